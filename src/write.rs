//! Writes the files of a program. Invariant: all of them are replaced or none is; a file that is not the one that was
//! read is never touched; nobody ever sees half a file.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use iacfix_engine::codemod::run::Change;
use tempfile::NamedTempFile;

use crate::error::{UserError, reason};
use crate::journal::{FileRecord, FixRecord, Journal, State, sync_folder};
use crate::paths::seen_from;
use crate::{git, signals};

/// Writes program after program, with one journal for all.
#[derive(Debug)]
pub(crate) struct Writer {
    cwd: PathBuf,
    allow_dirty: bool,
    journal: Journal,
    /// Whether to stop and put everything back.
    stopped: fn() -> bool,
}

/// A file that is about to be replaced.
struct Prepared<'c> {
    /// As the program knows it.
    path: &'c Path,
    /// The file itself, links followed.
    target: PathBuf,
    meta: Metadata,
    change: &'c Change,
    new: NamedTempFile,
}

impl Writer {
    /// For a user who stands at `cwd`.
    pub(crate) fn new(cwd: &Path, allow_dirty: bool) -> Self {
        Self { cwd: cwd.to_path_buf(), allow_dirty, journal: Journal::new(cwd), stopped: signals::stopped }
    }

    /// Where the journal is, once something was written.
    pub(crate) fn journal(&self) -> Option<&Path> {
        self.journal.folder()
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
        let program = seen_from(&self.cwd, root);
        let _until_all_or_nothing = signals::hold();
        let mut prepared = Vec::new();
        for (path, change) in changes {
            prepared.push(self.prepare(&program, path, change)?);
        }
        self.refuse_dirty(&program, &prepared)?;
        let mut files = Vec::new();
        for it in &prepared {
            files.push(self.record(it)?);
        }
        self.journal.begin(root, files, fixes)?;
        match self.replace(&program, prepared) {
            Ok(()) => {
                signals::count_written(changes.len());
                self.journal.mark(State::Written)
            }
            Err(error) => {
                // What could not be put back stays `writing` in the journal, so that it can be found there.
                if !matches!(error, UserError::Broken { .. }) {
                    self.journal.mark(State::RolledBack)?;
                }
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

    fn prepare<'c>(&self, program: &str, path: &'c Path, change: &'c Change) -> Result<Prepared<'c>, UserError> {
        let shown = || seen_from(&self.cwd, path);
        let refuse = |e: &io::Error| write_error(program, shown(), e);
        let target = path.canonicalize().map_err(|e| refuse(&e))?;
        if std::fs::read(&target).map_err(|e| refuse(&e))? != change.before.as_bytes() {
            return Err(UserError::Stale { program: program.into(), file: shown() });
        }
        let meta = target.metadata().map_err(|e| refuse(&e))?;
        if meta.permissions().readonly() {
            let hint = format!("make it writable (`chmod u+w {}`), or leave it out", shown());
            return Err(UserError::Write {
                program: program.into(),
                file: shown(),
                reason: "it is read-only".into(),
                hint,
            });
        }
        let new = beside(&target, &meta, change.after.as_bytes()).map_err(|e| refuse(&e))?;
        Ok(Prepared { path, target, meta, change, new })
    }

    fn refuse_dirty(&self, program: &str, prepared: &[Prepared<'_>]) -> Result<(), UserError> {
        if self.allow_dirty {
            return Ok(());
        }
        let dirty = git::uncommitted(prepared.iter().map(|it| it.target.as_path()));
        let files: Vec<_> =
            prepared.iter().filter(|it| dirty.contains(&it.target)).map(|it| seen_from(&self.cwd, it.path)).collect();
        if files.is_empty() { Ok(()) } else { Err(UserError::Dirty { program: program.into(), files }) }
    }

    fn record(&mut self, it: &Prepared<'_>) -> Result<FileRecord, UserError> {
        Ok(FileRecord {
            path: it.target.clone(),
            mode: mode(&it.meta),
            before: blake3::hash(it.change.before.as_bytes()).to_string(),
            after: blake3::hash(it.change.after.as_bytes()).to_string(),
            image: self.journal.image(it.change.before.as_bytes())?,
        })
    }

    /// Renames the new files into place; after a failure or a signal, the old bytes back.
    fn replace(&self, program: &str, prepared: Vec<Prepared<'_>>) -> Result<(), UserError> {
        let mut done: Vec<(PathBuf, Metadata, &Change)> = Vec::new();
        for it in prepared {
            let outcome = if (self.stopped)() {
                Err(UserError::Interrupted)
            } else {
                it.new
                    .persist(&it.target)
                    .map(drop)
                    .map_err(|e| write_error(program, seen_from(&self.cwd, it.path), &e.error))
            };
            if let Err(error) = outcome {
                self.put_back(&done)?;
                return Err(error);
            }
            done.push((it.target, it.meta, it.change));
        }
        for folder in done.iter().filter_map(|(target, ..)| target.parent()) {
            // The files are in place; a folder that can't be synced only makes the rename less sure to survive a power cut.
            let _ = sync_folder(folder);
        }
        Ok(())
    }

    fn put_back(&self, done: &[(PathBuf, Metadata, &Change)]) -> Result<(), UserError> {
        let mut broken = None;
        for (target, meta, change) in done {
            let put =
                beside(target, meta, change.before.as_bytes()).and_then(|it| it.persist(target).map_err(|e| e.error));
            if let Err(e) = put {
                let saved = self.journal.folder().unwrap_or(Path::new("")).join("before");
                broken = Some(UserError::Broken { file: seen_from(&self.cwd, target), reason: reason(&e), saved });
            }
        }
        broken.map_or(Ok(()), Err)
    }
}

/// A file in the same folder (so that a rename suffices) with the same owner and mode, safe on the disk.
fn beside(target: &Path, meta: &Metadata, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut file = tempfile::Builder::new().prefix(".iacfix-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only a privileged user can give files away; for everyone else the owner is the same already.
        let _ = fchown(file.as_file(), Some(meta.uid()), Some(meta.gid()));
    }
    file.as_file().set_permissions(meta.permissions())?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn write_error(program: &str, file: String, error: &io::Error) -> UserError {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "look at the permissions of the file and its folder",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is mounted read-only",
        io::ErrorKind::StorageFull => "make room on the disk",
        io::ErrorKind::NotFound => "the file is gone; run iacfix again",
        _ => "every file of the program is as it was",
    };
    UserError::Write { program: program.into(), file, reason: reason(error), hint: hint.into() }
}

fn mode(meta: &Metadata) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        format!("{:04o}", meta.permissions().mode() & 0o7777)
    }
    #[cfg(not(unix))]
    {
        if meta.permissions().readonly() { "0444".into() } else { "0644".into() }
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_failure_in_the_middle_restores_what_was_there() {
        let (folder, changes) = two_files();
        let writer = Writer::new(folder.path(), true);
        let mut prepared: Vec<_> =
            changes.iter().map(|(path, change)| writer.prepare("p", path, change).unwrap()).collect();
        // The second file becomes a folder with something in it, which no rename replaces.
        std::fs::remove_file(&prepared[1].target).unwrap();
        std::fs::create_dir_all(prepared[1].target.join("x")).unwrap();
        let blocked = prepared[1].target.clone();
        let error = writer.replace("p", std::mem::take(&mut prepared)).unwrap_err();
        assert!(error.to_string().starts_with("p: nothing was written, because b.ts can't be written"), "{error}");
        std::fs::remove_dir_all(&blocked).unwrap();
        std::fs::write(&blocked, "old").unwrap();
        assert_eq!(texts(&changes), ["old", "old"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }

    #[test]
    fn a_signal_between_two_files_restores_what_was_there() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let (folder, changes) = two_files();
        let mut writer = Writer::new(folder.path(), true);
        writer.stopped = || ASKED.fetch_add(1, Ordering::SeqCst) == 1;
        let prepared = changes.iter().map(|(path, change)| writer.prepare("p", path, change).unwrap()).collect();
        let error = writer.replace("p", prepared).unwrap_err();
        assert!(matches!(error, UserError::Interrupted));
        assert_eq!(ASKED.load(Ordering::SeqCst), 2, "the first file was replaced before the signal came");
        assert_eq!(texts(&changes), ["old", "old"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
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
