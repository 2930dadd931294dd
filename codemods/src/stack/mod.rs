//! Entry points, names, tags, projects.

mod environment_suffix;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&environment_suffix::EnvironmentSuffix];
