//! Imports. Invariant: what a verb hands back names the thing that was asked for, and each thing is imported once.

use swc_ecma_ast as ast;
use swc_ecma_ast::{ImportDecl, ImportSpecifier, ModuleDecl, ModuleItem, TsModuleRef};

use super::blocks::{is_directive, is_import, required};
use super::draft::Rank;
use super::properties::ListKind;
use super::{Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{FileId, Imported, LocalId, Origin, ScopeId, Step};
use crate::source::TextRange;

/// What to import of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Import<'n> {
    /// `import * as name`
    Namespace(&'n str),
    /// `import name`
    Default(&'n str),
    /// `import { name }`
    Named(&'n str),
}

/// A line to come.
pub(super) struct NewImport {
    module: String,
    /// `(what of the module, name here)`
    names: Vec<(Imported, String)>,
}

/// Where the braces of an import open and close, and the names in them.
type Braces = (u32, u32, Vec<(String, TextRange)>);

/// How a file imports.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `import x from 'y'`
    Modules,
    /// `import x = require('y')`
    Equals,
    /// `const x = require('y')`
    Require,
}

pub(super) const SPECIFIERS: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

impl Rewrite<'_, '_> {
    /// The name or `module.name` by which `file` refers to `what` of `module`; imports it where it doesn't yet.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn import(&mut self, file: FileId, module: &str, what: Import<'_>) -> Result<String, Declined> {
        let (wanted, wish) = match what {
            Import::Namespace(name) => (Imported::Namespace, name),
            Import::Default(name) => (Imported::Default, name),
            Import::Named(name) => (Imported::Named(name.to_string()), name),
        };
        if let Some(found) = self.standing_import(file, module, &wanted) {
            return Ok(found);
        }
        let name = self.take_name(file, ScopeId(0), wish);
        if let Imported::Named(imported) = &wanted
            && self.extend_import(file, module, imported, &name)
        {
            self.draft(file).imported.push((module.to_string(), wanted, name.clone()));
            return Ok(name);
        }
        let mergeable = |n: &&mut NewImport| n.module == module && wanted != Imported::Namespace && n.is_named();
        let imports = &mut self.draft(file).imports;
        match imports.iter_mut().find(mergeable) {
            Some(line) if matches!(wanted, Imported::Named(_)) => line.names.push((wanted, name.clone())),
            _ => imports.push(NewImport { module: module.to_string(), names: vec![(wanted, name.clone())] }),
        }
        Ok(name)
    }

    /// As [`Rewrite::import`], of `name` that `from`, a file of the program, exports.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn import_from(&mut self, file: FileId, from: FileId, name: &str) -> Result<String, Declined> {
        let module = self.specifier(file, from);
        self.import(file, &module, Import::Named(name))
    }

    /// What `file` calls the module that `target` is: relative, with an extension where its other imports have one.
    fn specifier(&self, file: FileId, target: FileId) -> String {
        let (from, to) = (self.file(file).source.path(), self.file(target).source.path());
        let sources = self.index(file).bindings().filter_map(|(_, b)| match &b.origin {
            Origin::Import { source, .. } if source.starts_with('.') => Some(source.clone()),
            _ => None,
        });
        let sources: Vec<String> = sources.collect();
        if let Some(known) = sources.iter().find(|s| self.model.resolve_module(file, s) == Some(target)) {
            return known.clone();
        }
        let from: Vec<_> = from.parent().into_iter().flat_map(|p| p.components()).collect();
        let folder: Vec<_> = to.parent().into_iter().flat_map(|p| p.components()).collect();
        let shared = from.iter().zip(&folder).take_while(|(a, b)| a == b).count();
        let up = "../".repeat(from.len() - shared);
        let mut path = if up.is_empty() { "./".to_string() } else { up };
        for component in &folder[shared..] {
            path.push_str(&format!("{}/", component.as_os_str().to_string_lossy()));
        }
        let stem = to.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let extension =
            sources.iter().find_map(|s| [".js", ".mjs", ".cjs", ".ts"].into_iter().find(|e| s.ends_with(e)));
        match extension {
            Some(extension) => format!("{path}{stem}{extension}"),
            None if stem == "index" && path != "./" => path.trim_end_matches('/').to_string(),
            None => format!("{path}{stem}"),
        }
    }

    fn standing_import(&mut self, file: FileId, module: &str, wanted: &Imported) -> Option<String> {
        let pending = self.draft(file).imports.iter().filter(|n| n.module == module).flat_map(|n| &n.names);
        let mut pending: Vec<(Imported, String)> = pending.cloned().collect();
        let extended = self.draft(file).imported.iter().filter(|(m, ..)| m == module);
        pending.extend(extended.map(|(_, what, name)| (what.clone(), name.clone())));
        let index = self.index(file);
        let standing = index.bindings().filter(|(_, b)| b.scope == ScopeId(0)).filter_map(|(id, b)| {
            let (source, imported) = self.imported_by(file, id)?;
            let visible = !index.bindings().any(|(other, o)| other != id && o.name == b.name && !o.origin.is_type());
            (visible && self.same_module(file, &source, module)).then(|| (imported, b.name.clone()))
        });
        let known: Vec<(Imported, String)> = standing.chain(pending).collect();
        let find = |what: &Imported| known.iter().find(|(i, _)| i == what).map(|(_, name)| name.clone());
        match wanted {
            Imported::Namespace if !module.starts_with('.') => find(wanted).or_else(|| find(&Imported::Default)),
            Imported::Named(name) => {
                find(wanted).or_else(|| find(&Imported::Namespace).map(|namespace| format!("{namespace}.{name}")))
            }
            _ => find(wanted),
        }
    }

    fn same_module(&self, file: FileId, one: &str, other: &str) -> bool {
        one == other
            || self.model.resolve_module(file, one).is_some_and(|m| self.model.resolve_module(file, other) == Some(m))
    }

    /// The module and what of it a binding holds, when it imports a value.
    fn imported_by(&self, file: FileId, id: LocalId) -> Option<(String, Imported)> {
        match &self.index(file).binding(id).origin {
            Origin::Import { source, imported, type_only: false } => Some((source.clone(), imported.clone())),
            Origin::ImportEquals(import) => match &import.module_ref {
                TsModuleRef::TsExternalModuleRef(m) if !import.is_type_only => {
                    Some((m.expr.value.to_string_lossy().into_owned(), Imported::Namespace))
                }
                _ => None,
            },
            Origin::Variable { declarator, path, .. } => {
                let module = required(declarator.init.as_deref()?)?;
                match path.as_slice() {
                    [] => Some((module, Imported::Namespace)),
                    [Step::Key(name)] => Some((module, Imported::Named(name.clone()))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Adds a name to the braces of an import of `module`; false where there are none.
    fn extend_import(&mut self, file: FileId, module: &str, imported: &str, local: &str) -> bool {
        let source = &self.file(file).source;
        let imports = source.module().body.iter().filter_map(|item| match item {
            ModuleItem::ModuleDecl(ModuleDecl::Import(import)) if !import.type_only => Some(import),
            _ => None,
        });
        let of_module =
            imports.filter(|i| self.same_module(file, &i.src.value.to_string_lossy(), module)).collect::<Vec<_>>();
        let text = if imported == local { local.to_string() } else { format!("{imported} as {local}") };
        if let Some((open, close, names)) = of_module.iter().find_map(|i| self.braces(file, i)) {
            let sorted = names.len() > 1 && names.is_sorted_by_key(|(name, _)| name.to_lowercase());
            let slot = match sorted {
                true => names.partition_point(|(name, _)| name.to_lowercase() < imported.to_lowercase()),
                false => names.len(),
            };
            let items = names.into_iter().map(|(_, range)| range).collect();
            self.list_of(file, TextRange::new(open, close + 1), items, SPECIFIERS).add(slot, None, text);
            return true;
        }
        false
    }

    /// Where the braces of an import stand, and the names in them.
    pub(super) fn braces(&self, file: FileId, import: &ImportDecl) -> Option<Braces> {
        let scan = self.scan(file);
        let end = TextRange::of(&*import.src).start;
        let names: Vec<(String, TextRange)> = import
            .specifiers
            .iter()
            .filter_map(ImportSpecifier::as_named)
            .map(|n| (n.imported.as_ref().map_or(n.local.sym.to_string(), |i| i.atom().to_string()), TextRange::of(n)))
            .collect();
        let first = names.first()?.1;
        let last = names.last()?.1;
        let open = scan.find(TextRange::of(import).start, first.start, b'{')?;
        let close = scan.find(last.end, end, b'}')?;
        Some((open, close, names))
    }

    fn import_form(&self, file: FileId) -> Form {
        let source = &self.file(file).source;
        let body = &source.module().body;
        let is_module = |item: &ModuleItem| matches!(item, ModuleItem::ModuleDecl(d) if !matches!(d, ModuleDecl::TsImportEquals(_) | ModuleDecl::TsExportAssignment(_)));
        let equals = body.iter().any(|i| matches!(i, ModuleItem::ModuleDecl(ModuleDecl::TsImportEquals(_))));
        if equals && !body.iter().any(|i| matches!(i, ModuleItem::ModuleDecl(ModuleDecl::Import(_)))) {
            return Form::Equals;
        }
        let extension = source.path().extension().and_then(|e| e.to_str()).unwrap_or_default();
        let script = matches!(extension, "js" | "cjs" | "jsx") && !body.iter().any(is_module);
        if script && (extension == "cjs" || source.text().contains("require(") || source.text().contains("exports")) {
            return Form::Require;
        }
        Form::Modules
    }

    /// Makes the pieces of the new lines.
    pub(super) fn lower_imports(&mut self, file: FileId) -> Result<(), Declined> {
        let imports = std::mem::take(&mut self.draft(file).imports);
        let form = self.import_form(file);
        let laying = self.laying(file);
        let mut lines: Vec<(bool, String)> = Vec::new();
        for import in imports {
            let code = import.code(form);
            lines.push((import.module.starts_with('.'), laying.statements(&code, "")?.join("\n")));
        }
        for relative in [false, true] {
            let group: Vec<String> = lines.iter().filter(|(r, _)| *r == relative).map(|(_, l)| l.clone()).collect();
            if !group.is_empty() {
                self.place_imports(file, relative, &group.join("\n"));
            }
        }
        Ok(())
    }

    fn place_imports(&mut self, file: FileId, relative: bool, text: &str) {
        let scan = self.scan(file);
        let source = &self.file(file).source;
        let body = &source.module().body;
        let of_kind = |item: &&ModuleItem| import_source(item).is_some_and(|s| s.starts_with('.') == relative);
        let last = body.iter().rfind(of_kind);
        let first = body.iter().find(|i| is_import(i));
        if let (None, Some(first), false) = (last, first, relative) {
            // Packages come before files of the program; a comment at the head of the file stays there.
            let heads = body.first().is_some_and(|item| std::ptr::eq(item, first));
            let start = TextRange::of(first).start;
            let at = if heads { start } else { scan.lead(start) };
            self.draft(file).insert(at, format!("{text}\n"), Rank::Close);
            return;
        }
        let last = last.or_else(|| body.iter().rfind(|i| is_import(i)));
        let draft = self.draft(file);
        if let Some(last) = last {
            let at = scan.tail(TextRange::of(last).end);
            draft.insert(at, format!("\n{text}"), Rank::Close);
            return;
        }
        let directive = body.iter().take_while(|i| matches!(i, ModuleItem::Stmt(s) if is_directive(s))).last();
        match (directive, body.first()) {
            (Some(directive), _) => {
                let at = scan.tail(TextRange::of(directive).end);
                let next = scan.skip(at);
                let gap =
                    if scan.blank(at, scan.lead(next)) || next == scan.source.text().len() as u32 { "" } else { "\n" };
                draft.insert(at, format!("\n\n{text}{gap}"), Rank::Close);
            }
            (None, Some(first)) => {
                let at = scan.after_header(TextRange::of(first).start);
                draft.insert(at, format!("{text}\n\n"), Rank::Close);
            }
            (None, None) => draft.insert(source.text().len() as u32, format!("{text}\n"), Rank::Close),
        }
    }
}

impl NewImport {
    fn is_named(&self) -> bool {
        self.names.iter().all(|(what, _)| matches!(what, Imported::Named(_)))
    }

    fn code(&self, form: Form) -> String {
        let module = layout::string(&Default::default(), &self.module);
        let (first, name) = &self.names[0];
        let named = |separator: &str| {
            let one = |(what, local): &(Imported, String)| match what {
                Imported::Named(imported) if imported != local => format!("{imported}{separator}{local}"),
                _ => local.clone(),
            };
            self.names.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        match (form, first) {
            (Form::Require, Imported::Named(_)) => format!("const {{ {} }} = require({module});", named(": ")),
            (Form::Require, _) => format!("const {name} = require({module});"),
            (Form::Equals, Imported::Namespace) => format!("import {name} = require({module});"),
            (_, Imported::Namespace) => format!("import * as {name} from {module};"),
            (_, Imported::Default) => format!("import {name} from {module};"),
            (_, Imported::Named(_)) => format!("import {{ {} }} from {module};", named(" as ")),
        }
    }
}

/// The module that an import names.
fn import_source(item: &ModuleItem) -> Option<String> {
    match item {
        ModuleItem::ModuleDecl(ModuleDecl::Import(import)) => Some(import.src.value.to_string_lossy().into_owned()),
        ModuleItem::ModuleDecl(ModuleDecl::TsImportEquals(import)) => match &import.module_ref {
            TsModuleRef::TsExternalModuleRef(m) => Some(m.expr.value.to_string_lossy().into_owned()),
            TsModuleRef::TsEntityName(_) => None,
        },
        ModuleItem::Stmt(ast::Stmt::Decl(ast::Decl::Var(v))) => required(v.decls.first()?.init.as_deref()?),
        _ => None,
    }
}
