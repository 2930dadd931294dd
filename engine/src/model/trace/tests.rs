//! Traces of values as people write them.

use super::*;
use crate::model::Model;
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// What can give `rootBlockDevice.volumeSize` of the last instance: the ends, and whether each can be changed alone.
fn traced(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, format!("{HEAD}{text}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let program = program(&files);
    let model = Model::new(&program);
    let mut uses = Uses::default();
    for instance in model.resources_of("aws.ec2.Instance") {
        uses.join(&model.trace_argument(instance, &["rootBlockDevice", "volumeSize"]).uses);
    }
    let instance = model.resources_of("aws.ec2.Instance").last().expect("there is an instance");
    let trace = model.trace_argument(instance, &["rootBlockDevice", "volumeSize"]);
    let mut out = Vec::new();
    for source in &trace.sources {
        let end = match &source.end {
            End::Written(site) => model.text(site.file, TextRange::of(site.node)).to_string(),
            End::Absent => "absent".into(),
            End::Unknown(why) => format!("? {why}"),
        };
        let shared = source.hops.iter().any(|hop| !model.serves_only(hop, &uses));
        out.push(format!("{end}{}{}", if source.defaulted { " or" } else { "" }, if shared { " shared" } else { "" }));
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(traced(&[("index.ts", text)]), expected, "{text}");
}

#[test]
fn a_literal_is_its_own_source() {
    check("new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: 8 } });", &["8"]);
    check("new aws.ec2.Instance('a', { rootBlockDevice: {} });", &["absent"]);
    check("new aws.ec2.Instance('a', {});", &["absent"]);
    check("new aws.ec2.Instance('a', { 'rootBlockDevice': { ['volumeSize']: (8 as number) } });", &["8"]);
}

#[test]
fn a_function_gives_what_its_own_call_hands_it() {
    let or = "const or = (n: number | undefined, usual: number) => (n === undefined ? usual : n);\n";
    let at = |size: &str| format!("new aws.ec2.Instance('a', {{ rootBlockDevice: {{ volumeSize: {size} }} }});");
    check(
        &format!("{or}for (let i = 0; i < or(undefined, 3); i++) {{}}\n{}", at("or(undefined, 8)")),
        &["8", "absent"],
    );
    check(&format!("{or}const hosts = or(4, 3);\nconst size = or(9, 8);\n{}", at("size")), &["8", "9"]);
    check(&format!("{or}{}", at("or(undefined, or(undefined, 8))")), &["8", "absent", "absent"]);
    let of = "const of = { size: (n: number) => n };\nof.size(3);\n";
    check(&format!("{of}{}", at("of.size(8)")), &["8"]);
    let twice = "function down(n: number): number {\n  return n > 9 ? down(n - 1) : n;\n}\ndown(3);\n";
    check(&format!("{twice}{}", at("down(8)")), &["n - 1 shared", "8"]);
}

#[test]
fn constants_and_objects_are_followed() {
    check("const n = 8;\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n } });", &["8"]);
    check(
        "const n = 8;\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n } });\nexport const m = n * 2;",
        &["8 shared"],
    );
    check(
        "const size = { root: 8, data: 9 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: size.root } });\nconst d = size.data;",
        &["8"],
    );
    check(
        "const size = { root: 8 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: size.root } });\nconst d = size.root;",
        &["8 shared"],
    );
    check(
        "const { root } = { root: 8 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: root } });",
        &["8"],
    );
    check(
        "const { root = 9 } = new pulumi.Config().requireObject<any>('x');\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: root } });",
        &["? `new pulumi.Config().requireObject<any...` is decided at run time or", "9"],
    );
    check(
        "enum Size { Root = 8 }\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: Size.Root } });",
        &["8 shared"],
    );
}

#[test]
fn spreads_are_followed_and_the_last_one_wins() {
    check("const disk = { volumeSize: 8 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { ...disk } });", &["8"]);
    check(
        "const disk = { volumeSize: 8 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { ...disk, volumeSize: 9 } });",
        &["9"],
    );
    check(
        "const base = { rootBlockDevice: { volumeSize: 8 } };\nnew aws.ec2.Instance('a', { ...base, rootBlockDevice: {} });\nnew aws.ec2.Instance('b', base);",
        &["8"],
    );
    check(
        "const disk = { volumeSize: 8 };\nnew aws.ec2.Instance('a', { rootBlockDevice: disk, ebsBlockDevices: [{ deviceName: 'x', ...disk }] });",
        &["8 shared"],
    );
    check(
        "const big = pulumi.getStack() === 'p';\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: 8, ...(big ? { volumeSize: 9 } : {}) } });",
        &["9", "8"],
    );
    check(
        "declare const more: any;\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: 8, ...more } });",
        &["? `more` is declared without a value", "8"],
    );
}

#[test]
fn conditions_and_defaults_give_every_case() {
    check(
        "const p = pulumi.getStack() === 'p';\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: p ? 9 : 8 } });",
        &["9", "8"],
    );
    check(
        "const c = new pulumi.Config();\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: c.getNumber('x') || 8 } });",
        &["c.getNumber('x') or", "8"],
    );
    check(
        "const c = new pulumi.Config();\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: parseInt(c.get('x') ?? '8', 10) } });",
        &["c.get('x') or", "'8'"],
    );
    check(
        "let n = 8;\nif (pulumi.getStack() === 'p') n = 9;\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n } });",
        &["8", "9"],
    );
}

#[test]
fn callers_and_lists_are_followed() {
    check(
        "function f(n: number, d = 7) { new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n + 0 || d } }); }\nf(8); f(9, 10);",
        &["n + 0 or", "7", "10"],
    );
    check(
        "function f({ size = 8 }: { size?: number }) { return new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: size } }); }\nf({ size: 9 }); f({});",
        &["9", "8"],
    );
    check(
        "const list = [{ n: 8 }, { n: 9 }];\nlist.forEach(({ n }) => new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n } }));",
        &["8", "9"],
    );
    check(
        "for (const one of [8, 9]) { new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: one } }); }",
        &["8", "9"],
    );
    check(
        "const all = { x: { n: 8 }, y: { n: 9 } };\nfor (const [key, one] of Object.entries(all)) { new aws.ec2.Instance(key, { rootBlockDevice: { volumeSize: one.n } }); }",
        &["9", "8"],
    );
    check(
        "const sizes: Record<string, number> = { dev: 8, prod: 9 };\nnew aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: sizes[pulumi.getStack()] } });",
        &["9", "8"],
    );
    check("const pick = () => ({ volumeSize: 8 });\nnew aws.ec2.Instance('a', { rootBlockDevice: pick() });", &["8"]);
}

#[test]
fn classes_and_other_files_are_followed() {
    let host = "export interface Args { size?: number }
export class Host extends pulumi.ComponentResource {
  private readonly size: number;
  constructor(name: string, private readonly args: Args) {
    super('x:y:Host', name, args);
    this.size = args.size ?? 8;
    this.make();
  }
  make() { new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: this.size } }); }
}
";
    let index =
        "import { Host } from './host';\nimport * as sizes from './sizes';\nnew Host('h', { size: sizes.SMALL });\n";
    let sizes = "export const SMALL = 9;\n";
    assert_eq!(traced(&[("host.ts", host), ("index.ts", index), ("sizes.ts", sizes)]), ["9 or", "8"]);
    let text = "class C { constructor(private readonly n: number) {}\n make() { new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: this.n } }); } }\nnew C(8).make();";
    check(text, &["8"]);
}

#[test]
fn what_is_assigned_later_counts() {
    check(
        "const args: aws.ec2.InstanceArgs = { ami: 'x' };\nargs.rootBlockDevice = { volumeSize: 8 };\nnew aws.ec2.Instance('a', args);",
        &["8"],
    );
    check(
        "const disk: any = { volumeSize: 8 };\ndisk.volumeSize = 9;\nnew aws.ec2.Instance('a', { rootBlockDevice: disk });",
        &["8", "9"],
    );
}

#[test]
fn circles_end() {
    check(
        "const a: any = { ...b };\nconst b: any = { ...a };\nnew aws.ec2.Instance('a', { rootBlockDevice: a });",
        &["absent"],
    );
    check(
        "function f(n: number): void { new aws.ec2.Instance('a', { rootBlockDevice: { volumeSize: n } }); f(n); }\nf(8);",
        &["8", "8"],
    );
}
