//! What the program's use suggests in place of all that a service has. Invariant: only what acts with the role and
//! names in its arguments suggests anything.

use std::collections::{BTreeMap, BTreeSet};

use iacfix_engine::model::{Model, ResourceId};
use iacfix_engine::source::TextRange;

/// What working with a resource of a type takes, beyond which a person has to say.
const USES: &[(&str, &[&str])] = &[
    ("aws.s3.Bucket", &["s3:GetObject", "s3:PutObject", "s3:ListBucket"]),
    ("aws.s3.BucketV2", &["s3:GetObject", "s3:PutObject", "s3:ListBucket"]),
    ("aws.ecr.Repository", &["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
    ("aws.cloudwatch.LogGroup", &["logs:CreateLogStream", "logs:PutLogEvents"]),
    ("aws.dynamodb.Table", &["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]),
    ("aws.sqs.Queue", &["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
    ("aws.sns.Topic", &["sns:Publish"]),
    ("aws.secretsmanager.Secret", &["secretsmanager:GetSecretValue"]),
    ("aws.ssm.Parameter", &["ssm:GetParameter"]),
    ("aws.kms.Key", &["kms:Decrypt", "kms:GenerateDataKey"]),
];

/// The services of actions; all of them for `*`.
#[derive(Debug)]
pub(super) enum Services {
    All,
    Named(BTreeSet<String>),
}

impl Services {
    pub(super) fn of<'a>(actions: impl Iterator<Item = &'a str>) -> Self {
        let mut named = BTreeSet::new();
        for action in actions {
            match action.split_once(':') {
                Some((service, _)) => named.insert(service.to_ascii_lowercase()),
                None => return Services::All,
            };
        }
        Services::Named(named)
    }

    /// Of a policy that the provider manages: `s3` of `AmazonS3FullAccess`.
    pub(super) fn of_managed(policy: &str) -> Self {
        let Some(name) = policy.strip_suffix("FullAccess") else { return Services::All };
        let name = name.trim_start_matches("Amazon").trim_start_matches("AWS");
        let service = match name.to_ascii_lowercase().as_str() {
            "ec2containerregistry" | "elasticcontainerregistry" => "ecr".to_string(),
            "cloudwatchlogs" => "logs".to_string(),
            other => other.to_string(),
        };
        Services::Named(BTreeSet::from([service]))
    }

    fn have(&self, action: &str) -> bool {
        match self {
            Services::All => true,
            Services::Named(named) => action.split(':').next().is_some_and(|service| named.contains(service)),
        }
    }
}

/// The end of an advice: which actions on what, by the resources that act with the roles; empty where none says.
pub(super) fn suggested(model: &Model<'_>, roles: &[ResourceId], services: &Services) -> String {
    let acting = roles.iter().flat_map(|role| model.acting_with(*role));
    let named: BTreeSet<ResourceId> = acting.flat_map(|actor| model.mentioned_in(actor)).collect();
    let mut by_use: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in named {
        let resource = model.resource(id);
        let uses = USES.iter().find(|(class, actions)| {
            resource.symbol.is(class) && actions.first().is_some_and(|action| services.have(action))
        });
        if let (Some((_, actions)), Some(name)) = (uses, resource.name()) {
            let quoted: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
            let name = model.brief(resource.file, TextRange::of(name));
            by_use.entry(quoted.join(", ")).or_default().push(name);
        }
    }
    let parts: Vec<String> =
        by_use.iter().map(|(actions, names)| format!("{actions} on {}", names.join(", "))).collect();
    if parts.is_empty() { String::new() } else { format!("; its use suggests {}", parts.join("; ")) }
}
