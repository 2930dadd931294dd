//! Comments that silence findings, and what is said of those that don't.

use std::path::Path;

use super::*;
use crate::codemod::Date;
use crate::codemod::settings::{CodemodSettings, Comments};

/// Three codemods, on the last day of January 2027.
struct Catalogue {
    comments: Comments,
}

const ALL: Catalogue = Catalogue { comments: Comments::All };

impl Settings for Catalogue {
    fn of(&self, meta: &'static Meta, _: &Path) -> CodemodSettings {
        CodemodSettings::defaults(meta)
    }

    fn catalogue(&self) -> Option<&[&'static str]> {
        Some(&["s", "t", "elsewhere"])
    }

    fn nearest_id(&self, id: &str) -> Option<&'static str> {
        (id == "elsewere").then_some("elsewhere")
    }

    fn today(&self) -> Option<Date> {
        Some(Date::constant(2027, 1, 31))
    }

    fn comments(&self, _: &Path) -> Comments {
        self.comments
    }
}

fn opened<'s>(disk: &'s Disk, settings: &'s Catalogue) -> Session<'s> {
    let spec = ProgramSpec { root: "/p".into(), sources: disk.keys().cloned().collect(), writable: vec!["/p".into()] };
    Session::new(spec, disk, vec![swap("s", "old", "aws"), swap("t", "odd", "aws")], settings)
}

/// The program after the repairs of its comments up to this level, and nothing else.
#[track_caller]
fn repaired(text: &str, up_to: Level) -> String {
    let disk = one(text);
    let mut session = opened(&disk, &ALL);
    loop {
        let comments: Vec<String> = session
            .findings()
            .iter()
            .filter(|it| it.meta.id == "suppression" && it.is_default_within(up_to))
            .map(|it| it.id.clone())
            .collect();
        comments.iter().for_each(|id| session.accept(id, 0));
        if session.advance() != Step::Again || comments.is_empty() {
            break;
        }
    }
    let ended = session.finish();
    assert!(ended.decisions.iter().all(|it| it.outcome == Outcome::Applied), "{text}: {:?}", ended.decisions);
    match ended.changes.values().next() {
        Some(change) => change.after.strip_prefix(AWS).expect("the import stays").to_string(),
        None => text.to_string(),
    }
}

/// For every `old` its reason or `-`, then the complaints, with lines counted without the import.
fn looked(text: &str) -> (Vec<String>, Vec<String>) {
    let disk = one(text);
    let session = opened(&disk, &ALL);
    let (complaints, found): (Vec<&Found>, Vec<&Found>) =
        session.findings().iter().partition(|f| f.meta.id == "suppression");
    assert!(complaints.iter().all(|it| it.is_answerable()), "each can be repaired");
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
    let comment = crate::codemod::comment_for("s", None, "by\nhand");
    check(&format!("{comment}\nold;"), &["by hand"], &[]);
    let comment = crate::codemod::comment_for("s, t", Some(Date::constant(2027, 1, 31)), "by: hand");
    assert_eq!(comment, "// iacfix-ignore s, t until 2027-01-31: by: hand");
    check(&format!("{comment}\nf(old, odd);"), &["by: hand", "by: hand"], &[]);
}

#[test]
fn a_comment_counts_until_its_day_is_over() {
    check("// iacfix-ignore s until 2027-01-31: for now\nold;", &["for now"], &[]);
    check("/* iacfix-ignore s, t until 2027-02-01: for now */\nf(old, odd);", &["for now", "for now"], &[]);
    check("// iacfix-ignore-file s until 2099-12-31: for now\nold;", &["for now"], &[]);
    check(
        "// iacfix-ignore s until 2027-01-30: for now\nold;",
        &["-"],
        &["until 2027-01-30 and silences nothing any more"],
    );
    check("// iacfix-ignore-file s until 2020-01-01: x\nold;", &["-"], &["until 2020-01-01"]);
}

#[test]
fn what_is_no_date_silences_nothing() {
    for words in ["2027-02-30", "2027-1-31", "20270131", "soon", "2027-01-31 or so", "2027-01-31T10", "31.01.2027"] {
        let complaint = format!("`until {words}` is no date");
        check(&format!("// iacfix-ignore s until {words}: x\nold;"), &["-"], &[&complaint]);
    }
    check("// iacfix-ignore s until: x\nold;", &["-"], &["`until ` is no date"]);
    check("// iacfix-ignore until 2027-01-31: x\nold;", &["-"], &["names no codemod"]);
}

#[test]
fn where_the_day_is_not_known_nothing_expires() {
    let disk = one("// iacfix-ignore s until 2001-01-01: x\nold;\n");
    let session = session(&disk, &[swap("s", "old", "aws")]);
    assert_eq!(session.findings()[0].suppressed.as_deref(), Some("x"));
}

