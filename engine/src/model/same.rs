//! Whether two expressions give the same at run time. Invariant: "the same" is said only where both lead to one place or
//! are spelled alike from such; "another" only where known characters differ.
//!
//! Both are taken to run in one turn of what is around them: who compares across functions asks first whether each runs
//! once ([`Model::runs_once`]).

use std::cell::Cell;

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, ExprOrSpread, MemberProp, OptChainBase, Prop, PropOrSpread};

use super::calls::peel;
use super::class::FieldValue;
use super::eval::method_call;
use super::index::{Origin, Step};
use super::modules::BindingId;
use super::symbol::Symbol;
use super::text::Piece;
use super::tree::{Function, Node};
use super::value::{Entity, Site, Value};
use super::written::DEPTH;
use super::{FileId, Model, NodeId};

/// Whether two things are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Same {
    /// They are.
    Yes,
    /// They are not.
    No,
    /// The source does not tell, for this reason (lower-case, without a full stop).
    Unknown(String),
}

impl Same {
    /// The same question asked of two pairs: both, or one that is not, or one that can't be told.
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Same::Yes => other(),
            Same::No => Same::No,
            unknown => match other() {
                Same::No => Same::No,
                _ => unknown,
            },
        }
    }
}

/// How many pairs one question may look at; beyond it nothing is said to be the same.
const PAIRS: usize = 10_000;

/// Methods of texts that give the same for the same.
const OF_TEXT: &[&str] =
    &["toLowerCase", "toUpperCase", "trim", "replace", "replaceAll", "slice", "substring", "concat", "toString"];

impl<'p> Model<'p> {
    /// Whether two texts are the same.
    pub fn same_text(&self, a: &[Piece<'p>], b: &[Piece<'p>]) -> Same {
        self.same_pieces(a, b, DEPTH, &Cell::new(PAIRS))
    }

