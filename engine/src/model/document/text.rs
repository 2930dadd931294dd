//! Documents that are written as JSON text in a string or a template. Invariant: the places of parts are those of the
//! source, escapes and interpolations between them included.

use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use swc_ecma_ast::{Callee, Expr, Lit, Tpl};

use super::{Content, DocList, DocNode, DocObject, DocPlace, Item, Member};
use crate::model::calls::peel;
use crate::model::text::TextPart;
use crate::model::value::{Site, Value};
use crate::model::{ElementOf, FileId, Model};
use crate::source::TextRange;

/// JSON as its standard has it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What stands for an interpolation while the JSON is parsed: part of a string, or a value of its own.
const FILLER: char = '0';

/// The text that a literal spells, with where each byte of it is spelled.
struct Spelled<'p> {
    text: String,
    /// The place of each byte in the file, and of the end.
    at: Vec<u32>,
    /// The interpolations, by the place of their filler.
    holes: Vec<(usize, &'p Expr)>,
}

impl<'p> Model<'p> {
    /// The document whose JSON text a literal holds.
    pub(super) fn json_text(&self, literal: Site<'p, Expr>) -> DocNode<'p> {
        let whole = DocPlace::Source(literal);
        let spelled = match self.spelled(literal) {
            Ok(spelled) => spelled,
            Err(why) => return DocNode::unknown(whole, why),
        };
        if !spelled.text.trim_start().starts_with(['{', '[']) {
            return DocNode::unknown(whole, "its text is no JSON object");
        }
        match parse_to_ast(&spelled.text, &CollectOptions::default(), &STRICT) {
            Ok(parsed) => match parsed.value {
                Some(value) => self.json_node(literal, &spelled, &value),
                None => DocNode::unknown(whole, "its text is empty"),
            },
            Err(_) => DocNode::unknown(whole, "its text can't be read as JSON"),
        }
    }

    fn spelled(&self, literal: Site<'p, Expr>) -> Result<Spelled<'p>, String> {
        let mut out = Spelled { text: String::new(), at: Vec::new(), holes: Vec::new() };
        let mut add = |range: TextRange| out.add(self.text(literal.file, range), range.start);
        match peel(literal.node) {
            Expr::Lit(Lit::Str(string)) => {
                let range = TextRange::of(string);
                add(TextRange::new(range.start + 1, range.end - 1))?;
                out.at.push(range.end - 1);
            }
            Expr::Tpl(tpl) => out.add_template(self, literal.file, tpl)?,
            Expr::TaggedTpl(tagged) => out.add_template(self, literal.file, &tagged.tpl)?,
            _ => return Err("it is no text".into()),
        }
        Ok(out)
    }

    fn json_node(&self, literal: Site<'p, Expr>, spelled: &Spelled<'p>, value: &ast::Value<'_>) -> DocNode<'p> {
        let place = DocPlace::Json { literal, range: spelled.range(value.range()) };
        let content = match value {
            ast::Value::NullKeyword(_) => Content::Null,
            ast::Value::BooleanLit(it) => Content::Bool(it.value),
            ast::Value::NumberLit(number) => match spelled.holes_in(number.range).as_slice() {
                [] => number.value.parse().map_or_else(|_| Content::Unknown("it is no number".into()), Content::Number),
                [(_, hole)] if number.range.end - number.range.start == 1 => {
                    return self.json_hole(literal.file, hole, place);
                }
                _ => Content::Unknown("it is put together of text".into()),
            },
            ast::Value::StringLit(string) => self.json_string(literal.file, spelled, string.range),
            ast::Value::Array(array) => {
                let item = |value: &ast::Value<'_>| Item {
                    value: self.json_node(literal, spelled, value),
                    of: ElementOf::Whole,
                    sometimes: false,
                    several: false,
                };
                Content::List(DocList { items: array.elements.iter().map(item).collect(), unseen: None })
            }
            ast::Value::Object(object) => {
                let mut out = DocObject { members: Vec::new(), unseen: None };
                for prop in &object.properties {
                    if !spelled.holes_in(prop.name.range()).is_empty() {
                        out.unseen = Some("a key of the object is computed".into());
                        continue;
                    }
                    let key = match &prop.name {
                        ObjectPropName::String(name) => name.value.to_string(),
                        ObjectPropName::Word(name) => name.value.to_string(),
                    };
                    let value = self.json_node(literal, spelled, &prop.value);
                    out.members.push(Member { key, range: spelled.range(prop.range), value, sometimes: false });
                }
                Content::Object(out)
            }
        };
        DocNode { content, place, shared: None }
    }

    /// The parts of a JSON string, quotes included in `range`.
    fn json_string(&self, file: FileId, spelled: &Spelled<'p>, range: Range) -> Content<'p> {
        let (mut at, end) = (range.start + 1, range.end - 1);
        let mut parts: Vec<TextPart<'p>> = Vec::new();
        let mut add = |part: TextPart<'p>| match (parts.last_mut(), part) {
            (_, TextPart::Known(text)) if text.is_empty() => {}
            (Some(TextPart::Known(before)), TextPart::Known(text)) => before.push_str(&text),
            (_, part) => parts.push(part),
        };
        let decoded = |piece: &str| serde_json::from_str::<String>(&format!("\"{piece}\"")).ok();
        for (hole_at, hole) in spelled.holes_in(range) {
            match decoded(&spelled.text[at..hole_at]) {
                Some(text) => add(TextPart::Known(text)),
                None => return Content::Unknown("it has an escape that can't be read".into()),
            }
            self.text_parts(file, hole).into_iter().for_each(&mut add);
            at = hole_at + FILLER.len_utf8();
        }
        match decoded(&spelled.text[at..end]) {
            Some(text) => add(TextPart::Known(text)),
            None => return Content::Unknown("it has an escape that can't be read".into()),
        }
        Content::Text(parts)
    }

    /// `${...}` where a value is expected: what `JSON.stringify` is given there, or a number, `true`, `false`.
    fn json_hole(&self, file: FileId, hole: &'p Expr, place: DocPlace<'p>) -> DocNode<'p> {
        let written = self.written(file, hole);
        if let Expr::Call(call) = written.expr
            && let Callee::Expr(callee) = &call.callee
            && self.is_json_stringify(written.file, callee)
            && let Some(given) = call.args.first().filter(|a| a.spread.is_none())
        {
            return self.doc_node(written.file, &given.expr);
        }
        let content = match self.value(written.file, written.expr) {
            Value::Bool(it) => Content::Bool(it),
            Value::Number(it) => Content::Number(it),
            _ => Content::Unknown("text is put in where a value stands".into()),
        };
        DocNode { content, place, shared: None }
    }
}

impl<'p> Spelled<'p> {
    fn add_template(&mut self, model: &Model<'p>, file: FileId, tpl: &'p Tpl) -> Result<(), String> {
        for (n, quasi) in tpl.quasis.iter().enumerate() {
            let range = TextRange::of(quasi);
            self.add(model.text(file, range), range.start)?;
            if let Some(hole) = tpl.exprs.get(n) {
                self.holes.push((self.text.len(), hole));
                self.push(FILLER, range.end);
            }
        }
        self.at.push(TextRange::of(tpl).end - 1);
        Ok(())
    }

    /// The text that `raw`, which starts at `start`, spells.
    fn add(&mut self, raw: &str, start: u32) -> Result<(), String> {
        let mut chars = raw.char_indices();
        while let Some((n, c)) = chars.next() {
            let at = start + n as u32;
            if c != '\\' {
                self.push(c, at);
                continue;
            }
            match chars.next().map(|(_, c)| c) {
                Some(c @ ('\\' | '\'' | '"' | '`' | '$' | '{' | '}' | '/')) => self.push(c, at),
                Some('n') => self.push('\n', at),
                Some('t') => self.push('\t', at),
                Some('r') => self.push('\r', at),
                Some('\n') => {}
                _ => return Err("its text has an escape that can't be read".into()),
            }
        }
        Ok(())
    }

    fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        self.at.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    /// Where a range of the text is spelled.
    fn range(&self, range: Range) -> TextRange {
        let at = |n: usize| self.at.get(n).or(self.at.last()).copied().unwrap_or_default();
        TextRange::new(at(range.start), at(range.end))
    }

    fn holes_in(&self, range: Range) -> Vec<(usize, &'p Expr)> {
        self.holes.iter().filter(|(at, _)| range.start <= *at && *at < range.end).copied().collect()
    }
}
