//! The verbs on policies, in both spellings and as text.

use super::testing::{check as check_file, declines};
use super::{NewStatement, Rewrite, StatementPart};
use crate::codemod::Declined;
use crate::model::Policy;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

fn policy<'p>(rewrite: &Rewrite<'_, 'p>) -> Policy<'p> {
    let model = rewrite.model;
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    let attached = model.policies_of(key);
    attached.policies.into_iter().next().expect("it has a policy").policy.found().expect("it is seen")
}

#[track_caller]
fn check(text: &str, expected: &str, change: impl Fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>) {
    let key = |text: &str| format!("{HEAD}new aws.kms.Key('k', {{\n  policy: {text},\n}});\n");
    check_file(&key(text), &key(expected), change);
}

fn add(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let policy = policy(rewrite);
    let statement = NewStatement {
        sid: "Two",
        principal: Some(("Service", "'logs.amazonaws.com'")),
        actions: vec!["'kms:Decrypt'"],
        resources: vec!["'*'"],
        conditions: vec![("ArnLike", "aws:SourceArn", "'arn:x'")],
    };
    rewrite.add_statement(&policy, &statement)
}

const TWO: &str = "{\n        Sid: 'Two',\n        Effect: 'Allow',\n        Principal: { Service: 'logs.amazonaws.com' },\n        \
                   Action: 'kms:Decrypt',\n        Resource: '*',\n        Condition: {\n          ArnLike: {\n            \
                   'aws:SourceArn': 'arn:x',\n          },\n        },\n      }";

#[test]
fn a_statement_joins_the_others() {
    check(
        "JSON.stringify({\n    Statement: [\n      { Sid: 'One', Effect: 'Allow' },\n    ],\n  })",
        &format!(
            "JSON.stringify({{\n    Statement: [\n      {{ Sid: 'One', Effect: 'Allow' }},\n      {TWO},\n    ],\n  }})"
        ),
        add,
    );
    check(
        "pulumi.jsonStringify({\n    Statement: [],\n  })",
        &format!("pulumi.jsonStringify({{\n    Statement: [\n      {TWO},\n    ],\n  }})"),
        add,
    );
    check(
        "JSON.stringify({\n    Version: '2012-10-17',\n  })",
        &format!("JSON.stringify({{\n    Version: '2012-10-17',\n    Statement: [\n      {TWO},\n    ],\n  }})"),
        add,
    );
}

#[test]
fn without_an_id_where_the_others_have_none() {
    check(
        "aws.iam.getPolicyDocumentOutput({\n    statements: [{ actions: ['kms:*'] }],\n  }).json",
        "aws.iam.getPolicyDocumentOutput({\n    statements: [\n      { actions: ['kms:*'] },\n      {\n        effect: 'Allow',\n        \
         principals: [{ type: 'Service', identifiers: ['logs.amazonaws.com'] }],\n        actions: ['kms:Decrypt'],\n        \
         resources: ['*'],\n        conditions: [\n          {\n            test: 'ArnLike',\n            variable: 'aws:SourceArn',\n            \
         values: ['arn:x'],\n          },\n        ],\n      },\n    ],\n  }).json",
        add,
    );
}

#[test]
fn a_single_statement_becomes_a_list_of_two() {
    check(
        "pulumi.interpolate`{\n    \"Statement\": {\n      \"Effect\": \"Allow\",\n      \"Action\": \"kms:*\"\n    }\n  }`",
        "pulumi.interpolate`{\n    \"Statement\": [\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": \"kms:*\"\n      },\n      \
         {\n        \"Effect\": \"Allow\",\n        \"Principal\": {\n          \"Service\": \"logs.amazonaws.com\"\n        },\n        \
         \"Action\": \"kms:Decrypt\",\n        \"Resource\": \"*\",\n        \"Condition\": {\n          \"ArnLike\": {\n            \
         \"aws:SourceArn\": \"arn:x\"\n          }\n        }\n      }\n    ]\n  }`",
        add,
    );
}

