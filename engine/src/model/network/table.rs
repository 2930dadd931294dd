//! Route tables and their routes. Invariant: a table is said to have no default route only
//! where all that may give it one was seen.

use super::kind::{Evidence, Verdict, decide, marks};
use super::refers::Refers;
use super::vpc::{Holds, VpcRef};
use super::{Network, identified};
use crate::model::{Entity, FileId, Lookup, Model, Resource, ResourceId, Value};
use crate::source::TextRange;

/// The main table of a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MainTable {
    /// A table of the program: a `DefaultRouteTable`, or the one of a `MainRouteTableAssociation`.
    Table(ResourceId),
    /// The program adds routes to `vpc.mainRouteTableId` or `vpc.defaultRouteTableId`; this is the property.
    Property(String),
    /// The program does nothing with it.
    Untouched,
    /// It may do something with it, which can't be seen for this reason.
    Unknown(String),
}

/// Where a route leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An internet gateway; which, where the program makes it.
    InternetGateway(Option<ResourceId>),
    /// A NAT gateway; which, where the program makes it.
    Nat(Option<ResourceId>),
    /// An egress-only internet gateway (IPv6).
    EgressOnly,
    /// A transit gateway.
    TransitGateway,
    /// Another thing that routes can lead to, as the argument that names it is called: `vpcPeeringConnectionId`.
    Other(&'static str),
    /// It can't be seen, for this reason.
    Unknown(String),
}

/// A route, where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The `aws.ec2.Route`; `None` for one that stands inline in its table.
    pub resource: Option<ResourceId>,
    /// Where it leads.
    pub target: Target,
    /// Whether it takes all traffic that no other route takes (`0.0.0.0/0` or `::/0`).
    pub default: Holds,
    /// The file.
    pub file: FileId,
    /// Its text.
    pub range: TextRange,
}

/// How a table is given its routes. Inline ones and resources of their own must not be mixed: they undo each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteStyle {
    /// The program gives it none.
    None,
    /// In its own `routes`.
    Inline,
    /// By `aws.ec2.Route`.
    Separate,
    /// In both ways, which undo each other.
    Mixed,
    /// Its `routes` can't be seen, for this reason.
    Unknown(String),
}

/// Where a table sends what leaves its VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// By these default routes.
    By(Vec<Route>),
    /// It has no default route.
    None,
    /// It may have one, which can't be seen for this reason.
    Unknown(String),
}

/// A route table of the program.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) id: ResourceId,
    inline: Result<Vec<Route>, String>,
    marks: (Vec<Evidence>, Option<String>),
    place: (FileId, TextRange),
}

/// An `aws.ec2.Route`.
#[derive(Clone, Debug)]
pub(super) struct LoneRoute {
    route: Route,
    tables: Refers,
    /// The VPCs whose main table it is in.
    mains: Vec<(ResourceId, String)>,
}

/// The arguments that say where a route leads.
const TARGETS: &[&str] = &[
    "gatewayId",
    "natGatewayId",
    "egressOnlyGatewayId",
    "transitGatewayId",
    "networkInterfaceId",
    "vpcPeeringConnectionId",
    "vpcEndpointId",
    "instanceId",
    "carrierGatewayId",
    "localGatewayId",
    "coreNetworkArn",
];

/// What makes a route table.
const TABLES: &[&str] = &["aws.ec2.RouteTable", "aws.ec2.DefaultRouteTable"];

/// The properties of a VPC that give its main table.
const MAIN: &[&str] = &["mainRouteTableId", "defaultRouteTableId"];

pub(super) fn tables_of<'p>(model: &Model<'p>) -> Vec<Table> {
    let all = model.resources().iter().filter(|r| TABLES.iter().any(|name| r.symbol.is(name)));
    let table = |r: &Resource<'p>| Table {
        id: r.id,
        inline: inline_routes(model, r),
        marks: marks(model, r),
        place: (r.file, r.range()),
    };
    all.map(table).collect()
}

pub(super) fn routes_of<'p>(model: &Model<'p>) -> Vec<LoneRoute> {
    let route = |r: &Resource<'p>| {
        let value = |name: &str| model.resource_value(r, name);
        let tables = Refers::of(model, r, "routeTableId");
        let mains = tables.parts.iter().filter(|(_, property)| MAIN.contains(&property.as_str()));
        LoneRoute {
            route: read_route(
                model,
                value,
                &["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
                Some(r.id),
                (r.file, r.range()),
            ),
            mains: mains.cloned().collect(),
            tables,
        }
    };
    model.resources_of("aws.ec2.Route").map(route).collect()
}

/// The VPC whose `DefaultRouteTable` a resource is.
pub(super) fn vpc_of_default<'p>(model: &Model<'p>, table: &Resource<'p>) -> VpcRef {
    match model.resource_value(table, "defaultRouteTableId").output() {
        Some((vpc, [property])) if MAIN.contains(&property.as_str()) => VpcRef::Made(vpc),
        _ => VpcRef::Unseen("whose default table it is can't be seen".into()),
    }
}

