//! The journals that are there. Invariant: a run is told from what stands in the state folder alone; what is not a run
//! of ours is said and left alone; only runs that ended, and that are older than they are kept, are removed unasked.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::record::{FILE, Record};
use super::state_folder;
use crate::error::{UserError, reason};

/// How many characters of an id are shown, where so many tell the runs apart.
pub(crate) const SHORT: usize = 7;

/// Names the days that runs are kept for, whatever the runs say themselves.
const DAYS: &str = "IACFIX_JOURNAL_DAYS";

/// A run that wrote, as its journal tells it.
#[derive(Debug)]
pub(crate) struct Run {
    /// Its name among all.
    pub(crate) id: String,
    /// Where its journal is.
    pub(crate) folder: PathBuf,
    /// What it did.
    pub(crate) record: Record,
}

/// What became of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It ended in order, and what it wrote stands.
    Complete,
    /// It still goes on.
    Running,
    /// It was ended while it wrote: some of its files are written, perhaps, and some are not.
    Interrupted,
    /// What it wrote was taken back.
    Undone,
}

impl Fate {
    /// Its name, for people and machines.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Fate::Complete => "complete",
            Fate::Running => "running",
            Fate::Interrupted => "interrupted",
            Fate::Undone => "undone",
        }
    }
}

/// All runs of a state folder, newest first.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    runs: Vec<Run>,
    /// What is there and can't be used, with the reason.
    pub(crate) odd: Vec<String>,
}

impl Runs {
    /// Those of this user.
    ///
    /// # Errors
    /// A state folder that is there and can't be read.
    pub(crate) fn load() -> Result<Self, UserError> {
        Self::of(&state_folder()?)
    }

    fn of(state: &Path) -> Result<Self, UserError> {
        let mut out = Self::default();
        let folder = state.join("runs");
        let failed = |e: &io::Error| UserError::disk("read the journals in", folder.display(), e);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(out),
            Err(e) => return Err(failed(&e)),
        };
        for entry in entries {
            let folder = entry.map_err(|e| failed(&e))?.path();
            if folder.file_name().is_some_and(|it| it.as_encoded_bytes().starts_with(b".")) {
                continue;
            }
            match Run::read(&folder) {
                Ok(Some(run)) => out.runs.push(run),
                // A run that was ended before it replaced anything, or one that is about to begin.
                Ok(None) => {}
                Err(reason) => out.odd.push(format!("passed over {}: {reason}", folder.display())),
            }
        }
        out.runs.sort_by(|a, b| (b.record.started, &b.id).cmp(&(a.record.started, &a.id)));
        out.odd.sort();
        Ok(out)
    }

    /// All of them, newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter()
    }

    /// The run that took this one back and was not taken back itself.
    pub(crate) fn undone_by(&self, run: &Run) -> Option<&Run> {
        self.undos_of(&run.id).find(|it| it.record.is_ended() && self.undone_by(it).is_none())
    }

    /// The undos of a run, newest first; an undo is always younger than what it takes back.
    pub(crate) fn undos_of(&self, id: &str) -> impl Iterator<Item = &Run> {
        let youngest_first = self.runs.iter().take_while(move |it| it.id != id);
        youngest_first.filter(move |it| it.record.undoes.as_deref() == Some(id))
    }

    /// What became of a run.
    pub(crate) fn fate(&self, run: &Run) -> Fate {
        if self.undone_by(run).is_some() {
            return Fate::Undone;
        }
        if run.record.is_ended() || self.is_finished_by_another(run) {
            return Fate::Complete;
        }
        if run.is_held() { Fate::Running } else { Fate::Interrupted }
    }

    /// An undo that was interrupted has nothing left to do once another one did the same.
    fn is_finished_by_another(&self, run: &Run) -> bool {
        let Some(target) = &run.record.undoes else { return false };
        let later = self.undos_of(target).take_while(|it| it.id != run.id);
        later.into_iter().any(|it| it.record.is_ended())
    }

    /// The run whose id starts so.
    ///
    /// # Errors
    /// None does, or several do.
    pub(crate) fn named(&self, typed: &str, command: &str) -> Result<&Run, UserError> {
        let found: Vec<&Run> = self.runs.iter().filter(|it| it.id.starts_with(typed)).collect();
        match found.as_slice() {
            [one] if !typed.is_empty() => Ok(one),
            [] => Err(UserError::UnknownName {
                place: command.into(),
                kind: "run",
                name: typed.into(),
                nearest: None,
                list: "`iacfix runs` lists them all".into(),
            }),
            several => {
                let ids: Vec<_> = several.iter().take(5).map(|it| self.short(it)).collect();
                Err(UserError::Undo {
                    message: format!("`{typed}` starts the ids of {} runs: {}", several.len(), ids.join(", ")),
                    hint: Some("type one more character; `iacfix runs` lists them all".into()),
                })
            }
        }
    }

    /// As much of a run's id as tells it apart.
    pub(crate) fn short<'r>(&self, run: &'r Run) -> &'r str {
        let taken = |length: usize| {
            let start = run.id.get(..length).unwrap_or(&run.id);
            self.runs.iter().any(|it| it.id != run.id && it.id.starts_with(start))
        };
        let length = (SHORT..run.id.len()).find(|length| !taken(*length)).unwrap_or(run.id.len());
        run.id.get(..length).unwrap_or(&run.id)
    }
}

impl Run {
    /// The run in a folder; `None` where nothing was replaced.
    fn read(folder: &Path) -> Result<Option<Self>, String> {
        let id = id_of(folder).ok_or("it is no journal of iacfix")?;
        let record = Record::read(folder)?.filter(|it| it.complete || it.touched().next().is_some());
        Ok(record.map(|record| Self { id, folder: folder.to_path_buf(), record }))
    }

