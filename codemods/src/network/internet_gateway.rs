//! `internet-gateway` (002#1): public subnets reach the internet, and are reached from it.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Kind, Network, Resource, ResourceId, Target, VpcRef};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite};

use super::associate::{insert_associations, last_of};
use super::lacking::Lacking;
use super::new_table::NewTable;
use super::pairing::Pairing;
use super::route::{Leads, new_route_effect, route_effect};

const META: Meta = Meta {
    id: "internet-gateway",
    title: "leads public subnets to an internet gateway",
    theme: Theme::Network,
    report: "002#1",
    preset: Preset::All,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds VPCs of the program with public subnets that no default route leads out of, and internet gateways \
               to which such routes lead but that nothing attaches to the VPC. What is missing is added, and no more: \
               the gateway, its `vpcId`, a route table of the public subnets, its default route, the associations. A \
               subnet is public where `mapPublicIpOnLaunch` is true, or its tags, its name or what holds it say so.",
        why: "A public address alone reaches nothing. Without an internet gateway, and a default route to it in the \
              table of the subnet, machines in public subnets are not reached and don't reach out, and NAT gateways \
              can't be created there.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const publicSubnet = new aws.ec2.Subnet('shop-public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
  mapPublicIpOnLaunch: true,
});

export const subnetId = publicSubnet.id;
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const publicSubnet = new aws.ec2.Subnet('shop-public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
  mapPublicIpOnLaunch: true,
});

const internetGateway = new aws.ec2.InternetGateway('shop-igw', {
  vpcId: vpc.id,
});

const publicRouteTable = new aws.ec2.RouteTable('shop-public-rt', {
  vpcId: vpc.id,
});

new aws.ec2.Route('shop-public-route', {
  routeTableId: publicRouteTable.id,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: internetGateway.id,
});

new aws.ec2.RouteTableAssociation('shop-public-rta', {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});

export const subnetId = publicSubnet.id;
",
        notes: "A table that the public subnets have, or are meant for, is given the route, inline where its other \
                routes stand inline; one that other subnets have too gives an advice, for a route in it would open them. \
                Left alone: `DefaultVpc` and VPCs of `awsx`, which have their gateway; VPCs from outside of the program; \
                subnets that only `mapPublicIpOnLaunch: false` or nothing at all describes. A default route that leads \
                elsewhere (a firewall, a transit gateway) is a way out. The route is for IPv4.",
    },
};

const NOTHING: &str = "no default route leads out of the public subnets of this VPC";
const LOOSE: &str = "internet gateway is attached to no VPC, so the routes to it lead nowhere";

/// Finds public subnets without a way to the internet.
pub(crate) struct InternetGateway;

impl Codemod for InternetGateway {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut pairing = None;
        for id in model.network().vpcs() {
            let vpc = model.resource(*id);
            if vpc.symbol.is("aws.ec2.Vpc") {
                let pairing = pairing.get_or_insert_with(|| Pairing::of(model));
                let findings = Look { cx, vpc }.findings(pairing);
                findings.into_iter().for_each(|finding| cx.report(finding));
            }
        }
    }
}

/// One VPC of the program.
struct Look<'l, 'c, 'p> {
    cx: &'l Context<'c, 'p>,
    vpc: &'l Resource<'p>,
}

/// The gateway that routes are to lead to.
#[derive(Clone, Copy)]
enum Gateway {
    /// It stands, and is attached.
    Attached(ResourceId),
    /// It stands, and is attached to nothing.
    Loose(ResourceId),
    /// It has to be made.
    New,
}

/// What is missing.
struct Missing {
    gateway: Gateway,
    lacking: Lacking,
}

impl<'p> Look<'_, '_, 'p> {
    fn network(&self) -> &Network {
        self.cx.model.network()
    }

