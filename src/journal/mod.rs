//! The journal of a run that writes. Invariant: before the first file is replaced, its old bytes and a record of what is
//! about to happen are on the disk; the record says `complete` only when the run ended in order; it is read whole or not
//! at all, whatever moment it is read at.
//!
//! One folder a run, `<state>/runs/<time>-<id>/`:
//!
//! - `lock`, held as long as the run goes on;
//! - `before/<n>`, the old bytes, and `after/<n>`, the new ones;
//! - `journal.json`, renamed into place after the bytes that it speaks of.

mod record;
mod runs;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy;
use jiff::{SignedDuration, Timestamp};

use crate::error::UserError;
use crate::note;

use record::{FILE, SCHEMA};
pub(crate) use record::{FileRecord, FixRecord, KEEP_DAYS, ProgramRecord, Record, State};
pub(crate) use runs::{Fate, Pruned, Run, Runs};

/// The journal of this run; its folder comes to be with the first program that is written.
#[derive(Debug)]
pub(crate) struct Journal {
    id: String,
    open: Option<Open>,
    record: Record,
    images: usize,
}

/// The folder of this run.
#[derive(Debug)]
struct Open {
    folder: PathBuf,
    /// Held until the process ends, however it does.
    _lock: File,
}

impl Journal {
    /// Nothing written yet.
    pub(crate) fn new(cwd: &Path) -> Self {
        let started = Timestamp::now();
        let record = Record {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION").into(),
            started,
            command: std::env::args_os().map(|it| it.to_string_lossy().into_owned()).collect(),
            cwd: cwd.to_path_buf(),
            keep_days: KEEP_DAYS,
            undoes: None,
            complete: false,
            programs: Vec::new(),
        };
        let unique = format!("{} {}", started.as_nanosecond(), std::process::id());
        let id = blake3::hash(unique.as_bytes()).to_hex()[..12].to_string();
        Self { id, open: None, record, images: 0 }
    }

    /// Names this run among all.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Keeps it for so many days.
    pub(crate) fn keep(&mut self, days: u32) {
        self.record.keep_days = days;
    }

    /// Says that the run takes back another one. It is younger than that, whatever the clock says.
    pub(crate) fn undoes(&mut self, run: &Run) {
        self.record.undoes = Some(run.id.clone());
        let after = run.record.started + SignedDuration::from_millis(1);
        self.record.started = self.record.started.max(after);
    }

    /// Where it is, once there is anything to record.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.open.as_ref().map(|it| it.folder.as_path())
    }

    /// Keeps the old and the new bytes of a file, and gives their places relative to the folder.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn keep_bytes(
        &mut self,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<(Option<String>, Option<String>), UserError> {
        let folder = self.open()?;
        self.images += 1;
        let number = self.images;
        let put = |kind: &str, bytes: Option<&[u8]>, lasting| {
            let Some(bytes) = bytes else { return Ok(None) };
            let name = format!("{kind}/{number:04}");
            write_private(&folder.join(&name), bytes, lasting).map_err(|e| failed(&folder, &e))?;
            Ok(Some(name))
        };
        // Without the new bytes an undo can't show what changed since, and works all the same.
        Ok((put("before", before, true)?, put("after", after, false)?))
    }

    /// Records that the files of these programs are about to be replaced.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn begin(&mut self, programs: Vec<ProgramRecord>) -> Result<(), UserError> {
        let folder = self.open()?;
        sync_folder(&folder.join("before")).map_err(|e| failed(&folder, &e))?;
        self.record.programs.extend(programs);
        self.store()
    }

    /// Records how far the programs came that are being written.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn mark(&mut self, last: usize, state: State) -> Result<(), UserError> {
        self.record.programs.iter_mut().rev().take(last).for_each(|it| it.state = state);
        self.store()
    }

    /// Records that the run ended in order. A run that replaced nothing leaves no journal, unless it is an undo: that
    /// nothing was left to restore is worth remembering.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn complete(&mut self) -> Result<(), UserError> {
        if self.record.undoes.is_none() && !self.has_replaced() {
            self.abandon();
            return Ok(());
        }
        self.record.complete = true;
        self.store()
    }

    /// Removes the journal of a run that replaced nothing.
    pub(crate) fn abandon(&mut self) {
        if !self.has_replaced()
            && let Some(open) = self.open.take()
        {
            // What stays is passed over by every reader, and pruned one day.
            let _ = std::fs::remove_dir_all(open.folder);
        }
    }

    fn has_replaced(&self) -> bool {
        self.record.touched().next().is_some()
    }

    fn store(&mut self) -> Result<(), UserError> {
        let folder = self.open()?;
        let text = serde_json::to_vec_pretty(&self.record).map_err(|e| failed(&folder, &io::Error::other(e)))?;
        let put = || {
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(&text)?;
            file.as_file().sync_all()?;
            file.persist(folder.join(FILE)).map_err(|e| e.error)?;
            sync_folder(&folder)
        };
        put().map_err(|e| failed(&folder, &e))
    }

    /// The folder of this run, made when it is not there yet. What is older than it is kept goes first.
    fn open(&mut self) -> Result<PathBuf, UserError> {
        if let Some(open) = &self.open {
            return Ok(open.folder.clone());
        }
        let state = state_folder()?;
        runs::prune(&state).failed.iter().for_each(|it| note::warning(it));
        let runs = state.join("runs");
        let stamp = self.record.started.strftime("%Y%m%dT%H%M%S%3fZ");
        let folder = runs.join(format!("{stamp}-{}", self.id));
        let make = || {
            create_private(&folder.join("before"))?;
            create_private(&folder.join("after"))?;
            let lock = File::create_new(folder.join("lock"))?;
            // A file system without locks lets a run that goes on look like one that was interrupted, no more.
            let _ = lock.lock();
            sync_folder(&runs)?;
            sync_folder(&state)?;
            Ok(lock)
        };
        let lock = make().map_err(|e| failed(&folder, &e))?;
        self.open = Some(Open { folder: folder.clone(), _lock: lock });
        Ok(folder)
    }
}

/// The folder that journals live in; `IACFIX_STATE_DIR` names another one.
pub(crate) fn state_folder() -> Result<PathBuf, UserError> {
    if let Some(folder) = std::env::var_os("IACFIX_STATE_DIR").filter(|it| !it.is_empty()) {
        return std::path::absolute(folder).map_err(|e| failed(Path::new("."), &e));
    }
    let base = etcetera::choose_base_strategy().map_err(|e| failed(Path::new("~"), &io::Error::other(e)))?;
    Ok(base.state_dir().unwrap_or_else(|| base.data_dir()).join("iacfix"))
}

fn failed(folder: &Path, error: &io::Error) -> UserError {
    UserError::Disk {
        verb: "keep the journal in",
        path: folder.display().to_string(),
        reason: crate::error::reason(error),
        hint: Some("nothing is written without a journal; set IACFIX_STATE_DIR to a folder that can be written".into()),
    }
}

/// Old sources can hold secrets: only their owner may read them.
pub(crate) fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_private(path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    if lasting { file.sync_all() } else { Ok(()) }
}

/// Makes a rename in `folder` last. Only Unix knows how.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// `time` as `2026-01-31T12:34:56Z`.
pub(crate) fn utc(time: SystemTime) -> String {
    Timestamp::try_from(time).unwrap_or(Timestamp::MIN).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_written_for_people() {
        let at = |seconds| utc(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(at(1_767_225_599), "2025-12-31T23:59:59Z");
    }
}
