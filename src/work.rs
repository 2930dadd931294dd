//! One program, from its place on the disk to a session over it. Invariant: what is left out (generated files, files that
//! nobody named, files that the configuration excludes) is decided here and nowhere else.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iacfix_engine::codemod::Codemod;
use iacfix_engine::codemod::run::Session;
use iacfix_engine::model::ProgramSpec;

use crate::args::Format;
use crate::config::{Config, Configurations};
use crate::decisions::Decisions;
use crate::disk::{Disk, Earlier};
use crate::error::UserError;
use crate::folders::Folders;
use crate::look::{Looked, decided, look, silenced};
use crate::note;
use crate::paths::seen_from;
use crate::programs::{Located, machine_made};
use crate::settings::{Invocation, Mode, ProgramSettings, Verbosity, takes_tags};
use crate::silence::Baselines;

/// A program with all that is needed to look at it.
pub(crate) struct Target {
    /// Where it is.
    pub(crate) located: Located,
    /// What is in force for it.
    pub(crate) settings: ProgramSettings,
    /// What the folders around it hold.
    pub(crate) folders: Arc<Folders>,
}

/// Gives each program the settings of the configuration that is nearest to it. All of them are read before anything is
/// looked at: a mistake in one stops the run.
///
/// # Errors
/// A configuration that can't be read or says what can't be.
pub(crate) fn targets(
    invocation: &Invocation,
    programs: Vec<Located>,
    catalogue: &[&'static dyn Codemod],
    folders: &Arc<Folders>,
    baselines: &mut Baselines,
) -> Result<Vec<Target>, UserError> {
    let named = invocation.config.as_deref();
    let mut configurations = Configurations::new(&invocation.cwd, named, catalogue, folders)?;
    let paths: Arc<[PathBuf]> = invocation.paths.iter().map(|it| it.path.clone()).collect();
    let mut targets = Vec::new();
    for located in programs {
        let config = configurations.of(&located.root)?;
        let selection = Arc::clone(&invocation.selection);
        let silence = baselines.of(&config)?;
        let settings = ProgramSettings { selection, config, named: Arc::clone(&paths), silence };
        targets.push(Target { located, settings, folders: Arc::clone(folders) });
    }
    configurations.all().for_each(|config| warn_of_unused_tags(config, catalogue));
    Ok(targets)
}

fn warn_of_unused_tags(config: &Config, catalogue: &[&'static dyn Codemod]) {
    let takes = |it: &&dyn Codemod| it.meta().options.iter().any(|option| takes_tags(option.name, &option.kind));
    if !config.tags.is_empty() && !catalogue.iter().any(|it| takes(&(*it as &dyn Codemod))) {
        note::warning("[tags] of the configuration is read, but no codemod of this version uses it");
    }
}

/// Looks at one program without a person.
pub(crate) fn work(
    invocation: &Invocation,
    catalogue: &[&'static dyn Codemod],
    target: &Target,
    earlier: Earlier,
    decisions: Option<&Decisions>,
) -> Result<Looked, String> {
    let limit = (invocation.mode != Mode::Check).then_some(invocation.limit);
    let name = seen_from(&invocation.cwd, &target.located.root);
    guarded(|| {
        with_session(invocation, catalogue, target, earlier, |session| match (decisions, &invocation.silencing) {
            (_, Some(silencing)) => silenced(session, silencing),
            (Some(decisions), None) => decided(session, decisions, &name),
            (None, None) => look(session, limit),
        })
    })
}

thread_local! {
    /// Whether somebody on this thread tells the user of a panic.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where the last guarded panic was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Leaves it to [`guarded`] to tell of a panic, unless somebody asks for a backtrace.
pub(crate) fn quiet_panics() {
    let usual = std::panic::take_hook();
    let wants_all = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    std::panic::set_hook(Box::new(move |info| {
        if IS_GUARDED.get() && !wants_all {
            PLACE.set(info.location().map(|at| format!("{}:{}", at.file(), at.line())));
        } else {
            usual(info);
        }
    }));
}

/// Runs `work`; a panic, which is a defect of ours, costs its program and not the run.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let place = PLACE.take().map_or(String::new(), |place| format!(" ({place})"));
        let text = text.unwrap_or("unknown");
        format!("a defect of iacfix stopped the look at this program (please report it): {text}{place}")
    });
    IS_GUARDED.set(before);
    done
}

/// Opens a session over one program. What tools made is left out first.
pub(crate) fn with_session<T>(
    invocation: &Invocation,
    catalogue: &[&'static dyn Codemod],
    target: &Target,
    earlier: Earlier,
    with: impl FnOnce(Session<'_>) -> T,
) -> T {
    let disk = Disk::after(earlier, Arc::clone(&target.folders));
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
    // Only JSON shows the edits of what is merely found.
    let open = match (invocation.mode, invocation.format) {
        (Mode::Check, Format::Text) => Session::sketch,
        _ => Session::new,
    };
    with(open(spec, &disk, catalogue.to_vec(), &target.settings))
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
