//! Programs in a map instead of on a disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Program, ProgramSpec, relative};

const AWS: &str = "import * as aws from '@pulumi/aws';\n";

fn files(list: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
    list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
}

/// The program in `/p`, every file below it found and writable.
fn load(files: &BTreeMap<PathBuf, Vec<u8>>) -> Program {
    Program::load(&spec(files), files, None)
}

fn spec(files: &BTreeMap<PathBuf, Vec<u8>>) -> ProgramSpec {
    let sources = files.keys().filter(|p| p.starts_with("/p")).cloned().collect();
    ProgramSpec { root: "/p".into(), sources, writable: vec!["/p".into()] }
}

fn names(program: &Program) -> Vec<String> {
    program.files.iter().map(|f| relative(&program.root, f.source.path())).collect()
}

fn entry(program: &Program) -> Option<String> {
    program.entry.map(|id| relative(&program.root, program.files[id.0 as usize].source.path()))
}

#[test]
fn a_program_without_a_provider_is_not_parsed() {
    let program = load(&files(&[("/p/index.ts", "this does not parse"), ("/p/package.json", "{}")]));
    assert!(program.files.is_empty() && program.errors.is_empty());
}

#[test]
fn imports_connect_in_both_directions_and_nothing_else_is_parsed() {
    let program = load(&files(&[
        ("/p/lib/vpc.ts", &format!("{AWS}import {{ t }} from './types.js';")),
        ("/p/lib/types.ts", "export type T = string;"),
        ("/p/index.ts", "import './lib/vpc';"),
        ("/p/bin/app.ts", "import { x } from '..';"),
        ("/p/web/page.ts", "this does not parse"),
        ("/p/lib/types.d.ts", "declare const x: string;"),
    ]));
    assert_eq!(names(&program), ["bin/app.ts", "index.ts", "lib/types.ts", "lib/vpc.ts"]);
    assert!(program.errors.is_empty());
}

#[test]
fn a_file_that_does_not_parse_is_an_error_and_the_rest_goes_on() {
    let program = load(&files(&[("/p/a.ts", &format!("{AWS}const = 1;")), ("/p/b.ts", AWS)]));
    assert_eq!(names(&program), ["b.ts"]);
    assert_eq!(program.errors.len(), 1);
    assert_eq!((program.errors[0].file.as_path(), program.errors[0].at.line), (Path::new("/p/a.ts"), 2));
}

#[test]
fn what_imports_lead_to_outside_is_read_and_not_written() {
    let mut all = files(&[
        (
            "/p/index.ts",
            &format!("{AWS}import '../shared/tags';\nimport './generated';\nimport '../node_modules/x/y';"),
        ),
        ("/shared/tags.ts", "import './deep';"),
        ("/shared/deep.ts", ""),
        ("/shared/unused.ts", AWS),
        ("/node_modules/x/y.ts", ""),
        ("/p/generated.ts", ""),
    ]);
    all.insert("/p/broken.ts".into(), vec![0xff, 0xfe]);
    let mut spec = spec(&all);
    spec.sources.retain(|p| !p.ends_with("generated.ts"));
    let program = Program::load(&spec, &all, None);
    let seen: Vec<(String, bool)> = names(&program).into_iter().zip(program.files.iter().map(|f| f.writable)).collect();
    let expected =
        [("generated.ts", false), ("index.ts", true), ("../shared/deep.ts", false), ("../shared/tags.ts", false)];
    assert_eq!(seen, expected.map(|(name, writable)| (name.to_string(), writable)));
    spec.writable.push("/shared".into());
    let program = Program::load(&spec, &all, None);
    assert_eq!(
        program.files.iter().filter(|f| f.writable).count(),
        3,
        "a named folder may be written, a file that the walk left out may not"
    );
    assert!(!spec.is_writable(Path::new("/p/node_modules/a/index.ts")));
    assert!(spec.is_writable(Path::new("/p/package.json")));
}

#[test]
fn modules_are_found_as_typescript_finds_them() {
    let all = files(&[
        (
            "/p/tsconfig.json",
            "{ // base\n \"extends\": \"./tsconfig.base\", \"compilerOptions\": { \"strict\": true } }",
        ),
        (
            "/p/tsconfig.base.json",
            r#"{ "compilerOptions": { "baseUrl": "src", "paths": { "@lib/*": ["../lib/*"], "@lib/special": ["special.ts"], "config": ["../config"] } } }"#,
        ),
        (
            "/p/src/index.ts",
            &format!(
                "{AWS}import '@lib/vpc'; import '@lib/special'; import 'config'; import 'util/names'; import './m.mjs'; import './dir';"
            ),
        ),
        ("/p/lib/vpc.ts", ""),
        ("/p/src/special.ts", ""),
        ("/p/config/index.tsx", ""),
        ("/p/src/util/names.js", ""),
        ("/p/src/m.mts", ""),
        ("/p/src/dir/index.ts", ""),
    ]);
    let program = load(&all);
    let resolve = |specifier: &str| {
        program.resolve(Path::new("/p/src/index.ts"), specifier).map(|p| relative(Path::new("/p"), &p))
    };
    let cases = [
        ("@lib/vpc", Some("lib/vpc.ts")),
        ("@lib/special", Some("src/special.ts")),
        ("config", Some("config/index.tsx")),
        ("util/names", Some("src/util/names.js")),
        ("./m.mjs", Some("src/m.mts")),
        ("./dir", Some("src/dir/index.ts")),
        ("./dir/index.js", Some("src/dir/index.ts")),
        ("@pulumi/aws", None),
        ("./missing", None),
    ];
    for (specifier, path) in cases {
        assert_eq!(resolve(specifier).as_deref(), path, "{specifier}");
    }
    assert_eq!(program.files.len(), 7);
}

