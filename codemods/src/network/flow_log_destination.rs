//! `flow-log-destination` (002#5): flow logs are delivered where they can be queried.

use iacfix_engine::codemod::{
    Alternative, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::model::{Args, Lookup, Resource, Site, identified};
use iacfix_engine::rewrite::{Gone, NamePattern, Place, Reached, Rewrite};

use swc_ecma_ast::ObjectLit;

use super::flow_logs::{CLOUDWATCH, Delivery, RETENTION, Written, destination_type, reach_key, with_warning};
use crate::iam::kms_logs_policy::serves::key_for_logs;

const META: Meta = Meta {
    id: "flow-log-destination",
    title: "delivers flow logs to CloudWatch Logs, where they can be queried",
    theme: Theme::Network,
    report: "002#5",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[
        Alternative {
            name: CLOUDWATCH,
            title: "deliver them to a new log group, with a role that may write to it only",
            keeps: false,
        },
        Alternative { name: "keep", title: "leave them where they are, and say nothing of it", keeps: true },
    ],
    options: &[RETENTION],
    manual: Manual {
        what: "Finds flow logs that are delivered to a bucket or a stream. With \
               `--choose flow-log-destination=cloud-watch-logs` each is delivered to a log group of its own, with a role \
               that the flow-logs service may assume and that may write to this group only; with \
               `--choose flow-log-destination=keep` nothing is said of them.",
        why: "Records in CloudWatch Logs can be queried, filtered and alarmed on as they come in. In a bucket they arrive in \
              files, minutes later, and somebody has to set up a table first.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });
const archive = new aws.s3.Bucket('orders-flow-logs');

export const flowLog = new aws.ec2.FlowLog('orders-flow-log', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 's3',
  logDestination: archive.arn,
  destinationOptions: { fileFormat: 'parquet', perHourPartition: true },
});
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });
new aws.s3.Bucket('orders-flow-logs');

const flowLogGroup = new aws.cloudwatch.LogGroup('orders-flow-log-group', {
  retentionInDays: 365,
});

const flowLogRole = new aws.iam.Role('orders-flow-log-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('orders-flow-log-policy', {
  role: flowLogRole.id,
  policy: flowLogGroup.arn.apply((arn) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          Resource: `${arn}:*`,
        },
      ],
    }),
  ),
});

export const flowLog = new aws.ec2.FlowLog('orders-flow-log', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
});
",
        notes: "A bucket costs less, keeps records for years and can belong to another account: there are good reasons for \
                either, so that nothing is changed until one is chosen. A destination can't be changed in place: the flow \
                log is replaced, and what lies in the bucket stays there. Delivery and storage are billed. The group is \
                encrypted with the program's key for logs, as in `vpc-flow-logs`.",
    },
};

/// What only other destinations take.
const OF_OTHERS: &[&str] = &["destinationOptions", "deliverCrossAccountRole"];

/// Finds flow logs that are not delivered to CloudWatch Logs.
pub(crate) struct FlowLogDestination;

impl Codemod for FlowLogDestination {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        for log in model.resources_of("aws.ec2.FlowLog") {
            let finding = match destination_type(model, log) {
                Lookup::Found(kind) if kind == CLOUDWATCH => continue,
                Lookup::Absent => continue,
                Lookup::Found(kind) => {
                    let message = format!("delivered to `{kind}`, where the records can't be queried as they come in");
                    Finding::of(model, log, message).fix(fix(cx, log))
                }
                Lookup::Unknown(why) => {
                    Finding::of(model, log, format!("can't see where the flow log is delivered to: {why}"))
                }
            };
            cx.report(match model.resource_property(log, "logDestinationType") {
                Lookup::Found(property) => finding.at(property.file, property.range),
                _ => finding,
            });
        }
    }
}

