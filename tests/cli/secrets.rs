//! A literal password beside what a fix changes: masked on screen unless asked for, and in no file that is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use iacfix_engine::source::{MASK, secrets};

use super::screen::Screen;
use super::support::{Place, Said};

const SECRET: &str = "hunter2-Xy";
const ONLY: &str = "--only=kms-key-rotation";

/// A password right before and right behind a key that is repaired.
const BESIDE: &str = "import * as aws from '@pulumi/aws';

export const password = 'hunter2-Xy';
export const key = new aws.kms.Key('key', {
  description: 'data',
});
export const db = new aws.rds.Instance('db', { password: 'hunter2-Xy', instanceClass: 'db.t3.micro' });
";

/// A password in the line behind what comes: git would take no hunk without that line.
const WITHIN: &str = "import * as aws from '@pulumi/aws';

export const key = new aws.kms.Key('key', {
  description: 'data',
}, { ignoreChanges: [process.env.TOKEN ?? 'hunter2-Xy'] });
";

fn silent(said: Said) -> Said {
    assert!(!said.out.contains(SECRET) && !said.err.contains(SECRET), "{}\n{}", said.out, said.err);
    said
}

#[test]
fn a_diff_masks_a_password_unless_it_is_asked_for() {
    for text in [BESIDE, WITHIN] {
        let place = Place::program(&[("index.ts", text)]);
        place.commit();
        for color in ["--color=never", "--color=always"] {
            let said = silent(place.run(&["--dry-run", ONLY, color]).code(0));
            assert!(said.out.contains("'********'") && said.out.contains("--show-secrets shows it"), "{}", said.out);
        }
        let said = place.run(&["--dry-run", ONLY, "--show-secrets"]).code(0);
        assert!(said.out.contains(SECRET) && !said.out.contains("********"), "{}", said.out);
        silent(place.run(&["--check", ONLY]).code(1));
        silent(place.run(&["--yes", ONLY]).code(0));
        assert!(place.text("index.ts").contains(SECRET));
        silent(place.run(&["runs"]).code(0));
        let said = silent(place.run(&["undo", "--dry-run"]).code(0));
        assert!(said.out.contains("********"), "{}", said.out);
        assert!(place.run(&["undo", "--dry-run", "--show-secrets"]).code(0).out.contains(SECRET));
    }
}

#[test]
fn a_patch_leaves_a_password_out_and_applies() {
    let place = Place::program(&[("index.ts", BESIDE)]);
    place.commit();
    let said = silent(place.run(&["--dry-run", ONLY, "--format", "patch"]).code(0));
    place.put("the.patch", &said.out);
    place.git(&["apply", "the.patch"]);
    let expected = BESIDE.replace("'data',\n", "'data',\n  enableKeyRotation: true,\n");
    assert_eq!(place.text("index.ts"), expected);
}

#[test]
fn a_patch_that_would_show_a_password_is_left_out_with_its_line() {
    let place = Place::program(&[("index.ts", WITHIN)]);
    place.commit();
    let said = silent(place.run(&["--dry-run", ONLY, "--format", "patch"]).code(2));
    assert_eq!(said.out, "");
    assert!(said.err.contains("index.ts:5: left out of the patch") && said.err.contains("--yes"), "{}", said.err);
}

#[test]
fn no_edit_of_a_report_for_machines_holds_a_password() {
    for text in [BESIDE, WITHIN] {
        let place = Place::program(&[("index.ts", text)]);
        place.commit();
        let report = place.path("report.json").display().to_string();
        silent(place.run(&["--dry-run", ONLY, "--format", "json", "--output", &report]).code(0));
        let text = place.text("report.json");
        assert!(!text.contains(SECRET) && text.contains("kms-key-rotation"), "{text}");
        silent(place.run(&["--dry-run", ONLY, "--output", &report]).code(0));
        assert!(!place.text("report.json").contains(SECRET) && place.text("report.json").contains("********"));
    }
}

