//! The resource graph of a program that ran under Pulumi's mocks. Invariant: values are as the engine was given them,
//! every output resolved; nothing here knows a codemod.

use std::collections::{BTreeMap, BTreeSet};

use iacfix_engine::codemod::{Action, Effect};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::case::Wanted;
use crate::laws::Verdict;

/// What one run made.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Graph {
    /// The resources, by URN.
    pub(crate) resources: Vec<Node>,
    /// What the program exports.
    pub(crate) outputs: Map<String, Value>,
    /// What went wrong.
    pub(crate) errors: Vec<String>,
}

/// One resource.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Node {
    /// Where it stands: the types of what holds it, its own, and its name.
    pub(crate) urn: String,
    /// `Subnet/private-1`; components have none.
    pub(crate) id: Option<String>,
    /// Where its type has one.
    #[serde(default)]
    pub(crate) arn: Option<String>,
    /// The type as Pulumi spells it, `aws:ec2/instance:Instance`.
    #[serde(rename = "type")]
    pub(crate) token: String,
    /// The logical name.
    pub(crate) name: String,
    /// Its arguments.
    pub(crate) inputs: Map<String, Value>,
    /// URNs of what has to be there first.
    pub(crate) dependencies: Vec<String>,
    /// The same by argument.
    #[serde(rename = "propertyDependencies")]
    pub(crate) property_dependencies: BTreeMap<String, Vec<String>>,
    /// Whether a provider makes it; a component is made of others.
    pub(crate) custom: bool,
    /// Whether it was looked up, not made.
    #[serde(default)]
    pub(crate) read: bool,
    /// Its other options: parent, provider, aliases, protection and so on.
    #[serde(flatten)]
    pub(crate) options: Map<String, Value>,
}

impl Node {
    /// The type as the engine spells it: `aws.ec2.Instance`.
    pub(crate) fn symbol(&self) -> String {
        let mut parts = self.token.split(':');
        let (package, module, name) = (parts.next(), parts.next(), parts.next());
        match (package, module, name) {
            (Some("pulumi"), Some("providers"), Some(package)) => format!("{package}.Provider"),
            (Some(package), Some(module), Some(name)) => {
                let service = module.split('/').next().filter(|service| *service != "index");
                service.map_or(format!("{package}.{name}"), |service| format!("{package}.{service}.{name}"))
            }
            _ => self.token.clone(),
        }
    }

    /// An argument, by its path: `metadataOptions.httpTokens`.
    pub(crate) fn input(&self, path: &str) -> Option<&Value> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let value = self.inputs.get(first)?;
        rest.split('.').filter(|key| !key.is_empty()).try_fold(value, |value, key| value.get(key))
    }

    /// An argument that is text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.input(path)?.as_str()
    }

    /// An argument that is a list of texts; what else it holds is left out.
    pub(crate) fn texts(&self, path: &str) -> Vec<&str> {
        let items = self.input(path).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// For messages.
    pub(crate) fn place(&self) -> String {
        format!("{} `{}`", self.symbol(), self.name)
    }
}

impl Graph {
    /// The resources of a type, made or looked up.
    pub(crate) fn of(&self, symbol: &str) -> impl Iterator<Item = &Node> {
        self.resources.iter().filter(move |node| node.symbol() == symbol)
    }

    /// The resource with this URN.
    pub(crate) fn at(&self, urn: &str) -> Option<&Node> {
        self.resources.iter().find(|node| node.urn == urn)
    }
}

/// The program ran and made something, with no error that it did not have before.
pub(crate) fn runs(before: &Graph, after: Option<&Graph>, wanted: &Wanted, any_error: bool) -> Verdict {
    match &wanted.fails {
        Some(why) if !before.errors.iter().any(|error| error.contains(why)) => {
            return Err(format!(
                "case.toml says that the input fails with {why:?}; its errors are {:#?}",
                before.errors
            ));
        }
        None if !any_error && !before.errors.is_empty() => {
            return Err(format!("the input fails, and `run.fails` does not say so: {}", before.errors.join("\n")));
        }
        _ => {}
    }
    let after = after.unwrap_or(before);
    if let Some(fresh) = after.errors.iter().find(|error| !before.errors.contains(error)) {
        return Err(format!("the output fails as the input did not: {fresh}"));
    }
    let made = |graph: &Graph| graph.resources.iter().any(|node| !node.read);
    if !made(after) && !any_error {
        return Err("the program makes nothing; a library needs a `run.driver`".into());
    }
    Ok(())
}

/// What became of the graph.
struct Difference<'g> {
    added: Vec<&'g Node>,
    removed: Vec<&'g Node>,
    /// Both sides of those whose arguments differ, and which do.
    changed: Vec<(&'g Node, BTreeSet<&'g str>)>,
}

fn difference<'g>(before: &'g Graph, after: &'g Graph) -> Difference<'g> {
    let not_in =
        |graph: &'g Graph, other: &Graph| graph.resources.iter().filter(|it| other.at(&it.urn).is_none()).collect();
    // What a component is given is seen in what it makes.
    let made = before.resources.iter().filter(|was| was.custom);
    let pairs = made.filter_map(|was| Some((was, after.at(&was.urn)?)));
    let changed = pairs.filter_map(|(was, is)| {
        let keys = was.inputs.keys().chain(is.inputs.keys()).map(String::as_str);
        let differ: BTreeSet<_> = keys.filter(|key| was.inputs.get(*key) != is.inputs.get(*key)).collect();
        (!differ.is_empty()).then_some((is, differ))
    });
    Difference { added: not_in(after, before), removed: not_in(before, after), changed: changed.collect() }
}

