//! Chains of calls: `a.b().c().d()`, on one line or one call a line.

use super::{Key, Kind, Layouter, NodeId, Role, flag, look};
use crate::print::doc::{BREAK_PARENT, Doc, HARDLINE, NIL, conditional, docs, group, indent, join};

#[derive(Clone)]
struct Link {
    node: NodeId,
    printed: Doc,
    blank_after: bool,
}

impl Layouter<'_> {
    pub(super) fn member_chain(&self, id: NodeId) -> Doc {
        let links = self.links(id);
        let groups = self.link_groups(&links);
        let short_statement = self.parent_kind(id) == Kind::ExpressionStatement;
        let merge =
            groups.len() >= 2 && !self.comments.any(groups[1][0].node) && self.merges_first(&groups, short_statement);
        let printed: Vec<Doc> = groups.iter().map(|g| concat(g)).collect();
        let one_line: Doc = printed.clone().into();
        let cutoff = if merge { 3 } else { 2 };
        let commented = self.has_comment(&links, &groups, cutoff);
        let gaps = groups.iter().any(|g| g.last().is_some_and(|l| l.blank_after));
        if groups.len() <= cutoff && !commented && !gaps {
            return if self.is_long_curried(id) { one_line } else { group(one_line) };
        }
        let last_head = groups[usize::from(merge)].last().map(|l| l.node);
        let blank_before = last_head.is_some_and(|n| !self.is_call(n) && self.blank_after_link(n));
        let rest: Vec<Doc> = printed[if merge { 2 } else { 1 }..].to_vec();
        let expanded = docs![
            printed[0].clone(),
            if merge { printed[1].clone() } else { NIL },
            if blank_before { HARDLINE } else { NIL },
            if rest.is_empty() { NIL } else { indent(docs![HARDLINE, join(&HARDLINE, rest)]) },
        ];
        let calls: Vec<NodeId> = links.iter().map(|l| l.node).filter(|n| self.is_call(*n)).collect();
        let must_expand = commented
            || (calls.len() > 2
                && calls.iter().any(|c| self.list(*c, Key::Arguments).iter().any(|a| !self.is_simple_argument(*a, 2))))
            || printed[..printed.len() - 1].iter().any(Doc::will_break)
            || self.last_function_breaks(&groups, &printed, &calls);
        let doc = if must_expand {
            group(expanded)
        } else {
            let breaks = one_line.will_break() || blank_before;
            docs![if breaks { BREAK_PARENT } else { NIL }, conditional(vec![one_line, expanded])]
        };
        Doc::MemberChain(doc.into())
    }

    /// The chain from its head to the outermost call.
    fn links(&self, id: NodeId) -> Vec<Link> {
        let mut links = vec![Link { node: id, printed: self.call_suffix(id), blank_after: false }];
        let mut here = self.child(id, Key::Callee);
        while let Some(node) = here {
            let callee = self.child(node, Key::Callee);
            let parens = self.needs_parens(node);
            let call = self.is_call(node) && callee.is_some_and(|c| self.is_member(c) || self.is_call(c)) && !parens;
            if call {
                let blank_after = self.blank_after_link(node);
                let doc = self.with_comments(node, self.call_suffix(node));
                let printed = docs![doc, if blank_after { HARDLINE } else { NIL }];
                links.push(Link { node, printed, blank_after });
                here = callee;
            } else if self.is_member(node) && !parens {
                let printed = self.with_comments(node, self.lookup(node));
                links.push(Link { node, printed, blank_after: false });
                here = self.child(node, Key::Object);
            } else if self.kind(node) == Kind::NonNull && !parens {
                links.push(Link { node, printed: self.with_comments(node, "!".into()), blank_after: false });
                here = self.child(node, Key::Expression);
            } else {
                links.push(Link { node, printed: self.print(node), blank_after: false });
                here = None;
            }
        }
        links.reverse();
        links
    }

    fn call_suffix(&self, id: NodeId) -> Doc {
        let optional = if self.has(id, flag::OPTIONAL) { "?." } else { "" };
        docs![optional, self.part(id, Key::TypeArguments), self.arguments(id)]
    }

    /// Whether a blank line follows a link, the parenthesis that closes it included.
    fn blank_after_link(&self, node: NodeId) -> bool {
        let text = self.tree.text;
        let next = look::next_token(text, self.end(node));
        if text.as_bytes().get(next as usize) == Some(&b')') {
            return look::blank_line_after(text, next + 1);
        }
        self.blank_line_after(node)
    }

    fn is_index(&self, node: NodeId) -> bool {
        self.is_member(node)
            && self.has(node, flag::COMPUTED)
            && self.child(node, Key::Property).is_some_and(|p| self.is_literal(p))
    }

    /// The head with what belongs to it, then a group for each call with the names before it.
    fn link_groups(&self, links: &[Link]) -> Vec<Vec<Link>> {
        let mut groups = Vec::new();
        let mut current = vec![links[0].clone()];
        let mut at = 1;
        while at < links.len() {
            let node = links[at].node;
            if !(self.kind(node) == Kind::NonNull || self.is_call(node) || self.is_index(node)) {
                break;
            }
            current.push(links[at].clone());
            at += 1;
        }
        if !self.is_call(links[0].node) {
            while at + 1 < links.len() && self.is_member(links[at].node) && self.is_member(links[at + 1].node) {
                current.push(links[at].clone());
                at += 1;
            }
        }
        groups.push(std::mem::take(&mut current));
        let mut called = false;
        while at < links.len() {
            let node = links[at].node;
            if called && self.is_member(node) {
                if self.is_index(node) {
                    current.push(links[at].clone());
                    at += 1;
                    continue;
                }
                groups.push(std::mem::take(&mut current));
                called = false;
            }
            called |= self.is_call(node);
            current.push(links[at].clone());
            let bang = links.get(at + 1).is_some_and(|l| self.kind(l.node) == Kind::NonNull);
            if self.comments.has(node, Role::Trailing) && !bang {
                groups.push(std::mem::take(&mut current));
                called = false;
            }
            at += 1;
        }
        if !current.is_empty() {
            groups.push(current);
        }
        groups
    }

    /// Whether the first call stays with the head: `this.x()`, `aws.y()`, `z.w()` with a short name.
    fn merges_first(&self, groups: &[Vec<Link>], statement: bool) -> bool {
        let computed = self.is_member(groups[1][0].node) && self.has(groups[1][0].node, flag::COMPUTED);
        let factory = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_uppercase()) || (name.chars().all(|c| matches!(c, '$' | '_')))
        };
        if let [only] = &groups[0][..] {
            let node = only.node;
            if self.comments.has(node, Role::Trailing) {
                return false;
            }
            let name = self.tree.name(node);
            return self.kind(node) == Kind::This
                || (self.kind(node) == Kind::Identifier
                    && (factory(name) || (statement && name.len() <= self.tab_width()) || computed));
        }
        let Some(last) = groups[0].last().map(|l| l.node) else { return false };
        let property = self.child(last, Key::Property).filter(|_| self.is_member(last));
        property.is_some_and(|p| self.kind(p) == Kind::Identifier && (factory(self.tree.name(p)) || computed))
    }

    fn has_comment(&self, links: &[Link], groups: &[Vec<Link>], cutoff: usize) -> bool {
        let inner = links.len().saturating_sub(1);
        links[1..inner.max(1)].iter().any(|l| self.comments.has(l.node, Role::Leading))
            || links[..inner].iter().any(|l| self.comments.has(l.node, Role::Trailing))
            || groups.get(cutoff).is_some_and(|g| self.comments.has(g[0].node, Role::Leading))
    }

    /// The last call breaks and an earlier one takes a function: nobody would see where the chain goes on.
    fn last_function_breaks(&self, groups: &[Vec<Link>], printed: &[Doc], calls: &[NodeId]) -> bool {
        let last = groups.last().and_then(|g| g.last()).map(|l| l.node);
        let Some((_, earlier)) = calls.split_last() else { return false };
        last.is_some_and(|n| self.is_call(n))
            && printed.last().is_some_and(Doc::will_break)
            && earlier.iter().any(|c| self.list(*c, Key::Arguments).iter().any(|a| self.is_function(*a)))
    }
}

fn concat(links: &[Link]) -> Doc {
    links.iter().map(|l| l.printed.clone()).collect::<Vec<_>>().into()
}
