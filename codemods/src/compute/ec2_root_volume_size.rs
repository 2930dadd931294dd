//! `ec2-root-volume-size` (003#2.7): the root volume holds the image that it starts from.

use std::collections::BTreeMap;

use iacfix_engine::codemod::{
    Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::facts::{Replacement, image_argument};
use iacfix_engine::model::{
    ANY, End, Entity, FileId, Lookup, Model, Property, Resource, Source, Trace, Uses, Value, peel,
};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

use super::amazon_linux::is_or_becomes_2023;

const META: Meta = Meta {
    id: "ec2-root-volume-size",
    title: "gives root volumes the size that their image needs",
    theme: Theme::Compute,
    report: "003#2.7",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[OptionSpec {
        name: "minimum",
        kind: OptionKind::Integer { default: 30, min: 1, max: 16_384 },
        help: "the smallest root volume, in GiB",
    }],
    manual: Manual {
        what: "Finds root volumes below the minimum: `rootBlockDevice.volumeSize` of instances, launch configurations \
               and spot requests, and the `ebs.volumeSize` of the root device in a launch template's \
               `blockDeviceMappings`. The number is raised where it stands: in the literal, in a constant or a \
               caller's argument that serves nothing else, in the default of a value read from configuration.",
        why: "The images of Amazon Linux 2023 are made from a snapshot of 30 GiB, and a volume can't be smaller than \
              its snapshot: the launch fails with InvalidBlockDeviceMapping.",
        before: "import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const web = new aws.ec2.Instance('web', {
  ami: ami.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeType: 'gp3', volumeSize: 20 },
});

export const address = web.publicIp;
",
        after: "import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const web = new aws.ec2.Instance('web', {
  ami: ami.id,
  instanceType: 't3.micro',
  rootBlockDevice: { volumeType: 'gp3', volumeSize: 30 },
});

export const address = web.publicIp;
",
        notes: "A size that is not given is left alone: the volume takes that of its image. Safe where the program's own \
                look-up shows that the image is Amazon Linux 2023, or Amazon Linux 2 that `ami-al2023` replaces; \
                otherwise review, since a volume can't shrink again. Review for launch configurations and spot \
                requests too, which any change replaces.",
    },
};

/// The size of the snapshot of Amazon Linux 2023, in GiB.
const SNAPSHOT: f64 = 30.0;

/// Finds root volumes that are too small.
pub(crate) struct Ec2RootVolumeSize;

impl Codemod for Ec2RootVolumeSize {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut volumes_by_place = Places::new();
        let mut uses = Uses::default();
        for resource in model.resources().iter().filter(|r| image_argument(r.type_name()).is_some()) {
            for (trace, is_root) in root_sizes(model, resource, &mut uses) {
                for property in properties(&trace) {
                    let volume = Volume { resource, property, trace: trace.clone(), is_root: is_root.clone() };
                    volumes_by_place.entry((property.file, property.range)).or_default().push(volume);
                }
            }
        }
        for volumes in volumes_by_place.values() {
            if let Some(finding) = finding(cx, &volumes_by_place, volumes, &uses) {
                cx.report(finding);
            }
        }
    }
}

/// The volumes of a program by the property that gives their size.
type Places<'m, 'p> = BTreeMap<(FileId, TextRange), Vec<Volume<'m, 'p>>>;

/// The size of one resource's root volume, as far as it comes from one property.
struct Volume<'m, 'p> {
    resource: &'m Resource<'p>,
    property: Property<'p>,
    trace: Trace<'p>,
    /// Why it can't be seen whether the volume is the root volume, where that is so.
    is_root: Result<(), String>,
}

impl<'p> Volume<'_, 'p> {
    /// The property that holds the size.
    fn path(&self) -> &'static [&'static str] {
        if self.resource.symbol.is("aws.ec2.LaunchTemplate") {
            &["blockDeviceMappings", "ebs", "volumeSize"]
        } else {
            &["rootBlockDevice", "volumeSize"]
        }
    }

    fn sources(&self) -> impl Iterator<Item = &Source<'p>> {
        let place = (self.property.file, self.property.range);
        self.trace.sources.iter().filter(move |s| s.property.is_some_and(|p| (p.file, p.range) == place))
    }

    /// The sizes below `minimum` that the source shows.
    fn too_small<'v>(&'v self, model: &'v Model<'p>, minimum: f64) -> impl Iterator<Item = (&'v Source<'p>, f64)> {
        self.sources().filter_map(move |s| size(model, s).map(|n| (s, n))).filter(move |(_, n)| *n < minimum)
    }
}

/// The properties that give a size, each once.
fn properties<'p>(trace: &Trace<'p>) -> Vec<Property<'p>> {
    let mut out: Vec<Property<'p>> = Vec::new();
    for property in trace.sources.iter().filter_map(|s| s.property) {
        if !out.iter().any(|p| p.file == property.file && p.range == property.range) {
            out.push(property);
        }
    }
    out
}

