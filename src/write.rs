//! Writes the files of a program. Invariant: all of them are replaced or none is; a file that is not the one that was
//! read is never touched; nobody ever sees half a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::Change;
use tempfile::NamedTempFile;

use crate::error::{UserError, reason};
use crate::journal::{FileRecord, FixRecord, Journal, ProgramRecord, Run, State, sync_folder};
use crate::paths::seen_from;
use crate::{git, note, signals};

/// Writes program after program, with one journal for all.
#[derive(Debug)]
pub(crate) struct Writer {
    cwd: PathBuf,
    allow_dirty: bool,
    journal: Journal,
    /// Whether to stop and put everything back.
    stopped: fn() -> bool,
}

/// Files of one program, and why they are replaced.
#[derive(Debug)]
pub(crate) struct Part<'c> {
    /// The program's folder.
    pub(crate) root: &'c Path,
    /// Its files.
    pub(crate) files: Vec<Replacement<'c>>,
    /// The fixes, for the journal.
    pub(crate) fixes: Vec<FixRecord>,
}

/// A file with what is to be there in place of what is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replacement<'c> {
    /// As the program knows it.
    pub(crate) path: &'c Path,
    /// What has to be there still; `None` for no file.
    pub(crate) before: Option<&'c [u8]>,
    /// What is to be there; `None` for no file.
    pub(crate) after: Option<&'c [u8]>,
    /// Permissions, octal, of a file that is made anew; one that is there keeps its own.
    pub(crate) mode: Option<&'c str>,
}

impl<'c> Replacement<'c> {
    fn of(path: &'c Path, change: &'c Change) -> Self {
        Self { path, before: Some(change.before.as_bytes()), after: Some(change.after.as_bytes()), mode: None }
    }
}

/// A file that may be replaced.
struct Checked<'c> {
    file: Replacement<'c>,
    /// The file itself, links followed.
    target: PathBuf,
    /// Of the file that is there.
    meta: Option<Metadata>,
}

impl Writer {
    /// For a user who stands at `cwd`.
    pub(crate) fn new(cwd: &Path, allow_dirty: bool) -> Self {
        Self { cwd: cwd.to_path_buf(), allow_dirty, journal: Journal::new(cwd), stopped: signals::stopped }
    }

    /// Takes back what `run` wrote: what is replaced is known to the journals, so that commits are not asked for.
    pub(crate) fn undoing(cwd: &Path, run: &Run) -> Self {
        let mut writer = Self::new(cwd, true);
        writer.journal.undoes(run);
        writer
    }

    /// The journal of all that it writes.
    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Keeps the journal for so many days.
    pub(crate) fn keep(&mut self, days: u32) {
        self.journal.keep(days);
    }

    /// Replaces the files in `changes` of the program in `root`, or none of them.
    ///
    /// # Errors
    /// Files that changed meanwhile or have uncommitted changes; whatever the disk refuses; an interruption.
    pub(crate) fn write(
        &mut self,
        root: &Path,
        changes: &BTreeMap<PathBuf, Change>,
        fixes: Vec<FixRecord>,
    ) -> Result<(), UserError> {
        if changes.is_empty() {
            return Ok(());
        }
        let files = changes.iter().map(|(path, change)| Replacement::of(path, change)).collect();
        self.replace(&seen_from(&self.cwd, root), vec![Part { root, files, fixes }])
    }

    /// Replaces all files of all parts, or none of them; `name` is what they are together.
    ///
    /// # Errors
    /// As those of [`Writer::write`].
    pub(crate) fn replace(&mut self, name: &str, parts: Vec<Part<'_>>) -> Result<(), UserError> {
        let _until_all_or_nothing = signals::hold();
        let mut checked = Vec::new();
        for part in &parts {
            let files = part.files.iter().map(|file| self.check(name, *file));
            checked.push(files.collect::<Result<Vec<_>, _>>()?);
        }
        self.refuse_dirty(name, checked.iter().flatten())?;
        let count = parts.len();
        let mut programs = Vec::new();
        for (part, checked) in parts.into_iter().zip(&checked) {
            let files = checked.iter().map(|it| self.record(it)).collect::<Result<_, _>>()?;
            let program = part.root.to_path_buf();
            programs.push(ProgramRecord { program, state: State::Writing, files, fixes: part.fixes });
        }
        self.journal.begin(programs)?;
        let checked: Vec<_> = checked.into_iter().flatten().collect();
        match self.put(name, &checked) {
            // What is on the disk is what happened: a journal that can't say so says `writing`, and undoes all the same.
            Ok(()) => {
                signals::count_written(checked.len());
                if let Err(error) = self.journal.mark(count, State::Written) {
                    note::user_error(&error);
                }
                Ok(())
            }
            // What could not be put back stays `writing` in the journal, so that it can be found there.
            Err(error @ UserError::Broken { .. }) => Err(error),
            Err(error) => {
                let _ = self.journal.mark(count, State::RolledBack);
                Err(error)
            }
        }
    }

