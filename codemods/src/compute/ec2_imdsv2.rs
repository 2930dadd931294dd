//! `ec2-imdsv2` (003#2.5): metadata requests need a token.

use std::collections::HashMap;

use iacfix_engine::codemod::{
    Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::facts::{Replacement, words};
use iacfix_engine::model::{
    Args, End, Lookup, Model, Property, Resource, ResourceId, Site, Source, Trace, Uses, Value,
};
use iacfix_engine::rewrite::{Home, Rewrite};
use swc_ecma_ast::ObjectLit;

use super::hosts::{Hosts, is_legal_key, reads_without_token, script_of};

const META: Meta = Meta {
    id: "ec2-imdsv2",
    title: "requires a token for every request to the instance metadata service",
    theme: Theme::Compute,
    report: "003#2.5",
    preset: Preset::Recommended,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[
        OptionSpec {
            name: "hop-limit",
            kind: OptionKind::Integer { default: 1, min: 1, max: 64 },
            help: "network hops that the answer to a token request may take",
        },
        OptionSpec {
            name: "container-hop-limit",
            kind: OptionKind::Integer { default: 2, min: 1, max: 64 },
            help: "the same for hosts of containers, whose network is one hop further away",
        },
    ],
    manual: Manual {
        what: "Finds instances, launch templates, launch configurations and spot requests whose `metadataOptions` do not \
               have `httpTokens: 'required'`, and completes them: `httpEndpoint`, `httpTokens`, \
               `httpPutResponseHopLimit` and, where all tag keys of the instance are known and legal in metadata, \
               `instanceMetadataTags`. What is set already stays.",
        why: "With version 1 of the metadata service (IMDSv1) a single GET request returns the credentials of the \
              instance's role, so that any hole through which an attacker makes the host fetch a URL gives them away. \
              Version 2 asks for a token, which such a request can't obtain.",
        before: "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  tags: { Name: 'web' },
});

export const address = web.publicIp;
",
        after: "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    instanceMetadataTags: 'enabled',
  },
  tags: { Name: 'web' },
});

export const address = web.publicIp;
",
        notes: "Hosts of containers (ECS and EKS images, node groups, Docker in user data) get a hop limit of 2. Left \
                alone: `httpEndpoint: 'disabled'`, and instances whose launch template, which has findings of its own, \
                says how metadata is read. Review where user data reads 169.254.169.254 without a token or can't be \
                seen, and for launch configurations and spot requests, which any change replaces. Tags are not shown \
                in metadata where a key can't be seen, holds other characters than `A-Za-z0-9+-=.,_:@`, or where EKS \
                adds keys of its own.",
    },
};

const OPTIONS: &str = "metadataOptions";
const TOKENS: &str = "httpTokens";

/// Finds hosts that answer metadata requests without a token.
pub(crate) struct Ec2Imdsv2;

impl Codemod for Ec2Imdsv2 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let sights: Vec<_> = model.resources_with(OPTIONS).map(|resource| Sight::of(cx, resource)).collect();
        if sights.iter().all(|sight| matches!(sight.state, State::Fine)) {
            return;
        }
        let plan = Plan::of(cx, &sights);
        for sight in &sights {
            if let Some(finding) = plan.finding(cx, sight) {
                cx.report(finding);
            }
        }
    }
}

/// What the source shows of a resource's options.
enum State<'p> {
    /// Tokens are required, or the endpoint is off, or another resource decides.
    Fine,
    /// There are no options.
    Absent,
    /// These options do not require tokens.
    Weak(Vec<Options<'p>>),
    /// Not to be seen, for this reason; at the property where there is one.
    Unseen(String, Option<Property<'p>>),
}

/// One object of options that does not require tokens.
struct Options<'p> {
    source: Source<'p>,
    object: Site<'p, ObjectLit>,
    tokens: Trace<'p>,
}

struct Sight<'m, 'p> {
    resource: &'m Resource<'p>,
    property: Option<Property<'p>>,
    options: Trace<'p>,
    state: State<'p>,
}

impl<'m, 'p> Sight<'m, 'p> {
    fn of(cx: &Context<'m, 'p>, resource: &'m Resource<'p>) -> Self {
        let model = cx.model;
        let options = model.trace_argument(resource, &[OPTIONS]);
        let (property, state) = match model.resource_property(resource, OPTIONS) {
            Lookup::Unknown(why) => (None, State::Unseen(why, None)),
            Lookup::Absent => (None, absent(model, resource)),
            Lookup::Found(property) => (Some(property), written(model, resource, &property, &options)),
        };
        Self { resource, property, options, state }
    }

