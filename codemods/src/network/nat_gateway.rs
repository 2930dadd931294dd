//! `nat-gateway` (002#1, 003#2.10): private subnets reach out, through NAT gateways.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset,
    Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{By, Holds, Kind, Network, Resource, ResourceId, Target, VpcRef, WayOut};
use iacfix_engine::rewrite::{NamePattern, Reached, Rewrite};

use super::associate::insert_associations;
use super::gateway_endpoint_route_tables::{endpoint_in_need, endpoints_in_need, wire};
use super::lacking::Lacking;
use super::nat_code::{NatCode, Zoned};
use super::pairing::{Pairing, zones};
use super::route::{Leads, new_route_effect, route_effect};

const META: Meta = Meta {
    id: "nat-gateway",
    title: "leads private subnets out through NAT gateways",
    theme: Theme::Network,
    report: "002#1, 003#2.10",
    preset: Preset::All,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[OptionSpec {
        name: "gateways",
        kind: OptionKind::Choice { default: "single", names: &["single", "per-az"] },
        help: "one NAT gateway for the VPC, or one in each of its public subnets",
    }],
    manual: Manual {
        what: "Finds VPCs of the program with private subnets that no default route leads out of, next to public subnets \
               that are led to an internet gateway. What is missing is added, and no more: an elastic IP and a NAT \
               gateway in a public subnet, a route table of the private subnets, its default route, the associations. A \
               public NAT gateway that stands in the VPC is led to.",
        why: "Machines without a public address reach nothing outside of their VPC without a NAT gateway: no updates, no \
              packages, no APIs.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const gateway = new aws.ec2.InternetGateway('shop-igw', { vpcId: vpc.id });

const publicSubnet = new aws.ec2.Subnet('shop-public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const privateSubnet = new aws.ec2.Subnet('shop-private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.2.0/24',
});

const publicRouteTable = new aws.ec2.RouteTable('shop-public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

new aws.ec2.RouteTableAssociation('shop-public-rta', {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});

export const subnetId = privateSubnet.id;
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('shop-vpc', { cidrBlock: '10.0.0.0/16' });

const gateway = new aws.ec2.InternetGateway('shop-igw', { vpcId: vpc.id });

const publicSubnet = new aws.ec2.Subnet('shop-public-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const privateSubnet = new aws.ec2.Subnet('shop-private-subnet', {
  vpcId: vpc.id,
  cidrBlock: '10.0.2.0/24',
});

const publicRouteTable = new aws.ec2.RouteTable('shop-public-rt', {
  vpcId: vpc.id,
  routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
});

new aws.ec2.RouteTableAssociation('shop-public-rta', {
  subnetId: publicSubnet.id,
  routeTableId: publicRouteTable.id,
});

const natEip = new aws.ec2.Eip('shop-nat-eip', {
  domain: 'vpc',
});

const natGateway = new aws.ec2.NatGateway(
  'shop-nat',
  {
    allocationId: natEip.id,
    subnetId: publicSubnet.id,
  },
  { dependsOn: [gateway] },
);

const privateRouteTable = new aws.ec2.RouteTable('shop-private-rt', {
  vpcId: vpc.id,
});

new aws.ec2.Route('shop-private-route', {
  routeTableId: privateRouteTable.id,
  destinationCidrBlock: '0.0.0.0/0',
  natGatewayId: natGateway.id,
});

new aws.ec2.RouteTableAssociation('shop-private-rta', {
  subnetId: privateSubnet.id,
  routeTableId: privateRouteTable.id,
});

export const subnetId = privateSubnet.id;
",
        notes: "NAT gateways and their addresses are billed, by the hour and by the byte. Private is what tags, names or \
                the variables and lists that hold it call private. Left alone, as meant to have no way out: subnets \
                called `isolated`, `intra`, `database`, `db` or `data`; all of a VPC without public subnets; those that \
                nothing describes. A subnet of which only `mapPublicIpOnLaunch: false` speaks gives an advice, for that \
                is said of both. So does a table that such subnets share with private ones, as a route in it would open \
                them, and a VPC whose public subnets are led nowhere: `internet-gateway` comes first. A default route \
                that leads elsewhere is a way out. With `gateways = \"per-az\"`, each private subnet gets a table of its \
                own, and each public one a NAT gateway, and gateway endpoints that need those tables are wired to them; that \
                needs lists of both, and is declined where tables stand already.",
    },
};

const NOTHING: &str = "no default route leads out of the private subnets of this VPC";

/// Finds private subnets without a way out.
pub(crate) struct NatGateway;

