//! The layout algebra. Invariant: a [`Doc`] says where lines may break, never where they do; `render` decides that.
//!
//! The algebra is Prettier's, and so is what each constructor means. The crate `pretty` was tried first: it has no
//! breaks that rise to the enclosing groups, no choice between several layouts of which the last may be taken without
//! fitting (last-argument hugging), no group that asks whether another one broke (assignments, arrow chains), no fill,
//! and no text held back to the end of a line (comments). Each of these decides bytes in nearly every program.

use std::cell::Cell;
use std::rc::Rc;

/// Names a group whose outcome others ask for.
pub(crate) type GroupId = u32;

/// A piece of text with the places where it may break.
#[derive(Clone, Debug)]
pub(crate) enum Doc {
    /// Text without line breaks.
    Static(&'static str),
    /// Text without line breaks.
    Text(Rc<str>),
    /// One after the other.
    Concat(Rc<[Doc]>),
    /// Lines that break inside are one level deeper.
    Indent(Rc<Doc>),
    /// Lines that break inside are this many columns deeper.
    Align(u8, Rc<Doc>),
    /// Lines that break inside start this many columns from the margin, whatever encloses it.
    Margin(u16, Rc<Doc>),
    /// Flat when it fits, else its lines break.
    Group(Rc<Group>),
    /// A place to break.
    Line(Line),
    /// One or the other, as the group (the enclosing one, or the named) broke or not.
    IfBreak(Rc<Choice>),
    /// Indented when the named group broke.
    IndentIfBreak(Rc<Doc>, GroupId),
    /// Contents and separators in turns; as many on a line as fit.
    Fill(Rc<[Doc]>, usize),
    /// Held back until the line ends.
    LineSuffix(Rc<Doc>),
    /// Held back text must not pass this place.
    LineSuffixBoundary,
    /// All enclosing groups break.
    BreakParent,
    /// A member chain, which assignments and members ask about.
    MemberChain(Rc<Doc>),
}

/// What a place to break becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing, or a break.
    Soft,
    /// A space, or a break.
    Space,
    /// A break.
    Hard,
    /// A break without indentation, inside a template or a block comment.
    Literal,
}

/// See [`Doc::Group`].
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) contents: Doc,
    /// Further layouts, from the least to the most expanded; the first is `contents`.
    pub(crate) states: Vec<Doc>,
    pub(crate) breaks: Cell<bool>,
    pub(crate) id: Option<GroupId>,
    visited: Cell<bool>,
}

/// See [`Doc::IfBreak`].
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) broken: Doc,
    pub(crate) flat: Doc,
    pub(crate) id: Option<GroupId>,
}

pub(crate) const NIL: Doc = Doc::Static("");
pub(crate) const SOFTLINE: Doc = Doc::Line(Line::Soft);
pub(crate) const LINE: Doc = Doc::Line(Line::Space);
pub(crate) const HARDLINE: Doc = Doc::Line(Line::Hard);
pub(crate) const BREAK_PARENT: Doc = Doc::BreakParent;
pub(crate) const LITERAL_LINE: Doc = Doc::Line(Line::Literal);

impl From<&'static str> for Doc {
    fn from(text: &'static str) -> Self {
        Doc::Static(text)
    }
}

impl From<String> for Doc {
    fn from(text: String) -> Self {
        Doc::Text(text.into())
    }
}

impl From<Vec<Doc>> for Doc {
    fn from(parts: Vec<Doc>) -> Self {
        Doc::Concat(parts.into())
    }
}

/// A sequence of docs, strings and vectors of docs.
macro_rules! docs {
    ($($part:expr),* $(,)?) => { $crate::print::doc::Doc::from(vec![$($crate::print::doc::Doc::from($part)),*]) };
}
pub(crate) use docs;

pub(crate) fn text(text: &str) -> Doc {
    Doc::Text(text.into())
}

pub(crate) fn indent(contents: impl Into<Doc>) -> Doc {
    Doc::Indent(Rc::new(contents.into()))
}

pub(crate) fn align(columns: u8, contents: impl Into<Doc>) -> Doc {
    Doc::Align(columns, Rc::new(contents.into()))
}

pub(crate) fn group(contents: impl Into<Doc>) -> Doc {
    new_group(contents.into(), Vec::new(), false, None)
}

pub(crate) fn group_broken(contents: impl Into<Doc>, breaks: bool) -> Doc {
    new_group(contents.into(), Vec::new(), breaks, None)
}

pub(crate) fn group_named(contents: impl Into<Doc>, breaks: bool, id: GroupId) -> Doc {
    new_group(contents.into(), Vec::new(), breaks, Some(id))
}

/// The first layout that fits, else the last.
pub(crate) fn conditional(states: Vec<Doc>) -> Doc {
    let first = states.first().cloned().unwrap_or(NIL);
    new_group(first, states, false, None)
}

fn new_group(contents: Doc, states: Vec<Doc>, breaks: bool, id: Option<GroupId>) -> Doc {
    Doc::Group(Rc::new(Group { contents, states, breaks: Cell::new(breaks), id, visited: Cell::new(false) }))
}

pub(crate) fn if_break(broken: impl Into<Doc>, flat: impl Into<Doc>) -> Doc {
    Doc::IfBreak(Rc::new(Choice { broken: broken.into(), flat: flat.into(), id: None }))
}

pub(crate) fn if_group_breaks(broken: impl Into<Doc>, flat: impl Into<Doc>, id: GroupId) -> Doc {
    Doc::IfBreak(Rc::new(Choice { broken: broken.into(), flat: flat.into(), id: Some(id) }))
}

