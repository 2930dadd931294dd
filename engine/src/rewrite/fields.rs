//! Fields of interfaces, type literals and classes. Invariant: a new field looks like its siblings: separator, comment,
//! blank lines.

use swc_ecma_ast::{Class, ClassMember, Expr, Stmt, TsInterfaceBody, TsTypeElement, TsTypeLit};

use super::list::Added;
use super::properties::{ListKind, is_identifier};
use super::{Place, Rewrite, layout};
use crate::codemod::Declined;
use crate::model::{FileId, Function, Node, property_name};
use crate::print::Snippet;
use crate::source::{CommentKind, SourceFile, TextRange};

/// `this.registerOutputs(...)`, which comes last.
fn ends_constructor(stmt: &Stmt) -> bool {
    let Stmt::Expr(stmt) = stmt else { return matches!(stmt, Stmt::Return(_)) };
    let Expr::Call(call) = &*stmt.expr else { return false };
    let callee = call.callee.as_expr().and_then(|callee| callee.as_member());
    callee.is_some_and(|member| member.prop.is_ident_with("registerOutputs"))
}

/// `this.x = ...`
fn assigns_field(stmt: &Stmt) -> bool {
    let Stmt::Expr(stmt) = stmt else { return false };
    let Expr::Assign(assign) = &*stmt.expr else { return false };
    assign.left.as_simple().and_then(|target| target.as_member()).is_some_and(|member| member.obj.is_this())
}

