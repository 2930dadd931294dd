//! What was typed means this. Invariant: an [`Invocation`] holds no contradiction and no unknown name, so nothing after
//! it asks again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iacfix_engine::codemod::run::Found;
use iacfix_engine::codemod::settings::{CodemodSettings, Comments, OptionValue, Settings};
use iacfix_engine::codemod::{Codemod, Date, Level, Meta, OptionKind, Preset, SUPPRESSION, Theme};

use crate::args::{Color, Format, LevelArg, PresetArg, RunArgs, SelectArgs};
use crate::config::{Config, Place, Rule, Said};
use crate::error::UserError;
use crate::nearest::nearest;
use crate::paths::absolute;
use crate::silence::{Silence, Silencing};

/// Who decides, and what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A person at a terminal.
    Ask,
    /// Nobody; the patches are shown.
    Preview,
    /// Nobody; the findings are shown.
    Check,
    /// Nobody; what is allowed is written.
    Write,
}

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// One line a thing.
    Quiet,
    /// As a person likes it.
    Normal,
    /// All that is known.
    Verbose,
}

/// A run, as the user means it.
#[derive(Debug)]
pub(crate) struct Invocation {
    /// Where the user stands.
    pub(crate) cwd: PathBuf,
    /// What was named, absolute; the folder where the user stands when nothing was.
    pub(crate) paths: Vec<Named>,
    /// Who decides.
    pub(crate) mode: Mode,
    /// The highest level that is applied; nothing above it is offered by a flag.
    pub(crate) limit: Level,
    /// The highest level that fails `--check`.
    pub(crate) fail_on: Level,
    /// Which codemods.
    pub(crate) selection: Arc<Selection>,
    /// The configuration, where one was named.
    pub(crate) config: Option<PathBuf>,
    /// How it reports.
    pub(crate) format: Format,
    /// Where to, if not to standard output.
    pub(crate) output: Option<PathBuf>,
    /// When to colour.
    pub(crate) color: Color,
    /// How much is said.
    pub(crate) verbosity: Verbosity,
    /// How many programs at once.
    pub(crate) jobs: usize,
    /// Where answers are kept, and given again from.
    pub(crate) decisions: Option<PathBuf>,
    /// Comments that are written for whatever stands, in place of fixes.
    pub(crate) silencing: Option<Silencing>,
    /// The baseline, where one was named.
    pub(crate) baseline: Option<PathBuf>,
    /// Whether the baseline is written, and nothing else.
    pub(crate) write_baseline: bool,
    /// Whether files with uncommitted changes may be written.
    pub(crate) allow_dirty: bool,
    /// Whether literal secrets are shown.
    pub(crate) show_secrets: bool,
}

/// A path that the user named.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// As typed.
    pub(crate) typed: String,
    /// Absolute.
    pub(crate) path: PathBuf,
}

/// Which codemods the command line asks for; wins over the configuration.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    preset: Option<Preset>,
    only: Option<BTreeSet<&'static str>>,
    skip: BTreeSet<&'static str>,
    choose: BTreeMap<&'static str, &'static str>,
}

impl Invocation {
    /// What `args` mean for a user who stands at `cwd`.
    ///
    /// # Errors
    /// Flags that contradict each other or do nothing; unknown names; no terminal and no mode.
    pub(crate) fn new(args: RunArgs, cwd: PathBuf, catalogue: &[&'static dyn Codemod]) -> Result<Self, UserError> {
        let mode = mode_of(&args)?;
        let silencing = Silencing::new(&args)?;
        let selection = Selection::new(&args.select, catalogue)?;
        let verbosity = match (args.quiet, args.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let typed = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths };
        let named = |path: PathBuf| Named { typed: path.display().to_string(), path: absolute(&cwd, &path) };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            paths: typed.into_iter().map(named).collect(),
            mode,
            limit: if args.review || matches!(mode, Mode::Ask | Mode::Check) { Level::Review } else { Level::Safe },
            fail_on: args.fail_on.map_or(Level::Review, level_of),
            selection: Arc::new(selection),
            config: args.select.config.map(|path| absolute(&cwd, &path)),
            format: args.format,
            output: args.output.filter(|path| path != Path::new("-")).map(|path| absolute(&cwd, &path)),
            color: args.color,
            verbosity,
            jobs: args.jobs.map_or(cores, usize::from).min(256),
            allow_dirty: args.allow_dirty,
            show_secrets: args.show_secrets,
            silencing,
            baseline: args.baseline.map(|path| absolute(&cwd, &path)),
            write_baseline: args.write_baseline,
            decisions: args.decisions.map(|path| absolute(&cwd, &path)),
            cwd,
        })
    }
}

