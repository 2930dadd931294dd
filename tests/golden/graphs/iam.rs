//! Rows of the theme "IAM and keys".

use serde_json::Value;

use super::{Row, Shown, each, policy};
use crate::graph::Node;

pub(super) const ROWS: &[Row] = &[
    Row::of("iam-wildcard-resource", wildcard_resource),
    Row::of("kms-key-rotation", key_rotation),
    Row::of("kms-logs-policy", kms_logs_policy),
];

/// What may be done to objects, buckets and images may be done to buckets and repositories of the program alone, to
/// objects where the action is one of objects.
fn wildcard_resource(shown: &Shown<'_>) -> Result<usize, String> {
    const POLICIES: &[&str] = &["aws.iam.RolePolicy", "aws.iam.Policy", "aws.iam.Role"];
    let of = |symbol: &str| -> Vec<&str> { shown.after.of(symbol).filter_map(|node| node.arn.as_deref()).collect() };
    let (buckets, repositories) = (of("aws.s3.Bucket"), of("aws.ecr.Repository"));
    let mut judged = 0;
    for node in shown.judged(POLICIES) {
        let statements = match node.symbol().as_str() {
            "aws.iam.Role" => policy::inline_statements(node),
            _ => policy::statements(node, "policy"),
        };
        for statement in statements.map_err(|why| format!("{}: {why}", node.place()))?.iter().filter(|it| it.allows()) {
            for action in statement.texts("Action") {
                let fits = |arn: &str| match action.split_once(':') {
                    Some(("ecr", _)) => repositories.contains(&arn),
                    _ if action.contains("Object") => arn.strip_suffix("/*").is_some_and(|arn| buckets.contains(&arn)),
                    _ => buckets.contains(&arn),
                };
                let limited = action.starts_with("s3:") && action != "s3:ListAllMyBuckets"
                    || action.starts_with("ecr:") && action != "ecr:GetAuthorizationToken";
                if !limited {
                    continue;
                }
                judged += 1;
                if let Some(arn) = statement.texts("Resource").into_iter().find(|arn| !fits(arn)) {
                    return Err(format!("{}: {action} is allowed on {arn}", node.place()));
                }
            }
        }
    }
    Ok(judged)
}

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

/// What CloudWatch Logs does with a key.
const LOGS_ACTIONS: [&str; 6] = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:DescribeKey",
];

/// A key whose policy names CloudWatch Logs lets it do all that it has to, for log groups of this account alone.
fn kms_logs_policy(shown: &Shown<'_>) -> Result<usize, String> {
    let mut judged = 0;
    for node in shown.judged(&["aws.kms.Key", "aws.kms.KeyPolicy"]).filter(|node| node.input("policy").is_some()) {
        let place = |why: String| format!("{}: {why}", node.place());
        let logs = |name: &str| name.starts_with("logs.") && name.ends_with(".amazonaws.com");
        let all = policy::statements(node, "policy").map_err(place)?;
        let of_logs: Vec<_> = all.iter().filter(|it| it.allows_service(logs)).collect();
        if of_logs.is_empty() {
            continue;
        }
        judged += 1;
        let allowed: Vec<_> = of_logs.iter().flat_map(|it| it.texts("Action")).collect();
        let covers = |action: &str| {
            let fits = |it: &&str| it.strip_suffix('*').map_or(action == *it, |start| action.starts_with(start));
            allowed.iter().any(fits)
        };
        if let Some(action) = LOGS_ACTIONS.iter().find(|action| !covers(action)) {
            return Err(place(format!("CloudWatch Logs may not do {action}")));
        }
        for statement in of_logs {
            let arns = statement.condition("kms:EncryptionContext:aws:logs:arn");
            let fits = |arn: &&str| {
                let parts: Vec<_> = arn.splitn(6, ':').collect();
                matches!(parts[..], ["arn", _, "logs", _, "123456789012", _])
            };
            if arns.is_empty() || !arns.iter().all(fits) {
                return Err(place(format!("log groups {arns:?} may use it")));
            }
        }
    }
    Ok(judged)
}
