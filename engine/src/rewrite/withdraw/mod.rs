//! Taking a resource out of a program, with everything that hands it on. Invariant: what goes is what the model follows to
//! the resource and nothing else; where something that stays would have to do without, nothing goes and the reason says
//! where that is.
//!
//! A holder is found by what it stands for, not by walking from place to place: a name, a field, a property, a parameter
//! whose every value is the resource, an output of it, or nothing. So the same few rules take it out of variables, classes,
//! factories, their callers and their types, in whichever file. A holder that can also stand for something else is a
//! reason to decline.

mod contexts;
mod cuts;
mod feeds;
mod functions;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use swc_ecma_ast as ast;
use swc_ecma_ast::{Expr, ObjectPatProp, Pat};

use super::Rewrite;
use super::unused::Gone;
use crate::codemod::Declined;
use crate::model::{
    BindingId, Entity, FileId, Imported, Model, NameUse, Node, NodeId, Origin, Property, ResourceId, Site, Value,
    relative,
};
use crate::source::TextRange;
use cuts::Cut;

/// What another resource took of a resource that goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken {
    /// The other one.
    pub by: ResourceId,
    /// Whether it is one of its options, not of its arguments.
    pub option: bool,
    /// From its arguments or options to what goes; an element of a list is `*`.
    pub path: Vec<String>,
}

/// What went with a resource.
#[derive(Clone, Debug, Default)]
pub struct Withdrawn {
    /// What other resources do without from now on.
    pub taken: Vec<Taken>,
    /// The outputs that the stack loses.
    pub outputs: Vec<String>,
}

impl<'p> Rewrite<'_, 'p> {
    /// Takes `resources` out of the program: where they are made, the names, fields, properties, parameters and types that
    /// hand them or their outputs on, exports, and what only they used. `may` is asked for every argument of another
    /// resource that would go, and says why one can't; that a resource depends on them may always go. `also` are properties
    /// that name one of them in other words, and go as well.
    ///
    /// # Errors
    /// What `may` says; a place that needs the resource and can't do without: a text, a condition, a call into a package;
    /// a holder that can be something else as well.
    pub fn withdraw(
        &mut self,
        resources: &[ResourceId],
        also: &[Property<'p>],
        may: &dyn Fn(&Taken) -> Result<(), Declined>,
    ) -> Result<Withdrawn, Declined> {
        // What tests give in place of it does not keep it.
        let program = self.model.without_tests();
        let mut search = Search::new(&program, resources);
        also.iter().for_each(|property| search.written(property));
        search.names()?;
        search.fields()?;
        search.expressions()?;
        search.sinks(may)?;
        search.types()?;
        search.unseen_readers()?;
        let mut out = Withdrawn { taken: search.taken.iter().cloned().collect(), outputs: search.outputs() };
        out.taken.retain(|taken| !taken.option);
        let Search { cuts, idle_imports, .. } = search;
        self.take_away(cuts, idle_imports)?;
        Ok(out)
    }
}

/// The search for everything that hands the resources on.
struct Search<'m, 'p> {
    model: &'m Model<'p>,
    roots: BTreeSet<ResourceId>,
    /// Where the resources are made: what stands within goes anyway.
    made: Vec<Gone>,
    cuts: BTreeMap<(FileId, TextRange), Cut<'p>>,
    /// Imports of names that go, which nothing uses.
    idle_imports: Vec<BindingId>,
    taken: BTreeSet<Taken>,
    /// Keys of objects and classes that go, which a reader may ask for.
    keys: BTreeSet<String>,
}

/// What a value has to do with what goes.
enum Hold {
    /// Nothing.
    No,
    /// It is that, or nothing at all.
    Wholly,
    /// It can be something else too.
    Partly,
}

impl<'m, 'p> Search<'m, 'p> {
    fn new(model: &'m Model<'p>, resources: &[ResourceId]) -> Self {
        let made = resources.iter().map(|id| model.resource(*id)).map(|r| (r.file, r.range())).collect();
        Self {
            model,
            roots: resources.iter().copied().collect(),
            made,
            cuts: BTreeMap::new(),
            idle_imports: Vec::new(),
            taken: BTreeSet::new(),
            keys: BTreeSet::new(),
        }
    }

    fn hold(&self, value: &Value<'p>) -> Hold {
        let is_root = |v: &Value<'p>| matches!(v, Value::Entity(Entity::Resource(id), _) if self.roots.contains(id));
        let choices = value.choices();
        match choices.iter().any(is_root) {
            false => Hold::No,
            true if choices.iter().all(|v| is_root(v) || matches!(v, Value::Undefined | Value::Null)) => Hold::Wholly,
            true => Hold::Partly,
        }
    }

    fn goes(&self, value: &Value<'p>) -> bool {
        matches!(self.hold(value), Hold::Wholly)
    }

