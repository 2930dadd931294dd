//! The review: patch by patch, with a person. Invariant: no patch is accepted that was not shown or that the person did
//! not ask for in bulk; after each answer everything is computed anew; a fix that was refused is not offered again unless
//! the person goes back to it; nothing of the program is written here.

mod at;
mod block;
mod edited;
mod editor;
mod keys;
mod rows;
mod screen;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossterm::event::KeyCode;
use iacfix_engine::codemod::Level;
use iacfix_engine::codemod::run::{Found, Session};

pub(crate) use self::at::answer_again;
use self::at::{At, alternative_of, default_of, replay, writable};
use self::block::Block;
use self::keys::{HELP, Pressed, scrolls};
use self::rows::Line;
use self::screen::Screen;
use self::screen::{Press, Scroll, View};
use crate::decisions::{Answer, Decision, Decisions, Scope};
use crate::error::UserError;
use crate::look::{Looked, Notes, Said, Why, is_fixable, why};
use crate::palette::Palette;
use crate::paths::seen_from;
use crate::report::clean;
use crate::report::text::count;

/// The most passes in a row that answers given in bulk may take: a person ends what would never end.
const AT_ONCE: u32 = 12;

/// Of how many fixes is told one by one that an answer was meant for them too.
const ALSO: usize = 6;

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
    /// What was edited last and not taken.
    draft: Option<Draft>,
    /// Whether literal secrets are shown.
    show_secrets: bool,
}

/// A patch that was edited and not taken.
struct Draft {
    /// The id of its finding.
    finding: String,
    /// The fix that it was made of, by place.
    fix: usize,
    /// It, with the reason.
    text: String,
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
        Self { screen, cwd, palette, decisions, stop: None, told, again: None, draft: None, show_secrets }
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
            let (mut any, mut also) = (false, Vec::new());
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
                also.push(self.block(found, Some(fix), at).answered("also", &self.palette.good));
                decision.alternative = alternative;
                // One that waited for another is answered once more, and kept once.
                if self.decisions.exact(found, &at.name).is_none() {
                    self.decisions.push(decision)?;
                }
            }
            if !any {
                return Ok(true);
            }
            self.tell_of_others(also)?;
            let before = at.session.decisions().len();
            at.session.advance();
            at.close_broken(before);
        }
        Ok(false)
    }

    /// What an answer in bulk was meant for besides, the first ones line by line.
    fn tell_of_others(&mut self, mut lines: Vec<Line>) -> Result<(), UserError> {
        let more = lines.len().saturating_sub(ALSO);
        if more > 1 {
            lines.truncate(ALSO);
            lines.push(Line::prose([(self.palette.plain.clone(), format!("        and {more} more"))], 8));
        }
        self.screen.say(&lines)
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
        let (mut scroll, mut notice) = (Scroll::default(), Vec::new());
        loop {
            // What a person offered has joined its fixes meanwhile.
            let found = at.session.finding(&found.id).cloned().unwrap_or_else(|| found.clone());
            let lines = self.block(&found, shown, at).patch(shown.map(|fix| at.session.preview(&found.id, fix)));
            let prompt = self.prompt(&found, shown, at);
            self.screen.draw(View { lines: &lines, notice: &notice, prompt: &prompt }, &mut scroll)?;
            let press = self.screen.press()?;
            if press == Press::Redraw || scrolls(press, &mut scroll, self.screen.page()) {
                continue;
            }
            scroll.notice = 0;
            let pressed = match press {
                Press::Key(KeyCode::Char('r')) => self.reject(at, &found, &lines, scroll)?,
                press => self.pressed(at, &found, &mut shown, press)?,
            };
            match pressed {
                Pressed::Reply(reply, word) => {
                    let taken = if let Reply::Take(fix, _) = &*reply { Some(*fix) } else { shown };
                    // A comment that silences it has joined its fixes with the answer.
                    let found = at.session.finding(&found.id).cloned().unwrap_or(found);
                    self.answered(&found, taken, at, &reply, word)?;
                    return Ok(*reply);
                }
                Pressed::Show => {
                    notice = Vec::new();
                    scroll = Scroll::default();
                }
                Pressed::Say(text) => notice = self.notice(&text, 2),
                Pressed::Help => notice = self.notice(HELP, 7),
            }
        }
    }

    fn notice(&self, text: &str, hang: usize) -> Vec<Line> {
        let line = |text: &str| Line::prose([(self.palette.plain.clone(), clean(text))], hang);
        text.lines().map(line).collect()
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
        let question = format!("Write {}?", count(files.len(), "file", "files"));
        let parts = [(self.palette.strong.clone(), question), (self.palette.plain.clone(), keys.into())];
        let (prompt, mut scroll) = (Line::prose(parts, 2), Scroll::default());
        self.screen.forget_keys()?;
        loop {
            self.screen.draw(View { lines: &lines, notice: &[], prompt: &prompt }, &mut scroll)?;
            let press = self.screen.press()?;
            let last = match press {
                Press::Key(KeyCode::Char('y' | 'Y')) => Last::Yes,
                Press::Key(KeyCode::Char('n' | 'N' | 'q' | 'Q')) => Last::No,
                Press::Key(KeyCode::Char('b')) if back => Last::Back,
                press => {
                    scrolls(press, &mut scroll, self.screen.page());
                    continue;
                }
            };
            self.screen.say(&[])?;
            if last == Last::Back {
                self.say("back")?;
            }
            return Ok(last);
        }
    }

    /// Asks something that is answered by yes or no.
    ///
    /// # Errors
    /// A terminal that is gone, or Ctrl-C.
    pub(crate) fn agree(&mut self, question: &str) -> Result<bool, UserError> {
        agree(&mut self.screen, &self.palette, question)
    }
}

/// Asks something that is answered by yes or no.
///
/// # Errors
/// A terminal that is gone, or Ctrl-C.
fn agree(screen: &mut Screen, palette: &Palette, question: &str) -> Result<bool, UserError> {
    let parts = [(palette.strong.clone(), question.to_string()), (palette.plain.clone(), " [y,n] ".into())];
    let prompt = Line::prose(parts, 2);
    screen.forget_keys()?;
    loop {
        screen.draw(View { lines: &[], notice: &[], prompt: &prompt }, &mut Scroll::default())?;
        let agreed = match screen.press()? {
            Press::Key(KeyCode::Char('y' | 'Y')) => true,
            Press::Key(KeyCode::Char('n' | 'N' | 'q')) => false,
            _ => continue,
        };
        let answer = if agreed { " yes" } else { " no" };
        screen.say(&[Line::prose([(palette.plain.clone(), format!("{question}{answer}"))], 2)])?;
        return Ok(agreed);
    }
}
