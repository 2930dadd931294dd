//! The word of the compiler, the formatter and Pulumi on every case that the filter names. Invariant: a process is asked
//! of those cases alone, and once.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::graph;
use crate::graphs;
use crate::laws::Verdict;
use crate::node::{self, Pair, Proofs};
use crate::real::{self, Programs, Runs};
use crate::selfcheck;
use crate::subject::{Subject, silenced_name};

/// All answers.
pub(crate) struct Asked {
    /// The compiler's and the formatter's.
    pub(crate) proofs: Proofs,
    /// Pulumi's.
    pub(crate) runs: Runs,
}

/// With one major of the provider, 0 where it does not matter.
type Check = fn(&Asked, &Subject, u32) -> Verdict;

const TYPES: (&str, Check) = ("types", types);

/// What is asked of the graphs.
const OF_GRAPHS: [(&str, Check); 3] = [("runs", runs), ("effects", effects), ("graph", graph)];

/// What is asked of inputs in which all findings are silenced.
const OF_COMMENTS: [(&str, Check); 2] = [("silenced-types", silenced_types), ("silenced-style", silenced_style)];

/// A test for each question that the filter names.
pub(crate) fn trials(subjects: &[Arc<Subject>], args: &Arguments) -> Vec<Trial> {
    let asked = |name: &str| {
        let hit = |filter: &String| if args.exact { name == filter } else { name.contains(filter.as_str()) };
        args.filter.as_ref().is_none_or(hit)
    };
    let (mut pairs, mut programs) = (Vec::<Pair>::new(), Vec::<Programs>::new());
    let mut questions: Vec<(String, Check, Arc<Subject>, u32)> = Vec::new();
    for subject in subjects {
        let (Ok(mut pair), mut real) = (subject.pair(), subject.programs()) else { continue };
        let mut ask = |majors: &[u32], (law, check): (&str, Check)| {
            let name = |major: u32| if major == 0 { law.to_string() } else { format!("{law}-aws{major}") };
            let names = majors.iter().map(|major| (format!("{}::{}", name(*major), subject.name), *major));
            let named: Vec<_> = names.filter(|(name, _)| asked(name)).collect();
            questions.extend(named.iter().map(|(name, major)| (name.clone(), check, Arc::clone(subject), *major)));
            named.into_iter().map(|(_, major)| major).collect::<Vec<_>>()
        };
        pair.majors = ask(&pair.majors, TYPES);
        pair.style = pair.style && !ask(&[0], ("style", style)).is_empty();
        let of_graphs = OF_GRAPHS.iter().filter(|(law, _)| *law == "runs" || subject.changes());
        let wanted: Vec<_> = of_graphs.flat_map(|law| ask(&real.majors, *law)).collect();
        real.majors.retain(|major| wanted.contains(major));
        programs.extend(subject.variable().map(|variable| real.with(variable)));
        programs.push(real);
        pairs.push(pair);
        // Comments are no types: one major is enough.
        let named = OF_COMMENTS.map(|(law, check)| (format!("{law}::{}", subject.name), check));
        let named: Vec<_> = named.into_iter().filter(|(name, _)| asked(name)).collect();
        if let (false, Ok(pair)) = (named.is_empty(), subject.silenced_pair()) {
            let major = pair.majors.last().copied().unwrap_or_default();
            questions.extend(named.into_iter().map(|(name, check)| (name, check, Arc::clone(subject), major)));
            pairs.push(pair);
        }
    }
    let (wrong, checks) = selfcheck::proofs();
    pairs.extend(wrong);
    programs.extend(selfcheck::programs());
    let all = Arc::new(Asked { proofs: Proofs::new(pairs), runs: Runs::new(&programs) });
    let mut trials = Vec::new();
    for (name, check) in checks {
        let all = Arc::clone(&all);
        trials.push(Trial::test(name, move || check(&all).map_err(Failed::from)));
    }
    for (name, check, subject, major) in questions {
        let all = Arc::clone(&all);
        trials.push(Trial::test(name, move || check(&all, &subject, major).map_err(Failed::from)));
    }
    trials
}

fn types(all: &Asked, it: &Subject, major: u32) -> Verdict {
    node::compiles(all.proofs.types(&it.name, major)?, it.type_errors())
}

fn style(all: &Asked, it: &Subject, _: u32) -> Verdict {
    node::stays_clean(all.proofs.style(&it.name)?, it.style_declared())
}

fn silenced_types(all: &Asked, it: &Subject, major: u32) -> Verdict {
    node::compiles(all.proofs.types(&silenced_name(&it.name), major)?, it.type_errors())
}

fn silenced_style(all: &Asked, it: &Subject, _: u32) -> Verdict {
    node::stays_clean(all.proofs.style(&silenced_name(&it.name))?, false)
}

fn runs(all: &Asked, it: &Subject, major: u32) -> Verdict {
    let graphs = all.runs.graphs(&it.name, major)?;
    graph::runs(&graphs.before, graphs.after.as_ref(), it.wanted(), it.may_fail())
}

/// Where both programs run.
fn effects(all: &Asked, it: &Subject, major: u32) -> Verdict {
    let (before, after) = all.runs.both(&it.name, major)?;
    if !before.errors.is_empty() {
        return Ok(());
    }
    let verdict = graph::effects(before, after, &it.effects()?);
    match (&it.wanted().effects_differ, verdict) {
        (None, verdict) => verdict,
        (Some(_), Err(_)) => Ok(()),
        (Some(why), Ok(())) => Err(format!("case.toml says that the effects differ ({why}), and they do not")),
    }
}

fn graph(all: &Asked, it: &Subject, major: u32) -> Verdict {
    let plain = all.runs.both(&it.name, major)?;
    for row in it.rows()? {
        let varied = match row.variable {
            Some(_) => Some(all.runs.both(&real::varied_name(&it.name), major)?),
            None => None,
        };
        let (varied_before, varied_after) = varied.unzip();
        let keeps = |shown: &graphs::Shown<'_>| graphs::kept(row, shown, varied_before);
        it.shown(row, plain, varied_after, keeps)?.map_err(|why| format!("{}: {why}", row.id))?;
    }
    Ok(())
}
