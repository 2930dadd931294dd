//! A run over one program, pass by pass. Invariant: the accepted fixes of a pass are applied to the text that the pass
//! read, in one canonical order, so the order of answers never changes a byte; what does not parse is taken back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Codemod;
use super::finding::Finding;
use super::meta::{Level, Meta};
use super::settings::Settings;
use crate::edit::FileEdits;
use crate::model::{Program, ProgramSpec};
use crate::source::{Files, LineColumn, SourceError};

/// The most passes that a run takes before it stops and says so.
pub const MAX_PASSES: u32 = 12;

/// A finding as a run reports it: placed in a file that may be gone by the next pass.
#[derive(Clone, Debug)]
pub struct Found {
    /// Stable over passes and over edits elsewhere: made of codemod, file, subject and count. 16 hex digits.
    pub id: String,
    /// The codemod.
    pub meta: &'static Meta,
    /// The file.
    pub file: PathBuf,
    /// Where it starts, for people.
    pub start: LineColumn,
    /// Where it ends, for people.
    pub end: LineColumn,
    /// What was found. Levels and the order of fixes are as the configuration has them.
    pub finding: Finding,
    /// The reason given in the comment that suppresses it.
    pub suppressed: Option<String>,
    /// The pass that found it, from 1.
    pub pass: u32,
}

/// What became of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In the result.
    Applied,
    /// Accepted, but it meets the edits of the finding with this id; it is looked at again in the next pass.
    Deferred {
        /// Id of the finding whose fix it waits for.
        waits_for: String,
    },
    /// Accepted, but its result would be broken; a defect of the codemod.
    TakenBack {
        /// What would be wrong, and where.
        reason: String,
    },
}

/// A fix that was accepted, with what became of it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The finding.
    pub found: Found,
    /// Which of its fixes.
    pub fix: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// What of each file it changed: text of the pass before and the text with this fix alone, by path.
    pub alone: BTreeMap<PathBuf, (Arc<str>, Arc<str>)>,
}

/// Whether a session goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The result was looked at again and there is something new to answer.
    Again,
    /// Nothing is left to answer.
    Done,
    /// [`MAX_PASSES`] are over and there would be more.
    Bound,
}

/// A text before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As read.
    pub before: Arc<str>,
    /// As it would be written.
    pub after: Arc<str>,
}

/// What a session ends with.
#[derive(Debug)]
pub struct Ended {
    /// The files that change, by path.
    pub changes: BTreeMap<PathBuf, Change>,
    /// Every accepted fix, in the order in which they were applied.
    pub decisions: Vec<Decision>,
    /// What was found and not accepted: refused, withheld, advice, suppressed.
    pub left: Vec<Found>,
    /// Files that could not be read or parsed.
    pub errors: Vec<SourceError>,
    /// How many passes it took.
    pub passes: u32,
}
