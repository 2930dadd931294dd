//! Route tables for subnets that have none. Invariant: whichever row makes the table of some subnets, it is the same
//! table: of that name, in that place, with one association for each subnet.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix};
use iacfix_engine::model::{Holds, Kind, Model, NodeId, Resource, ResourceId, VpcRef};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite};

use super::associate::{associate, is_counter, last_of};

/// What routes traffic in a VPC: what is made for it comes after them.
const ROUTING: &[&str] =
    &["aws.ec2.InternetGateway", "aws.ec2.Route", "aws.ec2.RouteTable", "aws.ec2.RouteTableAssociation"];

/// What stands last in the file of a VPC of its subnets, isolated ones aside, of what routes traffic in it or may, and of
/// `named`.
pub(super) fn after_network<'p>(rewrite: &Rewrite<'_, 'p>, vpc: &Resource<'p>, named: &[Reached]) -> NodeId {
    let model = rewrite.model();
    let network = model.network();
    let is_in = |r: &Resource<'p>| network.vpc(r.id).is(&VpcRef::Made(vpc.id)) == Holds::Yes;
    let is_subnet = |r: &Resource<'p>| {
        r.symbol.is("aws.ec2.Subnet") && is_in(r) && network.kind(r.id).meant() != Some(Kind::Isolated)
    };
    // A route and an association are where their table is.
    let home = |r: &Resource<'p>| match model.resource_value(r, "routeTableId").output() {
        Some((table, _)) => network.vpc(table),
        None => network.vpc(r.id),
    };
    let is_elsewhere = |r: &Resource<'p>| home(r).is(&VpcRef::Made(vpc.id)) == Holds::No;
    let is_routing = |r: &Resource<'p>| ROUTING.iter().any(|class| r.symbol.is(class)) && !is_elsewhere(r);
    let beside = model.resources().iter().filter(|r| r.file == vpc.file);
    let mut all = named.to_vec();
    all.extend(beside.filter(|r| is_routing(r) || is_subnet(r)).map(|r| standing(vpc, r)));
    last_of(rewrite, vpc, &all)
}

/// A resource of the file, as something that what is made beside `own` comes after.
pub(super) fn standing<'p>(own: &Resource<'p>, resource: &Resource<'p>) -> Reached {
    // Whole loops are come after, but for the one around both.
    let turns = resource.repeated.filter(|turns| own.repeated != Some(*turns));
    let after = Some(turns.unwrap_or(resource.statement));
    Reached { code: String::new(), many: false, ids: false, resources: vec![resource.id], after }
}

/// The table that is made for `subnets` in the pattern of `beside`.
pub(super) struct NewTable<'l, 'p> {
    pub(super) model: &'l Model<'p>,
    /// Its name, tags and options are followed, and the table stands in its block.
    pub(super) beside: &'l Resource<'p>,
    pub(super) subnets: &'l [ResourceId],
    /// What to call its subnets where the variables that hold them don't tell.
    pub(super) kind: &'static str,
}

/// What new code beside `resource` stands before: what makes it. Of a resource that a loop makes for a VPC that stands
/// outside of the loop, the loop, as one is enough for all turns.
pub(super) fn seat(model: &Model<'_>, resource: &Resource<'_>) -> NodeId {
    let vpc = match model.network().vpc(resource.id) {
        VpcRef::Made(vpc) => model.resource(vpc),
        _ => resource,
    };
    match resource.repeated {
        Some(turns) if vpc.repeated == Some(turns) && vpc.file == resource.file => resource.statement,
        Some(turns) => turns,
        None => resource.statement,
    }
}

/// The last of what is `named` that is made after `node`, in its block.
pub(super) fn made_after<'p>(
    rewrite: &Rewrite<'_, 'p>,
    beside: &Resource<'p>,
    node: NodeId,
    named: &[Reached],
) -> Option<NodeId> {
    let index = rewrite.model().index(beside.file);
    let start = |node: NodeId| index.entry(node).range.start;
    let pairs = named.iter().filter_map(|reached| rewrite.siblings(beside.file, node, reached.after?));
    let late = pairs.filter(|(own, other)| start(*other) > start(*own)).map(|(_, other)| other);
    late.max_by_key(|other| start(*other))
}

