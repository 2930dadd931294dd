//! Which key a new log group can have. Invariant: a key is handed out only where the source shows that CloudWatch Logs may
//! use it for any log group, and that it is where the new one will be.

use iacfix_engine::model::{Condition, Lookup, Model, Resource, ResourceId, TextPart};

use super::judge::{CONTEXT, is_for_logs, log_groups, missing_actions};

/// The key of the program for a new log group beside `beside`: the only one that serves, or of several the one that its
/// log groups have already.
pub(crate) fn key_for_logs<'p>(model: &Model<'p>, beside: &Resource<'p>) -> Option<ResourceId> {
    let serves = |key: &&Resource<'p>| are_together(model, key, beside) && admits_any_group(model, key);
    let keys: Vec<&Resource<'p>> = model.resources_of("aws.kms.Key").filter(serves).collect();
    let in_use: Vec<&Resource<'p>> = keys.iter().copied().filter(|key| !log_groups(model, key).is_empty()).collect();
    match (keys.as_slice(), in_use.as_slice()) {
        ([only], _) | (_, [only]) => Some(only.id),
        _ => None,
    }
}

/// Whether two resources have the same provider, and the same region where they name one.
fn are_together<'p>(model: &Model<'p>, a: &Resource<'p>, b: &Resource<'p>) -> bool {
    let provider = model.providers_of(a);
    let region = |r| (model.resource_property(r, "region").is_absent(), model.resource_text(r, "region"));
    let (own, other) = (region(a), region(b));
    provider.unknown().is_none()
        && provider == model.providers_of(b)
        && own == other
        && (own.0 || (own.1.is_some() && a.file == b.file))
}

/// Whether the policy of a key lets CloudWatch Logs use it for whatever log group of the account.
fn admits_any_group<'p>(model: &Model<'p>, key: &Resource<'p>) -> bool {
    let attached = model.policies_of(key);
    // A policy of its own resource comes after the key, and a new log group would not wait for it.
    let own = attached.policies.last().filter(|at| at.holder == key.id);
    let Some(Lookup::Found(policy)) = own.map(|at| &at.policy) else { return false };
    let of_logs: Vec<usize> = (0..policy.statements.len()).filter(|n| is_for_logs(&policy.statements[*n])).collect();
    let nothing_is_denied = policy.statements.iter().all(|s| matches!(s.allows, Lookup::Found(true)));
    attached.unseen.is_none()
        && policy.unseen.is_none()
        && nothing_is_denied
        && !of_logs.is_empty()
        && matches!(missing_actions(policy, &of_logs), Ok(missing) if missing.is_empty())
        && of_logs.iter().all(|n| {
            let conditions = &policy.statements[*n].conditions;
            conditions.unseen.is_none() && conditions.items.iter().all(fits_any_group)
        })
}

/// Whether every log group meets a condition: `arn:aws:logs:<region>:<account>:*`, with or without `log-group:`.
fn fits_any_group(condition: &Condition<'_>) -> bool {
    let is_open = |parts: &[TextPart<'_>]| {
        let text: String = parts
            .iter()
            .map(|part| match part {
                TextPart::Known(text) => text.as_str(),
                TextPart::Hole(_) => "?",
            })
            .collect();
        let group: Vec<&str> = text.splitn(6, ':').collect();
        text == "*" || matches!(group.as_slice(), [_, _, _, _, _, "*" | "log-group:*"])
    };
    condition.variable.eq_ignore_ascii_case(CONTEXT)
        && condition.values.items.iter().any(|value| value.parts().is_some_and(is_open))
}
