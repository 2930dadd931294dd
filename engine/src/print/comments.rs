//! Which node owns which comment. Invariant: every comment inside the tree has exactly one owner.
//!
//! The rules are Prettier's: the smallest node that encloses the comment is found, then its children before and after
//! it; own-line comments lead what follows, comments at the end of a line trail what precedes.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::text;
use super::tree::{Key, Kind, NodeId, Tree};
use crate::source::{Comment, CommentKind, TextRange};

/// How a comment belongs to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Leading,
    Trailing,
    /// Inside, with no child to lead or trail.
    Dangling,
    /// Between the parameters and the arrow of an arrow function.
    BeforeArrow,
}

/// One comment with its owner.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) range: TextRange,
    pub(crate) block: bool,
    pub(crate) role: Role,
}

/// All comments of a tree.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    notes: Vec<Note>,
    by_node: FxHashMap<NodeId, Vec<usize>>,
    printed: RefCell<Vec<bool>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Placement {
    OwnLine,
    EndOfLine,
    Remaining,
}

struct Around {
    enclosing: NodeId,
    preceding: Option<NodeId>,
    following: Option<NodeId>,
}

impl Comments {
    /// Gives each of `comments` an owner in `tree`.
    pub(crate) fn attach(tree: &Tree<'_>, comments: &[Comment]) -> Self {
        let around: Vec<Around> = comments.iter().map(|c| decorate(tree, c.range)).collect();
        let mut out = Self::default();
        for (at, comment) in comments.iter().enumerate() {
            let placement = placement(tree, comments, &around, at);
            let (owner, role) = owner(tree, comment, &around[at], placement);
            out.by_node.entry(owner).or_default().push(out.notes.len());
            out.notes.push(Note { range: comment.range, block: comment.kind == CommentKind::Block, role });
        }
        *out.printed.borrow_mut() = vec![false; out.notes.len()];
        out
    }

    /// The comments of one node in one role, in order.
    pub(crate) fn of(&self, node: NodeId, role: Role) -> impl Iterator<Item = (usize, &Note)> {
        let all = self.by_node.get(&node).map(Vec::as_slice).unwrap_or(&[]);
        all.iter().map(|i| (*i, &self.notes[*i])).filter(move |(_, note)| note.role == role)
    }

    pub(crate) fn any(&self, node: NodeId) -> bool {
        self.by_node.contains_key(&node)
    }

    pub(crate) fn has(&self, node: NodeId, role: Role) -> bool {
        self.of(node, role).next().is_some()
    }

    /// Whether a line comment has this role.
    pub(crate) fn has_line(&self, node: NodeId, role: Role) -> bool {
        self.of(node, role).any(|(_, note)| !note.block)
    }

    /// The comments within `range`.
    pub(crate) fn inside(&self, range: TextRange) -> impl Iterator<Item = (usize, &Note)> {
        self.notes.iter().enumerate().filter(move |(_, note)| range.contains(note.range))
    }

    pub(crate) fn mark_printed(&self, index: usize) {
        self.printed.borrow_mut()[index] = true;
    }

    /// Whether each comment inside `range` has been printed.
    pub(crate) fn all_printed(&self, range: TextRange) -> bool {
        let printed = self.printed.borrow();
        self.notes.iter().zip(printed.iter()).all(|(note, done)| *done || !range.contains(note.range))
    }

    pub(crate) fn forget_printed(&self) {
        self.printed.borrow_mut().fill(false);
    }
}

fn attachable(tree: &Tree<'_>, id: NodeId) -> bool {
    !tree.is(id, &[Kind::Empty, Kind::TemplateElement, Kind::Hole, Kind::ImportKeyword])
}

/// The smallest node around a comment, and its children on both sides.
fn decorate(tree: &Tree<'_>, range: TextRange) -> Around {
    let mut around = Around { enclosing: 0, preceding: None, following: None };
    let mut next = Some(0);
    while let Some(id) = next.take() {
        around = Around { enclosing: id, preceding: None, following: None };
        let mut children: Vec<NodeId> =
            tree.node(id).children.iter().map(|(_, c)| *c).filter(|c| attachable(tree, *c)).collect();
        children.sort_by_key(|c| tree.range(*c).start);
        children.dedup();
        for child in children {
            let inner = tree.range(child);
            if inner.start <= range.start && range.end <= inner.end {
                next = Some(child);
                break;
            }
            if inner.end <= range.start {
                around.preceding = Some(child);
            } else if range.end <= inner.start && around.following.is_none() {
                around.following = Some(child);
            }
        }
        if next.is_some() && tree.is(id, &[Kind::Template]) {
            // Comments of a placeholder belong inside of it.
            continue;
        }
    }
    around
}

