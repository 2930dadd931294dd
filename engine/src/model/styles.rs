//! How the files of a program are written. Invariant: nobody pays for a style that nobody asks for, and each is found once.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::{FileId, Program};
use crate::source::{Files, SourceFile, Style, Styles};

/// Nothing to read: a file's style is what it and its neighbours show.
static NO_FILES: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();

type Detect<'p> = Box<dyn Fn(&'p SourceFile) -> Style + 'p>;

/// The style of every file, each found when it is first asked for.
pub(super) struct FileStyles<'p> {
    program: &'p Program,
    detect: Detect<'p>,
    known: Vec<OnceCell<Style>>,
}

impl<'p> FileStyles<'p> {
    /// Styles as configuration files, read from `files`, and the files themselves tell them.
    pub(super) fn new(program: &'p Program, files: Option<&'p dyn Files>) -> Self {
        let styles = Styles::new(files.unwrap_or(&NO_FILES));
        let sources = || program.files.iter().map(|file| &*file.source);
        Self::with(program, move |file| styles.detect(file, sources()))
    }

    /// Styles that `detect` tells.
    pub(super) fn with(program: &'p Program, detect: impl Fn(&'p SourceFile) -> Style + 'p) -> Self {
        let known = program.files.iter().map(|_| OnceCell::new()).collect();
        Self { program, detect: Box::new(detect), known }
    }

    /// How a file is written.
    pub(super) fn of(&self, id: FileId) -> &Style {
        let at = id.0 as usize;
        self.known[at].get_or_init(|| (self.detect)(&self.program.files[at].source))
    }
}

impl fmt::Debug for FileStyles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileStyles").field(&self.known).finish()
    }
}
