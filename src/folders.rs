//! What folders hold. Invariant: each folder is listed once a run; whatever its listing can't tell is asked of the disk.
//!
//! A program is looked at for a dozen files that may stand in its folder and in those above it: manifests, lock files,
//! configurations. With a thousand programs in one tree, asking the disk for each name costs more than reading them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::programs::is_source;

/// The folders that were listed.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    /// By path as text; nothing for a folder that can't be listed.
    known: Mutex<FxHashMap<OsString, Option<Arc<Listing>>>>,
}

/// What a folder holds, sources left out: there are many, and nobody asks for them by name.
type Listing = FxHashMap<OsString, Kind>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link, say: only the disk can tell.
    Other,
}

impl Folders {
    /// Whether a regular file stands at `path`, links followed.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        match self.entry(path) {
            Some(Some(Kind::File)) => true,
            Some(Some(Kind::Folder) | None) => false,
            Some(Some(Kind::Other)) | None => path.is_file(),
        }
    }

    /// Whether anything stands at `path`.
    pub(crate) fn exists(&self, path: &Path) -> bool {
        match self.entry(path) {
            Some(Some(Kind::File | Kind::Folder)) => true,
            Some(None) => false,
            Some(Some(Kind::Other)) | None => path.exists(),
        }
    }

    /// Whether `path` is worth opening: its folder has such a name, or does not tell.
    pub(crate) fn may_exist(&self, path: &Path) -> bool {
        self.entry(path) != Some(None)
    }

    /// Whether `folder` has an entry with one of these names, none of them a source's, or does not tell.
    pub(crate) fn may_hold(&self, folder: &Path, names: &[&str]) -> bool {
        self.listing(folder).is_none_or(|listing| names.iter().any(|name| listing.contains_key(OsStr::new(name))))
    }

    /// The names of what is in `folder` and no folder, sources left out.
    pub(crate) fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let listing = self.listing(folder).ok_or_else(|| io::Error::other("the folder can't be listed"))?;
        let files = listing.iter().filter(|(_, kind)| **kind != Kind::Folder);
        Ok(files.filter_map(|(name, _)| Some(name.to_str()?.to_string())).collect())
    }

    /// What stands at `path`: nothing inside where its folder has no such name, nothing where its folder does not tell.
    fn entry(&self, path: &Path) -> Option<Option<Kind>> {
        let (folder, name) = path.parent().zip(path.file_name())?;
        if is_source(path) {
            return None;
        }
        Some(self.listing(folder)?.get(name).copied())
    }

    fn listing(&self, folder: &Path) -> Option<Arc<Listing>> {
        if let Some(known) = self.known().get(folder.as_os_str()) {
            return known.clone();
        }
        let listed = if self.is_missing(folder) { Some(Listing::default()) } else { list(folder) };
        let listing = listed.map(Arc::new);
        self.known().insert(folder.as_os_str().to_owned(), listing.clone());
        listing
    }

    /// Whether a listing of a folder above shows that there is no such folder.
    fn is_missing(&self, folder: &Path) -> bool {
        let known = self.known();
        let mut below: Option<&OsStr> = folder.file_name();
        for above in folder.ancestors().skip(1) {
            if let (Some(listing), Some(name)) = (known.get(above.as_os_str()), below) {
                return listing.as_ref().is_some_and(|it| !it.contains_key(name));
            }
            below = above.file_name();
        }
        false
    }

    fn known(&self) -> std::sync::MutexGuard<'_, FxHashMap<OsString, Option<Arc<Listing>>>> {
        // Entries are inserted whole: a thread that panicked leaves nothing half-done here.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands in `folder`: nothing in one that does not exist, and no answer for one that can't be read.
fn list(folder: &Path) -> Option<Listing> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(Listing::default()),
        Err(_) => return None,
    };
    let mut listing = Listing::default();
    for entry in entries {
        let entry = entry.ok()?;
        let kind = match entry.file_type() {
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        let name = entry.file_name();
        if kind == Kind::Folder || !is_source(&PathBuf::from(&name)) {
            listing.insert(name, kind);
        }
    }
    Some(listing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_answers_as_the_disk_does() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        std::fs::create_dir_all(at("a/deep")).expect("made");
        for file in ["package.json", "a/index.ts", "a/deep/yarn.lock"] {
            std::fs::write(at(file), "").expect("written");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("package.json"), at("a/package.json")).expect("linked");
        let folders = Folders::default();
        let names = ["package.json", "a", "a/index.ts", "a/package.json", "a/deep/yarn.lock", "a/deep/package.json"];
        let missing = ["a/none", "none/package.json", "none/deeper/package.json", "a/deep/none/x/package.json", "b.ts"];
        for name in names.iter().chain(&missing) {
            let path = at(name);
            assert_eq!(folders.is_file(&path), path.is_file(), "{name}");
            assert_eq!(folders.exists(&path), path.exists(), "{name}");
        }
        for (folder, names, may) in [
            ("a", &["yarn.lock", "package.json"][..], true),
            ("a", &["yarn.lock"], false),
            ("a/deep", &["yarn.lock"], true),
            ("none", &["package.json"], false),
        ] {
            assert_eq!(folders.may_hold(&at(folder), names), may, "{folder} {names:?}");
        }
    }

    #[test]
    fn a_folder_is_listed_once() {
        let home = tempfile::tempdir().expect("a folder");
        let folders = Folders::default();
        assert!(!folders.is_file(&home.path().join("package.json")));
        std::fs::write(home.path().join("package.json"), "").expect("written");
        assert!(!folders.is_file(&home.path().join("package.json")));
    }
}
