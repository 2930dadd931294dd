//! What a stack gives to the outside. Invariant: an output is something that is known only once the deployment has run
//! and that its class or function shows to everyone; what is plain text beforehand is none.

use iacfix_engine::model::{
    BindingId, Entity, FileId, Function, Model, Node, Origin, Parameter, Resource, Site, Stack, StackKind, Value, peel,
};
use swc_ecma_ast::{
    self as ast, Accessibility, ClassMember, Expr, MemberProp, ObjectLit, Prop, PropName, PropOrSpread, TsEntityName,
    TsType, TsUnionOrIntersectionType,
};

/// How deep types and values are followed.
const MAX_DEPTH: usize = 6;

/// Functions of the SDK that give an output.
const GIVE_OUTPUTS: &[&str] = &[
    "pulumi.output",
    "pulumi.all",
    "pulumi.secret",
    "pulumi.unsecret",
    "pulumi.concat",
    "pulumi.interpolate",
    "pulumi.jsonStringify",
    "pulumi.jsonParse",
];

/// One output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// The field that holds it.
    pub(super) field: String,
    /// Whether the field is a resource, which is exported by its id.
    pub(super) resource: bool,
}

impl Output {
    /// What it is exported as where nothing stands in the way.
    pub(super) fn name(&self) -> String {
        if self.resource { format!("{}Id", self.field) } else { self.field.clone() }
    }
}

/// What a value or a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Output,
    Resource,
    Plain,
}

/// The outputs of a stack, in the order in which they are declared, those of base classes first.
///
/// A resource whose id another output gives under the name that it would have is none of its own.
pub(super) fn outputs<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Vec<Output> {
    let mut all = declared(model, stack);
    let fields: Vec<String> = all.iter().filter(|o| !o.resource).map(Output::name).collect();
    all.retain(|output| !output.resource || !fields.contains(&output.name()));
    all
}

fn declared<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Vec<Output> {
    match &stack.kind {
        StackKind::Class(class) => of_class(model, *class),
        StackKind::Function(file, function) => match model.returned(&Value::Function(*file, *function)) {
            Value::Object(site) => of_object(model, site),
            Value::Entity(Entity::Instance(_, class, _), path) if path.is_empty() => of_class(model, class),
            _ => Vec::new(),
        },
        StackKind::Foreign(_) => Vec::new(),
    }
}

fn of_class<'p>(model: &Model<'p>, class: Site<'p, ast::Class>) -> Vec<Output> {
    let mut line = vec![class];
    while let Some(base) = line.last().and_then(|c| model.base_class(*c)).filter(|base| !line.contains(base)) {
        line.push(base);
    }
    let mut out: Vec<Output> = Vec::new();
    let mut hidden: Vec<String> = Vec::new();
    for site in line.into_iter().rev() {
        for (field, kind) in members(model, site) {
            match kind {
                None => hidden.push(field),
                Some(kind @ (Kind::Output | Kind::Resource)) if !out.iter().any(|o| o.field == field) => {
                    out.push(Output { field, resource: kind == Kind::Resource });
                }
                Some(_) => {}
            }
        }
    }
    out.retain(|output| !hidden.contains(&output.field));
    out
}

/// The fields of a class with what they are; `None` where they are not for everyone.
fn members<'p>(model: &Model<'p>, class: Site<'p, ast::Class>) -> Vec<(String, Option<Kind>)> {
    let closed =
        |access: Option<Accessibility>| matches!(access, Some(Accessibility::Private | Accessibility::Protected));
    let shown = |hidden: bool, kind: &dyn Fn() -> Kind| if hidden { None } else { Some(kind()) };
    let mut out = Vec::new();
    for member in &class.node.body {
        match member {
            ClassMember::ClassProp(p) if !p.is_static => {
                let Some(field) = key_name(&p.key) else { continue };
                let ty = p.type_ann.as_ref().map(|t| &*t.type_ann);
                let kind = shown(closed(p.accessibility), &|| of_field(model, class, &field, ty));
                out.push((field, kind));
            }
            ClassMember::Method(m) if m.kind == ast::MethodKind::Getter && !m.is_static => {
                let Some(field) = key_name(&m.key) else { continue };
                let ty = m.function.return_type.as_ref().map(|t| &*t.type_ann);
                let kind = shown(closed(m.accessibility), &|| of_field(model, class, &field, ty));
                out.push((field, kind));
            }
            ClassMember::Constructor(constructor) => {
                for parameter in Function::Constructor(constructor).parameters() {
                    let (Parameter::Property(property), Some(ident)) = (parameter, parameter.ident()) else { continue };
                    let (field, ty) = (ident.sym.to_string(), parameter.parts().1);
                    let kind = shown(closed(property.accessibility), &|| {
                        ty.map_or(Kind::Plain, |ty| of_type(model, class.file, ty, MAX_DEPTH).unwrap_or(Kind::Plain))
                    });
                    out.push((field, kind));
                }
            }
            _ => {}
        }
    }
    if is_script(model, class.file) {
        for field in assigned(model, class) {
            if !out.iter().any(|(known, _)| *known == field) {
                let kind = of_field(model, class, &field, None);
                out.push((field, Some(kind)));
            }
        }
    }
    out
}

