//! What a constructor or function does with the suffix that it is given. Invariant: every default is found that the
//! source shows on the way from the parameter to the names, through variables, fields, bases and calls.

use iacfix_engine::model::{BindingId, FileId, Function, Model, Node, NodeId, Parameter, Site, Value, peel};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{self as ast, BinaryOp, Expr, MemberProp, ObjectPatProp, Pat, SimpleAssignTarget};

use super::takes::{MAX_DEPTH, Today, pattern_key, reads_variable};

/// What a function does with its suffix.
#[derive(Default)]
pub(super) struct Reads<'p> {
    defaults: Vec<(FileId, &'p Expr)>,
    /// Whether the name of a resource ends in it.
    pub(super) ends_names: bool,
}

impl<'p> Reads<'p> {
    /// Of field `field` of parameter `at`, or of the parameter itself.
    pub(super) fn of(
        model: &Model<'p>,
        file: FileId,
        function: Function<'p>,
        at: usize,
        field: Option<&String>,
    ) -> Self {
        let mut out = Self::default();
        out.of_parameter(model, file, function, at, field.map(String::as_str), MAX_DEPTH);
        out
    }

    fn of_parameter(
        &mut self,
        model: &Model<'p>,
        file: FileId,
        function: Function<'p>,
        at: usize,
        field: Option<&str>,
        depth: usize,
    ) {
        let (Some(parameter), Some(depth)) = (function.parameter(at), depth.checked_sub(1)) else { return };
        let (pattern, _, default) = parameter.parts();
        let index = model.index(file);
        match (field, default) {
            (None, Some(default)) => self.defaults.push((file, default)),
            (Some(field), Some(Expr::Object(object))) => {
                let site = Site { file, node: object };
                if let Some(property) = model.object_property(site, field).found().and_then(|p| p.expr()) {
                    self.defaults.push((file, property));
                }
            }
            _ => {}
        }
        if let (Some(Pat::Object(object)), Some(field)) = (pattern, field) {
            self.of_pattern(model, file, object, field);
            return;
        }
        let Some(ident) = parameter.ident() else { return };
        if let Some(local) = index.declared(ident) {
            match field {
                Some(field) => self.of_object(model, BindingId { file, local }, field, depth),
                None => self.of_alias(model, BindingId { file, local }),
            }
        }
        if let (Parameter::Property(_), Some(field)) = (parameter, field) {
            self.of_kept(model, file, function, &ident.sym, field);
        }
    }

    /// Uses of a variable that holds the object.
    fn of_object(&mut self, model: &Model<'p>, id: BindingId, field: &str, depth: usize) {
        let index = model.index(id.file);
        for used in &model.binding(id).uses {
            let Some(node) = index.innermost(used.range) else { continue };
            let wraps = |n: &Node<'_>| matches!(n, Node::Expr(Expr::Paren(_) | Expr::TsNonNull(_) | Expr::TsAs(_)));
            let Some((parent, around)) = index.ancestors(node).find(|(_, e)| !wraps(&e.node)) else { continue };
            match around.node {
                Node::Expr(expr) if member_of(expr).is_some_and(|m| m.prop.is_ident_with(field)) => {
                    self.of_read(model, id.file, parent);
                }
                Node::Declarator(_, declarator) => {
                    if let Pat::Object(object) = &declarator.name {
                        self.of_pattern(model, id.file, object, field);
                    }
                }
                Node::Expr(Expr::Assign(assign)) if TextRange::of(&*assign.right) == used.range => {
                    if let Some(SimpleAssignTarget::Member(member)) = assign.left.as_simple()
                        && let (Expr::This(_), MemberProp::Ident(kept)) = (&*member.obj, &member.prop)
                        && let Some(function) = index.function_around(node)
                        && let Node::Function(function) = index.entry(function).node
                    {
                        self.of_kept(model, id.file, function, &kept.sym, field);
                    }
                }
                Node::Expr(expr) => self.of_handed(model, id.file, node, expr, field, depth),
                _ => {}
            }
        }
    }

