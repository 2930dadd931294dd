//! Comments of their own: taken out, reworded, put elsewhere. Invariant: a comment that had its lines to itself takes them
//! and one of two blank lines along; beside code, it takes the white space along that kept it apart.

use super::Rewrite;
use super::draft::Rank;
use super::scan::Scan;
use crate::codemod::Declined;
use crate::model::FileId;
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// Takes out the comment at `range`, and the braces that hold it where it is a child of JSX.
    ///
    /// # Errors
    /// One over several lines that stands between code: what its line breaks end would go on.
    pub fn delete_comment(&mut self, file: FileId, range: TextRange) -> Result<(), Declined> {
        let scan = self.scan(file);
        let held = self.model().index(file).jsx_comment(range).map(|it| it.braces);
        let alone = |it: &TextRange| {
            let (before, after) = (scan.text(it.start, range.start), scan.text(range.end, it.end));
            before.trim() == "{" && after.trim() == "}"
        };
        let range = held.filter(alone).unwrap_or(range);
        let (line, end) = (scan.source.line_start(range.start), scan.source.line_end(range.end));
        let before = scan.text(line, range.start);
        let after = scan.text(range.end, end);
        match (before.trim().trim_start_matches('\u{feff}').is_empty(), after.trim().is_empty()) {
            (true, true) => {
                let rows = rows_of(scan, range);
                self.draft(file).delete(rows);
            }
            (true, false) => {
                let gap = after.len() - after.trim_start().len();
                self.draft(file).delete(TextRange::new(range.start, range.end + gap as u32));
            }
            (false, true) => {
                let gap = before.len() - before.trim_end().len();
                self.draft(file).delete(TextRange::new(range.start - gap as u32, range.end));
            }
            (false, false) if scan.breaks(range.start, range.end) => {
                return Err(Declined::because(
                    "the comment stands between code, over several lines; remove it by hand",
                ));
            }
            (false, false) => {
                let gap = after.len() - after.trim_start().len();
                let apart = before.ends_with(char::is_whitespace) || before.ends_with(['(', '[']);
                // Between elements, a space is text.
                let apart = apart || held.is_some() && gap == 0;
                // What was apart from a closing bracket by the comment alone stands right before it.
                let closes = gap == 0 && after.starts_with([')', ']', '}']);
                let back = if closes { before.len() - before.trim_end().len() } else { 0 };
                let range = TextRange::new(range.start - back as u32, range.end + gap as u32);
                self.draft(file).replace(range, if apart || closes { "" } else { " " });
            }
        }
        Ok(())
    }

    /// Puts `text` in place of the words at `range`, which lie in a comment.
    pub fn reword_comment(&mut self, file: FileId, range: TextRange, text: &str) {
        self.draft(file).replace(range, text);
    }

    /// Puts the comment at `range`, which stands beside code, on a line of its own before the one that starts at `line`.
    ///
    /// # Errors
    /// As for [`Rewrite::delete_comment`].
    pub fn move_comment(&mut self, file: FileId, range: TextRange, line: u32) -> Result<(), Declined> {
        self.delete_comment(file, range)?;
        let scan = self.scan(file);
        let text = format!("{}{}\n", scan.source.indent_at(line), scan.source.slice(range));
        self.draft(file).insert(line, text, Rank::Before);
        Ok(())
    }
}

/// The lines of a comment, with a blank one that would be too many.
fn rows_of(scan: Scan<'_>, range: TextRange) -> TextRange {
    let text = scan.source.text();
    let (from, to) = (scan.source.line_start(range.start), scan.next_line(range.end));
    let mark = if from == 0 && scan.source.has_bom() { '\u{feff}'.len_utf8() as u32 } else { 0 };
    let (above, below) = (text[..from as usize].trim_end(), text[to as usize..].trim_start());
    let opens = above.trim_start_matches('\u{feff}').is_empty() || above.ends_with(['{', '[', '(']);
    let closes = below.is_empty() || below.starts_with(['}', ']', ')']);
    let blank_before = from > 0 && scan.text(scan.line_before(from), from).trim().is_empty();
    let blank_after = (to as usize) < text.len() && scan.text(to, scan.next_line(to)).trim().is_empty();
    if blank_after && (blank_before || opens) {
        TextRange::new(from + mark, scan.next_line(to))
    } else if closes && blank_before {
        TextRange::new(scan.line_before(from), to)
    } else {
        TextRange::new(from + mark, to)
    }
}
