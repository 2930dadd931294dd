//! Secrets in plain text. Invariant: what is told here needs no tree, and holds for code, comments, data and sentences about
//! them alike.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::TextRange;
use super::secrets::MASK;

/// How a name ends that holds a secret, words joined in lower case.
const ENDS: [&str; 28] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "secretstring",
    "secretbinary",
    "secretvalue",
    "token",
    "apikey",
    "privatekey",
    "privatekeypem",
    "accesskey",
    "secretkey",
    "accesskeyid",
    "secretaccesskey",
    "signingkey",
    "encryptionkey",
    "accountkey",
    "connectionstring",
    "databaseurl",
    "credential",
    "credentials",
    "passwords",
    "apikeys",
    "authtokens",
    "accesstokens",
    "dsn",
];

/// Forms that are secrets wherever they stand. The group is the secret where only a part is.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,})",
        r"\bxox[a-z]-[A-Za-z0-9-]{10,}",
        r"https://hooks\.slack\.com/services/([A-Za-z0-9/]+)",
        r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|pul-[0-9a-f]{40}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})",
        r"\b(?:Bearer|Basic)[ \t]+([A-Za-z0-9._~+/-]*[0-9][A-Za-z0-9._~+/-]*=*)",
        r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*",
        r#"://[^\s:/@'"`]*:([^\s/@'"`$\{\}]+)@"#,
        r#"\bmysql(?:dump|admin)?\b[^\n'"`]*?[ \t]-p([^\s'"`$;|&\\]+)"#,
        r#"\bsshpass[ \t]+-p[ \t]*([^\s'"`$;|&\\]+)"#,
        r#"\bcurl\b[^\n'"`]*?[ \t](?:-u|--user)[ \t=]*[^\s:'"`$]+:([^\s'"`$;|&\\]+)"#,
    ])
});

/// The forty characters of a secret access key, with what stands before and behind.
static ACCESS_KEY: LazyLock<Vec<Regex>> =
    LazyLock::new(|| compiled(&[r#"(?:^|['"`=\s])([A-Za-z0-9/+]{40})(?:$|['"`\s;,\\])"#]));

/// What the name of a secret has in it, however its words are joined: a text without any of them is not looked at closer.
static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let stems = ["pass", "pwd", "secret", "token", "key", "credential", "connection", "database", "dsn"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(stems).ok()
});

/// A name and what it is set to, as JSON, code, shell or a connection string write it.
static PAIRS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r#"([A-Za-z_][\w.-]*)\\*["'`]?\]?\s*(?:=>|[:=])\s*\\*["'`]((?:[^"'`\\\r\n]|\\[^"'`\r\n])+)"#,
        r#"([A-Za-z_][\w.-]*)=([^\s"'`\\;,&\)\]\}$<>]+)"#,
        r#"--?([A-Za-z][\w-]*)[ \t]+\\*["'`]?([^\s"'`\\$-][^\s"'`\\]*)"#,
        r#"<([A-Za-z_][\w.-]*)>([^<>\r\n$]+)</"#,
    ])
});

/// The same as lines of YAML and of comments write it, where no sentence does: there it would be prose.
static LINES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r#"(?m)^\s*-?\s*([A-Za-z_][\w.:-]*):[ \t]+([^\s"'`\[\]\{\}$|>&*!#][^\r\n]*)"#,
        r#"(?m)^\s*([A-Za-z_][\w.:-]*):[ \t]*\r?\n\s+(?:default|value):[ \t]+["']?([^\s"'`\[\]\{\}$|>&*!#][^\r\n"']*)"#,
        r#"(?m)(?://|\*|#)[ \t]*([A-Za-z_][\w.:-]*):[ \t]+([^\s"'`\[\]\{\}$]+)[ \t]*(?:\*/|$)"#,
        r#"(?:\s|//|\*|#)([A-Za-z_][\w.:-]*):[ \t]+([^\s"'`\[\]\{\}$(]*\d[^\s"'`\[\]\{\}$(]*)"#,
    ])
});

fn compiled(patterns: &[&str]) -> Vec<Regex> {
    // The patterns are constants, and a test reads every one of them.
    patterns.iter().filter_map(|it| Regex::new(it).ok()).collect()
}

/// What looks like a secret in one line about a program.
pub(super) fn looks_secret(line: &str) -> Vec<TextRange> {
    let whole = TextRange::new(0, line.len() as u32);
    [by_form(line, 0), pairs_of(PAIRS.iter(), line, whole)].concat()
}

