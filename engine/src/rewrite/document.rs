//! Changing documents, whichever way they are written. Invariant: what is asked for as TypeScript stands there as an
//! expression in source, and as JSON in JSON text, in the layout of its neighbours.

use swc_ecma_ast::{ArrayLit, Expr, Lit, Prop, PropName, PropOrSpread, Tpl};

use super::layout::{Laying, parsed_expression};
use super::list::List;
use super::text::Literal;
use super::{Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{Content, DocNode, DocPlace, ElementOf, Site, peel, property_name};
use crate::source::style::QuoteProps;
use crate::source::{Style, TextRange};

/// How wide a line of JSON text may become before a list takes several.
const WIDTH: usize = 80;

impl<'p> Rewrite<'_, 'p> {
    /// Gives the member `key` of an object of a document the value `code`, TypeScript; a new member goes to the end.
    ///
    /// # Errors
    /// Something else than an object; code that JSON text can't hold.
    pub fn set_member(&mut self, object: &DocNode<'p>, key: &str, code: &str) -> Result<(), Declined> {
        let Some(members) = object.object() else {
            return Err(Declined::because(format!("`{key}` can't be set: it is not written as an object")));
        };
        match &object.place {
            DocPlace::Source(_) => match object.object_literal() {
                Some(literal) => self.set(literal.file, literal.node, key, code),
                None => Err(Declined::because(format!("`{key}` can't be set where the object is built"))),
            },
            DocPlace::Json { literal, range } => {
                if let Some(member) = members.members.iter().rev().find(|member| member.key == key) {
                    return self.set_node(&member.value, code);
                }
                if let Some(why) = &members.unseen {
                    return Err(Declined::because(format!("`{key}` can't be set: {why}")));
                }
                let items: Vec<TextRange> = members.members.iter().map(|member| member.range).collect();
                let mut json = Json::of(self, *literal, *range);
                // What stands on one line stays there.
                json.rows &= items.is_empty() || self.file(literal.file).source.slice(*range).contains('\n');
                let scan = self.scan(literal.file);
                let indent = json.indent_of(self.json_list(*range, items, &json), scan);
                let text = json.member(key, code, &indent)?;
                self.json_list(*range, Vec::new(), &json).add(usize::MAX, Some(key.to_string()), text);
                Ok(())
            }
        }
    }

    /// Adds `codes`, TypeScript, at the end of a list of a document; a single value becomes a list of it and them.
    ///
    /// # Errors
    /// A list that is put together of others; code that JSON text can't hold.
    pub fn add_items(&mut self, node: &DocNode<'p>, codes: &[&str]) -> Result<(), Declined> {
        match (&node.content, &node.place) {
            (Content::List(_), DocPlace::Source(_)) => match node.array_literal() {
                Some(array) => {
                    let end = array.node.elems.len();
                    codes.iter().try_for_each(|code| self.insert_kept(array, end, code))
                }
                None => Err(Declined::because("the list is put together of others; add to it there")),
            },
            (Content::List(list), DocPlace::Json { literal, range }) => {
                let items: Vec<TextRange> = list.items.iter().map(|item| item.value.place.range()).collect();
                let json = Json::of(self, *literal, *range);
                let scan = self.scan(literal.file);
                let own_line = |item: &TextRange| !scan.source.slice(*item).contains('\n');
                // Beside neighbours of one line each, a new item takes one line.
                let rows = json.rows && (items.is_empty() || !items.iter().all(own_line));
                let indent = json.indent_of(self.json_list(*range, items, &json), scan);
                let item = Json { rows, ..Json::of(self, *literal, *range) };
                let texts: Vec<String> =
                    codes.iter().map(|code| item.value(code, &indent, 0)).collect::<Result<_, _>>()?;
                let list = self.json_list(*range, Vec::new(), &json);
                texts.into_iter().for_each(|text| list.add(usize::MAX, None, text));
                Ok(())
            }
            (Content::Text(_) | Content::Object(_), DocPlace::Source(site)) => {
                self.wrap(site.file, site.node, &format!("[$, {}]", codes.join(", ")))
            }
            (Content::Text(_) | Content::Object(_), DocPlace::Json { literal, range }) => {
                let json = Json::of(self, *literal, *range);
                let indent = self.file(literal.file).source.indent_at(range.start).to_string();
                let own = self.file(literal.file).source.slice(*range);
                let mut items = vec![own.replace('\n', &format!("\n{}", json.unit))];
                for code in codes {
                    items.push(json.value(code, &format!("{indent}{}", json.unit), 0)?);
                }
                let column = range.start - self.file(literal.file).source.line_start(range.start);
                let text = json.list(&items, &indent, column as usize);
                self.draft(literal.file).replace(*range, text);
                Ok(())
            }
            _ => Err(Declined::because("it is not written as a list; add to it where it is built")),
        }
    }

    /// Takes the item at `at` out of a list of a document.
    ///
    /// # Errors
    /// A list that is put together of others.
    pub fn remove_item(&mut self, node: &DocNode<'p>, at: usize) -> Result<(), Declined> {
        let elsewhere = || Declined::because("the list is put together of others; take it out there");
        let list = node.list().ok_or_else(elsewhere)?;
        match (&node.place, list.items.get(at).map(|item| item.of)) {
            (DocPlace::Source(_), Some(ElementOf::Array(array, at))) => self.remove_element(array.file, array.node, at),
            (DocPlace::Json { literal, range }, Some(_)) => {
                let items = list.items.iter().map(|item| item.value.place.range()).collect();
                let json = Json::of(self, *literal, *range);
                self.json_list(*range, items, &json).removed.insert(at);
                Ok(())
            }
            _ => Err(elsewhere()),
        }
    }

    /// [`Rewrite::insert_element`], the quotes around keys kept as `code` has them.
    pub(super) fn insert_kept(&mut self, array: Site<'p, ArrayLit>, at: usize, code: &str) -> Result<(), Declined> {
        let scan = self.scan(array.file);
        let style = Style { quote_props: QuoteProps::Preserve, ..self.style(array.file).clone() };
        let laying = Laying { style: &style, ..self.laying(array.file) };
        let list = self.array_list(array.file, array.node)?;
        let indent = match list.items.is_empty() || list.stands_in_rows(scan) {
            true => list.indent(scan),
            false => scan.source.indent_at(list.inner.start).to_string(),
        };
        let text = laying.argument(code, &indent)?;
        list.add(at, None, text);
        Ok(())
    }

    /// Puts `code`, TypeScript, in place of a part of a document.
    ///
    /// # Errors
    /// Code that JSON text can't hold.
    pub fn set_node(&mut self, node: &DocNode<'p>, code: &str) -> Result<(), Declined> {
        match &node.place {
            DocPlace::Source(site) => self.replace(site.file, site.node, code),
            DocPlace::Json { literal, range } => {
                let json = Json::of(self, *literal, *range);
                let source = &self.file(literal.file).source;
                let column = range.start - source.line_start(range.start);
                let text = json.value(code, source.indent_at(range.start), column as usize)?;
                self.draft(literal.file).replace(*range, text);
                Ok(())
            }
        }
    }

    /// The list between the brackets or braces of JSON text; the first call for a range says what stands in it.
    pub(super) fn json_list(&mut self, outer: TextRange, items: Vec<TextRange>, json: &Json<'p>) -> &mut List {
        let list = List {
            inner: TextRange::new(outer.start + 1, outer.end - 1),
            items,
            separator: ",",
            tight: json.tight,
            spaced: json.spaced,
            rows: json.rows,
            always_rows: false,
            trailing: false,
            unit: json.unit.clone(),
            removed: Default::default(),
            added: Vec::new(),
        };
        self.draft(json.literal.file).lists.entry(outer.start).or_insert(list)
    }
}

