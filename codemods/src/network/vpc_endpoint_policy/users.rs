//! Who goes through an endpoint. Invariant: a role is told only where the program shows that it is the one that does; what
//! can't be seen may be another.

use iacfix_engine::model::{
    IdentityPolicy, Lookup, Model, Piece, Policy, Resource, ResourceId, Statement, Trust, Value, VpcRef,
};

/// Services that act outside of the networks of their customers, whatever a role lets them do.
const OUTSIDE: &[&str] = &[
    "apigateway",
    "application-autoscaling",
    "autoscaling",
    "backup",
    "cloudtrail",
    "cloudwatch",
    "codedeploy",
    "codepipeline",
    "config",
    "delivery.logs",
    "ecs",
    "eks",
    "events",
    "firehose",
    "guardduty",
    "logs",
    "monitoring.rds",
    "scheduler",
    "states",
    "vpc-flow-logs",
];

/// What managed policies let a role use. One that is not here may let it use anything.
const MANAGED: &[(&str, &[&str])] = &[
    ("AmazonEC2ContainerRegistryReadOnly", &["ecr"]),
    ("AmazonECSTaskExecutionRolePolicy", &["ecr", "logs"]),
    ("AmazonSSMManagedInstanceCore", &["ssm", "ssmmessages", "ec2messages"]),
    ("AWSLambdaBasicExecutionRole", &["logs"]),
    ("AWSLambdaVPCAccessExecutionRole", &["logs", "ec2"]),
    ("AWSXRayDaemonWriteAccess", &["xray"]),
    ("AWSXrayWriteOnlyAccess", &["xray"]),
];

/// What runs in a VPC, with the arguments that say as whom.
const WORKLOADS: &[(&str, &[&str])] = &[
    ("aws.codebuild.Project", &["serviceRole"]),
    ("aws.ec2.Instance", &["iamInstanceProfile"]),
    ("aws.ec2.LaunchConfiguration", &["iamInstanceProfile"]),
    ("aws.ec2.LaunchTemplate", &["iamInstanceProfile"]),
    ("aws.ecs.TaskDefinition", &["taskRoleArn", "executionRoleArn"]),
    ("aws.lambda.CallbackFunction", &["role"]),
    ("aws.lambda.Function", &["role"]),
];

/// Workloads that are in a VPC only where they are told which.
const IN_VPC_BY: &str = "vpcConfig";

/// What acts, or lets others act, with roles that the program does not name.
const OPEN: &[&str] = &[
    "aws.batch.ComputeEnvironment",
    "aws.eks.Cluster",
    "aws.emr.Cluster",
    "aws.elasticbeanstalk.Environment",
    "aws.sagemaker.Domain",
    "awsx.ecs.EC2Service",
    "awsx.ecs.EC2TaskDefinition",
    "awsx.ecs.FargateService",
    "awsx.ecs.FargateTaskDefinition",
    "eks.Cluster",
];

/// The one role of the program that uses what an endpoint leads to: the actions that begin with `prefix`.
///
/// It may do such actions and no other role may, each policy being seen; a workload in a VPC acts with it, and every other one
/// acts with a role of the program; the endpoint's VPC is the program's own.
pub(super) fn one_role<'p>(model: &Model<'p>, endpoint: &Resource<'p>, prefix: &str) -> Option<ResourceId> {
    let is_open = |resource: &Resource<'p>| OPEN.iter().any(|class| resource.symbol.is(class));
    if !matches!(model.network().vpc(endpoint.id), VpcRef::Made(_))
        || model.resources().iter().any(is_open)
        || has_scattered_attachments(model)
        || !all_act_as_seen(model)
    {
        return None;
    }
    let policies = model.identity_policies();
    let holders_are_seen =
        policies.iter().all(|policy| !policy.roles.is_empty() || grants(policy, prefix) == Some(false));
    let mut users: Vec<&Resource<'p>> = Vec::new();
    for role in model.resources_of("aws.iam.Role").filter(|role| !acts_outside(model, role)) {
        if may_use(model, role, &policies, prefix)? {
            users.push(role);
        }
    }
    let [role] = users.as_slice() else { return None };
    let site = |resource: &Resource<'p>| (resource.file, resource.node);
    let is_one = holders_are_seen
        && model.runs_once(site(role), site(endpoint))
        && may_use(model, role, &policies, "sts") == Some(false)
        && model.acting_with(role.id).into_iter().any(|user| is_in_vpc(model, user));
    is_one.then_some(role.id)
}

/// Whether the program gives policies in ways that are not followed to the roles that get them.
fn has_scattered_attachments<'p>(model: &Model<'p>) -> bool {
    const SCATTERED: &[&str] = &["aws.iam.PolicyAttachment", "aws.iam.RolePolicyAttachmentsExclusive"];
    let is_scattered = |r: &Resource<'_>| SCATTERED.iter().any(|class| r.symbol.is(class));
    let names_no_role = |r: &Resource<'p>| model.resource_value(r, "role").output().is_none();
    model.resources().iter().any(is_scattered) || model.resources_of("aws.iam.RolePolicyAttachment").any(names_no_role)
}

