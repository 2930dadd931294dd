//! The rules of one direction that a group holds, taken apart. Invariant: all of them are there, each with all that it
//! says as code for a place after the group; else the reason why not.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{Bound, FileId, Lookup, Model, NodeId, Property, PropertyValue, Resource, Site, Value};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{ArrayLit, Expr, ExprOrSpread, ObjectLit};

use crate::security_groups::rules::{Direction, Rule, Rules};

/// Whom a rule is about, in the words of an inline rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// Blocks of addresses of IPv4.
    Blocks,
    /// Blocks of addresses of IPv6.
    Blocks6,
    PrefixLists,
    Groups,
    /// The members of the group.
    Itself,
}

impl Peer {
    fn of(name: &str) -> Option<Self> {
        match name {
            "cidrBlocks" => Some(Self::Blocks),
            "ipv6CidrBlocks" => Some(Self::Blocks6),
            "prefixListIds" => Some(Self::PrefixLists),
            "securityGroups" => Some(Self::Groups),
            "self" => Some(Self::Itself),
            _ => None,
        }
    }
}

/// A part of a rule.
pub(super) enum Part {
    /// `key: code`
    Entry { key: String, code: String },
    /// Peers of a kind.
    Peers {
        peer: Peer,
        /// All of them, as they are written, where that means something there.
        whole: Result<String, Declined>,
        /// One by one, where they are written as a list and mean something there.
        each: Result<Vec<String>, Declined>,
    },
}

/// A rule, taken apart.
pub(super) struct Taken<'r, 'p> {
    pub(super) rule: &'r Rule<'p>,
    pub(super) parts: Vec<Part>,
    /// The texts that go along, and what they stand in; comments elsewhere are left.
    pub(super) taken: Vec<TextRange>,
    pub(super) element: Site<'p, Expr>,
}

/// The array literal that holds the rules of a direction, with the object of each element.
pub(super) struct List<'p> {
    pub(super) array: Site<'p, ArrayLit>,
    pub(super) elements: Vec<(Site<'p, Expr>, Site<'p, ObjectLit>)>,
}

impl<'p> List<'p> {
    /// That of `group`.
    ///
    /// # Errors
    /// Rules that are not written one by one in an array.
    pub(super) fn of(model: &Model<'p>, group: &Resource<'p>, direction: Direction) -> Result<Self, Declined> {
        let key = direction.key();
        let why = || {
            Declined::because(format!(
                "`{key}` is not written as a list of rules; make rule resources where it is built"
            ))
        };
        let trace = model.trace_argument(group, &[key]);
        let [source] = trace.sources.as_slice() else { return Err(why()) };
        let site = source.expr().ok_or_else(why)?;
        let array = super::array_of(site).ok_or_else(why)?;
        let all = model.resource_value(group, key);
        let is_whole = matches!(&all, Value::List(list) if list.exact && list.items.len() == array.node.elems.len());
        let mut elements = Vec::new();
        for element in &array.node.elems {
            let element = element.as_ref().filter(|it| is_whole && it.spread.is_none()).ok_or_else(why)?;
            let written = model.written(array.file, &element.expr);
            let Expr::Object(node) = written.expr else { return Err(why()) };
            let site = Site { file: array.file, node: &*element.expr };
            elements.push((site, Site { file: written.file, node }));
        }
        Ok(Self { array, elements })
    }
}

/// Code for a place after the statement around `node`.
pub(super) struct There<'m, 'p> {
    pub(super) model: &'m Model<'p>,
    pub(super) file: FileId,
    pub(super) node: NodeId,
}

