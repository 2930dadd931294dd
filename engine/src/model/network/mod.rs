//! The network that a program makes: whose VPC something belongs to, what subnets are for and what routes them, what
//! stands in a VPC. Invariant: it only says what references show; a reference that can't be seen may lead anywhere, so
//! that what it may give is unknown, with the reason, and never absent.
//!
//! Rows ask it, and search for nothing themselves. It is built once a pass, when first asked for ([`Model::network`]).

mod association;
mod block;
mod endpoint;
mod flow_log;
mod gateway;
mod kind;
mod placed;
mod refers;
mod service;
mod subnet;
mod table;
#[cfg(test)]
mod tests;
mod vpc;
mod zone;

use rustc_hash::FxHashMap;

use super::Model;
use super::resource::{Resource, ResourceId};
use super::value::{Entity, Value};

pub use association::{Associated, TableOf};
pub use endpoint::{Endpoint, EndpointType};
pub use flow_log::Watch;
pub use gateway::NatGateway;
pub(crate) use kind::words_of;
pub use kind::{By, Evidence, Kind, Verdict};
pub use refers::Refers;
pub use service::{EndpointService, EndpointServices};
pub use subnet::Group;
pub use table::{MainTable, Route, RouteStyle, Target, WayOut};
pub use vpc::{Holds, VpcRef};

/// VPCs of a program, and what is in them.
#[derive(Debug)]
pub struct Network {
    vpcs: Vec<ResourceId>,
    /// Whose VPC each resource that names one is in.
    homes: FxHashMap<ResourceId, VpcRef>,
    subnets: Vec<subnet::Subnet>,
    tables: Vec<table::Table>,
    lone_routes: Vec<table::LoneRoute>,
    associations: Vec<association::Association>,
    main_tables: Vec<(VpcRef, Option<ResourceId>)>,
    internet_gateways: Vec<gateway::InternetGateway>,
    nat_gateways: Vec<gateway::NatGateway>,
    endpoints: Vec<endpoint::Endpoint>,
    flow_logs: Vec<flow_log::FlowLog>,
}

/// What is in a VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// What surely is, by place.
    pub sure: Vec<ResourceId>,
    /// What may be, for this reason.
    pub perhaps: Vec<(ResourceId, String)>,
}

/// Types of `awsx` that make a whole VPC.
const AWSX_VPC: &[&str] = &["awsx.ec2.Vpc", "awsx.classic.ec2.Vpc", "awsx.ec2.DefaultVpc"];

/// Types of `aws` that are a VPC.
const AWS_VPC: &[&str] = &["aws.ec2.Vpc", "aws.ec2.DefaultVpc"];

/// Types that name their VPC by `vpcId`, and that are asked about.
const IN_VPC: &[&str] = &["aws.ec2.Subnet", "aws.ec2.RouteTable", "aws.ec2.VpcEndpoint", "aws.ec2.SecurityGroup"];

impl Network {
    /// Reads the network off a program.
    pub(super) fn of<'p>(model: &Model<'p>) -> Self {
        let mut homes: FxHashMap<ResourceId, VpcRef> = FxHashMap::default();
        let mut vpcs = Vec::new();
        for resource in model.resources() {
            let is = |names: &[&str]| names.iter().any(|name| resource.symbol.is(name));
            if is_vpc(resource) {
                vpcs.push(resource.id);
                homes.insert(resource.id, VpcRef::Made(resource.id));
            } else if is(IN_VPC) {
                homes.insert(resource.id, vpc::vpc_of(model, resource));
            } else if resource.symbol.is("aws.ec2.DefaultRouteTable") {
                homes.insert(resource.id, table::vpc_of_default(model, resource));
            }
        }
        let home = |id: ResourceId| homes.get(&id).cloned().unwrap_or_else(|| VpcRef::Unseen("it names no VPC".into()));
        Self {
            vpcs,
            subnets: subnet::subnets_of(model),
            tables: table::tables_of(model),
            lone_routes: table::routes_of(model),
            associations: association::associations_of(model),
            main_tables: table::main_tables_of(model, |r| vpc::vpc_of(model, r)),
            internet_gateways: gateway::internet_gateways_of(model),
            nat_gateways: gateway::nat_gateways_of(model, home),
            endpoints: endpoint::endpoints_of(model),
            flow_logs: flow_log::flow_logs_of(model),
            homes,
        }
    }

    /// The VPCs that the program makes, by place: of `aws`, its default one, of `awsx`.
    pub fn vpcs(&self) -> &[ResourceId] {
        &self.vpcs
    }

    /// The VPC that a subnet, table, endpoint or security group of the program is in; of a VPC, itself.
    pub fn vpc(&self, id: ResourceId) -> VpcRef {
        self.homes.get(&id).cloned().unwrap_or_else(|| VpcRef::Unseen("it names no VPC".into()))
    }

    /// The route tables that the program makes in a VPC, its default one aside.
    pub fn tables(&self, model: &Model<'_>, vpc: &VpcRef) -> Members {
        self.members(vpc, model.resources_of("aws.ec2.RouteTable").map(|r| r.id))
    }

    /// The subnets that the program makes in a VPC.
    pub fn subnets(&self, vpc: &VpcRef) -> Members {
        self.members(vpc, self.subnets.iter().map(|s| s.id).filter(|id| self.homes.contains_key(id)))
    }

    fn members(&self, vpc: &VpcRef, all: impl Iterator<Item = ResourceId>) -> Members {
        let mut out = Members::default();
        for id in all {
            match self.vpc(id).is(vpc) {
                Holds::Yes => out.sure.push(id),
                Holds::No => {}
                Holds::Unknown(why) => out.perhaps.push((id, why)),
            }
        }
        out
    }
}

impl<'p> Model<'p> {
    /// Whether [`Network::vpcs`] are any, told without building the network.
    pub fn makes_vpc(&self) -> bool {
        self.resources().iter().any(is_vpc)
    }

    /// The network that the program makes; built when first asked for.
    pub fn network(&self) -> &Network {
        self.network.get_or_init(|| Network::of(self))
    }
}

fn is_vpc(resource: &Resource<'_>) -> bool {
    AWS_VPC.iter().any(|name| resource.symbol.is(name)) || is_awsx_vpc(resource)
}

/// Whether a resource is a VPC that `awsx` makes, with its subnets and tables inside.
pub fn is_awsx_vpc(resource: &Resource<'_>) -> bool {
    AWSX_VPC.iter().any(|name| resource.symbol.is(name))
}

/// The property of a VPC of the program that gives its id: `id`; `vpcId` of today's `awsx`.
pub fn vpc_id_property(model: &Model<'_>, vpc: &Resource<'_>) -> &'static str {
    // Before 1.0, `awsx` was what is its `classic` module today.
    let range = model.program().package.as_ref().and_then(|package| package.range_of("@pulumi/awsx"));
    let is_old = range.is_some_and(|range| range.trim_start_matches(['^', '~', '=', 'v']).starts_with("0."));
    if is_awsx_vpc(vpc) && !is_old && !vpc.symbol.is("awsx.classic.ec2.Vpc") { "vpcId" } else { "id" }
}

/// The resource whose `id` a value is.
pub fn identified(value: &Value<'_>) -> Option<ResourceId> {
    match value {
        Value::Entity(Entity::Resource(id), path) => match path.as_ref() {
            [] => Some(*id),
            [property] if property == "id" => Some(*id),
            _ => None,
        },
        _ => None,
    }
}