    fn findings(&self, pairing: &Pairing) -> Vec<Finding> {
        let model = self.cx.model;
        let mut lacking = Lacking::of(self.cx, pairing, self.vpc, Kind::Public);
        let mut findings = std::mem::take(&mut lacking.advice);
        match lacking.led.iter().find_map(|(_, route)| self.loose_target(&route.target)) {
            Some(id) => {
                let missing = Missing { gateway: Gateway::Loose(id), lacking };
                findings.push(Finding::of(model, model.resource(id), LOOSE).fix(self.fix(&missing)));
            }
            None if lacking.is_empty() => {}
            None => findings.push(self.lead_out(lacking)),
        }
        findings
    }

    /// The internet gateway that a route leads to, where nothing attaches it.
    fn loose_target(&self, target: &Target) -> Option<ResourceId> {
        match target {
            Target::InternetGateway(Some(id)) => self.network().loose_internet_gateways().find(|loose| loose == id),
            _ => None,
        }
    }

    /// The gateway that the routes should lead to; why it can't be told.
    fn gateway(&self) -> Result<Gateway, String> {
        let found = self.network().internet_gateways(&VpcRef::Made(self.vpc.id));
        if let Some(gateway) = found.sure.first() {
            return Ok(Gateway::Attached(*gateway));
        }
        if let Some((_, why)) = found.perhaps.into_iter().next() {
            return Err(why);
        }
        let loose: Vec<ResourceId> = self.network().loose_internet_gateways().collect();
        match loose.as_slice() {
            [] => Ok(Gateway::New),
            [only] if self.network().vpcs().len() == 1 => Ok(Gateway::Loose(*only)),
            _ => Err("an internet gateway is attached to no VPC, and may be meant for it".into()),
        }
    }

    fn lead_out(&self, lacking: Lacking) -> Finding {
        let model = self.cx.model;
        match self.gateway() {
            Ok(gateway) => {
                let missing = Missing { gateway, lacking };
                let finding = Finding::of(model, self.vpc, NOTHING).fix(self.fix(&missing));
                missing.lacking.shown_by(model, finding)
            }
            Err(why) => {
                let message = format!("{NOTHING}; can't see which internet gateway they should lead to: {why}");
                Finding::of(model, self.vpc, message)
            }
        }
    }

    fn name(&self) -> Option<NamePattern> {
        let own = NamePattern::of(self.cx.model, self.vpc)?;
        Some(own.with_role(&["vpc"], "igw").free(self.cx.model, "aws.ec2.InternetGateway"))
    }

