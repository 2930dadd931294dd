//! `cloudtrail-data-resource-arn` (003#1.1): the data resources of trails are arns that CloudTrail takes.

use std::collections::BTreeSet;

use iacfix_engine::codemod::{
    Action, Alternative, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::model::{
    BindingId, Element, ElementOf, Entity, FileId, Model, Property, ResourceId, Site, TextPart, Value, peel,
};
use iacfix_engine::rewrite::{Gone, Import, Rewrite};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{BinaryOp, Callee, Expr, Lit, ObjectLit};

const META: Meta = Meta {
    id: "cloudtrail-data-resource-arn",
    title: "gives the data resources of trails arns that CloudTrail takes",
    theme: Theme::Monitoring,
    report: "003#1.1",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[
        Alternative { name: "remove", title: "stop asking for those data events, as documented" },
        Alternative { name: "all", title: "record the data events of every bucket, function or table" },
    ],
    options: &[],
    manual: Manual {
        what: "Finds values in `eventSelectors[].dataResources` of `aws.cloudtrail.Trail` that are no valid arns \
               (`arn:aws:s3:::*/`, `arn:aws:s3:::*`, `arn:aws:lambda:*`), and takes them out: the value where others \
               remain, else the entry, else `dataResources`, else a selector that asks for data events only. With \
               `--choose cloudtrail-data-resource-arn=all` it writes the arn that means all of them (`arn:aws:s3`), \
               which is billed by the event. The arn of a bucket that lacks its slash gets the slash.",
        why: "CloudTrail matches by prefix and knows no wildcards: it refuses such a value with \
              `InvalidEventSelectorsException`, and the deployment fails. A bucket is named by its arn and a slash.",
        before: "import * as aws from '@pulumi/aws';

const logs = new aws.s3.Bucket('logs');

export const trail = new aws.cloudtrail.Trail('audit', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
      dataResources: [
        {
          type: 'AWS::S3::Object',
          values: ['arn:aws:s3:::*/'],
        },
      ],
    },
  ],
});
",
        after: "import * as aws from '@pulumi/aws';

const logs = new aws.s3.Bucket('logs');

export const trail = new aws.cloudtrail.Trail('audit', {
  s3BucketName: logs.bucket,
  eventSelectors: [
    {
      readWriteType: 'All',
      includeManagementEvents: true,
    },
  ],
});
",
        notes: "Left alone: `arn:aws:s3` and `arn:aws:s3:::` (all buckets), a prefix in a bucket \
                (`arn:aws:s3:::bucket/*` matches objects whose name starts with an asterisk), and \
                `advancedEventSelectors`, which have rules of their own.",
    },
};

/// Finds values that CloudTrail refuses.
pub(crate) struct CloudtrailDataResourceArn;

impl Codemod for CloudtrailDataResourceArn {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let (audits, unseen) = find(model);
        let mut findings = unseen;
        let mut repaired = BTreeSet::new();
        for audit in &audits {
            for value in audit.values().filter(|v| v.verdict.lacks_slash()) {
                if repaired.insert((value.file, TextRange::of(value.expr).start)) {
                    findings.push(slash_finding(model, audit, value));
                }
            }
        }
        findings.extend(groups(&audits).iter().map(|group| bad_finding(model, group)));
        findings.into_iter().for_each(|finding| cx.report(finding));
    }
}

/// What CloudTrail would say of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Valid,
    /// It is no arn that CloudTrail takes, and nothing is missing that would make it one.
    Bad,
    /// A bucket's arn without its slash; whether that is sure.
    LacksSlash(bool),
    /// The name of a bucket instead of its arn.
    Name,
    Unseen,
}

impl Verdict {
    fn lacks_slash(self) -> bool {
        matches!(self, Verdict::LacksSlash(_) | Verdict::Name)
    }
}

/// One value.
struct Judged<'p> {
    element: Element<'p>,
    /// What gives the value: the element, or what a callback makes of each.
    file: FileId,
    expr: &'p Expr,
    verdict: Verdict,
    /// The service that its type is of.
    service: String,
}

