//! Answers, merging, passes and their end.

use proptest::prelude::*;

use super::*;

#[test]
fn findings_come_in_canonical_order_with_ids_that_do_not_move() {
    let disk = disk(&[("/p/b.ts", &format!("{AWS}old; old;")), ("/p/a.ts", &format!("{AWS}old;"))]);
    let codemods = [swap("z", "old", "new"), swap("a", "old", "odd")];
    let first = session(&disk, &codemods);
    let order =
        |s: &Session<'_>| s.findings().iter().map(|f| (f.meta.id, f.file.clone(), f.start.column)).collect::<Vec<_>>();
    let (a, b) = (PathBuf::from("/p/a.ts"), PathBuf::from("/p/b.ts"));
    let expected = [("z", &a, 1), ("z", &b, 1), ("z", &b, 6), ("a", &a, 1), ("a", &b, 1), ("a", &b, 6)]
        .map(|(i, f, c)| (i, f.clone(), c));
    assert_eq!(order(&first), expected);
    let ids = |s: &Session<'_>| s.findings().iter().map(|f| f.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first).iter().collect::<BTreeSet<_>>().len(), 6);
    assert!(ids(&first).iter().all(|id| id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit())));
    // The same program elsewhere, with lines before the findings, gives the same ids.
    let moved =
        self::disk(&[("/p/b.ts", &format!("{AWS}\n\nx; old;\nold;")), ("/p/a.ts", &format!("// a\n{AWS}old;"))]);
    assert_eq!(ids(&first), ids(&session(&moved, &codemods)));
}

#[test]
fn an_accepted_fix_is_applied_and_a_second_run_is_silent() {
    let disk = one("old;\n");
    let ended = run(&disk, &[swap("s", "old", "new")]);
    // `new;` does not parse.
    assert!(matches!(&ended.decisions[0].outcome, Outcome::TakenBack { reason } if reason.contains("`index.ts`")));
    let ended = run(&disk, &[swap("s", "old", "aws")]);
    assert_eq!(text(&ended, "/p/index.ts"), "aws;\n");
    assert_eq!((ended.passes, ended.left.len()), (2, 0));
    assert_eq!(outcomes(&ended), [("s", &Outcome::Applied)]);
    let alone = &ended.decisions[0].alone[Path::new("/p/index.ts")];
    assert_eq!((&*alone.0, &*alone.1), (&*format!("{AWS}old;\n"), &*format!("{AWS}aws;\n")));
}

/// Three codemods that meet in places, two of them in several files.
fn mixed() -> (Disk, Vec<&'static dyn Codemod>) {
    let disk = disk(&[
        ("/p/a.ts", &format!("{AWS}const old_name = 1;\nuse(old_name, aws);\n")),
        ("/p/b.ts", &format!("{AWS}use('old_name');\r\nuse('name');\r\n")),
    ]);
    let add = fake("add", |cx| {
        for (file, range) in places(cx, "use(") {
            if !cx.model.file(file).source.slice(TextRange::new(range.end, range.end + 2)).starts_with("1,") {
                let import = Edit::insert(0, "import * as x from 'x';\n");
                let list = match places(cx, "'x'").iter().any(|(at, _)| *at == file) {
                    true => vec![Edit::insert(range.end, "1, ")],
                    false => vec![import, Edit::insert(range.end, "1, ")],
                };
                let edits = edits(cx, file, list);
                cx.report(finding(file, range, "use", vec![fix(edits)]));
            }
        }
    });
    (disk, vec![swap("first", "old_name", "new_name"), add, swap("second", "name", "label")])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The same fixes accepted in any order, some answers changed on the way, end in the same bytes.
    #[test]
    fn the_order_of_answers_changes_nothing(seed in any::<u64>(), refused in prop::collection::vec(any::<bool>(), 12)) {
        let (disk, codemods) = mixed();
        type Answers = Vec<(String, bool)>;
        let drive = |shuffle: &dyn Fn(&mut Answers)| {
            let mut session = session(&disk, &codemods);
            loop {
                let ids = session.findings().iter().zip(refused.iter().cycle());
                let mut answers: Answers = ids.map(|(f, no)| (f.id.clone(), *no && session.pass() == 1)).collect();
                shuffle(&mut answers);
                for (id, no) in answers {
                    session.accept(&id, 0);
                    if no {
                        session.refuse(&id);
                    }
                }
                if session.advance() != Step::Again {
                    return session.finish();
                }
            }
        };
        let straight = drive(&|_| {});
        let shuffled = drive(&|answers| {
            answers.sort_by_key(|(id, _)| blake3::hash(format!("{id}{seed}").as_bytes()).to_hex().to_string());
        });
        prop_assert_eq!(&straight.changes, &shuffled.changes);
        prop_assert_eq!(outcomes(&straight), outcomes(&shuffled));
    }
}

