//! What goes with a key, and how its hosts are reached from then on. Invariant: no host is left that nobody can reach.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix, Level};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Lookup, Model, Property, Resource, ResourceId, Same, Value};
use iacfix_engine::rewrite::{Rewrite, Taken, Withdrawn};
use iacfix_engine::source::TextRange;

use crate::compute::hosts::Hosts;
use crate::compute::profiles::{Bare, PROFILE, State, kind, state};

const KEY_NAME: &str = "keyName";

/// What is done about one key.
struct Repair {
    edits: FileEdits,
    effects: Vec<Effect>,
    access: Access,
}

/// How the hosts that had the key are reached from then on.
enum Access {
    /// There are none.
    Needless,
    /// Each by the profile that it has.
    Kept,
    /// By a profile that it gets; what is to be known of that.
    Given(Option<String>),
}

pub(super) fn fix<'p>(model: &Model<'p>, key: &Resource<'p>, hosts: &Hosts, bare: &Bare<'_, 'p>) -> Fix {
    let removed = Effect::on(Action::Remove, model, key);
    match repair(model, key, hosts, bare) {
        Err(why) => Fix::new(Level::Review, "remove it", Err(why)).effect(removed),
        Ok(Repair { edits, effects, access }) => {
            let title = match &access {
                Access::Given(_) => "remove it, and reach its hosts through Systems Manager",
                Access::Kept | Access::Needless => "remove it",
            };
            let fix = Fix::new(Level::Review, title, Ok(edits)).effect(removed);
            let fix = effects.into_iter().fold(fix, Fix::effect);
            match access {
                Access::Given(warning) => {
                    let login = "people log in through Session Manager from then on, and port 22 can be closed";
                    let notes: Vec<String> = warning.into_iter().chain([login.to_string()]).collect();
                    fix.note(notes.join("; "))
                }
                Access::Kept => fix.note(
                    "its hosts keep their roles; see that these have `AmazonSSMManagedInstanceCore`, \
                     or nobody can log in",
                ),
                Access::Needless => fix,
            }
        }
    }
}

fn repair<'p>(model: &Model<'p>, key: &Resource<'p>, hosts: &Hosts, bare: &Bare<'_, 'p>) -> Result<Repair, Declined> {
    stays(model, key)?;
    let named = named_alike(model, key)?;
    let also: Vec<Property<'p>> = named.iter().map(|(_, property)| *property).collect();
    // A private key that is generated goes too, unless something else keeps it.
    let generated = private_key(model, key);
    let whole: Vec<ResourceId> = std::iter::once(key.id).chain(generated).collect();
    let attempt = |roots: &[ResourceId]| {
        let mut rewrite = Rewrite::new(model);
        let withdrawn = rewrite.withdraw(roots, &also, &|taken| may_lose(model, taken))?;
        Ok::<_, Declined>((rewrite, withdrawn, roots.to_vec()))
    };
    let (mut rewrite, withdrawn, roots) = match attempt(&whole) {
        Err(_) if generated.is_some() => attempt(&[key.id])?,
        answer => answer?,
    };
    let mut users: Vec<ResourceId> = withdrawn.taken.iter().map(|taken| taken.by).collect();
    users.extend(named.iter().map(|(id, _)| *id));
    users.sort();
    users.dedup();
    let users: Vec<&Resource<'p>> = users.into_iter().map(|id| model.resource(id)).collect();
    let unreached = unreached(model, hosts, &users)?;
    bare.give(&mut rewrite, &unreached)?;
    let effects = effects(model, bare, &roots[1..], &withdrawn, &users, &unreached);
    let access = match (users.is_empty(), unreached.is_empty()) {
        (true, _) => Access::Needless,
        (false, true) => Access::Kept,
        (false, false) => Access::Given(unreached.iter().find_map(|host| bare.plan(host).warning())),
    };
    Ok(Repair { edits: rewrite.finish()?, effects, access })
}

