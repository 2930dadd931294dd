//! From tree to doc: which layouts a construct may have. Invariant: the doc's text, however it breaks, means what the
//! node means, and every comment of the node is in it once.
//!
//! The rules are those of Prettier 3; each file holds one family of constructs.

mod arguments;
mod arrow;
mod assignment;
mod binary;
mod call;
mod class;
mod decide;
mod expression;
mod function;
mod member_chain;
mod module;
mod object;
mod parens;
mod statement;
mod template;
mod ternary;
mod types;

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use super::comments::{Comments, Note, Role};
use super::doc::{
    BREAK_PARENT, Doc, GroupId, HARDLINE, LINE, LITERAL_LINE, NIL, SOFTLINE, docs, indent, line_suffix, text,
};
use super::generate::generated;
use super::text as look;
use super::tree::{Key, Kind, NodeId, Tree, flag};
use super::{FileLayout, NewArguments};
use crate::source::style::TrailingComma;
use crate::source::{SourceFile, Style, TextRange};

/// What a parent tells a child about the place that it is printed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The last argument of a call is tried hugged.
    pub(crate) expand_last: bool,
    /// The first argument of a call is tried hugged.
    pub(crate) expand_first: bool,
    /// How the assignment above is laid out.
    pub(crate) assignment: Option<assignment::Assignment>,
}

/// Makes docs of the nodes of one tree.
pub(crate) struct Layouter<'a> {
    pub(crate) tree: Tree<'a>,
    pub(crate) style: &'a Style,
    pub(crate) comments: Comments,
    pub(super) new_arguments: NewArguments,
    docs: RefCell<FxHashMap<NodeId, Doc>>,
    next_group: Cell<GroupId>,
    /// Set when hugging turned out to be impossible; the caller that tried it looks and clears.
    bailed: Cell<bool>,
    /// Bodies keep their text: only their indentation follows what is around them.
    pub(super) keeps_bodies: Cell<bool>,
    typescript: bool,
    /// The code is new: what has no layout here is generated rather than kept.
    pub(crate) is_new: bool,
}

impl<'a> Layouter<'a> {
    pub(crate) fn new(file: &'a SourceFile, style: &'a Style, layout: FileLayout) -> Self {
        let tree = Tree::of(file.module(), file.text());
        let comments = Comments::attach(&tree, file.comments());
        let extension = file.path().extension().and_then(|e| e.to_str()).unwrap_or("ts");
        Self {
            tree,
            style,
            new_arguments: layout.new_arguments,
            comments,
            docs: RefCell::default(),
            next_group: Cell::new(1),
            bailed: Cell::new(false),
            keeps_bodies: Cell::new(false),
            typescript: matches!(extension, "ts" | "mts" | "cts"),
            is_new: false,
        }
    }

    /// The doc of a list's item, its comments with it.
    pub(crate) fn print_item(&self, id: NodeId) -> Doc {
        self.print(id)
    }

    /// Starts anew: docs made before are forgotten, for printing a part again must mark its comments again.
    pub(crate) fn start_over(&self, keeps_bodies: bool) {
        self.docs.borrow_mut().clear();
        self.comments.forget_printed();
        self.keeps_bodies.set(keeps_bodies);
    }

    /// The doc of a node with its comments and the parentheses that it needs where it stands.
    pub(super) fn print(&self, id: NodeId) -> Doc {
        if let Some(doc) = self.docs.borrow().get(&id) {
            return doc.clone();
        }
        let doc = self.print_with(id, Hint::default());
        self.docs.borrow_mut().insert(id, doc.clone());
        doc
    }

    pub(super) fn print_with(&self, id: NodeId, hint: Hint) -> Doc {
        let listens = self.tree.is(id, &[Kind::Arrow, Kind::Function, Kind::Union]);
        if !listens && self.docs.borrow().contains_key(&id) {
            return self.print(id);
        }
        let doc = self.print_bare(id, hint);
        let doc = if self.prints_own_comments(id) { doc } else { self.with_comments(id, doc) };
        if !listens {
            self.docs.borrow_mut().insert(id, doc.clone());
        }
        doc
    }

    /// The same without leading and trailing comments.
    pub(crate) fn print_bare(&self, id: NodeId, hint: Hint) -> Doc {
        let ignored = self.comments.of(id, Role::Leading).any(|(_, n)| self.is_ignore(n));
        let doc = if ignored { self.verbatim(id) } else { self.layout(id, hint) };
        let doc = match self.decorators_before(id) {
            Some(decorators) => docs![decorators, doc],
            None => doc,
        };
        if self.needs_parens(id) && !ignored { docs!["(", doc, ")"] } else { doc }
    }

    fn is_ignore(&self, note: &Note) -> bool {
        self.comment_body(note).trim() == "prettier-ignore"
    }

