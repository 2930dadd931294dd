//! What the codemods of this theme know of the hosts that a program starts. Invariant: a tag or a script that can't be
//! seen makes the answer "not known", never "none".

use iacfix_engine::model::{Image, Lookup, Model, Node, Resource, ResourceId, Text, Value};

/// Who starts hosts from which template, and what the program does to all of its resources.
pub(super) struct Hosts {
    /// Template or launch configuration, with the resource that starts hosts from it.
    started: Vec<(ResourceId, ResourceId)>,
    /// Auto Scaling groups that a cluster runs containers on.
    clusters: Vec<ResourceId>,
    /// Whether a transformation may add tags to any resource.
    transformed: bool,
    /// Whether a provider of the program has default tags.
    default_tags: bool,
}

const GROUP: &str = "aws.autoscaling.Group";
const NODE_GROUPS: &[&str] = &["aws.eks.NodeGroup", "eks.ManagedNodeGroup"];
const BATCH: &str = "aws.batch.ComputeEnvironment";
const INSTANCE: &str = "aws.ec2.Instance";

impl Hosts {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let mut hosts = Self {
            started: Vec::new(),
            clusters: Vec::new(),
            transformed: false,
            default_tags: model
                .resources_of("aws.Provider")
                .any(|p| !matches!(model.resource_property(p, "defaultTags"), Lookup::Absent)),
        };
        for resource in model.resources() {
            let symbol = &resource.symbol;
            if symbol.is(GROUP) || symbol.is(INSTANCE) || NODE_GROUPS.iter().any(|name| symbol.is(name)) {
                hosts.started.extend(templates_of(model, resource).into_iter().map(|t| (t, resource.id)));
            } else if symbol.is(BATCH) {
                let compute = model.resource_value(resource, "computeResources");
                let template = model.member(&compute, "launchTemplate");
                let named = model.named_by(&template, &["launchTemplateId", "launchTemplateName"]).unwrap_or_default();
                hosts.started.extend(named.into_iter().map(|t| (t, resource.id)));
            } else if symbol.is("aws.ecs.CapacityProvider") {
                let provider = model.resource_value(resource, "autoScalingGroupProvider");
                hosts.clusters.extend(model.named_by(&provider, &["autoScalingGroupArn"]).unwrap_or_default());
            }
        }
        hosts.transformed = is_transformed(model);
        hosts
    }

    fn starters<'h>(&'h self, template: ResourceId) -> impl Iterator<Item = ResourceId> + 'h {
        self.started.iter().filter(move |(t, _)| *t == template).map(|(_, by)| *by)
    }

    /// Whether somebody else says which profile hosts of the template have: node groups and compute environments refuse one
    /// in the template, and an instance with a profile of its own ignores it.
    pub(super) fn have_profiles(&self, model: &Model<'_>, template: &Resource<'_>) -> bool {
        let decides = |by: ResourceId| {
            let starter = model.resource(by);
            let is_service = starter.symbol.is(BATCH) || NODE_GROUPS.iter().any(|name| starter.symbol.is(name));
            is_service
                || (starter.symbol.is(INSTANCE)
                    && model.resource_property(starter, "iamInstanceProfile").found().is_some())
        };
        let mut starters = self.starters(template.id).peekable();
        starters.peek().is_some() && starters.all(decides)
    }

    /// Whether EKS starts hosts from the template: it tags them with keys that instance metadata can't show.
    pub(super) fn is_eks(&self, model: &Model<'_>, resource: &Resource<'_>) -> bool {
        self.starters(resource.id).any(|by| NODE_GROUPS.iter().any(|name| model.resource(by).symbol.is(name)))
    }

    /// Whether the host runs containers, which are one network hop further from the metadata service.
    pub(super) fn runs_containers<'p>(&self, model: &Model<'p>, resource: &Resource<'p>, script: &str) -> bool {
        self.is_node(model, resource, script) || runs_containers(script)
    }

    /// Whether the host is a node of a cluster, whose image and agent others look after.
    pub(super) fn is_node<'p>(&self, model: &Model<'p>, resource: &Resource<'p>, script: &str) -> bool {
        let of_cluster = |by: ResourceId| self.clusters.contains(&by) || model.resource(by).symbol.is(BATCH);
        self.is_eks(model, resource)
            || self.starters(resource.id).any(of_cluster)
            || model.images(resource).iter().any(is_container_image)
            || uncommented(script).any(joins_cluster)
    }

    /// Every tag key that instances of the resource bear; `None` where one can't be seen.
    pub(super) fn tag_keys<'p>(&self, model: &Model<'p>, resource: &Resource<'p>) -> Option<Vec<String>> {
        if self.transformed {
            return None;
        }
        let mut keys = Vec::new();
        if resource.symbol.is("aws.ec2.LaunchTemplate") {
            keys.extend(specified_keys(model, resource)?);
            for starter in self.starters(resource.id) {
                let starter = model.resource(starter);
                if starter.symbol.is(GROUP) {
                    keys.extend(propagated_keys(model, starter)?);
                } else if starter.symbol.is(INSTANCE) {
                    keys.extend(self.own_keys(model, starter)?);
                }
            }
            return Some(keys);
        }
        keys.extend(self.own_keys(model, resource)?);
        match model.resource_property(resource, "launchTemplate") {
            Lookup::Absent => {}
            Lookup::Unknown(_) => return None,
            Lookup::Found(property) => {
                for template in model.named_by(&model.property_value(&property), &["id", "name"]).ok()? {
                    keys.extend(specified_keys(model, model.resource(template))?);
                }
            }
        }
        Some(keys)
    }

    /// The keys of the `tags` of a resource, its provider's default tags among them.
    fn own_keys<'p>(&self, model: &Model<'p>, resource: &Resource<'p>) -> Option<Vec<String>> {
        let mut keys = model.keys(&model.resource_value(resource, "tags"))?;
        if self.default_tags {
            match model.providers_of(resource) {
                Lookup::Absent => {}
                Lookup::Unknown(_) => return None,
                Lookup::Found(providers) => {
                    for provider in providers {
                        let defaults = model.resource_value(model.resource(provider), "defaultTags");
                        keys.extend(model.keys(&model.member(&defaults, "tags"))?);
                    }
                }
            }
        }
        Some(keys)
    }
}

