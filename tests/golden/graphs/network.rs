//! Rows of the theme "network".

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Row, Shown, each, items, policy};
use crate::graph::{Graph, Node};

pub(super) const ROWS: &[Row] = &[
    Row::of("flow-log-destination", flow_log_destination),
    Row::of("flow-log-role", flow_log_role),
    Row::of("gateway-endpoint-route-tables", gateway_endpoint_route_tables),
    Row::of("internet-gateway", internet_gateway),
    Row::of("nat-gateway", nat_gateway),
    Row::of("route-table-associations", route_table_associations),
    Row::of("vpc-endpoints", vpc_endpoints),
    Row::of("vpc-endpoint-policy", vpc_endpoint_policy),
    Row::of("vpc-flow-logs", vpc_flow_logs),
];

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

/// An endpoint that was given a policy serves no principal whom a condition does not name, but for objects of buckets that
/// are AWS's own, and for nothing of other services than its own.
fn vpc_endpoint_policy(shown: &Shown<'_>) -> Result<usize, String> {
    const CONDITIONS: &[&str] =
        &["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:ResourceAccount"];
    const BUCKETS: &[&str] = &["prod-", "amazonlinux-2-repos-", "al2023-repos-"];
    let had_none = |endpoint: &&Node| shown.before.at(&endpoint.urn).is_none_or(|it| it.text("policy").is_none());
    let is_offered = |endpoint: &&Node| endpoint.text("serviceName").is_some_and(|name| name.contains(".vpce."));
    let judged = shown.judged(&["aws.ec2.VpcEndpoint"]).filter(had_none).filter(|endpoint| !is_offered(endpoint));
    each(judged, |endpoint| {
        let service = endpoint.text("serviceName").ok_or("names no service")?;
        let statements = policy::statements(endpoint, "policy")?;
        let named = |it: &policy::Statement| CONDITIONS.iter().flat_map(|key| it.condition(key)).count();
        if !statements.iter().any(|it| it.allows() && named(it) > 0) {
            return Err("serves nobody who is named".into());
        }
        for statement in statements.iter().filter(|it| named(it) == 0) {
            let resources = statement.texts("Resource");
            let is_aws = |arn: &&str| {
                let bucket = arn.splitn(6, ':').last().unwrap_or_default();
                BUCKETS.iter().any(|start| bucket.starts_with(start))
            };
            if resources.is_empty() || !resources.iter().all(is_aws) || statement.texts("Action") != ["s3:GetObject"] {
                return Err(format!("serves anybody for {resources:?}"));
            }
        }
        let of_s3 = service.ends_with(".s3");
        let keeps = BUCKETS.iter().all(|start| {
            statements.iter().flat_map(|it| it.texts("Resource")).any(|arn| arn.contains(&format!(":s3:::{start}")))
        });
        if of_s3 && !keeps { Err("shuts out image layers or repositories".into()) } else { Ok(()) }
    })
}

/// What was added associates a subnet that had no table with a table of its own VPC; no subnet has two tables.
fn route_table_associations(shown: &Shown<'_>) -> Result<usize, String> {
    let had = tables_of_subnets(shown.before)?;
    tables_of_subnets(shown.after)?;
    each(shown.added("aws.ec2.RouteTableAssociation"), |association| {
        let named = |symbol: &str, argument: &str| {
            let id = association.text(argument);
            let found = shown.after.of(symbol).find(|node| id.is_some() && node.id.as_deref() == id);
            found.ok_or_else(|| format!("{argument} {id:?} is no {symbol}"))
        };
        let subnet = named("aws.ec2.Subnet", "subnetId")?;
        let table = named("aws.ec2.RouteTable", "routeTableId")?;
        if subnet.id.as_deref().is_some_and(|id| had.contains_key(id)) {
            return Err(format!("{} had a table", subnet.place()));
        }
        match subnet.text("vpcId").is_some() && subnet.text("vpcId") == table.text("vpcId") {
            true => Ok(()),
            false => Err(format!("{} and {} are in two VPCs", subnet.place(), table.place())),
        }
    })
}

