//! `iacfix runs --forget`. Invariant: no file of a program changes; what is said before shows how each of them stands, and
//! afterwards no journal tells of the run, nor of what took it back.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::list::{amount, in_words};
use super::plan::Plan;
use super::{command, places, when};
use crate::args::RunsArgs;
use crate::error::UserError;
use crate::journal::{Fate, Run, Runs};
use crate::note;
use crate::paths::seen_from;
use crate::report::clean;
use crate::report::text::count;

/// Removes the journal of a run, whatever state its files are in; what came of it, for people.
///
/// # Errors
/// A run that is not there, goes on, or is an undo that is still needed; no terminal and no `--yes`; a journal that can't be
/// removed; an interruption.
pub(super) fn forget(args: &RunsArgs, typed: &str, cwd: &Path) -> Result<String, UserError> {
    let wrong = |message, hint: &str| UserError::Undo { message, hint: Some(hint.into()) };
    let asks = !args.yes;
    if asks && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        let message = "there is no terminal to ask at, and nothing was forgotten".into();
        return Err(wrong(message, "add --yes to forget it without asking"));
    }
    let runs = Runs::load()?;
    runs.odd.iter().for_each(|it| note::warning(it));
    let run = runs.named(typed, "runs --forget")?;
    let (id, fate) = (runs.short(run), runs.fate(run));
    let busy = || wrong(format!("run {id} goes on in another process"), "wait until that one has ended");
    if fate == Fate::Running {
        return Err(busy());
    }
    let target = run.record.undoes.as_ref().and_then(|id| runs.iter().find(|it| it.id == *id));
    if let Some(target) = target.filter(|_| fate != Fate::Interrupted) {
        let target = runs.short(target);
        let message = format!("run {id} took back {target}, which would seem to stand without it");
        return Err(wrong(message, &format!("`iacfix runs --forget {target}` forgets both")));
    }
    if asks {
        // What is said goes where the question stands.
        super::eprint(&described(&runs, run, cwd));
        if !super::agrees(&format!("Forget run {id}? Its files stay as they are."))? {
            return Ok("nothing was forgotten\n".into());
        }
    }
    let all = with_undos(&runs, run);
    let holds: Vec<_> = all.iter().map(|it| it.hold()).collect();
    if holds.iter().any(Option::is_none) {
        return Err(busy());
    }
    super::remove_leftovers_of(&runs, run);
    for it in &all {
        it.remove().map_err(|e| UserError::disk("remove", it.folder.display(), &e))?;
    }
    let also = match all.len() - 1 {
        0 => String::new(),
        undos => format!(", and {} of it", count(undos, "undo", "undos")),
    };
    Ok(format!("run {id} is forgotten{also}; its files are as they were\n"))
}

/// A run with all that takes it back, or takes that back; what was last comes first, so that whatever is left is whole.
fn with_undos<'r>(runs: &'r Runs, run: &'r Run) -> Vec<&'r Run> {
    let mut all = vec![run];
    let mut at = 0;
    while let Some(run) = all.get(at).copied() {
        all.extend(runs.undos_of(&run.id));
        at += 1;
    }
    all.reverse();
    all
}

/// What is about to be forgotten, and how each file stands.
fn described(runs: &Runs, run: &Run, cwd: &Path) -> String {
    let mut out = format!(
        "run {}, {}, {}, {}, {}: {}\n",
        runs.short(run),
        runs.fate(run).name(),
        when(&run.record),
        amount(runs, run),
        places(run, cwd),
        command(&run.record)
    );
    for file in Plan::of(run).files {
        let _ = writeln!(out, "  {} ({})", clean(&seen_from(cwd, &file.path)), clean(in_words(Some(&file.now))));
    }
    out.push_str("What was there before can't be restored by iacfix afterwards.\n");
    out
}
