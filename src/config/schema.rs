//! The JSON schema of `iacfix.toml`, for editors. Invariant: it is made of the catalogue's metadata, and refuses what the
//! reader refuses, but for what a schema can't say: whether a file is there and what stands in it, whether a glob is one,
//! and that a range of ports does not end before it starts.

use std::io::{self, Write};

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Codemod, Level, Meta, OptionKind, OptionSpec, Preset};
use serde_json::{Map, Value, json};

use super::value::{as_json, expected};

/// A port as the reader takes it, from 0 to 65535.
const PORT: &str = "0*(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4})";

/// Prints the schema.
///
/// # Errors
/// An output that can't be written.
pub(crate) fn schema(out: &mut impl Write, catalogue: &[&'static dyn Codemod]) -> io::Result<()> {
    writeln!(out, "{:#}", of(catalogue))
}

/// The schema of a configuration that may speak of these codemods.
fn of(catalogue: &[&'static dyn Codemod]) -> Value {
    let glob = json!({ "type": "string", "pattern": "^[^/!]" });
    let path = json!({ "type": "string", "minLength": 1, "not": { "pattern": "^[A-Za-z][A-Za-z0-9+.-]*://" } });
    let codemods = catalogue.iter().map(|it| (it.meta().id.to_string(), codemod(it.meta()))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "iacfix.toml",
        "description": "Configuration of iacfix: which codemods run, how, and in which files",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "extends": {
                "description": "files that this one stands on, relative to its folder; later ones win, and this one wins over all",
                "anyOf": [path, { "type": "array", "items": path }],
            },
            "preset": { "$ref": "#/definitions/preset" },
            "include": {
                "description": "the only files that give findings and are written; globs relative to the folder of this file",
                "type": "array", "items": glob, "minItems": 1,
            },
            "exclude": {
                "description": "files that give no findings and are not written; globs relative to the folder of this file",
                "type": "array", "items": glob,
            },
            "tags": {
                "description": "tags that resources should bear, for codemods that add tags; \"\" where only a person knows the value",
                "type": "object", "additionalProperties": { "type": "string" },
            },
            "codemods": { "$ref": "#/definitions/codemods" },
            "overrides": {
                "description": "other rules for some files; later ones win",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["paths"],
                    "properties": {
                        "paths": {
                            "description": "for which files; globs relative to the folder of this file",
                            "type": "array", "items": glob, "minItems": 1,
                        },
                        "preset": { "$ref": "#/definitions/preset" },
                        "codemods": { "$ref": "#/definitions/codemods" },
                    },
                },
            },
        },
        "definitions": {
            "preset": {
                "description": "what runs. faults: what can't compile, deploy or work as written. recommended: besides, security and operability of what the program has. all: besides, new infrastructure",
                "enum": Preset::ALL.iter().filter(|it| **it != Preset::ByName).map(|it| it.name()).collect::<Vec<_>>(),
                "default": Preset::Recommended.name(),
            },
            "level": {
                "description": "the level of its fixes, whatever they say of themselves",
                "enum": Level::ALL.iter().map(|it| it.name()).collect::<Vec<_>>(),
            },
            "enabled": { "description": "whether it runs, whatever the preset", "type": "boolean" },
            "codemods": {
                "description": "what holds for single codemods",
                "type": "object",
                "additionalProperties": false,
                "properties": Value::Object(codemods),
            },
        },
    })
}

/// What `[codemods.ID]` may say.
fn codemod(meta: &Meta) -> Value {
    let mut properties = Map::new();
    for name in ["enabled", "level"] {
        properties.insert(name.into(), json!({ "$ref": format!("#/definitions/{name}") }));
    }
    if !meta.alternatives.is_empty() {
        let names: Vec<_> = meta.alternatives.iter().map(|it| it.name).collect();
        let titles: Vec<_> = meta.alternatives.iter().map(|it| format!("{}: {}", it.name, it.title)).collect();
        let description = format!("the alternative to prefer; {}", titles.join("; "));
        properties.insert("choose".into(), json!({ "description": description, "enum": names }));
    }
    properties.extend(meta.options.iter().map(|it| (it.name.to_string(), option(it))));
    let preset = match meta.preset {
        Preset::ByName => "only when named".into(),
        preset => format!("preset {preset}"),
    };
    json!({
        "description": format!("{} ({preset})", meta.title),
        "type": "object",
        "additionalProperties": false,
        "properties": Value::Object(properties),
    })
}

fn option(spec: &OptionSpec) -> Value {
    let mut out = match spec.kind {
        OptionKind::Integer { min, max: i64::MAX, .. } => json!({ "type": "integer", "minimum": min }),
        OptionKind::Integer { min, max, .. } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        OptionKind::IntegerOf { values, .. } => json!({ "type": "integer", "enum": values }),
        OptionKind::Boolean { .. } => json!({ "type": "boolean" }),
        OptionKind::Choice { names, .. } => json!({ "enum": names }),
        OptionKind::Strings { .. } => json!({ "type": "array", "items": { "type": "string" } }),
        OptionKind::Ports { .. } => {
            let pattern = format!("^{PORT}(-{PORT})?/(tcp|udp)$");
            json!({ "type": "array", "items": { "type": "string", "pattern": pattern } })
        }
    };
    out["description"] = json!(format!("{} ({})", spec.help, expected(&spec.kind)));
    out["default"] = as_json(&OptionValue::default_of(&spec.kind));
    out
}
