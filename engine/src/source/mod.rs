//! Text as it was read, parsed once. Invariant: byte ranges into the file, byte order mark included, are the only
//! positions that leave this module; no `swc` position does.

mod cost;
mod deep;
mod file;
mod files;
mod layout;
mod mask;
mod range;
mod secret_text;
mod secrets;
pub mod style;

pub use file::{Comment, CommentKind, MAX_BYTES, MAX_DEPTH, MAX_TREE, Newline, SourceError, SourceFile};
pub(crate) use file::{deeper_than, parse_module};
pub use files::{Files, Overlay, holds, names_in};
pub use layout::{FileLayout, NewArguments};
pub use mask::Masker;
pub use range::{LineColumn, TextRange};
pub use secrets::{MASK, Secrets, again_in, holds_secret, secrets};
pub use style::{Style, Styles};
