//! Chains of binary and logical operators.

use super::parens::should_flatten;
use super::{Key, Kind, Layouter, NodeId, Role, flag};
use crate::print::doc::{Doc, HARDLINE, LINE, NIL, SOFTLINE, docs, group, group_broken, if_break, indent};

impl Layouter<'_> {
    pub(super) fn binary(&self, id: NodeId) -> Doc {
        let parent = self.parent(id);
        let above = self.kind(parent);
        let key = self.tree.key(id);
        let in_test = key != Key::Body && matches!(above, Kind::If | Kind::While | Kind::Switch | Kind::DoWhile);
        let parts = self.binary_parts(id, false, in_test);
        if in_test {
            return parts.into();
        }
        let callee = key == Key::Callee && self.is_call_like(parent);
        if callee
            || (above == Kind::Unary && !self.comments.any(id))
            || (above == Kind::Member && !self.has(parent, flag::COMPUTED))
        {
            return group(docs![indent(docs![SOFTLINE, parts]), SOFTLINE]);
        }
        let outer = self.kind(self.parent(parent));
        let flat = (key == Key::Argument && matches!(above, Kind::Return | Kind::Throw))
            || (key == Key::Body && above == Kind::Arrow)
            || (key != Key::Body && above == Kind::For)
            || (above == Kind::Conditional && !matches!(outer, Kind::Return | Kind::Throw | Kind::Call))
            || above == Kind::Template;
        let assigned =
            matches!(above, Kind::Assignment | Kind::VariableDeclarator | Kind::ClassProperty | Kind::Property);
        if flat || self.chain_inlines(id) || (!self.inlines_logical(id) && assigned) {
            return group(parts);
        }
        // The first operand stays on its line, the rest is indented below it.
        let first_group = parts.iter().position(|p| matches!(p, Doc::Group(_)));
        let head = first_group.map_or(1, |at| at + 1).min(parts.len());
        group(docs![parts[..head].to_vec(), indent(parts[head..].to_vec())])
    }

    fn binary_parts(&self, id: NodeId, inside: bool, in_test: bool) -> Vec<Doc> {
        let (Some(left), Some(right)) = (self.child(id, Key::Left), self.child(id, Key::Right)) else {
            return Vec::new();
        };
        let op = self.tree.op(id);
        let flattens = self.is_binaryish(left) && should_flatten(op, self.tree.op(left));
        let mut parts = if flattens { self.binary_parts(left, true, in_test) } else { vec![group(self.print(left))] };
        let inline = self.inlines_logical(id);
        let right_doc = self.print(right);
        let own_line = self.has_leading_own_line(right);
        let tail = if inline {
            docs![op, if own_line { indent(docs![LINE, right_doc]) } else { docs![" ", right_doc] }]
        } else {
            docs![op, LINE, right_doc]
        };
        let commented = self.comments.has_line(left, Role::Trailing);
        let same = |other: NodeId| self.kind(other) == self.kind(id);
        let alone_in_test = in_test && self.kind(id) == Kind::Logical;
        let grouped = commented || !(alone_in_test || same(self.parent(id)) || same(left) || same(right));
        parts.push(" ".into());
        parts.push(if grouped { group_broken(tail, commented) } else { tail });
        if inside && self.comments.any(id) {
            return vec![docs![self.leading(id), parts, self.trailing(id)]];
        }
        parts
    }

    /// `await x`, which opens a line of its own inside a chain.
    pub(super) fn await_expression(&self, id: NodeId) -> Doc {
        let Some(argument) = self.child(id, Key::Argument) else { return "await".into() };
        let doc = docs!["await ", self.print(argument)];
        let parent = self.parent(id);
        let key = self.tree.key(id);
        let chained = (self.is_call(parent) && key == Key::Callee) || (self.is_member(parent) && key == Key::Object);
        if !chained {
            return doc;
        }
        let doc = docs![indent(docs![SOFTLINE, doc]), SOFTLINE];
        let outer = self.ancestor(id, &[Kind::Await, Kind::Block]).filter(|o| self.kind(*o) == Kind::Await);
        let starts = outer
            .and_then(|o| self.child(o, Key::Argument))
            .is_some_and(|argument| self.starts_with_node(argument, id));
        if starts { doc } else { group(doc) }
    }

    /// `x as T`, `x satisfies T`
    pub(super) fn as_expression(&self, id: NodeId) -> Doc {
        let ty = if self.has(id, flag::CONST) { "const".into() } else { self.part(id, Key::TypeAnnotation) };
        let doc = docs![self.part(id, Key::Expression), " ", self.tree.op(id), " ", ty];
        let parent = self.parent(id);
        let key = self.tree.key(id);
        if (key == Key::Callee && self.is_call_like(parent)) || (key == Key::Object && self.is_member(parent)) {
            return group(docs![indent(docs![SOFTLINE, doc]), SOFTLINE]);
        }
        doc
    }

    pub(super) fn sequence(&self, id: NodeId) -> Doc {
        let expressions: Vec<Doc> = self.list(id, Key::Expressions).into_iter().map(|e| self.print(e)).collect();
        if matches!(self.parent_kind(id), Kind::ExpressionStatement | Kind::For) {
            let mut out = Vec::new();
            for (at, expression) in expressions.into_iter().enumerate() {
                out.push(if at == 0 { expression } else { docs![",", indent(docs![LINE, expression])] });
            }
            return group(out);
        }
        group(crate::print::doc::join(&docs![",", LINE], expressions))
    }

    pub(super) fn unary(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let space = if op.ends_with(|c: char| c.is_ascii_lowercase()) { " " } else { "" };
        let Some(argument) = self.child(id, Key::Argument) else { return op.into() };
        let doc = self.print(argument);
        if self.comments.any(argument) {
            return docs![op, space, group(docs!["(", indent(docs![SOFTLINE, doc]), SOFTLINE, ")"])];
        }
        docs![op, space, doc]
    }

    pub(super) fn update(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let argument = self.part(id, Key::Argument);
        if self.has(id, flag::PREFIX) { docs![op, argument] } else { docs![argument, op] }
    }

    /// What `return`, `throw` and `yield` are given.
    pub(super) fn keyword_argument(&self, id: NodeId) -> Doc {
        let Some(argument) = self.child(id, Key::Argument) else { return NIL };
        let doc = self.print(argument);
        if self.return_needs_parens(argument) {
            return docs![" (", indent(docs![HARDLINE, doc]), HARDLINE, ")"];
        }
        if self.is_binaryish(argument) {
            return docs![
                " ",
                group(docs![if_break("(", ""), indent(docs![SOFTLINE, doc]), SOFTLINE, if_break(")", "")])
            ];
        }
        docs![" ", doc]
    }
}
