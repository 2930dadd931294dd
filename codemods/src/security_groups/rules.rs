//! The rules of security groups, wherever they are written: in the group, or as resources of their own. Invariant: what
//! the source does not show of a rule is told apart from what is not there.

use iacfix_engine::model::{
    ANY, End, Entity, FileId, Holds, Lookup, Model, Property, Resource, ResourceId, Site, Source, Uses, Value,
    identified,
};
use iacfix_engine::rewrite::{NamePattern, lower_first};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::ObjectLit;

/// The types that hold rules inline.
pub(super) const GROUPS: &[&str] = &["aws.ec2.SecurityGroup", "aws.ec2.DefaultSecurityGroup"];

/// The way that traffic goes, seen from the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    /// The argument that holds rules of this direction, which is also what `SecurityGroupRule` calls it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }
}

/// What a rule's parts are called where it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    pub(super) protocol: &'static str,
    /// Blocks of addresses; the first is IPv4.
    pub(super) blocks: [&'static str; 2],
    pub(super) groups: &'static str,
    pub(super) lists: &'static str,
}

/// Of elements of `ingress` and `egress`.
pub(super) const INLINE: Names = Names {
    protocol: "protocol",
    blocks: ["cidrBlocks", "ipv6CidrBlocks"],
    groups: "securityGroups",
    lists: "prefixListIds",
};
/// Of `aws.ec2.SecurityGroupRule`.
pub(super) const RULE: Names = Names { groups: "sourceSecurityGroupId", ..INLINE };
/// Of `aws.vpc.SecurityGroupIngressRule` and `aws.vpc.SecurityGroupEgressRule`.
pub(super) const VPC_RULE: Names = Names {
    protocol: "ipProtocol",
    blocks: ["cidrIpv4", "cidrIpv6"],
    groups: "referencedSecurityGroupId",
    lists: "prefixListId",
};

/// Where a rule is written.
#[derive(Clone, Debug)]
pub(super) enum At<'p> {
    /// An element of the list of rules that a group has.
    Inline(Source<'p>),
    /// Put into that list later on.
    Added(Site<'p, ObjectLit>),
    /// A resource of its own.
    Own(Names),
}

/// What a rule lets through.
#[derive(Clone, Debug)]
pub(super) enum Traffic<'p> {
    /// Every protocol, every port.
    All,
    /// A protocol, from one port to another.
    Ports { protocol: String, from: Edge<'p>, to: Edge<'p> },
    /// Not to be seen, for this reason.
    Unseen(String),
}

/// The first or last port of a rule.
#[derive(Clone, Debug)]
pub(super) enum Edge<'p> {
    Known(i64),
    /// Given by a run.
    Given(Property<'p>),
    Unseen(String),
}

/// Whom a rule lets in, or where it lets to.
#[derive(Clone, Debug, Default)]
pub(super) struct Peers<'p> {
    /// All addresses of IPv4, and of IPv6.
    pub(super) world: [bool; 2],
    /// Blocks of some addresses, each by itself; one that can't be seen is among them.
    pub(super) blocks: Vec<Value<'p>>,
    /// The members of the group itself.
    pub(super) itself: bool,
    /// The members of these groups.
    pub(super) groups: Vec<ResourceId>,
    /// Whether it names anything but blocks of addresses.
    pub(super) others: bool,
    /// Why a group among them can't be seen.
    pub(super) unseen_group: Option<String>,
}

/// A rule of a security group.
#[derive(Clone, Debug)]
pub(super) struct Rule<'p> {
    pub(super) direction: Direction,
    /// The resource in whose arguments it stands: the group, or the rule itself.
    pub(super) resource: ResourceId,
    /// The group that it is a rule of.
    pub(super) group: Lookup<ResourceId>,
    pub(super) traffic: Traffic<'p>,
    pub(super) peers: Peers<'p>,
    pub(super) at: At<'p>,
}

/// Rules of a group that can't be seen.
pub(super) struct Unseen {
    pub(super) direction: Direction,
    pub(super) group: ResourceId,
    pub(super) why: String,
    /// The argument, where it is written.
    pub(super) place: Option<(FileId, TextRange)>,
}

/// All rules of a program.
#[derive(Default)]
pub(super) struct Rules<'p> {
    pub(super) all: Vec<Rule<'p>>,
    pub(super) unseen: Vec<Unseen>,
    /// Every reference that leads to an inline rule of egress.
    pub(super) egress: Uses,
}

