//! What is wrong with the roles of flow logs. Invariant: a statement is called too wide for what it names, never for what
//! can't be seen of it.

use std::collections::{BTreeMap, BTreeSet};

use iacfix_engine::model::{DocNode, Lookup, Model, Resource, ResourceId, Statement, TextPart};

use super::super::flow_logs::{CLOUDWATCH, destination_type, groups_of};
use crate::iam::iam_wildcard_resource::actions::Target;
use crate::iam::iam_wildcard_resource::is_limited;

/// A role that flow logs are delivered with.
pub(super) struct Courier<'m, 'p> {
    /// The role.
    pub(super) role: &'m Resource<'p>,
    /// The flow logs.
    pub(super) logs: Vec<ResourceId>,
    /// The log groups that they write to.
    pub(super) groups: Vec<ResourceId>,
    /// Why they may write to others.
    pub(super) unseen: Option<String>,
    /// Another resource that names the role.
    pub(super) other: Option<&'m Resource<'p>>,
}

/// The roles of the program that its flow logs are delivered to log groups with.
pub(super) fn couriers<'m, 'p>(model: &'m Model<'p>) -> Vec<Courier<'m, 'p>> {
    let mut logs: BTreeMap<ResourceId, Vec<&Resource<'p>>> = BTreeMap::new();
    for log in model.resources_of("aws.ec2.FlowLog") {
        if matches!(destination_type(model, log), Lookup::Found(kind) if kind != CLOUDWATCH) {
            continue;
        }
        let value = model.resource_value(log, "iamRoleArn");
        for choice in value.choices() {
            if let Some((id, _)) = choice.output()
                && model.resource(id).symbol.is("aws.iam.Role")
                && model.names(choice, id).found().is_some()
            {
                logs.entry(id).or_default().push(log);
            }
        }
    }
    let courier = |(id, logs): (ResourceId, Vec<&Resource<'p>>)| {
        let (mut groups, mut unseen) = (Vec::new(), None);
        for log in &logs {
            match groups_of(model, log) {
                Lookup::Found(named) => groups.extend(named),
                Lookup::Absent => {}
                Lookup::Unknown(why) => unseen = Some(why),
            }
        }
        groups.sort();
        groups.dedup();
        let other = other_user(model, id);
        Courier { role: model.resource(id), logs: logs.iter().map(|log| log.id).collect(), groups, unseen, other }
    };
    logs.into_iter().map(courier).collect()
}

/// A resource that does something with a role besides giving it policies and delivering flow logs.
fn other_user<'m, 'p>(model: &'m Model<'p>, role: ResourceId) -> Option<&'m Resource<'p>> {
    const OWN: &[&str] = &[
        "aws.ec2.FlowLog",
        "aws.iam.RolePolicy",
        "aws.iam.RolePolicyAttachment",
        "aws.iam.PolicyAttachment",
        "aws.iam.Policy",
    ];
    let is_own = |r: &&Resource<'p>| OWN.iter().any(|class| r.symbol.is(class));
    let mut others = model.resources().iter().filter(|r| r.id != role && !is_own(r));
    others.find(|r| model.mentioned_in(r).contains(&role))
}

/// What a statement allows beyond writing to the log groups.
pub(super) struct Excess {
    /// The places of the actions that are about log groups and streams.
    pub(super) about_logs: BTreeSet<usize>,
    /// Those actions, quoted.
    pub(super) names: Vec<String>,
    /// The places of the others.
    pub(super) rest: BTreeSet<usize>,
    /// Whether all that can be done with logs is allowed: `logs:*`, `*`.
    pub(super) all_actions: bool,
    /// Whether it is allowed on any log group.
    pub(super) any_group: bool,
    /// Whether it is allowed on a log group, and not on the streams in it.
    pub(super) without_streams: bool,
}

/// What a statement allows a role beyond writing to `groups`; `None` where it keeps to that, or that can't be seen.
pub(super) fn excess(statement: &Statement<'_>, groups: &[ResourceId]) -> Option<Excess> {
    let (Lookup::Found(true), Lookup::Found(actions), Lookup::Found(resources)) =
        (&statement.allows, &statement.actions, &statement.resources)
    else {
        return None;
    };
    if actions.unseen.is_some() || is_limited(statement) {
        return None;
    }
    let written: Vec<&str> = actions.items.iter().map(DocNode::as_str).collect::<Option<_>>()?;
    let names: Vec<String> = written.iter().map(|name| name.to_ascii_lowercase()).collect();
    let about_logs = |name: &str| (name == "*" || name.starts_with("logs:")) && Target::of(name) != Target::Nothing;
    let (own, rest): (BTreeSet<usize>, BTreeSet<usize>) = (0..names.len()).partition(|at| about_logs(&names[*at]));
    let any_group = resources.items.iter().any(is_any_group);
    let all_actions = names.iter().any(|name| name == "*" || name == "logs:*")
        && (any_group || resources.items.iter().any(|item| is_of(item, groups)));
    let is_excess = !own.is_empty() && (any_group || all_actions);
    let quoted = own.iter().map(|at| format!("`{}`", written[*at])).collect();
    let is_bare = |item: &DocNode<'_>| is_of(item, groups) && item.parts().is_some_and(|parts| parts.len() == 1);
    let without_streams = resources.items.iter().any(is_bare);
    is_excess.then_some(Excess { about_logs: own, names: quoted, rest, all_actions, any_group, without_streams })
}

/// Whether a resource covers every log group of some account: `*`, `arn:aws:logs:*:*:*`, `...:log-group:*`.
fn is_any_group(item: &DocNode<'_>) -> bool {
    let Some(parts) = item.parts() else { return false };
    let text: String = parts
        .iter()
        .map(|part| match part {
            TextPart::Known(text) => text.as_str(),
            TextPart::Hole(_) => "\0",
        })
        .collect();
    let mut fields = text.splitn(6, ':');
    if text == "*" {
        return true;
    }
    let is_logs = fields.next() == Some("arn") && fields.nth(1) == Some("logs");
    is_logs && fields.nth(2).is_some_and(|name| name == "*" || name.starts_with("log-group:*"))
}

/// Whether a resource is one of the log groups, or in one.
fn is_of(item: &DocNode<'_>, groups: &[ResourceId]) -> bool {
    match item.parts() {
        Some([TextPart::Hole(value), ..]) => value.output().is_some_and(|(id, _)| groups.contains(&id)),
        _ => false,
    }
}
