//! What a rewrite has collected for one file. Invariant: positions are those of the file as read; pieces become edits
//! once, at the end, so that verbs on one construct compose.

use std::collections::BTreeMap;

use super::Sheet;
use super::blocks::Around;
use super::delete::{self, Gone};
use super::list::List;
use super::scan::Scan;
use super::statements::{Host, New, Side};
use crate::codemod::Declined;
use crate::edit::{Edit, EditSet};
use crate::print::FileLayout;
use crate::source::{SourceFile, TextRange};

/// What stands first where several texts are inserted at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Ends something that stands before the place; the innermost first.
    Close,
    /// Follows something that stands before the place.
    After,
    /// Precedes something that starts at the place.
    Before,
    /// Starts something around what follows; the innermost last.
    Open,
}

/// One change of the text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: TextRange,
    pub(super) text: String,
    pub(super) rank: Rank,
    turn: u32,
}

/// What a rewrite has collected for one file.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) pieces: Vec<Piece>,
    pub(super) lists: BTreeMap<u32, List>,
    pub(super) hosts: BTreeMap<TextRange, Host>,
    /// Names that this rewrite has brought into the file.
    pub(super) names: Vec<String>,
    /// Those of them that inserted statements declare, with the statement beside which they stand.
    pub(super) born: Vec<(String, TextRange, Side)>,
    /// Expressions that were moved out of a statement, to a side of it.
    pub(super) hoisted: Vec<(TextRange, TextRange, Side)>,
    /// Statements that go.
    pub(super) gone: Gone,
    /// Statements that were moved, to a side of another.
    pub(super) relocated: Vec<(TextRange, Around, Side)>,
    /// The names that expressions were bound to.
    pub(super) bound: Vec<(TextRange, String)>,
    /// Expressions that are moved away, with what stands in their place.
    pub(super) moved: Vec<(TextRange, String)>,
    /// New lines of imports.
    pub(super) imports: Vec<super::imports::NewImport>,
    /// What was added to imports that stand.
    pub(super) imported: Vec<(String, crate::model::Imported, String)>,
    /// New lines of exports, with the names that they export.
    pub(super) exports: Vec<(String, String)>,
    /// How the file is laid out, once somebody has looked.
    pub(super) layout: Option<FileLayout>,
    turn: u32,
}

impl Draft {
    /// Whether what comes into the file uses `name`. Text is looked at word by word, so a word of a string counts too:
    /// that only keeps what might have gone.
    pub(super) fn mentions(&self, name: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let uses = |text: &str| text.split(|c| !is_part(c)).any(|word| word == name);
        let laid = |new: &New| match new {
            New::Laid(text) => uses(text),
            New::Moved { head, tail, .. } => uses(head) || uses(tail),
        };
        self.pieces.iter().any(|piece| uses(&piece.text))
            || self.lists.values().flat_map(|list| &list.added).any(|added| uses(&added.text))
            || self.hosts.values().flat_map(|host| host.before.iter().chain(&host.after)).any(laid)
    }

    /// `text` in place of `range`.
    pub(super) fn put(&mut self, range: TextRange, text: impl Into<String>, rank: Rank) {
        let text = text.into();
        if range.is_empty() && text.is_empty() {
            return;
        }
        self.turn += 1;
        self.pieces.push(Piece { range, text, rank, turn: self.turn });
    }

    /// `text` at `at`.
    pub(super) fn insert(&mut self, at: u32, text: impl Into<String>, rank: Rank) {
        self.put(TextRange::empty(at), text, rank);
    }

    /// `text` in place of `range`.
    pub(super) fn replace(&mut self, range: TextRange, text: impl Into<String>) {
        self.put(range, text, Rank::Before);
    }

    /// `text` in place of `range`, unless the same is asked for already.
    pub(super) fn replace_once(&mut self, range: TextRange, text: String) {
        if !self.pieces.iter().any(|p| p.range == range && p.text == text) {
            self.replace(range, text);
        }
    }

    /// Nothing in place of `range`.
    pub(super) fn delete(&mut self, range: TextRange) {
        if !range.is_empty() {
            self.replace(range, "");
        }
    }

    /// All edits of the file, in order.
    pub(super) fn lower(mut self, file: Sheet<'_>) -> Result<EditSet, Declined> {
        let source = file.source;
        for list in std::mem::take(&mut self.lists).into_values() {
            list.lower(Scan::new(source), &mut self);
        }
        let mut hosts: Vec<Host> = std::mem::take(&mut self.hosts).into_values().collect();
        hosts.sort_by_key(|host| (host.takes_text(), host.range.len()));
        for host in hosts {
            host.lower(file, &mut self)?;
        }
        delete::lower(source, std::mem::take(&mut self.gone), &mut self);
        let edits = merge(source, self.pieces)?;
        let mut set = EditSet::new();
        for Edit { range, text } in edits {
            let plain = text.replace("\r\n", "\n");
            let text = plain.replace('\n', source.newline().as_str());
            if text == source.slice(range) {
                continue;
            }
            set.insert(source.text(), Edit { range, text }).map_err(|e| Declined::because(e.to_string()))?;
        }
        Ok(set)
    }

    /// The text of `range` with the changes within it, which are taken out of the draft.
    pub(super) fn take_text(&mut self, source: &SourceFile, range: TextRange) -> Result<String, Declined> {
        let (within, rest) = std::mem::take(&mut self.pieces).into_iter().partition(|piece: &Piece| {
            let inside = range.start < piece.range.start && piece.range.end < range.end;
            let at_edge = piece.range.is_empty()
                && ((piece.range.start == range.start && piece.rank == Rank::Open)
                    || (piece.range.start == range.end && piece.rank == Rank::Close));
            inside || at_edge || (!piece.range.is_empty() && range.contains(piece.range))
        });
        self.pieces = rest;
        let mut out = String::new();
        let mut at = range.start;
        for edit in merge(source, within)? {
            out.push_str(source.slice(TextRange::new(at, edit.range.start)));
            out.push_str(&edit.text);
            at = edit.range.end;
        }
        out.push_str(source.slice(TextRange::new(at, range.end)));
        Ok(out.replace("\r\n", "\n"))
    }
}

/// Sorts pieces and joins those that stand at one place.
fn merge(source: &SourceFile, mut pieces: Vec<Piece>) -> Result<Vec<Edit>, Declined> {
    let turn = |p: &Piece| if p.rank == Rank::Open { -i64::from(p.turn) } else { i64::from(p.turn) };
    pieces.sort_by_key(|p| (p.range.start, p.range.end, p.rank, turn(p)));
    let mut edits: Vec<Edit> = Vec::new();
    for piece in pieces {
        if let Some(last) = edits.last_mut() {
            if last.range == piece.range && piece.range.is_empty() {
                last.text.push_str(&piece.text);
                continue;
            }
            if last.range == piece.range && last.text == piece.text {
                continue;
            }
            if piece.range.start < last.range.end {
                let line = source.line_column(piece.range.start).line;
                return Err(Declined::because(format!(
                    "two changes of this fix meet at line {line}; apply them one by one"
                )));
            }
        }
        edits.push(Edit { range: piece.range, text: piece.text });
    }
    Ok(edits)
}
