//! What workloads use in each VPC, and which endpoints stand there. Invariant: an endpoint that can't be seen may be any
//! one, so that a service is said to have none only where all of the VPC's endpoints were seen.

use iacfix_engine::model::{EndpointService, Holds, Lookup, Model, ResourceId, Value, VpcRef, is_awsx_vpc};

use super::grants::{Grants, Service};
use super::uses::{Use, uses_of};

/// A VPC with workloads in its private subnets.
pub(super) struct UsedVpc {
    pub(super) vpc: VpcRef,
    /// Who uses what.
    pub(super) uses: Vec<(ResourceId, Use)>,
    /// The subnets of the program in which who uses a service is.
    subnets: Vec<(Service, ResourceId)>,
    /// Lists of subnets that the VPC makes inside: `privateSubnetIds`.
    inside: Vec<(Service, String)>,
}

/// A workload of which it can't be seen whether its subnets are private.
pub(super) struct Unplaced {
    pub(super) workload: ResourceId,
    pub(super) services: Vec<Service>,
    pub(super) vpc: VpcRef,
    pub(super) why: String,
}

/// What workloads use, by the VPC that they are in.
pub(super) fn used_vpcs(model: &Model<'_>) -> (Vec<UsedVpc>, Vec<Unplaced>) {
    let (mut vpcs, mut unplaced) = (Vec::new(), Vec::new());
    let mut grants = None;
    for workload in model.resources() {
        let Some(subnets) = model.placed_in(workload).filter(|subnets| subnets.all().next().is_some()) else {
            continue;
        };
        let uses = uses_of(model, grants.get_or_insert_with(|| Grants::of(model)), workload);
        if uses.is_empty() {
            continue;
        }
        let network = model.network();
        let is_public = |id: &ResourceId| network.kind(*id).is_public();
        // Where it may be in one of several subnets, none of them may be public.
        let perhaps_private = subnets.perhaps.iter().all(|id| is_public(id) == Some(false));
        let named = subnets.each.iter().chain(subnets.perhaps.iter().filter(|_| perhaps_private));
        for id in named.copied() {
            match (is_public(&id), network.kind(id).kind) {
                (Some(false), _) => {
                    let used = entry(&mut vpcs, network.vpc(id));
                    used.add(workload.id, &uses);
                    uses.iter().for_each(|one| used.subnets.push((one.service, id)));
                }
                (None, Lookup::Unknown(why)) => {
                    let services = uses.iter().map(|one| one.service).collect();
                    unplaced.push(Unplaced { workload: workload.id, services, vpc: network.vpc(id), why });
                }
                _ => {}
            }
        }
        for (id, path) in &subnets.parts {
            let list = path.split('.').next().unwrap_or_default();
            let is_private = ["privateSubnetIds", "isolatedSubnetIds"].contains(&list);
            if is_private && is_awsx_vpc(model.resource(*id)) {
                let used = entry(&mut vpcs, VpcRef::Made(*id));
                used.add(workload.id, &uses);
                uses.iter().for_each(|one| used.inside.push((one.service, list.to_string())));
            }
        }
    }
    (vpcs, unplaced)
}

fn entry(vpcs: &mut Vec<UsedVpc>, vpc: VpcRef) -> &mut UsedVpc {
    let at = vpcs.iter().position(|used| used.vpc == vpc).unwrap_or_else(|| {
        vpcs.push(UsedVpc { vpc, uses: Vec::new(), subnets: Vec::new(), inside: Vec::new() });
        vpcs.len() - 1
    });
    &mut vpcs[at]
}

/// Whether who uses `by` needs an endpoint of `service`: layers of images are in S3.
fn needs(by: Service, service: Service) -> bool {
    by == service || (by == Service::Ecr && service == Service::S3)
}

impl UsedVpc {
    fn add(&mut self, workload: ResourceId, uses: &[Use]) {
        if self.uses.iter().all(|(known, _)| *known != workload) {
            self.uses.extend(uses.iter().map(|one| (workload, one.clone())));
        }
    }

    /// Who needs an endpoint of a service, with what tells.
    pub(super) fn who_needs(&self, service: Service) -> Vec<(ResourceId, String)> {
        let mut out: Vec<(ResourceId, String)> = Vec::new();
        for (workload, one) in self.uses.iter().filter(|(_, one)| one.service == service) {
            out.push((*workload, one.why.clone()));
        }
        for (workload, one) in self.uses.iter().filter(|(_, one)| needs(one.service, service)) {
            if out.iter().all(|(known, _)| known != workload) {
                out.push((*workload, format!("{}; layers of images are in S3", one.why)));
            }
        }
        out
    }

    /// The subnets that they are in.
    pub(super) fn subnets_for(&self, service: Service) -> Vec<ResourceId> {
        let mut out: Vec<ResourceId> = Vec::new();
        for (_, id) in self.subnets.iter().filter(|(by, _)| needs(*by, service)) {
            if !out.contains(id) {
                out.push(*id);
            }
        }
        out
    }

