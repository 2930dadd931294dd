//! What the entry point has for a suffix, and where it gets one. Invariant: every fix of a program asks for the same
//! constant at the same place, so that two stacks share one.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{
    Binding, BindingId, FileId, Imported, Model, Node, NodeId, Origin, Stack, StackPlace, Step, Value, peel,
};
use iacfix_engine::rewrite::{Import, Rewrite, Spacing};
use swc_ecma_ast::{BinaryOp, Expr, VarDeclKind};

use super::config::DEFAULT;
use super::reads::meaning;
use super::takes::{How, Taken, Today, VARIABLE, is_suffix, is_variable};

/// The suffix that a stack is to be handed.
#[derive(Clone, Debug)]
pub(super) struct Supply {
    /// The expression for it.
    pub(super) code: String,
    /// What it is where nothing sets it.
    pub(super) default: Today,
    /// Whether the entry point has it already.
    pub(super) stands: bool,
}

/// The stacks that are not handed their suffix, in the order in which they stand.
pub(super) type Missing<'m, 'p> = [&'m (Stack<'p>, Taken<'p>)];

/// What the entry point has, or will have, for `stack`.
pub(super) fn supply<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>, missing: &Missing<'_, 'p>) -> Supply {
    if let Some(id) = standing(model, stack, taken) {
        let default = default_of(model, id);
        let name = &model.binding(id).name;
        let bare = default == Today::Nothing && taken.today == Today::Required;
        let code = if bare { format!("{name} || {DEFAULT:?}") } else { name.clone() };
        return Supply { code, default, stands: true };
    }
    let (first, named) = missing.first().map_or((stack, taken), |(stack, taken)| (stack, taken));
    let name = free_name(model, first, &named.field);
    let default = match &named.today {
        Today::Required | Today::Nothing => Today::Text(DEFAULT.to_string()),
        Today::Unseen => Today::Nothing,
        known => known.clone(),
    };
    Supply { code: name, default, stands: false }
}

/// `wish`, or with a number where it means something else to the entry point. What functions and classes declare for
/// themselves does not count: they go on to use their own.
fn free_name(model: &Model<'_>, stack: &Stack<'_>, wish: &str) -> String {
    let index = model.index(stack.file);
    let scope = index.entry(stack.node).scope;
    let taken = |name: &str| index.lookup(name, scope).is_some() || index.unbound_names().any(|free| free == name);
    let numbered = (2..).map(|n| format!("{wish}{n}"));
    std::iter::once(wish.to_string()).chain(numbered).find(|name| !taken(name)).expect("numbers do not end")
}

/// Declares the suffix where the entry point does not have it.
pub(super) fn declare<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    supply: &Supply,
    missing: &Missing<'_, 'p>,
) -> Result<(), Declined> {
    let (Some((first, _)), false) = (missing.first(), supply.stands) else { return Ok(()) };
    let file = first.file;
    let read = format!("process.env.{VARIABLE}");
    let value = match &supply.default {
        Today::Text(text) => format!("{read} || {text:?}"),
        Today::StackName => format!("{read} || {}()", import_get_stack(rewrite, model, file)?),
        _ => read,
    };
    let code = format!("const {} = {value};", supply.code);
    let home = home(model, missing);
    let anchors = missing.iter().filter_map(|(stack, taken)| anchor(model, stack, taken, home));
    let anchor = anchors.min_by_key(|node| model.index(file).entry(*node).range.start);
    let anchor = anchor.ok_or_else(|| Declined::because("the stack stands in no statement"))?;
    match last_setting(model, file, home, anchor) {
        Some(after) => rewrite.insert_lines_after(file, after, Spacing::Tight, &code),
        None => rewrite.insert_lines_before(file, anchor, &code),
    }
}