    /// How many files it replaced, or was about to; one that several programs share counts once.
    pub(crate) fn files(&self) -> usize {
        self.record.touched().flat_map(|it| &it.files).map(|it| &it.path).collect::<BTreeSet<_>>().len()
    }

    /// How many fixes it wrote.
    pub(crate) fn fixes(&self) -> usize {
        self.record.touched().map(|it| it.fixes.len()).sum()
    }

    /// Whether a process is at it.
    fn is_held(&self) -> bool {
        let lock = File::open(self.folder.join("lock"));
        lock.is_ok_and(|it| matches!(it.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Removes its journal; whoever does that holds it.
    ///
    /// # Errors
    /// Whatever the disk refuses.
    pub(crate) fn remove(&self) -> io::Result<()> {
        remove(&self.folder)
    }

    /// Keeps every other process away from this run until the lock is dropped. `None` when one is at it.
    pub(crate) fn hold(&self) -> Option<Hold> {
        hold(&self.folder)
    }
}

/// A run that nobody else may change.
#[derive(Debug)]
pub(crate) struct Hold {
    _lock: Option<File>,
}

fn hold(folder: &Path) -> Option<Hold> {
    // Who only looks holds a run for a moment, too.
    const TRIES: usize = 10;
    let Ok(lock) = File::options().read(true).write(true).open(folder.join("lock")) else {
        return Some(Hold { _lock: None });
    };
    for _ in 0..TRIES {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            // Without locks there is nobody to be kept away.
            Ok(()) | Err(TryLockError::Error(_)) => return Some(Hold { _lock: Some(lock) }),
        }
    }
    None
}

/// The id in the name of a run's folder, `<time>-<id>`.
fn id_of(folder: &Path) -> Option<String> {
    let (time, id) = folder.file_name()?.to_str()?.split_once('-')?;
    let is_time = time.len() > 9 && time.as_bytes()[8] == b'T' && time[..8].bytes().all(|it| it.is_ascii_digit());
    let is_id = !id.is_empty() && id.bytes().all(|it| it.is_ascii_hexdigit());
    (is_time && is_id).then(|| id.to_string())
}

/// What a removal of old runs came to.
#[derive(Debug, Default)]
pub(crate) struct Pruned {
    /// How many runs went.
    pub(crate) removed: usize,
    /// What could not be done.
    pub(crate) failed: Vec<String>,
}

impl Pruned {
    /// Removes the runs of this user that are older than they are kept.
    ///
    /// # Errors
    /// A state folder that can't be named.
    pub(crate) fn now() -> Result<Self, UserError> {
        Ok(prune(&state_folder()?))
    }
}

/// Removes runs that ended and are older than they are kept, oldest first. An undo stays as long as what it took back:
/// without it that would seem to stand.
pub(super) fn prune(state: &Path) -> Pruned {
    let mut out = Pruned::default();
    let days = match forced_days() {
        Ok(days) => days,
        Err(message) => {
            out.failed.push(message);
            return out;
        }
    };
    let runs = match Runs::of(state) {
        Ok(runs) => runs,
        // Whoever opens a journal there finds the same and says it.
        Err(_) => return out,
    };
    let now = Timestamp::now();
    let mut there: BTreeSet<&str> = runs.iter().map(|it| it.id.as_str()).collect();
    for run in runs.runs.iter().rev() {
        let age = now.duration_since(run.record.started).as_secs();
        let old = age >= i64::from(days.unwrap_or(run.record.keep_days)) * 86_400;
        let needed = run.record.undoes.as_deref().is_some_and(|id| there.contains(id));
        let ended = matches!(runs.fate(run), Fate::Complete | Fate::Undone);
        if !old || needed || !ended {
            continue;
        }
        let Some(_hold) = run.hold() else { continue };
        match run.remove() {
            Ok(()) => {
                out.removed += 1;
                there.remove(run.id.as_str());
            }
            Err(e) => out.failed.push(format!("the old run in {} stays: {}", run.folder.display(), reason(&e))),
        }
    }
    sweep(&state.join("runs"), &mut out);
    out
}

/// The days that the environment says all runs are kept for.
fn forced_days() -> Result<Option<u32>, String> {
    match std::env::var(DAYS) {
        Ok(text) if text.trim().is_empty() => Ok(None),
        Ok(text) => text
            .trim()
            .parse()
            .map(Some)
            .map_err(|_| format!("{DAYS} must be a whole number of days, not `{text}`: no old runs were removed")),
        Err(_) => Ok(None),
    }
}

/// The record goes first: what is left of a run that is half removed is nothing that anyone could be misled by.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(FILE)) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    fs::remove_dir_all(folder)
}

/// Removes what runs left that were ended before they replaced anything.
fn sweep(runs: &Path, out: &mut Pruned) {
    const AGE: Duration = Duration::from_secs(86_400);
    let Ok(entries) = fs::read_dir(runs) else { return };
    for entry in entries.flatten() {
        let folder = entry.path();
        let old = || {
            let made = entry.metadata().and_then(|it| it.modified()).unwrap_or(SystemTime::now());
            made.elapsed().is_ok_and(|age| age > AGE)
        };
        if !matches!(Run::read(&folder), Ok(None)) || !folder.join("before").is_dir() || !old() {
            continue;
        }
        let Some(_hold) = hold(&folder) else { continue };
        if let Err(e) = fs::remove_dir_all(&folder) {
            out.failed.push(format!("the old run in {} stays: {}", folder.display(), reason(&e)));
        }
    }
}
