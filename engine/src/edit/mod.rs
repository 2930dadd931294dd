//! Edits as values. Invariant: the edits of a file are sorted, disjoint and inside the file; nothing here panics on
//! input, and nothing here meets a disk.

mod apply;
mod files;
mod set;
#[cfg(test)]
mod tests;

pub use apply::apply;
pub use files::FileEdits;
pub use set::{Edit, EditError, EditSet, Joined};
