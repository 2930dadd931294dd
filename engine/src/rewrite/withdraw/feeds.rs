//! What only fed what went. Invariant: a parameter or a field of arguments goes only where nothing that stays reads it,
//! every caller is seen, and making what callers give for it does nothing.

use std::collections::{BTreeMap, BTreeSet};

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, MemberProp, ObjectPatProp, Pat, PropOrSpread};

use super::contexts::key_of;
use super::cuts::{Cut, field_range};
use super::types::{DEPTH, annotation, bodies, braces};
use super::{Gone, Rewrite};
use crate::model::{BindingId, FileId, Function, Node, Origin, Parameter, Site, Typed, Value, peel};
use crate::rewrite::Fields;
use crate::source::TextRange;

pub(super) type Cuts<'p> = BTreeMap<(FileId, TextRange), Cut<'p>>;

/// A read of a field of a type of the program.
struct Read<'r, 'p> {
    range: TextRange,
    /// The file of the type.
    home: FileId,
    fields: Fields<'p>,
    /// The field; none where the whole is used.
    name: Option<&'r str>,
}

/// The fields of one type of the program.
type TypeKey = (FileId, TextRange);

impl<'p> Rewrite<'_, 'p> {
    /// The cuts that follow from `gone`: parameters and fields of arguments that nothing reads any more, with what callers
    /// give for them.
    pub(super) fn unfed(&self, gone: &[Gone]) -> Cuts<'p> {
        let mut gone = gone.to_vec();
        let mut cuts = Cuts::new();
        loop {
            let before = (gone.len(), cuts.len());
            self.idle_names(&mut gone);
            for cut in self.unfed_parameters(&gone).into_iter().chain(self.unfed_fields(&gone)) {
                for ((file, range), cut) in cut {
                    gone.push((file, range));
                    cuts.entry((file, range)).or_insert(cut);
                }
            }
            gone.sort();
            gone.dedup();
            if before == (gone.len(), cuts.len()) {
                return cuts;
            }
        }
    }

    /// Takes in the variables that only `gone` uses: they will go as unused.
    fn idle_names(&self, gone: &mut Vec<Gone>) {
        let model = self.model;
        let files: BTreeSet<FileId> = gone.iter().map(|(file, _)| *file).collect();
        for file in files {
            for (local, binding) in model.index(file).bindings() {
                let Origin::Variable { declarator, path, .. } = &binding.origin else { continue };
                if !is_idle(gone, file, binding.uses.iter().map(|u| u.range))
                    || model.is_exported(BindingId { file, local })
                {
                    continue;
                }
                match (&declarator.name, declarator.init.as_deref()) {
                    (Pat::Ident(_), Some(init)) if self.does_nothing(file, init) => {
                        gone.push((file, TextRange::of(declarator)));
                    }
                    (Pat::Object(pattern), Some(_)) if path.len() == 1 => {
                        let entry = pattern.props.iter().map(TextRange::of).find(|range| range.contains(binding.ident));
                        gone.extend(entry.map(|range| (file, range)));
                    }
                    _ => {}
                }
            }
        }
    }

    fn unfed_parameters(&self, gone: &[Gone]) -> Vec<Cuts<'p>> {
        let model = self.model;
        let mut out = Vec::new();
        let files: BTreeSet<FileId> = gone.iter().map(|(file, _)| *file).collect();
        for file in files {
            for (_, binding) in model.index(file).bindings() {
                let Origin::Parameter { function, index, path } = &binding.origin else { continue };
                let Some(Parameter::Pattern(pattern)) = function.parameter(*index) else { continue };
                if is_within(gone, file, binding.ident) || !is_idle(gone, file, binding.uses.iter().map(|u| u.range)) {
                    continue;
                }
                match pattern {
                    Pat::Ident(_) | Pat::Assign(_) if path.len() <= 1 => {
                        out.extend(self.unfed_parameter(file, *function, *index, pattern));
                    }
                    // What the type has for it goes with its field.
                    Pat::Object(object) if path.len() == 1 => {
                        let at = object.props.iter().position(|p| TextRange::of(p).contains(binding.ident));
                        let Some(at) = at else { continue };
                        let cut = Cut::PatternEntry(object, at, None);
                        out.push(Cuts::from([((file, TextRange::of(&object.props[at])), cut)]));
                    }
                    _ => {}
                }
            }
        }
        out
    }

    fn unfed_parameter(
        &self,
        file: FileId,
        function: Function<'p>,
        index: usize,
        pattern: &'p Pat,
    ) -> Option<Cuts<'p>> {
        let model = self.model;
        let calls = model.calls_of(file, function);
        if calls.is_empty() || pattern.is_rest() {
            return None;
        }
        if let Some(binding) = model.binding_of_function(file, function) {
            let is_seen = |r: &crate::model::Reference| {
                let is_value = matches!(model.index(r.file).entry(r.node).node, Node::Expr(_));
                !is_value || calls.iter().any(|c| c.file == r.file && c.range.contains(r.range))
            };
            if !model.references(binding).iter().all(is_seen) {
                return None;
            }
        }
        let mut cuts = Cuts::from([((file, TextRange::of(pattern)), Cut::Parameter(function, index))]);
        for call in &calls {
            let Some(given) = call.argument(index).ok()? else { continue };
            if !self.does_nothing(call.file, given) {
                return None;
            }
            cuts.insert((call.file, TextRange::of(given)), Cut::Argument(call.node, index));
        }
        Some(cuts)
    }

    fn unfed_fields(&self, gone: &[Gone]) -> Vec<Cuts<'p>> {
        let mut out = Vec::new();
        for (key, (fields, names)) in self.fields_read_in(gone) {
            for name in names {
                if !self.is_read_elsewhere(key, &name, gone)
                    && let Some(range) = field_range(fields, &name)
                    && !is_within(gone, key.0, range)
                    && let Some(mut cuts) = self.given(key, &name)
                {
                    cuts.insert((key.0, range), Cut::Field(fields, name));
                    out.push(cuts);
                }
            }
        }
        out
    }

    /// The fields of types of the program that are read where something goes.
    fn fields_read_in(&self, gone: &[Gone]) -> BTreeMap<TypeKey, (Fields<'p>, BTreeSet<String>)> {
        let mut out: BTreeMap<TypeKey, (Fields<'p>, BTreeSet<String>)> = BTreeMap::new();
        let files: BTreeSet<FileId> = gone.iter().map(|(file, _)| *file).collect();
        for file in files {
            self.reads(file, &mut |Read { range, home, fields, name }| {
                if let (Some(name), true) = (name, is_within(gone, file, range)) {
                    out.entry((home, braces(fields))).or_insert((fields, BTreeSet::new())).1.insert(name.to_string());
                }
            });
        }
        out
    }

    fn is_read_elsewhere(&self, key: TypeKey, wanted: &str, gone: &[Gone]) -> bool {
        let mut read = false;
        for file in self.model.file_ids() {
            self.reads(file, &mut |Read { range, home, fields, name }| {
                let is_it = (home, braces(fields)) == key && name.is_none_or(|name| name == wanted);
                read |= is_it && !is_within(gone, file, range);
            });
        }
        read
    }

    /// Calls `each` for every read of a field of a type of the program.
    fn reads(&self, file: FileId, each: &mut dyn FnMut(Read<'_, 'p>)) {
        let model = self.model;
        let index = model.index(file);
        for (node, entry) in index.entries() {
            match entry.node {
                Node::Expr(expr @ (Expr::Ident(_) | Expr::Member(_) | Expr::OptChain(_))) => {
                    let Some(Typed::Written(ty)) = model.typed(file, expr) else { continue };
                    let around = index.entry(node).parent.map(|at| index.entry(at).node);
                    let (range, name) = match around {
                        Some(Node::Expr(Expr::Member(member))) if TextRange::of(&*member.obj) == entry.range => {
                            match &member.prop {
                                MemberProp::Ident(name) => (TextRange::of(member), Some(&*name.sym)),
                                _ => (entry.range, None),
                            }
                        }
                        // Taken apart: the entries of the pattern count. What a component records counts as nothing.
                        Some(Node::Declarator(_, d)) if d.name.is_object() => continue,
                        Some(Node::Expr(Expr::Call(call))) if matches!(call.callee, Callee::Super(_)) => continue,
                        _ => (entry.range, None),
                    };
                    for (home, fields) in bodies(model, ty.file, ty.node, DEPTH) {
                        each(Read { range, home, fields, name });
                    }
                }
                Node::Declarator(_, declarator) => {
                    let (Pat::Object(pattern), Some(init)) = (&declarator.name, declarator.init.as_deref()) else {
                        continue;
                    };
                    let written = annotation(&declarator.name).map(|node| Site { file, node });
                    let typed = match model.typed(file, peel(init)) {
                        Some(Typed::Written(ty)) => Some(ty),
                        _ => None,
                    };
                    if let Some(ty) = written.or(typed) {
                        self.pattern_reads(pattern, &bodies(model, ty.file, ty.node, DEPTH), each);
                    }
                }
                Node::Function(function) => {
                    for parameter in function.parameters() {
                        let (Some(pattern), Some(ty), _) = parameter.parts() else { continue };
                        if let Pat::Object(pattern) = pattern {
                            self.pattern_reads(pattern, &bodies(model, file, ty, DEPTH), each);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn pattern_reads(
        &self,
        pattern: &'p ast::ObjectPat,
        types: &[(FileId, Fields<'p>)],
        each: &mut dyn FnMut(Read<'_, 'p>),
    ) {
        for prop in &pattern.props {
            let name = match prop {
                ObjectPatProp::Assign(assign) => Some(assign.key.id.sym.to_string()),
                ObjectPatProp::KeyValue(kv) => crate::model::property_name(&kv.key),
                ObjectPatProp::Rest(_) => None,
            };
            for (home, fields) in types {
                each(Read { range: TextRange::of(prop), home: *home, fields: *fields, name: name.as_deref() });
            }
        }
    }

    /// What callers give for the field `name` of a type; none where one can't be seen, or where making it does something.
    pub(super) fn given(&self, key: TypeKey, name: &str) -> Option<Cuts<'p>> {
        let model = self.model;
        let is_it = |file: FileId, ty| bodies(model, file, ty, DEPTH).iter().any(|(h, f)| (*h, braces(*f)) == key);
        let mut cuts = Cuts::new();
        let mut seen = false;
        for file in model.file_ids() {
            for (_, entry) in model.index(file).entries() {
                match entry.node {
                    Node::Function(function) => {
                        for (at, parameter) in function.parameters().enumerate() {
                            if !parameter.parts().1.is_some_and(|ty| is_it(file, ty)) {
                                continue;
                            }
                            for call in model.calls_of(file, function) {
                                seen = true;
                                if let Some(given) = call.argument(at).ok()? {
                                    self.given_at(call.file, given, name, &is_it, &mut cuts)?;
                                }
                            }
                        }
                    }
                    Node::Declarator(_, declarator)
                        if annotation(&declarator.name).is_some_and(|ty| is_it(file, ty)) =>
                    {
                        self.given_at(file, declarator.init.as_deref()?, name, &is_it, &mut cuts)?;
                    }
                    _ => {}
                }
            }
        }
        seen.then_some(cuts)
    }

    fn given_at(
        &self,
        file: FileId,
        given: &'p Expr,
        name: &str,
        is_it: &dyn Fn(FileId, &'p ast::TsType) -> bool,
        cuts: &mut Cuts<'p>,
    ) -> Option<()> {
        let given = peel(given);
        let Expr::Object(node) = given else {
            // Another value of the type is seen where it is written.
            let typed = self.model.typed(file, given);
            let is_nothing = matches!(self.model.value(file, given), Value::Undefined);
            let of_type = matches!(typed, Some(Typed::Written(ty)) if is_it(ty.file, ty.node));
            return (is_nothing || of_type).then_some(());
        };
        for (at, entry) in node.props.iter().enumerate() {
            match entry {
                PropOrSpread::Spread(spread) => {
                    let value = self.model.value(file, &spread.expr);
                    if self.model.keys(&value)?.iter().any(|key| key == name) {
                        return None;
                    }
                }
                PropOrSpread::Prop(prop) if key_of(entry).as_deref() == Some(name) => {
                    if prop.as_key_value().is_some_and(|kv| !self.does_nothing(file, &kv.value)) {
                        return None;
                    }
                    cuts.insert((file, TextRange::of(entry)), Cut::Property(Site { file, node }, at));
                }
                PropOrSpread::Prop(_) => {}
            }
        }
        Some(())
    }
}

fn is_within(gone: &[Gone], file: FileId, range: TextRange) -> bool {
    gone.iter().any(|(f, g)| *f == file && g.contains(range))
}

/// Whether something is used, and only where something goes.
fn is_idle(gone: &[Gone], file: FileId, uses: impl Iterator<Item = TextRange>) -> bool {
    let mut uses = uses.peekable();
    uses.peek().is_some() && uses.all(|range| is_within(gone, file, range))
}
