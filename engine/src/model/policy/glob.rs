//! Patterns of actions and arns. Invariant: a pattern covers another only where everything that fits the other fits it.

/// Whether `pattern` covers `wanted`, both with `*` for any text and `?` for one character.
pub(super) fn covers(pattern: &str, wanted: &str) -> bool {
    let (pattern, wanted): (Vec<char>, Vec<char>) = (pattern.chars().collect(), wanted.chars().collect());
    let (mut p, mut w) = (0, 0);
    // The last star, and how much of `wanted` it has taken.
    let mut star: Option<(usize, usize)> = None;
    while w < wanted.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some('?') if wanted[w] != '*' => (p, w) = (p + 1, w + 1),
            Some(c) if *c == wanted[w] => (p, w) = (p + 1, w + 1),
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    (p, w) = (at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_pattern_covers_what_is_narrower() {
        for (pattern, wanted) in [
            ("*", "kms:Encrypt*"),
            ("kms:*", "kms:Encrypt*"),
            ("kms:Encrypt*", "kms:Encrypt"),
            ("kms:*crypt*", "kms:ReEncrypt*"),
            ("kms:Encrypt?", "kms:Encrypts"),
            ("a*b*c", "a-b-b-c"),
            ("", ""),
        ] {
            assert!(covers(pattern, wanted), "{pattern} {wanted}");
        }
    }

    #[test]
    fn and_nothing_that_is_wider() {
        for (pattern, wanted) in [
            ("kms:Encrypt", "kms:Encrypt*"),
            ("kms:Encrypt?", "kms:Encrypt*"),
            ("kms:GenerateDataKey", "kms:GenerateDataKey*"),
            ("s3:*", "kms:Encrypt"),
            ("kms:Encrypt*x", "kms:Encrypt*"),
            ("", "a"),
        ] {
            assert!(!covers(pattern, wanted), "{pattern} {wanted}");
        }
    }
}
