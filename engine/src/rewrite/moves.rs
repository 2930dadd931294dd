//! Moving statements. Invariant: what a moved statement needs is declared before it, and what needs it comes after.

use std::collections::BTreeSet;

use super::Rewrite;
use super::blocks::{Around, Block, Seat};
use super::statements::{New, Side};
use crate::codemod::Declined;
use crate::model::{FileId, Node, NodeId, Origin, ScopeId};
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// Moves the statement around `node`, with its comments, before the statement around `target`; statements between
    /// them that it needs move with it.
    ///
    /// # Errors
    /// Statements of different blocks.
    pub fn move_before(&mut self, file: FileId, node: NodeId, target: NodeId) -> Result<(), Declined> {
        let (block, from, to) = self.both(file, node, target)?;
        if from < to {
            self.refuse_uses(file, &block, from, to)?;
            return self.relocate(file, &block, &[from], to, Side::Before);
        }
        let moved = self.with_needs(file, &block, from, to);
        if moved.contains(&to) {
            return Err(Declined::because("it needs the statement that it would have to stand before"));
        }
        self.relocate(file, &block, &moved, to, Side::Before)
    }

    /// Moves the statement around `node`, with its comments, after the statement around `target`; statements between
    /// them that it needs move with it.
    ///
    /// # Errors
    /// Statements of different blocks; something between them that needs it.
    pub fn move_after(&mut self, file: FileId, node: NodeId, target: NodeId) -> Result<(), Declined> {
        let (block, from, to) = self.both(file, node, target)?;
        if from < to {
            self.refuse_uses(file, &block, from, to + 1)?;
            return self.relocate(file, &block, &[from], to, Side::After);
        }
        let moved = self.with_needs(file, &block, from, to + 1);
        self.relocate(file, &block, &moved, to, Side::After)
    }

    fn both(&self, file: FileId, node: NodeId, target: NodeId) -> Result<(Block, usize, usize), Declined> {
        match (self.around(file, node)?.seat, self.around(file, target)?.seat) {
            (Seat::Listed(block, from), Seat::Listed(other, to)) if block.outer == other.outer => Ok((block, from, to)),
            _ => {
                Err(Declined::because("the two statements stand in different blocks, so neither can move to the other"))
            }
        }
    }

    /// The statements from `to` on that the statement `from` needs, itself last.
    fn with_needs(&self, file: FileId, block: &Block, from: usize, to: usize) -> Vec<usize> {
        let mut moved = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for need in self.needs(file, block, at) {
                if need >= to && need < from && moved.insert(need) {
                    open.push(need);
                }
            }
        }
        moved.into_iter().collect()
    }

    /// The statements of `block` that declare or assign what the one at `at` uses.
    fn needs(&self, file: FileId, block: &Block, at: usize) -> BTreeSet<usize> {
        let index = self.index(file);
        let item = block.items[at];
        let mut out = BTreeSet::new();
        for (_, binding) in index.bindings() {
            let hoisted = matches!(binding.origin, Origin::Function(_)) || binding.origin.is_type();
            if hoisted || !binding.uses.iter().any(|u| item.contains(u.range)) {
                continue;
            }
            out.extend(block.items.iter().position(|i| i.contains(binding.ident)));
        }
        for name in self.fields_read(file, item) {
            out.extend(
                super::place::assignments(index, &name)
                    .filter_map(|range| block.items.iter().position(|i| i.contains(range))),
            );
        }
        out.remove(&at);
        out
    }

    /// The fields of `this` that the code in `range` reads.
    fn fields_read(&self, file: FileId, range: TextRange) -> Vec<String> {
        let entries = self.index(file).entries().filter(|(_, e)| range.contains(e.range));
        let field = |node: Node<'_>| match node {
            Node::Expr(swc_ecma_ast::Expr::Member(m)) => super::place::this_field(m),
            _ => None,
        };
        entries.filter_map(|(_, e)| field(e.node)).collect()
    }

    /// Declines when a statement before `to` needs the one at `from`.
    fn refuse_uses(&self, file: FileId, block: &Block, from: usize, to: usize) -> Result<(), Declined> {
        for at in from + 1..to {
            if self.needs(file, block, at).contains(&from) {
                let line = self.file(file).source.line_column(block.items[at].start).line;
                let reason = format!("line {line} uses what it declares, and would come before it");
                return Err(Declined::because(reason));
            }
        }
        Ok(())
    }

    fn relocate(
        &mut self,
        file: FileId,
        block: &Block,
        moved: &[usize],
        to: usize,
        side: Side,
    ) -> Result<(), Declined> {
        if moved == [to] {
            return Ok(());
        }
        let moved = self.still_to_move(file, block, moved, (to, side))?;
        let scan = self.scan(file);
        let target = Around { range: block.items[to], seat: Seat::Listed(block.clone(), to), node: None };
        for at in &moved {
            let item = block.items[*at];
            let lead = if block.top && *at == 0 { scan.after_header(item.start) } else { scan.lead(item.start) };
            let range = TextRange::new(lead, scan.tail(item.end));
            let new = New::Moved { head: String::new(), range, tail: String::new() };
            let host = self.host(file, &target);
            match side {
                Side::Before => host.before.push(new),
                Side::After => host.after.push(new),
            }
            let names: Vec<String> = self.declared_in(file, item, block.scope);
            let draft = self.draft(file);
            draft.born.extend(names.into_iter().map(|name| (name, target.range, side)));
            draft.relocated.push((item, target.clone(), side));
            let entry = draft.gone.entry(block.outer).or_insert_with(|| (block.clone(), BTreeSet::new()));
            entry.1.insert(*at);
        }
        Ok(())
    }

    /// Those of `moved` that no earlier move has put where they are needed.
    fn still_to_move(
        &mut self,
        file: FileId,
        block: &Block,
        moved: &[usize],
        (to, side): (usize, Side),
    ) -> Result<Vec<usize>, Declined> {
        let wanted = block.items[to].start;
        let mut out = Vec::new();
        for at in moved {
            let item = block.items[*at];
            match self.draft(file).relocated.iter().find(|(range, ..)| *range == item) {
                Some((_, target, _)) if target.range.start < wanted => {}
                Some((_, target, at)) if target.range.start == wanted && *at == side => {}
                Some(_) => {
                    let line = self.file(file).source.line_column(item.start).line;
                    return Err(Declined::because(format!("line {line} would have to move to two places")));
                }
                None => out.push(*at),
            }
        }
        Ok(out)
    }

    fn declared_in(&self, file: FileId, range: TextRange, scope: ScopeId) -> Vec<String> {
        let bindings = self.index(file).bindings();
        bindings.filter(|(_, b)| b.scope == scope && range.contains(b.ident)).map(|(_, b)| b.name.clone()).collect()
    }
}
