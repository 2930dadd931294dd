//! `vpc-endpoints` (004 validation): workloads in private subnets reach S3, ECR and CloudWatch Logs without leaving the VPC.

mod code;
mod grants;
mod site;
mod tasks;
mod uses;

use iacfix_engine::codemod::{
    Codemod, Context, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme,
};
use iacfix_engine::model::facts::words;
use iacfix_engine::model::{Kind, Resource, ResourceId, VpcRef, is_awsx_vpc};

use super::pairing::{Meant, Pairing};
use super::wanted_tables::WantedTables;
use code::{Gateway, Interfaces, Site};
use grants::Service;
use site::{Standing, Unplaced, UsedVpc, used_vpcs};

const META: Meta = Meta {
    id: "vpc-endpoints",
    title: "leads workloads in private subnets to S3, ECR and CloudWatch Logs through endpoints",
    theme: Theme::Network,
    report: "004 validation",
    preset: Preset::All,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[OptionSpec {
        name: "services",
        kind: OptionKind::Choices { default: &["s3", "ecr", "logs"], names: &["s3", "ecr", "logs"] },
        help: "the services that endpoints are added for",
    }],
    manual: Manual {
        what: "Finds VPCs of the program with workloads in private or isolated subnets (functions, ECS services and scheduled \
               tasks, instances, Auto Scaling groups, EKS node groups and Fargate profiles, builds) that use S3, ECR or \
               CloudWatch Logs, where no endpoint for it stands. S3 gets a gateway endpoint in the route tables of the \
               private subnets; ECR gets the interface endpoints `ecr.api` and `ecr.dkr`, CloudWatch Logs `logs`, each \
               in one of those subnets a zone, with a security group that lets the VPC in by HTTPS, and the settings of \
               the VPC that private names need. Each service is a finding of its own.",
        why: "Without endpoints this traffic goes through NAT gateways, which bill every byte of it, and over public \
              addresses; in subnets that nothing leads out of, images can't be pulled and logs are lost.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const privateSubnet = new aws.ec2.Subnet('shop-private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const privateRouteTable = new aws.ec2.RouteTable('shop-private-rt', {
  vpcId: vpc.id,
});

new aws.ec2.RouteTableAssociation('shop-private-rta', {
  subnetId: privateSubnet.id,
  routeTableId: privateRouteTable.id,
});

const orders = new aws.s3.Bucket('orders');

const role = new aws.iam.Role('worker-role', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
});

export const worker = new aws.lambda.Function('worker', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment: { variables: { BUCKET: orders.bucket } },
  vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [] },
});
",
        after: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput();

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const privateSubnet = new aws.ec2.Subnet('shop-private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const privateRouteTable = new aws.ec2.RouteTable('shop-private-rt', {
  vpcId: vpc.id,
});

new aws.ec2.RouteTableAssociation('shop-private-rta', {
  subnetId: privateSubnet.id,
  routeTableId: privateRouteTable.id,
});

new aws.ec2.VpcEndpoint('shop-s3-endpoint', {
  vpcId: vpc.id,
  serviceName: pulumi.interpolate`com.amazonaws.${region.id}.s3`,
  vpcEndpointType: 'Gateway',
  routeTableIds: [privateRouteTable.id],
});

const orders = new aws.s3.Bucket('orders');

const role = new aws.iam.Role('worker-role', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'lambda.amazonaws.com',
  }),
});

export const worker = new aws.lambda.Function('worker', {
  role: role.arn,
  runtime: 'nodejs20.x',
  handler: 'index.handler',
  environment: { variables: { BUCKET: orders.bucket } },
  vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [] },
});
",
        notes: "Interface endpoints are billed by the hour for each zone, and by the byte; the gateway endpoint is free. \
                What counts as use: an image of a repository of ECR, containers that log by `awslogs`, environment \
                variables that name a bucket of the program, user data that calls `aws s3`, `aws ecr`, `aws logs` or the \
                CloudWatch agent, and roles whose policies name actions of the service, or that have a managed policy \
                for it (that of ECS task execution where the program makes a repository). Images count for S3 too: their \
                layers are in it. No use are permissions for everything (`*`), the logs of functions and builds, which \
                their service delivers, and the code and images of functions. Subnets are private where nothing leads \
                from them to an internet gateway and nothing calls them public. An endpoint that stands is left as it \
                is, whichever tables and subnets it has. A security group of interface endpoints that stand is shared \
                where it lets the VPC in. Private subnets without a route table of their own are given one for the \
                gateway endpoint. Bucket policies that ask for a source address no longer see the public one. Declined, \
                with the reason: VPCs that the program does not make; tables, subnets and settings that can't be seen, \
                or that no name at the VPC leads to.",
    },
};

/// Finds workloads in private subnets that reach the provider's services over public addresses.
pub(crate) struct VpcEndpoints;

