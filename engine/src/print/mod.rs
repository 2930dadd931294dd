//! TypeScript laid out in a file's style. Invariant: printed text parses back to the tree that it was made from, with
//! every comment in it.
//!
//! Everything that is printed was text before: codemods write [`Snippet`]s in any layout, and a [`Printer`] prints what
//! stands in a file again. [`tidy`] is the rule that ties both to an edit: what was laid out well before the edit is
//! laid out well after it, and nothing else moves.
//!
//! In a tidy file the layout is Prettier's, rule for rule (`layout` and `doc` are that); [`FileLayout`] says what an
//! untidy file does instead.

mod comments;
mod doc;
mod file_layout;
mod generate;
mod layout;
mod literal;
mod printer;
mod render;
mod snippet;
#[cfg(test)]
mod tests;
mod text;
mod tidy;
mod tree;
mod window;
#[cfg(test)]
mod window_tests;

pub use crate::source::{FileLayout, NewArguments};
pub use printer::Printer;
pub use render::Place;
pub use snippet::{PrintError, Snippet};
pub use tidy::{TidyError, tidy};
