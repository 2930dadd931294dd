//! What was written is taken back, or it is said why not.

use std::process::Stdio;

use serde_json::Value;

use super::support::{KEY, KEY_FIXED, Place, ROWS, Said};

/// Two fixed files, written by one run.
fn written() -> Place {
    let place = Place::program(&[("a.ts", KEY), ("lib/b.ts", KEY)]);
    place.run(&["--yes", ROWS]).code(0);
    assert_eq!(texts(&place), [KEY_FIXED, KEY_FIXED]);
    place
}

fn texts(place: &Place) -> [String; 2] {
    ["a.ts", "lib/b.ts"].map(|name| place.text(name))
}

/// All runs as machines see them, newest first.
fn runs(place: &Place) -> Vec<Value> {
    let said = place.run(&["runs", "--format", "json"]).code(0);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["schema"], 1);
    json["runs"].as_array().unwrap().clone()
}

fn id(run: &Value) -> &str {
    run["id"].as_str().unwrap()
}

fn states(place: &Place) -> Vec<String> {
    runs(place).iter().map(|it| it["state"].as_str().unwrap().to_string()).collect()
}

/// Refused, with these words, and no byte changed.
#[track_caller]
fn refused(place: &Place, args: &[&str], words: &[&str]) -> Said {
    let before = (texts_of(place), runs(place).len());
    let said = place.run(args).code(2);
    for word in words {
        assert!(said.err.contains(word), "`{word}` is not in: {}", said.err);
    }
    assert_eq!((texts_of(place), runs(place).len()), before);
    said
}

fn texts_of(place: &Place) -> Vec<Option<String>> {
    ["a.ts", "lib/b.ts"].map(|name| std::fs::read_to_string(place.path(name)).ok()).to_vec()
}

#[test]
fn the_last_run_is_taken_back_and_the_undo_too() {
    let place = written();
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(said.out.contains("  a.ts\n  lib/b.ts\n2 files restored"), "{}", said.out);
    assert_eq!(texts(&place), [KEY, KEY]);
    let undo = runs(&place)[0].clone();
    assert!(said.out.contains(&format!("`iacfix undo {}` takes this back", &id(&undo)[..7])), "{}", said.out);
    assert_eq!(undo["undoes"], runs(&place)[1]["id"]);
    assert_eq!(runs(&place)[1]["undone_by"], undo["id"]);
    assert_eq!(states(&place), ["complete", "undone"]);
    place.run(&["undo", id(&undo), "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY_FIXED, KEY_FIXED]);
    assert_eq!(states(&place), ["complete", "undone", "complete"]);
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY, KEY]);
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(said.err.contains("every run is undone"), "{}", said.err);
}

#[test]
fn a_run_that_wrote_says_how_to_take_it_back_unless_it_is_to_be_quiet() {
    let said = Place::program(&[("a.ts", KEY)]).run(&["--yes", ROWS]).code(0);
    assert!(said.err.ends_with("`iacfix undo` takes it back\n"), "{}", said.err);
    assert_eq!(Place::program(&[("a.ts", KEY)]).run(&["--yes", ROWS, "--quiet"]).code(0).err, "");
    assert_eq!(Place::program(&[("a.ts", KEY_FIXED)]).run(&["--yes", ROWS]).code(0).err, "");
    assert_eq!(Place::program(&[("a.ts", KEY)]).run(&["--dry-run", ROWS]).code(0).err, "");
}

#[test]
fn without_a_terminal_it_writes_nothing_and_says_what_to_add() {
    let place = written();
    refused(&place, &["undo"], &["no terminal", "--yes", "--dry-run"]);
    refused(&place, &["undo", "--dry-run", "--yes"], &["cannot be used with"]);
}