fn is_script(model: &Model<'_>, file: FileId) -> bool {
    model.file(file).source.path().extension().is_some_and(|e| e.to_string_lossy().ends_with("js"))
}

/// The fields that the constructor of a class assigns, in order.
fn assigned<'p>(model: &Model<'p>, class: Site<'p, ast::Class>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (field, _) in assignments(model, class) {
        if !out.contains(&field) && !field.starts_with('_') {
            out.push(field);
        }
    }
    out
}

/// `this.name = value` in a class.
fn assignments<'p>(model: &Model<'p>, class: Site<'p, ast::Class>) -> Vec<(String, &'p Expr)> {
    let index = model.index(class.file);
    let Some(own) = index.class(class.node) else { return Vec::new() };
    let all = index.within(own).filter_map(|(_, entry)| {
        let Node::Expr(Expr::Assign(assign)) = entry.node else { return None };
        let target = assign.left.as_simple()?.as_member()?;
        match (&*target.obj, &target.prop) {
            (Expr::This(_), MemberProp::Ident(name)) => Some((name.sym.to_string(), &*assign.right)),
            _ => None,
        }
    });
    all.collect()
}

fn key_name(key: &PropName) -> Option<String> {
    match key {
        PropName::Ident(ident) => Some(ident.sym.to_string()),
        // Nothing that has another name can be exported as it is.
        _ => None,
    }
}

/// What a field is: what its type says, else what is put into it.
fn of_field<'p>(model: &Model<'p>, class: Site<'p, ast::Class>, field: &str, ty: Option<&'p TsType>) -> Kind {
    match ty.and_then(|ty| of_type(model, class.file, ty, MAX_DEPTH)) {
        Some(Kind::Resource) => {
            // Names of enums and other types look like those of resources.
            let value = model.class_member(class, field, false);
            let known = value.choices().iter().any(|v| v.resource().is_some());
            return if known || value.is_unknown() { Kind::Resource } else { Kind::Plain };
        }
        Some(kind) => return kind,
        None => {}
    }
    let initial = class.node.body.iter().find_map(|m| match m {
        ClassMember::ClassProp(p) if key_name(&p.key).as_deref() == Some(field) => p.value.as_deref(),
        _ => None,
    });
    let given = assignments(model, class).into_iter().filter(|(name, _)| name == field).map(|(_, value)| value);
    let kinds: Vec<Kind> = initial.into_iter().chain(given).map(|e| of_expr(model, class.file, e, MAX_DEPTH)).collect();
    kinds.into_iter().find(|kind| *kind != Kind::Plain).unwrap_or(Kind::Plain)
}

/// What a type is; `None` where it does not tell.
fn of_type<'p>(model: &Model<'p>, file: FileId, ty: &'p TsType, depth: usize) -> Option<Kind> {
    let depth = depth.checked_sub(1)?;
    match ty {
        TsType::TsParenthesizedType(t) => of_type(model, file, &t.type_ann, depth),
        TsType::TsTypeOperator(t) => of_type(model, file, &t.type_ann, depth),
        TsType::TsArrayType(t) => only_outputs(of_type(model, file, &t.elem_type, depth)),
        TsType::TsTupleType(t) => {
            let kinds = t.elem_types.iter().map(|e| of_type(model, file, &e.ty, depth));
            only_outputs(kinds.into_iter().find(|k| *k == Some(Kind::Output)).flatten())
        }
        TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
            let mut parts = union.types.iter().filter(|t| !is_nothing(t)).map(|t| of_type(model, file, t, depth));
            let first = parts.next().flatten();
            if parts.all(|part| part == first) { first } else { Some(Kind::Plain) }
        }
        TsType::TsTypeRef(reference) => of_reference(model, file, ty, reference, depth),
        TsType::TsTypeLit(_) => Some(of_fields(model, file, ty, depth)),
        TsType::TsKeywordType(k) => {
            let unsaid =
                matches!(k.kind, ast::TsKeywordTypeKind::TsAnyKeyword | ast::TsKeywordTypeKind::TsUnknownKeyword);
            if unsaid { None } else { Some(Kind::Plain) }
        }
        _ => Some(Kind::Plain),
    }
}

