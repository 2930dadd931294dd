//! Lists between two delimiters: objects, arrays, arguments, parameters, specifiers, with commas in between; members of
//! types and classes, with semicolons, commas or nothing. Invariant: whatever is added and removed, commas are right, siblings keep their bytes, and an item goes with its
//! comma, the comments directly above it, the comment at the end of its line, and its line.

use std::collections::BTreeSet;

use super::draft::{Draft, Rank};
use super::layout::reindent;
use super::scan::Scan;
use crate::source::TextRange;

/// What is to become of one list.
pub(super) struct List {
    /// Between the delimiters.
    pub(super) inner: TextRange,
    /// The items as they stand.
    pub(super) items: Vec<TextRange>,
    /// What stands between items; `,` where nothing else is said.
    pub(super) separator: &'static str,
    /// Whether nothing but the separator stands between items on one line.
    pub(super) tight: bool,
    /// Spaces between the delimiters and items on one line.
    pub(super) spaced: bool,
    /// Whether several first items take a line each.
    pub(super) rows: bool,
    /// Whether even a single first item takes a line.
    pub(super) always_rows: bool,
    /// Whether a comma follows the last of new lines.
    pub(super) trailing: bool,
    /// One more level of indentation.
    pub(super) unit: String,
    pub(super) removed: BTreeSet<usize>,
    pub(super) added: Vec<Added>,
}

/// A new item.
pub(super) struct Added {
    /// How many of the items as they stand come before it.
    pub(super) slot: usize,
    /// Its name, where it has one.
    pub(super) key: Option<String>,
    /// Its text, laid out at [`List::indent`].
    pub(super) text: String,
    /// Whether a blank line sets it apart from what stands before it, or after the first one, where items have lines of
    /// their own.
    pub(super) apart: bool,
}

impl List {
    /// The indentation of an item on a line of its own.
    pub(super) fn indent(&self, scan: Scan<'_>) -> String {
        let own_line = self.items.iter().rev().find(|item| scan.source.starts_line(scan.lead(item.start)));
        match own_line {
            Some(item) => scan.source.indent_at(scan.lead(item.start)).to_string(),
            None => format!("{}{}", scan.source.indent_at(self.inner.start), self.unit),
        }
    }

    /// Adds `text` so that `slot` of the standing items come before it, after what was added there before.
    pub(super) fn add(&mut self, slot: usize, key: Option<String>, text: String) {
        self.added.push(Added { slot, key, text, apart: false });
    }

    /// Makes the pieces.
    pub(super) fn lower(mut self, scan: Scan<'_>, out: &mut Draft) {
        if self.removed.is_empty() && self.added.is_empty() {
            return;
        }
        self.added.sort_by_key(|a| a.slot);
        if self.items.is_empty() {
            self.fill(scan, out);
        } else if self.in_rows(scan) {
            self.lower_rows(scan, out);
        } else {
            self.lower_run(scan, out);
        }
    }

    /// Whether each item takes a line of its own.
    pub(super) fn stands_in_rows(&self, scan: Scan<'_>) -> bool {
        !self.items.is_empty() && self.in_rows(scan)
    }

    /// Whether each item and the closing delimiter start a line. An item whose line starts with a comma does not.
    fn in_rows(&self, scan: Scan<'_>) -> bool {
        let mut before = self.inner.start;
        for (i, item) in self.items.iter().enumerate() {
            // A break within a comment before it does not make an item start a line.
            let own_line = scan.source.starts_line(item.start);
            let starts_line =
                |at: u32| scan.breaks(at, scan.lead(item.start)) || (own_line && scan.breaks(at, item.start));
            let comma = i.checked_sub(1).and_then(|i| self.comma(scan, i));
            if !starts_line(before) || comma.is_some_and(|comma| !starts_line(comma)) {
                return false;
            }
            before = item.end;
        }
        scan.source.starts_line(self.inner.end)
    }

    /// First items of an empty list.
    fn fill(&self, scan: Scan<'_>, out: &mut Draft) {
        let comments = scan.source.comments_in(self.inner);
        let texts: Vec<&str> = self.added.iter().map(|a| a.text.as_str()).collect();
        let split = scan.breaks(self.inner.start, self.inner.end);
        let short = !texts.iter().any(|t| t.contains('\n')) && (texts.len() == 1 || !self.rows) && !self.always_rows;
        if !split && comments.is_empty() && short {
            let pad = if self.spaced { " " } else { "" };
            out.replace(self.inner, format!("{pad}{}{pad}", texts.join(&self.gap())));
            return;
        }
        let indent = self.indent(scan);
        let mut text = String::new();
        for (n, one) in texts.iter().enumerate() {
            let comma = if n + 1 < texts.len() || self.trailing { self.separator } else { "" };
            text.push_str(&format!("\n{indent}{one}{comma}"));
        }
        match comments.last() {
            Some(last) => {
                out.insert(last.range.end, text, Rank::After);
                if !scan.breaks(last.range.end, self.inner.end) {
                    let end = format!("\n{}", scan.source.indent_at(self.inner.start));
                    out.replace(TextRange::new(last.range.end, self.inner.end), end);
                }
            }
            None => {
                let end = format!("\n{}", scan.source.indent_at(self.inner.start));
                out.replace(self.inner, text + &end);
            }
        }
    }

