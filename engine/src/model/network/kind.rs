//! What subnets and tables are for, by what they are called and where they lead. Invariant: every answer has its evidence;
//! what no evidence tells is absent, and what evidence that can't be seen might tell is unknown.

use swc_ecma_ast::{Callee, Expr, MemberProp};

use super::table::{Target, WayOut};
use crate::model::{Bound, FileId, Lookup, Model, Node, NodeId, Resource, TextPart, Value, peel};
use crate::source::TextRange;

/// What a subnet, or the subnets of a table, are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Its machines are reached from the internet, through an internet gateway.
    Public,
    /// Its machines reach out, through a NAT gateway or the like.
    Private,
    /// Nothing leads out of its VPC: databases and the like.
    Isolated,
}

/// What an evidence rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A default route.
    Route,
    /// `mapPublicIpOnLaunch: true`, or a type that has public addresses.
    Address,
    /// A tag.
    Tag,
    /// Its logical name.
    Name,
    /// The variable, field or list that holds it.
    Held,
    /// `mapPublicIpOnLaunch: false`
    NoAddress,
    /// That no default route is there.
    NoRoute,
}

/// A reason to think that a subnet is of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it rests on.
    pub by: By,
    /// The kind that it speaks for.
    pub says: Kind,
    /// In words, for messages: lower-case, without a full stop.
    pub why: String,
    /// The file.
    pub file: FileId,
    /// Where it stands.
    pub range: TextRange,
}

/// What a subnet is for, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The kind that the strongest evidence speaks for; absent where there is none at all.
    pub kind: Lookup<Kind>,
    /// All evidence, the strongest first.
    pub evidence: Vec<Evidence>,
}

impl Verdict {
    /// Whether it is a public subnet; `None` where the source does not tell. One that nothing calls public is not.
    pub fn is_public(&self) -> Option<bool> {
        match &self.kind {
            Lookup::Found(kind) => Some(*kind == Kind::Public),
            Lookup::Absent => Some(false),
            Lookup::Unknown(_) => None,
        }
    }

    /// The kind that a route, an address, a tag or a name speaks for; `None` where there is less than that.
    pub fn meant(&self) -> Option<Kind> {
        match (&self.kind, self.evidence.first()) {
            (Lookup::Found(kind), Some(first)) if first.by < By::NoAddress => Some(*kind),
            _ => None,
        }
    }
}

/// The tags that say what a subnet is for, in small letters.
const KIND_TAGS: &[&str] =
    &["name", "type", "tier", "kind", "subnettype", "network", "networktype", "visibility", "access"];

/// The kind that words speak for: `public` and the others together say nothing.
fn kind_in<'w>(words: impl Iterator<Item = &'w str>) -> Option<Kind> {
    let (mut public, mut private, mut isolated) = (false, false, false);
    for word in words {
        match word.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "public" => public = true,
            "private" => private = true,
            "isolated" | "intra" | "database" | "db" | "data" => isolated = true,
            _ => {}
        }
    }
    match (public, private, isolated) {
        (true, false, false) => Some(Kind::Public),
        (false, true, _) => Some(Kind::Private),
        (false, false, true) => Some(Kind::Isolated),
        _ => None,
    }
}

/// `public`, `subnets`, `a` of `publicSubnets-a`, in small letters.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_small) {
            words.push(String::new());
        }
        was_small = c.is_lowercase() || c.is_ascii_digit();
        if c.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn kind_of_text(text: &str) -> Option<Kind> {
    kind_in(words_of(text).iter().map(String::as_str))
}

