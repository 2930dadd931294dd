//! Ctrl-C and its like. Invariant: the process ends at once unless files are being replaced; then it ends when they are
//! all replaced or all put back, and the terminal is as it was. Ctrl-Z stops it as ever.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use crate::exit::Exit;
use crate::{note, terminal};

static STOP: AtomicBool = AtomicBool::new(false);
static WRITTEN: AtomicUsize = AtomicUsize::new(0);
static WRITING: Mutex<()> = Mutex::new(());
static LEFTOVERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static LISTENER: OnceLock<Handle> = OnceLock::new();
/// Whether there are answers to go on with.
static KEPT: AtomicBool = AtomicBool::new(false);
/// Whether another program has the terminal, and Ctrl-C is meant for that one.
static LENT: AtomicBool = AtomicBool::new(false);

/// Starts to listen. Without it (a system that has no signals) the default stands: the process just ends.
pub(crate) fn watch() {
    let mut wanted = vec![SIGINT, SIGTERM, SIGCONT];
    wanted.extend([SIGHUP, SIGQUIT].into_iter().filter(|it| !is_ignored(*it)));
    let Ok(mut signals) = Signals::new(wanted) else { return };
    let _ = LISTENER.set(signals.handle());
    let listen = move || {
        for signal in signals.forever() {
            match signal {
                SIGCONT => {
                    terminal::resume();
                    // Whoever waits for a key draws anew.
                    let _ = signal_hook::low_level::raise(SIGWINCH);
                }
                SIGINT | SIGQUIT if LENT.load(Ordering::SeqCst) => {}
                _ => {
                    STOP.store(true, Ordering::SeqCst);
                    let _all_or_nothing = hold();
                    end();
                }
            }
        }
    };
    // A thread that can't be started leaves the handlers without a listener; the flag still stops the writer.
    let _ = std::thread::Builder::new().name("signals".into()).spawn(listen);
}

/// From now on the end of the terminal ends the process, whatever the parent asked for: there is nobody to ask any more.
pub(crate) fn end_with_the_terminal() {
    // One that can't listen has no way to end better.
    let _ = LISTENER.get().map(|it| it.add_signal(SIGHUP));
}

/// Lends the terminal to another program as long as `work` takes.
pub(crate) fn lending<T>(work: impl FnOnce() -> T) -> T {
    LENT.store(true, Ordering::SeqCst);
    let out = work();
    LENT.store(false, Ordering::SeqCst);
    out
}

/// Ends the process as interrupted, with everything put in order.
fn end() -> ! {
    terminal::restore();
    for path in LEFTOVERS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let _ = std::fs::remove_file(path);
    }
    match WRITTEN.load(Ordering::SeqCst) {
        0 if KEPT.load(Ordering::SeqCst) => {
            note::error("interrupted, nothing was written; the answers are kept: run the same command to go on");
        }
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

/// Says whether there are answers to go on with, for the last words of an interrupted run.
pub(crate) fn answers_are_kept(kept: bool) {
    KEPT.store(kept, Ordering::SeqCst);
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
