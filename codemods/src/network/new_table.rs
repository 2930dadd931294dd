//! Route tables for subnets that have none. Invariant: whichever row makes the table of some subnets, it is the same
//! table: of that name, in that place, with one association for each subnet.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix};
use iacfix_engine::model::{Holds, Kind, Model, NodeId, Resource, ResourceId, VpcRef};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite};

use super::associate::{associate, is_counter, last_of};

/// What routes traffic in a VPC: what is made for it comes after them.
const ROUTING: &[&str] =
    &["aws.ec2.InternetGateway", "aws.ec2.Route", "aws.ec2.RouteTable", "aws.ec2.RouteTableAssociation"];

/// What stands last in the file of a VPC of its subnets, isolated ones aside, of what routes traffic, and of `named`.
pub(super) fn after_network<'p>(rewrite: &Rewrite<'_, 'p>, vpc: &Resource<'p>, named: &[Reached]) -> NodeId {
    let model = rewrite.model();
    let network = model.network();
    let is_in = |r: &Resource<'p>| network.vpc(r.id).is(&VpcRef::Made(vpc.id)) == Holds::Yes;
    let is_subnet = |r: &Resource<'p>| {
        r.symbol.is("aws.ec2.Subnet") && is_in(r) && network.kind(r.id).meant() != Some(Kind::Isolated)
    };
    let is_routing = |r: &Resource<'p>| ROUTING.iter().any(|class| r.symbol.is(class));
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

impl<'p> NewTable<'_, 'p> {
    /// What its subnets are called, but for what tells them apart.
    pub(super) fn name(&self) -> Option<NamePattern> {
        let model = self.model;
        let plain = |id: &ResourceId| {
            let subnet = model.resource(*id);
            Some(NamePattern::of(model, subnet)?.moved(model, subnet, self.beside).without_holes(is_counter))
        };
        let all: Vec<NamePattern> = self.subnets.iter().map(plain).collect::<Option<_>>()?;
        let common = NamePattern::common(&all)?.with_role(&["subnet"], "rt");
        // Where a loop makes one each turn, its name tells the turns apart: by that of what it stands beside.
        let name = match self.beside.repeated.is_some() && common.holes().next().is_none() {
            true => {
                NamePattern::of(model, self.beside)?.with_role(&["vpc"], &common.words().collect::<Vec<_>>().join("-"))
            }
            false => common,
        };
        Some(name.free(model, "aws.ec2.RouteTable"))
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
        let variable = rewrite.free_name(beside.file, self.anchor(place), &variable_of(subnets));
        let class = rewrite.class_beside(beside, "aws.ec2.RouteTable")?;
        let entries = [Some(vpc.to_string()), companion.region(), companion.tags(&name.code())];
        let table = companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>());
        let mut code = vec![format!("const {variable} = {table};")];
        code.extend(route(rewrite, &variable, &name)?);
        for subnet in subnets {
            code.push(associate(rewrite, self.model, beside, subnet, &variable)?);
        }
        let comment = format!("Route table of the {} subnets", kind_of(subnets).unwrap_or_else(|| self.kind.into()));
        rewrite.insert_group(beside.file, place, &comment, &code.join("\n\n"))?;
        Ok(Reached { code: variable, many: false, ids: false, resources: Vec::new(), after: None })
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

fn variable_of(subnets: &[Reached]) -> String {
    kind_of(subnets).map_or("routeTable".to_string(), |kind| format!("{kind}RouteTable"))
}
