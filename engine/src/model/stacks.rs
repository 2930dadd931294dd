//! What the entry point of a program makes. Invariant: a stack is here once, with the place that it is made at; what
//! the entry point only offers to others (an exported function that nothing calls) is none.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, ExprOrSpread, Stmt};

use super::calls::{CallSite, peel};
use super::modules::{BindingId, Export};
use super::symbol::Symbol;
use super::tree::{Function, Node};
use super::value::{Site, Value};
use super::{FileId, Model, NodeId};
use crate::source::TextRange;

/// What a stack is made by.
#[derive(Clone, Debug)]
pub enum StackKind<'p> {
    /// A component class of the program, or a class that makes resources.
    Class(Site<'p, ast::Class>),
    /// A function of the program.
    Function(FileId, Function<'p>),
    /// A class of a package that is no provider.
    Foreign(Symbol),
}

/// Where the entry point makes a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StackPlace {
    /// At its top level, always and once.
    Top,
    /// In the function that it exports and that the deployment runs; the entry of that function.
    Program(NodeId),
    /// In another function, whose name this is.
    Function(Option<String>),
    /// In a loop or a callback.
    Repeated,
    /// Under a condition, in a block or in a namespace.
    Condition,
}

/// A part of the deployment that the entry point makes as a whole: `new TapStack(...)`, `createInfrastructure(...)`.
#[derive(Clone, Debug)]
pub struct Stack<'p> {
    /// The entry point.
    pub file: FileId,
    /// The entry of the `new` or the call.
    pub node: NodeId,
    /// The `new` or the call.
    pub expr: &'p Expr,
    /// What makes it.
    pub kind: StackKind<'p>,
    /// The name of the class or function.
    pub name: String,
    /// What it is given.
    pub args: &'p [ExprOrSpread],
    /// Where it stands.
    pub place: StackPlace,
}

impl<'p> Stack<'p> {
    /// The whole `new` or call.
    pub fn range(&self) -> TextRange {
        TextRange::of(self.expr)
    }

    /// It as a call.
    pub fn site(&self) -> CallSite<'p> {
        CallSite { file: self.file, node: self.node, args: self.args, range: self.range() }
    }
}

