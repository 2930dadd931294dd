//! The JSON schema of `iacfix.toml`, for editors. Invariant: it is made of the catalogue's metadata, and refuses what the
//! reader refuses, but for what a schema can't say: whether a file is there and what stands in it, whether a glob is one,
//! and that a range of ports does not end before it starts.

use std::io::{self, Write};

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Codemod, Level, Meta, OptionKind, OptionSpec, Preset};
use serde_json::{Map, Value, json};

use super::read::KEEP_DAYS;
use super::value::{as_json, expected};
use crate::catalogue::known;

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
    let codemods = known(catalogue).map(|it| (it.id.to_string(), codemod(it))).collect();
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
            "baseline": {
                "description": "the file of findings that are known and left, relative to the folder of this file",
                "type": "string", "minLength": 1,
            },
            "tags": {
                "description": "tags that resources should bear, for codemods that add tags; \"\" where only a person knows the value",
                "type": "object", "additionalProperties": { "type": "string" },
            },
            "journal": {
                "description": "what is kept of runs that wrote",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "keep-days": {
                        "description": "for how many days a run can be taken back, at least",
                        "type": "integer", "minimum": KEEP_DAYS.start(), "maximum": KEEP_DAYS.end(),
                    },
                },
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
        OptionKind::Choices { names, .. } => json!({ "type": "array", "items": { "enum": names } }),
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

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use iacfix_engine::codemod::PortRange;
    use jsonschema::Validator;

    use super::super::read::{JOURNAL_KEYS, OVERRIDE_KEYS, TOP_KEYS};
    use super::super::sample;
    use super::*;

    /// The samples have an option of every kind; the real ones are what people meet.
    fn catalogue() -> Vec<&'static dyn Codemod> {
        sample::CATALOGUE.iter().copied().chain(iacfix_codemods::all()).collect()
    }

    fn validator() -> Validator {
        jsonschema::draft7::new(&of(&catalogue())).expect("a schema")
    }

    /// A folder with a file of every name that may be extended.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["base.toml", "any", "by-name", "safe"] {
            std::fs::write(folder.path().join(name), "preset = 'all'\n").expect("written");
        }
        folder
    }

    /// Whether reader and schema take this text.
    fn verdicts(folder: &std::path::Path, text: &str, validator: &Validator) -> (bool, bool) {
        let file = folder.join("iacfix.toml");
        std::fs::write(&file, text).expect("written");
        let read = super::super::read(&file, folder, &catalogue()).is_ok();
        let table: toml::Table = toml::from_str(text).expect("toml");
        (read, validator.is_valid(&serde_json::to_value(table).expect("json")))
    }

    #[test]
    fn it_is_a_schema_and_has_every_key_of_the_reader() {
        let schema = of(&catalogue());
        assert!(jsonschema::draft7::meta::is_valid(&schema));
        let keys = |at: &str| {
            let properties = schema.pointer(at).and_then(Value::as_object).expect("properties");
            properties.keys().cloned().collect::<std::collections::BTreeSet<_>>()
        };
        let known = |keys: &[&str]| keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys("/properties"), known(TOP_KEYS));
        assert_eq!(keys("/properties/overrides/items/properties"), known(OVERRIDE_KEYS));
        assert_eq!(keys("/properties/journal/properties"), known(JOURNAL_KEYS));
        assert_eq!(keys("/definitions/codemods/properties").len(), crate::catalogue::known(&catalogue()).count());
        let row = "/definitions/codemods/properties/sample-row/properties";
        let own = ["minimum", "least", "gateways", "open", "days", "names", "groups", "strict"];
        assert_eq!(keys(row), known(&[super::super::read::RULE_KEYS, &own].concat()));
        assert_eq!(schema.pointer(&format!("{row}/minimum/maximum")), Some(&json!(64)));
        assert_eq!(schema.pointer(&format!("{row}/least/maximum")), None);
        assert_eq!(schema.pointer(&format!("{row}/open/default")), Some(&json!(["443/tcp"])));
        assert_eq!(schema.pointer(&format!("{row}/choose/enum")), Some(&json!(["one-way", "stay"])));
        assert_eq!(keys("/definitions/codemods/properties/plain-row/properties"), known(&["enabled", "level"]));
    }

    /// One spelling for all that a person writes: words with hyphens.
    #[test]
    fn every_key_is_written_with_hyphens() {
        fn keys(schema: &Value, out: &mut Vec<String>) {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                out.extend(properties.keys().cloned());
            }
            match schema {
                Value::Object(all) => all.values().for_each(|it| keys(it, out)),
                Value::Array(all) => all.iter().for_each(|it| keys(it, out)),
                _ => {}
            }
        }
        let mut all = Vec::new();
        keys(&of(&catalogue()), &mut all);
        assert!(all.iter().any(|key| key == "keep-days") && all.len() > 60);
        let is_kebab = |key: &&String| key.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit());
        assert_eq!(all.iter().filter(|key| !is_kebab(key)).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    /// Configurations of every kind, most with a mistake or none: reader and schema agree about each.
    #[test]
    fn it_refuses_what_the_reader_refuses_and_nothing_else() {
        const TRIES: u64 = 1500;
        let folder = folder();
        let (validator, mut taken) = (validator(), 0);
        for seed in 0..TRIES {
            let mut some = Likely { rng: Rng::with_seed(seed), wrong: seed % 2 == 1 };
            let text = toml::to_string(&some.config(&catalogue())).expect("toml");
            let (read, valid) = verdicts(folder.path(), &text, &validator);
            assert_eq!(read, valid, "seed {seed}: the reader says {read}, the schema {valid}\n{text}");
            taken += u64::from(read);
        }
        // Neither answer is rare.
        assert!((TRIES / 4..TRIES * 3 / 4).contains(&taken), "{taken} of {TRIES} were taken");
    }

    #[test]
    fn ports_are_those_that_the_reader_takes() {
        let folder = folder();
        let validator = validator();
        for (text, taken) in [
            ("0/tcp", true),
            ("443/tcp", true),
            ("00443/udp", true),
            ("65535/tcp", true),
            ("59999-60000/tcp", true),
            ("1-65535/udp", true),
            ("65536/tcp", false),
            ("70000/tcp", false),
            ("443", false),
            ("443/TCP", false),
            ("443/icmp", false),
            ("-1/tcp", false),
            ("+1/tcp", false),
            ("/tcp", false),
            ("1-/tcp", false),
            ("1-2-3/tcp", false),
            (" 1/tcp", false),
            ("1/tcp ", false),
            ("", false),
        ] {
            let config = format!("[codemods.sample-row]\nopen = ['{text}']\n");
            assert_eq!(verdicts(folder.path(), &config, &validator), (taken, taken), "{text}");
        }
        assert_eq!("443/tcp".parse(), Ok(PortRange::tcp(443)));
    }

    /// The whole list of what it lets pass and the reader does not; whoever makes it longer has to say so here.
    #[test]
    fn what_only_the_reader_sees() {
        let folder = folder();
        let validator = validator();
        for text in [
            "extends = 'none.toml'",
            "extends = 'iacfix.toml'",
            "exclude = ['a[']",
            "[[overrides]]\npaths = ['{a']",
            "[codemods.sample-row]\nopen = ['9-8/tcp']",
            // To JSON, this is a whole number.
            "[codemods.sample-row]\nminimum = 40.0",
        ] {
            assert_eq!(verdicts(folder.path(), text, &validator), (false, true), "{text}");
        }
    }

    /// Something of everything, right or now and then wrong.
    struct Likely {
        rng: Rng,
        wrong: bool,
    }

    impl Likely {
        fn config(&mut self, catalogue: &[&'static dyn Codemod]) -> toml::Table {
            let mut out = toml::Table::new();
            for key in TOP_KEYS {
                if self.rng.u8(..3) == 0 {
                    let value = match *key {
                        "extends" => self.extends(),
                        "preset" => self.one_of(&["faults", "recommended", "all"]),
                        "include" => self.globs(1),
                        "exclude" => self.globs(0),
                        "tags" => self.tags(),
                        "baseline" => self.one_of(&["base.json", "../a b.json"]),
                        "journal" => self.journal(),
                        "codemods" => self.codemods(catalogue),
                        "overrides" => self.overrides(catalogue),
                        other => panic!("nothing is known of `{other}`"),
                    };
                    out.insert((*key).to_string(), self.perhaps_wrong(value));
                }
            }
            self.perhaps_more(&mut out);
            out
        }

        fn is_wrong(&mut self) -> bool {
            self.wrong && self.rng.u8(..12) == 0
        }

        fn perhaps_wrong(&mut self, value: toml::Value) -> toml::Value {
            if !self.is_wrong() {
                return value;
            }
            let all = ["x = true", "x = 'any'", "x = 7", "x = 99999", "x = 1.5", "x = []", "x = [1]", "x = ['any']"];
            let more = ["x = {}", "x = { any = 1 }", "x = ''", "x = 'by-name'", "x = -4", "x = [[]]", "x = 'safe'"];
            let all: Vec<_> = all.iter().chain(&more).collect();
            let mut table: toml::Table = toml::from_str(all[self.rng.usize(..all.len())]).expect("toml");
            table.remove("x").expect("a value")
        }

        fn perhaps_more(&mut self, table: &mut toml::Table) {
            if self.is_wrong() {
                table.insert("other".into(), true.into());
            }
        }

        fn one_of(&mut self, names: &[&str]) -> toml::Value {
            names[self.rng.usize(..names.len())].into()
        }

        fn list(&mut self, least: usize, item: &mut dyn FnMut(&mut Self) -> toml::Value) -> toml::Value {
            let length = self.rng.usize(least..least + 3);
            let items = (0..length).map(|_| {
                let value = item(self);
                self.perhaps_wrong(value)
            });
            toml::Value::Array(items.collect())
        }

        fn extends(&mut self) -> toml::Value {
            let mut path = |it: &mut Self| match it.is_wrong() {
                true => it.one_of(&["", "https://example.com/base.toml", "file:///base.toml"]),
                false => it.one_of(&["base.toml", "./base.toml", "any"]),
            };
            if self.rng.bool() { path(self) } else { self.list(0, &mut path) }
        }

        fn globs(&mut self, least: usize) -> toml::Value {
            self.list(least, &mut |it| match it.is_wrong() {
                true => it.one_of(&["", "/a/**", "!a", "!**"]),
                false => it.one_of(&["**", ".", "./a/", "../b/**", "**/*.ts", "{a,b}/[c-d]?.ts"]),
            })
        }

        fn tags(&mut self) -> toml::Value {
            let keys = ["Owner", "aws:x y", "Cost.Center"];
            let tags = keys.iter().map(|key| (key.to_string(), self.one_of(&["", "a", "\"quoted\""])));
            let tags: Vec<_> = tags.collect();
            toml::Value::Table(tags.into_iter().map(|(key, value)| (key, self.perhaps_wrong(value))).collect())
        }

        fn journal(&mut self) -> toml::Value {
            let days = if self.is_wrong() { [-1, 36_501] } else { [0, 36_500] }[self.rng.usize(..2)];
            let days = self.perhaps_wrong(days.into());
            let mut out = toml::Table::from_iter([("keep-days".to_string(), days)]);
            self.perhaps_more(&mut out);
            out.into()
        }

        fn overrides(&mut self, catalogue: &[&'static dyn Codemod]) -> toml::Value {
            self.list(0, &mut |it| {
                let mut out = toml::Table::new();
                if !it.is_wrong() {
                    out.insert("paths".into(), it.globs(1));
                }
                if it.rng.bool() {
                    let preset = it.one_of(&["faults", "recommended", "all"]);
                    out.insert("preset".into(), it.perhaps_wrong(preset));
                }
                if it.rng.bool() {
                    let codemods = it.codemods(catalogue);
                    out.insert("codemods".into(), it.perhaps_wrong(codemods));
                }
                it.perhaps_more(&mut out);
                out.into()
            })
        }

        fn codemods(&mut self, catalogue: &[&'static dyn Codemod]) -> toml::Value {
            let mut out = toml::Table::new();
            for _ in 0..self.rng.usize(..4) {
                // The samples, which have all that there is, as often as all others.
                let all: Vec<_> = known(catalogue).collect();
                let among = if self.rng.bool() { sample::CATALOGUE.len() } else { all.len() };
                let meta = all[self.rng.usize(..among)];
                let rule = self.rule(meta);
                out.insert(meta.id.into(), self.perhaps_wrong(rule));
            }
            if self.is_wrong() {
                out.insert("no-such-row".into(), toml::Table::new().into());
            }
            out.into()
        }

        fn rule(&mut self, meta: &Meta) -> toml::Value {
            let mut out = toml::Table::new();
            let mut put = |it: &mut Self, key: &str, value: toml::Value| {
                if it.rng.u8(..3) > 0 {
                    out.insert(key.into(), it.perhaps_wrong(value));
                }
            };
            let on = self.rng.bool();
            put(self, "enabled", on.into());
            let level = self.one_of(&["safe", "review", "advice"]);
            put(self, "level", level);
            let names: Vec<_> = meta.alternatives.iter().map(|it| it.name).collect();
            // Where there is nothing to choose from, choosing is wrong.
            if !names.is_empty() || self.is_wrong() {
                let name = if names.is_empty() { "any".into() } else { self.one_of(&names) };
                put(self, "choose", name);
            }
            for spec in meta.options {
                let value = self.option(&spec.kind);
                put(self, spec.name, value);
            }
            self.perhaps_more(&mut out);
            out.into()
        }

        fn option(&mut self, kind: &OptionKind) -> toml::Value {
            match *kind {
                OptionKind::Integer { min, max, .. } => {
                    let beyond = [min.saturating_sub(1), max.saturating_add(1)][self.rng.usize(..2)];
                    let inside = [min, max, self.rng.i64(min..=max)][self.rng.usize(..3)];
                    if self.is_wrong() { beyond.into() } else { inside.into() }
                }
                OptionKind::IntegerOf { values, .. } => {
                    let value = values[self.rng.usize(..values.len())];
                    if self.is_wrong() { (value + 1).into() } else { value.into() }
                }
                OptionKind::Boolean { .. } => self.rng.bool().into(),
                OptionKind::Choice { names, .. } => self.one_of(names),
                OptionKind::Choices { names, .. } => self.list(0, &mut |it| it.one_of(names)),
                OptionKind::Strings { .. } => self.list(0, &mut |it| it.one_of(&["", "a", "b c"])),
                OptionKind::Ports { .. } => self.list(0, &mut |it| it.one_of(&["443/tcp", "53/udp", "8000-8100/tcp"])),
            }
        }
    }
}