impl<'p> There<'_, 'p> {
    /// A rule of the list, taken apart.
    ///
    /// # Errors
    /// A part that can't be seen, or that means nothing there.
    pub(super) fn take<'r>(
        &self,
        rules: &'r Rules<'p>,
        group: &Resource<'p>,
        element: Site<'p, Expr>,
        object: Site<'p, ObjectLit>,
    ) -> Result<Taken<'r, 'p>, Declined> {
        let unseen = || Declined::because("a rule is put together elsewhere; make it a rule resource there");
        let is_it = |it: &&Rule<'p>| it.resource == group.id && it.object() == Some(object);
        let rule = rules.all.iter().find(is_it).ok_or_else(unseen)?;
        let names = self.model.property_names(object).ok_or_else(unseen)?;
        let mut out = Taken { rule, parts: Vec::new(), taken: Vec::new(), element };
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                continue;
            }
            let Lookup::Found(property) = self.model.object_property(object, name) else { return Err(unseen()) };
            out.taken.push(property.value_range());
            let is_nothing = matches!(self.model.property_value(&property), Value::Undefined | Value::Null);
            match Peer::of(name) {
                _ if is_nothing => {}
                Some(Peer::Itself) => match self.model.property_value(&property) {
                    Value::Bool(false) => {}
                    Value::Bool(true) => out.parts.push(self.peers(Peer::Itself, name, &property)),
                    _ => {
                        return Err(Declined::because(
                            "whether a rule means the group itself is decided at run time; make it a rule resource yourself",
                        ));
                    }
                },
                Some(peer) => out.parts.push(self.peers(peer, name, &property)),
                None => out.parts.push(Part::Entry { key: name.clone(), code: self.code(name, &property)? }),
            }
        }
        match out.parts.iter().any(|part| matches!(part, Part::Peers { .. })) {
            true => Ok(out),
            false => Err(Declined::because("a rule names nobody whom it admits; say whom")),
        }
    }

    fn peers(&self, peer: Peer, key: &str, property: &Property<'p>) -> Part {
        Part::Peers { peer, whole: self.code(key, property), each: self.each(key, property) }
    }

    /// The value of a property: its text, or what it is known to be.
    fn code(&self, key: &str, property: &Property<'p>) -> Result<String, Declined> {
        let value = self.model.property_value(property);
        match property.value {
            PropertyValue::Function(_) => Err(Declined::because(format!("`{key}` of a rule is a function"))),
            _ => self.text(property.file, property.value_range(), &value),
        }
    }

    /// The text at `range`, else how its value is said there.
    fn text(&self, file: FileId, range: TextRange, value: &Value<'p>) -> Result<String, Declined> {
        if file == self.file && self.model.stands_after(file, range, self.node) {
            return Ok(self.model.text(file, range).to_string());
        }
        known(value).or_else(|| self.output(value)).ok_or_else(|| {
            let text = self.model.brief(file, range);
            Declined::because(format!(
                "`{text}` means nothing outside of where it is written; make the rules resources there"
            ))
        })
    }

    /// The output of a resource that can be named there, which a callback is given under another name.
    fn output(&self, value: &Value<'p>) -> Option<String> {
        let (id, path) = value.output()?;
        let held = self.held(self.model.resource(id))?;
        Some(std::iter::once(held.as_str()).chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join("."))
    }

    /// What holds a resource, where that can be named there.
    pub(super) fn held(&self, resource: &Resource<'p>) -> Option<String> {
        let index = self.model.index(self.file);
        let is_there = resource.file == self.file
            && match &resource.bound {
                Bound::Variable(id) => {
                    let binding = self.model.binding(*id);
                    let scope = index.entry(self.node).scope;
                    let is_before = binding.ident.end <= index.entry(self.node).range.end
                        || index.function_around(binding.node) != index.function_around(self.node);
                    is_before && index.lookup(&binding.name, scope) == Some(id.local)
                }
                Bound::Field(_) => {
                    self.model.class_around(self.file, self.node)
                        == self.model.class_around(resource.file, resource.node)
                }
                _ => false,
            };
        self.model.reference_to(resource).filter(|_| is_there)
    }

    /// The elements of a list that is written as an array.
    fn each(&self, key: &str, property: &Property<'p>) -> Result<Vec<String>, Declined> {
        let why = || {
            let text = self.model.brief(property.file, property.value_range());
            Declined::because(format!("`{key}` of a rule is `{text}`, and a rule resource takes one; write them out"))
        };
        let written = self.model.written_property(property).ok_or_else(why)?;
        let array = written.expr.as_array().ok_or_else(why)?;
        let Value::List(list) = self.model.property_value(property) else { return Err(why()) };
        if !list.exact || list.items.len() != array.elems.len() {
            return Err(why());
        }
        let element = |(element, value): (&'p Option<ExprOrSpread>, &Value<'p>)| {
            let element = element.as_ref().filter(|it| it.spread.is_none()).ok_or_else(why)?;
            self.text(written.file, TextRange::of(&*element.expr), value)
        };
        array.elems.iter().zip(list.items.iter()).map(element).collect()
    }
}

/// A value that is known, as code.
fn known(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Str(text) if !text.contains(['\'', '\\', '\n', '\r']) => Some(format!("'{text}'")),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is_so) => Some(is_so.to_string()),
        Value::List(list) if list.exact => {
            let items: Option<Vec<String>> = list.items.iter().map(known).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        _ => None,
    }
}
