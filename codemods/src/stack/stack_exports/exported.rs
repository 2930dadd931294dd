//! What the entry point exports already. Invariant: an output that an exported value is computed from counts as
//! exported, however it got there; where a stack is exported as a whole, all of its outputs are.

use std::collections::BTreeSet;

use iacfix_engine::model::{
    BindingId, Entity, Export, FileId, Function, Model, Node, NodeId, Origin, Stack, Step, Value, peel,
};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Expr, Lit, MemberExpr, MemberProp, Prop, PropOrSpread};

/// How many names of one stack are followed through each other.
const MAX_ALIASES: usize = 8;

/// What of one stack is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exported {
    /// The fields.
    pub(super) fields: BTreeSet<String>,
    /// Whether the stack is exported as a whole.
    pub(super) whole: bool,
}

impl Exported {
    /// Whether `field` is.
    pub(super) fn has(&self, field: &str) -> bool {
        self.whole || self.fields.contains(field)
    }

    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        !self.whole && self.fields.is_empty()
    }
}

/// What of `stack` the entry point exports.
pub(super) fn exported<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Exported {
    let mut walk = Walk { model, stack, found: Exported::default(), seen: BTreeSet::new(), functions: Vec::new() };
    for export in model.exports(stack.file).names.values() {
        match export {
            Export::Local(local) => walk.binding(BindingId { file: stack.file, local: *local }),
            Export::Expr(expr) => walk.expr(expr),
            Export::Function(function) => walk.function(*function),
            Export::Class(_) | Export::From { .. } => {}
        }
    }
    walk.found
}

/// What of `stack` one expression of the entry point is computed from.
pub(super) fn exported_by<'p>(model: &Model<'p>, stack: &Stack<'p>, expr: &'p Expr) -> Exported {
    let mut walk = Walk { model, stack, found: Exported::default(), seen: BTreeSet::new(), functions: Vec::new() };
    walk.taken(expr, &[]);
    walk.found
}

struct Walk<'m, 'p> {
    model: &'m Model<'p>,
    stack: &'m Stack<'p>,
    found: Exported,
    seen: BTreeSet<BindingId>,
    functions: Vec<TextRange>,
}

