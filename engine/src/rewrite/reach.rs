//! How code at a place names resources that are made elsewhere. Invariant: what is named there is declared, holds just
//! what is wanted, and is filled before it is read, or the statement that it has to follow is told.

use std::collections::BTreeSet;

use swc_ecma_ast::{ClassMember, ParamOrTsParamProp, TsParamPropParam};

use super::{Place, Rewrite};
use crate::codemod::Declined;
use crate::model::{
    BindingId, Bound, Entity, FileId, Function, Model, Node, NodeId, Origin, Resource, ResourceId, ScopeId, Site,
    Value, property_name,
};
use crate::source::TextRange;

/// Something that code at a place can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The expression: `table`, `this.tables`, `network.tables`.
    pub code: String,
    /// Whether it is a list.
    pub many: bool,
    /// Whether it gives the ids (or another output that was asked for) rather than the resources.
    pub ids: bool,
    /// The resources that it stands for.
    pub resources: Vec<ResourceId>,
    /// What has to stand before a statement that reads it, where that is in the same function.
    pub after: Option<NodeId>,
}

impl Reached {
    /// The name that the expression starts with: `network` of `network.tables`.
    pub fn root(&self) -> &str {
        self.code.split(['.', '[', '(']).next().unwrap_or_default()
    }

    /// The ids, as elements of an array literal: `table.id`, `...tables.map(table => table.id)`.
    pub fn id_element(&self, item: &str) -> String {
        match (self.many, self.ids) {
            (false, false) => format!("{}.id", self.code),
            (false, true) => self.code.clone(),
            (true, false) => format!("...{}.map({item} => {item}.id)", self.code),
            (true, true) => format!("...{}", self.code),
        }
    }
}

/// An array of the ids of all that was reached; a single list is handed over as it is.
pub fn id_list(reached: &[Reached], item: &str) -> String {
    match reached {
        [only] if only.many => only.id_element(item).trim_start_matches("...").to_string(),
        several => {
            let elements: Vec<String> = several.iter().map(|r| r.id_element(item)).collect();
            format!("[{}]", elements.join(", "))
        }
    }
}

impl<'m, 'p> Rewrite<'m, 'p> {
    /// Names `wanted` for code beside `node`: by what is in scope there; by a name given to what has none; by a list
    /// in which what a loop makes is collected.
    ///
    /// # Errors
    /// Resources that no name in scope leads to, with the reason.
    pub fn reach(&mut self, wanted: &[ResourceId], file: FileId, node: NodeId) -> Result<Vec<Reached>, Declined> {
        let known = names_at(self.model, file, node);
        let mut out: Vec<Reached> = Vec::new();
        for id in wanted {
            if out.iter().any(|have| have.resources.contains(id)) {
                continue;
            }
            let fits =
                |name: &&Reached| name.resources.contains(id) && name.resources.iter().all(|r| wanted.contains(r));
            let best = known.iter().filter(fits).min_by_key(|name| (name.ids, name.many, name.code.contains('.')));
            let is_other = |name: &&Reached| {
                best.is_some_and(|best| {
                    best.code != name.code && best.resources == name.resources && best.ids == name.ids
                })
            };
            if let (Some(best), Some(other)) = (best, known.iter().filter(fits).find(is_other))
                && self.is_made_by_several_calls(*id, file, node)
            {
                let reason = format!(
                    "one function makes `{}` and `{}`, so that which of them is meant can't be told",
                    best.code, other.code
                );
                return Err(Declined::because(reason));
            }
            out.push(match best {
                Some(name) => name.clone(),
                None => self.make_reachable(*id, file, node)?,
            });
        }
        Ok(out)
    }

