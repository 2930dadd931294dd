//! `iacfix.toml` from outside.

use serde_json::Value;

use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

/// A trail whose data events CloudTrail refuses; two alternatives.
const TRAIL: &str = "import * as aws from '@pulumi/aws';\n\nexport const trail = new aws.cloudtrail.Trail('trail', {\n  s3BucketName: 'logs',\n  eventSelectors: [\n    {\n      includeManagementEvents: true,\n      dataResources: [\n        { type: 'AWS::S3::Object', values: ['arn:aws:s3:::*/'] },\n      ],\n    },\n  ],\n});\n";

#[test]
fn init_writes_a_configuration_that_changes_nothing_and_never_overwrites() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let before = place.run(&["--check", "--format", "json"]).out;
    place.run(&["init"]).code(0);
    let text = place.text("iacfix.toml");
    assert!(text.contains("# [codemods.ec2-root-volume-size]") && text.contains("# minimum = 30"), "{text}");
    assert_eq!(place.run(&["--check", "--format", "json"]).code(1).out, before);
    place.put("iacfix.toml", "preset = 'all'\n");
    let said = place.run(&["init"]).code(2);
    assert!(said.err.contains("iacfix.toml is there already"), "{}", said.err);
    assert_eq!(place.text("iacfix.toml"), "preset = 'all'\n");
}

#[test]
fn mistakes_stop_the_run_and_name_line_and_nearest_key() {
    let place = Place::program(&[("index.ts", KEY)]);
    for (text, words) in [
        ("\n\npreste = 'all'\n", ["iacfix.toml:3:", "did you mean `preset`?"]),
        ("[codemods.kms-key-rotaton]\n", ["iacfix.toml:1:", "did you mean `kms-key-rotation`?"]),
        ("[codemods.ec2-root-volume-size]\nminimun = 40\n", ["iacfix.toml:2:", "did you mean `minimum`?"]),
        ("[codemods.ec2-root-volume-size]\nminimum = -1\n", ["iacfix.toml:2:", "`minimum` must be a whole number"]),
        ("[codemods.ec2-root-volume-size]\nminimum = 'x'\n", ["iacfix.toml:2:", "`minimum` must be a whole number"]),
        ("preset = \n", ["iacfix.toml:1:", "error"]),
    ] {
        place.put("iacfix.toml", text);
        let said = place.run(&["--yes", ROWS]).code(2);
        assert!(words.iter().all(|word| said.err.contains(word)), "{text}: {}", said.err);
        assert_eq!(place.text("index.ts"), KEY);
    }
}

#[test]
fn options_levels_and_switches_reach_the_codemods() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    place.put(
        "iacfix.toml",
        "[codemods.ec2-root-volume-size]\nminimum = 40\nlevel = 'safe'\n[codemods.kms-key-rotation]\nenabled = false\n",
    );
    place.run(&["--yes"]).code(0);
    assert_eq!(place.text("a.ts"), KEY);
    assert!(place.text("b.ts").contains("volumeSize: 40"), "{}", place.text("b.ts"));
    // The command line wins.
    place.run(&["--yes", "--only", "kms-key-rotation"]).code(0);
    assert_eq!(place.text("a.ts"), KEY_FIXED);
}

#[test]
fn overrides_and_exclusions_hold_for_their_files_only() {
    let place = Place::program(&[("a.ts", KEY), ("sandbox/b.ts", KEY), ("old/legacy/c.ts", KEY), ("extra/d.ts", KEY)]);
    place.put(
        "iacfix.toml",
        "exclude = ['**/legacy/**']\n[[overrides]]\npaths = ['sandbox/**']\npreset = 'faults'\n[[overrides]]\npaths = ['extra']\n[overrides.codemods.kms-key-rotation]\nenabled = false\n",
    );
    place.run(&["--yes"]).code(0);
    assert_eq!(place.text("a.ts"), KEY_FIXED);
    for file in ["sandbox/b.ts", "old/legacy/c.ts", "extra/d.ts"] {
        assert_eq!(place.text(file), KEY, "{file}");
    }
    place.run(&["--yes", ROWS]).code(0);
    assert_eq!(place.text("sandbox/b.ts"), KEY_FIXED, "--only wins over presets");
    assert_eq!(place.text("old/legacy/c.ts"), KEY, "what is excluded stays so");
}

