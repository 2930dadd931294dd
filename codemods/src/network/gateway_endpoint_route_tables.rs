//! `gateway-endpoint-route-tables` (000#1, 004#2): gateway endpoints are wired to route tables.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    EndpointType, Entity, Holds, Lookup, MainTable, Network, Property, Resource, ResourceId, Value, VpcRef, identified,
    is_awsx_vpc,
};
use iacfix_engine::rewrite::{Place, Reached, Rewrite, id_list};

use super::new_table::{NewTable, made_after, seat};
use super::wanted_tables::{WantedTables, one_vpc, tables_inside};

const META: Meta = Meta {
    id: "gateway-endpoint-route-tables",
    title: "wires gateway endpoints to route tables instead of subnets or nothing",
    theme: Theme::Network,
    report: "000#1, 004#2",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds `aws.ec2.VpcEndpoint` resources of type `Gateway` (the default type) whose `routeTableIds` hold \
               subnet ids, or that name no route table at all. Subnet ids are replaced by the ids of the route tables \
               that are associated with those subnets, or of the VPC's main table where the program gives that one \
               routes; where there is neither, one table with its associations is created. An endpoint that names \
               nothing is given the VPC's tables, public and private.",
        why: "A gateway endpoint works by entries in route tables: it has no address of its own. Given subnet ids, the \
              deployment fails; given nothing, it succeeds and the traffic keeps going through the NAT gateway, which \
              is billed.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const subnet = new aws.ec2.Subnet('private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const routeTable = new aws.ec2.RouteTable('private', { vpcId: vpc.id });

new aws.ec2.RouteTableAssociation('private', {
  subnetId: subnet.id,
  routeTableId: routeTable.id,
});

export const endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: [subnet.id],
});
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const subnet = new aws.ec2.Subnet('private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});

const routeTable = new aws.ec2.RouteTable('private', { vpcId: vpc.id });

new aws.ec2.RouteTableAssociation('private', {
  subnetId: subnet.id,
  routeTableId: routeTable.id,
});

export const endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: [routeTable.id],
});
",
        notes: "Left alone: interface endpoints, endpoints that a `VpcEndpointRouteTableAssociation` names. A subnet \
                takes one association, so none is added to a subnet that has one. Declined, with the reason: tables \
                that no name at the endpoint leads to.",
    },
};

const SUBNET_IDS: &str = "gateway endpoint is given subnet ids where it takes route table ids";
const NOTHING: &str = "gateway endpoint names no route table, so no traffic goes through it";
const LOOK_UP: &str = "gateway endpoint looks up route tables that this program creates";

/// What says which endpoint it is; its tables come next, whatever else it is given.
const BEFORE_TABLES: &[&str] = &["vpcId", "serviceName", "vpcEndpointType"];

/// Finds gateway endpoints that are not wired to route tables.
pub(crate) struct GatewayEndpointRouteTables;

impl Codemod for GatewayEndpointRouteTables {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        for endpoint in model.resources_of("aws.ec2.VpcEndpoint") {
            if let Some(finding) = (Look { cx, endpoint }).find() {
                cx.report(finding);
            }
        }
    }
}

/// The endpoint beside which a table is created for just these subnets, where one needs that: whoever makes their table
/// makes it there.
pub(super) fn endpoint_in_need(cx: &Context<'_, '_>, subnets: &[ResourceId]) -> Option<ResourceId> {
    endpoints_in_need(cx, subnets).first().map(|(leader, _)| *leader)
}

/// The endpoints that need tables for just these subnets, after the first one beside each.
pub(super) fn endpoints_in_need(cx: &Context<'_, '_>, subnets: &[ResourceId]) -> Vec<(ResourceId, ResourceId)> {
    let in_need = cx.model.resources_of("aws.ec2.VpcEndpoint").filter_map(|endpoint| {
        let look = Look { cx, endpoint };
        let wanted = look.need()?.wanted;
        let is_same =
            |group: &Vec<ResourceId>| group.len() == subnets.len() && group.iter().all(|id| subnets.contains(id));
        wanted.groups(cx.model).iter().any(is_same).then(|| (look.leader(&wanted).id, endpoint.id))
    });
    in_need.collect()
}