impl<'p> NewTable<'_, 'p> {
    /// What its subnets are called, but for what tells them apart.
    pub(super) fn name(&self) -> Option<NamePattern> {
        let model = self.model;
        let plain = |id: &ResourceId| {
            let subnet = model.resource(*id);
            let name = NamePattern::of(model, subnet)?.moved(model, subnet, self.beside);
            // What counts the turns that make a table each tells the tables apart.
            let is_in_turn = subnet.repeated.is_some() && subnet.repeated == self.beside.repeated;
            Some(if is_in_turn { name } else { name.without_holes(is_counter) })
        };
        let all: Vec<NamePattern> = self.subnets.iter().map(plain).collect::<Option<_>>()?;
        let common = NamePattern::common(&all)?;
        let words = || common.with_role(&["subnet"], "rt").words().map(str::to_string).collect::<Vec<_>>().join("-");
        let stands = common.can_stand_beside(model, self.beside);
        let name = match (stands, self.beside.repeated.is_some() && common.holes().next().is_none()) {
            (true, false) => common.with_role(&["subnet"], "rt"),
            // Where a loop makes one each turn, its name tells the turns apart: by that of what it stands beside.
            (true, true) => NamePattern::of(model, self.beside)?.with_role(&["vpc"], &words()),
            // What makes the subnets calls them by what is not known here.
            (false, _) => {
                let role = self.meant().map_or("rt".to_string(), |kind| format!("{kind}-rt"));
                NamePattern::of(model, self.beside)?.with_role(&["vpc", "endpoint"], &role)
            }
        };
        Some(name.free(model, "aws.ec2.RouteTable"))
    }

    /// The tags of a table called `name` (code): an endpoint mostly has none where the rest of its network has.
    fn tags(&self, name: &str) -> Option<String> {
        let (model, beside) = (self.model, self.beside);
        Companion::of(model, beside).tags(name).or_else(|| {
            let VpcRef::Made(vpc) = model.network().vpc(beside.id) else { return None };
            let vpc = model.resource(vpc);
            let index = model.index(beside.file);
            let in_scope = || index.scope(index.entry(vpc.node).scope).range.contains(beside.range());
            if vpc.file == beside.file && in_scope() { Companion::of(model, vpc).tags(name) } else { None }
        })
    }

    /// Inserts it with its associations at `place`; `vpc` is its entry `vpcId`, and `route` the code that gives it a
    /// route.
    ///
    /// # Errors
    /// Subnets without names, or that can't be associated there.
    pub(super) fn insert(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        subnets: &[Reached],
        vpc: &str,
        place: Place,
        route: impl FnOnce(&mut Rewrite<'_, 'p>, &str, &NamePattern) -> Result<Option<String>, Declined>,
    ) -> Result<Reached, Declined> {
        let beside = self.beside;
        let name = self.name().ok_or_else(|| {
            Declined::because("the subnets have no names that a table could follow; name the table yourself")
        })?;
        let companion = Companion::of(self.model, beside);
        let kind = kind_of(subnets).or_else(|| self.meant().map(String::from));
        let wish = kind.as_ref().map_or("routeTable".to_string(), |kind| format!("{kind}RouteTable"));
        let own = self.model.network().vpc(beside.id).made().map(|id| self.model.resource(id));
        let variable = match own.filter(|own| own.file == beside.file) {
            Some(vpc) => rewrite.free_name_for(vpc, self.anchor(place), &wish),
            None => rewrite.free_name(beside.file, self.anchor(place), &wish),
        };
        let class = rewrite.class_beside(beside, "aws.ec2.RouteTable")?;
        let entries = [Some(vpc.to_string()), companion.region(), self.tags(&name.code())];
        let table = companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>());
        let mut code = vec![format!("const {variable} = {table};")];
        code.extend(route(rewrite, &variable, &name)?);
        let (index, anchor) = (self.model.index(beside.file), self.anchor(place));
        let stands_in = |turns: &NodeId| index.ancestors(anchor).any(|(around, _)| around == *turns);
        let turns = beside.repeated.filter(stands_in);
        for subnet in subnets {
            code.push(associate(rewrite, (beside, turns), subnet, &variable)?);
        }
        let comment = format!("Route table of the {} subnets", kind.unwrap_or_else(|| self.kind.into()));
        rewrite.insert_group(beside.file, place, &comment, &code.join("\n\n"))?;
        let after = match place {
            Place::After(node) => Some(node),
            _ => None,
        };
        Ok(Reached { code: variable, many: false, ids: false, resources: Vec::new(), after })
    }

    /// What all of its subnets are meant to be.
    fn meant(&self) -> Option<&'static str> {
        let network = self.model.network();
        let mut kinds = self.subnets.iter().map(|id| network.kind(*id).meant());
        let first = kinds.next()??;
        let word = match first {
            Kind::Public => "public",
            Kind::Private => "private",
            Kind::Isolated => "isolated",
        };
        kinds.all(|kind| kind == Some(first)).then_some(word)
    }

    fn anchor(&self, place: Place) -> NodeId {
        match place {
            Place::Before(node) | Place::After(node) | Place::Earliest(node) | Place::End(node) => node,
            Place::Top | Place::Bottom => self.beside.statement,
        }
    }

    /// `fix`, which makes it.
    pub(super) fn effects(&self, fix: Fix) -> Fix {
        let table = Effect::new(Action::Add, "aws.ec2.RouteTable");
        let table = match self.name() {
            Some(name) => table.named(name.code()),
            None => table,
        };
        fix.effect(table).effect(Effect::new(Action::Add, "aws.ec2.RouteTableAssociation"))
    }
}

/// `private` of `privateSubnets`, `data` of `dataSubnetA` and `dataSubnetB`.
fn kind_of(subnets: &[Reached]) -> Option<String> {
    let kind = |reached: &Reached| {
        let name = reached.code.rsplit('.').next().unwrap_or_default();
        let at = name.find("Subnet")?;
        (at > 0).then(|| name[..at].to_string())
    };
    let first = kind(subnets.first()?)?;
    subnets.iter().all(|s| kind(s).as_ref() == Some(&first)).then_some(first)
}
