//! What one file declares and where each name points. Invariant: entries are in source order, parents before children;
//! a name that is used points to the binding that JavaScript's scoping gives it, or to none.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use swc_common::Spanned;
use swc_ecma_ast as ast;
use swc_ecma_ast::{
    Class, ClassDecl, Decl, DefaultDecl, Expr, ImportSpecifier, ModuleDecl, ObjectPatProp, Pat, PropName, Stmt,
    TsEnumDecl, TsImportEqualsDecl, TsInterfaceDecl, TsModuleName, TsParamPropParam, TsTypeAliasDecl, VarDeclKind,
    VarDeclarator,
};

use super::tree::{Function, NameUse, Node, Parameter, Walk, walk};
use crate::source::TextRange;

/// An entry of a file's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// A scope of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub(crate) u32);

impl ScopeId {
    /// The scope of a file's top level.
    pub const MODULE: Self = Self(0);
}

/// A binding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub(crate) u32);

/// A node with its place among the others.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'p> {
    /// The node.
    pub node: Node<'p>,
    /// Its text.
    pub range: TextRange,
    /// The node around it.
    pub parent: Option<NodeId>,
    /// The scope that names in it are looked up in; its own where it opens one.
    pub scope: ScopeId,
}

/// What opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The file.
    Module,
    /// Parameters and body of a function.
    Function,
    /// Anything else in braces, and loop heads.
    Block,
}

/// Where names are declared.
#[derive(Debug)]
pub struct Scope {
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// What opens it.
    pub kind: ScopeKind,
    /// The text that it covers.
    pub range: TextRange,
    names: FxHashMap<String, Vec<LocalId>>,
}

/// One step from a value into a destructuring pattern.
#[derive(Clone, Debug)]
pub enum Step<'p> {
    /// `{ key }`
    Key(String),
    /// `[_, it]`
    Index(usize),
    /// `...rest`
    Rest,
    /// `= value` where nothing is there.
    Default(&'p Expr),
    /// A computed key.
    Computed,
}

/// What an import names in the other module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// `* as x`
    Namespace,
    /// `x` or `{ default as x }`
    Default,
    /// `{ name }`
    Named(String),
}

/// What declares a binding.
#[derive(Clone, Debug)]
pub enum Origin<'p> {
    /// `import ... from 'source'`
    Import {
        /// As written.
        source: String,
        /// What of it.
        imported: Imported,
        /// `import type`
        type_only: bool,
    },
    /// `import x = require('...')`, `import x = a.b`
    ImportEquals(&'p TsImportEqualsDecl),
    /// `const`, `let`, `var`
    Variable {
        /// Which.
        kind: VarDeclKind,
        /// Pattern and value.
        declarator: &'p VarDeclarator,
        /// From the value to this name.
        path: Vec<Step<'p>>,
    },
    /// `for (const x of xs)`, `for (const k in o)`
    LoopVariable {
        /// The loop.
        stmt: &'p Stmt,
        /// From one element to this name.
        path: Vec<Step<'p>>,
    },
    /// A parameter.
    Parameter {
        /// Whose.
        function: Function<'p>,
        /// Which, from 0.
        index: usize,
        /// From the argument to this name.
        path: Vec<Step<'p>>,
    },
    /// `function x() {}`
    Function(Function<'p>),
    /// `class x {}`
    Class(&'p Class),
    /// `enum x {}`
    Enum(&'p TsEnumDecl),
    /// `interface x {}`
    Interface(&'p TsInterfaceDecl),
    /// `type x = ...`
    TypeAlias(&'p TsTypeAliasDecl),
    /// `namespace x {}`
    Namespace,
    /// `catch (x)`
    Catch,
}

impl Origin<'_> {
    /// Whether the name exists only for the type checker.
    pub fn is_type(&self) -> bool {
        matches!(self, Origin::Interface(_) | Origin::TypeAlias(_))
    }
}

/// A declared name.
#[derive(Debug)]
pub struct Binding<'p> {
    /// The name.
    pub name: String,
    /// Where it is declared.
    pub ident: TextRange,
    /// The scope that holds it.
    pub scope: ScopeId,
    /// What declares it.
    pub origin: Origin<'p>,
    /// The entry that declares it.
    pub node: NodeId,
    /// Where it is used, by place.
    pub uses: Vec<Use>,
}

impl Binding<'_> {
    /// Whether anything assigns it after its declaration.
    pub fn is_reassigned(&self) -> bool {
        self.uses.iter().any(|u| u.how == NameUse::Write)
    }
}

/// One use of a name.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// Where.
    pub range: TextRange,
    /// How.
    pub how: NameUse,
    /// The entry in which it stands.
    pub node: NodeId,
}

/// One file's tree, scopes, bindings and uses.
#[derive(Debug)]
pub struct FileIndex<'p> {
    entries: Vec<Entry<'p>>,
    scopes: Vec<Scope>,
    bindings: Vec<Binding<'p>>,
    /// Start of each used name and the binding that it points to, by place.
    targets: Vec<(u32, Option<LocalId>)>,
    free_names: FxHashMap<String, Vec<TextRange>>,
}