/// Wires an endpoint in need to `made`, the tables of its private subnets, and to what else it needs.
///
/// # Errors
/// Other tables that nothing at the endpoint leads to, or that would have to be created too.
pub(super) fn wire<'p>(
    cx: &Context<'_, 'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    endpoint: ResourceId,
    made: Reached,
) -> Result<(), Declined> {
    let look = Look { cx, endpoint: cx.model.resource(endpoint) };
    let Some(need) = look.need() else { return Ok(()) };
    if need.wanted.groups(cx.model).len() > 1 {
        return Err(Declined::because("an endpoint needs tables for isolated subnets as well; wire it first"));
    }
    let mut reached = need.wanted.reach(rewrite, (look.endpoint.file, look.endpoint.node))?;
    reached.push(made);
    look.name(rewrite, &reached)
}

/// One endpoint in its network.
struct Look<'l, 'c, 'p> {
    cx: &'l Context<'c, 'p>,
    endpoint: &'l Resource<'p>,
}

/// A fault of an endpoint. Without anything wanted it is an advice.
struct Need<'p> {
    property: Option<Property<'p>>,
    message: String,
    wanted: WantedTables,
}

impl<'p> Need<'p> {
    fn advice(property: Option<Property<'p>>, message: String) -> Self {
        Self { property, message, wanted: WantedTables::default() }
    }
}

impl<'p> Look<'_, '_, 'p> {
    fn find(&self) -> Option<Finding> {
        let need = self.need()?;
        let finding = self.at(need.property.as_ref(), need.message);
        Some(if need.wanted.is_empty() { finding } else { finding.fix(self.fix(&need.wanted)) })
    }

