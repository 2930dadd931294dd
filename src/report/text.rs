//! `--format text`. Invariant: each fix has a header that says where, what is wrong, how much to think and what happens;
//! the hunks of all headers together are exactly what is written; nothing that was not repaired goes unsaid.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::{Decision, Found, Outcome};
use iacfix_engine::codemod::{Action, Effect, Fix, Level};

use super::clusters::{clusters, diffs};
use super::diff::Diff;
use super::{HIDDEN, Out, Report, Setting, Summary, Trouble, clean};
use crate::look::{Looked, Place, Why, default_fix, level_of, why};
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::settings::{Mode, Verbosity};

/// For people.
pub(crate) struct Text<'o> {
    out: &'o mut Out,
    setting: Setting,
    words: Words,
    verbosity: Verbosity,
    /// Whether a program is headed by its name: only where there are several.
    headings: bool,
}

impl<'o> Text<'o> {
    /// Into `out`.
    pub(crate) fn new(
        out: &'o mut Out,
        setting: Setting,
        palette: Palette,
        verbosity: Verbosity,
        headings: bool,
    ) -> Self {
        let words = Words { cwd: setting.cwd.clone(), palette };
        Self { out, setting, words, verbosity, headings }
    }

    fn applied(&self, looked: &Looked, out: &mut String) {
        // A conversation has shown its patches already.
        if self.verbosity == Verbosity::Quiet || self.setting.mode == Mode::Ask {
            let silences = looked.silences().filter(|_| self.setting.mode != Mode::Ask);
            looked
                .repaired()
                .chain(silences)
                .for_each(|it| self.words.line(out, &it.found, it.found.finding.fixes.get(it.fix)));
            return;
        }
        let diffs = diffs(looked, self.setting.show_secrets);
        for cluster in clusters(looked, &diffs) {
            for decision in &cluster.fixes {
                self.words.header(out, &decision.found, decision.found.finding.fixes.get(decision.fix));
                self.related(looked, &decision.found, out);
            }
            let (mut last, mut hides) = (None, false);
            for (path, hunk) in &cluster.hunks {
                if last != Some(path) {
                    self.words.files(out, path);
                    last = Some(path);
                }
                diffs[path].shown(out, *hunk, &self.words.palette);
                hides |= diffs[path].hides(*hunk);
            }
            if hides {
                let _ = writeln!(out, "{}", self.words.palette.dim.apply_to(HIDDEN));
            }
            out.push('\n');
        }
    }

    fn left(&self, looked: &Looked, out: &mut String) {
        for decision in looked.not_applied() {
            self.left_one(looked, &decision.found, default_fix(&decision.found), &outcome_of(decision), out);
        }
        for found in &looked.ended.left {
            let why = why(found, self.setting.limit, &looked.said);
            let Some(reason) = self.reason(&why, found.meta.id) else { continue };
            // Of several alternatives none is more right than the others, so none stands for the finding.
            let choice = matches!(why, Why::Choice(_));
            let fix = default_fix(found).filter(|fix| fix.edits.is_ok() && !choice);
            self.left_one(looked, found, fix, &reason, out);
        }
    }

    fn left_one(&self, looked: &Looked, found: &Found, fix: Option<&Fix>, reason: &str, out: &mut String) {
        if self.verbosity == Verbosity::Quiet {
            return self.words.line(out, found, fix);
        }
        self.words.header(out, found, fix);
        self.related(looked, found, out);
        if !reason.is_empty() {
            let _ = writeln!(out, "  {}", self.words.palette.dim.apply_to(clean(reason)));
        }
        out.push('\n');
    }

    /// What is said of a finding that is left; nothing where nobody needs to hear of it.
    fn reason(&self, why: &Why, id: &str) -> Option<String> {
        let checking = self.setting.mode == Mode::Check;
        Some(match why {
            // A conversation has said all this already.
            _ if self.setting.mode == Mode::Ask => return None,
            Why::Suppressed(reason) if self.verbosity == Verbosity::Verbose => format!("suppressed: {reason}"),
            Why::Suppressed(_) => return None,
            Why::Unsilenced(reason) => format!("not silenced: {reason}"),
            Why::Refused => return None,
            Why::Undecided(reason) => format!("left as it is: {reason}"),
            Why::Open if checking => String::new(),
            Why::Withheld(level) => format!("withheld, because it is of level {level}: add --review to include it"),
            Why::Choice(names) => {
                let choices: Vec<_> = names.iter().map(|name| format!("--choose {id}={name}")).collect();
                format!("left for you to choose: {} (`iacfix explain {id}`)", choices.join(" or "))
            }
            Why::Advice => "left for you: no edit is right without a decision".into(),
            Why::Declined(reason) => format!("not fixed: {reason}"),
            Why::Open => "not written".into(),
        })
    }