    fn cut(&mut self, file: FileId, range: TextRange, cut: Cut<'p>) {
        self.cuts.entry((file, range)).or_insert(cut);
    }

    /// Whether it stands where a resource that goes is made.
    fn is_within_made(&self, file: FileId, range: TextRange) -> bool {
        self.made.iter().any(|(f, made)| *f == file && made.contains(range) && *made != range)
    }

    /// The reason `why` with its place.
    fn declined(&self, file: FileId, range: TextRange, why: &str) -> Declined {
        let program = self.model.program();
        let source = &self.model.file(file).source;
        let place = relative(&program.root, source.path());
        let line = source.line_column(range.start).line;
        Declined::because(format!("`{}` at {place}:{line} {why}", self.model.brief(file, range)))
    }

    fn mixed(&self, file: FileId, range: TextRange) -> Declined {
        self.declined(file, range, "can be something else too; tell the two apart first")
    }

    /// A property goes whatever its value is.
    fn written(&mut self, property: &Property<'p>) {
        let Some(object) = property.object else { return };
        let at = object.node.props.iter().position(|entry| TextRange::of(entry) == property.range);
        if let Some(at) = at {
            self.cut(property.file, property.range, Cut::Property(object, at));
        }
    }

    /// Names whose value goes.
    fn names(&mut self) -> Result<(), Declined> {
        let model = self.model;
        for file in model.file_ids() {
            for (local, binding) in model.index(file).bindings() {
                let id = BindingId { file, local };
                if binding.origin.is_type() || self.is_within_made(file, binding.ident) {
                    continue;
                }
                match self.hold(&model.binding_value(id)) {
                    Hold::No => continue,
                    Hold::Partly => return Err(self.mixed(file, binding.ident)),
                    Hold::Wholly => {}
                }
                if let Some(used) = binding.uses.iter().find(|used| used.how == NameUse::Type) {
                    return Err(self.declined(
                        file,
                        used.range,
                        "is the type of something; write the type there first",
                    ));
                }
                match &binding.origin {
                    Origin::Import { .. } if binding.uses.is_empty() => self.idle_imports.push(id),
                    Origin::Variable { declarator, path, .. } => self.variable(id, declarator, path.is_empty())?,
                    Origin::Parameter { function, index, path } => {
                        self.parameter(id, *function, *index, path.is_empty())?;
                    }
                    Origin::LoopVariable { stmt: ast::Stmt::ForOf(each), path } if !path.is_empty() => {
                        let names = each.left.as_var_decl().and_then(|var| var.decls.first());
                        names.map_or(Ok(()), |names| self.pattern_entry(id, &names.name, None))?;
                    }
                    Origin::LoopVariable { .. } => {
                        let why = "takes one after the other; unroll the loop first";
                        return Err(self.declined(file, binding.ident, why));
                    }
                    _ => {}
                }
            }
            let search: &Self = self;
            let goes: Vec<Imported> = search.gone_exports(file);
            self.specifiers(file, &|imported| goes.contains(imported));
        }
        Ok(())
    }

    fn variable(&mut self, id: BindingId, declarator: &'p ast::VarDeclarator, whole: bool) -> Result<(), Declined> {
        let model = self.model;
        let binding = model.binding(id);
        let init = declarator.init.as_deref();
        // What the declaration is given goes as a whole, with all of its names.
        if whole || init.is_some_and(|init| self.goes(&model.value(id.file, init))) {
            let range = TextRange::of(declarator);
            self.cut(id.file, range, Cut::Declaration(binding.node));
            return Ok(());
        }
        self.pattern_entry(id, &declarator.name, Some((binding.node, declarator)))
    }