/// `{ type, values }`
struct Entry<'p> {
    element: Element<'p>,
    values: Vec<Judged<'p>>,
}

impl Entry<'_> {
    /// Whether nothing of it is of use.
    fn is_bad(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|v| v.verdict == Verdict::Bad)
    }
}

/// A selector, in the `eventSelectors` of one trail.
struct Owner<'p> {
    trail: ResourceId,
    selectors: Property<'p>,
    element: Element<'p>,
}

/// One `dataResources`, wherever trails take it from.
struct Audit<'p> {
    property: Property<'p>,
    selector: Site<'p, ObjectLit>,
    owners: Vec<Owner<'p>>,
    entries: Vec<Entry<'p>>,
    via: Vec<BindingId>,
    /// Whether the selector asks for nothing else.
    alone: bool,
}

impl<'p> Audit<'p> {
    fn values(&self) -> impl Iterator<Item = &Judged<'p>> {
        self.entries.iter().flat_map(|entry| &entry.values)
    }

    fn bad(&self) -> impl Iterator<Item = &Judged<'p>> {
        self.values().filter(|value| value.verdict == Verdict::Bad)
    }

    fn goes(&self) -> bool {
        !self.entries.is_empty() && self.entries.iter().all(Entry::is_bad)
    }

    /// Whether removing this one has to know of the other: they share a constant, or empty one list of selectors.
    fn goes_with(&self, other: &Self) -> bool {
        let both_whole = self.goes() && other.goes() && self.alone && other.alone;
        let shared = |a: &Owner<'_>| other.owners.iter().any(|b| place(&a.selectors) == place(&b.selectors));
        self.via.iter().any(|id| other.via.contains(id)) || (both_whole && self.owners.iter().any(shared))
    }
}

fn place(property: &Property<'_>) -> (FileId, u32) {
    (property.file, property.range.start)
}

/// Every `dataResources` of trails, and what can't be seen of them.
fn find<'p>(model: &Model<'p>) -> (Vec<Audit<'p>>, Vec<Finding>) {
    let mut audits: Vec<Audit<'p>> = Vec::new();
    let mut unseen: Vec<Finding> = Vec::new();
    for trail in model.resources_of("aws.cloudtrail.Trail") {
        let mut hidden = |property: &Property<'p>, file: FileId, expr: &'p Expr| {
            let text = model.text(file, TextRange::of(expr)).lines().next().unwrap_or_default();
            let message = format!("can't see whether data resource values are valid arns: `{text}` is not known here");
            let finding = Finding::of(model, trail, message).at(property.file, property.range);
            if !unseen.iter().any(|f| (f.file, f.range) == (finding.file, finding.range)) {
                unseen.push(finding);
            }
        };
        for selectors in model.written_arguments(trail, "eventSelectors") {
            for element in model.property_elements(&selectors) {
                let objects = objects(model, &element);
                if objects.is_empty() {
                    hidden(&selectors, element.file, element.expr);
                }
                for selector in objects {
                    for property in model.written_in_object(selector, "dataResources") {
                        let owner = Owner { trail: trail.id, selectors, element: element.clone() };
                        match audits.iter_mut().find(|a| place(&a.property) == place(&property)) {
                            Some(known) => known.owners.push(owner),
                            None => audits.push(audit(model, property, selector, owner, &mut hidden)),
                        }
                    }
                }
            }
        }
    }
    (audits, unseen)
}

/// The object literals that an element stands for.
fn objects<'p>(model: &Model<'p>, element: &Element<'p>) -> Vec<Site<'p, ObjectLit>> {
    let mut out = Vec::new();
    let mut add = |value: &Value<'p>| match value {
        Value::Object(site) if !out.contains(site) => out.push(*site),
        _ => {}
    };
    for choice in model.value(element.file, element.expr).choices() {
        match choice {
            Value::List(list) => list.items.iter().flat_map(Value::choices).for_each(&mut add),
            one => add(one),
        }
    }
    out
}

