//! Codemods that quote secrets on purpose: no sentence of a session shows one.

use super::*;
use crate::codemod::{Action, Effect};
use crate::source::MASK;

const SECRET: &str = "hunter2-Xy";

/// One whose every sentence quotes the line that it is about.
fn chatty() -> &'static dyn Codemod {
    fake("chatty", |cx| {
        for (file, range) in places(cx, "WRONG") {
            let source = &cx.model.file(file).source;
            let line = TextRange::new(source.line_start(range.start), source.line_end(range.start));
            let quote = format!("it says `{}`", source.slice(line));
            let effect = Effect::new(Action::Update, "aws.rds.Instance").named(&quote).property(&quote);
            let edits = edits(cx, file, vec![Edit::replace(range, "42")]);
            let good = Fix::new(Level::Safe, &quote, Ok(edits)).effect(effect).note(&quote);
            let bad = Fix::new(Level::Safe, "t", Err(Declined::because(&quote)));
            let mut it = finding(file, range, &quote, vec![good, bad]).related(file, range, &quote);
            it.message = quote;
            cx.report(it);
        }
    })
}

/// All that a finding says.
fn sentences(found: &Found) -> Vec<String> {
    let it = &found.finding;
    let mut all = vec![it.message.clone(), it.subject.clone()];
    all.extend(it.related.iter().map(|it| it.message.clone()));
    for fix in &it.fixes {
        all.push(fix.title.clone());
        all.extend(fix.note.clone());
        all.extend(fix.effects.iter().flat_map(|it| it.name.iter().chain(&it.property)).cloned());
        all.extend(fix.edits.as_ref().err().map(ToString::to_string));
    }
    all.into_iter().chain(found.within.clone()).chain(found.suppressed.clone()).collect()
}

#[test]
fn no_sentence_of_a_finding_quotes_a_secret() {
    let before = "// iacfix-ignore chatty: the password: 'hunter2-Xy' is old\nf({ password: 'hunter2-Xy', a: WRONG });
f(new aws.rds.Instance('db-hunter2-Xy', { a: WRONG, password: 'hunter2-Xy' }));\n";
    let disk = one(before);
    let mut it = session(&disk, &[chatty()]);
    assert_eq!(it.findings().len(), 2);
    for found in it.findings() {
        let all = sentences(found);
        assert!(all.iter().all(|it| !it.contains(SECRET)), "{all:#?}");
        let masked = all.iter().filter(|it| it.contains(MASK)).count();
        assert!(masked >= 8, "what was quoted is there, masked: {all:#?}");
    }
    assert!(it.findings()[0].suppressed.as_ref().is_some_and(|it| it.contains(MASK)));
    assert!(it.findings()[1].within.iter().any(|it| it == "aws.rds.Instance 'db-********'"));
    it.run_defaults(Level::Safe);
    let ended = it.finish();
    let all = ended.decisions.iter().map(|it| &it.found).chain(&ended.left);
    assert!(all.flat_map(sentences).all(|it| !it.contains(SECRET)));
    assert!(text(&ended, "/p/index.ts").contains("a: 42, password: 'hunter2-Xy'"), "edits and texts are as they were");
}

#[test]
fn a_secret_of_another_file_of_the_program_is_known_too() {
    let disk = disk(&[
        ("/p/index.ts", &format!("{AWS}import {{ dbPassword }} from './config';\nf(WRONG, '{SECRET}');\n")),
        ("/p/config.ts", &format!("export const dbPassword = '{SECRET}';\n")),
    ]);
    let it = session(&disk, &[chatty()]);
    assert_eq!(it.findings()[0].finding.message, "it says `f(WRONG, '********');`");
}

#[test]
fn what_a_person_makes_of_a_fix_says_no_secret_either() {
    let disk = one("f({ password: 'hunter2-Xy', a: WRONG });\n");
    let mut it = session(&disk, &[chatty()]);
    let id = it.findings()[0].id.clone();
    let at = it.offer_silence(&id, "hunter2-Xy is known", None).expect("there is a place for it");
    assert_eq!(it.findings()[0].finding.fixes[at].title, "silence it here: ******** is known");
}

#[test]
fn a_source_is_searched_once_and_only_where_something_was_found() {
    let disk = one("export const password = 'hunter2-Xy';\nf(WRONG);\n");
    let quiet = session(&disk, &[swap("quiet", "NOTHING", "1")]);
    assert!(!quiet.program.files[0].source.knows_secrets());
    let mut it = session(&disk, &[chatty()]);
    let first = Arc::clone(&it.program.files[0].source);
    assert!(first.knows_secrets());
    let of = |it: &Session<'_>| std::ptr::from_ref(it.program.files[0].source.secrets());
    assert_eq!(of(&it), std::ptr::from_ref(first.secrets()), "every look at the same text has the same answer");
    it.run_defaults(Level::Safe);
    assert!(!Arc::ptr_eq(&first, &it.program.files[0].source), "the text that a fix made is another one");
}
