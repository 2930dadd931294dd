//! Looking around in source text: spaces, line breaks, comments. Invariant: offsets are bytes and stay inside the text.

/// The next byte that is not a space or tab.
fn skip_spaces(text: &str, from: u32) -> u32 {
    skip(text, from, |b| matches!(b, b' ' | b'\t'))
}

fn skip(text: &str, from: u32, white: impl Fn(u8) -> bool) -> u32 {
    let rest = text.as_bytes().get(from as usize..).unwrap_or(&[]);
    from + rest.iter().take_while(|b| white(**b)).count() as u32
}

fn rest(text: &str, from: u32) -> &str {
    text.get(from as usize..).unwrap_or("")
}

fn starts_line_break(text: &str, at: u32) -> bool {
    let rest = rest(text, at);
    rest.starts_with('\n') || rest.starts_with("\r\n")
}

fn skip_line_break(text: &str, at: u32) -> u32 {
    let rest = rest(text, at);
    at + if rest.starts_with("\r\n") { 2 } else { u32::from(rest.starts_with('\n')) }
}

/// Past a block comment that does not span lines.
fn skip_inline_comment(text: &str, at: u32) -> u32 {
    let Some(body) = rest(text, at).strip_prefix("/*") else { return at };
    match body.find("*/") {
        Some(end) if !body[..end].contains('\n') => at + 4 + end as u32,
        _ => at,
    }
}

fn skip_line_comment(text: &str, at: u32) -> u32 {
    let rest = rest(text, at);
    if !rest.starts_with("//") {
        return at;
    }
    let end = rest.find('\n').unwrap_or(rest.len());
    at + end as u32 - u32::from(rest[..end].ends_with('\r'))
}

/// Whether only spaces stand between `at` and the end of its line.
pub(crate) fn ends_line(text: &str, at: u32) -> bool {
    starts_line_break(text, skip_spaces(text, at))
}

/// Whether only spaces stand between the start of the line and `at`, and a line precedes it.
pub(crate) fn starts_line(text: &str, at: u32) -> bool {
    text.get(..at as usize).unwrap_or("").trim_end_matches([' ', '\t']).ends_with('\n')
}

/// Whether the line before the one of `at` is blank; only spaces may precede `at` on its own line.
pub(crate) fn blank_line_before(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or("").trim_end_matches([' ', '\t']);
    match before.strip_suffix('\n') {
        Some(lines) => lines.trim_end_matches([' ', '\t', '\r']).ends_with('\n'),
        None => false,
    }
}

/// Whether the line that ends behind `at`, commas, semicolons and comments allowed, is followed by a blank one.
pub(crate) fn blank_line_after(text: &str, at: u32) -> bool {
    let mut here = at;
    loop {
        let next = skip(text, here, |b| matches!(b, b',' | b';' | b' ' | b'\t'));
        let next = skip_spaces(text, skip_inline_comment(text, next));
        if next == here {
            break;
        }
        here = next;
    }
    here = skip_line_break(text, skip_line_comment(text, here));
    here > 0 && ends_line(text, here)
}

/// Whether the line that ends behind `at` (only spaces may follow) is followed by a blank one.
pub(crate) fn blank_line_below(text: &str, at: u32) -> bool {
    let here = skip_spaces(text, at);
    let next = skip_line_break(text, here);
    next > here && ends_line(text, next)
}

/// Whether a line break stands in `from..to`.
pub(crate) fn breaks_between(text: &str, from: u32, to: u32) -> bool {
    text.get(from as usize..to as usize).is_some_and(|t| t.contains('\n'))
}

/// Where the next thing stands that is neither space nor comment.
pub(crate) fn next_token(text: &str, from: u32) -> u32 {
    let mut here = from;
    loop {
        let mut next = skip(text, here, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        let tail = rest(text, next);
        if let Some(body) = tail.strip_prefix("/*") {
            next += body.find("*/").map_or(tail.len(), |end| end + 4) as u32;
        } else {
            next = skip_line_comment(text, next);
        }
        if next == here {
            return here;
        }
        here = next;
    }
}

/// The byte that the next token starts with.
pub(crate) fn next_byte(text: &str, from: u32) -> Option<u8> {
    text.as_bytes().get(next_token(text, from) as usize).copied()
}

/// Where `wanted` first stands outside of comments.
pub(crate) fn find_outside_comments(text: &str, from: u32, wanted: char) -> Option<u32> {
    let mut here = next_token(text, from);
    while let Some(c) = rest(text, here).chars().next() {
        if c == wanted {
            return Some(here);
        }
        here = next_token(text, here + c.len_utf8() as u32);
    }
    None
}
