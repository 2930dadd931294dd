//! What was typed. Invariant: nothing here has a meaning yet; `settings` gives it one.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

const ABOUT: &str = "Finds documented faults in TypeScript infrastructure programs and rewrites the source";

const LONG_ABOUT: &str = "\
Finds documented faults in TypeScript (and JavaScript) programs for Pulumi and rewrites the source.

Without a mode it is a conversation: it shows each patch, asks, and writes once you agree. The three modes ask nobody: \
--dry-run shows what would be written, --check lists what is found, --yes writes.";

const EXAMPLES: &str = "\
Examples:
  iacfix                             look at this folder, show each patch, ask, write
  iacfix infra/network.ts            the same, but write nothing outside this file
  iacfix --dry-run                   show what --yes would write, and what it would withhold
  iacfix --dry-run --review          the same with the fixes that a person should read first
  iacfix --yes                       write the safe fixes without asking
  iacfix --check --fail-on safe      for a pipeline: fail when a safe fix is waiting
  iacfix --only ec2-imdsv2,network   one codemod and one theme
  iacfix --choose cloudtrail-data-resource-arn=all
  iacfix --dry-run --format patch | git apply
  iacfix --decisions answers.toml    a review whose answers are kept in a file of yours
  iacfix --yes --decisions answers.toml ../other   the same answers for another program, without asking
  iacfix --add-suppressions --reason 'before the audit' --until 2027-01-31
                                     silence whatever stands today, by comments
  iacfix --write-baseline --baseline iacfix.baseline.json
                                     the same in a file, for `iacfix --check --baseline ...`
  iacfix undo                        take back what the last run here wrote
  iacfix explain ec2-imdsv2          what a codemod does, why, and its options
  iacfix config infra/network.ts     what is in force there, and where each value comes from
  iacfix ./codemods                  the folder of that name, where `codemods` would be the command

Exit codes:
  0  done, or nothing to do
  1  --check found something
  2  usage or configuration error, or some file could not be read, parsed, written or restored
  130  interrupted; nothing was written";

const CONFIG_EXAMPLES: &str = "\
For a folder, what holds for the programs in it, and the overrides that some of their files have. For a file, what holds \
in that file. Flags are those of a run, and what they change is shown as theirs.

Examples:
  iacfix config
  iacfix config infra/sandbox/index.ts
  iacfix config --only ec2-imdsv2    every option of one codemod
  iacfix config --format json | jq '.configurations[0].preset'
  iacfix config --schema > iacfix.schema.json";

const UNDO_EXAMPLES: &str = "\
Examples:
  iacfix undo                 show what the last run here wrote, ask, restore the files
  iacfix undo --dry-run       show the diff; write nothing
  iacfix undo --yes           restore without asking
  iacfix undo 3f2a            the run whose id starts so: `iacfix runs` lists them

All files of a run are restored, or none is. A file that changed since the run is shown and refuses all of them, unless \
you add --force. An undo is a run too: `iacfix undo` with its id brings back what it took.";

const RUNS_EXAMPLES: &str = "\
Examples:
  iacfix runs                 all runs that wrote: id, time, state, what
  iacfix runs 3f2a            the files and fixes of one
  iacfix runs --format json | jq -r '.runs[] | select(.state == \"interrupted\").id'
  iacfix runs --prune         remove those that are older than they are kept
  iacfix runs --forget 3f2a   leave the files of that run as they are, for good: it can't be taken back any more

States:
  complete      it ended in order, and what it wrote stands
  interrupted   it was killed while it wrote, and each of its files is wholly old or wholly new: `iacfix undo` with
                its id restores them all, `iacfix runs --forget` keeps them as they are
  running       it still goes on
  undone        what it wrote was taken back

A run is kept for 30 days, or as many as [journal] keep-days of iacfix.toml says; IACFIX_JOURNAL_DAYS wins over both. \
Older ones go when a run writes. An interrupted run stays until it is undone or forgotten. Journals are in the state folder of the \
user (~/.local/state/iacfix), or in IACFIX_STATE_DIR.";

