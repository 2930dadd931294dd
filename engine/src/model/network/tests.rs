//! The network view against programs as people write them.

use super::*;
use crate::model::Lookup;
use crate::source::TextRange;
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as awsx from '@pulumi/awsx';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// Asks the network of a program of one file.
#[track_caller]
fn ask<T>(text: &str, question: impl Fn(&Asked<'_, '_>) -> T) -> T {
    ask_all(&[("index.ts", text)], question)
}

/// Asks the network of a program; the first file gets its imports.
#[track_caller]
fn ask_all<T>(files: &[(&str, &str)], question: impl Fn(&Asked<'_, '_>) -> T) -> T {
    let headed: Vec<(&str, String)> = files.iter().map(|(p, t)| (*p, format!("{HEAD}{t}"))).collect();
    let files: Vec<(&str, &str)> = headed.iter().map(|(p, t)| (*p, t.as_str())).collect();
    let program = program(&files);
    let model = Model::new(&program);
    question(&Asked { model: &model, network: model.network() })
}

struct Asked<'m, 'p> {
    model: &'m Model<'p>,
    network: &'m Network,
}

impl Asked<'_, '_> {
    /// The resource whose logical name is spelled so, quotes aside.
    #[track_caller]
    fn id(&self, name: &str) -> ResourceId {
        let spelled = |id: ResourceId| self.name(id) == name;
        let found = self.model.resources().iter().map(|r| r.id).find(|id| spelled(*id));
        found.unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    fn name(&self, id: ResourceId) -> String {
        let resource = self.model.resource(id);
        let name = resource.name().map_or("?", |n| self.model.text(resource.file, TextRange::of(n)));
        name.trim_matches(['\'', '`', '"']).to_string()
    }

    fn names(&self, ids: &[ResourceId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(" ")
    }

    fn vpc(&self, name: &str) -> VpcRef {
        self.network.vpc(self.id(name))
    }

    /// `sure` and, after a `?`, what may be.
    fn show(&self, members: &Members) -> String {
        let perhaps: Vec<ResourceId> = members.perhaps.iter().map(|(id, _)| *id).collect();
        match perhaps.is_empty() {
            true => self.names(&members.sure),
            false => format!("{} ? {}", self.names(&members.sure), self.names(&perhaps)).trim().to_string(),
        }
    }

    fn subnets(&self, vpc: &str) -> String {
        self.show(&self.network.subnets(&self.vpc(vpc)))
    }

    fn kind(&self, subnet: &str) -> String {
        let verdict = self.network.kind(self.id(subnet));
        let by = verdict.evidence.first().map_or("nothing".to_string(), |e| e.why.clone());
        match verdict.kind {
            Lookup::Found(kind) => format!("{}: {by}", kind.word()),
            Lookup::Absent => "nothing".into(),
            Lookup::Unknown(why) => format!("? {why}"),
        }
    }

    fn table_of(&self, subnet: &str) -> String {
        match self.network.table_of(self.id(subnet)) {
            TableOf::Tables(tables) => self.names(&tables),
            TableOf::Main => "main".into(),
            TableOf::Unknown(why) => format!("? {why}"),
        }
    }

    fn way_out(&self, way: &WayOut) -> String {
        let target = |route: &Route| match &route.target {
            Target::InternetGateway(id) => format!("internet {}", id.map_or("?".into(), |id| self.name(id))),
            Target::Nat(id) => format!("nat {}", id.map_or("?".into(), |id| self.name(id))),
            other => format!("{other:?}"),
        };
        match way {
            WayOut::By(routes) => routes.iter().map(target).collect::<Vec<_>>().join(", "),
            WayOut::None => "none".into(),
            WayOut::Unknown(why) => format!("? {why}"),
        }
    }

    fn way_out_of(&self, subnet: &str) -> String {
        self.way_out(&self.network.way_out_of(self.id(subnet)))
    }

    fn watched(&self, vpc: &str) -> String {
        match self.network.watched(&self.vpc(vpc)) {
            Watch::Whole(logs) => format!("whole {}", self.names(&logs)),
            Watch::Part(logs) => format!("part {}", self.names(&logs)),
            Watch::Perhaps(log, why) => format!("? {} {why}", self.name(log)),
            Watch::Nothing => "nothing".into(),
        }
    }
}

#[test]
fn subnets_are_in_the_vpc_that_they_name() {
    let text = "const a = new aws.ec2.Vpc('a', {}); const b = new aws.ec2.Vpc('b', {});
const x = new awsx.ec2.Vpc('x', {});
const one = new aws.ec2.Subnet('one', { vpcId: a.id });
new aws.ec2.Subnet('two', { vpcId: one.vpcId });
new aws.ec2.Subnet('three', { vpcId: b.id.apply(id => id) });
new aws.ec2.Subnet('four', { vpcId: x.vpcId });
new aws.ec2.Subnet('five', { vpcId: x.vpc.id });
new aws.ec2.Subnet('six', { vpcId: self() });
function self() { return new aws.ec2.Subnet('seven', { vpcId: seven.vpcId }).vpcId; }
const seven = new aws.ec2.Subnet('eight', { vpcId: seven.vpcId });
";
    ask(text, |n| {
        assert_eq!(n.subnets("a"), "one two ? six seven eight");
        assert_eq!(n.subnets("b"), "three ? six seven eight");
        assert_eq!(n.subnets("x"), "four five ? six seven eight");
    });
}

#[test]
fn the_id_of_a_vpc_is_called_as_its_package_calls_it() {
    let text = "import * as aws from '@pulumi/aws';\nimport * as awsx from '@pulumi/awsx';
new aws.ec2.Vpc('a', {}); new aws.ec2.DefaultVpc('b', {}); new awsx.ec2.Vpc('c', {}); new awsx.classic.ec2.Vpc('d', {});\n";
    let ids = |range: &str| {
        let package = format!("{{ \"dependencies\": {{ \"@pulumi/awsx\": \"{range}\" }} }}");
        let program = program(&[("index.ts", text), ("package.json", &package)]);
        let model = Model::new(&program);
        let ids: Vec<&str> =
            model.network().vpcs().iter().map(|id| vpc_id_property(&model, model.resource(*id))).collect();
        ids.join(" ")
    };
    assert_eq!(ids("^2.21.0"), "id id vpcId id");
    assert_eq!(ids("~0.40.1"), "id id id id");
}

#[test]
fn a_vpc_that_is_handed_in_is_one_vpc() {
    let network = "export class Network extends pulumi.ComponentResource {
  private readonly home: pulumi.Input<string>;
  constructor(name: string, args: { vpcId: pulumi.Input<string>; other: pulumi.Input<string> }) {
    super('n', name, {});
    const { vpcId } = args;
    this.home = args.vpcId;
    new aws.ec2.Subnet('one', { vpcId: args.vpcId });
    new aws.ec2.Subnet('two', { vpcId });
    new aws.ec2.Subnet('three', { vpcId: this.home });
    new aws.ec2.Subnet('four', { vpcId: pulumi.output(args.vpcId) });
    new aws.ec2.Subnet('five', { vpcId: args.other });
  }
}
";
    // No call is seen: the same parameter is the same VPC, another one may be.
    ask(network, |n| assert_eq!(n.subnets("one"), "one two three four ? five"));
    // All callers hand in one VPC of the program.
    let index = "import { Network } from './network';
const vpc = new aws.ec2.Vpc('vpc', {}); const other = new aws.ec2.Vpc('other', {});
new Network('a', { vpcId: vpc.id, other: other.id });
";
    let files = [("network.ts", network), ("index.ts", index)];
    ask_all(&files, |n| {
        assert_eq!(n.subnets("vpc"), "one two three four");
        assert_eq!(n.subnets("other"), "five");
    });
    // Each caller its own.
    let both = format!("{index}new Network('b', {{ vpcId: other.id, other: other.id }});\n");
    ask_all(&[("network.ts", network), ("index.ts", &both)], |n| {
        assert_eq!(n.subnets("vpc"), "one two three four");
        assert_eq!(n.subnets("other"), "one two three four five");
    });
}

#[test]
fn vpcs_from_outside_are_told_apart_only_by_their_ids() {
    let text = "const config = new pulumi.Config();
const found = aws.ec2.getVpcOutput({ default: true });
const again = aws.ec2.getVpcOutput({ tags: { Name: 'main' } });
const made = new aws.ec2.Vpc('made', {});
const byId = aws.ec2.getVpcOutput({ id: made.id });
new aws.ec2.Subnet('one', { vpcId: config.require('vpcId') });
new aws.ec2.Subnet('two', { vpcId: new pulumi.Config().require('vpcId') });
new aws.ec2.Subnet('three', { vpcId: found.id });
new aws.ec2.Subnet('four', { vpcId: found.apply(v => v.id) });
new aws.ec2.Subnet('five', { vpcId: again.id });
new aws.ec2.Subnet('six', { vpcId: 'vpc-1' });
new aws.ec2.Subnet('seven', { vpcId: 'vpc-2' });
new aws.ec2.Subnet('eight', { vpcId: byId.id });
";
    ask(text, |n| {
        assert_eq!(n.subnets("made"), "eight");
        assert_eq!(n.subnets("one"), "one two ? three four five six seven");
        assert_eq!(n.subnets("three"), "three four ? one two five six seven");
        assert_eq!(n.subnets("six"), "six ? one two three four five");
    });
}

#[test]
fn a_condition_leaves_open_which_vpc_it_is() {
    let text = "const a = new aws.ec2.Vpc('a', {}); const b = new aws.ec2.Vpc('b', {});
declare const first: boolean;
new aws.ec2.Subnet('one', { vpcId: first ? a.id : b.id });
for (const vpc of [a, b]) new aws.ec2.Subnet('two', { vpcId: vpc.id });
";
    ask(text, |n| {
        assert_eq!(n.subnets("a"), "two ? one");
        assert_eq!(n.subnets("b"), "two ? one");
    });
}

#[test]
fn kinds_have_their_evidence() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {});
declare const open: boolean;
const igw = new aws.ec2.InternetGateway('igw', { vpcId: vpc.id });
const table = new aws.ec2.RouteTable('table', { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }] });
const routed = new aws.ec2.Subnet('private-by-name', { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation('rta', { subnetId: routed.id, routeTableId: table.id });
new aws.ec2.Subnet('address', { vpcId: vpc.id, mapPublicIpOnLaunch: true });
new aws.ec2.Subnet('tagged', { vpcId: vpc.id, tags: { Type: 'Public' } });
new aws.ec2.Subnet('labelled', { vpcId: vpc.id, tags: { Project: 'public-site', 'kubernetes.io/role/internal-elb': '1' } });
new aws.ec2.Subnet('app-public-a', { vpcId: vpc.id });
const privateSubnets: aws.ec2.Subnet[] = [];
for (const az of ['a', 'b']) { const subnet = new aws.ec2.Subnet('pushed', { vpcId: vpc.id }); privateSubnets.push(subnet); }
const publicSubnets = ['a', 'b'].map(az => new aws.ec2.Subnet('mapped', { vpcId: vpc.id }));
const dbSubnetA = new aws.ec2.Subnet('held', { vpcId: vpc.id });
new aws.ec2.Subnet('closed', { vpcId: vpc.id, mapPublicIpOnLaunch: false });
new aws.ec2.Subnet('plain', { vpcId: vpc.id });
new aws.ec2.Subnet('open', { vpcId: vpc.id, mapPublicIpOnLaunch: open });
new aws.ec2.Subnet('public-private', { vpcId: vpc.id, tags: { Tier: 'public', Type: 'private' } });
new aws.ec2.DefaultSubnet('default', { availabilityZone: 'a' });
";
    ask(text, |n| {
        assert_eq!(n.kind("private-by-name"), "public: its default route leads to an internet gateway");
        assert_eq!(n.kind("address"), "public: `mapPublicIpOnLaunch` is true");
        assert_eq!(n.kind("tagged"), "public: its tag `Type` calls it public");
        assert_eq!(n.kind("labelled"), "private: its tag `kubernetes.io/role/internal-elb` calls it private");
        assert_eq!(n.kind("app-public-a"), "public: its name calls it public");
        assert_eq!(n.kind("pushed"), "private: `privateSubnets` holds it");
        assert_eq!(n.kind("mapped"), "public: `publicSubnets` holds it");
        assert_eq!(n.kind("held"), "isolated: `dbSubnetA` holds it");
        assert_eq!(n.kind("closed"), "private: `mapPublicIpOnLaunch` is false");
        assert_eq!(n.kind("plain"), "isolated: no default route leads out of it");
        assert_eq!(n.kind("open"), "? `open` can't be seen: `open` is declared without a value");
        assert_eq!(n.kind("public-private"), "? what tells what it is for contradicts itself");
        assert_eq!(n.kind("default"), "public: default subnets are public");
    });
}

#[test]
fn groups_are_lists_and_variables_that_differ_in_a_letter() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {});
class Stack {
  public readonly publicSubnets: aws.ec2.Subnet[] = [];
  constructor() {
    for (let i = 0; i < 2; i++) this.publicSubnets.push(new aws.ec2.Subnet('p', { vpcId: vpc.id }));
    const dataSubnetA = new aws.ec2.Subnet('a', { vpcId: vpc.id });
    const dataSubnetB = new aws.ec2.Subnet('b', { vpcId: vpc.id });
    const private1 = new aws.ec2.Subnet('one', { vpcId: vpc.id });
    const private2 = new aws.ec2.Subnet('two', { vpcId: vpc.id });
  }
}
";
    ask(text, |n| {
        let groups = n.network.groups(&n.vpc("vpc"));
        let shown: Vec<_> =
            groups.iter().map(|g| format!("{}: {}", g.name.as_deref().unwrap_or("?"), n.names(&g.subnets))).collect();
        assert_eq!(shown, ["publicSubnets: p", "dataSubnet: a b", "private: one two"]);
    });
}

