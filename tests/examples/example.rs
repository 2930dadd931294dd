//! The examples as programs. Invariant: which of them are in the sample follows from their names and texts and from the
//! manuals of the codemods alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, io};

use crate::node::{self, Pair};
use crate::run::{self, Files, Ran};

/// The majors of the provider whose examples are run.
pub(crate) const MAJORS: [u32; 2] = [6, 7];

/// One example in so many is in the sample, and all that make a resource of a type that a codemod's manual shows.
const ONE_IN: u64 = 5;

/// A program of one file, with what says that it is a program.
pub(crate) struct Example {
    /// `aws7/module/type/number`.
    pub(crate) name: String,
    /// Its files, by path.
    pub(crate) files: Files,
    ran: OnceLock<Result<Ran, String>>,
}

/// The examples of a major of the provider, or the sample of them, by name.
///
/// # Errors
/// What npm or the script that extracts them says.
pub(crate) fn of_major(major: u32, all: bool) -> Result<Vec<Example>, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("examples/aws{major}"));
    let scripts = node::installed()?;
    let extract = Command::new("node")
        .current_dir(scripts)
        .args(["examples.mjs", "--major", &major.to_string()])
        .arg(&folder)
        .output();
    let extracted = extract.map_err(|e| format!("node examples.mjs: {e}"))?;
    if !extracted.status.success() {
        return Err(format!("node examples.mjs failed\n{}", String::from_utf8_lossy(&extracted.stderr)));
    }
    let mut examples = Vec::new();
    read(&folder, &format!("aws{major}"), &mut examples).map_err(|e| format!("{}: {e}", folder.display()))?;
    if examples.is_empty() {
        return Err(format!("there is no example in @pulumi/aws {major}: has the form of its documentation changed?"));
    }
    let touched = touched();
    examples.retain(|it| all || it.is_in_sample(&touched));
    Ok(examples)
}

/// Takes the program in `folder`, if it is one, and those below.
fn read(folder: &Path, name: &str, out: &mut Vec<Example>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut files = Files::new();
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            read(&path, &format!("{name}/{}", entry.file_name().to_string_lossy()), out)?;
        } else {
            files.insert(Path::new(run::ROOT).join(entry.file_name()), fs::read(&path)?);
        }
    }
    if files.contains_key(&Path::new(run::ROOT).join("index.ts")) {
        out.push(Example { name: name.into(), files, ran: OnceLock::new() });
    }
    Ok(())
}

/// The resource types that the codemods' manuals show.
fn touched() -> BTreeSet<String> {
    let manuals = iacfix_codemods::all().into_iter().map(|codemod| &codemod.meta().manual);
    manuals.flat_map(|manual| [manual.before, manual.after]).flat_map(types).collect()
}

/// The types `aws.module.Type` that `text` makes resources of.
fn types(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.split(|c: char| !c.is_alphanumeric() && c != '.').next().map(String::from);
    text.split("new aws.").skip(1).filter_map(name).collect()
}

impl Example {
    /// `aws7/module`; what belongs to no module stands under its own name.
    pub(crate) fn module(&self) -> String {
        self.name.split('/').take(2).collect::<Vec<_>>().join("/")
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        let bytes = self.files.get(&Path::new(run::ROOT).join("index.ts"));
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// A number that its name has drawn, the same on every machine.
    pub(crate) fn lot(&self) -> u64 {
        let drawn = blake3::hash(self.name.as_bytes());
        drawn.as_bytes()[..8].iter().fold(0, |lot, byte| lot << 8 | u64::from(*byte))
    }

    /// What every codemod makes of it; run once, whoever asks first.
    pub(crate) fn ran(&self) -> Result<&Ran, &String> {
        self.ran.get_or_init(|| run::run(&self.files, &iacfix_codemods::all())).as_ref()
    }

    /// What came of it, if it was run.
    pub(crate) fn ran_already(&self) -> Option<&Ran> {
        self.ran.get()?.as_ref().ok()
    }

    /// Itself before and after, written to the disk for the proofs.
    pub(crate) fn pair(&self, major: u32) -> Result<Pair, String> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples-proved").join(&self.name);
        let ran = self.ran().map_err(Clone::clone)?;
        let write = |name: &str, files: &Files| -> io::Result<PathBuf> {
            let folder = folder.join(name);
            fs::create_dir_all(&folder)?;
            for (path, bytes) in files {
                fs::write(folder.join(path.file_name().unwrap_or_default()), bytes)?;
            }
            Ok(folder)
        };
        let failed = |e: io::Error| format!("{}: {e}", folder.display());
        let before = write("in", &self.files).map_err(failed)?;
        let after = match ran.ended.changes.is_empty() {
            true => None,
            false => Some(write("out", &ran.after).map_err(failed)?),
        };
        Ok(Pair { name: self.name.clone(), before, style: after.is_some(), after, prettier: None, majors: vec![major] })
    }

    fn is_in_sample(&self, touched: &BTreeSet<String>) -> bool {
        self.lot().is_multiple_of(ONE_IN) || !types(&self.text()).is_disjoint(touched)
    }
}