#[test]
fn what_two_fixes_share_is_made_once_and_line_breaks_are_the_files() {
    let (disk, codemods) = mixed();
    let ended = run(&disk, &codemods);
    let expected = "import * as x from 'x';\nconst new_label = 1;\nuse(1, new_label, aws);\n";
    let a = &ended.changes[Path::new("/p/a.ts")].after;
    assert_eq!(a.replace(AWS, ""), expected);
    let b = &ended.changes[Path::new("/p/b.ts")].after;
    assert_eq!(b.replace(AWS, ""), "import * as x from 'x';\r\nuse(1, 'new_label');\r\nuse(1, 'label');\r\n");
    assert!(ended.left.is_empty());
    assert!(ended.decisions.iter().all(|d| d.outcome == Outcome::Applied));
}

#[test]
fn a_fix_that_meets_another_waits_for_it_and_lands_in_the_next_pass() {
    let disk = one("'old_name';\n");
    let codemods = [swap("first", "old_name", "new_name"), swap("second", "name", "label")];
    let mut session = session(&disk, &codemods);
    assert_eq!(session.accept_defaults(Level::Safe), 2);
    let (first, second) = (session.findings()[0].id.clone(), session.findings()[1].id.clone());
    assert_eq!(session.advance(), Step::Again);
    assert_eq!(session.pass(), 2);
    assert_eq!(session.decisions[1].outcome, Outcome::Deferred { waits_for: first.clone() });
    assert_eq!(session.findings().iter().map(|f| &f.id).collect::<Vec<_>>(), [&second], "it keeps its id");
    session.accept(&second, 0);
    assert_eq!(session.advance(), Step::Done);
    let ended = session.finish();
    assert_eq!(text(&ended, "/p/index.ts"), "'new_label';\n");
    assert_eq!(outcomes(&ended), [("first", &Outcome::Applied), ("second", &Outcome::Applied)]);
    assert_eq!(ended.decisions[1].found.pass, 2);
}

#[test]
fn a_deferred_fix_that_never_lands_says_what_it_waits_for() {
    let disk = one("'old_name';\n");
    let codemods = [swap("first", "old_name", "new_name"), swap("second", "name", "label")];
    let mut session = session(&disk, &codemods);
    session.accept_defaults(Level::Safe);
    let first = session.findings()[0].id.clone();
    session.advance();
    let ended = session.finish();
    assert_eq!(outcomes(&ended)[1], ("second", &Outcome::Deferred { waits_for: first }));
    assert!(ended.left.is_empty(), "it is told once");
}

