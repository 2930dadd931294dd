//! Lines that are set apart, patterns and first properties.

use super::Spacing::{Apart, Tight};
use super::testing::{FILE, check, declines, expr, node, object};
use crate::source::TextRange;

const NEW: &str = "const z = 1;";

#[test]
fn a_line_before_is_set_apart_and_stands_above_comments() {
    for (text, expected) in [
        ("import a from 'a';\na();\n", "import a from 'a';\n\nconst z = 1;\n\na();\n"),
        ("const b = 2;\n\n// calls\na(b);\n", "const b = 2;\n\nconst z = 1;\n\n// calls\na(b);\n"),
        ("const b = 2;\na(b);\n", "const b = 2;\n\nconst z = 1;\n\na(b);\n"),
        ("/* @license x */\na();\n", "/* @license x */\nconst z = 1;\n\na();\n"),
        ("function f() {\n  a();\n}\n", "function f() {\n  const z = 1;\n\n  a();\n}\n"),
        ("b(); a();\n", "b(); const z = 1;\na();\n"),
    ] {
        check(text, expected, |rw| {
            let at = node(rw, "a(");
            rw.insert_lines_before(FILE, at, NEW)
        });
    }
}

#[test]
fn lines_after_keep_the_comment_at_the_end_of_the_line() {
    for (spacing, text, expected) in [
        (Apart, "a();\n", "a();\n\nconst z = 1;\n"),
        (Tight, "a(); // so\nb();\n", "a(); // so\nconst z = 1;\nb();\n"),
        (Apart, "a(); // so\nb();\n", "a(); // so\n\nconst z = 1;\n\nb();\n"),
        (Apart, "a();\n\n// then\nb();\n", "a();\n\nconst z = 1;\n\n// then\nb();\n"),
        (Tight, "if (x) {\n  a();\n}\n", "if (x) {\n  a();\n  const z = 1;\n}\n"),
        (Apart, "a();", "a();\n\nconst z = 1;"),
    ] {
        check(text, expected, |rw| {
            let at = node(rw, "a(");
            rw.insert_lines_after(FILE, at, spacing, NEW)
        });
    }
}

#[test]
fn several_lines_stand_together() {
    check("a();\n", "a();\n\nexport const x = 1;\nexport const y = 2;\n", |rw| {
        let at = node(rw, "a(");
        rw.insert_lines_after(FILE, at, Apart, "export const x = 1;\nexport const y = 2;")
    });
}

#[test]
fn a_first_property_comes_before_comments_and_spreads() {
    for (text, expected) in [
        ("f({});\n", "f({ z });\n"),
        ("f({ a });\n", "f({ z, a });\n"),
        ("f({ ...a });\n", "f({ z, ...a });\n"),
        ("f({\n  // why\n  a: 1,\n});\n", "f({\n  z,\n  // why\n  a: 1,\n});\n"),
    ] {
        check(text, expected, |rw| {
            let object = object(rw);
            rw.set_first(FILE, object, "z", "z")
        });
    }
}

#[test]
fn more_is_taken_out_of_a_pattern() {
    let pattern = |rw: &super::Rewrite<'_, '_>| {
        let index = rw.index(FILE);
        let found = index.entries().find_map(|(_, e)| match e.node {
            crate::model::Node::Declarator(_, d) => match &d.name {
                swc_ecma_ast::Pat::Object(pattern) => Some(pattern.clone()),
                _ => None,
            },
            _ => None,
        });
        found.expect("the text takes something apart")
    };
    for (text, key, local, expected) in [
        ("const { a } = b;\n", "z", "z", "const { a, z } = b;\n"),
        ("const { a } = b;\n", "z", "y", "const { a, z: y } = b;\n"),
        ("const {} = b;\n", "z", "z", "const { z } = b;\n"),
        ("const {\n  a,\n} = b;\n", "z", "z", "const {\n  a,\n  z,\n} = b;\n"),
        ("const { a: c } = b;\n", "a", "a", "const { a: c } = b;\n"),
    ] {
        check(text, expected, |rw| {
            let pattern = pattern(rw);
            rw.take_apart(FILE, &pattern, key, local)
        });
    }
    declines("const { a, ...rest } = b;\n", "as a whole", |rw| {
        let pattern = pattern(rw);
        rw.take_apart(FILE, &pattern, "z", "z")
    });
}

#[test]
fn a_member_is_renamed() {
    check("const a = config.require<T>('x');\n", "const a = config.get<T>('x') || 'y';\n", |rw| {
        let call = expr(rw, "config.require");
        let member = expr(rw, "config.require").as_call().and_then(|c| c.callee.as_expr()?.as_member().cloned());
        rw.rename_member(FILE, &member.expect("it calls a member"), "get");
        rw.wrap(FILE, call, "$ || 'y'")
    });
}

#[test]
fn a_statement_knows_its_comments() {
    check("// one\n\n// two\n/* three */\na();\n", "// one\n\n// two\n/* three */\na();\n", |rw| {
        let at = node(rw, "a(");
        assert_eq!(rw.comments_of(FILE, at), "// two\n/* three */");
        Ok(())
    });
}

#[test]
fn an_element_knows_its_comments() {
    let text = "f([\n  a(), // not its own\n  // one\n  {\n    x: 1, // two\n    y: /* taken */ 2,\n  }, // three\n  // next\n  b(),\n]);\n";
    check(text, text, |rw| {
        let object = TextRange::of(expr(rw, "{\n    x"));
        let taken = TextRange::of(expr(rw, "2")).start;
        let taken = TextRange::new(taken - 13, taken + 1);
        assert_eq!(rw.comments_around(FILE, object, &[taken]), ["// one", "// two", "// three"]);
        Ok(())
    });
}
