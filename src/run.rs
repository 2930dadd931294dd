//! A run over programs. Invariant: programs are worked on at once and reported one by one in the order of their folders;
//! a program whose files an earlier one changed is looked at again with those changes, so that the result is the one of
//! working on them one after the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use iacfix_engine::codemod::Codemod;
use iacfix_engine::codemod::run::{Found, Session};
use iacfix_engine::model::ProgramSpec;
use rayon::ThreadPool;

use crate::args::{Color, Format};
use crate::config::{self, Config};
use crate::converse::{Conversation, Stop};
use crate::disk::{Disk, Earlier};
use crate::error::UserError;
use crate::exit::{Exit, Verdict};
use crate::look::{Looked, look};
use crate::palette::{Palette, wanted_by_environment};
use crate::paths::seen_from;
use crate::programs::{self, Located, machine_made};
use crate::progress::Progress;
use crate::report::json::Json;
use crate::report::patch::Patch;
use crate::report::text::{Text, Words, fails};
use crate::report::{Out, Report, Setting, Summary, Trouble};
use crate::settings::{Invocation, Mode, ProgramSettings, Verbosity, takes_tags};
use crate::write::Writer;
use crate::{git, note};

/// The parser and every visitor recurse, and how deep depends on the program: threads get stacks that a file of the
/// largest nesting that is read fits into. Pages that are never touched cost nothing.
const STACK: usize = 256 << 20;

/// A program with all that is needed to look at it.
struct Target {
    located: Located,
    settings: ProgramSettings,
}

