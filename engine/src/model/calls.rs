//! Who refers to what, and who calls whom. Invariant: a call that the program shows is found in whichever file it
//! stands; one that reaches a function as a value only is not, and its parameters stay unknown.

use rustc_hash::FxHashMap;
use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, ClassMember, Expr, ExprOrSpread, MemberProp, NewExpr};

use super::index::{Imported, Origin, property_name};
use super::modules::{BindingId, Export};
use super::tree::{Function, Node};
use super::value::{Entity, Site, Value};
use super::{FileId, Model, NodeId};
use crate::source::TextRange;

/// The arguments of one call.
#[derive(Clone, Copy, Debug)]
pub struct CallSite<'p> {
    /// The file of the call.
    pub file: FileId,
    /// The entry of the call or `new` expression.
    pub node: NodeId,
    /// Its arguments, in order.
    pub args: &'p [ExprOrSpread],
    /// The whole call.
    pub range: TextRange,
}

impl<'p> CallSite<'p> {
    /// The argument at `index`, `None` where the call gives fewer.
    ///
    /// # Errors
    /// A spread before it, with the reason.
    pub fn argument(&self, index: usize) -> Result<Option<&'p Expr>, &'static str> {
        if self.args.iter().take(index + 1).any(|a| a.spread.is_some()) {
            return Err("arguments are spread into the call");
        }
        Ok(self.args.get(index).map(|a| &*a.expr))
    }
}

/// A place that refers to a binding, in its own or another file.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The file.
    pub file: FileId,
    /// The name, or `module.name` where it is reached through a namespace.
    pub range: TextRange,
    /// The entry of that expression; the surrounding entry where it is no expression (a type, an `export {}`).
    pub node: NodeId,
}

/// Exports are followed through this many files, which is more than anybody passes a name on through.
pub(super) const MAX_HOPS: usize = 64;

/// A class has fewer bases than this.
const MAX_BASES: usize = 64;

/// For each binding that other files import: the bindings that import it.
pub(super) type Importers = FxHashMap<BindingId, Vec<BindingId>>;

impl<'p> Model<'p> {
    /// Finds the import bindings of each exported binding, and the namespaces of each file.
    pub(super) fn find_importers(&self) -> (Importers, FxHashMap<FileId, Vec<BindingId>>) {
        let mut importers = Importers::default();
        let mut namespaces: FxHashMap<FileId, Vec<BindingId>> = FxHashMap::default();
        for file in self.file_ids() {
            for (local, binding) in self.index(file).bindings() {
                let Origin::Import { source, imported, .. } = &binding.origin else { continue };
                let here = BindingId { file, local };
                let Some(module) = self.resolve_module(file, source) else { continue };
                match imported {
                    Imported::Namespace => namespaces.entry(module).or_default().push(here),
                    Imported::Default | Imported::Named(_) => {
                        if let Some(target) = self.exported_binding(module, imported) {
                            importers.entry(target).or_default().push(here);
                        }
                    }
                }
            }
        }
        (importers, namespaces)
    }

    /// The binding that an export leads to, re-exports followed.
    pub fn exported_binding(&self, file: FileId, imported: &Imported) -> Option<BindingId> {
        let (mut at, mut imported) = (file, imported.clone());
        // Files may export each other's names in a circle.
        for _ in 0..MAX_HOPS {
            let name = match &imported {
                Imported::Namespace => return None,
                Imported::Default => "default",
                Imported::Named(name) => name,
            };
            let (file, export) = self.export(at, name)?;
            let (source, next) = match export {
                Export::Local(local) => match &self.index(file).binding(local).origin {
                    Origin::Import { source, imported, .. } => (source.clone(), imported.clone()),
                    _ => return Some(BindingId { file, local }),
                },
                Export::Expr(Expr::Ident(ident)) => {
                    return Some(BindingId { file, local: self.index(file).target(ident)? });
                }
                Export::Expr(_) => return None,
                Export::Class(class) => return self.binding_of_class(Site { file, node: class }),
                Export::Function(function) => return self.binding_of_function(file, function),
                Export::From { source, imported } => (source, imported),
            };
            at = self.resolve_module(file, &source)?;
            imported = next;
        }
        None
    }

