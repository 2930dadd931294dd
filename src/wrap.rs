//! Words over lines. Invariant: no word is broken, and only a word that is longer than a line makes one too long.

/// `text` in lines of at most `width` characters, the first indented by `first` and the others by `rest`.
pub(crate) fn words(text: &str, width: usize, first: usize, rest: usize) -> String {
    let mut out = " ".repeat(first);
    let (mut used, mut empty) = (first, true);
    for word in text.split(' ') {
        let length = word.chars().count();
        if !empty && used + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            (used, empty) = (rest, true);
        }
        if !empty {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
        empty = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_indented() {
        assert_eq!(words("a bc def", 6, 2, 3), "  a bc\n   def");
        assert_eq!(words("abcdefgh i", 4, 0, 1), "abcdefgh\n i");
        assert_eq!(words("", 4, 0, 1), "");
    }
}
