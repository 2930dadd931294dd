//! Programs nobody would write, made of programs that people wrote. Invariant: a mutant follows from its seed and the
//! corpus alone.

use fastrand::Rng;
use iacfix_engine::source::TextRange;

use crate::nodes::{KINDS, Kind, Spot, spots};
use crate::tree::{self, Tree};

/// A mutant of one program of `corpus`.
pub(crate) fn program(rng: &mut Rng, corpus: &[Tree]) -> Tree {
    let mut program = corpus[rng.usize(..corpus.len())].clone();
    for _ in 0..rng.usize(1..5) {
        let Some(path) = some(rng, &program, tree::is_source) else { break };
        match rng.u32(..40) {
            0 => whole_file(rng, &mut program),
            1 => other_file(rng, &mut program),
            2 => bytes(rng, program.entry(path).or_default()),
            3..=5 => {
                let text = text_of(&program, &path);
                program.insert(path, manner(rng, &text).into_bytes());
            }
            _ => {
                let other = &corpus[rng.usize(..corpus.len())];
                let donor = some(rng, other, tree::is_source).map(|path| (path.clone(), other[&path].clone()));
                let bytes = &program[&path];
                if let Some(mutant) = node(rng, &path, bytes, donor) {
                    program.insert(path, mutant.into_bytes());
                }
            }
        }
    }
    program
}

/// A program of one file of any bytes, most of them words of the language.
pub(crate) fn text(rng: &mut Rng) -> Tree {
    let mut text =
        String::from(["import * as aws from '@pulumi/aws';\n", "", "\u{feff}// @pulumi/aws\r\n"][rng.usize(..3)]);
    for _ in 0..rng.usize(..200) {
        text.push_str(pick(rng, WORDS));
        text.push_str(pick(rng, &["", " ", "\n", ""]));
    }
    let name = pick(rng, &["index.ts", "index.tsx", "index.js", "index.mts", "index.cjs"]);
    let mut program = Tree::from([(name.to_string(), text.into_bytes())]);
    if rng.u32(..3) == 0 {
        bytes(rng, program.entry(name.to_string()).or_default());
    }
    for name in ["package.json", "Pulumi.yaml", "tsconfig.json", ".prettierrc", ".editorconfig", "iacfix.toml"] {
        if rng.u32(..6) == 0 {
            let words: String = (0..rng.usize(..30)).map(|_| pick(rng, DATA)).collect();
            program.insert(name.to_string(), words.into_bytes());
        }
    }
    program
}

const WORDS: &[&str] = &[
    "new aws.kms.Key('k', {",
    "new aws.ec2.Instance(",
    "new aws.cloudtrail.Trail(",
    "new aws.ec2.VpcEndpoint(",
    "class A extends pulumi.ComponentResource {",
    "constructor(",
    "super(",
    "this.",
    "const a = ",
    "let {",
    "export ",
    "default ",
    "function ",
    "async ",
    "await ",
    "=>",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ";",
    ",",
    ".",
    "...",
    "?.",
    "?",
    ":",
    "a",
    "b",
    "aws",
    "pulumi",
    "'x'",
    "\"y\"",
    "`",
    "${",
    "1",
    "0x1n",
    "/",
    "//",
    "/*",
    "*/",
    "/re/g",
    "=",
    "==",
    "+",
    "-",
    "!",
    "as ",
    "any",
    "if (",
    "else ",
    "for (",
    "of ",
    "in ",
    "while (",
    "do ",
    "switch (",
    "case ",
    "return ",
    "throw ",
    "try {",
    "catch ",
    "import ",
    "from ",
    "'./index'",
    "type T = ",
    "interface I {",
    "enum E {",
    "namespace N {",
    "declare ",
    "@",
    "#x",
    "\\u0061",
    "💥",
    "é",
    "\0",
    "\u{2028}",
    "\r\n",
    "\t",
    "\u{feff}",
    "// iacfix-ignore",
    " kms-key-rotation: x\n",
    "iacfix-ignore-file",
    "dependsOn: [",
    "tags",
    "}, {",
    "<!--",
    "#!",
    "yield ",
    "typeof ",
    "void ",
    "keyof ",
    "infer ",
    "satisfies ",
];

