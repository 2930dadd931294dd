//! How a stack takes its suffix, and what it uses today where it is given none. Invariant: what is said here is what
//! the constructor or function does; a default that the source does not show is [`Today::Unseen`].

use super::reads::{Reads, field_ends_names, member_of};
use iacfix_engine::model::{
    BindingId, FileId, Function, Model, Node, NodeId, Origin, Parameter, Site, Stack, StackKind, Step, Value, peel,
};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{self as ast, Expr, Lit, MemberProp, ObjectPatProp, Pat, SimpleAssignTarget, TsType};

/// The variable that tells deployments apart.
pub(super) const VARIABLE: &str = "ENVIRONMENT_SUFFIX";

/// How far what a stack is given is followed into what it makes and calls.
pub(super) const MAX_DEPTH: usize = 4;

/// What stands where nothing is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Today {
    /// This text.
    Text(String),
    /// The name of the Pulumi stack.
    StackName,
    /// The field has to be given; the program does not compile without.
    Required,
    /// `undefined`.
    Nothing,
    /// Something that the source does not show.
    Unseen,
}

/// Where a stack has its suffix from.
#[derive(Clone, Debug)]
pub(super) enum How<'p> {
    /// A field of the object that it is given.
    Field,
    /// A parameter of its own.
    Parameter,
    /// A text that is written into the constructor; `args` is the parameter that could hold it.
    Literal {
        /// The text.
        init: &'p Expr,
        /// The class with that constructor.
        class: Site<'p, ast::Class>,
        /// The constructor.
        function: Function<'p>,
        /// Whether the constructor takes an object at all.
        has_args: bool,
        /// Whether the text stands outside of the class, in a constant that only the constructor uses.
        outside: bool,
    },
}

/// How a stack takes its suffix.
#[derive(Clone, Debug)]
pub(super) struct Taken<'p> {
    /// The stack's own name for it.
    pub(super) field: String,
    /// Which argument it is, or is part of.
    pub(super) at: usize,
    /// How it gets there.
    pub(super) how: How<'p>,
    /// What is used where nothing is given.
    pub(super) today: Today,
}

/// How `stack` takes its suffix; `None` where it knows none, or reads the variable itself.
pub(super) fn taken<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Option<Taken<'p>> {
    let (class, file, function) = match &stack.kind {
        StackKind::Class(class) => {
            let (owner, constructor) = model.constructor_of(*class)?;
            (Some(owner), owner.file, constructor)
        }
        StackKind::Function(file, function) => (None, *file, *function),
        StackKind::Foreign(_) => return None,
    };
    if reads_it_itself(model, stack, file, function) {
        return None;
    }
    given(model, file, function).or_else(|| literal(model, class?, function))
}

fn reads_it_itself<'p>(model: &Model<'p>, stack: &Stack<'p>, file: FileId, function: Function<'p>) -> bool {
    let reads = |file, range| reads_variable(model, file, range, MAX_DEPTH);
    match &stack.kind {
        StackKind::Class(class) => {
            let mut at = Some(*class);
            while let Some(site) = at {
                if reads(site.file, TextRange::of(site.node)) {
                    return true;
                }
                at = model.base_class(site);
            }
            false
        }
        _ => reads(file, function.range()),
    }
}

/// Whether what stands in `range` reads the variable, or uses a constant or calls a function that does.
pub(super) fn reads_variable(model: &Model<'_>, file: FileId, range: TextRange, depth: usize) -> bool {
    let index = model.index(file);
    let reads = |(_, entry): (NodeId, &iacfix_engine::model::Entry<'_>)| match entry.node {
        Node::Expr(expr @ Expr::Member(_)) => is_variable(expr, Some(VARIABLE)),
        Node::Expr(Expr::Ident(ident)) if depth > 0 => index.target(ident).is_some_and(|local| {
            let Some(id) = model.declaration(BindingId { file, local }) else { return false };
            if id.file == file && range.contains(model.binding(id).ident) {
                return false;
            }
            match &model.binding(id).origin {
                Origin::Variable { declarator, path, .. } => {
                    let of_env = |e: &Expr| is_variable(e, None) || is_env(e);
                    let named = path.iter().any(|s| matches!(s, Step::Key(key) if key == VARIABLE));
                    declarator.init.as_deref().is_some_and(|init| {
                        (named && of_env(peel(init))) || reads_variable(model, id.file, TextRange::of(init), depth - 1)
                    })
                }
                Origin::Function(function) => reads_variable(model, id.file, function.range(), depth - 1),
                _ => false,
            }
        }),
        _ => false,
    };
    index.entries().filter(|(_, e)| range.contains(e.range)).any(reads)
}

