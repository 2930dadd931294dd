//! One look at a program with all codemods. Invariant: findings come out in canonical order, with settings, suppressions
//! and ids in place, and every fix that is offered can be written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::configured::Configured;
use super::surroundings::surroundings;
use super::{Found, Session, Text, shown};
use crate::codemod::finding::one_line;
use crate::codemod::settings::{CodemodSettings, Comments};
use crate::codemod::suppress::{Catalogue, SUPPRESSION, Suppressions};
use crate::codemod::{Alternative, Context, Declined, Finding, Fix, Level, Meta};
use crate::edit::FileEdits;
use crate::model::{FileId, Model, Program, ProgramSpec};
use crate::source::{Files, Newline};

impl Session<'_> {
    /// Looks at the program as it is now.
    pub(super) fn look(&mut self) {
        let (findings, others) = {
            let mut look = Look::new(self);
            let findings = look.run();
            (findings, look.others)
        };
        self.others = others;
        let mut findings = findings;
        if !findings.is_empty() {
            let masker = self.masker();
            findings.iter_mut().for_each(|it| it.without_secrets(&masker));
        }
        self.identities.assign(&mut findings);
        for (at, reason) in self.settings.silenced(&findings) {
            if let Some(found) = findings.get_mut(at) {
                found.suppressed.get_or_insert(reason);
            }
        }
        for found in &mut findings {
            let applied = self.applied.get(&found.id).map(Vec::as_slice).unwrap_or_default();
            for at in 0..found.finding.fixes.len() {
                let fix = &found.finding.fixes[at];
                if fix.edits.as_ref().is_ok_and(|edits| applied.contains(&self.trace(edits))) {
                    found.finding.fixes[at].edits = Err(came_back(found.meta));
                }
            }
            self.first.entry(found.id.clone()).or_insert_with(|| found.clone());
        }
        let (closed, open) = findings.into_iter().partition(|found| self.closed.contains(&found.id));
        (self.closed_findings, self.findings) = (closed, open);
    }
}

impl Session<'_> {
    /// The edits of a fix that joins a finding later, as they would be made.
    pub(super) fn writable(&mut self, meta: &Meta, edits: &FileEdits) -> Result<FileEdits, Declined> {
        let (settled, others) = {
            let mut look = Look::new(self);
            (look.settled(meta, edits)?, look.others)
        };
        // What a look reads again is what it read before.
        self.others.extend(others);
        Ok(settled)
    }
}

/// A finding as the first pass that saw it reported it, unless something was learned since that a person must read.
pub(super) fn as_first_seen(found: &Found, first: &BTreeMap<String, Found>) -> Found {
    // A comment that came during the run silences it for good.
    if found.suppressed.is_some() {
        return found.clone();
    }
    let declined = |found: &Found| found.finding.fixes.iter().filter(|f| f.edits.is_err()).count();
    first.get(&found.id).filter(|first| declined(first) >= declined(found)).unwrap_or(found).clone()
}

fn came_back(meta: &Meta) -> Declined {
    Declined::because(format!(
        "this fix was applied in an earlier pass and what it repairs was found again; a defect of `{}`, please report it",
        meta.id
    ))
}

struct Look<'l> {
    spec: &'l ProgramSpec,
    program: &'l Program,
    files: &'l dyn Files,
    session: &'l Session<'l>,
    others: BTreeMap<PathBuf, Text>,
}

impl<'l> Look<'l> {
    fn new(session: &'l Session<'l>) -> Self {
        Self { spec: &session.spec, program: &session.program, files: &session.files, session, others: BTreeMap::new() }
    }

    fn run(&mut self) -> Vec<Found> {
        let model = match self.session.is_sketch {
            true => Model::sketch(self.program),
            false => Model::with_files(self.program, self.files),
        };
        let configured = Configured::new(self.files);
        let mut suppressions = Suppressions::read(&model, self.session.settings.today());
        let mut all = Vec::new();
        let mut ran: Vec<&'static Meta> = Vec::new();
        for codemod in &self.session.codemods {
            let meta = codemod.meta();
            let is_enabled = |path: &Path| self.session.settings.is_enabled(meta, path);
            if !self.program.files.iter().any(|file| is_enabled(file.source.path())) {
                continue;
            }
            let mut cx = Context::new(&model, meta, self.session.settings);
            codemod.check(&mut cx);
            let mut findings = cx.into_findings();
            in_order(&mut findings);
            for mut finding in findings {
                let Some(settings) = self.settings_of(meta, finding.file).filter(|s| s.enabled) else { continue };
                let is_chosen = |it: &&Alternative| settings.choose.as_deref() == Some(it.name);
                if meta.alternatives.iter().find(is_chosen).is_some_and(|it| it.keeps) {
                    continue;
                }
                configure(&mut finding, &settings);
                finding.in_one_line();
                self.make_writable(meta, &mut finding);
                finding.fixes.iter_mut().for_each(|fix| tell_configured(&model, &configured, fix));
                let suppressed = suppressions.silence(meta.id, &finding);
                all.push(self.found(&model, meta, finding, suppressed));
            }
            ran.push(meta);
        }
        let is_known = |id: &str| self.is_known(id);
        let did_run = |id: &str, file: FileId| {
            ran.iter().any(|meta| meta.id == id && self.settings_of(meta, file).is_some_and(|s| s.enabled))
        };
        let comments = |file: FileId| self.session.settings.comments(self.program.files[file.0 as usize].source.path());
        let catalogue = Catalogue {
            is_known: &is_known,
            nearest: &|id| self.session.settings.nearest_id(id),
            ran: &did_run,
            all: &|file| comments(file) == Comments::All,
        };
        let mut complaints = suppressions.complaints(&model, &catalogue);
        // A file of another program may have its reasons there.
        complaints.retain(|it| model.file(it.file).writable && comments(it.file) != Comments::None);
        in_order(&mut complaints);
        for mut finding in complaints {
            if let Some(settings) = self.settings_of(&SUPPRESSION, finding.file) {
                configure(&mut finding, &settings);
            }
            finding.in_one_line();
            self.make_writable(&SUPPRESSION, &mut finding);
            all.push(self.found(&model, &SUPPRESSION, finding, None));
        }
        all
    }

