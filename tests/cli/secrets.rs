//! A literal password beside what a fix changes: masked on screen unless asked for, and in no file that is written.

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
