//! Text as it was read, parsed once. Invariant: byte ranges into the file, byte order mark included, are the only
//! positions that leave this module; no `swc` position does.

mod file;
mod files;
mod range;
pub mod style;

pub use file::{Comment, CommentKind, Newline, SourceError, SourceFile};
pub use files::{Files, Overlay};
pub use range::{LineColumn, TextRange};
pub use style::{Style, Styles};
