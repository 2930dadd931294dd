//! Groups that name their own id in their rules. Invariant: afterwards the rule means the members of the group by
//! `self: true`, and whom it named besides, it still names.

use iacfix_engine::codemod::Declined;
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{ElementOf, Lookup, Model};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

use super::dropped::owned;
use super::reference::Reference;

/// Puts `self: true` in place of what the group names itself by, which `references` are, all of one rule.
pub(super) fn by_self<'p>(model: &Model<'p>, references: &[&Reference<'p>]) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let Some(first) = references.first() else { return rewrite.finish() };
    let (rule, group) = (first.rule, model.resource(first.owner));
    owned(group, rule.file, TextRange::of(rule.node))?;
    let property = match model.object_property(rule, "securityGroups") {
        Lookup::Found(property) if property.object == Some(rule) => property,
        _ => {
            return Err(Declined::because(
                "the groups of the rule are put together elsewhere; say `self: true` instead",
            ));
        }
    };
    match model.property_elements(&property).len() > references.len() {
        true => {
            for reference in references {
                let ElementOf::Array(array, at) = reference.of else {
                    return Err(Declined::because(
                        "the groups of the rule are put together elsewhere; take it out there",
                    ));
                };
                owned(group, array.file, TextRange::of(array.node))?;
                rewrite.remove_element(array.file, array.node, at)?;
            }
            rewrite.set_after(rule.file, rule.node, "securityGroups", "self", "true")?;
        }
        false => {
            rewrite.replace_entry(rule.file, rule.node, "securityGroups", "self", "true")?;
            rewrite.remove(rule.file, rule.node, "self")?;
        }
    }
    rewrite.finish()
}
