//! Elements of array literals and arguments of calls. Invariant: the others keep their places and bytes.

use swc_ecma_ast::{ArrayLit, Expr, ExprOrSpread};

use super::Rewrite;
use super::list::List;
use super::properties::{ListKind, object_of};
use crate::codemod::Declined;
use crate::model::{FileId, Node, NodeId};
use crate::source::TextRange;

pub(super) const ARRAY: ListKind = ListKind { separator: ",", spaced: false, rows: false, arguments: false };
pub(super) const ARGUMENTS: ListKind = ListKind { separator: ",", spaced: false, rows: false, arguments: true };

impl<'p> Rewrite<'_, 'p> {
    /// Adds `code` as the last element of `array`.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn push(&mut self, file: FileId, array: &ArrayLit, code: &str) -> Result<(), Declined> {
        self.insert_element(file, array, array.elems.len(), code)
    }

    /// Adds `code` before the element that stands at `at`.
    ///
    /// # Errors
    /// `code` that is no expression; an array with holes.
    pub fn insert_element(&mut self, file: FileId, array: &ArrayLit, at: usize, code: &str) -> Result<(), Declined> {
        let scan = self.scan(file);
        let laying = self.laying(file);
        let list = self.array_list(file, array)?;
        // `[{ ... }, { ... }]`: what starts on the line of the bracket is as deep as that line.
        let hugs = list.items.first().is_some_and(|item| !scan.breaks(list.inner.start, item.start));
        let indent = match hugs {
            true => scan.source.indent_at(list.inner.start).to_string(),
            false => list.indent(scan),
        };
        let text = laying.argument(code, &indent)?;
        list.add(at, None, text);
        Ok(())
    }

    /// Takes out the element that stands at `at`.
    ///
    /// # Errors
    /// No such element; an array with holes.
    pub fn remove_element(&mut self, file: FileId, array: &ArrayLit, at: usize) -> Result<(), Declined> {
        let list = self.array_list(file, array)?;
        if at >= list.items.len() {
            return Err(Declined::because(format!("the array has no element {at}")));
        }
        list.removed.insert(at);
        Ok(())
    }

    /// Adds `code` as the last argument of a `new` or a call.
    ///
    /// # Errors
    /// `code` that is no expression; something that is not called.
    pub fn push_argument(&mut self, file: FileId, call: NodeId, code: &str) -> Result<(), Declined> {
        let at = self.arguments(file, call)?.len();
        self.insert_argument(file, call, at, code)
    }

    /// Adds `code` before the argument that stands at `at`; what is left out before it becomes `undefined`.
    ///
    /// # Errors
    /// `code` that is no expression; something that is not called; a spread before the place.
    pub fn insert_argument(&mut self, file: FileId, call: NodeId, at: usize, code: &str) -> Result<(), Declined> {
        let given = self.arguments(file, call)?;
        if given.iter().take(at).any(|a| a.spread.is_some()) {
            return Err(Declined::because(
                "the arguments are spread from a list; add the new one where the list is built",
            ));
        }
        let scan = self.scan(file);
        let laying = self.laying(file);
        let entry = self.index(file).entry(call);
        if let Node::Expr(Expr::New(new)) = entry.node
            && new.args.is_none()
        {
            let end = entry.range.end;
            let text = laying.argument(code, self.file(file).source.indent_at(end))?;
            let missing = "undefined, ".repeat(at);
            self.draft(file).insert(end, format!("({missing}{text})"), super::draft::Rank::Close);
            return Ok(());
        }
        let missing = at.saturating_sub(given.len());
        let list = self.argument_list(file, call)?;
        let indent = if list.items.is_empty() || !list.stands_in_rows(scan) {
            scan.source.indent_at(list.inner.start).to_string()
        } else {
            list.indent(scan)
        };
        let standing = list.added.iter().filter(|a| a.slot == given.len()).count();
        let text = laying.argument(code, &indent)?;
        for _ in standing..missing {
            list.add(given.len(), None, "undefined".to_string());
        }
        list.add(at.min(given.len()), None, text);
        Ok(())
    }

    /// Takes out the argument that stands at `at`.
    ///
    /// # Errors
    /// Something that is not called; no such argument.
    pub fn remove_argument(&mut self, file: FileId, call: NodeId, at: usize) -> Result<(), Declined> {
        let list = self.argument_list(file, call)?;
        if at >= list.items.len() {
            return Err(Declined::because(format!("the call has no argument {at}")));
        }
        list.removed.insert(at);
        Ok(())
    }

    /// Sets property `key` of the object literal that is argument `at` of a `new` or a call, made where it is left out.
    ///
    /// # Errors
    /// An argument that is not an object literal.
    pub fn set_in_argument(
        &mut self,
        file: FileId,
        call: NodeId,
        at: usize,
        key: &str,
        code: &str,
    ) -> Result<(), Declined> {
        match self.arguments(file, call)?.get(at) {
            None => {
                let entry = if key == code.trim() { key.to_string() } else { format!("{key}: {code}") };
                self.insert_argument(file, call, at, &format!("{{ {entry} }}"))
            }
            Some(argument) if argument.spread.is_some() => Err(Declined::because(format!(
                "the arguments are spread from a list; give `{key}` where the list is built"
            ))),
            Some(argument) => match object_of(&argument.expr) {
                Some(object) => self.set(file, object, key, code),
                None => Err(Declined::because(format!(
                    "the arguments are not written as an object here; give `{key}` where they are built"
                ))),
            },
        }
    }

    pub(super) fn array_list(&mut self, file: FileId, array: &ArrayLit) -> Result<&mut List, Declined> {
        let items: Option<Vec<TextRange>> = array.elems.iter().map(|e| e.as_ref().map(TextRange::of)).collect();
        let items = items.ok_or_else(|| Declined::because("the array has holes"))?;
        Ok(self.list_of(file, TextRange::of(array), items, ARRAY))
    }

    fn argument_list(&mut self, file: FileId, call: NodeId) -> Result<&mut List, Declined> {
        let items = self.arguments(file, call)?.iter().map(TextRange::of).collect();
        let entry = self.index(file).entry(call);
        let after = match entry.node {
            Node::Expr(Expr::New(n)) => n.type_args.as_ref().map_or(end(&n.callee), |t| end(&**t)),
            Node::Expr(Expr::Call(c)) => c.type_args.as_ref().map_or(end(&c.callee), |t| end(&**t)),
            _ => entry.range.start,
        };
        let open = self.scan(file).find(after, entry.range.end, b'(');
        let open = open.ok_or_else(|| Declined::because("there is no list of arguments here"))?;
        Ok(self.list_of(file, TextRange::new(open, entry.range.end), items, ARGUMENTS))
    }

    /// The arguments of a `new` or a call.
    pub(super) fn arguments(&self, file: FileId, call: NodeId) -> Result<&'p [ExprOrSpread], Declined> {
        match self.index(file).entry(call).node {
            Node::Expr(Expr::New(n)) => Ok(n.args.as_deref().unwrap_or_default()),
            Node::Expr(Expr::Call(c)) => Ok(&c.args),
            _ => Err(Declined::because("nothing is called here")),
        }
    }
}

fn end(node: &impl swc_common::Spanned) -> u32 {
    TextRange::of(node).end
}
