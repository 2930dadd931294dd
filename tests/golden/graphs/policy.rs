//! Policy documents as the cloud gets them. Invariant: what can't be read is an error, not an empty policy.

use serde_json::Value;

use super::items;
use crate::graph::Node;

/// A statement of a policy.
pub(super) struct Statement(Value);

/// The statements of the policy that an argument holds.
pub(super) fn statements(node: &Node, argument: &str) -> Result<Vec<Statement>, String> {
    of_value(node.input(argument), argument)
}

/// The statements of the policies that stand in a role itself.
pub(super) fn inline_statements(role: &Node) -> Result<Vec<Statement>, String> {
    let inline = items(role.input("inlinePolicies"));
    let each = inline.into_iter().map(|one| of_value(one.get("policy"), "inlinePolicies"));
    Ok(each.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn of_value(value: Option<&Value>, argument: &str) -> Result<Vec<Statement>, String> {
    let policy: Value = match value {
        Some(Value::String(text)) => serde_json::from_str(text).map_err(|e| format!("{argument} is no JSON: {e}"))?,
        Some(object @ Value::Object(_)) => object.clone(),
        other => return Err(format!("{argument} is {other:?}")),
    };
    match policy.get("Statement") {
        Some(all) => Ok(items(Some(all)).into_iter().cloned().map(Statement).collect()),
        None => Err(format!("{argument} has no statements")),
    }
}

impl Statement {
    /// Whether it allows rather than denies.
    pub(super) fn allows(&self) -> bool {
        self.0.get("Effect").and_then(Value::as_str) == Some("Allow")
    }

    /// Whether it allows something to a service whose name fits.
    pub(super) fn allows_service(&self, fits: impl Fn(&str) -> bool) -> bool {
        let services = items(self.0.get("Principal").and_then(|principal| principal.get("Service")));
        self.allows() && services.into_iter().filter_map(Value::as_str).any(fits)
    }

    /// Texts of `Action` or `Resource`.
    pub(super) fn texts(&self, key: &str) -> Vec<&str> {
        items(self.0.get(key)).into_iter().filter_map(Value::as_str).collect()
    }

    /// What a key of the request is compared with, whatever the comparison.
    pub(super) fn condition(&self, key: &str) -> Vec<&str> {
        let operators = self.0.get("Condition").and_then(Value::as_object);
        let compared = operators.into_iter().flat_map(|all| all.values()).filter_map(|keys| keys.get(key));
        compared.flat_map(|value| items(Some(value))).filter_map(Value::as_str).collect()
    }
}
