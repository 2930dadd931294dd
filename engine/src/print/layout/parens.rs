//! Where parentheses are needed. Invariant: with these and no others the printed text parses back to the same tree.

use super::{Key, Kind, Layouter, NodeId, flag};

impl Layouter<'_> {
    pub(super) fn needs_parens(&self, id: NodeId) -> bool {
        if id == 0 || self.tree.key(id) == Key::Root {
            return false;
        }
        let kind = self.kind(id);
        if kind == Kind::Identifier {
            return self.identifier_needs_parens(id);
        }
        if matches!(kind, Kind::Object | Kind::Function | Kind::Class) && self.starts_statement(id) {
            return true;
        }
        if kind == Kind::Object && self.starts_arrow_body(id) {
            return true;
        }
        if let Some(answer) = self.parent_decides(id) {
            return answer;
        }
        match kind {
            Kind::Update | Kind::Unary => self.unary_needs_parens(id),
            Kind::Binary | Kind::Logical | Kind::As | Kind::TypeAssertion => self.binary_needs_parens(id),
            Kind::Sequence => self.parent_kind(id) != Kind::For && self.parent_kind(id) != Kind::ExpressionStatement,
            Kind::Yield | Kind::Await => self.await_needs_parens(id),
            Kind::String => {
                self.parent_kind(id) == Kind::ExpressionStatement && !self.has(self.parent(id), flag::DIRECTIVE)
            }
            Kind::Number => self.tree.key(id) == Key::Object && self.parent_kind(id) == Kind::Member,
            Kind::Assignment => self.assignment_needs_parens(id),
            Kind::Conditional => self.conditional_needs_parens(id),
            Kind::Function => match self.parent_kind(id) {
                Kind::Call | Kind::New => self.tree.key(id) == Key::Callee,
                Kind::TaggedTemplate => true,
                _ => false,
            },
            Kind::Arrow => self.arrow_needs_parens(id),
            Kind::Class => self.parent_kind(id) == Kind::New && self.tree.key(id) == Key::Callee,
            Kind::Call | Kind::Member | Kind::TaggedTemplate | Kind::NonNull => self.chain_needs_parens(id),
            _ => self.type_needs_parens(id),
        }
    }

    fn identifier_needs_parens(&self, id: NodeId) -> bool {
        // `(let)[0] = 1` and `for ((async) of x)` are all that is left.
        self.tree.name(id) == "let" && self.parent_kind(id) == Kind::Member && self.starts_statement(id)
    }

    fn starts_statement(&self, id: NodeId) -> bool {
        let Some(stmt) = self.ancestor(id, &[Kind::ExpressionStatement]) else { return false };
        self.child(stmt, Key::Expression).is_some_and(|e| self.starts_with_node(e, id))
    }

    fn starts_arrow_body(&self, id: NodeId) -> bool {
        let Some(arrow) = self.ancestor(id, &[Kind::Arrow]) else { return false };
        let Some(body) = self.child(arrow, Key::Body) else { return false };
        !self.tree.is(body, &[Kind::Sequence, Kind::Assignment]) && self.starts_with_node(body, id)
    }

    fn parent_decides(&self, id: NodeId) -> Option<bool> {
        let key = self.tree.key(id);
        match self.parent_kind(id) {
            Kind::Return | Kind::Throw | Kind::Yield => {
                (self.tree.is(id, &[Kind::Sequence, Kind::Assignment]) && self.return_needs_parens(id)).then_some(false)
            }
            Kind::Class | Kind::ClassDeclaration if key == Key::SuperClass => {
                use Kind::*;
                let base = self.without_non_null(id);
                let heavy = [
                    Arrow,
                    Assignment,
                    Await,
                    Binary,
                    Conditional,
                    Logical,
                    New,
                    Object,
                    Sequence,
                    TaggedTemplate,
                    Unary,
                    Update,
                    Yield,
                ];
                self.tree.is(base, &heavy).then_some(true)
            }
            Kind::ExportDefault => self.starts_declaration(id).then_some(true),
            Kind::Decorator => (!self.is_decorator_expression(id)).then_some(true),
            _ => None,
        }
    }

    /// Whether the text of `export default` would start with `function` or `class`.
    fn starts_declaration(&self, id: NodeId) -> bool {
        let mut here = self.left_side(id);
        while let Some(node) = here {
            if self.tree.is(node, &[Kind::Function, Kind::Class]) {
                return true;
            }
            here = self.left_side(node);
        }
        self.tree.is(id, &[Kind::Function, Kind::Class])
    }

    fn is_decorator_expression(&self, id: NodeId) -> bool {
        let plain = |mut node: NodeId| loop {
            match self.kind(node) {
                Kind::Identifier => return true,
                Kind::Member if !self.has(node, flag::COMPUTED | flag::OPTIONAL) => match self.child(node, Key::Object)
                {
                    Some(object) => node = object,
                    None => return false,
                },
                _ => return false,
            }
        };
        plain(id)
            || (self.is_call(id) && !self.has(id, flag::OPTIONAL) && self.child(id, Key::Callee).is_some_and(plain))
    }

    fn unary_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        let (op, above) = (self.tree.op(id), self.tree.op(self.parent(id)));
        match self.parent_kind(id) {
            Kind::Unary if self.kind(id) == Kind::Update => {
                self.has(id, flag::PREFIX) && ((op == "++" && above == "+") || (op == "--" && above == "-"))
            }
            Kind::Unary => op == above && matches!(op, "+" | "-"),
            Kind::Member => key == Key::Object,
            Kind::TaggedTemplate | Kind::NonNull | Kind::Instantiation => true,
            Kind::New | Kind::Call => key == Key::Callee,
            Kind::Binary => {
                key == Key::Left
                    && (above == "**" || (self.kind(id) == Kind::Unary && matches!(above, "in" | "instanceof")))
            }
            _ => false,
        }
    }

    fn binary_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        let parent = self.parent(id);
        let kind = self.kind(id);
        let is_as = kind == Kind::As;
        if kind == Kind::Binary && self.tree.op(id) == "in" && self.in_for_init(id) {
            return true;
        }
        match self.kind(parent) {
            Kind::Update => kind == Kind::Binary || is_as,
            Kind::As => !is_as,
            Kind::Conditional => is_as || (kind == Kind::Logical && self.tree.op(id) == "??"),
            Kind::Call | Kind::New => key == Key::Callee,
            Kind::Class | Kind::ClassDeclaration => key == Key::SuperClass,
            Kind::TypeAssertion
            | Kind::TaggedTemplate
            | Kind::Spread
            | Kind::Await
            | Kind::NonNull
            | Kind::Instantiation => true,
            Kind::Unary => !self.comments.any(id),
            Kind::Member => key == Key::Object,
            Kind::Assignment | Kind::AssignmentPattern => key == Key::Left && (is_as || kind == Kind::TypeAssertion),
            Kind::Logical if kind == Kind::Logical => self.tree.op(parent) != self.tree.op(id),
            Kind::Logical | Kind::Binary => {
                let (op, above) = (self.tree.op(id), self.tree.op(parent));
                if is_as {
                    return true;
                }
                if kind == Kind::TypeAssertion {
                    return false;
                }
                let (inner, outer) = (precedence(op), precedence(above));
                outer > inner
                    || (key == Key::Right && outer == inner)
                    || (outer == inner && !should_flatten(above, op))
                    || (outer < inner && op == "%" && matches!(above, "+" | "-"))
                    || is_bitwise(above)
            }
            _ => false,
        }
    }

    fn in_for_init(&self, id: NodeId) -> bool {
        let mut here = id;
        while here != 0 {
            let parent = self.parent(here);
            if self.kind(parent) == Kind::For && self.tree.key(here) == Key::Init {
                return true;
            }
            if self.tree.is(parent, &[Kind::Block, Kind::Arrow, Kind::Function]) {
                return false;
            }
            here = parent;
        }
        false
    }

    fn await_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        match self.parent_kind(id) {
            Kind::Await | Kind::TypeAssertion => self.kind(id) == Kind::Yield,
            Kind::TaggedTemplate
            | Kind::Unary
            | Kind::Logical
            | Kind::Spread
            | Kind::As
            | Kind::NonNull
            | Kind::Binary => true,
            Kind::Instantiation => key == Key::Expression,
            Kind::Member => key == Key::Object,
            Kind::New | Kind::Call => key == Key::Callee,
            Kind::Conditional => key == Key::Test,
            _ => false,
        }
    }

    fn assignment_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        match self.parent_kind(id) {
            Kind::For => !matches!(key, Key::Init | Key::Update),
            Kind::ExpressionStatement => self.child(id, Key::Left).is_some_and(|l| self.kind(l) == Kind::ObjectPattern),
            Kind::Assignment => false,
            Kind::Sequence => {
                let sequence = self.parent(id);
                !matches!(self.parent_kind(sequence), Kind::For | Kind::ExpressionStatement)
            }
            _ => true,
        }
    }

    fn conditional_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        match self.parent_kind(id) {
            Kind::TaggedTemplate
            | Kind::Unary
            | Kind::Spread
            | Kind::Binary
            | Kind::Logical
            | Kind::Await
            | Kind::TypeAssertion
            | Kind::As
            | Kind::NonNull
            | Kind::Instantiation => true,
            Kind::New | Kind::Call => key == Key::Callee,
            Kind::Conditional => key == Key::Test,
            Kind::Member => key == Key::Object,
            _ => false,
        }
    }

    fn arrow_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        match self.parent_kind(id) {
            Kind::Binary
            | Kind::As
            | Kind::NonNull
            | Kind::TaggedTemplate
            | Kind::Unary
            | Kind::Logical
            | Kind::Await
            | Kind::TypeAssertion => true,
            Kind::New | Kind::Call => key == Key::Callee,
            Kind::Member => key == Key::Object,
            Kind::Instantiation => key == Key::Expression,
            Kind::Conditional => key == Key::Test,
            _ => false,
        }
    }

    fn chain_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        let parent = self.parent(id);
        // An optional chain that ends here although the text goes on.
        if self.has(id, flag::CHAIN) && !self.has(parent, flag::CHAIN) {
            let goes_on = match self.kind(parent) {
                Kind::Member => key == Key::Object,
                Kind::Call | Kind::New => key == Key::Callee,
                Kind::TaggedTemplate => key == Key::Tag,
                Kind::NonNull => true,
                _ => false,
            };
            if goes_on {
                return true;
            }
        }
        if key != Key::Callee || self.kind(parent) != Kind::New {
            return false;
        }
        let mut here = Some(id);
        while let Some(node) = here {
            here = match self.kind(node) {
                Kind::Call => return true,
                Kind::Member => self.child(node, Key::Object),
                Kind::TaggedTemplate => self.child(node, Key::Tag),
                Kind::NonNull => self.child(node, Key::Expression),
                _ => None,
            };
        }
        false
    }

    fn type_needs_parens(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        let parent = self.parent(id);
        let above = self.kind(parent);
        let kind = self.kind(id);
        let functional = matches!(kind, Kind::FunctionType | Kind::ConstructorType);
        if kind == Kind::FunctionType && above == Kind::Arrow && key == Key::ReturnType {
            return true;
        }
        if functional || kind == Kind::ConditionalType {
            let conditional = kind == Kind::ConditionalType;
            if (key == Key::ExtendsType && conditional)
                || (key == Key::Constraint && conditional && above == Kind::TypeParameter)
                || (key == Key::CheckType && above == Kind::ConditionalType)
            {
                return true;
            }
            if key == Key::ExtendsType && functional {
                let infer = self.child(id, Key::ReturnType).filter(|r| self.kind(*r) == Kind::Infer);
                let param = infer.and_then(|i| self.child(i, Key::Param));
                if param.is_some_and(|p| self.child(p, Key::Constraint).is_some()) {
                    return true;
                }
            }
        }
        let composed = functional || matches!(kind, Kind::ConditionalType | Kind::Union | Kind::Intersection);
        if composed && matches!(above, Kind::Union | Kind::Intersection) {
            // A union in a union was written in parentheses for a reason only when its parent is another kind.
            return !(kind == Kind::Union && above == Kind::Union) || self.list(id, Key::Types).len() > 1;
        }
        if kind == Kind::Infer && above == Kind::RestType {
            return false;
        }
        if composed || matches!(kind, Kind::Infer | Kind::TypeOperator) {
            return matches!(above, Kind::ArrayType | Kind::OptionalType | Kind::RestType | Kind::TypeOperator)
                || (key == Key::ObjectType && above == Kind::IndexedAccess);
        }
        if kind == Kind::TypeQuery {
            return (key == Key::ObjectType && above == Kind::IndexedAccess)
                || (key == Key::ElementType && above == Kind::ArrayType);
        }
        false
    }
}

