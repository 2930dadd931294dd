//! What workloads use of S3, ECR and CloudWatch Logs. Invariant: only what the program's resources say counts, and only
//! traffic that leaves from the workload's own subnets: what a service does on its behalf elsewhere (logs of functions and
//! builds, code and images of functions) is no use.

use iacfix_engine::model::{
    ANY, Content, DocNode, End, Entity, Lookup, Model, Resource, ResourceId, Site, TextPart, Value,
};

use super::grants::{Grants, Service};
use super::tasks::{Task, tasks_of};
use crate::compute::hosts::{script_of, templates_of};

/// What a workload does with a service.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) service: Service,
    /// What tells, in words.
    pub(super) why: String,
}

/// Arguments that name the role which something acts with itself; tasks and hosts have theirs elsewhere.
const ROLES: &[&str] = &["role", "serviceRole", "nodeRoleArn", "podExecutionRoleArn"];

/// What has its logs delivered by its service, not from its subnets.
const DELIVERED: &[&str] = &["aws.lambda.Function", "aws.lambda.CallbackFunction", "aws.codebuild.Project"];

/// What starts hosts that act with an instance profile and run user data.
const HOSTS: &[&str] = &["aws.ec2.Instance", "aws.autoscaling.Group"];

/// The uses of one workload, one for each service.
pub(super) fn uses_of<'p>(model: &Model<'p>, grants: &Grants, workload: &Resource<'p>) -> Vec<Use> {
    let mut found = Found { model, grants, uses: Vec::new() };
    let is = |names: &[&str]| names.iter().any(|name| workload.symbol.is(name));
    for task in tasks_of(model, workload) {
        found.add_task(&task);
    }
    found.add_environment(workload);
    if is(HOSTS) {
        let templates = templates_of(model, workload).into_iter().map(|id| model.resource(id));
        for host in std::iter::once(workload).chain(templates) {
            found.add_host(host);
        }
    }
    for name in ROLES {
        found.add_role(&model.resource_value(workload, name), is(DELIVERED));
    }
    found.uses
}

struct Found<'l, 'p> {
    model: &'l Model<'p>,
    grants: &'l Grants,
    uses: Vec<Use>,
}