#[test]
fn a_dry_run_shows_the_diff_and_writes_nothing() {
    let place = written();
    let said = place.run(&["undo", "--dry-run"]).code(0);
    assert!(said.out.contains("--- lib/b.ts\n+++ lib/b.ts\n@@"), "{}", said.out);
    assert_eq!(said.out.matches("-  enableKeyRotation: true,").count(), 2, "{}", said.out);
    assert!(said.out.ends_with("2 files would be restored\n"), "{}", said.out);
    assert_eq!(texts(&place), [KEY_FIXED, KEY_FIXED]);
    assert_eq!(states(&place), ["complete"]);
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(!said.out.contains("enableKeyRotation"), "nothing of a source is printed unasked: {}", said.out);
    let redo = place.run(&["undo", id(&runs(&place)[0]), "--yes", "--verbose"]).code(0);
    assert_eq!(redo.out.matches("+  enableKeyRotation: true,").count(), 2, "{}", redo.out);
}

#[test]
fn a_file_that_changed_since_refuses_all_unless_forced_and_what_changed_is_shown() {
    let place = written();
    let mine = format!("{KEY_FIXED}// by hand\n");
    place.put("lib/b.ts", &mine);
    for mode in ["--yes", "--dry-run"] {
        let said = refused(&place, &["undo", mode], &["changed after run", "lib/b.ts changed since\n", "--force"]);
        assert!(said.err.contains("+// by hand\n"), "{}", said.err);
        assert!(!said.err.contains("a.ts\n"), "{}", said.err);
        assert!(!said.err.contains("-  enableKeyRotation"), "only what changed since is shown: {}", said.err);
    }
    let said = place.run(&["undo", "--yes", "--force"]).code(0);
    assert!(said.err.contains("+// by hand\n") && said.err.contains("warning: lib/b.ts changed since"), "{}", said.err);
    assert_eq!(texts(&place), [KEY, KEY]);
    // Nothing is lost for good.
    place.run(&["undo", id(&runs(&place)[0]), "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY_FIXED, &mine]);
}

#[test]
fn without_the_new_bytes_in_the_journal_an_undo_works_all_the_same() {
    let place = written();
    std::fs::remove_dir_all(place.journals()[0].0.join("after")).unwrap();
    place.put("a.ts", &format!("{KEY_FIXED}// by hand\n"));
    let said = refused(&place, &["undo", "--yes"], &["a.ts changed since\n"]);
    assert!(said.err.contains("+// by hand\n"), "{}", said.err);
    place.put("a.ts", KEY_FIXED);
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY, KEY]);
}

#[test]
fn a_file_that_is_back_already_is_fine() {
    let place = written();
    place.put("a.ts", KEY);
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(said.out.contains("a.ts (as it was already)") && said.out.contains("1 file restored"), "{}", said.out);
    assert_eq!(texts(&place), [KEY, KEY]);
    // All of them back: there is nothing to restore, and the next undo takes back the run before.
    place.run(&["--yes", ROWS, "lib"]).code(0);
    place.run(&["--yes", ROWS]).code(0);
    place.put("a.ts", KEY);
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(said.out.contains("there is nothing to restore"), "{}", said.out);
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY, KEY]);
}

#[test]
fn a_newer_run_over_the_same_file_has_to_be_taken_back_first() {
    let place = Place::program(&[("a.ts", KEY), ("lib/b.ts", KEY)]);
    let two = format!("{KEY}{}", "export const other = new aws.kms.Key('other', {\n  description: 'more',\n});\n");
    place.put("a.ts", &two);
    place.run(&["--yes", ROWS]).code(0);
    let old = id(&runs(&place)[0]).to_string();
    let first = texts(&place);
    place.put("a.ts", &first[0].replace("'more',\n  enableKeyRotation: true,", "'more',"));
    place.run(&["--yes", ROWS]).code(0);
    let new = id(&runs(&place)[0]).to_string();
    assert_eq!(texts(&place), first);
    place.put("a.ts", &first[0].replace("more", "less"));
    let newer = format!("`iacfix undo {}`", &new[..7]);
    let words = [&format!("a.ts was written again by run {}", &new[..7]), &newer, "--force"];
    refused(&place, &["undo", &old, "--yes"], &words.map(|it| it as &str));
    place.put("a.ts", &first[0]);
    place.run(&["undo", &new, "--yes"]).code(0);
    // Now that the newer one is out of the way, only what a person did in between is.
    let said = refused(&place, &["undo", &old, "--yes"], &["a.ts changed since\n"]);
    assert!(!said.err.contains("undo the newer"), "{}", said.err);
    place.put("a.ts", &first[0]);
    place.run(&["undo", &old, "--yes"]).code(0);
    assert_eq!(texts(&place), [two.as_str(), KEY]);
}