    /// The literals that a fix would complete; the resource's own `new` where it makes a new one.
    fn places(&self, model: &Model<'p>, uses: &Uses) -> Vec<Place> {
        let own = Place::Resource(self.resource.id);
        let literal = |site: Site<'p, ObjectLit>| Place::Literal(site.node);
        let home = |options: &Options<'p>| match Rewrite::new(model).home(&self.options, &options.source, uses) {
            Some(Home::Literal(site) | Home::Shared(site)) => literal(site),
            Some(Home::Reference(_)) | None => own,
        };
        match &self.state {
            State::Weak(weak) => weak.iter().map(home).collect(),
            State::Absent => match model.args(self.resource) {
                Args::Literal(site) | Args::Variable(_, site) => vec![literal(site)],
                Args::None | Args::Unknown(_) => vec![own],
            },
            State::Fine | State::Unseen(..) => Vec::new(),
        }
    }

    /// The literals that the options spread, each with the keys that come, or would come, from it: what a fix of another
    /// resource adds there is this one's too.
    fn inherited(&self, model: &Model<'p>) -> Vec<(*const ObjectLit, Vec<&'static str>)> {
        let mut out = Vec::new();
        for object in self.options.sources.iter().filter_map(Source::object) {
            let is_own = |key: &&str| match model.object_property(object, key) {
                Lookup::Found(property) => property.object.is_some_and(|of| std::ptr::eq(of.node, object.node)),
                _ => false,
            };
            let taken: Vec<_> = ORDER.into_iter().filter(|key| !is_own(key)).collect();
            if !taken.is_empty() {
                out.extend(model.spread_objects(object).iter().map(|of| (of.node as *const ObjectLit, taken.clone())));
            }
        }
        out
    }

    /// The literals that the options spread for `httpTokens`, which a fix sets there.
    fn spread_tokens(&self, model: &Model<'p>) -> Vec<Place> {
        let State::Weak(weak) = &self.state else { return Vec::new() };
        let holder = |options: &Options<'p>| model.object_property(options.object, TOKENS).found()?.object;
        weak.iter().filter_map(holder).map(|of| Place::Literal(of.node)).collect()
    }
}

/// An instance without options has those of its launch template.
fn absent<'p>(model: &Model<'p>, resource: &Resource<'p>) -> State<'p> {
    match model.resource_property(resource, "launchTemplate") {
        Lookup::Absent => State::Absent,
        Lookup::Unknown(why) => State::Unseen(why, None),
        Lookup::Found(property) => {
            let value = model.property_value(&property);
            if matches!(value, Value::Undefined | Value::Null) {
                return State::Absent;
            }
            match model.named_by(&value, &["id", "name"]) {
                Ok(found) if !found.is_empty() => State::Fine,
                _ => State::Unseen("its launch template is not part of the program".into(), Some(property)),
            }
        }
    }
}

fn written<'p>(model: &Model<'p>, resource: &Resource<'p>, at: &Property<'p>, options: &Trace<'p>) -> State<'p> {
    let unseen = || State::Unseen(model.why_unseen(at), Some(*at));
    let mut weak = Vec::new();
    let mut nothing = false;
    for source in &options.sources {
        match (&source.end, source.object()) {
            (End::Absent, _) => nothing = true,
            (End::Written(site), Some(object)) => {
                let tokens = model.trace(site.file, site.node, &[TOKENS]);
                match requires_tokens(model, object, &tokens) {
                    Ok(true) => {}
                    Ok(false) => weak.push(Options { source: source.clone(), object, tokens }),
                    Err(why) => {
                        let property = model.object_property(object, TOKENS).found();
                        return State::Unseen(why, Some(inner(at, property)));
                    }
                }
            }
            _ if source.defaulted => {}
            _ => return unseen(),
        }
    }
    match (weak.is_empty(), nothing) {
        (_, true) if options.sources.len() == 1 => absent(model, resource),
        (_, true) => State::Unseen(format!("`{OPTIONS}` is set in some cases only"), Some(*at)),
        (true, false) => State::Fine,
        (false, false) => State::Weak(weak),
    }
}

