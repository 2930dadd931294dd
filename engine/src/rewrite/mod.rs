//! The verbs that codemods use to change programs. Invariant: a verb makes the smallest edit in the style of its
//! neighbours, owns its commas, comments, blank lines and indentation, and says why where it can't be done.
//!
//! New code is always given as TypeScript, in any quotes and layout; the verb lays it out in the file's style.
//! Positions are those of the files as read, also after other verbs of the same fix.

mod arns;
mod bind;
#[cfg(test)]
mod bind_tests;
mod blocks;
mod comments;
mod companion;
mod delete;
mod deployment;
mod document;
#[cfg(test)]
mod document_tests;
mod draft;
mod elements;
mod exports;
mod expressions;
mod fields;
mod hand_over;
mod heading;
mod imports;
#[cfg(test)]
mod interface_tests;
mod json;
mod layout;
mod lines;
#[cfg(test)]
mod lines_tests;
mod list;
#[cfg(test)]
mod module_tests;
mod moves;
mod outputs;
#[cfg(test)]
mod outputs_tests;
mod parameters;
mod place;
mod policy;
#[cfg(test)]
mod policy_tests;
mod properties;
#[cfg(test)]
mod properties_tests;
mod reach;
#[cfg(test)]
mod reach_tests;
#[cfg(test)]
mod removal_tests;
mod resource;
#[cfg(test)]
mod resource_tests;
mod reword;
mod role;
#[cfg(test)]
mod role_tests;
mod scan;
mod service_name;
#[cfg(test)]
mod service_name_tests;
mod split;
mod statements;
#[cfg(test)]
mod statements_tests;
#[cfg(test)]
mod testing;
mod text;
mod traced;
#[cfg(test)]
mod traced_tests;
mod unused;
#[cfg(test)]
mod unused_tests;
#[cfg(test)]
mod verbs_props;
mod withdraw;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::codemod::Declined;
use crate::edit::FileEdits;
use crate::model::{FileId, FileIndex, Model, ProgramFile};
use crate::print::{FileLayout, tidy};
use crate::source::{SourceFile, Style};

pub use companion::{Companion, NamePattern};
use draft::Draft;
pub use fields::{Field, Fields};
pub use imports::Import;
use json::Json;
use layout::Laying;
pub use lines::Spacing;
pub use outputs::{Given, Wanted};
pub use parameters::NewParameter;
pub use policy::NewStatement;
pub use properties::object_of;
pub use reach::{Reached, camel_case, id_list, lower_first, names_at, plural, variable_name};
pub use role::{Allow, PolicyCode};
use scan::Scan;
pub use split::StatementPart;
pub use statements::Place;
pub use text::Line;
pub use traced::{Home, Shared};
pub use unused::Gone;
pub use withdraw::{Taken, Withdrawn};

/// A file and how it is written.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    source: &'a SourceFile,
    style: &'a Style,
}

/// The changes of one fix in the making.
pub struct Rewrite<'m, 'p> {
    model: &'m Model<'p>,
    drafts: BTreeMap<FileId, Draft>,
    json: BTreeMap<PathBuf, Json>,
}

impl<'m, 'p> Rewrite<'m, 'p> {
    /// Nothing changed yet.
    pub fn new(model: &'m Model<'p>) -> Self {
        Self { model, drafts: BTreeMap::new(), json: BTreeMap::new() }
    }

    /// The model of the program that is changed.
    pub fn model(&self) -> &'m Model<'p> {
        self.model
    }

    /// The edits of everything that was asked for.
    ///
    /// # Errors
    /// A file that may not be written, changes that meet, a result that does not parse.
    pub fn finish(mut self) -> Result<FileEdits, Declined> {
        let mut edits = FileEdits::new();
        for file in self.drafts.keys().copied().collect::<Vec<_>>() {
            self.lower_imports(file)?;
            self.lower_exports(file);
        }
        for (id, draft) in self.drafts {
            let file = self.model.file(id);
            let sheet = Sheet { source: &file.source, style: self.model.style(id) };
            let layout = draft.layout;
            let set = draft.lower(sheet)?;
            if set.is_empty() {
                continue;
            }
            let path = file.source.path();
            if !file.writable {
                return Err(out_of_reach(path));
            }
            *edits.file_mut(path) = match self.model.is_sketch() {
                true => set,
                // The statements that come back parse: laying them out has read them. The file as a whole is read once all
                // accepted fixes are in it.
                false => {
                    let layout = layout.unwrap_or_else(|| FileLayout::detect(sheet.source, sheet.style));
                    tidy(sheet.source, sheet.style, layout, &set).map_err(|e| Declined::because(e.to_string()))?
                }
            };
        }
        for (path, json) in self.json {
            let set = json.lower()?;
            if set.is_empty() {
                continue;
            }
            if !self.model.program().may_write(&path) {
                return Err(out_of_reach(&path));
            }
            *edits.file_mut(&path) = set;
        }
        Ok(edits)
    }

    fn file(&self, file: FileId) -> &'p ProgramFile {
        self.model.file(file)
    }

    fn index(&self, file: FileId) -> &'m FileIndex<'p> {
        self.model.index(file)
    }

    fn scan(&self, file: FileId) -> Scan<'p> {
        Scan::new(&self.file(file).source)
    }

    fn style(&self, file: FileId) -> &'m Style {
        self.model.style(file)
    }

    fn sheet(&self, file: FileId) -> Sheet<'m> {
        Sheet { source: &self.file(file).source, style: self.style(file) }
    }

    fn laying(&mut self, file: FileId) -> Laying<'m> {
        let Sheet { source, style } = self.sheet(file);
        if self.model.is_sketch() {
            return Laying { style, layout: FileLayout::default(), sketch: true };
        }
        let layout = *self.draft(file).layout.get_or_insert_with(|| FileLayout::detect(source, style));
        Laying { style, layout, sketch: false }
    }

    fn draft(&mut self, file: FileId) -> &mut Draft {
        self.drafts.entry(file).or_default()
    }
}

fn out_of_reach(path: &Path) -> Declined {
    let reason = "would have to change, and lies outside the paths that were named; name it too";
    Declined::because(format!("{} {reason}", path.display()))
}
