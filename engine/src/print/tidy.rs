//! Tidy before, tidy after. Invariant: bytes outside the constructs that an edit touches never change, and neither does
//! the layout of what was not laid out well before.
//!
//! The edits are made, the result is parsed, and each edit is looked at in its nearest body (a block, a class, an
//! interface, the file). The outermost construct around it there that was tidy before is printed anew. A function
//! whose body merely holds the edit is thus left alone; one whose head is edited keeps the text of its body.

use std::path::Path;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::printer::Bodies;
use super::tree::{Key, Kind, NodeId, Tree};
use super::window::{Window, window};
use super::{FileLayout, Printer};
use crate::edit::{Edit, EditError, EditSet, apply};
use crate::source::{SourceError, SourceFile, Style, TextRange};

/// Why edits could not be laid out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TidyError {
    /// The text with the edits made does not parse.
    #[error("the edits would leave a file that does not parse: {0}")]
    Parse(SourceError),
    /// The laid out edits got in each other's way.
    #[error("the edits can't be laid out together: {0}")]
    Edits(EditError),
}

/// The same change as `edits`, with what it touches laid out where it was laid out before; the fewest bytes.
///
/// # Errors
/// The edited text does not parse.
pub fn tidy(file: &SourceFile, style: &Style, layout: FileLayout, edits: &EditSet) -> Result<EditSet, TidyError> {
    if edits.is_empty() {
        return Ok(EditSet::new());
    }
    match window(file, edits).and_then(|part| tidy_part(file, part, style, layout, edits)) {
        Some(laid) => Ok(laid),
        None => tidy_whole(file, style, layout, edits),
    }
}

/// The same by a part of the file; `None` where the part makes no sense alone.
fn tidy_part(file: &SourceFile, part: Window, style: &Style, layout: FileLayout, edits: &EditSet) -> Option<EditSet> {
    let moved = |edits: &EditSet, text: &str, shift: i64| {
        let to = |at: u32| u32::try_from(i64::from(at) + shift).ok();
        let mut out = EditSet::new();
        for edit in edits.iter() {
            let range = TextRange::new(to(edit.range.start)?, to(edit.range.end)?);
            out.insert(text, Edit { range, text: edit.text.clone() }).ok()?;
        }
        Some(out)
    };
    let Window { text, start } = part;
    let inside = moved(edits, &text, -i64::from(start))?;
    let alone = parse(file.path(), text).ok()?;
    let laid = tidy_whole(&alone, style, layout, &inside).ok()?;
    moved(&laid, file.text(), i64::from(start))
}

/// The same, with nothing left out.
pub(super) fn tidy_whole(
    file: &SourceFile,
    style: &Style,
    layout: FileLayout,
    edits: &EditSet,
) -> Result<EditSet, TidyError> {
    let text = apply(file.text(), edits);
    let edited = parse(file.path(), text)?;
    let work = Work {
        old: Printer::new(file, style, layout),
        new: Printer::new(&edited, style, layout),
        old_nodes: FxHashMap::default(),
        moves: moves(edits),
        layout,
    };
    let laid = work.with_index().run(file, &edited)?;
    // Layout never changes what a program means: where it would, the edits stay as they came.
    let after = apply(file.text(), &laid);
    if after == edited.text() {
        return Ok(laid);
    }
    let result = parse(file.path(), after)?;
    let same = Tree::of(edited.module(), edited.text()).same(0, &Tree::of(result.module(), result.text()), 0);
    Ok(if same { laid } else { edits.clone() })
}

fn parse(path: &Path, text: String) -> Result<SourceFile, TidyError> {
    SourceFile::parse(path, text.into_bytes()).map_err(TidyError::Parse)
}

/// One edit: where it stood and where its text stands.
#[derive(Clone, Debug)]
struct Move {
    old: TextRange,
    new: TextRange,
}

fn moves(edits: &EditSet) -> Vec<Move> {
    let mut shift = 0i64;
    let mut out = Vec::new();
    for edit in edits.iter() {
        let start = (i64::from(edit.range.start) + shift) as u32;
        out.push(Move { old: edit.range, new: TextRange::new(start, start + edit.text.len() as u32) });
        shift += edit.text.len() as i64 - i64::from(edit.range.len());
    }
    out
}

/// A node of the edited text that is printed anew, and the range that it had before; none when it is new.
#[derive(Clone, Debug)]
struct Target {
    old: Option<TextRange>,
    new: TextRange,
    text: String,
}

struct Work<'a> {
    old: Printer<'a>,
    new: Printer<'a>,
    old_nodes: FxHashMap<(Kind, TextRange), NodeId>,
    moves: Vec<Move>,
    layout: FileLayout,
}

