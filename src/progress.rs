//! Progress. Invariant: nothing is shown unless a person watches and the run takes more than a moment; what is shown is
//! gone when the run ends.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run is a moment.
const MOMENT: Duration = Duration::from_millis(700);

/// A bar on standard error that counts programs.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Dropping it tells the thread that waits for the moment to be over.
    _running: Sender<()>,
}

impl Progress {
    /// Over `programs`; never shown unless `watched`.
    pub(crate) fn start(programs: usize, watched: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(programs as u64), ProgressDrawTarget::hidden());
        let form =
            if programs > 1 { "{spinner} {wide_bar} {pos} of {len} programs" } else { "{spinner} reading the program" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        let (running, ended) = channel();
        if watched {
            let bar = bar.clone();
            let show_later = move || {
                if ended.recv_timeout(MOMENT) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(120));
                }
            };
            // Without the thread there is no bar, which harms nobody.
            let _ = std::thread::Builder::new().name("progress".into()).spawn(show_later);
        }
        Self { bar, _running: running }
    }

    /// One more program is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
    }

    /// Prints without the bar in between.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
