//! Whose network something belongs to. Invariant: two VPCs are one, or are two, only where the source shows it.

use swc_ecma_ast::{Callee, Expr, MemberProp, OptChainBase};

use super::is_awsx_vpc;
use super::refers::made_often;
use crate::model::class::FieldValue;
use crate::model::index::{Origin, Step};
use crate::model::object::{Property, PropertyValue};
use crate::model::{BindingId, Entity, FileId, Lookup, Model, Resource, ResourceId, Site, Value, peel};
use crate::source::TextRange;

/// How far a reference to a VPC is followed from resource to resource, and from name to name.
const DEPTH: usize = 16;

/// Whose network something belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VpcRef {
    /// A VPC that the program makes, with `aws` or `awsx`.
    Made(ResourceId),
    /// One from outside: a look-up, a configured id, a literal. Two with the same key are one VPC.
    Outside(String),
    /// One that is handed in by calls that the program does not show. Two with the same key are one VPC.
    Given(String),
    /// Several: each in turn (a loop, several calls), or one of them (a condition).
    Several {
        /// Which.
        of: Vec<VpcRef>,
        /// Whether it is each of them in turn.
        each: bool,
    },
    /// It can't be seen, for this reason.
    Unseen(String),
}

/// Whether something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The source shows that it does.
    Yes,
    /// The source shows that it does not.
    No,
    /// The source does not tell, for this reason.
    Unknown(String),
}

impl VpcRef {
    /// Whether two references name one VPC.
    pub fn is(&self, other: &VpcRef) -> Holds {
        match (self, other) {
            (VpcRef::Unseen(why), _) | (_, VpcRef::Unseen(why)) => Holds::Unknown(why.clone()),
            (a, b) if a == b => Holds::Yes,
            (VpcRef::Several { of, each }, one) | (one, VpcRef::Several { of, each }) => {
                let answers: Vec<Holds> = of.iter().map(|vpc| vpc.is(one)).collect();
                match answers.iter().find(|a| **a != Holds::No) {
                    _ if *each && answers.contains(&Holds::Yes) => Holds::Yes,
                    Some(Holds::Yes) => Holds::Unknown("which VPC it is in depends on a condition".into()),
                    Some(unknown) => unknown.clone(),
                    None => Holds::No,
                }
            }
            (VpcRef::Given(_), _) | (_, VpcRef::Given(_)) => {
                Holds::Unknown("its VPC is handed in by calls that can't be seen".into())
            }
            (VpcRef::Outside(a), VpcRef::Outside(b)) if !(is_literal(a) && is_literal(b)) => {
                Holds::Unknown("its VPC comes from outside of the program".into())
            }
            _ => Holds::No,
        }
    }

    /// The VPC of the program that it is, where it is one and no other.
    pub fn made(&self) -> Option<ResourceId> {
        match self {
            VpcRef::Made(id) => Some(*id),
            _ => None,
        }
    }
}

/// Whether the key of an outside VPC is its id.
fn is_literal(key: &str) -> bool {
    key.starts_with("id ")
}

/// The VPC that the property `vpcId` of a resource names.
pub(super) fn vpc_of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> VpcRef {
    named_vpc(model, resource, "vpcId", DEPTH)
}

/// The VPC that the property `name` of a resource names.
fn named_vpc<'p>(model: &Model<'p>, resource: &Resource<'p>, name: &str, depth: usize) -> VpcRef {
    match model.resource_property(resource, name) {
        Lookup::Found(property) => match of_value(model, resource, &model.property_value(&property), depth) {
            VpcRef::Unseen(why) => key_of_property(model, &property).map_or(VpcRef::Unseen(why), VpcRef::Given),
            seen => seen,
        },
        Lookup::Absent => VpcRef::Unseen("it names no VPC".into()),
        Lookup::Unknown(why) => VpcRef::Unseen(why),
    }
}

/// The VPC that a value given to `user` names.
pub(super) fn of_value<'p>(model: &Model<'p>, user: &Resource<'p>, value: &Value<'p>, depth: usize) -> VpcRef {
    let Some(depth) = depth.checked_sub(1) else { return VpcRef::Unseen("it is defined by itself".into()) };
    match value {
        Value::AnyOf(choices) => {
            let mut of: Vec<VpcRef> = Vec::new();
            for vpc in choices.iter().map(|one| of_value(model, user, one, depth)) {
                if !of.contains(&vpc) {
                    of.push(vpc);
                }
            }
            match of.as_slice() {
                [only] => only.clone(),
                _ => VpcRef::Several { of, each: made_often(model, user) },
            }
        }
        Value::Entity(Entity::Resource(id), path) => of_output(model, *id, path, depth),
        Value::Entity(Entity::Call(symbol, site), path) => {
            let name = symbol.path().last().map_or("", String::as_str);
            let first = model.call_argument(*site, 0);
            if name.starts_with("getVpc")
                && let Some(args) = &first
                && let Lookup::Found(id) = model.property(args, "id")
            {
                return of_value(model, user, &model.property_value(&id), depth);
            }
            let path = path.join(".");
            match first {
                // Two reads of one setting give one value.
                Some(Value::Str(key)) if symbol.package() == "@pulumi/pulumi" => {
                    VpcRef::Outside(format!("{symbol} '{key}' {path}"))
                }
                _ => VpcRef::Outside(format!("{symbol} {} {} {path}", site.file.0, TextRange::of(site.node).start)),
            }
        }
        Value::Str(id) => VpcRef::Outside(format!("id {id}")),
        Value::Unknown(why) => VpcRef::Unseen(why.to_string()),
        _ => VpcRef::Unseen("its VPC is decided at run time".into()),
    }
}

