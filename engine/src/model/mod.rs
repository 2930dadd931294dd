//! What a program means. Invariant: every look-up has three answers (found, absent, unknown with the reason), and
//! unknown is never taken for absent.

mod program;

pub use program::{FileId, Package, Program, ProgramFile, ProgramSpec};

/// A program and what is known of its meaning. Borrows the program's trees; built anew for each pass.
#[derive(Debug)]
pub struct Model<'p> {
    program: &'p Program,
}

impl<'p> Model<'p> {
    /// Builds what every look-up needs: scopes, imports, resources.
    pub fn new(program: &'p Program) -> Self {
        Self { program }
    }

    /// The program.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// A file of the program.
    pub fn file(&self, id: FileId) -> &'p ProgramFile {
        &self.program.files[id.0 as usize]
    }
}
