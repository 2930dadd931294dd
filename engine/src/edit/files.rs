//! The edits of one fix over all its files. Invariant: they land together or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::set::{Edit, EditError, EditSet};

/// The edits of one fix, over all its files; they land together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileEdits {
    files: BTreeMap<PathBuf, EditSet>,
}

impl FileEdits {
    /// Nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// The set of one file, made when missing.
    pub fn file_mut(&mut self, path: &Path) -> &mut EditSet {
        self.files.entry(path.to_path_buf()).or_default()
    }

    /// The set of one file.
    pub fn file(&self, path: &Path) -> Option<&EditSet> {
        self.files.get(path)
    }

    /// Adds all edits of another fix in all files, or nothing. `text_of` gives the text that the edits of a file are
    /// over.
    ///
    /// # Errors
    /// The file and the first edit that can't join.
    pub fn merge<'t>(
        &mut self,
        other: &FileEdits,
        text_of: impl Fn(&Path) -> &'t str,
    ) -> Result<(), (PathBuf, EditError)> {
        let none = EditSet::new();
        for (path, set) in other.iter() {
            let standing = self.files.get(path).unwrap_or(&none);
            standing.can_merge(text_of(path), set).map_err(|e| (path.to_path_buf(), e))?;
        }
        for (path, set) in other.iter() {
            self.file_mut(path).take(set);
        }
        Ok(())
    }

    /// Whether this very edit of `path` is among them.
    pub fn holds(&self, path: &Path, edit: &Edit) -> bool {
        self.file(path).is_some_and(|set| set.holds(edit))
    }

    /// All files that change, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &EditSet)> {
        self.files.iter().filter(|(_, set)| !set.is_empty()).map(|(path, set)| (path.as_path(), set))
    }

    /// Whether no file changes.
    pub fn is_empty(&self) -> bool {
        self.files.values().all(EditSet::is_empty)
    }
}