    /// The imports of a declared name, in all files.
    pub fn importers(&self, id: BindingId) -> &[BindingId] {
        self.importers.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Every place that refers to `id`, in all files, its declaration and the imports of it left out.
    pub fn references(&self, id: BindingId) -> Vec<Reference> {
        let mut out = Vec::new();
        let mut add = |binding: BindingId| {
            let index = self.index(binding.file);
            out.extend(self.binding(binding).uses.iter().map(|used| {
                let node = index.innermost(used.range).unwrap_or(used.node);
                Reference { file: binding.file, range: used.range, node }
            }));
        };
        add(id);
        self.importers.get(&id).into_iter().flatten().for_each(|importer| add(*importer));
        let name = self.binding(id).name.as_str();
        for namespace in self.namespaces.get(&id.file).into_iter().flatten() {
            let index = self.index(namespace.file);
            for used in &self.binding(*namespace).uses {
                let Some(ident) = index.innermost(used.range) else { continue };
                if let Some((node, entry)) = index.ancestors(ident).next()
                    && let Node::Expr(Expr::Member(member)) = entry.node
                    && member.prop.is_ident_with(name)
                {
                    out.push(Reference { file: namespace.file, range: entry.range, node });
                }
            }
        }
        out
    }

    /// At how many places what a name holds is used as a whole: not one of its members alone, nor to put something into
    /// the list that it is.
    pub fn whole_uses(&self, id: BindingId) -> usize {
        let is_whole = |at: &Reference| {
            let mut around = self.index(at.file).ancestors(at.node);
            let member = around.next().filter(|(_, entry)| {
                matches!(entry.node, Node::Expr(Expr::Member(member))
                    if !member.prop.is_computed() && TextRange::of(&*member.obj) == at.range)
            });
            let called = |(_, member): (NodeId, &super::Entry<'p>)| {
                matches!(around.next(), Some((_, entry)) if matches!(entry.node, Node::Expr(Expr::Call(call))
                    if call.callee.as_expr().is_some_and(|callee| TextRange::of(&**callee) == member.range)))
            };
            member.is_none_or(called) && self.adds_at(at.file, at.node).is_empty()
        };
        self.references(id).iter().filter(|at| is_whole(at)).count()
    }

    /// The calls of a function of the program, over all files.
    pub fn calls_of(&self, file: FileId, function: Function<'p>) -> Vec<CallSite<'p>> {
        let index = self.index(file);
        let Some(own) = index.function(function) else { return Vec::new() };
        let Some((_, parent)) = index.ancestors(own).next() else { return Vec::new() };
        if let Node::Member(member) = parent.node {
            let class = index.ancestors(own).find_map(|(_, e)| match e.node {
                Node::Class(class) => Some(Site { file, node: class }),
                _ => None,
            });
            return class.map_or(Vec::new(), |class| self.member_calls(class, member));
        }
        match self.binding_of_function(file, function) {
            Some(binding) => self.references(binding).iter().filter_map(|r| self.call_through(r)).collect(),
            None => Vec::new(),
        }
    }

    /// The name that a function is bound to: its own, or that of the `const` that holds it.
    pub fn binding_of_function(&self, file: FileId, function: Function<'p>) -> Option<BindingId> {
        let index = self.index(file);
        let (local, _) = index.bindings().find(|(_, b)| match &b.origin {
            Origin::Function(f) => f.range() == function.range(),
            Origin::Variable { declarator, path, .. } if path.is_empty() => {
                let init = declarator.init.as_deref().map(peel);
                matches!(init, Some(Expr::Arrow(_) | Expr::Fn(_)))
                    && init.is_some_and(|e| TextRange::of(e).contains(function.range()) && is_function(e, function))
            }
            _ => false,
        })?;
        Some(BindingId { file, local })
    }

    /// The name that a class is bound to.
    pub fn binding_of_class(&self, class: Site<'p, ast::Class>) -> Option<BindingId> {
        let index = self.index(class.file);
        let (local, _) = index.bindings().find(|(_, b)| match &b.origin {
            Origin::Class(c) => std::ptr::eq(*c, class.node),
            Origin::Variable { declarator, path, .. } if path.is_empty() => {
                matches!(declarator.init.as_deref().map(peel), Some(Expr::Class(c)) if std::ptr::eq(&*c.class, class.node))
            }
            _ => false,
        })?;
        Some(BindingId { file: class.file, local })
    }

    /// Where a class of the program is made: `new X(...)`, and `super(...)` in its subclasses.
    pub fn instances(&self, class: Site<'p, ast::Class>) -> Vec<CallSite<'p>> {
        let Some(binding) = self.binding_of_class(class) else { return Vec::new() };
        let mut out = Vec::new();
        for reference in self.references(binding) {
            match self.call_through(&reference) {
                Some(site) => out.push(site),
                None => out.extend(self.super_call(&reference)),
            }
        }
        out
    }

    /// The call or `new` whose callee the reference is.
    fn call_through(&self, reference: &Reference) -> Option<CallSite<'p>> {
        let index = self.index(reference.file);
        let (node, parent) = index.ancestors(reference.node).next()?;
        let callee_range = index.entry(reference.node).range;
        let args: &'p [ExprOrSpread] = match parent.node {
            Node::Expr(Expr::Call(call)) => match &call.callee {
                Callee::Expr(callee) if TextRange::of(&**callee) == callee_range => &call.args,
                _ => return None,
            },
            Node::Expr(Expr::New(new)) if TextRange::of(&*new.callee) == callee_range => {
                new.args.as_deref().unwrap_or(&[])
            }
            _ => return None,
        };
        Some(CallSite { file: reference.file, node, args, range: parent.range })
    }

    /// `super(...)` in the class whose `extends` the reference is.
    fn super_call(&self, reference: &Reference) -> Option<CallSite<'p>> {
        let index = self.index(reference.file);
        let (own, class) = index.ancestors(reference.node).find_map(|(id, e)| match e.node {
            Node::Class(class) => Some((id, class)),
            _ => None,
        })?;
        let heritage = class.super_class.as_deref()?;
        if !TextRange::of(heritage).contains(reference.range) {
            return None;
        }
        index.within(own).find_map(|(node, entry)| match entry.node {
            Node::Expr(Expr::Call(call)) if matches!(call.callee, Callee::Super(_)) => {
                Some(CallSite { file: reference.file, node, args: &call.args, range: entry.range })
            }
            _ => None,
        })
    }

