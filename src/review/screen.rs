//! The terminal of a review. Invariant: what stands above a patch stays as it is; a patch is drawn over and over in its
//! own rows, and one line of it stays when it is answered.

use std::io;

use console::{Key, Term};

use super::rows::Line;
use crate::error::UserError;
use crate::signals;

/// A terminal, and how much of it the patch at hand takes.
pub(crate) struct Screen {
    term: Term,
    /// Rows above the one that the cursor is in, and how wide the screen was.
    drawn: Option<(usize, usize)>,
    /// A terminal that can't be drawn over: everything is written below what was.
    dumb: bool,
}

/// What is shown of a patch.
pub(crate) struct View<'v> {
    /// The patch with its head.
    pub(crate) lines: &'v [Line],
    /// What is said of the last key, below it.
    pub(crate) notice: &'v [Line],
    /// The question, in which the cursor stays.
    pub(crate) prompt: Line,
}

impl Screen {
    /// The terminal that standard error is.
    pub(crate) fn new() -> Self {
        Self { term: Term::buffered_stderr(), drawn: None, dumb: console::is_dumb() }
    }

    /// The terminal itself, for what asks on its own. What is drawn stays above that.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn hand_over(&mut self) -> Result<&Term, UserError> {
        if self.drawn.take().is_some() {
            self.write("\n")?;
        }
        Ok(&self.term)
    }

    /// Writes a line that stays.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn say(&mut self, lines: &[Line]) -> Result<(), UserError> {
        self.clear()?;
        let width = self.width();
        let rows: Vec<String> = lines.iter().flat_map(|line| line.rows(width)).collect();
        let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
        self.write(&text)
    }

    /// Draws a patch from its row `from` on, and gives the row that it was drawn from.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn draw(&mut self, view: &View<'_>, from: usize) -> Result<usize, UserError> {
        let (height, width) = (usize::from(self.term.size().0).max(8), self.width());
        let rows_of = |lines: &[Line]| -> Vec<String> { lines.iter().flat_map(|line| line.rows(width)).collect() };
        let (mut rows, notice, prompt) = (rows_of(view.lines), rows_of(view.notice), view.prompt.rows(width));
        let room = height.saturating_sub(1 + notice.len() + prompt.len()).max(3);
        let mut at = 0;
        if rows.len() > room && !self.dumb {
            let (all, shown) = (rows.len(), room - 1);
            at = from.min(all - shown);
            rows = rows.split_off(at);
            rows.truncate(shown);
            rows.push(format!("-- rows {} to {} of {all}: space, arrows --", at + 1, at + shown));
        }
        self.clear()?;
        rows.extend(notice);
        rows.extend(prompt);
        self.write(&rows.join("\n"))?;
        self.drawn = Some((rows.len() - 1, width));
        Ok(at)
    }

    /// How many rows of a patch are shown at once, about.
    pub(crate) fn page(&self) -> usize {
        usize::from(self.term.size().0).saturating_sub(6).max(3)
    }

    /// One key; a terminal that goes away or is interrupted ends the run.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn key(&self) -> Result<Key, UserError> {
        loop {
            match self.term.read_key() {
                Ok(Key::Unknown) => return Err(lost(&io::Error::from(io::ErrorKind::UnexpectedEof))),
                Ok(Key::UnknownEscSeq(_)) => {}
                Ok(key) => return Ok(key),
                Err(e) => return Err(lost(&e)),
            }
        }
    }

    /// One column stays free: a terminal that is full to its edge wraps in ways of its own.
    fn width(&self) -> usize {
        usize::from(self.term.size().1).saturating_sub(1).max(20)
    }

    /// Takes away what was drawn, so that what follows stands in its place.
    fn clear(&mut self) -> Result<(), UserError> {
        let Some((above, width)) = self.drawn.take() else { return Ok(()) };
        if self.dumb || width != self.width() {
            // Rows have wrapped anew since, and nobody knows how many they are.
            return self.write("\n");
        }
        let cleared = || {
            self.term.write_str("\r")?;
            if above > 0 {
                self.term.move_cursor_up(above)?;
            }
            self.term.clear_to_end_of_screen()
        };
        cleared().map_err(|e| lost(&e))
    }

    fn write(&self, text: &str) -> Result<(), UserError> {
        self.term.write_str(text).and_then(|()| self.term.flush()).map_err(|e| lost(&e))
    }
}

/// A terminal that can't be read or written any more. Ctrl-C comes as an interruption, and the listener for signals
/// ends the process; this waits for it.
pub(crate) fn lost(error: &io::Error) -> UserError {
    if error.kind() == io::ErrorKind::Interrupted {
        signals::let_it_end();
    }
    UserError::Interrupted
}
