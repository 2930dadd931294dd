//! Where an import leads. Invariant: an answer is a source file that `exists`; what leads to a package is no file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jsonc_parser::JsonValue;
use rustc_hash::FxHashMap;

use super::paths::{EXTENSIONS, is_repository, is_source, normal, read_text};
use crate::source::{Files, MAX_DEPTH, deeper_than};

/// This many configurations are read for one that extends others.
const MAX_EXTENDS: usize = 64;

/// What a `tsconfig.json` says of module names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TsPaths {
    base: Option<PathBuf>,
    /// Pattern and targets, the targets absolute.
    paths: Vec<(String, Vec<PathBuf>)>,
}

/// The configuration in force for each folder that was asked about, by path as text.
#[derive(Clone, Debug, Default)]
pub(super) struct TsConfigs {
    by_folder: FxHashMap<OsString, Option<Arc<TsPaths>>>,
}

impl TsConfigs {
    /// Reads the nearest `tsconfig.json` upward from `folder`, once.
    pub(super) fn read_for(&mut self, files: &dyn Files, folder: &Path) {
        let mut passed = Vec::new();
        let mut config = None;
        for at in folder.ancestors() {
            if let Some(known) = self.by_folder.get(at.as_os_str()) {
                config.clone_from(known);
                break;
            }
            passed.push(at);
            if !files.may_hold(at, &["tsconfig.json", ".git"]) {
                continue;
            }
            let own = at.join("tsconfig.json");
            if files.is_file(&own) {
                let paths = read_config(files, &own, &mut Vec::new());
                config = (paths != TsPaths::default()).then(|| Arc::new(paths));
                break;
            }
            if is_repository(files, at) {
                break;
            }
        }
        self.by_folder.extend(passed.into_iter().map(|at| (at.as_os_str().to_owned(), config.clone())));
    }

    fn of(&self, file: &Path) -> Option<&TsPaths> {
        self.by_folder.get(file.parent()?.as_os_str())?.as_deref()
    }
}

/// The source file that `specifier` in `from` leads to.
pub(super) fn resolve(
    configs: &TsConfigs,
    from: &Path,
    specifier: &str,
    exists: &dyn Fn(&Path) -> bool,
) -> Option<PathBuf> {
    let relative = specifier.starts_with("./") || specifier.starts_with("../") || matches!(specifier, "." | "..");
    if relative {
        return module_at(&normal(&from.parent()?.join(specifier)), exists);
    }
    if specifier.starts_with('/') {
        return module_at(&normal(Path::new(specifier)), exists);
    }
    let config = configs.of(from)?;
    let mapped = mapped(config, specifier).iter().find_map(|target| module_at(target, exists));
    mapped.or_else(|| module_at(&normal(&config.base.as_ref()?.join(specifier)), exists))
}

/// The file that a module path stands for: itself, with an extension, its TypeScript source, or its index.
pub(super) fn module_at(path: &Path, exists: &dyn Fn(&Path) -> bool) -> Option<PathBuf> {
    let sources: &[&str] = match path.extension().and_then(|e| e.to_str()) {
        Some("js") => &["ts", "tsx"],
        Some("jsx") => &["tsx"],
        Some("mjs") => &["mts"],
        Some("cjs") => &["cts"],
        _ => &[],
    };
    let written = sources.iter().map(|e| path.with_extension(e));
    let itself = std::iter::once(path.to_path_buf());
    let extended = EXTENSIONS.iter().map(|e| with_suffix(path, e));
    let index = EXTENSIONS.iter().map(|e| path.join(format!("index.{e}")));
    written.chain(itself).chain(extended).chain(index).find(|p| is_source(p) && exists(p))
}

fn with_suffix(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// The targets of the pattern with the longest match before its `*`.
fn mapped(config: &TsPaths, specifier: &str) -> Vec<PathBuf> {
    let matches = config.paths.iter().filter_map(|(pattern, targets)| {
        let Some((before, after)) = pattern.split_once('*') else {
            return (pattern == specifier).then_some((usize::MAX, "", targets));
        };
        let middle = specifier.strip_prefix(before)?.strip_suffix(after)?;
        Some((before.len(), middle, targets))
    });
    let Some((_, middle, targets)) = matches.max_by_key(|(length, ..)| *length) else {
        return Vec::new();
    };
    targets.iter().map(|t| normal(Path::new(&t.to_string_lossy().replacen('*', middle, 1)))).collect()
}

/// The configuration at `path` over those that it extends.
fn read_config(files: &dyn Files, path: &Path, read: &mut Vec<PathBuf>) -> TsPaths {
    // One that extends itself, on whatever way, adds nothing; the bound is on how many are read, because each may name
    // several.
    if read.len() >= MAX_EXTENDS || read.iter().any(|it| it == path) {
        return TsPaths::default();
    }
    read.push(path.to_path_buf());
    let folder = path.parent().unwrap_or(path);
    let Some(text) = read_text(files, path).filter(|t| deeper_than(t, MAX_DEPTH).is_none()) else {
        return TsPaths::default();
    };
    let Ok(Some(JsonValue::Object(config))) = jsonc_parser::parse_to_value(&text, &Default::default()) else {
        return TsPaths::default();
    };
    let mut out = TsPaths::default();
    let extended: Vec<&str> = match config.get("extends") {
        Some(JsonValue::String(one)) => vec![one],
        Some(JsonValue::Array(many)) => many.iter().filter_map(as_str).collect(),
        _ => Vec::new(),
    };
    for name in extended.into_iter().filter(|n| n.starts_with('.')) {
        let exact = normal(&folder.join(name));
        let target = if files.is_file(&exact) { exact } else { with_suffix(&exact, "json") };
        let below = read_config(files, &target, read);
        out.base = below.base.or(out.base);
        if !below.paths.is_empty() {
            out.paths = below.paths;
        }
    }
    let Some(options) = config.get_object("compilerOptions") else {
        return out;
    };
    if let Some(base) = options.get_string("baseUrl") {
        out.base = Some(normal(&folder.join(&**base)));
    }
    if let Some(paths) = options.get_object("paths") {
        let base = out.base.clone().unwrap_or_else(|| folder.to_path_buf());
        let targets = |value: &JsonValue<'_>| match value {
            JsonValue::Array(list) => list.iter().filter_map(as_str).map(|t| base.join(t)).collect(),
            _ => Vec::new(),
        };
        out.paths = paths.clone().into_iter().map(|(pattern, value)| (pattern.to_string(), targets(&value))).collect();
        out.paths.sort();
    }
    out
}

fn as_str<'v>(value: &'v JsonValue<'_>) -> Option<&'v str> {
    match value {
        JsonValue::String(text) => Some(text),
        _ => None,
    }
}
