//! Where values are written, what texts are made of, what can be a resource, and what things are called.

use swc_ecma_ast::Expr;

use super::*;
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// What `look` says of the value of the last `it = ...` of the last file.
fn of_it<T>(files: &[(&str, &str)], look: impl for<'p> Fn(&Model<'p>, FileId, &'p Expr) -> T) -> T {
    let texts: Vec<(&str, String)> = files.iter().map(|(name, text)| (*name, format!("{HEAD}{text}"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let program = program(&texts);
    let model = Model::new(&program);
    let path = std::path::Path::new(crate::testing::ROOT).join(files.last().expect("a file").0);
    let file = program.id_of(&path).expect("the file is part of the program");
    let init = model.index(file).bindings().filter_map(|(_, b)| match &b.origin {
        Origin::Variable { declarator, .. } if b.name == "it" => declarator.init.as_deref(),
        _ => None,
    });
    look(&model, file, init.last().expect("`it` is declared"))
}

fn written(files: &[(&str, &str)]) -> String {
    of_it(files, |model, file, expr| {
        let written = model.written(file, expr);
        model.text(written.file, TextRange::of(written.expr)).to_string()
    })
}

fn elements(files: &[(&str, &str)]) -> Vec<String> {
    of_it(files, |model, file, expr| {
        let text = |e: &Element<'_>| {
            let dots = if e.spread { "..." } else { "" };
            format!("{dots}{}", model.text(e.file, TextRange::of(e.expr)))
        };
        model.elements(file, expr).iter().map(text).collect()
    })
}

fn parts(text: &str) -> Vec<String> {
    of_it(&[("index.ts", text)], |model, file, expr| {
        let part = |part: &TextPart<'_>| match part {
            TextPart::Known(text) => text.clone(),
            TextPart::Hole(value) => match value {
                Value::Entity(_, path) => format!("<{}>", path.join(".")),
                _ => "<?>".into(),
            },
        };
        model.text_parts(file, expr).iter().map(part).collect()
    })
}

fn nature(files: &[(&str, &str)]) -> Nature {
    of_it(files, |model, file, expr| model.nature(file, expr))
}

#[test]
fn names_lead_to_where_values_are_written() {
    assert_eq!(written(&[("index.ts", "const a = ['x'];\nconst b = a as string[];\nconst it = b;\n")]), "['x']");
    let kit = ("kit.ts", "export const LIST = ['y'];\nexport const all = { list: LIST };\n");
    assert_eq!(written(&[kit, ("index.ts", "import { all } from './kit';\nconst it = all.list;\n")]), "['y']");
    let one = "function f({ xs }: any) { const it = xs; }\nf({ xs: [1] });\n";
    assert_eq!(written(&[("index.ts", one)]), "[1]");
    let two = "function f(xs: any) { const it = xs; }\nf([1]);\nf([2]);\n";
    assert_eq!(written(&[("index.ts", two)]), "xs", "two calls give two values");
    assert_eq!(written(&[("index.ts", "let a = [1];\na = [2];\nconst it = a;\n")]), "a", "it is assigned again");
}

#[test]
fn lists_are_taken_apart_where_they_are_written() {
    let text = "const more = ['c', 'd'];\nconst it = ['a', ...more, ...(x ? ['e'] : []), ...names.map(n => n)];\n";
    assert_eq!(elements(&[("index.ts", text)]), ["'a'", "'c'", "'d'", "'e'", "...names.map(n => n)"]);
    let pushed = "const list = ['a'];\nlist.push('b', ...rest);\nif (x) { list.push('c'); }\nconst it = list;\n";
    assert_eq!(elements(&[("index.ts", pushed)]), ["'a'", "'b'", "...rest", "'c'"]);
    let held = "const list: string[] = [];\nlist.push('b');\nconst box = { list };\nconst it = [...box.list];\n";
    assert_eq!(elements(&[("index.ts", held)]), ["'b'"], "through the object that holds it");
    assert_eq!(elements(&[("index.ts", "const it = pulumi.all(['a', 'b']);\n")]), ["'a'", "'b'"]);
    assert_eq!(elements(&[("index.ts", "const it = (['a'] as any[]).concat(['b']);\n")]), ["'a'", "'b'"]);
    assert_eq!(elements(&[("index.ts", "declare const xs: string[];\nconst it = xs;\n")]), ["xs"]);
}

#[test]
fn texts_are_taken_apart() {
    let bucket = "const b = new aws.s3.Bucket('b');\nconst dir = 'in';\n";
    let of = |code: &str| parts(&format!("{bucket}const it = {code};\n"));
    assert_eq!(of("pulumi.interpolate`${b.arn}/${dir}/`"), ["<arn>", "/in/"]);
    assert_eq!(of("pulumi.concat(b.arn, '/', dir)"), ["<arn>", "/in"]);
    assert_eq!(of("b.arn.apply(arn => `${arn}/x`)"), ["<arn>", "/x"]);
    assert_eq!(of("'a' + dir + process.env.X"), ["ain", "<?>"]);
    assert_eq!(of("String.raw`a`"), ["a"]);
}

#[test]
fn resources_are_told_from_what_they_give() {
    let of = |code: &str| nature(&[("index.ts", &format!("const v = new aws.ec2.Vpc('v');\n{code}"))]);
    for resource in [
        "v",
        "pulumi.output(v)",
        "[v, undefined]",
        "aws.s3.Bucket.get('b', 'b')",
        "new pulumi.StackReference('s')",
        "x ? v : undefined",
    ] {
        assert_eq!(of(&format!("const it = {resource};\n")), Nature::Resource, "{resource}");
    }
    for plain in [
        "v.id",
        "v.arn.apply(a => a)",
        "'v'",
        "[v.id]",
        "pulumi.interpolate`${v.id}`",
        "aws.ec2.getVpcOutput({}).id",
        "aws.s3.Bucket.get('b', 'b').arn",
        "new pulumi.Config().require('x')",
    ] {
        assert_eq!(of(&format!("const it = {plain};\n")), Nature::Plain, "{plain}");
    }
    assert_eq!(of("const it = undefined;\n"), Nature::Nothing);
    assert_eq!(of("const it = v.onEvent('x');\n"), Nature::Unknown, "a subscription is a resource");
    assert_eq!(of("const it = process.env.X as any;\n"), Nature::Unknown);
    assert_eq!(of("class C extends pulumi.ComponentResource {}\nconst it = new C('t', 'c');\n"), Nature::Resource);
}

#[test]
fn types_tell_where_values_do_not() {
    let of = |ty: &str| {
        let text = format!(
            "interface Base {{ inner: {ty} }}\ninterface A extends Base {{}}\nexport function f(a: A) {{ const it = a.inner; }}\n"
        );
        nature(&[("index.ts", &text)])
    };
    for plain in ["pulumi.Output<string>", "pulumi.Input<string>[]", "string | undefined", "pulumi.Input<pulumi.ID>"] {
        assert_eq!(of(plain), Nature::Plain, "{plain}");
    }
    for resource in ["pulumi.Resource", "pulumi.Input<pulumi.Resource>[]", "aws.ec2.Vpc", "Promise<aws.ec2.Vpc>"] {
        assert_eq!(of(resource), Nature::Resource, "{resource}");
    }
    for open in ["any", "aws.ec2.VpcArgs", "{ id: string }", "string | pulumi.Resource"] {
        assert_ne!(of(open), Nature::Plain, "{open}");
    }
    let types = ("types.ts", "export interface Args { vpc: aws.ec2.Vpc; ids: pulumi.Output<string>[] }\n");
    let of = |code: &str| {
        let text = format!("import {{ Args }} from './types';\nexport function f(args: Args) {{ {code} }}\n");
        nature(&[types, ("index.ts", &text)])
    };
    assert_eq!(of("const it = args.vpc;"), Nature::Resource);
    assert_eq!(of("const it = args.vpc.id;"), Nature::Plain);
    assert_eq!(of("const { ids } = args; const it = ids[0];"), Nature::Plain);
    assert_eq!(of("args.ids.forEach(id => { const it = id; });"), Nature::Plain);
    let generic = "export function f<T extends pulumi.Resource>(t: T) { const it = t; }\n";
    assert_eq!(nature(&[("index.ts", generic)]), Nature::Unknown);
}

#[test]
fn things_are_called_what_their_import_says() {
    let of = |text: &str| {
        of_it(&[("index.ts", text)], |model, file, expr| {
            let node = model.index(file).expr(expr).expect("it is in the file");
            model.spelling(file, node, "@pulumi/pulumi", "interpolate")
        })
    };
    assert_eq!(of("const it = 1;\n").as_deref(), Some("pulumi.interpolate"));
    let named = "import { interpolate as i } from '@pulumi/pulumi';\nconst it = 1;\n";
    assert_eq!(of(named).as_deref(), Some("i"));
    assert_eq!(of("function f(pulumi: any) { const it = 1; }\n"), None, "a parameter hides the import");
}

#[test]
fn what_leads_to_itself_comes_to_an_end() {
    assert_eq!(written(&[("index.ts", "const { a } = { a };\nconst it = a;\n")]), "a");
    assert_eq!(elements(&[("index.ts", "const a = [...a, ...a, 'x'];\nconst it = a;\n")]).len(), 3);
    assert_eq!(nature(&[("index.ts", "const a = b;\nconst b = a;\nconst it = a;\n")]), Nature::Unknown);
    let class = "class A extends A { f() { const it = this.x; } }\n";
    assert_eq!(nature(&[("index.ts", class)]), Nature::Unknown);
}

#[test]
fn whole_uses_are_not_those_of_members() {
    let uses = |text: &str| {
        let program = program(&[("index.ts", &format!("{HEAD}{text}"))]);
        let model = Model::new(&program);
        let file = FileId(0);
        let (local, _) = model.index(file).bindings().find(|(_, b)| b.name == "x").expect("`x` is declared");
        model.whole_uses(BindingId { file, local })
    };
    assert_eq!(uses("const x = { a: 1 };\nf(x);\ng(x.a);\nh({ ...x });"), 2);
    assert_eq!(uses("const x = [1];\nx.push(2);\nf(x.map(y => y));\ng(x.length);"), 1);
    assert_eq!(uses("const x = [1];\nf(x[0]);\ng([x][0]);"), 2);
}
