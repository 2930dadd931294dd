//! What is in force, for people. Invariant: what somebody set comes first, each value on a line with its origin; what is
//! as it would be anyway comes last, as short as it goes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use iacfix_engine::codemod::{Meta, Preset};

use super::View;
use crate::config::value::{as_toml, bare, list, quoted};
use crate::config::{FILE_NAME, Globs, Override, Said};
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::settings::{InForce, Origin, Reason};
use crate::wrap;

/// How wide a line may be.
const WIDTH: usize = 96;
/// Where origins stand.
const ORIGIN: usize = 48;
/// Where the values of the head stand.
const LABEL: usize = 15;
/// So many programs are named, at most.
const NAMED: usize = 12;

/// Prints one after the other.
pub(super) fn print(out: &mut impl Write, views: &[View], palette: &Palette) -> io::Result<()> {
    for (at, view) in views.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        Page { out, view, palette }.print()?;
    }
    Ok(())
}

struct Page<'p, W> {
    out: &'p mut W,
    view: &'p View,
    palette: &'p Palette,
}

impl<W: Write> Page<'_, W> {
    fn print(&mut self) -> io::Result<()> {
        self.head()?;
        let left_out = self.view.file().and_then(|file| self.view.config().left_out(file));
        if let Some((key, place)) = left_out {
            return writeln!(self.out, "\nnothing is looked for in this file: `{key}` in {}", self.view.place(place));
        }
        self.set()?;
        self.overrides()?;
        self.rest()
    }

    fn head(&mut self) -> io::Result<()> {
        let view = self.view;
        if let Some((_, shown)) = &view.file {
            self.label("file", shown)?;
        }
        let shown = view.programs.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        match view.programs.len() {
            0 => self.label("program", "none here yet")?,
            1 => self.label("program", &shown)?,
            many if many > NAMED => self.label("programs", &format!("{shown} and {} more", many - NAMED))?,
            _ => self.label("programs", &shown)?,
        }
        match view.config().files.split_last() {
            None => self.label("configuration", &format!("none, no {FILE_NAME} here or above"))?,
            Some((own, extended)) => {
                self.label("configuration", &own.shown)?;
                for it in extended {
                    self.label("extends", &format!("{} ({})", it.shown, it.through.join(", ")))?;
                }
            }
        }
        let preset = view.settings.preset(view.file());
        self.line(0, &format!("{:LABEL$}{}", "preset", preset.value), preset.origin)?;
        self.globs("include", "all files", &view.config().include)?;
        self.globs("exclude", "none", &view.config().exclude)?;
        if let Some(said) = &view.config().baseline {
            let file = quoted(&seen_from(&view.cwd, &said.value));
            self.line(0, &format!("{:LABEL$}{file}", "baseline"), Origin::File(said.place))?;
        }
        if let Some(said) = &view.config().keep_days {
            self.line(0, &format!("{:LABEL$}keep-days = {}", "journal", said.value), Origin::File(said.place))?;
        }
        for (at, (key, said)) in view.config().tags.iter().enumerate() {
            let label = if at == 0 { "tags" } else { "" };
            let tag = format!("{label:LABEL$}{} = {}", bare(key), quoted(&said.value));
            self.line(0, &tag, Origin::File(said.place))?;
        }
        Ok(())
    }

    fn globs(&mut self, label: &str, none: &str, said: &Option<Said<Globs>>) -> io::Result<()> {
        match said {
            Some(it) => self.line(0, &format!("{label:LABEL$}{}", list(it.value.texts.iter())), Origin::File(it.place)),
            None => self.line(0, &format!("{label:LABEL$}{none}"), Origin::Default),
        }
    }

    /// The codemods of which somebody said something; those that `--only` names with all that they have.
    fn set(&mut self) -> io::Result<()> {
        let view = self.view;
        let mut shown: Vec<_> = view.codemods.iter().filter(|(meta, it)| self.is_shown(meta, it)).collect();
        shown.sort_by_key(|(meta, _)| meta.id);
        if !shown.is_empty() {
            self.title("Set by the configuration and flags")?;
        }
        for (meta, it) in shown {
            let all = view.settings.selection.names(meta);
            let runs = if it.enabled { "runs" } else { "does not run" };
            let head = format!("  {}: {runs}", meta.id);
            let reason = self.reason(meta, it);
            self.aligned(&head, &format!("  {}: {runs}", self.palette.name.apply_to(meta.id)), &reason)?;
            if all || it.level.origin != Origin::Default {
                let level = it.level.value.map_or("each fix's own".into(), |level| quoted(level.name()));
                self.line(4, &format!("level = {level}"), it.level.origin)?;
            }
            let first = meta.alternatives.first().map(|_| "the first that can be written".to_string());
            if let Some(choose) = it.choose.value.map(quoted).or(first.filter(|_| all)) {
                self.line(4, &format!("choose = {choose}"), it.choose.origin)?;
            }
            for (name, option) in it.options.iter().filter(|(_, it)| all || it.origin != Origin::Default) {
                self.line(4, &format!("{name} = {}", as_toml(&option.value)), option.origin)?;
            }
        }
        Ok(())
    }

    fn is_shown(&self, meta: &Meta, it: &InForce) -> bool {
        let selection = &self.view.settings.selection;
        selection.names(meta) || !selection.narrows() && is_set(it)
    }

    /// Why it runs or does not; and where `--only` says so, what would be without it.
    fn reason(&self, meta: &'static Meta, it: &InForce) -> String {
        let said = |reason| match reason {
            Reason::Flag(flag) => flag.to_string(),
            Reason::NotNamed => "outside of the path".into(),
            Reason::LeftOut(key, place) => format!("{key}, {}", self.view.place(place)),
            Reason::Rule(origin) => self.view.origin(origin),
            Reason::Preset(preset, _) => format!("preset {preset}"),
        };
        let (would, because) = self.view.settings.wanted(meta, self.view.file());
        match it.reason {
            Reason::Flag("--only") if it.enabled => {
                let not = if would { "also" } else { "not" };
                format!("--only; {not} without it ({})", said(because))
            }
            reason => said(reason),
        }
    }

    /// The overrides: all that there are, or those that hold for the file, whose values are shown above.
    fn overrides(&mut self) -> io::Result<()> {
        let view = self.view;
        let overrides: Vec<_> = match view.file() {
            None => view.config().overrides.iter().enumerate().collect(),
            file => view.config().overrides_of(file).collect(),
        };
        if overrides.is_empty() {
            return Ok(());
        }
        let holding = if view.file.is_some() { "that hold for this file " } else { "" };
        self.title(&format!("Overrides {holding}(later ones win)"))?;
        for (_, it) in overrides {
            self.line(2, &list(it.paths.value.texts.iter()), Origin::File(it.paths.place))?;
            if view.file.is_none() {
                self.one_override(it)?;
            }
        }
        Ok(())
    }

    fn one_override(&mut self, it: &Override) -> io::Result<()> {
        if let Some(said) = &it.preset {
            self.line(4, &format!("preset = {}", quoted(said.value.name())), Origin::File(said.place))?;
        }
        for (id, rule) in &it.rules {
            for (key, value, place) in rule.said() {
                self.line(4, &format!("{id}: {key} = {}", as_toml(&value)), Origin::File(place))?;
            }
        }
        Ok(())
    }

    /// All others, by what becomes of them.
    fn rest(&mut self) -> io::Result<()> {
        let view = self.view;
        let others = || view.codemods.iter().filter(|(meta, it)| !self.is_shown(meta, it));
        let mut groups: BTreeMap<(bool, String), Vec<&str>> = BTreeMap::new();
        for (meta, it) in others() {
            let what = match (it.enabled, it.reason, meta.preset) {
                (true, ..) => "Run, as they are".to_string(),
                (false, Reason::Preset(..), Preset::ByName) => "Do not run: only when named".into(),
                (false, Reason::Preset(..), least) => format!("Do not run: only with preset {least}"),
                (false, ..) => format!("Do not run: {}", self.reason(meta, it)),
            };
            groups.entry((!it.enabled, what)).or_default().push(meta.id);
        }
        let options = |(meta, it): &(&'static Meta, InForce)| {
            let all: Vec<_> = it.options.iter().map(|(name, it)| format!("{name} = {}", as_toml(&it.value))).collect();
            (it.enabled && !all.is_empty()).then(|| format!("{}: {}", meta.id, all.join(", ")))
        };
        let mut defaults: Vec<_> = others().filter_map(options).collect();
        for ((_, what), mut ids) in groups {
            ids.sort_unstable();
            self.title(&what)?;
            writeln!(self.out, "{}", wrap::words(&ids.join(", "), WIDTH, 2, 2))?;
        }
        if !defaults.is_empty() {
            defaults.sort();
            self.title("Options at their defaults")?;
            defaults.iter().try_for_each(|it| writeln!(self.out, "{}", wrap::words(it, WIDTH, 2, 4)))?;
        }
        Ok(())
    }

    fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.palette.strong.apply_to(text))
    }

    fn label(&mut self, label: &str, text: &str) -> io::Result<()> {
        let text = wrap::words(text, WIDTH - LABEL, 0, 0);
        let mut lines = text.lines();
        writeln!(self.out, "{label:LABEL$}{}", lines.next().unwrap_or_default())?;
        lines.try_for_each(|line| writeln!(self.out, "{:LABEL$}{line}", ""))
    }

    fn line(&mut self, indent: usize, text: &str, origin: Origin) -> io::Result<()> {
        let text = format!("{:indent$}{text}", "");
        self.aligned(&text, &text, &self.view.origin(origin))
    }

    /// A line with where it comes from, below it where both do not fit; `plain` is `text` without colours.
    fn aligned(&mut self, plain: &str, text: &str, origin: &str) -> io::Result<()> {
        let used = plain.chars().count();
        let gap = ORIGIN.saturating_sub(used).max(2);
        let fits = used + gap + origin.chars().count() <= WIDTH;
        let origin = self.palette.dim.apply_to(origin);
        match fits || used < ORIGIN {
            true => writeln!(self.out, "{text}{:gap$}{origin}", ""),
            false => writeln!(self.out, "{text}\n{:ORIGIN$}{origin}", ""),
        }
    }
}

/// Whether somebody said something of the codemod itself.
fn is_set(it: &InForce) -> bool {
    let set = |origin: Origin| origin != Origin::Default;
    let values = set(it.level.origin) || set(it.choose.origin) || it.options.values().any(|it| set(it.origin));
    values || matches!(it.reason, Reason::Rule(_))
}
