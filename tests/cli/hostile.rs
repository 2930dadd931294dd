//! Files that nobody means well with: each is reported, and costs nothing but itself.

use std::io::Write;
use std::time::{Duration, Instant};

use super::support::{KEY, KEY_FIXED, Place, ROWS, Said, said};

/// What mentions the provider, so that the file is read.
const HEAD: &str = "import '@pulumi/aws';\n";

/// How long any of these may take, without optimisation and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Largest file that is parsed.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Runs over the place, whose `index.ts` is repaired whatever else is there.
#[track_caller]
fn repaired(place: &Place, code: i32) -> Said {
    place.put("index.ts", KEY);
    let start = Instant::now();
    let said = place.run(&["--yes", "--review", "--preset=all"]).code(code);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert_eq!(place.text("index.ts"), KEY_FIXED, "{}", said.err);
    said
}

/// What nests: before what is inside, once a level, and after it.
const NESTING: &[(&str, &str, &str, &str)] = &[
    ("x = ", "(", "a", ")"),
    ("x = ", "(", "", ""),
    ("x = ", "[", "a", "]"),
    ("", "{", "", "}"),
    ("x = ", "{a:", "1", "}"),
    ("x = ", "`${", "a", "}`"),
    ("x = ", "a+", "a", ""),
    ("x = ", "a**", "a", ""),
    ("x = ", "a?", "1", ":1"),
    ("x = ", "a?1:", "1", ""),
    ("x = ", "a?(b):c=>", "1", ""),
    ("x = ", "a,", "a", ""),
    ("x = ", "!", "a", ""),
    ("x = ", "- ", "a", ""),
    ("x = ", "++", "a", ""),
    ("x = ", "typeof ", "a", ""),
    ("x = ", "new ", "a", ""),
    ("x = ", "a=", "1", ""),
    ("x = ", "a=>", "a", ""),
    ("x = ", "(a=", "1", ")=>1"),
    ("x = ", "async a=>", "a", ""),
    ("x = ", "()=>{", "", "}"),
    ("x = ", "<a>", "b", ""),
    ("x = ", "<a>(", "b", ")"),
    ("x = ", "<a>(b)=>", "b", ""),
    ("x = ", "a<", "b", ""),
    ("x = ", "a<b>(", "c", ")"),
    ("x = a", "", "", ".b"),
    ("x = a", "", "", "?.b"),
    ("x = a", "", "", "()"),
    ("x = a", "", "", "[0]"),
    ("x = a", "", "", "``"),
    ("x = a", "", "", "!"),
    ("x = a", "", "", " as x"),
    ("type T = ", "A|", "A", ""),
    ("type T = ", "A<", "a", ">"),
    ("type T = ", "A<", "", ""),
    ("type T = ", "A extends B ? C : ", "D", ""),
    ("type T = ", "A extends B ? ", "C", ": D"),
    ("type T = ", "keyof ", "A", ""),
    ("type T = ", "()=>", "A", ""),
    ("type T = ", "(a: ", "A", ")"),
    ("type T = ", "{a: ", "A", "}"),
    ("type T = A", "", "", "[]"),
    ("type T = A", "", "", "['b']"),
    ("type T = A", "", "", ".b"),
    ("namespace A", "", "{}", ".A"),
    ("", "namespace A{", "", "}"),
    ("", "if(a)", ";", ""),
    ("", "for(;;)", ";", ""),
    ("", "do ", ";", "while(a)"),
    ("if(a);", "else if(a);", "", ""),
    ("", "try{", "", "}catch{}"),
    ("", "function f(){", "", "}"),
    ("", "class A{static{", "", "}}"),
    ("class A extends ", "B<", "c", ">"),
    ("", "@a ", "class A{}", ""),
    ("const ", "[", "a", "] = b"),
    ("const ", "{a:", "a", "} = b"),
    ("x = '", "a", "", "'"),
    ("", "/*", "", "*/"),
];

/// A file in which something nests `levels` deep, or as deep as fits, in lines that people could have written.
fn nested((head, before, inside, after): (&str, &str, &str, &str), levels: usize) -> String {
    const A_LINE: usize = 40;
    let line = A_LINE * (before.len() + after.len()) + 2;
    let levels = levels.min((MOST_BYTES - 1000) / line * A_LINE);
    let rows = levels / A_LINE;
    let open = (before.repeat(A_LINE) + "\n").repeat(rows);
    let close = (after.repeat(A_LINE) + "\n").repeat(rows);
    format!("{HEAD}{head}{open}{inside}{close};\n")
}