/// Where the sizes of a resource's root volume are written, and whether it surely is the root volume.
fn root_sizes<'p>(model: &Model<'p>, resource: &Resource<'p>, uses: &mut Uses) -> Vec<(Trace<'p>, Result<(), String>)> {
    if !resource.symbol.is("aws.ec2.LaunchTemplate") {
        let trace = model.trace_argument(resource, &["rootBlockDevice", "volumeSize"]);
        uses.join(&trace.uses);
        return vec![(trace, Ok(()))];
    }
    let mappings = model.trace_argument(resource, &["blockDeviceMappings", ANY]);
    uses.join(&mappings.uses);
    let devices: Vec<_> = mappings.sources.iter().filter(|s| s.object().is_some()).collect();
    let named: Vec<Device> = devices.iter().map(|s| device(model, s)).collect();
    let is_amazon = is_or_becomes_2023(model, resource);
    let has = |name: &str| named.iter().any(|d| matches!(d, Device::Named(n) if n == name));
    // Where both common names stand and the image is not known, either could be the root.
    let ambiguous = !is_amazon && has("/dev/xvda") && has("/dev/sda1");
    let mut out = Vec::new();
    for (source, device) in devices.into_iter().zip(named) {
        let is_root = match device {
            Device::Root => Ok(()),
            Device::Named(name) if name == "/dev/xvda" || (name == "/dev/sda1" && !is_amazon) => match ambiguous {
                false => Ok(()),
                true => Err(format!("`{name}` may be another device of this image")),
            },
            Device::Named(_) => continue,
            Device::Unknown(why) => Err(why),
        };
        let trace = model.trace_on(source, &["ebs", "volumeSize"]);
        uses.join(&trace.uses);
        out.push((trace, is_root));
    }
    out
}

/// What a mapping says of its device.
enum Device {
    /// It is the root device of the image.
    Root,
    /// It has this name.
    Named(String),
    /// Not to be seen.
    Unknown(String),
}

fn device<'p>(model: &Model<'p>, mapping: &Source<'p>) -> Device {
    let Some(object) = mapping.object() else { return Device::Unknown("the mapping can't be seen".into()) };
    match model.object_property(object, "deviceName") {
        Lookup::Found(property) => match model.property_value(&property) {
            Value::Str(name) => Device::Named(name),
            Value::Entity(_, path) if path.last().is_some_and(|last| last == "rootDeviceName") => Device::Root,
            _ => Device::Unknown(model.why_unseen(&property)),
        },
        Lookup::Absent => Device::Named(String::new()),
        Lookup::Unknown(why) => Device::Unknown(why),
    }
}

/// The number that a source gives, also where it is written as text for `parseInt`.
fn size<'p>(model: &Model<'p>, source: &Source<'p>) -> Option<f64> {
    let site = source.expr()?;
    match model.value(site.file, site.node) {
        Value::Number(number) => Some(number),
        Value::Str(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The largest number among the arguments of a `Math.max(...)`.
fn least<'p>(model: &Model<'p>, source: &Source<'p>) -> Option<f64> {
    let site = source.expr()?;
    let call = peel(site.node).as_call()?;
    let callee = call.callee.as_expr()?.as_member()?;
    if !callee.obj.is_ident_ref_to("Math") || !callee.prop.is_ident_with("max") {
        return None;
    }
    let numbers = call.args.iter().filter_map(|argument| match model.value(site.file, &argument.expr) {
        Value::Number(number) => Some(number),
        _ => None,
    });
    numbers.max_by(f64::total_cmp)
}

fn finding<'p>(cx: &Context<'_, 'p>, all: &Places<'_, 'p>, volumes: &[Volume<'_, 'p>], uses: &Uses) -> Option<Finding> {
    let model = cx.model;
    let first = volumes.first()?;
    let at = first.property;
    let minimum = cx.integer(at.file, "minimum");
    let found = |message: String| Finding::of(model, first.resource, message).at(at.file, at.range);
    let smallest = volumes
        .iter()
        .flat_map(|volume| volume.too_small(model, minimum as f64).map(|(_, n)| n))
        .min_by(f64::total_cmp);
    let Some(smallest) = smallest else {
        let why = volumes.iter().find_map(|volume| why_unseen(model, volume, minimum as f64))?;
        return Some(found(format!("can't see whether the root volume has {minimum} GiB: {why}")));
    };
    if let Some(why) = volumes.iter().find_map(|volume| volume.is_root.as_ref().err()) {
        let message = format!("can't see whether a volume of {smallest} GiB, below {minimum} GiB, is the root volume");
        return Some(found(format!("{message}: {why}")));
    }
    let message = format!("root volume of {smallest} GiB is smaller than {minimum} GiB");
    Some(found(message).fix(fix(cx, all, volumes, uses, minimum)))
}

