//! The provider facts that the engine has built in. Invariant: the committed tables are what the packages of the lock file
//! say; `node tests/node/facts.mjs` writes them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::case;
use crate::laws::Verdict;
use crate::node;

const TABLES: &str = "engine/src/model/facts";

/// Whether the committed tables are.
pub(crate) fn current() -> Verdict {
    check(&case::repository().join(TABLES))
}

/// A fact that the packages do not tell is found, and one that is not there.
pub(crate) fn drift_is_seen() -> Verdict {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    for file in ["types.txt", "deprecations.txt"] {
        let text = fs::read_to_string(case::repository().join(TABLES).join(file)).map_err(|e| e.to_string())?;
        let spoilt =
            text.replace("metadataOptions?:*~", "metadataOptions?:*^").replace("s3.BucketV2 has been", "it was");
        if spoilt == text {
            return Err(format!("{file} has nothing to spoil"));
        }
        fs::write(folder.path().join(file), spoilt).map_err(|e| e.to_string())?;
    }
    match check(folder.path()) {
        Err(why) if why.contains("types.txt: ") && why.contains("deprecations.txt: 2 lines differ") => Ok(()),
        other => Err(format!("the drift was not seen: {other:?}")),
    }
}

fn check(folder: &Path) -> Verdict {
    let output = Command::new("node")
        .current_dir(node::installed()?)
        .args(["facts.mjs", "--check"])
        .arg(folder)
        .output()
        .map_err(|e| format!("node facts.mjs: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(String::from_utf8_lossy(&said).into_owned())
}