    /// What stands between items on one line.
    fn gap(&self) -> String {
        format!("{}{}", self.separator, if self.tight { "" } else { " " })
    }

    /// The comma after an item.
    fn comma(&self, scan: Scan<'_>, item: usize) -> Option<u32> {
        let separator = *self.separator.as_bytes().first()?;
        scan.next(self.items[item].end, separator).filter(|at| *at < self.inner.end)
    }

    fn last_kept(&self) -> Option<usize> {
        (0..self.items.len()).rev().find(|i| !self.removed.contains(i))
    }

    /// The last kept item before `slot`.
    fn anchor(&self, slot: usize) -> Option<usize> {
        (0..slot.min(self.items.len())).rev().find(|i| !self.removed.contains(i))
    }

    fn lower_rows(&self, scan: Scan<'_>, out: &mut Draft) {
        let had_trailing = self.comma(scan, self.items.len() - 1).is_some();
        let last_kept = self.last_kept();
        if last_kept.is_none() && self.added.is_empty() && self.nothing_else(scan) {
            out.delete(self.inner);
            return;
        }
        for (i, item) in self.items.iter().enumerate() {
            if self.removed.contains(&i) {
                continue;
            }
            let is_last = Some(i) == last_kept && !self.added.iter().any(|a| self.anchor(a.slot) == Some(i));
            match self.comma(scan, i) {
                Some(comma) if is_last && !had_trailing => out.delete(TextRange::new(comma, comma + 1)),
                None if !is_last => out.insert(item.end, self.separator, Rank::Close),
                _ => {}
            }
        }
        self.runs().into_iter().for_each(|(first, last)| out.delete(self.rows(scan, first, last)));
        let indent = self.indent(scan);
        for (n, added) in self.added.iter().enumerate() {
            let anchor = self.anchor(added.slot);
            let is_last = n + 1 == self.added.len() && anchor == last_kept;
            let comma = if is_last && !had_trailing { "" } else { self.separator };
            let (blank, close) = match (added.apart, anchor) {
                (true, Some(_)) => ("\n", ""),
                (true, None) => ("", "\n"),
                (false, _) => ("", ""),
            };
            let text = format!("{blank}\n{indent}{}{comma}{close}", added.text);
            out.insert(self.row_end(scan, anchor), text, Rank::After);
        }
    }

    /// Where the line ends that an item, or the opening delimiter, stands last on.
    fn row_end(&self, scan: Scan<'_>, item: Option<usize>) -> u32 {
        match item {
            Some(i) => {
                let end = self.comma(scan, i).map_or(self.items[i].end, |comma| comma + 1);
                // Without a comma, a comment may stand between the item and the end of its line all the same.
                scan.tail(end)
            }
            None => scan.tail(self.inner.start),
        }
    }

