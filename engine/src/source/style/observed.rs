//! What the text of files shows. Invariant: only counted cases speak, and only where one side has the majority.

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrayLit, ArrowExpr, BlockStmt, CallExpr, Class, ExportAll, ExprOrSpread, ExprStmt, FunctionBody, ImportDecl,
    NamedExport, NewExpr, ObjectLit, ObjectPat, Param, Pat, Prop, PropName, PropOrSpread, ReturnStmt, Str, ThrowStmt,
    TsInterfaceBody, VarDecl,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::{Partial, QuoteProps, Quotes};
use crate::source::{Newline, SourceFile, TextRange};

/// Votes for and against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Votes {
    yes: u32,
    no: u32,
}

impl Votes {
    fn vote(&mut self, yes: bool) {
        if yes { self.yes += 1 } else { self.no += 1 }
    }

    fn add(&mut self, other: Votes) {
        self.yes += other.yes;
        self.no += other.no;
    }

    fn majority(self) -> Option<bool> {
        (self.yes != self.no).then_some(self.yes > self.no)
    }
}

/// Files of fewer lines may follow a width that none of their lines reaches.
const SHORT: u32 = 50;

/// Counts over one file or many.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    /// Levels that are a tab, and levels of one to eight spaces.
    tabs: u32,
    spaces: [u32; 9],
    single_quotes: Votes,
    semicolons: Votes,
    list_commas: Votes,
    call_commas: Votes,
    bracket_spacing: Votes,
    arrow_parens: Votes,
    /// Names quoted without need: beside one that needs it, and alone.
    quoted_along: u32,
    quoted_alone: u32,
    bare_along: u32,
    crlf: Votes,
    lines: u32,
    /// Lines that Prettier would have broken at 80 columns, and at 100.
    over_80: u32,
    over_100: u32,
    /// The longest line up to 120 columns that Prettier is sure to have broken at 80.
    longest_sure: usize,
}

impl Observed {
    pub(super) fn of(file: &SourceFile) -> Self {
        let mut observer = Observer { file, out: Observed::default() };
        file.module().visit_with(&mut observer);
        observer.lines();
        observer.out
    }

    pub(super) fn add(&mut self, other: &Observed) {
        self.tabs += other.tabs;
        for (mine, theirs) in self.spaces.iter_mut().zip(other.spaces) {
            *mine += theirs;
        }
        self.single_quotes.add(other.single_quotes);
        self.semicolons.add(other.semicolons);
        self.list_commas.add(other.list_commas);
        self.call_commas.add(other.call_commas);
        self.bracket_spacing.add(other.bracket_spacing);
        self.arrow_parens.add(other.arrow_parens);
        self.quoted_along += other.quoted_along;
        self.quoted_alone += other.quoted_alone;
        self.bare_along += other.bare_along;
        self.crlf.add(other.crlf);
        self.lines += other.lines;
        self.over_80 += other.over_80;
        self.over_100 += other.over_100;
        self.longest_sure = self.longest_sure.max(other.longest_sure);
    }

    /// The line ends of the file itself, which nothing overrides.
    pub(super) fn newline(&self) -> Option<Newline> {
        let any = self.crlf.yes + self.crlf.no > 0;
        any.then_some(if self.crlf.yes > self.crlf.no { Newline::CrLf } else { Newline::Lf })
    }

    pub(super) fn majority(&self) -> Partial {
        let best = (1..9u8).rev().max_by_key(|n| self.spaces[usize::from(*n)]);
        let best = best.filter(|n| self.spaces[usize::from(*n)] > 0);
        let spaces: u32 = self.spaces.iter().sum();
        let tabs = (self.tabs != spaces).then_some(self.tabs > spaces);
        Partial {
            tabs,
            indent_width: best.filter(|_| tabs == Some(false)),
            quotes: self.single_quotes.majority().map(|single| if single { Quotes::Single } else { Quotes::Double }),
            semicolons: self.semicolons.majority(),
            list_commas: self.list_commas.majority(),
            call_commas: self.call_commas.majority(),
            bracket_spacing: self.bracket_spacing.majority(),
            arrow_parens: self.arrow_parens.majority(),
            width: self.width(),
            quote_props: self.quote_props(),
            newline: self.newline(),
        }
    }

    /// More than a line in a hundred, and no accident, beyond a width says that it is not the width.
    fn width(&self) -> Option<u16> {
        let common = |n: u32| n >= 3 && n * 100 >= self.lines;
        if common(self.over_100) {
            return Some(120);
        }
        if common(self.over_80) {
            return Some(100);
        }
        // A file that is too short to vote has one line that nobody's formatter would leave at 80.
        match self.longest_sure {
            _ if self.lines >= SHORT => Some(80),
            0..=80 => None,
            81..=100 => Some(100),
            _ => Some(120),
        }
    }

    fn quote_props(&self) -> Option<QuoteProps> {
        if self.quoted_alone > 0 {
            return Some(QuoteProps::Preserve);
        }
        match (self.quoted_along, self.bare_along) {
            (0, 0) => None,
            (0, _) => Some(QuoteProps::AsNeeded),
            (_, 0) => Some(QuoteProps::Consistent),
            _ => Some(QuoteProps::Preserve),
        }
    }
}

