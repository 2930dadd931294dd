//! The code of NAT gateways and of what leads to them. Invariant: what is made stands after all that it names, and a
//! gateway after the internet gateway that it needs.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix};
use iacfix_engine::model::{Model, NodeId, Resource, ResourceId};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite};

use super::associate::{associate_element, for_each, is_counter, last_of};
use super::new_table::{NewTable, after_network, made_after, seat};
use super::route::{Leads, is_inline, new_route_effect};

/// What is made in a VPC.
pub(super) struct NatCode<'l, 'p> {
    pub(super) model: &'l Model<'p>,
    pub(super) vpc: &'l Resource<'p>,
    /// Public subnets.
    pub(super) hosts: &'l [ResourceId],
    pub(super) internet_gateway: Option<ResourceId>,
    /// Private subnets without a table.
    pub(super) bare: &'l [ResourceId],
}

/// The NAT gateways of the zones.
pub(super) enum Zoned<'l> {
    /// One is made in each public subnet.
    New,
    /// They stand.
    Standing(&'l [ResourceId]),
}

impl<'p> NatCode<'_, 'p> {
    /// The names of the address and the gateway.
    pub(super) fn names(&self, zoned: bool) -> Option<(NamePattern, NamePattern)> {
        let own = NamePattern::of(self.model, self.vpc)?;
        let name = |role: &str, class: &str| {
            let name = own.with_role(&["vpc"], role);
            if zoned { name.with_hole(&self.counter()) } else { name }.free(self.model, class)
        };
        Some((name("nat-eip", "aws.ec2.Eip"), name("nat", "aws.ec2.NatGateway")))
    }

    /// What counts public subnets in their names, `i + 1`, for code that goes through them by `i`.
    fn counter(&self) -> String {
        let host = self.hosts.first().map(|id| self.model.resource(*id));
        let pattern = host.and_then(|host| Some(NamePattern::of(self.model, host)?.moved(self.model, host, self.vpc)));
        let counter =
            pattern.iter().flat_map(|pattern| pattern.holes()).find(|code| is_counter(code)).map(str::to_string);
        counter.unwrap_or_else(|| "i".into())
    }

    /// The table of the private subnets.
    pub(super) fn table<'t>(&'t self, beside: &'t Resource<'p>) -> NewTable<'t, 'p> {
        NewTable { model: self.model, beside, subnets: self.bare, kind: "private" }
    }

    /// Inserts one NAT gateway in the first public subnet: before the first of `tables`, which are to lead to it, else
    /// where the table will stand that is made beside `beside`.
    ///
    /// # Errors
    /// Public subnets, or an internet gateway, that nothing there leads to; a VPC without a name.
    pub(super) fn insert_gateway(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        beside: &Resource<'p>,
        tables: &[(ResourceId, Vec<ResourceId>)],
    ) -> Result<Reached, Declined> {
        let vpc = self.vpc;
        let host = self.hosts.first().ok_or_else(|| Declined::because("no public subnet is there for it"))?;
        let tables = tables.iter().map(|(table, _)| self.model.resource(*table));
        let first = tables.clone().min_by_key(|table| table.range().start);
        // Beside a table that another function makes, names are those of that function.
        let apart = first.filter(|table| table.file == vpc.file && table.function != vpc.function);
        let spot = apart.map_or(vpc.node, |table| table.node);
        let hosts = rewrite.reach(&[*host], vpc.file, spot)?;
        let subnet = hosts.first().ok_or_else(|| Declined::because("no public subnet is there for it"))?;
        let subnet_id = match (subnet.many, subnet.ids) {
            (false, false) => format!("{}.id", subnet.code),
            (true, false) => format!("{}[0].id", subnet.code),
            (false, true) => subnet.code.clone(),
            (true, true) => format!("{}[0]", subnet.code),
        };
        let mut named = hosts.clone();
        if let Some(id) = self.internet_gateway {
            named.extend(rewrite.reach(&[id], vpc.file, spot)?);
        }
        let place = match first {
            None => {
                let place = self.place(rewrite, beside, &hosts)?;
                let mut all = rewrite.reach(self.bare, beside.file, self.anchor(rewrite, beside))?;
                all.extend(named.iter().cloned());
                if let Some(late) = self.late(rewrite, place, &all) {
                    let reason = format!("`{late}` is made after an endpoint that needs the table; wire that first");
                    return Err(Declined::because(reason));
                }
                place
            }
            Some(table) => {
                let before = Place::Before(table.repeated.unwrap_or(table.statement));
                match self.late(rewrite, before, &named) {
                    None => before,
                    Some(late)
                        if tables.clone().any(|table| table.repeated.is_some() || is_inline(self.model, table.id)) =>
                    {
                        let reason = format!("`{late}` is made after what should lead to a NAT gateway in it; move it");
                        return Err(Declined::because(reason));
                    }
                    // The routes of the tables are resources of their own, and come after the gateway.
                    Some(_) => Place::After(last_of(rewrite, vpc, &named)),
                }
            }
        };
        let eip = rewrite.free_name_for(vpc, vpc.node, "natEip");
        let gateway = rewrite.free_name_for(vpc, vpc.node, "natGateway");
        let (address, made) = self.pair(rewrite, false, &eip, &subnet_id)?;
        let code = format!("const {eip} = {address};\n\nconst {gateway} = {made};");
        rewrite.insert_group(vpc.file, place, "NAT gateway of the private subnets", &code)?;
        let after = match place {
            Place::After(node) if first.is_some() => Some(node),
            _ => None,
        };
        Ok(Reached { code: gateway, many: false, ids: false, resources: Vec::new(), after })
    }

    /// Inserts the table of the private subnets, led to `gateway`.
    ///
    /// # Errors
    /// Private subnets without names, or that nothing there leads to.
    pub(super) fn insert_table(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        beside: &Resource<'p>,
        gateway: &Reached,
    ) -> Result<Reached, Declined> {
        let subnets = rewrite.reach(self.bare, beside.file, self.anchor(rewrite, beside))?;
        let mut named = self.reach_hosts(rewrite)?;
        named.push(gateway.clone());
        let place = self.place(rewrite, beside, &named)?;
        let vpc = self.vpc_entry(rewrite, beside)?;
        let leads = Leads { argument: "natGatewayId", to: gateway };
        self.table(beside).insert(rewrite, &subnets, &vpc, place, |rewrite, table, name| {
            leads.statement(rewrite, beside, table, name).map(Some)
        })
    }

    /// What new code beside `beside`, the VPC or an endpoint, has around it.
    fn anchor(&self, rewrite: &Rewrite<'_, 'p>, beside: &Resource<'p>) -> NodeId {
        match beside.id == self.vpc.id {
            true => beside.statement,
            false => rewrite.before_argument(beside, "routeTableIds", seat(self.model, beside)),
        }
    }

    fn reach_hosts(&self, rewrite: &mut Rewrite<'_, 'p>) -> Result<Vec<Reached>, Declined> {
        match self.hosts.first() {
            Some(host) => rewrite.reach(&[*host], self.vpc.file, self.vpc.node),
            None => Ok(Vec::new()),
        }
    }

    fn vpc_entry(&self, rewrite: &mut Rewrite<'_, 'p>, beside: &Resource<'p>) -> Result<String, Declined> {
        if beside.id == self.vpc.id {
            return Ok(format!("vpcId: {}.id", rewrite.bind(self.vpc.file, self.vpc.node, "vpc")?));
        }
        let given = self.model.resource_text(beside, "vpcId");
        given.ok_or_else(|| Declined::because("the endpoint's VPC is given elsewhere; make its route table there"))
    }

    /// Where the new table goes: before the endpoint that needs it, else after all subnets and routes of the VPC.
    fn place(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        beside: &Resource<'p>,
        named: &[Reached],
    ) -> Result<Place, Declined> {
        if beside.id != self.vpc.id {
            return Ok(Place::Before(self.anchor(rewrite, beside)));
        }
        let mut all = rewrite.reach(self.bare, self.vpc.file, self.vpc.node)?;
        all.extend(named.iter().cloned());
        Ok(Place::After(after_network(rewrite, self.vpc, &all)))
    }

    /// What of `named` is made after `place`.
    fn late<'n>(&self, rewrite: &Rewrite<'_, 'p>, place: Place, named: &'n [Reached]) -> Option<&'n str> {
        let Place::Before(node) = place else { return None };
        let is_late = |reached: &&Reached| made_after(rewrite, self.vpc, node, std::slice::from_ref(reached)).is_some();
        let late = named.iter().find(is_late);
        late.map(|reached| reached.code.as_str())
    }

    /// The code of an address, and of a gateway that has the address which `eip` names.
    fn pair(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        zoned: bool,
        eip: &str,
        subnet_id: &str,
    ) -> Result<(String, String), Declined> {
        let vpc = self.vpc;
        let (address_name, name) = self
            .names(zoned)
            .ok_or_else(|| Declined::because("the VPC has no name that its NAT gateway could follow; name it first"))?;
        let companion = Companion::of(self.model, vpc);
        let address_class = rewrite.class_beside(vpc, "aws.ec2.Eip")?;
        let class = rewrite.class_beside(vpc, "aws.ec2.NatGateway")?;
        let listed = |entries: [Option<String>; 4]| entries.into_iter().flatten().collect::<Vec<_>>();
        let tags = |name: &NamePattern| companion.tags(&name.code());
        let address = listed([Some("domain: 'vpc'".into()), companion.region(), tags(&address_name), None]);
        let entries = listed([
            Some(format!("allocationId: {eip}.id")),
            Some(format!("subnetId: {subnet_id}")),
            companion.region(),
            tags(&name),
        ]);
        let address = companion.code(&address_class, &address_name.code(), &address);
        let gateway = match self.internet_gateway {
            Some(id) => match rewrite.reach(&[id], vpc.file, vpc.node)?.as_slice() {
                [only] if !only.many && !only.ids => companion.code_after(&class, &name.code(), &entries, &only.code),
                _ => companion.code(&class, &name.code(), &entries),
            },
            None => companion.code(&class, &name.code(), &entries),
        };
        Ok((address, gateway))
    }

    /// The name of the table of one zone.
    fn zoned_table(&self) -> Option<NamePattern> {
        let subnet = self.model.resource(*self.bare.first()?);
        let name = NamePattern::of(self.model, subnet)?.moved(self.model, subnet, self.vpc);
        let counted = if name.holes().any(is_counter) { name } else { name.with_hole("i") };
        Some(counted.with_role(&["subnet"], "rt").free(self.model, "aws.ec2.RouteTable"))
    }

    /// `fix`, which makes a table for each private subnet.
    pub(super) fn zoned_effects(&self, fix: Fix) -> Fix {
        let name = self.zoned_table();
        let table = Effect::new(Action::Add, "aws.ec2.RouteTable");
        let table = name.iter().fold(table, |table, name| table.named(name.code()));
        let association = Effect::new(Action::Add, "aws.ec2.RouteTableAssociation");
        fix.effect(table).effect(new_route_effect(self.model, name.as_ref())).effect(association)
    }

    /// Inserts a NAT gateway in each public subnet, and a table for each private one that leads to that of its zone;
    /// before `leader`, an endpoint that needs those tables, where there is one. Returns how the tables are named then.
    ///
    /// # Errors
    /// Subnets or gateways that no list holds, or that are made after the endpoint; names that nothing could follow.
    pub(super) fn insert_zoned(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        gateways: Zoned<'_>,
        leader: Option<&Resource<'p>>,
    ) -> Result<Option<Reached>, Declined> {
        let vpc = self.vpc;
        let private = self.list(rewrite, self.bare, "private subnets")?;
        let mut named = vec![private.clone()];
        let (list, made, code) = match gateways {
            Zoned::Standing(ids) => {
                let list = self.list(rewrite, ids, "NAT gateways")?;
                named.push(list.clone());
                (list.code, ids.first().copied(), None)
            }
            Zoned::New => {
                let public = self.list(rewrite, self.hosts, "public subnets")?;
                named.push(public.clone());
                let list = rewrite.free_name_for(vpc, vpc.node, "natGateways");
                let (address, gateway) = self.pair(rewrite, true, "eip", "subnet.id")?;
                let body = format!("const eip = {address};\n\nreturn {gateway};");
                let code = format!("const {list} = {}.map((subnet, i) => {{\n{body}\n}});", public.code);
                (list, self.hosts.first().copied(), Some(code))
            }
        };
        let place = match leader {
            Some(endpoint) => Place::Before(self.anchor(rewrite, endpoint)),
            None => Place::After(after_network(rewrite, vpc, &named)),
        };
        if let Some(late) = self.late(rewrite, place, &named) {
            return Err(Declined::because(format!(
                "`{late}` is made after an endpoint that needs the tables; move it"
            )));
        }
        let held = leader.map(|_| rewrite.free_name_for(vpc, vpc.node, "privateRouteTables"));
        if let Some(code) = code {
            rewrite.insert_group(vpc.file, place, "NAT gateway in each zone", &code)?;
        }
        let turns = |id: Option<ResourceId>| id.and_then(|id| self.model.resource(id).repeated);
        let in_step = turns(made).is_some() && turns(made) == turns(self.bare.first().copied());
        let index = if in_step { "i".to_string() } else { format!("i % {list}.length") };
        let code = self.zoned_tables(rewrite, &private, &format!("{list}[{index}]"), held.as_deref())?;
        rewrite.insert_group(vpc.file, place, "Route table of each private subnet", &code)?;
        Ok(held.map(|code| Reached { code, many: true, ids: false, resources: Vec::new(), after: None }))
    }

    fn zoned_tables(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        private: &Reached,
        gateway: &str,
        held: Option<&str>,
    ) -> Result<String, Declined> {
        let vpc = self.vpc;
        let name = self.zoned_table().ok_or_else(|| {
            Declined::because("the subnets have no names that a table could follow; name the tables yourself")
        })?;
        let companion = Companion::of(self.model, vpc);
        let class = rewrite.class_beside(vpc, "aws.ec2.RouteTable")?;
        let entries = [Some(self.vpc_entry(rewrite, vpc)?), companion.region(), companion.tags(&name.code())];
        let table = companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>());
        let to = Reached { code: gateway.into(), many: false, ids: false, resources: Vec::new(), after: None };
        let route = Leads { argument: "natGatewayId", to: &to }.statement(rewrite, vpc, "routeTable", &name)?;
        let association = associate_element(rewrite, (vpc, vpc.repeated), private, "routeTable")?;
        let code = format!("const routeTable = {table};\n\n{route}\n\n{association}");
        Ok(match held {
            Some(list) => {
                format!("const {list} = {}.map((subnet, i) => {{\n{code}\n\nreturn routeTable;\n}});", private.code)
            }
            None => for_each(private, &code),
        })
    }

    /// The one list of just these resources.
    fn list(&self, rewrite: &mut Rewrite<'_, 'p>, ids: &[ResourceId], what: &str) -> Result<Reached, Declined> {
        let reached = rewrite.reach(ids, self.vpc.file, self.vpc.node)?;
        match reached.as_slice() {
            [only] if only.many && !only.ids => Ok(only.clone()),
            _ => Err(Declined::because(format!("no one list holds the {what}; put them into one"))),
        }
    }
}