#[test]
fn two_fixes_that_choose_one_name_do_not_both_land() {
    let declare = |id: &'static str, before: &'static str| {
        fake(id, move |cx| {
            let wish = if places(cx, "const table ").is_empty() { "table" } else { "table2" };
            for (file, range) in places(cx, before) {
                if places(cx, &format!("({before})")).is_empty() {
                    let list = vec![Edit::insert(range.start, format!("const {wish} = use({before});\n"))];
                    let edits = edits(cx, file, list);
                    cx.report(finding(file, range, before, vec![fix(edits)]));
                }
            }
        })
    };
    let (x, y) = (declare("x", "xx"), declare("y", "yy"));
    let disk = one("declare const use: any;\nxx;\nyy;\n");
    let mut session = session(&disk, &[x, y]);
    session.accept_defaults(Level::Safe);
    let first = session.findings()[0].id.clone();
    assert_eq!(session.advance(), Step::Again);
    assert_eq!(session.decisions[1].outcome, Outcome::Deferred { waits_for: first });
    session.run_defaults(Level::Safe);
    let ended = session.finish();
    let expected = "declare const use: any;\nconst table = use(xx);\nxx;\nconst table2 = use(yy);\nyy;\n";
    assert_eq!(text(&ended, "/p/index.ts"), expected);
}

#[test]
fn a_guilty_fix_is_found_among_many_and_the_others_stay() {
    let disk = one("f(a1, a2, a3, a4, a5, a6, a7);\n");
    let codemod = fake("s", |cx| {
        for n in 1..=7 {
            for (file, range) in places(cx, &format!("a{n}")) {
                let to = if n == 5 { "b5 b5".to_string() } else { format!("f({n})") };
                let edits = edits(cx, file, vec![Edit::replace(range, to)]);
                cx.report(finding(file, range, &format!("a{n}"), vec![fix(edits)]));
            }
        }
    });
    let ended = run(&disk, &[codemod]);
    assert_eq!(text(&ended, "/p/index.ts"), "f(f(1), f(2), f(3), f(4), a5, f(6), f(7));\n");
    let taken: Vec<&Decision> = ended.decisions.iter().filter(|d| d.outcome != Outcome::Applied).collect();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].found.finding.subject, "a5");
    let Outcome::TakenBack { reason } = &taken[0].outcome else { panic!("{:?}", taken[0].outcome) };
    assert!(reason.starts_with("line 2 of `index.ts` as it would be: does not parse"), "{reason}");
    assert!(ended.left.is_empty(), "a decision tells of it");
}

#[test]
fn a_refused_finding_is_not_offered_again() {
    let disk = one("old; old; old_name;\n");
    let codemods = [swap("s", "old;", "aws;"), swap("t", "old_name", "aws")];
    let mut session = session(&disk, &codemods);
    let ids: Vec<String> = session.findings().iter().map(|f| f.id.clone()).collect();
    session.accept(&ids[0], 0);
    session.refuse(&ids[1]);
    assert_eq!(session.advance(), Step::Done, "what has no answer is nothing new");
    // The refused one is now the first of its kind, and keeps its name all the same.
    assert_eq!(session.findings().iter().map(|f| &f.id).collect::<Vec<_>>(), [&ids[2]]);
    let ended = session.finish();
    assert_eq!(ended.left.iter().map(|f| &f.id).collect::<Vec<_>>(), [&ids[2], &ids[1]]);
    assert_eq!(ended.left[1].start.column, 6, "it is told where the first pass saw it");
}

#[test]
fn fixes_that_undo_each_other_end_and_say_so() {
    let disk = one("f('left');\n");
    let ended = run(&disk, &[swap("a", "left", "right"), swap("b", "right", "left")]);
    assert_eq!(outcomes(&ended), [("a", &Outcome::Applied), ("b", &Outcome::Applied)]);
    assert_eq!(ended.passes, 3);
    let reason = ended.left[0].finding.fixes[0].edits.as_ref().expect_err("it is not offered again").to_string();
    assert!(reason.contains("a defect of `a`"), "{reason}");
    assert!(ended.changes.is_empty());
}

#[test]
fn a_codemod_that_never_ends_is_stopped() {
    let disk = one("f();\n");
    let codemod = fake("s", |cx| {
        let source = &cx.model.file(FileId(0)).source;
        let end = source.text().len() as u32;
        let edits = edits(cx, FileId(0), vec![Edit::insert(end, format!("f({end});\n"))]);
        cx.report(finding(FileId(0), TextRange::empty(0), "file", vec![fix(edits)]));
    });
    let mut session = session(&disk, &[codemod]);
    assert_eq!(session.run_defaults(Level::Safe), Step::Bound);
    assert_eq!(session.advance(), Step::Bound);
    let ended = session.finish();
    assert_eq!(ended.decisions.len() as u32, MAX_PASSES);
    assert_eq!(text(&ended, "/p/index.ts").lines().count() as u32, MAX_PASSES + 1);
}