/// The mode, with every flag that has a meaning only in some mode looked at.
fn mode_of(args: &RunArgs) -> Result<Mode, UserError> {
    let mode = match (args.dry_run, args.check || args.write_baseline, args.yes || args.add_suppressions) {
        (true, ..) => Mode::Preview,
        (_, true, _) => Mode::Check,
        (.., true) => Mode::Write,
        _ => Mode::Ask,
    };
    let wrong =
        |flag, problem: &str, hint: &str| Err(UserError::Flag { flag, problem: problem.into(), hint: hint.into() });
    if mode == Mode::Ask && !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(UserError::NoTerminal);
    }
    if args.review && !matches!(mode, Mode::Preview | Mode::Write) {
        return wrong(
            "--review",
            "says what --yes writes, and needs --yes or --dry-run",
            "--check lists every level anyway",
        );
    }
    if args.review && args.decisions.is_some() {
        return wrong("--review", "has no meaning with --decisions, which says what is written", "leave it out");
    }
    if args.fail_on.is_some() && mode != Mode::Check {
        return wrong("--fail-on", "says what fails --check, and needs it", "add --check");
    }
    if args.allow_dirty && mode == Mode::Check {
        return wrong("--allow-dirty", "has no meaning with --check, which writes nothing", "leave it out");
    }
    if args.show_secrets && (args.format != Format::Text || args.output.is_some()) {
        return wrong(
            "--show-secrets",
            "is for the diffs of a text report, and no file holds a secret",
            "leave it out",
        );
    }
    if args.show_secrets && mode == Mode::Check {
        return wrong("--show-secrets", "has no meaning with --check, which shows no diff", "leave it out");
    }
    if args.format != Format::Text && args.write_baseline {
        return wrong("--format", "has nothing to show with --write-baseline", "leave it out");
    }
    if args.format == Format::Patch && mode == Mode::Check {
        return wrong("--format patch", "has nothing to show with --check", "use --dry-run --format patch");
    }
    if args.format != Format::Text && mode == Mode::Ask {
        return wrong("--format", "is for runs that ask nobody", "add --dry-run, --check or --yes");
    }
    Ok(mode)
}

fn level_of(level: LevelArg) -> Level {
    match level {
        LevelArg::Safe => Level::Safe,
        LevelArg::Review => Level::Review,
        LevelArg::Advice => Level::Advice,
    }
}

impl Selection {
    /// Whether `--only` names some, and this one among them.
    pub(crate) fn names(&self, meta: &Meta) -> bool {
        self.only.as_ref().is_some_and(|only| only.contains(meta.id))
    }

    /// Whether `--only` names some.
    pub(crate) fn narrows(&self) -> bool {
        self.only.is_some()
    }

    /// Whether the command line lets a codemod run anywhere, whatever the configuration says.
    fn may_run(&self, meta: &Meta) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(meta.id)) && !self.skip.contains(meta.id)
    }

    /// What these flags ask for.
    ///
    /// # Errors
    /// Names that the catalogue does not know.
    pub(crate) fn new(args: &SelectArgs, catalogue: &[&'static dyn Codemod]) -> Result<Self, UserError> {
        let metas: Vec<_> = catalogue.iter().map(|it| it.meta()).collect();
        let preset = args.preset.map(|preset| match preset {
            PresetArg::Faults => Preset::Faults,
            PresetArg::Recommended => Preset::Recommended,
            PresetArg::All => Preset::All,
        });
        let only = if args.only.is_empty() { None } else { Some(named("--only", &args.only, &metas)?) };
        let choose = args.choose.iter().map(|it| alternative(it, &metas)).collect::<Result<_, _>>()?;
        Ok(Self { preset, only, skip: named("--skip", &args.skip, &metas)?, choose })
    }
}

