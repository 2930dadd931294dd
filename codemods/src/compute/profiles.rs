//! Profiles that give hosts a role for Systems Manager. Invariant: hosts that are made in one place with the same options
//! share one, by the same name and at the same place, whichever row asks for it.

use iacfix_engine::codemod::{Action, Declined, Effect};
use iacfix_engine::model::facts::words;
use iacfix_engine::model::{Args, Bound, FileId, Lookup, Model, Node, NodeId, Resource, ResourceId, Same, Value};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite, camel_case, names_at};

use iacfix_engine::source::TextRange;

use super::hosts::Hosts;

pub(super) const PROFILE: &str = "iamInstanceProfile";
const POLICY: &str = "AmazonSSMManagedInstanceCore";

/// What a host is called in messages.
pub(super) fn kind(resource: &Resource<'_>) -> String {
    words(resource.type_name())
}

/// Whether a host has a profile.
pub(super) enum State {
    /// It has a profile, or somebody else decides.
    Fine,
    Bare,
    /// It has what nobody gives.
    Ungiven,
    Unseen(String),
}

pub(super) fn state<'p>(model: &Model<'p>, hosts: &Hosts, resource: &Resource<'p>) -> State {
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
        let anchor = anchor(model, resource);
        let mut chain = std::iter::once(anchor).chain(index.ancestors(anchor).map(|(id, _)| id));
        let statement = chain.find(|id| matches!(index.entry(*id).node, Node::Stmt(_) | Node::Item(_)));
        let block = statement.and_then(|id| index.entry(id).parent);
        Self { file: resource.file, block, options: Companion::of(model, resource).options() }
    }
}

/// What makes the resource, however often: the loop, or the resource itself. Where its arguments are in a variable, that
/// comes before, and is given the profile.
fn anchor<'p>(model: &Model<'p>, resource: &Resource<'p>) -> NodeId {
    let made = resource.repeated.unwrap_or(resource.node);
    let Args::Variable(_, site) = model.args(resource) else { return made };
    let index = model.index(resource.file);
    match index.innermost(TextRange::of(site.node)) {
        Some(node) if site.file == resource.file && index.entry(node).range.start < index.entry(made).range.start => {
            node
        }
        _ => made,
    }
}

/// The names of what is created.
pub(super) struct Names {
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

/// The hosts of the program that have none, and how they get one.
pub(super) struct Bare<'m, 'p> {
    model: &'m Model<'p>,
    hosts: Vec<&'m Resource<'p>>,
}

/// How one host gets a profile.
pub(super) enum Plan {
    /// A name in scope leads to one.
    AtHand(String),
    /// One is created, under these names, of this role or a new one; without names where there is none to follow.
    New(Option<Box<Names>>, Option<OwnRole>),
}

impl<'m, 'p> Bare<'m, 'p> {
    pub(super) fn new(model: &'m Model<'p>, hosts: Vec<&'m Resource<'p>>) -> Self {
        Self { model, hosts }
    }

    /// What shares a profile with `resource`, itself included.
    fn group(&self, resource: &Resource<'p>) -> Vec<&'m Resource<'p>> {
        let seat = Seat::of(self.model, resource);
        self.hosts.iter().copied().filter(|other| Seat::of(self.model, other) == seat).collect()
    }

    pub(super) fn plan(&self, resource: &Resource<'p>) -> Plan {
        match profile_at_hand(self.model, resource) {
            Some(profile) => Plan::AtHand(profile),
            None => {
                let names = Names::of(self.model, &self.group(resource)).map(Box::new);
                // Several hosts may do different things: which of them a role was meant for can't be seen.
                let is_alone = self.hosts.len() == 1;
                Plan::New(names, is_alone.then(|| OwnRole::of(self.model, resource)).flatten())
            }
        }
    }

