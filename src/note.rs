//! Words beside the report. Invariant: they go to standard error, and a standard error that is closed stops nothing.

use std::io::{IsTerminal, Write};

use crate::error::UserError;
use crate::palette::Palette;

fn say(label: &str, style: fn(&Palette) -> &console::Style, text: &str) {
    let mut err = std::io::stderr().lock();
    let palette = Palette::new(err.is_terminal() && crate::palette::wanted_by_environment());
    let _ = writeln!(err, "{} {text}", style(&palette).apply_to(label));
}

/// Something failed.
pub(crate) fn error(text: &str) {
    say("error:", |it| &it.bad, text);
}

/// Something that a person should know.
pub(crate) fn warning(text: &str) {
    say("warning:", |it| &it.warn, text);
}

/// Something that a person may want to know.
pub(crate) fn info(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// An error with what to do next.
pub(crate) fn user_error(error: &UserError) {
    say("error:", |it| &it.bad, &error.to_string());
    if let Some(hint) = error.hint() {
        say(" hint:", |it| &it.strong, &hint);
    }
}