    /// The run ended in order.
    ///
    /// # Errors
    /// A journal that can't be written.
    pub(crate) fn complete(&mut self) -> Result<(), UserError> {
        self.journal.complete()
    }

    /// The run is given up. What it replaced stays in the journal.
    pub(crate) fn abandon(&mut self) {
        self.journal.abandon();
    }

    fn check<'c>(&self, program: &str, file: Replacement<'c>) -> Result<Checked<'c>, UserError> {
        let shown = || seen_from(&self.cwd, file.path);
        let refuse = |e: &io::Error| write_error(program, shown(), e);
        if file.before.is_none() {
            let checked = Checked { file, target: file.path.to_path_buf(), meta: None };
            return if checked.is_as_read().map_err(|e| refuse(&e))? {
                Ok(checked)
            } else {
                Err(UserError::Stale { program: program.into(), file: shown() })
            };
        }
        let target = file.path.canonicalize().map_err(|e| refuse(&e))?;
        let meta = target.metadata().map_err(|e| refuse(&e))?;
        if !meta.is_file() {
            return Err(refuse(&io::Error::new(ErrorKind::InvalidInput, "it is no regular file any more")));
        }
        let readonly = meta.permissions().readonly();
        let checked = Checked { file, target, meta: Some(meta) };
        if !checked.is_as_read().map_err(|e| refuse(&e))? {
            return Err(UserError::Stale { program: program.into(), file: shown() });
        }
        if readonly {
            let hint = format!("make it writable (`chmod u+w {}`), or leave it out", shown());
            return Err(UserError::Write {
                program: program.into(),
                file: shown(),
                reason: "it is read-only".into(),
                hint,
            });
        }
        Ok(checked)
    }

    fn refuse_dirty<'c>(
        &self,
        program: &str,
        checked: impl Iterator<Item = &'c Checked<'c>> + Clone,
    ) -> Result<(), UserError> {
        if self.allow_dirty {
            return Ok(());
        }
        let dirty = git::uncommitted(checked.clone().map(|it| it.target.as_path()));
        let files: Vec<_> =
            checked.filter(|it| dirty.contains(&it.target)).map(|it| seen_from(&self.cwd, it.file.path)).collect();
        if files.is_empty() { Ok(()) } else { Err(UserError::Dirty { program: program.into(), files }) }
    }

    fn record(&mut self, it: &Checked<'_>) -> Result<FileRecord, UserError> {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_string();
        let (image, copy) = self.journal.keep_bytes(it.file.before, it.file.after)?;
        Ok(FileRecord {
            path: it.target.clone(),
            mode: it.meta.as_ref().map_or_else(|| it.file.mode.unwrap_or(NEW).to_string(), mode),
            before: it.file.before.map(hash),
            after: it.file.after.map(hash),
            image,
            copy,
        })
    }

    /// Puts the new files into place; after a failure or a signal, the old bytes back. A file that is not the one that
    /// was read any more is a failure, too.
    fn put(&self, program: &str, files: &[Checked<'_>]) -> Result<(), UserError> {
        let refuse = |it: &Checked<'_>, e: &io::Error| write_error(program, seen_from(&self.cwd, it.file.path), e);
        let mut new = Vec::new();
        for it in files {
            new.push(it.file.after.map(|bytes| self.beside(it, bytes)).transpose().map_err(|e| refuse(it, &e))?);
        }
        for (at, (it, new)) in files.iter().zip(new).enumerate() {
            let outcome = match it.is_as_read() {
                _ if (self.stopped)() => Err(UserError::Interrupted),
                Ok(true) => it.set(new).map_err(|e| refuse(it, &e)),
                Ok(false) => {
                    Err(UserError::Stale { program: program.into(), file: seen_from(&self.cwd, it.file.path) })
                }
                Err(e) => Err(refuse(it, &e)),
            };
            if let Err(error) = outcome {
                self.put_back(&files[..at])?;
                return Err(error);
            }
        }
        let folders: BTreeSet<_> = files.iter().filter_map(|it| it.target.parent()).collect();
        for folder in folders {
            // The files are in place; a folder that can't be synced only makes the rename less sure to survive a power cut.
            let _ = sync_folder(folder);
        }
        Ok(())
    }

    fn put_back(&self, done: &[Checked<'_>]) -> Result<(), UserError> {
        let mut broken = None;
        for it in done {
            let old = it.file.before.map(|bytes| self.beside(it, bytes)).transpose();
            if let Err(e) = old.and_then(|old| it.overwrite(old)) {
                let saved = self.journal.folder().unwrap_or(Path::new("")).join("before");
                broken = Some(UserError::Broken { file: seen_from(&self.cwd, &it.target), reason: reason(&e), saved });
            }
        }
        broken.map_or(Ok(()), Err)
    }

    /// A file in the same folder (so that a rename suffices) with the same owner and mode, safe on the disk. Its name
    /// tells the run, so that what a killed one leaves is known.
    fn beside(&self, it: &Checked<'_>, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let folder = it.target.parent().unwrap_or(Path::new("/"));
        let mut file = tempfile::Builder::new().prefix(&prefix(self.journal.id())).tempfile_in(folder)?;
        file.write_all(bytes)?;
        if let Some(meta) = &it.meta {
            #[cfg(unix)]
            {
                use std::os::unix::fs::{MetadataExt, fchown};
                // Only a privileged user can give files away; for everyone else the owner is the same already.
                let _ = fchown(file.as_file(), Some(meta.uid()), Some(meta.gid()));
            }
            file.as_file().set_permissions(meta.permissions())?;
        } else if let Some(permissions) = it.file.mode.and_then(permissions) {
            file.as_file().set_permissions(permissions)?;
        }
        file.as_file().sync_all()?;
        Ok(file)
    }
}

impl Checked<'_> {
    /// Whether what is there is what was read.
    fn is_as_read(&self) -> io::Result<bool> {
        match self.file.before {
            Some(before) => Ok(fs::read(&self.target)? == before),
            None => match self.target.symlink_metadata() {
                Ok(_) => Ok(false),
                Err(e) if e.kind() == ErrorKind::NotFound => Ok(true),
                Err(e) => Err(e),
            },
        }
    }

    /// Puts `new` into place, over what was read and nothing else.
    fn set(&self, new: Option<NamedTempFile>) -> io::Result<()> {
        match new {
            Some(new) if self.file.before.is_none() => {
                new.persist_noclobber(&self.target).map(drop).map_err(|e| e.error)
            }
            other => self.overwrite(other),
        }
    }

    /// Puts `new` into place whatever is there; no file where there is none.
    fn overwrite(&self, new: Option<NamedTempFile>) -> io::Result<()> {
        match new {
            Some(new) => new.persist(&self.target).map(drop).map_err(|e| e.error),
            None => fs::remove_file(&self.target),
        }
    }
}