/// Whether `expr` is `process.env.NAME`, of any name where none is asked for.
pub(super) fn is_variable(expr: &Expr, name: Option<&str>) -> bool {
    let Expr::Member(member) = expr else { return false };
    let called = match &member.prop {
        MemberProp::Ident(ident) => ident.sym.to_string(),
        MemberProp::Computed(computed) => match &*computed.expr {
            Expr::Lit(Lit::Str(text)) => text.value.to_string_lossy().into_owned(),
            _ => return false,
        },
        MemberProp::PrivateName(_) => return false,
    };
    is_env(peel(&member.obj)) && name.is_none_or(|name| name == called)
}

fn is_env(expr: &Expr) -> bool {
    matches!(expr, Expr::Member(env) if env.prop.is_ident_with("env")
        && matches!(peel(&env.obj), Expr::Ident(process) if process.sym == *"process"))
}

/// Whether a name says that it is a suffix of names.
pub(super) fn is_suffix(name: &str) -> bool {
    name.to_lowercase().contains("suffix")
}

/// Whether a name says that it tells environments apart; it is a suffix where names end in it.
pub(super) fn is_environment(name: &str) -> bool {
    ["environment", "env", "environmentName", "envName", "stage", "stageName"].contains(&name)
}

/// The suffix among what a function is given.
fn given<'p>(model: &Model<'p>, file: FileId, function: Function<'p>) -> Option<Taken<'p>> {
    let mut best: Option<(u8, Taken<'p>)> = None;
    for (at, parameter) in function.parameters().enumerate() {
        for (field, required, how) in candidates(model, file, function, parameter) {
            let reads = Reads::of(model, file, function, at, matches!(how, How::Field).then_some(&field));
            let rank = match () {
                () if field == "environmentSuffix" => 0,
                () if is_suffix(&field) => 1,
                () if reads.ends_names => 2,
                () => continue,
            };
            if best.as_ref().is_some_and(|(standing, _)| *standing <= rank) {
                continue;
            }
            let today = reads.today(model, required)?;
            best = Some((rank, Taken { field, at, how, today }));
        }
    }
    best.map(|(_, taken)| taken)
}

/// What of a parameter could be a suffix by its name: `(name, whether it has to be given, how)`.
fn candidates<'p>(
    model: &Model<'p>,
    file: FileId,
    function: Function<'p>,
    parameter: Parameter<'p>,
) -> Vec<(String, bool, How<'p>)> {
    let fits = |name: &str| is_suffix(name) || is_environment(name);
    let (pattern, ty, default) = parameter.parts();
    if let Some(ident) = parameter.ident() {
        let text = default.is_some_and(|d| matches!(peel(d), Expr::Lit(Lit::Str(_)) | Expr::Call(_)));
        let plain = ty.map_or(text, is_text);
        if plain && fits(&ident.sym) {
            return vec![(ident.sym.to_string(), !parameter.is_optional() && ty.is_some(), How::Parameter)];
        }
    }
    if let Some(ty) = ty {
        let fields = model.type_fields(file, ty).fields.into_iter();
        let named = fields.filter(|f| fits(&f.name) && f.ty.is_none_or(may_be_text));
        return named.map(|f| (f.name, !f.optional, How::Field)).collect();
    }
    if let Some(Pat::Object(object)) = pattern {
        let keys = object.props.iter().filter_map(pattern_key);
        return keys.filter(|key| fits(key)).map(|key| (key, false, How::Field)).collect();
    }
    let Some(ident) = parameter.ident() else { return Vec::new() };
    let index = model.index(file);
    let Some(own) = index.function(function) else { return Vec::new() };
    let target = index.declared(ident);
    let mut out: Vec<(String, bool, How<'p>)> = Vec::new();
    for (_, entry) in index.within(own) {
        if let Node::Expr(expr) = entry.node
            && let Some(member) = member_of(expr)
            && let (Expr::Ident(object), MemberProp::Ident(key)) = (peel(&member.obj), &member.prop)
            && index.target(object) == target
            && fits(&key.sym)
            && !out.iter().any(|(name, ..)| *name == *key.sym)
        {
            out.push((key.sym.to_string(), false, How::Field));
        }
    }
    out
}

fn is_text(ty: &TsType) -> bool {
    matches!(ty, TsType::TsKeywordType(k) if k.kind == ast::TsKeywordTypeKind::TsStringKeyword)
}

fn may_be_text(ty: &TsType) -> bool {
    match ty {
        TsType::TsKeywordType(k) => {
            !matches!(k.kind, ast::TsKeywordTypeKind::TsBooleanKeyword | ast::TsKeywordTypeKind::TsNumberKeyword)
        }
        TsType::TsFnOrConstructorType(_) | TsType::TsArrayType(_) | TsType::TsTypeLit(_) => false,
        _ => true,
    }
}

pub(super) fn pattern_key(prop: &ObjectPatProp) -> Option<String> {
    match prop {
        ObjectPatProp::Assign(assign) => Some(assign.key.id.sym.to_string()),
        ObjectPatProp::KeyValue(kv) => kv.key.as_ident().map(|key| key.sym.to_string()),
        ObjectPatProp::Rest(_) => None,
    }
}

/// A suffix that is written into a constructor, or into a constant that serves only it.
fn literal<'p>(model: &Model<'p>, class: Site<'p, ast::Class>, function: Function<'p>) -> Option<Taken<'p>> {
    let index = model.index(class.file);
    let own = index.function(function)?;
    let inside = || index.within(own).find_map(|(node, entry)| written(model, class, node, &entry.node));
    let outside = || {
        index.entries().find_map(|(node, entry)| {
            let top = index.scope(entry.scope).parent.is_none() && index.function_around(node).is_none();
            written(model, class, node, &entry.node)
                .filter(|(name, _)| top && serves_only(model, class.file, name, own))
        })
    };
    let (field, init, outside) = match inside() {
        Some((field, init)) => (field, init, false),
        None => outside().map(|(field, init)| (field, init, true))?,
    };
    let Value::Str(text) = model.value(class.file, init) else { return None };
    let (at, has_args) = seat(model, class.file, function);
    let how = How::Literal { init, class, function, has_args, outside };
    Some(Taken { field, at, how, today: Today::Text(text) })
}

