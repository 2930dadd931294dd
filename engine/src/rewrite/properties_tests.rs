//! What becomes of objects and lists, shape by shape.

use proptest::prelude::*;

use super::testing::{FILE, call, check, declines, exact, expr, object, rewritten};

#[test]
fn set_property() {
    let rows: &[(&str, &str)] = &[
        ("f({});\n", "f({ b: 2 });\n"),
        ("f({ });\n", "f({ b: 2 });\n"),
        ("f({\n});\n", "f({\n  b: 2,\n});\n"),
        ("f({ a: 1 });\n", "f({ a: 1, b: 2 });\n"),
        ("f({a: 1});\n", "f({a: 1, b: 2});\n"),
        ("f({ a: 1, });\n", "f({ a: 1, b: 2, });\n"),
        ("f({\n  a: 1,\n});\n", "f({\n  a: 1,\n  b: 2,\n});\n"),
        ("f({\n  a: 1\n});\n", "f({\n  a: 1,\n  b: 2\n});\n"),
        ("f({\n    a: 1, // one\n});\n", "f({\n    a: 1, // one\n    b: 2,\n});\n"),
        ("f({\n\ta: 1 // one\n});\n", "f({\n\ta: 1, // one\n\tb: 2\n});\n"),
        ("f({\n  a: 1, /* one */ // more\n});\n", "f({\n  a: 1, /* one */ // more\n  b: 2,\n});\n"),
        ("f({\n  a: 1,\n  // last words\n});\n", "f({\n  a: 1,\n  b: 2,\n  // last words\n});\n"),
        ("f({\n  a: 1,\n  ...rest,\n});\n", "f({\n  a: 1,\n  ...rest,\n  b: 2,\n});\n"),
        ("f({ ...rest });\n", "f({ ...rest, b: 2 });\n"),
        ("f({ b: 1 });\n", "f({ b: 2 });\n"),
        ("f({ b: 1, a: 1, b: 3 });\n", "f({ b: 1, a: 1, b: 2 });\n"),
        ("f({ b: 2 });\n", "f({ b: 2 });\n"),
        ("f({ 'b': 1 });\n", "f({ 'b': 2 });\n"),
        ("f({ b });\n", "f({ b: 2 });\n"),
        ("f({ b() { return 1; } });\n", "f({ b: 2 });\n"),
        ("f({ get b() { return 1; } });\n", "f({ b: 2 });\n"),
        ("f({ b: 1, ...rest });\n", "f({ ...rest, b: 2 });\n"),
        ("f({\n  b: 1,\n  ...rest,\n});\n", "f({\n  ...rest,\n  b: 2,\n});\n"),
        ("f({ a: 1,\n    c: 3 });\n", "f({ a: 1,\n    c: 3,\n    b: 2 });\n"),
        ("f({\n  a: 1, c: 3\n});\n", "f({\n  a: 1, c: 3, b: 2\n});\n"),
        ("f({ 'a': 1 });\n", "f({ 'a': 1, 'b': 2 });\n"),
        ("f({ 'a-x': 1 });\n", "f({ 'a-x': 1, b: 2 });\n"),
        ("f({ /* none */ });\n", "f({ /* none */\n  b: 2,\n});\n"),
        ("f({\n  // none yet\n});\n", "f({\n  // none yet\n  b: 2,\n});\n"),
        ("f({\r\n  a: 1,\r\n});\r\n", "f({\r\n  a: 1,\r\n  b: 2,\r\n});\r\n"),
        ("\u{feff}f({ a: 1 });\n", "\u{feff}f({ a: 1, b: 2 });\n"),
        (
            "if (x) {\n    f(\"n\", {\n        a: 1,\n    });\n}\n",
            "if (x) {\n    f(\"n\", {\n        a: 1,\n        b: 2,\n    });\n}\n",
        ),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.set(FILE, object(rw), "b", "2"));
    }
}

