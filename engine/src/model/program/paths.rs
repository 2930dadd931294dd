//! Questions about paths that need no disk. Invariant: answers depend on the path's text alone.

use std::path::{Component, Path, PathBuf};

use crate::source::Files;

/// The extensions of files that are parsed, in the order in which a module's file is looked for.
pub(super) const EXTENSIONS: &[&str] = &["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/// Whether `path` is TypeScript or JavaScript that is more than declarations.
pub(crate) fn is_source(path: &Path) -> bool {
    let known = path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e));
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
    known && !stem.ends_with(".d")
}

/// Whether `path` below `root` is a test by its name or one of its folders.
pub(super) fn is_test(root: &Path, path: &Path) -> bool {
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
    let below = relative(root, path);
    let in_folder = below
        .rsplit_once('/')
        .is_some_and(|(folders, _)| folders.split('/').any(|folder| matches!(folder, "test" | "tests" | "__tests__")));
    stem.ends_with(".test") || stem.ends_with(".spec") || in_folder
}

/// Whether a package manager put it there.
pub(super) fn in_node_modules(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "node_modules")
}

/// `path` without `.` and `..`, by its text.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// `path` as seen from `root`, with `/` on every system.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let mut up = 0;
    let mut base = Some(root);
    while let Some(folder) = base {
        if let Ok(below) = path.strip_prefix(folder) {
            let names = below.components().map(|c| c.as_os_str().to_string_lossy().into_owned());
            return std::iter::repeat_n("..".to_string(), up).chain(names).collect::<Vec<_>>().join("/");
        }
        up += 1;
        base = folder.parent();
    }
    path.to_string_lossy().replace('\\', "/")
}

/// `folder` and the folders around it, up to the root of the repository that it lies in.
pub(super) fn upward<'a>(files: &'a dyn Files, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
    let mut ended = false;
    folder.ancestors().take_while(move |at| {
        let goes_on = !ended;
        ended = ended || is_repository(files, at);
        goes_on
    })
}

/// Whether `folder` is the root of a repository: nothing above it belongs to a program in it.
pub(super) fn is_repository(files: &dyn Files, folder: &Path) -> bool {
    files.may_hold(folder, &[".git"])
        && (files.is_file(&folder.join(".git/HEAD")) || files.is_file(&folder.join(".git")))
}

/// The text of a file that may be missing.
pub(super) fn read_text(files: &dyn Files, path: &Path) -> Option<String> {
    let text = String::from_utf8(files.read(path).ok()?).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}
