//! Which policies speak of a resource. Invariant: a policy that may be its own is either told or makes the answer say
//! that there may be more.

use swc_ecma_ast::Expr;

use super::Policy;
use crate::model::Model;
use crate::model::lookup::Lookup;
use crate::model::object::Property;
use crate::model::resource::{Resource, ResourceId};
use crate::model::tree::Node;
use crate::model::value::Value;

/// Resources that give another one its policy: their type, the argument that names the other, the types that it names.
const SEPARATE: &[(&str, &str, &[&str])] = &[
    ("aws.kms.KeyPolicy", "keyId", &["aws.kms.Key", "aws.kms.ReplicaKey"]),
    ("aws.s3.BucketPolicy", "bucket", &["aws.s3.Bucket", "aws.s3.BucketV2"]),
    ("aws.sns.TopicPolicy", "arn", &["aws.sns.Topic"]),
    ("aws.sqs.QueuePolicy", "queueUrl", &["aws.sqs.Queue"]),
    ("aws.iam.RolePolicy", "role", &["aws.iam.Role"]),
    ("aws.iam.UserPolicy", "user", &["aws.iam.User"]),
    ("aws.iam.GroupPolicy", "group", &["aws.iam.Group"]),
    ("aws.ecr.RepositoryPolicy", "repository", &["aws.ecr.Repository"]),
    ("aws.secretsmanager.SecretPolicy", "secretArn", &["aws.secretsmanager.Secret"]),
    ("aws.backup.VaultPolicy", "backupVaultName", &["aws.backup.Vault"]),
    ("aws.cloudwatch.EventBusPolicy", "eventBusName", &["aws.cloudwatch.EventBus"]),
    ("aws.efs.FileSystemPolicy", "fileSystemId", &["aws.efs.FileSystem"]),
    ("aws.ec2.VpcEndpointPolicy", "vpcEndpointId", &["aws.ec2.VpcEndpoint"]),
];

/// Outputs that name a resource as a whole.
const NAMES: &[&str] = &["id", "arn", "name", "keyId", "bucket", "url"];

/// A policy that speaks of a resource.
#[derive(Clone, Debug)]
pub struct PolicyAt<'p> {
    /// The resource whose argument it is: itself, or a separate one.
    pub holder: ResourceId,
    /// The name of that argument; of the one that it stands within.
    pub argument: &'static str,
    /// Where it is written.
    pub property: Property<'p>,
    /// The policy; absent where the argument is `undefined`.
    pub policy: Lookup<Policy<'p>>,
}

/// The policies of a resource.
#[derive(Clone, Debug, Default)]
pub struct Attached<'p> {
    /// Those that are seen.
    pub policies: Vec<PolicyAt<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

impl<'p> Model<'p> {
    /// The policies that speak of a resource: its own argument `policy`, and separate resources that name it.
    pub fn policies_of(&self, resource: &Resource<'p>) -> Attached<'p> {
        let mut out = Attached::default();
        self.add_policy(resource, &mut out);
        for (class, names, targets) in SEPARATE {
            if !targets.iter().any(|target| resource.symbol.is(target)) {
                continue;
            }
            for holder in self.resources_of(class) {
                match self.names(&self.resource_value(holder, names), resource.id) {
                    Lookup::Found(()) => self.add_policy(holder, &mut out),
                    Lookup::Absent => {}
                    Lookup::Unknown(why) => {
                        out.unseen = Some(format!("a {} may be its own: {why}", super::super::facts::words(class)));
                    }
                }
            }
        }
        out
    }

    fn add_policy(&self, holder: &Resource<'p>, out: &mut Attached<'p>) {
        match self.resource_property(holder, "policy") {
            Lookup::Found(property) => match self.policy(&property) {
                Lookup::Absent => {}
                policy => out.policies.push(PolicyAt { holder: holder.id, argument: "policy", property, policy }),
            },
            Lookup::Absent => {}
            Lookup::Unknown(why) => out.unseen = Some(why),
        }
    }

    /// Whether `value` names the resource as a whole: itself, its id, arn or name.
    pub fn names(&self, value: &Value<'p>, resource: ResourceId) -> Lookup<()> {
        let is_it = |choice: &Value<'p>| match choice.output() {
            Some((id, path)) => id == resource && path.iter().all(|part| NAMES.contains(&part.as_str())),
            None => false,
        };
        let choices = value.choices();
        if choices.iter().any(is_it) {
            return match choices.len() {
                1 => Lookup::Found(()),
                _ => Lookup::Unknown("it depends on the case".into()),
            };
        }
        match value.why_unknown() {
            Some(why) => Lookup::Unknown(why.to_string()),
            None => Lookup::Absent,
        }
    }
}

