//! Who decides, what is written, what the shell gets.

use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

#[test]
fn without_a_terminal_and_a_mode_nothing_happens_and_the_modes_are_named() {
    let place = Place::program(&[("index.ts", KEY)]);
    let said = place.run(&[]).code(2);
    assert_eq!(said.out, "");
    for mode in ["--dry-run", "--check", "--yes"] {
        assert!(said.err.contains(mode), "{}", said.err);
    }
    assert_eq!(place.text("index.ts"), KEY);
}

#[test]
fn check_fails_on_what_the_level_says() {
    let place = Place::program(&[("index.ts", KEY)]);
    place.run(&["--check", ROWS]).code(1);
    place.run(&["--check", ROWS, "--fail-on", "safe"]).code(1);
    place.put("index.ts", VOLUME);
    place.run(&["--check", ROWS]).code(1);
    let said = place.run(&["--check", ROWS, "--fail-on", "safe"]).code(0);
    assert!(said.out.contains("ec2-root-volume-size"), "what does not fail is listed all the same: {}", said.out);
    place.put("index.ts", KEY_FIXED);
    place.run(&["--check", ROWS, "--fail-on", "advice"]).code(0);
}

#[test]
fn a_suppressed_finding_fails_nothing_and_is_told_to_machines() {
    let suppressed = KEY.replace("export", "// iacfix-ignore kms-key-rotation: rotated by hand\nexport");
    let place = Place::program(&[("index.ts", &suppressed)]);
    let said = place.run(&["--check", ROWS, "--fail-on", "advice"]).code(0);
    assert!(!said.out.contains("index.ts:"), "{}", said.out);
    let said = place.run(&["--check", ROWS, "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["findings"][0]["suppressed"], "rotated by hand");
    assert_eq!(json["summary"]["findings"], 0);
    place.run(&["--yes", ROWS]).code(0);
    assert_eq!(place.text("index.ts"), suppressed);
}

#[test]
fn a_dry_run_writes_nothing_and_lists_what_it_withholds() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let said = place.run(&["--dry-run", ROWS]).code(0);
    assert!(said.out.contains("+  enableKeyRotation: true,"), "{}", said.out);
    assert!(!said.out.contains("volumeSize: 30"), "{}", said.out);
    assert!(said.out.contains("b.ts:6:") && said.out.contains("--review"), "{}", said.out);
    let said = place.run(&["--dry-run", "--review", ROWS]).code(0);
    assert!(said.out.contains("+  rootBlockDevice: { volumeSize: 30, encrypted: true },"), "{}", said.out);
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY, VOLUME));
    assert!(place.journals().is_empty());
}

#[test]
fn yes_writes_what_its_level_allows_and_a_second_run_finds_nothing() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    place.run(&["--yes", ROWS]).code(0);
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY_FIXED, VOLUME));
    place.run(&["--yes", "--review", ROWS]).code(0);
    assert_eq!(place.text("b.ts"), VOLUME.replace("20", "30"));
    let said = place.run(&["--check", ROWS]).code(0);
    assert!(said.out.contains("nothing found"), "{}", said.out);
    place.run(&["--yes", "--review", ROWS]).code(0);
    assert_eq!(place.journals().len(), 2, "a run that writes nothing leaves no journal");
}

#[test]
fn a_file_that_does_not_parse_is_named_and_the_rest_is_done() {
    let broken = "import * as aws from '@pulumi/aws';\nconst x = {;\n";
    for mode in ["--dry-run", "--check", "--yes"] {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", broken)]);
        let said = place.run(&[mode, ROWS]).code(2);
        assert!(said.err.contains("b.ts:2:"), "{}", said.err);
        assert!(said.out.contains("a.ts:3:"), "{}", said.out);
        assert_eq!(place.text("a.ts"), if mode == "--yes" { KEY_FIXED } else { KEY });
        assert_eq!(place.text("b.ts"), broken);
    }
}

