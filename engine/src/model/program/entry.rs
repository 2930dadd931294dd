//! Where a program starts. Invariant: the answer is one of the files that the walk found or an import led to.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::paths::{normal, read_text};
use super::resolve::module_at;
use crate::source::Files;

/// The parts of `Pulumi.yaml` that are read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Project {
    name: Option<String>,
    main: Option<String>,
}

/// The file that `main` of `Pulumi.yaml`, `main` of `package.json`, `bin/` or `index.ts` names, in this order.
pub(super) fn entry(root: &Path, files: &dyn Files, package: Option<&Value>, sources: &[PathBuf]) -> Option<PathBuf> {
    let exists = |path: &Path| sources.iter().any(|s| s == path);
    let text = project_text(root, files).unwrap_or_default();
    // Most project files name no entry, and need not be read as YAML to see that.
    let project = if text.contains("main") { project(&text) } else { Project::default() };
    let of_package = |key: &str| package?.get(key)?.as_str();
    let declared = project.main.as_deref().into_iter().chain(of_package("main"));
    let named = declared.flat_map(|main| candidates(root, main)).find_map(|path| module_at(&path, &exists));
    let name = || project_name(&text).or_else(|| of_package("name").map(str::to_string));
    named.or_else(|| in_bin(root, name, sources)).or_else(|| module_at(&root.join("index"), &exists))
}

fn project_text(root: &Path, files: &dyn Files) -> Option<String> {
    if !files.may_hold(root, &["Pulumi.yaml", "Pulumi.yml"]) {
        return None;
    }
    read_text(files, &root.join("Pulumi.yaml")).or_else(|| read_text(files, &root.join("Pulumi.yml")))
}

/// A project file that can't be read names no entry; Pulumi itself will say what is wrong with it.
fn project(text: &str) -> Project {
    serde_saphyr::from_str(text).unwrap_or_default()
}

fn project_name(text: &str) -> Option<String> {
    project(text).name
}

/// What `main` may stand for: itself, or, where it is compiled, the source that it is compiled from.
fn candidates(root: &Path, main: &str) -> Vec<PathBuf> {
    let exact = normal(&root.join(main));
    let mut out = vec![exact.clone()];
    let Ok(below) = exact.strip_prefix(root) else {
        return out;
    };
    let mut parts = below.components();
    let first = parts.next().and_then(|c| c.as_os_str().to_str());
    if matches!(first, Some("dist" | "bin" | "build" | "out" | "lib")) {
        let rest = parts.as_path();
        out.extend([root.join(rest), root.join("src").join(rest)]);
    }
    out
}

/// The only file in `bin`, or the one named like the project.
fn in_bin(root: &Path, name: impl Fn() -> Option<String>, sources: &[PathBuf]) -> Option<PathBuf> {
    let bin = root.join("bin");
    let all: Vec<&PathBuf> = sources.iter().filter(|s| s.parent() == Some(&*bin)).collect();
    match all.as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        many => {
            let name = name()?;
            many.iter().find(|p| p.file_stem().and_then(|s| s.to_str()) == Some(&name)).map(|p| (*p).clone())
        }
    }
}
