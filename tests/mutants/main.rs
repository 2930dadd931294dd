//! Programs that nobody would write: mutants of the goldens, and any text. Whatever iacfix is given, nothing panics or
//! hangs, what it writes parses, a second run changes nothing, and no fix is taken back.
//!
//! Every test runs a fixed number of seeds; with `FUZZ_SECONDS` it goes on for that long, from `FUZZ_SEED` on, and ends
//! with all that it found. CONTRIBUTING.md says how.

#![allow(clippy::unwrap_used, reason = "a test that can not be set up has failed")]

mod check;
mod corpus;
#[path = "../golden/diff.rs"]
mod diff;
mod mutate;
mod nodes;
mod shrink;
#[path = "../golden/tree.rs"]
#[allow(dead_code, reason = "the golden tests use the rest")]
mod tree;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use check::{Broken, check};
use fastrand::Rng;
use tree::Tree;

/// How long one program may take, on a busy machine and without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

/// Tries that a program is made smaller in.
const TRIES: usize = 3000;

/// As the threads of a run have.
const STACK: usize = 256 << 20;

#[test]
fn mutated_programs() {
    let corpus = corpus::programs();
    hold("program", 40, move |rng| mutate::program(rng, &corpus));
}

#[test]
fn any_text() {
    hold("text", 200, mutate::text);
}

/// Holds programs to the laws, seed by seed, and fails with the smallest program that breaks each.
fn hold(target: &str, seeds: u64, make: impl Fn(&mut Rng) -> Tree + Send + 'static) {
    let wish = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let until = wish("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let first = wish("FUZZ_SEED").unwrap_or(0);
    let (say, hear) = channel();
    let name = target.to_string();
    // The program of a seed whose test did not live to tell.
    let shows = std::env::var_os("FUZZ_SHOW").is_some();
    let work = move || {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let mut seed = first;
        while until.map_or(seed < first + seeds, |until| Instant::now() < until) {
            let program = make(&mut Rng::with_seed(seed));
            if shows {
                eprintln!("{name} seed {seed}\n{}", listing(&program));
            }
            say.send(Some((seed, program.clone()))).unwrap();
            if let Err(Broken { law, seen }) = check(&program)
                && !found.contains_key(&law)
            {
                let again = |it: &Tree| check(it).is_err_and(|broken| broken.law == law);
                say.send(None).unwrap();
                let small = shrink::shrink(program, TRIES, &again);
                let seen = check(&small).err().map_or(seen, |broken| broken.seen);
                let report = format!("{name} seed {seed}: {law}\n{}{seen}\n", listing(&small));
                eprintln!("{report}");
                found.insert(law, report);
            }
            seed += 1;
        }
        eprintln!("{name}: seeds {first} to {seed}");
        found
    };
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap();
    let mut last = None;
    loop {
        // While a program is made smaller, nobody waits for it.
        let patience = if last.is_some() { PATIENCE } else { PATIENCE * 60 };
        match hear.recv_timeout(patience) {
            Ok(next) => last = next,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let (seed, program) = last.unwrap_or_default();
                panic!("{target} seed {seed} hangs:\n{}", listing(&program));
            }
        }
        // A stack that overflows takes the process with it: the seed stays behind.
        if let Some((seed, _)) = &last {
            let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("mutants-{target}"));
            std::fs::write(place, format!("{seed}\n")).unwrap();
        }
    }
    let found = worker.join().unwrap();
    let laws: Vec<_> = found.keys().cloned().collect();
    assert!(found.is_empty(), "broken: {laws:#?}");
}

fn listing(program: &Tree) -> String {
    let file = |(path, bytes): (&String, &Vec<u8>)| format!("=== {path}\n{}\n", String::from_utf8_lossy(bytes));
    program.iter().map(file).collect()
}