#[test]
fn a_fix_over_two_files_lands_in_both_or_in_none() {
    let disk = disk(&[("/p/a.ts", &format!("{AWS}f('both');\n")), ("/p/b.ts", &format!("{AWS}f('both', 'lone');\n"))]);
    let both = |id: &'static str, to: &'static str| {
        fake(id, move |cx| {
            let mut all = FileEdits::new();
            let found = places(cx, "'both'");
            for (file, range) in &found {
                let source = &cx.model.file(*file).source;
                // Up to the end of the line, so that it meets what stands beside it in the second file only.
                let line = TextRange::new(range.start, source.line_end(range.end));
                let edit = Edit::replace(line, if *file == FileId(0) { "aws);" } else { to });
                all.file_mut(source.path()).insert(source.text(), edit).unwrap_or_else(|_| panic!("inside"));
            }
            if found.len() == 2 {
                cx.report(finding(FileId(0), found[1].1, "both", vec![fix(all)]));
            }
        })
    };
    let codemods = [swap("lone", "'lone'", "'one'"), both("both", "aws);")];
    let mut session = session(&disk, &codemods);
    let id = session.findings().iter().find(|f| f.meta.id == "both").expect("found").id.clone();
    assert_eq!(session.preview(&id, 0).expect("it can be applied").len(), 2);
    session.accept_defaults(Level::Safe);
    assert_eq!(session.advance(), Step::Again);
    assert_eq!(session.files.texts().keys().collect::<Vec<_>>(), [Path::new("/p/b.ts")]);
    session.run_defaults(Level::Safe);
    let ended = session.finish();
    assert_eq!(text(&ended, "/p/a.ts"), "f(aws);\n");
    assert_eq!(text(&ended, "/p/b.ts"), "f(aws);\n");
    let ended = run(&disk, &[both("broken", "aws;")]);
    assert!(ended.changes.is_empty(), "broken in one file, it lands in neither");
    assert!(matches!(ended.decisions[0].outcome, Outcome::TakenBack { .. }));
}

#[test]
fn a_file_that_was_not_named_is_not_written_and_the_reason_is_told() {
    let disk = disk(&[
        ("/p/index.ts", &format!("{AWS}import '../lib/x';\nold;\n")),
        ("/lib/x.ts", "old;\n"),
        ("/p/broken.ts", "@pulumi/ ("),
    ]);
    let other = fake("other", |cx| {
        for path in ["/p/missing.json", "/p/broken.ts", "/lib/data.json"] {
            let mut all = FileEdits::new();
            all.file_mut(Path::new(path)).insert("", Edit::insert(0, "x")).unwrap_or_else(|_| panic!("inside"));
            cx.report(finding(FileId(0), TextRange::empty(0), path, vec![fix(all)]));
        }
    });
    let mut session = session(&disk, &[swap("s", "old", "aws"), other]);
    let reasons: Vec<String> = session
        .findings()
        .iter()
        .map(|f| {
            session.preview(&f.id, 0).map(|changes| format!("{}", changes.len())).unwrap_or_else(|e| e.to_string())
        })
        .collect();
    assert_eq!(reasons.len(), 5);
    let of = |text: &str| reasons.iter().filter(|r| r.contains(text)).count();
    assert_eq!(of("`../lib/x.ts`, which is not among the paths to be written"), 1);
    assert_eq!(of("`../lib/data.json`, which is not among"), 1);
    assert_eq!(of("`missing.json`: "), 1);
    assert_eq!(of("`broken.ts`, which was left alone: does not parse"), 1);
    session.run_defaults(Level::Safe);
    let ended = session.finish();
    assert_eq!(ended.changes.keys().collect::<Vec<_>>(), [Path::new("/p/index.ts")]);
    assert_eq!(ended.left.len(), 4);
    assert_eq!(ended.errors.len(), 1);
}

