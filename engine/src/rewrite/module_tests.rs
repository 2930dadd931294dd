//! What files import and export.

use super::Import::{Default, Named, Namespace};
use super::testing::{FILE, check, declines, file_of, rewritten_all};
use super::{Import, Place, Rewrite};
use crate::codemod::Declined;

#[track_caller]
fn imports(text: &str, module: &str, what: Import<'_>, name: &str, expected: &str) {
    check(text, expected, |rw| {
        assert_eq!(rw.import(FILE, module, what)?, name, "{text}");
        Ok(())
    });
}

#[test]
fn an_import_that_stands_is_used() {
    let pulumi = Namespace("pulumi");
    for (text, what, name) in [
        ("import * as p from 'm';\n", pulumi, "p"),
        ("import p from 'm';\n", pulumi, "p"),
        ("import p = require('m');\n", pulumi, "p"),
        ("const p = require('m');\n", pulumi, "p"),
        ("import * as p from 'm';\n", Named("Config"), "p.Config"),
        ("import { Config } from 'm';\n", Named("Config"), "Config"),
        ("import { Config as C } from 'm';\n", Named("Config"), "C"),
        ("const { Config } = require('m');\n", Named("Config"), "Config"),
        ("import { default as d } from 'm';\n", Default("x"), "d"),
    ] {
        imports(text, "m", what, name, text);
    }
}

