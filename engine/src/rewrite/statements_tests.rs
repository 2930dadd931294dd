//! Where new statements go, and what they look like there.

use proptest::prelude::*;

use super::Place::{After, Before, Bottom, Earliest, End, Top};
use super::testing::{FILE, check, declines, node, rewritten};

#[test]
fn after_a_statement() {
    let rows: &[(&str, &str)] = &[
        ("const a = 1;\n", "const a = 1;\nconst z = 2;\n"),
        ("const a = 1;", "const a = 1;\nconst z = 2;"),
        ("const a = 1; // one\n", "const a = 1; // one\nconst z = 2;\n"),
        ("const a = 1\nconst b = 1\n", "const a = 1\nconst z = 2\nconst b = 1\n"),
        ("const a = 1;\nconst b = 1;\n", "const a = 1;\nconst z = 2;\nconst b = 1;\n"),
        ("const a = 1;\n\nconst b = 1;\n", "const a = 1;\n\nconst z = 2;\n\nconst b = 1;\n"),
        (
            "const a = new A('a', {\n  x: 1,\n});\n// about b\nconst b = 2;\n",
            "const a = new A('a', {\n  x: 1,\n});\nconst z = 2;\n// about b\nconst b = 2;\n",
        ),
        (
            "const a = new A('a', {\n  x: 1,\n});\n\nconst b = 2;\n",
            "const a = new A('a', {\n  x: 1,\n});\n\nconst z = 2;\n\nconst b = 2;\n",
        ),
        ("const a = 1; b();\n", "const a = 1;\nconst z = 2;\nb();\n"),
        ("function f() {\n    const a = 1;\n}\n", "function f() {\n    const a = 1;\n    const z = 2;\n}\n"),
        (
            "function f() {\n\tconst a = 1;\n\treturn a;\n}\n",
            "function f() {\n\tconst a = 1;\n\tconst z = 2;\n\treturn a;\n}\n",
        ),
        ("function f() { const a = 1; }\n", "function f() {\n  const a = 1;\n  const z = 2;\n}\n"),
        ("const a = 1;\r\nb();\r\n", "const a = 1;\r\nconst z = 2;\r\nb();\r\n"),
        ("\u{feff}const a = 1;\r\n", "\u{feff}const a = 1;\r\nconst z = 2;\r\n"),
        ("export const a = 1;\n", "export const a = 1;\nconst z = 2;\n"),
        (
            "switch (x) {\n  case 1:\n    const a = 1;\n    break;\n}\n",
            "switch (x) {\n  case 1:\n    const a = 1;\n    const z = 2;\n    break;\n}\n",
        ),
    ];
    for (text, expected) in rows {
        let at = if text.contains("export") { "export const a" } else { "const a" };
        check(text, expected, |rw| rw.insert(FILE, After(node(rw, at)), "const z = 2;"));
    }
}

