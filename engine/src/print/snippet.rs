//! Code that codemods write. Invariant: a snippet is a whole list of one kind of construct and parses.

use std::path::Path;

use super::FileLayout;
use super::doc::{Doc, HARDLINE, NIL, docs};
use super::layout::Layouter;
use super::render::{Place, render};
use super::tree::{Key, Kind, NodeId, Tree, flag};
use crate::source::{SourceFile, Style};

/// Why code could not be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("code to be written does not parse: {message} in `{code}`")]
pub struct PrintError {
    /// What the parser says.
    pub message: String,
    /// The code.
    pub code: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Construct {
    Statements,
    /// Statements that stand only in a function: they return or await.
    FunctionBody,
    Expression,
    Properties,
    Arguments,
    Parameters,
    ClassMembers,
    TypeMembers,
    Type,
}

/// Code in any layout, to be printed in a file's.
///
/// An object literal that has a line break after its `{` is printed expanded, as Prettier does; one without is put on
/// one line where it fits.
#[derive(Debug)]
pub struct Snippet {
    file: SourceFile,
    construct: Construct,
}

impl Snippet {
    /// One or more statements, declarations, imports or exports.
    ///
    /// # Errors
    /// Code that does not parse; so for all the others.
    pub fn statements(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Statements, "", "\n").or_else(|first| {
            Self::new(code, Construct::FunctionBody, "async function* _() {", "\n}").map_err(|_| first)
        })
    }

    /// One expression.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn expression(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Expression, "({ _: ", "\n})")
    }

    /// Properties of an object literal, with commas between them.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn properties(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Properties, "({ ", "\n})")
    }

    /// Arguments of a call or elements of an array, with commas between them.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn arguments(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Arguments, "[ ", "\n]")
    }

    /// Parameters of a function or constructor, with commas between them.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn parameters(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Parameters, "class _ { constructor( ", "\n) {} }")
    }

    /// Fields and methods of a class.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn class_members(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::ClassMembers, "class _ { ", "\n}")
    }

    /// Members of an interface.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn type_members(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::TypeMembers, "interface _ { ", "\n}")
    }

    /// One type.
    ///
    /// # Errors
    /// Code that does not parse.
    pub fn ty(code: &str) -> Result<Self, PrintError> {
        Self::new(code, Construct::Type, "let _: ", "\n;")
    }

    fn new(code: &str, construct: Construct, before: &str, after: &str) -> Result<Self, PrintError> {
        let wrapped = format!("{before}{code}{after}");
        let error = |message: String| PrintError { message, code: code.to_string() };
        let file = SourceFile::parse(Path::new("snippet.ts"), wrapped.into_bytes()).map_err(|e| error(e.message))?;
        Ok(Self { file, construct })
    }

    /// The items, each laid out for its own lines at `place`: no indentation before the first line, the style's
    /// line ends, no separator behind.
    pub fn print_items(&self, style: &Style, layout: FileLayout, place: Place) -> Vec<String> {
        let mut layouter = Layouter::new(&self.file, style, layout);
        layouter.is_new = true;
        let items = self.items(&layouter);
        items.into_iter().map(|item| finish(&print_item(&layouter, item), style, place)).collect()
    }

    /// All items together: statements and members on lines of their own, properties, arguments and parameters with
    /// `,` and a line end between them.
    pub fn print(&self, style: &Style, layout: FileLayout, place: Place) -> String {
        let mut layouter = Layouter::new(&self.file, style, layout);
        layouter.is_new = true;
        let items = self.items(&layouter);
        let commas = matches!(self.construct, Construct::Properties | Construct::Arguments | Construct::Parameters);
        let mut out = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                let gap = layouter.blank_line_after(items[at - 1]);
                out.push(docs![if commas { "," } else { "" }, HARDLINE, if gap { HARDLINE } else { NIL }]);
            }
            out.push(print_item(&layouter, *item));
        }
        finish(&out.into(), style, place)
    }

    fn items(&self, layouter: &Layouter<'_>) -> Vec<NodeId> {
        let tree = &layouter.tree;
        let step = |id: Option<NodeId>, key| id.and_then(|id| tree.child(id, key));
        let first = tree.list(0, Key::Body).into_iter().next();
        let expression = step(first, Key::Expression);
        let list = |id: Option<NodeId>, key| id.map(|id| tree.list(id, key)).unwrap_or_default();
        match self.construct {
            Construct::Statements => {
                tree.list(0, Key::Body).into_iter().filter(|s| tree.kind(*s) != Kind::Empty).collect()
            }
            Construct::FunctionBody => {
                let body = list(step(first, Key::Body), Key::Body);
                body.into_iter().filter(|s| tree.kind(*s) != Kind::Empty).collect()
            }
            Construct::Expression => list(step(expression, Key::Properties), Key::Value),
            Construct::Properties => list(expression, Key::Properties),
            Construct::Arguments => list(expression, Key::Elements),
            Construct::Parameters => {
                let constructor = step(step(first, Key::Body), Key::Members);
                list(constructor, Key::Params)
            }
            Construct::ClassMembers | Construct::TypeMembers => list(step(first, Key::Body), Key::Members),
            Construct::Type => list(step(step(first, Key::Declarations), Key::Id), Key::TypeAnnotation),
        }
    }
}

/// A bare path of names (`this.role`) is kept whole: where a line is too wide already, a break in it helps nobody.
fn print_item(layouter: &Layouter<'_>, item: NodeId) -> Doc {
    let tree = &layouter.tree;
    if is_path(tree, item) && !tree.source(item).contains(char::is_whitespace) && !layouter.comments.any(item) {
        return tree.source(item).to_string().into();
    }
    layouter.print_item(item)
}

fn is_path(tree: &Tree<'_>, id: NodeId) -> bool {
    match tree.kind(id) {
        Kind::Identifier | Kind::This => true,
        Kind::Member if !tree.has(id, flag::COMPUTED | flag::OPTIONAL) => {
            tree.child(id, Key::Object).is_some_and(|object| is_path(tree, object))
        }
        _ => false,
    }
}

pub(super) fn finish(doc: &Doc, style: &Style, place: Place) -> String {
    let text = render(doc, style, place);
    match style.newline {
        crate::source::Newline::Lf => text,
        crate::source::Newline::CrLf => text.replace('\n', "\r\n"),
    }
}
