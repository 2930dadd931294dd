//! What is cut out. Invariant: of two cuts one of which holds the other only the larger is made; a list that would be empty
//! and may be left out goes with its last entry.

use swc_ecma_ast as ast;
use swc_ecma_ast::Expr;

use super::super::properties::{ListKind, position};
use super::feeds::Cuts;
use super::types::braces;
use super::{Gone, Rewrite};
use crate::codemod::Declined;
use crate::model::{BindingId, FileId, Function, NodeId, Site};
use crate::rewrite::Fields;
use crate::source::TextRange;

const BRACES: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

/// One thing that goes.
pub(super) enum Cut<'p> {
    /// A statement.
    Statement(NodeId),
    /// What declares a name, `let a = 1, b = 2` without the other.
    Declaration(NodeId),
    /// An entry of an object.
    Property(Site<'p, ast::ObjectLit>, usize),
    /// An element of an array.
    Element(Site<'p, ast::ArrayLit>, usize),
    /// An argument of a call.
    Argument(NodeId, usize),
    /// A parameter.
    Parameter(Function<'p>, usize),
    /// A name of a pattern, with the declaration that the pattern is all of.
    PatternEntry(&'p ast::ObjectPat, usize, Option<(NodeId, &'p ast::VarDeclarator)>),
    /// A member of a class.
    Member(&'p ast::Class, TextRange),
    /// A field of a type.
    Field(Fields<'p>, String),
    /// A name of an `export { }`.
    Specifier(&'p ast::NamedExport, usize),
}

impl<'p> Rewrite<'_, 'p> {
    /// Makes the cuts, and takes out what only they used.
    pub(super) fn take_away(&mut self, mut cuts: Cuts<'p>, idle_imports: Vec<BindingId>) -> Result<(), Declined> {
        self.cut_in_tests(&mut cuts);
        let first: Vec<Gone> = cuts.keys().copied().collect();
        for (place, cut) in self.unfed(&first) {
            cuts.entry(place).or_insert(cut);
        }
        let places: Vec<(FileId, TextRange)> = cuts.keys().copied().collect();
        let mut gone: Vec<Gone> = Vec::new();
        for ((file, range), cut) in cuts {
            let held = places.iter().any(|(f, r)| *f == file && *r != range && r.contains(range));
            gone.push((file, range));
            if !held {
                self.make(file, &cut, &mut gone)?;
            }
        }
        for import in idle_imports {
            self.drop_import(import);
        }
        self.drop_unused(&gone, &[])
    }

    /// What tests give for fields that go.
    fn cut_in_tests(&self, cuts: &mut Cuts<'p>) {
        let fields = cuts.iter().filter_map(|((file, _), cut)| match cut {
            Cut::Field(fields, name) => self.given((*file, braces(*fields)), name),
            _ => None,
        });
        let given: Vec<_> = fields.flatten().filter(|((file, _), _)| self.model.file(*file).test).collect();
        for (place, cut) in given {
            cuts.entry(place).or_insert(cut);
        }
    }

    fn make(&mut self, file: FileId, cut: &Cut<'p>, gone: &mut Vec<Gone>) -> Result<(), Declined> {
        match cut {
            Cut::Statement(node) => gone.push((file, self.delete_statement(file, *node)?)),
            Cut::Declaration(node) => self.delete(file, *node)?,
            Cut::Property(object, at) => self.cut_property(*object, *at, gone)?,
            Cut::Element(array, at) => self.remove_element(file, array.node, *at)?,
            Cut::Argument(call, at) => self.remove_argument(file, *call, *at)?,
            Cut::Parameter(function, at) => self.remove_parameter(file, *function, *at)?,
            Cut::PatternEntry(pattern, at, declares) => self.cut_name(file, pattern, *at, *declares, gone)?,
            Cut::Member(class, range) => self.remove_members(file, Fields::Class(class), &[*range]),
            Cut::Field(fields, name) => {
                if let Some(range) = field_range(*fields, name) {
                    self.remove_members(file, *fields, &[range]);
                }
            }
            Cut::Specifier(export, at) => self.cut_specifier(file, export, *at),
        }
        Ok(())
    }

    /// An entry of an object; options that it was all of go with it.
    fn cut_property(
        &mut self,
        object: Site<'p, ast::ObjectLit>,
        at: usize,
        gone: &mut Vec<Gone>,
    ) -> Result<(), Declined> {
        let file = object.file;
        let list = self.object_list(file, object.node);
        list.removed.insert(at);
        if list.removed.len() < object.node.props.len() {
            return Ok(());
        }
        let range = TextRange::of(object.node);
        let index = self.index(file);
        let Some(node) = index.innermost(range) else { return Ok(()) };
        let call = index.ancestors(node).next().map(|(at, e)| (at, e.node));
        if let Some((call, crate::model::Node::Expr(Expr::New(new)))) = call
            && let Some(args) = new.args.as_deref()
            && args.len() == 3
            && TextRange::of(&*args[2].expr) == range
            && self.model.resource_at(file, new).is_some()
            && position(object.node, "dependsOn").is_some()
        {
            self.draft(file).lists.remove(&range.start);
            self.remove_argument(file, call, 2)?;
            gone.push((file, range));
        }
        Ok(())
    }

    /// A name of a pattern; the declaration, where the pattern names nothing else, with what makes its value only where
    /// that does nothing.
    fn cut_name(
        &mut self,
        file: FileId,
        pattern: &'p ast::ObjectPat,
        at: usize,
        declares: Option<(NodeId, &'p ast::VarDeclarator)>,
        gone: &mut Vec<Gone>,
    ) -> Result<(), Declined> {
        let items: Vec<TextRange> = pattern.props.iter().map(TextRange::of).collect();
        let range = TextRange::of(pattern);
        let end = pattern.type_ann.as_deref().map_or(range.end, |t| self.scan(file).back(TextRange::of(t).start));
        let count = items.len();
        let list = self.list_of(file, TextRange::new(range.start, end), items, BRACES);
        list.removed.insert(at);
        let Some((node, declarator)) = declares else { return Ok(()) };
        if list.removed.len() < count {
            return Ok(());
        }
        let Some(init) = declarator.init.as_deref() else { return Ok(()) };
        if !self.declares_one(file, node) {
            return Ok(());
        }
        self.draft(file).lists.remove(&range.start);
        match self.does_nothing(file, init) {
            true => gone.push((file, self.delete_statement(file, node)?)),
            false => self.drop_head(file, node, init),
        }
        Ok(())
    }

    fn cut_specifier(&mut self, file: FileId, export: &'p ast::NamedExport, at: usize) {
        let items: Vec<TextRange> = export.specifiers.iter().map(TextRange::of).collect();
        let (Some(first), Some(last)) = (items.first().copied(), items.last().copied()) else { return };
        let range = TextRange::of(export);
        let scan = self.scan(file);
        let (Some(open), Some(close)) =
            (scan.find(range.start, first.start, b'{'), scan.find(last.end, range.end, b'}'))
        else {
            return;
        };
        let count = items.len();
        let list = self.list_of(file, TextRange::new(open, close + 1), items, BRACES);
        list.removed.insert(at);
        if list.removed.len() < count {
            return;
        }
        self.draft(file).lists.remove(&open);
        let block = self.top(file);
        if let Some(place) = block.items.iter().position(|item| *item == range) {
            self.take_out(file, block, place);
        }
    }
}

/// Where a field is declared.
pub(super) fn field_range(fields: Fields<'_>, name: &str) -> Option<TextRange> {
    let members = super::super::fields::members_of(fields);
    members.into_iter().find(|(member, _)| member.as_deref() == Some(name)).map(|(_, range)| range)
}