fn import_get_stack(rewrite: &mut Rewrite<'_, '_>, model: &Model<'_>, file: FileId) -> Result<String, Declined> {
    let from_sdk = |named: bool| {
        model.index(file).bindings().any(|(_, b)| match &b.origin {
            Origin::Import { source, imported, .. } => {
                source == "@pulumi/pulumi" && matches!(imported, Imported::Named(_)) == named
            }
            _ => false,
        })
    };
    if from_sdk(true) && !from_sdk(false) {
        return rewrite.import(file, "@pulumi/pulumi", Import::Named("getStack"));
    }
    Ok(format!("{}.getStack", rewrite.import(file, "@pulumi/pulumi", Import::Namespace("pulumi"))?))
}

/// The name that the entry point has for a suffix, visible and declared where `stack` is given its arguments.
fn standing<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>) -> Option<BindingId> {
    let index = model.index(stack.file);
    let scope = index.entry(stack.node).scope;
    let before = anchor(model, stack, taken, home(model, &[])).map_or(stack.range().start, |node| {
        let given = index.entry(node).range;
        if given.contains(stack.range()) { stack.range().start } else { given.start }
    });
    let rank = |binding: &Binding<'p>, id: BindingId| {
        let is_import = match &binding.origin {
            Origin::Import { type_only, imported, .. } => !type_only && *imported != Imported::Namespace,
            Origin::Variable { .. } => false,
            _ => return None,
        };
        let visible = index.lookup(&binding.name, scope) == Some(id.local);
        if !visible || !(is_import || binding.ident.end <= before) {
            return None;
        }
        if reads_directly(model, id) {
            return Some(0);
        }
        if !(binding.name == taken.field || is_suffix(&binding.name)) || !is_text(model, id) {
            return None;
        }
        Some(if binding.name == taken.field { 1 } else { 2 })
    };
    let known = index.bindings().filter_map(|(local, binding)| {
        let id = BindingId { file: stack.file, local };
        Some((rank(binding, id)?, binding.ident.start, id))
    });
    known.min_by_key(|(rank, start, _)| (*rank, *start)).map(|(_, _, id)| id)
}

fn is_text(model: &Model<'_>, id: BindingId) -> bool {
    model.binding_value(id).choices().iter().all(|value| {
        matches!(value, Value::Str(_) | Value::Text(_) | Value::Undefined | Value::Entity(..) | Value::Unknown(_))
    })
}

/// Whether a name holds the variable, with or without a default.
fn reads_directly(model: &Model<'_>, id: BindingId) -> bool {
    let Some(id) = model.declaration(id) else { return false };
    let Origin::Variable { declarator, path, .. } = &model.binding(id).origin else { return false };
    let Some(init) = declarator.init.as_deref() else { return false };
    match path.as_slice() {
        [] => is_setting(init, Some(VARIABLE)),
        [Step::Key(key), ..] => {
            key == VARIABLE && matches!(peel(init), Expr::Member(env) if env.prop.is_ident_with("env"))
        }
        _ => false,
    }
}

/// Whether `expr` is a variable of the environment, with or without a default.
fn is_setting(expr: &Expr, name: Option<&str>) -> bool {
    match peel(expr) {
        expr @ Expr::Member(member) => is_variable(expr, name) || is_setting(&member.obj, name),
        Expr::Bin(bin) => {
            matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) && is_setting(&bin.left, name)
        }
        Expr::Call(call) => match call.callee.as_expr().map(|callee| peel(callee)) {
            Some(Expr::Member(method)) => is_setting(&method.obj, name),
            _ => false,
        },
        _ => false,
    }
}

/// What a name stands for where nothing sets it.
fn default_of<'p>(model: &Model<'p>, id: BindingId) -> Today {
    let Some(id) = model.declaration(id) else { return Today::Unseen };
    let Origin::Variable { declarator, path, .. } = &model.binding(id).origin else { return Today::Unseen };
    if let Some(Step::Default(default)) = path.last() {
        return meaning(model, id.file, default);
    }
    match (declarator.init.as_deref().map(peel), path.is_empty()) {
        (Some(Expr::Bin(bin)), true) if matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
            meaning(model, id.file, &bin.right)
        }
        (Some(init), true) if is_variable(init, None) || is_optional_setting(model, id.file, init) => Today::Nothing,
        (Some(init), true) => meaning(model, id.file, init),
        (Some(init), false) if is_setting_object(init) => Today::Nothing,
        _ => Today::Unseen,
    }
}

