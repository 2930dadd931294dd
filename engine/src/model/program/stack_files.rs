//! What `Pulumi.yaml` and `Pulumi.<stack>.yaml` configure. Invariant: values stay here: what leaves is which file sets a key,
//! and whether that is worth saying.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::paths::{normal, relative};
use crate::model::config::ConfigKey;
use crate::source::Files;

/// The configuration files of a program.
#[derive(Debug, Default)]
pub(crate) struct StackFiles {
    /// The project's name, which is its namespace.
    project: Option<String>,
    files: Vec<StackFile>,
}

#[derive(Debug)]
struct StackFile {
    /// As people see it from the program's folder.
    shown: String,
    /// By namespace and key; nothing where it can't be read.
    config: Option<Map<String, Value>>,
}

/// What a file has to do with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sets {
    /// It sets it.
    Yes,
    /// It can't be read.
    Unknown,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Project {
    name: Option<String>,
    config: Option<Value>,
    #[serde(rename = "stackConfigDir")]
    stack_config_dir: Option<String>,
}

#[derive(Deserialize)]
struct Stack {
    config: Option<Map<String, Value>>,
}

impl StackFiles {
    /// Those of the program at `root`.
    pub(crate) fn read(root: &Path, files: &dyn Files) -> Self {
        let named = ["Pulumi.yaml", "Pulumi.yml"].map(|name| root.join(name));
        let Some((path, text)) = named.into_iter().find_map(|path| text(files, &path).map(|text| (path, text))) else {
            return Self::default();
        };
        let project = serde_saphyr::from_str::<Project>(&text).unwrap_or_default();
        let folder = match (&project.stack_config_dir, &project.config) {
            // Once, `config` was the folder.
            (Some(folder), _) | (None, Some(Value::String(folder))) => normal(&root.join(folder)),
            _ => root.to_path_buf(),
        };
        let own = project.config.as_ref().and_then(Value::as_object).map(set_by_project);
        let mut out = vec![StackFile { shown: relative(root, &path), config: Some(own.unwrap_or_default()) }];
        let mut stacks: Vec<PathBuf> = files
            .names(&folder)
            .unwrap_or_default()
            .iter()
            .filter(|name| is_stack(name))
            .map(|name| folder.join(name))
            .collect();
        stacks.sort();
        out.extend(
            stacks.iter().map(|path| StackFile { shown: relative(root, path), config: configured(files, path) }),
        );
        Self { project: project.name, files: out }
    }

    /// The files that set `key` to something else than `is_fine` says, or that can't be read, in the order of their paths.
    pub(crate) fn setting(&self, key: &ConfigKey, is_fine: impl Fn(&Value) -> bool) -> Vec<(&str, Sets)> {
        let sets = |file: &'_ StackFile| match &file.config {
            None => Some(Sets::Unknown),
            Some(config) => self.values(config, key).any(|value| !is_fine(value)).then_some(Sets::Yes),
        };
        self.files.iter().filter_map(|file| Some((file.shown.as_str(), sets(file)?))).collect()
    }

    /// The key as stack files spell it.
    pub(crate) fn spelled(&self, key: &ConfigKey) -> String {
        let namespace = key.namespace.as_ref().or(self.project.as_ref());
        let name = namespace.map_or_else(|| key.name.clone(), |namespace| format!("{namespace}:{}", key.name));
        key.path.iter().fold(name, |name, member| format!("{name}.{member}"))
    }

    fn values<'c>(&'c self, config: &'c Map<String, Value>, key: &'c ConfigKey) -> impl Iterator<Item = &'c Value> {
        let own = key.namespace.as_ref().or(self.project.as_ref());
        config.iter().filter_map(move |(name, value)| {
            let (namespace, name) =
                name.split_once(':').map_or((None, name.as_str()), |(space, name)| (Some(space), name));
            // `network:config:cidr` is how older versions wrote it.
            let name = name.strip_prefix("config:").unwrap_or(name);
            let is_asked = match (namespace, own) {
                (Some(namespace), Some(own)) => namespace == own,
                (None, _) => key.namespace.is_none(),
                (Some(_), None) => true,
            };
            if name == key.name && is_asked { member(value, &key.path) } else { None }
        })
    }
}

/// The member of a value; nothing where it leaves that out. A text may spell anything.
fn member<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    match (path.split_first(), value) {
        (Some((first, rest)), Value::Object(entries)) if !entries.contains_key("secure") => {
            member(entries.get(first)?, rest)
        }
        _ => Some(value),
    }
}

/// What a project file sets: a key that is only described is none of them.
fn set_by_project(config: &Map<String, Value>) -> Map<String, Value> {
    let value = |value: &Value| match value {
        Value::Object(entries) => entries.get("value").or(entries.get("default")).cloned(),
        Value::Null => None,
        value => Some(value.clone()),
    };
    config.iter().filter_map(|(key, described)| Some((key.clone(), value(described)?))).collect()
}

