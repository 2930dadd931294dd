//! A file of findings that are known and left. Invariant: it names no line and holds no text of a program, so that neither
//! what moves nor what must stay secret is in it; an entry silences one finding of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use iacfix_engine::codemod::run::Found;
use iacfix_engine::codemod::{Codemod, Meta};
use serde::{Deserialize, Serialize};

use crate::catalogue::known;
use crate::error::{UserError, reason};
use crate::look::Looked;
use crate::paths::{absolute, seen_from};
use crate::settings::ProgramSettings;

/// The version of the shape.
const SCHEMA: u32 = 1;

/// The reason for which what it holds is silent.
const REASON: &str = "baseline";

/// One finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Its codemod.
    codemod: String,
    /// Its file, from the folder of the baseline.
    file: String,
    /// What it is about, as a hash.
    subject: String,
    /// What it is about and what is wrong, as a hash: tells it when its file got another name.
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u32,
    findings: Vec<Entry>,
}

/// Codemod, file, subject.
type Key = (String, String, String);

/// A baseline, and what a run found out about it.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    shown: String,
    folder: PathBuf,
    /// Sorted.
    entries: Vec<Entry>,
    by_key: BTreeMap<Key, Vec<usize>>,
    /// The files that have entries.
    files: BTreeSet<String>,
    /// Entries of files that are no more, by fingerprint.
    gone: BTreeMap<String, Vec<usize>>,
    /// Whether it is about to be written: then it silences nothing.
    writing: bool,
    seen: Mutex<Seen>,
}

/// What a run saw. Made of sets, so that the order of programs does not matter.
#[derive(Debug, Default)]
struct Seen {
    /// Entries that silenced something.
    used: BTreeSet<usize>,
    /// Entries whose codemod looked at their file, or whose file is gone.
    looked_at: BTreeSet<usize>,
    /// What is to be written.
    now: Vec<Entry>,
}

/// How a baseline changed when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Findings in it.
    pub(crate) findings: usize,
    /// Those that were not in it.
    pub(crate) added: usize,
    /// Entries that matched nothing any more.
    pub(crate) dropped: usize,
}

impl Baseline {
    /// Reads the file at `path`, which is called `shown`; one that is about to be written may not be there yet.
    ///
    /// # Errors
    /// A file that can't be read or is no baseline.
    pub(crate) fn open(path: PathBuf, shown: String, writing: bool) -> Result<Self, UserError> {
        let entries = match std::fs::read_to_string(&path) {
            Ok(text) => parse(&text, &shown)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && writing => Vec::new(),
            Err(error) => {
                let hint = match error.kind() {
                    io::ErrorKind::NotFound => "--write-baseline makes one of what stands today",
                    _ => "look at the file and its folder",
                };
                let hint = Some(hint.to_string());
                return Err(UserError::Disk { verb: "read the baseline", path: shown, reason: reason(&error), hint });
            }
        };
        Ok(Self::new(path, shown, entries, writing))
    }

