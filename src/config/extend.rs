//! A configuration with all that it extends. Invariant: a file counts once, before every file that extends it, and one
//! that leads back to itself is an error.

use std::ops::Range;
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::Codemod;

use super::read::Reader;
use super::{Config, Source};
use crate::error::{UserError, reason};
use crate::paths::{seen_from, spelled};

/// So many files may stand on each other: more than anyone can follow, and fewer than the stack takes.
const DEPTH: usize = 32;

/// The configuration in `file`, for a user who stands at `cwd`.
///
/// # Errors
/// A file that can't be read, is no TOML, extends itself, or says something that the catalogue does not know.
pub(crate) fn read(file: &Path, cwd: &Path, catalogue: &[&'static dyn Codemod]) -> Result<Config, UserError> {
    let shown = seen_from(cwd, file);
    let text = std::fs::read_to_string(file).map_err(|e| UserError::disk("read", &shown, &e))?;
    let mut reading = Reading { cwd, catalogue, config: Config::default(), open: vec![identity(file)] };
    reading.add(Source { path: file.to_path_buf(), shown, through: Vec::new() }, &text)?;
    Ok(reading.config)
}

struct Reading<'c> {
    cwd: &'c Path,
    catalogue: &'c [&'static dyn Codemod],
    /// What was read so far.
    config: Config,
    /// The files on the way to the one that is being read, that one included.
    open: Vec<PathBuf>,
}

impl Reading<'_> {
    /// Adds `source` with this text, after all that it extends.
    fn add(&mut self, source: Source, text: &str) -> Result<(), UserError> {
        let folder = source.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let (shown, through) = (&source.shown, source.through.as_slice());
        let mut reader = Reader { text, shown, through, folder: &folder, catalogue: self.catalogue, file: 0 };
        let table = reader.table()?;
        for (path, at) in reader.extends(&table)? {
            self.extended(&reader, &path, at)?;
        }
        reader.file = self.config.files.len();
        reader.add_to(&mut self.config, &table)?;
        self.config.files.push(source);
        Ok(())
    }

    /// Adds the file that `reader` names `path`, unless it is there already.
    fn extended(&mut self, reader: &Reader<'_>, path: &str, at: Range<usize>) -> Result<(), UserError> {
        // By its spelling, as people read it: a link on the way would make globs relative to somewhere else.
        let file = spelled(&reader.folder.join(path));
        let identity = identity(&file);
        if let Some(first) = self.open.iter().position(|it| *it == identity) {
            let circle = self.open[first..].iter().chain([&identity]).map(|it| seen_from(self.cwd, it));
            let message = format!("`extends` leads in a circle: {}", circle.collect::<Vec<_>>().join(", "));
            return Err(reader.fail(at, message, Some("let one of them extend nothing".into())));
        }
        if self.config.files.iter().any(|it| self::identity(&it.path) == identity) {
            return Ok(());
        }
        if self.open.len() == DEPTH {
            let hint = "let this file say what it needs of the others".to_string();
            return Err(reader.fail(at, format!("`extends` leads through more than {DEPTH} files"), Some(hint)));
        }
        let shown = seen_from(self.cwd, &file);
        let missing = |why: String| {
            let hint = format!("a path in `extends` is relative to the folder of {}", reader.shown);
            reader.fail(at.clone(), format!("can't read {shown}: {why}"), Some(hint))
        };
        // Opening what is no file can wait for ever.
        let meta = std::fs::metadata(&file).map_err(|e| missing(reason(&e)))?;
        if !meta.is_file() {
            return Err(missing("it is no file".into()));
        }
        let text = std::fs::read_to_string(&file).map_err(|e| missing(reason(&e)))?;
        let place = format!("{}:{}", reader.shown, reader.line(&at));
        let through = [place].into_iter().chain(reader.through.iter().cloned()).collect();
        self.open.push(identity);
        self.add(Source { path: file, shown, through }, &text)?;
        self.open.pop();
        Ok(())
    }
}

