//! What the laws are about: a golden case, or the manual of a codemod, whose `before` and `after` are held to the same.
//! Invariant: the plain run of a subject is made once, whichever law asks first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use iacfix_engine::codemod::run::{Decision, Outcome};
use iacfix_engine::codemod::settings::Settings;
use iacfix_engine::codemod::{Codemod, Effect};

use crate::case::{self, Case, Wanted};
use crate::graph::Graph;
use crate::graphs::{self, Row, Shown};
use crate::laws::{self, Verdict};
use crate::node::Pair;
use crate::plan::Plan;
use crate::real::Programs;
use crate::run::{self, Order, Ran};
use crate::silent;
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

/// What the results call a subject whose findings are silenced.
pub(crate) fn silenced_name(name: &str) -> String {
    format!("{name}, silenced")
}

/// The laws of every subject; those of types and style are asked of all at once elsewhere.
pub(crate) const LAWS: &[Law] = &[
    Law { name: "bytes", cases_only: false, check: |it| laws::bytes(&it.case.output, &it.ran()?.tree) },
    Law {
        name: "findings",
        cases_only: true,
        check: |it| laws::findings(&it.case.findings, &run::listing(&it.ran()?.first)),
    },
    Law { name: "notes", cases_only: true, check: |it| laws::notes(it.case.wishes.notes.as_deref(), &it.ran()?.first) },
    Law { name: "sketch", cases_only: false, check: sketch },
    Law { name: "settled", cases_only: false, check: |it| laws::settled(it.ran()?) },
    Law { name: "second-run", cases_only: false, check: second_run },
    Law { name: "untouched", cases_only: false, check: |it| laws::untouched(it.ran()?) },
    Law { name: "line-ends", cases_only: false, check: line_ends },
    Law { name: "byte-order-mark", cases_only: false, check: byte_order_mark },
    Law { name: "promises", cases_only: false, check: |it| laws::promises(it.ran()?) },
    Law { name: "silenced", cases_only: false, check: |it| silent::law(&it.case.input, it.plan()?, it.is_clean()) },
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

    /// The alternative of its codemod that it chooses.
    pub(crate) fn chosen(&self) -> Option<&str> {
        let plan = self.plan.as_ref().ok()?;
        plan.settings.choose.get(self.codemod()).map(String::as_str)
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

    /// Its input on disk, with and without comments for all that is found in it.
    pub(crate) fn silenced_pair(&self) -> Result<Pair, String> {
        let plain = self.pair()?;
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("silenced").join(&self.name);
        let silenced = silent::silence(&self.case.input, self.plan()?, None).tree;
        tree::write(&folder, &silenced).map_err(|e| e.to_string())?;
        let majors = plain.majors.last().copied().into_iter().collect();
        Ok(Pair { name: silenced_name(&self.name), after: Some(folder), style: true, majors, ..plain })
    }

    /// The same, to be run.
    pub(crate) fn programs(&self) -> Programs {
        Programs::of(&self.case)
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

    /// Whether its files say, or the case says for them, under which style they are clean.
    fn is_clean(&self) -> bool {
        let declares = |path: &String| path.rsplit('/').next().is_some_and(|name| name.starts_with(".prettierrc"));
        self.style_declared() || self.case.input.keys().any(declares)
    }

    /// Whether the program before may fail when it is run: what a manual shows may be just that.
    pub(crate) fn may_fail(&self) -> bool {
        self.manual
    }

    /// How it is run.
    pub(crate) fn wanted(&self) -> &Wanted {
        &self.case.wishes.run
    }

    /// Whether its output is another program.
    pub(crate) fn changes(&self) -> bool {
        self.case.changes
    }

    /// The variable that it is run with once more.
    pub(crate) fn variable(&self) -> Option<(&'static str, &'static str)> {
        // Any codemod may have had its say where several ran.
        let speaks = |row: &&Row| row.id == self.codemod() || self.codemod().starts_with('_');
        graphs::rows().filter(speaks).find_map(|row| row.variable)
    }

    /// The rows whose fixes were applied.
    pub(crate) fn rows(&self) -> Result<Vec<&'static Row>, String> {
        let applied: BTreeSet<_> = self.applied()?.map(|decision| decision.found.meta.id).collect();
        Ok(applied.into_iter().filter_map(graphs::row).collect())
    }

    /// What the applied fixes say that they do.
    pub(crate) fn effects(&self) -> Result<Vec<&Effect>, String> {
        Ok(self.applied()?.flat_map(|decision| &decision.found.finding.fixes[decision.fix].effects).collect())
    }

    /// The graphs as a row's promise takes them.
    pub(crate) fn shown<'a, R>(
        &self,
        row: &Row,
        (before, after): (&'a Graph, &'a Graph),
        varied: Option<&'a Graph>,
        then: impl FnOnce(&Shown<'_>) -> R,
    ) -> Result<R, String> {
        let left = &self.ran()?.ended.left;
        let meta = iacfix_codemods::all().into_iter().map(|it| it.meta()).find(|meta| meta.id == row.id);
        let settings = self.plan()?.settings.of(meta.ok_or("a row of no codemod")?, Path::new(""));
        let options = |name: &str| settings.options.get(name).cloned();
        let whole = left.iter().all(|found| found.meta.id != row.id);
        Ok(then(&Shown { before, after, varied, whole, options: &options }))
    }

    fn applied(&self) -> Result<impl Iterator<Item = &Decision>, String> {
        Ok(self.ran()?.ended.decisions.iter().filter(|it| it.outcome == Outcome::Applied))
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
