//! What resources are called at a place. Invariant: code that is handed out means the same resource there.

use iacfix_engine::model::{Binding, Entity, FileId, Model, Nature, ResourceId, Value, peel};
use iacfix_engine::rewrite::names_at;
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{BinaryOp, Expr, MemberExpr, MemberProp};

use super::lists::nature;

/// A place that code is written for.
#[derive(Clone, Copy)]
pub(super) struct Spot<'r, 'p> {
    pub(super) model: &'r Model<'p>,
    pub(super) file: FileId,
    pub(super) range: TextRange,
}

impl<'p> Spot<'_, 'p> {
    /// Code of the resource that `expr`, a property of one, belongs to.
    pub(super) fn resource(self, file: FileId, expr: &'p Expr) -> Option<String> {
        let model = self.model;
        let text = |expr: &Expr| model.text(file, TextRange::of(expr));
        match peel(expr) {
            Expr::Member(member) => {
                if let Some(code) = self.holder(file, member) {
                    return Some(code);
                }
            }
            Expr::OptChain(chain) => {
                if let Some(code) = chain.base.as_member().and_then(|member| self.holder(file, member)) {
                    return Some(code);
                }
            }
            Expr::Cond(cond) => {
                let (cons, alt) = (self.branch(file, &cond.cons)?, self.branch(file, &cond.alt)?);
                return Some(format!("{} ? {cons} : {alt}", text(&cond.test)));
            }
            Expr::Bin(bin) if bin.op == BinaryOp::LogicalAnd => {
                return Some(format!("{} && {}", text(&bin.left), self.branch(file, &bin.right)?));
            }
            Expr::Bin(bin) if matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
                let op = if bin.op == BinaryOp::LogicalOr { "||" } else { "??" };
                return Some(format!("{} {op} {}", self.branch(file, &bin.left)?, self.branch(file, &bin.right)?));
            }
            Expr::Call(call) => {
                let callee = call.callee.as_expr()?;
                let wraps = matches!(model.value(file, callee), Value::Symbol(s) if s.is("pulumi.output"));
                if let (true, [only]) = (wraps, call.args.as_slice()) {
                    return self.resource(file, &only.expr);
                }
                if let Expr::Member(member) = peel(callee)
                    && member.prop.is_ident_with("apply")
                    && matches!(model.value(file, expr), Value::Entity(Entity::Resource(_), _))
                {
                    return self.resource(file, &member.obj);
                }
            }
            _ => {}
        }
        let written = model.written(file, expr);
        if !std::ptr::eq(written.expr, peel(expr))
            && let Some(code) = self.resource(written.file, written.expr)
        {
            return Some(code);
        }
        let (id, path) = match model.value(file, expr) {
            Value::Entity(Entity::Resource(id), path) => (id, path),
            _ => return None,
        };
        if path.is_empty() || model.resource(id).repeated.is_some() { None } else { self.named(id) }
    }

    /// One branch of a condition: as it is where it can be a resource, else its resource.
    pub(super) fn branch(self, file: FileId, expr: &'p Expr) -> Option<String> {
        match nature(self.model, file, expr) {
            Nature::Plain => self.resource(file, expr),
            _ if self.sees(file, expr) => Some(self.model.text(file, TextRange::of(expr)).to_string()),
            _ => None,
        }
    }

    /// `x` of `x.id`, where `x` is a resource; `x.vpc` of `x.vpcId`, where `x` holds both.
    pub(super) fn holder(self, file: FileId, member: &'p MemberExpr) -> Option<String> {
        let model = self.model;
        if !self.sees(file, &member.obj) {
            return None;
        }
        let text = model.text(file, TextRange::of(&*member.obj));
        let value = model.value(file, &member.obj);
        if model.nature(file, &member.obj) == Nature::Resource && !matches!(value, Value::List(_)) {
            return Some(text.to_string());
        }
        let MemberProp::Ident(name) = &member.prop else { return None };
        let of = |choice: &Value<'p>, key: &str| match model.member(choice, key) {
            Value::Entity(Entity::Resource(id), path) => Some((id, path.is_empty())),
            _ => None,
        };
        let names = match value.choices().first()? {
            Value::Object(site) => model.property_names(*site)?,
            Value::Module(module) => model.exports(*module).names.keys().cloned().collect(),
            _ => return None,
        };
        let holds = |choice: &Value<'p>, key: &str| {
            of(choice, &name.sym).is_some_and(|(id, itself)| !itself && of(choice, key) == Some((id, true)))
        };
        let mut siblings = names.into_iter().filter(|key| value.choices().iter().all(|choice| holds(choice, key)));
        siblings.next().map(|sibling| format!("{text}.{sibling}"))
    }

    /// The name of a resource at the place.
    pub(super) fn named(self, id: ResourceId) -> Option<String> {
        let node = self.model.index(self.file).innermost(self.range)?;
        let fits = names_at(self.model, self.file, node).into_iter().filter(|name| {
            let declared =
                name.after.is_none_or(|after| self.model.index(self.file).entry(after).range.end <= self.range.start);
            !name.many && !name.ids && name.resources == [id] && declared
        });
        fits.map(|name| name.code).min_by_key(|code| (code.matches('.').count(), code.len()))
    }

    /// The name of a list of just these resources at the place.
    pub(super) fn named_list(self, ids: &[ResourceId]) -> Option<String> {
        let node = self.model.index(self.file).innermost(self.range)?;
        let same = |have: &[ResourceId]| have.len() == ids.len() && ids.iter().all(|id| have.contains(id));
        let fits = names_at(self.model, self.file, node).into_iter().filter(|name| {
            let declared =
                name.after.is_none_or(|after| self.model.index(self.file).entry(after).range.end <= self.range.start);
            name.many && !name.ids && same(&name.resources) && declared
        });
        fits.map(|name| name.code).min_by_key(|code| (code.matches('.').count(), code.len()))
    }

    /// Whether every name in `expr`, which stands in `file`, means the same at the place.
    pub(super) fn sees(self, file: FileId, expr: &Expr) -> bool {
        if file != self.file {
            return false;
        }
        let index = self.model.index(file);
        let range = TextRange::of(expr);
        if range == self.range || self.range.contains(range) {
            return true;
        }
        let Some(node) = index.innermost(self.range) else { return false };
        let scope = index.entry(node).scope;
        let used = index.bindings().filter(|(_, b)| b.uses.iter().any(|used| range.contains(used.range)));
        let inner = |ident: TextRange| range.contains(ident);
        let same =
            |(id, binding): (_, &Binding<'p>)| inner(binding.ident) || index.lookup(&binding.name, scope) == Some(id);
        let class = |range| index.innermost(range).and_then(|at| self.model.class_around(file, at));
        used.into_iter().all(same)
            && (!self.model.text(file, range).contains("this") || class(range) == class(self.range))
    }
}
