//! Comments among the children of JSX. Invariant: a comment that stands there is told with the braces that hold it, because
//! without them it would be text, and they without it a hole.

use swc_ecma_ast::{Expr, JSXElementChild, JSXExpr};

use super::index::FileIndex;
use super::tree::Node;
use crate::source::TextRange;

/// A comment among the children of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsxComment {
    /// The braces that hold nothing but comments, themselves included.
    pub braces: TextRange,
    /// The child that follows, white space aside.
    pub next: Option<TextRange>,
}

impl FileIndex<'_> {
    /// The comment at `comment` as a child of JSX, where it is one.
    pub fn jsx_comment(&self, comment: TextRange) -> Option<JsxComment> {
        match self.entry(self.innermost(comment)?).node {
            Node::Expr(Expr::JSXElement(it)) => among(&it.children, comment),
            Node::Expr(Expr::JSXFragment(it)) => among(&it.children, comment),
            _ => None,
        }
    }
}

fn among(children: &[JSXElementChild], comment: TextRange) -> Option<JsxComment> {
    let at = children.iter().position(|it| TextRange::of(it).contains(comment))?;
    match &children[at] {
        JSXElementChild::JSXElement(it) => among(&it.children, comment),
        JSXElementChild::JSXFragment(it) => among(&it.children, comment),
        JSXElementChild::JSXExprContainer(it) if matches!(it.expr, JSXExpr::JSXEmptyExpr(_)) => {
            let is_space =
                |it: &JSXElementChild| matches!(it, JSXElementChild::JSXText(it) if it.raw.trim().is_empty());
            let next = children[at + 1..].iter().find(|it| !is_space(it)).map(TextRange::of);
            Some(JsxComment { braces: TextRange::of(it), next })
        }
        _ => None,
    }
}