#[test]
fn routes_inline_and_separate_are_told_apart() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {});
declare const routes: any;
const igw = new aws.ec2.InternetGateway('igw', { vpcId: vpc.id });
const nat = new aws.ec2.NatGateway('nat', { subnetId: 'subnet-1' });
new aws.ec2.RouteTable('inline', { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: nat.id }] });
const lone = new aws.ec2.RouteTable('lone', { vpcId: vpc.id });
new aws.ec2.Route('r1', { routeTableId: lone.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: igw.id });
const mixed = new aws.ec2.RouteTable('mixed', { vpcId: vpc.id, routes: [{ cidrBlock: '10.1.0.0/16', transitGatewayId: 't' }] });
new aws.ec2.Route('r2', { routeTableId: mixed.id, destinationCidrBlock: '10.2.0.0/16', vpcPeeringConnectionId: 'p' });
new aws.ec2.RouteTable('bare', { vpcId: vpc.id });
new aws.ec2.RouteTable('built', { vpcId: vpc.id, routes });
new aws.ec2.RouteTable('vpn', { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: new aws.ec2.VpnGateway('g', {}).id }] });
";
    ask(text, |n| {
        let table = |name| {
            let id = n.id(name);
            format!("{:?} {}", n.network.route_style(id), n.way_out(&n.network.way_out(id)))
        };
        assert_eq!(table("inline"), "Inline nat nat");
        assert_eq!(table("lone"), "Separate internet igw");
        assert_eq!(table("mixed"), "Mixed none");
        assert_eq!(table("bare"), "None none");
        assert!(table("built").starts_with("Unknown("), "{}", table("built"));
        assert_eq!(table("vpn"), "Inline Other(\"gatewayId\")");
    });
    // A route in a table that can't be seen may be in any.
    let hidden = format!(
        "{text}export function add(id: pulumi.Input<string>) {{
  new aws.ec2.Route('r3', {{ routeTableId: id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id }});
}}\n"
    );
    ask(&hidden, |n| {
        let way = |name| n.way_out(&n.network.way_out(n.id(name)));
        assert_eq!(
            way("bare"),
            "? a route stands in a table that can't be seen: it is a parameter, and no call that gives it is seen"
        );
        assert_eq!(way("lone"), "internet igw");
    });
}

