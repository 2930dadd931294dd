//! One program, from the first look to what would be written. Invariant: without a person, the default fix of a finding
//! is accepted exactly when its level is within what the command line allows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use iacfix_engine::codemod::run::{Decision, Ended, Found, Outcome, Session, Step};
use iacfix_engine::codemod::{Fix, Level, Origin};
use iacfix_engine::source::LineColumn;

use crate::decisions::{Answer, Decisions, Recalled};
use crate::journal::FixRecord;
use crate::review::answer_again;
use crate::silence::{Silencing, today};

/// A place that has to do with a finding, as it was when the finding was made.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The file.
    pub(crate) file: PathBuf,
    /// Where it starts.
    pub(crate) start: LineColumn,
    /// Where it ends.
    pub(crate) end: LineColumn,
    /// What stands there.
    pub(crate) message: String,
}

/// What became of a program.
#[derive(Debug)]
pub(crate) struct Looked {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// How many source files were read.
    pub(crate) files: usize,
    /// Every file of it, to tell whether another program's fixes changed one.
    pub(crate) read: BTreeSet<PathBuf>,
    /// How its session ended.
    pub(crate) ended: Ended,
    /// Related places, by finding and pass.
    pub(crate) related: BTreeMap<(String, u32), Vec<Place>>,
    /// What was said to findings that were not repaired.
    pub(crate) said: Said,
    /// Whether the session was stopped because it took too many passes.
    pub(crate) bounded: bool,
    /// The literal secrets of the program, where it has fixes.
    pub(crate) secrets: BTreeSet<String>,
}

/// What was said to findings that were not repaired.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Those that a person said no to.
    pub(crate) refused: BTreeSet<String>,
    /// Those that the answers which were given again say nothing to, with the reason.
    pub(crate) undecided: BTreeMap<String, &'static str>,
    /// Those that no comment can silence, though it was asked for, with the reason.
    pub(crate) unsilenced: BTreeMap<String, String>,
}

