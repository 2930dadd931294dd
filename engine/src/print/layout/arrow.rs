//! Arrow functions and chains of them.

use super::assignment::Assignment;
use super::{Hint, Key, Kind, Layouter, NodeId, Role};
use crate::print::doc::{
    Doc, GroupId, LINE, NIL, SOFTLINE, docs, group, group_broken, group_named, if_break, if_group_breaks, indent,
    indent_if_break, join,
};
use crate::source::style::TrailingComma;

impl Layouter<'_> {
    pub(super) fn arrow(&self, id: NodeId, hint: Hint) -> Doc {
        let mut heads = Vec::new();
        let mut trailing = Vec::new();
        let mut breaks = false;
        let body_of = |arrow| self.child(arrow, Key::Body);
        let chain = !hint.expand_last && body_of(id).is_some_and(|b| self.kind(b) == Kind::Arrow);
        let mut tail = id;
        loop {
            let head = self.arrow_head(tail, hint);
            if heads.is_empty() {
                heads.push(head);
            } else {
                heads.push(docs![self.leading(tail), head]);
                trailing.insert(0, self.trailing(tail));
            }
            if chain {
                breaks |= self.arrow_has_heavy_head(tail);
            }
            match body_of(tail).filter(|b| chain && self.kind(*b) == Kind::Arrow) {
                Some(next) => tail = next,
                None => break,
            }
        }
        let Some(body) = body_of(tail) else { return NIL };
        let body_doc = self.print_with_body_hint(body, hint);
        let same_line = !self.has_leading_own_line(body)
            && (self.kind(body) == Kind::Sequence
                || self.stays_beside_arrow(body)
                || (!breaks && self.is_plain_conditional(body)));
        let callee = self.tree.key(id) == Key::Callee && self.is_call_like(self.parent(id));
        let named = self.group_id();
        let heads_doc = self.arrow_heads(id, hint, heads, breaks);
        let mut break_chain = false;
        let mut indents = false;
        if chain && (callee || hint.assignment.is_some()) {
            indents = true;
            break_chain = hint.assignment == Some(Assignment::ChainTailArrowChain) || (callee && !same_line);
        }
        let body_doc = self.arrow_body(id, hint, body_doc, trailing.into(), body, same_line);
        let heads_doc = if indents {
            let soft = if self.comments.has_line(id, Role::Leading) { NIL } else { SOFTLINE };
            indent(docs![soft, heads_doc])
        } else {
            heads_doc
        };
        group(docs![
            group_named(heads_doc, break_chain, named),
            " =>",
            if chain { indent_if_break(body_doc, named) } else { group(body_doc) },
            if chain && callee { closing(named) } else { NIL },
        ])
    }

    fn print_with_body_hint(&self, body: NodeId, hint: Hint) -> Doc {
        // The hint goes down to the body as Prettier passes it: a hugged arrow's arrow body is hugged as well.
        let down = Hint { assignment: None, ..hint };
        if down == Hint::default() || !self.tree.is(body, &[Kind::Arrow, Kind::Function, Kind::Conditional]) {
            self.print(body)
        } else {
            self.print_with(body, down)
        }
    }

    fn arrow_has_heavy_head(&self, id: NodeId) -> bool {
        let params = self.list(id, Key::Params);
        (self.child(id, Key::ReturnType).is_some() && !params.is_empty())
            || self.child(id, Key::TypeParameters).is_some()
            || params.iter().any(|p| self.kind(*p) != Kind::Identifier)
    }

    fn arrow_head(&self, id: NodeId, hint: Hint) -> Doc {
        let mut out = vec![self.is_async(id)];
        if self.drops_arrow_parens(id) {
            out.push(self.part(id, Key::Params));
        } else {
            let expand = hint.expand_last || hint.expand_first;
            let mut returns = self.return_type(id);
            if expand {
                if returns.will_break() {
                    self.bailed.set(true);
                }
                returns = group(returns.without_lines());
            }
            let types = self.part(id, Key::TypeParameters);
            out.push(group(docs![self.parameters(id, expand, types), returns]));
        }
        let dangling = self.dangling(id, Role::BeforeArrow);
        if !dangling.is_nil() {
            out.push(docs![" ", dangling]);
        }
        out.into()
    }

    pub(super) fn drops_arrow_parens(&self, id: NodeId) -> bool {
        let params = self.list(id, Key::Params);
        let [param] = params[..] else { return false };
        !self.style.arrow_parens
            && self.child(id, Key::TypeParameters).is_none()
            && !self.comments.has(id, Role::Dangling)
            && self.kind(param) == Kind::Identifier
            && self.child(param, Key::TypeAnnotation).is_none()
            && !self.comments.any(param)
            && !self.has(param, super::flag::OPTIONAL)
            && self.child(id, Key::ReturnType).is_none()
    }

    /// Bodies that open on the line of the arrow.
    fn stays_beside_arrow(&self, body: NodeId) -> bool {
        self.tree.is(body, &[Kind::Array, Kind::Object, Kind::Arrow, Kind::Block])
            || self.is_template_on_its_own_line(body)
    }

    fn is_plain_conditional(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::Conditional {
            return false;
        }
        let mut here = id;
        while let Some(left) = self.left_side(here) {
            here = left;
        }
        self.kind(here) != Kind::Object
    }

    fn arrow_heads(&self, id: NodeId, hint: Hint, heads: Vec<Doc>, breaks: bool) -> Doc {
        if heads.len() == 1 {
            return heads.into_iter().next().unwrap_or(NIL);
        }
        let separator = docs![" =>", LINE];
        let callee = self.tree.key(id) == Key::Callee && self.is_call_like(self.parent(id));
        let argument = !callee && self.is_call_like(self.parent(id));
        if argument || self.is_binaryish(self.parent(id)) {
            let rest: Vec<Doc> = heads[1..].to_vec();
            return group_broken(docs![heads[0].clone(), " =>", indent(docs![LINE, join(&separator, rest)])], breaks);
        }
        if callee || hint.assignment.is_some() {
            return group_broken(join(&separator, heads), breaks);
        }
        group_broken(indent(join(&separator, heads)), breaks)
    }

    fn arrow_body(&self, id: NodeId, hint: Hint, doc: Doc, trailing: Doc, body: NodeId, same_line: bool) -> Doc {
        let comma = if hint.expand_last { self.trailing_comma(TrailingComma::All) } else { NIL };
        let soft = if hint.expand_last && !self.comments.any(id) { SOFTLINE } else { NIL };
        if same_line && self.is_plain_conditional(body) {
            let wrapped = docs![if_break("", "("), indent(docs![SOFTLINE, doc]), if_break("", ")"), comma, soft];
            return docs![" ", group(wrapped), trailing];
        }
        if same_line {
            return docs![" ", doc, trailing];
        }
        docs![indent(docs![LINE, doc, trailing]), comma, soft]
    }
}

fn closing(named: GroupId) -> Doc {
    if_group_breaks(SOFTLINE, "", named)
}
