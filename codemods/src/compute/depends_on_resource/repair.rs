//! What becomes of a list of dependencies. Invariant: what is legal stays as it is, and nothing stands twice.

use iacfix_engine::codemod::{Action, Declined, Effect, Finding, Fix, Level};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    BindingId, Element, ElementOf, FileId, Function, Model, Nature, Node, NodeId, Origin, Parameter, Resource,
    ResourceId, Site, Step, Value, peel,
};
use iacfix_engine::rewrite::{Gone, Rewrite};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{Callee, Class, ClassMember, Expr, Pat, TsParamPropParam};

use super::lists::{Entry, List, Owner};
use super::spot::Spot;

/// What becomes of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Keep,
    /// This code takes the place of the element, dots of a spread left as they are.
    Replace(String),
    /// This code takes the place of what a callback gives.
    InCallback(String),
    /// These elements take its place.
    Expand(Vec<String>),
    Drop,
}

/// The repair of one list.
pub(super) struct Repair<'r, 'p> {
    pub(super) model: &'r Model<'p>,
    pub(super) list: &'r List<'p>,
}

impl<'p> Repair<'_, 'p> {
    pub(super) fn finding(&self) -> Finding {
        let model = self.model;
        let property = &self.list.property;
        let mut texts = Vec::new();
        for entry in self.list.entries.iter().filter(|entry| entry.nature == Nature::Plain) {
            let dots = if entry.element.spread { "..." } else { "" };
            let text = model.text(entry.element.file, TextRange::of(entry.element.expr));
            texts.push(format!("`{dots}{}`", text.lines().next().unwrap_or_default()));
        }
        let ending = if texts.len() == 1 { "which is no resource" } else { "which are no resources" };
        let message = format!("dependsOn holds {}, {ending}", texts.join(", "));
        let finding = match &self.list.owners[0] {
            Owner::Resource(id, _) => Finding::of(model, model.resource(*id), message),
            Owner::Other { name, site, title } => {
                let title = title.map_or("", |title| model.text(site.0, TextRange::of(title)));
                Finding::new(site.0, site.1, format!("{name} {title}"), message)
            }
        };
        let finding = finding.at(property.file, property.range);
        let changes = self.changes();
        if !changes.contains(&Change::Drop) {
            let title = "name the resource in place of its property";
            return finding.fix(self.effects(Fix::new(Level::Safe, title, self.edits(&changes))));
        }
        let title = if changes.iter().any(|c| !matches!(c, Change::Drop | Change::Keep)) {
            "name the resource where it is in scope, drop the rest"
        } else {
            "drop what is no resource"
        };
        let dropped = Fix::new(Level::Safe, title, self.edits(&changes));
        let profile = self.profile().filter(|profile| !self.kept(&changes).contains(profile));
        let Some(profile) = profile else { return finding.fix(self.effects(dropped)) };
        let mut with_profile = changes.clone();
        if let Some(change) = with_profile.iter_mut().find(|change| **change == Change::Drop) {
            *change = Change::Replace(profile);
        }
        let title = "wait for the instance profile instead";
        let edits = self.edits(&with_profile);
        let profile = Fix::new(Level::Review, title, edits).alternative("instance-profile");
        finding.fix(self.effects(dropped.alternative("drop"))).fix(self.effects(profile))
    }

    fn effects(&self, mut fix: Fix) -> Fix {
        for owner in &self.list.owners {
            let effect = match owner {
                Owner::Resource(id, _) => Effect::on(Action::None, self.model, self.model.resource(*id)),
                Owner::Other { name, site, title } => {
                    let effect = Effect::new(Action::None, name.clone());
                    match title {
                        Some(title) => effect.named(self.model.text(site.0, TextRange::of(*title))),
                        None => effect,
                    }
                }
            };
            let effect = effect.property("dependsOn");
            if !fix.effects.contains(&effect) {
                fix = fix.effect(effect);
            }
        }
        fix
    }

    /// What becomes of each entry, in order; what would stand twice is dropped.
    fn changes(&self) -> Vec<Change> {
        let text =
            |entry: &Entry<'p>| self.model.text(entry.element.file, TextRange::of(entry.element.expr)).to_string();
        let staying = || self.list.entries.iter().filter(|entry| entry.nature != Nature::Plain);
        let mut have: Vec<String> = staying().map(text).collect();
        let mut resources: Vec<ResourceId> = staying().filter_map(|entry| self.single(&entry.element)).collect();
        let mut change = |entry: &Entry<'p>| {
            if entry.nature != Nature::Plain {
                return Change::Keep;
            }
            let change = self.change(&entry.element);
            if let Change::Replace(code) = &change {
                let resource = self.single(&entry.element);
                if have.contains(code) || resource.is_some_and(|id| resources.contains(&id)) {
                    return Change::Drop;
                }
                have.push(code.clone());
                resources.extend(resource);
            }
            change
        };
        self.list.entries.iter().map(&mut change).collect()
    }

    /// The resource that an entry is or is a property of, where the program makes just one of it.
    fn single(&self, element: &Element<'p>) -> Option<ResourceId> {
        let model = self.model;
        let (id, _) = model.value(element.file, element.expr).output().map(|(id, path)| (id, path.len()))?;
        let resource = model.resource(id);
        let index = model.index(element.file);
        let here = index.innermost(TextRange::of(element.expr)).and_then(|node| index.function_around(node));
        let once = resource.function.is_none() || (resource.file == element.file && resource.function == here);
        (resource.repeated.is_none() && once).then_some(id)
    }

    /// The code of the entries that stay as they are or are replaced.
    fn kept(&self, changes: &[Change]) -> Vec<String> {
        let text =
            |entry: &Entry<'p>| self.model.text(entry.element.file, TextRange::of(entry.element.expr)).to_string();
        let of = |(entry, change): (&Entry<'p>, &Change)| match change {
            Change::Keep => vec![text(entry)],
            Change::Replace(code) => vec![code.clone()],
            Change::Expand(codes) => codes.clone(),
            Change::InCallback(_) | Change::Drop => Vec::new(),
        };
        self.list.entries.iter().zip(changes).flat_map(of).collect()
    }

    fn change(&self, element: &Element<'p>) -> Change {
        let model = self.model;
        let at = Spot { model, file: element.file, range: TextRange::of(element.expr) };
        if let Some((result, function)) = model.mapped(element.file, element.expr) {
            let written = model.written(element.file, element.expr);
            if let Expr::Call(call) = written.expr
                && let Some(Expr::Member(member)) = call.callee.as_expr().map(|callee| peel(callee))
            {
                let text = || model.text(written.file, TextRange::of(&*member.obj)).to_string();
                if takes_apart(model, result)
                    && model.nature(written.file, &member.obj) == Nature::Resource
                    && at.sees(written.file, &member.obj)
                {
                    return Change::Replace(text());
                }
                let own = Spot { model, file: result.file, range: TextRange::of(result.node) };
                if let Some(code) = own.resource(result.file, result.node) {
                    let first = function.parameter(0).and_then(|p| match p {
                        Parameter::Pattern(Pat::Ident(i)) => Some(i.id.sym.to_string()),
                        _ => None,
                    });
                    if first.is_some_and(|name| name == code) && at.sees(written.file, &member.obj) {
                        return Change::Replace(text());
                    }
                    if std::ptr::eq(written.expr, peel(element.expr)) {
                        return Change::InCallback(code);
                    }
                }
            }
        }
        if let Value::List(list) = model.value(element.file, element.expr) {
            let ids: Option<Vec<ResourceId>> = list.items.iter().map(|item| item.output().map(|(id, _)| id)).collect();
            if let Some(code) = ids.and_then(|ids| at.named_list(&ids)) {
                return Change::Replace(code);
            }
            let inner = model.elements(element.file, element.expr);
            let codes: Vec<String> = inner.iter().filter_map(|one| at.branch(one.file, one.expr)).collect();
            return if codes.is_empty() { Change::Drop } else { Change::Expand(codes) };
        }
        match at.resource(element.file, element.expr) {
            Some(code) => Change::Replace(code),
            None => Change::Drop,
        }
    }

    /// The instance profile of the resource that has the options, where it is in scope.
    fn profile(&self) -> Option<String> {
        let model = self.model;
        let [Owner::Resource(owner, _)] = self.list.owners.as_slice() else { return None };
        let owner: &Resource<'p> = model.resource(*owner);
        let given = model.resource_value(owner, "iamInstanceProfile");
        let value = match &given {
            Value::Object(_) => match model.member(&given, "name") {
                Value::Undefined => model.member(&given, "arn"),
                name => name,
            },
            _ => given,
        };
        let (id, _) = value.output()?;
        if !model.resource(id).symbol.is("aws.iam.InstanceProfile") {
            return None;
        }
        let property = &self.list.property;
        Spot { model, file: property.file, range: property.range }.named(id)
    }

    fn edits(&self, changes: &[Change]) -> Result<FileEdits, Declined> {
        let mut rewrite = Rewrite::new(self.model);
        let mut gone: Vec<Gone> = Vec::new();
        let kept = self.kept(changes);
        let in_callback = changes.iter().any(|change| matches!(change, Change::InCallback(_)));
        if kept.is_empty() && !in_callback {
            self.remove_property(&mut rewrite, &mut gone)?;
        } else {
            for (entry, change) in self.list.entries.iter().zip(changes) {
                let element = &entry.element;
                match change {
                    Change::Keep => continue,
                    Change::Replace(code) => rewrite.replace(element.file, element.expr, code)?,
                    Change::InCallback(code) => {
                        let (result, _) = self.model.mapped(element.file, element.expr).ok_or_else(lost)?;
                        rewrite.replace(result.file, result.node, code)?;
                        continue;
                    }
                    Change::Expand(codes) => match element.of {
                        ElementOf::Array(array, at) => {
                            for code in codes {
                                rewrite.insert_element(array.file, array.node, at, code)?;
                            }
                            rewrite.remove_element(array.file, array.node, at)?;
                        }
                        _ => rewrite.replace(element.file, element.expr, &format!("[{}]", codes.join(", ")))?,
                    },
                    Change::Drop => self.drop_element(&mut rewrite, element)?,
                }
                gone.push((element.file, TextRange::of(element.expr)));
            }
        }
        let names: Vec<String> = kept.iter().flat_map(|code| words(code)).collect();
        rewrite.drop_unused(&gone, &names)?;
        rewrite.finish()
    }

    fn drop_element(&self, rewrite: &mut Rewrite<'_, 'p>, element: &Element<'p>) -> Result<(), Declined> {
        match element.of {
            ElementOf::Array(array, at) => rewrite.remove_element(array.file, array.node, at),
            ElementOf::Push(call, at) => {
                let node = self.model.index(call.file).innermost(TextRange::of(call.node)).ok_or_else(lost)?;
                match call.node.args.len() {
                    1 => rewrite.delete_statement(call.file, node).map(|_| ()),
                    _ => rewrite.remove_argument(call.file, node, at),
                }
            }
            ElementOf::Whole => rewrite.replace(element.file, element.expr, "undefined"),
        }
    }

    /// Takes `dependsOn` out, and the options where that is all that they held.
    fn remove_property(&self, rewrite: &mut Rewrite<'_, 'p>, gone: &mut Vec<Gone>) -> Result<(), Declined> {
        let property = &self.list.property;
        let index = self.model.index(property.file);
        let Some(object) = property.object else {
            let node = index.innermost(property.range).ok_or_else(lost)?;
            gone.push((property.file, rewrite.delete_statement(property.file, node)?));
            return Ok(());
        };
        let range = TextRange::of(object.node);
        if object.node.props.len() == 1 && self.remove_options(rewrite, object.file, range, gone)? {
            return Ok(());
        }
        rewrite.remove(object.file, object.node, "dependsOn")?;
        gone.push((property.file, property.range));
        Ok(())
    }

    /// Takes out options that hold nothing else: an argument, one of `pulumi.mergeOptions`, a constant that is only
    /// handed over as such; false where they have to stay.
    fn remove_options(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        file: FileId,
        range: TextRange,
        gone: &mut Vec<Gone>,
    ) -> Result<bool, Declined> {
        let model = self.model;
        let index = model.index(file);
        let holder = index.innermost(range).and_then(|node| index.ancestors(node).next());
        let places = match holder.map(|(_, entry)| entry.node) {
            Some(Node::Declarator(..)) => {
                let names = index.bindings().filter(|(_, b)| {
                    matches!(&b.origin, Origin::Variable { declarator, path, .. }
                        if path.is_empty() && declarator.init.as_deref().is_some_and(|init| TextRange::of(peel(init)) == range))
                });
                let Some((local, _)) = names.into_iter().next() else { return Ok(false) };
                model.references(BindingId { file, local }).iter().map(|r| (r.file, r.range)).collect()
            }
            _ => vec![(file, range)],
        };
        let found: Option<Vec<_>> = places.iter().map(|(file, range)| self.argument(*file, *range)).collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else { return Ok(false) };
        for ((file, range), argument) in places.iter().zip(found) {
            match argument {
                Argument::Last(call, at) => rewrite.remove_argument(*file, call, at)?,
                Argument::Merged(call, rest) => rewrite.replace(*file, call, model.text(*file, TextRange::of(rest)))?,
            }
            gone.push((*file, *range));
            if let Argument::Merged(Expr::Call(call), _) = argument
                && let Some(callee) = call.callee.as_expr()
            {
                gone.push((*file, TextRange::of(&**callee)));
            }
        }
        Ok(true)
    }

    /// How what stands at `range` is handed over, where it can be left out.
    fn argument(&self, file: FileId, range: TextRange) -> Option<Argument<'p>> {
        let index = self.model.index(file);
        let casts = |node: Node<'_>| matches!(node, Node::Expr(e) if !std::ptr::eq(peel(e), e));
        let (node, entry) = index.ancestors(index.innermost(range)?).find(|(_, entry)| !casts(entry.node))?;
        let (args, merged) = match entry.node {
            Node::Expr(Expr::New(new)) => (new.args.as_deref()?, None),
            Node::Expr(expr @ Expr::Call(call)) => {
                let callee = call.callee.as_expr();
                let merges = |s: Value<'_>| matches!(s, Value::Symbol(s) if s.is("pulumi.mergeOptions"));
                let is_merge = callee.is_some_and(|callee| merges(self.model.value(file, callee)));
                (&*call.args, is_merge.then_some(expr))
            }
            _ => return None,
        };
        let at = args.iter().position(|argument| TextRange::of(peel(&argument.expr)) == range)?;
        match (merged, args) {
            (Some(call), [one, two]) if one.spread.is_none() && two.spread.is_none() => {
                Some(Argument::Merged(call, if at == 0 { &two.expr } else { &one.expr }))
            }
            (Some(_), _) => None,
            (None, _) => {
                let Node::Expr(call) = entry.node else { return None };
                let last = at > 0 && at + 1 == args.len();
                (last && may_leave_out(self.model, file, call, at)).then_some(Argument::Last(node, at))
            }
        }
    }
}

