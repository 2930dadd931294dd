//! The verbs on documents, in every shape.

use super::Rewrite;
use super::testing::{FILE, check as check_file, declines as declines_file};
use crate::codemod::Declined;
use crate::model::{DocNode, Document};

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// The document of the first key.
fn document<'p>(rewrite: &Rewrite<'_, 'p>) -> Document<'p> {
    let model = rewrite.model;
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    assert_eq!(key.file, FILE);
    let property = model.resource_property(key, "policy").found().expect("it has a policy");
    model.document(&property).found().expect("it is seen")
}

fn at<'d, 'p>(document: &'d Document<'p>, path: &[&str]) -> &'d DocNode<'p> {
    path.iter().fold(&document.root, |node, key| match key.parse::<usize>() {
        Ok(at) => &node.list().expect("a list").items[at].value,
        Err(_) => node.get(key).found().expect("it is there"),
    })
}

#[track_caller]
fn check(text: &str, expected: &str, change: impl Fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>) {
    check_file(&format!("{HEAD}{text}"), &format!("{HEAD}{expected}"), change);
}

#[test]
fn members_and_items_in_source() {
    check(
        "new aws.kms.Key('k', {\n  policy: JSON.stringify({\n    Statement: [\n      { Sid: 'a', Action: 'kms:Decrypt' },\n    ],\n  }),\n});\n",
        "new aws.kms.Key('k', {\n  policy: JSON.stringify({\n    Statement: [\n      {\n        Sid: 'a',\n        Action: ['kms:Decrypt', 'kms:Encrypt*'],\n        \
         Condition: { Bool: { 'aws:x': 'true' } },\n      },\n      { Sid: 'b' },\n    ],\n  }),\n});\n",
        |rewrite| {
            let document = document(rewrite);
            let statement = at(&document, &["Statement", "0"]);
            rewrite.add_items(at(&document, &["Statement", "0", "Action"]), &["'kms:Encrypt*'"])?;
            rewrite.set_member(statement, "Condition", "{ Bool: { 'aws:x': 'true' } }")?;
            rewrite.add_items(at(&document, &["Statement"]), &["{ Sid: 'b' }"])
        },
    );
}

#[test]
fn json_text_over_several_lines_keeps_its_layout() {
    check(
        "const region = 'eu-west-1';\nnew aws.kms.Key('k', {\n  policy: pulumi.interpolate`{\n    \"Statement\": [\n      {\n        \"Sid\": \"a\",\n        \
         \"Action\": [\"kms:Decrypt\"],\n        \"Resource\": \"*\"\n      }\n    ]\n  }`,\n});\n",
        "const region = 'eu-west-1';\nnew aws.kms.Key('k', {\n  policy: pulumi.interpolate`{\n    \"Statement\": [\n      {\n        \"Sid\": \"a\",\n        \
         \"Action\": [\"kms:Decrypt\", \"kms:Encrypt*\"],\n        \"Resource\": [\"*\", \"arn:${region}\"],\n        \
         \"Condition\": {\n          \"ArnLike\": {\n            \"aws:x\": \"a:${region}\"\n          }\n        }\n      },\n      \
         {\n        \"Sid\": \"b\"\n      }\n    ]\n  }`,\n});\n",
        |rewrite| {
            let document = document(rewrite);
            let statement = at(&document, &["Statement", "0"]);
            rewrite.add_items(at(&document, &["Statement", "0", "Action"]), &["'kms:Encrypt*'"])?;
            rewrite.add_items(at(&document, &["Statement", "0", "Resource"]), &["`arn:${region}`"])?;
            rewrite.set_member(statement, "Condition", "{ ArnLike: { 'aws:x': `a:${region}` } }")?;
            rewrite.add_items(at(&document, &["Statement"]), &["{ Sid: 'b' }"])
        },
    );
}

#[test]
fn a_new_item_of_json_text_takes_one_line_beside_neighbours_that_do() {
    check(
        "new aws.kms.Key('k', {\n  policy: `{\n    \"Statement\": [\n      { \"Sid\": \"a\" }\n    ]\n  }`,\n});\n",
        "new aws.kms.Key('k', {\n  policy: `{\n    \"Statement\": [\n      { \"Sid\": \"a\" },\n      \
         { \"Sid\": \"b\", \"Effect\": \"Deny\" }\n    ]\n  }`,\n});\n",
        |rewrite| {
            let document = document(rewrite);
            rewrite.add_items(at(&document, &["Statement"]), &["{ Sid: 'b', Effect: 'Deny' }"])
        },
    );
}

#[test]
fn json_text_on_one_line_stays_there() {
    check(
        r#"new aws.kms.Key('k', { policy: '{"S":[{"Sid":"a","Action":"x"}]}' });"#,
        "new aws.kms.Key('k', {\n  policy:\n    '{\"S\":[{\"Sid\":\"c\",\"Action\":[\"x\",\"it\\'s\"],\
         \"B\":{\"C\":[true,1,null],\"D\":{}}}]}',\n});",
        |rewrite| {
            let document = document(rewrite);
            let statement = at(&document, &["S", "0"]);
            rewrite.add_items(at(&document, &["S", "0", "Action"]), &["'it\\'s'"])?;
            rewrite.set_member(statement, "Sid", "'c'")?;
            rewrite.set_member(statement, "B", "{ C: [true, 1, null], D: {} }")
        },
    );
}

#[test]
fn an_object_on_one_line_stays_there() {
    check(
        "new aws.kms.Key('k', {\n  policy: `{\n  \"S\": [\n    { \"A\": \"x\" }\n  ]\n}`,\n});\n",
        "new aws.kms.Key('k', {\n  policy: `{\n  \"S\": [\n    { \"A\": \"x\", \"B\": { \"C\": \"y\" } }\n  ]\n}`,\n});\n",
        |rewrite| {
            let document = document(rewrite);
            rewrite.set_member(at(&document, &["S", "0"]), "B", "{ C: 'y' }")
        },
    );
}

#[test]
fn a_long_list_takes_several_lines() {
    check(
        "new aws.kms.Key('k', {\n  policy: `{\n  \"Action\": \"kms:Decrypt\"\n}`,\n});\n",
        "new aws.kms.Key('k', {\n  policy: `{\n  \"Action\": [\n    \"kms:Decrypt\",\n    \"kms:Encrypt*\",\n    \"kms:ReEncrypt*\",\n    \
         \"kms:GenerateDataKey*\",\n    \"kms:Describe*\"\n  ]\n}`,\n});\n",
        |rewrite| {
            let document = document(rewrite);
            let actions = ["'kms:Encrypt*'", "'kms:ReEncrypt*'", "'kms:GenerateDataKey*'", "'kms:Describe*'"];
            rewrite.add_items(at(&document, &["Action"]), &actions)
        },
    );
}

#[test]
fn what_can_not_be_written_is_said() {
    let head = |text: &str| format!("{HEAD}{text}");
    declines_file(
        &head("const r = 'x';\nnew aws.kms.Key('k', { policy: '{\"A\": \"x\"}' });"),
        "can't be written in JSON text",
        |rewrite| {
            let document = document(rewrite);
            rewrite.set_member(&document.root, "B", "`a${r}`")
        },
    );
    declines_file(
        &head("new aws.kms.Key('k', { policy: JSON.stringify({ A: ['x'].concat(['y']) }) });"),
        "put together of others",
        |rewrite| {
            let document = document(rewrite);
            rewrite.add_items(at(&document, &["A"]), &["'z'"])
        },
    );
}
