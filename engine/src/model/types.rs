//! Types that a program declares. Invariant: a field that is named here is one that a value of the type may have;
//! where a part of a type is not the program's, the answer says that there may be more.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Expr, TsEntityName, TsIntersectionType, TsType, TsTypeElement, TsUnionOrIntersectionType};

use super::index::{Imported, Origin};
use super::modules::{BindingId, Export};
use super::tree::{Function, Parameter};
use super::value::Value;
use super::{FileId, Model};

/// Type operators whose result has the fields of their first argument.
const TRANSPARENT: &[&str] = &["Partial", "Required", "Readonly", "Omit", "Pick", "NonNullable"];

/// How deep types are followed through each other.
const MAX_DEPTH: usize = 16;

/// A field of a type.
#[derive(Clone, Debug)]
pub struct TypeField<'p> {
    /// The file that declares it.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Whether it can be left out.
    pub optional: bool,
    /// Its type, where it is written.
    pub ty: Option<&'p TsType>,
}

/// What is known of a type's fields.
#[derive(Clone, Debug, Default)]
pub struct TypeFields<'p> {
    /// Those that the program declares, inherited ones first.
    pub fields: Vec<TypeField<'p>>,
    /// Whether there may be more, declared elsewhere.
    pub open: bool,
}

impl<'p> TypeFields<'p> {
    /// The field of that name; of two, the one that is declared last.
    pub fn get(&self, name: &str) -> Option<&TypeField<'p>> {
        self.fields.iter().rev().find(|f| f.name == name)
    }
}