#[test]
fn quoted_keys_stay_the_way_of_the_file() {
    check(
        "JSON.stringify({\n    \"Statement\": [{ \"Effect\": \"Allow\" }]\n  })",
        "JSON.stringify({\n    \"Statement\": [{ \"Effect\": \"Allow\" }, {\n      'Effect': 'Allow',\n      \
         'Principal': { 'Service': 'logs.amazonaws.com' },\n      'Action': 'kms:Decrypt',\n      'Resource': '*',\n      \
         'Condition': {\n        'ArnLike': {\n          'aws:SourceArn': 'arn:x',\n        },\n      },\n    }]\n  })",
        add,
    );
}

fn condition(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let policy = policy(rewrite);
    rewrite.add_condition(&policy.statements[0], ("ArnLike", "aws:SourceArn", "'arn:x'"))?;
    rewrite.add_actions(&policy.statements[0], &["'kms:Encrypt*'"])?;
    rewrite.set_resources(&policy.statements[0], &["'arn:y'"])
}

#[test]
fn a_condition_joins_the_others() {
    check(
        "JSON.stringify({\n    Statement: [\n      {\n        Action: 'kms:Decrypt',\n        Resource: '*',\n        Condition: { ArnLike: { a: 'b' } },\n      },\n    ],\n  })",
        "JSON.stringify({\n    Statement: [\n      {\n        Action: ['kms:Decrypt', 'kms:Encrypt*'],\n        Resource: 'arn:y',\n        \
         Condition: { ArnLike: { a: 'b', 'aws:SourceArn': 'arn:x' } },\n      },\n    ],\n  })",
        condition,
    );
    check(
        "aws.iam.getPolicyDocumentOutput({\n    statements: [\n      {\n        actions: ['kms:Decrypt'],\n        resources: ['*'],\n        \
         conditions: [{ test: 'Bool', variable: 'a', values: ['b'] }],\n      },\n    ],\n  }).json",
        "aws.iam.getPolicyDocumentOutput({\n    statements: [\n      {\n        actions: ['kms:Decrypt', 'kms:Encrypt*'],\n        resources: ['arn:y'],\n        \
         conditions: [\n          { test: 'Bool', variable: 'a', values: ['b'] },\n          {\n            test: 'ArnLike',\n            \
         variable: 'aws:SourceArn',\n            values: ['arn:x'],\n          },\n        ],\n      },\n    ],\n  }).json",
        condition,
    );
    check(
        "'{\"Statement\":[{\"Action\":\"kms:Decrypt\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"a\":\"b\"}}}]}'",
        "'{\"Statement\":[{\"Action\":[\"kms:Decrypt\",\"kms:Encrypt*\"],\"Resource\":\"arn:y\",\
         \"Condition\":{\"Bool\":{\"a\":\"b\"},\"ArnLike\":{\"aws:SourceArn\":\"arn:x\"}}}]}'",
        condition,
    );
}

fn split(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let policy = policy(rewrite);
    let narrow =
        StatementPart { actions: [0, 2].into(), resources: vec!["'arn:y'".into()], ..StatementPart::default() };
    let rest = StatementPart {
        actions: [1].into(),
        suffix: "Token",
        comment: Some("Has no resource of its own"),
        ..StatementPart::default()
    };
    rewrite.split_statement(&policy, &policy.statements[0], &[narrow, rest])
}

