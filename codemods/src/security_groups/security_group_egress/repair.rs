//! Putting a list of ports where everything was open. Invariant: addresses stay as they were, rules beside the open one
//! stay, and what another place shares keeps what it had.

use iacfix_engine::codemod::{Context, Declined, Effect, PortRange};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{FileId, Lookup, Model, Node, NodeId, ResourceId, Site, Source, Spot, Value, peel};
use iacfix_engine::rewrite::{Gone, Rewrite};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{ArrayLit, Expr, ObjectLit};

use super::admitted::{self, Needs, Opening};
use crate::security_groups::rules::{Direction, Edge, INLINE, Rule, Rules, Traffic};

/// What comments say of rules that let everything out, and what is true of those that stand there instead.
pub(super) const SAID_OF_ALL: &[(&str, &str)] = &[
    ("all outbound", "outbound"),
    ("All outbound", "Outbound"),
    ("any outbound", "outbound"),
    ("all egress", "egress"),
    ("All egress", "Egress"),
    ("all outgoing", "outgoing"),
    ("All outgoing", "Outgoing"),
    ("unrestricted outbound", "outbound"),
    ("Unrestricted outbound", "Outbound"),
];

/// What a repair changes and needs.
pub(super) struct Repair<'p> {
    pub(super) edits: Result<FileEdits, Declined>,
    pub(super) effects: Vec<Effect>,
    /// Groups that may admit one of the repaired.
    pub(super) perhaps: Vec<String>,
    /// What is let through instead.
    pub(super) openings: Vec<Opening<'p>>,
}

impl<'p> Repair<'p> {
    /// None, for this reason.
    pub(super) fn declined(why: impl Into<String>) -> Self {
        Self { edits: Err(Declined::because(why)), effects: vec![], perhaps: vec![], openings: vec![] }
    }
}

/// Where an open rule stands in a list of rules.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Slot<'p> {
    /// An element of an array literal.
    Element(Site<'p, ArrayLit>, usize),
    /// The list as a whole is referred to here, and holds nothing else.
    Whole(Site<'p, Expr>),
}

impl<'p> Slot<'p> {
    /// Where rules can be put in the place of the one that `source` ends at.
    ///
    /// # Errors
    /// No list that serves the egress of groups only.
    pub(super) fn of(model: &Model<'p>, rules: &Rules<'p>, source: &Source<'p>) -> Result<Self, Declined> {
        let shared = source.hops.iter().position(|hop| !model.serves_only(hop, &rules.egress));
        let own = source.expr().filter(|_| shared.is_none());
        let hops = &source.hops[..shared.map_or(source.hops.len(), |at| at + 1)];
        let element = |site: Site<'p, Expr>| {
            let index = model.index(site.file);
            let (_, parent) = index.ancestors(index.expr(site.node)?).next()?;
            let Node::Expr(Expr::Array(node)) = parent.node else { return None };
            let is_it = |expr: &Expr| std::ptr::eq(peel(expr), peel(site.node));
            let at = node.elems.iter().position(|e| e.as_ref().is_some_and(|e| e.spread.is_none() && is_it(&e.expr)));
            Some(Slot::Element(Site { file: site.file, node }, at?))
        };
        if let Some(slot) = own.and_then(element) {
            return Ok(slot);
        }
        for hop in hops.iter().rev() {
            let Spot::Expr(site) = hop.spot else { continue };
            // What is pushed may be so under a condition: only a list that is written with the one rule can go whole.
            let is_alone = || match source.expr().and_then(element) {
                Some(Slot::Element(array, _)) => array.node.elems.len() == 1 && is_all_of(model, site),
                _ => false,
            };
            let whole = || (hop.rest.len() == 1 && is_alone()).then_some(Slot::Whole(site));
            let slot = if hop.rest.is_empty() { element(site) } else { whole() };
            if let Some(slot) = slot {
                return Ok(slot);
            }
        }
        Err(Declined::because("the rule is not written as an element of a list; put the ports where it is built"))
    }

    /// The file, and the range that tells it from others.
    pub(super) fn place(&self) -> (FileId, TextRange) {
        match self {
            Slot::Element(array, _) => (array.file, TextRange::of(array.node)),
            Slot::Whole(site) => (site.file, TextRange::of(site.node)),
        }
    }

    fn node(&self, model: &Model<'p>) -> Option<NodeId> {
        let index = model.index(self.place().0);
        match self {
            Slot::Whole(site) => index.expr(site.node),
            Slot::Element(array, at) => index.expr(&array.node.elems.get(*at)?.as_ref()?.expr),
        }
    }
}

/// Whether the list that is referred to at `site` has one element.
fn is_all_of<'p>(model: &Model<'p>, site: Site<'p, Expr>) -> bool {
    matches!(model.value(site.file, site.node), Value::List(list) if list.items.len() == 1)
}