/// A default route to an internet gateway leads to one that is attached to the VPC of its table, and every subnet that
/// gives public addresses, or is called public, has one.
fn internet_gateway(shown: &Shown<'_>) -> Result<usize, String> {
    let graph = shown.after;
    let tables = tables_of_subnets(graph)?;
    let is_public = |subnet: &&Node| {
        subnet.input("mapPublicIpOnLaunch") == Some(&Value::Bool(true)) || subnet.name.contains("public")
    };
    each(graph.of("aws.ec2.Subnet").filter(is_public), |subnet| {
        let table = subnet.id.as_deref().and_then(|id| tables.get(id)).ok_or("has no route table")?;
        let gateway = default_target(graph, table, "gatewayId").ok_or("is led nowhere")?;
        let gateway = made(graph, "aws.ec2.InternetGateway", Some(gateway))?;
        let vpc = subnet.text("vpcId");
        let mut attached = graph.of("aws.ec2.InternetGatewayAttachment");
        match gateway.text("vpcId") == vpc || attached.any(|it| it.text("vpcId") == vpc) {
            true => Ok(()),
            false => Err(format!("{} is not attached to its VPC", gateway.place())),
        }
    })
}

/// Every subnet that is called private is led to a public NAT gateway with an address, in a subnet of its VPC that is
/// itself led to an internet gateway; a subnet that is called isolated is led nowhere.
fn nat_gateway(shown: &Shown<'_>) -> Result<usize, String> {
    let graph = shown.after;
    let tables = tables_of_subnets(graph)?;
    let target = |subnet: &Node, argument: &str| {
        let table = tables.get(subnet.id.as_deref()?)?;
        default_target(graph, table, argument)
    };
    let is_isolated = |subnet: &&Node| subnet.name.contains("isolated");
    each(graph.of("aws.ec2.Subnet").filter(is_isolated), |subnet| match target(subnet, "natGatewayId") {
        Some(_) => Err("is led out".into()),
        None => Ok(()),
    })?;
    each(graph.of("aws.ec2.Subnet").filter(|subnet| subnet.name.contains("private")), |subnet| {
        let gateway = made(graph, "aws.ec2.NatGateway", target(subnet, "natGatewayId"))?;
        let host = made(graph, "aws.ec2.Subnet", gateway.text("subnetId"))?;
        made(graph, "aws.ec2.Eip", gateway.text("allocationId"))?;
        if host.text("vpcId") != subnet.text("vpcId") {
            return Err(format!("{} is in another VPC", gateway.place()));
        }
        let leads_out = target(host, "gatewayId").is_some_and(|id| kind(id) == "InternetGateway");
        if leads_out { Ok(()) } else { Err(format!("{} stands in a subnet without a way out", gateway.place())) }
    })
}

/// Where the default route of a table leads, of those that name it by `argument`.
fn default_target<'g>(graph: &'g Graph, table: &str, argument: &str) -> Option<&'g str> {
    const EVERYWHERE: Option<&str> = Some("0.0.0.0/0");
    let lone = graph.of("aws.ec2.Route").filter(|route| route.text("routeTableId") == Some(table));
    let lone = lone.filter(|route| route.text("destinationCidrBlock") == EVERYWHERE);
    let inline = graph.of("aws.ec2.RouteTable").filter(|node| node.id.as_deref() == Some(table));
    let inline = inline.flat_map(|node| items(node.input("routes")));
    let inline = inline.filter(|route| route.get("cidrBlock").and_then(Value::as_str) == EVERYWHERE);
    let mut all =
        lone.filter_map(|route| route.text(argument)).chain(inline.filter_map(|route| route.get(argument)?.as_str()));
    all.next()
}

/// The resource of the graph that an id is that of.
fn made<'g>(graph: &'g Graph, symbol: &str, id: Option<&str>) -> Result<&'g Node, String> {
    let found = graph.of(symbol).find(|node| id.is_some() && node.id.as_deref() == id);
    found.ok_or_else(|| format!("{id:?} is the id of no {symbol}"))
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