#[test]
fn an_import_is_added() {
    let rows: &[(&str, Import<'_>, &str, &str)] = &[
        (
            "import * as a from 'a';\n\na();\n",
            Namespace("m"),
            "m",
            "import * as a from 'a';\nimport * as m from 'm';\n\na();\n",
        ),
        (
            "import * as a from \"a\";\n\na();\n",
            Namespace("m"),
            "m",
            "import * as a from \"a\";\nimport * as m from \"m\";\n\na();\n",
        ),
        (
            "import * as a from 'a'\n\nconst b = a\n",
            Named("x"),
            "x",
            "import * as a from 'a'\nimport { x } from 'm'\n\nconst b = a\n",
        ),
        (
            "import * as a from 'a';\nimport { b } from './b';\n",
            Default("d"),
            "d",
            "import * as a from 'a';\nimport d from 'm';\nimport { b } from './b';\n",
        ),
        ("import { b } from './b';\n", Default("d"), "d", "import d from 'm';\nimport { b } from './b';\n"),
        ("import { z } from 'm';\n", Named("x"), "x", "import { z, x } from 'm';\n"),
        ("import { a, z } from 'm';\n", Named("x"), "x", "import { a, x, z } from 'm';\n"),
        ("import {\n  a,\n  z,\n} from 'm';\n", Named("zz"), "zz", "import {\n  a,\n  z,\n  zz,\n} from 'm';\n"),
        ("import d, { z } from 'm';\n", Named("x"), "x", "import d, { z, x } from 'm';\n"),
        ("import { z } from 'm';\nconst x = 1;\n", Named("x"), "x2", "import { z, x as x2 } from 'm';\nconst x = 1;\n"),
        (
            "import type { x } from 'm';\n",
            Named("x"),
            "x2",
            "import type { x } from 'm';\nimport { x as x2 } from 'm';\n",
        ),
        ("import { type x } from 'm';\n", Named("y"), "y", "import { type x, y } from 'm';\n"),
        ("import a = require('a');\n", Namespace("m"), "m", "import a = require('a');\nimport m = require('m');\n"),
        (
            "function f() {\n  const m = 1;\n}\n",
            Namespace("m"),
            "m2",
            "import * as m2 from 'm';\n\nfunction f() {\n  const m = 1;\n}\n",
        ),
        ("// about f\nf();\n", Namespace("m"), "m", "import * as m from 'm';\n\n// about f\nf();\n"),
        (
            "// Copyright somebody\nf();\n",
            Namespace("m"),
            "m",
            "// Copyright somebody\nimport * as m from 'm';\n\nf();\n",
        ),
        ("// the file\n\nf();\n", Namespace("m"), "m", "// the file\n\nimport * as m from 'm';\n\nf();\n"),
        ("'use strict';\nf();\n", Namespace("m"), "m", "'use strict';\n\nimport * as m from 'm';\n\nf();\n"),
        ("#!/usr/bin/env node\nf();\n", Namespace("m"), "m", "#!/usr/bin/env node\nimport * as m from 'm';\n\nf();\n"),
        ("\u{feff}f();\r\n", Namespace("m"), "m", "\u{feff}import * as m from 'm';\r\n\r\nf();\r\n"),
        ("", Namespace("m"), "m", "import * as m from \"m\";\n"),
    ];
    for (text, what, name, expected) in rows {
        let expected = if text.is_empty() { "import * as m from 'm';\n" } else { expected };
        imports(text, "m", *what, name, expected);
    }
}

#[test]
fn scripts_require() {
    let script = |text: &str, what| {
        let after = rewritten_all(&[("index.js", text)], |rw| rw.import(FILE, "m", what).map(|_| ()));
        after.expect("can be imported").remove(0)
    };
    assert_eq!(
        script("const a = require('a');\n", Namespace("m")),
        "const a = require('a');\nconst m = require('m');\n"
    );
    let expected = "'use strict';\n\nconst a = require('a');\nconst { x } = require('m');\n\na();\n";
    assert_eq!(script("'use strict';\n\nconst a = require('a');\n\na();\n", Named("x")), expected);
    assert_eq!(script("import a from 'a';\n", Named("x")), "import a from 'a';\nimport { x } from 'm';\n");
}

#[test]
fn imports_compose() {
    let expected = "import { a, x, y } from 'm';\nimport * as n from 'n';\nimport { p, q } from 'o';\nimport { r } from './r';\n\nz(n);\n\nb();\n";
    check("import { a } from 'm';\n\nb();\n", expected, |rw| {
        rw.insert(FILE, Place::Top, "z(n);")?;
        rw.import(FILE, "m", Named("x"))?;
        rw.import(FILE, "n", Namespace("n"))?;
        rw.import(FILE, "o", Named("p"))?;
        rw.import(FILE, "m", Named("y"))?;
        assert_eq!(rw.import(FILE, "n", Namespace("other"))?, "n");
        rw.import(FILE, "o", Named("q"))?;
        assert_eq!(rw.import(FILE, "m", Named("x"))?, "x");
        rw.import(FILE, "./r", Named("r")).map(|_| ())
    });
}

#[test]
fn imports_of_the_program_are_relative() {
    let rows = [
        ("index.ts", "lib/stack.ts", "", "./lib/stack"),
        ("bin/app.ts", "lib/stack.ts", "", "../lib/stack"),
        ("index.ts", "lib/index.ts", "", "./lib"),
        ("index.ts", "lib/stack.ts", "import { o } from './other.js';\n", "./lib/stack.js"),
    ];
    for (from, to, text, module) in rows {
        let before = format!("{text}f('');\n");
        let files = [(from, before.as_str()), (to, "export const s = 1;\n")];
        let after = rewritten_all(&files, |rw| {
            let (from, to) = (file_of(rw, from), file_of(rw, to));
            rw.import_from(from, to, "s").map(|_| ())
        });
        let after = after.expect("can be imported").remove(0);
        assert!(after.contains(&format!("import {{ s }} from '{module}';\n")), "{after}");
    }
}

type Change = fn(&mut Rewrite<'_, '_>) -> Result<(), Declined>;

#[test]
fn exports() {
    let rows: &[(&str, &str, Change)] = &[
        ("const a = 1;\n", "export const a = 1;\n", |rw| rw.export(FILE, "a")),
        ("// about a\nconst a = 1;\n", "// about a\nexport const a = 1;\n", |rw| rw.export(FILE, "a")),
        ("function a() {}\n", "export function a() {}\n", |rw| rw.export(FILE, "a")),
        ("class a {}\n", "export class a {}\n", |rw| rw.export(FILE, "a")),
        ("interface a {}\n", "export interface a {}\n", |rw| rw.export(FILE, "a")),
        ("export const a = 1;\n", "export const a = 1;\n", |rw| rw.export(FILE, "a")),
        ("const a = 1;\nexport { a };\n", "const a = 1;\nexport { a };\n", |rw| rw.export(FILE, "a")),
        ("const a = 1, b = 2;\nexport { b };\n", "const a = 1, b = 2;\nexport { b, a };\n", |rw| rw.export(FILE, "a")),
        ("const a = 1, b = 2;\n", "const a = 1, b = 2;\n\nexport { a };\n", |rw| rw.export(FILE, "a")),
        ("f();\n", "f();\n\nexport const a = s.a;\nexport const b = s.b;\n", |rw| {
            rw.export_value(FILE, "a", "s.a")?;
            rw.export_value(FILE, "b", "s.b")
        }),
        ("f();\n\nexport const z = s.z;\n", "f();\n\nexport const z = s.z;\nexport const a = s.a;\n", |rw| {
            rw.export_value(FILE, "a", "s.a")
        }),
        ("f()\nconst x = 1", "f()\nconst x = 1\n\nexport const a = s.a", |rw| rw.export_value(FILE, "a", "s.a")),
        ("new S('s');\n", "const s = new S('s');\n\nexport const a = s.a;\n", |rw| {
            let at = super::testing::call(rw, "new S");
            let name = rw.bind(FILE, at, "s")?;
            rw.export_value(FILE, "a", &format!("{name}.a"))
        }),
    ];
    for (text, expected, change) in rows {
        check(text, expected, change);
    }
    declines("f();\n", "`a` is not declared", |rw| rw.export(FILE, "a"));
    declines("const a = 1;\n", "declared already", |rw| rw.export_value(FILE, "a", "s.a"));
    declines("const x = 1;\nexport = x;\n", "one thing", |rw| rw.export_value(FILE, "a", "s.a"));
}

#[test]
fn scripts_export() {
    let script =
        |text: &str, change: Change| rewritten_all(&[("index.js", text)], change).expect("can be exported").remove(0);
    let after = script("const a = 1;\nmodule.exports = { b };\n", |rw| rw.export(FILE, "a"));
    assert_eq!(after, "const a = 1;\nmodule.exports = { b, a };\n");
    let after = script("const a = 1;\nexports.b = 2;\n", |rw| rw.export_value(FILE, "c", "a.c"));
    assert_eq!(after, "const a = 1;\nexports.b = 2;\nexports.c = a.c;\n");
    let after = script("exports.b = 2;\n", |rw| rw.export_value(FILE, "b", "a.c"));
    assert_eq!(after, "exports.b = 2;\n");
}
