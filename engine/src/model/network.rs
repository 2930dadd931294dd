//! The network that a program makes. Invariant: it only says what references show; a subnet whose table can't be seen
//! is never said to have none.

use super::resource::{Resource, ResourceId};
use super::value::{Entity, Value};
use super::{Lookup, Model};

/// Whose network something belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VpcRef {
    /// A VPC that the program makes, with `aws` or `awsx`.
    Made(ResourceId),
    /// One that comes from outside, or can't be seen; two of them are one where the source spells them alike in one
    /// file, or where they are one look-up or literal.
    Other(String),
}

/// What routes the traffic of a subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// These tables are associated with it (several where it stands for several subnets).
    Tables(Vec<ResourceId>),
    /// No association: the main table of its VPC.
    Main,
    /// An association stands whose subnet or table can't be seen, for this reason.
    Unknown(String),
}

/// The main table of a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MainTable {
    /// A table of the program: a `DefaultRouteTable`, or the one of a `MainRouteTableAssociation`.
    Table(ResourceId),
    /// The program adds routes to `vpc.mainRouteTableId` or `vpc.defaultRouteTableId`; this is the property.
    Property(String),
    /// The program does nothing with it.
    Untouched,
}

/// One association of a subnet and a table.
#[derive(Clone, Debug)]
struct Association {
    subnets: Option<Vec<ResourceId>>,
    tables: Option<Vec<ResourceId>>,
}

/// VPCs, subnets, tables and associations of a program.
#[derive(Debug)]
pub struct Network {
    associations: Vec<Association>,
}

/// Types of `awsx` that make a whole VPC.
const AWSX_VPC: &[&str] = &["awsx.ec2.Vpc", "awsx.classic.ec2.Vpc", "awsx.ec2.DefaultVpc"];

impl Network {
    /// Reads the network off a program.
    pub fn of(model: &Model<'_>) -> Self {
        let ids = |value: Value<'_>| value.choices().iter().map(identified).collect::<Option<Vec<_>>>();
        let associations = model
            .resources_of("aws.ec2.RouteTableAssociation")
            .map(|r| Association {
                subnets: ids(model.resource_value(r, "subnetId")),
                tables: ids(model.resource_value(r, "routeTableId")),
            })
            .collect();
        Self { associations }
    }

