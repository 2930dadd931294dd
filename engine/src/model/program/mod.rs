//! The files of one program. Invariant: every file is parsed once and stands under one [`FileId`]; what could not be
//! read or parsed is in `errors`, and the rest goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::{Files, SourceError, SourceFile, Style};

/// A file of a [`Program`], by its place in [`Program::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// What the command line knows of a program before it is read. Paths are absolute and free of `.` and `..`.
#[derive(Clone, Debug, Default)]
pub struct ProgramSpec {
    /// The folder that the program lives in.
    pub root: PathBuf,
    /// The source files below the root that a walk found, ignored ones left out.
    pub sources: Vec<PathBuf>,
    /// The files and folders that the user named: what lies under them may be written, the rest is only read.
    pub writable: Vec<PathBuf>,
}

/// A file with what the program knows of it.
#[derive(Clone, Debug)]
pub struct ProgramFile {
    /// Text, tree, comments.
    pub source: Arc<SourceFile>,
    /// How it is written.
    pub style: Style,
    /// Whether edits to it may be written.
    pub writable: bool,
    /// Whether it is a test: read for references and edited along with a change, but without findings of its own.
    pub test: bool,
}

/// The files of one Pulumi project.
#[derive(Debug)]
pub struct Program {
    /// The folder that it lives in.
    pub root: PathBuf,
    /// The files, by path.
    pub files: Vec<ProgramFile>,
    /// Where it starts.
    pub entry: Option<FileId>,
    /// Its `package.json`, read.
    pub package: Option<Package>,
    /// Files that could not be read or parsed.
    pub errors: Vec<SourceError>,
}

/// What a program's `package.json` and lock file tell.
#[derive(Clone, Debug)]
pub struct Package {
    /// Where it stands.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// The major of `@pulumi/aws`: from the lock file, else the smallest that the range in `package.json` allows.
    pub aws_major: Option<u32>,
}