/// The command line as typed.
#[derive(Debug, Parser)]
#[command(
    name = "iacfix",
    version,
    about = ABOUT,
    long_about = LONG_ABOUT,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    override_usage = "iacfix [OPTIONS] [PATHS]...\n       iacfix <COMMAND>",
    max_term_width = 110
)]
pub(crate) struct Args {
    /// What to do instead of a run.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// A run.
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

/// What is not a run over programs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the codemods: id, levels, preset, what each does
    #[command(after_help = "Examples:\n  iacfix codemods\n  iacfix codemods --format json | jq -r '.[].id'")]
    Codemods {
        /// How to print the list
        #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
        format: ListFormat,
    },
    /// Explain a codemod: what it finds and why, before and after, its options
    #[command(after_help = "Examples:\n  iacfix explain kms-key-rotation")]
    Explain {
        /// Id of the codemod
        id: String,
    },
    /// Take back what a run wrote: the last one here, or the one that is named
    #[command(after_help = UNDO_EXAMPLES)]
    Undo(UndoArgs),
    /// List the runs that wrote, newest first, or show one
    #[command(after_help = RUNS_EXAMPLES)]
    Runs(RunsArgs),
    /// Write a commented iacfix.toml into this folder
    #[command(
        after_help = "The file lists every codemod with its options and their defaults, all commented out, so that \
                            it changes nothing until you edit it. A file that is there is never overwritten."
    )]
    Init,
    /// Show the configuration that is in force, and where each value comes from
    #[command(after_help = CONFIG_EXAMPLES)]
    Config(ConfigArgs),
    /// Print completions for a shell
    #[command(
        after_help = "Examples:\n  iacfix completions bash > ~/.local/share/bash-completion/completions/iacfix\n  \
                            iacfix completions fish > ~/.config/fish/completions/iacfix.fish"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Whose configuration is shown, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    /// A folder or one file [default: this folder]
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,

    /// Which codemods, and how.
    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ListFormat,

    /// Print the JSON schema of iacfix.toml instead, for editors
    #[arg(long, conflicts_with_all = ["path", "format", "preset", "only", "skip", "choose", "config"])]
    pub(crate) schema: bool,
}

/// Which run is taken back, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct UndoArgs {
    /// Id of the run, or how it starts [default: the last run here that stands]
    pub(crate) run: Option<String>,

    /// Show what would be restored, as a diff; write nothing
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,

    /// Restore without asking
    #[arg(short, long)]
    pub(crate) yes: bool,

    /// Restore files that changed since the run, too; what is lost is shown
    #[arg(long)]
    pub(crate) force: bool,

    /// Show passwords and other literal secrets in diffs, which ******** stands for otherwise
    #[arg(long)]
    pub(crate) show_secrets: bool,

    /// Show the diff of every file that is restored
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Which runs are shown, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct RunsArgs {
    /// Id of a run, or how it starts: shows its files and fixes
    pub(crate) run: Option<String>,

    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ListFormat,

    /// Remove the runs that are older than they are kept
    #[arg(long, conflicts_with_all = ["run", "format"])]
    pub(crate) prune: bool,

    /// Remove the journal of this run after asking; its files stay as they are, and it can't be taken back any more
    #[arg(long, value_name = "RUN", conflicts_with_all = ["run", "format", "prune"])]
    pub(crate) forget: Option<String>,

    /// With --forget: don't ask
    #[arg(short, long, requires = "forget")]
    pub(crate) yes: bool,
}

/// How `codemods` and `runs` print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For machines
    Json,
}

/// How a run reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One object, for machines
    Json,
    /// For `git apply`
    Patch,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// At a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The set of codemods that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetArg {
    /// What can't compile, deploy or work as written
    Faults,
    /// Besides, security and operability of what the program has
    Recommended,
    /// Besides, new infrastructure
    All,
}

/// From which level on a finding fails `--check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelArg {
    /// Only what --yes would write
    Safe,
    /// Also what --yes --review would write
    Review,
    /// Also what only a person can decide
    Advice,
}

/// A run over programs.
#[derive(Debug, ClapArgs)]
pub(crate) struct RunArgs {
    /// Files and folders to look at [default: this folder]
    ///
    /// A file's whole program is read with it, but only what you name is written. A name that is also a command needs
    /// `./` in front.
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,

    /// Show the diff of what --yes would write, and what it would withhold; write nothing
    #[arg(long, help_heading = "Modes", conflicts_with_all = ["check", "yes"])]
    pub(crate) dry_run: bool,