impl<'p> Rules<'p> {
    /// The rules of the program.
    pub(super) fn of(model: &Model<'p>) -> Self {
        let mut out = Self::default();
        for resource in model.resources() {
            match resource.type_name() {
                name if GROUPS.contains(&name) => {
                    out.add_inline(model, resource, Direction::Ingress);
                    out.add_inline(model, resource, Direction::Egress);
                }
                "aws.ec2.SecurityGroupRule" => match model.resource_value(resource, "type").as_str() {
                    Some("ingress") => out.add_own(model, resource, Direction::Ingress, RULE),
                    Some("egress") => out.add_own(model, resource, Direction::Egress, RULE),
                    _ => {}
                },
                "aws.vpc.SecurityGroupIngressRule" => out.add_own(model, resource, Direction::Ingress, VPC_RULE),
                "aws.vpc.SecurityGroupEgressRule" => out.add_own(model, resource, Direction::Egress, VPC_RULE),
                _ => {}
            }
        }
        out
    }

    /// The rules of one direction that a group surely has.
    pub(super) fn of_group(&self, group: ResourceId, direction: Direction) -> impl Iterator<Item = &Rule<'p>> {
        self.all.iter().filter(move |rule| rule.direction == direction && rule.group == Lookup::Found(group))
    }

    fn add_inline(&mut self, model: &Model<'p>, group: &Resource<'p>, direction: Direction) {
        let trace = model.trace_argument(group, &[direction.key(), ANY]);
        let value = model.resource_value(group, direction.key());
        if direction == Direction::Egress {
            self.egress.join(&trace.uses);
        }
        let mut seen: Vec<Site<'p, ObjectLit>> = Vec::new();
        let mut whys: Vec<String> = Vec::new();
        for source in trace.sources {
            match (&source.end, source.object()) {
                (_, Some(object)) => {
                    seen.push(object);
                    self.all.push(rule_in(model, group.id, direction, object, At::Inline(source)));
                }
                (End::Written(site), _) => match model.value(site.file, site.node) {
                    Value::Undefined | Value::Null | Value::Bool(_) => {}
                    value => whys.push(value.why_unknown().unwrap_or("it is decided at run time").to_string()),
                },
                // A list that is empty where it is written says nothing of what is put in later.
                (End::Unknown(why), _) if !value.choices().iter().all(|it| matches!(it, Value::List(_))) => {
                    whys.push(why.to_string());
                }
                (End::Absent | End::Unknown(_), _) => {}
            }
        }
        each(&value, &mut |one| match one {
            Value::Object(object) if !seen.contains(object) => {
                seen.push(*object);
                self.all.push(rule_in(model, group.id, direction, *object, At::Added(*object)));
            }
            Value::Unknown(why) => whys.push(why.to_string()),
            _ => {}
        });
        if let Some(why) = whys.into_iter().next() {
            let property = model.resource_property(group, direction.key()).found();
            let place = property.map(|property| (property.file, property.range));
            self.unseen.push(Unseen { direction, group: group.id, why, place });
        }
    }

    fn add_own(&mut self, model: &Model<'p>, rule: &Resource<'p>, direction: Direction, names: Names) {
        let group = match model.resource_value(rule, "securityGroupId") {
            value if identified(&value).is_some() => identified(&value).map_or(Lookup::Absent, Lookup::Found),
            value => Lookup::Unknown(value.why_unknown().unwrap_or("it is decided at run time").to_string()),
        };
        let get = |name: &str| model.resource_property(rule, name);
        self.all.push(Rule {
            direction,
            resource: rule.id,
            group,
            traffic: traffic(model, &get, names),
            peers: peers(model, &get, names),
            at: At::Own(names),
        });
    }
}

fn rule_in<'p>(
    model: &Model<'p>,
    group: ResourceId,
    direction: Direction,
    object: Site<'p, ObjectLit>,
    at: At<'p>,
) -> Rule<'p> {
    let get = |name: &str| model.object_property(object, name);
    let (traffic, peers) = (traffic(model, &get, INLINE), peers(model, &get, INLINE));
    Rule { direction, resource: group, group: Lookup::Found(group), traffic, peers, at }
}

impl<'p> Rule<'p> {
    /// The element of a list that it is.
    pub(super) fn object(&self) -> Option<Site<'p, ObjectLit>> {
        match &self.at {
            At::Inline(source) => source.object(),
            At::Added(object) => Some(*object),
            At::Own(_) => None,
        }
    }
}

type Get<'g, 'p> = &'g dyn Fn(&str) -> Lookup<Property<'p>>;