pub(super) fn precedence(op: &str) -> u8 {
    match op {
        "??" => 1,
        "||" => 2,
        "&&" => 3,
        "|" => 4,
        "^" => 5,
        "&" => 6,
        "==" | "===" | "!=" | "!==" => 7,
        "<" | ">" | "<=" | ">=" | "in" | "instanceof" => 8,
        ">>" | "<<" | ">>>" => 9,
        "+" | "-" => 10,
        "*" | "/" | "%" => 11,
        "**" => 12,
        _ => 0,
    }
}

pub(super) fn is_bitwise(op: &str) -> bool {
    matches!(op, "|" | "^" | "&" | ">>" | "<<" | ">>>")
}

/// Whether a chain of the two operators is laid out as one.
pub(super) fn should_flatten(parent: &str, op: &str) -> bool {
    let equality = |o: &str| matches!(o, "==" | "===" | "!=" | "!==");
    let multiplicative = |o: &str| matches!(o, "*" | "/" | "%");
    let shift = |o: &str| matches!(o, ">>" | ">>>" | "<<");
    precedence(parent) == precedence(op)
        && parent != "**"
        && !(equality(parent) && equality(op))
        && !((op == "%" && multiplicative(parent)) || (parent == "%" && multiplicative(op)))
        && !(op != parent && multiplicative(op) && multiplicative(parent))
        && !(shift(parent) && shift(op))
}
