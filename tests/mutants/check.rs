//! What holds for every program, sound or not. Invariant: a check takes a program alone and gives the first law that it
//! breaks; it depends on nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::{Ended, Found, Outcome, Session, Step};
use iacfix_engine::codemod::settings::{CodemodSettings, Settings};
use iacfix_engine::codemod::{Level, Meta};
use iacfix_engine::model::ProgramSpec;
use iacfix_engine::source::SourceFile;

use crate::diff;
use crate::tree::{self, ROOT, Tree};

/// A law that a program breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Which law, in words that stay the same while a program is made smaller.
    pub(crate) law: String,
    /// What was seen.
    pub(crate) seen: String,
}

/// The first law that iacfix breaks on `program`.
pub(crate) fn check(program: &Tree) -> Result<(), Broken> {
    let panicked = |panic: Box<dyn std::any::Any + Send>| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Broken { law: "nothing panics".into(), seen: text.unwrap_or("a panic without words").into() }
    };
    catch_unwind(AssertUnwindSafe(|| laws(program))).unwrap_or_else(|panic| Err(panicked(panic)))
}

fn laws(program: &Tree) -> Result<(), Broken> {
    for alternative in [0, 1] {
        let first = run(program, alternative, false)?;
        parses(program, &first)?;
        let reversed = run(program, alternative, true)?;
        if first.after != reversed.after {
            return broken("the order of answers changes no byte", diff(&first.after, &reversed.after));
        }
        let second = run(&first.after, alternative, false)?;
        if second.after != first.after {
            let all: Vec<_> = second.ended.decisions.iter().map(|it| describe(&it.found)).collect();
            let law = format!("a second run changes nothing ({})", codemods(&second));
            return broken(&law, format!("{}\n{}", all.join("\n"), diff(&first.after, &second.after)));
        }
    }
    Ok(())
}

struct Ran {
    ended: Ended,
    after: Tree,
}

fn run(program: &Tree, alternative: usize, reversed: bool) -> Result<Ran, Broken> {
    let mounted: BTreeMap<PathBuf, Vec<u8>> = tree::mounted(program);
    let sources = program.keys().filter(|path| tree::is_source(path)).map(|path| Path::new(ROOT).join(path)).collect();
    let spec = ProgramSpec { root: ROOT.into(), sources, writable: vec![ROOT.into()] };
    let settings = Chosen { alternative };
    let mut session = Session::new(spec, &mounted, iacfix_codemods::all(), &settings);
    loop {
        session.findings().iter().try_for_each(speaks)?;
        let open = session.findings().iter().filter(|found| found.is_default_within(Level::Review));
        let mut ids: Vec<String> = open.map(|found| found.id.clone()).collect();
        if reversed {
            ids.reverse();
        }
        ids.iter().for_each(|id| session.accept(id, 0));
        match session.advance() {
            Step::Again => {}
            Step::Done => break,
            Step::Bound => {
                let open: Vec<_> = session.findings().iter().map(describe).collect();
                return broken("a run comes to rest", open.join("\n"));
            }
        }
    }
    let ended = session.finish();
    for decision in &ended.decisions {
        if let Outcome::TakenBack { reason } = &decision.outcome {
            let law = format!("no fix of {} is taken back", decision.found.meta.id);
            return broken(&law, format!("{}: {reason}", describe(&decision.found)));
        }
    }
    let mut after = program.clone();
    for (path, change) in &ended.changes {
        after.insert(tree::relative(path), change.after.as_bytes().to_vec());
    }
    Ok(Ran { ended, after })
}

/// Every codemod takes its alternative of this number, where it has one.
struct Chosen {
    alternative: usize,
}

impl Settings for Chosen {
    fn of(&self, meta: &'static Meta, _file: &Path) -> CodemodSettings {
        let choose = meta.alternatives.get(self.alternative).map(|it| it.name.to_string());
        CodemodSettings { choose, ..CodemodSettings::defaults(meta) }
    }
}

/// A message is one line, and none calls its own codemod a defect.
fn speaks(found: &Found) -> Result<(), Broken> {
    let fixes = &found.finding.fixes;
    let declined = fixes.iter().filter_map(|fix| fix.edits.as_ref().err().map(|it| it.0.as_str()));
    let texts = fixes.iter().map(|fix| fix.title.as_str()).chain(declined).chain([found.finding.message.as_str()]);
    for text in texts {
        if text.contains(['\n', '\r']) {
            return broken(
                &format!("a message of {} is one line", found.meta.id),
                format!("{}: {text:?}", describe(found)),
            );
        }
        if text.contains("a defect of") {
            return broken(&format!("{} is no defect", found.meta.id), format!("{}: {text}", describe(found)));
        }
    }
    Ok(())
}

/// What was written parses, and what does not parse was not written.
fn parses(program: &Tree, ran: &Ran) -> Result<(), Broken> {
    let unread: BTreeSet<String> = ran.ended.errors.iter().map(|error| tree::relative(&error.file)).collect();
    for path in ran.ended.changes.keys().map(|path| tree::relative(path)) {
        if unread.contains(&path) {
            return broken("what can't be read is left alone", path);
        }
        if tree::is_source(&path)
            && let Err(error) = SourceFile::parse(Path::new(&path), ran.after[&path].clone())
        {
            return broken("what is written parses", format!("{error}\n{}", diff(program, &ran.after)));
        }
    }
    Ok(())
}

fn codemods(ran: &Ran) -> String {
    let ids: BTreeSet<&str> = ran.ended.decisions.iter().map(|it| it.found.meta.id).collect();
    ids.into_iter().collect::<Vec<_>>().join(", ")
}

fn describe(found: &Found) -> String {
    let (path, meta) = (tree::relative(&found.file), found.meta.id);
    format!("{path}:{}:{} {meta}: {}", found.start.line, found.start.column, found.finding.message)
}

fn diff(before: &Tree, after: &Tree) -> String {
    diff::trees(before, after).unwrap_or_default()
}

fn broken<T>(law: &str, seen: String) -> Result<T, Broken> {
    Err(Broken { law: law.into(), seen })
}