impl<'p> FileIndex<'p> {
    /// Walks `module`, whose text covers `range`.
    pub fn new(module: &'p ast::Module, range: TextRange) -> Self {
        let root = Scope { parent: None, kind: ScopeKind::Module, range, names: FxHashMap::default() };
        let mut builder = Builder {
            entries: Vec::new(),
            scopes: vec![root],
            bindings: Vec::new(),
            uses: Vec::new(),
            nodes: Vec::new(),
            open: vec![ScopeId(0)],
        };
        walk(module, &mut builder);
        builder.resolve()
    }

    /// All entries, in source order.
    pub fn entries(&self) -> impl Iterator<Item = (NodeId, &Entry<'p>)> {
        self.entries.iter().enumerate().map(|(at, entry)| (NodeId(at as u32), entry))
    }

    /// One entry.
    pub fn entry(&self, id: NodeId) -> &Entry<'p> {
        &self.entries[id.0 as usize]
    }

    /// The nodes around `id`, innermost first, itself excluded.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Entry<'p>)> {
        std::iter::successors(self.entry(id).parent, |at| self.entry(*at).parent).map(|at| (at, self.entry(at)))
    }

    /// The entry of an expression of this file.
    pub fn expr(&self, expr: &Expr) -> Option<NodeId> {
        let start = TextRange::of(expr).start;
        self.starting_at(start, |node| matches!(node, Node::Expr(e) if std::ptr::eq(*e, expr)))
    }

    /// The entry of a function of this file.
    pub fn function(&self, function: Function<'_>) -> Option<NodeId> {
        self.starting_at(function.range().start, |node| match (node, function) {
            (Node::Function(Function::Plain(a)), Function::Plain(b)) => std::ptr::eq(*a, b),
            (Node::Function(Function::Arrow(a)), Function::Arrow(b)) => std::ptr::eq(*a, b),
            (Node::Function(Function::Constructor(a)), Function::Constructor(b)) => std::ptr::eq(*a, b),
            _ => false,
        })
    }

    /// The entry of a class of this file.
    pub fn class(&self, class: &Class) -> Option<NodeId> {
        let start = TextRange::of(class).start;
        self.starting_at(start, |node| matches!(node, Node::Class(c) if std::ptr::eq(*c, class)))
    }

    fn starting_at(&self, start: u32, is_it: impl Fn(&Node<'p>) -> bool) -> Option<NodeId> {
        let from = self.entries.partition_point(|e| e.range.start < start);
        let candidates = self.entries[from..].iter().take_while(|e| e.range.start == start);
        candidates.zip(from..).find(|(entry, _)| is_it(&entry.node)).map(|(_, at)| NodeId(at as u32))
    }

    /// The entry of the function in whose parameters or body `id` stands.
    pub fn function_around(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|(_, e)| matches!(e.node, Node::Function(_))).map(|(id, _)| id)
    }

    /// The entries below `id`, in source order.
    pub fn within(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Entry<'p>)> {
        let range = self.entry(id).range;
        let from = id.0 as usize + 1;
        let inside = move |(_, entry): &(NodeId, &Entry<'p>)| range.contains(entry.range);
        self.entries[from..].iter().zip(from..).map(|(e, at)| (NodeId(at as u32), e)).take_while(inside)
    }

    /// The innermost entry that covers `range`.
    pub fn innermost(&self, range: TextRange) -> Option<NodeId> {
        let to = self.entries.partition_point(|e| e.range.start <= range.start);
        let last = to.checked_sub(1)?;
        let mut at = Some(NodeId(last as u32));
        while let Some(id) = at {
            if self.entry(id).range.contains(range) {
                return Some(id);
            }
            at = self.entry(id).parent;
        }
        None
    }

    /// One scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The innermost scope at `range`.
    pub fn scope_at(&self, range: TextRange) -> ScopeId {
        self.innermost(range).map_or(ScopeId(0), |id| self.entry(id).scope)
    }

    /// All bindings, in the order in which they are met.
    pub fn bindings(&self) -> impl Iterator<Item = (LocalId, &Binding<'p>)> {
        self.bindings.iter().enumerate().map(|(at, binding)| (LocalId(at as u32), binding))
    }

    /// One binding.
    pub fn binding(&self, id: LocalId) -> &Binding<'p> {
        &self.bindings[id.0 as usize]
    }

    /// What the name at `ident` points to.
    pub fn target(&self, ident: &ast::Ident) -> Option<LocalId> {
        let start = TextRange::of(ident).start;
        let at = self.targets.binary_search_by_key(&start, |(place, _)| *place).ok()?;
        self.targets[at].1
    }

    /// The binding declared at `ident`.
    pub fn declared(&self, ident: &ast::Ident) -> Option<LocalId> {
        let range = TextRange::of(ident);
        self.bindings().find(|(_, b)| b.ident == range).map(|(id, _)| id)
    }

    /// What `name` means in `scope`, as a value.
    pub fn lookup(&self, name: &str, scope: ScopeId) -> Option<LocalId> {
        find(&self.scopes, &self.bindings, name, scope, false)
    }

    /// Whether a new declaration of `name` in `scope` would meet anything: a declaration there, around or within, or a
    /// use of an outer or global name of that spelling.
    pub fn is_taken(&self, name: &str, scope: ScopeId) -> bool {
        let range = self.scope(scope).range;
        self.lookup(name, scope).is_some()
            || find(&self.scopes, &self.bindings, name, scope, true).is_some()
            || self.bindings.iter().any(|b| b.name == name && range.contains(b.ident))
            || self.free_names.get(name).is_some_and(|places| places.iter().any(|place| range.contains(*place)))
    }

    /// Names that are used and that nothing in the file declares.
    pub fn unbound_names(&self) -> impl Iterator<Item = &str> {
        self.free_names.keys().map(String::as_str)
    }

    /// `wish`, or `wish` with the smallest number from 2 that is free in `scope`.
    pub fn free_name(&self, wish: &str, scope: ScopeId) -> String {
        if !self.is_taken(wish, scope) {
            return wish.to_string();
        }
        (2..).map(|n| format!("{wish}{n}")).find(|name| !self.is_taken(name, scope)).expect("numbers do not end")
    }
}

