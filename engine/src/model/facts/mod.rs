//! What the provider's types take, by major. Invariant: a fact can be read off the provider's published type definitions;
//! where a program's major is not known, a fact is told only if all majors have it so.
//!
//! The tables are made by `node tests/node/facts.mjs` from the packages `@pulumi/aws` 6 and 7; nothing is read of them
//! before something is asked. What a change does to a running resource is not in the type definitions: it comes from
//! `@aws-cdk/aws-service-spec`, which knows it for CloudFormation, over the reviewed table in `tests/node/facts/reviewed.mjs`.

mod kind;
mod resources;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use table::{Line, MAJORS, Sort, Word};

use super::{Lookup, Program};

pub use kind::Kind;

/// What is known of the provider that a program uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    major: Option<u32>,
}

/// What is known of a resource, a function or an object that one of them takes.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    facts: Facts,
    majors: &'static [u32],
    line: Line,
}

/// What is known of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyFacts {
    /// Its type; in all majors that the program may use it is the same.
    pub kind: Kind,
    /// Whether it can be given; else it only comes back, as `arn` does. What is given comes back too.
    pub is_input: bool,
    /// Whether it has to be given, in any major that the program may use.
    pub is_required: bool,
    /// Whether an output can be given, not only a plain value.
    pub takes_output: bool,
    /// Why it should not be used; absent where nothing is said against it.
    pub deprecated: Lookup<&'static str>,
    /// What a change of it does.
    pub replacement: Replacement,
}

/// What a change of a property does to a running resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The resource is deleted and created anew.
    Replaces,
    /// The resource is changed.
    InPlace,
    /// It depends on the change, or is not known.
    Unknown,
}

/// How a resource takes tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagForm {
    /// As an object of keys and values.
    Map,
    /// As a list of objects with `key` and `value`, each of this type.
    List(String),
}

impl Facts {
    /// Of a program's provider.
    pub fn of(program: &Program) -> Self {
        Self::of_major(program.package.as_ref().and_then(|package| package.aws_major))
    }

    /// Of this major, of all of them where it is not known.
    pub fn of_major(major: Option<u32>) -> Self {
        Self { major }
    }

    /// A resource by the name that the documentation gives it, `aws.ec2.Instance`. It is unknown in a package or major
    /// that the tables do not tell of, and where majors differ and the program's is not known.
    pub fn resource(self, name: &str) -> Lookup<TypeFacts> {
        self.look(name, |name| Line::head(name).filter(|line| line.sort == Sort::Resource))
    }

    /// A function that looks something up, `aws.ec2.getAmi` (and its `getAmiOutput`).
    pub fn function(self, name: &str) -> Lookup<TypeFacts> {
        let name = name.strip_suffix("Output").unwrap_or(name);
        self.look(name, |name| Line::head(name).filter(|line| line.sort == Sort::Function))
    }

    /// An object that arguments have, `aws.ec2.InstanceMetadataOptions`, as [`Kind::Object`] names it.
    pub fn object(self, name: &str) -> Lookup<TypeFacts> {
        self.look(name, Line::object)
    }

    /// The property of a resource at the end of a path, `["rootBlockDevice", "encrypted"]`; elements of lists and maps
    /// are no steps.
    pub fn property(self, resource: &str, path: &[&str]) -> Lookup<PropertyFacts> {
        match self.resource(resource) {
            Lookup::Found(resource) => resource.at(path),
            Lookup::Absent => Lookup::Absent,
            Lookup::Unknown(why) => Lookup::Unknown(why),
        }
    }

    /// What a change of the property at the end of a path does to a resource; what the resource's own arguments say of
    /// that, [`Model::replacement`](super::Model::replacement) knows.
    pub fn replacement(self, resource: &str, path: &[&str]) -> Replacement {
        let verdict = |end| match self.property(resource, &path[..end]) {
            Lookup::Found(property) => property.replacement,
            Lookup::Absent | Lookup::Unknown(_) => Replacement::Unknown,
        };
        let verdicts: Vec<_> = (1..=path.len()).map(verdict).collect();
        if verdicts.contains(&Replacement::Replaces) {
            return Replacement::Replaces;
        }
        verdicts.last().copied().unwrap_or(Replacement::Unknown)
    }