/// Every VPC has a flow log, and one that was added writes to a log group of its own, whose events end some day, with a
/// role that the service takes and that may do no more.
fn vpc_flow_logs(shown: &Shown<'_>) -> Result<usize, String> {
    if shown.whole {
        each(shown.judged(&["aws.ec2.Vpc", "aws.ec2.DefaultVpc"]), |vpc| {
            let mut logs = shown.after.of("aws.ec2.FlowLog");
            let recorded = logs.any(|log| log.text("vpcId").is_some_and(|id| vpc.id.as_deref() == Some(id)));
            if recorded { Ok(()) } else { Err("no flow log records its traffic".into()) }
        })?;
    }
    each(shown.added("aws.ec2.FlowLog"), |log| match log.text("trafficType") {
        Some("ALL") => delivered(shown.after, log),
        other => Err(format!("records the traffic {other:?}")),
    })
}

/// An endpoint that was added leads the workloads of its VPC to a service that none led to: a gateway endpoint is in the
/// tables of all their subnets, an interface endpoint has private names, stands once in each zone, and lets the VPC in.
fn vpc_endpoints(shown: &Shown<'_>) -> Result<usize, String> {
    let graph = shown.after;
    let tables = tables_of_subnets(graph)?;
    each(shown.added("aws.ec2.VpcEndpoint"), |endpoint| {
        let (vpc, service) = (endpoint.text("vpcId"), endpoint.text("serviceName").unwrap_or_default());
        if !service.starts_with("com.amazonaws.") || service.split('.').count() < 4 || service.contains("undefined") {
            return Err(format!("`{service}` is no service"));
        }
        let alike = |other: &&Node| other.text("vpcId") == vpc && other.text("serviceName") == Some(service);
        if graph.of("aws.ec2.VpcEndpoint").filter(alike).count() > 1 {
            return Err(format!("is the second one for `{service}` in its VPC"));
        }
        if endpoint.text("vpcEndpointType") == Some("Interface") {
            return interface_serves(graph, endpoint);
        }
        let ids = route_tables(graph, endpoint);
        if ids.is_empty() || ids.iter().any(|id| !is_route_table(graph, endpoint, id)) {
            return Err(format!("is in {ids:?}"));
        }
        let own = graph.of("aws.ec2.Subnet").filter(|subnet| subnet.text("vpcId") == vpc);
        let used = own.filter_map(|subnet| subnet.id.as_deref()).filter(|id| holds_workload(graph, id));
        let missed = used.into_iter().find(|id| match tables.get(id) {
            Some(table) => !ids.contains(table),
            None => !ids.iter().any(|id| is_main(graph, endpoint, id)),
        });
        missed.map_or(Ok(()), |id| Err(format!("is not in the table of `{id}`")))
    })
}

/// Whether a workload of the graph is placed in a subnet; public ones aside.
fn holds_workload(graph: &Graph, subnet: &str) -> bool {
    const PLACES: &[(&str, &[&str])] = &[
        ("aws.lambda.Function", &["vpcConfig", "subnetIds"]),
        ("aws.ecs.Service", &["networkConfiguration", "subnets"]),
        ("aws.ec2.Instance", &["subnetId"]),
        ("aws.autoscaling.Group", &["vpcZoneIdentifiers"]),
    ];
    let is_named = |node: &Node, path: &[&str]| {
        let (first, rest) = path.split_first().expect("paths are not empty");
        let given = rest.iter().try_fold(node.input(first), |value, key| Some(value?.get(key)));
        match given.flatten() {
            Some(Value::Array(all)) => all.iter().any(|id| id.as_str() == Some(subnet)),
            Some(one) => one.as_str() == Some(subnet),
            None => false,
        }
    };
    let is_public = subnet.contains("public");
    !is_public && PLACES.iter().any(|(symbol, path)| graph.of(symbol).any(|node| is_named(node, path)))
}

