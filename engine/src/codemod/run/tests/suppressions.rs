//! Comments that silence findings, and what is said of those that don't.

use std::path::Path;

use super::*;
use crate::codemod::settings::CodemodSettings;

struct Catalogue;

impl Settings for Catalogue {
    fn of(&self, meta: &'static Meta, _: &Path) -> CodemodSettings {
        CodemodSettings::defaults(meta)
    }

    fn catalogue(&self) -> Option<&[&'static str]> {
        Some(&["s", "t", "elsewhere"])
    }
}

/// For every `old` its reason or `-`, then the complaints, with lines counted without the import.
fn looked(text: &str) -> (Vec<String>, Vec<String>) {
    let disk = one(text);
    let spec = ProgramSpec { root: "/p".into(), sources: disk.keys().cloned().collect(), writable: vec!["/p".into()] };
    let session = Session::new(spec, &disk, vec![swap("s", "old", "aws"), swap("t", "odd", "aws")], &Catalogue);
    let (complaints, found): (Vec<&Found>, Vec<&Found>) =
        session.findings().iter().partition(|f| f.meta.id == "suppression");
    assert!(complaints.iter().all(|f| f.finding.level == Level::Advice && f.finding.fixes.is_empty()));
    let reasons = found.iter().map(|f| f.suppressed.clone().unwrap_or("-".into())).collect();
    (reasons, complaints.iter().map(|f| format!("{}: {}", f.start.line - 1, f.finding.message)).collect())
}

#[track_caller]
fn check(text: &str, reasons: &[&str], complaints: &[&str]) {
    let (found, said) = looked(text);
    assert_eq!(found, reasons, "{text}\n{said:?}");
    assert_eq!(said.len(), complaints.len(), "{text}\n{said:?}");
    for (said, complaint) in said.iter().zip(complaints) {
        assert!(said.contains(complaint), "{text}\n{said}");
    }
}

#[test]
fn a_comment_covers_the_whole_construct_that_follows() {
    check("// iacfix-ignore s: by hand\nf(old, {\n  a: old,\n});\nold;\n", &["by hand", "by hand", "-"], &[]);
    check("/* iacfix-ignore s: by hand */\nexport const a = old, b = old;\nold;", &["by hand", "by hand", "-"], &[]);
    check("/**\n * iacfix-ignore s: by hand\n */\nfunction f() {\n  old;\n}\nold;", &["by hand", "-"], &[]);
    check("f({\n  // iacfix-ignore s: by hand\n  a: { b: old },\n  c: old,\n});", &["by hand", "-"], &[]);
    check("class A {\n  // iacfix-ignore s: by hand\n  a = old;\n  b = old;\n}", &["by hand", "-"], &[]);
    check("f([\n  // iacfix-ignore s: by hand\n  g(old),\n  old,\n]);", &["by hand", "-"], &[]);
    check("// iacfix-ignore s: by hand\n\n// more\n/* words */ old;\nold;", &["by hand", "-"], &[]);
    check("// iacfix-ignore s: of s\n// iacfix-ignore t: of t\nf(old, odd);", &["of s", "of t"], &[]);
    check("// iacfix-ignore s, t: both: and more\nf(old, odd);", &["both: and more", "both: and more"], &[]);
}

#[test]
fn a_comment_for_the_file_covers_the_file() {
    check("old;\n// iacfix-ignore-file s: generated\nold; odd;", &["generated", "generated", "-"], &[]);
}

#[test]
fn a_comment_that_says_too_little_silences_nothing() {
    check("// iacfix-ignore\nold;", &["-"], &["1: this comment names no codemod"]);
    check("// iacfix-ignore: why\nold;", &["-"], &["names no codemod"]);
    check("// iacfix-ignore s\nold;", &["-"], &["gives no reason"]);
    check("// iacfix-ignore-file s:  \nold;", &["-"], &["gives no reason"]);
    check("old; // iacfix-ignore s: beside\nold;", &["-", "-"], &["beside code"]);
    check(
        "{\n  old;\n  // iacfix-ignore s: last\n}\nold;",
        &["-", "-"],
        &["no declaration, statement or property follows"],
    );
}

#[test]
fn ids_that_do_not_exist_or_find_nothing_are_told() {
    check("// iacfix-ignore s, nope: why\nold;", &["why"], &["1: there is no codemod `nope`"]);
    check("// iacfix-ignore s, t: why\nold;", &["why"], &["`t` finds nothing here"]);
    check("f();\n// iacfix-ignore s: why\nf();\nold;", &["-"], &["2: `s` finds nothing here"]);
    check("// iacfix-ignore elsewhere: its codemod did not run\nf();", &[], &[]);
}

#[test]
fn other_words_are_no_suppression() {
    check("// iacfix-ignored s: x\n// see iacfix-ignore s: x\nconst t = '// iacfix-ignore s: x';\nold;", &["-"], &[]);
}

#[test]
fn a_suppressed_finding_is_never_applied() {
    let disk = one("// iacfix-ignore s: by hand\nold;\n");
    let mut session = session(&disk, &[swap("s", "old", "aws")]);
    let id = session.findings()[0].id.clone();
    assert!(session.preview(&id, 0).is_err());
    assert_eq!(session.accept_defaults(Level::Review), 0);
    session.accept(&id, 0);
    let ended = session.finish();
    assert!(ended.changes.is_empty());
    assert_eq!(ended.left[0].suppressed.as_deref(), Some("by hand"));
}

#[test]
fn the_comment_that_is_written_is_the_one_that_is_read() {
    let comment = crate::codemod::comment_for("s", "by\nhand");
    check(&format!("{comment}\nold;"), &["by hand"], &[]);
}