/// The graphs differ as the accepted fixes said, no more and no less.
pub(crate) fn effects(before: &Graph, after: &Graph, said: &[&Effect]) -> Verdict {
    let difference = difference(before, after);
    all_is_said(&difference, said)?;
    all_is_seen(&difference, said)?;
    for (was, is) in before.resources.iter().filter_map(|was| Some((was, after.at(&was.urn)?))) {
        if was.options != is.options {
            return Err(format!("options of {} are {:?} and were {:?}", was.place(), is.options, was.options));
        }
    }
    outputs(before, after, said)
}

/// An output of the stack is gone where an effect says so, and nowhere else.
fn outputs(before: &Graph, after: &Graph, said: &[&Effect]) -> Verdict {
    let removed = |effect: &&&Effect| effect.resource == Effect::OUTPUT && effect.action == Action::Remove;
    let said: BTreeSet<&str> = said.iter().filter(removed).filter_map(|effect| effect.name.as_deref()).collect();
    let mut lost = before.outputs.keys().filter(|key| !after.outputs.contains_key(*key));
    if let Some(lost) = lost.find(|key| !said.contains(key.as_str())) {
        return Err(format!("the stack's output `{lost}` is gone"));
    }
    match said.iter().find(|name| after.outputs.contains_key(**name)) {
        Some(kept) => Err(format!("an effect says that the stack's output `{kept}` goes, and it is still there")),
        None => Ok(()),
    }
}

/// What may happen to resources of a type; an effect on a class of the program is one on all that it makes.
fn allows(effect: &Effect, node: &Node, actions: &[Action]) -> bool {
    (effect.resource == node.symbol() || !is_provided(&effect.resource)) && actions.contains(&effect.action)
}

/// Whether a provider has the type.
fn is_provided(symbol: &str) -> bool {
    ["aws.", "awsx.", "random."].iter().any(|package| symbol.starts_with(package))
}

fn all_is_said(difference: &Difference<'_>, said: &[&Effect]) -> Verdict {
    let ways: [(&str, &[&Node], &[Action]); 2] = [
        ("added", &difference.added, &[Action::Add, Action::Replace]),
        ("removed", &difference.removed, &[Action::Remove, Action::Replace]),
    ];
    for (what, nodes, actions) in ways {
        if let Some(node) = nodes.iter().find(|node| !said.iter().any(|effect| allows(effect, node, actions))) {
            return Err(format!("{} is {what}, which no effect says", node.place()));
        }
    }
    for (node, keys) in &difference.changed {
        let named = |effect: &Effect, key: &str| effect.property.as_deref().is_none_or(|it| property(it) == key);
        let says = |effect: &Effect, key: &str| {
            let whole = !is_provided(&effect.resource) || named(effect, key);
            whole && allows(effect, node, &[Action::Update, Action::Replace])
        };
        if let Some(key) = keys.iter().find(|key| !said.iter().any(|effect| says(effect, key))) {
            let value = node.inputs.get(*key).map_or("nothing".to_string(), Value::to_string);
            return Err(format!("`{key}` of {} becomes {value}, which no effect says", node.place()));
        }
    }
    Ok(())
}

/// The argument that `rootBlockDevice.volumeSize` lies in.
fn property(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

fn all_is_seen(difference: &Difference<'_>, said: &[&Effect]) -> Verdict {
    for effect in said.iter().filter(|effect| is_provided(&effect.resource)) {
        let of_it = |node: &Node| node.symbol() == effect.resource && is_named(effect.name.as_deref(), &node.name);
        let added = || difference.added.iter().any(|node| of_it(node));
        let removed = || difference.removed.iter().any(|node| of_it(node));
        let changed = || {
            let hit = |keys: &BTreeSet<&str>| effect.property.as_deref().is_none_or(|it| keys.contains(property(it)));
            difference.changed.iter().any(|(node, keys)| of_it(node) && hit(keys))
        };
        // What one fix adds, another may complete before anything is deployed.
        let completed = || {
            let has = |node: &Node| effect.property.as_deref().is_some_and(|it| node.inputs.contains_key(property(it)));
            let adds = |other: &&&Effect| other.action == Action::Add && other.resource == effect.resource;
            said.iter().any(|other| adds(&other)) && difference.added.iter().any(|node| of_it(node) && has(node))
        };
        let seen = match effect.action {
            Action::Add => added(),
            Action::Remove => removed(),
            Action::Update => changed() || completed(),
            Action::Replace => changed() || added() && removed(),
            Action::None => true,
        };
        if !seen {
            return Err(format!("an effect says {effect:?}, which the graph does not show"));
        }
    }
    Ok(())
}

/// Whether a name as the source spells it can come to `name`; a spelling that is no string can come to any.
fn is_named(spelled: Option<&str>, name: &str) -> bool {
    let Some(spelled) = spelled.map(str::trim) else { return true };
    let inner = |quote: char| spelled.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(text) = inner('\'').or_else(|| inner('"')) {
        return text == name;
    }
    let Some(template) = inner('`') else { return true };
    let pieces: Vec<_> = template.split("${").map(|it| it.rsplit_once('}').map_or(it, |(_, rest)| rest)).collect();
    let mut rest = name;
    pieces.into_iter().all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}
