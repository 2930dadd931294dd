//! What taking back a run would do. Invariant: a file is restored as it is now exactly when its bytes are some that the
//! run left there; everything else is told apart: changed since, back already, or nothing that can be restored.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::reason;
use crate::journal::{Fate, FileRecord, Run, Runs, State};

/// Every file that a run wrote, with what would become of it.
#[derive(Debug)]
pub(crate) struct Plan {
    /// By path.
    pub(crate) files: Vec<Restore>,
}

/// A file that a run wrote.
#[derive(Debug)]
pub(crate) struct Restore {
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// The first program that wrote it.
    pub(crate) program: PathBuf,
    /// Its permissions, octal.
    pub(crate) mode: String,
    /// What it is now.
    pub(crate) now: Now,
}

/// What a file is now, with the bytes that have to do with it; `None` stands for no file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Now {
    /// What it was before the run.
    Old,
    /// What the run made of it.
    Left {
        /// What is there.
        now: Option<Vec<u8>>,
        /// What is to be there.
        old: Option<Vec<u8>>,
    },
    /// Something else.
    Changed {
        /// What is there.
        now: Option<Vec<u8>>,
        /// What the run left there, where the journal still knows; else what was there before.
        left: Option<Vec<u8>>,
        /// What is to be there.
        old: Option<Vec<u8>>,
    },
    /// Nothing that can be restored, for this reason.
    Unfit(String),
}

/// What a run did to one file, over all its programs.
struct Chain<'r> {
    program: &'r Path,
    first: &'r FileRecord,
    last: &'r FileRecord,
    /// Hashes that the run may have left.
    known: Vec<Option<&'r str>>,
}

impl Plan {
    /// Looks at the files of a run.
    pub(crate) fn of(run: &Run) -> Self {
        let chains = chains(run);
        let files = chains.into_iter().map(|(path, chain)| Restore {
            path: path.to_path_buf(),
            program: chain.program.to_path_buf(),
            mode: chain.first.mode.clone(),
            now: chain.now(&run.folder),
        });
        Self { files: files.collect() }
    }
}

fn chains(run: &Run) -> BTreeMap<&Path, Chain<'_>> {
    let mut chains: BTreeMap<&Path, Chain<'_>> = BTreeMap::new();
    for program in run.record.touched() {
        for file in &program.files {
            let after = file.after.as_deref();
            match chains.get_mut(file.path.as_path()) {
                Some(chain) => {
                    // A program that was not ended may have left what the one before it did.
                    if program.state != State::Writing {
                        chain.known.clear();
                    }
                    chain.known.push(after);
                    chain.last = file;
                }
                None => {
                    let chain = Chain { program: &program.program, first: file, last: file, known: vec![after] };
                    chains.insert(&file.path, chain);
                }
            }
        }
    }
    chains
}

impl Chain<'_> {
    fn now(&self, folder: &Path) -> Now {
        let now = match look(&self.first.path) {
            Ok(now) => now,
            Err(reason) => return Now::Unfit(reason),
        };
        let hash = now.as_deref().map(hash);
        if hash == self.first.before {
            return Now::Old;
        }
        let old = match saved(folder, self.first.image.as_deref(), self.first.before.as_deref()) {
            Ok(old) => old,
            Err(reason) => return Now::Unfit(reason),
        };
        if self.known.contains(&hash.as_deref()) {
            return Now::Left { now, old };
        }
        let left = saved(folder, self.last.copy.as_deref(), self.last.after.as_deref());
        Now::Changed { now, left: left.unwrap_or_else(|_| old.clone()), old }
    }
}

/// The bytes at `path`, which led nowhere else when they were written. `None` for no file.
fn look(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let failed = |e: std::io::Error| format!("it can't be read: {}", reason(&e));
    let folder = path.parent().unwrap_or(path);
    match folder.canonicalize() {
        Ok(real) if real == folder => {}
        Ok(real) => return Err(format!("its folder is a link to {} now", real.display())),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err("its folder is gone".into());
        }
        Err(e) => return Err(failed(e)),
    }
    match path.symlink_metadata() {
        Ok(meta) if meta.is_symlink() => Err("it is a symbolic link now".into()),
        Ok(meta) if meta.is_dir() => Err("it is a folder now".into()),
        Ok(meta) if !meta.is_file() => Err("it is no regular file now".into()),
        Ok(_) => fs::read(path).map(Some).map_err(failed),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(e)),
    }
}