/// How options are handed over.
#[derive(Clone, Copy)]
pub(super) enum Argument<'p> {
    /// As the last argument of a call.
    Last(NodeId, usize),
    /// To `pulumi.mergeOptions`, with one other.
    Merged(&'p Expr, &'p Expr),
}

/// `id` of `({ id }) => id`.
pub(super) fn takes_apart<'p>(model: &Model<'p>, result: Site<'p, Expr>) -> bool {
    let Expr::Ident(ident) = result.node else { return false };
    let index = model.index(result.file);
    let Some(local) = index.target(ident) else { return false };
    matches!(&index.binding(local).origin, Origin::Parameter { index: 0, path, .. } if matches!(path.as_slice(), [Step::Key(_)]))
}

/// Whether a call may leave out its argument at `at`.
pub(super) fn may_leave_out<'p>(model: &Model<'p>, file: FileId, call: &'p Expr, at: usize) -> bool {
    let optional = |pat: &Pat| match pat {
        Pat::Ident(i) => i.id.optional,
        Pat::Assign(_) => true,
        _ => false,
    };
    let of = |function: Function<'p>| match function.parameter(at) {
        Some(Parameter::Pattern(pat)) => optional(pat),
        Some(Parameter::Property(p)) => match &p.param {
            TsParamPropParam::Ident(i) => i.id.optional,
            TsParamPropParam::Assign(_) => true,
        },
        None => true,
    };
    let of_class = |class: Site<'p, Class>| {
        let classes = std::iter::successors(Some(class), |at| model.base_class(*at)).take(32);
        let mut constructors = classes.flat_map(|class| &class.node.body).filter_map(|member| match member {
            ClassMember::Constructor(c) => Some(Function::Constructor(c)),
            _ => None,
        });
        constructors.next().is_none_or(of)
    };
    match call {
        Expr::New(new) => match model.value(file, &new.callee) {
            Value::Class(class) => of_class(class),
            _ => true,
        },
        Expr::Call(call) => match &call.callee {
            Callee::Expr(callee) => match model.value(file, callee) {
                Value::Function(_, function) => of(function),
                Value::Symbol(_) => true,
                _ => false,
            },
            _ => {
                let around = model.index(file).innermost(TextRange::of(call));
                let class = around.and_then(|node| model.class_around(file, node));
                class.and_then(|class| model.base_class(class)).is_none_or(of_class)
            }
        },
        _ => false,
    }
}

pub(super) fn lost() -> Declined {
    Declined::because("the entry can't be found where it is written")
}

/// The names in code.
pub(super) fn words(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    code.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(String::from).collect()
}
