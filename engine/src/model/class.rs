//! Fields and methods of classes. Invariant: a field's value is all that the class and its bases put into it.

use swc_ecma_ast as ast;
use swc_ecma_ast::{ClassMember, Expr, MemberProp, ParamOrTsParamProp, Pat, SimpleAssignTarget, TsParamPropParam};

use super::index::property_key;
use super::tree::{Function, Node};
use super::value::{List, Site, Value};
use super::{FileId, Model, NodeId};

impl<'p> Model<'p> {
    /// `this.name`, where `member` is that expression.
    pub(super) fn this_member(&self, file: FileId, member: &'p ast::MemberExpr, name: &str) -> Value<'p> {
        let index = self.index(file);
        let range = crate::source::TextRange::of(member);
        match index.innermost(range).and_then(|node| self.class_around(file, node)) {
            Some(class) => self.class_member(class, name, false),
            None => Value::unknown("`this` is not a class of the program"),
        }
    }

    /// The member `name` of an instance of `class` (of the class itself for a static one).
    pub fn class_member(&self, class: Site<'p, ast::Class>, name: &str, is_static: bool) -> Value<'p> {
        let key = (class.file, class.node as *const _ as usize, name.to_string(), is_static);
        if let Some(known) = self.members.borrow().get(&key) {
            return known.clone();
        }
        self.members.borrow_mut().insert(key.clone(), Value::unknown("it is defined by itself"));
        let value = self.follow_member(class, name, is_static);
        self.members.borrow_mut().insert(key, value.clone());
        value
    }

    fn follow_member(&self, class: Site<'p, ast::Class>, name: &str, is_static: bool) -> Value<'p> {
        let mut values = Vec::new();
        let mut declared = false;
        for member in &class.node.body {
            match self.declared_member(class.file, member, name, is_static) {
                Declared::Value(value) => return value,
                Declared::Initial(value) => {
                    declared = true;
                    values.push(value);
                }
                Declared::Bare => declared = true,
                Declared::Other => {}
            }
        }
        let (assigned, pushed) = self.assigned_to_member(class, name);
        values.extend(assigned);
        if values.is_empty() && !declared {
            return match self.base_class(class) {
                Some(base) => self.class_member(base, name, is_static),
                None => Value::unknown(format!("`{name}` is not a member of the program's class")),
            };
        }
        if values.is_empty() {
            return Value::unknown(format!("nothing is assigned to `{name}`"));
        }
        match Value::any_of(values) {
            Value::List(list) if !pushed.is_empty() => {
                let items: Vec<_> = list.items.iter().cloned().chain(pushed).collect();
                Value::List(List { items: items.into(), exact: false })
            }
            value => value,
        }
    }

    fn declared_member(&self, file: FileId, member: &'p ClassMember, name: &str, is_static: bool) -> Declared<'p> {
        match member {
            ClassMember::ClassProp(p) if p.is_static == is_static && property_key(&p.key).as_deref() == Some(name) => {
                p.value.as_deref().map_or(Declared::Bare, |value| Declared::Initial(self.value(file, value)))
            }
            ClassMember::PrivateProp(p) if name.strip_prefix('#') == Some(&*p.key.name) => {
                p.value.as_deref().map_or(Declared::Bare, |value| Declared::Initial(self.value(file, value)))
            }
            ClassMember::Method(m) if m.is_static == is_static && property_key(&m.key).as_deref() == Some(name) => {
                let function = Value::Function(file, Function::Plain(&m.function));
                match m.kind {
                    ast::MethodKind::Method => Declared::Value(function),
                    ast::MethodKind::Getter => Declared::Value(self.returned(&function)),
                    ast::MethodKind::Setter => Declared::Other,
                }
            }
            ClassMember::PrivateMethod(m) if name.strip_prefix('#') == Some(&*m.key.name) => {
                Declared::Value(Value::Function(file, Function::Plain(&m.function)))
            }
            ClassMember::Constructor(constructor) if !is_static => match parameter_property(constructor, name) {
                Some(ident) => match self.index(file).declared(ident) {
                    Some(local) => Declared::Initial(self.binding_value(super::BindingId { file, local })),
                    None => Declared::Bare,
                },
                None => Declared::Other,
            },
            _ => Declared::Other,
        }
    }

    /// Where the field `name` of a class, or of the nearest base that has it, gets its values.
    pub(super) fn field_values(&self, class: Site<'p, ast::Class>, name: &str) -> Vec<FieldValue<'p>> {
        let file = class.file;
        let mut out = Vec::new();
        for member in &class.node.body {
            match member {
                ClassMember::ClassProp(p) if property_key(&p.key).as_deref() == Some(name) => {
                    out.extend(p.value.as_deref().map(|node| FieldValue::Expr(Site { file, node })));
                }
                ClassMember::PrivateProp(p) if name.strip_prefix('#') == Some(&*p.key.name) => {
                    out.extend(p.value.as_deref().map(|node| FieldValue::Expr(Site { file, node })));
                }
                ClassMember::Method(m)
                    if m.kind == ast::MethodKind::Getter && property_key(&m.key).as_deref() == Some(name) =>
                {
                    let returns = self.returns(file, Function::Plain(&m.function));
                    out.extend(returns.into_iter().flatten().map(|node| FieldValue::Expr(Site { file, node })));
                }
                ClassMember::Constructor(constructor) => {
                    let declared = parameter_property(constructor, name).and_then(|i| self.index(file).declared(i));
                    out.extend(declared.map(|local| FieldValue::Parameter(super::BindingId { file, local })));
                }
                _ => {}
            }
        }
        out.extend(self.assignments(class, name).map(|node| FieldValue::Expr(Site { file, node })));
        match self.base_class(class) {
            Some(base) if out.is_empty() => self.field_values(base, name),
            _ => out,
        }
    }

    /// The right sides of `this.name = ...` in a class.
    fn assignments(&self, class: Site<'p, ast::Class>, name: &str) -> impl Iterator<Item = &'p Expr> {
        let index = self.index(class.file);
        let within = index.class(class.node).into_iter().flat_map(|own| index.within(own));
        within.filter_map(move |(node, entry)| match entry.node {
            Node::Target(SimpleAssignTarget::Member(member)) if is_own(member, name) => {
                let (_, parent) = index.ancestors(node).next()?;
                match parent.node {
                    Node::Expr(Expr::Assign(assign)) if self.in_class(class, node) => Some(&*assign.right),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// What `this.name = ...` and `this.name.push(...)` put into a field, anywhere in the class.
    fn assigned_to_member(&self, class: Site<'p, ast::Class>, name: &str) -> (Vec<Value<'p>>, Vec<Value<'p>>) {
        let index = self.index(class.file);
        let Some(own) = index.class(class.node) else { return (Vec::new(), Vec::new()) };
        let assigned = self.assignments(class, name).map(|right| self.value(class.file, right)).collect();
        let pushed = index.within(own).filter_map(|(node, entry)| match entry.node {
            Node::Expr(Expr::Member(member)) if is_own(member, name) => Some(self.adds_at(class.file, node)),
            _ => None,
        });
        (assigned, pushed.flatten().collect())
    }

    fn in_class(&self, class: Site<'p, ast::Class>, node: NodeId) -> bool {
        self.class_around(class.file, node) == Some(class)
    }
}

/// Where a field gets a value.
pub(super) enum FieldValue<'p> {
    /// It is written here.
    Expr(Site<'p, Expr>),
    /// It is this parameter of the constructor.
    Parameter(super::BindingId),
}

/// Whether `member` is `this.name`.
fn is_own(member: &ast::MemberExpr, name: &str) -> bool {
    matches!(&*member.obj, Expr::This(_))
        && match &member.prop {
            MemberProp::Ident(i) => i.sym == *name,
            MemberProp::PrivateName(p) => name.strip_prefix('#') == Some(&*p.name),
            MemberProp::Computed(_) => false,
        }
}

enum Declared<'p> {
    /// All there is to know.
    Value(Value<'p>),
    /// A first value; assignments may follow.
    Initial(Value<'p>),
    /// A declaration without a value.
    Bare,
    /// Another member.
    Other,
}

/// The name of the constructor parameter that is the field `name`.
fn parameter_property<'p>(constructor: &'p ast::Constructor, name: &str) -> Option<&'p ast::Ident> {
    constructor.params.iter().find_map(|param| {
        let ParamOrTsParamProp::TsParamProp(property) = param else { return None };
        let ident = match &property.param {
            TsParamPropParam::Ident(i) => &i.id,
            TsParamPropParam::Assign(a) => match &*a.left {
                Pat::Ident(i) => &i.id,
                _ => return None,
            },
        };
        (ident.sym == *name).then_some(ident)
    })
}
