//! Expressions as wholes. Invariant: what stands around a replaced expression still binds as it did.

use swc_common::EqIgnoreSpan;
use swc_ecma_ast::{BinaryOp, Expr, Lit, OptChainBase, Stmt};
use swc_ecma_visit::{Visit, VisitWith};

use super::draft::Rank;
use super::{Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{FileId, Node};
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// `code` in place of `expr`, in parentheses where it needs them; what says the same already stays as it is laid out.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn replace(&mut self, file: FileId, expr: &Expr, code: &str) -> Result<(), Declined> {
        let range = TextRange::of(expr);
        let new = layout::parsed_expression(code)?;
        // How it is laid out is its author's.
        if (*new).eq_ignore_span(expr) {
            return Ok(());
        }
        let text = self.lay_expression(file, range.start, code)?;
        let text = if self.needs_parens(file, expr, &new, &text) { format!("({text})") } else { text };
        if text != self.file(file).source.slice(range) {
            self.draft(file).replace(range, text);
        }
        Ok(())
    }

    /// `template` around `expr`: the expression goes where the template has `$`.
    ///
    /// # Errors
    /// A template that is no expression, or has not one `$`.
    pub fn wrap(&mut self, file: FileId, expr: &Expr, template: &str) -> Result<(), Declined> {
        let hole = "iacfix_hole";
        let parsed = layout::parsed_expression(&template.replacen('$', hole, 1))?;
        let range = TextRange::of(expr);
        let laid = self.lay_expression(file, range.start, &template.replacen('$', hole, 1))?;
        let Some((before, after)) = laid.split_once(hole) else {
            return Err(Declined::because(format!("`{template}` has no place for the expression")));
        };
        let (mut before, mut after) = (before.to_string(), after.to_string());
        if need_in_template(&parsed, hole).exceeds(expr) {
            (before, after) = (before + "(", format!("){after}"));
        }
        if self.needs_parens(file, expr, &parsed, &before) {
            (before, after) = (format!("({before}"), after + ")");
        }
        let draft = self.draft(file);
        draft.insert(range.start, before, Rank::Open);
        draft.insert(range.end, after, Rank::Close);
        Ok(())
    }

    /// Whether `new`, written as `text`, needs parentheses in place of `old`.
    fn needs_parens(&self, file: FileId, old: &Expr, new: &Expr, text: &str) -> bool {
        let index = self.index(file);
        let parent = index.expr(old).and_then(|id| index.entry(id).parent).map(|id| index.entry(id).node);
        let same = |child: &Expr| TextRange::of(child) == TextRange::of(old);
        match parent {
            Some(Node::Expr(parent)) => need_inside(parent, &same).exceeds(new),
            Some(Node::Function(function)) if function.expression().is_some_and(same) => {
                text.starts_with('{') || ARGUMENT.exceeds(new)
            }
            Some(Node::Stmt(Stmt::Expr(_))) => ["{", "function", "class"].iter().any(|s| text.starts_with(s)),
            _ => ARGUMENT.exceeds(new),
        }
    }
}

/// How strongly something has to bind to stand in a place.
#[derive(Clone, Copy)]
struct Need {
    strength: u8,
    /// `??` takes no bare `||` and `&&` beside it.
    beside_nullish: bool,
}

const ARGUMENT: Need = need(1);

const fn need(strength: u8) -> Need {
    Need { strength, beside_nullish: false }
}

impl Need {
    fn exceeds(self, expr: &Expr) -> bool {
        let clashes = |op| matches!(op, BinaryOp::LogicalOr | BinaryOp::LogicalAnd);
        binding_strength(expr) < self.strength || (self.beside_nullish && matches!(expr, Expr::Bin(b) if clashes(b.op)))
    }
}

