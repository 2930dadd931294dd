//! Findings that are left: by comments, by comments that the binary writes, and by a baseline.

use serde_json::Value;

use crate::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME, said};

/// The key with this line before it.
fn with(line: &str) -> String {
    KEY.replace("export", &format!("{line}\nexport"))
}

fn commented(text: &str, ids: &str) -> String {
    text.replace("export", &format!("// iacfix-ignore {ids}: before the audit\nexport"))
}

const ADD: [&str; 3] = ["--add-suppressions", "--reason=before the audit", ROWS];
/// A key of which nothing can be seen: an advice.
const OTHER: &str = "import * as aws from '@pulumi/aws';\n\nexport const make = (args: aws.kms.KeyArgs) => {\n  return new aws.kms.Key('other', args);\n};\n";
const BASELINE: &str = "--baseline=iacfix.baseline.json";

fn findings(place: &Place, args: &[&str]) -> Vec<Value> {
    let said = place.run(&[args, &["--check", "--format=json"]].concat());
    let json: Value = serde_json::from_str(&said.out).unwrap();
    json["findings"].as_array().unwrap().clone()
}

fn reasons(place: &Place, args: &[&str]) -> Vec<Option<String>> {
    findings(place, args).iter().map(|it| it["suppressed"].as_str().map(String::from)).collect()
}

#[test]
fn a_comment_with_a_date_counts_until_the_day_is_over() {
    let place = Place::program(&[("index.ts", &with("// iacfix-ignore kms-key-rotation until 2999-12-31: by hand"))]);
    place.run(&["--check"]).code(0);
    place.put("index.ts", &with("// iacfix-ignore kms-key-rotation until 2020-02-29: by hand"));
    let said = place.run(&["--check"]).code(1);
    assert!(said.out.contains("silenced something until 2020-02-29 and silences nothing any more"), "{}", said.out);
    assert!(said.out.contains("suppression, safe: remove the comment"), "{}", said.out);
    assert!(said.out.contains("kms-key-rotation, safe"), "the finding came back: {}", said.out);
    place.run(&["--yes"]).code(0);
    assert_eq!(place.text("index.ts"), KEY_FIXED, "with a comment that silences nothing gone");
    let again = place.run(&["--yes"]).code(0);
    assert!(again.out.contains("nothing found"), "{}", again.out);
}

#[test]
fn a_comment_that_silences_nothing_is_a_finding_with_a_fix() {
    let place =
        Place::program(&[("index.ts", &KEY_FIXED.replace("export", "// iacfix-ignore kms-key-rotation: x\nexport"))]);
    assert!(place.run(&["--check"]).code(1).out.contains("`kms-key-rotation` finds nothing here; this comment can go"));
    // What did not run can't tell, and what was not asked for is left alone.
    place.run(&["--check", "--only=ec2-imdsv2"]).code(0);
    place.run(&["--check", "--only=suppression"]).code(0);
    place.run(&["--check", "--skip=suppression"]).code(0);
    place.run(&["--yes", "--only=kms-key-rotation"]).code(0);
    assert_eq!(place.text("index.ts"), KEY_FIXED);
    place.put("index.ts", &with("// iacfix-ignore kms-key-rotatoin: by hand"));
    let said = place.run(&["--check"]).code(1);
    let words =
        ["there is no codemod `kms-key-rotatoin`; `kms-key-rotation` is close", "suppression, review: name kms-key"];
    assert!(words.iter().all(|it| said.out.contains(it)), "{}", said.out);
    place.run(&["--yes", "--review", "--only=suppression"]).code(0);
    assert_eq!(place.text("index.ts"), with("// iacfix-ignore kms-key-rotation: by hand"));
    place.run(&["--check"]).code(0);
    place.put("index.ts", &with("// iacfix-ignore"));
    place.run(&["--check", "--only=kms-key-rotation"]).code(1);
    assert_eq!(findings(&place, &["--only=kms-key-rotation"]).len(), 1, "nobody asked for comments");
    assert_eq!(findings(&place, &["--only=suppression"]).len(), 1);
}

