//! The way from a node's kind to its layout.

use super::{Hint, Key, Kind, Layouter, NodeId, flag};
use crate::print::doc::{Doc, NIL, docs, group};

impl Layouter<'_> {
    pub(super) fn layout(&self, id: NodeId, hint: Hint) -> Doc {
        match self.kind(id) {
            Kind::Identifier => docs![
                self.tree.name(id).to_string(),
                self.optional_mark(id),
                if self.has(id, flag::DEFINITE) { "!" } else { "" },
                self.annotation(id),
            ],
            Kind::This => "this".into(),
            Kind::Super => "super".into(),
            Kind::ImportKeyword => "import".into(),
            Kind::PrivateName => self.tree.source(id).to_string().into(),
            Kind::String | Kind::Number | Kind::BigInt | Kind::Boolean | Kind::Null | Kind::Regex => self.token(id),
            Kind::Array | Kind::ArrayPattern | Kind::TupleType => self.array(id),
            Kind::Object | Kind::ObjectPattern => self.object(id),
            Kind::Property => self.property(id),
            Kind::ObjectMethod => self.method(id),
            Kind::Spread | Kind::Rest => docs!["...", self.part(id, Key::Argument), self.annotation(id)],
            Kind::AssignmentPattern => docs![self.part(id, Key::Left), " = ", self.part(id, Key::Right)],
            Kind::Function | Kind::FunctionDeclaration => self.function(id, hint),
            Kind::Arrow => self.arrow(id, hint),
            Kind::Class | Kind::ClassDeclaration | Kind::Interface => self.class(id),
            Kind::Unary => self.unary(id),
            Kind::Update => self.update(id),
            Kind::Binary | Kind::Logical => self.binary(id),
            Kind::Assignment => self.assignment_expression(id),
            Kind::Member => self.member(id),
            Kind::Call | Kind::New => self.call(id),
            Kind::Sequence => self.sequence(id),
            Kind::Template => self.template(id),
            Kind::TaggedTemplate => self.tagged_template(id),
            Kind::Conditional | Kind::ConditionalType => self.ternary(id),
            Kind::Yield => {
                docs!["yield", if self.has(id, flag::GENERATOR) { "*" } else { "" }, self.keyword_argument(id)]
            }
            Kind::Await => self.await_expression(id),
            Kind::MetaProperty => self.tree.op(id).into(),
            Kind::As => self.as_expression(id),
            Kind::NonNull => docs![self.part(id, Key::Expression), "!"],
            Kind::TypeAssertion => {
                docs!["<", self.part(id, Key::TypeAnnotation), ">", self.part(id, Key::Expression)]
            }
            Kind::Instantiation => docs![self.part(id, Key::Expression), self.part(id, Key::TypeArguments)],
            Kind::Decorator => docs!["@", self.part(id, Key::Expression)],
            Kind::Hole | Kind::Empty => NIL,
            Kind::TemplateElement | Kind::Verbatim => self.verbatim(id),
            _ => self.statement(id).or_else(|| self.declaration(id)).unwrap_or_else(|| self.ty(id, hint)),
        }
    }

    fn assignment_expression(&self, id: NodeId) -> Doc {
        let left = self.part(id, Key::Left);
        let operator = match self.tree.op(id) {
            "=" => " =",
            "+=" => " +=",
            "-=" => " -=",
            "*=" => " *=",
            "/=" => " /=",
            "%=" => " %=",
            "**=" => " **=",
            "<<=" => " <<=",
            ">>=" => " >>=",
            ">>>=" => " >>>=",
            "|=" => " |=",
            "^=" => " ^=",
            "&=" => " &=",
            "&&=" => " &&=",
            "||=" => " ||=",
            _ => " ??=",
        };
        self.assignment(id, left, operator, Key::Right)
    }

    pub(super) fn optional_mark(&self, id: NodeId) -> &'static str {
        let called = self.tree.is(id, &[Kind::Call, Kind::Member]);
        if self.has(id, flag::OPTIONAL) && !called { "?" } else { "" }
    }

    /// `: T`
    pub(super) fn annotation(&self, id: NodeId) -> Doc {
        match self.child(id, Key::TypeAnnotation) {
            Some(ty) => docs![": ", self.print(ty)],
            None => NIL,
        }
    }

    pub(super) fn variable_declaration(&self, id: NodeId) -> Doc {
        use crate::print::doc::{HARDLINE, LINE, indent};
        let declarators = self.list(id, Key::Declarations);
        let head = matches!(self.tree.key(id), Key::Init | Key::Left)
            && matches!(self.parent_kind(id), Kind::For | Kind::ForIn | Kind::ForOf);
        let initialised = declarators.iter().any(|d| self.child(*d, Key::Init).is_some());
        let mut docs = declarators.iter().map(|d| self.print(*d));
        let first = docs.next().unwrap_or(NIL);
        let first = if declarators.len() > 1 { indent(first) } else { first };
        let rest: Vec<Doc> = docs.map(|d| docs![",", if initialised && !head { HARDLINE } else { LINE }, d]).collect();
        group(docs![
            if self.has(id, flag::DECLARE) { "declare " } else { "" },
            self.tree.op(id),
            " ",
            first,
            indent(rest),
            if head { "" } else { self.semicolon() },
        ])
    }
}