impl Work<'_> {
    fn with_index(mut self) -> Self {
        let tree = &self.old.layouter.tree;
        for id in (0..tree.nodes.len() as NodeId).rev() {
            self.old_nodes.insert((tree.kind(id), tree.range(id)), id);
        }
        self
    }

    fn run(self, file: &SourceFile, edited: &SourceFile) -> Result<EditSet, TidyError> {
        let mut targets: Vec<Target> = Vec::new();
        for change in &self.moves {
            if targets.iter().any(|t| t.new.contains(change.new)) {
                continue;
            }
            targets.extend(self.targets(change));
        }
        targets.sort_by_key(|t| (t.new.start, u32::MAX - t.new.end));
        let mut outermost: Vec<Target> = Vec::new();
        for target in targets {
            if outermost.last().is_none_or(|last| last.new.end <= target.new.start) {
                outermost.push(target);
            }
        }
        let mut out = EditSet::new();
        let mut add = |edit: Edit| out.insert(file.text(), edit).map(|_| ()).map_err(TidyError::Edits);
        for target in &outermost {
            if let Some(old) = target.old {
                for edit in difference(file.slice(old), &target.text, old.start) {
                    add(edit)?;
                }
            }
        }
        for change in &self.moves {
            let covered = |t: &&Target| t.old.is_some() && t.new.contains(change.new);
            if outermost.iter().any(|t| covered(&t)) {
                continue;
            }
            let inserted = self.inserted_text(edited, change, &outermost);
            for edit in difference(file.slice(change.old), &inserted, change.old.start) {
                add(edit)?;
            }
        }
        Ok(out)
    }

    /// The text of an edit, with the new items in it laid out.
    fn inserted_text(&self, edited: &SourceFile, change: &Move, targets: &[Target]) -> String {
        let mut out = String::new();
        let mut at = change.new.start;
        for target in targets.iter().filter(|t| t.old.is_none() && change.new.contains(t.new)) {
            out.push_str(edited.slice(TextRange::new(at, target.new.start)));
            out.push_str(&target.text);
            at = target.new.end;
        }
        out.push_str(edited.slice(TextRange::new(at, change.new.end)));
        out
    }

    /// What one edit makes us print anew.
    fn targets(&self, change: &Move) -> Vec<Target> {
        let tree = &self.new.layouter.tree;
        let path = path_to(tree, change.new);
        let mut body = path.len();
        while body > 0 {
            body -= 1;
            let id = path[body];
            if is_body(tree, id) && inside_body(tree, id, change.new) && self.had_items(id) {
                break;
            }
        }
        if let Some(item) = path.get(body + 1) {
            let tail = &path[body + 1..];
            let printed = tail.iter().find_map(|id| self.printed(*id));
            return printed.or_else(|| self.became(*item)).into_iter().collect();
        }
        // Whole items between others.
        let Some(body) = path.get(body) else { return Vec::new() };
        let items = tree.node(*body).children.iter().map(|(_, c)| *c);
        let mut out = Vec::new();
        if !self.layout.tidy || !self.neighbours_tidy(*body, change.new) {
            return out;
        }
        for item in items.filter(|c| change.new.contains(tree.range(*c)) && !tree.range(*c).is_empty()) {
            let text = self.new.print_id(item, Bodies::Print);
            if let Some(text) = text.filter(|t| t != tree.source(item)) {
                out.push(Target { old: None, new: tree.range(item), text });
            }
        }
        out
    }

    /// Whether one of the items next to new ones is laid out as it would be printed; so it is where there is none.
    fn neighbours_tidy(&self, body: NodeId, change: TextRange) -> bool {
        let tree = &self.new.layouter.tree;
        let items = tree.node(body).children.iter().map(|(_, c)| *c);
        let before = items.clone().rev().find(|c| tree.range(*c).end <= change.start);
        let after = items.clone().find(|c| tree.range(*c).start >= change.end);
        let mut neighbours = before.into_iter().chain(after).peekable();
        neighbours.peek().is_none() || neighbours.any(|id| self.new.is_tidy_id(id, Bodies::Keep))
    }

    /// A node printed anew, when it was tidy before.
    fn printed(&self, id: NodeId) -> Option<Target> {
        self.printed_as(id, self.new.layouter.tree.kind(id))
    }

    /// A statement that an edit made another kind of, printed anew when it was tidy before: `new X()` that is bound to a
    /// name, a constant that is exported.
    fn became(&self, id: NodeId) -> Option<Target> {
        let kinds = [Kind::ExpressionStatement, Kind::VariableDeclaration];
        let is_statement = self.new.layouter.tree.is(id, &[Kind::VariableDeclaration, Kind::ExportNamed]);
        kinds.into_iter().filter(|_| is_statement).find_map(|kind| self.printed_as(id, kind))
    }

    /// A node that was of the kind `kind` before, printed anew when it was tidy then.
    fn printed_as(&self, id: NodeId, kind: Kind) -> Option<Target> {
        let tree = &self.new.layouter.tree;
        let new = tree.range(id);
        let before = TextRange::new(self.before(new.start)?, self.before(new.end)?);
        let old = *self.old_nodes.get(&(kind, before))?;
        let bodies = [Bodies::Print, Bodies::Keep].into_iter().find(|b| self.old.is_tidy_id(old, *b))?;
        let text = self.new.print_id(id, bodies)?;
        Some(Target { old: Some(before), new, text })
    }

    /// Where a place of the edited text was before; nothing inside of what an edit wrote.
    fn before(&self, at: u32) -> Option<u32> {
        let mut shift = 0i64;
        for change in &self.moves {
            if at <= change.new.start {
                break;
            }
            if at < change.new.end {
                return None;
            }
            shift = i64::from(change.old.end) - i64::from(change.new.end);
        }
        u32::try_from(i64::from(at) + shift).ok()
    }

    /// Whether a body had anything in it before: an empty one changes with what is around it.
    fn had_items(&self, id: NodeId) -> bool {
        let tree = &self.new.layouter.tree;
        if id == 0 {
            return true;
        }
        let range = tree.range(id);
        let before = self.before(range.start).zip(self.before(range.end));
        let old = before.and_then(|(s, e)| self.old_nodes.get(&(tree.kind(id), TextRange::new(s, e))));
        old.is_some_and(|o| !self.old.layouter.tree.node(*o).children.is_empty())
    }
}