#[test]
fn set_lays_out_code_in_the_style_of_the_file() {
    check("f({ a: 'x' });\n", "f({ a: 'x', 'b-c': 'y' });\n", |rw| rw.set(FILE, object(rw), "b-c", "\"y\""));
    check("f({ a: \"x\" });\n", "f({ a: \"x\", b: \"y\" });\n", |rw| rw.set(FILE, object(rw), "b", "'y'"));
    let code = "{\n  c: \"y\",\n}";
    let after = "f({\n    a: 'x',\n    b: {\n        c: 'y',\n    },\n});\n";
    check("f({\n    a: 'x',\n});\n", after, |rw| rw.set(FILE, object(rw), "b", code));
    check("f({ a });\n", "f({ a, b });\n", |rw| rw.set(FILE, object(rw), "b", "b"));
}

#[test]
fn set_after_a_sibling() {
    let rows: &[(&str, &str)] = &[
        ("f({ a: 1, c: 3 });\n", "f({ a: 1, b: 2, c: 3 });\n"),
        ("f({\n  a: 1,\n  c: 3,\n});\n", "f({\n  a: 1,\n  b: 2,\n  c: 3,\n});\n"),
        ("f({\n  a: 1, // one\n  // three\n  c: 3\n});\n", "f({\n  a: 1, // one\n  b: 2,\n  // three\n  c: 3\n});\n"),
        ("f({ a: 1, ...c });\n", "f({ a: 1, ...c, b: 2 });\n"),
        ("f({ c: 3 });\n", "f({ c: 3, b: 2 });\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.set_after(FILE, object(rw), "a", "b", "2"));
    }
}

#[test]
fn complete_a_nested_object() {
    let entries = [("x", "1"), ("y", "'z'")];
    let rows: &[(&str, &str)] = &[
        ("f({\n  a: 1,\n});\n", "f({\n  a: 1,\n  o: {\n    x: 1,\n    y: 'z',\n  },\n});\n"),
        ("f({ o: {} });\n", "f({\n  o: {\n    x: 1,\n    y: 'z',\n  },\n});\n"),
        ("f({ o: { x: 1 } });\n", "f({ o: { x: 1, y: 'z' } });\n"),
        (
            "f({\n  o: {\n    // as asked\n    y: 'q', // no\n    k: 0,\n  },\n});\n",
            "f({\n  o: {\n    // as asked\n    y: 'z', // no\n    k: 0,\n    x: 1,\n  },\n});\n",
        ),
        ("f({ o: { y: 'z', x: 2 } as const });\n", "f({ o: { y: 'z', x: 1 } as const });\n"),
        ("f({ o: { x: 1, y: 'z' } });\n", "f({ o: { x: 1, y: 'z' } });\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.complete(FILE, object(rw), "o", &entries));
    }
    declines("f({ o });\n", "not written as an object", |rw| rw.complete(FILE, object(rw), "o", &entries));
    declines("f({ o: g() });\n", "not written as an object", |rw| rw.complete(FILE, object(rw), "o", &entries));
}

#[test]
fn remove_property() {
    let rows: &[(&str, &str)] = &[
        ("f({ b: 2 });\n", "f({});\n"),
        ("f({\n  b: 2,\n});\n", "f({});\n"),
        ("f({\n  b: 2, // two\n});\n", "f({});\n"),
        ("f({\n  // about two\n  b: 2,\n});\n", "f({});\n"),
        ("f({\n  b: 2,\n\n  // apart\n});\n", "f({\n  // apart\n});\n"),
        ("f({ a: 1, b: 2 });\n", "f({ a: 1 });\n"),
        ("f({ b: 2, c: 3 });\n", "f({ c: 3 });\n"),
        ("f({ a: 1, b: 2, c: 3 });\n", "f({ a: 1, c: 3 });\n"),
        ("f({ a: 1, b: 2, });\n", "f({ a: 1, });\n"),
        ("f({\n  a: 1,\n  b: 2,\n});\n", "f({\n  a: 1,\n});\n"),
        ("f({\n  a: 1,\n  b: 2\n});\n", "f({\n  a: 1\n});\n"),
        ("f({\n  a: 1, // one\n  b: 2\n});\n", "f({\n  a: 1 // one\n});\n"),
        ("f({\n  a: 1,\n  // about\n  // two\n  b: 2, // two\n  c: 3,\n});\n", "f({\n  a: 1,\n  c: 3,\n});\n"),
        ("f({\n  a: 1, // one\n  b: 2,\n});\n", "f({\n  a: 1, // one\n});\n"),
        ("f({\n  a: 1,\n\n  b: 2,\n\n  c: 3,\n});\n", "f({\n  a: 1,\n\n  c: 3,\n});\n"),
        ("f({\n  b: 2,\n\n  c: 3,\n});\n", "f({\n  c: 3,\n});\n"),
        ("f({\n  a: 1,\n\n  b: 2,\n});\n", "f({\n  a: 1,\n});\n"),
        ("f({\n  // section\n\n  b: 2,\n  c: 3,\n});\n", "f({\n  // section\n\n  c: 3,\n});\n"),
        ("f({ a: 1,\n    b: 2 });\n", "f({ a: 1 });\n"),
        ("f({ b: 2,\n    c: 3 });\n", "f({ c: 3 });\n"),
        ("f({\n  b,\n  c,\n});\n", "f({\n  c,\n});\n"),
        ("f({\n  b: {\n    x: 1,\n  },\n  c,\n});\n", "f({\n  c,\n});\n"),
        ("f({\r\n  a: 1,\r\n  b: 2,\r\n});\r\n", "f({\r\n  a: 1,\r\n});\r\n"),
        ("f({ a: 1 });\n", "f({ a: 1 });\n"),
        ("f({\n  a: 1\n  , b: 2\n  , c: 3\n});\n", "f({\n  a: 1\n  , c: 3\n});\n"),
        ("f({\n  b: 2\n  , c: 3\n});\n", "f({\n  c: 3\n});\n"),
        ("f({\n  a: 1\n  , b: 2 // two\n  , c: 3\n});\n", "f({\n  a: 1\n  , c: 3\n});\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.remove(FILE, object(rw), "b"));
    }
}

#[test]
fn verbs_on_one_object_compose() {
    let both: &[(&str, &str)] = &[
        ("f({});\n", "f({\n  x: 1,\n  y: 2,\n});\n"),
        ("f({ a: 0 });\n", "f({ x: 1, y: 2 });\n"),
        ("f({ k: 0, a: 0 });\n", "f({ k: 0, x: 1, y: 2 });\n"),
        ("f({ a: 0, k: 0 });\n", "f({ k: 0, x: 1, y: 2 });\n"),
        ("f({\n  a: 0,\n});\n", "f({\n  x: 1,\n  y: 2,\n});\n"),
        ("f({\n  a: 0\n});\n", "f({\n  x: 1,\n  y: 2\n});\n"),
        ("f({\n  k: 0,\n  a: 0\n});\n", "f({\n  k: 0,\n  x: 1,\n  y: 2\n});\n"),
        ("f({\n  a: 0,\n  k: 0\n});\n", "f({\n  k: 0,\n  x: 1,\n  y: 2\n});\n"),
        ("f({ k: 0,\n    a: 0 });\n", "f({ k: 0, x: 1, y: 2 });\n"),
    ];
    for (text, expected) in both {
        check(text, expected, |rw| {
            rw.set(FILE, object(rw), "x", "1")?;
            rw.remove(FILE, object(rw), "a")?;
            rw.set(FILE, object(rw), "y", "0")?;
            rw.set(FILE, object(rw), "y", "2")
        });
    }
    check("f({ a: 1, b: 2, c: 3 });\n", "f({ b: 2 });\n", |rw| {
        rw.remove(FILE, object(rw), "a")?;
        rw.remove(FILE, object(rw), "c")
    });
    check("f({ a: 1, b: 2, c: 3 });\n", "f({ a: 1 });\n", |rw| {
        rw.remove(FILE, object(rw), "b")?;
        rw.remove(FILE, object(rw), "c")
    });
    check("f({\n  a: 1,\n});\n", "f({\n  a: 5,\n});\n", |rw| {
        rw.remove(FILE, object(rw), "a")?;
        rw.set(FILE, object(rw), "a", "5")
    });
}

#[test]
fn a_new_element_keeps_its_comment_above_itself() {
    let rows: &[(&str, &str)] = &[
        ("f([a]);\n", "f([\n  a,\n  // why\n  z,\n]);\n"),
        ("f([{ a: 1 }]);\n", "f([\n  { a: 1 },\n  // why\n  z,\n]);\n"),
        ("f([\n  a,\n]);\n", "f([\n  a,\n  // why\n  z,\n]);\n"),
        ("g([ a],   b);\n", "g([ a,\n  // why\n  z],   b);\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.push(FILE, expr(rw, "[").as_array().unwrap(), "// why\nz"));
    }
    let first =
        |rw: &mut super::Rewrite<'_, '_>| rw.insert_element(FILE, expr(rw, "[").as_array().unwrap(), 0, "// why\nz");
    check("f([a]);\n", "f([\n  // why\n  z,\n  a,\n]);\n", first);
}

#[test]
fn array_elements() {
    let rows: &[(&str, &str)] = &[
        ("f([]);\n", "f([z]);\n"),
        ("f([a]);\n", "f([a, z]);\n"),
        ("f([a,]);\n", "f([a, z,]);\n"),
        ("f([\n  a,\n  b,\n]);\n", "f([\n  a,\n  b,\n  z,\n]);\n"),
        ("f([\n  a, // x\n  b // y\n]);\n", "f([\n  a, // x\n  b, // y\n  z\n]);\n"),
        ("f([\n  a, b,\n  c, d,\n]);\n", "f([\n  a, b,\n  c, d, z,\n]);\n"),
        ("f([...a]);\n", "f([...a, z]);\n"),
        ("f([a, // x\n   b // y\n]);\n", "f([a, // x\n   b, // y\n   z\n]);\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.push(FILE, expr(rw, "[").as_array().unwrap(), "z"));
    }
    let removals: &[(&str, usize, &str)] = &[
        ("f([a]);\n", 0, "f([]);\n"),
        ("f([a, b]);\n", 0, "f([b]);\n"),
        ("f([a, b]);\n", 1, "f([a]);\n"),
        ("f([\n  a,\n]);\n", 0, "f([]);\n"),
        ("f([\n  a,\n  b,\n]);\n", 1, "f([\n  a,\n]);\n"),
        ("f([\n  a, b,\n  c,\n]);\n", 1, "f([\n  a,\n  c,\n]);\n"),
        // A comment that goes on over the end of the line.
        ("f([ // x\n1/* y\n * more */\n  ]);\n", 0, "f([ // x\n  ]);\n"),
        ("f([\n  a, /* x\n * more */\n  b,\n]);\n", 0, "f([\n  b,\n]);\n"),
        ("f([\n  a,\n  b /* x\n * more */ // y\n]);\n", 1, "f([\n  a\n]);\n"),
    ];
    for (text, at, expected) in removals {
        check(text, expected, |rw| rw.remove_element(FILE, expr(rw, "[").as_array().unwrap(), *at));
    }
    check("f([a, b]);\n", "f([x, a, y, b]);\n", |rw| {
        rw.insert_element(FILE, expr(rw, "[").as_array().unwrap(), 0, "x")?;
        rw.insert_element(FILE, expr(rw, "[").as_array().unwrap(), 1, "y")
    });
    check("f([\n  a,\n]);\n", "f([\n  x,\n  a,\n]);\n", |rw| {
        rw.insert_element(FILE, expr(rw, "[").as_array().unwrap(), 0, "x")
    });
    check(
        "if (y) {\n  f([{\n    a: 1,\n  }]);\n}\n",
        "if (y) {\n  f([{\n    x: 1,\n  }, {\n    a: 1,\n  }]);\n}\n",
        |rw| rw.insert_element(FILE, expr(rw, "[").as_array().unwrap(), 0, "{\nx: 1,\n}"),
    );
    declines("f([a, , b]);\n", "holes", |rw| rw.push(FILE, expr(rw, "[").as_array().unwrap(), "z"));
    declines("f([a]);\n", "no element 3", |rw| rw.remove_element(FILE, expr(rw, "[").as_array().unwrap(), 3));
}

#[test]
fn arguments() {
    let rows: &[(&str, usize, &str)] = &[
        ("f();\n", 0, "f(z);\n"),
        ("f(a);\n", 1, "f(a, z);\n"),
        ("f(a);\n", 0, "f(z, a);\n"),
        ("f();\n", 2, "f(undefined, undefined, z);\n"),
        ("f(\n  a,\n  b\n);\n", 2, "f(\n  a,\n  b,\n  z\n);\n"),
        ("f('a', {\n  b: 1,\n});\n", 2, "f(\n  'a',\n  {\n    b: 1,\n  },\n  z\n);\n"),
        ("f<T>(a);\n", 1, "f<T>(a, z);\n"),
    ];
    for (text, at, expected) in rows {
        check(text, expected, |rw| rw.insert_argument(FILE, call(rw, text.trim_end_matches(";\n")), *at, "z"));
    }
    check("new A;\n", "new A(z);\n", |rw| rw.push_argument(FILE, call(rw, "new A"), "z"));
    check("new A('n');\n", "new A('n', { k: 1 });\n", |rw| rw.set_in_argument(FILE, call(rw, "new A"), 1, "k", "1"));
    check("new A('n', {}, o);\n", "new A('n', { k }, o);\n", |rw| {
        rw.set_in_argument(FILE, call(rw, "new A"), 1, "k", "k")
    });
    declines("new A('n', args);\n", "where they are built", |rw| {
        rw.set_in_argument(FILE, call(rw, "new A"), 1, "k", "1")
    });
    declines("new A(...xs);\n", "spread", |rw| rw.set_in_argument(FILE, call(rw, "new A"), 0, "k", "1"));
    declines("f(...xs);\n", "spread", |rw| rw.push_argument(FILE, call(rw, "f("), "z"));
    check("f(a, b);\n", "f(a);\n", |rw| rw.remove_argument(FILE, call(rw, "f("), 1));
}

#[test]
fn replace_and_wrap_expressions() {
    let rows: &[(&str, &str, &str)] = &[
        ("x = a * b;\n", "c + d", "x = (c + d) * b;\n"),
        ("x = b - a;\n", "c - d", "x = b - (c - d);\n"),
        ("x = a.b;\n", "c ?? d", "x = (c ?? d).b;\n"),
        ("x = a.b;\n", "5", "x = (5).b;\n"),
        ("x = a ?? b;\n", "c || d", "x = (c || d) ?? b;\n"),
        ("x = a ?? b;\n", "c ?? d", "x = c ?? d ?? b;\n"),
        ("x = a || b;\n", "c ?? d", "x = (c ?? d) || b;\n"),
        ("x = a ? b : c;\n", "c || d", "x = c || d ? b : c;\n"),
        ("x = f(a);\n", "(c, d)", "x = f((c, d));\n"),
        ("x = [...a];\n", "c ? d : e", "x = [...(c ? d : e)];\n"),
        ("x = y => a;\n", "{ b: 1 }", "x = y => ({ b: 1 });\n"),
        ("x = `${a}`;\n", "c + d", "x = `${c + d}`;\n"),
        ("x = !a;\n", "c && d", "x = !(c && d);\n"),
        ("x = a as T;\n", "c || d", "x = (c || d) as T;\n"),
        ("x = new a();\n", "f()", "x = new (f())();\n"),
        ("a;\n", "{}", "({});\n"),
    ];
    for (text, code, expected) in rows {
        check(text, expected, |rw| rw.replace(FILE, exact(rw, "a"), code));
    }
    check("x = a || b;\n", "x = String(a || b);\n", |rw| rw.wrap(FILE, expr(rw, "a || b"), "String($)"));
    check("x = a || b;\n", "x = (a || b).c;\n", |rw| rw.wrap(FILE, expr(rw, "a || b"), "$.c"));
    check("x = a.b;\n", "x = (a ?? c).b;\n", |rw| rw.wrap(FILE, exact(rw, "a"), "$ ?? c"));
    check("f({ a: g });\n", "f({ a: [h(g, 'x')] });\n", |rw| {
        rw.wrap(FILE, exact(rw, "g"), "h($, 'x')")?;
        rw.wrap(FILE, exact(rw, "g"), "[$]")
    });
    check("f({ a: {} });\n", "f({ a: h({ k: 1 }) });\n", |rw| {
        rw.wrap(FILE, expr(rw, "{}"), "h($)")?;
        rw.set(FILE, expr(rw, "{}").as_object().unwrap(), "k", "1")
    });
    declines("f(a);\n", "not one expression", |rw| rw.replace(FILE, exact(rw, "a"), "c, d"));
    declines("f(a);\n", "meet at line 1", |rw| {
        rw.replace(FILE, exact(rw, "a"), "b")?;
        rw.replace(FILE, exact(rw, "a"), "c")
    });
}

/// Objects as people and machines lay them out.
fn objects() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("1".to_string()),
        Just("'x'".to_string()),
        Just("[1, 2]".to_string()),
        Just("{ n: 1 }".to_string()),
        Just("`a\n  b`".to_string()),
        Just("() => {\n    return 1;\n  }".to_string()),
    ];
    let gap = prop_oneof![
        5 => Just("\n  ".to_string()),
        2 => Just(" ".to_string()),
        1 => Just("\n\n  ".to_string()),
        1 => Just("\n  // note\n  ".to_string()),
        1 => Just(" // tail\n  ".to_string()),
        1 => Just(" /* in */ ".to_string()),
    ];
    let item = (gap, value, any::<bool>());
    (
        proptest::collection::vec(item, 1..5),
        any::<bool>(),
        prop_oneof![Just("\n"), Just(" "), Just(""), Just(" // end\n")],
    )
        .prop_map(|(items, trailing, end)| {
            let mut text = String::from("f({");
            let count = items.len();
            for (n, (gap, value, spread)) in items.into_iter().enumerate() {
                let comma = if n + 1 < count || trailing { "," } else { "" };
                let head = if spread && value.starts_with('{') { "...".to_string() } else { format!("k{n}: ") };
                text.push_str(&format!("{gap}{head}{value}{comma}"));
            }
            text + end + "});\n"
        })
}

proptest! {
    #[test]
    fn a_property_added_and_removed_leaves_no_trace(text in objects()) {
        let added = rewritten(&text, |rw| rw.set(FILE, object(rw), "zz", "9")).expect("can be set");
        prop_assert!(added.contains("zz: 9"));
        let back = rewritten(&added, |rw| rw.remove(FILE, object(rw), "zz")).expect("can be removed");
        prop_assert_eq!(back, text, "by way of {}", added);
    }

    #[test]
    fn any_property_can_go(text in objects(), which in 0usize..5) {
        let key = format!("k{which}");
        let after = rewritten(&text, |rw| rw.remove(FILE, object(rw), &key)).expect("can be removed");
        let gone = format!("{key}:");
        prop_assert!(!after.contains(&gone), "{}", after);
    }
}

#[test]
fn where_all_keys_are_quoted_those_of_new_objects_are_too() {
    let before = "const o = {\n    \"a\": 1,\n};\n";
    let after = "const o = {\n    \"a\": 1,\n    \"b\": {\n        \"c\": { \"d\": 2 },\n    },\n};\n";
    check(before, after, |r| r.set(FILE, object(r), "b", "{\nc: { d: 2 } }"));
}

#[test]
fn an_entry_takes_the_place_of_another_and_its_comments() {
    check(
        "f({\n  // lead\n  a: [1, 2], // tail\n  b,\n});\n",
        "f({\n  // lead\n  c: true, // tail\n  b,\n});\n",
        |rw| rw.replace_entry(FILE, object(rw), "a", "c", "true"),
    );
    check("f({ a });\n", "f({ c: 1 });\n", |rw| rw.replace_entry(FILE, object(rw), "a", "c", "1"));
    declines("f({ ...a });\n", "`a` is not written in the object itself", |rw| {
        rw.replace_entry(FILE, object(rw), "a", "c", "1")
    });
}
