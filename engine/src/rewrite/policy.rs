//! Changing policies. Invariant: a change says the same in both spellings, and keeps what the statement said besides.

use super::{Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{Content, DocNode, Lookup, Policy, PolicySpelling, Statement, Trust};

/// A statement to be written. Values are TypeScript.
#[derive(Clone, Debug, Default)]
pub struct NewStatement<'s> {
    /// Its id, left out where the policy's other statements have none.
    pub sid: &'s str,
    /// `Service`, `AWS`, with the code of its name; `*` with any for everybody; none for policies of roles.
    pub principal: Option<(&'s str, &'s str)>,
    /// What it allows.
    pub actions: Vec<&'s str>,
    /// To what; none for policies of who may act as a role.
    pub resources: Vec<&'s str>,
    /// When: the operator, the key, the code of the value.
    pub conditions: Vec<(&'s str, &'s str, &'s str)>,
}

impl NewStatement<'_> {
    /// The statement as an object literal that takes several lines.
    pub fn code(&self, spelling: PolicySpelling, with_sid: bool) -> String {
        let list = |codes: &[&str]| format!("[{}]", codes.join(", "));
        let mut out = String::from("{\n");
        let mut add = |key: &'static str, code: String| out.push_str(&format!("{}: {code},\n", spelling.key(key)));
        let text = |text: &str| serde_json::Value::String(text.to_string()).to_string();
        if with_sid && !self.sid.is_empty() {
            add("Sid", text(self.sid));
        }
        add("Effect", "'Allow'".to_string());
        match spelling {
            PolicySpelling::Json => {
                match self.principal {
                    Some(("*", _)) => add("Principal", "'*'".to_string()),
                    Some((kind, name)) => add("Principal", format!("{{ {kind}: {name} }}")),
                    None => {}
                }
                let one_or_list = |codes: &[&str]| match codes {
                    [one] => one.to_string(),
                    several => list(several),
                };
                add("Action", one_or_list(&self.actions));
                if !self.resources.is_empty() {
                    add("Resource", one_or_list(&self.resources));
                }
                if !self.conditions.is_empty() {
                    add("Condition", conditions(&self.conditions));
                }
            }
            PolicySpelling::Data => {
                if let Some((kind, name)) = self.principal {
                    let name = if kind == "*" { "'*'" } else { name };
                    add("Principal", format!("[{{ type: {}, identifiers: [{name}] }}]", text(kind)));
                }
                add("Action", list(&self.actions));
                if !self.resources.is_empty() {
                    add("Resource", list(&self.resources));
                }
                if !self.conditions.is_empty() {
                    let one = |(test, variable, value): &(&str, &str, &str)| condition_data(test, variable, value);
                    add("Condition", format!("[{}]", self.conditions.iter().map(one).collect::<Vec<_>>().join(", ")));
                }
            }
        }
        out.push('}');
        out
    }
}

/// Conditions of JSON, those with one operator together.
fn conditions(all: &[(&str, &str, &str)]) -> String {
    let mut out = String::from("{\n");
    let mut done: Vec<&str> = Vec::new();
    for (test, ..) in all {
        if done.contains(test) {
            continue;
        }
        done.push(test);
        let of_test = all.iter().filter(|(other, ..)| other == test);
        let rows: String = of_test.map(|(_, variable, value)| format!("'{variable}': {value},\n")).collect();
        out.push_str(&format!("{test}: {{\n{rows}}},\n"));
    }
    out + "}"
}

fn condition_data(test: &str, variable: &str, value: &str) -> String {
    format!("{{\ntest: '{test}',\nvariable: '{variable}',\nvalues: [{value}],\n}}")
}

