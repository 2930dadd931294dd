//! A patch in a person's editor. Invariant: what comes back is applied to the text that the patch was made of, or the
//! reason why it can't be is told; the program's files stay out of the editor's reach.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::Change;
use iacfix_engine::edit::{Edit, FileEdits};
use iacfix_engine::source::TextRange;
use similar::{DiffTag, TextDiff};

use crate::paths::seen_from;
use crate::report::diff::Diff;
use crate::report::hidden::secrets_of;

const HELP: &str = "\
# Lines that start with '#' are left out. To keep a removed line, make its '-' a space; to drop an added line, delete it;
# to change what comes, edit the lines that start with '+'. Counts in the lines with '@@' need not be right. To leave the
# fix as it is, close without saving; to start anew, delete everything. `<secret 1>` and its like stand for passwords.
";

/// The patch as it is handed to the editor.
pub(crate) fn for_editor(root: &Path, changes: &BTreeMap<PathBuf, Change>) -> String {
    let mut text = HELP.to_string();
    for (path, change) in changes {
        let name = seen_from(root, path);
        let _ = write!(text, "--- {name}\n+++ {name}\n");
        let diff = Diff::new(&change.before, &change.after);
        let mut hunks = String::new();
        (0..diff.hunks()).for_each(|hunk| diff.exact(&mut hunks, hunk));
        let hidden = Hidden::of(path, change);
        hunks.split_inclusive('\n').for_each(|line| hidden.hide(&mut text, line));
    }
    text
}

/// What the line starts with that says why a patch was not taken.
const NOT_TAKEN: &str = "# Not taken: ";

/// An edited patch with the reason why it was not taken, in place of the last one.
pub(crate) fn with_reason(patch: &str, reason: &str) -> String {
    let rest: String = patch.split_inclusive('\n').filter(|line| !line.starts_with(NOT_TAKEN)).collect();
    format!("{NOT_TAKEN}{}\n{rest}", reason.lines().collect::<Vec<_>>().join(" "))
}

/// Whether comments are all that an edited patch holds.
pub(crate) fn is_empty(patch: &str) -> bool {
    patch.lines().all(|line| line.starts_with('#') || line.trim().is_empty())
}

/// The secrets of a file, which no file of an editor and no file of answers holds: `<secret 1>` stands for the first.
struct Hidden {
    /// What placeholders start with: nothing that the file has.
    mark: &'static str,
    /// Each once, those of the old text first; parts of lines.
    secrets: Vec<String>,
}

impl Hidden {
    fn of(path: &Path, change: &Change) -> Self {
        let mut known: Vec<String> = Vec::new();
        for text in [&change.before, &change.after] {
            for secret in secrets_of(path, text).ranges.iter().flat_map(|it| text[it.as_usize()].lines()) {
                if !secret.is_empty() && !known.iter().any(|it| it == secret) {
                    known.push(secret.to_string());
                }
            }
        }
        let mark = if change.before.contains("<secret ") { "<hidden secret " } else { "<secret " };
        Self { mark, secrets: known }
    }