/// Does what the command line says.
///
/// # Errors
/// Whatever stops all of it; what stops one program only is said, and the rest goes on.
pub(crate) fn run(invocation: &Invocation, catalogue: &[&'static dyn Codemod]) -> Result<Exit, UserError> {
    let found = programs::find(&invocation.paths)?;
    let targets = targets(invocation, found.programs, catalogue)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(invocation.jobs).stack_size(STACK).build();
    let pool = pool.map_err(|e| UserError::Disk {
        verb: "start",
        path: "the threads of the run".into(),
        reason: e.to_string(),
        hint: Some("try --jobs 1".into()),
    })?;
    let mut out = Out::open(invocation.output.as_deref())?;
    let mut run = Run::new(invocation, catalogue, &pool);
    run.introduce(&targets, &found.foreign);
    for (path, reason) in found.unreadable {
        run.trouble(Trouble { file: path, line: 1, message: format!("can't be read: {reason}") });
    }
    let done = run.go(&targets, &mut out);
    let ended = done.and_then(|()| out.finish());
    ended.map_err(|e| UserError::disk("write the report to", shown_output(invocation), &e))?;
    Ok(run.verdict.exit())
}

fn shown_output(invocation: &Invocation) -> String {
    invocation.output.as_deref().map_or("standard output".into(), |path| seen_from(&invocation.cwd, path))
}

/// Gives each program the settings of the configuration that is nearest to it. All of them are read before anything is
/// looked at: a mistake in one stops the run.
fn targets(
    invocation: &Invocation,
    programs: Vec<Located>,
    catalogue: &[&'static dyn Codemod],
) -> Result<Vec<Target>, UserError> {
    let mut read: HashMap<PathBuf, Arc<Config>> = HashMap::new();
    let mut load = |file: &Path| match read.get(file) {
        Some(config) => Ok(Arc::clone(config)),
        None => {
            let config = Arc::new(config::read(file, &seen_from(&invocation.cwd, file), catalogue)?);
            read.insert(file.to_path_buf(), Arc::clone(&config));
            warn_of_unused_tags(&config, catalogue);
            Ok(config)
        }
    };
    // A configuration that was named is read even when there is no program.
    let named = invocation.config.as_deref().map(&mut load).transpose()?;
    let paths: Arc<[PathBuf]> = invocation.paths.iter().map(|it| it.path.clone()).collect();
    let mut targets = Vec::new();
    for located in programs {
        let config = match (&named, config::nearest(&located.root)) {
            (Some(config), _) => Arc::clone(config),
            (None, Some(file)) => load(&file)?,
            (None, None) => Arc::default(),
        };
        let selection = Arc::clone(&invocation.selection);
        let settings = ProgramSettings { selection, config, named: Arc::clone(&paths) };
        targets.push(Target { located, settings });
    }
    Ok(targets)
}

fn warn_of_unused_tags(config: &Config, catalogue: &[&'static dyn Codemod]) {
    let takes = |it: &&dyn Codemod| it.meta().options.iter().any(|option| takes_tags(option.name, &option.kind));
    if !config.tags.is_empty() && !catalogue.iter().any(|it| takes(&(*it as &dyn Codemod))) {
        note::warning("[tags] of the configuration is read, but no codemod of this version uses it");
    }
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
    /// Findings outside of their program's folder that were reported, because another program may have them too.
    shared: BTreeSet<u64>,
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
            shared: BTreeSet::new(),
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
            return self.converse(targets, out);
        }
        let mut report = self.report(out, targets.len())?;
        self.unattended(targets, report.as_mut())?;
        report.end(&self.summary, &self.troubles)
    }

    fn report<'o>(&self, out: &'o mut Out, programs: usize) -> io::Result<Box<dyn Report + 'o>> {
        let it = self.invocation;
        let setting = Setting { cwd: it.cwd.clone(), mode: it.mode, limit: it.limit };
        let palette = Palette::new(coloured(it, it.output.is_none() && io::stdout().is_terminal()));
        Ok(match it.format {
            Format::Text => Box::new(Text::new(out, setting, palette, it.verbosity, programs > 1)),
            Format::Json => Box::new(Json::new(out, setting)?),
            Format::Patch => Box::new(Patch::new(out, &it.paths)),
        })
    }

    /// Works on several programs at once and reports them in order. At most twice as many as there are threads are
    /// under way or waiting for their turn, so that memory grows with the largest programs and not with their number.
    fn unattended(&mut self, targets: &[Target], report: &mut dyn Report) -> io::Result<()> {
        let (invocation, catalogue, pool) = (self.invocation, self.catalogue, self.pool);
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
                    scope
                        .spawn(move |_| drop(done.send((number, work(invocation, catalogue, target, Earlier::new())))));
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
        if let (Some(folder), Verbosity::Verbose) = (self.writer.journal(), self.invocation.verbosity) {
            note::info(&format!("the files as they were are in {}", folder.display()));
        }
    }

    /// Takes the result of one program; whether the run goes on.
    fn take(&mut self, target: &Target, result: Result<Looked, String>, report: &mut dyn Report) -> io::Result<bool> {
        let stale = |looked: &Looked| looked.read.iter().any(|path| self.changed.contains(path));
        let result = match result {
            Ok(looked) if stale(&looked) => {
                let earlier = self.earlier.clone();
                self.pool.install(|| work(self.invocation, self.catalogue, target, earlier))
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
        for error in std::mem::take(&mut looked.ended.errors) {
            let same = |it: &Trouble| it.file == error.file && it.line == error.at.line;
            if !self.troubles.iter().any(same) {
                self.trouble(Trouble { file: error.file, line: error.at.line, message: error.message });
            }
        }
        let root = looked.root.clone();
        let news = |found: &Found| found.file.starts_with(&root) || self.shared.insert(fingerprint(found));
        looked.ended.left.retain(news);
        Some(looked)
    }

    fn count(&mut self, looked: &Looked) {
        let fail_on = self.invocation.fail_on;
        self.verdict.found |=
            self.invocation.mode == Mode::Check && looked.ended.left.iter().any(|it| fails(it, fail_on));
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

    /// Goes through the programs with a person, asks once more, writes.
    fn converse(&mut self, targets: &[Target], out: &mut Out) -> io::Result<()> {
        let it = self.invocation;
        let words = Words { cwd: it.cwd.clone(), palette: Palette::new(coloured(it, io::stderr().is_terminal())) };
        let conversation = Conversation::new(words);
        crate::terminal::save();
        let mut accepted = Vec::new();
        match self.answers(targets, conversation, &mut accepted) {
            Ok(true) => {}
            Ok(false) => {
                note::info("nothing was written");
                return Ok(());
            }
            Err(error) => {
                note::user_error(&error);
                self.verdict.interrupted = true;
                return Ok(());
            }
        }
        for looked in &mut accepted {
            if !self.write(looked) {
                break;
            }
        }
        self.close_journal();
        let mut report = self.report(out, targets.len())?;
        for looked in &accepted {
            self.count(looked);
            report.program(looked)?;
        }
        report.end(&self.summary, &self.troubles)
    }

    /// Asks about every program and then about all files; whether they are to be written.
    fn answers(
        &mut self,
        targets: &[Target],
        mut conversation: Conversation,
        accepted: &mut Vec<Looked>,
    ) -> Result<bool, UserError> {
        for target in targets {
            if targets.len() > 1 {
                conversation.say(&format!("program {}\n\n", self.see(&target.located.root)))?;
            }
            let (invocation, catalogue, earlier) = (self.invocation, self.catalogue, self.earlier.clone());
            let progress = Progress::start(1, self.watched());
            let asked = self.pool.install(|| {
                guarded(|| {
                    with_session(invocation, catalogue, target, earlier, |session| {
                        drop(progress);
                        conversation.program(session)
                    })
                })
            });
            let result = match asked {
                Ok(looked) => Ok(looked?),
                Err(defect) => Err(defect),
            };
            if let Some(looked) = self.accept(target, result) {
                self.remember(&looked);
                accepted.push(looked);
            }
            if conversation.stopped().is_some() {
                break;
            }
        }
        if conversation.stopped() == Some(Stop::Drop) {
            return Ok(false);
        }
        let files = self.fixes_by_file(accepted);
        Ok(files.is_empty() || conversation.confirm(&files)?)
    }

    fn fixes_by_file(&self, accepted: &[Looked]) -> Vec<(String, usize)> {
        let mut files: BTreeMap<&Path, usize> = BTreeMap::new();
        for looked in accepted {
            for path in looked.ended.changes.keys() {
                let fixes = looked.applied().filter(|it| it.alone.contains_key(path)).count();
                *files.entry(path).or_default() += fixes;
            }
        }
        files.into_iter().map(|(path, fixes)| (self.see(path), fixes)).collect()
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

/// Looks at one program without a person.
fn work(
    invocation: &Invocation,
    catalogue: &[&'static dyn Codemod],
    target: &Target,
    earlier: Earlier,
) -> Result<Looked, String> {
    let limit = (invocation.mode != Mode::Check).then_some(invocation.limit);
    guarded(|| with_session(invocation, catalogue, target, earlier, |session| look(session, limit)))
}

/// Runs `work`; a panic, which is a defect of ours, costs its program and not the run.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        format!("a defect of iacfix stopped the look at this program (please report it): {}", text.unwrap_or("unknown"))
    })
}

/// Opens a session over one program. What tools made is left out first.
fn with_session<T>(
    invocation: &Invocation,
    catalogue: &[&'static dyn Codemod],
    target: &Target,
    earlier: Earlier,
    with: impl FnOnce(Session<'_>) -> T,
) -> T {
    let disk = Disk::after(earlier);
    let mut sources = target.located.sources.clone();
    sources.retain(|path| {
        let made = disk.bytes(path).ok().and_then(|bytes| machine_made(&bytes));
        let named = invocation.paths.iter().any(|it| it.path == *path);
        if let Some(how) = made.filter(|_| named || invocation.verbosity == Verbosity::Verbose) {
            note::info(&format!("left out {}: it is {how}", seen_from(&invocation.cwd, path)));
        }
        made.is_none()
    });
    let writable = writable(invocation, &target.settings.config, &target.located.root, &sources);
    let spec = ProgramSpec { root: target.located.root.clone(), sources, writable };
    with(Session::new(spec, &disk, catalogue.to_vec(), &target.settings))
}

/// What may be written: what was named, without what the configuration leaves out.
fn writable(invocation: &Invocation, config: &Config, root: &Path, sources: &[PathBuf]) -> Vec<PathBuf> {
    let named: Vec<PathBuf> = invocation.paths.iter().map(|it| it.path.clone()).collect();
    if !config.narrows() {
        return named;
    }
    let under = |path: &Path| named.iter().any(|it| path.starts_with(it));
    let beside = ["package.json", "Pulumi.yaml", "tsconfig.json"].map(|name| root.join(name));
    let covered = sources.iter().filter(|it| config.covers(it)).cloned().chain(beside);
    covered.filter(|it| under(it)).collect()
}
