//! Fields of types, parameters of functions, and what callers pass.

use swc_ecma_ast::{Class, TsType};

use super::testing::{FILE, check, declines, file_of, rewritten_all};
use super::{Field, Fields, NewParameter, Rewrite};
use crate::codemod::Declined;
use crate::model::{FileId, Function, Node, Origin};

fn fields<'p>(rw: &Rewrite<'_, 'p>, name: &str) -> Fields<'p> {
    let (_, binding) = rw.index(FILE).bindings().find(|(_, b)| b.name == name).expect("it is declared");
    match &binding.origin {
        Origin::Interface(i) => Fields::Interface(&i.body),
        Origin::Class(c) => Fields::Class(c),
        Origin::TypeAlias(a) => match &*a.type_ann {
            TsType::TsTypeLit(lit) => Fields::Literal(lit),
            other => panic!("no type literal: {other:?}"),
        },
        other => panic!("no fields: {other:?}"),
    }
}

fn class<'p>(rw: &Rewrite<'_, 'p>) -> &'p Class {
    let found = rw.index(FILE).entries().find_map(|(_, e)| match e.node {
        Node::Class(class) => Some(class),
        _ => None,
    });
    found.expect("there is a class")
}

fn function<'p>(rw: &Rewrite<'_, 'p>, file: FileId) -> Function<'p> {
    let found = rw.index(file).entries().find_map(|(_, e)| match e.node {
        Node::Function(f) => Some(f),
        _ => None,
    });
    found.expect("there is a function")
}

const FIELD: Field<'_> = Field {
    name: "z",
    ty: "string",
    optional: true,
    modifiers: "public readonly",
    doc: "What it is.",
    after: None,
    first: false,
};

