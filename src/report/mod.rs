//! Reports. Invariant: a report is written program by program, in the order of their folders, and nothing of a program
//! is kept once it is written; what a machine reads does not depend on where the program was run or on how many threads.

pub(crate) mod clusters;
pub(crate) mod diff;
pub(crate) mod hidden;
pub(crate) mod json;
mod out;
pub(crate) mod patch;
pub(crate) mod text;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use iacfix_engine::codemod::Level;
use iacfix_engine::codemod::run::{Found, Outcome};

use crate::look::{Looked, Why, is_fixable, why};
use crate::settings::Mode;

pub(crate) use out::Out;

/// A file that could not be read, parsed or written, or a program that something went wrong with.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// Where.
    pub(crate) file: PathBuf,
    /// The line, 1 where it is not about one.
    pub(crate) line: u32,
    /// What.
    pub(crate) message: String,
}

/// How a run came out, in numbers; grows with the number of codemods only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    /// Source files that were read.
    pub(crate) files: usize,
    /// Files that change.
    pub(crate) changed: usize,
    /// Findings that neither a comment nor the baseline suppresses.
    pub(crate) findings: usize,
    /// Those with a fix that can be written.
    pub(crate) fixable: usize,
    /// Fixes in the result.
    pub(crate) applied: usize,
    /// Fixes that a flag would include.
    pub(crate) withheld: usize,
    /// Accepted fixes that are not in the result.
    pub(crate) deferred: usize,
    /// Silenced findings.
    pub(crate) suppressed: usize,
    /// Those of them whose comment is in the result.
    pub(crate) silenced: usize,
    /// By id.
    pub(crate) codemods: BTreeMap<&'static str, Counts>,
}

/// The numbers of one codemod.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Findings.
    pub(crate) found: usize,
    /// Findings with a fix that can be written.
    pub(crate) fixable: usize,
    /// Fixes in the result.
    pub(crate) fixed: usize,
    /// Fixes that a flag would include.
    pub(crate) withheld: usize,
    /// The rest.
    pub(crate) left: usize,
}

impl Summary {
    /// Adds a program.
    pub(crate) fn add(&mut self, looked: &Looked, limit: Level) {
        self.files += looked.files;
        self.changed += looked.ended.changes.len();
        self.silenced += looked.silences().count();
        for decision in looked.repaired() {
            self.applied += 1;
            self.find(&decision.found).fixed += 1;
        }
        for decision in looked.not_applied() {
            self.deferred += usize::from(matches!(decision.outcome, Outcome::Deferred { .. }));
            self.find(&decision.found).left += 1;
        }
        for found in &looked.ended.left {
            match why(found, limit, &looked.said) {
                Why::Suppressed(_) => self.suppressed += 1,
                Why::Withheld(_) => {
                    self.withheld += 1;
                    self.find(found).withheld += 1;
                }
                _ => self.find(found).left += 1,
            }
        }
    }

    fn find(&mut self, found: &Found) -> &mut Counts {
        self.findings += 1;
        let fixable = usize::from(is_fixable(found));
        self.fixable += fixable;
        let counts = self.codemods.entry(found.meta.id).or_default();
        counts.found += 1;
        counts.fixable += fixable;
        counts
    }
}

/// A form of report.
pub(crate) trait Report {
    /// Takes a program; programs come in the order of their folders.
    ///
    /// # Errors
    /// An output that can't be written.
    fn program(&mut self, looked: &Looked) -> io::Result<()>;

    /// Ends the report.
    ///
    /// # Errors
    /// An output that can't be written.
    fn end(&mut self, summary: &Summary, troubles: &[Trouble]) -> io::Result<()>;

    /// What went wrong with the program that was just taken.
    fn troubles(&mut self) -> Vec<Trouble> {
        Vec::new()
    }

    /// Whether nobody reads it any more.
    fn is_closed(&self) -> bool;
}

/// Says nothing: the run is about something else.
pub(crate) struct Nothing;

impl Report for Nothing {
    fn program(&mut self, _looked: &Looked) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _summary: &Summary, _troubles: &[Trouble]) -> io::Result<()> {
        Ok(())
    }

    fn is_closed(&self) -> bool {
        false
    }
}

/// What every form of report knows of its run.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// Where the user stands.
    pub(crate) cwd: PathBuf,
    /// Who decides.
    pub(crate) mode: Mode,
    /// The highest level that is applied without a person.
    pub(crate) limit: Level,
    /// Whether literal secrets are shown.
    pub(crate) show_secrets: bool,
}

/// What is said below a diff that hides something.
pub(crate) const HIDDEN: &str = "******** hides a secret; --show-secrets shows it";

/// Text from a program, without what a terminal would obey: a source file must not be able to clear a screen or hide a
/// line of a diff.
pub(crate) fn clean(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' => c,
        '\u{7f}' => '\u{2421}',
        c if (c as u32) < 0x20 => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.trim_start_matches('\u{feff}').chars().map(visible).collect()
}
