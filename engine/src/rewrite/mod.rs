//! The verbs that codemods use to change programs. Invariant: a verb makes the smallest edit in the style of its
//! neighbours, owns its commas, comments, blank lines and indentation, and says why where it can't be done.
//!
//! New code is always given as TypeScript, in any quotes and layout; the verb lays it out in the file's style.
//! Positions are those of the files as read, also after other verbs of the same fix.

mod blocks;
mod companion;
mod draft;
mod elements;
mod expressions;
mod layout;
mod list;
mod place;
mod properties;
#[cfg(test)]
mod properties_tests;
mod resource;
mod scan;
mod statements;
mod traced;
#[cfg(test)]
mod statements_tests;
#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use crate::codemod::Declined;
use crate::edit::{FileEdits, apply};
use crate::model::{FileId, FileIndex, Model, ProgramFile};
use crate::source::parse_module;

pub use companion::{Companion, NamePattern};
use draft::Draft;
pub use properties::object_of;
use scan::Scan;
pub use statements::Place;
pub use traced::{Home, Put};

/// The changes of one fix in the making.
pub struct Rewrite<'m, 'p> {
    model: &'m Model<'p>,
    drafts: BTreeMap<FileId, Draft>,
}

impl<'m, 'p> Rewrite<'m, 'p> {
    /// Nothing changed yet.
    pub fn new(model: &'m Model<'p>) -> Self {
        Self { model, drafts: BTreeMap::new() }
    }

    /// The edits of everything that was asked for.
    ///
    /// # Errors
    /// A file that may not be written, changes that meet, a result that does not parse.
    pub fn finish(self) -> Result<FileEdits, Declined> {
        let mut edits = FileEdits::new();
        for (id, draft) in self.drafts {
            let file = self.model.file(id);
            let set = draft.lower(file)?;
            if set.is_empty() {
                continue;
            }
            let path = file.source.path();
            if !file.writable {
                let reason = "would have to change, and lies outside the paths that were named; name it too";
                return Err(Declined::because(format!("{} {reason}", path.display())));
            }
            let after = apply(file.source.text(), &set);
            if let Err((_, message)) = parse_module(path, &after) {
                return Err(Declined::because(format!("the rewritten {} {message}", path.display())));
            }
            *edits.file_mut(path) = set;
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

    fn draft(&mut self, file: FileId) -> &mut Draft {
        self.drafts.entry(file).or_default()
    }
}
