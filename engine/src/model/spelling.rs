//! What things are called at a place. Invariant: a spelling that is handed out means that thing there, whatever other
//! scopes declare.

use swc_ecma_ast::{Expr, Lit, MemberProp};

use super::calls::peel;
use super::index::{Binding, FileIndex, LocalId, Origin};
use super::modules::BindingId;
use super::tree::{Function, Node};
use super::value::Value;
use super::{FileId, Model, NodeId};
use crate::source::TextRange;

impl<'p> Model<'p> {
    /// How code beside `node` says `name` of `package` (`@pulumi/pulumi`, `interpolate`): by whichever import there is.
    /// `None` where no import in scope leads to it.
    pub fn spelling(&self, file: FileId, node: NodeId, package: &str, name: &str) -> Option<String> {
        let index = self.index(file);
        let scope = index.entry(node).scope;
        let wanted: Vec<&str> = name.split('.').collect();
        let spelled = index
            .bindings()
            .filter(|(_, b)| !b.origin.is_type() && !matches!(b.origin, Origin::Import { type_only: true, .. }))
            .filter_map(|(local, binding)| {
                let Value::Symbol(symbol) = self.binding_value(BindingId { file, local }) else { return None };
                let path: Vec<&str> = symbol.path().iter().map(String::as_str).collect();
                if symbol.package() != package
                    || !wanted.starts_with(&path)
                    || index.lookup(&binding.name, scope) != Some(local)
                {
                    return None;
                }
                let rest: String = wanted[path.len()..].iter().map(|part| format!(".{part}")).collect();
                Some(format!("{}{rest}", binding.name))
            });
        spelled.min_by_key(|code| code.matches('.').count())
    }

    /// The text of `expr`, where the same text means the same at `node` of its file: literals, names that lead to one
    /// thing from both places and are declared before both, `this` of one class, their properties, and lists of these.
    /// `None` for anything else.
    pub fn text_at(&self, file: FileId, expr: &'p Expr, node: NodeId) -> Option<&'p str> {
        self.means_the_same(file, expr, node).then(|| self.text(file, TextRange::of(peel(expr))))
    }

    /// Whether all that the text at `range` names leads to the same thing right after the statement around `node`, which
    /// runs later.
    pub fn stands_after(&self, file: FileId, range: TextRange, node: NodeId) -> bool {
        let index = self.index(file);
        let scope = index.entry(node).scope;
        let end = index.ancestors(node).find(|(_, e)| matches!(e.node, Node::Stmt(_) | Node::Item(_)));
        let end = end.map_or(index.entry(node).range.end, |(_, entry)| entry.range.end);
        let own = index.function_around(node);
        let means_the_same = |local: LocalId, binding: &Binding<'p>| {
            let is_within = range.contains(binding.ident);
            let is_hoisted = matches!(binding.origin, Origin::Import { .. } | Origin::Function(_));
            let is_ready = is_hoisted || binding.ident.end <= end || index.function_around(binding.node) != own;
            is_within || (is_ready && index.lookup(&binding.name, scope) == Some(local))
        };
        let this = |id: NodeId| this_of(index, id);
        let mut inside =
            index.innermost(range).into_iter().flat_map(|at| index.within(at).map(|(id, _)| id).chain([at]));
        index
            .bindings()
            .all(|(local, b)| !b.uses.iter().any(|used| range.contains(used.range)) || means_the_same(local, b))
            && inside.all(|id| {
                let entry = index.entry(id);
                let is_this = matches!(entry.node, Node::Expr(Expr::This(_))) && range.contains(entry.range);
                !is_this || this(id).is_some_and(|at| range.contains(index.entry(at).range)) || this(id) == this(node)
            })
    }

    fn means_the_same(&self, file: FileId, expr: &Expr, node: NodeId) -> bool {
        let index = self.index(file);
        match peel(expr) {
            Expr::Lit(Lit::Str(_) | Lit::Num(_) | Lit::Bool(_)) => true,
            Expr::Member(member) => {
                let is_plain = match &member.prop {
                    MemberProp::Ident(_) => true,
                    MemberProp::Computed(key) => self.means_the_same(file, &key.expr, node),
                    MemberProp::PrivateName(_) => false,
                };
                is_plain && self.means_the_same(file, &member.obj, node)
            }
            Expr::This(_) => {
                let own = index.expr(peel(expr)).and_then(|own| self.class_around(file, own));
                own.is_some() && own == self.class_around(file, node)
            }
            Expr::Array(array) => array.elems.iter().flatten().all(|e| self.means_the_same(file, &e.expr, node)),
            Expr::Ident(ident) => {
                let Some(target) = index.target(ident) else { return false };
                let binding = index.binding(target);
                let is_hoisted = matches!(binding.origin, Origin::Import { .. } | Origin::Function(_));
                index.lookup(&ident.sym, index.entry(node).scope) == Some(target)
                    && (is_hoisted || binding.ident.end <= index.entry(node).range.start)
            }
            _ => false,
        }
    }
}

