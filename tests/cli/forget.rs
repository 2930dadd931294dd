//! Runs that are forgotten: the files stay as they are.
#![cfg(unix)]

use super::screen::Screen;
use super::support::{KEY, KEY_FIXED, Place, ROWS, Said};

/// A program with two files, of which a run wrote the first one before it was killed.
fn interrupted() -> (Place, String) {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
    place.run(&["--yes", ROWS]).code(0);
    let (folder, mut journal) = place.journals().pop().unwrap();
    journal["complete"] = false.into();
    journal["programs"][0]["state"] = "writing".into();
    std::fs::write(folder.join("journal.json"), journal.to_string()).unwrap();
    place.put("b.ts", KEY);
    let id = folder.file_name().unwrap().to_str().unwrap().split_once('-').unwrap().1.to_string();
    place.put(&format!(".iacfix-{id}-0"), "half");
    (place, id)
}

fn texts(place: &Place) -> [String; 2] {
    ["a.ts", "b.ts"].map(|name| place.text(name))
}

#[track_caller]
fn says(said: &Said, words: &[&str]) {
    words.iter().for_each(|it| assert!(said.err.contains(it), "no `{it}` in {}", said.err));
}

#[test]
fn an_interrupted_run_is_forgotten_and_its_files_stay_as_they_are() {
    let (place, id) = interrupted();
    let listed = place.run(&["runs"]).code(0);
    says(&listed, &[&format!("`iacfix runs --forget {}` keeps them as they are", &id[..7])]);
    let said = place.run(&["runs", "--forget", &id[..7]]).code(2);
    says(&said, &["there is no terminal to ask at, and nothing was forgotten", "add --yes"]);
    let said = place.run(&["runs", "--forget", &id[..7], "--yes"]).code(0);
    assert_eq!(said.out, format!("run {} is forgotten; its files are as they were\n", &id[..7]));
    assert_eq!(texts(&place), [KEY_FIXED, KEY]);
    assert!(!place.path(&format!(".iacfix-{id}-0")).exists(), "what it left half-written goes");
    let said = place.run(&["runs"]).code(0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("no run has written anything yet\n", ""));
    says(&place.run(&["runs", "--forget", &id, "--yes"]).code(2), &["no run", &id]);
}

#[test]
fn a_person_sees_how_each_file_stands_and_is_asked() {
    let (place, id) = interrupted();
    for (key, left) in [("n", 1), ("y", 0)] {
        let screen = Screen::starts(&place, &["runs", "--forget", &id], (100, 30), &[("NO_COLOR", "1")]);
        let shown = screen.sees("Its files stay as they are. [y/n]");
        assert!(
            shown.contains("interrupted") && shown.contains("  a.ts (as the run left it)\n  b.ts (as it was before)\n"),
            "{shown}"
        );
        screen.presses(&[key]);
        let (code, last) = screen.ends();
        assert_eq!(code, 0, "{last}");
        assert!(last.contains(if left == 1 { "nothing was forgotten" } else { "is forgotten" }), "{last}");
        assert_eq!(place.journals().len(), left);
    }
    assert_eq!(texts(&place), [KEY_FIXED, KEY]);
}

#[test]
fn a_run_goes_with_its_undos_and_no_undo_alone_and_none_that_goes_on() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
    place.run(&["--yes", ROWS]).code(0);
    place.run(&["undo", "--yes"]).code(0);
    let ids: Vec<String> = place
        .journals()
        .iter()
        .map(|(it, _)| it.file_name().unwrap().to_str().unwrap().split_once('-').unwrap().1.to_string())
        .collect();
    let (undo, run) = match place.journals()[0].1["undoes"].is_null() {
        true => (&ids[1], &ids[0]),
        false => (&ids[0], &ids[1]),
    };
    let said = place.run(&["runs", "--forget", undo, "--yes"]).code(2);
    says(&said, &["would seem to stand without it", &format!("`iacfix runs --forget {}` forgets both", &run[..7])]);
    let folder = place.journals().into_iter().find(|(it, _)| it.to_str().unwrap().ends_with(run.as_str())).unwrap().0;
    let lock = std::fs::File::open(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    says(&place.run(&["runs", "--forget", run, "--yes"]).code(2), &["goes on in another process"]);
    assert_eq!(place.journals().len(), 2);
    drop(lock);
    let said = place.run(&["runs", "--forget", run, "--yes"]).code(0);
    assert!(said.out.contains("is forgotten, and 1 undo of it; its files are as they were"), "{}", said.out);
    assert!(place.journals().is_empty());
    assert_eq!(texts(&place), [KEY, KEY]);
}
