//! A run with a person. Invariant: nothing is written before the last question, and going back from one program to the one
//! before leaves no trace of the later one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Run, coloured};
use crate::decisions::Decisions;
use crate::disk::Earlier;
use crate::error::UserError;
use crate::journal::utc;
use crate::look::{Looked, is_silence};
use crate::note;
use crate::palette::Palette;
use crate::progress::Progress;
use crate::report::Out;
use crate::report::text::count;
use crate::review::{Last, Review, Stop, Turn};
use crate::work::{Target, guarded, with_session};

const KEPT: &str = "the answers are kept: run the same command to go on";

/// What a program left behind, and what was known before it.
struct Reviewed {
    looked: Option<Looked>,
    changed: BTreeSet<PathBuf>,
    earlier: Earlier,
    shared: BTreeSet<u64>,
}

impl Run<'_> {
    /// Goes through the programs with a person, asks once more, writes.
    pub(super) fn attended(&mut self, targets: &[Target], out: &mut Out) -> io::Result<()> {
        let mut accepted = match self.answers(targets) {
            Ok(Some(accepted)) => accepted,
            Ok(None) => {
                note::info("nothing was written");
                return Ok(());
            }
            Err(error) => {
                note::user_error(&error);
                self.verdict.trouble = true;
                self.verdict.interrupted = matches!(error, UserError::Interrupted);
                return Ok(());
            }
        };
        for looked in &mut accepted {
            if !self.write(looked) {
                break;
            }
        }
        self.close_journal();
        let mut report = self.report(out, targets.len())?;
        for looked in &accepted {
            self.count(looked);
            report.program(looked)?;
        }
        report.end(&self.summary, &self.troubles)
    }

    /// Asks about every program and then about all files; what is to be written, if anything is.
    fn answers(&mut self, targets: &[Target]) -> Result<Option<Vec<Looked>>, UserError> {
        let colours = coloured(self.invocation, io::stderr().is_terminal());
        let palette = match colours {
            true => Palette::new(true),
            false if console::is_dumb() => Palette::new(false),
            false => Palette::monochrome(),
        };
        let mut review = Review::new(self.invocation.cwd.clone(), palette, self.kept()?, self.invocation.show_secrets);
        self.go_on_or_start_anew(&mut review)?;
        let mut done: Vec<Reviewed> = Vec::new();
        loop {
            self.review_programs(targets, &mut review, &mut done)?;
            if review.stopped() == Some(Stop::Drop) {
                review.decisions().forget()?;
                return Ok(None);
            }
            let accepted = || done.iter().filter_map(|it| it.looked.as_ref());
            let files = self.fixes_by_file(accepted());
            let back = review.stopped().is_none() && !review.decisions().list().is_empty();
            match if files.is_empty() { Last::Yes } else { review.confirm(&files, back)? } {
                Last::Yes => break,
                Last::No => {
                    if review.decisions().is_open() {
                        note::info(KEPT);
                    }
                    return Ok(None);
                }
                Last::Back => self.step_back(&mut review, &mut done)?,
            }
        }
        match review.stopped() {
            Some(_) if review.decisions().is_open() => {
                note::info(KEPT);
            }
            Some(_) => {}
            None => review.decisions().complete()?,
        }
        Ok(Some(done.into_iter().filter_map(|it| it.looked).collect()))
    }

    /// Goes on behind what is done.
    fn review_programs(
        &mut self,
        targets: &[Target],
        review: &mut Review,
        done: &mut Vec<Reviewed>,
    ) -> Result<(), UserError> {
        while let Some(target) = targets.get(done.len()) {
            if review.stopped().is_some() {
                return Ok(());
            }
            let before = Reviewed {
                looked: None,
                changed: self.changed.clone(),
                earlier: self.earlier.clone(),
                shared: self.shared.clone(),
            };
            let (invocation, catalogue, earlier) = (self.invocation, self.catalogue, self.earlier.clone());
            let progress = Progress::start(1, self.watched());
            let has_before = !review.decisions().list().is_empty() && !done.is_empty();
            let asked = self.pool.install(|| {
                guarded(|| {
                    with_session(invocation, catalogue, target, earlier, |session| {
                        drop(progress);
                        review.program(session, has_before)
                    })
                })
            });
            let result = match asked {
                Ok(Ok(Turn::Back)) => {
                    self.step_back(review, done)?;
                    continue;
                }
                Ok(Ok(Turn::Done(looked))) => Ok(*looked),
                Ok(Err(error)) => return Err(error),
                Err(defect) => Err(defect),
            };
            let looked = self.accept(target, result);
            looked.iter().for_each(|looked| self.remember(looked));
            done.push(Reviewed { looked, ..before });
        }
        Ok(())
    }

    /// Takes programs off until one in which something was answered, and that answer back.
    fn step_back(&mut self, review: &mut Review, done: &mut Vec<Reviewed>) -> Result<(), UserError> {
        while let Some(Reviewed { looked, changed, earlier, shared }) = done.pop() {
            (self.changed, self.earlier, self.shared) = (changed, earlier, shared);
            let name = looked.map(|it| self.see(&it.root));
            if let Some(name) = name
                && review.back_in(&name)?
            {
                break;
            }
        }
        Ok(())
    }

    /// The answers of an earlier review of the same, or none yet. Where nobody named a file, what can't be read or kept does
    /// not keep anyone from reviewing.
    fn kept(&self) -> Result<Decisions, UserError> {
        let it = self.invocation;
        let now = || utc(SystemTime::now());
        if let Some(file) = &it.decisions {
            let kept = Decisions::read(file, &self.see(file))?;
            return Ok(kept.unwrap_or_else(|| Decisions::new(Some(file.clone()), now())));
        }
        let file = match Decisions::default_file(&it.cwd, it.paths.iter().map(|it| it.path.as_path())) {
            Ok(file) => file,
            Err(error) => {
                note::warning(&format!("the answers of this review are not kept: {error}"));
                return Ok(Decisions::new(None, now()));
            }
        };
        let kept = Decisions::read(&file, &file.display().to_string()).unwrap_or_else(|error| {
            note::warning(&format!("an earlier review can't be gone on with: {error}"));
            None
        });
        Ok(kept.filter(Decisions::is_open).unwrap_or_else(|| Decisions::new(Some(file), now())))
    }

    /// Asks whether to go on with a review that was stopped, unless its file was named.
    fn go_on_or_start_anew(&self, review: &mut Review) -> Result<(), UserError> {
        let decisions = review.decisions();
        if self.invocation.decisions.is_some() || !decisions.is_open() {
            return Ok(());
        }
        let answers = count(decisions.list().len(), "answer", "answers");
        let started = decisions.started().replace('T', " ").replace('Z', " UTC");
        if !review.agree(&format!("Go on with the review of {started}, which stopped after {answers}?"))? {
            let file = review.decisions().file().map(Path::to_path_buf);
            *review.decisions() = Decisions::new(file, utc(SystemTime::now()));
        }
        Ok(())
    }

    fn fixes_by_file<'l>(&self, accepted: impl Iterator<Item = &'l Looked>) -> Vec<(String, String)> {
        let mut files: BTreeMap<&Path, (usize, usize)> = BTreeMap::new();
        for looked in accepted {
            for path in looked.ended.changes.keys() {
                let (fixes, silenced) = files.entry(path).or_default();
                for decision in looked.applied().filter(|it| it.alone.contains_key(path)) {
                    *(if is_silence(decision) { &mut *silenced } else { &mut *fixes }) += 1;
                }
            }
        }
        let in_words = |(fixes, silenced): (usize, usize)| match (fixes, silenced) {
            (fixes, 0) => count(fixes, "fix", "fixes"),
            (0, silenced) => format!("{silenced} silenced"),
            (fixes, silenced) => format!("{}, {silenced} silenced", count(fixes, "fix", "fixes")),
        };
        files.into_iter().map(|(path, counts)| (self.see(path), in_words(counts))).collect()
    }
}