/// The VPC that a property of a resource of the program names.
fn of_output<'p>(model: &Model<'p>, id: ResourceId, path: &[String], depth: usize) -> VpcRef {
    let resource = model.resource(id);
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let is_vpc = resource.symbol.is("aws.ec2.Vpc") || resource.symbol.is("aws.ec2.DefaultVpc");
    match path.as_slice() {
        [] | ["id"] if is_vpc => VpcRef::Made(id),
        [] | ["vpcId"] | ["id"] | ["vpc"] | ["vpc", "id"] if is_awsx_vpc(resource) => VpcRef::Made(id),
        // `subnet.vpcId`, `table.vpcId`: the VPC of that resource.
        ["vpcId"] => named_vpc(model, resource, "vpcId", depth),
        _ => VpcRef::Unseen(format!("`{}` is given by a {}", path.join("."), resource.symbol)),
    }
}

/// What tells one unseen value from another: the parameter, field or variable that it comes from.
fn key_of_property<'p>(model: &Model<'p>, property: &Property<'p>) -> Option<String> {
    match property.value {
        PropertyValue::Expr(expr) => key_of(model, property.file, expr, DEPTH),
        PropertyValue::Shorthand(ident) => {
            let local = model.index(property.file).target(ident)?;
            key_of_binding(model, BindingId { file: property.file, local }, DEPTH)
        }
        PropertyValue::Function(_) => None,
    }
}

fn key_of<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let written = model.written(file, expr);
    let file = written.file;
    let member = |member: &'p swc_ecma_ast::MemberExpr| {
        let MemberProp::Ident(name) = &member.prop else { return None };
        if !matches!(&*member.obj, Expr::This(_)) {
            return Some(format!("{}.{}", key_of(model, file, &member.obj, depth)?, name.sym));
        }
        let index = model.index(file);
        let class = model.class_around(file, index.innermost(TextRange::of(member))?)?;
        match model.field_values(class, &name.sym).as_slice() {
            [FieldValue::Expr(Site { file, node })] => key_of(model, *file, node, depth),
            [FieldValue::Parameter(id)] => key_of_binding(model, *id, depth),
            _ => Some(format!("{} class {}.{}", class.file.0, TextRange::of(class.node).start, name.sym)),
        }
    };
    match written.expr {
        Expr::Ident(ident) => {
            let local = model.index(file).target(ident)?;
            key_of_binding(model, BindingId { file, local }, depth)
        }
        Expr::Member(m) => member(m),
        Expr::OptChain(chain) => match &*chain.base {
            OptChainBase::Member(m) => member(m),
            OptChainBase::Call(_) => None,
        },
        Expr::Call(call) => match (&call.callee, call.args.as_slice()) {
            // `pulumi.output(args.vpcId)`
            (Callee::Expr(callee), [only]) if only.spread.is_none() => match model.value(file, callee) {
                Value::Symbol(symbol) if symbol.is("pulumi.output") => key_of(model, file, peel(&only.expr), depth),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

fn key_of_binding<'p>(model: &Model<'p>, id: BindingId, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let id = model.declared_at(id);
    let steps = |path: &[Step<'_>]| -> Option<String> {
        path.iter()
            .map(|step| match step {
                Step::Key(name) => Some(format!(".{name}")),
                Step::Index(at) => Some(format!("[{at}]")),
                Step::Default(_) => Some(String::new()),
                Step::Rest | Step::Computed => None,
            })
            .collect()
    };
    match &model.binding(id).origin {
        Origin::Parameter { function, index, path } => {
            Some(format!("{} function {} {index}{}", id.file.0, function.range().start, steps(path)?))
        }
        Origin::Variable { declarator, path, .. } if !model.binding(id).is_reassigned() => {
            let init = declarator.init.as_deref()?;
            Some(format!("{}{}", key_of(model, id.file, init, depth)?, steps(path)?))
        }
        Origin::LoopVariable { .. } | Origin::Variable { .. } => {
            Some(format!("{} variable {}", id.file.0, model.binding(id).ident.start))
        }
        _ => None,
    }
}
