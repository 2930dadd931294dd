//! Comments that silence a finding. Invariant: only a comment that names a codemod and gives a reason silences
//! anything, and it silences what it stands before, never more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::edit::{Edit, FileEdits};
use crate::model::{FileId, FileIndex, Model, Node};
use crate::source::{Comment, SourceFile, TextRange};

use super::finding::{Declined, Finding};
use super::meta::{Level, Manual, Meta, Preset, Theme};

const MARK: &str = "iacfix-ignore";

/// Reports on the comments themselves, under an id of its own. It is no codemod: it always runs and edits nothing.
pub static SUPPRESSION: Meta = Meta {
    id: "suppression",
    title: "report comments that are meant to silence a finding and don't",
    theme: Theme::Stack,
    report: "",
    preset: Preset::Faults,
    levels: &[Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "A comment `iacfix-ignore <id>: reason` that names no codemod, an unknown one, or no reason, that stands before \
               nothing, or whose codemod ran and found nothing there.",
        why: "A comment that silences nothing hides that the fault it speaks of is still reported, or gone; one without a \
              reason leaves the next reader to guess.",
        before: "",
        after: "",
        notes: "",
    },
};

/// What a comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    File,
    Construct(TextRange),
    Nothing(&'static str),
}

/// One comment that asks for silence.
#[derive(Debug)]
struct Suppression {
    file: FileId,
    range: TextRange,
    scope: Scope,
    ids: Vec<String>,
    reason: String,
    /// The ids that silenced something.
    used: BTreeSet<String>,
}

/// All such comments of a program.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    by_file: BTreeMap<FileId, Vec<Suppression>>,
}

impl Suppressions {
    /// Reads the comments of all files but tests, which have no findings.
    pub(super) fn read(model: &Model<'_>) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<Suppression>> = BTreeMap::new();
        for (at, file) in model.program().files.iter().enumerate() {
            let id = FileId(at as u32);
            if file.test || memchr::memmem::find(file.source.text().as_bytes(), MARK.as_bytes()).is_none() {
                continue;
            }
            let read = |comment| Suppression::read(id, &file.source, model.index(id), comment);
            let all: Vec<Suppression> = file.source.comments().iter().filter_map(read).collect();
            if !all.is_empty() {
                by_file.insert(id, all);
            }
        }
        Self { by_file }
    }

    /// The reason for which a finding of `codemod` is silent, if it is.
    pub(super) fn silence(&mut self, codemod: &str, finding: &Finding) -> Option<String> {
        let mut reason = None;
        for one in self.by_file.get_mut(&finding.file)? {
            let covers = match one.scope {
                Scope::File => true,
                Scope::Construct(range) => range.contains(finding.range),
                Scope::Nothing(_) => false,
            };
            // Every comment that covers it counts as used, the first gives the reason.
            if covers && !one.reason.is_empty() && one.ids.iter().any(|id| id == codemod) {
                one.used.insert(codemod.to_string());
                reason.get_or_insert_with(|| one.reason.clone());
            }
        }
        reason
    }

    /// What is wrong with the comments, once all findings went through [`silence`](Self::silence). `is_known` answers
    /// whether there is such a codemod, `ran` whether it looked at the file.
    pub(super) fn complaints(
        &self,
        is_known: &dyn Fn(&str) -> bool,
        ran: &dyn Fn(&str, FileId) -> bool,
    ) -> Vec<Finding> {
        let all = self.by_file.values().flatten();
        all.flat_map(|one| one.complaints(is_known, ran).into_iter().map(|message| one.advice(message))).collect()
    }
}

