//! What files export and where imports lead. Invariant: following stops at the first answer and never runs in circles.

use rustc_hash::FxHashMap;
use swc_ecma_ast as ast;
use swc_ecma_ast::{DefaultDecl, ExportSpecifier, Expr, ModuleDecl, ModuleExportName, ModuleItem, Pat, VarDecl};

use super::FileId;
use super::index::{FileIndex, Imported, LocalId};
use super::tree::Function;

/// A binding of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId {
    /// The file that declares it.
    pub file: FileId,
    /// Which of the file's.
    pub local: LocalId,
}

/// What a file exports under a name.
#[derive(Clone, Debug)]
pub enum Export<'p> {
    /// A declared name.
    Local(LocalId),
    /// `export default <expression>`, `export = <expression>`.
    Expr(&'p Expr),
    /// `export default function () {}`
    Function(Function<'p>),
    /// `export default class {}`
    Class(&'p ast::Class),
    /// Something of another module.
    From {
        /// As written.
        source: String,
        /// What of it.
        imported: Imported,
    },
}

/// All that a file exports.
#[derive(Debug, Default)]
pub struct Exports<'p> {
    /// By name; `default` for the default export.
    pub names: FxHashMap<String, Export<'p>>,
    /// Sources of `export * from`.
    pub stars: Vec<String>,
}

impl<'p> Exports<'p> {
    /// Reads them off a file.
    pub fn of(module: &'p ast::Module, index: &FileIndex<'p>) -> Self {
        let mut out = Self::default();
        for item in &module.body {
            match item {
                ModuleItem::ModuleDecl(decl) => out.add(decl, index),
                ModuleItem::Stmt(stmt) => out.add_commonjs(stmt, index),
            }
        }
        out
    }

    fn add(&mut self, decl: &'p ModuleDecl, index: &FileIndex<'p>) {
        match decl {
            ModuleDecl::ExportDecl(export) => {
                declared_names(&export.decl, &mut |ident| {
                    if let Some(local) = index.declared(ident) {
                        self.names.insert(ident.sym.to_string(), Export::Local(local));
                    }
                });
            }
            ModuleDecl::ExportNamed(named) => {
                let source = named.src.as_ref().map(|s| s.value.to_string_lossy().into_owned());
                for specifier in &named.specifiers {
                    self.add_specifier(specifier, source.as_deref(), index);
                }
            }
            ModuleDecl::ExportAll(all) => self.stars.push(all.src.value.to_string_lossy().into_owned()),
            ModuleDecl::ExportDefaultExpr(export) => {
                self.names.insert("default".into(), Export::Expr(&export.expr));
            }
            ModuleDecl::TsExportAssignment(export) => {
                self.names.insert("default".into(), Export::Expr(&export.expr));
            }
            ModuleDecl::ExportDefaultDecl(export) => {
                let what = match &export.decl {
                    DefaultDecl::Class(c) => Export::Class(&c.class),
                    DefaultDecl::Fn(f) => Export::Function(Function::Plain(&f.function)),
                    DefaultDecl::TsInterfaceDecl(_) => return,
                };
                self.names.insert("default".into(), what);
            }
            ModuleDecl::Import(_) | ModuleDecl::TsImportEquals(_) | ModuleDecl::TsNamespaceExport(_) => {}
        }
    }

    fn add_specifier(&mut self, specifier: &'p ExportSpecifier, source: Option<&str>, index: &FileIndex<'p>) {
        match (specifier, source) {
            (ExportSpecifier::Named(one), source) => {
                let name = one.exported.as_ref().unwrap_or(&one.orig).atom().to_string();
                let what = match (source, &one.orig) {
                    (Some(source), orig) => {
                        let orig = orig.atom().to_string();
                        let imported = if orig == "default" { Imported::Default } else { Imported::Named(orig) };
                        Export::From { source: source.to_string(), imported }
                    }
                    (None, ModuleExportName::Ident(ident)) => match index.target(ident) {
                        Some(local) => Export::Local(local),
                        None => return,
                    },
                    (None, ModuleExportName::Str(_)) => return,
                };
                self.names.insert(name, what);
            }
            (ExportSpecifier::Namespace(star), Some(source)) => {
                let what = Export::From { source: source.to_string(), imported: Imported::Namespace };
                self.names.insert(star.name.atom().to_string(), what);
            }
            (ExportSpecifier::Default(default), Some(source)) => {
                let what = Export::From { source: source.to_string(), imported: Imported::Default };
                self.names.insert(default.exported.sym.to_string(), what);
            }
            _ => {}
        }
    }

    /// `module.exports = x`, `exports.name = x`, `module.exports.name = x`.
    fn add_commonjs(&mut self, stmt: &'p ast::Stmt, index: &FileIndex<'p>) {
        let ast::Stmt::Expr(stmt) = stmt else { return };
        let Expr::Assign(assign) = &*stmt.expr else { return };
        let ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) = &assign.left else { return };
        let ast::MemberProp::Ident(name) = &member.prop else { return };
        match &*member.obj {
            Expr::Ident(object) if object.sym == *"module" && name.sym == *"exports" => {
                if let Expr::Object(object) = &*assign.right {
                    for prop in &object.props {
                        self.add_commonjs_property(prop, index);
                    }
                }
                self.names.insert("default".into(), Export::Expr(&assign.right));
            }
            Expr::Ident(object) if object.sym == *"exports" => {
                self.names.insert(name.sym.to_string(), Export::Expr(&assign.right));
            }
            Expr::Member(inner)
                if matches!(&*inner.obj, Expr::Ident(i) if i.sym == *"module")
                    && inner.prop.is_ident_with("exports") =>
            {
                self.names.insert(name.sym.to_string(), Export::Expr(&assign.right));
            }
            _ => {}
        }
    }

    fn add_commonjs_property(&mut self, prop: &'p ast::PropOrSpread, index: &FileIndex<'p>) {
        let ast::PropOrSpread::Prop(prop) = prop else { return };
        match &**prop {
            ast::Prop::KeyValue(kv) => {
                if let Some(name) = super::index::property_name(&kv.key) {
                    self.names.insert(name, Export::Expr(&kv.value));
                }
            }
            ast::Prop::Shorthand(ident) => {
                if let Some(local) = index.target(ident) {
                    self.names.insert(ident.sym.to_string(), Export::Local(local));
                }
            }
            _ => {}
        }
    }
}

