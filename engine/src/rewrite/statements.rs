//! New statements. Invariant: they stand in call order, in the indentation and with the blank lines of their
//! neighbours, and comments stay with the statements that they belong to.

use super::blocks::{Around, Block, Seat};
use super::draft::{Draft, Rank};
use super::layout;
use super::scan::Scan;
use super::{NamePattern, Rewrite, Sheet, camel_case, place};
use crate::codemod::Declined;
use crate::model::{Bound, FileId, NodeId, Resource, ScopeId};
use crate::source::{SourceFile, Style, TextRange};

/// Where new statements go. A node stands for the statement around it.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// After the statement around the node, or after where [`Rewrite::bind`] has put the node.
    After(NodeId),
    /// Before the statement around the node.
    Before(NodeId),
    /// As early in the block that holds the node as all that the new code names allows.
    Earliest(NodeId),
    /// At the end of the block that holds the node, before a last `return` or `registerOutputs`.
    End(NodeId),
    /// As early at the top level of the file as all that the new code names allows.
    Top,
    /// At the end of the file.
    Bottom,
}

/// A side of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What is inserted around one statement.
pub(super) struct Host {
    pub(super) range: TextRange,
    pub(super) seat: Seat,
    pub(super) before: Vec<New>,
    pub(super) after: Vec<New>,
    /// The name that the value of an arrow or a `return` gets, with where that value starts.
    pub(super) bound: Option<(String, u32)>,
}

/// A new statement.
pub(super) enum New {
    /// As laid out.
    Laid(String),
    /// Text of the file, moved here, between `head` and `tail`.
    Moved { head: String, range: TextRange, tail: String },
}

impl Rewrite<'_, '_> {
    /// Inserts the statements of `code` at `place`.
    ///
    /// # Errors
    /// `code` that does not parse; a place where no statement can stand, or that nothing reaches; names that are not
    /// in scope there.
    pub fn insert(&mut self, file: FileId, place: Place, code: &str) -> Result<(), Declined> {
        let spot = self.spot(file, place, code)?;
        self.insert_at(file, spot, code)
    }

    /// As [`Rewrite::insert`], under a line comment where the neighbours that create something have one.
    ///
    /// # Errors
    /// As for [`Rewrite::insert`].
    pub fn insert_group(&mut self, file: FileId, place: Place, comment: &str, code: &str) -> Result<(), Declined> {
        let spot = self.spot(file, place, code)?;
        let commented = match &spot.around.seat {
            Seat::Listed(block, _) => comments_resources(&self.file(file).source, block),
            Seat::Unbraced | Seat::Arrow(_) => false,
        };
        match commented {
            true => self.insert_at(file, spot, &format!("// {comment}\n{}", code.trim())),
            false => self.insert_at(file, spot, code),
        }
    }

    /// As [`Rewrite::insert`] before or after a statement, without a blank line between: for what belongs to it. Before
    /// it means between its comments and itself.
    ///
    /// # Errors
    /// As for [`Rewrite::insert`].
    pub fn insert_close(&mut self, file: FileId, place: Place, code: &str) -> Result<(), Declined> {
        let (Place::Before(node) | Place::After(node)) = place else { return self.insert(file, place, code) };
        let around = self.around(file, node)?;
        let Seat::Listed(..) = around.seat else { return self.insert(file, place, code) };
        let indent = self.statement_indent(file, &around);
        let laid = self.laying(file).statements(code, &indent)?.join(&format!("\n{indent}"));
        let end = self.scan(file).tail(around.range.end);
        let draft = self.draft(file);
        match place {
            Place::Before(_) => draft.insert(around.range.start, format!("{laid}\n{indent}"), Rank::Before),
            _ => draft.insert(end, format!("\n{indent}{laid}"), Rank::After),
        }
        draft.names.extend(place::declared_names(code)?);
        Ok(())
    }

