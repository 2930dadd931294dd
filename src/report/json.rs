//! `--format json`. Invariant: the shape below is a contract; fields are added only with a new `schema`.
//!
//! ```text
//! { "schema": 1, "version": "0.1.0",
//!   "findings": [ { "id", "codemod", "program", "file",
//!                   "range": { "start": { "line", "column" }, "end": { "line", "column" } },
//!                   "message", "suppressed": reason or null ("baseline" where that is it),
//!                   "related": [ { "file", "range", "message" } ],
//!                   "fixes": [ { "alternative": name or null, "title", "level": "safe" | "review" | "advice",
//!                                "effect": [ { "action": "add" | "update" | "replace" | "remove" | "none",
//!                                              "resource", "name" or null, "property" or null, "billed" } ],
//!                                "edits": [ { "file", "start", "end", "text": text or null, "masked": only where true } ],
//!                                "declined": reason or null,
//!                                "note": only where there is something to know before accepting it,
//!                                "pass": only where it is not 1 } ] } ],
//!   "errors": [ { "file", "line", "message" } ],
//!   "summary": { "files", "findings", "fixable", "applied", "withheld", "deferred" } }
//! ```
//!
//! Lines count from 1, columns from 1 in UTF-16 units. `start` and `end` of an edit are bytes of the file as it was on
//! the disk, byte order mark included; those of a fix with `pass` are bytes of the text that the passes before it made.
//! An edit whose text would hold a literal secret has `text` null and `masked`: `--yes` writes what it stands for.
//! Paths use `/` and are as seen from where the user stands. `findings` come by program, file and place; the suppressed
//! ones are among them and are not counted in `summary.findings`. `files` are the source files that were read, `applied`
//! the fixes in the result (of `--dry-run`: that `--yes` would write), `withheld` those that `--review` would include,
//! `deferred` those that waited for another fix to the end.

use std::io::{self, Write};
use std::path::Path;

use iacfix_engine::codemod::run::Found;
use iacfix_engine::codemod::{Effect, Fix};
use iacfix_engine::source::{LineColumn, holds_secret};
use serde::Serialize;

use super::{Out, Report, Setting, Summary, Trouble};
use crate::look::{Looked, Place};
use crate::paths::seen_from;

/// The version of the shape.
const SCHEMA: u32 = 1;

/// One object, written as it comes, a finding a line.
pub(crate) struct Json<'o> {
    out: &'o mut Out,
    setting: Setting,
    findings: usize,
}

#[derive(Serialize)]
struct JsonFinding<'f> {
    id: &'f str,
    codemod: &'static str,
    program: String,
    file: String,
    range: JsonRange,
    message: &'f str,
    suppressed: Option<&'f str>,
    related: Vec<JsonRelated<'f>>,
    fixes: Vec<JsonFix<'f>>,
}

#[derive(Serialize)]
struct JsonRange {
    start: JsonPlace,
    end: JsonPlace,
}

#[derive(Serialize)]
struct JsonPlace {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonRelated<'f> {
    file: String,
    range: JsonRange,
    message: &'f str,
}

#[derive(Serialize)]
struct JsonFix<'f> {
    alternative: Option<&'static str>,
    title: &'f str,
    level: &'static str,
    effect: Vec<JsonEffect<'f>>,
    edits: Vec<JsonEdit<'f>>,
    declined: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
}

#[derive(Serialize)]
struct JsonEffect<'f> {
    action: &'static str,
    resource: &'f str,
    name: Option<&'f str>,
    property: Option<&'f str>,
    billed: bool,
}

#[derive(Serialize)]
struct JsonEdit<'f> {
    file: String,
    start: u32,
    end: u32,
    text: Option<&'f str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    masked: bool,
}

#[derive(Serialize)]
struct JsonError<'t> {
    file: String,
    line: u32,
    message: &'t str,
}

#[derive(Serialize)]
struct JsonSummary {
    files: usize,
    findings: usize,
    fixable: usize,
    applied: usize,
    withheld: usize,
    deferred: usize,
}