fn is_setting_object(expr: &Expr) -> bool {
    matches!(peel(expr), Expr::Member(env) if env.prop.is_ident_with("env"))
}

/// `config.get('x')`
fn is_optional_setting<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> bool {
    matches!(model.value(file, expr),
        Value::Entity(iacfix_engine::model::Entity::Call(symbol, _), path)
            if path.is_empty() && symbol.is("pulumi.Config.get"))
}

/// The function in which all of them stand; `None` for the top level.
fn home(model: &Model<'_>, missing: &Missing<'_, '_>) -> Option<NodeId> {
    let of = |stack: &Stack<'_>| match &stack.place {
        StackPlace::Top | StackPlace::Condition | StackPlace::Repeated => None,
        StackPlace::Program(function) => Some(*function),
        StackPlace::Function(_) => model.index(stack.file).function_around(stack.node),
    };
    let first = missing.first().and_then(|(stack, _)| of(stack))?;
    missing.iter().all(|(stack, _)| of(stack) == Some(first)).then_some(first)
}

/// The statement of `home` in which a stack is given its arguments.
fn anchor<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>, home: Option<NodeId>) -> Option<NodeId> {
    let index = model.index(stack.file);
    let own = outermost(model, stack.file, stack.node, home)?;
    let Some(Expr::Ident(args)) = stack.args.get(taken.at).map(|a| peel(&a.expr)) else { return Some(own) };
    let built = index.target(args).map(|local| index.binding(local));
    let built = built.filter(|b| matches!(b.origin, Origin::Variable { .. }) && !matches!(taken.how, How::Parameter));
    let earlier = built.and_then(|b| outermost(model, stack.file, b.node, home));
    match earlier {
        Some(node) if index.entry(node).range.start < index.entry(own).range.start => Some(node),
        _ => Some(own),
    }
}

/// The outermost statement around `node` within `home`.
fn outermost(model: &Model<'_>, file: FileId, node: NodeId, home: Option<NodeId>) -> Option<NodeId> {
    let index = model.index(file);
    let mut out = None;
    for id in std::iter::once(node).chain(index.ancestors(node).map(|(id, _)| id)) {
        if Some(id) == home {
            return out;
        }
        if matches!(index.entry(id).node, Node::Stmt(_) | Node::Item(_)) {
            out = Some(id);
        }
    }
    if home.is_none() { out } else { None }
}

/// The last constant of `home` before `anchor` that holds a variable of the environment.
fn last_setting(model: &Model<'_>, file: FileId, home: Option<NodeId>, anchor: NodeId) -> Option<NodeId> {
    let index = model.index(file);
    let limit = index.entry(anchor).range.start;
    let mut out = None;
    for (node, entry) in index.entries() {
        let Node::Declarator(var, declarator) = entry.node else { continue };
        let reads = declarator.init.as_deref().is_some_and(|init| is_setting(init, None));
        if !reads || var.kind != VarDeclKind::Const || entry.range.end > limit {
            continue;
        }
        let statement = index.ancestors(node).find(|(_, e)| matches!(e.node, Node::Stmt(_) | Node::Item(_)));
        let own = outermost(model, file, node, home);
        let direct = match statement {
            Some((id, e)) => own == Some(id) || own.is_some_and(|o| index.entry(o).range == e.range),
            None => false,
        };
        // `export const` is an item around its declaration.
        let exported = own.is_some_and(|o| matches!(index.entry(o).node, Node::Item(_)));
        if direct || exported {
            out = own;
        }
    }
    out
}
