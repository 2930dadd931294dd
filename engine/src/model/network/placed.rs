//! Where workloads run. Invariant: only subnets that a workload's own arguments name are told; one that takes its
//! subnets from somewhere else says so, and one that runs outside of every VPC is no workload here.

use super::Refers;
use super::refers::made_often;
use crate::model::{Model, Resource, Value};

/// What runs in subnets, with the arguments that name them.
const PLACED: &[(&str, &[&str])] = &[
    ("aws.lambda.Function", &["vpcConfig", "subnetIds"]),
    ("aws.lambda.CallbackFunction", &["vpcConfig", "subnetIds"]),
    ("aws.ecs.Service", &["networkConfiguration", "subnets"]),
    ("awsx.ecs.FargateService", &["networkConfiguration", "subnets"]),
    ("awsx.ecs.EC2Service", &["networkConfiguration", "subnets"]),
    ("aws.cloudwatch.EventTarget", &["ecsTarget", "networkConfiguration", "subnets"]),
    ("aws.ec2.Instance", &["subnetId"]),
    ("aws.autoscaling.Group", &["vpcZoneIdentifiers"]),
    ("aws.eks.NodeGroup", &["subnetIds"]),
    ("aws.eks.FargateProfile", &["subnetIds"]),
    ("aws.codebuild.Project", &["vpcConfig", "subnets"]),
];

impl<'p> Model<'p> {
    /// The subnets that a function, service, task, instance, group of them or build is placed in; `None` where it is
    /// nothing of that kind, or names no subnets.
    pub fn placed_in(&self, resource: &Resource<'p>) -> Option<Refers> {
        let (_, path) = PLACED.iter().find(|(class, _)| resource.symbol.is(class))?;
        let (first, rest) = path.split_first()?;
        let given = self.resource_value(resource, first);
        let subnets = rest.iter().fold(given, |value, name| self.member(&value, name));
        let is_there = |choice: &&Value<'p>| !matches!(choice, Value::Undefined | Value::Null);
        let given: Vec<&Value<'p>> = subnets.choices().iter().filter(is_there).collect();
        let mut out = Refers::default();
        for choice in &given {
            let Refers { each, perhaps, parts, unseen } = Refers::of_value(self, resource, choice);
            out.each.extend(each);
            out.perhaps.extend(perhaps);
            out.parts.extend(parts);
            out.unseen = out.unseen.or(unseen);
        }
        // A condition picks one; turns and calls take each.
        if given.len() > 1 && !made_often(self, resource) {
            out.perhaps.append(&mut out.each);
        }
        (!out.is_nothing()).then_some(out)
    }
}