impl<'p> Model<'p> {
    /// The stacks that the entry point makes, by place.
    pub fn stacks(&self) -> Vec<Stack<'p>> {
        let Some(file) = self.program().entry.filter(|file| !self.file(*file).test) else { return Vec::new() };
        let made = |(node, entry): (NodeId, &super::Entry<'p>)| match entry.node {
            Node::Expr(expr @ Expr::New(new)) => {
                let kind = match self.value(file, &new.callee) {
                    Value::Class(class) if self.makes_infrastructure(class) => StackKind::Class(class),
                    Value::Symbol(symbol) if is_foreign(&symbol) => StackKind::Foreign(symbol),
                    _ => return None,
                };
                let args = new.args.as_deref().unwrap_or(&[]);
                self.placed_stack(file, node, expr, &new.callee, kind, args)
            }
            Node::Expr(expr @ Expr::Call(call)) => {
                let Callee::Expr(callee) = &call.callee else { return None };
                if !matches!(peel(callee), Expr::Ident(_) | Expr::Member(_)) {
                    return None;
                }
                let Value::Function(at, function) = self.value(file, callee) else { return None };
                self.placed_stack(file, node, expr, callee, StackKind::Function(at, function), &call.args)
            }
            _ => None,
        };
        self.index(file).entries().filter_map(made).collect()
    }

    fn placed_stack(
        &self,
        file: FileId,
        node: NodeId,
        expr: &'p Expr,
        callee: &'p Expr,
        kind: StackKind<'p>,
        args: &'p [ExprOrSpread],
    ) -> Option<Stack<'p>> {
        let place = self.stack_place(file, node)?;
        let called = || match peel(callee) {
            Expr::Ident(ident) => Some(ident.sym.to_string()),
            Expr::Member(member) => member.prop.as_ident().map(|name| name.sym.to_string()),
            _ => None,
        };
        let own = match &kind {
            StackKind::Class(class) => self.binding_of_class(*class),
            StackKind::Function(at, function) => self.binding_of_function(*at, *function),
            StackKind::Foreign(_) => None,
        };
        let name = own.map(|id| self.binding(id).name.clone()).or_else(called)?;
        Some(Stack { file, node, expr, kind, name, args, place })
    }

    /// Whether an instance of a class of the program is a part of the deployment.
    fn makes_infrastructure(&self, class: Site<'p, ast::Class>) -> bool {
        let mut at = Some(class);
        for _ in 0..16 {
            let Some(site) = at else { return false };
            let makes = |r: &super::Resource<'p>| r.file == site.file && TextRange::of(site.node).contains(r.range());
            if self.resources().iter().any(makes) {
                return true;
            }
            if let Some(base) = site.node.super_class.as_deref()
                && let Value::Symbol(symbol) = self.value(site.file, base)
            {
                return symbol.is("pulumi.ComponentResource") || !symbol.package().starts_with("@pulumi/");
            }
            at = self.base_class(site);
        }
        false
    }

    /// Where `node` of the entry point stands; `None` where the deployment does not run it.
    fn stack_place(&self, file: FileId, node: NodeId) -> Option<StackPlace> {
        let index = self.index(file);
        let mut place = StackPlace::Top;
        for (id, entry) in index.ancestors(node) {
            match entry.node {
                Node::Class(_) => return None,
                Node::Stmt(Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) | Stmt::While(_) | Stmt::DoWhile(_)) => {
                    place = StackPlace::Repeated;
                }
                Node::Stmt(Stmt::If(_) | Stmt::Switch(_) | Stmt::Try(_) | Stmt::Block(_))
                | Node::Decl(ast::Decl::TsModule(_))
                | Node::Expr(Expr::Cond(_))
                | Node::Catch(_)
                    if place == StackPlace::Top =>
                {
                    place = StackPlace::Condition;
                }
                Node::Expr(Expr::Bin(bin))
                    if matches!(bin.op, ast::BinaryOp::LogicalAnd) && place == StackPlace::Top =>
                {
                    place = StackPlace::Condition;
                }
                Node::Function(function) => match self.runs(file, id, function)? {
                    Runs::AsProgram if place == StackPlace::Top => return Some(StackPlace::Program(id)),
                    Runs::AsProgram => return Some(place),
                    Runs::Called(name) => return Some(StackPlace::Function(name)),
                    Runs::Callback => place = StackPlace::Repeated,
                },
                _ => {}
            }
        }
        Some(place)
    }

    fn runs(&self, file: FileId, id: NodeId, function: Function<'p>) -> Option<Runs> {
        if self.is_program_function(file, function) {
            return Some(Runs::AsProgram);
        }
        let index = self.index(file);
        let mut around = index.ancestors(id).map(|(_, e)| e);
        let own = around.next()?;
        let outer = around.find(|e| !matches!(e.node, Node::Expr(Expr::Paren(_))));
        if let (Node::Expr(_), Some(Node::Expr(Expr::Call(call)))) = (own.node, outer.map(|e| e.node)) {
            let called = call.callee.as_expr().is_some_and(|c| TextRange::of(&**c).contains(own.range));
            return Some(if called { Runs::Called(None) } else { Runs::Callback });
        }
        if self.calls_of(file, function).is_empty() {
            return None;
        }
        let name = self.binding_of_function(file, function).map(|id| self.binding(id).name.clone());
        Some(Runs::Called(name))
    }

    /// Whether what a function of the entry point returns is what the deployment gives: it is the default export, or an
    /// export holds its result.
    fn is_program_function(&self, file: FileId, function: Function<'p>) -> bool {
        let is_it = |value: Value<'p>| matches!(value, Value::Function(f, g) if f == file && same(g, function));
        let result_of = |expr: &'p Expr| {
            let expr = match peel(expr) {
                Expr::Await(wait) => peel(&wait.arg),
                other => other,
            };
            let Expr::Call(call) = expr else { return false };
            call.callee.as_expr().is_some_and(|callee| is_it(self.value(file, callee)))
        };
        self.exports(file).names.iter().any(|(name, export)| match export {
            Export::Expr(expr) => (name == "default" && is_it(self.value(file, expr))) || result_of(expr),
            Export::Function(f) => name == "default" && same(*f, function),
            Export::Local(local) => match &self.index(file).binding(*local).origin {
                super::Origin::Variable { declarator, .. } => declarator.init.as_deref().is_some_and(result_of),
                super::Origin::Function(f) => name == "default" && same(*f, function),
                _ => false,
            },
            _ => false,
        })
    }

    /// Every `new` of a class, in whichever file and however the class got there, and `super(...)` in its subclasses.
    pub fn constructions(&self, class: Site<'p, ast::Class>) -> Vec<CallSite<'p>> {
        let mut out = self.instances(class);
        for file in self.file_ids() {
            for (node, entry) in self.index(file).entries() {
                let Node::Expr(Expr::New(new)) = entry.node else { continue };
                let known = out.iter().any(|site| site.file == file && site.range == entry.range);
                let is_it = || match self.value(file, &new.callee) {
                    Value::Class(found) => found == class,
                    _ => false,
                };
                if !known && is_it() {
                    let args = new.args.as_deref().unwrap_or(&[]);
                    out.push(CallSite { file, node, args, range: entry.range });
                }
            }
        }
        out
    }

    /// The variable that a declaration gives the value of `expr`, which stands in `file`.
    pub fn bound_to(&self, file: FileId, node: NodeId) -> Option<BindingId> {
        let index = self.index(file);
        let wraps = |n: &Node<'_>| {
            matches!(
                n,
                Node::Expr(Expr::Paren(_) | Expr::TsAs(_) | Expr::TsNonNull(_) | Expr::TsSatisfies(_) | Expr::Await(_))
            )
        };
        let (_, parent) = index.ancestors(node).find(|(_, e)| !wraps(&e.node))?;
        let ident = match parent.node {
            Node::Declarator(_, declarator) => &declarator.name.as_ident()?.id,
            Node::Expr(Expr::Assign(assign)) => {
                let target = assign.left.as_simple()?.as_ident()?;
                return Some(BindingId { file, local: index.target(&target.id)? });
            }
            _ => return None,
        };
        Some(BindingId { file, local: index.declared(ident)? })
    }
}

enum Runs {
    AsProgram,
    Called(Option<String>),
    Callback,
}

fn same(a: Function<'_>, b: Function<'_>) -> bool {
    a.range() == b.range()
}

/// A class of a package that provides no resources of its own.
fn is_foreign(symbol: &Symbol) -> bool {
    symbol.is_class() && !symbol.package().starts_with("@pulumi/")
}
