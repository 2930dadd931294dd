//! Entry points, names, tags, projects.

mod environment_suffix;
mod stack_exports;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&environment_suffix::EnvironmentSuffix, &stack_exports::StackExports];
