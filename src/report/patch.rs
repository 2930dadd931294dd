//! `--format patch`. Invariant: `git apply`, run in the root of the repository (in the named folder where there is no
//! git), makes of the files exactly what `--yes` with the same flags makes; no literal secret is in it, and a file whose change
//! can't be told without one is left out whole, with an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::diff::{Diff, Exposed};
use super::{Out, Report, Summary, Trouble};
use crate::look::Looked;
use crate::paths::{repository, seen_from};
use crate::settings::{Mode, Named};

/// Patches, as they come.
pub(crate) struct Patch<'o> {
    out: &'o mut Out,
    /// Folders that paths are relative to where there is no git.
    named: Vec<PathBuf>,
    /// Whether files are written besides.
    mode: Mode,
    /// Files that are left out.
    troubles: Vec<Trouble>,
}

impl<'o> Patch<'o> {
    /// Into `out`; `named` are the paths that the user named.
    pub(crate) fn new(out: &'o mut Out, named: &[Named], mode: Mode) -> Self {
        let folder =
            |it: &Named| if it.path.is_dir() { Some(it.path.clone()) } else { it.path.parent().map(Path::to_path_buf) };
        Self { out, named: named.iter().filter_map(folder).collect(), mode, troubles: Vec::new() }
    }

    /// Leaves out the files whose secrets would be shown, and with them the other files of their fixes: half of a fix is
    /// none.
    fn leave_out(
        &mut self,
        looked: &Looked,
        exposed: &BTreeMap<PathBuf, usize>,
        texts: &mut BTreeMap<PathBuf, String>,
    ) {
        for (path, line) in exposed {
            let instead = match self.mode {
                Mode::Write => "the file is written all the same",
                Mode::Check | Mode::Preview | Mode::Ask => "`iacfix --yes` writes the file",
            };
            let message =
                format!("left out of the patch: this line holds a secret, which a patch would show; {instead}");
            self.troubles.push(Trouble { file: path.clone(), line: *line as u32, message });
        }
        let mut out: BTreeSet<PathBuf> = exposed.keys().cloned().collect();
        loop {
            let before = out.len();
            for fix in looked.applied() {
                if fix.alone.keys().any(|path| out.contains(path)) {
                    out.extend(fix.alone.keys().cloned());
                }
            }
            if out.len() == before {
                break;
            }
        }
        for path in out.iter().filter(|path| texts.remove(*path).is_some()) {
            let message = "left out of the patch: its fix changes a file, too, that is left out because of a secret";
            self.troubles.push(Trouble { file: path.clone(), line: 1, message: message.into() });
        }
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
        let (mut texts, mut exposed) = (BTreeMap::new(), BTreeMap::new());
        for (path, change) in &looked.ended.changes {
            let name = seen_from(&self.base(path), path);
            match patch(&name, path, (&change.before, &change.after), &looked.secrets) {
                Ok(text) => drop(texts.insert(path.clone(), text)),
                Err(Exposed(line)) => drop(exposed.insert(path.clone(), line)),
            }
        }
        self.leave_out(looked, &exposed, &mut texts);
        texts.values().try_for_each(|text| self.out.write_all(text.as_bytes()))
    }

    fn troubles(&mut self) -> Vec<Trouble> {
        std::mem::take(&mut self.troubles)
    }

    fn end(&mut self, _summary: &Summary, _troubles: &[Trouble]) -> io::Result<()> {
        Ok(())
    }
}

/// The patch of one file.
fn patch(name: &str, path: &Path, (before, after): (&str, &str), known: &BTreeSet<String>) -> Result<String, Exposed> {
    let diff = Diff::hiding(path, before, after, known);
    let mut out = String::new();
    if diff.hunks() == 0 {
        return Ok(out);
    }
    let (old, new) = (quoted(&format!("a/{name}")), quoted(&format!("b/{name}")));
    // A name with a space ends with a tab in these two lines, or readers take the space for its end.
    let tab = if name.contains(' ') { "\t" } else { "" };
    let _ = write!(out, "diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n");
    diff.without_secrets(&mut out)?;
    Ok(out)
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
        let text = patch("x y.ts", Path::new("/x y.ts"), ("a\n", "b\n"), &BTreeSet::new()).expect("nothing is secret");
        assert_eq!(text, "diff --git a/x y.ts b/x y.ts\n--- a/x y.ts\t\n+++ b/x y.ts\t\n@@ -1 +1 @@\n-a\n+b\n");
    }
}