fn traffic<'p>(model: &Model<'p>, get: Get<'_, 'p>, names: Names) -> Traffic<'p> {
    let property = match get(names.protocol) {
        Lookup::Found(property) => property,
        Lookup::Absent => return Traffic::Unseen("no protocol is given".into()),
        Lookup::Unknown(why) => return Traffic::Unseen(why),
    };
    let protocol = match model.property_value(&property) {
        Value::Str(name) => name.to_ascii_lowercase(),
        Value::Number(number) => number.to_string(),
        Value::Symbol(symbol) => symbol.path().last().map_or(String::new(), |name| name.to_ascii_lowercase()),
        _ => return Traffic::Unseen(model.why_unseen(&property)),
    };
    let protocol = match protocol.as_str() {
        "-1" | "all" => return Traffic::All,
        "6" => "tcp".to_string(),
        "17" => "udp".to_string(),
        _ => protocol,
    };
    Traffic::Ports { protocol, from: edge(model, get("fromPort")), to: edge(model, get("toPort")) }
}

/// The port that a property gives; one that is left out stands for all types of ICMP.
pub(super) fn edge<'p>(model: &Model<'p>, property: Lookup<Property<'p>>) -> Edge<'p> {
    match property {
        Lookup::Found(property) => match model.property_value(&property) {
            Value::Number(number) => Edge::Known(number as i64),
            Value::Str(text) if text.parse::<i64>().is_ok() => Edge::Known(text.parse().unwrap_or_default()),
            _ => Edge::Given(property),
        },
        Lookup::Absent => Edge::Known(-1),
        Lookup::Unknown(why) => Edge::Unseen(why),
    }
}

fn peers<'p>(model: &Model<'p>, get: Get<'_, 'p>, names: Names) -> Peers<'p> {
    let mut out = Peers::default();
    let value = |name: &str| match get(name) {
        Lookup::Found(property) => model.property_value(&property),
        Lookup::Absent => Value::Undefined,
        Lookup::Unknown(why) => Value::unknown(why),
    };
    for name in names.blocks {
        each(&value(name), &mut |block| out.add_block(block));
    }
    each(&value(names.groups), &mut |group| match (identified(group), group) {
        (_, Value::Undefined | Value::Null) => {}
        (Some(id), _) => {
            out.others = true;
            out.groups.push(id);
        }
        (None, group) => {
            out.others = true;
            let why = group.why_unknown().unwrap_or("a group comes from outside of the program");
            out.unseen_group.get_or_insert_with(|| why.to_string());
        }
    });
    match value("self") {
        Value::Undefined | Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => {
            out.others = true;
            out.itself = true;
        }
        _ => {
            out.others = true;
            out.unseen_group.get_or_insert_with(|| "whether it means the group itself is decided at run time".into());
        }
    }
    each(&value(names.lists), &mut |list| out.others |= !matches!(list, Value::Undefined | Value::Null));
    out
}

impl<'p> Peers<'p> {
    /// Whether all addresses are among them, of IPv4 or of IPv6.
    pub(super) fn is_world(&self) -> bool {
        self.world.contains(&true)
    }

    fn add_block(&mut self, block: &Value<'p>) {
        match block {
            Value::Str(block) if block == "0.0.0.0/0" => self.world[0] = true,
            Value::Str(block) if block == "::/0" => self.world[1] = true,
            Value::Undefined | Value::Null => {}
            block => self.blocks.push(block.clone()),
        }
    }

    /// Why a block or a group among them can't be seen.
    pub(super) fn unseen(&self) -> Option<&str> {
        let seen = |block: &&Value<'p>| matches!(block, Value::Str(_) | Value::Entity(Entity::Resource(_), _));
        let block = self.blocks.iter().find(|block| !seen(block));
        let block = block.map(|block| block.why_unknown().unwrap_or("its addresses are decided at run time"));
        block.or(self.unseen_group.as_deref())
    }
}

/// Every value that may be in a list, or be the value itself.
pub(super) fn each<'v, 'p>(value: &'v Value<'p>, see: &mut dyn FnMut(&'v Value<'p>)) {
    for choice in value.choices() {
        match choice {
            Value::List(list) => list.items.iter().for_each(|item| each(item, see)),
            one => see(one),
        }
    }
}

/// Whether two groups may be in one VPC.
pub(super) fn may_meet(model: &Model<'_>, a: ResourceId, b: ResourceId) -> bool {
    let network = model.network();
    network.vpc(a).is(&network.vpc(b)) != Holds::No
}

/// What a resource is called in a description: the words of its logical name, else its type.
pub(super) fn name_of(model: &Model<'_>, resource: &Resource<'_>) -> String {
    let pattern = NamePattern::of(model, resource);
    let words: Vec<&str> = pattern.iter().flat_map(|pattern| pattern.words()).collect();
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let name: String = words.join("-").chars().filter(allowed).collect();
    match name.is_empty() {
        true => lower_first(resource.symbol.path().last().map_or("resource", String::as_str)),
        false => name,
    }
}
