//! What each row of the catalogue promises of the resource graph, on resolved values. Invariant: a row's assertion holds
//! for the output of every golden of the row that changes something, and fails when it is handed the graphs the other
//! way round; so it can neither be empty nor be true of the fault.

mod compute;
mod containers;
mod data;
mod iam;
mod monitoring;
mod network;
mod policy;
mod security_groups;
mod stack;

use iacfix_engine::codemod::run::Found;
use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Action, Meta};
use serde_json::Value;

use crate::graph::{Graph, Node};
use crate::laws::Verdict;

/// What a codemod promises of the graph.
pub(crate) struct Row {
    /// The codemod.
    pub(crate) id: &'static str,
    /// A variable that its goldens are run with once more.
    pub(crate) variable: Option<(&'static str, &'static str)>,
    /// How many things it looked at, or what is wrong with one.
    pub(crate) check: fn(&Shown<'_>) -> Result<usize, String>,
}

impl Row {
    const fn of(id: &'static str, check: fn(&Shown<'_>) -> Result<usize, String>) -> Self {
        Self { id, variable: None, check }
    }
}

/// A golden's graphs.
pub(crate) struct Shown<'a> {
    /// Of the program before.
    pub(crate) before: &'a Graph,
    /// Of the program afterwards.
    pub(crate) after: &'a Graph,
    /// Of the program afterwards, run with the row's variable.
    pub(crate) varied: Option<&'a Graph>,
    /// Whether the codemod has nothing more to say of the program afterwards; then all that it could speak of is judged,
    /// else only what has changed.
    pub(crate) whole: bool,
    /// The codemod's options.
    pub(crate) options: &'a dyn Fn(&str) -> Option<OptionValue>,
}

impl<'a> Shown<'a> {
    /// The resources of these types that the row speaks of.
    pub(crate) fn judged(&self, symbols: &'static [&'static str]) -> impl Iterator<Item = &'a Node> {
        let same = |node: &Node| self.before.at(&node.urn).is_some_and(|was| was.inputs == node.inputs);
        let of_these = self.after.resources.iter().filter(|node| symbols.contains(&node.symbol().as_str()));
        of_these.filter(move |node| !node.read && (self.whole || !same(node)))
    }

    /// The resources of a type that were not there before.
    pub(crate) fn added(&self, symbol: &'static str) -> impl Iterator<Item = &'a Node> {
        self.after.of(symbol).filter(|node| self.before.at(&node.urn).is_none())
    }

    /// An option that is a number.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        match (self.options)(name)? {
            OptionValue::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// An option that holds some of its names.
    pub(crate) fn choices(&self, name: &str) -> Option<Vec<String>> {
        match (self.options)(name)? {
            OptionValue::List(names) => Some(names),
            _ => None,
        }
    }
}

/// All rows.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    let themes = [
        compute::ROWS,
        containers::ROWS,
        data::ROWS,
        iam::ROWS,
        monitoring::ROWS,
        network::ROWS,
        security_groups::ROWS,
        stack::ROWS,
    ];
    themes.into_iter().flatten()
}

/// The row of a codemod.
pub(crate) fn row(id: &str) -> Option<&'static Row> {
    rows().find(|row| row.id == id)
}

/// The row's promise is kept by the output, and was not by the input.
pub(crate) fn kept(row: &Row, shown: &Shown<'_>, before_varied: Option<&Graph>) -> Verdict {
    if let Some(error) = shown.after.errors.first().or(shown.varied.and_then(|graph| graph.errors.first())) {
        return Err(format!("the output does not run: {error}"));
    }
    if (row.check)(shown)? == 0 {
        return Err(format!("nothing in the graph is what {} speaks of", row.id));
    }
    let turned = Shown { before: shown.after, after: shown.before, varied: before_varied, ..*shown };
    let ran = turned.after.errors.is_empty() && turned.varied.is_none_or(|graph| graph.errors.is_empty());
    if ran && matches!((row.check)(&turned), Ok(judged) if judged > 0) {
        return Err(format!("the input keeps what {} promises as well", row.id));
    }
    Ok(())
}

/// A codemod that changes a deployment says what the graph looks like afterwards.
pub(crate) fn has_graph(meta: &'static Meta, seen: &[Found]) -> Verdict {
    let of_it = seen.iter().filter(|found| found.meta.id == meta.id).flat_map(|found| &found.finding.fixes);
    let acts = of_it.flat_map(|fix| &fix.effects).any(|effect| effect.action != Action::None);
    if row(meta.id).is_some() || !acts {
        return Ok(());
    }
    Err(format!("{} has effects, and tests/golden/graphs says nothing of the graph that it promises", meta.id))
}

/// Every row is that of a codemod, once.
pub(crate) fn rows_have_codemods(metas: &[&Meta]) -> Verdict {
    let orphan = rows().find(|row| metas.iter().all(|meta| meta.id != row.id));
    let twice = rows().find(|row| rows().filter(|other| other.id == row.id).count() > 1);
    match (orphan, twice) {
        (Some(row), _) => Err(format!("{} is in tests/golden/graphs and no codemod", row.id)),
        (_, Some(row)) => Err(format!("{} is twice in tests/golden/graphs", row.id)),
        (None, None) => Ok(()),
    }
}

/// Every one of `nodes` is as `check` wants it; how many there are.
fn each<'a>(
    nodes: impl Iterator<Item = &'a Node>,
    check: impl Fn(&'a Node) -> Result<(), String>,
) -> Result<usize, String> {
    let mut judged = 0;
    for node in nodes {
        check(node).map_err(|why| format!("{}: {why}", node.place()))?;
        judged += 1;
    }
    Ok(judged)
}

/// The items of a list, the thing itself where it is none.
fn items(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}