#[test]
fn add_field() {
    let rows: &[(&str, &str)] = &[
        ("interface I {}\n", "interface I {\n  z?: string;\n}\n"),
        ("interface I {\n  a: string;\n}\n", "interface I {\n  a: string;\n  z?: string;\n}\n"),
        ("interface I {\n    a: string; // one\n}\n", "interface I {\n    a: string; // one\n    z?: string;\n}\n"),
        ("type I = { a: string };\n", "type I = { a: string; z?: string };\n"),
        ("type I = {};\n", "type I = { z?: string };\n"),
        ("type I = {\n  a: string;\n};\n", "type I = {\n  a: string;\n  z?: string;\n};\n"),
        ("interface I {\n  z: number;\n}\n", "interface I {\n  z: number;\n}\n"),
        (
            "interface I {\n  /** One. */\n  a: string;\n}\n",
            "interface I {\n  /** One. */\n  a: string;\n  /** What it is. */\n  z?: string;\n}\n",
        ),
        (
            "interface I {\n  /** One. */\n  a: string;\n\n  /** Two. */\n  b: string;\n}\n",
            "interface I {\n  /** One. */\n  a: string;\n\n  /** Two. */\n  b: string;\n\n  /** What it is. */\n  z?: string;\n}\n",
        ),
        (
            "class I extends B {\n  public readonly a: string;\n\n  constructor() {}\n}\n",
            "class I extends B {\n  public readonly a: string;\n  public readonly z?: string;\n\n  constructor() {}\n}\n",
        ),
        ("class I {\n  constructor() {}\n}\n", "class I {\n  public readonly z?: string;\n\n  constructor() {}\n}\n"),
        ("class I<T> {}\n", "class I<T> {\n  public readonly z?: string;\n}\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.add_field(FILE, fields(rw, "I"), &FIELD));
    }
    // A tidy file would get Prettier's separators.
    let untidy = "const f = g(a,\n      b);\n";
    let others: &[(&str, &str)] = &[
        ("interface I {\n  a: string\n  b: string\n}\n", "interface I {\n  a: string\n  b: string\n  z?: string\n}\n"),
        ("interface I {\n  a: string,\n}\n", "interface I {\n  a: string,\n  z?: string,\n}\n"),
        (
            "interface I {\n  a: string,\n  b: string\n}\n",
            "interface I {\n  a: string,\n  b: string,\n  z?: string\n}\n",
        ),
        ("interface I { a: string }\n", "interface I { a: string; z?: string }\n"),
        ("interface I { a: string; }\n", "interface I { a: string; z?: string; }\n"),
    ];
    for (text, expected) in others {
        let (text, expected) = (format!("{untidy}{text}"), format!("{untidy}{expected}"));
        check(&text, &expected, |rw| rw.add_field(FILE, fields(rw, "I"), &FIELD));
    }
    let text = "interface I {\n  a: string;\n  b: string;\n}\n";
    let expected = "interface I {\n  a: string;\n  z: string[];\n  y: number;\n  b: string;\n}\n";
    check(text, expected, |rw| {
        let field = Field { name: "z", ty: "string[]", after: Some("a"), ..Field::default() };
        rw.add_field(FILE, fields(rw, "I"), &field)?;
        rw.add_field(FILE, fields(rw, "I"), &field)?;
        rw.add_field(FILE, fields(rw, "I"), &Field { name: "y", ty: "number", after: Some("a"), ..Field::default() })
    });
}

#[test]
fn add_assigned_field() {
    let text = "class A {\n  public readonly a: string;\n\n  constructor() {\n    const v = f();\n    this.registerOutputs({});\n  }\n}\n";
    let expected = "class A {\n  public readonly a: string;\n  public readonly z?: string;\n\n  constructor() {\n    const v = f();\n    this.z = v.id;\n    this.registerOutputs({});\n  }\n}\n";
    check(text, expected, |rw| rw.add_assigned_field(FILE, class(rw), &FIELD, "v.id"));
    declines("class A {}\n", "no constructor", |rw| rw.add_assigned_field(FILE, class(rw), &FIELD, "1"));
}

const PARAMETER: NewParameter<'_> = NewParameter { name: "z", ty: "string", default: "", optional: false, at: None };

#[test]
fn add_parameter() {
    let rows: &[(&str, &str)] = &[
        ("function f() {}\n", "function f(z: string) {}\n"),
        ("function f(): void {}\n", "function f(z: string): void {}\n"),
        ("function f(a: string) {}\n", "function f(a: string, z: string) {}\n"),
        (
            "function f<T extends (x: string) => void>() {}\n",
            "function f<T extends (x: string) => void>(z: string) {}\n",
        ),
        ("function f(a: string, b?: string) {}\n", "function f(a: string, z: string, b?: string) {}\n"),
        ("function f(a = 1) {}\n", "function f(z: string, a = 1) {}\n"),
        ("function f(...a: string[]) {}\n", "function f(z: string, ...a: string[]) {}\n"),
        (
            "function f(\n  a: string,\n  b: string,\n) {}\n",
            "function f(\n  a: string,\n  b: string,\n  z: string,\n) {}\n",
        ),
        ("const f = () => 1;\n", "const f = (z: string) => 1;\n"),
        ("const f = a => a;\n", "const f = (a, z: string) => a;\n"),
        ("const f = (a: string): number => 1;\n", "const f = (a: string, z: string): number => 1;\n"),
        (
            "class A {\n  constructor(private readonly a: string) {}\n}\n",
            "class A {\n  constructor(\n    private readonly a: string,\n    z: string\n  ) {}\n}\n",
        ),
        ("class A {\n  m() {}\n}\n", "class A {\n  m(z: string) {}\n}\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.add_parameter(FILE, function(rw, FILE), &PARAMETER).map(|_| ()));
    }
    check("function f(a?: string) {}\n", "function f(a?: string, z: string = 'x') {}\n", |rw| {
        let parameter = NewParameter { default: "\"x\"", ..PARAMETER };
        rw.add_parameter(FILE, function(rw, FILE), &parameter).map(|_| ())
    });
    declines("function f() {\n  const z = 1;\n}\n", "means something", |rw| {
        rw.add_parameter(FILE, function(rw, FILE), &PARAMETER).map(|_| ())
    });
}

#[test]
fn thread_a_parameter_through_files() {
    let files = [
        ("index.ts", "import { make } from './make';\nimport * as m from './make';\n\nmake('a');\nm.make('b');\n"),
        ("make.ts", "export function make(a: string, o?: object) {\n  return a;\n}\n\nmake('c', {});\n"),
    ];
    let after = rewritten_all(&files, |rw| {
        let file = file_of(rw, "make.ts");
        rw.thread_parameter(file, function(rw, file), &PARAMETER, |call| Ok(format!("z{}", call.args.len())))
    });
    let expected = [
        "import { make } from './make';\nimport * as m from './make';\n\nmake('a', z1);\nm.make('b', z1);\n",
        "export function make(a: string, z: string, o?: object) {\n  return a;\n}\n\nmake('c', z2, {});\n",
    ];
    assert_eq!(after.expect("can be threaded"), expected);
}

fn option(text: &str, default: &str) -> Result<(String, String), Declined> {
    let mut name = String::new();
    let after = super::testing::rewritten(text, |rw| {
        let field = Field { name: "z", ty: "string", optional: true, ..Field::default() };
        name = rw.add_to_parameter(FILE, function(rw, FILE), 0, &field, default)?;
        Ok(())
    })?;
    Ok((after, name))
}

#[test]
fn add_to_a_parameter() {
    let rows: &[(&str, &str, &str, &str)] = &[
        (
            "interface A {\n  a: string;\n}\nfunction f(args: A) {}\n",
            "",
            "interface A {\n  a: string;\n  z?: string;\n}\nfunction f(args: A) {}\n",
            "args.z",
        ),
        ("function f({ a }: { a: string }) {}\n", "", "function f({ a, z }: { a: string; z?: string }) {}\n", "z"),
        (
            "function f({ a, ...rest }: { a: string }) {}\n",
            "'x'",
            "function f({ a, z = 'x', ...rest }: { a: string; z?: string }) {}\n",
            "z",
        ),
        (
            "function f(args: { a: string }) {}\n",
            "'x'",
            "function f(args: { a: string; z?: string }) {}\n",
            "(args.z ?? 'x')",
        ),
        ("function f({ z: y }: { z?: string }) {}\n", "", "function f({ z: y }: { z?: string }) {}\n", "y"),
    ];
    for (text, default, expected, name) in rows {
        assert_eq!(option(text, default).expect("can be added"), (expected.to_string(), name.to_string()), "{text}");
    }
    assert!(option("function f(args: Foreign) {}\n", "").is_err());
    assert!(option("function f([a]: string[]) {}\n", "").is_err());
}
