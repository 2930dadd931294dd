//! The laws that every golden keeps. Invariant: a law is a function of values, so that `selfcheck` can hand it a wrong
//! one; it answers with what is broken, or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use iacfix_engine::codemod::run::{Found, Outcome};
use iacfix_engine::codemod::{Fix, Level, Meta};
use iacfix_engine::source::TextRange;

use crate::diff;
use crate::plan::Plan;
use crate::run::{self, Ran};
use crate::tree::{self, Tree};

/// Kept, or what is wrong.
pub(crate) type Verdict = Result<(), String>;

/// Another way to write the same bytes.
type Rewritten = fn(&[u8]) -> Vec<u8>;

/// The program afterwards is `want`, to the byte.
pub(crate) fn bytes(want: &Tree, got: &Tree) -> Verdict {
    diff::trees(want, got).map_or(Ok(()), Err)
}

/// What was found is what `findings.txt` says.
pub(crate) fn findings(want: &str, got: &str) -> Verdict {
    if want == got { Ok(()) } else { Err(format!("findings.txt (- wanted, + got)\n{}", diff::texts(want, got))) }
}

/// The default fixes say what `case.toml` says that they do.
pub(crate) fn notes(want: Option<&[String]>, found: &[Found]) -> Verdict {
    let mut found: Vec<&Found> = found.iter().collect();
    found.sort_by_key(|it| (&it.file, it.start, it.meta.id));
    let said = found.iter().filter_map(|it| it.finding.fixes.first()?.note.clone());
    let (want, got) = (want.map(|it| it.join("\n")), said.collect::<Vec<_>>().join("\n"));
    match want {
        Some(want) if want != got => Err(format!("notes (- wanted, + got)\n{}", diff::texts(&want, &got))),
        _ => Ok(()),
    }
}

/// Who only asks what there is to do hears the same, but for the edits.
pub(crate) fn sketch(full: &[Found], sketched: &[Found]) -> Verdict {
    let plain = |found: &Found| {
        let fix = |it: &Fix| {
            let declined = it.edits.as_ref().err().map(ToString::to_string);
            format!("  {:?} {} {} {:?} {:?} {declined:?}\n", it.alternative, it.level, it.title, it.effects, it.note)
        };
        let fixes: String = found.finding.fixes.iter().map(fix).collect();
        format!("{} {}\n{fixes}", found.id, run::listing(std::slice::from_ref(found)).trim_end())
    };
    let all = |found: &[Found]| found.iter().map(plain).collect::<String>();
    let (want, got) = (all(full), all(sketched));
    if want == got { Ok(()) } else { Err(format!("(- found, + sketched)\n{}", diff::texts(&want, &got))) }
}

/// The run came to rest, every accepted fix is in its result, and all files could be read.
pub(crate) fn settled(ran: &Ran) -> Verdict {
    if !ran.settled {
        return Err(format!("there would be more to do after {} passes", ran.ended.passes));
    }
    if let Some(error) = ran.ended.errors.first() {
        return Err(error.to_string());
    }
    let broken = ran.ended.decisions.iter().find_map(|decision| match &decision.outcome {
        Outcome::TakenBack { reason } => Some(format!("{}: fix taken back: {reason}", place(&decision.found))),
        Outcome::Applied | Outcome::Deferred { .. } => None,
    });
    broken.map_or(Ok(()), Err)
}

/// A second run finds nothing that it would write.
pub(crate) fn second_run(plan: &Plan, before: &Tree, second: &Ran) -> Verdict {
    if let Some(found) = second.seen.iter().find(|found| run::accepts(plan, found)) {
        return Err(format!("a second run still finds {}: {}", place(found), found.finding.message));
    }
    bytes(before, &second.tree).map_err(|changed| format!("a second run changes\n{changed}"))
}

/// In every pass, what no accepted edit covers is there afterwards, in its order.
pub(crate) fn untouched(ran: &Ran) -> Verdict {
    let mut passes: BTreeMap<(String, u32), (Arc<str>, Vec<TextRange>)> = BTreeMap::new();
    for decision in ran.ended.decisions.iter().filter(|it| it.outcome == Outcome::Applied) {
        let Ok(edits) = &decision.found.finding.fixes[decision.fix].edits else {
            return Err(format!("{}: a fix without edits was applied", place(&decision.found)));
        };
        for (path, set) in edits.iter() {
            let Some((before, _)) = decision.alone.get(path) else {
                return Err(format!("{}: {} was edited without a trace", place(&decision.found), path.display()));
            };
            let key = (tree::relative(path), decision.found.pass);
            let (_, ranges) = passes.entry(key).or_insert_with(|| (Arc::clone(before), Vec::new()));
            ranges.extend(set.iter().map(|edit| edit.range));
        }
    }
    let mut next: BTreeMap<String, Vec<u8>> = ran.tree.clone();
    for ((path, pass), (before, ranges)) in passes.into_iter().rev() {
        let after = next.insert(path.clone(), before.as_bytes().to_vec()).unwrap_or_default();
        if let Some(lost) = lost(&before, ranges, &String::from_utf8_lossy(&after)) {
            return Err(format!("pass {pass} changed {path} outside its edits; this is gone:\n{lost}"));
        }
    }
    Ok(())
}

