//! What the configuration changes in findings.

use std::path::Path;

use super::*;
use crate::codemod::settings::CodemodSettings;

/// The same settings for every codemod, in files named `index.ts` only.
struct Fixed(CodemodSettings);

impl Settings for Fixed {
    fn of(&self, meta: &'static Meta, file: &Path) -> CodemodSettings {
        if file.ends_with("index.ts") { self.0.clone() } else { CodemodSettings::defaults(meta) }
    }
}

/// A finding with two alternatives, `a` and `b`, of the levels given; `finding.level` is that of the first.
fn two(levels: [Level; 2]) -> &'static dyn Codemod {
    fake("two", move |cx| {
        for (file, range) in places(cx, "old") {
            let one = |alternative: &'static str, level: Level| {
                let edits = edits(cx, file, vec![Edit::replace(range, format!("aws.{alternative}"))]);
                Fix { alternative: Some(alternative), level, ..fix(edits) }
            };
            let fixes = vec![one("a", levels[0]), one("b", levels[1])];
            cx.report(finding(file, range, "old", fixes));
        }
    })
}

fn looked(codemod: &'static dyn Codemod, settings: CodemodSettings) -> (Vec<Found>, Ended) {
    let disk = disk(&[("/p/index.ts", &format!("{AWS}old;\n")), ("/p/other.ts", &format!("{AWS}old;\n"))]);
    let spec = ProgramSpec { root: "/p".into(), sources: disk.keys().cloned().collect(), writable: vec!["/p".into()] };
    let settings = Fixed(settings);
    let mut session = Session::new(spec, &disk, vec![codemod], &settings);
    let findings = session.findings().to_vec();
    session.run_defaults(Level::Review);
    (findings, session.finish())
}

fn plain() -> CodemodSettings {
    CodemodSettings { enabled: true, level: None, choose: None, options: BTreeMap::new() }
}

fn shape(found: &Found) -> (Level, Vec<(Option<&'static str>, Level)>) {
    (found.finding.level, found.finding.fixes.iter().map(|f| (f.alternative, f.level)).collect())
}

#[test]
fn a_disabled_codemod_finds_nothing_in_that_file() {
    let (findings, ended) = looked(two([Level::Safe, Level::Review]), CodemodSettings { enabled: false, ..plain() });
    assert_eq!(findings.iter().map(|f| f.file.clone()).collect::<Vec<_>>(), [PathBuf::from("/p/other.ts")]);
    assert_eq!(ended.changes.len(), 1);
}

#[test]
fn a_chosen_alternative_comes_first_and_brings_its_level() {
    let settings = CodemodSettings { choose: Some("b".into()), ..plain() };
    let (findings, ended) = looked(two([Level::Safe, Level::Review]), settings);
    assert_eq!(shape(&findings[0]), (Level::Review, vec![(Some("b"), Level::Review), (Some("a"), Level::Safe)]));
    assert_eq!(shape(&findings[1]), (Level::Safe, vec![(Some("a"), Level::Safe), (Some("b"), Level::Review)]));
    assert_eq!(text(&ended, "/p/index.ts"), "aws.b;\n");
    assert_eq!(text(&ended, "/p/other.ts"), "aws.a;\n");
}

#[test]
fn an_advice_with_alternatives_is_a_fix_once_one_is_chosen() {
    let advice = [Level::Advice, Level::Advice];
    let (findings, ended) = looked(two(advice), plain());
    assert_eq!(shape(&findings[0]), (Level::Advice, vec![(Some("a"), Level::Review), (Some("b"), Level::Review)]));
    assert!(ended.changes.is_empty());
    let (findings, ended) = looked(two(advice), CodemodSettings { choose: Some("b".into()), ..plain() });
    assert_eq!(findings[0].finding.level, Level::Review);
    assert_eq!(text(&ended, "/p/index.ts"), "aws.b;\n");
    assert!(!ended.changes.contains_key(Path::new("/p/other.ts")));
    let settings = CodemodSettings { choose: Some("b".into()), level: Some(Level::Safe), ..plain() };
    assert_eq!(looked(two(advice), settings).0[0].finding.level, Level::Safe);
}

#[test]
fn an_alternative_that_keeps_the_program_is_silence() {
    let settings = CodemodSettings { choose: Some("keep".into()), ..plain() };
    let (findings, ended) = looked(two([Level::Safe, Level::Review]), settings);
    assert_eq!(findings.iter().map(|f| f.file.clone()).collect::<Vec<_>>(), [PathBuf::from("/p/other.ts")]);
    assert_eq!(ended.changes.len(), 1);
}

#[test]
fn a_level_of_the_configuration_replaces_the_codemods_own() {
    let settings = CodemodSettings { level: Some(Level::Review), ..plain() };
    let (findings, _) = looked(two([Level::Safe, Level::Safe]), settings);
    assert_eq!(shape(&findings[0]), (Level::Review, vec![(Some("a"), Level::Review), (Some("b"), Level::Review)]));
    let settings = CodemodSettings { level: Some(Level::Advice), choose: Some("b".into()), ..plain() };
    let (findings, ended) = looked(two([Level::Safe, Level::Safe]), settings);
    assert_eq!(shape(&findings[0]), (Level::Advice, vec![]), "advice is never applied");
    assert_eq!(ended.left.len(), 1);
}
