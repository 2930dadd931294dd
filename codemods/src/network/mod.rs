//! VPCs, subnets, routes, endpoints.

mod associate;
mod flow_log_destination;
mod flow_log_role;
mod flow_logs;
mod gateway_endpoint_route_tables;
mod pairing;
mod route_table_associations;
mod vpc_flow_logs;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[
    &flow_log_destination::FlowLogDestination,
    &flow_log_role::FlowLogRole,
    &gateway_endpoint_route_tables::GatewayEndpointRouteTables,
    &route_table_associations::RouteTableAssociations,
    &vpc_flow_logs::VpcFlowLogs,
];
