//! What instances are started from, and by what. Invariant: an image, a template or a provider that can't be seen is
//! said to be unseen, never to be another.

use swc_ecma_ast as ast;
use swc_ecma_ast::Expr;

use super::facts;
use super::resource::{Resource, ResourceId};
use super::trace::{ANY, End, Trace};
use super::value::{Entity, Site, Value};
use super::{FileId, Lookup, Model, peel};

/// How a program names a machine image. A NUL stands for what only a run knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// A look-up by name, with the pattern of the name.
    Pattern(String),
    /// A parameter of the service's public tree, with its path.
    Parameter(String),
    /// An id, or a look-up by something else.
    Other,
}

impl Image {
    /// The pattern or the path.
    pub fn text(&self) -> &str {
        match self {
            Image::Pattern(text) | Image::Parameter(text) => text,
            Image::Other => "",
        }
    }
}

impl<'p> Model<'p> {
    /// The images that a resource may start from, one a case; [`Image::Other`] for one that can't be told.
    pub fn images(&self, resource: &Resource<'p>) -> Vec<Image> {
        let Some(argument) = facts::image_argument(&resource.type_name()) else { return Vec::new() };
        let value = self.resource_value(resource, argument);
        value
            .choices()
            .iter()
            .filter(|v| !matches!(v, Value::Undefined | Value::Null))
            .flat_map(|v| self.images_of(v))
            .collect()
    }

    fn images_of(&self, value: &Value<'p>) -> Vec<Image> {
        match value {
            Value::Str(id) => match id.strip_prefix("resolve:ssm:") {
                Some(path) => vec![Image::Parameter(path.to_string())],
                None => vec![Image::Other],
            },
            Value::Entity(Entity::Call(symbol, site), _) => {
                let argument = |at: usize| site.node.args.get(at).map(|a| &*a.expr);
                let names = match argument(0) {
                    Some(args) if symbol.is("aws.ec2.getAmi") || symbol.is("aws.ec2.getAmiOutput") => {
                        self.name_patterns(site.file, args)
                    }
                    Some(args) if symbol.is("aws.ssm.getParameter") || symbol.is("aws.ssm.getParameterOutput") => {
                        self.texts(&self.trace(site.file, args, &["name"])).into_iter().map(Image::Parameter).collect()
                    }
                    Some(_) if symbol.is("aws.ssm.Parameter.get") => argument(1)
                        .map(|path| Image::Parameter(self.text_given(site.file, path).parts))
                        .into_iter()
                        .collect(),
                    _ => Vec::new(),
                };
                if names.is_empty() { vec![Image::Other] } else { names }
            }
            _ => vec![Image::Other],
        }
    }

    /// The patterns of a look-up's `name` filter, or its `nameRegex`.
    fn name_patterns(&self, file: FileId, args: &'p Expr) -> Vec<Image> {
        let mut out: Vec<_> = self.texts(&self.trace(file, args, &["nameRegex"]));
        for source in self.trace(file, args, &["filters", ANY]).sources {
            let Some(filter) = source.object() else { continue };
            if let Lookup::Found(name) = self.object_property(filter, "name")
                && self.property_value(&name).as_str() == Some("name")
                && let Lookup::Found(values) = self.object_property(filter, "values")
            {
                out.extend(self.texts(&self.trace_below(&values, &[ANY])));
            }
        }
        out.into_iter().map(Image::Pattern).collect()
    }

    fn texts(&self, trace: &Trace<'p>) -> Vec<String> {
        let written = trace.sources.iter().filter_map(|s| match s.end {
            End::Written(Site { file, node }) => Some(self.text_given(file, node).parts),
            _ => None,
        });
        written.collect()
    }

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
