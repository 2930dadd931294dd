//! The terminal's mode. Invariant: while a key is awaited, keys come one by one and unseen; whoever ends, pauses or hands
//! over the terminal leaves it as it was.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::QueueableCommand as _;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};

/// Whether keys come one by one at the moment.
static ATTENDED: AtomicBool = AtomicBool::new(false);
/// Whether someone else had the terminal since it was asked last.
static AWAY: AtomicBool = AtomicBool::new(false);
/// Whether a question stands in the line of the cursor.
static IN_LINE: AtomicBool = AtomicBool::new(false);

/// Lets keys come one by one, and pasted text be told from them.
///
/// # Errors
/// A terminal that is gone.
pub(crate) fn attend() -> io::Result<()> {
    if ATTENDED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    crate::signals::end_with_the_terminal();
    enter()
}

/// Keeps how the terminal is, for [`restore`], while somebody else changes it to ask something.
pub(crate) fn keep() {
    // One that has no mode needs none back.
    if mode::keep().is_ok() {
        ATTENDED.store(true, Ordering::SeqCst);
    }
}

/// As it was before, with whatever comes in a line of its own.
pub(crate) fn restore() {
    if ATTENDED.swap(false, Ordering::SeqCst) {
        mode::restore();
        pasting(false);
        if IN_LINE.swap(false, Ordering::SeqCst) {
            let _ = io::stderr().write_all(b"\n");
        }
    }
}

/// Says whether the cursor is where a line starts.
pub(crate) fn at_line_start(is: bool) {
    IN_LINE.store(!is, Ordering::SeqCst);
}

/// After the process was stopped and goes on: whatever the shell did to the terminal meanwhile.
pub(crate) fn resume() {
    if ATTENDED.load(Ordering::SeqCst) {
        AWAY.store(true, Ordering::SeqCst);
        // A terminal that is gone tells so with the next key.
        let _ = enter();
    }
}

/// Whether something else may stand on the screen since the last call.
pub(crate) fn was_away() -> bool {
    AWAY.swap(false, Ordering::SeqCst)
}

fn enter() -> io::Result<()> {
    mode::one_by_one()?;
    pasting(true);
    Ok(())
}

/// A terminal that knows no such mode takes the keys as they come.
fn pasting(on: bool) {
    if console::is_dumb() {
        return;
    }
    let mut err = io::stderr();
    let queued = if on { err.queue(EnableBracketedPaste) } else { err.queue(DisableBracketedPaste) };
    let _ = queued.and_then(|it| it.flush());
}

#[cfg(unix)]
mod mode {
    use std::io;
    use std::sync::{Mutex, PoisonError};

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    static SAVED: Mutex<Option<Termios>> = Mutex::new(None);

    /// Neither lines nor echo. Unlike in raw mode, Ctrl-C and Ctrl-Z stay signals, and whatever else is written meanwhile
    /// looks as ever.
    pub(super) fn one_by_one() -> io::Result<()> {
        let mut saved = SAVED.lock().unwrap_or_else(PoisonError::into_inner);
        let mut mode = match saved.as_ref() {
            Some(mode) => mode.clone(),
            None => saved.insert(tcgetattr(io::stdin())?).clone(),
        };
        mode.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN;
        mode.special_codes[SpecialCodeIndex::VMIN] = 1;
        mode.special_codes[SpecialCodeIndex::VTIME] = 0;
        Ok(tcsetattr(io::stdin(), OptionalActions::Now, &mode)?)
    }

    pub(super) fn keep() -> io::Result<()> {
        let mut saved = SAVED.lock().unwrap_or_else(PoisonError::into_inner);
        if saved.is_none() {
            *saved = Some(tcgetattr(io::stdin())?);
        }
        Ok(())
    }

    pub(super) fn restore() {
        if let Some(mode) = SAVED.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // A terminal that is gone needs no mode.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, mode);
        }
    }
}

#[cfg(not(unix))]
mod mode {
    pub(super) use crossterm::terminal::enable_raw_mode as one_by_one;

    pub(super) fn keep() -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn restore() {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}
