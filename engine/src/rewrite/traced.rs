//! Changing a value where it is written. Invariant: what the value's constants, defaults and callers serve besides stays
//! as it is, or the answer says that it changes too.

use swc_ecma_ast::{Expr, ObjectLit};

use super::{Gone, Rewrite};
use crate::codemod::Declined;
use crate::model::{FileId, Hop, Node, Site, Source, Spot, Trace, Uses, peel};
use crate::source::TextRange;

const QUOTES: [char; 3] = ['\'', '"', '`'];

/// A reference through which a change reaches other uses too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared(pub String);

/// Where the object stands that is to have other properties.
#[derive(Clone, Copy, Debug)]
pub enum Home<'p> {
    /// Its literal serves nothing else.
    Literal(Site<'p, ObjectLit>),
    /// A reference to a shared one stands here.
    Reference(Spot<'p>),
    /// Its literal serves something else too, and can't be told from it here.
    Shared(Site<'p, ObjectLit>),
}

impl<'p> Rewrite<'_, 'p> {
    /// Puts each code in place of the value that its source, one of `trace`, ends at: where it is written, unless a
    /// reference on the way serves others than `uses`; then in place of that reference, where it stands for this value
    /// only. A condition whose branches come to be the same goes; so does what nothing uses any more. The answer names
    /// what else changes.
    ///
    /// # Errors
    /// A source that is not written anywhere, code that is no expression.
    pub fn set_sources(
        &mut self,
        trace: &Trace<'p>,
        sources: &[(&Source<'p>, &str)],
        uses: &Uses,
    ) -> Result<Vec<Shared>, Declined> {
        let (mut shared, mut gone) = (Vec::new(), Vec::new());
        let mut written: Vec<(Site<'p, Expr>, &str)> = Vec::new();
        for (source, code) in sources {
            let Some(site) = source.expr() else {
                return Err(Declined::because("the value is not written in the program"));
            };
            if let Some(hop) = source.hops.iter().find(|hop| !self.model.serves_only(hop, uses)) {
                if !source.defaulted && is_alone(trace, hop) && self.put_at(hop, code)? {
                    gone.extend(replaced(hop));
                    continue;
                }
                shared.push(Shared(self.model.text(hop.file, hop.range).to_string()));
            }
            written.push((site, code));
        }
        for (site, code) in &written {
            let place = self.without_condition(*site, &written);
            gone.push((place.file, TextRange::of(place.node)));
            self.replace(place.file, place.node, code)?;
        }
        self.drop_unused(&gone, &[])?;
        Ok(shared)
    }

    /// The outermost condition around `site` that would choose between equals, `site` itself where there is none.
    fn without_condition(&self, site: Site<'p, Expr>, written: &[(Site<'p, Expr>, &str)]) -> Site<'p, Expr> {
        let index = self.index(site.file);
        let mut best = site;
        let Some(node) = index.expr(site.node) else { return site };
        for (_, entry) in index.ancestors(node) {
            match entry.node {
                Node::Expr(Expr::Paren(_) | Expr::TsAs(_)) => {}
                Node::Expr(whole @ Expr::Cond(c)) => {
                    let [yes, no] = [&c.cons, &c.alt].map(|branch| self.outcome(site.file, branch, written));
                    if yes != no || TextRange::of(&*c.test).contains(TextRange::of(site.node)) {
                        break;
                    }
                    best = Site { file: site.file, node: whole };
                }
                _ => break,
            }
        }
        best
    }

    /// What `expr` comes to be, without quotes.
    fn outcome<'w>(&self, file: FileId, expr: &'p Expr, written: &[(Site<'p, Expr>, &'w str)]) -> &'w str
    where
        'p: 'w,
    {
        let inner = peel(expr);
        if let Some((_, code)) = written.iter().find(|(s, _)| s.file == file && std::ptr::eq(inner, peel(s.node))) {
            return code.trim_matches(QUOTES);
        }
        if let Expr::Cond(c) = inner {
            let [yes, no] = [&c.cons, &c.alt].map(|branch| self.outcome(file, branch, written));
            if yes == no {
                return yes;
            }
        }
        self.model.text(file, TextRange::of(inner)).trim_matches(QUOTES)
    }

    /// Where the object literal that `source`, one of `trace`, ends at can be given properties; `None` where it ends at
    /// something else.
    pub fn home(&self, trace: &Trace<'p>, source: &Source<'p>, uses: &Uses) -> Option<Home<'p>> {
        let object = source.object()?;
        Some(match source.hops.iter().find(|hop| !self.model.serves_only(hop, uses)) {
            None => Home::Literal(object),
            Some(hop) if is_alone(trace, hop) && hop.rest.is_empty() => Home::Reference(hop.spot),
            Some(_) => Home::Shared(object),
        })
    }

    /// Gives the object at `home` the properties `entries`: what it has is set, the rest is added in this order.
    ///
    /// # Errors
    /// Code that is no expression.
    pub fn set_at_home(&mut self, home: &Home<'p>, entries: &[(&str, &str)]) -> Result<(), Declined> {
        let rows: String = entries.iter().map(|(key, code)| format!(" {key}: {code},")).collect();
        match home {
            Home::Literal(site) | Home::Shared(site) => {
                entries.iter().try_for_each(|(key, code)| self.set(site.file, site.node, key, code))
            }
            Home::Reference(Spot::Expr(site)) => {
                let text = self.model.text(site.file, TextRange::of(site.node));
                self.replace(site.file, site.node, &format!("{{ ...{text},{rows} }}"))
            }
            Home::Reference(Spot::Shorthand(property)) => {
                let name = self.model.text(property.file, property.value_range());
                self.set_property_code(property, &format!("{{ ...{name},{rows} }}"))
            }
            Home::Reference(Spot::Spread(site, _)) => {
                entries.iter().try_for_each(|(key, code)| self.set(site.file, site.node, key, code))
            }
        }
    }

    /// Puts `code` in place of the reference, and the object around it where one key leads on; whether that can be done.
    fn put_at(&mut self, hop: &Hop<'p>, code: &str) -> Result<bool, Declined> {
        match (hop.spot, &*hop.rest) {
            (Spot::Expr(site), []) => self.replace(site.file, site.node, code)?,
            (Spot::Shorthand(property), []) => self.set_property_code(&property, code)?,
            (Spot::Spread(site, _), [key]) => self.set(site.file, site.node, key, code)?,
            (Spot::Expr(_) | Spot::Shorthand(_), [key]) if is_name(key) => {
                self.set_at_home(&Home::Reference(hop.spot), &[(key, code)])?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Puts `code` at a spot, in place of what stands there; names that it was read through stay.
    ///
    /// # Errors
    /// A spread, which stands for more than one value; code that is no expression.
    pub fn put(&mut self, spot: &Spot<'p>, code: &str) -> Result<(), Declined> {
        match spot {
            Spot::Expr(site) => self.replace(site.file, site.node, code),
            Spot::Shorthand(property) => self.set_property_code(property, code),
            Spot::Spread(..) => Err(Declined::because("the value is spread with others; set it there")),
        }
    }

    /// `code` as the value of a property, in place of what stands there; names that it was read through stay.
    fn set_property_code(&mut self, property: &crate::model::Property<'p>, code: &str) -> Result<(), Declined> {
        match (property.object, property.expr()) {
            (_, Some(expr)) => self.replace(property.file, expr, code),
            (Some(site), None) => {
                let name = self.model.text(property.file, property.value_range()).to_string();
                self.set(site.file, site.node, &name, code)
            }
            (None, None) => Err(Declined::because("the value is computed by a function; change it there")),
        }
    }
}

/// The text that goes where a reference is replaced as a whole.
fn replaced(hop: &Hop<'_>) -> Option<Gone> {
    match (hop.spot, hop.rest.is_empty()) {
        (Spot::Expr(site), true) => Some((site.file, TextRange::of(site.node))),
        (Spot::Shorthand(property), true) => Some((property.file, property.value_range())),
        _ => None,
    }
}

/// Whether all that `trace` can give through the reference is one value.
fn is_alone(trace: &Trace<'_>, hop: &Hop<'_>) -> bool {
    let place = |file: FileId, range: TextRange| (file, range);
    let through =
        |source: &&Source<'_>| source.hops.iter().any(|h| place(h.file, h.range) == place(hop.file, hop.range));
    trace.sources.iter().filter(through).count() == 1
}

fn is_name(key: &str) -> bool {
    super::properties::is_identifier(key)
}