fn inline_routes<'p>(model: &Model<'p>, table: &Resource<'p>) -> Result<Vec<Route>, String> {
    let value = match model.resource_property(table, "routes") {
        Lookup::Absent => return Ok(Vec::new()),
        Lookup::Unknown(why) => return Err(why),
        Lookup::Found(property) => model.property_value(&property),
    };
    let items = match &value {
        Value::Undefined => return Ok(Vec::new()),
        value => value.items().ok_or_else(|| "its routes are built elsewhere".to_string())?,
    };
    let read = |item: Value<'p>| match &item {
        Value::Object(site) => Ok(read_route(
            model,
            |name| model.member(&item, name),
            &["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"],
            None,
            (site.file, TextRange::of(site.node)),
        )),
        Value::Unknown(why) => Err(why.to_string()),
        _ => Err("one of its routes is built elsewhere".into()),
    };
    items.into_iter().flat_map(|item| item.choices().to_vec()).map(read).collect()
}

fn read_route<'p>(
    model: &Model<'p>,
    value: impl Fn(&str) -> Value<'p>,
    destinations: &[&str],
    resource: Option<ResourceId>,
    (file, range): (FileId, TextRange),
) -> Route {
    let mut default = Holds::No;
    for name in destinations {
        match value(name) {
            Value::Undefined | Value::Null => {}
            Value::Str(all) if matches!(all.as_str(), "0.0.0.0/0" | "::/0") => default = Holds::Yes,
            Value::Str(_) => {}
            // Blocks of networks, which the program makes or is told.
            Value::Entity(..) => {}
            unseen if default == Holds::No => {
                let why = unseen.why_unknown().unwrap_or("it is decided at run time");
                default = Holds::Unknown(format!("its `{name}` can't be seen: {why}"));
            }
            _ => {}
        }
    }
    let named = TARGETS.iter().map(|name| (*name, value(name)));
    let target = match named.into_iter().find(|(_, value)| !matches!(value, Value::Undefined | Value::Null)) {
        Some((name, value)) => read_target(model, name, &value),
        None => Target::Unknown("it names nothing to lead to".into()),
    };
    Route { resource, target, default, file, range }
}

fn read_target<'p>(model: &Model<'p>, argument: &'static str, value: &Value<'p>) -> Target {
    let one = || value.choices().first().and_then(identified).filter(|_| value.choices().len() == 1);
    match argument {
        "natGatewayId" => Target::Nat(one()),
        "egressOnlyGatewayId" => Target::EgressOnly,
        "transitGatewayId" => Target::TransitGateway,
        "gatewayId" => {
            let kinds: Vec<Target> = value.choices().iter().map(|one| gateway(model, one)).collect();
            match kinds.as_slice() {
                [only] => only.clone(),
                several if several.iter().all(|t| matches!(t, Target::InternetGateway(_))) => {
                    Target::InternetGateway(None)
                }
                _ => Target::Unknown("which gateway it leads to depends on a condition".into()),
            }
        }
        other => match value.why_unknown() {
            Some(why) => Target::Unknown(why.to_string()),
            None => Target::Other(other),
        },
    }
}

fn gateway<'p>(model: &Model<'p>, value: &Value<'p>) -> Target {
    match value {
        Value::Str(id) if id.starts_with("igw-") => Target::InternetGateway(None),
        Value::Str(_) => Target::Other("gatewayId"),
        Value::Entity(Entity::Call(symbol, _), _)
            if symbol.path().last().is_some_and(|f| f.contains("InternetGateway")) =>
        {
            Target::InternetGateway(None)
        }
        Value::Entity(Entity::Resource(id), path) => {
            let resource = model.resource(*id);
            match path.first().map(String::as_str) {
                _ if resource.symbol.is("aws.ec2.InternetGateway") => Target::InternetGateway(Some(*id)),
                // An attachment gives the id of its gateway on.
                Some("internetGatewayId" | "internetGateway") => Target::InternetGateway(None),
                Some("id") => Target::Other("gatewayId"),
                _ => Target::Unknown("which gateway it leads to can't be seen".into()),
            }
        }
        _ => Target::Unknown(value.why_unknown().unwrap_or("which gateway it leads to can't be seen").to_string()),
    }
}

impl Network {
    /// How a table of the program is given its routes.
    pub fn route_style(&self, table: ResourceId) -> RouteStyle {
        let separate = self.lone_routes.iter().any(|r| r.tables.all().any(|id| id == table));
        match self.inline(table) {
            Err(why) => RouteStyle::Unknown(why.clone()),
            Ok(inline) => match (inline.is_empty(), separate) {
                (true, false) => RouteStyle::None,
                (true, true) => RouteStyle::Separate,
                (false, false) => RouteStyle::Inline,
                (false, true) => RouteStyle::Mixed,
            },
        }
    }

    fn inline(&self, table: ResourceId) -> &Result<Vec<Route>, String> {
        const NONE: &Result<Vec<Route>, String> = &Ok(Vec::new());
        self.tables.iter().find(|t| t.id == table).map_or(NONE, |t| &t.inline)
    }

