//! From documents to policies. Invariant: nothing of a document that grants or refuses is left out; what is not
//! understood makes the part that it stands in unseen.

use super::{Condition, Conditions, Policy, PolicySpelling, Principal, Principals, Statement, Strings};
use crate::model::Model;
use crate::model::document::{Content, DocNode, Document, Form, Item};
use crate::model::lookup::Lookup;
use crate::model::object::Property;

impl<'p> Model<'p> {
    /// The policy that a property holds.
    pub fn policy(&self, property: &Property<'p>) -> Lookup<Policy<'p>> {
        self.document(property).map(policy_of)
    }
}

impl PolicySpelling {
    /// How it calls what JSON calls `name`.
    pub fn key(self, name: &'static str) -> &'static str {
        match (self, name) {
            (PolicySpelling::Json, name) => name,
            (_, "Statement") => "statements",
            (_, "Sid") => "sid",
            (_, "Effect") => "effect",
            (_, "Action") => "actions",
            (_, "NotAction") => "notActions",
            (_, "Resource") => "resources",
            (_, "NotResource") => "notResources",
            (_, "Principal") => "principals",
            (_, "NotPrincipal") => "notPrincipals",
            (_, "Condition") => "conditions",
            (_, name) => name,
        }
    }
}

/// A document read as a policy.
fn policy_of(document: Document<'_>) -> Policy<'_> {
    let spelling = match document.form {
        Form::PolicyDocument { .. } => PolicySpelling::Data,
        _ => PolicySpelling::Json,
    };
    let mut policy = Policy { list: None, statements: Vec::new(), unseen: None, spelling, document };
    match policy.document.root.get(spelling.key("Statement")) {
        Lookup::Found(node) => {
            let node = node.clone();
            policy.read_statements(&node);
            policy.list = Some(node);
        }
        Lookup::Absent => {}
        Lookup::Unknown(why) => policy.unseen = Some(why),
    }
    for other in ["sourcePolicyDocuments", "overridePolicyDocuments", "sourceJson", "overrideJson"] {
        if spelling == PolicySpelling::Data && !policy.document.root.get(other).is_absent() {
            policy.unseen = Some(format!("`{other}` brings statements of other policies"));
        }
    }
    policy
}

impl<'p> Policy<'p> {
    fn read_statements(&mut self, node: &DocNode<'p>) {
        match &node.content {
            Content::List(list) => {
                for Item { value, sometimes, several, .. } in &list.items {
                    self.read_statement(value, *sometimes, *several);
                }
                if let Some(why) = &list.unseen {
                    self.unseen = Some(why.clone());
                }
            }
            _ => self.read_statement(node, false, false),
        }
    }

    fn read_statement(&mut self, node: &DocNode<'p>, sometimes: bool, several: bool) {
        match &node.content {
            Content::Object(_) => self.statements.push(statement_of(node, self.spelling, sometimes, several)),
            Content::AnyOf(choices) => choices.iter().for_each(|choice| self.read_statement(choice, true, several)),
            Content::Undefined | Content::Null => {}
            _ => self.unseen = Some(node.why_unknown().unwrap_or("a statement is decided at run time").to_string()),
        }
    }
}

fn statement_of<'p>(node: &DocNode<'p>, spelling: PolicySpelling, sometimes: bool, several: bool) -> Statement<'p> {
    let strings = |name| node.get(spelling.key(name)).map(strings_of);
    let allows = match node.get(spelling.key("Effect")) {
        Lookup::Found(effect) => match effect.as_str() {
            Some("Allow") => Lookup::Found(true),
            Some("Deny") => Lookup::Found(false),
            _ => Lookup::Unknown("its effect is decided at run time".into()),
        },
        Lookup::Absent if spelling == PolicySpelling::Data => Lookup::Found(true),
        Lookup::Absent => Lookup::Absent,
        Lookup::Unknown(why) => Lookup::Unknown(why),
    };
    let principals = match node.get(spelling.key("Principal")) {
        Lookup::Found(found) => principals_of(found, spelling),
        Lookup::Absent => Principals::default(),
        Lookup::Unknown(why) => Principals { items: Vec::new(), unseen: Some(why) },
    };
    let conditions = match node.get(spelling.key("Condition")) {
        Lookup::Found(found) => conditions_of(found, spelling),
        Lookup::Absent => Conditions::default(),
        Lookup::Unknown(why) => Conditions { unseen: Some(why), ..Conditions::default() },
    };
    Statement {
        spelling,
        allows,
        principals,
        excepts_principals: !node.get(spelling.key("NotPrincipal")).is_absent(),
        actions: strings("Action"),
        not_actions: strings("NotAction"),
        resources: strings("Resource"),
        not_resources: strings("NotResource"),
        conditions,
        sometimes,
        several,
        node: node.clone(),
    }
}

/// A string, or the strings of a list.
fn strings_of<'p>(node: &DocNode<'p>) -> Strings<'p> {
    let mut out = Strings { node: node.clone(), items: Vec::new(), unseen: None };
    match &node.content {
        Content::List(list) => {
            for item in &list.items {
                let unsure = item.sometimes || item.several;
                match &item.value.content {
                    Content::Text(_) if !unsure => out.items.push(item.value.clone()),
                    Content::Undefined => {}
                    _ => out.unseen = Some(unseen_item(&item.value)),
                }
            }
            out.unseen = list.unseen.clone().or(out.unseen);
        }
        Content::Text(_) => out.items.push(node.clone()),
        _ => out.unseen = Some(unseen_item(node)),
    }
    out
}

