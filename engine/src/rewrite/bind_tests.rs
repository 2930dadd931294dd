//! Names for resources that have none.

use super::Place::{After, Earliest};
use super::testing::{FILE, call, check, declines, expr};

#[test]
fn bind() {
    let rows: &[(&str, &str)] = &[
        ("new X('x');\n", "const it = new X('x');\n"),
        ("const y = new X('x');\n", "const y = new X('x');\n"),
        ("this.y = new X('x');\n", "this.y = new X('x');\n"),
        ("const it = 1;\nnew X('x');\n", "const it = 1;\nconst it2 = new X('x');\n"),
        ("if (c) new X('x');\n", "if (c) {\n  const it = new X('x');\n}\n"),
        ("function f() {\n  return new X('x');\n}\n", "function f() {\n  const it = new X('x');\n  return it;\n}\n"),
        ("f(x => new X('x'));\n", "f(x => {\n  const it = new X('x');\n  return it;\n});\n"),
        ("const a = [new X('x')];\n", "const it = new X('x');\nconst a = [it];\n"),
        ("list.push(new X('x'));\n", "const it = new X('x');\nlist.push(it);\n"),
        (
            "list.push(\n  new X('x', {\n    k: 1,\n  })\n);\n",
            "const it = new X('x', {\n  k: 1,\n});\n\nlist.push(it);\n",
        ),
        ("f(a, { b: new X('x') });\n", "const it = new X('x');\nf(a, { b: it });\n"),
        ("f(x => list.push(new X('x')));\n", "f(x => {\n  const it = new X('x');\n  return list.push(it);\n});\n"),
        (
            "for (const a of [new X('x')]) {\n  a();\n}\n",
            "const it = new X('x');\n\nfor (const a of [it]) {\n  a();\n}\n",
        ),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| {
            let at = call(rw, "new X");
            rw.bind(FILE, at, "it").map(|_| ())
        });
    }
}

#[test]
fn bind_declines_where_order_would_change() {
    let rows: &[(&str, &str)] = &[
        ("f(g(), new X('x'));\n", "what line 1 does first"),
        ("f(c ? new X('x') : 1);\n", "only under a condition"),
        ("f(c && new X('x'));\n", "only under a condition"),
        ("while (f(new X('x'))) {}\n", "a loop makes it"),
        ("const a = 1, b = [new X('x')];\n", "same statement"),
        ("class A {\n  b = new X('x');\n}\n", "class field"),
    ];
    for (text, reason) in rows {
        declines(text, reason, |rw| {
            let at = call(rw, "new X");
            rw.bind(FILE, at, "it").map(|_| ())
        });
    }
}

#[test]
fn bound_values_take_company() {
    check(
        "f([new X('x'), new Y('y', {})]);\n",
        "const x = new X('x');\nconst y = new Y('y', { k: x.id });\nz(y);\nf([x, y]);\n",
        |rw| {
            let (x, y) = (call(rw, "new X"), call(rw, "new Y"));
            let x = rw.bind(FILE, x, "x")?;
            let name = rw.bind(FILE, y, "y")?;
            assert_eq!(rw.bind(FILE, y, "other")?, name);
            rw.set(FILE, expr(rw, "{}").as_object().unwrap(), "k", &format!("{x}.id"))?;
            rw.insert(FILE, After(y), &format!("z({name});"))
        },
    );
    check("new X('x');\nb();\n", "const it = new X('x');\nz(it);\nb();\n", |rw| {
        let at = call(rw, "new X");
        let it = rw.bind(FILE, at, "it")?;
        rw.insert(FILE, After(at), &format!("z({it});"))
    });
    check("new X('x');\nb();\n", "const it = new X('x');\nz(it);\nb();\n", |rw| {
        let at = call(rw, "new X");
        let it = rw.bind(FILE, at, "it")?;
        rw.insert(FILE, Earliest(at), &format!("z({it});"))
    });
    check("f(x => new X('x'));\n", "f(x => {\n  const it = new X('x');\n  z(it);\n  return it;\n});\n", |rw| {
        let at = call(rw, "new X");
        let it = rw.bind(FILE, at, "it")?;
        rw.insert(FILE, After(at), &format!("z({it});"))
    });
}
