//! Reads `iacfix.toml`. Invariant: every key is looked at; one that nothing knows is an error with its line and the
//! nearest known key.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Codemod, Level, Meta, OptionKind, OptionSpec, PortRange, Preset};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Override, Rule};
use crate::error::UserError;
use crate::nearest::nearest;

type Key<'t> = Spanned<Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

const TOP_KEYS: &[&str] = &["preset", "include", "exclude", "tags", "journal", "codemods", "overrides"];
const OVERRIDE_KEYS: &[&str] = &["paths", "preset", "codemods"];
const JOURNAL_KEYS: &[&str] = &["keep_days"];
const RULE_KEYS: &[&str] = &["enabled", "level", "choose"];

/// The configuration in `file`, whose name in messages is `shown`.
///
/// # Errors
/// A file that can't be read, is no TOML, or says something that the catalogue does not know.
pub(crate) fn read(file: &Path, shown: &str, catalogue: &[&'static dyn Codemod]) -> Result<Config, UserError> {
    let text = std::fs::read_to_string(file).map_err(|e| UserError::disk("read", shown, &e))?;
    let reader = Reader { text: &text, shown, catalogue };
    let table = DeTable::parse(&text)
        .map_err(|e| reader.fail(e.span().unwrap_or(0..0), e.message().to_string(), None))?
        .into_inner();
    let mut config = reader.config(&table)?;
    config.file = file.to_path_buf();
    Ok(config)
}

struct Reader<'t> {
    text: &'t str,
    shown: &'t str,
    catalogue: &'t [&'static dyn Codemod],
}

