//! What goes with a resource, in the shapes that hand it on, and what keeps it.

use super::{Rewrite, Taken, Withdrawn};
use crate::codemod::Declined;
use crate::rewrite::testing::rewritten_all;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// Takes out every key pair; hosts may do without.
fn withdraw(r: &mut Rewrite<'_, '_>) -> Result<Withdrawn, Declined> {
    let model = r.model();
    let keys: Vec<_> = model.resources_of("aws.ec2.KeyPair").map(|key| key.id).collect();
    assert!(!keys.is_empty(), "the program has a key pair");
    let may = |taken: &Taken| match taken.path == ["keyName"] {
        true => Ok(()),
        false => Err(Declined::because(format!("`{}` needs it", taken.path.join(".")))),
    };
    r.withdraw(&keys, &[], &may)
}

#[track_caller]
fn files(before: &[(&str, &str)], after: &[&str]) {
    let with_head: Vec<(&str, String)> = before.iter().map(|(name, text)| (*name, format!("{HEAD}{text}"))).collect();
    let with_head: Vec<(&str, &str)> = with_head.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match rewritten_all(&with_head, |r| withdraw(r).map(|_| ())) {
        Ok(got) => {
            for (got, expected) in got.iter().zip(after) {
                let got = got.trim_start_matches("import * as aws from '@pulumi/aws';\n");
                let got = got.trim_start_matches("import * as pulumi from '@pulumi/pulumi';\n");
                assert_eq!(got, *expected, "\n--- got\n{got}\n--- expected\n{expected}");
            }
        }
        Err(why) => panic!("declined: {why}"),
    }
}

/// One file, which keeps `aws` and `pulumi` in use.
#[track_caller]
fn check(before: &str, after: &str) {
    let end = "f(aws, pulumi);\n";
    files(&[("index.ts", &format!("{before}{end}"))], &[&format!("{after}{end}")]);
}

#[track_caller]
fn declines(before: &[(&str, &str)], why: &str) {
    let with_head: Vec<(&str, String)> = before.iter().map(|(name, text)| (*name, format!("{HEAD}{text}"))).collect();
    let with_head: Vec<(&str, &str)> = with_head.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match rewritten_all(&with_head, |r| withdraw(r).map(|_| ())) {
        Ok(got) => panic!("not declined\n{}", got.join("\n---\n")),
        Err(declined) => assert!(declined.0.contains(why), "{declined}"),
    }
}

#[test]
fn variables_and_what_is_taken_of_them() {
    check("// key\nconst k = new aws.ec2.KeyPair('k', {});\nconst name = k.keyName;\nexport const id = k.id;\n", "");
    check("const a = 1,\n  k = new aws.ec2.KeyPair('k', {});\nf(a);\n", "const a = 1;\nf(a);\n");
    check(
        "const { keyName, id: other } = new aws.ec2.KeyPair('k', {});\nconst x = { keyName, other, y: 1 };\n",
        "const x = { y: 1 };\n",
    );
    check(
        "let k: aws.ec2.KeyPair | undefined;\nif (x) {\n  k = new aws.ec2.KeyPair('k', {});\n}\ng({ a: 1, key: k?.keyName });\nfunction g(o: { a: number; key?: pulumi.Input<string> }) {\n  f(o.a);\n}\n",
        "g({ a: 1 });\nfunction g(o: { a: number }) {\n  f(o.a);\n}\n",
    );
    check("new aws.ec2.KeyPair('k', {});\n", "");
    check("const k = (await new aws.ec2.KeyPair('k', {})) as aws.ec2.KeyPair;\nconst n = k!.keyName;\n", "");
}

