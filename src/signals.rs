//! Ctrl-C and its like. Invariant: the process ends at once unless files are being replaced; then it ends when they are
//! all replaced or all put back, and the terminal is as it was.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::exit::Exit;
use crate::{note, terminal};

static STOP: AtomicBool = AtomicBool::new(false);
static WRITTEN: AtomicUsize = AtomicUsize::new(0);
static WRITING: Mutex<()> = Mutex::new(());
static LEFTOVERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Starts to listen. Without it (a system that has no signals) the default stands: the process just ends.
pub(crate) fn watch() {
    let mut wanted = vec![SIGINT, SIGTERM];
    if !is_ignored(SIGHUP) {
        wanted.push(SIGHUP);
    }
    let Ok(mut signals) = Signals::new(wanted) else { return };
    let listen = move || {
        if signals.forever().next().is_some() {
            STOP.store(true, Ordering::SeqCst);
            let _all_or_nothing = hold();
            end();
        }
    };
    // A thread that can't be started leaves the handlers without a listener; the flag still stops the writer.
    let _ = std::thread::Builder::new().name("signals".into()).spawn(listen);
}

/// Ends the process as interrupted, with everything put in order.
fn end() -> ! {
    terminal::restore();
    for path in LEFTOVERS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let _ = std::fs::remove_file(path);
    }
    match WRITTEN.load(Ordering::SeqCst) {
        0 => note::error("interrupted, nothing was written"),
        n => note::error(&format!("interrupted; {n} files were written before, whole: `iacfix undo` takes them back")),
    }
    std::process::exit(i32::from(Exit::Interrupted.code()));
}

/// Holds off the end of the process while files are replaced.
pub(crate) fn hold() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a signal came.
pub(crate) fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Gives the listener the time to end the process after a signal came.
pub(crate) fn let_it_end() {
    std::thread::sleep(std::time::Duration::from_secs(2));
}

/// Counts files that are written for good, for the last words of an interrupted run.
pub(crate) fn count_written(files: usize) {
    WRITTEN.fetch_add(files, Ordering::SeqCst);
}

/// A temporary file that must not stay when the process is interrupted.
pub(crate) fn remove_at_end(path: &Path) {
    LEFTOVERS.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_path_buf());
}

/// Whether the parent asked to ignore `signal`, as `nohup` does; told by Linux, assumed not elsewhere.
fn is_ignored(signal: i32) -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok()).unwrap_or(0);
    mask & (1 << (signal - 1)) != 0
}
