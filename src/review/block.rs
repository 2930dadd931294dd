//! A finding with one of its fixes, as lines. Invariant: where it is, what is wrong, what would be done and what that does
//! to a deployment take a line each and come before the patch; everything that the patch changes is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use console::Style;
use iacfix_engine::codemod::run::{Change, Found};
use iacfix_engine::codemod::{Action, Declined, Effect, Fix, Origin};

use super::rows::Line;
use crate::look::Place;
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::report::diff::Diff;
use crate::report::text::effect_in_words;
use crate::report::{HIDDEN, clean};

/// Columns that the labels take.
const LABEL: usize = 8;

/// What is shown of a finding.
pub(crate) struct Block<'b> {
    /// Where the person stands.
    pub(crate) cwd: &'b Path,
    /// Colours.
    pub(crate) palette: &'b Palette,
    /// The finding.
    pub(crate) found: &'b Found,
    /// The fix that is looked at, by place among the fixes.
    pub(crate) fix: Option<usize>,
    /// Other places.
    pub(crate) related: &'b [Place],
    /// The secrets of the program, where literal secrets are not shown.
    pub(crate) hidden: Option<&'b BTreeSet<String>>,
}

impl Block<'_> {
    /// Without a patch: what only a person can repair, and why.
    pub(crate) fn advice(&self, why: Option<&str>) -> Vec<Line> {
        let mut lines = self.head();
        lines.extend(why.map(|why| self.labelled("left", &self.palette.dim, &clean(why))));
        lines
    }

    /// With the patch, or with the reason why there is none.
    pub(crate) fn patch(&self, patch: Option<Result<BTreeMap<PathBuf, Change>, Declined>>) -> Vec<Line> {
        let mut lines = self.head();
        lines.extend(self.alternatives());
        match patch {
            Some(Ok(changes)) => changes.iter().for_each(|(path, change)| self.diff(&mut lines, path, change)),
            Some(Err(declined)) => {
                lines.push(self.labelled("refused", &self.palette.warn, &clean(&declined.to_string())));
            }
            None => {}
        }
        lines
    }

    /// One line that stays when it was answered with `word`.
    pub(crate) fn answered(&self, word: &str, style: &Style) -> Line {
        let what = match self.fix.and_then(|at| self.found.finding.fixes.get(at)) {
            Some(fix) if fix.origin == Origin::Silence => {
                clean(&format!("{} ({})", self.found.finding.message, fix.title))
            }
            Some(fix) => clean(&fix.title),
            None => clean(&self.found.finding.message),
        };
        let parts = [
            (style.clone(), format!("{word:LABEL$}")),
            (self.palette.plain.clone(), format!("{}  {}: {what}", self.place(), self.found.meta.id)),
        ];
        Line::prose(parts, LABEL)
    }

    fn place(&self) -> String {
        clean(&format!("{}:{}", seen_from(self.cwd, &self.found.file), self.found.start.line))
    }

    fn head(&self) -> Vec<Line> {
        let palette = self.palette;
        let place = format!("{}:{}", self.place(), self.found.start.column);
        // What was answered before stands right above.
        let mut lines = vec![Line::empty()];
        lines.push(Line::prose(
            [(palette.strong.clone(), format!("{place}  ")), (palette.name.clone(), self.found.meta.id.into())],
            LABEL,
        ));
        if !self.found.within.is_empty() {
            lines.push(self.labelled("in", &palette.plain, &clean(&self.found.within.join(", "))));
        }
        lines.push(self.labelled("fault", &palette.plain, &clean(&self.found.finding.message)));
        if let Some(fix) = self.fix.and_then(|at| self.found.finding.fixes.get(at)) {
            let title = [
                (palette.strong.clone(), format!("{:LABEL$}", "fix")),
                (palette.plain.clone(), format!("{} (", clean(&fix.title))),
                (palette.level(fix.level).clone(), fix.level.to_string()),
                (palette.plain.clone(), ")".into()),
            ];
            lines.push(Line::prose(title, LABEL));
            lines.extend(self.effect(fix));
            lines.extend(fix.note.iter().map(|note| self.labelled("note", &palette.warn, &clean(note))));
        }
        for place in self.related {
            let at = format!("{}:{}:{}", seen_from(self.cwd, &place.file), place.start.line, place.start.column);
            lines.push(self.labelled("see", &palette.plain, &clean(&format!("{at}: {}", place.message))));
        }
        lines
    }

    /// What happens to a deployment, the worst first.
    fn effect(&self, fix: &Fix) -> Option<Line> {
        let mut effects: Vec<_> = fix.effects.iter().collect();
        effects.sort_by_key(|effect| match effect.action {
            Action::Remove => 0,
            Action::Replace => 1,
            Action::Update => 2,
            Action::Add => 3,
            Action::None => 4,
        });
        let worst = effects.first()?.action;
        let style =
            if matches!(worst, Action::Remove | Action::Replace) { &self.palette.bad } else { &self.palette.plain };
        let words: Vec<_> = joined(&effects).iter().map(|effect| clean(&effect_in_words(effect))).collect();
        Some(self.labelled("effect", style, &words.join("; ")))
    }

    fn alternatives(&self) -> Vec<Line> {
        let fixes = &self.found.finding.fixes;
        if fixes.len() < 2 {
            return Vec::new();
        }
        let line = |(at, fix): (usize, &Fix)| {
            let shown = self.fix == Some(at);
            let mark = if shown { '>' } else { ' ' };
            let name = fix.alternative.map(|name| format!("{name}: ")).unwrap_or_default();
            let style = if shown { &self.palette.strong } else { &self.palette.plain };
            let text = format!("     {mark} {} {name}{} ({})", at + 1, clean(&fix.title), fix.level);
            Line::prose([(style.clone(), text)], LABEL + 1)
        };
        fixes.iter().enumerate().take(9).map(line).collect()
    }

    fn diff(&self, lines: &mut Vec<Line>, path: &Path, change: &Change) {
        let name = clean(&seen_from(self.cwd, path));
        for mark in ["---", "+++"] {
            lines.push(Line::code([(self.palette.strong.clone(), format!("{mark} {name}"))]));
        }
        let (before, after) = (&change.before, &change.after);
        let diff = self.hidden.map_or_else(|| Diff::new(before, after), |it| Diff::hiding(path, before, after, it));
        for line in (0..diff.hunks()).flat_map(|hunk| diff.lines(hunk, self.palette)) {
            lines.push(Line::code(line.into_iter().map(|(style, text)| (style.clone(), text))));
        }
        if (0..diff.hunks()).any(|hunk| diff.hides(hunk)) {
            lines.push(Line::prose([(self.palette.dim.clone(), HIDDEN.to_string())], 0));
        }
    }

    fn labelled(&self, label: &str, style: &Style, text: &str) -> Line {
        Line::prose([(self.palette.strong.clone(), format!("{label:LABEL$}")), (style.clone(), text.into())], LABEL)
    }
}

