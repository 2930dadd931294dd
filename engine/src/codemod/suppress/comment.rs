//! The words of a comment that asks for silence. Invariant: one with a fault silences nothing.

use jiff::civil::Date;

use crate::source::{Comment, CommentKind, SourceFile, TextRange};

pub(super) const MARK: &str = "iacfix-ignore";

/// What a comment says.
#[derive(Debug)]
pub(super) struct Form {
    /// Whether it is about the whole file.
    pub(super) whole_file: bool,
    /// The codemods that it names, with the places of their names.
    pub(super) ids: Vec<(String, TextRange)>,
    /// The last day on which it counts.
    pub(super) until: Option<Date>,
    /// Why.
    pub(super) reason: String,
    /// Why it silences nothing, whatever follows it.
    pub(super) fault: Option<Fault>,
}

/// What a comment lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It names no codemod.
    Nameless,
    /// It gives no reason.
    Unexplained,
    /// What stands behind `until` is no date.
    BadDate(String),
}

impl Form {
    /// Reads a comment; `None` where it is about something else.
    pub(super) fn read(source: &SourceFile, comment: &Comment) -> Option<Self> {
        let raw = source.slice(comment.range);
        let raw = if comment.kind == CommentKind::Block { raw.strip_suffix("*/").unwrap_or(raw) } else { raw };
        let text = raw.trim_start_matches(['*', ' ', '\t', '\r', '\n', '/']);
        let rest = text.strip_prefix(MARK)?;
        let (whole_file, rest) = rest.strip_prefix("-file").map_or((false, rest), |rest| (true, rest));
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
            return None;
        }
        let start = comment.range.start + (raw.len() - rest.len()) as u32;
        let (head, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let reason = reason.trim_matches(|c: char| c.is_whitespace() || c == '*').to_string();
        let mut ids = words(head, start);
        let dated = ids.iter().position(|(word, _)| word == "until").map(|at| ids.split_off(at));
        let (until, wrong) = match dated.as_deref() {
            None => (None, None),
            Some([_, (word, _)]) => match day(word) {
                Some(date) => (Some(date), None),
                None => (None, Some(word.clone())),
            },
            Some(words) => {
                (None, Some(words.iter().skip(1).map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")))
            }
        };
        let fault = match wrong {
            _ if ids.is_empty() => Some(Fault::Nameless),
            _ if reason.is_empty() => Some(Fault::Unexplained),
            Some(words) => Some(Fault::BadDate(words)),
            None => None,
        };
        Some(Self { whole_file, ids, until, reason, fault })
    }
}

/// The words of `text`, which starts at `start` of its file.
fn words(text: &str, start: u32) -> Vec<(String, TextRange)> {
    let mut words = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c != ',' && c != '*' && !c.is_whitespace() {
            open.get_or_insert(at);
        } else if let Some(from) = open.take() {
            let range = TextRange::new(start + from as u32, start + at as u32);
            words.push((text[from..at].to_string(), range));
        }
    }
    words
}

/// A day as `2027-01-31`, and in no other form.
pub fn day(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|date| date.to_string() == text)
}

/// How a comment that silences `ids` is written on a line of its own, without indentation and line break.
pub fn comment_for(ids: &str, until: Option<Date>, reason: &str) -> String {
    let until = until.map(|date| format!(" until {date}")).unwrap_or_default();
    format!("// {MARK} {ids}{until}: {}", as_written(reason))
}

/// A reason as a comment holds it: a line break would end the comment and leave the rest of it as code.
pub(super) fn as_written(reason: &str) -> String {
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}