/// A list of resources has no id of its own.
fn only_outputs(kind: Option<Kind>) -> Option<Kind> {
    Some(if kind == Some(Kind::Output) { Kind::Output } else { Kind::Plain })
}

fn is_nothing(ty: &TsType) -> bool {
    matches!(ty, TsType::TsKeywordType(k)
        if matches!(k.kind, ast::TsKeywordTypeKind::TsUndefinedKeyword | ast::TsKeywordTypeKind::TsNullKeyword))
}

fn of_reference<'p>(
    model: &Model<'p>,
    file: FileId,
    ty: &'p TsType,
    reference: &'p ast::TsTypeRef,
    depth: usize,
) -> Option<Kind> {
    let given = |at: usize| reference.type_params.as_ref().and_then(|p| p.params.get(at)).map(|t| &**t);
    if let Some(symbol) = model.type_symbol(file, &reference.type_name) {
        let is_output = ["pulumi.Output", "pulumi.OutputInstance"].iter().any(|name| symbol.is(name));
        let resource = is_resource(symbol.package(), symbol.path());
        return Some(match (is_output, resource) {
            (true, _) => Kind::Output,
            (_, true) => Kind::Resource,
            _ => Kind::Plain,
        });
    }
    if let Some(id) = model.type_binding(file, &reference.type_name) {
        return match &model.binding(id).origin {
            Origin::TypeAlias(alias) => of_type(model, id.file, &alias.type_ann, depth),
            Origin::Interface(_) => Some(of_fields(model, file, ty, depth)),
            _ => Some(Kind::Plain),
        };
    }
    match &reference.type_name {
        TsEntityName::Ident(name) => match (&*name.sym, given(0), given(1)) {
            ("Array" | "ReadonlyArray" | "Readonly" | "NonNullable", Some(inner), _) => {
                only_outputs(of_type(model, file, inner, depth))
            }
            ("Record", _, Some(inner)) => only_outputs(of_type(model, file, inner, depth)),
            _ => Some(Kind::Plain),
        },
        TsEntityName::TsQualifiedName(_) => Some(Kind::Plain),
    }
}

/// An object is an output as a whole where all that it has are outputs.
fn of_fields<'p>(model: &Model<'p>, file: FileId, ty: &'p TsType, depth: usize) -> Kind {
    let fields = model.type_fields(file, ty);
    let is_output = |f: &iacfix_engine::model::TypeField<'p>| {
        f.ty.is_some_and(|t| of_type(model, f.file, t, depth) == Some(Kind::Output))
    };
    let all = !fields.open && !fields.fields.is_empty() && fields.fields.iter().all(is_output);
    if all { Kind::Output } else { Kind::Plain }
}

/// Whether a provider's class has an id: it is neither a component nor a description of something.
fn is_resource(package: &str, path: &[String]) -> bool {
    const OTHER: &[&str] = &["Result", "Args", "State", "Type", "Document", "Output", "Options"];
    let [_, name] = path else { return false };
    matches!(package, "@pulumi/aws" | "@pulumi/aws-native")
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && !OTHER.iter().any(|end| name.ends_with(end))
}

fn of_resource(resource: &Resource<'_>) -> Kind {
    if is_resource(resource.symbol.package(), resource.symbol.path()) { Kind::Resource } else { Kind::Plain }
}

/// The outputs in an object that a function returns.
fn of_object<'p>(model: &Model<'p>, site: Site<'p, ObjectLit>) -> Vec<Output> {
    let mut out = Vec::new();
    for entry in &site.node.props {
        let PropOrSpread::Prop(prop) = entry else { continue };
        let (field, kind) = match &**prop {
            Prop::KeyValue(kv) => match key_name(&kv.key) {
                Some(field) => (field, of_expr(model, site.file, &kv.value, MAX_DEPTH)),
                None => continue,
            },
            Prop::Shorthand(ident) => (ident.sym.to_string(), of_name(model, site.file, ident, MAX_DEPTH)),
            _ => continue,
        };
        if kind != Kind::Plain {
            out.push(Output { field, resource: kind == Kind::Resource });
        }
    }
    out
}

