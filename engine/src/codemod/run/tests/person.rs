//! What a person does in a session besides yes and no.

use super::*;
use crate::codemod::{Level, Origin};

fn text(session: Session<'_>) -> String {
    let ended = session.finish();
    ended.changes.values().map(|change| change.after.to_string()).collect()
}

fn first_id(session: &Session<'_>) -> String {
    session.findings()[0].id.clone()
}

/// The program after the first finding of `WRONG` in it is silenced.
fn silenced(program: &str) -> Result<String, String> {
    let disk = one(program);
    let mut session = session(&disk, &[swap("wrong", "WRONG", "42")]);
    let id = first_id(&session);
    let at = session.offer_silence(&id, "it is meant so", None).map_err(|e| e.to_string())?;
    session.accept(&id, at);
    session.advance();
    let found = session.findings().iter().find(|it| it.id == id).expect("it is still found");
    assert_eq!(found.suppressed.as_deref(), Some("it is meant so"), "{program}");
    assert!(session.findings().iter().all(|it| it.meta.id == "wrong"), "the comment itself is no finding");
    Ok(text(session).strip_prefix(AWS).expect("the import stays").to_string())
}

#[test]
fn a_silencing_comment_stands_before_the_smallest_construct_that_starts_a_line() {
    let comment = "// iacfix-ignore wrong: it is meant so\n";
    let cases = [
        ("export const a = WRONG;\n", "{}export const a = WRONG;\n"),
        ("const a = {\n  b: WRONG,\n};\n", "const a = {\n  {}  b: WRONG,\n};\n"),
        ("const a = { b: WRONG };\n", "{}const a = { b: WRONG };\n"),
        ("f([\n    WRONG,\n    2,\n]);\n", "f([\n    {}    WRONG,\n    2,\n]);\n"),
        ("class A {\n\tm() {\n\t\treturn WRONG;\n\t}\n}\n", "class A {\n\tm() {\n\t\t{}\t\treturn WRONG;\n\t}\n}\n"),
        ("if (x) f(WRONG);\n", "{}if (x) f(WRONG);\n"),
        ("// why\nf(WRONG);\n", "// why\n{}f(WRONG);\n"),
        ("// @ts-expect-error odd\nf(WRONG);\n", "{}// @ts-expect-error odd\nf(WRONG);\n"),
        ("f(\n  `${\n    WRONG\n  }`,\n);\n", "f(\n  `${\n    {}    WRONG\n  }`,\n);\n"),
    ];
    for (before, after) in cases {
        assert_eq!(silenced(before).as_deref(), Ok(after.replace("{}", comment).as_str()));
    }
}

#[test]
fn what_shares_every_line_with_other_code_is_not_silenced() {
    let disk = disk(&[("/p/index.ts", "import * as aws from '@pulumi/aws'; f(WRONG);\n")]);
    let mut session = session(&disk, &[swap("wrong", "WRONG", "42")]);
    let id = first_id(&session);
    let refused = session.offer_silence(&id, "it is meant so", None).expect_err("there is no place");
    assert!(refused.to_string().contains("on a line of its own"), "{refused}");
}

#[test]
fn a_fix_that_a_person_made_is_applied_and_a_broken_one_is_refused_with_the_reason() {
    let disk = one("f(WRONG);\n");
    let mut session = session(&disk, &[swap("wrong", "WRONG", "42")]);
    let id = first_id(&session);
    let whole = session.program().files[0].source.shared_text();
    let replaced = |text: &str| {
        let mut edits = FileEdits::new();
        let at = whole.find("WRONG").expect("it is there") as u32;
        let edit = Edit::replace(TextRange::new(at, at + 5), text);
        edits.file_mut(Path::new("/p/index.ts")).insert(&whole, edit).expect("inside and alone");
        Fix::new(Level::Safe, "as edited", Ok(edits)).by(Origin::Edited)
    };
    let broken = session.offer(&id, replaced("((")).expect_err("it does not parse");
    assert!(broken.to_string().starts_with("line 2 of `index.ts` as it would be: "), "{broken}");
    assert!(session.offer(&id, replaced("WRONG")).is_err(), "it changes nothing");
    let at = session.offer(&id, replaced("43")).expect("it parses");
    session.accept(&id, at);
    assert_eq!(text(session), format!("{AWS}f(43);\n"));
}

#[test]
fn a_copy_is_the_run_as_it_stood() {
    let disk = one("f(WRONG); g(WRONG);\n");
    let mut session = session(&disk, &[swap("wrong", "WRONG", "42")]).attended();
    let ids: Vec<_> = session.findings().iter().map(|it| it.id.clone()).collect();
    let before = session.clone();
    session.accept(&ids[0], 0);
    session.advance();
    let after = session.clone();
    session.accept(&ids[1], 0);
    assert_eq!(text(session), format!("{AWS}f(42); g(42);\n"));
    assert_eq!(text(after), format!("{AWS}f(42); g(WRONG);\n"));
    assert_eq!(text(before), "");
}

#[test]
fn a_person_may_take_more_passes_than_a_run_without_one() {
    let many: String = (0..30).map(|_| "f(WRONG);\n").collect();
    let disk = one(&many);
    let mut session = session(&disk, &[swap("wrong", "WRONG", "42")]).attended();
    while let Some(id) = session.findings().first().map(|it| it.id.clone()) {
        session.accept(&id, 0);
        assert_ne!(session.advance(), Step::Bound);
    }
    assert_eq!(text(session).matches("42").count(), 30);
}

#[test]
fn a_finding_knows_what_it_stands_in() {
    let program = "export class Tier extends X {
  constructor() {
    super();
    const web = new aws.ec2.Instance('web', { ami: WRONG });
  }
  grow() { [1].map(n => WRONG); }
}
const make = (n: number) => {
  return WRONG;
};
f(WRONG);
";
    let disk = one(program);
    let session = session(&disk, &[swap("wrong", "WRONG", "42")]);
    let within: Vec<_> = session.findings().iter().map(|it| it.within.join(" > ")).collect();
    assert_eq!(within, ["class Tier > constructor > aws.ec2.Instance 'web'", "class Tier > grow()", "make()", ""]);
}
