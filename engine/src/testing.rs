//! Programs for tests, written as texts. Invariant: only tests use it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::model::{Program, ProgramSpec};

/// The folder that test programs live in.
pub const ROOT: &str = "/program";

/// A program of these files, paths relative to its root. Everything may be written.
pub fn program(files: &[(&str, &str)]) -> Program {
    let at = |path: &str| Path::new(ROOT).join(path);
    let disk: BTreeMap<PathBuf, Vec<u8>> = files.iter().map(|(p, t)| (at(p), t.as_bytes().to_vec())).collect();
    let is_source = |path: &&str| path.ends_with(".ts") || path.ends_with(".js");
    let spec = ProgramSpec {
        root: ROOT.into(),
        sources: files.iter().map(|(p, _)| *p).filter(is_source).map(at).collect(),
        writable: vec![ROOT.into()],
    };
    let program = Program::load(&spec, &disk, None);
    assert!(program.errors.is_empty(), "{:?}", program.errors);
    program
}
