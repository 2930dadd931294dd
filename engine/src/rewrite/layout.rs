//! New code in the file's style. Invariant: what comes out parses to what went in.

use std::path::Path;

use swc_ecma_ast::{Expr, KeyValueProp, Module, ModuleItem, PropName, Stmt, TplElement};
use swc_ecma_visit::{Visit, VisitWith};

use crate::codemod::Declined;
use crate::print::{FileLayout, Place, PrintError, Snippet};
use crate::source::style::{Indent, Quotes};
use crate::source::{Comment, Style, TextRange, parse_module};

/// One level of indentation.
pub(super) fn unit(style: &Style) -> String {
    match style.indent {
        Indent::Spaces(n) => " ".repeat(n as usize),
        Indent::Tab(_) => "\t".to_string(),
    }
}

/// A string literal in the file's quotes.
pub(super) fn string(style: &Style, value: &str) -> String {
    let (quote, other) = match style.quotes {
        Quotes::Single => ('\'', '"'),
        Quotes::Double => ('"', '\''),
    };
    let quote = if value.contains(quote) && !value.contains(other) { other } else { quote };
    let mut out = String::from(quote);
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// Reads code as constructs of one kind.
pub(super) type Reader = fn(&str) -> Result<Snippet, PrintError>;

/// How new code is laid out in one file.
#[derive(Clone, Copy)]
pub(super) struct Laying<'p> {
    pub(super) style: &'p Style,
    pub(super) layout: FileLayout,
    /// Whether code is taken as it comes, in whatever layout.
    pub(super) sketch: bool,
}

impl Laying<'_> {
    /// `code`, an expression, that follows `columns` columns on a line indented by `indent`.
    pub(super) fn expression(self, code: &str, indent: &str, columns: usize) -> Result<String, Declined> {
        self.expression_at(code, self.place(indent, columns))
    }

    /// `code`, an expression, at `place`.
    pub(super) fn expression_at(self, code: &str, place: Place) -> Result<String, Declined> {
        if !self.sketch {
            parsed_expression(code)?;
        }
        self.one(Snippet::expression, place, code)
    }

    /// `code`, an argument or element, which may be a spread, on a line indented by `indent`.
    pub(super) fn argument(self, code: &str, indent: &str) -> Result<String, Declined> {
        self.one(Snippet::arguments, self.place(indent, 0), code)
    }

    /// The statements of `code`, for a block whose lines are indented by `indent`.
    pub(super) fn statements(self, code: &str, indent: &str) -> Result<Vec<String>, Declined> {
        let items = self.items(Snippet::statements, self.place(indent, 0), code)?;
        if items.is_empty() {
            return Err(Declined::because("there is no statement to insert"));
        }
        Ok(items)
    }

    /// One construct of whatever kind.
    pub(super) fn one(self, read: Reader, place: Place, code: &str) -> Result<String, Declined> {
        match self.items(read, place, code)?.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Declined::because(format!("`{}` is not one construct", code.trim()))),
        }
    }

    fn items(self, read: Reader, place: Place, code: &str) -> Result<Vec<String>, Declined> {
        if self.sketch {
            return Ok(vec![code.trim().to_string()]);
        }
        let snippet = read(code.trim()).map_err(|e| Declined::because(e.to_string()))?;
        let items = snippet.print_items(self.style, self.layout, place);
        Ok(items.into_iter().map(|item| item.replace("\r\n", "\n")).collect())
    }

    pub(super) fn place(self, indent: &str, columns: usize) -> Place {
        let width = match self.style.indent {
            Indent::Spaces(n) | Indent::Tab(n) => u16::from(n.max(1)),
        };
        let white: u16 = indent.chars().map(|c| if c == '\t' { width } else { 1 }).sum();
        Place { levels: white / width, align: white % width, column: white + columns as u16, trailing: 1 }
    }
}

