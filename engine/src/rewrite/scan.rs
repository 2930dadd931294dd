//! Places between tokens: comments, commas, lines. Invariant: every offset handed out lies outside comments, and a
//! comment belongs to what follows it without a blank line, or to what stands before it on its line.

use crate::source::{Comment, CommentKind, SourceFile, TextRange};

/// Looks around in the text between tokens of one file.
#[derive(Clone, Copy)]
pub(super) struct Scan<'f> {
    pub(super) source: &'f SourceFile,
}

impl<'f> Scan<'f> {
    pub(super) fn new(source: &'f SourceFile) -> Self {
        Self { source }
    }

    fn byte(self, at: u32) -> Option<u8> {
        self.source.text().as_bytes().get(at as usize).copied()
    }

    fn comment_from(self, at: u32) -> Option<&'f Comment> {
        let comments = self.source.comments();
        let found = comments.binary_search_by_key(&at, |c| c.range.start).ok()?;
        comments.get(found)
    }

    fn comment_to(self, at: u32) -> Option<&'f Comment> {
        let comments = self.source.comments();
        let after = comments.partition_point(|c| c.range.end <= at);
        comments[..after].last().filter(|c| c.range.end == at)
    }

    /// The first byte at or after `at` that is neither white space nor in a comment.
    pub(super) fn skip(self, mut at: u32) -> u32 {
        loop {
            if let Some(comment) = self.comment_from(at) {
                at = comment.range.end;
            } else if self.byte(at).is_some_and(|b| b.is_ascii_whitespace()) {
                at += 1;
            } else {
                return at;
            }
        }
    }

    /// The end of the last token that ends at or before `at`.
    pub(super) fn back(self, mut at: u32) -> u32 {
        loop {
            if let Some(comment) = self.comment_to(at) {
                at = comment.range.start;
            } else if at > 0 && self.byte(at - 1).is_some_and(|b| b.is_ascii_whitespace()) {
                at -= 1;
            } else {
                return at;
            }
        }
    }

    /// Where `token` stands, when it is what follows `at`.
    pub(super) fn next(self, at: u32, token: u8) -> Option<u32> {
        let at = self.skip(at);
        (self.byte(at) == Some(token)).then_some(at)
    }

    /// Whether a line comment ends at `at`.
    pub(super) fn in_line_comment(self, at: u32) -> bool {
        self.comment_to(at).is_some_and(|c| c.kind == CommentKind::Line)
    }

    /// The first `token` at or after `at` and before `end`, comments left out.
    pub(super) fn find(self, at: u32, end: u32, token: u8) -> Option<u32> {
        let mut at = self.skip(at);
        while at < end {
            if self.byte(at) == Some(token) {
                return Some(at);
            }
            at = self.skip(at + 1);
        }
        None
    }

    /// Where the comments end that follow `at` on its line, if nothing else does; `at` where there is none.
    pub(super) fn tail(self, at: u32) -> u32 {
        let line_end = self.source.line_end(at);
        let (mut end, mut here) = (at, at);
        while here < line_end {
            match self.comment_from(here) {
                Some(comment) if comment.range.end <= line_end => {
                    here = comment.range.end;
                    end = here;
                }
                None if self.byte(here).is_some_and(|b| b == b' ' || b == b'\t') => here += 1,
                _ => return at,
            }
        }
        end
    }

    /// As [`Scan::tail`], with comments that start on the line and end on a later one.
    pub(super) fn whole_tail(self, at: u32) -> u32 {
        let mut end = self.tail(at);
        loop {
            let gap = self.source.text()[end as usize..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
            match self.comment_from(end + gap as u32) {
                Some(comment) => end = self.tail(comment.range.end),
                None => return end,
            }
        }
    }

    /// Whether nothing but comments follows `at` on its line.
    pub(super) fn ends_line(self, at: u32) -> bool {
        let tail = self.tail(at);
        self.text(tail, self.source.line_end(tail)).trim().is_empty()
    }

    /// Where the comments start that belong to what starts at `at`.
    pub(super) fn lead(self, at: u32) -> u32 {
        let mut at = at;
        loop {
            let before = self.source.text()[..at as usize].trim_end_matches([' ', '\t', '\r', '\n']).len() as u32;
            let Some(comment) = self.comment_to(before) else { return at };
            let gap = self.text(before, at).matches('\n').count();
            let own_line = self.source.starts_line(comment.range.start);
            if gap > 1 || (gap == 1 && !own_line) {
                return at;
            }
            at = comment.range.start;
        }
    }

    /// As [`Scan::lead`] for the first statement of the file: a comment about the file is not one of its own.
    pub(super) fn after_header(self, at: u32) -> u32 {
        const ABOUT_FILE: [&str; 8] =
            ["@file", "@license", "@ts-", "eslint-", "copyright", "Copyright", "prettier-ignore", "SPDX"];
        let lead = self.lead(at);
        let comments = self.source.comments_in(TextRange::new(lead, at));
        let header = comments.iter().rposition(|c| ABOUT_FILE.iter().any(|word| c.text.contains(word)));
        match header.and_then(|n| comments.get(n + 1)) {
            Some(next) => next.range.start,
            None if header.is_some() => at,
            None => lead,
        }
    }

    /// The text from `start` to `end`.
    pub(super) fn text(self, start: u32, end: u32) -> &'f str {
        self.source.slice(TextRange::new(start, end.max(start)))
    }

    /// Whether a line break stands between the two.
    pub(super) fn breaks(self, start: u32, end: u32) -> bool {
        self.text(start, end).contains('\n')
    }

    /// Whether an empty line stands between the two.
    pub(super) fn blank(self, start: u32, end: u32) -> bool {
        self.text(start, end).lines().skip(1).any(|line| line.trim().is_empty())
            && self.text(start, end).matches('\n').count() > 1
    }

    /// The start of the line before the one that starts at `start`; `start` where there is none.
    pub(super) fn line_before(self, start: u32) -> u32 {
        start.checked_sub(1).map_or(start, |at| self.source.line_start(at))
    }

    /// The start of the line after the one of `at`; the end of the text where there is none.
    pub(super) fn next_line(self, at: u32) -> u32 {
        let end = self.source.line_end(at);
        self.source.text()[end as usize..].find('\n').map_or(end, |n| end + n as u32 + 1)
    }
}
