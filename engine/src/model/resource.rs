//! The resources that a program makes. Invariant: every `new` of a provider's class is here once, whichever way its
//! package was imported, with the place that it stands in.

use swc_ecma_ast as ast;
use swc_ecma_ast::{AssignTarget, Callee, Expr, MemberProp, NewExpr, ObjectLit, Pat, SimpleAssignTarget, Stmt};

use super::calls::{CallSite, peel};
use super::index::{NodeId, Origin, property_name};
use super::lookup::Lookup;
use super::modules::BindingId;
use super::object::{Property, PropertyValue};
use super::symbol::Symbol;
use super::tree::{Function, Node};
use super::value::{Site, Value};
use super::{FileId, Model};
use crate::source::TextRange;

/// A resource of a program, by its place in [`Model::resources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub(super) u32);

/// Through how many functions an object that is handed on is followed.
const HANDED: usize = 4;

/// What holds a resource after it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A variable.
    Variable(BindingId),
    /// `this.name`
    Field(String),
    /// Nothing: the statement is the `new` itself.
    Nothing,
    /// It is an element of an array literal.
    Element,
    /// It is pushed into a list.
    Pushed,
    /// It is returned.
    Returned,
    /// It is the value of a property of this name.
    Property(String),
    /// It is an argument of a call, or anything else.
    Other,
}

/// One `new aws.<service>.<Type>(name, args, opts)`.
#[derive(Clone, Debug)]
pub struct Resource<'p> {
    /// Its place among the program's.
    pub id: ResourceId,
    /// The file.
    pub file: FileId,
    /// The entry of the `new` expression.
    pub node: NodeId,
    /// The `new` expression.
    pub new: &'p NewExpr,
    /// Its type.
    pub symbol: Symbol,
    /// What holds it.
    pub bound: Bound,
    /// The statement (or import/export item, or class member) that it is part of.
    pub statement: NodeId,
    /// The function whose body makes it, callbacks of array methods and the like looked through.
    pub function: Option<NodeId>,
    /// The class whose body makes it.
    pub class: Option<NodeId>,
    /// The innermost loop or callback, within `function`, that makes it more than once.
    pub repeated: Option<NodeId>,
    /// The innermost condition, within `function`, that it is made under.
    pub condition: Option<NodeId>,
}

impl<'p> Resource<'p> {
    /// The argument at `index` where no spread hides it.
    fn argument(&self, index: usize) -> Option<&'p Expr> {
        let args = self.new.args.as_deref().unwrap_or(&[]);
        let hidden = args.iter().take(index + 1).any(|a| a.spread.is_some());
        if hidden { None } else { args.get(index).map(|a| &*a.expr) }
    }

    /// The logical name.
    pub fn name(&self) -> Option<&'p Expr> {
        self.argument(0)
    }

    /// The arguments.
    pub fn args(&self) -> Option<&'p Expr> {
        self.argument(1)
    }

    /// The options.
    pub fn opts(&self) -> Option<&'p Expr> {
        self.argument(2)
    }

    /// Whether arguments are spread into the `new`, so that which is which can't be seen.
    pub fn has_spread_arguments(&self) -> bool {
        self.new.args.iter().flatten().any(|a| a.spread.is_some())
    }

    /// Its type as the documentation spells it, `aws.ec2.Instance`.
    pub fn type_name(&self) -> &str {
        self.symbol.spelled()
    }

    /// The whole `new` expression.
    pub fn range(&self) -> TextRange {
        TextRange::of(self.new)
    }
}

