//! Where values are changed, shape by shape.

use super::testing::rewritten_all;
use super::{Rewrite, Shared};
use crate::codemod::Declined;
use crate::model::{Uses, Value};

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";
const PATH: &[&str] = &["rootBlockDevice", "volumeSize"];

/// Sets every size below 30 of every instance to 30; the references that others share.
fn raise(rewrite: &mut Rewrite<'_, '_>) -> Result<Vec<Shared>, Declined> {
    let model = rewrite.model;
    let traces: Vec<_> = model.resources_of("aws.ec2.Instance").map(|r| model.trace_argument(r, PATH)).collect();
    let mut uses = Uses::default();
    traces.iter().for_each(|trace| uses.join(&trace.uses));
    let mut shared = Vec::new();
    for trace in &traces {
        let small = trace.sources.iter().filter(|source| {
            let value = source.expr().map(|site| model.value(site.file, site.node));
            matches!(value, Some(Value::Number(n)) if n < 30.0)
        });
        let codes: Vec<_> = small.map(|source| (source, "30")).collect();
        shared.extend(rewrite.set_sources(trace, &codes, &uses)?);
    }
    Ok(shared)
}

#[track_caller]
fn check(before: &str, after: &str, expected: &[&str]) {
    let mut shared = Vec::new();
    let got = rewritten_all(&[("index.ts", &format!("{HEAD}{before}"))], |rewrite| {
        shared = raise(rewrite)?;
        Ok(())
    });
    assert_eq!(got.map(|files| files[0].clone()), Ok(format!("{HEAD}{after}")), "{before}");
    let shared: Vec<_> = shared.iter().map(|s| s.0.as_str()).collect();
    assert_eq!(shared, expected, "{before}");
}

/// An instance whose root block device is `disk`.
fn host(disk: &str) -> String {
    format!("new aws.ec2.Instance('a', {{ rootBlockDevice: {disk} }});\n")
}

#[test]
fn a_value_is_changed_where_it_is_written() {
    check(&host("{ volumeSize: 8 }"), &host("{ volumeSize: 30 }"), &[]);
    let with = |n: u32, rest: &str| format!("const n = {n};\n{}{rest}", host("{ volumeSize: n }"));
    check(&with(8, ""), &with(30, ""), &[]);
    check(&with(8, &host("{ volumeSize: n }")), &with(30, &host("{ volumeSize: n }")), &[]);
}

#[test]
fn what_serves_others_too_stays() {
    let rest = "console.log(n);\n";
    check(
        &format!("const n = 8;\n{}{rest}", host("{ volumeSize: n }")),
        &format!("const n = 8;\n{}{rest}", host("{ volumeSize: 30 }")),
        &[],
    );
    let rest = "console.log(volumeSize);\n";
    check(
        &format!("const volumeSize = 8;\n{}{rest}", host("{ volumeSize }")),
        &format!("const volumeSize = 8;\n{}{rest}", host("{ volumeSize: 30 }")),
        &[],
    );
    let disk = "const disk = { volumeSize: 8 };\nconsole.log(disk);\n";
    check(&format!("{disk}{}", host("disk")), &format!("{disk}{}", host("{ ...disk, volumeSize: 30 }")), &[]);
    check(&format!("{disk}{}", host("{ ...disk }")), &format!("{disk}{}", host("{ ...disk, volumeSize: 30 }")), &[]);
}

#[test]
fn what_cannot_be_told_apart_is_said() {
    let of = |n: u32| {
        let body = format!("{}  console.log(n);\n", host("{ volumeSize: n }").replace("new", "  new"));
        format!("function f(n: number) {{\n{body}}}\nf({n});\nf(64);\n")
    };
    check(&of(8), &of(30), &["n"]);
}

#[test]
fn a_value_that_may_be_missing_is_changed_at_its_callers() {
    let of = |n: u32, other: u32| {
        let disk = host(&format!("{{ volumeSize: args.n ?? {other} }}"));
        format!(
            "function f(args: {{ n?: number; m?: number }}) {{\n  {disk}  console.log(args.m);\n}}\nf({{ n: {n} }});\nf({{}});\n"
        )
    };
    check(&of(8, 10), &of(30, 30), &[]);
}

#[test]
fn a_condition_between_equals_goes() {
    let rest = "console.log(pulumi);\n";
    check(
        &format!("const p = pulumi.getStack() === 'p';\n{}{rest}", host("{ volumeSize: p ? 30 : 8 }")),
        &format!("{}{rest}", host("{ volumeSize: 30 }")),
        &[],
    );
    check(&host("{ volumeSize: p ? 9 : q ? 8 : 7 }"), &host("{ volumeSize: 30 }"), &[]);
    check(&host("{ volumeSize: p ? 9 : q ? 80 : 7 }"), &host("{ volumeSize: p ? 30 : q ? 80 : 30 }"), &[]);
}
