//! Narrowing a statement. Invariant: who has the policy can still do to the named resources what the statement allowed.

use std::collections::BTreeSet;

use iacfix_engine::codemod::{Action, Effect, Fix, Level};
use iacfix_engine::model::{IdentityPolicy, Lookup, Model, Policy, ResourceId, Statement, Template};
use iacfix_engine::rewrite::{Rewrite, StatementPart};

use super::Spread;
use super::actions::Target;

/// Splits a statement so that what can be limited names its resources, and the rest keeps `'*'`.
pub(super) fn narrow<'p>(
    model: &Model<'p>,
    identity: &IdentityPolicy<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
    spread: &Spread,
) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        rewrite.stands_in(&policy.document, &statement.node)?;
        let narrowed = spread.narrowed();
        let mut parts: Vec<StatementPart<'_>> = Vec::new();
        let of =
            |target: Target| if target == Target::Repository { &spread.repositories.ids } else { &spread.buckets.ids };
        // All of them are brought in at once.
        let mut ids: Vec<ResourceId> = narrowed.iter().flat_map(|target| of(*target)).copied().collect();
        ids = ids.iter().enumerate().filter(|(at, id)| !ids[..*at].contains(id)).map(|(_, id)| *id).collect();
        let arns = rewrite.arns_in(&policy.document, &ids)?;
        for target in &narrowed {
            let mut resources = Vec::new();
            for (arn, _) in arns.iter().zip(&ids).filter(|(_, id)| of(*target).contains(id)) {
                let text = match target {
                    Target::Objects => Template::joined([arn.clone(), Template::text("/*")]),
                    _ => arn.clone(),
                };
                resources.push(rewrite.template_code(statement.node.place.file(), &text)?);
            }
            let (actions, suffix) = (spread.targets[target].clone(), suffix_of(*target));
            parts.push(StatementPart { actions, resources, suffix, comment: None });
        }
        let rest: BTreeSet<usize> = spread
            .targets
            .iter()
            .filter(|(target, _)| !narrowed.contains(target))
            .flat_map(|(_, at)| at.clone())
            .collect();
        let comment = kept_comment(statement, spread, &rest);
        if !rest.is_empty() {
            parts.push(StatementPart {
                actions: rest,
                suffix: "Any",
                comment: comment.as_deref(),
                ..Default::default()
            });
        }
        rewrite.split_statement(policy, statement, &parts)?;
        rewrite.finish()
    };
    let holder = model.resource(identity.at.holder);
    let fix = Fix::new(Level::Review, "allow it on the buckets and repositories that the role works with", write())
        .effect(Effect::on(Action::Update, model, holder).property(identity.at.argument));
    let guessed = spread.narrowed().iter().any(|target| match target {
        Target::Repository => spread.repositories.is_guess,
        _ => spread.buckets.is_guess,
    });
    match guessed {
        true => {
            fix.note("nothing with the role names what it works with; the program has no other, but the account may")
        }
        false => fix,
    }
}

fn suffix_of(target: Target) -> &'static str {
    match target {
        Target::Objects => "Objects",
        Target::Bucket => "Buckets",
        _ => "Repositories",
    }
}

/// Why the rest keeps `'*'`, where all of it has to.
fn kept_comment(statement: &Statement<'_>, spread: &Spread, rest: &BTreeSet<usize>) -> Option<String> {
    let unlimited = spread.targets.get(&Target::Nothing)?;
    let Lookup::Found(actions) = &statement.actions else { return None };
    let names: Vec<&str> = rest.iter().filter_map(|at| actions.items[*at].as_str()).collect();
    rest.is_subset(unlimited).then(|| format!("Can't be limited to resources: {}", names.join(", ")))
}
