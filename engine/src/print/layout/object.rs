//! Objects, patterns and arrays.

use super::{Key, Kind, Layouter, NodeId, Role, flag, look};
use crate::print::doc::{
    Doc, HARDLINE, LINE, NIL, SOFTLINE, docs, fill, group_broken, group_named, if_break, if_group_breaks, indent,
};
use crate::print::literal;
use crate::source::style::{QuoteProps, TrailingComma};

impl Layouter<'_> {
    /// Object expressions and patterns, enum bodies, import attributes: what has braces and commas.
    pub(super) fn object(&self, id: NodeId) -> Doc {
        let kind = self.kind(id);
        let key = if kind == Kind::Enum { Key::Members } else { Key::Properties };
        let members = self.list(id, key);
        let breaks = self.object_breaks(id, &members);
        let suffix = docs![self.optional_mark(id), self.annotation(id)];
        if members.is_empty() {
            return group_broken(docs!["{", self.dangling_in_list(id), "}", suffix], false);
        }
        let mut parts = Vec::new();
        let mut separator = NIL;
        for member in &members {
            parts.push(separator);
            parts.push(self.print(*member));
            separator = docs![",", LINE, if self.blank_line_after(*member) { HARDLINE } else { NIL }];
        }
        let rest = members.last().is_some_and(|m| self.kind(*m) == Kind::Rest);
        let comma = if rest { NIL } else { self.trailing_comma(TrailingComma::Es5) };
        let line = self.brace_line();
        let body = docs!["{", indent(docs![line.clone(), parts]), comma, line, "}", suffix];
        if self.object_stays_ungrouped(id, breaks) { body } else { group_broken(body, breaks) }
    }

    fn object_breaks(&self, id: NodeId, members: &[NodeId]) -> bool {
        let Some(first) = members.first() else { return false };
        if self.kind(id) == Kind::Enum {
            return true;
        }
        if self.kind(id) != Kind::ObjectPattern {
            return look::breaks_between(self.tree.text, self.start(id), self.start_with_comments(*first));
        }
        use Kind::*;
        let plain = !matches!(
            self.parent_kind(id),
            FunctionDeclaration | Function | Arrow | ObjectMethod | ClassMethod | AssignmentPattern | CatchClause
        );
        plain
            && members.iter().any(|m| {
                let value = self.child(*m, Key::Value).filter(|_| self.kind(*m) == Kind::Property);
                let value = value.filter(|_| !self.has(*m, flag::SHORTHAND));
                value.is_some_and(|v| self.tree.is(v, &[ObjectPattern, ArrayPattern]))
            })
    }

    /// The start of a node, or of its first comment.
    fn start_with_comments(&self, id: NodeId) -> u32 {
        self.start(id)
    }

    fn object_stays_ungrouped(&self, id: NodeId, breaks: bool) -> bool {
        let parent = self.parent(id);
        let key = self.tree.key(id);
        let pattern = self.kind(id) == Kind::ObjectPattern;
        if pattern && key == Key::Params && self.hugs_only_parameter(parent) {
            return self.list(id, Key::Decorators).is_empty();
        }
        !breaks && pattern && matches!(self.kind(parent), Kind::Assignment | Kind::VariableDeclarator)
    }

    pub(super) fn property(&self, id: NodeId) -> Doc {
        if self.has(id, flag::SHORTHAND) {
            return self.part(id, Key::Value);
        }
        self.assignment(id, self.property_key(id), ":", Key::Value)
    }

    /// The name of a property, quoted as the style wants it.
    pub(super) fn property_key(&self, id: NodeId) -> Doc {
        let Some(key) = self.child(id, Key::Key) else { return NIL };
        if self.has(id, flag::COMPUTED) {
            return docs!["[", self.print(key), "]"];
        }
        let quotes = self.style.quote_props;
        if quotes == QuoteProps::Consistent && self.kind(key) == Kind::Identifier && self.sibling_needs_quotes(id) {
            let quoted = literal::string(&format!("\"{}\"", self.tree.name(key)), self.style);
            return self.with_comments(key, quoted.into());
        }
        let unquote =
            quotes == QuoteProps::AsNeeded || (quotes == QuoteProps::Consistent && !self.sibling_needs_quotes(id));
        if unquote && self.can_lose_quotes(id) {
            return self.with_comments(key, literal::unquoted(self.tree.source(key)).to_string().into());
        }
        self.print(key)
    }

    fn can_lose_quotes(&self, id: NodeId) -> bool {
        let Some(key) = self.child(id, Key::Key).filter(|k| self.kind(*k) == Kind::String) else { return false };
        let name = literal::unquoted(self.tree.source(key));
        self.kind(id) != Kind::ClassProperty
            && !(self.kind(id) == Kind::MethodSignature && name == "new")
            && literal::is_plain_name(name)
    }

    fn sibling_needs_quotes(&self, id: NodeId) -> bool {
        let parent = self.parent(id);
        self.list(parent, self.tree.key(id)).into_iter().any(|sibling| {
            let key = self.child(sibling, Key::Key);
            !self.has(sibling, flag::COMPUTED)
                && key.is_some_and(|k| self.kind(k) == Kind::String)
                && !self.can_lose_quotes(sibling)
        })
    }

    pub(super) fn array(&self, id: NodeId) -> Doc {
        let elements = self.list(id, Key::Elements);
        let suffix = docs![self.optional_mark(id), self.annotation(id)];
        if elements.is_empty() {
            return docs![group_broken(docs!["[", self.dangling_in_list(id), "]"], false), suffix];
        }
        let last = elements[elements.len() - 1];
        let named = self.group_id();
        let breaks = self.array_breaks(&elements);
        let numbers = self.is_number_array(id);
        let comma = match self.kind(last) {
            Kind::Rest | Kind::RestType if self.kind(last) == Kind::Rest => NIL,
            Kind::Hole => ",".into(),
            _ if self.style.trailing_comma == TrailingComma::None => NIL,
            _ if numbers => if_group_breaks(",", "", named),
            _ => if_break(",", ""),
        };
        let body = if numbers { self.fill_elements(&elements, comma) } else { docs![self.elements(&elements), comma] };
        let dangling = self.dangling(id, Role::Dangling);
        let doc = docs!["[", indent(docs![SOFTLINE, body, dangling]), SOFTLINE, "]"];
        docs![group_named(doc, breaks, named), suffix]
    }

    /// More than one element, all objects or all arrays, each with more than one member.
    fn array_breaks(&self, elements: &[NodeId]) -> bool {
        if elements.len() < 2 {
            return false;
        }
        let kind = self.kind(elements[0]);
        let key = match kind {
            Kind::Object => Key::Properties,
            Kind::Array => Key::Elements,
            _ => return false,
        };
        elements.iter().all(|e| self.kind(*e) == kind && self.list(*e, key).len() > 1)
    }

    pub(super) fn is_number_array(&self, id: NodeId) -> bool {
        let elements = self.list(id, Key::Elements);
        self.kind(id) == Kind::Array
            && !elements.is_empty()
            && elements.iter().all(|e| {
                (self.kind(*e) == Kind::Number || self.is_signed_number(*e))
                    && !self
                        .comments
                        .of(*e, Role::Trailing)
                        .any(|(_, n)| !n.block && !look::starts_line(self.tree.text, n.range.start))
            })
    }

    fn elements(&self, elements: &[NodeId]) -> Doc {
        let mut out = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            let hole = self.kind(*element) == Kind::Hole;
            out.push(if hole { NIL } else { group_broken(self.print(*element), false) });
            if at + 1 < elements.len() {
                let blank = !hole && self.blank_line_after_comma(*element);
                out.push(docs![",", LINE, if blank { SOFTLINE } else { NIL }]);
            }
        }
        out.into()
    }

    fn fill_elements(&self, elements: &[NodeId], comma: Doc) -> Doc {
        let mut out = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            let last = at + 1 == elements.len();
            out.push(docs![self.print(*element), if last { comma.clone() } else { ",".into() }]);
            if last {
                break;
            }
            out.push(if self.blank_line_after_comma(*element) {
                docs![HARDLINE, HARDLINE]
            } else if self.comments.has_line(elements[at + 1], Role::Leading) {
                HARDLINE
            } else {
                LINE
            });
        }
        fill(out)
    }

    fn blank_line_after_comma(&self, element: NodeId) -> bool {
        let comma = look::find_outside_comments(self.tree.text, self.end(element), ',');
        comma.is_some_and(|at| look::blank_line_after(self.tree.text, at))
    }
}