impl Codemod for VpcEndpoints {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let (vpcs, unplaced) = used_vpcs(cx.model);
        let mut findings = Vec::new();
        for used in &vpcs {
            let standing = Standing::of(cx.model, &used.vpc);
            for service in Service::ALL {
                findings.extend(Look { cx, used, service }.find(&standing));
            }
        }
        for one in &unplaced {
            findings.extend(unseen(cx, one));
        }
        findings.into_iter().for_each(|finding| cx.report(finding));
    }
}

/// One service in one VPC.
struct Look<'l, 'c, 'p> {
    cx: &'l Context<'c, 'p>,
    used: &'l UsedVpc,
    service: Service,
}

impl<'p> Look<'_, '_, 'p> {
    fn find(&self, standing: &Standing) -> Option<Finding> {
        let model = self.cx.model;
        let who = self.used.who_needs(self.service);
        let (first, _) = who.first()?;
        let first = model.resource(*first);
        let made = self.used.vpc.made().map(|id| model.resource(id));
        if !is_asked_for(self.cx, made.unwrap_or(first), self.service) {
            return None;
        }
        let word = self.service.word();
        let missing = standing.missing(self.service);
        let finding = match (made, missing) {
            (_, Ok(missing)) if missing.is_empty() => return None,
            (None, _) => {
                let why = "who makes their VPC decides on its endpoints";
                Finding::of(model, first, format!("can't see whether an endpoint for {word} stands: {why}"))
            }
            (Some(vpc), Err(why)) => {
                let message = format!("can't see whether an endpoint for {word} stands in this VPC: {why}");
                Finding::of(model, vpc, message)
            }
            (Some(vpc), Ok(missing)) => {
                let what = "workloads in private subnets of this VPC";
                let message = format!("{what} use {word}, and no endpoint leads them there");
                match self.fix(vpc, &missing) {
                    Ok(fix) => Finding::of(model, vpc, message).fix(fix),
                    Err(why) => Finding::of(model, vpc, format!("{message}; {why}")),
                }
            }
        };
        Some(who.into_iter().fold(finding, |finding, (id, why)| {
            let workload = model.resource(id);
            let says = format!("this {} uses it: {why}", words(workload.type_name()));
            finding.related(workload.file, workload.range(), says)
        }))
    }

    /// # Errors
    /// Why what the endpoint has to name can't be told.
    fn fix(&self, vpc: &Resource<'p>, missing: &[&'static str]) -> Result<Fix, String> {
        let model = self.cx.model;
        let site = Site { cx: self.cx, model, vpc, service: self.service, missing };
        if self.service == Service::S3 {
            let tables = self.tables(vpc).map_err(|why| format!("the route tables to name can't be seen: {why}"))?;
            return Ok(site.gateway(&Gateway { tables }));
        }
        let list = self.used.lists_for(self.service).into_iter().next();
        let given = Interfaces::of(&site, self.used.subnets_for(self.service), list)
            .map_err(|why| format!("can't see whether private names resolve in it: {why}"))?;
        Ok(site.interfaces(&given))
    }

    /// The tables of the private subnets, and of the others in which who uses the service is.
    ///
    /// # Errors
    /// A table that can't be seen, or that is yet to be picked.
    fn tables(&self, vpc: &Resource<'p>) -> Result<WantedTables, String> {
        let (model, network) = (self.cx.model, self.cx.model.network());
        if is_awsx_vpc(vpc) {
            return Ok(WantedTables { whole: Some(vpc.id), ..WantedTables::default() });
        }
        let used = self.used.subnets_for(self.service);
        let is_private = |id: &ResourceId| network.kind(*id).meant() == Some(Kind::Private);
        let all = network.subnets(&VpcRef::Made(vpc.id)).sure;
        let pairing = Pairing::of(model);
        let mut wanted = WantedTables::default();
        for id in all.into_iter().filter(|id| used.contains(id) || is_private(id)) {
            if pairing.table_for(model, id) == Meant::OneOfSeveral {
                return Err("several could be meant for a subnet; associate it with one".into());
            }
            match wanted.add_tables_of(model, id) {
                Err(why) if used.contains(&id) => return Err(why),
                _ => {}
            }
        }
        Ok(wanted)
    }
}

/// Whether the configuration of a resource's file asks for endpoints of a service.
fn is_asked_for<'p>(cx: &Context<'_, 'p>, resource: &Resource<'p>, service: Service) -> bool {
    cx.strings(resource.file, "services").iter().any(|name| name == service.key())
}

/// A workload of which it can't be seen whether an endpoint would serve it.
fn unseen(cx: &Context<'_, '_>, one: &Unplaced) -> Option<Finding> {
    let model = cx.model;
    let workload = model.resource(one.workload);
    let standing = Standing::of(model, &one.vpc);
    let lacks = |service: &&Service| {
        is_asked_for(cx, workload, **service) && standing.missing(**service).is_ok_and(|missing| !missing.is_empty())
    };
    let words: Vec<&str> = one.services.iter().filter(lacks).map(|service| service.word()).collect();
    let what = match words.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => return None,
    };
    let message =
        format!("can't see whether this needs an endpoint for {what}, as its subnets may be public: {}", one.why);
    Some(Finding::of(model, workload, message))
}
