//! Saying the account, region and partition that a program is deployed to. Invariant: what the document or the program
//! says already is used; only what nobody says is asked of the provider.

use super::{Companion, Rewrite, Wanted};
use crate::codemod::Declined;
use crate::model::{DeploymentPart, Document, FileId, NodeId, Resource, Template};
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
        let mut later: Vec<(usize, String, &'static str)> = Vec::new();
        for part in parts {
            let told = self.model.told_in(document, *part, place).or_else(|| self.plain_name(*part, place));
            if told.is_none() {
                let outside = self.outside(document, place);
                later.push((out.len(), self.deployment_code(*part, resource, outside)?, part.name()));
            }
            out.push(told);
        }
        let wanted: Vec<Wanted<'_>> = later.iter().map(|(_, code, name)| Wanted { code, name }).collect();
        if !wanted.is_empty() {
            let given = self.bring(document, &wanted)?;
            for ((at, ..), given) in later.iter().zip(given) {
                out[*at] = Some(Template::code(given.code, given.is_output));
            }
        }
        Ok(out.into_iter().flatten().collect())
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
    ) -> Result<String, Declined> {
        if let Some(name) = self.model.deployment_name(part, file, node) {
            return Ok(name.code);
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
        Ok(format!("{callee}({arguments}).{}", self.model.result_name(part)))
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
