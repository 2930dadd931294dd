//! What a person makes of a finding. Invariant: a fix that joins a finding passes the checks that a codemod's fixes pass, and
//! is gone with its pass.

use super::settle::{self, Candidate};
use super::{Outcome, Session};
use crate::codemod::Date;
use crate::codemod::finding::{Action, Declined, Effect, Fix, Origin};
use crate::codemod::meta::Level;
use crate::codemod::suppress::{self, SUPPRESSION};
use crate::edit::FileEdits;
use crate::model::Model;

/// Why a finding about a comment is not silenced.
const OF_A_COMMENT: &str = "it is about a comment, and no comment silences that; repair or remove it";

impl Session<'_> {
    /// Offers one more fix of a finding of this pass, and gives its place among them: one that a person made. It is gone with
    /// the pass.
    ///
    /// # Errors
    /// Why its edits can't be made, or what would be broken by them.
    pub fn offer(&mut self, id: &str, fix: Fix) -> Result<usize, Declined> {
        let at = self.findings.iter().position(|found| found.id == id);
        let at = at.ok_or_else(|| Declined::because(format!("this pass has no finding {id}")))?;
        let edits = self.writable(self.findings[at].meta, fix.edits.as_ref().map_err(Clone::clone)?)?;
        let candidate = Candidate { found: &self.findings[at], fix: 0, edits: &edits };
        if let Some((_, Outcome::TakenBack { reason })) =
            settle::settle(&self.program, &self.others, &[candidate]).outcomes.pop()
        {
            return Err(Declined::because(self.masker().mask(&reason)));
        }
        let mut fix = Fix { edits: Ok(edits), ..fix };
        fix.without_secrets(&self.masker());
        let fixes = &mut self.findings[at].finding.fixes;
        fixes.push(fix);
        Ok(fixes.len() - 1)
    }

    /// Offers a comment that silences a finding of this pass for this reason until the end of that day; its place among the
    /// fixes of the finding.
    ///
    /// # Errors
    /// Why no comment can silence it alone.
    pub fn offer_silence(&mut self, id: &str, reason: &str, until: Option<Date>) -> Result<usize, Declined> {
        let edits = self.comment_for(id, reason, until)?;
        self.offer(id, silencing(reason, until, edits))
    }

    /// Whether a comment can silence a finding of this pass.
    ///
    /// # Errors
    /// As for [`offer_silence`](Self::offer_silence).
    pub fn may_silence(&self, id: &str) -> Result<(), Declined> {
        self.comment_for(id, "", None).map(drop)
    }

    fn comment_for(&self, id: &str, reason: &str, until: Option<Date>) -> Result<FileEdits, Declined> {
        let found = self.finding(id).ok_or_else(|| Declined::because(format!("this pass has no finding {id}")))?;
        if found.meta.id == SUPPRESSION.id {
            return Err(Declined::because(OF_A_COMMENT));
        }
        let model = Model::sketch(&self.program);
        let edits = suppress::silence(&model, &[(found.meta.id, &found.finding)], reason, until).pop();
        edits.ok_or_else(|| Declined::because("there is no place for it"))?
    }

    /// Accepts, for every finding of this pass that is not silent, a comment that silences it for this reason until the end
    /// of that day; the ids of those that no comment can silence, with why. What starts at one place shares a comment.
    pub fn silence_all(&mut self, reason: &str, until: Option<Date>) -> Vec<(String, Declined)> {
        let open: Vec<usize> = (0..self.findings.len()).filter(|at| self.findings[*at].suppressed.is_none()).collect();
        let (about_comments, open): (Vec<usize>, Vec<usize>) =
            open.into_iter().partition(|at| self.findings[*at].meta.id == SUPPRESSION.id);
        let of_comment = |at: usize| (self.findings[at].id.clone(), Declined::because(OF_A_COMMENT));
        let mut refused: Vec<(String, Declined)> = about_comments.into_iter().map(of_comment).collect();
        let edits = {
            let model = Model::sketch(&self.program);
            let findings: Vec<_> =
                open.iter().map(|at| (self.findings[*at].meta.id, &self.findings[*at].finding)).collect();
            suppress::silence(&model, &findings, reason, until)
        };
        let masker = self.masker();
        for (at, edits) in open.into_iter().zip(edits) {
            let meta = self.findings[at].meta;
            let id = self.findings[at].id.clone();
            match edits.and_then(|edits| self.writable(meta, &edits)) {
                Ok(edits) => {
                    let mut fix = silencing(reason, until, edits);
                    fix.without_secrets(&masker);
                    let fixes = &mut self.findings[at].finding.fixes;
                    fixes.push(fix);
                    let fix = fixes.len() - 1;
                    self.accept(&id, fix);
                }
                Err(declined) => refused.push((id, declined)),
            }
        }
        refused
    }
}

/// A comment as a fix.
fn silencing(reason: &str, until: Option<Date>, edits: FileEdits) -> Fix {
    let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
    let title = format!("silence it here{until}: {}", reason.trim());
    let fix = Fix::new(Level::Safe, title, Ok(edits)).by(Origin::Silence);
    fix.effect(Effect::new(Action::None, ""))
}
