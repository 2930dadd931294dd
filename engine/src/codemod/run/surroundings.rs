//! What a finding stands in. Invariant: every part is one line as the source names it, outermost first, and only what
//! helps to find one's way: classes, functions that have a name, the resource.

use swc_ecma_ast::{ClassMember, Decl, DefaultDecl, Expr, ModuleDecl, Pat, Prop, PropOrSpread};

use crate::codemod::Finding;
use crate::codemod::finding::one_line;
use crate::model::{Entry, Model, Node, property_name};
use crate::source::TextRange;

/// The class, the functions and the resource around a finding.
pub(super) fn surroundings(model: &Model<'_>, finding: &Finding) -> Vec<String> {
    let index = model.index(finding.file);
    let Some(at) = index.innermost(finding.range) else { return Vec::new() };
    let around: Vec<&Entry<'_>> =
        std::iter::once(index.entry(at)).chain(index.ancestors(at).map(|(_, entry)| entry)).collect();
    let mut parts: Vec<String> = around.iter().rev().filter_map(|entry| named(entry.node)).collect();
    // The innermost one: a component that is made with a resource in its arguments says less.
    let holds = |range: TextRange| range.contains(finding.range);
    let here = model.resources().iter().filter(|it| it.file == finding.file && holds(it.range()));
    if let Some(resource) = here.min_by_key(|it| it.range().len()) {
        let name = resource.name().map(|name| model.text(resource.file, TextRange::of(name)));
        parts.push(
            name.map_or_else(|| resource.type_name().to_string(), |name| format!("{} {name}", resource.type_name())),
        );
    }
    parts.iter_mut().for_each(one_line);
    parts
}

/// What a node is called, where it is something that people find their way by.
fn named(node: Node<'_>) -> Option<String> {
    match node {
        Node::Decl(Decl::Class(class)) => Some(format!("class {}", class.ident.sym)),
        Node::Decl(Decl::Fn(function)) => Some(format!("{}()", function.ident.sym)),
        Node::Member(ClassMember::Constructor(_)) => Some("constructor".into()),
        Node::Member(ClassMember::Method(method)) => property_name(&method.key).map(|name| format!("{name}()")),
        Node::Declarator(_, declarator) => match (&declarator.name, declarator.init.as_deref()) {
            (Pat::Ident(name), Some(Expr::Arrow(_) | Expr::Fn(_))) => Some(format!("{}()", name.id.sym)),
            (Pat::Ident(name), Some(Expr::Class(_))) => Some(format!("class {}", name.id.sym)),
            _ => None,
        },
        Node::Prop(PropOrSpread::Prop(prop)) => match &**prop {
            Prop::Method(method) => property_name(&method.key).map(|name| format!("{name}()")),
            _ => None,
        },
        Node::Item(ModuleDecl::ExportDefaultDecl(item)) => match &item.decl {
            DefaultDecl::Class(class) => class.ident.as_ref().map(|name| format!("class {}", name.sym)),
            DefaultDecl::Fn(function) => function.ident.as_ref().map(|name| format!("{}()", name.sym)),
            DefaultDecl::TsInterfaceDecl(_) => None,
        },
        _ => None,
    }
}
