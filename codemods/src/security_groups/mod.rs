//! Security groups.

mod rules;
mod security_group_cycle;
mod security_group_egress;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] =
    &[&security_group_cycle::SecurityGroupCycle, &security_group_egress::SecurityGroupEgress];
