//! Roles, policies and keys.

pub(crate) mod iam_wildcard_resource;
mod kms_key_rotation;
pub(crate) mod kms_logs_policy;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] =
    &[&iam_wildcard_resource::IamWildcardResource, &kms_key_rotation::KmsKeyRotation, &kms_logs_policy::KmsLogsPolicy];