/// The first piece of `before` outside `ranges` that does not follow in `after`.
fn lost(before: &str, mut ranges: Vec<TextRange>, after: &str) -> Option<String> {
    ranges.sort();
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in ranges {
        pieces.push(before.get(at..(range.start as usize).max(at)).unwrap_or(""));
        at = at.max(range.end as usize);
    }
    let tail = before.get(at..).unwrap_or("");
    let Some((head, middle)) = pieces.split_first() else {
        return (before != after).then(|| before.to_string());
    };
    let Some(rest) = after.strip_prefix(head) else { return Some((*head).to_string()) };
    let Some(mut rest) = rest.strip_suffix(tail) else { return Some(tail.to_string()) };
    for piece in middle {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return Some((*piece).to_string()),
        }
    }
    None
}

/// A program with other line ends comes out as the same program with those line ends, and gives the same findings.
pub(crate) fn line_ends(input: &Tree, want: &Tree, run: &dyn Fn(&Tree) -> Ran) -> Verdict {
    let has_crlf = input.iter().any(|(path, bytes)| tree::is_source(path) && bytes.windows(2).any(|w| w == b"\r\n"));
    let (other, name): (Rewritten, _) = if has_crlf { (tree::lf, "LF") } else { (tree::crlf, "CRLF") };
    let ran = run(&tree::map(input, |_| true, other));
    same_as(want, &ran, |_| true, other).map_err(|why| format!("with {name} line ends\n{why}"))?;
    let plain = run::listing(&run(input).first);
    findings(&plain, &run::listing(&ran.first)).map_err(|why| format!("with {name} line ends\n{why}"))
}

/// A program whose sources start with a byte order mark keeps it, once.
pub(crate) fn byte_order_mark(input: &Tree, want: &Tree, run: &dyn Fn(&Tree) -> Ran) -> Verdict {
    let has = input.iter().any(|(path, bytes)| tree::is_source(path) && bytes.starts_with("\u{feff}".as_bytes()));
    let other: Rewritten = if has { |bytes| tree::without_bom(bytes).to_vec() } else { tree::with_bom };
    let ran = run(&tree::map(input, tree::is_source, other));
    same_as(want, &ran, tree::is_source, other).map_err(|why| format!("with a byte order mark\n{why}"))?;
    let plain = run::listing(&run(input).first);
    findings(&plain, &run::listing(&ran.first)).map_err(|why| format!("with a byte order mark\n{why}"))
}

fn same_as(want: &Tree, ran: &Ran, which: fn(&str) -> bool, other: Rewritten) -> Verdict {
    bytes(&tree::map(want, which, other), &ran.tree)
}

/// Answers in another order, or files in another order, end in the same bytes; fixes taken one run at a time too.
pub(crate) fn any_order(want: &Tree, what: &str, got: Result<Tree, String>) -> Verdict {
    bytes(want, &got.map_err(|why| format!("{what}: {why}"))?).map_err(|why| format!("{what}\n{why}"))
}

/// What the codemods declare of themselves is what they do.
pub(crate) fn promises(ran: &Ran) -> Verdict {
    for found in &ran.seen {
        promise(found.meta, found).map_err(|why| format!("{}: {why}", place(found)))?;
    }
    Ok(())
}

