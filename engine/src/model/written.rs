//! Where values are written. Invariant: what is handed out is the expression, element or property whose change changes
//! the value; where the way there forks or can't be seen, the last expression that is sure.

use swc_ecma_ast as ast;
use swc_ecma_ast::{ArrayLit, BinaryOp, CallExpr, Callee, Expr, MemberProp, ObjectLit, PropOrSpread, VarDeclKind};

use super::calls::peel;
use super::index::{Origin, Step};
use super::modules::BindingId;
use super::object::{Property, PropertyValue, property_of};
use super::resource::{Args, Resource};
use super::tree::{Function, Node};
use super::value::{Entity, Site, Value};
use super::{FileId, Model, NodeId};

/// How far names are followed.
pub(super) const DEPTH: usize = 32;

/// How many elements are taken apart; no list that people write has more.
const MOST: usize = 4096;

/// Where the value of an expression is written.
#[derive(Clone, Debug)]
pub struct Written<'p> {
    /// The file.
    pub file: FileId,
    /// The expression, without parentheses and casts.
    pub expr: &'p Expr,
    /// The names that lead to it: constants, parameters, objects that hold it.
    pub via: Vec<BindingId>,
}

/// What an element is an element of.
#[derive(Clone, Copy, Debug)]
pub enum ElementOf<'p> {
    /// An array literal, at this place.
    Array(Site<'p, ArrayLit>, usize),
    /// An argument of `list.push(...)`, at this place.
    Push(Site<'p, CallExpr>, usize),
    /// It is the value itself: no list, or one that is not written as an array.
    Whole,
}

/// An element of a list, where it is written.
#[derive(Clone, Debug)]
pub struct Element<'p> {
    /// The file.
    pub file: FileId,
    /// The element, without the dots of a spread.
    pub expr: &'p Expr,
    /// Whether it stands for several, in a way that can't be taken apart: a spread, or a whole list.
    pub spread: bool,
    /// What it is an element of.
    pub of: ElementOf<'p>,
    /// The names that lead to it: constants, parameters, objects that hold it.
    pub via: Vec<BindingId>,
}

impl<'p> Model<'p> {
    /// Where the value of `expr` is written: constants, imports, fields of known objects, and parameters that one call
    /// gives are followed.
    pub fn written(&self, file: FileId, expr: &'p Expr) -> Written<'p> {
        let mut at = Written { file, expr: bare(expr), via: Vec::new() };
        for _ in 0..DEPTH {
            let Some((next, via)) = self.step_to_source(at.file, at.expr) else { break };
            at.file = next.file;
            at.expr = bare(next.node);
            at.via.extend(via);
        }
        at
    }

    fn step_to_source(&self, file: FileId, expr: &'p Expr) -> Option<(Site<'p, Expr>, Vec<BindingId>)> {
        match expr {
            Expr::Ident(ident) => {
                let id = BindingId { file, local: self.index(file).target(ident)? };
                self.source_of_binding(id, DEPTH)
            }
            Expr::Member(member) => {
                let MemberProp::Ident(name) = &member.prop else { return None };
                let object @ Value::Object(_) = self.value(file, &member.obj) else { return None };
                let root = self.root_of(file, &member.obj)?;
                let (site, mut via) = self.source_of_property(&self.property(&object, &name.sym).found()?, DEPTH)?;
                via.insert(0, root);
                Some((site, via))
            }
            _ => None,
        }
    }

    /// `x` of `x.y.z`.
    fn root_of(&self, file: FileId, expr: &'p Expr) -> Option<BindingId> {
        match peel(expr) {
            Expr::Ident(ident) => Some(self.declared_at(BindingId { file, local: self.index(file).target(ident)? })),
            Expr::Member(member) => self.root_of(file, &member.obj),
            _ => None,
        }
    }

    /// The binding that an import leads to; itself where it is no import.
    pub fn declared_at(&self, id: BindingId) -> BindingId {
        match &self.binding(id).origin {
            Origin::Import { source, imported, .. } => {
                self.resolve_module(id.file, source).and_then(|m| self.exported_binding(m, imported)).unwrap_or(id)
            }
            _ => id,
        }
    }

    /// The expression that a name stands for, where there is one, and the names that lead there.
    pub(super) fn source_of_binding(&self, id: BindingId, depth: usize) -> Option<(Site<'p, Expr>, Vec<BindingId>)> {
        let depth = depth.checked_sub(1)?;
        let id = self.declared_at(id);
        let binding = self.binding(id);
        let (site, path): (Site<'p, Expr>, &[Step<'p>]) = match &binding.origin {
            Origin::Variable { kind, declarator, path } if *kind == VarDeclKind::Const || !binding.is_reassigned() => {
                (Site { file: id.file, node: declarator.init.as_deref()? }, path)
            }
            Origin::Parameter { function, index, path } => {
                let calls = self.calls_of(id.file, *function);
                let [call] = calls.as_slice() else { return None };
                (Site { file: call.file, node: call.argument(*index).ok()?? }, path)
            }
            _ => return None,
        };
        path.iter().try_fold((site, vec![id]), |(site, mut via), step| match step {
            Step::Key(name) => {
                let property = self.property(&self.value(site.file, site.node), name).found()?;
                let (site, more) = self.source_of_property(&property, depth)?;
                via.extend(more);
                Some((site, via))
            }
            _ => None,
        })
    }

