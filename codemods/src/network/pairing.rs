//! Which route table a subnet without an association is meant for. Invariant: a pair is plain only where nothing that the
//! program says of either speaks against it.

use std::collections::BTreeSet;

use iacfix_engine::model::{Kind, Model, Resource, ResourceId, TableOf};
use iacfix_engine::rewrite::NamePattern;

/// The table that a subnet is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This one: both are of one kind, and of one zone where tables have zones.
    Plainly(ResourceId),
    /// Probably this one: it is the only one, or no other is of the subnet's kind.
    Probably(ResourceId),
    /// One of several.
    OneOfSeveral,
    /// None of the program.
    Nothing,
}

/// The table that `subnet` is meant for; nothing where it has one, or may have.
pub(super) fn table_for(model: &Model<'_>, subnet: ResourceId) -> Meant {
    let network = model.network();
    if !model.resource(subnet).symbol.is("aws.ec2.Subnet") || network.table_of(subnet) != TableOf::Main {
        return Meant::Nothing;
    }
    let vpc = network.vpc(subnet);
    let is_candidate = |table: &ResourceId| !network.associated(*table).gateway && !network.may_be_main(*table);
    let candidates: Vec<ResourceId> = network.tables(model, &vpc).sure.into_iter().filter(is_candidate).collect();
    let Some(kind) = network.kind(subnet).meant() else { return only_one(model, subnet, &candidates, None) };
    let same: Vec<ResourceId> =
        candidates.iter().copied().filter(|t| network.kind_of_table(*t).meant() == Some(kind)).collect();
    match same.as_slice() {
        [] => only_one(model, subnet, &candidates, Some(kind)),
        [table] => match zones(model, *table).is_subset(&zones(model, subnet)) {
            true => Meant::Plainly(*table),
            false => Meant::Probably(*table),
        },
        several => of_zone(model, subnet, several),
    }
}

/// The one of `tables` that the turn of the loop, or the zone in the names, pairs with the subnet.
fn of_zone(model: &Model<'_>, subnet: ResourceId, tables: &[ResourceId]) -> Meant {
    let turns = model.resource(subnet).repeated;
    let zone = zones(model, subnet);
    let fits = |table: &&ResourceId| match model.resource(**table).repeated {
        None => turns.is_none() && !zone.is_empty() && zones(model, **table) == zone,
        own => own == turns,
    };
    let mut fitting = tables.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(table), None) => Meant::Plainly(*table),
        _ => Meant::OneOfSeveral,
    }
}

/// The only table of a VPC, where nothing is associated with it, nothing says that it is for subnets of another kind, and
/// all subnets of the VPC are of one kind.
fn only_one(model: &Model<'_>, subnet: ResourceId, candidates: &[ResourceId], kind: Option<Kind>) -> Meant {
    let network = model.network();
    let [table] = candidates else { return Meant::Nothing };
    let named = network.kind_of_table(*table).meant();
    let subnets = network.subnets(&network.vpc(subnet));
    let are_alike = subnets.perhaps.is_empty() && subnets.sure.iter().all(|s| network.kind(*s).meant() == kind);
    let contradicts = named.is_some() && kind.is_some();
    match network.associated(*table).is_nothing() && are_alike && !contradicts {
        true => Meant::Probably(*table),
        false => Meant::Nothing,
    }
}

/// What tells resources of one kind apart: `a`, `2`, `1b` in the logical name, and the letter or number that ends the
/// variable.
fn zones(model: &Model<'_>, id: ResourceId) -> BTreeSet<String> {
    let resource = model.resource(id);
    let pattern = NamePattern::of(model, resource);
    let is_zone = |word: &&str| word.len() == 1 || (word.len() == 2 && word.starts_with(|c: char| c.is_ascii_digit()));
    let named = pattern.iter().flat_map(|p| p.words()).filter(is_zone).map(str::to_ascii_lowercase);
    named.chain(ending(model, resource)).collect()
}

/// `a` of `privateSubnetA`, `2` of `this.subnet2`.
fn ending<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Option<String> {
    let variable = model.reference_to(resource)?;
    let stem = variable.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() < variable.len() {
        return Some(variable[stem.len()..].to_string());
    }
    let mut ends = variable.chars().rev();
    match (ends.next(), ends.next()) {
        (Some(last), Some(before)) if last.is_ascii_uppercase() && before.is_ascii_lowercase() => {
            Some(last.to_ascii_lowercase().to_string())
        }
        _ => None,
    }
}
