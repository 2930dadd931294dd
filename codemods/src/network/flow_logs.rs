//! Flow logs: where a program's own deliver to, and what a new delivery to CloudWatch Logs is made of. Invariant: a
//! destination is told only where it is seen; a new role may write to the new log group and do nothing else.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix, OptionKind, OptionSpec};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Lookup, Model, Resource, ResourceId, Value, facts};
use iacfix_engine::rewrite::{Allow, Companion, NamePattern, PolicyCode, Reached, Rewrite};

/// Where a flow log delivers to if nothing is said, as the provider spells it.
pub(super) const CLOUDWATCH: &str = "cloud-watch-logs";

/// What the flow-logs service does in a log group.
pub(super) const DELIVERY: &[&str] = &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];

/// The service as a role's trust policy names it.
pub(super) const SERVICE: &str = "vpc-flow-logs.amazonaws.com";

/// The type of a flow log's destination: `cloud-watch-logs`, `s3`, `kinesis-data-firehose`.
pub(super) fn destination_type<'p>(model: &Model<'p>, log: &Resource<'p>) -> Lookup<String> {
    match model.resource_value(log, "logDestinationType") {
        Value::Undefined => Lookup::Found(CLOUDWATCH.to_string()),
        Value::Str(kind) => Lookup::Found(kind),
        value => Lookup::Unknown(value.why_unknown().unwrap_or("it is decided at run time").to_string()),
    }
}

/// The log groups of the program that a flow log, or those that a loop makes of it, write to; unknown where one is none of
/// the program, or not seen to be.
pub(super) fn groups_of<'p>(model: &Model<'p>, log: &Resource<'p>) -> Lookup<Vec<ResourceId>> {
    for argument in ["logDestination", "logGroupName"] {
        let value = model.resource_value(log, argument);
        if matches!(value, Value::Undefined) {
            continue;
        }
        let group = |choice: &Value<'p>| {
            let mut groups = model.resources_of("aws.cloudwatch.LogGroup");
            groups.find(|group| model.names(choice, group.id).found().is_some()).map(|group| group.id)
        };
        return match value.choices().iter().map(group).collect() {
            Some(groups) => Lookup::Found(groups),
            None => Lookup::Unknown(value.why_unknown().unwrap_or("the program does not make it").to_string()),
        };
    }
    Lookup::Unknown("none is named".to_string())
}

/// For how long the records of a new delivery are kept.
pub(super) const RETENTION: OptionSpec = OptionSpec {
    name: "retention-in-days",
    kind: OptionKind::IntegerOf { default: 365, values: facts::LOG_RETENTION_DAYS },
    help: "for how many days the records are kept",
};

/// What a new delivery to CloudWatch Logs is made of, by its names.
pub(super) struct Delivery {
    group: NamePattern,
    role: NamePattern,
    policy: NamePattern,
}

impl Delivery {
    /// Named by `name`, which is given the word for each part.
    pub(super) fn named(model: &Model<'_>, name: impl Fn(&str) -> NamePattern, group: &str) -> Self {
        let free = |word: &str, class: &str| name(word).free(model, class);
        Self {
            group: free(group, "aws.cloudwatch.LogGroup"),
            role: free("flow-log-role", "aws.iam.Role"),
            policy: free("flow-log-policy", "aws.iam.RolePolicy"),
        }
    }

    /// The statements that make log group, role and policy beside `beside`: the first two held by the variables
    /// `variables`.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub(super) fn code<'p>(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        beside: &Resource<'p>,
        (group, role): (&str, &str),
        days: i64,
        key: Option<&Reached>,
    ) -> Result<[String; 3], Declined> {
        let companion = Companion::of(rewrite.model(), beside);
        let encrypted = key.map(|key| format!("kmsKeyId: {}.arn", key.code));
        let entries = [
            Some(format!("retentionInDays: {days}")),
            encrypted,
            companion.region(),
            companion.tags(&self.group.code()),
        ];
        let entries: Vec<String> = entries.into_iter().flatten().collect();
        let writes = Allow { actions: DELIVERY, resource: "`${arn}:*`" };
        let policy = PolicyCode { over: &[(&format!("{group}.arn"), "arn")], allow: &[writes] };
        let class = rewrite.class_beside(beside, "aws.cloudwatch.LogGroup")?;
        Ok([
            format!("const {group} = {};", companion.code(&class, &self.group.code(), &entries)),
            format!("const {role} = {};", rewrite.new_role(beside, &self.role, SERVICE)?),
            format!("{};", rewrite.new_role_policy(beside, &self.policy, role, &policy)?),
        ])
    }

    /// The fix with what it adds; of a resource without a name, the types.
    pub(super) fn effects(own: Option<&Self>, fix: Fix) -> Fix {
        let add = |class: &str, name: fn(&Self) -> &NamePattern| match own {
            Some(own) => Effect::new(Action::Add, class).named(name(own).code()),
            None => Effect::new(Action::Add, class),
        };
        fix.effect(add("aws.cloudwatch.LogGroup", |it| &it.group).billed())
            .effect(add("aws.iam.Role", |it| &it.role))
            .effect(add("aws.iam.RolePolicy", |it| &it.policy))
    }
}

/// What makes a delivery, and what a person has to know of its key.
pub(super) type Written = (FileEdits, Option<&'static str>);

/// The edits and the warning of a fix.
pub(super) fn with_warning(written: Result<Written, Declined>) -> (Result<FileEdits, Declined>, Option<&'static str>) {
    match written {
        Ok((edits, warning)) => (Ok(edits), warning),
        Err(declined) => (Err(declined), None),
    }
}

/// How code beside a resource names a key, where a name in scope leads to it alone.
pub(super) fn reach_key<'p>(rewrite: &mut Rewrite<'_, 'p>, beside: &Resource<'p>, key: ResourceId) -> Option<Reached> {
    let made = rewrite.model().resource(key);
    if made.repeated.is_some() || made.condition.is_some() {
        return None;
    }
    let reached = rewrite.reach(&[key], beside.file, beside.node).ok()?.into_iter().next()?;
    (!reached.many && !reached.ids).then_some(reached)
}
