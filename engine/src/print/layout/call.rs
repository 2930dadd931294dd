//! Calls, `new` and member accesses.

use super::{Key, Kind, Layouter, NodeId, flag};
use crate::print::doc::{Doc, NIL, SOFTLINE, docs, group, indent, join};
use crate::print::literal;

impl Layouter<'_> {
    pub(super) fn call(&self, id: NodeId) -> Doc {
        let new = self.kind(id) == Kind::New;
        let arguments = self.list(id, Key::Arguments);
        let Some(callee) = self.child(id, Key::Callee) else { return NIL };
        let optional = if self.has(id, flag::OPTIONAL) { "?." } else { "" };
        let types = self.part(id, Key::TypeArguments);
        let head = |callee| docs![if new { "new " } else { "" }, callee, optional, types.clone()];
        let template = matches!(arguments[..], [only] if self.is_template_on_its_own_line(only));
        if template || self.is_plain_string_call(id) || self.is_module_call(id) || self.is_test_call(id) {
            let printed = arguments.iter().map(|a| self.print(*a)).collect();
            return docs![head(self.print(callee)), "(", join(&", ".into(), printed), ")"];
        }
        if !new && self.is_member(callee) && !self.needs_parens(callee) {
            return self.member_chain(id);
        }
        let doc = docs![head(self.print(callee)), self.arguments(id)];
        if self.is_call(callee) || self.kind(callee) == Kind::ImportKeyword { group(doc) } else { doc }
    }

    pub(super) fn is_member(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Member
    }

    /// `require("x")`, `import("x")` and the like never break.
    fn is_plain_string_call(&self, id: NodeId) -> bool {
        let arguments = self.list(id, Key::Arguments);
        let [only] = arguments[..] else { return false };
        if self.kind(only) != Kind::String || self.comments.any(only) || self.has(id, flag::OPTIONAL) {
            return false;
        }
        let Some(callee) = self.child(id, Key::Callee) else { return false };
        self.kind(callee) == Kind::ImportKeyword
            || (self.is_call(id)
                && matches!(
                    self.tree.source(callee),
                    "require" | "require.resolve" | "require.resolve.paths" | "import.meta.resolve"
                ))
    }

    fn is_module_call(&self, id: NodeId) -> bool {
        let Some(callee) = self.child(id, Key::Callee).filter(|_| self.is_call(id)) else { return false };
        let arguments = self.list(id, Key::Arguments);
        self.kind(callee) == Kind::Identifier && self.tree.name(callee) == "require" && arguments.len() > 1
    }

    pub(super) fn member(&self, id: NodeId) -> Doc {
        let Some(object) = self.child(id, Key::Object) else { return NIL };
        let doc = self.print(object);
        let lookup = self.lookup(id);
        let mut above = self.parent(id);
        while self.tree.is(above, &[Kind::Member, Kind::NonNull]) {
            above = self.parent(above);
        }
        let past_non_null = self.ancestor_past(id, &[Kind::NonNull]);
        let chain = matches!(doc, Doc::MemberChain(_));
        let target = self.child(above, Key::Left).is_some_and(|l| self.kind(l) != Kind::Identifier);
        let assigned = self.tree.is(past_non_null, &[Kind::Assignment, Kind::VariableDeclarator]);
        let inner = self.without_non_null(object);
        let inline = (self.kind(above) == Kind::Assignment && target)
            || self.is_callee_of_new(id)
            || self.has(id, flag::COMPUTED)
            || (self.kind(object) == Kind::Identifier
                && self.child(id, Key::Property).is_some_and(|p| self.kind(p) == Kind::Identifier)
                && !self.is_member(past_non_null))
            || (assigned && ((self.is_call(inner) && self.child(inner, Key::Arguments).is_some()) || chain));
        let lookup = if inline { lookup } else { group(indent(docs![SOFTLINE, lookup])) };
        let out = docs![doc, Doc::LineSuffixBoundary, lookup];
        if chain { Doc::MemberChain(out.into()) } else { out }
    }

    fn is_callee_of_new(&self, id: NodeId) -> bool {
        let mut here = id;
        loop {
            let parent = self.parent(here);
            match (self.kind(parent), self.tree.key(here)) {
                (Kind::New, Key::Callee) => return true,
                (Kind::Member, Key::Object) | (Kind::NonNull, Key::Expression) => here = parent,
                _ => return false,
            }
        }
    }

    /// `.name`, `?.name`, `[index]`
    pub(super) fn lookup(&self, id: NodeId) -> Doc {
        let optional = self.has(id, flag::OPTIONAL);
        let Some(property) = self.child(id, Key::Property) else { return NIL };
        let name = self.print(property);
        if !self.has(id, flag::COMPUTED) {
            return docs![if optional { "?." } else { "." }, name];
        }
        let open = if optional { "?.[" } else { "[" };
        if self.kind(property) == Kind::Number {
            return docs![open, name, "]"];
        }
        group(docs![open, indent(docs![SOFTLINE, name]), SOFTLINE, "]"])
    }

    pub(super) fn token(&self, id: NodeId) -> Doc {
        let raw = self.tree.source(id);
        match self.kind(id) {
            Kind::String if self.has(self.parent(id), flag::DIRECTIVE) => literal::directive(raw, self.style).into(),
            Kind::String => super::literal_text(&literal::string(raw, self.style)),
            Kind::Number => literal::number(raw).into(),
            Kind::BigInt => raw.to_ascii_lowercase().into(),
            Kind::Regex => literal::regex(raw).into(),
            _ => raw.to_string().into(),
        }
    }
}
