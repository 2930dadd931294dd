//! Laws of edit sets, over random ones.

use std::path::Path;

use proptest::prelude::*;

use super::{Edit, EditError, EditSet, FileEdits, Joined, apply};
use crate::source::{Newline, TextRange};

const TEXT: &str = "const ä = new aws.s3.Bucket('a', {\n  tags,\n});\n";

/// Any edit, most of them inside [`TEXT`], some across its end or within its one long character.
fn any_edit() -> impl Strategy<Value = Edit> {
    let len = TEXT.len() as u32;
    (0..len + 2, 0u32..6, "[abä\n]{0,3}")
        .prop_map(|(start, len, text)| Edit::replace(TextRange::new(start, start + len), text))
}

/// Edits that crowd: few places, few texts, so that sharing and meeting are common.
fn crowded_edit() -> impl Strategy<Value = Edit> {
    (0..5u32, 0..3u32, "[xy]{0,1}")
        .prop_map(|(start, len, text)| Edit::replace(TextRange::new(start, start + len), text))
}

fn set_of(edits: &[Edit]) -> EditSet {
    let mut set = EditSet::new();
    for edit in edits {
        let _ = set.insert(TEXT, edit.clone());
    }
    set
}

fn overlap(a: &Edit, b: &Edit) -> bool {
    a.range.start.max(b.range.start) < a.range.end.min(b.range.end)
        || (a.range.is_empty() && b.range.start < a.range.start && a.range.start < b.range.end)
        || (b.range.is_empty() && a.range.start < b.range.start && b.range.start < a.range.end)
}