/// What a subnet is held by, called and tagged; its routes aside.
pub(super) fn marks<'p>(model: &Model<'p>, subnet: &Resource<'p>) -> (Vec<Evidence>, Option<String>) {
    let mut out = Vec::new();
    let file = subnet.file;
    let mut unseen = None;
    let mut add = |by, says, why: String, file, range| out.push(Evidence { by, says, why, file, range });
    if subnet.symbol.is("aws.ec2.DefaultSubnet") {
        add(By::Address, Kind::Public, "default subnets are public".into(), file, subnet.range());
    }
    match model.resource_property(subnet, "mapPublicIpOnLaunch") {
        Lookup::Absent => {}
        Lookup::Unknown(why) => unseen = Some(why),
        Lookup::Found(property) => match model.property_value(&property) {
            Value::Undefined => {}
            Value::Bool(true) => {
                let why = "`mapPublicIpOnLaunch` is true".to_string();
                add(By::Address, Kind::Public, why, property.file, property.range);
            }
            Value::Bool(false) => {
                let why = "`mapPublicIpOnLaunch` is false".to_string();
                add(By::NoAddress, Kind::Private, why, property.file, property.range);
            }
            _ => unseen = Some(model.why_unseen(&property)),
        },
    }
    for (key, says, file, range) in tag_kinds(model, subnet) {
        add(By::Tag, says, format!("its tag `{key}` calls it {}", says.word()), file, range);
    }
    if let Some(name) = subnet.name() {
        let says = kind_of_text(&known_text(model, file, name));
        let range = TextRange::of(name);
        says.into_iter()
            .for_each(|says| add(By::Name, says, format!("its name calls it {}", says.word()), file, range));
    }
    for (holder, range) in holders(model, subnet) {
        let says = kind_of_text(&holder);
        says.into_iter().for_each(|says| add(By::Held, says, format!("`{holder}` holds it"), file, range));
    }
    (out, unseen)
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Public => "public",
            Kind::Private => "private",
            Kind::Isolated => "isolated",
        }
    }
}

/// The parts of a text that are known to the last character, apart from each other.
fn known_text<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> String {
    let parts = model.text_parts(file, expr);
    let known = parts.iter().map(|part| match part {
        TextPart::Known(text) => text.as_str(),
        TextPart::Hole(_) => " ",
    });
    known.collect()
}

/// What the tags of a subnet call it, with the tag and where it is written.
fn tag_kinds<'p>(model: &Model<'p>, subnet: &Resource<'p>) -> Vec<(String, Kind, FileId, TextRange)> {
    let tags = model.resource_value(subnet, "tags");
    let mut out = Vec::new();
    for choice in tags.choices() {
        let Value::Object(site) = choice else { continue };
        let entries = site.node.props.iter().filter_map(|entry| crate::model::object::property_of(*site, entry));
        for (key, property) in entries {
            let small = key.to_ascii_lowercase().replace(['-', '_'], "");
            let says = match &*key {
                "kubernetes.io/role/elb" => Some(Kind::Public),
                "kubernetes.io/role/internal-elb" => Some(Kind::Private),
                _ if KIND_TAGS.contains(&small.as_str()) => {
                    property.expr().and_then(|expr| kind_of_text(&known_text(model, property.file, expr)))
                }
                _ => None,
            };
            out.extend(says.map(|says| (key.into_owned(), says, property.file, property.range)));
        }
    }
    out
}

/// The names of what holds a subnet: its variable or field, and the list that it is put into.
pub(super) fn holders<'p>(model: &Model<'p>, subnet: &Resource<'p>) -> Vec<(String, TextRange)> {
    let index = model.index(subnet.file);
    let mut out = Vec::new();
    match &subnet.bound {
        Bound::Variable(id) => {
            let binding = model.binding(*id);
            out.push((binding.name.clone(), binding.ident));
            let pushed = binding.uses.iter().filter_map(|used| index.innermost(used.range));
            out.extend(pushed.filter_map(|node| pushed_into(model, subnet.file, node)));
        }
        Bound::Field(name) | Bound::Property(name) => out.push((name.clone(), subnet.range())),
        Bound::Pushed => out.extend(pushed_into(model, subnet.file, subnet.node)),
        Bound::Element | Bound::Returned => out.extend(list_around(model, subnet)),
        Bound::Nothing | Bound::Other => {}
    }
    out
}