#[test]
fn secrets_are_shown_in_text_on_standard_output_only() {
    let place = Place::program(&[("index.ts", BESIDE)]);
    for rest in
        [&["--dry-run", "--format=json"][..], &["--dry-run", "--format=patch"], &["--check"], &["--yes", "-o", "x"]]
    {
        let args: Vec<&str> = ["--show-secrets", ONLY].into_iter().chain(rest.iter().copied()).collect();
        let said = silent(place.run(&args).code(2));
        assert!(said.err.contains("--show-secrets"), "{}", said.err);
    }
}

/// What is secret in the programs of `tests/cli/secrets`, each near something that is repaired.
const MARKS: [&str; 3] = ["hunter2", "sw0rdfi", "AKIAIOSFODNN7EXAMPLE"];

fn leaks(text: &str) -> Vec<&str> {
    text.lines().filter(|line| MARKS.iter().any(|mark| line.contains(mark))).collect()
}

fn hostile() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/secrets");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|it| (it.clone(), std::fs::read_to_string(it).unwrap())).collect()
}

/// All files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap()) {
        match entry.file_type().unwrap().is_dir() {
            true => out.extend(files_below(&entry.path())),
            false => out.push(entry.path()),
        }
    }
    out
}

#[test]
fn every_secret_of_a_hostile_program_is_known() {
    for (path, text) in hostile() {
        let mut rest = text.clone();
        let found = secrets(&path, &text);
        found.ranges.iter().rev().for_each(|it| rest.replace_range(it.as_usize(), MASK));
        assert_eq!(leaks(&rest), [""; 0], "{}:\n{rest}", path.display());
        assert!(leaks(&text).len() > 1 && rest.contains("new aws.kms.Key("), "{}", path.display());
    }
}

#[test]
fn nothing_that_is_said_or_written_of_a_hostile_program_holds_its_secrets() {
    let commands: &[&[&str]] = &[
        &["--dry-run", "--review", "--color=always"],
        &["--dry-run", "--review", "--output=report.txt"],
        &["--dry-run", "--review", "--format=json", "--output=report.json"],
        &["--dry-run", "--review", "--format=patch", "--output=report.patch"],
        &["--check", "--fail-on=advice", "-v"],
        &["--check", "--format=json"],
        &["--baseline=known.json", "--write-baseline"],
        &["--add-suppressions", "--reason=later", "--dry-run"],
        &["--add-suppressions", "--reason=later", "--dry-run", "--format=json"],
        &["--yes", "--review"],
        &["runs"],
        &["undo", "--dry-run"],
    ];
    for (path, text) in hostile() {
        let name = format!("index.{}", path.extension().unwrap().to_str().unwrap());
        let place = Place::program(&[(&name, &text)]);
        let mut all = String::new();
        for args in commands {
            let said = place.run(args);
            assert_eq!(leaks(&said.out), [""; 0], "{} {args:?}", path.display());
            assert_eq!(leaks(&said.err), [""; 0], "{} {args:?}", path.display());
            let may_leave_out = args.contains(&"--format=patch");
            assert!(said.code < 2 || may_leave_out, "{} {args:?}: {}", path.display(), said.err);
            all += &said.out;
        }
        assert!(all.contains(MASK), "a secret of {} is near what is shown:\n{all}", path.display());
        let written = place.text(&name);
        assert_ne!(written, text, "something of {} is repaired", path.display());
        // The program as it was and as it became, which an undo needs, are kept as they are; all else is ours.
        let its_own = BTreeSet::from([text.as_bytes().to_vec(), written.as_bytes().to_vec()]);
        let files = [files_below(&place.root()), files_below(place.state())].concat();
        assert!(["report.txt", "report.json", "known.json"].iter().all(|it| place.path(it).exists()));
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let held = leaks(&String::from_utf8_lossy(&bytes)).len();
            assert!(its_own.contains(&bytes) || held == 0, "{} of {}", file.display(), path.display());
        }
        // A file that someone changed since is shown, too.
        place.put(&name, &written.replace("aws.kms.Key(", "aws.kms.Key( "));
        for args in [&["undo"][..], &["undo", "--dry-run", "--force"], &["undo", "--yes", "--force"]] {
            let said = place.run(args);
            assert_eq!(leaks(&(said.out + &said.err)), [""; 0], "{} {args:?}", path.display());
        }
        assert_eq!(place.text(&name), text);
    }
}

