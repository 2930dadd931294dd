//! Rounds as a table. Invariant: a ratio is that of two turns of one round; what is shown is the median over the rounds,
//! with the smallest and the largest beside it.

use std::fmt::Write;

use crate::contend::{Contender, Job, Turn};

/// One job on one tree; every round has a turn of each contender, in their order.
pub(crate) fn of(job: Job, contenders: &[&Contender], rounds: &[Vec<Turn>]) -> String {
    let what = match job {
        Job::Find { threads } => format!("finding, {threads} threads"),
        Job::Write { threads } => format!("writing, {threads} threads"),
    };
    let mut out = format!(
        "  {:<22}  {:>9}  {:>9}  {:>9}  {:>21}  {:>21}\n",
        what, "wall", "cpu", "peak", "wall / bare parse", "cpu / bare parse"
    );
    let bare = contenders.iter().position(|it| matches!(it, Contender::BareParse)).unwrap_or(0);
    for (at, contender) in contenders.iter().enumerate() {
        let over = |measure: fn(&Turn) -> f64| {
            let ratio = |turns: &Vec<Turn>| measure(&turns[at]) / measure(&turns[bare]);
            let ratios = sorted(rounds.iter().map(ratio));
            match (ratios.first(), ratios.last()) {
                (Some(low), Some(high)) => format!("{:.2} ({low:.2} to {high:.2})", median(&ratios)),
                _ => String::new(),
            }
        };
        let plain = |measure: fn(&Turn) -> f64| median(&sorted(rounds.iter().map(|turns| measure(&turns[at]))));
        // A String takes all that is written to it.
        let _ = writeln!(
            out,
            "  {:<22}  {:>6.0} ms  {:>6.0} ms  {:>6.0} MB  {:>21}  {:>21}",
            contender.name(),
            plain(wall) * 1e3,
            plain(cpu) * 1e3,
            plain(|turn| turn.peak as f64 / 1e6),
            over(wall),
            over(cpu)
        );
    }
    out
}

fn wall(turn: &Turn) -> f64 {
    turn.wall.as_secs_f64()
}

fn cpu(turn: &Turn) -> f64 {
    turn.cpu.as_secs_f64()
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Of sorted values; nothing has no middle.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    }
}
