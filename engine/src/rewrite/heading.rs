//! Comments that head several statements. Invariant: a comment that says anything of the first statement alone belongs to
//! that, and goes with it.

use std::collections::BTreeSet;

use super::blocks::Block;
use super::scan::Scan;
use crate::model::words_of;
use crate::source::{CommentKind, TextRange};

/// Words that name nothing.
const PLAIN: &[&str] =
    &["the", "and", "for", "from", "with", "that", "this", "its", "our", "all", "new", "const", "let"];

/// Comments that speak to a tool of the line that follows.
const OF_LINE: &[&str] = &["eslint-", "@ts-", "prettier-ignore", "biome-ignore", "iacfix-ignore", "istanbul ", "c8 "];

/// Whether the line comments directly above the first of the statements `first..=last` of a block, all of which go, head
/// what follows too, so that they stay. `goes` are all statements of the block that go.
///
/// Blank lines part statements, but not from their heading. It is about what goes where it names the type of that, or
/// anything that no later statement of the block names; else it stays where it names what both do, which what another fix
/// puts between does not change. Where nothing but a line break lies between, one that names neither is a heading too.
pub(super) fn heads_more(scan: Scan<'_>, block: &Block, first: usize, last: usize, goes: &BTreeSet<usize>) -> bool {
    let start = block.items[first].start;
    let comments = scan.source.comments_in(TextRange::new(scan.lead(start), start));
    let is_plain = |text: &str| !OF_LINE.iter().any(|word| text.contains(word));
    if comments.is_empty() || !comments.iter().all(|c| c.kind == CommentKind::Line && is_plain(&c.text)) {
        return false;
    }
    let has_own = |at: &usize| scan.lead(block.items[*at].start) < block.items[*at].start;
    let stay: Vec<usize> = (last + 1..block.items.len()).filter(|at| !goes.contains(at)).collect();
    let Some(next) = stay.first().filter(|at| !has_own(at)) else { return false };
    if (first + 1..=last).any(|at| has_own(&at)) {
        return false;
    }
    let text = |at: &usize| head(scan.source.slice(block.items[*at]));
    let gone: Vec<&str> = (first..=last).map(|at| text(&at)).collect();
    let of_gone: BTreeSet<String> = gone.iter().flat_map(|text| names_in(text)).collect();
    let types: BTreeSet<String> = gone.iter().flat_map(|text| names_in(type_in(text))).collect();
    let beside: BTreeSet<String> =
        stay.iter().take_while(|at| !has_own(at)).flat_map(|at| names_in(text(at))).collect();
    let later: BTreeSet<String> = stay.iter().flat_map(|at| names_in(text(at))).collect();
    let said: BTreeSet<String> = comments.iter().flat_map(|comment| names_in(&comment.text)).collect();
    let is_of_gone = |word: &String| {
        (types.contains(word) && !beside.contains(word)) || (of_gone.contains(word) && !later.contains(word))
    };
    let is_close = !scan.blank(block.items[last].end, block.items[*next].start);
    !said.iter().any(is_of_gone) && (is_close || said.iter().any(|word| of_gone.contains(word) && later.contains(word)))
}

/// The type that a statement makes one of, without where it comes from; empty where it makes none.
fn type_in(head: &str) -> &str {
    let made = head.split_once("new ").map_or("", |(_, made)| made);
    let path = made.split(['(', '<']).next().unwrap_or("");
    path.rsplit('.').next().unwrap_or("")
}

/// What a statement says of what it makes: its name, type and logical name, up to the first object or body.
fn head(text: &str) -> &str {
    let braces = text.match_indices('{').map(|(at, _)| at);
    let end = braces.into_iter().find(|at| !text[..*at].ends_with('$')).unwrap_or(text.len());
    &text[..end]
}

/// The words of a text that may name something, each in the singular.
fn names_in(text: &str) -> impl Iterator<Item = String> {
    let words = words_of(text).into_iter();
    let words = words.map(|word| word.strip_suffix('s').map(str::to_string).unwrap_or(word));
    words.filter(|word| word.len() > 2 && !PLAIN.contains(&word.as_str()))
}
