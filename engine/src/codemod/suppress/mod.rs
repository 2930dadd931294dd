//! Comments that silence a finding. Invariant: only a comment that names a codemod, gives a reason and has not expired
//! silences anything, and it silences what it stands before, never more.

mod comment;
mod complain;
mod place;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::comment::{Form, MARK};
use self::place::{Scope, scope_of};
use super::finding::Finding;
use super::meta::{Level, Manual, Meta, Preset, Theme};
use crate::model::{FileId, FileIndex, Model};
use crate::source::{Comment, SourceFile, TextRange};

pub use self::comment::{comment_for, day};
pub(super) use self::write::silence;

/// Reports on the comments themselves, under an id of its own. No catalogue holds it: it runs with whatever else does.
pub static SUPPRESSION: Meta = Meta {
    id: "suppression",
    title: "repairs comments that are meant to silence a finding and don't",
    theme: Theme::Stack,
    report: "",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review],
    always_fixes: true,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "A comment `iacfix-ignore <id>[, <id>] [until 2027-01-31]: reason` that names no codemod, an unknown one, no \
               reason or no date, that expired, that stands before nothing, or whose codemod ran and found nothing there.",
        why: "A comment that silences nothing hides that the fault it speaks of is still reported, or gone; one without a \
              reason leaves the next reader to guess.",
        before: "\
import * as aws from '@pulumi/aws';

// iacfix-ignore kms-key-rotation: rotated by hand, see the runbook
const key = new aws.kms.Key('archive', {
  enableKeyRotation: true,
});
",
        after: "\
import * as aws from '@pulumi/aws';

const key = new aws.kms.Key('archive', {
  enableKeyRotation: true,
});
",
        notes: "It runs with whatever else does: a comment is looked at when a codemod that it names ran in its file, and \
                without `--only` always. `--only suppression` looks at the comments alone, and then no comment is called \
                unused. `--skip suppression` leaves them be. What silences nothing is removed, which changes no other \
                finding and is safe; a name that is nearly that of a codemod is corrected, and a comment beside code is \
                put on the line before, both at level review, because they silence something from then on. No comment \
                silences what is said of comments.",
    },
};

/// One comment that asks for silence.
#[derive(Debug)]
struct Suppression {
    file: FileId,
    range: TextRange,
    scope: Scope,
    form: Form,
    /// Whether its last day is over.
    expired: bool,
    /// The ids that silenced something.
    used: BTreeSet<String>,
}

/// All such comments of a program.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    by_file: BTreeMap<FileId, Vec<Suppression>>,
}

/// What is known of codemods when comments are judged.
pub(super) struct Catalogue<'c> {
    /// Whether there is a codemod of this id.
    pub(super) is_known: &'c dyn Fn(&str) -> bool,
    /// The id that is close to this one.
    pub(super) nearest: &'c dyn Fn(&str) -> Option<&'static str>,
    /// Whether the codemod of this id looked at the file.
    pub(super) ran: &'c dyn Fn(&str, FileId) -> bool,
    /// Whether comments of the file are judged that name no codemod that ran.
    pub(super) all: &'c dyn Fn(FileId) -> bool,
}

impl Suppressions {
    /// Reads the comments of all files but tests, which have no findings. Where `today` is not known, none has expired.
    pub(super) fn read(model: &Model<'_>, today: Option<Date>) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<Suppression>> = BTreeMap::new();
        for (at, file) in model.program().files.iter().enumerate() {
            let id = FileId(at as u32);
            if file.test || memchr::memmem::find(file.source.text().as_bytes(), MARK.as_bytes()).is_none() {
                continue;
            }
            let read = |comment| Suppression::read(id, &file.source, model.index(id), comment, today);
            let all: Vec<Suppression> = file.source.comments().iter().filter_map(read).collect();
            if !all.is_empty() {
                by_file.insert(id, all);
            }
        }
        Self { by_file }
    }

    /// The reason for which a finding of `codemod` is silent, if it is: a comment covers where it is shown, or the resource
    /// that it is about.
    pub(super) fn silence(&mut self, codemod: &str, finding: &Finding) -> Option<String> {
        let mut reason = None;
        let places = [Some((finding.file, finding.range)), finding.about];
        for (file, range) in places.into_iter().flatten() {
            for one in self.by_file.get_mut(&file).into_iter().flatten() {
                let covers = match one.scope {
                    Scope::File => true,
                    Scope::Construct(covered) => covered.contains(range),
                    Scope::BesideCode | Scope::Nothing => false,
                };
                // Every comment that covers it counts as used, the first gives the reason.
                if covers && one.counts() && one.form.ids.iter().any(|(id, _)| id == codemod) {
                    one.used.insert(codemod.to_string());
                    reason.get_or_insert_with(|| one.form.reason.clone());
                }
            }
        }
        reason
    }

    /// What is wrong with the comments, once all findings went through [`silence`](Self::silence).
    pub(super) fn complaints(&self, model: &Model<'_>, catalogue: &Catalogue<'_>) -> Vec<Finding> {
        self.by_file.values().flatten().flat_map(|one| one.complaints(model, catalogue)).collect()
    }

    /// Where the ids end of a comment that covers `scope` of `file` for this reason until this day.
    fn end_of_ids(&self, file: FileId, scope: Scope, reason: &str, until: Option<Date>) -> Option<u32> {
        let same =
            |it: &&Suppression| it.scope == scope && it.counts() && it.form.reason == reason && it.form.until == until;
        self.by_file.get(&file)?.iter().find(same)?.form.ids.last().map(|(_, range)| range.end)
    }
}

impl Suppression {
    fn read(
        file: FileId,
        source: &SourceFile,
        index: &FileIndex<'_>,
        comment: &Comment,
        today: Option<Date>,
    ) -> Option<Self> {
        let form = Form::read(source, comment)?;
        let scope = if form.whole_file { Scope::File } else { scope_of(source, index, comment) };
        let expired = form.until.zip(today).is_some_and(|(last, today)| last < today);
        Some(Self { file, range: comment.range, scope, form, expired, used: BTreeSet::new() })
    }

    /// Whether it silences what it covers.
    fn counts(&self) -> bool {
        self.form.fault.is_none() && !self.expired
    }
}