/// An interface endpoint has private names in a VPC that resolves them, subnets of it in different zones, and a group that
/// lets the VPC in by HTTPS.
fn interface_serves(graph: &Graph, endpoint: &Node) -> Result<(), String> {
    let is = |node: &Node, name: &str| node.input(name) == Some(&Value::Bool(true));
    let vpc = graph.of("aws.ec2.Vpc").chain(graph.of("awsx.ec2.Vpc")).find(|vpc| {
        let id = endpoint.text("vpcId").unwrap_or_default();
        vpc.id.as_deref() == Some(id) || id.split_once('/').is_some_and(|(_, name)| name.starts_with(&vpc.name))
    });
    let vpc = vpc.ok_or("is in no VPC of the program")?;
    if !is(endpoint, "privateDnsEnabled") || !is(vpc, "enableDnsHostnames") {
        return Err("has no private names".into());
    }
    if vpc.input("enableDnsSupport") == Some(&Value::Bool(false)) {
        return Err("is in a VPC that resolves no names".into());
    }
    let subnets = endpoint.texts("subnetIds");
    let own: Vec<&Node> = subnets.iter().filter_map(|id| made(graph, "aws.ec2.Subnet", Some(id)).ok()).collect();
    let mut zones: Vec<&str> = own.iter().filter_map(|subnet| subnet.text("availabilityZone")).collect();
    let known = zones.len();
    zones.sort_unstable();
    zones.dedup();
    let is_elsewhere = own.iter().any(|subnet| subnet.text("vpcId") != endpoint.text("vpcId"));
    if subnets.is_empty() || is_elsewhere || zones.len() != known {
        return Err(format!("stands in {subnets:?}"));
    }
    let groups = endpoint.texts("securityGroupIds");
    let lets_in = |group: &Node| {
        items(group.input("ingress")).into_iter().any(|rule| {
            rule.get("fromPort").and_then(Value::as_f64) == Some(443.0)
                && rule.get("cidrBlocks").and_then(Value::as_array).is_some_and(|blocks| !blocks.is_empty())
        })
    };
    let made = groups.iter().map(|id| made(graph, "aws.ec2.SecurityGroup", Some(id)));
    match made.collect::<Result<Vec<_>, _>>()?.into_iter().any(lets_in) {
        true => Ok(()),
        false => Err("lets nobody in".into()),
    }
}

/// Every flow log that was changed is delivered to CloudWatch Logs.
fn flow_log_destination(shown: &Shown<'_>) -> Result<usize, String> {
    each(shown.judged(&["aws.ec2.FlowLog"]).filter(|log| !was_delivered(shown, log)), |log| {
        match log.input("destinationOptions") {
            None => delivered(shown.after, log),
            Some(_) => Err("has options of another destination".into()),
        }
    })
}

/// Whether a flow log went to CloudWatch Logs before and afterwards.
fn was_delivered(shown: &Shown<'_>, log: &Node) -> bool {
    let went = |log: &Node| log.text("logDestinationType").is_none_or(|kind| kind == "cloud-watch-logs");
    went(log) && shown.before.at(&log.urn).is_some_and(went)
}

