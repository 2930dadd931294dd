//! Naming resources by their arns in documents. Invariant: a document names only what is declared before it, in a form
//! that is known when the document is put together.

use super::reach::names_giving;
use super::{Rewrite, Wanted, lower_first, variable_name};
use crate::codemod::Declined;
use crate::model::{Document, FileId, NodeId, ResourceId, Template};

impl<'p> Rewrite<'_, 'p> {
    /// Code beside `node` for an output of one resource, `role.arn`, by what is in scope there and declared before: nothing
    /// is handed over or moved for it.
    ///
    /// # Errors
    /// What no name leads to, what a loop makes or what is declared later.
    pub fn output_before(
        &mut self,
        id: ResourceId,
        output: &str,
        (file, node): (FileId, NodeId),
    ) -> Result<String, Declined> {
        let start = |at| self.model.index(file).entry(at).range.start;
        let known = names_giving(self.model, output, file, node);
        let fits = known.into_iter().filter(|name| !name.many && name.resources == [id]);
        let made = self.model.resource(id);
        let late = || Declined::because("it is made after what is to name it");
        let one = match fits.min_by_key(|name| (name.ids, name.code.contains('.'))) {
            Some(name) => name,
            // A loop would have it collected, and a name does not help before it is made.
            None if made.repeated.is_some() => {
                return Err(Declined::because("a loop makes it, so no one name leads to it"));
            }
            None if made.file == file && start(made.node) > start(node) => return Err(late()),
            None => self
                .reach(&[id], file, node)?
                .into_iter()
                .next()
                .filter(|name| !name.many && !name.ids)
                .ok_or_else(|| Declined::because("no one name leads to what it is for"))?,
        };
        match one.after {
            Some(after) if start(after) > start(node) => Err(late()),
            _ if one.ids => Ok(one.code),
            _ => Ok(format!("{}.{output}", one.code)),
        }
    }

    /// The arns of resources, in order, as a document can name them.
    ///
    /// # Errors
    /// What no name leads to, what a loop makes or what is declared later; as for [`Rewrite::bring`].
    pub fn arns_in(&mut self, document: &Document<'p>, ids: &[ResourceId]) -> Result<Vec<Template<'p>>, Declined> {
        let (file, node) =
            self.outside(document).ok_or_else(|| Declined::because("the document's place can't be seen"))?;
        let mut named: Vec<(String, String)> = Vec::new();
        for id in ids {
            let reached = self.reach(&[*id], file, node)?;
            let one = reached.first().ok_or_else(|| Declined::because("nothing in scope leads to what it is for"))?;
            if one.many || one.ids {
                return Err(Declined::because("a loop makes what it is for; name the resources in the policy"));
            }
            let start = |at| self.index(file).entry(at).range.start;
            if let Some(after) = one.after
                && start(after) > start(node)
            {
                let reason = format!("`{}` is declared after the policy; declare it before", one.code);
                return Err(Declined::because(reason));
            }
            let name = one.code.rsplit('.').next().unwrap_or(&one.code).trim_start_matches(['_', '#']);
            let name = match name.is_empty() {
                true => variable_name(self.model, self.model.resource(*id)),
                false => lower_first(name),
            };
            named.push((format!("{}.arn", one.code), format!("{name}Arn")));
        }
        let wanted: Vec<Wanted<'_>> = named.iter().map(|(code, name)| Wanted { code, name }).collect();
        let given = self.bring(document, &wanted)?;
        Ok(given.into_iter().map(|given| Template::code(given.code, given.is_output)).collect())
    }
}
