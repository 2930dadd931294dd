//! Reads one file of a configuration. Invariant: every key is looked at; one that nothing knows is an error with its line
//! and the nearest known key.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::{Codemod, Level, Meta, Preset};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{expected, integer, one_of, option};
use super::{Config, Globs, Override, Place, Rule, Rules, Said};
use crate::catalogue::known;
use crate::error::UserError;
use crate::nearest::nearest;
use crate::paths::absolute;

type Key<'t> = Spanned<Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

/// What the top of a file may say.
pub(super) const TOP_KEYS: &[&str] =
    &["extends", "preset", "include", "exclude", "baseline", "tags", "journal", "codemods", "overrides"];
/// What `[journal]` may say.
pub(super) const JOURNAL_KEYS: &[&str] = &["keep-days"];
/// For how many days a run can be kept.
pub(super) const KEEP_DAYS: RangeInclusive<u32> = 0..=36_500;
/// What `[[overrides]]` may say.
pub(super) const OVERRIDE_KEYS: &[&str] = &["paths", "preset", "codemods"];
/// What `[codemods.ID]` may say besides the codemod's own options.
pub(super) const RULE_KEYS: &[&str] = &["enabled", "level", "choose"];

/// One file, about to be read.
pub(super) struct Reader<'t> {
    /// What it says.
    pub(super) text: &'t str,
    /// Its name in messages.
    pub(super) shown: &'t str,
    /// The places of the `extends` that lead to it, the nearest first.
    pub(super) through: &'t [String],
    /// Its folder.
    pub(super) folder: &'t Path,
    /// All that `[codemods]` may name.
    pub(super) catalogue: &'t [&'static dyn Codemod],
    /// Its number among the files of the configuration.
    pub(super) file: usize,
}