    fn look(self, name: &str, find: impl FnOnce(&str) -> Option<Line>) -> Lookup<TypeFacts> {
        let Some(short) = name.strip_prefix("aws.") else {
            return Lookup::Unknown(format!("nothing is known of the package of `{name}`"));
        };
        let Some(majors) = self.majors() else {
            let major = self.major.unwrap_or_default();
            return Lookup::Unknown(format!("nothing is known of `@pulumi/aws` {major}"));
        };
        let Some(line) = find(short) else { return Lookup::Absent };
        agree(majors.iter().map(|major| line.is_in(*major).then_some(())), || name.to_string()).map(|()| TypeFacts {
            facts: self,
            majors,
            line,
        })
    }

    /// The majors that the program may use; `None` where the tables do not tell of its.
    fn majors(self) -> Option<&'static [u32]> {
        let Some(major) = self.major else { return Some(MAJORS) };
        MAJORS.iter().position(|it| *it == major).map(|at| &MAJORS[at..=at])
    }
}

impl TypeFacts {
    /// Its name, `aws.ec2.Instance`.
    pub fn name(&self) -> String {
        format!("aws.{}", self.line.name())
    }

    /// Why it should not be used; absent where nothing is said against it.
    pub fn deprecated(&self) -> Lookup<&'static str> {
        let name = self.line.name();
        let reason = |major: &u32| self.line.is_deprecated(*major).then(|| table::reason(&name, *major)).flatten();
        agree(self.majors.iter().map(reason), || self.name())
    }

    /// The type that its deprecation names instead, `aws.s3.Bucket`.
    pub fn successor(&self) -> Option<String> {
        let (_, rest) = self.deprecated().found()?.split_once("in favor of ")?;
        let name = rest.split_whitespace().next()?.trim_end_matches('.');
        Some(if name.starts_with("aws.") { name.to_string() } else { format!("aws.{name}") })
    }

    /// The names of its properties, of what is given and of what only comes back, sorted.
    pub fn properties(&self) -> impl Iterator<Item = &'static str> {
        self.line.properties(self.majors)
    }

    /// A property, whether it is given or only comes back.
    pub fn property(&self, name: &str) -> Lookup<PropertyFacts> {
        if self.line.sort == Sort::Resource && matches!(name, "id" | "urn") {
            return Lookup::Found(PropertyFacts::of_every_resource());
        }
        if self.line.is_opaque() {
            return Lookup::Unknown(format!("nothing is known of the arguments of `{}`", self.name()));
        }
        let words: Vec<Option<Word>> = self.majors.iter().map(|major| self.line.property(name, *major)).collect();
        let full = || format!("{}.{name}", self.name());
        let shape = |word: &Option<Word>| word.as_ref().map(|it| (it.kind.clone(), it.is_input, it.takes_output));
        let in_all: Vec<&Word> = words.iter().flatten().collect();
        agree(words.iter().map(shape), full).map(|(kind, is_input, takes_output)| PropertyFacts {
            kind,
            is_input,
            takes_output,
            is_required: is_input && in_all.iter().any(|it| !it.is_optional),
            deprecated: self.reason(name, &in_all),
            replacement: replacement(&in_all),
        })
    }

    /// A property that can be given; absent where it only comes back.
    pub fn argument(&self, name: &str) -> Lookup<PropertyFacts> {
        match self.property(name) {
            Lookup::Found(property) if !property.is_input => Lookup::Absent,
            found => found,
        }
    }

    /// The property at the end of a path, as [`Facts::property`] takes it.
    pub fn at(&self, path: &[&str]) -> Lookup<PropertyFacts> {
        let (first, rest) = match path {
            [] => return Lookup::Absent,
            [first, rest @ ..] => (first, rest),
        };
        let property = match self.property(first) {
            Lookup::Found(property) if !rest.is_empty() => property,
            end => return end,
        };
        match property.kind.object().map(|name| self.facts.object(name)) {
            Some(Lookup::Found(object)) => object.at(rest),
            Some(Lookup::Unknown(why)) => Lookup::Unknown(why),
            None if property.kind.is_told() => Lookup::Absent,
            Some(Lookup::Absent) | None => {
                Lookup::Unknown(format!("nothing is known of the fields of `{}.{first}`", self.name()))
            }
        }
    }

    /// How it takes tags; absent where it takes none.
    pub fn tags(&self) -> Lookup<TagForm> {
        match self.argument("tags") {
            Lookup::Found(PropertyFacts { kind: Kind::Map(_), .. }) => Lookup::Found(TagForm::Map),
            Lookup::Found(PropertyFacts { kind: Kind::List(inner), .. }) => match *inner {
                Kind::Object(name) => Lookup::Found(TagForm::List(name)),
                _ => Lookup::Absent,
            },
            Lookup::Found(_) | Lookup::Absent => Lookup::Absent,
            Lookup::Unknown(why) => Lookup::Unknown(why),
        }
    }

    /// The argument that says in which region the resource is made, which resources that are in one have since major 7.
    pub fn region(&self) -> Lookup<PropertyFacts> {
        if self.majors.iter().all(|major| *major < 7) {
            return Lookup::Absent;
        }
        match self.argument("region") {
            // What says something else is called otherwise since then.
            Lookup::Found(region) if matches!(region.deprecated, Lookup::Found(_)) => Lookup::Absent,
            found => found,
        }
    }

    fn reason(&self, property: &str, words: &[&Word]) -> Lookup<&'static str> {
        let name = format!("{}.{property}", self.line.name());
        let reasons = words
            .iter()
            .zip(self.majors)
            .map(|(word, major)| word.is_deprecated.then(|| table::reason(&name, *major)).flatten());
        agree(reasons, || format!("aws.{name}"))
    }
}