proptest! {
    #[test]
    fn every_set_is_sorted_disjoint_and_inside(edits in prop::collection::vec(any_edit(), 0..12)) {
        let set = set_of(&edits);
        let all: Vec<&Edit> = set.iter().collect();
        for (i, edit) in all.iter().enumerate() {
            prop_assert!(TEXT.get(edit.range.as_usize()).is_some());
            for later in &all[i + 1..] {
                prop_assert!(edit.range.start <= later.range.start && edit.range.end <= later.range.end);
                prop_assert!(!overlap(edit, later), "{edit:?} and {later:?}");
                prop_assert!(edit != later);
            }
        }
    }

    /// What `insert` turns away really is outside or in the way, judged against every edit and not only neighbours.
    #[test]
    fn nothing_is_turned_away_without_cause(edits in prop::collection::vec(any_edit(), 0..12), one in any_edit()) {
        let mut set = set_of(&edits);
        let before = set.clone();
        match set.insert(TEXT, one.clone()) {
            Ok(Joined::Added) => prop_assert_eq!(set.len(), before.len() + 1),
            Ok(Joined::Shared) => prop_assert!(before.iter().any(|e| *e == one)),
            Err(EditError::Outside(_)) => prop_assert!(TEXT.get(one.range.as_usize()).is_none()),
            Err(EditError::Conflict(standing)) => {
                prop_assert!(before.iter().any(|e| *e == standing));
                prop_assert!(overlap(&standing, &one));
            }
        }
    }

    #[test]
    fn disjoint_edits_join_in_any_order(edits in prop::collection::vec(any_edit(), 0..12).prop_map(|e| set_of(&e)),
        order in any::<prop::sample::Index>())
    {
        let mut shuffled: Vec<Edit> = Vec::new();
        for edit in edits.iter() {
            // Insertions at one place keep their order: there it is meaning.
            if shuffled.iter().any(|e| e.range == edit.range) {
                continue;
            }
            let at = order.index(shuffled.len() + 1);
            shuffled.insert(at, edit.clone());
        }
        let mut sorted = shuffled.clone();
        sorted.sort();
        let mut set = EditSet::new();
        for edit in shuffled {
            prop_assert_eq!(set.insert(TEXT, edit), Ok(Joined::Added));
        }
        prop_assert_eq!(set, set_of(&sorted));
    }

    #[test]
    fn the_inverse_restores(edits in prop::collection::vec(any_edit(), 0..12)) {
        let set = set_of(&edits);
        let after = apply(TEXT, &set);
        prop_assert_eq!(apply(&after, &set.inverse(TEXT)), TEXT);
    }

    #[test]
    fn bytes_outside_edits_stay_and_map_says_where(edits in prop::collection::vec(any_edit(), 0..12)) {
        let set = set_of(&edits);
        let after = apply(TEXT, &set);
        for (at, byte) in TEXT.bytes().enumerate() {
            let goes = set.iter().any(|e| e.range.as_usize().contains(&at));
            if !goes {
                prop_assert_eq!(after.as_bytes()[set.map(at as u32) as usize], byte);
            }
        }
        prop_assert_eq!(set.map(TEXT.len() as u32) as usize, after.len());
    }

    /// Merging fix by fix succeeds or fails as a whole, and a shared edit is made once.
    #[test]
    fn a_merge_is_all_or_nothing(
        a in prop::collection::vec(crowded_edit(), 0..4), b in prop::collection::vec(crowded_edit(), 0..4))
    {
        let (a, b) = (set_of(&a), set_of(&b));
        let mut merged = a.clone();
        match merged.merge(TEXT, &b) {
            Ok(()) => {
                prop_assert!(a.iter().chain(b.iter()).all(|e| merged.holds(e)));
                prop_assert!(merged.len() <= a.len() + b.len());
                let mut back = b.clone();
                prop_assert!(back.merge(TEXT, &a).is_ok());
                prop_assert_eq!(apply(TEXT, &back).len(), apply(TEXT, &merged).len());
            }
            Err(_) => prop_assert_eq!(merged, a),
        }
    }

    /// Who asks first does not decide whether two fixes go together, nor, unless both insert the same in another order at
    /// one place, what comes out.
    #[test]
    fn fixes_conflict_both_ways_and_merge_alike(
        a in prop::collection::vec(crowded_edit(), 0..5), b in prop::collection::vec(crowded_edit(), 0..5))
    {
        let (a, b) = (set_of(&a), set_of(&b));
        let (mut one, mut other) = (a.clone(), b.clone());
        let (first, second) = (one.merge(TEXT, &b), other.merge(TEXT, &a));
        prop_assert_eq!(first.is_ok(), second.is_ok(), "{:?} and {:?}", a, b);
        let insertions = |set: &EditSet| set.iter().filter(|e| e.range.is_empty()).cloned().collect::<Vec<_>>();
        let in_order = |mut edits: Vec<Edit>| { edits.sort(); edits };
        let same = in_order(insertions(&a)) == in_order(insertions(&b)) && insertions(&a) != insertions(&b);
        if first.is_ok() && !same {
            prop_assert_eq!(apply(TEXT, &one), apply(TEXT, &other));
            prop_assert_eq!(one.merge(TEXT, &b), Ok(()), "what is in it already can join again");
            prop_assert_eq!(apply(TEXT, &one), apply(TEXT, &other));
        }
    }

    /// Two fixes at once make the text that one makes after the other.
    #[test]
    fn merged_is_one_after_the_other(
        a in prop::collection::vec(any_edit(), 0..8), b in prop::collection::vec(any_edit(), 0..8))
    {
        let (a, b) = (set_of(&a), set_of(&b));
        let mut both = a.clone();
        if b.iter().any(|edit| a.holds(edit)) || both.merge(TEXT, &b).is_err() {
            return Ok(());
        }
        let between = apply(TEXT, &a);
        let mut moved = EditSet::new();
        for edit in b.iter() {
            let start = a.map(edit.range.start);
            let edit = Edit::replace(TextRange::new(start, start + edit.range.len()), edit.text.clone());
            prop_assert!(moved.insert(&between, edit).is_ok());
        }
        prop_assert_eq!(apply(&between, &moved), apply(TEXT, &both));
    }

    /// Over several files a merge fails where it fails in one of them, and then changes none.
    #[test]
    fn files_merge_together_or_not_at_all(
        a in prop::collection::vec((0usize..3, crowded_edit()), 0..6),
        b in prop::collection::vec((0usize..3, crowded_edit()), 0..6))
    {
        let paths = ["/p/1.ts", "/p/2.ts", "/p/3.ts"].map(Path::new);
        let of = |edits: &[(usize, Edit)]| {
            let mut files = FileEdits::new();
            for (at, edit) in edits {
                let _ = files.file_mut(paths[*at]).insert(TEXT, edit.clone());
            }
            files
        };
        let (a, b) = (of(&a), of(&b));
        let alone = paths.iter().all(|path| {
            let mut set = a.file(path).cloned().unwrap_or_default();
            b.file(path).is_none_or(|other| set.merge(TEXT, other).is_ok())
        });
        let mut merged = a.clone();
        prop_assert_eq!(merged.merge(&b, |_| TEXT).is_ok(), alone);
        if alone {
            prop_assert!(b.iter().all(|(path, set)| set.iter().all(|edit| merged.holds(path, edit))));
        } else {
            prop_assert_eq!(merged, a);
        }
    }

    #[test]
    fn line_breaks_are_the_files(edits in prop::collection::vec(any_edit(), 0..8)) {
        let text = TEXT.replace('\n', "\r\n");
        let mut set = EditSet::new();
        for edit in &edits {
            let _ = set.insert(&text, edit.clone());
        }
        // An edit may itself split a line break; whole ones stay whole.
        prop_assume!(set.iter().all(|e| [e.range.start, e.range.end].iter().all(|at| {
            text.get(..*at as usize).is_some_and(|t| !t.ends_with('\r'))
        })));
        let settled = set.settled(&text, Newline::CrLf).expect("the edits are inside");
        let after = apply(&text, &settled);
        prop_assert_eq!(after.matches("\r\n").count(), after.matches('\n').count());
        prop_assert_eq!(settled.settled(&text, Newline::CrLf), Ok(settled));
    }
}

