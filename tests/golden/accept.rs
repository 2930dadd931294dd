//! Taking outputs as they come. Invariant: `in/` and `case.toml` are never written; a run that did not come to rest is
//! never accepted.

use std::fs;
use std::io;

use crate::case::Case;
use crate::laws;
use crate::plan::Plan;
use crate::run::{self, Order};
use crate::tree;

/// Writes what the case comes to; says whether that was something new.
pub(crate) fn accept(case: &Case) -> Result<bool, String> {
    let plan = Plan::of(case)?;
    let ran = run::run(&case.input, &plan, Order::Listed, Order::Listed);
    laws::settled(&ran)?;
    let listing = run::listing(&ran.first);
    let changes = ran.tree != case.input;
    if (changes, &ran.tree, &listing) == (case.changes, &case.output, &case.findings) {
        return Ok(false);
    }
    let out = case.folder.join("out");
    let written = if changes { tree::write(&out, &ran.tree) } else { remove(fs::remove_dir_all(&out)) };
    written.map_err(|e| e.to_string())?;
    let file = case.folder.join("findings.txt");
    let written = if listing.is_empty() { remove(fs::remove_file(&file)) } else { fs::write(&file, listing) };
    written.map_err(|e| e.to_string())?;
    Ok(true)
}

/// What is not there need not be removed.
fn remove(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|e| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) })
}
