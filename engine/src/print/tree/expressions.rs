//! Expressions into the [`Tree`].

use swc_common::{DUMMY_SP, Spanned};
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, BinExpr, BinaryOp, Callee, Expr, ExprOrSpread, Lit, MemberExpr, MemberProp,
    MetaPropKind, OptChainBase, OptChainExpr, Prop, PropName, PropOrSpread, SuperProp, Tpl, TsTypeParamInstantiation,
};

use super::{Key, Kind, NodeId, Tree, flag};

impl Tree<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::Paren(paren) => self.expr(&paren.expr),
            Expr::This(_) => self.leaf(Kind::This, expr),
            Expr::Ident(_) => self.leaf(Kind::Identifier, expr),
            Expr::PrivateName(_) => self.leaf(Kind::PrivateName, expr),
            Expr::Lit(lit) => self.lit(lit),
            Expr::Array(array) => {
                let id = self.leaf(Kind::Array, expr);
                for elem in &array.elems {
                    let child = match elem {
                        Some(elem) => self.argument(elem),
                        None => self.add(Kind::Hole, swc_common::Span::new(array.span.lo, array.span.lo)),
                    };
                    self.link(id, Key::Elements, child);
                }
                id
            }
            Expr::Object(object) => {
                let id = self.leaf(Kind::Object, expr);
                for prop in &object.props {
                    let child = self.prop_or_spread(prop);
                    self.link(id, Key::Properties, child);
                }
                id
            }
            Expr::Fn(function) => {
                let id = self.leaf(Kind::Function, &function.function.span);
                if let Some(ident) = &function.ident {
                    self.ident(id, Key::Id, ident);
                }
                self.function(id, &function.function);
                id
            }
            Expr::Class(class) => self.class(Kind::Class, class.ident.as_ref(), &class.class),
            Expr::Arrow(arrow) => self.arrow(arrow),
            _ => self.access(expr),
        }
    }

    /// Templates, members and calls.
    fn access(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::Tpl(template) => self.template(template),
            Expr::TaggedTpl(tagged) => {
                let id = self.with(Kind::TaggedTemplate, expr, "", &[(Key::Tag, &tagged.tag)]);
                self.type_arguments(id, Key::TypeArguments, tagged.type_params.as_deref());
                let quasi = self.template(&tagged.tpl);
                self.link(id, Key::Quasi, quasi);
                id
            }
            Expr::Member(member) => self.member(member),
            Expr::OptChain(chain) => self.chain(chain),
            Expr::SuperProp(access) => {
                let id = self.leaf(Kind::Member, expr);
                let object = self.leaf(Kind::Super, &access.obj);
                self.link(id, Key::Object, object);
                match &access.prop {
                    SuperProp::Ident(name) => {
                        let child = self.leaf(Kind::Identifier, name);
                        self.link(id, Key::Property, child);
                    }
                    SuperProp::Computed(computed) => self.computed(id, Key::Property, &computed.expr),
                }
                id
            }
            Expr::Call(call) => {
                let id = self.leaf(Kind::Call, expr);
                let callee = match &call.callee {
                    Callee::Super(node) => self.leaf(Kind::Super, node),
                    Callee::Import(node) => self.leaf(Kind::ImportKeyword, node),
                    Callee::Expr(callee) => self.expr(callee),
                };
                self.link(id, Key::Callee, callee);
                self.call_rest(id, call.type_args.as_deref(), &call.args);
                id
            }
            Expr::New(new) => {
                let id = self.with(Kind::New, expr, "", &[(Key::Callee, &new.callee)]);
                self.call_rest(id, new.type_args.as_deref(), new.args.as_deref().unwrap_or(&[]));
                id
            }
            Expr::Yield(node) => {
                let id = self.leaf(Kind::Yield, expr);
                if let Some(argument) = &node.arg {
                    let child = self.expr(argument);
                    self.link(id, Key::Argument, child);
                }
                self.flag(id, flag::GENERATOR, node.delegate);
                id
            }
            _ => self.operator(expr),
        }
    }

    /// Expressions that are an operator with its operands.
    fn operator(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::Unary(node) => self.with(Kind::Unary, expr, node.op.as_str(), &[(Key::Argument, &node.arg)]),
            Expr::Update(node) => {
                let id = self.with(Kind::Update, expr, node.op.as_str(), &[(Key::Argument, &node.arg)]);
                self.flag(id, flag::PREFIX, node.prefix);
                id
            }
            Expr::Bin(node) => {
                let logical =
                    matches!(node.op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr | BinaryOp::NullishCoalescing);
                if logical {
                    return self.logical(node);
                }
                self.with(Kind::Binary, expr, node.op.as_str(), &[(Key::Left, &node.left), (Key::Right, &node.right)])
            }
            Expr::Assign(node) => {
                let id = self.leaf(Kind::Assignment, expr);
                let left = self.assign_target(&node.left);
                self.link(id, Key::Left, left);
                let right = self.expr(&node.right);
                self.link(id, Key::Right, right);
                self.set_op(id, node.op.as_str());
                id
            }
            Expr::Cond(node) => {
                let parts = [(Key::Test, &node.test), (Key::Consequent, &node.cons), (Key::Alternate, &node.alt)];
                self.with(Kind::Conditional, expr, "", &parts.map(|(k, e)| (k, &**e)))
            }
            Expr::Await(node) => self.with(Kind::Await, expr, "", &[(Key::Argument, &node.arg)]),
            Expr::Seq(node) => {
                let parts: Vec<_> = node.exprs.iter().map(|e| (Key::Expressions, &**e)).collect();
                self.with(Kind::Sequence, expr, "", &parts)
            }
            Expr::MetaProp(node) => {
                let id = self.leaf(Kind::MetaProperty, expr);
                self.set_op(id, if node.kind == MetaPropKind::NewTarget { "new.target" } else { "import.meta" });
                id
            }
            _ => self.typed_expression(expr),
        }
    }

    /// Expressions with a type beside them.
    fn typed_expression(&mut self, expr: &Expr) -> NodeId {
        match expr {
            Expr::TsNonNull(node) => {
                let id = self.with(Kind::NonNull, expr, "", &[(Key::Expression, &node.expr)]);
                // `a?.b!` goes on with the chain, `(a?.b)!` ends it.
                let chain = !node.expr.is_paren()
                    && self.child(id, Key::Expression).is_some_and(|inner| self.has(inner, flag::CHAIN));
                self.flag(id, flag::CHAIN, chain);
                id
            }
            Expr::TsAs(node) => {
                let id = self.with(Kind::As, expr, "as", &[(Key::Expression, &node.expr)]);
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                id
            }
            Expr::TsSatisfies(node) => {
                let id = self.with(Kind::As, expr, "satisfies", &[(Key::Expression, &node.expr)]);
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                id
            }
            Expr::TsConstAssertion(node) => {
                let id = self.with(Kind::As, expr, "as", &[(Key::Expression, &node.expr)]);
                self.flag(id, flag::CONST, true);
                id
            }
            Expr::TsTypeAssertion(node) => {
                let id = self.leaf(Kind::TypeAssertion, expr);
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                let inner = self.expr(&node.expr);
                self.link(id, Key::Expression, inner);
                id
            }
            Expr::TsInstantiation(node) => {
                let id = self.with(Kind::Instantiation, expr, "", &[(Key::Expression, &node.expr)]);
                self.type_arguments(id, Key::TypeArguments, Some(&node.type_args));
                id
            }
            _ => self.leaf(Kind::Verbatim, expr),
        }
    }

    /// `a && (b && c)` is `a && b && c`: chains of one operator lean to the left.
    fn logical(&mut self, node: &BinExpr) -> NodeId {
        let mut operands = Vec::new();
        operands_of(node, &mut operands);
        let mut operands = operands.into_iter();
        let first = operands.next().expect("a binary expression has two operands");
        let mut left = self.expr(first);
        for operand in operands {
            let id = self.add(Kind::Logical, DUMMY_SP);
            self.set_op(id, node.op.as_str());
            self.link(id, Key::Left, left);
            let right = self.expr(operand);
            self.link(id, Key::Right, right);
            left = id;
        }
        left
    }

    fn with(&mut self, kind: Kind, node: &impl Spanned, op: &'static str, parts: &[(Key, &Expr)]) -> NodeId {
        let id = self.leaf(kind, node);
        self.set_op(id, op);
        for (key, part) in parts {
            let child = self.expr(part);
            self.link(id, *key, child);
        }
        id
    }

    pub(super) fn computed(&mut self, id: NodeId, key: Key, expr: &Expr) {
        let child = self.expr(expr);
        self.link(id, key, child);
        self.flag(id, flag::COMPUTED, true);
    }

    pub(super) fn lit(&mut self, lit: &Lit) -> NodeId {
        let kind = match lit {
            Lit::Str(_) => Kind::String,
            Lit::Bool(_) => Kind::Boolean,
            Lit::Null(_) => Kind::Null,
            Lit::Num(_) => Kind::Number,
            Lit::BigInt(_) => Kind::BigInt,
            Lit::Regex(_) => Kind::Regex,
            Lit::JSXText(_) => Kind::Verbatim,
        };
        self.leaf(kind, lit)
    }

    pub(super) fn member(&mut self, member: &MemberExpr) -> NodeId {
        let id = self.with(Kind::Member, member, "", &[(Key::Object, &member.obj)]);
        let child = match &member.prop {
            MemberProp::Ident(name) => self.leaf(Kind::Identifier, name),
            MemberProp::PrivateName(name) => self.leaf(Kind::PrivateName, name),
            MemberProp::Computed(computed) => {
                self.computed(id, Key::Property, &computed.expr);
                return id;
            }
        };
        self.link(id, Key::Property, child);
        id
    }

    pub(super) fn chain(&mut self, chain: &OptChainExpr) -> NodeId {
        let id = match &*chain.base {
            OptChainBase::Member(member) => self.member(member),
            OptChainBase::Call(call) => {
                let id = self.with(Kind::Call, chain, "", &[(Key::Callee, &call.callee)]);
                self.call_rest(id, call.type_args.as_deref(), &call.args);
                id
            }
        };
        self.flag(id, flag::OPTIONAL, chain.optional);
        self.flag(id, flag::CHAIN, true);
        id
    }

    fn call_rest(&mut self, id: NodeId, types: Option<&TsTypeParamInstantiation>, args: &[ExprOrSpread]) {
        self.type_arguments(id, Key::TypeArguments, types);
        for arg in args {
            let child = self.argument(arg);
            self.link(id, Key::Arguments, child);
        }
    }

    fn argument(&mut self, arg: &ExprOrSpread) -> NodeId {
        let inner = self.expr(&arg.expr);
        let Some(dots) = arg.spread else { return inner };
        let id = self.add(Kind::Spread, dots);
        self.link(id, Key::Argument, inner);
        id
    }

    fn arrow(&mut self, arrow: &ArrowExpr) -> NodeId {
        let id = self.leaf(Kind::Arrow, arrow);
        self.flag(id, flag::ASYNC, arrow.is_async);
        self.type_parameters(id, arrow.type_params.as_deref());
        for param in &arrow.params {
            let child = self.pat(param);
            self.link(id, Key::Params, child);
        }
        self.annotation(id, Key::ReturnType, arrow.return_type.as_deref());
        let body = match &*arrow.body {
            ArrowFunctionBody::FunctionBody(body) => self.function_body(body),
            ArrowFunctionBody::Expr(expr) => self.expr(expr),
        };
        self.link(id, Key::Body, body);
        id
    }

    pub(super) fn template(&mut self, template: &Tpl) -> NodeId {
        let id = self.leaf(Kind::Template, template);
        for quasi in &template.quasis {
            let child = self.leaf(Kind::TemplateElement, quasi);
            self.link(id, Key::Quasis, child);
        }
        for expr in &template.exprs {
            let child = self.expr(expr);
            self.link(id, Key::Expressions, child);
        }
        id
    }

    pub(super) fn prop_or_spread(&mut self, prop: &PropOrSpread) -> NodeId {
        let prop = match prop {
            PropOrSpread::Spread(spread) => {
                let id = self.add(Kind::Spread, spread.dot3_token);
                let inner = self.expr(&spread.expr);
                self.link(id, Key::Argument, inner);
                return id;
            }
            PropOrSpread::Prop(prop) => prop,
        };
        match &**prop {
            Prop::Shorthand(name) => {
                let id = self.leaf(Kind::Property, name);
                self.ident(id, Key::Value, name);
                self.flag(id, flag::SHORTHAND, true);
                id
            }
            Prop::KeyValue(pair) => {
                let id = self.add(Kind::Property, DUMMY_SP);
                self.prop_name(id, &pair.key);
                let value = self.expr(&pair.value);
                self.link(id, Key::Value, value);
                id
            }
            Prop::Assign(node) => self.leaf(Kind::Verbatim, node),
            Prop::Getter(node) => self.object_method(prop.span(), &node.key, "get", &node.function),
            Prop::Setter(node) => self.object_method(prop.span(), &node.key, "set", &node.function),
            Prop::Method(node) => self.object_method(prop.span(), &node.key, "", &node.function),
        }
    }

    fn object_method(
        &mut self,
        span: swc_common::Span,
        key: &PropName,
        kind: &'static str,
        function: &swc_ecma_ast::Function,
    ) -> NodeId {
        let id = self.add(Kind::ObjectMethod, span);
        self.set_op(id, kind);
        self.prop_name(id, key);
        self.function(id, function);
        id
    }

    pub(super) fn prop_name(&mut self, id: NodeId, name: &PropName) {
        let child = match name {
            PropName::Ident(node) => self.leaf(Kind::Identifier, node),
            PropName::Str(node) => self.leaf(Kind::String, node),
            PropName::Num(node) => self.leaf(Kind::Number, node),
            PropName::BigInt(node) => self.leaf(Kind::BigInt, node),
            PropName::Computed(computed) => {
                self.computed(id, Key::Key, &computed.expr);
                let range = crate::source::TextRange::of_span(computed.span);
                let node = &mut self.nodes[id as usize];
                node.range = node.range.cover(range);
                return;
            }
        };
        self.link(id, Key::Key, child);
    }
}

/// The operands of a chain of one logical operator, from left to right.
fn operands_of<'e>(node: &'e BinExpr, out: &mut Vec<&'e Expr>) {
    for side in [&node.left, &node.right] {
        let mut inner = &**side;
        while let Expr::Paren(paren) = inner {
            inner = &paren.expr;
        }
        match inner {
            Expr::Bin(below) if below.op == node.op => operands_of(below, out),
            _ => out.push(inner),
        }
    }
}
