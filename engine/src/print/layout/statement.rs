//! Statements.

use super::{Key, Kind, Layouter, NodeId, Role, flag, look};
use crate::print::doc::{Doc, HARDLINE, LINE, NIL, SOFTLINE, docs, group, indent, join};

impl Layouter<'_> {
    pub(super) fn statement(&self, id: NodeId) -> Option<Doc> {
        let semicolon = self.semicolon();
        Some(match self.kind(id) {
            Kind::Module => self.statements(id, Key::Body),
            Kind::Block => self.block(id),
            Kind::StaticBlock => docs!["static ", self.part(id, Key::Body)],
            Kind::ExpressionStatement => self.expression_statement(id),
            Kind::VariableDeclaration => self.variable_declaration(id),
            Kind::VariableDeclarator => self.assignment(id, self.part(id, Key::Id), " =", Key::Init),
            Kind::Return => docs!["return", self.keyword_argument(id), semicolon],
            Kind::Throw => docs!["throw", self.keyword_argument(id), semicolon],
            Kind::Break => docs!["break", self.label(id), semicolon],
            Kind::Continue => docs!["continue", self.label(id), semicolon],
            Kind::Debugger => docs!["debugger", semicolon],
            Kind::Labeled => docs![self.part(id, Key::Label), ": ", self.part(id, Key::Body)],
            Kind::If => self.if_statement(id),
            Kind::While => group(docs!["while (", self.test(id, Key::Test), ")", self.clause(id, Key::Body)]),
            Kind::DoWhile => {
                let block = self.child(id, Key::Body).is_some_and(|b| self.kind(b) == Kind::Block);
                docs![
                    group(docs!["do", self.clause(id, Key::Body)]),
                    if block { " ".into() } else { HARDLINE },
                    "while (",
                    self.test(id, Key::Test),
                    ")",
                    semicolon,
                ]
            }
            Kind::For => self.for_statement(id),
            Kind::ForIn | Kind::ForOf => {
                let of = self.kind(id) == Kind::ForOf;
                group(docs![
                    "for",
                    if self.has(id, flag::AWAIT) { " await" } else { "" },
                    " (",
                    self.part(id, Key::Left),
                    if of { " of " } else { " in " },
                    self.part(id, Key::Right),
                    ")",
                    self.clause(id, Key::Body),
                ])
            }
            Kind::Switch => self.switch(id),
            Kind::SwitchCase => self.switch_case(id),
            Kind::Try => {
                let handler = self.child(id, Key::Handler).map_or(NIL, |h| docs![" ", self.print(h)]);
                let last = self.child(id, Key::Finalizer).map_or(NIL, |f| docs![" finally ", self.print(f)]);
                docs!["try ", self.part(id, Key::Block), handler, last]
            }
            Kind::CatchClause => {
                let param = self.child(id, Key::Param).map_or(NIL, |p| docs!["(", self.print(p), ") "]);
                docs!["catch ", param, self.part(id, Key::Body)]
            }
            _ => return None,
        })
    }

    fn label(&self, id: NodeId) -> Doc {
        self.child(id, Key::Label).map_or(NIL, |l| docs![" ", self.print(l)])
    }

    /// A list of statements with the blank lines between them.
    pub(super) fn statements(&self, id: NodeId, key: Key) -> Doc {
        let list: Vec<NodeId> = self.list(id, key).into_iter().filter(|s| self.kind(*s) != Kind::Empty).collect();
        let mut out = Vec::new();
        for (at, statement) in list.iter().enumerate() {
            out.push(self.print(*statement));
            if at + 1 < list.len() {
                out.push(HARDLINE);
                if self.blank_line_after(*statement) {
                    out.push(HARDLINE);
                }
            }
        }
        if self.comments.has(id, Role::Dangling) && key == Key::Body {
            out.push(self.dangling(id, Role::Dangling));
        }
        out.into()
    }

    fn block(&self, id: NodeId) -> Doc {
        if self.keeps_bodies.get() && self.child(id, Key::Body).is_some() {
            return self.kept_body(id);
        }
        let body = self.statements(id, Key::Body);
        if !body.is_nil() {
            return docs!["{", indent(docs![HARDLINE, body]), HARDLINE, "}"];
        }
        use Kind::*;
        let parent = self.parent(id);
        let catch_only = self.kind(parent) == CatchClause && self.child(self.parent(parent), Key::Finalizer).is_none();
        let compact = matches!(
            self.kind(parent),
            Arrow
                | Function
                | FunctionDeclaration
                | ObjectMethod
                | ClassMethod
                | For
                | While
                | DoWhile
                | ForIn
                | ForOf
                | StaticBlock
                | TsModule
        );
        if catch_only || compact { "{}".into() } else { docs!["{", HARDLINE, "}"] }
    }

    fn expression_statement(&self, id: NodeId) -> Doc {
        let Some(expression) = self.child(id, Key::Expression) else { return NIL };
        let doc = self.print(expression);
        if self.style.semicolons {
            return docs![doc, ";"];
        }
        if self.could_continue_line(expression) && self.stands_in_list(id) { docs![";", doc] } else { doc }
    }

    fn stands_in_list(&self, id: NodeId) -> bool {
        matches!(self.parent_kind(id), Kind::Module | Kind::Block | Kind::SwitchCase)
    }

    /// Whether a statement without a semicolon before it would be read as going on from the line above.
    fn could_continue_line(&self, id: NodeId) -> bool {
        let mut here = id;
        loop {
            if self.needs_parens(here) {
                return true;
            }
            match self.kind(here) {
                Kind::Array | Kind::ArrayPattern | Kind::Template | Kind::Regex | Kind::TypeAssertion => return true,
                Kind::Arrow => return !self.drops_arrow_parens(here),
                Kind::Unary => return matches!(self.tree.op(here), "+" | "-"),
                _ => {}
            }
            match self.left_side(here) {
                Some(left) => here = left,
                None => return false,
            }
        }
    }

    fn test(&self, id: NodeId, key: Key) -> Doc {
        if self.child(id, key).is_some_and(|t| self.negates_logical(t)) {
            return self.part(id, key);
        }
        group(docs![indent(docs![SOFTLINE, self.part(id, key)]), SOFTLINE])
    }

    /// `!(a || b)`, whose parentheses do for those of the test.
    fn negates_logical(&self, id: NodeId) -> bool {
        let inner = |id: NodeId| {
            self.child(id, Key::Argument).filter(|_| self.kind(id) == Kind::Unary && self.tree.op(id) == "!")
        };
        !self.comments.any(id) && inner(id).is_some_and(|a| self.kind(inner(a).unwrap_or(a)) == Kind::Logical)
    }

    /// The body of a loop or a condition.
    fn clause(&self, id: NodeId, key: Key) -> Doc {
        let Some(body) = self.child(id, key) else { return NIL };
        if self.kind(body) == Kind::Empty {
            return ";".into();
        }
        let beside = self.kind(body) == Kind::Block || (self.kind(body) == Kind::If && key == Key::Alternate);
        let doc = self.print(body);
        if beside { docs![" ", doc] } else { indent(docs![LINE, doc]) }
    }

    fn if_statement(&self, id: NodeId) -> Doc {
        let head = group(docs!["if (", self.test(id, Key::Test), ")", self.clause(id, Key::Consequent)]);
        if self.child(id, Key::Alternate).is_none() {
            return head;
        }
        let block = self.child(id, Key::Consequent).is_some_and(|c| self.kind(c) == Kind::Block);
        let mut beside = block;
        let mut out = vec![head];
        if !block {
            out.push(HARDLINE);
        }
        let dangling: Vec<_> = self.comments.of(id, Role::Dangling).map(|(_, n)| n.clone()).collect();
        if let (Some(first), Some(last)) = (dangling.first(), dangling.last()) {
            let text = self.tree.text;
            let above = look::blank_line_before(text, first.range.start);
            let own_line = look::starts_line(text, first.range.start);
            out.push(match (above, own_line, block) {
                (true, _, true) => docs![HARDLINE, HARDLINE],
                (true, _, false) | (false, true, true) => HARDLINE,
                (false, true, false) => NIL,
                (false, false, _) => " ".into(),
            });
            let line = !last.block || look::ends_line(text, last.range.end);
            out.push(self.dangling(id, Role::Dangling));
            out.push(if line { HARDLINE } else { " ".into() });
            beside = false;
        }
        out.push(if beside { " ".into() } else { NIL });
        out.push("else".into());
        out.push(group(self.clause(id, Key::Alternate)));
        out.into()
    }

    fn for_statement(&self, id: NodeId) -> Doc {
        let body = self.clause(id, Key::Body);
        let dangling = self.dangling(id, Role::Dangling);
        let before = if dangling.is_nil() { NIL } else { docs![dangling, SOFTLINE] };
        let parts = [Key::Init, Key::Test, Key::Update].map(|k| self.child(id, k));
        if parts.iter().all(Option::is_none) {
            return docs![before, group(docs!["for (;;)", body])];
        }
        let update = parts[2].map_or(NIL, |u| docs![LINE, self.print(u)]);
        let head = docs![SOFTLINE, self.part(id, Key::Init), ";", LINE, self.part(id, Key::Test), ";", update];
        docs![before, group(docs!["for (", group(docs![indent(head), SOFTLINE]), ")", body])]
    }

    fn switch(&self, id: NodeId) -> Doc {
        let head = group(docs!["switch (", self.test(id, Key::Discriminant), ")"]);
        let cases = self.list(id, Key::Cases);
        let mut printed = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            let gap = at + 1 < cases.len() && self.blank_line_after(*case);
            printed.push(docs![self.print(*case), if gap { HARDLINE } else { NIL }]);
        }
        let body = if printed.is_empty() { NIL } else { indent(docs![HARDLINE, join(&HARDLINE, printed)]) };
        docs![head, " {", body, HARDLINE, "}"]
    }

    fn switch_case(&self, id: NodeId) -> Doc {
        let mut out = vec![match self.child(id, Key::Test) {
            Some(test) => docs!["case ", self.print(test), ":"],
            None => "default:".into(),
        }];
        if self.comments.has(id, Role::Dangling) {
            out.push(docs![" ", self.dangling(id, Role::Dangling)]);
        }
        let body: Vec<NodeId> =
            self.list(id, Key::Consequent).into_iter().filter(|s| self.kind(*s) != Kind::Empty).collect();
        if !body.is_empty() {
            let doc = self.statements(id, Key::Consequent);
            let block = body.len() == 1 && self.kind(body[0]) == Kind::Block;
            out.push(if block { docs![" ", doc] } else { indent(docs![HARDLINE, doc]) });
        }
        out.into()
    }
}
