//! The conversation at a (pseudo-)terminal.
#![cfg(unix)]

use std::io::Read;
use std::time::Duration;

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Expect, Session};

use super::support::{KEY, KEY_FIXED, Place, ROWS, VOLUME};

/// A person at a terminal in the place.
pub(crate) struct Person {
    session: OsSession,
}

impl Person {
    pub(crate) fn starts(place: &Place, args: &[&str]) -> Self {
        let mut command = place.command("", args);
        command.env("TERM", "dumb").env("NO_COLOR", "1");
        let mut session = Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(30)));
        Self { session }
    }

    /// Waits for a text and gives what came before it.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> String {
        match self.session.expect(text) {
            Ok(found) => String::from_utf8_lossy(found.before()).into_owned(),
            Err(error) => panic!("`{text}` does not come: {error}"),
        }
    }

    /// Presses a key when the terminal listens: a moment after the question stands there.
    pub(crate) fn presses(&mut self, key: &str) {
        std::thread::sleep(Duration::from_millis(150));
        self.session.send(key).unwrap();
    }

    /// Waits for the end; the exit code and the last words.
    pub(crate) fn ends(mut self) -> (i32, String) {
        let (mut last, mut some) = (Vec::new(), [0; 4096]);
        // A terminal whose program is gone ends with an error on Linux and with nothing elsewhere.
        while let Ok(read @ 1..) = self.session.read(&mut some) {
            last.extend_from_slice(&some[..read]);
        }
        let last = String::from_utf8_lossy(&last).into_owned();
        match self.session.get_process().wait().unwrap() {
            WaitStatus::Exited(_, code) => (code, last),
            other => panic!("ended by {other:?}: {last}"),
        }
    }
}

#[test]
fn one_is_accepted_one_refused_and_after_the_last_question_the_bytes_are_there() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", VOLUME)]);
    let mut person = Person::starts(&place, &[ROWS]);
    let first = person.sees("1 of 2: apply?");
    let (yes, no) = if first.contains("a.ts") { ("y", "n") } else { ("n", "y") };
    person.presses(yes);
    let second = person.sees("2 of 2: apply?");
    assert!(first.contains("+  enableKeyRotation: true,") || second.contains("+  enableKeyRotation: true,"));
    assert!(first.contains("volumeSize: 30") || second.contains("volumeSize: 30"));
    person.presses(no);
    let list = person.sees("Write 1 file?");
    assert!(list.contains("a.ts (1 fix)") && !list.contains("b.ts ("), "{list}");
    assert_eq!(place.text("a.ts"), KEY, "nothing is written before the last question");
    person.presses("y");
    let (code, last) = person.ends();
    assert_eq!(code, 0, "{last}");
    assert!(last.contains("1 fix in 1 file written"), "{last}");
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY_FIXED, VOLUME));
    assert_eq!(place.journals().len(), 1);
}

#[test]
fn no_to_the_last_question_writes_nothing() {
    let place = Place::program(&[("a.ts", KEY)]);
    let mut person = Person::starts(&place, &[ROWS]);
    person.sees("1 of 1");
    person.presses("y");
    person.sees("Write 1 file?");
    person.presses("n");
    let (code, last) = person.ends();
    assert_eq!(code, 0);
    assert!(last.contains("nothing was written"), "{last}");
    assert_eq!(place.text("a.ts"), KEY);
}

#[test]
fn what_someone_else_wrote_while_a_person_thought_stays() {
    type Meanwhile = fn(&Place);
    let meanwhile: [(Meanwhile, &str); 3] = [
        (|place| place.put("b.ts", "someone else's"), "b.ts changed"),
        (|place| std::fs::remove_file(place.path("b.ts")).unwrap(), "b.ts can't be written"),
        (
            |place| {
                std::fs::remove_file(place.path("b.ts")).unwrap();
                std::fs::create_dir(place.path("b.ts")).unwrap();
            },
            "b.ts can't be written",
        ),
    ];
    for (happens, said) in meanwhile {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
        let mut person = Person::starts(&place, &["--only", "kms-key-rotation"]);
        person.sees("1 of 2");
        person.presses("a");
        person.sees("Write 2 files?");
        happens(&place);
        person.presses("y");
        let (code, last) = person.ends();
        assert_eq!(code, 2, "{last}");
        assert!(last.contains(said), "{last}");
        assert_eq!(place.text("a.ts"), KEY, "a program is written whole or not at all");
        assert!(
            place.path("b.ts").is_dir()
                || std::fs::read_to_string(place.path("b.ts")).is_ok_and(|t| t != KEY_FIXED)
                || !place.path("b.ts").exists()
        );
        assert!(place.journals().is_empty());
    }
}

#[test]
fn without_a_screen_to_draw_on_a_reason_is_typed_below_and_no_patch_is_written_twice() {
    let place = Place::program(&[("a.ts", KEY)]);
    let mut person = Person::starts(&place, &[ROWS]);
    person.sees("1 of 1");
    person.presses("r");
    assert!(person.sees("reason: ").contains("why is it left?"));
    person.presses("\u{1b}\n");
    person.sees("without a reason it stays open");
    person.presses("r");
    person.sees("reason: ");
    person.presses("until 2001-01-31: old\n");
    assert!(!person.sees("is over; name a day to come").contains("enableKeyRotation: true"));
    person.sees("reason: ");
    person.presses("until 2999-01-31: by hand\n");
    person.sees("1 silenced");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    let comment = "// iacfix-ignore kms-key-rotation until 2999-01-31: by hand\nexport";
    assert_eq!(place.text("a.ts"), KEY.replace("export", comment));
}