impl<'p> Found<'_, 'p> {
    fn add(&mut self, service: Service, why: impl Into<String>) {
        if self.uses.iter().all(|known| known.service != service) {
            self.uses.push(Use { service, why: why.into() });
        }
    }

    fn add_task(&mut self, task: &Task<'_, 'p>) {
        for container in task.containers(self.model) {
            if container.get("image").found().is_some_and(|image| self.is_in_ecr(image)) {
                self.add(Service::Ecr, "its image is in ECR");
            }
            let driver = match container.get("logConfiguration") {
                Lookup::Found(logs) => logs.get("logDriver").found().and_then(DocNode::as_str),
                Lookup::Absent if task.logs_by_default(self.model) => Some("awslogs"),
                _ => None,
            };
            if driver == Some("awslogs") {
                self.add(Service::Logs, "its containers log by `awslogs`");
            }
            let variables = container.get("environment").found().and_then(DocNode::list);
            let values = variables.iter().flat_map(|list| &list.items);
            if values.filter_map(|item| item.value.get("value").found()).any(|value| self.names_bucket(value)) {
                self.add(Service::S3, "its environment names a bucket");
            }
        }
        for role in task.roles(self.model) {
            self.add_role(&role, false);
        }
    }

    /// The variables of a function or a build.
    fn add_environment(&mut self, workload: &Resource<'p>) {
        for path in [&["environment", "variables", ANY][..], &["environment", "environmentVariables", ANY, "value"]] {
            for source in self.model.trace_argument(workload, path).sources {
                if let End::Written(Site { file, node }) = source.end
                    && self.model.text_parts(file, node).iter().any(|part| self.is_bucket(part))
                {
                    self.add(Service::S3, "its environment names a bucket");
                }
            }
        }
    }

    /// An instance or a template: what it runs when it starts, and as whom.
    fn add_host(&mut self, host: &Resource<'p>) {
        const MARKS: &[(Service, &[&str])] = &[
            (Service::S3, &["aws s3 ", "aws s3api ", "s3://"]),
            (Service::Ecr, &[".dkr.ecr.", "aws ecr get-login"]),
            (Service::Logs, &["awslogs", "amazon-cloudwatch-agent", "aws logs "]),
        ];
        let script = script_of(self.model, host).parts;
        let lines: Vec<&str> = script.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        for (service, marks) in MARKS {
            if let Some(mark) = marks.iter().find(|mark| lines.iter().any(|line| line.contains(**mark))) {
                self.add(*service, format!("its user data has `{}`", mark.trim()));
            }
        }
        let profile = self.model.resource_value(host, "iamInstanceProfile");
        match profile {
            Value::Object(_) => {
                for name in ["name", "arn"] {
                    self.add_role(&self.model.member(&profile, name), false);
                }
            }
            profile => self.add_role(&profile, false),
        }
    }

    /// What a role lets a workload do; logs that its service delivers need the same permissions as logs that it writes.
    fn add_role(&mut self, role: &Value<'p>, is_delivered: bool) {
        for role in roles_in(self.model, role) {
            for grant in self.grants.of_role(role).filter(|grant| !(is_delivered && grant.is_for_delivery)) {
                self.add(grant.service, format!("its role {}", grant.why));
            }
        }
    }

    fn names_bucket(&self, value: &DocNode<'p>) -> bool {
        match &value.content {
            Content::Text(parts) => parts.iter().any(|part| self.is_bucket(part)),
            Content::AnyOf(choices) => choices.iter().any(|choice| self.names_bucket(choice)),
            _ => false,
        }
    }

    fn is_bucket(&self, part: &TextPart<'p>) -> bool {
        let TextPart::Hole(value) = part else { return false };
        let mut made = value.choices().iter().filter_map(|choice| choice.output());
        made.any(|(id, _)| is_one(self.model, id, &["aws.s3.Bucket", "aws.s3.BucketV2"]))
    }

    fn is_in_ecr(&self, image: &DocNode<'p>) -> bool {
        match &image.content {
            Content::Text(parts) => parts.iter().any(|part| match part {
                TextPart::Known(text) => text.contains(".dkr.ecr."),
                TextPart::Hole(value) => value.choices().iter().any(|choice| self.is_repository(choice)),
            }),
            Content::AnyOf(choices) => choices.iter().any(|choice| self.is_in_ecr(choice)),
            _ => false,
        }
    }

    /// Whether a value comes from a repository of ECR, or from an image that is pushed to one.
    fn is_repository(&self, value: &Value<'p>) -> bool {
        const OWN: &[&str] = &["aws.ecr.Repository", "awsx.ecr.Repository", "awsx.ecr.Image", "awsx.ecr.RegistryImage"];
        match value {
            Value::Entity(Entity::Resource(id), _) => {
                let image = self.model.resource(*id);
                let is_pushed = || {
                    let named = self.model.mentioned_in(image);
                    image.symbol.package().starts_with("@pulumi/docker")
                        && named.into_iter().any(|id| is_one(self.model, id, OWN))
                };
                is_one(self.model, *id, OWN) || is_pushed()
            }
            Value::Entity(Entity::Call(symbol, _), _) => {
                symbol.is("aws.ecr.getRepository") || symbol.is("aws.ecr.getRepositoryOutput")
            }
            _ => false,
        }
    }
}

fn is_one(model: &Model<'_>, id: ResourceId, types: &[&str]) -> bool {
    types.iter().any(|name| model.resource(id).symbol.is(name))
}

/// The roles of the program that a value names, itself or by an instance profile.
fn roles_in<'p>(model: &Model<'p>, value: &Value<'p>) -> Vec<ResourceId> {
    let mut out = Vec::new();
    for (id, _) in value.choices().iter().filter_map(|choice| choice.output()) {
        if is_one(model, id, &["aws.iam.Role"]) {
            out.push(id);
        } else if is_one(model, id, &["aws.iam.InstanceProfile"]) {
            let named = model.resource_value(model.resource(id), "role");
            let roles = named.choices().iter().filter_map(|choice| choice.output()).map(|(role, _)| role);
            out.extend(roles.filter(|role| is_one(model, *role, &["aws.iam.Role"])));
        }
    }
    out
}