    /// The routes of a table that the source shows, inline ones first.
    pub fn routes(&self, table: ResourceId) -> Vec<Route> {
        let lone = self.lone_routes.iter().filter(|r| r.tables.each.contains(&table)).map(|r| &r.route);
        self.inline(table).iter().flatten().chain(lone).cloned().collect()
    }

    /// Where a table of the program sends what leaves its VPC.
    pub fn way_out(&self, table: ResourceId) -> WayOut {
        let routes = self.routes(table);
        let (mut by, mut unseen) = (Vec::new(), None);
        for route in routes {
            match &route.default {
                Holds::Yes => by.push(route),
                Holds::No => {}
                Holds::Unknown(why) => {
                    unseen.get_or_insert_with(|| why.clone());
                }
            }
        }
        if !by.is_empty() {
            return WayOut::By(by);
        }
        if let Err(why) = self.inline(table) {
            return WayOut::Unknown(why.clone());
        }
        unseen
            .or_else(|| self.route_that_may_be_of(|r| r.tables.perhaps.contains(&table)))
            .map_or(WayOut::None, WayOut::Unknown)
    }

    /// Why a default route may be where `may` says, or anywhere.
    fn route_that_may_be_of(&self, may: impl Fn(&LoneRoute) -> bool) -> Option<String> {
        self.lone_routes.iter().filter(|r| r.route.default != Holds::No).find_map(|r| match &r.tables.unseen {
            Some(why) => Some(format!("a route stands in a table that can't be seen: {why}")),
            None if may(r) => {
                Some("which table a route stands in depends on a condition or on a turn of a loop".into())
            }
            None => None,
        })
    }

    /// What the subnets of a table are for: the strongest evidence decides.
    pub fn kind_of_table(&self, table: ResourceId) -> Verdict {
        match self.tables.iter().find(|t| t.id == table) {
            Some(marked) => decide(marked.marks.clone(), self.way_out(table), marked.place),
            None => Verdict { kind: Lookup::Unknown("it is no table of the program".into()), evidence: Vec::new() },
        }
    }

    /// What the program does with the main table of a VPC that it makes.
    pub fn main_table(&self, vpc: ResourceId) -> MainTable {
        let made = VpcRef::Made(vpc);
        let mut hidden = None;
        for (of, table) in &self.main_tables {
            match (of.is(&made), table) {
                (Holds::Yes, Some(table)) => return MainTable::Table(*table),
                (Holds::Yes, None) => {
                    hidden.get_or_insert_with(|| "which table is its main table can't be seen".to_string());
                }
                (Holds::Unknown(why), _) => {
                    hidden.get_or_insert_with(|| format!("a main table may be its own: {why}"));
                }
                (Holds::No, _) => {}
            }
        }
        let mut mains = self.lone_routes.iter().flat_map(|r| &r.mains);
        match (mains.find(|(of, _)| *of == vpc), hidden) {
            (Some((_, property)), _) => MainTable::Property(property.clone()),
            (None, Some(why)) => MainTable::Unknown(why),
            (None, None) => MainTable::Untouched,
        }
    }

    /// Whether a table is, or may be, the main one of a VPC.
    pub fn may_be_main(&self, table: ResourceId) -> bool {
        self.main_tables.iter().any(|(of, main)| match main {
            Some(main) => *main == table,
            None => of.is(&self.vpc(table)) != Holds::No,
        })
    }

    /// Where the main table of a VPC sends what leaves it.
    pub fn main_way_out(&self, vpc: ResourceId) -> WayOut {
        match self.main_table(vpc) {
            MainTable::Table(table) => self.way_out(table),
            MainTable::Unknown(why) => WayOut::Unknown(why),
            MainTable::Property(_) => {
                let own = self.lone_routes.iter().filter(|r| r.mains.iter().any(|(of, _)| *of == vpc));
                let by: Vec<Route> = own.filter(|r| r.route.default == Holds::Yes).map(|r| r.route.clone()).collect();
                if by.is_empty() { self.unseen_main() } else { WayOut::By(by) }
            }
            MainTable::Untouched => self.unseen_main(),
        }
    }

    fn unseen_main(&self) -> WayOut {
        self.route_that_may_be_of(|_| false).map_or(WayOut::None, WayOut::Unknown)
    }
}

/// The VPCs whose main tables the program makes or sets, with the table.
pub(super) fn main_tables_of<'p>(
    model: &Model<'p>,
    vpc_of: impl Fn(&Resource<'p>) -> VpcRef,
) -> Vec<(VpcRef, Option<ResourceId>)> {
    let default = model.resources_of("aws.ec2.DefaultRouteTable").map(|r| (vpc_of_default(model, r), Some(r.id)));
    let set = model.resources_of("aws.ec2.MainRouteTableAssociation").map(|r| {
        let tables = Refers::of(model, r, "routeTableId");
        let known = tables.unseen.is_none() && tables.each.len() == 1;
        (vpc_of(r), tables.each.first().copied().filter(|_| known))
    });
    default.chain(set).collect()
}
