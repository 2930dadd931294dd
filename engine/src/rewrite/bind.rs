//! Names for values that have none. Invariant: what ran before the value still runs before it.

use swc_ecma_ast::{AssignTarget, BinaryOp, Expr, Pat, SimpleAssignTarget, Stmt};

use super::Rewrite;
use super::blocks::Around;
use super::draft::Rank;
use super::statements::{New, Side, semicolon};
use crate::codemod::Declined;
use crate::model::{FileId, Node, NodeId, Origin};
use crate::source::TextRange;

impl Rewrite<'_, '_> {
    /// What to call the value of the expression `node` by: the name that it has, else a new `const` called `wish` or
    /// like it. A value inside of something else moves before the statement around it.
    ///
    /// # Errors
    /// A place where moving it would change what runs first, or how often; a name that something else has too.
    pub fn bind(&mut self, file: FileId, node: NodeId, wish: &str) -> Result<String, Declined> {
        let range = self.index(file).entry(node).range;
        if let Some((_, name)) = self.draft(file).bound.iter().find(|(r, _)| *r == range) {
            return Ok(name.clone());
        }
        if let Some(name) = self.standing_name(file, node) {
            self.means_one_thing(file, range, &name)?;
            return Ok(name);
        }
        let around = self.around(file, node)?;
        let name = self.free_name(file, node, wish);
        self.bind_in(file, node, &around, &name)?;
        self.draft(file).bound.push((range, name.clone()));
        Ok(name)
    }

