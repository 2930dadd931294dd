//! `vpc-flow-logs` (000#3, 002#5, 003#2.9): the traffic of VPCs is recorded.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::model::{NodeId, Resource, ResourceId, Watch, is_awsx_vpc, vpc_id_property};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite, camel_case, lower_first};

use super::flow_logs::{Delivery, RETENTION, Written, reach_key, with_warning};
use crate::iam::kms_logs_policy::serves::{LogsKey, key_for_logs};

const META: Meta = Meta {
    id: "vpc-flow-logs",
    title: "records the traffic of VPCs in flow logs",
    theme: Theme::Network,
    report: "000#3, 002#5, 003#2.9",
    preset: Preset::All,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[RETENTION],
    manual: Manual {
        what: "Finds VPCs that the program makes, or adopts as `DefaultVpc`, with `aws` or `awsx`, and that no `FlowLog` \
               watches. Each is given a log group, a role that the flow-logs service may assume and that may write to \
               this group only, and a flow log of all its traffic, in the pattern of the VPC's own name, tags and \
               options. The group is encrypted with the program's key for logs, where its policy admits CloudWatch Logs \
               for any log group, or will once `kms-logs-policy` put it right, and a name at the VPC leads to it.",
        why: "Without flow logs nobody can tell afterwards which machine talked to which address, and what was \
              rejected: an incident leaves no trace in the network.",
        before: "import * as aws from '@pulumi/aws';

export const vpc = new aws.ec2.Vpc('orders-vpc', {
  cidrBlock: '10.0.0.0/16',
  tags: { Name: 'orders-vpc' },
});
",
        after: "import * as aws from '@pulumi/aws';

export const vpc = new aws.ec2.Vpc('orders-vpc', {
  cidrBlock: '10.0.0.0/16',
  tags: { Name: 'orders-vpc' },
});

const flowLogGroup = new aws.cloudwatch.LogGroup('orders-vpc-flow-logs', {
  retentionInDays: 365,
  tags: { Name: 'orders-vpc-flow-logs' },
});

const flowLogRole = new aws.iam.Role('orders-vpc-flow-log-role', {
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
  tags: { Name: 'orders-vpc-flow-log-role' },
});

new aws.iam.RolePolicy('orders-vpc-flow-log-policy', {
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

new aws.ec2.FlowLog('orders-vpc-flow-log', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestinationType: 'cloud-watch-logs',
  logDestination: flowLogGroup.arn,
  iamRoleArn: flowLogRole.arn,
  tags: { Name: 'orders-vpc-flow-log' },
});
",
        notes: "A VPC is watched by a flow log of its own, whatever traffic type and destination that has, and by flow \
                logs of every subnet that the program makes in it. Flow logs of some subnets only, or of one of the VPCs \
                that a loop makes, give an advice, for they may be meant so; so does a flow log whose target can't be \
                seen, for a second one would be billed twice. VPCs from outside of the program (a look-up, an id that is \
                handed in) are left alone: who makes them decides. Storage and delivery of the records are billed. The \
                group needs no `CreateLogGroup`, and the three actions that the service uses have resource-level \
                permissions, so that the role needs no `*`.",
    },
};

const NOTHING: &str = "no flow log records the traffic of this VPC";

/// Finds VPCs whose traffic nothing records.
pub(crate) struct VpcFlowLogs;

impl Codemod for VpcFlowLogs {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        if !cx.model.makes_vpc() {
            return;
        }
        let network = cx.model.network();
        for id in network.vpcs() {
            let vpc = cx.model.resource(*id);
            let finding = match network.watched(&network.vpc(*id)) {
                Watch::Whole(_) => continue,
                Watch::Nothing => Finding::of(cx.model, vpc, NOTHING).fix(fix(cx, vpc)),
                Watch::Part(logs) => {
                    let message =
                        "flow logs record a part of this VPC only; give it one of its own, or one for each subnet";
                    with_logs(cx, Finding::of(cx.model, vpc, message), &logs, "this one records a part")
                }
                Watch::Perhaps(log, why) => {
                    let message = format!("can't see whether a flow log records the traffic of this VPC: {why}");
                    with_logs(cx, Finding::of(cx.model, vpc, message), &[log], "this one may")
                }
            };
            cx.report(finding);
        }
    }
}

fn with_logs(cx: &Context<'_, '_>, finding: Finding, logs: &[ResourceId], says: &str) -> Finding {
    logs.iter().fold(finding, |finding, id| {
        let log = cx.model.resource(*id);
        finding.related(log.file, log.range(), says)
    })
}

/// The names of what is created.
struct Names {
    delivery: Delivery,
    log: NamePattern,
}

impl Names {
    fn of(cx: &Context<'_, '_>, vpc: &Resource<'_>) -> Option<Self> {
        let own = NamePattern::of(cx.model, vpc)?;
        let name = |word: &str| own.with_role(&["vpc"], &format!("vpc-{word}"));
        Some(Self {
            delivery: Delivery::named(cx.model, name, "flow-logs"),
            log: name("flow-log").free(cx.model, "aws.ec2.FlowLog"),
        })
    }
}

