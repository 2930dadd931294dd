//! Which configuration holds for a program. Invariant: a file is read once a run, and programs beside each other share
//! what is above them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iacfix_engine::codemod::Codemod;
use rustc_hash::FxHashMap;

use super::{Config, FILE_NAME, read};
use crate::error::UserError;
use crate::folders::Folders;

/// The configurations of a run.
pub(crate) struct Configurations<'c> {
    cwd: &'c Path,
    catalogue: &'c [&'static dyn Codemod],
    folders: &'c Folders,
    /// The one that was named: it holds for every program.
    named: Option<Arc<Config>>,
    /// The nearest one upward, by folder.
    nearest: FxHashMap<OsString, Option<PathBuf>>,
    read: FxHashMap<PathBuf, Arc<Config>>,
}

impl<'c> Configurations<'c> {
    /// For a user who stands at `cwd`. A configuration that was named is read even when there is no program.
    ///
    /// # Errors
    /// What [`read()`] says of the named one.
    pub(crate) fn new(
        cwd: &'c Path,
        named: Option<&Path>,
        catalogue: &'c [&'static dyn Codemod],
        folders: &'c Folders,
    ) -> Result<Self, UserError> {
        let (nearest, read) = (FxHashMap::default(), FxHashMap::default());
        let mut it = Self { cwd, catalogue, folders, named: None, nearest, read };
        it.named = named.map(|file| it.load(file)).transpose()?;
        Ok(it)
    }

    /// The configuration of a program: the one that was named, else the nearest one upward from its folder, else an empty
    /// one.
    ///
    /// # Errors
    /// What [`read()`] says of it.
    pub(crate) fn of(&mut self, root: &Path) -> Result<Arc<Config>, UserError> {
        if let Some(named) = &self.named {
            return Ok(Arc::clone(named));
        }
        self.nearest(root).map_or_else(|| Ok(Arc::default()), |file| self.load(&file))
    }

    /// All that were read.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Config> {
        self.read.values().map(AsRef::as_ref)
    }

    fn load(&mut self, file: &Path) -> Result<Arc<Config>, UserError> {
        if let Some(config) = self.read.get(file) {
            return Ok(Arc::clone(config));
        }
        let config = Arc::new(read(file, self.cwd, self.catalogue)?);
        self.read.insert(file.to_path_buf(), Arc::clone(&config));
        Ok(config)
    }

    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.nearest.get(folder.as_os_str()) {
            return known.clone();
        }
        let may_be = self.folders.may_hold(folder, &[FILE_NAME]);
        let own = may_be.then(|| folder.join(FILE_NAME)).filter(|it| self.folders.is_file(it));
        let nearest = own.or_else(|| self.nearest(folder.parent()?));
        self.nearest.insert(folder.as_os_str().to_owned(), nearest.clone());
        nearest
    }
}
