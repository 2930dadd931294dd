//! What roles may do with S3, ECR and CloudWatch Logs. Invariant: a permission for everything (`*`) says nothing of what a
//! role is for, and counts for nothing.

use iacfix_engine::model::{Lookup, Model, ResourceId, TextPart, Value};

/// A service whose endpoint this row adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    S3,
    Ecr,
    Logs,
}

impl Service {
    pub(super) const ALL: [Service; 3] = [Service::S3, Service::Ecr, Service::Logs];

    /// What the option calls it, and actions start with.
    pub(super) fn key(self) -> &'static str {
        match self {
            Service::S3 => "s3",
            Service::Ecr => "ecr",
            Service::Logs => "logs",
        }
    }

    /// What people call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Service::S3 => "S3",
            Service::Ecr => "ECR",
            Service::Logs => "CloudWatch Logs",
        }
    }

    /// The services of the endpoints that lead to it.
    pub(super) fn endpoints(self) -> &'static [&'static str] {
        match self {
            Service::S3 => &["s3"],
            Service::Ecr => &["ecr.api", "ecr.dkr"],
            Service::Logs => &["logs"],
        }
    }
}

/// Policies that the provider manages, with the service that a workload needs them for.
const MANAGED: &[(&str, Service)] = &[
    ("AmazonS3FullAccess", Service::S3),
    ("AmazonS3ReadOnlyAccess", Service::S3),
    ("AmazonEC2ContainerRegistryFullAccess", Service::Ecr),
    ("AmazonEC2ContainerRegistryPowerUser", Service::Ecr),
    ("AmazonEC2ContainerRegistryPullOnly", Service::Ecr),
    ("AmazonEC2ContainerRegistryReadOnly", Service::Ecr),
    ("AmazonEKSFargatePodExecutionRolePolicy", Service::Ecr),
    ("CloudWatchAgentAdminPolicy", Service::Logs),
    ("CloudWatchAgentServerPolicy", Service::Logs),
    ("CloudWatchLogsFullAccess", Service::Logs),
    ("CloudWatchLogsReadOnlyAccess", Service::Logs),
];

/// The policy that lets ECS pull images and write logs: it comes with every task, and says something of ECR only where the
/// program has images there.
const TASK_EXECUTION: &str = "AmazonECSTaskExecutionRolePolicy";

/// Actions by which logs are delivered.
const DELIVERY: &[&str] = &[
    "logs:createloggroup",
    "logs:createlogstream",
    "logs:describeloggroups",
    "logs:describelogstreams",
    "logs:putlogevents",
    "logs:putretentionpolicy",
];

/// Something that a role may do.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    role: ResourceId,
    pub(super) service: Service,
    /// What lets it, in words: `may do ...`, `has ...`.
    pub(super) why: String,
    /// Whether a role needs it for nothing but having its logs delivered.
    pub(super) is_for_delivery: bool,
}

/// What the roles of a program may do.
pub(super) struct Grants {
    all: Vec<Grant>,
    /// Whether the program makes a repository of ECR.
    has_repository: bool,
}

impl Grants {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let is_repository = |name: &&str| model.resources_of(name).next().is_some();
        let has_repository = ["aws.ecr.Repository", "awsx.ecr.Repository"].iter().any(is_repository);
        let mut out = Self { all: Vec::new(), has_repository };
        for identity in model.identity_policies() {
            let Lookup::Found(policy) = &identity.at.policy else { continue };
            for statement in policy.statements.iter().filter(|s| matches!(s.allows, Lookup::Found(true))) {
                let Lookup::Found(actions) = &statement.actions else { continue };
                for action in actions.items.iter().filter_map(|item| item.as_str()) {
                    identity.roles.iter().for_each(|role| out.add_action(*role, action));
                }
            }
        }
        let roles = || model.resources_of("aws.iam.Role");
        for attachment in model.resources_of("aws.iam.RolePolicyAttachment") {
            let (held, policy) =
                (model.resource_value(attachment, "role"), model.resource_value(attachment, "policyArn"));
            for role in roles().filter(|role| model.names(&held, role.id).found().is_some()) {
                out.add_managed(model, role.id, &policy);
            }
        }
        for role in roles() {
            let policies = model.resource_value(role, "managedPolicyArns");
            policies.items().unwrap_or_default().iter().for_each(|policy| out.add_managed(model, role.id, policy));
        }
        out
    }

    /// What one of them may do.
    pub(super) fn of_role(&self, role: ResourceId) -> impl Iterator<Item = &Grant> {
        self.all.iter().filter(move |grant| grant.role == role)
    }

    fn add_action(&mut self, role: ResourceId, action: &str) {
        let lower = action.to_ascii_lowercase();
        let Some((prefix, _)) = lower.split_once(':') else { return };
        let Some(service) = Service::ALL.into_iter().find(|service| service.key() == prefix) else { return };
        // A pattern that covers delivery says nothing of what else it covers.
        let is_for_delivery = match lower.strip_suffix('*') {
            Some(start) => DELIVERY.iter().any(|delivery| delivery.starts_with(start)),
            None => DELIVERY.contains(&lower.as_str()),
        };
        self.all.push(Grant { role, service, why: format!("may do `{action}`"), is_for_delivery });
    }

    fn add_managed<'p>(&mut self, model: &Model<'p>, role: ResourceId, policy: &Value<'p>) {
        for name in policy.choices().iter().filter_map(|one| name_of_managed(model, one)) {
            if name == TASK_EXECUTION && self.has_repository {
                let why = "pulls images, and the program makes a repository for them".to_string();
                self.all.push(Grant { role, service: Service::Ecr, why, is_for_delivery: false });
            }
            if let Some((_, service)) = MANAGED.iter().find(|(known, _)| *known == name) {
                let is_for_delivery = name == "CloudWatchLogsFullAccess";
                self.all.push(Grant { role, service: *service, why: format!("has `{name}`"), is_for_delivery });
            }
        }
    }
}

/// The name of a policy that the provider manages, by its arn or the provider's constant.
fn name_of_managed<'p>(model: &Model<'p>, policy: &Value<'p>) -> Option<String> {
    let last = |arn: &str| arn.rsplit('/').next().map(str::to_string);
    match policy {
        Value::Str(arn) => last(arn),
        Value::Symbol(symbol) => symbol.path().last().cloned(),
        Value::Text(site) => match model.text_parts(site.file, site.node).last() {
            Some(TextPart::Known(arn)) => last(arn),
            _ => None,
        },
        _ => None,
    }
}