fn find(scopes: &[Scope], bindings: &[Binding<'_>], name: &str, scope: ScopeId, types: bool) -> Option<LocalId> {
    let mut at = Some(scope);
    while let Some(id) = at {
        let scope = &scopes[id.0 as usize];
        if let Some(candidates) = scope.names.get(name) {
            let fits = |id: &&LocalId| {
                let origin = &bindings[id.0 as usize].origin;
                if types {
                    matches!(
                        origin,
                        Origin::Import { .. }
                            | Origin::ImportEquals(_)
                            | Origin::Class(_)
                            | Origin::Enum(_)
                            | Origin::Namespace
                    ) || origin.is_type()
                } else {
                    !origin.is_type()
                }
            };
            if let Some(found) = candidates.iter().find(fits) {
                return Some(*found);
            }
        }
        at = scope.parent;
    }
    None
}

struct Pending {
    name: ast::Ident,
    range: TextRange,
    how: NameUse,
    scope: ScopeId,
    node: NodeId,
}

struct Builder<'p> {
    entries: Vec<Entry<'p>>,
    scopes: Vec<Scope>,
    bindings: Vec<Binding<'p>>,
    uses: Vec<Pending>,
    /// Nodes entered and not left, with whether each opened a scope.
    nodes: Vec<(NodeId, bool)>,
    open: Vec<ScopeId>,
}

