//! What entry points make, and the types that it is made with.

use super::{Lookup, Model, Parameter, StackKind, StackPlace, Value};
use crate::testing::program;

const STACK: &str = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
export interface Base { readonly suffix?: string }
export type Args = Base & { size: number };
export class TapStack extends pulumi.ComponentResource {
  constructor(name: string, args?: Partial<Args>) { super('x', name); new aws.sqs.Queue('q'); }
}
export default class extends TapStack {}
";

fn stacks(entry: &str, check: impl FnOnce(&Model<'_>, &[(String, StackPlace)])) {
    let program = program(&[("Pulumi.yaml", "name: x\nmain: index.ts\n"), ("index.ts", entry), ("lib.ts", STACK)]);
    let model = Model::new(&program);
    let found: Vec<_> = model.stacks().into_iter().map(|s| (s.name, s.place)).collect();
    check(&model, &found);
}

#[track_caller]
fn places(body: &str, expected: &[StackPlace]) {
    let text = format!("import {{ TapStack }} from './lib';\n{body}\n");
    stacks(&text, |_, found| {
        let at: Vec<StackPlace> = found.iter().filter(|(n, _)| n == "TapStack").map(|(_, p)| p.clone()).collect();
        assert_eq!(at, expected, "{body}");
    });
}

#[test]
fn stacks_are_found_where_the_deployment_makes_them() {
    use StackPlace::{Condition, Repeated, Top};
    let inside = |name: Option<&str>| StackPlace::Function(name.map(str::to_string));
    places("new TapStack('a');", &[Top]);
    places("export const s = new TapStack('a');", &[Top]);
    places("if (x) { new TapStack('a'); }", &[Condition]);
    places("const s = x && new TapStack('a');", &[Condition]);
    places("for (const a of b) new TapStack(a);", &[Repeated]);
    places("const all = b.map(a => new TapStack(a));", &[Repeated]);
    places("function main() { new TapStack('a'); }\nmain();", &[inside(Some("main"))]);
    places("(async () => { new TapStack('a'); })();", &[inside(None)]);
    places("export function make() { return new TapStack('a'); }", &[]);
    places("class Other { constructor() { new TapStack('a'); } }", &[]);
    places("new Map();", &[]);
}

#[test]
fn the_function_that_is_exported_is_the_program() {
    for body in [
        "export = async () => { new TapStack('a'); };",
        "export default async function () { new TapStack('a'); }",
        "const main = () => { new TapStack('a'); };\nexport const outputs = main();",
    ] {
        let text = format!("import {{ TapStack }} from './lib';\n{body}\n");
        stacks(&text, |_, found| {
            let stack = found.iter().find(|(n, _)| n == "TapStack");
            assert!(matches!(stack, Some((_, StackPlace::Program(_)))), "{body}: {found:?}");
        });
    }
}

#[test]
fn a_class_without_a_constructor_has_that_of_its_base() {
    stacks("import Own from './lib';\nnew Own('a', { size: 1 });\n", |model, _| {
        let stacks = model.stacks();
        let StackKind::Class(class) = stacks[0].kind else { panic!("it is a class") };
        let (owner, constructor) = model.constructor_of(class).expect("its base has one");
        assert_ne!(owner, class);
        let Some(parameter @ Parameter::Pattern(_)) = constructor.parameter(1) else { panic!("it has a parameter") };
        assert!(parameter.is_optional());
        let ty = parameter.parts().1.expect("it has a type");
        let fields = model.type_fields(owner.file, ty);
        let names: Vec<(&str, bool)> = fields.fields.iter().map(|f| (f.name.as_str(), f.optional)).collect();
        assert_eq!(names, [("suffix", true), ("size", true)]);
        assert!(!fields.open);
    });
}

#[test]
fn types_that_the_program_does_not_show_are_open() {
    let text = "import { Other } from 'elsewhere';\nimport { TapStack, Args } from './lib';\n\
                function f(a: Other & { b: string }, c: Args['size']) {}\nnew TapStack('a');\n";
    stacks(text, |model, _| {
        let function = model.file_ids().find_map(|file| {
            let bindings = model.index(file).bindings();
            bindings.filter(|(_, b)| b.name == "f").find_map(|(_, b)| match b.origin {
                super::Origin::Function(function) => Some((file, function)),
                _ => None,
            })
        });
        let (file, function) = function.expect("it is declared");
        let of = |at| model.type_fields(file, function.parameter(at).and_then(|p| p.parts().1).expect("it has a type"));
        assert!(of(0).open && of(0).get("b").is_some());
        assert!(of(1).open && of(1).fields.is_empty());
    });
}

#[test]
fn arguments_are_seen_where_they_are_assigned() {
    let text = "import { TapStack } from './lib';\nconst args: { size?: number; suffix?: string } = {};\n\
                args.suffix = 'x';\nnew TapStack('a', args);\nnew TapStack('b');\nnew TapStack(...c);\n";
    stacks(text, |model, _| {
        let stacks = model.stacks();
        let suffix = model.argument_property(&stacks[0].site(), 1, "suffix").found().expect("it is assigned");
        assert!(matches!(model.property_value(&suffix), Value::Str(text) if text == "x"));
        assert!(model.argument_property(&stacks[0].site(), 1, "size").is_absent());
        assert!(model.argument_property(&stacks[1].site(), 1, "suffix").is_absent());
        assert!(matches!(model.argument_property(&stacks[2].site(), 1, "suffix"), Lookup::Unknown(_)));
    });
}

#[test]
fn constructions_are_found_through_dynamic_imports() {
    let test = "async function f() {\n  const { TapStack } = await import('./lib');\n  new TapStack('t');\n}\nf();\n";
    let entry = "import * as lib from './lib';\nnew lib.TapStack('a');\n";
    let files = [("Pulumi.yaml", "name: x\n"), ("index.ts", entry), ("lib.ts", STACK), ("lib.test.ts", test)];
    let program = program(&files);
    let model = Model::new(&program);
    let StackKind::Class(class) = model.stacks()[0].kind else { panic!("it is a class") };
    assert_eq!(model.constructions(class).len(), 2);
}

#[test]
fn an_object_that_functions_only_read_keeps_its_fields() {
    let seen = |function: &str| {
        let text = format!(
            "import {{ TapStack }} from './lib';\n{function}\nconst args = {{ suffix: 'x' }};\nuse(args);\n\
             new TapStack('a', args);\n"
        );
        let mut seen = false;
        stacks(&text, |model, _| {
            let all = model.stacks();
            let stack = all.iter().find(|s| s.name == "TapStack").expect("it is made");
            let answer = model.argument_property(&stack.site(), 1, "suffix");
            seen = answer.found().is_some();
        });
        seen
    };
    assert!(seen("function use(a: { suffix: string }) { return a.suffix; }"));
    assert!(seen("const use = ({ suffix }: { suffix: string }) => suffix;"));
    assert!(seen("const read = (b: any) => b.suffix;\nconst use = (a: any) => read(a);"));
    assert!(!seen("function use(a: any) { a.suffix = 'y'; }"));
    assert!(!seen("const write = (b: any) => { b.suffix = 'y'; };\nconst use = (a: any) => write(a);"));
    assert!(!seen("declare function use(a: any): void;"));
}

#[test]
fn a_stack_in_a_namespace_is_not_at_the_top() {
    let text = "import { TapStack } from './lib';\nnamespace N {\n  const a = new TapStack('a');\n}\n\
                export namespace M {\n  export const b = new TapStack('b');\n}\nnew TapStack('c');\n";
    stacks(text, |model, _| {
        let places: Vec<_> = model.stacks().into_iter().map(|stack| stack.place).collect();
        assert_eq!(places, [StackPlace::Condition, StackPlace::Condition, StackPlace::Top]);
    });
}