    /// The name that a declaration or an assignment gives the value of `node`.
    fn standing_name(&self, file: FileId, node: NodeId) -> Option<String> {
        let index = self.index(file);
        let range = index.entry(node).range;
        let (_, parent) = index.ancestors(node).find(|(_, e)| !matches!(e.node, Node::Expr(Expr::Paren(_))))?;
        match parent.node {
            Node::Declarator(_, d) => match &d.name {
                Pat::Ident(name) => Some(name.id.sym.to_string()),
                _ => None,
            },
            Node::Expr(Expr::Assign(a)) if TextRange::of(&a.right).contains(range) => match &a.left {
                AssignTarget::Simple(SimpleAssignTarget::Ident(name)) => Some(name.id.sym.to_string()),
                AssignTarget::Simple(target @ SimpleAssignTarget::Member(_)) => {
                    let text = self.file(file).source.slice(TextRange::of(target));
                    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '$'));
                    plain.then(|| text.to_string())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Fails where variables or imports share `name` at `range`: what it stands for is then not sure.
    pub(super) fn means_one_thing(&self, file: FileId, range: TextRange, name: &str) -> Result<(), Declined> {
        let index = self.index(file);
        let Some(id) = index.lookup(name, index.scope_at(range)) else { return Ok(()) };
        let scope = index.binding(id).scope;
        let alone = |origin: &Origin<'_>| {
            matches!(origin, Origin::Import { .. } | Origin::Variable { .. } | Origin::LoopVariable { .. })
        };
        let same = index.bindings().filter(|(_, b)| b.name == name && b.scope == scope && alone(&b.origin));
        match same.count() {
            0 | 1 => Ok(()),
            _ => Err(Declined::because(format!("`{name}` is declared more than once; name it otherwise first"))),
        }
    }

    fn bind_in(&mut self, file: FileId, node: NodeId, around: &Around, name: &str) -> Result<(), Declined> {
        let range = self.index(file).entry(node).range;
        let stmt = around.node.map(|id| self.index(file).entry(id).node);
        match stmt {
            Some(Node::Stmt(Stmt::Expr(s))) if TextRange::of(&s.expr) == range => {
                self.draft(file).insert(around.range.start, format!("const {name} = "), Rank::Open);
                // An unbraced body takes no declaration, so its braces are asked for.
                self.host(file, around);
                self.born(file, name, around, Side::After);
            }
            Some(Node::Stmt(Stmt::Return(_))) if self.is_returned(file, around, range) => {
                self.host(file, around).bound = Some((name.to_string(), range.start));
                self.born(file, name, around, Side::After);
            }
            None if around.range == range => {
                self.host(file, around).bound = Some((name.to_string(), range.start));
                self.born(file, name, around, Side::After);
            }
            _ => {
                self.moves_freely(file, node, around)?;
                let end = semicolon(self.style(file));
                let new = New::Moved { head: format!("const {name} = "), range, tail: end.to_string() };
                self.host(file, around).before.push(new);
                self.born(file, name, around, Side::Before);
                self.draft(file).hoisted.push((range, around.range, Side::Before));
                self.draft(file).moved.push((range, name.to_string()));
            }
        }
        Ok(())
    }

    fn born(&mut self, file: FileId, name: &str, around: &Around, side: Side) {
        self.draft(file).born.push((name.to_string(), around.range, side));
    }

    /// Whether `return` is followed by the value itself, on its line.
    fn is_returned(&self, file: FileId, around: &Around, range: TextRange) -> bool {
        let source = &self.file(file).source;
        let between = source.slice(TextRange::new(around.range.start, range.start));
        let after = source.slice(TextRange::new(range.end, around.range.end));
        between.trim_end() == "return" && !between.contains('\n') && matches!(after.trim(), "" | ";")
    }

    /// Whether the value of `node` can be made before the statement around it.
    fn moves_freely(&mut self, file: FileId, node: NodeId, around: &Around) -> Result<(), Declined> {
        let index = self.index(file);
        let range = index.entry(node).range;
        let cant = |why: &str| Err(Declined::because(format!("it can't be bound to a name: {why}")));
        let mut child = range;
        for (_, entry) in index.ancestors(node).take_while(|(_, e)| around.range.contains(e.range)) {
            let in_child = |e: &Expr| TextRange::of(e) == child;
            let sometimes = match entry.node {
                Node::Expr(Expr::Cond(c)) => !in_child(&c.test),
                Node::Expr(Expr::Bin(b)) => {
                    let lazy = [BinaryOp::LogicalAnd, BinaryOp::LogicalOr, BinaryOp::NullishCoalescing];
                    lazy.contains(&b.op) && in_child(&b.right)
                }
                Node::Expr(Expr::OptChain(_)) => true,
                _ => false,
            };
            if sometimes {
                return cant("it is made only under a condition");
            }
            match entry.node {
                Node::Stmt(Stmt::For(_) | Stmt::While(_) | Stmt::DoWhile(_)) => return cant("a loop makes it"),
                Node::Stmt(Stmt::ForIn(s)) if !in_child(&s.right) => return cant("a loop makes it"),
                Node::Stmt(Stmt::ForOf(s)) if !in_child(&s.right) => return cant("a loop makes it"),
                Node::Case(_) => return cant("it is made only under a condition"),
                _ => {}
            }
            child = entry.range;
        }
        let gone: Vec<TextRange> = self.draft(file).hoisted.iter().map(|(r, ..)| *r).collect();
        let index = self.index(file);
        let mut skip_until = 0;
        for (_, entry) in index.entries() {
            let before = around.range.contains(entry.range) && entry.range.end <= range.start;
            if !before || entry.range.start < skip_until || gone.iter().any(|g| g.contains(entry.range)) {
                continue;
            }
            match entry.node {
                Node::Function(_) => skip_until = entry.range.end,
                Node::Expr(
                    Expr::Call(_)
                    | Expr::New(_)
                    | Expr::Await(_)
                    | Expr::Yield(_)
                    | Expr::Assign(_)
                    | Expr::Update(_)
                    | Expr::TaggedTpl(_),
                ) => {
                    let line = self.file(file).source.line_column(entry.range.start).line;
                    return cant(&format!("what line {line} does first would come after it"));
                }
                Node::Declarator(_, d) if d.init.is_some() => {
                    return cant("it follows another declaration in the same statement");
                }
                _ => {}
            }
        }
        Ok(())
    }
}
