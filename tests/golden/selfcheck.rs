//! The laws can fail: each is handed something that breaks it, and something next to it that does not. Invariant: a law
//! that takes the wrong for right fails here, before it hides anything. Those of the graph are in `selfcheck/graph.rs`.

mod graph;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::slice::from_ref;
use std::sync::Arc;

use iacfix_engine::codemod::run::{Decision, Ended, Found, Outcome};
use iacfix_engine::codemod::{
    Action, Alternative, Declined, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme,
};
use iacfix_engine::edit::{Edit, FileEdits};
use iacfix_engine::model::FileId;
use iacfix_engine::source::{LineColumn, TextRange};
use libtest_mimic::{Failed, Trial};

use crate::case::Wanted;
use crate::catalogue;
use crate::laws::{self, Verdict};
use crate::node::{self, Pair, Proofs};
use crate::pages;
use crate::plan::{Configured, Plan};
use crate::proofs::Asked;
use crate::real::Programs;
use crate::run::{self, Order, Ran};
use crate::silent;
use crate::tree::{self, ROOT, Tree};

const META: Meta = Meta {
    id: "self-check",
    title: "nothing",
    theme: Theme::Stack,
    report: "000#1, 003#2.5, 004 validation",
    preset: Preset::ByName,
    levels: &[Level::Safe],
    always_fixes: true,
    alternatives: &[],
    options: &[],
    manual: Manual { what: "What.", why: "Why.", before: "a;\n", after: "b;\n", notes: "" },
};

const BEFORE: &str = "const a = 1;\nconst b = 2;\n";
const AFTER: &str = "const a = 3;\nconst b = 2;\n";

