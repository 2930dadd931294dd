//! The part of a file that edits have to do with. Invariant: what is kept stands in the lines and columns in which it
//! stood, a fixed number of bytes further on, and is laid out there as it would be in the whole file.
//!
//! Laying out one fix of a long file would otherwise read all of it, and a file with many findings that many times over.
//! What is not needed becomes spaces. A list of statements that stood in a function is put into a function of its own,
//! written over what went; where that can't be, the whole file is used.

use std::ops::Range;

use swc_ecma_ast::{
    BlockStmt, CallExpr, Class, ClassMember, Expr, FunctionBody, Module, ModuleItem, NewExpr, ObjectLit, Prop,
    PropOrSpread, Stmt,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::edit::EditSet;
use crate::source::{SourceFile, TextRange};

/// Statements that return, await and yield stand in it.
const HEAD: &str = "async function*_(){";

/// A part of a file, a text of its own.
#[derive(Debug)]
pub(super) struct Window {
    /// The statements around edits; what stood between them is blank.
    pub(super) text: String,
    /// The byte of the file that its first byte was.
    pub(super) start: u32,
}

/// The part of `file` that the statements around `edits` make; `None` where all of it is needed.
pub(super) fn window(file: &SourceFile, edits: &EditSet) -> Option<Window> {
    let mut kept: Vec<Kept> = Vec::new();
    for edit in edits.iter() {
        let one = bodies_around(file.module(), edit.range).iter().rev().find_map(|body| body.keep(file, edit.range))?;
        match kept.iter_mut().find(|it| it.body == one.body) {
            Some(same) => same.text = same.text.start.min(one.text.start)..same.text.end.max(one.text.end),
            None => kept.push(one),
        }
    }
    let within = |inner: &Range<usize>, outer: &Range<usize>| outer.start <= inner.start && inner.end <= outer.end;
    let texts: Vec<Range<usize>> = kept.iter().map(|it| it.text.clone()).collect();
    kept.retain(|it| !texts.iter().any(|other| *other != it.text && within(&it.text, other)));
    kept.sort_by_key(|it| it.text.start);
    let text = file.text();
    let frames = kept.iter().map(|it| it.frame(text)).collect::<Option<Vec<_>>>()?;
    let overlap = frames.windows(2).any(|pair| pair[1].start < pair[0].end);
    let (first, last) = frames.first().zip(frames.last()).filter(|_| !overlap)?;
    let start = first.start;
    let mut out = blank(&text.as_bytes()[start..last.end]);
    let mut write = |at: usize, bytes: &[u8]| out[at - start..at - start + bytes.len()].copy_from_slice(bytes);
    for (it, frame) in kept.iter().zip(&frames) {
        write(it.text.start, &text.as_bytes()[it.text.clone()]);
        if it.body.is_some() {
            write(frame.start, HEAD.as_bytes());
            write(frame.end - 1, b"}");
        }
    }
    Some(Window { text: String::from_utf8(out).ok()?, start: start as u32 })
}

/// `text` with a space for every byte that is no white space.
fn blank(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| if byte.is_ascii_whitespace() { *byte } else { b' ' }).collect()
}

/// Statements of one body that are kept.
struct Kept {
    /// The braces of the body; `None` for the file itself.
    body: Option<TextRange>,
    /// From the first line of the first statement to the end of the last line of the last.
    text: Range<usize>,
}

impl Kept {
    /// The statements with the function that they are put into.
    fn frame(&self, text: &str) -> Option<Range<usize>> {
        if self.body.is_none() {
            return Some(self.text.clone());
        }
        let bytes = text.as_bytes();
        // The line break before the first statement stays: it tells that the statement starts its line.
        let head = self.text.start - usize::from(self.text.start > 0 && bytes[self.text.start - 1] == b'\n');
        let head = head - usize::from(head > 0 && head < self.text.start && bytes[head - 1] == b'\r');
        // So does the one behind the last.
        let mut tail = self.text.end;
        while tail < bytes.len() && matches!(bytes[tail], b'\r' | b'\n') {
            tail += 1;
        }
        (tail < bytes.len()).then_some(head.checked_sub(HEAD.len())?..tail + 1)
    }
}

