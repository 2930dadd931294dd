//! The engine of iacfix: it reads TypeScript infrastructure programs, knows what they mean, and rewrites their text.
//!
//! The floors, each standing on the ones before it and on nothing after it:
//!
//! - [`source`]: text as read, parsed once; byte ranges; the file's style.
//! - [`model`]: what a program means: bindings, values, resources, references, calls.
//! - [`mod@print`]: TypeScript laid out in a file's style.
//! - [`edit`]: edits as values; merging, conflicts, application.
//! - [`rewrite`]: the verbs that codemods use; a verb owns its commas, comments, blank lines and indentation.
//! - [`codemod`]: what a codemod is; findings, fixes, levels, effects; the run over a program, pass by pass.
//!
//! The engine knows no codemod and no terminal, starts no thread and no process, and meets the disk only
//! through [`source::Files`].

pub mod codemod;
pub mod edit;
pub mod model;
pub mod print;
pub mod rewrite;
pub mod source;
#[doc(hidden)]
pub mod testing;
