//! The conversation. Invariant: no patch is accepted that was not shown or that the person did not ask for in bulk; a fix
//! that was refused is not offered again; nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use console::{Key, Term};
use dialoguer::Confirm;
use iacfix_engine::codemod::run::{Found, Session, Step};
use iacfix_engine::codemod::{Fix, Level};

use crate::error::UserError;
use crate::look::{Looked, Notes, Why, is_fixable, level_of, why};
use crate::report::clean;
use crate::report::text::{Words, count};
use crate::signals;

const HELP: &str = "\
  y  yes, apply this fix
  n  no, leave it; it is not offered again
  1..9  show another alternative
  a  this and all other fixes of this codemod
  f  this and all other fixes in this file
  s  skip this codemod
  q  stop here and keep what was accepted
  Q  drop everything
  ?  this help
";

/// How a conversation ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// What was accepted stays.
    Keep,
    /// Nothing stays.
    Drop,
}

/// A conversation with the person at the terminal, over all programs of a run.
pub(crate) struct Conversation {
    term: Term,
    words: Words,
    /// Codemods that were agreed to as a whole, with the alternative that was.
    all_of: BTreeMap<&'static str, Option<&'static str>>,
    all_in: BTreeSet<PathBuf>,
    none_of: BTreeSet<&'static str>,
    stop: Option<Stop>,
}

/// What a person says to one fix.
enum Answer {
    Accept(usize),
    Refuse,
    Stop,
}

impl Conversation {
    /// At the terminal that standard error is.
    pub(crate) fn new(words: Words) -> Self {
        Self {
            term: Term::stderr(),
            words,
            all_of: BTreeMap::new(),
            all_in: BTreeSet::new(),
            none_of: BTreeSet::new(),
            stop: None,
        }
    }