/// A name that holds a secret, and values that can't be seen and are quoted for that.
const QUOTED: &str = "import * as aws from '@pulumi/aws';

const token = 'hunter2-Xy';
export const a = new aws.kms.Key('pw-AKIAIOSFODNN7EXAMPLE', { description: token });
export const b = new aws.kms.Key('b', { enableKeyRotation: globalThis.rotates('hunter2-Xy') });
export const c = new aws.kms.Key('c', { enableKeyRotation: globalThis.rotates('of another', 'hunter2-Xy') });
export class Tier {
  key = new aws.kms.Key('of-hunter2-Xy', {});
}
";

#[test]
fn a_codemod_that_quotes_code_quotes_no_secret() {
    let place = Place::program(&[("index.ts", QUOTED)]);
    for args in [&["--check"][..], &["--check", "--format=json"], &["--dry-run", "--review"]] {
        let said = place.run(&[args, &[ONLY]].concat());
        assert_eq!(leaks(&(said.out.clone() + &said.err)), [""; 0]);
        // What was cut short within the secret too.
        for words in
            ["'pw-********'", "`globalThis.rotates('********')`", "'of another', '********...`", "'of-********'"]
        {
            assert!(said.out.contains(words), "{args:?}: {words}: {}", said.out);
        }
    }
    place.run(&["--yes", "--review", ONLY]).code(0);
    for (folder, journal) in place.journals() {
        assert_eq!(leaks(&journal.to_string()), [""; 0], "{}", folder.display());
    }
    // The line that tells a person where they are.
    let place = Place::program(&[("index.ts", QUOTED)]);
    let screen = Screen::starts(&place, &[ONLY], (120, 40), &PLAIN);
    let first = screen.sees("1 of 2: apply?");
    assert!(first.contains("aws.kms.Key 'pw-********'"), "{first}");
    screen.presses(&["n"]);
    let second = screen.sees("2 of 2: apply?");
    assert!(second.contains("class Tier, aws.kms.Key 'of-********'"), "{second}");
    assert_eq!(leaks(&(first + &second)), [""; 0]);
    screen.presses(&["Q"]);
    screen.ends();
}

#[test]
fn what_does_not_parse_is_told_without_its_secrets() {
    let place = Place::program(&[
        ("index.ts", &format!("{BESIDE}const password = 'hunter2-Xy' 'sw0rdfi-9';\n")),
        ("a.ts", BESIDE),
    ]);
    let said = silent(place.run(&["--check"]).code(2));
    assert!(said.err.contains("index.ts:8: does not parse"), "{}", said.err);
    assert_eq!(leaks(&said.err), [""; 0]);
}

#[test]
fn comments_and_a_baseline_are_written_without_secrets() {
    let place = Place::program(&[("index.ts", BESIDE)]);
    let args = ["--add-suppressions", "--reason=later", ONLY];
    for format in ["text", "json", "patch"] {
        silent(place.run(&[&args[..], &["--dry-run", "--format", format]].concat()).code(0));
    }
    silent(place.run(&["--baseline=known.json", "--write-baseline", ONLY]).code(0));
    assert!(!place.text("known.json").contains(SECRET) && place.text("known.json").contains("kms-key-rotation"));
    silent(place.run(&args).code(0));
    let comment = "// iacfix-ignore kms-key-rotation: later\nexport const key";
    assert_eq!(place.text("index.ts"), BESIDE.replace("export const key", comment));
}

