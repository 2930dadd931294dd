//! Whether a file is tidy, and how an untidy one lays out its resources. Invariant: only files that get edits pay.

use super::Printer;
use super::printer::Bodies;
use super::tree::{Key, Kind};
use crate::source::{FileLayout, NewArguments, SourceFile, Style};

impl FileLayout {
    /// How `file` is laid out, judged by its statements that take several lines. Judged once a file.
    pub fn detect(file: &SourceFile, style: &Style) -> Self {
        file.layout(|| Self::judge(file, style))
    }

    fn judge(file: &SourceFile, style: &Style) -> Self {
        let printer = Printer::new(file, style, Self::default());
        let layouter = &printer.layouter;
        let tree = &layouter.tree;
        let (mut tidy, mut untidy, mut hugged, mut own_line) = (0usize, 0usize, 0usize, 0usize);
        for id in 1..tree.nodes.len() as u32 {
            let kind = tree.kind(id);
            if kind == Kind::New {
                match new_arguments(tree, id) {
                    Some(NewArguments::Hugged) => hugged += 1,
                    Some(NewArguments::OnePerLine) => own_line += 1,
                    _ => {}
                }
            }
            let leaf =
                matches!(kind, Kind::VariableDeclaration | Kind::ExpressionStatement | Kind::Return | Kind::Import);
            if leaf && tree.source(id).contains('\n') {
                if printer.is_tidy_id(id, Bodies::Keep) { tidy += 1 } else { untidy += 1 }
            }
        }
        if tidy >= untidy {
            return Self::default();
        }
        let new_arguments = match hugged.cmp(&own_line) {
            std::cmp::Ordering::Greater => NewArguments::Hugged,
            std::cmp::Ordering::Less => NewArguments::OnePerLine,
            std::cmp::Ordering::Equal => NewArguments::Prettier,
        };
        Self { tidy: false, new_arguments }
    }
}

/// How one `new` with an object that is neither first nor last lays out its arguments.
fn new_arguments(tree: &super::tree::Tree<'_>, id: u32) -> Option<NewArguments> {
    let arguments = tree.list(id, Key::Arguments);
    let (first, last) = (arguments.first()?, arguments.last()?);
    let object = arguments.iter().find(|a| tree.kind(**a) == Kind::Object && tree.source(**a).contains('\n'))?;
    if object == last && arguments.len() < 3 {
        // `new X("name", {...})` is hugged by Prettier as well: it tells only when it is not.
        let between = tree.slice(crate::source::TextRange::new(tree.range(id).start, tree.range(*first).start));
        return between.contains('\n').then_some(NewArguments::OnePerLine);
    }
    let callee = tree.child(id, Key::Callee)?;
    let open = tree.slice(crate::source::TextRange::new(tree.range(callee).end, tree.range(*first).start));
    Some(if open.contains('\n') { NewArguments::OnePerLine } else { NewArguments::Hugged })
}
