//! What a text that parses can still be broken by. Invariant: a fault is judged by what the file declares and uses,
//! never by how it is laid out; what the input had is no reason to take a fix back.

mod declarations;
mod exports;
mod free;
mod members;
mod timing;

use std::collections::BTreeMap;
use std::fmt;

use crate::model::FileIndex;
use crate::source::{SourceFile, TextRange};

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    DeclaredTwice,
    ExportedTwice,
    UsedTooEarly,
    NotDeclared,
    KeyTwice,
    MemberTwice,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub(super) at: u32,
    pub(super) kind: Kind,
    pub(super) name: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.kind {
            Kind::DeclaredTwice => write!(f, "`{name}` is declared twice"),
            Kind::ExportedTwice if name == "default" => write!(f, "there are two default exports"),
            Kind::ExportedTwice => write!(f, "`{name}` is exported twice"),
            Kind::UsedTooEarly => write!(f, "`{name}` is used before it is declared"),
            Kind::NotDeclared => write!(f, "nothing declares `{name}`"),
            Kind::KeyTwice => write!(f, "the object has `{name}` twice"),
            Kind::MemberTwice => write!(f, "the class or type has `{name}` twice"),
        }
    }
}

/// All that is wrong in a file, by place.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Vec<Fault>,
}

impl Faults {
    /// The first fault of a kind and name of which there are more than in `before`.
    pub(super) fn first_new(&self, before: &Faults) -> Option<&Fault> {
        let mut had: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
        for fault in &before.all {
            *had.entry((fault.kind, &fault.name)).or_default() += 1;
        }
        self.all.iter().find(|fault| match had.get_mut(&(fault.kind, &*fault.name)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
    }

    fn add(&mut self, kind: Kind, name: &str, at: u32) {
        self.all.push(Fault { at, kind, name: name.to_string() });
    }
}

/// All that is wrong in `source`.
pub(super) fn faults(source: &SourceFile) -> Faults {
    let module = source.module();
    let index = FileIndex::new(module, TextRange::new(0, source.text().len() as u32));
    let mut out = Faults::default();
    declarations::check(&index, &mut out);
    timing::check(&index, &mut out);
    free::check(module, &index, &mut out);
    exports::check(module, &mut out);
    members::check(module, &mut out);
    out.all.sort();
    out
}
