//! Reading a program. Invariant: which files are read and in which order they stand follows from the specification and
//! the texts alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::imports::{mentions_provider, specifiers};
use super::paths::{in_node_modules, is_source, is_test, upward};
use super::resolve::{TsConfigs, resolve};
use super::{Package, Program, ProgramFile, ProgramSpec, entry, provider};
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
                    Ok(file) => program.files.push(file),
                    Err(error) => loader.errors.push(error),
                }
            }
            program.package = package(&spec.root, files);
            let text = program.package.as_ref().map(|p| p.text.trim_start_matches('\u{feff}'));
            let entry = entry::entry(&spec.root, files, text, &spec.sources);
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

struct Loader<'l> {
    spec: &'l ProgramSpec,
    files: &'l dyn Files,
    /// What the walk found.
    sources: BTreeSet<&'l Path>,
    /// What was read: sources, and what they import from elsewhere.
    texts: BTreeMap<PathBuf, Vec<u8>>,
    configs: TsConfigs,
    errors: Vec<SourceError>,
}

impl<'l> Loader<'l> {
    fn new(spec: &'l ProgramSpec, files: &'l dyn Files) -> Self {
        let sources = spec.sources.iter().map(PathBuf::as_path).filter(|p| is_source(p)).collect();
        let (texts, configs, errors) = (BTreeMap::new(), TsConfigs::default(), Vec::new());
        Self { spec, files, sources, texts, configs, errors }
    }

    fn read_sources(&mut self) {
        for path in self.sources.clone() {
            self.read(path);
        }
    }

    fn read(&mut self, path: &Path) {
        match self.files.read(path) {
            Ok(bytes) => {
                self.texts.insert(path.to_path_buf(), bytes);
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
        self.texts.iter().filter(|(_, bytes)| mentions_provider(bytes)).map(|(path, _)| path.clone()).collect()
    }

    /// Every file that imports connect to a seed: in both directions among the sources, forward beyond them.
    fn connected(&mut self, seeds: Vec<PathBuf>) -> BTreeSet<PathBuf> {
        let mut importers: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for path in self.texts.keys().cloned().collect::<Vec<_>>() {
            for target in self.imports_of(&path, false) {
                importers.entry(target).or_default().push(path.clone());
            }
        }
        let mut reached: BTreeSet<PathBuf> = seeds.iter().cloned().collect();
        let mut queue = seeds;
        while let Some(path) = queue.pop() {
            let forward = self.imports_of(&path, true);
            let backward = importers.get(&path).cloned().unwrap_or_default();
            for next in forward.into_iter().chain(backward) {
                if reached.contains(&next) {
                    continue;
                }
                if !self.texts.contains_key(&next) {
                    self.read(&next);
                }
                reached.insert(next.clone());
                queue.push(next);
            }
        }
        reached.retain(|path| self.texts.contains_key(path));
        reached
    }

    /// The files that `path` imports: sources, and, where `beyond`, other files on the disk.
    fn imports_of(&mut self, path: &Path, beyond: bool) -> Vec<PathBuf> {
        let Some(text) = self.texts.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            return Vec::new();
        };
        if let Some(folder) = path.parent() {
            self.configs.read_for(self.files, folder);
        }
        let exists = |p: &Path| {
            self.sources.contains(p) || (beyond && !in_node_modules(p) && is_source(p) && self.files.is_file(p))
        };
        specifiers(text).into_iter().filter_map(|name| resolve(&self.configs, path, name, &exists)).collect()
    }

    fn parse(&self, path: &Path, reuse: Reuse<'_>) -> Result<ProgramFile, SourceError> {
        let bytes = self.texts.get(path).map(Vec::as_slice).unwrap_or_default();
        let source = match reuse(path, bytes) {
            Some(source) => source,
            None => Arc::new(SourceFile::parse(path, bytes.to_vec())?),
        };
        let (writable, test) = (self.spec.is_writable(path), is_test(&self.spec.root, path));
        Ok(ProgramFile { source, writable, test })
    }
}

/// The nearest `package.json` upward from the root.
fn package(root: &Path, files: &dyn Files) -> Option<Package> {
    let folder = upward(files, root).find(|at| files.is_file(&at.join("package.json")))?;
    let path = folder.join("package.json");
    // Byte order mark included: edits to it are bytes of the file.
    let text: Arc<str> = String::from_utf8(files.read(&path).ok()?).ok()?.into();
    let plain = text.trim_start_matches('\u{feff}');
    let aws_major = provider::aws_major(files, folder, plain);
    let sdk_version = provider::sdk_version(files, folder, plain);
    Some(Package { path, text, aws_major, sdk_version })
}
