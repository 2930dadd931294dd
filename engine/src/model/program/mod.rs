//! The files of one program. Invariant: every file is parsed once and stands under one [`FileId`], in the order of
//! paths; what could not be read or parsed is in `errors`, and the rest goes on.

mod entry;
mod imports;
mod load;
mod paths;
mod provider;
mod resolve;
mod stack_files;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::source::{SourceError, SourceFile};
use resolve::TsConfigs;

pub(crate) use paths::{is_source, relative};
pub(crate) use stack_files::{Sets, StackFiles};

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

impl ProgramSpec {
    /// Whether an edit to `path` may be written: it lies under what the user named, and a walk did not leave it out.
    pub fn is_writable(&self, path: &Path) -> bool {
        self.may_write(path, self.sources.iter().any(|s| s == path))
    }

    /// The same for a path of which somebody knows whether the walk found it.
    fn may_write(&self, path: &Path, is_listed: bool) -> bool {
        let named = self.writable.iter().any(|w| path.starts_with(w));
        let left_out = !is_listed && paths::is_source(path) && path.starts_with(&self.root);
        named && !left_out && !paths::in_node_modules(path)
    }
}

/// A file with what the program knows of it.
#[derive(Clone, Debug)]
pub struct ProgramFile {
    /// Text, tree, comments.
    pub source: Arc<SourceFile>,
    /// Whether edits to it may be written.
    pub writable: bool,
    /// Whether it is a test: read for references and edited along with a change, but without findings of its own.
    pub test: bool,
}

/// The files of one Pulumi project.
#[derive(Clone, Debug)]
pub struct Program {
    /// The folder that it lives in.
    pub root: PathBuf,
    /// The files, by path.
    pub files: Vec<ProgramFile>,
    by_path: FxHashMap<OsString, FileId>,
    /// Where it starts.
    pub entry: Option<FileId>,
    /// Its `package.json`, read.
    pub package: Option<Package>,
    /// Files that could not be read or parsed.
    pub errors: Vec<SourceError>,
    /// The files and folders that the user named.
    writable: Vec<PathBuf>,
    configs: TsConfigs,
}

impl Program {
    /// Whether a file that is no source of the program, `package.json` say, may be written.
    pub fn may_write(&self, path: &Path) -> bool {
        self.writable.iter().any(|named| path.starts_with(named))
    }

    /// The file at `path`.
    pub fn id_of(&self, path: &Path) -> Option<FileId> {
        self.by_path.get(path.as_os_str()).copied()
    }

    /// Takes the next file, by path.
    fn add(&mut self, path: PathBuf, file: ProgramFile) {
        self.by_path.insert(path.into_os_string(), FileId(self.files.len() as u32));
        self.files.push(file);
    }

    /// The file of the program that an import of `specifier` in the file at `from` leads to: relative paths, index
    /// files, `.js` for `.ts`, and the `paths` and `baseUrl` of its `tsconfig.json`.
    pub fn resolve(&self, from: &Path, specifier: &str) -> Option<PathBuf> {
        resolve::resolve(&self.configs, from, specifier, &|path| self.id_of(path).is_some())
    }

    /// A path as people see it: from the root, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        relative(&self.root, path)
    }
}

/// What a program's `package.json` and lock file tell.
#[derive(Clone, Debug)]
pub struct Package {
    /// Where it stands.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// The major of `@pulumi/aws`: the installed one, else the lock file's, else the smallest that the range in
    /// `package.json` allows.
    pub aws_major: Option<u32>,
    /// Major and minor of `@pulumi/pulumi`, as installed, else as the lock file says.
    pub sdk_version: Option<(u32, u32)>,
}

impl Package {
    /// The range that it asks for of the package `name`, whichever list names it.
    pub fn range_of(&self, name: &str) -> Option<String> {
        provider::declared_range(&self.text, name)
    }
}
