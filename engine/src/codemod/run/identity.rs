//! Names of findings that last. Invariant: within a run, a finding keeps its id while others come and go; over runs, an
//! id depends on codemod, file, subject and the count of equal ones before it, never on a line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Found;
use crate::edit::FileEdits;
use crate::model::relative;

/// Codemod, file, subject.
type Key = (&'static str, PathBuf, String);

#[derive(Clone, Debug)]
struct Known {
    id: String,
    /// Where it started, carried through the edits since.
    place: u32,
    /// Seen in the last pass, and its fix was not applied.
    alive: bool,
}

/// The ids that a run gave.
#[derive(Clone, Debug)]
pub(super) struct Identities {
    root: PathBuf,
    known: BTreeMap<Key, Vec<Known>>,
}

impl Identities {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), known: BTreeMap::new() }
    }

    /// Gives every finding of a pass its id: the one of the finding that stood at this place, else of a finding of the
    /// same kind that was not answered, else a new one. `findings` are in canonical order.
    pub(super) fn assign(&mut self, findings: &mut [Found]) {
        let mut groups: BTreeMap<Key, Vec<&mut Found>> = BTreeMap::new();
        for found in findings {
            let key = (found.meta.id, found.file.clone(), found.finding.subject.clone());
            groups.entry(key).or_default().push(found);
        }
        for (_, gone) in self.known.iter_mut().filter(|(key, _)| !groups.contains_key(key)) {
            gone.iter_mut().for_each(|k| k.alive = false);
        }
        for (key, group) in groups {
            let known = self.known.entry(key.clone()).or_default();
            let taken = match_places(known, &group);
            known.iter_mut().for_each(|k| k.alive = false);
            for (found, matched) in group.into_iter().zip(taken) {
                let place = found.finding.range.start;
                let at = matched.unwrap_or_else(|| {
                    let id = id_of(&self.root, &key, known.len());
                    known.push(Known { id, place, alive: true });
                    known.len() - 1
                });
                found.id = known[at].id.clone();
                (known[at].place, known[at].alive) = (place, true);
            }
        }
    }

    /// Carries all places through the edits of a pass; `landed` are the findings whose fixes were applied.
    pub(super) fn advance(&mut self, landed: &BTreeSet<String>, edits: &FileEdits) {
        for ((_, path, _), known) in &mut self.known {
            for one in known {
                one.place = edits.file(path).map_or(one.place, |set| set.map(one.place));
                one.alive &= !landed.contains(&one.id);
            }
        }
    }
}

/// For each finding of a group, which known one it is.
fn match_places(known: &[Known], group: &[&mut Found]) -> Vec<Option<usize>> {
    let mut free: BTreeSet<usize> = (0..known.len()).collect();
    let mut out = vec![None; group.len()];
    for wants_alive in [true, false] {
        for (slot, found) in out.iter_mut().zip(group).filter(|(slot, _)| slot.is_none()) {
            let fits = |at: &&usize| known[**at].place == found.finding.range.start && known[**at].alive == wants_alive;
            *slot = free.iter().find(fits).copied();
            slot.iter().for_each(|at| {
                free.remove(at);
            });
        }
    }
    // Another fix rewrote the text around it: what is left unanswered goes on in order. One whose fix was applied
    // does not: that would be another finding of the same subject.
    for slot in out.iter_mut().filter(|slot| slot.is_none()) {
        *slot = free.iter().find(|at| known[**at].alive).copied();
        slot.iter().for_each(|at| {
            free.remove(at);
        });
    }
    out
}

fn id_of(root: &Path, (codemod, file, subject): &Key, count: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [codemod.as_bytes(), relative(root, file).as_bytes(), subject.as_bytes()] {
        // Lengths keep `a` + `bc` apart from `ab` + `c`.
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.update(&(count as u64).to_le_bytes());
    hasher.finalize().to_hex()[..16].to_string()
}
