//! Exports. Invariant: a name is exported once, in the form in which the file exports.

use swc_ecma_ast as ast;
use swc_ecma_ast::{AssignTarget, Decl, Expr, ModuleDecl, ModuleItem, ObjectLit, SimpleAssignTarget, Stmt};

use super::Rewrite;
use super::draft::Rank;
use super::properties::{ListKind, object_of, position};
use crate::codemod::Declined;
use crate::model::{FileId, ScopeId};
use crate::source::TextRange;

const SPECIFIERS: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

/// How a script exports.
enum Script<'p> {
    /// `module.exports = {...}`
    Object(&'p ObjectLit),
    /// `exports.x = ...`; what stands before `.x`.
    Fields(String),
    /// `module.exports = something`
    Other,
}

impl<'p> Rewrite<'_, 'p> {
    /// Exports what `name` is bound to at the top level of `file`.
    ///
    /// # Errors
    /// No such declaration, or several; a script that exports one thing only.
    pub fn export(&mut self, file: FileId, name: &str) -> Result<(), Declined> {
        self.means_one_thing(file, TextRange::empty(0), name)?;
        if self.exports_name(file, name) {
            return Ok(());
        }
        if self.scripted(file).is_some() {
            return self.export_value(file, name, name);
        }
        let body = &self.file(file).source.module().body;
        let declares = |item: &&ModuleItem| match item {
            ModuleItem::Stmt(Stmt::Decl(decl)) => declared(decl).iter().any(|n| n == name),
            _ => false,
        };
        if let Some(ModuleItem::Stmt(Stmt::Decl(decl))) = body.iter().find(declares)
            && declared(decl).len() == 1
        {
            let start = TextRange::of(decl).start;
            self.draft(file).insert(start, "export ", Rank::Open);
            return Ok(());
        }
        if self.index(file).lookup(name, ScopeId(0)).is_none() && !self.draft(file).names.iter().any(|n| n == name) {
            return Err(Declined::because(format!("`{name}` is not declared at the top level")));
        }
        if let Some((range, items)) = self.export_list(file) {
            let slot = items.len();
            self.list_of(file, range, items, SPECIFIERS).add(slot, Some(name.to_string()), name.to_string());
            return Ok(());
        }
        self.add_export(file, name, &format!("export {{ {name} }};"))
    }

    /// Exports `code` as `name`, in a line of its own at the end of `file`.
    ///
    /// # Errors
    /// A name that is taken by something else; a script that exports one thing only; `code` that does not parse.
    pub fn export_value(&mut self, file: FileId, name: &str, code: &str) -> Result<(), Declined> {
        if self.exports_name(file, name) {
            return Ok(());
        }
        match self.scripted(file) {
            Some(Script::Object(object)) => return self.set(file, object, name, code),
            Some(Script::Fields(before)) => return self.add_export(file, name, &format!("{before}.{name} = {code};")),
            Some(Script::Other) => {
                let reason = "the file exports one thing as a whole; export an object with names instead";
                return Err(Declined::because(reason));
            }
            None => {}
        }
        if name == code.trim() {
            return self.export(file, name);
        }
        if self.index(file).lookup(name, ScopeId(0)).is_some() {
            return Err(Declined::because(format!("`{name}` is declared already, and not as what would be exported")));
        }
        self.add_export(file, name, &format!("export const {name} = {code};"))
    }

    fn add_export(&mut self, file: FileId, name: &str, code: &str) -> Result<(), Declined> {
        let text = self.laying(file).statements(code, "")?.join("\n");
        let draft = self.draft(file);
        draft.names.push(name.to_string());
        draft.exports.push((name.to_string(), text));
        Ok(())
    }

    fn exports_name(&mut self, file: FileId, name: &str) -> bool {
        let in_script = match self.scripted(file) {
            Some(Script::Object(object)) => position(object, name).is_some(),
            Some(Script::Fields(before)) => {
                let text = format!("{before}.{name} ");
                self.file(file).source.text().lines().any(|l| l.trim_start().starts_with(&text))
            }
            _ => false,
        };
        in_script
            || self.model.exports(file).names.contains_key(name)
            || self.draft(file).exports.iter().any(|(n, _)| n == name)
    }

    /// The names of a list `export { ... }` of the file's own, with its braces.
    fn export_list(&self, file: FileId) -> Option<(TextRange, Vec<TextRange>)> {
        let scan = self.scan(file);
        let body = &self.file(file).source.module().body;
        body.iter().find_map(|item| match item {
            ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(named)) if named.src.is_none() && !named.type_only => {
                let range = TextRange::of(named);
                let items: Vec<TextRange> = named.specifiers.iter().map(TextRange::of).collect();
                let open = scan.find(range.start, range.end, b'{')?;
                let close = scan.find(items.last()?.end, range.end, b'}')?;
                Some((TextRange::new(open, close + 1), items))
            }
            _ => None,
        })
    }

    /// How the file exports, when it is a script.
    fn scripted(&self, file: FileId) -> Option<Script<'p>> {
        let source = &self.file(file).source;
        let body = &source.module().body;
        if let Some(ModuleItem::ModuleDecl(ModuleDecl::TsExportAssignment(_))) =
            body.iter().find(|i| matches!(i, ModuleItem::ModuleDecl(ModuleDecl::TsExportAssignment(_))))
        {
            return Some(Script::Other);
        }
        if body.iter().any(|i| matches!(i, ModuleItem::ModuleDecl(_))) {
            return None;
        }
        body.iter().rev().find_map(|item| {
            let ModuleItem::Stmt(Stmt::Expr(stmt)) = item else { return None };
            let assign = stmt.expr.as_assign()?;
            let AssignTarget::Simple(SimpleAssignTarget::Member(target)) = &assign.left else { return None };
            let target_text = source.slice(TextRange::of(target));
            if target_text == "module.exports" {
                return Some(object_of(&assign.right).map_or(Script::Other, Script::Object));
            }
            let (before, _) = target_text.rsplit_once('.')?;
            matches!(before, "exports" | "module.exports").then(|| Script::Fields(before.to_string()))
        })
    }

    /// Makes the pieces of the new lines.
    pub(super) fn lower_exports(&mut self, file: FileId) {
        let exports = std::mem::take(&mut self.draft(file).exports);
        if exports.is_empty() {
            return;
        }
        let scan = self.scan(file);
        let source = &self.file(file).source;
        let text = exports.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
        let Some(last) = source.module().body.last() else {
            self.draft(file).insert(source.text().len() as u32, format!("{text}\n"), Rank::Before);
            return;
        };
        let range = TextRange::of(last);
        let beside = exports_value(last) && !source.slice(range).contains('\n');
        let gap = if beside { "\n" } else { "\n\n" };
        self.draft(file).insert(scan.tail(range.end), format!("{gap}{text}"), Rank::Before);
    }
}

/// Whether `item` is a line like those that are added.
fn exports_value(item: &ModuleItem) -> bool {
    match item {
        ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => export.decl.is_var(),
        ModuleItem::Stmt(Stmt::Expr(s)) => matches!(&*s.expr, Expr::Assign(_)),
        _ => false,
    }
}

/// The names that a declaration declares.
fn declared(decl: &Decl) -> Vec<String> {
    match decl {
        Decl::Var(v) => {
            let mut names = Vec::new();
            for one in &v.decls {
                crate::model::pattern_names(&one.name, &mut |ident: &ast::Ident| names.push(ident.sym.to_string()));
            }
            names
        }
        Decl::Fn(f) => vec![f.ident.sym.to_string()],
        Decl::Class(c) => vec![c.ident.sym.to_string()],
        Decl::TsInterface(i) => vec![i.id.sym.to_string()],
        Decl::TsTypeAlias(a) => vec![a.id.sym.to_string()],
        Decl::TsEnum(e) => vec![e.id.sym.to_string()],
        Decl::Using(_) | Decl::TsModule(_) => Vec::new(),
    }
}
