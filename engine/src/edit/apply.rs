//! Text in, text out. Invariant: every byte outside the edits is the byte that was read.

use super::EditSet;

/// `text` with `edits` made. Ranges are bytes of `text`.
pub fn apply(text: &str, edits: &EditSet) -> String {
    let grows: usize = edits.iter().map(|e| e.text.len()).sum();
    let mut out = String::with_capacity(text.len() + grows);
    let mut at = 0usize;
    for edit in edits.iter() {
        out.push_str(text.get(at..edit.range.start as usize).unwrap_or(""));
        out.push_str(&edit.text);
        at = edit.range.end as usize;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