fn audit<'p>(
    model: &Model<'p>,
    property: Property<'p>,
    selector: Site<'p, ObjectLit>,
    owner: Owner<'p>,
    hidden: &mut impl FnMut(&Property<'p>, FileId, &'p Expr),
) -> Audit<'p> {
    let mut entries = Vec::new();
    let mut via = Vec::new();
    for element in model.property_elements(&property) {
        via.extend(element.via.iter().copied());
        let objects = objects(model, &element);
        if objects.is_empty() {
            hidden(&property, element.file, element.expr);
        }
        let mut values = Vec::new();
        for object in objects {
            let kind = model.member(&Value::Object(object), "type");
            for property in model.written_in_object(object, "values") {
                for value in model.property_elements(&property) {
                    via.extend(value.via.iter().copied());
                    let judged = judge(model, value, &kind);
                    via.extend(model.written(judged.file, judged.expr).via);
                    if judged.verdict == Verdict::Unseen {
                        hidden(&property, judged.element.file, judged.element.expr);
                    }
                    values.push(judged);
                }
            }
        }
        entries.push(Entry { element, values });
    }
    let management = model.member(&Value::Object(selector), "includeManagementEvents");
    let alone = matches!(management, Value::Bool(false)) || selector.node.props.len() == 1;
    Audit { property, selector, owners: vec![owner], entries, via, alone }
}

/// Stands for text that may hold anything.
const ANY: char = '\u{1}';
/// Stands for a name without a slash.
const NAME: char = '\u{2}';

fn judge<'p>(model: &Model<'p>, element: Element<'p>, kind: &Value<'p>) -> Judged<'p> {
    let mapped = model.mapped(element.file, element.expr).map(|(site, _)| (site.file, site.node));
    let (file, expr) = mapped.unwrap_or((element.file, element.expr));
    let texts = texts(model, &model.text_parts(file, expr));
    let service = match kind {
        Value::Str(kind) => match kind.as_str() {
            "AWS::S3::Object" => "s3",
            "AWS::Lambda::Function" => "lambda",
            "AWS::DynamoDB::Table" => "dynamodb",
            _ => "",
        },
        _ => texts.first().and_then(|t| t.splitn(4, ':').nth(2)).unwrap_or(""),
    };
    let mut verdicts: Vec<Verdict> = texts.iter().map(|text| verdict(text, service)).collect();
    verdicts.sort();
    verdicts.dedup();
    let verdict = match verdicts.as_slice() {
        _ if service.is_empty() => Verdict::Valid,
        [one] => *one,
        [Verdict::LacksSlash(_), Verdict::LacksSlash(_)] => Verdict::LacksSlash(false),
        _ => Verdict::Unseen,
    };
    let service = service.to_string();
    Judged { element, file, expr, verdict, service }
}

/// What the parts may make, with [`ANY`] and [`NAME`] for what is not known.
fn texts<'p>(model: &Model<'p>, parts: &[TextPart<'p>]) -> Vec<String> {
    let mut out = vec![String::new()];
    for part in parts {
        let next: Vec<String> = match part {
            TextPart::Known(text) => vec![text.clone()],
            TextPart::Hole(value) => value.choices().iter().flat_map(|one| shapes(model, one)).collect(),
        };
        let next = if next.is_empty() || next.len() * out.len() > 64 { vec![ANY.to_string()] } else { next };
        out = out.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect();
    }
    out
}

fn shapes<'p>(model: &Model<'p>, value: &Value<'p>) -> Vec<String> {
    let one = match value {
        Value::Str(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => {
            return list.items.iter().flat_map(Value::choices).flat_map(|one| shapes(model, one)).collect();
        }
        Value::Undefined | Value::Null => return Vec::new(),
        Value::Entity(entity, path) => entity_shape(model, entity, path),
        _ => ANY.to_string(),
    };
    vec![one]
}

