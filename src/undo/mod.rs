//! `iacfix undo`. Invariant: all files of a run are restored or none is; a file that is not what the run left is
//! restored only by force, after what would be lost was shown; an undo is a run of its own, and can be undone.

mod forget;
mod list;
mod plan;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;

use dialoguer::Confirm;

use crate::args::UndoArgs;
use crate::error::{UserError, list as list_of};
use crate::exit::Exit;
use crate::journal::{Fate, Run, Runs};
use crate::note;
use crate::palette::{Palette, wanted_by_environment};
use crate::paths::seen_from;
use crate::report::clean;
use crate::report::hidden::secrets_of;
use crate::report::text::{Words, count};
use crate::signals;
use crate::terminal;
use crate::write::{Part, Replacement, Writer, remove_leftovers};

pub(crate) use list::runs;
use list::{command, places, when};
use plan::{Now, Plan, Restore, written_again};

/// Takes back what a run wrote.
///
/// # Errors
/// A run that is not there or goes on; files that changed since, unless forced; no terminal and no flag that asks
/// nobody; whatever the disk refuses; an interruption.
pub(crate) fn undo(args: &UndoArgs, cwd: &Path) -> Result<Exit, UserError> {
    let asks = !args.yes && !args.dry_run;
    if asks && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(UserError::Undo {
            message: "there is no terminal to ask at, and nothing was restored".into(),
            hint: Some("add --dry-run to see what would be restored, or --yes to restore it without asking".into()),
        });
    }
    let runs = Runs::load()?;
    runs.odd.iter().for_each(|it| note::warning(it));
    let Some(id) = choose(args, cwd, &runs)? else { return Ok(Exit::Done) };
    let Some(run) = runs.iter().find(|it| it.id == id) else { return Ok(Exit::Done) };
    let Some(_nobody_else) = run.hold() else {
        return Err(UserError::Undo {
            message: format!("run {} is being written or taken back by another process", runs.short(run)),
            hint: Some("wait until that one has ended".into()),
        });
    };
    // What was told before the others were kept away may not hold any more.
    let runs = Runs::load()?;
    let Some(run) = runs.iter().find(|it| it.id == id) else {
        let hint = Some("`iacfix runs` lists what is there".into());
        return Err(UserError::Undo { message: format!("run {id} was removed meanwhile"), hint });
    };
    if let Some(by) = runs.undone_by(run) {
        let (run, by) = (runs.short(run), runs.short(by));
        note::info(&format!("run {run} is undone already; `iacfix undo {by}` brings back what it wrote"));
        return Ok(Exit::Done);
    }
    Undo { args, cwd, runs: &runs, run, plan: Plan::of(run) }.go()
}

/// The id of the run that is meant; `None` when it was said that there is nothing to do.
fn choose(args: &UndoArgs, cwd: &Path, runs: &Runs) -> Result<Option<String>, UserError> {
    if let Some(typed) = &args.run {
        return runs.named(typed, "undo").map(|run| Some(run.id.clone()));
    }
    let mut standing = runs.iter().filter_map(|it| standing(runs, it));
    let Some(last) = standing.next() else {
        note::info(match runs.iter().next() {
            Some(_) => "there is nothing to take back: every run is undone",
            None => "there is nothing to take back: no run has written anything",
        });
        return Ok(None);
    };
    if is_here(last, cwd) {
        return Ok(Some(last.id.clone()));
    }
    let elsewhere = format!("{}, wrote {}", runs.short(last), places(last, cwd));
    match standing.find(|it| is_here(it, cwd)) {
        Some(run) => {
            note::info(&format!("the last run of all, {elsewhere}; this is the last one here"));
            Ok(Some(run.id.clone()))
        }
        None => Err(UserError::Undo {
            message: format!("no run that stands wrote in this folder; the last one, {elsewhere}"),
            hint: Some(format!("`iacfix undo {}` takes that back; `iacfix runs` lists them all", runs.short(last))),
        }),
    }
}

/// The run that a person means by the last one when this one is: itself, if it stands and is no undo. An undo that was
/// interrupted is to be ended, so that it means what it takes back.
fn standing<'r>(runs: &'r Runs, run: &'r Run) -> Option<&'r Run> {
    match (&run.record.undoes, runs.fate(run)) {
        (_, Fate::Undone) => None,
        (None, _) => Some(run),
        (Some(target), Fate::Interrupted) => runs.iter().find(|it| it.id == *target),
        (Some(_), _) => None,
    }
}

/// Whether someone who stands at `cwd` has to do with a run: it was started there, wrote there, or wrote the program
/// that the folder belongs to.
fn is_here(run: &Run, cwd: &Path) -> bool {
    let record = &run.record;
    let wrote = |it: &crate::journal::ProgramRecord| {
        cwd.starts_with(&it.program) || it.files.iter().any(|file| file.path.starts_with(cwd))
    };
    record.cwd == cwd || record.touched().any(wrote)
}

