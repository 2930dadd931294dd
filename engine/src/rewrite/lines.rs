//! Statements whose blank lines follow from what they are, not from what their neighbours have: a constant that is set
//! apart from what uses it, a group of exports. Invariant: comments stay with the statements that they belong to.

use swc_ecma_ast::{ObjectLit, ObjectPat, ObjectPatProp};

use super::blocks::{Around, Seat};
use super::draft::Rank;
use super::properties::ListKind;
use super::{Place, Rewrite};
use crate::codemod::Declined;
use crate::model::{FileId, NodeId, property_name};
use crate::source::TextRange;

const PATTERN: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

/// What stands between new lines and the statement that they follow or precede.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// A line break.
    Tight,
    /// A blank line.
    Apart,
}

impl Rewrite<'_, '_> {
    /// Inserts the statements of `code`, a line each, before the statement around `node` and its comments, set apart
    /// from it.
    ///
    /// # Errors
    /// As for [`Rewrite::insert`].
    pub fn insert_lines_before(&mut self, file: FileId, node: NodeId, code: &str) -> Result<(), Declined> {
        let around = self.around(file, node)?;
        let scan = self.scan(file);
        let Seat::Listed(block, at) = &around.seat else { return self.insert(file, Place::Before(node), code) };
        if !scan.source.starts_line(around.range.start) {
            return self.insert(file, Place::Before(node), code);
        }
        let start = match block.top && *at == 0 {
            true => scan.after_header(around.range.start),
            false => scan.lead(around.range.start),
        };
        let before = scan.back(start);
        let opens = before == 0 || (!block.top && before == block.outer.start + 1);
        let lead = if opens || scan.blank(before, start) { "" } else { "\n" };
        let (indent, text) = self.lines(file, &around, code)?;
        // The break that stands before the statement ends the line of what comes before.
        let text = if lead.is_empty() { text } else { format!("{lead}{indent}{text}") };
        self.draft(file).insert(start, format!("{text}\n\n{indent}"), Rank::Before);
        self.note_names(file, code)
    }

    /// Inserts the statements of `code`, a line each, after the statement around `node`.
    ///
    /// # Errors
    /// As for [`Rewrite::insert`].
    pub fn insert_lines_after(
        &mut self,
        file: FileId,
        node: NodeId,
        spacing: Spacing,
        code: &str,
    ) -> Result<(), Declined> {
        let around = self.around(file, node)?;
        let scan = self.scan(file);
        let Seat::Listed(block, at) = &around.seat else { return self.insert(file, Place::After(node), code) };
        let end = scan.tail(around.range.end);
        let limit = if block.top { block.outer.end } else { block.outer.end.saturating_sub(1) };
        let next = block.items.get(at + 1);
        let breaks = match next {
            Some(next) => scan.breaks(end, next.start),
            None => block.top || scan.breaks(end, limit),
        };
        if !breaks {
            return self.insert(file, Place::After(node), code);
        }
        let close = match next {
            Some(next) if spacing == Spacing::Apart && !scan.blank(end, scan.lead(next.start)) => "\n",
            _ => "",
        };
        let gap = if spacing == Spacing::Apart { "\n\n" } else { "\n" };
        let (indent, text) = self.lines(file, &around, code)?;
        self.draft(file).insert(end, format!("{gap}{indent}{text}{close}"), Rank::After);
        self.note_names(file, code)
    }

    /// Gives property `key` of `object` the value `code`; a new property goes before all others.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn set_first(&mut self, file: FileId, object: &ObjectLit, key: &str, code: &str) -> Result<(), Declined> {
        self.set_at(file, object, 0, key, code)
    }

    /// Takes `key` out of the object that `pattern` takes apart as well, under the name `local`.
    ///
    /// # Errors
    /// A pattern that takes the rest of the object.
    pub fn take_apart(&mut self, file: FileId, pattern: &ObjectPat, key: &str, local: &str) -> Result<(), Declined> {
        let has = |prop: &ObjectPatProp| match prop {
            ObjectPatProp::Assign(a) => a.key.id.sym == *key,
            ObjectPatProp::KeyValue(kv) => property_name(&kv.key).as_deref() == Some(key),
            ObjectPatProp::Rest(_) => false,
        };
        if pattern.props.iter().any(has) {
            return Ok(());
        }
        if pattern.props.iter().any(|p| matches!(p, ObjectPatProp::Rest(_))) {
            return Err(Declined::because("the rest of the object is taken as a whole; take it apart by hand"));
        }
        let scan = self.scan(file);
        let range = TextRange::of(pattern);
        let annotation = pattern.type_ann.as_ref().map(|t| TextRange::of(&**t).start);
        let end = annotation.map_or(range.end, |at| scan.back(at));
        let items: Vec<TextRange> = pattern.props.iter().map(TextRange::of).collect();
        let slot = items.len();
        let text = if key == local { key.to_string() } else { format!("{key}: {local}") };
        self.list_of(file, TextRange::new(range.start, end), items, PATTERN).add(slot, Some(key.to_string()), text);
        self.draft(file).names.push(local.to_string());
        Ok(())
    }

    /// The comments that belong to the statement around `node`, to be taken along where it goes; empty where it has none.
    pub fn comments_of(&self, file: FileId, node: NodeId) -> String {
        let Ok(around) = self.around(file, node) else { return String::new() };
        let scan = self.scan(file);
        let first = matches!(&around.seat, Seat::Listed(block, 0) if block.top);
        let lead = if first { scan.after_header(around.range.start) } else { scan.lead(around.range.start) };
        scan.text(lead, around.range.start).trim_end().to_string()
    }

    /// The comments that belong to the element of a list at `range`, before it, in it and behind it, a line each; those
    /// within `taken` are left out.
    pub fn comments_around(&self, file: FileId, range: TextRange, taken: &[TextRange]) -> Vec<String> {
        let scan = self.scan(file);
        let end =
            scan.next(range.end, b',').filter(|comma| !scan.breaks(range.end, *comma)).map_or(range.end, |c| c + 1);
        let whole = TextRange::new(scan.lead(range.start), scan.tail(end));
        let comments = self.model.file(file).source.comments_in(whole).iter();
        let left = comments.filter(|comment| !taken.iter().any(|it| it.contains(comment.range)));
        left.map(|comment| self.model.text(file, comment.range).to_string()).collect()
    }

    /// Renames the member that `member` reads: `config.require` to `config.get`.
    pub fn rename_member(&mut self, file: FileId, member: &swc_ecma_ast::MemberExpr, name: &str) {
        self.draft(file).replace(TextRange::of(&member.prop), name);
    }

    /// The statements of `code`, a line each, and the indentation of the place.
    fn lines(&mut self, file: FileId, around: &Around, code: &str) -> Result<(String, String), Declined> {
        let indent = self.statement_indent(file, around);
        let laid = self.laying(file).statements(code, &indent)?;
        let text = laid.join(&format!("\n{indent}"));
        Ok((indent, text))
    }

    fn note_names(&mut self, file: FileId, code: &str) -> Result<(), Declined> {
        let names = super::place::declared_names(code)?;
        self.draft(file).names.extend(names);
        Ok(())
    }
}
