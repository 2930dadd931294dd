//! Which route table a subnet without an association is meant for. Invariant: a pair is plain only where nothing that the
//! program says of either speaks against it.

use std::collections::BTreeSet;

use iacfix_engine::model::{Holds, Kind, Model, Resource, ResourceId, TableOf, VpcRef};
use iacfix_engine::rewrite::NamePattern;

/// The table that a subnet is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This one: both are of one kind, and of one zone where tables have zones; or they are called alike.
    Plainly(ResourceId),
    /// Probably this one: it is the only one, or no other is of the subnet's kind.
    Probably(ResourceId),
    /// One of several.
    OneOfSeveral,
    /// None of the program.
    Nothing,
}

/// The route tables and subnets of a program, looked at once.
pub(super) struct Pairing {
    /// Tables that subnets can be associated with.
    tables: Vec<Member>,
    subnets: Vec<Member>,
}

/// A table or subnet, with what pairs it.
struct Member {
    id: ResourceId,
    vpc: VpcRef,
    kind: Option<Kind>,
    zones: BTreeSet<String>,
    stem: BTreeSet<String>,
    /// Whether nothing is associated with it, surely.
    is_bare: bool,
}

impl Pairing {
    /// Looks at the program.
    pub(super) fn of(model: &Model<'_>) -> Self {
        let network = model.network();
        let member = |id: ResourceId, kind, is_bare| Member {
            id,
            vpc: network.vpc(id),
            kind,
            zones: zones(model, id),
            stem: stem(model, id),
            is_bare,
        };
        let mut tables = Vec::new();
        for table in model.resources_of("aws.ec2.RouteTable") {
            let associated = network.associated(table.id);
            if !associated.gateway && !network.may_be_main(table.id) {
                let kind = network.kind_of_table(table.id).meant();
                tables.push(member(table.id, kind, associated.is_nothing()));
            }
        }
        let subnet = |subnet: &Resource<'_>| {
            let is_bare = network.table_of(subnet.id) == TableOf::Main;
            member(subnet.id, network.kind(subnet.id).meant(), is_bare)
        };
        let subnets = match tables.is_empty() {
            true => Vec::new(),
            false => model.resources_of("aws.ec2.Subnet").map(subnet).collect(),
        };
        Self { tables, subnets }
    }

    /// The table that `subnet` is meant for; nothing where it has one, or may have.
    pub(super) fn table_for(&self, model: &Model<'_>, subnet: ResourceId) -> Meant {
        match self.subnets.iter().find(|s| s.id == subnet) {
            Some(subnet) if subnet.is_bare => self.table_for_bare(model, subnet),
            _ => Meant::Nothing,
        }
    }

    fn table_for_bare(&self, model: &Model<'_>, subnet: &Member) -> Meant {
        let candidates: Vec<&Member> =
            self.tables.iter().filter(|table| table.vpc.is(&subnet.vpc) == Holds::Yes).collect();
        let is_same = |table: &&Member| subnet.kind.is_some() && table.kind == subnet.kind;
        let same: Vec<&Member> = candidates.iter().copied().filter(is_same).collect();
        match same.as_slice() {
            [] => self.by_name(subnet, &candidates),
            [table] if table.zones.is_subset(&subnet.zones) => Meant::Plainly(table.id),
            [table] => Meant::Probably(table.id),
            several => of_zone(model, subnet, several),
        }
    }

    /// The table that is called as the subnet is, but for what says what they are: `web-rt` for `web-subnet-1`; else
    /// the only one.
    fn by_name(&self, subnet: &Member, candidates: &[&Member]) -> Meant {
        let is_called_so = |table: &&&Member| {
            let of_other_kind = subnet.kind.is_some() && table.kind.is_some();
            !subnet.stem.is_empty()
                && !of_other_kind
                && table.stem == subnet.stem
                && table.zones.is_subset(&subnet.zones)
        };
        let mut called = candidates.iter().filter(is_called_so);
        match (called.next(), called.next()) {
            (Some(table), None) => Meant::Plainly(table.id),
            _ => self.only_one(subnet, candidates),
        }
    }

    /// The only table of a VPC, where nothing is associated with it, nothing says that it is for subnets of another
    /// kind, and all subnets of the VPC are of one kind.
    fn only_one(&self, subnet: &Member, candidates: &[&Member]) -> Meant {
        let [table] = candidates else { return Meant::Nothing };
        let contradicts = table.kind.is_some() && subnet.kind.is_some();
        let is_alike = |other: &Member| match other.vpc.is(&subnet.vpc) {
            Holds::Yes => other.kind == subnet.kind,
            Holds::No => true,
            Holds::Unknown(_) => false,
        };
        match table.is_bare && !contradicts && self.subnets.iter().all(is_alike) {
            true => Meant::Probably(table.id),
            false => Meant::Nothing,
        }
    }
}

/// The one of `tables` that the turn of the loop, or the zone in the names, pairs with the subnet.
fn of_zone(model: &Model<'_>, subnet: &Member, tables: &[&Member]) -> Meant {
    let turns = model.resource(subnet.id).repeated;
    let fits = |table: &&&Member| match model.resource(table.id).repeated {
        None => turns.is_none() && !subnet.zones.is_empty() && table.zones == subnet.zones,
        own => own == turns,
    };
    let mut fitting = tables.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(table), None) => Meant::Plainly(table.id),
        _ => Meant::OneOfSeveral,
    }
}

/// The words of a logical name that say neither what it names nor which of several.
fn stem(model: &Model<'_>, id: ResourceId) -> BTreeSet<String> {
    const ROLES: &[&str] = &["subnet", "subnets", "rt", "rtb", "route", "routes", "table", "routetable"];
    let pattern = NamePattern::of(model, model.resource(id));
    let words = pattern.iter().flat_map(|p| p.words()).map(str::to_ascii_lowercase);
    words.filter(|word| !ROLES.contains(&word.as_str()) && !is_zone(word)).collect()
}

/// What tells resources of one kind apart: `a`, `2`, `1b` in the logical name, and the letter or number that ends the
/// variable.
pub(super) fn zones(model: &Model<'_>, id: ResourceId) -> BTreeSet<String> {
    let resource = model.resource(id);
    let pattern = NamePattern::of(model, resource);
    let named = pattern.iter().flat_map(|p| p.words()).filter(|word| is_zone(word)).map(str::to_ascii_lowercase);
    named.chain(ending(model, resource)).collect()
}

/// `a`, `12`, `1b`
fn is_zone(word: &str) -> bool {
    word.len() == 1
        || word.chars().all(|c| c.is_ascii_digit())
        || (word.len() == 2 && word.starts_with(|c: char| c.is_ascii_digit()))
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