#[test]
fn comments_are_explained_as_codemods_are() {
    let said = Place::empty().run(&["explain", "suppression"]).code(0);
    let words = ["until 2027-01-31", "levels safe, review", "-// iacfix-ignore kms-key-rotation: rotated by hand"];
    assert!(words.iter().all(|it| said.out.contains(it)), "{}", said.out);
    assert!(said.out.contains("\npreset faults, levels safe, review\n"), "no theme and no report: {}", said.out);
    let list = Place::empty().run(&["codemods"]).code(0).out;
    assert!(list.contains("\ncomments\n  suppression "), "{list}");
    let list: Value = serde_json::from_str(&Place::empty().run(&["codemods", "--format=json"]).code(0).out).unwrap();
    let last = list.as_array().unwrap().last().unwrap();
    assert_eq!((last["id"].as_str(), last["theme"].as_str()), (Some("suppression"), None));
}

#[test]
fn what_is_said_of_comments_is_configured_as_codemods_are() {
    let idle = format!("// iacfix-ignore kms-key-rotation: rotated by hand\n{KEY_FIXED}");
    let place = Place::program(&[("index.ts", &idle), ("old/index.ts", &idle)]);
    let found =
        |args: &[&str]| place.run(&[&["--check", ROWS], args].concat()).out.matches("\n  suppression, ").count();
    assert_eq!(found(&[]), 2);
    place.put("iacfix.toml", "[codemods.suppression]\nenabled = false\n");
    assert_eq!(found(&[]), 0, "with --only of others too");
    assert!(!place.run(&["--check"]).out.contains("suppression,"), "and without any flag");
    assert_eq!(found(&["--only=suppression,kms-key-rotation"]), 2, "named, it runs all the same");
    place.put("iacfix.toml", "[[overrides]]\npaths = ['old/**']\n[overrides.codemods.suppression]\nenabled = false\n");
    assert_eq!(found(&[]), 1);
    place.put("iacfix.toml", "[codemods.suppression]\nlevel = 'review'\n");
    let said = place.run(&["--yes", ROWS]).code(0);
    assert_eq!((place.text("index.ts"), said.code), (idle.clone(), 0), "{}", said.out);
    place.put("iacfix.toml", "[codemods.suppression]\nlevel = 'advice'\n");
    let said = place.run(&["--check", ROWS]).code(0);
    assert!(said.out.contains("advice"), "{}", said.out);
    let shown = place.run(&["config"]).code(0);
    assert!(shown.out.contains("  suppression: runs"), "{}", shown.out);
    assert!(shown.out.contains("level = \"advice\""), "{}", shown.out);
    place.put("iacfix.toml", "[codemods.suppresion]\nlevel = 'advice'\n");
    let said = place.run(&["--check"]).code(2);
    assert!(said.err.contains("did you mean `suppression`?"), "{}", said.err);
    let schema = place.run(&["config", "--schema"]).code(0).out;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["definitions"]["codemods"]["properties"]["suppression"]["properties"]["level"].is_object());
    std::fs::remove_file(place.path("iacfix.toml")).unwrap();
    place.run(&["init"]).code(0);
    assert!(place.text("iacfix.toml").contains("# [codemods.suppression]\n"));
}

#[test]
fn comments_are_written_for_whatever_stands() {
    let place = Place::program(&[("index.ts", KEY), ("host.ts", VOLUME)]);
    let shown = place.run(&[&ADD[..], &["--dry-run"]].concat()).code(0);
    assert!(shown.out.contains("+// iacfix-ignore kms-key-rotation: before the audit\n"), "{}", shown.out);
    assert!(shown.out.contains("2 findings in 2 files would be silenced by comments\n"), "{}", shown.out);
    assert_eq!(place.text("index.ts"), KEY, "nothing is written yet");
    let patch = place.run(&[&ADD[..], &["--dry-run", "--format=patch"]].concat()).code(0);
    assert_eq!(patch.out.matches("// iacfix-ignore ").count(), 2, "{}", patch.out);
    let json = place.run(&[&ADD[..], &["--dry-run", "--format=json"]].concat()).code(0);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let listed = json["findings"].as_array().unwrap();
    assert_eq!(listed.len(), 2, "each finding once: {json}");
    assert!(listed.iter().all(|it| it["suppressed"] == "before the audit"), "{json}");

    let done = place.run(&ADD).code(0);
    assert!(done.out.contains("2 findings in 2 files silenced by comments\n"), "{}", done.out);
    assert_eq!(place.text("index.ts"), commented(KEY, "kms-key-rotation"));
    let volume =
        VOLUME.replace("  rootBlock", "  // iacfix-ignore ec2-root-volume-size: before the audit\n  rootBlock");
    assert_eq!(place.text("host.ts"), volume);
    place.run(&["--check", "--fail-on=advice", ROWS]).code(0);
    let again = place.run(&ADD).code(0);
    assert!(again.out.contains("nothing found"), "{}", again.out);
    assert_eq!(place.text("host.ts"), volume, "a second run changes nothing");
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!((place.text("index.ts"), place.text("host.ts")), (KEY.into(), VOLUME.into()));
}

