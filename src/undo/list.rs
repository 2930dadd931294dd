//! `iacfix runs`. Invariant: what it prints is what the journals say, newest run first; nothing of the sources that they
//! keep is in it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::forget::forget;
use super::plan::{Now, Plan};
use crate::args::{ListFormat, RunsArgs};
use crate::error::UserError;
use crate::journal::{Fate, Pruned, Record, Run, Runs};
use crate::note;
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::report::text::count;
use crate::report::{Out, clean};

/// Lists the runs that wrote, or shows one, or removes the old ones or one.
///
/// # Errors
/// A state folder that can't be read; a run that is not there; an output that can't be written.
pub(crate) fn runs(args: &RunsArgs, cwd: &Path, palette: &Palette, out: &mut Out) -> Result<(), UserError> {
    let text = match &args.forget {
        Some(typed) => forget(args, typed, cwd)?,
        None if args.prune => pruned()?,
        None => shown(args, cwd, palette)?,
    };
    out.write_all(text.as_bytes()).map_err(|e| UserError::disk("write to", "standard output", &e))
}

fn pruned() -> Result<String, UserError> {
    let pruned = Pruned::now()?;
    pruned.failed.iter().for_each(|it| note::warning(it));
    Ok(match pruned.removed {
        0 => "no run is older than it is kept\n".into(),
        some => format!("removed {}\n", count(some, "old run", "old runs")),
    })
}

fn shown(args: &RunsArgs, cwd: &Path, palette: &Palette) -> Result<String, UserError> {
    let runs = Runs::load()?;
    runs.odd.iter().for_each(|it| note::warning(it));
    let run = args.run.as_deref().map(|typed| runs.named(typed, "runs")).transpose()?;
    Ok(match (run, args.format) {
        (Some(run), ListFormat::Text) => one(&runs, run, cwd, palette),
        (Some(run), ListFormat::Json) => format!("{:#}\n", full(&runs, run)),
        (None, ListFormat::Text) => {
            interrupted(&runs);
            all(&runs, cwd, palette)
        }
        (None, ListFormat::Json) => {
            let list: Vec<_> = runs.iter().map(|it| brief(&runs, it)).collect();
            format!("{:#}\n", json!({ "schema": 1, "version": env!("CARGO_PKG_VERSION"), "runs": list }))
        }
    })
}

fn all(runs: &Runs, cwd: &Path, palette: &Palette) -> String {
    if runs.iter().next().is_none() {
        return "no run has written anything yet\n".into();
    }
    let rows: Vec<_> = runs.iter().map(|it| (runs.short(it), when(&it.record), runs.fate(it).name(), it)).collect();
    let width = |length: fn(&(&str, String, &str, &Run)) -> usize| rows.iter().map(length).max().unwrap_or(0);
    let (id_width, when_width, fate_width) = (width(|it| it.0.len()), width(|it| it.1.len()), width(|it| it.2.len()));
    let mut out = String::new();
    for (id, when, fate, run) in rows {
        let id = palette.name.apply_to(format!("{id:id_width$}"));
        let what = format!("{}, {}: {}", amount(runs, run), places(run, cwd), command(&run.record));
        let _ = writeln!(out, "{id}  {when:when_width$}  {fate:fate_width$}  {what}");
    }
    out
}

/// Runs that need someone, with what to do.
fn interrupted(runs: &Runs) {
    for run in runs.iter().filter(|it| runs.fate(it) == Fate::Interrupted) {
        let id = runs.short(run);
        let keeps = format!("`iacfix runs --forget {id}` keeps them as they are");
        match &run.record.undoes {
            Some(target) => {
                let target = short(runs, target);
                note::warning(&format!("the undo {id} was interrupted: `iacfix undo {target}` ends it; {keeps}"));
            }
            None => note::warning(&format!("run {id} was interrupted: `iacfix undo {id}` restores its files; {keeps}")),
        }
    }
}

/// The id of a run that may be gone.
fn short(runs: &Runs, id: &str) -> String {
    clean(runs.iter().find(|it| it.id == *id).map_or(id, |it| runs.short(it)))
}

/// How much a run wrote.
pub(super) fn amount(runs: &Runs, run: &Run) -> String {
    let files = count(run.files(), "file", "files");
    match &run.record.undoes {
        Some(id) => format!("takes back {} in {files}", short(runs, id)),
        None => format!("{} in {files}", count(run.fixes(), "fix", "fixes")),
    }
}

