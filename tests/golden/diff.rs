//! What differs, for a reader. Invariant: two different byte strings never look the same.

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use crate::tree::Tree;

/// The most lines that one file's difference takes.
const MOST_LINES: usize = 60;

/// The differences between two trees; nothing where they are the same.
pub(crate) fn trees(want: &Tree, got: &Tree) -> Option<String> {
    let mut out = String::new();
    for (path, bytes) in want {
        match got.get(path) {
            None => writeln!(out, "missing: {path}").expect("a string takes all"),
            Some(other) if other != bytes => {
                writeln!(out, "{path} (- wanted, + got)\n{}", texts(&shown(bytes), &shown(other)))
                    .expect("a string takes all");
            }
            Some(_) => {}
        }
    }
    for path in got.keys().filter(|path| !want.contains_key(*path)) {
        writeln!(out, "not wanted: {path}").expect("a string takes all");
    }
    (!out.is_empty()).then_some(out)
}

/// The differences between two texts, with a little around them.
pub(crate) fn texts(want: &str, got: &str) -> String {
    let diff = TextDiff::from_lines(want, got);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(2) {
        if !lines.is_empty() {
            lines.push("  ...".to_string());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let end = if change.missing_newline() { "<no line end>" } else { "" };
            lines.push(format!("{sign} {}{end}", change.value().trim_end_matches('\n')));
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    if more > 0 {
        lines.push(format!("  ... {more} lines more"));
    }
    lines.join("\n")
}

/// Bytes with all that is invisible made visible.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split_inclusive('\n').map(|line| {
        let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
        let kept = body.trim_end_matches([' ', '\t']);
        let trailing = body[kept.len()..].replace(' ', "<space>").replace('\t', "<tab>");
        format!("{kept}{trailing}{end}")
    });
    lines.collect::<String>().replace('\u{feff}', "<BOM>").replace('\r', "<CR>")
}
