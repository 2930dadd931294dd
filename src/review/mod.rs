//! The review: patch by patch, with a person. Invariant: no patch is accepted that was not shown or that the person did
//! not ask for in bulk; after each answer everything is computed anew; a fix that was refused is not offered again unless
//! the person goes back to it; nothing of the program is written here.

mod at;
mod block;
mod edited;
mod rows;
mod screen;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

use console::Key;
use dialoguer::theme::SimpleTheme;
use dialoguer::{Editor, Input};
use iacfix_engine::codemod::run::{Found, Session};
use iacfix_engine::codemod::{Level, Origin};

pub(crate) use self::at::answer_again;
use self::at::{At, alternative_of, default_of, offer_edited, replay, writable};
use self::block::Block;
use self::rows::Line;
use self::screen::{Screen, View, lost};
use crate::decisions::{Answer, Decision, Decisions, Scope};
use crate::error::UserError;
use crate::look::{Looked, Notes, Said, Why, is_fixable, why};
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::report::clean;
use crate::report::text::count;

const HELP: &str = "\
y      yes, apply this fix
n      no, leave it; it is not offered again
1..9   look at another alternative, which y then applies
a      this and all other fixes of this codemod
f      this and all other fixes in this file
s      skip this codemod
e      edit the patch in $VISUAL or $EDITOR
r      reject it with a reason, kept as a comment in the source
b      back to the last question
q      stop here and keep what was accepted
Q      drop everything
space, arrows, page up and down: scroll";

/// The most passes in a row that answers given in bulk may take: a person ends what would never end.
const AT_ONCE: u32 = 12;

/// How a review ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// What was accepted stays.
    Keep,
    /// Nothing stays.
    Drop,
}

/// How the look at one program ended.
pub(crate) enum Turn {
    /// With this.
    Done(Box<Looked>),
    /// The person wants to go back to the program before.
    Back,
}

/// What the person says to the list of files at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// Write them.
    Yes,
    /// Don't.
    No,
    /// Back to the last patch.
    Back,
}

/// A review by the person at the terminal, over all programs of a run.
pub(crate) struct Review {
    screen: Screen,
    cwd: PathBuf,
    palette: Palette,
    decisions: Decisions,
    stop: Option<Stop>,
    /// Findings without a fix that were shown already.
    told: BTreeSet<String>,
    /// The id of the finding whose answer was taken back last: it is asked about first.
    again: Option<String>,
    /// Whether literal secrets are shown.
    show_secrets: bool,
}

/// What a key means for the finding at hand.
enum Reply {
    Take(usize, Decision),
    Leave(Decision),
    Back,
    Stop(Stop),
}

impl Review {
    /// At the terminal that standard error is.
    pub(crate) fn new(cwd: PathBuf, palette: Palette, decisions: Decisions, show_secrets: bool) -> Self {
        let (screen, told) = (Screen::new(), BTreeSet::new());
        Self { screen, cwd, palette, decisions, stop: None, told, again: None, show_secrets }
    }

    /// How it ended early, if it did.
    pub(crate) fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// The answers so far.
    pub(crate) fn decisions(&mut self) -> &mut Decisions {
        &mut self.decisions
    }

    /// Takes back the last answer that was asked for in a program; whether there was one.
    ///
    /// # Errors
    /// Answers that can't be kept.
    pub(crate) fn back_in(&mut self, program: &str) -> Result<bool, UserError> {
        self.again = self.decisions.back(program)?.map(|it| it.id);
        Ok(self.again.is_some())
    }

    /// Says something that stays.
    ///
    /// # Errors
    /// A terminal that is gone.
    pub(crate) fn say(&mut self, text: &str) -> Result<(), UserError> {
        let line = Line::prose([(self.palette.plain.clone(), clean(text))], 2);
        self.screen.say(&[line])
    }