fn one(runs: &Runs, run: &Run, cwd: &Path, palette: &Palette) -> String {
    let record = &run.record;
    let see = |path: &Path| clean(&seen_from(cwd, path));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}: {}, {}",
        palette.strong.apply_to(format!("run {}", run.id)),
        runs.fate(run).name(),
        amount(runs, run)
    );
    let _ = writeln!(out, "  {}, with iacfix {}", when(record), clean(&record.version));
    let _ = writeln!(out, "  {}, in {}", command(record), see(&record.cwd));
    if let Some(by) = runs.undone_by(run) {
        let _ = writeln!(out, "  taken back by {}", runs.short(by));
    }
    let _ = writeln!(
        out,
        "  kept for {} in {}",
        count(record.keep_days as usize, "day", "days"),
        clean(&run.folder.display().to_string())
    );
    let plan = Plan::of(run);
    for program in record.touched() {
        let _ = writeln!(out, "\n{}", palette.strong.apply_to(format!("program {}", see(&program.program))));
        for file in &program.files {
            let now = in_words(plan.files.iter().find(|it| it.path == file.path).map(|it| &it.now));
            let _ = writeln!(out, "  {} ({})", see(&file.path), palette.dim.apply_to(clean(now)));
        }
        for fix in &program.fixes {
            let id = palette.name.apply_to(clean(&fix.codemod));
            let _ =
                writeln!(out, "  {}:{}: {id}, {}: {}", see(&fix.file), fix.line, clean(&fix.level), clean(&fix.title));
        }
    }
    out
}

/// What a file of a run is now.
pub(super) fn in_words(now: Option<&Now>) -> &str {
    match now {
        Some(Now::Old) => "as it was before",
        Some(Now::Left { .. }) | None => "as the run left it",
        Some(Now::Changed { now: None, .. }) => "deleted since",
        Some(Now::Changed { .. }) => "changed since",
        Some(Now::Unfit(reason)) => reason,
    }
}

fn brief(runs: &Runs, run: &Run) -> Value {
    let record = &run.record;
    json!({
        "id": run.id,
        "started": record.started.to_string(),
        "state": runs.fate(run).name(),
        "version": record.version,
        "command": record.command,
        "cwd": record.cwd.to_string_lossy(),
        "journal": run.folder.to_string_lossy(),
        "keep_days": record.keep_days,
        "undoes": record.undoes,
        "undone_by": runs.undone_by(run).map(|it| &it.id),
        "programs": record.touched().map(|it| it.program.to_string_lossy()).collect::<Vec<_>>(),
        "files": run.files(),
        "fixes": run.fixes(),
    })
}

fn full(runs: &Runs, run: &Run) -> Value {
    let mut out = brief(runs, run);
    let programs = run.record.touched().map(|it| {
        let files = it.files.iter().map(|file| file.path.to_string_lossy());
        let fixes = it.fixes.iter().map(|fix| {
            json!({ "id": fix.id, "codemod": fix.codemod, "file": fix.file.to_string_lossy(), "line": fix.line,
                    "title": fix.title, "level": fix.level })
        });
        json!({ "program": it.program.to_string_lossy(), "files": files.collect::<Vec<_>>(),
                "fixes": fixes.collect::<Vec<_>>() })
    });
    out["programs"] = programs.collect();
    out
}

/// When a run started, in the time of the place where this runs.
pub(super) fn when(record: &Record) -> String {
    record.started.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// What was typed.
pub(super) fn command(record: &Record) -> String {
    let plain = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./=,:@+".contains(&b));
    let words = record.command.iter().skip(1).map(|it| match plain(it) {
        true => it.clone(),
        false => format!("'{}'", it.replace('\'', "'\\''")),
    });
    clean(&std::iter::once("iacfix".to_string()).chain(words).collect::<Vec<_>>().join(" "))
}

/// Where a run wrote: the folders of its programs.
pub(super) fn places(run: &Run, cwd: &Path) -> String {
    let mut roots: Vec<_> = run.record.touched().map(|it| clean(&seen_from(cwd, &it.program))).collect();
    roots.dedup();
    match roots.as_slice() {
        [] => "nowhere".into(),
        [one] if one == "." => "here".into(),
        [one] => format!("in {one}"),
        [first, rest @ ..] => format!("in {first} and {} more", rest.len()),
    }
}
