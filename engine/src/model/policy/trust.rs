//! Who may act as a role. Invariant: a service is said to be shut out only where every principal was seen.

use super::Statement;
use super::read::principals_of;
use super::{Policy, PolicySpelling, Principals};
use crate::model::Model;
use crate::model::document::DocNode;
use crate::model::lookup::Lookup;
use crate::model::resource::Resource;
use crate::model::text::TextPart;
use crate::model::value::{Entity, Value};

/// Who may act as a role, by how it is written.
#[derive(Clone, Debug)]
pub enum Trust<'p> {
    /// A policy.
    Policy(Box<Policy<'p>>),
    /// The principal that `aws.iam.assumeRolePolicyForPrincipal` is given.
    Principal(DocNode<'p>),
}

impl<'p> Model<'p> {
    /// Who may act as a role.
    pub fn trust(&self, role: &Resource<'p>) -> Lookup<Trust<'p>> {
        let property = match self.resource_property(role, "assumeRolePolicy") {
            Lookup::Found(property) => property,
            Lookup::Absent => return Lookup::Absent,
            Lookup::Unknown(why) => return Lookup::Unknown(why),
        };
        if let Value::Entity(Entity::Call(symbol, call), path) = self.property_value(&property)
            && symbol.is("aws.iam.assumeRolePolicyForPrincipal")
            && path.is_empty()
            && let Some(given) = call.node.args.first().filter(|given| given.spread.is_none())
        {
            let mut principal = self.doc_node(call.file, &given.expr);
            let via = self.written_property(&property).map(|written| written.via).unwrap_or_default();
            principal.shared = principal.shared.or_else(|| self.shared_through(&via));
            return Lookup::Found(Trust::Principal(principal));
        }
        self.policy(&property).map(|policy| Trust::Policy(Box::new(policy)))
    }
}

impl<'p> Trust<'p> {
    /// Whether a service (`vpc-flow-logs`) may act as the role; of a helper that makes documents for several, whether one
    /// of its callers names the service.
    pub fn admits(&self, service: &str) -> Lookup<()> {
        let policy = match self {
            Trust::Principal(node) => return has_service(&principals_of(node, PolicySpelling::Json), service),
            Trust::Policy(policy) => policy,
        };
        let mut why = policy.unseen.clone();
        for statement in &policy.statements {
            match may_assume(statement, service) {
                Lookup::Found(()) => return Lookup::Found(()),
                Lookup::Unknown(reason) => why = why.or(Some(reason)),
                Lookup::Absent => {}
            }
        }
        why.map_or(Lookup::Absent, Lookup::Unknown)
    }

    /// The services that are named, and what holds each name.
    pub fn services(&self) -> Vec<DocNode<'p>> {
        let of = |all: &Principals<'p>| -> Vec<DocNode<'p>> {
            all.items.iter().filter(|it| it.kind == "Service").map(|it| it.name.clone()).collect()
        };
        match self {
            Trust::Principal(node) => of(&principals_of(node, PolicySpelling::Json)),
            Trust::Policy(policy) => policy.statements.iter().flat_map(|statement| of(&statement.principals)).collect(),
        }
    }
}

fn may_assume(statement: &Statement<'_>, service: &str) -> Lookup<()> {
    let action = match statement.allows_action("sts:AssumeRole") {
        Lookup::Absent => return Lookup::Absent,
        action => action,
    };
    if statement.excepts_principals {
        return Lookup::Unknown("it names who is not admitted".into());
    }
    match has_service(&statement.principals, service) {
        Lookup::Found(()) if statement.sometimes => Lookup::Unknown("a statement depends on a condition".into()),
        Lookup::Found(()) => action,
        answer => answer,
    }
}

fn has_service(principals: &Principals<'_>, service: &str) -> Lookup<()> {
    let is_given = |value: &Value<'_>| {
        let named = |choice: &Value<'_>| {
            choice.as_str().and_then(|name| name.strip_prefix(service)).is_some_and(|rest| rest.starts_with('.'))
        };
        value.choices().iter().any(named)
    };
    let fits = |it: &super::Principal<'_>| match it.name.parts() {
        _ if it.kind == "*" || it.is_service(service) => true,
        Some([TextPart::Hole(value)]) => it.kind == "Service" && is_given(value),
        _ => it.name.as_str() == Some("*"),
    };
    if principals.items.iter().any(fits) {
        return Lookup::Found(());
    }
    let hidden = principals.items.iter().any(|it| it.kind == "Service" && it.is_unseen());
    let why = principals.unseen.clone().or_else(|| hidden.then(|| "a service is named at run time".to_string()));
    why.map_or(Lookup::Absent, Lookup::Unknown)
}
