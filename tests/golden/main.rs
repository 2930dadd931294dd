//! The goldens, and the laws that every one of them keeps.
//!
//! One test a law and case, named `law::codemod/case`, so that `cargo test --test golden line-ends` runs a law and
//! `cargo test --test golden kms-key-rotation/` the goldens of a codemod. `UPDATE_GOLDENS=1 cargo test --test golden`
//! accepts what the codemods write now, then holds it to the laws; with a filter, only the cases that it names.
//! CONTRIBUTING.md tells how a case is laid out.

mod accept;
mod case;
mod catalogue;
mod diff;
mod facts;
mod graph;
mod graphs;
mod laws;
#[path = "../node/proofs.rs"]
mod node;
mod pages;
mod plan;
mod proofs;
mod real;
mod run;
mod selfcheck;
mod silent;
mod subject;
mod tree;

use std::process::ExitCode;
use std::sync::Arc;

use iacfix_engine::codemod::Meta;
use iacfix_engine::codemod::run::Found;
use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;
use laws::Verdict;
use subject::Subject;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let (mut cases, mut errors) = case::all();
    if case::accepting() {
        errors.extend(accept_all(&cases, &args));
        let (again, unreadable) = case::all();
        cases = again;
        errors.extend(unreadable);
        errors.dedup();
    }
    let subjects: Vec<Arc<Subject>> =
        subject::of_cases(&cases).into_iter().chain(subject::of_manuals()).map(Arc::new).collect();
    let mut trials = catalogue_trials(cases, errors);
    trials.extend(shown_trials(&subjects));
    trials.extend(selfcheck::trials());
    trials.extend(proofs::trials(&subjects, &args));
    for subject in subjects {
        trials.extend(law_trials(&subject));
    }
    libtest_mimic::run(&args, trials).exit_code()
}

/// Accepts every case that the filter names, all without one.
fn accept_all(cases: &[Case], args: &Arguments) -> Vec<String> {
    let named = |case: &&Case| args.filter.as_ref().is_none_or(|filter| case.name.contains(filter.as_str()));
    let mut errors = Vec::new();
    for case in cases.iter().filter(named) {
        match accept::accept(case) {
            Ok(true) => eprintln!("accepted golden/{}", case.name),
            Ok(false) => {}
            Err(why) => errors.push(format!("golden/{}: not accepted: {why}", case.name)),
        }
    }
    errors.extend(pages::PARTS.iter().filter_map(|part| part.accept().err()));
    // A filter may leave out the test that reports them.
    errors.iter().for_each(|error| eprintln!("{error}"));
    errors
}

/// A test of this name.
fn trial(name: String, check: impl FnOnce() -> Verdict + Send + 'static) -> Trial {
    Trial::test(name, move || check().map_err(Failed::from))
}

fn catalogue_trials(cases: Vec<Case>, errors: Vec<String>) -> Vec<Trial> {
    let metas: Vec<_> = iacfix_codemods::all().into_iter().map(|codemod| codemod.meta()).collect();
    let cases = Arc::new(cases);
    let mut trials = Vec::new();
    for meta in metas.clone() {
        let cases = Arc::clone(&cases);
        trials.push(trial(format!("metadata::{}", meta.id), move || catalogue::metadata(meta)));
        trials.push(trial(format!("has-goldens::{}", meta.id), move || catalogue::has_goldens(meta, &cases)));
    }
    let (ids, orphans, of_rows, all) = (metas.clone(), metas.clone(), metas, Arc::clone(&cases));
    trials.push(trial("catalogue::rows-have-codemods".into(), move || graphs::rows_have_codemods(&of_rows)));
    trials.push(trial("catalogue::most-cases-run".into(), move || catalogue::most_cases_run(&all)));
    trials.push(trial("catalogue::ids-differ".into(), move || catalogue::ids_differ(&ids)));
    trials.push(trial("catalogue::no-orphans".into(), move || catalogue::no_orphans(&orphans, &cases)));
    trials.push(trial("catalogue::cases-readable".into(), move || {
        if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
    }));
    let page = |part: &'static pages::Part| trial(format!("pages::{}", part.name), move || part.check());
    trials.extend(pages::PARTS.iter().map(page));
    trials.push(trial("facts::current".into(), facts::current));
    trials.push(trial("self-check::facts".into(), facts::drift_is_seen));
    trials
}

/// Over all that a codemod's goldens show: the levels and alternatives that it declares, and its promise of the graph.
fn shown_trials(subjects: &[Arc<Subject>]) -> Vec<Trial> {
    let of = |law: &str, meta: &'static Meta, check: fn(&'static Meta, &[Found]) -> Verdict| {
        let of_it: Vec<_> = subjects.iter().filter(|it| it.codemod() == meta.id).map(Arc::clone).collect();
        trial(format!("{law}::{}", meta.id), move || {
            let mut seen = Vec::new();
            for subject in &of_it {
                seen.extend_from_slice(&subject.ran()?.seen);
            }
            check(meta, &seen)
        })
    };
    let metas = iacfix_codemods::all().into_iter().map(|codemod| codemod.meta());
    let kept = |meta: &'static Meta| {
        let of_it: Vec<_> = subjects.iter().filter(|it| it.codemod() == meta.id).map(Arc::clone).collect();
        trial(format!("kept::{}", meta.id), move || {
            let mut chosen = Vec::new();
            for subject in &of_it {
                if let Some(name) = subject.chosen() {
                    chosen.push((name.to_string(), !subject.ran()?.seen.is_empty()));
                }
            }
            laws::kept(meta, &chosen)
        })
    };
    metas
        .flat_map(|meta| [of("shown", meta, laws::shown), of("has-graph", meta, graphs::has_graph), kept(meta)])
        .collect()
}

/// One test for each thing that a law says of a case.
fn law_trials(subject: &Arc<Subject>) -> Vec<Trial> {
    let laws = subject::LAWS.iter().filter(|law| subject.is_case() || !law.cases_only);
    let of = |law: &'static subject::Law| {
        let subject = Arc::clone(subject);
        trial(format!("{}::{}", law.name, subject.name), move || (law.check)(&subject))
    };
    laws.map(of).collect()
}
