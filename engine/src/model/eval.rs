//! Following expressions to their values. Invariant: each expression is followed once; one that leads back to itself
//! is unknown.

use std::rc::Rc;

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Callee, Expr, ExprOrSpread, Lit, MemberProp, OptChainBase, UnaryOp, VarDeclKind};

use super::calls::MAX_HOPS;
use super::index::{Imported, Origin, Step};
use super::modules::{BindingId, Export};
use super::symbol::Symbol;
use super::tree::{Function, NameUse, Node};
use super::value::{Entity, List, Site, Value};
use super::{FileId, Model, NodeId};

/// Names that every program has, for what only a run can tell.
const GLOBALS: &[&str] =
    &["process", "Math", "JSON", "Number", "String", "Boolean", "Date", "Buffer", "Object", "Array"];

/// Array methods that hand each element to a callback, and what they give.
pub(super) const EACH: &[&str] = &["map", "forEach", "filter", "flatMap", "find", "some", "every", "findIndex"];

impl<'p> Model<'p> {
    /// What `expr`, which stands in `file`, stands for.
    pub fn value(&self, file: FileId, expr: &'p Expr) -> Value<'p> {
        let key = (file, expr as *const Expr as usize);
        if let Some(known) = self.values.borrow().get(&key) {
            return known.clone();
        }
        // Until it is known, following it again means that it leads to itself.
        self.values.borrow_mut().insert(key, Value::unknown("it is defined by itself"));
        let value = self.follow(file, expr);
        self.values.borrow_mut().insert(key, value.clone());
        value
    }

    fn follow(&self, file: FileId, expr: &'p Expr) -> Value<'p> {
        match expr {
            Expr::Paren(e) => self.value(file, &e.expr),
            Expr::TsAs(e) => self.value(file, &e.expr),
            Expr::TsNonNull(e) => self.value(file, &e.expr),
            Expr::TsSatisfies(e) => self.value(file, &e.expr),
            Expr::TsConstAssertion(e) => self.value(file, &e.expr),
            Expr::TsTypeAssertion(e) => self.value(file, &e.expr),
            Expr::TsInstantiation(e) => self.value(file, &e.expr),
            Expr::Await(e) => self.value(file, &e.arg),
            Expr::Seq(e) => e.exprs.last().map_or(Value::Undefined, |last| self.value(file, last)),
            Expr::Assign(e) => self.value(file, &e.right),
            Expr::Lit(lit) => literal(lit),
            Expr::Tpl(tpl) => self.template(file, expr, tpl),
            Expr::TaggedTpl(tagged) if tagged.tpl.exprs.is_empty() => self.template(file, expr, &tagged.tpl),
            Expr::TaggedTpl(_) => Value::Text(Site { file, node: expr }),
            Expr::Object(node) => Value::Object(Site { file, node }),
            Expr::Array(array) => self.array(file, &array.elems),
            Expr::Arrow(arrow) => Value::Function(file, Function::Arrow(arrow)),
            Expr::Fn(f) => Value::Function(file, Function::Plain(&f.function)),
            Expr::Class(c) => Value::Class(Site { file, node: &c.class }),
            Expr::Ident(ident) => self.name_value(file, ident),
            Expr::Member(member) => self.member_expr(file, member),
            Expr::OptChain(chain) => match &*chain.base {
                OptChainBase::Member(member) => self.member_expr(file, member),
                OptChainBase::Call(call) => self.call(file, expr, &call.callee, &call.args),
            },
            Expr::New(new) => self.new_value(file, new),
            Expr::Call(call) => match &call.callee {
                Callee::Expr(callee) => self.call(file, expr, callee, &call.args),
                Callee::Import(_) => call.args.first().map_or(Value::Undefined, |a| self.required(file, &a.expr)),
                Callee::Super(_) => Value::Undefined,
            },
            Expr::Cond(c) => Value::any_of([self.value(file, &c.cons), self.value(file, &c.alt)]),
            Expr::Bin(bin) => self.binary(file, expr, bin),
            Expr::Unary(unary) => self.unary(file, unary),
            _ => Value::unknown("it is computed in a way that can't be followed"),
        }
    }

    fn template(&self, file: FileId, expr: &'p Expr, tpl: &'p ast::Tpl) -> Value<'p> {
        let mut out = String::new();
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            let Some(cooked) = &quasi.cooked else { return Value::Text(Site { file, node: expr }) };
            out.push_str(&cooked.to_string_lossy());
            if let Some(hole) = tpl.exprs.get(at) {
                match self.value(file, hole) {
                    Value::Str(s) => out.push_str(&s),
                    Value::Number(n) => out.push_str(&n.to_string()),
                    _ => return Value::Text(Site { file, node: expr }),
                }
            }
        }
        Value::Str(out)
    }

