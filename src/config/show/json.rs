//! What is in force, for machines. Invariant: `schema` counts the changes that a reader would notice, and every value
//! stands beside its origin.

use std::io::{self, Write};

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Level, Meta, Preset};
use serde_json::{Map, Value, json};

use super::View;
use crate::config::{Globs, Override, Place, Said, as_json};
use crate::paths::seen_from;
use crate::settings::{InForce, Origin, Reason};

/// The version of the format.
const SCHEMA: u32 = 1;

/// Prints all of it as one object.
pub(super) fn print(out: &mut impl Write, views: &[View]) -> io::Result<()> {
    let configurations: Vec<_> = views.iter().map(object).collect();
    let all = json!({
        "schema": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "configurations": configurations,
    });
    writeln!(out, "{all:#}")
}

fn object(view: &View) -> Value {
    let config = view.config();
    let files = config.files.iter().map(|it| json!({ "path": it.shown, "through": it.through }));
    let preset = view.settings.preset(view.file());
    let globs = |said: &Option<Said<Globs>>| match said {
        Some(it) => held(view, json!(it.value.texts), Origin::File(it.place)),
        None => held(view, Value::Null, Origin::Default),
    };
    let tags = config.tags.iter().map(|(key, it)| (key.clone(), held(view, json!(it.value), Origin::File(it.place))));
    let overrides = config.overrides.iter().enumerate().map(|(number, it)| one_override(view, number, it));
    let days = match &config.keep_days {
        Some(it) => held(view, json!(it.value), Origin::File(it.place)),
        None => held(view, Value::Null, Origin::Default),
    };
    let baseline = match &config.baseline {
        Some(it) => held(view, json!(seen_from(&view.cwd, &it.value)), Origin::File(it.place)),
        None => held(view, Value::Null, Origin::Default),
    };
    json!({
        "programs": view.programs,
        "file": view.file.as_ref().map(|(_, shown)| shown),
        "files": files.collect::<Vec<_>>(),
        "preset": held(view, json!(preset.value.name()), preset.origin),
        "include": globs(&config.include),
        "exclude": globs(&config.exclude),
        "baseline": baseline,
        "tags": tags.collect::<Map<_, _>>(),
        "journal": { "keep-days": days },
        "codemods": view.codemods.iter().map(|(meta, it)| codemod(view, meta, it)).collect::<Vec<_>>(),
        "overrides": overrides.collect::<Vec<_>>(),
    })
}

fn codemod(view: &View, meta: &Meta, it: &InForce) -> Value {
    let (because, origin) = match it.reason {
        Reason::Flag(flag) => ("flag", Origin::Flag(flag)),
        Reason::NotNamed => ("path", Origin::Default),
        Reason::LeftOut(key, place) => (key, Origin::File(place)),
        Reason::Rule(origin) => ("enabled", origin),
        Reason::Preset(_, origin) => ("preset", origin),
    };
    let mut enabled = held(view, json!(it.enabled), origin);
    enabled["because"] = json!(because);
    let options = meta.options.iter().filter_map(|spec| {
        let option = it.options.get(spec.name)?;
        let mut value = held(view, as_json(&option.value), option.origin);
        value["default"] = as_json(&OptionValue::default_of(&spec.kind));
        Some((spec.name.to_string(), value))
    });
    json!({
        "id": meta.id,
        "enabled": enabled,
        "level": held(view, json!(it.level.value.map(Level::name)), it.level.origin),
        "choose": held(view, json!(it.choose.value), it.choose.origin),
        "options": options.collect::<Map<_, _>>(),
    })
}

/// An override as it is said, and whether it holds for the file that was named.
fn one_override(view: &View, number: usize, it: &Override) -> Value {
    let at = |place| Origin::Override(place, number);
    let preset = it.preset.as_ref().map(|said| held(view, json!(Preset::name(said.value)), at(said.place)));
    let rules = it.rules.iter().map(|(id, rule)| {
        let said = rule.said().into_iter();
        let said = said.map(|(key, value, place)| (key.to_string(), held(view, as_json(&value), at(place))));
        (id.to_string(), Value::Object(said.collect()))
    });
    let mut out = held(view, json!(it.paths.value.texts), Origin::File(it.paths.place));
    if let Value::Object(out) = &mut out {
        out.insert("holds".into(), json!(view.file().map(|file| it.paths.value.hold(file))));
        out.insert("preset".into(), json!(preset));
        out.insert("codemods".into(), Value::Object(rules.collect()));
    }
    out
}

fn held(view: &View, value: Value, origin: Origin) -> Value {
    json!({ "value": value, "origin": self::origin(view, origin) })
}

/// Where a value comes from: the default, a flag, or a line of a file, perhaps in one of `overrides`.
fn origin(view: &View, origin: Origin) -> Value {
    let line = |place: Place| {
        let file = view.config().file_of(place).map(|it| it.shown.as_str());
        json!({ "kind": "file", "file": file, "line": place.line })
    };
    match origin {
        Origin::Default => json!({ "kind": "default" }),
        Origin::Flag(flag) => json!({ "kind": "flag", "flag": flag }),
        Origin::File(place) => line(place),
        Origin::Override(place, number) => {
            let mut out = line(place);
            out["override"] = json!(number);
            out
        }
    }
}