    /// The VPC that the property `vpcId` of a resource names.
    pub fn vpc<'p>(&self, model: &Model<'p>, resource: &Resource<'p>) -> VpcRef {
        match model.resource_property(resource, "vpcId") {
            Lookup::Found(property) => {
                let spelled = format!("{} {}", property.file.0, model.text(property.file, property.value_range()));
                vpc_of(model, &model.property_value(&property)).unwrap_or(VpcRef::Other(spelled))
            }
            Lookup::Absent | Lookup::Unknown(_) => {
                VpcRef::Other(format!("{} at {}", resource.file.0, resource.range().start))
            }
        }
    }

    /// The route tables that the program makes in a VPC, by place.
    pub fn tables(&self, model: &Model<'_>, vpc: &VpcRef) -> Vec<ResourceId> {
        self.made_in(model, "aws.ec2.RouteTable", vpc)
    }

    /// The subnets that the program makes in a VPC, by place.
    pub fn subnets(&self, model: &Model<'_>, vpc: &VpcRef) -> Vec<ResourceId> {
        self.made_in(model, "aws.ec2.Subnet", vpc)
    }

    fn made_in(&self, model: &Model<'_>, type_name: &str, vpc: &VpcRef) -> Vec<ResourceId> {
        let all = model.resources_of(type_name);
        all.filter(|r| self.vpc(model, r) == *vpc).map(|r| r.id).collect()
    }

    /// What routes the traffic of a subnet.
    pub fn table_of(&self, subnet: ResourceId) -> TableOf {
        let mut tables = Vec::new();
        let mut hidden = false;
        for association in &self.associations {
            match &association.subnets {
                Some(subnets) if subnets.contains(&subnet) => match &association.tables {
                    Some(found) => {
                        tables.extend(found.iter().copied().filter(|t| !tables.contains(t)).collect::<Vec<_>>())
                    }
                    None => return TableOf::Unknown("the table of its association can't be seen".into()),
                },
                Some(_) => {}
                None => hidden = true,
            }
        }
        match (tables.is_empty(), hidden) {
            (false, _) => TableOf::Tables(tables),
            (true, true) => TableOf::Unknown("an association names a subnet that can't be seen".into()),
            (true, false) => TableOf::Main,
        }
    }

    /// What the program does with the main table of a VPC.
    pub fn main_table(&self, model: &Model<'_>, vpc: ResourceId) -> MainTable {
        let of_vpc = |value: &Value<'_>| match value.output() {
            Some((id, [property])) if id == vpc => Some(property.clone()),
            _ => None,
        };
        for resource in model.resources_of("aws.ec2.DefaultRouteTable") {
            if of_vpc(&model.resource_value(resource, "defaultRouteTableId")).is_some() {
                return MainTable::Table(resource.id);
            }
        }
        for resource in model.resources_of("aws.ec2.MainRouteTableAssociation") {
            if self.vpc(model, resource) == VpcRef::Made(vpc)
                && let Some(table) = identified(&model.resource_value(resource, "routeTableId"))
            {
                return MainTable::Table(table);
            }
        }
        for resource in model.resources_of("aws.ec2.Route") {
            if let Some(property) = of_vpc(&model.resource_value(resource, "routeTableId"))
                && matches!(property.as_str(), "mainRouteTableId" | "defaultRouteTableId")
            {
                return MainTable::Property(property);
            }
        }
        MainTable::Untouched
    }

    /// Whether a subnet gives its machines public addresses, or is named or tagged public; `None` where nothing tells.
    pub fn is_public<'p>(&self, model: &Model<'p>, subnet: &Resource<'p>) -> Option<bool> {
        match model.resource_value(subnet, "mapPublicIpOnLaunch") {
            Value::Bool(public) => return Some(public),
            Value::Undefined => {}
            _ => return None,
        }
        let name = subnet.name().map(|name| model.text(subnet.file, crate::source::TextRange::of(name)));
        let bound = model.reference_to(subnet);
        let says = |word: &str| {
            let has = |text: &str| text.to_ascii_lowercase().contains(word);
            name.is_some_and(has) || bound.as_deref().is_some_and(has)
        };
        match (says("public"), says("private") || says("isolated") || says("database")) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => Some(false),
        }
    }
}

/// Whether a resource is a VPC that `awsx` makes, with its subnets and tables inside.
pub fn is_awsx_vpc(resource: &Resource<'_>) -> bool {
    AWSX_VPC.iter().any(|name| resource.symbol.is(name))
}

/// The resource whose `id` a value is.
pub fn identified(value: &Value<'_>) -> Option<ResourceId> {
    match value.output() {
        Some((id, [])) => Some(id),
        Some((id, [property])) if property == "id" => Some(id),
        _ => None,
    }
}

/// The VPC that a value names; `None` where the source does not show it.
fn vpc_of(model: &Model<'_>, value: &Value<'_>) -> Option<VpcRef> {
    match value {
        Value::AnyOf(choices) => {
            let mut vpcs = choices.iter().map(|one| vpc_of(model, one));
            let first = vpcs.next()??;
            vpcs.all(|other| other.as_ref() == Some(&first)).then_some(first)
        }
        Value::Entity(Entity::Resource(id), path) => {
            let resource = model.resource(*id);
            let is_vpc = resource.symbol.is("aws.ec2.Vpc") || resource.symbol.is("aws.ec2.DefaultVpc");
            match path.as_ref() {
                [property] if property == "id" && is_vpc => Some(VpcRef::Made(*id)),
                [] if is_vpc => Some(VpcRef::Made(*id)),
                [property] if matches!(property.as_str(), "vpcId" | "id") && is_awsx_vpc(resource) => {
                    Some(VpcRef::Made(*id))
                }
                // `subnet.vpcId`, `table.vpcId`: the VPC of that resource.
                [property] if property == "vpcId" => vpc_of(model, &model.resource_value(resource, "vpcId")),
                _ => None,
            }
        }
        Value::Entity(Entity::Call(symbol, site), path) => {
            let place = crate::source::TextRange::of(site.node);
            Some(VpcRef::Other(format!("{symbol} {} {} {}", site.file.0, place.start, path.join("."))))
        }
        Value::Str(id) => Some(VpcRef::Other(format!("id {id}"))),
        _ => None,
    }
}
