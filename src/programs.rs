//! Finds programs. Invariant: every source file under the named paths belongs to exactly one program; the result does
//! not depend on the order of folders on the disk or of the names on the command line.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use memchr::{memchr_iter, memmem};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::error::{UserError, reason};
use crate::folders::Folders;
use crate::settings::Named;

/// A program before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// Its source files, by path.
    pub(crate) sources: Vec<PathBuf>,
}

/// What was found under the named paths.
#[derive(Debug, Default)]
pub(crate) struct Programs {
    /// The programs, by folder.
    pub(crate) programs: Vec<Located>,
    /// Folders and files that could not be looked at, with the reason.
    pub(crate) unreadable: Vec<(PathBuf, String)>,
    /// Folders that hold a program of another language.
    pub(crate) foreign: BTreeSet<PathBuf>,
}

const EXTENSIONS: &[&str] = &["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"];
const SKIPPED_FOLDERS: &[&str] = &["node_modules", "target"];
const COMMANDS: &[&str] = &["codemods", "explain", "init", "config", "undo", "runs", "completions", "help"];

/// The programs that the files under `named` belong to, whole.
///
/// # Errors
/// A named path that is not there or is no source file.
pub(crate) fn find(named: &[Named], folders: &Folders) -> Result<Programs, UserError> {
    let mut search = Search::new(folders);
    for it in named {
        let meta = std::fs::metadata(&it.path).map_err(|e| missing(it, &e))?;
        if meta.is_dir() {
            search.folder(&it.path);
        } else if !meta.is_file() {
            let reason = "it is no regular file".into();
            return Err(UserError::UnusablePath { path: it.typed.clone(), reason });
        } else if is_source(&it.path) {
            search.file(it.path.clone(), &it.path);
        } else {
            let reason = "it is no program source (declarations and other languages are left alone)".into();
            return Err(UserError::UnusablePath { path: it.typed.clone(), reason });
        }
    }
    search.complete(named);
    let located = |(root, mut sources): (OsString, Vec<PathBuf>)| {
        // What was named twice was found twice.
        sources.sort();
        sources.dedup();
        Located { root: root.into(), sources }
    };
    let mut programs: Vec<_> = search.programs.into_iter().map(located).collect();
    programs.sort_by(|a, b| a.root.cmp(&b.root));
    Ok(Programs { programs, unreadable: search.unreadable, foreign: search.foreign })
}

fn missing(named: &Named, error: &std::io::Error) -> UserError {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            let command = crate::nearest::nearest(&named.typed, COMMANDS.iter().copied());
            let command = command.and_then(|name| COMMANDS.iter().copied().find(|it| *it == name));
            UserError::NoSuchPath { path: named.typed.clone(), command }
        }
        _ => UserError::UnusablePath { path: named.typed.clone(), reason: reason(error) },
    }
}

/// Whether iacfix reads files of this name.
pub(crate) fn is_source(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or("");
    let declaration = stem.ends_with(".d") && matches!(extension, "ts" | "mts" | "cts");
    EXTENSIONS.contains(&extension) && !declaration && !stem.ends_with(".min")
}

/// What a folder is, seen upward.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Owner {
    /// In the program of this folder.
    Program(PathBuf),
    /// In a program of another language, in this folder.
    Foreign(PathBuf),
    /// In none that announces itself.
    Nobody,
}

/// What a folder and those above it announce, up to the edge of the repository.
#[derive(Clone, Debug, Default)]
struct Announced {
    /// By the innermost `Pulumi.yaml`.
    project: Option<Owner>,
    /// The folder of the innermost `package.json`.
    package: Option<PathBuf>,
}

/// Folders are hashed as the text that they are: taking each apart would cost more than all else.
struct Search<'f> {
    folders: &'f Folders,
    programs: FxHashMap<OsString, Vec<PathBuf>>,
    /// Programs that announce themselves, which are read whole even when only a part was named.
    announced: FxHashSet<OsString>,
    /// By folder: a folder announces the same to every file in it and below.
    known: FxHashMap<OsString, Announced>,
    unreadable: Vec<(PathBuf, String)>,
    foreign: BTreeSet<PathBuf>,
}

impl<'f> Search<'f> {
    fn new(folders: &'f Folders) -> Self {
        Self {
            folders,
            programs: FxHashMap::default(),
            announced: FxHashSet::default(),
            known: FxHashMap::default(),
            unreadable: Vec::new(),
            foreign: BTreeSet::new(),
        }
    }

    /// Takes all sources below `folder`.
    fn folder(&mut self, folder: &Path) {
        for file in self.walk(folder) {
            self.file(file, folder);
        }
    }