    fn related(&self, looked: &Looked, found: &Found, out: &mut String) {
        for place in looked.related.get(&(found.id.clone(), found.pass)).into_iter().flatten() {
            self.words.related(out, place);
        }
    }

    fn totals(&self, summary: &Summary, out: &mut String) {
        let palette = &self.words.palette;
        let width = summary.codemods.keys().map(|id| id.len()).max().unwrap_or(0).max("codemod".len());
        let done = match self.setting.mode {
            Mode::Check => "fixable",
            Mode::Preview => "would fix",
            Mode::Ask | Mode::Write => "fixed",
        };
        let checking = self.setting.mode == Mode::Check;
        let head = match checking {
            true => format!("{:width$}  {done:>9}  {:>4}", "codemod", "left"),
            false => format!("{:width$}  {done:>9}  {:>8}  {:>4}", "codemod", "withheld", "left"),
        };
        let _ = writeln!(out, "{}", palette.strong.apply_to(head));
        for (id, counts) in &summary.codemods {
            let id = palette.name.apply_to(format!("{id:width$}"));
            let _ = match checking {
                true => writeln!(out, "{id}  {:>9}  {:>4}", counts.fixable, counts.found - counts.fixable),
                false => writeln!(out, "{id}  {:>9}  {:>8}  {:>4}", counts.fixed, counts.withheld, counts.left),
            };
        }
    }

    fn verdict(&self, summary: &Summary) -> String {
        let fixes = count(summary.applied, "fix", "fixes");
        let files = count(summary.changed, "file", "files");
        let mut text = match self.setting.mode {
            Mode::Preview | Mode::Write if summary.silenced > 0 => {
                let done = if self.setting.mode == Mode::Preview { "would be silenced" } else { "silenced" };
                format!("{} in {files} {done} by comments", count(summary.silenced, "finding", "findings"))
            }
            _ if summary.findings == 0 => format!("nothing found in {}", count(summary.files, "file", "files")),
            Mode::Check => {
                let found = count(summary.findings, "finding", "findings");
                format!("{found} in {}, {} fixable", count(summary.files, "file", "files"), summary.fixable)
            }
            Mode::Preview => format!("{fixes} in {files} would be written"),
            Mode::Ask | Mode::Write => format!("{fixes} in {files} written"),
        };
        if summary.withheld > 0 && self.setting.mode != Mode::Check {
            let _ = write!(text, ", {} of level review withheld (--review includes them)", summary.withheld);
        }
        let silent = match self.setting.mode {
            Mode::Ask => summary.suppressed,
            _ => summary.suppressed.saturating_sub(summary.silenced),
        };
        if silent > 0 {
            let _ = write!(text, ", {silent} suppressed");
        }
        text
    }
}

impl Report for Text<'_> {
    fn is_closed(&self) -> bool {
        self.out.is_closed()
    }

    fn program(&mut self, looked: &Looked) -> io::Result<()> {
        let mut out = String::new();
        if self.headings && self.verbosity > Verbosity::Quiet {
            let name = format!("program {}", seen_from(&self.setting.cwd, &looked.root));
            let _ = writeln!(out, "{}\n", self.words.palette.strong.apply_to(name));
        }
        let heading = out.len();
        self.applied(looked, &mut out);
        self.left(looked, &mut out);
        if looked.bounded {
            out.push_str("stopped after too many passes; run iacfix again for the rest\n\n");
        }
        if out.len() == heading { Ok(()) } else { self.out.write_all(out.as_bytes()) }
    }

    fn end(&mut self, summary: &Summary, _troubles: &[Trouble]) -> io::Result<()> {
        if self.verbosity == Verbosity::Quiet {
            return Ok(());
        }
        let mut out = String::new();
        if !summary.codemods.is_empty() {
            if self.setting.mode == Mode::Ask && summary.applied > 0 {
                out.push('\n');
            }
            self.totals(summary, &mut out);
            out.push('\n');
        }
        let _ = writeln!(out, "{}", self.verdict(summary));
        self.out.write_all(out.as_bytes())
    }
}