const DATA: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ":",
    ",",
    "\n",
    "- ",
    " ",
    "runtime: nodejs",
    "main",
    "\"main\"",
    "\"dependencies\"",
    "\"@pulumi/aws\"",
    "\"^7.0.0\"",
    "\"9999999999999999999999.0.0\"",
    "extends",
    "\"./tsconfig.json\"",
    "paths",
    "\"*\"",
    "baseUrl",
    "&a",
    "*a",
    "<<: ",
    "!!str",
    "|",
    ">",
    "tabWidth",
    "-1",
    "1e99",
    "printWidth",
    "true",
    "null",
    "=",
    "[codemods]",
    "\u{feff}",
    "\0",
    "💥",
];

/// One change to a node of a file, or between two.
fn node(rng: &mut Rng, path: &str, bytes: &[u8], donor: Option<(String, Vec<u8>)>) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let all = spots(path, text.as_bytes());
    let kind = KINDS[rng.usize(..KINDS.len())];
    let one = choose(rng, &all, kind)?;
    let own = &text[one.range.as_usize()];
    let put = |new: &str| replaced(&text, one.range, new);
    Some(match rng.u32(..12) {
        0 => replaced(&text, with_comma(&text, one), ""),
        1 => put(&format!("{own}{}{own}", between(one.kind))),
        2 => {
            let other = choose(rng, &all, one.kind)?;
            let (first, last) = if one.range < other.range { (one, other) } else { (other, one) };
            if first.range.end > last.range.start {
                return None;
            }
            let (a, b) = (&text[first.range.as_usize()], &text[last.range.as_usize()]);
            replaced(&replaced(&text, last.range, a), first.range, b)
        }
        3 | 4 => {
            let (path, bytes) = donor?;
            let other = choose(rng, &spots(&path, &bytes), one.kind)?;
            put(std::str::from_utf8(&bytes).ok()?.get(other.range.as_usize())?)
        }
        5 => {
            let other = choose(rng, &all, one.kind)?;
            put(&text[other.range.as_usize()])
        }
        6 | 7 => put(&pick(rng, frames(one.kind)).replace('$', own)),
        8 | 9 => {
            let at = if rng.bool() { one.range.start } else { one.range.end };
            replaced(&text, TextRange::empty(at), pick(rng, SPACE))
        }
        10 => put(pick(rng, plain(one.kind))),
        _ => {
            let old = choose(rng, &all, Kind::Name)?;
            let new = choose(rng, &all, Kind::Name)?;
            let new = text[new.range.as_usize()].split([':', '?']).next()?;
            let old = text[old.range.as_usize()].split([':', '?']).next()?;
            if old.is_empty() { return None } else { text.replace(old, new) }
        }
    })
}

const SPACE: &[&str] = &[
    " /* c */ ",
    " // c\n",
    "\n",
    "\n\n",
    "  ",
    "/* c\n * d\n */",
    "\t",
    "\r\n",
    "\n// a\n\n// b\n",
    "// iacfix-ignore kms-key-rotation: why\n",
    " /* prettier-ignore */ ",
    "\u{a0}",
    "\u{2028}",
];

fn between(kind: Kind) -> &'static str {
    match kind {
        Kind::Statement | Kind::Member => "\n",
        Kind::Expression | Kind::Property | Kind::Element | Kind::Pattern => ", ",
        Kind::Type => " | ",
        Kind::Key | Kind::Name => "",
    }
}

