//! A part of a file is laid out as the whole is: every kind of edit at places of real programs, both ways.

use std::path::{Path, PathBuf};

use super::tidy::tidy_whole;
use super::window::{Window, window};
use super::{FileLayout, tidy};
use crate::edit::{Edit, EditSet};
use crate::source::{SourceFile, Style, TextRange};

/// Every how many lines an edit is tried; all of them take minutes.
const STEP: usize = 17;

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the goldens are there");
    for path in entries.map(|entry| entry.expect("can be read").path()) {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|it| it == "ts") && path.components().any(|it| it.as_os_str() == "in") {
            out.push(path);
        }
    }
}

/// A property for an object that a line opens, a statement after one that it ends, a line less.
fn edits_at(text: &str, start: usize, line: &str) -> Vec<Edit> {
    let end = (start + line.trim_end().len()) as u32;
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut out = Vec::new();
    if line.trim_end().ends_with('{') {
        out.push(Edit::insert(end, format!("\n{indent}  aVeryLongPropertyName: [first.id, second.id, third.id],")));
        out.push(Edit::insert(end, format!("\n{indent}  something(first.id, second.id);")));
    }
    if line.trim_end().ends_with(';') {
        out.push(Edit::insert(end, format!("\n\n{indent}const added = new aws.s3.Bucket( 'x', {{ a: 1 }} );")));
        out.push(Edit::replace(TextRange::new(start as u32, end), ""));
    }
    if line.trim_end().ends_with(',') {
        let whole = TextRange::new(start as u32, (start + line.len()).min(text.len()) as u32);
        out.push(Edit::replace(whole, ""));
        out.push(Edit::insert(end - 1, ".aLongerName.thanThere.was.before"));
    }
    out
}

#[test]
fn a_part_is_laid_out_as_the_whole_is() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden"), &mut paths);
    paths.sort();
    let style = Style { arrow_parens: false, ..Style::default() };
    let (mut windows, mut tried) = (0, 0);
    for (n, path) in paths.iter().enumerate() {
        let Ok(file) = SourceFile::parse(path, std::fs::read(path).expect("can be read")) else { continue };
        let layout = FileLayout::detect(&file, &style);
        let mut at = 0;
        let mut previous: Option<Edit> = None;
        for (line_number, line) in file.text().split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len();
            if (line_number + n) % STEP > 0 {
                continue;
            }
            for edit in edits_at(file.text(), start, line) {
                let mut edits = EditSet::new();
                edits.insert(file.text(), edit.clone()).expect("lies inside");
                // Every other time with an edit somewhere else in the file.
                match previous.take() {
                    Some(earlier) => drop(edits.insert(file.text(), earlier)),
                    None => previous = Some(edit),
                }
                let Ok(whole) = tidy_whole(&file, &style, layout, &edits) else { continue };
                let part = tidy(&file, &style, layout, &edits).expect("parses as a whole");
                let size = |part: &Window| part.text.split_whitespace().map(str::len).sum::<usize>();
                let parses = |part: &Window| SourceFile::parse(path, part.text.clone().into_bytes()).is_ok();
                let small =
                    window(&file, &edits).filter(parses).is_some_and(|it| size(&it) * 4 < file.text().len() * 3);
                windows += usize::from(small);
                tried += 1;
                assert_eq!(part, whole, "{} with {edits:?}\n{:?}", path.display(), window(&file, &edits));
            }
        }
    }
    assert!(tried > 100 && windows * 10 > tried * 7, "{windows} parts of {tried} edits");
}
