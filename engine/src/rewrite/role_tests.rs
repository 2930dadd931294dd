//! New roles, and how code beside a resource spells their classes.

use super::testing::{rewritten, rewritten_all};
use super::{Allow, NamePattern, Place, PolicyCode, Rewrite};
use crate::codemod::Declined;
use crate::model::Resource;

/// The first resource, with the name of a companion of it.
fn first<'p>(rw: &Rewrite<'_, 'p>) -> (Resource<'p>, NamePattern) {
    let resource = rw.model.resources()[0].clone();
    let name = NamePattern::of(rw.model, &resource).expect("it has a name").with_role(&["vpc"], "writer");
    (resource, name)
}

/// What `make` gives, after the first resource.
fn beside(text: &str, make: impl Fn(&mut Rewrite<'_, '_>) -> Result<String, Declined>) -> String {
    let after = rewritten(text, |rw| {
        let code = make(rw)?;
        let (resource, _) = first(rw);
        rw.insert(resource.file, Place::After(resource.statement), &format!("{code};"))
    });
    after.expect("it can be written")
}

#[test]
fn a_role_has_the_pattern_of_what_it_stands_beside() {
    let text = "import * as aws from '@pulumi/aws';
declare const s: string;
new aws.ec2.Vpc(`vpc-${s}`, { tags: { Name: `vpc-${s}` }, region: 'x' }, { provider, dependsOn: [] });
";
    let after = beside(text, |rw| {
        let (vpc, name) = first(rw);
        rw.new_role(&vpc, &name, "vpc-flow-logs.amazonaws.com")
    });
    let expected = "new aws.iam.Role(
  `writer-${s}`,
  {
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
    tags: { Name: `writer-${s}` },
  },
  { provider }
);
";
    assert!(after.ends_with(expected), "{after}");
}

#[test]
fn a_policy_is_made_where_its_outputs_are_known() {
    let text = "import * as aws from '@pulumi/aws';\nnew aws.ec2.Vpc('vpc', {});\n";
    let policy = |over: &[(&str, &str)], allow: &[Allow<'_>]| {
        beside(text, |rw| {
            let (vpc, name) = first(rw);
            rw.new_role_policy(&vpc, &name, "role", &PolicyCode { over, allow })
        })
    };
    let put = Allow { actions: &["logs:PutLogEvents"], resource: "`${arn}:*`" };
    let one = policy(&[("group.arn", "arn")], &[put]);
    assert!(one.contains("  policy: group.arn.apply(arn =>\n    JSON.stringify({\n"), "{one}");
    assert!(one.contains("Action: 'logs:PutLogEvents',\n          Resource: `${arn}:*`,\n"), "{one}");
    assert!(!one.contains("@pulumi/pulumi"), "{one}");
    let read = Allow { actions: &["s3:GetObject", "s3:ListBucket"], resource: "bucket" };
    let two = policy(&[("group.arn", "arn"), ("bucket.arn", "bucket")], &[put, read]);
    assert!(two.contains("import * as pulumi from '@pulumi/pulumi';"), "{two}");
    assert!(two.contains("pulumi.all([group.arn, bucket.arn]).apply(([arn, bucket]) =>"), "{two}");
    assert!(two.contains("Action: ['s3:GetObject', 's3:ListBucket'],"), "{two}");
    let none = policy(&[], &[Allow { actions: &["ec2:DescribeTags"], resource: "'*'" }]);
    assert!(none.contains("policy: JSON.stringify({"), "{none}");
}

#[test]
fn a_managed_policy_is_attached() {
    let text = "import { ec2 } from '@pulumi/aws';\nnew ec2.Vpc('vpc', {});\n";
    let after = beside(text, |rw| {
        let (vpc, name) = first(rw);
        rw.new_role_attachment(&vpc, &name, "role", "'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'")
    });
    let expected = "import { ec2, iam } from '@pulumi/aws';
new ec2.Vpc('vpc', {});

new iam.RolePolicyAttachment('writer', {
  role: role.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});
";
    assert_eq!(after, expected);
}