#[test]
fn configurations_that_extend_each_other_end() {
    let all = files(&[("/p/tsconfig.json", r#"{ "extends": "./tsconfig.json" }"#), ("/p/index.ts", AWS)]);
    assert_eq!(names(&load(&all)), ["index.ts"]);
    let four = r#"{ "extends": ["./tsconfig.json", "./tsconfig.json", "./b.json", "./b.json"] }"#;
    let all = files(&[("/p/tsconfig.json", four), ("/p/b.json", four), ("/p/index.ts", AWS)]);
    assert_eq!(names(&load(&all)), ["index.ts"], "as soon with several ways round");
}

#[test]
fn the_entry_is_what_the_project_says() {
    type Case = (&'static [(&'static str, &'static str)], Option<&'static str>);
    let cases: &[Case] = &[
        (
            &[("/p/Pulumi.yaml", "name: x\nmain: infra/\n"), ("/p/infra/index.ts", AWS), ("/p/index.ts", AWS)],
            Some("infra/index.ts"),
        ),
        (&[("/p/Pulumi.yaml", "name: x\nruntime:\n  name: nodejs\n"), ("/p/index.ts", AWS)], Some("index.ts")),
        (
            &[("/p/package.json", r#"{"main":"dist/app.js"}"#), ("/p/src/app.ts", AWS), ("/p/index.ts", AWS)],
            Some("src/app.ts"),
        ),
        (
            &[("/p/package.json", r#"{"main":"bin/tap.js"}"#), ("/p/bin/tap.ts", AWS), ("/p/tap.ts", AWS)],
            Some("bin/tap.ts"),
        ),
        (&[("/p/package.json", r#"{"main":"bin/"}"#), ("/p/index.ts", AWS)], Some("index.ts")),
        (&[("/p/bin/only.ts", AWS), ("/p/index.ts", AWS)], Some("bin/only.ts")),
        (&[("/p/Pulumi.yaml", "name: tap"), ("/p/bin/a.ts", AWS), ("/p/bin/tap.ts", AWS)], Some("bin/tap.ts")),
        (&[("/p/Pulumi.yaml", ": not yaml ["), ("/p/index.js", AWS)], Some("index.js")),
        (&[("/p/lib/a.ts", AWS)], None),
    ];
    for (list, expected) in cases {
        assert_eq!(entry(&load(&files(list))).as_deref(), *expected, "{list:?}");
    }
}

#[test]
fn tests_are_flagged_by_name_or_folder() {
    let program = load(&files(&[
        ("/p/a.test.ts", AWS),
        ("/p/a.ts", AWS),
        ("/p/b.spec.ts", AWS),
        ("/p/contest/c.ts", AWS),
        ("/p/test/c.ts", AWS),
        ("/p/x/__tests__/d.ts", AWS),
    ]));
    let tests: Vec<bool> = program.files.iter().map(|f| f.test).collect();
    assert_eq!(names(&program), ["a.test.ts", "a.ts", "b.spec.ts", "contest/c.ts", "test/c.ts", "x/__tests__/d.ts"]);
    assert_eq!(tests, [true, false, true, false, true, true]);
}

#[test]
fn what_did_not_change_is_not_parsed_again() {
    let mut all = files(&[("/p/a.ts", AWS), ("/p/b.ts", AWS)]);
    let first = load(&all);
    all.insert("/p/b.ts".into(), format!("{AWS}export const x = 1;\n").into_bytes());
    let second = Program::load(&spec(&all), &all, Some(&first));
    assert!(Arc::ptr_eq(&first.files[0].source, &second.files[0].source));
    assert!(!Arc::ptr_eq(&first.files[1].source, &second.files[1].source));
}

#[test]
fn the_major_comes_from_the_nearest_evidence() {
    let package = ("/p/package.json", r#"{"dependencies":{"@pulumi/aws":"^5.0.0"}}"#);
    let lock = ("/package-lock.json", r#"{"packages":{"p/node_modules/@pulumi/aws":{"version":"6.1.0"}}}"#);
    let installed = ("/node_modules/@pulumi/aws/package.json", r#"{"version":"7.2.0"}"#);
    let major = |more: &[(&str, &str)]| {
        let list: Vec<(&str, &str)> = [("/p/index.ts", AWS), package].into_iter().chain(more.iter().copied()).collect();
        load(&files(&list)).package.and_then(|p| p.aws_major)
    };
    assert_eq!(major(&[]), Some(5));
    assert_eq!(major(&[lock]), Some(6));
    assert_eq!(major(&[lock, installed]), Some(7));
    assert_eq!(major(&[lock, ("/p/.git/HEAD", "ref")]), Some(5), "nothing above the repository counts");
}
