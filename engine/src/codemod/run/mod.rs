//! A run over one program, pass by pass. Invariant: the accepted fixes of a pass are applied to the text that the pass
//! read, in one canonical order, so the order of answers never changes a byte; what would be broken is taken back.

mod configured;
mod identity;
mod look;
mod offers;
mod settle;
mod structure;
mod surroundings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Codemod;
use super::finding::{Declined, Finding, Fix};
use super::meta::{Level, Meta};
use super::settings::Settings;
use crate::edit::{FileEdits, apply};
use crate::model::{Program, ProgramSpec};
use crate::source::{Files, LineColumn, Masker, Newline, Overlay, SourceError, TextRange};
use identity::Identities;
use settle::{Candidate, Settled};

/// The most passes that a run takes before it stops and says so.
pub const MAX_PASSES: u32 = 12;

/// A finding as a run reports it: placed in a file that may be gone by the next pass.
#[derive(Clone, Debug)]
pub struct Found {
    /// Stable over passes and over edits elsewhere: made of codemod, file, subject and count. 16 hex digits.
    pub id: String,
    /// The codemod.
    pub meta: &'static Meta,
    /// The file.
    pub file: PathBuf,
    /// Where it starts, for people.
    pub start: LineColumn,
    /// Where it ends, for people.
    pub end: LineColumn,
    /// What it stands in, outermost first: `class WebTier`, `constructor`, a resource with its name.
    pub within: Vec<String>,
    /// What was found. Levels and the order of fixes are as the configuration has them; edits are as they would be
    /// made: line breaks are the file's, and a fix that may not be written says why.
    pub finding: Finding,
    /// The reason given in the comment that suppresses it.
    pub suppressed: Option<String>,
    /// The pass that found it, from 1: all places are those of the text that this pass read.
    pub pass: u32,
}

impl Found {
    /// The fix at `at`, if it can be applied: it is not silenced and its edits are there.
    pub fn appliable(&self, at: usize) -> Option<(&Fix, &FileEdits)> {
        let fix = self.finding.fixes.get(at).filter(|_| self.suppressed.is_none())?;
        fix.edits.as_ref().ok().map(|edits| (fix, edits))
    }

    fn without_secrets(&mut self, masker: &Masker) {
        self.finding.without_secrets(masker);
        self.within.iter_mut().chain(&mut self.suppressed).for_each(|it| masker.apply(it));
    }

    /// Whether any of its fixes can be applied.
    pub fn is_answerable(&self) -> bool {
        (0..self.finding.fixes.len()).any(|at| self.appliable(at).is_some())
    }

    /// Whether its default fix can be applied and needs no more thought than `up_to`.
    pub fn is_default_within(&self, up_to: Level) -> bool {
        let within = |level: Level| level <= up_to && level != Level::Advice;
        within(self.finding.level) && self.appliable(0).is_some_and(|(fix, _)| within(fix.level))
    }
}

/// What became of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In the result.
    Applied,
    /// Accepted, but it meets the edits of the finding with this id; it is looked at again in the next pass.
    Deferred {
        /// Id of the finding whose fix it waits for.
        waits_for: String,
    },
    /// Accepted, but its result would be broken; a defect of the codemod.
    TakenBack {
        /// What would be wrong, and where.
        reason: String,
    },
}

/// A fix that was accepted, with what became of it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The finding.
    pub found: Found,
    /// Which of its fixes.
    pub fix: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// What of each file it changed: text of the pass before and the text with this fix alone, by path.
    pub alone: BTreeMap<PathBuf, (Arc<str>, Arc<str>)>,
}

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The result was looked at again and there is something new to answer.
    Again,
    /// Nothing is left to answer.
    Done,
    /// [`MAX_PASSES`] are over and there would be more.
    Bound,
}

/// A text before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As read.
    pub before: Arc<str>,
    /// As it would be written.
    pub after: Arc<str>,
}

/// What a session ends with.
#[derive(Debug)]
pub struct Ended {
    /// The files that change, by path.
    pub changes: BTreeMap<PathBuf, Change>,
    /// Every accepted fix, in the order in which they were applied. One that was deferred and landed later is there once.
    pub decisions: Vec<Decision>,
    /// What was found and not accepted: refused, withheld, advice, suppressed. Each as the first pass that found it saw it.
    pub left: Vec<Found>,
    /// Files that could not be read or parsed.
    pub errors: Vec<SourceError>,
    /// How many passes it took.
    pub passes: u32,
}

/// A text that is no source file of the program, `package.json` say, and how its lines end.
#[derive(Clone, Debug)]
struct Text {
    text: Arc<str>,
    newline: Newline,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept(usize),
    Refuse,
}

