//! Text inside string and template literals. Invariant: interpolations stay, and what is inserted reads as given
//! whatever it contains.

use swc_ecma_ast::{Expr, Lit, Tpl};

use super::Rewrite;
use super::draft::Rank;
use crate::codemod::Declined;
use crate::model::{FileId, peel};
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
    /// Whether it starts the literal, right after the quote.
    first: bool,
}

impl Rewrite<'_, '_> {
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
        let end = literal.line_break();
        let new: Vec<String> = lines
            .iter()
            .map(|l| match l.is_empty() {
                true => String::new(),
                false => format!("{indent}{}", literal.escape(l)),
            })
            .collect();
        let before = matches!(place, Line::Before(_));
        let draft = self.draft(file);
        if before && line.first {
            draft.insert(line.range.start, format!("{}{end}", new.join(end)), Rank::Before);
        } else if before {
            draft.insert(line.range.start, new.iter().map(|l| format!("{l}{end}")).collect::<String>(), Rank::Before);
        } else {
            draft.insert(line.range.end, new.iter().map(|l| format!("{end}{l}")).collect::<String>(), Rank::After);
        }
        Ok(())
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

    fn line_break(&self) -> &'static str {
        if self.raw { "\n" } else { "\\n" }
    }

    /// Plain text as the literal spells it.
    pub(super) fn escape(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => out.push_str("\\\\"),
                c if c == self.quote => out.extend(['\\', c]),
                '$' if self.raw && chars.peek() == Some(&'{') => out.push_str("\\$"),
                '\n' if !self.raw => out.push_str("\\n"),
                c => out.push(c),
            }
        }
        out
    }

    /// The lines of the text; a line break inside an interpolation ends none.
    fn lines(&self, text: &str) -> Vec<Spelled> {
        let end = self.line_break();
        let mut starts = vec![self.inner.start];
        let mut ends = Vec::new();
        for part in &self.parts {
            for (at, found) in text[part.as_usize()].match_indices(end) {
                let at = part.start + at as u32;
                let escaped =
                    !self.raw && text[..at as usize].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
                if escaped {
                    continue;
                }
                let crlf = self.raw && text[..at as usize].ends_with('\r');
                ends.push(if crlf { at - 1 } else { at });
                starts.push(at + found.len() as u32);
            }
        }
        ends.push(self.inner.end);
        let line =
            |(n, (start, end)): (usize, (u32, u32))| Spelled { range: TextRange::new(start, end), first: n == 0 };
        starts.into_iter().zip(ends).enumerate().map(line).collect()
    }
}

fn parts(tpl: &Tpl) -> Vec<TextRange> {
    tpl.quasis.iter().map(TextRange::of).collect()
}