/// What all of `groups` need that no rule beside the open ones, which let to all addresses of `world`, lets through.
pub(super) fn needs<'p>(
    model: &Model<'p>,
    rules: &Rules<'p>,
    groups: &[ResourceId],
    world: [bool; 2],
    ports: &[PortRange],
) -> Result<Needs<'p>, Declined> {
    let mut out = Needs::default();
    for group in groups {
        let own = Needs::of(model, rules, *group, ports);
        if let Some(untold) = own.untold.first() {
            return Err(Declined::because(format!("{untold}; list the ports that it uses")));
        }
        for opening in own.openings {
            add(model, &mut out.openings, opening);
        }
        out.perhaps.extend(own.perhaps.into_iter().filter(|name| !out.perhaps.contains(name)).collect::<Vec<_>>());
    }
    let reaches = |rule: &Rule<'p>| (0..2).all(|family| rule.peers.world[family] || !world[family]);
    let stands = |opening: &Opening<'p>| {
        groups.iter().all(|group| {
            let mut beside = rules.of_group(*group, Direction::Egress);
            beside.any(|rule| match &rule.traffic {
                Traffic::Ports { protocol, from, to } if reaches(rule) && !opening.within => {
                    let (protocol, from, to) = (protocol.clone(), from.clone(), to.clone());
                    covers(model, &Opening { protocol, from, to, ..opening.clone() }, opening)
                }
                _ => false,
            })
        })
    };
    out.openings.retain(|opening| !stands(opening));
    Ok(out)
}

/// Adds an opening, and drops what another one covers.
fn add<'p>(model: &Model<'p>, openings: &mut Vec<Opening<'p>>, opening: Opening<'p>) {
    if !openings.iter().any(|have| covers(model, have, &opening)) {
        openings.retain(|have| !covers(model, &opening, have));
        openings.push(opening);
    }
}

/// Whether `wide` lets through all that `narrow` does.
fn covers(model: &Model<'_>, wide: &Opening<'_>, narrow: &Opening<'_>) -> bool {
    if wide.protocol != narrow.protocol || wide.within != narrow.within {
        return false;
    }
    let same = |a: &Edge<'_>, b: &Edge<'_>| match (a, b) {
        (Edge::Known(a), Edge::Known(b)) => a == b,
        (Edge::Given(a), Edge::Given(b)) => {
            a.file == b.file && model.text(a.file, a.value_range()) == model.text(b.file, b.value_range())
        }
        _ => false,
    };
    match (&wide.from, &wide.to, &narrow.from, &narrow.to) {
        (Edge::Known(from), Edge::Known(to), Edge::Known(a), Edge::Known(b)) => from <= a && b <= to,
        (from, to, a, b) => same(from, a) && same(to, b),
    }
}

/// Replaces open elements of one list, which is that of `groups`.
pub(super) fn inline<'p>(
    cx: &Context<'_, 'p>,
    rules: &Rules<'p>,
    elements: &[(Slot<'p>, &Rule<'p>, &Source<'p>)],
    groups: &[ResourceId],
) -> Repair<'p> {
    let model = cx.model;
    let effect = |id: &ResourceId| Effect::of_change(model, model.resource(*id), &["egress"]);
    let mut out = Repair {
        edits: Ok(FileEdits::new()),
        effects: groups.iter().map(effect).collect(),
        perhaps: vec![],
        openings: vec![],
    };
    let Some((slot, ..)) = elements.first() else { return out };
    let family = |at: usize| elements.iter().any(|(_, rule, _)| rule.peers.world[at]);
    match needs(model, rules, groups, [family(0), family(1)], &cx.ports(slot.place().0, "ports")) {
        Ok(needs) => (out.perhaps, out.openings) = (needs.perhaps, needs.openings),
        Err(declined) => out.edits = Err(declined),
    }
    if out.edits.is_ok() {
        out.edits = inline_edits(model, elements, &out.openings);
    }
    out
}

fn inline_edits<'p>(
    model: &Model<'p>,
    elements: &[(Slot<'p>, &Rule<'p>, &Source<'p>)],
    openings: &[Opening<'p>],
) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let (mut gone, mut kept): (Vec<Gone>, Vec<String>) = (Vec::new(), Vec::new());
    for (slot, rule, source) in elements {
        let (file, _) = slot.place();
        let (Some(object), Some(node)) = (source.object(), slot.node(model)) else {
            return Err(Declined::because("the rule is not written as an object; put the ports where it is built"));
        };
        if rule.peers.others {
            return Err(Declined::because("the rule names groups or prefix lists besides; take it apart first"));
        }
        let element = ElementCode::of(model, object, file, node)?;
        let codes: Vec<String> =
            openings.iter().map(|opening| element.code(model, opening, file, node)).collect::<Result<_, _>>()?;
        gone.push((file, model.index(file).entry(node).range));
        match slot {
            Slot::Element(array, at) => {
                for code in &codes {
                    rewrite.insert_element(file, array.node, *at, code)?;
                }
                rewrite.remove_element(file, array.node, *at)?;
            }
            Slot::Whole(site) => rewrite.replace(file, site.node, &format!("[{}]", codes.join(", ")))?,
        }
        kept.extend(codes.iter().flat_map(|code| names_in(code)));
    }
    for (slot, ..) in elements {
        let file = slot.place().0;
        let index = model.index(file);
        let list = slot.node(model).and_then(|node| match slot {
            Slot::Element(..) => index.ancestors(node).next().map(|(list, _)| list),
            Slot::Whole(_) => Some(node),
        });
        if let Some(list) = list {
            rewrite.reword(file, list, SAID_OF_ALL);
        }
    }
    rewrite.drop_unused(&gone, &kept)?;
    rewrite.finish()
}

/// Every word of a piece of code that may be a name.
fn names_in(code: &str) -> impl Iterator<Item = String> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').map(str::to_string)
}