#[test]
fn arguments_and_options_of_resources() {
    let key = "const k = new aws.ec2.KeyPair('k', {});\n";
    let check = |before: &str, after: &str| check(&format!("{key}{before}"), after);
    check(
        "new aws.ec2.Instance('i', { ami: 'a', keyName: k.keyName });\n",
        "new aws.ec2.Instance('i', { ami: 'a' });\n",
    );
    check(
        "const o: aws.ec2.InstanceArgs = { ami: 'a', keyName: k.id };\nnew aws.ec2.Instance('i', o);\n",
        "const o: aws.ec2.InstanceArgs = { ami: 'a' };\nnew aws.ec2.Instance('i', o);\n",
    );
    check(
        "const o: aws.ec2.InstanceArgs = { ami: 'a' };\nif (x) o.keyName = k.id;\nnew aws.ec2.Instance('i', o);\n",
        "const o: aws.ec2.InstanceArgs = { ami: 'a' };\nnew aws.ec2.Instance('i', o);\n",
    );
    check("new aws.s3.Bucket('b', {}, { dependsOn: [k] });\n", "new aws.s3.Bucket('b', {});\n");
    check(
        "new aws.s3.Bucket('b', {}, { dependsOn: k, protect: true });\n",
        "new aws.s3.Bucket('b', {}, { protect: true });\n",
    );
    check(
        "const v = new aws.ec2.Vpc('v');\nnew aws.s3.Bucket('b', {}, { dependsOn: [k, v] });\n",
        "const v = new aws.ec2.Vpc('v');\nnew aws.s3.Bucket('b', {}, { dependsOn: [v] });\n",
    );
}

#[test]
fn classes() {
    check(
        "class A {\n  // key\n  readonly key: aws.ec2.KeyPair;\n  readonly other: string;\n\n  constructor() {\n    this.key = new aws.ec2.KeyPair('k', {});\n    this.other = 'x';\n  }\n\n  get keyName() {\n    return this.key.keyName;\n  }\n}\nconst a = new A();\nf(a.other);\nexport const n = a.keyName;\n",
        "class A {\n  readonly other: string;\n\n  constructor() {\n    this.other = 'x';\n  }\n}\nconst a = new A();\nf(a.other);\n",
    );
    check(
        "class A {\n  private key = new aws.ec2.KeyPair('k', {});\n  #name = this.key.keyName;\n\n  make() {\n    return { a: 1, n: this.#name };\n  }\n}\nconst { a, n } = new A().make();\nf(a);\nexport { n };\n",
        "class A {\n  make() {\n    return { a: 1 };\n  }\n}\nconst { a } = new A().make();\nf(a);\n",
    );
    check(
        "class B {\n  constructor(private readonly n: string, private key: pulumi.Input<string>) {\n    f(this.n);\n    new aws.ec2.Instance('i', { keyName: this.key });\n  }\n}\nconst k = new aws.ec2.KeyPair('k', {});\nnew B('b', k.keyName);\n",
        "class B {\n  constructor(private readonly n: string) {\n    f(this.n);\n    new aws.ec2.Instance('i', {});\n  }\n}\nnew B('b');\n",
    );
    check(
        "class C {\n  go() {\n    const k = this.key('k');\n    new aws.ec2.Instance('i', { ami: 'a', keyName: k.keyName });\n  }\n\n  private key(name: string) {\n    return new aws.ec2.KeyPair(name, {});\n  }\n}\nnew C().go();\n",
        "class C {\n  go() {\n    new aws.ec2.Instance('i', { ami: 'a' });\n  }\n}\nnew C().go();\n",
    );
}

#[test]
fn functions_their_callers_and_types() {
    check(
        "interface Made {\n  /** host */\n  host: string;\n  key: aws.ec2.KeyPair;\n}\nasync function make(): Promise<Made> {\n  const key = new aws.ec2.KeyPair('k', {});\n  return { host: 'h', key };\n}\nconst made = await make();\nf(made.host);\nexport const n = made.key.keyName;\n",
        "interface Made {\n  /** host */\n  host: string;\n}\nasync function make(): Promise<Made> {\n  return { host: 'h' };\n}\nconst made = await make();\nf(made.host);\n",
    );
}

