//! Properties of object literals. Invariant: "absent" is answered only where every spread and computed key was seen.

use std::borrow::Cow;

use swc_ecma_ast as ast;
use swc_ecma_ast::{Expr, Ident, ObjectLit, Prop, PropName, PropOrSpread};

use super::index::property_key;
use super::modules::BindingId;
use super::tree::Function;
use super::value::{Site, Value};
use super::{FileId, Lookup, Model};
use crate::source::TextRange;

/// How a property gives its value.
#[derive(Clone, Copy, Debug)]
pub enum PropertyValue<'p> {
    /// `key: value`, `x.key = value`
    Expr(&'p Expr),
    /// `{ key }`
    Shorthand(&'p Ident),
    /// `key() {}`, `get key() {}`
    Function(Function<'p>),
}

/// A property where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Property<'p> {
    /// The file.
    pub file: FileId,
    /// The object literal that holds it; `None` where it is assigned (`args.key = value`).
    pub object: Option<Site<'p, ObjectLit>>,
    /// From its key to the end of its value.
    pub range: TextRange,
    /// Its value.
    pub value: PropertyValue<'p>,
}

impl<'p> Property<'p> {
    /// The expression of its value; `None` for a shorthand and for methods.
    pub fn expr(&self) -> Option<&'p Expr> {
        match self.value {
            PropertyValue::Expr(expr) => Some(expr),
            _ => None,
        }
    }

    /// The text of its value; of the name, for a shorthand.
    pub fn value_range(&self) -> TextRange {
        match self.value {
            PropertyValue::Expr(expr) => TextRange::of(expr),
            PropertyValue::Shorthand(ident) => TextRange::of(ident),
            PropertyValue::Function(function) => function.range(),
        }
    }
}

/// An entry that has a name, with that name.
pub(super) fn property_of<'p>(
    object: Site<'p, ObjectLit>,
    entry: &'p PropOrSpread,
) -> Option<(Cow<'p, str>, Property<'p>)> {
    let PropOrSpread::Prop(prop) = entry else { return None };
    let named = |key: &'p PropName, value| property_key(key).map(|name| (name, value));
    let (name, value) = match &**prop {
        Prop::Shorthand(ident) => (Cow::Borrowed(&*ident.sym), PropertyValue::Shorthand(ident)),
        Prop::KeyValue(kv) => named(&kv.key, PropertyValue::Expr(&kv.value))?,
        Prop::Getter(g) => named(&g.key, PropertyValue::Function(Function::Plain(&g.function)))?,
        Prop::Method(m) => named(&m.key, PropertyValue::Function(Function::Plain(&m.function)))?,
        Prop::Setter(_) | Prop::Assign(_) => return None,
    };
    Some((name, Property { file: object.file, object: Some(object), range: TextRange::of(&**prop), value }))
}