    pub(super) fn insert_at(&mut self, file: FileId, spot: place::Spot, code: &str) -> Result<(), Declined> {
        let indent = self.statement_indent(file, &spot.around);
        let laid = self.laying(file).statements(code, &indent)?;
        let declared = place::declared_names(code)?;
        let host = self.host(file, &spot.around);
        let side = match spot.side {
            Side::Before => &mut host.before,
            Side::After => &mut host.after,
        };
        side.extend(laid.into_iter().map(New::Laid));
        let draft = self.draft(file);
        draft.names.extend(declared.iter().cloned());
        draft.born.extend(declared.into_iter().map(|name| (name, spot.around.range, spot.side)));
        Ok(())
    }

    /// What is inserted around a statement.
    pub(super) fn host(&mut self, file: FileId, around: &Around) -> &mut Host {
        let Around { range, seat, .. } = around.clone();
        let new = Host { range, seat, before: Vec::new(), after: Vec::new(), bound: None };
        self.draft(file).hosts.entry(range).or_insert(new)
    }

    /// The indentation of statements beside `around`.
    pub(super) fn statement_indent(&self, file: FileId, around: &Around) -> String {
        indent_beside(self.sheet(file), around.range, &around.seat)
    }

    /// A name like `wish` that meets nothing in the block that holds `node`, nor what this rewrite has brought in.
    pub fn free_name(&mut self, file: FileId, node: NodeId, wish: &str) -> String {
        let scope = self.scope_beside(file, node);
        self.take_name(file, scope, wish)
    }

    /// As [`Rewrite::free_name`], for what is made for `resource`: a name that is taken has that of the resource before it,
    /// `warehouseFlowLogGroup` for the `flowLogGroup` of `warehouseVpc`, before it gets a number.
    pub fn free_name_for(&mut self, resource: &Resource<'_>, node: NodeId, wish: &str) -> String {
        let scope = self.scope_beside(resource.file, node);
        if self.is_free(resource.file, scope, wish) {
            return self.take_name(resource.file, scope, wish);
        }
        let name = match &resource.bound {
            Bound::Variable(id) => self.model().binding(*id).name.to_string(),
            Bound::Field(name) => name.trim_start_matches(['_', '#']).to_string(),
            _ => NamePattern::of(self.model(), resource)
                .map(|own| camel_case(own.words().flat_map(|word| word.split('-'))))
                .unwrap_or_default(),
        };
        let class = resource.symbol.path().last().map_or("", String::as_str);
        let stem = name.strip_suffix(class).filter(|stem| !stem.is_empty()).unwrap_or(&name);
        let wish = if stem.is_empty() { wish.to_string() } else { camel_case([stem, wish].into_iter()) };
        self.take_name(resource.file, scope, &wish)
    }

    fn scope_beside(&self, file: FileId, node: NodeId) -> ScopeId {
        match self.around(file, node).map(|a| a.seat) {
            Ok(Seat::Listed(block, _)) => block.scope,
            _ => self.index(file).entry(node).scope,
        }
    }

    fn is_free(&mut self, file: FileId, scope: ScopeId, name: &str) -> bool {
        !self.index(file).is_taken(name, scope) && !self.draft(file).names.iter().any(|have| have == name)
    }

    pub(super) fn take_name(&mut self, file: FileId, scope: ScopeId, wish: &str) -> String {
        let mut name = wish.to_string();
        let mut number = 2;
        while !self.is_free(file, scope, &name) {
            name = format!("{wish}{number}");
            number += 1;
        }
        self.draft(file).names.push(name.clone());
        name
    }
}

fn indent_beside(file: Sheet<'_>, range: TextRange, seat: &Seat) -> String {
    let source = file.source;
    let unit = layout::unit(file.style);
    match seat {
        Seat::Listed(block, _) => match block.items.iter().find(|i| source.starts_line(i.start)) {
            Some(_) if source.starts_line(range.start) => source.indent_at(range.start).to_string(),
            Some(item) => source.indent_at(item.start).to_string(),
            None if block.top => String::new(),
            None => format!("{}{unit}", source.indent_at(block.outer.start)),
        },
        Seat::Unbraced if source.starts_line(range.start) => source.indent_at(range.start).to_string(),
        Seat::Unbraced => format!("{}{unit}", source.indent_at(range.start)),
        Seat::Arrow(function) => format!("{}{unit}", source.indent_at(function.start)),
    }
}