/// A flow log is delivered to a log group whose events end some day, with a role that the service takes and that may do no
/// more.
fn delivered(graph: &Graph, log: &Node) -> Result<(), String> {
    if log.text("logDestinationType") != Some("cloud-watch-logs") {
        return Err("is not delivered to CloudWatch".into());
    }
    let group = by_arn(graph, "aws.cloudwatch.LogGroup", log.text("logDestination"))?;
    if group.input("retentionInDays").and_then(serde_json::Value::as_i64).is_none_or(|days| days < 1) {
        return Err(format!("{} keeps its events for ever", group.place()));
    }
    let role = by_arn(graph, "aws.iam.Role", log.text("iamRoleArn"))?;
    let trusted = policy::statements(role, "assumeRolePolicy")?;
    if !trusted.iter().any(|it| it.allows_service(|service| service == "vpc-flow-logs.amazonaws.com")) {
        return Err(format!("{} is not for the service", role.place()));
    }
    let may = graph.of("aws.iam.RolePolicy").find(|it| it.text("role") == role.id.as_deref());
    let may = policy::statements(may.ok_or_else(|| format!("{} may do nothing", role.place()))?, "policy")?;
    let arn = group.arn.as_deref().unwrap_or("");
    let wide = may.iter().flat_map(|it| it.texts("Resource")).find(|resource| !resource.starts_with(arn));
    let does = |action: &str| may.iter().any(|it| it.texts("Action").contains(&action));
    match (wide, ["logs:CreateLogStream", "logs:PutLogEvents"].into_iter().find(|action| !does(action))) {
        (Some(wide), _) => Err(format!("{} may write to {wide}", role.place())),
        (_, Some(action)) => Err(format!("{} may not do {action}", role.place())),
        (None, None) => Ok(()),
    }
}

/// The resource of the graph that an arn is that of.
fn by_arn<'g>(graph: &'g Graph, symbol: &str, arn: Option<&str>) -> Result<&'g Node, String> {
    let found = graph.of(symbol).find(|node| arn.is_some() && node.arn.as_deref() == arn);
    found.ok_or_else(|| format!("{arn:?} is the arn of no {symbol}"))
}

/// The service may act as the roles of flow logs, and what they may do with logs is held to their log groups, but for what
/// can't be.
fn flow_log_role(shown: &Shown<'_>) -> Result<usize, String> {
    each(shown.after.of("aws.ec2.FlowLog").filter(|log| log.text("logDestinationType") != Some("s3")), |log| {
        let role = by_arn(shown.after, "aws.iam.Role", log.text("iamRoleArn"))?;
        let trusted = policy::statements(role, "assumeRolePolicy")?;
        if !trusted.iter().any(|it| it.allows_service(|service| service == "vpc-flow-logs.amazonaws.com")) {
            return Err(format!("{} is not for the service", role.place()));
        }
        let mut may = policy::inline_statements(role)?;
        for held in policies_of(shown.after, role) {
            may.extend(policy::statements(held, "policy")?);
        }
        let group = by_arn(shown.after, "aws.cloudwatch.LogGroup", log.text("logDestination"))?;
        let own = format!("{}:*", group.arn.as_deref().unwrap_or(""));
        let writes = |it: &&policy::Statement| it.allows() && it.texts("Action").contains(&"logs:PutLogEvents");
        if !may.iter().filter(writes).any(|it| it.texts("Resource").contains(&own.as_str())) {
            return Err(format!("{} may not write to {own}", role.place()));
        }
        for statement in may.iter().filter(|it| it.allows()) {
            let unlimited = statement.texts("Action").iter().all(|action| *action == "logs:DescribeLogGroups");
            let wide = statement.texts("Resource").into_iter().find(|it| !it.contains(":log-group"));
            match (statement.texts("Action").into_iter().find(|action| action.ends_with('*')), wide) {
                (Some(all), _) => return Err(format!("{} may do {all}", role.place())),
                (None, Some(wide)) if !unlimited => return Err(format!("{} may write to {wide}", role.place())),
                _ => {}
            }
        }
        Ok(())
    })
}

/// The policies that a role is given by resources of their own.
fn policies_of<'g>(graph: &'g Graph, role: &'g Node) -> Vec<&'g Node> {
    let of_role = |node: &&Node| {
        node.text("role")
            .is_some_and(|it| role.id.as_deref() == Some(it) || role.text("name") == Some(it) || it == role.name)
    };
    let attached = graph.of("aws.iam.RolePolicyAttachment").filter(of_role);
    let managed = attached.filter_map(|it| by_arn(graph, "aws.iam.Policy", it.text("policyArn")).ok());
    graph.of("aws.iam.RolePolicy").filter(of_role).chain(managed).collect()
}