    /// What a call, `new` or `super` that is handed the object does with it.
    fn of_handed(&mut self, model: &Model<'p>, file: FileId, node: NodeId, call: &'p Expr, field: &str, depth: usize) {
        let range = model.index(file).entry(node).range;
        let (args, target) = match call {
            Expr::Call(call) => {
                let target = match &call.callee {
                    ast::Callee::Expr(callee) => match model.value(file, callee) {
                        Value::Function(at, function) => Some((at, function)),
                        _ => None,
                    },
                    ast::Callee::Super(_) => model
                        .class_around(file, node)
                        .and_then(|class| model.base_class(class))
                        .and_then(|base| model.constructor_of(base))
                        .map(|(base, constructor)| (base.file, constructor)),
                    ast::Callee::Import(_) => None,
                };
                (call.args.as_slice(), target)
            }
            Expr::New(new) => {
                let constructor = match model.value(file, &new.callee) {
                    Value::Class(class) => model.constructor_of(class).map(|(owner, c)| (owner.file, c)),
                    _ => None,
                };
                (new.args.as_deref().unwrap_or(&[]), constructor)
            }
            _ => return,
        };
        let at = args.iter().position(|a| TextRange::of(&*a.expr) == range && a.spread.is_none());
        if let (Some(at), Some((file, function))) = (at, target) {
            self.of_parameter(model, file, function, at, Some(field), depth);
        }
    }

    /// `this.kept.field` in the class around `function`.
    fn of_kept(&mut self, model: &Model<'p>, file: FileId, function: Function<'p>, kept: &str, field: &str) {
        let index = model.index(file);
        let class = index.function(function).and_then(|own| model.class_around(file, own));
        let Some(own) = class.and_then(|class| index.class(class.node)) else { return };
        for (node, entry) in index.within(own) {
            if let Node::Expr(expr) = entry.node
                && let Some(member) = member_of(expr)
                && member.prop.is_ident_with(field)
                && matches!(peel(&member.obj), Expr::Member(m) if m.obj.is_this() && m.prop.is_ident_with(kept))
            {
                self.of_read(model, file, node);
            }
        }
    }

    fn of_pattern(&mut self, model: &Model<'p>, file: FileId, object: &'p ast::ObjectPat, field: &str) {
        for prop in object.props.iter().filter(|p| pattern_key(p).as_deref() == Some(field)) {
            let ident = match prop {
                ObjectPatProp::Assign(assign) => {
                    self.defaults.extend(assign.value.as_deref().map(|d| (file, d)));
                    Some(&assign.key.id)
                }
                ObjectPatProp::KeyValue(kv) => match &*kv.value {
                    Pat::Ident(ident) => Some(&ident.id),
                    Pat::Assign(assign) => {
                        self.defaults.push((file, &assign.right));
                        assign.left.as_ident().map(|i| &i.id)
                    }
                    _ => None,
                },
                ObjectPatProp::Rest(_) => None,
            };
            if let Some(local) = ident.and_then(|ident| model.index(file).declared(ident)) {
                self.of_alias(model, BindingId { file, local });
            }
        }
    }

    /// Uses of a variable that holds the suffix.
    pub(super) fn of_alias(&mut self, model: &Model<'p>, id: BindingId) {
        let index = model.index(id.file);
        for used in &model.binding(id).uses {
            if let Some(node) = index.innermost(used.range) {
                self.of_read(model, id.file, node);
            }
        }
    }