/// What has fields.
#[derive(Clone, Copy, Debug)]
pub enum Fields<'p> {
    /// `interface x {}`
    Interface(&'p TsInterfaceBody),
    /// `{ x: T }` as a type.
    Literal(&'p TsTypeLit),
    /// `class x {}`
    Class(&'p Class),
}

/// A new field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its type.
    pub ty: &'f str,
    /// Whether it can be left out.
    pub optional: bool,
    /// `public readonly` and the like, for a class.
    pub modifiers: &'f str,
    /// What it is for; written where its siblings say what they are for.
    pub doc: &'f str,
    /// The sibling that it follows; the last one where there is none of that name.
    pub after: Option<&'f str>,
    /// Whether it comes before all siblings.
    pub first: bool,
}

impl<'p> Rewrite<'_, 'p> {
    /// Adds `field` to `fields`, unless there is one of that name.
    ///
    /// # Errors
    /// A type that does not parse.
    pub fn add_field(&mut self, file: FileId, fields: Fields<'p>, field: &Field<'_>) -> Result<(), Declined> {
        let members = members_of(fields);
        if members.iter().any(|(name, _)| name.as_deref() == Some(field.name)) {
            return Ok(());
        }
        let source = &self.file(file).source;
        let (outer, separator) = self.frame(file, fields);
        let after = members.iter().rposition(|(name, _)| field.after.is_some() && name.as_deref() == field.after);
        let slot = match (after, fields) {
            _ if field.first => 0,
            (Some(at), _) => at + 1,
            (None, Fields::Class(class)) => class.body.iter().rposition(is_field).map_or(0, |at| at + 1),
            (None, _) => members.len(),
        };
        let items: Vec<TextRange> = members.iter().map(|(_, r)| bare(source, *r, separator)).collect();
        let is_class = matches!(fields, Fields::Class(_));
        let siblings: Vec<TextRange> = match fields {
            Fields::Class(class) => class.body.iter().filter(|m| is_field(m)).map(TextRange::of).collect(),
            _ => items.clone(),
        };
        let apart = set_apart(source, &siblings);
        let documented = documented(source, &siblings);
        let rows = !matches!(fields, Fields::Literal(_));
        let laying = self.laying(file);
        let scan = self.scan(file);
        let kind = ListKind { separator, spaced: true, rows, arguments: false };
        let list = self.list_of(file, outer, items, kind);
        if rows {
            list.always_rows = true;
        }
        list.trailing = rows;
        if list.added.iter().any(|a| a.key.as_deref() == Some(field.name)) {
            return Ok(());
        }
        let indent = list.indent(scan);
        let code = field.code(is_class);
        let read = if is_class { Snippet::class_members } else { Snippet::type_members };
        let mut text = laying.one(read, laying.place(&indent, 0), &code)?;
        if !is_class {
            text = text.trim_end_matches([';', ',']).to_string();
        }
        if documented && !field.doc.is_empty() {
            text = format!("/** {} */\n{indent}{text}", field.doc);
        }
        if is_class && slot == 0 && !list.items.is_empty() {
            text.push('\n');
        }
        list.added.push(Added {
            slot,
            key: Some(field.name.to_string()),
            text,
            apart: apart && (slot > 0 || !is_class),
        });
        Ok(())
    }

    /// Takes out the members of `fields` that stand at `ranges`, with their comments.
    pub(super) fn remove_members(&mut self, file: FileId, fields: Fields<'p>, ranges: &[TextRange]) {
        let source = &self.file(file).source;
        let (outer, separator) = self.frame(file, fields);
        let members = members_of(fields);
        let items = members.iter().map(|(_, range)| bare(source, *range, separator)).collect();
        let kind = ListKind { separator, spaced: true, rows: !matches!(fields, Fields::Literal(_)), arguments: false };
        let list = self.list_of(file, outer, items, kind);
        let gone = members.iter().enumerate().filter(|(_, (_, range))| ranges.contains(range)).map(|(at, _)| at);
        list.removed.extend(gone);
    }

    /// Adds `field` to `class`, and to its constructor, at the end, the assignment of `code` to it.
    ///
    /// # Errors
    /// A class without a constructor that has statements; names that are not in scope in it.
    pub fn add_assigned_field(
        &mut self,
        file: FileId,
        class: &'p Class,
        field: &Field<'_>,
        code: &str,
    ) -> Result<(), Declined> {
        self.add_field(file, Fields::Class(class), field)?;
        let constructor = class.body.iter().find_map(ClassMember::as_constructor);
        let first = constructor.and_then(|c| Function::Constructor(c).statements()?.first());
        let range = first.map(TextRange::of);
        let node = range.and_then(|range| {
            let index = self.index(file);
            index.entries().find(|(_, e)| e.range == range && matches!(e.node, Node::Stmt(_))).map(|(id, _)| id)
        });
        let node = node.ok_or_else(|| Declined::because("the class has no constructor that could assign the field"))?;
        let statements = constructor.and_then(|c| Function::Constructor(c).statements()).unwrap_or(&[]);
        let code = format!("this.{} = {code};", field.name);
        match statements.iter().rev().find(|s| !ends_constructor(s)).filter(|s| assigns_field(s)) {
            Some(last) => {
                let range = TextRange::of(last);
                let index = self.index(file);
                let at = index.entries().find(|(_, e)| e.range == range).map_or(node, |(id, _)| id);
                self.insert_close(file, Place::After(at), &code)
            }
            None => self.insert(file, Place::End(node), &code),
        }
    }

    /// The braces, and what stands between members.
    fn frame(&self, file: FileId, fields: Fields<'p>) -> (TextRange, &'static str) {
        let source = &self.file(file).source;
        let default = if self.style(file).semicolons { ";" } else { "" };
        let separator_of = |elements: &[TsTypeElement], inline: bool| {
            let last = |e: &TsTypeElement| source.slice(TextRange::of(e)).chars().last();
            let ends: Vec<Option<char>> = elements.iter().map(last).collect();
            match ends.iter().flatten().find(|c| matches!(c, ';' | ',')) {
                Some(',') => ",",
                Some(_) => ";",
                None if inline => ";",
                None if elements.len() > 1 => "",
                None => default,
            }
        };
        match fields {
            Fields::Interface(body) => (TextRange::of(body), separator_of(&body.body, false)),
            Fields::Literal(lit) => {
                let range = TextRange::of(lit);
                (range, separator_of(&lit.members, !source.slice(range).contains('\n')))
            }
            Fields::Class(class) => {
                let range = TextRange::of(class);
                let heritage = class.implements.last().map(|i| TextRange::of(i).end);
                let base = class.super_type_params.as_ref().map(|t| TextRange::of(&**t).end);
                let superclass = class.super_class.as_ref().map(|s| TextRange::of(&**s).end);
                let parameters = class.type_params.as_ref().map(|t| TextRange::of(&**t).end);
                let from = heritage.or(base).or(superclass).or(parameters).unwrap_or(range.start);
                let open = self.scan(file).find(from, range.end, b'{').unwrap_or(range.start);
                (TextRange::new(open, range.end), "")
            }
        }
    }
}