    /// What is in force in a file of the program. Asked where something was found and not ahead of it: most codemods find
    /// nothing in most files.
    fn settings_of(&self, meta: &'static Meta, file: FileId) -> Option<CodemodSettings> {
        let file = self.program.files.get(file.0 as usize)?;
        Some(self.session.settings.of(meta, file.source.path()))
    }

    /// Whether there may be a codemod `id`: where nobody tells the whole catalogue, any could be.
    fn is_known(&self, id: &str) -> bool {
        let among_these = self.session.codemods.iter().any(|c| c.meta().id == id);
        among_these || self.session.settings.catalogue().is_none_or(|all| all.contains(&id))
    }

    fn found(&self, model: &Model<'_>, meta: &'static Meta, finding: Finding, suppressed: Option<String>) -> Found {
        let source = &self.program.files[finding.file.0 as usize].source;
        Found {
            id: String::new(),
            meta,
            file: source.path().to_path_buf(),
            start: source.line_column(finding.range.start),
            end: source.line_column(finding.range.end),
            within: surroundings(model, &finding),
            finding,
            suppressed,
            pass: self.session.pass,
        }
    }

    /// Turns the edits of every fix into those that would be made, or into the reason why not.
    fn make_writable(&mut self, meta: &Meta, finding: &mut Finding) {
        for fix in &mut finding.fixes {
            if let Ok(edits) = &fix.edits {
                fix.edits = self.settled(meta, edits);
            }
            if let Err(declined) = &mut fix.edits {
                one_line(&mut declined.0);
            }
        }
    }

    fn settled(&mut self, meta: &Meta, edits: &FileEdits) -> Result<FileEdits, Declined> {
        let mut settled = FileEdits::new();
        let mut idle = true;
        for (path, set) in edits.iter() {
            let (text, newline) = self.text_for(path)?;
            let set = set.settled(&text, newline).map_err(|e| {
                let place = shown(self.program, path);
                Declined::because(format!("{e} of {place}; a defect of `{}`, please report it", meta.id))
            })?;
            idle &= set.iter().all(|e| e.is_idle(&text));
            *settled.file_mut(path) = set;
        }
        if idle {
            return Err(Declined::because(format!(
                "it would change nothing; a defect of `{}`, please report it",
                meta.id
            )));
        }
        Ok(settled)
    }

    /// The text that edits of `path` are over, if they may be written.
    fn text_for(&mut self, path: &Path) -> Result<(Arc<str>, Newline), Declined> {
        let place = shown(self.program, path);
        let writable = match self.program.id_of(path) {
            Some(id) => self.program.files[id.0 as usize].writable,
            None => self.spec.is_writable(path),
        };
        if !writable {
            return Err(Declined::because(format!(
                "it has to edit {place}, which is not among the paths to be written; name it too"
            )));
        }
        if let Some(id) = self.program.id_of(path) {
            let source = &self.program.files[id.0 as usize].source;
            return Ok((source.shared_text(), source.newline()));
        }
        if let Some(known) = self.others.get(path) {
            return Ok((Arc::clone(&known.text), known.newline));
        }
        if let Some(error) = self.program.errors.iter().find(|e| e.file == path) {
            return Err(Declined::because(format!("it has to edit {place}, which was left alone: {}", error.message)));
        }
        let bytes = self.files.read(path).map_err(|e| Declined::because(format!("it has to edit {place}: {e}")))?;
        let text: Arc<str> = String::from_utf8(bytes)
            .map_err(|_| Declined::because(format!("it has to edit {place}, which is not UTF-8 text")))?
            .into();
        let newline = Newline::of(&text);
        self.others.insert(path.to_path_buf(), Text { text: Arc::clone(&text), newline });
        Ok((text, newline))
    }
}

/// Adds to a fix what stacks configure in place of what it changes.
fn tell_configured(model: &Model<'_>, configured: &Configured<'_>, fix: &mut Fix) {
    let Some(said) = fix.edits.as_ref().ok().and_then(|edits| configured.note(model, edits)) else { return };
    fix.note = Some(match fix.note.take() {
        Some(note) => format!("{note}; {said}"),
        None => said,
    });
}

/// By file, which is by path, then by place; the rest decides where two stand at one place.
fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.file, a.range, &a.subject, &a.message).cmp(&(b.file, b.range, &b.subject, &b.message)));
}

/// Gives a finding the levels and the default that the configuration asks for.
fn configure(finding: &mut Finding, settings: &CodemodSettings) {
    let was_advice = finding.level == Level::Advice;
    // The alternatives of an advice can be applied once a person picks one.
    finding.fixes.iter_mut().filter(|f| f.level == Level::Advice).for_each(|f| f.level = Level::Review);
    let chosen = settings.choose.as_deref();
    let at = finding.fixes.iter().position(|fix| chosen.is_some() && fix.alternative == chosen);
    if let Some(at) = at {
        finding.fixes[..=at].rotate_right(1);
        finding.level = finding.fixes[0].level;
    }
    match settings.level {
        Some(Level::Advice) => {
            finding.level = Level::Advice;
            finding.fixes.clear();
        }
        Some(level) => {
            finding.fixes.iter_mut().for_each(|f: &mut Fix| f.level = level);
            if !was_advice || at.is_some() {
                finding.level = level;
            }
        }
        None => {}
    }
}
