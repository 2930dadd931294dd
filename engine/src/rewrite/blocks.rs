//! Lists of statements. Invariant: a place for a statement is one where JavaScript runs it once for every run of the
//! code that it was asked for.

use swc_ecma_ast as ast;
use swc_ecma_ast::{ClassMember, Decl, Expr, ModuleItem, Stmt, TsNamespaceBody};

use super::Rewrite;
use crate::codemod::Declined;
use crate::model::{FileId, Node, NodeId, ScopeId};
use crate::source::TextRange;

/// What a statement stands in.
#[derive(Clone, Debug)]
pub(super) enum Seat {
    /// A list of statements, and its place there.
    Listed(Block, usize),
    /// The body of an `if` or a loop, without braces.
    Unbraced,
    /// The expression that an arrow function returns; the function.
    Arrow(TextRange),
}

/// A list of statements.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The statements.
    pub(super) items: Vec<TextRange>,
    /// The braces, the whole file at its top level, a `case` in a `switch`.
    pub(super) outer: TextRange,
    /// The scope that its declarations join.
    pub(super) scope: ScopeId,
    /// How many of the items come first whatever is inserted: imports, directives, a call of `super`.
    pub(super) head: usize,
    /// Whether its statements stand at the top of the file.
    pub(super) top: bool,
}

/// The statement around a node, or what stands for one.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub(super) range: TextRange,
    pub(super) seat: Seat,
    /// The statement; `None` for an arrow's expression.
    pub(super) node: Option<NodeId>,
}

impl Rewrite<'_, '_> {
    /// The statement around `node`.
    pub(super) fn around(&self, file: FileId, node: NodeId) -> Result<Around, Declined> {
        let index = self.index(file);
        let (mut at, mut from) = (node, node);
        loop {
            let entry = index.entry(at);
            match entry.node {
                Node::Stmt(_) | Node::Item(_) => {
                    let seat = match entry.parent {
                        None => Some(Seat::Listed(self.top(file), 0)),
                        Some(parent) => self.seat_in(file, parent, entry.range),
                    };
                    if let Some(seat) = seat {
                        let seat = match seat {
                            Seat::Listed(block, _) => {
                                let place = block.items.iter().position(|i| *i == entry.range).unwrap_or(0);
                                Seat::Listed(block, place)
                            }
                            other => other,
                        };
                        return Ok(Around { range: entry.range, seat, node: Some(at) });
                    }
                }
                Node::Function(function) if at != from => {
                    let child = index.entry(from).range;
                    let Some(body) = function.expression().map(TextRange::of).filter(|body| *body == child) else {
                        let reason = "it stands among the parameters of a function, where no statement can";
                        return Err(Declined::because(reason));
                    };
                    return Ok(Around { range: body, seat: Seat::Arrow(function.range()), node: None });
                }
                Node::Member(
                    ClassMember::ClassProp(_) | ClassMember::PrivateProp(_) | ClassMember::AutoAccessor(_),
                ) => {
                    let reason = "it is the value of a class field; move it into the constructor first";
                    return Err(Declined::because(reason));
                }
                _ => {}
            }
            from = at;
            at = entry.parent.ok_or_else(|| Declined::because("it stands in no statement"))?;
        }
    }

    /// What the statement at `range` stands in, when its parent is `parent`; `None` where the parent counts instead.
    fn seat_in(&self, file: FileId, parent: NodeId, range: TextRange) -> Option<Seat> {
        let entry = self.index(file).entry(parent);
        match entry.node {
            Node::Stmt(Stmt::If(s)) => {
                let chained = s.alt.as_deref().is_some_and(|alt| alt.is_if_stmt() && TextRange::of(alt) == range);
                (!chained).then_some(Seat::Unbraced)
            }
            Node::Stmt(Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) | Stmt::While(_) | Stmt::DoWhile(_)) => {
                Some(Seat::Unbraced)
            }
            _ => self.block(file, parent).map(|block| Seat::Listed(block, 0)),
        }
    }

    /// The list of statements that `node` opens.
    pub(super) fn block(&self, file: FileId, node: NodeId) -> Option<Block> {
        let entry = self.index(file).entry(node);
        let ranges = |stmts: &[Stmt]| stmts.iter().map(TextRange::of).collect::<Vec<_>>();
        let (items, outer, head) = match entry.node {
            Node::Stmt(Stmt::Block(b)) => (ranges(&b.stmts), entry.range, 0),
            Node::Block(b) => (ranges(&b.stmts), entry.range, 0),
            Node::Case(c) => (ranges(&c.cons), entry.range, 0),
            Node::Function(f) => {
                let stmts = f.statements()?;
                let is_super = |s: &Stmt| matches!(s, Stmt::Expr(e) if calls_super(&e.expr));
                let head = stmts.iter().position(is_super).map_or(directives(stmts), |at| at + 1);
                (ranges(stmts), f.body_range()?, head)
            }
            Node::Decl(Decl::TsModule(m)) => {
                let TsNamespaceBody::TsModuleBlock(block) = m.body.as_ref()? else { return None };
                (block.body.iter().map(TextRange::of).collect(), TextRange::of(block), 0)
            }
            _ => return None,
        };
        Some(Block { items, outer, scope: entry.scope, head, top: false })
    }

    /// The statements of the file.
    pub(super) fn top(&self, file: FileId) -> Block {
        let source = &self.file(file).source;
        let body = &source.module().body;
        let imports = body.iter().rposition(is_import).map_or(0, |at| at + 1);
        let directives = body.iter().take_while(|i| matches!(i, ModuleItem::Stmt(s) if is_directive(s))).count();
        Block {
            items: body.iter().map(TextRange::of).collect(),
            outer: TextRange::new(0, source.text().len() as u32),
            scope: ScopeId(0),
            head: imports.max(directives),
            top: true,
        }
    }
}

fn directives(stmts: &[Stmt]) -> usize {
    stmts.iter().take_while(|s| is_directive(s)).count()
}

pub(super) fn is_directive(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(e) if matches!(&*e.expr, Expr::Lit(ast::Lit::Str(_))))
}

/// Whether `item` imports something, in any form.
pub(super) fn is_import(item: &ModuleItem) -> bool {
    match item {
        ModuleItem::ModuleDecl(ast::ModuleDecl::Import(_) | ast::ModuleDecl::TsImportEquals(_)) => true,
        ModuleItem::Stmt(Stmt::Decl(Decl::Var(v))) => {
            !v.decls.is_empty() && v.decls.iter().all(|d| d.init.as_deref().is_some_and(|e| required(e).is_some()))
        }
        _ => false,
    }
}

/// The module that `require('module')` names.
pub(super) fn required(expr: &Expr) -> Option<String> {
    let call = expr.as_call()?;
    let callee = call.callee.as_expr()?.as_ident()?;
    match call.args.as_slice() {
        [one] if callee.sym.as_str() == "require" => match &*one.expr {
            Expr::Lit(ast::Lit::Str(s)) => Some(s.value.to_string_lossy().into_owned()),
            _ => None,
        },
        _ => None,
    }
}

fn calls_super(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(c) if c.callee.is_super_())
}
