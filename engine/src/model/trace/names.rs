//! Names on the way: constants, parameters, what is taken apart by a pattern or put into a list later. Invariant: a
//! parameter has a source for each call that the program shows.

use std::rc::Rc;

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, VarDeclKind};

use super::tracer::{Path, Tracer, Way, longer};
use super::{ANY, End, Referred};
use crate::model::FileId;
use crate::model::eval::{EACH, method_call};
use crate::model::index::{Origin, Step};
use crate::model::modules::BindingId;
use crate::model::object::{Property, PropertyValue};
use crate::model::tree::{Function, NameUse, Node};
use crate::source::TextRange;

/// What a parameter or a variable is given.
enum Given<'p> {
    Expr(FileId, &'p Expr),
    Nothing,
    Unknown(Rc<str>),
}

impl<'p> Tracer<'_, 'p> {
    /// The use at `range` of `file` of a name.
    pub(super) fn name(&mut self, id: BindingId, file: FileId, range: TextRange, path: &Path, mut way: Way<'p>) {
        let model = self.model;
        let real = match &model.binding(id).origin {
            Origin::Import { source, imported, .. } => {
                let module = model.resolve_module(id.file, source);
                match module.and_then(|module| model.exported_binding(module, imported)) {
                    Some(real) => real,
                    None => return self.opaque(id, path, way),
                }
            }
            _ => id,
        };
        self.hop(Referred::Name(real), file, range, path, &mut way);
        self.binding(real, path, way);
    }

    fn opaque(&mut self, id: BindingId, path: &Path, way: Way<'p>) {
        let value = path.iter().fold(self.model.binding_value(id), |value, key| self.model.member(&value, key));
        let why = match value.why_unknown() {
            Some(why) => why.to_string(),
            None => format!("`{}` comes from elsewhere", self.model.binding(id).name),
        };
        self.unknown(why, way);
    }

    /// What a name is given, wherever that is.
    pub(super) fn binding(&mut self, id: BindingId, path: &Path, way: Way<'p>) {
        let model = self.model;
        match &model.binding(id).origin {
            Origin::Variable { kind, declarator, path: steps } => {
                self.variable(id, *kind, declarator, steps, path, way)
            }
            Origin::LoopVariable { stmt: ast::Stmt::ForOf(s), path: steps } => {
                let steps: Vec<Step<'p>> =
                    std::iter::once(Step::Key(ANY.into())).chain(steps.iter().cloned()).collect();
                self.steps(id.file, Given::Expr(id.file, &s.right), &steps, path, way);
            }
            Origin::Parameter { function, index, path: steps } => {
                self.parameter(id, *function, *index, steps, path, way);
            }
            Origin::Enum(node) => {
                let named = |m: &&ast::TsEnumMember| match &m.id {
                    ast::TsEnumMemberId::Ident(i) => path.first().is_some_and(|key| *i.sym == **key),
                    ast::TsEnumMemberId::Str(s) => path.first().is_some_and(|key| s.value.to_string_lossy() == *key),
                };
                match node.members.iter().find(named).and_then(|m| m.init.as_deref()) {
                    Some(init) => self.part(id.file, init, &path[1..].into(), way),
                    None => self.unknown("it is a number of an enum", way),
                }
            }
            _ => self.opaque(id, path, way),
        }
    }

    fn variable(
        &mut self,
        id: BindingId,
        kind: VarDeclKind,
        declarator: &'p ast::VarDeclarator,
        steps: &[Step<'p>],
        path: &Path,
        way: Way<'p>,
    ) {
        let model = self.model;
        let mut given = Vec::new();
        if let Some(init) = declarator.init.as_deref() {
            given.push((init, steps));
        }
        if kind != VarDeclKind::Const {
            for used in model.binding(id).uses.iter().filter(|u| u.how == NameUse::Write) {
                match model.index(id.file).ancestors(used.node).next().map(|(_, e)| e.node) {
                    Some(Node::Expr(Expr::Assign(a))) if a.op == ast::AssignOp::Assign => given.push((&*a.right, &[])),
                    _ => self.unknown("it is computed step by step", way.clone()),
                }
            }
        }
        if given.is_empty() {
            let name = &model.binding(id).name;
            return self.unknown(format!("`{name}` is declared without a value"), way);
        }
        for (init, steps) in given {
            self.steps(id.file, Given::Expr(id.file, init), steps, path, way.clone());
        }
        self.put_later(id, path, &way);
    }

    /// What is pushed into a list, or assigned to a property, after the declaration.
    fn put_later(&mut self, id: BindingId, path: &Path, way: &Way<'p>) {
        let Some((first, rest)) = path.split_first() else { return };
        let model = self.model;
        let index = model.index(id.file);
        let rest: Path = rest.into();
        for used in &model.binding(id).uses {
            let mut around = index.ancestors(used.node).map(|(_, e)| e.node);
            match (around.next(), around.next()) {
                (Some(Node::Expr(Expr::Member(m))), Some(Node::Expr(Expr::Call(call))))
                    if first == ANY && (m.prop.is_ident_with("push") || m.prop.is_ident_with("unshift")) =>
                {
                    self.trace.uses.0.insert((id.file, used.range));
                    for argument in &call.args {
                        let path = if argument.spread.is_some() { path } else { &rest };
                        self.part(id.file, &argument.expr, path, way.clone());
                    }
                }
                (Some(Node::Target(ast::SimpleAssignTarget::Member(m))), Some(Node::Expr(Expr::Assign(assign))))
                    if first == ANY || m.prop.is_ident_with(first) || m.prop.is_computed() =>
                {
                    self.trace.uses.0.insert((id.file, used.range));
                    let (range, value) = (TextRange::of(assign), PropertyValue::Expr(&assign.right));
                    self.property(&Property { file: id.file, object: None, range, value }, &rest, way.clone());
                }
                _ => {}
            }
        }
    }

    /// What `given` taken apart by `steps` gives at `path`.
    fn steps(&mut self, file: FileId, given: Given<'p>, steps: &[Step<'p>], path: &Path, way: Way<'p>) {
        let Some((last, before)) = steps.split_last() else {
            return match given {
                Given::Expr(file, expr) => self.part(file, expr, path, way),
                Given::Nothing => self.finish(End::Absent, way),
                Given::Unknown(why) => self.unknown(why, way),
            };
        };
        match last {
            Step::Key(key) => self.steps(file, given, before, &longer(key.clone(), path), way),
            Step::Index(at) => self.steps(file, given, before, &longer(at.to_string(), path), way),
            Step::Default(default) => {
                let from = self.trace.sources.len();
                self.steps(file, given, before, path, way.clone());
                let found = self.trace.sources.split_off(from);
                let certain =
                    !found.is_empty() && found.iter().all(|s| matches!(s.end, End::Written(_)) && !s.defaulted);
                for mut source in found {
                    if !matches!(source.end, End::Absent) {
                        source.defaulted |= !certain;
                        self.trace.sources.push(source);
                    }
                }
                if !certain {
                    self.part(file, default, path, way);
                }
            }
            Step::Rest => self.unknown("it is the rest of an object", way),
            Step::Computed => self.unknown("its key is computed", way),
        }
    }

    fn parameter(
        &mut self,
        id: BindingId,
        function: Function<'p>,
        index: usize,
        steps: &[Step<'p>],
        path: &Path,
        way: Way<'p>,
    ) {
        let model = self.model;
        let tree = model.index(id.file);
        let around: Vec<_> = match tree.function(function) {
            Some(own) => tree.ancestors(own).take(2).map(|(_, e)| e.node).collect(),
            None => Vec::new(),
        };
        if let [Node::Expr(callback), Node::Expr(Expr::Call(call))] = around[..] {
            return self.callback_parameter(id.file, call, callback, index, steps, path, way);
        }
        let (calls, way) = match way.left((id.file, function.range())) {
            Some((call, before)) => (vec![call], before),
            None => (model.calls_of(id.file, function), way),
        };
        if calls.is_empty() {
            let given = Given::Unknown("it is a parameter, and no call that gives it is seen".into());
            return self.steps(id.file, given, steps, path, way);
        }
        for call in calls {
            let given = match call.argument(index) {
                Ok(Some(expr)) => Given::Expr(call.file, expr),
                Ok(None) => Given::Nothing,
                Err(why) => Given::Unknown(why.into()),
            };
            self.steps(id.file, given, steps, path, way.clone());
        }
    }

    #[allow(clippy::too_many_arguments)] // the state of the walk; a struct for it would be used once
    fn callback_parameter(
        &mut self,
        file: FileId,
        call: &'p ast::CallExpr,
        callback: &'p Expr,
        index: usize,
        steps: &[Step<'p>],
        path: &Path,
        way: Way<'p>,
    ) {
        let each = |steps: &[Step<'p>]| -> Vec<Step<'p>> {
            std::iter::once(Step::Key(ANY.into())).chain(steps.iter().cloned()).collect()
        };
        let Callee::Expr(callee) = &call.callee else { return self.unknown("it is a parameter", way) };
        if std::ptr::eq(&**callee, callback) {
            let given = call.args.get(index).map_or(Given::Nothing, |a| Given::Expr(file, &a.expr));
            return self.steps(file, given, steps, path, way);
        }
        match method_call(callee) {
            Some((object, "apply" | "then")) if index == 0 => {
                self.steps(file, Given::Expr(file, object), steps, path, way);
            }
            Some((object, name)) if EACH.contains(&name) && index == 0 => {
                self.steps(file, Given::Expr(file, object), &each(steps), path, way);
            }
            Some((Expr::Ident(global), "from")) if global.sym == *"Array" && index == 0 => match call.args.first() {
                Some(list) => self.steps(file, Given::Expr(file, &list.expr), &each(steps), path, way),
                None => self.unknown("it is a parameter of a callback", way),
            },
            _ => self.unknown("it is a parameter of a callback", way),
        }
    }
}
