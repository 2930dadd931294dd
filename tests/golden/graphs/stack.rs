//! Rows of the theme "stack and project".

use serde_json::Value;

use super::{Row, Shown};
use crate::graph::Graph;

pub(super) const ROWS: &[Row] = &[
    Row { id: "environment-suffix", variable: Some(("ENVIRONMENT_SUFFIX", "xyz")), check: environment_suffix },
    Row::of("stack-exports", stack_exports),
];

/// With the variable set, the program makes what it makes without, under names that bear the variable's value; or it
/// runs without the configuration that it required.
fn environment_suffix(shown: &Shown<'_>) -> Result<usize, String> {
    if let Some(error) = shown.after.errors.first() {
        return Err(error.clone());
    }
    if !shown.before.errors.is_empty() {
        return Ok(shown.after.resources.len());
    }
    let varied = shown.varied.ok_or("it was not run with the variable set")?;
    let names = |graph: &Graph| graph.resources.iter().map(|node| node.urn.clone()).collect::<Vec<_>>();
    let (unset, set) = (names(shown.after), names(varied));
    if unset.len() != set.len() {
        return Err(format!("makes {} resources with the variable set, {} without", set.len(), unset.len()));
    }
    Ok(set.iter().filter(|urn| urn.contains("xyz") && !unset.contains(urn)).count())
}

/// The stack has outputs that it did not have, and each has a value.
fn stack_exports(shown: &Shown<'_>) -> Result<usize, String> {
    let fresh = leaves(&Value::Object(shown.after.outputs.clone()));
    let had = leaves(&Value::Object(shown.before.outputs.clone()));
    if let Some((path, _)) = fresh.iter().find(|(_, value)| value.is_null()) {
        return Err(format!("output `{path}` has no value"));
    }
    Ok(fresh.iter().filter(|(path, _)| !had.iter().any(|(other, _)| other == path)).count())
}

/// The values of outputs, by path.
fn leaves(value: &Value) -> Vec<(String, Value)> {
    let Value::Object(map) = value else { return vec![(String::new(), value.clone())] };
    let below = |(key, value): (&String, &Value)| {
        leaves(value).into_iter().map(move |(path, leaf)| (format!("{key}.{path}"), leaf)).collect::<Vec<_>>()
    };
    map.iter().flat_map(below).collect()
}
