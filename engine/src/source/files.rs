//! The only door to a disk. Invariant: the engine reads through [`Files`] and never writes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Access to files, implemented by the command line (a disk), by [`Overlay`] and by tests (a map).
pub trait Files: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever the disk says, `NotFound` where there is no such file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether a regular file stands at `path`.
    fn is_file(&self, path: &Path) -> bool;

    /// The names of the files in `folder`, sources maybe left out, in any order; none where there is no such folder.
    ///
    /// # Errors
    /// The folder can't be listed.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Whether `folder` may hold an entry with one of these names, none of them a source's: asked before the names are
    /// looked for one by one. Where it says no there is none; yes promises nothing.
    fn may_hold(&self, _folder: &Path, _names: &[&str]) -> bool {
        true
    }
}

/// Whether one of `paths` stands in `folder` under one of these names.
pub fn holds<'p>(mut paths: impl Iterator<Item = &'p PathBuf>, folder: &Path, names: &[&str]) -> bool {
    paths.any(|path| {
        path.parent() == Some(folder)
            && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name))
    })
}

/// The names of those of `paths` that stand in `folder`.
pub fn names_in<'p>(paths: impl Iterator<Item = &'p PathBuf>, folder: &Path) -> Vec<String> {
    let here = paths.filter(|path| path.parent() == Some(folder));
    here.filter_map(|path| Some(path.file_name()?.to_str()?.to_string())).collect()
}

/// Texts that an earlier pass made, in front of the files that they came from.
#[derive(Clone)]
pub struct Overlay<'f> {
    below: &'f dyn Files,
    texts: BTreeMap<PathBuf, Arc<str>>,
}

impl<'f> Overlay<'f> {
    /// Nothing changed yet.
    pub fn new(below: &'f dyn Files) -> Self {
        Self { below, texts: BTreeMap::new() }
    }

    /// From now on `path` reads as `text`.
    pub fn set(&mut self, path: PathBuf, text: Arc<str>) {
        self.texts.insert(path, text);
    }

    /// The changed files with their texts, by path.
    pub fn texts(&self) -> &BTreeMap<PathBuf, Arc<str>> {
        &self.texts
    }
}

impl Files for Overlay<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.below.read(path),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.texts.contains_key(path) || self.below.is_file(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = self.below.names(folder)?;
        names.extend(names_in(self.texts.keys(), folder));
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn may_hold(&self, folder: &Path, names: &[&str]) -> bool {
        self.below.may_hold(folder, names) || holds(self.texts.keys(), folder, names)
    }
}

impl Files for BTreeMap<PathBuf, Vec<u8>> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.contains_key(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        Ok(names_in(self.keys(), folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_stands_in_front_of_what_it_covers() {
        let (a, b, c) = (Path::new("/a"), Path::new("/b"), Path::new("/c"));
        let below = BTreeMap::from([(a.to_path_buf(), b"old".to_vec()), (c.to_path_buf(), b"c".to_vec())]);
        let mut overlay = Overlay::new(&below);
        overlay.set(a.into(), "new".into());
        overlay.set(b.into(), "made".into());
        let read = |path| overlay.read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).ok();
        assert_eq!([a, b, c].map(read), ["new", "made", "c"].map(|text| Some(text.to_string())));
        assert!(overlay.is_file(b) && overlay.is_file(c) && !overlay.is_file(Path::new("/d")));
        assert_eq!(overlay.read(Path::new("/d")).expect_err("it is missing").kind(), io::ErrorKind::NotFound);
        assert_eq!(overlay.texts().len(), 2);
    }

    #[test]
    fn an_overlay_may_hold_what_was_made_over_an_empty_folder() {
        struct Nothing;
        impl Files for Nothing {
            fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
                Err(io::ErrorKind::NotFound.into())
            }
            fn names(&self, _: &Path) -> io::Result<Vec<String>> {
                Ok(Vec::new())
            }
            fn is_file(&self, _: &Path) -> bool {
                false
            }
            fn may_hold(&self, _: &Path, _: &[&str]) -> bool {
                false
            }
        }
        let (root, below) = (Path::new("/p"), Path::new("/p/sub"));
        let mut overlay = Overlay::new(&Nothing);
        overlay.set(root.join("package.json"), "{}".into());
        assert!(overlay.may_hold(root, &["yarn.lock", "package.json"]));
        assert!(!overlay.may_hold(root, &["yarn.lock"]) && !overlay.may_hold(below, &["package.json"]));
    }
}