#[test]
fn the_nearest_configuration_counts_unless_one_is_named() {
    let place = Place::empty();
    place.project("a");
    place.put("a/index.ts", KEY);
    place.put("iacfix.toml", "[codemods.kms-key-rotation]\nenabled = false\n");
    let skip = "--skip=stack";
    place.run(&["--check", skip, "a"]).code(0);
    place.put("a/iacfix.toml", "preset = 'recommended'\n");
    place.run(&["--check", skip, "a"]).code(1);
    place.run(&["--check", skip, "--config", "iacfix.toml", "a"]).code(0);
    let said = place.run(&["--check", "--config", "none.toml", "a"]).code(2);
    assert!(said.err.contains("can't read none.toml"), "{}", said.err);
}

/// `text` with the comment marks taken from every line that is TOML.
fn uncommented(text: &str) -> String {
    let is_toml = |line: &str| {
        let key = line.split_once(" = ").map(|(key, _)| key);
        let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        line.starts_with('[') || key.is_some_and(is_key)
    };
    let line = |line: &str| line.strip_prefix("# ").filter(|it| is_toml(it)).unwrap_or(line).to_string() + "\n";
    text.lines().map(line).collect()
}

/// What the README's section on the configuration shows in `kind`.
fn shown_in_readme(kind: &str) -> String {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, section) = readme.split_once("## Configuration\n").unwrap();
    let (_, block) = section.split_once(&format!("```{kind}\n")).unwrap();
    block.split_once("```").unwrap().0.to_string()
}

#[test]
fn the_readme_shows_what_config_says() {
    let place = Place::empty();
    place.project("infra");
    place.put("infra/index.ts", KEY);
    let base = "preset = 'faults'\nexclude = ['**/legacy/**']\n\n[codemods.stack-exports]\nenabled = false\n";
    place.put("iacfix.base.toml", base);
    let own =
        "extends = '../iacfix.base.toml'\npreset = 'recommended'\n[codemods.ec2-root-volume-size]\nminimum = 40\n";
    place.put("infra/iacfix.toml", own);
    let shown = shown_in_readme("text");
    let shown = shown.strip_prefix("$ iacfix config infra\n").and_then(|it| it.strip_suffix("...\n")).unwrap();
    let said = place.run(&["config", "infra"]).code(0).out;
    assert!(said.starts_with(shown), "{said}");
}

#[test]
fn the_schema_and_the_binary_take_what_the_pages_and_init_show() {
    let place = Place::program(&[("a.ts", KEY)]);
    let schema: Value = serde_json::from_str(&place.run(&["config", "--schema"]).code(0).out).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    place.run(&["init"]).code(0);
    let init = place.text("iacfix.toml");
    let whole = uncommented(&init).replace("../iacfix.base.toml", "base.toml");
    place.put("base.toml", "");
    let tables = whole.lines().filter(|it| it.starts_with("[codemods.")).count();
    assert_eq!(tables, init.matches("# [codemods.").count());
    assert!(whole.contains("\nextends = ") && whole.contains("\nminimum = 30") && tables > 20, "{whole}");
    for text in [init, whole, shown_in_readme("toml")] {
        let json = serde_json::to_value(toml::from_str::<toml::Table>(&text).unwrap()).unwrap();
        let errors: Vec<_> = validator.iter_errors(&json).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
        let with_base = text.replace("../iacfix.base.toml", "base.toml");
        place.put("iacfix.toml", &with_base);
        place.run(&["config"]).code(0);
    }
    let said = place.run(&["config", "--schema", "--only", "network"]).code(2);
    assert!(said.err.contains("--schema"), "{}", said.err);
}

#[test]
fn what_a_base_says_holds_unless_the_file_says_otherwise() {
    let place = Place::program(&[("in/a.ts", KEY), ("in/old/b.ts", KEY), ("in/c.ts", VOLUME)]);
    let base = "exclude = ['**/old/**']\n[codemods.ec2-root-volume-size]\nminimum = 50\nlevel = 'safe'\n\
                [codemods.kms-key-rotation]\nenabled = false\n";
    place.put("shared/base.toml", base);
    place.put("iacfix.toml", "extends = 'shared/base.toml'\n[codemods.kms-key-rotation]\nenabled = true\n");
    place.run(&["--yes"]).code(0);
    assert_eq!((place.text("in/a.ts"), place.text("in/old/b.ts")), (KEY_FIXED.into(), KEY.into()));
    assert!(place.text("in/c.ts").contains("volumeSize: 50"), "{}", place.text("in/c.ts"));
    // A mistake there stops the run, with the way to it.
    place.put("shared/base.toml", &base.replace("minimum", "minimun"));
    let said = place.run(&["--yes"]).code(2);
    let words = ["shared/base.toml:3: unknown key `minimun`", "(extended by iacfix.toml:1)", "did you mean `minimum`?"];
    assert!(words.iter().all(|it| said.err.contains(it)), "{}", said.err);
    place.put("shared/base.toml", "extends = '../iacfix.toml'\n");
    let said = place.run(&["--yes"]).code(2);
    let circle = "`extends` leads in a circle: iacfix.toml, shared/base.toml, iacfix.toml";
    assert!(said.err.contains(circle), "{}", said.err);
    std::fs::remove_file(place.path("shared/base.toml")).unwrap();
    let said = place.run(&["--yes"]).code(2);
    let words = ["iacfix.toml:1: can't read shared/base.toml: no such file", "relative to the folder of iacfix.toml"];
    assert!(words.iter().all(|it| said.err.contains(it)), "{}", said.err);
}

