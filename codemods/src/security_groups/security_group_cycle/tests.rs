//! What is let through before and after: programs with a cycle do not run, so their graphs can't tell.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use iacfix_engine::model::{Element, Entity, Lookup, Model, Piece, ResourceId, Value, identified};
use iacfix_engine::source::TextRange;
use iacfix_engine::testing::program;

use crate::security_groups::rules::{At, Edge, INLINE, Rule, Rules, Traffic};

/// The sources below a folder, by their paths from it.
fn sources(root: &Path, below: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(below).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(root, &path, out);
        } else if path.extension().is_some_and(|it| it == "ts") {
            let name = path.strip_prefix(root).expect("below the root").display().to_string();
            out.push((name, std::fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// Every rule of the program in `folder`, one for each peer.
fn let_through(folder: &Path) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(folder, folder, &mut files);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let program = program(&files);
    let model = Model::new(&program);
    let rules = Rules::of(&model);
    rules.all.iter().flat_map(|rule| of_rule(&model, rule)).collect()
}

fn of_rule<'p>(model: &Model<'p>, rule: &Rule<'p>) -> Vec<String> {
    let Lookup::Found(group) = rule.group else { panic!("a rule of no group") };
    let names = match &rule.at {
        At::Own(names) => *names,
        _ => INLINE,
    };
    let property = |key| match rule.object() {
        Some(object) => model.object_property(object, key).found(),
        None => model.resource_property(model.resource(rule.resource), key).found(),
    };
    let keys = names.blocks.into_iter().chain([names.groups, names.lists, "self"]);
    let elements = keys.filter_map(property).flat_map(|it| model.property_elements(&it));
    let port = |edge: &Edge<'_>| match edge {
        Edge::Known(port) => port.to_string(),
        Edge::Given(property) => model.text(property.file, property.value_range()).to_string(),
        Edge::Unseen(why) => panic!("{why}"),
    };
    let traffic = match &rule.traffic {
        Traffic::All => "all".to_string(),
        Traffic::Ports { protocol, from, to } => format!("{protocol} {}-{}", port(from), port(to)),
        Traffic::Unseen(why) => panic!("{why}"),
    };
    let said = |peer: String| format!("{} {} {traffic} {peer}", name(model, group), rule.direction.key());
    elements.filter_map(|it| peer(model, group, &it)).map(said).collect()
}

/// A group's logical name as it is written.
fn name<'p>(model: &Model<'p>, group: ResourceId) -> &'p str {
    let group = model.resource(group);
    group.name().map_or("", |it| model.text(group.file, TextRange::of(it)))
}

/// Whom an element of a rule means, the group itself alike in all spellings.
fn peer<'p>(model: &Model<'p>, group: ResourceId, element: &Element<'p>) -> Option<String> {
    let pieces = model.text_pieces(element.file, element.expr);
    let id = match pieces.as_slice() {
        [Piece::Hole(site)] => identified(&model.value(site.file, site.node)),
        _ => None,
    };
    match (id, model.value(element.file, element.expr)) {
        (Some(id), _) if id == group => Some("self".into()),
        (Some(id), _) => Some(name(model, id).to_string()),
        (None, Value::Bool(is_self)) => is_self.then(|| "self".into()),
        (None, Value::Str(block)) => Some(block),
        // However a callback calls it.
        (None, Value::Entity(Entity::Resource(id), path)) => Some(format!("{}.{}", name(model, id), path.join("."))),
        (None, _) => Some(model.text(element.file, TextRange::of(element.expr)).to_string()),
    }
}

#[test]
fn a_move_changes_nothing_of_what_is_let_through() {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/security-group-cycle");
    let mut compared = 0;
    for case in std::fs::read_dir(goldens).expect("the goldens").map(|it| it.expect("an entry").path()) {
        let (before, after) = (case.join("in"), case.join("out"));
        if case.ends_with("drop") || !after.is_dir() {
            continue;
        }
        let (was, is) = (let_through(&before), let_through(&after));
        assert!(!was.is_empty() && was == is, "{}:\nbefore {was:#?}\nafter {is:#?}", case.display());
        compared += 1;
    }
    assert!(compared >= 8, "only {compared} goldens move rules");
}

#[test]
fn dropping_only_takes_away() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden/security-group-cycle/drop");
    let (was, is) = (let_through(&case.join("in")), let_through(&case.join("out")));
    assert!(is.is_subset(&was) && is.len() < was.len(), "before {was:#?}\nafter {is:#?}");
}
