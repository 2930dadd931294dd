//! What stands on both sides of `=` and `:`, and where the line breaks between them.

use super::parens::should_flatten;
use super::{Hint, Key, Kind, Layouter, NewArguments, NodeId, Role, flag};
use crate::print::doc::{Doc, LINE, NIL, docs, group, group_named, indent, indent_if_break};

/// The layouts of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assignment {
    BreakAfterOperator,
    NeverBreakAfterOperator,
    Fluid,
    BreakLhs,
    Chain,
    ChainTail,
    ChainTailArrowChain,
    OnlyLeft,
}

impl Layouter<'_> {
    /// `left`, the operator, and the child of `id` at `key`.
    pub(super) fn assignment(&self, id: NodeId, left: Doc, operator: &'static str, key: Key) -> Doc {
        let right = self.child(id, key);
        let layout = self.choose_assignment(id, &left, right);
        let right = right.map_or(NIL, |r| self.print_with(r, Hint { assignment: Some(layout), ..Hint::default() }));
        match layout {
            Assignment::BreakAfterOperator => group(docs![group(left), operator, group(indent(docs![LINE, right]))]),
            Assignment::NeverBreakAfterOperator => group(docs![group(left), operator, " ", right]),
            Assignment::Fluid => {
                let named = self.group_id();
                group(docs![
                    group(left),
                    operator,
                    group_named(indent(LINE), false, named),
                    Doc::LineSuffixBoundary,
                    indent_if_break(right, named),
                ])
            }
            Assignment::BreakLhs => group(docs![left, operator, " ", group(right)]),
            Assignment::Chain => docs![group(left), operator, LINE, right],
            Assignment::ChainTail => docs![group(left), operator, indent(docs![LINE, right])],
            Assignment::ChainTailArrowChain => docs![group(left), operator, right],
            Assignment::OnlyLeft => left,
        }
    }

    fn choose_assignment(&self, id: NodeId, left: &Doc, right: Option<NodeId>) -> Assignment {
        let Some(right) = right else { return Assignment::OnlyLeft };
        let tail = self.kind(right) != Kind::Assignment;
        let parent = self.parent_kind(id);
        let in_chain = self.kind(id) == Kind::Assignment
            && matches!(parent, Kind::Assignment | Kind::VariableDeclarator)
            && (!tail
                || !matches!(self.parent_kind(self.parent(id)), Kind::ExpressionStatement | Kind::VariableDeclaration));
        if in_chain {
            let body = self.child(right, Key::Body).filter(|_| self.kind(right) == Kind::Arrow);
            return match (tail, body.is_some_and(|b| self.kind(b) == Kind::Arrow)) {
                (false, _) => Assignment::Chain,
                (true, true) => Assignment::ChainTailArrowChain,
                (true, false) => Assignment::ChainTail,
            };
        }
        let head_of_chain = !tail && self.child(right, Key::Right).is_some_and(|r| self.kind(r) == Kind::Assignment);
        if head_of_chain
            || (self.kind(right) == Kind::Union && !self.union_hugs(right))
            || self.has_leading_own_line(right)
        {
            return Assignment::BreakAfterOperator;
        }
        let required =
            self.is_call(right) && self.child(right, Key::Callee).is_some_and(|c| self.tree.source(c) == "require");
        // What opens on its line whatever happens inside gains nothing from a line of its own.
        let hugged = self.kind(right) == Kind::New && self.new_arguments == NewArguments::Hugged;
        if required || hugged {
            return Assignment::NeverBreakAfterOperator;
        }
        let breakable_left = left.can_break();
        let arrow = self.kind(right) == Kind::Arrow && self.kind(id) == Kind::VariableDeclarator;
        if self.is_heavy_destructuring(id) || self.has_heavy_annotation(id) || (arrow && breakable_left) {
            return Assignment::BreakLhs;
        }
        let short_key = self.has_short_key(id);
        if self.breaks_after_operator(right, short_key) {
            return Assignment::BreakAfterOperator;
        }
        if self.is_heavy_alias(id) {
            return Assignment::BreakLhs;
        }
        let never = short_key
            || self.tree.is(
                right,
                &[Kind::Template, Kind::TaggedTemplate, Kind::Boolean, Kind::Number, Kind::BigInt, Kind::Class],
            )
            || self.kind(right) == Kind::Number;
        if !breakable_left && never { Assignment::NeverBreakAfterOperator } else { Assignment::Fluid }
    }

    fn breaks_after_operator(&self, right: NodeId, short_key: bool) -> bool {
        if self.is_binaryish(right) && !self.inlines_logical(right) {
            return true;
        }
        match self.kind(right) {
            Kind::Sequence => return true,
            Kind::Conditional => {
                let test = self.child(right, Key::Test);
                return test.is_some_and(|t| self.is_binaryish(t) && !self.inlines_logical(t));
            }
            Kind::ConditionalType if self.conditional_type_is_generic(right) => return true,
            _ => {}
        }
        if short_key {
            return false;
        }
        let mut node = right;
        loop {
            let next = match self.kind(node) {
                Kind::Unary | Kind::Await => self.child(node, Key::Argument),
                Kind::Yield => self.child(node, Key::Argument),
                Kind::NonNull => self.child(node, Key::Expression),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        self.kind(node) == Kind::String || self.is_poorly_breakable(node, false)
    }

    fn conditional_type_is_generic(&self, id: NodeId) -> bool {
        let generic = |key| {
            self.child(id, key).is_some_and(|t| match self.kind(t) {
                Kind::FunctionType | Kind::ConstructorType => self.child(t, Key::TypeParameters).is_some(),
                Kind::TypeRef => self.child(t, Key::TypeArguments).is_some(),
                _ => false,
            })
        };
        generic(Key::CheckType) || generic(Key::ExtendsType)
    }

    /// A short chain with nothing in it to break at (`isPoorlyBreakableMemberOrCallChain`).
    fn is_poorly_breakable(&self, id: NodeId, deep: bool) -> bool {
        match self.kind(id) {
            Kind::NonNull => self.child(id, Key::Expression).is_some_and(|e| self.is_poorly_breakable(e, true)),
            Kind::Call => {
                let arguments = self.list(id, Key::Arguments);
                let short = match arguments[..] {
                    [] => true,
                    [only] => self.is_lone_short_argument(only),
                    _ => false,
                };
                short
                    && !self.has_heavy_type_arguments(id)
                    && self.child(id, Key::Callee).is_some_and(|c| self.is_poorly_breakable(c, true))
                    && !matches!(self.call(id), Doc::MemberChain(_))
            }
            Kind::Member => self.child(id, Key::Object).is_some_and(|o| self.is_poorly_breakable(o, true)),
            Kind::Identifier | Kind::This => deep,
            _ => false,
        }
    }

    fn has_heavy_type_arguments(&self, id: NodeId) -> bool {
        let Some(arguments) = self.child(id, Key::TypeArguments) else { return false };
        match self.list(arguments, Key::Params)[..] {
            [] => false,
            [only] => {
                self.tree.is(only, &[Kind::Union, Kind::Intersection, Kind::TypeLiteral])
                    || self.print(arguments).will_break()
            }
            _ => true,
        }
    }

    /// `{ a: b, c = 1, d } = ...` with more than two properties, one of them not a plain name.
    fn is_heavy_destructuring(&self, id: NodeId) -> bool {
        let left = match self.kind(id) {
            Kind::Assignment => self.child(id, Key::Left),
            Kind::VariableDeclarator => self.child(id, Key::Id),
            _ => None,
        };
        let Some(left) = left.filter(|l| self.kind(*l) == Kind::ObjectPattern) else { return false };
        let properties = self.list(left, Key::Properties);
        properties.len() > 2
            && properties.iter().any(|p| {
                self.kind(*p) == Kind::Property
                    && (!self.has(*p, flag::SHORTHAND)
                        || self.child(*p, Key::Value).is_some_and(|v| self.kind(v) == Kind::AssignmentPattern))
            })
    }

    fn has_heavy_annotation(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::VariableDeclarator {
            return false;
        }
        let annotation = self.child(id, Key::Id).and_then(|n| self.child(n, Key::TypeAnnotation));
        let arguments = |ty: NodeId| {
            let list = self.child(ty, Key::TypeArguments).filter(|_| self.kind(ty) == Kind::TypeRef);
            list.map(|l| self.list(l, Key::Params)).unwrap_or_default()
        };
        let params = annotation.map(arguments).unwrap_or_default();
        params.len() > 1 && params.iter().any(|p| !arguments(*p).is_empty() || self.kind(*p) == Kind::ConditionalType)
    }

    fn is_heavy_alias(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::TypeAlias {
            return false;
        }
        let params = self.child(id, Key::TypeParameters).map(|p| self.list(p, Key::Params)).unwrap_or_default();
        params.len() > 1
            && params
                .iter()
                .any(|p| self.child(*p, Key::Constraint).is_some() || self.child(*p, Key::Default).is_some())
    }

    fn has_short_key(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::Property || self.has(id, flag::COMPUTED) {
            return false;
        }
        let Some(key) = self.child(id, Key::Key) else { return false };
        let width = match self.property_key(id) {
            Doc::Text(text) => self.text_width(&text),
            Doc::Static(text) => text.len(),
            _ if self.comments.has(key, Role::Leading) || self.comments.has(key, Role::Trailing) => return false,
            _ => self.text_width(self.tree.source(key)),
        };
        width < self.tab_width() + 3
    }

    /// `a && {...}`: the object opens beside the operator.
    pub(super) fn inlines_logical(&self, id: NodeId) -> bool {
        if self.kind(id) != Kind::Logical {
            return false;
        }
        let Some(right) = self.child(id, Key::Right) else { return false };
        match self.kind(right) {
            Kind::Object => self.child(right, Key::Properties).is_some(),
            Kind::Array => self.child(right, Key::Elements).is_some(),
            _ => false,
        }
    }

    /// Whether a chain of logical operators has an inlined object anywhere along its left side.
    pub(super) fn chain_inlines(&self, id: NodeId) -> bool {
        if !self.inlines_logical(id) {
            return false;
        }
        match self.child(id, Key::Left) {
            Some(left) if self.is_binaryish(left) && should_flatten(self.tree.op(id), self.tree.op(left)) => {
                self.chain_inlines(left)
            }
            _ => true,
        }
    }
}