fn placement(tree: &Tree<'_>, comments: &[Comment], around: &[Around], at: usize) -> Placement {
    let text = tree.text;
    let touching = |a: TextRange, b: TextRange| {
        let gap = tree.slice(TextRange::new(a.end, b.start));
        gap.trim().is_empty() && !gap.contains('\n')
    };
    let mut first = at;
    while first > 0
        && around[at].preceding.is_some()
        && around[first - 1].preceding == around[at].preceding
        && touching(comments[first - 1].range, comments[first].range)
    {
        first -= 1;
    }
    if text::starts_line(text, comments[first].range.start) {
        return Placement::OwnLine;
    }
    let mut last = at;
    while last + 1 < comments.len()
        && around[at].following.is_some()
        && around[last + 1].following == around[at].following
        && touching(comments[last].range, comments[last + 1].range)
    {
        last += 1;
    }
    if text::ends_line(text, comments[last].range.end) { Placement::EndOfLine } else { Placement::Remaining }
}

fn owner(tree: &Tree<'_>, comment: &Comment, around: &Around, placement: Placement) -> (NodeId, Role) {
    if let Some(special) = special(tree, comment, around, placement) {
        return special;
    }
    let leading = around.following.map(|n| (n, Role::Leading));
    let trailing = around.preceding.map(|n| (n, Role::Trailing));
    let dangling = (around.enclosing, Role::Dangling);
    match placement {
        Placement::OwnLine => leading.or(trailing).unwrap_or(dangling),
        Placement::EndOfLine => trailing.or(leading).unwrap_or(dangling),
        Placement::Remaining => {
            // Between two: it leads when only spaces and parentheses part it from what follows.
            if let (Some(_), Some(following)) = (around.preceding, around.following) {
                let gap = tree.slice(TextRange::new(comment.range.end, tree.range(following).start));
                let bare = gap.chars().all(|c| c.is_whitespace() || c == '(') || gap.trim_start().starts_with("/*");
                return if bare { leading.unwrap_or(dangling) } else { trailing.unwrap_or(dangling) };
            }
            trailing.or(leading).unwrap_or(dangling)
        }
    }
}

/// The first child of a block, or the block itself when it has none.
fn into_block(tree: &Tree<'_>, block: NodeId) -> (NodeId, Role) {
    let inner = match tree.kind(block) {
        Kind::Block => tree.list(block, Key::Body).into_iter().find(|c| tree.kind(*c) != Kind::Empty),
        Kind::ClassBody | Kind::InterfaceBody => tree.child(block, Key::Members),
        _ => return (block, Role::Leading),
    };
    inner.map_or((block, Role::Dangling), |inner| (inner, Role::Leading))
}

/// A comment on its way to an owner.
struct Search<'s, 't> {
    tree: &'s Tree<'t>,
    comment: &'s Comment,
    around: &'s Around,
    placement: Placement,
}

/// The places where the general rule would move a comment to where nobody looks for it.
fn special(tree: &Tree<'_>, comment: &Comment, around: &Around, placement: Placement) -> Option<(NodeId, Role)> {
    let search = Search { tree, comment, around, placement };
    match tree.kind(around.enclosing) {
        Kind::If => search.in_if(),
        Kind::While | Kind::For | Kind::ForIn | Kind::ForOf => search.in_loop(),
        Kind::Try | Kind::CatchClause => search.in_try(),
        Kind::ClassDeclaration | Kind::Class | Kind::Interface => search.before_body(),
        Kind::Arrow => search.in_arrow(),
        Kind::FunctionDeclaration | Kind::Function | Kind::ClassMethod | Kind::ObjectMethod => {
            if search.closes_list() {
                search.behind_parameter()
            } else {
                search.before_body()
            }
        }
        Kind::FunctionType
        | Kind::ConstructorType
        | Kind::CallSignature
        | Kind::ConstructSignature
        | Kind::MethodSignature
            if search.closes_list() =>
        {
            search.behind_parameter()
        }
        _ => search.in_expression(),
    }
}

impl Search<'_, '_> {
    /// Whether `)` follows.
    fn closes_list(&self) -> bool {
        text::next_byte(self.tree.text, self.comment.range.end) == Some(b')')
    }

    fn trails(&self) -> Option<(NodeId, Role)> {
        self.around.preceding.map(|p| (p, Role::Trailing))
    }

    fn behind_parameter(&self) -> Option<(NodeId, Role)> {
        self.around.preceding.filter(|p| self.tree.key(*p) == Key::Params).map(|p| (p, Role::Trailing))
    }

