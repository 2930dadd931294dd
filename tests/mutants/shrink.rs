//! Makes a program that breaks a law smaller. Invariant: the smaller one breaks the same law.

use crate::nodes::spots;
use crate::tree::{self, Tree};

/// The smallest program found in `budget` tries that still `fails`.
pub(crate) fn shrink(program: Tree, mut budget: usize, fails: &dyn Fn(&Tree) -> bool) -> Tree {
    let mut program = program;
    let mut keeps = |candidate: &Tree| {
        budget = budget.saturating_sub(1);
        (budget > 0).then(|| fails(candidate))
    };
    loop {
        let before = program.clone();
        for path in before.keys() {
            let mut less = program.clone();
            less.remove(path);
            match keeps(&less) {
                Some(true) => program = less,
                Some(false) => {}
                None => return program,
            }
        }
        for path in program.keys().cloned().collect::<Vec<_>>() {
            while let Some(less) = smaller(&program, &path, &mut keeps) {
                program = less;
            }
        }
        if program == before {
            return program;
        }
    }
}

/// The program with a node or a run of lines of one file less.
fn smaller(program: &Tree, path: &str, keeps: &mut dyn FnMut(&Tree) -> Option<bool>) -> Option<Tree> {
    let text = String::from_utf8(program[path].clone()).ok()?;
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    if tree::is_source(path) {
        ranges.extend(spots(path, text.as_bytes()).iter().map(|spot| {
            let range = spot.range.as_usize();
            let rest = &text[range.end..];
            range.start..range.end + usize::from(rest.starts_with(','))
        }));
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        ranges.push(at..at + line.len());
        at += line.len();
    }
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| std::cmp::Reverse(range.len()));
    for range in ranges {
        for new in ["", "x"] {
            let less = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
            if less.len() >= text.len() {
                continue;
            }
            let mut candidate = program.clone();
            candidate.insert(path.to_string(), less.into_bytes());
            match keeps(&candidate) {
                Some(true) => return Some(candidate),
                Some(false) => {}
                None => return None,
            }
        }
    }
    None
}
