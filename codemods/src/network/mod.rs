//! VPCs, subnets, routes, endpoints.

mod associate;
mod flow_log_destination;
mod flow_log_role;
mod flow_logs;
mod gateway_endpoint_route_tables;
mod internet_gateway;
mod lacking;
mod nat_code;
mod nat_gateway;
mod new_table;
mod pairing;
mod route;
mod route_table_associations;
mod vpc_endpoint_policy;
mod vpc_endpoints;
mod vpc_flow_logs;
mod wanted_tables;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[
    &flow_log_destination::FlowLogDestination,
    &flow_log_role::FlowLogRole,
    // Before the endpoints: where each zone gets a table of its own, they are wired to those.
    &nat_gateway::NatGateway,
    &gateway_endpoint_route_tables::GatewayEndpointRouteTables,
    &internet_gateway::InternetGateway,
    &route_table_associations::RouteTableAssociations,
    &vpc_endpoints::VpcEndpoints,
    &vpc_endpoint_policy::VpcEndpointPolicy,
    &vpc_flow_logs::VpcFlowLogs,
];