    /// Takes one file, found because the user named `named`.
    fn file(&mut self, file: PathBuf, named: &Path) {
        match self.owner(file.parent().unwrap_or(Path::new("/"))) {
            Owner::Program(root) => {
                let root = root.into_os_string();
                if !self.announced.contains(&root) {
                    self.announced.insert(root.clone());
                }
                self.programs.entry(root).or_default().push(file);
            }
            Owner::Foreign(root) => {
                self.foreign.insert(root);
            }
            Owner::Nobody => {
                let root = if named == file { file.parent().unwrap_or(named) } else { named };
                self.programs.entry(root.as_os_str().to_owned()).or_default().push(file);
            }
        }
    }

    /// Adds the rest of programs of which only a part was named.
    fn complete(&mut self, named: &[Named]) {
        let partly = |root: &PathBuf| !named.iter().any(|it| root.starts_with(&it.path));
        let mut roots: Vec<_> = self.announced.iter().map(PathBuf::from).filter(partly).collect();
        roots.sort();
        for root in roots {
            for file in self.walk(&root) {
                if self.owner(file.parent().unwrap_or(&root)) == Owner::Program(root.clone()) {
                    self.programs.entry(root.as_os_str().to_owned()).or_default().push(file);
                }
            }
        }
    }

    fn walk(&mut self, folder: &Path) -> Vec<PathBuf> {
        // What a machine's global ignore file says must not change a report, so only the repository's own are read.
        let walk = WalkBuilder::new(folder)
            .require_git(false)
            .git_global(false)
            .follow_links(false)
            .filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry))
            // In the order in which programs want their sources, so that they are sorted at no cost.
            .sort_by_file_name(OsStr::cmp)
            .build();
        let mut files = Vec::new();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|it| it.is_file()) || links_out(folder, &entry) => {
                    if is_source(entry.path()) {
                        files.push(entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => self.unreadable.push(blame(folder, error)),
            }
        }
        files
    }

    /// The innermost folder upward with `Pulumi.yaml`, else the innermost with `package.json`; a repository's edge is
    /// the edge of the search.
    fn owner(&mut self, folder: &Path) -> Owner {
        match self.announced_at(folder) {
            Announced { project: Some(owner), .. } => owner,
            Announced { package: Some(root), .. } => Owner::Program(root),
            Announced { .. } => Owner::Nobody,
        }
    }

    fn announced_at(&mut self, folder: &Path) -> Announced {
        if let Some(known) = self.known.get(folder.as_os_str()) {
            return known.clone();
        }
        let project = folder.join("Pulumi.yaml");
        let announced = if self.folders.is_file(&project) {
            let owner = if is_node(&project) { Owner::Program(folder.into()) } else { Owner::Foreign(folder.into()) };
            Announced { project: Some(owner), package: None }
        } else {
            let package = self.folders.is_file(&folder.join("package.json")).then(|| folder.to_path_buf());
            let above = match folder.parent() {
                Some(parent) if !self.folders.exists(&folder.join(".git")) => self.announced_at(parent),
                _ => Announced::default(),
            };
            Announced { project: above.project, package: package.or(above.package) }
        };
        self.known.insert(folder.as_os_str().to_owned(), announced.clone());
        announced
    }
}

fn is_skipped(entry: &DirEntry) -> bool {
    let folder = entry.file_type().is_some_and(|it| it.is_dir());
    folder && SKIPPED_FOLDERS.iter().any(|name| entry.file_name() == *name)
}

/// A linked file is read like any other, unless the walk meets the file itself; a linked folder is not entered, so that
/// no loop of links can hold the walk.
fn links_out(folder: &Path, entry: &DirEntry) -> bool {
    let links = entry.path_is_symlink() && entry.path().is_file();
    let met = |target: PathBuf| is_source(&target) && folder.canonicalize().is_ok_and(|it| target.starts_with(it));
    links && !entry.path().canonicalize().is_ok_and(met)
}

fn blame(folder: &Path, error: ignore::Error) -> (PathBuf, String) {
    let mut path = folder.to_path_buf();
    let mut inner = &error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (at.clone(), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            // The walk wraps what the system said in a sentence of its own.
            ignore::Error::Io(e) if e.get_ref().is_some() => return (path, reason(&e.kind().into())),
            ignore::Error::Io(e) => return (path, reason(e)),
            other => return (path, other.to_string()),
        }
    }
}