struct Observer<'a> {
    file: &'a SourceFile,
    out: Observed,
}

impl Observer<'_> {
    /// The text between the last item of a list and the bracket that closes it on a line of its own.
    fn comma_before_close(&self, last: TextRange, list: TextRange) -> Option<bool> {
        let close = list.end.checked_sub(1)?;
        let between = self.file.slice(TextRange::new(last.end, close));
        (self.file.starts_line(close) && between.contains('\n')).then(|| between.trim_start().starts_with(','))
    }

    fn indented(&mut self, outer: TextRange, item: TextRange) {
        if !self.file.starts_line(item.start) || self.file.line_start(outer.start) == self.file.line_start(item.start) {
            return;
        }
        let (base, inner) = (self.file.indent_at(outer.start), self.file.indent_at(item.start));
        match inner.strip_prefix(base) {
            Some("\t") => self.out.tabs += 1,
            Some(deeper) if !deeper.contains('\t') && (1..9).contains(&deeper.len()) => {
                self.out.spaces[deeper.len()] += 1;
            }
            _ => {}
        }
    }

    /// Arguments on lines of their own are indented from where the callee ends: it may be a chain over several lines.
    fn arguments_of(&mut self, callee: TextRange, arguments: &[ExprOrSpread]) {
        // Those that line up with the parenthesis are no level.
        let own_lines = arguments.first().is_some_and(|first| self.file.starts_line(TextRange::of(first).start));
        for argument in arguments.iter().filter(|_| own_lines) {
            self.indented(TextRange::empty(callee.end), TextRange::of(argument));
        }
    }

    fn statement(&mut self, node: &impl Spanned) {
        let text = self.file.slice(TextRange::of(node));
        self.out.semicolons.vote(text.ends_with(';'));
    }

    fn braces(&mut self, range: TextRange) {
        let text = self.file.slice(range);
        let Some(inner) = text.strip_prefix('{').filter(|t| !t.contains('\n') && t.trim() != "}") else { return };
        self.out.bracket_spacing.vote(inner.starts_with(' '));
    }

    fn arguments(&mut self, call: TextRange, args: &[ExprOrSpread]) {
        let Some(last) = args.last() else { return };
        if let Some(comma) = self.comma_before_close(TextRange::of(&last.expr), call) {
            self.out.call_commas.vote(comma);
        }
    }

    fn property_names(&mut self, object: &ObjectLit) {
        let mut needed = false;
        let (mut quoted, mut bare) = (0, 0);
        for prop in &object.props {
            let PropOrSpread::Prop(prop) = prop else { continue };
            let Prop::KeyValue(pair) = &**prop else { continue };
            match &pair.key {
                PropName::Str(name) => {
                    let raw = self.file.slice(TextRange::of(name));
                    let body = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
                    let mut chars = body.chars();
                    let plain = chars.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '$'))
                        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
                    if plain { quoted += 1 } else { needed = true }
                }
                PropName::Ident(_) => bare += 1,
                _ => {}
            }
        }
        if needed {
            self.out.quoted_along += quoted;
            self.out.bare_along += bare;
        } else {
            self.out.quoted_alone += quoted;
        }
    }

    fn lines(&mut self) {
        let text = self.file.text();
        let crlf = text.matches("\r\n").count() as u32;
        self.out.crlf = Votes { yes: crlf, no: text.matches('\n').count() as u32 - crlf };
        for line in text.lines() {
            self.out.lines += 1;
            let columns = unicode_width::UnicodeWidthStr::width(line);
            if columns <= 80 {
                continue;
            }
            if columns <= 120 && holds_one_text(line) {
                self.out.longest_sure = self.out.longest_sure.max(columns);
            }
            if !breakable(line) {
                continue;
            }
            self.out.over_80 += 1;
            self.out.over_100 += u32::from(columns > 100);
        }
    }
}

/// Whether Prettier would have broken a long line: it is code, with brackets, and no one long text fills it.
fn breakable(line: &str) -> bool {
    let code = line.trim_start();
    let comment = ["//", "/*", "*", "import ", "export * "].iter().any(|start| code.starts_with(start));
    let longest = code.split(['\'', '"', '`']).skip(1).step_by(2).map(str::len).max().unwrap_or(0);
    !comment && longest < 40 && code.contains(['(', '{', '[']) && code.contains(',')
}

/// Whether a line is a property whose value is one string, bare or alone in an array: too long, Prettier puts the string
/// on a line of its own. It does not where the name is no longer than a level of indentation.
fn holds_one_text(line: &str) -> bool {
    let Some((key, value)) = line.trim().split_once(": ") else { return false };
    let is_name = key.len() > 4 && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '"'));
    let value = value.trim_end_matches(',');
    let value = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')).unwrap_or(value);
    let quoted = |quote: char| {
        let inner = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|text| !text.contains(quote))
    };
    is_name && (quoted('\'') || quoted('"'))
}