/// What a property of a resource, or of what was looked up, looks like.
fn entity_shape<'p>(model: &Model<'p>, entity: &Entity<'p>, path: &[String]) -> String {
    let kind = match entity {
        Entity::Resource(id) => model.resource(*id).type_name(),
        Entity::Call(symbol, _) => symbol.to_string(),
        _ => return ANY.to_string(),
    };
    let kind = kind.trim_start_matches("aws.").trim_end_matches(".get").trim_end_matches("Output").replace("get", "");
    let [property] = path else {
        return if kind == "pulumi.Stack" || kind == "pulumi.Project" { NAME } else { ANY }.to_string();
    };
    match (kind.as_str(), property.as_str()) {
        ("s3.Bucket" | "s3.BucketV2", "arn") => format!("arn:{NAME}:s3:::{NAME}"),
        ("lambda.Function", "arn") => format!("arn:{NAME}:lambda:{NAME}:{NAME}:function:{NAME}"),
        ("dynamodb.Table", "arn") => format!("arn:{NAME}:dynamodb:{NAME}:{NAME}:table/{NAME}"),
        ("Partition" | "Region" | "CallerIdentity", _) | (_, "id" | "name" | "bucket" | "hex") => NAME.to_string(),
        _ => ANY.to_string(),
    }
}

/// What CloudTrail says of a text as a value of a service's data resources.
fn verdict(text: &str, service: &str) -> Verdict {
    if text == NAME.to_string() {
        return if service == "s3" { Verdict::Name } else { Verdict::Unseen };
    }
    if text.starts_with(ANY) {
        let open = service == "s3" && !text.contains('/');
        return if open { Verdict::Unseen } else { Verdict::Valid };
    }
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let known = |field: &str| !field.contains(ANY);
    match fields.as_slice() {
        ["arn", _, own] if *own == service => Verdict::Valid,
        ["arn", _, own, ..] if *own != service && known(own) => Verdict::Bad,
        ["arn", _, _, "", "", resource] if service == "s3" => in_bucket(resource),
        ["arn", _, _, _, _, _] if !text.contains('*') => Verdict::Valid,
        _ if text.contains('*') || known(text) => Verdict::Bad,
        _ => Verdict::Unseen,
    }
}

/// What CloudTrail says of what follows `arn:aws:s3:::`.
fn in_bucket(resource: &str) -> Verdict {
    let bucket = resource.split('/').next().unwrap_or_default();
    match bucket {
        _ if resource.is_empty() => Verdict::Valid,
        _ if bucket.is_empty() || bucket.contains('*') => Verdict::Bad,
        _ if resource.contains('/') => Verdict::Valid,
        _ => Verdict::LacksSlash(!bucket.contains(ANY)),
    }
}

/// A value as messages show it: the text of a literal, the source of anything else.
fn shown<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> String {
    let written = model.written(file, expr);
    let inner = |range: TextRange| model.text(written.file, TextRange::new(range.start + 1, range.end - 1)).to_string();
    match written.expr {
        Expr::Lit(Lit::Str(s)) => s.value.to_string_lossy().into_owned(),
        Expr::Tpl(tpl) => inner(TextRange::of(tpl)),
        Expr::TaggedTpl(tagged) => inner(TextRange::of(&*tagged.tpl)),
        _ => model.text(file, TextRange::of(expr)).lines().next().unwrap_or_default().to_string(),
    }
}

fn slash_finding<'p>(model: &Model<'p>, audit: &Audit<'p>, value: &Judged<'p>) -> Finding {
    let sure = value.verdict != Verdict::LacksSlash(false);
    let what = if value.verdict == Verdict::Name { "holds a bucket's name" } else { "lacks its slash" };
    let message = match value.verdict {
        Verdict::Name => {
            format!("data resource values name a bucket instead of its arn: `{}`", shown(model, value.file, value.expr))
        }
        _ => format!("bucket arn in data resource values {what}: `{}`", shown(model, value.file, value.expr)),
    };
    let mut rewrite = Rewrite::new(model);
    let edits = Slash { model, rewrite: &mut rewrite, name: value.verdict == Verdict::Name }
        .add(value.file, value.expr, false)
        .and_then(|()| rewrite.finish());
    let level = if sure { Level::Safe } else { Level::Review };
    let fix = Fix::new(level, "name the bucket by its arn and a slash", edits);
    let fix =
        if sure { fix } else { fix.note("what the name holds can't be seen: it must not end in a slash of its own") };
    let trail = model.resource(audit.owners[0].trail);
    Finding::of(model, trail, message).at(value.file, TextRange::of(value.expr)).fix(effects(
        model,
        &[audit],
        fix,
        false,
    ))
}

