//! The walk over a file's tree. Invariant: nodes are entered in source order, each child between its parent's `enter`
//! and `leave`, and every reference handed out lives as long as the tree.
//!
//! `swc_ecma_visit` hands out references that end with the call, which suits a codemod that looks once; the model keeps
//! what it finds, so it walks values itself. Types, of which only the names matter, go through `swc_ecma_visit`.

use swc_ecma_ast as ast;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, AssignTarget, AssignTargetPat, BlockStmt, Callee, CatchClause, Class, ClassMember,
    Constructor, Decl, DefaultDecl, Expr, ExprOrSpread, ForHead, JSXAttrOrSpread, JSXAttrValue, JSXElementChild,
    JSXElementName, JSXExpr, JSXObject, Key, MemberProp, Module, ModuleDecl, ModuleItem, ObjectPatProp, OptChainBase,
    ParamOrTsParamProp, Pat, Prop, PropName, PropOrSpread, SimpleAssignTarget, Stmt, SuperProp, SwitchCase,
    TsEntityName, TsModuleRef, TsNamespaceBody, TsParamPropParam, TsTypeAnn, VarDecl, VarDeclOrExpr, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::source::TextRange;

/// Anything that has parameters and a body.
#[derive(Clone, Copy, Debug)]
pub enum Function<'p> {
    /// `function`, a method, a getter or setter.
    Plain(&'p ast::Function),
    /// `=>`
    Arrow(&'p ArrowExpr),
    /// `constructor`
    Constructor(&'p Constructor),
}

impl<'p> Function<'p> {
    /// The patterns of its parameters. A parameter property (`private readonly x: T`) is left out: see
    /// [`Function::parameter`].
    pub fn parameter(self, index: usize) -> Option<Parameter<'p>> {
        match self {
            Function::Plain(f) => f.params.get(index).map(|p| Parameter::Pattern(&p.pat)),
            Function::Arrow(f) => f.params.get(index).map(Parameter::Pattern),
            Function::Constructor(c) => c.params.get(index).map(|p| match p {
                ParamOrTsParamProp::Param(p) => Parameter::Pattern(&p.pat),
                ParamOrTsParamProp::TsParamProp(p) => Parameter::Property(p),
            }),
        }
    }

    /// Its parameters, in order.
    pub fn parameters(self) -> impl Iterator<Item = Parameter<'p>> {
        (0..).map_while(move |index| self.parameter(index))
    }

    /// The statements of its body; `None` for an arrow that is one expression, or where there is no body.
    pub fn statements(self) -> Option<&'p [Stmt]> {
        match self {
            Function::Plain(f) => f.body.as_ref().map(|b| b.stmts.as_slice()),
            Function::Arrow(f) => match &*f.body {
                ArrowFunctionBody::FunctionBody(b) => Some(&b.stmts),
                _ => None,
            },
            Function::Constructor(c) => c.body.as_ref().map(|b| b.stmts.as_slice()),
        }
    }

    /// The expression that an arrow without braces returns.
    pub fn expression(self) -> Option<&'p Expr> {
        match self {
            Function::Arrow(f) => match &*f.body {
                ArrowFunctionBody::Expr(e) => Some(e),
                _ => None,
            },
            _ => None,
        }
    }

    /// Its whole text, name and modifiers of a method excluded.
    pub fn range(self) -> TextRange {
        match self {
            Function::Plain(f) => TextRange::of(f),
            Function::Arrow(f) => TextRange::of(f),
            Function::Constructor(c) => TextRange::of(c),
        }
    }

    /// Whether a call of it gives a promise.
    pub fn is_async(self) -> bool {
        match self {
            Function::Plain(f) => f.is_async,
            Function::Arrow(f) => f.is_async,
            Function::Constructor(_) => false,
        }
    }

    /// Where its body lies, braces included.
    pub fn body_range(self) -> Option<TextRange> {
        match self {
            Function::Plain(f) => f.body.as_ref().map(TextRange::of),
            Function::Arrow(f) => Some(TextRange::of(&*f.body)),
            Function::Constructor(c) => c.body.as_ref().map(TextRange::of),
        }
    }
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub enum Parameter<'p> {
    /// A plain one.
    Pattern(&'p Pat),
    /// `private readonly x: T`, which is a field as well.
    Property(&'p ast::TsParamProp),
}

/// What the walk stops at.
#[derive(Clone, Copy, Debug)]
pub enum Node<'p> {
    /// An import or export.
    Item(&'p ModuleDecl),
    /// A statement.
    Stmt(&'p Stmt),
    /// The block of a `try`, `catch`, `finally` or `static {}`; others are statements.
    Block(&'p BlockStmt),
    /// One `name = value` of a declaration.
    Declarator(&'p VarDecl, &'p VarDeclarator),
    /// The name, value and body of a `for (const x of xs)` are children of its statement; this is its head.
    ForHead(&'p ForHead),
    /// An expression.
    Expr(&'p Expr),
    /// What a plain assignment writes to.
    Target(&'p SimpleAssignTarget),
    /// Parameters and body.
    Function(Function<'p>),
    /// Everything from `class` to its closing brace.
    Class(&'p Class),
    /// A member of a class.
    Member(&'p ClassMember),
    /// An entry of an object literal.
    Prop(&'p PropOrSpread),
    /// `case x:`
    Case(&'p SwitchCase),
    /// `catch (e) {}`
    Catch(&'p CatchClause),
    /// A declaration of another kind: interface, type, enum, namespace, function, class.
    Decl(&'p Decl),
}

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameUse {
    /// Its value is read.
    Read,
    /// It is assigned.
    Write,
    /// It is both the key and the value of an object's entry.
    Shorthand,
    /// It names a type.
    Type,
    /// An `export { name }` names it.
    Export,
}

/// Receives the walk.
pub trait Walk<'p> {
    /// Before the children of `node`.
    fn enter(&mut self, node: Node<'p>);
    /// After the children of `node`.
    fn leave(&mut self, node: Node<'p>);
    /// A name that refers to a binding.
    fn name(&mut self, name: &ast::Ident, how: NameUse);
}

/// Walks a whole file.
pub fn walk<'p>(module: &'p Module, sink: &mut impl Walk<'p>) {
    let mut walker = Walker { sink };
    for item in &module.body {
        match item {
            ModuleItem::Stmt(stmt) => walker.stmt(stmt),
            ModuleItem::ModuleDecl(decl) => walker.item(decl),
        }
    }
}

struct Walker<'s, S> {
    sink: &'s mut S,
}

impl<'p, S: Walk<'p>> Walker<'_, S> {
    fn within(&mut self, node: Node<'p>, children: impl FnOnce(&mut Self)) {
        self.sink.enter(node);
        children(self);
        self.sink.leave(node);
    }

    fn item(&mut self, item: &'p ModuleDecl) {
        self.within(Node::Item(item), |w| match item {
            ModuleDecl::Import(_) | ModuleDecl::ExportAll(_) | ModuleDecl::TsNamespaceExport(_) => {}
            ModuleDecl::ExportDecl(export) => w.decl(&export.decl),
            ModuleDecl::ExportNamed(named) => {
                if named.src.is_none() {
                    w.export_names(named);
                }
            }
            ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                DefaultDecl::Class(c) => w.class(&c.class),
                DefaultDecl::Fn(f) => w.function(Function::Plain(&f.function)),
                DefaultDecl::TsInterfaceDecl(i) => w.types(&**i),
            },
            ModuleDecl::ExportDefaultExpr(export) => w.expr(&export.expr),
            ModuleDecl::TsImportEquals(import) => {
                if let TsModuleRef::TsEntityName(name) = &import.module_ref {
                    w.entity(name, NameUse::Read);
                }
            }
            ModuleDecl::TsExportAssignment(export) => w.expr(&export.expr),
        });
    }

    fn export_names(&mut self, named: &'p ast::NamedExport) {
        for specifier in &named.specifiers {
            if let ast::ExportSpecifier::Named(one) = specifier
                && let ast::ModuleExportName::Ident(name) = &one.orig
            {
                self.sink.name(name, NameUse::Export);
            }
        }
    }

    fn stmts(&mut self, stmts: &'p [Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn block(&mut self, block: &'p BlockStmt) {
        self.within(Node::Block(block), |w| w.stmts(&block.stmts));
    }

    fn stmt(&mut self, stmt: &'p Stmt) {
        self.within(Node::Stmt(stmt), |w| match stmt {
            Stmt::Block(b) => w.stmts(&b.stmts),
            Stmt::Empty(_) | Stmt::Debugger(_) | Stmt::Break(_) | Stmt::Continue(_) => {}
            Stmt::With(s) => {
                w.expr(&s.obj);
                w.stmt(&s.body);
            }
            Stmt::Return(s) => w.optional(s.arg.as_deref()),
            Stmt::Labeled(s) => w.stmt(&s.body),
            Stmt::If(s) => {
                w.expr(&s.test);
                w.stmt(&s.cons);
                s.alt.iter().for_each(|alt| w.stmt(alt));
            }
            Stmt::Switch(s) => {
                w.expr(&s.discriminant);
                for case in &s.cases {
                    w.within(Node::Case(case), |w| {
                        w.optional(case.test.as_deref());
                        w.stmts(&case.cons);
                    });
                }
            }
            Stmt::Throw(s) => w.expr(&s.arg),
            Stmt::Try(s) => {
                w.block(&s.block);
                if let Some(catch) = &s.handler {
                    w.within(Node::Catch(catch), |w| {
                        catch.param.iter().for_each(|p| w.pattern(p));
                        w.block(&catch.body);
                    });
                }
                s.finalizer.iter().for_each(|f| w.block(f));
            }
            Stmt::While(s) => {
                w.expr(&s.test);
                w.stmt(&s.body);
            }
            Stmt::DoWhile(s) => {
                w.stmt(&s.body);
                w.expr(&s.test);
            }
            Stmt::For(s) => {
                match &s.init {
                    Some(VarDeclOrExpr::VarDecl(v)) => w.var(v),
                    Some(VarDeclOrExpr::Expr(e)) => w.expr(e),
                    None => {}
                }
                w.optional(s.test.as_deref());
                w.optional(s.update.as_deref());
                w.stmt(&s.body);
            }
            Stmt::ForIn(s) => w.for_each(&s.left, &s.right, &s.body),
            Stmt::ForOf(s) => w.for_each(&s.left, &s.right, &s.body),
            Stmt::Decl(d) => w.decl(d),
            Stmt::Expr(e) => w.expr(&e.expr),
        });
    }

    fn for_each(&mut self, head: &'p ForHead, over: &'p Expr, body: &'p Stmt) {
        self.within(Node::ForHead(head), |w| match head {
            ForHead::VarDecl(v) => w.var(v),
            ForHead::Pat(p) => w.assigned(p),
            ForHead::UsingDecl(_) => {}
        });
        self.expr(over);
        self.stmt(body);
    }

    fn decl(&mut self, decl: &'p Decl) {
        match decl {
            Decl::Var(v) => self.var(v),
            Decl::Using(u) => u.decls.iter().for_each(|d| self.optional(d.init.as_deref())),
            _ => self.within(Node::Decl(decl), |w| match decl {
                Decl::Class(c) => w.class(&c.class),
                Decl::Fn(f) => w.function(Function::Plain(&f.function)),
                Decl::TsInterface(i) => w.types(&**i),
                Decl::TsTypeAlias(a) => w.types(&**a),
                Decl::TsEnum(e) => e.members.iter().for_each(|m| w.optional(m.init.as_deref())),
                Decl::TsModule(m) => m.body.iter().for_each(|b| w.namespace(b)),
                Decl::Var(_) | Decl::Using(_) => {}
            }),
        }
    }

    fn namespace(&mut self, body: &'p TsNamespaceBody) {
        match body {
            TsNamespaceBody::TsModuleBlock(block) => {
                for item in &block.body {
                    match item {
                        ModuleItem::Stmt(stmt) => self.stmt(stmt),
                        ModuleItem::ModuleDecl(decl) => self.item(decl),
                    }
                }
            }
            TsNamespaceBody::TsNamespaceDecl(inner) => self.namespace(&inner.body),
        }
    }

    fn var(&mut self, var: &'p VarDecl) {
        for one in &var.decls {
            self.within(Node::Declarator(var, one), |w| {
                w.pattern(&one.name);
                w.optional(one.init.as_deref());
            });
        }
    }

    /// The expressions and types in a pattern that declares names.
    fn pattern(&mut self, pat: &'p Pat) {
        match pat {
            Pat::Ident(i) => self.annotation(i.type_ann.as_deref()),
            Pat::Array(a) => {
                a.elems.iter().flatten().for_each(|p| self.pattern(p));
                self.annotation(a.type_ann.as_deref());
            }
            Pat::Rest(r) => {
                self.pattern(&r.arg);
                self.annotation(r.type_ann.as_deref());
            }
            Pat::Object(o) => {
                for prop in &o.props {
                    match prop {
                        ObjectPatProp::KeyValue(kv) => {
                            self.key(&kv.key);
                            self.pattern(&kv.value);
                        }
                        ObjectPatProp::Assign(a) => self.optional(a.value.as_deref()),
                        ObjectPatProp::Rest(r) => self.pattern(&r.arg),
                    }
                }
                self.annotation(o.type_ann.as_deref());
            }
            Pat::Assign(a) => {
                self.pattern(&a.left);
                self.expr(&a.right);
            }
            Pat::Expr(e) => self.expr(e),
            Pat::Invalid(_) => {}
        }
    }

    /// A pattern whose names are written to, not declared.
    fn assigned(&mut self, pat: &'p Pat) {
        match pat {
            Pat::Ident(i) => self.sink.name(&i.id, NameUse::Write),
            Pat::Array(a) => a.elems.iter().flatten().for_each(|p| self.assigned(p)),
            Pat::Rest(r) => self.assigned(&r.arg),
            Pat::Object(o) => self.assigned_object(o),
            Pat::Assign(a) => {
                self.assigned(&a.left);
                self.expr(&a.right);
            }
            Pat::Expr(e) => self.expr(e),
            Pat::Invalid(_) => {}
        }
    }

    fn assigned_object(&mut self, object: &'p ast::ObjectPat) {
        for prop in &object.props {
            match prop {
                ObjectPatProp::KeyValue(kv) => {
                    self.key(&kv.key);
                    self.assigned(&kv.value);
                }
                ObjectPatProp::Assign(a) => {
                    self.sink.name(&a.key.id, NameUse::Write);
                    self.optional(a.value.as_deref());
                }
                ObjectPatProp::Rest(r) => self.assigned(&r.arg),
            }
        }
    }

    fn method(&mut self, key: &'p PropName, function: &'p ast::Function) {
        self.function_after(Function::Plain(function), Some(key));
    }

    fn function(&mut self, function: Function<'p>) {
        self.function_after(function, None);
    }

    /// The text of a method starts before its key, so a computed key is walked as part of it.
    fn function_after(&mut self, function: Function<'p>, key: Option<&'p PropName>) {
        self.within(Node::Function(function), |w| {
            key.into_iter().for_each(|key| w.key(key));
            if let Function::Plain(f) = function {
                f.decorators.iter().for_each(|d| w.expr(&d.expr));
            }
            for parameter in function.parameters() {
                match parameter {
                    Parameter::Pattern(p) => w.pattern(p),
                    Parameter::Property(p) => match &p.param {
                        TsParamPropParam::Ident(i) => w.annotation(i.type_ann.as_deref()),
                        TsParamPropParam::Assign(a) => {
                            w.pattern(&a.left);
                            w.expr(&a.right);
                        }
                    },
                }
            }
            match function {
                Function::Plain(f) => w.annotation(f.return_type.as_deref()),
                Function::Arrow(f) => w.annotation(f.return_type.as_deref()),
                _ => {}
            }
            function.statements().into_iter().for_each(|s| w.stmts(s));
            w.optional(function.expression());
        });
    }

    fn class(&mut self, class: &'p Class) {
        self.within(Node::Class(class), |w| {
            class.decorators.iter().for_each(|d| w.expr(&d.expr));
            w.optional(class.super_class.as_deref());
            if let Some(arguments) = &class.super_type_params {
                w.types(&**arguments);
            }
            class.implements.iter().for_each(|i| w.types(i));
            for member in &class.body {
                w.within(Node::Member(member), |w| w.member(member));
            }
        });
    }

    fn member(&mut self, member: &'p ClassMember) {
        match member {
            ClassMember::Constructor(c) => self.function(Function::Constructor(c)),
            ClassMember::Method(m) => self.method(&m.key, &m.function),
            ClassMember::PrivateMethod(m) => self.function(Function::Plain(&m.function)),
            ClassMember::ClassProp(p) => {
                p.decorators.iter().for_each(|d| self.expr(&d.expr));
                self.key(&p.key);
                self.annotation(p.type_ann.as_deref());
                self.optional(p.value.as_deref());
            }
            ClassMember::PrivateProp(p) => {
                self.annotation(p.type_ann.as_deref());
                self.optional(p.value.as_deref());
            }
            ClassMember::StaticBlock(b) => self.block(&b.body),
            ClassMember::AutoAccessor(a) => {
                if let Key::Public(key) = &a.key {
                    self.key(key);
                }
                self.annotation(a.type_ann.as_deref());
                self.optional(a.value.as_deref());
            }
            ClassMember::TsIndexSignature(_) | ClassMember::Empty(_) => {}
        }
    }

    fn key(&mut self, key: &'p PropName) {
        if let PropName::Computed(computed) = key {
            self.expr(&computed.expr);
        }
    }

    fn optional(&mut self, expr: Option<&'p Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn arguments(&mut self, args: &'p [ExprOrSpread]) {
        args.iter().for_each(|a| self.expr(&a.expr));
    }

    fn expr(&mut self, expr: &'p Expr) {
        self.within(Node::Expr(expr), |w| match expr {
            Expr::This(_) | Expr::Lit(_) | Expr::MetaProp(_) | Expr::PrivateName(_) | Expr::Invalid(_) => {}
            Expr::Array(a) => a.elems.iter().flatten().for_each(|e| w.expr(&e.expr)),
            Expr::Object(o) => o.props.iter().for_each(|p| w.prop(p)),
            Expr::Fn(f) => w.function(Function::Plain(&f.function)),
            Expr::Unary(u) => w.expr(&u.arg),
            Expr::Update(u) => w.updated(&u.arg),
            Expr::Bin(b) => {
                w.expr(&b.left);
                w.expr(&b.right);
            }
            Expr::Assign(a) => {
                match &a.left {
                    AssignTarget::Simple(target) => w.target(target, a.op != ast::AssignOp::Assign),
                    AssignTarget::Pat(AssignTargetPat::Array(p)) => {
                        p.elems.iter().flatten().for_each(|p| w.assigned(p))
                    }
                    AssignTarget::Pat(AssignTargetPat::Object(o)) => w.assigned_object(o),
                    AssignTarget::Pat(AssignTargetPat::Invalid(_)) => {}
                }
                w.expr(&a.right);
            }
            Expr::Member(m) => w.member_expr(m),
            Expr::SuperProp(s) => {
                if let SuperProp::Computed(c) = &s.prop {
                    w.expr(&c.expr);
                }
            }
            Expr::Cond(c) => {
                w.expr(&c.test);
                w.expr(&c.cons);
                w.expr(&c.alt);
            }
            Expr::Call(c) => {
                if let Callee::Expr(callee) = &c.callee {
                    w.expr(callee);
                }
                c.type_args.iter().for_each(|t| w.types(&**t));
                w.arguments(&c.args);
            }
            Expr::New(n) => {
                w.expr(&n.callee);
                n.type_args.iter().for_each(|t| w.types(&**t));
                n.args.iter().for_each(|args| w.arguments(args));
            }
            Expr::Seq(s) => s.exprs.iter().for_each(|e| w.expr(e)),
            Expr::Ident(i) => w.sink.name(i, NameUse::Read),
            Expr::Tpl(t) => t.exprs.iter().for_each(|e| w.expr(e)),
            Expr::TaggedTpl(t) => {
                w.expr(&t.tag);
                t.tpl.exprs.iter().for_each(|e| w.expr(e));
            }
            Expr::Arrow(a) => w.function(Function::Arrow(a)),
            Expr::Class(c) => w.class(&c.class),
            Expr::Yield(y) => w.optional(y.arg.as_deref()),
            Expr::Await(a) => w.expr(&a.arg),
            Expr::Paren(p) => w.expr(&p.expr),
            Expr::JSXElement(e) => w.jsx(e),
            Expr::JSXFragment(f) => f.children.iter().for_each(|c| w.jsx_child(c)),
            Expr::JSXMember(_) | Expr::JSXNamespacedName(_) | Expr::JSXEmpty(_) => {}
            Expr::TsTypeAssertion(t) => {
                w.types(&*t.type_ann);
                w.expr(&t.expr);
            }
            Expr::TsConstAssertion(t) => w.expr(&t.expr),
            Expr::TsNonNull(t) => w.expr(&t.expr),
            Expr::TsAs(t) => {
                w.expr(&t.expr);
                w.types(&*t.type_ann);
            }
            Expr::TsInstantiation(t) => w.expr(&t.expr),
            Expr::TsSatisfies(t) => {
                w.expr(&t.expr);
                w.types(&*t.type_ann);
            }
            Expr::OptChain(o) => match &*o.base {
                OptChainBase::Member(m) => w.member_expr(m),
                OptChainBase::Call(c) => {
                    w.expr(&c.callee);
                    w.arguments(&c.args);
                }
            },
        });
    }

    fn member_expr(&mut self, member: &'p ast::MemberExpr) {
        self.expr(&member.obj);
        if let MemberProp::Computed(c) = &member.prop {
            self.expr(&c.expr);
        }
    }

    /// `x++`: the name is both read and written.
    fn updated(&mut self, arg: &'p Expr) {
        if let Expr::Ident(i) = arg {
            self.sink.name(i, NameUse::Write);
        }
        self.expr(arg);
    }

    fn target(&mut self, target: &'p SimpleAssignTarget, read_too: bool) {
        self.within(Node::Target(target), |w| match target {
            SimpleAssignTarget::Ident(i) => {
                if read_too {
                    w.sink.name(&i.id, NameUse::Read);
                }
                w.sink.name(&i.id, NameUse::Write);
            }
            SimpleAssignTarget::Member(m) => w.member_expr(m),
            SimpleAssignTarget::Paren(p) => w.expr(&p.expr),
            SimpleAssignTarget::TsAs(t) => w.expr(&t.expr),
            SimpleAssignTarget::TsSatisfies(t) => w.expr(&t.expr),
            SimpleAssignTarget::TsNonNull(t) => w.expr(&t.expr),
            SimpleAssignTarget::TsTypeAssertion(t) => w.expr(&t.expr),
            SimpleAssignTarget::TsInstantiation(t) => w.expr(&t.expr),
            SimpleAssignTarget::OptChain(_) | SimpleAssignTarget::SuperProp(_) | SimpleAssignTarget::Invalid(_) => {}
        });
    }

    fn prop(&mut self, prop: &'p PropOrSpread) {
        self.within(Node::Prop(prop), |w| match prop {
            PropOrSpread::Spread(s) => w.expr(&s.expr),
            PropOrSpread::Prop(p) => match &**p {
                Prop::Shorthand(i) => w.sink.name(i, NameUse::Shorthand),
                Prop::KeyValue(kv) => {
                    w.key(&kv.key);
                    w.expr(&kv.value);
                }
                Prop::Assign(a) => w.expr(&a.value),
                Prop::Getter(g) => w.method(&g.key, &g.function),
                Prop::Setter(s) => w.method(&s.key, &s.function),
                Prop::Method(m) => w.method(&m.key, &m.function),
            },
        });
    }

    fn jsx(&mut self, element: &'p ast::JSXElement) {
        match &element.opening.name {
            JSXElementName::Ident(i) => self.sink.name(i, NameUse::Read),
            JSXElementName::JSXMemberExpr(m) => self.jsx_object(&m.obj),
            JSXElementName::JSXNamespacedName(_) => {}
        }
        for attribute in &element.opening.attrs {
            match attribute {
                JSXAttrOrSpread::SpreadElement(s) => self.expr(&s.expr),
                JSXAttrOrSpread::JSXAttr(a) => match &a.value {
                    Some(JSXAttrValue::JSXExprContainer(c)) => self.jsx_expr(&c.expr),
                    Some(JSXAttrValue::JSXElement(e)) => self.jsx(e),
                    _ => {}
                },
            }
        }
        element.children.iter().for_each(|c| self.jsx_child(c));
    }

    fn jsx_object(&mut self, object: &'p JSXObject) {
        match object {
            JSXObject::Ident(i) => self.sink.name(i, NameUse::Read),
            JSXObject::JSXMemberExpr(m) => self.jsx_object(&m.obj),
        }
    }

    fn jsx_expr(&mut self, expr: &'p JSXExpr) {
        if let JSXExpr::Expr(e) = expr {
            self.expr(e);
        }
    }

    fn jsx_child(&mut self, child: &'p JSXElementChild) {
        match child {
            JSXElementChild::JSXExprContainer(c) => self.jsx_expr(&c.expr),
            JSXElementChild::JSXSpreadChild(s) => self.expr(&s.expr),
            JSXElementChild::JSXElement(e) => self.jsx(e),
            JSXElementChild::JSXFragment(f) => f.children.iter().for_each(|c| self.jsx_child(c)),
            JSXElementChild::JSXText(_) => {}
        }
    }

    fn annotation(&mut self, annotation: Option<&'p TsTypeAnn>) {
        if let Some(annotation) = annotation {
            self.types(annotation);
        }
    }

    fn entity(&mut self, entity: &TsEntityName, how: NameUse) {
        match entity {
            TsEntityName::Ident(i) => self.sink.name(i, how),
            TsEntityName::TsQualifiedName(q) => self.entity(&q.left, how),
        }
    }

    /// The names that a piece of type syntax refers to.
    fn types<N>(&mut self, node: &N)
    where
        N: for<'c> VisitWith<TypeNames<'c>>,
    {
        let mut names = Vec::new();
        node.visit_with(&mut TypeNames { names: &mut names });
        for (name, how) in &names {
            self.sink.name(name, *how);
        }
    }
}

/// Collects the leftmost names in types.
pub(crate) struct TypeNames<'c> {
    names: &'c mut Vec<(ast::Ident, NameUse)>,
}

impl TypeNames<'_> {
    fn computed(&mut self, key: &Expr, computed: bool) {
        if computed {
            self.visit_expr(key);
        }
    }
}

impl Visit for TypeNames<'_> {
    fn visit_ts_entity_name(&mut self, entity: &TsEntityName) {
        match entity {
            TsEntityName::Ident(i) => self.names.push((i.clone(), NameUse::Type)),
            TsEntityName::TsQualifiedName(q) => self.visit_ts_entity_name(&q.left),
        }
    }

    // The key of a member is a name of its own, `vpc` in `{ vpc: Vpc }`, unless it is computed.

    fn visit_ts_property_signature(&mut self, member: &ast::TsPropertySignature) {
        self.computed(&member.key, member.computed);
        member.type_ann.visit_with(self);
    }

    fn visit_ts_method_signature(&mut self, member: &ast::TsMethodSignature) {
        self.computed(&member.key, member.computed);
        member.type_params.visit_with(self);
        member.params.visit_with(self);
        member.type_ann.visit_with(self);
    }

    fn visit_ts_getter_signature(&mut self, member: &ast::TsGetterSignature) {
        self.computed(&member.key, member.computed);
        member.type_ann.visit_with(self);
    }

    fn visit_ts_setter_signature(&mut self, member: &ast::TsSetterSignature) {
        self.computed(&member.key, member.computed);
        member.param.visit_with(self);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        // The heritage of an interface and computed keys of type members are expressions.
        match expr {
            Expr::Ident(i) => self.names.push((i.clone(), NameUse::Type)),
            Expr::Member(m) => self.visit_expr(&m.obj),
            _ => {}
        }
    }
}
