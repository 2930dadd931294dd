//! `ec2-instance-profile` (003#2.3): instances have a role, by which Systems Manager reaches them.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::facts::words;
use iacfix_engine::model::{FileId, Lookup, Model, Node, NodeId, Resource, ResourceId, Same, Value};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Rewrite, camel_case, names_at};

use super::hosts::Hosts;

const META: Meta = Meta {
    id: "ec2-instance-profile",
    title: "gives instances a role by which Systems Manager reaches them",
    theme: Theme::Compute,
    report: "003#2.3",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds instances, launch templates, launch configurations and spot requests without an instance profile. A \
               role that EC2 may assume, with the managed policy `AmazonSSMManagedInstanceCore`, and a profile of it are \
               created before them; those that are made in one place with the same options share them.",
        why: "Without a role an instance can't be managed through Systems Manager: people open port 22 and hand around \
              keys to get at it, and programs on it are given long-lived credentials.",
        before: "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
});

export const address = web.publicIp;
",
        after: "import * as aws from '@pulumi/aws';

const webInstanceRole = new aws.iam.Role('web-instance-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicyAttachment('web-instance-ssm', {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new aws.iam.InstanceProfile('web-instance-profile', {
  role: webInstanceRole.name,
});

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: webInstanceProfile.name,
});

export const address = web.publicIp;
",
        notes: "A profile in scope whose role has this managed policy and no other is used instead. Left alone: instances \
                whose launch template, which has findings of its own, says which profile they have; templates of EKS node \
                groups and Batch, which refuse one. The agent of Systems Manager comes with Amazon's images, and needs a \
                way to its endpoints.",
    },
};

const PROFILE: &str = "iamInstanceProfile";
const POLICY: &str = "AmazonSSMManagedInstanceCore";

/// Finds hosts without an instance profile.
pub(crate) struct Ec2InstanceProfile;

impl Codemod for Ec2InstanceProfile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let hosts = Hosts::of(model);
        let mut bare: Vec<&Resource<'p>> = Vec::new();
        for resource in model.resources_with(PROFILE) {
            match state(model, &hosts, resource) {
                State::Fine => {}
                State::Bare => bare.push(resource),
                State::Ungiven => {
                    let message = format!(
                        "{} has no instance profile: `{PROFILE}` comes from a caller, and none gives it; hand one over",
                        kind(resource)
                    );
                    cx.report(Finding::of(model, resource, message));
                }
                State::Unseen(why) => {
                    let message = format!("can't see whether the {} has an instance profile: {why}", kind(resource));
                    cx.report(Finding::of(model, resource, message));
                }
            }
        }
        for resource in &bare {
            let seat = Seat::of(model, resource);
            let group: Vec<_> = bare.iter().copied().filter(|other| Seat::of(model, other) == seat).collect();
            let message = format!("{} has no instance profile", kind(resource));
            cx.report(Finding::of(model, resource, message).fix(fix(model, resource, &group)));
        }
    }
}

fn kind(resource: &Resource<'_>) -> String {
    words(&resource.type_name())
}

enum State {
    /// It has a profile, or somebody else decides.
    Fine,
    Bare,
    /// It has what nobody gives.
    Ungiven,
    Unseen(String),
}

fn state<'p>(model: &Model<'p>, hosts: &Hosts, resource: &Resource<'p>) -> State {
    match model.resource_property(resource, PROFILE) {
        Lookup::Unknown(why) => return State::Unseen(why),
        Lookup::Found(property) => {
            return match model.property_value(&property) {
                Value::Undefined | Value::Null => State::Ungiven,
                _ => State::Fine,
            };
        }
        Lookup::Absent => {}
    }
    if hosts.have_profiles(model, resource) {
        return State::Fine;
    }
    match model.resource_property(resource, "launchTemplate") {
        Lookup::Absent => State::Bare,
        Lookup::Unknown(why) => State::Unseen(why),
        Lookup::Found(property) => match model.named_by(&model.property_value(&property), &["id", "name"]) {
            Ok(found) if !found.is_empty() => State::Fine,
            _ => State::Unseen("its launch template is not part of the program".into()),
        },
    }
}

