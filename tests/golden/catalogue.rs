//! What holds over all codemods and all of `golden/`. Invariant: everything here is read from metadata and folder names;
//! nothing runs.

use std::collections::BTreeSet;

use iacfix_engine::codemod::{Level, Meta, OptionKind};

use crate::case::Case;
use crate::laws::{Verdict, sentence};

/// One case in so many may be left out of the real run.
const NOT_RUN: usize = 25;

/// The metadata of one codemod is whole and written as the others are.
pub(crate) fn metadata(meta: &Meta) -> Verdict {
    let wrong = |what: String| Err(format!("{}: {what}", meta.id));
    if !is_kebab(meta.id) {
        return wrong("its id is not kebab-case".into());
    }
    sentence(meta.title).or_else(|why| wrong(format!("title {why}")))?;
    if !is_report(meta.report) {
        return wrong(format!("report {:?} is not like `003#2.5` or `004 validation`", meta.report));
    }
    if meta.levels.is_empty() || !meta.levels.is_sorted_by(|a, b| a < b) {
        return wrong("levels are not listed once each, smallest first".into());
    }
    if meta.always_fixes && meta.levels == [Level::Advice] {
        return wrong("declares advice alone and that it always fixes".into());
    }
    for it in meta.alternatives {
        sentence(it.title).or_else(|why| wrong(format!("alternative {}: {why}", it.name)))?;
    }
    for it in meta.options {
        sentence(it.help).or_else(|why| wrong(format!("option {}: {why}", it.name)))?;
        if !default_is_allowed(&it.kind) {
            return wrong(format!("option {}: its default is not one of its values", it.name));
        }
    }
    let names = meta.alternatives.iter().map(|it| it.name).chain(meta.options.iter().map(|it| it.name));
    if let Some(name) = names.clone().find(|name| !is_kebab(name)) {
        return wrong(format!("{name:?} is not kebab-case"));
    }
    if names.clone().collect::<BTreeSet<_>>().len() != names.count() {
        return wrong("two alternatives or options share a name".into());
    }
    for (part, text) in [("what", meta.manual.what), ("why", meta.manual.why), ("before", meta.manual.before)] {
        if text.trim().is_empty() {
            return wrong(format!("its manual has no `{part}`"));
        }
    }
    Ok(())
}

/// `a-b2-c`
fn is_kebab(name: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(word)
}

/// `003#2.5`, `004#9`, `004 validation`, `004 matrix`, or several with commas.
fn is_report(report: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    report.split(", ").all(|one| {
        let Some((name, item)) = one.split_at_checked(3) else { return false };
        let item = match item.strip_prefix('#') {
            Some(item) => item.split('.').count() <= 2 && item.split('.').all(number),
            None => [" validation", " matrix"].contains(&item),
        };
        number(name) && item
    })
}

fn default_is_allowed(kind: &OptionKind) -> bool {
    match kind {
        OptionKind::Integer { default, min, max } => (min..=max).contains(&default),
        OptionKind::IntegerOf { default, values } => values.contains(default),
        OptionKind::Choice { default, names } => names.contains(default),
        OptionKind::Choices { default, names } => default.iter().all(|name| names.contains(name)),
        OptionKind::Boolean { .. } | OptionKind::Strings { .. } | OptionKind::Ports { .. } => true,
    }
}

/// Every id is there once.
pub(crate) fn ids_differ(metas: &[&Meta]) -> Verdict {
    let mut seen = BTreeSet::new();
    metas.iter().find(|meta| !seen.insert(meta.id)).map_or(Ok(()), |meta| Err(format!("{} is there twice", meta.id)))
}

/// A codemod has a case in which something changes and one in which nothing does.
pub(crate) fn has_goldens(meta: &Meta, cases: &[Case]) -> Verdict {
    let mut of_it = cases.iter().filter(|case| case.codemod == meta.id);
    if !of_it.clone().any(|case| case.changes) && meta.levels != [Level::Advice] {
        return Err(format!("golden/{}/ has no case with an out/", meta.id));
    }
    if of_it.all(|case| case.changes) {
        return Err(format!(
            "golden/{}/ has no case without an out/: a program that looks like the fault and is none",
            meta.id
        ));
    }
    Ok(())
}

/// Every folder of goldens belongs to a codemod, or starts with `_`.
pub(crate) fn no_orphans(metas: &[&Meta], cases: &[Case]) -> Verdict {
    let orphan = cases.iter().find(|it| !it.codemod.starts_with('_') && metas.iter().all(|meta| meta.id != it.codemod));
    orphan.map_or(Ok(()), |case| Err(format!("golden/{}/ belongs to no codemod", case.codemod)))
}

/// Hardly a case is kept from being run under Pulumi's mocks, and each says why.
pub(crate) fn most_cases_run(cases: &[Case]) -> Verdict {
    let skipped = cases.iter().filter_map(|case| Some((case, case.wishes.run.skip.as_ref()?)));
    let skipped: Vec<_> = skipped.map(|(case, why)| format!("golden/{}: {why}", case.name)).collect();
    if skipped.len() * NOT_RUN <= cases.len() {
        return Ok(());
    }
    Err(format!("{} of {} cases are not run\n{}", skipped.len(), cases.len(), skipped.join("\n")))
}
