//! Flow logs as a program writes them. Invariant: where one delivers to is told only where it is seen.

use iacfix_engine::model::{Lookup, Model, Resource, ResourceId, Value};

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
