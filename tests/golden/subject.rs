//! What the laws are about: a golden case, or the manual of a codemod, whose `before` and `after` are held to the same.
//! Invariant: the plain run of a subject is made once, whichever law asks first.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use iacfix_engine::codemod::Codemod;

use crate::case::{self, Case};
use crate::laws::{self, Verdict};
use crate::node::Pair;
use crate::plan::Plan;
use crate::run::{self, Order, Ran};
use crate::tree::{self, Tree};

/// Orders other than the plain one.
const OTHER_ORDERS: [Order; 2] = [Order::Reversed, Order::Rotated];

/// A program with what is to become of it.
pub(crate) struct Subject {
    /// `codemod/case` or `manual/codemod`.
    pub(crate) name: String,
    case: Case,
    plan: Result<Plan, String>,
    manual: bool,
    ran: OnceLock<Ran>,
}

/// A law with the name that its tests bear.
pub(crate) struct Law {
    /// In kebab-case.
    pub(crate) name: &'static str,
    /// Whether manuals are free of it.
    pub(crate) cases_only: bool,
    /// Holds a subject to it.
    pub(crate) check: fn(&Subject) -> Verdict,
}

/// The laws of every subject; those of types and style are asked of all at once elsewhere.
pub(crate) const LAWS: &[Law] = &[
    Law { name: "bytes", cases_only: false, check: |it| laws::bytes(&it.case.output, &it.ran()?.tree) },
    Law {
        name: "findings",
        cases_only: true,
        check: |it| laws::findings(&it.case.findings, &run::listing(&it.ran()?.first)),
    },
    Law { name: "sketch", cases_only: false, check: sketch },
    Law { name: "settled", cases_only: false, check: |it| laws::settled(it.ran()?) },
    Law { name: "second-run", cases_only: false, check: second_run },
    Law { name: "untouched", cases_only: false, check: |it| laws::untouched(it.ran()?) },
    Law { name: "line-ends", cases_only: false, check: line_ends },
    Law { name: "byte-order-mark", cases_only: false, check: byte_order_mark },
    Law { name: "promises", cases_only: false, check: |it| laws::promises(it.ran()?) },
    Law { name: "answer-order", cases_only: false, check: answer_order },
    Law { name: "one-by-one", cases_only: false, check: one_by_one },
    Law { name: "file-order", cases_only: false, check: file_order },
    Law { name: "command-line", cases_only: true, check: command_line },
];

/// The golden cases as subjects.
pub(crate) fn of_cases(cases: &[Case]) -> Vec<Subject> {
    let subject = |case: &Case| Subject {
        name: case.name.clone(),
        plan: Plan::of(case),
        case: case.clone(),
        manual: false,
        ran: OnceLock::new(),
    };
    cases.iter().map(subject).collect()
}

/// The manuals as subjects: a program of one file, all that can be written accepted.
pub(crate) fn of_manuals() -> Vec<Subject> {
    iacfix_codemods::all().into_iter().map(of_manual).collect()
}

fn of_manual(codemod: &'static dyn Codemod) -> Subject {
    let meta = codemod.meta();
    let program = |text: &str| Tree::from([("index.ts".to_string(), text.as_bytes().to_vec())]);
    let (input, output) = (program(meta.manual.before), program(meta.manual.after));
    let case = Case {
        name: format!("manual/{}", meta.id),
        codemod: meta.id.to_string(),
        folder: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("manual").join(meta.id),
        changes: input != output,
        input,
        output,
        findings: String::new(),
        wishes: case::Wishes::default(),
    };
    Subject { name: case.name.clone(), plan: Ok(Plan::everything(codemod)), case, manual: true, ran: OnceLock::new() }
}

impl Subject {
    /// Whether it is a golden case.
    pub(crate) fn is_case(&self) -> bool {
        !self.manual
    }

    /// The codemod whose golden or manual it is.
    pub(crate) fn codemod(&self) -> &str {
        &self.case.codemod
    }

    /// The plain run.
    pub(crate) fn ran(&self) -> Result<&Ran, String> {
        let plan = self.plan()?;
        Ok(self.ran.get_or_init(|| run::run(&self.case.input, plan, Order::Listed, Order::Listed)))
    }

