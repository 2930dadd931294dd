//! `kms-logs-policy` (004#5): CloudWatch Logs may use the keys that encrypt log groups, for its log groups only.

mod judge;
mod repair;
pub(crate) mod serves;

use iacfix_engine::codemod::{Codemod, Context, Finding, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{Lookup, Model, Resource, ResourceId};

use judge::Verdict;

const META: Meta = Meta {
    id: "kms-logs-policy",
    title: "lets CloudWatch Logs use the keys of log groups, and only for log groups",
    theme: Theme::Iam,
    report: "004#5",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds key policies whose statement for `logs.<region>.amazonaws.com` lacks actions that the service needs, \
               or the condition on the encryption context, and keys of log groups whose policy has no such statement.",
        why: "CloudWatch Logs encrypts with its own principal: without `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, \
              `kms:GenerateDataKey*` and `kms:Describe*` a log group with the key can't be created or written to. Without \
              a condition on `kms:EncryptionContext:aws:logs:arn` the service may use the key for the log groups of any \
              account.",
        before: "import * as aws from '@pulumi/aws';

const identity = aws.getCallerIdentityOutput({});

const key = new aws.kms.Key('logs', {
  enableKeyRotation: true,
  policy: identity.accountId.apply(accountId =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: '*',
        },
      ],
    })
  ),
});

export const keyArn = key.arn;
",
        after: "import * as aws from '@pulumi/aws';

const identity = aws.getCallerIdentityOutput({});

const key = new aws.kms.Key('logs', {
  enableKeyRotation: true,
  policy: identity.accountId.apply(accountId =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Action: [
            'kms:Decrypt',
            'kms:GenerateDataKey*',
            'kms:Encrypt*',
            'kms:ReEncrypt*',
            'kms:Describe*',
            'kms:CreateGrant',
          ],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:${accountId}:*`,
            },
          },
        },
      ],
    })
  ),
});

export const keyArn = key.arn;
",
        notes: "Actions are added at once; the condition narrows what the key may be used for, so it is for review, as is a \
                new statement. `kms:CreateGrant` joins other actions that are missing; alone it is no finding. A key without \
                a policy has the account's own statement by default, which a policy that is added keeps. Account, region \
                and partition are said as the policy or the program says them already. From a statement \
                that admits other services too, which the condition would shut out, the service moves to one of its own.",
    },
};

/// Finds keys that CloudWatch Logs can't use, or may use for anything.
pub(crate) struct KmsLogsPolicy;

impl Codemod for KmsLogsPolicy {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut seen = Vec::new();
        for key in model.resources_of("aws.kms.Key") {
            for verdict in judge::verdicts(model, key) {
                let finding = finding(model, key, &verdict);
                // Keys may share a policy.
                let place = (finding.file, finding.range, finding.message.clone());
                if !seen.contains(&place) {
                    seen.push(place);
                    cx.report(finding);
                }
            }
        }
    }
}

fn finding<'p>(model: &Model<'p>, key: &Resource<'p>, verdict: &Verdict<'p>) -> Finding {
    match verdict {
        Verdict::LacksActions { at, policy, statement, missing } => {
            let statement = &policy.statements[*statement];
            let names: Vec<&str> = missing.iter().map(|group| group.pattern).collect();
            let message =
                format!("CloudWatch Logs can't use the key: its statement does not allow {}", names.join(", "));
            let place = match &statement.actions {
                Lookup::Found(actions) => actions.node.place,
                _ => statement.node.place,
            };
            Finding::of(model, key, message)
                .at(place.file(), place.range())
                .fix(repair::allow(model, at, statement, missing))
        }
        Verdict::LacksCondition { at, policy, statement } => {
            let statement = &policy.statements[*statement];
            let place = statement.node.place;
            let message = "CloudWatch Logs may use the key for log groups of any account: its statement has no condition \
                           on the encryption context";
            Finding::of(model, key, message)
                .at(place.file(), place.range())
                .fix(repair::condition(model, key, at, policy, statement))
        }
        Verdict::Mixed { at, policy, statement } => {
            let statement = &policy.statements[*statement];
            let place = statement.node.place;
            let message = "CloudWatch Logs shares a statement with others, so that it can't be held to log groups and to \
                           what it needs";
            Finding::of(model, key, message)
                .at(place.file(), place.range())
                .fix(repair::split(model, key, at, policy, statement))
        }
        Verdict::LacksStatement { at, policy, groups } => {
            let message = "CloudWatch Logs can't use the key: its policy has no statement for the service";
            let finding = Finding::of(model, key, message).at(at.property.file, at.property.range);
            with_groups(model, finding, groups).fix(repair::statement(model, key, at, policy))
        }
        Verdict::LacksPolicy { groups } => {
            let message = "CloudWatch Logs can't use the key: it has the default policy, which admits no service";
            with_groups(model, Finding::of(model, key, message), groups).fix(repair::policy(model, key))
        }
        Verdict::Unseen { why, groups } => {
            let message = format!("can't see whether CloudWatch Logs may use the key: {why}");
            with_groups(model, Finding::of(model, key, message), groups)
        }
    }
}

/// The finding with the log groups that the key encrypts.
fn with_groups(model: &Model<'_>, finding: Finding, groups: &[ResourceId]) -> Finding {
    groups.iter().fold(finding, |finding, id| {
        let group = model.resource(*id);
        finding.related(group.file, group.range(), "this log group is encrypted with it")
    })
}
