//! Names for outputs of resources that are made elsewhere.

use super::Rewrite;
use super::testing::{FILE, check, declines, exact};
use crate::codemod::Declined;

/// Names the `arn` of the first vault at the first `here`.
fn arn_here(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let vault = rewrite.model.resources_of("aws.backup.Vault").next().expect("a vault").id;
    let here = exact(rewrite, "here");
    let node = rewrite.index(FILE).expr(here).expect("it is part of the file");
    let reached = rewrite.reach_output(vault, "arn", FILE, node)?;
    rewrite.replace(FILE, here, &reached.code)
}

#[test]
fn an_output_is_reached_through_what_is_in_scope() {
    let head = "import * as aws from '@pulumi/aws';\ndeclare const here: any;\n";
    let new = "new aws.backup.Vault('v', { name: 'v' })";
    for (text, expected) in [
        (format!("const vault = {new};\nf(here);\n"), format!("const vault = {new};\nf(vault.arn);\n")),
        (format!("f(here);\n{new};\n"), format!("f(vault.arn);\nconst vault = {new};\n")),
        (
            format!("const vault = {new};\nconst arns = {{ v: vault.arn }};\nf(here);\n"),
            format!("const vault = {new};\nconst arns = {{ v: vault.arn }};\nf(vault.arn);\n"),
        ),
        (
            format!(
                "function make() {{\n  const vault = {new};\n  return {{ arn: vault.arn }};\n}}\nconst made = make();\nf(here);\n"
            ),
            format!(
                "function make() {{\n  const vault = {new};\n  return {{ arn: vault.arn }};\n}}\nconst made = make();\nf(made.arn);\n"
            ),
        ),
        (
            format!(
                "function make() {{\n  const vault = {new};\n  return {{ name: vault.name }};\n}}\nconst made = make();\nf(here);\n"
            ),
            format!(
                "function make() {{\n  const vault = {new};\n  return {{ name: vault.name, vaultArn: vault.arn }};\n}}\nconst made = make();\nf(made.vaultArn);\n"
            ),
        ),
    ] {
        check(&format!("{head}{text}"), &format!("{head}{expected}"), arn_here);
    }
}

#[test]
fn an_output_of_what_a_loop_makes_is_declined() {
    let text = "import * as aws from '@pulumi/aws';\ndeclare const here: any;\nfor (const v of ['a', 'b']) {\n  new aws.backup.Vault(v, { name: v });\n}\nf(here);\n";
    declines(text, "a loop makes it", arn_here);
}

#[test]
fn an_output_is_named_only_by_what_is_declared_before() {
    let head = "import * as aws from '@pulumi/aws';\ndeclare const here: any;\n";
    let new = "new aws.backup.Vault('v', { name: 'v' })";
    let name = |rewrite: &mut Rewrite<'_, '_>| {
        let vault = rewrite.model.resources_of("aws.backup.Vault").next().expect("a vault").id;
        let here = exact(rewrite, "here");
        let node = rewrite.index(FILE).expr(here).expect("it is part of the file");
        let code = rewrite.output_before(vault, "arn", (FILE, node))?;
        rewrite.replace(FILE, here, &code)
    };
    for (text, expected) in [
        (format!("const vault = {new};\nf(here);\n"), format!("const vault = {new};\nf(vault.arn);\n")),
        (format!("{new};\nf(here);\n"), format!("const vault = {new};\nf(vault.arn);\n")),
    ] {
        check(&format!("{head}{text}"), &format!("{head}{expected}"), name);
    }
    for late in [format!("f(here);\nconst vault = {new};\n"), format!("f(here);\n{new};\n")] {
        declines(&format!("{head}{late}"), "it is made after", name);
    }
    let apart = format!("function make() {{\n  const vault = {new};\n  return vault;\n}}\nf(here);\n");
    declines(&format!("{head}{apart}"), "nothing in scope leads to", name);
    let looped = format!("for (const v of ['a', 'b']) {{\n  {new};\n}}\nf(here);\n");
    declines(&format!("{head}{looped}"), "a loop makes it", name);
}

#[test]
fn a_function_names_nothing_that_is_made_after_its_call() {
    let head = "import * as aws from '@pulumi/aws';\ndeclare const here: any;\n";
    let new = "new aws.backup.Vault('v', { name: 'v' })";
    let made = |after: &str, before: &str| format!("{head}{before}const vault = {new};\n{after}");
    let names = |text: &str| check(text, &text.replace("f(here)", "f(vault.arn)"), arn_here);
    for callee in ["function make() {\n  f(here);\n}\n", "const make = () => {\n  f(here);\n};\n"] {
        names(&made("make();\n", callee));
        names(&made("function all() {\n  make();\n}\nall();\n", callee));
        // Nothing calls it that is seen: whoever does, does it later.
        names(&made("export { make };\n", callee));
        let around = format!("{callee}function all() {{\n  make();\n}}\n");
        for early in [format!("{callee}make();\n"), format!("{around}all();\n")] {
            declines(&made("make();\n", &early), "nothing in scope leads to", arn_here);
        }
    }
    let class = "class Net {\n  constructor() {\n    f(here);\n  }\n}\n";
    names(&made("new Net();\n", class));
    declines(&made("", &format!("{class}new Net();\n")), "nothing in scope leads to", arn_here);
}