#[test]
fn overrides_change_options_levels_alternatives_and_switches_of_their_files() {
    let files = ["a.ts", "big/b.ts", "big/huge/c.ts"];
    let mut all: Vec<_> = files.iter().map(|it| (*it, VOLUME)).collect();
    all.extend([("care/key.ts", KEY), ("key.ts", KEY), ("off/key.ts", KEY), ("off/on/key.ts", KEY)]);
    all.extend([("trail.ts", TRAIL), ("record/trail.ts", TRAIL)]);
    let all: Vec<_> = all.iter().map(|(path, text)| (format!("infra/{path}"), *text)).collect();
    let place = Place::program(&all.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>());
    // Its globs are relative to where it stands, whatever folder the program or the user is in.
    place.put(
        "infra/iacfix.toml",
        "[codemods.ec2-root-volume-size]\nlevel = 'safe'\nminimum = 40\n\
         [[overrides]]\npaths = ['big/**']\n[overrides.codemods.ec2-root-volume-size]\nminimum = 50\n\
         [[overrides]]\npaths = ['big/huge']\n[overrides.codemods.ec2-root-volume-size]\nminimum = 60\n\
         [[overrides]]\npaths = ['care/**']\n[overrides.codemods.kms-key-rotation]\nlevel = 'review'\n\
         [[overrides]]\npaths = ['off/**']\n[overrides.codemods.kms-key-rotation]\nenabled = false\n\
         [[overrides]]\npaths = ['off/on/**']\n[overrides.codemods.kms-key-rotation]\nenabled = true\n\
         [[overrides]]\npaths = ['record/*.ts']\n[overrides.codemods.cloudtrail-data-resource-arn]\nchoose = 'all'\nlevel = 'safe'\n",
    );
    place.project("infra");
    place.run_in("infra/big", &["--yes", ".."]).code(0);
    for (file, size) in files.iter().zip([40, 50, 60]) {
        let text = place.text(&format!("infra/{file}"));
        assert!(text.contains(&format!("volumeSize: {size}")), "{file}: {text}");
    }
    for (file, text) in [("care", KEY), (".", KEY_FIXED), ("off", KEY), ("off/on", KEY_FIXED)] {
        assert_eq!(place.text(&format!("infra/{file}/key.ts")), text, "{file}");
    }
    assert!(!place.text("infra/trail.ts").contains("dataResources"));
    assert!(place.text("infra/record/trail.ts").contains("values: ['arn:aws:s3']"));
    place.run(&["--yes", "--review", "infra"]).code(0);
    assert_eq!(place.text("infra/care/key.ts"), KEY_FIXED, "its fix is one for review there");
}

/// A program of two files, with a configuration that extends another.
fn layered() -> Place {
    let place = Place::empty();
    place.project("infra");
    for (path, text) in [("index.ts", KEY), ("sandbox/a.ts", VOLUME), ("legacy/b.ts", KEY)] {
        place.put(&format!("infra/{path}"), text);
    }
    place.put(
        "base.toml",
        "preset = 'all'\nexclude = ['**/legacy/**']\n[tags]\nOwner = ''\n[codemods.ec2-root-volume-size]\nlevel = 'safe'\n",
    );
    place.put(
        "infra/iacfix.toml",
        "extends = '../base.toml'\npreset = 'recommended'\n[codemods.ec2-root-volume-size]\nminimum = 40\n\
         [codemods.stack-exports]\nenabled = false\n[[overrides]]\npaths = ['sandbox/**', 'trial/**']\npreset = 'faults'\n\
         codemods.ec2-root-volume-size.minimum = 8\n",
    );
    place
}

