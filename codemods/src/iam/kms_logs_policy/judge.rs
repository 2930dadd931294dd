//! What is wrong with the policy of a key. Invariant: a fault is told only where everything that could mend it was seen.

use iacfix_engine::model::{Lookup, Model, Policy, PolicyAt, Resource, ResourceId, Statement, Value};

/// The key of the condition that ties a use of the key to log groups.
pub(super) const CONTEXT: &str = "kms:EncryptionContext:aws:logs:arn";

/// Actions that the service needs, under one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// What allows all of them.
    pub(super) pattern: &'static str,
    /// Those that symmetric keys have.
    actions: &'static [&'static str],
}

const NEEDED: &[Group] = &[
    Group { pattern: "kms:Encrypt*", actions: &["kms:Encrypt"] },
    Group { pattern: "kms:Decrypt*", actions: &["kms:Decrypt"] },
    Group { pattern: "kms:ReEncrypt*", actions: &["kms:ReEncryptFrom", "kms:ReEncryptTo"] },
    Group { pattern: "kms:GenerateDataKey*", actions: &["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"] },
    Group { pattern: "kms:Describe*", actions: &["kms:DescribeKey"] },
];

/// Joins what is missing; alone it is no fault.
const GRANT: Group = Group { pattern: "kms:CreateGrant", actions: &["kms:CreateGrant"] };

/// What is wrong with a key. Statements are named by their place in the policy.
pub(super) enum Verdict<'p> {
    /// Its statement for the service allows too little.
    LacksActions { at: PolicyAt<'p>, policy: Policy<'p>, statement: usize, missing: Vec<Group> },
    /// Its statement for the service is not tied to log groups.
    LacksCondition { at: PolicyAt<'p>, policy: Policy<'p>, statement: usize },
    /// Its statement for the service, which needs changes, admits others too.
    Mixed { at: PolicyAt<'p>, policy: Policy<'p>, statement: usize },
    /// Its policy does not know the service.
    LacksStatement { at: PolicyAt<'p>, policy: Policy<'p>, groups: Vec<ResourceId> },
    /// It has no policy of its own.
    LacksPolicy { groups: Vec<ResourceId> },
    /// It is used by log groups, and its policy can't be seen.
    Unseen { why: String, groups: Vec<ResourceId> },
}

pub(super) fn verdicts<'p>(model: &Model<'p>, key: &Resource<'p>) -> Vec<Verdict<'p>> {
    let groups = log_groups(model, key);
    let attached = model.policies_of(key);
    let unseen = |why: &str| match groups.is_empty() {
        true => Vec::new(),
        false => vec![Verdict::Unseen { why: why.to_string(), groups: groups.clone() }],
    };
    // A separate policy comes later, and is what the key has in the end.
    let Some(at) = attached.policies.last() else {
        return match &attached.unseen {
            Some(why) => unseen(why),
            None if groups.is_empty() => Vec::new(),
            None => vec![Verdict::LacksPolicy { groups }],
        };
    };
    let policy = match &at.policy {
        Lookup::Found(policy) => policy.clone(),
        Lookup::Unknown(why) => return unseen(why),
        Lookup::Absent => return Vec::new(),
    };
    let of_logs: Vec<usize> = (0..policy.statements.len()).filter(|n| is_for_logs(&policy.statements[*n])).collect();
    if of_logs.is_empty() {
        return match attached.unseen.clone().or_else(|| hidden(&policy)) {
            Some(why) => unseen(&why),
            None if groups.is_empty() || policy.statements.iter().any(admits_everybody) => Vec::new(),
            None => vec![Verdict::LacksStatement { at: at.clone(), policy, groups }],
        };
    }
    let mut out: Vec<Verdict<'p>> = Vec::new();
    let mixed = |statement| Verdict::Mixed { at: at.clone(), policy: policy.clone(), statement };
    match missing_actions(&policy, &of_logs) {
        Ok(missing) if missing.is_empty() => {}
        Ok(missing) => {
            let alone = of_logs.iter().copied().find(|n| !is_mixed(&policy.statements[*n]));
            out.push(match alone {
                Some(statement) => Verdict::LacksActions { at: at.clone(), policy: policy.clone(), statement, missing },
                None => mixed(of_logs[0]),
            });
        }
        Err(why) => out.extend(unseen(&why)),
    }
    for statement in of_logs {
        match policy.statements[statement].condition_on(CONTEXT) {
            Lookup::Absent if is_mixed(&policy.statements[statement]) => out.push(mixed(statement)),
            Lookup::Absent => out.push(Verdict::LacksCondition { at: at.clone(), policy: policy.clone(), statement }),
            Lookup::Found(_) => {}
            Lookup::Unknown(why) => out.extend(unseen(&why)),
        }
    }
    out
}