    /// The lists of subnets inside of the VPC that they are in; private ones before isolated ones.
    pub(super) fn lists_for(&self, service: Service) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for (_, list) in self.inside.iter().filter(|(by, _)| needs(*by, service)) {
            if !out.contains(&list.as_str()) {
                out.push(list);
            }
        }
        out.sort_by_key(|list| *list != "privateSubnetIds");
        out
    }
}

/// The endpoints in a VPC.
#[derive(Default)]
pub(super) struct Standing {
    /// Their services, without the region.
    services: Vec<String>,
    /// Why there may be others.
    unseen: Option<String>,
}

impl Standing {
    pub(super) fn of(model: &Model<'_>, vpc: &VpcRef) -> Self {
        let mut out = Self::default();
        for endpoint in model.resources_of("aws.ec2.VpcEndpoint") {
            let is_in = model.network().vpc(endpoint.id).is(vpc);
            match (is_in, model.services_behind(endpoint).map(|it| names_of(&it.all))) {
                (Holds::No, _) => {}
                (Holds::Yes, Lookup::Found(services)) => out.services.extend(services),
                (Holds::Unknown(why), Lookup::Found(services)) => {
                    let is_ours = |name: &String| Service::ALL.iter().any(|it| it.endpoints().contains(&name.as_str()));
                    if services.iter().any(is_ours) {
                        out.unseen.get_or_insert(why);
                    }
                }
                (_, Lookup::Unknown(why)) => {
                    out.unseen.get_or_insert(why);
                }
                (_, Lookup::Absent) => {}
            }
        }
        if let Some(vpc) = vpc.made().filter(|id| is_awsx_vpc(model.resource(*id))) {
            out.add_inside(model, vpc);
        }
        out
    }

    /// Those that `awsx` makes with its VPC.
    fn add_inside(&mut self, model: &Model<'_>, vpc: ResourceId) {
        let specs = match model.resource_property(model.resource(vpc), "vpcEndpointSpecs") {
            Lookup::Found(specs) => specs,
            Lookup::Absent => return,
            Lookup::Unknown(why) => {
                self.unseen.get_or_insert(why);
                return;
            }
        };
        let Some(items) = model.property_value(&specs).items() else {
            self.unseen.get_or_insert_with(|| model.why_unseen(&specs));
            return;
        };
        for item in items {
            let named = match model.property(&item, "serviceName") {
                Lookup::Found(name) => model.services_of_name(&name).map(|all| names_of(&all)),
                _ => Lookup::Unknown("the service of one of its endpoints can't be seen".into()),
            };
            match named {
                Lookup::Found(services) => self.services.extend(services),
                Lookup::Absent => {}
                Lookup::Unknown(why) => {
                    self.unseen.get_or_insert(why);
                }
            }
        }
    }

    /// Which endpoints of a service are missing.
    ///
    /// # Errors
    /// Why some of those that are not seen may stand.
    pub(super) fn missing(&self, service: Service) -> Result<Vec<&'static str>, String> {
        let stands = |name: &&&str| self.services.iter().any(|known| known == **name);
        let missing: Vec<&'static str> = service.endpoints().iter().filter(|name| !stands(name)).copied().collect();
        match &self.unseen {
            Some(why) if !missing.is_empty() => Err(why.clone()),
            _ => Ok(missing),
        }
    }
}

/// The services of AWS among those that an endpoint leads to, without the region: `s3`, `ecr.api`.
pub(super) fn names_of(services: &[EndpointService]) -> Vec<String> {
    let name = |service: &EndpointService| match service {
        EndpointService::Amazon(name) => Some(name.clone()),
        EndpointService::Offered => None,
    };
    services.iter().filter_map(name).collect()
}

/// Whether a security group lets all of a VPC in by HTTPS, by rules of its own.
pub(super) fn admits_vpc<'p>(model: &Model<'p>, group: ResourceId, vpc: ResourceId) -> bool {
    let own = model.resource_value(model.resource(vpc), "cidrBlock");
    let is_vpc = |block: &Value<'p>| match block {
        Value::Str(text) => text == "0.0.0.0/0" || own.as_str() == Some(text),
        other => {
            other.output().is_some_and(|(id, path)| id == vpc && path.last().is_some_and(|name| name == "cidrBlock"))
        }
    };
    let rules = model.resource_value(model.resource(group), "ingress").items().unwrap_or_default();
    rules.iter().any(|rule| {
        let number = |name: &str| match model.member(rule, name) {
            Value::Number(number) => Some(number),
            _ => None,
        };
        let covers = || number("fromPort").zip(number("toPort")).is_some_and(|(from, to)| from <= 443.0 && 443.0 <= to);
        let is_https = match model.member(rule, "protocol").as_str() {
            Some("tcp" | "6") => covers(),
            Some("-1" | "all") => true,
            _ => false,
        };
        let blocks = model.member(rule, "cidrBlocks").items().unwrap_or_default();
        is_https && blocks.iter().any(is_vpc)
    })
}