/// The list of `list.push(node)`.
fn pushed_into<'p>(model: &Model<'p>, file: FileId, node: NodeId) -> Option<(String, TextRange)> {
    let (_, parent) = model.index(file).ancestors(node).next()?;
    let Node::Expr(Expr::Call(call)) = parent.node else { return None };
    let Callee::Expr(callee) = &call.callee else { return None };
    match peel(callee) {
        Expr::Member(member) if member.prop.is_ident_with("push") => name_of(&member.obj),
        _ => None,
    }
}

/// The variable or field that gets the array literal, or the result of `map`, that a resource is made in.
fn list_around<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Option<(String, TextRange)> {
    let index = model.index(resource.file);
    let own = resource.function;
    let around = index.ancestors(resource.node).take_while(|(id, _)| Some(*id) != own);
    around
        .filter_map(|(_, entry)| match entry.node {
            Node::Declarator(_, declarator) => {
                let ident = declarator.name.as_ident()?;
                Some((ident.id.sym.to_string(), TextRange::of(&ident.id)))
            }
            Node::Expr(Expr::Assign(assign)) => match assign.left.as_simple()? {
                swc_ecma_ast::SimpleAssignTarget::Member(member) => match &member.prop {
                    MemberProp::Ident(name) => Some((name.sym.to_string(), TextRange::of(name))),
                    _ => None,
                },
                swc_ecma_ast::SimpleAssignTarget::Ident(ident) => {
                    Some((ident.id.sym.to_string(), TextRange::of(&ident.id)))
                }
                _ => None,
            },
            _ => None,
        })
        .next()
}

/// `subnets` of `subnets` and `this.subnets`.
fn name_of(expr: &Expr) -> Option<(String, TextRange)> {
    match peel(expr) {
        Expr::Ident(ident) => Some((ident.sym.to_string(), TextRange::of(ident))),
        Expr::Member(member) => match &member.prop {
            MemberProp::Ident(name) => Some((name.sym.to_string(), TextRange::of(name))),
            _ => None,
        },
        _ => None,
    }
}

/// What `marks` and the way out of a subnet or table, which stands at `place`, say together.
pub(super) fn decide(
    marks: (Vec<Evidence>, Option<String>),
    way_out: WayOut,
    (file, range): (FileId, TextRange),
) -> Verdict {
    let (mut evidence, mut unseen) = marks;
    match way_out {
        WayOut::By(routes) => {
            for route in routes {
                let (says, why) = match route.target {
                    Target::InternetGateway(_) => (Kind::Public, "its default route leads to an internet gateway"),
                    Target::Nat(_) => (Kind::Private, "its default route leads to a NAT gateway"),
                    Target::Unknown(why) => {
                        unseen = Some(format!("where its default route leads can't be seen: {why}"));
                        continue;
                    }
                    _ => (Kind::Private, "its default route leads to no internet gateway"),
                };
                let (file, range) = (route.file, route.range);
                evidence.push(Evidence { by: By::Route, says, why: why.into(), file, range });
            }
        }
        WayOut::None => {
            let why = "no default route leads out of it".to_string();
            evidence.push(Evidence { by: By::NoRoute, says: Kind::Isolated, why, file, range });
        }
        // Other evidence may still tell.
        WayOut::Unknown(why) => unseen = unseen.or(Some(why)),
    }
    evidence.sort_by_key(|e| e.by);
    let strongest = evidence.first().map(|e| e.by);
    let mut of_that = evidence.iter().filter(|e| Some(e.by) == strongest).map(|e| e.says);
    let kind = match (of_that.next(), unseen) {
        // What can't be seen would be stronger than names are.
        (Some(_), Some(why)) if strongest >= Some(By::NoAddress) => Lookup::Unknown(why),
        (Some(kind), _) if of_that.all(|other| other == kind) => Lookup::Found(kind),
        (Some(_), _) => Lookup::Unknown("what tells what it is for contradicts itself".into()),
        (None, Some(why)) => Lookup::Unknown(why),
        (None, None) => Lookup::Absent,
    };
    Verdict { kind, evidence }
}
