//! Names that nothing declares. Invariant: what the language, Node.js or the input already brought is no fault.

use std::collections::{BTreeMap, BTreeSet};

use swc_ecma_ast as ast;
use swc_ecma_ast::Module;
use swc_ecma_visit::{Visit, VisitWith};

use super::{Faults, Kind};
use crate::model::{FileIndex, NameUse, Node, Walk, walk};
use crate::source::TextRange;

/// Names that the language and Node.js bring, as far as a fix may come to use one first in a file.
const GLOBALS: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "SyntaxError",
    "TextDecoder",
    "TextEncoder",
    "TypeError",
    "URL",
    "URLSearchParams",
    "Uint8Array",
    "WeakMap",
    "WeakSet",
    "__dirname",
    "__filename",
    "arguments",
    "atob",
    "btoa",
    "clearInterval",
    "clearTimeout",
    "console",
    "decodeURIComponent",
    "encodeURIComponent",
    "exports",
    "fetch",
    "globalThis",
    "isFinite",
    "isNaN",
    "module",
    "parseFloat",
    "parseInt",
    "process",
    "queueMicrotask",
    "require",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "structuredClone",
    "undefined",
    // Types.
    "Awaited",
    "ConstructorParameters",
    "Exclude",
    "Extract",
    "InstanceType",
    "Iterable",
    "NodeJS",
    "NonNullable",
    "Omit",
    "Parameters",
    "Partial",
    "Pick",
    "PromiseLike",
    "Readonly",
    "ReadonlyArray",
    "ReadonlyMap",
    "ReadonlySet",
    "Record",
    "Required",
    "ReturnType",
    "const",
    "this",
];

/// Names that point nowhere, each once: a second use of what the input took from elsewhere is no news.
pub(super) fn check(module: &Module, index: &FileIndex<'_>, out: &mut Faults) {
    let mut names = Free { index, found: BTreeMap::new() };
    walk(module, &mut names);
    let mut parameters = TypeParameters { names: BTreeSet::new() };
    module.visit_with(&mut parameters);
    for (name, at) in names.found {
        if !GLOBALS.contains(&&*name) && !parameters.names.contains(&name) {
            out.add(Kind::NotDeclared, &name, at);
        }
    }
}

struct Free<'i, 'p> {
    index: &'i FileIndex<'p>,
    found: BTreeMap<String, u32>,
}

impl<'p> Walk<'p> for Free<'_, 'p> {
    fn enter(&mut self, _: Node<'p>) {}

    fn leave(&mut self, _: Node<'p>) {}

    fn name(&mut self, name: &ast::Ident, _: NameUse) {
        if self.index.target(name).is_none() {
            self.found.entry(name.sym.to_string()).or_insert(TextRange::of(name).start);
        }
    }
}

struct TypeParameters {
    names: BTreeSet<String>,
}

impl Visit for TypeParameters {
    fn visit_ts_type_param(&mut self, parameter: &ast::TsTypeParam) {
        self.names.insert(parameter.name.sym.to_string());
        parameter.visit_children_with(self);
    }
}