/// What keeps the key: Pulumi refuses to delete what is protected, and what was imported may serve others.
fn stays<'p>(model: &Model<'p>, key: &Resource<'p>) -> Result<(), Declined> {
    match model.option(key, "protect") {
        Lookup::Found(option) if !matches!(model.property_value(&option), Value::Bool(false)) => {
            return Err(Declined::because("`protect` keeps Pulumi from deleting it; take that out and deploy first"));
        }
        _ => {}
    }
    match model.option(key, "import") {
        Lookup::Found(_) => Err(Declined::because(
            "it was imported, and what it was made for may still use it; take it out of the state first",
        )),
        _ => Ok(()),
    }
}

/// Whether a host can do without what it takes: its key's name.
fn may_lose(model: &Model<'_>, taken: &Taken) -> Result<(), Declined> {
    let resource = model.resource(taken.by);
    let takes = |name: &str| model.facts().property(resource.type_name(), &[name]).found().is_some();
    if taken.path == [KEY_NAME] && takes(KEY_NAME) && takes(PROFILE) {
        return Ok(());
    }
    let name =
        resource.name().map_or(String::new(), |name| format!(" {}", model.brief(resource.file, TextRange::of(name))));
    let path = taken.path.join(".");
    Err(Declined::because(format!("`{path}` of `{}{name}` needs it; give that another way in first", resource.symbol)))
}

/// The hosts that take the key by its name, spelled out a second time.
fn named_alike<'p>(model: &Model<'p>, key: &Resource<'p>) -> Result<Vec<(ResourceId, Property<'p>)>, Declined> {
    let Lookup::Found(own) = model.resource_property(key, KEY_NAME) else { return Ok(Vec::new()) };
    let own = model.property_pieces(&own);
    let mut out = Vec::new();
    for host in model.resources_with(PROFILE) {
        let Lookup::Found(name) = model.resource_property(host, KEY_NAME) else { continue };
        if model.same_text(&own, &model.property_pieces(&name)) != Same::Yes {
            continue;
        }
        if name.object.is_none() || model.written_argument(host, KEY_NAME).is_none() {
            let why =
                format!("a {} names it where that can't be taken out; take its `{KEY_NAME}` out first", kind(host));
            return Err(Declined::because(why));
        }
        out.push((host.id, name));
    }
    Ok(out)
}

/// The private key that the program generates for the key.
fn private_key<'p>(model: &Model<'p>, key: &Resource<'p>) -> Option<ResourceId> {
    let public = model.resource_value(key, "publicKey");
    let (id, _) = public.output()?;
    model.resource(id).symbol.is("tls.PrivateKey").then_some(id)
}

/// The hosts that have no profile to be reached by.
fn unreached<'m, 'p>(
    model: &Model<'p>,
    hosts: &Hosts,
    users: &[&'m Resource<'p>],
) -> Result<Vec<&'m Resource<'p>>, Declined> {
    let mut out = Vec::new();
    for user in users {
        let why = match state(model, hosts, user) {
            State::Fine => continue,
            State::Bare => {
                out.push(*user);
                continue;
            }
            State::Ungiven => "no caller gives it one".to_string(),
            State::Unseen(why) => why,
        };
        let what = kind(user);
        return Err(Declined::because(format!(
            "nobody could reach a {what} whose instance profile can't be seen: {why}"
        )));
    }
    Ok(out)
}

fn effects<'p>(
    model: &Model<'p>,
    bare: &Bare<'_, 'p>,
    generated: &[ResourceId],
    withdrawn: &Withdrawn,
    users: &[&Resource<'p>],
    unreached: &[&Resource<'p>],
) -> Vec<Effect> {
    let mut out: Vec<Effect> =
        generated.iter().map(|id| Effect::on(Action::Remove, model, model.resource(*id))).collect();
    out.extend(withdrawn.outputs.iter().map(|name| Effect::on_output(Action::Remove, name)));
    out.extend(unreached.iter().flat_map(|host| bare.plan(host).effects()));
    out.extend(users.iter().map(|host| Effect::of_change(model, host, &[KEY_NAME])));
    out.extend(unreached.iter().map(|host| Effect::of_change(model, host, &[PROFILE])));
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|effect| seen.insert(effect.clone()));
    out
}