impl<'p> Builder<'p> {
    fn current(&self) -> ScopeId {
        *self.open.last().expect("the module's scope is never closed")
    }

    fn push(&mut self, kind: ScopeKind, range: TextRange) {
        let parent = Some(self.current());
        self.scopes.push(Scope { parent, kind, range, names: FxHashMap::default() });
        self.open.push(ScopeId(self.scopes.len() as u32 - 1));
    }

    /// The scope that `var` declares in.
    fn function_scope(&self) -> ScopeId {
        let hoists = |id: &&ScopeId| self.scopes[id.0 as usize].kind != ScopeKind::Block;
        *self.open.iter().rev().find(hoists).expect("the module's scope is never closed")
    }

    fn declare(&mut self, ident: &ast::Ident, scope: ScopeId, origin: Origin<'p>) {
        let id = LocalId(self.bindings.len() as u32);
        let node = self.nodes.last().map_or(NodeId(0), |(id, _)| *id);
        let name = ident.sym.to_string();
        self.scopes[scope.0 as usize].names.entry(name.clone()).or_default().push(id);
        self.bindings.push(Binding { name, ident: TextRange::of(ident), scope, origin, node, uses: Vec::new() });
    }

    fn declare_pattern(
        &mut self,
        pat: &'p Pat,
        scope: ScopeId,
        path: &mut Vec<Step<'p>>,
        origin: &dyn Fn(Vec<Step<'p>>) -> Origin<'p>,
    ) {
        match pat {
            Pat::Ident(i) => self.declare(&i.id, scope, origin(path.clone())),
            Pat::Array(a) => {
                for (index, element) in a.elems.iter().enumerate() {
                    if let Some(element) = element {
                        self.step(Step::Index(index), element, scope, path, origin);
                    }
                }
            }
            Pat::Rest(r) => self.step(Step::Rest, &r.arg, scope, path, origin),
            Pat::Assign(a) => self.step(Step::Default(&a.right), &a.left, scope, path, origin),
            Pat::Object(o) => {
                for prop in &o.props {
                    match prop {
                        ObjectPatProp::KeyValue(kv) => {
                            let step = property_name(&kv.key).map_or(Step::Computed, Step::Key);
                            self.step(step, &kv.value, scope, path, origin);
                        }
                        ObjectPatProp::Assign(a) => {
                            let mut path = path.clone();
                            path.push(Step::Key(a.key.id.sym.to_string()));
                            path.extend(a.value.as_deref().map(Step::Default));
                            self.declare(&a.key.id, scope, origin(path));
                        }
                        ObjectPatProp::Rest(r) => self.step(Step::Rest, &r.arg, scope, path, origin),
                    }
                }
            }
            Pat::Invalid(_) | Pat::Expr(_) => {}
        }
    }

    fn step(
        &mut self,
        step: Step<'p>,
        pat: &'p Pat,
        scope: ScopeId,
        path: &mut Vec<Step<'p>>,
        origin: &dyn Fn(Vec<Step<'p>>) -> Origin<'p>,
    ) {
        path.push(step);
        self.declare_pattern(pat, scope, path, origin);
        path.pop();
    }

    fn declare_parameters(&mut self, function: Function<'p>) {
        let scope = self.current();
        for (index, parameter) in function.parameters().enumerate() {
            let origin = move |path| Origin::Parameter { function, index, path };
            match parameter {
                Parameter::Pattern(pat) => self.declare_pattern(pat, scope, &mut Vec::new(), &origin),
                Parameter::Property(p) => match &p.param {
                    TsParamPropParam::Ident(i) => self.declare(&i.id, scope, origin(Vec::new())),
                    TsParamPropParam::Assign(a) => {
                        let mut path = vec![Step::Default(&a.right)];
                        self.declare_pattern(&a.left, scope, &mut path, &origin);
                    }
                },
            }
        }
    }

    fn declare_decl(&mut self, decl: &'p Decl) {
        let scope = self.current();
        match decl {
            Decl::Class(ClassDecl { ident, class, .. }) => self.declare(ident, scope, Origin::Class(class)),
            Decl::Fn(f) => self.declare(&f.ident, scope, Origin::Function(Function::Plain(&f.function))),
            Decl::TsInterface(i) => self.declare(&i.id, scope, Origin::Interface(i)),
            Decl::TsTypeAlias(a) => self.declare(&a.id, scope, Origin::TypeAlias(a)),
            Decl::TsEnum(e) => self.declare(&e.id, scope, Origin::Enum(e)),
            Decl::TsModule(m) => {
                if let TsModuleName::Ident(name) = &m.id {
                    self.declare(name, scope, Origin::Namespace);
                }
            }
            Decl::Var(_) | Decl::Using(_) => {}
        }
    }

    fn declare_item(&mut self, item: &'p ModuleDecl) {
        let scope = self.current();
        match item {
            ModuleDecl::Import(import) => {
                let source = import.src.value.to_string_lossy().into_owned();
                for specifier in &import.specifiers {
                    let (local, imported, type_only) = match specifier {
                        ImportSpecifier::Default(d) => (&d.local, Imported::Default, false),
                        ImportSpecifier::Namespace(n) => (&n.local, Imported::Namespace, false),
                        ImportSpecifier::Named(n) => {
                            let name = n.imported.as_ref().map_or(n.local.sym.to_string(), |i| i.atom().to_string());
                            let named = if name == "default" { Imported::Default } else { Imported::Named(name) };
                            (&n.local, named, n.is_type_only)
                        }
                    };
                    let type_only = type_only || import.type_only;
                    self.declare(local, scope, Origin::Import { source: source.clone(), imported, type_only });
                }
            }
            ModuleDecl::TsImportEquals(import) => self.declare(&import.id, scope, Origin::ImportEquals(import)),
            ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                DefaultDecl::Class(c) => {
                    if let Some(name) = &c.ident {
                        self.declare(name, scope, Origin::Class(&c.class));
                    }
                }
                DefaultDecl::Fn(f) => {
                    if let Some(name) = &f.ident {
                        self.declare(name, scope, Origin::Function(Function::Plain(&f.function)));
                    }
                }
                DefaultDecl::TsInterfaceDecl(i) => self.declare(&i.id, scope, Origin::Interface(i)),
            },
            _ => {}
        }
    }

    /// The loop whose head is being entered, if one is.
    fn loop_of_head(&self) -> Option<&'p Stmt> {
        let (_, head) = self.nodes.iter().rev().nth(1).map(|(id, _)| (*id, self.entries[id.0 as usize].node))?;
        if !matches!(head, Node::ForHead(_)) {
            return None;
        }
        let (id, _) = self.nodes.iter().rev().nth(2)?;
        match self.entries[id.0 as usize].node {
            Node::Stmt(stmt) => Some(stmt),
            _ => None,
        }
    }

