//! `iacfix.toml`. Invariant: a [`Config`] holds only names that the catalogue knows and values that its codemods
//! declare, each with the place that says it; everything else was an error that named the line.

mod extend;
mod find;
mod globs;
mod init;
mod read;
#[cfg(test)]
mod sample;
mod schema;
mod show;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Level, Preset};

pub(crate) use extend::read;
pub(crate) use find::Configurations;
pub(crate) use globs::Globs;
pub(crate) use init::init;
pub(crate) use schema::schema;
pub(crate) use show::show;
pub(crate) use value::{as_json, default_of, expected};

/// The name of the file.
pub(crate) const FILE_NAME: &str = "iacfix.toml";

/// What a configuration says, what it extends included.
///
/// Of two files, the one that extends wins, and of two that are extended, the later one: a key that holds one value or a list is
/// replaced, `[tags]` and `[codemods.ID]` are merged key by key, and overrides come one after the other.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The files that it was read from, in the order in which they count: the configuration itself is the last.
    pub(crate) files: Vec<Source>,
    /// The preset, where it names one.
    pub(crate) preset: Option<Said<Preset>>,
    /// The only files that give findings and are written, where it names any.
    pub(crate) include: Option<Said<Globs>>,
    /// Files that give no findings and are not written.
    pub(crate) exclude: Option<Said<Globs>>,
    /// Tag keys with their values, for codemods that take them.
    pub(crate) tags: BTreeMap<String, Said<String>>,
    /// For how many days the journal of a run is kept, where it says so.
    pub(crate) keep_days: Option<Said<u32>>,
    /// The file of findings that are known and left, absolute, where it names one.
    pub(crate) baseline: Option<Said<PathBuf>>,
    /// What it says of single codemods.
    pub(crate) rules: Rules,
    /// What holds for some files only; later ones win.
    pub(crate) overrides: Vec<Override>,
}

/// What is said of single codemods, by id.
pub(crate) type Rules = BTreeMap<&'static str, Rule>;

/// A file that a configuration was read from.
#[derive(Debug)]
pub(crate) struct Source {
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// Its name in messages.
    pub(crate) shown: String,
    /// The places of the `extends` that lead to it, the nearest first; none for the configuration itself.
    pub(crate) through: Vec<String>,
}

/// A line of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which of the configuration's files.
    pub(crate) file: usize,
    /// From one.
    pub(crate) line: usize,
}

/// A value with the place that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said<T> {
    /// What is said.
    pub(crate) value: T,
    /// Where.
    pub(crate) place: Place,
}

/// What a configuration says of one codemod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Whether it runs, whatever the preset.
    pub(crate) enabled: Option<Said<bool>>,
    /// The level of its fixes.
    pub(crate) level: Option<Said<Level>>,
    /// The alternative to prefer.
    pub(crate) choose: Option<Said<&'static str>>,
    /// Options that differ from their defaults.
    pub(crate) options: BTreeMap<&'static str, Said<OptionValue>>,
}

/// What holds for some files only.
#[derive(Debug)]
pub(crate) struct Override {
    /// For which, and where that is said.
    pub(crate) paths: Said<Globs>,
    /// The preset there.
    pub(crate) preset: Option<Said<Preset>>,
    /// What holds for single codemods there.
    pub(crate) rules: Rules,
}

impl Rule {
    /// What `later` says wins.
    fn add(&mut self, later: Rule) {
        self.enabled = later.enabled.or(self.enabled.take());
        self.level = later.level.or(self.level.take());
        self.choose = later.choose.or(self.choose.take());
        self.options.extend(later.options);
    }

    /// All that it says: keys with values and places.
    fn said(&self) -> Vec<(&'static str, OptionValue, Place)> {
        let enabled = self.enabled.as_ref().map(|it| ("enabled", OptionValue::Boolean(it.value), it.place));
        let level = self.level.as_ref().map(|it| ("level", OptionValue::Text(it.value.name().into()), it.place));
        let choose = self.choose.as_ref().map(|it| ("choose", OptionValue::Text(it.value.into()), it.place));
        let options = self.options.iter().map(|(name, it)| (*name, it.value.clone(), it.place));
        enabled.into_iter().chain(level).chain(choose).chain(options).collect()
    }
}

impl Config {
    /// Whether `file` gives findings and may be written.
    pub(crate) fn covers(&self, file: &Path) -> bool {
        self.left_out(file).is_none()
    }

    /// The key that leaves out `file`, with its place.
    pub(crate) fn left_out(&self, file: &Path) -> Option<(&'static str, Place)> {
        if let Some(include) = self.include.as_ref().filter(|it| !it.value.hold(file)) {
            return Some(("include", include.place));
        }
        let exclude = self.exclude.as_ref().filter(|it| it.value.hold(file))?;
        Some(("exclude", exclude.place))
    }

    /// Whether it leaves out files at all.
    pub(crate) fn narrows(&self) -> bool {
        self.include.is_some() || self.exclude.is_some()
    }

    /// The overrides that hold for `file`, in their order, each with its number.
    pub(crate) fn overrides_of<'c>(
        &'c self,
        file: Option<&'c Path>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'c Override)> {
        let holds = move |it: &Override| file.is_some_and(|file| it.paths.value.hold(file));
        self.overrides.iter().enumerate().filter(move |(_, it)| holds(it))
    }

    /// The file that `place` is in.
    pub(crate) fn file_of(&self, place: Place) -> Option<&Source> {
        self.files.get(place.file)
    }
}