/// The templates and launch configurations of the program that a resource starts hosts from.
pub(crate) fn templates_of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Vec<ResourceId> {
    let named = |value: &Value<'p>, keys: &[&str]| model.named_by(value, keys).unwrap_or_default();
    let mut out = named(&model.resource_value(resource, "launchTemplate"), &["id", "name"]);
    let policy = model.resource_value(resource, "mixedInstancesPolicy");
    let mixed = model.member(&policy, "launchTemplate");
    let keys = ["launchTemplateId", "launchTemplateName"];
    out.extend(named(&model.member(&mixed, "launchTemplateSpecification"), &keys));
    for one in model.member(&mixed, "overrides").items().unwrap_or_default() {
        out.extend(named(&model.member(&one, "launchTemplateSpecification"), &keys));
    }
    let configuration = model.resource_value(resource, "launchConfiguration");
    out.extend(configuration.choices().iter().filter_map(|v| v.output()).map(|(id, _)| id));
    out
}

/// The keys with which a launch template tags instances.
fn specified_keys<'p>(model: &Model<'p>, template: &Resource<'p>) -> Option<Vec<String>> {
    let specifications = model.resource_value(template, "tagSpecifications");
    if matches!(specifications, Value::Undefined) {
        return Some(Vec::new());
    }
    let mut keys = Vec::new();
    for one in specifications.items()? {
        match model.member(&one, "resourceType") {
            Value::Str(of) if of != "instance" => {}
            _ => keys.extend(model.keys(&model.member(&one, "tags"))?),
        }
    }
    Some(keys)
}

/// The keys with which an Auto Scaling group tags instances.
fn propagated_keys<'p>(model: &Model<'p>, group: &Resource<'p>) -> Option<Vec<String>> {
    let tags = model.resource_value(group, "tags");
    if matches!(tags, Value::Undefined) {
        return Some(Vec::new());
    }
    let mut keys = Vec::new();
    for tag in tags.items()? {
        if !matches!(model.member(&tag, "propagateAtLaunch"), Value::Bool(false)) {
            keys.push(model.member(&tag, "key").as_str()?.to_string());
        }
    }
    Some(keys)
}

/// The script that a host runs when it starts.
pub(crate) fn script_of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Text {
    let mut out = Text { parts: String::new(), seen: true };
    for name in ["userData", "userDataBase64"] {
        match model.resource_property(resource, name) {
            Lookup::Absent => {}
            Lookup::Unknown(_) => out.seen = false,
            Lookup::Found(property) => {
                let text = model.property_text(&property);
                out.parts.push_str(&text.parts);
                out.seen &= text.seen;
            }
        }
    }
    out
}

/// Whether instance metadata can show a tag of this key; a launch with another fails.
pub(super) fn is_legal_key(key: &str) -> bool {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || "+-=.,_:@".contains(c);
    !key.is_empty() && key.chars().all(is_legal) && !matches!(key, "." | ".." | "_index")
}

