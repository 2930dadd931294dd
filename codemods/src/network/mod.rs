//! VPCs, subnets, routes, endpoints.

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[];