#[test]
fn before_a_statement() {
    let rows: &[(&str, &str)] = &[
        ("b();\n", "z();\nb();\n"),
        ("// about b\nb();\n", "z();\n\n// about b\nb();\n"),
        ("// the file\n\nb();\n", "// the file\n\nz();\nb();\n"),
        ("/** @file what it is */\nb();\n", "/** @file what it is */\nz();\nb();\n"),
        ("a();\n\n// about b\n// and more\nb();\n", "a();\n\nz();\n\n// about b\n// and more\nb();\n"),
        ("{\n    a(); // one\n    b();\n}\n", "{\n    a(); // one\n    z();\n    b();\n}\n"),
        ("function f() {\n  return b();\n}\n", "function f() {\n  z();\n  return b();\n}\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.insert(FILE, Before(node(rw, "b()")), "z();"));
    }
}

#[test]
fn groups_and_several_inserts() {
    let text = "const a = new A('a', {\n  x: 1,\n});\n\nconst b = new B('b', {\n  x: 1,\n});\n";
    let expected = "const a = new A('a', {\n  x: 1,\n});\n\nconst c = new C('c', {\n  y: 'v',\n});\n\nconst d = new D('d', {\n  c,\n});\n\ne();\n\nconst b = new B('b', {\n  x: 1,\n});\n";
    check(text, expected, |rw| {
        let code = "const c = new C(\"c\", {\n  y: \"v\",\n});\nconst d = new D('d', {\n  c,\n});";
        rw.insert(FILE, After(node(rw, "const a")), code)?;
        rw.insert(FILE, After(node(rw, "const a")), "e();")
    });
    let tight = "const a = new A('a', {\n  x: 1,\n});\nconst b = new B('b', {\n  x: 1,\n});\n";
    let expected = "const a = new A('a', {\n  x: 1,\n});\nconst c = new C('c', {\n  y: 1,\n});\nconst b = new B('b', {\n  x: 1,\n});\n";
    check(tight, expected, |rw| rw.insert(FILE, After(node(rw, "const a")), "const c = new C('c', {\n  y: 1,\n});"));
    check("a();\nb();\n", "a();\nx();\ny();\nb();\n", |rw| {
        rw.insert(FILE, Before(node(rw, "b()")), "y();")?;
        rw.insert(FILE, After(node(rw, "a()")), "x();")
    });
}

#[test]
fn a_group_gets_a_comment_where_its_neighbours_have_one() {
    let text =
        "// The first\nconst a = new A('a', {\n  x: 1,\n});\n\n// The second\nconst b = new B('b', {\n  x: 1,\n});\n";
    let expected = format!("{text}\n// The third\nconst c = new C('c', {{\n  x: 1,\n}});\n");
    let code = "const c = new C('c', {\n  x: 1,\n});";
    check(text, &expected, |rw| rw.insert_group(FILE, After(node(rw, "const b")), "The third", code));
    let bare = text.replace("// The first\n", "").replace("// The second\n", "");
    let expected = format!("{bare}\n{code}\n");
    check(&bare, &expected, |rw| rw.insert_group(FILE, After(node(rw, "const b")), "The third", code));
}

#[test]
fn unbraced_bodies_get_braces() {
    let rows: &[(&str, &str)] = &[
        ("if (x) a();\n", "if (x) {\n  a();\n  z();\n}\n"),
        ("if (x)\n    a(); // one\nb();\n", "if (x) {\n    a(); // one\n    z();\n}\nb();\n"),
        ("if (x) a();\nelse b();\n", "if (x) {\n  a();\n  z();\n} else b();\n"),
        ("for (const y of ys) a();\n", "for (const y of ys) {\n  a();\n  z();\n}\n"),
        ("if (x) a({\n  k: 1,\n});\n", "if (x) {\n  a({\n    k: 1,\n  });\n  z();\n}\n"),
        ("if (y) b();\nelse if (x) a();\n", "if (y) b();\nelse if (x) {\n  a();\n  z();\n}\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.insert(FILE, After(node(rw, "a(")), "z();"));
    }
    check("if (x) a();\n", "if (x) {\n  z();\n  a();\n}\n", |rw| rw.insert(FILE, Before(node(rw, "a()")), "z();"));
    check("if (y) b();\nelse if (x()) a();\n", "z();\n\nif (y) b();\nelse if (x()) a();\n", |rw| {
        rw.insert(FILE, Before(node(rw, "x()")), "z();")
    });
}

#[test]
fn arrows_get_blocks() {
    let rows: &[(&str, &str)] = &[
        ("f(x => a(x));\n", "f(x => {\n  z();\n  return a(x);\n});\n"),
        ("f(x => a(x, {\n  k: `\n  t`,\n}));\n", "f(x => {\n  z();\n  return a(x, {\n    k: `\n  t`,\n  });\n});\n"),
        (
            "f(\n  x =>\n    a(x, {\n      k: 1,\n    })\n);\n",
            "f(\n  x => {\n    z();\n    return a(x, {\n      k: 1,\n    });\n  }\n);\n",
        ),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.insert(FILE, Before(node(rw, "a(x")), "z();"));
    }
    check("f(x => ({ k: a(x) }));\n", "f(x => {\n  z();\n  return { k: a(x) };\n});\n", |rw| {
        rw.insert(FILE, Before(node(rw, "a(x")), "z();")
    });
    check("f(x => ({ k: 1 }).m(a(x)));\n", "f(x => {\n  z();\n  return { k: 1 }.m(a(x));\n});\n", |rw| {
        rw.insert(FILE, Before(node(rw, "a(x")), "z();")
    });
    declines("f(x => a(x));\n", "bind it to a name first", |rw| rw.insert(FILE, After(node(rw, "a(x")), "z();"));
    declines("function f() {\n  return a(x);\n}\n", "bind it to a name", |rw| {
        rw.insert(FILE, After(node(rw, "a(x")), "z();")
    });
    declines("class A {\n  b = c();\n}\n", "class field", |rw| rw.insert(FILE, After(node(rw, "c()")), "z();"));
    declines("function f(x = c()) {}\n", "parameters", |rw| rw.insert(FILE, After(node(rw, "c()")), "z();"));
}

#[test]
fn earliest_legal_place() {
    let component = "class A extends B {\n  constructor(name: string) {\n    super('t', name);\n\n    const vpc = new V(name, {\n      x: 1,\n    });\n\n    const last = new L(vpc, {\n      x: 1,\n    });\n  }\n}\n";
    let after_super =
        component.replace("super('t', name);\n", "super('t', name);\n\n    new Z(name, {\n      x: 1,\n    });\n");
    check(component, &after_super, |rw| {
        rw.insert(FILE, Earliest(node(rw, "const last")), "new Z(name, {\n  x: 1,\n});")
    });
    let after_vpc = component.replace(
        "      x: 1,\n    });\n\n    const last",
        "      x: 1,\n    });\n\n    new Z(vpc, {\n      x: 1,\n    });\n\n    const last",
    );
    check(component, &after_vpc, |rw| rw.insert(FILE, Earliest(node(rw, "const last")), "new Z(vpc, {\n  x: 1,\n});"));
    check("import * as a from 'a';\n\nb();\n", "import * as a from 'a';\n\nz(a);\n\nb();\n", |rw| {
        rw.insert(FILE, Top, "z(a);")
    });
    check("'use strict';\nb();\n", "'use strict';\n\nz();\nb();\n", |rw| rw.insert(FILE, Top, "z();"));
    check(
        "function f() {\n  this.a = 1;\n  this.b = 2;\n  c();\n}\n",
        "function f() {\n  this.a = 1;\n  this.b = 2;\n  z(this.b);\n  c();\n}\n",
        |rw| rw.insert(FILE, Earliest(node(rw, "c()")), "z(this.b);"),
    );
    check("b();\nconst x = 1;\nc();\n", "b();\nconst x = 1;\nconst y = x;\nz(y);\nc();\n", |rw| {
        rw.insert(FILE, Top, "const y = x;")?;
        rw.insert(FILE, Top, "z(y);")
    });
    check("g();\nfunction h() {}\n", "z(h);\ng();\nfunction h() {}\n", |rw| rw.insert(FILE, Top, "z(h);"));
    declines("function f() {\n  const x = 1;\n}\n", "`x` is not in scope", |rw| rw.insert(FILE, Top, "z(x);"));
}

#[test]
fn ends_and_empty_blocks() {
    check("function f() {\n  a();\n  return b;\n}\n", "function f() {\n  a();\n  z();\n  return b;\n}\n", |rw| {
        rw.insert(FILE, End(node(rw, "a()")), "z();")
    });
    check("a();\n", "a();\nz();\n", |rw| rw.insert(FILE, Bottom, "z();"));
    check("", "z();\n", |rw| rw.insert(FILE, Bottom, "z();"));
    check("// nothing yet\n", "// nothing yet\n\nz();\n", |rw| rw.insert(FILE, Top, "z();"));
    declines("a();\n", "does not parse", |rw| rw.insert(FILE, Bottom, "z(;"));
}

/// Programs in odd layouts, with a call `here()` somewhere.
fn programs() -> impl Strategy<Value = String> {
    let here = prop_oneof![
        Just("here();"),
        Just("const v = here();"),
        Just("if (x) here();"),
        Just("if (x)\n  here(); // tail\nelse y();"),
        Just("for (const a of b) { here(); }"),
        Just("f(() => { here(); });"),
        Just("class A { constructor() { super(); here(); } m() {} }"),
        Just("switch (x) { case 1: here(); break; }"),
        Just("try { here(); } catch { y(); }"),
        Just("{\n    here()\n}"),
    ];
    let other = prop_oneof![
        Just("a();"),
        Just("const c = `\n  t ${x}\n`;"),
        Just("// note\nb({\n  k: 1,\n});"),
        Just("function g() {\n  return 1;\n}"),
        Just("/* block */ d();"),
    ];
    let gap = prop_oneof![Just("\n"), Just("\n\n"), Just(" "), Just(" // end\n"), Just("\n\n\n")];
    let others = || proptest::collection::vec((other.clone(), gap.clone()), 0..3);
    (others(), here, gap.clone(), others()).prop_map(|(before, here, gap, after)| {
        let mut text: String = before.into_iter().map(|(o, g)| format!("{o}{g}")).collect();
        text.push_str(&format!("{here}{gap}"));
        text.extend(after.into_iter().map(|(o, g)| format!("{o}{g}")));
        text.replace("const c", "var c")
    })
}

proptest! {
    #[test]
    fn inserted_statements_leave_a_program_that_parses(text in programs(), after in any::<bool>()) {
        // What does not parse would be declined.
        let done = rewritten(&text, |rw| {
            let at = node(rw, "here()");
            rw.insert(FILE, if after { After(at) } else { Before(at) }, "zz();\nyy();")
        });
        let done = done.expect("can be inserted");
        let (z, y, h) = (done.find("zz()"), done.find("yy()"), done.find("here()"));
        prop_assert!(z < y && (after == (h < z)), "{}", done);
    }

    #[test]
    fn a_statement_inserted_and_deleted_leaves_the_others(text in programs()) {
        let done = rewritten(&text, |rw| rw.insert(FILE, After(node(rw, "here()")), "zz();")).expect("can be inserted");
        let back = rewritten(&done, |rw| rw.delete(FILE, node(rw, "zz()"))).expect("can be deleted");
        let dense = |t: &str| t.split_whitespace().collect::<String>().replace(['{', '}'], "");
        prop_assert_eq!(dense(&back), dense(&text), "by way of {}", done);
    }
}

#[test]
fn a_name_that_is_taken_says_whose_it_is_before_it_is_numbered() {
    let ask = |vpc: &str, wish: &str| {
        let text = format!("import * as aws from '@pulumi/aws';\nconst table = 1;\n{vpc};\n");
        let mut name = String::new();
        let look = rewritten(&text, |rw| {
            let vpc = rw.model().resources_of("aws.ec2.Vpc").next().expect("the program makes one");
            name = rw.free_name_for(vpc, vpc.node, wish);
            Ok(())
        });
        assert!(look.is_ok(), "{look:?}");
        name
    };
    assert_eq!(ask("const mainVpc = new aws.ec2.Vpc('n', {})", "role"), "role");
    assert_eq!(ask("const mainVpc = new aws.ec2.Vpc('n', {})", "table"), "mainTable");
    assert_eq!(ask("const main = new aws.ec2.Vpc('n', {})", "table"), "mainTable");
    assert_eq!(ask("const vpc = new aws.ec2.Vpc('n', {})", "table"), "vpcTable");
    assert_eq!(ask("new aws.ec2.Vpc('data-hub', {})", "table"), "dataHubTable");
    assert_eq!(ask("const mainTable = 2;\nconst mainVpc = new aws.ec2.Vpc('n', {})", "table"), "mainTable2");
}