/// Adds what makes a bucket's arn a value.
struct Slash<'r, 'm, 'p> {
    model: &'m Model<'p>,
    rewrite: &'r mut Rewrite<'m, 'p>,
    /// Whether the expression gives the bucket's name instead of its arn.
    name: bool,
}

impl<'p> Slash<'_, '_, 'p> {
    /// Where `expr` is the arn; `plain` where it is a string already, as in an `apply`.
    fn add(&mut self, file: FileId, expr: &'p Expr, plain: bool) -> Result<(), Declined> {
        let (expr, model) = (peel(expr), self.model);
        match expr {
            Expr::Lit(_) | Expr::Tpl(_) | Expr::TaggedTpl(_) => self.rewrite.append_text(file, expr, "/"),
            Expr::Ident(_) => {
                let written = model.written(file, expr);
                let lone = written.via.iter().all(|id| model.references(*id).len() == 1);
                match written.expr {
                    Expr::Lit(_) | Expr::Tpl(_) | Expr::TaggedTpl(_) if lone => {
                        self.rewrite.append_text(written.file, written.expr, "/")
                    }
                    _ => self.template(file, expr, plain),
                }
            }
            Expr::Bin(bin) if bin.op == BinaryOp::Add => match peel(&bin.right) {
                Expr::Lit(Lit::Str(_)) | Expr::Tpl(_) => self.rewrite.append_text(file, &bin.right, "/"),
                _ => self.rewrite.wrap(file, expr, "$ + '/'"),
            },
            Expr::Call(call) => {
                let Callee::Expr(callee) = &call.callee else { return self.template(file, expr, plain) };
                if matches!(model.value(file, callee), Value::Symbol(s) if s.is("pulumi.concat")) {
                    let node =
                        model.index(file).expr(expr).ok_or_else(|| Declined::because("the call can't be found"))?;
                    return match call.args.last().map(|last| peel(&last.expr)) {
                        Some(last @ Expr::Lit(Lit::Str(_))) => self.rewrite.append_text(file, last, "/"),
                        _ => self.rewrite.push_argument(file, node, "'/'"),
                    };
                }
                if let Expr::Member(member) = peel(callee)
                    && member.prop.is_ident_with("apply")
                    && let Some(first) = call.args.first()
                    && let Value::Function(at, function) = model.value(file, &first.expr)
                    && let Some(result) = model.result_of(at, function)
                {
                    return self.add(result.file, result.node, true);
                }
                self.template(file, expr, plain)
            }
            _ => self.template(file, expr, plain),
        }
    }

    /// `expr` in a template, with a slash after it.
    fn template(&mut self, file: FileId, expr: &'p Expr, plain: bool) -> Result<(), Declined> {
        let text = self.model.text(file, TextRange::of(expr));
        let text = match expr {
            Expr::Member(member) if self.name => format!("{}.arn", self.model.text(file, TextRange::of(&*member.obj))),
            _ if self.name => {
                return Err(Declined::because(format!("write the bucket's arn and a slash in place of `{text}`")));
            }
            _ => text.to_string(),
        };
        let is_string = plain || matches!(self.model.value(file, expr), Value::Str(_));
        let tag = if is_string { String::new() } else { self.interpolate(file, expr)? };
        self.rewrite.replace(file, expr, &format!("{tag}`${{{text}}}/`"))
    }