    /// Adds a line of a hunk, a placeholder for each secret in it.
    fn hide(&self, out: &mut String, line: &str) {
        let mut rest = line;
        while let Some(next) = rest.chars().next() {
            let starts = |(_, it): &(usize, &String)| rest.starts_with(it.as_str());
            let longest = self.secrets.iter().enumerate().filter(starts).max_by_key(|(_, it)| it.len());
            match longest.filter(|_| !line.starts_with("@@")) {
                Some((at, secret)) => {
                    let _ = write!(out, "{}{}>", self.mark, at + 1);
                    rest = &rest[secret.len()..];
                }
                None => {
                    out.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            }
        }
    }

    /// A line as it was before its secrets were hidden.
    fn show(&self, line: &str) -> Result<String, String> {
        let (mut out, mut rest) = (String::new(), line);
        while let Some((before, behind)) = rest.split_once(self.mark) {
            let (number, after) = behind.split_once('>').unwrap_or((behind, ""));
            let at = number.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
            let secret = at.and_then(|it| self.secrets.get(it));
            let secret = secret.ok_or_else(|| format!("it has no {}{number}>", self.mark))?;
            out.push_str(before);
            out.push_str(secret);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// The edits that an edited patch makes of the texts before `changes`.
///
/// # Errors
/// Why it can't be applied, for people.
pub(crate) fn edits(root: &Path, changes: &BTreeMap<PathBuf, Change>, patch: &str) -> Result<FileEdits, String> {
    let mut edits = FileEdits::new();
    let parts = by_file(patch)?;
    if parts.values().all(|hunks| hunks.is_empty()) {
        return Err("nothing is left of the patch; press n to leave the program as it is".into());
    }
    for (name, hunks) in parts {
        let known = changes.iter().find(|(path, _)| seen_from(root, path) == name);
        let (path, change) = known.ok_or_else(|| format!("the patch names {name}, which the fix does not change"))?;
        let hidden = Hidden::of(path, change);
        let shown: Result<Vec<String>, String> = hunks.iter().map(|line| hidden.show(line)).collect();
        let shown = shown.map_err(|e| format!("the patch of {name}: {e}"))?;
        let hunks: Vec<&str> = shown.iter().map(String::as_str).collect();
        let text = format!("--- {name}\n+++ {name}\n{}", recounted(&hunks));
        let parsed = diffy::Patch::from_str(&text).map_err(|e| format!("the patch of {name} can't be read: {e}"))?;
        let after = diffy::apply(&change.before, &parsed).map_err(|e| {
            format!("the patch of {name} does not apply: {e}; lines with ' ' and '-' have to stay as they are")
        })?;
        by_lines(&mut edits, path, &change.before, &after).map_err(|e| format!("the patch of {name}: {e}"))?;
    }
    Ok(edits)
}

/// Whether an edited patch stands for a secret that neither text of `changes` holds.
pub(crate) fn lacks_secrets(root: &Path, changes: &BTreeMap<PathBuf, Change>, patch: &str) -> bool {
    by_file(patch).into_iter().flatten().any(|(name, hunks)| {
        let known = changes.iter().find(|(path, _)| seen_from(root, path) == name);
        known.is_some_and(|(path, change)| {
            let hidden = Hidden::of(path, change);
            hunks.iter().any(|line| hidden.show(line).is_err())
        })
    })
}

/// The lines of the patch, comments left out, by the file that they are about.
fn by_file(patch: &str) -> Result<BTreeMap<String, Vec<&str>>, String> {
    let mut parts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut current: Option<String> = None;
    let lines: Vec<&str> = patch.lines().filter(|line| !line.starts_with('#')).collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        // A removed line can start with `-- ` too: only two of them are the head of a file.
        if line.starts_with("--- ") && lines.get(at).is_some_and(|next| next.starts_with("+++ ")) {
            let name = line[4..].trim().to_string();
            parts.entry(name.clone()).or_default();
            current = Some(name);
            at += 1;
            continue;
        }
        match current.as_ref().and_then(|name| parts.get_mut(name)) {
            Some(hunks) => hunks.push(line),
            None if line.trim().is_empty() => {}
            None => return Err("the patch does not start with the name of a file".into()),
        }
    }
    Ok(parts)
}

/// The hunks with the counts that their lines have.
fn recounted(lines: &[&str]) -> String {
    let mut out = String::new();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("@@")).collect();
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(lines.len());
        // An editor may add empty lines at the end, and strip the space that is an empty line of context.
        let mut body = &lines[start + 1..end];
        while let Some((&"", rest)) = body.split_last() {
            body = rest;
        }
        let body: Vec<&str> = body.iter().map(|line| if line.is_empty() { " " } else { *line }).collect();
        let count = |marks: [char; 2]| body.iter().filter(|line| line.starts_with(marks)).count();
        let (old, new) = (count([' ', '-']), count([' ', '+']));
        let first = |mark: char| {
            let number = lines[*start].split_whitespace().find_map(|part| part.strip_prefix(mark));
            number.and_then(|it| it.split(',').next()).and_then(|it| it.parse::<usize>().ok()).unwrap_or(1)
        };
        let _ = writeln!(out, "@@ -{},{old} +{},{new} @@", first('-'), first('+'));
        for line in body {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Edits from one text to another, whole lines each.
fn by_lines(edits: &mut FileEdits, path: &Path, before: &str, after: &str) -> Result<(), String> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let diff = TextDiff::from_slices(&old, &new);
    let mut starts = vec![0];
    old.iter().for_each(|line| starts.push(starts.last().copied().unwrap_or(0) + line.len()));
    for op in diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
        let range = TextRange::new(starts[op.old_range().start] as u32, starts[op.old_range().end] as u32);
        let edit = Edit::replace(range, new[op.new_range()].concat());
        edits.file_mut(path).insert(before, edit).map_err(|e| e.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use iacfix_engine::edit::apply;

    use super::*;

    const BEFORE: &str = "a\nb\nc\nd\n";
    const AFTER: &str = "a\nB\nc\nd\ne\n";

    fn changes() -> BTreeMap<PathBuf, Change> {
        BTreeMap::from([(PathBuf::from("/p/x.ts"), Change { before: BEFORE.into(), after: AFTER.into() })])
    }

    fn edited(change: impl Fn(String) -> String) -> Result<String, String> {
        let (root, changes) = (Path::new("/p"), changes());
        let patch = change(for_editor(root, &changes));
        let edits = edits(root, &changes, &patch)?;
        Ok(apply(BEFORE, edits.file(Path::new("/p/x.ts")).expect("it has edits")))
    }

    #[test]
    fn a_patch_that_was_left_alone_makes_what_the_fix_makes() {
        assert_eq!(edited(|patch| patch).as_deref(), Ok(AFTER));
    }

    #[test]
    fn lines_may_be_changed_dropped_and_added_and_nobody_has_to_count() {
        assert_eq!(edited(|it| it.replace("+B", "+BB\n+b2")).as_deref(), Ok("a\nBB\nb2\nc\nd\ne\n"));
        assert_eq!(edited(|it| it.replace("+e\n", "")).as_deref(), Ok("a\nB\nc\nd\n"));
        assert_eq!(edited(|it| it.replace("-b\n+B\n", " b\n")).as_deref(), Ok("a\nb\nc\nd\ne\n"));
        assert_eq!(edited(|it| format!("{it}\n\n")).as_deref(), Ok(AFTER));
    }

    #[test]
    fn a_secret_stays_out_of_the_editor_and_comes_back() {
        let before = "f({\n  a: 1,\n  password: 'hunter2',\n});\n";
        let after = "f({\n  a: 2,\n  password: 'hunter2',\n});\n";
        let change = Change { before: before.into(), after: after.into() };
        let (root, changes) = (Path::new("/p"), BTreeMap::from([(PathBuf::from("/p/x.ts"), change)]));
        let patch = for_editor(root, &changes);
        assert!(patch.contains("password: '<secret 1>'") && !patch.contains("hunter2"), "{patch}");
        let applied = |patch: &str| {
            let edits = edits(root, &changes, patch)?;
            Ok::<_, String>(apply(before, edits.file(Path::new("/p/x.ts")).expect("it has edits")))
        };
        assert_eq!(applied(&patch).as_deref(), Ok(after));
        let moved = patch.replace("+  a: 2,\n", "+  a: 2,\n+  old: '<secret 1>',\n");
        assert!(applied(&moved).is_ok_and(|it| it.contains("old: 'hunter2'")));
        let other = patch.replace("+  a: 2,\n", "+  a: '<secret 7>',\n");
        assert!(lacks_secrets(root, &changes, &other) && !lacks_secrets(root, &changes, &moved));
        assert!(applied(&other).is_err_and(|it| it.contains("<secret 7>")));
    }

    #[test]
    fn what_can_not_be_applied_says_why() {
        let why = |change: fn(String) -> String| edited(change).expect_err("it does not apply");
        assert!(why(|it| it.replace(" a\n", " other\n")).contains("does not apply"));
        assert!(why(|it| it.replace("x.ts", "y.ts")).contains("y.ts, which the fix does not change"));
        assert!(why(|_| String::new()).contains("nothing is left"));
        assert!(why(|it| it.replace("--- x.ts\n+++ x.ts\n", "")).contains("the name of a file"));
    }
}