/// Whether the `Pulumi.yaml` at `project` is one of Node.js. One that can't be read is taken for one: its files say
/// soon enough what they are.
fn is_node(project: &Path) -> bool {
    #[derive(Deserialize)]
    struct Project {
        runtime: Option<Runtime>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Runtime {
        Name(String),
        Full { name: String },
    }
    let Ok(text) = std::fs::read_to_string(project) else { return true };
    // How nearly every one says it. Without braces, a line that is not indented can only be a key of the whole file.
    if !text.contains('{') && text.lines().any(|line| line == "runtime: nodejs") {
        return true;
    }
    match serde_saphyr::from_str::<Project>(&text) {
        Ok(Project { runtime: Some(Runtime::Name(name) | Runtime::Full { name }) }) => name == "nodejs",
        _ => true,
    }
}

/// Why a file is left alone although its name is a source's: tools wrote it, and would write it again.
pub(crate) fn machine_made(bytes: &[u8]) -> Option<&'static str> {
    const HEAD: usize = 2048;
    const LONG_LINE: usize = 1000;
    const MARK: &str = "@generated";
    let head = &bytes[..bytes.len().min(HEAD)];
    let comment = |line: &&str| ["//", "/*", "*", "#"].iter().any(|start| line.trim_start().starts_with(start));
    // Nearly every file is done with this one search.
    if memmem::find(head, MARK.as_bytes()).is_some()
        && String::from_utf8_lossy(head).lines().filter(comment).any(|line| line.contains(MARK))
    {
        return Some("generated");
    }
    let (mut long, mut start) = (0, 0);
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        let len = end - start;
        long += if len > LONG_LINE { len } else { 0 };
        start = end + 1;
    }
    (long > 4 * LONG_LINE && long * 2 > bytes.len()).then_some("minified")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn found(folder: &Path, named: &[&str]) -> Vec<String> {
        let named: Vec<_> = named
            .iter()
            .map(|it| Named { typed: it.to_string(), path: crate::paths::absolute(folder, Path::new(it)) })
            .collect();
        let see = |path: &Path| crate::paths::seen_from(folder, path);
        let programs = find(&named, &Folders::default()).unwrap().programs;
        programs
            .iter()
            .map(|it| format!("{}: {}", see(&it.root), it.sources.iter().map(|f| see(f)).collect::<Vec<_>>().join(" ")))
            .collect()
    }

    #[test]
    fn the_innermost_project_owns_a_file_and_other_languages_own_theirs() {
        let folder = tree(&[
            ("package.json", "{}"),
            ("tool.ts", ""),
            ("a/Pulumi.yaml", "name: a\nruntime: nodejs\n"),
            ("a/package.json", "{}"),
            ("a/index.ts", ""),
            ("a/sub/package.json", "{}"),
            ("a/sub/x.ts", ""),
            ("a/in/Pulumi.yaml", "runtime:\n  name: nodejs\n  options: { typescript: true }\n"),
            ("a/in/index.ts", ""),
            ("p/Pulumi.yaml", "runtime: python\n"),
            ("p/web.ts", ""),
            ("q/Pulumi.yaml", "description: |\n  runtime: nodejs\nruntime: go\n"),
            ("q/web.ts", ""),
        ]);
        let all = ["a/in: a/in/index.ts", "a: a/index.ts a/sub/x.ts", ".: tool.ts"];
        let mut sorted: Vec<_> = found(folder.path(), &["."]);
        sorted.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let mut expected = all.to_vec();
        expected.sort_by_key(|it| std::cmp::Reverse(it.len()));
        assert_eq!(sorted, expected);
        assert_eq!(found(folder.path(), &["a/sub/x.ts"]), ["a: a/index.ts a/sub/x.ts"]);
        assert_eq!(found(folder.path(), &["a/sub"]), ["a: a/index.ts a/sub/x.ts"]);
    }

    #[test]
    fn what_is_no_source_is_skipped_and_ignored_files_are() {
        let folder = tree(&[
            (".gitignore", "dist/\n"),
            ("Pulumi.yaml", "runtime: nodejs"),
            ("index.ts", ""),
            ("types.d.ts", ""),
            ("x.min.js", ""),
            ("readme.md", ""),
            ("dist/index.js", ""),
            ("node_modules/m/index.js", ""),
        ]);
        assert_eq!(found(folder.path(), &["."]), [".: index.ts"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_harmless() {
        let folder = tree(&[("Pulumi.yaml", "runtime: nodejs"), ("a/index.ts", "")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("self.ts", folder.path().join("self.ts")).unwrap();
        std::os::unix::fs::symlink("a/index.ts", folder.path().join("again.ts")).unwrap();
        assert_eq!(found(folder.path(), &["."]), [".: a/index.ts"]);
    }

    #[test]
    fn loose_files_are_a_program_of_the_named_path() {
        let folder = tree(&[(".git/HEAD", ""), ("x/a.ts", ""), ("x/b.ts", "")]);
        assert_eq!(found(folder.path(), &["x"]), ["x: x/a.ts x/b.ts"]);
        assert_eq!(found(folder.path(), &["x/a.ts"]), ["x: x/a.ts"]);
    }

    #[test]
    fn machine_made_files_are_told() {
        assert_eq!(machine_made(b"// @generated by x\nlet a;"), Some("generated"));
        assert_eq!(machine_made(b"const a = '@generated';"), None);
        assert_eq!(machine_made("a;".repeat(4000).as_bytes()), Some("minified"));
        assert_eq!(machine_made("let a;\n".repeat(4000).as_bytes()), None);
    }
}
