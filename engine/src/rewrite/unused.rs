//! What nothing needs any more. Invariant: a statement goes with its comments and its blank line; a name goes only where
//! the fix took its last use, and its value only where making it does nothing else.

use std::collections::BTreeSet;

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Decl, Expr, ImportSpecifier, ModuleDecl, ModuleItem, Pat, PropOrSpread, Stmt};

use super::Rewrite;
use super::blocks::Seat;
use super::properties::ListKind;
use crate::codemod::Declined;
use crate::model::{BindingId, Entity, FileId, Function, NameUse, Node, NodeId, Origin, Value};
use crate::source::TextRange;

const BRACES: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

/// Text that a fix takes away, for [`Rewrite::drop_unused`].
pub type Gone = (FileId, TextRange);

impl<'p> Rewrite<'_, 'p> {
    /// Takes out the statement around `node`, with its comments. An `if` or a loop that would hold nothing goes as a
    /// whole.
    ///
    /// # Errors
    /// A node that stands in no statement of its own.
    pub fn delete_statement(&mut self, file: FileId, node: NodeId) -> Result<TextRange, Declined> {
        let around = self.around(file, node)?;
        if let (Seat::Unbraced, Some(at)) = (&around.seat, around.node)
            && let Some((outer, entry)) = self.index(file).ancestors(at).next()
            && matches!(entry.node, Node::Stmt(stmt) if holds_one_block(stmt))
        {
            return self.delete_statement(file, outer);
        }
        let Seat::Listed(block, place) = around.seat else {
            return Err(Declined::because("it is all that a condition or a function does; take out the whole of it"));
        };
        let index = self.index(file);
        let gone = self.draft(file).gone.get(&block.outer).map(|(_, gone)| gone.clone()).unwrap_or_default();
        let alone = (0..block.items.len()).all(|at| at == place || gone.contains(&at));
        let holder = around.node.and_then(|at| index.entry(at).parent);
        if !block.top
            && alone
            && let Some(holder) = holder
            && let Some((outer, entry)) = index.ancestors(holder).next()
            && let Node::Stmt(outer_stmt) = entry.node
            && holds_one_block(outer_stmt)
        {
            return self.delete_statement(file, outer);
        }
        let item = block.items[place];
        self.take_out(file, block, place);
        Ok(item)
    }

    /// Takes out what only `gone` used: constants and functions that nothing else names, with what only they used in
    /// their turn, and imports. What is made with `new` stays, without its name. Names in `kept` stay: what takes the place of `gone` uses them.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn drop_unused(&mut self, gone: &[Gone], kept: &[String]) -> Result<(), Declined> {
        let mut gone = gone.to_vec();
        let mut done: BTreeSet<(FileId, u32)> = BTreeSet::new();
        loop {
            let unused = self.unused_by(&gone, kept, &done);
            if unused.is_empty() {
                return Ok(());
            }
            for id in unused {
                done.insert((id.file, self.model.binding(id).ident.start));
                gone.extend(self.drop_declaration(id)?.map(|range| (id.file, range)));
            }
        }
    }

    /// The names that are used within `gone` and nowhere else.
    fn unused_by(&self, gone: &[Gone], kept: &[String], done: &BTreeSet<(FileId, u32)>) -> Vec<BindingId> {
        let within = |file: FileId, range: TextRange| gone.iter().any(|(f, g)| *f == file && g.contains(range));
        let files: BTreeSet<FileId> = gone.iter().map(|(file, _)| *file).collect();
        let mut out = Vec::new();
        for file in files {
            for (local, binding) in self.index(file).bindings() {
                let fills = |node| matches!(binding.origin, Origin::Variable { .. }) && self.only_fills(file, node);
                let mut uses = binding.uses.iter();
                let all = binding.uses.iter().any(|used| within(file, used.range))
                    && uses.all(|used| within(file, used.range) || fills(used.node));
                let known = done.contains(&(file, binding.ident.start)) || within(file, binding.ident);
                let wanted = || {
                    kept.contains(&binding.name) || self.drafts.get(&file).is_some_and(|d| d.mentions(&binding.name))
                };
                if all && !known && !wanted() {
                    out.push(BindingId { file, local });
                }
            }
        }
        out
    }

    /// Takes out what declares a name, where that is all that it does; what went.
    fn drop_declaration(&mut self, id: BindingId) -> Result<Option<TextRange>, Declined> {
        let model = self.model;
        let binding = model.binding(id);
        // `export { name }` is a use, and goes too.
        let named = binding.uses.iter().any(|used| used.how == NameUse::Export);
        if model.is_exported(id) && !named {
            return Ok(None);
        }
        match &binding.origin {
            Origin::Import { .. } => Ok(self.drop_import(id)),
            Origin::Function(_) => self.delete_statement(id.file, binding.node).map(Some),
            Origin::Variable { declarator, path, .. } => {
                let Some(init) = declarator.init.as_deref() else { return Ok(None) };
                match (&declarator.name, path.is_empty()) {
                    (Pat::Object(pattern), false) => self.drop_from_pattern(id, pattern, init),
                    (Pat::Ident(_), true) if self.does_nothing(id.file, init) && self.is_alone(id) => {
                        let fills = binding.uses.iter().filter(|used| self.only_fills(id.file, used.node));
                        for used in fills.collect::<Vec<_>>() {
                            self.delete_statement(id.file, used.node)?;
                        }
                        self.delete_statement(id.file, binding.node).map(Some)
                    }
                    (Pat::Ident(_), true) if matches!(init, Expr::New(_)) => {
                        self.drop_name(id, init);
                        Ok(None)
                    }
                    _ => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// `new R()` of `const r = new R()`, where the statement declares nothing else.
    fn drop_name(&mut self, id: BindingId, init: &'p Expr) {
        self.drop_head(id.file, self.model.binding(id).node, init);
    }

    /// The value `init` of the declaration at `node` without the declaration.
    pub(super) fn drop_head(&mut self, file: FileId, node: NodeId, init: &'p Expr) {
        let index = self.index(file);
        let mut chain = std::iter::once(node).chain(index.ancestors(node).map(|(at, _)| at)).map(|at| index.entry(at));
        let declares = |node: &Node<'p>| matches!(node, Node::Stmt(Stmt::Decl(Decl::Var(var))) if var.decls.len() == 1);
        let Some(start) = chain.find(|entry| declares(&entry.node)).map(|entry| entry.range.start) else { return };
        self.draft(file).replace(TextRange::new(start, TextRange::of(init).start), "");
    }

    /// Whether the statement around the use of a list at `node` does nothing but fill it.
    fn only_fills(&self, file: FileId, node: NodeId) -> bool {
        let index = self.index(file);
        let push = index.ancestors(node).find(|(_, e)| matches!(e.node, Node::Expr(Expr::Call(_))));
        let Some((call, entry)) = push else { return false };
        let Node::Expr(Expr::Call(made)) = entry.node else { return false };
        let is_statement = matches!(index.ancestors(call).next().map(|(_, e)| e.node), Some(Node::Stmt(Stmt::Expr(_))));
        is_statement
            && !self.model.adds_at(file, node).is_empty()
            && made.args.iter().all(|argument| self.does_nothing(file, &argument.expr))
            && self.around(file, call).is_ok_and(|around| matches!(around.seat, Seat::Listed(..)))
    }

    /// Whether the declaration declares nothing else.
    fn is_alone(&self, id: BindingId) -> bool {
        self.declares_one(id.file, self.model.binding(id).node)
    }

    /// Whether `node` stands in a statement that declares one thing.
    pub(super) fn declares_one(&self, file: FileId, node: NodeId) -> bool {
        let index = self.index(file);
        let mut chain = std::iter::once(index.entry(node).node).chain(index.ancestors(node).map(|(_, e)| e.node));
        chain.any(|n| matches!(n, Node::Stmt(Stmt::Decl(Decl::Var(var))) if var.decls.len() == 1))
    }

    /// `const { a, b } = args` without `a`; nothing of it where that was the last name.
    fn drop_from_pattern(
        &mut self,
        id: BindingId,
        pattern: &'p ast::ObjectPat,
        init: &'p Expr,
    ) -> Result<Option<TextRange>, Declined> {
        let ident = self.model.binding(id).ident;
        let rest = pattern.props.iter().any(|p| matches!(p, ast::ObjectPatProp::Rest(_)));
        let at = pattern.props.iter().position(|p| TextRange::of(p).contains(ident));
        let Some(at) = at else { return Ok(None) };
        let flat = match &pattern.props[at] {
            ast::ObjectPatProp::Assign(_) => true,
            ast::ObjectPatProp::KeyValue(kv) => matches!(&*kv.value, Pat::Ident(_)),
            ast::ObjectPatProp::Rest(_) => false,
        };
        if rest || !flat {
            return Ok(None);
        }
        let items: Vec<TextRange> = pattern.props.iter().map(TextRange::of).collect();
        let range = TextRange::of(pattern);
        let end = pattern.type_ann.as_deref().map_or(range.end, |t| self.scan(id.file).back(TextRange::of(t).start));
        let list = self.list_of(id.file, TextRange::new(range.start, end), items, BRACES);
        list.removed.insert(at);
        if list.removed.len() < pattern.props.len() {
            return Ok(None);
        }
        if !self.is_alone(id) {
            return Ok(None);
        }
        self.draft(id.file).lists.remove(&range.start);
        if self.does_nothing(id.file, init) {
            return self.delete_statement(id.file, self.model.binding(id).node).map(Some);
        }
        self.drop_name(id, init);
        Ok(None)
    }

    /// Whether making the value of `expr` has no consequence that a program could miss.
    pub(super) fn does_nothing(&self, file: FileId, expr: &'p Expr) -> bool {
        let all = |exprs: Vec<&'p Expr>| exprs.into_iter().all(|e| self.does_nothing(file, e));
        match crate::model::peel(expr) {
            Expr::Lit(_) | Expr::Ident(_) | Expr::This(_) | Expr::Arrow(_) | Expr::Fn(_) => true,
            Expr::Tpl(tpl) => all(tpl.exprs.iter().map(|e| &**e).collect()),
            Expr::TaggedTpl(tagged) => all(tagged.tpl.exprs.iter().map(|e| &**e).collect()),
            // What nothing reads any more need not be configured either.
            Expr::New(new) => {
                let class = self.model.value(file, &new.callee);
                matches!(class, Value::Symbol(symbol) if symbol.is("pulumi.Config"))
                    && all(new.args.iter().flatten().map(|a| &*a.expr).collect())
            }
            Expr::Await(e) => self.does_nothing(file, &e.arg),
            Expr::Member(member) => self.does_nothing(file, &member.obj),
            Expr::OptChain(chain) => chain.base.as_member().is_some_and(|m| self.does_nothing(file, &m.obj)),
            Expr::Array(array) => all(array.elems.iter().flatten().map(|e| &*e.expr).collect()),
            Expr::Object(object) => object.props.iter().all(|entry| match entry {
                PropOrSpread::Spread(spread) => self.does_nothing(file, &spread.expr),
                PropOrSpread::Prop(prop) => prop.as_key_value().is_none_or(|kv| self.does_nothing(file, &kv.value)),
            }),
            Expr::Cond(c) => all(vec![&c.test, &c.cons, &c.alt]),
            Expr::Bin(b) => all(vec![&b.left, &b.right]),
            Expr::Unary(u) => u.op != ast::UnaryOp::Delete && self.does_nothing(file, &u.arg),
            Expr::Call(call) => {
                let runs = call.callee.as_expr().is_some_and(|callee| runs_callback(callee));
                let arguments = call.args.iter().map(|a| &*a.expr);
                let harmless = |e| if runs { self.runs_to_nothing(file, e) } else { self.does_nothing(file, e) };
                self.is_plain_call(file, call) && arguments.into_iter().all(harmless)
            }
            _ => false,
        }
    }

    /// Whether a callback, once it runs, has no consequence either; one that is only named is not looked into.
    fn runs_to_nothing(&self, file: FileId, callback: &'p Expr) -> bool {
        let statement = |stmt: &'p Stmt| match stmt {
            Stmt::Return(s) => s.arg.as_deref().is_none_or(|e| self.does_nothing(file, e)),
            Stmt::Decl(Decl::Var(var)) => {
                var.decls.iter().all(|d| d.init.as_deref().is_none_or(|e| self.does_nothing(file, e)))
            }
            Stmt::Empty(_) => true,
            _ => false,
        };
        let function = match crate::model::peel(callback) {
            Expr::Arrow(arrow) => Function::Arrow(arrow),
            Expr::Fn(function) => Function::Plain(&function.function),
            _ => return false,
        };
        match function.expression() {
            Some(body) => self.does_nothing(file, body),
            None => function.statements().into_iter().flatten().all(statement),
        }
    }

    /// A call that only reads or computes: look-ups of providers, list methods, `apply`.
    fn is_plain_call(&self, file: FileId, call: &'p ast::CallExpr) -> bool {
        const METHODS: &[&str] = &["map", "filter", "concat", "slice", "flat", "flatMap", "apply", "join", "toString"];
        let Callee::Expr(callee) = &call.callee else { return false };
        // As for an import: a package is for its names, a module of the program may do something.
        if callee.is_ident_ref_to("require")
            && let [one] = call.args.as_slice()
            && let Expr::Lit(ast::Lit::Str(module)) = &*one.expr
        {
            return !module.value.to_string_lossy().starts_with('.');
        }
        let value = self.model.value(file, callee);
        if let Value::Entity(Entity::Made(symbol, _), _) = &value {
            // What nothing reads any more need not be configured either.
            return symbol.is("pulumi.Config");
        }
        if let Value::Symbol(symbol) = value {
            let last = symbol.path().last().map_or("", String::as_str);
            let looks_up = symbol.package() != "@pulumi/pulumi" && last.starts_with("get") && symbol.path().len() <= 2;
            const PLAIN: &[&str] =
                &["pulumi.concat", "pulumi.all", "pulumi.output", "pulumi.getStack", "pulumi.getProject"];
            return looks_up || PLAIN.iter().any(|name| symbol.is(name));
        }
        match crate::model::peel(callee) {
            Expr::Member(m) => METHODS.iter().any(|name| m.prop.is_ident_with(name)) && self.does_nothing(file, &m.obj),
            _ => false,
        }
    }

    /// An import without a name; the whole of it where that was all that it imported.
    pub(super) fn drop_import(&mut self, id: BindingId) -> Option<TextRange> {
        let ident = self.model.binding(id).ident;
        let source = &self.file(id.file).source;
        let body = &source.module().body;
        let place = body.iter().position(|item| TextRange::of(item).contains(ident))?;
        let ModuleItem::ModuleDecl(ModuleDecl::Import(import)) = &body[place] else { return None };
        let items: Vec<&ImportSpecifier> = import.specifiers.iter().collect();
        let at = items.iter().position(|s| TextRange::of(*s).contains(ident))?;
        // In JavaScript an import runs the module, whatever it names.
        let runs = !source.is_typescript() && import.src.value.to_string_lossy().starts_with('.');
        let named: Vec<TextRange> = items.iter().filter(|s| s.is_named()).map(|s| TextRange::of(*s)).collect();
        let mut left = items.len() - 1;
        if let (Some(first), Some(last)) = (named.first().copied(), named.last().copied()) {
            let scan = self.scan(id.file);
            let open = scan.find(TextRange::of(import).start, first.start, b'{')?;
            let close = scan.find(last.end, TextRange::of(&*import.src).start, b'}')?;
            let within = named.iter().position(|range| range.contains(TextRange::of(items[at])));
            let count = named.len();
            let list = self.list_of(id.file, TextRange::new(open, close + 1), named, BRACES);
            left -= list.removed.len();
            // Braces with nothing in them are left only where the whole import goes.
            let within = within.filter(|_| left == 0 || list.removed.len() + 1 < count)?;
            if left > 0 {
                list.removed.insert(within);
                return None;
            }
            self.draft(id.file).lists.remove(&open);
        }
        if runs || left > 0 {
            return None;
        }
        let block = self.top(id.file);
        let item = block.items[place];
        self.take_out(id.file, block, place);
        Some(item)
    }
}

/// Whether a method runs what it is given.
fn runs_callback(callee: &Expr) -> bool {
    const METHODS: &[&str] = &["map", "filter", "flatMap", "apply"];
    crate::model::peel(callee).as_member().is_some_and(|m| METHODS.iter().any(|name| m.prop.is_ident_with(name)))
}

/// Whether a statement is of no use without the one block that it runs.
fn holds_one_block(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::If(s) => s.alt.is_none(),
        Stmt::For(_) | Stmt::ForOf(_) | Stmt::ForIn(_) => true,
        _ => false,
    }
}