#[test]
fn what_was_taken_back_is_brought_back_in_its_order() {
    let place = Place::program(&[("a.ts", KEY), ("lib/b.ts", KEY)]);
    place.run(&["--yes", ROWS]).code(0);
    let more = "export const other = new aws.kms.Key('other', {\n  description: 'more',\n});\n";
    let both = format!("{KEY_FIXED}{more}");
    place.put("a.ts", &both);
    place.run(&["--yes", ROWS]).code(0);
    let fixed = place.text("a.ts");
    place.run(&["undo", "--yes"]).code(0);
    let newer_undo = id(&runs(&place)[0]).to_string();
    place.put("a.ts", KEY_FIXED);
    place.run(&["undo", "--yes"]).code(0);
    let older_undo = id(&runs(&place)[0]).to_string();
    let words = [&format!("a.ts was written again by run {}", &older_undo[..7])];
    refused(&place, &["undo", &newer_undo, "--yes"], &words.map(|it| it as &str));
    place.run(&["undo", &older_undo, "--yes"]).code(0);
    place.put("a.ts", &both);
    place.run(&["undo", &newer_undo, "--yes"]).code(0);
    assert_eq!(texts(&place), [fixed.as_str(), KEY_FIXED]);
    assert_eq!(states(&place), ["complete", "complete", "undone", "undone", "complete", "complete"]);
}

#[test]
fn a_deleted_file_is_made_again_by_force_only_and_an_undo_of_that_deletes_it() {
    let place = written();
    std::fs::remove_file(place.path("a.ts")).unwrap();
    let said =
        refused(&place, &["undo", "--yes"], &["a.ts was deleted since\n", "--force makes what was deleted again"]);
    assert!(!said.err.contains("description"), "{}", said.err);
    let said = place.run(&["undo", "--yes", "--force"]).code(0);
    assert!(said.out.contains("a.ts (made again)"), "{}", said.out);
    assert_eq!(texts(&place), [KEY, KEY]);
    let said = place.run(&["undo", id(&runs(&place)[0]), "--yes"]).code(0);
    assert!(said.out.contains("a.ts (removed again)"), "{}", said.out);
    assert!(!place.path("a.ts").exists());
    assert_eq!(place.text("lib/b.ts"), KEY_FIXED);
}

#[test]
fn what_is_no_file_any_more_is_an_error_with_its_reason() {
    type Happens = fn(&Place);
    let cases: &[(Happens, &[&str])] = &[
        (
            |place| {
                std::fs::remove_file(place.path("a.ts")).unwrap();
                std::fs::create_dir(place.path("a.ts")).unwrap();
            },
            &["a.ts: it is a folder now", "before"],
        ),
        (|place| std::fs::remove_dir_all(place.path("lib")).unwrap(), &["lib/b.ts: its folder is gone"]),
        (
            |place| std::fs::write(place.journals()[0].0.join("before/0002"), "other").unwrap(),
            &["lib/b.ts: its old text in the journal is damaged"],
        ),
        (
            |place| std::fs::remove_file(place.journals()[0].0.join("before/0001")).unwrap(),
            &["a.ts: its old text in the journal can't be read: no such file"],
        ),
        #[cfg(unix)]
        (
            |place| {
                std::fs::rename(place.path("a.ts"), place.path("real.ts")).unwrap();
                std::os::unix::fs::symlink("real.ts", place.path("a.ts")).unwrap();
            },
            &["a.ts: it is a symbolic link now"],
        ),
        #[cfg(unix)]
        (
            |place| {
                std::fs::rename(place.path("lib"), place.path("elsewhere")).unwrap();
                std::os::unix::fs::symlink("elsewhere", place.path("lib")).unwrap();
            },
            &["lib/b.ts: its folder is a link to", "elsewhere now"],
        ),
    ];
    for (happens, words) in cases {
        for force in [false, true] {
            let place = written();
            happens(&place);
            let args = ["undo", "--yes", "--force"];
            refused(&place, if force { &args } else { &args[..2] }, words);
        }
    }
}