#[test]
fn lists_of_what_is_made() {
    check(
        "const k = new aws.ec2.KeyPair('k', {});\nconst specs = [{ name: 'a', key: k.keyName }];\nfor (const { name, key } of specs) {\n  new aws.ec2.Instance(name, { keyName: key });\n}\nspecs.map(s => new aws.ec2.Instance(s.name, { keyName: s.key }));\n",
        "const specs = [{ name: 'a' }];\nfor (const { name } of specs) {\n  new aws.ec2.Instance(name, {});\n}\nspecs.map(s => new aws.ec2.Instance(s.name, {}));\n",
    );
    declines(
        &[("index.ts", "const keys = [];\nfor (const n of ns) keys.push(new aws.ec2.KeyPair(n, {}));\n")],
        "is handed to",
    );
}

#[test]
fn parameters_by_place() {
    check(
        "const k = new aws.ec2.KeyPair('k', {});\nfunction host(name: string, key: pulumi.Input<string>, size = 1) {\n  f(size);\n  return new aws.ec2.Instance(name, { keyName: key });\n}\nhost('a', k.keyName);\nhost('b', k.keyName, 2);\n",
        "function host(name: string, size = 1) {\n  f(size);\n  return new aws.ec2.Instance(name, {});\n}\nhost('a');\nhost('b', 2);\n",
    );
    check(
        "const k = new aws.ec2.KeyPair('k', {});\nconst host = (name: string, key?: aws.ec2.KeyPair) => new aws.ec2.Instance(name, { keyName: key?.keyName });\nhost('a', k);\nhost('b');\nhost('c', undefined);\n",
        "const host = (name: string) => new aws.ec2.Instance(name, {});\nhost('a');\nhost('b');\nhost('c');\n",
    );
    check(
        "const k = new aws.ec2.KeyPair('k', {});\nfunction host({ name, key }: { name: string; key: pulumi.Output<string> }) {\n  new aws.ec2.Instance(name, { keyName: key });\n}\nhost({ name: 'a', key: k.keyName });\n",
        "function host({ name }: { name: string }) {\n  new aws.ec2.Instance(name, {});\n}\nhost({ name: 'a' });\n",
    );
}

#[test]
fn names_that_files_hand_on() {
    self::files(
        &[
            ("a.ts", "export const key = new aws.ec2.KeyPair('k', {});\nexport const vpc = new aws.ec2.Vpc('v');\n"),
            ("b.ts", "export { key, vpc } from './a';\nf(aws);\n"),
            ("c.ts", "import { key, vpc } from './b';\nexport const name = key.keyName;\nf(aws, vpc);\n"),
            (
                "d.ts",
                "import * as all from './a';\nimport { key } from './b';\nf(aws, all.vpc);\nexport const made = { id: all.key.id, vpc: all.vpc };\n",
            ),
        ],
        &[
            "export const vpc = new aws.ec2.Vpc('v');\n",
            "export { vpc } from './a';\nf(aws);\n",
            "import { vpc } from './b';\nf(aws, vpc);\n",
            "import * as all from './a';\nf(aws, all.vpc);\nexport const made = { vpc: all.vpc };\n",
        ],
    );
}

#[test]
fn what_only_fed_it_goes_too() {
    check(
        "const config = new pulumi.Config();\nconst publicKey = config.require('k');\nconst k = new aws.ec2.KeyPair('k', { publicKey });\n",
        "",
    );
    check(
        "interface Args {\n  size: number;\n  publicKey: string;\n}\nclass A {\n  constructor(args: Args) {\n    const { size, publicKey } = args;\n    new aws.ec2.KeyPair('k', { publicKey });\n    f(size);\n  }\n}\nnew A({ size: 1, publicKey: 'ssh' });\n",
        "interface Args {\n  size: number;\n}\nclass A {\n  constructor(args: Args) {\n    const { size } = args;\n    f(size);\n  }\n}\nnew A({ size: 1 });\n",
    );
    check(
        "function make(publicKey: string, size: number) {\n  new aws.ec2.KeyPair('k', { publicKey });\n  f(size);\n}\nmake('ssh', 1);\n",
        "function make(size: number) {\n  f(size);\n}\nmake(1);\n",
    );
    // Read elsewhere; made by something that does more; a caller that nobody sees.
    check(
        "function make(publicKey: string) {\n  new aws.ec2.KeyPair('k', { publicKey });\n  f(publicKey);\n}\nmake('ssh');\n",
        "function make(publicKey: string) {\n  f(publicKey);\n}\nmake('ssh');\n",
    );
    check(
        "function make(publicKey: string) {\n  new aws.ec2.KeyPair('k', { publicKey });\n  f(1);\n}\nmake(order());\n",
        "function make(publicKey: string) {\n  f(1);\n}\nmake(order());\n",
    );
    check(
        "export function make(publicKey: string) {\n  new aws.ec2.KeyPair('k', { publicKey });\n  f(1);\n}\n",
        "export function make(publicKey: string) {\n  f(1);\n}\n",
    );
}

