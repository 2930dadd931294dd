//! The walk from a use to its sources. Invariant: it ends, whatever leads back to itself, and after a bounded number of
//! steps.

use std::rc::Rc;

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Callee, Expr, ExprOrSpread, Lit, MemberProp, Prop, PropOrSpread, UnaryOp, VarDeclKind};

use super::{ANY, End, Hop, Referred, Source, Spot, Trace};
use crate::model::class::FieldValue;
use crate::model::eval::{EACH, method_call};
use crate::model::index::{Imported, Origin, Step};
use crate::model::modules::BindingId;
use crate::model::object::{Property, PropertyValue, first_line, property_of};
use crate::model::tree::{Function, NameUse, Node};
use crate::model::value::{Entity, Site, Value};
use crate::model::{FileId, Model, NodeId, peel};
use crate::source::TextRange;

/// Places that are looked at in one trace; beyond it the value counts as unknown.
const STEPS: usize = 2_000;

/// Functions that turn text into numbers and back, or hand on what they are given.
const HANDS_ON: &[&str] = &["parseInt", "parseFloat", "Number", "String"];
const WRAPPERS: &[&str] = &["pulumi.output", "pulumi.all", "pulumi.secret", "pulumi.unsecret"];

type Path = Rc<[String]>;

/// How the walk came to where it is.
#[derive(Clone)]
struct Way<'p> {
    hops: Vec<Hop<'p>>,
    property: Option<Property<'p>>,
    defaulted: bool,
    /// What to replace to put a value here, and how many keys lead from there.
    spot: Spot<'p>,
    rest: usize,
    /// Whether the walk is only to see what is referred to: the value is hidden behind another.
    hidden: bool,
}

impl<'p> Way<'p> {
    fn from(spot: Spot<'p>, rest: usize) -> Self {
        Self { hops: Vec::new(), property: None, defaulted: false, spot, rest, hidden: false }
    }

    /// The same way, now at `spot`, from which `rest` keys lead on.
    fn at(&self, spot: Spot<'p>, rest: usize) -> Self {
        Self { spot, rest, ..self.clone() }
    }
}

pub(super) struct Tracer<'m, 'p> {
    model: &'m Model<'p>,
    pub(super) trace: Trace<'p>,
    open: Vec<(FileId, usize, Path)>,
    steps: usize,
}

impl<'m, 'p> Tracer<'m, 'p> {
    pub(super) fn new(model: &'m Model<'p>) -> Self {
        Self { model, trace: Trace::default(), open: Vec::new(), steps: 0 }
    }

    pub(super) fn start(&mut self, file: FileId, node: &'p Expr, path: &[&str]) {
        let way = Way::from(Spot::Expr(Site { file, node }), path.len());
        self.expr(file, node, &keys(path), way);
    }

    /// From `site`, where `source` ended.
    pub(super) fn resume(&mut self, source: &Source<'p>, site: Site<'p, Expr>, path: &[&str]) {
        let mut way = Way::from(Spot::Expr(site), path.len());
        way.hops.clone_from(&source.hops);
        way.defaulted = source.defaulted;
        self.expr(site.file, site.node, &keys(path), way);
    }

    /// From the value of `property` along `path`.
    pub(super) fn start_below(&mut self, property: &Property<'p>, path: &[&str]) {
        let spot = match property.value {
            PropertyValue::Expr(node) => Spot::Expr(Site { file: property.file, node }),
            _ => Spot::Shorthand(*property),
        };
        self.property(property, &keys(path), Way::from(spot, path.len()));
    }

