//! Flow logs. Invariant: a VPC is said to have none only where the target of every flow log was seen.

use super::Network;
use super::refers::{Refers, in_step};
use super::vpc::{self, Holds, VpcRef};
use crate::model::{Lookup, Model, Resource, ResourceId, Value};

/// What watches the traffic of a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watch {
    /// These flow logs: of the VPC, or of each of its subnets that the program makes.
    Whole(Vec<ResourceId>),
    /// These flow logs, of parts of it only: some subnets, interfaces, one of the VPCs that a loop makes.
    Part(Vec<ResourceId>),
    /// This flow log may, for this reason.
    Perhaps(ResourceId, String),
    /// No flow log.
    Nothing,
}

/// A flow log of the program.
#[derive(Clone, Debug)]
pub(super) struct FlowLog {
    id: ResourceId,
    of: Target,
}

/// What a flow log watches.
#[derive(Clone, Debug)]
enum Target {
    /// A VPC; whether there is one log for each VPC that it stands for.
    Vpc(VpcRef, bool),
    Subnets(Refers),
    /// An interface, a transit gateway: never a whole VPC.
    Other,
    Unseen(String),
}

pub(super) fn flow_logs_of<'p>(model: &Model<'p>) -> Vec<FlowLog> {
    model.resources_of("aws.ec2.FlowLog").map(|r| FlowLog { id: r.id, of: target(model, r) }).collect()
}

fn target<'p>(model: &Model<'p>, log: &Resource<'p>) -> Target {
    let given = |name: &str| match model.resource_property(log, name) {
        Lookup::Found(property) => !matches!(model.property_value(&property), Value::Undefined),
        Lookup::Absent => false,
        Lookup::Unknown(_) => false,
    };
    if given("vpcId") {
        let vpc = vpc::vpc_of(model, log);
        let each = vpc.made().is_none_or(|id| in_step(model, log, model.resource(id)));
        return Target::Vpc(vpc, each);
    }
    if given("subnetId") {
        return Target::Subnets(Refers::of(model, log, "subnetId"));
    }
    if ["eniId", "transitGatewayId", "transitGatewayAttachmentId"].into_iter().any(given) {
        return Target::Other;
    }
    match model.resource_property(log, "vpcId") {
        Lookup::Unknown(why) => Target::Unseen(why),
        _ => Target::Unseen("it names nothing to watch".into()),
    }
}

impl Network {
    /// What watches the traffic of a VPC.
    pub fn watched(&self, vpc: &VpcRef) -> Watch {
        let (mut whole, mut part, mut perhaps) = (Vec::new(), Vec::new(), None);
        let mut watched_subnets: Vec<ResourceId> = Vec::new();
        let subnets = self.subnets(vpc);
        for log in &self.flow_logs {
            let mut doubt = |why: String| {
                perhaps.get_or_insert((log.id, why));
            };
            match &log.of {
                Target::Vpc(of, each) => match (of.is(vpc), each) {
                    (Holds::Yes, true) => whole.push(log.id),
                    (Holds::Yes, false) => part.push(log.id),
                    (Holds::Unknown(why), _) => doubt(why),
                    (Holds::No, _) => {}
                },
                Target::Subnets(refers) => {
                    let own = |ids: &[ResourceId]| ids.iter().any(|id| subnets.sure.contains(id));
                    if own(&refers.each) {
                        watched_subnets.extend(&refers.each);
                    }
                    if own(&refers.each) || own(&refers.perhaps) {
                        part.push(log.id);
                    } else if let Some(why) = &refers.unseen {
                        doubt(format!("the subnet that it watches can't be seen: {why}"));
                    } else if refers.parts.iter().any(|(id, _)| vpc.made() == Some(*id)) {
                        part.push(log.id);
                    }
                }
                Target::Other => {}
                Target::Unseen(why) => doubt(why.clone()),
            }
        }
        let all = !subnets.sure.is_empty() && subnets.perhaps.is_empty();
        if all && subnets.sure.iter().all(|id| watched_subnets.contains(id)) {
            whole.append(&mut part);
        }
        match (whole.is_empty(), perhaps, part.is_empty()) {
            (false, _, _) => Watch::Whole(whole),
            (true, Some((log, why)), _) => Watch::Perhaps(log, why),
            (true, None, false) => Watch::Part(part),
            (true, None, true) => Watch::Nothing,
        }
    }
}
