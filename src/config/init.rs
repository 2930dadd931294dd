//! `iacfix init`. Invariant: what it writes changes nothing until a person edits it, and lists every codemod of the
//! catalogue with its options and their defaults.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use iacfix_engine::codemod::{Codemod, Meta, Preset, SUPPRESSION, Theme};

use super::FILE_NAME;
use super::value::{default_of, expected};
use crate::error::UserError;

const HEAD: &str = "\
# Configuration of iacfix. Everything below is commented out or the default: it changes nothing until you edit it.
# `iacfix explain ID` tells more of a codemod; flags on the command line win over this file, and `iacfix config` shows what
# is in force and why. Editors that know JSON schemas check it as you type: `iacfix config --schema > iacfix.schema.json`,
# and `#:schema ./iacfix.schema.json` as the first line.

# Files that this one stands on; what they say holds unless this one says otherwise.
# extends = \"../iacfix.base.toml\"

# What runs. faults: what can't compile, deploy or work as written. recommended: besides, security and operability of
# what the program has. all: besides, new infrastructure.
preset = \"recommended\"

# Files that give findings and are written; globs are relative to the folder of this file.
# include = [\"infra/**\"]
# exclude = [\"**/legacy/**\"]

# Findings that are known and left: `iacfix --write-baseline` writes them into this file.
# baseline = \"iacfix.baseline.json\"

# Tags that resources should bear, for codemods that add tags; \"\" where only a person knows the value.
# [tags]
# CostCenter = \"cc-42\"
# Owner = \"\"

# For how many days a run that wrote can be taken back (`iacfix undo`), at least.
# [journal]
# keep-days = 30

# Other rules for some files; later tables win.
# [[overrides]]
# paths = [\"sandbox/**\"]
# preset = \"faults\"
# [overrides.codemods.{id}]
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
    let mut out = HEAD.replace("{id}", catalogue.first().map_or("ID", |it| it.meta().id));
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
    let _ = write!(out, "\n# --- comments that silence a finding ---\n\n{}", row(&SUPPRESSION));
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
