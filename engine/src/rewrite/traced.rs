//! Changing a value where it is written. Invariant: what the value's constants, defaults and callers serve besides stays
//! as it is, or the answer says that it changes too.

use swc_ecma_ast::{Expr, ObjectLit};

use super::Rewrite;
use crate::codemod::Declined;
use crate::model::{FileId, Hop, Node, Site, Source, Spot, Trace, Uses, peel};
use crate::source::TextRange;

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
    /// only. A condition whose branches come to be the same goes, with what only it used. The answer names what else
    /// changes.
    ///
    /// # Errors
    /// A source that is not written anywhere, code that is no expression.
    pub fn set_sources(
        &mut self,
        trace: &Trace<'p>,
        sources: &[(&Source<'p>, &str)],
        uses: &Uses,
    ) -> Result<Vec<Shared>, Declined> {
        let mut shared = Vec::new();
        let mut written: Vec<(Site<'p, Expr>, &str)> = Vec::new();
        for (source, code) in sources {
            let Some(site) = source.expr() else {
                return Err(Declined::because("the value is not written in the program"));
            };
            if let Some(hop) = source.hops.iter().find(|hop| !self.model.serves_only(hop, uses)) {
                if !source.defaulted && is_alone(trace, hop) && self.put_at(hop, code)? {
                    continue;
                }
                shared.push(Shared(self.model.text(hop.file, hop.range).to_string()));
            }
            written.push((site, code));
        }
        let mut gone = Vec::new();
        for (site, code) in &written {
            let place = self.without_condition(*site, &written);
            if place != *site {
                gone.push((place.file, TextRange::of(place.node)));
            }
            self.replace(place.file, place.node, code)?;
        }
        if gone.is_empty() {
            return Ok(shared);
        }
        self.drop_unused(&gone, &[])?;
        Ok(shared)
    }

    /// The outermost condition around `site` that would choose between equals, `site` itself where there is none.
    fn without_condition(&self, site: Site<'p, Expr>, written: &[(Site<'p, Expr>, &str)]) -> Site<'p, Expr> {
        let code = written.iter().find(|(s, _)| *s == site).map_or("", |(_, code)| code);
        let becomes = |branch: &'p Expr| {
            let given = written.iter().find(|(s, _)| s.file == site.file && std::ptr::eq(peel(branch), peel(s.node)));
            given.map_or_else(|| self.model.text(site.file, TextRange::of(peel(branch))), |(_, code)| code)
        };
        let same = |text: &str| text.trim_matches(['\'', '"', '`']) == code.trim_matches(['\'', '"', '`']);
        let index = self.index(site.file);
        let mut best = site;
        let Some(node) = index.expr(site.node) else { return site };
        for (_, entry) in index.ancestors(node) {
            match entry.node {
                Node::Expr(Expr::Paren(_) | Expr::TsAs(_)) => {}
                Node::Expr(whole @ Expr::Cond(c)) => {
                    let within = |branch: &'p Expr| TextRange::of(branch).contains(TextRange::of(best.node));
                    if ![&*c.cons, &*c.alt].into_iter().all(|b| within(b) || same(becomes(b))) || within(&c.test) {
                        break;
                    }
                    best = Site { file: site.file, node: whole };
                }
                _ => break,
            }
        }
        best
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

    /// `code` as the value of a property, in place of what stands there.
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