#[test]
fn advice_is_silenced_too_and_what_can_not_be_is_said() {
    let comment = "// iacfix-ignore ec2-imdsv2: gone\n";
    let place = Place::program(&[("index.ts", &format!("{KEY}\n{comment}export const x = 1;\n")), ("other.ts", OTHER)]);
    let all = ["--preset=all", "--add-suppressions", "--reason=known"];
    let said = place.run(&all).code(0);
    assert!(said.out.contains("not silenced: it is about a comment, and no comment silences that"), "{}", said.out);
    let left = findings(&place, &["--preset=all"]);
    let open: Vec<_> = left.iter().filter(|it| it["suppressed"].is_null()).map(|it| it["codemod"].clone()).collect();
    assert_eq!(open, ["suppression"], "{left:?}");
    assert!(left.iter().any(|it| it["fixes"].as_array().is_some_and(Vec::is_empty)), "an advice is among them");
}

#[test]
fn ids_at_one_place_share_a_comment_and_one_that_is_there_is_extended() {
    let host = VOLUME.replace("{\n", "{ ").replace(",\n}", " }").replace(",\n", ", ");
    let ids = "ec2-imdsv2, ec2-root-volume-size";
    let only = "--only=ec2-imdsv2,ec2-root-volume-size";
    let place = Place::program(&[("index.ts", &host)]);
    let until = ["--add-suppressions", "--reason=before the audit", "--until=2999-01-31"];
    place.run(&[&until[..], &["--only=ec2-imdsv2"]].concat()).code(0);
    place.run(&[&until[..], &[only]].concat()).code(0);
    assert_eq!(place.text("index.ts"), commented(&host, &format!("{ids} until 2999-01-31")));
    place.put("index.ts", &host);
    place.run(&[&ADD[..2], &[only]].concat()).code(0);
    assert_eq!(place.text("index.ts"), commented(&host, ids));
}

#[test]
fn files_with_uncommitted_changes_get_no_comments() {
    let place = Place::program(&[("index.ts", "")]);
    place.commit();
    place.put("index.ts", KEY);
    let refused = place.run(&ADD).code(2);
    assert!(refused.err.contains("uncommitted changes: index.ts"), "{}", refused.err);
    assert_eq!(place.text("index.ts"), KEY);
    place.run(&[&ADD[..], &["--allow-dirty"]].concat()).code(0);
    assert_eq!(place.text("index.ts"), commented(KEY, "kms-key-rotation"));
}

#[test]
fn flags_that_make_no_sense_say_what_would() {
    let place = Place::program(&[("index.ts", KEY)]);
    for (args, words) in [
        (&["--add-suppressions"][..], &["--reason <TEXT>"][..]),
        (&["--reason=x", "--check"], &["--add-suppressions"]),
        (&["--add-suppressions", "--reason=x", "--check"], &["cannot be used with"]),
        (&["--add-suppressions", "--reason= "], &["--reason says nothing", "say why"]),
        (
            &["--add-suppressions", "--reason=x", "--until=2027-02-30"],
            &["takes a date, not `2027-02-30`", "2027-01-31"],
        ),
        (&["--add-suppressions", "--reason=x", "--until=2020-01-01"], &["--until is over: 2020-01-01"]),
        (&["--write-baseline"], &["--write-baseline needs to know which file", "--baseline FILE"]),
        (&["--write-baseline", BASELINE, "--format=json"], &["has nothing to show with --write-baseline"]),
        (&["--check", BASELINE], &["can't read the baseline iacfix.baseline.json", "--write-baseline makes one"]),
    ] {
        let said = place.run(args).code(2);
        assert!(words.iter().all(|it| said.err.contains(it)), "{args:?}: {}", said.err);
    }
    assert_eq!(place.text("index.ts"), KEY);
}