#[test]
fn tests_say_no_more_of_it() {
    self::files(
        &[
            ("a.ts", "export class A {\n  key = new aws.ec2.KeyPair('k', {});\n  other = 1;\n}\n"),
            (
                "a.test.ts",
                "import { A } from './a';\nf(aws, pulumi);\nit('is', () => {\n  const a = new A();\n  expect(a.other).toBe(1);\n  expect(a.key).toBeDefined();\n});\ndescribe('key', () => {\n  it('has a key', () => {\n    expect(new A().key.keyName).toBeDefined();\n  });\n});\n",
            ),
        ],
        &[
            "export class A {\n  other = 1;\n}\n",
            "import { A } from './a';\nf(aws, pulumi);\nit('is', () => {\n  const a = new A();\n  expect(a.other).toBe(1);\n});\n",
        ],
    );
}

#[test]
fn what_needs_it_keeps_it() {
    let key = "const k = new aws.ec2.KeyPair('k', {});\n";
    let declines = |text: &str, why: &str| self::declines(&[("index.ts", &format!("{key}{text}"))], why);
    declines("const t = `x ${k.keyName}`;\n", "`k.keyName` at index.ts:4 is part of a text");
    declines("const t = pulumi.interpolate`x ${k.keyName}`;\n", "is part of a text");
    declines("if (k) f();\n", "decides what the program does");
    declines("f(x ? k.keyName : undefined);\n", "under a condition");
    declines("f(x ? k.keyName : 'theirs');\n", "can be something else too");
    declines("f(k.keyName ?? 'theirs');\n", "index.ts:4");
    declines("write(k.keyName);\n", "is handed to `write`");
    declines("f(JSON.stringify({ a: 1, n: k.keyName }));\n", "is handed to `JSON.stringify`");
    declines("const all = [k.keyName];\n", "is an element of a list");
    declines("const all = { ...k };\n", "is spread into an object");
    declines("k.keyName.apply(n => f(n));\n", "makes something else of it");
    declines("const o: typeof k = make();\n", "is the type of something");
    declines("export default k;\n", "is the default export");
    declines(
        "new aws.eks.NodeGroup('n', { remoteAccess: { ec2SshKey: k.keyName } });\n",
        "`remoteAccess.ec2SshKey` needs it",
    );
    declines("new aws.s3.Bucket('b', {}, { parent: k });\n", "has it as `parent`");
    declines("function host(key: string) {\n  f(key);\n}\nhost(k.id);\nhost('theirs');\n", "can be something else too");
    declines("function host(...keys: unknown[]) {}\nhost(k.id);\n", "is handed to `host`");
    declines("const {\n  a: { b },\n} = { a: { b: k } };\n", "is taken out of something nested");
    declines("function g(key: unknown) {}\ng(k);\nrun(g);\n", "is handed on as a value");
}

