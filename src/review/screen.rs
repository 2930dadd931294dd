//! The terminal of a review. Invariant: what stands above a patch stays as it is; a patch is drawn over and over in its
//! own rows, whatever size the terminal takes meanwhile, and one line of it stays when it is answered.

use std::io;
use std::time::Duration;

use console::Term;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

use super::rows::Line;
use crate::error::UserError;
use crate::{signals, terminal};

/// Rows of a patch that are shown beside what is said of the last key, at least.
const FEW: usize = 3;

/// A terminal, and how much of it the patch at hand takes.
pub(crate) struct Screen {
    term: Term,
    /// How wide each row is that was drawn; the cursor is in the last one.
    drawn: Option<Vec<usize>>,
    /// How many rows the last line takes that stays; they stay in sight while there is room.
    kept: usize,
    /// A terminal that can't be drawn over: everything is written below what was, and a patch once.
    dumb: bool,
    /// The patch that was written there last.
    written: Vec<String>,
}

/// What is shown of a patch.
#[derive(Clone, Copy)]
pub(crate) struct View<'v> {
    /// The patch with its head.
    pub(crate) lines: &'v [Line],
    /// What is said of the last key, below it; in its place where there is no room for both.
    pub(crate) notice: &'v [Line],
    /// The question, in which the cursor stays.
    pub(crate) prompt: &'v Line,
}

/// Where a view stands that is longer than the screen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scroll {
    /// The first row of the patch that is shown.
    pub(crate) patch: usize,
    /// The first row of what is said, where that is shown alone.
    pub(crate) notice: usize,
    /// Whether what is said is shown alone, so that keys scroll that.
    pub(crate) in_notice: bool,
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// Pressed this key, alone or with shift.
    Key(KeyCode),
    /// Pressed a key that has no meaning here, with Ctrl or Alt say.
    Other,
    /// Pasted something, which answers nothing.
    Pasted,
    /// Nothing, but the screen has to be drawn anew.
    Redraw,
}

impl Screen {
    /// The terminal that standard error is.
    pub(crate) fn new() -> Self {
        Self { term: Term::buffered_stderr(), drawn: None, kept: 1, dumb: console::is_dumb(), written: Vec::new() }
    }

