//! What an expression stands for. Invariant: a value is what the source shows; where the source does not show it, the
//! value is [`Value::Unknown`] with the reason, never a guess.

use std::rc::Rc;

use swc_ecma_ast as ast;

use super::FileId;
use super::resource::ResourceId;
use super::symbol::Symbol;
use super::tree::Function;

/// A node and the file that it stands in.
#[derive(Debug)]
pub struct Site<'p, T> {
    /// The file.
    pub file: FileId,
    /// The node.
    pub node: &'p T,
}

impl<T> Clone for Site<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Site<'_, T> {}

impl<T> PartialEq for Site<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && std::ptr::eq(self.node, other.node)
    }
}

/// Something that exists only at run time and that the source names.
#[derive(Clone, Debug, PartialEq)]
pub enum Entity<'p> {
    /// A resource that the program makes.
    Resource(ResourceId),
    /// An instance of a class of the program.
    Instance(FileId, Site<'p, ast::Class>, Site<'p, ast::NewExpr>),
    /// An instance of a package's class that is no resource: `new pulumi.Config()`.
    Made(Symbol, Site<'p, ast::NewExpr>),
    /// The result of a package's function: `aws.ec2.getAmi({...})`, `config.get('x')`.
    Call(Symbol, Site<'p, ast::CallExpr>),
}

/// What an expression stands for. Promises and Outputs stand for what they give; casts for what is cast.
#[derive(Clone, Debug)]
pub enum Value<'p> {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string that is known to the last character.
    Str(String),
    /// A string that is made of parts at run time: a template, a concatenation.
    Text(Site<'p, ast::Expr>),
    /// An object literal.
    Object(Site<'p, ast::ObjectLit>),
    /// A list. An item that is made in a loop stands for several.
    List(List<'p>),
    /// A function of the program.
    Function(FileId, Function<'p>),
    /// A class of the program.
    Class(Site<'p, ast::Class>),
    /// An enum of the program.
    Enum(Site<'p, ast::TsEnumDecl>),
    /// All exports of a file of the program.
    Module(FileId),
    /// Something that a package exports.
    Symbol(Symbol),
    /// An entity, or a property of one: `vpc`, and `vpc.id` with the path `["id"]`.
    Entity(Entity<'p>, Rc<[String]>),
    /// One of these, depending on the caller, the turn of the loop, or a condition.
    AnyOf(Rc<[Value<'p>]>),
    /// Not to be seen, for this reason.
    Unknown(Rc<str>),
}

/// A list of values.
#[derive(Clone, Debug)]
pub struct List<'p> {
    /// What is in it, in the order in which it is put in.
    pub items: Rc<[Value<'p>]>,
    /// Whether `items[n]` is what stands at index `n`.
    pub exact: bool,
}

impl<'p> Value<'p> {
    /// Not to be seen, for this reason.
    pub fn unknown(why: impl Into<Rc<str>>) -> Self {
        Value::Unknown(why.into())
    }

    /// An entity itself.
    pub fn entity(entity: Entity<'p>) -> Self {
        Value::Entity(entity, Rc::from([]))
    }

    /// One of `values`; one value stands for itself, doubles are dropped, choices within choices are laid out flat.
    pub fn any_of(values: impl IntoIterator<Item = Value<'p>>) -> Self {
        let mut out: Vec<Value<'p>> = Vec::new();
        for value in values {
            match value {
                Value::AnyOf(inner) => {
                    for one in inner.iter() {
                        if !out.iter().any(|have| have.same(one)) {
                            out.push(one.clone());
                        }
                    }
                }
                one => {
                    if !out.iter().any(|have| have.same(&one)) {
                        out.push(one);
                    }
                }
            }
        }
        match out.len() {
            1 => out.pop().expect("there is one"),
            _ => Value::AnyOf(out.into()),
        }
    }

    /// The values that it may be: itself, or each of [`Value::AnyOf`].
    pub fn choices(&self) -> &[Value<'p>] {
        match self {
            Value::AnyOf(values) => values,
            one => std::slice::from_ref(one),
        }
    }

    /// The resource that it is, where it is one resource and nothing else.
    pub fn resource(&self) -> Option<ResourceId> {
        match self {
            Value::Entity(Entity::Resource(id), path) if path.is_empty() => Some(*id),
            _ => None,
        }
    }

    /// The resource and the path of its property that it is: `vpc.id` gives `vpc` and `["id"]`.
    pub fn output(&self) -> Option<(ResourceId, &[String])> {
        match self {
            Value::Entity(Entity::Resource(id), path) => Some((*id, path)),
            _ => None,
        }
    }

    /// The known string that it is.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    /// Whether the source does not show it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    /// Why the source does not show it, where that is so.
    pub fn why_unknown(&self) -> Option<&str> {
        self.choices().iter().find_map(|choice| match choice {
            Value::Unknown(why) => Some(&**why),
            _ => None,
        })
    }

    /// The items of a list, those of every choice; `None` when one choice is no list.
    pub fn items(&self) -> Option<Vec<Value<'p>>> {
        let mut out = Vec::new();
        for choice in self.choices() {
            match choice {
                Value::List(list) => out.extend(list.items.iter().cloned()),
                _ => return None,
            }
        }
        Some(out)
    }

    fn same(&self, other: &Value<'p>) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => a == b,
            (Value::Class(a), Value::Class(b)) => a == b,
            (Value::Enum(a), Value::Enum(b)) => a == b,
            (Value::Module(a), Value::Module(b)) => a == b,
            (Value::Symbol(a), Value::Symbol(b)) => a == b,
            (Value::Function(f, a), Value::Function(g, b)) => f == g && a.range() == b.range(),
            (Value::Entity(a, p), Value::Entity(b, q)) => a == b && p == q,
            (Value::List(a), Value::List(b)) => {
                a.items.len() == b.items.len() && a.items.iter().zip(b.items.iter()).all(|(x, y)| x.same(y))
            }
            (Value::Unknown(a), Value::Unknown(b)) => a == b,
            _ => false,
        }
    }
}
