//! The model against programs as people write them.

use super::*;
use crate::testing::program;

/// The type and spelled name of every resource.
fn types(files: &[(&str, &str)]) -> Vec<String> {
    let program = program(files);
    let model = Model::new(&program);
    model.resources().iter().map(|it| it.type_name().to_string()).collect()
}

/// What the constant `name` of the last file stands for.
fn shown(files: &[(&str, &str)], name: &str) -> String {
    let program = program(files);
    let model = Model::new(&program);
    let path = std::path::Path::new(crate::testing::ROOT).join(files.last().expect("a file").0);
    let file = program.id_of(&path).expect("the file is part of the program");
    let local = model.index(file).bindings().find(|(_, b)| b.name == name).expect("it is declared").0;
    show(&model, &model.binding_value(BindingId { file, local }))
}

fn show(model: &Model<'_>, value: &Value<'_>) -> String {
    match value {
        Value::Undefined => "undefined".into(),
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::Str(s) => format!("'{s}'"),
        Value::Text(site) => format!("text {}", model.text(site.file, TextRange::of(site.node))),
        Value::Object(site) => format!("object {}", model.text(site.file, TextRange::of(site.node))),
        Value::List(list) => {
            let items: Vec<_> = list.items.iter().map(|i| show(model, i)).collect();
            format!("[{}]{}", items.join(", "), if list.exact { "" } else { "*" })
        }
        Value::Function(..) => "function".into(),
        Value::Class(_) => "class".into(),
        Value::Module(_) => "module".into(),
        Value::Enum(_) => "enum".into(),
        Value::Symbol(symbol) => symbol.to_string(),
        Value::Entity(entity, path) => {
            let base = match entity {
                Entity::Resource(id) => {
                    let resource = model.resource(*id);
                    let name = resource.name().map_or("?", |n| model.text(resource.file, TextRange::of(n)));
                    format!("{}({name})", resource.symbol.path().last().expect("a class has a name"))
                }
                Entity::Instance(..) => "instance".into(),
                Entity::Made(symbol, _) => format!("new {symbol}"),
                Entity::Call(symbol, _) => format!("{symbol}()"),
            };
            path.iter().fold(base, |text, name| format!("{text}.{name}"))
        }
        Value::AnyOf(choices) => choices.iter().map(|c| show(model, c)).collect::<Vec<_>>().join(" | "),
        Value::Unknown(why) => format!("? {why}"),
    }
}

#[test]
fn every_form_of_import_is_seen_through() {
    for (import, new) in [
        ("import * as aws from '@pulumi/aws';", "new aws.ec2.Instance('a', {})"),
        ("import * as cloud from \"@pulumi/aws\";", "new cloud.ec2.Instance('a', {})"),
        ("import aws from '@pulumi/aws';", "new aws.ec2.Instance('a', {})"),
        ("import { ec2 } from '@pulumi/aws';", "new ec2.Instance('a', {})"),
        ("import { ec2 as net } from '@pulumi/aws';", "new net.Instance('a', {})"),
        ("import * as ec2 from '@pulumi/aws/ec2';", "new ec2.Instance('a', {})"),
        ("import { Instance } from '@pulumi/aws/ec2';", "new Instance('a', {})"),
        ("import { Instance as Box } from '@pulumi/aws/ec2/index.js';", "new Box('a', {})"),
        ("import { Instance } from '@pulumi/aws/ec2/instance';", "new Instance('a', {})"),
        ("import aws = require('@pulumi/aws');", "new aws.ec2.Instance('a', {})"),
        ("import aws = require('@pulumi/aws'); import ec2 = aws.ec2;", "new ec2.Instance('a', {})"),
        ("const aws = require('@pulumi/aws');", "new aws.ec2.Instance('a', {})"),
        ("const { ec2 } = require('@pulumi/aws');", "new ec2.Instance('a', {})"),
        ("const { Instance } = require('@pulumi/aws').ec2;", "new Instance('a', {})"),
        ("import * as aws from '@pulumi/aws'; const { ec2: { Instance: I } } = aws;", "new I('a', {})"),
        ("import * as aws from '@pulumi/aws'; const ec2 = aws.ec2;", "new (ec2 as any).Instance('a', {})"),
        ("import * as aws from '@pulumi/aws';", "new aws['ec2']['Instance']('a', {})"),
    ] {
        assert_eq!(types(&[("index.ts", &format!("{import}\n{new};\n"))]), ["aws.ec2.Instance"], "{import}");
    }
}