/// The ids that `names` (ids and themes) stand for. A theme stands for what presets can run; what runs only by name has
/// to be named.
fn named(flag: &str, names: &[String], metas: &[&'static Meta]) -> Result<BTreeSet<&'static str>, UserError> {
    let mut ids = BTreeSet::new();
    for name in names.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        if let Some(meta) = metas.iter().copied().chain([&SUPPRESSION]).find(|it| it.id == name) {
            ids.insert(meta.id);
        } else if let Some(theme) = Theme::named(name) {
            let of_theme = metas.iter().filter(|it| it.theme == theme);
            ids.extend(of_theme.filter(|it| flag == "--skip" || it.preset != Preset::ByName).map(|it| it.id));
        } else {
            let known = metas.iter().map(|it| it.id).chain(Theme::ALL.iter().map(|it| it.name()));
            return Err(unknown(flag, "codemod or theme", name, nearest(name, known)));
        }
    }
    Ok(ids)
}

fn alternative(typed: &str, metas: &[&'static Meta]) -> Result<(&'static str, &'static str), UserError> {
    let Some((id, name)) = typed.split_once('=').map(|(id, name)| (id.trim(), name.trim())) else {
        return Err(UserError::Flag {
            flag: "--choose",
            problem: format!("takes ID=ALTERNATIVE, not `{typed}`"),
            hint: "`iacfix explain ID` lists the alternatives of a codemod".into(),
        });
    };
    let Some(meta) = metas.iter().find(|it| it.id == id) else {
        return Err(unknown("--choose", "codemod", id, nearest(id, metas.iter().map(|it| it.id))));
    };
    let names = meta.alternatives.iter().map(|it| it.name);
    match names.clone().find(|it| *it == name) {
        Some(name) => Ok((meta.id, name)),
        None => Err(UserError::UnknownName {
            place: "--choose".into(),
            kind: "alternative",
            name: name.into(),
            nearest: nearest(name, names.clone()).map(String::from),
            list: match names.collect::<Vec<_>>().join(", ") {
                none if none.is_empty() => format!("{} has one way to repair only", meta.id),
                some => format!("{} has {some}", meta.id),
            },
        }),
    }
}

fn unknown(flag: &str, kind: &'static str, name: &str, nearest: Option<&str>) -> UserError {
    UserError::UnknownName {
        place: flag.into(),
        kind,
        name: name.into(),
        nearest: nearest.map(String::from),
        list: "`iacfix codemods` lists them all".into(),
    }
}

/// Settings of one program: the configuration that is nearest to it, and the command line over it.
#[derive(Debug)]
pub(crate) struct ProgramSettings {
    /// What the command line asks for.
    pub(crate) selection: Arc<Selection>,
    /// What the configuration says.
    pub(crate) config: Arc<Config>,
    /// What was named: the rest of the program is read for what it means, and nobody asked what is wrong there.
    pub(crate) named: Arc<[PathBuf]>,
    /// What is silent for reasons outside of the program.
    pub(crate) silence: Silence,
}

/// What makes a value hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody said anything.
    Default,
    /// A line of the configuration.
    File(Place),
    /// A line of an override of the configuration, and the number of that.
    Override(Place, usize),
    /// A flag of the command line.
    Flag(&'static str),
}

/// A value that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held<T> {
    /// The value.
    pub(crate) value: T,
    /// What makes it hold.
    pub(crate) origin: Origin,
}

/// Why a codemod runs or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// `--only` or `--skip` says so.
    Flag(&'static str),
    /// The file lies outside of the paths that were named.
    NotNamed,
    /// This key of the configuration leaves out the file.
    LeftOut(&'static str, Place),
    /// `enabled` of the codemod says so.
    Rule(Origin),
    /// This preset holds it, or does not.
    Preset(Preset, Origin),
}

/// What is in force for one codemod.
#[derive(Debug)]
pub(crate) struct InForce {
    /// Whether it runs.
    pub(crate) enabled: bool,
    /// Why.
    pub(crate) reason: Reason,
    /// The level of its fixes; none where they keep their own.
    pub(crate) level: Held<Option<Level>>,
    /// The alternative to prefer; none where it is the first that can be written.
    pub(crate) choose: Held<Option<&'static str>>,
    /// Its options, every declared one present.
    pub(crate) options: BTreeMap<&'static str, Held<OptionValue>>,
}

impl<T> Held<T> {
    fn default(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }
}

impl Settings for ProgramSettings {
    fn of(&self, meta: &'static Meta, file: &Path) -> CodemodSettings {
        // What is said of comments goes with whatever runs.
        if !self.selection.may_run(meta) && meta.id != SUPPRESSION.id {
            return CodemodSettings { enabled: false, ..CodemodSettings::defaults(meta) };
        }
        let it = self.in_force(meta, Some(file));
        CodemodSettings {
            enabled: it.enabled,
            level: it.level.value,
            choose: it.choose.value.map(String::from),
            options: it.options.into_iter().map(|(name, held)| (name, held.value)).collect(),
        }
    }

    fn is_enabled(&self, meta: &'static Meta, file: &Path) -> bool {
        self.enabled(meta, Some(file)).0
    }

    fn catalogue(&self) -> Option<&[&'static str]> {
        Some(&self.silence.ids)
    }

    fn nearest_id(&self, id: &str) -> Option<&'static str> {
        nearest(id, self.silence.ids.iter().copied())
    }

    fn today(&self) -> Option<Date> {
        self.silence.today
    }

    fn comments(&self, file: &Path) -> Comments {
        match self.enabled(&SUPPRESSION, Some(file)) {
            (true, _) => Comments::All,
            (false, Reason::Flag("--only")) if self.wanted(&SUPPRESSION, Some(file)).0 => Comments::OfWhatRan,
            (false, _) => Comments::None,
        }
    }

    fn silenced(&self, findings: &[Found]) -> Vec<(usize, String)> {
        self.silence.baseline.as_ref().map_or_else(Vec::new, |it| it.silenced(findings))
    }
}

impl ProgramSettings {
    /// Whether a run with these settings finds whatever `meta` finds in `file`.
    pub(crate) fn looks_at(&self, meta: &'static Meta, file: &Path) -> bool {
        self.enabled(meta, Some(file)).0
    }
}

impl ProgramSettings {
    /// What is in force for a codemod in `file`, or in the program where what holds for some files only is left out.
    pub(crate) fn in_force(&self, meta: &'static Meta, file: Option<&Path>) -> InForce {
        let (enabled, reason) = self.enabled(meta, file);
        let (mut level, mut choose) = (Held::default(None), Held::default(None));
        let options = meta.options.iter().map(|it| (it.name, Held::default(OptionValue::default_of(&it.kind))));
        let mut options: BTreeMap<_, _> = options.collect();
        self.hand_tags(meta, &mut options);
        for (number, rule) in self.rules_of(meta, file) {
            if let Some(said) = &rule.level {
                level = Held { value: Some(said.value), origin: Origin::said(said, number) };
            }
            if let Some(said) = &rule.choose {
                choose = Held { value: Some(said.value), origin: Origin::said(said, number) };
            }
            let said = rule.options.iter();
            options.extend(
                said.map(|(name, it)| (*name, Held { value: it.value.clone(), origin: Origin::said(it, number) })),
            );
        }
        if let Some(name) = self.selection.choose.get(meta.id) {
            choose = Held { value: Some(*name), origin: Origin::Flag("--choose") };
        }
        InForce { enabled, reason, level, choose, options }
    }

    /// Whether a codemod runs in `file`, or in the program, and why.
    fn enabled(&self, meta: &'static Meta, file: Option<&Path>) -> (bool, Reason) {
        if self.selection.skip.contains(meta.id) {
            return (false, Reason::Flag("--skip"));
        }
        if self.selection.only.as_ref().is_some_and(|only| !only.contains(meta.id)) {
            return (false, Reason::Flag("--only"));
        }
        if file.is_some_and(|file| !self.named.iter().any(|it| is_under(file, it))) {
            return (false, Reason::NotNamed);
        }
        if let Some((key, place)) = file.and_then(|file| self.config.left_out(file)) {
            return (false, Reason::LeftOut(key, place));
        }
        // Named, it runs whatever the presets and rules say.
        if self.selection.only.is_some() {
            return (true, Reason::Flag("--only"));
        }
        self.wanted(meta, file)
    }

    /// Whether a codemod runs where `--only` and `--skip` say nothing of it.
    pub(crate) fn wanted(&self, meta: &'static Meta, file: Option<&Path>) -> (bool, Reason) {
        let ruled = self.rules_of(meta, file).filter_map(|(number, it)| Some((it.enabled.as_ref()?, number))).last();
        match ruled {
            Some((said, number)) => (said.value, Reason::Rule(Origin::said(said, number))),
            None => {
                let preset = self.preset(file);
                (meta.preset <= preset.value, Reason::Preset(preset.value, preset.origin))
            }
        }
    }

    /// The preset in `file`, or in the program.
    pub(crate) fn preset(&self, file: Option<&Path>) -> Held<Preset> {
        if let Some(value) = self.selection.preset {
            return Held { value, origin: Origin::Flag("--preset") };
        }
        let of_file = self.config.overrides_of(file).rev().find_map(|(n, it)| Some((it.preset.as_ref()?, Some(n))));
        match of_file.or(self.config.preset.as_ref().map(|it| (it, None))) {
            Some((said, number)) => Held { value: said.value, origin: Origin::said(said, number) },
            None => Held::default(Preset::Recommended),
        }
    }

    /// What the configuration says of a codemod, later ones over earlier ones, with the numbers of overrides.
    fn rules_of<'s>(
        &'s self,
        meta: &'static Meta,
        file: Option<&'s Path>,
    ) -> impl Iterator<Item = (Option<usize>, &'s Rule)> {
        let of_file = self.config.overrides_of(file);
        let of_file = of_file.filter_map(|(number, it)| Some((Some(number), it.rules.get(meta.id)?)));
        self.config.rules.get(meta.id).map(|it| (None, it)).into_iter().chain(of_file)
    }

    /// `[tags]` reaches every codemod that declares a list called `tags`, as `Key=Value`.
    fn hand_tags(&self, meta: &Meta, options: &mut BTreeMap<&'static str, Held<OptionValue>>) {
        if let Some(option) = meta.options.iter().find(|it| takes_tags(it.name, &it.kind))
            && let Some(last) = self.config.tags.values().max_by_key(|it| (it.place.file, it.place.line))
        {
            let pairs = self.config.tags.iter().map(|(key, said)| format!("{key}={}", said.value)).collect();
            options.insert(option.name, Held { value: OptionValue::List(pairs), origin: Origin::File(last.place) });
        }
    }
}

impl Origin {
    fn said<T>(said: &Said<T>, number: Option<usize>) -> Self {
        number.map_or(Self::File(said.place), |number| Self::Override(said.place, number))
    }
}

/// Whether `file` is `named` or lies below it: nearly always its text shows that, and need not be taken apart.
fn is_under(file: &Path, named: &Path) -> bool {
    let rest = file.as_os_str().as_encoded_bytes().strip_prefix(named.as_os_str().as_encoded_bytes());
    let below = |rest: &[u8]| rest.first().is_some_and(|next| std::path::is_separator(char::from(*next)));
    rest.is_some_and(below) || file.starts_with(named)
}

/// Whether an option is where `[tags]` of the configuration goes.
pub(crate) fn takes_tags(name: &str, kind: &OptionKind) -> bool {
    name == "tags" && matches!(kind, OptionKind::Strings { .. })
}
