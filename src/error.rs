//! Errors of the user's world. Invariant: each has a sentence that says what and where, a hint that says what to do
//! next, and an exit code.

use std::fmt;
use std::path::PathBuf;

use crate::exit::Exit;

/// What stops a run, or one program of it. Sentences are lower-case, without a full stop.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UserError {
    /// A named path is not there.
    #[error("no such file or folder: {path}")]
    NoSuchPath {
        /// As typed.
        path: String,
        /// The subcommand that was meant, perhaps.
        command: Option<&'static str>,
    },
    /// A named path is there and can't be read, or is no source file.
    #[error("can't look at {path}: {reason}")]
    UnusablePath {
        /// As typed.
        path: String,
        /// Why not.
        reason: String,
    },
    /// There is no person to ask, and no mode that asks nobody.
    #[error("there is no terminal to ask at, and nothing was written")]
    NoTerminal,
    /// A flag that has no meaning with the others.
    #[error("{flag} {problem}")]
    Flag {
        /// The flag.
        flag: &'static str,
        /// What is wrong with it here.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// A name that nothing bears.
    #[error("{place}: no {kind} is called `{name}`")]
    UnknownName {
        /// The flag, or the place in the configuration.
        place: String,
        /// Codemod, theme, alternative.
        kind: &'static str,
        /// As typed.
        name: String,
        /// A known one that is close.
        nearest: Option<String>,
        /// How to see what there is.
        list: String,
    },
    /// The configuration says something that can't be.
    #[error("{file}:{line}: {message}")]
    Config {
        /// The file, as seen from here.
        file: String,
        /// Its line.
        line: usize,
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A file that the tool itself needs.
    #[error("can't {verb} {path}: {reason}")]
    Disk {
        /// What was tried.
        verb: &'static str,
        /// Where.
        path: String,
        /// What the system says.
        reason: String,
        /// What to do.
        hint: Option<String>,
    },
    /// `init` where there is a configuration.
    #[error("{0} is there already and was left as it is")]
    ConfigExists(String),
    /// Files that would be written have changes that only the working tree has.
    #[error("{program}: nothing was written, because files have uncommitted changes: {}", list(files))]
    Dirty {
        /// The program, as seen from here.
        program: String,
        /// The files, as seen from here.
        files: Vec<String>,
    },
    /// A file on disk is not the one that was read.
    #[error("{program}: nothing was written, because {file} changed after it was read")]
    Stale {
        /// The program, as seen from here.
        program: String,
        /// The file, as seen from here.
        file: String,
    },
    /// Writing failed, and what was there stands again.
    #[error("{program}: nothing was written, because {file} can't be written: {reason}")]
    Write {
        /// The program, as seen from here.
        program: String,
        /// The file, as seen from here.
        file: String,
        /// What the system says.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// Writing failed, and so did putting back what was there.
    #[error("{file} could not be put back after a failed write: {reason}")]
    Broken {
        /// The file, as seen from here.
        file: String,
        /// What the system says.
        reason: String,
        /// Where its old text is.
        saved: PathBuf,
    },
    /// A run that can't be taken back, or is not told apart.
    #[error("{message}")]
    Undo {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A person or a signal ended it.
    #[error("interrupted, nothing was written")]
    Interrupted,
}

impl UserError {
    /// What the run comes to because of it.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            UserError::Interrupted => Exit::Interrupted,
            _ => Exit::Trouble,
        }
    }

    /// What the person can do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            UserError::NoSuchPath { command: Some(name), .. } => Some(format!("did you mean `iacfix {name}`?")),
            UserError::NoSuchPath { .. } => Some("name files or folders of a program, or nothing for this folder".into()),
            UserError::UnusablePath { .. } => Some("name a folder, or a .ts .mts .cts .tsx .js .mjs .cjs .jsx file".into()),
            UserError::NoTerminal => Some(
                "add --dry-run to see the patches, --check to list findings, or --yes to write safe fixes without asking"
                    .into(),
            ),
            UserError::Flag { hint, .. } | UserError::Write { hint, .. } => Some(hint.clone()),
            UserError::UnknownName { nearest, list, .. } => Some(match nearest {
                Some(name) => format!("did you mean `{name}`? {list}"),
                None => list.clone(),
            }),
            UserError::Config { hint, .. } | UserError::Disk { hint, .. } | UserError::Undo { hint, .. } => hint.clone(),
            UserError::ConfigExists(_) => Some("edit it, or move it away and run `iacfix init` again".into()),
            UserError::Dirty { .. } => Some("commit or stash them, or add --allow-dirty".into()),
            UserError::Stale { .. } => Some("run iacfix again".into()),
            UserError::Broken { saved, .. } => Some(format!("its old text is in {}", saved.display())),
            UserError::Interrupted => None,
        }
    }

    /// A system error about a file, with the advice that its kind allows.
    pub(crate) fn disk(verb: &'static str, path: impl fmt::Display, error: &std::io::Error) -> Self {
        let hint = match error.kind() {
            std::io::ErrorKind::PermissionDenied => Some("look at the permissions of the file and its folder".into()),
            std::io::ErrorKind::StorageFull => Some("make room on the disk".into()),
            _ => None,
        };
        UserError::Disk { verb, path: path.to_string(), reason: reason(error), hint }
    }
}

/// What the system says, in the tone of our sentences and without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A list that stays readable when it is long.
pub(crate) fn list(files: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = files.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