/// What happens to one resource, said once with all its properties.
fn joined(effects: &[&Effect]) -> Vec<Effect> {
    let mut out: Vec<Effect> = Vec::new();
    for effect in effects {
        let is_same = |it: &&mut Effect| {
            let of_it = (it.action, &it.resource, &it.name) == (effect.action, &effect.resource, &effect.name);
            of_it && it.property.is_some() && effect.property.is_some()
        };
        match out.iter_mut().find(is_same) {
            Some(known) => {
                known.property =
                    known.property.iter().chain(&effect.property).cloned().reduce(|a, b| format!("{a}, {b}"));
                known.billed |= effect.billed;
            }
            None => out.push((*effect).clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_properties_of_one_resource_are_said_together() {
        let change =
            |name: &str, property: &str| Effect::new(Action::Replace, "aws.x.Y").named(name).property(property);
        let (a, b, c) = (change("'y'", "one"), change("'y'", "two").billed(), change("'z'", "one"));
        let (add, again) = (Effect::new(Action::Add, "aws.x.Y"), Effect::new(Action::Add, "aws.x.Y"));
        let words: Vec<_> = joined(&[&a, &b, &c, &add, &again]).iter().map(effect_in_words).collect();
        assert_eq!(
            words,
            [
                "REPLACES aws.x.Y 'y' (one, two), billed from then on",
                "REPLACES aws.x.Y 'z' (one)",
                "adds aws.x.Y",
                "adds aws.x.Y"
            ]
        );
    }
}
