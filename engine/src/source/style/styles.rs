//! The styles of a program's files. Invariant: each configuration file is read once and each source file is looked at
//! once, however many styles are asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::config::Folder;
use super::observed::Observed;
use super::{Partial, Style};
use crate::source::{Files, SourceFile};

/// Finds the style of files; made once for a program.
pub struct Styles<'f> {
    files: &'f dyn Files,
    folders: Mutex<FxHashMap<PathBuf, Arc<Folder>>>,
    observed: Mutex<FxHashMap<(PathBuf, usize), Arc<Observed>>>,
}

impl<'f> Styles<'f> {
    /// Nothing read yet.
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, folders: Mutex::default(), observed: Mutex::default() }
    }

    /// The style of `file`; `neighbours` are the files of its program, `file` among them or not.
    pub fn detect<'a>(&self, file: &SourceFile, neighbours: impl IntoIterator<Item = &'a SourceFile>) -> Style {
        let own = self.observed(file);
        let mut style = Partial { newline: own.newline(), ..Partial::default() };
        style = style.or(&self.configured(file.path())).or(&own.majority());
        if style.is_complete() {
            return style.finish();
        }
        let mut others = Observed::default();
        for other in neighbours.into_iter().filter(|n| n.path() != file.path()) {
            others.add(&self.observed(other));
        }
        style.or(&others.majority()).finish()
    }

    fn observed(&self, file: &SourceFile) -> Arc<Observed> {
        // A later pass has another text under the same path.
        let key = (file.path().to_path_buf(), file.text().as_ptr() as usize);
        if let Some(known) = lock(&self.observed).get(&key) {
            return Arc::clone(known);
        }
        let fresh = Arc::new(Observed::of(file));
        lock(&self.observed).insert(key, Arc::clone(&fresh));
        fresh
    }

    /// What the configuration files above `path` say, the nearest first, up to the root of its repository.
    fn configured(&self, path: &Path) -> Partial {
        let mut prettier = None;
        let mut biome = None;
        let mut editor = Partial::default();
        let mut editor_open = true;
        let mut dependency = None;
        for folder in path.ancestors().skip(1) {
            let found = self.folder(folder);
            if editor_open && let Some(config) = &found.editor {
                editor = editor.or(&config.for_file(folder, path));
                editor_open = !config.is_root;
            }
            if prettier.is_none() && biome.is_none() {
                prettier = found.prettier.as_ref().map(|config| config.for_file(folder, path));
                biome = found.biome.clone().filter(|_| prettier.is_none());
            }
            dependency = dependency.or(found.prettier_major);
            if found.is_repository {
                break;
            }
        }
        match (prettier, biome) {
            (Some(Some(config)), _) => config.or(&editor).or(&Partial::prettier_defaults(dependency.unwrap_or(3))),
            (_, Some(config)) => config.or(&editor),
            _ => editor,
        }
    }

    fn folder(&self, folder: &Path) -> Arc<Folder> {
        if let Some(known) = lock(&self.folders).get(folder) {
            return Arc::clone(known);
        }
        let fresh = Arc::new(Folder::read(self.files, folder));
        lock(&self.folders).insert(folder.to_path_buf(), Arc::clone(&fresh));
        fresh
    }
}

/// A thread that panicked leaves a map that is whole: entries are inserted, never changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Partial {
    fn is_complete(&self) -> bool {
        self.tabs.is_some()
            && self.indent_width.is_some()
            && self.quotes.is_some()
            && self.semicolons.is_some()
            && self.list_commas.is_some()
            && self.call_commas.is_some()
            && self.bracket_spacing.is_some()
            && self.arrow_parens.is_some()
            && self.width.is_some()
            && self.quote_props.is_some()
    }
}
