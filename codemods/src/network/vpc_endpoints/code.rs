//! The code of endpoints. Invariant: what is made stands after all that it names, in one order whichever is made first: the
//! gateway endpoint, the security group, the interface endpoints by their services.

use iacfix_engine::codemod::{Action, Context, Declined, Effect, Fix, Level};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    EndpointType, Holds, Kind, Lookup, Model, NodeId, Resource, ResourceId, Value, VpcRef, identified, is_awsx_vpc,
    vpc_id_property,
};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite, id_list};

use super::grants::Service;
use super::site::{admits_vpc, names_of};
use crate::network::gateway_endpoint_route_tables::endpoint_in_need;
use crate::network::new_table::{NewTable, after_network, standing};
use crate::network::wanted_tables::{WantedTables, tables_inside};

const UNNAMED: &str = "the VPC has no name that its endpoints could follow; name it first";

/// Where endpoints of a service are made.
pub(super) struct Site<'l, 'c, 'p> {
    pub(super) cx: &'l Context<'c, 'p>,
    pub(super) model: &'l Model<'p>,
    pub(super) vpc: &'l Resource<'p>,
    pub(super) service: Service,
    /// Which of its endpoints are.
    pub(super) missing: &'l [&'static str],
}

/// What a gateway endpoint is given.
pub(super) struct Gateway {
    pub(super) tables: WantedTables,
}

/// What interface endpoints are given.
pub(super) struct Interfaces<'l> {
    /// Their subnets, one of each zone.
    pub(super) subnets: Vec<ResourceId>,
    /// Their subnets, where the VPC makes them inside.
    pub(super) list: Option<&'l str>,
    /// The security groups that those have which stand.
    groups: Vec<ResourceId>,
    /// The settings of the VPC that private names need, and that it lacks.
    dns: Vec<&'static str>,
}

impl<'l> Interfaces<'l> {
    /// # Errors
    /// Settings of the VPC that can't be seen.
    pub(super) fn of(site: &Site<'_, '_, '_>, subnets: Vec<ResourceId>, list: Option<&'l str>) -> Result<Self, String> {
        let subnets = one_per_zone(site.model, subnets);
        Ok(Self { subnets, list, groups: site.standing_groups(), dns: site.lacking_dns()? })
    }
}

/// The subnets without those that share a zone with one before them; private ones stay rather than isolated ones.
fn one_per_zone(model: &Model<'_>, mut subnets: Vec<ResourceId>) -> Vec<ResourceId> {
    subnets.sort_by_key(|id| (model.network().kind(*id).meant() == Some(Kind::Isolated), *id));
    let mut kept: Vec<ResourceId> = Vec::new();
    for id in subnets {
        if !kept.iter().any(|other| model.share_zone(model.resource(*other), model.resource(id))) {
            kept.push(id);
        }
    }
    kept
}

impl<'p> Site<'_, '_, 'p> {
    fn is_in(&self, id: ResourceId) -> bool {
        self.model.network().vpc(id).is(&VpcRef::Made(self.vpc.id)) == Holds::Yes
    }

