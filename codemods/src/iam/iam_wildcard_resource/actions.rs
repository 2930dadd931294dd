//! What kinds of resources actions work on. Invariant: a kind is told for all that an action's pattern covers.

/// What an action can be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// Objects of a bucket.
    Objects,
    /// A bucket.
    Bucket,
    /// A repository of images.
    Repository,
    /// Nothing: it has to be allowed on everything.
    Nothing,
    /// Several kinds at once, since its pattern is wide.
    Wide,
    /// Resources of another service.
    Other,
}

const OBJECTS: &[&str] = &[
    "getobject",
    "putobject",
    "deleteobject",
    "abortmultipartupload",
    "listmultipartuploadparts",
    "restoreobject",
    "replicateobject",
    "replicatedelete",
    "replicatetags",
];

/// Actions of buckets whose names don't say so.
const OF_BUCKETS: &[&str] = &[
    "getlifecycleconfiguration",
    "putlifecycleconfiguration",
    "getencryptionconfiguration",
    "putencryptionconfiguration",
    "getreplicationconfiguration",
    "putreplicationconfiguration",
    "getaccelerateconfiguration",
    "putaccelerateconfiguration",
];

/// Actions without resource-level permissions, in small letters; a star stands for any ending.
const UNLIMITED: &[&str] = &[
    "s3:listallmybuckets",
    "s3:getaccountpublicaccessblock",
    "s3:putaccountpublicaccessblock",
    "ecr:getauthorizationtoken",
    "ecr:describeregistry",
    "ecr:getregistrypolicy",
    "ecr:putregistrypolicy",
    "ecr-public:getauthorizationtoken",
    "sts:getservicebearertoken",
    "sts:getcalleridentity",
    "ec2:describe*",
    "ec2:createnetworkinterface",
    "ec2:deletenetworkinterface",
    "ec2:assignprivateipaddresses",
    "ec2:unassignprivateipaddresses",
    "logs:describeloggroups",
    "logs:createlogdelivery",
    "logs:getlogdelivery",
    "logs:updatelogdelivery",
    "logs:deletelogdelivery",
    "logs:listlogdeliveries",
    "logs:putresourcepolicy",
    "logs:describeresourcepolicies",
    "xray:put*",
    "xray:getsampling*",
    "cloudwatch:putmetricdata",
    "cloudwatch:getmetric*",
    "cloudwatch:listmetrics",
    "autoscaling:describe*",
    "elasticloadbalancing:describe*",
    "tag:getresources",
    "ssmmessages:*",
    "ec2messages:*",
    "ssm:describeparameters",
    "ssm:updateinstanceinformation",
    "kms:listaliases",
    "secretsmanager:getrandompassword",
];

impl Target {
    /// What `action`, a name or a pattern, can be limited to.
    pub(crate) fn of(action: &str) -> Self {
        let action = action.to_ascii_lowercase();
        let unlimited = |known: &&str| match known.strip_suffix('*') {
            Some(stem) => action.starts_with(stem),
            None => action == **known,
        };
        if UNLIMITED.iter().any(unlimited) {
            return Target::Nothing;
        }
        match action.split_once(':') {
            Some(("s3", name)) => of_bucket(name),
            Some(("ecr", name)) if is_wide_enough_for(name, "getauthorizationtoken") => Target::Wide,
            Some(("ecr", _)) => Target::Repository,
            Some(_) => Target::Other,
            None => Target::Wide,
        }
    }
}

fn of_bucket(name: &str) -> Target {
    let stem = name.split(['*', '?']).next().unwrap_or_default();
    let is_pattern = stem.len() < name.len();
    if OBJECTS.iter().any(|known| stem.starts_with(known)) {
        return Target::Objects;
    }
    let is_of_bucket = stem.contains("bucket") || OF_BUCKETS.contains(&stem);
    match (is_of_bucket, is_pattern) {
        (true, _) => Target::Bucket,
        (false, true) => Target::Wide,
        (false, false) => Target::Other,
    }
}

/// Whether a pattern may cover `name`.
fn is_wide_enough_for(pattern: &str, name: &str) -> bool {
    pattern.find(['*', '?']).is_some_and(|at| name.starts_with(&pattern[..at]))
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn each_action_has_its_kind() {
        for (action, target) in [
            ("s3:GetObject", Target::Objects),
            ("s3:GetObject*", Target::Objects),
            ("s3:PutObjectAcl", Target::Objects),
            ("s3:ListBucket", Target::Bucket),
            ("s3:GetBucketLocation", Target::Bucket),
            ("s3:GetEncryptionConfiguration", Target::Bucket),
            ("s3:ListAllMyBuckets", Target::Nothing),
            ("s3:Get*", Target::Wide),
            ("s3:*", Target::Wide),
            ("*", Target::Wide),
            ("ecr:BatchGetImage", Target::Repository),
            ("ecr:BatchGet*", Target::Repository),
            ("ecr:Get*", Target::Wide),
            ("ecr:GetAuthorizationToken", Target::Nothing),
            ("ec2:DescribeSubnets", Target::Nothing),
            ("xray:PutTraceSegments", Target::Nothing),
            ("dynamodb:PutItem", Target::Other),
            ("s3:CreateJob", Target::Other),
        ] {
            assert_eq!(Target::of(action), target, "{action}");
        }
    }
}
