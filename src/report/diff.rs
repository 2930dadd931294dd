//! Unified diffs. Invariant: lines end at `\n` and nowhere else, as git has it, so that a stray carriage return never
//! shifts a hunk.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use iacfix_engine::source::{MASK, Secrets, TextRange, again_in};
use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, DiffOp, DiffTag, TextDiff, TextDiffConfig};

use super::clean;
use super::hidden::secrets_of;
use crate::palette::Palette;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Most lines of one change whose words are compared; larger ones are new text rather than edited text.
const WORDS_UP_TO: usize = 80;

/// Two texts and what differs.
pub(crate) struct Diff<'t> {
    diff: TextDiff<'t, 't, str>,
    hunks: Vec<Vec<DiffOp>>,
    /// What is secret of each old and each new line, in bytes of the line; empty where nothing is hidden.
    hidden: [Vec<Vec<Range<usize>>>; 2],
}

/// A line whose secret can't be left out of a patch, counted from 1 in the old text, or in the new one where it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exposed(pub(crate) usize);

impl<'t> Diff<'t> {
    /// Compares line by line.
    pub(crate) fn new(before: &'t str, after: &'t str) -> Self {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let new: Vec<&str> = after.split_inclusive('\n').collect();
        let diff = TextDiffConfig::default().newline_terminated(true).diff_slices(&old, &new);
        let hunks = diff.grouped_ops(CONTEXT).into_iter().filter(|ops| !ops.is_empty()).collect();
        Self { diff, hunks, hidden: Default::default() }
    }

    /// The same of the file at `path`, whose literal secrets are not shown, nor those of its program that are `known`.
    pub(crate) fn hiding(path: &Path, before: &'t str, after: &'t str, known: &BTreeSet<String>) -> Self {
        let (old, new) = (secrets_of(path, before), secrets_of(path, after));
        // What tells that it is a secret may be gone from one text, or stand in another file.
        let known = || old.texts.iter().chain(&new.texts).chain(known);
        let ranges = |text: &str, own: &Secrets| {
            let mut ranges = [&own.ranges[..], &again_in(known(), text)].concat();
            ranges.sort();
            ranges
        };
        let hidden = [hidden(before, &ranges(before, &old)), hidden(after, &ranges(after, &new))];
        Self { hidden, ..Self::new(before, after) }
    }

    /// Whether a hunk has a line with something that is not shown.
    pub(crate) fn hides(&self, hunk: usize) -> bool {
        let ops = &self.hunks[hunk];
        ops.iter().any(|op| {
            op.old_range().any(|line| self.is_hidden(0, line)) || op.new_range().any(|line| self.is_hidden(1, line))
        })
    }

    fn is_hidden(&self, side: usize, line: usize) -> bool {
        self.hidden[side].get(line).is_some_and(|it| !it.is_empty())
    }

    /// The hunks as `git apply` takes them, narrowed until no line with a secret is in them.
    ///
    /// # Errors
    /// A secret in a line that changes, or right behind one: git takes no hunk without a line of context behind it.
    pub(crate) fn without_secrets(&self, out: &mut String) -> Result<(), Exposed> {
        for hunk in &self.hunks {
            for part in self.narrowed(hunk)? {
                self.exact_ops(out, &part);
            }
        }
        Ok(())
    }

