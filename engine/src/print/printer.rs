//! What stands in a file, printed again. Invariant: a node is tidy when printing it gives its own text.

use super::FileLayout;
use super::layout::{Hint, Layouter};
use super::render::Place;
use super::snippet::finish;
use super::tree::NodeId;
use crate::source::style::Indent;
use crate::source::{SourceFile, Style, TextRange};

/// Prints nodes of one file. Making one costs about as much as parsing the file.
pub struct Printer<'a> {
    file: &'a SourceFile,
    style: &'a Style,
    pub(super) layouter: Layouter<'a>,
}

/// What happens to the bodies of functions and classes inside of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bodies {
    /// They are laid out like the rest.
    Print,
    /// They keep their text and follow the indentation around them.
    Keep,
}

impl<'a> Printer<'a> {
    /// A printer for `file`.
    pub fn new(file: &'a SourceFile, style: &'a Style, layout: FileLayout) -> Self {
        Self { file, style, layouter: Layouter::new(file, style, layout) }
    }

    /// The text of the outermost node that takes exactly `range`, without the comments before and behind it, as it
    /// would stand there. Nothing where there is no such node, or where a comment in it would be lost.
    pub fn print_node(&self, range: TextRange) -> Option<String> {
        self.print_id(self.node_at(range)?, Bodies::Print)
    }

    /// Whether the outermost node that takes exactly `range` is laid out as it would be printed.
    pub fn is_tidy(&self, range: TextRange) -> bool {
        self.node_at(range).is_some_and(|id| self.is_tidy_id(id, Bodies::Print))
    }

    /// The whole file.
    pub fn print_file(&self) -> Option<String> {
        let mut out = self.print_id(0, Bodies::Print)?;
        if !out.is_empty() {
            out.push_str(self.style.newline.as_str());
        }
        Some(out)
    }

    fn node_at(&self, range: TextRange) -> Option<NodeId> {
        let tree = &self.layouter.tree;
        let same = (1..tree.nodes.len() as NodeId).filter(|id| tree.range(*id) == range);
        same.min_by_key(|id| tree.depth(*id))
    }

    pub(super) fn print_id(&self, id: NodeId, bodies: Bodies) -> Option<String> {
        self.print_as(id, bodies, self.style)
    }

    /// Whether a node stands on one line, as it would be printed were lines as long as that.
    pub(super) fn is_one_tidy_line(&self, id: NodeId) -> bool {
        let text = self.layouter.tree.source(id);
        let endless = Style { width: u16::MAX, ..self.style.clone() };
        !text.contains('\n') && self.print_as(id, Bodies::Print, &endless).is_some_and(|it| it == text)
    }

    fn print_as(&self, id: NodeId, bodies: Bodies, style: &Style) -> Option<String> {
        self.layouter.start_over(bodies == Bodies::Keep);
        let doc = if id == 0 { self.layouter.print_item(0) } else { self.layouter.print_bare(id, Hint::default()) };
        let text = finish(&doc, style, self.place(id));
        self.layouter.comments.all_printed(self.layouter.tree.range(id)).then_some(text)
    }

    pub(super) fn is_tidy_id(&self, id: NodeId, bodies: Bodies) -> bool {
        self.print_id(id, bodies).is_some_and(|text| text == self.layouter.tree.source(id))
    }

    /// Where a node stands: the indentation of its line, its column, and what follows it on its last line.
    fn place(&self, id: NodeId) -> Place {
        if id == 0 {
            return Place::default();
        }
        let range = self.layouter.tree.range(id);
        let rest = self.file.slice(TextRange::new(range.end, self.file.line_end(range.end)));
        let rest = rest.find("//").map_or(rest, |comment| &rest[..comment]);
        let mut place = Place::at(self.file, range.start, self.style);
        place.trailing = super::render::width(rest.trim_end()) as u16;
        place
    }
}

impl Place {
    /// The start of a line, this many levels deep.
    pub fn level(levels: u16, style: &Style) -> Self {
        Self { levels, align: 0, column: levels * indent_width(style), trailing: 0 }
    }

    /// The place of the byte at `offset`, with the indentation of its line.
    pub fn at(file: &SourceFile, offset: u32, style: &Style) -> Self {
        let width = indent_width(style);
        let columns = |text: &str| {
            let tabs = text.bytes().filter(|b| *b == b'\t').count() as u16;
            super::render::width(&text.replace('\t', "")) as u16 + tabs * width
        };
        let indentation = columns(file.indent_at(offset));
        let before = file.slice(TextRange::new(file.line_start(offset), offset));
        Self { levels: indentation / width, align: indentation % width, column: columns(before), trailing: 0 }
    }
}

fn indent_width(style: &Style) -> u16 {
    match style.indent {
        Indent::Spaces(n) | Indent::Tab(n) => u16::from(n.max(1)),
    }
}
