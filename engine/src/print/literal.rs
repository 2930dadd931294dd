//! Strings, numbers and other tokens as Prettier writes them. Invariant: a token's meaning never changes.

use super::tree::Kind;
use crate::source::Style;
use crate::source::style::Quotes;

/// A string literal in the quotes of `style`, or in the others where that takes fewer escapes.
pub(crate) fn string(raw: &str, style: &Style) -> String {
    let Some(body) = raw.get(1..raw.len().saturating_sub(1)) else { return raw.to_string() };
    let (single, double) = (body.matches('\'').count(), body.matches('"').count());
    let quote = match style.quotes {
        Quotes::Single if single > double => '"',
        Quotes::Single => '\'',
        Quotes::Double if double > single => '\'',
        Quotes::Double => '"',
    };
    requote(body, quote)
}

/// A directive keeps its text; only its quotes may change.
pub(crate) fn directive(raw: &str, style: &Style) -> String {
    let body = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    if body.contains(['"', '\'']) {
        return raw.to_string();
    }
    let quote = if style.quotes == Quotes::Single { '\'' } else { '"' };
    format!("{quote}{body}{quote}")
}

/// `body` (with its escapes) between `quote`s.
pub(crate) fn requote(body: &str, quote: char) -> String {
    let other = if quote == '"' { '\'' } else { '"' };
    let mut out = String::with_capacity(body.len() + 2);
    out.push(quote);
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some(escaped) if escaped == other => out.push(escaped),
                Some(escaped) => out.extend(['\\', escaped]),
                None => out.push(c),
            }
        } else {
            if c == quote {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out.push(quote);
    out
}

/// What the quotes hold, its escapes untouched.
pub(crate) fn unquoted(raw: &str) -> &str {
    raw.get(1..raw.len().saturating_sub(1)).unwrap_or("")
}

/// A number in lower case, without needless zeros, dots and plus signs.
pub(crate) fn number(raw: &str) -> String {
    let lower = raw.to_ascii_lowercase();
    if lower.len() == 1 || lower.starts_with("0x") || lower.starts_with("0b") || lower.starts_with("0o") {
        return lower;
    }
    let (mantissa, exponent) = match lower.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (lower.as_str(), None),
    };
    let mut out = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            let whole = if whole.is_empty() { "0" } else { whole };
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
        }
        None => mantissa.to_string(),
    };
    if let Some(exponent) = exponent {
        let sign = if exponent.starts_with('-') { "-" } else { "" };
        let digits = exponent.trim_start_matches(['+', '-']).trim_start_matches('0');
        if !digits.is_empty() {
            out = format!("{out}e{sign}{digits}");
        }
    }
    out
}

/// Whether a name can stand without quotes as a property's.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '$'))
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
}

/// Whether two tokens of one kind mean the same.
pub(crate) fn same_token(kind: Kind, a: &str, b: &str) -> bool {
    match kind {
        Kind::String => requote(unquoted(a), '"') == requote(unquoted(b), '"'),
        Kind::Number | Kind::BigInt => number(a) == number(b),
        Kind::TemplateElement => a == b,
        Kind::Empty | Kind::Hole | Kind::This | Kind::Super => true,
        // What has children elsewhere but none here is empty: an object, a block, an argument list.
        Kind::Identifier | Kind::PrivateName | Kind::Boolean | Kind::Null | Kind::Keyword | Kind::Verbatim => a == b,
        Kind::Regex => regex(a) == regex(b),
        _ => true,
    }
}

/// A regular expression with its flags in order.
pub(crate) fn regex(raw: &str) -> String {
    let Some((body, flags)) = raw.rsplit_once('/') else { return raw.to_string() };
    let mut flags: Vec<char> = flags.chars().collect();
    flags.sort_unstable();
    format!("{body}/{}", flags.into_iter().collect::<String>())
}