#[test]
fn associations_are_followed_over_loops() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {}); const far = new aws.ec2.Vpc('far', {});
const shared = new aws.ec2.RouteTable('shared', { vpcId: vpc.id });
const each: aws.ec2.Subnet[] = [];
for (let i = 0; i < 2; i++) each.push(new aws.ec2.Subnet('each', { vpcId: vpc.id }));
each.forEach((subnet, i) => new aws.ec2.RouteTableAssociation('each-rta', { subnetId: subnet.id, routeTableId: shared.id }));
const some = [0, 1].map(i => new aws.ec2.Subnet('some', { vpcId: vpc.id }));
new aws.ec2.RouteTableAssociation('some-rta', { subnetId: some[0].id, routeTableId: shared.id });
for (const az of ['a', 'b']) {
  const own = new aws.ec2.Subnet('own', { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable('own-table', { vpcId: vpc.id });
  new aws.ec2.RouteTableAssociation('own-rta', { subnetId: own.id, routeTableId: table.id });
}
const none = new aws.ec2.Subnet('none', { vpcId: vpc.id });
";
    ask(text, |n| {
        assert_eq!(n.table_of("each"), "shared");
        assert_eq!(n.table_of("own"), "own-table");
        assert_eq!(n.table_of("none"), "main");
        assert_eq!(
            n.table_of("some"),
            "? an association names one of the subnets that a loop or a condition chooses from"
        );
    });
    // An association of an unseen subnet may be that of any subnet of its table's VPC, and of no other VPC.
    let hidden = format!(
        "{text}new aws.ec2.Subnet('away', {{ vpcId: far.id }});
export const add = (id: string) => new aws.ec2.RouteTableAssociation('x', {{ subnetId: id, routeTableId: shared.id }});\n"
    );
    ask(&hidden, |n| {
        assert!(n.table_of("none").starts_with("? an association names a subnet that can't be seen"));
        assert_eq!(n.table_of("away"), "main");
        assert_eq!(n.table_of("each"), "shared");
    });
}

#[test]
fn tables_tell_what_they_are_for_and_what_is_associated() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {}); declare const pick: boolean;
const igw = new aws.ec2.InternetGateway('igw', { vpcId: vpc.id });
const a = new aws.ec2.Subnet('a', { vpcId: vpc.id }); const b = new aws.ec2.Subnet('b', { vpcId: vpc.id });
const routed = new aws.ec2.RouteTable('routed', { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }] });
const named = new aws.ec2.RouteTable('private-rt', { vpcId: vpc.id });
const plain = new aws.ec2.RouteTable('plain', { vpcId: vpc.id });
const edge = new aws.ec2.RouteTable('edge', { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation('one', { subnetId: a.id, routeTableId: routed.id });
new aws.ec2.RouteTableAssociation('two', { subnetId: b.id, routeTableId: pick ? named.id : plain.id });
new aws.ec2.RouteTableAssociation('three', { gatewayId: igw.id, routeTableId: edge.id });
new aws.ec2.MainRouteTableAssociation('main', { vpcId: vpc.id, routeTableId: plain.id });
";
    ask(text, |n| {
        let meant = |name| n.network.kind_of_table(n.id(name)).meant().map(Kind::word);
        assert_eq!((meant("routed"), meant("private-rt"), meant("plain")), (Some("public"), Some("private"), None));
        let associated = |name| n.network.associated(n.id(name));
        assert_eq!(n.names(&associated("routed").subnets), "a");
        assert!(associated("edge").gateway && associated("edge").subnets.is_empty());
        assert!(associated("plain").unseen.is_some() && !associated("plain").is_nothing());
        assert!(n.network.may_be_main(n.id("plain")) && !n.network.may_be_main(n.id("routed")));
    });
}

#[test]
fn the_main_table_is_seen_in_all_its_ways() {
    let vpc = "const vpc = new aws.ec2.Vpc('vpc', {});\nconst subnet = new aws.ec2.Subnet('s', { vpcId: vpc.id });
const igw = new aws.ec2.InternetGateway('igw', { vpcId: vpc.id });\n";
    let main = |more: &str| {
        ask(&format!("{vpc}{more}"), |n| {
            let table = match n.network.main_table(n.id("vpc")) {
                MainTable::Table(id) => n.name(id),
                MainTable::Property(name) => name,
                MainTable::Untouched => "untouched".into(),
                MainTable::Unknown(_) => "?".into(),
            };
            format!("{table}, {}", n.way_out_of("s"))
        })
    };
    assert_eq!(main(""), "untouched, none");
    assert_eq!(
        main(
            "new aws.ec2.DefaultRouteTable('d', { defaultRouteTableId: vpc.defaultRouteTableId, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }] });"
        ),
        "d, internet igw"
    );
    assert_eq!(
        main(
            "const t = new aws.ec2.RouteTable('t', { vpcId: vpc.id });\nnew aws.ec2.MainRouteTableAssociation('m', { vpcId: vpc.id, routeTableId: t.id });"
        ),
        "t, none"
    );
    assert_eq!(
        main(
            "new aws.ec2.Route('r', { routeTableId: vpc.mainRouteTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: igw.id });"
        ),
        "mainRouteTableId, internet igw"
    );
    assert_eq!(
        main(
            "export function f(id: string, t: string) { new aws.ec2.MainRouteTableAssociation('m', { vpcId: id, routeTableId: t }); }"
        )
        .split(',')
        .next(),
        Some("?")
    );
}

#[test]
fn gateways_are_attached_inline_or_by_an_attachment() {
    let text =
        "const a = new aws.ec2.Vpc('a', {}); const b = new aws.ec2.Vpc('b', {}); const c = new aws.ec2.Vpc('c', {});
new aws.ec2.InternetGateway('inline', { vpcId: a.id });
const later = new aws.ec2.InternetGateway('later', {});
new aws.ec2.InternetGatewayAttachment('x', { internetGatewayId: later.id, vpcId: b.id });
new aws.ec2.InternetGateway('loose');
const publicSubnets = [0, 1].map(i => new aws.ec2.Subnet('p', { vpcId: a.id }));
new aws.ec2.NatGateway('nat', { subnetId: publicSubnets[0].id });
new aws.ec2.NatGateway('inner', { subnetId: publicSubnets[1].id, connectivityType: 'private' });
";
    ask(text, |n| {
        let of = |vpc| n.show(&n.network.internet_gateways(&n.vpc(vpc)));
        assert_eq!((of("a"), of("b"), of("c")), ("inline".into(), "later".into(), String::new()));
        let loose: Vec<_> = n.network.loose_internet_gateways().map(|id| n.name(id)).collect();
        assert_eq!(loose, ["loose"]);
        let [nat, inner] = n.network.nat_gateways() else { panic!("two gateways") };
        assert_eq!((&nat.vpc, nat.subnet.all().next()), (&n.vpc("a"), Some(n.id("p"))));
        assert_eq!((&nat.public, &inner.public), (&Holds::Yes, &Holds::No));
    });
}

#[test]
fn endpoints_tell_their_type_and_service() {
    let text = "const vpc = new aws.ec2.Vpc('vpc', {}); declare const region: string; declare const rest: any;
const s3 = new aws.ec2.VpcEndpoint('s3', { vpcId: vpc.id, serviceName: `com.amazonaws.${region}.s3` });
new aws.ec2.VpcEndpointRouteTableAssociation('x', { vpcEndpointId: s3.id, routeTableId: 'rtb-1' });
new aws.ec2.VpcEndpoint('ecr', { vpcId: vpc.id, vpcEndpointType: 'Interface', serviceName: pulumi.interpolate`com.amazonaws.${region}.ecr.api` });
new aws.ec2.VpcEndpoint('spread', { vpcId: vpc.id, serviceName: 'com.amazonaws.eu-west-1.dynamodb', ...rest });
new aws.ec2.VpcEndpoint('own', { vpcId: vpc.id, serviceName: region });
";
    ask(text, |n| {
        let service = |name| {
            let found = n.model.services_behind(n.model.resource(n.id(name)));
            found.map(|it| it.all.iter().map(amazon).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(service("s3"), Lookup::Found("s3".into()));
        assert_eq!(service("ecr"), Lookup::Found("ecr.api".into()));
        assert!(service("spread").unknown().is_some() && service("own").unknown().is_some());
        let endpoint = |name| n.network.endpoint(n.id(name)).expect("an endpoint");
        assert!(endpoint("spread").serves_gateways() && !endpoint("ecr").serves_gateways());
        assert_eq!(endpoint("s3").kind, Lookup::Found(EndpointType::Gateway));
        assert_eq!(endpoint("ecr").kind, Lookup::Found(EndpointType::Interface));
        assert_eq!((&endpoint("s3").associated, &endpoint("ecr").associated), (&Holds::Yes, &Holds::No));
        assert_eq!(n.show(&n.network.endpoints(&n.vpc("vpc"))), "s3 ecr own ? spread");
    });
}

#[test]
fn flow_logs_watch_whole_vpcs_or_parts() {
    let vpc = "const vpc = new aws.ec2.Vpc('vpc', {}); const other = new aws.ec2.Vpc('other', {});
const a = new aws.ec2.Subnet('a', { vpcId: vpc.id }); const b = new aws.ec2.Subnet('b', { vpcId: vpc.id });\n";
    let watched = |more: &str| ask(&format!("{vpc}{more}"), |n| n.watched("vpc"));
    assert_eq!(watched(""), "nothing");
    assert_eq!(watched("new aws.ec2.FlowLog('l', { vpcId: vpc.id });"), "whole l");
    assert_eq!(watched("new aws.ec2.FlowLog('l', { vpcId: other.id });"), "nothing");
    assert_eq!(watched("for (const v of [vpc, other]) new aws.ec2.FlowLog('l', { vpcId: v.id });"), "whole l");
    assert_eq!(watched("new aws.ec2.FlowLog('l', { subnetId: a.id });"), "part l");
    assert_eq!(watched("[a, b].forEach(s => new aws.ec2.FlowLog('l', { subnetId: s.id }));"), "whole l");
    assert_eq!(watched("new aws.ec2.FlowLog('l', { transitGatewayId: 't' });"), "nothing");
    assert_eq!(
        watched("export function f(vpcId: string) { new aws.ec2.FlowLog('l', { vpcId }); }"),
        "? l its VPC is handed in by calls that can't be seen"
    );
    assert_eq!(
        watched("export function f(args: any) { new aws.ec2.FlowLog('l', { ...args }); }"),
        "? l what `...args` holds can't be seen"
    );
    assert_eq!(
        watched("const config = new pulumi.Config(); new aws.ec2.FlowLog('l', { vpcId: config.require('v') });"),
        "nothing"
    );
}

#[test]
fn one_flow_log_is_not_one_for_each_turn() {
    let vpcs = "const vpcs = ['a', 'b'].map(n => new aws.ec2.Vpc('vpc', {}));\n";
    let watched = |more: &str| ask(&format!("{vpcs}{more}"), |n| n.watched("vpc"));
    assert_eq!(watched("new aws.ec2.FlowLog('l', { vpcId: vpcs[0].id });"), "part l");
    assert_eq!(watched("vpcs.forEach(vpc => new aws.ec2.FlowLog('l', { vpcId: vpc.id }));"), "whole l");
    let made = "function make(name: string) { return { vpc: new aws.ec2.Vpc('vpc', {}) }; }
const one = make('a'); const two = make('b');\n";
    let watched = |more: &str| ask(&format!("{made}{more}"), |n| n.watched("vpc"));
    assert_eq!(watched("new aws.ec2.FlowLog('l', { vpcId: one.vpc.id });"), "part l");
}

fn amazon(service: &EndpointService) -> String {
    match service {
        EndpointService::Amazon(name) => name.clone(),
        EndpointService::Offered => "offered".into(),
    }
}

#[test]
fn an_endpoint_that_a_loop_makes_stands_for_several_services() {
    let text = "declare const region: string;
for (const service of ['ecr.api', 'ecr.dkr']) {
  new aws.ec2.VpcEndpoint('loop', { vpcId: 'vpc-1', serviceName: `com.amazonaws.${region}.${service}` });
}
[{ name: 'com.amazonaws.eu-west-1.s3' }, { name: `com.amazonaws.${region}.logs` }].forEach(service => {
  new aws.ec2.VpcEndpoint('objects', { vpcId: 'vpc-1', serviceName: service.name });
});
const found = aws.ec2.getVpcEndpointServiceOutput({ service: 'sqs' });
new aws.ec2.VpcEndpoint('found', { vpcId: 'vpc-1', serviceName: found.serviceName });
new aws.ec2.VpcEndpoint('one', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.kms' });
export function f(services: string[]) {
  services.forEach(service => {
    new aws.ec2.VpcEndpoint('given', { vpcId: 'vpc-1', serviceName: `com.amazonaws.${region}.${service}` });
  });
}
";
    ask(text, |n| {
        let services = |name| {
            let found = n.model.services_behind(n.model.resource(n.id(name)));
            found.map(|it| it.all.iter().map(amazon).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(services("loop"), Lookup::Found("ecr.api ecr.dkr".into()));
        assert_eq!(services("objects"), Lookup::Found("s3 logs".into()));
        assert_eq!(services("found"), Lookup::Found("sqs".into()));
        assert_eq!(services("one"), Lookup::Found("kms".into()));
        assert!(services("given").unknown().is_some());
    });
}

#[test]
fn subnets_share_a_zone_where_the_source_shows_it() {
    let text = "const zones = aws.getAvailabilityZonesOutput(); const names = ['a', 'b'];
new aws.ec2.Subnet('literal', { vpcId: 'v', availabilityZone: 'a' });
new aws.ec2.Subnet('other', { vpcId: 'v', availabilityZone: 'c' });
new aws.ec2.Subnet('first', { vpcId: 'v', availabilityZone: zones.names[0] });
new aws.ec2.Subnet('second', { vpcId: 'v', availabilityZone: zones.names[1] });
new aws.ec2.Subnet('third', { vpcId: 'v', availabilityZone: zones.names.apply(all => all[2]) });
for (let i = 0; i < 2; i++) new aws.ec2.Subnet('looped', { vpcId: 'v', availabilityZone: zones.names[i] });
names.map(name => new aws.ec2.Subnet('app', { vpcId: 'v', availabilityZone: name }));
names.forEach((zone, i) => { new aws.ec2.Subnet('data', { vpcId: 'v', availabilityZone: zone }); });
new aws.ec2.Subnet('none', { vpcId: 'v' });
";
    ask(text, |n| {
        let share = |a, b| n.model.share_zone(n.model.resource(n.id(a)), n.model.resource(n.id(b)));
        assert!(share("first", "looped") && share("app", "data") && share("literal", "app") && share("first", "first"));
        assert!(!share("first", "second") && !share("literal", "other") && !share("other", "data"));
        assert!(!share("none", "none") && !share("none", "literal"));
    });
}

#[test]
fn workloads_are_placed_where_their_arguments_say() {
    let text = "const a = new aws.ec2.Subnet('a', { vpcId: 'v' }); const b = new aws.ec2.Subnet('b', { vpcId: 'v' });
const vpc = new awsx.ec2.Vpc('vpc'); declare const here: boolean; declare const ids: string[];
new aws.lambda.Function('function', { role: 'r', vpcConfig: { subnetIds: [a.id, b.id], securityGroupIds: [] } });
new aws.lambda.Function('outside', { role: 'r' });
new aws.lambda.Function('sometimes', { role: 'r', vpcConfig: here ? { subnetIds: [a.id], securityGroupIds: [] } : undefined });
new aws.ecs.Service('service', { networkConfiguration: { subnets: vpc.privateSubnetIds } });
new aws.autoscaling.Group('group', { maxSize: 1, minSize: 1, vpcZoneIdentifiers: [b.id] });
new aws.ec2.Instance('either', { subnetId: here ? a.id : b.id });
new aws.eks.NodeGroup('given', { clusterName: 'c', nodeRoleArn: 'r', scalingConfig: {}, subnetIds: ids });
new aws.rds.Instance('database', { dbSubnetGroupName: 'g' });
";
    ask(text, |n| {
        let placed = |name| n.model.placed_in(n.model.resource(n.id(name)));
        let each = |name| placed(name).map(|it| n.names(&it.each));
        assert_eq!(each("function").as_deref(), Some("a b"));
        assert_eq!(each("sometimes").as_deref(), Some("a"));
        assert_eq!(each("group").as_deref(), Some("b"));
        assert_eq!(placed("either").map(|it| n.names(&it.perhaps)).as_deref(), Some("a b"));
        let parts = placed("service").map(|it| it.parts);
        assert_eq!(parts, Some(vec![(n.id("vpc"), "privateSubnetIds".to_string())]));
        assert!(placed("given").is_some_and(|it| it.unseen.is_some()));
        assert!(placed("outside").is_none() && placed("database").is_none());
    });
}