    fn table<'l>(&'l self, missing: &'l Missing) -> NewTable<'l, 'p> {
        NewTable { model: self.cx.model, beside: self.vpc, subnets: &missing.lacking.bare, kind: "public" }
    }

    fn fix(&self, missing: &Missing) -> Fix {
        let model = self.cx.model;
        let title = match missing.gateway {
            Gateway::New => "lead the public subnets to a new internet gateway",
            Gateway::Attached(_) => "lead the public subnets to the internet gateway",
            Gateway::Loose(_) => "attach the internet gateway, and lead the public subnets to it",
        };
        let mut fix = Fix::new(Level::Review, title, self.edits(missing));
        fix = match missing.gateway {
            Gateway::Attached(_) => fix,
            Gateway::Loose(id) => fix.effect(Effect::on(Action::Update, model, model.resource(id)).property("vpcId")),
            Gateway::New => fix.effect(match self.name() {
                Some(name) => Effect::new(Action::Add, "aws.ec2.InternetGateway").named(name.code()),
                None => Effect::new(Action::Add, "aws.ec2.InternetGateway"),
            }),
        };
        for (table, subnets) in &missing.lacking.tables {
            fix = route_effect(fix, model, *table);
            if !subnets.is_empty() {
                fix = fix.effect(Effect::new(Action::Add, "aws.ec2.RouteTableAssociation"));
            }
        }
        if !missing.lacking.bare.is_empty() {
            let table = self.table(missing);
            fix = table.effects(fix).effect(new_route_effect(model, table.name().as_ref()));
        }
        fix
    }

    fn edits(&self, missing: &Missing) -> Result<FileEdits, Declined> {
        let (model, vpc) = (self.cx.model, self.vpc);
        let mut rewrite = Rewrite::new(model);
        let bare = rewrite.reach(&missing.lacking.bare, vpc.file, vpc.node)?;
        let place = match missing.lacking.tables.first() {
            None => Place::After(last_of(&rewrite, vpc, &bare)),
            Some(_) if !bare.is_empty() => Place::After(vpc.node),
            Some((table, _)) => {
                let table = model.resource(*table);
                Place::Before(table.repeated.unwrap_or(table.statement))
            }
        };
        let gateway = self.gateway_for(&mut rewrite, missing.gateway, place)?;
        for (table, subnets) in &missing.lacking.tables {
            let table = model.resource(*table);
            let own = match missing.gateway {
                Gateway::New => gateway.clone(),
                Gateway::Attached(id) | Gateway::Loose(id) => one(rewrite.reach(&[id], table.file, table.node)?)?,
            };
            Leads { argument: "gatewayId", to: &own }.add_to(&mut rewrite, table)?;
            if !subnets.is_empty() {
                insert_associations(&mut rewrite, model, table, subnets)?;
            }
        }
        if !bare.is_empty() {
            let all: Vec<Reached> = bare.iter().chain([&gateway]).cloned().collect();
            let place = Place::After(last_of(&rewrite, vpc, &all));
            let held = rewrite.bind(vpc.file, vpc.node, "vpc")?;
            let leads = Leads { argument: "gatewayId", to: &gateway };
            self.table(missing).insert(
                &mut rewrite,
                &bare,
                &format!("vpcId: {held}.id"),
                place,
                |rewrite, table, name| leads.statement(rewrite, vpc, table, name).map(Some),
            )?;
        }
        rewrite.finish()
    }

    /// How code beside the VPC names the gateway, once it is there and attached.
    fn gateway_for(&self, rewrite: &mut Rewrite<'_, 'p>, gateway: Gateway, place: Place) -> Result<Reached, Declined> {
        let (model, vpc) = (self.cx.model, self.vpc);
        match gateway {
            Gateway::Attached(id) => one(rewrite.reach(&[id], vpc.file, vpc.node)?),
            Gateway::Loose(id) => {
                let made = model.resource(id);
                let own = one(rewrite.reach(&[vpc.id], made.file, made.node)?)?;
                if last_of(rewrite, made, std::slice::from_ref(&own)) != made.node {
                    let reason = "the gateway is made before the VPC that it should name; move it";
                    return Err(Declined::because(reason));
                }
                rewrite.set_argument(made, "vpcId", &format!("{}.id", own.code))?;
                one(rewrite.reach(&[id], vpc.file, vpc.node)?)
            }
            Gateway::New => {
                let name = self.name().ok_or_else(|| {
                    Declined::because("the VPC has no name that its gateway could follow; name it first")
                })?;
                let held = rewrite.bind(vpc.file, vpc.node, "vpc")?;
                let variable = rewrite.free_name_for(vpc, vpc.node, "internetGateway");
                let class = rewrite.class_beside(vpc, "aws.ec2.InternetGateway")?;
                let companion = Companion::of(model, vpc);
                let entries = [Some(format!("vpcId: {held}.id")), companion.region(), companion.tags(&name.code())];
                let made = companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>());
                let code = format!("const {variable} = {made};");
                rewrite.insert_group(vpc.file, place, "Internet gateway", &code)?;
                Ok(Reached { code: variable, many: false, ids: false, resources: Vec::new(), after: None })
            }
        }
    }
}

fn one(reached: Vec<Reached>) -> Result<Reached, Declined> {
    match reached.into_iter().next() {
        Some(only) if !only.many => Ok(only),
        _ => Err(Declined::because("what the routes should lead to is one of several here; add them yourself")),
    }
}
