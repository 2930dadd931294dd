//! Policies: who may do what to what, when. Invariant: a statement is told as far as the source shows it, in one form for
//! both spellings (`Statement`, `Action` of JSON and `statements`, `actions` of the data source); what can't be seen is
//! neither granted nor refused.

mod attached;
mod glob;
mod read;
#[cfg(test)]
mod tests;
mod trust;

use super::document::{DocNode, Document};
use super::lookup::Lookup;
use super::text::TextPart;

pub use attached::{Attached, IdentityPolicy, PolicyAt};
pub use trust::Trust;

/// How the parts of a policy are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicySpelling {
    /// `Statement`, `Effect`, `Action`: JSON.
    Json,
    /// `statements`, `effect`, `actions`: the arguments of `getPolicyDocument`.
    Data,
}

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy<'p> {
    /// The document that it is.
    pub document: Document<'p>,
    /// How its parts are called.
    pub spelling: PolicySpelling,
    /// The list of its statements, where it is written; a single statement may stand there without a list.
    pub list: Option<DocNode<'p>>,
    /// Its statements, in order.
    pub statements: Vec<Statement<'p>>,
    /// Why there may be more statements.
    pub unseen: Option<String>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement<'p> {
    /// Where it is written.
    pub node: DocNode<'p>,
    /// How its parts are called.
    pub spelling: PolicySpelling,
    /// `true` for `Allow`, `false` for `Deny`.
    pub allows: Lookup<bool>,
    /// Who; absent in policies of roles and users, which speak of their holder.
    pub principals: Principals<'p>,
    /// Whom it excepts: `NotPrincipal` is there or can't be seen.
    pub excepts_principals: bool,
    /// What may be done.
    pub actions: Lookup<Strings<'p>>,
    /// All but what may be done.
    pub not_actions: Lookup<Strings<'p>>,
    /// To what.
    pub resources: Lookup<Strings<'p>>,
    /// To all but what.
    pub not_resources: Lookup<Strings<'p>>,
    /// When.
    pub conditions: Conditions<'p>,
    /// Whether it may be missing: it is put in under a condition.
    pub sometimes: bool,
    /// Whether it stands for several: a callback makes one for each element of a list.
    pub several: bool,
}

/// A string or a list of strings.
#[derive(Clone, Debug)]
pub struct Strings<'p> {
    /// The string or the list.
    pub node: DocNode<'p>,
    /// The strings, one by one; a hole may stand for one that only a run knows.
    pub items: Vec<DocNode<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

/// The principals of a statement.
#[derive(Clone, Debug, Default)]
pub struct Principals<'p> {
    /// Those that are seen.
    pub items: Vec<Principal<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

/// One principal.
#[derive(Clone, Debug)]
pub struct Principal<'p> {
    /// `Service`, `AWS`, `Federated`, `CanonicalUser`; `*` where everybody is meant.
    pub kind: String,
    /// Which.
    pub name: DocNode<'p>,
    /// The list that it stands in, and its place there; `None` where it stands alone.
    pub of: Option<(DocNode<'p>, usize)>,
}

/// The conditions of a statement; all have to hold.
#[derive(Clone, Debug, Default)]
pub struct Conditions<'p> {
    /// Those that are seen.
    pub items: Vec<Condition<'p>>,
    /// The object or list that holds them, where it is written.
    pub node: Option<DocNode<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Condition<'p> {
    /// The operator, `ArnLike`.
    pub test: String,
    /// The key, `aws:SourceArn`.
    pub variable: String,
    /// The values, of which one has to fit.
    pub values: Strings<'p>,
}

impl<'p> Strings<'p> {
    /// Whether one of them covers `wanted`, a pattern with `*` or none; letters of any case where `any_case`.
    pub fn covers(&self, wanted: &str, any_case: bool) -> Lookup<()> {
        let fits = |pattern: &str| match any_case {
            true => glob::covers(&pattern.to_ascii_lowercase(), &wanted.to_ascii_lowercase()),
            false => glob::covers(pattern, wanted),
        };
        let mut why = self.unseen.clone();
        for item in &self.items {
            match item.as_str() {
                Some(pattern) if fits(pattern) => return Lookup::Found(()),
                Some(_) => {}
                None => why = why.or_else(|| Some(item.why_unknown().unwrap_or("it is decided at run time").into())),
            }
        }
        why.map_or(Lookup::Absent, Lookup::Unknown)
    }
}

impl<'p> Statement<'p> {
    /// Whether it lets somebody do `action` (`kms:Encrypt*` stands for all that it fits): absent where it does not.
    pub fn allows_action(&self, action: &str) -> Lookup<()> {
        match &self.allows {
            Lookup::Found(true) => {}
            Lookup::Found(false) | Lookup::Absent => return Lookup::Absent,
            Lookup::Unknown(why) => return Lookup::Unknown(why.clone()),
        }
        match (&self.actions, &self.not_actions) {
            (Lookup::Found(actions), _) => actions.covers(action, true),
            (Lookup::Absent, Lookup::Absent) => Lookup::Absent,
            (Lookup::Absent, Lookup::Found(_)) => Lookup::Unknown("it names what is not allowed".into()),
            (Lookup::Unknown(why), _) | (_, Lookup::Unknown(why)) => Lookup::Unknown(why.clone()),
        }
    }

    /// Whether it has a condition on `variable`, in letters of any case.
    pub fn condition_on(&self, variable: &str) -> Lookup<&Condition<'p>> {
        match self.conditions.items.iter().find(|c| c.variable.eq_ignore_ascii_case(variable)) {
            Some(condition) => Lookup::Found(condition),
            None => self.conditions.unseen.clone().map_or(Lookup::Absent, Lookup::Unknown),
        }
    }
}

impl Principal<'_> {
    /// Whether it is a service whose name, holes as `*`, is `service` with or without a region: `logs.amazonaws.com`,
    /// `logs.eu-west-1.amazonaws.com`.
    pub fn is_service(&self, service: &str) -> bool {
        if self.kind != "Service" {
            return false;
        }
        let Some(parts) = self.name.parts() else { return false };
        let text: String = parts
            .iter()
            .map(|part| match part {
                TextPart::Known(text) => text.as_str(),
                TextPart::Hole(_) => "*",
            })
            .collect();
        let rest = text.strip_prefix(service).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| rest.contains("amazonaws.com") || rest.ends_with('*'))
    }

    /// Whether it may be any service at all: only a run knows its name.
    pub fn is_unseen(&self) -> bool {
        match self.name.parts() {
            Some([TextPart::Hole(_), ..]) | None => true,
            Some(_) => false,
        }
    }
}
