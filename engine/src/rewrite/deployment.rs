//! Saying the account, region and partition that a program is deployed to. Invariant: what the document or the program
//! says already is used; only what nobody says is asked of the provider.

use super::{Companion, Rewrite, Wanted};
use crate::codemod::Declined;
use crate::model::{DeploymentName, DeploymentPart, Document, FileId, Lookup, NodeId, Resource, Template};
use crate::source::TextRange;

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
        let mut later: Vec<(usize, DeploymentName, &'static str)> = Vec::new();
        for part in parts {
            let told = self.model.told_in(document, *part, place).or_else(|| self.plain_name(*part, place));
            if told.is_none() {
                let outside = self.outside(document, place);
                later.push((out.len(), self.deployment_code(*part, resource, outside)?, part.name()));
            }
            out.push(told);
        }
        let wanted: Vec<Wanted<'_>> = later.iter().map(|(_, it, name)| Wanted { code: &it.code, name }).collect();
        if !wanted.is_empty() {
            let given = self.bring(document, &wanted)?;
            for ((at, ..), given) in later.iter().zip(given) {
                out[*at] = Some(Template::code(given.code, given.is_output));
            }
        }
        Ok(out.into_iter().flatten().collect())
    }

    /// The partition, as the document or a name in scope says it; else the one that a known region is in.
    pub fn partition_in(&self, document: &Document<'p>, region: &Template<'p>) -> Template<'p> {
        let told = self.scope_of(document).and_then(|place| {
            let told = self.model.told_in(document, DeploymentPart::Partition, place);
            told.or_else(|| self.plain_name(DeploymentPart::Partition, place))
        });
        let of_region = || match region.known() {
            Some(region) if region.starts_with("cn-") => "aws-cn",
            Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        told.unwrap_or_else(|| Template::text(of_region()))
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
    ) -> Result<DeploymentName, Declined> {
        if let Some(name) = self.model.deployment_name(part, file, node) {
            return Ok(name);
        }
        let function = format!("{}Output", part.function());
        let callee = match self.model.spelling(file, node, "@pulumi/aws", &function) {
            Some(spelled) => spelled,
            None => format!("{}.{function}", self.import(file, "@pulumi/aws", super::Import::Namespace("aws"))?),
        };
        let options = match file == resource.file {
            true => Companion::of(self.model, resource).options(),
            false => None,
        };
        let arguments = options.map_or(String::new(), |options| format!("{{}}, {options}"));
        let code = format!("{callee}({arguments}).{}", self.model.result_name(part));
        Ok(DeploymentName { code, is_output: true })
    }

    /// Code for a new document as text: `JSON.stringify` where all that it names is plain, else
    /// `pulumi.jsonStringify`, or a callback where the SDK does not have that. `write` is given how the document says
    /// each of `named`, and gives its object literal.
    ///
    /// # Errors
    /// What `write` says.
    pub fn stringified(
        &mut self,
        (file, node): (FileId, NodeId),
        named: &[(DeploymentName, &str)],
        write: impl FnOnce(&mut Self, &[Template<'p>]) -> Result<String, Declined>,
    ) -> Result<String, Declined> {
        let outputs: Vec<_> = named.iter().filter(|(name, _)| name.is_output).collect();
        let is_there = matches!(self.model.has_json_stringify(), Lookup::Found(()));
        if outputs.is_empty() || is_there {
            let texts: Vec<_> = named.iter().map(|(it, _)| Template::code(it.code.clone(), it.is_output)).collect();
            let object = write(self, &texts)?;
            let stringify = match outputs.is_empty() {
                true => "JSON.stringify".to_string(),
                false => format!("{}.jsonStringify", self.pulumi(file)?),
            };
            return Ok(format!("{stringify}({object})"));
        }
        let (mut codes, mut names, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for (it, wish) in named {
            if !it.is_output {
                texts.push(Template::code(it.code.clone(), false));
                continue;
            }
            let name = self.free_name(file, node, wish);
            texts.push(Template::code(name.clone(), false));
            names.push(name);
            codes.push(it.code.clone());
        }
        let object = write(self, &texts)?;
        let (given, taken) = match (codes.as_slice(), names.as_slice()) {
            ([code], [name]) => (code.clone(), format!("({name})")),
            _ => (format!("{}.all([{}])", self.pulumi(file)?, codes.join(", ")), format!("([{}])", names.join(", "))),
        };
        Ok(format!("{given}.apply({taken} => JSON.stringify({object}))"))
    }

    /// A name that holds plain text where the document is written.
    fn plain_name(&self, part: DeploymentPart, (file, node): (FileId, NodeId)) -> Option<Template<'p>> {
        let name = self.model.deployment_name(part, file, node)?;
        (!name.is_output).then(|| Template::code(name.code, false))
    }

    /// A place outside of the innermost callback that a document is written in.
    fn outside(&self, document: &Document<'p>, place: (FileId, NodeId)) -> (FileId, NodeId) {
        let Some(applied) = document.applied.last() else { return place };
        let file = applied.call.file;
        (file, self.index(file).innermost(TextRange::of(applied.call.node)).unwrap_or(place.1))
    }
}
