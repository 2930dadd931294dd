//! Where new statements may stand. Invariant: every name that they use and that the block declares is declared before
//! them.

use swc_ecma_ast::{Expr, MemberExpr, MemberProp, SimpleAssignTarget, Stmt};
use swc_ecma_visit::{Visit, VisitWith};

use super::Rewrite;
use super::blocks::{Around, Block, Seat};
use super::layout::parse_statements;
use super::statements::{Place, Side};
use crate::codemod::Declined;
use crate::model::{FileId, FileIndex, Node, NodeId, Origin, ScopeKind};
use crate::source::TextRange;

/// A side of a statement.
pub(super) struct Spot {
    pub(super) around: Around,
    pub(super) side: Side,
}

impl Rewrite<'_, '_> {
    /// Where `place` is for `code`.
    pub(super) fn spot(&mut self, file: FileId, place: Place, code: &str) -> Result<Spot, Declined> {
        match place {
            Place::Before(node) => Ok(Spot { around: self.around(file, node)?, side: Side::Before }),
            Place::After(node) => self.spot_after(file, node),
            Place::Earliest(node) => {
                let around = self.around(file, node)?;
                match around.seat.clone() {
                    Seat::Listed(block, _) => self.earliest(file, &block, code),
                    Seat::Unbraced | Seat::Arrow(_) => Ok(Spot { around, side: Side::Before }),
                }
            }
            Place::End(node) => {
                let around = self.around(file, node)?;
                match around.seat.clone() {
                    Seat::Listed(block, _) => Ok(self.end_of(file, &block)),
                    Seat::Unbraced => Ok(Spot { around, side: Side::After }),
                    Seat::Arrow(_) => Ok(Spot { around, side: Side::Before }),
                }
            }
            Place::Top => {
                let block = self.top(file);
                self.earliest(file, &block, code)
            }
            Place::Bottom => {
                let block = self.top(file);
                let last = block.items.len().saturating_sub(1);
                Ok(beside(&block, last, Side::After))
            }
        }
    }

    fn spot_after(&mut self, file: FileId, node: NodeId) -> Result<Spot, Declined> {
        let range = self.index(file).entry(node).range;
        let around = self.around(file, node)?;
        if let Some((_, target, side)) = self.draft(file).relocated.iter().find(|(r, ..)| *r == around.range).cloned() {
            return Ok(Spot { around: target, side });
        }
        if let Some((_, host, side)) = self.draft(file).hoisted.iter().find(|(r, ..)| r.contains(range)).cloned() {
            debug_assert_eq!(host, around.range);
            return Ok(Spot { around, side });
        }
        let bound = self.draft(file).hosts.get(&around.range).is_some_and(|h| h.bound.is_some());
        let stmt = around.node.map(|id| self.index(file).entry(id).node);
        let leaves = matches!(
            stmt,
            None | Some(Node::Stmt(Stmt::Return(_) | Stmt::Throw(_) | Stmt::Break(_) | Stmt::Continue(_)))
        );
        if leaves && !bound {
            return Err(Declined::because("nothing runs after it: its value is returned; bind it to a name first"));
        }
        Ok(Spot { around, side: Side::After })
    }

    fn end_of(&self, file: FileId, block: &Block) -> Spot {
        let last = block.items.len().saturating_sub(1);
        let text = block.items.last().map_or("", |item| self.file(file).source.slice(*item));
        let closes = ["return", "throw", "this.registerOutputs("].iter().any(|s| text.starts_with(s));
        beside(block, last, if closes { Side::Before } else { Side::After })
    }

    /// The first place of `block` at which all that `code` names is declared.
    pub(super) fn earliest(&mut self, file: FileId, block: &Block, code: &str) -> Result<Spot, Declined> {
        let used = used_names(code)?;
        let index = self.index(file);
        let mut at = block.head;
        let mut side = Side::After;
        for name in &used.names {
            if let Some((_, host, born)) = self.draft(file).born.iter().rev().find(|(n, ..)| n == name).cloned() {
                if let Some(place) = block.items.iter().position(|i| *i == host) {
                    let (after, s) = if born == Side::Before { (place, born) } else { (place + 1, born) };
                    if after > at || (after == at && s == Side::Before) {
                        (at, side) = (after, s);
                    }
                }
                continue;
            }
            let Some(after) = self.declared_before(file, block, name)? else { continue };
            if after > at {
                (at, side) = (after, Side::After);
            }
        }
        for name in &used.fields {
            let after = assignments(index, name)
                .filter_map(|range| block.items.iter().position(|i| i.contains(range)))
                .min()
                .map_or(0, |at| at + 1);
            if after > at {
                (at, side) = (after, Side::After);
            }
        }
        Ok(match side {
            Side::Before => beside(block, at, Side::Before),
            Side::After if at > 0 => beside(block, at - 1, Side::After),
            Side::After => beside(block, 0, Side::Before),
        })
    }

