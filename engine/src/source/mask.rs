//! Sentences without secrets. Invariant: no literal secret of a program is left in a sentence that went through here,
//! however the sentence came to quote it; its own words stay, also where a secret is a word like `admin`.
//!
//! What has the form of a secret is masked wherever it stands. What is one by its place in the program is masked where it
//! stands between quotes, or as a word of quoted code; outside of quotes only where no prose looks like it.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;

use super::TextRange;
use super::secret_text::{is_distinct, joined, looks_secret};
use super::secrets::MASK;

/// Shortest secret that is known as a part of quoted code; a shorter one has to fill its quotes.
const PART: usize = 4;

/// How a quotation ends that was cut short.
const CUT: &str = "...";

/// Knows the secrets of a program.
#[derive(Debug, Default)]
pub struct Masker {
    known: Vec<String>,
    /// Finds them all at once. None where nothing is known, or more than it can hold.
    finder: Option<AhoCorasick>,
}

impl Masker {
    /// Of a program whose secrets are these. What takes several lines is also known by each of them: sentences take one.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let lines = |it: &'s str| it.lines().map(str::trim).chain([it]);
        let mut known: Vec<String> =
            secrets.into_iter().flat_map(lines).filter(|it| !it.trim().is_empty()).map(String::from).collect();
        known.sort();
        known.dedup();
        let finder = if known.is_empty() { None } else { AhoCorasick::new(&known).ok() };
        Self { known, finder }
    }

    /// `text` with a mask for each secret in it.
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut found = looks_secret(text);
        let quoted = quoted(text);
        if let Some(finder) = &self.finder {
            for it in finder.find_overlapping_iter(text) {
                let range = TextRange::new(it.start() as u32, it.end() as u32);
                if is_meant(text, range, quoted) {
                    found.push(range);
                }
            }
        }
        for (end, _) in text.match_indices(CUT) {
            found.extend(self.known.iter().filter_map(|secret| cut_short(&text[..end], secret)));
        }
        let found = joined(found);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut from) = (String::new(), 0);
        for range in found {
            let range = range.as_usize();
            out.push_str(&text[from..range.start]);
            out.push_str(MASK);
            from = range.end;
        }
        out.push_str(&text[from..]);
        Cow::Owned(out)
    }

    /// The same in place.
    pub fn apply(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.mask(text) {
            *text = masked;
        }
    }
}

/// From the first quote of a text to its last; an apostrophe within a word is none.
fn quoted(text: &str) -> TextRange {
    let is_quote = |(at, c): &(usize, char)| match c {
        '`' | '"' => true,
        '\'' => !text[..*at].ends_with(char::is_alphanumeric) || !text[at + 1..].starts_with(char::is_alphanumeric),
        _ => false,
    };
    let mut quotes = text.char_indices().filter(is_quote).map(|(at, _)| at as u32);
    let first = quotes.next().unwrap_or(0);
    TextRange::new(first, quotes.next_back().unwrap_or(first))
}

/// Whether what reads like a secret at `range` is one, and no word of the sentence.
fn is_meant(text: &str, range: TextRange, quoted: TextRange) -> bool {
    let (before, secret, after) = (&text[..range.start as usize], &text[range.as_usize()], &text[range.end as usize..]);
    let opens = |it: &str| it.ends_with(['\'', '"', '`', '}']);
    let closes = |it: &str| it.starts_with(['\'', '"', '`']) || it.starts_with("${");
    if opens(before) && closes(after) {
        return true;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let cuts_word = (before.ends_with(is_word) && secret.starts_with(is_word))
        || (after.starts_with(is_word) && secret.ends_with(is_word));
    is_distinct(secret) || (!cuts_word && secret.chars().count() >= PART && quoted.contains(range))
}

/// The start of a secret at the end of what was quoted of it.
fn cut_short(before: &str, secret: &str) -> Option<TextRange> {
    let mut starts = secret.char_indices().map(|(at, _)| at).filter(|at| *at > 0).rev();
    let len = starts.find(|len| {
        let rest = before.strip_suffix(&secret[..*len]);
        rest.is_some_and(|rest| *len >= PART || rest.ends_with(['\'', '"', '`']))
    })?;
    Some(TextRange::new((before.len() - len) as u32, before.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(secrets: &[&str], text: &str) -> String {
        Masker::new(secrets.iter().copied()).mask(text).into_owned()
    }

    #[test]
    fn a_secret_is_masked_however_a_sentence_quotes_it() {
        let secrets =
            ["hunter2", "ab", "admin", "correct horse", "-----BEGIN X-----\nMIIB+abc\nMIIC2efg", "swordfish-9"];
        for (text, expected) in [
            ("instance `web-hunter2` is open", "instance `web-********` is open"),
            ("the password is hunter2 here", "the password is ******** here"),
            ("set `password: 'ab'` aside, about", "set `password: '********'` aside, about"),
            ("`admin` may do all; an admin may not", "`********` may do all; an admin may not"),
            ("`echo admin | login` for the admin", "`echo ******** | login` for the admin"),
            ("`pre-${x}ab${y}` stays", "`pre-${x}********${y}` stays"),
            ("it is correct horse battery", "it is ******** battery"),
            ("key MIIB+abc MIIC2efg ends", "key ******** ******** ends"),
            ("`'swordf...` can't be seen", "`'********...` can't be seen"),
            ("`f(swordf, 'hu...` can't be seen", "`f(swordf, '********...` can't be seen"),
            ("access by AKIAIOSFODNN7EXAMPLE goes", "access by ******** goes"),
            ("`{ token: 'never-seen' }`", "`{ token: '********' }`"),
        ] {
            assert_eq!(masked(&secrets, text), expected);
        }
    }

    #[test]
    fn words_of_a_sentence_stay_where_a_secret_is_a_word() {
        for text in [
            "database password is written in the program",
            "the user of `db` can't be seen: it is decided at run time",
            "abc of a `table`, admins and `administrators`",
            "nothing is set...",
        ] {
            assert_eq!(masked(&["a", "ab", "set", "db2", "password", "admin", "user"], text), text);
        }
        assert!(matches!(Masker::default().mask("enableKeyRotation is not set"), Cow::Borrowed(_)));
    }
}