/// What a file is, by whatever name.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use iacfix_engine::codemod::settings::OptionValue;
    use iacfix_engine::codemod::{Level, Preset};

    use super::super::sample;
    use super::*;

    /// What `a.toml` says with these files around it.
    fn read(files: &[(&str, &str)]) -> Result<Config, UserError> {
        let folder = tempfile::tempdir().unwrap();
        sample::config(&folder.path().canonicalize().unwrap(), files, "a.toml")
    }

    #[track_caller]
    fn refuses(files: &[(&str, &str)], message: &str) {
        assert_eq!(read(files).unwrap_err().to_string(), message);
    }

    fn names(config: &Config) -> Vec<&str> {
        config.files.iter().map(|it| it.shown.as_str()).collect()
    }

    #[test]
    fn the_file_that_extends_wins_key_by_key() {
        let base = "preset = 'all'\ninclude = ['in/**']\nexclude = ['out/**']\n[tags]\nOwner = 'base'\nTeam = 'base'\n\
                    [codemods.sample-row]\nenabled = true\nminimum = 3\ndays = 1\n[[overrides]]\npaths = ['x']\n";
        let own = "extends = 'base/b.toml'\npreset = 'faults'\nexclude = []\n[tags]\nOwner = 'own'\n\
                   [codemods.sample-row]\nlevel = 'safe'\nminimum = 4\n[[overrides]]\npaths = ['y']\n";
        let config = read(&[("a.toml", own), ("base/b.toml", base)]).unwrap();
        assert_eq!(names(&config), ["base/b.toml", "a.toml"]);
        assert_eq!(config.files[0].through, ["a.toml:1"]);
        let preset = config.preset.as_ref().unwrap();
        assert_eq!((preset.value, preset.place.file, preset.place.line), (Preset::Faults, 1, 2));
        assert!(config.exclude.as_ref().unwrap().value.texts.is_empty());
        let tags: Vec<_> = config.tags.iter().map(|(key, it)| (key.as_str(), it.value.as_str())).collect();
        assert_eq!(tags, [("Owner", "own"), ("Team", "base")]);
        let rule = &config.rules["sample-row"];
        assert_eq!(rule.enabled.as_ref().map(|it| (it.value, it.place.file)), Some((true, 0)));
        assert_eq!(rule.level.as_ref().map(|it| (it.value, it.place.file)), Some((Level::Safe, 1)));
        assert_eq!(rule.options["minimum"].value, OptionValue::Integer(4));
        assert_eq!(rule.options["days"].value, OptionValue::Integer(1));
        let paths: Vec<_> = config.overrides.iter().map(|it| it.paths.value.texts[0].as_str()).collect();
        assert_eq!(paths, ["x", "y"]);
        // Globs are those of the folder of the file that says them.
        let root = config.files[1].path.parent().unwrap();
        assert!(config.covers(&root.join("base/in/z.ts")) && !config.covers(&root.join("in/z.ts")));
        let of = |file: &str| config.overrides_of(Some(&root.join(file))).map(|(n, _)| n).collect::<Vec<_>>();
        assert_eq!((of("base/x/z.ts"), of("x/z.ts"), of("y/z.ts")), (vec![0], vec![], vec![1]));
    }

    #[test]
    fn of_a_list_the_later_wins_and_a_file_counts_once() {
        let files = [
            ("a.toml", "extends = ['b.toml', './c.toml', 'sub/../b.toml']"),
            ("b.toml", "extends = 'd.toml'\npreset = 'all'"),
            ("c.toml", "extends = ['d.toml']\n[codemods.sample-row]\ndays = 1"),
            ("d.toml", "preset = 'faults'\n[codemods.sample-row]\ndays = 7\n[[overrides]]\npaths = ['x']"),
        ];
        let config = read(&files).unwrap();
        assert_eq!(names(&config), ["d.toml", "b.toml", "c.toml", "a.toml"]);
        // `c.toml` says no preset: that it stands on `d.toml` does not take back what `b.toml` says.
        assert_eq!(config.preset.unwrap().value, Preset::All);
        assert_eq!(config.rules["sample-row"].options["days"].value, OptionValue::Integer(1));
        assert_eq!((config.overrides.len(), config.files[0].through.join(", ")), (1, "b.toml:1, a.toml:1".into()));
    }

    #[test]
    fn a_mistake_below_names_its_line_and_the_way_there() {
        let a = ("a.toml", "\nextends = 'b.toml'");
        refuses(&[a], "a.toml:2: can't read b.toml: no such file or directory");
        refuses(&[a, ("b.toml/x", "")], "a.toml:2: can't read b.toml: it is no file");
        refuses(&[a, ("b.toml", "x = 1")], "b.toml:1: unknown key `x` (extended by a.toml:2)");
        let b = ("b.toml", "preset = 'all'\nextends = ['sub/c.toml']");
        let c = ("sub/c.toml", "\n\n[codemods.sample-row]\ndays = 2");
        let way = "extended by b.toml:2, a.toml:2";
        refuses(&[a, b, c], &format!("sub/c.toml:4: `days` must be one of 1, 7, not 2 ({way})"));
        refuses(&[a, b], "b.toml:2: can't read sub/c.toml: no such file or directory (extended by a.toml:2)");
        let broken = read(&[a, b, ("sub/c.toml", "preset =")]).unwrap_err().to_string();
        assert!(broken.starts_with("sub/c.toml:1: ") && broken.ends_with(&format!(" ({way})")), "{broken}");
    }

    #[test]
    fn circles_are_named_whole() {
        refuses(&[("a.toml", "extends = 'a.toml'")], "a.toml:1: `extends` leads in a circle: a.toml, a.toml");
        let files = [
            ("a.toml", "extends = 'b.toml'"),
            ("b.toml", "extends = 'c.toml'"),
            ("c.toml", "\nextends = ['./sub/../b.toml']"),
        ];
        let way = "extended by b.toml:1, a.toml:1";
        refuses(&files, &format!("c.toml:2: `extends` leads in a circle: b.toml, c.toml, b.toml ({way})"));
    }

    #[test]
    fn a_way_without_end_ends() {
        let chain = |length: usize| {
            let name = |at: usize| if at == 0 { "a.toml".to_string() } else { format!("{at}.toml") };
            let text =
                |at: usize| if at + 1 == length { String::new() } else { format!("extends = '{}'", name(at + 1)) };
            let files: Vec<_> = (0..length).map(|at| (name(at), text(at))).collect();
            read(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
        };
        assert_eq!(chain(DEPTH).unwrap().files.len(), DEPTH);
        let error = chain(DEPTH + 1).unwrap_err().to_string();
        assert!(
            error.starts_with("31.toml:1: `extends` leads through more than 32 files (extended by 30.toml:1, "),
            "{error}"
        );
    }

    #[test]
    fn only_paths_of_files_are_extended() {
        for text in ["extends = 1", "extends = ''", "extends = ['x', 1]", "extends = {}", "extends = ['']"] {
            let error = read(&[("a.toml", text)]).unwrap_err().to_string();
            assert!(
                error.contains("`extends` must be the path of a file, or a list of paths")
                    || error.contains("can't read x"),
                "{error}"
            );
        }
        let error = read(&[("a.toml", "extends = 'https://example.com/x.toml'")]).unwrap_err();
        assert_eq!(error.to_string(), "a.toml:1: `extends` takes the path of a file, not https://example.com/x.toml");
        assert_eq!(error.hint().unwrap(), "iacfix reads nothing from the network: name a file of the disk");
        assert_eq!(names(&read(&[("a.toml", "extends = []")]).unwrap()), ["a.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn globs_follow_the_spelling_of_a_path_and_circles_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("real")).unwrap();
        std::os::unix::fs::symlink("real", root.join("link")).unwrap();
        let files = [("real/base.toml", "exclude = ['old/**']"), ("a.toml", "extends = 'link/base.toml'")];
        let config = sample::config(&root, &files, "a.toml").unwrap();
        assert!(!config.covers(&root.join("link/old/x.ts")) && config.covers(&root.join("real/old/x.ts")));
        let files = [("real/base.toml", "extends = '../a.toml'")];
        let error = sample::config(&root, &files, "a.toml").unwrap_err().to_string();
        assert!(error.contains("leads in a circle: a.toml, real/base.toml, a.toml"), "{error}");
    }
}
