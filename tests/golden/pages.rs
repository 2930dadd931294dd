//! Parts of the pages that are made, not written. Invariant: such a part stands between two marks, or is a whole file, and
//! is what its maker says today; `UPDATE_GOLDENS=1` writes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use iacfix_engine::codemod::{Meta, Theme};

use crate::case;
use crate::diff;
use crate::laws::Verdict;

/// What the excerpt in the README is a run of.
const EXCERPT: [&str; 4] =
    ["--dry-run", "--only", "kms-key-rotation,gateway-endpoint-route-tables", "golden/_together/one-component/in"];

/// The codemod that CONTRIBUTING.md shows.
const SHOWN: &str = "kms_key_rotation.rs";

/// A part of a page.
pub(crate) struct Part {
    /// Its name in the marks.
    pub(crate) name: &'static str,
    page: &'static str,
    /// Whether it is all of the page.
    whole: bool,
    make: fn() -> Result<String, String>,
}

/// All of them.
pub(crate) static PARTS: [Part; 4] = [
    Part { name: "codemods", page: "README.md", whole: false, make: || Ok(table(&metas())) },
    Part { name: "excerpt", page: "README.md", whole: false, make: excerpt },
    Part { name: "codemod", page: "CONTRIBUTING.md", whole: false, make: shown_codemod },
    Part { name: "schema", page: "src/config/iacfix.schema.json", whole: true, make: || said(&["config", "--schema"]) },
];

impl Part {
    /// Whether the page has it as it is made today.
    pub(crate) fn check(&self) -> Verdict {
        let (text, current) = self.texts()?;
        if text == current {
            return Ok(());
        }
        Err(format!(
            "{} is not current (- made, + there); UPDATE_GOLDENS=1 writes it\n{}",
            self.page,
            diff::texts(&current, &text)
        ))
    }

    /// Writes it.
    pub(crate) fn accept(&self) -> Verdict {
        let (text, current) = self.texts()?;
        if text == current {
            return Ok(());
        }
        fs::write(self.path(), current).map_err(|e| format!("{}: {e}", self.page))
    }

    fn texts(&self) -> Result<(String, String), String> {
        if self.whole {
            let text = fs::read_to_string(self.path()).unwrap_or_default();
            return Ok((text, (self.make)()?));
        }
        let text = fs::read_to_string(self.path()).map_err(|e| format!("{}: {e}", self.page))?;
        let current = between(&text, self.name, &(self.make)()?).map_err(|why| format!("{} {why}", self.page))?;
        Ok((text, current))
    }

    fn path(&self) -> PathBuf {
        case::repository().join(self.page)
    }
}

/// `text` with `part` between the marks of that name.
pub(crate) fn between(text: &str, name: &str, part: &str) -> Result<String, String> {
    let (start, end) = (format!("<!-- {name}: made by the golden tests -->\n"), format!("<!-- end of {name} -->\n"));
    let missing = || format!("lacks the lines {:?} and {:?}", start.trim_end(), end.trim_end());
    let (head, rest) = text.split_once(&start).ok_or_else(missing)?;
    let (_, tail) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{head}{start}\n{part}\n{end}{tail}"))
}

fn metas() -> Vec<&'static Meta> {
    iacfix_codemods::all().into_iter().map(|codemod| codemod.meta()).collect()
}

fn table(metas: &[&Meta]) -> String {
    let mut metas = metas.to_vec();
    metas.sort_by_key(|meta| (Theme::ALL.iter().position(|theme| *theme == meta.theme), meta.id));
    let mut out = String::from("| codemod | what it does | levels | preset | theme | report |\n");
    out.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for meta in metas {
        let levels: Vec<_> = meta.levels.iter().map(|level| level.name()).collect();
        let id = format!("`{}`", meta.id);
        let row = [&id, meta.title, &levels.join(", "), meta.preset.name(), meta.theme.name(), meta.report];
        out.push_str(&format!("| {} |\n", row.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
    out
}

/// A real run, as a person at the root of the repository sees it.
fn excerpt() -> Result<String, String> {
    Ok(format!("```text\n$ iacfix {}\n{}```\n", EXCERPT.join(" "), said(&EXCERPT)?))
}

/// What iacfix says to these arguments at the root of the repository.
fn said(args: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_iacfix"))
        .args(args)
        .current_dir(case::repository())
        .env("NO_COLOR", "1")
        .output()
        .map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(format!("iacfix {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The part of a codemod that acts: from its `impl` to the end of its `fn fix`.
fn shown_codemod() -> Result<String, String> {
    let file = find(&case::repository().join("codemods/src"), SHOWN).ok_or_else(|| format!("there is no {SHOWN}"))?;
    let text = fs::read_to_string(file).map_err(|e| format!("{SHOWN}: {e}"))?;
    let acting = text.find("impl Codemod for").and_then(|start| {
        let fix = start + text[start..].find("\nfn fix")?;
        let end = fix + text[fix..].find("\n}\n")? + "\n}".len();
        text.get(start..end)
    });
    let code = acting.ok_or_else(|| format!("{SHOWN} has no `impl Codemod` followed by a `fn fix`"))?;
    Ok(format!("```rust\n{code}\n```\n"))
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let here = files.into_iter().find(|path| path.file_name().is_some_and(|it| it == name));
    here.or_else(|| folders.iter().find_map(|folder| find(folder, name)))
}
