//! VPCs, subnets, routes, endpoints.

mod gateway_endpoint_route_tables;
mod vpc_flow_logs;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] =
    &[&gateway_endpoint_route_tables::GatewayEndpointRouteTables, &vpc_flow_logs::VpcFlowLogs];
