//! Runs of small codemods that look at text, over programs in a map.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::codemod::settings::{CodemodSettings, Defaults};
use crate::codemod::{Context, Manual, Preset, Theme};
use crate::edit::Edit;
use crate::model::FileId;

const AWS: &str = "import * as aws from '@pulumi/aws';\n";

type Disk = BTreeMap<PathBuf, Vec<u8>>;

struct Fake {
    meta: &'static Meta,
    look: Box<dyn Fn(&mut Context<'_, '_>) + Sync>,
}

impl Codemod for Fake {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        (self.look)(cx);
    }
}

fn fake(id: &'static str, look: impl Fn(&mut Context<'_, '_>) + Sync + 'static) -> &'static dyn Codemod {
    let manual = Manual { what: "", why: "", before: "", after: "", notes: "" };
    let meta = Box::leak(Box::new(Meta {
        id,
        title: "a fake",
        theme: Theme::Stack,
        report: "",
        preset: Preset::Faults,
        levels: &[Level::Safe],
        always_fixes: false,
        alternatives: &[],
        options: &[],
        manual,
    }));
    Box::leak(Box::new(Fake { meta, look: Box::new(look) }))
}

fn fix(edits: FileEdits) -> Fix {
    Fix { alternative: None, title: "t".into(), level: Level::Safe, effects: Vec::new(), note: None, edits: Ok(edits) }
}

fn finding(file: FileId, range: TextRange, subject: &str, fixes: Vec<Fix>) -> Finding {
    let level = fixes.first().map_or(Level::Advice, |f| f.level);
    Finding { file, range, message: "m".into(), level, subject: subject.into(), related: Vec::new(), fixes }
}

/// All places of `word` in all files, in reverse: a codemod need not report in order.
fn places(cx: &Context<'_, '_>, word: &str) -> Vec<(FileId, TextRange)> {
    let mut out = Vec::new();
    for (at, file) in cx.model.program().files.iter().enumerate() {
        let found = file.source.text().match_indices(word);
        let ranges = found.map(|(start, _)| TextRange::new(start as u32, (start + word.len()) as u32));
        out.extend(ranges.map(|range| (FileId(at as u32), range)));
    }
    out.reverse();
    out
}

fn edits(cx: &Context<'_, '_>, file: FileId, list: Vec<Edit>) -> FileEdits {
    let source = &cx.model.file(file).source;
    let mut edits = FileEdits::new();
    for edit in list {
        edits.file_mut(source.path()).insert(source.text(), edit).expect("a test's edits are inside and apart");
    }
    edits
}

/// Every `from` becomes `to`.
fn swap(id: &'static str, from: &'static str, to: &'static str) -> &'static dyn Codemod {
    fake(id, move |cx| {
        for (file, range) in places(cx, from) {
            let edits = edits(cx, file, vec![Edit::replace(range, to)]);
            cx.report(finding(file, range, from, vec![fix(edits)]));
        }
    })
}

fn disk(list: &[(&str, &str)]) -> Disk {
    list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
}

fn one(text: &str) -> Disk {
    disk(&[("/p/index.ts", &format!("{AWS}{text}"))])
}

fn session<'s>(disk: &'s Disk, codemods: &[&'static dyn Codemod]) -> Session<'s> {
    let sources = disk.keys().filter(|p| p.starts_with("/p")).cloned().collect();
    let spec = ProgramSpec { root: "/p".into(), sources, writable: vec!["/p".into()] };
    Session::new(spec, disk, codemods.to_vec(), &Defaults)
}

/// Everything safe, to the end.
fn run(disk: &Disk, codemods: &[&'static dyn Codemod]) -> Ended {
    let mut session = session(disk, codemods);
    session.run_defaults(Level::Safe);
    session.finish()
}

fn text(ended: &Ended, path: &str) -> String {
    ended
        .changes
        .get(Path::new(path))
        .map(|c| c.after.strip_prefix(AWS).unwrap_or(&c.after).to_string())
        .unwrap_or_default()
}

fn outcomes(ended: &Ended) -> Vec<(&str, &Outcome)> {
    ended.decisions.iter().map(|d| (d.found.meta.id, &d.outcome)).collect()
}

#[test]
fn findings_come_in_canonical_order_with_ids_that_do_not_move() {
    let disk = disk(&[("/p/b.ts", &format!("{AWS}old; old;")), ("/p/a.ts", &format!("{AWS}old;"))]);
    let codemods = [swap("z", "old", "new"), swap("a", "old", "odd")];
    let first = session(&disk, &codemods);
    let order =
        |s: &Session<'_>| s.findings().iter().map(|f| (f.meta.id, f.file.clone(), f.start.column)).collect::<Vec<_>>();
    let (a, b) = (PathBuf::from("/p/a.ts"), PathBuf::from("/p/b.ts"));
    let expected = [("z", &a, 1), ("z", &b, 1), ("z", &b, 6), ("a", &a, 1), ("a", &b, 1), ("a", &b, 6)]
        .map(|(i, f, c)| (i, f.clone(), c));
    assert_eq!(order(&first), expected);
    let ids = |s: &Session<'_>| s.findings().iter().map(|f| f.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first).iter().collect::<BTreeSet<_>>().len(), 6);
    assert!(ids(&first).iter().all(|id| id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit())));
    // The same program elsewhere, with lines before the findings, gives the same ids.
    let moved =
        self::disk(&[("/p/b.ts", &format!("{AWS}\n\nx; old;\nold;")), ("/p/a.ts", &format!("// a\n{AWS}old;"))]);
    assert_eq!(ids(&first), ids(&session(&moved, &codemods)));
}

#[test]
fn an_accepted_fix_is_applied_and_a_second_run_is_silent() {
    let disk = one("old;\n");
    let ended = run(&disk, &[swap("s", "old", "new")]);
    // `new;` does not parse.
    assert!(matches!(&ended.decisions[0].outcome, Outcome::TakenBack { reason } if reason.contains("`index.ts`")));
    let ended = run(&disk, &[swap("s", "old", "aws")]);
    assert_eq!(text(&ended, "/p/index.ts"), "aws;\n");
    assert_eq!((ended.passes, ended.left.len()), (2, 0));
    assert_eq!(outcomes(&ended), [("s", &Outcome::Applied)]);
    let alone = &ended.decisions[0].alone[Path::new("/p/index.ts")];
    assert_eq!((&*alone.0, &*alone.1), (&*format!("{AWS}old;\n"), &*format!("{AWS}aws;\n")));
}
