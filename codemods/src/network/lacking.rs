//! Subnets of a kind that nothing leads out of, with the tables that should. Invariant: a subnet is in one place only, and
//! one of which something can't be seen is in none.

use iacfix_engine::codemod::{Context, Finding};
use iacfix_engine::model::{Kind, Lookup, Model, Resource, ResourceId, Route, TableOf, VpcRef, WayOut};

use super::pairing::{Meant, Pairing};

/// What the subnets of one kind lack in a VPC.
#[derive(Default)]
pub(super) struct Lacking {
    /// Tables without a default route, with the subnets that are yet to be associated with them.
    pub(super) tables: Vec<(ResourceId, Vec<ResourceId>)>,
    /// Subnets that no table is meant for.
    pub(super) bare: Vec<ResourceId>,
    /// The default routes of the other subnets of the kind, with the subnet.
    pub(super) led: Vec<(ResourceId, Route)>,
    /// What a person has to look at.
    pub(super) advice: Vec<Finding>,
}

impl Lacking {
    /// Looks at the subnets of `kind` in a VPC that the program makes.
    pub(super) fn of<'p>(cx: &Context<'_, 'p>, pairing: &Pairing, vpc: &Resource<'p>, kind: Kind) -> Self {
        let (model, network) = (cx.model, cx.model.network());
        let mut out = Self::default();
        for id in network.subnets(&VpcRef::Made(vpc.id)).sure {
            let verdict = network.kind(id);
            let way_out = network.way_out_of(id);
            if let (Lookup::Unknown(why), WayOut::None) = (&verdict.kind, &way_out) {
                let message =
                    format!("can't see whether this subnet, which nothing leads out of, is {}: {why}", kind.word());
                out.advise(model, id, message);
            }
            if verdict.meant() == Some(kind) {
                out.add(model, pairing, (id, kind), way_out);
            }
        }
        out.set_shared_apart(model, kind);
        out
    }

    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.bare.is_empty()
    }

    /// The subnets that wait for a table.
    pub(super) fn waiting(&self) -> impl Iterator<Item = ResourceId> + '_ {
        self.tables.iter().flat_map(|(_, subnets)| subnets).chain(&self.bare).copied()
    }

    /// `finding`, which shows the subnets that wait for a table, and why they are thought to be of their kind.
    pub(super) fn shown_by(&self, model: &Model<'_>, finding: Finding) -> Finding {
        self.waiting().fold(finding, |finding, id| {
            let subnet = model.resource(id);
            let why = model.network().kind(id).evidence.into_iter().next();
            let why = why.map_or_else(String::new, |e| format!(": {}", e.why));
            finding.related(subnet.file, subnet.range(), format!("nothing leads out of this one{why}"))
        })
    }

    fn advise(&mut self, model: &Model<'_>, id: ResourceId, message: String) {
        self.advice.push(Finding::of(model, model.resource(id), message));
    }

    fn add(&mut self, model: &Model<'_>, pairing: &Pairing, (id, kind): (ResourceId, Kind), way_out: WayOut) {
        let network = model.network();
        match way_out {
            WayOut::By(routes) => self.led.extend(routes.into_iter().map(|route| (id, route))),
            WayOut::Unknown(why) => {
                let kind = kind.word();
                let message = format!("can't see whether a default route leads out of this {kind} subnet: {why}");
                self.advise(model, id, message);
            }
            WayOut::None => match network.table_of(id) {
                TableOf::Tables(own) => own.iter().for_each(|table| self.add_table(*table, None)),
                _ => match pairing.table_for(model, id) {
                    Meant::Plainly(table) | Meant::Probably(table) if network.way_out(table) == WayOut::None => {
                        self.add_table(table, Some(id));
                    }
                    // It waits for its association, or for one of several tables to be picked.
                    Meant::Plainly(_) | Meant::Probably(_) | Meant::OneOfSeveral => {}
                    Meant::Nothing => self.bare.push(id),
                },
            },
        }
    }

    fn add_table(&mut self, table: ResourceId, subnet: Option<ResourceId>) {
        match self.tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, subnets)) => subnets.extend(subnet),
            None => self.tables.push((table, subnet.into_iter().collect())),
        }
    }

    /// Tables that route subnets of other kinds too: a way out would open those.
    fn set_shared_apart(&mut self, model: &Model<'_>, kind: Kind) {
        let network = model.network();
        let is_other = |id: &ResourceId| network.kind(*id).meant() != Some(kind);
        let other = |table: ResourceId| network.associated(table).subnets.into_iter().find(is_other);
        let shared: Vec<(ResourceId, ResourceId)> =
            self.tables.iter().filter_map(|(table, _)| Some((*table, other(*table)?))).collect();
        self.tables.retain(|(table, _)| shared.iter().all(|(other, _)| other != table));
        for (table, other) in shared {
            let kind = kind.word();
            let message = format!(
                "no default route leads out of {kind} subnets, whose table routes others too; give them one of their own"
            );
            let other = model.resource(other);
            let finding = Finding::of(model, model.resource(table), message);
            self.advice.push(finding.related(other.file, other.range(), format!("this one is not {kind}")));
        }
    }
}
