//! Names in examples. Invariant: what a page tells a person to type names codemods, themes and alternatives that there are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::Place;

const PAGES: &[(&str, &str)] = &[
    ("README.md", include_str!("../../README.md")),
    ("ARCHITECTURE.md", include_str!("../../ARCHITECTURE.md")),
    ("CONTRIBUTING.md", include_str!("../../CONTRIBUTING.md")),
    ("CHANGELOG.md", include_str!("../../CHANGELOG.md")),
];
const COMMANDS: &[&str] = &["", "codemods", "explain", "undo", "runs", "init", "config", "completions"];

/// What can be named, with the alternatives of each.
struct Names {
    ids: BTreeMap<String, BTreeSet<String>>,
    themes: BTreeSet<String>,
}

impl Names {
    fn known() -> Self {
        let list = Place::empty().run(&["codemods", "--format", "json"]).code(0).out;
        let list: Vec<Value> = serde_json::from_str(&list).unwrap();
        let text = |it: &Value| it.as_str().map(String::from);
        let alternatives =
            |it: &Value| it["alternatives"].as_array().unwrap().iter().filter_map(|it| text(&it["name"])).collect();
        Self {
            ids: list.iter().map(|it| (text(&it["id"]).unwrap(), alternatives(it))).collect(),
            themes: list.iter().filter_map(|it| text(&it["theme"])).collect(),
        }
    }

    /// The names in a page that nothing bears; how many there are in all is added to `seen`.
    fn wrong(&self, page: &str, seen: &mut usize) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut judge = |name: &str, theme: bool| {
            let name = name.trim_end_matches(['.', '`', ':', '\'', ')']);
            // `ID` and `<id>` stand for any.
            if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
                return;
            }
            *seen += 1;
            if !(self.ids.contains_key(name) || theme && self.themes.contains(name)) {
                wrong.push(name.to_string());
            }
        };
        for word in behind(page, &["--only ", "--only=", "--skip ", "--skip="]) {
            word.split(',').for_each(|name| judge(name, true));
        }
        behind(page, &["iacfix explain "]).for_each(|word| judge(word, false));
        behind(page, &["codemods."]).filter_map(|it| it.split_once(']')).for_each(|(name, _)| judge(name, false));
        for line in page.lines() {
            if let Some((ids, _)) = line.split_once("iacfix-ignore ").and_then(|(_, rest)| rest.split_once(':')) {
                let ids = ids.split_once(" until ").map_or(ids, |(ids, _)| ids);
                ids.split(',').for_each(|name| judge(name.trim(), false));
            }
        }
        let unknown = |word: &&str| {
            let (id, name) = word.split_once('=').unwrap_or((*word, ""));
            let known = self.ids.get(id).is_some_and(|it| it.contains(name.trim_end_matches(['`', ')'])));
            id.starts_with(|c: char| c.is_ascii_lowercase()) && !known
        };
        wrong.extend(behind(page, &["--choose ", "--choose="]).filter(unknown).map(String::from));
        wrong
    }
}

/// The words that follow any of these.
fn behind<'p>(page: &'p str, marks: &'p [&str]) -> impl Iterator<Item = &'p str> {
    let words = marks.iter().flat_map(|mark| page.match_indices(mark).map(|(at, _)| &page[at + mark.len()..]));
    words.filter_map(|rest| rest.split_whitespace().next())
}

#[test]
fn every_name_in_help_and_pages_is_one_that_there_is() {
    let (names, mut seen) = (Names::known(), 0);
    let place = Place::empty();
    let help = COMMANDS.iter().map(|command| {
        let args: Vec<_> = [*command, "--help"].into_iter().filter(|it| !it.is_empty()).collect();
        (*command, place.run(&args).code(0).out)
    });
    let pages = PAGES.iter().map(|(name, text)| (*name, (*text).to_string()));
    for (page, text) in help.chain(pages) {
        assert_eq!(names.wrong(&text, &mut seen), Vec::<String>::new(), "in {page}");
    }
    assert!(seen >= 15, "{seen} names are looked at");
}

#[test]
fn a_wrong_name_is_seen_wherever_it_may_stand() {
    let names = Names::known();
    for page in [
        "iacfix --only ec2-imdsv2,no-such",
        "iacfix --skip=no-such",
        "iacfix explain no-such",
        "[codemods.no-such]\nchoose = 'a'",
        "// iacfix-ignore ec2-imdsv2, no-such until 2027-01-31: why",
        "iacfix --choose no-such=all",
        "iacfix --choose cloudtrail-data-resource-arn=no-such",
    ] {
        assert_eq!(names.wrong(page, &mut 0).len(), 1, "{page}");
    }
    let right = "--only ec2-imdsv2,network --skip ID `iacfix explain kms-key-rotation` // iacfix-ignore <id>: why";
    assert_eq!(names.wrong(right, &mut 0), Vec::<String>::new());
}