    fn interpolate(&mut self, file: FileId, expr: &'p Expr) -> Result<String, Declined> {
        let node = self.model.index(file).expr(expr).ok_or_else(|| Declined::because("the value can't be found"))?;
        match self.model.spelling(file, node, "@pulumi/pulumi", "interpolate") {
            Some(name) => Ok(name),
            None => {
                Ok(format!("{}.interpolate", self.rewrite.import(file, "@pulumi/pulumi", Import::Namespace("pulumi"))?))
            }
        }
    }
}

/// Audits that only can be repaired together.
fn groups<'a, 'p>(audits: &'a [Audit<'p>]) -> Vec<Vec<&'a Audit<'p>>> {
    let mut out: Vec<Vec<&Audit<'p>>> = Vec::new();
    for audit in audits.iter().filter(|audit| audit.bad().next().is_some()) {
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            out.into_iter().partition(|group| group.iter().any(|other| other.goes_with(audit)));
        let mut group: Vec<&Audit<'p>> = joined.drain(..).flatten().collect();
        group.push(audit);
        out = apart;
        out.push(group);
    }
    out
}

fn bad_finding<'p>(model: &Model<'p>, group: &[&Audit<'p>]) -> Finding {
    let mut texts: Vec<String> = Vec::new();
    for value in group.iter().flat_map(|audit| audit.bad()) {
        let text = format!("`{}`", shown(model, value.file, value.expr));
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let first = group[0];
    let message = format!("data resource values are no valid arns: {}", texts.join(", "));
    let trail = model.resource(first.owners[0].trail);
    let mut finding = Finding::of(model, trail, message).at(first.property.file, first.property.range);
    for other in &group[1..] {
        finding = finding.related(other.property.file, other.property.range, "the same values are used here");
    }
    let mut rewrite = Rewrite::new(model);
    let edits = remove(model, &mut rewrite, group).and_then(|()| rewrite.finish());
    let mut removed = Fix::new(Level::Safe, "stop asking for these data events", edits).alternative("remove");
    if group.iter().any(|audit| leaves_none(model, audit, group)) {
        removed = removed.note("a trail without event selectors records management events");
    }
    let mut rewrite = Rewrite::new(model);
    let edits = widen(model, &mut rewrite, group).and_then(|()| rewrite.finish());
    let widened = Fix::new(Level::Review, "record the data events of all of them", edits)
        .alternative("all")
        .note("data events are billed one by one, and there is one for every read and write");
    finding.fix(effects(model, group, removed, false)).fix(effects(model, group, widened, true))
}

fn effects(model: &Model<'_>, group: &[&Audit<'_>], mut fix: Fix, billed: bool) -> Fix {
    let trails: BTreeSet<ResourceId> = group.iter().flat_map(|audit| &audit.owners).map(|owner| owner.trail).collect();
    for trail in trails {
        let effect = Effect::on(Action::Update, model, model.resource(trail)).property("eventSelectors");
        fix = fix.effect(if billed { effect.billed() } else { effect });
    }
    fix
}

/// Takes the bad values out, and what is left without a value or a purpose.
fn remove<'p>(model: &Model<'p>, rewrite: &mut Rewrite<'_, 'p>, group: &[&Audit<'p>]) -> Result<(), Declined> {
    let mut gone: Vec<Gone> = Vec::new();
    for audit in group {
        if audit.goes() && audit.alone {
            continue;
        }
        if audit.goes() {
            let property = &audit.property;
            let object = property.object.unwrap_or(audit.selector);
            rewrite.remove(object.file, object.node, "dataResources")?;
            gone.push((property.file, property.range));
            continue;
        }
        for entry in &audit.entries {
            if entry.is_bad() {
                gone.push(remove_element(model, rewrite, &entry.element)?);
                continue;
            }
            for value in entry.values.iter().filter(|v| v.verdict == Verdict::Bad) {
                gone.push(remove_element(model, rewrite, &value.element)?);
            }
        }
    }
    remove_selectors(model, rewrite, group, &mut gone)?;
    rewrite.drop_unused(&gone, &[])
}

