//! Where the nodes of a text are. Invariant: every range is one of the text that was given.

use std::path::Path;

use iacfix_engine::source::{SourceFile, TextRange};
use swc_ecma_ast::{ClassMember, Expr, ExprOrSpread, ModuleItem, Pat, PropName, PropOrSpread, Stmt, TsType};
use swc_ecma_visit::{Visit, VisitWith};

/// What one node can stand in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A statement, or an item of a module.
    Statement,
    /// An expression.
    Expression,
    /// A property of an object.
    Property,
    /// Its name.
    Key,
    /// An element of an array, or an argument.
    Element,
    /// A member of a class.
    Member,
    /// A parameter, or what a declaration binds.
    Pattern,
    /// A type.
    Type,
    /// A name, wherever it stands.
    Name,
}

/// All kinds.
pub(crate) const KINDS: [Kind; 9] = [
    Kind::Statement,
    Kind::Expression,
    Kind::Property,
    Kind::Key,
    Kind::Element,
    Kind::Member,
    Kind::Pattern,
    Kind::Type,
    Kind::Name,
];

/// A node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) kind: Kind,
    pub(crate) range: TextRange,
}

/// The nodes of a file; none where it does not parse.
pub(crate) fn spots(path: &str, bytes: &[u8]) -> Vec<Spot> {
    let Ok(file) = SourceFile::parse(Path::new(path), bytes.to_vec()) else { return Vec::new() };
    let mut nodes = Nodes::default();
    file.module().visit_with(&mut nodes);
    nodes.found
}

#[derive(Default)]
struct Nodes {
    found: Vec<Spot>,
}

impl Nodes {
    fn enter<N: VisitWith<Self> + swc_common::Spanned>(&mut self, kind: Kind, node: &N) {
        self.found.push(Spot { kind, range: TextRange::of(node) });
        node.visit_children_with(self);
    }
}

impl Visit for Nodes {
    fn visit_module_item(&mut self, node: &ModuleItem) {
        match node {
            ModuleItem::Stmt(_) => node.visit_children_with(self),
            ModuleItem::ModuleDecl(_) => self.enter(Kind::Statement, node),
        }
    }

    fn visit_stmt(&mut self, node: &Stmt) {
        self.enter(Kind::Statement, node);
    }

    fn visit_expr(&mut self, node: &Expr) {
        self.enter(Kind::Expression, node);
    }

    fn visit_prop_or_spread(&mut self, node: &PropOrSpread) {
        self.enter(Kind::Property, node);
    }

    fn visit_prop_name(&mut self, node: &PropName) {
        self.enter(Kind::Key, node);
    }

    fn visit_expr_or_spread(&mut self, node: &ExprOrSpread) {
        self.enter(Kind::Element, node);
    }

    fn visit_class_member(&mut self, node: &ClassMember) {
        self.enter(Kind::Member, node);
    }

    fn visit_pat(&mut self, node: &Pat) {
        self.enter(Kind::Pattern, node);
    }

    fn visit_ts_type(&mut self, node: &TsType) {
        self.enter(Kind::Type, node);
    }

    fn visit_ident(&mut self, node: &swc_ecma_ast::Ident) {
        self.enter(Kind::Name, node);
    }
}
