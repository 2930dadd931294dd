//! What a person decided, kept. Invariant: a file is there whole or not at all, and one that can't be understood whole
//! is refused; an answer is given again only where the file leaves no doubt that it is meant.
//!
//! In the program where it was given, an answer is known by the id of its finding. Elsewhere it is known by codemod and
//! type of resource, and counts only where all answers of that kind say the same.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use iacfix_engine::codemod::Date;
use iacfix_engine::codemod::run::Found;
use serde::{Deserialize, Serialize};

use crate::error::{UserError, reason};
use crate::journal::{create_private, state_folder, sync_folder};
use crate::paths::seen_from;
use crate::signals;

/// The form of the file that this version reads and writes.
const SCHEMA: u32 = 1;

/// What a person said to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// Apply it.
    Yes,
    /// Leave it.
    No,
    /// Leave it, and say why in the source.
    Reject,
}

/// What an answer was meant for, besides its finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    /// All findings of the codemod.
    Codemod,
    /// All findings in the file.
    File,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// The codemod.
    pub(crate) codemod: String,
    /// The type of the resource that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<String>,
    /// What was said.
    pub(crate) answer: Answer,
    /// The alternative that was picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alternative: Option<String>,
    /// What else it was meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<Scope>,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// The last day on which the rejection counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Date>,
    /// Whether the person was asked; else an answer to another finding was meant for this one too.
    pub(crate) asked: bool,
    /// The folder of the program, as seen from where the person stood.
    pub(crate) program: String,
    /// The file, as seen from the folder of the program.
    pub(crate) file: String,
    /// The line of the finding, for people.
    pub(crate) line: u32,
    /// The id of the finding.
    pub(crate) id: String,
    /// The patch that the person made of the fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) patch: Option<String>,
}

impl Decision {
    /// An answer to `found`, in a program that is called `program`.
    pub(crate) fn new(found: &Found, answer: Answer, program: &str, root: &Path) -> Self {
        Self {
            codemod: found.meta.id.into(),
            resource: found.finding.resource.clone(),
            answer,
            alternative: None,
            scope: None,
            reason: None,
            until: None,
            asked: true,
            program: program.into(),
            file: seen_from(root, &found.file),
            line: found.start.line,
            id: found.id.clone(),
            patch: None,
        }
    }

    /// Whether it is about findings like this one, wherever they are. A patch that was edited is about one place only.
    fn is_like(&self, found: &Found) -> bool {
        let of_kind = self.resource == found.finding.resource || self.scope == Some(Scope::Codemod);
        self.codemod == found.meta.id && of_kind && self.patch.is_none()
    }

    /// Whether it says the same as another one.
    fn agrees_with(&self, other: &Self) -> bool {
        self.answer == other.answer && self.alternative == other.alternative && self.patch == other.patch
    }

    /// For people.
    pub(crate) fn in_words(&self) -> String {
        let answer = match (self.answer, &self.alternative) {
            (Answer::Yes, Some(name)) => format!("yes ({name})"),
            (Answer::Yes, None) => "yes".into(),
            (Answer::No, _) => "no".into(),
            (Answer::Reject, _) => "reject".into(),
        };
        let resource = self.resource.as_ref().map(|it| format!(" on {it}")).unwrap_or_default();
        format!("{answer} to {}{resource} ({}:{})", self.codemod, self.file, self.line)
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    schema: u32,
    /// When the first answer was given.
    started: String,
    /// Whether every question was answered and what was agreed to is written.
    complete: bool,
    #[serde(default, rename = "decision")]
    decisions: Vec<Decision>,
}

/// The answers of a session, and where they are kept.
#[derive(Debug)]
pub(crate) struct Decisions {
    file: Option<PathBuf>,
    started: String,
    complete: bool,
    list: Vec<Decision>,
    /// Which were given again, by place in the list.
    used: Mutex<BTreeSet<usize>>,
    /// What was there before this session.
    before: Vec<Decision>,
}

/// What a file says to a finding.
pub(crate) enum Recalled<'d> {
    /// This.
    Answer(&'d Decision),
    /// One thing to some findings of its kind, and another to others.
    Mixed,
    /// Nothing.
    Nothing,
}

const HEAD: &str = "\
# Answers given to iacfix. `iacfix --yes --decisions FILE` gives them again, here or in another program: there by codemod
# and type of resource, where all answers of that kind agree.
";

impl Decisions {
    /// No answer yet, kept in `file`.
    pub(crate) fn new(file: Option<PathBuf>, started: String) -> Self {
        Self { file, started, complete: false, list: Vec::new(), used: Mutex::default(), before: Vec::new() }
    }