#[test]
fn a_comment_that_silences_nothing_goes_with_its_line() {
    let cases = [
        ("// iacfix-ignore s: why\nf();\n", "f();\n"),
        ("f();\n\n// iacfix-ignore s: why\nf();\n", "f();\n\nf();\n"),
        ("f();\n\n// iacfix-ignore s: why\n\nf();\n", "f();\n\nf();\n"),
        ("f(() => {\n  // iacfix-ignore s: last\n});\n", "f(() => {});\n"),
        ("f(() => {\n  a;\n\n  // iacfix-ignore s: last\n});\n", "f(() => {\n  a;\n});\n"),
        ("f(() => {\n  a;\n  /*\n   * iacfix-ignore s: last\n   */\n});\n", "f(() => {\n  a;\n});\n"),
        ("/* iacfix-ignore s: why */ f();\n", "f();\n"),
        ("f({\n  // iacfix-ignore s: why\n  a: 1,\n});\n", "f({\n  a: 1,\n});\n"),
        ("f([\n  // iacfix-ignore s: why\n  1,\n]);\n", "f([1]);\n"),
        ("// why\n// iacfix-ignore s: why\nf();\n", "// why\nf();\n"),
        ("// iacfix-ignore\nf();\n", "f();\n"),
        ("// iacfix-ignore s\nf();\n", "f();\n"),
        ("// iacfix-ignore s until soon: why\nold;\n", "old;\n"),
        ("// iacfix-ignore s until 2027-01-30: why\nold;\n", "old;\n"),
        ("// iacfix-ignore nothing-like-it: why\nf();\n", "f();\n"),
        ("// iacfix-ignore-file s: why\n\nf();\n", "\nf();\n"),
        ("f();\n// iacfix-ignore s: the end\n", "f();\n"),
        ("f();\n// iacfix-ignore s: the end", "f();\n"),
    ];
    for (before, after) in cases {
        assert_eq!(repaired(before, Level::Safe), after, "{before}");
    }
}

#[test]
fn an_id_that_silences_nothing_goes_and_the_others_stay() {
    let cases = [
        ("// iacfix-ignore s, t: why\nold;\n", "// iacfix-ignore s: why\nold;\n"),
        ("// iacfix-ignore t,s until 2099-01-01: why\nold;\n", "// iacfix-ignore s until 2099-01-01: why\nold;\n"),
        ("// iacfix-ignore nope, s, t: why\nold;\n", "// iacfix-ignore s: why\nold;\n"),
        ("/* iacfix-ignore s, t, elsewhere: why */\nf();\n", "/* iacfix-ignore elsewhere: why */\nf();\n"),
    ];
    for (before, after) in cases {
        assert_eq!(repaired(before, Level::Safe), after, "{before}");
    }
}

#[test]
fn what_would_silence_more_is_for_a_person_to_read() {
    let typo = "// iacfix-ignore elsewere: why\nf();\n";
    assert_eq!(repaired(typo, Level::Safe), typo);
    assert_eq!(repaired(typo, Level::Review), "// iacfix-ignore elsewhere: why\nf();\n");
    let beside = "f(() => {\n  old; // iacfix-ignore s: why\n});\n";
    assert_eq!(repaired(beside, Level::Safe), beside);
    assert_eq!(repaired(beside, Level::Review), "f(() => {\n  // iacfix-ignore s: why\n  old;\n});\n");
    let inside = "f({ /* iacfix-ignore s: why */ a: old });\n";
    assert_eq!(repaired(inside, Level::Review), "/* iacfix-ignore s: why */\nf({ a: old });\n");
}

#[test]
fn a_comment_of_what_did_not_run_is_judged_only_where_all_are() {
    let disk = one("// iacfix-ignore elsewhere\nf();\n// iacfix-ignore\nf();\n// iacfix-ignore s, nope: why\nf();\n");
    let lines = |comments| {
        let settings = Catalogue { comments };
        let session = opened(&disk, &settings);
        session.findings().iter().map(|it| it.start.line - 1).collect::<Vec<_>>()
    };
    assert_eq!(lines(Comments::All), [1, 3, 5]);
    assert_eq!(lines(Comments::OfWhatRan), [5]);
    assert!(lines(Comments::None).is_empty());
}

#[test]
fn no_comment_silences_what_is_said_of_comments() {
    check(
        "// iacfix-ignore-file suppression: leave me\n// iacfix-ignore s: why\nf();\n",
        &[],
        &["there is no codemod `suppression`", "`s` finds nothing here"],
    );
}