impl Host {
    /// Whether it needs the text of other places, changes included.
    pub(super) fn takes_text(&self) -> bool {
        self.before.iter().chain(&self.after).any(|n| matches!(n, New::Moved { .. }))
    }

    /// Makes the pieces.
    pub(super) fn lower(self, file: Sheet<'_>, out: &mut Draft) -> Result<(), Declined> {
        let scan = Scan::new(file.source);
        let indent = indent_beside(file, self.range, &self.seat);
        let mut texts = |news: Vec<New>| -> Result<Vec<String>, Declined> {
            news.into_iter().map(|new| new.text(scan, &indent, out)).collect()
        };
        let (before, mut after) = (texts(self.before)?, texts(self.after)?);
        match self.seat {
            Seat::Listed(block, place) => {
                if let Some((name, value)) = self.bound {
                    out.replace(TextRange::new(self.range.start, value), format!("const {name} = "));
                    after.push(format!("return {name}{}", semicolon(file.style)));
                }
                let joiner = Joiner { scan, block: &block, indent: &indent };
                if block.items.is_empty() {
                    joiner.fill(before.into_iter().chain(after).collect(), out);
                    return Ok(());
                }
                joiner.insert_before(place, &before, out);
                joiner.insert_after(place, &after, out);
            }
            Seat::Unbraced => brace(file, self.range, &indent, (before, after), out)?,
            Seat::Arrow(function) => {
                let bound = self.bound.map(|(name, _)| name);
                unfold(file, self.range, function, (before, bound, after), out)?;
            }
        }
        Ok(())
    }
}

impl New {
    fn text(self, scan: Scan<'_>, indent: &str, out: &mut Draft) -> Result<String, Declined> {
        match self {
            New::Laid(text) => Ok(text),
            New::Moved { head, range, tail } => {
                let from = scan.source.indent_at(range.start).to_string();
                let text = out.take_text(scan.source, range)?;
                if let Some((_, name)) = out.moved.iter().find(|(r, _)| *r == range).cloned() {
                    out.replace(range, name);
                }
                Ok(format!("{head}{}{tail}", layout::reindent(&text, &from, indent)))
            }
        }
    }
}

pub(super) fn semicolon(style: &Style) -> &'static str {
    if style.semicolons { ";" } else { "" }
}

/// Joins statements with the blank lines that the block has.
struct Joiner<'j> {
    scan: Scan<'j>,
    block: &'j Block,
    indent: &'j str,
}