    /// Its trees on disk, those of a manual written there first.
    pub(crate) fn pair(&self) -> Result<Pair, String> {
        if self.manual {
            let write = |name: &str, tree: &Tree| tree::write(&self.case.folder.join(name), tree);
            write("in", &self.case.input).and_then(|()| write("out", &self.case.output)).map_err(|e| e.to_string())?;
        }
        Ok(self.case.pair())
    }

    /// Whether its input may have type errors.
    pub(crate) fn type_errors(&self) -> bool {
        // What a manual shows may be just that its program does not compile.
        self.manual || self.case.wishes.type_errors
    }

    /// Whether it names the style that all its files are clean under.
    pub(crate) fn style_declared(&self) -> bool {
        self.case.wishes.prettier.is_some()
    }

    fn plan(&self) -> Result<&Plan, String> {
        self.plan.as_ref().map_err(Clone::clone)
    }
}

fn sketch(it: &Subject) -> Verdict {
    laws::sketch(&it.ran()?.first, &run::sketched(&it.case.input, it.plan()?))
}

fn second_run(it: &Subject) -> Verdict {
    let (plan, first) = (it.plan()?, it.ran()?);
    laws::second_run(plan, &first.tree, &run::run(&first.tree, plan, Order::Listed, Order::Listed))
}

fn line_ends(it: &Subject) -> Verdict {
    let plan = it.plan()?;
    let run = |tree: &Tree| run::run(tree, plan, Order::Listed, Order::Listed);
    laws::line_ends(&it.case.input, &it.ran()?.tree, &run)
}

fn byte_order_mark(it: &Subject) -> Verdict {
    let plan = it.plan()?;
    let run = |tree: &Tree| run::run(tree, plan, Order::Listed, Order::Listed);
    laws::byte_order_mark(&it.case.input, &it.ran()?.tree, &run)
}

fn answer_order(it: &Subject) -> Verdict {
    let (plan, want) = (it.plan()?, &it.ran()?.tree);
    OTHER_ORDERS.iter().try_for_each(|order| {
        let ran = run::run(&it.case.input, plan, *order, Order::Listed);
        laws::any_order(want, &format!("answered {order:?}"), Ok(ran.tree))
    })
}

fn file_order(it: &Subject) -> Verdict {
    let (plan, plain) = (it.plan()?, it.ran()?);
    OTHER_ORDERS.iter().try_for_each(|order| {
        let ran = run::run(&it.case.input, plan, Order::Listed, *order);
        let what = format!("files {order:?}");
        laws::findings(&run::listing(&plain.first), &run::listing(&ran.first))
            .map_err(|why| format!("{what}\n{why}"))?;
        laws::any_order(&plain.tree, &what, Ok(ran.tree))
    })
}

fn one_by_one(it: &Subject) -> Verdict {
    let (plan, want) = (it.plan()?, &it.ran()?.tree);
    let verdict = [Order::Listed, Order::Reversed, Order::Rotated].iter().try_for_each(|order| {
        let got = run::one_by_one(&it.case.input, plan, *order);
        laws::any_order(want, &format!("one fix a run, {order:?}"), got)
    });
    match (&it.case.wishes.order_matters, verdict) {
        (None, verdict) => verdict,
        (Some(_), Err(_)) => Ok(()),
        (Some(why), Ok(())) => Err(format!("case.toml says that order matters ({why}), and it does not")),
    }
}

/// The real command line with the case's arguments writes the same bytes.
fn command_line(it: &Subject) -> Verdict {
    let home = tempfile::tempdir().map_err(|e| e.to_string())?;
    let program = home.path().join("program");
    tree::write(&program, &it.case.input).map_err(|e| e.to_string())?;
    // A home of its own keeps the person's configuration out and the journal in.
    let output = Command::new(env!("CARGO_BIN_EXE_iacfix"))
        .args(it.case.args())
        .current_dir(&program)
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .output()
        .map_err(|e| e.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("iacfix {} ended with {}\n{said}", it.case.args().join(" "), output.status));
    }
    let got = tree::read(&program).map_err(|e| e.to_string())?;
    laws::bytes(&it.case.output, &got).map_err(|why| format!("iacfix {}\n{why}", it.case.args().join(" ")))
}
