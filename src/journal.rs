//! The journal of a run that writes. Invariant: before the first file of a program is replaced, its old bytes and a
//! record of what is about to happen are on the disk; the record says `complete` only when the run ended in order.
//!
//! One folder a run, `<state>/runs/<time>-<pid>/`, with `journal.json` and the old bytes as `before/<n>`.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use etcetera::BaseStrategy;
use serde::Serialize;

use crate::error::UserError;

/// A file of a program that is written.
#[derive(Debug, Serialize)]
pub(crate) struct FileRecord {
    /// Where it stands, links followed.
    pub(crate) path: PathBuf,
    /// Its permissions, octal.
    pub(crate) mode: String,
    /// Hash of the bytes that were there.
    pub(crate) before: String,
    /// Hash of the bytes that are written.
    pub(crate) after: String,
    /// Where the old bytes are, relative to the run's folder.
    pub(crate) image: String,
}

/// A fix that is written.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FixRecord {
    /// Id of the finding.
    pub(crate) id: String,
    /// The codemod.
    pub(crate) codemod: &'static str,
    /// The file that it was found in.
    pub(crate) file: PathBuf,
    /// The line there.
    pub(crate) line: u32,
    /// What it does.
    pub(crate) title: String,
    /// Its level.
    pub(crate) level: &'static str,
}

/// How far the writing of a program came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// Its files are being replaced.
    Writing,
    /// All are replaced.
    Written,
    /// What was there stands again.
    RolledBack,
}

#[derive(Debug, Serialize)]
struct ProgramRecord {
    program: PathBuf,
    state: State,
    files: Vec<FileRecord>,
    fixes: Vec<FixRecord>,
}

#[derive(Debug, Serialize)]
struct Record {
    schema: u32,
    version: &'static str,
    started: String,
    command: Vec<String>,
    cwd: PathBuf,
    complete: bool,
    programs: Vec<ProgramRecord>,
}

/// The journal of this run; its folder comes to be with the first program that is written.
#[derive(Debug)]
pub(crate) struct Journal {
    folder: Option<PathBuf>,
    record: Record,
    images: usize,
}

impl Journal {
    /// Nothing written yet.
    pub(crate) fn new(cwd: &Path) -> Self {
        let record = Record {
            schema: 1,
            version: env!("CARGO_PKG_VERSION"),
            started: utc(SystemTime::now()),
            command: std::env::args().collect(),
            cwd: cwd.to_path_buf(),
            complete: false,
            programs: Vec::new(),
        };
        Self { folder: None, record, images: 0 }
    }

    /// Where it is, once there is anything to record.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Keeps the old bytes of a file and gives their place relative to the folder.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn image(&mut self, bytes: &[u8]) -> Result<String, UserError> {
        let folder = self.open()?;
        self.images += 1;
        let name = format!("before/{:04}", self.images);
        write_synced(&folder.join(&name), bytes).map_err(|e| failed(&folder, &e))?;
        Ok(name)
    }

    /// Records that the files of `program` are about to be replaced.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn begin(
        &mut self,
        program: &Path,
        files: Vec<FileRecord>,
        fixes: Vec<FixRecord>,
    ) -> Result<(), UserError> {
        let program = program.to_path_buf();
        self.record.programs.push(ProgramRecord { program, state: State::Writing, files, fixes });
        self.store()
    }

    /// Records how far the last program came.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn mark(&mut self, state: State) -> Result<(), UserError> {
        if let Some(last) = self.record.programs.last_mut() {
            last.state = state;
        }
        self.store()
    }

    /// Records that the run ended in order. A run that wrote nothing leaves no journal.
    ///
    /// # Errors
    /// A state folder that can't be written.
    pub(crate) fn complete(&mut self) -> Result<(), UserError> {
        if self.folder.is_none() {
            return Ok(());
        }
        self.record.complete = true;
        self.store()
    }

    fn store(&mut self) -> Result<(), UserError> {
        let folder = self.open()?;
        let text = serde_json::to_vec_pretty(&self.record).map_err(|e| failed(&folder, &io::Error::other(e)))?;
        let put = || {
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(&text)?;
            file.as_file().sync_all()?;
            file.persist(folder.join("journal.json")).map_err(|e| e.error)?;
            sync_folder(&folder)
        };
        put().map_err(|e| failed(&folder, &e))
    }

    /// The folder of this run, made when it is not there yet.
    fn open(&mut self) -> Result<PathBuf, UserError> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let runs = state_folder()?.join("runs");
        let stamp: String = self.record.started.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let folder = runs.join(format!("{stamp}-{}", std::process::id()));
        create_private(&folder.join("before")).map_err(|e| failed(&folder, &e))?;
        sync_folder(&runs).map_err(|e| failed(&folder, &e))?;
        self.folder = Some(folder.clone());
        Ok(folder)
    }
}

/// The folder that journals live in; `IACFIX_STATE_DIR` names another one.
pub(crate) fn state_folder() -> Result<PathBuf, UserError> {
    if let Some(folder) = std::env::var_os("IACFIX_STATE_DIR").filter(|it| !it.is_empty()) {
        return Ok(PathBuf::from(folder));
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

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename in `folder` last. Only Unix knows how.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// `time` as `2026-01-31T12:34:56Z`.
pub(crate) fn utc(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// The date that is `days` after 1970-01-01, by the usual reckoning in eras of 400 years that start in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_written_for_people() {
        let at = |seconds| utc(UNIX_EPOCH + std::time::Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(at(1_767_225_599), "2025-12-31T23:59:59Z");
    }
}