    /// Whether what makes a resource, other than the function or class around `node`, is called more than once, so that
    /// the resource is one of several in truth.
    fn is_made_by_several_calls(&self, id: ResourceId, file: FileId, node: NodeId) -> bool {
        let resource = self.model.resource(id);
        let place = self.index(file).entry(node).range;
        let mut at = (resource.file, resource.function);
        for _ in 0..8 {
            let (own, Some(function)) = at else { return false };
            let index = self.model.index(own);
            let Node::Function(code) = index.entry(function).node else { return false };
            let class = match code {
                Function::Constructor(_) => self.model.class_around(own, function),
                _ => None,
            };
            let range = class.map_or(index.entry(function).range, |class| TextRange::of(class.node));
            if own == file && range.contains(place) {
                return false;
            }
            let calls = match class {
                Some(class) => self.model.instances(class),
                None => self.model.calls_of(own, code),
            };
            let [call] = calls.as_slice() else { return calls.len() > 1 };
            at = (call.file, self.model.index(call.file).function_around(call.node));
        }
        false
    }

    pub(super) fn make_reachable(&mut self, id: ResourceId, file: FileId, node: NodeId) -> Result<Reached, Declined> {
        let resource = self.model.resource(id).clone();
        let index = self.model.index(file);
        let around = |at: NodeId| index.ancestors(node).any(|(id, _)| id == at);
        let elsewhere = || {
            let name = resource.name().map_or("", |n| self.model.text(resource.file, TextRange::of(n)));
            let message =
                format!("nothing in scope leads to {} {name}; hand it over to where it is needed", resource.symbol);
            Declined::because(message)
        };
        let made = resource.repeated.unwrap_or(resource.statement);
        if resource.file != file || !self.shares_block(file, node, made) {
            return Err(elsewhere());
        }
        match resource.repeated {
            Some(repeated) if !around(repeated) => self.collect(&resource, repeated),
            _ if resource.bound == Bound::Nothing => {
                let code = self.bind(file, resource.node, &variable_name(self.model, &resource))?;
                let after = Some(resource.statement);
                Ok(Reached { code, many: false, ids: false, resources: vec![id], after })
            }
            _ => Err(elsewhere()),
        }
    }

    /// Whether a resource that nothing names yet can be given a name for code at `node`.
    pub(super) fn is_local(&self, id: ResourceId, file: FileId, node: NodeId) -> bool {
        let resource = self.model.resource(id);
        resource.file == file && self.shares_block(file, node, resource.repeated.unwrap_or(resource.statement))
    }

    /// Whether what the block around `made` declares is in scope at `node`.
    fn shares_block(&self, file: FileId, node: NodeId, made: NodeId) -> bool {
        let index = self.model.index(file);
        let mut chain = std::iter::once(made).chain(index.ancestors(made).map(|(id, _)| id));
        let is_statement = |id: &NodeId| matches!(index.entry(*id).node, Node::Stmt(_) | Node::Item(_));
        let Some(statement) = chain.find(is_statement) else { return false };
        let block = index.entry(statement).parent.map_or(ScopeId::MODULE, |parent| index.entry(parent).scope);
        let scopes = std::iter::successors(Some(index.entry(node).scope), |scope| index.scope(*scope).parent);
        scopes.into_iter().any(|scope| scope == block)
    }

    /// Declares a list before the loop that makes `resource`, and fills it in the loop.
    fn collect(&mut self, resource: &Resource<'p>, repeated: NodeId) -> Result<Reached, Declined> {
        let file = resource.file;
        let one = match &resource.bound {
            Bound::Variable(id) => self.model.binding(*id).name.clone(),
            Bound::Nothing => self.bind(file, resource.node, &variable_name(self.model, resource))?,
            _ => {
                return Err(Declined::because(
                    "what the loop makes is not held by a variable; collect it in a list first",
                ));
            }
        };
        let list = self.free_name(file, repeated, &plural(&one));
        let callee = self.model.text(file, TextRange::of(&*resource.new.callee));
        let is_typed = self.model.file(file).source.is_typescript();
        let annotation = if is_typed { format!(": {callee}[]") } else { String::new() };
        // Lists that the loop fills already stand together.
        let place = self.list_before(file, repeated).map_or(Place::Before(repeated), Place::After);
        self.insert_close(file, place, &format!("const {list}{annotation} = [];"))?;
        self.insert_close(file, Place::After(resource.statement), &format!("{list}.push({one});"))?;
        let after = Some(repeated);
        Ok(Reached { code: list, many: true, ids: false, resources: vec![resource.id], after })
    }

