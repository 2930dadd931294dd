//! Rows of the theme "data".

use serde_json::Value;

use super::{Row, Shown, each, items};
use crate::graph::{Graph, Node};

pub(super) const ROWS: &[Row] = &[Row::of("backup-vault-order", backup_vault_order)];

/// A plan waits for the vaults of the program that it copies and writes to: for all of them, or, where something is left
/// to say, for one more than before.
fn backup_vault_order(shown: &Shown<'_>) -> Result<usize, String> {
    let waited = |graph: &Graph, plan: &Node| -> Vec<String> {
        let named = named_vaults(graph, plan).into_iter();
        named.filter(|vault| plan.dependencies.contains(&vault.urn)).map(|vault| vault.urn.clone()).collect()
    };
    let before = |plan: &Node| shown.before.at(&plan.urn).map_or(Vec::new(), |was| waited(shown.before, was));
    let plans = shown.after.of("aws.backup.Plan").filter(|plan| {
        if shown.whole {
            !named_vaults(shown.after, plan).is_empty()
        } else {
            before(plan) != waited(shown.after, plan)
        }
    });
    each(plans, |plan| {
        let (was, is) = (before(plan), waited(shown.after, plan));
        if !shown.whole {
            return if is.len() > was.len() { Ok(()) } else { Err("waits for no more vaults".into()) };
        }
        match named_vaults(shown.after, plan).into_iter().find(|vault| !is.contains(&vault.urn)) {
            Some(vault) => Err(format!("does not wait for {}", vault.place())),
            None => Ok(()),
        }
    })
}

/// The vaults that a plan copies to, by their arns, and writes to, by their names, which are those of its own region.
fn named_vaults<'g>(graph: &'g Graph, plan: &Node) -> Vec<&'g Node> {
    let rules = items(plan.input("rules"));
    let texts = |key: &str, of: &[&Value]| -> Vec<String> {
        of.iter().filter_map(|it| it.get(key)?.as_str()).map(str::to_string).collect()
    };
    let copies: Vec<&Value> = rules.iter().flat_map(|rule| items(rule.get("copyActions"))).collect();
    let (arns, names) = (texts("destinationVaultArn", &copies), texts("targetVaultName", &rules));
    let is_beside = |vault: &Node| {
        vault.options.get("provider") == plan.options.get("provider") && vault.input("region") == plan.input("region")
    };
    let is_named = |vault: &&Node| {
        let by_arn = vault.arn.as_ref().is_some_and(|arn| arns.contains(arn));
        by_arn || (is_beside(vault) && vault.text("name").is_some_and(|name| names.iter().any(|it| it == name)))
    };
    graph.of("aws.backup.Vault").filter(is_named).collect()
}
