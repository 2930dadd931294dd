//! Template literals: nothing inside them moves, not even the code in a placeholder that had no line break.

use super::{Key, Kind, Layouter, NodeId, literal_text};
use crate::print::doc::{Doc, NIL, SOFTLINE, docs, group, indent};
use crate::print::render::{self, Place};
use crate::source::Style;

impl Layouter<'_> {
    pub(super) fn template(&self, id: NodeId) -> Doc {
        let quasis = self.list(id, Key::Quasis);
        let expressions = self.list(id, Key::Expressions);
        let mut out = vec![Doc::LineSuffixBoundary, "`".into()];
        let mut indentation = 0;
        for (at, quasi) in quasis.iter().enumerate() {
            let raw = self.tree.source(*quasi);
            out.push(literal_text(raw));
            if let Some((_, last)) = raw.rsplit_once('\n') {
                indentation = self.indentation_of(last);
            }
            if let (Some(expression), Some(next)) = (expressions.get(at), quasis.get(at + 1)) {
                let gap = (self.end(*quasi), self.start(*next));
                out.push(self.placeholder(*expression, gap, indentation, raw.ends_with('\n')));
            }
        }
        out.push("`".into());
        out.into()
    }

    fn indentation_of(&self, line: &str) -> usize {
        let tab = self.tab_width().max(1);
        line.chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .fold(0, |n, c| if c == '\t' { n + tab - n % tab } else { n + 1 })
    }

    fn placeholder(&self, id: NodeId, gap: (u32, u32), indentation: usize, at_line_start: bool) -> Doc {
        let mut doc = self.print(id);
        let mut breaks = crate::print::text::breaks_between(self.tree.text, gap.0, gap.1);
        if !breaks {
            let flat = Style { width: u16::MAX, ..self.style.clone() };
            let one_line = render::render(&doc, &flat, Place::default());
            if one_line.contains('\n') {
                breaks = true;
            } else {
                doc = one_line.into();
            }
        }
        let spread = self.comments.any(id)
            || self.is_member(self.without_non_null(id))
            || self.is_binaryish(id)
            || self.tree.is(id, &[Kind::Identifier, Kind::Conditional, Kind::Sequence, Kind::As]);
        if breaks && spread {
            doc = docs![indent(docs![SOFTLINE, doc]), SOFTLINE];
        }
        let doc = if indentation == 0 && !at_line_start { doc } else { Doc::Margin(indentation as u16, doc.into()) };
        group(docs!["${", doc, Doc::LineSuffixBoundary, "}"])
    }

    pub(super) fn tagged_template(&self, id: NodeId) -> Doc {
        let quasi = self.child(id, Key::Quasi).map_or(NIL, |q| self.print(q));
        docs![self.part(id, Key::Tag), self.part(id, Key::TypeArguments), Doc::LineSuffixBoundary, quasi]
    }
}