    fn resolve(mut self) -> FileIndex<'p> {
        let mut targets = Vec::with_capacity(self.uses.len());
        let mut free_names: FxHashMap<String, Vec<TextRange>> = FxHashMap::default();
        self.uses.sort_by_key(|u| u.range);
        for pending in self.uses {
            let Pending { name, range, how, scope, node } = pending;
            let types = how == NameUse::Type;
            let target = find(&self.scopes, &self.bindings, &name.sym, scope, types)
                .or_else(|| find(&self.scopes, &self.bindings, &name.sym, scope, !types));
            targets.push((range.start, target));
            match target {
                Some(id) => self.bindings[id.0 as usize].uses.push(Use { range, how, node }),
                None => free_names.entry(name.sym.to_string()).or_default().push(range),
            }
        }
        targets.dedup_by_key(|(place, _)| *place);
        let Self { entries, scopes, bindings, .. } = self;
        FileIndex { entries, scopes, bindings, targets, free_names }
    }
}

impl<'p> Walk<'p> for Builder<'p> {
    fn enter(&mut self, node: Node<'p>) {
        let range = node.range();
        let id = NodeId(self.entries.len() as u32);
        let parent = self.nodes.last().map(|(id, _)| *id);
        let before = self.open.len();
        self.entries.push(Entry { node, range, parent, scope: self.current() });
        self.nodes.push((id, false));
        match node {
            Node::Item(item) => self.declare_item(item),
            Node::Stmt(Stmt::Block(_) | Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) | Stmt::Switch(_))
            | Node::Block(_) => self.push(ScopeKind::Block, range),
            Node::Catch(catch) => {
                self.push(ScopeKind::Block, range);
                if let Some(param) = &catch.param {
                    let scope = self.current();
                    self.declare_pattern(param, scope, &mut Vec::new(), &|_| Origin::Catch);
                }
            }
            Node::Expr(Expr::Fn(f)) => {
                if let Some(name) = &f.ident {
                    self.push(ScopeKind::Block, range);
                    let scope = self.current();
                    self.declare(name, scope, Origin::Function(Function::Plain(&f.function)));
                }
            }
            Node::Expr(Expr::Class(c)) => {
                if let Some(name) = &c.ident {
                    self.push(ScopeKind::Block, range);
                    let scope = self.current();
                    self.declare(name, scope, Origin::Class(&c.class));
                }
            }
            Node::Function(function) => {
                self.push(ScopeKind::Function, range);
                self.declare_parameters(function);
            }
            Node::Decl(decl) => {
                self.declare_decl(decl);
                if matches!(decl, Decl::TsModule(_)) {
                    self.push(ScopeKind::Function, range);
                }
            }
            Node::Declarator(var, declarator) => {
                let scope = if var.kind == VarDeclKind::Var { self.function_scope() } else { self.current() };
                match self.loop_of_head() {
                    Some(stmt) => {
                        let origin = move |path| Origin::LoopVariable { stmt, path };
                        self.declare_pattern(&declarator.name, scope, &mut Vec::new(), &origin);
                    }
                    None => {
                        let kind = var.kind;
                        let origin = move |path| Origin::Variable { kind, declarator, path };
                        self.declare_pattern(&declarator.name, scope, &mut Vec::new(), &origin);
                    }
                }
            }
            _ => {}
        }
        if self.open.len() > before {
            self.nodes.last_mut().expect("pushed above").1 = true;
            self.entries[id.0 as usize].scope = self.current();
        }
    }

    fn leave(&mut self, _node: Node<'p>) {
        if let Some((_, true)) = self.nodes.pop() {
            self.open.pop();
        }
    }

    fn name(&mut self, name: &ast::Ident, how: NameUse) {
        let scope = self.current();
        let node = self.nodes.last().map_or(NodeId(0), |(id, _)| *id);
        self.uses.push(Pending { name: name.clone(), range: TextRange::of(name), how, scope, node });
    }
}

