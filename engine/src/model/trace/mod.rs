//! Where the value of an expression is written. Invariant: every place that can give the value is among the sources, or
//! one source says why it can't be seen; values are followed as [`Model::value`] follows them, with the way remembered.

mod names;
mod owner;
#[cfg(test)]
mod tests;
mod tracer;

use std::rc::Rc;

use rustc_hash::FxHashSet;
use swc_ecma_ast as ast;
use swc_ecma_ast::{Expr, ObjectLit};

use super::eval::method_call;
use super::lookup::Lookup;
use super::modules::BindingId;
use super::object::Property;
use super::resource::{Args, Resource};
use super::tree::Node;
use super::value::Site;
use super::{FileId, Model};
use crate::source::TextRange;
use tracer::Tracer;

/// Where a value stands, so that another can be put there.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'p> {
    /// An expression.
    Expr(Site<'p, Expr>),
    /// `{ name }`
    Shorthand(Property<'p>),
    /// `...it` of an object literal.
    Spread(Site<'p, ObjectLit>, &'p Expr),
}

impl<'p> Spot<'p> {
    /// The value of a property.
    pub fn of(property: &Property<'p>) -> Self {
        match property.expr() {
            Some(node) => Spot::Expr(Site { file: property.file, node }),
            None => Spot::Shorthand(*property),
        }
    }

    /// The file and the text of what stands there.
    pub fn place(&self) -> (FileId, TextRange) {
        match self {
            Spot::Expr(site) => (site.file, TextRange::of(site.node)),
            Spot::Shorthand(property) => (property.file, property.value_range()),
            Spot::Spread(site, spread) => (site.file, TextRange::of(*spread)),
        }
    }
}

/// What a reference on the way refers to.
#[derive(Clone, Copy, Debug)]
pub enum Referred<'p> {
    /// A name: a constant, a parameter, a function that is called.
    Name(BindingId),
    /// A field of a class of the program.
    Field(Site<'p, ast::Class>),
}

/// One reference on the way from where a value is used to where it is written.
#[derive(Clone, Debug)]
pub struct Hop<'p> {
    /// What would have to be replaced to cut the way off here.
    pub spot: Spot<'p>,
    /// The keys that lead from what stands at `spot` to the value.
    pub rest: Rc<[String]>,
    /// The file of the reference.
    pub file: FileId,
    /// The reference itself: the name, or `module.name`.
    pub range: TextRange,
    /// What it refers to.
    pub referred: Referred<'p>,
    /// The keys that lead from what it refers to, to the value; the field's name first for a field.
    pub path: Rc<[String]>,
}

/// What a way ends at.
#[derive(Clone, Debug)]
pub enum End<'p> {
    /// An expression that can't be followed further: a literal, or what only a run can tell.
    Written(Site<'p, Expr>),
    /// Nothing is there.
    Absent,
    /// Not to be seen, for this reason.
    Unknown(Rc<str>),
}

/// One place that can give a value.
#[derive(Clone, Debug)]
pub struct Source<'p> {
    /// The place.
    pub end: End<'p>,
    /// The property at which the keys that were asked for ended.
    pub property: Option<Property<'p>>,
    /// The references on the way, the first one first.
    pub hops: Vec<Hop<'p>>,
    /// Whether another source stands in where this one gives nothing: the left side of `||` and `??`.
    pub defaulted: bool,
}

impl<'p> Source<'p> {
    /// The expression that it ends at.
    pub fn expr(&self) -> Option<Site<'p, Expr>> {
        match self.end {
            End::Written(site) => Some(site),
            _ => None,
        }
    }

    /// The object literal that it ends at.
    pub fn object(&self) -> Option<Site<'p, ObjectLit>> {
        let site = self.expr()?;
        let node = super::peel(site.node).as_object()?;
        Some(Site { file: site.file, node })
    }
}

/// All places that can give a value.
#[derive(Clone, Debug, Default)]
pub struct Trace<'p> {
    /// The places, in the order in which they are met, no place twice by the same way.
    pub sources: Vec<Source<'p>>,
    /// Every reference that was followed or is hidden behind a later property; see [`Uses`].
    pub uses: Uses,
}

/// References that are known to serve one purpose.
#[derive(Clone, Debug, Default)]
pub struct Uses(pub(super) FxHashSet<(FileId, TextRange)>);

impl Uses {
    /// Takes in those of another trace for the same purpose.
    pub fn join(&mut self, other: &Uses) {
        self.0.extend(other.0.iter().copied());
    }
}

/// In a path: whichever key or index.
pub const ANY: &str = "*";

impl<'p> Model<'p> {
    /// The whole `x.apply(...)` whose callback gives the value that is written at `site`; `site` itself outside of such.
    pub fn lifted(&self, site: Site<'p, Expr>) -> Site<'p, Expr> {
        let index = self.index(site.file);
        let mut at = site;
        while let Some(own) = index.expr(at.node)
            && let Some(function) = index.function_around(own)
            && let Some((_, entry)) = index.ancestors(function).nth(1)
            && let Node::Expr(call @ Expr::Call(inner)) = entry.node
            && let Some((_, "apply" | "then")) = inner.callee.as_expr().and_then(|callee| method_call(callee))
        {
            at = Site { file: site.file, node: call };
        }
        at
    }

    /// Where the value at `path` below `expr` is written; [`ANY`] in a path stands for every key or index.
    pub fn trace(&self, file: FileId, expr: &'p Expr, path: &[&str]) -> Trace<'p> {
        let mut tracer = Tracer::new(self);
        tracer.start(file, expr, path);
        tracer.into_trace()
    }

    /// Where the value at `path` below the value of a property is written.
    pub fn trace_below(&self, property: &Property<'p>, path: &[&str]) -> Trace<'p> {
        let mut tracer = Tracer::new(self);
        tracer.start_below(property, path);
        tracer.into_trace()
    }

    /// Where the value at `path` below what a source ends at is written; the way to it is remembered.
    pub fn trace_on(&self, source: &Source<'p>, path: &[&str]) -> Trace<'p> {
        let mut tracer = Tracer::new(self);
        match &source.end {
            End::Written(site) => tracer.resume(source, *site, path),
            end => tracer.end(end.clone()),
        }
        tracer.into_trace()
    }

    /// Where the argument at `path` of a resource is written: `["rootBlockDevice", "volumeSize"]`.
    pub fn trace_argument(&self, resource: &Resource<'p>, path: &[&str]) -> Trace<'p> {
        let mut tracer = Tracer::new(self);
        let Some((first, rest)) = path.split_first() else { return tracer.into_trace() };
        match self.args(resource) {
            Args::None => tracer.end(End::Absent),
            Args::Unknown(why) => match resource.args() {
                Some(expr) if !resource.has_spread_arguments() => tracer.start(resource.file, expr, path),
                _ => tracer.end(End::Unknown(why.into())),
            },
            Args::Literal(_) => tracer.start(resource.file, resource.args().expect("a literal is given"), path),
            Args::Variable(binding, _) => match self.assigned_property(binding, resource.range(), first) {
                Lookup::Found(property) => tracer.start_below(&property, rest),
                answer => {
                    tracer.start(resource.file, resource.args().expect("a variable is given"), path);
                    if let Lookup::Unknown(why) = answer {
                        tracer.end(End::Unknown(why.into()));
                    }
                }
            },
        }
        tracer.into_trace()
    }
}