impl<'p> Model<'p> {
    /// The property `name` of an object literal, spreads followed; the last one wins, as it does at run time.
    pub fn object_property(&self, object: Site<'p, ObjectLit>, name: &str) -> Lookup<Property<'p>> {
        for entry in object.node.props.iter().rev() {
            match entry {
                PropOrSpread::Spread(spread) => match self.spread_property(object, &spread.expr, name) {
                    Lookup::Absent => {}
                    answer => return answer,
                },
                PropOrSpread::Prop(_) => match property_of(object, entry) {
                    Some((key, property)) if key == name => return Lookup::Found(property),
                    Some(_) => {}
                    None => match computed_key(entry).map(|key| self.value(object.file, key)) {
                        None => {}
                        Some(Value::Str(other)) if other != name => {}
                        Some(_) => return Lookup::Unknown("a key of the object is computed".into()),
                    },
                },
            }
        }
        Lookup::Absent
    }

    /// What an entry of `object` spreads. One that leads back to `object`, which fails when it runs, is not followed, so
    /// that whoever walks over spreads comes to an end.
    pub(super) fn spread_value(&self, object: Site<'p, ObjectLit>, spread: &'p Expr) -> Value<'p> {
        let value = self.value(object.file, spread);
        let leads_back = |choice: &Value<'p>| match choice {
            Value::Object(inner) => {
                std::ptr::eq(inner.node, object.node)
                    || self.spread_objects(*inner).iter().any(|it| std::ptr::eq(it.node, object.node))
            }
            _ => false,
        };
        if value.choices().iter().any(leads_back) { Value::unknown("an object spreads itself") } else { value }
    }

    fn spread_property(&self, object: Site<'p, ObjectLit>, spread: &'p Expr, name: &str) -> Lookup<Property<'p>> {
        let file = object.file;
        let value = self.spread_value(object, spread);
        let mut answers = value.choices().iter().map(|choice| match choice {
            Value::Object(object) => self.object_property(*object, name),
            Value::Undefined | Value::Null | Value::Bool(_) => Lookup::Absent,
            _ => {
                let text = self.file(file).source.slice(TextRange::of(spread));
                Lookup::Unknown(format!("what `...{}` holds can't be seen", first_line(text)))
            }
        });
        let first = answers.next().unwrap_or(Lookup::Absent);
        let rest: Vec<_> = answers.collect();
        if rest.is_empty() || (first.is_absent() && rest.iter().all(Lookup::is_absent)) {
            return first;
        }
        Lookup::Unknown(format!("`{name}` is set in some cases only"))
    }

    /// The object literals that `object` spreads, with theirs, over all cases that the source shows.
    pub fn spread_objects(&self, object: Site<'p, ObjectLit>) -> Vec<Site<'p, ObjectLit>> {
        let mut out = vec![object];
        let mut at = 0;
        while let Some(outer) = out.get(at).copied() {
            at += 1;
            for spread in outer.node.props.iter().filter_map(PropOrSpread::as_spread) {
                for choice in self.value(outer.file, &spread.expr).choices() {
                    if let Value::Object(inner) = choice
                        && !out.iter().any(|have| std::ptr::eq(have.node, inner.node))
                    {
                        out.push(*inner);
                    }
                }
            }
        }
        out.split_off(1)
    }

    /// What a property stands for.
    pub fn property_value(&self, property: &Property<'p>) -> Value<'p> {
        match property.value {
            PropertyValue::Expr(expr) => self.value(property.file, expr),
            PropertyValue::Shorthand(ident) => match self.index(property.file).target(ident) {
                Some(local) => self.binding_value(BindingId { file: property.file, local }),
                None => Value::unknown(format!("`{}` is not declared in the program", ident.sym)),
            },
            PropertyValue::Function(function) => Value::Function(property.file, function),
        }
    }

    /// The text in `range` as messages show it: its first line, cut short.
    pub fn brief(&self, file: FileId, range: TextRange) -> String {
        first_line(self.text(file, range))
    }

    /// Why a property's value is not known, for messages: it can't be followed, or it is decided at run time.
    pub fn why_unseen(&self, property: &Property<'p>) -> String {
        let text = self.brief(property.file, property.value_range());
        match self.property_value(property).why_unknown() {
            Some(why) => format!("`{text}` can't be seen: {why}"),
            None => format!("`{text}` is decided at run time"),
        }
    }

    /// The property `name` of whatever object `value` is.
    pub fn property(&self, value: &Value<'p>, name: &str) -> Lookup<Property<'p>> {
        match value {
            Value::Object(object) => self.object_property(*object, name),
            Value::Undefined | Value::Null => Lookup::Absent,
            Value::Unknown(why) => Lookup::Unknown(why.to_string()),
            Value::AnyOf(choices) => {
                let answers: Vec<_> = choices.iter().map(|one| self.property(one, name)).collect();
                match answers.iter().find(|a| a.unknown().is_some()) {
                    Some(unknown) => unknown.clone(),
                    None if answers.iter().all(Lookup::is_absent) => Lookup::Absent,
                    None => Lookup::Unknown(format!("`{name}` depends on the case")),
                }
            }
            _ => Lookup::Unknown("the object can't be seen".into()),
        }
    }

    /// The names of an object's own properties, spreads of known objects included; `None` where one can't be seen.
    pub fn property_names(&self, object: Site<'p, ObjectLit>) -> Option<Vec<String>> {
        let mut out = Vec::new();
        for entry in &object.node.props {
            match entry {
                PropOrSpread::Prop(_) => out.push(property_of(object, entry)?.0.into_owned()),
                PropOrSpread::Spread(spread) => match self.spread_value(object, &spread.expr) {
                    Value::Object(inner) => out.extend(self.property_names(inner)?),
                    Value::Undefined | Value::Null => {}
                    _ => return None,
                },
            }
        }
        Some(out)
    }
}

impl<'p> Model<'p> {
    /// The names of the properties that an object can have, over all cases that the source shows, computed ones that are
    /// known included; `None` where one can't be seen.
    pub fn keys(&self, value: &Value<'p>) -> Option<Vec<String>> {
        match value {
            Value::Object(object) => {
                let mut out = Vec::new();
                for entry in &object.node.props {
                    match entry {
                        PropOrSpread::Spread(spread) => {
                            out.extend(self.keys(&self.spread_value(*object, &spread.expr))?)
                        }
                        PropOrSpread::Prop(prop) => match (property_of(*object, entry), &**prop) {
                            (Some((name, _)), _) => out.push(name.into_owned()),
                            (None, Prop::KeyValue(kv)) => {
                                let PropName::Computed(computed) = &kv.key else { return None };
                                out.push(self.value(object.file, &computed.expr).as_str()?.to_string());
                            }
                            _ => return None,
                        },
                    }
                }
                Some(out)
            }
            Value::Undefined | Value::Null | Value::Bool(_) => Some(Vec::new()),
            Value::AnyOf(choices) => {
                let all: Option<Vec<_>> = choices.iter().map(|one| self.keys(one)).collect();
                Some(all?.concat())
            }
            _ => None,
        }
    }
}

/// The expression that makes a key.
fn computed_key(entry: &PropOrSpread) -> Option<&Expr> {
    let PropOrSpread::Prop(prop) = entry else { return None };
    let key = match &**prop {
        Prop::KeyValue(ast::KeyValueProp { key, .. }) => key,
        Prop::Getter(g) => &g.key,
        Prop::Method(m) => &m.key,
        _ => return None,
    };
    key.as_computed().map(|computed| &*computed.expr)
}

/// The first line of `text`, cut short, for messages.
pub(super) fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    if line.chars().count() > 40 || line.len() < text.trim().len() {
        let short: String = line.chars().take(37).collect();
        return format!("{short}...");
    }
    line.to_string()
}