#[test]
fn flags_that_contradict_each_other_or_do_nothing_are_refused() {
    let place = Place::program(&[("index.ts", KEY)]);
    for (args, word) in [
        (&["--check", "--yes"][..], "cannot be used with"),
        (&["--dry-run", "--yes"], "cannot be used with"),
        (&["--check", "--review"], "--review says what --yes writes"),
        (&["--dry-run", "--fail-on", "safe"], "--fail-on says what fails --check"),
        (&["--check", "--allow-dirty"], "--allow-dirty has no meaning with --check"),
        (&["--check", "--format", "patch"], "--dry-run --format patch"),
        (&["--yes", "--quiet", "--verbose"], "cannot be used with"),
        (&["--yes", "--jobs", "0"], "--jobs"),
        (&["--yes", "--undo"], "--undo"),
    ] {
        let said = place.run(args).code(2);
        assert!(said.err.contains(word), "{args:?}: {}", said.err);
        assert_eq!((said.out.as_str(), place.text("index.ts").as_str()), ("", KEY));
    }
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known() {
    let place = Place::program(&[("index.ts", KEY)]);
    for (args, word) in [
        (&["--only", "kms-key-rotatoin"][..], "did you mean `kms-key-rotation`?"),
        (&["--skip", "computee"], "did you mean `compute`?"),
        (&["--choose", "kms-key-rotation"], "takes ID=ALTERNATIVE"),
        (&["--choose", "kms-key-rotaton=x"], "did you mean `kms-key-rotation`?"),
        (&["--choose", "kms-key-rotation=x"], "no alternative is called `x`"),
        (&["--preset", "recomended"], "recommended"),
        (&["indx.ts"], "no such file or folder: indx.ts"),
        (&["codemod"], "did you mean `iacfix codemods`?"),
        (&["Pulumi.yaml"], "can't look at Pulumi.yaml"),
    ] {
        let said = place.run(&[&["--check"], args].concat()).code(2);
        assert!(said.err.contains(word), "{args:?}: {}", said.err);
    }
    let said = place.run(&["explain", "kms-rotation"]).code(2);
    assert!(said.err.contains("did you mean `kms-key-rotation`?"), "{}", said.err);
}

#[test]
fn only_and_skip_take_ids_and_themes() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let ids = |args: &[&str]| {
        let said = place.run(&[&["--check", "--format", "json"], args].concat());
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let ids = json["findings"].as_array().unwrap().iter().map(|it| it["codemod"].as_str().unwrap().to_string());
        ids.filter(|id| ROWS.contains(id.as_str()))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["ec2-root-volume-size", "kms-key-rotation"]);
    assert_eq!(ids(&["--only", "compute"]), ["ec2-root-volume-size"]);
    assert_eq!(ids(&["--only", "compute,kms-key-rotation"]).len(), 2);
    assert_eq!(ids(&["--only", "compute", "--only", "kms-key-rotation"]).len(), 2);
    assert_eq!(ids(&["--skip", "compute"]), ["kms-key-rotation"]);
    assert_eq!(ids(&["--only", "compute,iam", "--skip", "ec2-root-volume-size"]), ["kms-key-rotation"]);
    assert_eq!(ids(&["--preset", "faults"]), ["ec2-root-volume-size"]);
    assert_eq!(ids(&["--preset", "faults", "--only", "kms-key-rotation"]), ["kms-key-rotation"]);
}

#[test]
fn the_catalogue_explains_itself() {
    let place = Place::empty();
    let said = place.run(&["codemods"]).code(0);
    assert!(said.out.contains("kms-key-rotation"), "{}", said.out);
    let said = place.run(&["codemods", "--format", "json"]).code(0);
    let rows: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let row = rows.as_array().unwrap().iter().find(|it| it["id"] == "ec2-root-volume-size").unwrap();
    let keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "title", "theme", "preset", "levels", "report", "alternatives", "options"]);
    let option = row["options"].as_array().unwrap().iter().find(|it| it["name"] == "minimum").unwrap();
    assert_eq!((&option["kind"], &option["default"]), (&"integer".into(), &30.into()));
    let said = place.run(&["explain", "kms-key-rotation"]).code(0);
    assert!(said.out.contains("enableKeyRotation: true"), "{}", said.out);
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.run(&["completions", shell]).code(0).out.contains("dry-run"));
    }
    assert!(place.run(&["--version"]).code(0).out.starts_with("iacfix "));
    assert!(place.run(&["--help"]).code(0).out.contains("Examples:"));
}
