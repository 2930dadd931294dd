//! A run over programs. Invariant: programs are worked on at once and reported one by one in the order of their folders;
//! a program whose files an earlier one changed is looked at again with those changes, so that the result is the one of
//! working on them one after the other.

mod attended;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use iacfix_engine::codemod::Codemod;
use iacfix_engine::codemod::run::Found;
use rayon::ThreadPool;

use crate::args::{Color, Format};
use crate::baseline::{Baseline, Written};
use crate::decisions::Decisions;
use crate::disk::Earlier;
use crate::error::UserError;
use crate::exit::{Exit, Verdict};
use crate::folders::Folders;
use crate::look::Looked;
use crate::palette::{Palette, wanted_by_environment};
use crate::paths::seen_from;
use crate::programs;
use crate::progress::Progress;
use crate::report::json::Json;
use crate::report::patch::Patch;
use crate::report::text::{Text, count, fails};
use crate::report::{Nothing, Out, Report, Setting, Summary, Trouble};
use crate::settings::{Invocation, Mode, Verbosity};
use crate::silence::Baselines;
use crate::work::{Target, targets, work};
use crate::write::Writer;
use crate::{git, note};

/// The parser and every visitor recurse, and how deep depends on the program: threads get stacks that a file of the
/// largest nesting that is read fits into. Pages that are never touched cost nothing.
const STACK: usize = 256 << 20;

/// Does what the command line says.
///
/// # Errors
/// Whatever stops all of it; what stops one program only is said, and the rest goes on.
pub(crate) fn run(invocation: &Invocation, catalogue: &[&'static dyn Codemod]) -> Result<Exit, UserError> {
    let folders = Arc::new(Folders::default());
    let found = programs::find(&invocation.paths, &folders)?;
    let named = invocation.baseline.as_deref();
    let mut baselines = Baselines::new(&invocation.cwd, named, invocation.write_baseline, catalogue)?;
    let targets = targets(invocation, found.programs, catalogue, &folders, &mut baselines)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(invocation.jobs).stack_size(STACK).build();
    let pool = pool.map_err(|e| UserError::Disk {
        verb: "start",
        path: "the threads of the run".into(),
        reason: e.to_string(),
        hint: Some("try --jobs 1".into()),
    })?;
    let mut out = Out::open(invocation.output.as_deref())?;
    let mut run = Run::new(invocation, catalogue, &pool);
    run.baselines = baselines.all();
    if let Some(file) = invocation.decisions.as_deref().filter(|_| invocation.mode != Mode::Ask) {
        let shown = run.see(file);
        let read = Decisions::read(file, &shown)?;
        run.decisions = Some(Arc::new(read.ok_or(UserError::NoSuchPath { path: shown, command: None })?));
    }
    run.introduce(&targets, &found.foreign);
    // A repository that keeps its runs for long is not cut short by another one.
    let kept = targets.iter().filter_map(|it| Some(it.settings.config.keep_days.as_ref()?.value)).max();
    kept.into_iter().for_each(|days| run.writer.keep(days));
    for (path, reason) in found.unreadable {
        run.trouble(Trouble { file: path, line: 1, message: format!("can't be read: {reason}") });
    }
    let done = run.go(&targets, &mut out).and_then(|()| run.end_baselines(&mut out));
    let ended = done.and_then(|()| out.finish());
    run.tell_undo();
    ended.map_err(|e| UserError::disk("write the report to", shown_output(invocation), &e))?;
    Ok(run.verdict.exit())
}

fn shown_output(invocation: &Invocation) -> String {
    invocation.output.as_deref().map_or("standard output".into(), |path| seen_from(&invocation.cwd, path))
}

struct Run<'r> {
    invocation: &'r Invocation,
    catalogue: &'r [&'static dyn Codemod],
    pool: &'r ThreadPool,
    writer: Writer,
    verdict: Verdict,
    summary: Summary,
    troubles: Vec<Trouble>,
    /// Files that programs of this run changed, with their texts unless they are on the disk by now.
    changed: BTreeSet<PathBuf>,
    earlier: Earlier,
    /// Answers to give again, where nobody is asked.
    decisions: Option<Arc<Decisions>>,
    /// Findings outside of their program's folder that were reported, because another program may have them too.
    shared: BTreeSet<u64>,
    /// The baselines that are in force.
    baselines: Vec<Arc<Baseline>>,
}

