//! `iacfix init`. Invariant: what it writes changes nothing until a person edits it, and lists every codemod of the
//! catalogue with its options and their defaults.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use iacfix_engine::codemod::{Codemod, Meta, OptionKind, Preset, Theme};

use super::FILE_NAME;
use super::read::expected;
use crate::error::UserError;

const HEAD: &str = "\
# Configuration of iacfix. Everything below is commented out or the default: it changes nothing until you edit it.
# `iacfix explain ID` tells more of a codemod; flags on the command line win over this file.

# What runs. faults: what can't compile, deploy or work as written. recommended: besides, security and operability of
# what the program has. all: besides, new infrastructure.
preset = \"recommended\"

# Files that give findings and are written; globs are relative to this file.
# include = [\"infra/**\"]
# exclude = [\"**/legacy/**\"]

# Tags that resources should bear, for codemods that add tags; \"\" where only a person knows the value.
# [tags]
# CostCenter = \"cc-42\"
# Owner = \"\"

# For how many days a run that wrote can be taken back (`iacfix undo`), at least.
# [journal]
# keep_days = 30

# Other rules for some files; later tables win.
# [[overrides]]
# paths = [\"sandbox/**\"]
# preset = \"faults\"
# [overrides.codemods.ID]
# enabled = false

# Single codemods. Each takes, besides its own options:
#   enabled = true        run it whatever the preset; false: never
#   level = \"review\"      give its fixes another level: safe, review or advice
#   choose = \"NAME\"       prefer one of its alternatives
";

/// Writes a commented configuration into `folder`.
///
/// # Errors
/// A configuration that is there already; a folder that can't be written.
pub(crate) fn init(folder: &Path, catalogue: &[&'static dyn Codemod]) -> Result<(), UserError> {
    let file = folder.join(FILE_NAME);
    let mut out = match OpenOptions::new().write(true).create_new(true).open(&file) {
        Ok(out) => out,
        Err(e) if e.kind() == ErrorKind::AlreadyExists => return Err(UserError::ConfigExists(FILE_NAME.into())),
        Err(e) => return Err(UserError::disk("write", FILE_NAME, &e)),
    };
    out.write_all(text(catalogue).as_bytes()).map_err(|e| UserError::disk("write", FILE_NAME, &e))
}

fn text(catalogue: &[&'static dyn Codemod]) -> String {
    let mut out = HEAD.to_string();
    for theme in Theme::ALL {
        let rows: Vec<_> = catalogue.iter().map(|it| it.meta()).filter(|it| it.theme == *theme).collect();
        if !rows.is_empty() {
            let _ = writeln!(out, "\n# --- {theme} ---");
        }
        for meta in rows {
            out.push('\n');
            out.push_str(&row(meta));
        }
    }
    out
}

fn row(meta: &Meta) -> String {
    let preset = match meta.preset {
        Preset::ByName => "only when named".to_string(),
        preset => format!("preset {preset}"),
    };
    let mut out = format!("# {} ({preset})\n# [codemods.{}]\n", meta.title, meta.id);
    if let Some(first) = meta.alternatives.first() {
        let names: Vec<_> = meta.alternatives.iter().map(|it| format!("{}: {}", it.name, it.title)).collect();
        let _ = writeln!(out, "# choose = \"{}\"  # {}", first.name, names.join("; "));
    }
    for option in meta.options {
        let _ = writeln!(
            out,
            "# {} = {}  # {}; {}",
            option.name,
            default_of(&option.kind),
            option.help,
            expected(&option.kind)
        );
    }
    out
}

/// The default of an option, as TOML.
pub(crate) fn default_of(kind: &OptionKind) -> String {
    let quoted = |text: &str| toml::Value::String(text.into()).to_string();
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    match kind {
        OptionKind::Integer { default, .. } | OptionKind::IntegerOf { default, .. } => default.to_string(),
        OptionKind::Boolean { default } => default.to_string(),
        OptionKind::Choice { default, .. } => quoted(default),
        OptionKind::Strings { default } => list(default.iter().map(|it| quoted(it)).collect()),
        OptionKind::Ports { default } => list(default.iter().map(|it| quoted(&it.to_string())).collect()),
    }
}
