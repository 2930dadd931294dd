//! The bare parse that finding is measured against. Invariant: walk, read and parse as iacfix does, every file, with the
//! same parser, syntax and comments; nothing is kept and nothing else is done.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ignore::WalkBuilder;
use rayon::prelude::*;
use swc_common::BytePos;
use swc_common::comments::SingleThreadedComments;
use swc_ecma_ast::EsVersion;
use swc_ecma_parser::{EsSyntax, Lexer, Parser, StringInput, Syntax, TsSyntax};

use crate::Fallible;

/// Stacks as large as those of iacfix.
const STACK: usize = 256 << 20;

/// Parses what is below `folder` and says how many files did not parse.
pub(crate) fn parse(folder: &Path, threads: usize) -> Fallible<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build()?;
    let files = sources(folder)?;
    let broken = AtomicUsize::new(0);
    pool.install(|| {
        files.par_iter().try_for_each(|file| -> std::io::Result<()> {
            let text = std::fs::read_to_string(file)?;
            broken.fetch_add(usize::from(!parses(file, &text)), Ordering::Relaxed);
            Ok(())
        })
    })?;
    println!("{} files, {} of them do not parse", files.len(), broken.into_inner());
    Ok(())
}

fn sources(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).git_global(false).build() {
        let entry = entry?;
        if entry.file_type().is_some_and(|it| it.is_file()) && syntax(entry.path()).is_some() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn parses(file: &Path, text: &str) -> bool {
    let comments = SingleThreadedComments::default();
    let input = StringInput::new(text, BytePos(1), BytePos(text.len() as u32 + 1));
    let syntax = syntax(file).unwrap_or_default();
    let mut parser = Parser::new_from(Lexer::new(syntax, EsVersion::latest(), input, Some(&comments)));
    let module = parser.parse_module();
    module.is_ok() && parser.take_errors().is_empty()
}

fn syntax(file: &Path) -> Option<Syntax> {
    let declarations = file.file_stem().is_some_and(|it| it.to_string_lossy().ends_with(".d"));
    match file.extension()?.to_str()? {
        "ts" | "mts" | "cts" if declarations => None,
        extension @ ("ts" | "mts" | "cts" | "tsx") => {
            Some(Syntax::Typescript(TsSyntax { tsx: extension == "tsx", decorators: true, ..Default::default() }))
        }
        "js" | "mjs" | "cjs" | "jsx" => {
            Some(Syntax::Es(EsSyntax { jsx: true, decorators: true, import_attributes: true, ..Default::default() }))
        }
        _ => None,
    }
}