    fn narrowed(&self, hunk: &[DiffOp]) -> Result<Vec<Vec<DiffOp>>, Exposed> {
        let (mut parts, mut part): (Vec<Vec<DiffOp>>, Vec<DiffOp>) = (Vec::new(), Vec::new());
        for op in hunk {
            let DiffOp::Equal { old_index, new_index, len } = *op else {
                let old = op.old_range().find(|line| self.is_hidden(0, *line));
                if let Some(line) = old.or_else(|| op.new_range().find(|line| self.is_hidden(1, *line))) {
                    return Err(Exposed(line + 1));
                }
                part.push(*op);
                continue;
            };
            let equal = |from: usize, to: usize| DiffOp::Equal {
                old_index: old_index + from,
                new_index: new_index + from,
                len: to - from,
            };
            let is_secret = |at: &usize| self.is_hidden(0, old_index + at) || self.is_hidden(1, new_index + at);
            let (Some(first), Some(last)) = ((0..len).find(is_secret), (0..len).rfind(is_secret)) else {
                part.push(*op);
                continue;
            };
            if !part.is_empty() {
                if first == 0 {
                    return Err(Exposed(old_index + 1));
                }
                part.push(equal(0, first));
                parts.push(std::mem::take(&mut part));
            }
            if last + 1 < len {
                part.push(equal(last + 1, len));
            }
        }
        parts.push(part);
        parts.retain(|part| part.iter().any(|op| op.tag() != DiffTag::Equal));
        Ok(parts)
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
        self.exact_ops(out, &self.hunks[hunk]);
    }

    fn exact_ops(&self, out: &mut String, ops: &[DiffOp]) {
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(ops));
        for change in ops.iter().flat_map(|op| self.diff.iter_changes(op)) {
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
                    let hidden = self.hidden_of(change.old_index(), change.new_index());
                    styled(&mut lines, change.tag(), change.iter_strings_lossy(), hidden, palette);
                }
            } else {
                for change in self.diff.iter_changes(op) {
                    let hidden = self.hidden_of(change.old_index(), change.new_index());
                    styled(&mut lines, change.tag(), [(false, change.value().into())], hidden, palette);
                }
            }
        }
        lines
    }

    fn hidden_of(&self, old: Option<usize>, new: Option<usize>) -> Vec<Range<usize>> {
        let of = |side: usize, line: Option<usize>| line.and_then(|it| self.hidden[side].get(it)).into_iter().flatten();
        let mut all: Vec<_> = of(0, old).chain(of(1, new)).cloned().collect();
        all.sort_by_key(|it| (it.start, it.end));
        all.dedup();
        all
    }
}

/// What is secret of each line.
fn hidden(text: &str, ranges: &[TextRange]) -> Vec<Vec<Range<usize>>> {
    let mut start = 0;
    let mut of_line = |line: &str| {
        let (from, to) = (start, start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        let parts = ranges.iter().map(|it| (it.start as usize).max(from)..(it.end as usize).min(to));
        parts.filter(|it| it.start < it.end).map(|it| it.start - from..it.end - from).collect()
    };
    text.split_inclusive('\n').map(&mut of_line).collect()
}

/// A part of a line that starts at byte `from` of it, with the mask where a secret starts in it.
fn masked(part: &str, from: usize, hidden: &[Range<usize>]) -> String {
    let mut out = String::new();
    for (at, c) in part.char_indices() {
        match hidden.iter().find(|it| it.contains(&(from + at))) {
            Some(it) if it.start == from + at => out.push_str(MASK),
            Some(_) => {}
            None => out.push(c),
        }
    }
    out
}

/// A line in parts, each with its style.
pub(crate) type StyledLine<'p> = Vec<(&'p console::Style, String)>;

fn styled<'l, 'p>(
    lines: &mut Vec<StyledLine<'p>>,
    tag: ChangeTag,
    parts: impl IntoIterator<Item = (bool, std::borrow::Cow<'l, str>)>,
    hidden: Vec<Range<usize>>,
    palette: &'p Palette,
) {
    let (line, word) = match tag {
        ChangeTag::Equal => (&palette.plain, &palette.plain),
        ChangeTag::Delete => (&palette.removed, &palette.removed_word),
        ChangeTag::Insert => (&palette.added, &palette.added_word),
    };
    let mut out = vec![(line, tag.to_string())];
    let (mut ended, mut at) = (false, 0);
    for (emphasized, text) in parts {
        ended = text.ends_with('\n');
        let shown = masked(text.trim_end_matches(['\n', '\r']), at, &hidden);
        at += text.len();
        let text = clean(&shown);
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
