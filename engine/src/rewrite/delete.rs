//! Taking code out. Invariant: what goes takes the comments that are about it, its lines and one of two blank lines along;
//! nothing else moves.

use std::collections::{BTreeMap, BTreeSet};

use swc_ecma_ast::{ImportSpecifier, ModuleDecl, ModuleItem};

use super::Rewrite;
use super::blocks::{Around, Block, Seat};
use super::draft::Draft;
use super::heading::heads_more;
use super::properties::ListKind;
use super::scan::Scan;
use crate::codemod::Declined;
use crate::model::{FileId, Node, NodeId, ScopeId};
use crate::source::{SourceFile, TextRange};

const DECLARATORS: ListKind = ListKind { separator: ",", spaced: false, rows: false, arguments: false };

/// Statements that go, by the braces of their block.
pub(super) type Gone = BTreeMap<TextRange, (Block, BTreeSet<usize>)>;

impl Rewrite<'_, '_> {
    /// Deletes the declaration that `node` is part of, where its statement declares several things; else the statement
    /// around it.
    ///
    /// # Errors
    /// A value that is returned: nothing would be left to return.
    pub fn delete(&mut self, file: FileId, node: NodeId) -> Result<(), Declined> {
        let index = self.index(file);
        let chain = std::iter::once((node, index.entry(node))).chain(index.ancestors(node));
        let mut inner = chain.take_while(|(_, e)| !matches!(e.node, Node::Stmt(_) | Node::Item(_)));
        let declarator = inner.find_map(|(_, e)| match e.node {
            Node::Declarator(var, one) if var.decls.len() > 1 => Some((var, TextRange::of(one))),
            _ => None,
        });
        if let Some((var, one)) = declarator {
            let items: Vec<TextRange> = var.decls.iter().map(TextRange::of).collect();
            let outer = TextRange::new(items[0].start.saturating_sub(1), items[items.len() - 1].end + 1);
            let at = items.iter().position(|i| *i == one).unwrap_or(0);
            let count = items.len();
            let list = self.list_of(file, outer, items, DECLARATORS);
            list.removed.insert(at);
            if list.removed.len() < count {
                return Ok(());
            }
            self.draft(file).lists.remove(&outer.start);
        }
        let Around { range, seat, .. } = self.around(file, node)?;
        match seat {
            Seat::Listed(block, at) => {
                self.take_out(file, block, at);
                Ok(())
            }
            Seat::Unbraced => {
                self.draft(file).replace(range, "{}");
                Ok(())
            }
            Seat::Arrow(_) => Err(Declined::because("it is what a function returns; change the function instead")),
        }
    }

    /// Deletes the statement at `place` of `block`.
    pub(super) fn take_out(&mut self, file: FileId, block: Block, place: usize) {
        let gone = &mut self.draft(file).gone;
        gone.entry(block.outer).or_insert_with(|| (block, BTreeSet::new())).1.insert(place);
    }

    /// Deletes the import of `name` when everything that used it goes or is replaced in this rewrite.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn drop_unused_import(&mut self, file: FileId, name: &str) -> Result<(), Declined> {
        let index = self.index(file);
        let Some(local) = index.lookup(name, ScopeId(0)) else { return Ok(()) };
        let binding = index.binding(local);
        let gone = self.gone_ranges(file);
        let (ident, still_used) =
            (binding.ident, binding.uses.iter().any(|used| !gone.iter().any(|range| range.contains(used.range))));
        if still_used {
            return Ok(());
        }
        let body = &self.file(file).source.module().body;
        let import = body.iter().find_map(|item| match item {
            ModuleItem::ModuleDecl(ModuleDecl::Import(import)) if TextRange::of(import).contains(ident) => Some(import),
            _ => None,
        });
        let Some(import) = import else { return Ok(()) };
        let at = import.specifiers.iter().position(|s| TextRange::of(s).contains(ident)).unwrap_or(0);
        let named: Vec<&ImportSpecifier> = import.specifiers.iter().filter(|s| s.is_named()).collect();
        if let Some((open, close, names)) = self.braces(file, import)
            && import.specifiers[at].is_named()
        {
            let items: Vec<TextRange> = names.into_iter().map(|(_, range)| range).collect();
            let slot = items.iter().position(|i| i.contains(ident)).unwrap_or(0);
            let list = self.list_of(file, TextRange::new(open, close + 1), items, super::imports::SPECIFIERS);
            list.removed.insert(slot);
            if list.removed.len() < named.len() || !list.added.is_empty() {
                return Ok(());
            }
            self.draft(file).lists.remove(&open);
            if named.len() < import.specifiers.len() {
                let before = self.scan(file).back(open);
                let from = self.scan(file).back(before.saturating_sub(1));
                self.draft(file).delete(TextRange::new(from, close + 1));
                return Ok(());
            }
        } else if import.specifiers.len() > 1 {
            let next = TextRange::of(&import.specifiers[at + 1]);
            let scan = self.scan(file);
            let start = TextRange::of(&import.specifiers[at]).start;
            let comma = scan.find(start, next.start, b',').map_or(start, |comma| comma + 1);
            let to = scan.skip(comma);
            self.draft(file).delete(TextRange::new(start, to));
            return Ok(());
        }
        let block = self.top(file);
        let range = TextRange::of(import);
        if let Some(at) = block.items.iter().position(|i| *i == range) {
            let gone = &mut self.draft(file).gone;
            gone.entry(block.outer).or_insert_with(|| (block, BTreeSet::new())).1.insert(at);
        }
        Ok(())
    }

    /// What this rewrite takes out of a file or replaces.
    fn gone_ranges(&mut self, file: FileId) -> Vec<TextRange> {
        let draft = self.draft(file);
        let statements = draft.gone.values().flat_map(|(block, at)| at.iter().map(|i| block.items[*i]));
        let items = draft.lists.values().flat_map(|list| list.removed.iter().map(|i| list.items[*i]));
        let pieces = draft.pieces.iter().map(|p| p.range).filter(|r| !r.is_empty());
        statements.chain(items).chain(pieces).collect()
    }
}