impl Suppression {
    fn read(file: FileId, source: &SourceFile, index: &FileIndex<'_>, comment: &Comment) -> Option<Self> {
        let text = comment.text.trim_start_matches(['*', ' ', '\t', '\r', '\n', '/']).trim_end();
        let rest = text.strip_prefix(MARK)?;
        let (whole_file, rest) = rest.strip_prefix("-file").map_or((false, rest), |rest| (true, rest));
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
            return None;
        }
        let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let ids = ids.split(|c: char| c == ',' || c.is_whitespace()).filter(|id| !id.is_empty());
        let scope = if whole_file { Scope::File } else { scope_of(source, index, comment) };
        let reason = reason.trim_matches(|c: char| c.is_whitespace() || c == '*').to_string();
        let (ids, used) = (ids.map(str::to_string).collect(), BTreeSet::new());
        Some(Self { file, range: comment.range, scope, ids, reason, used })
    }

    fn complaints(&self, is_known: &dyn Fn(&str) -> bool, ran: &dyn Fn(&str, FileId) -> bool) -> Vec<String> {
        let form = format!("write `{MARK} <id>: reason`");
        if self.ids.is_empty() {
            return vec![format!("this comment names no codemod and silences nothing; {form}")];
        }
        if self.reason.is_empty() {
            return vec![format!("this comment gives no reason and silences nothing; {form}")];
        }
        if let Scope::Nothing(why) = self.scope {
            return vec![format!("this comment silences nothing: {why}")];
        }
        let of_id = |id: &String| {
            if !is_known(id) {
                Some(format!("there is no codemod `{id}`; `iacfix codemods` lists them"))
            } else if !self.used.contains(id) && ran(id, self.file) {
                Some(format!("`{id}` finds nothing here; this comment can go"))
            } else {
                None
            }
        };
        self.ids.iter().filter_map(of_id).collect()
    }

    fn advice(&self, message: String) -> Finding {
        Finding {
            file: self.file,
            range: self.range,
            message,
            level: Level::Advice,
            subject: self.ids.join(","),
            resource: None,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

/// The edits of comments that silence `findings`, each under the id of its codemod, for one reason. What starts at one
/// place shares a comment.
///
/// # Errors
/// A finding that no comment can stand before alone.
pub(super) fn silence(
    model: &Model<'_>,
    findings: &[(&'static str, &Finding)],
    reason: &str,
) -> Result<FileEdits, Declined> {
    let mut places: BTreeMap<(FileId, u32), BTreeSet<&str>> = BTreeMap::new();
    for (id, finding) in findings {
        let source = &model.file(finding.file).source;
        let at = place_for(source, model.index(finding.file), finding.range)?;
        places.entry((finding.file, at)).or_default().insert(id);
    }
    let mut edits = FileEdits::new();
    for ((file, at), ids) in places {
        let source = &model.file(file).source;
        let rest = &source.text()[at as usize..];
        let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        let ids: Vec<_> = ids.into_iter().collect();
        let comment = format!("{indent}{}\n", comment_for(&ids.join(", "), reason));
        let set = edits.file_mut(source.path());
        set.insert(source.text(), Edit::insert(at, comment)).map_err(|e| Declined::because(e.to_string()))?;
    }
    Ok(edits)
}

/// Where a comment that silences a finding goes: before the smallest construct around it that starts a line, and before the
/// words to other tools that stand there, which are about the very next line.
///
/// # Errors
/// Why no comment can stand before it alone.
pub(super) fn place_for(source: &SourceFile, index: &FileIndex<'_>, range: TextRange) -> Result<u32, Declined> {
    let none = || Declined::because("no line starts with what it is about; put that on a line of its own first");
    let innermost = index.innermost(range).ok_or_else(none)?;
    let around = std::iter::once(innermost).chain(index.ancestors(innermost).map(|(id, _)| id));
    let starts = around.map(|id| index.entry(id).range.start);
    let covers = |at: u32| source.starts_line(at) && covered_from(index, at).is_some_and(|it| it.contains(range));
    let at = starts.filter(|at| *at <= range.start).find(|at| covers(*at)).ok_or_else(none)?;
    Ok(before_directives(source, line_start(source, at)))
}

fn line_start(source: &SourceFile, at: u32) -> u32 {
    source.text()[..at as usize].rfind('\n').map_or(0, |line_break| line_break as u32 + 1)
}

/// The start of the first line, going up from `line`, behind which only directives stand.
fn before_directives(source: &SourceFile, mut line: u32) -> u32 {
    const DIRECTIVES: &[&str] = &[
        "eslint-disable-next-line",
        "@ts-",
        "prettier-ignore",
        "biome-ignore",
        "istanbul ignore",
        "c8 ignore",
        "v8 ignore",
    ];
    while line > 0 {
        let above = line_start(source, line - 1);
        let text = source.text()[above as usize..line as usize].trim();
        if !(text.starts_with("//") || text.starts_with("/*")) || !DIRECTIVES.iter().any(|it| text.contains(it)) {
            break;
        }
        line = above;
    }
    line
}

/// The declaration, statement, member, property or element that starts behind the comment.
fn scope_of(source: &SourceFile, index: &FileIndex<'_>, comment: &Comment) -> Scope {
    if !source.starts_line(comment.range.start) {
        return Scope::Nothing("it stands beside code; put it on the line before");
    }
    match covered_from(index, next_token(source, comment.range.end)) {
        Some(range) => Scope::Construct(range),
        None => Scope::Nothing("no declaration, statement or property follows it"),
    }
}

/// What a comment before the byte at `at` covers.
fn covered_from(index: &FileIndex<'_>, at: u32) -> Option<TextRange> {
    let starting = index.entries().filter(|(_, entry)| entry.range.start == at && is_construct(entry.node));
    // Outermost first: `export const x` covers its whole statement.
    let widest = starting.map(|(_, entry)| entry.range).max_by_key(|range| range.len());
    widest.or_else(|| element_at(index, at))
}

fn is_construct(node: Node<'_>) -> bool {
    matches!(
        node,
        Node::Item(_)
            | Node::Stmt(_)
            | Node::Member(_)
            | Node::Prop(_)
            | Node::Case(_)
            | Node::Decl(_)
            | Node::Declarator(..)
    )
}

/// An element of an array or an argument of a call that starts at `at`: the outermost expression there.
fn element_at(index: &FileIndex<'_>, at: u32) -> Option<TextRange> {
    let found = index.entries().try_for_each(|(_, entry)| match entry.node {
        Node::Expr(_) if entry.range.start == at => ControlFlow::Break(entry.range),
        _ => ControlFlow::Continue(()),
    });
    found.break_value()
}

/// Where the first byte behind `from` stands that is neither white space nor comment.
fn next_token(source: &SourceFile, from: u32) -> u32 {
    let mut at = from;
    loop {
        let rest = source.text().get(at as usize..).unwrap_or("");
        at += (rest.len() - rest.trim_start().len()) as u32;
        let comments = source.comments();
        match comments.binary_search_by_key(&at, |c| c.range.start) {
            Ok(found) => at = comments[found].range.end,
            Err(_) => return at,
        }
    }
}

/// How a comment that silences `id` is written on a line of its own, without indentation and line break.
pub fn comment_for(id: &str, reason: &str) -> String {
    // A line break would end the comment and leave the rest of the reason as code.
    let reason: Vec<&str> = reason.split_whitespace().collect();
    format!("// {MARK} {id}: {}", reason.join(" "))
}