/// What the place of the hole asks for.
fn need_in_template(template: &Expr, hole: &str) -> Need {
    struct Find<'h> {
        hole: &'h str,
        found: Need,
    }
    impl Visit for Find<'_> {
        fn visit_expr(&mut self, parent: &Expr) {
            let is_hole = |e: &Expr| e.as_ident().is_some_and(|i| i.sym.as_str() == self.hole);
            let here = need_inside(parent, &is_hole);
            if here.strength > self.found.strength {
                self.found = here;
            }
            parent.visit_children_with(self);
        }
    }
    let mut find = Find { hole, found: ARGUMENT };
    find.visit_expr(template);
    find.found
}

/// What `parent` asks of the child that `is_child` knows; no more than an argument has where it is none of them.
fn need_inside(parent: &Expr, is_child: &dyn Fn(&Expr) -> bool) -> Need {
    match parent {
        Expr::Bin(b) => {
            let own = operator_strength(b.op);
            let right_first = b.op == BinaryOp::Exp;
            let chains = matches!(b.op, BinaryOp::NullishCoalescing | BinaryOp::LogicalOr | BinaryOp::LogicalAnd);
            let beside_nullish = b.op == BinaryOp::NullishCoalescing;
            if is_child(&b.left) {
                Need { strength: own + u8::from(right_first), beside_nullish }
            } else if is_child(&b.right) {
                Need { strength: own + u8::from(!right_first && !chains), beside_nullish }
            } else {
                ARGUMENT
            }
        }
        Expr::Cond(c) if is_child(&c.test) => need(4),
        Expr::Unary(u) if is_child(&u.arg) => need(15),
        Expr::Await(a) if is_child(&a.arg) => need(15),
        Expr::TsAs(t) if is_child(&t.expr) => need(11),
        Expr::TsSatisfies(t) if is_child(&t.expr) => need(11),
        Expr::TsConstAssertion(t) if is_child(&t.expr) => need(11),
        Expr::TsNonNull(t) if is_child(&t.expr) => need(18),
        Expr::Member(m) if is_child(&m.obj) => need(17),
        Expr::Call(c) if c.callee.as_expr().is_some_and(|e| is_child(e)) => need(17),
        Expr::TaggedTpl(t) if is_child(&t.tag) => need(17),
        Expr::New(n) if is_child(&n.callee) => need(19),
        Expr::OptChain(o) => match &*o.base {
            OptChainBase::Member(m) if is_child(&m.obj) => need(17),
            OptChainBase::Call(c) if is_child(&c.callee) => need(17),
            _ => ARGUMENT,
        },
        _ => ARGUMENT,
    }
}

fn binding_strength(expr: &Expr) -> u8 {
    match expr {
        Expr::Seq(_) => 0,
        Expr::Yield(_) | Expr::Arrow(_) | Expr::Assign(_) => 2,
        Expr::Cond(_) => 3,
        Expr::Bin(b) => operator_strength(b.op),
        Expr::TsAs(_) | Expr::TsSatisfies(_) | Expr::TsConstAssertion(_) => 11,
        Expr::Unary(_) | Expr::Await(_) | Expr::TsTypeAssertion(_) => 15,
        Expr::Update(_) => 16,
        Expr::New(n) if n.args.is_none() => 16,
        Expr::Lit(Lit::Num(_)) => 16,
        Expr::Call(_) | Expr::OptChain(_) => 18,
        _ => 20,
    }
}

fn operator_strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::NullishCoalescing => 4,
        BinaryOp::LogicalOr => 5,
        BinaryOp::LogicalAnd => 6,
        BinaryOp::BitOr => 7,
        BinaryOp::BitXor => 8,
        BinaryOp::BitAnd => 9,
        BinaryOp::EqEq | BinaryOp::NotEq | BinaryOp::EqEqEq | BinaryOp::NotEqEq => 10,
        BinaryOp::Lt | BinaryOp::LtEq | BinaryOp::Gt | BinaryOp::GtEq | BinaryOp::In | BinaryOp::InstanceOf => 11,
        BinaryOp::LShift | BinaryOp::RShift | BinaryOp::ZeroFillRShift => 12,
        BinaryOp::Add | BinaryOp::Sub => 13,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod => 14,
        BinaryOp::Exp => 15,
    }
}