    /// List findings; exit 1 when there are any to fix; write nothing
    #[arg(long, help_heading = "Modes", conflicts_with = "yes")]
    pub(crate) check: bool,

    /// Write the safe fixes without asking
    #[arg(short, long, help_heading = "Modes")]
    pub(crate) yes: bool,

    /// With --yes or --dry-run: also the fixes that a person should read before they are applied
    #[arg(long, help_heading = "Modes")]
    pub(crate) review: bool,

    /// Keep the answers of a review in this file, and go on with those in it; with --yes or --dry-run: give them again
    ///
    /// Without a person, an answer counts for the finding that it was given to, and in other programs for findings of the
    /// same codemod and type of resource where all answers of that kind agree. Nothing else is written then, and what
    /// matched nothing is said.
    #[arg(long, value_name = "FILE", help_heading = "Modes", conflicts_with = "check")]
    pub(crate) decisions: Option<PathBuf>,

    /// With --check: the level up to which a finding fails [default: review]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Modes")]
    pub(crate) fail_on: Option<LevelArg>,

    /// Write comments that silence whatever stands today; with --dry-run, show them
    ///
    /// One for each place at which --check with the same flags finds something. What no comment can silence is said.
    #[arg(long, help_heading = "Silence", requires = "reason",
        conflicts_with_all = ["check", "yes", "review", "decisions", "fail_on"])]
    pub(crate) add_suppressions: bool,

    /// With --add-suppressions: the reason that the comments give
    #[arg(long, value_name = "TEXT", help_heading = "Silence", requires = "add_suppressions")]
    pub(crate) reason: Option<String>,

    /// With --add-suppressions: the last day on which the comments count, such as 2027-01-31
    #[arg(long, value_name = "DATE", help_heading = "Silence", requires = "add_suppressions")]
    pub(crate) until: Option<String>,

    /// Leave alone the findings that this file knows; wins over `baseline` of the configuration
    #[arg(long, value_name = "FILE", help_heading = "Silence")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write whatever stands today into the baseline, and drop what is gone; write nothing else
    #[arg(long, help_heading = "Silence",
        conflicts_with_all = ["check", "yes", "dry_run", "review", "decisions", "fail_on", "add_suppressions"])]
    pub(crate) write_baseline: bool,

    /// Write files even if they have uncommitted changes
    #[arg(long, help_heading = "Modes")]
    pub(crate) allow_dirty: bool,

    /// Which codemods, and how.
    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT", help_heading = "Report")]
    pub(crate) format: Format,

    /// Write the report to a file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Report")]
    pub(crate) output: Option<PathBuf>,

    /// Show passwords and other literal secrets in diffs, which ******** stands for otherwise
    #[arg(long, help_heading = "Report")]
    pub(crate) show_secrets: bool,

    /// When to colour; NO_COLOR is honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Report")]
    pub(crate) color: Color,

    /// One line a fix or finding, no diffs, no summary, no progress
    #[arg(short, long, help_heading = "Report", conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Also say which programs were found, what is suppressed, and where a finding comes from
    #[arg(short, long, help_heading = "Report")]
    pub(crate) verbose: bool,

    /// How many programs to work on at once [default: the number of cores]
    #[arg(short, long, value_name = "N", help_heading = "Report")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// Which codemods run, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct SelectArgs {
    /// Which codemods run [default: recommended]
    #[arg(long, value_enum, value_name = "PRESET", help_heading = "Codemods")]
    pub(crate) preset: Option<PresetArg>,

    /// Run only these codemods and themes (comma separated, repeatable); wins over presets and configuration
    #[arg(long, value_name = "ID|THEME", value_delimiter = ',', help_heading = "Codemods")]
    pub(crate) only: Vec<String>,

    /// Leave out these codemods and themes; wins over everything else
    #[arg(long, value_name = "ID|THEME", value_delimiter = ',', help_heading = "Codemods")]
    pub(crate) skip: Vec<String>,

    /// Prefer an alternative of a codemod: `iacfix explain ID` lists them
    #[arg(long, value_name = "ID=ALTERNATIVE", value_delimiter = ',', help_heading = "Codemods")]
    pub(crate) choose: Vec<String>,

    /// Read this configuration instead of the nearest iacfix.toml
    #[arg(long, value_name = "FILE", help_heading = "Codemods")]
    pub(crate) config: Option<PathBuf>,
}