/// A policy of somebody who acts: a role, a user, a group.
#[derive(Clone, Debug)]
pub struct IdentityPolicy<'p> {
    /// The policy, with the resource whose argument it is.
    pub at: PolicyAt<'p>,
    /// The roles that have it, as far as they are seen.
    pub roles: Vec<ResourceId>,
}

impl<'p> Model<'p> {
    /// The policies that the program gives to roles, users and groups: separate and managed ones, and those that stand
    /// in a role itself.
    pub fn identity_policies(&self) -> Vec<IdentityPolicy<'p>> {
        const HOLDERS: &[&str] = &["aws.iam.RolePolicy", "aws.iam.UserPolicy", "aws.iam.GroupPolicy", "aws.iam.Policy"];
        let mut out = Vec::new();
        for holder in self.resources().iter().filter(|r| HOLDERS.iter().any(|class| r.symbol.is(class))) {
            let mut found = Attached::default();
            self.add_policy(holder, &mut found);
            let roles = self.roles_with(holder);
            out.extend(found.policies.into_iter().map(|at| IdentityPolicy { at, roles: roles.clone() }));
        }
        for role in self.resources_of("aws.iam.Role") {
            let Lookup::Found(inline) = self.resource_property(role, "inlinePolicies") else { continue };
            for element in self.property_elements(&inline) {
                let value = self.value(element.file, element.expr);
                if let Lookup::Found(property) = self.property(&value, "policy") {
                    let at = PolicyAt {
                        holder: role.id,
                        argument: "inlinePolicies",
                        policy: self.policy(&property),
                        property,
                    };
                    out.push(IdentityPolicy { at, roles: vec![role.id] });
                }
            }
        }
        out
    }

    /// The roles that a policy resource is for: the one that it names, or those that it is attached to.
    fn roles_with(&self, holder: &Resource<'p>) -> Vec<ResourceId> {
        let named = |value: &Value<'p>| -> Vec<ResourceId> {
            let roles = self.resources_of("aws.iam.Role");
            roles.filter(|role| self.names(value, role.id).found().is_some()).map(|role| role.id).collect()
        };
        if holder.symbol.is("aws.iam.RolePolicy") {
            return named(&self.resource_value(holder, "role"));
        }
        let attachments = self.resources_of("aws.iam.RolePolicyAttachment");
        let own = attachments.filter(|a| self.names(&self.resource_value(a, "policyArn"), holder.id).found().is_some());
        own.flat_map(|attachment| named(&self.resource_value(attachment, "role"))).collect()
    }

    /// The resources that act with a role: functions, tasks, builds, instances.
    pub fn acting_with(&self, role: ResourceId) -> Vec<&Resource<'p>> {
        const ARGUMENTS: &[&str] =
            &["role", "roleArn", "serviceRole", "taskRoleArn", "executionRoleArn", "iamInstanceProfile"];
        let is_policy = |r: &Resource<'p>| r.symbol.path().first().is_some_and(|module| module == "iam");
        let profiles: Vec<ResourceId> = self
            .resources_of("aws.iam.InstanceProfile")
            .filter(|profile| self.names(&self.resource_value(profile, "role"), role).found().is_some())
            .map(|profile| profile.id)
            .collect();
        let acts = |r: &&Resource<'p>| {
            ARGUMENTS.iter().any(|argument| {
                let value = self.resource_value(r, argument);
                let named = std::iter::once(role).chain(profiles.iter().copied());
                named.into_iter().any(|id| self.names(&value, id).found().is_some())
            })
        };
        self.resources().iter().filter(|r| !is_policy(r)).filter(acts).collect()
    }

    /// The resources that the arguments of a resource name, in its own expression.
    pub fn mentioned_in(&self, resource: &Resource<'p>) -> Vec<ResourceId> {
        let index = self.index(resource.file);
        let mut out: Vec<ResourceId> = Vec::new();
        for (_, entry) in index.within(resource.node) {
            if let Node::Expr(expr @ (Expr::Ident(_) | Expr::Member(_))) = entry.node
                && let Some((id, _)) = self.value(resource.file, expr).output()
                && id != resource.id
                && !out.contains(&id)
            {
                out.push(id);
            }
        }
        out
    }
}