fn unseen_item(node: &DocNode<'_>) -> String {
    node.why_unknown().unwrap_or("an element depends on a condition").to_string()
}

pub(super) fn principals_of<'p>(node: &DocNode<'p>, spelling: PolicySpelling) -> Principals<'p> {
    let mut out = Principals::default();
    let mut add = |kind: &str, names: Strings<'p>, unseen: &mut Option<String>| {
        let place = |name: &DocNode<'p>| {
            let at = names.node.list()?.items.iter().position(|item| item.value.place == name.place)?;
            Some((names.node.clone(), at))
        };
        let principal = |name: DocNode<'p>| Principal { kind: kind.to_string(), of: place(&name), name };
        out.items.extend(names.items.iter().cloned().map(principal));
        *unseen = names.unseen.or(unseen.take());
    };
    let mut unseen = None;
    match (&node.content, spelling) {
        (Content::Text(_), _) => match node.as_str() {
            Some("*") => add("*", strings_of(node), &mut unseen),
            _ => unseen = Some("its principal is decided at run time".to_string()),
        },
        (Content::Object(object), PolicySpelling::Json) => {
            for member in &object.members {
                match member.sometimes {
                    true => unseen = Some(format!("`{}` is set in some cases only", member.key)),
                    false => add(&member.key, strings_of(&member.value), &mut unseen),
                }
            }
            unseen = object.unseen.clone().or(unseen);
        }
        (Content::List(list), PolicySpelling::Data) => {
            for item in &list.items {
                let kind = item.value.get("type").found().and_then(DocNode::as_str);
                match (kind, item.value.get("identifiers"), item.sometimes || item.several) {
                    (Some(kind), Lookup::Found(names), false) => add(kind, strings_of(names), &mut unseen),
                    _ => unseen = Some("a principal can't be seen".to_string()),
                }
            }
            unseen = list.unseen.clone().or(unseen);
        }
        _ => unseen = Some(node.why_unknown().unwrap_or("its principal depends on a condition").to_string()),
    }
    out.unseen = unseen;
    out
}

fn conditions_of<'p>(node: &DocNode<'p>, spelling: PolicySpelling) -> Conditions<'p> {
    let mut out = Conditions { node: Some(node.clone()), ..Conditions::default() };
    match (&node.content, spelling) {
        (Content::Object(tests), PolicySpelling::Json) => {
            out.unseen = tests.unseen.clone();
            for test in &tests.members {
                let Some(variables) = test.value.object().filter(|_| !test.sometimes) else {
                    out.unseen = Some("a condition can't be seen".into());
                    continue;
                };
                out.unseen = variables.unseen.clone().or(out.unseen);
                for variable in &variables.members {
                    match variable.sometimes {
                        true => out.unseen = Some(format!("`{}` is set in some cases only", variable.key)),
                        false => out.items.push(Condition {
                            test: test.key.clone(),
                            variable: variable.key.clone(),
                            values: strings_of(&variable.value),
                        }),
                    }
                }
            }
        }
        (Content::List(list), PolicySpelling::Data) => {
            out.unseen = list.unseen.clone();
            for item in &list.items {
                let text = |key| item.value.get(key).found().and_then(DocNode::as_str).map(str::to_string);
                match (text("test"), text("variable"), item.value.get("values")) {
                    (Some(test), Some(variable), Lookup::Found(values)) if !item.sometimes && !item.several => {
                        out.items.push(Condition { test, variable, values: strings_of(values) });
                    }
                    _ => out.unseen = Some("a condition can't be seen".into()),
                }
            }
        }
        _ => out.unseen = Some(node.why_unknown().unwrap_or("its conditions depend on a condition").to_string()),
    }
    out
}
