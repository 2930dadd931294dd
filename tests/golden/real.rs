//! The goldens run for real, under Pulumi's mocks, through `tests/node/graph.mjs`. Invariant: one process a major of the
//! provider, started when its first graph is asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Wanted};
use crate::graph::Graph;
use crate::node::{self, Answers};

/// Two programs to be run.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Programs {
    /// What the results call them.
    pub(crate) name: String,
    /// The program before.
    #[serde(rename = "in")]
    pub(crate) before: PathBuf,
    /// The program afterwards, where it changes.
    #[serde(rename = "out", skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<PathBuf>,
    /// How they are run.
    pub(crate) run: Wanted,
    /// Provider majors; the script is told one at a time.
    #[serde(skip)]
    pub(crate) majors: Vec<u32>,
}

impl Programs {
    /// Those of a case as they lie there.
    pub(crate) fn of(case: &Case) -> Self {
        Self {
            name: case.name.clone(),
            before: case.folder.join("in"),
            after: case.changes.then(|| case.folder.join("out")),
            run: case.wishes.run.clone(),
            majors: if case.wishes.run.skip.is_some() { Vec::new() } else { case.majors() },
        }
    }

    /// The same with one more variable.
    pub(crate) fn with(&self, (variable, value): (&str, &str)) -> Self {
        let mut varied = Self { name: varied_name(&self.name), ..self.clone() };
        varied.run.env.insert(variable.to_string(), value.to_string());
        varied
    }
}

/// What the results call the programs that are run with one more variable.
pub(crate) fn varied_name(name: &str) -> String {
    format!("{name}, varied")
}

/// What the programs make.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Graphs {
    name: String,
    /// The program before.
    #[serde(rename = "in")]
    pub(crate) before: Graph,
    /// The program afterwards, where it changes.
    #[serde(rename = "out")]
    pub(crate) after: Option<Graph>,
}

/// All runs.
pub(crate) struct Runs(BTreeMap<u32, Answers<Graphs>>);

impl Runs {
    /// Of these programs.
    pub(crate) fn new(programs: &[Programs]) -> Self {
        let asked = programs.iter().flat_map(|it| it.majors.iter().map(|major| (*major, it.clone())));
        Self(node::by_major(asked, "graph.mjs", |it: &Graphs| it.name.clone()))
    }

    /// What programs make with one major of the provider.
    pub(crate) fn graphs(&self, name: &str, major: u32) -> Result<&Graphs, String> {
        node::answer(&self.0, name, major)
    }

    /// The graphs before and after.
    pub(crate) fn both(&self, name: &str, major: u32) -> Result<(&Graph, &Graph), String> {
        let graphs = self.graphs(name, major)?;
        Ok((&graphs.before, graphs.after.as_ref().ok_or("the output was not run")?))
    }
}