    fn new(path: PathBuf, shown: String, mut entries: Vec<Entry>, writing: bool) -> Self {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        entries.sort();
        let (mut by_key, mut gone) = (BTreeMap::<Key, Vec<usize>>::new(), BTreeMap::<String, Vec<usize>>::new());
        for (at, it) in entries.iter().enumerate() {
            by_key.entry((it.codemod.clone(), it.file.clone(), it.subject.clone())).or_default().push(at);
            if !folder.join(&it.file).exists() {
                gone.entry(it.fingerprint.clone()).or_default().push(at);
            }
        }
        let files = entries.iter().map(|it| it.file.clone()).collect();
        Self { path, shown, folder, entries, by_key, files, gone, writing, seen: Mutex::default() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn entry_of(&self, found: &Found) -> Entry {
        let (codemod, subject) = (found.meta.id, found.finding.subject.as_str());
        Entry {
            codemod: codemod.into(),
            file: seen_from(&self.folder, &found.file),
            subject: hash(&[codemod, subject]),
            fingerprint: hash(&[codemod, subject, &found.finding.message]),
        }
    }

    /// Which of `findings`, all those of a pass in canonical order, are in it: their places, with the reason.
    pub(crate) fn silenced(&self, findings: &[Found]) -> Vec<(usize, String)> {
        if self.writing || self.entries.is_empty() {
            return Vec::new();
        }
        let open = findings.iter().enumerate().filter(|(_, found)| found.suppressed.is_none());
        let open: Vec<(usize, Entry)> = open.map(|(at, found)| (at, self.entry_of(found))).collect();
        let (mut used, mut silent) = (BTreeSet::new(), BTreeSet::new());
        // Of several findings about one thing, those that say the same go first: what came since may stand above them.
        for alike in [true, false] {
            for (at, it) in &open {
                let key = (it.codemod.clone(), it.file.clone(), it.subject.clone());
                let fits = |entry: &&usize| !alike || self.entries[**entry].fingerprint == it.fingerprint;
                let known = self.by_key.get(&key).filter(|_| !silent.contains(at)).into_iter().flatten();
                if let Some(entry) = known.filter(|entry| !used.contains(*entry)).find(fits) {
                    used.insert(*entry);
                    silent.insert(*at);
                }
            }
        }
        // A file that has entries of its own is none that got another name.
        let mut moved: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (at, it) in open.iter().filter(|(_, it)| !self.files.contains(&it.file)) {
            let rank = moved.entry((&it.file, &it.fingerprint)).or_default();
            if let Some(entry) = self.gone.get(&it.fingerprint).and_then(|entries| entries.get(*rank)) {
                *rank += 1;
                used.insert(*entry);
                silent.insert(*at);
            }
        }
        self.seen().used.extend(used);
        silent.into_iter().map(|at| (at, REASON.to_string())).collect()
    }

    /// Takes in how the look at a program ended. `unreadable` are files that were not looked at.
    pub(crate) fn take(
        &self,
        looked: &Looked,
        settings: &ProgramSettings,
        catalogue: &[&'static dyn Codemod],
        unreadable: &BTreeSet<PathBuf>,
    ) {
        let mut seen = self.seen();
        let read = looked.read.iter().filter(|path| !unreadable.contains(*path));
        let read: BTreeMap<String, &Path> = read.map(|path| (seen_from(&self.folder, path), path.as_path())).collect();
        for (at, entry) in self.entries.iter().enumerate() {
            let Some(meta) = meta_of(&entry.codemod, catalogue) else { continue };
            let path = match read.get(&entry.file) {
                Some(path) => path.to_path_buf(),
                None => absolute(&self.folder, Path::new(&entry.file)),
            };
            if settings.looks_at(meta, &path) && (read.contains_key(&entry.file) || !path.exists()) {
                seen.looked_at.insert(at);
            }
        }
        if self.writing {
            let open = looked.ended.left.iter().filter(|found| found.suppressed.is_none());
            seen.now.extend(open.map(|found| self.entry_of(found)));
        }
    }

    /// Its name in messages.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// How many entries match nothing any more, of those that this run can tell of.
    pub(crate) fn stale(&self) -> usize {
        let seen = self.seen();
        seen.looked_at.difference(&seen.used).count()
    }

    /// Writes what the run found, and keeps what it could not tell of.
    ///
    /// # Errors
    /// A file that can't be written.
    pub(crate) fn write(&self) -> Result<Written, UserError> {
        let (now, old, written) = {
            let seen = self.seen();
            let (old, kept): (Vec<usize>, Vec<usize>) =
                (0..self.entries.len()).partition(|at| seen.looked_at.contains(at));
            let mut now = seen.now.clone();
            let mut rest: Vec<&Entry> = old.iter().map(|at| &self.entries[*at]).collect();
            let mut added = 0;
            for it in &now {
                let same =
                    |old: &&Entry| (&old.codemod, &old.file, &old.subject) == (&it.codemod, &it.file, &it.subject);
                match rest.iter().position(same) {
                    Some(at) => drop(rest.swap_remove(at)),
                    None => added += 1,
                }
            }
            let dropped = rest.len();
            now.extend(kept.into_iter().map(|at| self.entries[at].clone()));
            now.sort();
            let written = Written { findings: now.len(), added, dropped };
            (text_of(&now), text_of(&self.entries), written)
        };
        if now != old || !self.path.exists() {
            self.put(&now).map_err(|e| UserError::disk("write", &self.shown, &e))?;
        }
        Ok(written)
    }

    fn put(&self, text: &str) -> io::Result<()> {
        let target = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let folder = target.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        if let Ok(meta) = std::fs::metadata(&target) {
            file.as_file().set_permissions(meta.permissions())?;
        } else {
            readable(file.as_file())?;
        }
        file.persist(target).map(drop).map_err(|e| e.error)
    }
}

/// A temporary file is its owner's alone; a baseline is for everyone who reads the program.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

fn meta_of(id: &str, catalogue: &[&'static dyn Codemod]) -> Option<&'static Meta> {
    known(catalogue).find(|meta| meta.id == id)
}

fn parse(text: &str, shown: &str) -> Result<Vec<Entry>, UserError> {
    let fail = |line: usize, message: String| {
        let hint = Some("--write-baseline writes it anew, once the file is moved away".to_string());
        UserError::Config { file: shown.to_string(), line, message, hint }
    };
    let stored: Stored =
        serde_json::from_str(text).map_err(|e| fail(e.line().max(1), format!("this is no baseline: {e}")))?;
    match stored.schema {
        SCHEMA => Ok(stored.findings),
        other => Err(fail(1, format!("a baseline of schema {other}, and this version knows {SCHEMA}"))),
    }
}

/// A finding a line, so that two branches that change it merge well.
fn text_of(entries: &[Entry]) -> String {
    let lines: Vec<String> =
        entries.iter().filter_map(|it| serde_json::to_string(it).ok()).map(|line| format!("    {line}")).collect();
    match lines.is_empty() {
        true => format!("{{\n  \"schema\": {SCHEMA},\n  \"findings\": []\n}}\n"),
        false => format!("{{\n  \"schema\": {SCHEMA},\n  \"findings\": [\n{}\n  ]\n}}\n", lines.join(",\n")),
    }
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        // Lengths keep `a` + `bc` apart from `ab` + `c`.
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_string()
}