    /// How it ended early, if it did.
    pub(crate) fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// Says something.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn say(&self, text: &str) -> Result<(), UserError> {
        self.term.write_str(text).map_err(|e| lost(&e))
    }

    /// Goes through one program.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn program(&mut self, mut session: Session<'_>) -> Result<Looked, UserError> {
        let mut notes = Notes::default();
        let mut told = BTreeSet::new();
        let mut refused = BTreeSet::new();
        let mut accepted = BTreeSet::new();
        let mut bounded = false;
        while self.stop.is_none() {
            notes.take(&session);
            self.tell_what_has_no_fix(&session, &notes, &mut told)?;
            let queue: Vec<Found> = session.findings().iter().filter(|it| is_askable(it, &refused)).cloned().collect();
            let mut any = false;
            for (at, found) in queue.iter().enumerate() {
                let answer = match self.standing(found) {
                    Some(answer) => answer,
                    None => {
                        let waited = accepted.contains(&found.id);
                        self.ask((&session, &notes), found, (at + 1, queue.len()), waited)?
                    }
                };
                match answer {
                    Answer::Accept(fix) => {
                        any = true;
                        accepted.insert(found.id.clone());
                        session.accept(&found.id, fix);
                    }
                    Answer::Refuse => {
                        refused.insert(found.id.clone());
                        session.refuse(&found.id);
                    }
                    Answer::Stop => break,
                }
            }
            if !any || self.stop == Some(Stop::Drop) {
                break;
            }
            match session.advance() {
                Step::Again => {}
                Step::Done => break,
                Step::Bound => {
                    bounded = true;
                    break;
                }
            }
        }
        Ok(notes.finish(session, refused, bounded))
    }

    /// Findings that only a person can repair are said once and not asked about.
    fn tell_what_has_no_fix(
        &self,
        session: &Session<'_>,
        notes: &Notes,
        told: &mut BTreeSet<String>,
    ) -> Result<(), UserError> {
        let mut out = String::new();
        for found in session.findings().iter().filter(|it| it.suppressed.is_none() && !is_fixable(it)) {
            if self.none_of.contains(found.meta.id) || !told.insert(found.id.clone()) {
                continue;
            }
            self.words.header(&mut out, found, None);
            notes.related(found).iter().for_each(|it| self.words.related(&mut out, it));
            if let Why::Declined(reason) = why(found, Level::Review, &BTreeSet::new()) {
                let _ = writeln!(out, "  not fixed: {}", clean(&reason));
            }
            out.push('\n');
        }
        self.say(&out)
    }

    /// An answer that was given before, for a whole codemod or file.
    fn standing(&self, found: &Found) -> Option<Answer> {
        if self.none_of.contains(found.meta.id) {
            return Some(Answer::Refuse);
        }
        let same =
            |name: &str| found.finding.fixes.iter().position(|fix| fix.alternative == Some(name) && fix.edits.is_ok());
        let agreed = match self.all_of.get(found.meta.id) {
            Some(Some(name)) => same(name),
            Some(None) => default_of(found),
            None if self.all_in.contains(&found.file) => default_of(found),
            None => None,
        };
        agreed.map(Answer::Accept)
    }

    fn ask(
        &mut self,
        (session, notes): (&Session<'_>, &Notes),
        found: &Found,
        place: (usize, usize),
        waited: bool,
    ) -> Result<Answer, UserError> {
        let mut shown = default_of(found);
        if waited {
            self.say("this one waited for another fix and is offered again\n")?;
        }
        self.show((session, notes), found, shown)?;
        loop {
            self.say(&self.prompt(found, place))?;
            let key = self.key()?;
            let choices = found.finding.fixes.len();
            match key {
                '1'..='9' if (key as usize - '0' as usize) <= choices && choices > 1 => {
                    self.say(&format!("{key}\n\n"))?;
                    shown = Some(key as usize - '1' as usize);
                    self.show((session, notes), found, shown)?;
                }
                'y' | 'a' | 'f' => match shown.filter(|fix| writable(found, *fix)) {
                    Some(fix) => {
                        self.remember(key, found, fix);
                        let word = match key {
                            'y' => "yes".to_string(),
                            'a' => format!("all of {}", found.meta.id),
                            _ => "all in this file".to_string(),
                        };
                        self.say(&format!("{word}\n\n"))?;
                        return Ok(Answer::Accept(fix));
                    }
                    None => self.say("there is nothing to apply yet: choose an alternative by its number\n")?,
                },
                'n' => {
                    self.say("no\n\n")?;
                    return Ok(Answer::Refuse);
                }
                's' => {
                    self.none_of.insert(found.meta.id);
                    self.say(&format!("skip {}\n\n", found.meta.id))?;
                    return Ok(Answer::Refuse);
                }
                'q' | 'Q' => {
                    self.stop = Some(if key == 'q' { Stop::Keep } else { Stop::Drop });
                    self.say(if key == 'q' { "stop\n\n" } else { "drop everything\n\n" })?;
                    return Ok(Answer::Stop);
                }
                '?' => self.say(&format!("?\n{HELP}"))?,
                _ => self.say("? shows the keys\n")?,
            }
        }
    }

    fn remember(&mut self, key: char, found: &Found, fix: usize) {
        match key {
            'a' => drop(self.all_of.insert(found.meta.id, found.finding.fixes[fix].alternative)),
            'f' => drop(self.all_in.insert(found.file.clone())),
            _ => {}
        }
    }

    fn show(
        &self,
        (session, notes): (&Session<'_>, &Notes),
        found: &Found,
        fix: Option<usize>,
    ) -> Result<(), UserError> {
        let mut out = String::new();
        self.words.header(&mut out, found, fix.and_then(|fix| found.finding.fixes.get(fix)));
        notes.related(found).iter().for_each(|it| self.words.related(&mut out, it));
        if found.finding.fixes.len() > 1 {
            alternatives(&mut out, &found.finding.fixes, fix);
        }
        match fix.map(|fix| session.preview(&found.id, fix)) {
            Some(Ok(changes)) => {
                changes
                    .iter()
                    .for_each(|(path, change)| self.words.diff(&mut out, path, &change.before, &change.after));
            }
            Some(Err(declined)) => {
                let _ = writeln!(out, "  can't be applied: {}", clean(&declined.to_string()));
            }
            None => {}
        }
        self.say(&out)
    }

    fn prompt(&self, found: &Found, (at, of): (usize, usize)) -> String {
        let numbers = match found.finding.fixes.len() {
            0 | 1 => String::new(),
            n => format!("1-{},", n.min(9)),
        };
        let question = format!("{at} of {of}: apply this fix? [y,n,{numbers}a,f,s,q,Q,?]");
        format!("{} ", self.words.palette.strong.apply_to(question))
    }

    /// One key; a terminal that goes away or is interrupted ends the run.
    fn key(&self) -> Result<char, UserError> {
        loop {
            match self.term.read_key() {
                Ok(Key::Char(c)) => return Ok(c),
                Ok(Key::Unknown) => return Err(lost(&io::Error::from(io::ErrorKind::UnexpectedEof))),
                Ok(_) => {}
                Err(e) => return Err(lost(&e)),
            }
        }
    }

    /// The last question: the files that would be written, and yes or no.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn confirm(&self, files: &[(String, usize)]) -> Result<bool, UserError> {
        let mut out = String::from("These files would be written:\n");
        for (file, fixes) in files {
            let _ = writeln!(out, "  {} ({})", clean(file), count(*fixes, "fix", "fixes"));
        }
        self.say(&out)?;
        let question = format!("Write {}?", count(files.len(), "file", "files"));
        let confirm = Confirm::new().with_prompt(question).default(false).wait_for_newline(false);
        confirm.interact_on(&self.term).map_err(|dialoguer::Error::IO(e)| lost(&e))
    }
}

fn is_askable(found: &Found, refused: &BTreeSet<String>) -> bool {
    found.suppressed.is_none() && is_fixable(found) && !refused.contains(&found.id)
}

fn writable(found: &Found, fix: usize) -> bool {
    found.finding.fixes.get(fix).is_some_and(|fix| fix.edits.is_ok())
}

/// The fix that `y` means: the first, unless the person has to choose.
fn default_of(found: &Found) -> Option<usize> {
    let choice = found.finding.fixes.len() > 1 && level_of(found) == Level::Advice;
    (!choice && writable(found, 0)).then_some(0)
}

fn alternatives(out: &mut String, fixes: &[Fix], shown: Option<usize>) {
    for (at, fix) in fixes.iter().enumerate().take(9) {
        let mark = if shown == Some(at) { '>' } else { ' ' };
        let name = fix.alternative.map(|name| format!("{name}: ")).unwrap_or_default();
        let _ = writeln!(out, "  {mark} {}  {name}{} ({})", at + 1, clean(&fix.title), fix.level);
    }
}

/// A terminal that can't be read or written any more. Ctrl-C comes as an interruption, and the listener for signals
/// ends the process; this waits for it.
fn lost(error: &io::Error) -> UserError {
    if error.kind() == io::ErrorKind::Interrupted {
        signals::let_it_end();
    }
    UserError::Interrupted
}
