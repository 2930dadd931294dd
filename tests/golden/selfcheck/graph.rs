//! The laws of the resource graph can fail.

use iacfix_engine::codemod::{Action, Effect};
use iacfix_engine::edit::FileEdits;
use serde_json::{Value, json};

use super::{META, broken, found, kept};
use crate::case::Wanted;
use crate::graph::{self, Graph};
use crate::graphs::{self, Shown};
use crate::laws::Verdict;
use crate::real::Runs;

/// Code after a program that runs which makes it fail, and what the error says.
pub(super) const FAILING: [(&str, &str, &str); 7] = [
    ("throws", "throw new Error('no zone');", "no zone"),
    ("rejects", "void Promise.reject(new Error('no zone'));", "no zone"),
    ("text", "new aws.kms.Key('other', { description: `for ${key.arn}` });", "Calling [toString] on an [Output<T>]"),
    ("twice", "new aws.kms.Key('k', {});", "two resources have the URN"),
    ("depends", "new aws.kms.Key('other', {}, { dependsOn: [key.id as any] });", "was not a Resource"),
    ("missing", "new aws.kms.Alias('other', {} as any);", "Missing required property 'targetKeyId'"),
    ("undefined", "export const none = undefined;", "Undefined value (none)"),
];

/// A graph of keys, by name and arguments.
fn keys(keys: &[(&str, Value)]) -> Graph {
    let node = |(name, inputs): &(&str, Value)| {
        json!({
            "urn": format!("urn:pulumi:dev::self::aws:kms/key:Key::{name}"),
            "id": format!("Key/{name}"),
            "type": "aws:kms/key:Key",
            "name": name,
            "parent": null,
            "custom": true,
            "inputs": inputs,
            "dependencies": [],
            "propertyDependencies": {},
        })
    };
    let resources: Vec<_> = keys.iter().map(node).collect();
    let all = json!({ "resources": resources, "outputs": { "arn": "arn" }, "errors": [] });
    serde_json::from_value(all).expect("it has the shape of a graph")
}

fn failing(why: &str) -> Graph {
    Graph { errors: vec![why.to_string()], ..keys(&[("a", json!({}))]) }
}

pub(super) fn runs() -> Verdict {
    let (fine, wanted) = (keys(&[("a", json!({}))]), Wanted::default());
    kept(graph::runs(&fine, Some(&fine), &wanted, false))?;
    kept(graph::runs(&failing("no id"), None, &wanted, true))?;
    broken(
        graph::runs(&fine, Some(&failing("no id")), &wanted, false),
        "the output fails as the input did not: no id",
    )?;
    broken(graph::runs(&failing("no id"), Some(&fine), &wanted, false), "`run.fails` does not say so")?;
    broken(graph::runs(&keys(&[]), None, &wanted, false), "makes nothing")?;
    let announced = Wanted { fails: Some("no id".into()), ..Wanted::default() };
    kept(graph::runs(&failing("there is no id"), Some(&fine), &announced, false))?;
    broken(graph::runs(&fine, Some(&fine), &announced, false), "the input fails with \"no id\"")?;
    broken(graph::runs(&failing("no name"), Some(&fine), &announced, false), "the input fails with \"no id\"")
}

