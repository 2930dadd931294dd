//! Which key a new log group can have. Invariant: a key is handed out only where the source shows that it is for logs, that
//! it is where the new one will be, and that CloudWatch Logs may use it for any log group, or may do so once what this
//! codemod finds is put right. The same key is handed out before that and after, so that both orders end alike.

use iacfix_engine::model::{Condition, Lookup, Model, Resource, ResourceId, TextPart};

use super::judge::{CONTEXT, Verdict, is_for_logs, log_groups, missing_actions, verdicts};

/// The key for a new log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogsKey {
    pub(crate) key: ResourceId,
    /// Whether its policy lets CloudWatch Logs use it as it is.
    pub(crate) is_ready: bool,
}

impl LogsKey {
    /// What a person has to know who gives it to a log group.
    pub(crate) fn warning(self) -> Option<&'static str> {
        const WARNING: &str = "the log group is encrypted with the program's key for logs, whose policy does not let \
                               CloudWatch Logs use it: it can be made once `kms-logs-policy` put that right";
        (!self.is_ready).then_some(WARNING)
    }
}

/// The key of the program for a new log group beside `beside`: the only one that serves, or of several the one that its
/// log groups have already.
pub(crate) fn key_for_logs<'p>(model: &Model<'p>, beside: &Resource<'p>) -> Option<LogsKey> {
    let together = model.resources_of("aws.kms.Key").filter(|key| are_together(model, key, beside));
    let serving = |key: &Resource<'p>| serves(model, key).map(|is_ready| LogsKey { key: key.id, is_ready });
    let keys: Vec<LogsKey> = together.filter_map(serving).collect();
    let is_in_use = |key: &&LogsKey| !log_groups(model, model.resource(key.key)).is_empty();
    let in_use: Vec<LogsKey> = keys.iter().filter(is_in_use).copied().collect();
    match (keys.as_slice(), in_use.as_slice()) {
        ([only], _) | (_, [only]) => Some(*only),
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

/// Whether the policy of a key lets CloudWatch Logs use it for whatever log group of the account; none where it never will.
fn serves<'p>(model: &Model<'p>, key: &Resource<'p>) -> Option<bool> {
    let lacks_policy = |verdict: &Verdict<'_>| matches!(verdict, Verdict::LacksPolicy { .. });
    let lacks_statement = |verdict: &Verdict<'_>| matches!(verdict, Verdict::LacksStatement { .. });
    let attached = model.policies_of(key);
    if attached.unseen.is_some() {
        return None;
    }
    let Some(at) = attached.policies.last() else {
        return verdicts(model, key).iter().any(lacks_policy).then_some(false);
    };
    // A policy of its own resource comes after the key, and a new log group would not wait for it.
    let Lookup::Found(policy) = Some(&at.policy).filter(|_| at.holder == key.id)? else { return None };
    if policy.unseen.is_some() || !policy.statements.iter().all(|s| matches!(s.allows, Lookup::Found(true))) {
        return None;
    }
    let of_logs: Vec<usize> = (0..policy.statements.len()).filter(|n| is_for_logs(&policy.statements[*n])).collect();
    if of_logs.is_empty() {
        return verdicts(model, key).iter().any(lacks_statement).then_some(false);
    }
    let fits = |n: &usize| {
        let conditions = &policy.statements[*n].conditions;
        conditions.unseen.is_none() && conditions.items.iter().all(fits_any_group)
    };
    let missing = missing_actions(policy, &of_logs).ok()?;
    of_logs.iter().all(fits).then_some(missing.is_empty())
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
