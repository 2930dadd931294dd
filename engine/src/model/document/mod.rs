//! JSON-like documents that properties hold: policies, container definitions. Invariant: a part of a document is told
//! with the place where it is written, whichever way the document becomes text; what can't be seen is marked with why.

mod deployment;
mod node;
mod open;
mod template;
#[cfg(test)]
mod tests;
mod text;

pub use deployment::{DeploymentName, DeploymentPart};
pub use template::{Template, TemplatePiece};

use swc_ecma_ast::{ArrayLit, CallExpr, Expr, ObjectLit};

use super::calls::peel;
use super::lookup::Lookup;
use super::modules::BindingId;
use super::text::TextPart;
use super::tree::Function;
use super::value::Site;
use super::{ElementOf, FileId};
use crate::source::TextRange;

/// A document, and how it becomes what its property takes.
#[derive(Clone, Debug)]
pub struct Document<'p> {
    /// Its outermost object or list.
    pub root: DocNode<'p>,
    /// How it becomes the value of the property.
    pub form: Form<'p>,
    /// The callbacks of `apply` and `then` in which it is written, the outermost first.
    pub applied: Vec<Applied<'p>>,
    /// The constants and functions that lead to it, nearest to the property first.
    pub via: Vec<BindingId>,
}

/// How a document becomes the value of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form<'p> {
    /// The object is the value.
    Plain,
    /// `JSON.stringify({...})`
    Stringify(Site<'p, CallExpr>),
    /// `pulumi.jsonStringify({...})`
    JsonStringify(Site<'p, CallExpr>),
    /// `aws.iam.getPolicyDocument({...}).json`; the document is the argument.
    PolicyDocument {
        /// The call.
        call: Site<'p, CallExpr>,
        /// Whether it is `getPolicyDocumentOutput`.
        is_output: bool,
    },
    /// JSON text in a string or a template.
    Text {
        /// The literal.
        literal: Site<'p, Expr>,
        /// Whether it is `pulumi.interpolate`.
        interpolated: bool,
    },
}

/// A callback that is given what Outputs and promises hold.
#[derive(Clone, Copy, Debug)]
pub struct Applied<'p> {
    /// `outputs.apply(callback)`
    pub call: Site<'p, CallExpr>,
    /// The file of the callback.
    pub file: FileId,
    /// The callback.
    pub function: Function<'p>,
}

/// A part of a document.
#[derive(Clone, Debug)]
pub struct DocNode<'p> {
    /// What it holds.
    pub content: Content<'p>,
    /// Where it is written.
    pub place: DocPlace<'p>,
    /// The name through which it serves something else too, which a change of it would change as well.
    pub shared: Option<BindingId>,
}

/// Where a part of a document is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DocPlace<'p> {
    /// As an expression, names that lead to it followed.
    Source(Site<'p, Expr>),
    /// In JSON text, at this range of the literal's file.
    Json {
        /// The string or template that holds the text.
        literal: Site<'p, Expr>,
        /// The part of it.
        range: TextRange,
    },
}

/// What a part of a document holds.
#[derive(Clone, Debug)]
pub enum Content<'p> {
    /// `undefined`: a property that is left out.
    Undefined,
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string; a single hole is one value of the program, a string or not.
    Text(Vec<TextPart<'p>>),
    /// An object.
    Object(DocObject<'p>),
    /// A list.
    List(DocList<'p>),
    /// One of these, depending on a condition.
    AnyOf(Vec<DocNode<'p>>),
    /// Not to be seen, for this reason.
    Unknown(String),
}

/// An object in a document, what it spreads included.
#[derive(Clone, Debug)]
pub struct DocObject<'p> {
    /// Its members in their order; of two with one key the later counts.
    pub members: Vec<Member<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

/// One member of an object in a document.
#[derive(Clone, Debug)]
pub struct Member<'p> {
    /// Its key.
    pub key: String,
    /// From its key to the end of its value, in the file of its value.
    pub range: TextRange,
    /// Its value.
    pub value: DocNode<'p>,
    /// Whether it may be missing or something else: it is set under a condition, or what is spread after it can't be seen.
    pub sometimes: bool,
}

/// A list in a document, what it spreads and what is pushed included.
#[derive(Clone, Debug)]
pub struct DocList<'p> {
    /// Its items in their order.
    pub items: Vec<Item<'p>>,
    /// Why there may be more.
    pub unseen: Option<String>,
}

/// One item of a list in a document.
#[derive(Clone, Debug)]
pub struct Item<'p> {
    /// It.
    pub value: DocNode<'p>,
    /// What it is an element of; `Whole` in JSON text, and where a callback makes it.
    pub of: ElementOf<'p>,
    /// Whether it may be missing: it is put in under a condition.
    pub sometimes: bool,
    /// Whether it stands for several: a callback makes one for each element of a list.
    pub several: bool,
}