#[test]
fn a_baseline_leaves_what_stands_today_and_tells_what_is_new() {
    let place = Place::program(&[("index.ts", KEY), ("host.ts", VOLUME)]);
    let wrote = place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    assert_eq!(wrote.out, "iacfix.baseline.json holds 2 findings: 2 added, 0 dropped\n");
    let text = place.text("iacfix.baseline.json");
    assert_eq!(text.lines().count(), 7, "a finding a line: {text}");
    assert!(!text.contains("'key'") && !text.contains("host'"), "it holds no text of the program: {text}");

    place.run(&["--check", BASELINE, ROWS, "--fail-on=advice"]).code(0);
    place.run(&["--check", ROWS]).code(1);
    assert_eq!(reasons(&place, &[BASELINE, ROWS]), [Some("baseline".into()), Some("baseline".into())]);
    let verbose = place.run(&["--check", "--verbose", BASELINE, ROWS]).code(0);
    assert!(verbose.out.contains("suppressed: baseline"), "{}", verbose.out);
    for mode in ["--yes", "--dry-run"] {
        let said = place.run(&[mode, "--review", BASELINE, ROWS]).code(0);
        assert!(said.out.contains("nothing found in 2 files, 2 suppressed"), "{}", said.out);
    }
    assert_eq!((place.text("index.ts"), place.text("host.ts")), (KEY.into(), VOLUME.into()));

    let second = KEY.replace("Key('key'", "Key('other'").replace("const key", "const other");
    let second = second.split_once("\n\n").unwrap().1;
    place.put(
        "index.ts",
        &format!(
            "{}\n// a line more\n{second}\n{}",
            KEY.split_once("\n\n").unwrap().0,
            KEY.split_once("\n\n").unwrap().1
        ),
    );
    let left = findings(&place, &[BASELINE, ROWS]);
    let open: Vec<_> = left.iter().filter(|it| it["suppressed"].is_null()).collect();
    assert_eq!(open.len(), 1, "what is new is told, wherever the old one went: {left:?}");
    place.run(&["--check", BASELINE, ROWS]).code(1);
    place.run(&["--yes", BASELINE, ROWS]).code(0);
    assert_eq!(place.text("index.ts").matches("enableKeyRotation").count(), 1, "{}", place.text("index.ts"));
    place.run(&["--check", BASELINE, ROWS]).code(0);
}

#[test]
fn equal_findings_are_counted() {
    let twice = format!("{KEY}{}", KEY.split_once("\n\n").unwrap().1.replace("const key", "const again"));
    let place = Place::program(&[("index.ts", KEY)]);
    place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    place.put("index.ts", &twice);
    let mut left = reasons(&place, &[BASELINE, ROWS]);
    left.sort();
    assert_eq!(left, [None, Some("baseline".into())]);
    let wrote = place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    assert!(wrote.out.contains("holds 2 findings: 1 added, 0 dropped"), "{}", wrote.out);
    place.run(&["--check", BASELINE, ROWS]).code(0);
}

#[test]
fn a_file_that_moves_takes_its_entries_along_and_a_copy_does_not() {
    let place = Place::program(&[("a/key.ts", KEY), ("host.ts", VOLUME)]);
    place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    place.put("b/renamed.ts", KEY);
    assert_eq!(findings(&place, &[BASELINE, ROWS]).iter().filter(|it| it["suppressed"].is_null()).count(), 1, "a copy");
    std::fs::remove_file(place.path("a/key.ts")).unwrap();
    let said = place.run(&["--check", BASELINE, ROWS]).code(0);
    assert!(!said.err.contains("match"), "its entry is of use: {}", said.err);
    place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    let text = place.text("iacfix.baseline.json");
    assert!(text.contains("b/renamed.ts") && !text.contains("a/key.ts"), "{text}");
}