/// Why a finding was not repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A comment in the program or the baseline silences it, for this reason.
    Suppressed(String),
    /// No comment can silence it, for this reason.
    Unsilenced(String),
    /// A person said no.
    Refused,
    /// The answers that were given again say nothing to it, for this reason.
    Undecided(&'static str),
    /// Its level needs a flag.
    Withheld(Level),
    /// One of these alternatives has to be chosen.
    Choice(Vec<&'static str>),
    /// Only a person can repair it.
    Advice,
    /// No fix can be written, for this reason.
    Declined(String),
    /// It was never asked or reached.
    Open,
}

/// The fix that stands for a finding when nobody chooses.
pub(crate) fn default_fix(found: &Found) -> Option<&Fix> {
    found.finding.fixes.first()
}

/// Whether a fix of the finding can be written.
pub(crate) fn is_fixable(found: &Found) -> bool {
    found.finding.fixes.iter().any(|fix| fix.edits.is_ok())
}

/// The level that a fix stands on; what a person has to choose is never below review, whatever the fix says.
pub(crate) fn level_of(found: &Found) -> Level {
    default_fix(found).map_or(found.finding.level, |fix| fix.level.max(found.finding.level))
}

/// Why a finding that is left was not repaired, in a run with this limit.
pub(crate) fn why(found: &Found, limit: Level, said: &Said) -> Why {
    if let Some(reason) = &found.suppressed {
        return Why::Suppressed(reason.clone());
    }
    if let Some(reason) = said.unsilenced.get(&found.id) {
        return Why::Unsilenced(reason.clone());
    }
    if said.refused.contains(&found.id) {
        return Why::Refused;
    }
    if let Some(reason) = said.undecided.get(&found.id).filter(|_| is_fixable(found)) {
        return Why::Undecided(reason);
    }
    let Some(fix) = default_fix(found) else { return Why::Advice };
    let writable = found.finding.fixes.iter().filter(|fix| fix.edits.is_ok());
    let mut names: Vec<_> = writable.filter_map(|fix| fix.alternative).collect();
    if !names.is_empty() {
        names.extend(found.meta.alternatives.iter().filter(|it| it.keeps).map(|it| it.name));
    }
    match &fix.edits {
        _ if level_of(found) == Level::Advice && !names.is_empty() => Why::Choice(names),
        Err(declined) => Why::Declined(declined.to_string()),
        Ok(_) if level_of(found) == Level::Advice => Why::Advice,
        Ok(_) if level_of(found) > limit => Why::Withheld(level_of(found)),
        Ok(_) => Why::Open,
    }
}

/// Decides without a person: applies what `limit` allows, or nothing where there is none.
pub(crate) fn look(mut session: Session<'_>, limit: Option<Level>) -> Looked {
    let mut notes = Notes::default();
    let mut bounded = false;
    loop {
        notes.take(&session);
        if limit.is_none_or(|limit| session.accept_defaults(limit) == 0) {
            break;
        }
        match session.advance() {
            Step::Again => {}
            Step::Done => break,
            Step::Bound => {
                bounded = true;
                break;
            }
        }
    }
    notes.finish(session, Said::default(), bounded)
}

/// Gives the answers again that a person gave before, in a program that is called `name`.
pub(crate) fn decided(session: Session<'_>, decisions: &Decisions, name: &str) -> Looked {
    // Each pass gives at least one answer, and an answer counts once a finding.
    let mut session = session.attended();
    let root = session.program().root.clone();
    let (mut notes, mut said) = (Notes::default(), Said::default());
    loop {
        notes.take(&session);
        let open: Vec<Found> = session.findings().iter().filter(|it| it.suppressed.is_none()).cloned().collect();
        let mut accepted: usize = 0;
        for found in open.iter().filter(|it| is_fixable(it)) {
            said.undecided.remove(&found.id);
            let reason = match decisions.recall(found, name) {
                Recalled::Answer(decision) => match answer_again(&mut session, found, decision, &root) {
                    Some(fix) => {
                        accepted += 1;
                        session.accept(&found.id, fix);
                        continue;
                    }
                    None if decision.answer == Answer::No => {
                        said.refused.insert(found.id.clone());
                        continue;
                    }
                    None if decision.until.is_some_and(|last| last < today()) => {
                        "the day is over until which it was left"
                    }
                    None => "its answer can't be carried out here",
                },
                Recalled::Mixed => "findings like it were answered differently",
                Recalled::Nothing => "no answer is for findings like it",
            };
            said.undecided.insert(found.id.clone(), reason);
        }
        if accepted == 0 || session.advance() != Step::Again {
            return notes.finish(session, said, false);
        }
    }
}

/// Writes comments for whatever stands, in place of fixes.
pub(crate) fn silenced(mut session: Session<'_>, silencing: &Silencing) -> Looked {
    let mut notes = Notes::default();
    notes.take(&session);
    let refused = session.silence_all(&silencing.reason, silencing.until);
    let unsilenced = refused.into_iter().map(|(id, why)| (id, why.to_string())).collect();
    session.advance();
    notes.take(&session);
    notes.finish(session, Said { unsilenced, ..Said::default() }, false)
}

/// What has to be remembered of a session, because its program is gone when it ends.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    files: usize,
    read: BTreeSet<PathBuf>,
    related: BTreeMap<(String, u32), Vec<Place>>,
    secrets: BTreeSet<String>,
}

