//! Comments beside what changes. Invariant: of a comment only the words change that the code beside it made untrue, and
//! only where they stand as words of their own.

use super::Rewrite;
use crate::model::{FileId, Node, NodeId};
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// Puts the second of each pair in place of the first in the comments that belong to `node`, and to what it is part
    /// of, up to its statement: those right before it, and those that end its line. Of pairs that meet, the first counts.
    pub fn reword(&mut self, file: FileId, node: NodeId, words: &[(&str, &str)]) {
        let index = self.index(file);
        let scan = self.scan(file);
        let source = &self.file(file).source;
        let mut parts = Vec::new();
        for (id, entry) in std::iter::once((node, index.entry(node))).chain(index.ancestors(node)) {
            let start = line_start(source.text(), entry.range.start);
            parts.push(TextRange::new(scan.lead(start), start));
            parts.push(TextRange::new(entry.range.end, source.line_end(entry.range.end)));
            if matches!(index.entry(id).node, Node::Stmt(_) | Node::Item(_) | Node::Member(_)) {
                break;
            }
        }
        parts.sort_by_key(|part| part.start);
        parts.dedup();
        let comments = parts.iter().flat_map(|part| source.comments_in(*part));
        let mut found: Vec<(TextRange, String)> =
            comments.flat_map(|comment| changes(source.text(), comment.range, words)).collect();
        found.sort_by_key(|(range, _)| range.start);
        found.dedup();
        for (range, new) in found {
            self.draft(file).replace_once(range, new);
        }
    }
}

/// Where the first word of the line of `at` starts.
fn line_start(text: &str, at: u32) -> u32 {
    let before = &text[..at as usize];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let indent = before[line..].len() - before[line..].trim_start().len();
    (line + indent) as u32
}

/// The words to change in one comment.
fn changes(text: &str, comment: TextRange, words: &[(&str, &str)]) -> Vec<(TextRange, String)> {
    let whole = &text[comment.as_usize()];
    let mut out: Vec<(TextRange, String)> = Vec::new();
    for (old, new) in words {
        for (at, _) in whole.match_indices(old) {
            let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (before, after) = (whole[..at].chars().next_back(), whole[at + old.len()..].chars().next());
            let start = comment.start + at as u32;
            let range = TextRange::new(start, start + old.len() as u32);
            let meets = |(have, _): &(TextRange, String)| have.start < range.end && range.start < have.end;
            if !is_part(before) && !is_part(after) && !out.iter().any(meets) {
                out.push((range, (*new).to_string()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::model::Node;
    use crate::rewrite::testing::check;
    use swc_ecma_ast::{Expr, Lit};

    #[track_caller]
    fn reworded(text: &str, expected: &str) {
        check(text, expected, |rewrite| {
            let file = rewrite.model().file_ids().next().expect("a file");
            let index = rewrite.model().index(file);
            let is_it = |node: &Node<'_>| matches!(node, Node::Expr(Expr::Lit(Lit::Str(s))) if s.value == *"it");
            let (node, _) = index.entries().find(|(_, entry)| is_it(&entry.node)).expect("it is there");
            rewrite.reword(file, node, &[("Linux 2", "Linux 3"), ("all that", "that"), ("all", "some")]);
            Ok(())
        });
    }

    #[test]
    fn comments_before_and_behind_change_their_words() {
        reworded(
            "// Linux 2, not Linux 2023\nconst a = f({\n  /* all that is */\n  x: ['it'], // Linux 2\n});\n",
            "// Linux 3, not Linux 2023\nconst a = f({\n  /* that is */\n  x: ['it'], // Linux 3\n});\n",
        );
    }

    #[test]
    fn comments_of_others_stay() {
        let text = "// all of the file\n\n// small\nconst a = 'it';\n// all\nconst b = 1;\nf(() => {\n  // all\n});\n";
        reworded(text, text);
        let inner = "// all\nf(() => {\n  const a = 'it'; // overall\n});\n";
        reworded(inner, inner);
    }
}
