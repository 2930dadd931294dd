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
}

/// Texts that an earlier pass made, in front of the files that they came from.
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
}

impl Files for BTreeMap<PathBuf, Vec<u8>> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.contains_key(path)
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
}