/// Where a profile for a resource is made: what has the same one shares it.
#[derive(PartialEq, Eq)]
struct Seat {
    file: FileId,
    block: Option<NodeId>,
    options: Option<String>,
}

impl Seat {
    fn of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Self {
        let index = model.index(resource.file);
        let anchor = anchor(resource);
        let mut chain = std::iter::once(anchor).chain(index.ancestors(anchor).map(|(id, _)| id));
        let statement = chain.find(|id| matches!(index.entry(*id).node, Node::Stmt(_) | Node::Item(_)));
        let block = statement.and_then(|id| index.entry(id).parent);
        Self { file: resource.file, block, options: Companion::of(model, resource).options() }
    }
}

/// What makes the resource, however often: the loop, or the resource itself.
fn anchor(resource: &Resource<'_>) -> NodeId {
    resource.repeated.unwrap_or(resource.node)
}

/// The names of what is created.
struct Names {
    role: NamePattern,
    attachment: NamePattern,
    profile: NamePattern,
}

impl Names {
    /// By what the names of all of a group have in common, where that tells them from others; else after the first.
    fn of<'p>(model: &Model<'p>, group: &[&Resource<'p>]) -> Option<Self> {
        const HOSTS: &[&str] = &["instance", "server", "host", "ec2", "template", "lt"];
        let own = |resource: &&Resource<'p>| {
            let pattern = NamePattern::of(model, resource)?;
            Some(resource.repeated.map_or(pattern.clone(), |around| pattern.outside(model, resource, around)))
        };
        let all: Vec<NamePattern> = group.iter().map(own).collect::<Option<_>>()?;
        let common = NamePattern::common(&all).filter(|common| common.words().next().is_some());
        let own = common.or_else(|| all.into_iter().next())?;
        let name = |role: &str, class: &str| own.with_role(HOSTS, role).free(model, class);
        Some(Self {
            role: name("instance-role", "aws.iam.Role"),
            attachment: name("instance-ssm", "aws.iam.RolePolicyAttachment"),
            profile: name("instance-profile", "aws.iam.InstanceProfile"),
        })
    }
}

fn fix<'p>(model: &Model<'p>, resource: &Resource<'p>, group: &[&Resource<'p>]) -> Fix {
    let change = Effect::of_change(model, resource, &[PROFILE]);
    if let Some(profile) = profile_at_hand(model, resource) {
        let mut rewrite = Rewrite::new(model);
        let edits = set(&mut rewrite, resource, &profile).and_then(|()| rewrite.finish());
        return noted(resource, Fix::new(Level::Review, format!("give it `{profile}`"), edits).effect(change));
    }
    let names = Names::of(model, group);
    let edits = names
        .as_ref()
        .ok_or_else(|| Declined::because("it has no name that its role could follow; name it first"))
        .and_then(|names| create(model, resource, group, names));
    let mut fix = Fix::new(Level::Review, "give it a role for Systems Manager", edits);
    if let Some(names) = &names {
        let add = |class: &str, name: &NamePattern| Effect::new(Action::Add, class).named(name.code());
        fix = fix
            .effect(add("aws.iam.Role", &names.role))
            .effect(add("aws.iam.RolePolicyAttachment", &names.attachment))
            .effect(add("aws.iam.InstanceProfile", &names.profile));
    }
    noted(resource, fix.effect(change))
}

fn noted(resource: &Resource<'_>, fix: Fix) -> Fix {
    match resource.symbol.is("aws.ec2.LaunchTemplate") {
        true => fix.note("hosts of a launch template get it when their group is refreshed"),
        false => fix,
    }
}

/// Gives `resource` the profile that the code `profile` names.
fn set<'p>(rewrite: &mut Rewrite<'_, 'p>, resource: &Resource<'p>, profile: &str) -> Result<(), Declined> {
    const SIBLINGS: &[&str] = &["instanceType", "keyName", "subnetId", "securityGroups", "vpcSecurityGroupIds"];
    let code = match resource.symbol.is("aws.ec2.LaunchTemplate") {
        true => format!("{{ arn: {profile}.arn }}"),
        false => format!("{profile}.name"),
    };
    rewrite.set_argument_after(resource, SIBLINGS, PROFILE, &code)
}

