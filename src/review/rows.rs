//! Rows of a screen. Invariant: a row is never wider than the screen, and nothing of a line is left out: what does not fit
//! goes on in the next row, indented.

use std::fmt::Write as _;

use console::Style;

/// How many columns a tab takes at most; the terminal's own stops are not asked for.
const TAB: usize = 4;

/// A line of any length, in parts with their styles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    parts: Vec<(Style, String)>,
    /// How far the rows after the first are indented.
    hang: usize,
    /// Whether rows break between words where they can.
    prose: bool,
}

impl Line {
    /// Code, which breaks anywhere.
    pub(crate) fn code(parts: impl IntoIterator<Item = (Style, String)>) -> Self {
        Self { parts: parts.into_iter().collect(), hang: 3, prose: false }
    }

    /// Words, which break between them.
    pub(crate) fn prose(parts: impl IntoIterator<Item = (Style, String)>, hang: usize) -> Self {
        Self { parts: parts.into_iter().collect(), hang, prose: true }
    }

    /// Nothing.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The same line with more text at its end.
    pub(crate) fn and(mut self, text: String) -> Self {
        self.parts.push((Style::new().force_styling(false), text));
        self
    }

    /// The same line with text at its end that stands out as a cursor does.
    pub(crate) fn and_cursor(mut self, text: String) -> Self {
        self.parts.push((Style::new().force_styling(true).reverse(), text));
        self
    }

    /// How many columns it takes.
    pub(crate) fn width(&self) -> usize {
        self.cells().iter().map(|cell| cell.width).sum()
    }

    /// Its rows on a screen of `width` columns, styled.
    pub(crate) fn rows(&self, width: usize) -> Vec<String> {
        let width = width.max(10);
        let cells = self.cells();
        let (mut rows, mut from) = (Vec::new(), 0);
        loop {
            let indent = if rows.is_empty() { 0 } else { self.hang.min(width / 3) };
            let to = self.end_of_row(&cells, from, width - indent);
            rows.push(format!("{:indent$}{}", "", self.styled(&cells[from..to])));
            // The space that a row breaks at is not shown on the next one.
            from = if self.prose && to < cells.len() && cells[to].character == ' ' { to + 1 } else { to };
            if from >= cells.len() {
                return rows;
            }
        }
    }

    fn end_of_row(&self, cells: &[Cell], from: usize, width: usize) -> usize {
        let (mut used, mut to) = (0, from);
        while to < cells.len() && used + cells[to].width <= width {
            used += cells[to].width;
            to += 1;
        }
        if to == cells.len() {
            return to;
        }
        let space = cells[from..=to].iter().rposition(|cell| cell.character == ' ').filter(|at| self.prose && *at > 0);
        // A character that is wider than the screen still has to go somewhere.
        space.map_or(to, |at| from + at).max(from + 1)
    }

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (part, (_, text)) in self.parts.iter().enumerate() {
            for character in text.chars() {
                match character {
                    '\t' => {
                        let to_stop = TAB - cells.len() % TAB;
                        cells.extend((0..to_stop).map(|_| Cell { character: ' ', width: 1, part }));
                    }
                    _ => cells.push(Cell { character, width: width_of(character), part }),
                }
            }
        }
        cells
    }

    fn styled(&self, cells: &[Cell]) -> String {
        let mut out = String::new();
        for run in cells.chunk_by(|a, b| a.part == b.part) {
            let text: String = run.iter().map(|cell| cell.character).collect();
            let _ = write!(out, "{}", self.parts[run[0].part].0.apply_to(text));
        }
        out
    }
}

struct Cell {
    character: char,
    width: usize,
    part: usize,
}

fn width_of(character: char) -> usize {
    console::measure_text_width(character.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> [(Style, String); 1] {
        [(Style::new().force_styling(false), text.to_string())]
    }

    #[test]
    fn code_breaks_anywhere_and_goes_on_indented() {
        let line = Line::code(plain("+  const name = 'a long one';"));
        assert_eq!(line.rows(40), ["+  const name = 'a long one';"]);
        assert_eq!(line.rows(20), ["+  const name = 'a l", "   ong one';"]);
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        let line = Line::prose(plain("fault  keys are never rotated"), 7);
        assert_eq!(line.rows(20), ["fault  keys are", "      never rotated"]);
        assert_eq!(Line::prose(plain("abcdefghijklmnop qr"), 2).rows(10), ["abcdefghij", "  klmnop", "  qr"]);
    }

    #[test]
    fn wide_characters_and_tabs_take_their_columns() {
        assert_eq!(Line::code(plain("日本語日本語")).rows(10), ["日本語日本", "   語"]);
        assert_eq!(Line::code(plain("+\tx")).rows(10), ["+   x"]);
        assert_eq!(Line::empty().rows(10), [""]);
    }

    #[test]
    fn a_style_goes_on_over_a_break() {
        let red = Style::new().force_styling(true).red();
        let rows = Line::code([(red, "abcdefghijkl".into())]).rows(10);
        assert_eq!(rows, ["\u{1b}[31mabcdefghij\u{1b}[0m", "   \u{1b}[31mkl\u{1b}[0m"]);
    }
}
