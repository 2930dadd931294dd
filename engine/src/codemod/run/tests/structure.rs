//! What counts as broken, and what does not.

use std::path::Path;

use super::super::structure::faults;
use crate::source::SourceFile;

fn parse(text: &str) -> SourceFile {
    SourceFile::parse(Path::new("/p/a.ts"), text.as_bytes().to_vec()).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

/// What `after` has that `before` had not.
fn new_fault(before: &str, after: &str) -> Option<String> {
    faults(&parse(after)).first_new(&faults(&parse(before))).map(ToString::to_string)
}

#[track_caller]
fn broken(text: &str, fault: &str) {
    assert_eq!(new_fault("", text).as_deref(), Some(fault), "{text}");
    assert_eq!(new_fault(text, text), None, "{text}");
}

#[track_caller]
fn fine(text: &str) {
    assert_eq!(new_fault("", text), None, "{text}");
}

#[test]
fn names_declared_twice() {
    for text in [
        "const a = 1; const a = 2;",
        "let a = 1; function a() {}",
        "import a from 'x'; import { a } from 'y';",
        "import * as a from 'x'; const a = 1;",
        "function f(a: number) { const a = 1; }",
        "function f(a: number, a: number) {}",
        "class a {} class a {}",
        "class a {} const a = 1;",
        "function a() {} function a() {}",
        "type a = 1; type a = 2;",
        "type a = 1; interface a {}",
        "const { a, b: [a] } = { a: 1, b: [1] };",
        "if (1) { const a = 1; var b = 2; let a = 3; }",
        "enum a {} class a {}",
    ] {
        broken(text, "`a` is declared twice");
    }
}

#[test]
fn names_that_go_together() {
    for text in [
        "const a = 1; { const a = 2; }",
        "const a = 1; function f(a: number) { return a; }",
        "function a(x: 1): void; function a(x: 2): void; function a(x: unknown) {}",
        "interface a {} interface a {}",
        "class a {} interface a {}",
        "const a = 1; type a = number;",
        "class a {} namespace a { export const b = 1; }",
        "function a() {} namespace a { export const b = 1; }",
        "enum a { x } enum a { y = 2 }",
        "var a = 1; var a = 2;",
        "for (const a of [1]) {} for (const a of [2]) {}",
        "const a = function a() {};",
    ] {
        fine(text);
    }
}

#[test]
fn exports_twice() {
    broken("export const a = 1; const b = 2; export { b as a };", "`a` is exported twice");
    broken("const a = 1; export { a }; export { a };", "`a` is exported twice");
    broken("export default 1; export default 2;", "there are two default exports");
    broken("const a = 1; export default class {} export { a as default };", "there are two default exports");
    fine("export function a(x: 1): void; export function a(x: unknown) {}");
    fine("export const a = 1; export type a = number;");
    fine("export default interface A {} export * from 'x'; export * from 'y';");
}

#[test]
fn uses_before_the_declaration() {
    for text in [
        "f(a); const a = 1; function f(x: unknown) {}",
        "const b = { a }; let a = 1;",
        "new a(); class a {}",
        "class b extends a {} class a {}",
        "class b { static x = a; } const a = 1;",
        "const a = [a];",
        "if (1) { const b = a; } const a = 1;",
        "(() => a)(); const a = 1;",
        "[1].forEach(x => { a; }); const a = 1;",
        "export default a; const a = 1;",
        "a = 1; let a = 2;",
        "const b = a.x; enum a { x }",
        "class C { constructor() { const b = a; const a = 1; } }",
    ] {
        broken(text, "`a` is used before it is declared");
    }
}

#[test]
fn uses_that_come_later_or_are_no_uses() {
    for text in [
        "const f = () => a; const a = 1;",
        "function f() { return a; } const a = 1;",
        "class b { x = a; m() { return a; } constructor(y = a) {} } const a = 1;",
        "setTimeout(() => a); const a = 1;",
        "(async () => a)(); const a = 1;",
        "type t = typeof a; const a = 1;",
        "const b: c = 1; type c = number; let d: e; class e {}",
        "export { a }; const a = 1;",
        "const a = () => a;",
        "f(); function f() {}",
        "const { a, b = a } = { a: 1 } as { a: number; b?: number };",
        "declare const b: number; f(b); function f(x: number) {}",
        "const a = 1; { const b = a; }",
    ] {
        fine(text);
    }
}

#[test]
fn names_that_nothing_declares() {
    broken("const a = 1; { const b = 2; } f(b); function f(x: number) {}", "nothing declares `b`");
    broken("const x = { b };", "nothing declares `b`");
    broken("interface A { vpc: Vpc; }", "nothing declares `Vpc`");
    broken("export { b };", "nothing declares `b`");
    fine("console.log(JSON.stringify(process.env), undefined);");
    fine("function f<T extends Record<string, unknown>>(x: T): Partial<T> { return x; }");
    fine("type A<T> = T extends Array<infer U> ? U : { [K in keyof T]: K };");
    fine("type U = { ['x']: 1; key: string; m(p: number): void }; interface I extends U { key: string }");
    assert_eq!(new_fault("f(ambient);", "f(ambient, ambient);"), None);
    assert_eq!(new_fault("f(ambient);", "f(ambient, other);").as_deref(), Some("nothing declares `other`"));
}

#[test]
fn keys_and_members_twice() {
    broken("const x = { a: 1, b: 2, 'a': 3 };", "the object has `a` twice");
    broken("const y = {}; const x = { a: 1, ...y, ['a']: 3 };", "the object has `a` twice");
    broken("const a = 1; const x = { a, a() {} };", "the object has `a` twice");
    fine("const x = { get a() { return 1; }, set a(v: number) {}, b: { a: 1 } };");
    broken("class C { a = 1; a = 2; }", "the class or type has `a` twice");
    broken("class C { a = 1; constructor(private a: number) {} }", "the class or type has `a` twice");
    broken("class C { m() {} m() {} }", "the class or type has `m` twice");
    fine("class C { a = 1; static a = 2; m(x: 1): void; m(x: unknown) {} get b() { return 1; } set b(v) {} }");
    fine("class C { constructor(x: 1); constructor(x: unknown) {} }");
    broken("interface I { a: string; a: number; }", "the class or type has `a` twice");
    broken("type T = { a: string; 'a': number };", "the class or type has `a` twice");
    fine("interface I { m(x: 1): void; m(x: 2): void; }");
    broken("enum E { a, a }", "the class or type has `a` twice");
}

#[test]
fn one_more_of_what_was_there_is_new() {
    let two = "const x = { a: 1, a: 2 };";
    assert_eq!(
        new_fault(two, &format!("{two} const y = {{ a: 1, a: 2 }};")).as_deref(),
        Some("the object has `a` twice")
    );
    assert_eq!(new_fault(two, "const y = 1; const z = { a: 1, a: 2 };"), None);
}
