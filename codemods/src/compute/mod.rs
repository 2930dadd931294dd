//! Instances and launch templates.

mod depends_on_resource;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&depends_on_resource::DependsOnResource];