fn configured(files: &dyn Files, path: &Path) -> Option<Map<String, Value>> {
    let text = text(files, path)?;
    if text.trim().is_empty() {
        return Some(Map::new());
    }
    Some(serde_saphyr::from_str::<Stack>(&text).ok()?.config.unwrap_or_default())
}

fn text(files: &dyn Files, path: &Path) -> Option<String> {
    let text = String::from_utf8(files.read(path).ok()?).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

/// `Pulumi.prod.yaml`
fn is_stack(name: &str) -> bool {
    let stack = name.strip_prefix("Pulumi.").and_then(|rest| rest.strip_suffix(".yaml").or(rest.strip_suffix(".yml")));
    stack.is_some_and(|stack| !stack.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read(files: &[(&str, &str)]) -> StackFiles {
        let files: BTreeMap<PathBuf, Vec<u8>> =
            files.iter().map(|(path, text)| (Path::new("/p").join(path), text.as_bytes().to_vec())).collect();
        StackFiles::read(Path::new("/p"), &files)
    }

    #[track_caller]
    fn sets(files: &[(&str, &str)], key: (Option<&str>, &str, &[&str]), expected: &[(&str, Sets)]) {
        let (namespace, name, path) = key;
        let key = ConfigKey {
            namespace: namespace.map(str::to_string),
            name: name.into(),
            path: path.iter().map(|it| it.to_string()).collect(),
        };
        let files = read(files);
        assert_eq!(files.setting(&key, |value| value == "fine"), expected);
    }

    const PROJECT: (&str, &str) = ("Pulumi.yaml", "name: shop\nruntime: nodejs\n");

    #[test]
    fn keys_are_those_of_their_namespace() {
        let prod = ("Pulumi.prod.yaml", "config:\n  shop:size: 8\n  net:size: 9\n  shop:data:\n    disk: {size: 1}\n");
        let old = ("Pulumi.old.yml", "config:\n  shop:config:size: '8'\n");
        let by_prod = [("Pulumi.prod.yaml", Sets::Yes)];
        sets(&[PROJECT, prod, old], (None, "size", &[]), &[("Pulumi.old.yml", Sets::Yes), by_prod[0]]);
        sets(&[PROJECT, prod], (Some("net"), "size", &[]), &by_prod);
        sets(&[PROJECT, prod], (Some("other"), "size", &[]), &[]);
        sets(&[PROJECT, prod], (None, "data", &["disk", "size"]), &by_prod);
        sets(&[PROJECT, prod], (None, "data", &["disk", "type"]), &[]);
        sets(&[prod], (None, "size", &[]), &[]);
        sets(&[("Pulumi.yaml", "runtime: nodejs\n"), prod], (None, "size", &[]), &by_prod);
    }

    #[test]
    fn what_a_file_says_of_a_key() {
        let file = |text: &'static str| [PROJECT, ("Pulumi.dev.yaml", text)];
        let (yes, unknown) = ([("Pulumi.dev.yaml", Sets::Yes)], [("Pulumi.dev.yaml", Sets::Unknown)]);
        sets(&file("config:\n  shop:key:\n    secure: v1:abc\n"), (None, "key", &[]), &yes);
        sets(&file("config:\n  shop:key:\n    secure: v1:abc\n"), (None, "key", &["a"]), &yes);
        sets(&file("config:\n  shop:key: fine\n"), (None, "key", &[]), &[]);
        sets(&file("config:\n"), (None, "key", &[]), &[]);
        sets(&file(""), (None, "key", &[]), &[]);
        sets(&file("\u{feff}config: {shop:key: x}\r\n"), (None, "key", &[]), &yes);
        sets(&file("config: [\n"), (None, "key", &[]), &unknown);
        sets(&file("config: 3\n"), (None, "key", &[]), &unknown);
    }

    #[test]
    fn folders_and_project_files() {
        let key = (None, "key", &[][..]);
        let dev = |folder: &str| format!("{folder}/Pulumi.dev.yaml");
        for line in ["stackConfigDir: stacks", "config: ./stacks"] {
            let project = format!("name: shop\n{line}\n");
            let path = dev("stacks");
            let files =
                [("Pulumi.yaml", project.as_str()), (path.as_str(), "config: {shop:key: 1}"), ("Pulumi.dev.yaml", "[")];
            sets(&files, key, &[(path.as_str(), Sets::Yes)]);
        }
        for (config, expected) in [
            ("key: 1", true),
            ("shop:key: {default: 1}", true),
            ("key: {type: integer, value: 1}", true),
            ("key: {type: integer, description: 'how many'}", false),
            ("other:key: 1", false),
        ] {
            let project = format!("name: shop\nconfig:\n  {config}\n");
            let by_project = [("Pulumi.yaml", Sets::Yes)];
            sets(&[("Pulumi.yaml", &project)], key, if expected { &by_project } else { &[] });
        }
    }
}
