//! Programs run through the library. Invariant: every run starts from bytes alone; nothing is kept from one to the next.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::{Ended, Found, Session, Step};
use iacfix_engine::model::ProgramSpec;

use crate::plan::Plan;
use crate::tree::{self, ROOT, Tree};

/// The most runs that fixes taken one at a time may need.
const MOST_RUNS: usize = 200;

/// In which order things are given that have none of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they come.
    Listed,
    /// The last first.
    Reversed,
    /// From the middle on, then those before it.
    Rotated,
}

impl Order {
    /// `items` in this order.
    pub(crate) fn of<T>(self, mut items: Vec<T>) -> Vec<T> {
        match self {
            Order::Listed => {}
            Order::Reversed => items.reverse(),
            Order::Rotated => {
                let middle = items.len().div_ceil(2);
                items.rotate_left(middle);
            }
        }
        items
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// What the first pass found, in the engine's order.
    pub(crate) first: Vec<Found>,
    /// What any pass found.
    pub(crate) seen: Vec<Found>,
    /// The end.
    pub(crate) ended: Ended,
    /// The program afterwards.
    pub(crate) tree: Tree,
    /// Whether the last pass left nothing to answer.
    pub(crate) settled: bool,
}

/// Accepts all that `plan` accepts, pass by pass.
pub(crate) fn run(program: &Tree, plan: &Plan, answers: Order, files: Order) -> Ran {
    let mounted = tree::mounted(program);
    let mut session = Session::new(spec(program, files), &mounted, plan.codemods.clone(), &plan.settings);
    let (first, mut seen) = (session.findings().to_vec(), Vec::new());
    let settled = loop {
        seen.extend_from_slice(session.findings());
        let accepted = session.findings().iter().filter(|found| accepts(plan, found));
        for id in answers.of(accepted.map(|found| found.id.clone()).collect()) {
            session.accept(&id, 0);
        }
        match session.advance() {
            Step::Again => {}
            Step::Done => break true,
            Step::Bound => break false,
        }
    };
    let ended = session.finish();
    Ran { tree: after(program, &ended), first, seen, ended, settled }
}

/// A session over a program that is `mounted`, before anything is answered.
pub(crate) fn session<'s>(program: &Tree, mounted: &'s BTreeMap<PathBuf, Vec<u8>>, plan: &'s Plan) -> Session<'s> {
    Session::new(spec(program, Order::Listed), mounted, plan.codemods.clone(), &plan.settings)
}

/// What a look finds that lays nothing out.
pub(crate) fn sketched(program: &Tree, plan: &Plan) -> Vec<Found> {
    let mounted = tree::mounted(program);
    let spec = spec(program, Order::Listed);
    Session::sketch(spec, &mounted, plan.codemods.clone(), &plan.settings).findings().to_vec()
}

/// Accepts one fix a run, the first in `order`, until none is left.
pub(crate) fn one_by_one(program: &Tree, plan: &Plan, order: Order) -> Result<Tree, String> {
    let mut program = program.clone();
    for _ in 0..MOST_RUNS {
        let mounted = tree::mounted(&program);
        let mut session = Session::new(spec(&program, Order::Listed), &mounted, plan.codemods.clone(), &plan.settings);
        let open = session.findings().iter().filter(|found| accepts(plan, found));
        let Some(id) = order.of(open.map(|found| found.id.clone()).collect()).into_iter().next() else {
            return Ok(program);
        };
        session.accept(&id, 0);
        session.advance();
        let ended = session.finish();
        if ended.changes.is_empty() {
            return Err(format!("the fix of {id} was accepted alone and changed nothing: {:?}", ended.decisions));
        }
        program = after(&program, &ended);
    }
    Err(format!("there was still something to accept after {MOST_RUNS} runs"))
}

/// Whether `plan` takes the first fix of a finding without a person.
pub(crate) fn accepts(plan: &Plan, found: &Found) -> bool {
    found.is_default_within(plan.accepts)
}

/// What was found, one a line, as `findings.txt` has it.
pub(crate) fn listing(found: &[Found]) -> String {
    let mut lines: Vec<_> = found
        .iter()
        .map(|it| {
            let suppressed = it.suppressed.as_ref().map(|why| format!(" (suppressed: {why})")).unwrap_or_default();
            let rest = format!("{} {} {}{suppressed}", it.finding.level, it.meta.id, it.finding.message);
            (tree::relative(&it.file), it.start.line, it.start.column, rest)
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(path, line, column, rest)| format!("{path}:{line}:{column} {rest}\n")).collect()
}

fn spec(program: &Tree, order: Order) -> ProgramSpec {
    let sources = program.keys().filter(|path| tree::is_source(path)).map(|path| Path::new(ROOT).join(path)).collect();
    ProgramSpec { root: ROOT.into(), sources: order.of(sources), writable: vec![ROOT.into()] }
}

/// The program afterwards.
pub(crate) fn after(program: &Tree, ended: &Ended) -> Tree {
    let mut tree = program.clone();
    for (path, change) in &ended.changes {
        tree.insert(tree::relative(path), change.after.as_bytes().to_vec());
    }
    tree
}