#[test]
fn insertions_of_one_fix_at_one_place_keep_their_order() {
    let mut set = EditSet::new();
    assert_eq!(set.insert(TEXT, Edit::insert(6, "b ")), Ok(Joined::Added));
    assert_eq!(set.insert(TEXT, Edit::insert(6, "a ")), Ok(Joined::Added));
    assert_eq!(set.insert(TEXT, Edit::insert(6, "b ")), Ok(Joined::Shared));
    assert!(apply(TEXT, &set).starts_with("const b a ä"));
}

#[test]
fn another_fix_may_share_an_insertion_but_not_stand_beside_it() {
    let (mut first, mut second) = (EditSet::new(), EditSet::new());
    first.insert(TEXT, Edit::insert(0, "import a;\n")).expect("inside");
    first.insert(TEXT, Edit::insert(0, "import b;\n")).expect("inside");
    second.insert(TEXT, Edit::insert(0, "import b;\n")).expect("inside");
    let mut merged = first.clone();
    assert_eq!(merged.merge(TEXT, &second), Ok(()));
    assert_eq!(merged, first);
    let mut merged = second.clone();
    assert_eq!(merged.merge(TEXT, &first), Ok(()));
    assert_eq!(merged, first);
    second.insert(TEXT, Edit::insert(0, "import c;\n")).expect("inside");
    assert_eq!(merged.merge(TEXT, &second), Err(EditError::Conflict(Edit::insert(0, "import a;\n"))));
    assert_eq!(merged, first);
}

#[test]
fn an_insertion_at_the_edge_of_a_replacement_stands_free() {
    let mut set = EditSet::new();
    set.insert(TEXT, Edit::replace(TextRange::new(10, 13), "NEW")).expect("inside");
    for (at, ok) in [(10, true), (13, true), (11, false)] {
        assert_eq!(set.clone().insert(TEXT, Edit::insert(at, "x")).is_ok(), ok, "at {at}");
    }
    set.insert(TEXT, Edit::insert(13, "x")).expect("at the edge");
    let crossing = Edit::delete(TextRange::new(12, 14));
    assert!(matches!(set.insert(TEXT, crossing), Err(EditError::Conflict(_))));
}

#[test]
fn swapped_ends_are_outside_and_do_not_panic() {
    let edit = Edit { range: TextRange { start: 9, end: 3 }, text: String::new() };
    assert!(matches!(EditSet::new().insert(TEXT, edit), Err(EditError::Outside(_))));
}

#[test]
fn nothing_comes_before_a_byte_order_mark() {
    let text = "\u{feff}a;\r\nb;\r\n";
    let mut set = EditSet::new();
    set.insert(text, Edit::insert(0, "\u{feff}import x;\n")).expect("inside");
    set.insert(text, Edit::insert(3, "import y;\n")).expect("inside");
    let settled = set.settled(text, Newline::CrLf).expect("inside");
    assert_eq!(apply(text, &settled), "\u{feff}import x;\r\nimport y;\r\na;\r\nb;\r\n");
}

#[test]
fn a_fix_lands_in_all_its_files_or_in_none() {
    let (one, two) = (Path::new("/p/1.ts"), Path::new("/p/2.ts"));
    let mut standing = FileEdits::new();
    standing.file_mut(two).insert(TEXT, Edit::delete(TextRange::new(0, 6))).expect("inside");
    let mut other = FileEdits::new();
    other.file_mut(one).insert(TEXT, Edit::insert(0, "x")).expect("inside");
    other.file_mut(two).insert(TEXT, Edit::delete(TextRange::new(3, 9))).expect("inside");
    let before = standing.clone();
    let (path, _) = standing.merge(&other, |_| TEXT).expect_err("they meet in the second file");
    assert_eq!(path, two);
    assert_eq!(standing, before);
}
