//! Declarations, classes, functions, imports and exports into the [`Tree`].

use swc_common::Spanned;
use swc_ecma_ast::{
    Class, ClassMember, ClassProp, Constructor, Decl, Decorator, DefaultDecl, ExportSpecifier, Function, Ident,
    ImportPhase, ImportSpecifier, MethodKind, ModuleDecl, ModuleExportName, ObjectLit, Str, TsEnumDecl, TsEnumMemberId,
    TsInterfaceDecl, TsModuleDecl, TsModuleName, TsModuleRef, TsNamespaceBody,
};

use super::patterns::accessibility;
use super::{Key, Kind, NodeId, Tree, flag};

impl Tree<'_> {
    pub(super) fn decl(&mut self, decl: &Decl) -> NodeId {
        match decl {
            Decl::Class(node) => {
                let id = self.class(Kind::ClassDeclaration, Some(&node.ident), &node.class);
                self.flag(id, flag::DECLARE, node.declare);
                id
            }
            Decl::Fn(node) => {
                let id = self.leaf(Kind::FunctionDeclaration, decl);
                self.ident(id, Key::Id, &node.ident);
                self.function(id, &node.function);
                self.flag(id, flag::DECLARE, node.declare);
                id
            }
            Decl::Var(node) => self.var_decl(node),
            Decl::Using(node) => self.using_decl(node),
            Decl::TsInterface(node) => self.interface(node),
            Decl::TsTypeAlias(node) => {
                let id = self.leaf(Kind::TypeAlias, decl);
                self.ident(id, Key::Id, &node.id);
                self.type_parameters(id, node.type_params.as_deref());
                self.typed(id, Key::TypeAnnotation, &node.type_ann);
                self.flag(id, flag::DECLARE, node.declare);
                id
            }
            Decl::TsEnum(node) => self.enumeration(node),
            Decl::TsModule(node) => self.namespace(node),
        }
    }

    fn interface(&mut self, node: &TsInterfaceDecl) -> NodeId {
        let id = self.leaf(Kind::Interface, node);
        self.flag(id, flag::DECLARE, node.declare);
        self.ident(id, Key::Id, &node.id);
        self.type_parameters(id, node.type_params.as_deref());
        self.heritage(id, Key::Extends, &node.extends);
        let body = self.leaf(Kind::InterfaceBody, &node.body);
        for member in &node.body.body {
            let child = self.type_element(member);
            self.link(body, Key::Members, child);
        }
        self.link(id, Key::Body, body);
        id
    }

    fn enumeration(&mut self, node: &TsEnumDecl) -> NodeId {
        let id = self.leaf(Kind::Enum, node);
        self.flag(id, flag::DECLARE, node.declare);
        self.flag(id, flag::CONST, node.is_const);
        self.ident(id, Key::Id, &node.id);
        for member in &node.members {
            let child = self.leaf(Kind::EnumMember, member);
            match &member.id {
                TsEnumMemberId::Ident(name) => self.ident(child, Key::Key, name),
                TsEnumMemberId::Str(name) => self.string(child, Key::Key, name),
            }
            if let Some(init) = &member.init {
                self.child_expr(child, Key::Init, init);
            }
            self.link(id, Key::Members, child);
        }
        id
    }

    fn namespace(&mut self, node: &TsModuleDecl) -> NodeId {
        let Some(TsNamespaceBody::TsModuleBlock(block)) = &node.body else {
            return self.leaf(Kind::Verbatim, node);
        };
        let id = self.leaf(Kind::TsModule, node);
        self.set_op(
            id,
            if node.global {
                ""
            } else if node.namespace {
                "namespace"
            } else {
                "module"
            },
        );
        self.flag(id, flag::DECLARE, node.declare);
        match &node.id {
            TsModuleName::Ident(name) => self.ident(id, Key::Id, name),
            TsModuleName::Str(name) => self.string(id, Key::Id, name),
        }
        let body = self.leaf(Kind::Block, block);
        for item in &block.body {
            let child = self.module_item(item);
            self.link(body, Key::Body, child);
        }
        self.link(id, Key::Body, body);
        id
    }

    pub(super) fn function(&mut self, id: NodeId, function: &Function) {
        self.flag(id, flag::ASYNC, function.is_async);
        self.flag(id, flag::GENERATOR, function.is_generator);
        self.type_parameters(id, function.type_params.as_deref());
        if let Some(this) = &function.this_param {
            let child = self.leaf(Kind::Identifier, &this.this_span);
            self.annotation(child, Key::TypeAnnotation, this.type_ann.as_deref());
            self.link(id, Key::Params, child);
        }
        for param in &function.params {
            let child = self.param(param);
            self.link(id, Key::Params, child);
        }
        self.annotation(id, Key::ReturnType, function.return_type.as_deref());
        if let Some(body) = &function.body {
            let child = self.function_body(body);
            self.link(id, Key::Body, child);
        }
    }

    pub(super) fn decorators(&mut self, id: NodeId, decorators: &[Decorator]) {
        for decorator in decorators {
            let child = self.leaf(Kind::Decorator, decorator);
            self.child_expr(child, Key::Expression, &decorator.expr);
            self.link(id, Key::Decorators, child);
        }
    }

    pub(super) fn class(&mut self, kind: Kind, name: Option<&Ident>, class: &Class) -> NodeId {
        let id = self.leaf(kind, &class.span);
        self.decorators(id, &class.decorators);
        self.flag(id, flag::ABSTRACT, class.is_abstract);
        if let Some(name) = name {
            self.ident(id, Key::Id, name);
        }
        self.type_parameters(id, class.type_params.as_deref());
        if let Some(base) = &class.super_class {
            self.child_expr(id, Key::SuperClass, base);
        }
        self.type_arguments(id, Key::SuperTypeArguments, class.super_type_params.as_deref());
        self.heritage(id, Key::Implements, &class.implements);
        let body = self.add(Kind::ClassBody, self.class_body_span(id, class));
        for member in &class.body {
            let child = self.class_member(member);
            self.link(body, Key::Members, child);
        }
        self.link(id, Key::Body, body);
        id
    }

    /// From the brace that opens the body: the first one behind the head that is outside of comments.
    fn class_body_span(&self, id: NodeId, class: &Class) -> swc_common::Span {
        let heads = self.node(id).children.iter().map(|(_, c)| self.range(*c).end);
        let from = heads.max().unwrap_or(self.range(id).start);
        let brace = super::super::text::find_outside_comments(self.text, from, '{').unwrap_or(from);
        let start = class.span.lo + swc_common::BytePos(brace - self.range(id).start);
        swc_common::Span::new(start, class.span.hi)
    }

    fn class_member(&mut self, member: &ClassMember) -> NodeId {
        match member {
            ClassMember::Constructor(node) => self.constructor(node),
            ClassMember::Method(node) => {
                let id = self.leaf(Kind::ClassMethod, node);
                self.decorators(id, &node.function.decorators);
                self.prop_name(id, &node.key);
                let flags = [
                    (flag::STATIC, node.is_static),
                    (flag::ABSTRACT, node.is_abstract),
                    (flag::OPTIONAL, node.is_optional),
                    (flag::OVERRIDE, node.is_override),
                ];
                self.method(id, node.kind, accessibility(node.accessibility), &flags, &node.function);
                id
            }
            ClassMember::PrivateMethod(node) => {
                let id = self.leaf(Kind::ClassMethod, node);
                self.decorators(id, &node.function.decorators);
                let key = self.leaf(Kind::PrivateName, &node.key);
                self.link(id, Key::Key, key);
                let flags = [(flag::STATIC, node.is_static), (flag::OPTIONAL, node.is_optional)];
                self.method(id, node.kind, "", &flags, &node.function);
                id
            }
            ClassMember::ClassProp(node) => self.class_prop(node),
            ClassMember::PrivateProp(node) => {
                let id = self.leaf(Kind::ClassProperty, node);
                self.decorators(id, &node.decorators);
                let key = self.leaf(Kind::PrivateName, &node.key);
                self.link(id, Key::Key, key);
                self.flag(id, flag::STATIC, node.is_static);
                self.flag(id, flag::READONLY, node.readonly);
                self.flag(id, flag::OPTIONAL, node.is_optional);
                self.flag(id, flag::DEFINITE, node.definite);
                self.annotation(id, Key::TypeAnnotation, node.type_ann.as_deref());
                if let Some(value) = &node.value {
                    self.child_expr(id, Key::Value, value);
                }
                id
            }
            ClassMember::TsIndexSignature(node) => self.index_signature(node),
            ClassMember::Empty(node) => self.leaf(Kind::Empty, node),
            ClassMember::StaticBlock(node) => {
                let id = self.leaf(Kind::StaticBlock, node);
                let body = self.block(&node.body);
                self.link(id, Key::Body, body);
                id
            }
            ClassMember::AutoAccessor(node) => self.leaf(Kind::Verbatim, node),
        }
    }

    fn constructor(&mut self, node: &Constructor) -> NodeId {
        let id = self.leaf(Kind::ClassMethod, node);
        self.prop_name(id, &node.key);
        for param in &node.params {
            let child = self.constructor_param(param);
            self.link(id, Key::Params, child);
        }
        if let Some(body) = &node.body {
            let child = self.function_body(body);
            self.link(id, Key::Body, child);
        }
        self.set_op(id, method_op("constructor", accessibility(node.accessibility)));
        self.flag(id, flag::OPTIONAL, node.is_optional);
        id
    }

    fn method(
        &mut self,
        id: NodeId,
        kind: MethodKind,
        access: &'static str,
        flags: &[(u32, bool)],
        function: &Function,
    ) {
        let kind = match kind {
            MethodKind::Method => "",
            MethodKind::Getter => "get",
            MethodKind::Setter => "set",
        };
        self.set_op(id, method_op(kind, access));
        for (flag, on) in flags {
            self.flag(id, *flag, *on);
        }
        self.function(id, function);
    }

    fn class_prop(&mut self, node: &ClassProp) -> NodeId {
        let id = self.leaf(Kind::ClassProperty, node);
        self.decorators(id, &node.decorators);
        self.prop_name(id, &node.key);
        self.set_op(id, accessibility(node.accessibility));
        let flags = [
            (flag::STATIC, node.is_static),
            (flag::ABSTRACT, node.is_abstract),
            (flag::OPTIONAL, node.is_optional),
            (flag::OVERRIDE, node.is_override),
            (flag::READONLY, node.readonly),
            (flag::DECLARE, node.declare),
            (flag::DEFINITE, node.definite),
        ];
        for (flag, on) in flags {
            self.flag(id, flag, on);
        }
        self.annotation(id, Key::TypeAnnotation, node.type_ann.as_deref());
        if let Some(value) = &node.value {
            self.child_expr(id, Key::Value, value);
        }
        id
    }

    fn string(&mut self, id: NodeId, key: Key, string: &Str) {
        let child = self.leaf(Kind::String, string);
        self.link(id, key, child);
    }

    pub(super) fn module_decl(&mut self, decl: &ModuleDecl) -> NodeId {
        match decl {
            ModuleDecl::Import(node) => {
                let id = self.leaf(Kind::Import, decl);
                self.flag(id, flag::TYPE_ONLY, node.type_only);
                self.set_op(
                    id,
                    match node.phase {
                        ImportPhase::Evaluation => "",
                        ImportPhase::Source => "source",
                        ImportPhase::Defer => "defer",
                    },
                );
                for specifier in &node.specifiers {
                    let child = self.import_specifier(specifier);
                    self.link(id, Key::Specifiers, child);
                }
                self.string(id, Key::Source, &node.src);
                self.attributes(id, node.with.as_deref());
                id
            }
            ModuleDecl::ExportDecl(node) => {
                let id = self.leaf(Kind::ExportNamed, decl);
                let inner = self.decl(&node.decl);
                self.link(id, Key::Declaration, inner);
                id
            }
            ModuleDecl::ExportNamed(node) => {
                let id = self.leaf(Kind::ExportNamed, decl);
                self.flag(id, flag::TYPE_ONLY, node.type_only);
                for specifier in &node.specifiers {
                    let child = self.export_specifier(specifier);
                    self.link(id, Key::Specifiers, child);
                }
                if let Some(source) = &node.src {
                    self.string(id, Key::Source, source);
                }
                self.attributes(id, node.with.as_deref());
                id
            }
            _ => self.default_or_other(decl),
        }
    }

    fn default_or_other(&mut self, decl: &ModuleDecl) -> NodeId {
        match decl {
            ModuleDecl::ExportDefaultDecl(node) => {
                let id = self.leaf(Kind::ExportDefault, decl);
                let inner = match &node.decl {
                    DefaultDecl::Class(class) => self.class(Kind::ClassDeclaration, class.ident.as_ref(), &class.class),
                    DefaultDecl::Fn(function) => {
                        let inner = self.leaf(Kind::FunctionDeclaration, &function.function.span);
                        if let Some(name) = &function.ident {
                            self.ident(inner, Key::Id, name);
                        }
                        self.function(inner, &function.function);
                        inner
                    }
                    DefaultDecl::TsInterfaceDecl(interface) => self.interface(interface),
                };
                self.link(id, Key::Declaration, inner);
                id
            }
            ModuleDecl::ExportDefaultExpr(node) => {
                let id = self.leaf(Kind::ExportDefault, decl);
                self.child_expr(id, Key::Declaration, &node.expr);
                id
            }
            ModuleDecl::ExportAll(node) => {
                let id = self.leaf(Kind::ExportAll, decl);
                self.flag(id, flag::TYPE_ONLY, node.type_only);
                self.string(id, Key::Source, &node.src);
                self.attributes(id, node.with.as_deref());
                id
            }
            ModuleDecl::TsImportEquals(node) => {
                let id = self.leaf(Kind::ImportEquals, decl);
                self.flag(id, flag::EXPORT, node.is_export);
                self.flag(id, flag::TYPE_ONLY, node.is_type_only);
                self.ident(id, Key::Id, &node.id);
                let inner = match &node.module_ref {
                    TsModuleRef::TsEntityName(name) => self.entity_name(name),
                    TsModuleRef::TsExternalModuleRef(module) => {
                        let inner = self.leaf(Kind::ExternalModule, module);
                        self.string(inner, Key::Expression, &module.expr);
                        inner
                    }
                };
                self.link(id, Key::Source, inner);
                id
            }
            ModuleDecl::TsExportAssignment(node) => {
                let id = self.leaf(Kind::ExportAssignment, decl);
                self.child_expr(id, Key::Expression, &node.expr);
                id
            }
            ModuleDecl::TsNamespaceExport(node) => {
                let id = self.leaf(Kind::NamespaceExport, decl);
                self.ident(id, Key::Id, &node.id);
                id
            }
            _ => self.leaf(Kind::Verbatim, decl),
        }
    }

    fn attributes(&mut self, id: NodeId, with: Option<&ObjectLit>) {
        for prop in with.map(|object| &object.props[..]).unwrap_or(&[]) {
            let child = self.prop_or_spread(prop);
            self.link(id, Key::Attributes, child);
        }
    }

    fn import_specifier(&mut self, specifier: &ImportSpecifier) -> NodeId {
        match specifier {
            ImportSpecifier::Named(node) => {
                let id = self.leaf(Kind::ImportSpecifier, node);
                self.flag(id, flag::TYPE_ONLY, node.is_type_only);
                if let Some(imported) = &node.imported {
                    self.export_name(id, Key::Imported, imported);
                }
                self.ident(id, Key::Local, &node.local);
                id
            }
            ImportSpecifier::Default(node) => {
                let id = self.leaf(Kind::ImportDefault, node);
                self.ident(id, Key::Local, &node.local);
                id
            }
            ImportSpecifier::Namespace(node) => {
                let id = self.leaf(Kind::ImportNamespace, node);
                self.ident(id, Key::Local, &node.local);
                id
            }
        }
    }

    fn export_specifier(&mut self, specifier: &ExportSpecifier) -> NodeId {
        match specifier {
            ExportSpecifier::Namespace(node) => {
                let id = self.leaf(Kind::ImportNamespace, node);
                self.export_name(id, Key::Local, &node.name);
                id
            }
            ExportSpecifier::Default(node) => self.leaf(Kind::Verbatim, &node.exported.span()),
            ExportSpecifier::Named(node) => {
                let id = self.leaf(Kind::ExportSpecifier, node);
                self.flag(id, flag::TYPE_ONLY, node.is_type_only);
                self.export_name(id, Key::Local, &node.orig);
                if let Some(exported) = &node.exported {
                    self.export_name(id, Key::Exported, exported);
                }
                id
            }
        }
    }

    fn export_name(&mut self, id: NodeId, key: Key, name: &ModuleExportName) {
        match name {
            ModuleExportName::Ident(name) => self.ident(id, key, name),
            ModuleExportName::Str(name) => self.string(id, key, name),
        }
    }
}

/// Kind and accessibility of a method in one word, so that a node has one `op`.
fn method_op(kind: &'static str, access: &'static str) -> &'static str {
    match (access, kind) {
        ("", _) => kind,
        ("public", "constructor") => "public constructor",
        ("private", "constructor") => "private constructor",
        ("protected", "constructor") => "protected constructor",
        ("public", "get") => "public get",
        ("private", "get") => "private get",
        ("protected", "get") => "protected get",
        ("public", "set") => "public set",
        ("private", "set") => "private set",
        ("protected", "set") => "protected set",
        (access, _) => access,
    }
}
