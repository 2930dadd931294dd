//! Edits as values. Invariant: the edits of a file are sorted, disjoint and inside the file; nothing here panics on
//! input, and nothing here meets a disk.

mod apply;
mod set;

pub use apply::apply;
pub use set::{Edit, EditError, EditSet, FileEdits, Joined};