/// The name of a property that is written out: identifier, string or number.
pub(crate) fn property_name(key: &PropName) -> Option<String> {
    property_key(key).map(Cow::into_owned)
}

/// The same, as it stands in the tree.
pub(crate) fn property_key(key: &PropName) -> Option<Cow<'_, str>> {
    match key {
        PropName::Ident(i) => Some(Cow::Borrowed(&i.sym)),
        PropName::Str(s) => Some(s.value.to_string_lossy()),
        PropName::Num(n) => Some(Cow::Owned(n.value.to_string())),
        PropName::Computed(c) => match &*c.expr {
            Expr::Lit(ast::Lit::Str(s)) => Some(s.value.to_string_lossy()),
            Expr::Tpl(t) => match t.quasis.as_slice() {
                [all] => all.cooked.as_ref().map(|text| text.to_string_lossy()),
                _ => None,
            },
            _ => None,
        },
        PropName::BigInt(_) => None,
    }
}

impl Node<'_> {
    /// The text of the node.
    pub fn range(&self) -> TextRange {
        match self {
            Node::Item(n) => TextRange::of(*n),
            Node::Stmt(n) => TextRange::of(*n),
            Node::Block(n) => TextRange::of(*n),
            Node::Declarator(_, n) => TextRange::of(*n),
            Node::ForHead(n) => TextRange::of(*n),
            Node::Expr(n) => TextRange::of(*n),
            Node::Target(n) => TextRange::of(*n),
            Node::Function(n) => n.range(),
            Node::Class(n) => TextRange::of(*n),
            Node::Member(n) => TextRange::of(*n),
            Node::Prop(n) => TextRange::of_span(n.span()),
            Node::Case(n) => TextRange::of(*n),
            Node::Catch(n) => TextRange::of(*n),
            Node::Decl(n) => TextRange::of(*n),
        }
    }
}