fn of_name<'p>(model: &Model<'p>, file: FileId, ident: &'p ast::Ident, depth: usize) -> Kind {
    let Some(local) = model.index(file).target(ident) else { return Kind::Plain };
    let id = BindingId { file, local };
    match of_value(model, &model.binding_value(id), depth) {
        Kind::Plain => {}
        kind => return kind,
    }
    match &model.binding(id).origin {
        Origin::Variable { declarator, path, .. } if path.is_empty() => {
            let typed = declarator.name.as_ident().and_then(|name| name.type_ann.as_ref());
            match typed.and_then(|t| of_type(model, file, &t.type_ann, depth)) {
                Some(kind) => kind,
                None => declarator.init.as_deref().map_or(Kind::Plain, |init| of_expr(model, file, init, depth)),
            }
        }
        Origin::Parameter { function, index, path } if path.is_empty() => {
            let ty = function.parameter(*index).and_then(|p| p.parts().1);
            ty.and_then(|ty| of_type(model, file, ty, depth)).unwrap_or(Kind::Plain)
        }
        _ => Kind::Plain,
    }
}

/// What an expression gives, read off how it is written where its value alone does not tell: `pulumi.output('x')`
/// stands for a text, and is an output all the same.
fn of_expr<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr, depth: usize) -> Kind {
    let Some(depth) = depth.checked_sub(1) else { return Kind::Plain };
    let again = |e: &'p Expr| of_expr(model, file, e, depth);
    let by_form = match peel(expr) {
        Expr::Call(call) => match call.callee.as_expr().map(|callee| peel(callee)) {
            Some(Expr::Member(method)) if method.prop.is_ident_with("apply") => Kind::Output,
            Some(Expr::Member(method)) if method.prop.is_ident_with("map") => match call.args.first() {
                Some(f) => match model.value(file, &f.expr) {
                    Value::Function(at, function) => function
                        .expression()
                        .map(|e| of_expr(model, at, e, depth))
                        .filter(|kind| *kind == Kind::Output)
                        .unwrap_or(Kind::Plain),
                    _ => Kind::Plain,
                },
                None => Kind::Plain,
            },
            Some(callee) if gives_output(model, file, callee) => Kind::Output,
            _ => Kind::Plain,
        },
        Expr::TaggedTpl(tagged) if gives_output(model, file, &tagged.tag) => Kind::Output,
        Expr::Ident(ident) => of_name(model, file, ident, depth),
        Expr::Member(member) => match again(&member.obj) {
            Kind::Output => Kind::Output,
            _ => Kind::Plain,
        },
        Expr::Cond(cond) => either(again(&cond.cons), again(&cond.alt)),
        Expr::Bin(bin) => either(again(&bin.left), again(&bin.right)),
        Expr::Array(array) => {
            let all = array.elems.iter().flatten().all(|e| again(&e.expr) == Kind::Output);
            if all && !array.elems.is_empty() { Kind::Output } else { Kind::Plain }
        }
        _ => Kind::Plain,
    };
    either(by_form, of_value(model, &model.value(file, expr), depth))
}

fn either(one: Kind, other: Kind) -> Kind {
    if one == Kind::Plain { other } else { one }
}

fn gives_output<'p>(model: &Model<'p>, file: FileId, callee: &'p Expr) -> bool {
    match model.value(file, callee) {
        Value::Symbol(symbol) => {
            GIVE_OUTPUTS.iter().any(|name| symbol.is(name))
                || (symbol.package().starts_with("@pulumi/")
                    && symbol.path().last().is_some_and(|name| name.ends_with("Output")))
        }
        _ => false,
    }
}

fn of_value<'p>(model: &Model<'p>, value: &Value<'p>, depth: usize) -> Kind {
    let Some(depth) = depth.checked_sub(1) else { return Kind::Plain };
    match value {
        Value::Entity(Entity::Resource(id), path) => {
            let resource = model.resource(*id);
            match (path.as_ref(), of_resource(resource)) {
                ([], kind) => kind,
                // A component of a provider's package shows outputs and resources alike; which, its types know.
                (_, Kind::Plain) if !resource.symbol.package().starts_with("@pulumi/awsx") => Kind::Plain,
                _ => Kind::Output,
            }
        }
        Value::Entity(Entity::Call(symbol, _), _) if symbol.path().last().is_some_and(|n| n.ends_with("Output")) => {
            Kind::Output
        }
        Value::Text(site) => match peel(site.node) {
            Expr::TaggedTpl(tagged) if gives_output(model, site.file, &tagged.tag) => Kind::Output,
            _ => Kind::Plain,
        },
        Value::List(list) => {
            let all = !list.items.is_empty() && list.items.iter().all(|i| of_value(model, i, depth) == Kind::Output);
            if all { Kind::Output } else { Kind::Plain }
        }
        Value::AnyOf(choices) => {
            let mut kinds =
                choices.iter().filter(|c| !matches!(c, Value::Undefined)).map(|c| of_value(model, c, depth));
            let first = kinds.next().unwrap_or(Kind::Plain);
            if kinds.all(|kind| kind == first) { first } else { Kind::Plain }
        }
        _ => Kind::Plain,
    }
}
