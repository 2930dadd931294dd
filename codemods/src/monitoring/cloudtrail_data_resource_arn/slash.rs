//! The slash that a bucket's arn lacks. Invariant: a string stays a string, an Output an Output.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{FileId, Model, Value, peel};
use iacfix_engine::rewrite::{Import, Rewrite};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{BinaryOp, Callee, Expr, Lit};

/// Adds what makes a bucket's arn a value.
pub(super) struct Slash<'r, 'm, 'p> {
    pub(super) model: &'m Model<'p>,
    pub(super) rewrite: &'r mut Rewrite<'m, 'p>,
    /// Whether the expression gives the bucket's name instead of its arn.
    pub(super) name: bool,
}

impl<'p> Slash<'_, '_, 'p> {
    /// Where `expr` is the arn; `plain` where it is a string already, as in an `apply`.
    pub(super) fn add(&mut self, file: FileId, expr: &'p Expr, plain: bool) -> Result<(), Declined> {
        let (expr, model) = (peel(expr), self.model);
        match expr {
            Expr::Lit(_) | Expr::Tpl(_) | Expr::TaggedTpl(_) => self.rewrite.append_text(file, expr, "/"),
            Expr::Ident(_) => {
                let written = model.written(file, expr);
                let lone = written.via.iter().all(|id| model.references(*id).len() == 1);
                match written.expr {
                    Expr::Lit(_) | Expr::Tpl(_) | Expr::TaggedTpl(_) if lone => {
                        self.rewrite.append_text(written.file, written.expr, "/")
                    }
                    _ => self.template(file, expr, plain),
                }
            }
            Expr::Bin(bin) if bin.op == BinaryOp::Add => match peel(&bin.right) {
                Expr::Lit(Lit::Str(_)) | Expr::Tpl(_) => self.rewrite.append_text(file, &bin.right, "/"),
                _ => self.rewrite.wrap(file, expr, "$ + '/'"),
            },
            Expr::Call(call) => {
                let Callee::Expr(callee) = &call.callee else { return self.template(file, expr, plain) };
                if matches!(model.value(file, callee), Value::Symbol(s) if s.is("pulumi.concat")) {
                    let node =
                        model.index(file).expr(expr).ok_or_else(|| Declined::because("the call can't be found"))?;
                    return match call.args.last().map(|last| peel(&last.expr)) {
                        Some(last @ Expr::Lit(Lit::Str(_))) => self.rewrite.append_text(file, last, "/"),
                        _ => self.rewrite.push_argument(file, node, "'/'"),
                    };
                }
                if let Expr::Member(member) = peel(callee)
                    && member.prop.is_ident_with("apply")
                    && let Some(first) = call.args.first()
                    && let Value::Function(at, function) = model.value(file, &first.expr)
                    && let Some(result) = model.result_of(at, function)
                {
                    return self.add(result.file, result.node, true);
                }
                self.template(file, expr, plain)
            }
            _ => self.template(file, expr, plain),
        }
    }

    /// `expr` in a template, with a slash after it.
    fn template(&mut self, file: FileId, expr: &'p Expr, plain: bool) -> Result<(), Declined> {
        let text = self.model.text(file, TextRange::of(expr));
        let text = match expr {
            Expr::Member(member) if self.name => format!("{}.arn", self.model.text(file, TextRange::of(&*member.obj))),
            _ if self.name => {
                return Err(Declined::because(format!("write the bucket's arn and a slash in place of `{text}`")));
            }
            _ => text.to_string(),
        };
        let is_string = plain || self.model.is_plain_text(file, expr);
        let tag = if is_string { String::new() } else { self.interpolate(file, expr)? };
        self.rewrite.replace(file, expr, &format!("{tag}`${{{text}}}/`"))
    }

    fn interpolate(&mut self, file: FileId, expr: &'p Expr) -> Result<String, Declined> {
        let node = self.model.index(file).expr(expr).ok_or_else(|| Declined::because("the value can't be found"))?;
        match self.model.spelling(file, node, "@pulumi/pulumi", "interpolate") {
            Some(name) => Ok(name),
            None => {
                Ok(format!("{}.interpolate", self.rewrite.import(file, "@pulumi/pulumi", Import::Namespace("pulumi"))?))
            }
        }
    }
}