impl Field<'_> {
    fn code(&self, is_class: bool) -> String {
        let key = if is_identifier(self.name) {
            self.name.to_string()
        } else {
            layout::string(&Default::default(), self.name)
        };
        let optional = if self.optional { "?" } else { "" };
        let modifiers =
            if is_class && !self.modifiers.is_empty() { format!("{} ", self.modifiers) } else { String::new() };
        format!("{modifiers}{key}{optional}: {};", self.ty)
    }
}

pub(super) fn members_of(fields: Fields<'_>) -> Vec<(Option<String>, TextRange)> {
    match fields {
        Fields::Interface(body) => body.body.iter().map(|e| (element_name(e), TextRange::of(e))).collect(),
        Fields::Literal(lit) => lit.members.iter().map(|e| (element_name(e), TextRange::of(e))).collect(),
        Fields::Class(class) => class.body.iter().map(|m| (member_name(m), TextRange::of(m))).collect(),
    }
}

pub(super) fn element_name(element: &TsTypeElement) -> Option<String> {
    let key = match element {
        TsTypeElement::TsPropertySignature(p) => &p.key,
        TsTypeElement::TsMethodSignature(m) => &m.key,
        TsTypeElement::TsGetterSignature(g) => &g.key,
        TsTypeElement::TsSetterSignature(s) => &s.key,
        _ => return None,
    };
    match &**key {
        Expr::Ident(i) => Some(i.sym.to_string()),
        Expr::Lit(swc_ecma_ast::Lit::Str(s)) => Some(s.value.to_string_lossy().into_owned()),
        _ => None,
    }
}

fn member_name(member: &ClassMember) -> Option<String> {
    match member {
        ClassMember::ClassProp(p) => property_name(&p.key),
        ClassMember::Method(m) => property_name(&m.key),
        ClassMember::AutoAccessor(_) | ClassMember::PrivateProp(_) | ClassMember::PrivateMethod(_) => None,
        _ => None,
    }
}

fn is_field(member: &ClassMember) -> bool {
    matches!(member, ClassMember::ClassProp(_) | ClassMember::PrivateProp(_))
}

/// A member without its separator.
fn bare(source: &SourceFile, range: TextRange, separator: &str) -> TextRange {
    let text = source.slice(range);
    let kept = if separator.is_empty() { text } else { text.trim_end_matches([';', ',']) };
    TextRange::new(range.start, range.start + kept.len() as u32)
}

fn documented(source: &SourceFile, items: &[TextRange]) -> bool {
    let has = |item: &&TextRange| {
        let lead = super::Scan::new(source).lead(item.start);
        let comments = source.comments_in(TextRange::new(lead, item.start));
        comments.iter().any(|c| c.kind == CommentKind::Block && c.text.starts_with('*'))
    };
    items.iter().filter(has).count() * 2 > items.len()
}

/// Whether blank lines stand between most members.
fn set_apart(source: &SourceFile, items: &[TextRange]) -> bool {
    let scan = super::Scan::new(source);
    let blank = items.windows(2).filter(|pair| scan.blank(pair[0].end, scan.lead(pair[1].start))).count();
    items.len() > 1 && blank * 2 > items.len() - 1
}
