//! Text inside string and template literals. Invariant: interpolations stay, and what is inserted reads as given
//! whatever it contains.

use swc_ecma_ast::{BinaryOp, Expr, Lit, Tpl};

use super::Rewrite;
use super::draft::Rank;
use crate::codemod::Declined;
use crate::model::{FileId, LineStart, Node, Side, peel};
use crate::source::TextRange;

/// Where lines go in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'l> {
    /// After the first line that contains this.
    After(&'l str),
    /// Before the first line that contains this.
    Before(&'l str),
    /// After the last line with anything on it.
    Last,
}

/// One line of a text as the source spells it.
#[derive(Clone, Copy, Debug)]
struct Spelled {
    /// Its place, line break excluded.
    range: TextRange,
    /// How the line break beside it is spelled: the one before it, the one after the first line.
    line_break: &'static str,
}

impl<'p> Rewrite<'_, 'p> {
    /// Adds `text` at the end of a string literal or a template, tagged or not.
    ///
    /// # Errors
    /// Another expression; `text` that would need escapes.
    pub fn append_text(&mut self, file: FileId, expr: &Expr, text: &str) -> Result<(), Declined> {
        if text.contains(['\\', '\'', '"', '`', '$', '\n']) {
            return Err(Declined::because(format!("`{text}` can't be added to a literal as it is")));
        }
        let range = match peel(expr) {
            Expr::Lit(Lit::Str(s)) => TextRange::of(s),
            Expr::Tpl(tpl) => TextRange::of(tpl),
            Expr::TaggedTpl(tagged) => TextRange::of(&*tagged.tpl),
            _ => return Err(Declined::because("it is no literal; change it where it is put together")),
        };
        self.draft(file).insert(range.end - 1, text, Rank::After);
        Ok(())
    }

    /// Inserts `lines` into the text that `expr` spells, each indented as the line that it is put beside.
    ///
    /// # Errors
    /// Something that is no string or template literal; no line that contains what is looked for.
    pub fn insert_lines(&mut self, file: FileId, expr: &Expr, place: Line<'_>, lines: &[&str]) -> Result<(), Declined> {
        let literal = Literal::of(peel(expr))?;
        let source = &self.file(file).source;
        let spelled = literal.lines(source.text());
        let text = |line: &Spelled| source.slice(line.range);
        let found = match place {
            Line::After(part) | Line::Before(part) => spelled.iter().find(|l| text(l).contains(&literal.escape(part))),
            Line::Last => spelled.iter().rfind(|l| !text(l).trim().is_empty()).or(spelled.last()),
        };
        let Some(line) = found.copied() else {
            let (Line::After(part) | Line::Before(part)) = place else {
                return Err(Declined::because("the text has no line"));
            };
            return Err(Declined::because(format!("the text has no line with `{part}`")));
        };
        let content = text(&line);
        let indent = if literal.raw { &content[..content.len() - content.trim_start().len()] } else { "" };
        let new = lines.iter().map(|l| if l.is_empty() { String::new() } else { format!("{indent}{l}") });
        self.spell_lines(file, &literal, &line, matches!(place, Line::Before(_)), new);
        Ok(())
    }

    /// Puts `lines`, with their indentation, before or after the line of a text that starts at `start`. Where several go
    /// into a string or a template that has no line breaks, it becomes a template that shows its lines; between strings that are added up they become
    /// strings of their own.
    ///
    /// # Errors
    /// A place that is not part of the program any more.
    pub fn insert_lines_at(
        &mut self,
        start: LineStart<'p>,
        side: Side,
        lines: impl IntoIterator<Item = String>,
    ) -> Result<(), Declined> {
        match start {
            LineStart::Literal(site, number) => {
                let literal = Literal::of(peel(site.node))?;
                let line = literal.lines(self.file(site.file).source.text()).get(number).copied();
                let line = line.ok_or_else(|| Declined::because(format!("the text has no line {number}")))?;
                let lines: Vec<String> = lines.into_iter().collect();
                let before = side == Side::Before;
                let text = self.file(site.file).source.text();
                if lines.len() < 2 || literal.shows_lines(text) {
                    self.spell_lines(site.file, &literal, &line, before, lines);
                } else if literal.raw || !self.is_added_up(site.file, peel(site.node)) {
                    let template = self.respell_as_lines(site.file, &literal);
                    self.spell_lines(site.file, &template, &Spelled { line_break: "\n", ..line }, before, lines);
                } else {
                    self.add_up(site.file, &literal, &line, before, &lines);
                }
            }
            LineStart::Element(array, at) => {
                let at = if side == Side::Before { at } else { at + 1 };
                for line in lines {
                    let code = format!("'{}'", escape(&line, '\'', false));
                    self.insert_element(array.file, array.node, at, &code)?;
                }
            }
        }
        Ok(())
    }

    /// Whether a literal is an operand of `+`.
    fn is_added_up(&self, file: FileId, literal: &Expr) -> bool {
        let index = self.index(file);
        let mut around =
            index.expr(literal).into_iter().flat_map(|id| index.ancestors(id)).map(|(_, entry)| entry.node);
        let outer = around.find(|node| !matches!(node, Node::Expr(Expr::Paren(_))));
        matches!(outer, Some(Node::Expr(Expr::Bin(bin))) if bin.op == BinaryOp::Add)
    }

    /// Puts lines between strings that are added up, each as a string of its own; inside of one they are spelled there.
    fn add_up(&mut self, file: FileId, literal: &Literal, line: &Spelled, before: bool, lines: &[String]) {
        let Literal { inner, .. } = *literal;
        // Behind the last line, which a line break ends.
        let ended = match before {
            true => line.range.start == inner.end && !inner.is_empty(),
            false => self.file(file).source.slice(TextRange::new(line.range.end, inner.end)) == "\\n",
        };
        let is_last = !before && line.range.end == inner.end;
        let quoted = lines.iter().enumerate().map(|(at, line)| literal.quoted(line, !is_last || at + 1 < lines.len()));
        if before && line.range.start == inner.start {
            let new: String = quoted.map(|line| format!("{line} + ")).collect();
            self.draft(file).insert(inner.start - 1, new, Rank::Before);
        } else if is_last || ended {
            let new: String = quoted.map(|line| format!(" + {line}")).collect();
            let draft = self.draft(file);
            if is_last {
                draft.insert(inner.end, line.line_break, Rank::After);
            }
            draft.insert(inner.end + 1, new, Rank::After);
        } else {
            self.spell_lines(file, literal, line, before, lines.iter().cloned());
        }
    }

    /// Spells a literal as a template that shows its lines.
    fn respell_as_lines(&mut self, file: FileId, literal: &Literal) -> Literal {
        let Literal { inner, raw, ref parts, .. } = *literal;
        let texts: Vec<String> = parts.iter().map(|part| self.file(file).source.slice(*part).to_string()).collect();
        let draft = self.draft(file);
        for (part, text) in parts.iter().zip(texts) {
            let mut chars = text.char_indices().peekable();
            while let Some((at, c)) = chars.next() {
                let escaped = if c == '\\' { chars.next().map(|(_, escaped)| escaped) } else { None };
                let (length, new) = match (c, escaped) {
                    ('\\', Some('n')) => (2, "\n"),
                    ('\\', Some('\'')) => (2, "'"),
                    ('\\', Some('"')) => (2, "\""),
                    ('`', _) => (1, "\\`"),
                    ('$', _) if chars.peek().is_some_and(|(_, next)| *next == '{') => (1, "\\$"),
                    _ => continue,
                };
                let start = part.start + at as u32;
                draft.replace(TextRange::new(start, start + length), new);
            }
        }
        if !raw {
            draft.replace(TextRange::new(inner.start - 1, inner.start), "`");
            draft.replace(TextRange::new(inner.end, inner.end + 1), "`");
        }
        Literal { inner, parts: parts.clone(), raw: true, quote: '`' }
    }

    fn spell_lines(
        &mut self,
        file: FileId,
        literal: &Literal,
        line: &Spelled,
        before: bool,
        lines: impl IntoIterator<Item = String>,
    ) {
        let end = line.line_break;
        let new = lines.into_iter().map(|line| literal.escape(&line));
        let draft = self.draft(file);
        match before {
            true => draft.insert(line.range.start, new.map(|l| format!("{l}{end}")).collect::<String>(), Rank::Before),
            false => draft.insert(line.range.end, new.map(|l| format!("{end}{l}")).collect::<String>(), Rank::After),
        }
    }

    /// Puts `new` in place of every `old` in the text that `expr` spells, interpolations left out.
    ///
    /// # Errors
    /// Something that is no string or template literal; a text without `old`.
    pub fn replace_text(&mut self, file: FileId, expr: &Expr, old: &str, new: &str) -> Result<(), Declined> {
        let literal = Literal::of(peel(expr))?;
        let source = &self.file(file).source;
        let (wanted, written) = (literal.escape(old), literal.escape(new));
        let places: Vec<TextRange> = literal
            .parts
            .iter()
            .flat_map(|part| {
                let found = source.slice(*part).match_indices(&wanted).map(|(at, _)| part.start + at as u32);
                found.map(|at| TextRange::new(at, at + wanted.len() as u32)).collect::<Vec<_>>()
            })
            .collect();
        if places.is_empty() {
            return Err(Declined::because(format!("the text has no `{old}`")));
        }
        for place in places {
            self.draft(file).replace(place, written.clone());
        }
        Ok(())
    }
}

