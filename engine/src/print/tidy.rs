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
    /// Whether it takes another shape, in which nothing fits that another fix puts into the old one.
    reshaped: bool,
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
                for edit in self.relaid(file, edited, old, target) {
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
            if let Some(edit) = replaced(file.slice(change.old), &inserted, change.old.start) {
                add(edit)?;
            }
        }
        Ok(out)
    }

    /// The edits that lay out anew what stood at `old`. A word that no edit wrote stays where it is, and white space goes
    /// with what is put beside it: other fixes edit the same text, and together they must mean what each means alone.
    fn relaid(&self, file: &SourceFile, edited: &SourceFile, old: TextRange, target: &Target) -> Vec<Edit> {
        if target.reshaped {
            return replaced(file.slice(old), &target.text, old.start).into_iter().collect();
        }
        let came = edited.slice(target.new);
        let stays = |at: u32, word: &str| {
            let here = TextRange::new(at, at + word.len() as u32);
            let written = self.moves.iter().any(|m| m.new.start < here.end && here.start < m.new.end);
            let end = self.before(here.end).filter(|_| !written)?;
            let range = TextRange::new(end.checked_sub(here.len())?, end);
            (file.slice(range) == word).then_some(range)
        };
        let mut out = Vec::new();
        let mut from = (old.start, 0);
        for (came, laid) in kept(came, &target.text) {
            let Some(range) = stays(target.new.start + came.start as u32, &target.text[laid.clone()]) else { continue };
            let gap = TextRange::new(from.0, range.start);
            out.extend(replaced(file.slice(gap), &target.text[from.1..laid.start], gap.start));
            from = (range.end, laid.end);
        }
        let gap = TextRange::new(from.0, old.end);
        out.extend(replaced(file.slice(gap), &target.text[from.1..], gap.start));
        out
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
            let printed = tail.iter().find_map(|id| self.printed(*id)).or_else(|| self.became(*item));
            let mut around = tail.iter().take_while(|id| printed.as_ref().is_none_or(|it| it.new != tree.range(**id)));
            let unfolded = around.find_map(|id| self.unfolded(*id, printed.as_ref()));
            return unfolded.or(printed).into_iter().collect();
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
                out.push(Target { old: None, new: tree.range(item), text, reshaped: false });
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

    /// A node that stood on one line, however long, printed anew where that line would break: half of it would stay on the
    /// line, and the other half below.
    fn unfolded(&self, id: NodeId, printed: Option<&Target>) -> Option<Target> {
        let tree = &self.new.layouter.tree;
        let new = tree.range(id);
        let breaks = match printed {
            Some(Target { old: Some(old), text, .. }) => {
                !self.old.layouter.tree.slice(*old).contains('\n') && text.contains('\n')
            }
            _ => tree.source(id).contains('\n'),
        };
        if !breaks {
            return None;
        }
        let before = TextRange::new(self.before(new.start)?, self.before(new.end)?);
        let old = *self.old_nodes.get(&(tree.kind(id), before))?;
        let text = self.old.is_one_tidy_line(old).then(|| self.new.print_id(id, Bodies::Print))??;
        Some(Target { old: Some(before), new, text, reshaped: true })
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
        // What has no bodies is printed alike whatever happens to them.
        let ways: &[Bodies] =
            if has_body(&self.old.layouter.tree, old) { &[Bodies::Print, Bodies::Keep] } else { &[Bodies::Print] };
        let bodies = *ways.iter().find(|way| self.old.is_tidy_id(old, **way))?;
        let text = self.new.print_id(id, bodies)?;
        Some(Target { old: Some(before), new, text, reshaped: false })
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

fn has_body(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.node(id).children.iter().any(|(_, child)| is_body(tree, *child) || has_body(tree, *child))
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

type Span = std::ops::Range<usize>;

/// The words that two texts have in common, with their places in both; white space is none.
fn kept(old: &str, new: &str) -> Vec<(Span, Span)> {
    let placed = |text: &str| -> Vec<Span> { words(text).filter(|it| !text[it.clone()].trim().is_empty()).collect() };
    let (from, to) = (placed(old), placed(new));
    let (before, after): (Vec<&str>, Vec<&str>) =
        (from.iter().map(|it| &old[it.clone()]).collect(), to.iter().map(|it| &new[it.clone()]).collect());
    let mut out = Vec::with_capacity(from.len());
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            out.extend((0..len).map(|at| (from[old_index + at].clone(), to[new_index + at].clone())));
        }
    }
    out
}

/// The edit that makes `new` of `old`, which starts at `offset`; the words at both ends that they share stay.
fn replaced(old: &str, new: &str, offset: u32) -> Option<Edit> {
    let shared = |(a, b): &(Span, Span)| old[a.clone()] == new[b.clone()];
    let start: usize = words(old).zip(words(new)).take_while(shared).map(|(it, _)| it.len()).sum();
    let (rest, fresh) = (&old[start..], &new[start..]);
    let (ends, fresh_ends): (Vec<Span>, Vec<Span>) = (words(rest).collect(), words(fresh).collect());
    let pairs = ends.iter().rev().zip(fresh_ends.iter().rev());
    let end: usize = pairs.take_while(|(a, b)| rest[(*a).clone()] == fresh[(*b).clone()]).map(|(it, _)| it.len()).sum();
    let range = TextRange::new(offset + start as u32, offset + (old.len() - end) as u32);
    let text = &fresh[..fresh.len() - end];
    (!range.is_empty() || !text.is_empty()).then(|| Edit::replace(range, text))
}

/// Words, white space, and single signs, by place.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || matches!(c, '_' | '$') => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| class(first) != 0 && class(*c) == class(first)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}