    /// The endpoints of a type that stand in the VPC, beside it.
    fn standing(&self, kind: EndpointType) -> impl Iterator<Item = &Resource<'p>> {
        let of_kind = move |r: &&Resource<'p>| {
            let endpoint = self.model.network().endpoint(r.id);
            endpoint.is_some_and(|endpoint| endpoint.kind == Lookup::Found(kind))
        };
        let all = self.model.resources_of("aws.ec2.VpcEndpoint");
        all.filter(|r| r.file == self.vpc.file && self.is_in(r.id)).filter(of_kind)
    }

    /// The security groups of an interface endpoint that stands, where they let all of the VPC in.
    fn standing_groups(&self) -> Vec<ResourceId> {
        let is_beside = |id: &ResourceId| {
            let group = self.model.resource(*id);
            group.file == self.vpc.file && group.function == self.vpc.function && group.repeated == self.vpc.repeated
        };
        let groups = |endpoint: &Resource<'p>| -> Option<Vec<ResourceId>> {
            let given = self.model.resource_value(endpoint, "securityGroupIds").items()?;
            given.iter().map(identified).collect()
        };
        let fits = |groups: &Vec<ResourceId>| {
            groups.iter().all(is_beside) && groups.iter().any(|id| admits_vpc(self.model, *id, self.vpc.id))
        };
        self.standing(EndpointType::Interface).filter_map(groups).find(fits).unwrap_or_default()
    }

    /// The settings that private names need, and that the VPC does not have.
    fn lacking_dns(&self) -> Result<Vec<&'static str>, String> {
        let has_names = self.vpc.symbol.is("aws.ec2.DefaultVpc") || self.vpc.symbol.is("awsx.classic.ec2.Vpc");
        let mut out = Vec::new();
        for (name, by_default) in [("enableDnsSupport", true), ("enableDnsHostnames", has_names)] {
            let is_set = match self.model.resource_property(self.vpc, name) {
                Lookup::Absent => by_default,
                Lookup::Unknown(why) => return Err(why),
                Lookup::Found(property) => match self.model.property_value(&property) {
                    Value::Bool(is_set) => is_set,
                    Value::Undefined => by_default,
                    _ => return Err(self.model.why_unseen(&property)),
                },
            };
            if !is_set {
                out.push(name);
            }
        }
        Ok(out)
    }

    /// `shop-s3-endpoint` in a VPC called `shop-vpc`.
    fn name(&self, role: &str, class: &str) -> Option<NamePattern> {
        Some(NamePattern::of(self.model, self.vpc)?.with_role(&["vpc"], role).free(self.model, class))
    }

    fn endpoint_name(&self, service: &str) -> Option<NamePattern> {
        self.name(&format!("{}-endpoint", service.replace('.', "-")), "aws.ec2.VpcEndpoint")
    }

    fn group_name(&self) -> Option<NamePattern> {
        self.name("endpoint-sg", "aws.ec2.SecurityGroup")
    }

    /// That the VPC is changed; of a component that makes it, what it makes.
    fn changed(&self) -> Effect {
        match is_awsx_vpc(self.vpc) {
            true => Effect::new(Action::Update, "aws.ec2.Vpc"),
            false => Effect::on(Action::Update, self.model, self.vpc),
        }
    }

    fn added(class: &str, name: Option<NamePattern>) -> Effect {
        let effect = Effect::new(Action::Add, class);
        name.iter().fold(effect, |effect, name| effect.named(name.code()))
    }

    /// The fix that adds a gateway endpoint.
    pub(super) fn gateway(&self, gateway: &Gateway) -> Fix {
        let title = format!("lead them to {} through a gateway endpoint", self.service.word());
        let mut fix = Fix::new(Level::Review, title, self.gateway_edits(gateway));
        for subnets in gateway.tables.groups(self.model) {
            fix = self.table(&subnets).effects(fix);
        }
        for service in self.missing {
            fix = fix.effect(Self::added("aws.ec2.VpcEndpoint", self.endpoint_name(service)));
        }
        fix
    }

    /// The fix that adds interface endpoints.
    pub(super) fn interfaces(&self, given: &Interfaces<'_>) -> Fix {
        let word = self.service.word();
        let what = if self.missing.len() > 1 { "interface endpoints" } else { "an interface endpoint" };
        let title = format!("lead them to {word} through {what}");
        let mut fix = Fix::new(Level::Review, title, self.interface_edits(given));
        for name in &given.dns {
            fix = fix.effect(self.changed().property(*name));
        }
        if given.groups.is_empty() {
            fix = fix.effect(Self::added("aws.ec2.SecurityGroup", self.group_name()));
        }
        for service in self.missing {
            fix = fix.effect(Self::added("aws.ec2.VpcEndpoint", self.endpoint_name(service)).billed());
        }
        fix.note(format!("all of the VPC reaches {word} through it from then on, by the name that it has now"))
    }

    fn table<'t>(&'t self, subnets: &'t [ResourceId]) -> NewTable<'t, 'p> {
        let beside = endpoint_in_need(self.cx, subnets).map_or(self.vpc, |id| self.model.resource(id));
        NewTable { model: self.model, beside, subnets, kind: "private" }
    }

    fn gateway_edits(&self, gateway: &Gateway) -> Result<FileEdits, Declined> {
        let vpc = self.vpc;
        let mut rewrite = Rewrite::new(self.model);
        let held = rewrite.bind(vpc.file, vpc.node, "vpc")?;
        let mut tables = gateway.tables.reach(&mut rewrite, (vpc.file, vpc.node))?;
        self.hold_all(&tables, "route tables")?;
        let mut named = tables.clone();
        for subnets in gateway.tables.groups(self.model) {
            let (table, after) = self.insert_table(&mut rewrite, &subnets, &held)?;
            tables.push(table);
            named.push(after);
        }
        named.extend(self.standing(EndpointType::Gateway).map(|r| standing(vpc, r)));
        let after = after_network(&rewrite, vpc, &named);
        let tables = match gateway.tables.whole {
            Some(_) => tables_inside(&held),
            None => id_list(&tables, "table"),
        };
        let own = ["vpcEndpointType: 'Gateway'".to_string(), format!("routeTableIds: {tables}")];
        let code = self.endpoints(&mut rewrite, &held, &own, after)?;
        self.insert(&mut rewrite, after, "S3 endpoint of the private subnets", &code)?;
        rewrite.finish()
    }

    /// # Errors
    /// A name that leads to one of what a loop makes.
    fn hold_all(&self, reached: &[Reached], what: &str) -> Result<(), Declined> {
        let is_one_of_several = |reached: &Reached| {
            let mut made = reached.resources.iter().filter_map(|id| self.model.resource(*id).repeated);
            !reached.many && made.any(|turns| Some(turns) != self.vpc.repeated)
        };
        match reached.iter().any(is_one_of_several) {
            true => Err(Declined::because(format!(
                "a loop makes the {what}, and no list holds them all; put them into one"
            ))),
            false => Ok(()),
        }
    }

    /// Inserts the table of subnets that have none; with it, what it stands after.
    fn insert_table(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        subnets: &[ResourceId],
        held: &str,
    ) -> Result<(Reached, Reached), Declined> {
        let vpc = self.vpc;
        let table = self.table(subnets);
        let beside = table.beside;
        let is_beside_vpc = beside.id == vpc.id;
        let (node, entry) = match is_beside_vpc {
            true => (vpc.node, format!("vpcId: {held}.id")),
            false => {
                let given = self.model.resource_text(beside, "vpcId");
                let given = given.ok_or_else(|| Declined::because("the endpoint's VPC is given elsewhere"))?;
                (beside.repeated.unwrap_or(beside.statement), given)
            }
        };
        let reached = rewrite.reach(subnets, beside.file, node)?;
        let (place, after) = match is_beside_vpc {
            true => {
                let after = after_network(rewrite, vpc, &reached);
                (Place::After(after), Reached { after: Some(after), ..standing(vpc, vpc) })
            }
            false => (Place::Before(node), standing(vpc, beside)),
        };
        let made = table.insert(rewrite, &reached, &entry, place, |_, _, _| Ok(None))?;
        Ok((made, after))
    }

    fn interface_edits(&self, given: &Interfaces<'_>) -> Result<FileEdits, Declined> {
        let vpc = self.vpc;
        let mut rewrite = Rewrite::new(self.model);
        for name in &given.dns {
            rewrite.set_argument(vpc, name, "true")?;
        }
        let held = rewrite.bind(vpc.file, vpc.node, "vpc")?;
        let mut named = rewrite.reach_ids(&given.subnets, vpc.file, vpc.node)?;
        self.hold_all(&named, "subnets")?;
        let subnets = match given.list {
            Some(list) => format!("{held}.{list}"),
            None => id_list(&named, "subnet"),
        };
        let groups = rewrite.reach(&given.groups, vpc.file, vpc.node)?;
        named.extend(groups.iter().cloned());
        named.extend(self.standing(EndpointType::Gateway).map(|r| standing(vpc, r)));
        named.extend(self.earlier_endpoints().map(|r| standing(vpc, r)));
        let after = after_network(&rewrite, vpc, &named);
        let groups = match groups.is_empty() {
            false => id_list(&groups, "group"),
            true => format!("[{}.id]", self.insert_group(&mut rewrite, after, &held)?),
        };
        let own = [
            "vpcEndpointType: 'Interface'".to_string(),
            if subnets == "subnetIds" { subnets } else { format!("subnetIds: {subnets}") },
            format!("securityGroupIds: {groups}"),
            "privateDnsEnabled: true".to_string(),
        ];
        let code = self.endpoints(&mut rewrite, &held, &own, after)?;
        let what = if code.len() > 1 { "Interface endpoints" } else { "Interface endpoint" };
        self.insert(&mut rewrite, after, &format!("{what} of {}", self.service.word()), &code)?;
        if is_awsx_vpc(vpc) {
            rewrite.need_aws()?;
        }
        rewrite.finish()
    }

    /// The interface endpoints that stand, but for those of services that come after this one.
    fn earlier_endpoints(&self) -> impl Iterator<Item = &Resource<'p>> {
        let is_later = |r: &&Resource<'p>| {
            let services = self.model.services_behind(r).found().map(|it| names_of(&it.all)).unwrap_or_default();
            let later = Service::ALL.into_iter().filter(|service| *service > self.service);
            later.flat_map(|it| it.endpoints()).any(|name| services.iter().any(|known| known == name))
        };
        self.standing(EndpointType::Interface).filter(move |r| !is_later(r))
    }

    /// Inserts the security group of interface endpoints; what to call it.
    fn insert_group(&self, rewrite: &mut Rewrite<'_, 'p>, after: NodeId, held: &str) -> Result<String, Declined> {
        let vpc = self.vpc;
        let name = self.group_name().ok_or_else(|| Declined::because(UNNAMED))?;
        let companion = Companion::of(self.model, vpc);
        let class = rewrite.class_beside(vpc, "aws.ec2.SecurityGroup")?;
        let variable = rewrite.free_name_for(vpc, vpc.node, "endpointSecurityGroup");
        let block = if is_awsx_vpc(vpc) { format!("{held}.vpc.cidrBlock") } else { format!("{held}.cidrBlock") };
        let rule = format!(
            "{{ description: 'HTTPS from the VPC', protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: [{block}] }}"
        );
        let entries = [
            Some(self.vpc_id(held)),
            Some("description: 'HTTPS to the interface endpoints'".to_string()),
            Some(format!("ingress: [{rule}]")),
            companion.region(),
            companion.tags(&name.code()),
        ];
        let group = companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>());
        let code = [format!("const {variable} = {group};")];
        self.insert(rewrite, after, "Security group of the interface endpoints", &code)?;
        Ok(variable)
    }

    fn vpc_id(&self, held: &str) -> String {
        format!("vpcId: {held}.{}", vpc_id_property(self.model, self.vpc))
    }

    /// The statements that make the endpoints, with entries of their own.
    fn endpoints(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        held: &str,
        own: &[String],
        after: NodeId,
    ) -> Result<Vec<String>, Declined> {
        let vpc = self.vpc;
        let companion = Companion::of(self.model, vpc);
        let class = rewrite.class_beside(vpc, "aws.ec2.VpcEndpoint")?;
        let services = rewrite.service_names(self.missing, vpc, (vpc.file, after))?;
        let code = |(service, spelled): (&&str, &String)| {
            let name = self.endpoint_name(service).ok_or_else(|| Declined::because(UNNAMED))?;
            let mut entries = vec![self.vpc_id(held), format!("serviceName: {spelled}")];
            entries.extend(own.iter().cloned());
            entries.extend(companion.region());
            entries.extend(companion.tags(&name.code()));
            Ok(format!("{};", companion.code(&class, &name.code(), &entries)))
        };
        self.missing.iter().zip(&services).map(code).collect()
    }

    fn insert(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        after: NodeId,
        comment: &str,
        code: &[String],
    ) -> Result<(), Declined> {
        rewrite.insert_group(self.vpc.file, Place::After(after), comment, &code.join("\n\n"))
    }
}