#[test]
fn a_managed_policy_is_that_of_the_partition() {
    for (head, options, expected) in [
        ("", "", "'arn:aws:iam::aws:policy/P'"),
        (
            "const p = new aws.Provider('p', { region: 'cn-north-1' });\n",
            ", { provider: p }",
            "'arn:aws-cn:iam::aws:policy/P'",
        ),
        (
            "const p = new aws.Provider('p', { region: 'eu-west-1' });\n",
            ", { provider: p }",
            "'arn:aws:iam::aws:policy/P'",
        ),
        ("const a = 'arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess';\n", "", "'arn:aws-us-gov:iam::aws:policy/P'"),
        ("const it = aws.getPartitionOutput();\n", "", "pulumi.interpolate`arn:${it.partition}:iam::aws:policy/P`"),
    ] {
        let text = format!("import * as aws from '@pulumi/aws';\n{head}new aws.ec2.Vpc('vpc', {{}}{options});\n");
        let after = rewritten(&text, |rw| {
            let vpc = rw.model.resources_of("aws.ec2.Vpc").next().expect("a VPC").clone();
            let code = rw.managed_policy(&vpc, "P")?;
            assert_eq!(code, expected, "{head}");
            rw.insert(vpc.file, Place::After(vpc.statement), &format!("f({code});"))
        });
        assert!(after.is_ok_and(|text| text.contains("f(")), "{head}");
    }
}

#[test]
fn what_a_loop_counts_is_no_part_of_a_name_before_it() {
    let text = "import * as aws from '@pulumi/aws';
declare const s: string;
for (let i = 0; i < 2; i++) {
  new aws.ec2.Instance(`web-${i + 1}-${s}`, { ami: 'a', instanceType: 'b', tags: {} });
}
";
    let after = rewritten(text, |rw| {
        let (web, _) = first(rw);
        let around = web.repeated.expect("a loop makes it");
        let name = NamePattern::of(rw.model, &web).expect("it has a name").outside(rw.model, &web, around);
        assert_eq!(name.code(), "`web-${s}`");
        rw.set_argument_after(&web, &["subnetId", "ami", "instanceType"], "iamInstanceProfile", "'p'")
    });
    assert!(after.is_ok_and(|text| text.contains("instanceType: 'b', iamInstanceProfile: 'p', tags: {}")));
}

#[test]
fn classes_are_spelled_as_the_file_imports() {
    for (import, new, expected) in [
        ("import * as aws from '@pulumi/aws';", "aws.ec2.Vpc", "aws.cloudwatch.LogGroup"),
        ("import { ec2 } from '@pulumi/aws';", "ec2.Vpc", "cloudwatch.LogGroup"),
        ("import { ec2, cloudwatch as logs } from '@pulumi/aws';", "ec2.Vpc", "logs.LogGroup"),
        ("import * as ec2 from '@pulumi/aws/ec2';", "ec2.Vpc", "LogGroup"),
        ("import { Vpc } from '@pulumi/aws/ec2';", "Vpc", "LogGroup"),
        ("import * as awsx from '@pulumi/awsx';", "awsx.ec2.Vpc", "aws.cloudwatch.LogGroup"),
        (
            "import * as awsx from '@pulumi/awsx';\nimport * as cloud from '@pulumi/aws';",
            "awsx.ec2.Vpc",
            "cloud.cloudwatch.LogGroup",
        ),
    ] {
        let text = format!("{import}\nnew {new}('vpc', {{}});\n");
        let files = [("index.ts", text.as_str())];
        let after = rewritten_all(&files, |rw| {
            let (vpc, _) = first(rw);
            let class = rw.class_beside(&vpc, "aws.cloudwatch.LogGroup")?;
            assert_eq!(class, expected, "{import}");
            rw.insert(vpc.file, Place::After(vpc.statement), &format!("new {class}('x', {{}});"))
        });
        assert!(after.is_ok_and(|files| files[0].contains(&format!("new {expected}('x', {{}});"))), "{import}");
    }
}
