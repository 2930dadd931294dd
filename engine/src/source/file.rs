//! One source file. Invariant: the tree describes exactly `text`; neither changes after parsing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use swc_common::comments::{CommentKind as SwcCommentKind, SingleThreadedComments};
use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{EsVersion, Module};
use swc_ecma_parser::{EsSyntax, Lexer, Parser, StringInput, Syntax, TsSyntax};

use super::cost::too_costly;
use super::deep::first_deeper;
use super::layout::FileLayout;
use super::range::{LineColumn, TextRange};
use super::secrets::Secrets;

const BOM: char = '\u{feff}';

/// Largest file that is parsed, in bytes. Larger ones are generated or hostile.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Deepest nesting of brackets that is parsed: the parser and every visitor recurse.
pub const MAX_DEPTH: usize = 512;

/// Deepest nesting of expressions, statements and types that is looked at. A sum of as many terms and as many `else if`
/// are within it; what is deeper was made by a machine.
pub const MAX_TREE: usize = 2048;

const TOO_DEEP: &str = "nested too deep to be read";

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
}

impl Newline {
    /// The characters themselves.
    pub fn as_str(self) -> &'static str {
        match self {
            Newline::Lf => "\n",
            Newline::CrLf => "\r\n",
        }
    }

    /// How most lines of `text` end.
    pub fn of(text: &str) -> Self {
        let crlf = text.matches("\r\n").count();
        let lf = text.matches('\n').count() - crlf;
        if crlf > lf { Newline::CrLf } else { Newline::Lf }
    }

    /// `text` with every line break this one.
    pub fn settle(self, text: &str) -> String {
        let plain = text.replace("\r\n", "\n");
        match self {
            Newline::Lf => plain,
            Newline::CrLf => plain.replace('\n', "\r\n"),
        }
    }
}

/// Whether a comment runs to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentKind {
    /// `// ...`
    Line,
    /// `/* ... */`
    Block,
}

/// A comment, with its place and its delimiters in `range`, without them in `text`.
#[derive(Clone, Debug)]
pub struct Comment {
    /// From its first delimiter to its last byte; the line break is outside.
    pub range: TextRange,
    /// Line or block.
    pub kind: CommentKind,
    /// The words between the delimiters.
    pub text: String,
}

/// Why a file was left alone.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}:{}: {message}", file.display(), at.line)]
pub struct SourceError {
    /// The file.
    pub file: PathBuf,
    /// Where in it, as far as known; line 1, column 1 otherwise.
    pub at: LineColumn,
    /// What is wrong and what to do, lower-case, without a full stop.
    pub message: String,
}

/// A file as read: text, tree, comments.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: Arc<str>,
    module: Module,
    comments: Vec<Comment>,
    newline: Newline,
    line_starts: OnceLock<Vec<u32>>,
    layout: OnceLock<FileLayout>,
    secrets: OnceLock<Secrets>,
}