fn nest(levels: usize) {
    let place = Place::program(&[]);
    for (at, shape) in NESTING.iter().enumerate() {
        place.put(&format!("n{at}.ts"), &nested(*shape, levels));
    }
    place.put("n.tsx", &nested(("x = ", "<a>", "", "</a>"), levels));
    let said = repaired(&place, 2);
    // Besides lists, whatever is that deep is refused, or is no program in the first place.
    for (at, (head, before, inside, _)) in NESTING.iter().enumerate() {
        let file = format!("n{at}.ts:");
        let flat = matches!(*before, "a," | "A|" | "@a " | "/*") || *head == "x = '";
        let line = said.err.lines().find(|line| line.contains(&file));
        assert!(flat || line.is_some(), "nothing is said of {head}{before}{inside}:\n{}", said.err);
        assert!(line.is_none_or(|l| l.contains("too deep") || l.contains("does not parse")), "{line:?}");
    }
}

#[test]
fn ten_thousand_levels_of_anything() {
    nest(10_000);
}

#[test]
fn a_million_levels_of_anything() {
    nest(1_000_000);
}

#[test]
fn forty_levels_that_a_parser_tries_twice_each() {
    let units = [
        "<a>(",
        "<T>(a=",
        "<T>[a=",
        "<T>{a:",
        "`${<T>",
        "function(){return <T>",
        "<T>a?(b):a?",
        "<T>a=",
        "a?(a):b=>",
        "a?(b):({a=a as ",
        "f(<a>",
        "(a)=>{x=<a>",
        "async<T>(a=",
        "a<b>(<c>(",
    ];
    let place = Place::program(&[]);
    for (at, unit) in units.iter().enumerate() {
        for (name, levels) in [("few", 12), ("many", 40)] {
            place.put(&format!("{name}{at}.ts"), &format!("{HEAD}x = {};\n", unit.repeat(levels)));
        }
    }
    repaired(&place, 2);
}

#[test]
fn a_hundred_thousand_else_if() {
    let place = Place::program(&[]);
    let chain = |between: &str| format!("{HEAD}if (a) b();\n{}", format!("else{between}if (a) b();\n").repeat(100_000));
    place.put("chain.ts", &chain(" "));
    place.put("comments.ts", &chain("/**/"));
    let said = repaired(&place, 2);
    assert!(said.err.contains("chain.ts:") && said.err.contains("comments.ts:"), "{}", said.err);
}

#[test]
fn functions_that_call_each_other() {
    let place = Place::program(&[]);
    let function =
        |n: usize| format!("export function f{n}(a: string) {{\n  return f{}(a);\n}}\n", (n * 7 + 1) % 5_000);
    place.put("many.ts", &format!("{HEAD}{}", (0..5_000).map(function).collect::<String>()));
    repaired(&place, 0);
}

#[test]
fn imports_in_a_long_line() {
    let place = Place::program(&[]);
    for n in 0..5_000 {
        place.put(&format!("m{n}.ts"), &format!("import './m{}';\nexport const b{n} = {n};\n", n + 1));
    }
    place.put("first.ts", "import './m0';\nimport '@pulumi/aws';\n");
    repaired(&place, 0);
}

#[test]
fn names_that_are_passed_on_in_a_circle() {
    let place = Place::program(&[]);
    for n in 0..500 {
        let next = (n + 1) % 500;
        place.put(&format!("m{n}.ts"), &format!("export {{ a{next} }} from './m{next}';\nexport const b{n} = {n};\n"));
    }
    place
        .put("first.ts", "import * as aws from '@pulumi/aws';\nimport { a1 } from './m0';\nnew aws.kms.Key(a1, {});\n");
    let said = repaired(&place, 0);
    assert!(place.text("first.ts").contains("enableKeyRotation"), "{}", said.err);
}

#[test]
fn what_is_no_text_is_said_and_left() {
    let place = Place::program(&[]);
    let wide = |little: bool| {
        let letters = format!("\u{feff}{KEY}");
        let bytes = letters.encode_utf16().map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
        bytes.flatten().collect::<Vec<u8>>()
    };
    let mut binary: Vec<u8> = (0..=255).cycle().take(5000).collect();
    binary.extend_from_slice(KEY.as_bytes());
    let files: [(&str, Vec<u8>); 6] = [
        ("binary.ts", binary),
        ("latin.ts", KEY.replace("data", "d\u{e9}").chars().map(|c| c as u8).collect()),
        ("little.ts", wide(true)),
        ("big.ts", wide(false)),
        ("surrogate.ts", [KEY.as_bytes(), b"// \xed\xa0\x80\n"].concat()),
        ("cut.ts", [KEY.as_bytes(), b"// \xf0\x9f\x92"].concat()),
    ];
    for (name, bytes) in &files {
        std::fs::write(place.path(name), bytes).unwrap();
    }
    let said = repaired(&place, 2);
    for (name, bytes) in &files {
        assert!(said.err.contains(&format!("{name}:")), "nothing is said of {name}: {}", said.err);
        assert!(said.err.contains("file is not UTF-8 text"), "{}", said.err);
        assert_eq!(std::fs::read(place.path(name)).unwrap(), *bytes);
    }
}