    /// Goes through one program; `has_before` tells whether there is one to go back to. What was answered in it before is
    /// answered in the same way.
    ///
    /// # Errors
    /// A terminal that is gone, answers that can't be kept, or Ctrl-C.
    pub(crate) fn program(&mut self, session: Session<'_>, has_before: bool) -> Result<Turn, UserError> {
        let root = session.program().root.clone();
        let start = session.attended();
        let mut at = At {
            session: start.clone(),
            start,
            notes: Notes::default(),
            name: seen_from(&self.cwd, &root),
            root: &root,
            first: !has_before,
            closed: BTreeSet::new(),
            last: None,
        };
        self.again(&mut at)?;
        let mut bounded = false;
        while self.stop.is_none() {
            if !self.in_bulk(&mut at)? {
                bounded = true;
                break;
            }
            at.notes.take(&at.session);
            self.tell_what_has_no_fix(&at)?;
            let again = self.again.take();
            let Some(found) = at.next(again.as_deref()).cloned() else { break };
            at.last = Some(found.id.clone());
            match self.ask(&mut at, &found)? {
                Reply::Take(fix, decision) => self.take(&mut at, &found, fix, decision)?,
                Reply::Leave(decision) => {
                    at.closed.insert(found.id.clone());
                    self.decisions.push(decision)?;
                }
                Reply::Back if self.back_in(&at.name)? => self.again(&mut at)?,
                Reply::Back => return Ok(Turn::Back),
                Reply::Stop(stop) => self.stop = Some(stop),
            }
        }
        Ok(Turn::Done(Box::new(self.end(at, bounded))))
    }

    /// The program as it is to be written: what was accepted, applied in the canonical order, so that the order of answers
    /// changes no byte. Where that would be anything else than what was shown, what was shown stays.
    fn end(&self, at: At<'_, '_>, bounded: bool) -> Looked {
        let At { mut session, start, notes, name, closed, root, .. } = at;
        let mut again = start;
        replay(&mut again, &self.decisions, &name, root, &mut BTreeSet::new());
        if again.agrees_with(&session) {
            session = again;
        }
        closed.iter().for_each(|id| session.refuse(id));
        notes.finish(session, Said { refused: closed, ..Said::default() }, bounded)
    }

    /// Brings a program to where its answers lead, and says which can't be given again.
    fn again(&mut self, at: &mut At<'_, '_>) -> Result<(), UserError> {
        at.session = at.start.clone();
        at.closed.clear();
        replay(&mut at.session, &self.decisions, &at.name, at.root, &mut at.closed);
        for place in at.forgotten(&self.decisions) {
            self.say(&format!(
                "{place}: asked again, because the patch that you edited held a secret, which is not kept"
            ))?;
        }
        Ok(())
    }

    /// Gives the answers that were meant for more than their finding; whether that came to an end.
    fn in_bulk(&mut self, at: &mut At<'_, '_>) -> Result<bool, UserError> {
        for _ in 0..AT_ONCE {
            let open: Vec<Found> = at.open().cloned().collect();
            let mut any = false;
            for found in &open {
                let Some((answer, alternative)) = self.standing(found, at) else { continue };
                let mut decision = Decision { asked: false, ..at.decision(found, answer) };
                if answer != Answer::Yes {
                    at.closed.insert(found.id.clone());
                    self.decisions.push(decision)?;
                    continue;
                }
                let Some(fix) = alternative_of(found, alternative.as_deref()) else { continue };
                any = true;
                at.session.accept(&found.id, fix);
                decision.alternative = alternative;
                // One that waited for another is answered once more, and kept once.
                if self.decisions.exact(found, &at.name).is_none() {
                    self.decisions.push(decision)?;
                }
            }
            if !any {
                return Ok(true);
            }
            let before = at.session.decisions().len();
            at.session.advance();
            at.close_broken(before);
        }
        Ok(false)
    }

    /// An answer to another finding that was meant for this one too, with its alternative; the last one counts.
    fn standing(&self, found: &Found, at: &At<'_, '_>) -> Option<(Answer, Option<String>)> {
        let meant = |it: &&Decision| match it.scope {
            Some(Scope::Codemod) => it.codemod == found.meta.id,
            Some(Scope::File) => it.program == at.name && it.file == seen_from(at.root, &found.file),
            None => false,
        };
        let decision = self.decisions.list().iter().rev().find(meant)?;
        let alternative = match decision.scope {
            Some(Scope::Codemod) => decision.alternative.clone(),
            _ => default_of(found).and_then(|fix| found.finding.fixes[fix].alternative).map(String::from),
        };
        let applies = decision.answer != Answer::Yes || alternative_of(found, alternative.as_deref()).is_some();
        applies.then_some((decision.answer, alternative))
    }

