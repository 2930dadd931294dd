//! Statements into the [`Tree`].

use swc_ecma_ast::{
    BlockStmt, ForHead, FunctionBody, ModuleItem, Stmt, SwitchCase, TryStmt, UsingDecl, VarDecl, VarDeclKind,
    VarDeclOrExpr, VarDeclarator,
};

use super::{Key, Kind, NodeId, Tree, flag};

impl Tree<'_> {
    pub(super) fn module_item(&mut self, item: &ModuleItem) -> NodeId {
        match item {
            ModuleItem::Stmt(stmt) => self.stmt(stmt),
            ModuleItem::ModuleDecl(decl) => self.module_decl(decl),
        }
    }

    pub(super) fn block(&mut self, block: &BlockStmt) -> NodeId {
        let id = self.leaf(Kind::Block, block);
        self.body(id, &block.stmts);
        id
    }

    pub(super) fn function_body(&mut self, body: &FunctionBody) -> NodeId {
        let id = self.leaf(Kind::Block, &body.span);
        self.body(id, &body.stmts);
        self.mark_directives(id);
        id
    }

    fn body(&mut self, id: NodeId, stmts: &[Stmt]) {
        for stmt in stmts {
            let child = self.stmt(stmt);
            self.link(id, Key::Body, child);
        }
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) -> NodeId {
        match stmt {
            Stmt::Block(block) => self.block(block),
            Stmt::Empty(_) => self.leaf(Kind::Empty, stmt),
            Stmt::Debugger(_) => self.leaf(Kind::Debugger, stmt),
            Stmt::With(_) => self.leaf(Kind::Verbatim, stmt),
            Stmt::Decl(decl) => self.decl(decl),
            Stmt::Expr(node) => {
                let id = self.leaf(Kind::ExpressionStatement, stmt);
                let inner = self.expr(&node.expr);
                self.link(id, Key::Expression, inner);
                id
            }
            Stmt::Return(node) => self.keyword_stmt(Kind::Return, stmt, node.arg.as_deref()),
            Stmt::Throw(node) => self.keyword_stmt(Kind::Throw, stmt, Some(&node.arg)),
            Stmt::Labeled(node) => {
                let id = self.leaf(Kind::Labeled, stmt);
                self.ident(id, Key::Label, &node.label);
                self.child_stmt(id, Key::Body, &node.body);
                id
            }
            Stmt::Break(node) => {
                let id = self.leaf(Kind::Break, stmt);
                if let Some(label) = &node.label {
                    self.ident(id, Key::Label, label);
                }
                id
            }
            Stmt::Continue(node) => {
                let id = self.leaf(Kind::Continue, stmt);
                if let Some(label) = &node.label {
                    self.ident(id, Key::Label, label);
                }
                id
            }
            Stmt::If(node) => {
                let id = self.leaf(Kind::If, stmt);
                self.child_expr(id, Key::Test, &node.test);
                self.child_stmt(id, Key::Consequent, &node.cons);
                if let Some(alternate) = &node.alt {
                    self.child_stmt(id, Key::Alternate, alternate);
                }
                id
            }
            Stmt::Switch(node) => {
                let id = self.leaf(Kind::Switch, stmt);
                self.child_expr(id, Key::Discriminant, &node.discriminant);
                for case in &node.cases {
                    let child = self.case(case);
                    self.link(id, Key::Cases, child);
                }
                id
            }
            Stmt::Try(node) => self.try_stmt(node),
            _ => self.loop_stmt(stmt),
        }
    }

    fn loop_stmt(&mut self, stmt: &Stmt) -> NodeId {
        match stmt {
            Stmt::While(node) => {
                let id = self.leaf(Kind::While, stmt);
                self.child_expr(id, Key::Test, &node.test);
                self.child_stmt(id, Key::Body, &node.body);
                id
            }
            Stmt::DoWhile(node) => {
                let id = self.leaf(Kind::DoWhile, stmt);
                self.child_stmt(id, Key::Body, &node.body);
                self.child_expr(id, Key::Test, &node.test);
                id
            }
            Stmt::For(node) => {
                let id = self.leaf(Kind::For, stmt);
                match &node.init {
                    Some(VarDeclOrExpr::VarDecl(decl)) => {
                        let child = self.var_decl(decl);
                        self.link(id, Key::Init, child);
                    }
                    Some(VarDeclOrExpr::Expr(expr)) => self.child_expr(id, Key::Init, expr),
                    None => {}
                }
                if let Some(test) = &node.test {
                    self.child_expr(id, Key::Test, test);
                }
                if let Some(update) = &node.update {
                    self.child_expr(id, Key::Update, update);
                }
                self.child_stmt(id, Key::Body, &node.body);
                id
            }
            Stmt::ForIn(node) => self.for_each(Kind::ForIn, stmt, &node.left, &node.right, &node.body),
            Stmt::ForOf(node) => {
                let id = self.for_each(Kind::ForOf, stmt, &node.left, &node.right, &node.body);
                self.flag(id, flag::AWAIT, node.is_await);
                id
            }
            _ => self.leaf(Kind::Verbatim, stmt),
        }
    }

    fn for_each(&mut self, kind: Kind, stmt: &Stmt, left: &ForHead, right: &swc_ecma_ast::Expr, body: &Stmt) -> NodeId {
        let id = self.leaf(kind, stmt);
        let head = match left {
            ForHead::VarDecl(decl) => self.var_decl(decl),
            ForHead::UsingDecl(decl) => self.using_decl(decl),
            ForHead::Pat(pat) => self.pat(pat),
        };
        self.link(id, Key::Left, head);
        self.child_expr(id, Key::Right, right);
        self.child_stmt(id, Key::Body, body);
        id
    }

    fn keyword_stmt(&mut self, kind: Kind, stmt: &Stmt, argument: Option<&swc_ecma_ast::Expr>) -> NodeId {
        let id = self.leaf(kind, stmt);
        if let Some(argument) = argument {
            self.child_expr(id, Key::Argument, argument);
        }
        id
    }

    pub(super) fn child_expr(&mut self, id: NodeId, key: Key, expr: &swc_ecma_ast::Expr) {
        let child = self.expr(expr);
        self.link(id, key, child);
    }

    fn child_stmt(&mut self, id: NodeId, key: Key, stmt: &Stmt) {
        let child = self.stmt(stmt);
        self.link(id, key, child);
    }

    fn case(&mut self, case: &SwitchCase) -> NodeId {
        let id = self.leaf(Kind::SwitchCase, case);
        if let Some(test) = &case.test {
            self.child_expr(id, Key::Test, test);
        }
        for stmt in &case.cons {
            self.child_stmt(id, Key::Consequent, stmt);
        }
        id
    }

    fn try_stmt(&mut self, node: &TryStmt) -> NodeId {
        let id = self.leaf(Kind::Try, node);
        let block = self.block(&node.block);
        self.link(id, Key::Block, block);
        if let Some(handler) = &node.handler {
            let clause = self.leaf(Kind::CatchClause, handler);
            if let Some(param) = &handler.param {
                let child = self.pat(param);
                self.link(clause, Key::Param, child);
            }
            let body = self.block(&handler.body);
            self.link(clause, Key::Body, body);
            self.link(id, Key::Handler, clause);
        }
        if let Some(finalizer) = &node.finalizer {
            let block = self.block(finalizer);
            self.link(id, Key::Finalizer, block);
        }
        id
    }

    pub(super) fn var_decl(&mut self, decl: &VarDecl) -> NodeId {
        let id = self.leaf(Kind::VariableDeclaration, decl);
        let kind = match decl.kind {
            VarDeclKind::Var => "var",
            VarDeclKind::Let => "let",
            VarDeclKind::Const => "const",
        };
        self.set_op(id, kind);
        self.flag(id, flag::DECLARE, decl.declare);
        self.declarators(id, &decl.decls);
        id
    }

    pub(super) fn using_decl(&mut self, decl: &UsingDecl) -> NodeId {
        let id = self.leaf(Kind::VariableDeclaration, decl);
        self.set_op(id, if decl.is_await { "await using" } else { "using" });
        self.declarators(id, &decl.decls);
        id
    }

    fn declarators(&mut self, id: NodeId, decls: &[VarDeclarator]) {
        for decl in decls {
            let child = self.leaf(Kind::VariableDeclarator, decl);
            let name = self.pat(&decl.name);
            self.flag(name, flag::DEFINITE, decl.definite);
            self.link(child, Key::Id, name);
            if let Some(init) = &decl.init {
                self.child_expr(child, Key::Init, init);
            }
            self.link(id, Key::Declarations, child);
        }
    }
}
