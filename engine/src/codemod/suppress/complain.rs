//! What is wrong with comments that ask for silence. Invariant: a safe repair removes only what silences nothing, so that no
//! other finding comes or goes with it; whatever would silence more than before is for a person to read.

use super::comment::{Fault, MARK};
use super::place::{Scope, place_above};
use super::{Catalogue, Suppression};
use crate::codemod::{Action, Effect, Finding, Fix, Level};
use crate::model::Model;
use crate::rewrite::Rewrite;
use crate::source::TextRange;

/// What can be done about a comment.
enum Remedy {
    /// It goes.
    Remove,
    /// All of its ids stay but those at these places.
    Drop(Vec<usize>),
    /// One of its ids was meant as this one.
    Correct(usize, &'static str),
    /// It goes before this line.
    Move(u32),
}

impl Suppression {
    /// What is wrong with the comment, once all findings were held against it.
    pub(super) fn complaints(&self, model: &Model<'_>, catalogue: &Catalogue<'_>) -> Vec<Finding> {
        let ran = |id: &str| (catalogue.ran)(id, self.file);
        if !(catalogue.all)(self.file) && !self.form.ids.iter().any(|(id, _)| ran(id)) {
            return Vec::new();
        }
        if let Some((message, remedy)) = self.fault_of_all(model) {
            return vec![self.finding(model, self.subject(), message, remedy)];
        }
        let (mut idle, mut unknown, mut out) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (id, _)) in self.form.ids.iter().enumerate() {
            if !(catalogue.is_known)(id) {
                match (catalogue.nearest)(id) {
                    Some(near) => {
                        let message = format!("there is no codemod `{id}`; `{near}` is close to it");
                        out.push(self.finding(model, id.clone(), message, Remedy::Correct(at, near)));
                    }
                    None => unknown.push(at),
                }
            } else if !self.used.contains(id) && ran(id) {
                idle.push(at);
            }
        }
        if !idle.is_empty() || !unknown.is_empty() {
            out.push(self.useless(model, &idle, &unknown));
        }
        out
    }

    /// Why the comment silences nothing at all.
    fn fault_of_all(&self, model: &Model<'_>) -> Option<(String, Remedy)> {
        let form = format!("write `{MARK} <id>: reason`");
        let message = match &self.form.fault {
            Some(Fault::NoId) => format!("this comment names no codemod and silences nothing; {form}"),
            Some(Fault::NoReason) => format!("this comment gives no reason and silences nothing; {form}"),
            Some(Fault::NoDate(words)) => format!(
                "this comment silences nothing, because `until {words}` is no date; write `{MARK} <id> until 2027-01-31: \
                 reason`"
            ),
            None if self.expired => {
                let last = self.form.until.map(|date| date.to_string()).unwrap_or_default();
                format!("this comment silenced something until {last} and silences nothing any more")
            }
            None => match self.scope {
                Scope::File | Scope::Construct(_) => return None,
                Scope::Nothing => {
                    "this comment silences nothing: no declaration, statement or property follows it".into()
                }
                Scope::BesideCode => {
                    let source = &model.file(self.file).source;
                    let line = place_above(source, model.index(self.file), self.range);
                    let message = "this comment silences nothing: it stands beside code; put it on the line before";
                    return Some((message.into(), line.map_or(Remedy::Remove, Remedy::Move)));
                }
            },
        };
        Some((message, Remedy::Remove))
    }

    /// Ids that find nothing here, and ids that nothing bears.
    fn useless(&self, model: &Model<'_>, idle: &[usize], unknown: &[usize]) -> Finding {
        let named = |at: &[usize]| {
            let names: Vec<_> = at.iter().map(|at| format!("`{}`", self.form.ids[*at].0)).collect();
            names.join(", ")
        };
        let mut gone: Vec<usize> = idle.iter().chain(unknown).copied().collect();
        gone.sort_unstable();
        let all = gone.len() == self.form.ids.len();
        let finds = if idle.len() == 1 { "finds" } else { "find" };
        let rest = if all { "this comment can go" } else { "the rest of this comment stays" };
        let message = match (idle, unknown) {
            ([], _) => format!("there is no codemod {}; `iacfix codemods` lists them", named(unknown)),
            (_, []) => format!("{} {finds} nothing here; {rest}", named(idle)),
            _ => format!("there is no codemod {}, and {} {finds} nothing here; {rest}", named(unknown), named(idle)),
        };
        let subject = gone.iter().map(|at| self.form.ids[*at].0.as_str()).collect::<Vec<_>>().join(",");
        self.finding(model, subject, message, if all { Remedy::Remove } else { Remedy::Drop(gone) })
    }

    fn subject(&self) -> String {
        self.form.ids.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(",")
    }

    fn finding(&self, model: &Model<'_>, subject: String, message: String, remedy: Remedy) -> Finding {
        let mut rewrite = Rewrite::new(model);
        let (level, title, done) = match remedy {
            Remedy::Remove => {
                (Level::Safe, "remove the comment".to_string(), rewrite.delete_comment(self.file, self.range))
            }
            Remedy::Drop(gone) => {
                let kept = self.form.ids.iter().enumerate().filter(|(at, _)| !gone.contains(at));
                let kept: Vec<_> = kept.map(|(_, (id, _))| id.as_str()).collect();
                let first = self.form.ids.first().map_or(self.range, |(_, range)| *range);
                let last = self.form.ids.last().map_or(self.range, |(_, range)| *range);
                rewrite.reword_comment(self.file, TextRange::new(first.start, last.end), &kept.join(", "));
                (Level::Safe, format!("leave {} in the comment", kept.join(", ")), Ok(()))
            }
            Remedy::Correct(at, name) => {
                rewrite.reword_comment(self.file, self.form.ids[at].1, name);
                (Level::Review, format!("name {name} in the comment"), Ok(()))
            }
            Remedy::Move(line) => {
                let moved = rewrite.move_comment(self.file, self.range, line);
                (Level::Review, "put the comment on the line before".to_string(), moved)
            }
        };
        let edits = done.and_then(|()| rewrite.finish());
        let fix = Fix::new(level, title, edits).effect(Effect::new(Action::None, ""));
        Finding::new(self.file, self.range, subject, message).fix(fix)
    }
}