/// A run over one program. A copy of it is the run as it stands, to come back to.
#[derive(Clone)]
pub struct Session<'s> {
    spec: ProgramSpec,
    files: Overlay<'s>,
    codemods: Vec<&'static dyn Codemod>,
    settings: &'s dyn Settings,
    /// Whether edits are only sketches.
    is_sketch: bool,
    /// The most passes that it takes.
    bound: u32,
    pass: u32,
    program: Program,
    /// Other files that fixes of this pass edit.
    others: BTreeMap<PathBuf, Text>,
    findings: Vec<Found>,
    /// Found again in this pass, but answered for good in an earlier one.
    closed_findings: Vec<Found>,
    answers: BTreeMap<String, Answer>,
    /// Refused or taken back: not offered again.
    closed: BTreeSet<String>,
    identities: Identities,
    /// What each applied fix removed and inserted, by id of its finding.
    applied: BTreeMap<String, Vec<Trace>>,
    /// Each finding as it was first seen.
    first: BTreeMap<String, Found>,
    originals: BTreeMap<PathBuf, Arc<str>>,
    decisions: Vec<Decision>,
}

/// What a fix removes and inserts, without regard to where in each file.
type Trace = Vec<(PathBuf, String, String)>;

impl<'s> Session<'s> {
    /// Loads the program and looks at it: pass 1. `codemods` may hold more than run: `settings` tells which are enabled
    /// in which file. Their order is the canonical one.
    pub fn new(
        spec: ProgramSpec,
        files: &'s dyn Files,
        codemods: Vec<&'static dyn Codemod>,
        settings: &'s dyn Settings,
    ) -> Self {
        Self::open(spec, files, codemods, settings, false)
    }

    /// The same for those who only want to know what there is: findings, levels, effects and reasons are those of
    /// [`new`](Self::new), but edits are sketches that nobody has laid out. Nothing can be accepted, and nobody pays for
    /// the look of a text that is not shown.
    pub fn sketch(
        spec: ProgramSpec,
        files: &'s dyn Files,
        codemods: Vec<&'static dyn Codemod>,
        settings: &'s dyn Settings,
    ) -> Self {
        Self::open(spec, files, codemods, settings, true)
    }

    fn open(
        spec: ProgramSpec,
        files: &'s dyn Files,
        codemods: Vec<&'static dyn Codemod>,
        settings: &'s dyn Settings,
        is_sketch: bool,
    ) -> Self {
        let program = Program::load(&spec, files, None);
        let mut session = Self {
            identities: Identities::new(&spec.root),
            spec,
            files: Overlay::new(files),
            codemods,
            settings,
            is_sketch,
            bound: MAX_PASSES,
            pass: 1,
            program,
            others: BTreeMap::new(),
            findings: Vec::new(),
            closed_findings: Vec::new(),
            answers: BTreeMap::new(),
            closed: BTreeSet::new(),
            applied: BTreeMap::new(),
            first: BTreeMap::new(),
            originals: BTreeMap::new(),
            decisions: Vec::new(),
        };
        session.look();
        session
    }

    /// The same for a person who answers one fix a pass: it takes as many passes as there are answers, and the person ends
    /// what would never end.
    pub fn attended(mut self) -> Self {
        self.bound = u32::MAX - 1;
        self
    }

    /// The program as this pass read it.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What became of every fix that was accepted so far, in the order in which they were looked at.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// Whether the same fixes are in both, each with the same removed and the same inserted text: then the two differ in
    /// nothing but the order in which they were applied.
    pub fn agrees_with(&self, other: &Session<'_>) -> bool {
        self.applied == other.applied
    }

    /// What takes the secrets of the program, as this pass read it, out of sentences about it. No sentence that a session
    /// hands out has one left; edits and the texts of files do.
    pub fn masker(&self) -> Masker {
        let files = self.program.files.iter();
        Masker::new(files.flat_map(|it| &it.source.secrets().texts).map(String::as_str))
    }

    /// Which pass this is, from 1.
    pub fn pass(&self) -> u32 {
        self.pass
    }

    /// What this pass found, in canonical order: by codemod, path, place; reports on suppression comments last.
    /// Suppressed ones are there and marked; those refused or taken back in an earlier pass are not.
    pub fn findings(&self) -> &[Found] {
        &self.findings
    }

    /// The finding of this pass with this id.
    pub fn finding(&self, id: &str) -> Option<&Found> {
        self.findings.iter().find(|found| found.id == id)
    }