    /// The statement before the one around `node`, where it declares an empty list.
    fn list_before(&self, file: FileId, node: NodeId) -> Option<NodeId> {
        let index = self.model.index(file);
        let mut chain = std::iter::once(node).chain(index.ancestors(node).map(|(id, _)| id));
        let own = chain.find(|id| matches!(index.entry(*id).node, Node::Stmt(_) | Node::Item(_)))?;
        let (parent, start) = (index.entry(own).parent, index.entry(own).range.start);
        let before = index.entries().filter(|(_, e)| e.parent == parent && e.range.end <= start).last()?;
        let Node::Stmt(swc_ecma_ast::Stmt::Decl(swc_ecma_ast::Decl::Var(var))) = before.1.node else { return None };
        let is_empty_list = |d: &swc_ecma_ast::VarDeclarator| matches!(d.init.as_deref(), Some(swc_ecma_ast::Expr::Array(array)) if array.elems.is_empty());
        var.decls.iter().all(is_empty_list).then_some(before.0)
    }

    /// The statements that hold `node` and `other` in the innermost block around both: `node`'s first.
    pub fn siblings(&self, file: FileId, node: NodeId, other: NodeId) -> Option<(NodeId, NodeId)> {
        let index = self.model.index(file);
        let chain =
            |id: NodeId| -> Vec<NodeId> { std::iter::once(id).chain(index.ancestors(id).map(|(id, _)| id)).collect() };
        let (own, others) = (chain(node), chain(other));
        let is_statement = |id: &NodeId| matches!(index.entry(*id).node, Node::Stmt(_) | Node::Item(_));
        let apart = |chain: &[NodeId], with: &[NodeId]| {
            chain.iter().rfind(|id| is_statement(id) && !with.contains(id)).copied()
        };
        // Without a statement of its own below the common node, one lies within the other.
        apart(&own, &others).zip(apart(&others, &own))
    }
}

/// Words of logical names that tell one resource of a type from another.
const KINDS: &[&str] = &["public", "private", "isolated", "primary", "secondary", "dr"];

/// A name for a resource that has none: its type, with what its logical name says of its kind.
pub fn variable_name(model: &Model<'_>, resource: &Resource<'_>) -> String {
    let class = resource.symbol.path().last().map_or("resource", String::as_str);
    let pattern = super::NamePattern::of(model, resource);
    let kind = pattern.iter().flat_map(|p| p.words()).find(|word| KINDS.contains(word));
    match kind {
        Some(kind) => format!("{kind}{class}"),
        None => lower_first(class),
    }
}

/// `word` with a small first letter.
pub fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// `hubVpc` of `hub` and `vpc`; what can't stand in a name is left out.
pub fn camel_case<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut out = String::new();
    for word in words {
        let mut chars = word.chars().filter(|c| c.is_alphanumeric());
        let Some(first) = chars.next() else { continue };
        match out.is_empty() {
            true if first.is_numeric() => continue,
            true => out.extend(first.to_lowercase()),
            false => out.extend(first.to_uppercase()),
        }
        out.extend(chars);
    }
    out
}

