//! Saying the account, region and partition that a program is deployed to. Invariant: what the document or the program
//! says already is used; only what nobody says is asked of the provider.

use swc_ecma_ast::Stmt;

use super::place::used_names;
use super::{Companion, Place, Rewrite, Wanted};
use crate::codemod::Declined;
use crate::model::{
    DeploymentName, DeploymentPart, Document, FileId, Lookup, Node, NodeId, Resource, ScopeId, Template, is_callback,
    is_loop,
};

impl<'p> Rewrite<'_, 'p> {
    /// Parts of the deployment as texts for a document of `resource`: as the document says them, by a name in scope,
    /// else by asking the provider. Outputs are brought into the document.
    ///
    /// # Errors
    /// As for [`Rewrite::bring`].
    pub fn deployment_in(
        &mut self,
        document: &Document<'p>,
        resource: &Resource<'p>,
        parts: &[DeploymentPart],
    ) -> Result<Vec<Template<'p>>, Declined> {
        let Some(place) = self.scope_of(document) else {
            return Err(Declined::because("the document's place can't be seen"));
        };
        let mut out: Vec<Option<Template<'p>>> = Vec::new();
        let mut later: Vec<(usize, DeploymentName<'p>, &'static str)> = Vec::new();
        for part in parts {
            let told = self.model.told_in(document, *part, place);
            let told = told.or_else(|| self.plain_name(*part, resource, place));
            if told.is_some() {
                out.push(told);
                continue;
            }
            let outside = self.outside(document).unwrap_or(place);
            let named = self.deployment_code(*part, resource, outside)?;
            match named.is_output {
                true => {
                    let wish = wish_for(*part, &named);
                    later.push((out.len(), named, wish));
                    out.push(None);
                }
                false => out.push(Some(said(&named, &named.code, false))),
            }
        }
        let wanted: Vec<Wanted<'_>> = later.iter().map(|(_, it, name)| Wanted { code: &it.code, name }).collect();
        if !wanted.is_empty() {
            let given = self.bring(document, &wanted)?;
            for ((at, it, _), given) in later.iter().zip(given) {
                out[*at] = Some(said(it, &given.code, given.is_output));
            }
        }
        Ok(out.into_iter().flatten().collect())
    }

    /// The partition, as the document or a name in scope says it; else the one that a known region is in.
    pub fn partition_in(
        &self,
        document: &Document<'p>,
        resource: &Resource<'p>,
        region: &Template<'p>,
    ) -> Template<'p> {
        let told = self.scope_of(document).and_then(|place| {
            let told = self.model.told_in(document, DeploymentPart::Partition, place);
            told.or_else(|| self.plain_name(DeploymentPart::Partition, resource, place))
        });
        let of_region = || match region.known() {
            Some(region) if region.starts_with("cn-") => "aws-cn",
            Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        told.unwrap_or_else(|| Template::text(of_region()))
    }

    /// How code beside a resource says the partition that it is deployed to: by a name in scope; by `region`, where that is
    /// known; by the region of its provider, or by the arns of the program.
    pub fn partition_beside(&self, beside: &Resource<'p>, region: Option<&str>) -> DeploymentName<'p> {
        let named = self.model.deployment_name(DeploymentPart::Partition, beside.file, beside.node);
        if let Some(partition) = named.filter(|named| self.model.is_said_for(named, beside)) {
            return partition;
        }
        let regions: Vec<String> = match (region, self.model.providers_of(beside)) {
            (Some(region), _) => vec![region.to_string()],
            (None, Lookup::Found(ids)) => {
                let region = |id| self.model.resource_value(self.model.resource(id), "region");
                ids.into_iter().filter_map(|id| region(id).as_str().map(str::to_string)).collect()
            }
            _ => Vec::new(),
        };
        let all_in = |start: &str| !regions.is_empty() && regions.iter().all(|region| region.starts_with(start));
        let only = |partition: &str| {
            self.model.mentions(&format!("arn:{partition}:")) && !self.model.mentions("arn:aws:") && regions.is_empty()
        };
        let partition = match () {
            () if all_in("cn-") || only("aws-cn") => "aws-cn",
            () if all_in("us-gov-") || only("aws-us-gov") => "aws-us-gov",
            () => "aws",
        };
        DeploymentName::of(format!("'{partition}'"), false)
    }

    /// Code for a part of the deployment beside `node`: a name in scope, else a call of the provider's function, asked
    /// with the provider of `resource`.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn deployment_code(
        &mut self,
        part: DeploymentPart,
        resource: &Resource<'p>,
        (file, node): (FileId, NodeId),
    ) -> Result<DeploymentName<'p>, Declined> {
        if part == DeploymentPart::Region
            && let Some(named) = self.own_region(resource, file)
        {
            return Ok(named);
        }
        let named = self.model.deployment_name(part, file, node);
        if let Some(name) = named.filter(|name| self.model.is_said_for(name, resource)) {
            return Ok(name);
        }
        let (variable, result) = (self.variable_for(part, resource), self.model.result_name(part));
        let function = format!("{}Output", part.function());
        let callee = match self.model.spelling(file, node, "@pulumi/aws", &function) {
            Some(spelled) => spelled,
            None => format!("{}.{function}", self.import(file, "@pulumi/aws", super::Import::Namespace("aws"))?),
        };
        let options = match file == resource.file {
            true => Companion::of(self.model, resource).options(),
            false => None,
        };
        let node = self.outside_of_turns(file, node, options.as_deref())?;
        let arguments = options.map_or(String::new(), |options| format!("{{}}, {options}"));
        let call = format!("{callee}({arguments})");
        let name = self.free_name(file, node, &variable);
        // Where no statement can stand before it, the provider is asked in place.
        let code = match self.insert(file, Place::Earliest(node), &format!("const {name} = {call};")) {
            Ok(()) => format!("{name}.{result}"),
            Err(_) => format!("{call}.{result}"),
        };
        Ok(DeploymentName::output(code))
    }

    /// What stands around the loops, callbacks and conditions that `node` is in, as far out as `options` mean the same: a
    /// provider is asked once, not in every turn.
    fn outside_of_turns(&self, file: FileId, node: NodeId, options: Option<&str>) -> Result<NodeId, Declined> {
        let index = self.model.index(file);
        let used = options.map(|options| used_names(&format!("({options});"))).transpose()?;
        let scope = index.entry(node).scope;
        let means_the_same = |outer: ScopeId| {
            let mut names = used.iter().flat_map(|used| &used.names);
            names.all(|name| index.lookup(name, scope) == index.lookup(name, outer))
        };
        let mut out = node;
        for (at, entry) in index.ancestors(node) {
            let is_turn = match entry.node {
                Node::Function(_) if !is_callback(index, at) => break,
                Node::Function(_) => true,
                Node::Stmt(stmt) => is_loop(stmt) || matches!(stmt, Stmt::If(_) | Stmt::Switch(_)),
                _ => false,
            };
            let around = entry.parent.map_or(ScopeId::MODULE, |parent| index.entry(parent).scope);
            if is_turn && means_the_same(around) {
                out = entry.parent.filter(|_| matches!(entry.node, Node::Function(_))).unwrap_or(at);
            } else if is_turn {
                break;
            }
        }
        Ok(out)
    }

    /// The region that a resource is given itself.
    fn own_region(&self, resource: &Resource<'p>, file: FileId) -> Option<DeploymentName<'p>> {
        let region = self.model.resource_property(resource, "region").found()?;
        let is_output = self.model.property_value(&region).as_str().is_none();
        let code = self.model.text(region.file, region.value_range()).to_string();
        (region.file == file).then_some(DeploymentName::of(code, is_output))
    }

    /// What to call what a provider says: after the provider, where the program has several.
    fn variable_for(&self, part: DeploymentPart, resource: &Resource<'p>) -> String {
        let variable = part.variable();
        let provider = self.model.option(resource, "provider").found();
        let name = provider.map(|provider| self.model.text(provider.file, provider.value_range()));
        match name.and_then(|name| name.rsplit('.').next()) {
            Some(name) if self.model.resources_of("aws.Provider").count() > 1 => {
                let (first, rest) = variable.split_at(1);
                format!("{}{}{rest}", name.trim_end_matches("Provider"), first.to_uppercase())
            }
            _ => variable.to_string(),
        }
    }

    /// As [`Rewrite::stringified_over`], over parts of the deployment.
    ///
    /// # Errors
    /// What `write` says.
    pub fn stringified(
        &mut self,
        place: (FileId, NodeId),
        named: &[(DeploymentPart, DeploymentName<'p>)],
        write: impl FnOnce(&mut Self, &[Template<'p>]) -> Result<String, Declined>,
    ) -> Result<String, Declined> {
        let over: Vec<_> = named.iter().map(|(part, name)| (name.clone(), wish_for(*part, name))).collect();
        self.stringified_over(place, &over, write)
    }

    /// Code for a new document as text: `JSON.stringify` where all that it names is plain, else
    /// `pulumi.jsonStringify`, or a callback where the SDK does not have that. Each of `named` has the name that its value
    /// gets in such a callback. `write` is given how the document says each of them, and gives its object literal.
    ///
    /// # Errors
    /// What `write` says.
    pub fn stringified_over(
        &mut self,
        (file, node): (FileId, NodeId),
        named: &[(DeploymentName<'p>, &str)],
        write: impl FnOnce(&mut Self, &[Template<'p>]) -> Result<String, Declined>,
    ) -> Result<String, Declined> {
        let has_outputs = named.iter().any(|(name, _)| name.is_output);
        let is_there = matches!(self.model.has_json_stringify(), Lookup::Found(()));
        if !has_outputs || is_there {
            let texts: Vec<_> = named.iter().map(|(it, _)| said(it, &it.code, it.is_output)).collect();
            let object = write(self, &texts)?;
            let stringify = match has_outputs {
                false => "JSON.stringify".to_string(),
                true => format!("{}.jsonStringify", self.pulumi(file)?),
            };
            return Ok(format!("{stringify}({object})"));
        }
        let (mut outputs, mut names, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for (it, wish) in named {
            if !it.is_output {
                texts.push(said(it, &it.code, false));
                continue;
            }
            let name = self.parameter_name((file, node), wish);
            texts.push(Template::code(name.clone(), false));
            names.push(name);
            outputs.push(it);
        }
        let object = write(self, &texts)?;
        let (given, taken) = match (outputs.as_slice(), names.as_slice()) {
            ([only], [name]) if !only.may_lack_apply => (only.code.clone(), format!("({name})")),
            _ => {
                let codes: Vec<&str> = outputs.iter().map(|it| it.code.as_str()).collect();
                (format!("{}.all([{}])", self.pulumi(file)?, codes.join(", ")), format!("([{}])", names.join(", ")))
            }
        };
        Ok(format!("{given}.apply({taken} => JSON.stringify({object}))"))
    }

    /// A name for a parameter of a callback beside `node` whose whole body is new: one that nothing is called by there. What
    /// other functions call their parameters does not matter.
    fn parameter_name(&self, (file, node): (FileId, NodeId), wish: &str) -> String {
        let index = self.model.index(file);
        let scope = index.entry(node).scope;
        let is_free = |name: &String| index.lookup(name, scope).is_none() && index.unbound_names().all(|it| it != name);
        let numbered = (2..).map(|n| format!("{wish}{n}"));
        std::iter::once(wish.to_string()).chain(numbered).find(is_free).expect("numbers do not end")
    }

    /// A name that holds plain text where the document is written.
    fn plain_name(
        &self,
        part: DeploymentPart,
        resource: &Resource<'p>,
        (file, node): (FileId, NodeId),
    ) -> Option<Template<'p>> {
        if part == DeploymentPart::Region && !self.model.resource_property(resource, "region").is_absent() {
            return None;
        }
        let name = self.model.deployment_name(part, file, node)?;
        let fits = !name.is_output && self.model.is_said_for(&name, resource);
        fits.then(|| Template::code(name.code, false))
    }
}

/// What a callback calls a part of the deployment that it is given.
fn wish_for(part: DeploymentPart, name: &DeploymentName<'_>) -> &'static str {
    match part {
        DeploymentPart::Account => "accountId",
        DeploymentPart::Region if name.code.split('.').next() == Some("region") => "regionName",
        DeploymentPart::Region => "region",
        DeploymentPart::Partition => "partition",
    }
}

/// A part of the deployment in a text: `code`, or the text itself where a literal says it.
pub(super) fn said<'p>(name: &DeploymentName<'_>, code: &str, is_output: bool) -> Template<'p> {
    let quoted = |quote: char| name.code.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    match quoted('\'').or_else(|| quoted('"')) {
        Some(text) => Template::text(text),
        None => Template::code(code, is_output),
    }
}