    fn before_body(&self) -> Option<(NodeId, Role)> {
        let following = self.around.following?;
        (self.tree.key(following) == Key::Body).then(|| into_block(self.tree, following))
    }

    /// Whether the comment starts on the line that the node before it ends on.
    fn beside(&self, preceding: NodeId) -> bool {
        !text::breaks_between(self.tree.text, self.tree.range(preceding).end, self.comment.range.start)
    }

    fn in_if(&self) -> Option<(NodeId, Role)> {
        let following = self.around.following?;
        if self.closes_list() {
            return self.trails();
        }
        let preceding = self.around.preceding?;
        match self.tree.key(following) {
            Key::Consequent => Some(into_block(self.tree, following)),
            Key::Alternate if self.tree.key(preceding) == Key::Consequent => {
                let word = text::next_token(self.tree.text, self.tree.range(preceding).end);
                if self.comment.range.start >= word {
                    return Some(into_block(self.tree, following));
                }
                let line = self.comment.kind == CommentKind::Line && self.beside(preceding);
                if self.tree.kind(preceding) != Kind::Block && line {
                    return Some((preceding, Role::Trailing));
                }
                Some((self.around.enclosing, Role::Dangling))
            }
            _ => None,
        }
    }

    fn in_loop(&self) -> Option<(NodeId, Role)> {
        let body = self.before_body()?;
        if self.closes_list() { self.trails() } else { Some(body) }
    }

    fn in_try(&self) -> Option<(NodeId, Role)> {
        let following = self.around.following?;
        if self.tree.kind(self.around.enclosing) == Kind::CatchClause {
            return self.trails();
        }
        match self.tree.kind(following) {
            Kind::CatchClause => self.tree.child(following, Key::Body).map(|b| into_block(self.tree, b)),
            _ => Some(into_block(self.tree, following)),
        }
    }

    fn in_arrow(&self) -> Option<(NodeId, Role)> {
        let at = text::next_token(self.tree.text, self.comment.range.end) as usize;
        if self.tree.text.get(at..at + 2) == Some("=>") {
            return Some((self.around.enclosing, Role::BeforeArrow));
        }
        let block = self.around.following.filter(|f| self.tree.kind(*f) == Kind::Block);
        if block.is_some() && self.around.preceding.is_some() {
            return self.before_body();
        }
        if self.closes_list() { self.behind_parameter() } else { None }
    }

    fn in_expression(&self) -> Option<(NodeId, Role)> {
        let Around { enclosing, preceding, following } = *self.around;
        let tree = self.tree;
        let own_line = self.placement == Placement::OwnLine;
        let end_of_line = self.placement == Placement::EndOfLine;
        let leads = following.map(|f| (f, Role::Leading));
        match tree.kind(enclosing) {
            Kind::Member if own_line && following.is_some_and(|f| tree.kind(f) == Kind::Identifier) => {
                Some((enclosing, Role::Leading))
            }
            Kind::Conditional | Kind::ConditionalType if self.placement != Placement::Remaining => {
                leads.filter(|_| !preceding.is_some_and(|p| self.beside(p)))
            }
            // `key: // why` goes before the property.
            Kind::Property if end_of_line && following.is_some() => Some((enclosing, Role::Leading)),
            Kind::Call | Kind::New if end_of_line => {
                let callee = preceding.filter(|p| tree.key(*p) == Key::Callee)?;
                let first = tree.child(enclosing, Key::Arguments)?;
                let gap = tree.slice(TextRange::new(tree.range(callee).end, self.comment.range.start));
                gap.contains('(').then_some((first, Role::Leading))
            }
            Kind::VariableDeclarator | Kind::Assignment | Kind::TypeAlias if end_of_line => {
                let opens = [Kind::Object, Kind::Array, Kind::Template, Kind::TaggedTemplate, Kind::TypeLiteral];
                leads.filter(|(f, _)| tree.is(*f, &opens) || self.comment.kind == CommentKind::Block)
            }
            Kind::Union => self.trails(),
            Kind::MappedType if preceding.is_none() => Some((enclosing, Role::Dangling)),
            Kind::ImportSpecifier | Kind::ExportSpecifier | Kind::Labeled => Some((enclosing, Role::Leading)),
            Kind::ExpressionStatement if following.is_none() && !own_line => Some((enclosing, Role::Trailing)),
            Kind::SwitchCase if !own_line && following.is_some() && tree.child(enclosing, Key::Test).is_none() => {
                Some((enclosing, Role::Dangling))
            }
            _ => None,
        }
    }
}
