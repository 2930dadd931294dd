//! Who is measured. Invariant: every contender runs as a process of its own, with its output read by nobody, and is given
//! the number of threads that the others have.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::IgnoredAny;
use wait4::Wait4;

use crate::Fallible;
use crate::install::install;
use crate::trees::{self, Tree};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// All findings with all codemods.
    Find { threads: usize },
    /// All fixes written that need no choice.
    Write { threads: usize },
}

impl Job {
    fn threads(self) -> usize {
        match self {
            Job::Find { threads } | Job::Write { threads } => threads,
        }
    }
}

/// What one turn took.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    /// From its start to its end.
    pub(crate) wall: Duration,
    /// Of all its threads, in the kernel too.
    pub(crate) cpu: Duration,
    /// The most memory that it held at once, in bytes.
    pub(crate) peak: u64,
}

/// One who takes turns.
pub(crate) enum Contender {
    /// The command line with every codemod: what `--check` lists, or with `edits` the edits of every fix too.
    Iacfix {
        /// As its report for machines has them.
        edits: bool,
    },
    /// Nothing but the parse of every file.
    BareParse,
    /// ast-grep with one rewrite rule.
    AstGrep {
        /// Its binary.
        program: PathBuf,
        /// The folder of its rule.
        rules: PathBuf,
    },
}

/// What is looked at of iacfix's report.
#[derive(Deserialize)]
struct Reported {
    errors: Vec<IgnoredAny>,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    files: usize,
    findings: usize,
    fixable: usize,
}

/// Wraps every key; the parser for `.tsx` reads every file, so that one rule sees what the others read.
const RULE: &str = "id: rotate
language: Tsx
rule:
  pattern: new aws.kms.Key($NAME, $$$REST)
fix: 'rotated(new aws.kms.Key($NAME, $$$REST))'
";
const CONFIG: &str = "ruleDirs: []\nlanguageGlobs:\n  tsx: ['**/*.ts']\n";

impl Contender {
    /// All of them; the one that others are measured against is [`Contender::BareParse`].
    pub(crate) fn all() -> Fallible<Vec<Self>> {
        let rules = trees::folder().join("ast-grep");
        std::fs::create_dir_all(&rules)?;
        std::fs::write(rules.join("rule.yml"), RULE)?;
        std::fs::write(rules.join("sgconfig.yml"), CONFIG)?;
        let iacfix = [false, true].map(|edits| Self::Iacfix { edits });
        Ok(iacfix.into_iter().chain([Self::BareParse, Self::AstGrep { program: ast_grep()?, rules }]).collect())
    }

    /// What tables call it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Iacfix { edits: false } => "iacfix, all codemods",
            Self::Iacfix { edits: true } => "iacfix, edits too",
            Self::BareParse => "bare parse",
            Self::AstGrep { .. } => "ast-grep, one rule",
        }
    }

    /// Runs once with its output read, so that what is measured is seen to do its work.
    pub(crate) fn introduce(&self, tree: &Tree, threads: usize) -> Fallible<String> {
        let mut child =
            self.command(tree, Job::Find { threads })?.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        // Read as it comes: what this process holds counts as memory of all that it starts.
        let said = BufReader::new(child.stdout.take().ok_or("its output was piped")?);
        let told = match self {
            Self::Iacfix { edits: false } => format!("{} lines", said.lines().count()),
            Self::Iacfix { edits: true } => {
                let Reported { errors, summary } = serde_json::from_reader(said)?;
                format!(
                    "{} files parsed, {} errors, {} findings, {} of them fixable",
                    summary.files,
                    errors.len(),
                    summary.findings,
                    summary.fixable
                )
            }
            Self::BareParse => said.lines().collect::<Result<String, _>>()?,
            Self::AstGrep { .. } => format!("{} matches", said.lines().count()),
        };
        child.wait()?;
        Ok(format!("{}: {told}", self.name()))
    }

    /// Whether it has a part in `job`.
    pub(crate) fn takes(&self, job: Job) -> bool {
        // Who writes makes the edits whatever is reported.
        !matches!((self, job), (Self::Iacfix { edits: true }, Job::Write { .. }))
    }

    /// One turn on `tree`, which is put back first where the job writes.
    pub(crate) fn turn(&self, tree: &Tree, job: Job) -> Fallible<Turn> {
        if matches!(job, Job::Write { .. }) {
            tree.restore()?;
        }
        let mut command = self.command(tree, job)?;
        let start = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let ended = child.wait4()?;
        let wall = start.elapsed();
        // iacfix says with 1 that it found something and with 2 that a file does not parse; it was introduced above.
        if ended.status.code().is_none_or(|code| code > 2) {
            return Err(format!("{} ended with {}", self.name(), ended.status).into());
        }
        Ok(Turn { wall, cpu: ended.rusage.utime + ended.rusage.stime, peak: ended.rusage.maxrss })
    }

    fn command(&self, tree: &Tree, job: Job) -> Fallible<Command> {
        let threads = job.threads().to_string();
        let mut command = match self {
            Self::Iacfix { edits } => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_iacfix"));
                command.args(["--preset", "all", "--jobs", &threads]);
                command.args(["--format", if *edits { "json" } else { "text" }]);
                match job {
                    Job::Find { .. } => command.arg("--check"),
                    Job::Write { .. } => command.args(["--yes", "--review"]),
                };
                command.env("XDG_STATE_HOME", trees::folder().join("state"));
                command
            }
            // Where others write it is still the parse alone.
            Self::BareParse => {
                let mut command = Command::new(std::env::current_exe()?);
                command.args(["parse", "--threads", &threads]);
                command
            }
            Self::AstGrep { program, rules } => {
                let mut command = Command::new(program);
                command.args(["scan", "--threads", &threads, "--config"]).arg(rules.join("sgconfig.yml"));
                command.arg("--rule").arg(rules.join("rule.yml"));
                command.arg(if matches!(job, Job::Write { .. }) { "--update-all" } else { "--json=stream" });
                command
            }
        };
        command.arg(&tree.folder).current_dir(&tree.folder).stdin(Stdio::null());
        Ok(command)
    }
}

/// The binary from npm, installed from the lock file. Asked directly: Node.js starting it is no part of the measure.
fn ast_grep() -> Fallible<PathBuf> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/node");
    install(&packages)?;
    let platforms = std::fs::read_dir(packages.join("node_modules/@ast-grep"))?;
    let mut binaries = platforms.filter_map(|it| Some(it.ok()?.path().join("ast-grep"))).filter(|it| it.is_file());
    let own = |it: &PathBuf| it.parent().is_some_and(|folder| !folder.ends_with("cli"));
    binaries.find(own).ok_or_else(|| "npm installed no ast-grep for this platform in benches/node".into())
}