fn fix<'p>(cx: &Context<'_, 'p>, log: &Resource<'p>) -> Fix {
    let model = cx.model;
    let delivery = NamePattern::of(model, log).map(|own| {
        let name = |word: &str| match own.words().any(|word| word.to_ascii_lowercase().contains("flow")) {
            true => own.with_word(word.trim_start_matches("flow-log-")),
            false => own.with_word(word),
        };
        Delivery::named(model, name, "flow-log-group")
    });
    let edits = delivery
        .as_ref()
        .ok_or_else(|| Declined::because("the flow log has no name that its log group could follow; name it first"))
        .and_then(|delivery| edits(cx, log, delivery));
    let (edits, warning) = with_warning(edits);
    let fix = Fix::new(Level::Advice, "deliver it to a log group of its own", edits).alternative(CLOUDWATCH);
    let fix = warning.into_iter().fold(fix, Fix::note);
    let is_there = |argument: &&str| !model.resource_property(log, argument).is_absent();
    let changed = ["logDestinationType", "logDestination", "iamRoleArn"].into_iter();
    let fix = changed
        .chain(OF_OTHERS.iter().copied().filter(is_there))
        .fold(fix, |fix, argument| fix.effect(Effect::of_change(model, log, &[argument])));
    Delivery::effects(delivery.as_ref(), fix).note("what was recorded so far stays where it is")
}

fn edits<'p>(cx: &Context<'_, 'p>, log: &Resource<'p>, delivery: &Delivery) -> Result<Written, Declined> {
    let mut rewrite = Rewrite::new(cx.model);
    let watched = identified(&cx.model.resource_value(log, "vpcId")).map(|id| cx.model.resource(id));
    let of = watched.filter(|vpc| vpc.file == log.file).unwrap_or(log);
    let group = rewrite.free_name_for(of, log.node, "flowLogGroup");
    let role = rewrite.free_name_for(of, log.node, "flowLogRole");
    let reached = key_for_logs(cx.model, log)
        .and_then(|key| Some((key, reach_key(&mut rewrite, log, key.key)?)))
        .filter(|(_, reached)| is_before(&rewrite, reached, log));
    let (key, warning) = reached.map_or((None, None), |(key, reached)| (Some(reached), key.warning()));
    let days = cx.integer(log.file, RETENTION.name);
    let code = delivery.code(&mut rewrite, log, (&group, &role), days, key.as_ref())?;
    rewrite.insert_group(
        log.file,
        Place::Before(log.node),
        "Log group and role of the flow log",
        &code.join("\n\n"),
    )?;
    let Args::Literal(own) = cx.model.args(log) else {
        return Err(Declined::because("its arguments are built elsewhere; change its destination there"));
    };
    let mut gone: Vec<Gone> = Vec::new();
    for argument in ["logDestinationType", "logDestination", "iamRoleArn"] {
        gone.extend(written_in(&rewrite, log, own, argument)?);
    }
    for argument in OF_OTHERS {
        gone.extend(written_in(&rewrite, log, own, argument)?);
        rewrite.remove(own.file, own.node, argument)?;
    }
    rewrite.set(own.file, own.node, "logDestinationType", &format!("'{CLOUDWATCH}'"))?;
    rewrite.set(own.file, own.node, "logDestination", &format!("{group}.arn"))?;
    rewrite.set_after(own.file, own.node, "logDestination", "iamRoleArn", &format!("{role}.arn"))?;
    rewrite.drop_unused(&gone, &[])?;
    Ok((rewrite.finish()?, warning))
}

/// Whether a key is declared before the flow log.
fn is_before(rewrite: &Rewrite<'_, '_>, key: &Reached, log: &Resource<'_>) -> bool {
    let index = rewrite.model().index(log.file);
    key.after.is_none_or(|after| index.entry(after).range.start < index.entry(log.node).range.start)
}

/// Where a flow log's own arguments write one of them, if they do.
fn written_in<'p>(
    rewrite: &Rewrite<'_, 'p>,
    log: &Resource<'p>,
    own: Site<'p, ObjectLit>,
    argument: &str,
) -> Result<Option<Gone>, Declined> {
    match rewrite.model().resource_property(log, argument) {
        Lookup::Absent => Ok(None),
        Lookup::Found(property) if property.object == Some(own) => Ok(Some((property.file, property.range))),
        Lookup::Found(_) => Err(Declined::because(format!("`{argument}` is set elsewhere; change it there"))),
        Lookup::Unknown(why) => Err(Declined::because(format!("{why}; change `{argument}` there"))),
    }
}
