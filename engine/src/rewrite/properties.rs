//! Properties of object literals. Invariant: after a verb the object has the property, once, with that value, whatever
//! it is spread from.

use swc_ecma_ast::{Expr, ObjectLit, Prop, PropOrSpread};

use super::layout;
use super::list::List;
use super::{Rewrite, draft::Rank};
use crate::codemod::Declined;
use crate::model::{FileId, property_name};
use crate::print::Place;
use crate::source::style::{QuoteProps, TrailingComma};
use crate::source::{Style, TextRange};

impl Rewrite<'_, '_> {
    /// Gives property `key` of `object` the value `code`; a new property goes to the end.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn set(&mut self, file: FileId, object: &ObjectLit, key: &str, code: &str) -> Result<(), Declined> {
        let slot = object.props.len();
        self.set_at(file, object, slot, key, code)
    }

    /// As [`Rewrite::set`]; a new property goes after `sibling`, to the end where there is no such sibling.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn set_after(
        &mut self,
        file: FileId,
        object: &ObjectLit,
        sibling: &str,
        key: &str,
        code: &str,
    ) -> Result<(), Declined> {
        let last_spread = object.props.iter().rposition(PropOrSpread::is_spread);
        let at = position(object, sibling).filter(|at| last_spread.is_none_or(|spread| spread < *at));
        self.set_at(file, object, at.map_or(object.props.len(), |at| at + 1), key, code)
    }

    /// Puts the entry `key: code` in place of the entry `old` of `object`, whose comments stay.
    ///
    /// # Errors
    /// An object that has no such entry of its own; `code` that is no expression.
    pub fn replace_entry(
        &mut self,
        file: FileId,
        object: &ObjectLit,
        old: &str,
        key: &str,
        code: &str,
    ) -> Result<(), Declined> {
        let Some(at) = position(object, old) else {
            return Err(Declined::because(format!(
                "`{old}` is not written in the object itself; change it where it is"
            )));
        };
        let text = self.entry(file, object, key, code)?;
        self.draft(file).replace(TextRange::of(&object.props[at]), &text);
        Ok(())
    }

    /// Makes property `key` of `object` an object that has `entries`: what is missing is added, what differs is set,
    /// and the rest stays with its comments.
    ///
    /// # Errors
    /// A property whose value is not an object literal.
    pub fn complete(
        &mut self,
        file: FileId,
        object: &ObjectLit,
        key: &str,
        entries: &[(&str, &str)],
    ) -> Result<(), Declined> {
        let Some(at) = position(object, key) else {
            let rows: Vec<String> = entries.iter().map(|(key, code)| format!("  {}: {code},\n", quoted(key))).collect();
            return self.set(file, object, key, &format!("{{\n{}}}", rows.concat()));
        };
        let value = match &object.props[at] {
            PropOrSpread::Prop(prop) => prop.as_key_value().map(|kv| &*kv.value),
            PropOrSpread::Spread(_) => None,
        };
        let Some(inner) = value.and_then(object_of) else {
            return Err(Declined::because(format!(
                "`{key}` is not written as an object here; complete it where it is built"
            )));
        };
        for (key, code) in entries {
            self.set(file, inner, key, code)?;
        }
        Ok(())
    }

    /// Takes property `key` out of `object`; nothing where it has none.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn remove(&mut self, file: FileId, object: &ObjectLit, key: &str) -> Result<(), Declined> {
        let at: Vec<usize> = positions(object, key).collect();
        let list = self.object_list(file, object);
        list.removed.extend(at);
        list.added.retain(|a| a.key.as_deref() != Some(key));
        Ok(())
    }

    pub(super) fn set_at(
        &mut self,
        file: FileId,
        object: &ObjectLit,
        slot: usize,
        key: &str,
        code: &str,
    ) -> Result<(), Declined> {
        let last_spread = object.props.iter().rposition(PropOrSpread::is_spread);
        let standing = position(object, key);
        if let Some(at) = standing
            && last_spread.is_none_or(|spread| spread < at)
            && !self.object_list(file, object).removed.contains(&at)
        {
            return self.set_value(file, &object.props[at], code);
        }
        let text = self.entry(file, object, key, code)?;
        let list = self.object_list(file, object);
        list.removed.extend(standing);
        match list.added.iter_mut().find(|a| a.key.as_deref() == Some(key)) {
            Some(added) => added.text = text,
            None => list.add(slot, Some(key.to_string()), text),
        }
        Ok(())
    }

    fn set_value(&mut self, file: FileId, prop: &PropOrSpread, code: &str) -> Result<(), Declined> {
        let PropOrSpread::Prop(prop) = prop else { return Ok(()) };
        match &**prop {
            Prop::KeyValue(kv) => self.replace(file, &kv.value, code),
            Prop::Shorthand(name) => {
                if name.sym.as_str() == code.trim() {
                    return Ok(());
                }
                let end = TextRange::of(name).end;
                let text = self.lay_expression(file, end, code)?;
                self.draft(file).insert(end, format!(": {text}"), Rank::After);
                Ok(())
            }
            other => {
                let range = TextRange::of(other);
                let key = match other {
                    Prop::Getter(p) => &p.key,
                    Prop::Setter(p) => &p.key,
                    Prop::Method(p) => &p.key,
                    Prop::Shorthand(_) | Prop::KeyValue(_) | Prop::Assign(_) => return Ok(()),
                };
                let key = self.file(file).source.slice(TextRange::of(key)).to_string();
                let text = self.lay_expression(file, range.start, code)?;
                self.draft(file).replace(range, format!("{key}: {text}"));
                Ok(())
            }
        }
    }

    /// `key: code` as it stands in `object`.
    fn entry(&mut self, file: FileId, object: &ObjectLit, key: &str, code: &str) -> Result<String, Declined> {
        let scan = self.scan(file);
        let style = self.style(file);
        let indent = self.object_list(file, object).indent(scan);
        if key == code.trim() && is_identifier(key) {
            return Ok(key.to_string());
        }
        let siblings = || object.props.iter().filter_map(|p| p.as_prop()).filter_map(|p| p.as_key_value());
        let all_quoted = siblings().count() > 0 && siblings().all(|kv| kv.key.is_str());
        let needless = siblings().any(|kv| kv.key.as_str().is_some_and(|s| is_identifier(&s.value.to_string_lossy())));
        let consistent = style.quote_props == QuoteProps::Consistent && siblings().any(|kv| kv.key.is_str());
        let always = all_quoted && needless;
        let key =
            if !is_identifier(key) || always || consistent { layout::string(style, key) } else { key.to_string() };
        let mut laying = self.laying(file);
        let quoting = Style { quote_props: QuoteProps::Preserve, ..style.clone() };
        let (code, kept) = if always { (layout::with_quoted_keys(code)?, &quoting) } else { (code.to_string(), style) };
        laying.style = kept;
        let text = laying.expression(&code, &indent, key.chars().count() + 2)?;
        Ok(format!("{key}: {text}"))
    }

    pub(super) fn object_list(&mut self, file: FileId, object: &ObjectLit) -> &mut List {
        let items = object.props.iter().map(TextRange::of).collect();
        self.list_of(file, TextRange::of(object), items, OBJECT)
    }

    /// The list between the delimiters that `outer` starts and ends with.
    pub(super) fn list_of(
        &mut self,
        file: FileId,
        outer: TextRange,
        items: Vec<TextRange>,
        kind: ListKind,
    ) -> &mut List {
        let style = self.style(file);
        let trailing = match style.trailing_comma {
            TrailingComma::None => false,
            TrailingComma::Es5 => !kind.arguments,
            TrailingComma::All => true,
        };
        let list = List {
            inner: TextRange::new(outer.start + 1, outer.end - 1),
            items,
            separator: kind.separator,
            tight: false,
            spaced: kind.spaced && style.bracket_spacing,
            rows: kind.rows,
            always_rows: false,
            trailing,
            unit: layout::unit(style),
            removed: Default::default(),
            added: Vec::new(),
        };
        self.draft(file).lists.entry(outer.start).or_insert(list)
    }

    /// `code` laid out for the line on which `at` stands.
    pub(super) fn lay_expression(&mut self, file: FileId, at: u32, code: &str) -> Result<String, Declined> {
        let laying = self.laying(file);
        let place = Place::at(&self.file(file).source, at, laying.style);
        laying.expression_at(code, place)
    }
}