    fn same_pieces(&self, a: &[Piece<'p>], b: &[Piece<'p>], depth: usize, left: &Cell<usize>) -> Same {
        let (mut a, mut b) = (a.to_vec(), b.to_vec());
        for from_end in [false, true] {
            let same = |x, y| self.same_within(x, y, depth, left);
            if strip_common(&mut a, &mut b, from_end, &same) {
                return Same::No;
            }
        }
        let has_text = |rest: &[Piece<'p>]| rest.iter().any(|piece| matches!(piece, Piece::Known(_)));
        match (a.is_empty(), b.is_empty()) {
            (true, true) => Same::Yes,
            (true, false) if has_text(&b) => Same::No,
            (false, true) if has_text(&a) => Same::No,
            _ => {
                let unread = a.iter().chain(&b).find(|piece| !matches!(piece, Piece::Known(_)));
                Same::Unknown(unread.map_or_else(String::new, |piece| self.why_open(piece)))
            }
        }
    }

    fn why_open(&self, piece: &Piece<'p>) -> String {
        match piece {
            Piece::Hole(site) => {
                let text = self.text(site.file, crate::source::TextRange::of(site.node));
                format!("`{}` is decided at run time", super::object::first_line(text))
            }
            Piece::Unread(why) => why.to_string(),
            Piece::Known(_) => String::new(),
        }
    }

    /// Whether two texts have the same words around what a run decides, so that they may well be meant to be the same.
    pub fn alike(&self, a: &[Piece<'p>], b: &[Piece<'p>]) -> bool {
        let words = |pieces: &[Piece<'p>]| -> Vec<String> {
            let known = pieces.iter().filter_map(|piece| match piece {
                Piece::Known(text) => Some(text.clone()),
                _ => None,
            });
            known.collect()
        };
        let (a, b) = (words(a), words(b));
        a == b && a.iter().any(|text| text.chars().any(char::is_alphanumeric))
    }

    /// Whether two expressions surely give the same.
    pub fn same_value(&self, a: Site<'p, Expr>, b: Site<'p, Expr>) -> bool {
        self.same_within(a, b, DEPTH, &Cell::new(PAIRS))
    }

    fn same_within(&self, a: Site<'p, Expr>, b: Site<'p, Expr>, depth: usize, left: &Cell<usize>) -> bool {
        let (Some(depth), Some(fewer)) = (depth.checked_sub(1), left.get().checked_sub(1)) else { return false };
        left.set(fewer);
        let (a, b) = (self.source_of(a), self.source_of(b));
        if a == b {
            return true;
        }
        if let (Value::Str(x), Value::Str(y)) = (self.value(a.file, a.node), self.value(b.file, b.node)) {
            return x == y;
        }
        let same = |x: &'p Expr, y: &'p Expr| {
            self.same_within(Site { file: a.file, node: x }, Site { file: b.file, node: y }, depth, left)
        };
        match (a.node, b.node) {
            (Expr::Ident(x), Expr::Ident(y)) => self.same_name(a.file, x, b.file, y),
            (Expr::This(_), Expr::This(_)) => {
                let class = |site: Site<'p, Expr>| self.class_around(site.file, self.index(site.file).expr(site.node)?);
                class(a).is_some_and(|x| class(b) == Some(x))
            }
            (Expr::Member(x), Expr::Member(y)) => same_key(&x.prop, &y.prop, &same) && same(&x.obj, &y.obj),
            (Expr::OptChain(x), Expr::OptChain(y)) => match (&*x.base, &*y.base) {
                (OptChainBase::Member(x), OptChainBase::Member(y)) => {
                    same_key(&x.prop, &y.prop, &same) && same(&x.obj, &y.obj)
                }
                _ => false,
            },
            (Expr::Bin(x), Expr::Bin(y)) => x.op == y.op && same(&x.left, &y.left) && same(&x.right, &y.right),
            (Expr::Cond(x), Expr::Cond(y)) => same(&x.test, &y.test) && same(&x.cons, &y.cons) && same(&x.alt, &y.alt),
            (Expr::Tpl(_) | Expr::TaggedTpl(_), Expr::Tpl(_) | Expr::TaggedTpl(_)) => {
                let (x, y) = (self.text_pieces(a.file, a.node), self.text_pieces(b.file, b.node));
                let is_whole =
                    |pieces: &[Piece<'p>], site: Site<'p, Expr>| matches!(pieces, [Piece::Hole(only)] if *only == site);
                !is_whole(&x, a) && !is_whole(&y, b) && self.same_pieces(&x, &y, depth, left) == Same::Yes
            }
            (Expr::Call(x), Expr::Call(y)) => {
                let callees = matches!((&x.callee, &y.callee), (Callee::Expr(x), Callee::Expr(y)) if same(x, y));
                callees && self.repeats_itself(a.file, x, depth) && same_arguments(&x.args, &y.args, &same)
            }
            (Expr::New(x), Expr::New(y)) => {
                let none: &[ExprOrSpread] = &[];
                let args = |args: &'p Option<Vec<ExprOrSpread>>| args.as_deref().unwrap_or(none);
                let is_config =
                    matches!(self.value(a.file, &x.callee), Value::Symbol(symbol) if symbol.is("pulumi.Config"));
                is_config && same(&x.callee, &y.callee) && same_arguments(args(&x.args), args(&y.args), &same)
            }
            (Expr::Object(x), Expr::Object(y)) => {
                x.props.len() == y.props.len() && x.props.iter().zip(&y.props).all(|(x, y)| same_entry(x, y, &same))
            }
            _ => false,
        }
    }

    fn same_name(&self, file: FileId, a: &'p ast::Ident, other: FileId, b: &'p ast::Ident) -> bool {
        let binding = |file: FileId, ident| {
            self.index(file).target(ident).map(|local| self.declared_at(BindingId { file, local }))
        };
        match (binding(file, a), binding(other, b)) {
            (Some(x), Some(y)) if x == y => !self.binding(x).is_reassigned(),
            (Some(x), Some(y)) => match (self.binding_value(x), self.binding_value(y)) {
                (Value::Symbol(x), Value::Symbol(y)) => x == y,
                _ => false,
            },
            // A name of the platform.
            (None, None) => a.sym == b.sym,
            _ => false,
        }
    }

    /// Where the value of an expression comes from: as [`Model::written`], and through fields of the own class, what
    /// the callback of an `apply` is handed, functions that take nothing, and what only wraps.
    pub(super) fn source_of(&self, site: Site<'p, Expr>) -> Site<'p, Expr> {
        self.source_within(site, DEPTH)
    }

    fn source_within(&self, site: Site<'p, Expr>, depth: usize) -> Site<'p, Expr> {
        let mut at = site;
        for depth in (0..depth).rev() {
            let written = self.written(at.file, at.node);
            at = Site { file: written.file, node: written.expr };
            match self.behind(at, depth) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    fn behind(&self, site: Site<'p, Expr>, depth: usize) -> Option<Site<'p, Expr>> {
        let Site { file, node } = site;
        match node {
            Expr::Ident(ident) => self.applied(BindingId { file, local: self.index(file).target(ident)? }),
            Expr::Member(member) if matches!(&*member.obj, Expr::This(_)) => {
                let class = self.class_around(file, self.index(file).expr(node)?)?;
                let name = member.prop.as_ident()?;
                match self.field_values(class, &name.sym).as_slice() {
                    [FieldValue::Expr(only)] => Some(*only),
                    [FieldValue::Parameter(id)] => self.source_of_binding(*id, DEPTH).map(|(site, _)| site),
                    _ => None,
                }
            }
            Expr::Member(member) => {
                let object = self.source_within(Site { file, node: &member.obj }, depth);
                let node = object.node.as_object()?;
                let name = member.prop.as_ident()?;
                let property = self.object_property(Site { file: object.file, node }, &name.sym).found()?;
                let written = self.written_property(&property)?;
                Some(Site { file: written.file, node: written.expr })
            }
            Expr::Call(call) => {
                let callee = call.callee.as_expr()?;
                if call.args.is_empty()
                    && let Value::Function(at, function) = self.value(file, callee)
                    && function.parameters().next().is_none()
                {
                    return self.result_of(at, function);
                }
                let first = call.args.first().filter(|a| a.spread.is_none()).map(|a| &*a.expr)?;
                if let Some((_, "apply" | "then")) = method_call(callee)
                    && let Value::Function(at, function) = self.value(file, first)
                {
                    return self.result_of(at, function);
                }
                let wraps = |symbol: &Symbol| symbol.is("pulumi.output") || symbol.is("pulumi.secret");
                match self.value(file, callee) {
                    Value::Symbol(symbol) if wraps(&symbol) => Some(Site { file, node: first }),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What the callback of an `apply` is handed under a name.
    fn applied(&self, id: BindingId) -> Option<Site<'p, Expr>> {
        let Origin::Parameter { function, index: 0, path } = &self.binding(id).origin else { return None };
        let tree = self.index(id.file);
        let own = tree.function(*function)?;
        let Node::Expr(Expr::Call(call)) = tree.ancestors(own).nth(1)?.1.node else { return None };
        let (object, "apply" | "then") = method_call(call.callee.as_expr()?)? else { return None };
        path.iter().try_fold(Site { file: id.file, node: object }, |site, step| {
            let given = self.all_of(site)?;
            match (step, peel(given.node)) {
                (Step::Index(at), Expr::Array(list)) if list.elems.iter().flatten().all(|e| e.spread.is_none()) => {
                    Some(Site { file: given.file, node: &*list.elems.get(*at)?.as_ref()?.expr })
                }
                (Step::Key(name), Expr::Object(object)) => {
                    let property = self.object_property(Site { file: given.file, node: object }, name).found()?;
                    let written = self.written_property(&property)?;
                    Some(Site { file: written.file, node: written.expr })
                }
                _ => None,
            }
        })
    }

    /// What `pulumi.all` is given, where `site` is a call of it.
    fn all_of(&self, site: Site<'p, Expr>) -> Option<Site<'p, Expr>> {
        let written = self.written(site.file, site.node);
        let call = written.expr.as_call()?;
        let first = call.args.first().filter(|a| a.spread.is_none())?;
        match self.value(written.file, call.callee.as_expr()?) {
            Value::Symbol(symbol) if symbol.is("pulumi.all") || symbol.is("pulumi.output") => {
                let given = self.written(written.file, &first.expr);
                Some(Site { file: given.file, node: given.expr })
            }
            _ => None,
        }
    }

    /// Whether a call with the same arguments gives the same: a look-up, a configuration value, a method of a text, a
    /// function of the program that only puts together what it is given.
    fn repeats_itself(&self, file: FileId, call: &'p ast::CallExpr, depth: usize) -> bool {
        let (Some(callee), Some(depth)) = (call.callee.as_expr(), depth.checked_sub(1)) else { return false };
        if let Some((_, name)) = method_call(callee)
            && OF_TEXT.contains(&name)
        {
            return true;
        }
        let is_look_up = |symbol: &Symbol| symbol.path().last().is_some_and(|name| name.starts_with("get"));
        match self.value(file, callee) {
            Value::Symbol(symbol) => symbol.package().starts_with("@pulumi/") && is_look_up(&symbol),
            Value::Entity(Entity::Made(symbol, _), path) => symbol.is("pulumi.Config") && path.len() == 1,
            Value::Function(at, function) => self.only_puts_together(at, function, depth),
            _ => false,
        }
    }

    fn only_puts_together(&self, file: FileId, function: Function<'p>, depth: usize) -> bool {
        let index = self.index(file);
        let Some(own) = index.function(function) else { return false };
        self.result_of(file, function).is_some()
            && index.within(own).all(|(_, entry)| match entry.node {
                Node::Expr(Expr::Call(call)) => self.repeats_itself(file, call, depth),
                Node::Expr(Expr::New(_) | Expr::Update(_) | Expr::Assign(_) | Expr::Yield(_)) => false,
                _ => true,
            })
    }

    /// Whether what stands at `made` runs once for each time that `beside` does: it is in a function around that, in a
    /// constructor of the same class, or in functions that the program calls once, outside of loops.
    pub fn runs_once(&self, made: (FileId, NodeId), beside: (FileId, NodeId)) -> bool {
        self.runs_once_within(made, beside, DEPTH)
    }

    fn runs_once_within(&self, made: (FileId, NodeId), beside: (FileId, NodeId), depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let (file, node) = made;
        let index = self.index(file);
        let is_around = |at: NodeId| {
            file == beside.0 && (at == beside.1 || index.ancestors(beside.1).any(|(around, _)| around == at))
        };
        if self.repetition_around(file, node).is_some_and(|at| !is_around(at)) {
            return false;
        }
        let mut around = index.ancestors(node).filter_map(|(at, entry)| match entry.node {
            Node::Function(function) => Some((at, function)),
            _ => None,
        });
        let is_callback = |at: NodeId| matches!(index.ancestors(at).nth(1), Some((_, entry)) if matches!(entry.node, Node::Expr(Expr::Call(_))));
        let Some((at, function)) = around.find(|(at, _)| !is_callback(*at)) else { return true };
        if is_around(at) {
            return true;
        }
        let class = self.class_around(file, at);
        if function.is_constructor() && class.is_some() && class == self.class_around(beside.0, beside.1) {
            return true;
        }
        match self.calls_of(file, function).as_slice() {
            [only] => self.runs_once_within((only.file, only.node), beside, depth),
            _ => false,
        }
    }
}

/// Takes off what both begin (or end) with; whether known characters differ there.
fn strip_common<'p>(
    a: &mut Vec<Piece<'p>>,
    b: &mut Vec<Piece<'p>>,
    from_end: bool,
    same: &dyn Fn(Site<'p, Expr>, Site<'p, Expr>) -> bool,
) -> bool {
    let outer = |pieces: &[Piece<'p>]| if from_end { pieces.len().wrapping_sub(1) } else { 0 };
    loop {
        let (at, bt) = (outer(a), outer(b));
        match (a.get_mut(at), b.get_mut(bt)) {
            (Some(Piece::Known(x)), Some(Piece::Known(y))) => {
                let common = if from_end { common_end(x, y) } else { common_start(x, y) };
                if from_end {
                    x.truncate(x.len() - common);
                    y.truncate(y.len() - common);
                } else {
                    x.drain(..common);
                    y.drain(..common);
                }
                let (x_done, y_done) = (x.is_empty(), y.is_empty());
                if !x_done && !y_done {
                    return true;
                }
                if x_done {
                    a.remove(at);
                }
                if y_done {
                    b.remove(bt);
                }
            }
            (Some(Piece::Hole(x)), Some(Piece::Hole(y))) if same(*x, *y) => {
                a.remove(at);
                b.remove(bt);
            }
            _ => return false,
        }
    }
}

fn same_key<'p>(a: &'p MemberProp, b: &'p MemberProp, same: &dyn Fn(&'p Expr, &'p Expr) -> bool) -> bool {
    match (a, b) {
        (MemberProp::Ident(a), MemberProp::Ident(b)) => a.sym == b.sym,
        (MemberProp::Computed(a), MemberProp::Computed(b)) => same(&a.expr, &b.expr),
        (MemberProp::PrivateName(a), MemberProp::PrivateName(b)) => a.name == b.name,
        _ => false,
    }
}

/// Whether two calls are given the same; nothing is as good as an empty object.
fn same_arguments<'p>(a: &'p [ExprOrSpread], b: &'p [ExprOrSpread], same: &dyn Fn(&'p Expr, &'p Expr) -> bool) -> bool {
    let given = |args: &'p [ExprOrSpread]| match args {
        [only] if matches!(&*only.expr, Expr::Object(object) if object.props.is_empty()) => &args[1..],
        _ => args,
    };
    let (a, b) = (given(a), given(b));
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.spread.is_none() && b.spread.is_none() && same(&a.expr, &b.expr))
}

fn same_entry<'p>(a: &'p PropOrSpread, b: &'p PropOrSpread, same: &dyn Fn(&'p Expr, &'p Expr) -> bool) -> bool {
    let parts = |entry: &'p PropOrSpread| match entry.as_prop().map(|prop| &**prop) {
        Some(Prop::KeyValue(kv)) => super::property_name(&kv.key).map(|name| (name, &*kv.value)),
        _ => None,
    };
    matches!((parts(a), parts(b)), (Some((x, a)), Some((y, b))) if x == y && same(a, b))
}

fn common_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

fn common_end(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}
