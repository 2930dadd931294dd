//! Rows of the theme "network".

use std::collections::BTreeMap;

use super::{Row, Shown, each};
use crate::graph::{Graph, Node};

pub(super) const ROWS: &[Row] = &[Row::of("gateway-endpoint-route-tables", gateway_endpoint_route_tables)];

/// A gateway endpoint is in route tables, and those of the subnets that were named in their place are among them; no
/// subnet has two tables.
fn gateway_endpoint_route_tables(shown: &Shown<'_>) -> Result<usize, String> {
    let tables = tables_of_subnets(shown.after)?;
    let gateway = |node: &&Node| node.text("vpcEndpointType").is_none_or(|kind| kind == "Gateway");
    each(shown.judged(&["aws.ec2.VpcEndpoint"]).filter(gateway), |endpoint| {
        let ids = route_tables(shown.after, endpoint);
        if ids.is_empty() {
            return Err("is in no route table".into());
        }
        if let Some(id) = ids.iter().find(|id| !is_route_table(shown.after, endpoint, id)) {
            return Err(format!("`{id}` is no route table"));
        }
        let was = shown.before.at(&endpoint.urn);
        let subnets = was.into_iter().flat_map(|was| was.texts("routeTableIds")).filter(|id| kind(id) == "Subnet");
        for subnet in subnets {
            let main = ids.iter().any(|id| is_main(shown.after, endpoint, id));
            match tables.get(subnet) {
                Some(table) if !ids.contains(table) => return Err(format!("misses `{table}` of `{subnet}`")),
                None if !main => return Err(format!("`{subnet}` has no route table")),
                _ => {}
            }
        }
        Ok(())
    })
}

/// The table that each subnet is associated with.
fn tables_of_subnets(graph: &Graph) -> Result<BTreeMap<&str, &str>, String> {
    let mut tables = BTreeMap::new();
    for association in graph.of("aws.ec2.RouteTableAssociation") {
        let Some(subnet) = association.text("subnetId") else { continue };
        let table = association.text("routeTableId").unwrap_or("");
        if tables.insert(subnet, table).is_some() {
            return Err(format!("`{subnet}` is associated twice"));
        }
    }
    Ok(tables)
}

/// The tables that an endpoint names, and those that an association of its own does.
fn route_tables<'g>(graph: &'g Graph, endpoint: &'g Node) -> Vec<&'g str> {
    let own = graph.of("aws.ec2.VpcEndpointRouteTableAssociation");
    let own = own.filter(|it| endpoint.id.as_deref() == it.text("vpcEndpointId"));
    endpoint.texts("routeTableIds").into_iter().chain(own.filter_map(|it| it.text("routeTableId"))).collect()
}

/// Whether a table is that of a VPC's subnets that have none of their own.
fn is_main(graph: &Graph, endpoint: &Node, id: &str) -> bool {
    let vpc = endpoint.text("vpcId");
    let mut named = graph.of("aws.ec2.MainRouteTableAssociation");
    ["MainRouteTable", "DefaultRouteTable"].contains(&kind(id))
        || named.any(|it| it.text("routeTableId") == Some(id) && it.text("vpcId") == vpc)
}

/// Whether an id is that of a table: one that the program makes, that comes with a VPC, or that was looked up in a VPC
/// which the program does not make.
fn is_route_table(graph: &Graph, endpoint: &Node, id: &str) -> bool {
    let is = |node: &Node, id: &str| !node.read && node.id.as_deref() == Some(id);
    let made = ["aws.ec2.RouteTable", "aws.ec2.DefaultRouteTable"];
    if made.iter().any(|symbol| graph.of(symbol).any(|table| is(table, id))) {
        return true;
    }
    let own_vpc = endpoint.text("vpcId").is_some_and(|vpc| graph.of("aws.ec2.Vpc").any(|it| is(it, vpc)));
    match id.split_once('/') {
        Some(("RouteTable", name)) if name.starts_with("found") => !own_vpc,
        Some(("RouteTable", name)) => graph.of("awsx.ec2.Vpc").any(|vpc| name.starts_with(&vpc.name)),
        Some((kind, _)) => kind.ends_with("RouteTable"),
        None => false,
    }
}

/// `Subnet` of `Subnet/private-1`.
fn kind(id: &str) -> &str {
    id.split_once('/').map_or("", |(kind, _)| kind)
}