#[test]
fn entries_of_no_use_are_counted_and_dropped_and_others_stay() {
    let place = Place::program(&[("index.ts", KEY), ("host.ts", VOLUME)]);
    place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    let before = place.text("iacfix.baseline.json");
    place.put("index.ts", KEY_FIXED);
    // A run that does not look there can't tell.
    for narrow in [&["--only=ec2-root-volume-size"][..], &[ROWS, "host.ts"]] {
        let said = place.run(&[&["--check", BASELINE], narrow].concat()).code(0);
        assert!(!said.err.contains("nothing any more"), "{}", said.err);
        place.run(&[&["--write-baseline", BASELINE], narrow].concat()).code(0);
        assert_eq!(place.text("iacfix.baseline.json"), before);
    }
    place.put("index.ts", "const = ;\nimport * as aws from '@pulumi/aws';\n");
    place.run(&["--write-baseline", BASELINE, ROWS]).code(2);
    assert_eq!(place.text("iacfix.baseline.json"), before, "a file that can't be parsed keeps its entries");
    place.put("index.ts", KEY_FIXED);
    let said = place.run(&["--check", BASELINE, ROWS]).code(0);
    assert!(
        said.err.contains("1 entry of iacfix.baseline.json matches nothing any more: --write-baseline"),
        "{}",
        said.err
    );
    assert_eq!(place.text("iacfix.baseline.json"), before, "only --write-baseline writes it");
    let wrote = place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    assert!(wrote.out.contains("holds 1 finding: 0 added, 1 dropped"), "{}", wrote.out);
    std::fs::remove_file(place.path("host.ts")).unwrap();
    let wrote = place.run(&["--write-baseline", BASELINE, ROWS]).code(0);
    assert!(wrote.out.contains("holds 0 findings: 0 added, 1 dropped"), "{}", wrote.out);
    assert_eq!(place.text("iacfix.baseline.json"), "{\n  \"schema\": 1,\n  \"findings\": []\n}\n");
}

#[test]
fn a_configuration_names_the_baseline_of_its_programs() {
    let place = Place::empty();
    for program in ["one", "two"] {
        place.project(program);
        place.put(&format!("{program}/index.ts"), KEY);
    }
    place.put("iacfix.toml", "baseline = 'known/base.json'\n");
    std::fs::create_dir(place.path("known")).unwrap();
    place.run(&["--write-baseline", ROWS, "--jobs=1"]).code(0);
    let text = place.text("known/base.json");
    assert!(text.contains("\"../one/index.ts\"") && text.contains("\"../two/index.ts\""), "{text}");
    place.run(&["--write-baseline", ROWS, "--jobs=4"]).code(0);
    assert_eq!(place.text("known/base.json"), text);
    place.run(&["--check", ROWS]).code(0);
    let inside = said(place.command("two", &["--check", ROWS]).output().unwrap()).code(0);
    assert!(!inside.err.contains("nothing any more"), "{}", inside.err);
    place.put("known/other.json", "{\"schema\":1,\"findings\":[]}");
    place.run(&["--check", ROWS, "--baseline=known/other.json"]).code(1);
    let config = place.run_in("one", &["config"]).code(0);
    assert!(config.out.contains("\"../known/base.json\""), "{}", config.out);
}

#[test]
fn what_is_no_baseline_is_told_with_its_line() {
    let place = Place::program(&[("index.ts", KEY)]);
    for (text, words) in [
        ("{\n  \"schema\": 1,\n  <<<<<<< ours\n", &["iacfix.baseline.json:3: this is no baseline"][..]),
        ("{\"schema\":1,\"findings\":[{\"codemod\":\"a\"}]}", &["iacfix.baseline.json:1: ", "missing field"]),
        ("{\"schema\":7,\"findings\":[]}", &["a baseline of schema 7, and this version knows 1"]),
        ("", &["iacfix.baseline.json:1: "]),
    ] {
        place.put("iacfix.baseline.json", text);
        for mode in ["--check", "--write-baseline"] {
            let said = place.run(&[mode, BASELINE]).code(2);
            assert!(words.iter().all(|it| said.err.contains(it)), "{text}: {}", said.err);
        }
        assert_eq!(place.text("iacfix.baseline.json"), text);
    }
}