/// Bytes that the journal keeps, if they are the ones that it kept.
fn saved(folder: &Path, name: Option<&str>, expected: Option<&str>) -> Result<Option<Vec<u8>>, String> {
    let Some(expected) = expected else { return Ok(None) };
    let path = folder.join(name.unwrap_or_default());
    match fs::read(&path) {
        Ok(bytes) if hash(&bytes) == expected => Ok(Some(bytes)),
        Ok(_) => Err(format!("its old text in the journal is damaged ({})", path.display())),
        Err(e) => Err(format!("its old text in the journal can't be read: {} ({})", reason(&e), path.display())),
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// The run after `run` that has to be taken back before it, because it wrote `path` again: the one that left it as it
/// is, else the last one. An undo of something newer than `run` only leads back to what was there.
pub(crate) fn written_again<'r>(runs: &'r Runs, run: &Run, path: &Path, now: Option<&[u8]>) -> Option<&'r Run> {
    let now = now.map(hash);
    let is_older = |id: &str| runs.iter().skip_while(|it| it.id != run.id).any(|it| it.id == id);
    let counts = |it: &Run| it.record.undoes.as_deref().is_none_or(is_older) && runs.fate(it) != Fate::Undone;
    let newer = || {
        let newer = runs.iter().take_while(|it| it.id != run.id);
        newer.filter_map(|it| Some((it, last_of(it, path)?))).filter(|(it, _)| counts(it))
    };
    newer().find(|(_, file)| file.after == now).or_else(|| newer().next()).map(|(it, _)| it)
}

fn last_of<'r>(run: &'r Run, path: &Path) -> Option<&'r FileRecord> {
    run.record.touched().flat_map(|it| &it.files).filter(|it| it.path == path).last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{ProgramRecord, Record};

    /// A run in which two programs wrote the same file, from `one` over `two` to `three`; what it is now is `now`.
    fn shared(states: [State; 2], now: Option<&str>) -> Now {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let path = root.join("shared.ts");
        if let Some(text) = now {
            fs::write(&path, text).unwrap();
        }
        let texts = ["one", "two", "three"];
        let programs = states.iter().enumerate().map(|(at, state)| {
            let image = format!("{at}");
            fs::write(root.join(&image), texts[at]).unwrap();
            let file = FileRecord {
                path: path.clone(),
                mode: "0644".into(),
                before: Some(hash(texts[at].as_bytes())),
                after: Some(hash(texts[at + 1].as_bytes())),
                image: Some(image),
                copy: None,
            };
            ProgramRecord { program: root.clone(), state: *state, files: vec![file], fixes: Vec::new() }
        });
        let record = Record {
            schema: 1,
            version: String::new(),
            started: jiff::Timestamp::UNIX_EPOCH,
            command: Vec::new(),
            cwd: root.clone(),
            keep_days: 1,
            undoes: None,
            complete: false,
            programs: programs.collect(),
        };
        let mut plan = Plan::of(&Run { id: "1".into(), folder: root.clone(), record });
        assert!(plan.files.len() <= 1);
        plan.files.pop().map_or(Now::Unfit("no file".into()), |it| it.now)
    }

    fn left(now: &str) -> Now {
        Now::Left { now: Some(now.into()), old: Some(b"one".to_vec()) }
    }

    #[test]
    fn a_file_that_two_programs_wrote_goes_back_to_what_it_was_before_the_first() {
        use State::{RolledBack, Writing, Written};
        assert_eq!(shared([Written, Written], Some("three")), left("three"));
        assert_eq!(shared([Written, Written], Some("one")), Now::Old);
        // Two is what the first program left, and the second one went on from there.
        assert!(matches!(shared([Written, Written], Some("two")), Now::Changed { .. }));
        assert_eq!(shared([Written, Writing], Some("two")), left("two"));
        assert_eq!(shared([Written, Writing], Some("three")), left("three"));
        assert_eq!(shared([Written, RolledBack], Some("two")), left("two"));
        assert!(matches!(shared([Written, RolledBack], Some("three")), Now::Changed { .. }));
        assert_eq!(shared([Writing, Written], Some("three")), left("three"));
        assert_eq!(shared([RolledBack, RolledBack], Some("one")), Now::Unfit("no file".into()));
        assert!(matches!(shared([Written, Written], None), Now::Changed { now: None, .. }));
    }
}