/// What can stand around a node.
fn frames(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Statement => &[
            "if (x) { $ }",
            "if (x) $ else { $ }",
            "for (const i of xs) { $ }",
            "for (const i of [1, 2]) $",
            "{ $ }",
            "function f() { $ }",
            "try { $ } catch {}",
            "switch (x) { case 1: $ }",
            "export $",
            "xs.forEach((x, i) => { $ });",
            "l: $",
            "async () => { $ };",
            "while (x) { $ }",
            "namespace N { $ }",
            "(() => { $ })();",
            "class C { static { $ } }",
            "$ // tail",
            "declare $",
            "@d $",
            "export default $",
        ],
        Kind::Expression => &[
            "($)",
            "($ as any)",
            "($)!",
            "x ? $ : $",
            "[$][0]",
            "(() => $)()",
            "pulumi.output($)",
            "pulumi.output($).apply(x => x)",
            "[...$]",
            "{ ...$ }",
            "await $",
            "`${$}`",
            "`a-${$}-b`",
            "(x, $)",
            "x => $",
            "async () => { return $; }",
            "$ satisfies any",
            "<any>$",
            "x ?? $",
            "$ || x",
            "$?.a",
            "$.a",
            "$[0]",
            "$()",
            "new $",
            "x = $",
            "!$",
            "-$",
            "($) // tail\n",
            "xs.map(x => $)",
            "Object.assign({}, $)",
            "pulumi.interpolate`${$}`",
            "pulumi.all([$]).apply(([x]) => x)",
            "[$, $]",
        ],
        Kind::Property => &[
            "...{ $ }",
            "/* a */ $ /* b */",
            "get x() { return { $ }; }",
            "$, x, y: 1, 'z': 2, [w]: 3",
            "...(x ? { $ } : {})",
            "\n\n$\n\n",
            "// a\n$ // b\n",
        ],
        Kind::Key => &["'$'", "['$']", "[`$`]", "[$]", "\"$\"", "/* a */ $ /* b */"],
        Kind::Element => {
            &["...[$]", "/* a */ $ /* b */", "$, undefined", "undefined, $", "...xs, $", "\n$\n", "$ // tail\n"]
        }
        Kind::Member => {
            &["static $", "$;", "private readonly $", "/** doc */ $", "@d() $", "declare $", "async $", "get $"]
        }
        Kind::Pattern => &["{ $ }", "[$]", "...$", "$ = {}", "{ a: $ }", "{ ...$ }"],
        Kind::Type => &[
            "($)[]",
            "Promise<$>",
            "pulumi.Input<$>",
            "$ | undefined",
            "{ a: $ }",
            "() => $",
            "[$]",
            "Record<string, $>",
            "readonly $[]",
            "keyof $",
        ],
        Kind::Name => &["$$", "\\u0061$", "$.x", "this.$", "$!", "($)"],
    }
}

/// What can stand in the place of a node.
fn plain(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Statement => &[
            ";",
            "{}",
            "return;",
            "x;",
            "import './x';",
            "export {};",
            "export * from './index';",
            "class A {}",
            "enum E { A }",
            "'use strict';",
            "debugger;",
            "const { a, ...b } = x;",
            "let [c, , d = 1] = x;",
            "export default {};",
            "import a, { b as c, type d } from './x';",
            "import x = require('x');",
            "export = x;",
        ],
        Kind::Expression => &[
            "null",
            "undefined",
            "''",
            "0",
            "-1",
            "1e21",
            "0x10",
            "1n",
            "'a\\u0000b'",
            "`x`",
            "[]",
            "{}",
            "x",
            "this",
            "[...xs]",
            "'💥'",
            "[,]",
            "/re/g",
            "class {}",
            "function* () { yield; }",
            "a?.b",
            "new X",
            "import('x')",
            "super.x",
            "(a, b)",
            "{ get a() { return 1; } }",
            "{ a }",
            "{ ...x }",
            "true",
            "false",
            "NaN",
            "aws",
            "pulumi",
            "process.env.X!",
            "args",
            "async x => x",
            "`${'a'}${1}`",
            "\"it's\"",
            "'say \"x\"'",
            "1_000",
            "'2'",
            "[[]]",
            "require('@pulumi/aws')",
            "{ '': 1 }",
            "'\\\n'",
        ],
        Kind::Property => &[
            "a",
            "...x",
            "a() {}",
            "get a() { return 1; }",
            "[x]: 1",
            "'a-b': 1",
            "1: 2",
            "async *a() {}",
            "__proto__: x",
        ],
        Kind::Key => &["a", "'a'", "[a]", "1", "'a b'", "constructor", "''"],
        Kind::Element => &["...x", "undefined", "x => x", "{}", "async () => {}"],
        Kind::Member => &[
            "a = 1;",
            "a;",
            "constructor() {}",
            "constructor(private a: string) { super(); }",
            "static {}",
            "#p = 1;",
            "[x]() {}",
            "get a() { return 1; }",
            "declare a: string;",
        ],
        Kind::Pattern => &["a", "{ a }", "[a]", "{ a = 1, ...b }", "...a", "a = 1", "{}", "_"],
        Kind::Type => &[
            "any",
            "string",
            "{}",
            "aws.ec2.Vpc",
            "pulumi.Input<string>",
            "'a' | 'b'",
            "typeof x",
            "{ a?: string }",
            "[string, number?]",
            "A['b']",
            "unknown",
            "never",
        ],
        Kind::Name => &["a", "aws", "pulumi", "constructor", "undefined", "await", "type", "of", "$"],
    }
}

