//! What a program means. Invariant: every look-up has three answers (found, absent, unknown with the reason), and
//! unknown is never taken for absent.

mod index;
mod program;
mod tree;

pub(crate) use index::property_name;
pub use index::{Binding, Entry, FileIndex, Imported, LocalId, NodeId, Origin, Scope, ScopeId, ScopeKind, Step, Use};
pub use program::{FileId, Package, Program, ProgramFile, ProgramSpec};
pub use tree::{Function, NameUse, Node, Parameter, Walk, walk};

use crate::source::TextRange;

/// A program and what is known of its meaning. Borrows the program's trees; built anew for each pass.
#[derive(Debug)]
pub struct Model<'p> {
    program: &'p Program,
    indexes: Vec<FileIndex<'p>>,
}

impl<'p> Model<'p> {
    /// Builds what every look-up needs: scopes, imports, resources.
    pub fn new(program: &'p Program) -> Self {
        let index = |file: &'p ProgramFile| {
            let whole = TextRange::new(0, file.source.text().len() as u32);
            FileIndex::new(file.source.module(), whole)
        };
        Self { program, indexes: program.files.iter().map(index).collect() }
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// A file of the program.
    pub fn file(&self, id: FileId) -> &'p ProgramFile {
        &self.program.files[id.0 as usize]
    }

    /// Tree, scopes and bindings of a file.
    pub fn index(&self, id: FileId) -> &FileIndex<'p> {
        &self.indexes[id.0 as usize]
    }
}