/// How the temporary files of a run begin.
fn prefix(run: &str) -> String {
    format!(".iacfix-{run}-")
}

/// Removes temporary files that a run left in `folder` when it was killed; how many.
pub(crate) fn remove_leftovers(folder: &Path, run: &str) -> usize {
    let prefix = prefix(run);
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let ours = entries.flatten().filter(|it| {
        it.file_name().as_encoded_bytes().starts_with(prefix.as_bytes()) && it.file_type().is_ok_and(|it| it.is_file())
    });
    ours.filter(|it| fs::remove_file(it.path()).is_ok()).count()
}

fn write_error(program: &str, file: String, error: &io::Error) -> UserError {
    let hint = match error.kind() {
        ErrorKind::PermissionDenied => "look at the permissions of the file and its folder",
        ErrorKind::ReadOnlyFilesystem => "the file system is mounted read-only",
        ErrorKind::StorageFull => "make room on the disk",
        ErrorKind::NotFound => "the file is gone; run iacfix again",
        _ => "every file of the program is as it was",
    };
    UserError::Write { program: program.into(), file, reason: reason(error), hint: hint.into() }
}

/// The permissions of a file that nobody knows any of.
const NEW: &str = "0644";

fn mode(meta: &Metadata) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        format!("{:04o}", meta.permissions().mode() & 0o7777)
    }
    #[cfg(not(unix))]
    {
        if meta.permissions().readonly() { "0444".into() } else { NEW.into() }
    }
}

