//! What a case's arguments and its program's `iacfix.toml` mean to the library. Invariant: an argument or a key that
//! would be passed over is an error; the law `command line` holds the same case against the real command line.

use std::collections::BTreeMap;
use std::path::Path;

use iacfix_engine::codemod::settings::{CodemodSettings, OptionValue, Settings};
use iacfix_engine::codemod::{Codemod, Date, Level, Meta, OptionKind, Preset};

use crate::case::Case;
use crate::tree::Tree;

/// A run that was asked for.
pub(crate) struct Plan {
    /// What runs, by id.
    pub(crate) codemods: Vec<&'static dyn Codemod>,
    /// The largest level that is accepted without a person.
    pub(crate) accepts: Level,
    /// Options and choices.
    pub(crate) settings: Configured,
}

/// What was said of codemods, by id.
#[derive(Clone, Debug)]
pub(crate) struct Configured {
    pub(crate) choose: BTreeMap<String, String>,
    /// The day, where it matters.
    pub(crate) today: Option<Date>,
    tables: toml::Table,
    ids: Vec<&'static str>,
    /// Those that run, where a run was asked for.
    runs: Option<Vec<&'static str>>,
}

impl Default for Configured {
    fn default() -> Self {
        let ids = iacfix_codemods::all().into_iter().map(|codemod| codemod.meta().id).collect();
        Self { choose: BTreeMap::new(), today: None, tables: toml::Table::new(), ids, runs: None }
    }
}

impl Plan {
    /// What `case` asks for.
    pub(crate) fn of(case: &Case) -> Result<Self, String> {
        Self::parse(&case.args(), &case.input)
    }

    /// Everything that `codemod` can write, in its first way.
    pub(crate) fn everything(codemod: &'static dyn Codemod) -> Self {
        let meta = codemod.meta();
        let mut settings = Configured { runs: Some(vec![meta.id]), ..Configured::default() };
        if let (Some(Level::Advice), Some(first)) = (meta.levels.last(), meta.alternatives.first()) {
            settings.choose.insert(meta.id.to_string(), first.name.to_string());
        }
        Self { codemods: vec![codemod], accepts: Level::Review, settings }
    }

    fn parse(args: &[String], program: &Tree) -> Result<Self, String> {
        let mut settings = Configured { tables: tables(program)?, ..Configured::default() };
        let (mut preset, mut only, mut skip) = (Preset::Recommended, Vec::new(), Vec::new());
        let (mut yes, mut review) = (false, false);
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let mut value = || rest.next().cloned().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--yes" => yes = true,
                "--review" => review = true,
                "--only" => only.extend(value()?.split(',').map(String::from)),
                "--skip" => skip.extend(value()?.split(',').map(String::from)),
                "--preset" => preset = Preset::named(&value()?).ok_or("no such preset")?,
                "--choose" => {
                    for choice in value()?.split(',') {
                        let (id, name) = choice.split_once('=').ok_or("--choose takes ID=NAME")?;
                        settings.choose.insert(id.to_string(), name.to_string());
                    }
                }
                _ => return Err(format!("{arg} means nothing here")),
            }
        }
        if !yes {
            return Err("a case's arguments hold --yes".into());
        }
        let named = |names: &[String], meta: &Meta| names.iter().any(|n| n == meta.id || n == meta.theme.name());
        let runs = |meta: &Meta| {
            !named(&skip, meta) && if only.is_empty() { meta.preset <= preset } else { named(&only, meta) }
        };
        let codemods: Vec<_> = iacfix_codemods::all().into_iter().filter(|codemod| runs(codemod.meta())).collect();
        if codemods.is_empty() {
            return Err(format!("{} runs no codemod", args.join(" ")));
        }
        settings.runs = Some(codemods.iter().map(|codemod| codemod.meta().id).collect());
        Ok(Self { codemods, accepts: if review { Level::Review } else { Level::Safe }, settings })
    }
}

/// The tables of codemods in the program's configuration.
fn tables(program: &Tree) -> Result<toml::Table, String> {
    let Some(bytes) = program.get("iacfix.toml") else { return Ok(toml::Table::new()) };
    let mut all: toml::Table =
        toml::from_str(&String::from_utf8_lossy(bytes)).map_err(|e| format!("iacfix.toml: {e}"))?;
    let tables = all.remove("codemods");
    if let Some(key) = all.keys().next() {
        return Err(format!("iacfix.toml: goldens know [codemods.ID] only, not `{key}`"));
    }
    tables.map_or(Ok(toml::Table::new()), |tables| tables.try_into().map_err(|e| format!("iacfix.toml: {e}")))
}

impl Settings for Configured {
    fn of(&self, meta: &'static Meta, _file: &Path) -> CodemodSettings {
        let mut settings = CodemodSettings::defaults(meta);
        let table = self.tables.get(meta.id).and_then(toml::Value::as_table);
        let said = |key: &str| table.and_then(|table| table.get(key));
        for option in meta.options {
            if let Some(value) = said(option.name) {
                settings.options.insert(option.name, option_value(&option.kind, value));
            }
        }
        settings.enabled = said("enabled").and_then(toml::Value::as_bool).unwrap_or(true);
        settings.level = said("level").and_then(toml::Value::as_str).and_then(Level::named);
        let chosen = said("choose").and_then(toml::Value::as_str).map(String::from);
        settings.choose = self.choose.get(meta.id).cloned().or(chosen);
        settings
    }

    fn is_enabled(&self, meta: &'static Meta, file: &Path) -> bool {
        self.runs.as_ref().is_none_or(|runs| runs.contains(&meta.id)) && self.of(meta, file).enabled
    }

    fn catalogue(&self) -> Option<&[&'static str]> {
        Some(&self.ids)
    }

    fn today(&self) -> Option<Date> {
        self.today
    }
}

fn option_value(kind: &OptionKind, value: &toml::Value) -> OptionValue {
    match (kind, value) {
        (OptionKind::Integer { .. } | OptionKind::IntegerOf { .. }, toml::Value::Integer(value)) => {
            OptionValue::Integer(*value)
        }
        (OptionKind::Boolean { .. }, toml::Value::Boolean(value)) => OptionValue::Boolean(*value),
        (OptionKind::Choice { .. }, toml::Value::String(value)) => OptionValue::Text(value.clone()),
        (OptionKind::Choices { .. } | OptionKind::Strings { .. }, toml::Value::Array(values)) => {
            OptionValue::List(values.iter().filter_map(|v| v.as_str().map(String::from)).collect())
        }
        (OptionKind::Ports { .. }, toml::Value::Array(values)) => {
            OptionValue::Ports(values.iter().filter_map(|v| v.as_str()?.parse().ok()).collect())
        }
        _ => OptionValue::default_of(kind),
    }
}