impl<'p> Model<'p> {
    /// The fields of the type `ty`, which stands in `file`: aliases, imports, `extends`, intersections followed.
    pub fn type_fields(&self, file: FileId, ty: &'p TsType) -> TypeFields<'p> {
        let mut out = TypeFields::default();
        self.collect_fields(file, ty, MAX_DEPTH, &mut out);
        out
    }

    /// The declaration that a type name of `file` leads to, in whichever file.
    pub fn type_binding(&self, file: FileId, name: &TsEntityName) -> Option<BindingId> {
        match name {
            TsEntityName::Ident(ident) => {
                let local = self.index(file).target(ident)?;
                self.declaration(BindingId { file, local })
            }
            TsEntityName::TsQualifiedName(qualified) => {
                let TsEntityName::Ident(left) = &qualified.left else { return None };
                let local = self.index(file).target(left)?;
                let Origin::Import { source, imported: Imported::Namespace, .. } =
                    &self.index(file).binding(local).origin
                else {
                    return None;
                };
                let module = self.resolve_module(file, source)?;
                self.exported_binding(module, &Imported::Named(qualified.right.sym.to_string()))
            }
        }
    }

    /// What an import leads to; the binding itself where it is none.
    pub fn declaration(&self, id: BindingId) -> Option<BindingId> {
        match &self.binding(id).origin {
            Origin::Import { source, imported, .. } => {
                self.exported_binding(self.resolve_module(id.file, source)?, imported)
            }
            _ => Some(id),
        }
    }

    /// What of a package a type name of `file` names, spelled as the documentation does: `pulumi.Output`.
    pub fn type_symbol(&self, file: FileId, name: &'p TsEntityName) -> Option<super::Symbol> {
        match self.entity_name(file, name) {
            Value::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// Whether a file exports the binding `id`.
    pub fn is_exported(&self, id: BindingId) -> bool {
        self.exports(id.file).names.values().any(|e| match e {
            Export::Local(local) => *local == id.local,
            Export::Class(class) => {
                matches!(self.binding(id).origin, Origin::Class(c) if std::ptr::eq(c, *class))
            }
            _ => false,
        })
    }

    fn collect_fields(&self, file: FileId, ty: &'p TsType, depth: usize, out: &mut TypeFields<'p>) {
        let Some(depth) = depth.checked_sub(1) else {
            out.open = true;
            return;
        };
        match ty {
            TsType::TsTypeLit(lit) => self.add_elements(file, &lit.members, out),
            TsType::TsParenthesizedType(inner) => self.collect_fields(file, &inner.type_ann, depth, out),
            TsType::TsOptionalType(inner) => self.collect_fields(file, &inner.type_ann, depth, out),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(TsIntersectionType {
                types,
                ..
            })) => types.iter().for_each(|ty| self.collect_fields(file, ty, depth, out)),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                let is_nothing = |ty: &TsType| matches!(ty, TsType::TsKeywordType(_));
                union
                    .types
                    .iter()
                    .filter(|ty| !is_nothing(ty))
                    .for_each(|ty| self.collect_fields(file, ty, depth, out));
            }
            TsType::TsTypeRef(reference) => {
                let operator = reference.type_name.as_ident().filter(|i| TRANSPARENT.contains(&&*i.sym));
                let given = reference.type_params.as_ref().and_then(|p| p.params.first());
                match (operator, given) {
                    (Some(operator), Some(inner)) if self.index(file).target(operator).is_none() => {
                        let from = out.fields.len();
                        self.collect_fields(file, inner, depth, out);
                        out.fields[from..].iter_mut().for_each(|field| match &*operator.sym {
                            "Partial" => field.optional = true,
                            "Required" => field.optional = false,
                            _ => {}
                        });
                    }
                    _ => self.add_named(file, &reference.type_name, depth, out),
                }
            }
            TsType::TsKeywordType(_) => {}
            _ => out.open = true,
        }
    }

    fn add_named(&self, file: FileId, name: &TsEntityName, depth: usize, out: &mut TypeFields<'p>) {
        let Some(id) = self.type_binding(file, name) else {
            out.open = true;
            return;
        };
        match &self.binding(id).origin {
            Origin::Interface(interface) => {
                for base in &interface.extends {
                    match &*base.expr {
                        Expr::Ident(ident) => {
                            self.add_named(id.file, &TsEntityName::Ident(ident.clone()), depth.saturating_sub(1), out);
                        }
                        _ => out.open = true,
                    }
                }
                self.add_elements(id.file, &interface.body.body, out);
            }
            Origin::TypeAlias(alias) => self.collect_fields(id.file, &alias.type_ann, depth, out),
            Origin::Class(class) => self.add_class_fields(id.file, class, out),
            _ => out.open = true,
        }
    }

    fn add_elements(&self, file: FileId, elements: &'p [TsTypeElement], out: &mut TypeFields<'p>) {
        for element in elements {
            match element {
                TsTypeElement::TsPropertySignature(property) => {
                    let name = match &*property.key {
                        Expr::Ident(ident) if !property.computed => ident.sym.to_string(),
                        Expr::Lit(ast::Lit::Str(text)) => text.value.to_string_lossy().into_owned(),
                        _ => continue,
                    };
                    let ty = property.type_ann.as_ref().map(|t| &*t.type_ann);
                    out.fields.push(TypeField { file, name, optional: property.optional, ty });
                }
                TsTypeElement::TsIndexSignature(_) => out.open = true,
                _ => {}
            }
        }
    }

    fn add_class_fields(&self, file: FileId, class: &'p ast::Class, out: &mut TypeFields<'p>) {
        for member in &class.body {
            let ast::ClassMember::ClassProp(property) = member else { continue };
            if let Some(name) = super::property_name(&property.key) {
                let ty = property.type_ann.as_ref().map(|t| &*t.type_ann);
                out.fields.push(TypeField { file, name, optional: property.is_optional, ty });
            }
        }
        out.open |= class.super_class.is_some();
    }
}

impl<'p> Parameter<'p> {
    /// Its pattern without its default, the type that is written beside it, and its default.
    pub fn parts(self) -> (Option<&'p ast::Pat>, Option<&'p TsType>, Option<&'p Expr>) {
        let annotated = |pat: &'p ast::Pat| {
            let annotation = match pat {
                ast::Pat::Ident(i) => i.type_ann.as_deref(),
                ast::Pat::Object(o) => o.type_ann.as_deref(),
                ast::Pat::Array(a) => a.type_ann.as_deref(),
                _ => None,
            };
            annotation.map(|a| &*a.type_ann)
        };
        match self {
            Parameter::Pattern(ast::Pat::Assign(assign)) => {
                (Some(&assign.left), annotated(&assign.left), Some(&assign.right))
            }
            Parameter::Pattern(pat) => (Some(pat), annotated(pat), None),
            Parameter::Property(property) => match &property.param {
                ast::TsParamPropParam::Ident(i) => (None, i.type_ann.as_deref().map(|a| &*a.type_ann), None),
                ast::TsParamPropParam::Assign(a) => (Some(&a.left), annotated(&a.left), Some(&a.right)),
            },
        }
    }

    /// The name that it declares, where it is one name.
    pub fn ident(self) -> Option<&'p ast::Ident> {
        match self {
            Parameter::Property(property) => match &property.param {
                ast::TsParamPropParam::Ident(i) => Some(&i.id),
                ast::TsParamPropParam::Assign(a) => a.left.as_ident().map(|i| &i.id),
            },
            Parameter::Pattern(_) => self.parts().0?.as_ident().map(|i| &i.id),
        }
    }

    /// Whether a call can leave it out.
    pub fn is_optional(self) -> bool {
        match self.parts() {
            (_, _, Some(_)) => true,
            (Some(ast::Pat::Ident(i)), ..) => i.id.optional,
            (Some(ast::Pat::Object(o)), ..) => o.optional,
            (Some(ast::Pat::Rest(_)), ..) => true,
            _ => self.ident().is_some_and(|i| i.optional),
        }
    }
}

impl<'p> Model<'p> {
    /// The constructor that `new` of a class runs: its own, else that of the class it extends.
    pub fn constructor_of(
        &self,
        class: super::Site<'p, ast::Class>,
    ) -> Option<(super::Site<'p, ast::Class>, Function<'p>)> {
        let mut at = class;
        for _ in 0..MAX_DEPTH {
            if let Some(own) = at.node.body.iter().find_map(|m| m.as_constructor().filter(|c| c.body.is_some())) {
                return Some((at, Function::Constructor(own)));
            }
            at = self.base_class(at)?;
        }
        None
    }
}
