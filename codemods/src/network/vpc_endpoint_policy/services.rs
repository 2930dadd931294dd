//! What the services behind endpoints call their actions. Invariant: a service is in the table only where AWS documents
//! that its endpoints take a policy, and its requests are signed by whoever makes them.

/// Services, by the name in `com.amazonaws.<region>.<name>`, with the prefix of their actions.
const ACTIONS: &[(&str, &str)] = &[
    ("access-analyzer", "access-analyzer"),
    ("acm-pca", "acm-pca"),
    ("appconfig", "appconfig"),
    ("appconfigdata", "appconfig"),
    ("application-autoscaling", "application-autoscaling"),
    ("aps", "aps"),
    ("aps-workspaces", "aps"),
    ("athena", "athena"),
    ("autoscaling", "autoscaling"),
    ("autoscaling-plans", "autoscaling-plans"),
    ("backup", "backup"),
    ("batch", "batch"),
    ("bedrock", "bedrock"),
    ("bedrock-agent", "bedrock"),
    ("bedrock-agent-runtime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("cassandra", "cassandra"),
    ("cloudtrail", "cloudtrail"),
    ("codeartifact.api", "codeartifact"),
    ("codeartifact.repositories", "codeartifact"),
    ("codebuild", "codebuild"),
    ("codecommit", "codecommit"),
    ("codedeploy", "codedeploy"),
    ("codedeploy-commands-secure", "codedeploy-commands-secure"),
    ("comprehend", "comprehend"),
    ("config", "config"),
    ("dms", "dms"),
    ("dynamodb", "dynamodb"),
    ("ebs", "ebs"),
    ("ec2", "ec2"),
    ("ec2messages", "ec2messages"),
    ("ecr.api", "ecr"),
    ("ecr.dkr", "ecr"),
    ("ecs", "ecs"),
    ("ecs-agent", "ecs"),
    ("ecs-telemetry", "ecs"),
    ("eks", "eks"),
    ("eks-auth", "eks-auth"),
    ("elasticache", "elasticache"),
    ("elasticbeanstalk", "elasticbeanstalk"),
    ("elasticfilesystem", "elasticfilesystem"),
    ("elasticloadbalancing", "elasticloadbalancing"),
    ("elasticmapreduce", "elasticmapreduce"),
    ("events", "events"),
    ("fsx", "fsx"),
    ("git-codecommit", "codecommit"),
    ("glue", "glue"),
    ("kinesis-firehose", "firehose"),
    ("kinesis-streams", "kinesis"),
    ("kms", "kms"),
    ("lakeformation", "lakeformation"),
    ("lambda", "lambda"),
    ("logs", "logs"),
    ("monitoring", "cloudwatch"),
    ("polly", "polly"),
    ("rds", "rds"),
    ("rds-data", "rds-data"),
    ("redshift", "redshift"),
    ("rekognition", "rekognition"),
    ("s3", "s3"),
    ("s3express", "s3express"),
    ("sagemaker.api", "sagemaker"),
    ("sagemaker.runtime", "sagemaker"),
    ("secretsmanager", "secretsmanager"),
    ("securityhub", "securityhub"),
    ("servicecatalog", "servicecatalog"),
    ("servicediscovery", "servicediscovery"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
    ("ssmmessages", "ssmmessages"),
    ("states", "states"),
    ("sts", "sts"),
    ("sync-states", "states"),
    ("synthetics", "synthetics"),
    ("textract", "textract"),
    ("transcribe", "transcribe"),
    ("translate", "translate"),
    ("xray", "xray"),
];

/// The prefix of the actions of a service, `ecr` for `ecr.api`; `None` for one that is not known to take a policy.
pub(super) fn prefix_of(service: &str) -> Option<&'static str> {
    let plain = service.strip_suffix("-fips").unwrap_or(service);
    ACTIONS.binary_search_by_key(&plain, |(name, _)| name).ok().map(|at| ACTIONS[at].1)
}

/// Whether requests to a service may be signed by nobody, so that a condition on who signs would shut them out.
pub(super) fn may_be_unsigned(service: &str) -> bool {
    service == "execute-api"
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, prefix_of};

    #[test]
    fn the_table_is_sorted() {
        assert!(ACTIONS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn prefixes_are_those_of_actions() {
        for (service, prefix) in [
            ("s3", Some("s3")),
            ("ecr.dkr", Some("ecr")),
            ("monitoring", Some("cloudwatch")),
            ("kinesis-streams", Some("kinesis")),
            ("kms-fips", Some("kms")),
            ("email-smtp", None),
            ("execute-api", None),
        ] {
            assert_eq!(prefix_of(service), prefix, "{service}");
        }
    }
}