impl<'r> Run<'r> {
    fn new(invocation: &'r Invocation, catalogue: &'r [&'static dyn Codemod], pool: &'r ThreadPool) -> Self {
        Self {
            invocation,
            catalogue,
            pool,
            writer: Writer::new(&invocation.cwd, invocation.allow_dirty),
            verdict: Verdict::default(),
            summary: Summary::default(),
            troubles: Vec::new(),
            changed: BTreeSet::new(),
            earlier: Earlier::new(),
            decisions: None,
            shared: BTreeSet::new(),
            baselines: Vec::new(),
        }
    }

    fn see(&self, path: &Path) -> String {
        seen_from(&self.invocation.cwd, path)
    }

    fn introduce(&self, targets: &[Target], foreign: &BTreeSet<PathBuf>) {
        if targets.is_empty() && foreign.is_empty() {
            let paths: Vec<_> = self.invocation.paths.iter().map(|it| it.typed.as_str()).collect();
            note::warning(&format!("no TypeScript or JavaScript program in {}", paths.join(", ")));
        }
        if self.invocation.verbosity < Verbosity::Verbose && !targets.is_empty() {
            return;
        }
        for target in targets {
            note::info(&format!("program {} ({} files)", self.see(&target.located.root), target.located.sources.len()));
        }
        for folder in foreign {
            note::info(&format!("left out {}: its Pulumi.yaml names another runtime than nodejs", self.see(folder)));
        }
    }

    /// A person watches when standard error is a terminal.
    fn watched(&self) -> bool {
        self.invocation.verbosity > Verbosity::Quiet && io::stderr().is_terminal()
    }

    fn trouble(&mut self, trouble: Trouble) {
        note::error(&format!("{}:{}: {}", self.see(&trouble.file), trouble.line, trouble.message));
        self.verdict.trouble = true;
        self.troubles.push(trouble);
    }

    fn go(&mut self, targets: &[Target], out: &mut Out) -> io::Result<()> {
        let invocation = self.invocation;
        if invocation.mode == Mode::Ask {
            return self.attended(targets, out);
        }
        let mut report = self.report(out, targets.len())?;
        self.unattended(targets, report.as_mut())?;
        report.end(&self.summary, &self.troubles)?;
        self.say_what_matched_nothing();
        Ok(())
    }

    /// Writes the baselines, or says which of their entries are of no use any more.
    fn end_baselines(&mut self, out: &mut Out) -> io::Result<()> {
        for baseline in &self.baselines {
            let name = baseline.shown();
            if !self.invocation.write_baseline {
                if self.invocation.verbosity > Verbosity::Quiet && baseline.stale() > 0 {
                    let (stale, verb) = match baseline.stale() {
                        1 => ("1 entry".to_string(), "matches"),
                        many => (format!("{many} entries"), "match"),
                    };
                    note::info(&format!(
                        "{stale} of {name} {verb} nothing any more: --write-baseline drops what is gone"
                    ));
                }
                continue;
            }
            match baseline.write() {
                Ok(Written { findings, added, dropped }) => {
                    let findings = count(findings, "finding", "findings");
                    writeln!(out, "{name} holds {findings}: {added} added, {dropped} dropped")?;
                }
                Err(error) => {
                    note::user_error(&error);
                    self.verdict.trouble = true;
                }
            }
        }
        Ok(())
    }

    fn say_what_matched_nothing(&self) {
        let Some(decisions) = &self.decisions else { return };
        for decision in decisions.unused() {
            note::warning(&format!("matched nothing: {}", decision.in_words()));
        }
    }

    fn report<'o>(&self, out: &'o mut Out, programs: usize) -> io::Result<Box<dyn Report + 'o>> {
        let it = self.invocation;
        let setting = Setting { cwd: it.cwd.clone(), mode: it.mode, limit: it.limit, show_secrets: it.show_secrets };
        let palette = Palette::new(coloured(it, it.output.is_none() && io::stdout().is_terminal()));
        Ok(match it.format {
            _ if it.write_baseline => Box::new(Nothing),
            Format::Text => Box::new(Text::new(out, setting, palette, it.verbosity, programs > 1)),
            Format::Json => Box::new(Json::new(out, setting)?),
            Format::Patch => Box::new(Patch::new(out, &it.paths, it.mode)),
        })
    }

    /// Works on several programs at once and reports them in order. At most twice as many as there are threads are
    /// under way or waiting for their turn, so that memory grows with the largest programs and not with their number.
    fn unattended(&mut self, targets: &[Target], report: &mut dyn Report) -> io::Result<()> {
        let (invocation, catalogue, pool) = (self.invocation, self.catalogue, self.pool);
        let decisions = self.decisions.clone();
        let decisions = decisions.as_deref();
        let window = 2 * invocation.jobs;
        let progress = Progress::start(targets.len(), self.watched());
        let (done, results) = channel();
        pool.in_place_scope(|scope| {
            let mut waiting = BTreeMap::new();
            let mut started = 0;
            for (at, target) in targets.iter().enumerate() {
                while started < targets.len().min(at + window) {
                    let (done, number, target) = (done.clone(), started, &targets[started]);
                    // Nobody may be left to take the result, when the report ended early.
                    scope.spawn(move |_| {
                        drop(done.send((number, work(invocation, catalogue, target, Earlier::new(), decisions))));
                    });
                    started += 1;
                }
                let result = loop {
                    if let Some(result) = waiting.remove(&at) {
                        break result;
                    }
                    match results.recv() {
                        Ok((number, result)) => drop(waiting.insert(number, result)),
                        Err(_) => return Err(io::Error::other("a worker thread ended early")),
                    }
                };
                progress.step();
                if !progress.aside(|| self.take(target, result, report))? {
                    return Ok(());
                }
            }
            Ok(())
        })?;
        self.close_journal();
        Ok(())
    }

    /// Ends the journal, and says where it is to those who want to know.
    fn close_journal(&mut self) {
        if let Err(error) = self.writer.complete() {
            self.verdict.trouble = true;
            note::user_error(&error);
        }
        if let (Some(folder), Verbosity::Verbose) = (self.writer.journal().folder(), self.invocation.verbosity) {
            note::info(&format!("the files as they were are in {}", folder.display()));
        }
    }

    /// Says how to take back what was written.
    fn tell_undo(&self) {
        if self.writer.journal().folder().is_some() && self.invocation.verbosity > Verbosity::Quiet {
            note::info("`iacfix undo` takes it back");
        }
    }

    /// Takes the result of one program; whether the run goes on.
    fn take(&mut self, target: &Target, result: Result<Looked, String>, report: &mut dyn Report) -> io::Result<bool> {
        let stale = |looked: &Looked| looked.read.iter().any(|path| self.changed.contains(path));
        let result = match result {
            Ok(looked) if stale(&looked) => {
                let earlier = self.earlier.clone();
                self.pool.install(|| work(self.invocation, self.catalogue, target, earlier, self.decisions.as_deref()))
            }
            other => other,
        };
        let Some(mut looked) = self.accept(target, result) else { return Ok(true) };
        match self.invocation.mode {
            Mode::Write => {
                if !self.write(&mut looked) {
                    return Ok(false);
                }
            }
            Mode::Preview => self.remember(&looked),
            Mode::Check | Mode::Ask => {}
        }
        self.count(&looked);
        report.program(&looked)?;
        report.troubles().into_iter().for_each(|it| self.trouble(it));
        // What nobody reads need not be found; what is to be written is written all the same.
        Ok(self.invocation.mode == Mode::Write || !report.is_closed())
    }

    /// What every result goes through: its errors are said, and what another program has reported is left out.
    fn accept(&mut self, target: &Target, result: Result<Looked, String>) -> Option<Looked> {
        let mut looked = match result {
            Ok(looked) => looked,
            Err(message) => {
                self.trouble(Trouble { file: target.located.root.clone(), line: 1, message });
                return None;
            }
        };
        let unreadable = looked.ended.errors.iter().map(|error| error.file.clone()).collect();
        for error in std::mem::take(&mut looked.ended.errors) {
            let same = |it: &Trouble| it.file == error.file && it.line == error.at.line;
            if !self.troubles.iter().any(same) {
                self.trouble(Trouble { file: error.file, line: error.at.line, message: error.message });
            }
        }
        let root = looked.root.clone();
        let news = |found: &Found| found.file.starts_with(&root) || self.shared.insert(fingerprint(found));
        looked.ended.left.retain(news);
        if let Some(baseline) = &target.settings.silence.baseline {
            baseline.take(&looked, &target.settings, self.catalogue, &unreadable);
        }
        Some(looked)
    }

    fn count(&mut self, looked: &Looked) {
        let fail_on = self.invocation.fail_on;
        self.verdict.found |= self.invocation.mode == Mode::Check
            && !self.invocation.write_baseline
            && looked.ended.left.iter().any(|it| fails(it, fail_on));
        self.summary.add(looked, self.invocation.limit);
    }

    /// Keeps what would be on the disk by now, for programs that share files with this one.
    fn remember(&mut self, looked: &Looked) {
        for (path, change) in &looked.ended.changes {
            self.changed.insert(path.clone());
            self.earlier.insert(path.clone(), Arc::clone(&change.after));
        }
        if self.invocation.mode == Mode::Preview
            && !self.invocation.allow_dirty
            && self.invocation.format == Format::Text
        {
            let dirty = git::uncommitted(looked.ended.changes.keys().map(PathBuf::as_path));
            if !dirty.is_empty() {
                let files: Vec<_> = dirty.iter().map(|it| self.see(it)).collect();
                note::warning(&format!(
                    "{} {} uncommitted changes: --yes would need --allow-dirty",
                    files.join(", "),
                    if files.len() == 1 { "has" } else { "have" }
                ));
            }
        }
    }

    /// Writes a program's files; whether the run goes on.
    fn write(&mut self, looked: &mut Looked) -> bool {
        match self.writer.write(&looked.root, &looked.ended.changes, looked.records()) {
            Ok(()) => {
                self.changed.extend(looked.ended.changes.keys().cloned());
                true
            }
            Err(error) => {
                note::user_error(&error);
                self.verdict.trouble = true;
                self.verdict.interrupted |= error.exit() == Exit::Interrupted;
                self.troubles.push(Trouble { file: looked.root.clone(), line: 1, message: error.to_string() });
                looked.nothing_written();
                !self.verdict.interrupted
            }
        }
    }
}

/// Whether a report on a terminal, or not on one, is coloured.
fn coloured(invocation: &Invocation, terminal: bool) -> bool {
    match invocation.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && wanted_by_environment(),
    }
}

/// What makes two findings of different programs the same.
fn fingerprint(found: &Found) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&found.file, found.start, found.meta.id, &found.finding.message).hash(&mut hasher);
    hasher.finish()
}