/// What [`mode`] wrote down.
fn permissions(mode: &str) -> Option<Permissions> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        u32::from_str_radix(mode, 8).ok().map(Permissions::from_mode)
    }
    #[cfg(not(unix))]
    {
        let _ = mode;
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn change(before: &str, after: &str) -> Change {
        Change { before: before.into(), after: after.into() }
    }

    /// A program of two files, and a writer over it whose journal is in the folder too.
    fn two_files() -> (tempfile::TempDir, BTreeMap<PathBuf, Change>) {
        let folder = tempfile::tempdir().unwrap();
        let mut changes = BTreeMap::new();
        for name in ["a.ts", "b.ts"] {
            let path = folder.path().canonicalize().unwrap().join(name);
            std::fs::write(&path, "old").unwrap();
            changes.insert(path, change("old", "new"));
        }
        (folder, changes)
    }

    fn texts(changes: &BTreeMap<PathBuf, Change>) -> Vec<String> {
        changes.keys().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    /// The files, ready to be replaced.
    fn checked<'c>(writer: &Writer, changes: &'c BTreeMap<PathBuf, Change>) -> Vec<Checked<'c>> {
        changes.iter().map(|(path, change)| writer.check("p", Replacement::of(path, change)).unwrap()).collect()
    }

    #[test]
    fn a_failure_in_the_middle_restores_what_was_there() {
        let (folder, changes) = two_files();
        let mut writer = Writer::new(folder.path(), true);
        // The second file becomes a folder with something in it, which no rename replaces.
        static BLOCKED: OnceLock<PathBuf> = OnceLock::new();
        let blocked = BLOCKED.get_or_init(|| changes.keys().nth(1).unwrap().clone());
        writer.stopped = || {
            if std::fs::read_to_string(BLOCKED.get().unwrap().with_file_name("a.ts")).unwrap() == "new" {
                std::fs::remove_file(BLOCKED.get().unwrap()).unwrap();
                std::fs::create_dir_all(BLOCKED.get().unwrap().join("x")).unwrap();
            }
            false
        };
        let error = writer.put("p", &checked(&writer, &changes)).unwrap_err();
        assert!(error.to_string().starts_with("p: nothing was written, because b.ts can't be written"), "{error}");
        std::fs::remove_dir_all(blocked).unwrap();
        std::fs::write(blocked, "old").unwrap();
        assert_eq!(texts(&changes), ["old", "old"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }

    #[test]
    fn a_signal_between_two_files_restores_what_was_there() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let (folder, changes) = two_files();
        let mut writer = Writer::new(folder.path(), true);
        writer.stopped = || ASKED.fetch_add(1, Ordering::SeqCst) == 1;
        let error = writer.put("p", &checked(&writer, &changes)).unwrap_err();
        assert!(matches!(error, UserError::Interrupted));
        assert_eq!(ASKED.load(Ordering::SeqCst), 2, "the first file was replaced before the signal came");
        assert_eq!(texts(&changes), ["old", "old"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }

    #[test]
    fn a_file_that_changes_between_the_look_and_the_rename_stays() {
        let (folder, changes) = two_files();
        let writer = Writer::new(folder.path(), true);
        let files = checked(&writer, &changes);
        let second = changes.keys().nth(1).unwrap();
        std::fs::write(second, "someone else's").unwrap();
        let error = writer.put("p", &files).unwrap_err();
        assert!(matches!(error, UserError::Stale { .. }));
        assert_eq!(texts(&changes), ["old", "someone else's"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }

    #[test]
    fn files_come_and_go_and_come_back_after_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let [made, removed, last] = ["made", "removed", "last"].map(|name| root.join(name));
        std::fs::write(&removed, "old").unwrap();
        std::fs::write(&last, "old").unwrap();
        let mut writer = Writer::new(&root, true);
        let files = || {
            [
                Replacement { path: &made, before: None, after: Some(b"new"), mode: Some("0600") },
                Replacement { path: &removed, before: Some(b"old"), after: None, mode: None },
                Replacement { path: &last, before: Some(b"old"), after: Some(b"new"), mode: None },
            ]
        };
        let checked = files().map(|it| writer.check("p", it).unwrap());
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        writer.stopped = || ASKED.fetch_add(1, Ordering::SeqCst) == 2;
        assert!(matches!(writer.put("p", &checked).unwrap_err(), UserError::Interrupted));
        assert!(!made.exists());
        assert_eq!(std::fs::read_to_string(&removed).unwrap(), "old");
        writer.put("p", &checked).unwrap();
        assert_eq!(std::fs::read_to_string(&made).unwrap(), "new");
        assert!(!removed.exists());
        assert!(matches!(writer.check("p", files()[0]), Err(UserError::Stale { .. })), "it is there by now");
    }

    #[test]
    fn a_file_that_changed_meanwhile_stops_its_whole_program() {
        let (folder, changes) = two_files();
        let second = changes.keys().nth(1).unwrap();
        std::fs::write(second, "someone else's").unwrap();
        let error = Writer::new(folder.path(), true).write(folder.path(), &changes, Vec::new()).unwrap_err();
        assert!(matches!(error, UserError::Stale { .. }));
        assert_eq!(texts(&changes), ["old", "someone else's"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }
}
