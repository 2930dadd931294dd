//! What happens to files on the disk.

use super::support::{KEY, KEY_FIXED, Place, ROWS};

#[test]
fn files_with_uncommitted_changes_are_refused_unless_allowed() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
    place.commit();
    let changed = KEY.replace("data", "other data");
    place.put("b.ts", &changed);
    let said = place.run(&["--yes", ROWS]).code(2);
    assert!(said.err.contains("b.ts") && said.err.contains("--allow-dirty"), "{}", said.err);
    assert!(!said.err.contains("a.ts"), "{}", said.err);
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY, changed.as_str()));
    let said = place.run(&["--dry-run", ROWS]).code(0);
    assert!(said.err.contains("b.ts has uncommitted changes"), "{}", said.err);
    place.run(&["--yes", ROWS, "a.ts"]).code(0);
    place.run(&["--yes", ROWS, "--allow-dirty"]).code(0);
    assert_eq!(place.text("b.ts"), KEY_FIXED.replace("data", "other data"));
}

#[test]
fn a_file_that_git_never_saw_counts_as_uncommitted() {
    let place = Place::program(&[("a.ts", KEY)]);
    place.commit();
    place.put("new.ts", KEY);
    let said = place.run(&["--yes", ROWS]).code(2);
    assert!(said.err.contains("new.ts"), "{}", said.err);
    assert_eq!(place.text("a.ts"), KEY);
}

#[test]
fn a_machine_without_git_is_fine() {
    let place = Place::program(&[("a.ts", KEY)]);
    place.commit();
    place.put("a.ts", &KEY.replace("data", "changed"));
    let done = place.command("", &["--yes", ROWS]).env("PATH", "/nonexistent").output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert!(place.text("a.ts").contains("enableKeyRotation"));
}

#[test]
fn the_journal_knows_what_was_there() {
    let place = Place::program(&[("a.ts", KEY)]);
    place.run(&["--yes", ROWS]).code(0);
    let (folder, journal) = place.journals().pop().unwrap();
    assert_eq!(journal["complete"], true);
    assert_eq!(journal["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(journal["command"][1], "--yes");
    let program = &journal["programs"][0];
    assert_eq!((&program["state"], &program["program"]), (&"written".into(), &place.root().to_str().unwrap().into()));
    assert_eq!(program["fixes"][0]["codemod"], "kms-key-rotation");
    let file = &program["files"][0];
    assert_eq!(file["path"], place.path("a.ts").to_str().unwrap());
    assert_eq!(file["before"], blake3::hash(KEY.as_bytes()).to_string());
    assert_eq!(file["after"], blake3::hash(KEY_FIXED.as_bytes()).to_string());
    assert_eq!(std::fs::read_to_string(folder.join(file["image"].as_str().unwrap())).unwrap(), KEY);
}

#[test]
fn without_a_journal_nothing_is_written() {
    let place = Place::program(&[("a.ts", KEY), ("file", "")]);
    let state = place.path("file");
    let done = place.command("", &["--yes", ROWS]).env("IACFIX_STATE_DIR", state).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("IACFIX_STATE_DIR"));
    assert_eq!(place.text("a.ts"), KEY);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn set_mode(place: &Place, path: &str, mode: u32) {
        std::fs::set_permissions(place.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_read_only_file_is_left_alone_with_all_of_its_program() {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
        set_mode(&place, "b.ts", 0o444);
        let said = place.run(&["--yes", ROWS]).code(2);
        assert!(said.err.contains("b.ts can't be written: it is read-only"), "{}", said.err);
        assert!(said.err.contains("chmod u+w b.ts"), "{}", said.err);
        assert!(!said.out.contains("1 fix in"), "{}", said.out);
        assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY, KEY));
        let names = std::fs::read_dir(place.root()).unwrap().count();
        assert_eq!(names, 4, "no temporary file stays");
    }

    #[test]
    fn one_program_that_can_not_be_written_does_not_stop_the_others() {
        let place = Place::empty();
        for name in ["a", "b", "c"] {
            place.project(name);
            place.put(&format!("{name}/index.ts"), KEY);
        }
        set_mode(&place, "b/index.ts", 0o444);
        place.run(&["--yes", ROWS]).code(2);
        assert_eq!((place.text("a/index.ts").as_str(), place.text("c/index.ts").as_str()), (KEY_FIXED, KEY_FIXED));
        assert_eq!(place.text("b/index.ts"), KEY);
    }

    #[test]
    fn mode_and_links_are_kept() {
        let place = Place::program(&[("real/a.ts", KEY)]);
        set_mode(&place, "real/a.ts", 0o640);
        place.put("other/.keep", "");
        std::fs::rename(place.path("real/a.ts"), place.path("other/a.txt")).unwrap();
        symlink("../other/a.txt", place.path("real/a.ts")).unwrap();
        place.run(&["--yes", ROWS]).code(0);
        assert!(place.path("real/a.ts").symlink_metadata().unwrap().is_symlink());
        assert_eq!(place.text("other/a.txt"), KEY_FIXED);
        let mode = place.path("other/a.txt").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