impl<'t> Reader<'t> {
    /// The file as TOML.
    ///
    /// # Errors
    /// Text that is none.
    pub(super) fn table(&self) -> Result<DeTable<'t>, UserError> {
        let parsed = DeTable::parse(self.text).map(Spanned::into_inner);
        parsed.map_err(|e| self.fail(e.span().unwrap_or(0..0), e.message().to_string(), None))
    }

    /// What the file extends, with where it says so; later ones win.
    ///
    /// # Errors
    /// Something else than paths of files.
    pub(super) fn extends(&self, table: &DeTable<'_>) -> Result<Vec<(String, Range<usize>)>, UserError> {
        let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "extends") else { return Ok(Vec::new()) };
        let one = |item: &Value<'_>| match item.get_ref().as_str() {
            Some("") | None => Err(self.wrong(item, "extends", "the path of a file, or a list of paths")),
            Some(text) if is_address(text) => {
                let hint = "iacfix reads nothing from the network: name a file of the disk".to_string();
                Err(self.fail(item.span(), format!("`extends` takes the path of a file, not {text}"), Some(hint)))
            }
            Some(text) => Ok((text.to_string(), item.span())),
        };
        match value.get_ref().as_array() {
            Some(list) => list.iter().map(one).collect(),
            None => one(value).map(|it| vec![it]),
        }
    }

    /// Adds what the file says to `config`, over what was there.
    ///
    /// # Errors
    /// What the catalogue does not know.
    pub(super) fn add_to(&self, config: &mut Config, table: &DeTable<'_>) -> Result<(), UserError> {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "extends" => {}
                "preset" => config.preset = Some(self.preset(value)?),
                "include" => config.include = Some(self.globs(value, "include")?),
                "exclude" => config.exclude = Some(self.globs(value, "exclude")?),
                "baseline" => config.baseline = Some(self.baseline(value)?),
                "tags" => self.tags(value, config)?,
                "journal" => self.journal(value, config)?,
                "codemods" => {
                    for (id, rule) in self.rules(value)? {
                        config.rules.entry(id).or_default().add(rule);
                    }
                }
                "overrides" => config.overrides.append(&mut self.overrides(value)?),
                _ => return Err(self.unknown_key(key, "", TOP_KEYS)),
            }
        }
        Ok(())
    }

    fn overrides(&self, value: &Value<'_>) -> Result<Vec<Override>, UserError> {
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.wrong(value, "overrides", "tables that start with `[[overrides]]`"));
        };
        list.iter().map(|entry| self.one_override(entry)).collect()
    }

    fn one_override(&self, entry: &Value<'_>) -> Result<Override, UserError> {
        let (mut paths, mut preset, mut rules) = (None, None, Rules::new());
        for (key, value) in self.table_of(entry, "overrides")? {
            match key.get_ref().as_ref() {
                "paths" => paths = Some(self.globs(value, "paths")?),
                "preset" => preset = Some(self.preset(value)?),
                "codemods" => rules = self.rules(value)?,
                _ => return Err(self.unknown_key(key, " in [[overrides]]", OVERRIDE_KEYS)),
            }
        }
        let paths = paths.ok_or_else(|| {
            let hint = "add for instance `paths = [\"sandbox/**\"]`".to_string();
            self.fail(entry.span(), "[[overrides]] does not say for which `paths`".into(), Some(hint))
        })?;
        Ok(Override { paths, preset, rules })
    }

    fn rules(&self, value: &Value<'_>) -> Result<Rules, UserError> {
        let mut rules = Rules::new();
        for (key, value) in self.table_of(value, "codemods")? {
            let id = key.get_ref().as_ref();
            let Some(meta) = known(self.catalogue).find(|it| it.id == id) else {
                let hint = match nearest(id, known(self.catalogue).map(|it| it.id)) {
                    Some(name) => format!("did you mean `{name}`? `iacfix codemods` lists them all"),
                    None => "`iacfix codemods` lists them all".into(),
                };
                return Err(self.fail(key.span(), format!("no codemod is called `{id}`"), Some(hint)));
            };
            rules.insert(meta.id, self.rule(meta, value)?);
        }
        Ok(rules)
    }

    fn rule(&self, meta: &'static Meta, value: &Value<'_>) -> Result<Rule, UserError> {
        let mut rule = Rule::default();
        let place = format!("codemods.{}", meta.id);
        for (key, value) in self.table_of(value, &place)? {
            match key.get_ref().as_ref() {
                "enabled" => {
                    let enabled = value.get_ref().as_bool();
                    let enabled = enabled.ok_or_else(|| self.wrong(value, "enabled", "true or false"))?;
                    rule.enabled = Some(self.said(value, enabled));
                }
                "level" => rule.level = Some(self.level(value)?),
                "choose" => rule.choose = Some(self.alternative(meta, value)?),
                name => {
                    let Some(spec) = meta.options.iter().find(|it| it.name == name) else {
                        let own = meta.options.iter().map(|it| it.name);
                        let known: Vec<_> = RULE_KEYS.iter().copied().chain(own).collect();
                        return Err(self.unknown_key(key, &format!(" in [{place}]"), &known));
                    };
                    let read = option(&spec.kind, value.get_ref());
                    let read = read.ok_or_else(|| self.wrong(value, spec.name, &expected(&spec.kind)))?;
                    rule.options.insert(spec.name, self.said(value, read));
                }
            }
        }
        Ok(rule)
    }

    fn alternative(&self, meta: &'static Meta, value: &Value<'_>) -> Result<Said<&'static str>, UserError> {
        let known = meta.alternatives;
        let named = value.get_ref().as_str().and_then(|name| known.iter().find(|it| it.name == name));
        named.map(|it| self.said(value, it.name)).ok_or_else(|| match known {
            [] => {
                let message = format!("{} has no alternatives to choose from", meta.id);
                self.fail(value.span(), message, Some("remove this line".into()))
            }
            _ => self.wrong(value, "choose", &one_of(known.iter().map(|it| it.name))),
        })
    }

    fn preset(&self, value: &Value<'_>) -> Result<Said<Preset>, UserError> {
        let names = || Preset::ALL.iter().filter(|it| **it != Preset::ByName);
        let named = value.get_ref().as_str().and_then(|name| names().find(|it| it.name() == name));
        let named = named.ok_or_else(|| self.wrong(value, "preset", &one_of(names().map(|it| it.name()))))?;
        Ok(self.said(value, *named))
    }

    fn level(&self, value: &Value<'_>) -> Result<Said<Level>, UserError> {
        let named = value.get_ref().as_str().and_then(Level::named);
        let named = named.ok_or_else(|| self.wrong(value, "level", &one_of(Level::ALL.iter().map(|it| it.name()))))?;
        Ok(self.said(value, named))
    }

    fn tags(&self, value: &Value<'_>, config: &mut Config) -> Result<(), UserError> {
        for (key, value) in self.table_of(value, "tags")? {
            let Some(text) = value.get_ref().as_str() else {
                let expected = "a string (\"\" where only a person knows the value)";
                return Err(self.wrong(value, key.get_ref(), expected));
            };
            config.tags.insert(key.get_ref().to_string(), self.said(value, text.to_string()));
        }
        Ok(())
    }

    fn journal(&self, value: &Value<'_>, config: &mut Config) -> Result<(), UserError> {
        for (key, value) in self.table_of(value, "journal")? {
            if key.get_ref() != "keep-days" {
                return Err(self.unknown_key(key, " in [journal]", JOURNAL_KEYS));
            }
            let days = integer(value.get_ref()).and_then(|it| u32::try_from(it).ok());
            let Some(days) = days.filter(|it| KEEP_DAYS.contains(it)) else {
                let expected = format!("a whole number from {} to {}", KEEP_DAYS.start(), KEEP_DAYS.end());
                return Err(self.wrong(value, "keep-days", &expected));
            };
            config.keep_days = Some(self.said(value, days));
        }
        Ok(())
    }

    fn baseline(&self, value: &Value<'_>) -> Result<Said<PathBuf>, UserError> {
        let path = value.get_ref().as_str().filter(|text| !text.is_empty());
        let path = path.ok_or_else(|| self.wrong(value, "baseline", "the path of a file"))?;
        Ok(self.said(value, absolute(self.folder, Path::new(path))))
    }

    /// A list of globs. Only `exclude` may be empty: it takes back one that is extended, while any other that names
    /// nothing would hold for no file.
    fn globs(&self, value: &Value<'_>, name: &str) -> Result<Said<Globs>, UserError> {
        let expected = "a list of globs, such as [\"infra/**\"]";
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(value, name, expected))?;
        if list.is_empty() && name != "exclude" {
            let hint = "[\"**\"] stands for all files".to_string();
            return Err(self.fail(value.span(), format!("`{name}` names no files"), Some(hint)));
        }
        let text = |item: &Value<'_>| {
            let text = item.get_ref().as_str().map(String::from);
            text.ok_or_else(|| self.wrong(item, name, expected))
        };
        let texts = list.iter().map(text).collect::<Result<Vec<_>, _>>()?;
        let globs = Globs::new(self.folder, texts).map_err(|(at, why)| match at.and_then(|at| list.get(at)) {
            Some(item) => {
                let text = item.get_ref().as_str().unwrap_or_default();
                self.fail(item.span(), format!("the glob `{text}` {why}"), None)
            }
            None => self.fail(value.span(), format!("these globs can't be used together: {why}"), None),
        })?;
        Ok(self.said(value, globs))
    }

    fn table_of<'v, 'd>(&self, value: &'v Value<'d>, name: &str) -> Result<&'v DeTable<'d>, UserError> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, name, "a table"))
    }

    fn said<T>(&self, at: &Value<'_>, value: T) -> Said<T> {
        Said { value, place: Place { file: self.file, line: self.line(&at.span()) } }
    }

    fn wrong(&self, value: &Value<'_>, name: &str, expected: &str) -> UserError {
        let found = self.text.get(value.span()).unwrap_or("").lines().next().unwrap_or("");
        self.fail(value.span(), format!("`{name}` must be {expected}, not {found}"), None)
    }

    fn unknown_key(&self, key: &Key<'_>, place: &str, known: &[&str]) -> UserError {
        let name = key.get_ref().as_ref();
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it may be {}", one_of(known.iter().copied())),
        };
        self.fail(key.span(), format!("unknown key `{name}`{place}"), Some(hint))
    }

    /// An error at `span`, with the way by which a person came to this file.
    pub(super) fn fail(&self, span: Range<usize>, message: String, hint: Option<String>) -> UserError {
        let message = match self.through {
            [] => message,
            way => format!("{message} (extended by {})", way.join(", ")),
        };
        UserError::Config { file: self.shown.to_string(), line: self.line(&span), message, hint }
    }

    /// The line of `span`, from one.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        1 + before.bytes().filter(|b| *b == b'\n').count()
    }
}

