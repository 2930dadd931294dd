//! The golden cases as they lie on disk. Invariant: `in/` is only ever read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::{Deserialize, Serialize};

use crate::node::Pair;
use crate::tree::{self, Tree};

/// The provider majors that a case is compiled against where nothing says otherwise.
const MAJORS: [u32; 2] = [6, 7];

/// What `case.toml` says; all of it may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wishes {
    /// Arguments instead of `--only <codemod> --yes --review`.
    pub(crate) args: Option<Vec<String>>,
    /// Provider majors instead of what `package.json` asks for, or both.
    pub(crate) majors: Option<Vec<u32>>,
    /// Whether the input does not compile as it stands.
    pub(crate) type_errors: bool,
    /// Prettier options that every file is clean under, where the tree does not declare them.
    pub(crate) prettier: Option<toml::Table>,
    /// Why fixes taken one run at a time end in other bytes than all at once, where they rightly do.
    pub(crate) order_matters: Option<String>,
    /// What the default fixes of the first pass say to know before, by place of the finding; not looked at without it.
    pub(crate) notes: Option<Vec<String>>,
    /// How it is run under Pulumi's mocks.
    pub(crate) run: Wanted,
}

/// What a program needs to run under Pulumi's mocks, and what is known of the run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wanted {
    /// The Pulumi stack; else that of the first `Pulumi.<stack>.yaml`, else `dev`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stack: Option<String>,
    /// Configuration besides that of `Pulumi.<stack>.yaml`.
    #[serde(skip_serializing_if = "toml::Table::is_empty")]
    pub(crate) config: toml::Table,
    /// Keys that are not configured; whatever else a program requires is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) unset: Vec<String>,
    /// Environment variables; the program sees no other.
    pub(crate) env: BTreeMap<String, String>,
    /// TypeScript that stands at the root of a library in place of an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) driver: Option<String>,
    /// TypeScript that stands for packages that are not there, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) packages: BTreeMap<String, String>,
    /// What the error of the program before says, where that is the fault.
    #[serde(skip_serializing)]
    pub(crate) fails: Option<String>,
    /// Why it can't be run at all.
    #[serde(skip_serializing)]
    pub(crate) skip: Option<String>,
    /// Why the graphs rightly differ otherwise than the effects say.
    #[serde(skip_serializing)]
    pub(crate) effects_differ: Option<String>,
}

/// One folder of goldens.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// `codemod/case`.
    pub(crate) name: String,
    /// The folder that it lies in: a codemod's id, or `_together`.
    pub(crate) codemod: String,
    /// Where it lies.
    pub(crate) folder: PathBuf,
    /// The program.
    pub(crate) input: Tree,
    /// The program afterwards; the input where nothing changes.
    pub(crate) output: Tree,
    /// Whether there is an `out/`.
    pub(crate) changes: bool,
    /// `findings.txt`; empty where there is none.
    pub(crate) findings: String,
    /// `case.toml`.
    pub(crate) wishes: Wishes,
}

impl Case {
    fn read(folder: &Path, codemod: &str) -> Result<Self, String> {
        let name = format!("{codemod}/{}", folder.file_name().unwrap_or_default().to_string_lossy());
        let failed = |what: &str, why: String| format!("golden/{name}: {what}: {why}");
        let input = tree::read(&folder.join("in")).map_err(|e| failed("in/", e.to_string()))?;
        let out = folder.join("out");
        let changes = out.is_dir();
        let output = if changes { tree::read(&out).map_err(|e| failed("out/", e.to_string()))? } else { input.clone() };
        let findings = text_of(&folder.join("findings.txt")).map_err(|e| failed("findings.txt", e))?;
        let wishes = text_of(&folder.join("case.toml"))
            .and_then(|text| toml::from_str(&text).map_err(|e| e.to_string()))
            .map_err(|e| failed("case.toml", e))?;
        for entry in fs::read_dir(folder).map_err(|e| failed("folder", e.to_string()))? {
            let entry = entry.map_err(|e| failed("folder", e.to_string()))?.file_name();
            if !["in", "out", "findings.txt", "case.toml"].iter().any(|known| entry == *known) {
                return Err(failed(&entry.to_string_lossy(), "is no part of a case".into()));
            }
        }
        let folder = folder.to_path_buf();
        Ok(Self { name, codemod: codemod.to_string(), folder, input, output, changes, findings, wishes })
    }

    /// What would be typed.
    pub(crate) fn args(&self) -> Vec<String> {
        let only = || ["--only", &self.codemod, "--yes", "--review"].map(String::from).to_vec();
        self.wishes.args.clone().unwrap_or_else(only)
    }

    /// The provider majors that it is compiled against.
    pub(crate) fn majors(&self) -> Vec<u32> {
        let asked = || self.asked_major().map(|major| vec![major]);
        self.wishes.majors.clone().or_else(asked).unwrap_or(MAJORS.to_vec())
    }

    /// Its trees as they lie there, for the proofs.
    pub(crate) fn pair(&self) -> Pair {
        Pair {
            name: self.name.clone(),
            before: self.folder.join("in"),
            after: self.changes.then(|| self.folder.join("out")),
            prettier: self.wishes.prettier.clone(),
            majors: self.majors(),
            style: self.changes,
        }
    }

    /// The major that the input's `package.json` asks for.
    fn asked_major(&self) -> Option<u32> {
        let package: serde_json::Value = serde_json::from_slice(self.input.get("package.json")?).ok()?;
        let range = ["dependencies", "devDependencies", "peerDependencies"]
            .iter()
            .find_map(|key| package.get(key)?.get("@pulumi/aws")?.as_str())?;
        let digits: String =
            range.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    }
}

/// The text of a file, empty where there is none.
fn text_of(path: &Path) -> Result<String, String> {
    if path.exists() { fs::read_to_string(path).map_err(|e| e.to_string()) } else { Ok(String::new()) }
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether outputs are to be accepted as they come.
pub(crate) fn accepting() -> bool {
    env::var_os("UPDATE_GOLDENS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// All cases, by name, and what keeps others from being one.
pub(crate) fn all() -> (Vec<Case>, Vec<String>) {
    let (mut cases, mut errors) = (Vec::new(), Vec::new());
    for folder in folders(&repository().join("golden")) {
        let codemod = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for case in folders(&folder) {
            match Case::read(&case, &codemod) {
                Ok(case) => cases.push(case),
                Err(error) => errors.push(error),
            }
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    (cases, errors)
}

/// The folders in a folder, sorted.
fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).map(|all| all.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    let mut found: Vec<PathBuf> = entries;
    found.retain(|path| path.is_dir());
    found.sort();
    found
}