    /// Applies a fix that was agreed to, and says so.
    fn take(&mut self, at: &mut At<'_, '_>, found: &Found, fix: usize, decision: Decision) -> Result<(), UserError> {
        let before = at.session.decisions().len();
        at.session.accept(&found.id, fix);
        at.session.advance();
        match at.close_broken(before) {
            Some(reason) => {
                at.closed.insert(found.id.clone());
                self.say(&format!("not applied, a defect of {} (please report it): {reason}", found.meta.id))
            }
            None => self.decisions.push(decision),
        }
    }

    /// Findings that only a person can repair are said once and not asked about.
    fn tell_what_has_no_fix(&mut self, at: &At<'_, '_>) -> Result<(), UserError> {
        let mut lines = Vec::new();
        for found in at.session.findings().iter().filter(|it| it.suppressed.is_none() && !is_fixable(it)) {
            let skipped = self.standing(found, at).is_some_and(|(answer, _)| answer == Answer::No);
            if skipped || !self.told.insert(format!("{}/{}", at.name, found.id)) {
                continue;
            }
            let block = self.block(found, None, at);
            let reason = match why(found, Level::Review, &Said::default()) {
                Why::Declined(reason) => Some(format!("not fixed: {reason}")),
                _ => None,
            };
            lines.extend(block.advice(reason.as_deref()));
        }
        if lines.is_empty() { Ok(()) } else { self.screen.say(&lines) }
    }