impl<'p> Rewrite<'_, 'p> {
    /// Adds a statement at the end of a policy.
    ///
    /// # Errors
    /// Statements that are put together where no other can be added.
    pub fn add_statement(&mut self, policy: &Policy<'p>, statement: &NewStatement<'_>) -> Result<(), Declined> {
        let sid = policy.spelling.key("Sid");
        let sids: Vec<_> = policy.statements.iter().map(|s| s.node.get(sid)).collect();
        let with_sid = sids.is_empty() || sids.iter().any(|sid| !sid.is_absent());
        // Ids are unique within a policy.
        let is_taken =
            |wish: &str| sids.iter().any(|s| matches!(s, Lookup::Found(node) if node.as_str() == Some(wish)));
        let numbered = (2..).map(|n| format!("{}{n}", statement.sid));
        let free = std::iter::once(statement.sid.to_string()).chain(numbered).find(|wish| !is_taken(wish));
        let statement = NewStatement { sid: free.as_deref().unwrap_or_default(), ..statement.clone() };
        let code = statement.code(policy.spelling, with_sid);
        let Some(list) = &policy.list else {
            let key = policy.spelling.key("Statement");
            return match &policy.unseen {
                Some(why) => Err(Declined::because(format!("{why}; add the statement there"))),
                None => self.set_member(&policy.document.root, key, &format!("[{code}]")),
            };
        };
        self.add_items(list, &[&self.quoted_like(policy, code)?])
    }

    /// Adds actions, TypeScript, to those that a statement has.
    ///
    /// # Errors
    /// Actions that are put together elsewhere.
    pub fn add_actions(&mut self, statement: &Statement<'p>, codes: &[&str]) -> Result<(), Declined> {
        match &statement.actions {
            Lookup::Found(actions) => self.add_items(&actions.node, codes),
            Lookup::Absent => {
                let key = statement.spelling.key("Action");
                self.set_member(&statement.node, key, &format!("[{}]", codes.join(", ")))
            }
            Lookup::Unknown(why) => Err(Declined::because(format!("{why}; add the actions there"))),
        }
    }

    /// Gives a statement one more condition: `value`, TypeScript, is what `variable` is held against.
    ///
    /// # Errors
    /// Conditions that are put together elsewhere.
    pub fn add_condition(
        &mut self,
        statement: &Statement<'p>,
        (test, variable, value): (&str, &str, &str),
    ) -> Result<(), Declined> {
        let key = statement.spelling.key("Condition");
        let unseen = |why: &str| Declined::because(format!("{why}; add the condition there"));
        let Some(node) = &statement.conditions.node else {
            if let Some(why) = &statement.conditions.unseen {
                return Err(unseen(why));
            }
            let code = match statement.spelling {
                PolicySpelling::Json => conditions(&[(test, variable, value)]),
                PolicySpelling::Data => format!("[{}]", condition_data(test, variable, value)),
            };
            return self.set_member(&statement.node, key, &code);
        };
        match (statement.spelling, &node.content) {
            (PolicySpelling::Data, Content::List(_)) => self.add_items(node, &[&condition_data(test, variable, value)]),
            (PolicySpelling::Json, Content::Object(_)) => match node.get(test) {
                Lookup::Found(tests) => self.set_member(tests, variable, value),
                Lookup::Absent => self.set_member(node, test, &format!("{{\n'{variable}': {value},\n}}")),
                Lookup::Unknown(why) => Err(unseen(&why)),
            },
            _ => Err(unseen("the conditions are put together elsewhere")),
        }
    }

    /// Gives a statement these actions, TypeScript, instead of those that it has.
    ///
    /// # Errors
    /// Code that JSON text can't hold.
    pub fn set_actions(&mut self, statement: &Statement<'p>, codes: &[&str]) -> Result<(), Declined> {
        self.set_strings(statement, "Action", codes)
    }

    /// Gives a statement these resources, TypeScript, instead of those that it has.
    ///
    /// # Errors
    /// Code that JSON text can't hold.
    pub fn set_resources(&mut self, statement: &Statement<'p>, codes: &[&str]) -> Result<(), Declined> {
        self.set_strings(statement, "Resource", codes)
    }

    fn set_strings(&mut self, statement: &Statement<'p>, key: &'static str, codes: &[&str]) -> Result<(), Declined> {
        let code = match (statement.spelling, codes) {
            (PolicySpelling::Json, [one]) => one.to_string(),
            (_, several) => format!("[{}]", several.join(", ")),
        };
        self.set_member(&statement.node, statement.spelling.key(key), &code)
    }

    /// Lets a service (`vpc-flow-logs.amazonaws.com`) act as a role.
    ///
    /// # Errors
    /// Statements that are put together elsewhere, or serve something else too.
    pub fn admit_service(&mut self, trust: &Trust<'p>, service: &str) -> Result<(), Declined> {
        let code = format!("'{service}'");
        match trust {
            Trust::Policy(policy) => {
                self.alone(policy.list.as_ref().unwrap_or(&policy.document.root), "the role")?;
                let statement = NewStatement {
                    principal: Some(("Service", &code)),
                    actions: vec!["'sts:AssumeRole'"],
                    ..NewStatement::default()
                };
                self.add_statement(policy, &statement)
            }
            Trust::Principal(principal) => {
                self.alone(principal, "the role")?;
                match principal.get("Service") {
                    Lookup::Found(services) => {
                        self.alone(services, "the role")?;
                        self.add_items(services, &[&code])
                    }
                    Lookup::Absent => self.set_member(principal, "Service", &code),
                    Lookup::Unknown(why) => Err(Declined::because(format!("{why}; add the service there"))),
                }
            }
        }
    }

    /// That a part of a document serves `what` ("the role") only: what something else uses too can't be changed for it
    /// alone.
    ///
    /// # Errors
    /// A part that a name leads to from elsewhere as well.
    pub fn alone(&self, part: &DocNode<'p>, what: &str) -> Result<(), Declined> {
        let Some(id) = part.shared else { return Ok(()) };
        let name = &self.model.binding(id).name;
        Err(Declined::because(format!("`{name}` serves something else too; change it there, or give {what} its own")))
    }

    /// `code`, an object literal, with quoted keys where the policy's statements quote all of theirs.
    fn quoted_like(&self, policy: &Policy<'p>, code: String) -> Result<String, Declined> {
        let literals: Vec<_> =
            policy.statements.iter().filter_map(|s: &Statement<'p>| s.node.object_literal()).collect();
        let is_quoted = |node: &DocNode<'p>| {
            let Some(object) = node.object_literal() else { return false };
            object
                .node
                .props
                .iter()
                .all(|entry| entry.as_prop().and_then(|p| p.as_key_value()).is_some_and(|kv| kv.key.is_str()))
        };
        match !literals.is_empty() && policy.statements.iter().all(|s| is_quoted(&s.node)) {
            true => layout::with_quoted_keys(&code),
            false => Ok(code),
        }
    }
}