fn create<'p>(
    model: &Model<'p>,
    resource: &Resource<'p>,
    group: &[&Resource<'p>],
    names: &Names,
) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let index = model.index(resource.file);
    // All of a group write the same: each of their fixes creates what they share.
    let needed = |other: &&Resource<'p>| rewrite.before_argument(other, PROFILE, anchor(other));
    let start = |node: NodeId| index.entry(node).range.start;
    let first = group.iter().copied().min_by_key(|other| start(needed(other))).unwrap_or(resource);
    let place = needed(&first);
    let companion = Companion::of(model, first);
    let mut variable = |name: &NamePattern| {
        let wish = camel_case(name.words().flat_map(|word| word.split('-')));
        rewrite.free_name(first.file, anchor(first), &wish)
    };
    let (role, profile) = (variable(&names.role), variable(&names.profile));
    let policy = rewrite.managed_policy(first, POLICY)?;
    let class = rewrite.class_beside(first, "aws.iam.InstanceProfile")?;
    let entries = [Some(format!("role: {role}.name")), companion.tags(&names.profile.code())];
    let entries: Vec<String> = entries.into_iter().flatten().collect();
    let code = [
        format!("const {role} = {};", rewrite.new_role(first, &names.role, "ec2.amazonaws.com")?),
        format!("{};", rewrite.new_role_attachment(first, &names.attachment, &role, &policy)?),
        format!("const {profile} = {};", companion.code(&class, &names.profile.code(), &entries)),
    ];
    rewrite.insert_group(first.file, Place::Before(place), "Access through Systems Manager", &code.join("\n\n"))?;
    set(&mut rewrite, resource, &profile)?;
    rewrite.finish()
}

/// A profile for Systems Manager and nothing else that a name in scope leads to.
fn profile_at_hand<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Option<String> {
    let index = model.index(resource.file);
    let start = |node: NodeId| index.entry(node).range.start;
    let serves = |id: ResourceId| {
        let profile = model.resource(id);
        profile.symbol.is("aws.iam.InstanceProfile")
            && profile.repeated.is_none()
            && profile.file == resource.file
            && start(profile.node) < start(resource.node)
            && model.deployed_alike(profile, resource) == Same::Yes
            && is_for_ssm_only(model, profile)
    };
    let names = names_at(model, resource.file, resource.node);
    let fits = names.into_iter().filter(|name| !name.many && !name.ids);
    fits.filter(|name| matches!(name.resources.as_slice(), [id] if serves(*id))).map(|name| name.code).next()
}

fn is_for_ssm_only<'p>(model: &Model<'p>, profile: &Resource<'p>) -> bool {
    let role_of = |resource: &Resource<'p>| model.resource_value(resource, "role").output().map(|(id, _)| id);
    let Some(role) = role_of(profile).map(|id| model.resource(id)) else { return false };
    let inline = ["inlinePolicies", "managedPolicyArns"].iter();
    if inline.clone().any(|name| !matches!(model.resource_property(role, name), Lookup::Absent)) {
        return false;
    }
    let given: Vec<_> = ["aws.iam.RolePolicyAttachment", "aws.iam.RolePolicy"]
        .into_iter()
        .flat_map(|class| model.resources().iter().filter(move |r| r.symbol.is(class)))
        .filter(|r| role_of(r) == Some(role.id))
        .collect();
    let is_core = |r: &&Resource<'p>| {
        let Lookup::Found(arn) = model.resource_property(r, "policyArn") else { return false };
        match model.property_value(&arn) {
            Value::Symbol(symbol) => symbol.is(&format!("aws.iam.ManagedPolicy.{POLICY}")),
            _ => model.property_text(&arn).parts.ends_with(&format!(":policy/{POLICY}")),
        }
    };
    !given.is_empty() && given.iter().all(is_core)
}
