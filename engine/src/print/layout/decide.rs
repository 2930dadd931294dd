//! Questions about nodes that several layouts ask. Invariant: nothing here prints.

use super::{Key, Kind, Layouter, NodeId, Role, flag, look};
use crate::print::literal;
use crate::print::render::width;
use crate::source::style::Indent;

impl Layouter<'_> {
    pub(super) fn is_expression(&self, id: NodeId) -> bool {
        use Kind::*;
        self.tree.is(
            id,
            &[
                Identifier,
                This,
                Super,
                String,
                Number,
                BigInt,
                Boolean,
                Null,
                Regex,
                Array,
                Object,
                Function,
                Arrow,
                Class,
                Unary,
                Update,
                Binary,
                Logical,
                Assignment,
                Member,
                Call,
                New,
                Sequence,
                Template,
                TaggedTemplate,
                Conditional,
                Yield,
                Await,
                MetaProperty,
                TypeAssertion,
                As,
                NonNull,
                Instantiation,
            ],
        )
    }

    pub(super) fn is_binaryish(&self, id: NodeId) -> bool {
        self.tree.is(id, &[Kind::Binary, Kind::Logical])
    }

    pub(super) fn is_call(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Call
    }

    /// A call, `new` or `import()`.
    pub(super) fn is_call_like(&self, id: NodeId) -> bool {
        self.tree.is(id, &[Kind::Call, Kind::New])
    }

    pub(super) fn is_literal(&self, id: NodeId) -> bool {
        use Kind::*;
        self.tree.is(id, &[String, Number, BigInt, Boolean, Null, Regex])
    }

    pub(super) fn is_function(&self, id: NodeId) -> bool {
        self.tree.is(id, &[Kind::Function, Kind::Arrow])
    }

    pub(super) fn is_object_type(&self, id: NodeId) -> bool {
        self.tree.is(id, &[Kind::TypeLiteral, Kind::MappedType])
    }

    pub(super) fn tab_width(&self) -> usize {
        match self.style.indent {
            Indent::Spaces(n) | Indent::Tab(n) => usize::from(n),
        }
    }

    pub(super) fn uses_tabs(&self) -> bool {
        matches!(self.style.indent, Indent::Tab(_))
    }

    /// Past all `!`.
    pub(super) fn without_non_null(&self, mut id: NodeId) -> NodeId {
        while self.kind(id) == Kind::NonNull {
            let Some(inner) = self.child(id, Key::Expression) else { break };
            id = inner;
        }
        id
    }

    /// A line comment before the node, or a block comment that ends its line.
    pub(super) fn has_leading_own_line(&self, id: NodeId) -> bool {
        self.comments.of(id, Role::Leading).any(|(_, note)| look::ends_line(self.tree.text, note.range.end))
    }

    /// `+1`, `-1`
    pub(super) fn is_signed_number(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Unary
            && matches!(self.tree.op(id), "+" | "-")
            && self.child(id, Key::Argument).is_some_and(|a| self.kind(a) == Kind::Number && !self.comments.any(a))
    }

    pub(super) fn spans_lines(&self, id: NodeId) -> bool {
        self.tree.source(id).contains('\n')
    }

    /// A template with a line break in it that starts on the line of what precedes it.
    pub(super) fn is_template_on_its_own_line(&self, id: NodeId) -> bool {
        let template = match self.kind(id) {
            Kind::Template => Some(id),
            Kind::TaggedTemplate => self.child(id, Key::Quasi),
            _ => None,
        };
        let multi = template.is_some_and(|t| self.list(t, Key::Quasis).iter().any(|q| self.spans_lines(*q)));
        multi && !look::starts_line(self.tree.text, self.start(id))
    }

    /// So short and plain that a call of it need not break (`isLoneShortArgument`).
    pub(super) fn is_lone_short_argument(&self, id: NodeId) -> bool {
        if self.comments.any(id) {
            return false;
        }
        let threshold = usize::from(self.style.width) / 4;
        match self.kind(id) {
            Kind::This | Kind::Number | Kind::BigInt | Kind::Boolean | Kind::Null => true,
            Kind::Identifier => self.tree.name(id).len() <= threshold,
            Kind::String => literal::string(self.tree.source(id), self.style).len() <= threshold,
            Kind::Regex => self.tree.source(id).rfind('/').unwrap_or(0) <= threshold,
            Kind::Template => {
                self.child(id, Key::Expressions).is_none()
                    && self.tree.source(id).len() <= threshold + 2
                    && !self.spans_lines(id)
            }
            Kind::Unary => {
                self.is_signed_number(id)
                    || self.child(id, Key::Argument).is_some_and(|a| self.is_lone_short_argument(a))
            }
            Kind::Call => {
                let callee = self.child(id, Key::Callee).filter(|c| self.kind(*c) == Kind::Identifier);
                self.child(id, Key::Arguments).is_none()
                    && callee.is_some_and(|c| self.tree.name(c).len() + 2 <= threshold)
            }
            _ => false,
        }
    }

    /// So plain that nobody needs a line of their own for it (`isSimpleCallArgument`).
    pub(super) fn is_simple_argument(&self, id: NodeId, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        let id = self.without_non_null(id);
        let simple = |child: NodeId| self.is_simple_argument(child, depth - 1);
        match self.kind(id) {
            Kind::Regex => self.tree.source(id).rfind('/').unwrap_or(0) <= 6,
            Kind::String | Kind::Number | Kind::BigInt | Kind::Boolean | Kind::Null => true,
            Kind::Identifier | Kind::This | Kind::Super | Kind::PrivateName | Kind::ImportKeyword => true,
            Kind::Template => {
                self.list(id, Key::Quasis).iter().all(|q| !self.spans_lines(*q))
                    && self.list(id, Key::Expressions).into_iter().all(simple)
            }
            Kind::Object => self.list(id, Key::Properties).into_iter().all(|p| {
                self.kind(p) == Kind::Property
                    && !self.has(p, flag::COMPUTED)
                    && (self.has(p, flag::SHORTHAND) || self.child(p, Key::Value).is_some_and(simple))
            }),
            Kind::Array => self.list(id, Key::Elements).into_iter().all(|e| self.kind(e) == Kind::Hole || simple(e)),
            Kind::Call | Kind::New => {
                let callee = self.child(id, Key::Callee);
                let arguments = self.list(id, Key::Arguments);
                callee.is_some_and(|c| self.kind(c) == Kind::ImportKeyword || self.is_simple_argument(c, depth))
                    && arguments.len() <= depth
                    && arguments.into_iter().all(simple)
            }
            Kind::Member => {
                self.child(id, Key::Object).is_some_and(|o| self.is_simple_argument(o, depth))
                    && self.child(id, Key::Property).is_some_and(|p| self.is_simple_argument(p, depth))
            }
            Kind::Unary if matches!(self.tree.op(id), "!" | "-" | "+" | "~") => {
                self.child(id, Key::Argument).is_some_and(|a| self.is_simple_argument(a, depth))
            }
            Kind::Update => self.child(id, Key::Argument).is_some_and(|a| self.is_simple_argument(a, depth)),
            _ => false,
        }
    }

    /// The only parameter, when it is an object and may stay on the line of its parentheses.
    pub(super) fn hugs_only_parameter(&self, function: NodeId) -> bool {
        let params = self.list(function, Key::Params);
        let [param] = params[..] else { return false };
        if self.comments.any(param) {
            return false;
        }
        match self.kind(param) {
            Kind::ObjectPattern | Kind::ArrayPattern => true,
            Kind::Identifier => self.child(param, Key::TypeAnnotation).is_some_and(|t| self.is_object_type(t)),
            Kind::AssignmentPattern => {
                let left = self.child(param, Key::Left);
                let right = self.child(param, Key::Right);
                left.is_some_and(|l| self.tree.is(l, &[Kind::ObjectPattern, Kind::ArrayPattern]))
                    && right.is_some_and(|r| {
                        self.kind(r) == Kind::Identifier
                            || (self.tree.is(r, &[Kind::Object, Kind::Array]) && self.tree.node(r).children.is_empty())
                    })
            }
            _ => false,
        }
    }

    /// Whether `id` or what its text starts with has a comment that ends a line before it.
    pub(super) fn return_needs_parens(&self, id: NodeId) -> bool {
        let mut here = Some(id);
        while let Some(node) = here {
            let spans = |range: crate::source::TextRange| self.tree.slice(range).contains('\n');
            let first = node == id && self.comments.of(node, Role::Leading).any(|(_, n)| spans(n.range));
            if first || self.has_leading_own_line(node) {
                return true;
            }
            here = self.left_side(node);
        }
        false
    }

    /// What the text of an operator expression starts with.
    pub(super) fn left_side(&self, id: NodeId) -> Option<NodeId> {
        let key = match self.kind(id) {
            Kind::Assignment | Kind::Binary | Kind::Logical => Key::Left,
            Kind::Conditional => Key::Test,
            Kind::Call => Key::Callee,
            Kind::Member => Key::Object,
            Kind::Sequence => Key::Expressions,
            Kind::TaggedTemplate => Key::Tag,
            Kind::Update if !self.has(id, flag::PREFIX) => Key::Argument,
            Kind::As | Kind::NonNull | Kind::Instantiation => Key::Expression,
            _ => return None,
        };
        self.child(id, key)
    }

    /// Whether `id`'s text starts with `wanted`.
    pub(super) fn starts_with_node(&self, id: NodeId, wanted: NodeId) -> bool {
        let mut here = Some(id);
        while let Some(node) = here {
            if node == wanted {
                return true;
            }
            here = self.left_side(node);
        }
        false
    }

    /// The nearest ancestor of one of `kinds`.
    pub(super) fn ancestor(&self, id: NodeId, kinds: &[Kind]) -> Option<NodeId> {
        let mut here = id;
        while here != 0 {
            here = self.parent(here);
            if self.tree.is(here, kinds) {
                return Some(here);
            }
        }
        None
    }

    /// The nearest ancestor of none of `kinds`.
    pub(super) fn ancestor_past(&self, id: NodeId, kinds: &[Kind]) -> NodeId {
        let mut here = self.parent(id);
        while here != 0 && self.tree.is(here, kinds) {
            here = self.parent(here);
        }
        here
    }

    /// `describe("...", () => {})` and its kin, whose arguments never break.
    pub(super) fn is_test_call(&self, id: NodeId) -> bool {
        const NAMES: [&str; 14] = [
            "it",
            "it.only",
            "it.skip",
            "describe",
            "describe.only",
            "describe.skip",
            "test",
            "test.only",
            "test.skip",
            "test.step",
            "test.describe",
            "test.describe.only",
            "xit",
            "xdescribe",
        ];
        if self.kind(id) != Kind::Call || self.has(id, flag::OPTIONAL) {
            return false;
        }
        let arguments = self.list(id, Key::Arguments);
        if arguments.iter().any(|a| self.comments.any(*a)) || !(2..=3).contains(&arguments.len()) {
            return false;
        }
        let callee = self.child(id, Key::Callee).map_or("", |c| self.tree.source(c));
        let body = |f: NodeId| self.child(f, Key::Body).is_some_and(|b| self.kind(b) == Kind::Block);
        let function = arguments[1];
        self.tree.is(arguments[0], &[Kind::Template, Kind::String])
            && NAMES.contains(&callee)
            && arguments.get(2).is_none_or(|a| self.kind(*a) == Kind::Number)
            && if arguments.len() == 2 {
                self.is_function(function)
            } else {
                (self.kind(function) == Kind::Function || (self.kind(function) == Kind::Arrow && body(function)))
                    && self.list(function, Key::Params).len() <= 1
            }
    }

    pub(super) fn text_width(&self, text: &str) -> usize {
        width(text)
    }
}
