use std::collections::BTreeSet;

use super::*;

fn six() -> Facts {
    Facts::of_major(Some(6))
}

fn seven() -> Facts {
    Facts::of_major(Some(7))
}

/// Of a program whose lock file and `package.json` do not tell.
fn unsure() -> Facts {
    Facts::of_major(None)
}

fn resource(facts: Facts, name: &str) -> TypeFacts {
    facts.resource(name).found().unwrap_or_else(|| panic!("there is no {name}"))
}

fn property(facts: Facts, name: &str, path: &[&str]) -> PropertyFacts {
    facts.property(name, path).found().unwrap_or_else(|| panic!("there is no {name} {path:?}"))
}

#[test]
fn a_type_is_there_in_the_majors_that_have_it() {
    for facts in [six(), seven(), unsure()] {
        assert!(matches!(facts.resource("aws.s3.BucketV2"), Lookup::Found(_)));
        assert!(facts.resource("aws.s3.BucketV3").is_absent());
        assert!(facts.resource("aws.ec2.getAmi").is_absent(), "a function is no resource");
        assert!(facts.resource("awsx.ec2.Vpc").unknown().is_some(), "another package");
        assert_eq!(resource(facts, "aws.Provider").name(), "aws.Provider");
    }
    assert!(six().resource("aws.s3.BucketVersioning").is_absent());
    assert!(seven().resource("aws.opsworks.Stack").is_absent());
    assert!(unsure().resource("aws.s3.BucketVersioning").unknown().is_some_and(|why| why.contains("differ")));
    assert!(Facts::of_major(Some(5)).resource("aws.ec2.Instance").unknown().is_some_and(|why| why.contains('5')));
}

#[test]
fn a_deprecated_type_names_its_successor() {
    let bucket = resource(seven(), "aws.s3.BucketV2");
    assert_eq!(bucket.deprecated(), Lookup::Found("s3.BucketV2 has been deprecated in favor of s3.Bucket"));
    assert_eq!(bucket.successor().as_deref(), Some("aws.s3.Bucket"));
    assert!(resource(six(), "aws.s3.BucketV2").deprecated().is_absent());
    assert!(resource(unsure(), "aws.s3.BucketV2").deprecated().unknown().is_some());
    assert_eq!(resource(seven(), "aws.s3.Bucket").successor(), None);
}

#[test]
fn arguments_have_their_types() {
    let kind = |name: &str, path: &[&str]| property(unsure(), name, path).kind;
    assert_eq!(kind("aws.ec2.Instance", &["ami"]), Kind::String);
    assert_eq!(kind("aws.ec2.Instance", &["monitoring"]), Kind::Boolean);
    assert_eq!(kind("aws.ec2.Instance", &["rootBlockDevice", "volumeSize"]), Kind::Number);
    assert_eq!(kind("aws.ec2.Instance", &["tags"]), Kind::Map(Kind::String.into()));
    assert_eq!(kind("aws.ec2.Instance", &["vpcSecurityGroupIds"]), Kind::List(Kind::String.into()));
    assert_eq!(
        kind("aws.ec2.Instance", &["metadataOptions"]),
        Kind::Object("aws.ec2.InstanceMetadataOptions".to_string())
    );
    assert_eq!(
        kind("aws.ec2.Instance", &["ebsBlockDevices"]),
        Kind::List(Kind::Object("aws.ec2.InstanceEbsBlockDevice".to_string()).into())
    );
    let profile = Kind::OneOf(vec![Kind::String, Kind::Resource("aws.iam.InstanceProfile".to_string())]);
    assert_eq!(kind("aws.ec2.Instance", &["iamInstanceProfile"]), profile);
    let object = kind("aws.ec2.LaunchTemplate", &["iamInstanceProfile"]);
    assert_eq!(object.object(), Some("aws.ec2.LaunchTemplateIamInstanceProfile"));
    assert_eq!(kind("aws.lambda.Function", &["code"]), Kind::File);
}

