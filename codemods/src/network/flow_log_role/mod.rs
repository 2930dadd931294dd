//! `flow-log-role` (002#5): the flow-logs service may act as the roles that it is given, and only write to the log groups.

mod judge;
mod repair;

use std::collections::BTreeSet;

use iacfix_engine::codemod::{Codemod, Context, Finding, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{IdentityPolicy, Lookup, Model, Policy, Statement};

use judge::{Courier, Excess, couriers, excess};

const META: Meta = Meta {
    id: "flow-log-role",
    title: "lets the flow-logs service act as its roles, and write to its log groups only",
    theme: Theme::Network,
    report: "002#5",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds roles of flow logs (`iamRoleArn`) that `vpc-flow-logs.amazonaws.com` may not assume, and lets it; and \
               statements in their policies that allow all actions of logs (`logs:*`, `*`) or any log group (`'*'`, \
               `arn:aws:logs:*:*:*`), and limits them to writing to the log group that the flow log names.",
        why: "Without the trust the flow log is made, reports an access error, and records nothing. With `logs:*` on `'*'` \
              whoever acts as the role can read and delete every log of the account, its own traces among them.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });

const logGroup = new aws.cloudwatch.LogGroup('orders-flow-logs', {
  retentionInDays: 90,
});

const role = new aws.iam.Role('orders-flow-logs', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('orders-flow-logs', {
  role: role.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'logs:*',
        Resource: '*',
      },
    ],
  }),
});

export const flowLog = new aws.ec2.FlowLog('orders', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: logGroup.arn,
  iamRoleArn: role.arn,
});
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });

const logGroup = new aws.cloudwatch.LogGroup('orders-flow-logs', {
  retentionInDays: 90,
});

const role = new aws.iam.Role('orders-flow-logs', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('orders-flow-logs', {
  role: role.id,
  policy: logGroup.arn.apply((logGroupArn) =>
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
          Resource: `${logGroupArn}:*`,
        },
      ],
    }),
  ),
});

export const flowLog = new aws.ec2.FlowLog('orders', {
  vpcId: vpc.id,
  trafficType: 'ALL',
  logDestination: logGroup.arn,
  iamRoleArn: role.arn,
});
",
        notes: "A service that was misspelled makes way for the right one; any other stays admitted. Actions that take no \
                resource (`logs:DescribeLogGroups`) keep `'*'` in a statement of their own. Roles that something else \
                names as well, and log groups that can't be seen, give an advice; roles from outside of the program are \
                left alone, and so are flow logs that deliver to a bucket or a stream.",
    },
};

/// Finds roles that flow logs can't be delivered with, or that may do more than that.
pub(crate) struct FlowLogRole;

impl Codemod for FlowLogRole {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let identities = model.identity_policies();
        let mut seen = BTreeSet::new();
        for courier in couriers(model) {
            if let Some(finding) = trust(model, &courier) {
                cx.report(finding);
            }
            for identity in identities.iter().filter(|it| it.roles.contains(&courier.role.id)) {
                for finding in permissions(model, &courier, identity) {
                    // Several roles may have a policy in common.
                    if seen.insert((finding.file, finding.range)) {
                        cx.report(finding);
                    }
                }
            }
        }
    }
}

fn trust<'p>(model: &Model<'p>, courier: &Courier<'_, 'p>) -> Option<Finding> {
    let of = |message: String| {
        let finding = Finding::of(model, courier.role, message);
        courier.logs.iter().fold(finding, |finding, id| {
            let log = model.resource(*id);
            finding.related(log.file, log.range(), "this flow log is delivered with it")
        })
    };
    let unseen = |why: &str| of(format!("can't see whether the flow-logs service may act as this role: {why}"));
    match model.trust(courier.role) {
        Lookup::Absent => None,
        Lookup::Unknown(why) => Some(unseen(&why)),
        Lookup::Found(trust) => match trust.admits("vpc-flow-logs") {
            Lookup::Found(()) => None,
            Lookup::Unknown(why) => Some(unseen(&why)),
            Lookup::Absent => Some(
                of("flow logs can't be delivered: `vpc-flow-logs.amazonaws.com` may not act as this role".to_string())
                    .fix(repair::admit(model, courier, &trust)),
            ),
        },
    }
}

fn permissions<'p>(model: &Model<'p>, courier: &Courier<'_, 'p>, identity: &IdentityPolicy<'p>) -> Vec<Finding> {
    match &identity.at.policy {
        Lookup::Found(policy) => {
            let found = policy.statements.iter().filter_map(|statement| {
                let excess = excess(statement, &courier.groups)?;
                Some(too_wide(model, courier, identity, policy, statement, &excess))
            });
            found.collect()
        }
        Lookup::Absent => Vec::new(),
        Lookup::Unknown(why) => {
            let message = format!("can't see whether flow logs may do more than write to their log group: {why}");
            let at = &identity.at;
            vec![Finding::of(model, model.resource(at.holder), message).at(at.property.file, at.property.range)]
        }
    }
}

fn too_wide<'p>(
    model: &Model<'p>,
    courier: &Courier<'_, 'p>,
    identity: &IdentityPolicy<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
    excess: &Excess,
) -> Finding {
    let names = excess.names.join(", ");
    let on = if excess.any_group { "any log group" } else { "their log group" };
    let said = format!("flow logs need to write to their log group only, and may do {names} on {on}");
    let of = |message: String| {
        let (file, range) = (statement.node.place.file(), statement.node.place.range());
        Finding::of(model, model.resource(identity.at.holder), message).at(file, range)
    };
    if let Some(other) = courier.other {
        return of(format!("{said}; the role is not theirs alone, give them one of their own")).related(
            other.file,
            other.range(),
            "this names the role too",
        );
    }
    match &courier.unseen {
        Some(why) => of(format!("{said}; name the log group, which can't be seen: {why}")),
        None => of(said).fix(repair::narrow(model, courier, identity, policy, statement, excess)),
    }
}