    /// What is wrong with the endpoint, and what it should be wired to.
    fn need(&self) -> Option<Need<'p>> {
        let model = self.cx.model;
        let endpoint = self.network().endpoint(self.endpoint.id)?;
        let is_gateway = match &endpoint.kind {
            Lookup::Found(EndpointType::Gateway) => true,
            Lookup::Unknown(_) if endpoint.serves_gateways() => false,
            _ => return None,
        };
        match model.resource_property(self.endpoint, "routeTableIds") {
            Lookup::Found(property) => self.given(&property),
            Lookup::Absent if self.is_associated() || !is_gateway => None,
            Lookup::Absent => self.given_nothing(None),
            Lookup::Unknown(why) => {
                Some(Need::advice(None, format!("can't see whether the gateway endpoint names route tables: {why}")))
            }
        }
    }

    fn network(&self) -> &Network {
        self.cx.model.network()
    }

    /// Whether an association of its own wires the endpoint, or one whose endpoint can't be seen may.
    fn is_associated(&self) -> bool {
        self.network().endpoint(self.endpoint.id).is_some_and(|endpoint| endpoint.associated != Holds::No)
    }

    fn vpc(&self) -> VpcRef {
        self.network().vpc(self.endpoint.id)
    }

    fn at(&self, property: Option<&Property<'p>>, message: impl Into<String>) -> Finding {
        let finding = Finding::of(self.cx.model, self.endpoint, message);
        match property {
            Some(property) if property.file == self.endpoint.file => finding.at(property.file, property.range),
            Some(property) => finding.related(property.file, property.range, "route table ids are given here"),
            None => finding,
        }
    }

    /// `routeTableIds` is there: right, or subnets, or a look-up of the program's own tables.
    fn given(&self, property: &Property<'p>) -> Option<Need<'p>> {
        let model = self.cx.model;
        let value = model.property_value(property);
        if let Value::Undefined = value {
            return if self.is_associated() { None } else { self.given_nothing(Some(property)) };
        }
        let items = match value.items() {
            Some(items) => items,
            None => value.choices().to_vec(),
        };
        let mut wanted = WantedTables::default();
        let mut message = None;
        let mut hidden = None;
        for item in items.iter().flat_map(|item| item.choices().to_vec()) {
            match self.judge(&item, &mut wanted) {
                Judged::Right => {}
                Judged::Wrong(what) => {
                    message.get_or_insert(what);
                }
                Judged::Hidden(why) => {
                    hidden.get_or_insert(why);
                }
                Judged::Both(what, why) => {
                    message.get_or_insert(what);
                    hidden.get_or_insert(why);
                }
            }
        }
        match (message, hidden) {
            (None, None) => None,
            (Some(what), None) => Some(Need { property: Some(*property), message: what.into(), wanted }),
            (Some(what), Some(why)) => {
                let message = format!("{what}; the tables to name instead can't be seen: {why}");
                Some(Need::advice(Some(*property), message))
            }
            (None, Some(why)) => self.suspected(property, &why),
        }
    }

    /// A value that can't be seen but is called after subnets.
    fn suspected(&self, property: &Property<'p>, why: &str) -> Option<Need<'p>> {
        let text = self.cx.model.text(property.file, property.value_range());
        let says = |word: &str| text.to_ascii_lowercase().contains(word);
        if !says("subnet") || says("routetable") || says("route_table") {
            return None;
        }
        let shown = self.cx.model.brief(property.file, property.value_range());
        let message =
            format!("can't see whether the gateway endpoint is given subnet ids: `{shown}` can't be seen: {why}");
        Some(Need::advice(Some(*property), message))
    }

    fn judge(&self, item: &Value<'p>, wanted: &mut WantedTables) -> Judged {
        let model = self.cx.model;
        if let Some(id) = identified(item) {
            let resource = model.resource(id);
            if resource.symbol.is("aws.ec2.Subnet") || resource.symbol.is("aws.ec2.DefaultSubnet") {
                return self.tables_of(resource, wanted);
            }
            if resource.symbol.is("aws.ec2.RouteTable") || resource.symbol.is("aws.ec2.DefaultRouteTable") {
                wanted.add(id);
            }
            return Judged::Right;
        }
        match item {
            Value::Entity(Entity::Resource(id), path) => {
                let resource = model.resource(*id);
                match path.first().map(String::as_str) {
                    Some(ids) if is_awsx_vpc(resource) && ids.to_ascii_lowercase().contains("subnetids") => {
                        wanted.whole = Some(*id);
                        Judged::Wrong(SUBNET_IDS)
                    }
                    Some(property @ ("mainRouteTableId" | "defaultRouteTableId")) => {
                        wanted.main = Some((*id, property.to_string()));
                        Judged::Right
                    }
                    _ => Judged::Right,
                }
            }
            Value::Entity(Entity::Call(symbol, site), _) => {
                let name = symbol.path().last().map_or("", String::as_str);
                if !name.starts_with("getRouteTable") {
                    return Judged::Hidden("it comes from outside of the program".into());
                }
                let own = self.looked_up(model.call_argument(*site, 0));
                own.iter().for_each(|table| wanted.add(*table));
                if own.is_empty() { Judged::Right } else { Judged::Wrong(LOOK_UP) }
            }
            Value::Entity(..) => Judged::Hidden("it comes from outside of the program".into()),
            Value::Unknown(why) => Judged::Hidden(why.to_string()),
            _ => Judged::Right,
        }
    }

    /// Adds the tables of a subnet.
    fn tables_of(&self, subnet: &Resource<'p>, wanted: &mut WantedTables) -> Judged {
        match wanted.add_tables_of(self.cx.model, subnet.id) {
            Ok(()) => Judged::Wrong(SUBNET_IDS),
            Err(why) => {
                wanted.bare.clear();
                Judged::Both(SUBNET_IDS, why)
            }
        }
    }

    /// The program's own tables that a look-up by VPC and tags finds.
    fn looked_up(&self, args: Option<Value<'p>>) -> Vec<ResourceId> {
        let model = self.cx.model;
        let Some(args) = args else { return Vec::new() };
        let tags = match model.property(&args, "tags") {
            Lookup::Found(property) => match model.property_value(&property) {
                Value::Object(site) => Some(site),
                _ => return Vec::new(),
            },
            Lookup::Absent => None,
            Lookup::Unknown(_) => return Vec::new(),
        };
        let filtered = |name: &str| !model.property(&args, name).is_absent();
        if filtered("filters") || filtered("subnetId") || filtered("gatewayId") || filtered("routeTableId") {
            return Vec::new();
        }
        let names = tags.and_then(|site| model.property_names(site)).unwrap_or_default();
        let same_tags = |table: &Resource<'p>| {
            let own = model.resource_value(table, "tags");
            names.iter().all(|name| {
                let asked = tags.map(|site| model.member(&Value::Object(site), name));
                match (asked, model.member(&own, name)) {
                    (Some(Value::Str(a)), Value::Str(b)) => a == b,
                    _ => false,
                }
            })
        };
        let tables = self.network().tables(model, &self.vpc()).sure;
        tables.into_iter().filter(|id| same_tags(model.resource(*id))).collect()
    }

    /// `routeTableIds` is not there: the VPC's tables, or those that its private subnets need.
    fn given_nothing(&self, property: Option<&Property<'p>>) -> Option<Need<'p>> {
        let model = self.cx.model;
        let vpc = self.vpc();
        let network = self.network();
        let tables = network.tables(model, &vpc);
        let mut wanted = WantedTables { tables: tables.sure, ..WantedTables::default() };
        let mut hidden = tables.perhaps.into_iter().next().map(|(_, why)| why);
        if let VpcRef::Made(id) = vpc {
            match network.main_table(id) {
                _ if is_awsx_vpc(model.resource(id)) => {
                    wanted = WantedTables { whole: Some(id), ..WantedTables::default() }
                }
                MainTable::Table(table) => wanted.add(table),
                MainTable::Property(property) => wanted.main = Some((id, property)),
                MainTable::Unknown(why) => hidden = hidden.or(Some(why)),
                MainTable::Untouched => {}
            }
        }
        // Tables for public subnets alone would leave out those that the endpoint is for.
        if wanted.whole.is_none() && hidden.is_none() {
            for id in network.subnets(&vpc).sure {
                if network.kind(id).is_public() == Some(false) {
                    self.tables_of(model.resource(id), &mut wanted);
                }
            }
        }
        let message = match (wanted.is_empty(), hidden) {
            (false, _) => NOTHING.to_string(),
            (true, Some(why)) => format!("{NOTHING}; the tables to name can't be seen: {why}"),
            (true, None) => format!("{NOTHING}; name the route tables of its VPC, which this program does not make"),
        };
        Some(Need { property: property.copied(), message, wanted })
    }

    /// The first endpoint beside this one that needs a table for the same subnets: what is created is created for it,
    /// so that the fixes of several endpoints make one table.
    fn leader(&self, wanted: &WantedTables) -> &'_ Resource<'p> {
        let model = self.cx.model;
        let own = self.endpoint;
        let beside =
            model.resources_of("aws.ec2.VpcEndpoint").filter(|e| e.file == own.file && e.function == own.function);
        let needs_same = |endpoint: &&Resource<'p>| {
            let look = Look { cx: self.cx, endpoint };
            look.need().is_some_and(|need| need.wanted.bare == wanted.bare)
        };
        beside.take_while(|e| e.id != own.id).find(needs_same).unwrap_or(own)
    }

    fn fix(&self, wanted: &WantedTables) -> Fix {
        let model = self.cx.model;
        let creates = !wanted.bare.is_empty();
        let made_here = matches!(self.vpc(), VpcRef::Made(_));
        let was_absent = model.resource_property(self.endpoint, "routeTableIds").is_absent();
        let level = if creates && (was_absent || !made_here) { Level::Review } else { Level::Safe };
        let title = if creates { "create a route table for the subnets and name it" } else { "name the route tables" };
        let mut fix = Fix::new(level, title, self.edits(wanted));
        if creates {
            for subnets in wanted.groups(self.cx.model) {
                fix = self.table(wanted, &subnets).effects(fix);
            }
        }
        fix.effect(Effect::on(Action::Update, model, self.endpoint).property("routeTableIds"))
    }

    fn edits(&self, wanted: &WantedTables) -> Result<FileEdits, Declined> {
        let endpoint = self.endpoint;
        let mut rewrite = Rewrite::new(self.cx.model);
        if let Some(vpc) = wanted.whole {
            let vpc = one_vpc(rewrite.reach(&[vpc], endpoint.file, endpoint.node)?)?;
            rewrite.set_argument_after(endpoint, BEFORE_TABLES, "routeTableIds", &tables_inside(&vpc.code))?;
            return rewrite.finish();
        }
        let mut reached = wanted.reach(&mut rewrite, (endpoint.file, endpoint.node))?;
        if !wanted.bare.is_empty() {
            for subnets in wanted.groups(self.cx.model) {
                reached.push(self.create(&mut rewrite, wanted, &subnets)?);
            }
        }
        self.name(&mut rewrite, &reached)?;
        rewrite.finish()
    }

    /// Names tables in the endpoint's arguments.
    fn name(&self, rewrite: &mut Rewrite<'_, 'p>, reached: &[Reached]) -> Result<(), Declined> {
        rewrite.set_argument_after(self.endpoint, BEFORE_TABLES, "routeTableIds", &id_list(reached, "table"))?;
        self.follow(rewrite, reached)?;
        self.drop_look_up(rewrite, reached)
    }

    /// Takes out what only the replaced value used: a look-up, a list of ids.
    fn drop_look_up(&self, rewrite: &mut Rewrite<'_, 'p>, reached: &[Reached]) -> Result<(), Declined> {
        match self.cx.model.resource_property(self.endpoint, "routeTableIds") {
            Lookup::Found(property) if property.file == self.endpoint.file => {
                let kept: Vec<String> = reached.iter().map(|r| r.root().to_string()).collect();
                rewrite.drop_unused(&[(property.file, property.value_range())], &kept)
            }
            _ => Ok(()),
        }
    }

    /// Moves the endpoint behind what it names, where it stands before it.
    fn follow(&self, rewrite: &mut Rewrite<'_, 'p>, reached: &[Reached]) -> Result<(), Declined> {
        let file = self.endpoint.file;
        let index = self.cx.model.index(file);
        let pairs = reached.iter().filter_map(|r| rewrite.siblings(file, self.endpoint.node, r.after?));
        let late = pairs.filter(|(own, other)| index.entry(*other).range.start > index.entry(*own).range.start);
        match late.max_by_key(|(_, other)| index.entry(*other).range.start) {
            Some((own, other)) => rewrite.move_after(file, own, other),
            None => Ok(()),
        }
    }

    /// One table for subnets that have none, with its associations, before the endpoint.
    fn create(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        wanted: &WantedTables,
        subnets: &[ResourceId],
    ) -> Result<Reached, Declined> {
        let endpoint = self.leader(wanted);
        let anchor = rewrite.before_argument(endpoint, "routeTableIds", seat(self.cx.model, endpoint));
        let reached = rewrite.reach(subnets, endpoint.file, anchor)?;
        let vpc =
            self.cx.model.resource_text(endpoint, "vpcId").ok_or_else(|| {
                Declined::because("the endpoint's VPC is given elsewhere; make its route table there")
            })?;
        // Where the subnets are made after the endpoint, it follows them, and their table.
        let place = made_after(rewrite, endpoint, anchor, &reached).map_or(Place::Before(anchor), Place::After);
        self.table(wanted, subnets).insert(rewrite, &reached, &vpc, place, |_, _, _| Ok(None))
    }

    /// The table that is created for some subnets.
    fn table<'w>(&'w self, wanted: &WantedTables, subnets: &'w [ResourceId]) -> NewTable<'w, 'p> {
        NewTable { model: self.cx.model, beside: self.leader(wanted), subnets, kind: "endpoint's" }
    }
}

/// What a value of `routeTableIds` is.
enum Judged {
    /// A table, or something that no one can tell from one.
    Right,
    /// No table, for this reason.
    Wrong(&'static str),
    /// Not to be seen.
    Hidden(String),
    /// No table, and what should stand there can't be seen.
    Both(&'static str, String),
}