/// The name of a law and a check that it can fail.
type Named = (&'static str, fn() -> Verdict);

/// A test for each law.
pub(crate) fn trials() -> Vec<Trial> {
    let checks: [Named; 17] = [
        ("bytes", bytes),
        ("findings", findings),
        ("notes", notes),
        ("sketch", sketch),
        ("settled", settled),
        ("second-run", second_run),
        ("untouched", untouched),
        ("line-ends", line_ends),
        ("byte-order-mark", byte_order_mark),
        ("promises", promises),
        ("silenced", silenced),
        ("shown", shown),
        ("orders", orders),
        ("metadata", metadata),
        ("runs", graph::runs),
        ("effects", graph::effects),
        ("has-graph", graph::has_graph),
    ];
    let trial =
        |(name, check): Named| Trial::test(format!("self-check::{name}"), move || check().map_err(Failed::from));
    checks.into_iter().map(trial).collect()
}

/// A verdict that has to be good.
fn kept(verdict: Verdict) -> Verdict {
    verdict.map_err(|why| format!("the right was taken for wrong: {why}"))
}

/// A verdict that has to be bad, for a reason in which `why` stands.
fn broken(verdict: Verdict, why: &str) -> Verdict {
    match verdict {
        Err(said) if said.contains(why) => Ok(()),
        Err(said) => Err(format!("wrong for another reason than {why:?}: {said}")),
        Ok(()) => Err(format!("the wrong was taken for right: {why}")),
    }
}

fn program(text: &str) -> Tree {
    Tree::from([("a.ts".to_string(), text.as_bytes().to_vec())])
}

fn file() -> PathBuf {
    Path::new(ROOT).join("a.ts")
}

/// A fix that turns [`BEFORE`] into [`AFTER`].
fn fix() -> Fix {
    let mut edits = FileEdits::new();
    let edit = Edit::replace(TextRange::new(10, 11), "3");
    edits.file_mut(&file()).insert(BEFORE, edit).expect("the edit lies inside");
    Fix::new(Level::Safe, "set it to 3", Ok(edits)).effect(Effect::new(Action::Update, "aws.x.Y"))
}

fn found(change: impl FnOnce(&mut Finding)) -> Found {
    let mut finding = Finding {
        file: FileId(0),
        range: TextRange::new(10, 11),
        message: "it is 1".into(),
        level: Level::Safe,
        subject: "a".into(),
        resource: None,
        about: None,
        related: Vec::new(),
        fixes: vec![fix()],
    };
    change(&mut finding);
    let start = LineColumn { line: 1, column: 11 };
    let end = LineColumn { line: 1, column: 12 };
    Found {
        id: "0".into(),
        meta: &META,
        file: file(),
        start,
        end,
        within: Vec::new(),
        finding,
        suppressed: None,
        pass: 1,
    }
}

fn sketch() -> Verdict {
    let full = [found(|_| {})];
    let unlaid = |it: &mut Finding| it.fixes[0].edits = Ok(FileEdits::new());
    kept(laws::sketch(&full, &[found(unlaid)]))?;
    broken(laws::sketch(&full, &[]), "- 0 a.ts:1:11")?;
    let declined = |it: &mut Finding| it.fixes[0].edits = Err(Declined::because("no way"));
    broken(laws::sketch(&full, &[found(declined)]), "no way")?;
    broken(laws::sketch(&full, &[found(|it| it.fixes[0].level = Level::Review)]), "review")
}

/// A run from [`BEFORE`] to `after` in which `found` was accepted with this outcome.
fn ran(after: &str, found: Found, outcome: Outcome) -> Ran {
    let alone = BTreeMap::from([(file(), (Arc::from(BEFORE), Arc::from(AFTER)))]);
    let decisions = vec![Decision { found: found.clone(), fix: 0, outcome, alone }];
    let ended = Ended { changes: BTreeMap::new(), decisions, left: Vec::new(), errors: Vec::new(), passes: 1 };
    Ran { first: vec![found.clone()], seen: vec![found], ended, tree: program(after), settled: true }
}

fn applied(after: &str) -> Ran {
    ran(after, found(|_| {}), Outcome::Applied)
}

fn plan() -> Plan {
    Plan { codemods: Vec::new(), accepts: Level::Review, settings: Configured::default() }
}

fn bytes() -> Verdict {
    kept(laws::bytes(&program(BEFORE), &program(BEFORE)))?;
    broken(laws::bytes(&program("a\n"), &program("a\r\n")), "a<CR>")?;
    broken(laws::bytes(&program("a\n"), &program("\u{feff}a\n")), "<BOM>a")?;
    broken(laws::bytes(&program("a\n"), &program("a")), "<no line end>")?;
    broken(laws::bytes(&program("a\n"), &program("a \n")), "a<space>")?;
    broken(laws::bytes(&program("a"), &Tree::new()), "missing: a.ts")?;
    broken(laws::bytes(&Tree::new(), &program("a")), "not wanted: a.ts")
}

fn findings() -> Verdict {
    let listing = run::listing(&[found(|_| {})]);
    kept(laws::findings("a.ts:1:11 safe self-check it is 1\n", &listing))?;
    broken(laws::findings("a.ts:1:12 safe self-check it is 1\n", &listing), "+ a.ts:1:11")?;
    broken(laws::findings("", &listing), "+ a.ts:1:11")
}

fn notes() -> Verdict {
    let noted = [found(|it| it.fixes[0].note = Some("it is billed".into())), found(|_| {})];
    kept(laws::notes(None, &noted))?;
    kept(laws::notes(Some(&["it is billed".into()]), &noted))?;
    broken(laws::notes(Some(&[]), &noted), "+ it is billed")?;
    broken(laws::notes(Some(&["it is billed".into(), "it is not".into()]), &noted), "- it is not")
}

fn settled() -> Verdict {
    kept(laws::settled(&applied(AFTER)))?;
    broken(laws::settled(&Ran { settled: false, ..applied(AFTER) }), "more to do")?;
    let taken_back = Outcome::TakenBack { reason: "it does not parse".into() };
    broken(laws::settled(&ran(AFTER, found(|_| {}), taken_back)), "it does not parse")
}

fn second_run() -> Verdict {
    let silent = |tree: &str| Ran { first: Vec::new(), seen: Vec::new(), ..applied(tree) };
    kept(laws::second_run(&plan(), &program(AFTER), &silent(AFTER)))?;
    broken(laws::second_run(&plan(), &program(AFTER), &silent(BEFORE)), "a second run changes")?;
    broken(laws::second_run(&plan(), &program(AFTER), &applied(AFTER)), "still finds")
}

fn silenced() -> Verdict {
    let quiet = |found: Found| Found { suppressed: Some("why".into()), ..found };
    let (open, other) = (found(|_| {}), found(|it| it.message = "it is 2".into()));
    let before = [open.clone(), other.clone()];
    kept(silent::silent(&before, &[], &[quiet(other.clone()), quiet(open.clone())]))?;
    kept(silent::silent(from_ref(&open), from_ref(&open.id), from_ref(&open)))?;
    broken(silent::silent(&before, &[], &[quiet(open.clone()), other.clone()]), "+ open self-check it is 2")?;
    broken(silent::silent(&before, &[], &[quiet(open.clone())]), "- silent self-check it is 2")?;
    broken(silent::silent(from_ref(&open), &[], &[quiet(open.clone()), other]), "+ open")?;
    let layout = |a: &str, b: &str| silent::same_but_for_layout(&program(a), &program(b));
    if !layout("f([\n  1,\n]);\n", "f([1]);\n") || layout("f([1, 2]);\n", "f([12]);\n") || layout("f(1);\n", "f(2);\n")
    {
        return Err("layout is told wrongly".into());
    }
    kept(silent::without_trace(&program(BEFORE), &program(BEFORE)))?;
    broken(silent::without_trace(&program(BEFORE), &program(&format!("\n{BEFORE}"))), "leave a trace")
}

fn untouched() -> Verdict {
    kept(laws::untouched(&applied(AFTER)))?;
    broken(laws::untouched(&applied("const a = 3;\nconst b = 2; \n")), "outside its edits")?;
    broken(laws::untouched(&applied("const A = 3;\nconst b = 2;\n")), "outside its edits")?;
    broken(laws::untouched(&applied("const a = 3;\r\nconst b = 2;\r\n")), "outside its edits")
}

fn line_ends() -> Verdict {
    let right =
        |tree: &Tree| applied(if tree == &program(BEFORE) { AFTER } else { "const a = 3;\r\nconst b = 2;\r\n" });
    kept(laws::line_ends(&program(BEFORE), &program(AFTER), &right))?;
    broken(laws::line_ends(&program(BEFORE), &program(AFTER), &|_| applied(AFTER)), "with CRLF line ends")?;
    let native = program("const a = 1;\r\nconst b = 2;\r\n");
    broken(laws::line_ends(&native, &program(AFTER), &|_| applied("x\n")), "with LF line ends")
}

fn byte_order_mark() -> Verdict {
    let right =
        |tree: &Tree| applied(&if tree == &program(BEFORE) { AFTER.to_string() } else { format!("\u{feff}{AFTER}") });
    kept(laws::byte_order_mark(&program(BEFORE), &program(AFTER), &right))?;
    broken(laws::byte_order_mark(&program(BEFORE), &program(AFTER), &|_| applied(AFTER)), "byte order mark")?;
    let twice = format!("\u{feff}\u{feff}{AFTER}");
    broken(laws::byte_order_mark(&program(BEFORE), &program(AFTER), &|_| applied(&twice)), "byte order mark")
}

fn promises() -> Verdict {
    let with = |change: fn(&mut Finding)| laws::promises(&ran(AFTER, found(change), Outcome::Applied));
    let fix_with = |change: fn(&mut Fix)| {
        let mut found = found(|_| {});
        change(&mut found.finding.fixes[0]);
        laws::promises(&ran(AFTER, found, Outcome::Applied))
    };
    kept(with(|_| {}))?;
    kept(with(|it| it.message = "VPC has no flow log".into()))?;
    broken(with(|it| it.message = "It is 1".into()), "starts with a capital")?;
    broken(with(|it| it.message = "it is 1.".into()), "ends with a full stop")?;
    broken(with(|it| it.message = "it is 1 ".into()), "ends with a space")?;
    broken(with(|it| it.message = String::new()), "is empty")?;
    broken(with(|it| it.message = "it\nis 1".into()), "more than one line")?;
    broken(with(|it| it.subject = String::new()), "no subject")?;
    broken(with(|it| it.level = Level::Review), "level review is not declared")?;
    broken(with(|it| it.fixes.clear()), "declares that it always fixes")?;
    broken(fix_with(|it| it.level = Level::Review), "not that of its first fix")?;
    broken(fix_with(|it| it.alternative = Some("drop")), "alternative `drop` is not declared")?;
    broken(fix_with(|it| it.effects.clear()), "says nothing of its effect")?;
    broken(fix_with(|it| it.edits = Ok(FileEdits::new())), "edits nothing")?;
    broken(fix_with(|it| it.edits = Err(Declined::because("no way"))), "declares that it always fixes")?;
    broken(fix_with(|it| it.note = Some("A note".into())), "note of a fix")
}

fn shown() -> Verdict {
    const TWO: Meta = Meta { levels: &[Level::Safe, Level::Review], ..META };
    const WAYS: Meta = Meta { alternatives: &[Alternative { name: "drop", title: "drop it", keeps: false }], ..META };
    kept(laws::shown(&META, &[found(|_| {})]))?;
    broken(laws::shown(&META, &[]), "level safe, which no golden shows")?;
    broken(laws::shown(&TWO, &[found(|_| {})]), "level review, which no golden shows")?;
    const KEEPS: Meta = Meta { alternatives: &[Alternative { name: "keep", title: "keep it", keeps: true }], ..META };
    kept(laws::kept(&KEEPS, &[("keep".into(), false)]))?;
    broken(laws::kept(&KEEPS, &[("drop".into(), false)]), "alternative `keep`, which no golden shows")?;
    broken(laws::kept(&KEEPS, &[("keep".into(), true)]), "finds something though `keep` is chosen")?;
    broken(laws::shown(&WAYS, &[found(|_| {})]), "alternative `drop`, which no golden shows")
}

fn orders() -> Verdict {
    kept(laws::any_order(&program(AFTER), "reversed", Ok(program(AFTER))))?;
    broken(laws::any_order(&program(AFTER), "reversed", Ok(program(BEFORE))), "reversed")?;
    broken(laws::any_order(&program(AFTER), "reversed", Err("no end".into())), "no end")?;
    let all = [Order::Listed, Order::Reversed, Order::Rotated].map(|order| order.of(vec![1, 2, 3]));
    if all == [vec![1, 2, 3], vec![3, 2, 1], vec![3, 1, 2]] { Ok(()) } else { Err(format!("orders are {all:?}")) }
}

fn metadata() -> Verdict {
    const OPTION: OptionSpec =
        OptionSpec { name: "size", kind: OptionKind::Integer { default: 1, min: 2, max: 3 }, help: "size in GiB" };
    kept(catalogue::metadata(&META))?;
    broken(catalogue::metadata(&Meta { id: "Self-Check", ..META }), "kebab")?;
    broken(catalogue::metadata(&Meta { id: "self--check", ..META }), "kebab")?;
    broken(catalogue::metadata(&Meta { title: "Nothing", ..META }), "title")?;
    broken(catalogue::metadata(&Meta { report: "3#1", ..META }), "report")?;
    broken(catalogue::metadata(&Meta { report: "003#1.2.3", ..META }), "report")?;
    broken(catalogue::metadata(&Meta { levels: &[Level::Review, Level::Safe], ..META }), "smallest first")?;
    broken(catalogue::metadata(&Meta { levels: &[Level::Advice], ..META }), "always fixes")?;
    broken(catalogue::metadata(&Meta { options: &[OPTION], ..META }), "default is not one of its values")?;
    broken(catalogue::ids_differ(&[&META, &META]), "twice")?;
    broken(catalogue::has_goldens(&META, &[]), "no case with an out/")?;
    let page = "a\n<!-- x: made by the golden tests -->\nold\n<!-- end of x -->\nb\n";
    let made = pages::between(page, "x", "new\n")?;
    let want = page.replace("old\n", "\nnew\n\n");
    kept(if made == want { Ok(()) } else { Err(made) })?;
    broken(pages::between("no marks", "x", "new\n").map(drop), "lacks the lines")
}

/// What is asked of all answers.
type Check = fn(&Asked) -> Verdict;

const TIDY: &str = "import * as aws from '@pulumi/aws';\n\n\
                    export const key = new aws.kms.Key('k', {\n  enableKeyRotation: true,\n});\n";

/// A program that is right, and what became of it, on disk.
fn folder(name: &str, after: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("self-check").join(name);
    for (side, text) in [("in", TIDY), ("out", after)] {
        tree::write(&folder.join(side), &program(text)).expect("the target folder can be written");
    }
    folder
}

/// Wrong outputs for the compiler and the formatter, to be asked about in the same processes as the goldens, and the
/// tests that these, and Pulumi, notice.
pub(crate) fn proofs() -> (Vec<Pair>, Vec<(String, Check)>) {
    let wrong_type = TIDY.replace("true", "'yes'");
    let unused = TIDY.replace("export const", "const");
    let spoilt = TIDY.replace(": true", ":true");
    let pairs = [("types", wrong_type), ("unused", unused), ("style", spoilt)].map(|(name, after)| {
        let folder = folder(name, &after);
        Pair {
            name: format!("self-check/{name}"),
            before: folder.join("in"),
            after: Some(folder.join("out")),
            prettier: None,
            majors: vec![6, 7],
            style: true,
        }
    });
    let checks: [(&str, Check); 7] = [
        ("self-check::types-aws6", |all| wrong_types(&all.proofs, 6)),
        ("self-check::types-aws7", |all| wrong_types(&all.proofs, 7)),
        ("self-check::graph-aws6", |all| graph::graph(&all.runs, 6)),
        ("self-check::graph-aws7", |all| graph::graph(&all.runs, 7)),
        ("self-check::runs-aws6", |all| graph::fails(&all.runs, 6)),
        ("self-check::runs-aws7", |all| graph::fails(&all.runs, 7)),
        ("self-check::style", |all| {
            kept(node::stays_clean(all.proofs.style("self-check/types")?, true))?;
            broken(node::stays_clean(all.proofs.style("self-check/style")?, false), "a.ts was clean under Prettier")
        }),
    ];
    (pairs.to_vec(), checks.map(|(name, check)| (name.to_string(), check)).to_vec())
}

/// Programs to be run in the same processes as the goldens.
pub(crate) fn programs() -> Vec<Programs> {
    let wrong = [("wrong", TIDY.replace("true", "'yes'"))].into_iter();
    let failing = graph::FAILING.iter().map(|(name, code, _)| (*name, format!("{TIDY}{code}\n")));
    let programs = wrong.chain(failing).map(|(name, after)| {
        let folder = folder(name, &after);
        Programs {
            name: format!("self-check/{name}"),
            before: folder.join("in"),
            after: Some(folder.join("out")),
            run: Wanted { driver: Some("export * from './a';".into()), ..Wanted::default() },
            majors: vec![6, 7],
        }
    });
    programs.collect()
}

fn wrong_types(proofs: &Proofs, major: u32) -> Verdict {
    kept(node::compiles(proofs.types("self-check/style", major)?, false))?;
    broken(node::compiles(proofs.types("self-check/unused", major)?, false), "TS6133")?;
    broken(node::compiles(proofs.types("self-check/types", major)?, false), "TS2322")
}