/// Why the size is not known, where nothing stands in for what can't be seen.
fn why_unseen<'p>(model: &Model<'p>, volume: &Volume<'_, 'p>, minimum: f64) -> Option<String> {
    volume.is_root.as_ref().ok()?;
    let is_seen = |source: &Source<'p>| {
        size(model, source).is_some() || least(model, source).is_some_and(|least| least >= minimum)
    };
    let mut sources = volume.sources();
    let unseen = sources.find(|s| !s.defaulted && !matches!(s.end, End::Absent) && !is_seen(s))?;
    if let Some(site) = unseen.expr()
        && let Value::Entity(Entity::Call(symbol, _), _) = model.value(site.file, site.node)
        && symbol.package() == "@pulumi/pulumi"
        && symbol.path().first().is_some_and(|class| class == "Config")
    {
        return Some("it is read from configuration".into());
    }
    Some(model.why_unseen(&volume.property))
}

fn fix<'p>(cx: &Context<'_, 'p>, all: &Places<'_, 'p>, volumes: &[Volume<'_, 'p>], uses: &Uses, minimum: i64) -> Fix {
    let model = cx.model;
    let mut shared = Vec::new();
    let edits = edits(model, volumes, uses, minimum, &mut shared);
    let changed = changed_with(model, all, volumes, minimum as f64);
    let needs = |volume: &&Volume<'_, 'p>| {
        is_or_becomes_2023(model, volume.resource)
            && model.replacement(volume.resource, volume.path()) == Replacement::InPlace
            && volume.too_small(model, minimum as f64).all(|(_, size)| size < SNAPSHOT)
    };
    let level = if shared.is_empty() && changed.iter().all(needs) { Level::Safe } else { Level::Review };
    let mut fix = Fix::new(level, format!("raise the root volume to {minimum} GiB"), edits);
    for volume in changed {
        let effect = Effect::of_change(model, volume.resource, volume.path());
        let effect = if level == Level::Safe { effect } else { effect.billed() };
        if !fix.effects.contains(&effect) {
            fix = fix.effect(effect);
        }
    }
    match shared.first() {
        Some(name) => fix.note(format!("`{name}` is used for other things too, which change with it")),
        None if level == Level::Review => fix.note("a volume can't shrink again"),
        None => fix,
    }
}

/// The volumes themselves, and those elsewhere whose size is the same number in the source.
fn changed_with<'v, 'm, 'p>(
    model: &Model<'p>,
    all: &'v Places<'m, 'p>,
    volumes: &'v [Volume<'m, 'p>],
    minimum: f64,
) -> Vec<&'v Volume<'m, 'p>> {
    let numbers = |volume: &Volume<'m, 'p>| -> Vec<_> {
        volume.too_small(model, minimum).filter_map(|(source, _)| source.expr()).collect()
    };
    let own: Vec<_> = volumes.iter().flat_map(numbers).collect();
    let others = all.values().flatten().filter(|v| !volumes.iter().any(|have| std::ptr::eq(have, *v)));
    volumes.iter().chain(others.filter(|v| numbers(v).iter().any(|site| own.contains(site)))).collect()
}

fn edits<'p>(
    model: &Model<'p>,
    volumes: &[Volume<'_, 'p>],
    uses: &Uses,
    minimum: i64,
    shared: &mut Vec<String>,
) -> Result<FileEdits, Declined> {
    let (number, text) = (minimum.to_string(), format!("'{minimum}'"));
    let mut rewrite = Rewrite::new(model);
    for volume in volumes {
        let is_text =
            |source: &Source<'p>| source.expr().is_some_and(|s| matches!(model.value(s.file, s.node), Value::Str(_)));
        let code = |source: &Source<'p>| if is_text(source) { text.as_str() } else { number.as_str() };
        let codes: Vec<_> = volume.too_small(model, minimum as f64).map(|(s, _)| (s, code(s))).collect();
        let others = rewrite.set_sources(&volume.trace, &codes, uses)?;
        shared.extend(others.into_iter().map(|other| other.0));
        for (source, size) in volume.too_small(model, minimum as f64) {
            reword(&mut rewrite, source, size, minimum);
        }
    }
    rewrite.finish()
}

/// Comments where a size is written tell the new one.
fn reword<'p>(rewrite: &mut Rewrite<'_, 'p>, source: &Source<'p>, size: f64, minimum: i64) {
    let Some(site) = source.expr() else { return };
    let spelled = |size: &dyn std::fmt::Display| ["GB", " GB", "GiB", " GiB"].map(|unit| format!("{size}{unit}"));
    let (old, new) = (spelled(&size), spelled(&minimum));
    let words: Vec<(&str, &str)> = old.iter().map(String::as_str).zip(new.iter().map(String::as_str)).collect();
    if let Some(node) = rewrite.model().index(site.file).expr(site.node) {
        rewrite.reword(site.file, node, &words);
    }
}