struct Undo<'u> {
    args: &'u UndoArgs,
    cwd: &'u Path,
    runs: &'u Runs,
    run: &'u Run,
    plan: Plan,
}

impl Undo<'_> {
    fn go(&self) -> Result<Exit, UserError> {
        let asks = !self.args.yes && !self.args.dry_run;
        self.refuse()?;
        if !self.restored().any(|_| true) {
            return self.nothing_left();
        }
        let mut shown = self.header();
        let terminal = if asks { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
        self.list(&mut shown, &self.words(terminal));
        if asks {
            eprint(&shown);
            if !self.confirm()? {
                note::info("nothing was restored");
                return Ok(Exit::Done);
            }
        } else {
            print(&shown)?;
        }
        if self.args.dry_run {
            print(&format!("{} would be restored\n", self.count()))?;
            return Ok(Exit::Done);
        }
        self.write()
    }

    fn words(&self, terminal: bool) -> Words {
        Words { cwd: self.cwd.to_path_buf(), palette: Palette::new(terminal && wanted_by_environment()) }
    }

    fn short(&self) -> &str {
        self.runs.short(self.run)
    }

    fn see(&self, path: &Path) -> String {
        clean(&seen_from(self.cwd, path))
    }

    fn header(&self) -> String {
        let what = command(&self.run.record);
        format!("run {}, {}, {}: {what}\n", self.short(), when(&self.run.record), places(self.run, self.cwd))
    }

    /// The files that are to be replaced, with what is there and what is to be there.
    fn restored(&self) -> impl Iterator<Item = (&Restore, Option<&[u8]>, Option<&[u8]>)> {
        self.plan.files.iter().filter_map(|it| match &it.now {
            Now::Left { now, old } | Now::Changed { now, old, .. } => Some((it, now.as_deref(), old.as_deref())),
            Now::Old | Now::Unfit(_) => None,
        })
    }

    fn count(&self) -> String {
        count(self.restored().count(), "file", "files")
    }

    /// Files, and the diff of each where it was asked for.
    fn list(&self, out: &mut String, words: &Words) {
        for file in &self.plan.files {
            let about = match &file.now {
                Now::Old => " (as it was already)",
                Now::Changed { now: Some(_), old: Some(_), .. } => " (changed since)",
                Now::Left { now: None, .. } | Now::Changed { now: None, .. } => " (made again)",
                Now::Left { old: None, .. } | Now::Changed { old: None, .. } => " (removed again)",
                _ => "",
            };
            let _ = writeln!(out, "  {}{about}", self.see(&file.path));
        }
        if self.args.verbose || self.args.dry_run {
            out.push('\n');
            for (file, now, old) in self.restored() {
                let none = BTreeSet::new();
                words.diff(out, &file.path, (&text(now), &text(old)), (!self.args.show_secrets).then_some(&none));
            }
            out.push('\n');
        }
    }

    /// Refuses the whole undo for one file that can't be restored or, without force, changed since. What changed is
    /// shown either way.
    fn refuse(&self) -> Result<(), UserError> {
        let unfit = self.plan.files.iter().filter_map(|file| match &file.now {
            Now::Unfit(reason) => Some(format!("{}: {reason}", self.see(&file.path))),
            _ => None,
        });
        let unfit: Vec<_> = unfit.collect();
        if !unfit.is_empty() {
            return Err(self.unfit(&unfit));
        }
        let mut shown = String::new();
        let changed: Vec<_> = self.plan.files.iter().filter_map(|file| self.changed(&mut shown, file)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        eprint(&shown);
        let files: Vec<_> = changed.iter().map(|(file, _)| self.see(&file.path)).collect();
        let deleted = |file: &Restore| matches!(file.now, Now::Changed { now: None, .. });
        let lost = match changed.iter().all(|(file, _)| deleted(file)) {
            true => "makes what was deleted again",
            false => "restores all the same, and loses what the diff above adds",
        };
        let files = list_of(&files);
        if self.args.force {
            note::warning(&format!("{files} changed since: --force {lost}"));
            return Ok(());
        }
        let newest = changed.iter().filter_map(|(_, newer)| *newer).max_by_key(|it| it.record.started);
        Err(UserError::Undo {
            message: format!("nothing was restored, because files changed after run {}: {files}", self.short()),
            hint: Some(match newest {
                Some(newer) => {
                    format!("undo the newer run first: `iacfix undo {}`; --force {lost}", self.runs.short(newer))
                }
                None => format!("--force {lost}"),
            }),
        })
    }

    /// Says what became of a file that changed since; the file, and the newer run that wrote it again.
    fn changed<'f>(&'f self, out: &mut String, file: &'f Restore) -> Option<(&'f Restore, Option<&'f Run>)> {
        let Now::Changed { now, left, old, .. } = &file.now else { return None };
        let newer = written_again(self.runs, self.run, &file.path, now.as_deref());
        let name = self.see(&file.path);
        let _ = match (newer, now) {
            (Some(newer), _) => writeln!(out, "{name} was written again by run {}", self.runs.short(newer)),
            (None, None) => writeln!(out, "{name} was deleted since"),
            (None, Some(_)) => writeln!(out, "{name} changed since"),
        };
        if now.is_some() {
            let words = self.words(io::stderr().is_terminal());
            // What told a secret may be what the run took out.
            let known: BTreeSet<String> = secrets_of(&file.path, &text(old.as_deref())).texts.iter().cloned().collect();
            let known = (!self.args.show_secrets).then_some(&known);
            words.diff(out, &file.path, (&text(left.as_deref()), &text(now.as_deref())), known);
            out.push('\n');
        }
        Some((file, newer))
    }

    fn unfit(&self, unfit: &[String]) -> UserError {
        let gone = self.plan.files.iter().map(|it| it.program.as_path()).find(|it| !it.exists());
        let images = self.run.folder.join("before");
        let saved = format!("the old texts are in {}", images.display());
        let (message, hint) = match gone {
            Some(program) => (
                format!("nothing was restored, because {} is gone", self.see(program)),
                format!("if it was moved, move it back for the undo; {saved}"),
            ),
            None => (
                format!("nothing was restored, because of {}", unfit.join(", ")),
                format!("put a file there, and add --force if it is another one; {saved}"),
            ),
        };
        UserError::Undo { message, hint: Some(hint) }
    }

    fn confirm(&self) -> Result<bool, UserError> {
        agrees(&format!("Restore {}?", self.count()))
    }

    /// Every file is as it was: that is remembered, so that the next undo takes back the run before.
    fn nothing_left(&self) -> Result<Exit, UserError> {
        print(&format!("{}every file is as it was before; there is nothing to restore\n", self.header()))?;
        if !self.args.dry_run {
            self.tidy();
            Writer::undoing(self.cwd, self.run).complete()?;
        }
        Ok(Exit::Done)
    }

    fn write(&self) -> Result<Exit, UserError> {
        let mut writer = Writer::undoing(self.cwd, self.run);
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (file, before, after) in self.restored() {
            let replacement = Replacement { path: &file.path, before, after, mode: Some(&file.mode) };
            match parts.iter_mut().find(|it| it.root == file.program) {
                Some(part) => part.files.push(replacement),
                None => parts.push(Part { root: &file.program, files: vec![replacement], fixes: Vec::new() }),
            }
        }
        if let Err(error) = writer.replace(&format!("undo of {}", self.short()), parts) {
            writer.abandon();
            return Err(error);
        }
        self.tidy();
        writer.complete()?;
        let own = Runs::load()?;
        let own =
            own.iter().find(|it| it.id == writer.journal().id()).map_or(writer.journal().id(), |it| own.short(it));
        print(&format!("{} restored; `iacfix undo {own}` takes this back\n", self.count()))?;
        Ok(Exit::Done)
    }

    /// Removes what the run, or an undo of it, left beside its files when it was killed.
    fn tidy(&self) {
        let removed = remove_leftovers_of(self.runs, self.run);
        if removed > 0 && self.args.verbose {
            note::info(&format!(
                "removed {} of the interrupted run",
                count(removed, "temporary file", "temporary files")
            ));
        }
    }
}

