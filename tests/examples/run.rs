//! One example through the library, as `--preset all --yes --review` has it, with every choice made. Invariant: a run
//! starts from bytes alone.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::Codemod;
use iacfix_engine::codemod::run::{Ended, Found, Outcome, Session, Step};
use iacfix_engine::codemod::settings::Defaults;
use iacfix_engine::model::ProgramSpec;
use iacfix_engine::source::SourceFile;

/// Where programs stand while the engine looks at them; nothing is read from a disk there.
pub(crate) const ROOT: &str = "/program";

/// What a run came to.
pub(crate) struct Ran {
    /// What any pass found, as the first one that did.
    pub(crate) found: BTreeMap<String, Found>,
    /// The end.
    pub(crate) ended: Ended,
    /// The program afterwards.
    pub(crate) after: Files,
    /// Whether the last pass left nothing to answer.
    settled: bool,
}

/// The files of a program, by path.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What runs.
pub(crate) type Codemods = Vec<&'static dyn Codemod>;

/// Accepts the first fix of every finding that has one, pass by pass.
///
/// # Errors
/// A panic, which is a defect.
pub(crate) fn run(files: &Files, codemods: &Codemods) -> Result<Ran, String> {
    catch_unwind(AssertUnwindSafe(|| settle(files, codemods))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        format!("panicked: {}", text.unwrap_or("without a word"))
    })
}

fn settle(files: &Files, codemods: &Codemods) -> Ran {
    let root = Path::new(ROOT);
    let spec = ProgramSpec { root: root.into(), sources: vec![root.join("index.ts")], writable: vec![root.into()] };
    let mut session = Session::new(spec, files, codemods.clone(), &Defaults);
    let mut found = BTreeMap::new();
    let settled = loop {
        let mut accepted = Vec::new();
        for it in session.findings() {
            found.entry(it.id.clone()).or_insert_with(|| it.clone());
            accepted.extend(first_fix(it).map(|fix| (it.id.clone(), fix)));
        }
        accepted.iter().for_each(|(id, fix)| session.accept(id, *fix));
        match session.advance() {
            Step::Again => {}
            Step::Done => break true,
            Step::Bound => break false,
        }
    };
    let ended = session.finish();
    let mut after = files.clone();
    after.extend(ended.changes.iter().map(|(path, change)| (path.clone(), change.after.as_bytes().to_vec())));
    Ran { found, ended, after, settled }
}

/// The first fix of a finding that can be applied, a choice that a person would have to make included.
fn first_fix(found: &Found) -> Option<usize> {
    (0..found.finding.fixes.len()).find(|at| found.appliable(*at).is_some())
}

/// What is wrong with a run of `codemods`, if anything is.
pub(crate) fn wrong(ran: Result<&Ran, &String>, codemods: &Codemods) -> Option<String> {
    let ran = match ran {
        Ok(ran) => ran,
        Err(panic) => return Some(panic.clone()),
    };
    // The documentation has examples that are no TypeScript.
    if let Some(error) = ran.ended.errors.first() {
        let placed = error.at.line >= 1 && error.message.starts_with("does not parse: ");
        let quiet = ran.ended.changes.is_empty() && ran.found.is_empty();
        return (!placed || !quiet).then(|| format!("a file that can't be parsed came to this: {:?}", ran.ended));
    }
    if !ran.settled {
        return Some(format!("there was still something to accept after {} passes", ran.ended.passes));
    }
    for decision in &ran.ended.decisions {
        if let Outcome::TakenBack { reason } = &decision.outcome {
            return Some(format!("the fix of `{}` was taken back: {reason}", decision.found.meta.id));
        }
    }
    for (path, change) in ran.ended.changes.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "ts")) {
        if let Err(error) = SourceFile::parse(path, change.after.as_bytes().to_vec()) {
            return Some(format!("the result does not parse: {error}"));
        }
    }
    again(ran, codemods)
}

/// What a second run still does.
fn again(ran: &Ran, codemods: &Codemods) -> Option<String> {
    if ran.ended.changes.is_empty() {
        return None;
    }
    let second = match run(&ran.after, codemods) {
        Ok(second) => second,
        Err(panic) => return Some(format!("a second run {panic}")),
    };
    let applied =
        second.ended.decisions.iter().map(|it| format!("`{}`: {}", it.found.meta.id, it.found.finding.message));
    let applied: Vec<_> = applied.collect();
    let silent = applied.is_empty() && second.ended.changes.is_empty();
    (!silent).then(|| format!("a second run still accepts {}", applied.join(", ")))
}
