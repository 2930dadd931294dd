//! New code in the file's style. Invariant: what comes out parses to what went in.

use std::path::Path;

use swc_common::Spanned;
use swc_ecma_ast::{Expr, ExprStmt, Module, ModuleDecl, ModuleItem, Stmt, Str, TplElement};
use swc_ecma_visit::{Visit, VisitWith};

use crate::codemod::Declined;
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

/// `code`, an expression, for a place whose line is indented by `indent`.
pub(super) fn expression(style: &Style, code: &str, indent: &str) -> Result<String, Declined> {
    let code = code.trim();
    let wrapped = format!("({code}\n)");
    let (module, comments) = parse(&wrapped)?;
    match module.body.as_slice() {
        [ModuleItem::Stmt(Stmt::Expr(ExprStmt { expr, .. }))] if expr.is_paren() => {}
        _ => return Err(Declined::because(format!("`{code}` is not one expression"))),
    }
    let text = requote(style, &wrapped, &module, TextRange::new(1, 1 + code.len() as u32), &comments);
    Ok(reindent_to(style, &text, indent))
}

/// The expression that `code` is, without its place.
pub(super) fn parsed_expression(code: &str) -> Result<Box<Expr>, Declined> {
    let (mut module, _) = parse(&format!("({}\n)", code.trim()))?;
    match module.body.pop() {
        Some(ModuleItem::Stmt(Stmt::Expr(ExprStmt { expr, .. }))) => match *expr {
            Expr::Paren(paren) => Ok(paren.expr),
            _ => Ok(expr),
        },
        _ => Err(Declined::because(format!("`{code}` is not one expression"))),
    }
}

/// One new statement.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    /// With the comments before it.
    pub(super) text: String,
    /// Whether it declares something.
    pub(super) declares: bool,
}

/// The statements of `code`, for a block whose lines are indented by `indent`.
pub(super) fn statements(style: &Style, code: &str, indent: &str) -> Result<Vec<Laid>, Declined> {
    let (module, comments, shift, text) = parse_statements(code)?;
    let mut out = Vec::new();
    let mut from = shift;
    for item in items(&module, shift) {
        let range = item.range;
        let whole = TextRange::new(from, range.end);
        let mut one = requote(style, &text, &module, whole, &comments).trim().to_string();
        if !style.semicolons {
            one = one.trim_end_matches(';').to_string();
        }
        out.push(Laid { text: reindent_to(style, &one, indent), declares: item.declares });
        from = range.end;
    }
    if out.is_empty() {
        return Err(Declined::because("there is no statement to insert"));
    }
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

struct Item {
    range: TextRange,
    declares: bool,
}

fn items(module: &Module, shift: u32) -> Vec<Item> {
    let of = |s: &Stmt| Item { range: TextRange::of(s), declares: s.is_decl() };
    if shift > 0
        && let [ModuleItem::Stmt(Stmt::Decl(decl))] = module.body.as_slice()
        && let Some(body) = decl.as_fn_decl().and_then(|f| f.function.body.as_ref())
    {
        return body.stmts.iter().map(of).collect();
    }
    let of_item = |item: &ModuleItem| match item {
        ModuleItem::Stmt(s) => of(s),
        ModuleItem::ModuleDecl(d) => {
            Item { range: TextRange::of_span(d.span()), declares: matches!(d, ModuleDecl::ExportDecl(_)) }
        }
    };
    module.body.iter().map(of_item).collect()
}

fn parse(text: &str) -> Result<(Module, Vec<Comment>), Declined> {
    parse_module(Path::new("snippet.ts"), text)
        .map_err(|(_, message)| Declined::because(format!("the new code {message}: {}", text.trim())))
}

/// `range` of `text` with its strings in the file's quotes.
fn requote(style: &Style, text: &str, module: &Module, range: TextRange, _comments: &[Comment]) -> String {
    struct Strings(Vec<(TextRange, String)>);
    impl Visit for Strings {
        fn visit_str(&mut self, s: &Str) {
            self.0.push((TextRange::of(s), s.value.to_string_lossy().into_owned()));
        }
    }
    let mut strings = Strings(Vec::new());
    module.visit_with(&mut strings);
    strings.0.sort_by_key(|(range, _)| *range);
    let mut out = String::new();
    let mut at = range.start;
    for (place, value) in strings.0.into_iter().filter(|(place, _)| range.contains(*place)) {
        out.push_str(&text[at as usize..place.start as usize]);
        out.push_str(&string(style, &value));
        at = place.end;
    }
    out.push_str(&text[at as usize..range.end as usize]);
    out
}

/// Code indented by itself, two spaces a level, in the file's indentation.
fn reindent_to(style: &Style, text: &str, indent: &str) -> String {
    let base = text.lines().skip(1).filter(|l| !l.trim().is_empty()).map(leading).min().unwrap_or(0);
    let step = text.lines().skip(1).map(leading).filter(|n| *n > base).min().map_or(2, |n| n - base);
    let mut out = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if n == 0 || line.trim().is_empty() {
            out.push(line.trim_end().to_string());
            continue;
        }
        let level = (leading(line) - base) / step;
        out.push(format!("{indent}{}{}", unit(style).repeat(level), line.trim_start()));
    }
    out.join("\n")
}

fn leading(line: &str) -> usize {
    line.len() - line.trim_start().len()
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
