//! What instances are started from, and by whom. Invariant: a template or a provider that can't be seen is said to be
//! unseen, never to be another.

use swc_ecma_ast as ast;
use swc_ecma_ast::Expr;

use super::resource::{Resource, ResourceId};
use super::trace::{ANY, End};
use super::value::{Entity, Site, Value};
use super::{FileId, Lookup, Model, peel};

impl<'p> Model<'p> {
    /// The resources of the program that a reference object such as `{ id: template.id, version }` names; the reason
    /// where it names one that can't be seen.
    ///
    /// # Errors
    /// A reference to something that is no resource of the program.
    pub fn named_by(&self, reference: &Value<'p>, keys: &[&str]) -> Result<Vec<ResourceId>, String> {
        let mut out = Vec::new();
        for key in keys {
            let value = match self.property(reference, key) {
                Lookup::Found(property) => self.property_value(&property),
                Lookup::Absent => continue,
                Lookup::Unknown(why) => return Err(why),
            };
            for choice in value.choices() {
                match choice.output() {
                    Some((id, _)) => out.push(id),
                    None if matches!(choice, Value::Undefined | Value::Null) => {}
                    None => return Err(format!("its `{key}` is not a resource of the program")),
                }
            }
        }
        Ok(out)
    }

    /// The providers that make a resource: its own, else that of its parents; absent where it is the default one.
    pub fn providers_of(&self, resource: &Resource<'p>) -> Lookup<Vec<ResourceId>> {
        let Some(opts) = resource.opts() else {
            return if resource.has_spread_arguments() {
                Lookup::Unknown("its options are spread into the constructor".into())
            } else {
                Lookup::Absent
            };
        };
        self.providers_in(resource.file, opts, 8)
    }

    /// The providers that the options `opts` of a resource or a look-up give, itself or through its parents.
    pub(super) fn providers_in(&self, file: FileId, opts: &'p Expr, depth: usize) -> Lookup<Vec<ResourceId>> {
        let mut found = Vec::new();
        for source in self.trace(file, opts, &["provider"]).sources {
            match source.end {
                End::Written(site) => match self.value(site.file, site.node).resource() {
                    Some(id) => found.push(id),
                    None => return Lookup::Unknown("its provider can't be seen".into()),
                },
                End::Absent => {}
                End::Unknown(why) => return Lookup::Unknown(why.to_string()),
            }
        }
        if !found.is_empty() {
            return Lookup::Found(found);
        }
        if depth == 0 {
            return Lookup::Unknown("its parents are nested too deeply".into());
        }
        self.providers_of_parent(file, opts, depth - 1)
    }

    fn providers_of_parent(&self, file: FileId, opts: &'p Expr, depth: usize) -> Lookup<Vec<ResourceId>> {
        let mut found = Vec::new();
        for source in self.trace(file, opts, &["parent"]).sources {
            let End::Written(site) = source.end else { continue };
            let node = self.index(site.file).expr(site.node);
            let class = match (peel(site.node), node) {
                (Expr::This(_), Some(node)) => self.class_around(site.file, node),
                _ => match self.value(site.file, site.node) {
                    Value::Entity(Entity::Instance(_, class, _), _) => Some(class),
                    Value::Entity(Entity::Resource(id), _) => {
                        match self.providers_of(self.resource(id)) {
                            Lookup::Found(ids) => found.extend(ids),
                            Lookup::Absent => {}
                            unknown => return unknown,
                        }
                        continue;
                    }
                    _ => return Lookup::Unknown("its parent can't be seen".into()),
                },
            };
            let Some(class) = class else { return Lookup::Unknown("its parent can't be seen".into()) };
            match self.providers_of_component(class, depth) {
                Lookup::Found(ids) => found.extend(ids),
                Lookup::Absent => {}
                unknown => return unknown,
            }
        }
        if found.is_empty() { Lookup::Absent } else { Lookup::Found(found) }
    }

    /// The providers that a component is made with: those in the last argument that each caller gives.
    fn providers_of_component(&self, class: Site<'p, ast::Class>, depth: usize) -> Lookup<Vec<ResourceId>> {
        let mut found = Vec::new();
        for call in self.instances(class) {
            let Some(last) = call.args.last().filter(|a| a.spread.is_none()) else { continue };
            match self.value(call.file, &last.expr) {
                Value::Object(_) => {}
                Value::Undefined | Value::Str(_) | Value::Text(_) => continue,
                _ => return Lookup::Unknown("the options of its component can't be seen".into()),
            }
            let several = self.trace(call.file, &last.expr, &["providers", ANY]).sources;
            for source in several.iter().filter_map(|s| s.expr()) {
                match self.value(source.file, source.node).resource() {
                    Some(id) => found.push(id),
                    None => return Lookup::Unknown("the providers of its component can't be seen".into()),
                }
            }
            match self.providers_in(call.file, &last.expr, depth) {
                Lookup::Found(ids) => found.extend(ids),
                Lookup::Absent => {}
                unknown => return unknown,
            }
        }
        if found.is_empty() { Lookup::Absent } else { Lookup::Found(found) }
    }
}