/// Whether every workload that is in a VPC acts with a role of the program, or with none.
fn all_act_as_seen<'p>(model: &Model<'p>) -> bool {
    let is_seen = |workload: &Resource<'p>, argument: &str| match model.resource_property(workload, argument) {
        // Without one it is made a role of its own.
        Lookup::Absent => !workload.symbol.is("aws.lambda.CallbackFunction"),
        Lookup::Unknown(_) => false,
        Lookup::Found(property) => {
            let value = model.property_value(&property);
            match &value {
                // `{ name: profile.name }` of a launch template.
                Value::Object(_) => ["name", "arn"].iter().any(|key| model.member(&value, key).output().is_some()),
                value => value.output().is_some() || matches!(value, Value::Undefined),
            }
        }
    };
    WORKLOADS.iter().all(|(class, arguments)| {
        let mut workloads = model.resources_of(class).filter(|workload| is_in_vpc(model, workload));
        workloads.all(|workload| arguments.iter().all(|argument| is_seen(workload, argument)))
    })
}

/// Whether something that acts with a role does so from a VPC.
fn is_in_vpc<'p>(model: &Model<'p>, user: &Resource<'p>) -> bool {
    let is = |names: &[&str]| names.iter().any(|class| user.symbol.is(class));
    match is(&["aws.lambda.Function", "aws.lambda.CallbackFunction", "aws.codebuild.Project"]) {
        true => !model.resource_property(user, IN_VPC_BY).is_absent(),
        false => WORKLOADS.iter().any(|(class, _)| user.symbol.is(class)),
    }
}

/// Whether a role is for services only that act outside of the networks of their customers.
fn acts_outside<'p>(model: &Model<'p>, role: &Resource<'p>) -> bool {
    let Lookup::Found(Trust::Policy(trust)) = model.trust(role) else { return false };
    let is_outside = |statement: &Statement<'_>| {
        let principals = &statement.principals;
        principals.unseen.is_none()
            && !statement.excepts_principals
            && principals.items.iter().all(|it| OUTSIDE.iter().any(|service| it.is_service(service)))
    };
    trust.unseen.is_none() && !trust.statements.is_empty() && trust.statements.iter().all(is_outside)
}

/// Whether a role may do actions that begin with `prefix`; `None` where that can't be seen.
fn may_use<'p>(model: &Model<'p>, role: &Resource<'p>, policies: &[IdentityPolicy<'p>], prefix: &str) -> Option<bool> {
    if model.resource_property(role, "inlinePolicies").unknown().is_some() {
        return None;
    }
    let managed = managed_policies(model, role)?;
    let is_own = |policy: &&IdentityPolicy<'p>| {
        policy.roles.contains(&role.id) || managed.contains(&Managed::Made(policy.at.holder))
    };
    let of_aws = managed.iter().filter_map(|policy| match policy {
        Managed::OfAws(name) => Some(MANAGED.iter().find(|(known, _)| known == name).map(|it| it.1.contains(&prefix))),
        Managed::Made(_) => None,
    });
    let answers: Vec<Option<bool>> =
        policies.iter().filter(is_own).map(|policy| grants(policy, prefix)).chain(of_aws).collect();
    match answers.contains(&None) {
        true => None,
        false => Some(answers.contains(&Some(true))),
    }
}

/// A managed policy.
#[derive(PartialEq, Eq)]
enum Managed {
    /// One of AWS, by its name.
    OfAws(String),
    /// One of the program.
    Made(ResourceId),
}

/// The managed policies that a role has; `None` where one can't be seen.
fn managed_policies<'p>(model: &Model<'p>, role: &Resource<'p>) -> Option<Vec<Managed>> {
    let mut arns: Vec<Value<'p>> = match model.resource_property(role, "managedPolicyArns") {
        Lookup::Absent => Vec::new(),
        Lookup::Unknown(_) => return None,
        Lookup::Found(property) => model.property_value(&property).items()?,
    };
    let attachments = model.resources_of("aws.iam.RolePolicyAttachment");
    let own = attachments.filter(|it| model.names(&model.resource_value(it, "role"), role.id).found().is_some());
    arns.extend(own.map(|it| model.resource_value(it, "policyArn")));
    let one = |arn: &Value<'p>| match arn {
        Value::Symbol(symbol) => Some(Managed::OfAws(symbol.path().last()?.clone())),
        Value::Str(text) => Some(Managed::OfAws(text.rsplit('/').next()?.to_string())),
        Value::Text(site) => match model.text_pieces(site.file, site.node).pop()? {
            Piece::Known(text) => Some(Managed::OfAws(text.rsplit_once('/')?.1.to_string())),
            _ => None,
        },
        value => {
            let (id, _) = value.output()?;
            model.resource(id).symbol.is("aws.iam.Policy").then_some(Managed::Made(id))
        }
    };
    arns.iter().map(one).collect()
}

/// Whether a policy allows actions that begin with `prefix`; `None` where that can't be seen.
fn grants(policy: &IdentityPolicy<'_>, prefix: &str) -> Option<bool> {
    match &policy.at.policy {
        Lookup::Found(policy) => allows(policy, prefix),
        Lookup::Absent => Some(false),
        Lookup::Unknown(_) => None,
    }
}

fn allows(policy: &Policy<'_>, prefix: &str) -> Option<bool> {
    let mut any = false;
    for statement in &policy.statements {
        match &statement.allows {
            Lookup::Found(true) => {}
            Lookup::Found(false) => continue,
            _ => return None,
        }
        let (Lookup::Found(actions), true) = (&statement.actions, statement.not_actions.is_absent()) else {
            return None;
        };
        if actions.unseen.is_some() {
            return None;
        }
        for action in &actions.items {
            let (service, _) = action.as_str()?.split_once(':').unwrap_or(("*", ""));
            any |= service.eq_ignore_ascii_case(prefix) || service.contains(['*', '?']);
        }
    }
    policy.unseen.is_none().then_some(any)
}
