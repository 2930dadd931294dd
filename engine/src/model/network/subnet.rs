//! The subnets of a program: what routes them, what they are for, which belong together. Invariant: a subnet whose table
//! can't be seen is never said to have none.

use super::association::TableOf;
use super::kind::{Evidence, Verdict, decide, holders, marks};
use super::table::{MainTable, WayOut};
use super::{Network, VpcRef};
use crate::model::{Bound, FileId, Lookup, Model, Resource, ResourceId};
use crate::source::TextRange;

/// Subnets that belong together: the ones of a loop, or variables that differ in a number or a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The list that holds them, or what their variables have in common: `privateSubnets`, `dataSubnet`.
    pub name: Option<String>,
    /// By place.
    pub subnets: Vec<ResourceId>,
}

impl Network {
    /// What a subnet of the program is for: the strongest evidence decides.
    pub fn kind(&self, subnet: ResourceId) -> Verdict {
        match self.subnets.iter().find(|s| s.id == subnet) {
            Some(marked) => decide(marked.marks.clone(), self.way_out_of(subnet), marked.place),
            None => Verdict { kind: Lookup::Unknown("it is no subnet of the program".into()), evidence: Vec::new() },
        }
    }

    /// Where the table of a subnet sends what leaves its VPC.
    pub fn way_out_of(&self, subnet: ResourceId) -> WayOut {
        match self.table_of(subnet) {
            TableOf::Unknown(why) => WayOut::Unknown(why),
            TableOf::Tables(tables) => {
                let mut by = Vec::new();
                let mut other = WayOut::None;
                for table in tables {
                    match self.way_out(table) {
                        WayOut::By(routes) => by.extend(routes),
                        WayOut::None => {}
                        unknown => other = unknown,
                    }
                }
                if by.is_empty() { other } else { WayOut::By(by) }
            }
            TableOf::Main => match self.vpc(subnet) {
                VpcRef::Made(vpc) => self.main_way_out(vpc),
                _ => WayOut::Unknown("its VPC, whose main table routes it, is not made by the program".into()),
            },
        }
    }

    /// What the program does with the main table that routes a subnet without an association.
    pub fn main_table_of(&self, subnet: ResourceId) -> MainTable {
        match self.vpc(subnet) {
            VpcRef::Made(vpc) => self.main_table(vpc),
            _ => MainTable::Untouched,
        }
    }

    /// The subnets of a VPC in groups: those of a loop, and separate variables that differ in a number or a letter.
    pub fn groups(&self, vpc: &VpcRef) -> Vec<Group> {
        let mut out: Vec<Group> = Vec::new();
        for id in self.subnets(vpc).sure {
            let Some(subnet) = self.subnets.iter().find(|s| s.id == id) else { continue };
            let name = subnet.group.clone();
            match out.iter_mut().find(|g| name.is_some() && g.name == name) {
                Some(group) => group.subnets.push(id),
                None => out.push(Group { name, subnets: vec![id] }),
            }
        }
        out
    }
}

/// A subnet of the program.
#[derive(Clone, Debug)]
pub(super) struct Subnet {
    pub(super) id: ResourceId,
    marks: (Vec<Evidence>, Option<String>),
    group: Option<String>,
    place: (FileId, TextRange),
}

pub(super) fn subnets_of<'p>(model: &Model<'p>) -> Vec<Subnet> {
    let is_subnet = |r: &&Resource<'p>| r.symbol.is("aws.ec2.Subnet") || r.symbol.is("aws.ec2.DefaultSubnet");
    let subnet = |r: &Resource<'p>| Subnet {
        id: r.id,
        marks: marks(model, r),
        group: group_name(model, r),
        place: (r.file, r.range()),
    };
    model.resources().iter().filter(is_subnet).map(subnet).collect()
}

/// The list that holds a subnet, else what is left of its variable without a number or letter at the end.
fn group_name<'p>(model: &Model<'p>, subnet: &Resource<'p>) -> Option<String> {
    let names = holders(model, subnet);
    let (last, _) = names.last()?;
    if names.len() > 1 || subnet.repeated.is_some() || matches!(subnet.bound, Bound::Pushed | Bound::Element) {
        return Some(last.clone());
    }
    let mut words = last.trim_end_matches(|c: char| c.is_ascii_digit()).to_string();
    let mut ends = words.chars().rev();
    if let (Some(end), Some(before)) = (ends.next(), ends.next())
        && end.is_ascii_uppercase()
        && before.is_ascii_lowercase()
    {
        words.pop();
    }
    Some(words)
}
