//! What stacks configure of what a fix changes. Invariant: a fix of a value that stands in for a configured one names every
//! file that configures another; no configured value is ever said.

use std::cell::OnceCell;

use serde_json::Value;

use crate::codemod::listed;
use crate::edit::{EditSet, FileEdits};
use crate::model::{ConfigDefault, FileId, Model, Sets, StackFiles};
use crate::source::{Files, TextRange};

/// The configuration of a program, read once somebody asks for a key of it.
pub(super) struct Configured<'c> {
    files: &'c dyn Files,
    stacks: OnceCell<StackFiles>,
    /// Whether the program reads its configuration at all.
    is_read: OnceCell<bool>,
}

impl<'c> Configured<'c> {
    pub(super) fn new(files: &'c dyn Files) -> Self {
        Self { files, stacks: OnceCell::new(), is_read: OnceCell::new() }
    }

    /// What a person should know before accepting `edits`: which files set what they change the default of.
    pub(super) fn note(&self, model: &Model<'_>, edits: &FileEdits) -> Option<String> {
        if !self.is_read.get_or_init(|| model.mentions("Config")) {
            return None;
        }
        let mut sentences: Vec<String> = Vec::new();
        for (path, set) in edits.iter() {
            let Some(file) = model.program().id_of(path) else { continue };
            for default in changed(model, file, set) {
                let sentence = self.sentence(model, file, set, &default);
                sentences.extend(sentence.filter(|it| !sentences.contains(it)));
            }
        }
        (!sentences.is_empty()).then(|| sentences.join("; "))
    }

    fn sentence(&self, model: &Model<'_>, file: FileId, set: &EditSet, default: &ConfigDefault) -> Option<String> {
        let stacks = self.stacks.get_or_init(|| StackFiles::read(&model.program().root, self.files));
        let text = model.text(file, default.range);
        let change = literal(text).zip(literal(&edited(text, default.range, set)));
        let found =
            stacks.setting(&default.key, |value| change.as_ref().is_some_and(|(old, new)| is_as_good(value, old, new)));
        let named = |wanted: Sets| -> Vec<String> {
            found.iter().filter(|(_, sets)| *sets == wanted).map(|(name, _)| format!("`{name}`")).collect()
        };
        let (setting, unread) = (named(Sets::Yes), named(Sets::Unknown));
        let key = stacks.spelled(&default.key);
        let mut parts = Vec::new();
        match setting.as_slice() {
            [] => {}
            [one] => parts.push(format!("{one} sets `{key}`, which goes before this default: change it there too")),
            all => {
                parts.push(format!("{} set `{key}`, which goes before this default: change it there too", listed(all)))
            }
        }
        if !unread.is_empty() {
            parts.push(format!("{} can't be read, and may set `{key}`", listed(&unread)));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// The defaults of which an edit changes more than the layout.
fn changed(model: &Model<'_>, file: FileId, set: &EditSet) -> Vec<ConfigDefault> {
    let mut out: Vec<ConfigDefault> = Vec::new();
    let says = |text: &str| text.split_whitespace().collect::<String>();
    for edit in set.iter().filter(|edit| says(model.text(file, edit.range)) != says(&edit.text)) {
        for default in model.config_defaults(file, edit.range) {
            if !out.contains(&default) {
                out.push(default);
            }
        }
    }
    out
}

/// `text`, which stands at `range`, with the edits inside of it made.
fn edited(text: &str, range: TextRange, set: &EditSet) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for edit in set.iter().filter(|edit| range.contains(edit.range)) {
        out.push_str(&text[(at - range.start) as usize..(edit.range.start - range.start) as usize]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&text[(at - range.start) as usize..]);
    out
}

/// What a plain literal says.
fn literal(code: &str) -> Option<Value> {
    let quoted = |quote: char| code.strip_prefix(quote)?.strip_suffix(quote).filter(|it| !it.contains([quote, '\\']));
    match code {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => match quoted('\'').or_else(|| quoted('"')) {
            Some(text) => Some(text.into()),
            None => code.parse::<f64>().ok().map(Value::from),
        },
    }
}

/// Whether a configured value is what the fix makes of the default, or further on the way there.
fn is_as_good(value: &Value, old: &Value, new: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse::<f64>().ok());
    let flag = |value: &Value| value.as_bool().or_else(|| value.as_str()?.parse::<bool>().ok());
    if let (Some(value), Some(old), Some(new)) = (number(value), number(old), number(new)) {
        return if new > old { value >= new } else { value <= new };
    }
    match new.as_bool() {
        Some(new) => flag(value) == Some(new),
        None => value == new,
    }
}