pub(super) fn effects() -> Verdict {
    let before = keys(&[("a", json!({ "tags": {} }))]);
    let rotated = keys(&[("a", json!({ "tags": {}, "enableKeyRotation": true }))]);
    let two = keys(&[("a", json!({ "tags": {} })), ("b", json!({}))]);
    let on = |action| Effect::new(action, "aws.kms.Key");
    let update = on(Action::Update).property("enableKeyRotation");
    kept(graph::effects(&before, &rotated, &[&update.clone().named("'a'")]))?;
    kept(graph::effects(&before, &rotated, &[&update.clone().named("`${name}`")]))?;
    kept(graph::effects(&before, &two, &[&on(Action::Add)]))?;
    kept(graph::effects(&two, &before, &[&on(Action::Remove)]))?;
    kept(graph::effects(&before, &before, &[&on(Action::None)]))?;
    let added = keys(&[("a", json!({ "tags": {} })), ("b", json!({ "enableKeyRotation": true }))]);
    let completed = update.clone().named("'b'");
    kept(graph::effects(&before, &added, &[&on(Action::Add), &completed]))?;
    broken(graph::effects(&before, &two, &[&on(Action::Add), &completed]), "which the graph does not show")?;
    broken(graph::effects(&before, &rotated, &[]), "`enableKeyRotation` of aws.kms.Key `a` becomes true")?;
    broken(graph::effects(&before, &rotated, &[&on(Action::Update).property("tags")]), "becomes true")?;
    broken(graph::effects(&before, &rotated, &[&Effect::new(Action::Update, "aws.s3.Bucket")]), "becomes true")?;
    broken(graph::effects(&before, &rotated, &[&on(Action::None)]), "becomes true")?;
    broken(graph::effects(&before, &before, &[&update]), "which the graph does not show")?;
    broken(graph::effects(&before, &rotated, &[&update.clone().named("'b'")]), "which the graph does not show")?;
    broken(graph::effects(&before, &rotated, &[&update.clone().named("`b${name}`")]), "which the graph does not show")?;
    broken(graph::effects(&before, &two, &[&on(Action::Remove)]), "`b` is added, which no effect says")?;
    broken(graph::effects(&two, &before, &[&on(Action::Add)]), "`b` is removed, which no effect says")?;
    broken(graph::effects(&two, &two, &[&on(Action::Remove)]), "which the graph does not show")?;
    let mut other = before.clone();
    other.resources[0].options.insert("protect".into(), json!(true));
    broken(graph::effects(&before, &other, &[]), "options of aws.kms.Key `a`")?;
    let mut silent = before.clone();
    silent.outputs.clear();
    broken(graph::effects(&before, &silent, &[]), "output `arn` is gone")
}

pub(super) fn has_graph() -> Verdict {
    let with = |action| {
        let mut found = found(|_| {});
        found.finding.fixes[0].effects = vec![Effect::new(action, "aws.x.Y")];
        found.finding.fixes[0].edits = Ok(FileEdits::new());
        graphs::has_graph(&META, &[found])
    };
    kept(with(Action::None))?;
    broken(with(Action::Update), "says nothing of the graph")?;
    broken(graphs::rows_have_codemods(&[&META]), "and no codemod")
}

/// The keys of a self-check, run for real: `enableKeyRotation` is `true` before and `'yes'` afterwards.
pub(super) fn graph(runs: &Runs, major: u32) -> Verdict {
    let row = graphs::row("kms-key-rotation").ok_or("there is no row for keys")?;
    let judge = |before: &Graph, after: &Graph| {
        graphs::kept(row, &Shown { before, after, varied: None, whole: true, options: &|_| None }, None)
    };
    let graphs = runs.graphs("self-check/wrong", major)?;
    let (rotated, wrong) = (&graphs.before, graphs.after.as_ref().ok_or("the output was not run")?);
    kept(judge(wrong, rotated))?;
    broken(judge(rotated, wrong), "enableKeyRotation is Some(String(\"yes\"))")?;
    broken(judge(rotated, rotated), "the input keeps what kms-key-rotation promises as well")?;
    broken(judge(rotated, &Graph::default()), "nothing in the graph")?;
    broken(judge(rotated, &failing("no id")), "the output does not run: no id")
}

/// A real failure of each kind is seen, and blamed on the program that has it.
pub(super) fn fails(runs: &Runs, major: u32) -> Verdict {
    for (name, _, why) in FAILING {
        let graphs = runs.graphs(&format!("self-check/{name}"), major)?;
        let verdict = graph::runs(&graphs.before, graphs.after.as_ref(), &Wanted::default(), false);
        broken(verdict, why).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}
