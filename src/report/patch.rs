//! `--format patch`. Invariant: `git apply`, run in the root of the repository (in the named folder where there is no
//! git), makes of the files exactly what `--yes` with the same flags makes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::diff::Diff;
use super::{Out, Report, Summary, Trouble};
use crate::look::Looked;
use crate::paths::{repository, seen_from};
use crate::settings::Named;

/// Patches, as they come.
pub(crate) struct Patch<'o> {
    out: &'o mut Out,
    /// Folders that paths are relative to where there is no git.
    named: Vec<PathBuf>,
}

impl<'o> Patch<'o> {
    /// Into `out`; `named` are the paths that the user named.
    pub(crate) fn new(out: &'o mut Out, named: &[Named]) -> Self {
        let folder =
            |it: &Named| if it.path.is_dir() { Some(it.path.clone()) } else { it.path.parent().map(Path::to_path_buf) };
        Self { out, named: named.iter().filter_map(folder).collect() }
    }

    /// The folder that the path of `file` is relative to.
    fn base(&self, file: &Path) -> PathBuf {
        if let Some(root) = repository(file) {
            return root.to_path_buf();
        }
        let above = self.named.iter().filter(|it| file.starts_with(it)).min();
        above.cloned().unwrap_or_else(|| self.named.first().cloned().unwrap_or_default())
    }
}

impl Report for Patch<'_> {
    fn is_closed(&self) -> bool {
        self.out.is_closed()
    }

    fn program(&mut self, looked: &Looked) -> io::Result<()> {
        let mut texts = BTreeMap::new();
        for (path, change) in &looked.ended.changes {
            let name = seen_from(&self.base(path), path);
            texts.insert(name.clone(), patch(&name, &change.before, &change.after));
        }
        texts.values().try_for_each(|text| self.out.write_all(text.as_bytes()))
    }

    fn end(&mut self, _summary: &Summary, _troubles: &[Trouble]) -> io::Result<()> {
        Ok(())
    }
}

/// The patch of one file.
fn patch(name: &str, before: &str, after: &str) -> String {
    let diff = Diff::new(before, after);
    let mut out = String::new();
    if diff.hunks() == 0 {
        return out;
    }
    let (old, new) = (quoted(&format!("a/{name}")), quoted(&format!("b/{name}")));
    // A name with a space ends with a tab in these two lines, or readers take the space for its end.
    let tab = if name.contains(' ') { "\t" } else { "" };
    let _ = write!(out, "diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n");
    (0..diff.hunks()).for_each(|hunk| diff.exact(&mut out, hunk));
    out
}

/// A name as git writes it: in quotes, with C's escapes, where it holds what would break a line.
fn quoted(name: &str) -> String {
    if !name.chars().any(|c| c.is_control() || c == '"' || c == '\\') {
        return name.to_string();
    }
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted("a/b c.ts"), "a/b c.ts");
        assert_eq!(quoted("a/b\"c\td\u{1}.ts"), "\"a/b\\\"c\\td\\001.ts\"");
        let text = patch("x y.ts", "a\n", "b\n");
        assert_eq!(text, "diff --git a/x y.ts b/x y.ts\n--- a/x y.ts\t\n+++ b/x y.ts\t\n@@ -1 +1 @@\n-a\n+b\n");
    }
}
