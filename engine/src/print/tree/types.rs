//! Types into the [`Tree`].

use swc_ecma_ast::{
    Expr, TruePlusMinus, TsEntityName, TsExprWithTypeArgs, TsFnOrConstructorType, TsFnParam, TsImportType,
    TsIndexSignature, TsLit, TsLitType, TsMappedType, TsThisTypeOrIdent, TsTplLitType, TsType, TsTypeAnn,
    TsTypeElement, TsTypeOperatorOp, TsTypeParam, TsTypeParamDecl, TsTypeParamInstantiation, TsTypeQueryExpr,
    TsUnionOrIntersectionType,
};

use super::{Key, Kind, NodeId, Tree, flag};

impl Tree<'_> {
    pub(super) fn annotation(&mut self, id: NodeId, key: Key, annotation: Option<&TsTypeAnn>) {
        if let Some(annotation) = annotation {
            self.typed(id, key, &annotation.type_ann);
        }
    }

    pub(super) fn typed(&mut self, id: NodeId, key: Key, ty: &TsType) {
        let child = self.ty(ty);
        self.link(id, key, child);
    }

    pub(super) fn ty(&mut self, ty: &TsType) -> NodeId {
        match ty {
            TsType::TsParenthesizedType(inner) => self.ty(&inner.type_ann),
            TsType::TsKeywordType(_) | TsType::TsThisType(_) => self.leaf(Kind::Keyword, ty),
            TsType::TsFnOrConstructorType(TsFnOrConstructorType::TsFnType(node)) => {
                let id = self.leaf(Kind::FunctionType, ty);
                self.type_parameters(id, node.type_params.as_deref());
                self.fn_params(id, &node.params);
                self.typed(id, Key::ReturnType, &node.type_ann.type_ann);
                id
            }
            TsType::TsFnOrConstructorType(TsFnOrConstructorType::TsConstructorType(node)) => {
                let id = self.leaf(Kind::ConstructorType, ty);
                self.flag(id, flag::ABSTRACT, node.is_abstract);
                self.type_parameters(id, node.type_params.as_deref());
                self.fn_params(id, &node.params);
                self.typed(id, Key::ReturnType, &node.type_ann.type_ann);
                id
            }
            TsType::TsTypeRef(node) => {
                let id = self.leaf(Kind::TypeRef, ty);
                let name = self.entity_name(&node.type_name);
                self.link(id, Key::TypeName, name);
                self.type_arguments(id, Key::TypeArguments, node.type_params.as_deref());
                id
            }
            TsType::TsTypeQuery(node) => {
                let id = self.leaf(Kind::TypeQuery, ty);
                let name = match &node.expr_name {
                    TsTypeQueryExpr::TsEntityName(name) => self.entity_name(name),
                    TsTypeQueryExpr::Import(import) => self.import_type(import),
                };
                self.link(id, Key::TypeName, name);
                self.type_arguments(id, Key::TypeArguments, node.type_args.as_deref());
                id
            }
            TsType::TsTypeLit(node) => {
                let id = self.leaf(Kind::TypeLiteral, ty);
                for member in &node.members {
                    let child = self.type_element(member);
                    self.link(id, Key::Members, child);
                }
                id
            }
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(node)) => {
                let id = self.leaf(Kind::Union, ty);
                for part in &node.types {
                    self.typed(id, Key::Types, part);
                }
                id
            }
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(node)) => {
                let id = self.leaf(Kind::Intersection, ty);
                for part in &node.types {
                    self.typed(id, Key::Types, part);
                }
                id
            }
            TsType::TsLitType(node) => self.literal_type(node),
            _ => self.composed_type(ty),
        }
    }

    fn composed_type(&mut self, ty: &TsType) -> NodeId {
        match ty {
            TsType::TsArrayType(node) => {
                let id = self.leaf(Kind::ArrayType, ty);
                self.typed(id, Key::ElementType, &node.elem_type);
                id
            }
            TsType::TsTupleType(node) => {
                let id = self.leaf(Kind::TupleType, ty);
                for element in &node.elem_types {
                    let child = match &element.label {
                        Some(label) => {
                            let child = self.leaf(Kind::NamedTupleMember, element);
                            let label = self.pat(label);
                            self.link(child, Key::Label, label);
                            self.typed(child, Key::ElementType, &element.ty);
                            child
                        }
                        None => self.ty(&element.ty),
                    };
                    self.link(id, Key::Elements, child);
                }
                id
            }
            TsType::TsOptionalType(node) => {
                let id = self.leaf(Kind::OptionalType, ty);
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                id
            }
            TsType::TsRestType(node) => {
                let id = self.leaf(Kind::RestType, ty);
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                id
            }
            TsType::TsConditionalType(node) => {
                let id = self.leaf(Kind::ConditionalType, ty);
                self.typed(id, Key::CheckType, &node.check_type);
                self.typed(id, Key::ExtendsType, &node.extends_type);
                self.typed(id, Key::TrueType, &node.true_type);
                self.typed(id, Key::FalseType, &node.false_type);
                id
            }
            TsType::TsInferType(node) => {
                let id = self.leaf(Kind::Infer, ty);
                let param = self.type_parameter(&node.type_param);
                self.link(id, Key::Param, param);
                id
            }
            _ => self.operator_type(ty),
        }
    }

    fn operator_type(&mut self, ty: &TsType) -> NodeId {
        match ty {
            TsType::TsTypeOperator(node) => {
                let id = self.leaf(Kind::TypeOperator, ty);
                self.set_op(
                    id,
                    match node.op {
                        TsTypeOperatorOp::KeyOf => "keyof",
                        TsTypeOperatorOp::Unique => "unique",
                        TsTypeOperatorOp::ReadOnly => "readonly",
                    },
                );
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                id
            }
            TsType::TsIndexedAccessType(node) => {
                let id = self.leaf(Kind::IndexedAccess, ty);
                self.typed(id, Key::ObjectType, &node.obj_type);
                self.typed(id, Key::IndexType, &node.index_type);
                id
            }
            TsType::TsMappedType(node) => self.mapped_type(node),
            TsType::TsTypePredicate(node) => {
                let id = self.leaf(Kind::TypePredicate, ty);
                self.set_op(id, if node.asserts { "asserts" } else { "" });
                let name = match &node.param_name {
                    TsThisTypeOrIdent::TsThisType(this) => self.leaf(Kind::Keyword, this),
                    TsThisTypeOrIdent::Ident(name) => self.leaf(Kind::Identifier, name),
                };
                self.link(id, Key::Param, name);
                self.annotation(id, Key::TypeAnnotation, node.type_ann.as_deref());
                id
            }
            TsType::TsImportType(node) => self.import_type(node),
            _ => self.leaf(Kind::Verbatim, ty),
        }
    }

    fn mapped_type(&mut self, node: &TsMappedType) -> NodeId {
        let id = self.leaf(Kind::MappedType, node);
        let param = self.type_parameter(&node.type_param);
        self.link(id, Key::Param, param);
        if let Some(name) = &node.name_type {
            self.typed(id, Key::NameType, name);
        }
        if let Some(ty) = &node.type_ann {
            self.typed(id, Key::TypeAnnotation, ty);
        }
        self.set_op(id, mapped_op(node.readonly, node.optional));
        id
    }

    fn import_type(&mut self, node: &TsImportType) -> NodeId {
        let id = self.leaf(Kind::ImportType, node);
        if node.attributes.is_some() {
            return self.leaf(Kind::Verbatim, node);
        }
        let argument = self.leaf(Kind::String, &node.arg);
        self.link(id, Key::Argument, argument);
        if let Some(qualifier) = &node.qualifier {
            let child = self.entity_name(qualifier);
            self.link(id, Key::Qualifier, child);
        }
        self.type_arguments(id, Key::TypeArguments, node.type_args.as_deref());
        id
    }

    fn literal_type(&mut self, lit: &TsLitType) -> NodeId {
        match &lit.lit {
            // The sign is in the range of the type alone.
            TsLit::Number(_) => self.leaf(Kind::Number, lit),
            TsLit::BigInt(_) => self.leaf(Kind::BigInt, lit),
            TsLit::Str(node) => self.leaf(Kind::String, node),
            TsLit::Bool(node) => self.leaf(Kind::Boolean, node),
            TsLit::Tpl(node) => self.template_type(node),
        }
    }

    fn template_type(&mut self, node: &TsTplLitType) -> NodeId {
        let id = self.leaf(Kind::Template, node);
        for quasi in &node.quasis {
            let child = self.leaf(Kind::TemplateElement, quasi);
            self.link(id, Key::Quasis, child);
        }
        for ty in &node.types {
            self.typed(id, Key::Expressions, ty);
        }
        id
    }

    pub(super) fn entity_name(&mut self, name: &TsEntityName) -> NodeId {
        match name {
            TsEntityName::Ident(ident) => self.leaf(Kind::Identifier, ident),
            TsEntityName::TsQualifiedName(name) => {
                let left = self.entity_name(&name.left);
                let id = self.leaf(Kind::QualifiedName, &**name);
                self.link(id, Key::Left, left);
                let right = self.leaf(Kind::Identifier, &name.right);
                self.link(id, Key::Right, right);
                id
            }
        }
    }

    pub(super) fn heritage(&mut self, id: NodeId, key: Key, list: &[TsExprWithTypeArgs]) {
        for item in list {
            let child = self.leaf(Kind::Heritage, item);
            self.child_expr(child, Key::Expression, &item.expr);
            self.type_arguments(child, Key::TypeArguments, item.type_args.as_deref());
            self.link(id, key, child);
        }
    }

    pub(super) fn type_arguments(&mut self, id: NodeId, key: Key, args: Option<&TsTypeParamInstantiation>) {
        let Some(args) = args else { return };
        let child = self.leaf(Kind::TypeArguments, args);
        for arg in &args.params {
            self.typed(child, Key::Params, arg);
        }
        self.link(id, key, child);
    }

    pub(super) fn type_parameters(&mut self, id: NodeId, params: Option<&TsTypeParamDecl>) {
        let Some(params) = params else { return };
        let child = self.leaf(Kind::TypeParameters, params);
        for param in &params.params {
            let inner = self.type_parameter(param);
            self.link(child, Key::Params, inner);
        }
        self.link(id, Key::TypeParameters, child);
    }

    fn type_parameter(&mut self, param: &TsTypeParam) -> NodeId {
        let id = self.leaf(Kind::TypeParameter, param);
        self.flag(id, flag::IN, param.is_in);
        self.flag(id, flag::OUT, param.is_out);
        self.flag(id, flag::CONST, param.is_const);
        self.ident(id, Key::Id, &param.name);
        if let Some(constraint) = &param.constraint {
            self.typed(id, Key::Constraint, constraint);
        }
        if let Some(default) = &param.default {
            self.typed(id, Key::Default, default);
        }
        id
    }

    fn fn_params(&mut self, id: NodeId, params: &[TsFnParam]) {
        for param in params {
            let child = match param {
                TsFnParam::Ident(binding) => self.binding(binding),
                TsFnParam::Array(array) => self.array_pat(array),
                TsFnParam::Rest(rest) => self.rest_pat(rest),
                TsFnParam::Object(object) => self.object_pat(object),
            };
            self.link(id, Key::Params, child);
        }
    }

    pub(super) fn type_element(&mut self, element: &TsTypeElement) -> NodeId {
        match element {
            TsTypeElement::TsCallSignatureDecl(node) => {
                let id = self.leaf(Kind::CallSignature, element);
                self.type_parameters(id, node.type_params.as_deref());
                self.fn_params(id, &node.params);
                self.annotation(id, Key::ReturnType, node.type_ann.as_deref());
                id
            }
            TsTypeElement::TsConstructSignatureDecl(node) => {
                let id = self.leaf(Kind::ConstructSignature, element);
                self.type_parameters(id, node.type_params.as_deref());
                self.fn_params(id, &node.params);
                self.annotation(id, Key::ReturnType, node.type_ann.as_deref());
                id
            }
            TsTypeElement::TsPropertySignature(node) => {
                let id = self.leaf(Kind::PropertySignature, element);
                self.element_key(id, &node.key, node.computed);
                self.flag(id, flag::READONLY, node.readonly);
                self.flag(id, flag::OPTIONAL, node.optional);
                self.annotation(id, Key::TypeAnnotation, node.type_ann.as_deref());
                id
            }
            TsTypeElement::TsMethodSignature(node) => {
                let id = self.leaf(Kind::MethodSignature, element);
                self.element_key(id, &node.key, node.computed);
                self.flag(id, flag::OPTIONAL, node.optional);
                self.type_parameters(id, node.type_params.as_deref());
                self.fn_params(id, &node.params);
                self.annotation(id, Key::ReturnType, node.type_ann.as_deref());
                id
            }
            TsTypeElement::TsGetterSignature(node) => {
                let id = self.leaf(Kind::MethodSignature, element);
                self.set_op(id, "get");
                self.element_key(id, &node.key, node.computed);
                self.annotation(id, Key::ReturnType, node.type_ann.as_deref());
                id
            }
            TsTypeElement::TsSetterSignature(node) => {
                let id = self.leaf(Kind::MethodSignature, element);
                self.set_op(id, "set");
                self.element_key(id, &node.key, node.computed);
                self.fn_params(id, std::slice::from_ref(&node.param));
                id
            }
            TsTypeElement::TsIndexSignature(node) => self.index_signature(node),
        }
    }

    fn element_key(&mut self, id: NodeId, key: &Expr, computed: bool) {
        self.child_expr(id, Key::Key, key);
        self.flag(id, flag::COMPUTED, computed);
    }

    pub(super) fn index_signature(&mut self, node: &TsIndexSignature) -> NodeId {
        let id = self.leaf(Kind::IndexSignature, node);
        self.fn_params(id, &node.params);
        self.annotation(id, Key::TypeAnnotation, node.type_ann.as_deref());
        self.flag(id, flag::READONLY, node.readonly);
        self.flag(id, flag::STATIC, node.is_static);
        id
    }
}

/// Both modifiers of a mapped type in one word: before the bracket, then after it.
fn mapped_op(readonly: Option<TruePlusMinus>, optional: Option<TruePlusMinus>) -> &'static str {
    use TruePlusMinus::{Minus, Plus, True};
    match (readonly, optional) {
        (None, None) => "|",
        (None, Some(True)) => "|?",
        (None, Some(Plus)) => "|+?",
        (None, Some(Minus)) => "|-?",
        (Some(True), None) => "readonly |",
        (Some(True), Some(True)) => "readonly |?",
        (Some(True), Some(Plus)) => "readonly |+?",
        (Some(True), Some(Minus)) => "readonly |-?",
        (Some(Plus), None) => "+readonly |",
        (Some(Plus), Some(True)) => "+readonly |?",
        (Some(Plus), Some(Plus)) => "+readonly |+?",
        (Some(Plus), Some(Minus)) => "+readonly |-?",
        (Some(Minus), None) => "-readonly |",
        (Some(Minus), Some(True)) => "-readonly |?",
        (Some(Minus), Some(Plus)) => "-readonly |+?",
        (Some(Minus), Some(Minus)) => "-readonly |-?",
    }
}
