//! What can be a resource. Invariant: it is told by what the source shows of a value, else by a type that the source
//! writes; what is inferred stays unknown.

use swc_ecma_ast as ast;
use swc_ecma_ast::{
    ClassMember, Expr, MemberProp, Pat, TsEntityName, TsKeywordTypeKind, TsParamPropParam, TsType, TsTypeElement,
    TsUnionOrIntersectionType,
};

use super::calls::peel;
use super::index::{Origin, Step, property_key};
use super::modules::BindingId;
use super::symbol::Symbol;
use super::tree::{Function, Node, Parameter};
use super::value::{Entity, Site, Value};
use super::{FileId, Model};
use crate::source::TextRange;

/// How far types and names are followed.
const DEPTH: usize = 32;

/// Array methods whose callbacks get an element first.
const EACH: &[&str] = &["map", "forEach", "filter", "flatMap", "find", "some", "every"];

/// What the source says that something is.
#[derive(Clone, Debug)]
pub enum Typed<'p> {
    /// A type as written.
    Written(Site<'p, TsType>),
    /// An instance of a class of the program.
    Class(Site<'p, ast::Class>),
    /// A property of an instance of a package's class.
    Member(Symbol, String),
}

/// Whether something can be a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A resource, or an Output, a promise, a list of resources.
    Resource,
    /// Text, a number, an Output of such.
    Plain,
    /// `undefined`
    Nothing,
    /// Not to be told.
    Unknown,
}

impl Nature {
    /// What something is that is one of several.
    pub fn of_several(all: impl IntoIterator<Item = Nature>) -> Nature {
        let mut out = Nature::Nothing;
        for one in all {
            out = match (out, one) {
                (Nature::Nothing, other) | (other, Nature::Nothing) => other,
                (same, other) if same == other => same,
                (Nature::Unknown, _) | (_, Nature::Unknown) => Nature::Unknown,
                _ => Nature::Resource,
            };
        }
        out
    }
}

impl<'p> Model<'p> {
    /// Whether `expr` can be a resource: by its value, else by the types that the source writes. A list is what its
    /// elements are.
    pub fn nature(&self, file: FileId, expr: &'p Expr) -> Nature {
        let value = self.value(file, expr);
        match self.nature_of_value(&value) {
            Nature::Unknown => {
                self.typed(file, expr).map_or(Nature::Unknown, |typed| self.nature_of_type(&typed, DEPTH))
            }
            known => known,
        }
    }

    /// Whether a value can be a resource.
    pub fn nature_of_value(&self, value: &Value<'p>) -> Nature {
        match value {
            Value::Undefined | Value::Null => Nature::Nothing,
            Value::Bool(_) | Value::Number(_) | Value::Str(_) | Value::Text(_) => Nature::Plain,
            Value::List(list) => Nature::of_several(list.items.iter().map(|item| self.nature_of_value(item))),
            Value::AnyOf(choices) => Nature::of_several(choices.iter().map(|one| self.nature_of_value(one))),
            Value::Entity(entity, path) => self.nature_of_entity(entity, path),
            _ => Nature::Unknown,
        }
    }

    fn nature_of_entity(&self, entity: &Entity<'p>, path: &[String]) -> Nature {
        match entity {
            Entity::Resource(_) if path.is_empty() => Nature::Resource,
            Entity::Resource(id) => nature_of_member(&self.resource(*id).symbol, path),
            Entity::Instance(_, class, _) if path.is_empty() && self.is_resource_class(*class) => Nature::Resource,
            Entity::Instance(..) => Nature::Unknown,
            Entity::Made(symbol, _) if path.is_empty() && is_sdk_resource(symbol) => Nature::Resource,
            Entity::Made(..) => Nature::Unknown,
            Entity::Call(symbol, _) => {
                let last = symbol.path().last().map_or("", String::as_str);
                let provider = symbol.package() != "@pulumi/pulumi" && symbol.package().starts_with("@pulumi/");
                let is_get = last == "get" && symbol.path().len() > 1;
                let owner = || symbol.path().get(symbol.path().len().saturating_sub(2)).map_or("", String::as_str);
                let of_class = is_get && owner().starts_with(|c: char| c.is_ascii_uppercase());
                match (provider, of_class) {
                    (true, true) if path.is_empty() => Nature::Resource,
                    (true, true) => nature_of_member(symbol, path),
                    (true, false) if last.starts_with("get") => Nature::Plain,
                    (false, _) if GIVES_TEXT.iter().any(|name| symbol.is(name)) => Nature::Plain,
                    _ => Nature::Unknown,
                }
            }
        }
    }