impl Joiner<'_> {
    /// Whether a blank line belongs between two statements that span lines or do not.
    fn blank_between(&self, one_long: bool, other_long: bool) -> bool {
        let either = one_long || other_long;
        let (mut blank, mut tight) = (0, 0);
        for pair in self.block.items[self.import_count()..].windows(2) {
            let long = |r: TextRange| self.scan.breaks(self.scan.lead(r.start), r.end);
            if (long(pair[0]) || long(pair[1])) != either {
                continue;
            }
            match self.scan.blank(pair[0].end, self.scan.lead(pair[1].start)) {
                true => blank += 1,
                false => tight += 1,
            }
        }
        if blank == tight { either } else { blank > tight }
    }

    fn import_count(&self) -> usize {
        if self.block.top { self.block.head.min(self.block.items.len()) } else { 0 }
    }

    fn gap(&self, one: &str, other: &str) -> String {
        let blank = self.blank_between(one.contains('\n'), other.contains('\n'));
        format!("{}{}", if blank { "\n\n" } else { "\n" }, self.indent)
    }

    /// The text of a standing statement with its comments.
    fn standing(&self, place: usize) -> &str {
        let item = self.block.items[place];
        self.scan.text(self.lead_of(place), item.end)
    }

    fn joined(&self, texts: &[String]) -> String {
        let mut out = String::new();
        for (n, text) in texts.iter().enumerate() {
            if n > 0 {
                out.push_str(&self.gap(&texts[n - 1], text));
            }
            out.push_str(text);
        }
        out
    }

    fn insert_before(&self, place: usize, texts: &[String], out: &mut Draft) {
        let Some(last) = texts.last() else { return };
        let item = self.block.items[place];
        let start = self.lead_of(place);
        self.open_line(out);
        let after_imports = place < self.import_count();
        let gap = if after_imports { format!("\n\n{}", self.indent) } else { self.gap(last, self.standing(place)) };
        let at = if self.scan.source.starts_line(start) || !self.scan.source.starts_line(item.start) {
            start
        } else {
            item.start
        };
        out.insert(at, self.joined(texts) + &gap, Rank::Before);
    }

    /// Where a statement's comments start; a comment that heads the file is not one of them.
    fn lead_of(&self, place: usize) -> u32 {
        let start = self.block.items[place].start;
        if self.block.top && place == 0 { self.scan.after_header(start) } else { self.scan.lead(start) }
    }

    fn insert_after(&self, place: usize, texts: &[String], out: &mut Draft) {
        let (Some(first), Some(last)) = (texts.first(), texts.last()) else { return };
        let item = self.block.items[place];
        let end = self.scan.tail(item.end);
        // What a body starts with, `super()` say, stays apart where it stood apart.
        let stands_apart = |next: &TextRange| self.scan.blank(end, self.scan.lead(next.start));
        let heads = place + 1 == self.block.head && self.block.items.get(place + 1).is_some_and(stands_apart);
        let lead = if place < self.import_count() || heads {
            format!("\n\n{}", self.indent)
        } else {
            self.gap(self.standing(place), first)
        };
        let mut text = lead + &self.joined(texts);
        match self.block.items.get(place + 1) {
            Some(next) if self.scan.breaks(end, next.start) => {
                let next_lead = self.scan.lead(next.start);
                let wants_blank = self.gap(last, self.standing(place + 1)).starts_with("\n\n");
                if wants_blank && !self.scan.blank(end, next_lead) {
                    text.push('\n');
                }
            }
            Some(next) => {
                text.push_str(&format!("\n{}", self.indent));
                out.replace(TextRange::new(item.end, self.scan.lead(next.start).max(item.end)), text);
                return;
            }
            None => self.close_line(place, out),
        }
        self.open_line(out);
        out.insert(end, text, Rank::After);
    }

    /// Breaks the line between an opening brace and the first statement where they share one.
    fn open_line(&self, out: &mut Draft) {
        let first = self.block.items[0];
        let open = self.block.outer.start + 1;
        if !self.block.top
            && !self.scan.breaks(open, first.start)
            && self.scan.text(open, first.start).trim().is_empty()
        {
            let line = format!("\n{}", self.indent);
            out.replace_once(TextRange::new(open, first.start), line);
        }
    }

    fn close_line(&self, place: usize, out: &mut Draft) {
        let end = self.block.items[place].end;
        let close = self.block.outer.end.saturating_sub(1);
        if !self.block.top
            && close >= end
            && self.scan.text(end, close).trim().is_empty()
            && !self.scan.breaks(end, close)
            && self.scan.text(close, close + 1) == "}"
        {
            let line = format!("\n{}", self.scan.source.indent_at(self.block.outer.start));
            out.put(TextRange::empty(close), line, Rank::Before);
            if end < close {
                out.delete(TextRange::new(end, close));
            }
        }
    }

    /// First statements of an empty block or file.
    fn fill(&self, texts: Vec<String>, out: &mut Draft) {
        let text = self.joined(&texts);
        if self.block.top {
            let end = self.block.outer.end;
            let before = self.scan.source.text().trim_end().len() as u32;
            let lead = if self.scan.source.comments().is_empty() { "" } else { "\n\n" };
            out.replace(TextRange::new(before, end), format!("{lead}{text}\n"));
            return;
        }
        let inner = TextRange::new(self.block.outer.start + 1, self.block.outer.end - 1);
        let from = self.scan.source.comments_in(inner).last().map_or(inner.start, |c| c.range.end);
        let close = self.scan.source.indent_at(self.block.outer.start);
        out.replace(TextRange::new(from, inner.end), format!("\n{}{text}\n{close}", self.indent));
    }
}

