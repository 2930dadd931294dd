//! VPC endpoints. Invariant: an endpoint is said to be associated with no table only where every association was seen.

use super::refers::Refers;
use super::service::EndpointService;
use super::vpc::Holds;
use super::{Members, Network, VpcRef};
use crate::model::{Lookup, Model, Resource, ResourceId, Value};

/// How an endpoint is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointType {
    /// By routes.
    Gateway,
    /// By network interfaces in subnets.
    Interface,
    /// Any other.
    Other,
}

/// A VPC endpoint of the program.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The endpoint.
    pub id: ResourceId,
    /// How it is reached; a gateway where nothing is said.
    pub kind: Lookup<EndpointType>,
    /// The services that its own arguments write, whatever a spread after them may make of it; none where one is not seen.
    pub written_services: Vec<EndpointService>,
    /// Whether a `VpcEndpointRouteTableAssociation` names it.
    pub associated: Holds,
}

/// The services that have gateway endpoints.
const GATEWAY_SERVICES: &[&str] = &["s3", "dynamodb"];

impl Endpoint {
    /// Whether its services, as far as they are written, are of the two that have gateway endpoints.
    pub fn serves_gateways(&self) -> bool {
        let is_one = |service: &EndpointService| match service {
            EndpointService::Amazon(name) => GATEWAY_SERVICES.contains(&name.as_str()),
            EndpointService::Offered => false,
        };
        !self.written_services.is_empty() && self.written_services.iter().all(is_one)
    }
}

pub(super) fn endpoints_of<'p>(model: &Model<'p>) -> Vec<Endpoint> {
    let associated: Vec<Refers> = model
        .resources_of("aws.ec2.VpcEndpointRouteTableAssociation")
        .map(|r| Refers::of(model, r, "vpcEndpointId"))
        .collect();
    let endpoint = |r: &Resource<'p>| {
        let named = associated.iter().any(|refers| refers.all().any(|id| id == r.id));
        let hidden = associated.iter().find_map(|refers| refers.unseen.as_ref());
        let associated = match (named, hidden) {
            (true, _) => Holds::Yes,
            (false, Some(why)) => Holds::Unknown(format!("an association names an endpoint that can't be seen: {why}")),
            (false, None) => Holds::No,
        };
        let written = model.written_argument(r, "serviceName");
        let services = written.and_then(|property| model.services_of_name(&property).found());
        let written_services = services.unwrap_or_default();
        Endpoint { id: r.id, kind: kind_of(model, r), written_services, associated }
    };
    model.resources_of("aws.ec2.VpcEndpoint").map(endpoint).collect()
}

fn kind_of<'p>(model: &Model<'p>, endpoint: &Resource<'p>) -> Lookup<EndpointType> {
    match model.resource_value(endpoint, "vpcEndpointType") {
        Value::Undefined => Lookup::Found(EndpointType::Gateway),
        Value::Str(kind) => Lookup::Found(match kind.as_str() {
            "Gateway" => EndpointType::Gateway,
            "Interface" => EndpointType::Interface,
            _ => EndpointType::Other,
        }),
        value => Lookup::Unknown(value.why_unknown().unwrap_or("its type is decided at run time").into()),
    }
}

impl Network {
    /// What there is to know of an endpoint of the program.
    pub fn endpoint(&self, id: ResourceId) -> Option<&Endpoint> {
        self.endpoints.iter().find(|e| e.id == id)
    }

    /// The endpoints in a VPC.
    pub fn endpoints(&self, vpc: &VpcRef) -> Members {
        self.members(vpc, self.endpoints.iter().map(|e| e.id))
    }
}