#[test]
fn launch_templates_take_text_for_booleans() {
    let kind = |path: &[&str]| property(unsure(), "aws.ec2.LaunchTemplate", path).kind;
    assert_eq!(kind(&["blockDeviceMappings", "ebs", "encrypted"]), Kind::BooleanString);
    assert_eq!(kind(&["ebsOptimized"]), Kind::BooleanString);
    assert_eq!(kind(&["imageId"]), Kind::String);
    assert_eq!(kind(&["disableApiStop"]), Kind::Boolean);
    assert_eq!(property(unsure(), "aws.ec2.Instance", &["rootBlockDevice", "encrypted"]).kind, Kind::Boolean);
}

#[test]
fn a_policy_is_an_object_only_where_the_type_says_so() {
    let accepts = |name: &str, argument: &str| property(unsure(), name, &[argument]).kind.accepts_policy_object();
    for (name, argument) in [
        ("aws.iam.Role", "assumeRolePolicy"),
        ("aws.iam.Policy", "policy"),
        ("aws.iam.RolePolicy", "policy"),
        ("aws.s3.BucketPolicy", "policy"),
        ("aws.sns.TopicPolicy", "policy"),
        ("aws.sqs.QueuePolicy", "policy"),
        ("aws.ecr.RepositoryPolicy", "policy"),
    ] {
        assert!(accepts(name, argument), "{name} {argument}");
    }
    for (name, argument) in [
        ("aws.sns.Topic", "policy"),
        ("aws.sqs.Queue", "policy"),
        ("aws.kms.Key", "policy"),
        ("aws.kms.KeyPolicy", "policy"),
        ("aws.ec2.VpcEndpoint", "policy"),
        ("aws.secretsmanager.SecretPolicy", "policy"),
        ("aws.backup.VaultPolicy", "policy"),
        ("aws.cloudwatch.EventBusPolicy", "policy"),
        ("aws.efs.FileSystemPolicy", "policy"),
        ("aws.ecs.TaskDefinition", "containerDefinitions"),
    ] {
        assert!(!accepts(name, argument), "{name} {argument}");
    }
    assert_eq!(property(unsure(), "aws.iam.Role", &["inlinePolicies", "policy"]).kind, Kind::String);
}

#[test]
fn arguments_are_told_from_what_comes_back() {
    let instance = resource(unsure(), "aws.ec2.Instance");
    for name in ["arn", "id", "urn", "publicIp"] {
        assert!(instance.argument(name).is_absent(), "{name}");
        assert!(instance.property(name).found().is_some_and(|it| !it.is_input), "{name}");
    }
    assert!(instance.property("noSuchThing").is_absent());
    assert!(instance.at(&["ami", "noSuchThing"]).is_absent());
    assert!(instance.at(&[]).is_absent());
    assert!(instance.properties().eq({
        let mut sorted: Vec<_> = instance.properties().collect();
        sorted.sort();
        sorted.dedup();
        sorted
    }));
    assert!(property(unsure(), "aws.kms.Alias", &["targetKeyId"]).is_required);
    assert!(!property(unsure(), "aws.kms.Key", &["policy"]).is_required);
    assert!(property(unsure(), "aws.kms.Key", &["policy"]).takes_output);
    assert!(!property(unsure(), "aws.cloudwatch.EventRuleEventSubscription", &["id"]).takes_output);
}

#[test]
fn majors_differ_in_what_they_take() {
    let elastic_ip = |facts: Facts| resource(facts, "aws.ec2.Eip").argument("vpc");
    let vpc = elastic_ip(six()).found();
    assert_eq!(vpc.map(|it| it.deprecated), Some(Lookup::Found("vpc is deprecated. Use domain instead.")));
    assert!(elastic_ip(seven()).is_absent());
    assert!(elastic_ip(unsure()).unknown().is_some_and(|why| why.contains("aws.ec2.Eip.vpc")));
    let region = |facts: Facts| resource(facts, "aws.ec2.Instance").region();
    assert!(region(six()).is_absent());
    assert!(region(seven()).found().is_some());
    assert!(region(unsure()).unknown().is_some());
    assert!(resource(seven(), "aws.iam.Role").region().is_absent(), "a global service");
    for facts in [six(), seven()] {
        let authorization = resource(facts, "aws.cfg.AggregateAuthorization");
        assert!(
            authorization.argument("region").found().is_some() && authorization.region().is_absent(),
            "another one"
        );
    }
    let acl = |facts: Facts| property(facts, "aws.s3.Bucket", &["acl"]);
    assert!(acl(seven()).deprecated.found().is_some_and(|why| why.contains("aws.s3.BucketAcl")));
    assert!(acl(six()).deprecated.is_absent());
    assert!(acl(unsure()).deprecated.unknown().is_some());
}

