//! Classes, interfaces and what is in them.

use super::{Key, Kind, Layouter, NodeId, Role, flag};
use crate::print::doc::{
    Doc, HARDLINE, LINE, NIL, docs, group, group_broken, group_named, if_break, if_group_breaks, indent, join,
};

impl Layouter<'_> {
    pub(super) fn class(&self, id: NodeId) -> Doc {
        let interface = self.kind(id) == Kind::Interface;
        let head = docs![
            if self.has(id, flag::DECLARE) { "declare " } else { "" },
            if self.has(id, flag::ABSTRACT) { "abstract " } else { "" },
            if interface { "interface" } else { "class" },
        ];
        let grouped = self.class_groups_head(id);
        let name = docs![
            if self.child(id, Key::Id).is_some() { " " } else { "" },
            self.part(id, Key::Id),
            self.part(id, Key::TypeParameters),
        ];
        let mut heritage = Vec::new();
        if let Some(base) = self.child(id, Key::SuperClass) {
            let doc = docs![self.print(base), self.part(id, Key::SuperTypeArguments)];
            let doc = docs!["extends ", self.with_comments(base, doc)];
            heritage.push(if grouped { docs![LINE, group(doc)] } else { docs![" ", doc] });
        }
        heritage.push(self.heritage(id, Key::Extends, "extends", grouped));
        heritage.push(self.heritage(id, Key::Implements, "implements", grouped));
        let Some(body) = self.child(id, Key::Body) else { return NIL };
        let body_doc = self.print(body);
        if !grouped {
            return docs![head, name, heritage, " ", body_doc];
        }
        let named = self.group_id();
        let filled = self.child(body, Key::Members).is_some();
        let space = if !interface && filled { if_group_breaks(HARDLINE, " ", named) } else { " ".into() };
        docs![head, group_named(docs![name, indent(heritage)], false, named), space, body_doc]
    }

    fn heritage_count(&self, id: NodeId) -> usize {
        usize::from(self.child(id, Key::SuperClass).is_some())
            + self.list(id, Key::Extends).len()
            + self.list(id, Key::Implements).len()
    }

    fn class_groups_head(&self, id: NodeId) -> bool {
        let comment = |key| self.child(id, key).is_some_and(|c| self.comments.has(c, Role::Trailing));
        let base = self.child(id, Key::SuperClass);
        if comment(Key::Id)
            || comment(Key::TypeParameters)
            || base.is_some_and(|b| self.comments.any(b))
            || self.heritage_count(id) > 1
        {
            return true;
        }
        if let Some(base) = base {
            return self.parent_kind(id) != Kind::Assignment
                && self.child(id, Key::SuperTypeArguments).is_none()
                && self.is_member(self.without_non_null(base));
        }
        let first = self.child(id, Key::Extends).or_else(|| self.child(id, Key::Implements));
        first.is_some_and(|f| {
            self.child(f, Key::TypeArguments).is_none()
                && self.child(f, Key::Expression).is_some_and(|e| self.is_member(e))
        })
    }

    fn heritage(&self, id: NodeId, key: Key, word: &'static str, grouped: bool) -> Doc {
        let list: Vec<Doc> = self.list(id, key).into_iter().map(|h| self.print(h)).collect();
        if list.is_empty() {
            return NIL;
        }
        let list = join(&docs![",", LINE], list);
        if self.heritage_count(id) <= 1 {
            let doc = docs![word, " ", list];
            return if grouped { docs![LINE, group(doc)] } else { docs![" ", doc] };
        }
        docs![LINE, word, group(indent(docs![LINE, list]))]
    }

    /// The bodies of classes and interfaces.
    pub(super) fn member_body(&self, id: NodeId) -> Doc {
        if self.keeps_bodies.get() && self.kind(id) == Kind::ClassBody && self.child(id, Key::Members).is_some() {
            return self.kept_body(id);
        }
        let members: Vec<NodeId> =
            self.list(id, Key::Members).into_iter().filter(|m| self.kind(*m) != Kind::Empty).collect();
        let mut out = Vec::new();
        for (at, member) in members.iter().enumerate() {
            out.push(self.print(*member));
            let next = members.get(at + 1);
            if !self.style.semicolons && self.member_needs_semicolon(*member, next.copied()) {
                out.push(";".into());
            }
            if next.is_some() {
                out.push(HARDLINE);
                if self.blank_line_after(*member) {
                    out.push(HARDLINE);
                }
            }
        }
        if self.comments.has(id, Role::Dangling) {
            out.push(self.dangling(id, Role::Dangling));
        }
        if out.is_empty() {
            return "{}".into();
        }
        docs!["{", indent(docs![HARDLINE, out]), HARDLINE, "}"]
    }

    /// Without semicolons: whether the next member would be taken for a part of this one.
    fn member_needs_semicolon(&self, member: NodeId, next: Option<NodeId>) -> bool {
        if self.kind(member) != Kind::ClassProperty {
            return false;
        }
        let name = self.child(member, Key::Key).map_or("", |k| self.tree.source(k));
        let bare = self.child(member, Key::Value).is_none() && self.child(member, Key::TypeAnnotation).is_none();
        if bare && matches!(name, "static" | "get" | "set") {
            return true;
        }
        let Some(next) = next else { return false };
        if self.has(next, flag::STATIC | flag::READONLY) || !self.tree.op(next).is_empty() {
            return false;
        }
        let next_name = self.child(next, Key::Key).map_or("", |k| self.tree.source(k));
        matches!(next_name, "in" | "instanceof")
            || (self.has(next, flag::COMPUTED) && !self.has(next, flag::ASYNC))
            || self.has(next, flag::GENERATOR)
            || self.kind(next) == Kind::IndexSignature
    }

    pub(super) fn class_member(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let access = match op.split(' ').next().unwrap_or("") {
            word @ ("public" | "private" | "protected") => word,
            _ => "",
        };
        let word = |on: bool, word: &'static str| if on { word } else { "" };
        let decorators = self.decorators(id).map_or(NIL, group);
        let head = docs![
            decorators,
            word(self.has(id, flag::DECLARE), "declare "),
            access,
            word(!access.is_empty(), " "),
            word(self.has(id, flag::STATIC), "static "),
            word(self.has(id, flag::ABSTRACT), "abstract "),
            word(self.has(id, flag::OVERRIDE), "override "),
            word(self.has(id, flag::READONLY), "readonly "),
        ];
        if self.kind(id) == Kind::ClassMethod {
            return docs![head, self.method(id)];
        }
        let left = docs![
            head,
            self.property_key(id),
            self.optional_mark(id),
            word(self.has(id, flag::DEFINITE), "!"),
            self.annotation(id),
        ];
        docs![self.assignment(id, left, " =", Key::Value), self.semicolon()]
    }

    pub(super) fn parameter_property(&self, id: NodeId) -> Doc {
        let access = self.tree.op(id);
        docs![
            access,
            if access.is_empty() { "" } else { " " },
            if self.has(id, flag::OVERRIDE) { "override " } else { "" },
            if self.has(id, flag::READONLY) { "readonly " } else { "" },
            self.part(id, Key::Param),
        ]
    }

    /// `{ a: string; b: number }` as a type.
    pub(super) fn type_literal(&self, id: NodeId) -> Doc {
        let members = self.list(id, Key::Members);
        let dangling = self.comments.has(id, Role::Dangling);
        if members.is_empty() && !dangling {
            return "{}".into();
        }
        let breaks = self.comments.has_line(id, Role::Dangling)
            || members
                .first()
                .is_some_and(|m| crate::print::text::breaks_between(self.tree.text, self.start(id), self.start(*m)));
        let mut out = Vec::new();
        for (at, member) in members.iter().enumerate() {
            out.push(self.print(*member));
            if at + 1 < members.len() {
                out.push(LINE);
                if self.blank_line_after(*member) {
                    out.push(HARDLINE);
                }
            }
        }
        out.push(self.dangling(id, Role::Dangling));
        let line = if members.is_empty() && !breaks { crate::print::doc::SOFTLINE } else { self.brace_line() };
        let doc = docs!["{", indent(docs![line.clone(), out]), line, "}"];
        let parent = self.parent(id);
        let hugged = self.tree.key(id) == Key::TypeAnnotation
            && self.tree.key(parent) == Key::Params
            && self.hugs_only_parameter(self.parent(parent));
        if hugged { doc } else { group_broken(doc, breaks) }
    }

    /// What ends a member of an interface or a type literal.
    pub(super) fn member_separator(&self, id: NodeId) -> Doc {
        let parent = self.parent(id);
        match self.kind(parent) {
            Kind::InterfaceBody | Kind::ClassBody => self.semicolon().into(),
            Kind::TypeLiteral => {
                let last = self.list(parent, Key::Members).last() == Some(&id);
                match (last, self.style.semicolons) {
                    (true, true) => if_break(";", ""),
                    (true, false) => NIL,
                    (false, true) => ";".into(),
                    (false, false) => if_break("", ";"),
                }
            }
            _ => NIL,
        }
    }
}
