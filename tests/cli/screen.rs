//! A terminal multiplexer with the binary in it. Invariant: what is compared is what stands on the screen, cell by cell, as a
//! person would see it.

use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::support::Place;

/// How long a screen may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

static SCREENS: AtomicUsize = AtomicUsize::new(0);

/// A screen, with iacfix at work in a place.
pub(crate) struct Screen {
    socket: String,
    place: String,
}

impl Screen {
    /// Starts it with these arguments, `columns` wide and `rows` high, with these variables besides.
    pub(crate) fn starts(place: &Place, args: &[&str], (columns, rows): (u16, u16), env: &[(&str, &str)]) -> Self {
        let socket = format!("iacfix-{}-{}", std::process::id(), SCREENS.fetch_add(1, Ordering::SeqCst));
        let screen = Self { socket, place: place.root().display().to_string() };
        let command = Self::command(place, args, env);
        // The shell stays, so that the last words can be read, after Ctrl-C too.
        let line = format!("trap : INT QUIT; cd {}; {command}; echo \"[exit $?]\"; cat", quoted(&screen.place));
        screen.runs(&format!("sh -c {}", quoted(&line)), (columns, rows));
        screen
    }

    /// Starts a shell in a place, in which a person starts and stops jobs.
    pub(crate) fn shell(place: &Place, size: (u16, u16)) -> Self {
        let socket = format!("iacfix-{}-{}", std::process::id(), SCREENS.fetch_add(1, Ordering::SeqCst));
        let screen = Self { socket, place: place.root().display().to_string() };
        screen.runs(&format!("cd {}; PS1='$ ' exec bash --norc --noprofile -i", quoted(&screen.place)), size);
        screen
    }

    /// What a shell is told to start iacfix.
    pub(crate) fn command(place: &Place, args: &[&str], env: &[(&str, &str)]) -> String {
        let mut line = format!("env IACFIX_STATE_DIR={}", quoted(&place.state().display().to_string()));
        env.iter().for_each(|(name, value)| line += &format!(" {name}={}", quoted(value)));
        line += &format!(" {}", quoted(env!("CARGO_BIN_EXE_iacfix")));
        args.iter().for_each(|it| line += &format!(" {}", quoted(it)));
        line
    }

    fn runs(&self, shell: &str, (columns, rows): (u16, u16)) {
        let (columns, rows) = (columns.to_string(), rows.to_string());
        self.tmux(&["-f", "/dev/null", "new-session", "-d", "-s", "s", "-x", &columns, "-y", &rows, shell]);
    }

    /// Gives the window another size.
    pub(crate) fn resizes(&self, (columns, rows): (u16, u16)) {
        self.tmux(&["resize-window", "-t", "s", "-x", &columns.to_string(), "-y", &rows.to_string()]);
    }

    /// Pastes a text, as a terminal does that can say so.
    pub(crate) fn pastes(&self, text: &str) {
        self.tmux(&["set-buffer", text]);
        self.tmux(&["paste-buffer", "-p", "-t", "s"]);
    }

    fn tmux(&self, args: &[&str]) -> Output {
        let told = Command::new("tmux")
            .args(["-L", &self.socket])
            .args(args)
            .env_remove("TMUX")
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("the review is tested in tmux: install it (`apt-get install tmux`)");
        assert!(told.status.success(), "tmux {args:?}: {}", String::from_utf8_lossy(&told.stderr));
        told
    }

    /// What stands on the screen, without the spaces at the ends of rows and the empty rows at the end.
    pub(crate) fn shows(&self) -> String {
        self.captured(&[])
    }

    /// The same with escape sequences for what is marked.
    pub(crate) fn shows_marked(&self) -> String {
        self.captured(&["-e"])
    }

    fn captured(&self, more: &[&str]) -> String {
        let told = self.tmux(&[&["capture-pane", "-p", "-t", "s"], more].concat());
        let text = String::from_utf8(told.stdout).unwrap().replace(&self.place, "PLACE");
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_string()
    }

    /// Waits until a text stands on the screen, and gives the screen.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) -> String {
        let started = Instant::now();
        loop {
            let shown = self.shows();
            if shown.contains(text) {
                return shown;
            }
            assert!(started.elapsed() < PATIENCE, "`{text}` does not come:\n{shown}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Presses keys, in the words of tmux: `y`, `Space`, `Enter`.
    pub(crate) fn presses(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "-t", "s"], keys].concat());
    }

    /// Types a text.
    pub(crate) fn types(&self, text: &str) {
        self.tmux(&["send-keys", "-t", "s", "-l", text]);
    }

    /// Waits for the end; the exit code and the last screen.
    #[track_caller]
    pub(crate) fn ends(&self) -> (i32, String) {
        let shown = self.sees("[exit ");
        let (last, code) = shown.rsplit_once("[exit ").unwrap();
        (code.trim_end_matches(']').parse().unwrap(), last.trim_end().to_string())
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = Command::new("tmux").args(["-L", &self.socket, "kill-server"]).output();
    }
}