/// `property` where it stands within `outer`, else `outer`.
fn inner<'p>(outer: &Property<'p>, property: Option<Property<'p>>) -> Property<'p> {
    property.filter(|p| p.file == outer.file && outer.range.contains(p.range)).unwrap_or(*outer)
}

/// Whether an object of options requires tokens, or switches metadata off; the reason where that can't be seen.
fn requires_tokens<'p>(model: &Model<'p>, object: Site<'p, ObjectLit>, tokens: &Trace<'p>) -> Result<bool, String> {
    if let Lookup::Found(endpoint) = model.object_property(object, "httpEndpoint")
        && model.property_value(&endpoint).as_str() == Some("disabled")
    {
        return Ok(true);
    }
    let mut required = true;
    for source in &tokens.sources {
        match &source.end {
            End::Written(site) => match model.value(site.file, site.node) {
                Value::Str(text) => required &= text == "required",
                _ if source.defaulted => {}
                _ => return Err(unseen_tokens(model, object, None)),
            },
            End::Absent => required = false,
            End::Unknown(_) if source.defaulted => {}
            End::Unknown(why) => return Err(unseen_tokens(model, object, Some(why))),
        }
    }
    Ok(required)
}

fn unseen_tokens<'p>(model: &Model<'p>, object: Site<'p, ObjectLit>, why: Option<&str>) -> String {
    match model.object_property(object, TOKENS) {
        Lookup::Found(property) => model.why_unseen(&property),
        Lookup::Unknown(why) => why,
        Lookup::Absent => why.unwrap_or("it is decided at run time").to_string(),
    }
}

/// What is to stand in the options of a host besides the tokens.
#[derive(Clone, Copy)]
struct Wish {
    hops: i64,
    tags: bool,
}

impl Wish {
    /// What suits both.
    fn and(self, other: Self) -> Self {
        Self { hops: self.hops.max(other.hops), tags: self.tags && other.tags }
    }
}

/// Where options are written, or come to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// In this literal.
    Literal(*const ObjectLit),
    /// In the arguments of this resource.
    Resource(ResourceId),
}

/// What holds for the program as a whole: objects that several hosts share must suit all of them.
struct Plan<'s, 'm, 'p> {
    uses: Uses,
    wishes: HashMap<Place, Wish>,
    /// Who is completed at a place.
    hosts: HashMap<Place, Vec<&'s Sight<'m, 'p>>>,
}

impl<'s, 'm, 'p> Plan<'s, 'm, 'p> {
    fn of(cx: &Context<'m, 'p>, sights: &'s [Sight<'m, 'p>]) -> Self {
        let hosts = Hosts::of(cx.model);
        let mut plan = Self { uses: Uses::default(), wishes: HashMap::new(), hosts: HashMap::new() };
        for sight in sights {
            plan.uses.join(&sight.options.uses);
            plan.uses.join(&cx.model.trace_argument(sight.resource, &[OPTIONS, TOKENS]).uses);
        }
        for sight in sights {
            let (places, shared) = (sight.places(cx.model, &plan.uses), sight.inherited(cx.model));
            if places.is_empty() && shared.is_empty() {
                continue;
            }
            let wish = wish(cx, &hosts, sight);
            for place in places {
                plan.wish(place, wish, sight);
            }
            for (object, takes) in shared {
                let wish = Wish {
                    hops: if takes.contains(&"httpPutResponseHopLimit") { wish.hops } else { 1 },
                    tags: wish.tags || !takes.contains(&"instanceMetadataTags"),
                };
                plan.wish(Place::Literal(object), wish, sight);
            }
        }
        plan
    }

    fn wish(&mut self, place: Place, wish: Wish, sight: &'s Sight<'m, 'p>) {
        self.wishes.entry(place).and_modify(|have| *have = have.and(wish)).or_insert(wish);
        let hosts = self.hosts.entry(place).or_default();
        if !hosts.iter().any(|have| have.resource.id == sight.resource.id) {
            hosts.push(sight);
        }
    }

