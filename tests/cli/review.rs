//! The review on a real screen, key by key.
#![cfg(unix)]

use super::screen::Screen;
use super::support::{KEY, KEY_FIXED, Place, ROWS};

const WEB: &str = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class WebTier extends pulumi.ComponentResource {
  constructor(name: string, args: { ami: string }, opts?: pulumi.ComponentResourceOptions) {
    super('acme:web', name, {}, opts);

    const web = new aws.ec2.Instance(
      `web-${name}`,
      {
        ami: args.ami,
        instanceType: 't3.micro',
        rootBlockDevice: { volumeSize: 20, encrypted: true },
      },
      { parent: this }
    );

    const key = new aws.kms.Key(
      `data-${name}`,
      { description: 'data' },
      { parent: this }
    );

    this.registerOutputs({ id: web.id, key: key.arn });
  }
}
";

const TRAIL: &str = "import * as aws from '@pulumi/aws';

export const trail = new aws.cloudtrail.Trail('trail', {
  s3BucketName: 'logs',
  eventSelectors: [
    {
      includeManagementEvents: true,
      dataResources: [
        { type: 'AWS::S3::Object', values: ['arn:aws:s3:::*/'] },
      ],
    },
  ],
});
";

const THREE: &str = "--only=ec2-imdsv2,ec2-root-volume-size,kms-key-rotation";
const NARROW: (u16, u16) = (60, 24);
const WIDE: (u16, u16) = (120, 40);
const PLAIN: &[(&str, &str)] = &[("NO_COLOR", "1")];

fn web() -> Place {
    Place::program(&[("web.ts", WEB)])
}

