//! Literals as they are spelled. Invariant: a text and its interpolations can be put together again, the interpolations
//! as they stand.

use swc_ecma_ast::{Expr, Lit, Tpl};

use super::{FileId, Model, peel};
use crate::source::TextRange;

/// A string literal or a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal<'p> {
    /// What it says, a NUL for each interpolation.
    pub text: String,
    /// The code of the interpolations.
    holes: Vec<&'p str>,
    /// `pulumi.interpolate`
    tag: &'p str,
}

impl<'p> Model<'p> {
    /// How a literal is spelled, itself or with a tag; `None` for another expression.
    pub fn literal(&self, file: FileId, expr: &'p Expr) -> Option<Literal<'p>> {
        let code = |range| self.text(file, range);
        match peel(expr) {
            Expr::Lit(Lit::Str(s)) => {
                Some(Literal { text: s.value.to_string_lossy().into_owned(), holes: Vec::new(), tag: "" })
            }
            Expr::Tpl(tpl) => spelled_template(tpl, "", &code),
            Expr::TaggedTpl(tagged) => spelled_template(&tagged.tpl, code(TextRange::of(&*tagged.tag)), &code),
            _ => None,
        }
    }
}

fn spelled_template<'p>(tpl: &'p Tpl, tag: &'p str, code: &dyn Fn(TextRange) -> &'p str) -> Option<Literal<'p>> {
    let texts: Option<Vec<_>> = tpl.quasis.iter().map(|q| Some(q.cooked.as_ref()?.to_string_lossy())).collect();
    let holes = tpl.exprs.iter().map(|hole| code(TextRange::of(&**hole))).collect();
    Some(Literal { text: texts?.join("\0"), holes, tag })
}

impl Literal<'_> {
    /// Code of a literal that says `text` in which the interpolations stand, in their order, for the NULs.
    pub fn code(&self, text: &str) -> String {
        if !text.contains('\0') {
            return format!("'{}'", escaped(text, '\''));
        }
        let mut holes = self.holes.iter();
        let mut pieces = text.split('\0');
        let mut out = format!("{}`{}", self.tag, escaped(pieces.next().unwrap_or_default(), '`'));
        for piece in pieces {
            let hole = holes.next().copied().unwrap_or_default();
            out.push_str(&format!("${{{hole}}}{}", escaped(piece, '`')));
        }
        out.push('`');
        out
    }
}

fn escaped(text: &str, quote: char) -> String {
    let text = text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}")).replace('\n', "\\n");
    if quote == '`' { text.replace("${", "\\${") } else { text }
}

#[cfg(test)]
mod tests {
    use crate::model::{Model, Node};
    use crate::testing::program;
    use swc_ecma_ast::Expr;

    /// What the first literal of `code` says, and the code with `a` replaced by `b` in it.
    fn respelled(code: &str) -> (String, String) {
        let whole = format!("import * as pulumi from \"@pulumi/pulumi\";\nconst it = {code};\n");
        let program = program(&[("index.ts", &whole)]);
        let model = Model::new(&program);
        let file = model.file_ids().next().expect("a file");
        let literal = model.index(file).entries().find_map(|(_, entry)| match entry.node {
            Node::Expr(expr @ (Expr::Lit(_) | Expr::Tpl(_) | Expr::TaggedTpl(_))) => model.literal(file, expr),
            _ => None,
        });
        let literal = literal.expect("a literal");
        (literal.text.clone(), literal.code(&literal.text.replace('a', "b")))
    }

    #[test]
    fn interpolations_stay() {
        for (code, text, new) in [
            ("'a-1'", "a-1", "'b-1'"),
            (r"'^a\\.it\'s$'", r"^a\.it's$", r"'^b\\.it\'s$'"),
            ("`a-1`", "a-1", "'b-1'"),
            ("`a-${x.y}-a${z}`", "a-\0-a\0", "`b-${x.y}-b${z}`"),
            ("pulumi.interpolate`/a/${x}`", "/a/\0", "pulumi.interpolate`/b/${x}`"),
            (r"`\${a} ${x} \\`", "${a} \0 \\", r"`\${b} ${x} \\`"),
        ] {
            assert_eq!(respelled(code), (text.to_string(), new.to_string()), "{code}");
        }
    }
}
