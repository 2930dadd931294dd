//! The walk from a use to its sources. Invariant: it ends, whatever leads back to itself, and after a bounded number of
//! steps.

use std::rc::Rc;

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Callee, Expr, ExprOrSpread, Lit, MemberProp, Prop, PropOrSpread, UnaryOp};

use super::{ANY, End, Hop, Referred, Source, Spot, Trace};
use crate::model::calls::CallSite;
use crate::model::class::FieldValue;
use crate::model::index::Imported;
use crate::model::modules::BindingId;
use crate::model::object::{Property, PropertyValue, first_line, property_of};
use crate::model::value::{Entity, Site, Value};
use crate::model::{FileId, Model, peel};
use crate::source::TextRange;

/// Places that are looked at in one trace; beyond it the value counts as unknown.
const STEPS: usize = 2_000;

/// Functions that turn text into numbers and back, or hand on what they are given.
const HANDS_ON: &[&str] = &["parseInt", "parseFloat", "Number", "String"];
const WRAPPERS: &[&str] = &["pulumi.output", "pulumi.all", "pulumi.secret", "pulumi.unsecret"];

pub(super) type Path = Rc<[String]>;

/// A place that is being looked at: its file and node, the keys that lead on, and the call that it is within.
type Visit = (FileId, usize, Path, Option<(FileId, TextRange)>);

/// How the walk came to where it is.
#[derive(Clone)]
pub(super) struct Way<'p> {
    hops: Vec<Hop<'p>>,
    property: Option<Property<'p>>,
    defaulted: bool,
    /// What to replace to put a value here, and how many keys lead from there.
    spot: Spot<'p>,
    rest: usize,
    /// Whether the walk is only to see what is referred to: the value is hidden behind another.
    hidden: bool,
    /// The calls that it is within, innermost last: what a parameter is given there is what counts.
    calls: Vec<Within<'p>>,
}

/// A function that the walk went into.
#[derive(Clone, Copy)]
struct Within<'p> {
    function: (FileId, TextRange),
    /// The call through which.
    call: CallSite<'p>,
    /// How many references were on the way before.
    hops: usize,
}

impl<'p> Way<'p> {
    fn from(spot: Spot<'p>, rest: usize) -> Self {
        Self { hops: Vec::new(), property: None, defaulted: false, spot, rest, hidden: false, calls: Vec::new() }
    }

    /// The same way, now at `spot`, from which `rest` keys lead on.
    fn at(&self, spot: Spot<'p>, rest: usize) -> Self {
        Self { spot, rest, ..self.clone() }
    }

    /// The call through which the walk came into `function`, and the way before it.
    pub(super) fn left(&self, function: (FileId, TextRange)) -> Option<(CallSite<'p>, Self)> {
        let at = self.calls.iter().rposition(|within| within.function == function)?;
        let mut before = self.clone();
        before.calls.truncate(at);
        before.hops.truncate(self.calls[at].hops);
        Some((self.calls[at].call, before))
    }
}

pub(super) struct Tracer<'m, 'p> {
    pub(super) model: &'m Model<'p>,
    pub(super) trace: Trace<'p>,
    open: Vec<Visit>,
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

    pub(super) fn finish(&mut self, end: End<'p>, way: Way<'p>) {
        if !way.hidden {
            let Way { hops, property, defaulted, .. } = way;
            self.trace.sources.push(Source { end, property, hops, defaulted });
        }
    }

    pub(super) fn unknown(&mut self, why: impl Into<Rc<str>>, way: Way<'p>) {
        self.finish(End::Unknown(why.into()), way);
    }

    fn expr(&mut self, file: FileId, expr: &'p Expr, path: &Path, way: Way<'p>) {
        self.steps += 1;
        let within = way.calls.last().map(|within| (within.call.file, within.call.range));
        let key = (file, expr as *const Expr as usize, Rc::clone(path), within);
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
    pub(super) fn part(&mut self, file: FileId, part: &'p Expr, path: &Path, way: Way<'p>) {
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

    pub(super) fn hop(
        &mut self,
        referred: Referred<'p>,
        file: FileId,
        range: TextRange,
        path: &Path,
        way: &mut Way<'p>,
    ) {
        self.trace.uses.0.insert((file, range));
        let keep = way.rest.min(path.len());
        let rest: Path = path[path.len() - keep..].into();
        way.hops.push(Hop { spot: way.spot, rest, file, range, referred, path: Rc::clone(path) });
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
                let hops = way.hops.len();
                if let Some(binding) = model.binding_of_function(at, f) {
                    self.hop(Referred::Name(binding), file, TextRange::of(peel(callee)), path, &mut way);
                }
                if let Some(node) = model.index(file).expr(expr) {
                    let call = CallSite { file, node, args, range: TextRange::of(expr) };
                    way.calls.push(Within { function: (at, f.range()), call, hops });
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

    pub(super) fn property(&mut self, property: &Property<'p>, path: &Path, mut way: Way<'p>) {
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

fn keys(path: &[&str]) -> Path {
    path.iter().map(|key| key.to_string()).collect()
}

pub(super) fn longer(key: String, path: &Path) -> Path {
    std::iter::once(key).chain(path.iter().cloned()).collect()
}
