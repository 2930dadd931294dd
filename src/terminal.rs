//! The terminal's mode. Invariant: whoever ends the process while a key is awaited leaves the terminal as it was.

#[cfg(unix)]
mod unix {
    use std::sync::{Mutex, PoisonError};

    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    static SAVED: Mutex<Option<Termios>> = Mutex::new(None);

    pub(crate) fn save() {
        *SAVED.lock().unwrap_or_else(PoisonError::into_inner) = tcgetattr(std::io::stdin()).ok();
    }

    pub(crate) fn restore() {
        if let Some(mode) = SAVED.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // A terminal that is gone needs no mode.
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, mode);
            let _ = console::Term::stderr().show_cursor();
        }
    }
}

#[cfg(not(unix))]
mod unix {
    pub(crate) fn save() {}
    pub(crate) fn restore() {
        let _ = console::Term::stderr().show_cursor();
    }
}

pub(crate) use unix::{restore, save};