impl Visit for Observer<'_> {
    fn visit_str(&mut self, node: &Str) {
        let raw = self.file.slice(TextRange::of(node));
        let body = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
        if !body.contains(['\'', '"']) && raw.starts_with(['\'', '"']) {
            self.out.single_quotes.vote(raw.starts_with('\''));
        }
    }

    fn visit_object_lit(&mut self, node: &ObjectLit) {
        let range = TextRange::of(node);
        self.braces(range);
        self.property_names(node);
        for prop in &node.props {
            self.indented(range, TextRange::of(prop));
        }
        if let Some(comma) = node.props.last().and_then(|last| self.comma_before_close(TextRange::of(last), range)) {
            self.out.list_commas.vote(comma);
        }
        node.visit_children_with(self);
    }

    fn visit_object_pat(&mut self, node: &ObjectPat) {
        self.braces(TextRange::of(node));
        node.visit_children_with(self);
    }

    fn visit_array_lit(&mut self, node: &ArrayLit) {
        let range = TextRange::of(node);
        if let Some(Some(last)) = node.elems.last()
            && let Some(comma) = self.comma_before_close(TextRange::of(&last.expr), range)
        {
            self.out.list_commas.vote(comma);
        }
        for element in node.elems.iter().flatten() {
            self.indented(range, TextRange::of(element));
        }
        node.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        self.arguments(TextRange::of(node), &node.args);
        self.arguments_of(TextRange::of(&node.callee), &node.args);
        node.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        self.arguments(TextRange::of(node), node.args.as_deref().unwrap_or(&[]));
        self.arguments_of(TextRange::of(&*node.callee), node.args.as_deref().unwrap_or(&[]));
        node.visit_children_with(self);
    }

    fn visit_params(&mut self, params: &[Param]) {
        if let Some(last) = params.last() {
            let range = TextRange::of(last);
            let rest = self.file.text().get(range.end as usize..).unwrap_or("");
            if let Some(close) = rest.find(')') {
                let list = TextRange::new(range.start, range.end + close as u32 + 1);
                if let Some(comma) = self.comma_before_close(range, list).filter(|_| !last.pat.is_rest()) {
                    self.out.call_commas.vote(comma);
                }
            }
        }
        for param in params {
            param.visit_with(self);
        }
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        if let [Pat::Ident(only)] = &node.params[..]
            && only.type_ann.is_none()
            && !only.id.optional
            && node.return_type.is_none()
            && node.type_params.is_none()
        {
            let text = self.file.slice(TextRange::of(node));
            let text = if node.is_async { text.trim_start_matches("async").trim_start() } else { text };
            self.out.arrow_parens.vote(text.starts_with('('));
        }
        node.visit_children_with(self);
    }

    fn visit_block_stmt(&mut self, node: &BlockStmt) {
        for stmt in &node.stmts {
            self.indented(TextRange::of(node), TextRange::of(stmt));
        }
        node.visit_children_with(self);
    }

    fn visit_function_body(&mut self, node: &FunctionBody) {
        for stmt in &node.stmts {
            self.indented(TextRange::of_span(node.span), TextRange::of(stmt));
        }
        node.visit_children_with(self);
    }

    fn visit_class(&mut self, node: &Class) {
        for member in &node.body {
            self.indented(TextRange::of_span(node.span), TextRange::of(member));
        }
        node.visit_children_with(self);
    }

    fn visit_ts_interface_body(&mut self, node: &TsInterfaceBody) {
        for member in &node.body {
            self.indented(TextRange::of(node), TextRange::of(member));
        }
        node.visit_children_with(self);
    }

    fn visit_expr_stmt(&mut self, node: &ExprStmt) {
        self.statement(node);
        node.visit_children_with(self);
    }

    fn visit_var_decl(&mut self, node: &VarDecl) {
        // The head of a loop has no semicolon of its own.
        let end = TextRange::of(node).end;
        let text = self.file.text().get(end as usize..).unwrap_or("").trim_start();
        let head = [";", "of ", "in "].iter().any(|next| text.starts_with(next));
        if !head {
            self.statement(node);
        }
        node.visit_children_with(self);
    }

    fn visit_return_stmt(&mut self, node: &ReturnStmt) {
        self.statement(node);
        node.visit_children_with(self);
    }

    fn visit_throw_stmt(&mut self, node: &ThrowStmt) {
        self.statement(node);
        node.visit_children_with(self);
    }

    fn visit_import_decl(&mut self, node: &ImportDecl) {
        self.statement(node);
        let text = self.file.slice(TextRange::of(node));
        if let (Some(open), Some(close)) = (text.find('{'), text.find('}')) {
            let start = TextRange::of(node).start;
            self.braces(TextRange::new(start + open as u32, start + close as u32 + 1));
        }
        node.visit_children_with(self);
    }

    fn visit_named_export(&mut self, node: &NamedExport) {
        self.statement(node);
        node.visit_children_with(self);
    }

    fn visit_export_all(&mut self, node: &ExportAll) {
        self.statement(node);
        node.visit_children_with(self);
    }
}