    /// The answers in `file`, whose name in messages is `shown`; `None` where there is no such file.
    ///
    /// # Errors
    /// A file that can't be read, or holds something else.
    pub(crate) fn read(file: &Path, shown: &str) -> Result<Option<Self>, UserError> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(UserError::disk("read", shown, &e)),
        };
        let wrong = |line: usize, message: String| UserError::Config {
            file: shown.into(),
            line,
            message,
            hint: Some("it holds what `--decisions` saved; name another file to start anew".into()),
        };
        let kept: Kept = toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            wrong(line, e.message().to_string())
        })?;
        if kept.schema != SCHEMA {
            return Err(wrong(1, format!("schema {} is not known to this version, which knows {SCHEMA}", kept.schema)));
        }
        let Kept { started, complete, decisions: list, .. } = kept;
        let before = list.clone();
        Ok(Some(Self { file: Some(file.to_path_buf()), started, complete, list, used: Mutex::default(), before }))
    }

    /// Where a session over `paths`, by a person who stands at `cwd`, is kept unless they say otherwise.
    ///
    /// # Errors
    /// A home that can't be found.
    pub(crate) fn default_file<'p>(cwd: &'p Path, paths: impl Iterator<Item = &'p Path>) -> Result<PathBuf, UserError> {
        let mut hasher = blake3::Hasher::new();
        for path in std::iter::once(cwd).chain(paths) {
            hasher.update(path.as_os_str().as_encoded_bytes());
            hasher.update(&[0]);
        }
        let name = format!("{}.toml", &hasher.finalize().to_hex()[..16]);
        Ok(state_folder()?.join("decisions").join(name))
    }

    /// Where it is kept.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// When its first answer was given.
    pub(crate) fn started(&self) -> &str {
        &self.started
    }

    /// The answers, in the order in which they were given.
    pub(crate) fn list(&self) -> &[Decision] {
        &self.list
    }

    /// Whether there is something to go on with.
    pub(crate) fn is_open(&self) -> bool {
        !self.complete && !self.list.is_empty()
    }

    /// Takes one more answer and keeps it.
    ///
    /// # Errors
    /// A file that can't be written.
    pub(crate) fn push(&mut self, decision: Decision) -> Result<(), UserError> {
        self.complete = false;
        self.list.push(decision);
        self.store()
    }

    /// Takes back the last answer that was asked for in `program`, with all that it was meant for.
    ///
    /// # Errors
    /// A file that can't be written.
    pub(crate) fn back(&mut self, program: &str) -> Result<Option<Decision>, UserError> {
        let of_program = |it: &Decision| it.program == program;
        let Some(asked) = self.list.iter().rposition(|it| of_program(it) && it.asked) else { return Ok(None) };
        let taken = self.list[asked].clone();
        let mut at = 0;
        self.list.retain(|it| {
            at += 1;
            at <= asked || !of_program(it)
        });
        self.store().map(|()| Some(taken))
    }

    /// Every question was answered and the rest is done.
    ///
    /// # Errors
    /// A file that can't be written.
    pub(crate) fn complete(&mut self) -> Result<(), UserError> {
        if self.list.is_empty() {
            return Ok(());
        }
        self.complete = true;
        self.store()
    }

    /// Forgets what this session added, on the disk too.
    ///
    /// # Errors
    /// A file that can't be written.
    pub(crate) fn forget(&mut self) -> Result<(), UserError> {
        self.list.clone_from(&self.before);
        match &self.file {
            Some(file) if self.list.is_empty() => {
                // It may never have been there; what can't be removed is offered for going on with, and nothing worse.
                let _ = std::fs::remove_file(file);
                Ok(())
            }
            _ => self.store(),
        }
    }

    /// The answer that was given to this very finding of `program`.
    pub(crate) fn exact(&self, found: &Found, program: &str) -> Option<&Decision> {
        let at = self.list.iter().rposition(|it| it.id == found.id && it.program == program)?;
        self.used().insert(at);
        self.list.get(at)
    }

    /// The answer that is meant for this finding, wherever it is.
    pub(crate) fn recall(&self, found: &Found, program: &str) -> Recalled<'_> {
        if let Some(decision) = self.exact(found, program) {
            return Recalled::Answer(decision);
        }
        for fits in [|it: &Decision, found: &Found| it.id == found.id, Decision::is_like] {
            let like: Vec<usize> = (0..self.list.len()).filter(|at| fits(&self.list[*at], found)).collect();
            let Some(first) = like.first() else { continue };
            self.used().extend(&like);
            let first = &self.list[*first];
            return match like.iter().all(|at| self.list[*at].agrees_with(first)) {
                true => Recalled::Answer(first),
                false => Recalled::Mixed,
            };
        }
        Recalled::Nothing
    }

    /// The answers that were never given again.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &Decision> {
        let used = self.used().clone();
        self.list.iter().enumerate().filter(move |(at, _)| !used.contains(at)).map(|(_, decision)| decision)
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<usize>> {
        // Whoever panicked while holding it left a set of numbers, which is never half-done.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self) -> Result<(), UserError> {
        let Some(file) = &self.file else { return Ok(()) };
        let kept = Kept {
            schema: SCHEMA,
            started: self.started.clone(),
            complete: self.complete,
            decisions: self.list.clone(),
        };
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let put = || -> std::io::Result<()> {
            let text = toml::to_string(&kept).map_err(std::io::Error::other)?;
            if !folder.is_dir() {
                create_private(folder)?;
            }
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            new.write_all(HEAD.as_bytes())?;
            new.write_all(text.as_bytes())?;
            new.persist(file).map_err(|e| e.error)?;
            sync_folder(folder)
        };
        put().map_err(|e| UserError::Disk {
            verb: "keep the answers in",
            path: file.display().to_string(),
            reason: reason(&e),
            hint: Some("name another file with --decisions".into()),
        })?;
        signals::answers_are_kept(self.is_open());
        Ok(())
    }
}
