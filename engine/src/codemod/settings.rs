//! What the configuration says of each codemod. Invariant: every option that a codemod declares has a value of its
//! declared type.

use std::collections::BTreeMap;
use std::path::Path;

use super::meta::{Level, Meta, OptionKind};
use super::ports::PortRange;

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A name.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
    /// A list of ports.
    Ports(Vec<PortRange>),
}

impl OptionValue {
    /// What `kind` holds unless told otherwise.
    pub fn default_of(kind: &OptionKind) -> Self {
        match *kind {
            OptionKind::Integer { default, .. } | OptionKind::IntegerOf { default, .. } => Self::Integer(default),
            OptionKind::Boolean { default } => Self::Boolean(default),
            OptionKind::Choice { default, .. } => Self::Text(default.to_string()),
            OptionKind::Choices { default, .. } | OptionKind::Strings { default } => {
                Self::List(default.iter().map(|s| s.to_string()).collect())
            }
            OptionKind::Ports { default } => Self::Ports(default.to_vec()),
        }
    }
}

/// What is in force for one codemod in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodemodSettings {
    /// Whether it runs.
    pub enabled: bool,
    /// Its fixes get this level instead of their own.
    pub level: Option<Level>,
    /// The alternative that is the default.
    pub choose: Option<String>,
    /// Its options, every declared one present.
    pub options: BTreeMap<&'static str, OptionValue>,
}

impl CodemodSettings {
    /// What `meta` declares.
    pub fn defaults(meta: &Meta) -> Self {
        let options = meta.options.iter().map(|o| (o.name, OptionValue::default_of(&o.kind))).collect();
        Self { enabled: true, level: None, choose: None, options }
    }
}

/// Where settings come from: the command line and the configuration, resolved for a file.
pub trait Settings: Sync {
    /// What is in force for `meta` in `file`.
    fn of(&self, meta: &'static Meta, file: &Path) -> CodemodSettings;

    /// Whether `meta` runs in `file`, as [`of`](Self::of) says it: asked for every file ahead of a look.
    fn is_enabled(&self, meta: &'static Meta, file: &Path) -> bool {
        self.of(meta, file).enabled
    }

    /// The ids of the whole catalogue, to tell a comment that names no codemod at all; `None` where it is not known, and
    /// then no id is called unknown.
    fn catalogue(&self) -> Option<&[&'static str]> {
        None
    }
}

/// Every codemod as it declares itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaults;

impl Settings for Defaults {
    fn of(&self, meta: &'static Meta, _file: &Path) -> CodemodSettings {
        CodemodSettings::defaults(meta)
    }
}
