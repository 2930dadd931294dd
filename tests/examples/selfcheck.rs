//! The harness can fail: codemods that do what none may are caught, one that does not is let pass.

use std::panic::resume_unwind;
use std::path::Path;

use iacfix_engine::codemod::{Codemod, Context, Finding, Fix, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::edit::{Edit, FileEdits};
use iacfix_engine::model::FileId;
use iacfix_engine::source::TextRange;
use libtest_mimic::{Failed, Trial};

use crate::run::{self, Files, ROOT};

const META: Meta = Meta {
    id: "self-check",
    title: "nothing",
    theme: Theme::Stack,
    report: "000#1",
    preset: Preset::ByName,
    levels: &[Level::Safe],
    always_fixes: true,
    alternatives: &[],
    options: &[],
    manual: Manual { what: "What.", why: "Why.", before: "a;\n", after: "b;\n", notes: "" },
};

const PROGRAM: &str = "import * as aws from '@pulumi/aws';\n";

/// Puts a text at the end of the file, `once` or whenever it is asked; panics without a text.
struct Bad {
    puts: Option<&'static str>,
    once: bool,
}

impl Codemod for Bad {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let text = cx.model.file(FileId(0)).source.text().to_string();
        // As a panic, without its words on the terminal.
        let Some(puts) = self.puts else { resume_unwind(Box::new("a defect")) };
        if self.once && text.ends_with(puts) {
            return;
        }
        let mut edits = FileEdits::new();
        let inserted =
            edits.file_mut(&Path::new(ROOT).join("index.ts")).insert(&text, Edit::insert(text.len() as u32, puts));
        inserted.expect("the end lies inside");
        let finding = Finding::new(FileId(0), TextRange::new(0, 1), "file", "it could have more");
        cx.report(finding.fix(Fix::new(Level::Safe, "add to it", Ok(edits))));
    }
}

/// What is said of a codemod, and a part of it; nothing where it is as it should be.
const CHECKS: [(&str, &Bad, Option<&str>); 4] = [
    ("rests", &Bad { puts: Some("// more\n"), once: true }, None),
    ("panics", &Bad { puts: None, once: true }, Some("panicked: a defect")),
    ("breaks", &Bad { puts: Some(")\n"), once: true }, Some("was taken back")),
    ("goes-on", &Bad { puts: Some("// more\n"), once: false }, Some("a second run still accepts")),
];

/// A test for each.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |(name, bad, want): (&str, &'static Bad, Option<&'static str>)| {
        Trial::test(format!("self-check::{name}"), move || {
            let files = Files::from([(Path::new(ROOT).join("index.ts"), PROGRAM.as_bytes().to_vec())]);
            let codemods: run::Codemods = vec![bad];
            let said = run::wrong(run::run(&files, &codemods).as_ref(), &codemods);
            match (&said, want) {
                (Some(said), Some(want)) if said.contains(want) => Ok(()),
                (None, None) => Ok(()),
                _ => Err(Failed::from(format!("wanted {want:?}, got {said:?}"))),
            }
        })
    };
    CHECKS.into_iter().map(trial).collect()
}
