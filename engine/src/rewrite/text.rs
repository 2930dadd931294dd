//! Text within literals and templates. Invariant: what stands in the literal stays, byte for byte; the literal keeps
//! its quotes.

use swc_ecma_ast::{Expr, Lit};

use super::Rewrite;
use super::draft::Rank;
use crate::codemod::Declined;
use crate::model::{FileId, peel};
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// Adds `text` at the end of a string literal or a template, tagged or not.
    ///
    /// # Errors
    /// Another expression; `text` that would need escapes.
    pub fn append_text(&mut self, file: FileId, expr: &Expr, text: &str) -> Result<(), Declined> {
        if text.contains(['\\', '\'', '"', '`', '$', '\n']) {
            return Err(Declined::because(format!("`{text}` can't be added to a literal as it is")));
        }
        let range = match peel(expr) {
            Expr::Lit(Lit::Str(s)) => TextRange::of(s),
            Expr::Tpl(tpl) => TextRange::of(tpl),
            Expr::TaggedTpl(tagged) => TextRange::of(&*tagged.tpl),
            _ => return Err(Declined::because("it is no literal; change it where it is put together")),
        };
        self.draft(file).insert(range.end - 1, text, Rank::After);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::rewrite::testing::{FILE, check, declines, expr};

    #[test]
    fn text_goes_before_the_closing_quote() {
        check("a('x');\n", "a('x/');\n", |r| r.append_text(FILE, expr(r, "'x'"), "/"));
        check("a(`x${y}`);\n", "a(`x${y}/`);\n", |r| r.append_text(FILE, expr(r, "`x"), "/"));
        check("a(p.i`x${y}` as any);\n", "a(p.i`x${y}/` as any);\n", |r| r.append_text(FILE, expr(r, "p.i`x"), "/"));
    }

    #[test]
    fn what_is_no_literal_is_declined() {
        declines("a(x);\n", "no literal", |r| r.append_text(FILE, expr(r, "x"), "/"));
        declines("a('x');\n", "as it is", |r| r.append_text(FILE, expr(r, "'x'"), "${"));
    }
}