    /// The hosts that a fix of one changes.
    fn changed_with(&self, model: &Model<'p>, sight: &'s Sight<'m, 'p>) -> Vec<&'s Sight<'m, 'p>> {
        let mut out = vec![sight];
        for place in sight.places(model, &self.uses).into_iter().chain(sight.spread_tokens(model)) {
            for other in self.hosts.get(&place).into_iter().flatten() {
                if !out.iter().any(|have| have.resource.id == other.resource.id) {
                    out.push(other);
                }
            }
        }
        out
    }

    fn finding(&self, cx: &Context<'m, 'p>, sight: &'s Sight<'m, 'p>) -> Option<Finding> {
        let model = cx.model;
        let kind = words(sight.resource.type_name());
        let fault = format!("{kind} answers metadata requests without a token (IMDSv1)");
        let finding = |message: String, at: Option<Property<'p>>| {
            let finding = Finding::of(model, sight.resource, message);
            match at {
                Some(property) => finding.at(property.file, property.range),
                None => finding,
            }
        };
        let found = match &sight.state {
            State::Fine => return None,
            State::Unseen(why, at) => {
                return Some(finding(format!("can't see whether the {kind} requires metadata tokens: {why}"), *at));
            }
            State::Absent => finding(format!("{fault}: {OPTIONS} is not set"), sight.property),
            State::Weak(weak) => {
                let first = weak.first()?;
                let outer = sight.property?;
                let written = first.tokens.sources.iter().find_map(|s| weak_text(model, s));
                match written {
                    Some(text) => {
                        let property = model.object_property(first.object, TOKENS).found();
                        finding(format!("{fault}: {TOKENS} is '{text}'"), Some(inner(&outer, property)))
                    }
                    None => finding(format!("{fault}: {TOKENS} is not set"), Some(outer)),
                }
            }
        };
        Some(found.fix(self.fix(cx, sight)))
    }

    fn fix(&self, cx: &Context<'m, 'p>, sight: &'s Sight<'m, 'p>) -> Fix {
        let mut notes = Vec::new();
        let edits = self.edits(cx.model, sight, &mut notes);
        let mut level = Level::Safe;
        let mut effects = Vec::new();
        for changed in self.changed_with(cx.model, sight) {
            effects.push(Effect::of_change(cx.model, changed.resource, &[OPTIONS]));
            let script = script_of(cx.model, changed.resource);
            if reads_without_token(&script.parts) {
                notes.push(
                    "user data reads 169.254.169.254 without a token, which will fail; let it ask for one".into(),
                );
            } else if !script.seen {
                notes.push(
                    "user data can't be seen; make sure that it asks for a token before it reads metadata".into(),
                );
            }
            if cx.model.replacement(changed.resource, &[OPTIONS]) != Replacement::InPlace || !notes.is_empty() {
                level = Level::Review;
            }
        }
        notes.dedup();
        let mut fix = Fix::new(level, "require a token for metadata requests", edits);
        fix.effects = effects;
        if notes.is_empty() { fix } else { fix.note(notes.join("; ")) }
    }

    fn edits(&self, model: &Model<'p>, sight: &Sight<'m, 'p>, notes: &mut Vec<String>) -> Result<FileEdits, Declined> {
        let mut rewrite = Rewrite::new(model);
        match &sight.state {
            State::Absent => {
                let entries = self.missing(model, sight, None);
                let rows: String = entries.iter().map(|(key, code)| format!("{key}: {code},\n")).collect();
                rewrite.set_argument(sight.resource, OPTIONS, &format!("{{\n{rows}}}"))?;
            }
            State::Weak(weak) => {
                for options in weak {
                    self.complete(model, &mut rewrite, sight, options, notes)?;
                }
            }
            State::Fine | State::Unseen(..) => {}
        }
        rewrite.finish()
    }

    /// Requires tokens in one object, and adds what it lacks besides.
    fn complete(
        &self,
        model: &Model<'p>,
        rewrite: &mut Rewrite<'_, 'p>,
        sight: &Sight<'m, 'p>,
        options: &Options<'p>,
        notes: &mut Vec<String>,
    ) -> Result<(), Declined> {
        let home = rewrite
            .home(&sight.options, &options.source, &self.uses)
            .ok_or_else(|| Declined::because("the options are not written as an object; complete them there"))?;
        let mut entries = self.missing(model, sight, Some(options.object));
        match home {
            Home::Literal(_) => {
                if let Some((other, its)) = self.lender(model, options) {
                    return self.complete(model, rewrite, other, its, notes);
                }
                let sometimes = options.tokens.sources.iter().any(|source| matches!(source.end, End::Absent));
                match model.object_property(options.object, TOKENS) {
                    // What is `undefined` in some cases is not there in those.
                    Lookup::Found(property) if sometimes => rewrite.set_property(&property, "'required'")?,
                    tokens => {
                        let weak = options.tokens.sources.iter().filter(|s| weak_text(model, s).is_some());
                        let codes: Vec<_> = weak.map(|source| (source, "'required'")).collect();
                        let others = rewrite.set_sources(&options.tokens, &codes, &self.uses)?;
                        notes.extend(others.iter().map(|other| shared(&other.0)));
                        // What is spread in some cases only says nothing in the others.
                        if sometimes && tokens.unknown().is_some() {
                            with_tokens(&mut entries);
                        }
                    }
                }
            }
            Home::Reference(_) => with_tokens(&mut entries),
            Home::Shared(_) => {
                notes.push(shared("the options"));
                entries = vec![(TOKENS, "'required'".into())];
            }
        }
        let entries: Vec<(&str, &str)> = entries.iter().map(|(key, code)| (*key, code.as_str())).collect();
        rewrite.set_at_home(&home, &entries)
    }

    /// The host, with its options, whose object `options` spread and have their `httpTokens` from: with that one complete,
    /// these are too, whichever of the two is fixed first.
    fn lender(&self, model: &Model<'p>, options: &Options<'p>) -> Option<(&'s Sight<'m, 'p>, &'s Options<'p>)> {
        let holder = model.object_property(options.object, TOKENS).found()?.object?;
        if std::ptr::eq(holder.node, options.object.node) || options.tokens.sources.len() != 1 {
            return None;
        }
        self.hosts.get(&Place::Literal(holder.node))?.iter().find_map(|other| match &other.state {
            State::Weak(weak) => Some((*other, weak.iter().find(|its| std::ptr::eq(its.object.node, holder.node))?)),
            _ => None,
        })
    }

    /// The entries that `object` lacks, all of them where there is none, in the catalogue's order.
    fn missing(
        &self,
        model: &Model<'p>,
        sight: &Sight<'m, 'p>,
        object: Option<Site<'p, ObjectLit>>,
    ) -> Vec<(&'static str, String)> {
        let places = sight.places(model, &self.uses);
        let wish = places.iter().filter_map(|place| self.wishes.get(place)).copied().reduce(Wish::and);
        let Some(wish) = wish else { return Vec::new() };
        let values = [
            Some("'enabled'".to_string()),
            Some("'required'".to_string()),
            Some(wish.hops.to_string()),
            wish.tags.then(|| "'enabled'".to_string()),
        ];
        let lacks = |key: &str| match object.map(|site| model.object_property(site, key)) {
            None | Some(Lookup::Absent) => true,
            Some(Lookup::Found(property)) => matches!(model.property_value(&property), Value::Undefined),
            Some(Lookup::Unknown(_)) => false,
        };
        ORDER
            .into_iter()
            .zip(values)
            .filter_map(|(key, code)| Some((key, code?)))
            .filter(|(key, _)| lacks(key))
            .collect()
    }
}

