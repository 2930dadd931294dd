//! The person's editor. Invariant: what comes back was saved in an editor that ended well; anything else is said, and
//! changes nothing.
//!
//! `VISUAL`, else `EDITOR`, is a command for the shell, with arguments where it has any, as git and others take it.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus};

/// A text as the person left it, or why there is none.
///
/// # Errors
/// No editor that can be run, one that failed, or a text that can't be read.
pub(crate) fn edit(text: &str) -> Result<String, String> {
    let (name, command) = chosen();
    let failed = |e: io::Error| format!("the patch can't be handed to an editor: {e}");
    let mut file = tempfile::Builder::new().prefix("iacfix-").suffix(".diff").tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    // The editor may put another file in its place, so that only the path counts from here on.
    let path = file.into_temp_path();
    let shown = command.to_string_lossy().into_owned();
    let set = "set VISUAL or EDITOR to one that is there";
    let status = run(&command, &path).map_err(|e| format!("the editor `{shown}` can't be run: {e}; {set}"))?;
    match status.code() {
        Some(0) => {}
        Some(126 | 127) => return Err(format!("the editor `{shown}` ({name}) can't be run; {set}")),
        Some(code) => return Err(format!("the editor `{shown}` ended with exit code {code}; the patch is as it was")),
        None => return Err(format!("the editor `{shown}` was ended; the patch is as it was")),
    }
    let bytes = std::fs::read(&path).map_err(|e| format!("the editor `{shown}` left nothing that can be read: {e}"))?;
    String::from_utf8(bytes).map_err(|_| "the edited patch is not UTF-8; the patch is as it was".into())
}

/// Where the editor is named, and its command.
fn chosen() -> (&'static str, OsString) {
    for name in ["VISUAL", "EDITOR"] {
        if let Some(command) = std::env::var_os(name).filter(|it| !it.to_string_lossy().trim().is_empty()) {
            return (name, command);
        }
    }
    ("neither VISUAL nor EDITOR is set", if cfg!(windows) { "notepad" } else { "vi" }.into())
}

#[cfg(unix)]
fn run(command: &OsString, file: &Path) -> io::Result<ExitStatus> {
    let mut line = command.clone();
    line.push(" \"$@\"");
    Command::new("sh").arg("-c").arg(line).arg(command).arg(file).status()
}

#[cfg(not(unix))]
fn run(command: &OsString, file: &Path) -> io::Result<ExitStatus> {
    let command = command.to_string_lossy();
    let mut words = command.split_whitespace();
    Command::new(words.next().unwrap_or_default()).args(words).arg(file).status()
}