/// A string or template literal.
pub(super) struct Literal {
    /// The text between the delimiters.
    inner: TextRange,
    /// The pieces of it that are text.
    parts: Vec<TextRange>,
    /// Whether line breaks are written as such.
    raw: bool,
    quote: char,
}

impl Literal {
    pub(super) fn of(expr: &Expr) -> Result<Self, Declined> {
        let range = TextRange::of(expr);
        let inner = TextRange::new(range.start + 1, range.end.saturating_sub(1));
        match expr {
            Expr::Tpl(tpl) => Ok(Self { inner, parts: parts(tpl), raw: true, quote: '`' }),
            Expr::TaggedTpl(tagged) => {
                let range = TextRange::of(&*tagged.tpl);
                let inner = TextRange::new(range.start + 1, range.end.saturating_sub(1));
                Ok(Self { inner, parts: parts(&tagged.tpl), raw: true, quote: '`' })
            }
            Expr::Lit(Lit::Str(string)) => {
                let quote = string.raw.as_ref().and_then(|raw| raw.chars().next()).unwrap_or('\'');
                Ok(Self { inner, parts: vec![inner], raw: false, quote })
            }
            _ => Err(Declined::because("the text is not written out here; change it where it is built")),
        }
    }

    /// Plain text as the literal spells it.
    pub(super) fn escape(&self, text: &str) -> String {
        escape(text, self.quote, self.raw)
    }