    /// Gives each of `resources` a profile; those that share one create it once.
    pub(super) fn give(&self, rewrite: &mut Rewrite<'_, 'p>, resources: &[&Resource<'p>]) -> Result<(), Declined> {
        let mut made: Vec<(ResourceId, String)> = Vec::new();
        for resource in resources {
            let (names, own) = match self.plan(resource) {
                Plan::AtHand(profile) => {
                    set(rewrite, resource, &profile)?;
                    continue;
                }
                Plan::New(names, own) => (names, own),
            };
            let names =
                names.ok_or_else(|| Declined::because("it has no name that its role could follow; name it first"))?;
            // All of a group write the same: each of their fixes creates what they share.
            let index = self.model.index(resource.file);
            let group = self.group(resource);
            let first = group.into_iter().min_by_key(|other| index.entry(anchor(self.model, other)).range.start);
            let first = first.unwrap_or(resource);
            let profile = match made.iter().find(|(id, _)| *id == first.id) {
                Some((_, profile)) => profile.clone(),
                None => create(rewrite, first, &names, own.as_ref())?,
            };
            set(rewrite, resource, &profile)?;
            made.push((first.id, profile));
        }
        Ok(())
    }
}

impl Plan {
    /// What a person has to know before a host gets the profile.
    pub(super) fn warning(&self) -> Option<String> {
        match self {
            Plan::New(_, Some(own)) => Some(format!("the host may then do all that `{}` allows", own.code)),
            _ => None,
        }
    }

    /// What is added.
    pub(super) fn effects(&self) -> Vec<Effect> {
        let Plan::New(Some(names), own) = self else { return Vec::new() };
        let add = |class: &str, name: &NamePattern| Effect::new(Action::Add, class).named(name.code());
        let role = own.is_none().then(|| add("aws.iam.Role", &names.role));
        let lacks = own.as_ref().is_none_or(|own| own.lacks_policy);
        let attachment = lacks.then(|| add("aws.iam.RolePolicyAttachment", &names.attachment));
        role.into_iter().chain(attachment).chain([add("aws.iam.InstanceProfile", &names.profile)]).collect()
    }
}

/// Gives `resource` the profile that the code `profile` names.
fn set<'p>(rewrite: &mut Rewrite<'_, 'p>, resource: &Resource<'p>, profile: &str) -> Result<(), Declined> {
    if let Args::Variable(_, site) = rewrite.model().args(resource)
        && site.file != resource.file
    {
        return Err(Declined::because(format!("its arguments are built in another file; set `{PROFILE}` there")));
    }
    const SIBLINGS: &[&str] = &["instanceType", "keyName", "subnetId", "securityGroups", "vpcSecurityGroupIds"];
    let code = match resource.symbol.is("aws.ec2.LaunchTemplate") {
        true => format!("{{ arn: {profile}.arn }}"),
        false => format!("{profile}.name"),
    };
    rewrite.set_argument_after(resource, SIBLINGS, PROFILE, &code)
}

/// Creates what a group shares before `first`, and hands back the profile's name in code.
fn create<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    first: &Resource<'p>,
    names: &Names,
    own: Option<&OwnRole>,
) -> Result<String, Declined> {
    let anchor = anchor(rewrite.model(), first);
    let companion = Companion::of(rewrite.model(), first);
    let mut variable = |name: &NamePattern| {
        let wish = camel_case(name.words().flat_map(|word| word.split('-')));
        rewrite.free_name(first.file, anchor, &wish)
    };
    let role = own.map_or_else(|| variable(&names.role), |own| own.code.clone());
    let profile = variable(&names.profile);
    let mut code = Vec::new();
    if own.is_none() {
        code.push(format!("const {role} = {};", rewrite.new_role(first, &names.role, "ec2.amazonaws.com")?));
    }
    if own.is_none_or(|own| own.lacks_policy) {
        let policy = rewrite.managed_policy(first, POLICY)?;
        code.push(format!("{};", rewrite.new_role_attachment(first, &names.attachment, &role, &policy)?));
    }
    let class = rewrite.class_beside(first, "aws.iam.InstanceProfile")?;
    let entries = [Some(format!("role: {role}.name")), companion.tags(&names.profile.code())];
    let entries: Vec<String> = entries.into_iter().flatten().collect();
    code.push(format!("const {profile} = {};", companion.code(&class, &names.profile.code(), &entries)));
    let place = Place::Before(anchor);
    rewrite.insert_group(first.file, place, "Access through Systems Manager", &code.join("\n\n"))?;
    Ok(profile)
}

/// A role that was written for instances and that no instance has: the only one of the program that EC2 may assume,
/// assumed by nobody else, and named by nothing but its policies.
pub(super) struct OwnRole {
    /// Its name in code.
    pub(super) code: String,
    /// Whether Systems Manager's policy is still to be attached.
    lacks_policy: bool,
}