#[test]
fn a_narrow_screen_shows_where_what_and_what_happens_and_the_patch_scrolls() {
    let place = web();
    let screen = Screen::starts(&place, &[THREE], NARROW, PLAIN);
    let first = screen.sees("1 of 3: apply?");
    assert_eq!(
        first,
        "
web.ts:8:17  ec2-imdsv2
in      class WebTier, constructor, aws.ec2.Instance
        `web-${name}`
fault   instance answers metadata requests without a token
        (IMDSv1): metadataOptions is not set
fix     require a token for metadata requests (safe)
effect  changes aws.ec2.Instance `web-${name}` in place
        (metadataOptions)
--- web.ts
+++ web.ts
@@ -11,6 +11,12 @@
         ami: args.ami,
         instanceType: 't3.micro',
         rootBlockDevice: { volumeSize: 20, encrypted: true
    },
+        metadataOptions: {
+          httpEndpoint: 'enabled',
+          httpTokens: 'required',
+          httpPutResponseHopLimit: 1,
+          instanceMetadataTags: 'enabled',
-- rows 1 to 21 of 25: space, arrows --
1 of 3: apply? [y,n,a,f,s,e,r,q,Q,?]"
    );
    screen.presses(&["Space"]);
    let rest = screen.sees("-- rows 5 to 25 of 25");
    assert!(rest.contains("+        },\n       },\n       { parent: this }\n"), "{rest}");
    screen.presses(&["Up"]);
    screen.sees("-- rows 4 to 24 of 25");
    screen.presses(&["Home"]);
    screen.sees("-- rows 1 to 21 of 25");
    screen.presses(&["?"]);
    let help = screen.sees("back to the last question");
    assert!(help.contains("1 of 3: apply?") && help.contains("drop everything"), "{help}");
    screen.presses(&["Q"]);
    let (code, last) = screen.ends();
    assert_eq!(code, 0, "{last}");
    assert!(last.ends_with("everything is dropped\nnothing was written"), "{last}");
    assert_eq!(place.text("web.ts"), WEB);
}

#[test]
fn after_each_answer_the_rest_is_shown_where_it_stands_by_then_and_b_goes_back() {
    let place = web();
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("1 of 3: apply?");
    screen.presses(&["y"]);
    let second = screen.sees("2 of 3: apply?");
    assert_eq!(
        second,
        "yes     web.ts:8  ec2-imdsv2: require a token for metadata requests

web.ts:13:28  ec2-root-volume-size
in      class WebTier, constructor, aws.ec2.Instance `web-${name}`
fault   root volume of 20 GiB is smaller than 30 GiB
fix     raise the root volume to 30 GiB (review)
effect  changes aws.ec2.Instance `web-${name}` in place (rootBlockDevice), billed from then on
note    a volume can't shrink again
--- web.ts
+++ web.ts
@@ -10,7 +10,7 @@
       {
         ami: args.ami,
         instanceType: 't3.micro',
-        rootBlockDevice: { volumeSize: 20, encrypted: true },
+        rootBlockDevice: { volumeSize: 30, encrypted: true },
         metadataOptions: {
           httpEndpoint: 'enabled',
           httpTokens: 'required',
2 of 3: apply? [y,n,a,f,s,e,r,b,q,Q,?]"
    );
    screen.presses(&["n"]);
    let third = screen.sees("3 of 3: apply?");
    assert!(third.contains("web.ts:24:17  kms-key-rotation"), "six lines further down than it was: {third}");
    screen.presses(&["b"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["b"]);
    let first = screen.sees("1 of 3: apply?");
    assert!(first.contains("[y,n,a,f,s,e,r,q,Q,?]"), "nothing is left to go back to: {first}");
    screen.presses(&["n"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["y"]);
    let third = screen.sees("3 of 3: apply?");
    assert!(third.contains("web.ts:18:17  kms-key-rotation"), "nothing stands above it now: {third}");
    screen.presses(&["y"]);
    let list = screen.sees("Write 1 file?");
    assert!(list.contains("These files would be written:\n  web.ts (2 fixes)\nWrite 1 file? [y,n,b]"), "{list}");
    screen.presses(&["b"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["n"]);
    screen.sees("web.ts (1 fix)");
    assert_eq!(place.text("web.ts"), WEB, "nothing is written before the last question");
    screen.presses(&["y"]);
    let (code, last) = screen.ends();
    assert_eq!(code, 0, "{last}");
    assert_eq!(place.text("web.ts"), WEB.replace("volumeSize: 20", "volumeSize: 30"));
}

#[test]
fn changed_words_stand_out_with_colour_and_without() {
    let trail = "import * as aws from '@pulumi/aws';\n\nexport const key = new aws.kms.Key('key', { enableKeyRotation: false });\n";
    for (env, words) in [(&[][..], "\u{1b}[1;7mtrue"), (PLAIN, "\u{1b}[4mtrue")] {
        let place = Place::program(&[("a.ts", trail)]);
        let screen = Screen::starts(&place, &["--only=kms-key-rotation"], WIDE, env);
        screen.sees("1 of 1: apply?");
        let marked = screen.shows_marked();
        assert!(marked.contains(words), "{marked:?}");
        assert_eq!(marked.contains("\u{1b}[32m"), env.is_empty(), "colour only where it is wanted: {marked:?}");
        screen.presses(&["Q"]);
        screen.ends();
    }
}

#[test]
fn alternatives_are_looked_at_before_one_is_chosen() {
    let place = Place::program(&[("a.ts", TRAIL)]);
    let screen = Screen::starts(&place, &["--only=cloudtrail-data-resource-arn"], NARROW, PLAIN);
    let first = screen.sees("1 of 1: apply?");
    assert!(first.contains("     > 1 ") && first.contains("[y,n,1-"), "{first}");
    screen.presses(&["2"]);
    let second = screen.sees("     > 2 ");
    assert!(second.contains("1 of 1: apply?"), "{second}");
    screen.presses(&["1"]);
    screen.sees("     > 1 ");
    screen.presses(&["2"]);
    screen.sees("     > 2 ");
    screen.presses(&["y"]);
    screen.sees("Write 1 file?");
    screen.presses(&["y"]);
    assert_eq!(screen.ends().0, 0);
    assert_eq!(place.text("a.ts"), TRAIL.replace("arn:aws:s3:::*/", "arn:aws:s3"));
}

#[test]
fn a_patch_is_edited_and_one_that_can_not_be_taken_comes_back_with_the_reason() {
    let place = Place::program(&[("a.ts", KEY)]);
    let editor = |script: &str| {
        place.put("edit.sh", &format!("#!/bin/sh\nsed -i \"{script}\" \"$1\"\n"));
        format!("sh {}", place.path("edit.sh").display())
    };
    let command = editor("s/^+  enableKeyRotation: true/+  enableKeyRotation: ((/");
    let env = [("NO_COLOR", "1"), ("EDITOR", command.as_str())];
    let screen = Screen::starts(&place, &[ROWS], WIDE, &env);
    screen.sees("1 of 1: apply?");
    screen.presses(&["e"]);
    screen.sees("the edited patch was not taken: line 5 of `a.ts` as it would be:");
    place.put("edit.sh", &format!("#!/bin/sh\ncp \"$1\" {}\n", place.path("seen.diff").display()));
    screen.sees("e goes on with it");
    screen.presses(&["e"]);
    while !std::fs::read_to_string(place.path("seen.diff")).is_ok_and(|it| it.ends_with('\n')) {
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
    let again = place.text("seen.diff");
    assert!(
        again.starts_with("# Not taken: line 5 of `a.ts`") && again.contains("+  enableKeyRotation: (("),
        "{again}"
    );
    editor("s/^   description/   other/");
    screen.presses(&["e"]);
    screen.sees("the edited patch was not taken: the patch of a.ts does not apply");
    editor("/^#/!d");
    screen.presses(&["e"]);
    screen.sees("nothing is left of the patch");
    editor("s/^+  enableKeyRotation: true/+  rotationPeriodInDays: 90,\\n&/");
    screen.presses(&["e"]);
    let edited = screen.sees("as you edited it (safe)");
    assert!(edited.contains("+  rotationPeriodInDays: 90,\n+  enableKeyRotation: true,"), "{edited}");
    screen.presses(&["a"]);
    screen.sees("is for this place only: press y");
    screen.presses(&["y"]);
    screen.sees("Write 1 file?");
    screen.presses(&["y"]);
    assert_eq!(screen.ends().0, 0);
    assert_eq!(
        place.text("a.ts"),
        KEY_FIXED.replace("  enableKeyRotation", "  rotationPeriodInDays: 90,\n  enableKeyRotation")
    );
}

#[test]
fn a_rejection_asks_for_a_reason_and_writes_it_into_the_source() {
    let place = web();
    let screen = Screen::starts(&place, &[THREE], NARROW, PLAIN);
    screen.sees("1 of 3: apply?");
    screen.presses(&["r"]);
    screen.sees("\nreason:");
    screen.presses(&["Enter"]);
    screen.sees("without a reason it stays open");
    screen.presses(&["r"]);
    screen.sees("\nreason:");
    screen.types("until 2999-02-30: replaced");
    screen.presses(&["Enter"]);
    screen.sees("`2999-02-30` is no day");
    screen.sees("\nreason: until 2999-02-30: replaced");
    screen.presses(&["Home"]);
    (0..13).for_each(|_| screen.presses(&["Right"]));
    screen.presses(&["BSpace", "1", "End"]);
    screen.pastes(" next\nweek");
    screen.sees("\nreason: until 2999-01-30: replaced next week");
    screen.presses(&["Enter"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["s"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["n"]);
    screen.sees("web.ts (1 silenced)");
    screen.presses(&["y"]);
    let (code, last) = screen.ends();
    assert_eq!(code, 0, "{last}");
    assert!(last.contains("1 suppressed"), "{last}");
    let comment = "    // iacfix-ignore ec2-imdsv2 until 2999-01-30: replaced next week\n    const web";
    assert_eq!(place.text("web.ts"), WEB.replace("    const web", comment));
    let again = place.run(&["--check", THREE]);
    assert!(!again.out.contains("ec2-imdsv2"), "{}", again.out);
}

#[test]
fn bulk_keys_answer_for_a_codemod_and_for_a_file() {
    let place = Place::program(&[("a.ts", WEB), ("b.ts", &WEB.replace("acme:web", "acme:b")), ("c.ts", KEY)]);
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("1 of 7: apply?");
    screen.presses(&["a"]);
    let next = screen.sees("3 of 7: apply?");
    assert!(next.contains("a.ts:13:28  ec2-root-volume-size"), "{next}");
    let others = "all     a.ts:8  ec2-imdsv2: require a token for metadata requests
also    b.ts:8  ec2-imdsv2: require a token for metadata requests\n";
    assert!(next.contains(others), "what else the answer was meant for is told: {next}");
    screen.presses(&["f"]);
    let next = screen.sees("5 of 7: apply?");
    assert!(next.contains("b.ts:13:28  ec2-root-volume-size"), "the key in a.ts is answered too: {next}");
    screen.presses(&["s"]);
    screen.sees("6 of 7: apply?");
    screen.presses(&["q"]);
    let list = screen.sees("Write 2 files?");
    assert!(list.contains("  a.ts (3 fixes)\n  b.ts (1 fix)"), "{list}");
    screen.presses(&["y"]);
    let (code, last) = screen.ends();
    assert_eq!(code, 0, "{last}");
    assert!(last.contains("the answers are kept: run the same command to go on"), "{last}");
    assert!(place.text("a.ts").contains("enableKeyRotation: true"));
    assert!(place.text("b.ts").contains("volumeSize: 20") && place.text("b.ts").contains("metadataOptions"));
    assert_eq!(place.text("c.ts"), KEY);
}

#[test]
fn b_goes_back_over_programs() {
    let place = Place::empty();
    for name in ["one", "two"] {
        place.project(name);
        place.put(&format!("{name}/a.ts"), KEY);
    }
    let screen = Screen::starts(&place, &[ROWS], WIDE, PLAIN);
    screen.sees("one  1 of 1: apply?");
    screen.presses(&["y"]);
    screen.sees("two  1 of 1: apply?");
    screen.presses(&["b"]);
    screen.sees("one  1 of 1: apply?");
    screen.presses(&["n"]);
    screen.sees("two  1 of 1: apply?");
    screen.presses(&["y"]);
    screen.sees("Write 1 file?");
    screen.presses(&["y"]);
    assert_eq!(screen.ends().0, 0);
    assert_eq!((place.text("one/a.ts").as_str(), place.text("two/a.ts").as_str()), (KEY, KEY_FIXED));
}

#[test]
fn a_review_that_was_stopped_goes_on_where_it_was() {
    let place = web();
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("1 of 3: apply?");
    screen.presses(&["y"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["n"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["C-c"]);
    assert_eq!(screen.ends().0, 130);
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("which stopped after 2 answers? [y,n]");
    screen.presses(&["y"]);
    let third = screen.sees("3 of 3: apply?");
    assert!(third.contains("kms-key-rotation"), "{third}");
    screen.presses(&["C-c"]);
    assert_eq!(screen.ends().0, 130);
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("which stopped after 2 answers? [y,n]");
    screen.presses(&["y"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["b"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["n"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["y"]);
    screen.sees("web.ts (2 fixes)");
    screen.presses(&["y"]);
    assert_eq!(screen.ends().0, 0);
    let text = place.text("web.ts");
    assert!(text.contains("metadataOptions") && text.contains("enableKeyRotation") && text.contains("volumeSize: 20"));
    // What was answered to the end is not offered for going on with.
    let screen = Screen::starts(&place, &[THREE], WIDE, PLAIN);
    screen.sees("1 of 1: apply?");
    screen.presses(&["Q"]);
    screen.ends();
}

#[test]
fn answers_are_given_again_in_another_program_without_a_person() {
    let place = web();
    let screen = Screen::starts(&place, &[THREE, "--decisions", "answers.toml"], WIDE, PLAIN);
    screen.sees("1 of 3: apply?");
    screen.presses(&["y"]);
    screen.sees("2 of 3: apply?");
    screen.presses(&["r"]);
    screen.sees("reason");
    screen.types("small on purpose");
    screen.presses(&["Enter"]);
    screen.sees("3 of 3: apply?");
    screen.presses(&["n"]);
    screen.sees("Write 1 file?");
    screen.presses(&["n"]);
    screen.ends();
    assert_eq!(place.text("web.ts"), WEB);
    let answers = place.text("answers.toml");

    let other = Place::program(&[("b.ts", &WEB.replace("web", "app")), ("answers.toml", &answers)]);
    let said = other.run(&["--yes", THREE, "--decisions", "answers.toml"]).code(0);
    let text = other.text("b.ts");
    assert!(text.contains("metadataOptions"), "{}", said.out);
    assert!(text.contains("// iacfix-ignore ec2-root-volume-size: small on purpose\n"), "{text}");
    assert!(!text.contains("enableKeyRotation"), "{text}");
    assert!(!said.err.contains("matched nothing"), "{}", said.err);

    // Where answers of a kind differ, or none is of it, nothing is guessed; what matched nothing is said.
    let mixed = answers.clone() + &answers[answers.find("[[decision]]").unwrap()..].replace("\"yes\"", "\"no\"");
    let third = Place::program(&[("c.ts", WEB.split("    const key").next().unwrap()), ("answers.toml", &mixed)]);
    third.put("c.ts", &format!("{}  }}\n}}\n", third.text("c.ts")));
    third.put("d.ts", TRAIL);
    let said = third.run(&[
        "--dry-run",
        "--only=ec2-imdsv2,kms-key-rotation,cloudtrail-data-resource-arn",
        "--decisions",
        "answers.toml",
    ]);
    assert!(said.out.contains("left as it is: findings like it were answered differently"), "{}", said.out);
    assert!(said.out.contains("left as it is: no answer is for findings like it"), "{}", said.out);
    assert!(said.err.contains("matched nothing: no to kms-key-rotation on aws.kms.Key (web.ts:"), "{}", said.err);
}

#[test]
fn a_file_of_answers_that_is_not_understood_is_refused_with_its_line() {
    let place = web();
    place.put("answers.toml", "schema = 1\nstarted = ''\ncomplete = false\n[[decision]]\nanswr = 'yes'\n");
    let said = place.run(&["--yes", "--decisions", "answers.toml"]).code(2);
    assert!(said.err.contains("answers.toml:4:") || said.err.contains("answers.toml:5:"), "{}", said.err);
    let said = place.run(&["--yes", "--decisions", "nothing.toml"]).code(2);
    assert!(said.err.contains("no such file or folder: nothing.toml"), "{}", said.err);
}