    /// Each file with this fix alone.
    ///
    /// # Errors
    /// Why there is no such fix, or why it can't be applied.
    pub fn preview(&self, id: &str, fix: usize) -> Result<BTreeMap<PathBuf, Change>, Declined> {
        let found = self.finding(id).ok_or_else(|| Declined::because(format!("this pass has no finding {id}")))?;
        let fix = found.finding.fixes.get(fix).ok_or_else(|| {
            Declined::because(format!("finding {id} has {} fixes; there is no other", found.finding.fixes.len()))
        })?;
        if let Some(reason) = &found.suppressed {
            return Err(Declined::because(format!("a comment suppresses it: {reason}")));
        }
        if self.is_sketch {
            return Err(Declined::because("this run only finds; open a session that lays out edits"));
        }
        Ok(self.with(fix.edits.as_ref().map_err(Clone::clone)?))
    }

    /// Accepts a fix; it is applied by the next [`advance`](Self::advance). The last answer to a finding counts; one to a fix
    /// that can't be applied, or to a sketch, does not.
    pub fn accept(&mut self, id: &str, fix: usize) {
        if self.is_sketch {
            return;
        }
        self.answers.insert(id.to_string(), Answer::Accept(fix));
    }

    /// Refuses a finding: it is not offered again in this run.
    pub fn refuse(&mut self, id: &str) {
        self.answers.insert(id.to_string(), Answer::Refuse);
    }

    /// Accepts the default fix of every finding of this pass that needs no more thought than `up_to` and has no answer
    /// yet; returns how many. What is only advice is never accepted.
    pub fn accept_defaults(&mut self, up_to: Level) -> usize {
        let is_open = |f: &&Found| !self.is_sketch && f.is_default_within(up_to) && !self.answers.contains_key(&f.id);
        let open = self.findings.iter().filter(is_open);
        let ids: Vec<String> = open.map(|found| found.id.clone()).collect();
        ids.iter().for_each(|id| self.accept(id, 0));
        ids.len()
    }

    /// Accepts every default fix up to `up_to`, pass by pass, until nothing more comes: what `--yes` does.
    pub fn run_defaults(&mut self, up_to: Level) -> Step {
        loop {
            self.accept_defaults(up_to);
            match self.advance() {
                Step::Again => {}
                ended => return ended,
            }
        }
    }

    /// Applies what was accepted, reads the result and looks at it again. Where nothing was accepted, or nothing of it
    /// could stay, this remains the last pass.
    pub fn advance(&mut self) -> Step {
        if self.pass > self.bound {
            return Step::Bound;
        }
        let answers = std::mem::take(&mut self.answers);
        let refused = self.findings.iter().filter(|f| matches!(answers.get(&f.id), Some(Answer::Refuse)));
        self.closed.extend(refused.map(|found| found.id.clone()));
        let accepted: Vec<Candidate<'_>> = self
            .findings
            .iter()
            .filter_map(|found| match answers.get(&found.id) {
                Some(Answer::Accept(fix)) => {
                    found.appliable(*fix).map(|(_, edits)| Candidate { found, fix: *fix, edits })
                }
                _ => None,
            })
            .collect();
        let Settled { outcomes, merged, results } = settle::settle(&self.program, &self.others, &accepted);
        let decisions: Vec<Decision> =
            outcomes.into_iter().map(|(candidate, outcome)| self.decision(candidate, outcome)).collect();
        let offered = self.offered(&decisions);
        let landed = self.keep(decisions);
        if results.is_empty() {
            return Step::Done;
        }
        self.identities.advance(&landed, &merged);
        self.take_results(results);
        self.look();
        self.step(&offered)
    }

    /// Ends the run. What is accepted and not yet applied is applied first.
    pub fn finish(mut self) -> Ended {
        if !self.answers.is_empty() {
            self.advance();
        }
        let all: Vec<Found> = self.findings.into_iter().chain(self.closed_findings).collect();
        let is_left = |id: &str| all.iter().any(|found| found.id == id);
        let last =
            self.decisions.iter().enumerate().map(|(at, d)| (d.found.id.clone(), at)).collect::<BTreeMap<_, _>>();
        let decisions: Vec<Decision> = self
            .decisions
            .into_iter()
            .enumerate()
            .filter(|(at, d)| match d.outcome {
                Outcome::Applied | Outcome::TakenBack { .. } => true,
                // It stands where nothing came after it: not landed later, not refused later, not moot.
                Outcome::Deferred { .. } => {
                    last.get(&d.found.id) == Some(at) && is_left(&d.found.id) && !self.closed.contains(&d.found.id)
                }
            })
            .map(|(_, decision)| decision)
            .collect();
        let decided: BTreeSet<&str> =
            decisions.iter().filter(|d| d.outcome != Outcome::Applied).map(|d| d.found.id.as_str()).collect();
        let left = all.iter().filter(|found| !decided.contains(found.id.as_str()));
        let left = left.map(|found| look::as_first_seen(found, &self.first)).collect();
        let mut changes = BTreeMap::new();
        for (path, before) in self.originals {
            if let Some(after) = self.files.texts().get(&path).filter(|after| **after != before) {
                let after = Arc::clone(after);
                changes.insert(path, Change { before, after });
            }
        }
        let mut errors = self.program.errors;
        if !errors.is_empty() {
            let texts = self.program.files.iter().flat_map(|it| &it.source.secrets().texts);
            let masker = Masker::new(texts.map(String::as_str));
            errors.iter_mut().for_each(|it| masker.apply(&mut it.message));
        }
        Ended { changes, decisions, left, errors, passes: self.pass }
    }

