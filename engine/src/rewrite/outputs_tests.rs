//! Bringing Outputs into documents of every form.

use super::testing::{check as check_file, declines as declines_file};
use super::{Given, Rewrite, Wanted};
use crate::codemod::Declined;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n\
                    const b = new aws.s3.Bucket('b');\nconst o = new aws.s3.Bucket('o');\n";

/// Brings `o.arn` into the document of the first key, and sets its member `A` to it.
fn bring(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let model = rewrite.model;
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    let property = model.resource_property(key, "policy").found().expect("it has a policy");
    let document = model.document(&property).found().expect("it is seen");
    let given = rewrite.bring(&document, &[Wanted { code: "o.arn", name: "oArn" }])?;
    let [Given { code, .. }] = given.as_slice() else { panic!("{given:?}") };
    rewrite.set_member(&document.root, "A", code)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let key = |text: &str| format!("{HEAD}new aws.kms.Key('k', {{\n  policy: {text},\n}});\n");
    check_file(&key(text), &key(expected), bring);
}

#[test]
fn both_lists_of_a_callback_grow() {
    check(
        "pulumi.all([b.arn, 'x']).apply(([a, x]) => JSON.stringify({ B: a }))",
        "pulumi\n    .all([b.arn, 'x', o.arn])\n    .apply(([a, x, oArn]) => JSON.stringify({ B: a, A: oArn }))",
    );
    check(
        "pulumi.all([b.arn, o.arn]).apply(([a, b]) => JSON.stringify({}))",
        "pulumi\n    .all([b.arn, o.arn])\n    .apply(([a, b]) => JSON.stringify({ A: b }))",
    );
    check(
        "pulumi.all([b.arn]).apply(([a]: [string]) => JSON.stringify({ a }))",
        "pulumi\n    .all([b.arn, o.arn])\n    .apply(([a, oArn]: [string, string]) => JSON.stringify({ a, A: oArn }))",
    );
    check(
        "pulumi.all([b.arn]).apply(values => JSON.stringify({ B: values[0] }))",
        "pulumi\n    .all([b.arn, o.arn])\n    .apply(values => JSON.stringify({ B: values[0], A: values[1] }))",
    );
    check(
        "pulumi.all({ a: b.arn }).apply(({ a }) => JSON.stringify({ B: a }))",
        "pulumi\n    .all({ a: b.arn, oArn: o.arn })\n    .apply(({ a, oArn }) => JSON.stringify({ B: a, A: oArn }))",
    );
}

#[test]
fn one_value_becomes_a_list() {
    check(
        "b.arn.apply(arn => JSON.stringify({ B: arn }))",
        "pulumi\n    .all([b.arn, o.arn])\n    .apply(([arn, oArn]) => JSON.stringify({ B: arn, A: oArn }))",
    );
    check(
        "b.arn.apply((arn: string) => {\n    return JSON.stringify({ B: arn });\n  })",
        "pulumi.all([b.arn, o.arn]).apply(([arn, oArn]) => {\n    return JSON.stringify({ B: arn, A: oArn });\n  })",
    );
    check(
        "aws\n    .getCallerIdentity()\n    .then(({ accountId }) => JSON.stringify({ B: accountId }))",
        "pulumi\n    .all([aws.getCallerIdentity(), o.arn])\n    .apply(([{ accountId }, oArn]) =>\n      JSON.stringify({ B: accountId, A: oArn })\n    )",
    );
}

#[test]
fn what_a_callback_is_given_already_serves() {
    check("o.arn.apply(arn => JSON.stringify({ B: arn }))", "o.arn.apply(arn => JSON.stringify({ B: arn, A: arn }))");
    check(
        "pulumi.all({ own: o.arn }).apply(({ own }) => JSON.stringify({ B: own }))",
        "pulumi.all({ own: o.arn }).apply(({ own }) => JSON.stringify({ B: own, A: own }))",
    );
    check(
        "pulumi.all({ own: o.arn }).apply(({ own: it }) => JSON.stringify({}))",
        "pulumi\n    .all({ own: o.arn })\n    .apply(({ own: it }) => JSON.stringify({ A: it }))",
    );
}

#[test]
fn documents_without_a_callback() {
    check("pulumi.jsonStringify({ B: 'x' })", "pulumi.jsonStringify({ B: 'x', A: o.arn })");
    check("`{ \"B\": \"x\" }`", "pulumi.interpolate`{ \"B\": \"x\", \"A\": \"${o.arn}\" }`");
    check("pulumi.interpolate`{ \"B\": \"x\" }`", "pulumi.interpolate`{ \"B\": \"x\", \"A\": \"${o.arn}\" }`");
    check("{ B: 'x' } as any", "{ B: 'x', A: o.arn } as any");
    // The version of the SDK is not known here.
    check("JSON.stringify({ B: 'x' })", "o.arn.apply(oArn => JSON.stringify({ B: 'x', A: oArn }))");
}

#[test]
fn an_sdk_that_stringifies_outputs_is_used() {
    let text = |policy: &str| {
        format!(
            "{HEAD}export const seen = pulumi.jsonStringify({{}});\nnew aws.kms.Key('k', {{\n  policy: {policy},\n}});\n"
        )
    };
    check_file(&text("JSON.stringify({ B: 'x' })"), &text("pulumi.jsonStringify({ B: 'x', A: o.arn })"), bring);
}

#[test]
fn what_can_not_take_outputs_says_so() {
    let declines = |code: &str, reason: &str| declines_file(&format!("{HEAD}{code}"), reason, bring);
    declines("new aws.kms.Key('k', { policy: '{}' });", "write it with pulumi.interpolate");
    declines(
        "const doc: string = JSON.stringify({ B: 'x' });\nnew aws.kms.Key('k', { policy: doc });",
        "`doc` is declared to be text",
    );
    declines(
        "const make = (arn: string) => JSON.stringify({ B: arn });\nnew aws.kms.Key('k', { policy: b.arn.apply(make) });",
        "written elsewhere",
    );
    declines(
        "new aws.kms.Key('k', { policy: aws.iam.getPolicyDocument({}).then(d => d.json) });",
        "call getPolicyDocumentOutput",
    );
}
