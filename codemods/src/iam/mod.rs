//! Roles, policies and keys.

mod kms_key_rotation;
mod kms_logs_policy;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&kms_key_rotation::KmsKeyRotation, &kms_logs_policy::KmsLogsPolicy];