#[test]
fn tags_are_a_map_or_a_list() {
    let tags = |name: &str| resource(unsure(), name).tags();
    assert_eq!(tags("aws.ec2.Instance"), Lookup::Found(TagForm::Map));
    assert_eq!(tags("aws.autoscaling.Group"), Lookup::Found(TagForm::List("aws.autoscaling.GroupTag".to_string())));
    assert!(tags("aws.ec2.RouteTableAssociation").is_absent());
    assert!(tags("aws.iam.RolePolicyAttachment").is_absent());
    assert!(tags("aws.lambda.CallbackFunction").unknown().is_some(), "an overlay's arguments are declared elsewhere");
}

#[test]
fn functions_tell_their_result() {
    let region = |facts: Facts, name: &str| facts.function("aws.getRegion").found().map(|it| it.property(name));
    assert!(matches!(region(six(), "name"), Some(Lookup::Found(it)) if it.deprecated.is_absent()));
    assert!(matches!(region(six(), "region"), Some(Lookup::Absent)));
    assert!(region(seven(), "name").and_then(Lookup::found).is_some_and(|it| it.deprecated.found().is_some()));
    assert!(matches!(region(seven(), "region"), Some(Lookup::Found(_))));
    let ami = unsure().function("aws.ec2.getAmiOutput").found();
    assert!(ami.as_ref().is_some_and(|it| it.at(&["filters", "values"]).found().is_some()));
    assert!(ami.as_ref().is_some_and(|it| it.at(&["blockDeviceMappings", "ebs"]).unknown().is_some()));
    assert!(unsure().function("aws.ec2.getNothing").is_absent());
}

#[test]
fn metadata_options_are_where_the_catalogue_says() {
    let all = Line::heads().filter(|line| line.sort == Sort::Resource).map(|line| format!("aws.{}", line.name()));
    let takers = Takers::of("metadataOptions");
    let types: Vec<_> = all.filter(|name| takers.has(name)).collect();
    let known = ["Instance", "LaunchConfiguration", "LaunchTemplate", "SpotInstanceRequest"];
    assert_eq!(types, known.map(|it| format!("aws.ec2.{it}")));
    for name in types {
        let tags = unsure().property(&name, &["metadataOptions", "instanceMetadataTags"]);
        assert_eq!(tags.is_absent(), name == "aws.ec2.LaunchConfiguration", "{name}");
        assert!(image_argument(&name).is_some());
    }
    assert_eq!(image_argument("aws.ec2.Instance"), Some("ami"));
    assert_eq!(image_argument("aws.ec2.LaunchTemplate"), Some("imageId"));
    assert_eq!(image_argument("aws.cloud9.EnvironmentEC2"), None, "it names its image by an alias");
    assert_eq!(image_argument("acme.Instance"), None);
    assert!(!Takers::of("arn").has("aws.ec2.Instance"), "it only comes back");
    assert!(!Takers::of("metadata").has("aws.ec2.Instance"), "it is a part of a name");
}

