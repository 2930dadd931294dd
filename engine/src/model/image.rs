//! Machine images, and how a program finds them. Invariant: an image that can't be seen is said to be another one, never
//! one of those that are asked for.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr};

use super::resource::Resource;
use super::trace::{ANY, End, Source, Trace};
use super::tree::Node;
use super::value::{Entity, Site, Value};
use super::{FileId, Lookup, Model, facts};

/// How a program names a machine image. A NUL stands for what only a run knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// A look-up by name, with the pattern of the name.
    Pattern(String),
    /// A look-up by name, with the regular expression of the name.
    Regex(String),
    /// A parameter of the service's public tree, with its path.
    Parameter(String),
    /// An id, or a look-up by something else.
    Other,
}

impl Image {
    /// The pattern, the expression or the path.
    pub fn text(&self) -> &str {
        match self {
            Image::Pattern(text) | Image::Regex(text) | Image::Parameter(text) => text,
            Image::Other => "",
        }
    }
}

/// What the names of a look-up are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// Values of a `name` filter.
    Pattern,
    /// A `nameRegex`.
    Regex,
    /// The path of a parameter.
    Parameter,
    /// An id; `resolve:ssm:` and a path is one too.
    Id,
}

impl NameForm {
    /// The image that a name of this form names.
    pub fn image(self, text: String) -> Image {
        match self {
            NameForm::Pattern => Image::Pattern(text),
            NameForm::Regex => Image::Regex(text),
            NameForm::Parameter => Image::Parameter(text),
            NameForm::Id => {
                text.strip_prefix("resolve:ssm:").map_or(Image::Other, |path| Image::Parameter(path.into()))
            }
        }
    }

    /// The name, in this form, of an image whose pattern, expression or path this is.
    pub fn spelled(self, text: String) -> String {
        if self == NameForm::Id { format!("resolve:ssm:{text}") } else { text }
    }
}

/// Where names of images are written.
#[derive(Clone, Debug)]
pub struct ImageNames<'p> {
    /// What they are.
    pub form: NameForm,
    /// The places.
    pub trace: Trace<'p>,
}

/// One way in which a program finds images.
#[derive(Clone, Debug)]
pub struct ImageLookup<'p> {
    /// The call; `None` where a resource is given an id.
    pub call: Option<Site<'p, ast::CallExpr>>,
    /// By which names; empty where it is by something else.
    pub names: Vec<ImageNames<'p>>,
}

impl<'p> Model<'p> {
    /// The images that a resource may start from, one a case; [`Image::Other`] for one that can't be told.
    pub fn images(&self, resource: &Resource<'p>) -> Vec<Image> {
        let Some(argument) = facts::image_argument(resource.type_name()) else { return Vec::new() };
        let value = self.resource_value(resource, argument);
        let choices = value.choices().iter().filter(|v| !matches!(v, Value::Undefined | Value::Null));
        let images = choices.flat_map(|value| match value {
            Value::Str(id) => vec![NameForm::Id.image(id.clone())],
            Value::Entity(Entity::Call(symbol, site), _) => {
                let names = self.names_given(symbol, *site);
                let of =
                    |names: &ImageNames<'p>| self.images_named(names).into_iter().map(|(_, image)| image).collect();
                let found: Vec<Image> = names.iter().flat_map::<Vec<_>, _>(of).collect();
                if found.is_empty() { vec![Image::Other] } else { found }
            }
            _ => vec![Image::Other],
        });
        images.collect()
    }

    /// The ways in which the image of a resource is found, as far as the source shows them.
    pub fn image_lookups(&self, resource: &Resource<'p>) -> Vec<ImageLookup<'p>> {
        let Some(argument) = facts::image_argument(resource.type_name()) else { return Vec::new() };
        let value = self.resource_value(resource, argument);
        let mut out = Vec::new();
        for choice in value.choices() {
            if let Value::Entity(Entity::Call(symbol, site), _) = choice {
                out.push(ImageLookup { call: Some(*site), names: self.names_given(symbol, *site) });
            }
        }
        if value.choices().iter().any(|choice| matches!(choice, Value::Str(_) | Value::Text(_))) {
            let trace = self.trace_argument(resource, &[argument]);
            out.push(ImageLookup { call: None, names: vec![ImageNames { form: NameForm::Id, trace }] });
        }
        out
    }

    /// Whether some file of the program has this word anywhere: what is not mentioned need not be looked for.
    pub fn mentions(&self, word: &str) -> bool {
        self.file_ids().any(|file| self.file(file).source.text().contains(word))
    }

    /// The calls that look for images by name, wherever their results go.
    pub fn image_calls(&self) -> Vec<ImageLookup<'p>> {
        let mut out = Vec::new();
        for file in self.file_ids() {
            for (_, entry) in self.index(file).entries() {
                let Node::Expr(Expr::Call(node)) = entry.node else { continue };
                let Callee::Expr(callee) = &node.callee else { continue };
                let Value::Symbol(symbol) = self.value(file, callee) else { continue };
                let call = Site { file, node };
                let names = self.names_given(&symbol, call);
                if !names.is_empty() {
                    out.push(ImageLookup { call: Some(call), names });
                }
            }
        }
        out
    }