impl Codemod for NatGateway {
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

/// What is missing.
struct Missing {
    /// Public NAT gateways that stand in the VPC.
    gateways: Vec<ResourceId>,
    /// Public subnets that an internet gateway is reached from, for new NAT gateways.
    hosts: Vec<ResourceId>,
    /// That internet gateway, where the program makes it.
    internet_gateway: Option<ResourceId>,
    lacking: Lacking,
}

impl Missing {
    /// Whether each zone is to have its own NAT gateway and tables.
    fn is_zoned(&self, look: &Look<'_, '_, '_>) -> bool {
        let model = look.cx.model;
        let stand_in_zones = || self.gateways.iter().any(|id| model.resource(*id).repeated.is_some());
        match self.gateways.is_empty() {
            true => look.cx.choice(look.vpc.file, "gateways") == "per-az",
            false => !self.lacking.bare.is_empty() && stand_in_zones(),
        }
    }
}

impl<'p> Look<'_, '_, 'p> {
    fn network(&self) -> &Network {
        self.cx.model.network()
    }

    fn findings(&self, pairing: &Pairing) -> Vec<Finding> {
        let model = self.cx.model;
        let public = Lacking::of(self.cx, pairing, self.vpc, Kind::Public);
        if public.is_empty() && public.led.is_empty() && public.advice.is_empty() {
            return Vec::new();
        }
        let mut lacking = Lacking::of(self.cx, pairing, self.vpc, Kind::Private);
        let mut findings = std::mem::take(&mut lacking.advice);
        findings.extend(self.half_described());
        if lacking.is_empty() {
            return findings;
        }
        findings.push(match self.missing(&public, lacking) {
            Ok(missing) => {
                let finding = Finding::of(model, self.vpc, NOTHING).fix(self.fix(&missing));
                missing.lacking.shown_by(model, finding)
            }
            Err(why) => Finding::of(model, self.vpc, format!("{NOTHING}; {why}")),
        });
        findings
    }

    /// Subnets that nothing leads out of, and that nothing but `mapPublicIpOnLaunch: false` describes.
    fn half_described(&self) -> impl Iterator<Item = Finding> + '_ {
        const MESSAGE: &str = "can't see whether this subnet is meant to have a way out: only `mapPublicIpOnLaunch` says \
                               that it is not public; call it private or isolated";
        let network = self.network();
        let is_half = |id: &ResourceId| {
            let said = network.kind(*id).evidence.first().map(|first| first.by);
            said == Some(By::NoAddress) && network.way_out_of(*id) == WayOut::None
        };
        let subnets = network.subnets(&VpcRef::Made(self.vpc.id)).sure.into_iter().filter(is_half);
        subnets.map(|id| Finding::of(self.cx.model, self.cx.model.resource(id), MESSAGE))
    }

    /// What is missing, or why that can't be told.
    fn missing(&self, public: &Lacking, lacking: Lacking) -> Result<Missing, String> {
        let mut gateways = Vec::new();
        for gateway in self.network().nat_gateways() {
            match (&gateway.vpc.is(&VpcRef::Made(self.vpc.id)), &gateway.public) {
                (Holds::No, _) | (_, Holds::No) => {}
                (Holds::Yes, Holds::Yes) => gateways.push(gateway.id),
                (Holds::Unknown(why), _) | (_, Holds::Unknown(why)) => {
                    return Err(format!("can't see whether a NAT gateway stands that they should be led to: {why}"));
                }
            }
        }
        let mut hosts = Vec::new();
        let mut internet_gateway = None;
        for (subnet, route) in &public.led {
            if let Target::InternetGateway(gateway) = route.target {
                hosts.push(*subnet);
                internet_gateway = internet_gateway.or(gateway);
            }
        }
        hosts.dedup();
        if hosts.is_empty() && gateways.is_empty() {
            return Err("a NAT gateway has no place before the public subnets are led to an internet gateway".into());
        }
        Ok(Missing { gateways, hosts, internet_gateway, lacking })
    }

