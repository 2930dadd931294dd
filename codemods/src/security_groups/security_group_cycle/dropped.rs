//! Dropping what makes a cycle. Invariant: only rules go without which the groups still talk to each other: the other one
//! admits this one, and answers need no rule; or another rule of the group lets out the same.

use std::collections::BTreeMap;

use iacfix_engine::codemod::Declined;
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{ElementOf, FileId, Model, Resource};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

use super::list::List;
use super::moved::Listed;
use super::reference::Reference;
use crate::security_groups::rules::{Direction, Edge, Rule, Rules, Traffic};

/// Takes the references out; `None` where that is not right.
pub(super) fn dropped<'p>(
    model: &Model<'p>,
    rules: &Rules<'p>,
    references: &[&Reference<'p>],
) -> Option<Result<FileEdits, Declined>> {
    references.iter().all(|reference| is_needless(rules, reference)).then(|| edits(model, references))
}

/// Whether the groups talk to each other without the rule.
fn is_needless(rules: &Rules<'_>, reference: &Reference<'_>) -> bool {
    match reference.direction {
        Direction::Ingress => {
            let mut admitting = rules.of_group(reference.peer, Direction::Ingress);
            admitting.any(|rule| rule.peers.groups.contains(&reference.owner))
        }
        Direction::Egress => {
            let is_it = |rule: &&Rule<'_>| rule.object() == Some(reference.rule);
            let Some(own) = rules.of_group(reference.owner, Direction::Egress).find(is_it) else { return false };
            let mut all = rules.of_group(reference.owner, Direction::Egress);
            all.any(|rule| !is_it(&rule) && rule.peers.world[0] && covers(&rule.traffic, &own.traffic))
        }
    }
}

/// Whether `wide` surely lets through all that `narrow` does.
fn covers(wide: &Traffic<'_>, narrow: &Traffic<'_>) -> bool {
    match (wide, narrow) {
        (Traffic::All, _) => true,
        (Traffic::Ports { protocol, from, to }, Traffic::Ports { protocol: other, from: first, to: last }) => {
            let ports = [from, to, first, last].map(|edge| match edge {
                Edge::Known(port) => Some(*port),
                _ => None,
            });
            matches!(ports, [Some(from), Some(to), Some(first), Some(last)]
                if protocol == other && from <= first && last <= to)
        }
        _ => false,
    }
}

fn edits<'p>(model: &Model<'p>, references: &[&Reference<'p>]) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let mut gone: BTreeMap<Listed, Vec<usize>> = BTreeMap::new();
    for (at, first) in references.iter().enumerate() {
        if references[..at].iter().any(|it| it.rule == first.rule) {
            continue;
        }
        let of_rule: Vec<_> = references.iter().filter(|it| it.rule == first.rule).copied().collect();
        if takes_all(&mut rewrite, &of_rule)? {
            let list = List::of(model, model.resource(first.owner), first.direction)?;
            let place = list.elements.iter().position(|(_, object)| *object == first.rule);
            gone.entry(first.list()).or_default().extend(place);
        }
    }
    for ((group, direction), places) in gone {
        let group = model.resource(group);
        let list = List::of(model, group, direction)?;
        if places.len() == list.elements.len() {
            let went = rewrite.take_argument(group, direction.key())?;
            rewrite.drop_unused(&[went], &[])?;
            continue;
        }
        owned(group, list.array.file, TextRange::of(list.array.node))?;
        for place in places {
            rewrite.remove_element(list.array.file, list.array.node, place)?;
        }
    }
    rewrite.finish()
}

/// Takes the groups that `references` name out of the rule that they stand in; whether nobody is left in it.
fn takes_all<'p>(rewrite: &mut Rewrite<'_, 'p>, references: &[&Reference<'p>]) -> Result<bool, Declined> {
    let model = rewrite.model();
    let Some(first) = references.first() else { return Ok(false) };
    let (rule, group) = (first.rule, model.resource(first.owner));
    owned(group, rule.file, TextRange::of(rule.node))?;
    let property = model.object_property(rule, "securityGroups").found();
    let all = property.map_or(0, |property| model.property_elements(&property).len());
    if all > references.len() {
        for reference in references {
            let ElementOf::Array(array, at) = reference.of else {
                return Err(Declined::because("the groups of the rule are put together elsewhere; take one out there"));
            };
            owned(group, array.file, TextRange::of(array.node))?;
            rewrite.remove_element(array.file, array.node, at)?;
        }
        return Ok(false);
    }
    let others = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self"];
    if others.iter().any(|name| model.object_property(rule, name).found().is_some()) {
        rewrite.remove(rule.file, rule.node, "securityGroups")?;
        return Ok(false);
    }
    Ok(true)
}

/// Only what stands in the arguments of `group` is surely its own.
///
/// # Errors
/// Anything else.
pub(super) fn owned(group: &Resource<'_>, file: FileId, range: TextRange) -> Result<(), Declined> {
    match file == group.file && group.range().contains(range) {
        true => Ok(()),
        false => {
            Err(Declined::because("the rule is written outside of the group and may serve others; change it there"))
        }
    }
}
