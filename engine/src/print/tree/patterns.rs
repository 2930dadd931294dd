//! Patterns, parameters and assignment targets into the [`Tree`].

use swc_common::{DUMMY_SP, Span};
use swc_ecma_ast::{
    Accessibility, AssignPat, AssignTarget, AssignTargetPat, BindingIdent, Ident, ObjectPatProp, Param,
    ParamOrTsParamProp, Pat, RestPat, SimpleAssignTarget, TsParamPropParam,
};

use super::{Key, Kind, NodeId, Tree, flag};

impl Tree<'_> {
    pub(super) fn ident(&mut self, parent: NodeId, key: Key, ident: &Ident) {
        let child = self.leaf(Kind::Identifier, ident);
        self.link(parent, key, child);
    }

    pub(super) fn binding(&mut self, binding: &BindingIdent) -> NodeId {
        let id = self.leaf(Kind::Identifier, &binding.id);
        self.flag(id, flag::OPTIONAL, binding.id.optional);
        self.annotation(id, Key::TypeAnnotation, binding.type_ann.as_deref());
        id
    }

    pub(super) fn pat(&mut self, pat: &Pat) -> NodeId {
        match pat {
            Pat::Ident(binding) => self.binding(binding),
            Pat::Array(array) => self.array_pat(array),
            Pat::Object(object) => self.object_pat(object),
            Pat::Rest(rest) => self.rest_pat(rest),
            Pat::Assign(assign) => self.assign_pat(assign),
            Pat::Expr(expr) => self.expr(expr),
            Pat::Invalid(node) => self.leaf(Kind::Verbatim, node),
        }
    }

    pub(super) fn array_pat(&mut self, array: &swc_ecma_ast::ArrayPat) -> NodeId {
        let id = self.leaf(Kind::ArrayPattern, array);
        for elem in &array.elems {
            let child = match elem {
                Some(elem) => self.pat(elem),
                None => self.add(Kind::Hole, Span::new(array.span.lo, array.span.lo)),
            };
            self.link(id, Key::Elements, child);
        }
        self.flag(id, flag::OPTIONAL, array.optional);
        self.annotation(id, Key::TypeAnnotation, array.type_ann.as_deref());
        id
    }

    pub(super) fn object_pat(&mut self, object: &swc_ecma_ast::ObjectPat) -> NodeId {
        let id = self.leaf(Kind::ObjectPattern, object);
        for prop in &object.props {
            let child = self.object_pat_prop(prop);
            self.link(id, Key::Properties, child);
        }
        self.flag(id, flag::OPTIONAL, object.optional);
        self.annotation(id, Key::TypeAnnotation, object.type_ann.as_deref());
        id
    }

    fn object_pat_prop(&mut self, prop: &ObjectPatProp) -> NodeId {
        match prop {
            ObjectPatProp::KeyValue(pair) => {
                let id = self.add(Kind::Property, DUMMY_SP);
                self.prop_name(id, &pair.key);
                let value = self.pat(&pair.value);
                self.link(id, Key::Value, value);
                id
            }
            ObjectPatProp::Assign(assign) => {
                let id = self.add(Kind::Property, DUMMY_SP);
                self.flag(id, flag::SHORTHAND, true);
                let name = self.binding(&assign.key);
                let value = match &assign.value {
                    None => name,
                    Some(default) => {
                        let both = self.add(Kind::AssignmentPattern, DUMMY_SP);
                        self.link(both, Key::Left, name);
                        let right = self.expr(default);
                        self.link(both, Key::Right, right);
                        both
                    }
                };
                self.link(id, Key::Value, value);
                id
            }
            ObjectPatProp::Rest(rest) => self.rest_pat(rest),
        }
    }

    pub(super) fn rest_pat(&mut self, rest: &RestPat) -> NodeId {
        let id = self.leaf(Kind::Rest, rest);
        let inner = self.pat(&rest.arg);
        self.link(id, Key::Argument, inner);
        self.annotation(id, Key::TypeAnnotation, rest.type_ann.as_deref());
        id
    }

    fn assign_pat(&mut self, assign: &AssignPat) -> NodeId {
        let id = self.leaf(Kind::AssignmentPattern, assign);
        let left = self.pat(&assign.left);
        self.link(id, Key::Left, left);
        let right = self.expr(&assign.right);
        self.link(id, Key::Right, right);
        id
    }

    pub(super) fn assign_target(&mut self, target: &AssignTarget) -> NodeId {
        match target {
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pat(array),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => self.object_pat(object),
            AssignTarget::Simple(simple) => match simple {
                SimpleAssignTarget::Ident(binding) => self.binding(binding),
                SimpleAssignTarget::Member(member) => self.member(member),
                SimpleAssignTarget::OptChain(chain) => self.chain(chain),
                SimpleAssignTarget::Paren(paren) => self.expr(&paren.expr),
                SimpleAssignTarget::SuperProp(node) => self.expr(&swc_ecma_ast::Expr::SuperProp(node.clone())),
                SimpleAssignTarget::TsAs(node) => self.expr(&swc_ecma_ast::Expr::TsAs(node.clone())),
                SimpleAssignTarget::TsNonNull(node) => self.expr(&swc_ecma_ast::Expr::TsNonNull(node.clone())),
                SimpleAssignTarget::TsSatisfies(node) => self.expr(&swc_ecma_ast::Expr::TsSatisfies(node.clone())),
                SimpleAssignTarget::TsTypeAssertion(node) => {
                    self.expr(&swc_ecma_ast::Expr::TsTypeAssertion(node.clone()))
                }
                SimpleAssignTarget::TsInstantiation(node) => {
                    self.expr(&swc_ecma_ast::Expr::TsInstantiation(node.clone()))
                }
                SimpleAssignTarget::Invalid(node) => self.leaf(Kind::Verbatim, node),
            },
            AssignTarget::Pat(AssignTargetPat::Invalid(node)) => self.leaf(Kind::Verbatim, node),
        }
    }

    pub(super) fn param(&mut self, param: &Param) -> NodeId {
        let id = self.pat(&param.pat);
        for (at, decorator) in param.decorators.iter().enumerate() {
            let child = self.leaf(Kind::Decorator, decorator);
            let inner = self.expr(&decorator.expr);
            self.link(child, Key::Expression, inner);
            self.link(id, Key::Decorators, child);
            // Children stand in the order of the text.
            let node = &mut self.nodes[id as usize];
            if let Some(last) = node.children.pop() {
                node.children.insert(at, last);
            }
        }
        id
    }

    pub(super) fn constructor_param(&mut self, param: &ParamOrTsParamProp) -> NodeId {
        let property = match param {
            ParamOrTsParamProp::Param(param) => return self.param(param),
            ParamOrTsParamProp::TsParamProp(property) => property,
        };
        let id = self.leaf(Kind::ParameterProperty, property);
        self.decorators(id, &property.decorators);
        self.set_op(id, accessibility(property.accessibility));
        self.flag(id, flag::READONLY, property.readonly);
        self.flag(id, flag::OVERRIDE, property.is_override);
        let inner = match &property.param {
            TsParamPropParam::Ident(binding) => self.binding(binding),
            TsParamPropParam::Assign(assign) => self.assign_pat(assign),
        };
        self.link(id, Key::Param, inner);
        id
    }
}

pub(super) fn accessibility(of: Option<Accessibility>) -> &'static str {
    match of {
        Some(Accessibility::Public) => "public",
        Some(Accessibility::Protected) => "protected",
        Some(Accessibility::Private) => "private",
        None => "",
    }
}