    /// Lends the terminal, as it was before the review, to another program. What is drawn stays above that.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> Result<T, UserError> {
        if self.drawn.take().is_some() {
            self.write("\n")?;
        }
        terminal::restore();
        Ok(signals::lending(work))
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
        self.kept = lines.last().map_or(1, |line| line.rows(width).len()).min(self.height() / 8).max(1);
        self.written.clear();
        self.write(&text)
    }

    /// Draws a patch from the row on that `scroll` says, and says there from which it was drawn.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn draw(&mut self, view: View<'_>, scroll: &mut Scroll) -> Result<(), UserError> {
        // A key that is pressed as soon as the question stands there is one already.
        terminal::attend().map_err(|e| lost(&e))?;
        let width = self.width();
        let rows_of = |lines: &[Line]| -> Vec<String> { lines.iter().flat_map(|line| line.rows(width)).collect() };
        let (patch, notice, prompt) = (rows_of(view.lines), rows_of(view.notice), view.prompt.rows(width));
        let room = self.height().saturating_sub(self.kept + prompt.len()).max(FEW);
        scroll.in_notice = notice.len() + FEW > room && !self.dumb;
        let mut rows = match scroll.in_notice {
            true => self.page_of(notice, room, &mut scroll.notice),
            false if self.dumb => {
                let mut rows = if patch == self.written { Vec::new() } else { patch.clone() };
                self.written = patch;
                rows.extend(notice);
                rows
            }
            false => {
                let mut rows = self.page_of(patch, room - notice.len(), &mut scroll.patch);
                rows.extend(notice);
                rows
            }
        };
        rows.extend(prompt);
        self.clear()?;
        self.write(&rows.join("\n"))?;
        self.drawn = Some(rows.iter().map(|row| console::measure_text_width(row)).collect());
        Ok(())
    }

    /// As many of the rows as there is room for, from the row `from` on or as near to it as can be.
    fn page_of(&self, mut rows: Vec<String>, room: usize, from: &mut usize) -> Vec<String> {
        let (all, shown) = (rows.len(), room.saturating_sub(1).max(1));
        if all <= room {
            *from = 0;
            return rows;
        }
        *from = (*from).min(all - shown);
        rows = rows.split_off(*from);
        rows.truncate(shown);
        let full = format!("-- rows {} to {} of {all}: space, arrows --", *from + 1, *from + shown);
        let place = if full.len() <= self.width() { full } else { format!("-- {}/{all} --", *from + shown) };
        rows.push(place);
        rows
    }

    /// How many rows of a patch are shown at once, about.
    pub(crate) fn page(&self) -> usize {
        self.height().saturating_sub(6).max(FEW)
    }

    /// What the person does next; a terminal that goes away or is interrupted ends the run.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn press(&mut self) -> Result<Press, UserError> {
        loop {
            let press = match self.event()? {
                Event::Key(key) if key.kind == KeyEventKind::Release => continue,
                Event::Key(KeyEvent { code, modifiers, .. }) if (modifiers - KeyModifiers::SHIFT).is_empty() => {
                    Press::Key(code)
                }
                Event::Key(_) => Press::Other,
                Event::Paste(_) => Press::Pasted,
                Event::Resize(..) => Press::Redraw,
                Event::Mouse(_) | Event::FocusGained | Event::FocusLost => continue,
            };
            return Ok(press);
        }
    }

    /// Forgets keys that were pressed before a question stood there.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn forget_keys(&mut self) -> Result<(), UserError> {
        terminal::attend().map_err(|e| lost(&e))?;
        while event::poll(Duration::ZERO).map_err(|e| lost(&e))? {
            event::read().map_err(|e| lost(&e))?;
        }
        Ok(())
    }

    /// Lets the person write one line, which starts out as `text`; nothing where they went back.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn line(&mut self, view: View<'_>, scroll: Scroll, text: &str) -> Result<Option<String>, UserError> {
        if self.dumb {
            return self.line_below(view, scroll);
        }
        let mut input = Input::new(text.into());
        loop {
            let (before, cursor, behind) = self.part_of(&input, view.prompt.width());
            let prompt = view.prompt.clone().and(before).and_cursor(cursor).and(behind);
            self.draw(View { prompt: &prompt, ..view }, &mut scroll.clone())?;
            match self.event()? {
                Event::Key(key) if key.kind == KeyEventKind::Release => {}
                Event::Key(KeyEvent { code: KeyCode::Enter, .. }) => return Ok(Some(input.value().into())),
                Event::Key(KeyEvent { code: KeyCode::Esc, .. }) => return Ok(None),
                Event::Paste(pasted) => {
                    for c in pasted.chars() {
                        let c = if c.is_control() { ' ' } else { c };
                        input.handle(tui_input::InputRequest::InsertChar(c));
                    }
                }
                event => drop(input.handle_event(&event)),
            }
        }
    }

    /// The same where nothing can be drawn over: the terminal itself lets the person write.
    fn line_below(&mut self, view: View<'_>, mut scroll: Scroll) -> Result<Option<String>, UserError> {
        self.draw(view, &mut scroll)?;
        self.drawn = None;
        terminal::at_line_start(true);
        terminal::restore();
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).map_err(|e| lost(&e))?;
        // Esc is a key like any other to a terminal that edits lines on its own.
        let back = read == 0 || line.contains('\u{1b}');
        Ok((!back).then(|| line.trim_end_matches(['\n', '\r']).to_string()))
    }

    /// What of a written line fits beside a prompt: before the cursor, under it and behind it.
    fn part_of(&self, input: &Input, prompt: usize) -> (String, String, String) {
        let room = self.width().saturating_sub(prompt + 1).max(10);
        let (mut skipped, scroll) = (0, input.visual_scroll(room));
        let chars: Vec<char> = input.value().chars().collect();
        let width = |c: &char| console::measure_text_width(c.encode_utf8(&mut [0; 4]));
        let from = chars.iter().take_while(|c| {
            let out = skipped < scroll;
            skipped += width(c);
            out
        });
        let from = from.count().min(input.cursor());
        let mut used = 0;
        let to = chars[from..].iter().take_while(|c| {
            used += width(c);
            used <= room
        });
        let to = (from + to.count()).max(input.cursor());
        let before = chars[from..input.cursor()].iter().collect();
        let cursor = chars.get(input.cursor()).copied().unwrap_or(' ').to_string();
        let behind = chars.get(input.cursor() + 1..to).unwrap_or_default().iter().collect();
        (before, cursor, behind)
    }

    fn event(&mut self) -> Result<Event, UserError> {
        terminal::attend().and_then(|()| event::read()).map_err(|e| lost(&e))
    }

    /// One column stays free: a terminal that is full to its edge wraps in ways of its own.
    fn width(&self) -> usize {
        usize::from(self.term.size().1).saturating_sub(1).max(10)
    }

    fn height(&self) -> usize {
        usize::from(self.term.size().0)
    }

    /// Takes away what was drawn, so that what follows stands in its place.
    fn clear(&mut self) -> Result<(), UserError> {
        let drawn = self.drawn.take();
        let away = terminal::was_away();
        let Some(widths) = drawn else { return Ok(()) };
        if self.dumb || away {
            return self.write("\n");
        }
        // A terminal that got narrower has wrapped what is wider than it by now.
        let columns = usize::from(self.term.size().1).max(1);
        let above = widths.iter().map(|width| width.div_ceil(columns).max(1)).sum::<usize>() - 1;
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
        terminal::at_line_start(text.is_empty() || text.ends_with('\n'));
        self.term.write_str(text).and_then(|()| self.term.flush()).map_err(|e| lost(&e))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        terminal::restore();
    }
}

/// A terminal that can't be read or written any more. Where a signal ends the process, this waits for it.
pub(crate) fn lost(error: &io::Error) -> UserError {
    if error.kind() == io::ErrorKind::Interrupted {
        signals::let_it_end();
    }
    UserError::Interrupted
}
