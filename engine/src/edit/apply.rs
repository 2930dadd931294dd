//! Text in, text out.

use super::EditSet;

/// `text` with `edits` made. Ranges are bytes of `text`.
pub fn apply(text: &str, edits: &EditSet) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0usize;
    for edit in edits.iter() {
        out.push_str(text.get(at..edit.range.start as usize).unwrap_or(""));
        out.push_str(&edit.text);
        at = edit.range.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