/// Takes out the selectors that asked for nothing else, and `eventSelectors` where none would be left.
fn remove_selectors<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    group: &[&Audit<'p>],
    gone: &mut Vec<Gone>,
) -> Result<(), Declined> {
    let owners: Vec<&Owner<'p>> =
        group.iter().filter(|audit| audit.goes() && audit.alone).flat_map(|audit| &audit.owners).collect();
    let mut done = BTreeSet::new();
    for owner in &owners {
        let selectors = &owner.selectors;
        let start = |element: &Element<'p>| (element.file, TextRange::of(element.expr).start);
        let of_this = owners.iter().filter(|o| place(&o.selectors) == place(selectors));
        let goes: BTreeSet<_> = of_this.map(|o| start(&o.element)).collect();
        let all = model.property_elements(selectors).iter().all(|element| goes.contains(&start(element)));
        if !all && !matches!(owner.element.of, ElementOf::Whole) {
            if !done.insert(start(&owner.element)) {
                continue;
            }
            let mut others = model.property_elements(selectors);
            others.retain(|element| !goes.contains(&start(element)));
            match records_data_only(model, &owner.element) || others.iter().any(|other| records_all(model, other)) {
                true => gone.push(remove_element(model, rewrite, &owner.element)?),
                // Without it the trail would no longer record the management events that the others leave out.
                false => {
                    for object in objects(model, &owner.element) {
                        rewrite.remove(object.file, object.node, "dataResources")?;
                        rewrite.set(object.file, object.node, "includeManagementEvents", "true")?;
                        gone.push((object.file, TextRange::of(object.node)));
                    }
                }
            }
            continue;
        }
        if !done.insert(place(selectors)) {
            continue;
        }
        match selectors.object {
            Some(object) => {
                rewrite.remove(object.file, object.node, "eventSelectors")?;
                gone.push((selectors.file, selectors.range));
            }
            None => {
                let node = model.index(selectors.file).innermost(selectors.range);
                let node = node.ok_or_else(|| Declined::because("the assignment can't be found"))?;
                gone.push((selectors.file, rewrite.delete_statement(selectors.file, node)?));
            }
        }
    }
    Ok(())
}

/// Whether a trail that recorded data events only is left without selectors.
fn leaves_none<'p>(model: &Model<'p>, audit: &Audit<'p>, group: &[&Audit<'p>]) -> bool {
    let start = |element: &Element<'p>| (element.file, TextRange::of(element.expr).start);
    let going = group.iter().filter(|audit| audit.goes() && audit.alone).flat_map(|audit| &audit.owners);
    let going: BTreeSet<_> = going.map(|owner| start(&owner.element)).collect();
    audit.owners.iter().any(|owner| {
        let all = model.property_elements(&owner.selectors);
        all.iter().all(|element| going.contains(&start(element)) && records_data_only(model, element))
    })
}

fn records_data_only<'p>(model: &Model<'p>, selector: &Element<'p>) -> bool {
    let records = |object| model.member(&Value::Object(object), "includeManagementEvents");
    objects(model, selector).into_iter().all(|object| matches!(records(object), Value::Bool(false)))
}

/// Whether a selector records all management events.
fn records_all<'p>(model: &Model<'p>, selector: &Element<'p>) -> bool {
    let of = |object: Site<'p, ObjectLit>, name: &str| model.member(&Value::Object(object), name);
    let all = |object: Site<'p, ObjectLit>| {
        let kind = of(object, "readWriteType");
        let every_kind = matches!(kind, Value::Undefined) || kind.as_str() == Some("All");
        let every_source = matches!(of(object, "excludeManagementEventSources"), Value::Undefined);
        let included = matches!(of(object, "includeManagementEvents"), Value::Undefined | Value::Bool(true));
        every_kind && every_source && included
    };
    let objects = objects(model, selector);
    !objects.is_empty() && objects.into_iter().all(all)
}

