//! Findings, fixes, effects. Invariant: all of them are data; what a fix would do is known before it is applied.

use super::meta::Level;
use crate::edit::FileEdits;
use crate::model::FileId;
use crate::source::TextRange;

/// What happens to a running deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A resource is created.
    Add,
    /// Changed in place.
    Update,
    /// Deleted and created anew.
    Replace,
    /// Deleted.
    Remove,
    /// Nothing that is deployed changes.
    None,
}

impl Action {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Action::Add => "add",
            Action::Update => "update",
            Action::Replace => "replace",
            Action::Remove => "remove",
            Action::None => "none",
        }
    }
}

/// One consequence of a fix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effect {
    /// What happens.
    pub action: Action,
    /// The type of what it happens to, `aws.ec2.Instance`.
    pub resource: String,
    /// Its logical name as the source spells it, where it has one.
    pub name: Option<String>,
    /// The property that changes.
    pub property: Option<String>,
    /// Whether the provider charges for it from then on.
    pub billed: bool,
}

impl Effect {
    /// `action` on a resource of type `resource`.
    pub fn new(action: Action, resource: impl Into<String>) -> Self {
        Self { action, resource: resource.into(), name: None, property: None, billed: false }
    }

    /// With the logical name of the resource, as the source spells it.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// With the property that changes.
    pub fn property(mut self, property: impl Into<String>) -> Self {
        self.property = Some(property.into());
        self
    }

    /// It costs money from then on.
    pub fn billed(mut self) -> Self {
        self.billed = true;
        self
    }
}

/// Why something can't be written; lower-case, without a full stop, with what a person can do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Declined(pub String);

impl Declined {
    /// For this reason.
    pub fn because(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// One choice of repair.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The alternative that it is, `None` where its codemod has one way only.
    pub alternative: Option<&'static str>,
    /// What it does, lower-case, without a full stop.
    pub title: String,
    /// How much a person has to think.
    pub level: Level,
    /// What it does to a running deployment; a note on it, if any, is in `note`.
    pub effects: Vec<Effect>,
    /// One more sentence that a person should read before accepting, lower-case, without a full stop.
    pub note: Option<String>,
    /// The edits, or why there are none.
    pub edits: Result<FileEdits, Declined>,
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file.
    pub file: FileId,
    /// The place in it.
    pub range: TextRange,
    /// What stands there, lower-case, without a full stop.
    pub message: String,
}

/// One place where a codemod applies.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file.
    pub file: FileId,
    /// The smallest construct that shows the fault.
    pub range: TextRange,
    /// What is wrong, one sentence, lower-case, without a full stop, never with a secret in it.
    pub message: String,
    /// [`Level::Advice`] where no fix can be written without a person; otherwise the level of the default fix.
    pub level: Level,
    /// What the finding is about, stable over edits elsewhere: a resource's type and name as written, a class, a file.
    pub subject: String,
    /// Other places.
    pub related: Vec<Related>,
    /// The ways to repair it, the default first. Empty for an advice.
    pub fixes: Vec<Fix>,
}