    /// The places of names, each with the image that it names.
    pub fn images_named<'n>(&self, names: &'n ImageNames<'p>) -> Vec<(&'n Source<'p>, Image)> {
        let written = names.trace.sources.iter().filter_map(|source| match source.end {
            End::Written(Site { file, node }) => Some((source, names.form.image(self.text_given(file, node).parts))),
            _ => None,
        });
        written.collect()
    }

    fn names_given(&self, symbol: &super::Symbol, call: Site<'p, ast::CallExpr>) -> Vec<ImageNames<'p>> {
        const BY_NAME: &[&str] =
            &["aws.ec2.getAmi", "aws.ec2.getAmiOutput", "aws.ec2.getAmiIds", "aws.ec2.getAmiIdsOutput"];
        let argument = |at: usize| call.node.args.get(at).filter(|a| a.spread.is_none()).map(|a| &*a.expr);
        let names = |form, trace| vec![ImageNames { form, trace }];
        match argument(0) {
            Some(args) if BY_NAME.iter().any(|name| symbol.is(name)) => self.name_patterns(call.file, args),
            Some(args) if symbol.is("aws.ssm.getParameter") || symbol.is("aws.ssm.getParameterOutput") => {
                names(NameForm::Parameter, self.trace(call.file, args, &["name"]))
            }
            Some(_) if symbol.is("aws.ssm.Parameter.get") => {
                argument(1).map(|path| names(NameForm::Parameter, self.trace(call.file, path, &[]))).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The patterns of a look-up's `name` filter, and its `nameRegex`.
    fn name_patterns(&self, file: FileId, args: &'p Expr) -> Vec<ImageNames<'p>> {
        let mut out = Vec::new();
        let regex = self.trace(file, args, &["nameRegex"]);
        if regex.sources.iter().any(|source| source.expr().is_some()) {
            out.push(ImageNames { form: NameForm::Regex, trace: regex });
        }
        for source in self.trace(file, args, &["filters", ANY]).sources {
            let Some(filter) = source.object() else { continue };
            if let Lookup::Found(name) = self.object_property(filter, "name")
                && self.property_value(&name).as_str() == Some("name")
                && let Lookup::Found(values) = self.object_property(filter, "values")
            {
                out.push(ImageNames { form: NameForm::Pattern, trace: self.trace_below(&values, &[ANY]) });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    const HEAD: &str = "import * as aws from '@pulumi/aws';\n";

    /// The images of the calls of a program, and those of its resources.
    fn seen(code: &str) -> (Vec<Image>, Vec<Image>) {
        let code = format!("{HEAD}{code}");
        let program = program(&[("index.ts", &code)]);
        let model = Model::new(&program);
        let resources = model.resources().iter().flat_map(|r| model.image_lookups(r)).collect::<Vec<_>>();
        (images(&model, &model.image_calls()), images(&model, &resources))
    }

    fn images<'p>(model: &Model<'p>, lookups: &[ImageLookup<'p>]) -> Vec<Image> {
        let names = lookups.iter().flat_map(|lookup| &lookup.names);
        names.flat_map(|names| model.images_named(names)).map(|(_, image)| image).collect()
    }

    #[test]
    fn names_are_found_however_a_program_looks() {
        let filters = "const NAME = 'a-*';\nconst it = aws.ec2.getAmi({ owners: ['amazon'], nameRegex: '^a', \
                       filters: [{ name: 'state', values: ['available'] }, { name: 'name', values: [NAME, 'b-*'] }] });\n\
                       new aws.ec2.Instance('web', { ami: it.then(found => found.id) });\n";
        let expected = vec![Image::Regex("^a".into()), Image::Pattern("a-*".into()), Image::Pattern("b-*".into())];
        assert_eq!(seen(filters), (expected.clone(), expected));
        let parameters = "const it = aws.ssm.getParameterOutput({ name: '/p' });\n\
                          const that = aws.ssm.Parameter.get('that', '/q');\n\
                          new aws.ec2.LaunchTemplate('a', { imageId: it.value });\n\
                          new aws.ec2.LaunchTemplate('b', { imageId: 'resolve:ssm:/r' });\n";
        let paths = |all: &[&str]| all.iter().map(|path| Image::Parameter((*path).into())).collect::<Vec<_>>();
        assert_eq!(seen(parameters), (paths(&["/p", "/q"]), paths(&["/p", "/r"])));
    }

    #[test]
    fn an_id_names_no_image() {
        let (calls, resources) = seen("new aws.ec2.Instance('web', { ami: 'ami-0123456789abcdef0' });\n");
        assert_eq!((calls, resources), (vec![], vec![Image::Other]));
    }
}