/// What a wrong edit would break on.
#[test]
fn changes_replace_or_happen_in_place() {
    use Replacement::{InPlace, Replaces, Unknown};
    let cases: &[(&str, &[&str], Replacement)] = &[
        ("aws.ec2.Instance", &["ami"], Replaces),
        ("aws.ec2.Instance", &["keyName"], Replaces),
        ("aws.ec2.Instance", &["subnetId"], Replaces),
        ("aws.ec2.Instance", &["rootBlockDevice", "encrypted"], Replaces),
        ("aws.ec2.Instance", &["rootBlockDevice", "volumeSize"], InPlace),
        ("aws.ec2.Instance", &["rootBlockDevice"], Unknown),
        ("aws.ec2.Instance", &["iamInstanceProfile"], InPlace),
        ("aws.ec2.Instance", &["metadataOptions"], InPlace),
        ("aws.ec2.Instance", &["metadataOptions", "httpTokens"], InPlace),
        ("aws.ec2.Instance", &["userData"], InPlace),
        ("aws.ec2.Instance", &["tags"], InPlace),
        ("aws.ec2.LaunchTemplate", &["metadataOptions"], InPlace),
        ("aws.ec2.LaunchTemplate", &["blockDeviceMappings", "ebs", "volumeSize"], InPlace),
        ("aws.ec2.LaunchConfiguration", &["metadataOptions", "httpTokens"], Replaces),
        ("aws.ec2.LaunchConfiguration", &["rootBlockDevice", "volumeSize"], Replaces),
        ("aws.ec2.SpotInstanceRequest", &["metadataOptions"], Replaces),
        ("aws.ec2.SpotInstanceRequest", &["tags"], InPlace),
        ("aws.ec2.SecurityGroup", &["description"], Replaces),
        ("aws.ec2.SecurityGroup", &["egress"], InPlace),
        ("aws.ec2.SecurityGroup", &["egress", "description"], InPlace),
        ("aws.kms.Key", &["enableKeyRotation"], InPlace),
        ("aws.rds.Cluster", &["dbSubnetGroupName"], Replaces),
        ("aws.rds.Instance", &["storageEncrypted"], Replaces),
        ("aws.rds.Instance", &["dbSubnetGroupName"], InPlace),
        // CloudFormation refuses these changes, and so calls them changes in place.
        ("aws.ebs.Volume", &["encrypted"], Replaces),
        ("aws.kms.Key", &["keyUsage"], Replaces),
        ("aws.cloudwatch.LogGroup", &["kmsKeyId"], InPlace),
        ("aws.ec2.FlowLog", &["logDestinationType"], Replaces),
        ("aws.s3.BucketVersioningV2", &["versioningConfiguration", "status"], InPlace),
        ("aws.ec2.Instance", &["noSuchThing"], Unknown),
        ("aws.acme.Thing", &["name"], Unknown),
    ];
    for (name, path, expected) in cases {
        assert_eq!(unsure().replacement(name, path), *expected, "{name} {path:?}");
    }
}

/// Every name that a type of a property holds leads to a line.
#[test]
fn the_tables_hold_together() {
    let mut named: BTreeSet<(u32, Kind)> = BTreeSet::new();
    let mut count = 0;
    for head in Line::heads() {
        let whole = Line::head(&head.name()).expect("every head is found by its name");
        for line in std::iter::once(whole).chain(whole.objects()) {
            count += 1;
            for major in MAJORS.iter().filter(|major| line.is_in(**major)) {
                for (property, word) in line.all(*major) {
                    let name = format!("{}.{property}", line.name());
                    assert!(!word.is_deprecated || table::reason(&name, *major).is_some(), "no reason: {name} {major}");
                    named_in(word.kind, &mut |kind| _ = named.insert((*major, kind)));
                }
            }
        }
    }
    assert!(count > 10_000 && named.len() > 10_000, "{count} lines, {} names", named.len());
    for (major, kind) in named {
        let facts = Facts::of_major(Some(major));
        let found = match &kind {
            Kind::Resource(name) => facts.resource(name),
            Kind::Object(name) => facts.object(name),
            _ => continue,
        };
        assert!(found.found().is_some(), "{major}: {kind:?}");
    }
}

fn named_in(kind: Kind, out: &mut dyn FnMut(Kind)) {
    match kind {
        Kind::List(inner) | Kind::Map(inner) => named_in(*inner, out),
        Kind::OneOf(kinds) => kinds.into_iter().for_each(|kind| named_in(kind, out)),
        Kind::Object(_) | Kind::Resource(_) => out(kind),
        _ => {}
    }
}