    /// Whether instances of a class of the program are resources: one of its bases is a resource of a package.
    pub fn is_resource_class(&self, class: Site<'p, ast::Class>) -> bool {
        let bases = std::iter::successors(Some(class), |at| self.base_class(*at)).take(32);
        let Some(root) = bases.last() else { return false };
        match root.node.super_class.as_deref().map(|base| self.value(root.file, base)) {
            Some(Value::Symbol(symbol)) => is_sdk_resource(&symbol) || is_provider_class(&symbol),
            _ => false,
        }
    }

    /// What the source says that `expr` is.
    pub fn typed(&self, file: FileId, expr: &'p Expr) -> Option<Typed<'p>> {
        self.typed_within(file, expr, DEPTH)
    }

    fn typed_within(&self, file: FileId, expr: &'p Expr, depth: usize) -> Option<Typed<'p>> {
        let depth = depth.checked_sub(1)?;
        match expr {
            Expr::TsAs(e) => Some(Typed::Written(Site { file, node: &e.type_ann })),
            Expr::Ident(ident) => self.typed_binding(BindingId { file, local: self.index(file).target(ident)? }, depth),
            Expr::Member(member) => self.typed_member_expr(file, member, depth),
            Expr::OptChain(chain) => self.typed_member_expr(file, chain.base.as_member()?, depth),
            Expr::Await(e) => self.typed_within(file, &e.arg, depth),
            Expr::Call(call) => {
                let callee = call.callee.as_expr()?;
                if let Expr::Member(member) = peel(callee)
                    && ["filter", "slice", "concat", "reverse"].iter().any(|name| member.prop.is_ident_with(name))
                {
                    return self.typed_within(file, &member.obj, depth);
                }
                if let Value::Function(at, function) = self.value(file, callee) {
                    let node = match function {
                        Function::Plain(f) => f.return_type.as_deref(),
                        Function::Arrow(f) => f.return_type.as_deref(),
                        Function::Constructor(_) => None,
                    };
                    return node.map(|t| Typed::Written(Site { file: at, node: &*t.type_ann }));
                }
                None
            }
            Expr::Paren(_) | Expr::TsNonNull(_) | Expr::TsSatisfies(_) => self.typed_within(file, peel(expr), depth),
            _ => None,
        }
    }

    fn typed_member_expr(&self, file: FileId, member: &'p ast::MemberExpr, depth: usize) -> Option<Typed<'p>> {
        match &member.prop {
            MemberProp::Ident(name) if matches!(&*member.obj, Expr::This(_)) => {
                let node = self.index(file).innermost(TextRange::of(member))?;
                self.typed_field(self.class_around(file, node)?, &name.sym)
            }
            MemberProp::Ident(name) => {
                self.typed_member(&self.typed_within(file, &member.obj, depth)?, &name.sym, DEPTH)
            }
            MemberProp::Computed(_) => self.typed_element(&self.typed_within(file, &member.obj, depth)?, DEPTH),
            MemberProp::PrivateName(_) => None,
        }
    }

    fn typed_binding(&self, id: BindingId, depth: usize) -> Option<Typed<'p>> {
        let id = self.declared_at(id);
        match &self.binding(id).origin {
            Origin::Variable { declarator, path, .. } => {
                let root = match annotation(&declarator.name) {
                    Some(node) => Typed::Written(Site { file: id.file, node }),
                    None => self.typed_within(id.file, declarator.init.as_deref()?, depth)?,
                };
                self.typed_path(root, path)
            }
            Origin::LoopVariable { stmt: ast::Stmt::ForOf(s), path } => {
                let element = self.typed_element(&self.typed_within(id.file, &s.right, depth)?, DEPTH)?;
                self.typed_path(element, path)
            }
            Origin::Parameter { function, index, path } => {
                let node = match function.parameter(*index)? {
                    Parameter::Pattern(pat) => annotation(pat),
                    Parameter::Property(p) => match &p.param {
                        TsParamPropParam::Ident(i) => i.type_ann.as_deref().map(|t| &*t.type_ann),
                        TsParamPropParam::Assign(a) => annotation(&a.left),
                    },
                };
                let root = match node {
                    Some(node) => Typed::Written(Site { file: id.file, node }),
                    None => self.typed_by_callback(id.file, *function, *index, depth)?,
                };
                self.typed_path(root, path)
            }
            _ => None,
        }
    }

    /// The element type of the list whose method calls back a function.
    fn typed_by_callback(&self, file: FileId, function: Function<'p>, index: usize, depth: usize) -> Option<Typed<'p>> {
        let tree = self.index(file);
        let (_, call) = tree.ancestors(tree.function(function)?).nth(1)?;
        let Node::Expr(Expr::Call(call)) = call.node else { return None };
        let Expr::Member(member) = peel(call.callee.as_expr()?) else { return None };
        let each = EACH.iter().any(|name| member.prop.is_ident_with(name));
        if index != 0 || !each {
            return None;
        }
        self.typed_element(&self.typed_within(file, &member.obj, depth)?, DEPTH)
    }

    fn typed_path(&self, root: Typed<'p>, path: &[Step<'p>]) -> Option<Typed<'p>> {
        path.iter().try_fold(root, |typed, step| match step {
            Step::Key(name) => self.typed_member(&typed, name, DEPTH),
            Step::Index(_) => self.typed_element(&typed, DEPTH),
            Step::Default(_) => Some(typed),
            Step::Rest | Step::Computed => None,
        })
    }

    /// The type of a field of a class, its bases included.
    fn typed_field(&self, class: Site<'p, ast::Class>, name: &str) -> Option<Typed<'p>> {
        let bases = std::iter::successors(Some(class), |at| self.base_class(*at)).take(DEPTH);
        bases.into_iter().find_map(|class| self.typed_own_field(class, name))?
    }

    /// The type of a field that a class declares; `Some(None)` where it declares one without a type.
    fn typed_own_field(&self, class: Site<'p, ast::Class>, name: &str) -> Option<Option<Typed<'p>>> {
        let written = |t: &'p ast::TsTypeAnn| Typed::Written(Site { file: class.file, node: &*t.type_ann });
        for member in &class.node.body {
            match member {
                ClassMember::ClassProp(p) if property_key(&p.key).as_deref() == Some(name) => {
                    return Some(p.type_ann.as_deref().map(written));
                }
                ClassMember::Constructor(c) => {
                    let own = c.params.iter().filter_map(|p| match p {
                        ast::ParamOrTsParamProp::TsParamProp(p) => match &p.param {
                            TsParamPropParam::Ident(i) => Some(i),
                            TsParamPropParam::Assign(_) => None,
                        },
                        ast::ParamOrTsParamProp::Param(_) => None,
                    });
                    if let Some(ident) = own.into_iter().find(|i| i.id.sym == *name) {
                        return Some(ident.type_ann.as_deref().map(written));
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn typed_member(&self, typed: &Typed<'p>, name: &str, depth: usize) -> Option<Typed<'p>> {
        let depth = depth.checked_sub(1)?;
        let site = match typed {
            Typed::Class(class) => return self.typed_field(*class, name),
            Typed::Member(..) => return None,
            Typed::Written(site) => *site,
        };
        let of_body = |file: FileId, body: &'p [TsTypeElement]| {
            body.iter().find_map(|element| match element {
                TsTypeElement::TsPropertySignature(p) if key_name(&p.key).as_deref() == Some(name) => {
                    p.type_ann.as_deref().map(|t| Typed::Written(Site { file, node: &*t.type_ann }))
                }
                _ => None,
            })
        };
        match site.node {
            TsType::TsParenthesizedType(t) => {
                self.typed_member(&Typed::Written(Site { file: site.file, node: &t.type_ann }), name, depth)
            }
            TsType::TsTypeLit(lit) => of_body(site.file, &lit.members),
            TsType::TsUnionOrIntersectionType(union) => {
                let types = match union {
                    TsUnionOrIntersectionType::TsUnionType(u) => &u.types,
                    TsUnionOrIntersectionType::TsIntersectionType(i) => &i.types,
                };
                types
                    .iter()
                    .find_map(|t| self.typed_member(&Typed::Written(Site { file: site.file, node: &**t }), name, depth))
            }
            TsType::TsTypeRef(reference) => match self.type_named(site.file, &reference.type_name)? {
                Named::Interface(at, interface) => of_body(at, &interface.body.body).or_else(|| {
                    interface.extends.iter().find_map(|base| {
                        let Named::Interface(at, base) = self.type_of_heritage(at, &base.expr)? else { return None };
                        of_body(at, &base.body.body)
                    })
                }),
                Named::Alias(target) => self.typed_member(&Typed::Written(target), name, depth),
                Named::Class(class) => self.typed_field(class, name),
                Named::Symbol(symbol) if is_provider_class(&symbol) => Some(Typed::Member(symbol, name.to_string())),
                Named::Symbol(_) => None,
            },
            _ => None,
        }
    }

    fn typed_element(&self, typed: &Typed<'p>, depth: usize) -> Option<Typed<'p>> {
        let depth = depth.checked_sub(1)?;
        let Typed::Written(site) = typed else { return None };
        let at = |node| Typed::Written(Site { file: site.file, node });
        match site.node {
            TsType::TsArrayType(t) => Some(at(&t.elem_type)),
            TsType::TsParenthesizedType(t) => self.typed_element(&at(&t.type_ann), depth),
            TsType::TsTypeOperator(t) => self.typed_element(&at(&t.type_ann), depth),
            TsType::TsTypeRef(t) => {
                let inner = t.type_params.as_deref().and_then(|p| p.params.first());
                match (self.type_named(site.file, &t.type_name), inner) {
                    (Some(Named::Alias(target)), _) => self.typed_element(&Typed::Written(target), depth),
                    (Some(Named::Symbol(symbol)), Some(inner)) if wraps(&symbol) => {
                        self.typed_element(&at(inner), depth)
                    }
                    (None, Some(inner)) if is_list_name(&t.type_name) => Some(at(inner)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn nature_of_type(&self, typed: &Typed<'p>, depth: usize) -> Nature {
        let Some(depth) = depth.checked_sub(1) else { return Nature::Unknown };
        let site = match typed {
            Typed::Class(class) if self.is_resource_class(*class) => return Nature::Resource,
            Typed::Class(_) => return Nature::Unknown,
            Typed::Member(symbol, name) => return nature_of_member(symbol, std::slice::from_ref(name)),
            Typed::Written(site) => *site,
        };
        let of = |node: &'p TsType| self.nature_of_type(&Typed::Written(Site { file: site.file, node }), depth);
        match site.node {
            TsType::TsKeywordType(keyword) => match keyword.kind {
                TsKeywordTypeKind::TsStringKeyword
                | TsKeywordTypeKind::TsNumberKeyword
                | TsKeywordTypeKind::TsBooleanKeyword => Nature::Plain,
                TsKeywordTypeKind::TsUndefinedKeyword | TsKeywordTypeKind::TsNullKeyword => Nature::Nothing,
                _ => Nature::Unknown,
            },
            TsType::TsLitType(_) => Nature::Plain,
            TsType::TsArrayType(t) => of(&t.elem_type),
            TsType::TsParenthesizedType(t) => of(&t.type_ann),
            TsType::TsTypeOperator(t) => of(&t.type_ann),
            TsType::TsOptionalType(t) => of(&t.type_ann),
            TsType::TsTupleType(t) => Nature::of_several(t.elem_types.iter().map(|e| of(&e.ty))),
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(u)) => {
                Nature::of_several(u.types.iter().map(|t| of(t)))
            }
            TsType::TsTypeRef(t) => {
                let inner = t.type_params.as_deref().and_then(|p| p.params.first());
                match (self.type_named(site.file, &t.type_name), inner) {
                    (Some(Named::Symbol(symbol)), Some(inner)) if wraps(&symbol) => of(inner),
                    (Some(Named::Symbol(symbol)), _) if symbol.is("pulumi.ID") || symbol.is("pulumi.URN") => {
                        Nature::Plain
                    }
                    (Some(Named::Symbol(symbol)), _) if is_sdk_resource(&symbol) || is_provider_class(&symbol) => {
                        Nature::Resource
                    }
                    (Some(Named::Alias(target)), _) => self.nature_of_type(&Typed::Written(target), depth),
                    (Some(Named::Class(class)), _) if self.is_resource_class(class) => Nature::Resource,
                    (None, Some(inner)) if is_list_name(&t.type_name) || is_promise(&t.type_name) => of(inner),
                    _ => Nature::Unknown,
                }
            }
            _ => Nature::Unknown,
        }
    }

    fn type_of_heritage(&self, file: FileId, expr: &'p Expr) -> Option<Named<'p>> {
        let ident = expr.as_ident()?;
        self.type_of_binding(BindingId { file, local: self.index(file).target(ident)? })
    }

    /// What a type's name leads to.
    fn type_named(&self, file: FileId, name: &'p TsEntityName) -> Option<Named<'p>> {
        match self.type_binding(file, name) {
            Some(id) => self.type_of_binding(id),
            None => self.type_symbol(file, name).map(Named::Symbol),
        }
    }

    fn type_of_binding(&self, id: BindingId) -> Option<Named<'p>> {
        let id = self.declared_at(id);
        match &self.binding(id).origin {
            Origin::Interface(node) => Some(Named::Interface(id.file, node)),
            Origin::TypeAlias(node) => Some(Named::Alias(Site { file: id.file, node: &node.type_ann })),
            Origin::Class(node) => Some(Named::Class(Site { file: id.file, node })),
            _ => match self.binding_value(id) {
                Value::Symbol(symbol) => Some(Named::Symbol(symbol)),
                _ => None,
            },
        }
    }
}

enum Named<'p> {
    Interface(FileId, &'p ast::TsInterfaceDecl),
    Alias(Site<'p, TsType>),
    Class(Site<'p, ast::Class>),
    Symbol(Symbol),
}

/// Functions and methods of the SDK that give text, numbers and the like.
const GIVES_TEXT: &[&str] = &[
    "pulumi.getStack",
    "pulumi.getProject",
    "pulumi.getOrganization",
    "pulumi.concat",
    "pulumi.interpolate",
    "pulumi.jsonStringify",
    "pulumi.Config.get",
    "pulumi.Config.require",
    "pulumi.Config.getSecret",
    "pulumi.Config.requireSecret",
    "pulumi.Config.getObject",
    "pulumi.Config.requireObject",
    "pulumi.Config.getNumber",
    "pulumi.Config.requireNumber",
    "pulumi.Config.getBoolean",
    "pulumi.Config.requireBoolean",
    "pulumi.StackReference.getOutput",
    "pulumi.StackReference.requireOutput",
];

/// What a property of a provider's resource is: an Output, unless components hand out what they made.
fn nature_of_member(symbol: &Symbol, path: &[String]) -> Nature {
    const ENDS: &[&str] = &["Id", "Ids", "Arn", "Arns", "Name", "Names", "Url", "Urn"];
    let Some(first) = path.first() else { return Nature::Unknown };
    let last = path.iter().rev().find(|part| *part != "[]").unwrap_or(first);
    // `bucket.onObjectCreated(...)` gives a subscription, which is a resource.
    let subscribes = first.strip_prefix("on").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_named =
        ["id", "ids", "arn", "urn", "name"].contains(&last.as_str()) || ENDS.iter().any(|end| last.ends_with(end));
    match symbol.package() {
        _ if subscribes => Nature::Unknown,
        "@pulumi/aws" => Nature::Plain,
        _ if is_named => Nature::Plain,
        _ => Nature::Unknown,
    }
}

fn is_sdk_resource(symbol: &Symbol) -> bool {
    const CLASSES: &[&str] = &[
        "pulumi.Resource",
        "pulumi.CustomResource",
        "pulumi.ComponentResource",
        "pulumi.ProviderResource",
        "pulumi.StackReference",
        "pulumi.dynamic.Resource",
    ];
    CLASSES.iter().any(|name| symbol.is(name))
}

/// A class of a provider whose instances are resources; not one of the types around them.
fn is_provider_class(symbol: &Symbol) -> bool {
    const OTHERS: &[&str] = &["Args", "State", "Result", "Options", "OutputArgs"];
    let last = symbol.path().last().map_or("", String::as_str);
    symbol.is_class()
        && symbol.package().starts_with("@pulumi/")
        && symbol.package() != "@pulumi/pulumi"
        && !symbol.path().iter().any(|part| part == "types" || part == "input" || part == "output")
        && !OTHERS.iter().any(|end| last.ends_with(end))
        && symbol.spelled() != "aws.Region"
        && symbol.spelled() != "aws.ARN"
}

fn wraps(symbol: &Symbol) -> bool {
    ["pulumi.Output", "pulumi.Input", "pulumi.OutputInstance", "pulumi.Unwrap"].iter().any(|name| symbol.is(name))
}

fn is_list_name(name: &TsEntityName) -> bool {
    matches!(name, TsEntityName::Ident(i) if ["Array", "ReadonlyArray", "Set"].contains(&&*i.sym))
}

fn is_promise(name: &TsEntityName) -> bool {
    matches!(name, TsEntityName::Ident(i) if i.sym == *"Promise")
}

fn annotation(pat: &Pat) -> Option<&TsType> {
    let ann = match pat {
        Pat::Ident(i) => i.type_ann.as_deref(),
        Pat::Object(o) => o.type_ann.as_deref(),
        Pat::Array(a) => a.type_ann.as_deref(),
        Pat::Assign(a) => return annotation(&a.left),
        _ => None,
    };
    ann.map(|t| &*t.type_ann)
}

fn key_name(key: &Expr) -> Option<String> {
    match key {
        Expr::Ident(i) => Some(i.sym.to_string()),
        Expr::Lit(ast::Lit::Str(s)) => Some(s.value.to_string_lossy().into_owned()),
        _ => None,
    }
}