    fn array(&self, file: FileId, elements: &'p [Option<ExprOrSpread>]) -> Value<'p> {
        let mut items = Vec::new();
        let mut exact = true;
        for element in elements.iter().flatten() {
            let value = self.value(file, &element.expr);
            if element.spread.is_none() {
                items.push(value);
                continue;
            }
            match value {
                Value::List(list) => {
                    exact &= list.exact;
                    items.extend(list.items.iter().cloned());
                }
                other => {
                    exact = false;
                    items.push(match other.items() {
                        Some(some) => Value::any_of(some),
                        None => Value::unknown("an array is spread that can't be seen"),
                    });
                }
            }
        }
        Value::List(List { items: items.into(), exact })
    }

    fn binary(&self, file: FileId, expr: &'p Expr, bin: &'p ast::BinExpr) -> Value<'p> {
        let both = || (self.value(file, &bin.left), self.value(file, &bin.right));
        match bin.op {
            BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => {
                let (left, right) = both();
                match left {
                    Value::Undefined | Value::Null => right,
                    Value::Object(_) | Value::List(_) | Value::Function(..) => left,
                    Value::Entity(Entity::Resource(_) | Entity::Instance(..), ref path) if path.is_empty() => left,
                    _ => Value::any_of([left, right]),
                }
            }
            BinaryOp::LogicalAnd => Value::any_of([Value::Undefined, self.value(file, &bin.right)]),
            BinaryOp::Add => match both() {
                (Value::Str(a), Value::Str(b)) => Value::Str(a + &b),
                (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
                (Value::Str(_) | Value::Text(_), _) | (_, Value::Str(_) | Value::Text(_)) => {
                    Value::Text(Site { file, node: expr })
                }
                _ => Value::unknown("it is a sum of values that can't be seen"),
            },
            _ => Value::unknown("it is the result of a computation"),
        }
    }

    fn unary(&self, file: FileId, unary: &'p ast::UnaryExpr) -> Value<'p> {
        match (unary.op, self.value(file, &unary.arg)) {
            (UnaryOp::Minus, Value::Number(n)) => Value::Number(-n),
            (UnaryOp::Plus, Value::Number(n)) => Value::Number(n),
            (UnaryOp::Bang, Value::Bool(b)) => Value::Bool(!b),
            (UnaryOp::Void, _) => Value::Undefined,
            _ => Value::unknown("it is the result of a computation"),
        }
    }

    fn name_value(&self, file: FileId, ident: &'p ast::Ident) -> Value<'p> {
        match self.index(file).target(ident) {
            Some(local) => self.binding_value(BindingId { file, local }),
            None if ident.sym == *"undefined" => Value::Undefined,
            None if GLOBALS.contains(&&*ident.sym) => Value::unknown("it is computed at run time"),
            None => Value::unknown(format!("`{}` is not declared in the program", ident.sym)),
        }
    }

    /// What a declared name stands for.
    pub fn binding_value(&self, id: BindingId) -> Value<'p> {
        if let Some(known) = self.binding_values.borrow().get(&id) {
            return known.clone();
        }
        let looped = Value::unknown("it is defined by itself");
        self.binding_values.borrow_mut().insert(id, looped);
        let value = self.follow_binding(id);
        self.binding_values.borrow_mut().insert(id, value.clone());
        value
    }

    fn follow_binding(&self, id: BindingId) -> Value<'p> {
        let binding = self.binding(id);
        match &binding.origin {
            Origin::Import { source, imported, .. } => self.imported(id.file, source, imported),
            Origin::ImportEquals(import) => self.import_equals(id.file, import),
            Origin::Variable { kind, declarator, path } => self.variable(id, *kind, declarator, path),
            Origin::LoopVariable { stmt, path } => match stmt {
                ast::Stmt::ForOf(s) => self.project(id.file, elements(&self.value(id.file, &s.right)), path),
                _ => Value::unknown("it is a key of a loop"),
            },
            Origin::Parameter { function, index, path } => {
                let value = self.parameter(id.file, *function, *index);
                self.project(id.file, value, path)
            }
            Origin::Function(function) => Value::Function(id.file, *function),
            Origin::Class(node) => Value::Class(Site { file: id.file, node }),
            Origin::Enum(node) => Value::Enum(Site { file: id.file, node }),
            Origin::Namespace => Value::unknown("namespaces are not followed"),
            Origin::Interface(_) | Origin::TypeAlias(_) => Value::Undefined,
            Origin::Catch => Value::unknown("it is a caught error"),
        }
    }

    fn variable(
        &self,
        id: BindingId,
        kind: VarDeclKind,
        declarator: &'p ast::VarDeclarator,
        path: &[Step<'p>],
    ) -> Value<'p> {
        let assigned = if kind == VarDeclKind::Const { Vec::new() } else { self.assigned(id) };
        let first = declarator.init.as_deref().map(|init| self.project(id.file, self.value(id.file, init), path));
        let value = match (first, assigned.is_empty()) {
            (Some(first), true) => first,
            (None, true) => return Value::unknown(format!("`{}` is declared without a value", self.binding(id).name)),
            (first, false) => Value::any_of(first.into_iter().chain(assigned)),
        };
        if path.is_empty() { self.with_pushed(id, value) } else { value }
    }

    /// The values that a `let` gets after its declaration.
    fn assigned(&self, id: BindingId) -> Vec<Value<'p>> {
        let index = self.index(id.file);
        let writes = self.binding(id).uses.iter().filter(|u| u.how == NameUse::Write);
        let value = |node: NodeId| {
            let (_, parent) = index.ancestors(node).next()?;
            match parent.node {
                Node::Expr(Expr::Assign(a)) if a.op == ast::AssignOp::Assign => Some(self.value(id.file, &a.right)),
                _ => None,
            }
        };
        writes.map(|u| value(u.node).unwrap_or_else(|| Value::unknown("it is computed step by step"))).collect()
    }