/// The name and the text of a suffix that `node` writes out and that names end in.
fn written<'p>(
    model: &Model<'p>,
    class: Site<'p, ast::Class>,
    node: NodeId,
    what: &Node<'p>,
) -> Option<(String, &'p Expr)> {
    match what {
        Node::Declarator(_, declarator) => {
            let name = &declarator.name.as_ident()?.id;
            let init = declarator.init.as_deref().filter(|init| is_literal(init))?;
            let id = BindingId { file: class.file, local: model.index(class.file).declared(name)? };
            let named = is_suffix(&name.sym) && !model.binding(id).is_reassigned();
            let mut reads = Reads::default();
            reads.of_alias(model, id);
            (named && reads.ends_names).then(|| (name.sym.to_string(), init))
        }
        Node::Expr(Expr::Assign(assign)) => {
            let SimpleAssignTarget::Member(target) = assign.left.as_simple()? else { return None };
            let name = target.prop.as_ident().filter(|_| target.obj.is_this())?;
            let fits = is_suffix(&name.sym) && is_literal(&assign.right);
            let ends = || field_ends_names(model, class.file, node, &name.sym);
            (fits && ends()).then(|| (name.sym.to_string(), &*assign.right))
        }
        _ => None,
    }
}

/// Whether a constant at the top of a file is used nowhere but in the function at `own`.
fn serves_only(model: &Model<'_>, file: FileId, name: &str, own: NodeId) -> bool {
    let index = model.index(file);
    let range = index.entry(own).range;
    let top =
        |(_, b): &(_, &iacfix_engine::model::Binding<'_>)| b.name == name && index.scope(b.scope).parent.is_none();
    index.bindings().find(top).is_some_and(|(local, _)| {
        let id = BindingId { file, local };
        !model.is_exported(id) && model.references(id).iter().all(|r| r.file == file && range.contains(r.range))
    })
}

fn is_literal(expr: &Expr) -> bool {
    matches!(peel(expr), Expr::Lit(Lit::Str(_)))
}

/// Which parameter holds the arguments, or would, and whether there is one.
fn seat<'p>(model: &Model<'p>, file: FileId, function: Function<'p>) -> (usize, bool) {
    let parameters: Vec<Parameter<'p>> = function.parameters().collect();
    let is_options = |p: &Parameter<'p>| {
        let by_type = match p.parts().1 {
            Some(TsType::TsTypeRef(r)) => model
                .type_symbol(file, &r.type_name)
                .is_some_and(|s| s.path().last().is_some_and(|n| n.ends_with("Options"))),
            _ => false,
        };
        by_type || p.ident().is_some_and(|i| matches!(&*i.sym, "opts" | "options"))
    };
    let is_plain = |p: &Parameter<'p>| match (p.parts().1, p.ident()) {
        (Some(TsType::TsKeywordType(_)), _) => true,
        (None, Some(ident)) => matches!(&*ident.sym, "name" | "type"),
        _ => false,
    };
    let args = parameters.iter().position(|p| !is_options(p) && !is_plain(p));
    let options = parameters.iter().position(is_options);
    match args {
        Some(at) => (at, true),
        None => (options.unwrap_or(parameters.len()), false),
    }
}
