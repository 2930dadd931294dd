//! Internet and NAT gateways. Invariant: a gateway is said to be attached to no VPC only where every attachment was seen.

use super::refers::Refers;
use super::vpc::{self, Holds, VpcRef};
use super::{Members, Network};
use crate::model::{Lookup, Model, Resource, ResourceId, Value};

/// An internet gateway of the program.
#[derive(Clone, Debug)]
pub(super) struct InternetGateway {
    id: ResourceId,
    /// The VPCs that it is attached to: its own `vpcId`, and attachments.
    attached: Vec<VpcRef>,
}

/// A NAT gateway of the program, with the subnet that it stands in.
#[derive(Clone, Debug)]
pub struct NatGateway {
    /// The gateway.
    pub id: ResourceId,
    /// The subnet that it stands in.
    pub subnet: Refers,
    /// The VPC of that subnet.
    pub vpc: VpcRef,
    /// Whether it leads out to the internet (`connectivityType` is not `private`).
    pub public: Holds,
}

pub(super) fn internet_gateways_of<'p>(model: &Model<'p>) -> Vec<InternetGateway> {
    let mut out: Vec<InternetGateway> = model
        .resources_of("aws.ec2.InternetGateway")
        .map(|r| {
            let is_set = !matches!(
                model.resource_property(r, "vpcId").map(|p| model.property_value(&p)),
                Lookup::Absent | Lookup::Found(Value::Undefined)
            );
            InternetGateway { id: r.id, attached: is_set.then(|| vpc::vpc_of(model, r)).into_iter().collect() }
        })
        .collect();
    for attachment in model.resources_of("aws.ec2.InternetGatewayAttachment") {
        let gateways = Refers::of(model, attachment, "internetGatewayId");
        let vpc = vpc::vpc_of(model, attachment);
        for gateway in &mut out {
            if gateways.each.contains(&gateway.id) {
                gateway.attached.push(vpc.clone());
            } else if gateways.perhaps.contains(&gateway.id) || gateways.unseen.is_some() {
                let why = gateways.unseen.clone().unwrap_or_else(|| "which one depends on the case".into());
                let why = format!("an attachment names a gateway that can't be seen: {why}");
                gateway.attached.push(VpcRef::Unseen(why));
            }
        }
    }
    out
}

pub(super) fn nat_gateways_of<'p>(model: &Model<'p>, vpc_of: impl Fn(ResourceId) -> VpcRef) -> Vec<NatGateway> {
    let nat = |r: &Resource<'p>| {
        let subnet = Refers::of(model, r, "subnetId");
        let mut vpcs: Vec<VpcRef> = Vec::new();
        for vpc in subnet.all().map(&vpc_of) {
            if !vpcs.contains(&vpc) {
                vpcs.push(vpc);
            }
        }
        let vpc = match (vpcs.as_slice(), &subnet.unseen) {
            ([only], None) => only.clone(),
            (_, Some(why)) => VpcRef::Unseen(format!("the subnet of a NAT gateway can't be seen: {why}")),
            ([], None) => VpcRef::Unseen("it names no subnet".into()),
            _ => VpcRef::Several { of: vpcs, each: true },
        };
        let public = match model.resource_value(r, "connectivityType") {
            Value::Undefined => Holds::Yes,
            Value::Str(kind) if kind == "private" => Holds::No,
            Value::Str(_) => Holds::Yes,
            value => Holds::Unknown(value.why_unknown().unwrap_or("it is decided at run time").into()),
        };
        NatGateway { id: r.id, subnet, vpc, public }
    };
    model.resources_of("aws.ec2.NatGateway").map(nat).collect()
}

impl Network {
    /// The internet gateways that are attached to a VPC.
    pub fn internet_gateways(&self, vpc: &VpcRef) -> Members {
        let mut out = Members::default();
        for gateway in &self.internet_gateways {
            let answers: Vec<Holds> = gateway.attached.iter().map(|of| of.is(vpc)).collect();
            match answers.iter().find(|a| **a != Holds::No) {
                _ if answers.contains(&Holds::Yes) => out.sure.push(gateway.id),
                Some(Holds::Unknown(why)) => out.perhaps.push((gateway.id, why.clone())),
                _ => {}
            }
        }
        out
    }

    /// The internet gateways of the program that nothing attaches to any VPC.
    pub fn loose_internet_gateways(&self) -> impl Iterator<Item = ResourceId> + '_ {
        self.internet_gateways.iter().filter(|g| g.attached.is_empty()).map(|g| g.id)
    }

    /// The NAT gateways of the program, by place.
    pub fn nat_gateways(&self) -> &[NatGateway] {
        &self.nat_gateways
    }
}