/// How the elements that replace an open one are written: as it is.
struct ElementCode {
    /// Its keys, in its order, each with the code that stays; `None` for what differs by port.
    entries: Vec<(String, Option<String>)>,
    in_rows: bool,
}

impl ElementCode {
    fn of<'p>(model: &Model<'p>, object: Site<'p, ObjectLit>, file: FileId, node: NodeId) -> Result<Self, Declined> {
        let names = model.property_names(object).ok_or_else(|| Declined::because("a key of the rule can't be seen"))?;
        let mut entries: Vec<(String, Option<String>)> = Vec::new();
        for name in names {
            if entries.iter().any(|(have, _)| *have == name) {
                continue;
            }
            let differs = ["description", "protocol", "fromPort", "toPort"].contains(&name.as_str());
            let Lookup::Found(property) = model.object_property(object, &name) else { continue };
            let code = match property.expr().filter(|_| !differs && property.file == file) {
                Some(expr) => model.text_at(file, expr, node).map(str::to_string),
                None => None,
            };
            match (differs, code) {
                (true, _) => entries.push((name, None)),
                (false, Some(code)) => entries.push((name, Some(code))),
                // What can't be named here is written out, where it is known.
                (false, None) => {
                    let code = known_blocks(&model.property_value(&property)).ok_or_else(|| {
                        Declined::because(format!(
                            "`{name}` of the rule can't be named there; put the ports where it is built"
                        ))
                    })?;
                    entries.push((name, Some(code)));
                }
            }
        }
        if !entries.iter().any(|(name, _)| name == "description") {
            entries.insert(0, ("description".into(), None));
        }
        let text = model.text(object.file, TextRange::of(object.node));
        let in_rows = text.trim_start_matches('{').trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        Ok(Self { entries, in_rows })
    }

    fn code<'p>(
        &self,
        model: &Model<'p>,
        opening: &Opening<'p>,
        file: FileId,
        node: NodeId,
    ) -> Result<String, Declined> {
        let parts = Parts::of(model, opening, file, node)?;
        let mut entries: Vec<String> = Vec::new();
        for (name, kept) in &self.entries {
            let is_block = INLINE.blocks.contains(&name.as_str());
            match (parts.get(name), kept) {
                (Some(code), None) => entries.push(format!("{name}: {code}")),
                (_, Some(_)) if is_block && opening.within => {}
                (_, Some(code)) if code == name => entries.push(code.clone()),
                (_, Some(code)) => entries.push(format!("{name}: {code}")),
                (None, None) => {}
            }
        }
        if opening.within {
            entries.push("self: true".into());
        }
        Ok(match self.in_rows {
            true => format!("{{\n{},\n}}", entries.join(",\n")),
            false => format!("{{ {} }}", entries.join(", ")),
        })
    }
}

/// A list of addresses as code, where all of it is known.
fn known_blocks(value: &Value<'_>) -> Option<String> {
    let texts = value.items()?;
    let texts: Option<Vec<String>> = texts.iter().map(|item| item.as_str().map(|text| format!("'{text}'"))).collect();
    Some(format!("[{}]", texts?.join(", ")))
}

/// What of a rule differs by port.
pub(super) struct Parts {
    description: String,
    protocol: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl Parts {
    pub(super) fn of<'p>(
        model: &Model<'p>,
        opening: &Opening<'p>,
        file: FileId,
        node: NodeId,
    ) -> Result<Self, Declined> {
        let port = |edge: &Edge<'p>| {
            let why = |why| Declined::because(format!("{}: {why}; list the port", opening.description));
            admitted::code(model, edge, file, node).map_err(why)
        };
        Ok(Self {
            description: format!("'{}'", opening.description),
            protocol: format!("'{}'", opening.protocol),
            from: port(&opening.from)?,
            to: port(&opening.to)?,
        })
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        match name {
            "description" => Some(&self.description),
            "protocol" | "ipProtocol" => Some(&self.protocol),
            "fromPort" => Some(&self.from),
            "toPort" => Some(&self.to),
            _ => None,
        }
    }
}
