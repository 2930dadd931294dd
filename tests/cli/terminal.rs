//! What a terminal and the person before it do to a review besides pressing its keys.
#![cfg(unix)]

use super::screen::Screen;
use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

const PLAIN: &[(&str, &str)] = &[("NO_COLOR", "1")];

fn program() -> Place {
    Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)])
}

#[test]
fn another_size_of_the_window_draws_the_patch_anew_at_once_and_nothing_twice() {
    let place = program();
    let screen = Screen::starts(&place, &[ROWS], (120, 40), PLAIN);
    let wide = screen.sees("1 of 2: apply?");
    screen.resizes((40, 12));
    let narrow = screen.sees("-- rows 1 to 9 of");
    assert!(narrow.lines().all(|row| row.chars().count() < 40), "{narrow}");
    assert!(narrow.ends_with("1 of 2: apply? [y,n,a,f,s,e,r,q,Q,?]"), "{narrow}");
    screen.resizes((120, 40));
    screen.sees("@@ -");
    assert_eq!(screen.sees("1 of 2: apply? [y,n,a,f,s,e,r,q,Q,?]"), wide, "what was drawn is drawn over");
    screen.presses(&["?"]);
    screen.sees("drop everything");
    screen.resizes((119, 39));
    std::thread::sleep(std::time::Duration::from_millis(300));
    let help = screen.sees("drop everything");
    assert_eq!(help.matches("drop everything").count(), 1, "what was said stays, once: {help}");
    screen.presses(&["Q"]);
    screen.ends();
}

#[test]
fn a_screen_too_low_for_the_patch_and_the_keys_shows_the_keys_alone_and_scrolls_them() {
    let place = program();
    let screen = Screen::starts(&place, &[ROWS], (60, 10), PLAIN);
    let first = screen.sees("1 of 2: apply?");
    assert_eq!(first.lines().filter(|it| !it.is_empty()).count(), 8, "{first}");
    screen.presses(&["?"]);
    screen.sees("-- rows 1 to 7 of 13");
    screen.presses(&["Space"]);
    screen.sees("-- rows 5 to 11 of 13");
    screen.presses(&["End"]);
    let rest = screen.sees("-- rows 7 to 13 of 13");
    assert!(rest.contains("drop everything") && rest.contains("1 of 2: apply?"), "{rest}");
    screen.presses(&["n"]);
    screen.sees("2 of 2: apply?");
    screen.presses(&["Q"]);
    screen.ends();
}

#[test]
fn keys_without_a_meaning_answer_nothing() {
    let place = program();
    let screen = Screen::starts(&place, &[ROWS], (100, 30), PLAIN);
    screen.sees("1 of 2: apply?");
    for key in ["C-d", "Escape", "Enter", "F5", "M-y", "Left", "C-Left", "C-y", "Tab", "DC", "é", "9"] {
        screen.presses(&[key]);
        screen.sees("? shows the keys");
        screen.presses(&["b"]);
        screen.sees("this is the first question");
    }
    screen.pastes("yyyyQ\n");
    screen.sees("pasted text answers nothing");
    screen.presses(&["y"]);
    screen.sees("2 of 2: apply?");
    screen.presses(&["Q"]);
    screen.ends();
    assert_eq!(place.text("a.ts"), KEY);
}

#[test]
fn a_review_that_is_stopped_as_a_job_goes_on_in_the_foreground() {
    let place = program();
    let screen = Screen::shell(&place, (100, 40));
    screen.sees("$");
    screen.types(&format!("clear; {}", Screen::command(&place, &[ROWS], PLAIN)));
    screen.presses(&["Enter"]);
    screen.sees("1 of 2: apply?");
    screen.presses(&["n"]);
    screen.sees("2 of 2: apply?");
    screen.presses(&["C-z"]);
    screen.sees("Stopped");
    screen.types("echo typed as ever");
    screen.sees("$ echo typed as ever");
    screen.presses(&["Enter"]);
    screen.sees("\ntyped as ever");
    screen.types("clear; fg");
    screen.presses(&["Enter"]);
    let again = screen.sees("2 of 2: apply?");
    assert!(again.contains("enableKeyRotation"), "{again}");
    screen.presses(&["y"]);
    screen.sees("Write 1 file?");
    screen.presses(&["y"]);
    screen.sees("1 fix in 1 file written");
    screen.types("echo $((40 + 2))");
    screen.sees("$ echo $((40 + 2))");
    assert_eq!(place.text("a.ts"), KEY_FIXED);
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was_and_speaks_on_a_line_of_its_own() {
    let place = program();
    let screen = Screen::shell(&place, (100, 40));
    screen.sees("$");
    screen.types(&format!("clear; {}", Screen::command(&place, &[ROWS], PLAIN)));
    screen.presses(&["Enter"]);
    screen.sees("1 of 2: apply?");
    screen.presses(&["C-c"]);
    screen.sees("\nerror: interrupted, nothing was written\n");
    screen.types("echo seen");
    screen.sees("$ echo seen");
}

#[test]
fn an_editor_that_can_not_be_used_or_fails_changes_nothing_and_says_so() {
    let place = Place::program(&[("a.ts", KEY)]);
    place.put("fail.sh", "#!/bin/sh\necho broken > \"$1\"\nexit 3\n");
    place.put("with args.sh", "#!/bin/sh\n[ \"$1\" = --wait ] && sed -i 's/true/false/' \"$2\"\n");
    place.put("bytes.sh", "#!/bin/sh\nprintf '\\377' > \"$1\"\n");
    let script = |name: &str| format!("sh '{}'", place.path(name).display());
    let wait = format!("{} --wait", script("with args.sh"));
    for (editor, says) in [
        ("no-such-editor-is-here", "the editor `no-such-editor-is-here` (EDITOR) can't be run"),
        (script("fail.sh").as_str(), "ended with exit code 3; the patch is as it was"),
        (script("bytes.sh").as_str(), "the edited patch is not UTF-8"),
        ("true", "the patch is as it was"),
        ("cp /dev/null", "nothing is left of the patch"),
        ("rm -f", "left nothing that can be read"),
        ("'", "ended with exit code 2; the patch is as it was"),
        (wait.as_str(), "+  enableKeyRotation: false"),
    ] {
        let env = [("NO_COLOR", "1"), ("VISUAL", ""), ("EDITOR", editor)];
        let screen = Screen::starts(&place, &[ROWS], (160, 40), &env);
        screen.sees("1 of 1: apply?");
        screen.presses(&["e"]);
        screen.sees(says);
        screen.sees("1 of 1: apply?");
        screen.presses(&["Q"]);
        assert_eq!(screen.ends().0, 0);
        assert_eq!(place.text("a.ts"), KEY);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_review_ends_with_its_terminal_whatever_the_parent_asked_for() {
    let place = program();
    let screen = Screen::shell(&place, (100, 40));
    screen.sees("$");
    let review = Screen::command(&place, &[ROWS], PLAIN);
    screen.types(&format!("clear; (trap '' HUP; echo $BASHPID > pid; exec {review})"));
    screen.presses(&["Enter"]);
    screen.sees("1 of 2: apply?");
    let pid = place.text("pid");
    let status = || std::fs::read_to_string(format!("/proc/{}/status", pid.trim()));
    assert!(status().is_ok_and(|it| it.contains("Name:\tiacfix")), "it is at work");
    drop(screen);
    let started = std::time::Instant::now();
    // Whoever is the parent by now may not have asked how it ended.
    while status().is_ok_and(|it| !it.contains("State:\tZ")) {
        assert!(started.elapsed().as_secs() < 20, "it goes on without a terminal");
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
}
