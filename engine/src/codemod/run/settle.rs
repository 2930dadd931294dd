//! From accepted fixes to texts. Invariant: what comes out parses, has no structural fault that its input did not have,
//! and depends on the set of accepted fixes alone; every fix that is not in it has a reason.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::structure::{Faults, faults};
use super::{Found, Outcome, Text, shown};
use crate::edit::{EditError, FileEdits, apply};
use crate::model::{Program, is_source};
use crate::source::{MAX_DEPTH, SourceFile, deeper_than};

/// An accepted fix.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'f> {
    pub(super) found: &'f Found,
    pub(super) fix: usize,
    pub(super) edits: &'f FileEdits,
}

/// A text that passed all checks.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) text: Arc<str>,
    /// Its tree, where it is a source file.
    pub(super) source: Option<Arc<SourceFile>>,
}

/// What became of a pass's accepted fixes.
pub(super) struct Settled<'f> {
    /// In canonical order.
    pub(super) outcomes: Vec<(Candidate<'f>, Outcome)>,
    /// Every edit that was made.
    pub(super) merged: FileEdits,
    /// The files that changed.
    pub(super) results: BTreeMap<PathBuf, Checked>,
}

/// The text of a file as this pass read it.
pub(super) fn text_of(program: &Program, others: &BTreeMap<PathBuf, Text>, path: &Path) -> Option<Arc<str>> {
    match program.id_of(path) {
        Some(id) => Some(program.files[id.0 as usize].source.shared_text()),
        None => others.get(path).map(|other| Arc::clone(&other.text)),
    }
}

/// Applies as many of `accepted`, which are in canonical order, as go together.
pub(super) fn settle<'f>(
    program: &Program,
    others: &BTreeMap<PathBuf, Text>,
    accepted: &[Candidate<'f>],
) -> Settled<'f> {
    let work = Work { program, others, faults_before: RefCell::default() };
    let mut outcomes: Vec<Option<Outcome>> = vec![None; accepted.len()];
    loop {
        let open: Vec<usize> = (0..accepted.len()).filter(|at| outcomes[*at].is_none()).collect();
        let Merge { joined, deferred, merged } = work.merge(accepted, &open);
        match work.check(&merged) {
            Ok(results) => {
                joined.iter().for_each(|at| outcomes[*at] = Some(Outcome::Applied));
                for (at, blocker) in deferred {
                    outcomes[at] = Some(Outcome::Deferred { waits_for: accepted[blocker].found.id.clone() });
                }
                let settled = accepted.iter().copied().zip(outcomes.into_iter().flatten()).collect();
                return Settled { outcomes: settled, merged, results };
            }
            Err(_) => {
                let guilty = work.first_broken(accepted, &joined);
                outcomes[joined[guilty]] = Some(work.judge(accepted, &joined[..=guilty]));
            }
        }
    }
}

struct Work<'w> {
    program: &'w Program,
    others: &'w BTreeMap<PathBuf, Text>,
    faults_before: RefCell<BTreeMap<PathBuf, Arc<Faults>>>,
}

/// Fixes whose edits go together, by index.
struct Merge {
    joined: Vec<usize>,
    /// Who waits, and for whom.
    deferred: Vec<(usize, usize)>,
    merged: FileEdits,
}

