//! The route tables that the subnets of a gateway endpoint call for. Invariant: a subnet has its table among them, or is
//! said to be bare; one whose table can't be seen is neither.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{FileId, Kind, MainTable, Model, NodeId, ResourceId, TableOf};
use iacfix_engine::rewrite::{Reached, Rewrite};

use super::pairing::{Meant, Pairing};

/// What a gateway endpoint should be wired to.
#[derive(Default)]
pub(super) struct WantedTables {
    /// Tables of the program.
    pub(super) tables: Vec<ResourceId>,
    /// `mainRouteTableId` or `defaultRouteTableId` of the VPC.
    pub(super) main: Option<(ResourceId, String)>,
    /// Subnets without a table, for which one is created.
    pub(super) bare: Vec<ResourceId>,
    /// A VPC that has its tables inside.
    pub(super) whole: Option<ResourceId>,
}

impl WantedTables {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.main.is_none() && self.bare.is_empty() && self.whole.is_none()
    }

    pub(super) fn add(&mut self, table: ResourceId) {
        if !self.tables.contains(&table) {
            self.tables.push(table);
        }
    }

    /// Adds what routes a subnet: the table that waits for its association too, so that no second one is created.
    ///
    /// # Errors
    /// A table that can't be seen, with the reason.
    pub(super) fn add_tables_of(&mut self, model: &Model<'_>, subnet: ResourceId) -> Result<(), String> {
        let network = model.network();
        match network.table_of(subnet) {
            TableOf::Tables(tables) => tables.iter().for_each(|table| self.add(*table)),
            TableOf::Unknown(why) => return Err(why),
            TableOf::Main => match network.main_table_of(subnet) {
                MainTable::Table(table) => self.add(table),
                MainTable::Property(property) => self.main = network.vpc(subnet).made().map(|vpc| (vpc, property)),
                MainTable::Untouched => match Pairing::of(model).table_for(model, subnet) {
                    Meant::Plainly(table) | Meant::Probably(table) => self.add(table),
                    Meant::OneOfSeveral | Meant::Nothing => self.bare.push(subnet),
                },
                MainTable::Unknown(why) => return Err(why),
            },
        }
        Ok(())
    }

    /// The subnets that have no table, by the table that is created for them: isolated ones don't share theirs, for
    /// others may be led out some day.
    pub(super) fn groups(&self, model: &Model<'_>) -> Vec<Vec<ResourceId>> {
        let is_isolated = |id: &ResourceId| model.network().kind(*id).meant() == Some(Kind::Isolated);
        let (isolated, others): (Vec<_>, Vec<_>) = self.bare.iter().copied().partition(is_isolated);
        [others, isolated].into_iter().filter(|group| !group.is_empty()).collect()
    }

    /// How code beside `node` names the tables that stand.
    ///
    /// # Errors
    /// Tables that nothing there leads to.
    pub(super) fn reach<'p>(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        (file, node): (FileId, NodeId),
    ) -> Result<Vec<Reached>, Declined> {
        let mut reached = rewrite.reach_ids(&self.tables, file, node)?;
        if let Some((vpc, property)) = &self.main {
            let vpc = one_vpc(rewrite.reach(&[*vpc], file, node)?)?;
            let main = Reached { code: format!("{}.{property}", vpc.code), ids: true, ..vpc };
            reached.insert(0, main);
        }
        Ok(reached)
    }
}

/// The ids of the tables inside of a VPC that makes them itself, as code.
pub(super) fn tables_inside(vpc: &str) -> String {
    format!("{vpc}.routeTables.apply(tables => tables.map(table => table.id))")
}

/// The VPC that was reached.
///
/// # Errors
/// It is one of several.
pub(super) fn one_vpc(reached: Vec<Reached>) -> Result<Reached, Declined> {
    match reached.into_iter().next() {
        Some(only) if !only.many => Ok(only),
        _ => Err(Declined::because("the VPC is one of several here; name its route tables yourself")),
    }
}