/// The nodes around `range`, from the root down.
fn path_to(tree: &Tree<'_>, range: TextRange) -> Vec<NodeId> {
    let mut path = vec![0];
    let mut here = 0;
    loop {
        let holds = |c: &NodeId| {
            let inner = tree.range(*c);
            inner.contains(range) && !(range.is_empty() && (inner.start == range.start || inner.end == range.start))
        };
        match tree.node(here).children.iter().map(|(_, c)| *c).find(holds) {
            Some(child) => {
                path.push(child);
                here = child;
            }
            None => return path,
        }
    }
}

fn is_body(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.is(id, &[Kind::Module, Kind::Block, Kind::ClassBody, Kind::InterfaceBody, Kind::SwitchCase])
}

/// Whether `range` lies among the items of a body, not at its head.
fn inside_body(tree: &Tree<'_>, id: NodeId, range: TextRange) -> bool {
    match tree.kind(id) {
        Kind::SwitchCase => {
            let first = tree.child(id, Key::Consequent);
            first.is_some_and(|f| tree.range(f).start <= range.start)
        }
        Kind::Module => true,
        _ => tree.range(id).start < range.start && range.end < tree.range(id).end,
    }
}

/// The smallest edits from `old`, which starts at `offset`, to `new`: lines first, then words within changed lines.
fn difference(old: &str, new: &str, offset: u32) -> Vec<Edit> {
    let mut out = Vec::new();
    for (before, after) in changes(&lines(old), &lines(new)) {
        let (words, fresh) = (words(&old[before.clone()]), words(&new[after.clone()]));
        for (from, to) in changes(&words, &fresh) {
            let start = offset + (before.start + from.start) as u32;
            let range = TextRange::new(start, start + from.len() as u32);
            out.push(Edit::replace(range, &new[after.start + to.start..after.start + to.end]));
        }
    }
    out
}

type Span = std::ops::Range<usize>;

/// The places where two lists of pieces differ, as bytes of the texts that the pieces make up.
fn changes(old: &[&str], new: &[&str]) -> Vec<(Span, Span)> {
    let starts = |pieces: &[&str]| -> Vec<usize> {
        let sums = pieces.iter().scan(0, |sum, piece| {
            *sum += piece.len();
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    };
    let (old_at, new_at) = (starts(old), starts(new));
    // Myers takes time by the square of what differs; a table is smaller where a few words become many.
    let (few, many) = (old.len().min(new.len()), old.len().max(new.len()));
    let algorithm = if few * 4 < many { Algorithm::Lcs } else { Algorithm::Myers };
    capture_diff_slices(algorithm, old, new)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let (from, to) = (op.old_range(), op.new_range());
            (old_at[from.start]..old_at[from.end], new_at[to.start]..new_at[to.end])
        })
        .collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Words, runs of spaces, line ends, and single signs.
fn words(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || matches!(c, '_' | '$') => 1,
        ' ' | '\t' => 2,
        _ => 0,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut previous = None;
    for (at, c) in text.char_indices() {
        let here = class(c);
        if at > start && (here == 0 || previous != Some(here)) {
            out.push(&text[start..at]);
            start = at;
        }
        previous = Some(here);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}
