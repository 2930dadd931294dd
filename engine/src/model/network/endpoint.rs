//! VPC endpoints. Invariant: an endpoint is said to be associated with no table only where every association was seen.

use super::refers::Refers;
use super::vpc::Holds;
use super::{Members, Network, VpcRef};
use crate::model::{Lookup, Model, Property, Resource, ResourceId, TextPart, Value};

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
    /// Its service without the region: `s3`, `ecr.api`.
    pub service: Lookup<String>,
    /// The service that its own arguments write, whatever a spread after it may make of it.
    pub written_service: Option<String>,
    /// Whether a `VpcEndpointRouteTableAssociation` names it.
    pub associated: Holds,
}

/// The services that have gateway endpoints.
const GATEWAY_SERVICES: &[&str] = &["s3", "dynamodb"];

impl Endpoint {
    /// Whether its service, as far as it is written, is one of the two that have gateway endpoints.
    pub fn serves_gateways(&self) -> bool {
        self.written_service.as_deref().is_some_and(|service| GATEWAY_SERVICES.contains(&service))
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
        let written_service = written.and_then(|property| service_in(model, &property).found());
        let service = match model.resource_property(r, "serviceName") {
            Lookup::Found(property) => service_in(model, &property),
            Lookup::Absent => Lookup::Absent,
            Lookup::Unknown(why) => Lookup::Unknown(why),
        };
        Endpoint { id: r.id, kind: kind_of(model, r), service, written_service, associated }
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

/// `ecr.api` of `com.amazonaws.${region}.ecr.api`.
fn service_in<'p>(model: &Model<'p>, property: &Property<'p>) -> Lookup<String> {
    let Some(expr) = property.expr() else { return Lookup::Unknown(model.why_unseen(property)) };
    let parts = model.text_parts(property.file, expr);
    let mut text = String::new();
    for part in &parts {
        match part {
            TextPart::Known(known) => text.push_str(known),
            TextPart::Hole(Value::AnyOf(_)) => return Lookup::Unknown("its service depends on the case".into()),
            TextPart::Hole(_) => text.push('\0'),
        }
    }
    service_of(&text).map_or_else(|| Lookup::Unknown(model.why_unseen(property)), Lookup::Found)
}

/// `ecr.api` of `com.amazonaws.<region>.ecr.api`, in which a NUL stands for what can't be seen.
pub(super) fn service_of(text: &str) -> Option<String> {
    // `com.amazonaws.<region>.`, `cn.com.amazonaws.<region>.`, `aws.api.<region>.`
    let after = text.split_once("amazonaws.").or_else(|| text.split_once("aws.api.")).map(|(_, rest)| rest)?;
    let (_, service) = after.split_once('.')?;
    (!service.is_empty() && !service.contains('\0')).then(|| service.to_string())
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