    /// Whether it is a template with line breaks, or with nothing to break.
    fn shows_lines(&self, text: &str) -> bool {
        let lines = self.lines(text);
        self.raw && (lines.len() < 2 || lines.iter().any(|line| line.line_break != "\\n"))
    }

    /// A line as a string beside this one.
    fn quoted(&self, line: &str, ends: bool) -> String {
        let quote = self.quote;
        format!("{quote}{}{}{quote}", self.escape(line), if ends { "\\n" } else { "" })
    }

    /// The lines of the text, in a template broken by line breaks and by `\n`; one inside an interpolation ends none.
    fn lines(&self, text: &str) -> Vec<Spelled> {
        let mut breaks = Vec::new();
        for part in &self.parts {
            let mut at = part.start;
            let mut chars = text[part.as_usize()].chars();
            while let Some(c) = chars.next() {
                let from = at;
                at += c.len_utf8() as u32;
                match c {
                    '\\' => {
                        let Some(escaped) = chars.next() else { break };
                        at += escaped.len_utf8() as u32;
                        if escaped == 'n' {
                            breaks.push((from, at, "\\n"));
                        }
                    }
                    '\n' if self.raw => {
                        let crlf = text[..from as usize].ends_with('\r');
                        breaks.push((if crlf { from - 1 } else { from }, at, "\n"));
                    }
                    _ => {}
                }
            }
        }
        let usual = if self.raw { "\n" } else { "\\n" };
        let starts = std::iter::once(self.inner.start).chain(breaks.iter().map(|(_, to, _)| *to));
        let ends = breaks.iter().map(|(from, ..)| *from).chain([self.inner.end]);
        let own = breaks.first().into_iter().chain(&breaks).map(|(.., text)| *text).chain([usual]);
        starts
            .zip(ends)
            .zip(own)
            .map(|((start, end), line_break)| Spelled { range: TextRange::new(start, end), line_break })
            .collect()
    }
}

/// Plain text as a literal with this delimiter spells it; in a `raw` one line breaks are written as such.
fn escape(text: &str, quote: char, raw: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            '$' if raw && chars.peek() == Some(&'{') => out.push_str("\\$"),
            '\n' if !raw => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

fn parts(tpl: &Tpl) -> Vec<TextRange> {
    tpl.quasis.iter().map(TextRange::of).collect()
}
