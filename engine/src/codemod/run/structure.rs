//! What a text that parses can still be broken by. Invariant: a fault is judged by what the file declares and uses,
//! never by how it is laid out; what the input had is no reason to take a fix back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use swc_ecma_ast as ast;
use swc_ecma_ast::{
    Callee, Class, ClassMember, Decl, DefaultDecl, ExportSpecifier, Expr, MemberProp, MethodKind, Module, ModuleDecl,
    ModuleItem, ParamOrTsParamProp, Pat, Prop, PropName, PropOrSpread, TsParamPropParam, TsTypeElement, VarDeclKind,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::model::{
    Binding, FileIndex, Function, LocalId, NameUse, Node, NodeId, Origin, ScopeId, Use, Walk, property_name, walk,
};
use crate::source::{SourceFile, TextRange};

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    DeclaredTwice,
    ExportedTwice,
    UsedTooEarly,
    NotDeclared,
    KeyTwice,
    MemberTwice,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub(super) at: u32,
    pub(super) kind: Kind,
    pub(super) name: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.kind {
            Kind::DeclaredTwice => write!(f, "`{name}` is declared twice"),
            Kind::ExportedTwice if name == "default" => write!(f, "there are two default exports"),
            Kind::ExportedTwice => write!(f, "`{name}` is exported twice"),
            Kind::UsedTooEarly => write!(f, "`{name}` is used before it is declared"),
            Kind::NotDeclared => write!(f, "nothing declares `{name}`"),
            Kind::KeyTwice => write!(f, "the object has `{name}` twice"),
            Kind::MemberTwice => write!(f, "the class or type has `{name}` twice"),
        }
    }
}

/// All that is wrong in a file, by place.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Vec<Fault>,
}

