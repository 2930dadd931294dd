//! The disk, as the engine sees it. Invariant: a file reads the same as long as its program is worked on, whatever
//! happens to it on the disk meanwhile; writing compares with what was read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use iacfix_engine::source::{Files, MAX_BYTES, holds, names_in};
use rustc_hash::FxHashMap;

use crate::folders::Folders;
use crate::programs::is_source;

/// Texts that programs worked on before leave behind, by path: one file can belong to several programs.
pub(crate) type Earlier = BTreeMap<PathBuf, Arc<str>>;

/// Files on the disk, each read once.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    earlier: Earlier,
    folders: Arc<Folders>,
    /// By path as text.
    read: Mutex<FxHashMap<OsString, Arc<[u8]>>>,
}

impl Disk {
    /// The disk as it would be with `earlier` written.
    pub(crate) fn after(earlier: Earlier, folders: Arc<Folders>) -> Self {
        Self { earlier, folders, ..Self::default() }
    }

    /// The bytes of a file, shared.
    ///
    /// # Errors
    /// Whatever the disk says.
    pub(crate) fn bytes(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        if let Some(text) = self.earlier.get(path) {
            return Ok(text.as_bytes().into());
        }
        if let Some(bytes) = self.snapshot().get(path.as_os_str()) {
            return Ok(Arc::clone(bytes));
        }
        if !self.folders.may_exist(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let bytes: Arc<[u8]> = read(path)?.into();
        self.snapshot().insert(path.as_os_str().to_owned(), Arc::clone(&bytes));
        Ok(bytes)
    }

    fn snapshot(&self) -> std::sync::MutexGuard<'_, FxHashMap<OsString, Arc<[u8]>>> {
        // A reader that panicked leaves nothing half-done here.
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes of a regular file: what else has a name (a pipe, a device) may never end. Of a source that is too large to be
/// parsed there are as many as show that it is.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    let limit = if is_source(path) { MAX_BYTES as u64 + 1 } else { u64::MAX };
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.bytes(path).map(|bytes| bytes.to_vec())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.folders.is_file(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = self.folders.names(folder)?;
        names.extend(names_in(self.earlier.keys(), folder));
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn may_hold(&self, folder: &Path, names: &[&str]) -> bool {
        self.folders.may_hold(folder, names) || holds(self.earlier.keys(), folder, names)
    }
}