fn promise(meta: &Meta, found: &Found) -> Verdict {
    let finding = &found.finding;
    sentence(&finding.message).map_err(|why| format!("message: {why}"))?;
    if finding.subject.is_empty() {
        return Err("has no subject".into());
    }
    if !meta.levels.contains(&finding.level) {
        return Err(format!("level {} is not declared", finding.level));
    }
    let writable = finding.fixes.iter().any(|fix| fix.edits.is_ok());
    if meta.always_fixes && found.suppressed.is_none() && !writable {
        return Err("declares that it always fixes, and has no fix that can be written".into());
    }
    if finding.level != Level::Advice && finding.fixes.first().is_none_or(|fix| fix.level != finding.level) {
        return Err(format!("its level {} is not that of its first fix", finding.level));
    }
    for related in &finding.related {
        sentence(&related.message).map_err(|why| format!("related: {why}"))?;
    }
    if meta.alternatives.len() > 1
        && finding.fixes.len() > 1
        && let Some(fix) = finding.fixes.iter().find(|fix| fix.alternative.is_none())
    {
        return Err(format!("`{}` does not say which alternative it is", fix.title));
    }
    finding.fixes.iter().try_for_each(|fix| fix_promise(meta, fix))
}

fn fix_promise(meta: &Meta, fix: &Fix) -> Verdict {
    sentence(&fix.title).map_err(|why| format!("title of a fix: {why}"))?;
    if let Some(note) = &fix.note {
        sentence(note).map_err(|why| format!("note of a fix: {why}"))?;
    }
    if !meta.levels.contains(&fix.level) {
        return Err(format!("level {} of `{}` is not declared", fix.level, fix.title));
    }
    match fix.alternative {
        Some(name) if !meta.alternatives.iter().any(|it| it.name == name) => {
            return Err(format!("alternative `{name}` is not declared"));
        }
        _ => {}
    }
    match &fix.edits {
        Ok(edits) if edits.is_empty() => Err(format!("`{}` edits nothing", fix.title)),
        Ok(_) if fix.effects.is_empty() => Err(format!("`{}` says nothing of its effect", fix.title)),
        Ok(_) => Ok(()),
        Err(declined) => sentence(&declined.0).map_err(|why| format!("reason for declining: {why}")),
    }
}

/// How this project's messages are written: lower-case, one line, no full stop.
pub(crate) fn sentence(text: &str) -> Verdict {
    let wrong = |what: &str| Err(format!("{what}: {text:?}"));
    let first = text.split_whitespace().next().unwrap_or("");
    // A name or an abbreviation may come first: `VPC`, `Instance`'s own spelling in backquotes, `IMDSv2`.
    let capitals = first.chars().filter(|c| c.is_uppercase()).count();
    if text.is_empty() {
        wrong("is empty")
    } else if text.trim() != text {
        wrong("starts or ends with a space")
    } else if text.contains(['\n', '\r']) {
        wrong("has more than one line")
    } else if text.ends_with('.') && !text.ends_with("...") {
        wrong("ends with a full stop")
    } else if first.starts_with(char::is_uppercase) && capitals == 1 {
        wrong("starts with a capital")
    } else {
        Ok(())
    }
}

/// Over all goldens of a codemod: what it declares has been seen.
pub(crate) fn shown(meta: &Meta, seen: &[Found]) -> Verdict {
    let of_it: Vec<_> = seen.iter().filter(|found| found.meta.id == meta.id).collect();
    let fixes = || of_it.iter().flat_map(|found| &found.finding.fixes);
    let levels: BTreeSet<_> = of_it.iter().map(|it| it.finding.level).chain(fixes().map(|fix| fix.level)).collect();
    if let Some(level) = meta.levels.iter().find(|level| !levels.contains(level)) {
        return Err(format!("{} declares level {level}, which no golden shows", meta.id));
    }
    let alternatives: BTreeSet<_> = fixes().filter(|fix| fix.edits.is_ok()).filter_map(|fix| fix.alternative).collect();
    match meta.alternatives.iter().find(|it| !it.keeps && !alternatives.contains(it.name)) {
        Some(it) => Err(format!("{} declares the alternative `{}`, which no golden shows", meta.id, it.name)),
        None => Ok(()),
    }
}

/// Over all goldens of a codemod, by what each chose and whether something was found: an alternative that keeps the program
/// as it is has been chosen, and nothing was said then.
pub(crate) fn kept(meta: &Meta, chosen: &[(String, bool)]) -> Verdict {
    for it in meta.alternatives.iter().filter(|it| it.keeps) {
        let mut of_it = chosen.iter().filter(|(name, _)| name == it.name).peekable();
        if of_it.peek().is_none() {
            return Err(format!("{} declares the alternative `{}`, which no golden shows", meta.id, it.name));
        }
        if of_it.any(|(_, found)| *found) {
            return Err(format!("{} finds something though `{}` is chosen", meta.id, it.name));
        }
    }
    Ok(())
}

fn place(found: &Found) -> String {
    format!("{}:{}:{} {}", tree::relative(&found.file), found.start.line, found.start.column, found.meta.id)
}