impl SourceFile {
    /// Parses `bytes`, read from `path` (its extension tells the dialect).
    ///
    /// # Errors
    /// Text that is not UTF-8, too large, nested too deep for a parser that recurses, or that does not parse; with the
    /// place.
    pub fn parse(path: &Path, bytes: Vec<u8>) -> Result<Self, SourceError> {
        let error = |at, message: String| SourceError { file: path.to_path_buf(), at, message };
        let start = LineColumn { line: 1, column: 1 };
        if bytes.len() > MAX_BYTES {
            let message = format!("file is larger than {} MB and was left alone", MAX_BYTES / 1024 / 1024);
            return Err(error(start, message));
        }
        let text: Arc<str> = match String::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(e) => {
                let line =
                    1 + e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() as u32;
                return Err(error(LineColumn { line, column: 1 }, "file is not UTF-8 text".into()));
            }
        };
        let jsx = !matches!(syntax_of(path), Syntax::Typescript(TsSyntax { tsx: false, .. }));
        let too_much = deeper_than(&text, MAX_DEPTH).or_else(|| too_costly(&text, jsx));
        if let Some(at) = too_much {
            return Err(error(line_column(&line_starts(&text), &text, at), TOO_DEEP.into()));
        }
        let (module, comments) = parse_module(path, &text)
            .map_err(|(at, message)| error(line_column(&line_starts(&text), &text, at), message))?;
        let newline = Newline::of(&text);
        Ok(Self {
            path: path.to_path_buf(),
            text,
            module,
            comments,
            newline,
            line_starts: OnceLock::new(),
            layout: OnceLock::new(),
            secrets: OnceLock::new(),
        })
    }

    /// Where it was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text, byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Whether types can be written in it.
    pub fn is_typescript(&self) -> bool {
        matches!(self.path.extension().and_then(|e| e.to_str()), Some("ts" | "tsx" | "mts" | "cts"))
    }

    /// The tree.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// All comments, by place.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The comments that lie within `range`, by place.
    pub fn comments_in(&self, range: TextRange) -> &[Comment] {
        let from = self.comments.partition_point(|c| c.range.start < range.start);
        let to = self.comments.partition_point(|c| c.range.end <= range.end);
        self.comments.get(from..to.max(from)).unwrap_or(&[])
    }

    /// How most of its lines end.
    pub fn newline(&self) -> Newline {
        self.newline
    }

    /// Whether it starts with a byte order mark.
    pub fn has_bom(&self) -> bool {
        self.text.starts_with(BOM)
    }

    /// The text in `range`; empty where the range is not within the file.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.as_usize()).unwrap_or("")
    }

    /// Line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        line_column(self.line_starts(), &self.text, offset)
    }

    /// Offset of the first byte of the line on which `offset` stands (past a byte order mark).
    pub fn line_start(&self, offset: u32) -> u32 {
        let starts = self.line_starts();
        let line = starts.partition_point(|s| *s <= offset).max(1) - 1;
        if line == 0 && self.has_bom() { BOM.len_utf8() as u32 } else { starts[line] }
    }

    /// Offset of the end of the line on which `offset` stands, before its line break.
    pub fn line_end(&self, offset: u32) -> u32 {
        let rest = self.text.get(offset as usize..).unwrap_or("");
        let end = rest.find('\n').map_or(self.text.len() as u32, |n| offset + n as u32);
        if end > offset && self.text.as_bytes()[end as usize - 1] == b'\r' { end - 1 } else { end }
    }

    /// The white space that starts the line of `offset`.
    pub fn indent_at(&self, offset: u32) -> &str {
        let start = self.line_start(offset);
        let line = &self.text[start as usize..self.line_end(start) as usize];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether only white space stands before `offset` on its line.
    pub fn starts_line(&self, offset: u32) -> bool {
        let start = self.line_start(offset);
        self.slice(TextRange::new(start, offset)).trim().is_empty()
    }

    /// How the file is laid out; `judge` is asked once.
    pub(crate) fn layout(&self, judge: impl FnOnce() -> FileLayout) -> FileLayout {
        *self.layout.get_or_init(judge)
    }

    /// Its literal secrets, looked for once and only when somebody asks.
    pub fn secrets(&self) -> &Secrets {
        self.secrets.get_or_init(|| Secrets::of_parsed(&self.text, &self.module, &self.comments))
    }

    /// Whether somebody asked for its secrets.
    #[cfg(test)]
    pub(crate) fn knows_secrets(&self) -> bool {
        self.secrets.get().is_some()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| line_starts(&self.text))
    }
}

/// Where the lines of `text` start.
fn line_starts(text: &str) -> Vec<u32> {
    let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
    std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
}

fn line_column(starts: &[u32], text: &str, offset: u32) -> LineColumn {
    let line = starts.partition_point(|s| *s <= offset).max(1) - 1;
    let before = text.get(starts[line] as usize..(offset as usize).min(text.len())).unwrap_or("");
    let column = before.trim_start_matches(BOM).encode_utf16().count() as u32 + 1;
    LineColumn { line: line as u32 + 1, column }
}

