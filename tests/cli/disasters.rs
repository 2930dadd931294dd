//! What goes wrong around the files: nothing is half-written, and what happened is said.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::support::{KEY, KEY_FIXED, Place, ROWS, Said, said};

/// Someone whom permissions hold for.
const NOBODY: u32 = 65_534;

/// Whether permissions do not hold for whoever runs the tests.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs in the place as someone whom permissions hold for: everything there is theirs.
fn run_without_privilege(place: &Place, args: &[&str]) -> Said {
    let mut command = place.command("", args);
    if !is_root() {
        return said(command.output().unwrap());
    }
    // The binary may lie where only its builder looks.
    let own = tempfile::tempdir().unwrap();
    set_mode(own.path(), 0o755);
    let binary = own.path().join("iacfix");
    // Copied by another process: a file that this one has open for writing, even for a moment in another test's child, is
    // too busy to be run.
    assert!(Command::new("cp").arg(command.get_program()).arg(&binary).status().unwrap().success());
    for path in [place.root(), place.state().to_path_buf()] {
        give_away(&path);
    }
    let mut nobody = Command::new(binary);
    nobody.args(command.get_args()).current_dir(place.root()).env("IACFIX_STATE_DIR", place.state());
    said(nobody.uid(NOBODY).gid(NOBODY).output().unwrap_or_else(|e| panic!("{e}: {:?}", command.get_program())))
}

fn give_away(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        std::fs::read_dir(path).unwrap().for_each(|entry| give_away(&entry.unwrap().path()));
    }
}

/// No temporary file of a writer is left below `folder`.
#[track_caller]
fn assert_tidy(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(!path.file_name().unwrap().to_string_lossy().starts_with(".iacfix-"), "{} stays", path.display());
        if path.is_dir() {
            assert_tidy(&path);
        }
    }
}

#[test]
fn a_file_that_may_not_be_read_is_said_and_the_rest_is_done() {
    let place = Place::program(&[("a.ts", KEY), ("secret.ts", KEY)]);
    set_mode(&place.path("secret.ts"), 0);
    let said = run_without_privilege(&place, &["--yes", ROWS]);
    set_mode(&place.path("secret.ts"), 0o600);
    let said = said.code(2);
    assert!(said.err.contains("secret.ts:1: can't be read: permission denied"), "{}", said.err);
    assert_eq!((place.text("a.ts").as_str(), place.text("secret.ts").as_str()), (KEY_FIXED, KEY));
}

#[test]
fn a_folder_that_may_not_be_entered_is_said_and_the_rest_is_done() {
    let place = Place::program(&[("a.ts", KEY), ("secret/b.ts", KEY)]);
    set_mode(&place.path("secret"), 0);
    // What is in it can't be given away any more.
    let said = run_without_privilege(&place, &["--yes", ROWS]);
    set_mode(&place.path("secret"), 0o700);
    let said = said.code(2);
    assert!(said.err.contains("secret:1: can't be read: permission denied"), "{}", said.err);
    assert_eq!((place.text("a.ts").as_str(), place.text("secret/b.ts").as_str()), (KEY_FIXED, KEY));
}

#[test]
fn a_folder_that_may_not_be_written_keeps_its_whole_program() {
    let place = Place::program(&[("a.ts", KEY), ("fixed/b.ts", KEY)]);
    set_mode(&place.path("fixed"), 0o555);
    let said = run_without_privilege(&place, &["--yes", ROWS]);
    set_mode(&place.path("fixed"), 0o755);
    let said = said.code(2);
    assert!(said.err.contains("fixed/b.ts can't be written: permission denied"), "{}", said.err);
    assert!(said.err.contains("look at the permissions of the file and its folder"), "{}", said.err);
    assert_eq!((place.text("a.ts").as_str(), place.text("fixed/b.ts").as_str()), (KEY, KEY));
    assert_tidy(&place.root());
}

/// A file system of a few pages, gone when dropped.
struct Small {
    place: PathBuf,
}

impl Small {
    /// `None` where nobody may make one.
    fn mounted(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(at).output();
        let mounted = is_root() && mount.is_ok_and(|it| it.status.success());
        if !mounted {
            eprintln!("passed over: a small file system can't be mounted here");
        }
        mounted.then(|| Self { place: at.to_path_buf() })
    }

    /// Takes all but `pages` pages of its room.
    fn fill(&self, pages: u64) {
        let ballast = self.place.join("ballast");
        let size = (1..).find(|size| std::fs::write(&ballast, vec![b'x'; size * 4096]).is_err()).unwrap() as u64 - 1;
        std::fs::write(&ballast, vec![b'x'; ((size - pages) * 4096) as usize]).unwrap();
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.place).status();
    }
}

#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    for pages in 0..3 {
        let place = Place::empty();
        let Some(small) = Small::mounted(&place.path("small")) else { return };
        place.project("small");
        let names = ["a.ts", "b.ts", "c.ts"].map(|name| format!("small/{name}"));
        names.iter().for_each(|name| place.put(name, KEY));
        small.fill(pages);
        let said = place.run(&["--yes", ROWS]).code(2);
        assert!(said.err.contains("can't be written: ") && said.err.contains("make room on the disk"), "{}", said.err);
        assert!(names.iter().all(|name| place.text(name) == KEY), "{pages} pages were left");
        assert_tidy(&place.path("small"));
    }
}

#[test]
fn without_room_for_the_journal_nothing_is_written() {
    for pages in 0..3 {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
        let state = place.path("state");
        let Some(small) = Small::mounted(&state) else { return };
        small.fill(pages);
        let said = said(place.command("", &["--yes", ROWS]).env("IACFIX_STATE_DIR", &state).output().unwrap()).code(2);
        assert!(said.err.contains("nothing is written without a journal"), "{}", said.err);
        assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY, KEY), "{pages} pages were left");
        assert_tidy(&place.root());
    }
}

