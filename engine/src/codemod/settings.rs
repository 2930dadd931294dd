//! What the configuration says of each codemod. Invariant: every option that a codemod declares has a value of its
//! declared type.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::meta::{Level, Meta, OptionKind};
use super::ports::PortRange;
use super::run::Found;

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

/// Which of the comments that are meant to silence something are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comments {
    /// All of them.
    All,
    /// Those that name a codemod that ran in their file.
    OfWhatRan,
    /// None.
    None,
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

    /// The id of the catalogue that somebody may have meant who wrote `id`, which is none.
    fn nearest_id(&self, id: &str) -> Option<&'static str> {
        let _ = id;
        None
    }

    /// The day, to tell which comments have expired; none has where it is not known.
    fn today(&self) -> Option<Date> {
        None
    }

    /// Which comments that are meant to silence something are judged in `file`.
    fn comments(&self, file: &Path) -> Comments {
        let _ = file;
        Comments::All
    }

    /// For which of `findings`, all those of a pass in canonical order, there is a reason outside of the program to be
    /// silent: their places among them and the reasons. Those that a comment silences are not asked about again.
    fn silenced(&self, findings: &[Found]) -> Vec<(usize, String)> {
        let _ = findings;
        Vec::new()
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
