//! Rows of the theme "IAM and keys".

use serde_json::Value;

use super::{Row, Shown, each};
use crate::graph::Node;

pub(super) const ROWS: &[Row] = &[Row::of("kms-key-rotation", key_rotation)];

/// Every key that can be rotated is.
fn key_rotation(shown: &Shown<'_>) -> Result<usize, String> {
    let can_rotate = |key: &&Node| {
        let other = |path: &str, usual: &str| key.text(path).is_some_and(|value| value != usual);
        !other("customerMasterKeySpec", "SYMMETRIC_DEFAULT")
            && !other("keyUsage", "ENCRYPT_DECRYPT")
            && key.input("customKeyStoreId").is_none()
            && key.input("xksKeyId").is_none()
            && key.input("isEnabled") != Some(&Value::Bool(false))
    };
    each(shown.judged(&["aws.kms.Key"]).filter(can_rotate), |key| match key.input("enableKeyRotation") {
        Some(Value::Bool(true)) => Ok(()),
        other => Err(format!("enableKeyRotation is {other:?}")),
    })
}