#[test]
fn readers_that_cannot_be_seen_keep_it() {
    let program = "function make() {\n  return { size: 1, sshKey: new aws.ec2.KeyPair('k', {}) };\n}\nconst made = wrap(make());\nf(made.sshKey);\n";
    declines(&[("index.ts", program)], "can't be followed");
    let typed = "interface Made {\n  sshKey: aws.ec2.KeyPair;\n}\nfunction make(): Made {\n  return { sshKey: new aws.ec2.KeyPair('k', {}) };\n}\nmake();\nexport function other(made: Made) {\n  f(made.sshKey);\n}\n";
    declines(&[("index.ts", typed)], "can't be followed");
    let shared = "interface Named {\n  name: unknown;\n}\nfunction key(): Named {\n  return { name: new aws.ec2.KeyPair('k', {}) };\n}\nfunction other(): Named {\n  return { name: 'x' };\n}\nf(key(), other());\n";
    declines(&[("index.ts", shared)], "has `name` from something else too");
}

#[test]
fn functions_that_do_more_keep_it() {
    let program =
        "function make() {\n  new aws.s3.Bucket('b');\n  return new aws.ec2.KeyPair('k', {});\n}\nconst k = make();\n";
    declines(&[("index.ts", program)], "is in a function that would go");
}

#[test]
fn what_tests_give_in_place_of_it_goes() {
    self::files(
        &[
            (
                "a.ts",
                "export interface Args {\n  size: number;\n  key: unknown;\n}\nexport class A {\n  constructor(args: Args, extra?: unknown) {\n    new aws.ec2.Instance('i', { keyName: args.key });\n    f(args.size, extra);\n  }\n}\n",
            ),
            (
                "b.ts",
                "import { A } from './a';\nconst key = new aws.ec2.KeyPair('k', {});\nnew A({ size: 1, key: key.keyName });\nf(aws, pulumi);\n",
            ),
            (
                "a.test.ts",
                "import { A } from './a';\nf(aws, pulumi);\nit('is', () => new A({ size: 1, key: 'theirs' }));\n",
            ),
        ],
        &[
            "export interface Args {\n  size: number;\n}\nexport class A {\n  constructor(args: Args, extra?: unknown) {\n    new aws.ec2.Instance('i', {});\n    f(args.size, extra);\n  }\n}\n",
            "import { A } from './a';\nnew A({ size: 1 });\nf(aws, pulumi);\n",
            "import { A } from './a';\nf(aws, pulumi);\nit('is', () => new A({ size: 1 }));\n",
        ],
    );
}

#[test]
fn functions_that_only_make_it_go_from_where_they_are_exported() {
    self::files(
        &[
            (
                "keys.ts",
                "function make(name: string) {\n  return new aws.ec2.KeyPair(name, {});\n}\nconst other = 1;\nexport { make, other };\n",
            ),
            (
                "index.ts",
                "import { make, other } from './keys';\nconst key = make('k');\nf(aws, pulumi, other);\nexport const id = key.id;\n",
            ),
        ],
        &["const other = 1;\nexport { other };\n", "import { other } from './keys';\nf(aws, pulumi, other);\n"],
    );
}

#[test]
fn functions_that_are_required() {
    let keys = "const aws = require('@pulumi/aws');\nfunction make(name) {\n  return new aws.ec2.KeyPair(name, {});\n}\nmodule.exports = { make, aws };\n";
    let index = "const { make } = require('./keys');\nconst key = make('k');\nexports.id = key.id;\n";
    let after = rewritten_all(&[("keys.js", keys), ("index.js", index)], |r| withdraw(r).map(|_| ())).expect("it goes");
    let keys = "const aws = require('@pulumi/aws');\nmodule.exports = { aws };\n";
    assert_eq!(after, [keys, "require('./keys');\n"]);
    let keys = "const aws = require('@pulumi/aws');\nfunction host(key) {\n  new aws.ec2.Instance('i', { keyName: key });\n}\nmodule.exports = { host };\n";
    let index = "const aws = require('@pulumi/aws');\nconst { host } = require('./keys');\nhost(new aws.ec2.KeyPair('k', {}));\n";
    let why =
        rewritten_all(&[("keys.js", keys), ("index.js", index)], |r| withdraw(r).map(|_| ())).expect_err("it stays");
    assert!(why.0.contains("is handed to `host`"), "{why}");
}
