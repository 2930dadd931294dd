//! What finding and writing cost over many programs, against a bare parse of the same files and against `ast-grep`.
//! Invariant: contenders take turns, round after round, each as a process of its own over the same tree; only ratios
//! within a round are said, and nothing passes or fails.
//!
//! `cargo bench --bench fleet` makes its trees under the target folder and installs what it needs from the lock files;
//! `-- --help` tells the rest. ARCHITECTURE.md holds what it measured.

mod app;
mod contend;
mod infra;
#[path = "../../tests/node/install.rs"]
mod install;
mod parse;
mod random;
mod table;
mod trees;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use contend::{Contender, Job};
use trees::Tree;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Measures iacfix against a bare parse and against ast-grep, all in one run.
#[derive(Parser)]
#[command(name = "cargo bench --bench fleet --")]
struct Args {
    /// How often each contender has its turn.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Files of the generated monorepo, one in ten of them about a provider.
    #[arg(long, default_value_t = 10_000)]
    files: usize,
    /// Trees to measure; all without it: examples, monorepo, infra.
    #[arg(long = "tree", value_name = "TREE")]
    trees: Vec<String>,
    /// Leaves out the runs that write.
    #[arg(long)]
    finding_only: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
    #[command(subcommand)]
    contender: Option<Own>,
}

/// What the benchmark starts itself as.
#[derive(Subcommand)]
enum Own {
    /// Parses every source file below a folder and does nothing else.
    #[command(hide = true)]
    Parse {
        #[arg(long)]
        threads: usize,
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.contender {
        Some(Own::Parse { threads, folder }) => parse::parse(&folder, threads),
        // `cargo test --all-targets` starts it too, and measures nothing.
        None if !args.bench => Ok(()),
        None => measure(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(args: &Args) -> Fallible<()> {
    let all = std::thread::available_parallelism()?.get();
    let contenders = Contender::all()?;
    for tree in Tree::all(args.files)?.iter().filter(|it| args.trees.is_empty() || args.trees.contains(&it.name)) {
        // A run that was broken off may have left something written.
        tree.restore()?;
        println!("\n{}: {}", tree.name, tree.about);
        contenders.iter().try_for_each(|it| it.introduce(tree, all).map(|told| println!("  {told}")))?;
        let mut jobs = vec![Job::Find { threads: all }, Job::Find { threads: 1 }];
        jobs.dedup();
        if !args.finding_only {
            jobs.push(Job::Write { threads: all });
        }
        for job in jobs {
            let contenders: Vec<_> = contenders.iter().filter(|it| it.takes(job)).collect();
            let mut rounds = Vec::new();
            for round in 0..=args.rounds {
                let turns = contenders.iter().map(|it| it.turn(tree, job)).collect::<Fallible<Vec<_>>>()?;
                // The first round fills the cache of the disk.
                if round > 0 {
                    rounds.push(turns);
                }
            }
            println!("\n{}", table::of(job, &contenders, &rounds));
        }
        tree.restore()?;
    }
    Ok(())
}
