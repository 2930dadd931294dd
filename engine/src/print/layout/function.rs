//! Functions, methods and their parameters.

use super::{Hint, Key, Kind, Layouter, NodeId, Role, flag};
use crate::print::doc::{Doc, HARDLINE, LINE, NIL, SOFTLINE, docs, group, group_broken, indent};
use crate::source::style::TrailingComma;

impl Layouter<'_> {
    pub(super) fn function(&self, id: NodeId, hint: Hint) -> Doc {
        let mut expand = false;
        if self.kind(id) == Kind::Function && hint.expand_last {
            let parent = self.parent(id);
            let plain = |p: &NodeId| self.kind(*p) == Kind::Identifier && self.child(*p, Key::TypeAnnotation).is_none();
            expand = self.is_call_like(parent)
                && (self.list(parent, Key::Arguments).len() > 1 || self.list(id, Key::Params).iter().all(plain));
        }
        let body = self.child(id, Key::Body);
        docs![
            if self.has(id, flag::DECLARE) { "declare " } else { "" },
            self.is_async(id),
            "function",
            if self.has(id, flag::GENERATOR) { "*" } else { "" },
            " ",
            self.part(id, Key::Id),
            self.part(id, Key::TypeParameters),
            self.signature(id, expand),
            if body.is_some() { " " } else { "" },
            body.map_or(NIL, |b| self.print(b)),
            if body.is_none() || self.has(id, flag::DECLARE) { self.semicolon() } else { "" },
        ]
    }

    /// Parameters and return type, as one group.
    fn signature(&self, id: NodeId, expand: bool) -> Doc {
        let parameters = self.parameters(id, expand, NIL);
        let returns = self.return_type(id);
        let parameters = if self.groups_parameters(id, &returns) { group(parameters) } else { parameters };
        group(docs![parameters, returns])
    }

    /// A method of a class or an object, its name included.
    pub(super) fn method(&self, id: NodeId) -> Doc {
        let op = self.tree.op(id);
        let kind = op.rsplit(' ').next().unwrap_or("");
        let parameters = self.parameters(id, false, NIL);
        let returns = self.return_type(id);
        let parameters = if self.breaks_all_parameters(id) {
            group_broken(parameters, true)
        } else if self.groups_parameters(id, &returns) {
            group(parameters)
        } else {
            parameters
        };
        docs![
            self.is_async(id),
            if matches!(kind, "get" | "set") { format!("{kind} ") } else { String::new() },
            if self.has(id, flag::GENERATOR) { "*" } else { "" },
            self.property_key(id),
            self.optional_mark(id),
            self.part(id, Key::TypeParameters),
            group(docs![parameters, returns]),
            match self.child(id, Key::Body) {
                Some(body) => docs![" ", self.print(body)],
                None => self.semicolon().into(),
            },
        ]
    }

    /// A constructor that declares fields in its parameters takes one line for each.
    fn breaks_all_parameters(&self, id: NodeId) -> bool {
        let parameters = self.list(id, Key::Params);
        parameters.len() > 1 && parameters.iter().any(|p| self.kind(*p) == Kind::ParameterProperty)
    }

    pub(super) fn return_type(&self, id: NodeId) -> Doc {
        match self.child(id, Key::ReturnType) {
            Some(ty) => docs![": ", self.print(ty)],
            None => NIL,
        }
    }

    /// Whether the parameters may stay together while the return type breaks.
    pub(super) fn groups_parameters(&self, id: NodeId, returns: &Doc) -> bool {
        let ty = self.child(id, Key::ReturnType);
        let Some(ty) = ty else { return false };
        let types = self.child(id, Key::TypeParameters).map(|t| self.list(t, Key::Params)).unwrap_or_default();
        let plain = match types[..] {
            [] => true,
            [only] => self.child(only, Key::Constraint).is_none() && self.child(only, Key::Default).is_none(),
            _ => false,
        };
        plain && self.list(id, Key::Params).len() == 1 && (self.is_object_type(ty) || returns.will_break())
    }

    pub(super) fn parameters(&self, id: NodeId, expand: bool, types: Doc) -> Doc {
        let parameters = self.list(id, Key::Params);
        if parameters.is_empty() {
            return docs![types, "(", self.dangling_in_list_of(id), ")"];
        }
        let test = self.is_test_call(self.parent(id));
        let hugs = self.hugs_only_parameter(id);
        let mut printed = Vec::new();
        for (at, parameter) in parameters.iter().enumerate() {
            printed.push(self.print(*parameter));
            if at + 1 < parameters.len() {
                printed.push(",".into());
                printed.push(if test || hugs {
                    " ".into()
                } else if self.blank_line_after(*parameter) {
                    docs![HARDLINE, HARDLINE]
                } else {
                    LINE
                });
            }
        }
        let printed = Doc::from(printed);
        if expand && !self.is_react_like(id) {
            if types.will_break() || printed.will_break() {
                self.bailed.set(true);
            }
            return group(docs![types.without_lines(), "(", printed.without_lines(), ")"]);
        }
        let undecorated = parameters.iter().all(|p| self.child(*p, Key::Decorators).is_none());
        if (hugs && undecorated) || test {
            return docs![types, "(", printed, ")"];
        }
        let rest = parameters.last().is_some_and(|p| self.kind(*p) == Kind::Rest);
        let comma = if rest { NIL } else { self.trailing_comma(TrailingComma::All) };
        docs![types, "(", indent(docs![SOFTLINE, printed]), comma, SOFTLINE, ")"]
    }

    fn dangling_in_list_of(&self, id: NodeId) -> Doc {
        // Comments of an empty parameter list; those of an empty body belong to the block.
        if self.comments.has(id, Role::Dangling) { self.dangling_in_list(id) } else { NIL }
    }

    /// `const x = f(a)((b) => {...})`: the parameters of the arrow are not hugged.
    fn is_react_like(&self, id: NodeId) -> bool {
        let parent = self.parent(id);
        let body = self.child(id, Key::Body).is_some_and(|b| self.kind(b) == Kind::Block);
        if self.kind(id) != Kind::Arrow || !body || !self.is_call(parent) || self.tree.key(id) != Key::Arguments {
            return false;
        }
        let Some(callee) = self.child(parent, Key::Callee).filter(|c| self.is_call(*c)) else { return false };
        let Some(inner) = self.child(callee, Key::Callee) else { return false };
        let plain = self.kind(inner) == Kind::Identifier
            || (self.is_member(inner)
                && !self.has(inner, flag::COMPUTED)
                && self.child(inner, Key::Object).is_some_and(|o| self.kind(o) == Kind::Identifier));
        if self.list(parent, Key::Arguments).len() != 1 || !plain {
            return false;
        }
        let above = self.parent(parent);
        match self.tree.key(parent) {
            Key::Init => {
                let declaration = self.parent(above);
                self.tree.op(declaration) == "const" && self.list(declaration, Key::Declarations).len() == 1
            }
            Key::Declaration => self.kind(above) == Kind::ExportDefault,
            _ => false,
        }
    }

    /// The decorators of a parameter or a class, which stand before what the node's own layout prints.
    pub(super) fn decorators_before(&self, id: NodeId) -> Option<Doc> {
        if self.tree.is(id, &[Kind::ClassMethod, Kind::ClassProperty]) {
            return None;
        }
        self.decorators(id)
    }

    pub(super) fn decorators(&self, id: NodeId) -> Option<Doc> {
        let decorators = self.list(id, Key::Decorators);
        let last = decorators.last()?;
        let text = self.tree.text;
        let class = self.tree.is(id, &[Kind::Class, Kind::ClassDeclaration]);
        let newline = decorators.iter().any(|d| super::look::ends_line(text, self.end(*d)));
        let docs: Vec<Doc> = decorators.iter().map(|d| self.print(*d)).collect();
        let _ = last;
        let line = if class || newline { HARDLINE } else { LINE };
        Some(docs![crate::print::doc::join(&line, docs), line])
    }
}