/// Whether `text` starts like the address of something that is no file.
fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(rest)
    })
}

#[cfg(test)]
mod tests {
    use iacfix_engine::codemod::settings::OptionValue;
    use iacfix_engine::codemod::{PortProtocol, PortRange};

    use super::super::sample::parse;
    use super::*;

    #[track_caller]
    fn refuses(text: &str, line: usize, message: &str, hint: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("iacfix.toml:{line}: {message}"));
        assert_eq!(error.hint().unwrap_or_default(), hint);
    }

    #[test]
    fn all_of_it_is_read() {
        let config = parse(
            "preset = 'faults'\nexclude = ['**/legacy/**', 'old']\n[tags]\nOwner = ''\n[codemods.sample-row]\nenabled = true\nlevel = \
             'advice'\nchoose = 'one-way'\nopen = ['53/udp', '8000-8100/tcp']\ndays = 1\nminimum = 0x20\n[journal]\nkeep-days = 90\n[[overrides]]\npaths = ['sandbox/**']\npreset = \
             'all'\n[overrides.codemods.sample-row]\ngateways = 'per-az'\n",
        )
        .unwrap();
        let rule = &config.rules["sample-row"];
        let at = |line| Place { file: 0, line };
        assert_eq!(config.preset, Some(Said { value: Preset::Faults, place: at(1) }));
        assert_eq!(rule.enabled, Some(Said { value: true, place: at(6) }));
        assert_eq!(rule.level, Some(Said { value: Level::Advice, place: at(7) }));
        assert_eq!(rule.choose, Some(Said { value: "one-way", place: at(8) }));
        assert_eq!(rule.options["minimum"], Said { value: OptionValue::Integer(32), place: at(11) });
        assert_eq!(rule.options["days"].value, OptionValue::Integer(1));
        let ports = [PortRange::udp(53), PortRange { from: 8000, to: 8100, protocol: PortProtocol::Tcp }];
        assert_eq!(rule.options["open"].value, OptionValue::Ports(ports.to_vec()));
        assert_eq!(config.keep_days, Some(Said { value: 90, place: at(13) }));
        assert_eq!(config.tags["Owner"], Said { value: String::new(), place: at(4) });
        let folder = config.files[0].path.parent().unwrap();
        assert!(!config.covers(&folder.join("a/legacy/b.ts")) && !config.covers(&folder.join("old/b.ts")));
        assert!(config.covers(&folder.join("a/b.ts")));
        let file = folder.join("sandbox/x/y.ts");
        let over: Vec<_> = config.overrides_of(Some(&file)).collect();
        let gateways = &over[0].1.rules["sample-row"].options["gateways"];
        assert_eq!((over[0].0, &gateways.value), (0, &OptionValue::Text("per-az".into())));
        assert_eq!(config.overrides_of(Some(&folder.join("prod/y.ts"))).count(), 0);
        assert_eq!(config.overrides_of(None).count(), 0);
    }

    #[test]
    fn what_nothing_knows_is_named_with_its_line() {
        refuses("\npresett = 'all'", 2, "unknown key `presett`", "did you mean `preset`?");
        refuses(
            "[codemods.sampel-row]",
            1,
            "no codemod is called `sampel-row`",
            "did you mean `sample-row`? `iacfix codemods` lists them all",
        );
        refuses(
            "[codemods.sample-row]\nminimun = 3",
            2,
            "unknown key `minimun` in [codemods.sample-row]",
            "did you mean `minimum`?",
        );
        refuses("[journal]\nkeep = 3", 2, "unknown key `keep` in [journal]", "did you mean `keep-days`?");
        refuses("[journal]\nkeep_days = 3", 2, "unknown key `keep_days` in [journal]", "did you mean `keep-days`?");
        refuses("[[overrides]]\npath = []", 2, "unknown key `path` in [[overrides]]", "did you mean `paths`?");
    }

    #[test]
    fn what_a_codemod_does_not_take_is_named_with_its_line() {
        let row = "[codemods.sample-row]\n";
        refuses(&format!("{row}minimum = 65"), 2, "`minimum` must be a whole number from 1 to 64, not 65", "");
        refuses(&format!("{row}minimum = '3'"), 2, "`minimum` must be a whole number from 1 to 64, not '3'", "");
        refuses(&format!("{row}days = 3"), 2, "`days` must be one of 1, 7, not 3", "");
        refuses(&format!("{row}gateways = 'two'"), 2, "`gateways` must be `single` or `per-az`, not 'two'", "");
        let any = "a list of any of `a`, `b`";
        refuses(&format!("{row}groups = ['a', 'c']"), 2, &format!("`groups` must be {any}, not ['a', 'c']"), "");
        refuses(&format!("{row}groups = 'a'"), 2, &format!("`groups` must be {any}, not 'a'"), "");
        let ports = "a list of ports, such as [\"443/tcp\", \"8000-8100/udp\"]";
        refuses(&format!("{row}open = ['443']"), 2, &format!("`open` must be {ports}, not ['443']"), "");
        refuses(&format!("{row}open = '443/tcp'"), 2, &format!("`open` must be {ports}, not '443/tcp'"), "");
        refuses(&format!("{row}choose = 'no'"), 2, "`choose` must be `one-way` or `stay`, not 'no'", "");
        refuses(
            "[codemods.plain-row]\nchoose = 'no'",
            2,
            "plain-row has no alternatives to choose from",
            "remove this line",
        );
        refuses("include = []", 1, "`include` names no files", "[\"**\"] stands for all files");
        refuses("[[overrides]]\npaths = []", 2, "`paths` names no files", "[\"**\"] stands for all files");
        refuses("exclude = [\n  'a[',\n]", 2, "the glob `a[` is no glob: unclosed character class; missing ']'", "");
        refuses("exclude = ['!a']", 1, "the glob `!a` starts with `!`, but no glob takes back another", "");
        let globs = "a list of globs, such as [\"infra/**\"]";
        refuses("exclude = 'a'", 1, &format!("`exclude` must be {globs}, not 'a'"), "");
        refuses("exclude = [1]", 1, &format!("`exclude` must be {globs}, not 1"), "");
        refuses("[journal]\nkeep-days = -1", 2, "`keep-days` must be a whole number from 0 to 36500, not -1", "");
        refuses("preset = 'by-name'", 1, "`preset` must be `faults`, `recommended` or `all`, not 'by-name'", "");
        refuses(
            "[[overrides]]\npreset = 'all'",
            1,
            "[[overrides]] does not say for which `paths`",
            "add for instance `paths = [\"sandbox/**\"]`",
        );
        assert!(parse("preset = ").unwrap_err().to_string().starts_with("iacfix.toml:1: "));
    }
}
