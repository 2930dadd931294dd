//! Real programs: every TypeScript example in the documentation of the provider's majors 6 and 7, with every codemod and
//! every fix accepted. Invariant: nothing here knows a codemod; the examples come out of the installed packages.
//!
//! `cargo test --test examples` runs a fixed sample, `EXAMPLES=all cargo test --release --test examples` all of them; a
//! filter names modules (`run::aws7/kms`). What happened is counted by codemod at the end.

mod count;
mod example;
#[path = "../node/proofs.rs"]
mod node;
mod run;
mod selfcheck;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use example::Example;
use node::{Pair, Proofs};

/// How many changed programs of a major the compiler and the formatter are asked about: in a sample, and of all.
const PROVED: (usize, usize) = (40, 400);

/// Examples of one major and module of the provider.
type Modules = BTreeMap<String, Vec<Arc<Example>>>;

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let all = std::env::var("EXAMPLES").is_ok_and(|which| which == "all");
    let (mut modules, mut trials) = (Modules::new(), selfcheck::trials());
    for major in example::MAJORS {
        match example::of_major(major, all) {
            Ok(examples) => {
                let examples: Vec<_> = examples.into_iter().map(Arc::new).collect();
                trials.extend(proof_trials(major, &examples, if all { PROVED.1 } else { PROVED.0 }));
                for example in examples {
                    modules.entry(example.module()).or_default().push(example);
                }
            }
            Err(why) => trials.push(Trial::test(format!("extracted::aws{major}"), || Err(Failed::from(why)))),
        }
    }
    trials.extend(modules.iter().map(|(name, examples)| run_trial(name, examples)));
    let conclusion = libtest_mimic::run(&args, trials);
    print!("{}", count::table(modules.values().flatten().map(|it| &**it)));
    conclusion.exit_code()
}

/// Every example of a module keeps every law.
fn run_trial(module: &str, examples: &[Arc<Example>]) -> Trial {
    let examples = examples.to_vec();
    Trial::test(format!("run::{module}"), move || {
        let wrong =
            |it: &Arc<Example>| Some(format!("{}: {}", it.name, run::wrong(it.ran(), &iacfix_codemods::all())?));
        let wrong: Vec<_> = examples.iter().filter_map(wrong).collect();
        if wrong.is_empty() { Ok(()) } else { Err(Failed::from(wrong.join("\n"))) }
    })
}

/// The compiler's and the formatter's word on a sample of what changes, and on all that does not parse.
fn proof_trials(major: u32, examples: &[Arc<Example>], most: usize) -> Vec<Trial> {
    let of = |name: &str, check: fn(&[Pair], &Proofs, u32) -> Vec<String>, which: fn(&Example) -> bool| {
        let examples = examples.to_vec();
        Trial::test(format!("{name}::aws{major}"), move || {
            let mut these: Vec<_> = examples.iter().filter(|it| which(it)).collect();
            these.sort_by_key(|it| it.lot());
            let pairs = these.iter().take(most).map(|it| it.pair(major)).collect::<Result<Vec<_>, _>>()?;
            let wrong = check(&pairs, &Proofs::new(pairs.clone()), major);
            if wrong.is_empty() { Ok(()) } else { Err(Failed::from(wrong.join("\n"))) }
        })
    };
    let changes = |it: &Example| it.ran().is_ok_and(|ran| !ran.ended.changes.is_empty());
    let unparsed = |it: &Example| it.ran().is_ok_and(|ran| !ran.ended.errors.is_empty());
    let mut trials = vec![of("types", no_new_errors, changes), of("unparsed", does_not_parse, unparsed)];
    trials.push(of("style", stays_clean, changes));
    trials
}

fn no_new_errors(pairs: &[Pair], proofs: &Proofs, major: u32) -> Vec<String> {
    let verdict = |pair: &Pair| node::compiles(proofs.types(&pair.name, major)?, true);
    pairs.iter().filter_map(|pair| Some(format!("{}: {}", pair.name, verdict(pair).err()?))).collect()
}

fn stays_clean(pairs: &[Pair], proofs: &Proofs, _major: u32) -> Vec<String> {
    let verdict = |pair: &Pair| node::stays_clean(proofs.style(&pair.name)?, false);
    pairs.iter().filter_map(|pair| Some(format!("{}: {}", pair.name, verdict(pair).err()?))).collect()
}

/// What iacfix can't parse, the compiler can't either.
fn does_not_parse(pairs: &[Pair], proofs: &Proofs, major: u32) -> Vec<String> {
    let syntax = |pair: &Pair| match proofs.types(&pair.name, major) {
        Ok(answer) if answer.before.iter().any(|it| it.code < 2000) => None,
        Ok(_) => Some(format!("{}: iacfix does not parse it, and the compiler does", pair.name)),
        Err(why) => Some(why),
    };
    pairs.iter().filter_map(syntax).collect()
}