#[test]
fn what_is_hardly_a_program_is_no_error() {
    let files =
        [("empty.ts", ""), ("mark.ts", "\u{feff}"), ("lines.ts", "\r\n\n\r"), ("hash.ts", "#!/usr/bin/env node\n")];
    repaired(&Place::program(&files), 0);
}

#[test]
fn a_text_that_trips_the_parser_costs_its_file() {
    let tripping = "import * as aws from '@pulumi/aws';\nvoid\n` @\n\\u00 {\nnew x(\n!<${ ${denum E {case\n";
    let key = "import * as aws from '@pulumi/aws';\n\nexport const key = new aws.kms.Key('key', {});\n";
    let place = Place::program(&[("a.cjs", tripping), ("b.ts", key)]);
    let mut command = place.command("", &["--yes", "--only", "kms-key-rotation"]);
    let said = said(command.env("RUST_BACKTRACE", "0").output().expect("it runs")).code(2);
    assert!(said.err.contains("a.cjs:1: does not parse"), "{}", said.err);
    assert!(!said.err.contains("panicked"), "{}", said.err);
    assert!(place.text("b.ts").contains("enableKeyRotation"));
}

#[test]
fn what_does_not_parse_is_said_with_its_line() {
    let broken = format!("{KEY}\nconst = ;\n");
    let place = Place::program(&[("broken.ts", &broken), ("nul.ts", &format!("{HEAD}\0;\n"))]);
    let said = repaired(&place, 2);
    assert!(said.err.contains("broken.ts:7: does not parse") && said.err.contains("nul.ts:2:"), "{}", said.err);
    assert_eq!(place.text("broken.ts"), broken);
}

#[test]
fn files_of_any_size() {
    let place = Place::program(&[]);
    place.put("large.ts", &format!("{HEAD}{}", "f();\n".repeat(20 << 18)));
    // Nobody has the memory for this one.
    let sparse = std::fs::File::create(place.path("sparse.ts")).unwrap();
    (&sparse).write_all(HEAD.as_bytes()).unwrap();
    sparse.set_len(1 << 42).unwrap();
    let said = repaired(&place, 2);
    assert!(said.err.contains("large.ts:1: file is larger than 4 MB"), "{}", said.err);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    fn pipe(place: &Place, name: &str) {
        assert!(Command::new("mkfifo").arg(place.path(name)).status().unwrap().success());
    }

    #[test]
    fn what_has_a_name_and_is_no_file_is_passed_over() {
        let place = Place::program(&[("folder.ts/inner.ts", KEY), ("node_modules.ts", "")]);
        pipe(&place, "pipe.ts");
        let _socket = UnixListener::bind(place.path("socket.ts")).unwrap();
        symlink("loop.ts", place.path("loop.ts")).unwrap();
        symlink("b", place.path("a")).unwrap();
        symlink("a", place.path("b")).unwrap();
        symlink("nowhere.ts", place.path("broken.ts")).unwrap();
        symlink("/dev/zero", place.path("zero.ts")).unwrap();
        symlink("..", place.path("folder.ts/up")).unwrap();
        place.put(
            "uses.ts",
            &format!("{HEAD}import './pipe';\nimport './socket';\nimport './zero';\nimport './loop';\n"),
        );
        repaired(&place, 0);
        assert_eq!(place.text("folder.ts/inner.ts"), KEY_FIXED);
    }

    #[test]
    fn a_pipe_that_is_named_is_refused_and_not_waited_for() {
        let place = Place::program(&[("a.ts", KEY)]);
        pipe(&place, "pipe.ts");
        let said = place.run(&["--check", ROWS, "pipe.ts"]).code(2);
        assert!(said.err.contains("pipe.ts") && said.err.contains("no regular file"), "{}", said.err);
        let said = place.run(&["--check", ROWS, "loop.ts"]).code(2);
        assert!(said.err.contains("loop.ts"), "{}", said.err);
    }

    #[test]
    fn pipes_in_the_place_of_settings_are_not_waited_for() {
        let place = Place::program(&[]);
        for name in [".prettierrc", ".editorconfig", "biome.json", "tsconfig.json", "package-lock.json", "iacfix.toml"]
        {
            pipe(&place, name);
        }
        repaired(&place, 0);
    }
}
