//! Ranges of bytes. Invariant: `start <= end`.

use swc_common::{BytePos, Span, Spanned};

/// A half-open range of bytes in one file, its byte order mark counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place for people: line and column, both counted from 1, the column in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    pub column: u32,
}

impl TextRange {
    /// The range from `start` to `end`; swapped ends are put in order.
    pub fn new(start: u32, end: u32) -> Self {
        if start <= end { Self { start, end } } else { Self { start: end, end: start } }
    }

    /// The empty range at `at`.
    pub fn empty(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// The range of a node that [`SourceFile::parse`](super::SourceFile::parse) made.
    pub fn of(node: &impl Spanned) -> Self {
        Self::of_span(node.span())
    }

    /// The range that a parser span stands for.
    pub(crate) fn of_span(span: Span) -> Self {
        Self::new(offset(span.lo), offset(span.hi))
    }

    /// Number of bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within.
    pub fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte offset `at` lies within or at either end.
    pub fn touches(self, at: u32) -> bool {
        self.start <= at && at <= self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range of `usize`, for slicing.
    pub fn as_usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Parser positions start at 1 in every file, so that 0 can mean "nowhere".
fn offset(position: BytePos) -> u32 {
    position.0.saturating_sub(1)
}