/// The name of a list of what `name` names.
pub fn plural(name: &str) -> String {
    let ending = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match name.strip_suffix('y') {
        Some(stem) if !ending(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ending(&["s", "x", "z", "ch", "sh"]) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

/// Every name in scope at `node`, and every member of what is in scope, that stands for resources and nothing else.
pub fn names_at(model: &Model<'_>, file: FileId, node: NodeId) -> Vec<Reached> {
    names_giving(model, "id", file, node)
}

/// As [`names_at`], with those that stand for the output `output` of resources in place of those that stand for ids.
pub(super) fn names_giving(model: &Model<'_>, output: &str, file: FileId, node: NodeId) -> Vec<Reached> {
    let index = model.index(file);
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let mut scope = Some(index.entry(node).scope);
    while let Some(at) = scope {
        for (local, binding) in index.bindings().filter(|(_, b)| b.scope == at && !b.origin.is_type()) {
            if seen.insert(binding.name.clone()) {
                let id = BindingId { file, local };
                let after = ready_after(model, id, at, node);
                let had = out.len();
                members_of(model, (output, &binding.name), &model.binding_value(id), after, &mut out);
                let is_early =
                    out.len() > had && (is_made_within(model, id, node, &out[had..]) || runs_before(model, id, node));
                if is_early {
                    out.truncate(had);
                }
            }
        }
        scope = index.scope(at).parent;
    }
    if let Some(class) = model.class_around(file, node) {
        for name in fields(model, class, true) {
            let value = model.class_member(class, &name, false);
            let after = assigned_before(model, class, &name, file, node);
            named((output, &format!("this.{name}")), &value, after, &mut out);
        }
    }
    out
}

/// Whether a variable gets its value from the very function or class that `node` stands in, so that code there runs
/// before the variable has it.
fn is_made_within(model: &Model<'_>, id: BindingId, node: NodeId, given: &[Reached]) -> bool {
    let index = model.index(id.file);
    let binding = model.binding(id);
    if !matches!(binding.origin, Origin::Variable { .. }) {
        return false;
    }
    let own = index.entry(binding.node).range;
    let apart = index.ancestors(node).take_while(|(_, entry)| !entry.range.contains(own));
    let Some((_, around)) = apart.filter(|(_, e)| matches!(e.node, Node::Function(_) | Node::Class(_))).last() else {
        return false;
    };
    let is_inside = |made: &ResourceId| {
        let made = model.resource(*made);
        made.file == id.file && around.range.contains(made.range())
    };
    let is_filled =
        |used: &crate::model::Use| around.range.contains(used.range) && !model.adds_at(id.file, used.node).is_empty();
    given.iter().flat_map(|name| &name.resources).any(is_inside) && !binding.uses.iter().any(is_filled)
}

/// Whether a function or class around `node` is called before a variable outside of it has its value.
fn runs_before(model: &Model<'_>, id: BindingId, node: NodeId) -> bool {
    let index = model.index(id.file);
    let binding = model.binding(id);
    if !matches!(binding.origin, Origin::Variable { .. }) {
        return false;
    }
    let declared = index.entry(binding.node).range;
    let home = index.function_around(binding.node);
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    let mut open = vec![node];
    while let Some(at) = open.pop() {
        let apart = index.ancestors(at).take_while(|(_, entry)| !entry.range.contains(declared));
        let around = apart.filter(|(_, e)| matches!(e.node, Node::Function(_) | Node::Class(_)));
        for (own, entry) in around.filter(|(own, _)| seen.insert(*own)) {
            let calls = match entry.node {
                Node::Function(function) => model.calls_of(id.file, function),
                Node::Class(class) => model.instances(Site { file: id.file, node: class }),
                _ => Vec::new(),
            };
            let own = index.entry(own).range;
            for call in calls.iter().filter(|call| call.file == id.file && !own.contains(call.range)) {
                if index.function_around(call.node) != home {
                    open.push(call.node);
                } else if call.range.start < declared.end {
                    return true;
                }
            }
        }
    }
    false
}

/// What has to stand before a reader of a variable: its declaration, and the last statement that fills it.
fn ready_after(model: &Model<'_>, id: BindingId, scope: ScopeId, node: NodeId) -> Option<NodeId> {
    let index = model.index(id.file);
    let binding = model.binding(id);
    if !matches!(binding.origin, Origin::Variable { .. }) {
        return None;
    }
    let own_function = |at: NodeId| index.function_around(at);
    let declared_in = own_function(binding.node);
    let mut same = index.ancestors(node).map(|(id, _)| id).chain([node]);
    if declared_in.is_some_and(|f| !same.any(|at| at == f)) {
        return None;
    }
    let _ = scope;
    let filled = binding.uses.iter().filter(|used| !model.adds_at(id.file, used.node).is_empty()).map(|used| used.node);
    std::iter::once(binding.node).chain(filled).max_by_key(|at| index.entry(*at).range.start)
}

/// The last statement of the function around `node` that assigns or fills `this.name`.
fn assigned_before(
    model: &Model<'_>,
    class: Site<'_, swc_ecma_ast::Class>,
    name: &str,
    file: FileId,
    node: NodeId,
) -> Option<NodeId> {
    let index = model.index(file);
    let function = index.ancestors(node).filter(|(_, e)| matches!(e.node, Node::Function(_))).last()?.0;
    let own = index.class(class.node)?;
    let inside = index.within(own).filter(|(_, e)| index.entry(function).range.contains(e.range));
    let writes = inside.filter(|(id, entry)| match entry.node {
        Node::Target(swc_ecma_ast::SimpleAssignTarget::Member(m)) => is_this(m, name),
        Node::Expr(swc_ecma_ast::Expr::Member(m)) => is_this(m, name) && !model.adds_at(file, *id).is_empty(),
        _ => false,
    });
    writes.map(|(id, _)| id).last()
}

fn is_this(member: &swc_ecma_ast::MemberExpr, name: &str) -> bool {
    matches!(&*member.obj, swc_ecma_ast::Expr::This(_)) && member.prop.is_ident_with(name)
}

/// `code` and the members of what it stands for.
fn members_of<'p>(
    model: &Model<'p>,
    (output, code): (&str, &str),
    value: &Value<'p>,
    after: Option<NodeId>,
    out: &mut Vec<Reached>,
) {
    named((output, code), value, after, out);
    match value {
        Value::Entity(Entity::Instance(_, class, _), path) if path.is_empty() => {
            for name in fields(model, *class, false) {
                named((output, &format!("{code}.{name}")), &model.class_member(*class, &name, false), after, out);
            }
        }
        Value::Object(site) => {
            for name in model.property_names(*site).unwrap_or_default() {
                named((output, &format!("{code}.{name}")), &model.member(value, &name), after, out);
            }
        }
        _ => {}
    }
}

fn named((output, code): (&str, &str), value: &Value<'_>, after: Option<NodeId>, out: &mut Vec<Reached>) {
    let one = |value: &Value<'_>| match value.output() {
        Some((id, [])) => Some((id, false)),
        Some((id, [property])) if property == output => Some((id, true)),
        _ => None,
    };
    let mut add = |many, ids, resources| {
        out.push(Reached { code: code.to_string(), many, ids, resources, after });
    };
    if let Some((id, ids)) = one(value) {
        add(false, ids, vec![id]);
    } else if let Value::List(list) = value {
        let items: Option<Vec<(ResourceId, bool)>> = list.items.iter().map(one).collect();
        if let Some(items) = items.filter(|items| !items.is_empty())
            && items.iter().all(|(_, ids)| *ids == items[0].1)
        {
            add(true, items[0].1, items.iter().map(|(id, _)| *id).collect());
        }
    }
}

/// The names of a class's fields, those of its bases included; without private ones unless asked for.
fn fields<'p>(model: &Model<'p>, class: Site<'p, swc_ecma_ast::Class>, private: bool) -> Vec<String> {
    use swc_ecma_ast::Accessibility::Public;
    let is_open = |access: Option<swc_ecma_ast::Accessibility>| private || access.is_none_or(|a| a == Public);
    let mut out = Vec::new();
    for member in &class.node.body {
        match member {
            ClassMember::ClassProp(p) if !p.is_static && is_open(p.accessibility) => out.extend(property_name(&p.key)),
            ClassMember::Constructor(c) => {
                for param in &c.params {
                    if let ParamOrTsParamProp::TsParamProp(p) = param
                        && is_open(p.accessibility)
                        && let TsParamPropParam::Ident(i) = &p.param
                    {
                        out.push(i.id.sym.to_string());
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(base) = model.base_class(class) {
        out.extend(fields(model, base, private));
    }
    out
}
