//! Programs from texts, for the tests of the verbs.

use super::Rewrite;
use crate::codemod::Declined;
use crate::edit::apply;
use crate::model::{FileId, FileIndex, Model, Node, NodeId, Program, ProgramFile};
use crate::source::style::{Indent, Quotes, TrailingComma};
use crate::source::{Newline, Style};

pub(super) const FILE: FileId = FileId(0);

/// How the text at hand is written, as far as the tests need it.
fn style_of(text: &str) -> Style {
    let mut style = Style { trailing_comma: TrailingComma::Es5, arrow_parens: false, ..Style::default() };
    if text.lines().any(|l| l.starts_with('\t')) {
        style.indent = Indent::Tab(2);
    } else if let Some(line) = text.lines().find(|l| l.starts_with("  ") && !l.trim_start().starts_with('*')) {
        style.indent = Indent::Spaces((line.len() - line.trim_start().len()) as u8);
    }
    let single = text.matches('\'').count() >= text.matches('"').count();
    style.quotes = if single { Quotes::Single } else { Quotes::Double };
    style.semicolons = text.contains(';') || !text.contains("= ");
    style.newline = if text.contains("\r\n") { Newline::CrLf } else { Newline::Lf };
    style
}

/// A program of these files, by path; one more that imports them all makes them part of it.
pub(super) fn program(files: &[(&str, &str)]) -> Program {
    let imports = |(name, _): &(&str, &str)| format!("import './{}';\n", name.rsplit_once('.').map_or(*name, |n| n.0));
    let seed = format!("import '@pulumi/aws';\n{}", files.iter().map(imports).collect::<String>());
    let all: Vec<(&str, &str)> = files.iter().copied().chain([("zz_all.ts", seed.as_str())]).collect();
    crate::testing::program(&all)
}

/// The model of a program whose files are written as the tests need it.
pub(super) fn model(program: &Program) -> Model<'_> {
    Model::with_style(program, |file| style_of(file.text()))
}

/// The file called `name`.
pub(super) fn file_of(rewrite: &Rewrite<'_, '_>, name: &str) -> FileId {
    let program = rewrite.model.program();
    program.id_of(&program.root.join(name)).expect("the file is part of the program")
}

/// The files of a program after `change`, in order.
pub(super) fn rewritten_all(
    files: &[(&str, &str)],
    change: impl FnOnce(&mut Rewrite<'_, '_>) -> Result<(), Declined>,
) -> Result<Vec<String>, Declined> {
    let program = program(files);
    let model = model(&program);
    let mut rewrite = Rewrite::new(&model);
    change(&mut rewrite)?;
    let edits = rewrite.finish()?;
    let after = |file: &ProgramFile| match edits.file(file.source.path()) {
        Some(set) => apply(file.source.text(), set),
        None => file.source.text().to_string(),
    };
    let of = |(name, _): &(&str, &str)| {
        let id = program.id_of(&program.root.join(name)).expect("the file is part of the program");
        after(model.file(id))
    };
    Ok(files.iter().map(of).collect())
}

/// One file after `change`.
pub(super) fn rewritten(
    text: &str,
    change: impl FnOnce(&mut Rewrite<'_, '_>) -> Result<(), Declined>,
) -> Result<String, Declined> {
    rewritten_all(&[("index.ts", text)], change).map(|mut files| files.remove(0))
}

/// Fails unless `change` makes `expected` of `text`.
#[track_caller]
pub(super) fn check(text: &str, expected: &str, change: impl FnOnce(&mut Rewrite<'_, '_>) -> Result<(), Declined>) {
    match rewritten(text, change) {
        Ok(after) => assert_eq!(after, expected, "\n--- got\n{after}\n--- expected\n{expected}\n--- from\n{text}"),
        Err(declined) => panic!("declined: {declined}\n--- from\n{text}"),
    }
}

/// Fails unless `change` is declined for a reason that contains `reason`.
#[track_caller]
pub(super) fn declines(text: &str, reason: &str, change: impl FnOnce(&mut Rewrite<'_, '_>) -> Result<(), Declined>) {
    match rewritten(text, change) {
        Ok(after) => panic!("not declined\n{after}"),
        Err(declined) => assert!(declined.0.contains(reason), "{declined}"),
    }
}

/// The first entry whose text is `text`, outermost first.
#[track_caller]
pub(super) fn node(rewrite: &Rewrite<'_, '_>, text: &str) -> NodeId {
    node_in(rewrite, FILE, text)
}

#[track_caller]
pub(super) fn node_in(rewrite: &Rewrite<'_, '_>, file: FileId, text: &str) -> NodeId {
    let source = &rewrite.file(file).source;
    let index: &FileIndex<'_> = rewrite.index(file);
    let found = index.entries().find(|(_, e)| source.slice(e.range).starts_with(text));
    found.unwrap_or_else(|| panic!("no node starts with {text}")).0
}

/// The first call or `new` that starts with `text`.
#[track_caller]
pub(super) fn call(rewrite: &Rewrite<'_, '_>, text: &str) -> NodeId {
    let found = expr(rewrite, text);
    rewrite.index(FILE).expr(found).expect("an expression of the file")
}

/// The first expression whose text starts with `text` and that `pick` accepts.
#[track_caller]
pub(super) fn expr<'p>(rewrite: &Rewrite<'_, 'p>, text: &str) -> &'p swc_ecma_ast::Expr {
    expr_in(rewrite, FILE, text)
}

#[track_caller]
pub(super) fn expr_in<'p>(rewrite: &Rewrite<'_, 'p>, file: FileId, text: &str) -> &'p swc_ecma_ast::Expr {
    let source = &rewrite.file(file).source;
    let fits = |node: Node<'p>, range| match node {
        Node::Expr(e) if source.slice(range).starts_with(text) => Some(e),
        _ => None,
    };
    let found = rewrite.index(file).entries().find_map(|(_, e)| fits(e.node, e.range));
    found.unwrap_or_else(|| panic!("no expression starts with {text}"))
}

/// The first expression whose text is `text`.
#[track_caller]
pub(super) fn exact<'p>(rewrite: &Rewrite<'_, 'p>, text: &str) -> &'p swc_ecma_ast::Expr {
    let source = &rewrite.file(FILE).source;
    let fits = |node: Node<'p>, range| match node {
        Node::Expr(e) if source.slice(range) == text => Some(e),
        _ => None,
    };
    let found = rewrite.index(FILE).entries().find_map(|(_, e)| fits(e.node, e.range));
    found.unwrap_or_else(|| panic!("no expression is {text}"))
}

/// The first object literal.
#[track_caller]
pub(super) fn object<'p>(rewrite: &Rewrite<'_, 'p>) -> &'p swc_ecma_ast::ObjectLit {
    expr(rewrite, "{").as_object().expect("starts with a brace")
}
