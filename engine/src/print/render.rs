//! From [`Doc`] to text. Invariant: the same doc, style and place give the same text; only the width decides breaks.

use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use super::doc::{Doc, Group, GroupId, Line};
use crate::source::Style;
use crate::source::style::Indent;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Break,
}

#[derive(Clone, Copy)]
struct Cmd<'d> {
    /// Levels of indentation, and columns of alignment on top.
    levels: u16,
    align: u16,
    mode: Mode,
    doc: Piece<'d>,
}

#[derive(Clone, Copy)]
enum Piece<'d> {
    Doc(&'d Doc),
    /// The rest of a fill, from this part on.
    Fill(&'d [Doc]),
}

/// Where printed text will stand in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Levels of indentation of the line that it starts on.
    pub levels: u16,
    /// Columns of indentation that are no whole level.
    pub align: u16,
    /// Column at which its text starts.
    pub column: u16,
    /// Columns that must stay free behind its last line.
    pub trailing: u16,
}

struct Renderer<'d, 's> {
    style: &'s Style,
    out: String,
    column: usize,
    cmds: Vec<Cmd<'d>>,
    suffixes: Vec<Cmd<'d>>,
    modes: FxHashMap<GroupId, Mode>,
    remeasure: bool,
}

/// Lays `doc` out; lines are joined with `\n`, the first line has no indentation.
pub(crate) fn render(doc: &Doc, style: &Style, place: Place) -> String {
    doc.propagate();
    let trailing = Doc::from("x".repeat(place.trailing as usize));
    let mut renderer = Renderer {
        style,
        out: String::new(),
        column: place.column as usize,
        cmds: Vec::new(),
        suffixes: Vec::new(),
        modes: FxHashMap::default(),
        remeasure: false,
    };
    let cmd = |doc| Cmd { levels: place.levels, align: place.align, mode: Mode::Break, doc: Piece::Doc(doc) };
    if place.trailing > 0 {
        renderer.cmds.push(cmd(&trailing));
    }
    renderer.cmds.push(cmd(doc));
    renderer.run();
    let mut out = renderer.out;
    out.truncate(out.len() - place.trailing as usize);
    out
}