#[test]
fn a_statement_is_split_in_two() {
    check(
        "JSON.stringify({\n    Statement: [\n      {\n        Sid: 'Pull',\n        Effect: 'Allow',\n        Action: ['ecr:A', 'ecr:Token', 'ecr:B'],\n        \
         Resource: '*',\n        Condition: { Bool: { a: 'b' } },\n      },\n      { Sid: 'Other' },\n    ],\n  })",
        "JSON.stringify({\n    Statement: [\n      {\n        Sid: 'Pull',\n        Effect: 'Allow',\n        Action: ['ecr:A', 'ecr:B'],\n        \
         Resource: 'arn:y',\n        Condition: { Bool: { a: 'b' } },\n      },\n      // Has no resource of its own\n      {\n        Sid: 'PullToken',\n        \
         Effect: 'Allow',\n        Action: 'ecr:Token',\n        Resource: '*',\n        Condition: { Bool: { a: 'b' } },\n      },\n      { Sid: 'Other' },\n    ],\n  })",
        split,
    );
    check(
        "`{\n    \"Statement\": [\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": [\"ecr:A\", \"ecr:Token\", \"ecr:B\"],\n        \
         \"Resource\": \"*\"\n      }\n    ]\n  }`",
        "`{\n    \"Statement\": [\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": [\"ecr:A\", \"ecr:B\"],\n        \
         \"Resource\": \"arn:y\"\n      },\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": \"ecr:Token\",\n        \
         \"Resource\": \"*\"\n      }\n    ]\n  }`",
        split,
    );
    check(
        "aws.iam.getPolicyDocumentOutput({\n    statements: [\n      { actions: ['ecr:A', 'ecr:Token', 'ecr:B'], resources: ['*'] },\n    ],\n  }).json",
        "aws.iam.getPolicyDocumentOutput({\n    statements: [\n      { actions: ['ecr:A', 'ecr:B'], resources: ['arn:y'] },\n      \
         // Has no resource of its own\n      { actions: ['ecr:Token'], resources: ['*'] },\n    ],\n  }).json",
        split,
    );
}

#[test]
fn a_statement_that_serves_others_is_left_alone() {
    let text = "const one = { Effect: 'Allow', Action: ['a', 'b', 'c'], Resource: '*' };\nexport const seen = one;\n\
                new aws.kms.Key('k', { policy: JSON.stringify({ Statement: [one] }) });";
    declines(&format!("{HEAD}{text}"), "`one` serves something else too", split);
}

#[test]
fn a_service_is_let_in_where_the_trust_is_written() {
    let admit = |rewrite: &mut Rewrite<'_, '_>| {
        let model = rewrite.model;
        let role = model.resources_of("aws.iam.Role").next().expect("there is a role");
        let trust = model.trust(role).found().expect("its trust is seen");
        rewrite.admit_service(&trust, "ec2.amazonaws.com")
    };
    let role = |text: &str| format!("{HEAD}new aws.iam.Role('r', {{\n  assumeRolePolicy: {text},\n}});\n");
    check_file(
        &role("{\n    Statement: [\n      { Effect: 'Allow' },\n    ],\n  }"),
        &role(
            "{\n    Statement: [\n      { Effect: 'Allow' },\n      {\n        Effect: 'Allow',\n        Principal: { \
             Service: 'ec2.amazonaws.com' },\n        Action: 'sts:AssumeRole',\n      },\n    ],\n  }",
        ),
        admit,
    );
    let given = |what: &str| role(&format!("aws.iam.assumeRolePolicyForPrincipal({{\n    {what},\n  }})"));
    check_file(&given("Service: ['a.com']"), &given("Service: ['a.com', 'ec2.amazonaws.com']"), admit);
    let shared = "const trust = aws.iam.assumeRolePolicyForPrincipal({ Service: 'a.com' });\n\
                  new aws.iam.Role('r', { assumeRolePolicy: trust });\nnew aws.iam.Role('s', { assumeRolePolicy: trust });\n";
    declines(&format!("{HEAD}{shared}"), "`trust` serves something else too", admit);
}

#[test]
fn actions_are_named_in_place_of_others() {
    let set = |rewrite: &mut Rewrite<'_, '_>| {
        let policy = policy(rewrite);
        rewrite.set_actions(&policy.statements[0], &["'kms:Encrypt'", "'kms:Decrypt'"])
    };
    check(
        "JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'kms:*' }] })",
        "JSON.stringify({\n    Statement: [{ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'] }],\n  })",
        set,
    );
    check(
        r#"'{ "Statement": [{ "Action": "kms:*" }] }'"#,
        r#"'{ "Statement": [{ "Action": ["kms:Encrypt", "kms:Decrypt"] }] }'"#,
        set,
    );
}
