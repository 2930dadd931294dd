//! The container. Invariant: an [`EditSet`] is sorted by place, its edits are disjoint, and two insertions never
//! stand at one place unless they came from one fix.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::source::TextRange;

/// Replaces the bytes of `range` by `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What goes; empty for an insertion.
    pub range: TextRange,
    /// What comes; empty for a deletion.
    pub text: String,
}

impl Edit {
    /// `text` in place of `range`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// `text` before the byte at `at`.
    pub fn insert(at: u32, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(at), text)
    }

    /// Nothing in place of `range`.
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }
}

/// Why an edit can't join a set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The range ends after the file does, or splits a character.
    #[error("edit at byte {} is outside the text", .0.range.start)]
    Outside(Edit),
    /// It touches what another edit changes; carries the edit that stands.
    #[error("edit at byte {} meets another one", .0.range.start)]
    Conflict(Edit),
}

/// The edits of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

/// What an accepted edit did to the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is new.
    Added,
    /// The very same edit stood there already.
    Shared,
}

impl EditSet {
    /// Nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one edit to a set over `text`. The same replacement twice is shared.
    ///
    /// # Errors
    /// An edit outside the text; one that meets another (an insertion at the very edge of a replacement does not meet
    /// it, a different insertion at the same place does).
    pub fn insert(&mut self, text: &str, edit: Edit) -> Result<Joined, EditError> {
        let inside = |at: u32| text.is_char_boundary(at as usize);
        if edit.range.end as usize > text.len() || !inside(edit.range.start) || !inside(edit.range.end) {
            return Err(EditError::Outside(edit));
        }
        let at = self.edits.partition_point(|e| e.range < edit.range);
        let neighbours = at.saturating_sub(1)..(at + 2).min(self.edits.len());
        for standing in &self.edits[neighbours] {
            if *standing == edit {
                return Ok(Joined::Shared);
            }
            if meet(standing.range, edit.range) {
                return Err(EditError::Conflict(standing.clone()));
            }
        }
        self.edits.insert(at, edit);
        Ok(Joined::Added)
    }

    /// Adds all of `other`, or nothing.
    ///
    /// # Errors
    /// The first edit that can't join.
    pub fn merge(&mut self, text: &str, other: &EditSet) -> Result<(), EditError> {
        let mut merged = self.clone();
        for edit in other.iter() {
            merged.insert(text, edit.clone())?;
        }
        *self = merged;
        Ok(())
    }

    /// The edits, by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }
}

/// Whether two changes touch the same bytes. Insertions meet at the same place and inside a replacement.
fn meet(a: TextRange, b: TextRange) -> bool {
    if a.is_empty() && b.is_empty() {
        return a.start == b.start;
    }
    a.start < b.end && b.start < a.end
}

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

    /// All files that change, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &EditSet)> {
        self.files.iter().filter(|(_, set)| !set.is_empty()).map(|(path, set)| (path.as_path(), set))
    }

    /// Whether no file changes.
    pub fn is_empty(&self) -> bool {
        self.files.values().all(EditSet::is_empty)
    }
}
