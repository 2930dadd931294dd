//! Comments that are written for findings. Invariant: what starts at one place shares a comment, and one that is there with
//! the same reason and date takes the new ids in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Suppressions;
use super::comment::{as_written, comment_for};
use super::place::{Scope, Spot, place_for};
use crate::codemod::{Declined, Finding};
use crate::edit::{Edit, FileEdits};
use crate::model::{FileId, Model};

/// For each of `findings`, under the ids of their codemods, the edits of the comment that silences it until the end of that
/// day, or why none can. Those that share a comment have the same edits.
pub(in crate::codemod) fn silence(
    model: &Model<'_>,
    findings: &[(&'static str, &Finding)],
    reason: &str,
    until: Option<Date>,
) -> Vec<Result<FileEdits, Declined>> {
    let reason = as_written(reason);
    let there = Suppressions::read(model, None);
    let place =
        |finding: &Finding| place_for(&model.file(finding.file).source, model.index(finding.file), finding.range);
    let places: Vec<Result<Spot, Declined>> = findings.iter().map(|(_, finding)| place(finding)).collect();
    let mut shared: BTreeMap<(FileId, u32), BTreeSet<&'static str>> = BTreeMap::new();
    for ((id, finding), spot) in findings.iter().zip(&places) {
        if let Ok(spot) = spot {
            shared.entry((finding.file, spot.line)).or_default().insert(id);
        }
    }
    let edits_at = |file: FileId, spot: Spot| {
        let ids: Vec<_> = shared[&(file, spot.line)].iter().copied().collect();
        let source = &model.file(file).source;
        let edit = match there.end_of_ids(file, Scope::Construct(spot.covered), &reason, until) {
            Some(at) => Edit::insert(at, format!(", {}", ids.join(", "))),
            None => {
                let rest = &source.text()[spot.line as usize..];
                let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
                Edit::insert(spot.line, format!("{indent}{}\n", comment_for(&ids.join(", "), until, &reason)))
            }
        };
        let mut edits = FileEdits::new();
        let set = edits.file_mut(source.path());
        set.insert(source.text(), edit).map_err(|e| Declined::because(e.to_string()))?;
        Ok(edits)
    };
    let each = findings.iter().zip(places);
    each.map(|((_, finding), spot)| spot.and_then(|spot| edits_at(finding.file, spot))).collect()
}
