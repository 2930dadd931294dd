//! Types of what goes. Invariant: a declared field goes only where it goes from everything that the program gives the type.

use std::collections::{BTreeMap, BTreeSet};

use swc_ecma_ast as ast;
use swc_ecma_ast::{Expr, TsEntityName, TsType, TsTypeElement, TsUnionOrIntersectionType};

use super::cuts::Cut;
use super::{Hold, Search};
use crate::codemod::Declined;
use crate::model::{BindingId, FileId, Function, Model, Node, Origin, Parameter, Step, Typed, Value, peel};
use crate::rewrite::Fields;
use crate::source::TextRange;

/// How deep types are followed through each other.
pub(super) const DEPTH: usize = 8;

/// A declared field: the file and the braces of its type, and its name.
type FieldKey = (FileId, TextRange, String);

/// What is known of the fields of the program's types.
#[derive(Default)]
struct Found<'p> {
    going: BTreeMap<FieldKey, Fields<'p>>,
    staying: BTreeSet<FieldKey>,
}

impl<'p> Search<'_, 'p> {
    /// Fields of types whose value goes.
    pub(super) fn types(&mut self) -> Result<(), Declined> {
        let model = self.model;
        let mut found = Found::default();
        for file in model.file_ids() {
            for (local, binding) in model.index(file).bindings() {
                self.annotated(BindingId { file, local }, &binding.origin, &mut found);
            }
            for (_, entry) in model.index(file).entries() {
                match entry.node {
                    Node::Function(function) => {
                        let returned = match function {
                            Function::Plain(f) => f.return_type.as_deref(),
                            Function::Arrow(f) => f.return_type.as_deref(),
                            Function::Constructor(_) => None,
                        };
                        if let Some(returned) = returned {
                            let value = model.returned(&Value::Function(file, function));
                            self.of_type(file, &returned.type_ann, &value, DEPTH, &mut found);
                        }
                    }
                    Node::Expr(expr @ Expr::Member(_)) => self.read(file, expr, &mut found),
                    _ => {}
                }
            }
        }
        for ((file, braces, name), fields) in found.going {
            if found.staying.contains(&(file, braces, name.clone())) {
                let why = format!("has `{name}` from something else too; tell the two apart first");
                return Err(self.declined(file, braces, &why));
            }
            self.keys.insert(name.clone());
            self.cut(file, super::cuts::field_range(fields, &name).unwrap_or(braces), Cut::Field(fields, name));
        }
        Ok(())
    }

    /// `x.key` that goes, of an `x` whose type is written.
    fn read(&self, file: FileId, expr: &'p Expr, found: &mut Found<'p>) {
        let Expr::Member(member) = expr else { return };
        let ast::MemberProp::Ident(name) = &member.prop else { return };
        if !self.goes(&self.model.value(file, expr)) {
            return;
        }
        if let Some(Typed::Written(ty)) = self.model.typed(file, peel(&member.obj)) {
            for (home, fields) in bodies(self.model, ty.file, ty.node, DEPTH) {
                self.settle(home, fields, &name.sym, &self.model.value(file, expr), found);
            }
        }
    }

    fn annotated(&self, id: BindingId, origin: &Origin<'p>, found: &mut Found<'p>) {
        let model = self.model;
        let (ty, steps) = match origin {
            Origin::Variable { declarator, path, .. } => (annotation(&declarator.name), path),
            Origin::Parameter { function, index, path } => match function.parameter(*index) {
                Some(Parameter::Pattern(pattern)) => (annotation(pattern), path),
                Some(parameter) => (parameter.parts().1, path),
                None => return,
            },
            _ => return,
        };
        let Some(ty) = ty else { return };
        let value = model.binding_value(id);
        match steps.iter().find(|step| !matches!(step, Step::Default(_))) {
            None => self.of_type(id.file, ty, &value, DEPTH, found),
            Some(Step::Key(name)) => {
                for (home, fields) in bodies(model, id.file, ty, DEPTH) {
                    self.settle(home, fields, name, &value, found);
                }
            }
            Some(_) => {}
        }
    }

    /// What `value` has under the fields of its type `ty`.
    fn of_type(&self, file: FileId, ty: &'p TsType, value: &Value<'p>, depth: usize, found: &mut Found<'p>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let items = value.items();
        let value = match items {
            Some(items) => Value::any_of(items),
            None => value.clone(),
        };
        if value.choices().iter().all(|v| matches!(v, Value::Undefined | Value::Null | Value::Unknown(_))) {
            return;
        }
        for (home, fields) in bodies(self.model, file, ty, depth) {
            for (name, inner) in members(fields) {
                let given = self.model.member(&value, &name);
                self.settle(home, fields, &name, &given, found);
                if let Some(inner) = inner {
                    self.of_type(home, inner, &given, depth, found);
                }
            }
        }
    }

    fn settle(&self, home: FileId, fields: Fields<'p>, name: &str, value: &Value<'p>, found: &mut Found<'p>) {
        let key = (home, braces(fields), name.to_string());
        match self.hold(value) {
            Hold::Wholly => {
                if super::cuts::field_range(fields, name).is_some() {
                    found.going.insert(key, fields);
                }
            }
            Hold::Partly => {
                found.staying.insert(key);
            }
            Hold::No if matches!(value, Value::Undefined | Value::Null | Value::Unknown(_)) => {}
            Hold::No => {
                found.staying.insert(key);
            }
        }
    }

    /// Readers of a key that goes, of objects that can't be seen: one may be of ours.
    pub(super) fn unseen_readers(&self) -> Result<(), Declined> {
        let model = self.model;
        for file in model.file_ids().filter(|file| !model.file(*file).test) {
            for (_, entry) in model.index(file).entries() {
                let Node::Expr(expr @ Expr::Member(member)) = entry.node else { continue };
                let ast::MemberProp::Ident(name) = &member.prop else { continue };
                if !self.keys.contains(&*name.sym) || !model.value(file, expr).is_unknown() {
                    continue;
                }
                let going = |(home, fields): &(FileId, Fields<'p>)| {
                    let range = super::cuts::field_range(*fields, &name.sym);
                    range.is_some_and(|range| self.cuts.contains_key(&(*home, range)))
                };
                let is_ours = match model.typed(file, peel(&member.obj)) {
                    Some(Typed::Written(ty)) => bodies(model, ty.file, ty.node, DEPTH).iter().any(going),
                    Some(_) => false,
                    None => model.value(file, &member.obj).is_unknown(),
                };
                if is_ours && !self.is_within_made(file, entry.range) {
                    return Err(self.declined(file, entry.range, "can't be followed, and may be what would go"));
                }
            }
        }
        Ok(())
    }
}

