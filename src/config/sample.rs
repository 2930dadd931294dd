//! A codemod with an option of every kind, for the tests of the configuration.

use std::path::Path;

use iacfix_engine::codemod::{
    Alternative, Codemod, Context, Level, Manual, Meta, OptionKind, OptionSpec, PortRange, Preset, Theme,
};

use super::{Config, read};
use crate::error::UserError;

pub(super) struct Sample;

static META: Meta = Meta {
    id: "sample-row",
    title: "does something",
    theme: Theme::Network,
    report: "000#1",
    preset: Preset::All,
    levels: &[Level::Safe],
    always_fixes: true,
    alternatives: &[
        Alternative { name: "one-way", title: "goes one way", keeps: false },
        Alternative { name: "stay", title: "goes nowhere", keeps: true },
    ],
    options: &[
        OptionSpec { name: "minimum", kind: OptionKind::Integer { default: 30, min: 1, max: 64 }, help: "GiB" },
        OptionSpec { name: "least", kind: OptionKind::Integer { default: 0, min: -3, max: i64::MAX }, help: "degrees" },
        OptionSpec {
            name: "gateways",
            kind: OptionKind::Choice { default: "single", names: &["single", "per-az"] },
            help: "how many",
        },
        OptionSpec { name: "open", kind: OptionKind::Ports { default: &[PortRange::tcp(443)] }, help: "ports" },
        OptionSpec { name: "days", kind: OptionKind::IntegerOf { default: 7, values: &[1, 7] }, help: "how long" },
        OptionSpec {
            name: "groups",
            kind: OptionKind::Choices { default: &["a", "b"], names: &["a", "b"] },
            help: "which",
        },
        OptionSpec { name: "names", kind: OptionKind::Strings { default: &["a"] }, help: "who" },
        OptionSpec { name: "strict", kind: OptionKind::Boolean { default: false }, help: "whether it is" },
    ],
    manual: Manual { what: "", why: "", before: "", after: "", notes: "" },
};

static PLAIN: Meta = Meta { id: "plain-row", preset: Preset::Faults, alternatives: &[], options: &[], ..META };

struct Plain;

impl Codemod for Sample {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, _cx: &mut Context<'_, 'p>) {}
}

impl Codemod for Plain {
    fn meta(&self) -> &'static Meta {
        &PLAIN
    }

    fn check<'p>(&self, _cx: &mut Context<'_, 'p>) {}
}

/// All that the samples' configurations may name.
pub(super) const CATALOGUE: &[&dyn Codemod] = &[&Sample, &Plain];

/// The configuration `file` in a folder with these files.
pub(super) fn config(folder: &Path, files: &[(&str, &str)], file: &str) -> Result<Config, UserError> {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    read(&folder.join(file), folder, CATALOGUE)
}

/// A configuration of this text alone.
pub(super) fn parse(text: &str) -> Result<Config, UserError> {
    let folder = tempfile::tempdir().unwrap();
    config(folder.path(), &[("iacfix.toml", text)], "iacfix.toml")
}
