//! Names that a module exports twice. Invariant: declarations that go together share one export.

use std::collections::BTreeSet;

use swc_ecma_ast as ast;
use swc_ecma_ast::{Decl, DefaultDecl, ExportSpecifier, Expr, Module, ModuleDecl, ModuleItem};
use swc_ecma_visit::{Visit, VisitWith};

use super::{Faults, Kind};
use crate::source::TextRange;

/// Adds every export whose name is taken, a second default export included.
pub(super) fn check(module: &Module, out: &mut Faults) {
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