impl<'o> Json<'o> {
    /// Into `out`.
    ///
    /// # Errors
    /// An output that can't be written.
    pub(crate) fn new(out: &'o mut Out, setting: Setting) -> io::Result<Self> {
        let version = env!("CARGO_PKG_VERSION");
        write!(out, "{{\"schema\":{SCHEMA},\"version\":\"{version}\",\"findings\":[")?;
        Ok(Self { out, setting, findings: 0 })
    }

    fn path(&self, path: &Path) -> String {
        seen_from(&self.setting.cwd, path)
    }

    fn finding<'f>(&self, looked: &'f Looked, found: &'f Found) -> JsonFinding<'f> {
        let related = looked.related.get(&(found.id.clone(), found.pass));
        JsonFinding {
            id: &found.id,
            codemod: found.meta.id,
            program: self.path(&looked.root),
            file: self.path(&found.file),
            range: range(found.start, found.end),
            message: &found.finding.message,
            suppressed: found.suppressed.as_deref(),
            related: related.into_iter().flatten().map(|it| self.related(it)).collect(),
            fixes: found.finding.fixes.iter().map(|it| self.fix(looked, it, found.pass)).collect(),
        }
    }

    fn related<'f>(&self, place: &'f Place) -> JsonRelated<'f> {
        JsonRelated { file: self.path(&place.file), range: range(place.start, place.end), message: &place.message }
    }

    fn fix<'f>(&self, looked: &'f Looked, fix: &'f Fix, pass: u32) -> JsonFix<'f> {
        let edits = fix.edits.as_ref().ok().into_iter().flat_map(|edits| edits.iter());
        let edits = edits.flat_map(|(path, set)| {
            let file = self.path(path);
            set.iter().map(move |it| {
                let masked = holds_secret(&it.text, &looked.secrets);
                let text = (!masked).then_some(&*it.text);
                JsonEdit { file: file.clone(), start: it.range.start, end: it.range.end, text, masked }
            })
        });
        JsonFix {
            alternative: fix.alternative,
            title: &fix.title,
            level: fix.level.name(),
            effect: fix.effects.iter().map(effect).collect(),
            edits: edits.collect(),
            declined: fix.edits.as_ref().err().map(ToString::to_string),
            note: fix.note.as_deref(),
            pass: (pass != 1).then_some(pass),
        }
    }
}

impl Report for Json<'_> {
    fn is_closed(&self) -> bool {
        self.out.is_closed()
    }

    fn program(&mut self, looked: &Looked) -> io::Result<()> {
        // What a comment of this run silences is among what is left, with its reason.
        let accepted = looked.repaired().chain(looked.not_applied()).map(|it| &it.found);
        let mut findings: Vec<&Found> = accepted.chain(&looked.ended.left).collect();
        findings.sort_by(|a, b| (&a.file, a.start, a.meta.id, &a.id).cmp(&(&b.file, b.start, b.meta.id, &b.id)));
        for found in findings {
            let separator = if self.findings == 0 { "\n" } else { ",\n" };
            self.findings += 1;
            self.out.write_all(separator.as_bytes())?;
            let finding = self.finding(looked, found);
            serde_json::to_writer(&mut *self.out, &finding).map_err(io::Error::from)?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary, troubles: &[Trouble]) -> io::Result<()> {
        let errors = troubles.iter();
        let errors: Vec<JsonError<'_>> =
            errors.map(|it| JsonError { file: self.path(&it.file), line: it.line, message: &it.message }).collect();
        let Summary { files, findings, fixable, applied, withheld, deferred, .. } = *summary;
        let summary = JsonSummary { files, findings, fixable, applied, withheld, deferred };
        let (errors, summary) = (serde_json::to_string(&errors)?, serde_json::to_string(&summary)?);
        writeln!(self.out, "\n],\"errors\":{errors},\"summary\":{summary}}}")
    }
}

fn range(start: LineColumn, end: LineColumn) -> JsonRange {
    let place = |at: LineColumn| JsonPlace { line: at.line, column: at.column };
    JsonRange { start: place(start), end: place(end) }
}

fn effect(effect: &Effect) -> JsonEffect<'_> {
    JsonEffect {
        action: effect.action.name(),
        resource: &effect.resource,
        name: effect.name.as_deref(),
        property: effect.property.as_deref(),
        billed: effect.billed,
    }
}
