//! The container. Invariant: an [`EditSet`] is sorted by place and its edits are disjoint; several insertions stand at
//! one place only where one fix put them there, in the order in which it did.

use crate::source::{Newline, TextRange};

const BOM: char = '\u{feff}';

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

    /// Whether `text` stays what it is under this edit.
    pub fn is_idle(&self, text: &str) -> bool {
        text.get(self.range.as_usize()) == Some(self.text.as_str())
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

/// What an accepted edit did to the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is new.
    Added,
    /// The very same edit stood there already.
    Shared,
}

/// The edits of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

impl EditSet {
    /// Nothing to do.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one more edit of the same fix to a set over `text`. The same edit twice is shared; an insertion where this
    /// fix inserts already comes out behind it.
    ///
    /// # Errors
    /// An edit outside the text; one that meets another (an insertion at the very edge of a replacement does not meet
    /// it, an insertion inside one does).
    pub fn insert(&mut self, text: &str, edit: Edit) -> Result<Joined, EditError> {
        check_bounds(text, &edit)?;
        for standing in self.near(edit.range) {
            if *standing == edit {
                return Ok(Joined::Shared);
            }
            let both_insert = standing.range.is_empty() && edit.range.is_empty();
            if !both_insert && meet(standing.range, edit.range) {
                return Err(EditError::Conflict(standing.clone()));
            }
        }
        self.place(edit);
        Ok(Joined::Added)
    }

    /// Adds all edits of another fix, or nothing. What both make is made once.
    ///
    /// # Errors
    /// The first edit that can't join. Where both insert at one place, one of the two must hold all that the other
    /// inserts there: which of two different insertions comes first would be a guess.
    pub fn merge(&mut self, text: &str, other: &EditSet) -> Result<(), EditError> {
        self.can_merge(text, other)?;
        self.take(other);
        Ok(())
    }

    /// Whether [`merge`](Self::merge) would succeed.
    ///
    /// # Errors
    /// The first edit that can't join.
    pub(super) fn can_merge(&self, text: &str, other: &EditSet) -> Result<(), EditError> {
        for edit in &other.edits {
            check_bounds(text, edit)?;
            if self.holds(edit) {
                continue;
            }
            let in_the_way = |e: &&Edit| meet(e.range, edit.range) && !(e.range == edit.range && other.holds(e));
            if let Some(standing) = self.near(edit.range).iter().find(in_the_way) {
                return Err(EditError::Conflict(standing.clone()));
            }
        }
        Ok(())
    }

    /// Takes edits that [`can_merge`](Self::can_merge) let pass.
    pub(super) fn take(&mut self, other: &EditSet) {
        let new: Vec<&Edit> = other.edits.iter().filter(|e| !self.holds(e)).collect();
        // Where the other inserts more than stands, its order counts.
        let regrouped = |e: &Edit| e.range.is_empty() && new.iter().any(|n| n.range == e.range);
        let shared: Vec<Edit> = self.edits.extract_if(.., |e| regrouped(e)).collect();
        for edit in other.edits.iter().filter(|e| shared.contains(e) || new.contains(e)) {
            self.place(edit.clone());
        }
    }

    /// Whether this very edit is among them.
    pub fn holds(&self, edit: &Edit) -> bool {
        self.near(edit.range).contains(edit)
    }

    /// The edits as they are to be made in a file whose lines end in `newline`: line breaks are the file's, and nothing
    /// stands before its byte order mark. This is the only place where edits learn of either.
    ///
    /// # Errors
    /// An edit that does not belong to `text`.
    pub fn settled(&self, text: &str, newline: Newline) -> Result<EditSet, EditError> {
        let first = if text.starts_with(BOM) { BOM.len_utf8() as u32 } else { 0 };
        let mut settled = EditSet::new();
        for edit in &self.edits {
            check_bounds(text, edit)?;
            let range = TextRange::new(edit.range.start.max(first), edit.range.end.max(first));
            let settled_text = newline.settle(edit.text.trim_start_matches(BOM));
            settled.insert(text, Edit::replace(range, settled_text))?;
        }
        Ok(settled)
    }

    /// Where the byte that stands at `offset` stands once the edits are made; for one that goes, where its replacement
    /// starts.
    pub fn map(&self, offset: u32) -> u32 {
        let mut at = i64::from(offset);
        for edit in self.edits.iter().take_while(|e| e.range.start <= offset) {
            if edit.range.end > offset {
                at -= i64::from(offset - edit.range.start);
                break;
            }
            at += edit.text.len() as i64 - i64::from(edit.range.len());
        }
        at.try_into().unwrap_or(0)
    }

    /// The edits that make `text` again out of what these make of it.
    pub fn inverse(&self, text: &str) -> EditSet {
        let mut shift = 0i64;
        let mut edits = Vec::with_capacity(self.edits.len());
        for edit in &self.edits {
            let start = u32::try_from(i64::from(edit.range.start) + shift).unwrap_or(0);
            let range = TextRange::new(start, start + edit.text.len() as u32);
            edits.push(Edit::replace(range, text.get(edit.range.as_usize()).unwrap_or("")));
            shift += edit.text.len() as i64 - i64::from(edit.range.len());
        }
        EditSet { edits }
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

    /// The edits that lie in `range` or touch it. Starts and ends of disjoint sorted edits both rise, so this is one
    /// slice.
    fn near(&self, range: TextRange) -> &[Edit] {
        let from = self.edits.partition_point(|e| e.range.end < range.start);
        let to = self.edits.partition_point(|e| e.range.start <= range.end);
        self.edits.get(from..to).unwrap_or(&[])
    }

    /// Puts an edit that meets no other behind all that start or insert before it.
    fn place(&mut self, edit: Edit) {
        let at = self.edits.partition_point(|e| e.range <= edit.range);
        self.edits.insert(at, edit);
    }
}

fn check_bounds(text: &str, edit: &Edit) -> Result<(), EditError> {
    // `get` is `None` for swapped ends, ends past the text, and ends within a character.
    if text.get(edit.range.as_usize()).is_none() { Err(EditError::Outside(edit.clone())) } else { Ok(()) }
}

/// Whether two changes touch the same bytes. Insertions meet at the same place and inside a replacement.
fn meet(a: TextRange, b: TextRange) -> bool {
    if a.is_empty() && b.is_empty() {
        return a.start == b.start;
    }
    a.start < b.end && b.start < a.end
}