/// The bodies that declare the fields of `ty`; classes have their own.
pub(super) fn bodies<'p>(model: &Model<'p>, file: FileId, ty: &'p TsType, depth: usize) -> Vec<(FileId, Fields<'p>)> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    match ty {
        TsType::TsTypeLit(lit) => vec![(file, Fields::Literal(lit))],
        TsType::TsParenthesizedType(t) => bodies(model, file, &t.type_ann, depth),
        TsType::TsOptionalType(t) => bodies(model, file, &t.type_ann, depth),
        TsType::TsArrayType(t) => bodies(model, file, &t.elem_type, depth),
        TsType::TsUnionOrIntersectionType(both) => {
            let types = match both {
                TsUnionOrIntersectionType::TsUnionType(union) => &union.types,
                TsUnionOrIntersectionType::TsIntersectionType(all) => &all.types,
            };
            types.iter().flat_map(|ty| bodies(model, file, ty, depth)).collect()
        }
        TsType::TsTypeRef(reference) => match model.type_binding(file, &reference.type_name) {
            Some(id) => declared(model, id, depth),
            // `Promise<T>`, `pulumi.Output<T>`, `Readonly<T>`
            None => {
                let given = reference.type_params.iter().flat_map(|p| &p.params);
                given.flat_map(|ty| bodies(model, file, ty, depth)).collect()
            }
        },
        _ => Vec::new(),
    }
}

fn declared<'p>(model: &Model<'p>, id: BindingId, depth: usize) -> Vec<(FileId, Fields<'p>)> {
    match &model.binding(id).origin {
        Origin::Interface(interface) => {
            let bases = interface.extends.iter().filter_map(|base| match &*base.expr {
                Expr::Ident(ident) => model.type_binding(id.file, &TsEntityName::Ident(ident.clone())),
                _ => None,
            });
            let own = (id.file, Fields::Interface(&interface.body));
            let bases = bases.flat_map(|base| match depth.checked_sub(1) {
                Some(depth) => declared(model, base, depth),
                None => Vec::new(),
            });
            std::iter::once(own).chain(bases).collect()
        }
        Origin::TypeAlias(alias) => bodies(model, id.file, &alias.type_ann, depth),
        _ => Vec::new(),
    }
}

pub(super) fn annotation(pattern: &ast::Pat) -> Option<&TsType> {
    let written = match pattern {
        ast::Pat::Ident(i) => i.type_ann.as_deref(),
        ast::Pat::Object(o) => o.type_ann.as_deref(),
        ast::Pat::Assign(a) => return annotation(&a.left),
        _ => None,
    };
    written.map(|ann| &*ann.type_ann)
}

pub(super) fn braces(fields: Fields<'_>) -> TextRange {
    match fields {
        Fields::Interface(body) => TextRange::of(body),
        Fields::Literal(lit) => TextRange::of(lit),
        Fields::Class(class) => TextRange::of(class),
    }
}

fn members<'p>(fields: Fields<'p>) -> Vec<(String, Option<&'p TsType>)> {
    let elements = match fields {
        Fields::Interface(body) => &body.body,
        Fields::Literal(lit) => &lit.members,
        Fields::Class(_) => return Vec::new(),
    };
    let of = |element: &'p TsTypeElement| {
        let TsTypeElement::TsPropertySignature(property) = element else { return None };
        let name = super::super::fields::element_name(element)?;
        Some((name, property.type_ann.as_deref().map(|ann| &*ann.type_ann)))
    };
    elements.iter().filter_map(of).collect()
}