/// Whether a statement admits others than the service.
fn is_mixed(statement: &Statement<'_>) -> bool {
    let principals = &statement.principals;
    principals.unseen.is_some() || principals.items.iter().any(|principal| !principal.is_service("logs"))
}

/// The log groups that a key encrypts, in some case at least.
pub(super) fn log_groups<'p>(model: &Model<'p>, key: &Resource<'p>) -> Vec<ResourceId> {
    let is_key = |value: &Value<'p>| model.names(value, key.id).found().is_some();
    let uses = |value: &Value<'p>| {
        is_key(value)
            || value.output().is_some_and(|(id, _)| {
                let alias = model.resource(id);
                alias.symbol.is("aws.kms.Alias") && is_key(&model.resource_value(alias, "targetKeyId"))
            })
    };
    let groups = model.resources_of("aws.cloudwatch.LogGroup");
    groups.filter(|g| model.resource_value(g, "kmsKeyId").choices().iter().any(uses)).map(|g| g.id).collect()
}

pub(super) fn is_for_logs(statement: &Statement<'_>) -> bool {
    matches!(statement.allows, Lookup::Found(true)) && statement.principals.items.iter().any(|p| p.is_service("logs"))
}

/// Whether it may admit services without naming them.
fn admits_everybody(statement: &Statement<'_>) -> bool {
    !matches!(statement.allows, Lookup::Found(false))
        && (statement.excepts_principals
            || statement.principals.items.iter().any(|p| p.kind == "*" || p.name.as_str() == Some("*")))
}

/// Why a policy may have a statement for the service that is not seen.
fn hidden(policy: &Policy<'_>) -> Option<String> {
    let of_statement = |statement: &Statement<'_>| {
        let names = &statement.principals;
        if matches!(statement.allows, Lookup::Found(false)) {
            return None;
        }
        let service = names.items.iter().any(|p| p.kind == "Service" && p.is_unseen());
        names.unseen.clone().or_else(|| service.then(|| "a service is named at run time".to_string()))
    };
    policy.unseen.clone().or_else(|| policy.statements.iter().find_map(of_statement))
}

/// What no statement for the service allows; an error where that can't be seen.
pub(super) fn missing_actions(policy: &Policy<'_>, of_logs: &[usize]) -> Result<Vec<Group>, String> {
    let allowed = |action: &str| -> Lookup<()> {
        let mut answer = Lookup::Absent;
        for n in of_logs {
            match policy.statements[*n].allows_action(action) {
                Lookup::Found(()) => return Lookup::Found(()),
                Lookup::Unknown(why) => answer = Lookup::Unknown(why),
                Lookup::Absent => {}
            }
        }
        answer
    };
    let mut missing = Vec::new();
    for group in NEEDED {
        for action in group.actions {
            match allowed(action) {
                Lookup::Found(()) => {}
                Lookup::Unknown(why) => return Err(why),
                Lookup::Absent => {
                    missing.push(*group);
                    break;
                }
            }
        }
    }
    if !missing.is_empty() && allowed(GRANT.pattern).is_absent() {
        missing.push(GRANT);
    }
    Ok(missing)
}

/// All that a statement for the service allows.
pub(super) fn needed() -> impl Iterator<Item = &'static str> {
    NEEDED.iter().chain([&GRANT]).map(|group| group.pattern)
}

impl Group {
    /// Whether an action that a statement names is one of the group, so that the pattern can take its place.
    pub(super) fn holds(&self, action: &str) -> bool {
        let stem = self.pattern.trim_end_matches('*');
        self.pattern.ends_with('*') && action.get(..stem.len()).is_some_and(|s| s.eq_ignore_ascii_case(stem))
    }
}
