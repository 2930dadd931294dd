//! The data resources of a program's trails. Invariant: one `dataResources` is found once, with all trails that take it.

use iacfix_engine::codemod::Finding;
use iacfix_engine::model::{BindingId, Element, FileId, Model, Property, PropertyValue, ResourceId, Site, Value};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Expr, ObjectLit};

use super::verdict::{Verdict, shapes, texts, verdict};

/// One value.
pub(super) struct Judged<'p> {
    pub(super) element: Element<'p>,
    /// What gives the value: the element, or what a callback makes of each.
    pub(super) file: FileId,
    pub(super) expr: &'p Expr,
    pub(super) verdict: Verdict,
    /// The service that its type is of.
    pub(super) service: String,
}

/// `{ type, values }`
pub(super) struct Entry<'p> {
    pub(super) element: Element<'p>,
    pub(super) values: Vec<Judged<'p>>,
}

impl Entry<'_> {
    /// Whether nothing of it is of use.
    pub(super) fn is_bad(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|v| v.verdict == Verdict::Bad)
    }
}

/// A selector, in the `eventSelectors` of one trail.
pub(super) struct Owner<'p> {
    pub(super) trail: ResourceId,
    pub(super) selectors: Property<'p>,
    pub(super) element: Element<'p>,
}

/// One `dataResources`, wherever trails take it from.
pub(super) struct Audit<'p> {
    pub(super) property: Property<'p>,
    pub(super) selector: Site<'p, ObjectLit>,
    pub(super) owners: Vec<Owner<'p>>,
    pub(super) entries: Vec<Entry<'p>>,
    pub(super) via: Vec<BindingId>,
    /// Whether the selector asks for nothing else.
    pub(super) alone: bool,
}

impl<'p> Audit<'p> {
    pub(super) fn values(&self) -> impl Iterator<Item = &Judged<'p>> {
        self.entries.iter().flat_map(|entry| &entry.values)
    }

    pub(super) fn bad(&self) -> impl Iterator<Item = &Judged<'p>> {
        self.values().filter(|value| value.verdict == Verdict::Bad)
    }

    pub(super) fn goes(&self) -> bool {
        !self.entries.is_empty() && self.entries.iter().all(Entry::is_bad)
    }

    /// Whether removing this one has to know of the other: they share a constant, or empty one list of selectors.
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        let both_whole = self.goes() && other.goes() && self.alone && other.alone;
        let shared = |a: &Owner<'_>| other.owners.iter().any(|b| place(&a.selectors) == place(&b.selectors));
        self.via.iter().any(|id| other.via.contains(id)) || (both_whole && self.owners.iter().any(shared))
    }
}

pub(super) fn place(property: &Property<'_>) -> (FileId, u32) {
    (property.file, property.range.start)
}

/// Every `dataResources` of trails, and what can't be seen of them.
pub(super) fn find<'p>(model: &Model<'p>) -> (Vec<Audit<'p>>, Vec<Finding>) {
    let mut audits: Vec<Audit<'p>> = Vec::new();
    let mut unseen: Vec<Finding> = Vec::new();
    for trail in model.resources_of("aws.cloudtrail.Trail") {
        let mut hidden = |property: &Property<'p>, file: FileId, range: TextRange| {
            let text = model.text(file, range).lines().next().unwrap_or_default();
            let message = format!("can't see whether data resource values are valid arns: `{text}` is not known here");
            let finding = Finding::of(model, trail, message).at(property.file, property.range);
            if !unseen.iter().any(|f| (f.file, f.range) == (finding.file, finding.range)) {
                unseen.push(finding);
            }
        };
        for selectors in model.written_arguments(trail, "eventSelectors") {
            for element in model.property_elements(&selectors) {
                let objects = objects(model, &element);
                if objects.is_empty() && !is_nothing(model, &element) {
                    hidden(&selectors, element.file, TextRange::of(element.expr));
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

/// Whether an element is `undefined`, as in one case of a condition.
fn is_nothing<'p>(model: &Model<'p>, element: &Element<'p>) -> bool {
    matches!(model.value(element.file, element.expr), Value::Undefined | Value::Null)
}

/// Whether a `{ values }` stands for lists of several places, such as the calls of a function, not all of them good.
fn is_several<'p>(model: &Model<'p>, property: &Property<'p>, kind: &Value<'p>) -> bool {
    let PropertyValue::Shorthand(_) = property.value else { return false };
    if model.written_property(property).is_some() {
        return false;
    }
    let texts = shapes(model, &model.property_value(property));
    texts.iter().any(|text| match service_of(kind, text) {
        "" => false,
        service => verdict(text, service) != Verdict::Valid,
    })
}

/// The object literals that an element stands for.
pub(super) fn objects<'p>(model: &Model<'p>, element: &Element<'p>) -> Vec<Site<'p, ObjectLit>> {
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

pub(super) fn audit<'p>(
    model: &Model<'p>,
    property: Property<'p>,
    selector: Site<'p, ObjectLit>,
    owner: Owner<'p>,
    hidden: &mut impl FnMut(&Property<'p>, FileId, TextRange),
) -> Audit<'p> {
    let mut entries = Vec::new();
    let mut via = Vec::new();
    for element in model.property_elements(&property) {
        via.extend(element.via.iter().copied());
        let objects = objects(model, &element);
        if objects.is_empty() && !is_nothing(model, &element) {
            hidden(&property, element.file, TextRange::of(element.expr));
        }
        let mut values = Vec::new();
        for object in objects {
            let kind = model.member(&Value::Object(object), "type");
            for property in model.written_in_object(object, "values") {
                if is_several(model, &property, &kind) {
                    hidden(&property, property.file, property.value_range());
                }
                for value in model.property_elements(&property) {
                    via.extend(value.via.iter().copied());
                    let judged = judge(model, value, &kind);
                    via.extend(model.written(judged.file, judged.expr).via);
                    if judged.verdict == Verdict::Unseen {
                        hidden(&property, judged.element.file, TextRange::of(judged.element.expr));
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

pub(super) fn judge<'p>(model: &Model<'p>, element: Element<'p>, kind: &Value<'p>) -> Judged<'p> {
    let mapped = model.mapped(element.file, element.expr).map(|(site, _)| (site.file, site.node));
    let (file, expr) = mapped.unwrap_or((element.file, element.expr));
    let texts = texts(model, &model.text_parts(file, expr));
    let service = service_of(kind, texts.first().map_or("", String::as_str));
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

/// The service that a type of data resource is of; where that is not known, the one that a value names.
fn service_of<'t>(kind: &Value<'_>, text: &'t str) -> &'t str {
    match kind {
        Value::Str(kind) => match kind.as_str() {
            "AWS::S3::Object" => "s3",
            "AWS::Lambda::Function" => "lambda",
            "AWS::DynamoDB::Table" => "dynamodb",
            _ => "",
        },
        _ => text.split(':').nth(2).unwrap_or(""),
    }
}
