//! What mutants are made of: the inputs of the goldens and the manuals of the codemods.

use std::path::Path;

use crate::tree::{self, Tree};

/// Every program, by the path of its case.
pub(crate) fn programs() -> Vec<Tree> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut programs: Vec<Tree> = folders(&golden)
        .iter()
        .flat_map(|codemod| folders(codemod))
        .map(|case| tree::read(&case.join("in")).expect("a case has its input"))
        .collect();
    for codemod in iacfix_codemods::all() {
        let text = codemod.meta().manual.before.as_bytes().to_vec();
        programs.push(Tree::from([("index.ts".to_string(), text)]));
    }
    programs
}

fn folders(of: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(of).expect("goldens can be read");
    let mut found: Vec<_> = entries.map(|entry| entry.expect("goldens can be read").path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}