/// Calls `each` for every name that a declaration declares.
fn declared_names<'p>(decl: &'p ast::Decl, each: &mut dyn FnMut(&'p ast::Ident)) {
    match decl {
        ast::Decl::Class(c) => each(&c.ident),
        ast::Decl::Fn(f) => each(&f.ident),
        ast::Decl::Var(v) => variable_names(v, each),
        ast::Decl::TsInterface(i) => each(&i.id),
        ast::Decl::TsTypeAlias(a) => each(&a.id),
        ast::Decl::TsEnum(e) => each(&e.id),
        ast::Decl::TsModule(_) | ast::Decl::Using(_) => {}
    }
}

fn variable_names<'p>(var: &'p VarDecl, each: &mut dyn FnMut(&'p ast::Ident)) {
    for one in &var.decls {
        pattern_names(&one.name, each);
    }
}

/// Calls `each` for every name that a pattern declares.
pub fn pattern_names<'p>(pat: &'p Pat, each: &mut dyn FnMut(&'p ast::Ident)) {
    match pat {
        Pat::Ident(i) => each(&i.id),
        Pat::Array(a) => a.elems.iter().flatten().for_each(|p| pattern_names(p, each)),
        Pat::Rest(r) => pattern_names(&r.arg, each),
        Pat::Assign(a) => pattern_names(&a.left, each),
        Pat::Object(o) => {
            for prop in &o.props {
                match prop {
                    ast::ObjectPatProp::KeyValue(kv) => pattern_names(&kv.value, each),
                    ast::ObjectPatProp::Assign(a) => each(&a.key.id),
                    ast::ObjectPatProp::Rest(r) => pattern_names(&r.arg, each),
                }
            }
        }
        Pat::Invalid(_) | Pat::Expr(_) => {}
    }
}