impl PropertyFacts {
    /// `id` and `urn`, which no type definition repeats.
    fn of_every_resource() -> Self {
        Self {
            kind: Kind::String,
            is_input: false,
            is_required: false,
            takes_output: false,
            deprecated: Lookup::Absent,
            replacement: Replacement::Unknown,
        }
    }
}

fn replacement(words: &[&Word]) -> Replacement {
    match agree(words.iter().map(|word| word.replaces), String::new) {
        Lookup::Found(true) => Replacement::Replaces,
        Lookup::Found(false) => Replacement::InPlace,
        Lookup::Absent | Lookup::Unknown(_) => Replacement::Unknown,
    }
}

/// The answer that all majors give.
fn agree<T: PartialEq>(mut answers: impl Iterator<Item = Option<T>>, what: impl FnOnce() -> String) -> Lookup<T> {
    let first = answers.next().flatten();
    match (answers.all(|it| it == first), first) {
        (true, Some(found)) => Lookup::Found(found),
        (true, None) => Lookup::Absent,
        (false, _) => {
            let majors = MAJORS.iter().map(u32::to_string).collect::<Vec<_>>().join(" and ");
            Lookup::Unknown(format!("`@pulumi/aws` {majors} differ on `{}`, and the program's is not known", what()))
        }
    }
}

/// The types that have an argument in some major: where to look for it, whichever major is used.
#[derive(Clone, Debug)]
pub struct Takers(Arc<FxHashSet<&'static str>>);

impl Takers {
    /// Those of this argument, worked out once a process.
    pub fn of(argument: &str) -> Self {
        static KNOWN: Mutex<BTreeMap<String, Takers>> = Mutex::new(BTreeMap::new());
        // Entries are inserted whole: a thread that panicked leaves nothing half-done here.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(takers) = known.get(argument) {
            return takers.clone();
        }
        let is_given = |line: &Line| {
            let is_input = |major: &u32| line.property(argument, *major).is_some_and(|property| property.is_input);
            line.sort == Sort::Resource && line.mentions(argument) && MAJORS.iter().any(is_input)
        };
        let takers = Self(Arc::new(Line::heads().filter(is_given).map(|line| line.head_name()).collect()));
        known.insert(argument.to_string(), takers.clone());
        takers
    }

    /// Whether a type is among them, `aws.ec2.Instance`.
    pub fn has(&self, type_name: &str) -> bool {
        type_name.strip_prefix("aws.").is_some_and(|name| self.0.contains(name))
    }
}

/// The argument that names the machine image of a resource that starts instances; `None` for other types.
pub fn image_argument(type_name: &str) -> Option<&'static str> {
    static BY_TYPE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        let [types, scripts] = ["instanceType", "userData"].map(Takers::of);
        let start_instances = |name: &&&str| types.0.contains(**name) && scripts.0.contains(**name);
        // The last one wins where a type has both.
        let all = ["imageId", "ami"].map(|argument| (argument, Takers::of(argument)));
        let with = |(argument, takers): &(&'static str, Takers)| {
            takers.0.iter().filter(start_instances).map(|name| (*name, *argument)).collect::<Vec<_>>()
        };
        all.iter().flat_map(with).collect()
    });
    BY_TYPE.get(type_name.strip_prefix("aws.")?).copied()
}

/// The type in words: `launch template`.
pub fn words(type_name: &str) -> String {
    let last = type_name.rsplit('.').next().unwrap_or(type_name);
    let mut out = String::new();
    for c in last.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The days for which CloudWatch Logs can keep events (`retentionInDays`); `0`, which keeps them for ever, is left out.
pub const LOG_RETENTION_DAYS: &[i64] =
    &[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
