//! The real compiler and the real formatter, through the scripts beside this file. Invariant: one process a proof,
//! whatever the number of cases; what it needs is installed from the lock file when it is not there or not what the lock
//! says. Several test binaries take this module in.

mod install;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, OnceLock};
use std::thread;

use serde::{Deserialize, Serialize};

/// Kept, or what is wrong.
type Verdict = Result<(), String>;

/// Two trees for the proofs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Pair {
    /// What the results call it.
    pub(crate) name: String,
    /// The program before.
    #[serde(rename = "in")]
    pub(crate) before: PathBuf,
    /// The program afterwards, where it changes.
    #[serde(rename = "out", skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<PathBuf>,
    /// A declared style.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prettier: Option<toml::Table>,
    /// Provider majors; the script is told one at a time.
    #[serde(skip)]
    pub(crate) majors: Vec<u32>,
    /// Whether the formatter is asked.
    #[serde(skip)]
    pub(crate) style: bool,
}

/// What the compiler says of a pair.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Types {
    name: String,
    /// Its errors in the program before.
    #[serde(rename = "in")]
    pub(crate) before: Vec<Error>,
    /// Those that came with the change.
    pub(crate) fresh: Vec<Error>,
}

/// One compiler error.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Error {
    file: String,
    line: u32,
    column: u32,
    /// Below 2000 the compiler could not even parse what stands there.
    pub(crate) code: u32,
    message: String,
}

/// What the formatter says of a pair.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Style {
    name: String,
    /// Files that are not clean before.
    pub(crate) untidy: Vec<String>,
    /// Files that were clean and are not any more.
    pub(crate) spoilt: Vec<Spoilt>,
}

/// A file that the change made untidy.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Spoilt {
    file: String,
    why: String,
}

/// The answers of one process, by name of the pair; or why there are none.
pub(crate) type Answers<T> =
    LazyLock<Result<BTreeMap<String, T>, String>, Box<dyn FnOnce() -> Result<BTreeMap<String, T>, String> + Send>>;

/// All answers, each process started when its first answer is asked for.
pub(crate) struct Proofs {
    types: BTreeMap<u32, Answers<Types>>,
    style: Answers<Style>,
}

impl Proofs {
    /// Of these pairs.
    pub(crate) fn new(pairs: Vec<Pair>) -> Self {
        let of_majors = pairs.iter().flat_map(|pair| pair.majors.iter().map(|major| (*major, pair.clone())));
        let types = by_major(of_majors, "types.mjs", |it: &Types| it.name.clone());
        let pairs: Vec<_> = pairs.into_iter().filter(|pair| pair.style).collect();
        let style =
            LazyLock::new(Box::new(move || ask::<_, Style>(&["style.mjs"], &pairs, |it| it.name.clone())) as Box<_>);
        Self { types, style }
    }

    /// The compiler's answer for a pair with one major of the provider.
    pub(crate) fn types(&self, name: &str, major: u32) -> Result<&Types, String> {
        answer(&self.types, name, major)
    }

    /// The formatter's answer for a pair.
    pub(crate) fn style(&self, name: &str) -> Result<&Style, String> {
        let answers = LazyLock::force(&self.style).as_ref().map_err(Clone::clone)?;
        answers.get(name).ok_or_else(|| format!("the formatter said nothing of {name}"))
    }
}

/// One process of `script` for each major, which is handed what it is to look at and says something of each by name.
pub(crate) fn by_major<P, T>(
    asked: impl Iterator<Item = (u32, P)>,
    script: &'static str,
    name: fn(&T) -> String,
) -> BTreeMap<u32, Answers<T>>
where
    P: Serialize + Send + 'static,
    T: for<'a> Deserialize<'a> + 'static,
{
    let mut by_major: BTreeMap<u32, Vec<P>> = BTreeMap::new();
    for (major, one) in asked {
        by_major.entry(major).or_default().push(one);
    }
    let answers = by_major.into_iter().map(|(major, all)| {
        let ask = move || ask(&[script, "--major", &major.to_string()], &all, name);
        (major, LazyLock::new(Box::new(ask) as Box<_>))
    });
    answers.collect()
}

/// What was said of `name` with one major of the provider.
pub(crate) fn answer<'a, T>(answers: &'a BTreeMap<u32, Answers<T>>, name: &str, major: u32) -> Result<&'a T, String> {
    let answers = answers.get(&major).ok_or_else(|| format!("nothing was asked about major {major}"))?;
    let answers = LazyLock::force(answers).as_ref().map_err(Clone::clone)?;
    answers.get(name).ok_or_else(|| format!("nothing was said of {name}"))
}

/// No error that the input did not have, and none in an input that does not announce any.
pub(crate) fn compiles(answer: &Types, announced: bool) -> Verdict {
    let list = |errors: &[Error]| {
        let show = |it: &Error| format!("  {}:{}:{} TS{} {}", it.file, it.line, it.column, it.code, it.message);
        errors.iter().map(show).collect::<Vec<_>>().join("\n")
    };
    if !answer.fresh.is_empty() {
        Err(format!("errors that the input did not have\n{}", list(&answer.fresh)))
    } else if !announced && !answer.before.is_empty() {
        Err(format!("the input does not compile, and `type_errors` does not say so\n{}", list(&answer.before)))
    } else {
        Ok(())
    }
}

/// What was clean is clean, and what is said to be clean was.
pub(crate) fn stays_clean(answer: &Style, declared: bool) -> Verdict {
    let spoilt = answer.spoilt.iter().map(|it| format!("{} was clean under Prettier, {}", it.file, it.why));
    let untidy = answer.untidy.iter().filter(|_| declared).map(|file| format!("{file} is not clean as declared"));
    let wrong: Vec<_> = spoilt.chain(untidy).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn ask<P: Serialize, T: for<'a> Deserialize<'a>>(
    script: &[&str],
    pairs: &[P],
    name: fn(&T) -> String,
) -> Result<BTreeMap<String, T>, String> {
    let folder = installed()?;
    let asked = serde_json::to_vec(pairs).map_err(|e| e.to_string())?;
    let failed = |e: std::io::Error| format!("node {}: {e}", script.join(" "));
    let mut child = Command::new("node")
        .current_dir(folder)
        .args(script)
        .arg("--batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take().expect("it was piped");
    let writer = thread::spawn(move || stdin.write_all(&asked));
    let output = child.wait_with_output().map_err(failed)?;
    // A script that ends before it has read all says more on its own than the broken pipe does.
    let _ = writer.join();
    if !output.status.success() {
        return Err(format!("node {} failed\n{}", script.join(" "), String::from_utf8_lossy(&output.stderr)));
    }
    let answers: Vec<T> = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    Ok(answers.into_iter().map(|answer| (name(&answer), answer)).collect())
}

/// The folder of the scripts, with what they need installed.
///
/// # Errors
/// What npm says.
pub(crate) fn installed() -> Result<&'static Path, String> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    FOLDER.get_or_init(install).as_deref().map_err(Clone::clone)
}

fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    install::install(&folder)?;
    Ok(folder)
}