/// A list of statements.
struct Body {
    braces: Option<TextRange>,
    items: Vec<TextRange>,
}

impl Body {
    /// The statements that `edit` touches with one more on either side; `None` where others share a line with them.
    fn keep(&self, file: &SourceFile, edit: TextRange) -> Option<Kept> {
        let text = file.text();
        let first = self.items.iter().rposition(|item| item.end < edit.start).unwrap_or(0);
        let last = self.items.iter().position(|item| edit.end < item.start).unwrap_or(self.items.len() - 1);
        let inner = self.braces.map_or(0..text.len(), |it| it.start as usize + 1..it.end as usize - 1);
        let start = match first.checked_sub(1) {
            Some(before) => line_start_after(file, self.items[before].end)? as usize,
            None => inner.start,
        };
        let end = match self.items.get(last + 1) {
            Some(_) => outside_comments(file, file.line_end(self.items[last].end))? as usize,
            None => inner.end,
        };
        let (from, to) = (self.items[first].start as usize, self.items[last].end as usize);
        if !(start <= from && to <= end) {
            return None;
        }
        let own_lines = text[start..from].contains('\n') || text[..start].ends_with('\n') || start == 0;
        let alone = file.line_end(to as u32) as usize <= end || text[to..end].contains('\n');
        (own_lines && alone).then_some(Kept { body: self.braces, text: start..end })
    }
}

/// Where the line after `at` starts.
fn line_start_after(file: &SourceFile, at: u32) -> Option<u32> {
    let end = outside_comments(file, file.line_end(at))?;
    let rest = &file.text()[end as usize..];
    let line_break = if rest.starts_with("\r\n") { 2 } else { 1 };
    (!rest.is_empty()).then_some(end + line_break)
}

/// `at`, unless it lies in a comment.
fn outside_comments(file: &SourceFile, at: u32) -> Option<u32> {
    let comments = file.comments();
    let next = comments.partition_point(|comment| comment.range.start < at);
    let inside = next > 0 && at < comments[next - 1].range.end;
    (!inside).then_some(at)
}

/// The lists of statements that `edit` lies in, outermost first; those that have statements.
fn bodies_around(module: &Module, edit: TextRange) -> Vec<Body> {
    let items: Vec<TextRange> = module.body.iter().map(TextRange::of).collect();
    let mut search = Search { edit, found: Vec::new() };
    if !items.is_empty() {
        search.found.push(Body { braces: None, items });
    }
    module.visit_with(&mut search);
    search.found
}

struct Search {
    edit: TextRange,
    found: Vec<Body>,
}

impl Search {
    fn holds(&self, range: TextRange) -> bool {
        range.start <= self.edit.start && self.edit.end <= range.end
    }

    /// Whether the edit lies between these braces.
    fn enter(&mut self, braces: TextRange, statements: &[Stmt]) -> bool {
        let inside = braces.start < self.edit.start && self.edit.end < braces.end;
        if inside && !statements.is_empty() {
            let items = statements.iter().map(TextRange::of).collect();
            self.found.push(Body { braces: Some(braces), items });
        }
        inside
    }
}

/// Visits only what holds the edit.
macro_rules! descend {
    ($($visit:ident($node:ty)),+ $(,)?) => {
        $(fn $visit(&mut self, node: &$node) {
            if self.holds(TextRange::of(node)) {
                node.visit_children_with(self);
            }
        })+
    };
}

impl Visit for Search {
    descend!(
        visit_module_item(ModuleItem),
        visit_stmt(Stmt),
        visit_expr(Expr),
        visit_class(Class),
        visit_class_member(ClassMember),
        visit_object_lit(ObjectLit),
        visit_prop_or_spread(PropOrSpread),
        visit_prop(Prop),
        visit_call_expr(CallExpr),
        visit_new_expr(NewExpr),
    );

    fn visit_block_stmt(&mut self, node: &BlockStmt) {
        if self.enter(TextRange::of(node), &node.stmts) {
            node.visit_children_with(self);
        }
    }

    fn visit_function_body(&mut self, node: &FunctionBody) {
        if self.enter(TextRange::of(node), &node.stmts) {
            node.visit_children_with(self);
        }
    }
}
