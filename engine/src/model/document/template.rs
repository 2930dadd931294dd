//! Texts of documents as their source spells them. Invariant: a hole is code that means the same value at the place where
//! the text is written.

use swc_ecma_ast::{BinaryOp, Expr, Lit, Tpl};

use super::{DocNode, DocPlace};
use crate::model::calls::peel;
use crate::model::tree::Node;
use crate::model::value::{Site, Value};
use crate::model::{FileId, Model, NodeId};
use crate::source::TextRange;

/// A text in the making: known text, and code between.
#[derive(Clone, Debug, Default)]
pub struct Template<'p> {
    /// What it consists of, in order.
    pub pieces: Vec<TemplatePiece<'p>>,
    /// Whether its holes are Outputs, so that it takes `pulumi.interpolate`.
    pub is_output: bool,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub enum TemplatePiece<'p> {
    /// Known text.
    Text(String),
    /// Code that stands in the program.
    Code(Site<'p, Expr>),
    /// Code that is to stand there.
    New(String),
}

impl<'p> Template<'p> {
    /// A text that is known.
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![TemplatePiece::Text(text.into())], is_output: false }
    }

    /// The value of an expression.
    pub fn code(code: impl Into<String>, is_output: bool) -> Self {
        Self { pieces: vec![TemplatePiece::New(code.into())], is_output }
    }

    /// Texts one after the other.
    pub fn joined(parts: impl IntoIterator<Item = Template<'p>>) -> Self {
        let mut out = Template::default();
        for part in parts {
            out.is_output |= part.is_output;
            part.pieces.into_iter().for_each(|piece| out.push(piece));
        }
        out
    }

    fn push(&mut self, piece: TemplatePiece<'p>) {
        match (self.pieces.last_mut(), piece) {
            (_, TemplatePiece::Text(text)) if text.is_empty() => {}
            (Some(TemplatePiece::Text(before)), TemplatePiece::Text(text)) => before.push_str(&text),
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// The text, where it has no hole.
    pub fn known(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [TemplatePiece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The parts between `separator`; holes are not looked into.
    pub fn split(&self, separator: char) -> Vec<Template<'p>> {
        let mut out = vec![Template { pieces: Vec::new(), is_output: self.is_output }];
        for piece in &self.pieces {
            let TemplatePiece::Text(text) = piece else {
                out.last_mut().expect("it starts with one").push(piece.clone());
                continue;
            };
            for (at, part) in text.split(separator).enumerate() {
                if at > 0 {
                    out.push(Template { pieces: Vec::new(), is_output: self.is_output });
                }
                out.last_mut().expect("it starts with one").push(TemplatePiece::Text(part.to_string()));
            }
        }
        for part in &mut out {
            part.is_output &= part.known().is_none();
        }
        out
    }
}

impl<'p> Model<'p> {
    /// How the text at a node of a document is spelled; `None` for what is no text, or is put together in another way.
    pub fn template_of(&self, node: &DocNode<'p>) -> Option<Template<'p>> {
        match &node.place {
            DocPlace::Source(site) => self.template_at(*site, 8),
            DocPlace::Json { literal, range } => {
                let (tpl, is_output) = match peel(literal.node) {
                    Expr::Tpl(tpl) => (tpl, false),
                    Expr::TaggedTpl(tagged) => (&*tagged.tpl, true),
                    _ => return node.as_str().map(Template::text),
                };
                // What is left of a JSON string without its quotes.
                self.template_within(literal.file, tpl, TextRange::new(range.start + 1, range.end - 1), is_output)
            }
        }
    }

    /// How the text at a place in the source is spelled, over `depth` levels.
    pub(in crate::model) fn template_at(&self, site: Site<'p, Expr>, depth: usize) -> Option<Template<'p>> {
        let depth = depth.checked_sub(1)?;
        let part = |expr: &'p Expr| self.template_at(Site { file: site.file, node: peel(expr) }, depth);
        match peel(site.node) {
            Expr::Lit(Lit::Str(text)) => Some(Template::text(text.value.to_string_lossy())),
            Expr::Tpl(tpl) => self.template_within(site.file, tpl, TextRange::of(tpl), false),
            Expr::TaggedTpl(tagged) => match self.value(site.file, &tagged.tag) {
                Value::Symbol(symbol) if symbol.is("pulumi.interpolate") => {
                    self.template_within(site.file, &tagged.tpl, TextRange::of(&*tagged.tpl), true)
                }
                _ => None,
            },
            Expr::Bin(bin) if bin.op == BinaryOp::Add => Some(Template::joined([part(&bin.left)?, part(&bin.right)?])),
            Expr::Call(call) => match self.value(site.file, call.callee.as_expr()?) {
                Value::Symbol(symbol) if symbol.is("pulumi.concat") && call.args.iter().all(|a| a.spread.is_none()) => {
                    let parts: Option<Vec<_>> = call.args.iter().map(|argument| part(&argument.expr)).collect();
                    Some(Template { is_output: true, ..Template::joined(parts?) })
                }
                _ => Some(Template { pieces: vec![TemplatePiece::Code(site)], is_output: false }),
            },
            _ => Some(Template { pieces: vec![TemplatePiece::Code(site)], is_output: false }),
        }
    }

    fn template_within(&self, file: FileId, tpl: &'p Tpl, within: TextRange, is_output: bool) -> Option<Template<'p>> {
        let mut out = Template { pieces: Vec::new(), is_output };
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            let range = TextRange::of(quasi);
            let (start, end) = (range.start.max(within.start), range.end.min(within.end));
            if start < end {
                let text = self.text(file, TextRange::new(start, end));
                if text.contains('\\') {
                    return None;
                }
                out.push(TemplatePiece::Text(text.to_string()));
            }
            if let Some(hole) = tpl.exprs.get(at)
                && within.contains(TextRange::of(&**hole))
            {
                out.push(TemplatePiece::Code(Site { file, node: hole }));
            }
        }
        Some(out)
    }

    /// Whether the holes of a text mean at `node` what they mean where they stand.
    pub fn can_read(&self, template: &Template<'p>, file: FileId, node: NodeId) -> bool {
        let index = self.index(file);
        let scope = index.entry(node).scope;
        let within = |site: &Site<'p, Expr>| {
            let range = TextRange::of(site.node);
            site.file == file
                && index.entries().filter(|(_, entry)| range.contains(entry.range)).all(|(_, entry)| match entry.node {
                    Node::Expr(Expr::Ident(ident)) => match index.target(ident) {
                        Some(local) => index.lookup(&ident.sym, scope) == Some(local),
                        None => true,
                    },
                    _ => true,
                })
        };
        template.pieces.iter().all(|piece| match piece {
            TemplatePiece::Code(site) => within(site),
            _ => true,
        })
    }
}