    /// Takes a name out of the pattern that declares it.
    fn pattern_entry(
        &mut self,
        id: BindingId,
        pattern: &'p Pat,
        declares: Option<(NodeId, &'p ast::VarDeclarator)>,
    ) -> Result<(), Declined> {
        let ident = self.model.binding(id).ident;
        let nested =
            || self.declined(id.file, ident, "is taken out of something nested; take it apart step by step first");
        let pattern = match pattern {
            Pat::Assign(assign) => &*assign.left,
            other => other,
        };
        let Pat::Object(pattern) = pattern else { return Err(nested()) };
        let at = pattern.props.iter().position(|p| TextRange::of(p).contains(ident)).ok_or_else(nested)?;
        let flat = match &pattern.props[at] {
            ObjectPatProp::Assign(_) => true,
            ObjectPatProp::KeyValue(kv) => matches!(&*kv.value, Pat::Ident(_) | Pat::Assign(_)),
            ObjectPatProp::Rest(_) => false,
        };
        if !flat {
            return Err(nested());
        }
        let range = TextRange::of(&pattern.props[at]);
        self.cut(id.file, range, Cut::PatternEntry(pattern, at, declares));
        Ok(())
    }

    /// The exports of a file whose value goes.
    fn gone_exports(&self, file: FileId) -> Vec<Imported> {
        let names = self.model.exports(file).names.keys().map(|name| match name == "default" {
            true => Imported::Default,
            false => Imported::Named(name.clone()),
        });
        names.filter(|imported| self.goes(&self.model.exported(file, imported))).collect()
    }

    /// `export { name }` and `export { name } from`, where the name goes.
    fn specifiers(&mut self, file: FileId, goes: &dyn Fn(&Imported) -> bool) {
        let model = self.model;
        for item in &model.file(file).source.module().body {
            let ast::ModuleItem::ModuleDecl(ast::ModuleDecl::ExportNamed(named)) = item else { continue };
            for (at, specifier) in named.specifiers.iter().enumerate() {
                let ast::ExportSpecifier::Named(one) = specifier else { continue };
                let exported = one.exported.as_ref().unwrap_or(&one.orig).atom().to_string();
                let imported = if exported == "default" { Imported::Default } else { Imported::Named(exported) };
                if goes(&imported) {
                    self.cut(file, TextRange::of(specifier), Cut::Specifier(named, at));
                }
            }
        }
    }

    /// Fields of classes whose value goes.
    fn fields(&mut self) -> Result<(), Declined> {
        let model = self.model;
        for file in model.file_ids() {
            for (_, entry) in model.index(file).entries() {
                let Node::Class(class) = entry.node else { continue };
                for member in &class.body {
                    let (name, is_static) = match member {
                        ast::ClassMember::ClassProp(p) => (crate::model::property_name(&p.key), p.is_static),
                        ast::ClassMember::PrivateProp(p) => (Some(format!("#{}", p.key.name)), p.is_static),
                        _ => continue,
                    };
                    let Some(name) = name else { continue };
                    let range = TextRange::of(member);
                    match self.hold(&model.class_member(Site { file, node: class }, &name, is_static)) {
                        Hold::No => {}
                        Hold::Partly => return Err(self.mixed(file, range)),
                        Hold::Wholly => {
                            self.keys.insert(name);
                            self.cut(file, range, Cut::Member(class, range));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Expressions that give what goes, by what stands around them.
    fn expressions(&mut self) -> Result<(), Declined> {
        let model = self.model;
        for file in model.file_ids() {
            let mut asserted: BTreeSet<NodeId> = BTreeSet::new();
            for (node, entry) in model.index(file).entries() {
                if self.is_within_made(file, entry.range) {
                    continue;
                }
                let found = match entry.node {
                    Node::Expr(expr) => self.expression(file, node, expr),
                    Node::Prop(prop) => self.shorthand(file, node, prop),
                    _ => Ok(()),
                };
                match found {
                    Err(_) if model.file(file).test => asserted.extend(self.assertion(file, node)?),
                    other => other?,
                }
            }
            self.assertions(file, asserted);
        }
        Ok(())
    }

    fn expression(&mut self, file: FileId, node: NodeId, expr: &'p Expr) -> Result<(), Declined> {
        let model = self.model;
        let range = TextRange::of(expr);
        match self.hold(&model.value(file, expr)) {
            Hold::No => return Ok(()),
            Hold::Partly => return Err(self.mixed(file, range)),
            Hold::Wholly => {}
        }
        if matches!(expr, Expr::Cond(_) | Expr::Bin(_)) && !self.makes(file, range) {
            let why = "uses it under a condition; decide that first";
            return Err(self.declined(file, range, why));
        }
        let index = model.index(file);
        let around = index.entry(node).parent.map(|at| index.entry(at).node);
        // What is around it goes too, and decides.
        if let Some(Node::Expr(outer)) = around
            && self.goes(&model.value(file, outer))
        {
            return Ok(());
        }
        self.context(file, node, range)
    }

    /// Whether a resource that goes is made there.
    fn makes(&self, file: FileId, range: TextRange) -> bool {
        self.made.iter().any(|(f, made)| *f == file && range.contains(*made))
    }

    /// The outputs that the entry point loses.
    fn outputs(&self) -> Vec<String> {
        let model = self.model;
        let Some(entry) = model.program().entry else { return Vec::new() };
        let mut out = BTreeSet::new();
        for name in model.exports(entry).names.keys() {
            let named = if name == "default" { Imported::Default } else { Imported::Named(name.clone()) };
            let value = match model.exported(entry, &named) {
                function @ Value::Function(..) if name == "default" => model.returned(&function),
                value => value,
            };
            match name == "default" {
                true => {
                    let keys = model.keys(&value).unwrap_or_default();
                    out.extend(keys.into_iter().filter(|key| self.goes(&model.member(&value, key))));
                }
                false if self.goes(&value) => {
                    out.insert(name.clone());
                }
                false => {}
            }
        }
        out.into_iter().collect()
    }
}
