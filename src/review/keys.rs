//! What keys mean. Invariant: a key decides on nothing but the finding that is shown, and one without a meaning says where the
//! meanings are told.

use std::borrow::Cow;

use crossterm::event::KeyCode;
use iacfix_engine::codemod::Origin;
use iacfix_engine::codemod::run::Found;

use super::at::{At, offer_edited, writable};
use super::rows::Line;
use super::screen::{Press, Scroll, View};
use super::{Draft, Reply, Review, Stop, edited, editor};
use crate::decisions::{Answer, Decision, Scope};
use crate::error::UserError;
use crate::silence::Silencing;

pub(super) const HELP: &str = "\
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

const REASON: &str = "\
why is it left? a comment in the source will say so
with the last day on which that counts: `until 2027-01-31: replaced by then`
Esc, or Enter with nothing: back";

/// What came of a key.
pub(super) enum Pressed {
    /// The finding is answered, with this word.
    Reply(Box<Reply>, &'static str),
    /// Another fix is looked at.
    Show,
    /// Something has to be said.
    Say(String),
    /// The keys have to be told.
    Help,
}

impl Review {
    /// What a key does.
    pub(super) fn pressed(
        &mut self,
        at: &mut At<'_, '_>,
        found: &Found,
        shown: &mut Option<usize>,
        press: Press,
    ) -> Result<Pressed, UserError> {
        let key = match press {
            Press::Key(KeyCode::Char(key)) => key,
            Press::Pasted => return Ok(Pressed::Say("pasted text answers nothing; ? shows the keys".into())),
            _ => return Ok(Pressed::Say("? shows the keys".into())),
        };
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
            'n' => Pressed::Reply(Reply::Leave(decide(Answer::No)).into(), "no"),
            's' => {
                let decision = Decision { scope: Some(Scope::Codemod), ..decide(Answer::No) };
                Pressed::Reply(Reply::Leave(decision).into(), "skip")
            }
            'e' => self.edit(at, found, shown)?,
            'b' if at.first && !at.has_answers(&self.decisions) => Pressed::Say("this is the first question".into()),
            'b' => Pressed::Reply(Reply::Back.into(), "back"),
            'q' => Pressed::Reply(Reply::Stop(Stop::Keep).into(), "stopped; what was accepted stays"),
            'Q' => Pressed::Reply(Reply::Stop(Stop::Drop).into(), "everything is dropped"),
            '?' => Pressed::Help,
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
        Pressed::Reply(Reply::Take(fix, decision).into(), word)
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
        let patch = edited::for_editor(at.root, &changes);
        // What was not taken is gone on with.
        let draft = self.draft.take().filter(|it| it.finding == found.id && it.fix == fix);
        let handed = draft.as_ref().map_or(&patch, |it| &it.text);
        let text = match self.screen.lend(|| editor::edit(handed))? {
            Ok(text) if text == patch => return Ok(Pressed::Say("the patch is as it was".into())),
            Ok(text) => text,
            Err(reason) => {
                self.draft = draft;
                return Ok(Pressed::Say(reason));
            }
        };
        Ok(match offer_edited(at, found, fix, &changes, &text) {
            Ok(offered) => {
                *shown = Some(offered);
                Pressed::Show
            }
            Err(reason) if edited::is_empty(&text) => Pressed::Say(reason),
            Err(reason) => {
                let text = edited::with_reason(&text, &reason);
                self.draft = Some(Draft { finding: found.id.clone(), fix, text });
                Pressed::Say(format!("the edited patch was not taken: {reason}\ne goes on with it"))
            }
        })
    }

    /// Asks for a reason, and perhaps a last day, until there is one that a comment in the source can say.
    pub(super) fn reject(
        &mut self,
        at: &mut At<'_, '_>,
        found: &Found,
        lines: &[Line],
        scroll: Scroll,
    ) -> Result<Pressed, UserError> {
        if let Err(declined) = at.session.may_silence(&found.id) {
            return Ok(Pressed::Say(format!("it can't be silenced: {declined}")));
        }
        let prompt = Line::prose([(self.palette.strong.clone(), "reason: ".into())], 2);
        let (mut notice, mut typed) = (self.notice(REASON, 2), String::new());
        loop {
            let view = View { lines, notice: &notice, prompt: &prompt };
            let line = self.screen.line(view, scroll, &typed)?.filter(|it| !it.trim().is_empty());
            let Some(line) = line else { return Ok(Pressed::Say("without a reason it stays open".into())) };
            if matches!(at.session.masker().mask(&line), Cow::Owned(_)) {
                notice = self.notice("the reason holds a secret, which no file may: say it without", 2);
                typed.clear();
                continue;
            }
            let silencing = match Silencing::typed(&line) {
                Ok(silencing) => silencing,
                Err(problem) => {
                    (notice, typed) = (self.notice(&problem, 2), line);
                    continue;
                }
            };
            let Silencing { reason, until } = &silencing;
            return Ok(match at.session.offer_silence(&found.id, reason, *until) {
                Ok(fix) => {
                    let decision =
                        Decision { reason: Some(reason.clone()), until: *until, ..at.decision(found, Answer::Reject) };
                    Pressed::Reply(Reply::Take(fix, decision).into(), "reject")
                }
                Err(declined) => Pressed::Say(format!("it can't be silenced: {declined}")),
            });
        }
    }
}

/// Scrolls by a key, if it is one that does.
pub(super) fn scrolls(press: Press, scroll: &mut Scroll, page: usize) -> bool {
    let row = if scroll.in_notice { &mut scroll.notice } else { &mut scroll.patch };
    *row = match press {
        Press::Key(KeyCode::Char(' ') | KeyCode::PageDown) => row.saturating_add(page),
        Press::Key(KeyCode::PageUp) => row.saturating_sub(page),
        Press::Key(KeyCode::Down) => row.saturating_add(1),
        Press::Key(KeyCode::Up) => row.saturating_sub(1),
        Press::Key(KeyCode::Home) => 0,
        Press::Key(KeyCode::End) => usize::MAX,
        _ => return false,
    };
    true
}
