//! Which groups name which in the rules that they hold. Invariant: a reference is told only where the group that it names
//! is surely the one that is made beside the one that names it, and not that of another turn or another instance.

use std::collections::BTreeSet;

use iacfix_engine::model::{
    Binding, BindingId, Bound, Element, ElementOf, FileId, Model, Node, NodeId, Origin, Piece, Resource, ResourceId,
    Site, Value, identified,
};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Expr, MemberProp, ObjectLit};

use crate::security_groups::rules::{Direction, GROUPS, Rules};

/// A group that an inline rule of a group names.
#[derive(Clone, Debug)]
pub(super) struct Reference<'p> {
    /// The group whose rule it is.
    pub(super) owner: ResourceId,
    pub(super) direction: Direction,
    /// The rule.
    pub(super) rule: Site<'p, ObjectLit>,
    /// The group that it names.
    pub(super) peer: ResourceId,
    /// What names it.
    pub(super) site: Site<'p, Expr>,
    pub(super) of: ElementOf<'p>,
    /// Whether it is read before the group that it names is made.
    pub(super) is_early: bool,
}

impl<'p> Reference<'p> {
    /// All that inline rules name.
    pub(super) fn all(model: &Model<'p>, rules: &Rules<'p>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for rule in &rules.all {
            let Some(object) = rule.object() else { continue };
            let Some(property) = model.object_property(object, "securityGroups").found() else { continue };
            for element in model.property_elements(&property) {
                let Some(peer) = peer_of(model, &element) else { continue };
                let Some(is_early) = reads(model, model.resource(rule.resource), model.resource(peer), &element) else {
                    continue;
                };
                let site = Site { file: element.file, node: element.expr };
                let (owner, direction, of) = (rule.resource, rule.direction, element.of);
                out.push(Self { owner, direction, rule: object, peer, site, of, is_early });
            }
        }
        out
    }

    /// The list of rules that it stands in.
    pub(super) fn list(&self) -> (ResourceId, Direction) {
        (self.owner, self.direction)
    }

    pub(super) fn place(&self) -> (FileId, TextRange) {
        (self.site.file, TextRange::of(self.site.node))
    }
}

fn peer_of<'p>(model: &Model<'p>, element: &Element<'p>) -> Option<ResourceId> {
    let pieces = model.text_pieces(element.file, element.expr);
    let [Piece::Hole(site)] = pieces.as_slice() else { return None };
    let value = model.value(site.file, site.node);
    let mut something = value.choices().iter().filter(|it| !matches!(it, Value::Undefined | Value::Null));
    let (Some(only), None) = (something.next(), something.next()) else { return None };
    let peer = identified(only)?;
    GROUPS.contains(&model.resource(peer).type_name()).then_some(peer)
}

/// Whether `element`, which names `peer` for `owner`, is read before `peer` is made; `None` where it may mean the `peer`
/// of another time.
fn reads<'p>(model: &Model<'p>, owner: &Resource<'p>, peer: &Resource<'p>, element: &Element<'p>) -> Option<bool> {
    let written = model.written(element.file, element.expr);
    let index = model.index(written.file);
    let node = index.expr(written.expr)?;
    let mut inside = index.within(node).map(|(_, entry)| entry.node).chain([index.entry(node).node]);
    let named = inside.any(|node| names(model, written.file, node, owner, peer));
    let made = (peer.file, peer.node);
    let is_own = named
        && match &peer.bound {
            Bound::Variable(id) => model.runs_once(made, (id.file, model.binding(*id).node)),
            _ => model.runs_once(made, (owner.file, owner.node)),
        };
    if !is_own {
        // Through parameters: only what the whole program makes once is the same.
        let (top, _) = model.index(owner.file).ancestors(owner.node).last()?;
        let once = |it: &Resource<'p>| model.runs_once((it.file, it.node), (owner.file, top));
        return (owner.id != peer.id && once(owner) && once(peer)).then_some(false);
    }
    if is_guarded(model, element, peer) {
        return None;
    }
    let is_at_once = peer.file == written.file && index.function_around(node) == index.function_around(peer.node);
    // What stands within the group itself is read before that is made.
    Some(is_at_once && TextRange::of(written.expr).start < peer.range().end)
}

/// Whether a node is the name that holds `peer`.
fn names<'p>(model: &Model<'p>, file: FileId, node: Node<'p>, owner: &Resource<'p>, peer: &Resource<'p>) -> bool {
    match (node, &peer.bound) {
        (Node::Expr(Expr::Ident(ident)), Bound::Variable(id)) => {
            let target = model.index(file).target(ident);
            target.is_some_and(|local| model.declared_at(BindingId { file, local }) == *id)
        }
        (Node::Expr(Expr::Member(member)), Bound::Field(name)) => {
            let is_it = match &member.prop {
                MemberProp::PrivateName(private) => name.strip_prefix('#') == Some(&*private.name),
                prop => prop.is_ident_with(name),
            };
            member.obj.is_this() && is_it && owner.class == peer.class
        }
        _ => false,
    }
}

/// Whether it is read only under a condition, and what it reads may be nothing until it is assigned.
fn is_guarded<'p>(model: &Model<'p>, element: &Element<'p>, peer: &Resource<'p>) -> bool {
    let is_constant =
        |binding: &Binding<'p>| matches!(binding.origin, Origin::Variable { .. }) && !binding.is_reassigned();
    if matches!(peer.bound, Bound::Variable(id) if is_constant(model.binding(id))) {
        return false;
    }
    let index = model.index(element.file);
    let condition = index.expr(element.expr).and_then(|node| model.condition_around(element.file, node));
    let statement = index.entry(peer.statement).range;
    condition.is_some_and(|at: NodeId| !index.entry(at).range.contains(statement))
}

/// Groups none of which can be made before the others, and the references that make it so.
pub(super) struct Cycle<'p> {
    /// In the order in which they stand.
    pub(super) groups: Vec<ResourceId>,
    pub(super) references: Vec<Reference<'p>>,
}

/// The cycles among `references`; what names itself alone is none.
pub(super) fn cycles<'p>(references: &[Reference<'p>]) -> Vec<Cycle<'p>> {
    let reached = |from: ResourceId| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            let next = references.iter().filter(|it| it.owner == at && it.peer != at).map(|it| it.peer);
            open.extend(next.filter(|peer| seen.insert(*peer)));
        }
        seen
    };
    let mut out: Vec<Cycle<'p>> = Vec::new();
    let owners: BTreeSet<ResourceId> = references.iter().map(|it| it.owner).collect();
    for owner in owners {
        if out.iter().any(|cycle| cycle.groups.contains(&owner)) {
            continue;
        }
        let groups: Vec<ResourceId> = reached(owner).into_iter().filter(|it| reached(*it).contains(&owner)).collect();
        if groups.len() < 2 {
            continue;
        }
        let within =
            |it: &&Reference<'p>| it.owner != it.peer && groups.contains(&it.owner) && groups.contains(&it.peer);
        let references = references.iter().filter(within).cloned().collect();
        out.push(Cycle { groups, references });
    }
    out
}
