//! Reading a program. Invariant: which files are read and in which order they stand follows from the specification and
//! the texts alone.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::imports::{mentions_provider, specifiers};
use super::paths::{in_node_modules, is_source, is_test, upward};
use super::provider::Versions;
use super::resolve::{TsConfigs, resolve};
use super::{Package, Program, ProgramFile, ProgramSpec, entry};
use crate::source::{Files, LineColumn, SourceError, SourceFile};

/// Hands out the file that was parsed from exactly these bytes before, if one was.
pub(super) type Reuse<'r> = &'r dyn Fn(&Path, &[u8]) -> Option<Arc<SourceFile>>;

impl Program {
    /// Reads a program. Nothing is parsed where no file mentions a provider; otherwise all files are that imports
    /// connect to a file that does, those outside of the root included. What `previous` holds unchanged is not parsed
    /// again.
    pub fn load(spec: &ProgramSpec, files: &dyn Files, previous: Option<&Program>) -> Self {
        Self::load_reusing(spec, files, &|path, bytes| previous.and_then(|p| p.reuse(path, bytes)))
    }

    /// As [`load`](Self::load), with files that were parsed elsewhere.
    pub(crate) fn load_reusing(spec: &ProgramSpec, files: &dyn Files, reuse: Reuse<'_>) -> Self {
        let mut loader = Loader::new(spec, files);
        loader.read_sources();
        let mut program = Program {
            root: spec.root.clone(),
            files: Vec::new(),
            by_path: FxHashMap::default(),
            entry: None,
            package: None,
            errors: Vec::new(),
            writable: spec.writable.clone(),
            configs: TsConfigs::default(),
        };
        let seeds = loader.seeds();
        if !seeds.is_empty() {
            for path in loader.connected(seeds) {
                match loader.parse(&path, reuse) {
                    Ok(file) => program.add(path, file),
                    Err(error) => loader.errors.push(error),
                }
            }
            let (package, manifest) = package(&spec.root, files).unzip();
            program.package = package;
            let entry = entry::entry(&spec.root, files, manifest.flatten().as_ref(), &spec.sources);
            program.entry = entry.and_then(|path| program.id_of(&path));
        }
        loader.errors.sort_by(|a, b| a.file.cmp(&b.file));
        program.errors = loader.errors;
        program.configs = loader.configs;
        program
    }

    /// The file at `path`, if it was parsed from these bytes.
    pub(crate) fn reuse(&self, path: &Path, bytes: &[u8]) -> Option<Arc<SourceFile>> {
        let source = &self.files[self.id_of(path)?.0 as usize].source;
        (source.text().as_bytes() == bytes).then(|| Arc::clone(source))
    }
}

/// Paths are hashed and compared as the text that they are: they are free of `.` and `..`, and taking each apart would
/// cost more than all else.
struct Loader<'l> {
    spec: &'l ProgramSpec,
    files: &'l dyn Files,
    /// What the walk found.
    sources: FxHashSet<&'l OsStr>,
    /// What was read: sources, and what they import from elsewhere.
    texts: FxHashMap<OsString, Vec<u8>>,
    configs: TsConfigs,
    errors: Vec<SourceError>,
}

impl<'l> Loader<'l> {
    fn new(spec: &'l ProgramSpec, files: &'l dyn Files) -> Self {
        let sources = spec.sources.iter().filter(|p| is_source(p)).map(|p| p.as_os_str()).collect();
        let (texts, configs, errors) = (FxHashMap::default(), TsConfigs::default(), Vec::new());
        Self { spec, files, sources, texts, configs, errors }
    }

    fn read_sources(&mut self) {
        for path in self.sources.clone() {
            self.read(Path::new(path));
        }
    }

    fn read(&mut self, path: &Path) {
        match self.files.read(path) {
            Ok(bytes) => {
                self.texts.insert(path.into(), bytes);
            }
            Err(e) => {
                let at = LineColumn { line: 1, column: 1 };
                let message = format!("can't be read: {e}").to_lowercase();
                self.errors.push(SourceError { file: path.to_path_buf(), at, message });
            }
        }
    }

    /// The files that mention a provider.
    fn seeds(&self) -> Vec<PathBuf> {
        self.texts.iter().filter(|(_, bytes)| mentions_provider(bytes)).map(|(path, _)| path.into()).collect()
    }

    /// Every file that imports connect to a seed, by path: in both directions among the sources, forward beyond them.
    fn connected(&mut self, seeds: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut importers: FxHashMap<OsString, Vec<PathBuf>> = FxHashMap::default();
        // Where every file is a seed, nobody has to be found by what it imports.
        if seeds.len() < self.texts.len() {
            for path in self.texts.keys().map(PathBuf::from).collect::<Vec<_>>() {
                for target in self.imports_of(&path, false) {
                    importers.entry(target.into()).or_default().push(path.clone());
                }
            }
        }
        let mut reached: FxHashSet<OsString> = seeds.iter().map(|path| path.as_os_str().to_owned()).collect();
        let mut queue = seeds;
        while let Some(path) = queue.pop() {
            let forward = self.imports_of(&path, true);
            let backward = importers.get(path.as_os_str()).cloned().unwrap_or_default();
            for next in forward.into_iter().chain(backward) {
                if !reached.insert(next.as_os_str().to_owned()) {
                    continue;
                }
                if !self.texts.contains_key(next.as_os_str()) {
                    self.read(&next);
                }
                queue.push(next);
            }
        }
        let mut connected: Vec<PathBuf> =
            reached.into_iter().filter(|path| self.texts.contains_key(path)).map(PathBuf::from).collect();
        connected.sort_unstable();
        connected
    }

    /// The files that `path` imports: sources, and, where `beyond`, other files on the disk.
    fn imports_of(&mut self, path: &Path, beyond: bool) -> Vec<PathBuf> {
        let Some(text) = self.texts.get(path.as_os_str()).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            return Vec::new();
        };
        if let Some(folder) = path.parent() {
            self.configs.read_for(self.files, folder);
        }
        let exists = |p: &Path| {
            self.sources.contains(p.as_os_str())
                || (beyond && !in_node_modules(p) && is_source(p) && self.files.is_file(p))
        };
        specifiers(text).into_iter().filter_map(|name| resolve(&self.configs, path, name, &exists)).collect()
    }

    fn parse(&self, path: &Path, reuse: Reuse<'_>) -> Result<ProgramFile, SourceError> {
        let bytes = self.texts.get(path.as_os_str()).map(Vec::as_slice).unwrap_or_default();
        let source = match reuse(path, bytes) {
            Some(source) => source,
            None => Arc::new(SourceFile::parse(path, bytes.to_vec())?),
        };
        let is_listed = self.sources.contains(path.as_os_str());
        let (writable, test) = (self.spec.may_write(path, is_listed), is_test(&self.spec.root, path));
        Ok(ProgramFile { source, writable, test })
    }
}

/// The nearest `package.json` upward from the root, and what it holds where that is JSON.
fn package(root: &Path, files: &dyn Files) -> Option<(Package, Option<Value>)> {
    let (name, mut above) = ("package.json", upward(files, root));
    let folder = above.find(|at| files.may_hold(at, &[name]) && files.is_file(&at.join(name)))?;
    let path = folder.join(name);
    // Byte order mark included: edits to it are bytes of the file.
    let text: Arc<str> = String::from_utf8(files.read(&path).ok()?).ok()?.into();
    let manifest = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
    let Versions { aws_major, sdk_version } = Versions::read(files, folder, manifest.as_ref());
    Some((Package { path, text, aws_major, sdk_version }, manifest))
}
