//! Mending the roles of flow logs. Invariant: what is delivered today can still be delivered.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix, Level};
use iacfix_engine::model::{IdentityPolicy, Lookup, Model, Policy, ResourceId, Statement, Template, Trust};
use iacfix_engine::rewrite::{Rewrite, StatementPart};

use super::super::flow_logs::{DELIVERY, SERVICE};
use super::judge::{Courier, Excess};

/// Whose documents they are, in reasons.
const ROLE: &str = "the role";

/// Lets the service act as the role; a name that was meant for it makes way.
pub(super) fn admit<'p>(model: &Model<'p>, courier: &Courier<'_, 'p>, trust: &Trust<'p>) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        let services = trust.services();
        let meant = services.iter().find(|name| name.as_str().is_some_and(|name| name.contains("flow")));
        match meant {
            // Another statement would not heal that one, and might be denied by it.
            Some(name) if name.as_str() == Some(SERVICE) => {
                return Err(Declined::because(format!(
                    "a statement names `{SERVICE}` and does not allow it `sts:AssumeRole`; see to that statement"
                )));
            }
            Some(name) => {
                rewrite.alone(name, ROLE)?;
                rewrite.set_node(name, &format!("'{SERVICE}'"))?;
            }
            None => rewrite.admit_service(trust, SERVICE)?,
        }
        rewrite.finish()
    };
    Fix::new(Level::Safe, "let the flow-logs service act as the role", write())
        .effect(Effect::on(Action::Update, model, courier.role).property("assumeRolePolicy"))
}

/// Limits a statement to writing to the log groups of the role's flow logs.
pub(super) fn narrow<'p>(
    model: &Model<'p>,
    courier: &Courier<'_, 'p>,
    identity: &IdentityPolicy<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
    excess: &Excess,
) -> Fix {
    let write = || {
        if identity.roles.iter().any(|role| *role != courier.role.id) {
            return Err(Declined::because("other roles have the policy too; give this one its own"));
        }
        let mut rewrite = Rewrite::new(model);
        rewrite.stands_in(&policy.document, &statement.node)?;
        rewrite.alone(&statement.node, ROLE)?;
        let resources = match excess.any_group || excess.without_streams {
            true => streams_of(&mut rewrite, policy, statement, &courier.groups)?,
            false => Vec::new(),
        };
        match excess.all_actions {
            true => replace(&mut rewrite, statement, excess, &resources)?,
            false => split(&mut rewrite, policy, statement, excess, resources)?,
        }
        rewrite.finish()
    };
    let holder = model.resource(identity.at.holder);
    Fix::new(Level::Review, "allow writing to the log group only", write())
        .effect(Effect::on(Action::Update, model, holder).property(identity.at.argument))
}

/// The streams of log groups, as code for the statement.
fn streams_of<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
    groups: &[ResourceId],
) -> Result<Vec<String>, Declined> {
    let file = statement.node.place.file();
    let arns = rewrite.arns_in(&policy.document, groups)?;
    let streams = arns.into_iter().map(|arn| Template::joined([arn, Template::text(":*")]));
    streams.map(|text| rewrite.template_code(file, &text)).collect()
}

/// Names the actions in place of all of them.
fn replace<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    statement: &Statement<'p>,
    excess: &Excess,
    resources: &[String],
) -> Result<(), Declined> {
    let Lookup::Found(actions) = &statement.actions else { return Ok(()) };
    let is_other = |at: &usize| actions.items[*at].as_str().is_some_and(|name| !name.starts_with("logs:"));
    let all = actions.items.iter().any(|item| item.as_str() == Some("*"));
    if !all && excess.rest.iter().any(is_other) {
        return Err(Declined::because("it allows what is not about logs as well; give that a statement of its own"));
    }
    let codes: Vec<String> = DELIVERY.iter().map(|action| format!("'{action}'")).collect();
    rewrite.set_actions(statement, &codes.iter().map(String::as_str).collect::<Vec<_>>())?;
    match resources {
        [] => Ok(()),
        several => rewrite.set_resources(statement, &several.iter().map(String::as_str).collect::<Vec<_>>()),
    }
}

/// Limits what can be limited; the rest keeps what it is allowed on.
fn split<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
    excess: &Excess,
    resources: Vec<String>,
) -> Result<(), Declined> {
    let mut parts =
        vec![StatementPart { actions: excess.about_logs.clone(), resources, suffix: "Streams", comment: None }];
    if !excess.rest.is_empty() {
        parts.push(StatementPart { actions: excess.rest.clone(), suffix: "Any", ..Default::default() });
    }
    rewrite.split_statement(policy, statement, &parts)
}
