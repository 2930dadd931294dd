//! Asks git. Invariant: a folder without git, and a machine without it, answer "nothing is uncommitted".

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::paths::repository;

/// The files among `files` that have changes which no commit holds: changed, staged, or never added.
pub(crate) fn uncommitted<'f>(files: impl IntoIterator<Item = &'f Path>) -> BTreeSet<PathBuf> {
    let mut by_repository: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for file in files {
        if let Some(root) = repository(file) {
            by_repository.entry(root.to_path_buf()).or_default().push(file);
        }
    }
    by_repository.iter().flat_map(|(root, files)| status(root, files)).collect()
}

fn status(root: &Path, files: &[&Path]) -> Vec<PathBuf> {
    // A command line has a limit; a status of some hundred files at once stays far below it.
    const AT_ONCE: usize = 200;
    let mut out = Vec::new();
    for some in files.chunks(AT_ONCE) {
        let told = Command::new("git")
            .arg("-C")
            .arg(root)
            .args([
                "--no-optional-locks",
                "--literal-pathspecs",
                "status",
                "--porcelain",
                "-z",
                "--untracked-files=all",
            ])
            .args(["--ignored=no", "--no-renames", "--"])
            .args(some)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        let Ok(told) = told else { return out };
        let text = String::from_utf8_lossy(&told.stdout);
        out.extend(
            text.split('\0').filter_map(|entry| entry.get(3..)).filter(|it| !it.is_empty()).map(|it| root.join(it)),
        );
    }
    out
}