    /// Calls of a constructor or method.
    fn member_calls(&self, class: Site<'p, ast::Class>, member: &'p ClassMember) -> Vec<CallSite<'p>> {
        let name = match member {
            ClassMember::Constructor(_) => return self.instances(class),
            ClassMember::Method(m) if m.kind == ast::MethodKind::Method => property_name(&m.key),
            ClassMember::PrivateMethod(m) => Some(format!("#{}", m.key.name)),
            _ => None,
        };
        let Some(name) = name else { return Vec::new() };
        let mut out = Vec::new();
        for file in self.file_ids() {
            let index = self.index(file);
            for (node, entry) in index.entries() {
                let Node::Expr(Expr::Call(call)) = entry.node else { continue };
                let Callee::Expr(callee) = &call.callee else { continue };
                let Expr::Member(m) = peel(callee) else { continue };
                let named = match &m.prop {
                    MemberProp::Ident(i) => i.sym == *name,
                    MemberProp::PrivateName(p) => name.strip_prefix('#') == Some(&*p.name),
                    MemberProp::Computed(_) => false,
                };
                if named && self.is_on(file, node, &m.obj, class) {
                    out.push(CallSite { file, node, args: &call.args, range: entry.range });
                }
            }
        }
        out
    }

    /// Whether `object` is an instance of `class`, or the class itself.
    fn is_on(&self, file: FileId, node: NodeId, object: &'p Expr, class: Site<'p, ast::Class>) -> bool {
        if matches!(object, Expr::This(_)) {
            return self.class_around(file, node).is_some_and(|around| self.is_or_extends(around, class));
        }
        match self.value(file, object) {
            Value::Class(of) | Value::Entity(Entity::Instance(_, of, _), _) => self.is_or_extends(of, class),
            _ => false,
        }
    }

    /// Whether `class` is `base` or has it among its bases.
    pub fn is_or_extends(&self, class: Site<'p, ast::Class>, base: Site<'p, ast::Class>) -> bool {
        let bases = std::iter::successors(Some(class), |at| self.base_class(*at));
        bases.take(32).any(|at| at == base)
    }

    /// The class of the program that `class` extends. Classes that extend themselves, on whatever way, have none: who
    /// follows bases always comes to an end.
    pub fn base_class(&self, class: Site<'p, ast::Class>) -> Option<Site<'p, ast::Class>> {
        let base = self.written_base(class)?;
        let ends = std::iter::successors(Some(base), |at| self.written_base(*at)).take(MAX_BASES).count() < MAX_BASES;
        ends.then_some(base)
    }

    fn written_base(&self, class: Site<'p, ast::Class>) -> Option<Site<'p, ast::Class>> {
        match self.value(class.file, class.node.super_class.as_deref()?) {
            Value::Class(base) => Some(base),
            _ => None,
        }
    }

    /// The class in whose body `node` stands.
    pub fn class_around(&self, file: FileId, node: NodeId) -> Option<Site<'p, ast::Class>> {
        self.index(file).ancestors(node).find_map(|(_, e)| match e.node {
            Node::Class(class) => Some(Site { file, node: class }),
            _ => None,
        })
    }

    /// The site of a `new` expression as a call.
    pub fn new_site(&self, file: FileId, new: &'p NewExpr) -> Option<CallSite<'p>> {
        let index = self.index(file);
        let range = TextRange::of(new);
        let at = index.innermost(range)?;
        let is_it = |id: NodeId| matches!(index.entry(id).node, Node::Expr(Expr::New(n)) if std::ptr::eq(n, new));
        let node = std::iter::once(at).chain(index.ancestors(at).map(|(id, _)| id)).find(|id| is_it(*id))?;
        Some(CallSite { file, node, args: new.args.as_deref().unwrap_or(&[]), range })
    }
}

/// `expr` without parentheses, casts and `!`.
pub fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(e) => peel(&e.expr),
        Expr::TsAs(e) => peel(&e.expr),
        Expr::TsNonNull(e) => peel(&e.expr),
        Expr::TsSatisfies(e) => peel(&e.expr),
        Expr::TsConstAssertion(e) => peel(&e.expr),
        Expr::TsTypeAssertion(e) => peel(&e.expr),
        Expr::TsInstantiation(e) => peel(&e.expr),
        other => other,
    }
}

fn is_function(expr: &Expr, function: Function<'_>) -> bool {
    match (expr, function) {
        (Expr::Arrow(a), Function::Arrow(b)) => std::ptr::eq(a, b),
        (Expr::Fn(a), Function::Plain(b)) => std::ptr::eq(&*a.function, b),
        _ => false,
    }
}
