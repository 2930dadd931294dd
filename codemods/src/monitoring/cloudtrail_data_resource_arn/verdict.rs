//! What CloudTrail says of a value. Invariant: a value is called bad only where every character that makes it so is known.

use iacfix_engine::model::{Entity, FileId, Model, TextPart, Value};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Expr, Lit};

/// What CloudTrail would say of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
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
    pub(super) fn lacks_slash(self) -> bool {
        matches!(self, Verdict::LacksSlash(_) | Verdict::Name)
    }
}

/// Stands for text that may hold anything.
pub(super) const ANY: char = '\u{1}';
/// Stands for a name without a slash.
pub(super) const NAME: char = '\u{2}';

/// What the parts may make, with [`ANY`] and [`NAME`] for what is not known.
pub(super) fn texts<'p>(model: &Model<'p>, parts: &[TextPart<'p>]) -> Vec<String> {
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

pub(super) fn shapes<'p>(model: &Model<'p>, value: &Value<'p>) -> Vec<String> {
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
pub(super) fn entity_shape<'p>(model: &Model<'p>, entity: &Entity<'p>, path: &[String]) -> String {
    let kind = match entity {
        Entity::Resource(id) => model.resource(*id).type_name().to_string(),
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
pub(super) fn verdict(text: &str, service: &str) -> Verdict {
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
pub(super) fn in_bucket(resource: &str) -> Verdict {
    let bucket = resource.split('/').next().unwrap_or_default();
    match bucket {
        _ if resource.is_empty() => Verdict::Valid,
        _ if bucket.is_empty() || bucket.contains('*') => Verdict::Bad,
        _ if resource.contains('/') => Verdict::Valid,
        _ => Verdict::LacksSlash(!bucket.contains(ANY)),
    }
}

/// A value as messages show it: the text of a literal, the source of anything else.
pub(super) fn shown<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> String {
    let written = model.written(file, expr);
    let inner = |range: TextRange| model.text(written.file, TextRange::new(range.start + 1, range.end - 1)).to_string();
    match written.expr {
        Expr::Lit(Lit::Str(s)) => s.value.to_string_lossy().into_owned(),
        Expr::Tpl(tpl) => inner(TextRange::of(tpl)),
        Expr::TaggedTpl(tagged) => inner(TextRange::of(&*tagged.tpl)),
        _ => model.text(file, TextRange::of(expr)).lines().next().unwrap_or_default().to_string(),
    }
}
