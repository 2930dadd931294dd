//! Findings, fixes, effects. Invariant: all of them are data; what a fix would do is known before it is applied.

use super::meta::Level;
use crate::edit::FileEdits;
use crate::model::facts::Replacement;
use crate::model::{FileId, Model, Resource};
use crate::source::{Masker, TextRange};

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
    /// What an output of the stack is called in place of a type.
    pub const OUTPUT: &str = "stack output";

    /// `action` on a resource of type `resource`.
    pub fn new(action: Action, resource: impl Into<String>) -> Self {
        Self { action, resource: resource.into(), name: None, property: None, billed: false }
    }

    /// `action` on an output of the stack.
    pub fn on_output(action: Action, name: &str) -> Self {
        Self::new(action, Self::OUTPUT).named(name)
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

/// Where a fix comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Its codemod offers it.
    Codemod,
    /// A person edited what the codemod offered.
    Edited,
    /// A comment that silences the finding, in place of a repair.
    Silence,
}

/// One choice of repair.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Who made it.
    pub origin: Origin,
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

/// Puts a text that quotes several lines into one.
pub(super) fn one_line(text: &mut String) {
    if text.contains(['\n', '\r']) {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// `a, b and c`, for messages.
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// One place where a codemod applies.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file.
    pub file: FileId,
    /// The smallest construct that shows the fault.
    pub range: TextRange,
    /// What is wrong, one sentence, lower-case, without a full stop; a run masks the secrets in it.
    pub message: String,
    /// [`Level::Advice`] where no fix can be written without a person; otherwise the level of the default fix.
    pub level: Level,
    /// What the finding is about, stable over edits elsewhere: a resource's type and name as written, a class, a file.
    pub subject: String,
    /// The type of the resource that it is about, `aws.ec2.Instance`, where it is about one.
    pub resource: Option<String>,
    /// Where the resource is made that it is about, wherever it is shown: a comment there silences it too.
    pub about: Option<(FileId, TextRange)>,
    /// Other places.
    pub related: Vec<Related>,
    /// The ways to repair it, the default first. Empty for an advice.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding about `subject`, an advice until a fix joins it.
    pub fn new(file: FileId, range: TextRange, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file,
            range,
            message: message.into(),
            level: Level::Advice,
            subject: subject.into(),
            resource: None,
            about: None,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// A finding about a resource, shown where it is made.
    pub fn of(model: &Model<'_>, resource: &Resource<'_>, message: impl Into<String>) -> Self {
        let mut finding = Self::new(resource.file, resource.range(), subject_of(model, resource), message);
        finding.resource = Some(resource.type_name().to_string());
        finding.about = Some((finding.file, finding.range));
        finding
    }

    /// Whatever of the program it quotes, every sentence of it takes one line.
    pub(super) fn in_one_line(&mut self) {
        one_line(&mut self.message);
        self.related.iter_mut().for_each(|it| one_line(&mut it.message));
        for fix in &mut self.fixes {
            one_line(&mut fix.title);
            fix.note.iter_mut().for_each(one_line);
            fix.effects.iter_mut().flat_map(|it| &mut it.name).for_each(one_line);
        }
    }

    /// Whatever of the program it quotes, no sentence of it shows a secret.
    pub(super) fn without_secrets(&mut self, masker: &Masker) {
        masker.apply(&mut self.message);
        masker.apply(&mut self.subject);
        self.related.iter_mut().for_each(|it| masker.apply(&mut it.message));
        self.fixes.iter_mut().for_each(|it| it.without_secrets(masker));
    }

    /// The same, shown at `range` of `file`.
    pub fn at(mut self, file: FileId, range: TextRange) -> Self {
        self.file = file;
        self.range = range;
        self
    }

    /// With one more way to repair it; the first one is the default and gives the finding its level.
    pub fn fix(mut self, fix: Fix) -> Self {
        if self.fixes.is_empty() {
            self.level = fix.level;
        }
        self.fixes.push(fix);
        self
    }

    /// With another place that has to do with it.
    pub fn related(mut self, file: FileId, range: TextRange, message: impl Into<String>) -> Self {
        self.related.push(Related { file, range, message: message.into() });
        self
    }
}

impl Fix {
    /// A fix without effects yet.
    pub fn new(level: Level, title: impl Into<String>, edits: Result<FileEdits, Declined>) -> Self {
        Self {
            origin: Origin::Codemod,
            alternative: None,
            title: title.into(),
            level,
            effects: Vec::new(),
            note: None,
            edits,
        }
    }

    /// Whatever of the program it quotes, no sentence of it shows a secret; its edits are as they were.
    pub(super) fn without_secrets(&mut self, masker: &Masker) {
        masker.apply(&mut self.title);
        self.note.iter_mut().for_each(|it| masker.apply(it));
        for effect in &mut self.effects {
            effect.name.iter_mut().chain(&mut effect.property).for_each(|it| masker.apply(it));
        }
        if let Err(Declined(reason)) = &mut self.edits {
            masker.apply(reason);
        }
    }

    /// Made by someone else than its codemod.
    pub fn by(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// As the alternative of this name.
    pub fn alternative(mut self, name: &'static str) -> Self {
        self.alternative = Some(name);
        self
    }

    /// With one more consequence.
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// With a sentence that a person should read before accepting.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Effect {
    /// `action` on a resource of the program, named as the source spells its name.
    pub fn on(action: Action, model: &Model<'_>, resource: &Resource<'_>) -> Self {
        let effect = Self::new(action, resource.type_name());
        match resource.name() {
            Some(name) => effect.named(model.text(resource.file, TextRange::of(name))),
            None => effect,
        }
    }

    /// A change of the property at the end of a path, `["metadataOptions"]`, of a resource of the program, named after
    /// its first step. Where it is not known whether that replaces the resource, it is said to be updated: a codemod that
    /// needs to be sure asks [`Model::replacement`].
    pub fn of_change<'p>(model: &Model<'p>, resource: &Resource<'p>, path: &[&str]) -> Self {
        let action = match model.replacement(resource, path) {
            Replacement::Replaces => Action::Replace,
            Replacement::InPlace | Replacement::Unknown => Action::Update,
        };
        let effect = Self::on(action, model, resource);
        match path.first() {
            Some(property) => effect.property(*property),
            None => effect,
        }
    }
}

/// What a resource is called in findings: its type and its name as written.
fn subject_of(model: &Model<'_>, resource: &Resource<'_>) -> String {
    let name = resource.name().map_or("", |name| model.text(resource.file, TextRange::of(name)));
    format!("{} {name}", resource.symbol)
}