/// Takes an element out of its list; what went.
fn remove_element<'p>(
    model: &Model<'p>,
    rewrite: &mut Rewrite<'_, 'p>,
    element: &Element<'p>,
) -> Result<Gone, Declined> {
    match element.of {
        ElementOf::Array(array, at) => {
            rewrite.remove_element(array.file, array.node, at)?;
            Ok((element.file, TextRange::of(element.expr)))
        }
        ElementOf::Push(call, at) => {
            let index = model.index(call.file);
            let node = index.innermost(TextRange::of(call.node));
            let node = node.ok_or_else(|| Declined::because("the call of `push` can't be found"))?;
            if call.node.args.len() > 1 {
                rewrite.remove_argument(call.file, node, at)?;
                return Ok((element.file, TextRange::of(element.expr)));
            }
            Ok((call.file, rewrite.delete_statement(call.file, node)?))
        }
        ElementOf::Whole => {
            let text = model.text(element.file, TextRange::of(element.expr)).lines().next().unwrap_or_default();
            Err(Declined::because(format!("`{text}` is made elsewhere; take the values out there")))
        }
    }
}

/// Puts the arn that means all in place of the bad values, once a list.
fn widen<'p>(model: &Model<'p>, rewrite: &mut Rewrite<'_, 'p>, group: &[&Audit<'p>]) -> Result<(), Declined> {
    let mut gone: Vec<Gone> = Vec::new();
    let bad: Vec<TextRange> = group.iter().flat_map(|a| a.bad()).map(|v| TextRange::of(v.expr)).collect();
    let mut done = BTreeSet::new();
    for entry in group.iter().flat_map(|audit| &audit.entries) {
        let mut have: Vec<String> = Vec::new();
        for value in entry.values.iter().filter(|v| v.verdict == Verdict::Valid) {
            have.extend(texts(model, &model.text_parts(value.file, value.expr)));
        }
        for value in entry.values.iter().filter(|v| v.verdict == Verdict::Bad) {
            let code = everything(model, value);
            if have.contains(&code) || have.contains(&code.trim_matches('\'').to_string()) {
                if done.insert((value.file, TextRange::of(value.expr).start)) {
                    gone.push(remove_element(model, rewrite, &value.element)?);
                }
                continue;
            }
            have.push(code.clone());
            let written = model.written(value.file, value.expr);
            let lone = written.via.iter().all(|id| {
                model.references(*id).iter().all(|r| bad.contains(&r.range) || model.references(*id).len() == 1)
            });
            let (file, expr) = if lone { (written.file, written.expr) } else { (value.file, value.expr) };
            if done.insert((file, TextRange::of(expr).start)) {
                rewrite.replace(file, expr, &code)?;
            }
        }
    }
    rewrite.drop_unused(&gone, &[])
}

/// Code of the arn that means everything of a service, in the partition that the value spells.
fn everything<'p>(model: &Model<'p>, value: &Judged<'p>) -> String {
    let written = model.written(value.file, value.expr);
    let service = &value.service;
    let (tpl, tag) = match written.expr {
        Expr::Tpl(tpl) => (Some(tpl), String::new()),
        Expr::TaggedTpl(t) => (Some(&*t.tpl), model.text(written.file, TextRange::of(&*t.tag)).to_string()),
        _ => (None, String::new()),
    };
    if let Some(tpl) = tpl
        && tpl.quasis.first().is_some_and(|quasi| quasi.raw == "arn:")
        && let Some(partition) = tpl.exprs.first()
    {
        let partition = model.text(written.file, TextRange::of(&**partition));
        return format!("{tag}`arn:${{{partition}}}:{service}`");
    }
    let texts = texts(model, &model.text_parts(value.file, value.expr));
    let partition = texts.first().and_then(|text| text.strip_prefix("arn:")?.split_once(':')).map_or("aws", |(p, _)| p);
    let partition = if partition.contains([ANY, NAME, '*']) { "aws" } else { partition };
    format!("'arn:{partition}:{service}'")
}