/// Reports every bucket at the word `old` before it.
fn shown_elsewhere() -> &'static dyn Codemod {
    fake("s", |cx| {
        let model = cx.model;
        let (file, range) = places(cx, "old").pop().expect("the word is there");
        for resource in model.resources() {
            cx.report(Finding::of(model, resource, "m").at(file, range));
        }
    })
}

#[test]
fn a_comment_on_a_resource_covers_what_is_shown_elsewhere() {
    let silent = |program: &str| {
        let disk = one(program);
        let session = session(&disk, &[shown_elsewhere()]);
        session.findings().iter().filter(|it| it.meta.id == "s").map(|it| it.suppressed.is_some()).collect::<Vec<_>>()
    };
    let comment = "// iacfix-ignore s: meant so\n";
    let args = "const args = { old };\n";
    let bucket = "export const b = new aws.s3.Bucket('b', args);\n";
    assert_eq!(silent(&format!("{args}{bucket}")), [false]);
    assert_eq!(silent(&format!("{args}{comment}{bucket}")), [true], "on the resource");
    assert_eq!(silent(&format!("{comment}{args}{bucket}")), [true], "where it is shown");
    assert_eq!(silent(&format!("{args}{bucket}{comment}f();\n")), [false], "on something else");
    let other = "const c = new aws.s3.Bucket('c', args);\n";
    let mut both = silent(&format!("{args}{comment}{bucket}{other}"));
    both.sort_unstable();
    assert_eq!(both, [false, true], "the other one is not meant");
}

/// The program after everything in it is silenced, and what could not be.
fn all_silenced(text: &str, until: Option<Date>) -> (String, Vec<String>) {
    let disk = one(text);
    let mut session = opened(&disk, &ALL);
    let refused = session.silence_all("as of\ntoday", until);
    session.advance();
    let open = session.findings().iter().filter(|it| it.suppressed.is_none());
    assert_eq!(open.count(), refused.len(), "what can be silenced is");
    let ended = session.finish();
    let after = match ended.changes.values().next() {
        Some(change) => change.after.strip_prefix(AWS).expect("the import stays").to_string(),
        None => text.to_string(),
    };
    (after, refused.into_iter().map(|(_, why)| why.to_string()).collect())
}

#[test]
fn everything_is_silenced_with_as_few_comments_as_there_are_places() {
    let cases = [
        ("old;\n", "// iacfix-ignore s: as of today\nold;\n"),
        ("f(old, odd, old);\n", "// iacfix-ignore s, t: as of today\nf(old, odd, old);\n"),
        (
            "f({\n  a: old,\n  b: odd,\n});\n",
            "f({\n  // iacfix-ignore s: as of today\n  a: old,\n  // iacfix-ignore t: as of today\n  b: odd,\n});\n",
        ),
        ("// iacfix-ignore s: as of today\nf(old, odd);\n", "// iacfix-ignore s, t: as of today\nf(old, odd);\n"),
        ("/* iacfix-ignore s: as of today */\nf(old, odd);\n", "/* iacfix-ignore s, t: as of today */\nf(old, odd);\n"),
        (
            "// iacfix-ignore s: other\nf(old, odd);\n",
            "// iacfix-ignore s: other\n// iacfix-ignore t: as of today\nf(old, odd);\n",
        ),
        ("// iacfix-ignore-file s, t: other\nf(old, odd);\n", "// iacfix-ignore-file s, t: other\nf(old, odd);\n"),
    ];
    for (before, after) in cases {
        assert_eq!(all_silenced(before, None), (after.to_string(), vec![]), "{before}");
        assert_eq!(all_silenced(after, None), (after.to_string(), vec![]), "a second time: {after}");
    }
}

#[test]
fn a_date_is_written_and_only_a_comment_with_the_same_one_is_extended() {
    let until = Some(Date::constant(2027, 12, 1));
    let (after, _) = all_silenced("// iacfix-ignore s: as of today\nf(old, odd);\n", until);
    let both = "// iacfix-ignore s: as of today\n// iacfix-ignore t until 2027-12-01: as of today\nf(old, odd);\n";
    assert_eq!(after, both);
    let (after, _) = all_silenced("// iacfix-ignore s until 2027-12-01: as of today\nf(old, odd);\n", until);
    assert_eq!(after, "// iacfix-ignore s, t until 2027-12-01: as of today\nf(old, odd);\n");
}

#[test]
fn what_no_comment_can_silence_is_told_with_the_reason() {
    let program = "// iacfix-ignore s: nothing here\nf();\nold;\n";
    let (after, refused) = all_silenced(program, None);
    assert_eq!(after, "// iacfix-ignore s: nothing here\nf();\n// iacfix-ignore s: as of today\nold;\n");
    assert_eq!(refused.len(), 1);
    assert!(refused[0].contains("no comment silences that"), "{refused:?}");
}