    /// The expression `node`, which is the suffix.
    fn of_read(&mut self, model: &Model<'p>, file: FileId, node: NodeId) {
        let index = model.index(file);
        self.ends_names |= ends_name(model, file, node);
        let mut child = index.entry(node).range;
        for (_, entry) in index.ancestors(node) {
            match entry.node {
                Node::Expr(Expr::Paren(_) | Expr::TsAs(_) | Expr::TsNonNull(_)) => {}
                Node::Expr(Expr::Bin(bin))
                    if matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing)
                        && TextRange::of(&*bin.left) == child =>
                {
                    self.defaults.push((file, &bin.right));
                }
                Node::Expr(Expr::Cond(cond)) if TextRange::of(&*cond.test) == child => {
                    self.defaults.push((file, &cond.alt));
                    return;
                }
                Node::Declarator(_, declarator) => {
                    if let Some(local) = declarator.name.as_ident().and_then(|name| index.declared(&name.id)) {
                        self.of_local(model, BindingId { file, local });
                    }
                    return;
                }
                Node::Expr(Expr::Assign(assign)) => {
                    if let Some(SimpleAssignTarget::Member(member)) = assign.left.as_simple()
                        && let (Expr::This(_), MemberProp::Ident(kept)) = (&*member.obj, &member.prop)
                    {
                        self.ends_names |= field_ends_names(model, file, node, &kept.sym);
                    }
                    return;
                }
                _ => return,
            }
            child = entry.range;
        }
    }

    /// A variable that is given the suffix, its default perhaps taken care of.
    fn of_local(&mut self, model: &Model<'p>, id: BindingId) {
        let index = model.index(id.file);
        let nodes = model.binding(id).uses.iter().filter_map(|used| index.innermost(used.range));
        let nodes: Vec<NodeId> = nodes.collect();
        self.ends_names |= nodes.iter().any(|node| ends_name(model, id.file, *node));
        if self.defaults.is_empty() {
            nodes.into_iter().for_each(|node| self.of_read(model, id.file, node));
        }
    }

    /// `None` where the variable is read on the way.
    pub(super) fn today(&self, model: &Model<'p>, required: bool) -> Option<Today> {
        if self.defaults.iter().any(|(file, d)| reads_variable(model, *file, TextRange::of(*d), MAX_DEPTH)) {
            return None;
        }
        let mut seen = self.defaults.iter().map(|(file, default)| meaning(model, *file, default));
        Some(match seen.next() {
            None if required => Today::Required,
            None => Today::Nothing,
            Some(first) => match seen.all(|other| other == first) {
                true => first,
                false => Today::Unseen,
            },
        })
    }
}

/// `x.y` and `x?.y`.
pub(super) fn member_of(expr: &Expr) -> Option<&ast::MemberExpr> {
    match expr {
        Expr::Member(member) => Some(member),
        Expr::OptChain(chain) => chain.base.as_member(),
        _ => None,
    }
}

/// What a default stands for.
pub(super) fn meaning<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> Today {
    if let Expr::Call(call) = peel(expr)
        && let Some(callee) = call.callee.as_expr()
        && let Value::Symbol(symbol) = model.value(file, callee)
        && symbol.is("pulumi.getStack")
    {
        return Today::StackName;
    }
    match model.value(file, expr) {
        Value::Str(text) => Today::Text(text),
        Value::Undefined => Today::Nothing,
        _ => Today::Unseen,
    }
}

/// Whether the expression at `node` is the end of a resource's name, or of a text that is no part of one's arguments.
fn ends_name(model: &Model<'_>, file: FileId, node: NodeId) -> bool {
    let index = model.index(file);
    let range = index.entry(node).range;
    let mut child = range;
    let mut ends = false;
    for (_, entry) in index.ancestors(node) {
        match entry.node {
            Node::Expr(Expr::Tpl(tpl)) => {
                let last = tpl.exprs.last().is_some_and(|e| TextRange::of(&**e) == child);
                ends |= last && tpl.quasis.last().is_some_and(|q| q.raw.is_empty());
            }
            Node::Expr(Expr::Bin(bin)) if bin.op == BinaryOp::Add => ends |= TextRange::of(&*bin.right) == child,
            Node::Expr(Expr::New(new)) if model.resource_at(file, new).is_some() => {
                let name = new.args.iter().flatten().next();
                return ends && name.is_some_and(|name| TextRange::of(&*name.expr).contains(range));
            }
            // A property is a tag or an argument, unless the resource's name says otherwise.
            Node::Prop(_) => return false,
            Node::Member(_) => break,
            _ => {}
        }
        child = entry.range;
    }
    ends
}

pub(super) fn field_ends_names(model: &Model<'_>, file: FileId, node: NodeId, name: &str) -> bool {
    let index = model.index(file);
    let class = model.class_around(file, node).and_then(|class| index.class(class.node));
    class.is_some_and(|own| {
        index.within(own).any(|(id, entry)| {
            matches!(entry.node, Node::Expr(Expr::Member(m)) if m.obj.is_this() && m.prop.is_ident_with(name))
                && ends_name(model, file, id)
        })
    })
}