#[test]
fn a_patch_leaves_out_all_files_of_a_fix_with_a_secret_and_keeps_the_others() {
    let within = |name: &str| WITHIN.replace("'key'", name);
    let files = [("a.ts", within("'a'")), ("b.ts", within("'b'")), ("c.ts", BESIDE.to_string())];
    let place = Place::program(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    place.commit();
    let said = silent(place.run(&["--dry-run", ONLY, "--format", "patch"]).code(2));
    for file in ["a.ts:5", "b.ts:5"] {
        assert!(said.err.contains(&format!("{file}: left out of the patch")), "{}", said.err);
    }
    assert!(
        said.out.contains("+++ b/c.ts") && !said.out.contains("a.ts") && !said.out.contains("b.ts"),
        "{}",
        said.out
    );
    place.put("the.patch", &said.out);
    place.git(&["apply", "the.patch"]);
    assert!(place.text("c.ts").contains("enableKeyRotation") && !place.text("a.ts").contains("enableKeyRotation"));
    // What is written is written whole, and what is said of the patch is true then too.
    let said = silent(place.run(&["--yes", "--allow-dirty", ONLY, "--format", "patch"]).code(2));
    assert!(place.text("a.ts").contains("enableKeyRotation"), "{}", said.err);
    assert!(
        said.err.contains("a.ts:5: left out of the patch") && said.err.contains("is written all the same"),
        "{}",
        said.err
    );
}

/// A secret in the lines around a key, and the answers to what a person edits.
const PLAIN: [(&str, &str); 1] = [("NO_COLOR", "1")];

#[test]
fn a_review_shows_keeps_and_hands_to_an_editor_no_secret() {
    let place = Place::program(&[("a.ts", BESIDE)]);
    let saved = place.path("handed.txt").display().to_string();
    let script = format!("#!/bin/sh\ncp \"$1\" {saved}\nsed -i 's/^+  enable/+  \\/\\/ <secret 1>\\n&/' \"$1\"\n");
    place.put("edit.sh", &script);
    let editor = format!("sh {}", place.path("edit.sh").display());
    let env = [PLAIN[0], ("EDITOR", editor.as_str())];
    let args = [ONLY, "--decisions", "answers.toml"];
    let screen = Screen::starts(&place, &args, (120, 40), &env);
    let first = screen.sees("1 of 1: apply?");
    assert!(first.contains("password = '********'") && !first.contains(SECRET), "{first}");
    screen.presses(&["e"]);
    let edited = screen.sees("as you edited it");
    assert!(edited.contains("+  // ********") && !edited.contains(SECRET), "{edited}");
    let handed = place.text("handed.txt");
    assert!(handed.contains("password = '<secret 1>'") && !handed.contains(SECRET), "{handed}");
    screen.presses(&["y"]);
    let last = screen.sees("Write 1 file?");
    assert!(!last.contains(SECRET), "{last}");
    let answers = place.text("answers.toml");
    assert!(answers.contains("kms-key-rotation") && !answers.contains(SECRET), "{answers}");
    screen.presses(&["y"]);
    let (code, last) = screen.ends();
    assert!(code == 0 && !last.contains(SECRET), "{last}");
    assert!(place.text("a.ts").contains(&format!("  // {SECRET}\n  enableKeyRotation")), "{}", place.text("a.ts"));
    for file in files_below(place.state()) {
        let bytes = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        assert!(bytes == BESIDE || bytes == place.text("a.ts") || !bytes.contains(SECRET), "{}", file.display());
    }
}

#[test]
fn a_reason_that_tells_a_secret_is_not_taken() {
    let place = Place::program(&[("a.ts", BESIDE)]);
    let screen = Screen::starts(&place, &[ONLY, "--decisions", "answers.toml"], (120, 40), &PLAIN);
    screen.sees("1 of 1: apply?");
    screen.presses(&["r"]);
    screen.sees("\nreason:");
    screen.types("it is hunter2-Xy");
    screen.presses(&["Enter"]);
    screen.sees("the reason holds a secret");
    assert!(!place.path("answers.toml").exists());
    screen.types("on purpose");
    screen.presses(&["Enter"]);
    let last = screen.sees("Write 1 file?");
    assert!(last.contains("a.ts (1 silenced)"), "{last}");
    screen.presses(&["y"]);
    screen.ends();
    assert!(!place.text("answers.toml").contains(SECRET));
    assert!(place.text("a.ts").contains("// iacfix-ignore kms-key-rotation: on purpose\n"));
}
