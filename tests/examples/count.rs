//! What happened, by codemod. Invariant: every finding is counted once, under what became of it in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use iacfix_engine::codemod::run::Outcome;

use crate::example::Example;

#[derive(Default)]
struct Counts {
    /// All of them.
    findings: usize,
    /// Their fix is in the result.
    fixed: usize,
    /// There is a fix, and a reason why it can't be written.
    declined: usize,
    /// Only a person can repair them.
    advice: usize,
    /// In so many examples.
    examples: usize,
}

/// A table of all examples that were run, for a person; nothing where none was.
pub(crate) fn table<'e>(examples: impl Iterator<Item = &'e Example>) -> String {
    let mut by_codemod: BTreeMap<&str, Counts> =
        iacfix_codemods::all().into_iter().map(|codemod| (codemod.meta().id, Counts::default())).collect();
    let (mut run, mut changed, mut unparsed) = (0, 0, 0);
    for ran in examples.filter_map(Example::ran_already) {
        run += 1;
        changed += usize::from(!ran.ended.changes.is_empty());
        unparsed += usize::from(!ran.ended.errors.is_empty());
        let applied = ran.ended.decisions.iter().filter(|it| it.outcome == Outcome::Applied);
        let applied: BTreeSet<&str> = applied.map(|it| it.found.id.as_str()).collect();
        let mut here = BTreeSet::new();
        for found in ran.found.values() {
            let counts = by_codemod.entry(found.meta.id).or_default();
            counts.findings += 1;
            counts.examples += usize::from(here.insert(found.meta.id));
            match () {
                () if applied.contains(found.id.as_str()) => counts.fixed += 1,
                () if found.finding.fixes.is_empty() => counts.advice += 1,
                () => counts.declined += 1,
            }
        }
    }
    if run == 0 {
        return String::new();
    }
    let mut out = format!("{run} examples run, {changed} of them change, {unparsed} do not parse\n\n");
    // A String takes all that is written to it.
    let _ = writeln!(
        out,
        "{:<36} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "codemod", "examples", "findings", "fixed", "declined", "advice"
    );
    for (id, it) in by_codemod {
        let Counts { findings, fixed, declined, advice, examples } = it;
        let _ = writeln!(out, "{id:<36} {examples:>8} {findings:>8} {fixed:>8} {declined:>8} {advice:>8}");
    }
    out
}
