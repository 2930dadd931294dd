//! What a journal says. Invariant: a record that was read is one that this version understands; everything else was a
//! reason in words.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The form of `journal.json` that this version writes; it reads this one and older ones.
pub(crate) const SCHEMA: u32 = 1;

/// The name of the file that holds the record.
pub(crate) const FILE: &str = "journal.json";

/// For how many days a run is kept where nobody says otherwise.
pub(crate) const KEEP_DAYS: u32 = 30;

/// A file that is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// Where it stands, links followed.
    #[serde(with = "any_path")]
    pub(crate) path: PathBuf,
    /// Its permissions, octal.
    pub(crate) mode: String,
    /// Hash of the bytes that were there; none where there was no file.
    pub(crate) before: Option<String>,
    /// Hash of the bytes that are written; none where the file is removed.
    pub(crate) after: Option<String>,
    /// Where the old bytes are, relative to the run's folder.
    pub(crate) image: Option<String>,
    /// Where a copy of the new bytes is, relative to the run's folder: to show what changed since.
    #[serde(default)]
    pub(crate) copy: Option<String>,
}

/// A fix that is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FixRecord {
    /// Id of the finding.
    pub(crate) id: String,
    /// The codemod.
    pub(crate) codemod: String,
    /// The file that it was found in.
    #[serde(with = "any_path")]
    pub(crate) file: PathBuf,
    /// The line there.
    pub(crate) line: u32,
    /// What it does.
    pub(crate) title: String,
    /// Its level.
    pub(crate) level: String,
}

/// How far the writing of a program came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// Its files are being replaced.
    Writing,
    /// All are replaced.
    Written,
    /// What was there stands again.
    RolledBack,
}

/// What is written of one program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ProgramRecord {
    /// Its folder.
    #[serde(with = "any_path")]
    pub(crate) program: PathBuf,
    /// How far it came.
    pub(crate) state: State,
    /// Its files.
    pub(crate) files: Vec<FileRecord>,
    /// Its fixes; none in an undo.
    pub(crate) fixes: Vec<FixRecord>,
}

/// A run that writes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The form of this record.
    pub(crate) schema: u32,
    /// The version of iacfix that wrote it.
    pub(crate) version: String,
    /// When it started.
    pub(crate) started: Timestamp,
    /// The command line, the program's name first.
    pub(crate) command: Vec<String>,
    /// Where the user stood.
    #[serde(with = "any_path")]
    pub(crate) cwd: PathBuf,
    /// For how many days it is kept.
    #[serde(default = "keep_days")]
    pub(crate) keep_days: u32,
    /// Id of the run that it takes back, if it is an undo.
    #[serde(default)]
    pub(crate) undoes: Option<String>,
    /// Whether it ended in order.
    pub(crate) complete: bool,
    /// What was written, program by program.
    pub(crate) programs: Vec<ProgramRecord>,
}

fn keep_days() -> u32 {
    KEEP_DAYS
}

impl Record {
    /// Reads the record in the folder of a run. `None` where there is none yet: nothing was replaced then.
    ///
    /// # Errors
    /// Why it can't be used.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, String> {
        #[derive(Deserialize)]
        struct Form {
            schema: u32,
        }
        let bytes = match fs::read(folder.join(FILE)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(format!("{FILE} can't be read: {}", crate::error::reason(&e))),
        };
        let broken = |e: serde_json::Error| format!("{FILE} is not what iacfix writes: {e}");
        let form: Form = serde_json::from_slice(&bytes).map_err(broken)?;
        if form.schema > SCHEMA {
            return Err(format!(
                "it was written by a newer iacfix (schema {}, known up to {SCHEMA}): use that one to see or undo it",
                form.schema
            ));
        }
        serde_json::from_slice(&bytes).map(Some).map_err(broken)
    }

    /// Whether everything that it began was ended, in one way or the other.
    pub(crate) fn is_ended(&self) -> bool {
        self.complete && self.programs.iter().all(|it| it.state != State::Writing)
    }

    /// The programs in which something was or may have been replaced.
    pub(crate) fn touched(&self) -> impl Iterator<Item = &ProgramRecord> {
        self.programs.iter().filter(|it| it.state != State::RolledBack)
    }
}

/// Paths as text; one that is none, which Unix allows, as its bytes.
mod any_path {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Bytes(Vec<u8>),
    }

    pub(super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        #[cfg(unix)]
        let bytes = || std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
        #[cfg(not(unix))]
        let bytes = || path.to_string_lossy().into_owned().into_bytes();
        path.to_str().map_or_else(|| Form::Bytes(bytes()), |text| Form::Text(text.into())).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<PathBuf, D::Error> {
        Ok(match Form::deserialize(from)? {
            Form::Text(text) => text.into(),
            #[cfg(unix)]
            Form::Bytes(bytes) => {
                PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
            }
            #[cfg(not(unix))]
            Form::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        })
    }
}