impl<'p> Walk<'_, 'p> {
    fn file(&self) -> FileId {
        self.stack.file
    }

    /// Whether `expr` is the stack itself.
    fn is_stack(&self, expr: &'p Expr) -> bool {
        is_stack(self.model, self.stack, expr)
    }

    fn binding(&mut self, id: BindingId) {
        if !self.seen.insert(id) {
            return;
        }
        let model = self.model;
        match &model.binding(id).origin {
            Origin::Variable { declarator, path, .. } => {
                if let Some(init) = declarator.init.as_deref() {
                    self.taken(init, path);
                }
                self.written(id);
            }
            Origin::Function(function) => self.function(*function),
            _ => {}
        }
    }

    /// What `path` takes of `init`.
    fn taken(&mut self, init: &'p Expr, path: &[Step<'p>]) {
        match (self.is_stack(init), path.first()) {
            (true, Some(Step::Key(field))) => {
                self.found.fields.insert(field.clone());
            }
            (true, _) => self.found.whole = true,
            (false, _) => self.expr(init),
        }
    }

    /// What is assigned to a variable, or to a property of what it holds.
    fn written(&mut self, id: BindingId) {
        let model = self.model;
        let index = model.index(id.file);
        let mut values: Vec<&'p Expr> = Vec::new();
        for used in &model.binding(id).uses {
            let around = index.innermost(used.range).into_iter().flat_map(|node| {
                std::iter::once(node).chain(index.ancestors(node).map(|(id, _)| id)).collect::<Vec<_>>()
            });
            for node in around.take(5) {
                match index.entry(node).node {
                    Node::Expr(Expr::Assign(assign)) if TextRange::of(&assign.left).contains(used.range) => {
                        values.push(&assign.right);
                        break;
                    }
                    Node::Expr(Expr::Call(call))
                        if call.callee.as_expr().is_some_and(|c| {
                            matches!(peel(c), Expr::Member(m)
                            if m.prop.is_ident_with("push") && TextRange::of(&*m.obj) == used.range)
                        }) =>
                    {
                        values.extend(call.args.iter().map(|a| &*a.expr));
                        break;
                    }
                    _ => {}
                }
            }
        }
        for value in values {
            self.taken(value, &[]);
        }
    }

    fn function(&mut self, function: Function<'p>) {
        if self.functions.contains(&function.range()) {
            return;
        }
        self.functions.push(function.range());
        if let Some(expr) = function.expression() {
            self.taken(expr, &[]);
        }
        for returned in self.model.returns(self.file(), function).into_iter().flatten() {
            self.taken(returned, &[]);
        }
    }

    /// Everything that `expr` is computed from.
    fn expr(&mut self, expr: &'p Expr) {
        let model = self.model;
        let index = model.index(self.file());
        if self.is_stack(expr) {
            self.found.whole = true;
            return;
        }
        let Some(own) = index.expr(expr) else { return };
        let nodes: Vec<NodeId> = std::iter::once(own).chain(index.within(own).map(|(id, _)| id)).collect();
        let mut skip_until = 0;
        for node in nodes {
            let entry = index.entry(node);
            if entry.range.start < skip_until {
                continue;
            }
            match entry.node {
                // What a resource or another stack is made of is not what it gives.
                Node::Expr(Expr::New(_)) => skip_until = entry.range.end,
                Node::Expr(inner) if self.is_this_call(inner) => skip_until = entry.range.end,
                Node::Expr(Expr::Member(member)) if self.member(member) => skip_until = entry.range.end,
                Node::Expr(Expr::OptChain(chain)) if chain.base.as_member().is_some_and(|m| self.member(m)) => {
                    skip_until = entry.range.end;
                }
                Node::Expr(inner @ Expr::Ident(ident)) => match self.is_stack(inner) {
                    true => self.found.whole = true,
                    false => self.name(ident),
                },
                Node::Expr(Expr::Arrow(arrow)) if node == own => self.function(Function::Arrow(arrow)),
                Node::Expr(Expr::Call(call)) => {
                    let callee = call.callee.as_expr().map(|c| model.value(self.file(), c));
                    if let Some(Value::Function(file, function)) = callee
                        && file == self.file()
                    {
                        self.function(function);
                    }
                }
                Node::Prop(PropOrSpread::Prop(prop)) => {
                    if let Prop::Shorthand(ident) = &**prop {
                        match index.target(ident).map(|local| BindingId { file: self.file(), local }) {
                            Some(id) if holds(model, self.stack, id) => self.found.whole = true,
                            Some(id) => self.binding(id),
                            None => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether `expr` is the call that makes the stack: what it is given is not what it gives.
    fn is_this_call(&self, expr: &Expr) -> bool {
        std::ptr::eq(expr, self.stack.expr)
    }

    /// Whether `member` is read off the stack; its field is then noted.
    fn member(&mut self, member: &'p MemberExpr) -> bool {
        if !self.is_stack(&member.obj) {
            return false;
        }
        match &member.prop {
            MemberProp::Ident(name) => {
                self.found.fields.insert(name.sym.to_string());
            }
            MemberProp::Computed(computed) => match &*computed.expr {
                Expr::Lit(Lit::Str(name)) => {
                    self.found.fields.insert(name.value.to_string_lossy().into_owned());
                }
                _ => self.found.whole = true,
            },
            MemberProp::PrivateName(_) => {}
        }
        true
    }

    fn name(&mut self, ident: &'p swc_ecma_ast::Ident) {
        if let Some(local) = self.model.index(self.file()).target(ident) {
            self.binding(BindingId { file: self.file(), local });
        }
    }
}

/// Whether `expr` of the entry point is `stack`.
pub(super) fn is_stack<'p>(model: &Model<'p>, stack: &Stack<'p>, expr: &'p Expr) -> bool {
    let expr = match peel(expr) {
        Expr::Await(wait) => peel(&wait.arg),
        other => other,
    };
    if std::ptr::eq(expr, stack.expr) {
        return true;
    }
    if let Expr::Ident(ident) = expr
        && let Some(local) = model.index(stack.file).target(ident)
        && holds(model, stack, BindingId { file: stack.file, local })
    {
        return true;
    }
    let Expr::New(new) = stack.expr else { return false };
    let is_it = |v: &Value<'p>| {
        matches!(v, Value::Entity(Entity::Instance(file, _, site), path)
        if path.is_empty() && *file == stack.file && std::ptr::eq(site.node, new))
    };
    !matches!(expr, Expr::New(_)) && model.value(stack.file, expr).choices().iter().any(is_it)
}

/// Whether a name of the entry point stands for `stack`.
pub(super) fn holds<'p>(model: &Model<'p>, stack: &Stack<'p>, id: BindingId) -> bool {
    holds_within(model, stack, id, MAX_ALIASES)
}

fn holds_within<'p>(model: &Model<'p>, stack: &Stack<'p>, id: BindingId, left: usize) -> bool {
    if model.bound_to(stack.file, stack.node) == Some(id) {
        return true;
    }
    match &model.binding(id).origin {
        Origin::Variable { declarator, path, .. } if path.is_empty() => match declarator.init.as_deref().map(peel) {
            Some(Expr::Ident(other)) => {
                let local = model.index(stack.file).target(other);
                local.is_some_and(|local| left > 0 && holds_within(model, stack, BindingId { local, ..id }, left - 1))
            }
            _ => false,
        },
        _ => false,
    }
}
