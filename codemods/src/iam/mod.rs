//! Roles, policies and keys.

mod kms_key_rotation;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&kms_key_rotation::KmsKeyRotation];