impl Faults {
    /// The first fault of a kind and name of which there are more than in `before`.
    pub(super) fn first_new(&self, before: &Faults) -> Option<&Fault> {
        let mut had: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
        for fault in &before.all {
            *had.entry((fault.kind, &fault.name)).or_default() += 1;
        }
        self.all.iter().find(|fault| match had.get_mut(&(fault.kind, &*fault.name)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
    }

    fn add(&mut self, kind: Kind, name: &str, at: u32) {
        self.all.push(Fault { at, kind, name: name.to_string() });
    }
}

/// All that is wrong in `source`.
pub(super) fn faults(source: &SourceFile) -> Faults {
    let module = source.module();
    let index = FileIndex::new(module, TextRange::new(0, source.text().len() as u32));
    let mut out = Faults::default();
    declared_twice(&index, &mut out);
    used_too_early(&index, &mut out);
    not_declared(module, &index, &mut out);
    exported_twice(module, &mut out);
    module.visit_with(&mut Members { out: &mut out });
    out.all.sort();
    out
}

/// How a declaration goes together with another of its name in its scope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Import,
    Lexical,
    Var,
    Parameter,
    Function,
    Signature,
    Class,
    Enum,
    Namespace,
    Interface,
    Alias,
}

fn role(binding: &Binding<'_>) -> Role {
    match &binding.origin {
        Origin::Import { .. } | Origin::ImportEquals(_) => Role::Import,
        Origin::Variable { kind: VarDeclKind::Var, .. } => Role::Var,
        Origin::Variable { .. } | Origin::LoopVariable { .. } => Role::Lexical,
        Origin::Parameter { .. } | Origin::Catch => Role::Parameter,
        Origin::Function(Function::Plain(f)) if f.body.is_none() => Role::Signature,
        Origin::Function(_) => Role::Function,
        Origin::Class(_) => Role::Class,
        Origin::Enum(_) => Role::Enum,
        Origin::Interface(_) => Role::Interface,
        Origin::TypeAlias(_) => Role::Alias,
        Origin::Namespace => Role::Namespace,
    }
}

/// Whether TypeScript lets both stand in one scope.
fn go_together(a: Role, b: Role) -> bool {
    use Role::{Alias, Class, Enum, Function, Import, Interface, Lexical, Namespace, Parameter, Signature, Var};
    let one_way = |a, b| match (a, b) {
        (Import, _) => false,
        (Interface, Interface | Class | Namespace) | (Namespace, Namespace | Class | Function | Signature | Enum) => {
            true
        }
        (Interface | Alias, Lexical | Var | Parameter | Function | Signature) | (Alias, Namespace) => true,
        (Var, Var | Parameter) | (Enum, Enum) | (Signature, Signature | Function) | (Parameter, Function) => true,
        _ => false,
    };
    one_way(a, b) || one_way(b, a)
}

fn declared_twice(index: &FileIndex<'_>, out: &mut Faults) {
    let mut standing: BTreeMap<(ScopeId, &str), Vec<Role>> = BTreeMap::new();
    for (_, binding) in index.bindings() {
        let roles = standing.entry((binding.scope, &binding.name)).or_default();
        let new = role(binding);
        if roles.iter().any(|role| !go_together(*role, new)) {
            out.add(Kind::DeclaredTwice, &binding.name, binding.ident.start);
        }
        roles.push(new);
    }
}

fn used_too_early(index: &FileIndex<'_>, out: &mut Faults) {
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

/// Names that the language and Node.js bring, as far as a fix may come to use one first in a file.
const GLOBALS: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "SyntaxError",
    "TextDecoder",
    "TextEncoder",
    "TypeError",
    "URL",
    "URLSearchParams",
    "Uint8Array",
    "WeakMap",
    "WeakSet",
    "__dirname",
    "__filename",
    "arguments",
    "atob",
    "btoa",
    "clearInterval",
    "clearTimeout",
    "console",
    "decodeURIComponent",
    "encodeURIComponent",
    "exports",
    "fetch",
    "globalThis",
    "isFinite",
    "isNaN",
    "module",
    "parseFloat",
    "parseInt",
    "process",
    "queueMicrotask",
    "require",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "structuredClone",
    "undefined",
    // Types.
    "Awaited",
    "ConstructorParameters",
    "Exclude",
    "Extract",
    "InstanceType",
    "Iterable",
    "NodeJS",
    "NonNullable",
    "Omit",
    "Parameters",
    "Partial",
    "Pick",
    "PromiseLike",
    "Readonly",
    "ReadonlyArray",
    "ReadonlyMap",
    "ReadonlySet",
    "Record",
    "Required",
    "ReturnType",
    "const",
    "this",
];

/// Names that point nowhere, each once: a second use of what the input took from elsewhere is no news.
fn not_declared(module: &Module, index: &FileIndex<'_>, out: &mut Faults) {
    let mut names = Free { index, found: BTreeMap::new() };
    walk(module, &mut names);
    let mut parameters = TypeParameters { names: BTreeSet::new() };
    module.visit_with(&mut parameters);
    for (name, at) in names.found {
        if !GLOBALS.contains(&&*name) && !parameters.names.contains(&name) {
            out.add(Kind::NotDeclared, &name, at);
        }
    }
}

struct Free<'i, 'p> {
    index: &'i FileIndex<'p>,
    found: BTreeMap<String, u32>,
}

impl<'p> Walk<'p> for Free<'_, 'p> {
    fn enter(&mut self, _: Node<'p>) {}

    fn leave(&mut self, _: Node<'p>) {}

    fn name(&mut self, name: &ast::Ident, _: NameUse) {
        let target: Option<LocalId> = self.index.target(name);
        if target.is_none() {
            self.found.entry(name.sym.to_string()).or_insert(TextRange::of(name).start);
        }
    }
}

struct TypeParameters {
    names: BTreeSet<String>,
}

impl Visit for TypeParameters {
    fn visit_ts_type_param(&mut self, parameter: &ast::TsTypeParam) {
        self.names.insert(parameter.name.sym.to_string());
        parameter.visit_children_with(self);
    }
}

fn exported_twice(module: &Module, out: &mut Faults) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // Declarations that go together (overloads, `const` and `type`) share one export.
    let mut declared: BTreeSet<String> = BTreeSet::new();
    for item in &module.body {
        let ModuleItem::ModuleDecl(item) = item else { continue };
        let at = TextRange::of(item).start;
        let mut names = Vec::new();
        match item {
            ModuleDecl::ExportDecl(export) => {
                names.extend(declared_names(&export.decl).into_iter().filter(|name| declared.insert(name.clone())));
            }
            ModuleDecl::ExportNamed(named) => {
                names.extend(named.specifiers.iter().map(|specifier| match specifier {
                    ExportSpecifier::Namespace(n) => n.name.atom().to_string(),
                    ExportSpecifier::Default(d) => d.exported.sym.to_string(),
                    ExportSpecifier::Named(n) => n.exported.as_ref().unwrap_or(&n.orig).atom().to_string(),
                }));
            }
            ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                DefaultDecl::Fn(f) if f.function.body.is_none() => {}
                DefaultDecl::TsInterfaceDecl(_) => {}
                DefaultDecl::Class(_) | DefaultDecl::Fn(_) => names.push("default".to_string()),
            },
            ModuleDecl::ExportDefaultExpr(_) => names.push("default".to_string()),
            ModuleDecl::TsExportAssignment(_) => names.push("export =".to_string()),
            _ => {}
        }
        for name in names {
            if !seen.insert(name.clone()) {
                out.add(Kind::ExportedTwice, &name, at);
            }
        }
    }
}

fn declared_names(decl: &Decl) -> Vec<String> {
    match decl {
        Decl::Class(c) => vec![c.ident.sym.to_string()],
        Decl::Fn(f) => vec![f.ident.sym.to_string()],
        Decl::TsInterface(i) => vec![i.id.sym.to_string()],
        Decl::TsTypeAlias(a) => vec![a.id.sym.to_string()],
        Decl::TsEnum(e) => vec![e.id.sym.to_string()],
        Decl::TsModule(m) => m.id.as_ident().map(|i| i.sym.to_string()).into_iter().collect(),
        Decl::Var(var) => {
            let mut names = PatternNames { names: Vec::new() };
            var.decls.iter().for_each(|d| d.name.visit_with(&mut names));
            names.names
        }
        Decl::Using(_) => Vec::new(),
    }
}

struct PatternNames {
    names: Vec<String>,
}

impl Visit for PatternNames {
    fn visit_binding_ident(&mut self, ident: &ast::BindingIdent) {
        self.names.push(ident.id.sym.to_string());
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

/// Keys of objects, members of classes and types.
struct Members<'o> {
    out: &'o mut Faults,
}

/// What may share a name: a getter and a setter, and signatures with one body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Value,
    Getter,
    Setter,
    Signature,
}

impl Members<'_> {
    fn check(&mut self, kind: Kind, members: impl IntoIterator<Item = (String, Member, u32)>) {
        let mut standing: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for (name, member, at) in members {
            let others = standing.entry(name.clone()).or_default();
            let fits = |other: &Member| match (*other, member) {
                (Member::Signature, Member::Signature | Member::Value) => true,
                (a, b) => a != Member::Value && a != Member::Signature && b != Member::Value && a != b,
            };
            if !others.iter().all(fits) {
                self.out.add(kind, name.trim_start_matches("static "), at);
            }
            others.push(member);
        }
    }
}