/// Why an accepted fix is not in the result.
fn outcome_of(decision: &Decision) -> String {
    match &decision.outcome {
        Outcome::Applied => String::new(),
        Outcome::Deferred { waits_for } => format!("deferred: it waits for the fix of {waits_for}"),
        Outcome::TakenBack { reason } => format!("taken back, a defect of the codemod (please report it): {reason}"),
    }
}

/// `2 fixes`, `1 fix`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The words for findings and fixes that reports and conversations share.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// Where the user stands.
    pub(crate) cwd: PathBuf,
    /// Colours.
    pub(crate) palette: Palette,
}

impl Words {
    fn place(&self, found: &Found) -> String {
        let place = format!("{}:{}:{}", seen_from(&self.cwd, &found.file), found.start.line, found.start.column);
        self.palette.strong.apply_to(clean(&place)).to_string()
    }

    fn id_and_level(&self, found: &Found, fix: Option<&Fix>) -> String {
        let level = fix.map_or_else(|| level_of(found), |fix| fix.level);
        format!("{}, {}", self.palette.name.apply_to(found.meta.id), self.palette.level(level).apply_to(level))
    }

    /// One line.
    pub(crate) fn line(&self, out: &mut String, found: &Found, fix: Option<&Fix>) {
        let message = clean(&found.finding.message);
        let _ = writeln!(out, "{}: {message} ({})", self.place(found), self.id_and_level(found, fix));
    }

    /// Where, what is wrong, which codemod, what a fix does and what that means for a deployment.
    pub(crate) fn header(&self, out: &mut String, found: &Found, fix: Option<&Fix>) {
        let _ = writeln!(out, "{}: {}", self.place(found), clean(&found.finding.message));
        let _ = write!(out, "  {}", self.id_and_level(found, fix));
        let Some(fix) = fix else {
            out.push('\n');
            return;
        };
        let _ = writeln!(out, ": {}", clean(&fix.title));
        for effect in &fix.effects {
            let text = format!("effect: {}", effect_in_words(effect));
            let worrying = matches!(effect.action, Action::Replace | Action::Remove);
            let style = if worrying { &self.palette.bad } else { &self.palette.dim };
            let _ = writeln!(out, "  {}", style.apply_to(clean(&text)));
        }
        if let Some(note) = &fix.note {
            let _ = writeln!(out, "  {}", self.palette.warn.apply_to(clean(&format!("note: {note}"))));
        }
    }

    /// Another place that has to do with a finding.
    pub(crate) fn related(&self, out: &mut String, place: &Place) {
        let at = format!("{}:{}:{}", seen_from(&self.cwd, &place.file), place.start.line, place.start.column);
        let _ = writeln!(out, "  see {}: {}", clean(&at), clean(&place.message));
    }

    /// The two lines that name the file of the hunks below.
    pub(crate) fn files(&self, out: &mut String, path: &Path) {
        let name = clean(&seen_from(&self.cwd, path));
        let _ = writeln!(out, "{}", self.palette.strong.apply_to(format!("--- {name}")));
        let _ = writeln!(out, "{}", self.palette.strong.apply_to(format!("+++ {name}")));
    }

    /// The whole difference of one file, without secrets unless there is no need to know any.
    pub(crate) fn diff(&self, out: &mut String, path: &Path, texts: (&str, &str), known: Option<&BTreeSet<String>>) {
        let (before, after) = texts;
        let diff = known.map_or_else(|| Diff::new(before, after), |it| Diff::hiding(path, before, after, it));
        self.files(out, path);
        (0..diff.hunks()).for_each(|hunk| diff.shown(out, hunk, &self.palette));
        if (0..diff.hunks()).any(|hunk| diff.hides(hunk)) {
            let _ = writeln!(out, "{}", self.palette.dim.apply_to(HIDDEN));
        }
    }
}

/// One consequence, for people.
pub(crate) fn effect_in_words(effect: &Effect) -> String {
    let name = effect.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    let property = effect.property.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let resource = &effect.resource;
    let mut text = match effect.action {
        Action::Add => format!("adds {resource}{name}{property}"),
        Action::Update => format!("changes {resource}{name} in place{property}"),
        Action::Replace => format!("REPLACES {resource}{name}{property}"),
        Action::Remove => format!("REMOVES {resource}{name}{property}"),
        Action::None => "nothing that is deployed changes".into(),
    };
    if effect.billed {
        text.push_str(", billed from then on");
    }
    text
}

/// Whether `--check` fails because of a finding.
pub(crate) fn fails(found: &Found, fail_on: Level) -> bool {
    found.suppressed.is_none() && level_of(found) <= fail_on
}
