//! Rows of the theme "stack and project".

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Row, Shown};
use crate::graph::{Graph, Node};

/// Found in no program.
const SUFFIX: &str = "xyz";

pub(super) const ROWS: &[Row] = &[
    Row { id: "environment-suffix", variable: Some(("ENVIRONMENT_SUFFIX", SUFFIX)), check: environment_suffix },
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
    let suffixed = varied.resources.iter().filter(|node| node.urn.contains(SUFFIX)).count();
    let default = default_suffix(shown.after, varied);
    let default = default.ok_or_else(|| format!("no name bears `{SUFFIX}` in place of what it bears without"))?;
    let text = |node: &Node| format!("{} {}", node.urn, Value::Object(node.inputs.clone()));
    let without: BTreeSet<_> = shown.after.resources.iter().map(text).collect();
    let with: BTreeSet<_> = varied.resources.iter().map(|node| text(node).replace(SUFFIX, default)).collect();
    match with.symmetric_difference(&without).next() {
        Some(other) => Err(format!("more than `{default}` differs where the variable is set: {other}")),
        None => Ok(suffixed),
    }
}

/// What names bear where those of the other run bear the suffix.
fn default_suffix<'g>(unset: &'g Graph, set: &Graph) -> Option<&'g str> {
    set.resources.iter().filter_map(|node| node.name.split_once(SUFFIX)).find_map(|(head, tail)| {
        let bears = |node: &'g Node| node.name.strip_prefix(head)?.strip_suffix(tail).filter(|it| !it.is_empty());
        unset.resources.iter().find_map(bears)
    })
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
