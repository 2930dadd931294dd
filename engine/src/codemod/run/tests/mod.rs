//! Runs of small codemods that look at text, over programs in a map.

mod passes;
mod person;
mod secrets;
mod settings;
mod structure;
mod suppressions;

use super::*;
use crate::codemod::settings::Defaults;
use crate::codemod::{Alternative, Context, Manual, Preset, Theme};
use crate::edit::Edit;
use crate::model::FileId;

const AWS: &str = "import * as aws from '@pulumi/aws';\n";

type Disk = BTreeMap<PathBuf, Vec<u8>>;

struct Fake {
    meta: &'static Meta,
    look: Box<dyn Fn(&mut Context<'_, '_>) + Sync>,
}

impl Codemod for Fake {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        (self.look)(cx);
    }
}

fn fake(id: &'static str, look: impl Fn(&mut Context<'_, '_>) + Sync + 'static) -> &'static dyn Codemod {
    let manual = Manual { what: "", why: "", before: "", after: "", notes: "" };
    let meta = Box::leak(Box::new(Meta {
        id,
        title: "a fake",
        theme: Theme::Stack,
        report: "",
        preset: Preset::Faults,
        levels: &[Level::Safe],
        always_fixes: false,
        alternatives: &[
            Alternative { name: "keep", title: "t", keeps: true },
            Alternative { name: "a", title: "t", keeps: false },
            Alternative { name: "b", title: "t", keeps: false },
        ],
        options: &[],
        manual,
    }));
    Box::leak(Box::new(Fake { meta, look: Box::new(look) }))
}

fn fix(edits: FileEdits) -> Fix {
    Fix::new(Level::Safe, "t", Ok(edits))
}

fn finding(file: FileId, range: TextRange, subject: &str, fixes: Vec<Fix>) -> Finding {
    let level = fixes.first().map_or(Level::Advice, |f| f.level);
    Finding {
        file,
        range,
        message: "m".into(),
        level,
        subject: subject.into(),
        resource: None,
        about: None,
        related: Vec::new(),
        fixes,
    }
}

/// All places of `word` in all files, in reverse: a codemod need not report in order.
fn places(cx: &Context<'_, '_>, word: &str) -> Vec<(FileId, TextRange)> {
    let mut out = Vec::new();
    for (at, file) in cx.model.program().files.iter().enumerate() {
        let found = file.source.text().match_indices(word);
        let ranges = found.map(|(start, _)| TextRange::new(start as u32, (start + word.len()) as u32));
        out.extend(ranges.map(|range| (FileId(at as u32), range)));
    }
    out.reverse();
    out
}

fn edits(cx: &Context<'_, '_>, file: FileId, list: Vec<Edit>) -> FileEdits {
    let source = &cx.model.file(file).source;
    let mut edits = FileEdits::new();
    for edit in list {
        edits.file_mut(source.path()).insert(source.text(), edit).expect("a test's edits are inside and apart");
    }
    edits
}

/// Every `from` becomes `to`.
fn swap(id: &'static str, from: &'static str, to: &'static str) -> &'static dyn Codemod {
    fake(id, move |cx| {
        for (file, range) in places(cx, from) {
            let edits = edits(cx, file, vec![Edit::replace(range, to)]);
            cx.report(finding(file, range, from, vec![fix(edits)]));
        }
    })
}

fn disk(list: &[(&str, &str)]) -> Disk {
    list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
}

fn one(text: &str) -> Disk {
    disk(&[("/p/index.ts", &format!("{AWS}{text}"))])
}

fn session<'s>(disk: &'s Disk, codemods: &[&'static dyn Codemod]) -> Session<'s> {
    let sources = disk.keys().filter(|p| p.starts_with("/p")).cloned().collect();
    let spec = ProgramSpec { root: "/p".into(), sources, writable: vec!["/p".into()] };
    Session::new(spec, disk, codemods.to_vec(), &Defaults)
}

/// Everything safe, to the end.
fn run(disk: &Disk, codemods: &[&'static dyn Codemod]) -> Ended {
    let mut session = session(disk, codemods);
    session.run_defaults(Level::Safe);
    session.finish()
}

fn text(ended: &Ended, path: &str) -> String {
    ended
        .changes
        .get(Path::new(path))
        .map(|c| c.after.strip_prefix(AWS).unwrap_or(&c.after).to_string())
        .unwrap_or_default()
}

fn outcomes(ended: &Ended) -> Vec<(&str, &Outcome)> {
    ended.decisions.iter().map(|d| (d.found.meta.id, &d.outcome)).collect()
}