#[test]
fn what_is_said_of_a_comment_is_not_silenced_by_another() {
    let idle = format!("// iacfix-ignore kms-key-rotation: by hand\n{KEY_FIXED}");
    let place = Place::program(&[("a.ts", &idle)]);
    let mut person = Person::starts(&place, &[ROWS]);
    person.sees("1 of 1");
    person.presses("r");
    person.sees("it can't be silenced: it is about a comment");
    person.presses("y");
    person.sees("Write 1 file?");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    assert_eq!(place.text("a.ts"), KEY_FIXED);
}

#[test]
fn ctrl_c_writes_nothing_and_ends_with_130() {
    for at_the_end in [false, true] {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
        let mut person = Person::starts(&place, &[ROWS]);
        person.sees("1 of 2");
        person.presses("y");
        person.sees("2 of 2");
        if at_the_end {
            person.presses("y");
            person.sees("Write 2 files?");
        }
        std::thread::sleep(Duration::from_millis(150));
        person.session.send(ControlCode::EndOfText).unwrap();
        let (code, last) = person.ends();
        assert_eq!(code, 130, "{last}");
        assert!(last.contains("interrupted, nothing was written; the answers are kept"), "{last}");
        assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY, KEY));
        assert!(place.journals().is_empty());
    }
}

#[test]
fn whole_codemods_and_files_are_answered_with_one_key() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY), ("c.ts", VOLUME)]);
    let mut person = Person::starts(&place, &[ROWS]);
    // Which codemod comes first is not this test's concern.
    for _ in 0..2 {
        let volume = person.sees(": apply?").contains("fault   root volume");
        person.presses(if volume { "s" } else { "a" });
    }
    person.sees("Write 2 files?");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY_FIXED, KEY_FIXED));
    assert_eq!(place.text("c.ts"), VOLUME);
}

#[test]
fn q_keeps_what_was_accepted_and_a_capital_one_drops_it() {
    for (key, kept) in [("q", true), ("Q", false)] {
        let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY), ("c.ts", KEY)]);
        let mut person = Person::starts(&place, &[ROWS]);
        person.sees("1 of 3");
        person.presses("y");
        person.sees("2 of 3");
        person.presses("?");
        assert!(person.sees("2 of 3").contains("drop everything"));
        person.presses("x");
        person.sees("2 of 3");
        person.presses(key);
        if kept {
            person.sees("Write 1 file?");
            person.presses("y");
        }
        let (code, last) = person.ends();
        assert_eq!(code, 0, "{last}");
        assert_eq!(place.text("a.ts"), if kept { KEY_FIXED } else { KEY });
        assert_eq!((place.text("b.ts").as_str(), place.text("c.ts").as_str()), (KEY, KEY));
    }
}

#[test]
fn nothing_to_ask_is_said_and_asks_nothing() {
    let place = Place::program(&[("a.ts", KEY_FIXED)]);
    let (code, last) = Person::starts(&place, &[ROWS]).ends();
    assert_eq!(code, 0);
    assert!(last.contains("nothing found in 1 file"), "{last}");
}

#[test]
fn two_fixes_of_one_line_are_offered_one_after_the_other() {
    let both = "import * as aws from '@pulumi/aws';\n\nexport const keys = [new aws.kms.Key('a', { description: 'a' }), new aws.kms.Key('b', { description: 'b' })];\n";
    let place = Place::program(&[("a.ts", both)]);
    let mut person = Person::starts(&place, &[ROWS]);
    person.sees("1 of 2");
    person.presses("y");
    person.sees("2 of 2");
    person.presses("n");
    person.sees("Write 1 file?");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    assert_eq!(place.text("a.ts").matches("enableKeyRotation: true").count(), 1);
}

#[test]
fn f_answers_for_the_file_and_leaves_the_others_to_be_asked() {
    let place = Place::program(&[("a.ts", KEY), ("b.ts", KEY)]);
    let mut person = Person::starts(&place, &["--only", "kms-key-rotation"]);
    person.sees("1 of 2: apply?");
    person.presses("f");
    person.sees("2 of 2: apply?");
    person.presses("n");
    person.sees("Write 1 file?");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    assert_eq!((place.text("a.ts").as_str(), place.text("b.ts").as_str()), (KEY_FIXED, KEY));
}

#[test]
fn a_number_shows_another_alternative_which_y_then_accepts() {
    let trail = "import * as aws from '@pulumi/aws';

export const trail = new aws.cloudtrail.Trail('trail', {
  s3BucketName: 'logs',
  eventSelectors: [
    {
      includeManagementEvents: true,
      dataResources: [
        { type: 'AWS::S3::Object', values: ['arn:aws:s3:::*/'] },
      ],
    },
  ],
});
";
    let place = Place::program(&[("a.ts", trail)]);
    let mut person = Person::starts(&place, &["--only", "cloudtrail-data-resource-arn"]);
    let first = person.sees("1 of 1: apply?");
    assert!(first.contains("-      dataResources: ["), "{first}");
    person.presses("2");
    let second = person.sees("1 of 1: apply?");
    assert!(second.contains("values: ['arn:aws:s3']"), "{second}");
    person.presses("y");
    person.sees("Write 1 file?");
    person.presses("y");
    assert_eq!(person.ends().0, 0);
    assert_eq!(place.text("a.ts"), trail.replace("arn:aws:s3:::*/", "arn:aws:s3"));
}
