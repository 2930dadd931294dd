//! What is printed: for people, for machines, for git.

use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

/// Programs whose bytes are easily broken: name, text.
fn delicate() -> Vec<(&'static str, String)> {
    vec![
        ("crlf.ts", KEY.replace('\n', "\r\n")),
        ("bom.ts", format!("\u{feff}{KEY}")),
        ("bom crlf.ts", format!("\u{feff}{}", KEY.replace('\n', "\r\n"))),
        ("no-end.ts", format!("{KEY}export const key2 = new aws.kms.Key('key2', {{\n  description: 'x',\n}});")),
        ("sub dir/ümlaut.ts", KEY.to_string()),
        ("both.ts", format!("{KEY}{}", VOLUME.split_once("\n\n").unwrap().1)),
    ]
}

#[test]
fn git_apply_makes_what_yes_makes() {
    let place = Place::empty();
    let make = |root: &str| {
        place.project(root);
        delicate().iter().for_each(|(name, text)| place.put(&format!("{root}/{name}"), text));
    };
    make("applied");
    make("written");
    place.commit();
    let patch = place.run_in("applied", &["--dry-run", "--review", ROWS, "--format", "patch"]).code(0);
    assert!(patch.out.starts_with("diff --git a/applied/"), "{}", patch.out);
    place.put("the.patch", &patch.out);
    place.git(&["apply", "--check", "the.patch"]);
    place.git(&["apply", "the.patch"]);
    place.run_in("written", &["--yes", "--review", ROWS]).code(0);
    for (name, text) in delicate() {
        let (applied, written) = (place.text(&format!("applied/{name}")), place.text(&format!("written/{name}")));
        assert_eq!(applied, written, "{name}");
        assert_ne!(written, text, "{name}");
        assert_eq!(written.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
        assert_eq!(written.matches("\r\n").count() == written.matches('\n').count(), text.contains("\r\n"), "{name}");
    }
    assert_eq!(place.run_in("applied", &["--dry-run", "--review", ROWS, "--format", "patch"]).code(0).out, "");
}

#[test]
fn without_git_a_patch_counts_paths_from_the_named_folder() {
    let place = Place::empty();
    place.project("infra");
    place.put("infra/lib/key.ts", KEY);
    let patch = place.run(&["--dry-run", ROWS, "--format", "patch", "infra"]).code(0);
    assert!(patch.out.starts_with("diff --git a/lib/key.ts b/lib/key.ts\n--- a/lib/key.ts\n"), "{}", patch.out);
    let patch = place.run(&["--dry-run", ROWS, "--format", "patch", "infra/lib/key.ts"]).code(0);
    assert!(patch.out.starts_with("diff --git a/key.ts b/key.ts\n"), "{}", patch.out);
    place.put("infra/the.patch", &place.run(&["--dry-run", ROWS, "--format", "patch", "infra"]).out);
    let applied = Command::new("git").current_dir(place.path("infra")).args(["apply", "the.patch"]).status().unwrap();
    assert!(applied.success());
    assert_eq!(place.text("infra/lib/key.ts"), KEY_FIXED);
}

#[test]
fn the_text_shows_the_hunks_of_the_patch_and_no_others() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let lines = |format: &str| -> Vec<String> {
        let said = place.run(&["--dry-run", "--review", ROWS, "--format", format]).code(0);
        let changes = said.out.lines().filter(|it| ["+", "-", "@@"].iter().any(|start| it.starts_with(start)));
        changes.filter(|it| !it.starts_with("+++") && !it.starts_with("---")).map(String::from).collect()
    };
    assert_eq!(lines("text"), lines("patch"));
    assert_eq!(lines("text").iter().filter(|it| it.starts_with("@@")).count(), 2);
}

#[test]
fn json_is_the_object_that_it_promises() {
    let place = Place::program(&[("a.ts", KEY), ("sub/b.ts", VOLUME), ("c.ts", "import '@pulumi/aws';\nlet a = ;\n")]);
    let said = place.run(&["--dry-run", ROWS, "--format", "json"]).code(2);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["schema", "version", "findings", "errors", "summary"]);
    assert_eq!(keys(&json["summary"]), ["files", "findings", "fixable", "applied", "withheld", "deferred"]);
    let [a, b] = json["findings"].as_array().unwrap().as_slice() else { panic!("{json:#}") };
    for (finding, noted) in [(a, None), (b, Some("note"))] {
        assert_eq!(
            keys(finding),
            ["id", "codemod", "program", "file", "range", "message", "suppressed", "related", "fixes"]
        );
        let fix = &finding["fixes"][0];
        let whole = ["alternative", "title", "level", "effect", "edits", "declined"].into_iter().chain(noted);
        assert_eq!(keys(fix), whole.collect::<Vec<_>>());
        assert_eq!(keys(&fix["effect"][0]), ["action", "resource", "name", "property", "billed"]);
        assert_eq!(keys(&fix["edits"][0]), ["file", "start", "end", "text"]);
        assert_eq!(keys(&finding["range"]["start"]), ["line", "column"]);
    }
    assert_eq!((&a["file"], &b["file"], &a["program"]), (&"a.ts".into(), &"sub/b.ts".into(), &".".into()));
    assert_eq!((&a["fixes"][0]["level"], &b["fixes"][0]["level"]), (&"safe".into(), &"review".into()));
    assert_eq!((&json["summary"]["applied"], &json["summary"]["withheld"]), (&1.into(), &1.into()));
    assert_eq!(keys(&json["errors"][0]), ["file", "line", "message"]);
    assert_eq!((&json["errors"][0]["file"], &json["errors"][0]["line"]), (&"c.ts".into(), &2.into()));
}

