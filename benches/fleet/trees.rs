//! What is measured on. Invariant: a tree follows from this code, the lock files and the number of files asked for; it
//! is a repository of its own with everything committed, so that a run that wrote can be undone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Fallible;
use crate::install::install;
use crate::random::Random;
use crate::{app, infra};

/// Raised whenever the generators change, so that no tree of older ones is measured.
const GENERATION: u32 = 1;

/// A folder full of programs.
pub(crate) struct Tree {
    /// What `--tree` takes.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) about: String,
    /// The folder that is looked at.
    pub(crate) folder: PathBuf,
    /// The repository that it is in.
    repository: PathBuf,
}

impl Tree {
    /// All trees, made where they are not there yet; the generated one of `files` files.
    pub(crate) fn all(files: usize) -> Fallible<Vec<Self>> {
        let examples = examples()?;
        let monorepo = monorepo(files)?;
        let tree = |name: &str, about: &str, folder: PathBuf, repository: &Path| Self {
            name: name.into(),
            about: about.into(),
            folder,
            repository: repository.into(),
        };
        Ok(vec![
            tree(
                "examples",
                "every example of the provider's documentation, a program each",
                examples.clone(),
                &examples,
            ),
            tree("monorepo", "applications, and one file in ten of a provider", monorepo.clone(), &monorepo),
            tree("infra", "the monorepo's programs that concern a provider, alone", monorepo.join("infra"), &monorepo),
        ])
    }

    /// Takes back whatever was written.
    pub(crate) fn restore(&self) -> Fallible<()> {
        git(&self.repository, &["checkout", "--quiet", "--", "."])
    }
}

/// Where all that is made for measuring lies.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fleet")
}

fn examples() -> Fallible<PathBuf> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node");
    install(&scripts)?;
    let folder = folder().join("examples");
    let mut extract = Command::new("node");
    extract.current_dir(scripts).args(["examples.mjs", "--major", "7"]).arg(&folder);
    said(&mut extract)?;
    commit(&folder)?;
    Ok(folder)
}

/// Packages of applications, some twenty files each, and programs until the files of those are a tenth.
fn monorepo(files: usize) -> Fallible<PathBuf> {
    let folder = folder().join(format!("monorepo-{files}-{GENERATION}"));
    if folder.join(".git").exists() {
        return Ok(folder);
    }
    eprintln!("generating {files} files");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut random = Random::new(files as u64);
    let manifest = "{\n  \"name\": \"fleet\",\n  \"private\": true,\n  \"workspaces\": [\"apps/*\", \"infra/*\"]\n}\n";
    write(&folder, "package.json", manifest)?;
    let mut made = 0;
    for number in 0.. {
        let share = files / 10;
        if made >= share {
            break;
        }
        made += write_all(&folder, infra::program(&mut random, number), share - made)?;
    }
    for number in 0.. {
        if made >= files {
            break;
        }
        made += write_all(&folder, app::package(&mut random, number), files - made)?;
    }
    commit(&folder)?;
    Ok(folder)
}

/// A file of a tree: its path with `/`, and its text.
pub(crate) type File = (String, String);

/// Writes all files, of sources no more than `most`; how many sources it wrote.
fn write_all(folder: &Path, files: Vec<File>, most: usize) -> Fallible<usize> {
    let is_source = |path: &str| path.ends_with(".ts") || path.ends_with(".tsx");
    let mut sources = 0;
    for (path, text) in files {
        if is_source(&path) {
            if sources == most {
                continue;
            }
            sources += 1;
        }
        write(folder, &path, &text)?;
    }
    Ok(sources)
}

fn write(folder: &Path, path: &str, text: &str) -> Fallible<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    Ok(fs::write(path, text)?)
}

fn commit(folder: &Path) -> Fallible<()> {
    if folder.join(".git").exists() {
        return Ok(());
    }
    git(folder, &["init", "--quiet"])?;
    git(folder, &["add", "--all"])?;
    git(folder, &["-c", "user.name=fleet", "-c", "user.email=fleet@localhost", "commit", "--quiet", "-m", "As made"])
}

fn git(folder: &Path, args: &[&str]) -> Fallible<()> {
    said(Command::new("git").arg("-C").arg(folder).args(args))
}

/// Runs a command that says why when it fails.
fn said(command: &mut Command) -> Fallible<()> {
    let output = command.output().map_err(|e| format!("{}: {e}", command.get_program().display()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command:?} failed\n{}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
