//! What a codemod says of itself, once. Invariant: these are plain data; the README, `iacfix explain`, the
//! configuration and the harness all read them from here.

use std::fmt;

use super::ports::PortRange;

/// How much a person has to think before a fix is applied. Ordered: a smaller level needs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Repairs what can't compile or deploy, or hardens in place; bills, renames, replaces, guesses and breaks nothing.
    /// `--yes` applies it.
    Safe,
    /// Everything else that can be written. `--yes --review` applies it.
    Review,
    /// No edit is right without a value or choice that only a person has. Never applied.
    Advice,
}

/// The smallest set of codemods that runs one. Ordered: a larger preset holds the smaller ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// The program can't compile, deploy or work as written.
    Faults,
    /// Besides, security and operability of resources that the program has.
    Recommended,
    /// Besides, new infrastructure.
    All,
    /// Only when named.
    ByName,
}

/// The part of a program that a codemod is about; `--only` and `--skip` take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// VPCs, subnets, routes, endpoints.
    Network,
    /// Instances and launch templates.
    Compute,
    /// Roles, policies and keys.
    Iam,
    /// Security groups.
    SecurityGroups,
    /// Buckets and what serves from them.
    Storage,
    /// Trails, detectors, logs, alarms.
    Monitoring,
    /// Databases, secrets, backups.
    Data,
    /// Tasks and their containers.
    Containers,
    /// Entry points, names, tags, projects.
    Stack,
}

macro_rules! names {
    ($type:ident, $all:ident: $($variant:ident = $name:literal),+) => {
        impl $type {
            /// All of them, in order.
            pub const $all: &'static [$type] = &[$($type::$variant),+];

            /// The name that people type and reports print.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::$all.iter().copied().find(|it| it.name() == name)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

names!(Level, ALL: Safe = "safe", Review = "review", Advice = "advice");
names!(Preset, ALL: Faults = "faults", Recommended = "recommended", All = "all", ByName = "by-name");
names!(Theme, ALL: Network = "network", Compute = "compute", Iam = "iam", SecurityGroups = "security-groups",
    Storage = "storage", Monitoring = "monitoring", Data = "data", Containers = "containers", Stack = "stack");

/// One way to repair a fault, by name.
#[derive(Clone, Copy, Debug)]
pub struct Alternative {
    /// What `--choose ID=NAME` takes.
    pub name: &'static str,
    /// What it does, one sentence, lower-case, without a full stop.
    pub title: &'static str,
    /// Whether it leaves the program as it is: where it is chosen, the codemod has nothing to say.
    pub keeps: bool,
}

/// What an option holds, and what it holds unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// A whole number with its default and its range.
    Integer {
        /// Unless told otherwise.
        default: i64,
        /// Smallest allowed.
        min: i64,
        /// Largest allowed.
        max: i64,
    },
    /// One of some whole numbers.
    IntegerOf {
        /// Unless told otherwise.
        default: i64,
        /// What it may be.
        values: &'static [i64],
    },
    /// Yes or no.
    Boolean {
        /// Unless told otherwise.
        default: bool,
    },
    /// One of some names.
    Choice {
        /// Unless told otherwise.
        default: &'static str,
        /// What it may be.
        names: &'static [&'static str],
    },
    /// Any of some names.
    Choices {
        /// Unless told otherwise.
        default: &'static [&'static str],
        /// What it may hold.
        names: &'static [&'static str],
    },
    /// A list of strings.
    Strings {
        /// Unless told otherwise.
        default: &'static [&'static str],
    },
    /// A list of ports with their protocols, written `443/tcp` and `8000-8100/udp`.
    Ports {
        /// Unless told otherwise.
        default: &'static [PortRange],
    },
}

/// An option of a codemod, set in `[codemods.ID]` of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// Its key.
    pub name: &'static str,
    /// Its type and default.
    pub kind: OptionKind,
    /// What it means, with its unit.
    pub help: &'static str,
}

/// The manual page; `iacfix explain` prints it, and the harness turns `before` into `after`.
#[derive(Clone, Copy, Debug)]
pub struct Manual {
    /// What is found and what is done, a paragraph.
    pub what: &'static str,
    /// Why it is a fault, a paragraph.
    pub why: &'static str,
    /// A small complete program that has the fault.
    pub before: &'static str,
    /// The same program, put right.
    pub after: &'static str,
    /// What is left alone, declined or said instead; may be empty.
    pub notes: &'static str,
}

/// All that is known of a codemod without running it.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Its name everywhere, kebab-case.
    pub id: &'static str,
    /// What it does, one sentence, lower-case, without a full stop.
    pub title: &'static str,
    /// Its theme.
    pub theme: Theme,
    /// The fault report and item that it comes from, `003#2.5`.
    pub report: &'static str,
    /// The smallest preset that runs it.
    pub preset: Preset,
    /// The levels that its fixes can have.
    pub levels: &'static [Level],
    /// Whether every finding has at least one fix that can be written.
    pub always_fixes: bool,
    /// Named ways to repair; empty where there is one way only.
    pub alternatives: &'static [Alternative],
    /// Its options.
    pub options: &'static [OptionSpec],
    /// Its manual page.
    pub manual: Manual,
}