/// The expression that `code` is, without its place.
pub(super) fn parsed_expression(code: &str) -> Result<Box<Expr>, Declined> {
    let (mut module, _) = parse(&format!("[{}\n]", code.trim()))?;
    let array = match module.body.pop() {
        Some(ModuleItem::Stmt(Stmt::Expr(stmt))) => stmt.expr.array(),
        _ => None,
    };
    let mut elements = array.map(|array| array.elems).unwrap_or_default();
    match (elements.pop(), elements.is_empty()) {
        (Some(Some(one)), true) if one.spread.is_none() => Ok(one.expr),
        _ => Err(Declined::because(format!("`{}` is not one expression", code.trim()))),
    }
}

/// `code`, an expression, with quotes around all keys of its object literals, for neighbours that are written so.
pub(super) fn with_quoted_keys(code: &str) -> Result<String, Declined> {
    struct Keys(Vec<TextRange>);
    impl Visit for Keys {
        fn visit_key_value_prop(&mut self, prop: &KeyValueProp) {
            if let PropName::Ident(name) = &prop.key {
                self.0.push(TextRange::of(name));
            }
            prop.visit_children_with(self);
        }
    }
    let text = format!("({}\n)", code.trim());
    let mut keys = Keys(Vec::new());
    parse(&text)?.0.visit_with(&mut keys);
    let (mut out, mut at) = (String::new(), 1);
    for key in keys.0 {
        let (start, end) = (key.start as usize, key.end as usize);
        out.push_str(&text[at..start]);
        out.push_str(&format!("\"{}\"", &text[start..end]));
        at = end;
    }
    out.push_str(&text[at..text.len() - 2]);
    Ok(out)
}

/// Parses `code` as statements: its tree, its comments, where it starts in the text that was parsed, and that text.
pub(super) fn parse_statements(code: &str) -> Result<(Module, Vec<Comment>, u32, String), Declined> {
    let code = code.trim();
    if let Ok((module, comments)) = parse(code) {
        return Ok((module, comments, 0, code.to_string()));
    }
    let head = "async function* f() {";
    let text = format!("{head}{code}\n}}");
    let (module, comments) = parse(&text)?;
    Ok((module, comments, head.len() as u32, text))
}

fn parse(text: &str) -> Result<(Module, Vec<Comment>), Declined> {
    parse_module(Path::new("snippet.ts"), text)
        .map_err(|(_, message)| Declined::because(format!("the new code {message}: {}", text.trim())))
}

/// `text`, whose first line starts at `from`, for a place that starts at `to`; template literals keep their bytes.
pub(super) fn reindent(text: &str, from: &str, to: &str) -> String {
    if from == to || !text.contains('\n') {
        return text.to_string();
    }
    let locked = template_text(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0usize;
    for line in text.split_inclusive('\n') {
        let free = at > 0 && !locked.iter().any(|range| range.start < at as u32 && at as u32 <= range.end);
        match line.strip_prefix(from) {
            Some(rest) if free && !line.trim().is_empty() => {
                out.push_str(to);
                out.push_str(rest);
            }
            _ => out.push_str(line),
        }
        at += line.len();
    }
    out
}

/// The texts of the template literals in `text`, an expression or statements.
fn template_text(text: &str) -> Vec<TextRange> {
    struct Quasis(Vec<TextRange>, u32);
    impl Visit for Quasis {
        fn visit_tpl_element(&mut self, element: &TplElement) {
            let range = TextRange::of(element);
            self.0.push(TextRange::new(range.start.saturating_sub(self.1), range.end.saturating_sub(self.1)));
        }
    }
    for (head, tail) in [("async function* f() {", "\n}"), ("(", "\n)"), ("", "")] {
        if let Ok((module, _)) = parse(&format!("{head}{text}{tail}")) {
            let mut quasis = Quasis(Vec::new(), head.len() as u32);
            module.visit_with(&mut quasis);
            return quasis.0;
        }
    }
    Vec::new()
}
