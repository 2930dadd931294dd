//! Conditional expressions and conditional types.

use super::{Key, Kind, Layouter, NodeId, flag};
use crate::print::doc::{Doc, LINE, NIL, SOFTLINE, align, docs, group, if_break, indent};

impl Layouter<'_> {
    pub(super) fn ternary(&self, id: NodeId) -> Doc {
        let kind = self.kind(id);
        let expression = kind == Kind::Conditional;
        let (yes_key, no_key) =
            if expression { (Key::Consequent, Key::Alternate) } else { (Key::TrueType, Key::FalseType) };
        let tests: &[Key] = if expression { &[Key::Test] } else { &[Key::CheckType, Key::ExtendsType] };
        let (Some(yes), Some(no)) = (self.child(id, yes_key), self.child(id, no_key)) else { return NIL };
        let parent = self.parent(id);
        let key = self.tree.key(id);
        let nested = self.kind(parent) == kind;
        let is_test = nested && tests.contains(&key);
        let force_no_indent = nested && !is_test;
        let root = self.ternary_root(id, tests);
        let branch = |child: NodeId| {
            let doc = self.print(child);
            if self.uses_tabs() { indent(doc) } else { align(2, doc) }
        };
        let parens = self.kind(yes) == kind;
        let part = docs![
            LINE,
            "? ",
            if parens { if_break("", "(") } else { NIL },
            branch(yes),
            if parens { if_break("", ")") } else { NIL },
            LINE,
            ": ",
            branch(no),
        ];
        let part = if !nested || key == no_key || is_test || self.uses_tabs() {
            part
        } else {
            align(self.tab_width().saturating_sub(2) as u8, part)
        };
        let break_closing = self.is_member(parent) && key == Key::Object && !self.has(parent, flag::COMPUTED);
        let extra_indent = self.indents_extra(id);
        let test = self.ternary_test(id, key == no_key && nested);
        let body = docs![
            test,
            if force_no_indent { part } else { indent(part) },
            if expression && break_closing && !extra_indent { SOFTLINE } else { NIL },
        ];
        let body = if parent == root { group(body) } else { body };
        if is_test || extra_indent { group(docs![indent(docs![SOFTLINE, body]), SOFTLINE]) } else { body }
    }

    /// The node above the whole chain of conditionals.
    fn ternary_root(&self, id: NodeId, tests: &[Key]) -> NodeId {
        let kind = self.kind(id);
        let mut here = id;
        loop {
            let parent = self.parent(here);
            if self.kind(parent) != kind || tests.contains(&self.tree.key(here)) {
                return parent;
            }
            here = parent;
        }
    }

    fn ternary_test(&self, id: NodeId, in_alternate: bool) -> Doc {
        let test = if self.kind(id) == Kind::Conditional {
            self.part(id, Key::Test)
        } else {
            docs![self.part(id, Key::CheckType), " extends ", self.part(id, Key::ExtendsType)]
        };
        if in_alternate { align(2, test) } else { test }
    }

    /// `(a ? b : c).d()` as a value: the chain goes on below the parentheses.
    fn indents_extra(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::Conditional {
            return false;
        }
        let mut node = id;
        let above = loop {
            let parent = self.parent(node);
            let key = self.tree.key(node);
            match self.kind(parent) {
                Kind::NonNull => node = parent,
                Kind::Call if key == Key::Callee => node = parent,
                Kind::Member if key == Key::Object => node = parent,
                Kind::New if key == Key::Callee => {
                    node = parent;
                    break self.parent(parent);
                }
                Kind::As => {
                    node = parent;
                    break self.parent(parent);
                }
                _ => break parent,
            }
        };
        if node == id {
            return false;
        }
        let wanted = match self.kind(above) {
            Kind::Assignment => Key::Right,
            Kind::VariableDeclarator => Key::Init,
            Kind::Return | Kind::Throw | Kind::Unary | Kind::Yield | Kind::Await => Key::Argument,
            _ => return false,
        };
        self.tree.key(node) == wanted
    }
}