impl Visit for Members<'_> {
    fn visit_object_lit(&mut self, object: &ast::ObjectLit) {
        let keys = object.props.iter().filter_map(|prop| {
            let PropOrSpread::Prop(prop) = prop else { return None };
            let (name, member) = match &**prop {
                Prop::Shorthand(name) => (Some(name.sym.to_string()), Member::Value),
                Prop::KeyValue(p) => (property_name(&p.key), Member::Value),
                Prop::Method(p) => (property_name(&p.key), Member::Value),
                Prop::Getter(p) => (property_name(&p.key), Member::Getter),
                Prop::Setter(p) => (property_name(&p.key), Member::Setter),
                Prop::Assign(_) => (None, Member::Value),
            };
            Some((name?, member, TextRange::of(&**prop).start))
        });
        self.check(Kind::KeyTwice, keys);
        object.visit_children_with(self);
    }

    fn visit_class(&mut self, class: &Class) {
        self.check(Kind::MemberTwice, class.body.iter().flat_map(class_members));
        class.visit_children_with(self);
    }

    fn visit_ts_type_elements(&mut self, elements: &[TsTypeElement]) {
        let members = elements.iter().filter_map(|element| {
            let (key, member) = match element {
                TsTypeElement::TsPropertySignature(p) => (&p.key, Member::Value),
                TsTypeElement::TsMethodSignature(m) => (&m.key, Member::Signature),
                TsTypeElement::TsGetterSignature(g) => (&g.key, Member::Getter),
                TsTypeElement::TsSetterSignature(s) => (&s.key, Member::Setter),
                _ => return None,
            };
            let name = match &**key {
                Expr::Ident(name) => name.sym.to_string(),
                Expr::Lit(ast::Lit::Str(name)) => name.value.to_string_lossy().into_owned(),
                _ => return None,
            };
            Some((name, member, TextRange::of(element).start))
        });
        self.check(Kind::MemberTwice, members);
        elements.visit_children_with(self);
    }

    fn visit_ts_enum_decl(&mut self, decl: &ast::TsEnumDecl) {
        let name = |id: &ast::TsEnumMemberId| match id {
            ast::TsEnumMemberId::Ident(name) => name.sym.to_string(),
            ast::TsEnumMemberId::Str(name) => name.value.to_string_lossy().into_owned(),
        };
        let members = decl.members.iter().map(|m| (name(&m.id), Member::Value, TextRange::of(m).start));
        self.check(Kind::MemberTwice, members);
        decl.visit_children_with(self);
    }
}

/// The fields and methods that a member declares; static ones live apart.
fn class_members(member: &ClassMember) -> Vec<(String, Member, u32)> {
    let at = TextRange::of(member).start;
    let named = |key: &PropName, is_static: bool| {
        property_name(key).map(|name| if is_static { format!("static {name}") } else { name })
    };
    match member {
        ClassMember::ClassProp(p) => named(&p.key, p.is_static).map(|n| (n, Member::Value, at)).into_iter().collect(),
        ClassMember::Method(m) => {
            let kind = match m.kind {
                MethodKind::Getter => Member::Getter,
                MethodKind::Setter => Member::Setter,
                MethodKind::Method if m.function.body.is_none() => Member::Signature,
                MethodKind::Method => Member::Value,
            };
            named(&m.key, m.is_static).map(|n| (n, kind, at)).into_iter().collect()
        }
        ClassMember::Constructor(c) if c.body.is_none() => Vec::new(),
        ClassMember::Constructor(c) => {
            let fields = c.params.iter().filter_map(|parameter| {
                let ParamOrTsParamProp::TsParamProp(p) = parameter else { return None };
                let name = match &p.param {
                    TsParamPropParam::Ident(i) => i.id.sym.to_string(),
                    TsParamPropParam::Assign(a) => match &*a.left {
                        Pat::Ident(i) => i.id.sym.to_string(),
                        _ => return None,
                    },
                };
                Some((name, Member::Value, TextRange::of(p).start))
            });
            fields.chain([("constructor".to_string(), Member::Value, at)]).collect()
        }
        _ => Vec::new(),
    }
}