/// The file in other line ends, indentation or without what its author would miss.
fn manner(rng: &mut Rng, text: &str) -> String {
    let lines = || text.lines();
    match rng.u32(..9) {
        0 => String::from_utf8_lossy(&tree::crlf(text.as_bytes())).into_owned(),
        1 => format!("\u{feff}{text}"),
        2 => lines().map(|line| line.trim_start().to_string() + "\n").collect(),
        3 => lines().map(|line| line.replace("  ", "\t") + "\n").collect(),
        4 => text.replace(";\n", "\n"),
        5 => text.replace('\'', "\""),
        6 => lines().filter(|line| !line.contains("//")).map(|line| line.trim().to_string() + " ").collect(),
        7 => text.replace(",\n", "\n,"),
        _ => text.trim_end().to_string(),
    }
}

/// Another file than a source loses or repeats some of its bytes, or goes.
fn whole_file(rng: &mut Rng, program: &mut Tree) {
    let Some(path) = some(rng, program, |path| !tree::is_source(path)) else { return };
    if rng.bool() {
        program.remove(&path);
    } else {
        bytes(rng, program.entry(path).or_default());
    }
}

/// A source goes, stands in the place of another, or under another extension.
fn other_file(rng: &mut Rng, program: &mut Tree) {
    let Some(path) = some(rng, program, tree::is_source) else { return };
    let Some(bytes) = program.remove(&path) else { return };
    match rng.u32(..3) {
        0 => {}
        1 => {
            if let Some(other) = some(rng, program, tree::is_source) {
                program.insert(other, bytes);
            }
        }
        _ => {
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            program.insert(format!("{stem}.{}", pick(rng, &["js", "tsx", "mts", "cts", "jsx"])), bytes);
        }
    }
}

/// Some bytes go, come again, or change.
fn bytes(rng: &mut Rng, bytes: &mut Vec<u8>) {
    for _ in 0..rng.usize(1..4) {
        if bytes.is_empty() {
            return;
        }
        let from = rng.usize(..bytes.len());
        let to = (from + rng.usize(..20)).min(bytes.len());
        match rng.u32(..3) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(from..from, again);
            }
            _ => bytes[from] = rng.u8(..),
        }
    }
}

/// A node with the comma that follows it.
fn with_comma(text: &str, spot: Spot) -> TextRange {
    let rest = &text[spot.range.end as usize..];
    let comma = rest.trim_start().starts_with(',');
    let listed = matches!(spot.kind, Kind::Property | Kind::Element | Kind::Pattern);
    let more = if listed && comma { rest.find(',').map_or(0, |at| at + 1) } else { 0 };
    TextRange::new(spot.range.start, spot.range.end + more as u32)
}

fn choose(rng: &mut Rng, all: &[Spot], kind: Kind) -> Option<Spot> {
    let fitting: Vec<Spot> = all.iter().filter(|spot| spot.kind == kind).copied().collect();
    (!fitting.is_empty()).then(|| fitting[rng.usize(..fitting.len())])
}

fn some(rng: &mut Rng, program: &Tree, which: impl Fn(&str) -> bool) -> Option<String> {
    let paths: Vec<&String> = program.keys().filter(|path| which(path)).collect();
    (!paths.is_empty()).then(|| paths[rng.usize(..paths.len())].clone())
}

fn pick<'p>(rng: &mut Rng, from: &[&'p str]) -> &'p str {
    from[rng.usize(..from.len())]
}

fn text_of(program: &Tree, path: &str) -> String {
    String::from_utf8_lossy(&program[path]).into_owned()
}

fn replaced(text: &str, range: TextRange, new: &str) -> String {
    format!("{}{new}{}", &text[..range.start as usize], &text[range.end as usize..])
}