#[test]
fn config_shows_what_is_in_force_and_where_it_comes_from() {
    let said = layered().run(&["config", "--only", "ec2-root-volume-size,stack-exports"]).code(0);
    let (shown, rest) = said.out.split_once("Do not run: --only\n").unwrap();
    let expected = "\
program        infra
configuration  infra/iacfix.toml
extends        base.toml (infra/iacfix.toml:1)
preset         recommended                      infra/iacfix.toml:2
include        all files                        default
exclude        [\"**/legacy/**\"]                 base.toml:2 (extended)
tags           Owner = \"\"                       base.toml:4 (extended)

Set by the configuration and flags
  ec2-root-volume-size: runs                    --only; also without it (preset recommended)
    level = \"safe\"                              base.toml:6 (extended)
    minimum = 40                                infra/iacfix.toml:4
  stack-exports: runs                           --only; not without it (infra/iacfix.toml:6)
    level = each fix's own                      default

Overrides (later ones win)
  [\"sandbox/**\", \"trial/**\"]                    infra/iacfix.toml:8
    preset = \"faults\"                           infra/iacfix.toml:9
    ec2-root-volume-size: minimum = 8           infra/iacfix.toml:10

";
    assert_eq!(shown, expected);
    assert!(rest.contains("kms-key-rotation"), "{rest}");
    assert!(said.out.lines().all(|it| it.chars().count() <= 96), "{}", said.out);
}

#[test]
fn config_of_a_file_takes_in_the_overrides_that_hold_for_it() {
    let place = layered();
    let said = place.run_in("infra", &["config", "sandbox/a.ts", "--choose=cloudtrail-data-resource-arn=all"]).code(0);
    for line in [
        "file           sandbox/a.ts",
        "preset         faults                           iacfix.toml:9 (for sandbox/**, …)",
        "  ec2-root-volume-size: runs                    preset faults",
        "    level = \"safe\"                              ../base.toml:6 (extended)",
        "    minimum = 8                                 iacfix.toml:10 (for sandbox/**, …)",
        "  stack-exports: does not run                   iacfix.toml:6",
        "    choose = \"all\"                              --choose",
        "Overrides that hold for this file (later ones win)",
        "  [\"sandbox/**\", \"trial/**\"]                    iacfix.toml:8",
        "Do not run: only with preset recommended",
    ] {
        assert!(said.out.lines().any(|it| it == line), "{line}\n---\n{}", said.out);
    }
    let said = place.run(&["config", "infra/index.ts", "--preset", "all", "--skip", "network"]).code(0);
    for line in ["preset         all                              --preset", "Do not run: --skip"] {
        assert!(said.out.lines().any(|it| it == line), "{line}\n---\n{}", said.out);
    }
    assert!(!said.out.contains("Overrides"), "{}", said.out);
    let said = place.run(&["config", "infra/legacy/b.ts"]).code(0);
    assert!(said.out.ends_with("nothing is looked for in this file: `exclude` in base.toml:2\n"), "{}", said.out);
}

#[test]
fn config_as_json_has_every_value_with_its_origin() {
    let place = layered();
    let json = |args: &[&str]| -> Value {
        let said = place.run(&[&["config", "--format", "json"], args].concat()).code(0);
        serde_json::from_str(&said.out).unwrap()
    };
    let all = json(&["infra"]);
    assert_eq!((&all["schema"], all["configurations"].as_array().unwrap().len()), (&Value::from(1), 1));
    let it = &all["configurations"][0];
    assert_eq!(it["programs"], serde_json::json!(["infra"]));
    assert_eq!((&it["file"], &it["include"]["value"]), (&Value::Null, &Value::Null));
    let files = serde_json::json!([
        { "path": "base.toml", "through": ["infra/iacfix.toml:1"] },
        { "path": "infra/iacfix.toml", "through": [] },
    ]);
    assert_eq!(it["files"], files);
    let at = |file: &str, line: u32| serde_json::json!({ "kind": "file", "file": file, "line": line });
    assert_eq!(it["preset"], serde_json::json!({ "value": "recommended", "origin": at("infra/iacfix.toml", 2) }));
    assert_eq!(it["tags"]["Owner"]["origin"], at("base.toml", 4));
    assert_eq!(
        (&it["overrides"][0]["holds"], &it["overrides"][0]["preset"]["value"]),
        (&Value::Null, &"faults".into())
    );
    let row = |it: &Value, id: &str| {
        let rows = it["codemods"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap().clone()
    };
    let volume = row(it, "ec2-root-volume-size");
    let minimum = serde_json::json!({ "value": 40, "origin": at("infra/iacfix.toml", 4), "default": 30 });
    assert_eq!((&volume["options"]["minimum"], &volume["level"]["origin"]), (&minimum, &at("base.toml", 6)));
    assert_eq!(
        (&volume["enabled"]["because"], &volume["choose"]["origin"]["kind"]),
        (&"preset".into(), &"default".into())
    );
    let exports = row(it, "stack-exports")["enabled"].clone();
    let off = serde_json::json!({ "value": false, "origin": at("infra/iacfix.toml", 6), "because": "enabled" });
    assert_eq!(exports, off);

    let file = &json(&["infra/sandbox/a.ts", "--skip", "stack"])["configurations"][0];
    let mut origin = at("infra/iacfix.toml", 10);
    origin["override"] = 0.into();
    let minimum = &row(file, "ec2-root-volume-size")["options"]["minimum"];
    assert_eq!((&minimum["value"], &minimum["origin"]), (&8.into(), &origin));
    assert_eq!((&file["preset"]["value"], &file["overrides"][0]["holds"]), (&"faults".into(), &true.into()));
    let skipped = row(file, "stack-exports")["enabled"].clone();
    let flag = serde_json::json!({ "kind": "flag", "flag": "--skip" });
    assert_eq!((&skipped["value"], &skipped["origin"]), (&false.into(), &flag));
    let left = row(&json(&["infra/legacy/b.ts"])["configurations"][0], "kms-key-rotation");
    assert_eq!((&left["enabled"]["because"], &left["enabled"]["origin"]), (&"exclude".into(), &at("base.toml", 2)));
}

/// A run finds something of a codemod in a file exactly where `config` says that it runs there.
#[test]
fn what_config_says_is_what_a_run_does() {
    let place = layered();
    for file in ["index.ts", "sandbox/a.ts", "sandbox/key.ts", "legacy/b.ts", "more/c.ts"] {
        place.put(&format!("infra/{file}"), &format!("{KEY}{}", VOLUME.split_once(";\n").unwrap().1));
    }
    let mut both = std::collections::BTreeSet::new();
    for flags in [&[][..], &["--preset", "faults"], &["--only", "kms-key-rotation"], &["--skip", "iam"]] {
        let run = place.run(&[&["--check", "--format", "json", "infra"], flags].concat());
        let run: Value = serde_json::from_str(&run.out).unwrap();
        for file in ["index.ts", "sandbox/a.ts", "sandbox/key.ts", "legacy/b.ts", "more/c.ts"] {
            let file = format!("infra/{file}");
            let config = place.run(&[&["config", "--format", "json", &file], flags].concat()).code(0).out;
            let config: Value = serde_json::from_str(&config).unwrap();
            let rows = config["configurations"][0]["codemods"].as_array().unwrap();
            for id in ["kms-key-rotation", "ec2-root-volume-size"] {
                let findings = run["findings"].as_array().unwrap();
                let found = findings.iter().any(|it| it["codemod"] == id && it["file"] == file.as_str());
                let enabled = rows.iter().find(|it| it["id"] == id).unwrap()["enabled"]["value"].as_bool().unwrap();
                // In the sandbox, 20 GiB are enough.
                let expected = enabled && !(id == "ec2-root-volume-size" && file.contains("sandbox"));
                assert_eq!(found, expected, "{id} in {file} with {flags:?}");
                both.insert(found);
            }
        }
    }
    assert_eq!(both.len(), 2);
}

#[test]
fn config_groups_programs_and_says_where_there_is_none() {
    let place = Place::empty();
    let said = place.run(&["config"]).code(0);
    let start =
        "program        none here yet\nconfiguration  none, no iacfix.toml here or above\npreset         recommended ";
    assert!(said.out.starts_with(start) && !said.out.contains("Set by"), "{}", said.out);
    for folder in ["a", "b", "c"] {
        place.project(folder);
        place.put(&format!("{folder}/index.ts"), KEY);
    }
    place.put("iacfix.toml", "preset = 'all'\n");
    place.put("b/iacfix.toml", "preset = 'faults'\n");
    let said = place.run(&["config"]).code(0);
    let heads: Vec<_> =
        said.out.lines().filter(|it| it.starts_with("program") || it.starts_with("configuration")).collect();
    let expected =
        ["program        b", "configuration  b/iacfix.toml", "programs       a, c", "configuration  iacfix.toml"];
    assert_eq!(heads, expected);
    let said = place.run(&["config", "--config", "b/iacfix.toml"]).code(0);
    assert!(said.out.starts_with("programs       a, b, c\nconfiguration  b/iacfix.toml\n"), "{}", said.out);
    assert!(place.run(&["config", "none"]).code(2).err.contains("no such file or folder: none"));
    assert!(
        place.run(&["config", "--only", "kms-key-rotatoin"]).code(2).err.contains("did you mean `kms-key-rotation`?")
    );
    place.put("b/iacfix.toml", "\npreset = 'most'\n");
    assert!(place.run(&["config"]).code(2).err.contains("b/iacfix.toml:2: `preset` must be"));
}
