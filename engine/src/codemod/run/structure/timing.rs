//! Names that are touched before they exist. Invariant: what runs only when a function is called later is no fault.

use swc_ecma_ast::{Callee, ClassMember, Decl, Expr, MemberProp, VarDeclKind};

use super::{Faults, Kind};
use crate::model::{Binding, FileIndex, Function, NameUse, Node, NodeId, Origin, Use};
use crate::source::TextRange;

/// Adds every use of a `const`, `let`, class or enum that runs before its declaration does.
pub(super) fn check(index: &FileIndex<'_>, out: &mut Faults) {
    for (_, binding) in index.bindings() {
        let Some(initializer) = dead_zone(index, binding) else { continue };
        for one in &binding.uses {
            let early = one.range.start < binding.ident.start || initializer.contains(one.range);
            if early
                && matches!(one.how, NameUse::Read | NameUse::Shorthand | NameUse::Write)
                && runs_at_once(index, binding, one)
            {
                out.add(Kind::UsedTooEarly, &binding.name, one.range.start);
            }
        }
    }
}

/// For a binding that may not be touched before its declaration is over: the initializer, in which it may not either.
fn dead_zone(index: &FileIndex<'_>, binding: &Binding<'_>) -> Option<TextRange> {
    let nothing = TextRange::empty(binding.ident.end);
    match &binding.origin {
        Origin::Variable { kind: VarDeclKind::Const | VarDeclKind::Let, declarator, .. } => {
            let ambient = matches!(index.entry(binding.node).node, Node::Declarator(var, _) if var.declare);
            (!ambient).then(|| declarator.init.as_deref().map_or(nothing, TextRange::of))
        }
        Origin::Class(_) => {
            let ambient = matches!(index.entry(binding.node).node, Node::Decl(Decl::Class(class)) if class.declare);
            (!ambient).then_some(nothing)
        }
        Origin::Enum(e) => (!e.declare && !e.is_const).then_some(nothing),
        _ => None,
    }
}

/// Whether a use runs while the code around the declaration does, not in a function that is called later.
fn runs_at_once(index: &FileIndex<'_>, binding: &Binding<'_>, one: &Use) -> bool {
    let home = index.scope(binding.scope).range;
    let itself = std::iter::once((one.node, index.entry(one.node)));
    for (id, entry) in itself.chain(index.ancestors(one.node)) {
        if entry.range.contains(home) {
            break;
        }
        let later = match entry.node {
            Node::Function(function) => !is_called_at_once(index, id, function),
            Node::Member(ClassMember::ClassProp(p)) => !p.is_static,
            Node::Member(ClassMember::PrivateProp(p)) => !p.is_static,
            Node::Member(ClassMember::AutoAccessor(a)) => !a.is_static,
            _ => false,
        };
        if later {
            return false;
        }
    }
    true
}

/// `(() => ...)()`, and callbacks of the array methods that call them before they return.
fn is_called_at_once(index: &FileIndex<'_>, id: NodeId, function: Function<'_>) -> bool {
    let is_generator = matches!(function, Function::Plain(f) if f.is_generator);
    if function.is_async() || is_generator {
        return false;
    }
    let own = function.range();
    let mut around = index.ancestors(id).filter(|(_, e)| !matches!(e.node, Node::Expr(Expr::Paren(_))));
    let is_expression = around.next().is_some_and(|(_, e)| matches!(e.node, Node::Expr(Expr::Fn(_) | Expr::Arrow(_))));
    let Some((_, call)) = around.next().filter(|_| is_expression) else { return false };
    let Node::Expr(Expr::Call(call)) = call.node else { return false };
    let Callee::Expr(callee) = &call.callee else { return false };
    if TextRange::of(callee).contains(own) {
        return matches!(unwrapped(callee), Expr::Fn(_) | Expr::Arrow(_));
    }
    let method = match unwrapped(callee) {
        Expr::Member(member) => match &member.prop {
            MemberProp::Ident(name) => name.sym.as_str(),
            _ => return false,
        },
        _ => return false,
    };
    const AT_ONCE: &[&str] =
        &["every", "filter", "find", "findIndex", "flatMap", "forEach", "map", "reduce", "some", "sort"];
    AT_ONCE.contains(&method)
}

fn unwrapped(mut expr: &Expr) -> &Expr {
    while let Expr::Paren(paren) = expr {
        expr = &paren.expr;
    }
    expr
}
