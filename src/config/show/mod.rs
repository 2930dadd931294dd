//! `iacfix config`. Invariant: what is shown is what [`ProgramSettings`] gives a run with the same flags, so that nothing
//! is resolved twice.

mod json;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use iacfix_engine::codemod::{Codemod, Meta};

use super::{Config, Configurations, Place};
use crate::args::{ConfigArgs, ListFormat};
use crate::catalogue::known;
use crate::error::UserError;
use crate::folders::Folders;
use crate::palette::Palette;
use crate::paths::{absolute, seen_from};
use crate::programs::{self, Located};
use crate::settings::{InForce, Named, Origin, ProgramSettings, Selection};
use crate::silence::Silence;

/// Programs for which the same holds, or one file.
struct View {
    /// Where the user stands.
    cwd: PathBuf,
    /// The programs, as seen from where the user stands.
    programs: Vec<String>,
    /// The file, where one was named.
    file: Option<(PathBuf, String)>,
    /// What is in force.
    settings: ProgramSettings,
    /// What that comes to for every codemod.
    codemods: Vec<(&'static Meta, InForce)>,
}

/// Prints what is in force under the path that `args` name.
///
/// # Errors
/// A path that can't be looked at; flags or a configuration that say what can't be. An output that can't be written comes
/// as the inner error.
pub(crate) fn show(
    out: &mut impl Write,
    args: ConfigArgs,
    cwd: &Path,
    catalogue: &[&'static dyn Codemod],
    palette: &Palette,
) -> Result<io::Result<()>, UserError> {
    let views = views(&args, cwd, catalogue)?;
    Ok(match args.format {
        ListFormat::Text => text::print(out, &views, palette),
        ListFormat::Json => json::print(out, &views),
    })
}

fn views(args: &ConfigArgs, cwd: &Path, catalogue: &[&'static dyn Codemod]) -> Result<Vec<View>, UserError> {
    let selection = Arc::new(Selection::new(&args.select, catalogue)?);
    let typed = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let named = Named { typed: typed.display().to_string(), path: absolute(cwd, &typed) };
    let folders = Folders::default();
    let found = programs::find(std::slice::from_ref(&named), &folders)?;
    let config = args.select.config.as_ref().map(|path| absolute(cwd, path));
    let mut configurations = Configurations::new(cwd, config.as_deref(), catalogue, &folders)?;
    let is_file = named.path.is_file();
    let mut groups: BTreeMap<Option<PathBuf>, (Arc<Config>, Vec<Located>)> = BTreeMap::new();
    for program in found.programs {
        let config = configurations.of(&program.root)?;
        let path = config.files.last().map(|it| it.path.clone());
        groups.entry(path).or_insert_with(|| (config, Vec::new())).1.push(program);
    }
    if groups.is_empty() {
        // No program yet: what would hold for one here.
        let folder = if is_file { named.path.parent().unwrap_or(cwd) } else { &named.path };
        groups.insert(None, (configurations.of(folder)?, Vec::new()));
    }
    let view = |(config, programs): (Arc<Config>, Vec<Located>)| {
        let file = is_file.then(|| (named.path.clone(), seen_from(cwd, &named.path)));
        let settings = ProgramSettings {
            selection: Arc::clone(&selection),
            config,
            named: [named.path.clone()].into(),
            silence: Silence::default(),
        };
        let at = file.as_ref().map(|(path, _)| path.as_path());
        let codemods = known(catalogue).map(|it| (it, settings.in_force(it, at))).collect();
        let programs = programs.iter().map(|it| seen_from(cwd, &it.root)).collect();
        View { cwd: cwd.to_path_buf(), programs, file, settings, codemods }
    };
    Ok(groups.into_values().map(view).collect())
}

impl View {
    fn config(&self) -> &Config {
        &self.settings.config
    }

    fn file(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }

    /// `iacfix.toml:12`
    fn place(&self, place: Place) -> String {
        self.config().file_of(place).map_or_else(String::new, |it| format!("{}:{}", it.shown, place.line))
    }

    /// Whether `place` is in a file that the configuration extends.
    fn is_extended(&self, place: Place) -> bool {
        self.config().file_of(place).is_some_and(|it| !it.through.is_empty())
    }

    /// Where a value comes from, in words.
    fn origin(&self, origin: Origin) -> String {
        let (place, number) = match origin {
            Origin::Default => return "default".into(),
            Origin::Flag(flag) => return flag.into(),
            Origin::File(place) => (place, None),
            Origin::Override(place, number) => (place, Some(number)),
        };
        let extended = self.is_extended(place).then(|| "extended".to_string());
        let globs = number.and_then(|number| Some(self.config().overrides.get(number)?.paths.value.texts.as_slice()));
        let of_files = globs.map(|globs| match globs {
            [first, _, ..] => format!("for {first}, …"),
            _ => format!("for {}", globs.concat()),
        });
        let notes: Vec<_> = extended.into_iter().chain(of_files).collect();
        match notes.as_slice() {
            [] => self.place(place),
            notes => format!("{} ({})", self.place(place), notes.join(", ")),
        }
    }
}
