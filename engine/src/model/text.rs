//! Texts that are put together. Invariant: the parts in order are the text; a part is known to the last character, or
//! stands for one value.

use swc_ecma_ast::{BinaryOp, Callee, Expr, Tpl, TsKeywordTypeKind, TsType, TsUnionOrIntersectionType};

use super::calls::peel;
use super::eval::method_call;
use super::index::Origin;
use super::modules::BindingId;
use super::nature::Typed;
use super::object::{Property, PropertyValue};
use super::tree::Node;
use super::value::{Site, Value};
use super::{FileId, Model};

/// How many pieces a text is taken apart into.
const MOST: usize = 1_000;

/// A part of a text.
#[derive(Clone, Debug)]
pub enum TextPart<'p> {
    /// Known to the last character.
    Known(String),
    /// What this value is at run time.
    Hole(Value<'p>),
}

/// A part of a text, with the place of what stands for a value.
#[derive(Clone, Debug)]
pub enum Piece<'p> {
    /// Known to the last character.
    Known(String),
    /// What this expression gives at run time.
    Hole(Site<'p, Expr>),
    /// Not to be read, for this reason.
    Unread(&'static str),
}

impl<'p> Model<'p> {
    /// Whether `expr` is a plain string at run time: text that the source shows and no type calls an `Input`, or what
    /// the callback of an `apply` is handed.
    pub fn is_plain_text(&self, file: FileId, expr: &'p Expr) -> bool {
        if let Expr::Ident(ident) = peel(expr)
            && let Some(local) = self.index(file).target(ident)
            && let Origin::Parameter { function, index: 0, .. } = self.binding(BindingId { file, local }).origin
            && let tree = self.index(file)
            && let Some(own) = tree.function(function)
            && let Some(Node::Expr(Expr::Call(call))) = tree.ancestors(own).nth(1).map(|(_, entry)| entry.node)
            && let Some((_, "apply" | "then")) = call.callee.as_expr().and_then(|callee| method_call(callee))
        {
            return true;
        }
        let is_text = |ty: &TsType| matches!(ty, TsType::TsKeywordType(_) | TsType::TsLitType(_));
        let typed = match self.typed(file, peel(expr)) {
            Some(Typed::Written(ty)) => is_text(ty.node),
            _ => true,
        };
        typed && matches!(self.value(file, expr), Value::Str(_))
    }

    /// Whether the source writes a type for what `expr` reads that takes a plain string only, no Output.
    pub fn takes_plain_text(&self, file: FileId, expr: &'p Expr) -> bool {
        fn is_plain(ty: &TsType) -> bool {
            match ty {
                TsType::TsKeywordType(keyword) => keyword.kind != TsKeywordTypeKind::TsAnyKeyword,
                TsType::TsLitType(_) => true,
                TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                    union.types.iter().all(|ty| is_plain(ty))
                }
                _ => false,
            }
        }
        matches!(self.typed(file, peel(expr)), Some(Typed::Written(ty)) if is_plain(ty.node))
    }

    /// The parts of the text that `expr` is: literals, templates, `pulumi.interpolate`, `pulumi.concat`, sums, and what
    /// an `apply` makes of them. Known parts that meet are one.
    pub fn text_parts(&self, file: FileId, expr: &'p Expr) -> Vec<TextPart<'p>> {
        let part = |piece| match piece {
            Piece::Known(text) => TextPart::Known(text),
            Piece::Hole(site) => TextPart::Hole(self.value(site.file, site.node)),
            Piece::Unread(why) => TextPart::Hole(Value::unknown(why)),
        };
        self.text_pieces(file, expr).into_iter().map(part).collect()
    }

    /// As [`Model::text_parts`], with the expressions instead of the values that they stand for.
    pub fn text_pieces(&self, file: FileId, expr: &'p Expr) -> Vec<Piece<'p>> {
        let mut out = Vec::new();
        self.add_pieces(file, expr, 16, &mut out);
        out
    }

    /// The pieces of the text that a property gives.
    pub fn property_pieces(&self, property: &Property<'p>) -> Vec<Piece<'p>> {
        match property.value {
            PropertyValue::Expr(expr) => self.text_pieces(property.file, expr),
            _ => match self.written_property(property) {
                Some(written) => self.text_pieces(written.file, written.expr),
                None => vec![Piece::Unread("it is computed by a function")],
            },
        }
    }

    fn add_pieces(&self, file: FileId, expr: &'p Expr, depth: usize, out: &mut Vec<Piece<'p>>) {
        let Site { file, node } = self.source_of(Site { file, node: expr });
        if depth == 0 || out.len() > MOST {
            out.push(Piece::Unread("it is put together over too many steps"));
            return;
        }
        match node {
            Expr::Tpl(tpl) => return self.add_template(file, tpl, depth, out),
            Expr::TaggedTpl(tagged) => {
                if let Value::Symbol(symbol) = self.value(file, &tagged.tag)
                    && symbol.is("pulumi.interpolate")
                {
                    return self.add_template(file, &tagged.tpl, depth, out);
                }
            }
            Expr::Bin(bin) if bin.op == BinaryOp::Add => {
                self.add_pieces(file, &bin.left, depth - 1, out);
                return self.add_pieces(file, &bin.right, depth - 1, out);
            }
            Expr::Call(call) => {
                let Callee::Expr(callee) = &call.callee else { return };
                if let Value::Symbol(symbol) = self.value(file, callee)
                    && symbol.is("pulumi.concat")
                    && call.args.iter().all(|a| a.spread.is_none())
                {
                    call.args.iter().for_each(|a| self.add_pieces(file, &a.expr, depth - 1, out));
                    return;
                }
            }
            _ => {}
        }
        match self.value(file, node) {
            Value::Str(text) => known(&text, out),
            Value::Number(number) => known(&number.to_string(), out),
            _ => out.push(Piece::Hole(Site { file, node })),
        }
    }

    fn add_template(&self, file: FileId, tpl: &'p Tpl, depth: usize, out: &mut Vec<Piece<'p>>) {
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            match &quasi.cooked {
                Some(cooked) => known(&cooked.to_string_lossy(), out),
                None => out.push(Piece::Unread("it has an escape that can't be read")),
            }
            if let Some(hole) = tpl.exprs.get(at) {
                self.add_pieces(file, hole, depth - 1, out);
            }
        }
    }
}

/// Adds known text to the pieces; that which follows known text becomes one with it.
pub(super) fn known<'p>(text: &str, out: &mut Vec<Piece<'p>>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Known(before)) => before.push_str(text),
        _ => out.push(Piece::Known(text.to_string())),
    }
}