impl Reader<'_> {
    fn config(&self, table: &DeTable<'_>) -> Result<Config, UserError> {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "preset" => config.preset = Some(self.preset(value)?),
                "include" => config.include = Some(self.globs(value)?),
                "exclude" => config.exclude = Some(self.globs(value)?),
                "tags" => config.tags = self.tags(value)?,
                "journal" => config.keep_days = self.keep_days(value)?,
                "codemods" => config.rules = self.rules(value)?,
                "overrides" => config.overrides = self.overrides(value)?,
                _ => return Err(self.unknown_key(key, "", TOP_KEYS)),
            }
        }
        Ok(config)
    }

    fn overrides(&self, value: &Value<'_>) -> Result<Vec<Override>, UserError> {
        let Some(list) = value.get_ref().as_array() else {
            return Err(self.wrong(value, "overrides", "tables that start with `[[overrides]]`"));
        };
        list.iter().map(|entry| self.one_override(entry)).collect()
    }

    fn one_override(&self, entry: &Value<'_>) -> Result<Override, UserError> {
        let table = self.table(entry, "overrides")?;
        let mut paths = None;
        let mut out = Override { paths: GlobSet::empty(), preset: None, rules: BTreeMap::new() };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "paths" => paths = Some(self.globs(value)?),
                "preset" => out.preset = Some(self.preset(value)?),
                "codemods" => out.rules = self.rules(value)?,
                _ => return Err(self.unknown_key(key, " in [[overrides]]", OVERRIDE_KEYS)),
            }
        }
        out.paths = paths.ok_or_else(|| {
            let hint = "add for instance `paths = [\"sandbox/**\"]`".to_string();
            self.fail(entry.span(), "[[overrides]] does not say for which `paths`".into(), Some(hint))
        })?;
        Ok(out)
    }

    fn rules(&self, value: &Value<'_>) -> Result<BTreeMap<&'static str, Rule>, UserError> {
        let mut rules = BTreeMap::new();
        for (key, value) in self.table(value, "codemods")? {
            let id = key.get_ref().as_ref();
            let Some(meta) = self.catalogue.iter().map(|it| it.meta()).find(|it| it.id == id) else {
                let hint = match nearest(id, self.catalogue.iter().map(|it| it.meta().id)) {
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
        for (key, value) in self.table(value, &place)? {
            match key.get_ref().as_ref() {
                "enabled" => {
                    let enabled = value.get_ref().as_bool();
                    rule.enabled = Some(enabled.ok_or_else(|| self.wrong(value, "enabled", "true or false"))?);
                }
                "level" => rule.level = Some(self.level(value)?),
                "choose" => rule.choose = Some(self.alternative(meta, value)?),
                name => match meta.options.iter().find(|it| it.name == name) {
                    Some(spec) => {
                        rule.options.insert(spec.name, self.option(spec, value)?);
                    }
                    None => {
                        let known: Vec<_> =
                            RULE_KEYS.iter().copied().chain(meta.options.iter().map(|o| o.name)).collect();
                        return Err(self.unknown_key(key, &format!(" in [{place}]"), &known));
                    }
                },
            }
        }
        Ok(rule)
    }

    fn option(&self, spec: &OptionSpec, value: &Value<'_>) -> Result<OptionValue, UserError> {
        let found = value.get_ref();
        let read = match spec.kind {
            OptionKind::Integer { min, max, .. } => {
                integer(found).filter(|n| (min..=max).contains(n)).map(OptionValue::Integer)
            }
            OptionKind::IntegerOf { values, .. } => {
                integer(found).filter(|n| values.contains(n)).map(OptionValue::Integer)
            }
            OptionKind::Boolean { .. } => found.as_bool().map(OptionValue::Boolean),
            OptionKind::Choice { names, .. } => {
                found.as_str().filter(|name| names.contains(name)).map(|name| OptionValue::Text(name.into()))
            }
            OptionKind::Strings { .. } => strings(found).map(OptionValue::List),
            OptionKind::Ports { .. } => ports(found).map(OptionValue::Ports),
        };
        read.ok_or_else(|| self.wrong(value, spec.name, &expected(&spec.kind)))
    }

    fn alternative(&self, meta: &'static Meta, value: &Value<'_>) -> Result<&'static str, UserError> {
        let known = meta.alternatives;
        let named = value.get_ref().as_str().and_then(|name| known.iter().find(|it| it.name == name));
        named.map(|it| it.name).ok_or_else(|| match known {
            [] => {
                let message = format!("{} has no alternatives to choose from", meta.id);
                self.fail(value.span(), message, Some("remove this line".into()))
            }
            _ => self.wrong(value, "choose", &one_of(known.iter().map(|it| it.name))),
        })
    }

    fn preset(&self, value: &Value<'_>) -> Result<Preset, UserError> {
        let names = || Preset::ALL.iter().filter(|it| **it != Preset::ByName);
        let named = value.get_ref().as_str().and_then(|name| names().find(|it| it.name() == name));
        named.copied().ok_or_else(|| self.wrong(value, "preset", &one_of(names().map(|it| it.name()))))
    }

    fn level(&self, value: &Value<'_>) -> Result<Level, UserError> {
        let named = value.get_ref().as_str().and_then(Level::named);
        named.ok_or_else(|| self.wrong(value, "level", &one_of(Level::ALL.iter().map(|it| it.name()))))
    }

    fn tags(&self, value: &Value<'_>) -> Result<Vec<(String, String)>, UserError> {
        let table = self.table(value, "tags")?;
        let pair = |(key, value): (&Key<'_>, &Value<'_>)| match value.get_ref().as_str() {
            Some(text) => Ok((key.get_ref().to_string(), text.to_string())),
            None => Err(self.wrong(value, key.get_ref(), "a string (\"\" where only a person knows the value)")),
        };
        table.iter().map(pair).collect()
    }

    fn keep_days(&self, value: &Value<'_>) -> Result<Option<u32>, UserError> {
        let mut days = None;
        for (key, value) in self.table(value, "journal")? {
            if key.get_ref() != "keep_days" {
                return Err(self.unknown_key(key, " in [journal]", JOURNAL_KEYS));
            }
            let number = integer(value.get_ref()).filter(|it| (0..=36_500).contains(it));
            let number = number.and_then(|it| u32::try_from(it).ok());
            days = Some(number.ok_or_else(|| self.wrong(value, "keep_days", "a whole number from 0 to 36500"))?);
        }
        Ok(days)
    }

    fn globs(&self, value: &Value<'_>) -> Result<GlobSet, UserError> {
        let expected = "a list of globs, such as [\"infra/**\"]";
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(value, "this", expected))?;
        let mut set = GlobSetBuilder::new();
        for item in list.iter() {
            let text = item.get_ref().as_str().ok_or_else(|| self.wrong(item, "this", "a glob in quotes"))?;
            let bare = text.trim_start_matches("./").trim_end_matches('/');
            for pattern in [bare.to_string(), format!("{bare}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                set.add(glob.map_err(|e| self.fail(item.span(), format!("`{text}` is no glob: {}", e.kind()), None))?);
            }
        }
        set.build().map_err(|e| self.fail(value.span(), format!("these globs can't be used together: {e}"), None))
    }

    fn table<'v, 't>(&self, value: &'v Value<'t>, name: &str) -> Result<&'v DeTable<'t>, UserError> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, name, "a table"))
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

    fn fail(&self, span: Range<usize>, message: String, hint: Option<String>) -> UserError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = 1 + before.bytes().filter(|b| *b == b'\n').count();
        UserError::Config { file: self.shown.to_string(), line, message, hint }
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn strings(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(String::from)).collect()
}

fn ports(value: &DeValue<'_>) -> Option<Vec<PortRange>> {
    strings(value)?.iter().map(|text| text.parse().ok()).collect()
}

/// What an option of this kind takes, in words.
pub(crate) fn expected(kind: &OptionKind) -> String {
    match kind {
        OptionKind::Integer { min, max: i64::MAX, .. } => format!("a whole number from {min}"),
        OptionKind::Integer { min, max, .. } => format!("a whole number from {min} to {max}"),
        OptionKind::IntegerOf { values, .. } => {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            format!("one of {}", values.join(", "))
        }
        OptionKind::Boolean { .. } => "true or false".into(),
        OptionKind::Choice { names, .. } => one_of(names.iter().copied()),
        OptionKind::Strings { .. } => "a list of strings".into(),
        OptionKind::Ports { .. } => "a list of ports, such as [\"443/tcp\", \"8000-8100/udp\"]".into(),
    }
}

fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use iacfix_engine::codemod::{Alternative, Context, Manual, PortProtocol, Theme};

    use super::*;

    struct Sample;

    static META: Meta = Meta {
        id: "sample-row",
        title: "does something",
        theme: Theme::Network,
        report: "000#1",
        preset: Preset::All,
        levels: &[Level::Safe],
        always_fixes: true,
        alternatives: &[Alternative { name: "one-way", title: "goes one way", keeps: false }],
        options: &[
            OptionSpec { name: "minimum", kind: OptionKind::Integer { default: 30, min: 1, max: 64 }, help: "GiB" },
            OptionSpec {
                name: "gateways",
                kind: OptionKind::Choice { default: "single", names: &["single", "per-az"] },
                help: "how many",
            },
            OptionSpec { name: "open", kind: OptionKind::Ports { default: &[PortRange::tcp(443)] }, help: "ports" },
            OptionSpec { name: "days", kind: OptionKind::IntegerOf { default: 7, values: &[1, 7] }, help: "how long" },
        ],
        manual: Manual { what: "", why: "", before: "", after: "", notes: "" },
    };

    impl Codemod for Sample {
        fn meta(&self) -> &'static Meta {
            &META
        }

        fn check<'p>(&self, _cx: &mut Context<'_, 'p>) {}
    }

    fn parse(text: &str) -> Result<Config, UserError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("iacfix.toml");
        std::fs::write(&file, text).unwrap();
        read(&file, "iacfix.toml", &[&Sample])
    }

    #[track_caller]
    fn refuses(text: &str, line: usize, message: &str, hint: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("iacfix.toml:{line}: {message}"));
        assert_eq!(error.hint().unwrap_or_default(), hint);
    }

    #[test]
    fn all_of_it_is_read() {
        let config = parse(
            "preset = 'faults'\nexclude = ['**/legacy/**', 'old']\n[tags]\nOwner = ''\n[journal]\nkeep_days = 90\n[codemods.sample-row]\nenabled = true\nlevel = \
             'advice'\nchoose = 'one-way'\nopen = ['53/udp', '8000-8100/tcp']\ndays = 1\nminimum = 0x20\n[[overrides]]\npaths = ['sandbox/**']\npreset = \
             'all'\n[overrides.codemods.sample-row]\ngateways = 'per-az'\n",
        )
        .unwrap();
        let rule = &config.rules["sample-row"];
        assert_eq!(config.preset, Some(Preset::Faults));
        assert_eq!((rule.enabled, rule.level, rule.choose), (Some(true), Some(Level::Advice), Some("one-way")));
        assert_eq!(rule.options["minimum"], OptionValue::Integer(32));
        assert_eq!(rule.options["days"], OptionValue::Integer(1));
        let ports = [PortRange::udp(53), PortRange { from: 8000, to: 8100, protocol: PortProtocol::Tcp }];
        assert_eq!(rule.options["open"], OptionValue::Ports(ports.to_vec()));
        assert_eq!(config.keep_days, Some(90));
        assert_eq!(config.tags, [("Owner".to_string(), String::new())]);
        let folder = config.file.parent().unwrap();
        assert!(!config.covers(&folder.join("a/legacy/b.ts")) && !config.covers(&folder.join("old/b.ts")));
        assert!(config.covers(&folder.join("a/b.ts")));
        let file = folder.join("sandbox/x/y.ts");
        let over: Vec<_> = config.overrides_of(&file).collect();
        assert_eq!(over[0].rules["sample-row"].options["gateways"], OptionValue::Text("per-az".into()));
        assert_eq!(config.overrides_of(&folder.join("prod/y.ts")).count(), 0);
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
        refuses("[journal]\nkeep = 3", 2, "unknown key `keep` in [journal]", "did you mean `keep_days`?");
        refuses("[[overrides]]\npath = []", 2, "unknown key `path` in [[overrides]]", "did you mean `paths`?");
    }

    #[test]
    fn what_a_codemod_does_not_take_is_named_with_its_line() {
        let row = "[codemods.sample-row]\n";
        refuses(&format!("{row}minimum = 65"), 2, "`minimum` must be a whole number from 1 to 64, not 65", "");
        refuses(&format!("{row}minimum = '3'"), 2, "`minimum` must be a whole number from 1 to 64, not '3'", "");
        refuses(&format!("{row}days = 3"), 2, "`days` must be one of 1, 7, not 3", "");
        refuses(&format!("{row}gateways = 'two'"), 2, "`gateways` must be `single` or `per-az`, not 'two'", "");
        let ports = "a list of ports, such as [\"443/tcp\", \"8000-8100/udp\"]";
        refuses(&format!("{row}open = ['443']"), 2, &format!("`open` must be {ports}, not ['443']"), "");
        refuses(&format!("{row}open = '443/tcp'"), 2, &format!("`open` must be {ports}, not '443/tcp'"), "");
        refuses(&format!("{row}choose = 'no'"), 2, "`choose` must be `one-way`, not 'no'", "");
        refuses("[journal]\nkeep_days = -1", 2, "`keep_days` must be a whole number from 0 to 36500, not -1", "");
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