    fn decision(&self, candidate: Candidate<'_>, outcome: Outcome) -> Decision {
        let outcome = match outcome {
            Outcome::TakenBack { reason } => Outcome::TakenBack { reason: self.masker().mask(&reason).into_owned() },
            other => other,
        };
        let changes = self.with(candidate.edits).into_iter();
        let alone = changes.map(|(path, change)| (path, (change.before, change.after))).collect();
        Decision { found: candidate.found.clone(), fix: candidate.fix, outcome, alone }
    }

    /// Remembers what became of the accepted fixes; returns whose fixes landed.
    fn keep(&mut self, decisions: Vec<Decision>) -> BTreeSet<String> {
        let mut landed = BTreeSet::new();
        for decision in &decisions {
            let id = &decision.found.id;
            match &decision.outcome {
                Outcome::Applied => {
                    let applied = decision.found.appliable(decision.fix).map(|(_, edits)| self.trace(edits));
                    self.applied.entry(id.clone()).or_default().extend(applied);
                    landed.insert(id.clone());
                }
                Outcome::TakenBack { .. } => {
                    self.closed.insert(id.clone());
                }
                Outcome::Deferred { .. } => {}
            }
        }
        self.decisions.extend(decisions);
        landed
    }

    /// What is open after this pass, to tell in the next one what is new.
    fn offered(&self, decisions: &[Decision]) -> BTreeMap<String, Vec<Offer>> {
        let deferred =
            |id: &str| decisions.iter().any(|d| d.found.id == id && matches!(d.outcome, Outcome::Deferred { .. }));
        let open = self.findings.iter().filter(|f| f.is_answerable() && !deferred(&f.id));
        open.map(|found| (found.id.clone(), self.offers(found))).collect()
    }

    fn offers(&self, found: &Found) -> Vec<Offer> {
        let offer = |fix: &Fix| (fix.level, fix.title.clone(), fix.edits.as_ref().ok().map(|edits| self.trace(edits)));
        found.finding.fixes.iter().map(offer).collect()
    }

    fn step(&self, offered: &BTreeMap<String, Vec<Offer>>) -> Step {
        let is_new = |found: &Found| found.is_answerable() && offered.get(&found.id) != Some(&self.offers(found));
        match self.findings.iter().any(is_new) {
            true if self.pass > self.bound => Step::Bound,
            true => Step::Again,
            false => Step::Done,
        }
    }

    fn take_results(&mut self, results: BTreeMap<PathBuf, settle::Checked>) {
        for (path, checked) in &results {
            if let Some(before) = settle::text_of(&self.program, &self.others, path) {
                self.originals.entry(path.clone()).or_insert(before);
            }
            self.files.set(path.clone(), Arc::clone(&checked.text));
        }
        let program = Program::load_reusing(&self.spec, &self.files, &|path, bytes| {
            let parsed = results.get(path).and_then(|checked| checked.source.clone());
            parsed.filter(|s| s.text().as_bytes() == bytes).or_else(|| self.program.reuse(path, bytes))
        });
        self.program = program;
        self.pass += 1;
    }

    /// Every file that `edits` change, before and after.
    fn with(&self, edits: &FileEdits) -> BTreeMap<PathBuf, Change> {
        let mut changes = BTreeMap::new();
        for (path, set) in edits.iter() {
            let Some(before) = settle::text_of(&self.program, &self.others, path) else { continue };
            let after: Arc<str> = apply(&before, set).into();
            changes.insert(path.to_path_buf(), Change { before, after });
        }
        changes
    }

    fn trace(&self, edits: &FileEdits) -> Trace {
        let mut trace = Vec::new();
        for (path, set) in edits.iter() {
            let text = settle::text_of(&self.program, &self.others, path);
            let removed = |range: TextRange| text.as_deref().and_then(|t| t.get(range.as_usize())).unwrap_or("");
            trace.extend(set.iter().map(|e| (path.to_path_buf(), removed(e.range).to_string(), e.text.clone())));
        }
        trace
    }
}

/// What one fix offers: level, title, edits.
type Offer = (Level, String, Option<Trace>);

/// How a path is named in messages.
fn shown(program: &Program, path: &Path) -> String {
    format!("`{}`", program.shown(path))
}
