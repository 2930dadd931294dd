//! The program at hand in a review. Invariant: where it stands follows from how it was and from the answers that were given
//! in it, in whatever order they were given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::{Change, Found, Outcome, Session, Step};
use iacfix_engine::codemod::{Fix, Level, Origin};
use iacfix_engine::edit::FileEdits;

use super::edited;
use crate::decisions::{Answer, Decision, Decisions};
use crate::look::{Notes, is_fixable, level_of};
use crate::paths::seen_from;
use crate::silence::today;

/// The program at hand.
pub(super) struct At<'p, 's> {
    pub(super) session: Session<'s>,
    /// As it was before the first answer.
    pub(super) start: Session<'s>,
    pub(super) notes: Notes,
    /// Its folder, as seen from where the person stands.
    pub(super) name: String,
    pub(super) root: &'p Path,
    /// Whether there is a program before it.
    pub(super) first: bool,
    /// Not offered any more: refused, or found to break something.
    pub(super) closed: BTreeSet<String>,
    /// The id of the finding that was asked about last.
    pub(super) last: Option<String>,
}

impl At<'_, '_> {
    /// What can be asked about.
    pub(super) fn open(&self) -> impl Iterator<Item = &Found> {
        let is_open = |it: &&Found| it.suppressed.is_none() && is_fixable(it) && !self.closed.contains(&it.id);
        self.session.findings().iter().filter(is_open)
    }

    /// What is asked about next: `again`, else what stands behind the last question, and from the start again.
    pub(super) fn next(&self, again: Option<&str>) -> Option<&Found> {
        if let Some(found) = self.open().find(|it| Some(it.id.as_str()) == again) {
            return Some(found);
        }
        let key = |it: &Found| (it.meta.id, it.file.clone(), it.start.line, it.start.column);
        let last = self.last.as_ref().and_then(|id| self.session.finding(id)).map(key);
        let behind = last.and_then(|last| self.open().find(|it| key(it) > last));
        behind.or_else(|| self.open().next())
    }

    /// How many questions are answered, and how many are open.
    pub(super) fn position(&self) -> (usize, usize) {
        let applied = self.session.decisions().iter().filter(|it| it.outcome == Outcome::Applied).count();
        (applied + self.closed.len(), self.open().count())
    }

    pub(super) fn has_answers(&self, decisions: &Decisions) -> bool {
        decisions.list().iter().any(|it| it.program == self.name && it.asked)
    }

    /// Where answers are whose edited patch can't be made again: it held a secret that the program does not.
    pub(super) fn forgotten(&self, decisions: &Decisions) -> Vec<String> {
        let is_forgotten = |found: &&Found| {
            let decision = decisions.exact(found, &self.name)?;
            let (patch, fix) = (decision.patch.as_ref()?, alternative_of(found, decision.alternative.as_deref())?);
            Some(edited::lacks_secrets(self.root, &self.session.preview(&found.id, fix).ok()?, patch))
        };
        let places = self.open().filter(|it| is_forgotten(it) == Some(true));
        places.map(|it| format!("{}:{}", seen_from(self.root, &it.file), it.start.line)).collect()
    }

    pub(super) fn decision(&self, found: &Found, answer: Answer) -> Decision {
        Decision::new(found, answer, &self.name, self.root)
    }

    /// Closes what was accepted since and taken back; the first reason.
    pub(super) fn close_broken(&mut self, before: usize) -> Option<String> {
        let mut first = None;
        for decision in &self.session.decisions()[before..] {
            if let Outcome::TakenBack { reason } = &decision.outcome {
                self.closed.insert(decision.found.id.clone());
                first.get_or_insert_with(|| reason.clone());
            }
        }
        first
    }
}

/// Gives every answer again that was given in this program, as many at once as go together. What was left goes into
/// `closed`.
pub(super) fn replay(
    session: &mut Session<'_>,
    decisions: &Decisions,
    name: &str,
    root: &Path,
    closed: &mut BTreeSet<String>,
) {
    loop {
        let findings: Vec<Found> = session.findings().to_vec();
        let mut any = false;
        for found in findings.iter().filter(|it| it.suppressed.is_none()) {
            if closed.contains(&found.id) {
                continue;
            }
            let Some(decision) = decisions.exact(found, name) else { continue };
            match answer_again(session, found, decision, root) {
                Some(fix) => {
                    any = true;
                    session.accept(&found.id, fix);
                }
                None if decision.answer == Answer::No => drop(closed.insert(found.id.clone())),
                None => {}
            }
        }
        if !any || session.advance() != Step::Again {
            return;
        }
    }
}

/// The fix that an answer means for a finding of the current pass; none where it is no, or can't be done any more.
pub(crate) fn answer_again(
    session: &mut Session<'_>,
    found: &Found,
    decision: &Decision,
    root: &Path,
) -> Option<usize> {
    match decision.answer {
        Answer::No => None,
        Answer::Reject => {
            // A comment whose day is over would silence nothing.
            if decision.until.is_some_and(|last| last < today()) {
                return None;
            }
            session.offer_silence(&found.id, decision.reason.as_deref().unwrap_or_default(), decision.until).ok()
        }
        Answer::Yes => {
            let fix = alternative_of(found, decision.alternative.as_deref())?;
            let Some(patch) = &decision.patch else { return Some(fix) };
            let changes = session.preview(&found.id, fix).ok()?;
            let edits = edited::edits(root, &changes, patch).ok()?;
            session.offer(&found.id, edited_fix(&found.finding.fixes[fix], edits)).ok()
        }
    }
}

pub(super) fn offer_edited(
    at: &mut At<'_, '_>,
    found: &Found,
    fix: usize,
    changes: &BTreeMap<PathBuf, Change>,
    patch: &str,
) -> Result<usize, String> {
    let edits = edited::edits(at.root, changes, patch)?;
    let offered = edited_fix(&found.finding.fixes[fix], edits);
    at.session.offer(&found.id, offered).map_err(|declined| declined.to_string())
}

/// What a person made of a fix. Its effects are those of what they started from.
fn edited_fix(fix: &Fix, edits: FileEdits) -> Fix {
    let title = format!("{}, as you edited it", fix.title.trim_end_matches(", as you edited it"));
    Fix { title, edits: Ok(edits), ..fix.clone() }.by(Origin::Edited)
}

pub(super) fn writable(found: &Found, fix: usize) -> bool {
    found.finding.fixes.get(fix).is_some_and(|fix| fix.edits.is_ok())
}

/// The fix that `y` means: the first, unless the person has to choose.
pub(super) fn default_of(found: &Found) -> Option<usize> {
    let choice = found.finding.fixes.len() > 1 && level_of(found) == Level::Advice;
    (!choice && writable(found, 0)).then_some(0)
}

/// The fix that is the alternative of this name, where it can be written.
pub(super) fn alternative_of(found: &Found, name: Option<&str>) -> Option<usize> {
    let offered = |fix: &Fix| fix.origin == Origin::Codemod && fix.alternative == name && fix.edits.is_ok();
    found.finding.fixes.iter().position(offered)
}
