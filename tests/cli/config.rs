//! `iacfix.toml` from outside.

use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

#[test]
fn init_writes_a_configuration_that_changes_nothing_and_never_overwrites() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let before = place.run(&["--check", "--format", "json"]).out;
    place.run(&["init"]).code(0);
    let text = place.text("iacfix.toml");
    assert!(text.contains("# [codemods.ec2-root-volume-size]") && text.contains("# minimum = 30"), "{text}");
    assert_eq!(place.run(&["--check", "--format", "json"]).code(1).out, before);
    // Every table that is commented out is right once it is not.
    let tables = text.lines().filter(|it| it.starts_with("# [codemods.") || it.starts_with("# minimum"));
    place.put("iacfix.toml", &tables.map(|it| format!("{}\n", &it[2..])).collect::<String>());
    place.run(&["--check", "--format", "json"]).code(1);
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