impl<'d> Renderer<'d, '_> {
    fn run(&mut self) {
        while let Some(cmd) = self.next() {
            let doc = match cmd.doc {
                Piece::Doc(doc) => doc,
                Piece::Fill(parts) => {
                    self.fill(cmd, parts);
                    continue;
                }
            };
            match doc {
                Doc::Static(text) => self.write(text),
                Doc::Text(text) => self.write(text),
                Doc::Concat(parts) => self.cmds.extend(parts.iter().rev().map(|p| with(cmd, p))),
                Doc::Indent(inner) => self.cmds.push(Cmd { levels: cmd.levels + 1, ..with(cmd, inner) }),
                Doc::Align(n, inner) => self.cmds.push(Cmd { align: cmd.align + u16::from(*n), ..with(cmd, inner) }),
                Doc::Margin(n, inner) => {
                    let tab = match self.style.indent {
                        Indent::Spaces(n) | Indent::Tab(n) => u16::from(n).max(1),
                    };
                    self.cmds.push(Cmd { levels: n / tab, align: n % tab, ..with(cmd, inner) });
                }
                Doc::Group(inner) => self.group(cmd, inner),
                Doc::Line(line) => self.line(cmd, doc, *line),
                Doc::IfBreak(choice) => {
                    let mode = choice.id.map_or(Some(cmd.mode), |id| self.modes.get(&id).copied());
                    let chosen = if mode == Some(Mode::Break) { &choice.broken } else { &choice.flat };
                    self.cmds.push(with(cmd, chosen));
                }
                Doc::IndentIfBreak(inner, id) => {
                    let deeper = u16::from(self.modes.get(id) == Some(&Mode::Break));
                    self.cmds.push(Cmd { levels: cmd.levels + deeper, ..with(cmd, inner) });
                }
                Doc::Fill(parts, from) => self.fill(cmd, &parts[*from..]),
                Doc::LineSuffix(inner) => self.suffixes.push(with(cmd, inner)),
                Doc::LineSuffixBoundary => {
                    if !self.suffixes.is_empty() {
                        self.cmds.push(with(cmd, &Doc::Line(Line::Hard)));
                    }
                }
                Doc::BreakParent => {}
                Doc::MemberChain(inner) => self.cmds.push(with(cmd, inner)),
            }
        }
    }

    fn next(&mut self) -> Option<Cmd<'d>> {
        if self.cmds.is_empty() {
            self.cmds.extend(self.suffixes.drain(..).rev());
        }
        self.cmds.pop()
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += width(text);
    }

    fn remaining(&self) -> isize {
        self.style.width as isize - self.column as isize
    }

    fn group(&mut self, cmd: Cmd<'d>, group: &'d Group) {
        let chosen = self.choose(cmd, group);
        self.cmds.push(chosen);
        if let Some(id) = group.id {
            self.modes.insert(id, chosen.mode);
        }
    }

    fn choose(&mut self, cmd: Cmd<'d>, group: &'d Group) -> Cmd<'d> {
        let breaks = group.breaks.get();
        if cmd.mode == Mode::Flat && !self.remeasure {
            let mode = if breaks { Mode::Break } else { Mode::Flat };
            return Cmd { mode, ..with(cmd, &group.contents) };
        }
        self.remeasure = false;
        let flat = Cmd { mode: Mode::Flat, ..with(cmd, &group.contents) };
        if !breaks && self.fits(flat, &self.cmds, false) {
            return flat;
        }
        let Some(last) = group.states.last() else {
            return Cmd { mode: Mode::Break, ..flat };
        };
        if !breaks {
            for state in &group.states[1..group.states.len() - 1] {
                let candidate = with(flat, state);
                if self.fits(candidate, &self.cmds, false) {
                    return candidate;
                }
            }
        }
        Cmd { mode: Mode::Break, ..with(cmd, last) }
    }

    fn fill(&mut self, cmd: Cmd<'d>, parts: &'d [Doc]) {
        let Some(content) = parts.first() else { return };
        let flat = Cmd { mode: Mode::Flat, ..with(cmd, content) };
        let fits = self.fits(flat, &[], true);
        let content = if fits { flat } else { Cmd { mode: Mode::Break, ..flat } };
        let Some(white) = parts.get(1) else {
            self.cmds.push(content);
            return;
        };
        let mut together = fits;
        if let Some(second) = parts.get(2) {
            together = fits && self.fits_three(flat, white, second);
            self.cmds.push(Cmd { doc: Piece::Fill(&parts[2..]), ..cmd });
        }
        let mode = if together { Mode::Flat } else { Mode::Break };
        self.cmds.push(Cmd { mode, ..with(cmd, white) });
        self.cmds.push(content);
    }

    fn fits_three(&self, first: Cmd<'d>, white: &'d Doc, second: &'d Doc) -> bool {
        let rest = [with(first, second), with(first, white)];
        self.measure(first, &rest, true)
    }

    fn fits(&self, next: Cmd<'d>, rest: &[Cmd<'d>], must_be_flat: bool) -> bool {
        self.measure(next, rest, must_be_flat)
    }

    /// Whether what comes next fits on this line, up to the first break that is certain.
    fn measure(&self, next: Cmd<'d>, rest: &[Cmd<'d>], must_be_flat: bool) -> bool {
        let mut remaining = self.remaining();
        let mut suffix = !self.suffixes.is_empty();
        let mut pending = false;
        let mut rest = rest.iter().rev();
        let mut cmds = vec![next];
        while remaining >= 0 {
            let Some(cmd) = cmds.pop().or_else(|| rest.next().copied()) else { return true };
            let doc = match cmd.doc {
                Piece::Doc(doc) => doc,
                Piece::Fill(parts) => {
                    cmds.extend(parts.iter().rev().map(|p| with(cmd, p)));
                    continue;
                }
            };
            match doc {
                Doc::Static(_) | Doc::Text(_) => {
                    let text = if let Doc::Text(text) = doc {
                        text
                    } else if let Doc::Static(text) = doc {
                        text
                    } else {
                        ""
                    };
                    if !text.is_empty() {
                        remaining -= width(text) as isize + isize::from(std::mem::take(&mut pending));
                    }
                }
                Doc::Concat(parts) => cmds.extend(parts.iter().rev().map(|p| with(cmd, p))),
                Doc::Fill(parts, from) => cmds.extend(parts[*from..].iter().rev().map(|p| with(cmd, p))),
                Doc::Indent(inner)
                | Doc::Align(_, inner)
                | Doc::Margin(_, inner)
                | Doc::IndentIfBreak(inner, _)
                | Doc::MemberChain(inner) => {
                    cmds.push(with(cmd, inner));
                }
                Doc::Group(group) => {
                    let breaks = group.breaks.get();
                    if must_be_flat && breaks {
                        return false;
                    }
                    let mode = if breaks { Mode::Break } else { cmd.mode };
                    let expanded = group.states.last().filter(|_| mode == Mode::Break);
                    cmds.push(Cmd { mode, ..with(cmd, expanded.unwrap_or(&group.contents)) });
                }
                Doc::IfBreak(choice) => {
                    let mode = choice.id.map_or(cmd.mode, |id| self.modes.get(&id).copied().unwrap_or(Mode::Flat));
                    cmds.push(with(cmd, if mode == Mode::Break { &choice.broken } else { &choice.flat }));
                }
                Doc::Line(line) => {
                    if cmd.mode == Mode::Break || matches!(line, Line::Hard | Line::Literal) {
                        return true;
                    }
                    pending |= *line == Line::Space;
                }
                Doc::LineSuffix(_) => suffix = true,
                Doc::LineSuffixBoundary if suffix => return false,
                Doc::LineSuffixBoundary | Doc::BreakParent => {}
            }
        }
        false
    }

    fn line(&mut self, cmd: Cmd<'d>, doc: &'d Doc, line: Line) {
        let hard = matches!(line, Line::Hard | Line::Literal);
        if cmd.mode == Mode::Flat && !hard {
            if line == Line::Space {
                self.write(" ");
            }
            return;
        }
        if cmd.mode == Mode::Flat {
            self.remeasure = true;
        }
        if !self.suffixes.is_empty() {
            self.cmds.push(with(cmd, doc));
            self.cmds.extend(self.suffixes.drain(..).rev());
            return;
        }
        if line == Line::Literal {
            self.out.push('\n');
            self.column = 0;
            return;
        }
        let kept = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(kept);
        self.out.push('\n');
        let white = indentation(self.style, cmd.levels, cmd.align);
        self.out.push_str(&white);
        self.column = columns(self.style, cmd.levels, cmd.align);
    }
}

fn with<'d>(cmd: Cmd<'d>, doc: &'d Doc) -> Cmd<'d> {
    Cmd { doc: Piece::Doc(doc), ..cmd }
}

fn indentation(style: &Style, levels: u16, align: u16) -> String {
    match style.indent {
        Indent::Spaces(n) => " ".repeat(usize::from(n) * usize::from(levels) + usize::from(align)),
        // Alignment under tabs is a tab for each step, as Prettier has it.
        Indent::Tab(_) => "\t".repeat(usize::from(levels) + usize::from(align > 0)),
    }
}

fn columns(style: &Style, levels: u16, align: u16) -> usize {
    match style.indent {
        Indent::Spaces(n) => usize::from(n) * usize::from(levels) + usize::from(align),
        Indent::Tab(n) => usize::from(n) * (usize::from(levels) + usize::from(align > 0)),
    }
}

/// Columns that `text` takes.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}