/// `if (x) y()` with statements beside `y()`: gets its braces.
fn brace(
    file: Sheet<'_>,
    range: TextRange,
    indent: &str,
    (before, after): (Vec<String>, Vec<String>),
    out: &mut Draft,
) -> Result<(), Declined> {
    let scan = Scan::new(file.source);
    let from = file.source.indent_at(range.start).to_string();
    let own_line = file.source.starts_line(range.start);
    let head = scan.back(range.start);
    let outer = file.source.indent_at(head).to_string();
    let tail = scan.tail(range.end);
    let range = TextRange::new(range.start, tail);
    let body = out.take_text(file.source, range)?;
    let body = if own_line { body } else { layout::reindent(&body, &from, indent) };
    let lines: Vec<String> = before.into_iter().chain([body]).chain(after).collect();
    let text = format!(" {{\n{indent}{}", lines.join(&format!("\n{indent}")));
    let comments = scan.text(head, range.start).trim();
    let text = if comments.is_empty() { text } else { format!(" {{ {comments}{}", &text[2..]) };
    out.replace(TextRange::new(head, range.end), text);
    let next = scan.skip(tail);
    if scan.text(next, next + 4) == "else" && scan.text(tail, next).trim().is_empty() {
        out.put(TextRange::new(tail, next), format!("\n{outer}}} "), Rank::Close);
    } else {
        out.insert(tail, format!("\n{outer}}}"), Rank::Close);
    }
    Ok(())
}

/// `() => x` with statements before `x`: gets a block that returns it.
fn unfold(
    file: Sheet<'_>,
    range: TextRange,
    function: TextRange,
    (before, bound, after): (Vec<String>, Option<String>, Vec<String>),
    out: &mut Draft,
) -> Result<(), Declined> {
    let scan = Scan::new(file.source);
    let outer = file.source.indent_at(function.start).to_string();
    let indent = format!("{outer}{}", layout::unit(file.style));
    let from = file.source.indent_at(range.start).to_string();
    let mut value = layout::reindent(&out.take_text(file.source, range)?, &from, &indent);
    // Parentheses around an object served the arrow only.
    let inner = value.strip_prefix('(').and_then(|v| v.strip_suffix(')')).map(str::trim);
    if let Some(inner) = inner.filter(|i| i.starts_with('{') && layout::parsed_expression(i).is_ok()) {
        value = inner.to_string();
    }
    let end = semicolon(file.style);
    let mut lines = before;
    match &bound {
        Some(name) => {
            lines.push(format!("const {name} = {value}{end}"));
            lines.extend(after);
            lines.push(format!("return {name}{end}"));
        }
        None => lines.push(format!("return {value}{end}")),
    }
    let block = format!(" {{\n{indent}{}\n{outer}}}", lines.join(&format!("\n{indent}")));
    out.replace(TextRange::new(scan.back(range.start), range.end), block);
    Ok(())
}

/// Whether at least half of the statements of a block that create something over several lines have a comment. One that
/// neither holds what it creates nor has a comment belongs to what stands before it, as in groups that are inserted. A group
/// that holds no more than one thing besides its first never changes the answer, so that fixes may come in any order.
fn comments_resources(source: &SourceFile, block: &Block) -> bool {
    const HOLDS: &[&str] = &["const ", "let ", "var ", "export ", "this."];
    let scan = Scan::new(source);
    let creates = |item: &&TextRange| scan.source.slice(**item).contains("new ") && scan.breaks(item.start, item.end);
    let holds = |item: &&TextRange| HOLDS.iter().any(|start| scan.source.slice(**item).starts_with(start));
    let all = block.items.iter().filter(creates);
    let (commented, bare): (Vec<_>, Vec<_>) = all.partition(|item| scan.lead(item.start) < item.start);
    !commented.is_empty() && commented.len() >= bare.iter().filter(|item| holds(item)).count()
}
