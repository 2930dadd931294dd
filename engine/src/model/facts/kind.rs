//! Types of properties. Invariant: every type that the tables spell can be told, and none is guessed.

/// What a property takes or gives, whether or not inside of an output.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text; unions of texts too.
    String,
    /// Text that the service reads as a boolean: `'true'`, `'false'`.
    BooleanString,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// An IAM policy document as a plain object.
    PolicyDocument,
    /// An asset or an archive.
    File,
    /// A list.
    List(Box<Kind>),
    /// An object whose keys are free.
    Map(Box<Kind>),
    /// An object by name, `aws.ec2.InstanceMetadataOptions`; ask [`Facts::object`](super::Facts::object) for its fields.
    Object(String),
    /// A resource, `aws.iam.Role`.
    Resource(String),
    /// One of several.
    OneOf(Vec<Kind>),
    /// Something whose fields the tables do not tell.
    Any,
}

impl Kind {
    /// Whether a value of some kind that `test` accepts may stand there, inside of no list or map.
    pub fn accepts(&self, test: impl Fn(&Kind) -> bool) -> bool {
        match self {
            Kind::OneOf(kinds) => kinds.iter().any(test),
            kind => test(kind),
        }
    }

    /// Whether a policy may be written as a plain object.
    pub fn accepts_policy_object(&self) -> bool {
        self.accepts(|kind| *kind == Kind::PolicyDocument)
    }

    /// The object in it: itself, an element of its list, a value of its map.
    pub fn object(&self) -> Option<&str> {
        match self {
            Kind::Object(name) => Some(name),
            Kind::List(inner) | Kind::Map(inner) => inner.object(),
            Kind::OneOf(kinds) => kinds.iter().find_map(Kind::object),
            _ => None,
        }
    }

    /// Whether all that it holds is told, so that what it does not name is not there.
    pub(super) fn is_told(&self) -> bool {
        match self {
            Kind::Any | Kind::PolicyDocument | Kind::Resource(_) => false,
            Kind::List(inner) => inner.is_told(),
            Kind::OneOf(kinds) => kinds.iter().all(Kind::is_told),
            Kind::Map(_) => false,
            _ => true,
        }
    }

    /// Reads a spelled type. `names` tells what `*` (in a list or not) and `.X` stand for.
    pub(super) fn read(spelled: &str, names: &Names<'_>) -> Self {
        let alternatives = split_alternatives(spelled);
        if alternatives.len() > 1 {
            return Kind::OneOf(alternatives.into_iter().map(|it| Kind::one(it, names)).collect());
        }
        Kind::one(spelled, names)
    }

    fn one(spelled: &str, names: &Names<'_>) -> Self {
        let inside = |open: char, close: char| spelled.strip_prefix(open).and_then(|it| it.strip_suffix(close));
        if let Some(inner) = inside('[', ']') {
            return Kind::List(Box::new(Kind::read(inner, &Names { in_list: true, ..*names })));
        }
        if let Some(inner) = inside('<', '>') {
            return Kind::Map(Box::new(Kind::read(inner, &Names { in_list: false, ..*names })));
        }
        match spelled {
            "" | "s" => Kind::String,
            "n" => Kind::Number,
            "b" => Kind::Boolean,
            "p" => Kind::PolicyDocument,
            "f" => Kind::File,
            "a" => Kind::Any,
            "*" => Kind::Object(names.own()),
            other => match (other.strip_prefix('&'), other.strip_prefix('.')) {
                (Some(resource), _) => Kind::Resource(format!("aws.{resource}")),
                (_, Some(suffix)) => Kind::Object(format!("aws.{}{suffix}", names.stem)),
                _ => Kind::Object(format!("aws.{other}")),
            },
        }
    }
}

/// What the short names in a property's type stand for.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    /// The resource or function, with a capital: `ec2.GetAmi`.
    pub(super) stem: &'n str,
    /// What follows it in the name of the object that has the property.
    pub(super) suffix: &'n str,
    /// The property.
    pub(super) property: &'n str,
    pub(super) in_list: bool,
}

impl Names<'_> {
    /// `*`: the object that is named after the property, or after one element of it.
    fn own(&self) -> String {
        let property =
            if self.in_list { self.property.strip_suffix('s').unwrap_or(self.property) } else { self.property };
        format!("aws.{}{}{}", self.stem, self.suffix, capital(property))
    }
}

/// With its first letter made a capital.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Splits at `|` outside of brackets.
fn split_alternatives(spelled: &str) -> Vec<&str> {
    let mut depth = 0;
    let is_between = |c: char| {
        match c {
            '[' | '<' => depth += 1,
            ']' | '>' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    };
    spelled.split(is_between).collect()
}
