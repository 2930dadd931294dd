//! What stands around a value that goes. Invariant: every place that a value can stand at is either a cut or a reason.

use std::collections::BTreeSet;

use swc_ecma_ast as ast;
use swc_ecma_ast::{AssignTarget, Callee, Expr, MemberProp, PropOrSpread, SimpleAssignTarget, Stmt};

use super::cuts::Cut;
use super::{Search, Taken};
use crate::codemod::Declined;
use crate::model::{
    Args, BindingId, FileId, Function, Node, NodeId, ResourceId, Site, Value, pattern_names, peel, property_name,
};
use crate::source::TextRange;

/// Functions of the SDK that hand on what they are given.
const WRAPPERS: &[&str] = &["pulumi.output", "pulumi.all", "pulumi.secret", "pulumi.unsecret"];

/// How deep arguments are looked into.
const DEPTH: usize = 8;

impl<'p> Search<'_, 'p> {
    /// Takes the value at `node` out of what is around it.
    pub(super) fn context(&mut self, file: FileId, node: NodeId, range: TextRange) -> Result<(), Declined> {
        let model = self.model;
        let index = model.index(file);
        let Some((outer, entry)) = index.ancestors(node).next() else { return Ok(()) };
        let because = |why: &str| Err(self.declined(file, range, why));
        match entry.node {
            Node::Stmt(Stmt::Expr(_)) => {
                if let Node::Expr(Expr::Assign(assign)) = index.entry(node).node {
                    self.assigned(file, range, assign)?;
                }
                self.cut(file, entry.range, Cut::Statement(outer));
                Ok(())
            }
            Node::Stmt(Stmt::Return(_)) => match index.function_around(outer) {
                Some(function) => self.function(file, function, range),
                None => because("is returned by the file; return something else there first"),
            },
            Node::Function(function) if function.expression().is_some_and(|e| TextRange::of(e) == range) => {
                self.function(file, outer, range)
            }
            Node::Function(_) => because("is the default of a parameter; give it by hand first"),
            // Names decide about their declaration.
            Node::Declarator(..) => Ok(()),
            Node::Member(_) => Ok(()),
            Node::Prop(PropOrSpread::Spread(_)) => because("is spread into an object; name what is taken of it first"),
            Node::Prop(prop) => self.property(file, outer, prop),
            Node::Expr(around) => self.within_expression(file, outer, around, range),
            Node::Item(_) => because("is the default export; export something else first"),
            Node::Stmt(_) => because("decides what the program does; take the condition out first"),
            _ => because("is used in a way that can't be taken out; take it out first"),
        }
    }

    fn within_expression(
        &mut self,
        file: FileId,
        outer: NodeId,
        around: &'p Expr,
        range: TextRange,
    ) -> Result<(), Declined> {
        let because = |why: &str| Err(self.declined(file, range, why));
        match around {
            Expr::Call(call) => match &call.callee {
                Callee::Expr(callee) if TextRange::of(&**callee) == range => {
                    because("makes something else of it; take that out first")
                }
                Callee::Super(_) => Ok(()),
                _ => self.argument(file, around, &call.args, range),
            },
            Expr::New(new) => self.argument(file, around, new.args.as_deref().unwrap_or_default(), range),
            Expr::Array(array) => self.element(file, outer, array, range),
            Expr::Tpl(_) | Expr::TaggedTpl(_) => because("is part of a text; take it out of the text first"),
            Expr::Cond(_) | Expr::Bin(_) | Expr::Unary(_) => because("is used in a condition; decide that first"),
            Expr::Member(_) | Expr::OptChain(_) => because("gives something that can't be followed; take it out first"),
            _ => because("is used in a way that can't be taken out; take it out first"),
        }
    }

    /// `x = value`, where the statement goes: what is assigned to has to go too.
    fn assigned(&mut self, file: FileId, range: TextRange, assign: &'p ast::AssignExpr) -> Result<(), Declined> {
        let model = self.model;
        let elsewhere = || self.declined(file, range, "puts it where it can't be followed; take it out first");
        let AssignTarget::Simple(target) = &assign.left else { return Err(elsewhere()) };
        match target {
            SimpleAssignTarget::Ident(_) => Ok(()),
            SimpleAssignTarget::Member(member) => {
                let MemberProp::Ident(name) = &member.prop else { return Err(elsewhere()) };
                let key = name.sym.to_string();
                match (&*member.obj, model.value(file, &member.obj)) {
                    (Expr::This(_), _) => {}
                    (Expr::Ident(object), _) if matches!(&*object.sym, "exports") => {}
                    (Expr::Ident(object), Value::Object(_)) => {
                        let local = model.index(file).target(object);
                        for resource in model.resources() {
                            if let (Some(local), Args::Variable(id, _)) = (local, model.args(resource))
                                && id == (BindingId { file, local })
                            {
                                self.taken.insert(Taken { by: resource.id, option: false, path: vec![key.clone()] });
                            }
                        }
                    }
                    _ => return Err(elsewhere()),
                }
                self.keys.insert(key);
                Ok(())
            }
            _ => Err(elsewhere()),
        }
    }

    /// An argument: one of a function of the program goes with the parameter.
    fn argument(
        &self,
        file: FileId,
        call: &'p Expr,
        args: &'p [ast::ExprOrSpread],
        range: TextRange,
    ) -> Result<(), Declined> {
        let at = args.iter().position(|a| TextRange::of(&*a.expr) == range && a.spread.is_none());
        let function = self.called(file, call);
        let goes = match (at, function) {
            (Some(at), Some((home, function))) => self.takes(home, function, at),
            _ => false,
        };
        match goes {
            true => Ok(()),
            false => {
                let name = self.model.brief(file, callee(call));
                Err(self.declined(file, range, &format!("is handed to `{name}`, which needs it; take that out first")))
            }
        }
    }

    /// Whether what the parameter at `at` is bound to goes.
    fn takes(&self, file: FileId, function: Function<'p>, at: usize) -> bool {
        let Some(parameter) = function.parameter(at) else { return false };
        let index = self.model.index(file);
        let mut names: Vec<&'p ast::Ident> = parameter.ident().into_iter().collect();
        if let (Some(pattern), true) = (parameter.parts().0, names.is_empty())
            && !pattern.is_rest()
        {
            pattern_names(pattern, &mut |name| names.push(name));
        }
        let goes = |name: &&ast::Ident| {
            let local = index.declared(name);
            local.is_some_and(|local| self.goes(&self.model.binding_value(BindingId { file, local })))
        };
        !names.is_empty() && names.iter().all(goes)
    }

    /// A property of an object goes, where who takes the object can do without.
    fn property(&mut self, file: FileId, node: NodeId, prop: &'p PropOrSpread) -> Result<(), Declined> {
        let model = self.model;
        let index = model.index(file);
        let range = index.entry(node).range;
        let Some((object, Node::Expr(Expr::Object(literal)))) =
            index.ancestors(node).next().map(|(at, e)| (at, e.node))
        else {
            return Ok(());
        };
        let Some(at) = literal.props.iter().position(|p| std::ptr::eq(p, prop)) else { return Ok(()) };
        let key = key_of(prop);
        if key.as_deref() != Some("dependsOn") {
            self.taker(file, object, range)?;
        }
        self.keys.extend(key);
        self.cut(file, range, Cut::Property(Site { file, node: literal }, at));
        Ok(())
    }

    /// Whether who is handed the object at `node` can do without one of its parts.
    fn taker(&self, file: FileId, node: NodeId, part: TextRange) -> Result<(), Declined> {
        let model = self.model;
        let index = model.index(file);
        for (_, entry) in index.ancestors(node) {
            match entry.node {
                Node::Prop(_) | Node::Expr(Expr::Object(_) | Expr::Array(_)) => {}
                Node::Expr(expr @ (Expr::New(_) | Expr::Call(_))) => {
                    let name = model.brief(file, callee(expr));
                    return match self.does_without(file, expr) {
                        true => Ok(()),
                        false => Err(self.declined(file, part, &format!("is handed to `{name}`; take it out first"))),
                    };
                }
                Node::Expr(expr) if !std::ptr::eq(peel(expr), expr) => {}
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// Whether what is called takes an object apart where the program shows it; resources are asked one by one.
    fn does_without(&self, file: FileId, call: &'p Expr) -> bool {
        let model = self.model;
        if self.called(file, call).is_some() || model.value(file, call).resource().is_some() {
            return true;
        }
        let Expr::Call(call) = call else { return false };
        match &call.callee {
            Callee::Super(_) => true,
            Callee::Expr(callee) => {
                let wraps = |value| matches!(value, Value::Symbol(s) if WRAPPERS.iter().any(|name| s.is(name)));
                let registers = callee.as_member().is_some_and(|m| m.prop.is_ident_with("registerOutputs"));
                registers || wraps(model.value(file, callee))
            }
            Callee::Import(_) => false,
        }
    }

    /// `{ name }`
    pub(super) fn shorthand(&mut self, file: FileId, node: NodeId, prop: &'p PropOrSpread) -> Result<(), Declined> {
        let PropOrSpread::Prop(inner) = prop else { return Ok(()) };
        let ast::Prop::Shorthand(ident) = &**inner else { return Ok(()) };
        let Some(local) = self.model.index(file).target(ident) else { return Ok(()) };
        match self.goes(&self.model.binding_value(BindingId { file, local })) {
            true => self.property(file, node, prop),
            false => Ok(()),
        }
    }

    /// `dependsOn: [it]`: the element goes, the list with its last one.
    fn element(
        &mut self,
        file: FileId,
        node: NodeId,
        array: &'p ast::ArrayLit,
        range: TextRange,
    ) -> Result<(), Declined> {
        let model = self.model;
        let index = model.index(file);
        let prop = index.ancestors(node).find(|(_, e)| !matches!(e.node, Node::Expr(e) if !std::ptr::eq(peel(e), e)));
        let Some((outer, Node::Prop(prop))) = prop.map(|(at, e)| (at, e.node)) else {
            return Err(self.declined(file, range, "is an element of a list; take it out first"));
        };
        if key_of(prop).as_deref() != Some("dependsOn") {
            return Err(self.declined(file, range, "is an element of a list; take it out first"));
        }
        let left = array.elems.iter().flatten().any(|e| !self.goes(&model.value(file, &e.expr)));
        if !left {
            return self.property(file, outer, prop);
        }
        let at = array.elems.iter().position(|e| e.as_ref().is_some_and(|e| TextRange::of(&*e.expr) == range));
        if let Some(at) = at {
            self.cut(file, range, Cut::Element(Site { file, node: array }, at));
        }
        Ok(())
    }

    /// What other resources take; `may` is asked for each.
    pub(super) fn sinks(&mut self, may: &dyn Fn(&Taken) -> Result<(), Declined>) -> Result<(), Declined> {
        let model = self.model;
        for resource in model.resources() {
            if self.roots.contains(&resource.id) {
                continue;
            }
            for (option, given) in [(false, resource.args()), (true, resource.opts())] {
                let Some(given) = given else { continue };
                let mut path = Vec::new();
                let value = model.value(resource.file, given);
                self.taken_within(&value, resource.id, option, &mut path);
            }
        }
        for taken in &self.taken {
            let depends = taken.option && taken.path.first().is_some_and(|key| key == "dependsOn");
            if depends {
                continue;
            }
            if taken.option {
                let resource = model.resource(taken.by);
                let key = taken.path.first().map_or("", String::as_str);
                let why = format!("has it as `{key}`; give it another first");
                return Err(self.declined(resource.file, resource.range(), &why));
            }
            may(taken)?;
        }
        Ok(())
    }

    fn taken_within(&mut self, value: &Value<'p>, by: ResourceId, option: bool, path: &mut Vec<String>) {
        if path.len() > DEPTH {
            return;
        }
        for choice in value.choices() {
            match choice {
                Value::Object(_) => {
                    for key in self.model.keys(choice).unwrap_or_default() {
                        let inner = self.model.member(choice, &key);
                        path.push(key);
                        self.taken_within(&inner, by, option, path);
                        path.pop();
                    }
                }
                Value::List(list) => {
                    path.push(crate::model::ANY.to_string());
                    for item in list.items.iter() {
                        self.taken_within(item, by, option, path);
                    }
                    path.pop();
                }
                one if self.goes(one) && !path.is_empty() => {
                    self.taken.insert(Taken { by, option, path: path.clone() });
                }
                _ => {}
            }
        }
    }

    /// The statement that a test makes about what goes.
    pub(super) fn assertion(&self, file: FileId, node: NodeId) -> Result<Option<NodeId>, Declined> {
        let index = self.model.index(file);
        let statement = index.ancestors(node).find(|(_, e)| matches!(e.node, Node::Stmt(_) | Node::Item(_)));
        match statement {
            Some((at, entry)) if matches!(entry.node, Node::Stmt(Stmt::Expr(_))) => Ok(Some(at)),
            _ => Err(self.declined(file, index.entry(node).range, "is what a test is about; take that out first")),
        }
    }

    /// The statements of tests that go, and the tests that say nothing else.
    pub(super) fn assertions(&mut self, file: FileId, mut asserted: BTreeSet<NodeId>) {
        let index = self.model.index(file);
        loop {
            let emptied = asserted.iter().find_map(|at| {
                let (function, entry) = index.ancestors(*at).next()?;
                let Node::Function(callback) = entry.node else { return None };
                let statements: Vec<TextRange> = callback.statements()?.iter().map(TextRange::of).collect();
                let goes = |range: &TextRange| {
                    self.cuts.contains_key(&(file, *range)) || asserted.iter().any(|a| index.entry(*a).range == *range)
                };
                if !statements.iter().all(goes) {
                    return None;
                }
                let outer = index.ancestors(function).find(|(_, e)| matches!(e.node, Node::Stmt(_) | Node::Item(_)))?;
                let is_call = matches!(outer.1.node, Node::Stmt(Stmt::Expr(_))) && !asserted.contains(&outer.0);
                is_call.then_some(outer.0)
            });
            match emptied {
                Some(outer) => asserted.insert(outer),
                None => break,
            };
        }
        for at in asserted {
            self.cut(file, index.entry(at).range, Cut::Statement(at));
        }
    }
}

/// What is called, without what it is given: that may be a secret.
fn callee(call: &Expr) -> TextRange {
    match call {
        Expr::New(new) => TextRange::of(&*new.callee),
        Expr::Call(call) => TextRange::of(&call.callee),
        other => TextRange::of(other),
    }
}

/// The name of an entry of an object.
pub(super) fn key_of(prop: &PropOrSpread) -> Option<String> {
    match &**prop.as_prop()? {
        ast::Prop::Shorthand(ident) => Some(ident.sym.to_string()),
        ast::Prop::KeyValue(kv) => property_name(&kv.key),
        _ => None,
    }
}