#[test]
fn a_byte_order_mark_stays_first() {
    let text = format!("\u{feff}{AWS}old;\n").replace('\n', "\r\n");
    let disk = disk(&[("/p/index.ts", &text)]);
    let top = fake("s", |cx| {
        for (file, range) in places(cx, "old") {
            let edits = edits(cx, file, vec![Edit::insert(0, "// top\n"), Edit::replace(range, "aws")]);
            cx.report(finding(file, range, "s", vec![fix(edits)]));
        }
    });
    let ended = run(&disk, &[top]);
    let expected = format!("\u{feff}// top\n{AWS}aws;\n").replace('\n', "\r\n");
    assert_eq!(&*ended.changes[Path::new("/p/index.ts")].after, expected);
    assert_eq!(&*ended.changes[Path::new("/p/index.ts")].before, text);
}

#[test]
fn data_files_are_edited_and_checked_too() {
    let package = "{\r\n  \"name\": \"x\"\r\n}\r\n";
    let at = package.find("\r\n}").expect("it is there") as u32;
    for (insert, lands) in [(",\n  \"main\": \"a\"", true), ("\n  \"main\": \"a\"", false)] {
        let disk = disk(&[("/p/index.ts", AWS), ("/p/package.json", package)]);
        let codemod = fake("s", move |cx| {
            let manifest = cx.model.program().package.as_ref().expect("there is one");
            if !manifest.text.contains("main") {
                let mut all = FileEdits::new();
                let set = all.file_mut(&manifest.path);
                set.insert(&manifest.text, Edit::insert(at, insert)).unwrap_or_else(|_| panic!("inside"));
                cx.report(finding(FileId(0), TextRange::empty(0), "main", vec![fix(all)]));
            }
        });
        let ended = run(&disk, &[codemod]);
        let expected = "{\r\n  \"name\": \"x\",\r\n  \"main\": \"a\"\r\n}\r\n";
        assert_eq!(text(&ended, "/p/package.json"), if lands { expected } else { "" });
        assert_eq!(ended.decisions.len(), 1);
    }
}

#[test]
fn a_fix_outside_its_file_or_without_effect_is_declined_as_a_defect() {
    let disk = one("old;\n");
    let codemod = fake("s", |cx| {
        let source = cx.model.file(FileId(0)).source.clone();
        for (subject, text, edit) in [
            ("idle", source.text().to_string(), Edit::replace(TextRange::new(0, 6), "import")),
            ("outside", "x".repeat(9999), Edit::delete(TextRange::new(9000, 9001))),
        ] {
            let mut all = FileEdits::new();
            all.file_mut(source.path()).insert(&text, edit).unwrap_or_else(|_| panic!("inside"));
            cx.report(finding(FileId(0), TextRange::empty(0), subject, vec![fix(all)]));
        }
    });
    let session = session(&disk, &[codemod]);
    for found in session.findings() {
        let reason = session.preview(&found.id, 0).expect_err("nothing to apply").to_string();
        assert!(reason.contains("a defect of `s`"), "{reason}");
    }
    assert!(session.preview("0", 0).is_err() && session.preview(&session.findings()[0].id, 7).is_err());
}

#[test]
fn answers_to_what_is_not_there_change_nothing_and_pending_ones_are_applied_at_the_end() {
    let disk = one("old;\n");
    let mut session = session(&disk, &[swap("s", "old", "aws")]);
    session.accept("none", 0);
    let id = session.findings()[0].id.clone();
    session.accept(&id, 9);
    assert_eq!(session.advance(), Step::Done);
    session.accept(&id, 0);
    let ended = session.finish();
    assert_eq!(text(&ended, "/p/index.ts"), "aws;\n");
    assert_eq!(ended.passes, 2);
}