/// How JSON text in one literal is written.
pub(super) struct Json<'p> {
    literal: Site<'p, Expr>,
    spelled: Result<Literal, Declined>,
    /// One more level of indentation.
    unit: String,
    /// Whether it is laid out over several lines.
    rows: bool,
    /// Whether nothing but a comma stands between neighbours.
    tight: bool,
    /// Whether braces on one line have spaces inside.
    spaced: bool,
    /// What stands between a key and its value.
    colon: &'static str,
}

impl<'p> Json<'p> {
    pub(super) fn of(rewrite: &Rewrite<'_, 'p>, literal: Site<'p, Expr>, part: TextRange) -> Self {
        let file = rewrite.file(literal.file);
        let text = file.source.slice(TextRange::of(literal.node));
        let rows = text.contains('\n');
        // Below a first line that opens, the next one shows the unit.
        let inner = file.source.slice(part);
        let unit = inner.lines().nth(1).and_then(|line| {
            let width = line.len() - line.trim_start().len();
            let own = file.source.indent_at(part.start).len();
            line.get(own..width).filter(|unit| !unit.is_empty()).map(str::to_string)
        });
        Self {
            literal,
            spelled: Literal::of(peel(literal.node)),
            unit: unit.unwrap_or_else(|| layout::unit(rewrite.style(literal.file))),
            rows,
            tight: !rows && text.contains(",\"") && !text.contains(", "),
            spaced: rows || text.contains("{ "),
            colon: if text.contains("\":") && !text.contains("\": ") { ":" } else { ": " },
        }
    }

    /// The indentation of a new item of `list`.
    fn indent_of(&self, list: &List, scan: super::scan::Scan<'_>) -> String {
        match list.items.is_empty() || list.stands_in_rows(scan) {
            true => list.indent(scan),
            false => scan.source.indent_at(list.inner.start).to_string(),
        }
    }

    fn member(&self, key: &str, code: &str, indent: &str) -> Result<String, Declined> {
        let key = self.string(key)?;
        let column = indent.len() + key.len() + self.colon.len();
        Ok(format!("{key}{}{}", self.colon, self.value(code, indent, column)?))
    }