    /// After how many items of `block` the binding of `name` can be used; `None` where the block does not matter.
    fn declared_before(&self, file: FileId, block: &Block, name: &str) -> Result<Option<usize>, Declined> {
        let index = self.index(file);
        let Some(id) = index.lookup(name, block.scope) else {
            let elsewhere = index.bindings().any(|(_, b)| b.name == name && !b.origin.is_type());
            return match elsewhere {
                true => Err(Declined::because(format!("`{name}` is not in scope where it would be used"))),
                false => Ok(None),
            };
        };
        let binding = index.binding(id);
        if matches!(binding.origin, Origin::Import { .. } | Origin::ImportEquals(_) | Origin::Function(_)) {
            return Ok(None);
        }
        if let Some(at) = block.items.iter().position(|item| item.contains(binding.ident)) {
            return Ok(Some(at + 1));
        }
        let runs_later = index.scope(block.scope).kind == ScopeKind::Function
            || index
                .innermost(block.outer)
                .is_some_and(|id| index.ancestors(id).any(|(_, e)| matches!(e.node, Node::Function(_))));
        if binding.ident.start > block.outer.end && !runs_later {
            return Err(Declined::because(format!("`{name}` is declared after the place where it would be used")));
        }
        Ok(None)
    }
}

fn beside(block: &Block, at: usize, side: Side) -> Spot {
    match block.items.get(at) {
        Some(range) => {
            Spot { around: Around { range: *range, seat: Seat::Listed(block.clone(), at), node: None }, side }
        }
        // Nothing stands there, so the braces stand for it.
        None => {
            let seat = Seat::Listed(block.clone(), 0);
            Spot { around: Around { range: block.outer, seat, node: None }, side: Side::Before }
        }
    }
}

/// The places that assign `this.name`.
pub(super) fn assignments<'i>(index: &'i FileIndex<'_>, name: &'i str) -> impl Iterator<Item = TextRange> + 'i {
    index.entries().filter_map(move |(_, entry)| match entry.node {
        Node::Target(SimpleAssignTarget::Member(m)) if this_field(m).is_some_and(|f| f == name) => Some(entry.range),
        _ => None,
    })
}

pub(super) fn this_field(member: &MemberExpr) -> Option<String> {
    match (&*member.obj, &member.prop) {
        (Expr::This(_), MemberProp::Ident(name)) => Some(name.sym.to_string()),
        _ => None,
    }
}

/// What code needs from around it.
pub(super) struct Used {
    /// Names that it does not declare itself.
    pub(super) names: Vec<String>,
    /// `x` of `this.x`.
    pub(super) fields: Vec<String>,
}

/// What `code`, statements, needs from around it.
pub(super) fn used_names(code: &str) -> Result<Used, Declined> {
    struct Fields(Vec<String>);
    impl Visit for Fields {
        fn visit_member_expr(&mut self, member: &MemberExpr) {
            self.0.extend(this_field(member));
            member.visit_children_with(self);
        }
    }
    let (module, _, _, text) = parse_statements(code)?;
    let mut fields = Fields(Vec::new());
    module.visit_with(&mut fields);
    let index = FileIndex::new(&module, TextRange::new(0, text.len() as u32));
    let names = index.unbound_names().map(str::to_string).collect();
    Ok(Used { names, fields: fields.0 })
}

/// The names that `code`, statements, declares for what stands beside it.
pub(super) fn declared_names(code: &str) -> Result<Vec<String>, Declined> {
    let (module, _, shift, text) = parse_statements(code)?;
    let index = FileIndex::new(&module, TextRange::new(0, text.len() as u32));
    let outermost = |scope| {
        let scope = index.scope(scope);
        if shift == 0 { scope.parent.is_none() } else { scope.parent.is_some_and(|p| index.scope(p).parent.is_none()) }
    };
    let names = index.bindings().filter(|(_, b)| outermost(b.scope)).map(|(_, b)| b.name.clone()).collect();
    Ok(names)
}