const ORDER: [&str; 4] = ["httpEndpoint", TOKENS, "httpPutResponseHopLimit", "instanceMetadataTags"];

/// The entries with the one that requires tokens, in the catalogue's order.
fn with_tokens(entries: &mut Vec<(&'static str, String)>) {
    entries.retain(|(key, _)| *key != TOKENS);
    entries.push((TOKENS, "'required'".into()));
    entries.sort_by_key(|(key, _)| ORDER.iter().position(|at| at == key));
}

fn shared(name: &str) -> String {
    format!("`{name}` is used elsewhere too, which changes with it")
}

/// The text that a source gives `httpTokens`, where it does not require them.
fn weak_text<'p>(model: &Model<'p>, source: &Source<'p>) -> Option<String> {
    let site = source.expr()?;
    match model.value(site.file, site.node) {
        Value::Str(text) if text != "required" => Some(text),
        _ => None,
    }
}

fn wish<'p>(cx: &Context<'_, 'p>, hosts: &Hosts, sight: &Sight<'_, 'p>) -> Wish {
    let (model, resource) = (cx.model, sight.resource);
    let containers = hosts.runs_containers(model, resource, &script_of(model, resource).parts);
    let hops = cx.integer(resource.file, if containers { "container-hop-limit" } else { "hop-limit" });
    let can_show = || hosts.tag_keys(model, resource).is_some_and(|keys| keys.iter().all(|key| is_legal_key(key)));
    let has_tags = model.facts().property(resource.type_name(), &[OPTIONS, "instanceMetadataTags"]).found().is_some();
    let tags = has_tags && !hosts.is_eks(model, resource) && can_show();
    Wish { hops, tags }
}