#[test]
fn a_repository_that_was_moved_is_told_as_such() {
    let place = Place::empty();
    place.project("infra");
    place.put("infra/a.ts", KEY);
    place.run(&["--yes", ROWS]).code(0);
    std::fs::rename(place.path("infra"), place.path("moved")).unwrap();
    refused(&place, &["undo", "--yes", "--force"], &["because infra is gone", "move it back", "before"]);
    std::fs::rename(place.path("moved"), place.path("infra")).unwrap();
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(place.text("infra/a.ts"), KEY);
}

#[test]
fn without_an_id_it_is_the_last_run_that_has_to_do_with_this_folder() {
    let place = Place::empty();
    for name in ["one", "two", "none"] {
        place.project(name);
        place.put(&format!("{name}/lib/a.ts"), if name == "none" { KEY_FIXED } else { KEY });
    }
    let text = |name: &str| place.text(&format!("{name}/lib/a.ts"));
    place.run_in("one", &["--yes", ROWS]).code(0);
    place.run_in("two", &["--yes", ROWS]).code(0);
    let last = id(&runs(&place)[0])[..7].to_string();
    let said = place.run_in("none", &["undo", "--yes"]).code(2);
    for word in ["no run that stands wrote in this folder", "in ../two", &format!("`iacfix undo {last}`")] {
        assert!(said.err.contains(word), "{}", said.err);
    }
    let said = place.run_in("one/lib", &["undo", "--yes"]).code(0);
    assert!(said.err.contains(&format!("the last run of all, {last}, wrote in ../../two")), "{}", said.err);
    assert_eq!((text("one").as_str(), text("two").as_str()), (KEY, KEY_FIXED));
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(text("two"), KEY);
}

