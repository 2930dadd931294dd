//! `route-table-associations` (002#1): subnets are associated with the route tables that they are meant for.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{MainTable, Resource, ResourceId};
use iacfix_engine::rewrite::Rewrite;

use super::associate::{insert_associations, name_of};
use super::pairing::{Meant, Pairing};

const META: Meta = Meta {
    id: "route-table-associations",
    title: "associates subnets with the route tables that they are meant for",
    theme: Theme::Network,
    report: "002#1",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds `aws.ec2.RouteTable` resources that are meant for subnets of their VPC which no \
               `RouteTableAssociation` names, and adds the associations. What a table and a subnet are meant for is \
               told by default routes, `mapPublicIpOnLaunch`, tags, names and the variables or lists that hold them; of \
               several tables of one kind, by the turn of the loop that makes both, or by the zone in their names.",
        why: "A subnet without an association is routed by the main table of its VPC, which leads nowhere: public \
              subnets are not reached, private ones don't reach out, and the route table that was written for them does \
              nothing.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const gateway = new aws.ec2.InternetGateway('main', { vpcId: vpc.id });

const publicSubnet = new aws.ec2.Subnet('public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
  mapPublicIpOnLaunch: true,
});

const publicRouteTable = new aws.ec2.RouteTable('public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const gateway = new aws.ec2.InternetGateway('main', { vpcId: vpc.id });

const publicSubnet = new aws.ec2.Subnet('public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
  mapPublicIpOnLaunch: true,
});

const publicRouteTable = new aws.ec2.RouteTable('public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

new aws.ec2.RouteTableAssociation('public-rta', {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});
",
        notes: "Safe where the pair is plain and the program gives the VPC's main table no routes; review where the table \
                is merely the only one that could be meant, where its name speaks of another zone, or where the VPC \
                comes from outside. Where several tables could be meant, an advice says so. Left alone: main tables, \
                tables of gateways, subnets whose association can't be seen.",
    },
};

const NONE: &str = "route table is associated with none of the subnets that it is meant for";
const SOME: &str = "route table lacks the association of subnets that it is meant for";
const WHICH: &str = "subnet is associated with no route table, and several of its VPC could be meant; associate one";

/// Finds route tables that are not associated with the subnets that they are meant for.
pub(crate) struct RouteTableAssociations;

impl Codemod for RouteTableAssociations {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        if model.resources_of("aws.ec2.RouteTable").next().is_none() {
            return;
        }
        let pairing = Pairing::of(model);
        let subnets = model.resources_of("aws.ec2.Subnet").map(|subnet| subnet.id);
        let meant: Vec<(ResourceId, Meant)> = subnets.map(|id| (id, pairing.table_for(model, id))).collect();
        for table in model.resources_of("aws.ec2.RouteTable") {
            let own = |meant: fn(ResourceId) -> Meant| move |(_, is): &&(ResourceId, Meant)| *is == meant(table.id);
            let plain: Vec<ResourceId> = meant.iter().filter(own(Meant::Plainly)).map(|(id, _)| *id).collect();
            let probable: Vec<ResourceId> = meant.iter().filter(own(Meant::Probably)).map(|(id, _)| *id).collect();
            if !plain.is_empty() || !probable.is_empty() {
                cx.report(Pair { cx, table, plain: &plain, probable: &probable }.finding());
            }
        }
        let idle = |table: &Resource<'p>| model.network().associated(table.id).is_nothing();
        if model.resources_of("aws.ec2.RouteTable").any(idle) {
            for (id, _) in meant.iter().filter(|(_, meant)| *meant == Meant::OneOfSeveral) {
                cx.report(Finding::of(model, model.resource(*id), WHICH));
            }
        }
    }
}

/// A table, and the subnets that are meant for it.
struct Pair<'l, 'c, 'p> {
    cx: &'l Context<'c, 'p>,
    table: &'l Resource<'p>,
    plain: &'l [ResourceId],
    probable: &'l [ResourceId],
}

impl<'p> Pair<'_, '_, 'p> {
    fn subnets(&self) -> Vec<ResourceId> {
        self.plain.iter().chain(self.probable).copied().collect()
    }

    fn finding(&self) -> Finding {
        let model = self.cx.model;
        let network = model.network();
        let message = if network.associated(self.table.id).is_nothing() { NONE } else { SOME };
        let finding = Finding::of(model, self.table, message).fix(self.fix());
        self.subnets().iter().fold(finding, |finding, id| {
            let subnet = model.resource(*id);
            let why =
                network.kind(*id).evidence.into_iter().next().map_or_else(String::new, |e| format!(": {}", e.why));
            finding.related(subnet.file, subnet.range(), format!("meant for it{why}"))
        })
    }

    fn fix(&self) -> Fix {
        let model = self.cx.model;
        let network = model.network();
        let untouched =
            network.vpc(self.table.id).made().is_some_and(|vpc| network.main_table(vpc) == MainTable::Untouched);
        let level = if untouched && self.probable.is_empty() { Level::Safe } else { Level::Review };
        let fix = Fix::new(level, "associate the subnets with their route table", self.edits());
        self.subnets().iter().fold(fix, |fix, id| {
            let effect = Effect::new(Action::Add, "aws.ec2.RouteTableAssociation");
            fix.effect(match name_of(model, model.resource(*id), (self.table, self.table.repeated)) {
                Some(name) => effect.named(name.code()),
                None => effect,
            })
        })
    }

    fn edits(&self) -> Result<FileEdits, Declined> {
        let mut rewrite = Rewrite::new(self.cx.model);
        insert_associations(&mut rewrite, self.cx.model, self.table, &self.subnets())?;
        rewrite.finish()
    }
}