/// Shortest secret with a digit or a sign in it that nobody writes by chance.
const MIXED: usize = 6;

/// Shortest word that nobody writes by chance.
const LONG: usize = 16;

/// Whether a text that is a secret in one place is one in any other, and no word that is used for something else too.
pub(super) fn is_distinct(secret: &str) -> bool {
    let length = secret.chars().count();
    length >= LONG || (length >= MIXED && secret.chars().any(|c| !c.is_alphabetic()))
}

/// Sorted, overlapping ones put together.
pub(super) fn joined(mut found: Vec<TextRange>) -> Vec<TextRange> {
    found.sort();
    let mut out: Vec<TextRange> = Vec::new();
    for range in found.into_iter().filter(|it| !it.is_empty()) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => *last = last.cover(range),
            _ => out.push(range),
        }
    }
    out
}

pub(super) fn by_form(text: &str, offset: u32) -> Vec<TextRange> {
    let mut out = Vec::new();
    for form in FORMS.iter() {
        for found in form.captures_iter(text) {
            let Some(it) = found.get(1).or(found.get(0)) else { continue };
            out.push(TextRange::new(offset + it.start() as u32, offset + it.end() as u32));
        }
    }
    let has_run =
        || text.as_bytes().split(|c| !c.is_ascii_alphanumeric() && !b"/+".contains(c)).any(|it| it.len() == 40);
    for found in ACCESS_KEY.iter().filter(|_| has_run()).flat_map(|it| it.captures_iter(text)) {
        let Some(it) = found.get(1) else { continue };
        let has = |kind: fn(&u8) -> bool| it.as_str().as_bytes().iter().any(kind);
        if has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit) {
            out.push(TextRange::new(offset + it.start() as u32, offset + it.end() as u32));
        }
    }
    out
}

pub(super) fn by_pair(text: &str, within: TextRange) -> Vec<TextRange> {
    pairs_of(PAIRS.iter().chain(LINES.iter()), text, within)
}

fn pairs_of<'r>(patterns: impl Iterator<Item = &'r Regex>, text: &str, within: TextRange) -> Vec<TextRange> {
    let Some(part) = text.get(within.as_usize()) else { return Vec::new() };
    if STEMS.as_ref().is_some_and(|stems| !stems.is_match(part)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for found in patterns.flat_map(|it| it.captures_iter(part)) {
        let (Some(name), Some(value)) = (found.get(1), found.get(2)) else { continue };
        if is_secret_name(name.as_str()) && may_be_secret(value.as_str()) && !is_code(value.as_str()) {
            out.push(TextRange::new(within.start + value.start() as u32, within.start + value.end() as u32));
        }
    }
    out
}

/// Whether an unquoted value is a reference or a call and no text.
fn is_code(value: &str) -> bool {
    let value = value.trim_end_matches([',', ';', ' ']);
    ["args.", "config.", "props.", "this.", "process.", "pulumi.", "new ", "await "]
        .iter()
        .any(|it| value.starts_with(it))
        || value.contains('(')
        || matches!(value, "true" | "false" | "null" | "undefined" | "string" | "number")
}

/// Whether what a name holds is a secret: `dbPassword`, `PGPASSWORD`, `api-key`; not `secretName` or `passwordLength`.
pub(super) fn is_secret_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let plain = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    // `secretStringWo` and its like are written once and never read back.
    let plain = plain.strip_suffix("wo").unwrap_or(plain);
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or(name);
    let is_pass = last.eq_ignore_ascii_case("pass") || last.ends_with("Pass");
    let other = plain.ends_with("nexttoken") || plain.ends_with("publicaccesskey");
    (is_pass || ENDS.iter().any(|end| plain.ends_with(end))) && !other
}

/// Whether a text in the place of a secret can be one: not empty, and not the name of where it is kept.
pub(super) fn may_be_secret(text: &str) -> bool {
    let text = text.trim();
    let reference = ["arn:", "{{resolve:", "${", "process.env"].iter().any(|it| text.starts_with(it));
    !text.is_empty() && !reference && text != MASK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        assert!(STEMS.as_ref().is_some_and(|stems| ENDS.iter().all(|it| stems.is_match(it))));
        assert_eq!((FORMS.len(), ACCESS_KEY.len(), PAIRS.len(), LINES.len()), (12, 1, 4, 4));
    }
}