    fn comment_body(&self, note: &Note) -> &'a str {
        let raw = self.tree.slice(note.range);
        if note.block { raw.trim_start_matches("/*").trim_end_matches("*/") } else { raw.trim_start_matches("//") }
    }

    pub(super) fn child(&self, id: NodeId, key: Key) -> Option<NodeId> {
        self.tree.child(id, key)
    }

    /// The child's doc; nothing where there is no such child.
    pub(super) fn part(&self, id: NodeId, key: Key) -> Doc {
        self.child(id, key).map_or(NIL, |c| self.print(c))
    }

    pub(super) fn list(&self, id: NodeId, key: Key) -> Vec<NodeId> {
        self.tree.list(id, key)
    }

    pub(super) fn kind(&self, id: NodeId) -> Kind {
        self.tree.kind(id)
    }

    pub(super) fn parent(&self, id: NodeId) -> NodeId {
        self.tree.parent(id)
    }

    pub(super) fn parent_kind(&self, id: NodeId) -> Kind {
        self.tree.kind(self.tree.parent(id))
    }

    pub(super) fn has(&self, id: NodeId, flag: u32) -> bool {
        self.tree.has(id, flag)
    }

    pub(super) fn start(&self, id: NodeId) -> u32 {
        self.tree.range(id).start
    }

    pub(super) fn end(&self, id: NodeId) -> u32 {
        self.tree.range(id).end
    }

    pub(super) fn group_id(&self) -> GroupId {
        let id = self.next_group.get();
        self.next_group.set(id + 1);
        id
    }

    pub(super) fn semicolon(&self) -> &'static str {
        if self.style.semicolons { ";" } else { "" }
    }

    pub(super) fn brace_line(&self) -> Doc {
        if self.style.bracket_spacing { LINE } else { SOFTLINE }
    }

    /// A comma before the bracket that closes a list of `level`, when the list breaks.
    pub(super) fn trailing_comma(&self, level: TrailingComma) -> Doc {
        let on = match self.style.trailing_comma {
            TrailingComma::None => false,
            TrailingComma::Es5 => level == TrailingComma::Es5,
            TrailingComma::All => true,
        };
        if on { super::doc::if_break(",", "") } else { NIL }
    }

    pub(crate) fn blank_line_after(&self, id: NodeId) -> bool {
        look::blank_line_after(self.tree.text, self.end_with_parens(id))
    }

    /// The end of a node, of the parentheses around it and of what stands in them: blank lines are looked for behind.
    fn end_with_parens(&self, id: NodeId) -> u32 {
        let end = self.end(id);
        if !self.is_expression(id) {
            return end;
        }
        let (mut start, mut end) = (self.start(id), end);
        loop {
            let before = self.tree.text.get(..start as usize).unwrap_or("").trim_end();
            let next = look::next_token(self.tree.text, end);
            let opens = before.ends_with('(') && self.tree.text.as_bytes().get(next as usize) == Some(&b')');
            let parent = self.tree.range(self.tree.parent(id));
            let inside = before.len() as u32 > parent.start && next + 1 < parent.end;
            let call = matches!(self.tree.key(id), Key::Arguments | Key::Params | Key::Test | Key::Discriminant);
            if !opens || !inside || call {
                return end;
            }
            start = before.len() as u32 - 1;
            end = next + 1;
        }
    }

    pub(super) fn verbatim(&self, id: NodeId) -> Doc {
        let range = self.tree.range(id);
        for (index, _) in self.comments.inside(range) {
            self.comments.mark_printed(index);
        }
        let text = self.tree.slice(range);
        match self.is_new.then(|| generated(text)).flatten() {
            Some(code) => literal_text(&code),
            None => literal_text(text),
        }
    }

    /// A body with its own text, indented like its surroundings; text in templates and comments does not move.
    pub(super) fn kept_body(&self, id: NodeId) -> Doc {
        let range = self.tree.range(id);
        let text = self.tree.text;
        let line_start = text[..range.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[line_start..range.start as usize];
        let base = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let mut fixed: Vec<TextRange> = self.comments.inside(range).map(|(_, n)| n.range).collect();
        for (index, _) in self.comments.inside(range) {
            self.comments.mark_printed(index);
        }
        self.tree.ranges_of(Kind::TemplateElement, range, &mut fixed);
        let mut out = Vec::new();
        let mut at = range.start;
        for (number, line) in self.tree.slice(range).split('\n').enumerate() {
            let shown = line.trim_end_matches('\r');
            let inside = fixed.iter().any(|r| r.start < at && at < r.end);
            match shown.strip_prefix(base) {
                _ if number == 0 => {}
                Some(_) | None if inside => out.push(LITERAL_LINE),
                None if shown.is_empty() => out.push(HARDLINE),
                None => out.push(LITERAL_LINE),
                Some(rest) => {
                    out.push(HARDLINE);
                    out.push(super::doc::text(rest));
                    at += line.len() as u32 + 1;
                    continue;
                }
            }
            out.push(super::doc::text(shown));
            at += line.len() as u32 + 1;
        }
        out.into()
    }

    fn comment(&self, index: usize, note: &Note) -> Doc {
        self.comments.mark_printed(index);
        let raw = self.tree.slice(note.range);
        if !note.block {
            return text(raw.trim_end());
        }
        let lines: Vec<&str> = raw.split('\n').map(|l| l.trim_end_matches('\r')).collect();
        let starred = lines.len() > 1 && lines[1..].iter().all(|l| l.trim_start().starts_with('*'));
        if !starred {
            return literal_text(raw);
        }
        let mut out = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if at == 0 {
                out.push(text(line.trim_end()));
            } else {
                out.push(HARDLINE);
                let line = if at + 1 < lines.len() { line.trim() } else { line.trim_start() };
                out.push(text(&format!(" {line}")));
            }
        }
        out.into()
    }

    pub(super) fn with_comments(&self, id: NodeId, doc: Doc) -> Doc {
        if !self.comments.any(id) {
            return doc;
        }
        docs![self.leading(id), doc, self.trailing(id)]
    }

    pub(super) fn leading(&self, id: NodeId) -> Doc {
        let source = self.tree.text;
        let mut out = Vec::new();
        for (index, note) in self.comments.of(id, Role::Leading) {
            out.push(self.comment(index, note));
            if note.block {
                if !look::ends_line(source, note.range.end) {
                    out.push(" ".into());
                    continue;
                }
                out.push(if look::starts_line(source, note.range.start) { HARDLINE } else { LINE });
            } else {
                out.push(HARDLINE);
            }
            if look::blank_line_below(source, note.range.end) {
                out.push(HARDLINE);
            }
        }
        out.into()
    }

    pub(super) fn trailing(&self, id: NodeId) -> Doc {
        let source = self.tree.text;
        let mut out = Vec::new();
        let mut held_line = false;
        for (index, note) in self.comments.of(id, Role::Trailing) {
            let doc = self.comment(index, note);
            if held_line || look::starts_line(source, note.range.start) {
                let blank = look::blank_line_before(source, note.range.start);
                out.push(line_suffix(docs![HARDLINE, if blank { HARDLINE } else { NIL }, doc]));
                held_line = !note.block;
                continue;
            }
            if note.block {
                out.push(docs![" ", doc]);
            } else {
                out.push(docs![line_suffix(docs![" ", doc]), BREAK_PARENT]);
                held_line = true;
            }
        }
        out.into()
    }

    /// The comments inside a node that has no children to carry them.
    pub(super) fn dangling(&self, id: NodeId, role: Role) -> Doc {
        let mut out = Vec::new();
        for (index, note) in self.comments.of(id, role) {
            if !out.is_empty() {
                out.push(if look::blank_line_before(self.tree.text, note.range.start) {
                    docs![HARDLINE, HARDLINE]
                } else {
                    HARDLINE
                });
            }
            out.push(self.comment(index, note));
            if !note.block {
                out.push(BREAK_PARENT);
            }
        }
        out.into()
    }

    /// The comments inside of empty brackets.
    pub(super) fn dangling_in_list(&self, id: NodeId) -> Doc {
        if !self.comments.has(id, Role::Dangling) {
            return NIL;
        }
        let line = self.comments.has_line(id, Role::Dangling);
        docs![indent(docs![SOFTLINE, self.dangling(id, Role::Dangling)]), if line { HARDLINE } else { SOFTLINE }]
    }

    fn prints_own_comments(&self, id: NodeId) -> bool {
        let key = self.tree.key(id);
        let parent = self.parent_kind(id);
        (key == Key::Types && parent == Kind::Union)
            || (key == Key::SuperClass && matches!(parent, Kind::Class | Kind::ClassDeclaration))
            || (self.kind(id) == Kind::Union && self.union_indents_comments(id))
    }
}

/// Text that spans lines and keeps each of them as it is.
pub(super) fn literal_text(raw: &str) -> Doc {
    let mut out = Vec::new();
    for (at, line) in raw.split('\n').enumerate() {
        if at > 0 {
            out.push(LITERAL_LINE);
        }
        out.push(text(line.trim_end_matches('\r')));
    }
    out.into()
}

impl Layouter<'_> {
    pub(super) fn is_async(&self, id: NodeId) -> Doc {
        if self.has(id, flag::ASYNC) { "async ".into() } else { NIL }
    }
}
