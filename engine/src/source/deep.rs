//! How deep a tree is. Invariant: asking costs a bounded amount of stack, however deep the tree is.

use swc_common::Spanned;
use swc_ecma_ast::{Expr, JSXElement, JSXObject, Module, Pat, Stmt, TsEntityName, TsNamespaceBody, TsType};
use swc_ecma_visit::{Visit, VisitWith};

use super::range::TextRange;

/// Where the nodes of `module` first lie deeper than `limit` within each other. Besides brackets, operators, `else if`,
/// members and calls in a chain make a tree deep, so that only the tree tells.
pub(super) fn first_deeper(module: &Module, limit: usize) -> Option<u32> {
    let mut depth = Depth { at: 0, limit, found: None };
    module.visit_with(&mut depth);
    depth.found
}

struct Depth {
    at: usize,
    limit: usize,
    found: Option<u32>,
}

impl Depth {
    fn enter<N: VisitWith<Self> + Spanned>(&mut self, node: &N) {
        if self.found.is_some() {
            return;
        }
        if self.at >= self.limit {
            self.found = Some(TextRange::of_span(node.span()).start);
            return;
        }
        self.at += 1;
        node.visit_children_with(self);
        self.at -= 1;
    }
}

/// Every way from a node down to one of its own kind passes one of these.
impl Visit for Depth {
    fn visit_expr(&mut self, node: &Expr) {
        self.enter(node);
    }

    fn visit_stmt(&mut self, node: &Stmt) {
        self.enter(node);
    }

    fn visit_pat(&mut self, node: &Pat) {
        self.enter(node);
    }

    fn visit_ts_type(&mut self, node: &TsType) {
        self.enter(node);
    }

    fn visit_ts_entity_name(&mut self, node: &TsEntityName) {
        self.enter(node);
    }

    fn visit_ts_namespace_body(&mut self, node: &TsNamespaceBody) {
        self.enter(node);
    }

    fn visit_jsx_element(&mut self, node: &JSXElement) {
        self.enter(node);
    }

    fn visit_jsx_object(&mut self, node: &JSXObject) {
        self.enter(node);
    }
}
