//! Functions that give or take what goes. Invariant: a parameter goes from the function and from every call at once, and a
//! function goes only where it does nothing else.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Decl, Expr, Stmt};

use super::Search;
use super::cuts::Cut;
use crate::codemod::Declined;
use crate::model::{BindingId, CallSite, Export, FileId, Function, Node, NodeId, Parameter, Site, Value};
use crate::source::TextRange;

impl<'p> Search<'_, 'p> {
    /// The function of the program that `call` calls, a constructor for a `new`.
    pub(super) fn called(&self, file: FileId, call: &'p Expr) -> Option<(FileId, Function<'p>)> {
        let model = self.model;
        match call {
            Expr::New(new) => match model.value(file, &new.callee) {
                Value::Class(class) => self.constructor(class),
                _ => None,
            },
            Expr::Call(call) => match &call.callee {
                Callee::Expr(callee) => match model.value(file, callee) {
                    Value::Function(at, function) => Some((at, function)),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn constructor(&self, class: Site<'p, ast::Class>) -> Option<(FileId, Function<'p>)> {
        let classes = std::iter::successors(Some(class), |at| self.model.base_class(*at));
        classes.into_iter().find_map(|class| {
            let constructor = class.node.body.iter().find_map(ast::ClassMember::as_constructor)?;
            Some((class.file, Function::Constructor(constructor)))
        })
    }

    /// A parameter, or a name that it is taken apart into.
    pub(super) fn parameter(
        &mut self,
        id: BindingId,
        function: Function<'p>,
        index: usize,
        whole: bool,
    ) -> Result<(), Declined> {
        let model = self.model;
        let tree = model.index(id.file);
        let own = tree.function(function);
        let mut around = own.into_iter().flat_map(|own| tree.ancestors(own)).map(|(_, e)| e.node);
        if let (Some(Node::Expr(_)), Some(Node::Expr(Expr::Call(_)))) = (around.next(), around.next()) {
            // A callback: what it is handed by decides.
            return Ok(());
        }
        let calls = model.calls_of(id.file, function);
        let Some(parameter) = function.parameter(index) else { return Ok(()) };
        let handed = |call: &CallSite<'p>| matches!(call.argument(index), Ok(Some(given)) if self.goes(&model.value(call.file, given)));
        if !whole && !calls.iter().any(handed) {
            let Parameter::Pattern(pattern) = parameter else { return Ok(()) };
            return self.pattern_entry(id, pattern, None);
        }
        self.is_only_called(id.file, function, &calls)?;
        for call in &calls {
            match call.argument(index) {
                Ok(Some(given)) => {
                    let cut = Cut::Argument(call.node, index);
                    self.cut(call.file, TextRange::of(given), cut);
                }
                Ok(None) => {}
                Err(why) => {
                    return Err(self.declined(call.file, call.range, &format!("hides what it is given: {why}")));
                }
            }
        }
        let range = match parameter {
            Parameter::Pattern(pattern) => TextRange::of(pattern),
            Parameter::Property(property) => TextRange::of(property),
        };
        if let Some(name) = parameter.ident() {
            self.keys.insert(name.sym.to_string());
        }
        self.cut(id.file, range, Cut::Parameter(function, index));
        Ok(())
    }

    /// A function that is handed on as a value is called where nobody sees it.
    fn is_only_called(&self, file: FileId, function: Function<'p>, calls: &[CallSite<'p>]) -> Result<(), Declined> {
        let model = self.model;
        let Some(binding) = model.binding_of_function(file, function) else { return Ok(()) };
        for reference in model.references(binding) {
            let called = calls.iter().any(|c| c.file == reference.file && c.range.contains(reference.range));
            let index = model.index(reference.file);
            let is_value = matches!(index.entry(reference.node).node, Node::Expr(_) | Node::Prop(_));
            if is_value && !called {
                let why = "is handed on as a value; call it there first";
                return Err(self.declined(reference.file, reference.range, why));
            }
        }
        Ok(())
    }

    /// The function at `node`, which gives what goes at `range`.
    pub(super) fn function(&mut self, file: FileId, node: NodeId, range: TextRange) -> Result<(), Declined> {
        let model = self.model;
        let index = model.index(file);
        let Node::Function(function) = index.entry(node).node else { return Ok(()) };
        let Some((outer, around)) = index.ancestors(node).next() else { return Ok(()) };
        if !self.goes(&model.returned(&Value::Function(file, function))) {
            return Err(self.declined(file, range, "is what the function gives in some cases only; decide that first"));
        }
        self.does_nothing_else(file, function)?;
        if let Node::Member(member) = around.node {
            let class = index.ancestors(outer).find_map(|(_, e)| match e.node {
                Node::Class(class) => Some(class),
                _ => None,
            });
            if let (Some(class), ast::ClassMember::Method(_) | ast::ClassMember::PrivateMethod(_)) = (class, member) {
                self.cut(file, around.range, Cut::Member(class, around.range));
                return Ok(());
            }
        }
        match model.binding_of_function(file, function) {
            Some(id) => {
                self.exports_of(id, &model.calls_of(file, function))?;
                let binding = model.binding(id);
                let declaration = index.entry(binding.node).range;
                self.cut(file, declaration, Cut::Declaration(binding.node));
                Ok(())
            }
            None => Err(self.declined(file, range, "is what a callback gives; take it out there first")),
        }
    }

    /// What hands on the name of a function that goes: `export { f }`, `module.exports = { f }`.
    fn exports_of(&mut self, id: BindingId, calls: &[CallSite<'p>]) -> Result<(), Declined> {
        let model = self.model;
        for reference in model.references(id) {
            let index = model.index(reference.file);
            let (file, range) = (reference.file, reference.range);
            if calls.iter().any(|c| c.file == file && c.range.contains(range)) {
                continue;
            }
            match index.entry(reference.node).node {
                Node::Prop(entry) => {
                    let object = index.ancestors(reference.node).next().map(|(_, e)| e.node);
                    let Some(Node::Expr(Expr::Object(object))) = object else { continue };
                    let at = object.props.iter().position(|p| std::ptr::eq(p, entry));
                    let exported = model.exports(file).names.get(&model.binding(id).name);
                    match (at, exported) {
                        (Some(at), Some(Export::Local(local))) if *local == id.local && file == id.file => {
                            self.cut(file, range, Cut::Property(Site { file, node: object }, at));
                        }
                        _ => return Err(self.declined(file, range, "is handed on as a value; call it there first")),
                    }
                }
                Node::Expr(_) => {
                    return Err(self.declined(file, range, "is handed on as a value; call it there first"));
                }
                _ => self.specifiers_of(id),
            }
        }
        let idle = model.importers(id).iter().filter(|import| model.binding(**import).uses.is_empty());
        self.idle_imports.extend(idle);
        Ok(())
    }

    /// `export { f }` and `export { f } from`
    fn specifiers_of(&mut self, id: BindingId) {
        let model = self.model;
        for file in model.file_ids() {
            self.specifiers(file, &|imported| model.exported_binding(file, imported) == Some(id));
        }
    }

    fn does_nothing_else(&self, file: FileId, function: Function<'p>) -> Result<(), Declined> {
        let model = self.model;
        let makes_other = |expr: &'p Expr| {
            let index = model.index(file);
            let within = index.expr(expr).into_iter().flat_map(|node| index.within(node)).map(|(_, e)| e.node);
            let all = std::iter::once(Node::Expr(expr)).chain(within);
            let mut made = all.filter_map(|node| match node {
                Node::Expr(Expr::New(new)) => model.resource_at(file, new),
                _ => None,
            });
            made.any(|id| !self.roots.contains(&id))
        };
        for statement in function.statements().into_iter().flatten() {
            let harmless = match statement {
                Stmt::Return(s) => s.arg.as_deref().is_none_or(|e| !makes_other(e)),
                Stmt::Decl(Decl::Var(var)) => {
                    var.decls.iter().all(|d| d.init.as_deref().is_none_or(|e| !makes_other(e)))
                }
                Stmt::Decl(_) | Stmt::Empty(_) => true,
                Stmt::Expr(s) => self.goes(&model.value(file, &s.expr)),
                _ => false,
            };
            if !harmless {
                let why = "is in a function that would go; move it out first";
                return Err(self.declined(file, TextRange::of(statement), why));
            }
        }
        Ok(())
    }
}
