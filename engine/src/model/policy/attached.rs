//! Which policies speak of a resource. Invariant: a policy that may be its own is either told or makes the answer say
//! that there may be more.

use super::Policy;
use crate::model::Model;
use crate::model::lookup::Lookup;
use crate::model::object::Property;
use crate::model::resource::{Resource, ResourceId};
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
    /// That argument.
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
                policy => out.policies.push(PolicyAt { holder: holder.id, property, policy }),
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
