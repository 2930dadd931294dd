//! The law of comments that silence: written for all that a golden's input has, they silence that and nothing else, and
//! expired they go without a trace. Invariant: like every law, a function of values.

use iacfix_engine::codemod::run::{Found, Step};
use iacfix_engine::codemod::{Date, SUPPRESSION};

use crate::laws::{self, Verdict};
use crate::plan::Plan;
use crate::run;
use crate::tree::{self, Tree};

/// What the comments say.
const REASON: &str = "known, and left for now";
/// The day until which they count, where they expire.
const LAST: Date = Date::constant(2020, 1, 31);
/// A later day.
const TODAY: Date = Date::constant(2020, 2, 1);

/// A program with comments for all that is found in it.
#[derive(Debug)]
pub(crate) struct Silenced {
    /// It.
    pub(crate) tree: Tree,
    /// The ids of what no comment can silence.
    pub(crate) refused: Vec<String>,
}

/// Writes comments for all that is found, until a day or for good.
pub(crate) fn silence(program: &Tree, plan: &Plan, until: Option<Date>) -> Silenced {
    let mounted = tree::mounted(program);
    let mut session = run::session(program, &mounted, plan);
    let refused = session.silence_all(REASON, until).into_iter().map(|(id, _)| id).collect();
    session.advance();
    Silenced { tree: run::after(program, &session.finish()), refused }
}

/// What is found in it.
pub(crate) fn look(program: &Tree, plan: &Plan) -> Vec<Found> {
    run::session(program, &tree::mounted(program), plan).findings().to_vec()
}

/// Takes out the comments that have expired.
pub(crate) fn tidy(program: &Tree, plan: &Plan) -> Tree {
    let mut plan = Plan { codemods: plan.codemods.clone(), settings: plan.settings.clone(), ..*plan };
    plan.settings.today = Some(TODAY);
    let mounted = tree::mounted(program);
    let mut session = run::session(program, &mounted, &plan);
    loop {
        let gone: Vec<String> = session.findings().iter().filter(|it| is_expired(it)).map(|it| it.id.clone()).collect();
        gone.iter().for_each(|id| session.accept(id, 0));
        if session.advance() != Step::Again {
            return run::after(program, &session.finish());
        }
    }
}

fn is_expired(found: &Found) -> bool {
    found.meta.id == SUPPRESSION.id && found.finding.message.contains(&LAST.to_string())
}

/// With the comments, what was found is silent but for what no comment could be written for; nothing else comes or goes,
/// and no comment is in vain.
pub(crate) fn silent(before: &[Found], refused: &[String], after: &[Found]) -> Verdict {
    let key = |it: &Found, silent: bool| {
        format!("{} {} {}\n", if silent { "silent" } else { "open" }, it.meta.id, it.finding.message)
    };
    let listing = |mut lines: Vec<String>| {
        lines.sort();
        lines.concat()
    };
    let want = before.iter().map(|it| key(it, it.suppressed.is_some() || !refused.contains(&it.id)));
    let got = after.iter().map(|it| key(it, it.suppressed.is_some()));
    let (want, got) = (listing(want.collect()), listing(got.collect()));
    if want == got { Ok(()) } else { Err(format!("(- wanted, + got)\n{}", crate::diff::texts(&want, &got))) }
}

/// Once its comments are gone, the program is what it was.
pub(crate) fn without_trace(before: &Tree, after: &Tree) -> Verdict {
    laws::bytes(before, after).map_err(|why| format!("expired comments leave a trace\n{why}"))
}

/// Whether two programs differ in nothing but white space and the comma before a closing bracket.
pub(crate) fn same_but_for_layout(before: &Tree, after: &Tree) -> bool {
    let plain = |tree: &Tree| {
        tree::map(
            tree,
            |_| true,
            |bytes| {
                let dense: Vec<u8> = bytes.iter().copied().filter(|it| !it.is_ascii_whitespace()).collect();
                let closes = |at: usize| dense.get(at + 1).is_some_and(|it| b")]}".contains(it));
                let kept = dense.iter().enumerate().filter(|(at, it)| **it != b',' || !closes(*at));
                kept.map(|(_, it)| *it).collect()
            },
        )
    };
    plain(before) == plain(after)
}

/// Holds a program to it, as it is and as another editor saves it. Of one that is `clean` under Prettier every byte comes
/// back; of another, what was tidy only with a comment in it is laid out anew without.
pub(crate) fn law(program: &Tree, plan: &Plan, clean: bool) -> Verdict {
    law_of(program, plan, clean)?;
    let other = |bytes: &[u8]| tree::with_bom(&tree::crlf(bytes));
    let other = tree::map(program, tree::is_source, other);
    law_of(&other, plan, clean).map_err(|why| format!("with CRLF and a byte order mark\n{why}"))
}

fn law_of(program: &Tree, plan: &Plan, clean: bool) -> Verdict {
    let before = look(program, plan);
    let with = silence(program, plan, None);
    silent(&before, &with.refused, &look(&with.tree, plan))?;
    let coming_and_going = |program: &Tree| tidy(&silence(program, plan, Some(LAST)).tree, plan);
    let left = coming_and_going(program);
    without_trace(program, &left).or_else(|why| {
        // From then on nothing changes.
        if clean || !same_but_for_layout(program, &left) {
            Err(why)
        } else {
            without_trace(&left, &coming_and_going(&left))
        }
    })
}