fn fix<'p>(cx: &Context<'_, 'p>, vpc: &Resource<'p>) -> Fix {
    let names = Names::of(cx, vpc);
    let key = key_for_logs(cx.model, vpc);
    let edits = names
        .as_ref()
        .ok_or_else(|| Declined::because("the VPC has no name that its flow log could follow; name it first"))
        .and_then(|names| edits(cx, vpc, names, key));
    let (edits, warning) = with_warning(edits);
    let fix = Fix::new(Level::Review, "record all its traffic in a log group", edits);
    let fix = warning.into_iter().fold(fix, Fix::note);
    let log = Effect::new(Action::Add, "aws.ec2.FlowLog").billed();
    Delivery::effects(names.as_ref().map(|names| &names.delivery), fix).effect(match &names {
        Some(names) => log.named(names.log.code()),
        None => log,
    })
}

fn edits<'p>(
    cx: &Context<'_, 'p>,
    vpc: &Resource<'p>,
    names: &Names,
    key: Option<LogsKey>,
) -> Result<Written, Declined> {
    let model = cx.model;
    let mut rewrite = Rewrite::new(model);
    let companion = Companion::of(model, vpc);
    let held = rewrite.bind(vpc.file, vpc.node, &wished(cx, vpc))?;
    let mut variable = |what: &str| rewrite.free_name_for(vpc, vpc.node, &variable(cx, vpc, &held, what));
    let (group, role) = (variable("FlowLogGroup"), variable("FlowLogRole"));
    let reached = key.and_then(|key| Some((key, reach_key(&mut rewrite, vpc, key.key)?)));
    let (key, warning) = reached.map_or((None, None), |(key, reached)| (Some(reached), key.warning()));
    let log_entries = [
        Some(format!("vpcId: {held}.{}", vpc_id_property(model, vpc))),
        Some("trafficType: 'ALL'".into()),
        Some("logDestinationType: 'cloud-watch-logs'".into()),
        Some(format!("logDestination: {group}.arn")),
        Some(format!("iamRoleArn: {role}.arn")),
        companion.region(),
        companion.tags(&names.log.code()),
    ];
    let days = cx.integer(vpc.file, RETENTION.name);
    let log_class = rewrite.class_beside(vpc, "aws.ec2.FlowLog")?;
    let [made_group, made_role, made_policy] =
        names.delivery.code(&mut rewrite, vpc, (&group, &role), days, key.as_ref())?;
    let log_entries: Vec<String> = log_entries.into_iter().flatten().collect();
    let log = format!("{};", companion.code(&log_class, &names.log.code(), &log_entries));
    let code = [made_group, made_role, made_policy, log];
    let place = Place::After(last(cx, &rewrite, vpc, key.as_ref()));
    rewrite.insert_group(vpc.file, place, "Flow logs of the VPC", &code.join("\n\n"))?;
    if is_awsx_vpc(vpc) {
        rewrite.need_aws()?;
    }
    Ok((rewrite.finish()?, warning))
}

/// What the new statements have to follow: the VPC, and the key.
fn last<'p>(cx: &Context<'_, 'p>, rewrite: &Rewrite<'_, 'p>, vpc: &Resource<'p>, key: Option<&Reached>) -> NodeId {
    let index = cx.model.index(vpc.file);
    let siblings = key.and_then(|key| rewrite.siblings(vpc.file, vpc.node, key.after?));
    let start = |node: &NodeId| index.entry(*node).range.start;
    let is_later = |(own, other): &(NodeId, NodeId)| *own == vpc.statement && start(other) > start(own);
    siblings.filter(is_later).map_or(vpc.node, |(_, other)| other)
}

/// What to call a VPC that has no name: by the words of its logical name, `hubVpc` of `hub-vpc-${stack}`; of several
/// that would be called alike, with a number.
fn wished<'p>(cx: &Context<'_, 'p>, vpc: &Resource<'p>) -> String {
    let wish = |vpc: &Resource<'p>| {
        let pattern = NamePattern::of(cx.model, vpc);
        let words: Vec<&str> = pattern.iter().flat_map(|p| p.words()).filter(|word| *word != "vpc").collect();
        camel_case(words.into_iter().chain(["vpc"]))
    };
    let own = wish(vpc);
    let alike = beside(cx, vpc).take_while(|other| other.id != vpc.id).filter(|other| wish(other) == own).count();
    if alike == 0 { own } else { format!("{own}{}", alike + 1) }
}

/// The variable of what is created: after the VPC where the file makes several.
fn variable<'p>(cx: &Context<'_, 'p>, vpc: &Resource<'p>, held: &str, what: &str) -> String {
    let name = held.rsplit('.').next().unwrap_or(held).trim_start_matches(['_', '#']);
    if beside(cx, vpc).count() > 1 { format!("{name}{what}") } else { lower_first(what) }
}

/// The VPCs that the file of one makes.
fn beside<'c, 'p>(cx: &'c Context<'_, 'p>, vpc: &Resource<'p>) -> impl Iterator<Item = &'c Resource<'p>> {
    let file = vpc.file;
    cx.model.network().vpcs().iter().map(|id| cx.model.resource(*id)).filter(move |other| other.file == file)
}
