//! Splitting statements of policies. Invariant: what the parts say together is what the statement said, but for the
//! resources that they are given; a part keeps effect, principals and conditions as they are written.

use std::collections::BTreeSet;

use super::document::Json;
use super::{Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{DocNode, DocPlace, ElementOf, Lookup, Member, Policy, PolicySpelling, Statement, Strings};
use crate::source::TextRange;

/// A part of a statement.
#[derive(Clone, Debug, Default)]
pub struct StatementPart<'s> {
    /// Which of the statement's actions it has, by their places.
    pub actions: BTreeSet<usize>,
    /// What it allows them on, TypeScript; none keeps what the statement has.
    pub resources: Vec<String>,
    /// What is added to the statement's id, where it has one.
    pub suffix: &'s str,
    /// A comment above it, where the document takes comments.
    pub comment: Option<&'s str>,
}

impl<'p> Rewrite<'_, 'p> {
    /// Makes several statements of one: the first part stays where it is, the others follow it.
    ///
    /// # Errors
    /// A statement whose parts are written elsewhere or serve something else too.
    pub fn split_statement(
        &mut self,
        policy: &Policy<'p>,
        statement: &Statement<'p>,
        parts: &[StatementPart<'_>],
    ) -> Result<(), Declined> {
        let Some((first, others)) = parts.split_first() else { return Ok(()) };
        let Lookup::Found(actions) = &statement.actions else {
            return Err(Declined::because("the statement's actions can't be seen"));
        };
        if let Some(id) = statement.node.shared.or(actions.node.shared) {
            let name = &self.model.binding(id).name;
            return Err(Declined::because(format!("`{name}` serves something else too; change it there")));
        }
        let mut texts = Vec::new();
        for part in others {
            texts.push(self.part_text(statement, actions, part)?);
        }
        if !first.resources.is_empty() {
            let codes: Vec<&str> = first.resources.iter().map(String::as_str).collect();
            self.set_resources(statement, &codes)?;
        }
        let all = actions.items.len();
        for at in (0..all).filter(|at| !first.actions.contains(at)) {
            let place = actions.items[at].place;
            let list = actions.node.list();
            let Some(at) = list.and_then(|list| list.items.iter().position(|item| item.value.place == place)) else {
                return Err(Declined::because("the statement's actions are not written as a list"));
            };
            self.remove_item(&actions.node, at)?;
        }
        self.insert_after(policy, statement, &texts)
    }

    /// The statement's own text with the actions, resources and id of a part.
    fn part_text(
        &self,
        statement: &Statement<'p>,
        actions: &Strings<'p>,
        part: &StatementPart<'_>,
    ) -> Result<String, Declined> {
        let elsewhere = || Declined::because("the statement is put together elsewhere; split it there");
        let object = statement.node.object().filter(|object| object.unseen.is_none()).ok_or_else(elsewhere)?;
        let (file, whole) = (statement.node.place.file(), statement.node.place.range());
        let source = &self.file(file).source;
        let text_of = |node: &DocNode<'p>| source.slice(node.place.range()).to_string();
        let json = match &statement.node.place {
            DocPlace::Json { literal, range } => Some(Json::of(self, *literal, *range)),
            DocPlace::Source(_) => None,
        };
        let indent = source.indent_at(whole.start);
        let value = |codes: &[String]| -> Result<String, Declined> {
            match (&json, codes, statement.spelling) {
                (Some(json), [one], _) => json.value(one, indent, indent.len()),
                (Some(json), several, _) => json.value(&format!("[{}]", several.join(", ")), indent, indent.len()),
                (None, [one], PolicySpelling::Json) => Ok(one.clone()),
                (None, several, _) => Ok(format!("[{}]", several.join(", "))),
            }
        };
        let kept: Vec<String> = part.actions.iter().filter_map(|at| actions.items.get(*at)).map(text_of).collect();
        let mut changes: Vec<(&Member<'p>, String)> = Vec::new();
        for member in &object.members {
            if !whole.contains(member.range) || member.value.place.file() != file {
                return Err(elsewhere());
            }
            let name = member.key.as_str();
            if name == statement.spelling.key("Action") {
                changes.push((member, if json.is_some() { list_text(&kept) } else { value(&kept)? }));
            } else if name == statement.spelling.key("Resource") && !part.resources.is_empty() {
                changes.push((member, value(&part.resources)?));
            } else if name == statement.spelling.key("Sid") {
                let sid = member.value.as_str().ok_or_else(elsewhere)?;
                changes.push((member, serde_json::Value::String(format!("{sid}{}", part.suffix)).to_string()));
            }
        }
        let mut out = String::new();
        let mut at = whole.start;
        for (member, text) in changes {
            let own = member.value.place.range();
            // A value that a name leads to is written anew beside its key.
            let value = match member.range.contains(own) {
                true => own,
                false => TextRange::new(self.after_key(file, member.range), member.range.end),
            };
            out.push_str(source.slice(TextRange::new(at, value.start)));
            out.push_str(&text);
            at = value.end;
        }
        out.push_str(source.slice(TextRange::new(at, whole.end)));
        match (part.comment, &json) {
            (Some(comment), None) => Ok(format!("// {comment}\n{out}")),
            _ => Ok(out),
        }
    }

    /// Where the value of an entry `key: value` starts.
    fn after_key(&self, file: crate::model::FileId, entry: TextRange) -> u32 {
        let scan = self.scan(file);
        scan.find(entry.start, entry.end, b':').map_or(entry.start, |colon| scan.skip(colon + 1))
    }

    /// Puts statements, as their document spells them, after one that stands in a list.
    fn insert_after(
        &mut self,
        policy: &Policy<'p>,
        statement: &Statement<'p>,
        texts: &[String],
    ) -> Result<(), Declined> {
        let elsewhere = || Declined::because("the statements are put together elsewhere; split it there");
        let list = policy.list.as_ref().ok_or_else(elsewhere)?;
        let items = list.list().map(|list| list.items.as_slice()).unwrap_or_default();
        let at = items.iter().position(|item| item.value.place == statement.node.place).ok_or_else(elsewhere)?;
        match (&list.place, items[at].of) {
            (DocPlace::Json { literal, range }, _) => {
                let ranges = items.iter().map(|item| item.value.place.range()).collect();
                let json = Json::of(self, *literal, *range);
                let list = self.json_list(*range, ranges, &json);
                texts.iter().for_each(|text| list.add(at + 1, None, text.clone()));
                Ok(())
            }
            (_, ElementOf::Array(array, at)) => texts.iter().try_for_each(|text| {
                layout::parsed_expression(text)?;
                self.insert_kept(array, at + 1, text)
            }),
            _ => Err(elsewhere()),
        }
    }
}

/// JSON texts as one, or a list of them.
fn list_text(texts: &[String]) -> String {
    match texts {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}