#[test]
fn edits_in_json_are_bytes_of_the_file() {
    for (name, text) in delicate() {
        let place = Place::program(&[(name, &text)]);
        let said = place.run(&["--check", ROWS, "--format", "json"]).code(1);
        let json: Value = serde_json::from_str(&said.out).unwrap();
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for fix in json["findings"].as_array().unwrap().iter().map(|it| &it["fixes"][0]) {
            for edit in fix["edits"].as_array().unwrap() {
                assert_eq!(edit["file"], name);
                let at = |key: &str| edit[key].as_u64().unwrap() as usize;
                edits.push((at("start"), at("end"), edit["text"].as_str().unwrap().to_string()));
            }
        }
        edits.sort();
        let mut result = text.clone();
        edits.iter().rev().for_each(|(start, end, new)| result.replace_range(start..end, new));
        place.run(&["--yes", "--review", ROWS]).code(0);
        assert_eq!(result, place.text(name), "{name}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let place = Place::empty();
    for n in 0..40 {
        place.project(&format!("p{n}"));
        place.put(&format!("p{n}/index.ts"), &KEY.replace("'data'", &format!("'{}'", "long ".repeat(400))));
    }
    for args in [&["--dry-run", ROWS][..], &["--check", ROWS, "--format", "json"], &["codemods"], &["--help"]] {
        let mut child = place.command("", args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ended = child.wait_with_output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(err, "", "{args:?}");
        assert!(ended.status.code().is_some_and(|code| code < 2), "{args:?}: {:?}", ended.status);
    }
    let mut child = place.command("", &["--yes", ROWS]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!((0..40).all(|n| place.text(&format!("p{n}/index.ts")).contains("enableKeyRotation")));
}

#[test]
fn a_report_goes_to_a_file_whole() {
    let place = Place::program(&[("index.ts", KEY)]);
    let said = place.run(&["--check", ROWS, "--format", "json", "--output", "report.json"]).code(1);
    assert_eq!(said.out, "");
    let json: Value = serde_json::from_str(&place.text("report.json")).unwrap();
    assert_eq!(json["summary"]["findings"], 1);
    let said = place.run(&["--check", ROWS, "--output", "none/report.txt"]).code(2);
    assert!(said.err.contains("can't write the report"), "{}", said.err);
    assert!(place.run(&["--check", ROWS, "--output", "-"]).code(1).out.contains("index.ts:3:"));
}

#[test]
fn colours_come_when_asked_for_and_mark_changed_words() {
    let place = Place::program(&[("index.ts", VOLUME)]);
    let plain = place.run(&["--dry-run", "--review", ROWS]).code(0).out;
    assert!(!plain.contains('\u{1b}'));
    let coloured = place.run(&["--dry-run", "--review", ROWS, "--color", "always"]).code(0).out;
    assert!(coloured.contains("30\u{1b}[0m"), "the number alone is marked: {coloured:?}");
    let stripped = console::strip_ansi_codes(&coloured).into_owned();
    assert_eq!(stripped, plain);
}

#[test]
fn quiet_says_one_line_a_finding_and_verbose_says_more() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let said = place.run(&["--check", ROWS, "--quiet"]).code(1);
    assert_eq!((said.out.lines().count(), said.err.as_str()), (2, ""));
    let said = place.run(&["--check", ROWS, "--verbose"]).code(1);
    assert!(said.err.contains("program . (2 files)"), "{}", said.err);
}

#[test]
fn paths_are_as_seen_from_where_the_user_stands() {
    let place = Place::program(&[("lib/key.ts", KEY), ("bin/.keep", "")]);
    let said = place.run_in("bin", &["--check", ROWS, "../lib"]).code(1);
    assert!(said.out.starts_with("../lib/key.ts:3:"), "{}", said.out);
}

#[test]
fn a_program_can_not_speak_to_the_terminal() {
    let place = Place::program(&[("index.ts", &KEY.replace("data", "a\u{1b}[2Jb"))]);
    for color in ["always", "never"] {
        let said = place.run(&["--dry-run", ROWS, "--color", color]).code(0);
        assert!(!said.out.contains("\u{1b}[2J") && said.out.contains("a␛[2Jb"), "{:?}", said.out);
    }
}