/// Asks something that is answered by yes or no, one key, no Enter.
fn agrees(question: &str) -> Result<bool, UserError> {
    terminal::keep();
    let answer = Confirm::new().with_prompt(question).interact_on(&console::Term::stderr());
    terminal::restore();
    answer.map_err(|dialoguer::Error::IO(error)| {
        if error.kind() == io::ErrorKind::Interrupted {
            signals::let_it_end();
        }
        UserError::Interrupted
    })
}

/// Removes the temporary files that a run, or an undo of it, left beside its files when it was killed; how many.
fn remove_leftovers_of(runs: &Runs, run: &Run) -> usize {
    let ids: Vec<_> = runs.undos_of(&run.id).map(|it| it.id.as_str()).chain([run.id.as_str()]).collect();
    let files = run.record.programs.iter().flat_map(|it| &it.files);
    let folders: BTreeSet<_> = files.filter_map(|it| it.path.parent()).collect();
    folders.iter().flat_map(|folder| ids.iter().map(|id| remove_leftovers(folder, id))).sum()
}

/// Bytes as text to be shown; what is not there is empty.
fn text(bytes: Option<&[u8]>) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes.unwrap_or_default())
}

fn eprint(text: &str) {
    // A standard error that is closed stops nothing.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn print(text: &str) -> Result<(), UserError> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(UserError::disk("write to", "standard output", &e)),
        _ => Ok(()),
    }
}