    /// A list with what is pushed into it, or put at an index, through the name that it is bound to.
    fn with_pushed(&self, id: BindingId, value: Value<'p>) -> Value<'p> {
        let Value::List(list) = &value else { return value };
        let mut items = list.items.to_vec();
        for used in &self.binding(id).uses {
            items.extend(self.adds_at(id.file, used.node));
        }
        if items.len() == list.items.len() {
            return value;
        }
        Value::List(List { items: items.into(), exact: false })
    }

    /// What the use of a list at `node` (the identifier or `this.x`) adds to it.
    pub fn adds_at(&self, file: FileId, node: NodeId) -> Vec<Value<'p>> {
        let index = self.index(file);
        let mut around = index.ancestors(node).map(|(_, entry)| entry.node);
        match (around.next(), around.next()) {
            (Some(Node::Expr(Expr::Member(member))), Some(Node::Expr(Expr::Call(call))))
                if matches!(&member.prop, MemberProp::Ident(name) if name.sym == *"push" || name.sym == *"unshift")
                    && matches!(&call.callee, Callee::Expr(c) if matches!(&**c, Expr::Member(m) if std::ptr::eq(m, member))) =>
            {
                let spread = |a: &'p ExprOrSpread| match (a.spread, self.value(file, &a.expr)) {
                    (Some(_), Value::List(list)) => list.items.to_vec(),
                    (Some(_), _) => vec![Value::unknown("an array is spread that can't be seen")],
                    (None, value) => vec![value],
                };
                call.args.iter().flat_map(spread).collect()
            }
            (Some(Node::Target(ast::SimpleAssignTarget::Member(member))), Some(Node::Expr(Expr::Assign(assign))))
                if matches!(member.prop, MemberProp::Computed(_)) =>
            {
                vec![self.value(file, &assign.right)]
            }
            _ => Vec::new(),
        }
    }

    /// `value` taken apart by a destructuring pattern.
    pub(super) fn project(&self, file: FileId, value: Value<'p>, path: &[Step<'p>]) -> Value<'p> {
        path.iter().fold(value, |value, step| match step {
            Step::Key(name) => self.member(&value, name),
            Step::Index(at) => self.element(&value, Some(*at)),
            Step::Rest => match value {
                Value::List(list) => Value::List(List { exact: false, ..list }),
                _ => Value::unknown("it is the rest of an object"),
            },
            Step::Default(default) => match value {
                Value::Undefined => self.value(file, default),
                Value::Unknown(_) | Value::AnyOf(_) => Value::any_of([value, self.value(file, default)]),
                known => known,
            },
            Step::Computed => Value::unknown("its key is computed"),
        })
    }

    fn imported(&self, file: FileId, source: &str, imported: &Imported) -> Value<'p> {
        match self.resolve_module(file, source) {
            Some(module) => self.exported(module, imported),
            None if source.starts_with('.') => Value::unknown(format!("`{source}` is not part of the program")),
            None => {
                let module = Symbol::of_module(source);
                Value::Symbol(match imported {
                    // With `esModuleInterop` the default of a package without one is the package.
                    Imported::Namespace | Imported::Default => module,
                    Imported::Named(name) => module.member(name),
                })
            }
        }
    }

    fn import_equals(&self, file: FileId, import: &'p ast::TsImportEqualsDecl) -> Value<'p> {
        match &import.module_ref {
            ast::TsModuleRef::TsExternalModuleRef(external) => {
                self.imported(file, &external.expr.value.to_string_lossy(), &Imported::Namespace)
            }
            ast::TsModuleRef::TsEntityName(name) => self.entity_name(file, name),
        }
    }

    /// What `a.b.c` in a type or an `import x = a.b.c` stands for.
    pub fn entity_name(&self, file: FileId, name: &'p ast::TsEntityName) -> Value<'p> {
        match name {
            ast::TsEntityName::Ident(ident) => self.name_value(file, ident),
            ast::TsEntityName::TsQualifiedName(q) => {
                let left = self.entity_name(file, &q.left);
                self.member(&left, &q.right.sym)
            }
        }
    }

    /// `require(source)`, `import(source)`.
    fn required(&self, file: FileId, source: &'p Expr) -> Value<'p> {
        match self.value(file, source) {
            Value::Str(source) => self.imported(file, &source, &Imported::Namespace),
            _ => Value::unknown("the name of the module is computed"),
        }
    }

    /// What a file exports under a name.
    pub fn exported(&self, file: FileId, imported: &Imported) -> Value<'p> {
        self.exported_through(file, imported, MAX_HOPS)
    }

    /// As [`exported`](Self::exported): files may export each other's names in a circle, so that many are passed.
    fn exported_through(&self, file: FileId, imported: &Imported, hops: usize) -> Value<'p> {
        let name = match imported {
            Imported::Namespace => return Value::Module(file),
            Imported::Default => "default",
            Imported::Named(name) => name,
        };
        match self.export(file, name) {
            Some((file, export)) => match export {
                Export::Local(local) => self.binding_value(BindingId { file, local }),
                Export::Expr(expr) => self.value(file, expr),
                Export::Function(function) => Value::Function(file, function),
                Export::Class(node) => Value::Class(Site { file, node }),
                Export::From { source, imported } => match self.resolve_module(file, &source) {
                    Some(_) if hops == 0 => Value::unknown(format!("`{name}` is exported in a circle")),
                    Some(module) => self.exported_through(module, &imported, hops - 1),
                    None => self.imported(file, &source, &imported),
                },
            },
            // `import x from './commonjs'` and `import x from './star'` without a default.
            None if name == "default" => Value::Module(file),
            None => Value::unknown(format!("`{name}` is not exported there")),
        }
    }

    fn member_expr(&self, file: FileId, member: &'p ast::MemberExpr) -> Value<'p> {
        match &member.prop {
            MemberProp::Ident(name) => match &*member.obj {
                Expr::This(_) => self.this_member(file, member, &name.sym),
                object => {
                    let object = self.value(file, object);
                    self.member(&object, &name.sym)
                }
            },
            MemberProp::PrivateName(name) => self.this_member(file, member, &format!("#{}", name.name)),
            MemberProp::Computed(computed) => {
                let object = self.value(file, &member.obj);
                match self.value(file, &computed.expr) {
                    Value::Number(n) if n >= 0.0 && n.fract() == 0.0 => self.element(&object, Some(n as usize)),
                    Value::Str(name) => self.member(&object, &name),
                    _ => self.element(&object, None),
                }
            }
        }
    }

    /// `value.name`.
    pub fn member(&self, value: &Value<'p>, name: &str) -> Value<'p> {
        match value {
            Value::AnyOf(choices) => Value::any_of(choices.iter().map(|one| self.member(one, name))),
            Value::Object(object) => match self.object_property(*object, name) {
                super::Lookup::Found(property) => self.property_value(&property),
                super::Lookup::Absent => Value::Undefined,
                super::Lookup::Unknown(why) => Value::unknown(why),
            },
            Value::Enum(site) => self.enum_member(*site, name),
            Value::Module(file) => self.exported(*file, &Imported::Named(name.to_string())),
            Value::Symbol(symbol) => Value::Symbol(symbol.member(name)),
            Value::Class(class) => self.class_member(*class, name, true),
            Value::Entity(Entity::Instance(_, class, _), path) if path.is_empty() => {
                self.class_member(*class, name, false)
            }
            Value::Entity(entity, path) => {
                let path: Vec<String> = path.iter().cloned().chain([name.to_string()]).collect();
                Value::Entity(entity.clone(), path.into())
            }
            Value::List(_) if name == "length" => Value::unknown("it is the length of a list"),
            Value::Undefined | Value::Null => Value::Undefined,
            Value::Unknown(why) => Value::Unknown(Rc::clone(why)),
            _ => Value::unknown(format!("`{name}` is computed")),
        }
    }

    fn enum_member(&self, site: Site<'p, ast::TsEnumDecl>, name: &str) -> Value<'p> {
        let named = |id: &ast::TsEnumMemberId| match id {
            ast::TsEnumMemberId::Ident(i) => i.sym == *name,
            ast::TsEnumMemberId::Str(s) => s.value.to_string_lossy() == name,
        };
        match site.node.members.iter().find(|m| named(&m.id)).map(|m| m.init.as_deref()) {
            Some(Some(init)) => self.value(site.file, init),
            Some(None) => Value::unknown("it is a number of an enum"),
            None => Value::Undefined,
        }
    }

    /// `value[at]`; any element where the index is not known.
    pub fn element(&self, value: &Value<'p>, at: Option<usize>) -> Value<'p> {
        match (value, at) {
            (Value::List(list), Some(at)) if list.exact => list.items.get(at).cloned().unwrap_or(Value::Undefined),
            (Value::List(_), _) => elements(value),
            (Value::AnyOf(choices), _) => Value::any_of(choices.iter().map(|one| self.element(one, at))),
            // An element of a list that a resource gives: `vpc.privateSubnetIds[0]`.
            (Value::Entity(entity, path), _) => {
                let path: Vec<String> = path.iter().cloned().chain(["[]".to_string()]).collect();
                Value::Entity(entity.clone(), path.into())
            }
            (Value::Object(_), _) => Value::unknown("its key is computed"),
            (Value::Unknown(why), _) => Value::Unknown(Rc::clone(why)),
            _ => Value::unknown("it is an element of something that is no list"),
        }
    }

    fn new_value(&self, file: FileId, new: &'p ast::NewExpr) -> Value<'p> {
        let site = Site { file, node: new };
        if let Some(id) = self.resource_at(file, new) {
            return Value::entity(Entity::Resource(id));
        }
        match self.value(file, &new.callee) {
            Value::Class(class) => Value::entity(Entity::Instance(file, class, site)),
            Value::Symbol(symbol) => Value::entity(Entity::Made(symbol, site)),
            Value::Unknown(why) => Value::Unknown(why),
            _ => Value::unknown("its class can't be seen"),
        }
    }

    fn call(&self, file: FileId, expr: &'p Expr, callee: &'p Expr, args: &'p [ExprOrSpread]) -> Value<'p> {
        if let Expr::Ident(name) = callee
            && name.sym == *"require"
            && self.index(file).target(name).is_none()
        {
            return args.first().map_or(Value::Undefined, |a| self.required(file, &a.expr));
        }
        if let Some((object, name)) = method_call(callee) {
            if let Some(value) = self.array_method(file, object, name, args) {
                return value;
            }
            if matches!(name, "apply" | "then") && !matches!(self.value(file, callee), Value::Function(..)) {
                return args.first().map_or(Value::Undefined, |f| self.returned(&self.value(file, &f.expr)));
            }
            if name == "fromEntries" || name == "assign" {
                return Value::unknown("it is an object made at run time");
            }
        }
        match self.value(file, callee) {
            Value::Function(at, function) => self.returned(&Value::Function(at, function)),
            Value::Symbol(symbol) => self.package_call(file, expr, symbol, args),
            Value::Entity(Entity::Made(symbol, _), path) => {
                let symbol = path.iter().fold(symbol, |symbol, name| symbol.member(name));
                self.package_call(file, expr, symbol, args)
            }
            Value::Entity(entity, path) => {
                // A method of a resource: `vpc.getAvailabilityZones()`; its result belongs to it.
                Value::Entity(entity, path)
            }
            Value::AnyOf(choices) => Value::any_of(choices.iter().map(|one| self.returned(one))),
            Value::Unknown(why) => Value::Unknown(why),
            _ => Value::unknown("what is called can't be seen"),
        }
    }

    /// Calls into packages: those that only wrap hand on what they are given.
    fn package_call(&self, file: FileId, expr: &'p Expr, symbol: Symbol, args: &'p [ExprOrSpread]) -> Value<'p> {
        const WRAPPERS: &[&str] = &["pulumi.output", "pulumi.all", "pulumi.secret", "pulumi.unsecret"];
        if WRAPPERS.iter().any(|name| symbol.is(name)) {
            return args.first().map_or(Value::Undefined, |a| self.value(file, &a.expr));
        }
        match expr {
            Expr::Call(node) => Value::entity(Entity::Call(symbol, Site { file, node })),
            _ => Value::unknown("it is the result of an optional call"),
        }
    }

    /// `list.map(...)` and the like, `Promise.all`, `Array.from`, `Object.values`; `None` for anything else.
    fn array_method(&self, file: FileId, object: &'p Expr, name: &str, args: &'p [ExprOrSpread]) -> Option<Value<'p>> {
        let first = || args.first().map(|a| self.value(file, &a.expr));
        if let Expr::Ident(global) = object
            && self.index(file).target(global).is_none()
        {
            return match (&*global.sym, name) {
                ("Promise", "all" | "resolve") => first(),
                ("Object", "values") => Some(self.object_values(&first()?)),
                ("Object", "freeze") => first(),
                ("Array", "from") => Some(match args.get(1) {
                    Some(f) => many(self.returned(&self.value(file, &f.expr))),
                    None => many(elements(&first()?)),
                }),
                ("Array", "of") => Some(many(Value::any_of(args.iter().map(|a| self.value(file, &a.expr))))),
                _ => None,
            };
        }
        let list = || self.value(file, object);
        match name {
            "map" | "flatMap" => {
                let given = list();
                let each = match first() {
                    Some(f @ Value::Function(..)) => self.returned(&f),
                    _ => Value::unknown("the callback can't be seen"),
                };
                let count_is_known = matches!(&given, Value::List(list) if list.items.len() == 1 && list.exact);
                match (name, each) {
                    ("flatMap", each) => Some(many(elements(&each))),
                    (_, each) if count_is_known => Some(Value::List(List { items: [each].into(), exact: true })),
                    (_, each) => Some(many(each)),
                }
            }
            "filter" | "slice" | "sort" | "reverse" | "concat" | "flat" | "entries" | "find" | "at" | "pop"
            | "shift" => {
                let Value::List(list) = list() else { return None };
                let items = Value::List(List { exact: false, ..list });
                Some(match name {
                    "find" | "at" | "pop" | "shift" => elements(&items),
                    "flat" => many(elements(&elements(&items))),
                    "entries" => many(Value::List(List {
                        items: [Value::unknown("it is an index"), elements(&items)].into(),
                        exact: true,
                    })),
                    "concat" => {
                        let more = args.iter().map(|a| self.value(file, &a.expr)).flat_map(|v| match v.items() {
                            Some(items) => items,
                            None => vec![v],
                        });
                        many(Value::any_of(items.items().unwrap_or_default().into_iter().chain(more)))
                    }
                    _ => items,
                })
            }
            _ => None,
        }
    }

    fn object_values(&self, object: &Value<'p>) -> Value<'p> {
        let Value::Object(site) = object else { return Value::unknown("the object can't be seen") };
        let mut items = Vec::new();
        for prop in &site.node.props {
            match super::object::property_of(*site, prop) {
                Some((_, property)) => items.push(self.property_value(&property)),
                None => items.push(Value::unknown("an object is spread")),
            }
        }
        Value::List(List { items: items.into(), exact: true })
    }

    /// What a call of `function` gives.
    pub fn returned(&self, function: &Value<'p>) -> Value<'p> {
        let Value::Function(file, function) = function else {
            return Value::unknown("the function can't be seen");
        };
        if let Some(expr) = function.expression() {
            return self.value(*file, expr);
        }
        let returns = self.returns(*file, *function);
        if returns.is_empty() {
            return Value::Undefined;
        }
        Value::any_of(returns.into_iter().map(|arg| arg.map_or(Value::Undefined, |e| self.value(*file, e))))
    }

    /// What each `return` of a function with a body gives, nested functions left out.
    pub fn returns(&self, file: FileId, function: Function<'p>) -> Vec<Option<&'p Expr>> {
        let index = self.index(file);
        let Some(own) = index.function(function) else { return Vec::new() };
        let returned = |(id, entry): (NodeId, &super::Entry<'p>)| match entry.node {
            Node::Stmt(ast::Stmt::Return(s)) if index.function_around(id) == Some(own) => Some(s.arg.as_deref()),
            _ => None,
        };
        index.within(own).filter_map(returned).collect()
    }

    /// What a parameter is given, over all calls that the program shows.
    fn parameter(&self, file: FileId, function: Function<'p>, index: usize) -> Value<'p> {
        let tree = self.index(file);
        let Some(own) = tree.function(function) else { return Value::unknown("it is a parameter") };
        let mut around = tree.ancestors(own);
        let (callback, parent) = match (around.next(), around.next()) {
            (Some((_, callback)), Some((_, parent))) => (callback.node, Some(parent.node)),
            (Some((_, callback)), None) => (callback.node, None),
            _ => return Value::unknown("it is a parameter"),
        };
        if let (Node::Expr(expr), Some(Node::Expr(Expr::Call(call)))) = (callback, parent) {
            return self.callback_parameter(file, call, expr, index);
        }
        let mut values = Vec::new();
        let mut calls = self.calls_of(file, function);
        if self.blind && calls.iter().any(|call| !self.file(call.file).test) {
            calls.retain(|call| !self.file(call.file).test);
        }
        for args in calls {
            values.push(match args.argument(index) {
                Ok(Some(expr)) => self.value(args.file, expr),
                Ok(None) => Value::Undefined,
                Err(why) => Value::unknown(why),
            });
        }
        if values.is_empty() {
            return Value::unknown("it is a parameter, and no call that gives it is seen");
        }
        Value::any_of(values)
    }

    /// A parameter of a function that is handed to the call `call` as `callback`.
    fn callback_parameter(&self, file: FileId, call: &'p ast::CallExpr, callback: &'p Expr, index: usize) -> Value<'p> {
        let Callee::Expr(callee) = &call.callee else { return Value::unknown("it is a parameter") };
        if std::ptr::eq(&**callee, callback) {
            // `(x => ...)(y)`
            return call.args.get(index).map_or(Value::Undefined, |a| self.value(file, &a.expr));
        }
        let Some((object, name)) = method_call(callee) else {
            return Value::unknown("it is a parameter of a callback");
        };
        let is_global =
            |name: &str| matches!(object, Expr::Ident(i) if i.sym == *name && self.index(file).target(i).is_none());
        match (name, index) {
            ("apply" | "then", 0) => self.value(file, object),
            (name, 0) if EACH.contains(&name) => elements(&self.value(file, object)),
            (name, 2) if EACH.contains(&name) => self.value(file, object),
            ("sort", 0 | 1) | ("reduce", 1) => elements(&self.value(file, object)),
            ("from", 0) if is_global("Array") => {
                call.args.first().map_or(Value::Undefined, |a| elements(&self.value(file, &a.expr)))
            }
            (name, 1) if EACH.contains(&name) => Value::unknown("it is an index"),
            _ => Value::unknown("it is a parameter of a callback"),
        }
    }
}

fn literal<'p>(lit: &Lit) -> Value<'p> {
    match lit {
        Lit::Str(s) => Value::Str(s.value.to_string_lossy().into_owned()),
        Lit::Bool(b) => Value::Bool(b.value),
        Lit::Num(n) => Value::Number(n.value),
        Lit::Null(_) => Value::Null,
        _ => Value::unknown("it is a literal of a rare kind"),
    }
}

/// Any element of a list, or of each choice of lists.
pub(super) fn elements<'p>(value: &Value<'p>) -> Value<'p> {
    match value {
        Value::List(list) if list.items.is_empty() => Value::unknown("nothing is put into the list"),
        Value::List(list) => Value::any_of(list.items.iter().cloned()),
        Value::AnyOf(choices) => Value::any_of(choices.iter().map(elements)),
        Value::Entity(entity, path) => {
            let path: Vec<String> = path.iter().cloned().chain(["[]".to_string()]).collect();
            Value::Entity(entity.clone(), path.into())
        }
        Value::Unknown(why) => Value::Unknown(Rc::clone(why)),
        _ => Value::unknown("the list can't be seen"),
    }
}

/// A list of unknown length whose items are the choices of `each`.
fn many<'p>(each: Value<'p>) -> Value<'p> {
    Value::List(List { items: each.choices().to_vec().into(), exact: false })
}

/// The object and the name of a method call's callee.
pub(super) fn method_call(callee: &Expr) -> Option<(&Expr, &str)> {
    let member = match callee {
        Expr::Member(member) => member,
        Expr::OptChain(chain) => chain.base.as_member()?,
        _ => return None,
    };
    match &member.prop {
        MemberProp::Ident(name) => Some((&member.obj, &name.sym)),
        _ => None,
    }
}
