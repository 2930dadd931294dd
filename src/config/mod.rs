//! `iacfix.toml`. Invariant: a [`Config`] holds only names that the catalogue knows and values that its codemods
//! declare; everything else was an error that named the line.

mod init;
mod read;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Level, Preset};
use rustc_hash::FxHashMap;

use crate::folders::Folders;

pub(crate) use init::{default_of, init};
pub(crate) use read::{expected, read};

/// The name of the file.
pub(crate) const FILE_NAME: &str = "iacfix.toml";

/// What a configuration says.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Where it stands; its globs are relative to the folder.
    pub(crate) file: PathBuf,
    /// The preset, where it names one.
    pub(crate) preset: Option<Preset>,
    /// The only files that give findings and are written, where it names any.
    pub(crate) include: Option<GlobSet>,
    /// Files that give no findings and are not written.
    pub(crate) exclude: Option<GlobSet>,
    /// Tag keys with their values, for codemods that take them.
    pub(crate) tags: Vec<(String, String)>,
    /// For how many days the journal of a run is kept, where it says so.
    pub(crate) keep_days: Option<u32>,
    /// What it says of single codemods.
    pub(crate) rules: BTreeMap<&'static str, Rule>,
    /// What holds for some files only; later ones win.
    pub(crate) overrides: Vec<Override>,
}

/// What a configuration says of one codemod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Whether it runs, whatever the preset.
    pub(crate) enabled: Option<bool>,
    /// The level of its fixes.
    pub(crate) level: Option<Level>,
    /// The alternative to prefer.
    pub(crate) choose: Option<&'static str>,
    /// Options that differ from their defaults.
    pub(crate) options: BTreeMap<&'static str, OptionValue>,
}

/// What holds for some files only.
#[derive(Debug)]
pub(crate) struct Override {
    /// For which.
    pub(crate) paths: GlobSet,
    /// The preset there.
    pub(crate) preset: Option<Preset>,
    /// What holds for single codemods there.
    pub(crate) rules: BTreeMap<&'static str, Rule>,
}

impl Config {
    /// `file` as its globs see it: relative to the folder of the configuration.
    fn relative<'f>(&self, file: &'f Path) -> &'f Path {
        let folder = self.file.parent().unwrap_or(Path::new(""));
        file.strip_prefix(folder).unwrap_or(file)
    }

    /// Whether `file` gives findings and may be written.
    pub(crate) fn covers(&self, file: &Path) -> bool {
        if !self.narrows() {
            return true;
        }
        let path = self.relative(file);
        let included = self.include.as_ref().is_none_or(|globs| globs.is_match(path));
        included && !self.exclude.as_ref().is_some_and(|globs| globs.is_match(path))
    }

    /// Whether it leaves out files at all.
    pub(crate) fn narrows(&self) -> bool {
        self.include.is_some() || self.exclude.is_some()
    }

    /// The overrides that hold for `file`, in their order.
    pub(crate) fn overrides_of<'c>(&'c self, file: &'c Path) -> impl DoubleEndedIterator<Item = &'c Override> {
        // Asked for each file and codemod; most configurations have none.
        let path = if self.overrides.is_empty() { file } else { self.relative(file) };
        self.overrides.iter().filter(move |it| it.paths.is_match(path))
    }
}

/// Where the nearest configurations are, by folder: programs beside each other share what is above them.
#[derive(Debug, Default)]
pub(crate) struct Nearest(FxHashMap<OsString, Option<PathBuf>>);

impl Nearest {
    /// The nearest configuration upward from `folder`.
    pub(crate) fn of(&mut self, folders: &Folders, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.0.get(folder.as_os_str()) {
            return known.clone();
        }
        let may_be = folders.may_hold(folder, &[FILE_NAME]);
        let own = may_be.then(|| folder.join(FILE_NAME)).filter(|it| folders.is_file(it));
        let nearest = own.or_else(|| self.of(folders, folder.parent()?));
        self.0.insert(folder.as_os_str().to_owned(), nearest.clone());
        nearest
    }
}