impl Notes {
    /// Remembers what the current pass knows.
    pub(crate) fn take(&mut self, session: &Session<'_>) {
        let program = session.program();
        self.files = self.files.max(program.files.len());
        self.read.extend(program.files.iter().map(|it| it.source.path().to_path_buf()));
        self.read.extend(program.package.iter().map(|it| it.path.clone()));
        if session.findings().iter().any(|it| it.finding.fixes.iter().any(|fix| fix.edits.is_ok())) {
            let texts = program.files.iter().flat_map(|it| &it.source.secrets().texts);
            // A shorter one is found by its name where it is laid out anew, and would be met by chance elsewhere.
            self.secrets.extend(texts.filter(|it| it.len() >= 4).cloned());
        }
        for found in session.findings().iter().filter(|it| !it.finding.related.is_empty()) {
            let places = found.finding.related.iter().filter_map(|it| {
                let source = &program.files.get(it.file.0 as usize)?.source;
                Some(Place {
                    file: source.path().to_path_buf(),
                    start: source.line_column(it.range.start),
                    end: source.line_column(it.range.end),
                    message: it.message.clone(),
                })
            });
            self.related.insert((found.id.clone(), found.pass), places.collect());
        }
    }

    /// The literal secrets of the program, as all passes so far had it.
    pub(crate) fn secrets(&self) -> &BTreeSet<String> {
        &self.secrets
    }

    /// The places that have to do with a finding of the current pass.
    pub(crate) fn related(&self, found: &Found) -> &[Place] {
        self.related.get(&(found.id.clone(), found.pass)).map_or(&[], Vec::as_slice)
    }

    /// Ends the session.
    pub(crate) fn finish(self, session: Session<'_>, said: Said, bounded: bool) -> Looked {
        let root = session.program().root.clone();
        let Notes { files, read, related, secrets } = self;
        Looked { root, files, read, related, said, bounded, secrets, ended: session.finish() }
    }
}

/// Whether a finding was silenced and not repaired.
pub(crate) fn is_silence(decision: &Decision) -> bool {
    decision.found.finding.fixes.get(decision.fix).is_some_and(|fix| fix.origin == Origin::Silence)
}

impl Looked {
    /// The fixes that are in the result, in their order.
    pub(crate) fn applied(&self) -> impl Iterator<Item = &Decision> {
        self.ended.decisions.iter().filter(|it| it.outcome == Outcome::Applied)
    }

    /// The comments in the result that silence a finding.
    pub(crate) fn silences(&self) -> impl Iterator<Item = &Decision> {
        self.applied().filter(|it| is_silence(it))
    }

    /// The fixes that are in the result, without the comments that silence a finding.
    pub(crate) fn repaired(&self) -> impl Iterator<Item = &Decision> {
        self.applied().filter(|it| !is_silence(it))
    }

    /// The accepted fixes that are not in the result. One that waited and got in later is not among them.
    pub(crate) fn not_applied(&self) -> impl Iterator<Item = &Decision> {
        let done: BTreeSet<&str> = self.applied().map(|it| it.found.id.as_str()).collect();
        let mut last: BTreeMap<&str, &Decision> = BTreeMap::new();
        for decision in self.ended.decisions.iter().filter(|it| it.outcome != Outcome::Applied) {
            if !done.contains(decision.found.id.as_str()) {
                last.insert(&decision.found.id, decision);
            }
        }
        let mut left: Vec<_> = last.into_values().collect();
        left.sort_by(|a, b| {
            (&a.found.file, a.found.start, &a.found.id).cmp(&(&b.found.file, b.found.start, &b.found.id))
        });
        left.into_iter()
    }

    /// The applied fixes, for the journal.
    pub(crate) fn records(&self) -> Vec<FixRecord> {
        let record = |it: &Decision| {
            let fix = it.found.finding.fixes.get(it.fix)?;
            Some(FixRecord {
                id: it.found.id.clone(),
                codemod: it.found.meta.id.into(),
                file: it.found.file.clone(),
                line: it.found.start.line,
                title: fix.title.clone(),
                level: fix.level.name().into(),
            })
        };
        self.applied().filter_map(record).collect()
    }
}

impl Looked {
    /// Turns every fix back into a finding: the disk refused them.
    pub(crate) fn nothing_written(&mut self) {
        self.ended.changes.clear();
        let decisions = std::mem::take(&mut self.ended.decisions);
        let applied = decisions.into_iter().filter(|it| it.outcome == Outcome::Applied);
        self.ended.left.extend(applied.map(|it| it.found));
    }
}