#[test]
fn look_alikes_are_not_resources() {
    for text in [
        "import * as aws from '@pulumi/aws';\nfunction f(aws: any) { new aws.ec2.Instance('a', {}); }\n",
        "import * as aws from '@pulumi/aws';\nclass Instance { constructor(n: string) {} }\nnew Instance('a');\n",
        "import * as pulumi from '@pulumi/pulumi';\nnew pulumi.Config();\n",
        "import * as aws from 'aws-sdk'; // not @pulumi/\nnew aws.EC2();\n",
        "import * as p from '@pulumi/pulumi';\n{ const aws = { ec2: { Instance: class {} } }; new aws.ec2.Instance(); }\n",
    ] {
        assert_eq!(types(&[("index.ts", text)]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn packages_come_through_other_files() {
    let files = [
        ("lib/aws.ts", "export * as aws from '@pulumi/aws';\nexport { ec2 } from '@pulumi/aws';\n"),
        ("lib/index.ts", "export * from './aws';\n"),
        ("index.ts", "import { aws, ec2 } from './lib';\nnew aws.s3.Bucket('b');\nnew ec2.Vpc('v');\n"),
    ];
    assert_eq!(types(&files), ["aws.s3.Bucket", "aws.ec2.Vpc"]);
}

#[test]
fn lists_are_followed_through_loops() {
    let text = "import * as aws from '@pulumi/aws';
const azs = ['a', 'b'];
const mapped = azs.map((az, i) => new aws.ec2.Subnet(`m-${i}`, { vpcId: 'v' }));
const pushed: aws.ec2.Subnet[] = [];
for (let i = 0; i < 2; i++) {
  const subnet = new aws.ec2.Subnet(`p-${i}`, { vpcId: 'v' });
  pushed.push(subnet);
}
const a = new aws.ec2.Subnet('a', { vpcId: 'v' });
const b = new aws.ec2.Subnet('b', { vpcId: 'v' });
const both = [a, b];
const ids = both.map(s => s.id);
const mappedIds = mapped.map(function (s) { return s.id; });
const all = [...pushed, ...both];
const second = both[1].id;
const first = mapped[0].id;
const made = Array.from({ length: 2 }, (_, i) => new aws.ec2.Subnet(`f-${i}`, { vpcId: 'v' }));
both.forEach(item => { const inner = item.id; });
";
    let files = [("index.ts", text)];
    assert_eq!(shown(&files, "mapped"), "[Subnet(`m-${i}`)]*");
    assert_eq!(shown(&files, "pushed"), "[Subnet(`p-${i}`)]*");
    assert_eq!(shown(&files, "ids"), "[Subnet('a').id, Subnet('b').id]*");
    assert_eq!(shown(&files, "mappedIds"), "[Subnet(`m-${i}`).id]*");
    assert_eq!(shown(&files, "all"), "[Subnet(`p-${i}`), Subnet('a'), Subnet('b')]*");
    assert_eq!(shown(&files, "second"), "Subnet('b').id");
    assert_eq!(shown(&files, "first"), "Subnet(`m-${i}`).id");
    assert_eq!(shown(&files, "made"), "[Subnet(`f-${i}`)]*");
    assert_eq!(shown(&files, "inner"), "Subnet('a').id | Subnet('b').id");
}

#[test]
fn values_cross_files_both_ways() {
    let network = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
export interface NetworkArgs { cidr: string; tags?: Record<string, string> }
export class Network extends pulumi.ComponentResource {
  public readonly vpc: aws.ec2.Vpc;
  public readonly subnets: aws.ec2.Subnet[] = [];
  public readonly vpcId: pulumi.Output<string>;
  constructor(name: string, private readonly args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('x:Network', name, {}, opts);
    this.vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: args.cidr }, { parent: this });
    for (const zone of ['a', 'b']) {
      this.subnets.push(new aws.ec2.Subnet(`s-${zone}`, { vpcId: this.vpc.id }, { parent: this }));
    }
    this.vpcId = this.vpc.id;
    const ownCidr = this.args.cidr;
  }
}
export function endpoint(vpcId: pulumi.Input<string>, { ids = [] }: { ids?: string[] }) {
  const given = vpcId;
  const listed = ids;
  return { endpoint: new aws.ec2.VpcEndpoint('e', { vpcId, serviceName: 's' }), given };
}
";
    let index = "import { Network } from './network';
import * as net from './network';
const network = new Network('main', { cidr: '10.0.0.0/16' });
const subnets = network.subnets;
const made = net.endpoint(network.vpcId, { ids: network.subnets.map(s => s.id) });
const { endpoint: taken } = made;
const cidr = network.vpc.cidrBlock;
";
    let forward = [("network.ts", network), ("index.ts", index)];
    assert_eq!(shown(&forward, "subnets"), "[Subnet(`s-${zone}`)]*");
    assert_eq!(shown(&forward, "taken"), "VpcEndpoint('e')");
    assert_eq!(shown(&forward, "cidr"), "Vpc(`${name}-vpc`).cidrBlock");
    let backward = [("index.ts", index), ("network.ts", network)];
    assert_eq!(shown(&backward, "given"), "Vpc(`${name}-vpc`).id");
    assert_eq!(shown(&backward, "listed"), "[Subnet(`s-${zone}`).id]*");
    assert_eq!(shown(&backward, "ownCidr"), "'10.0.0.0/16'");
}

#[test]
fn outputs_and_promises_stand_for_what_they_give() {
    let text = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const a = new aws.s3.Bucket('a');
const b = new aws.s3.Bucket('b');
const arn = pulumi.all([a.arn, b.arn]).apply(([x, y]) => { const inner = y; return x; });
const ami = aws.ec2.getAmi({ owners: ['amazon'] }).then(found => found.id);
const out = pulumi.output(a).apply(it => it.bucket);
const text = pulumi.interpolate`${a.arn}/*`;
const plain = `x-${'y'}-${1}`;
const config = new pulumi.Config();
const size = config.getNumber('size') || 20;
let later: aws.s3.Bucket;
later = b;
const used = later!;
const chosen = Math.random() > 1 ? a : b;
";
    let files = [("index.ts", text)];
    assert_eq!(shown(&files, "arn"), "Bucket('a').arn");
    assert_eq!(shown(&files, "inner"), "Bucket('b').arn");
    assert_eq!(shown(&files, "ami"), "aws.ec2.getAmi().id");
    assert_eq!(shown(&files, "out"), "Bucket('a').bucket");
    assert_eq!(shown(&files, "text"), "text pulumi.interpolate`${a.arn}/*`");
    assert_eq!(shown(&files, "plain"), "'x-y-1'");
    assert_eq!(shown(&files, "size"), "pulumi.Config.getNumber() | 20");
    assert_eq!(shown(&files, "used"), "Bucket('b')");
    assert_eq!(shown(&files, "chosen"), "Bucket('a') | Bucket('b')");
}

#[test]
fn what_defines_itself_is_unknown_and_ends() {
    let text = "import '@pulumi/aws';
const a: any = () => a();
const b = a();
const x: any = y, y: any = x;
function f(n: any): any { return f(n); }
const z = f(f(1));
";
    let files = [("index.ts", text)];
    assert!(shown(&files, "x").starts_with('?'));
    assert!(shown(&files, "b").starts_with('?'));
    assert!(shown(&files, "z").starts_with('?'));
}

/// `property` of the only resource, as the source spells its value.
fn property(text: &str, name: &str) -> String {
    let program = program(&[("index.ts", text)]);
    let model = Model::new(&program);
    let resource = &model.resources()[0];
    match model.resource_property(resource, name) {
        Lookup::Found(p) => model.text(p.file, p.value_range()).to_string(),
        Lookup::Absent => "absent".into(),
        Lookup::Unknown(why) => format!("? {why}"),
    }
}

#[test]
fn properties_are_found_absent_or_unknown() {
    let with = |args: &str| {
        format!(
            "import * as aws from '@pulumi/aws';
declare const given: any;
const common = {{ size: 1, tags: {{}} }};
const on = given.on;
const args: aws.ec2.InstanceArgs = {{ ami: 'a' }};
args.size = 2;
if (on) {{ args.late = 1; }}
const size = 3;
new aws.ec2.Instance('i', {args});
"
        )
    };
    assert_eq!(property(&with("{ size: 5 }"), "size"), "5");
    assert_eq!(property(&with("{ 'size': 5 }"), "size"), "5");
    assert_eq!(property(&with("{ size }"), "size"), "size");
    assert_eq!(property(&with("{ ami: 'x' }"), "size"), "absent");
    assert_eq!(property(&with("{ ...common }"), "size"), "1");
    assert_eq!(property(&with("{ ...common, size: 9 }"), "size"), "9");
    assert_eq!(property(&with("{ size: 9, ...common }"), "size"), "1");
    assert_eq!(property(&with("{ ...common }"), "ami"), "absent");
    assert_eq!(property(&with("{ ...given }"), "size"), "? what `...given` holds can't be seen");
    assert_eq!(property(&with("{ ...given, size: 4 }"), "size"), "4");
    assert_eq!(property(&with("{ ...(on && { size: 1 }) }"), "size"), "? `size` is set in some cases only");
    assert_eq!(property(&with("{ ...(on && { size: 1 }) }"), "ami"), "absent");
    assert_eq!(property(&with("{ [on]: 1 }"), "size"), "? a key of the object is computed");
    assert_eq!(property(&with("args"), "size"), "2");
    assert_eq!(property(&with("args"), "ami"), "'a'");
    assert_eq!(property(&with("args"), "late"), "? `args.late` is set under a condition");
    assert_eq!(property(&with("args"), "other"), "absent");
    assert_eq!(
        property(&with("given.args"), "x"),
        "? its arguments can't be seen: `given` is declared without a value"
    );
    assert_eq!(property("import * as aws from '@pulumi/aws';\nnew aws.kms.Key('k');\n", "x"), "absent");
}

#[test]
fn objects_that_are_spread_are_known() {
    let text = "import * as aws from '@pulumi/aws';
declare const on: boolean, given: any;
const inner = { a: 1 };
const outer = { ...inner, b: 2 };
const other = { c: 3 };
new aws.ec2.Instance('i', { ...outer, ...(on ? other : inner), ...given });
";
    let program = program(&[("index.ts", text)]);
    let model = Model::new(&program);
    let Args::Literal(args) = model.args(&model.resources()[0]) else { panic!("a literal") };
    let spread: Vec<_> =
        model.spread_objects(args).iter().map(|o| model.text(o.file, TextRange::of(o.node)).to_string()).collect();
    assert_eq!(spread, ["{ ...inner, b: 2 }", "{ c: 3 }", "{ a: 1 }"]);
}

#[test]
fn the_place_of_a_resource_is_known() {
    let text = "import * as aws from '@pulumi/aws';
const bound = new aws.s3.Bucket('a');
new aws.s3.Bucket('b');
const list = [new aws.s3.Bucket('c')];
['x'].forEach(n => { new aws.s3.Bucket(n); });
if (bound) { new aws.s3.Bucket('d'); }
function f() { return new aws.s3.Bucket('e'); }
class C { bucket = new aws.s3.Bucket('f'); other; constructor() { this.other = new aws.s3.Bucket('g'); } }
const key = bound.arn.apply(a => new aws.s3.Bucket('h'));
";
    let program = program(&[("index.ts", text)]);
    let model = Model::new(&program);
    let shown: Vec<String> = model
        .resources()
        .iter()
        .map(|r| {
            let bound = match &r.bound {
                Bound::Variable(id) => format!("variable {}", model.binding(*id).name),
                other => format!("{other:?}"),
            };
            let mark = |on: bool, word: &str| if on { format!(" {word}") } else { String::new() };
            bound
                + &mark(r.function.is_some(), "in function")
                + &mark(r.class.is_some(), "in class")
                + &mark(r.repeated.is_some(), "repeated")
                + &mark(r.condition.is_some(), "conditional")
        })
        .collect();
    assert_eq!(
        shown,
        [
            "variable bound",
            "Nothing",
            "Element",
            "Nothing repeated",
            "Nothing conditional",
            "Returned in function",
            "Field(\"bucket\") in class",
            "Field(\"other\") in function in class",
            "Returned",
        ]
    );
}

#[test]
fn names_collide_with_nothing() {
    let text = "import * as aws from '@pulumi/aws';
function f() { const table = 1; { const inner = table; } }
function g() { return window; }
";
    let program = program(&[("index.ts", text)]);
    let model = Model::new(&program);
    let index = model.index(FileId(0));
    let body = |needle: &str| {
        let at = text.find(needle).expect("in the text") as u32;
        index.scope_at(TextRange::new(at, at + 1))
    };
    assert_eq!(index.free_name("aws", body("const table")), "aws2");
    assert_eq!(index.free_name("inner", body("const table")), "inner2");
    assert_eq!(index.free_name("window", body("return window")), "window2");
    assert_eq!(index.free_name("window", body("const table")), "window");
    assert_eq!(index.free_name("table", body("return window")), "table");
}

#[test]
fn objects_that_spread_themselves_come_to_an_end() {
    let text = "import * as aws from '@pulumi/aws';
const a = { ami: 'x', ...a, ...a };
const b = { ...c, ...c };
const c = { ...b, ...b, ami: 'y' };
new aws.ec2.Instance('one', { ...a, ...a, monitoring: false });
new aws.ec2.Instance('two', { ...b, tags: { ...c } });
new aws.ec2.Instance('three', b, { ...c });
new aws.kms.Key('four', { policy: JSON.stringify({ ...b, Statement: [a, b] }) });
";
    let program = program(&[("index.ts", text)]);
    let model = Model::new(&program);
    for resource in model.resources() {
        let property = model.resource_property(resource, "instanceType");
        assert!(property.unknown().is_some() || resource.symbol.is("aws.kms.Key"), "{property:?}");
        let _ = model.written_arguments(resource, "instanceType");
        let _ = model.trace_argument(resource, &["instanceType"]);
        if let Lookup::Found(policy) = model.resource_property(resource, "policy") {
            let _ = model.document(&policy);
        }
        for expr in resource.args().into_iter().chain(resource.opts()) {
            let _ = model.keys(&model.value(resource.file, expr));
        }
    }
}