impl Work<'_> {
    fn text(&self, path: &Path) -> Arc<str> {
        text_of(self.program, self.others, path).unwrap_or_else(|| "".into())
    }

    /// Joins edits in order; whoever meets one that stands waits for it.
    fn merge(&self, accepted: &[Candidate<'_>], open: &[usize]) -> Merge {
        let mut texts: BTreeMap<&Path, Arc<str>> = BTreeMap::new();
        for (path, _) in open.iter().flat_map(|at| accepted[*at].edits.iter()) {
            texts.entry(path).or_insert_with(|| self.text(path));
        }
        let mut merge = Merge { joined: Vec::new(), deferred: Vec::new(), merged: FileEdits::new() };
        for at in open {
            let text_of = |path: &Path| texts.get(path).map_or("", |text| &**text);
            match merge.merged.merge(accepted[*at].edits, text_of) {
                Ok(()) => merge.joined.push(*at),
                Err((path, EditError::Conflict(standing) | EditError::Outside(standing))) => {
                    let holder = merge.joined.iter().find(|other| accepted[**other].edits.holds(&path, &standing));
                    merge.deferred.push((*at, holder.copied().unwrap_or(*at)));
                }
            }
        }
        merge
    }

    /// Checks every text that `edits` make; the reason is the first thing that is broken, by path.
    fn check(&self, edits: &FileEdits) -> Result<BTreeMap<PathBuf, Checked>, String> {
        let mut results = BTreeMap::new();
        for (path, set) in edits.iter() {
            let before = self.text(path);
            let text: Arc<str> = apply(&before, set).into();
            if text == before {
                continue;
            }
            let source = self.check_text(path, &before, &text)?;
            results.insert(path.to_path_buf(), Checked { text, source });
        }
        Ok(results)
    }

    fn check_text(&self, path: &Path, before: &str, text: &Arc<str>) -> Result<Option<Arc<SourceFile>>, String> {
        let place = |line: u32| format!("line {line} of {} as it would be", shown(self.program, path));
        if !is_source(path) {
            return check_data(path, before, text)
                .map(|()| None)
                .map_err(|why| format!("{}: {why}", shown(self.program, path)));
        }
        let source = SourceFile::parse(path, text.as_bytes().to_vec())
            .map_err(|e| format!("{}: {}", place(e.at.line), e.message))?;
        let known = self.faults_before(path, before);
        match faults(&source).first_new(&known) {
            Some(fault) => Err(format!("{}: {fault}", place(source.line_column(fault.at).line))),
            None => Ok(Some(Arc::new(source))),
        }
    }

    fn faults_before(&self, path: &Path, before: &str) -> Arc<Faults> {
        let mut cache = self.faults_before.borrow_mut();
        let known = cache.entry(path.to_path_buf()).or_insert_with(|| {
            let id = self.program.id_of(path);
            let loaded = id.map(|id| faults(&self.program.files[id.0 as usize].source));
            let parsed = || SourceFile::parse(path, before.as_bytes().to_vec()).map(|source| faults(&source));
            Arc::new(loaded.or_else(|| parsed().ok()).unwrap_or_default())
        });
        Arc::clone(known)
    }

    fn is_broken(&self, accepted: &[Candidate<'_>], these: &[usize]) -> Option<String> {
        self.check(&self.merge(accepted, these).merged).err()
    }

    /// The place in `joined`, broken as a whole, of a fix that breaks what the ones before it leave whole.
    fn first_broken(&self, accepted: &[Candidate<'_>], joined: &[usize]) -> usize {
        let (mut whole, mut broken) = (0, joined.len());
        while broken - whole > 1 {
            let middle = whole + (broken - whole) / 2;
            match self.is_broken(accepted, &joined[..middle]) {
                Some(_) => broken = middle,
                None => whole = middle,
            }
        }
        broken - 1
    }

    /// What becomes of the last of `prefix`: broken alone it is a defect, broken with another it waits for that one.
    fn judge(&self, accepted: &[Candidate<'_>], prefix: &[usize]) -> Outcome {
        let Some((guilty, earlier)) = prefix.split_last() else {
            return Outcome::TakenBack { reason: "nothing is left of it".into() };
        };
        if let Some(reason) = self.is_broken(accepted, &[*guilty]) {
            return Outcome::TakenBack { reason };
        }
        let partner = earlier.iter().find(|other| self.is_broken(accepted, &[**other, *guilty]).is_some());
        let blocker = partner.or(earlier.last()).unwrap_or(guilty);
        Outcome::Deferred { waits_for: accepted[*blocker].found.id.clone() }
    }
}

/// Whether JSON and YAML still are what they were; other kinds of text have nothing to check.
fn check_data(path: &Path, before: &str, text: &str) -> Result<(), String> {
    let strip = |text: &str| text.trim_start_matches('\u{feff}').to_string();
    let (before, text) = (strip(before), strip(text));
    if deeper_than(&text, MAX_DEPTH).is_some() {
        return Err("nested too deep to be read".into());
    }
    let strict = |text: &str| serde_json::from_str::<serde_json::Value>(text).map(|_| ());
    match path.extension().and_then(|e| e.to_str()) {
        // A file that had comments before may have them after.
        Some("json") if strict(&before).is_ok() => strict(&text).map_err(|e| format!("does not parse: {e}")),
        Some("json" | "jsonc") => {
            let parsed = jsonc_parser::parse_to_value(&text, &Default::default());
            parsed.map(|_| ()).map_err(|e| format!("does not parse: {e}"))
        }
        Some("yaml" | "yml") => {
            let parsed = serde_saphyr::from_str::<serde_json::Value>(&text);
            parsed.map(|_| ()).map_err(|_| "does not parse as YAML".to_string())
        }
        _ => Ok(()),
    }
}
