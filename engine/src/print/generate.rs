//! New code that has no layout rules here (namespaces, decorated oddities, whatever the language gains next), as swc's
//! generator writes it. Invariant: what comes out means what went in, else the text stays as it was given.

use std::path::Path;

use swc_ecma_codegen::to_code;

use crate::source::parse_module;

/// `text`, one statement, as the generator writes it; `None` where it is no statement by itself, or has comments, which
/// the generator would lose.
pub(super) fn generated(text: &str) -> Option<String> {
    let (module, comments) = parse_module(Path::new("generated.ts"), text).ok()?;
    if !comments.is_empty() || module.body.len() != 1 {
        return None;
    }
    let code = to_code(&module).trim_end().to_string();
    let (again, _) = parse_module(Path::new("generated.ts"), &code).ok()?;
    (to_code(&again).trim_end() == code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::generated;
    use crate::print::{FileLayout, Place, Snippet};
    use crate::source::Style;

    #[test]
    fn what_has_no_layout_is_generated() {
        let code = "namespace   a.b{ export const x=1 }";
        let snippet = Snippet::statements(code).expect("it parses");
        let style = Style::default();
        let printed = snippet.print(&style, FileLayout::default(), Place::level(0, &style));
        assert_eq!(printed, "namespace a.b {\n    export const x = 1;\n}");
    }

    #[test]
    fn comments_and_fragments_stay_as_they_are() {
        assert_eq!(generated("namespace a.b { /* why */ }"), None);
        assert_eq!(generated("accessor x = 1 in"), None);
        assert_eq!(generated("a; b"), None);
    }
}