fn is_transformed(model: &Model<'_>) -> bool {
    const ADD_TAGS: &[&str] = &["registerStackTransformation", "registerResourceTransform", "registerStackTransform"];
    model.file_ids().any(|file| {
        model.index(file).entries().any(|(_, entry)| match entry.node {
            Node::Expr(swc_ecma_ast::Expr::Member(m)) => ADD_TAGS.iter().any(|name| m.prop.is_ident_with(name)),
            Node::Expr(swc_ecma_ast::Expr::Ident(i)) => ADD_TAGS.iter().any(|name| *i.sym == **name),
            _ => false,
        })
    })
}

fn is_container_image(image: &Image) -> bool {
    let text = image.text();
    let marks: &[&str] = match image {
        Image::Parameter(_) => &["/service/ecs/", "/service/eks/", "/service/bottlerocket/"],
        _ => &["amazon-eks-", "-ecs-", "bottlerocket-", "ubuntu-eks", "docker"],
    };
    marks.iter().any(|mark| text.contains(mark))
}

fn uncommented(script: &str) -> impl Iterator<Item = &str> {
    script.lines().filter(|line| !line.trim_start().starts_with('#'))
}

/// Whether a line makes the host a node of a cluster.
fn joins_cluster(line: &str) -> bool {
    ["ECS_CLUSTER", "/etc/ecs/", "/etc/eks/"].iter().any(|mark| line.contains(mark))
}

/// Whether a script installs or runs containers, comments left out.
fn runs_containers(script: &str) -> bool {
    const WORDS: &[&str] =
        &["docker", "dockerd", "docker-ce", "docker.io", "containerd", "nerdctl", "podman", "ecs", "nodeadm"];
    const MARKS: &[&str] = &["docker-compose", "get.docker.com"];
    let is_word = |word: &str| WORDS.contains(&word);
    let is_part = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    uncommented(script).any(|line| {
        joins_cluster(line)
            || MARKS.iter().any(|mark| line.contains(mark))
            || line.split(is_part).any(|w| is_word(w.trim_matches('.')))
    })
}

/// Whether a script reads instance metadata without the token that IMDSv2 asks for.
pub(super) fn reads_without_token(script: &str) -> bool {
    const ADDRESSES: &[&str] = &["169.254.169.254", "[fd00:ec2::254]", "//instance-data/"];
    let mentions = |line: &str| ADDRESSES.iter().any(|address| line.contains(address));
    let joined = script.replace("\\\n", " ");
    let mut lines = joined.lines().filter(|line| !line.trim_start().starts_with('#') && mentions(line)).peekable();
    if lines.peek().is_none() {
        return false;
    }
    if !script.contains("api/token") {
        return true;
    }
    let fetches = |line: &str| line.contains("curl") || line.contains("wget");
    let shows = |line: &str| ["-H", "--header", "api/token"].iter().any(|mark| line.contains(mark));
    lines.any(|line| fetches(line) && !shows(line))
}

#[cfg(test)]
mod tests {
    use super::{is_legal_key, reads_without_token, runs_containers};

    #[test]
    fn tag_keys_that_metadata_can_show() {
        for key in ["Name", "cost:center", "a.b-c_d+e=f,g@h"] {
            assert!(is_legal_key(key), "{key}");
        }
        for key in ["", "Cost Center", "kubernetes.io/cluster", "_index", "..", "größe"] {
            assert!(!is_legal_key(key), "{key}");
        }
    }

    #[test]
    fn scripts_that_run_containers() {
        for script in [
            "yum install -y docker",
            "apt-get install -y docker.io git",
            "systemctl enable --now docker.service\n docker run x",
            "echo ECS_CLUSTER=a >> /etc/ecs/ecs.config",
            "/etc/eks/bootstrap.sh kube",
            "sudo amazon-linux-extras install docker -y",
        ] {
            assert!(runs_containers(script), "{script}");
        }
        for script in ["#!/bin/bash\n# no docker here\nyum update -y", "echo dockyard", ""] {
            assert!(!runs_containers(script), "{script}");
        }
    }

    #[test]
    fn scripts_that_read_metadata_without_a_token() {
        let token = "TOKEN=$(curl -X PUT -H 'x: 1' http://169.254.169.254/latest/api/token)\n";
        assert!(reads_without_token("curl -s http://169.254.169.254/latest/meta-data/instance-id"));
        assert!(reads_without_token("import requests\nrequests.get('http://169.254.169.254/latest/meta-data/')"));
        assert!(reads_without_token(&format!("{token}wget -qO- http://169.254.169.254/latest/meta-data/hostname")));
        assert!(!reads_without_token(&format!("{token}curl -H \"T: $TOKEN\" \\\n http://169.254.169.254/latest/x")));
        assert!(!reads_without_token("# see http://169.254.169.254/\nyum update -y"));
        assert!(!reads_without_token("yum update -y"));
    }
}
