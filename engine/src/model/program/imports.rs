//! The modules that a text names, found without parsing it. Invariant: every specifier of a static `import`, `export
//! from`, `import x = require` and `require` with a plain string is among the answers; a comment or string that looks
//! like one may be too, which costs a look-up and nothing else.

use memchr::memmem;

/// Whether `bytes` mention a provider or the SDK, also in two bytes a letter: a text that can't be read is to be said.
pub(super) fn mentions_provider(bytes: &[u8]) -> bool {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let says = |bytes: &[u8]| memmem::find(bytes, b"@pulumi/").is_some();
    if wide { says(&bytes.iter().copied().filter(|b| *b != 0).collect::<Vec<u8>>()) } else { says(bytes) }
}

/// The specifiers of all imports of `text`, in the order in which they stand.
pub(super) fn specifiers(text: &str) -> Vec<&str> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (keyword, may_call) in [("from", false), ("import", true), ("require", true)] {
        for at in memmem::find_iter(text.as_bytes(), keyword) {
            let after = at + keyword.len();
            if text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            found.extend(string_after(&text[after..], may_call).map(|specifier| (at, specifier)));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, specifier)| specifier).collect()
}

/// The string literal that `text` starts with, white space, comments and one `(` skipped.
fn string_after(text: &str, may_call: bool) -> Option<&str> {
    let mut rest = skip_trivia(text);
    if may_call && let Some(inside) = rest.strip_prefix('(') {
        rest = skip_trivia(inside);
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let body = &rest[1..];
    let end = body.find([quote, '\n', '\\'])?;
    body[end..].starts_with(quote).then_some(&body[..end])
}

fn skip_trivia(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if let Some(block) = rest.strip_prefix("/*") {
            block.find("*/").map(|end| &block[end + 2..])
        } else if let Some(line) = rest.strip_prefix("//") {
            line.find('\n').map(|end| &line[end..])
        } else {
            return rest;
        };
        rest = after.unwrap_or("").trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::specifiers;

    #[test]
    fn every_form_of_import_is_seen() {
        let text = "import * as aws from '@pulumi/aws';\nimport{a}from\"./a\";\nimport './side';\nexport * from './all'\n\
             import type { T } from \"./types\";\nimport x = require('./x');\nconst y = require(\"./y\").y;\n\
             const z = await import(/* lazily */ './z');\nimport {\n  b,\n} from // why\n  './b';\nimport w from `./w`;";
        let all = ["@pulumi/aws", "./a", "./side", "./all", "./types", "./x", "./y", "./z", "./b", "./w"];
        assert_eq!(specifiers(text), all);
    }

    #[test]
    fn other_words_and_broken_strings_are_not_imports() {
        let text = "const platform_from = './no';\nArray.from(list);\nimportant('./no');\nimport 'half\n;\nfrom";
        assert_eq!(specifiers(text), Vec::<&str>::new());
    }
}
