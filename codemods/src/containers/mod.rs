//! Tasks and their containers.

mod ecs_readonly_tmp;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&ecs_readonly_tmp::EcsReadonlyTmp];