    fn code<'l>(&'l self, missing: &'l Missing) -> NatCode<'l, 'p> {
        NatCode {
            model: self.cx.model,
            vpc: self.vpc,
            hosts: &missing.hosts,
            internet_gateway: missing.internet_gateway,
            bare: &missing.lacking.bare,
        }
    }

    fn fix(&self, missing: &Missing) -> Fix {
        let model = self.cx.model;
        let zoned = missing.is_zoned(self);
        let title = match (missing.gateways.is_empty(), zoned) {
            (false, _) => "lead the private subnets to the NAT gateway that stands",
            (true, false) => "lead the private subnets to a new NAT gateway",
            (true, true) => "lead each private subnet to a new NAT gateway of its own zone",
        };
        let code = self.code(missing);
        let mut fix = Fix::new(Level::Review, title, self.edits(missing, zoned));
        if missing.gateways.is_empty() {
            let names = code.names(zoned);
            let add = |class: &str, name: fn(&(NamePattern, NamePattern)) -> &NamePattern| {
                let effect = Effect::new(Action::Add, class).billed();
                names.iter().fold(effect, |effect, names| effect.named(name(names).code()))
            };
            fix = fix.effect(add("aws.ec2.Eip", |n| &n.0)).effect(add("aws.ec2.NatGateway", |n| &n.1));
        }
        for (table, subnets) in &missing.lacking.tables {
            fix = route_effect(fix, model, *table);
            if !subnets.is_empty() {
                fix = fix.effect(Effect::new(Action::Add, "aws.ec2.RouteTableAssociation"));
            }
        }
        if missing.lacking.bare.is_empty() {
            return fix;
        }
        if zoned {
            let in_need = endpoints_in_need(self.cx, &missing.lacking.bare).into_iter();
            let wired =
                in_need.map(|(_, id)| Effect::on(Action::Update, model, model.resource(id)).property("routeTableIds"));
            return wired.fold(code.zoned_effects(fix), Fix::effect);
        }
        let table = code.table(self.beside(missing));
        table.effects(fix).effect(new_route_effect(model, table.name().as_ref()))
    }

    /// The endpoint beside which the table of the bare subnets is made, else the VPC.
    fn beside(&self, missing: &Missing) -> &'_ Resource<'p> {
        let endpoint = endpoint_in_need(self.cx, &missing.lacking.bare);
        endpoint.map_or(self.vpc, |id| self.cx.model.resource(id))
    }

    fn edits(&self, missing: &Missing, zoned: bool) -> Result<FileEdits, Declined> {
        let model = self.cx.model;
        let code = self.code(missing);
        let mut rewrite = Rewrite::new(model);
        if zoned {
            if !missing.lacking.tables.is_empty() {
                let reason = "route tables stand already; give each the NAT gateway of its zone, or set `gateways` to \
                              \"single\"";
                return Err(Declined::because(reason));
            }
            let gateways = match missing.gateways.as_slice() {
                [] => Zoned::New,
                standing => Zoned::Standing(standing),
            };
            let in_need = endpoints_in_need(self.cx, &missing.lacking.bare);
            let leader = in_need.first().map(|(leader, _)| model.resource(*leader));
            if let Some(tables) = code.insert_zoned(&mut rewrite, gateways, leader)? {
                for (_, endpoint) in in_need {
                    wire(self.cx, &mut rewrite, endpoint, tables.clone())?;
                }
            }
            return rewrite.finish();
        }
        let beside = self.beside(missing);
        let made = match missing.gateways.is_empty() {
            true => Some(code.insert_gateway(&mut rewrite, beside, &missing.lacking.tables)?),
            false => None,
        };
        for (table, subnets) in &missing.lacking.tables {
            let table = model.resource(*table);
            let gateway = match &made {
                Some(made) => made.clone(),
                None => self.standing(&mut rewrite, &missing.gateways, table)?,
            };
            Leads { argument: "natGatewayId", to: &gateway }.add_to(&mut rewrite, table)?;
            if !subnets.is_empty() {
                insert_associations(&mut rewrite, model, table, subnets)?;
            }
        }
        if !missing.lacking.bare.is_empty() {
            let gateway = match made {
                Some(made) => made,
                None => self.standing(&mut rewrite, &missing.gateways, beside)?,
            };
            code.insert_table(&mut rewrite, beside, &gateway)?;
        }
        rewrite.finish()
    }

    /// How code beside a table, or the VPC, names the NAT gateway that stands for it: the only one, that of the same
    /// turn of a loop, or that of its zone.
    fn standing(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        gateways: &[ResourceId],
        beside: &Resource<'p>,
    ) -> Result<Reached, Declined> {
        let model = self.cx.model;
        let zone = zones(model, beside.id);
        let of_zone = |id: &&ResourceId| gateways.len() == 1 || (!zone.is_empty() && zones(model, **id) == zone);
        let mut fitting = gateways.iter().filter(of_zone);
        let (Some(gateway), None) = (fitting.next(), fitting.next()) else {
            let reason = "several NAT gateways stand in the VPC; lead each route table to the one of its zone";
            return Err(Declined::because(reason));
        };
        match rewrite.reach(&[*gateway], beside.file, beside.node)?.into_iter().next() {
            Some(only) if !only.many => Ok(only),
            Some(list) if beside.repeated.is_none() => {
                Ok(Reached { code: format!("{}[0]", list.code), many: false, ..list })
            }
            _ => {
                Err(Declined::because("a loop makes the tables, and another one the NAT gateways; lead each yourself"))
            }
        }
    }
}
