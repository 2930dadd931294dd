//! Keys of objects and members of classes, interfaces and enums that stand there twice. Invariant: a getter and its
//! setter are one member, and so are signatures and the body that they belong to.

use std::collections::BTreeMap;

use swc_ecma_ast as ast;
use swc_ecma_ast::{
    Class, ClassMember, Expr, MethodKind, Module, ParamOrTsParamProp, Pat, Prop, PropName, PropOrSpread,
    TsParamPropParam, TsTypeElement,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::{Faults, Kind};
use crate::model::property_name;
use crate::source::TextRange;

/// Adds every key and member whose name is taken.
pub(super) fn check(module: &Module, out: &mut Faults) {
    module.visit_with(&mut Members { out });
}

/// Keys of objects, members of classes and types.
struct Members<'o> {
    out: &'o mut Faults,
}

/// What may share a name: a getter and a setter, and signatures with one body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Value,
    Getter,
    Setter,
    Signature,
}

impl Members<'_> {
    fn check(&mut self, kind: Kind, members: impl IntoIterator<Item = (String, Member, u32)>) {
        let mut standing: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for (name, member, at) in members {
            let others = standing.entry(name.clone()).or_default();
            let fits = |other: &Member| match (*other, member) {
                (Member::Signature, Member::Signature | Member::Value) => true,
                (a, b) => a != Member::Value && a != Member::Signature && b != Member::Value && a != b,
            };
            if !others.iter().all(fits) {
                self.out.add(kind, name.trim_start_matches("static "), at);
            }
            others.push(member);
        }
    }
}

impl Visit for Members<'_> {
    fn visit_object_lit(&mut self, object: &ast::ObjectLit) {
        let keys = object.props.iter().filter_map(|prop| {
            let PropOrSpread::Prop(prop) = prop else { return None };
            let (name, member) = match &**prop {
                Prop::Shorthand(name) => (Some(name.sym.to_string()), Member::Value),
                Prop::KeyValue(p) => (property_name(&p.key), Member::Value),
                Prop::Method(p) => (property_name(&p.key), Member::Value),
                Prop::Getter(p) => (property_name(&p.key), Member::Getter),
                Prop::Setter(p) => (property_name(&p.key), Member::Setter),
                Prop::Assign(_) => (None, Member::Value),
            };
            Some((name?, member, TextRange::of(&**prop).start))
        });
        self.check(Kind::KeyTwice, keys);
        object.visit_children_with(self);
    }

    fn visit_class(&mut self, class: &Class) {
        self.check(Kind::MemberTwice, class.body.iter().flat_map(class_members));
        class.visit_children_with(self);
    }

    fn visit_ts_type_elements(&mut self, elements: &[TsTypeElement]) {
        let members = elements.iter().filter_map(|element| {
            let (key, member) = match element {
                TsTypeElement::TsPropertySignature(p) => (&p.key, Member::Value),
                TsTypeElement::TsMethodSignature(m) => (&m.key, Member::Signature),
                TsTypeElement::TsGetterSignature(g) => (&g.key, Member::Getter),
                TsTypeElement::TsSetterSignature(s) => (&s.key, Member::Setter),
                _ => return None,
            };
            let name = match &**key {
                Expr::Ident(name) => name.sym.to_string(),
                Expr::Lit(ast::Lit::Str(name)) => name.value.to_string_lossy().into_owned(),
                _ => return None,
            };
            Some((name, member, TextRange::of(element).start))
        });
        self.check(Kind::MemberTwice, members);
        elements.visit_children_with(self);
    }

    fn visit_ts_enum_decl(&mut self, decl: &ast::TsEnumDecl) {
        let name = |id: &ast::TsEnumMemberId| match id {
            ast::TsEnumMemberId::Ident(name) => name.sym.to_string(),
            ast::TsEnumMemberId::Str(name) => name.value.to_string_lossy().into_owned(),
        };
        let members = decl.members.iter().map(|m| (name(&m.id), Member::Value, TextRange::of(m).start));
        self.check(Kind::MemberTwice, members);
        decl.visit_children_with(self);
    }
}

/// The fields and methods that a member declares; static ones live apart.
fn class_members(member: &ClassMember) -> Vec<(String, Member, u32)> {
    let at = TextRange::of(member).start;
    let named = |key: &PropName, is_static: bool| {
        property_name(key).map(|name| if is_static { format!("static {name}") } else { name })
    };
    match member {
        ClassMember::ClassProp(p) => named(&p.key, p.is_static).map(|n| (n, Member::Value, at)).into_iter().collect(),
        ClassMember::Method(m) => {
            let kind = match m.kind {
                MethodKind::Getter => Member::Getter,
                MethodKind::Setter => Member::Setter,
                MethodKind::Method if m.function.body.is_none() => Member::Signature,
                MethodKind::Method => Member::Value,
            };
            named(&m.key, m.is_static).map(|n| (n, kind, at)).into_iter().collect()
        }
        ClassMember::Constructor(c) if c.body.is_none() => Vec::new(),
        ClassMember::Constructor(c) => {
            let fields = c.params.iter().filter_map(|parameter| {
                let ParamOrTsParamProp::TsParamProp(p) = parameter else { return None };
                let name = match &p.param {
                    TsParamPropParam::Ident(i) => i.id.sym.to_string(),
                    TsParamPropParam::Assign(a) => match &*a.left {
                        Pat::Ident(i) => i.id.sym.to_string(),
                        _ => return None,
                    },
                };
                Some((name, Member::Value, TextRange::of(p).start))
            });
            fields.chain([("constructor".to_string(), Member::Value, at)]).collect()
        }
        _ => Vec::new(),
    }
}