impl DocPlace<'_> {
    /// The file.
    pub fn file(&self) -> FileId {
        match self {
            DocPlace::Source(site) => site.file,
            DocPlace::Json { literal, .. } => literal.file,
        }
    }

    /// The range in it.
    pub fn range(&self) -> TextRange {
        match self {
            DocPlace::Source(site) => TextRange::of(site.node),
            DocPlace::Json { range, .. } => *range,
        }
    }
}

impl<'p> DocNode<'p> {
    fn unknown(place: DocPlace<'p>, why: impl Into<String>) -> Self {
        Self { content: Content::Unknown(why.into()), place, shared: None }
    }

    /// The value of the member `key`; absent where this is something else than an object.
    pub fn get(&self, key: &str) -> Lookup<&DocNode<'p>> {
        match &self.content {
            Content::Object(object) => object.get(key),
            Content::Unknown(why) => Lookup::Unknown(why.clone()),
            Content::AnyOf(choices) => match choices.iter().all(|choice| choice.get(key).is_absent()) {
                true => Lookup::Absent,
                false => Lookup::Unknown(format!("`{key}` depends on a condition")),
            },
            Content::Text(_) => match self.as_str() {
                Some(_) => Lookup::Absent,
                None => Lookup::Unknown("it is decided at run time".into()),
            },
            _ => Lookup::Absent,
        }
    }

    /// The object that it is.
    pub fn object(&self) -> Option<&DocObject<'p>> {
        match &self.content {
            Content::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The list that it is.
    pub fn list(&self) -> Option<&DocList<'p>> {
        match &self.content {
            Content::List(list) => Some(list),
            _ => None,
        }
    }

    /// The string that it is, where that is known to the last character.
    pub fn as_str(&self) -> Option<&str> {
        match &self.content {
            Content::Text(parts) => match parts.as_slice() {
                [] => Some(""),
                [TextPart::Known(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The parts of the string that it is.
    pub fn parts(&self) -> Option<&[TextPart<'p>]> {
        match &self.content {
            Content::Text(parts) => Some(parts),
            _ => None,
        }
    }

    /// `true` or `false`, where it is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        match self.content {
            Content::Bool(it) => Some(it),
            _ => None,
        }
    }

    /// Why it can't be seen, itself or one of its choices; `None` for what is known or decided at run time.
    pub fn why_unknown(&self) -> Option<&str> {
        match &self.content {
            Content::Unknown(why) => Some(why),
            Content::AnyOf(choices) => choices.iter().find_map(DocNode::why_unknown),
            _ => None,
        }
    }

    /// The object literal that writes it, where it is one in the source.
    pub fn object_literal(&self) -> Option<Site<'p, ObjectLit>> {
        match &self.place {
            DocPlace::Source(site) => match peel(site.node) {
                Expr::Object(node) => Some(Site { file: site.file, node }),
                _ => None,
            },
            DocPlace::Json { .. } => None,
        }
    }

    /// The array literal that writes it, where it is one in the source.
    pub fn array_literal(&self) -> Option<Site<'p, ArrayLit>> {
        match &self.place {
            DocPlace::Source(site) => match peel(site.node) {
                Expr::Array(node) => Some(Site { file: site.file, node }),
                _ => None,
            },
            DocPlace::Json { .. } => None,
        }
    }
}

impl<'p> DocObject<'p> {
    /// The value of the member `key`.
    pub fn get(&self, key: &str) -> Lookup<&DocNode<'p>> {
        let unseen = || self.unseen.clone().map_or(Lookup::Absent, Lookup::Unknown);
        match self.members.iter().rev().find(|member| member.key == key) {
            None => unseen(),
            Some(member) if member.sometimes => Lookup::Unknown(format!("`{key}` is set in some cases only")),
            Some(member) => match member.value.content {
                Content::Undefined => Lookup::Absent,
                _ => Lookup::Found(&member.value),
            },
        }
    }
}

impl DocNode<'_> {
    /// Says of all that it holds that it serves something else too.
    fn share(&mut self, through: BindingId) {
        self.shared = self.shared.or(Some(through));
        match &mut self.content {
            Content::Object(object) => object.members.iter_mut().for_each(|member| member.value.share(through)),
            Content::List(list) => list.items.iter_mut().for_each(|item| item.value.share(through)),
            Content::AnyOf(choices) => choices.iter_mut().for_each(|choice| choice.share(through)),
            _ => {}
        }
    }
}
