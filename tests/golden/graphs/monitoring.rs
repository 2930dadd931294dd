//! Rows of the theme "audit and monitoring".

use serde_json::Value;

use super::{Row, Shown, each, items};
use crate::graph::Node;

pub(super) const ROWS: &[Row] = &[Row::of("cloudtrail-data-resource-arn", data_resource_arn)];

/// A trail names data by arns that the service takes.
fn data_resource_arn(shown: &Shown<'_>) -> Result<usize, String> {
    each(shown.judged(&["aws.cloudtrail.Trail"]), |trail| {
        let wrong = values(trail).into_iter().find(|value| !value.as_str().is_some_and(is_data_arn));
        wrong.map_or(Ok(()), |value| Err(format!("{value} is no arn of data")))
    })
}

fn values(trail: &Node) -> Vec<&Value> {
    let selectors = items(trail.input("eventSelectors")).into_iter();
    let resources = selectors.flat_map(|selector| items(selector.get("dataResources")));
    resources.flat_map(|resource| items(resource.get("values"))).collect()
}

/// `arn:aws:s3`, `arn:aws:s3:::` (all buckets), `arn:aws:s3:::bucket/prefix`, `arn:aws:lambda`, a function's or a table's.
fn is_data_arn(arn: &str) -> bool {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, "s3" | "lambda" | "dynamodb"] => true,
        ["arn", _, "s3", "", "", ""] => true,
        ["arn", _, "s3", "", "", object] => {
            let bucket = object.split_once('/').map_or("", |(bucket, _)| bucket);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ['.', '-'].contains(&c);
            bucket.len() >= 3 && bucket.chars().all(plain)
        }
        ["arn", _, "lambda" | "dynamodb", region, account, name] => {
            !region.is_empty() && !account.is_empty() && !name.is_empty() && !arn.contains('*')
        }
        _ => false,
    }
}