    /// First and last of items that go together.
    fn runs(&self) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        for i in &self.removed {
            match out.last_mut() {
                Some((_, last)) if *last + 1 == *i => *last = *i,
                _ => out.push((*i, *i)),
            }
        }
        out
    }

    /// The lines of neighbouring items: their comments, themselves, their commas, the comment at the end, the line
    /// break, and one of two blank lines that would meet.
    fn rows(&self, scan: Scan<'_>, first: usize, last: usize) -> TextRange {
        let from = scan.source.line_start(scan.lead(self.items[first].start));
        let to = scan.next_line(scan.whole_tail(self.row_end(scan, Some(last))));
        let opens = scan.text(self.inner.start, from).trim().is_empty();
        let closes = scan.text(to, self.inner.end).trim().is_empty();
        let blank_before = scan.text(scan.line_before(from), from).trim().is_empty();
        let blank_after = !closes && scan.text(to, scan.next_line(to)).trim().is_empty();
        if blank_after && (blank_before || opens) {
            return TextRange::new(from, scan.next_line(to));
        }
        if closes && blank_before && !opens {
            return TextRange::new(scan.line_before(from), to);
        }
        TextRange::new(from, to)
    }

    /// Whether no comment would stay when all items are gone.
    fn nothing_else(&self, scan: Scan<'_>) -> bool {
        let rows = self.rows(scan, 0, self.items.len() - 1);
        scan.source.comments_in(self.inner).iter().all(|c| rows.contains(c.range))
    }

    fn lower_run(&self, scan: Scan<'_>, out: &mut Draft) {
        let first_kept = (0..self.items.len()).find(|i| !self.removed.contains(i));
        let Some(first_kept) = first_kept else {
            let texts: Vec<&str> = self.added.iter().map(|a| a.text.as_str()).collect();
            let whole = TextRange::new(self.items[0].start, self.items[self.items.len() - 1].end);
            if texts.is_empty() && scan.source.comments_in(self.inner).iter().all(|c| whole.contains(c.range)) {
                out.delete(self.inner);
            } else if texts.is_empty() {
                let end = self.comma(scan, self.items.len() - 1).map_or(whole.end, |comma| comma + 1);
                out.delete(TextRange::new(whole.start, end));
            } else {
                out.replace(whole, texts.join(&self.gap()));
            }
            return;
        };
        if first_kept > 0 {
            out.delete(TextRange::new(self.items[0].start, self.items[first_kept].start));
        }
        let mut i = first_kept;
        while i < self.items.len() {
            let next_kept = (i + 1..self.items.len()).find(|n| !self.removed.contains(n));
            let skipped = next_kept.unwrap_or(self.items.len()) - i > 1;
            if skipped {
                self.delete_after(scan, i, next_kept, out);
            }
            i = next_kept.unwrap_or(self.items.len());
        }
        for added in &self.added {
            match self.anchor(added.slot) {
                Some(anchor) => self.add_in_run(scan, anchor, &added.text, out),
                None => {
                    let text = match has_lead(&added.text) {
                        true => self.on_own_line(scan, &added.text),
                        false => added.text.clone(),
                    };
                    let text = text + &self.gap();
                    out.insert(self.items[first_kept].start, text, Rank::Before);
                }
            }
        }
    }

    /// Deletes what stands between the kept item `i` and the next kept one, or the end.
    fn delete_after(&self, scan: Scan<'_>, i: usize, next_kept: Option<usize>, out: &mut Draft) {
        let last_gone = next_kept.unwrap_or(self.items.len()) - 1;
        let from = self.comma(scan, i).map_or(self.items[i].end, |comma| scan.tail(comma + 1));
        let own_line = scan.source.starts_line(scan.lead(self.items[last_gone].start));
        // A comment at the end of a line that others share is about the line.
        let tail = |at| if own_line { scan.tail(at) } else { at };
        let to = match self.comma(scan, last_gone) {
            Some(comma) => tail(comma + 1),
            None => {
                if let Some(comma) = self.comma(scan, i) {
                    out.delete(TextRange::new(comma, comma + 1));
                }
                tail(self.items[last_gone].end)
            }
        };
        // What follows must not end up in a line comment.
        let commented = scan.in_line_comment(from) && !scan.ends_line(to);
        let line = if commented { format!("\n{}", scan.source.indent_at(self.inner.start)) } else { String::new() };
        out.replace(TextRange::new(from, to), line);
    }

    /// A new item, laid out for the line of the list, on lines of its own one level deeper.
    fn on_own_line(&self, scan: Scan<'_>, text: &str) -> String {
        let outer = scan.source.indent_at(self.inner.start);
        let inner = format!("{outer}{}", self.unit);
        format!("\n{inner}{}", reindent(text, outer, &inner))
    }

    fn add_in_run(&self, scan: Scan<'_>, anchor: usize, text: &str, out: &mut Draft) {
        let item = self.items[anchor];
        let own_line = scan.source.starts_line(scan.lead(item.start));
        let comma = self.separator;
        if !own_line || self.removed.contains(&(anchor + 1)) {
            let text = match own_line {
                true => format!("\n{}{text}", scan.source.indent_at(scan.lead(item.start))),
                // On the line of the item before it, a comment would belong to that one.
                false if has_lead(text) => self.on_own_line(scan, text),
                false if self.tight => text.to_string(),
                false => format!(" {text}"),
            };
            out.insert(item.end, format!("{comma}{text}"), Rank::After);
            return;
        }
        let indent = scan.source.indent_at(scan.lead(item.start));
        match self.comma(scan, anchor) {
            Some(at) if scan.ends_line(at + 1) => {
                out.insert(scan.tail(at + 1), format!("\n{indent}{text}{comma}"), Rank::After);
            }
            Some(at) => out.insert(at + 1, format!(" {text}{comma}"), Rank::After),
            None => {
                out.insert(item.end, comma, Rank::Close);
                out.insert(scan.tail(item.end), format!("\n{indent}{text}"), Rank::After);
            }
        }
    }
}

/// Whether a new item starts with a comment.
fn has_lead(text: &str) -> bool {
    text.starts_with("//") || text.starts_with("/*")
}
