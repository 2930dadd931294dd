//! What a comment covers, and where one has to stand to cover something. Invariant: both are told by the same look, so
//! that a comment written for a finding covers it.

use std::ops::ControlFlow;

use crate::codemod::Declined;
use crate::model::{FileIndex, Node};
use crate::source::{Comment, SourceFile, TextRange};

/// What a comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of its file.
    File,
    /// What starts behind it.
    Construct(TextRange),
    /// It stands behind code, on its line.
    BesideCode,
    /// No construct follows it.
    Nothing,
}

/// A place for a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The start of the line before which it stands.
    pub(super) line: u32,
    /// What it covers there.
    pub(super) covered: TextRange,
}

/// Where a comment that silences a finding goes: before the smallest construct around it that starts a line, and before the
/// words to other tools that stand there, which are about the very next line.
///
/// # Errors
/// Why no comment can stand before it alone.
pub(super) fn place_for(source: &SourceFile, index: &FileIndex<'_>, range: TextRange) -> Result<Spot, Declined> {
    let none = || Declined::because("no line starts with what it is about; put that on a line of its own first");
    let innermost = index.innermost(range).ok_or_else(none)?;
    let around = std::iter::once(innermost).chain(index.ancestors(innermost).map(|(id, _)| id));
    let starts = around.map(|id| index.entry(id).range.start);
    let covers = |at: u32| source.starts_line(at) && covered_from(index, at).is_some_and(|it| it.contains(range));
    let at = starts.filter(|at| *at <= range.start).find(|at| covers(*at)).ok_or_else(none)?;
    let covered = covered_from(index, at).ok_or_else(none)?;
    Ok(Spot { line: before_directives(source, source.line_start(at)), covered })
}

/// The line before which a comment that stands beside code should stand, where one is there for it.
pub(super) fn place_above(source: &SourceFile, index: &FileIndex<'_>, comment: TextRange) -> Option<u32> {
    let line = source.line_start(comment.start);
    let at = next_token(source, line);
    let is_before = at < comment.start && source.starts_line(at);
    (is_before && covered_from(index, at).is_some()).then(|| before_directives(source, line))
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
        let above = source.line_start(line - 1);
        let text = source.text()[above as usize..line as usize].trim();
        if !(text.starts_with("//") || text.starts_with("/*")) || !DIRECTIVES.iter().any(|it| text.contains(it)) {
            break;
        }
        line = above;
    }
    line
}

/// The declaration, statement, member, property or element that starts behind the comment; among the children of JSX, the next
/// one.
pub(super) fn scope_of(source: &SourceFile, index: &FileIndex<'_>, comment: &Comment) -> Scope {
    let jsx = index.jsx_comment(comment.range);
    if !source.starts_line(jsx.map_or(comment.range, |it| it.braces).start) {
        return Scope::BesideCode;
    }
    if let Some(jsx) = jsx {
        return jsx.next.map_or(Scope::Nothing, Scope::Construct);
    }
    match covered_from(index, next_token(source, comment.range.end)) {
        Some(range) => Scope::Construct(range),
        None => Scope::Nothing,
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