#[test]
fn an_undo_that_finds_no_room_restores_nothing_and_works_once_there_is_some() {
    for pages in 0..3 {
        let place = Place::empty();
        let Some(small) = Small::mounted(&place.path("small")) else { return };
        place.project("small");
        let names = ["a.ts", "b.ts", "c.ts"].map(|name| format!("small/{name}"));
        names.iter().for_each(|name| place.put(name, KEY));
        place.run(&["--yes", ROWS]).code(0);
        small.fill(pages);
        let said = place.run(&["undo", "--yes"]).code(2);
        assert!(said.err.contains("can't be written: ") && said.err.contains("make room on the disk"), "{}", said.err);
        assert!(names.iter().all(|name| place.text(name) == KEY_FIXED), "{pages} pages were left");
        assert_tidy(&place.path("small"));
        assert_eq!(place.journals().len(), 1, "an undo that restored nothing leaves no journal");
        std::fs::remove_file(small.place.join("ballast")).unwrap();
        place.run(&["undo", "--yes"]).code(0);
        assert!(names.iter().all(|name| place.text(name) == KEY));
    }
}

#[test]
fn an_old_run_that_can_not_be_removed_is_a_warning_and_stops_nothing() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
    place.run(&["--yes", ROWS, "a.ts"]).code(0);
    let (old, _) = place.journals().pop().unwrap();
    place.put("iacfix.toml", "[journal]\nkeep-days = 0\n");
    place.run(&["--yes", ROWS, "b.ts"]).code(0);
    assert!(old.exists(), "it was written when nothing was configured");
    let (last, _) = place.journals().pop().unwrap();
    set_mode(&last.join("before"), 0o555);
    place.put("a.ts", KEY);
    let said = run_without_privilege(&place, &["--yes", ROWS]);
    set_mode(&last.join("before"), 0o755);
    let said = said.code(0);
    assert!(said.err.contains("warning: the old run in") && said.err.contains("permission denied"), "{}", said.err);
    assert_eq!(place.text("a.ts"), KEY_FIXED);
}

#[test]
fn a_report_that_finds_no_room_is_an_error() {
    if !Path::new("/dev/full").exists() {
        eprintln!("passed over: there is no /dev/full here");
        return;
    }
    let place = Place::program(&[("a.ts", KEY)]);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for format in ["text", "json", "patch"] {
        let args = ["--dry-run", ROWS, "--format", format];
        let done = place.command("", &args).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let said = said(done).code(2);
        assert!(said.err.contains("can't write the report to standard output"), "{}", said.err);
        let said = place.run(&[&args[..], &["--output", "/dev/full"]].concat()).code(2);
        assert!(said.err.contains("/dev/full"), "{}", said.err);
    }
}

/// A program of several files, a run over it that a signal meets after `delay`, and what stands there then.
fn struck(signal: &str, delay: Duration) -> (Place, Option<i32>, BTreeMap<String, String>) {
    let names: Vec<String> = (0..24).map(|n| format!("f{n:02}.ts")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), KEY)).collect();
    let place = Place::program(&files);
    let mut command = place.command("", &["--yes", "--quiet", ROWS]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    let kill = format!("kill -s {signal} {}", child.id());
    let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status().unwrap();
    let code = child.wait().unwrap().code();
    let texts = names.iter().map(|name| (name.clone(), place.text(name))).collect();
    (place, code, texts)
}

/// Strikes sooner and later around the moment in which files are written.
fn moments() -> impl Iterator<Item = Duration> {
    (0..16).map(|n| Duration::from_micros(n * n * 1500))
}

#[test]
fn a_signal_leaves_all_files_old_or_all_new() {
    for signal in ["INT", "TERM"] {
        for delay in moments() {
            let (place, code, texts) = struck(signal, delay);
            let old = texts.values().all(|text| text == KEY);
            let new = texts.values().all(|text| text == KEY_FIXED);
            assert!(old || new, "{signal} after {delay:?}: {texts:?}");
            // Before the program listens, the signal ends it in the way that the system has.
            assert!(matches!(code, Some(0 | 130) | None), "{signal} after {delay:?}: {code:?}");
            assert!(new || code != Some(0), "it said that all was done after {delay:?}");
            assert_tidy(&place.root());
        }
    }
}

#[test]
fn a_process_that_is_killed_leaves_whole_files_and_their_old_bytes() {
    for delay in moments() {
        let (place, _, texts) = struck("KILL", delay);
        for (name, text) in &texts {
            assert!(text == KEY || text == KEY_FIXED, "{name} is half-written after {delay:?}: {text}");
        }
        let changed = texts.iter().filter(|(_, text)| **text != KEY).map(|(name, _)| place.path(name));
        let changed: Vec<PathBuf> = changed.collect();
        if !changed.is_empty() {
            let (folder, journal) =
                place.journals().pop().expect("the journal stands before the first file is replaced");
            let files = journal["programs"][0]["files"].as_array().unwrap();
            for path in changed {
                let record =
                    files.iter().find(|file| file["path"] == path.to_str().unwrap()).expect("all are recorded");
                let image = std::fs::read_to_string(folder.join(record["image"].as_str().unwrap())).unwrap();
                assert_eq!(image, KEY, "{} can't be restored", path.display());
            }
        }
        // What was left behind is in nobody's way.
        place.run(&["--yes", ROWS]).code(0);
        assert!(texts.keys().all(|name| place.text(name) == KEY_FIXED), "after {delay:?}");
    }
}