/// Makes the pieces of the statements that go.
pub(super) fn lower(source: &SourceFile, gone: Gone, out: &mut Draft) {
    let scan = Scan::new(source);
    for (block, goes) in gone.into_values() {
        let mut at = goes.iter().copied().peekable();
        while let Some(first) = at.next() {
            let mut last = first;
            while at.next_if_eq(&(last + 1)).is_some() {
                last += 1;
            }
            for (first, last) in runs(scan, &block, first, last) {
                out.delete(rows(scan, &block, first, last, &goes));
            }
        }
    }
}

/// Neighbouring statements that go, parted at blank lines where these are all that would set their neighbours apart.
fn runs(scan: Scan<'_>, block: &Block, first: usize, last: usize) -> Vec<(usize, usize)> {
    let parted = |before: usize| scan.blank(block.items[before].end, scan.lead(block.items[before + 1].start));
    let is_set_apart = first.checked_sub(1).is_none_or(parted) || last + 1 >= block.items.len() || parted(last);
    let mut out = vec![(first, last)];
    if !is_set_apart {
        for at in (first..last).filter(|at| parted(*at)) {
            let (start, end) = out.pop().unwrap_or((first, last));
            out.extend([(start, at), (at + 1, end)]);
        }
    }
    out
}

/// The text of neighbouring statements with their comments and lines.
fn rows(scan: Scan<'_>, block: &Block, first: usize, last: usize, goes: &BTreeSet<usize>) -> TextRange {
    let (start, end) = (block.items[first].start, block.items[last].end);
    let heads_more = heads_more(scan, block, first, last, goes);
    let lead = match block.top && first == 0 {
        _ if heads_more => start,
        true => scan.after_header(start),
        false => scan.lead(start),
    };
    let tail = scan.tail(end);
    let alone = scan.source.starts_line(lead) && scan.ends_line(end);
    if !alone {
        return match (first.checked_sub(1).and_then(|p| block.items.get(p)), block.items.get(last + 1)) {
            (_, Some(next)) if !scan.breaks(end, next.start) => TextRange::new(start, next.start),
            (Some(previous), _) if !scan.breaks(previous.end, start) => TextRange::new(previous.end, end),
            _ => TextRange::new(start, end),
        };
    }
    let inner = match block.top {
        true => block.outer,
        false => TextRange::new(block.outer.start + 1, block.outer.end.saturating_sub(1)),
    };
    let (from, to) = (scan.source.line_start(lead), scan.next_line(tail));
    let opens = scan.text(inner.start, from).trim().trim_start_matches('\u{feff}').is_empty();
    let closes = scan.text(to, inner.end).trim().is_empty();
    let blank_before = from > 0 && scan.text(scan.line_before(from), from).trim().is_empty();
    let blank_after = to < inner.end && scan.text(to, scan.next_line(to)).trim().is_empty();
    if blank_after && !closes && (blank_before || opens || heads_more) {
        return TextRange::new(from, scan.next_line(to));
    }
    if closes && blank_before && !opens {
        return TextRange::new(scan.line_before(from), to);
    }
    TextRange::new(from, to)
}