/// What says what `this` is at `id`: the class, for its methods, else the function.
fn this_of(index: &FileIndex<'_>, id: NodeId) -> Option<NodeId> {
    let binds = |node: &Node<'_>| {
        matches!(node, Node::Function(Function::Plain(_) | Function::Constructor(_)) | Node::Class(_))
    };
    let (at, entry) = index.ancestors(id).find(|(_, entry)| binds(&entry.node))?;
    let is_method = entry.parent.is_some_and(|parent| matches!(index.entry(parent).node, Node::Member(_)));
    if !is_method {
        return Some(at);
    }
    index.ancestors(at).find(|(_, entry)| matches!(entry.node, Node::Class(_))).map(|(class, _)| class)
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::*;
    use crate::testing::program;

    /// What the argument of `from(...)` is called at `at()`.
    fn text_at(source: &str) -> Option<String> {
        let text = format!("import * as aws from '@pulumi/aws';\n{source}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let file = model.file_ids().next().expect("there is a file");
        let calls: Vec<_> = model
            .index(file)
            .entries()
            .filter_map(|(id, entry)| match entry.node {
                Node::Expr(Expr::Call(call)) => Some((id, call)),
                _ => None,
            })
            .collect();
        let called = |name: &str| {
            calls.iter().find(|(_, call)| {
            matches!(&call.callee, swc_ecma_ast::Callee::Expr(e) if matches!(&**e, Expr::Ident(i) if i.sym == *name))
        })
        };
        let (_, from) = called("from")?;
        let (at, _) = called("at")?;
        model.text_at(file, &from.args.first()?.expr, *at).map(str::to_string)
    }

    #[test]
    fn what_leads_to_one_thing_is_spelled_alike() {
        assert_eq!(text_at("const p = 1; from(p); at();").as_deref(), Some("p"));
        assert_eq!(text_at("at(); from([80, 'x']);").as_deref(), Some("[80, 'x']"));
        assert_eq!(text_at("function f(args: any) { from(args.port); at(); }").as_deref(), Some("args.port"));
        assert_eq!(text_at("const a = [1], i = 0; from(a[i]); at();").as_deref(), Some("a[i]"));
        assert_eq!(text_at("class C { f() { from(this.port); at(); } }").as_deref(), Some("this.port"));
    }

    /// Whether the argument of `from(...)` means the same after `at()`.
    fn stands(source: &str) -> bool {
        let text = format!("import * as aws from '@pulumi/aws';\n{source}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let file = model.file_ids().next().expect("there is a file");
        let index = model.index(file);
        let called = |name: &str| {
            let mut entries = index.entries();
            let found = entries.find_map(|(id, entry)| match entry.node {
                Node::Expr(Expr::Call(call)) if text[entry.range.as_usize()].starts_with(name) => Some((id, call)),
                _ => None,
            });
            found.expect("it is called")
        };
        let (from, at) = (called("from(").1, called("at(").0);
        model.stands_after(file, TextRange::of(&*from.args[0].expr), at)
    }

    #[test]
    fn code_stands_where_all_that_it_names_is_the_same() {
        assert!(stands("const p = 1; from(p + q(`${p}`)); at(); function q(x: any) { return x; }"));
        assert!(stands("from(b.id); const b = at();"));
        assert!(stands("function f() { from(late); at(); } const late = 1;"));
        assert!(stands("function f(p: any) { from(p.map((x: any) => x + 1)); at(); }"));
        assert!(stands("class A { constructor() { g(() => from(this.b)); at(); } }"));
        assert!(stands("class A { constructor() { from(this.b); } c() { at(); } }"));
    }

    #[test]
    fn code_does_not_stand_where_a_name_is_another_or_none() {
        assert!(!stands("g((x: any) => from(x)); at();"));
        assert!(!stands("const p = 1; from(p); { const p = 2; at(); }"));
        assert!(!stands("from(late); at(); const late = 1;"));
        assert!(!stands("class A { f() { from(this.b); } } class B { g() { at(); } }"));
        assert!(!stands("class A { b() { g(function () { from(this.b); }); at(); } }"));
        assert!(!stands("class A { constructor(b: any) { from(b); } c() { at(); } }"));
    }

    #[test]
    fn what_may_be_something_else_there_is_not() {
        assert_eq!(text_at("at(); const p = 1; from(p);"), None);
        assert_eq!(text_at("const p = 1; from(p); { const p = 2; at(); }"), None);
        assert_eq!(text_at("function f(p: any) { from(p); } at();"), None);
        assert_eq!(text_at("const p = 1; from(p + 1); at();"), None);
        assert_eq!(text_at("const a = [1], i = 0; from(a[i]); at();").as_deref(), Some("a[i]"));
        assert_eq!(text_at("class C { f() { from(this.port); } } class D { f() { at(); } }"), None);
    }
}