    fn block<'b>(&'b self, found: &'b Found, fix: Option<usize>, at: &'b At<'_, '_>) -> Block<'b> {
        Block {
            cwd: &self.cwd,
            palette: &self.palette,
            found,
            fix,
            related: at.notes.related(found),
            hidden: (!self.show_secrets).then_some(at.notes.secrets()),
        }
    }

    /// Shows a finding until it is answered.
    fn ask(&mut self, at: &mut At<'_, '_>, found: &Found) -> Result<Reply, UserError> {
        let mut shown = default_of(found);
        let (mut from, mut notice) = (0, Vec::new());
        loop {
            // What a person offered has joined its fixes meanwhile.
            let found = at.session.finding(&found.id).cloned().unwrap_or_else(|| found.clone());
            let lines = self.block(&found, shown, at).patch(shown.map(|fix| at.session.preview(&found.id, fix)));
            let prompt = self.prompt(&found, shown, at);
            from = self.screen.draw(&View { lines: &lines, notice: &notice, prompt }, from)?;
            notice = Vec::new();
            let key = self.screen.key()?;
            if let Some(to) = scrolled(&key, from, self.screen.page()) {
                from = to;
                continue;
            }
            match self.press(at, &found, &mut shown, &key)? {
                Pressed::Reply(reply, word) => {
                    let taken = if let Reply::Take(fix, _) = &reply { Some(*fix) } else { shown };
                    // A comment that silences it has joined its fixes with the answer.
                    let found = at.session.finding(&found.id).cloned().unwrap_or(found);
                    self.answered(&found, taken, at, &reply, word)?;
                    return Ok(reply);
                }
                Pressed::Show => from = 0,
                Pressed::Say(text) => {
                    let line = |text: &str| Line::prose([(self.palette.plain.clone(), clean(text))], 7);
                    notice = text.lines().map(line).collect();
                }
            }
        }
    }

    fn answered(
        &mut self,
        found: &Found,
        shown: Option<usize>,
        at: &At<'_, '_>,
        reply: &Reply,
        word: &str,
    ) -> Result<(), UserError> {
        let style = if matches!(reply, Reply::Take(..)) { &self.palette.good } else { &self.palette.warn };
        let line = self.block(found, shown, at).answered(word, style);
        match reply {
            Reply::Take(..) | Reply::Leave(_) => self.screen.say(&[line]),
            Reply::Back | Reply::Stop(_) => self.say(word),
        }
    }

    /// What a key does.
    fn press(
        &mut self,
        at: &mut At<'_, '_>,
        found: &Found,
        shown: &mut Option<usize>,
        key: &Key,
    ) -> Result<Pressed, UserError> {
        let Key::Char(key) = *key else { return Ok(Pressed::Say("? shows the keys".into())) };
        let decide = |answer| at.decision(found, answer);
        Ok(match key {
            '1'..='9'
                if (key as usize - '0' as usize) <= found.finding.fixes.len() && found.finding.fixes.len() > 1 =>
            {
                *shown = Some(key as usize - '1' as usize);
                Pressed::Show
            }
            'y' | 'a' | 'f' => match shown.filter(|fix| writable(found, *fix)) {
                Some(fix) => self.accept(at, found, fix, key),
                None if found.finding.fixes.len() > 1 => {
                    Pressed::Say("there is nothing to apply yet: look at an alternative by its number".into())
                }
                None => Pressed::Say("there is nothing that could be applied".into()),
            },
            'n' => Pressed::Reply(Reply::Leave(decide(Answer::No)), "no"),
            's' => {
                let decision = Decision { scope: Some(Scope::Codemod), ..decide(Answer::No) };
                Pressed::Reply(Reply::Leave(decision), "skip")
            }
            'e' => self.edit(at, found, shown)?,
            'r' => self.reject(at, found)?,
            'b' if at.first && !at.has_answers(&self.decisions) => Pressed::Say("this is the first question".into()),
            'b' => Pressed::Reply(Reply::Back, "back"),
            'q' => Pressed::Reply(Reply::Stop(Stop::Keep), "stopped; what was accepted stays"),
            'Q' => Pressed::Reply(Reply::Stop(Stop::Drop), "everything is dropped"),
            '?' => Pressed::Say(HELP.into()),
            _ => Pressed::Say("? shows the keys".into()),
        })
    }

    fn accept(&self, at: &At<'_, '_>, found: &Found, fix: usize, key: char) -> Pressed {
        let mut decision = at.decision(found, Answer::Yes);
        let fix_of = &found.finding.fixes[fix];
        decision.alternative = fix_of.alternative.map(String::from);
        if fix_of.origin == Origin::Edited {
            decision.patch = at.session.preview(&found.id, fix).ok().map(|it| edited::for_editor(at.root, &it));
        }
        let (scope, word) = match key {
            'a' if fix_of.origin == Origin::Codemod => (Some(Scope::Codemod), "all"),
            'f' if fix_of.origin == Origin::Codemod => (Some(Scope::File), "file"),
            'y' => (None, "yes"),
            _ => return Pressed::Say("a patch that was edited is for this place only: press y".into()),
        };
        decision.scope = scope;
        Pressed::Reply(Reply::Take(fix, decision), word)
    }

    /// Lets the person edit the patch; what comes of it is looked at before it is accepted.
    fn edit(&mut self, at: &mut At<'_, '_>, found: &Found, shown: &mut Option<usize>) -> Result<Pressed, UserError> {
        let Some(fix) = shown.filter(|fix| writable(found, *fix)) else {
            return Ok(Pressed::Say("there is no patch to edit yet".into()));
        };
        let changes = match at.session.preview(&found.id, fix) {
            Ok(changes) => changes,
            Err(declined) => return Ok(Pressed::Say(declined.to_string())),
        };
        let mut text = edited::for_editor(at.root, &changes);
        self.screen.hand_over()?;
        match Editor::new().extension(".diff").trim_newlines(false).edit(&text) {
            Ok(Some(back)) => text = back,
            Ok(None) => return Ok(Pressed::Say("the patch was not saved and is as it was".into())),
            Err(dialoguer::Error::IO(e)) => {
                return Ok(Pressed::Say(format!(
                    "the editor can't be used: {e}; set VISUAL or EDITOR to one that is there"
                )));
            }
        }
        Ok(match offer_edited(at, found, fix, &changes, &text) {
            Ok(offered) => {
                *shown = Some(offered);
                Pressed::Show
            }
            Err(reason) => Pressed::Say(format!("the edited patch was not taken: {reason}")),
        })
    }

    /// Asks for a reason and writes it into the source.
    fn reject(&mut self, at: &mut At<'_, '_>, found: &Found) -> Result<Pressed, UserError> {
        let term = self.screen.hand_over()?;
        let input = Input::<String>::with_theme(&SimpleTheme)
            .with_prompt("reason (nothing: go back)")
            .allow_empty(true)
            .interact_text_on(term);
        let reason = input.map_err(|dialoguer::Error::IO(e)| lost(&e))?;
        if reason.trim().is_empty() {
            return Ok(Pressed::Say("without a reason it stays open".into()));
        }
        if matches!(at.session.masker().mask(&reason), Cow::Owned(_)) {
            return Ok(Pressed::Say("the reason holds a secret, which no file may: say it without".into()));
        }
        Ok(match at.session.offer_silence(&found.id, &reason) {
            Ok(fix) => {
                let decision = Decision { reason: Some(reason), ..at.decision(found, Answer::Reject) };
                Pressed::Reply(Reply::Take(fix, decision), "reject")
            }
            Err(declined) => Pressed::Say(format!("it can't be silenced: {declined}")),
        })
    }

    fn prompt(&self, found: &Found, shown: Option<usize>, at: &At<'_, '_>) -> Line {
        let numbers = match found.finding.fixes.len() {
            0 | 1 => String::new(),
            n => format!("1-{},", n.min(9)),
        };
        let (answered, open) = at.position();
        let takes = shown.is_some_and(|fix| writable(found, fix));
        let back = if at.first && !at.has_answers(&self.decisions) { "" } else { "b," };
        let keys = match takes {
            true => format!("y,n,{numbers}a,f,s,e,r,{back}q,Q,?"),
            false => format!("{numbers}n,s,r,{back}q,Q,?"),
        };
        let asks = if takes { "apply?" } else { "which?" };
        let place = format!("{} of {}: ", answered + 1, answered + open);
        Line::prose(
            [
                (
                    self.palette.dim.clone(),
                    if at.name == "." { String::new() } else { format!("{}  ", clean(&at.name)) },
                ),
                (self.palette.strong.clone(), format!("{place}{asks}")),
                (self.palette.plain.clone(), format!(" [{keys}] ")),
            ],
            2,
        )
    }

    /// The last question: the files that would be written, and yes or no.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn confirm(&mut self, files: &[(String, String)], back: bool) -> Result<Last, UserError> {
        let plain = |text: String| Line::prose([(self.palette.plain.clone(), text)], 4);
        let mut lines = vec![Line::prose([(self.palette.strong.clone(), "These files would be written:".into())], 2)];
        lines.extend(files.iter().map(|(file, what)| plain(format!("  {} ({what})", clean(file)))));
        let keys = if back { " [y,n,b] " } else { " [y,n] " };
        let mut from = 0;
        loop {
            let question = format!("Write {}?", count(files.len(), "file", "files"));
            let parts = [(self.palette.strong.clone(), question), (self.palette.plain.clone(), keys.into())];
            let prompt = Line::prose(parts, 2);
            from = self.screen.draw(&View { lines: &lines, notice: &[], prompt }, from)?;
            let key = self.screen.key()?;
            from = scrolled(&key, from, self.screen.page()).unwrap_or(from);
            let last = match key {
                Key::Char('y' | 'Y') => Last::Yes,
                Key::Char('n' | 'N' | 'q' | 'Q') => Last::No,
                Key::Char('b') if back => Last::Back,
                _ => continue,
            };
            self.screen.say(&[])?;
            return Ok(last);
        }
    }

    /// Asks something that is answered by yes or no.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn agree(&mut self, question: &str) -> Result<bool, UserError> {
        let prompt = Line::prose([(self.palette.strong.clone(), format!("{question} [y,n] "))], 2);
        loop {
            self.screen.draw(&View { lines: &[], notice: &[], prompt: prompt.clone() }, 0)?;
            let agreed = match self.screen.key()? {
                Key::Char('y' | 'Y') => true,
                Key::Char('n' | 'N' | 'q') => false,
                _ => continue,
            };
            self.screen.say(&[])?;
            return Ok(agreed);
        }
    }
}

/// What came of a key.
enum Pressed {
    /// The finding is answered, with this word.
    Reply(Reply, &'static str),
    /// Another fix is looked at.
    Show,
    /// Something has to be said.
    Say(String),
}

/// Where a key scrolls to from the row `from`, if it scrolls.
fn scrolled(key: &Key, from: usize, page: usize) -> Option<usize> {
    Some(match key {
        Key::Char(' ') | Key::PageDown => from + page,
        Key::PageUp => from.saturating_sub(page),
        Key::ArrowDown => from + 1,
        Key::ArrowUp => from.saturating_sub(1),
        Key::Home => 0,
        Key::End => usize::MAX / 2,
        _ => return None,
    })
}
