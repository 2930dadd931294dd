//! Unified diffs. Invariant: lines end at `\n` and nowhere else, as git has it, so that a stray carriage return never
//! shifts a hunk.

use std::fmt::Write as _;
use std::ops::Range;

use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, DiffOp, DiffTag, TextDiff, TextDiffConfig};

use super::clean;
use crate::palette::Palette;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Most lines of one change whose words are compared; larger ones are new text rather than edited text.
const WORDS_UP_TO: usize = 80;

/// Two texts and what differs.
pub(crate) struct Diff<'t> {
    diff: TextDiff<'t, 't, str>,
    hunks: Vec<Vec<DiffOp>>,
}

impl<'t> Diff<'t> {
    /// Compares line by line.
    pub(crate) fn new(before: &'t str, after: &'t str) -> Self {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let new: Vec<&str> = after.split_inclusive('\n').collect();
        let diff = TextDiffConfig::default().newline_terminated(true).diff_slices(&old, &new);
        let hunks = diff.grouped_ops(CONTEXT).into_iter().filter(|ops| !ops.is_empty()).collect();
        Self { diff, hunks }
    }

    /// How many hunks there are.
    pub(crate) fn hunks(&self) -> usize {
        self.hunks.len()
    }

    /// The old lines of a hunk, context included, counted from 0.
    pub(crate) fn old_lines(&self, hunk: usize) -> Range<usize> {
        let ops = &self.hunks[hunk];
        ops[0].old_range().start..ops[ops.len() - 1].old_range().end
    }

    /// The old lines of every single change, counted from 0; empty ranges where lines only come.
    pub(crate) fn changed(&self) -> impl Iterator<Item = Range<usize>> {
        self.diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal).map(DiffOp::old_range)
    }

    /// The old line that the new line `line` came from, or before which it came.
    pub(crate) fn old_line(&self, line: usize) -> usize {
        match self.diff.ops().iter().find(|op| op.new_range().contains(&line)) {
            Some(op) if op.tag() == DiffTag::Equal => op.old_range().start + (line - op.new_range().start),
            Some(op) => op.old_range().start,
            None => self.diff.old_len(),
        }
    }

    /// The hunk as `git apply` and `patch` take it, byte for byte.
    pub(crate) fn exact(&self, out: &mut String, hunk: usize) {
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(&self.hunks[hunk]));
        for change in self.hunks[hunk].iter().flat_map(|op| self.diff.iter_changes(op)) {
            let line = change.value();
            let _ = write!(out, "{}{line}", change.tag());
            if !line.ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }

    /// The hunk for people: coloured, the words that differ marked, and nothing in it that a terminal would obey.
    pub(crate) fn shown(&self, out: &mut String, hunk: usize, palette: &Palette) {
        for line in self.lines(hunk, palette) {
            for (style, text) in line {
                let _ = write!(out, "{}", style.apply_to(text));
            }
            out.push('\n');
        }
    }

    /// The same, line by line, each in parts with their styles.
    pub(crate) fn lines<'p>(&self, hunk: usize, palette: &'p Palette) -> Vec<StyledLine<'p>> {
        let ops = &self.hunks[hunk];
        let mut lines = vec![vec![(&palette.name, UnifiedHunkHeader::new(ops).to_string())]];
        for op in ops {
            let few = op.old_range().len() + op.new_range().len() <= WORDS_UP_TO;
            if palette.on && op.tag() == DiffTag::Replace && few {
                for change in self.diff.iter_inline_changes_deadline(op, None) {
                    styled(&mut lines, change.tag(), change.iter_strings_lossy(), palette);
                }
            } else {
                for change in self.diff.iter_changes(op) {
                    styled(&mut lines, change.tag(), [(false, change.value().into())], palette);
                }
            }
        }
        lines
    }
}

/// A line in parts, each with its style.
pub(crate) type StyledLine<'p> = Vec<(&'p console::Style, String)>;

fn styled<'l, 'p>(
    lines: &mut Vec<StyledLine<'p>>,
    tag: ChangeTag,
    parts: impl IntoIterator<Item = (bool, std::borrow::Cow<'l, str>)>,
    palette: &'p Palette,
) {
    let (line, word) = match tag {
        ChangeTag::Equal => (&palette.plain, &palette.plain),
        ChangeTag::Delete => (&palette.removed, &palette.removed_word),
        ChangeTag::Insert => (&palette.added, &palette.added_word),
    };
    let mut out = vec![(line, tag.to_string())];
    let mut ended = false;
    for (emphasized, text) in parts {
        ended = text.ends_with('\n');
        let text = clean(text.trim_end_matches(['\n', '\r']));
        out.push((if emphasized && !text.trim().is_empty() { word } else { line }, text));
    }
    lines.push(out);
    if !ended {
        lines.push(vec![(&palette.dim, "\\ No newline at end of file".into())]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(before: &str, after: &str) -> String {
        let diff = Diff::new(before, after);
        let mut out = String::new();
        (0..diff.hunks()).for_each(|hunk| diff.exact(&mut out, hunk));
        out
    }

    #[test]
    fn headers_count_lines_as_git_does() {
        assert_eq!(exact("a\nb\n", "a\nc\n"), "@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        assert_eq!(exact("", "c\n"), "@@ -0,0 +1 @@\n+c\n");
        assert_eq!(exact("a\rb\n", "a\rb\nc\n"), "@@ -1 +1,2 @@\n a\rb\n+c\n");
        assert_eq!(exact("a", "a\n"), "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
        assert_eq!(exact("a\r\n", "b\r\n"), "@@ -1 +1 @@\n-a\r\n+b\r\n");
        assert_eq!(exact("a\n", "a\n"), "");
    }

    #[test]
    fn changed_words_are_marked_and_escapes_are_not_obeyed() {
        let diff = Diff::new("size: 20,\n", "size: 30,\n");
        let mut out = String::new();
        diff.shown(&mut out, 0, &Palette::new(true));
        let word = Palette::new(true).added_word.apply_to("30").to_string();
        assert!(out.contains(&word), "{out:?}");
        let mut out = String::new();
        Diff::new("", "a\u{1b}[2Jb\r\n").shown(&mut out, 0, &Palette::new(false));
        assert_eq!(out, "@@ -0,0 +1 @@\n+a␛[2Jb\n");
    }

    #[test]
    fn a_new_line_is_led_back_to_where_it_came_from() {
        let diff = Diff::new("a\nb\nc\n", "a\nx\ny\nb\nc\n");
        assert_eq!((0..5).map(|line| diff.old_line(line)).collect::<Vec<_>>(), [0, 1, 1, 1, 2]);
    }
}
