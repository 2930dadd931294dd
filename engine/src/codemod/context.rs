//! What a codemod is given. Invariant: looking is free of side effects; reporting only collects.

use super::finding::Finding;
use super::meta::Meta;
use super::ports::PortRange;
use super::settings::{CodemodSettings, OptionValue, Settings};
use crate::model::{FileId, Model};

/// One codemod's look at one program.
pub struct Context<'c, 'p> {
    /// What the program means.
    pub model: &'c Model<'p>,
    meta: &'static Meta,
    settings: &'c dyn Settings,
    findings: Vec<Finding>,
}

impl<'c, 'p> Context<'c, 'p> {
    pub(super) fn new(model: &'c Model<'p>, meta: &'static Meta, settings: &'c dyn Settings) -> Self {
        Self { model, meta, settings, findings: Vec::new() }
    }

    /// What the configuration says for this codemod in `file`.
    pub fn settings(&self, file: FileId) -> CodemodSettings {
        self.settings.of(self.meta, self.model.file(file).source.path())
    }

    /// An integer option as it stands for `file`; 0 for one that the codemod does not declare.
    pub fn integer(&self, file: FileId, option: &str) -> i64 {
        match self.settings(file).options.get(option) {
            Some(OptionValue::Integer(value)) => *value,
            _ => 0,
        }
    }

    /// A choice as it stands for `file`; empty for one that the codemod does not declare.
    pub fn choice(&self, file: FileId, option: &str) -> String {
        match self.settings(file).options.get(option) {
            Some(OptionValue::Text(name)) => name.clone(),
            _ => String::new(),
        }
    }

    /// An option that lists strings as it stands for `file`; none for one that the codemod does not declare.
    pub fn strings(&self, file: FileId, option: &str) -> Vec<String> {
        match self.settings(file).options.remove(option) {
            Some(OptionValue::List(strings)) => strings,
            _ => Vec::new(),
        }
    }

    /// Whether another codemod of the catalogue, which changes what this one looks at, runs in `file` too.
    pub fn runs_with(&self, other: &'static Meta, file: FileId) -> bool {
        self.settings.is_enabled(other, self.model.file(file).source.path())
    }

    /// An option that lists ports as it stands for `file`; none for one that the codemod does not declare.
    pub fn ports(&self, file: FileId, option: &str) -> Vec<PortRange> {
        match self.settings(file).options.remove(option) {
            Some(OptionValue::Ports(ports)) => ports,
            _ => Vec::new(),
        }
    }

    /// Takes a finding. Findings in tests are dropped: they are read for references only.
    pub fn report(&mut self, finding: Finding) {
        if !self.model.file(finding.file).test {
            self.findings.push(finding);
        }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