impl OwnRole {
    fn of<'p>(model: &Model<'p>, host: &Resource<'p>) -> Option<Self> {
        let may_start = |role: &&Resource<'p>| match model.trust(role) {
            Lookup::Found(trust) => !matches!(trust.admits("ec2"), Lookup::Absent),
            _ => true,
        };
        let mut roles = model.resources_of("aws.iam.Role").filter(may_start);
        let (Some(role), None) = (roles.next(), roles.next()) else { return None };
        let is_made_before = role.file == host.file && {
            let start = |node: NodeId| model.index(role.file).entry(node).range.start;
            start(role.node) < start(anchor(model, host))
        };
        let fits = is_made_before
            && role.repeated.is_none()
            && role.condition == host.condition
            && model.deployed_alike(role, host) == Same::Yes
            && is_for_instances(model, role)
            && is_for_policies(model, role);
        if !fits {
            return None;
        }
        let is_it = |name: &Reached| !name.many && !name.ids && name.resources == [role.id];
        let code = names_at(model, host.file, anchor(model, host)).into_iter().find(is_it)?.code;
        // Other shapes of the policy may hide among arguments that replace what is attached.
        let exclusive = matches!(model.resource_property(role, "managedPolicyArns"), Lookup::Absent);
        exclusive.then(|| Self { code, lacks_policy: !given_to(model, role).iter().any(|it| is_core(model, it)) })
    }
}

/// Whether EC2 and nobody else may assume a role.
fn is_for_instances<'p>(model: &Model<'p>, role: &Resource<'p>) -> bool {
    let Lookup::Found(trust) = model.trust(role) else { return false };
    let services = trust.services();
    matches!(trust.admits("ec2"), Lookup::Found(()))
        && !services.is_empty()
        && services.iter().all(|service| service.as_str().is_some_and(|name| name.starts_with("ec2.")))
}

/// Whether a role has a name of its own, which nothing but policies mentions.
fn is_for_policies<'p>(model: &Model<'p>, role: &Resource<'p>) -> bool {
    const POLICIES: &[&str] = &["aws.iam.RolePolicy", "aws.iam.RolePolicyAttachment"];
    let Bound::Variable(id) = role.bound else { return false };
    let policies = model.resources().iter().filter(|it| it.file == role.file);
    let policies = policies.filter(|it| POLICIES.iter().any(|class| it.symbol.is(class)));
    let ranges: Vec<TextRange> = policies.map(|it| model.index(it.file).entry(it.node).range).collect();
    model.binding(id).uses.iter().all(|used| ranges.iter().any(|range| range.contains(used.range)))
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
            && start(profile.node) < start(anchor(model, resource))
            && model.deployed_alike(profile, resource) == Same::Yes
            && is_for_ssm_only(model, profile)
    };
    let names = names_at(model, resource.file, resource.node);
    let fits = names.into_iter().filter(|name| !name.many && !name.ids);
    fits.filter(|name| matches!(name.resources.as_slice(), [id] if serves(*id))).map(|name| name.code).next()
}

fn is_for_ssm_only<'p>(model: &Model<'p>, profile: &Resource<'p>) -> bool {
    let Some(role) = role_of(model, profile).map(|id| model.resource(id)) else { return false };
    let inline = ["inlinePolicies", "managedPolicyArns"].iter();
    if inline.clone().any(|name| !matches!(model.resource_property(role, name), Lookup::Absent)) {
        return false;
    }
    let given = given_to(model, role);
    !given.is_empty() && given.iter().all(|it| is_core(model, it))
}

fn role_of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Option<ResourceId> {
    model.resource_value(resource, "role").output().map(|(id, _)| id)
}

/// The resources that give a role its policies.
fn given_to<'m, 'p>(model: &'m Model<'p>, role: &Resource<'p>) -> Vec<&'m Resource<'p>> {
    let classes = ["aws.iam.RolePolicyAttachment", "aws.iam.RolePolicy"];
    let given = classes.into_iter().flat_map(|class| model.resources_of(class));
    given.filter(|it| role_of(model, it) == Some(role.id)).collect()
}

/// Whether it gives Systems Manager's managed policy.
fn is_core<'p>(model: &Model<'p>, given: &Resource<'p>) -> bool {
    let Lookup::Found(arn) = model.resource_property(given, "policyArn") else { return false };
    match model.property_value(&arn) {
        Value::Symbol(symbol) => symbol.is(&format!("aws.iam.ManagedPolicy.{POLICY}")),
        _ => model.property_text(&arn).parts.ends_with(&format!(":policy/{POLICY}")),
    }
}
