//! What goes with its last use.

use super::testing::{FILE, check, exact, node};
use crate::source::TextRange;

/// `code` out of a call of `f`, and what only it used.
#[track_caller]
fn without(code: &str, text: &str, expected: &str) {
    check(text, expected, |r| {
        let gone = exact(r, code);
        r.replace(FILE, gone, "0")?;
        r.drop_unused(&[(FILE, TextRange::of(gone))], &[])
    });
}

#[test]
fn constants_go_with_their_comments_and_with_what_only_they_used() {
    without("b", "// first\nconst a = 1;\n\n// second\nconst b = [a];\n\nf(b);\n", "f(0);\n");
    without("b", "const a = 1;\nconst b = a;\nf(b, a);\n", "const a = 1;\nf(0, a);\n");
    without("g()", "g2();\n\nfunction g() {\n  return 1;\n}\n\nf(g());\n", "g2();\n\nf(0);\n");
}

#[test]
fn what_does_something_stays() {
    let text = "const a = make();\nf(a);\n";
    without("a", text, "const a = make();\nf(0);\n");
    let text = "export const a = 1;\nf(a);\n";
    without("a", text, "export const a = 1;\nf(0);\n");
    let text = "import * as aws from '@pulumi/aws';\nconst a = new aws.s3.Bucket('a');\nf(a);\n";
    without("a", text, "import * as aws from '@pulumi/aws';\nnew aws.s3.Bucket('a');\nf(0);\n");
}

#[test]
fn what_is_made_loses_its_name() {
    let head = "import * as aws from '@pulumi/aws';\n";
    let of = |text: &str| format!("{head}{text}f(a.arn);\n");
    let without = |text: &str, expected: &str| {
        without("a.arn", &of(text), &format!("{head}{expected}f(0);\n"));
    };
    without("// kept\nconst a = new aws.s3.Bucket('a'); // too\n", "// kept\nnew aws.s3.Bucket('a'); // too\n");
    let long = "const a = new aws.s3.Bucket('a-bucket-whose-name-is-so-long-that-it', {\n  tags: {},\n});\n";
    let bare = "new aws.s3.Bucket('a-bucket-whose-name-is-so-long-that-it', { tags: {} });\n";
    without(long, &bare.replace("{ tags: {} }", "{\n  tags: {},\n}"));
    let two = "const a = new aws.s3.Bucket('a'),\n  b = 1;\n";
    without(two, two);
    let exported = "export const a = new aws.s3.Bucket('a');\n";
    without(exported, exported);
}

#[test]
fn what_callbacks_make_stays() {
    let head = "import * as aws from '@pulumi/aws';\n";
    for made in [
        "xs.map(x => new aws.s3.Bucket(x))",
        "xs.map(x => {\n  const b = new aws.s3.Bucket(x);\n  return b;\n})",
        "xs.map(function (x) {\n  return new aws.s3.Bucket(x);\n})",
        "xs.map(make)",
        "xs.filter(x => x).map((x, i) => [new aws.s3.Bucket(x)])",
        "xs.map(x => {\n  if (x) make(x);\n  return x;\n})",
    ] {
        let text = format!("{head}const a = {made};\nf(a.id, aws);\n");
        without("a.id", &text, &format!("{head}const a = {made};\nf(0, aws);\n"));
    }
    without("a", "const a = xs.map(x => x.id).join(', ');\nf(a);\n", "f(0);\n");
    without("a", "const a = xs.map(x => {\n  const id = x.id;\n  return id;\n});\nf(a);\n", "f(0);\n");
}

#[test]
fn lookups_and_settings_that_nothing_reads_go() {
    let text = "import * as aws from '@pulumi/aws';\nconst v = aws.ec2.getVpcOutput({});\nf(v.id, aws);\n";
    without("v.id", text, "import * as aws from '@pulumi/aws';\nf(0, aws);\n");
    let text =
        "import { Config } from '@pulumi/pulumi';\nconst c = new Config();\nconst x = c.require('x');\nf(x, c);\n";
    without("x", text, "import { Config } from '@pulumi/pulumi';\nconst c = new Config();\nf(0, c);\n");
}

#[test]
fn imports_and_patterns_lose_the_name() {
    without("a", "import { a, b } from 'm';\nf(a, b);\n", "import { b } from 'm';\nf(0, b);\n");
    without("a", "import { a } from 'm';\n\nf(a);\n", "f(0);\n");
    without("[a, b]", "import { a, b } from 'm';\n\nf([a, b]);\n", "f(0);\n");
    without("a", "import d, { a } from 'm';\nf(a, d);\n", "import d, { a } from 'm';\nf(0, d);\n");
    without("[a, b]", "const { a, b } = args;\nf([a, b]);\n", "f(0);\n");
    without("a", "const { a, b } = args;\nf(a, b);\n", "const { b } = args;\nf(0, b);\n");
    without("a", "const { a } = args;\nf(a);\n", "f(0);\n");
    without("a", "const { a, ...rest } = args;\nf(a, rest);\n", "const { a, ...rest } = args;\nf(0, rest);\n");
}

#[test]
fn names_that_the_new_code_uses_stay() {
    check("const a = x;\nf(a.id);\n", "const a = x;\nf(a);\n", |r| {
        let gone = exact(r, "a.id");
        r.replace(FILE, gone, "a")?;
        r.drop_unused(&[(FILE, TextRange::of(gone))], &["a".to_string()])
    });
}

#[test]
fn lists_that_are_only_filled_go_with_what_fills_them() {
    let text = "const a = [];\nfor (const x of xs) {\n  a.push({ x });\n}\na.push(1);\n\nf([a]);\n";
    without("[a]", text, "f(0);\n");
    let text = "const a = [];\nxs.forEach(x => a.push(x));\nf([a]);\n";
    without("[a]", text, "const a = [];\nxs.forEach(x => a.push(x));\nf(0);\n");
    let text = "const a = [];\na.push(make());\nf([a]);\n";
    without("[a]", text, "const a = [];\na.push(make());\nf(0);\n");
}

#[test]
fn a_condition_that_would_hold_nothing_goes() {
    let text = "a();\nif (x) {\n  b();\n}\nc();\n";
    check(text, "a();\nc();\n", |r| r.delete_statement(FILE, node(r, "b()")).map(|_| ()));
    let text = "if (x) {\n  b();\n} else {\n  c();\n}\n";
    check(text, "if (x) {\n} else {\n  c();\n}\n", |r| r.delete_statement(FILE, node(r, "b()")).map(|_| ()));
}