    /// All that was found; a value that only leads back to itself is unknown.
    pub(super) fn into_trace(mut self) -> Trace<'p> {
        if self.trace.sources.is_empty() {
            self.end(End::Unknown("it is defined by itself".into()));
        }
        self.trace
    }

    pub(super) fn end(&mut self, end: End<'p>) {
        self.trace.sources.push(Source { end, property: None, hops: Vec::new(), defaulted: false });
    }

    fn finish(&mut self, end: End<'p>, way: Way<'p>) {
        if !way.hidden {
            let Way { hops, property, defaulted, .. } = way;
            self.trace.sources.push(Source { end, property, hops, defaulted });
        }
    }

    fn unknown(&mut self, why: impl Into<Rc<str>>, way: Way<'p>) {
        self.finish(End::Unknown(why.into()), way);
    }

    fn expr(&mut self, file: FileId, expr: &'p Expr, path: &Path, way: Way<'p>) {
        self.steps += 1;
        let key = (file, expr as *const Expr as usize, Rc::clone(path));
        if self.steps > STEPS || self.open.len() > 200 {
            return self.unknown("it comes from too many places", way);
        }
        if self.open.contains(&key) {
            // What leads back to itself gives nothing that its other sources do not give.
            return;
        }
        self.open.push(key);
        self.step(file, expr, path, way);
        self.open.pop();
    }

    fn step(&mut self, file: FileId, expr: &'p Expr, path: &Path, way: Way<'p>) {
        let inner = peel(expr);
        if !std::ptr::eq(inner, expr) {
            let way = self.moved(file, expr, inner, way);
            return self.expr(file, inner, path, way);
        }
        match expr {
            Expr::Await(e) => self.part(file, &e.arg, path, way),
            Expr::Cond(c) => {
                self.part(file, &c.cons, path, way.clone());
                self.part(file, &c.alt, path, way);
            }
            Expr::Bin(bin) => self.binary(file, expr, bin, path, way),
            Expr::Unary(u) if u.op == UnaryOp::Plus && path.is_empty() => self.part(file, &u.arg, path, way),
            Expr::Ident(ident) => match self.model.index(file).target(ident) {
                Some(local) => self.name(BindingId { file, local }, file, TextRange::of(ident), path, way),
                None if ident.sym == *"undefined" => self.finish(End::Absent, way),
                None => self.unknown(format!("`{}` is not declared in the program", ident.sym), way),
            },
            Expr::Member(member) => self.member(file, expr, member, path, way),
            Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => self.member(file, expr, member, path, way),
                ast::OptChainBase::Call(call) => self.call(file, expr, &call.callee, &call.args, path, way),
            },
            Expr::Call(call) => match &call.callee {
                Callee::Expr(callee) => self.call(file, expr, callee, &call.args, path, way),
                _ => self.leaf(file, expr, path, way),
            },
            Expr::Object(node) if !path.is_empty() => self.object(Site { file, node }, path, way),
            Expr::Array(array) if !path.is_empty() => self.array(file, &array.elems, path, way),
            Expr::Lit(Lit::Null(_)) => self.finish(End::Absent, way),
            _ => self.leaf(file, expr, path, way),
        }
    }

    /// What the expression cannot be followed beyond.
    fn leaf(&mut self, file: FileId, expr: &'p Expr, path: &Path, way: Way<'p>) {
        match self.model.value(file, expr) {
            Value::Undefined | Value::Null => self.finish(End::Absent, way),
            _ if path.is_empty() => self.finish(End::Written(Site { file, node: expr }), way),
            Value::Entity(Entity::Instance(_, class, _), at) if at.is_empty() => {
                self.field(class, file, expr, path, way)
            }
            Value::Unknown(why) => self.finish(End::Unknown(why), way),
            _ => {
                let text = first_line(self.model.text(file, TextRange::of(expr)));
                self.unknown(format!("`{text}` is decided at run time"), way);
            }
        }
    }

    /// A part of an expression that can give its value: it can be replaced alone.
    fn part(&mut self, file: FileId, part: &'p Expr, path: &Path, way: Way<'p>) {
        let way = way.at(Spot::Expr(Site { file, node: part }), path.len());
        self.expr(file, part, path, way);
    }

    /// The way after parentheses and casts: what stands in them is replaced, unless keys lead there from outside.
    fn moved(&self, file: FileId, outer: &'p Expr, inner: &'p Expr, way: Way<'p>) -> Way<'p> {
        match way.spot {
            Spot::Expr(site) if std::ptr::eq(site.node, outer) => {
                let rest = way.rest;
                way.at(Spot::Expr(Site { file, node: inner }), rest)
            }
            _ => way,
        }
    }

    fn binary(&mut self, file: FileId, expr: &'p Expr, bin: &'p ast::BinExpr, path: &Path, way: Way<'p>) {
        match bin.op {
            BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                let before = self.trace.sources.len();
                let mut left = way.clone();
                left.defaulted = true;
                self.part(file, &bin.left, path, left);
                let sources = &mut self.trace.sources;
                let mut at = 0;
                sources.retain(|source| {
                    at += 1;
                    at <= before || !matches!(source.end, End::Absent)
                });
                let is_object = |s: &Source<'p>| s.object().is_some();
                let settled = self.trace.sources.len() > before && self.trace.sources[before..].iter().all(is_object);
                if !settled {
                    self.part(file, &bin.right, path, way);
                }
            }
            BinaryOp::LogicalAnd => {
                self.part(file, &bin.right, path, way.clone());
                self.finish(End::Absent, way);
            }
            _ => self.leaf(file, expr, path, way),
        }
    }

    /// `object.key`, `object[key]`
    fn member(&mut self, file: FileId, expr: &'p Expr, member: &'p ast::MemberExpr, path: &Path, way: Way<'p>) {
        let model = self.model;
        let key = match &member.prop {
            MemberProp::Ident(name) => name.sym.to_string(),
            MemberProp::PrivateName(name) => format!("#{}", name.name),
            MemberProp::Computed(computed) => match model.value(file, &computed.expr) {
                Value::Str(key) => key,
                Value::Number(n) => n.to_string(),
                _ => ANY.to_string(),
            },
        };
        let object = &*member.obj;
        if matches!(object, Expr::This(_)) {
            let node = model.index(file).expr(expr);
            return match node.and_then(|node| model.class_around(file, node)) {
                Some(class) => self.field(class, file, expr, &longer(key, path), way),
                None => self.unknown("`this` is not a class of the program", way),
            };
        }
        match model.value(file, object) {
            Value::Module(module) => match model.exported_binding(module, &Imported::Named(key)) {
                Some(binding) => self.name(binding, file, TextRange::of(member), path, way),
                None => self.leaf(file, expr, path, way),
            },
            Value::Entity(Entity::Resource(_) | Entity::Call(..) | Entity::Made(..), _) => {
                self.leaf(file, expr, path, way);
            }
            Value::Symbol(_) => self.leaf(file, expr, path, way),
            Value::Class(class) => self.field(class, file, expr, &longer(key, path), way),
            Value::Entity(Entity::Instance(_, class, _), at) if at.is_empty() => {
                self.field(class, file, expr, &longer(key, path), way);
            }
            _ => self.expr(file, object, &longer(key, path), way),
        }
    }

    /// The field that `path` starts with, read by `expr`.
    fn field(&mut self, class: Site<'p, ast::Class>, file: FileId, expr: &'p Expr, path: &Path, mut way: Way<'p>) {
        let Some((name, rest)) = path.split_first() else { return self.leaf(file, expr, path, way) };
        let range = TextRange::of(expr);
        self.hop(Referred::Field(class), file, range, path, &mut way);
        let rest: Path = rest.into();
        let values = self.model.field_values(class, name);
        if values.is_empty() {
            return self.unknown(format!("nothing is assigned to `{name}`"), way);
        }
        for value in values {
            match value {
                FieldValue::Expr(site) => self.part(site.file, site.node, &rest, way.clone()),
                FieldValue::Parameter(binding) => {
                    let mut way = way.clone();
                    self.hop(Referred::Name(binding), file, range, &rest, &mut way);
                    self.binding(binding, &rest, way);
                }
            }
        }
    }

    fn hop(&mut self, referred: Referred<'p>, file: FileId, range: TextRange, path: &Path, way: &mut Way<'p>) {
        self.trace.uses.0.insert((file, range));
        let keep = way.rest.min(path.len());
        let rest: Path = path[path.len() - keep..].into();
        way.hops.push(Hop { spot: way.spot, rest, file, range, referred, path: Rc::clone(path) });
    }

    /// The use at `range` of `file` of a name.
    fn name(&mut self, id: BindingId, file: FileId, range: TextRange, path: &Path, mut way: Way<'p>) {
        let model = self.model;
        let real = match &model.binding(id).origin {
            Origin::Import { source, imported, .. } => {
                let module = model.resolve_module(id.file, source);
                match module.and_then(|module| model.exported_binding(module, imported)) {
                    Some(real) => real,
                    None => return self.opaque(id, path, way),
                }
            }
            _ => id,
        };
        self.hop(Referred::Name(real), file, range, path, &mut way);
        self.binding(real, path, way);
    }

    fn opaque(&mut self, id: BindingId, path: &Path, way: Way<'p>) {
        let value = path.iter().fold(self.model.binding_value(id), |value, key| self.model.member(&value, key));
        let why = match value.why_unknown() {
            Some(why) => why.to_string(),
            None => format!("`{}` comes from elsewhere", self.model.binding(id).name),
        };
        self.unknown(why, way);
    }

    /// What a name is given, wherever that is.
    fn binding(&mut self, id: BindingId, path: &Path, way: Way<'p>) {
        let model = self.model;
        match &model.binding(id).origin {
            Origin::Variable { kind, declarator, path: steps } => {
                let mut given = Vec::new();
                if let Some(init) = declarator.init.as_deref() {
                    given.push((init, steps.as_slice()));
                }
                if *kind != VarDeclKind::Const {
                    for used in model.binding(id).uses.iter().filter(|u| u.how == NameUse::Write) {
                        match model.index(id.file).ancestors(used.node).next().map(|(_, e)| e.node) {
                            Some(Node::Expr(Expr::Assign(a))) if a.op == ast::AssignOp::Assign => {
                                given.push((&*a.right, &[]));
                            }
                            _ => self.unknown("it is computed step by step", way.clone()),
                        }
                    }
                }
                if given.is_empty() {
                    let name = &model.binding(id).name;
                    return self.unknown(format!("`{name}` is declared without a value"), way);
                }
                for (init, steps) in given {
                    self.steps(id.file, Given::Expr(id.file, init), steps, path, way.clone());
                }
                self.put_later(id, path, &way);
            }
            Origin::LoopVariable { stmt: ast::Stmt::ForOf(s), path: steps } => {
                let steps: Vec<Step<'p>> =
                    std::iter::once(Step::Key(ANY.into())).chain(steps.iter().cloned()).collect();
                self.steps(id.file, Given::Expr(id.file, &s.right), &steps, path, way);
            }
            Origin::Parameter { function, index, path: steps } => {
                self.parameter(id, *function, *index, steps, path, way);
            }
            Origin::Enum(node) => {
                let named = |m: &&ast::TsEnumMember| match &m.id {
                    ast::TsEnumMemberId::Ident(i) => path.first().is_some_and(|key| *i.sym == **key),
                    ast::TsEnumMemberId::Str(s) => path.first().is_some_and(|key| s.value.to_string_lossy() == *key),
                };
                match node.members.iter().find(named).and_then(|m| m.init.as_deref()) {
                    Some(init) => self.part(id.file, init, &path[1..].into(), way),
                    None => self.unknown("it is a number of an enum", way),
                }
            }
            _ => self.opaque(id, path, way),
        }
    }

    /// What is pushed into a list, or assigned to a property, after the declaration.
    fn put_later(&mut self, id: BindingId, path: &Path, way: &Way<'p>) {
        let Some((first, rest)) = path.split_first() else { return };
        let model = self.model;
        let index = model.index(id.file);
        let rest: Path = rest.into();
        for used in &model.binding(id).uses {
            let mut around = index.ancestors(used.node).map(|(_, e)| e.node);
            match (around.next(), around.next()) {
                (Some(Node::Expr(Expr::Member(m))), Some(Node::Expr(Expr::Call(call))))
                    if first == ANY && (m.prop.is_ident_with("push") || m.prop.is_ident_with("unshift")) =>
                {
                    self.trace.uses.0.insert((id.file, used.range));
                    for argument in &call.args {
                        let path = if argument.spread.is_some() { path } else { &rest };
                        self.part(id.file, &argument.expr, path, way.clone());
                    }
                }
                (Some(Node::Target(ast::SimpleAssignTarget::Member(m))), Some(Node::Expr(Expr::Assign(assign))))
                    if first == ANY || m.prop.is_ident_with(first) || m.prop.is_computed() =>
                {
                    self.trace.uses.0.insert((id.file, used.range));
                    let (range, value) = (TextRange::of(assign), PropertyValue::Expr(&assign.right));
                    self.property(&Property { file: id.file, object: None, range, value }, &rest, way.clone());
                }
                _ => {}
            }
        }
    }

    /// What `given` taken apart by `steps` gives at `path`.
    fn steps(&mut self, file: FileId, given: Given<'p>, steps: &[Step<'p>], path: &Path, way: Way<'p>) {
        let Some((last, before)) = steps.split_last() else {
            return match given {
                Given::Expr(file, expr) => self.part(file, expr, path, way),
                Given::Nothing => self.finish(End::Absent, way),
                Given::Unknown(why) => self.unknown(why, way),
            };
        };
        match last {
            Step::Key(key) => self.steps(file, given, before, &longer(key.clone(), path), way),
            Step::Index(at) => self.steps(file, given, before, &longer(at.to_string(), path), way),
            Step::Default(default) => {
                let from = self.trace.sources.len();
                self.steps(file, given, before, path, way.clone());
                let found = self.trace.sources.split_off(from);
                let certain =
                    !found.is_empty() && found.iter().all(|s| matches!(s.end, End::Written(_)) && !s.defaulted);
                for mut source in found {
                    if !matches!(source.end, End::Absent) {
                        source.defaulted |= !certain;
                        self.trace.sources.push(source);
                    }
                }
                if !certain {
                    self.part(file, default, path, way);
                }
            }
            Step::Rest => self.unknown("it is the rest of an object", way),
            Step::Computed => self.unknown("its key is computed", way),
        }
    }

    fn parameter(
        &mut self,
        id: BindingId,
        function: Function<'p>,
        index: usize,
        steps: &[Step<'p>],
        path: &Path,
        way: Way<'p>,
    ) {
        let model = self.model;
        let tree = model.index(id.file);
        let around: Vec<_> = match tree.function(function) {
            Some(own) => tree.ancestors(own).take(2).map(|(_, e)| e.node).collect(),
            None => Vec::new(),
        };
        if let [Node::Expr(callback), Node::Expr(Expr::Call(call))] = around[..] {
            return self.callback_parameter(id.file, call, callback, index, steps, path, way);
        }
        let calls = model.calls_of(id.file, function);
        if calls.is_empty() {
            let given = Given::Unknown("it is a parameter, and no call that gives it is seen".into());
            return self.steps(id.file, given, steps, path, way);
        }
        for call in calls {
            let given = match call.argument(index) {
                Ok(Some(expr)) => Given::Expr(call.file, expr),
                Ok(None) => Given::Nothing,
                Err(why) => Given::Unknown(why.into()),
            };
            self.steps(id.file, given, steps, path, way.clone());
        }
    }

    #[allow(clippy::too_many_arguments)] // the state of the walk; a struct for it would be used once
    fn callback_parameter(
        &mut self,
        file: FileId,
        call: &'p ast::CallExpr,
        callback: &'p Expr,
        index: usize,
        steps: &[Step<'p>],
        path: &Path,
        way: Way<'p>,
    ) {
        let each = |steps: &[Step<'p>]| -> Vec<Step<'p>> {
            std::iter::once(Step::Key(ANY.into())).chain(steps.iter().cloned()).collect()
        };
        let Callee::Expr(callee) = &call.callee else { return self.unknown("it is a parameter", way) };
        if std::ptr::eq(&**callee, callback) {
            let given = call.args.get(index).map_or(Given::Nothing, |a| Given::Expr(file, &a.expr));
            return self.steps(file, given, steps, path, way);
        }
        match method_call(callee) {
            Some((object, "apply" | "then")) if index == 0 => {
                self.steps(file, Given::Expr(file, object), steps, path, way);
            }
            Some((object, name)) if EACH.contains(&name) && index == 0 => {
                self.steps(file, Given::Expr(file, object), &each(steps), path, way);
            }
            Some((Expr::Ident(global), "from")) if global.sym == *"Array" && index == 0 => match call.args.first() {
                Some(list) => self.steps(file, Given::Expr(file, &list.expr), &each(steps), path, way),
                None => self.unknown("it is a parameter of a callback", way),
            },
            _ => self.unknown("it is a parameter of a callback", way),
        }
    }

    fn call(
        &mut self,
        file: FileId,
        expr: &'p Expr,
        callee: &'p Expr,
        args: &'p [ExprOrSpread],
        path: &Path,
        way: Way<'p>,
    ) {
        let model = self.model;
        let first = args.first().filter(|a| a.spread.is_none()).map(|a| &*a.expr);
        let is_global = |ident: &ast::Ident| model.index(file).target(ident).is_none();
        match (peel(callee), first) {
            (Expr::Ident(name), Some(first)) if is_global(name) && HANDS_ON.contains(&&*name.sym) => {
                return self.part(file, first, path, way);
            }
            (Expr::Member(m), Some(first)) => {
                if let (Expr::Ident(global), MemberProp::Ident(name)) = (&*m.obj, &m.prop)
                    && is_global(global)
                {
                    match (&*global.sym, &*name.sym, path.split_first()) {
                        ("Number", "parseInt" | "parseFloat", _)
                        | ("Object", "freeze", _)
                        | ("Promise", "resolve" | "all", _)
                        | ("Object", "values", _) => return self.part(file, first, path, way),
                        // `[key, value]` of each entry
                        ("Object", "entries", Some((any, rest))) if rest.first().is_some_and(|at| at == "1") => {
                            return self.part(file, first, &longer(any.clone(), &rest[1..].into()), way);
                        }
                        _ => {}
                    }
                }
                if m.prop.is_ident_with("apply") || m.prop.is_ident_with("then") {
                    return self.returned(&model.value(file, first), file, expr, path, way);
                }
                if m.prop.is_ident_with("map") && path.first().is_some_and(|key| key == ANY) {
                    return self.returned(&model.value(file, first), file, expr, &path[1..].into(), way);
                }
            }
            _ => {}
        }
        match model.value(file, callee) {
            Value::Symbol(symbol) if WRAPPERS.iter().any(|name| symbol.is(name)) => match first {
                Some(first) => self.part(file, first, path, way),
                None => self.finish(End::Absent, way),
            },
            function @ Value::Function(at, f) => {
                let mut way = way;
                if let Some(binding) = model.binding_of_function(at, f) {
                    self.hop(Referred::Name(binding), file, TextRange::of(peel(callee)), path, &mut way);
                }
                self.returned(&function, file, expr, path, way);
            }
            _ => self.leaf(file, expr, path, way),
        }
    }

    /// What a call of `function`, which `expr` is, gives.
    fn returned(&mut self, function: &Value<'p>, file: FileId, expr: &'p Expr, path: &Path, way: Way<'p>) {
        let Value::Function(at, function) = function else { return self.leaf(file, expr, path, way) };
        if let Some(body) = function.expression() {
            return self.part(*at, body, path, way);
        }
        let returns = self.model.returns(*at, *function);
        if returns.is_empty() {
            return self.finish(End::Absent, way);
        }
        for value in returns {
            match value {
                Some(value) => self.part(*at, value, path, way.clone()),
                None => self.finish(End::Absent, way.clone()),
            }
        }
    }

    fn property(&mut self, property: &Property<'p>, path: &Path, mut way: Way<'p>) {
        if path.is_empty() && way.property.is_none() {
            way.property = Some(*property);
        }
        match property.value {
            PropertyValue::Expr(expr) => self.part(property.file, expr, path, way),
            PropertyValue::Shorthand(ident) => {
                let file = property.file;
                let way = way.at(Spot::Shorthand(*property), path.len());
                match self.model.index(file).target(ident) {
                    Some(local) => self.name(BindingId { file, local }, file, TextRange::of(ident), path, way),
                    None if ident.sym == *"undefined" => self.finish(End::Absent, way),
                    None => self.unknown(format!("`{}` is not declared in the program", ident.sym), way),
                }
            }
            PropertyValue::Function(_) => self.unknown("it is computed by a function", way),
        }
    }

    /// The last entry wins, as it does at run time; what stands before it is hidden.
    fn object(&mut self, site: Site<'p, ast::ObjectLit>, path: &Path, way: Way<'p>) {
        let Some((key, rest)) = path.split_first() else { return };
        let rest: Path = rest.into();
        let mut way = way;
        let mut found = way.hidden;
        for entry in site.node.props.iter().rev() {
            way.hidden = found;
            match entry {
                PropOrSpread::Spread(spread) => {
                    let from = self.trace.sources.len();
                    let spot = Spot::Spread(site, &spread.expr);
                    self.expr(site.file, &spread.expr, path, way.at(spot, path.len()));
                    let given = self.trace.sources.split_off(from);
                    // One that may give nothing lets what stands before it through.
                    let sure = !given.is_empty() && given.iter().all(|s| matches!(s.end, End::Written(_)));
                    self.trace.sources.extend(given.into_iter().filter(|s| !matches!(s.end, End::Absent)));
                    found |= sure && key != ANY;
                }
                PropOrSpread::Prop(prop) => match property_of(site, entry) {
                    Some((name, property)) if key == ANY || name == *key => {
                        if !found {
                            self.property(&property, &rest, way.clone());
                        }
                        found |= key != ANY;
                    }
                    Some(_) => {}
                    None if !found && !matches!(**prop, Prop::Setter(_) | Prop::Assign(_)) => {
                        found |= self.computed(site, prop, key, &rest, &way);
                    }
                    None => {}
                },
            }
        }
        if !found && key != ANY {
            way.hidden = false;
            self.finish(End::Absent, way);
        }
    }

    /// An entry whose key is computed; whether it is the one that is looked for.
    fn computed(
        &mut self,
        site: Site<'p, ast::ObjectLit>,
        prop: &'p Prop,
        key: &str,
        rest: &Path,
        way: &Way<'p>,
    ) -> bool {
        let Prop::KeyValue(kv) = prop else { return false };
        let ast::PropName::Computed(computed) = &kv.key else { return false };
        match self.model.value(site.file, &computed.expr) {
            Value::Str(name) if key != ANY && name != key => false,
            Value::Str(_) => {
                let range = TextRange::of(prop);
                let value = PropertyValue::Expr(&kv.value);
                self.property(&Property { file: site.file, object: Some(site), range, value }, rest, way.clone());
                key != ANY
            }
            _ if key == ANY => {
                self.part(site.file, &kv.value, rest, way.clone());
                false
            }
            _ => {
                self.unknown("a key of the object is computed", way.clone());
                true
            }
        }
    }

    fn array(&mut self, file: FileId, elements: &'p [Option<ExprOrSpread>], path: &Path, way: Way<'p>) {
        let Some((key, rest)) = path.split_first() else { return };
        let rest: Path = rest.into();
        let spread = elements.iter().flatten().any(|e| e.spread.is_some());
        match key.parse::<usize>() {
            Ok(at) if !spread => match elements.get(at) {
                Some(Some(element)) => self.part(file, &element.expr, &rest, way),
                _ => self.finish(End::Absent, way),
            },
            Err(_) if key != ANY => self.unknown(format!("`{key}` of a list is computed"), way),
            _ => {
                let each = longer(ANY.into(), &rest);
                for element in elements.iter().flatten() {
                    let path = if element.spread.is_some() { &each } else { &rest };
                    self.part(file, &element.expr, path, way.clone());
                }
            }
        }
    }
}

/// What a parameter or a variable is given.
enum Given<'p> {
    Expr(FileId, &'p Expr),
    Nothing,
    Unknown(Rc<str>),
}

fn keys(path: &[&str]) -> Path {
    path.iter().map(|key| key.to_string()).collect()
}

fn longer(key: String, path: &Path) -> Path {
    std::iter::once(key).chain(path.iter().cloned()).collect()
}

/// The entry of an expression that a reference at `range` is.
pub(super) fn entry_of(model: &Model<'_>, file: FileId, range: TextRange) -> Option<NodeId> {
    model.index(file).innermost(range)
}
