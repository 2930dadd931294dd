//! Types.

use super::assignment::Assignment;
use super::{Hint, Key, Kind, Layouter, NodeId, Role, flag};
use crate::print::doc::{
    Doc, HARDLINE, LINE, NIL, SOFTLINE, align, docs, group, group_broken, group_named, if_break, indent,
    indent_if_break, join,
};
use crate::source::style::TrailingComma;

impl Layouter<'_> {
    pub(super) fn ty(&self, id: NodeId, hint: Hint) -> Doc {
        match self.kind(id) {
            Kind::Keyword => self.tree.source(id).to_string().into(),
            Kind::TypeRef => docs![self.part(id, Key::TypeName), self.part(id, Key::TypeArguments)],
            Kind::QualifiedName => docs![self.part(id, Key::Left), ".", self.part(id, Key::Right)],
            Kind::TypeQuery => docs!["typeof ", self.part(id, Key::TypeName), self.part(id, Key::TypeArguments)],
            Kind::TypeLiteral => self.type_literal(id),
            Kind::ArrayType => docs![self.part(id, Key::ElementType), "[]"],
            Kind::NamedTupleMember => {
                let label = self.child(id, Key::Label);
                docs![label.map_or(NIL, |l| self.print(l)), ": ", self.part(id, Key::ElementType)]
            }
            Kind::OptionalType => docs![self.part(id, Key::TypeAnnotation), "?"],
            Kind::RestType => docs!["...", self.part(id, Key::TypeAnnotation)],
            Kind::Union => self.union(id, hint),
            Kind::Intersection => self.intersection(id),
            Kind::Infer => docs!["infer ", self.part(id, Key::Param)],
            Kind::TypeOperator => docs![self.tree.op(id), " ", self.part(id, Key::TypeAnnotation)],
            Kind::IndexedAccess => {
                docs![self.part(id, Key::ObjectType), "[", self.part(id, Key::IndexType), "]"]
            }
            Kind::MappedType => self.mapped_type(id),
            Kind::TypePredicate => {
                let ty = self.child(id, Key::TypeAnnotation).map_or(NIL, |t| docs![" is ", self.print(t)]);
                let asserts = self.tree.op(id);
                docs![asserts, if asserts.is_empty() { "" } else { " " }, self.part(id, Key::Param), ty]
            }
            Kind::ImportType => {
                let qualifier = self.child(id, Key::Qualifier).map_or(NIL, |q| docs![".", self.print(q)]);
                docs!["import(", self.part(id, Key::Argument), ")", qualifier, self.part(id, Key::TypeArguments)]
            }
            Kind::FunctionType | Kind::ConstructorType | Kind::CallSignature | Kind::ConstructSignature => {
                self.function_type(id)
            }
            Kind::TypeParameters | Kind::TypeArguments => self.type_list(id),
            Kind::TypeParameter => self.type_parameter(id),
            Kind::PropertySignature => {
                let head = docs![
                    if self.has(id, flag::READONLY) { "readonly " } else { "" },
                    self.property_key(id),
                    self.optional_mark(id),
                    self.annotation(id),
                ];
                docs![group(head), self.member_separator(id)]
            }
            Kind::MethodSignature => self.method_signature(id),
            Kind::IndexSignature => self.index_signature(id),
            _ => self.verbatim(id),
        }
    }

    fn function_type(&self, id: NodeId) -> Doc {
        let kind = self.kind(id);
        let new = matches!(kind, Kind::ConstructorType | Kind::ConstructSignature);
        let arrow = matches!(kind, Kind::FunctionType | Kind::ConstructorType);
        let returns = match self.child(id, Key::ReturnType) {
            Some(ty) => docs![if arrow { " => " } else { ": " }, self.print(ty)],
            None => NIL,
        };
        let parameters = self.parameters(id, false, self.part(id, Key::TypeParameters));
        let parameters = if self.groups_parameters(id, &returns) { group(parameters) } else { parameters };
        docs![
            group(docs![
                if self.has(id, flag::ABSTRACT) { "abstract " } else { "" },
                if new { "new " } else { "" },
                parameters,
                returns,
            ]),
            if arrow { NIL } else { self.member_separator(id) },
        ]
    }

    fn method_signature(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let returns = self.return_type(id);
        let parameters = self.parameters(id, false, self.part(id, Key::TypeParameters));
        let parameters = if self.groups_parameters(id, &returns) { group(parameters) } else { parameters };
        let signature = docs![
            op,
            if op.is_empty() { "" } else { " " },
            self.property_key(id),
            self.optional_mark(id),
            parameters,
            if returns.is_nil() { NIL } else { group(returns) },
        ];
        docs![group(signature), self.member_separator(id)]
    }

    fn index_signature(&self, id: NodeId) -> Doc {
        let parameters: Vec<Doc> = self.list(id, Key::Params).into_iter().map(|p| self.print(p)).collect();
        let several = parameters.len() > 1;
        let list = join(&", ".into(), parameters);
        let list = if several { group(docs![indent(docs![SOFTLINE, list]), SOFTLINE]) } else { list };
        docs![
            if self.has(id, flag::STATIC) { "static " } else { "" },
            if self.has(id, flag::READONLY) { "readonly " } else { "" },
            "[",
            list,
            "]",
            self.annotation(id),
            if self.parent_kind(id) == Kind::ClassBody { self.semicolon().into() } else { self.member_separator(id) },
        ]
    }

    fn mapped_type(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let (before, after) = op.split_once('|').unwrap_or(("", ""));
        let param = self.child(id, Key::Param);
        let name = param.map_or(NIL, |p| self.part(p, Key::Id));
        let constraint = param.map_or(NIL, |p| self.part(p, Key::Constraint));
        let renamed = self.child(id, Key::NameType).map_or(NIL, |n| docs![" as ", self.print(n)]);
        let open = self.start(id) + 1;
        let breaks = crate::print::text::breaks_between(
            self.tree.text,
            open,
            crate::print::text::next_token(self.tree.text, open),
        );
        let line = self.brace_line();
        let key = group(docs!["[", indent(docs![SOFTLINE, name, " in ", constraint, renamed]), SOFTLINE, "]"]);
        let body = group(docs![before.to_string(), key, after.to_string(), self.annotation(id)]);
        let end = if self.style.semicolons { if_break(";", "") } else { NIL };
        let comments = match self.comments.has(id, Role::Dangling) {
            true => docs![self.dangling(id, Role::Dangling), HARDLINE],
            false => NIL,
        };
        group_broken(docs!["{", indent(docs![line.clone(), comments, body, end]), line, "}"], breaks)
    }

    /// An object with `null` or `void`: it stays on the line like an object alone.
    pub(super) fn union_hugs(&self, id: NodeId) -> bool {
        let types = self.list(id, Key::Types);
        if types.iter().any(|t| self.comments.any(*t)) {
            return false;
        }
        let object = types.iter().find(|t| self.tree.is(**t, &[Kind::TypeLiteral, Kind::TypeRef]));
        object.is_some_and(|object| {
            types.iter().all(|t| {
                t == object
                    || self.kind(*t) == Kind::Null
                    || (self.kind(*t) == Kind::Keyword && matches!(self.tree.source(*t), "null" | "void"))
            })
        })
    }

    pub(super) fn union_indents_comments(&self, id: NodeId) -> bool {
        let in_types = self.tree.key(id) == Key::Types;
        !(self.union_hugs(id)
            || in_types
            || (self.parent_kind(id) == Kind::TupleType && self.list(self.parent(id), Key::Elements).len() > 1))
    }

    fn union(&self, id: NodeId, hint: Hint) -> Doc {
        let types = self.list(id, Key::Types);
        if self.union_hugs(id) {
            return join(&" | ".into(), types.into_iter().map(|t| self.print(t)).collect());
        }
        let led = self.comments.has(id, Role::Leading);
        let mut out = Vec::new();
        for (at, ty) in types.iter().enumerate() {
            let bar = if at == 0 { if_break("| ", "") } else { docs![LINE, "| "] };
            let doc = self.print(*ty);
            out.push(bar);
            out.push(if led { align(2, self.with_comments(*ty, doc)) } else { self.with_comments(*ty, align(2, doc)) });
        }
        let mut doc = group(out);
        if self.union_indents_comments(id) {
            doc = self.with_comments(id, doc);
        }
        if self.needs_parens(id) {
            return group(docs![indent(docs![SOFTLINE, doc]), SOFTLINE]);
        }
        let parent = self.parent(id);
        let key = self.tree.key(id);
        let tuple = self.kind(parent) == Kind::TupleType;
        if tuple && self.list(parent, Key::Elements).len() > 1 {
            let open = if_break(docs!["(", SOFTLINE], "");
            return group(docs![indent(docs![open, doc]), SOFTLINE, if_break(")", "")]);
        }
        let never_indents = (key == Key::TypeAnnotation && self.kind(parent) == Kind::TypeAssertion)
            || tuple
            || matches!(key, Key::TrueType | Key::FalseType)
            || (key == Key::Params && self.kind(parent) == Kind::TypeArguments);
        if hint.assignment == Some(Assignment::BreakAfterOperator) || never_indents {
            return doc;
        }
        group(indent(docs![SOFTLINE, doc]))
    }

    fn intersection(&self, id: NodeId) -> Doc {
        let types = self.list(id, Key::Types);
        let mut out = Vec::new();
        let mut indented = false;
        for (at, ty) in types.iter().enumerate() {
            let doc = self.print(*ty);
            if at == 0 {
                out.push(doc);
                continue;
            }
            let (before, here) = (self.is_object_type(types[at - 1]), self.is_object_type(*ty));
            if before && here {
                out.push(docs![" & ", if indented { indent(doc) } else { doc }]);
            } else if (!before && !here) || self.has_leading_own_line(*ty) {
                out.push(indent(docs![" &", LINE, doc]));
            } else {
                indented |= at > 1;
                out.push(docs![" & ", if at > 1 { indent(doc) } else { doc }]);
            }
        }
        group(out)
    }

    /// So plain that type arguments around it never break.
    pub(super) fn is_simple_type(&self, id: NodeId) -> bool {
        match self.kind(id) {
            Kind::Keyword
            | Kind::Number
            | Kind::String
            | Kind::Boolean
            | Kind::Null
            | Kind::BigInt
            | Kind::Template => true,
            Kind::TypeRef => self.child(id, Key::TypeArguments).is_none(),
            _ => false,
        }
    }

    fn hugs_type(&self, id: NodeId) -> bool {
        self.is_simple_type(id) || self.is_object_type(id) || (self.kind(id) == Kind::Union && self.union_hugs(id))
    }

    fn type_list(&self, id: NodeId) -> Doc {
        let params = self.list(id, Key::Params);
        let declaration = self.kind(id) == Kind::TypeParameters;
        let commented = params.iter().any(|p| self.comments.any(*p));
        let arrow_variable = self.annotates_arrow_variable(id, &params);
        let grand = self.parent(self.parent(id));
        let flat = params.is_empty()
            || (!arrow_variable
                && !commented
                && (self.is_test_call(grand) || (params.len() == 1 && self.hugs_type(params[0]))));
        let printed: Vec<Doc> = params.iter().map(|p| self.print(*p)).collect();
        if flat {
            return docs!["<", join(&", ".into(), printed), ">"];
        }
        let comma = if !declaration {
            NIL
        } else if params.len() == 1 && !self.typescript && self.parent_kind(id) == Kind::Arrow {
            ",".into()
        } else {
            self.trailing_comma(TrailingComma::Es5)
        };
        group(docs!["<", indent(docs![SOFTLINE, join(&docs![",", LINE], printed)]), comma, SOFTLINE, ">"])
    }

    /// `const f: F<A> = () => ...`
    fn annotates_arrow_variable(&self, id: NodeId, params: &[NodeId]) -> bool {
        if matches!(params, [only] if self.is_object_type(*only)) {
            return false;
        }
        let ty = self.parent(id);
        let name = self.parent(ty);
        let declarator = self.parent(name);
        self.tree.key(ty) == Key::TypeAnnotation
            && self.kind(name) == Kind::Identifier
            && self.kind(declarator) == Kind::VariableDeclarator
            && self.child(declarator, Key::Init).is_some_and(|i| self.kind(i) == Kind::Arrow)
    }

    fn type_parameter(&self, id: NodeId) -> Doc {
        let word = |flag: u32, word: &'static str| if self.has(id, flag) { word } else { "" };
        let clause = |key: Key, sign: &'static str| match self.child(id, key) {
            Some(ty) => {
                let named = self.group_id();
                docs![
                    sign,
                    group_named(indent(LINE), false, named),
                    Doc::LineSuffixBoundary,
                    indent_if_break(self.print(ty), named)
                ]
            }
            None => NIL,
        };
        group(docs![
            word(flag::CONST, "const "),
            word(flag::IN, "in "),
            word(flag::OUT, "out "),
            self.part(id, Key::Id),
            clause(Key::Constraint, " extends"),
            clause(Key::Default, " ="),
        ])
    }
}