/// Parses `text` as a module in the dialect of `path`; on failure, where and why.
pub(crate) fn parse_module(path: &Path, text: &str) -> Result<(Module, Vec<Comment>), (u32, String)> {
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let first = 1 + (text.len() - body.len()) as u32;
    let input = StringInput::new(body, BytePos(first), BytePos(first + body.len() as u32));
    let comments = SingleThreadedComments::default();
    let lexer = Lexer::new(syntax_of(path), EsVersion::EsNext, input, Some(&comments));
    let mut parser = Parser::new_from(lexer);
    // Some texts that are no programs trip the parser: one of them costs its file and not the run.
    let Ok(parsed) = catch_unwind(AssertUnwindSafe(|| parser.parse_module())) else {
        return Err((0, "does not parse: the parser gave up on it".into()));
    };
    let late = parser.take_errors().into_iter().next();
    let parsed = match parsed {
        Ok(module) => match first_deeper(&module, MAX_TREE) {
            Some(at) => {
                // To drop it is to recurse over it, which is what must not be done.
                std::mem::forget(module);
                return Err((at, TOO_DEEP.into()));
            }
            None => Ok(module),
        },
        Err(e) => Err(e),
    };
    match (parsed, late) {
        (Ok(module), None) => Ok((module, comments_of(comments))),
        (Err(e), _) | (Ok(_), Some(e)) => {
            let at = TextRange::of_span(e.span()).start;
            Err((at, format!("does not parse: {}", lower_first(&e.kind().msg()))))
        }
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn syntax_of(path: &Path) -> Syntax {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("ts");
    match extension {
        "js" | "mjs" | "cjs" | "jsx" => {
            Syntax::Es(EsSyntax { jsx: true, decorators: true, import_attributes: true, ..Default::default() })
        }
        _ => Syntax::Typescript(TsSyntax { tsx: extension == "tsx", decorators: true, ..Default::default() }),
    }
}

fn comments_of(comments: SingleThreadedComments) -> Vec<Comment> {
    let (leading, trailing) = comments.take_all();
    let mut out = Vec::new();
    for map in [leading, trailing] {
        for (_, list) in map.borrow().iter() {
            out.extend(list.iter().map(|c| Comment {
                range: TextRange::of_span(c.span),
                kind: match c.kind {
                    SwcCommentKind::Line => CommentKind::Line,
                    SwcCommentKind::Block => CommentKind::Block,
                },
                text: c.text.to_string(),
            }));
        }
    }
    out.sort_by_key(|c| c.range);
    out.dedup_by_key(|c| c.range);
    out
}

/// Where the nesting of brackets first exceeds `limit`, counted without regard to strings and comments: an upper
/// bound that costs one look at each byte.
pub(crate) fn deeper_than(text: &str, limit: usize) -> Option<u32> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return Some(at as u32);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: usize = 20_000;

    fn parse(text: &str) -> Result<SourceFile, SourceError> {
        // As the threads of a run have; only touched pages cost.
        let bytes = text.as_bytes().to_vec();
        let work = move || SourceFile::parse(Path::new("index.ts"), bytes);
        std::thread::Builder::new().stack_size(256 << 20).spawn(work).unwrap().join().unwrap()
    }

    #[test]
    fn a_text_that_trips_the_parser_is_an_error() {
        let text = "import * as aws from '@pulumi/aws';\nvoid\n` @\n\\u00 {\nnew x(\n!<${ ${denum E {case\n";
        let error = SourceFile::parse(Path::new("a.cjs"), text.as_bytes().to_vec()).expect_err("it is no program");
        assert_eq!(error.message, "does not parse: the parser gave up on it");
    }

    #[test]
    fn what_lies_too_deep_without_a_bracket_is_an_error() {
        let texts = [
            format!("const x = {}a;", "a + ".repeat(LONG)),
            format!("const x = a{};", ".b().c()".repeat(LONG)),
            format!("const x = {}a;", "!".repeat(LONG)),
            format!("const x = {}a;", "a => ".repeat(LONG)),
            format!("const x = {}a;", "a ? 1 : ".repeat(LONG)),
            format!("if (a) b;\n{}", "else if (a) b;\n".repeat(LONG)),
            format!("{};", "if (a) ".repeat(LONG)),
            format!("type T = a{};", "[]".repeat(LONG)),
            format!("type T = a{};", ".b".repeat(LONG)),
            format!("type T = {}a;", "keyof ".repeat(LONG)),
        ];
        for text in texts {
            let error = parse(&text).unwrap_err();
            assert_eq!(error.message, TOO_DEEP, "{}", &text[..40]);
        }
    }

    #[test]
    fn what_is_only_long_is_read() {
        let texts = [
            "f();\n".repeat(LONG),
            "if (a) b; else if (c) d; else e;\n".repeat(1000),
            format!("const x = {}a;", "a +\n".repeat(1000)),
            format!("if (a) b;\n{}", "else if (a) b;\n".repeat(1000)),
            format!("type T = 1{};", " | 1".repeat(LONG)),
        ];
        for text in texts {
            assert!(parse(&text).is_ok(), "{}", &text[..20]);
        }
    }
}
