//! Settings that must be configured although they only tell deployments apart.

use iacfix_engine::codemod::{Action, Context, Effect, Finding, Fix, Level};
use iacfix_engine::model::{Entity, FileId, Model, Node, Site, Stack, Value, peel};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{self as ast, CallExpr, Expr};

use super::takes::{Taken, Today, is_environment, is_suffix};

/// What a deployment is called where nothing says it.
pub(super) const DEFAULT: &str = "dev";

/// How deep the parts of names are followed.
const MAX_DEPTH: usize = 6;

/// Reports every `config.require` of a suffix whose value reaches the names of resources.
pub(super) fn check<'p>(cx: &mut Context<'_, 'p>, stacks: &[(Stack<'p>, Taken<'p>)]) {
    let model = cx.model;
    let wanted = required(model);
    if wanted.is_empty() {
        return;
    }
    let named = in_names(model);
    for (file, call, key) in wanted {
        let site = Site { file, node: call };
        if named.contains(&site) {
            let finding = finding(cx, site, &key, stacks);
            cx.report(finding);
        }
    }
}

/// The calls of `config.require` with the keys of suffixes.
fn required<'p>(model: &Model<'p>) -> Vec<(FileId, &'p CallExpr, String)> {
    let mut out = Vec::new();
    for file in model.file_ids().filter(|file| !model.file(*file).test) {
        for (_, entry) in model.index(file).entries() {
            let Node::Expr(expr @ Expr::Call(call)) = entry.node else { continue };
            let Some(key) = call.args.first().and_then(|a| model.value(file, &a.expr).as_str().map(str::to_string))
            else {
                continue;
            };
            let reads = matches!(method(call), Some(member) if member.prop.is_ident_with("require"));
            if reads
                && (is_suffix(&key) || is_environment(&key))
                && let Value::Entity(Entity::Call(symbol, _), path) = model.value(file, expr)
                && path.is_empty()
                && symbol.is("pulumi.Config.require")
            {
                out.push((file, call, key));
            }
        }
    }
    out
}

fn method(call: &CallExpr) -> Option<&ast::MemberExpr> {
    peel(call.callee.as_expr()?).as_member()
}

/// The calls whose results are parts of the names of resources.
fn in_names<'p>(model: &Model<'p>) -> Vec<Site<'p, CallExpr>> {
    let mut out = Vec::new();
    for resource in model.resources() {
        if let Some(name) = resource.name() {
            parts(model, &model.value(resource.file, name), MAX_DEPTH, &mut out);
        }
        for key in ["name", "bucket", "identifier"] {
            if let Some(property) = model.resource_property(resource, key).found() {
                parts(model, &model.property_value(&property), MAX_DEPTH, &mut out);
            }
        }
    }
    out
}

fn parts<'p>(model: &Model<'p>, value: &Value<'p>, depth: usize, out: &mut Vec<Site<'p, CallExpr>>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Entity(Entity::Call(_, site), path) if path.is_empty() => out.push(*site),
        Value::AnyOf(choices) => choices.iter().for_each(|one| parts(model, one, depth, out)),
        Value::Text(site) => {
            let holes: Vec<&'p Expr> = match peel(site.node) {
                Expr::Tpl(tpl) => tpl.exprs.iter().map(|e| &**e).collect(),
                Expr::TaggedTpl(tagged) => tagged.tpl.exprs.iter().map(|e| &**e).collect(),
                Expr::Bin(bin) => vec![&bin.left, &bin.right],
                _ => Vec::new(),
            };
            holes.into_iter().for_each(|hole| parts(model, &model.value(site.file, hole), depth, out));
        }
        _ => {}
    }
}

fn finding<'p>(
    cx: &Context<'_, 'p>,
    site: Site<'p, CallExpr>,
    key: &str,
    stacks: &[(Stack<'p>, Taken<'p>)],
) -> Finding {
    let model = cx.model;
    let default = default_for(model, site, stacks);
    let mut rewrite = Rewrite::new(model);
    let edits = (|| {
        let node = model.index(site.file).entries().find_map(|(_, e)| match e.node {
            Node::Expr(expr @ Expr::Call(call)) if std::ptr::eq(call, site.node) => Some(expr),
            _ => None,
        });
        if let (Some(expr), Some(member)) = (node, method(site.node)) {
            rewrite.rename_member(site.file, member, "get");
            rewrite.wrap(site.file, expr, &format!("$ || {default:?}"))?;
        }
        rewrite.finish()
    })();
    let range = TextRange::of(site.node);
    let message = format!("deployment stops wherever `{key}` is not configured");
    let fix = Fix::new(Level::Review, format!("use `{default}` where `{key}` is not configured"), edits)
        .effect(Effect::new(Action::None, "pulumi.Config").named(key))
        .note(format!(
            "a deployment that forgets to configure `{key}` no longer stops: it is the one called `{default}`"
        ));
    Finding::new(site.file, range, format!("config {key}"), message).fix(fix)
}

/// The default of the stack that is handed the value, so that both say the same.
fn default_for<'p>(model: &Model<'p>, site: Site<'p, CallExpr>, stacks: &[(Stack<'p>, Taken<'p>)]) -> String {
    let handed = |(stack, taken): &(Stack<'p>, Taken<'p>)| {
        let property = model.argument_property(&stack.site(), taken.at, &taken.field).found()?;
        let value = model.property_value(&property);
        let is_it = value.choices().iter().any(|v| matches!(v, Value::Entity(Entity::Call(_, s), _) if *s == site));
        match &taken.today {
            Today::Text(text) if is_it => Some(text.clone()),
            _ => None,
        }
    };
    stacks.iter().find_map(handed).unwrap_or_else(|| DEFAULT.to_string())
}
