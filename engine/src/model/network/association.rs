//! What is associated with route tables. Invariant: an association that can't be seen may be that of any subnet, and name
//! any table, of its VPC.

use super::Network;
use super::refers::Refers;
use super::vpc::Holds;
use crate::model::{Model, ResourceId};

/// What routes the traffic of a subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// These tables are associated with it (several where it stands for several subnets).
    Tables(Vec<ResourceId>),
    /// No association: the main table of its VPC.
    Main,
    /// An association stands whose subnet or table can't be seen, for this reason.
    Unknown(String),
}

/// One association of a table with a subnet, or with a gateway.
#[derive(Clone, Debug)]
pub(super) struct Association {
    subnets: Refers,
    tables: Refers,
    is_of_gateway: bool,
}

/// What is associated with a table of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Associated {
    /// These subnets.
    pub subnets: Vec<ResourceId>,
    /// A gateway: the table routes what comes in, not what leaves subnets.
    pub gateway: bool,
    /// It may be associated with something, which can't be seen for this reason.
    pub unseen: Option<String>,
}

impl Associated {
    /// Whether nothing is associated with it, surely.
    pub fn is_nothing(&self) -> bool {
        self.subnets.is_empty() && !self.gateway && self.unseen.is_none()
    }
}

pub(super) fn associations_of<'p>(model: &Model<'p>) -> Vec<Association> {
    let all = model.resources_of("aws.ec2.RouteTableAssociation");
    all.map(|r| Association {
        subnets: Refers::of(model, r, "subnetId"),
        tables: Refers::of(model, r, "routeTableId"),
        is_of_gateway: !Refers::of(model, r, "gatewayId").is_nothing(),
    })
    .collect()
}

impl Network {
    /// What routes the traffic of a subnet of the program.
    pub fn table_of(&self, subnet: ResourceId) -> TableOf {
        let mut tables: Vec<ResourceId> = Vec::new();
        let mut hidden = None;
        for association in &self.associations {
            if association.subnets.each.contains(&subnet) {
                let Refers { each, perhaps, unseen, .. } = &association.tables;
                if let Some(why) = unseen {
                    return TableOf::Unknown(format!("the table of its association can't be seen: {why}"));
                }
                if each.is_empty() {
                    let why = "which table it is associated with depends on a condition or on a turn of a loop";
                    let elsewhere = "its association names a table that the program does not make";
                    return TableOf::Unknown(if perhaps.is_empty() { elsewhere } else { why }.into());
                }
                each.iter().for_each(|t| {
                    if !tables.contains(t) {
                        tables.push(*t)
                    }
                });
            } else if association.subnets.perhaps.contains(&subnet) {
                let why = "an association names one of the subnets that a loop or a condition chooses from";
                hidden.get_or_insert_with(|| why.to_string());
            } else if let Some(why) = &association.subnets.unseen
                && self.may_be_beside(association, subnet)
            {
                hidden.get_or_insert_with(|| format!("an association names a subnet that can't be seen: {why}"));
            }
        }
        match (tables.is_empty(), hidden) {
            (false, _) => TableOf::Tables(tables),
            (true, Some(why)) => TableOf::Unknown(why),
            (true, None) => TableOf::Main,
        }
    }

    /// What is associated with a table.
    pub fn associated(&self, table: ResourceId) -> Associated {
        const WHICH: &str = "depends on a condition or on a turn of a loop";
        let mut out = Associated::default();
        for Association { subnets, tables, is_of_gateway } in &self.associations {
            let unseen = if tables.each.contains(&table) {
                out.gateway |= is_of_gateway;
                for subnet in &subnets.each {
                    if !out.subnets.contains(subnet) {
                        out.subnets.push(*subnet);
                    }
                }
                let some = (!subnets.perhaps.is_empty()).then(|| format!("which subnet {WHICH}"));
                subnets.unseen.clone().or(some)
            } else if tables.perhaps.contains(&table) {
                Some(format!("which table {WHICH}"))
            } else {
                let vpc = self.vpc(table);
                let mut own = subnets.all().peekable();
                let near = own.peek().is_none() || own.any(|subnet| self.vpc(subnet).is(&vpc) != Holds::No);
                tables.unseen.clone().filter(|_| near)
            };
            out.unseen = out.unseen.or(unseen);
        }
        out
    }

    /// Whether the tables of an association may be in the VPC of a subnet.
    fn may_be_beside(&self, association: &Association, subnet: ResourceId) -> bool {
        let vpc = self.vpc(subnet);
        let mut tables = association.tables.all().peekable();
        tables.peek().is_none() || tables.any(|table| self.vpc(table).is(&vpc) != Holds::No)
    }
}