pub(crate) fn indent_if_break(contents: impl Into<Doc>, id: GroupId) -> Doc {
    Doc::IndentIfBreak(Rc::new(contents.into()), id)
}

pub(crate) fn line_suffix(contents: impl Into<Doc>) -> Doc {
    Doc::LineSuffix(Rc::new(contents.into()))
}

pub(crate) fn fill(parts: Vec<Doc>) -> Doc {
    Doc::Fill(parts.into(), 0)
}

pub(crate) fn join(separator: &Doc, parts: Vec<Doc>) -> Doc {
    let mut out = Vec::with_capacity(parts.len() * 2);
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.push(separator.clone());
        }
        out.push(part);
    }
    out.into()
}

impl Doc {
    /// Whether a break in it is certain.
    pub(crate) fn will_break(&self) -> bool {
        match self {
            Doc::Line(line) => matches!(line, Line::Hard | Line::Literal),
            Doc::BreakParent => true,
            Doc::Group(group) => group.breaks.get() || group.contents.will_break(),
            Doc::Concat(parts) => parts.iter().any(Doc::will_break),
            Doc::Fill(parts, from) => parts[*from..].iter().any(Doc::will_break),
            Doc::IfBreak(choice) => choice.broken.will_break() || choice.flat.will_break(),
            Doc::Indent(inner)
            | Doc::Align(_, inner)
            | Doc::Margin(_, inner)
            | Doc::IndentIfBreak(inner, _)
            | Doc::LineSuffix(inner)
            | Doc::MemberChain(inner) => inner.will_break(),
            Doc::Static(_) | Doc::Text(_) | Doc::LineSuffixBoundary => false,
        }
    }

    /// Whether it has a place to break.
    pub(crate) fn can_break(&self) -> bool {
        match self {
            Doc::Line(_) => true,
            Doc::Group(group) => group.contents.can_break(),
            Doc::Concat(parts) | Doc::Fill(parts, _) => parts.iter().any(Doc::can_break),
            Doc::IfBreak(choice) => choice.broken.can_break() || choice.flat.can_break(),
            Doc::Indent(inner)
            | Doc::Align(_, inner)
            | Doc::Margin(_, inner)
            | Doc::IndentIfBreak(inner, _)
            | Doc::LineSuffix(inner)
            | Doc::MemberChain(inner) => inner.can_break(),
            Doc::Static(_) | Doc::Text(_) | Doc::LineSuffixBoundary | Doc::BreakParent => false,
        }
    }

    /// Whether nothing is in it.
    pub(crate) fn is_nil(&self) -> bool {
        match self {
            Doc::Static(text) => text.is_empty(),
            Doc::Text(text) => text.is_empty(),
            Doc::Concat(parts) => parts.iter().all(Doc::is_nil),
            _ => false,
        }
    }

    /// The same with all its soft places to break taken out.
    pub(crate) fn without_lines(&self) -> Doc {
        match self {
            Doc::Line(Line::Soft) => NIL,
            Doc::Line(Line::Space) => Doc::Static(" "),
            Doc::Concat(parts) => parts.iter().map(Doc::without_lines).collect::<Vec<_>>().into(),
            Doc::Fill(parts, from) => parts[*from..].iter().map(Doc::without_lines).collect::<Vec<_>>().into(),
            Doc::Group(group) => {
                let contents = group.states.first().unwrap_or(&group.contents);
                new_group(contents.without_lines(), Vec::new(), false, group.id)
            }
            Doc::IfBreak(choice) => choice.flat.without_lines(),
            Doc::Indent(inner) => indent(inner.without_lines()),
            Doc::Align(columns, inner) => align(*columns, inner.without_lines()),
            Doc::Margin(columns, inner) => Doc::Margin(*columns, Rc::new(inner.without_lines())),
            Doc::IndentIfBreak(inner, id) => indent_if_break(inner.without_lines(), *id),
            Doc::LineSuffix(inner) => line_suffix(inner.without_lines()),
            Doc::MemberChain(inner) => inner.without_lines(),
            _ => self.clone(),
        }
    }

    /// Makes the groups break that hold a certain break; returns whether this one does.
    pub(crate) fn propagate(&self) -> bool {
        match self {
            Doc::Line(line) => matches!(line, Line::Hard | Line::Literal),
            Doc::BreakParent => true,
            Doc::Group(group) => group.propagate(),
            Doc::Concat(parts) | Doc::Fill(parts, _) => parts.iter().fold(false, |any, part| part.propagate() | any),
            Doc::IfBreak(choice) => choice.broken.propagate() | choice.flat.propagate(),
            Doc::Indent(inner)
            | Doc::Align(_, inner)
            | Doc::Margin(_, inner)
            | Doc::IndentIfBreak(inner, _)
            | Doc::LineSuffix(inner)
            | Doc::MemberChain(inner) => inner.propagate(),
            Doc::Static(_) | Doc::Text(_) | Doc::LineSuffixBoundary => false,
        }
    }
}

impl Group {
    fn propagate(&self) -> bool {
        if !self.visited.replace(true) {
            if self.states.is_empty() {
                if self.contents.propagate() {
                    self.breaks.set(true);
                }
            } else {
                // Whoever offers several layouts has looked at the breaks itself.
                for state in &self.states {
                    state.propagate();
                }
            }
        }
        self.breaks.get()
    }
}