/// Where the arguments of a resource are written.
#[derive(Clone, Debug)]
pub enum Args<'p> {
    /// It is given none.
    None,
    /// An object literal.
    Literal(Site<'p, ObjectLit>),
    /// A variable whose value is an object literal; other resources may use it too.
    Variable(BindingId, Site<'p, ObjectLit>),
    /// Elsewhere, for this reason.
    Unknown(String),
}

impl<'p> Model<'p> {
    /// All resources, by file and place.
    pub fn resources(&self) -> &[Resource<'p>] {
        &self.resources
    }

    /// One resource.
    pub fn resource(&self, id: ResourceId) -> &Resource<'p> {
        &self.resources[id.0 as usize]
    }

    /// The resources of a type, spelled as the documentation does: `aws.ec2.Instance`.
    pub fn resources_of<'m>(&'m self, type_name: &'m str) -> impl Iterator<Item = &'m Resource<'p>> {
        self.resources.iter().filter(move |r| r.symbol.is(type_name))
    }

    /// The resource that a `new` expression makes.
    pub fn resource_at(&self, file: FileId, new: &NewExpr) -> Option<ResourceId> {
        self.resource_by_new.get(&(file, new as *const _ as usize)).copied()
    }

    /// Where the arguments of a resource are written.
    pub fn args(&self, resource: &Resource<'p>) -> Args<'p> {
        if resource.has_spread_arguments() {
            return Args::Unknown("its arguments are spread into the constructor".into());
        }
        let Some(expr) = resource.args().map(peel) else { return Args::None };
        let file = resource.file;
        match (expr, self.value(file, expr)) {
            (Expr::Object(node), _) => Args::Literal(Site { file, node }),
            (Expr::Ident(ident), Value::Object(site)) => match self.index(file).target(ident) {
                Some(local) => Args::Variable(BindingId { file, local }, site),
                None => Args::Unknown("its arguments can't be seen".into()),
            },
            (_, Value::Undefined) => Args::None,
            (_, Value::Unknown(why)) => Args::Unknown(format!("its arguments can't be seen: {why}")),
            _ => Args::Unknown("its arguments are built elsewhere".into()),
        }
    }

    /// A property of a resource's arguments, wherever it is written: in the literal, in a spread, or assigned later.
    pub fn resource_property(&self, resource: &Resource<'p>, name: &str) -> Lookup<Property<'p>> {
        match self.args(resource) {
            Args::None => Lookup::Absent,
            Args::Literal(site) => self.object_property(site, name),
            Args::Variable(binding, site) => match self.assigned_property(binding, resource.range(), name) {
                Lookup::Absent => self.object_property(site, name),
                answer => answer,
            },
            Args::Unknown(why) => Lookup::Unknown(why),
        }
    }

    /// The property `name` as the resource's own arguments write it, whatever a spread may make of it.
    pub fn written_argument(&self, resource: &Resource<'p>, name: &str) -> Option<Property<'p>> {
        let (Args::Literal(site) | Args::Variable(_, site)) = self.args(resource) else { return None };
        let written = site.node.props.iter().rev().filter_map(|entry| super::object::property_of(site, entry));
        written.filter(|(key, _)| key == name).map(|(_, property)| property).next()
    }

    /// The property `name` of the object that is argument `at` of a call, wherever it is written: in the literal, in a
    /// spread, or assigned before the call.
    pub fn argument_property(&self, call: &CallSite<'p>, at: usize, name: &str) -> Lookup<Property<'p>> {
        let expr = match call.argument(at) {
            Ok(Some(expr)) => peel(expr),
            Ok(None) => return Lookup::Absent,
            Err(why) => return Lookup::Unknown(why.into()),
        };
        let value = self.value(call.file, expr);
        if let (Expr::Ident(ident), Value::Object(_)) = (expr, &value)
            && let Some(local) = self.index(call.file).target(ident)
        {
            match self.assigned_property(BindingId { file: call.file, local }, call.range, name) {
                Lookup::Absent => {}
                answer => return answer,
            }
        }
        self.property(&value, name)
    }

    /// What a resource's property stands for; [`Value::Undefined`] where it is absent.
    pub fn resource_value(&self, resource: &Resource<'p>, name: &str) -> Value<'p> {
        match self.resource_property(resource, name) {
            Lookup::Found(property) => self.property_value(&property),
            Lookup::Absent => Value::Undefined,
            Lookup::Unknown(why) => Value::unknown(why),
        }
    }

    /// The entry that gives a resource's property, as code for a companion in the same file: `vpcId: vpc.id`, `vpcId`.
    pub fn resource_text(&self, resource: &Resource<'p>, name: &str) -> Option<String> {
        let property = self.resource_property(resource, name).found()?;
        if property.file != resource.file {
            return None;
        }
        match property.value {
            PropertyValue::Shorthand(_) => Some(name.to_string()),
            PropertyValue::Expr(expr) => Some(format!("{name}: {}", self.text(property.file, TextRange::of(expr)))),
            PropertyValue::Function(_) => None,
        }
    }

    /// What the argument at `index` of a call stands for; `None` where it gives fewer, or spreads them.
    pub fn call_argument(&self, call: Site<'p, ast::CallExpr>, index: usize) -> Option<Value<'p>> {
        let args = &call.node.args;
        let hidden = args.iter().take(index + 1).any(|a| a.spread.is_some());
        let expr = args.get(index).filter(|_| !hidden)?;
        Some(self.value(call.file, &expr.expr))
    }

    /// A property of a resource's options (`parent`, `provider`, `dependsOn`).
    pub fn option(&self, resource: &Resource<'p>, name: &str) -> Lookup<Property<'p>> {
        if resource.has_spread_arguments() {
            return Lookup::Unknown("its arguments are spread into the constructor".into());
        }
        match resource.opts() {
            None => Lookup::Absent,
            Some(expr) => self.property(&self.value(resource.file, expr), name),
        }
    }

    /// `variable.name = value` before `call` is given the variable.
    pub(super) fn assigned_property(&self, id: BindingId, call: TextRange, name: &str) -> Lookup<Property<'p>> {
        let index = self.index(id.file);
        let mut answer = Lookup::Absent;
        let declared_in = index.function_around(self.binding(id).node);
        for used in &self.binding(id).uses {
            let Some(ident) = index.innermost(used.range) else { continue };
            let mut around = index.ancestors(ident);
            let (Some((_, target)), Some((assign_id, assign))) = (around.next(), around.next()) else { continue };
            let (Node::Target(SimpleAssignTarget::Member(member)), Node::Expr(Expr::Assign(assign))) =
                (target.node, assign.node)
            else {
                if self.hands_over(id.file, ident, call, HANDED) {
                    answer = Lookup::Unknown(format!("`{}` is handed to a function", self.binding(id).name));
                }
                continue;
            };
            let key = match &member.prop {
                MemberProp::Ident(key) => key.sym.to_string(),
                MemberProp::Computed(c) => match self.value(id.file, &c.expr) {
                    Value::Str(key) => key,
                    _ => return Lookup::Unknown("a key that is computed is assigned".into()),
                },
                MemberProp::PrivateName(_) => continue,
            };
            if key != name {
                continue;
            }
            if index.function_around(assign_id) != declared_in || self.condition_around(id.file, assign_id).is_some() {
                let variable = &self.binding(id).name;
                return Lookup::Unknown(format!("`{variable}.{name}` is set under a condition"));
            }
            answer = Lookup::Found(Property {
                file: id.file,
                object: None,
                range: TextRange::of(assign),
                value: PropertyValue::Expr(&assign.right),
            });
        }
        answer
    }

    /// Whether the use of a variable at `ident` hands it to a function that may change it.
    fn hands_over(&self, file: FileId, ident: NodeId, to: TextRange, depth: usize) -> bool {
        let index = self.index(file);
        let range = index.entry(ident).range;
        let Some(Node::Expr(Expr::Call(call))) = index.ancestors(ident).next().map(|(_, e)| e.node) else {
            return false;
        };
        let at = call.args.iter().position(|a| TextRange::of(&*a.expr) == range);
        match (at, &call.callee) {
            (Some(_), _) if to.contains(range) => false,
            (Some(at), Callee::Expr(callee)) => match (self.value(file, callee), depth.checked_sub(1)) {
                (Value::Function(file, function), Some(depth)) => self.changes_parameter(file, function, at, depth),
                _ => true,
            },
            (at, _) => at.is_some(),
        }
    }

    /// Whether a function may change the object that it is given at `at`; one that it takes apart it leaves alone.
    fn changes_parameter(&self, file: FileId, function: Function<'p>, at: usize, depth: usize) -> bool {
        let Some(parameter) = function.parameter(at) else { return true };
        if function.statements().is_none() && function.expression().is_none() {
            return true;
        }
        if parameter.ident().is_none() {
            return !matches!(parameter.parts().0, Some(Pat::Object(_)));
        }
        let index = self.index(file);
        let own = |origin: &Origin<'p>| {
            matches!(origin, Origin::Parameter { function: f, index, path }
                if f.range() == function.range() && *index == at && path.is_empty())
        };
        let Some((_, binding)) = index.bindings().find(|(_, b)| own(&b.origin)) else { return true };
        binding.uses.iter().any(|used| {
            let Some(ident) = index.innermost(used.range) else { return true };
            let is_written = index.ancestors(ident).next().is_some_and(|(_, e)| matches!(e.node, Node::Target(_)));
            is_written || self.hands_over(file, ident, TextRange::empty(0), depth)
        })
    }

    /// The innermost `if`, `switch`, `? :` or `&&` around `node`, within its function.
    pub fn condition_around(&self, file: FileId, node: NodeId) -> Option<NodeId> {
        let index = self.index(file);
        let around = index.ancestors(node);
        let within = around.take_while(|(_, e)| !matches!(e.node, Node::Function(_)));
        within.filter(|(_, e)| is_condition(&e.node)).map(|(id, _)| id).next()
    }

    /// The innermost loop or callback around `node`, within its function, that runs it more than once.
    pub fn repetition_around(&self, file: FileId, node: NodeId) -> Option<NodeId> {
        let index = self.index(file);
        for (at, entry) in index.ancestors(node) {
            match entry.node {
                Node::Stmt(s) if is_loop(s) => return Some(at),
                Node::Function(_) if !is_callback(index, at) => return None,
                Node::Function(_) if repeats(index, at) => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// Finds the program's resources. The classes are followed before any resource is known, so what was remembered on
    /// the way is forgotten.
    pub(super) fn find_resources(&mut self) {
        let mut found = Vec::new();
        for file in self.file_ids() {
            for (node, entry) in self.index(file).entries() {
                let Node::Expr(Expr::New(new)) = entry.node else { continue };
                if let Value::Symbol(symbol) = self.value(file, &new.callee)
                    && is_resource(&symbol)
                {
                    found.push((file, node, new, symbol));
                }
            }
        }
        self.forget();
        for (file, node, new, symbol) in found {
            let id = ResourceId(self.resources.len() as u32);
            let resource = self.placed(id, file, node, new, symbol);
            self.resource_by_new.insert((file, new as *const _ as usize), id);
            self.resources.push(resource);
        }
    }

    fn placed(&self, id: ResourceId, file: FileId, node: NodeId, new: &'p NewExpr, symbol: Symbol) -> Resource<'p> {
        let index = self.index(file);
        let mut statement = None;
        let (mut function, mut class, mut repeated, mut condition) = (None, None, None, None);
        let mut below = node;
        for (at, entry) in index.ancestors(node) {
            match entry.node {
                Node::Stmt(Stmt::Decl(_) | Stmt::Expr(_) | Stmt::Return(_)) | Node::Item(_) | Node::Member(_) => {
                    statement.get_or_insert(at);
                }
                Node::Stmt(s) => {
                    statement.get_or_insert(at);
                    if function.is_none() && is_loop(s) {
                        repeated.get_or_insert(at);
                    }
                }
                Node::Class(_) => {
                    class.get_or_insert(at);
                }
                Node::Function(f) if function.is_none() => {
                    if is_callback(index, at) {
                        if repeats(index, at) {
                            repeated.get_or_insert(at);
                        }
                    } else {
                        let _ = f;
                        function = Some(at);
                    }
                }
                _ => {}
            }
            if function.is_none() && is_condition(&entry.node) && !is_test_of(&entry.node, index.entry(below).range) {
                condition.get_or_insert(at);
            }
            below = at;
        }
        let bound = self.bound(file, node);
        let statement = statement.unwrap_or(node);
        Resource { id, file, node, new, symbol, bound, statement, function, class, repeated, condition }
    }

    fn bound(&self, file: FileId, node: NodeId) -> Bound {
        let index = self.index(file);
        let wraps = |n: &Node<'_>| {
            matches!(
                n,
                Node::Expr(Expr::Paren(_) | Expr::TsAs(_) | Expr::TsNonNull(_) | Expr::TsSatisfies(_) | Expr::Cond(_))
            )
        };
        let Some((at, parent)) = index.ancestors(node).find(|(_, e)| !wraps(&e.node)) else { return Bound::Other };
        match parent.node {
            Node::Declarator(_, declarator) => match &declarator.name {
                Pat::Ident(ident) => match index.declared(&ident.id) {
                    Some(local) => Bound::Variable(BindingId { file, local }),
                    None => Bound::Other,
                },
                _ => Bound::Other,
            },
            Node::Expr(Expr::Assign(assign)) => match &assign.left {
                AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) => match index.target(&ident.id) {
                    Some(local) => Bound::Variable(BindingId { file, local }),
                    None => Bound::Other,
                },
                AssignTarget::Simple(SimpleAssignTarget::Member(member)) => match (&*member.obj, &member.prop) {
                    (Expr::This(_), MemberProp::Ident(name)) => Bound::Field(name.sym.to_string()),
                    (Expr::This(_), MemberProp::PrivateName(name)) => Bound::Field(format!("#{}", name.name)),
                    (_, MemberProp::Ident(name)) => Bound::Property(name.sym.to_string()),
                    _ => Bound::Other,
                },
                _ => Bound::Other,
            },
            Node::Stmt(Stmt::Expr(_)) => Bound::Nothing,
            Node::Stmt(Stmt::Return(_)) => Bound::Returned,
            Node::Function(f) if f.expression().is_some() => Bound::Returned,
            Node::Expr(Expr::Array(_)) => Bound::Element,
            Node::Expr(Expr::Call(call)) => match &call.callee {
                Callee::Expr(callee) if matches!(&**callee, Expr::Member(m) if m.prop.is_ident_with("push")) => {
                    Bound::Pushed
                }
                _ => Bound::Other,
            },
            Node::Prop(ast::PropOrSpread::Prop(prop)) => match &**prop {
                ast::Prop::KeyValue(kv) => property_name(&kv.key).map_or(Bound::Other, Bound::Property),
                _ => Bound::Other,
            },
            Node::Member(ast::ClassMember::ClassProp(p)) => property_name(&p.key).map_or(Bound::Other, Bound::Field),
            _ => {
                let _ = at;
                Bound::Other
            }
        }
    }

    /// The expression that refers to a resource in code that stands in the same scope: its variable, `this.name`.
    /// `None` where nothing holds it.
    pub fn reference_to(&self, resource: &Resource<'p>) -> Option<String> {
        match &resource.bound {
            Bound::Variable(id) => Some(self.binding(*id).name.clone()),
            Bound::Field(name) => Some(format!("this.{name}")),
            _ => None,
        }
    }

    /// Whether `id` is declared by a variable that can hold several resources over time.
    pub fn is_collection(&self, id: BindingId) -> bool {
        matches!(&self.binding(id).origin, Origin::Variable { .. }) && matches!(self.binding_value(id), Value::List(_))
    }
}

/// Classes of providers are resources; those of the SDK itself (`pulumi.Config`) are not.
fn is_resource(symbol: &Symbol) -> bool {
    symbol.is_class() && symbol.package().starts_with("@pulumi/") && symbol.package() != "@pulumi/pulumi"
}

/// Whether a statement runs its body several times.
pub(crate) fn is_loop(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) | Stmt::While(_) | Stmt::DoWhile(_))
}

fn is_condition(node: &Node<'_>) -> bool {
    match node {
        Node::Stmt(Stmt::If(_) | Stmt::Switch(_)) | Node::Expr(Expr::Cond(_)) | Node::Catch(_) => true,
        Node::Expr(Expr::Bin(bin)) => {
            matches!(bin.op, ast::BinaryOp::LogicalAnd | ast::BinaryOp::LogicalOr | ast::BinaryOp::NullishCoalescing)
        }
        _ => false,
    }
}

/// Whether `range` is the part of a condition that is always evaluated.
fn is_test_of(node: &Node<'_>, range: TextRange) -> bool {
    match node {
        Node::Stmt(Stmt::If(s)) => TextRange::of(&*s.test) == range,
        Node::Stmt(Stmt::Switch(s)) => TextRange::of(&*s.discriminant) == range,
        Node::Expr(Expr::Cond(c)) => TextRange::of(&*c.test) == range,
        Node::Expr(Expr::Bin(b)) => TextRange::of(&*b.left) == range,
        _ => false,
    }
}

/// Whether a function is handed to a call as it is written.
pub(crate) fn is_callback(index: &super::FileIndex<'_>, function: NodeId) -> bool {
    let mut around = index.ancestors(function).map(|(_, e)| e.node);
    matches!(around.next(), Some(Node::Expr(Expr::Arrow(_) | Expr::Fn(_))))
        && matches!(around.next(), Some(Node::Expr(Expr::Call(_))))
}

/// Whether a callback runs once an element: everything but `apply` and `then`.
pub(super) fn repeats(index: &super::FileIndex<'_>, function: NodeId) -> bool {
    let call = index.ancestors(function).nth(1).map(|(_, e)| e.node);
    let Some(Node::Expr(Expr::Call(call))) = call else { return false };
    let Callee::Expr(callee) = &call.callee else { return false };
    !matches!(peel(callee), Expr::Member(m) if m.prop.is_ident_with("apply") || m.prop.is_ident_with("then"))
        && !matches!(peel(callee), Expr::Arrow(_) | Expr::Fn(_))
}

impl Function<'_> {
    /// Whether it is a constructor.
    pub fn is_constructor(self) -> bool {
        matches!(self, Function::Constructor(_))
    }
}