    /// `code` as JSON, on a line indented by `indent`, from `column` on.
    pub(super) fn value(&self, code: &str, indent: &str, column: usize) -> Result<String, Declined> {
        let expr = parsed_expression(code)?;
        self.json(&expr, code.trim(), indent, column)
    }

    fn json(&self, expr: &Expr, code: &str, indent: &str, column: usize) -> Result<String, Declined> {
        let inner = format!("{indent}{}", self.unit);
        match expr {
            Expr::Paren(e) => self.json(&e.expr, code, indent, column),
            Expr::Lit(Lit::Null(_)) => Ok("null".to_string()),
            Expr::Lit(Lit::Bool(it)) => Ok(it.value.to_string()),
            Expr::Lit(Lit::Num(it)) => Ok(it.value.to_string()),
            Expr::Lit(Lit::Str(it)) => self.string(&it.value.to_string_lossy()),
            Expr::Tpl(tpl) => self.template(tpl, code),
            Expr::TaggedTpl(tagged) => self.template(&tagged.tpl, code),
            Expr::Array(array) => {
                let items: Result<Vec<String>, Declined> = array
                    .elems
                    .iter()
                    .flatten()
                    .map(|item| match item.spread {
                        Some(_) => Err(self.unfit(code)),
                        None => self.json(&item.expr, code, &inner, inner.len()),
                    })
                    .collect();
                Ok(self.list(&items?, indent, column))
            }
            Expr::Object(object) => {
                let mut members = Vec::new();
                for entry in &object.props {
                    let (key, value) = member_of(entry).ok_or_else(|| self.unfit(code))?;
                    let key = self.string(&key)?;
                    let column = inner.len() + key.len() + self.colon.len();
                    members.push(format!("{key}{}{}", self.colon, self.json(value, code, &inner, column)?));
                }
                let pad = if self.spaced { " " } else { "" };
                match (members.as_slice(), self.rows) {
                    ([], _) => Ok("{}".to_string()),
                    (_, true) => Ok(format!("{{\n{inner}{}\n{indent}}}", members.join(&format!(",\n{inner}")))),
                    (_, false) => Ok(format!("{{{pad}{}{pad}}}", members.join(self.gap()))),
                }
            }
            _ => match self.takes_holes() {
                true => Ok(format!("\"${{{}}}\"", slice(code, TextRange::of(expr)))),
                false => Err(self.unfit(code)),
            },
        }
    }

    /// Items between brackets, over several lines where they don't fit into one.
    fn list(&self, items: &[String], indent: &str, column: usize) -> String {
        let line = format!("[{}]", items.join(self.gap()));
        let fits = !line.contains('\n') && column.max(indent.len()) + line.len() <= WIDTH;
        if items.is_empty() || !self.rows || fits {
            return line;
        }
        let inner = format!("{indent}{}", self.unit);
        format!("[\n{inner}{}\n{indent}]", items.join(&format!(",\n{inner}")))
    }

    /// What stands between neighbours on one line.
    fn gap(&self) -> &'static str {
        if self.tight { "," } else { ", " }
    }

    fn template(&self, tpl: &Tpl, code: &str) -> Result<String, Declined> {
        let mut out = String::from("\"");
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            let cooked = quasi.cooked.as_ref().ok_or_else(|| self.unfit(code))?;
            let text = self.string(&cooked.to_string_lossy())?;
            out.push_str(&text[1..text.len() - 1]);
            if let Some(hole) = tpl.exprs.get(at) {
                if !self.takes_holes() {
                    return Err(self.unfit(code));
                }
                out.push_str(&format!("${{{}}}", slice(code, TextRange::of(&**hole))));
            }
        }
        out.push('"');
        Ok(out)
    }

    /// A JSON string as the literal spells it.
    fn string(&self, text: &str) -> Result<String, Declined> {
        let quoted = serde_json::Value::String(text.to_string()).to_string();
        self.spelled.as_ref().map(|literal| literal.escape(&quoted)).map_err(Clone::clone)
    }

    fn takes_holes(&self) -> bool {
        matches!(peel(self.literal.node), Expr::Tpl(_) | Expr::TaggedTpl(_))
    }

    fn unfit(&self, code: &str) -> Declined {
        Declined::because(format!("`{code}` can't be written in JSON text; build the document with an object"))
    }
}

/// The part of `code` at a range of [`parsed_expression`].
fn slice(code: &str, range: TextRange) -> &str {
    code.get(range.start as usize - 1..range.end as usize - 1).unwrap_or_default()
}

fn member_of(entry: &PropOrSpread) -> Option<(String, &Expr)> {
    let Prop::KeyValue(kv) = &**entry.as_prop()? else { return None };
    match &kv.key {
        PropName::Computed(_) => None,
        key => Some((property_name(key)?, &kv.value)),
    }
}