#[test]
fn ids_are_told_apart_by_how_they_start() {
    let place = written();
    place.put("a.ts", KEY);
    place.run(&["--yes", ROWS]).code(0);
    let all = runs(&place);
    let (new, old) = (id(&all[0]), id(&all[1]));
    let shared = new.bytes().zip(old.bytes()).take_while(|(a, b)| a == b).count();
    refused(&place, &["undo", "zzz", "--yes"], &["no run is called `zzz`", "`iacfix runs`"]);
    refused(&place, &["undo", "", "--yes"], &["2 runs"]);
    if shared > 0 {
        refused(&place, &["undo", &new[..shared], "--yes"], &["2 runs"]);
    }
    let said = place.run(&["runs", &old[..=shared]]).code(0);
    assert!(said.out.starts_with(&format!("run {old}: complete, 2 fixes in 2 files")), "{}", said.out);
    place.run(&["undo", &new[..=shared], "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY, KEY_FIXED]);
    let said = place.run(&["undo", new, "--yes"]).code(0);
    assert!(said.err.contains("is undone already"), "{}", said.err);
}

#[test]
fn runs_are_listed_newest_first_and_one_is_shown_whole() {
    let place = Place::program(&[("a.ts", KEY), ("lib/b.ts", KEY)]);
    assert_eq!(place.run(&["runs"]).code(0).out, "no run has written anything yet\n");
    assert_eq!(runs(&place), Vec::<Value>::new());
    let said = place.run(&["undo", "--yes"]).code(0);
    assert!(said.err.contains("no run has written anything"), "{}", said.err);
    place.run(&["--yes", ROWS, "lib"]).code(0);
    place.run(&["--yes", ROWS]).code(0);
    place.run(&["undo", "--yes"]).code(0);
    let mut command = place.command("", &["runs"]);
    let said = super::support::said(command.env("TZ", "UTC").output().unwrap()).code(0);
    let all = runs(&place);
    let lines: Vec<_> = said.out.lines().collect();
    let ids: Vec<_> = all.iter().map(|it| &id(it)[..7]).collect();
    let ends = [
        &format!("complete  takes back {} in 1 file, here: iacfix undo --yes", ids[1]),
        &format!("undone    1 fix in 1 file, here: iacfix --yes {ROWS}"),
        &format!("complete  1 fix in 1 file, here: iacfix --yes {ROWS} lib"),
    ];
    assert_eq!(lines.len(), 3);
    for ((line, id), end) in lines.iter().zip(ids).zip(ends) {
        assert!(line.starts_with(id) && line.contains(" UTC  ") && line.ends_with(end), "{line}");
    }
    place.put("lib/b.ts", "changed");
    let said = place.run(&["runs", id(&all[2])]).code(0);
    for word in ["program .", "lib/b.ts (changed since)", "lib/b.ts:3: kms-key-rotation, safe: rotate"] {
        assert!(said.out.contains(word), "{}", said.out);
    }
    let said = place.run(&["runs", id(&all[2]), "--format", "json"]).code(0);
    let run: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(run["programs"][0]["files"][0], place.path("lib/b.ts").to_str().unwrap());
    assert_eq!(run["programs"][0]["fixes"][0]["codemod"], "kms-key-rotation");
}

#[test]
fn what_is_no_journal_is_passed_over_with_a_warning() {
    let place = written();
    let runs = place.state().join("runs");
    let journal = |name: &str, text: &str| {
        std::fs::create_dir(runs.join(name)).unwrap();
        std::fs::write(runs.join(name).join("journal.json"), text).unwrap();
    };
    let good = place.journals()[0].1.to_string();
    let newer = good.replace("\"schema\":1", "\"schema\":2");
    let rolled_back = good.replace("\"written\"", "\"rolled-back\"").replace("\"complete\":true", "\"complete\":false");
    journal("20200101T000000000Z-00000000000a", "{ \"schema\": 1, \"programs\": 3 }");
    journal("20200101T000000000Z-00000000000b", "\u{0}\u{ff}not json");
    journal("20200101T000000000Z-00000000000c", &newer);
    journal("someone else's", "{}");
    std::fs::write(runs.join("a file"), "").unwrap();
    std::fs::create_dir_all(runs.join("20200101T000000000Z-00000000000d/journal.json")).unwrap();
    // One that was killed before it replaced anything is nothing to speak of, and goes after a day.
    let early = runs.join("20200101T000000000Z-00000000000e");
    std::fs::create_dir_all(early.join("before")).unwrap();
    journal("20200101T000000000Z-00000000000f", &rolled_back);
    for args in [&["runs"][..], &["undo", "--yes"]] {
        let said = place.run(args).code(0);
        assert_eq!(said.err.matches("warning: passed over").count(), 6, "{}", said.err);
        assert!(said.err.contains("written by a newer iacfix (schema 2, known up to 1)"), "{}", said.err);
        assert!(said.err.contains("it is no journal of iacfix"), "{}", said.err);
    }
    assert_eq!(texts(&place), [KEY, KEY]);
    place.run(&["--yes", ROWS]).code(0);
    assert_eq!(std::fs::read_dir(&runs).unwrap().count(), 11, "none of them is removed");
    #[cfg(unix)]
    {
        let two_days_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 86_400);
        std::fs::File::open(&early).unwrap().set_modified(two_days_ago).unwrap();
        place.run(&["runs", "--prune"]).code(0);
        assert!(!early.exists());
        assert_eq!(std::fs::read_dir(&runs).unwrap().count(), 10, "the others stay");
    }
}

/// Makes a run look as if it had been made so many days ago.
fn age(place: &Place, id: &str, days: i64) {
    let (folder, mut journal) = place.journals().into_iter().find(|(it, _)| it.ends_with_id(id)).unwrap();
    let started: jiff::Timestamp = journal["started"].as_str().unwrap().parse().unwrap();
    journal["started"] = (started - jiff::SignedDuration::from_hours(24 * days)).to_string().into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
}

trait EndsWithId {
    fn ends_with_id(&self, id: &str) -> bool;
}

impl EndsWithId for std::path::PathBuf {
    fn ends_with_id(&self, id: &str) -> bool {
        self.to_str().is_some_and(|it| it.ends_with(id))
    }
}

fn ids(place: &Place) -> Vec<String> {
    runs(place).iter().map(|it| id(it).to_string()).collect()
}

#[test]
fn old_runs_go_when_a_run_writes_and_as_the_configuration_says() {
    for (config, env, days, stays) in [
        ("", None, 29, true),
        ("", None, 31, false),
        ("[journal]\nkeep-days = 60\n", None, 31, true),
        ("[journal]\nkeep-days = 60\n", None, 61, false),
        ("[journal]\nkeep-days = 0\n", None, 0, false),
        ("[journal]\nkeep-days = 60\n", Some("7"), 8, false),
        ("", Some("90"), 31, true),
        ("", Some("soon"), 31, true),
    ] {
        let place = Place::program(&[("a.ts", KEY), ("lib/b.ts", KEY), ("iacfix.toml", config)]);
        place.run(&["--yes", ROWS, "a.ts"]).code(0);
        let old = ids(&place)[0].clone();
        age(&place, &old, days);
        let mut command = place.command("", &["--yes", ROWS]);
        if let Some(days) = env {
            command.env("IACFIX_JOURNAL_DAYS", days);
        }
        let said = super::support::said(command.output().unwrap()).code(0);
        assert_eq!(said.err.contains("IACFIX_JOURNAL_DAYS must be"), env == Some("soon"), "{}", said.err);
        assert_eq!(ids(&place).contains(&old), stays, "{config} {env:?} {days}");
        assert_eq!(ids(&place).len(), 1 + usize::from(stays));
    }
}

#[test]
fn runs_are_pruned_when_asked_and_never_one_that_is_needed() {
    let place = written();
    let run = ids(&place)[0].clone();
    age(&place, &run, 31);
    place.run(&["undo", "--yes"]).code(0);
    let undo = ids(&place)[0].clone();
    // The undo went back in time with the clock, and stays as long as the run that it takes back.
    let (folder, mut journal) = place.journals().into_iter().find(|(it, _)| it.ends_with_id(&run)).unwrap();
    journal["keep_days"] = 60.into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
    age(&place, &undo, 30);
    assert_eq!(place.run(&["runs", "--prune"]).code(0).out, "no run is older than it is kept\n");
    assert_eq!(states(&place), ["complete", "undone"]);
    // An interrupted run stays whatever its age.
    journal["complete"] = false.into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
    std::fs::remove_dir_all(&place.journals().into_iter().find(|(it, _)| it.ends_with_id(&undo)).unwrap().0).unwrap();
    age(&place, &run, 1000);
    assert_eq!(states(&place), ["interrupted"]);
    assert_eq!(place.run(&["runs", "--prune"]).code(0).out, "no run is older than it is kept\n");
    let said = place.run(&["runs"]).code(0);
    assert!(said.err.contains(&format!("`iacfix undo {}` restores its files", &run[..7])), "{}", said.err);
    journal["complete"] = true.into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
    age(&place, &run, 1000);
    assert_eq!(place.run(&["runs", "--prune"]).code(0).out, "removed 1 old run\n");
    assert_eq!(runs(&place).len(), 0);
}

#[test]
fn a_run_that_goes_on_is_told_and_not_taken_back() {
    let place = written();
    let (folder, mut journal) = place.journals().pop().unwrap();
    journal["complete"] = false.into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
    let lock = std::fs::File::open(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(states(&place), ["running"]);
    refused(&place, &["undo", "--yes"], &["by another process", "wait until"]);
    drop(lock);
    assert_eq!(states(&place), ["interrupted"]);
    place.run(&["undo", "--yes"]).code(0);
    assert_eq!(texts(&place), [KEY, KEY]);
}

#[test]
fn of_several_undos_at_once_one_does_it() {
    let place = written();
    let start =
        |_| place.command("", &["undo", "--yes"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let all: Vec<_> = (0..4).map(start).collect();
    let all: Vec<_> = all.into_iter().map(|it| super::support::said(it.wait_with_output().unwrap())).collect();
    assert_eq!(all.iter().filter(|it| it.out.contains("2 files restored")).count(), 1, "{all:?}");
    for said in &all {
        let refused = said.code == 2 && said.err.contains("by another process");
        let undone = said.code == 0 && said.err.contains("undone");
        assert!(refused || undone || said.out.contains("2 files restored"), "{all:?}");
    }
    assert_eq!(texts(&place), [KEY, KEY]);
    assert_eq!(states(&place), ["complete", "undone"]);
}

#[test]
fn runs_of_several_programs_at_once_do_not_meet() {
    let place = Place::empty();
    let names: Vec<String> = (0..4).map(|n| format!("p{n}")).collect();
    for name in &names {
        place.project(name);
        place.put(&format!("{name}/a.ts"), KEY);
    }
    let all = |args: &[&str], text: &str| {
        let start =
            |name: &String| place.command(name, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let all: Vec<_> = names.iter().map(start).collect();
        all.into_iter().for_each(|mut it| assert!(it.wait().unwrap().success()));
        names.iter().for_each(|name| assert_eq!(place.text(&format!("{name}/a.ts")), text));
    };
    all(&["--yes", ROWS], KEY_FIXED);
    all(&["undo", "--yes"], KEY);
    assert_eq!(states(&place).iter().filter(|it| *it == "undone").count(), 4);
}

#[test]
fn what_can_not_be_written_leaves_every_file_as_the_run_left_it() {
    let place = written();
    let path = place.path("lib/b.ts");
    let mut read_only = path.metadata().unwrap().permissions();
    read_only.set_readonly(true);
    std::fs::set_permissions(&path, read_only).unwrap();
    refused(&place, &["undo", "--yes"], &["undo of", "lib/b.ts can't be written: it is read-only"]);
    assert_eq!(states(&place), ["complete"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt;

    use super::super::session::Person;
    use super::*;

    #[test]
    fn a_person_is_shown_the_files_and_asked_once() {
        let place = written();
        let mut person = Person::starts(&place, &["undo"]);
        let shown = person.sees("Restore 2 files?");
        assert!(shown.contains("a.ts") && shown.contains("lib/b.ts") && shown.contains(ROWS), "{shown}");
        person.presses("n");
        let (code, last) = person.ends();
        assert_eq!((code, last.contains("nothing was restored")), (0, true), "{last}");
        let mut person = Person::starts(&place, &["undo"]);
        person.sees("Restore 2 files?");
        // Ctrl-C.
        person.presses("\u{3}");
        let (code, last) = person.ends();
        assert_eq!((code, last.contains("interrupted, nothing was written")), (130, true), "{last}");
        assert_eq!((texts(&place), runs(&place).len()), ([KEY_FIXED, KEY_FIXED].map(String::from), 1));
        let mut person = Person::starts(&place, &["undo"]);
        person.sees("Restore 2 files?");
        person.presses("y");
        let (code, last) = person.ends();
        assert_eq!((code, last.contains("2 files restored")), (0, true), "{last}");
        assert_eq!(texts(&place), [KEY, KEY]);
    }

    #[test]
    fn the_mode_of_a_file_stays_and_the_journal_is_for_its_owner_alone() {
        let place = written();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        std::fs::set_permissions(place.path("a.ts"), PermissionsExt::from_mode(0o640)).unwrap();
        place.run(&["undo", "--yes"]).code(0);
        assert_eq!(mode(&place.path("a.ts")), 0o640);
        for (folder, journal) in place.journals() {
            assert_eq!(mode(&folder), 0o700);
            for kind in ["image", "copy"] {
                let name = journal["programs"][0]["files"][0][kind].as_str().unwrap();
                assert_eq!(mode(&folder.join(name)), 0o600);
            }
        }
    }

    #[test]
    fn names_that_are_no_text_are_journaled_too() {
        use std::os::unix::ffi::OsStrExt;
        let place = Place::empty();
        let folder = place.root().join(std::ffi::OsStr::from_bytes(b"f\xffo"));
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in [("Pulumi.yaml", "name: test\nruntime: nodejs\n"), ("a.ts", KEY)] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let run = |args: &[&str]| {
            let mut command = place.command("", args);
            super::super::support::said(command.current_dir(&folder).output().unwrap()).code(0)
        };
        run(&["--yes", ROWS]);
        assert_eq!(std::fs::read_to_string(folder.join("a.ts")).unwrap(), KEY_FIXED);
        run(&["runs"]);
        run(&["undo", "--yes"]);
        assert_eq!(std::fs::read_to_string(folder.join("a.ts")).unwrap(), KEY);
    }
}
