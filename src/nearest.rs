//! What a person may have meant. Invariant: a suggestion is one of the known names, or there is none.

/// The known name that is closest to `typed`, if one is close enough to be worth saying.
pub(crate) fn nearest<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // All names have hyphens where a person may think of underscores.
    let typed = typed.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|name| (score(&typed, name), name))
        .filter(|(score, _)| *score > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Likeness between 0 and 1; a name that was broken off counts as alike (`kms` for `kms-key-rotation`).
fn score(typed: &str, name: &str) -> f64 {
    let alike = strsim::jaro_winkler(typed, name);
    let begun =
        typed.len() >= 3 && name.split('-').any(|word| word == typed) || name.starts_with(typed) && typed.len() >= 3;
    if begun { alike.max(0.8) } else { alike }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_said_and_a_far_one_is_not() {
        let known = ["ec2-imdsv2", "ec2-root-volume-size", "kms-key-rotation"];
        assert_eq!(nearest("ec2-imds", known), Some("ec2-imdsv2"));
        assert_eq!(nearest("kms-key-rotatoin", known), Some("kms-key-rotation"));
        assert_eq!(nearest("rotation", known), Some("kms-key-rotation"));
        assert_eq!(nearest("EC2_IMDSv2", known), Some("ec2-imdsv2"));
        assert_eq!(nearest("zzzz", known), None);
    }
}