const OBJECT: ListKind = ListKind { separator: ",", spaced: true, rows: true, arguments: false };

/// How a list is laid out where it has no item yet.
#[derive(Clone, Copy)]
pub(super) struct ListKind {
    /// What stands between its items.
    pub(super) separator: &'static str,
    /// Spaces inside its delimiters on one line.
    pub(super) spaced: bool,
    /// Several items take a line each.
    pub(super) rows: bool,
    /// Arguments or parameters, which take a trailing comma in fewer styles.
    pub(super) arguments: bool,
}

/// The place of the property `key`; the last one counts.
pub(super) fn position(object: &ObjectLit, key: &str) -> Option<usize> {
    positions(object, key).last()
}

fn positions(object: &ObjectLit, key: &str) -> impl Iterator<Item = usize> {
    object.props.iter().enumerate().filter_map(move |(at, prop)| {
        let name = match &**prop.as_prop()? {
            Prop::Shorthand(name) => Some(name.sym.to_string()),
            Prop::KeyValue(p) => property_name(&p.key),
            Prop::Getter(p) => property_name(&p.key),
            Prop::Setter(p) => property_name(&p.key),
            Prop::Method(p) => property_name(&p.key),
            Prop::Assign(p) => Some(p.key.sym.to_string()),
        };
        (name.as_deref() == Some(key)).then_some(at)
    })
}

/// The object literal that `expr` is, looking through parentheses and type assertions.
pub fn object_of(expr: &Expr) -> Option<&ObjectLit> {
    match expr {
        Expr::Object(object) => Some(object),
        Expr::Paren(e) => object_of(&e.expr),
        Expr::TsAs(e) => object_of(&e.expr),
        Expr::TsSatisfies(e) => object_of(&e.expr),
        Expr::TsConstAssertion(e) => object_of(&e.expr),
        Expr::TsNonNull(e) => object_of(&e.expr),
        Expr::TsTypeAssertion(e) => object_of(&e.expr),
        _ => None,
    }
}

/// Whether `name` can stand as a key without quotes.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_' || c == '$')
        && chars.all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

fn quoted(key: &str) -> String {
    if is_identifier(key) { key.to_string() } else { format!("{key:?}") }
}
