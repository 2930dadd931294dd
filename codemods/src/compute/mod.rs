//! Instances and launch templates.

mod ec2_imdsv2;
mod hosts;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&ec2_imdsv2::Ec2Imdsv2];
