//! Code that goes, moves, and text that changes.

use super::testing::{FILE, call, check, declines, exact, expr, node, rewritten_all};
use super::{Line, Rewrite};
use crate::codemod::Declined;
use crate::model::{LineStart, Site};

type Change = fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>;

#[test]
fn delete_statements() {
    let rows: &[(&str, &str)] = &[
        ("a();\nb();\nc();\n", "a();\nc();\n"),
        ("b();\nc();\n", "c();\n"),
        ("a();\nb();\n", "a();\n"),
        ("b();\n", ""),
        ("a();\n\n// about b\nb(); // b\n\nc();\n", "a();\n\nc();\n"),
        ("b();\n\nc();\n", "c();\n"),
        ("a();\n\nb();\n", "a();\n"),
        ("// the file\n\nb();\nc();\n", "// the file\n\nc();\n"),
        ("function f() {\n  a();\n\n  b();\n}\n", "function f() {\n  a();\n}\n"),
        ("function f() {\n  b();\n\n  return a;\n}\n", "function f() {\n  return a;\n}\n"),
        ("a(); b(); c();\n", "a(); c();\n"),
        ("a(); b();\n", "a();\n"),
        ("if (x) b();\n", "if (x) {\n}\n"),
        ("a();\r\nb();\r\nc();\r\n", "a();\r\nc();\r\n"),
        ("\u{feff}b();\nc();\n", "\u{feff}c();\n"),
        ("a()\nb()\nc()\n", "a()\nc()\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.delete(FILE, node(rw, "b()")));
    }
    check("a();\n\nb();\n\nc();\n\nd();\n", "a();\n\nd();\n", |rw| {
        rw.delete(FILE, node(rw, "c()"))?;
        rw.delete(FILE, node(rw, "b()"))
    });
    declines("f(x => b());\n", "what a function returns", |rw| rw.delete(FILE, node(rw, "b()")));
}

#[test]
fn comments_that_head_more_than_what_goes_stay() {
    let goes = "const keyPair = new aws.ec2.KeyPair('shop-bastion-key', { publicKey });\n";
    let host = "const bastion = new aws.ec2.Instance('shop-bastion', { ami });\n";
    let ami = "const ami = aws.ec2.getAmiOutput({ owners: ['amazon'] });\n";
    let stays: &[(&str, &str)] = &[
        ("// The bastion\n", &format!("\n{ami}\n{host}")),
        ("// Bastions\n", host),
        ("// What operators use\n", host),
        ("// ---- Bastion ----\n// one a stack\n", host),
    ];
    for (comment, behind) in stays {
        let after = behind.trim_start();
        check(&format!("a();\n\n{comment}{goes}{behind}"), &format!("a();\n\n{comment}{after}"), |rw| {
            rw.delete(FILE, node(rw, "keyPair"))
        });
    }
    let goes_too: &[(&str, &str)] = &[
        ("// Key of the bastion\n", host),
        ("// Key of the bastion\n", &format!("\n{host}")),
        ("// What operators use\n", &format!("\n{host}")),
        ("// Two instances share this\n", &format!("\n{host}")),
        ("// The bastion\n", &format!("\n// It runs Linux\n{host}")),
        ("/* The bastion */\n", host),
        ("// eslint-disable-next-line bastion\n", host),
        ("// The bastion\n", ""),
    ];
    for (comment, behind) in goes_too {
        let after = match behind.is_empty() {
            true => "a();\n".to_string(),
            false => format!("a();\n\n{}", behind.trim_start()),
        };
        check(&format!("a();\n\n{comment}{goes}{behind}"), &after, |rw| rw.delete(FILE, node(rw, "keyPair")));
    }
    check(&format!("// The bastion\n{goes}\n{ami}\n{host}"), &format!("// The bastion\n{host}"), |rw| {
        rw.delete(FILE, node(rw, "keyPair"))?;
        rw.delete(FILE, node(rw, "ami"))
    });
}

#[test]
fn delete_declarators() {
    let rows: &[(&str, &str)] = &[
        ("const b = 1, c = 2;\n", "const c = 2;\n"),
        ("const a = 1, b = 2;\n", "const a = 1;\n"),
        ("const a = 1,\n  b = 2,\n  c = 3;\n", "const a = 1,\n  c = 3;\n"),
        ("const b = 1;\nx();\n", "x();\n"),
        ("export const b = 1;\nx();\n", "x();\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| rw.delete(FILE, node(rw, "b = ")));
    }
    check("const a = 1, b = 2;\nx();\n", "x();\n", |rw| {
        rw.delete(FILE, node(rw, "a = "))?;
        rw.delete(FILE, node(rw, "b = "))
    });
}

#[test]
fn delete_and_insert_compose() {
    check("a();\n\nb();\n\nc();\n", "a();\n\nx();\n\nc();\n", |rw| {
        rw.delete(FILE, node(rw, "b()"))?;
        rw.insert(FILE, super::Place::After(node(rw, "a()")), "x();")
    });
}

#[test]
fn drop_unused_imports() {
    let rows: &[(&str, &str)] = &[
        ("import { m, n } from 'x';\nf(m);\n", "import { n } from 'x';\n"),
        ("import { m } from 'x';\nimport 'y';\nf(m);\n", "import 'y';\n"),
        ("import d, { m } from 'x';\nf(m);\n", "import d from 'x';\n"),
        ("import m, { n } from 'x';\nf(m);\n", "import { n } from 'x';\n"),
        ("import * as m from 'x';\n\nf(m);\ng();\n", "g();\n"),
        ("import * as m from 'x';\n\nf(m);\ng(m);\n", "import * as m from 'x';\n\ng(m);\n"),
    ];
    for (text, expected) in rows {
        check(text, expected, |rw| {
            rw.delete(FILE, node(rw, "f(m)"))?;
            rw.drop_unused_import(FILE, "m")
        });
    }
}

#[test]
fn move_statements() {
    let text = "a();\n\n// about b\nconst b = 1; // one\n\nconst c = f(b);\n\nd();\n";
    let rows: &[(&str, Change)] = &[
        ("// about b\nconst b = 1; // one\n\na();\n\nconst c = f(b);\n\nd();\n", |rw| {
            rw.move_before(FILE, node(rw, "const b"), node(rw, "a()"))
        }),
        ("// about b\nconst b = 1; // one\n\nconst c = f(b);\n\na();\n\nd();\n", |rw| {
            rw.move_before(FILE, node(rw, "const c"), node(rw, "a()"))
        }),
        ("a();\n\nd();\n\n// about b\nconst b = 1; // one\n\nconst c = f(b);\n", |rw| {
            rw.move_after(FILE, node(rw, "d()"), node(rw, "a()"))
        }),
        ("// about b\nconst b = 1; // one\n\nconst c = f(b);\n\nd();\n\na();\n", |rw| {
            rw.move_after(FILE, node(rw, "a()"), node(rw, "d()"))
        }),
        ("a();\n\n// about b\nconst b = 1; // one\n\nd();\n\nconst c = f(b, 2);\n", |rw| {
            let f = call(rw, "f(");
            rw.push_argument(FILE, f, "2")?;
            rw.move_after(FILE, node(rw, "const c"), node(rw, "d()"))
        }),
    ];
    for (expected, change) in rows {
        check(text, expected, change);
    }
    declines(text, "line 6 uses", |rw| rw.move_after(FILE, node(rw, "const b"), node(rw, "d()")));
    declines(text, "needs the statement", |rw| rw.move_before(FILE, node(rw, "const c"), node(rw, "const b")));
    declines("a();\n{\n  b();\n}\n", "different blocks", |rw| rw.move_before(FILE, node(rw, "b()"), node(rw, "a()")));
    let shared = "x();\ny();\nconst p = 1;\nconst v = f(p);\nconst w = g(p);\n";
    check(shared, "const p = 1;\nconst v = f(p);\nx();\nconst w = g(p);\ny();\n", |rw| {
        rw.move_before(FILE, node(rw, "const v"), node(rw, "x()"))?;
        rw.move_before(FILE, node(rw, "const w"), node(rw, "y()"))
    });
    check(shared, "const p = 1;\nconst v = f(p);\nconst w = g(p);\nx();\ny();\n", |rw| {
        rw.move_before(FILE, node(rw, "const v"), node(rw, "x()"))?;
        rw.move_before(FILE, node(rw, "const w"), node(rw, "x()"))
    });
    declines(shared, "move to two places", |rw| {
        rw.move_before(FILE, node(rw, "const v"), node(rw, "y()"))?;
        rw.move_before(FILE, node(rw, "const w"), node(rw, "x()"))
    });
    let fields = "x();\nthis.v = 1;\nthis.w = f(this.v);\n";
    check(fields, "this.v = 1;\nthis.w = f(this.v);\nx();\n", |rw| {
        rw.move_before(FILE, node(rw, "this.w"), node(rw, "x()"))
    });
}

#[test]
fn lines_in_texts() {
    let script = "f(`#!/bin/bash\n  yum ${args}\n  end\n`);\n";
    let rows: &[(&str, Line<'_>, &[&str], &str)] = &[
        (script, Line::After("yum"), &["a", "b"], "f(`#!/bin/bash\n  yum ${args}\n  a\n  b\n  end\n`);\n"),
        (
            script,
            Line::Before("end"),
            &["echo \"${X}\" `x` \\n"],
            "f(`#!/bin/bash\n  yum ${args}\n  echo \"\\${X}\" \\`x\\` \\\\n\n  end\n`);\n",
        ),
        (script, Line::Last, &["z", "", "y"], "f(`#!/bin/bash\n  yum ${args}\n  end\n  z\n\n  y\n`);\n"),
        (script, Line::Before("#!"), &["z"], "f(`z\n#!/bin/bash\n  yum ${args}\n  end\n`);\n"),
        ("f(`a ${[\n  1]} b`);\n", Line::After("a"), &["z"], "f(`a ${[\n  1]} b\nz`);\n"),
        ("f('a\\nb\\n');\n", Line::After("a"), &["it's"], "f(\"a\\nit's\\nb\\n\");\n"),
        ("f(\"a\");\n", Line::Last, &["z"], "f(\"a\\nz\");\n"),
        ("f(g`a\r\nb`);\r\n", Line::After("a"), &["z"], "f(g`a\r\nz\r\nb`);\r\n"),
    ];
    for (text, place, lines, expected) in rows {
        let start = &text[2..4];
        check(text, expected, |rw| rw.insert_lines(FILE, expr(rw, start), *place, lines));
    }
    declines("f(`a`);\n", "no line with `q`", |rw| rw.insert_lines(FILE, expr(rw, "`a"), Line::After("q"), &["z"]));
    declines("f(a);\n", "not written out", |rw| rw.insert_lines(FILE, exact(rw, "a"), Line::Last, &["z"]));
}

#[test]
fn lines_at_places_in_texts() {
    use crate::model::Side::{After, Before};
    let rows: &[(&str, usize, crate::model::Side, &str)] = &[
        ("f(`a\n  b\n  c`);\n", 1, Before, "f(`a\n  s/\\\\s/'\\${X}'/\n  b\n  c`);\n"),
        ("f(`a ${'\\n'}\n  b ${x}\n`);\n", 1, After, "f(`a ${'\\n'}\n  b ${x}\n  s/\\\\s/'\\${X}'/\n`);\n"),
        ("f(`a`);\n", 0, Before, "f(`  s/\\\\s/'\\${X}'/\na`);\n"),
        ("f(`a\\nb\\\\nb\\nc`);\n", 2, Before, "f(`a\\nb\\\\nb\\n  s/\\\\s/'\\${X}'/\\nc`);\n"),
        ("f(\"a\\nb\\n\");\n", 1, After, "f(\"a\\nb\\n  s/\\\\s/'${X}'/\\n\");\n"),
        ("f('a\\\\nb');\n", 0, After, "f(\"a\\\\nb\\n  s/\\\\s/'${X}'/\");\n"),
    ];
    for (text, line, side, expected) in rows {
        check(text, expected, |rw| {
            let node = expr(rw, &text[2..4]);
            rw.insert_lines_at(LineStart::Literal(Site { file: FILE, node }, *line), *side, [r"  s/\s/'${X}'/".into()])
        });
    }
    let several: &[(&str, &str, usize, crate::model::Side, &str)] = &[
        (
            "f('a\\nit\\'s ${X} `x` \\\\n\\n');\n",
            "'a",
            0,
            After,
            "f(`a\nx \\`\\${Y}\\`\ny\nit's \\${X} \\`x\\` \\\\n\n`);\n",
        ),
        ("f('a\\nb');\r\n", "'a", 1, After, "f(`a\r\nb\r\nx \\`\\${Y}\\`\r\ny`);\r\n"),
        ("f('');\n", "''", 0, Before, "f(`x \\`\\${Y}\\`\ny\n`);\n"),
        ("f('a\\n' + 'b\\n');\n", "'b", 0, Before, "f('a\\n' + 'x `${Y}`\\n' + 'y\\n' + 'b\\n');\n"),
        ("f('a\\n' + ('b'));\n", "'b", 0, After, "f('a\\n' + ('b\\n' + 'x `${Y}`\\n' + 'y'));\n"),
        ("f(`a\\n${x}\\n'`);\n", "`a", 1, After, "f(`a\n${x}\nx \\`\\${Y}\\`\ny\n'`);\n"),
        ("f(`a`);\n", "`a", 0, Before, "f(`x \\`\\${Y}\\`\ny\na`);\n"),
        ("f('a\\n' + 'b\\n');\n", "'b", 0, After, "f('a\\n' + 'b\\n' + 'x `${Y}`\\n' + 'y\\n');\n"),
        ("f('a\\n' + 'b\\n');\n", "'b", 1, Before, "f('a\\n' + 'b\\n' + 'x `${Y}`\\n' + 'y\\n');\n"),
        ("f(b + 'a\\nc\\n');\n", "'a", 1, Before, "f(b + 'a\\nx `${Y}`\\ny\\nc\\n');\n"),
    ];
    for (text, start, line, side, expected) in several {
        check(text, expected, |rw| {
            let node = expr(rw, start);
            let lines = ["x `${Y}`".to_string(), "y".into()];
            rw.insert_lines_at(LineStart::Literal(Site { file: FILE, node }, *line), *side, lines)
        });
    }
    let list = "f([\n  'a',\n  'b',\n]);\n";
    check(list, "f([\n  'a',\n  'x',\n  '',\n  'b',\n]);\n", |rw| {
        let node = expr(rw, "[").as_array().expect("a list");
        let start = LineStart::Element(Site { file: FILE, node }, 1);
        rw.insert_lines_at(start, Before, ["x".into(), String::new()])
    });
}

#[test]
fn parts_of_texts() {
    check("f(`a-${x}-a`);\n", "f(`it\\`s-${x}-it\\`s`);\n", |rw| rw.replace_text(FILE, expr(rw, "`a"), "a", "it`s"));
    check("f('a-b');\n", "f(\"it's-b\");\n", |rw| rw.replace_text(FILE, expr(rw, "'a"), "a", "it's"));
    declines("f(`${a}`);\n", "no `a`", |rw| rw.replace_text(FILE, expr(rw, "`$"), "a", "b"));
}

fn package(text: &str, change: Change) -> String {
    let mut program = super::testing::program(&[("index.ts", "f();\n")]);
    let path = program.root.join("package.json");
    program.package =
        Some(crate::model::Package { path: path.clone(), text: text.into(), aws_major: None, sdk_version: None });
    let model = super::testing::model(&program);
    let mut rewrite = Rewrite::new(&model);
    change(&mut rewrite).expect("can be changed");
    let edits = rewrite.finish().expect("can be finished");
    edits.file(&path).map_or(text.to_string(), |set| crate::edit::apply(text, set))
}

#[test]
fn package_json() {
    let text = "{\n    \"name\": \"x\",\n    \"dependencies\": {\n        \"a\": \"1\",\n        \"c\": \"1\"\n    },\n    \"files\": [\"a\",  \"b\"]\n}\n";
    let after = package(text, |rw| {
        rw.set_in_package("dependencies", "b", "^2")?;
        rw.set_in_package("dependencies", "a", "1")?;
        rw.set_in_package("dependencies", "c", "3")
    });
    assert_eq!(after, text.replace("        \"c\": \"1\"", "        \"b\": \"^2\",\n        \"c\": \"3\""));
    let after = package(text, |rw| rw.set_in_package("scripts", "test", "jest"));
    let expected =
        text.replace("[\"a\",  \"b\"]\n", "[\"a\",  \"b\"],\n    \"scripts\": {\n        \"test\": \"jest\"\n    }\n");
    assert_eq!(after, expected);
    let after = package(text, |rw| rw.remove_from_package("dependencies", "c"));
    assert_eq!(after, text.replace("\"1\",\n        \"c\": \"1\"", "\"1\""));
    let crlf = text.replace('\n', "\r\n");
    let after = package(&crlf, |rw| rw.set_in_package("dependencies", "d", "4"));
    assert_eq!(after, crlf.replace("\"c\": \"1\"", "\"c\": \"1\",\r\n        \"d\": \"4\""));
    let unsorted = "{\"scripts\": {\"b\": \"1\", \"a\": \"2\"}}";
    let after = package(unsorted, |rw| rw.set_in_package("scripts", "aa", "3"));
    assert!(after.find("\"aa\"") > after.find("\"a\""), "{after}");
    declines("f();\n", "no package.json", |rw| rw.set_in_package("scripts", "a", "b"));
}

#[test]
fn files_out_of_reach_are_refused() {
    let mut program = super::testing::program(&[("index.ts", "f();\n")]);
    program.files[0].writable = false;
    let model = super::testing::model(&program);
    let mut rewrite = Rewrite::new(&model);
    rewrite.delete(FILE, super::testing::node(&rewrite, "f()")).expect("can be asked for");
    let declined = rewrite.finish().expect_err("the file may not be written");
    assert!(declined.0.contains("name it too"), "{declined}");
    let both = rewritten_all(&[("index.ts", "f();\n"), ("other.ts", "g();\n")], |_| Ok(()));
    assert_eq!(both.expect("nothing to do"), ["f();\n", "g();\n"]);
}
