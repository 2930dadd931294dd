//! Texts that are put together. Invariant: the parts in order are the text; a part is known to the last character, or
//! stands for one value.

use swc_ecma_ast::{BinaryOp, Callee, Expr, Tpl, TsType};

use super::calls::peel;
use super::eval::method_call;
use super::index::Origin;
use super::modules::BindingId;
use super::nature::Typed;
use super::tree::Node;
use super::value::Value;
use super::{FileId, Model};

/// A part of a text.
#[derive(Clone, Debug)]
pub enum TextPart<'p> {
    /// Known to the last character.
    Known(String),
    /// What this value is at run time.
    Hole(Value<'p>),
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

    /// The parts of the text that `expr` is: literals, templates, `pulumi.interpolate`, `pulumi.concat`, sums, and what
    /// an `apply` makes of them. Known parts that meet are one.
    pub fn text_parts(&self, file: FileId, expr: &'p Expr) -> Vec<TextPart<'p>> {
        let mut out = Vec::new();
        self.add_parts(file, expr, 16, &mut out);
        out
    }

    fn add_parts(&self, file: FileId, expr: &'p Expr, depth: usize, out: &mut Vec<TextPart<'p>>) {
        let written = self.written(file, expr);
        let file = written.file;
        if depth == 0 {
            out.push(TextPart::Hole(Value::unknown("it is put together over too many steps")));
            return;
        }
        match written.expr {
            Expr::Tpl(tpl) => return self.add_template(file, tpl, depth, out),
            Expr::TaggedTpl(tagged) => {
                if let Value::Symbol(symbol) = self.value(file, &tagged.tag)
                    && symbol.is("pulumi.interpolate")
                {
                    return self.add_template(file, &tagged.tpl, depth, out);
                }
            }
            Expr::Bin(bin) if bin.op == BinaryOp::Add => {
                self.add_parts(file, &bin.left, depth - 1, out);
                return self.add_parts(file, &bin.right, depth - 1, out);
            }
            Expr::Call(call) => {
                let Callee::Expr(callee) = &call.callee else { return };
                if let Value::Symbol(symbol) = self.value(file, callee)
                    && call.args.iter().all(|a| a.spread.is_none())
                {
                    if symbol.is("pulumi.concat") {
                        call.args.iter().for_each(|a| self.add_parts(file, &a.expr, depth - 1, out));
                        return;
                    }
                    if let Some(first) = call.args.first()
                        && (symbol.is("pulumi.output") || symbol.is("pulumi.secret"))
                    {
                        return self.add_parts(file, &first.expr, depth - 1, out);
                    }
                }
                if let Expr::Member(member) = peel(callee)
                    && member.prop.is_ident_with("apply")
                    && let Some(first) = call.args.first()
                    && let Value::Function(at, function) = self.value(file, &first.expr)
                    && let Some(result) = self.result_of(at, function)
                {
                    return self.add_parts(result.file, result.node, depth - 1, out);
                }
            }
            _ => {}
        }
        match self.value(file, written.expr) {
            Value::Str(text) => known(&text, out),
            Value::Number(number) => known(&number.to_string(), out),
            value => out.push(TextPart::Hole(value)),
        }
    }

    fn add_template(&self, file: FileId, tpl: &'p Tpl, depth: usize, out: &mut Vec<TextPart<'p>>) {
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            match &quasi.cooked {
                Some(cooked) => known(&cooked.to_string_lossy(), out),
                None => out.push(TextPart::Hole(Value::unknown("it has an escape that can't be read"))),
            }
            if let Some(hole) = tpl.exprs.get(at) {
                self.add_parts(file, hole, depth - 1, out);
            }
        }
    }
}

fn known<'p>(text: &str, out: &mut Vec<TextPart<'p>>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(TextPart::Known(before)) => before.push_str(text),
        _ => out.push(TextPart::Known(text.to_string())),
    }
}