    fn source_of_property(&self, property: &Property<'p>, depth: usize) -> Option<(Site<'p, Expr>, Vec<BindingId>)> {
        match property.value {
            PropertyValue::Expr(node) => Some((Site { file: property.file, node }, Vec::new())),
            PropertyValue::Shorthand(ident) => {
                let local = self.index(property.file).target(ident)?;
                self.source_of_binding(BindingId { file: property.file, local }, depth)
            }
            PropertyValue::Function(_) => None,
        }
    }

    /// Where the value of a property is written; `None` for methods and what no name leads to.
    pub fn written_property(&self, property: &Property<'p>) -> Option<Written<'p>> {
        match property.value {
            PropertyValue::Expr(expr) => Some(self.written(property.file, expr)),
            PropertyValue::Shorthand(ident) => {
                let id = BindingId { file: property.file, local: self.index(property.file).target(ident)? };
                let (site, via) = self.source_of_binding(id, DEPTH)?;
                let mut written = self.written(site.file, site.node);
                written.via.splice(0..0, via);
                Some(written)
            }
            PropertyValue::Function(_) => None,
        }
    }

    /// The elements of a list, where they are written: spreads of known arrays, both arms of conditions, and what is
    /// pushed are taken apart.
    pub fn elements(&self, file: FileId, expr: &'p Expr) -> Vec<Element<'p>> {
        let mut out = Vec::new();
        let whole = Element { file, expr, spread: false, of: ElementOf::Whole, via: Vec::new() };
        self.take_apart(&whole, DEPTH, &mut out);
        out
    }

    /// The elements of a property's value, as [`Model::elements`] gives them.
    pub fn property_elements(&self, property: &Property<'p>) -> Vec<Element<'p>> {
        match (property.value, self.written_property(property)) {
            (PropertyValue::Expr(expr), _) => self.elements(property.file, expr),
            (_, Some(written)) => {
                let mut out = Vec::new();
                let via = written.via;
                let whole =
                    Element { file: written.file, expr: written.expr, spread: false, of: ElementOf::Whole, via };
                for id in whole.via.clone() {
                    self.pushed_elements(id, &whole.via, &mut out);
                }
                let pushed = out.len();
                self.take_apart(&whole, DEPTH, &mut out);
                out.rotate_left(pushed);
                out
            }
            _ => Vec::new(),
        }
    }

    /// Adds what `element` consists of: its own elements where it is written as a list, else itself.
    fn take_apart(&self, element: &Element<'p>, depth: usize, out: &mut Vec<Element<'p>>) {
        let written = self.written(element.file, element.expr);
        let via: Vec<BindingId> = element.via.iter().chain(&written.via).copied().collect();
        let inner = |expr: &'p Expr| Element { file: written.file, expr, via: via.clone(), ..element.clone() };
        let looped = written.via.iter().any(|id| element.via.contains(id));
        if depth == 0 || looped || out.len() > MOST {
            out.push(element.clone());
            return;
        }
        match written.expr {
            Expr::Array(array) => {
                let site = Site { file: written.file, node: array };
                for (at, item) in array.elems.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let spread = item.spread.is_some();
                    let one = Element { spread, of: ElementOf::Array(site, at), ..inner(&item.expr) };
                    if spread { self.take_apart(&one, depth - 1, out) } else { out.push(one) }
                }
                for id in &written.via {
                    self.pushed_elements(*id, &via, out);
                }
            }
            Expr::Cond(cond) => {
                self.take_apart(&inner(&cond.cons), depth - 1, out);
                self.take_apart(&inner(&cond.alt), depth - 1, out);
            }
            Expr::Bin(bin) if matches!(bin.op, BinaryOp::NullishCoalescing | BinaryOp::LogicalOr) => {
                self.take_apart(&inner(&bin.left), depth - 1, out);
                self.take_apart(&inner(&bin.right), depth - 1, out);
            }
            Expr::Bin(bin) if bin.op == BinaryOp::LogicalAnd => self.take_apart(&inner(&bin.right), depth - 1, out),
            Expr::Call(call) => match self.list_wrapped(written.file, call) {
                Some(lists) => lists.into_iter().for_each(|list| self.take_apart(&inner(list), depth - 1, out)),
                None => out.push(element.clone()),
            },
            _ if matches!(self.value(written.file, written.expr), Value::Undefined) && element.spread => {}
            _ => out.push(element.clone()),
        }
    }

    /// The lists that a call only hands on: `pulumi.all(xs)`, `xs.filter(...)`, `xs.concat(ys)`.
    fn list_wrapped(&self, file: FileId, call: &'p CallExpr) -> Option<Vec<&'p Expr>> {
        const WRAPPERS: &[&str] = &["pulumi.output", "pulumi.all", "pulumi.secret"];
        let Callee::Expr(callee) = &call.callee else { return None };
        let first = || call.args.first().filter(|a| a.spread.is_none()).map(|a| &*a.expr);
        if let Value::Symbol(symbol) = self.value(file, callee) {
            return WRAPPERS
                .iter()
                .any(|name| symbol.is(name))
                .then(first)?
                .filter(|e| self.is_list(file, e))
                .map(|e| vec![e]);
        }
        let Expr::Member(member) = peel(callee) else { return None };
        let MemberProp::Ident(name) = &member.prop else { return None };
        match &*name.sym {
            "filter" | "slice" if self.is_list(file, &member.obj) => Some(vec![&member.obj]),
            "concat" if self.is_list(file, &member.obj) => {
                let all = call.args.iter().all(|a| a.spread.is_none() && self.is_list(file, &a.expr));
                all.then(|| std::iter::once(&*member.obj).chain(call.args.iter().map(|a| &*a.expr)).collect())
            }
            "all" if matches!(&*member.obj, Expr::Ident(i) if i.sym == *"Promise") => {
                first().filter(|e| self.is_list(file, e)).map(|e| vec![e])
            }
            _ => None,
        }
    }

    fn is_list(&self, file: FileId, expr: &'p Expr) -> bool {
        matches!(self.value(file, expr), Value::List(_))
    }

    /// What `name.push(...)` adds to the list that a name holds.
    fn pushed_elements(&self, id: BindingId, via: &[BindingId], out: &mut Vec<Element<'p>>) {
        let index = self.index(id.file);
        for used in &self.binding(id).uses {
            let Some(ident) = index.innermost(used.range) else { continue };
            let mut around = index.ancestors(ident).map(|(_, entry)| entry.node);
            let (Some(Node::Expr(Expr::Member(member))), Some(Node::Expr(Expr::Call(call)))) =
                (around.next(), around.next())
            else {
                continue;
            };
            let is_callee =
                matches!(&call.callee, Callee::Expr(c) if matches!(&**c, Expr::Member(m) if std::ptr::eq(m, member)));
            if !is_callee || !(member.prop.is_ident_with("push") || member.prop.is_ident_with("unshift")) {
                continue;
            }
            let site = Site { file: id.file, node: call };
            out.extend(call.args.iter().enumerate().map(|(at, arg)| Element {
                file: id.file,
                expr: &arg.expr,
                spread: arg.spread.is_some(),
                of: ElementOf::Push(site, at),
                via: via.to_vec(),
            }));
        }
    }

    /// What `list.map(callback)` makes of each element, where the callback gives one expression.
    pub fn mapped(&self, file: FileId, expr: &'p Expr) -> Option<(Site<'p, Expr>, Function<'p>)> {
        let written = self.written(file, expr);
        let Expr::Call(call) = written.expr else { return None };
        let Callee::Expr(callee) = &call.callee else { return None };
        let Expr::Member(member) = peel(callee) else { return None };
        if !member.prop.is_ident_with("map") {
            return None;
        }
        let Value::Function(file, function) = self.value(written.file, &call.args.first()?.expr) else { return None };
        self.result_of(file, function).map(|result| (result, function))
    }

    /// The one expression that a function gives.
    pub fn result_of(&self, file: FileId, function: Function<'p>) -> Option<Site<'p, Expr>> {
        if let Some(node) = function.expression() {
            return Some(Site { file, node: peel(node) });
        }
        match self.returns(file, function).as_slice() {
            [Some(node)] => Some(Site { file, node: peel(node) }),
            _ => None,
        }
    }

    /// Every place that writes the property `name` of an object, spreads of known objects followed; those of a spread
    /// that can't be seen are not among them.
    pub fn written_in_object(&self, object: Site<'p, ObjectLit>, name: &str) -> Vec<Property<'p>> {
        let mut out = Vec::new();
        for entry in &object.node.props {
            match entry {
                PropOrSpread::Prop(_) => {
                    out.extend(property_of(object, entry).filter(|(key, _)| key == name).map(|(_, p)| p));
                }
                PropOrSpread::Spread(spread) => {
                    for choice in self.spread_value(object, &spread.expr).choices() {
                        if let Value::Object(inner) = choice {
                            out.extend(self.written_in_object(*inner, name));
                        }
                    }
                }
            }
        }
        out
    }

    /// Every place that writes the argument `name` of a resource: in its literal, in what that spreads, and where it is
    /// assigned to a variable that holds the arguments, under a condition or not.
    pub fn written_arguments(&self, resource: &Resource<'p>, name: &str) -> Vec<Property<'p>> {
        match self.args(resource) {
            Args::Literal(site) => self.written_in_object(site, name),
            Args::Variable(id, site) => {
                let mut out = self.written_in_object(site, name);
                out.extend(self.assignments_to(id, name));
                out
            }
            Args::None | Args::Unknown(_) => Vec::new(),
        }
    }

    /// Every place that writes the option `name` in options that `expr` gives: literals, variables and what is assigned
    /// to them, `pulumi.mergeOptions`.
    pub fn written_options(&self, file: FileId, expr: &'p Expr, name: &str) -> Vec<Property<'p>> {
        let mut out = Vec::new();
        if let Expr::Ident(ident) = peel(expr)
            && let Some(local) = self.index(file).target(ident)
        {
            out.extend(self.assignments_to(BindingId { file, local }, name));
        }
        for choice in self.value(file, expr).choices() {
            match choice {
                Value::Object(site) => {
                    out.extend(self.written_in_object(*site, name));
                    out.extend(self.spread_options(*site, name));
                }
                Value::Entity(Entity::Call(symbol, call), _) if symbol.is("pulumi.mergeOptions") => {
                    let given = call.node.args.iter().filter(|argument| argument.spread.is_none());
                    out.extend(given.flat_map(|argument| self.written_options(call.file, &argument.expr, name)));
                }
                _ => {}
            }
        }
        out
    }

    /// The option where an object spreads `pulumi.mergeOptions(...)`.
    fn spread_options(&self, object: Site<'p, ObjectLit>, name: &str) -> Vec<Property<'p>> {
        let spreads = object.node.props.iter().filter_map(PropOrSpread::as_spread);
        let merged = spreads.filter(|spread| matches!(self.value(object.file, &spread.expr), Value::Entity(..)));
        merged.flat_map(|spread| self.written_options(object.file, &spread.expr, name)).collect()
    }

    /// `variable.name = value`, wherever the variable is in scope.
    fn assignments_to(&self, id: BindingId, name: &str) -> Vec<Property<'p>> {
        let index = self.index(id.file);
        let assigned = |node: NodeId| {
            let mut around = index.ancestors(node).map(|(_, entry)| entry.node);
            let (Some(Node::Target(ast::SimpleAssignTarget::Member(member))), Some(Node::Expr(Expr::Assign(assign)))) =
                (around.next(), around.next())
            else {
                return None;
            };
            member.prop.is_ident_with(name).then_some(Property {
                file: id.file,
                object: None,
                range: crate::source::TextRange::of(assign),
                value: PropertyValue::Expr(&assign.right),
            })
        };
        let uses = self.binding(id).uses.iter().filter_map(|used| index.innermost(used.range));
        uses.filter_map(assigned).collect()
    }
}

/// `expr` without parentheses, casts and `await`.
fn bare(expr: &Expr) -> &Expr {
    match peel(expr) {
        Expr::Await(e) => bare(&e.arg),
        other => other,
    }
}
