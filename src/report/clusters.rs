//! Which fixes share which hunks. Invariant: every hunk of every changed file is in exactly one cluster, so that what is
//! shown, put together, is exactly what is written.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use iacfix_engine::codemod::run::{Change, Decision};

use super::diff::Diff;
use crate::look::Looked;

/// Fixes whose changes are not apart, and the hunks that hold them.
#[derive(Default)]
pub(crate) struct Cluster<'l> {
    /// The fixes, in the order in which they were applied.
    pub(crate) fixes: Vec<&'l Decision>,
    /// Hunks, as file and number, in order.
    pub(crate) hunks: Vec<(&'l Path, usize)>,
}

/// The changed files of a program with their differences.
pub(crate) fn diffs(looked: &Looked, show_secrets: bool) -> BTreeMap<&Path, Diff<'_>> {
    let changes = looked.ended.changes.iter();
    let diffs = changes.map(|(path, change)| {
        let (before, after) = (&change.before, &change.after);
        let hiding = || Diff::hiding(path, before, after, &looked.secrets);
        (path.as_path(), if show_secrets { Diff::new(before, after) } else { hiding() })
    });
    diffs.collect()
}

/// The clusters of a program, by their first hunk.
pub(crate) fn clusters<'l>(looked: &'l Looked, diffs: &BTreeMap<&'l Path, Diff<'l>>) -> Vec<Cluster<'l>> {
    let fixes: Vec<&Decision> = looked.applied().collect();
    let hunks: Vec<(&Path, usize)> =
        diffs.iter().flat_map(|(path, diff)| (0..diff.hunks()).map(move |hunk| (*path, hunk))).collect();
    let index: HashMap<(&Path, usize), usize> = hunks.iter().enumerate().map(|(at, hunk)| (*hunk, at)).collect();
    let mut sets = Sets((0..hunks.len() + fixes.len()).collect());
    for (at, fix) in fixes.iter().enumerate() {
        for (path, (before, after)) in &fix.alone {
            let (Some(total), Some(change)) = (diffs.get(path.as_path()), looked.ended.changes.get(path)) else {
                continue;
            };
            for hunk in touched(total, change, before, after) {
                sets.join(index[&(path.as_path(), hunk)], hunks.len() + at);
            }
        }
    }
    let mut clusters: BTreeMap<usize, Cluster<'l>> = BTreeMap::new();
    for (at, hunk) in hunks.iter().enumerate() {
        clusters.entry(sets.first(at)).or_default().hunks.push(*hunk);
    }
    for (at, fix) in fixes.iter().enumerate() {
        clusters.entry(sets.first(hunks.len() + at)).or_default().fixes.push(fix);
    }
    clusters.into_values().collect()
}

/// The hunks of `total` (over `change`) that hold what a fix alone made of `before`, the text of its pass.
fn touched(total: &Diff<'_>, change: &Change, before: &str, after: &str) -> Vec<usize> {
    let own = Diff::new(before, after);
    let back = (before != &*change.before).then(|| Diff::new(&change.before, before));
    let lead_back = |line: usize| back.as_ref().map_or(line, |it| it.old_line(line));
    own.changed().filter_map(|lines| nearest_hunk(total, lead_back(lines.start))).collect()
}

fn nearest_hunk(total: &Diff<'_>, line: usize) -> Option<usize> {
    (0..total.hunks()).min_by_key(|hunk| {
        let lines = total.old_lines(*hunk);
        if line < lines.start { lines.start - line } else { (line + 1).saturating_sub(lines.end) }
    })
}

/// Disjoint sets of numbers; the first of a set is its smallest.
struct Sets(Vec<usize>);

impl Sets {
    fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        let (low, high) = (a.min(b), a.max(b));
        self.0[high] = low;
    }
}