const JSX: &str = "import * as aws from '@pulumi/aws';
export const app = (
  <Stack>
    {/* iacfix-ignore s: by hand */}
    <Key of={old} />
    <Key of={old} />
  </Stack>
);
";

fn jsx(text: &str) -> Disk {
    disk(&[("/p/index.tsx", text)])
}

#[test]
fn a_comment_among_the_children_of_an_element_covers_the_next_one() {
    let seen = |text: &str| {
        let disk = jsx(text);
        let session = opened(&disk, &ALL);
        let (complaints, found): (Vec<&Found>, Vec<&Found>) =
            session.findings().iter().partition(|f| f.meta.id == "suppression");
        let silent: Vec<_> = found.iter().map(|it| it.suppressed.is_some()).collect();
        (silent, complaints.iter().map(|it| it.finding.message.clone()).collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(seen(JSX), (vec![true, false], String::new()));
    let fragment = JSX.replace("<Stack>", "<>").replace("</Stack>", "</>");
    assert_eq!(seen(&fragment), (vec![true, false], String::new()));
    let nested = JSX.replace("<Key of={old} />\n    <Key", "<Box>\n      {old}\n    </Box>\n    <Key");
    assert_eq!(seen(&nested), (vec![true, false], String::new()));
    let last = JSX.replace("    <Key of={old} />\n", "");
    assert!(seen(&last).1.contains("no declaration, statement or property follows it"));
    let beside = JSX.replace("    {/*", "    <Box /> {/*");
    assert!(seen(&beside).1.contains("it stands beside code"));
}

#[test]
fn a_comment_among_children_goes_with_its_braces() {
    let removed = |text: &str| {
        let disk = jsx(text);
        let mut session = opened(&disk, &ALL);
        let ids: Vec<_> =
            session.findings().iter().filter(|it| it.meta.id == "suppression").map(|it| it.id.clone()).collect();
        assert!(!ids.is_empty(), "{text}");
        ids.iter().for_each(|id| session.accept(id, 0));
        session.advance();
        let ended = session.finish();
        assert!(ended.decisions.iter().all(|it| it.outcome == Outcome::Applied), "{text}: {:?}", ended.decisions);
        ended.changes.values().map(|it| it.after.to_string()).collect::<String>()
    };
    let line = "    {/* iacfix-ignore s: by hand */}\n";
    let idle = JSX.replace("{old}", "{other}");
    let want = idle.replace(line, "");
    assert_eq!(removed(&idle), want);
    assert_eq!(removed(&idle.replace(line, "    {\n      /* iacfix-ignore s: by hand */\n    }\n")), want);
    assert_eq!(removed(&idle.replace("{/* iac", "{ /* iac").replace("hand */}", "hand\n    */ }")), want);
    let beside = idle
        .replace(line, "")
        .replace("<Key of={other} />\n    <", "<Key of={other} /> {/* iacfix-ignore s: by hand */}\n    <");
    assert_eq!(removed(&beside), want);
    let between = idle.replace(line, "").replace("/>\n    <", "/>{/* iacfix-ignore s: by hand */}<");
    assert_eq!(removed(&between), idle.replace(line, "").replace("/>\n    <", "/><"));
    // What stands there too stays, with the braces.
    let two = idle.replace("{/* iac", "{/* words */ /* iac");
    assert_eq!(removed(&two), idle.replace("/* iacfix-ignore s: by hand */", "/* words */"));
}

#[test]
fn a_comment_that_is_written_into_jsx_is_no_text_of_it() {
    for text in [
        JSX.replace("    {/* iacfix-ignore s: by hand */}\n", ""),
        "import * as aws from '@pulumi/aws';\nexport const app = () => <Stack>{old}</Stack>;\n".into(),
        "import * as aws from '@pulumi/aws';\nexport const app = (\n  <Stack\n    key={\n      old\n    }\n    of={old}\n  >\n    {list.map(\n      it => old,\n    )}\n    words\n    <Key>\n      {\n        old\n      }\n    </Key>\n  </Stack>\n);\n".into(),
    ] {
        let disk = jsx(&text);
        let mut session = opened(&disk, &ALL);
        let open = session.findings().len();
        assert!(session.silence_all("by hand", None).is_empty(), "{text}");
        session.advance();
        let silent = session.findings().iter().filter(|it| it.suppressed.is_some()).count();
        assert_eq!((silent, session.findings().len()), (open, open), "{text}");
        let after: String = session.finish().changes.values().map(|it| it.after.to_string()).collect();
        assert!(after.contains("// iacfix-ignore s: by hand\n"), "{after}");
    }
}
