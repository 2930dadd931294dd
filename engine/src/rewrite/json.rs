//! JSON files, `package.json` above all. Invariant: order, indentation, comments and the last line end of what is not
//! changed stay as they are.

use std::path::Path;

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstObjectProp, CstRootNode};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Rewrite;
use crate::codemod::Declined;
use crate::edit::{Edit, EditSet};
use crate::source::TextRange;

/// A JSON file in the making.
pub(super) struct Json {
    before: String,
    root: CstRootNode,
}

impl Rewrite<'_, '_> {
    /// Sets `name` in a section of `package.json`, `scripts` or `devDependencies`, in alphabetical order where the
    /// section is in it.
    ///
    /// # Errors
    /// A program without a `package.json`, or one that is not a JSON object.
    pub fn set_in_package(&mut self, section: &str, name: &str, value: &str) -> Result<(), Declined> {
        let (path, text) = self.package()?;
        self.set_in_json(&path, &text, &[section, name], serde_json::Value::String(value.to_string()))
    }

    /// Makes `package.json` ask for `@pulumi/aws`, in the major that the program has by way of another package; nothing
    /// where it asks for it, or where there is no `package.json`.
    ///
    /// # Errors
    /// A program whose major can't be seen.
    pub fn need_aws(&mut self) -> Result<(), Declined> {
        let Some(package) = &self.model.program().package else { return Ok(()) };
        if package.range_of("@pulumi/aws").is_some() {
            return Ok(());
        }
        match package.aws_major {
            Some(major) => self.set_in_package("dependencies", "@pulumi/aws", &format!("^{major}.0.0")),
            None => Err(Declined::because("`package.json` does not ask for `@pulumi/aws`; add it first")),
        }
    }

    /// Removes `name` from a section of `package.json`; nothing where it is not there.
    ///
    /// # Errors
    /// As for [`Rewrite::set_in_package`].
    pub fn remove_from_package(&mut self, section: &str, name: &str) -> Result<(), Declined> {
        let (path, text) = self.package()?;
        self.remove_from_json(&path, &text, &[section, name])
    }

    /// Sets the value at `keys` of the JSON file at `path`, which reads `text`; objects on the way are made.
    ///
    /// # Errors
    /// A file that is not JSON, or has something else than an object on the way.
    pub fn set_in_json(
        &mut self,
        path: &Path,
        text: &str,
        keys: &[&str],
        value: serde_json::Value,
    ) -> Result<(), Declined> {
        let Some((last, way)) = keys.split_last() else { return Ok(()) };
        let mut object = self.json(path, text)?;
        for key in way {
            let known = object.get(key).is_some();
            let inner = match known {
                true => object.object_value(key),
                false => Some(insert(&object, key, CstInputValue::Object(Vec::new()))?),
            };
            object = inner.ok_or_else(|| Declined::because(format!("`{key}` in {} is not an object", shown(path))))?;
        }
        let text = |p: &CstObjectProp| p.value()?.as_string_lit()?.decoded_value().ok();
        let same = |p: &CstObjectProp| value.as_str().is_some_and(|v| text(p).as_deref() == Some(v));
        match object.get(last) {
            Some(property) if same(&property) => {}
            Some(property) => property.set_value(input(&value)),
            None => {
                object.insert(slot(&object, last), last, input(&value));
            }
        }
        Ok(())
    }

    /// Removes the value at `keys` of the JSON file at `path`, which reads `text`; nothing where there is none.
    ///
    /// # Errors
    /// A file that is not JSON.
    pub fn remove_from_json(&mut self, path: &Path, text: &str, keys: &[&str]) -> Result<(), Declined> {
        let Some((last, way)) = keys.split_last() else { return Ok(()) };
        let mut object = self.json(path, text)?;
        for key in way {
            let Some(inner) = object.object_value(key) else { return Ok(()) };
            object = inner;
        }
        if let Some(property) = object.get(last) {
            property.remove();
        }
        Ok(())
    }

    fn package(&self) -> Result<(std::path::PathBuf, String), Declined> {
        let package = self.model.program().package.as_ref();
        let package = package.ok_or_else(|| Declined::because("the program has no package.json; add one first"))?;
        Ok((package.path.clone(), package.text.to_string()))
    }

    fn json(&mut self, path: &Path, text: &str) -> Result<CstObject, Declined> {
        if !self.json.contains_key(path) {
            let body = text.strip_prefix('\u{feff}').unwrap_or(text);
            let root = CstRootNode::parse(body, &ParseOptions::default())
                .map_err(|e| Declined::because(format!("{} is not JSON: {e}", shown(path))))?;
            self.json.insert(path.to_path_buf(), Json { before: text.to_string(), root });
        }
        let root = &self.json[path].root;
        root.object_value_or_create().ok_or_else(|| Declined::because(format!("{} is not a JSON object", shown(path))))
    }
}

impl Json {
    /// What changed, line by line.
    pub(super) fn lower(&self) -> Result<EditSet, Declined> {
        let bom = if self.before.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        let after = format!("{bom}{}", self.root);
        let newline = if self.before.contains("\r\n") { "\r\n" } else { "\n" };
        let after = after.replace("\r\n", "\n").replace('\n', newline);
        let (old, new) = (lines(&self.before), lines(&after));
        let starts = |lines: &[&str]| {
            let mut at = vec![0usize];
            lines.iter().for_each(|l| at.push(at[at.len() - 1] + l.len()));
            at
        };
        let (old_at, new_at) = (starts(&old), starts(&new));
        let mut set = EditSet::new();
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let (from, to) = (op.old_range(), op.new_range());
            let range = TextRange::new(old_at[from.start] as u32, old_at[from.end] as u32);
            let edit = Edit::replace(range, &after[new_at[to.start]..new_at[to.end]]);
            set.insert(&self.before, edit).map_err(|e| Declined::because(e.to_string()))?;
        }
        Ok(set)
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn insert(object: &CstObject, key: &str, value: CstInputValue) -> Result<CstObject, Declined> {
    let property = object.insert(slot(object, key), key, value);
    property.object_value().ok_or_else(|| Declined::because(format!("`{key}` can't be added")))
}

/// Where a new key goes: in alphabetical order where the keys are in it, else last.
fn slot(object: &CstObject, key: &str) -> usize {
    let keys: Vec<String> = object.properties().iter().filter_map(|p| p.decoded_name()).collect();
    if keys.len() > 1 && keys.is_sorted() { keys.partition_point(|k| k.as_str() < key) } else { keys.len() }
}

fn input(value: &serde_json::Value) -> CstInputValue {
    match value {
        serde_json::Value::Null => CstInputValue::Null,
        serde_json::Value::Bool(b) => CstInputValue::Bool(*b),
        serde_json::Value::Number(n) => CstInputValue::Number(n.to_string()),
        serde_json::Value::String(s) => CstInputValue::String(s.clone()),
        serde_json::Value::Array(items) => CstInputValue::Array(items.iter().map(input).collect()),
        serde_json::Value::Object(map) => {
            CstInputValue::Object(map.iter().map(|(k, v)| (k.clone(), input(v))).collect())
        }
    }
}

fn shown(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
