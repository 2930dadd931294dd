//! Documents that are written as expressions. Invariant: a node's place is the expression that its value is written as,
//! names and helpers with one result followed.

use swc_ecma_ast::{CallExpr, Callee, Expr, ObjectLit, Prop, PropName, PropOrSpread};

use super::{Content, DocList, DocNode, DocObject, DocPlace, Item, Member};
use crate::model::object::{first_line, property_of};
use crate::model::text::TextPart;
use crate::model::tree::Node;
use crate::model::value::{Site, Value};
use crate::model::{BindingId, Element, ElementOf, FileId, Model, Reference};
use crate::source::TextRange;

/// How deep documents are nested; deeper parts stay unseen.
const DEPTH: usize = 48;

/// Where the walk through a document is.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    /// How much deeper it may go.
    depth: usize,
    /// The name through which what is walked serves something else too.
    shared: Option<BindingId>,
}

impl Walk {
    fn new() -> Self {
        Self { depth: DEPTH, shared: None }
    }

    fn deeper(self) -> Option<Self> {
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

impl<'p> Model<'p> {
    /// What an expression is as a part of a document.
    pub fn doc_node(&self, file: FileId, expr: &'p Expr) -> DocNode<'p> {
        self.doc_node_at(file, expr, Walk::new())
    }

    /// The first of the names that lead to something through which it serves something else too.
    pub(in crate::model) fn shared_through(&self, via: &[BindingId]) -> Option<BindingId> {
        let fills = |at: &Reference| !self.adds_at(at.file, at.node).is_empty();
        via.iter().copied().find(|id| self.references(*id).iter().filter(|at| !fills(at)).count() > 1)
    }

    pub(super) fn doc_node_at(&self, file: FileId, expr: &'p Expr, walk: Walk) -> DocNode<'p> {
        let written = self.written(file, expr);
        let site = Site { file: written.file, node: written.expr };
        let place = DocPlace::Source(site);
        let shared = walk.shared.or_else(|| self.shared_through(&written.via));
        let Some(walk) = (Walk { shared, ..walk }).deeper() else {
            return DocNode::unknown(place, "it is nested too deep");
        };
        let content = match written.expr {
            Expr::Object(node) => Content::Object(self.doc_object(Site { file: site.file, node }, walk)),
            Expr::Array(_) => Content::List(self.doc_list(file, expr, walk)),
            Expr::Cond(cond) => Content::AnyOf(
                [&cond.cons, &cond.alt].into_iter().map(|arm| self.doc_node_at(site.file, arm, walk)).collect(),
            ),
            Expr::Call(call) => return self.doc_call(file, expr, Site { file: site.file, node: call }, site, walk),
            _ => return self.doc_value(site, walk),
        };
        DocNode { content, place, shared }
    }

    /// A call: of a helper with one result, one that wraps a list, or one whose result only a run knows.
    fn doc_call(
        &self,
        file: FileId,
        expr: &'p Expr,
        call: Site<'p, CallExpr>,
        site: Site<'p, Expr>,
        walk: Walk,
    ) -> DocNode<'p> {
        if let Callee::Expr(callee) = &call.node.callee
            && let Value::Function(at, function) = self.value(call.file, callee)
            && let Some(result) = self.result_of(at, function)
        {
            let shared = walk.shared.or_else(|| self.shared_through(self.binding_of_function(at, function).as_slice()));
            return self.doc_node_at(result.file, result.node, Walk { shared, ..walk });
        }
        let is_list = matches!(self.value(site.file, site.node), Value::List(_));
        if !is_list {
            return self.doc_value(site, walk);
        }
        let content = Content::List(self.doc_list(file, expr, walk));
        DocNode { content, place: DocPlace::Source(site), shared: walk.shared }
    }

    /// What is no literal of its own kind: a text, a name, what an `apply` gives.
    fn doc_value(&self, site: Site<'p, Expr>, walk: Walk) -> DocNode<'p> {
        let content = match self.value(site.file, site.node) {
            Value::Undefined => Content::Undefined,
            Value::Null => Content::Null,
            Value::Bool(it) => Content::Bool(it),
            Value::Number(it) => Content::Number(it),
            Value::Object(object) => match self.expression_of(object) {
                Some(node) if !std::ptr::eq(node, site.node) => return self.doc_node_at(object.file, node, walk),
                _ => Content::Unknown("it is built in a way that can't be followed".into()),
            },
            Value::Unknown(why) if !matches!(site.node, Expr::Bin(_)) => Content::Unknown(why.to_string()),
            _ => match self.text_parts(site.file, site.node) {
                parts if parts.is_empty() => Content::Text(Vec::new()),
                parts => match parts.as_slice() {
                    [TextPart::Hole(Value::Unknown(why))] => Content::Unknown(why.to_string()),
                    _ => Content::Text(parts),
                },
            },
        };
        DocNode { content, place: DocPlace::Source(site), shared: walk.shared }
    }

    fn doc_object(&self, object: Site<'p, ObjectLit>, walk: Walk) -> DocObject<'p> {
        let mut out = DocObject { members: Vec::new(), unseen: None };
        for entry in &object.node.props {
            match entry {
                PropOrSpread::Prop(prop) => match self.doc_member(object, entry, prop, walk) {
                    Ok(member) => out.members.extend(member),
                    Err(why) => out.hide(why),
                },
                PropOrSpread::Spread(spread) => self.doc_spread(object, &spread.expr, walk, &mut out),
            }
        }
        out
    }

    /// An entry that has a key; nothing for one that is no value.
    fn doc_member(
        &self,
        object: Site<'p, ObjectLit>,
        entry: &'p PropOrSpread,
        prop: &'p Prop,
        walk: Walk,
    ) -> Result<Option<Member<'p>>, String> {
        if let Some((key, property)) = property_of(object, entry) {
            let Some(written) = self.written_property(&property) else { return Ok(None) };
            let value = match property.expr() {
                Some(expr) => self.doc_node_at(object.file, expr, walk),
                None => self.doc_node_at(written.file, written.expr, walk),
            };
            return Ok(Some(Member { key: key.into_owned(), range: property.range, value, sometimes: false }));
        }
        let Prop::KeyValue(kv) = prop else { return Ok(None) };
        let PropName::Computed(computed) = &kv.key else { return Ok(None) };
        match self.value(object.file, &computed.expr) {
            Value::Str(key) => {
                let value = self.doc_node_at(object.file, &kv.value, walk);
                Ok(Some(Member { key, range: TextRange::of(kv), value, sometimes: false }))
            }
            _ => Err("a key of the object is computed".into()),
        }
    }

    /// What an object spreads: of one of several cases, the members count as set in some cases only.
    fn doc_spread(&self, outer: Site<'p, ObjectLit>, spread: &'p Expr, walk: Walk, out: &mut DocObject<'p>) {
        let file = outer.file;
        let value = self.spread_value(outer, spread);
        let choices = value.choices();
        for choice in choices {
            match choice {
                Value::Object(object) => {
                    let inner = match walk.deeper() {
                        Some(walk) => self.doc_object(*object, self.shared_spread(file, spread, walk)),
                        None => DocObject { members: Vec::new(), unseen: Some("it is nested too deep".into()) },
                    };
                    if let Some(why) = inner.unseen {
                        out.hide(why);
                    }
                    let sometimes = choices.len() > 1;
                    out.members.extend(
                        inner
                            .members
                            .into_iter()
                            .map(|member| Member { sometimes: member.sometimes || sometimes, ..member }),
                    );
                }
                Value::Undefined | Value::Null | Value::Bool(_) => {}
                _ => {
                    let text = first_line(self.text(file, TextRange::of(spread)));
                    out.hide(format!("what `...{text}` holds can't be seen"));
                }
            }
        }
    }

    /// What is spread may serve something else through the name by which it is spread.
    fn shared_spread(&self, file: FileId, spread: &'p Expr, walk: Walk) -> Walk {
        let shared = walk.shared.or_else(|| self.shared_through(&self.written(file, spread).via));
        Walk { shared, ..walk }
    }

    fn doc_list(&self, file: FileId, expr: &'p Expr, walk: Walk) -> DocList<'p> {
        let mut out = DocList { items: Vec::new(), unseen: None };
        let own = self.written(file, expr);
        for element in self.elements(file, expr) {
            if let Some((result, _)) = self.mapped(element.file, element.expr).filter(|_| element.stands_for_several())
            {
                let value = self.doc_node_at(result.file, result.node, walk);
                out.items.push(Item { value, of: ElementOf::Whole, sometimes: false, several: true });
            } else if element.stands_for_several() {
                let text = first_line(self.text(element.file, TextRange::of(element.expr)));
                out.unseen = Some(format!("what `{text}` holds can't be seen"));
            } else {
                let shared = walk.shared.or_else(|| self.shared_through(&element.via));
                let value = self.doc_node_at(element.file, element.expr, Walk { shared, ..walk });
                let sometimes = self.is_conditional(&element, Site { file: own.file, node: own.expr });
                out.items.push(Item { value, of: element.of, sometimes, several: false });
            }
        }
        out
    }

    /// Whether an element is put in under a condition, or by a function, that the list itself is not under.
    fn is_conditional(&self, element: &Element<'p>, list: Site<'p, Expr>) -> bool {
        let at = |file: FileId, expr: &'p Expr| {
            let index = self.index(file);
            index.expr(expr).map(|id| (self.condition_around(file, id), index.function_around(id)))
        };
        let (Some((condition, function)), around) = (at(element.file, element.expr), at(list.file, list.node)) else {
            return false;
        };
        let (list_condition, list_function) = around.unwrap_or_default();
        // In another file, nothing is around both.
        let same_file = element.file == list.file;
        let is_pushed = matches!(element.of, ElementOf::Push(..));
        (condition.is_some() && !(same_file && condition == list_condition))
            || (is_pushed && same_file && function != list_function)
    }

    /// The expression that an object literal is.
    pub(super) fn expression_of(&self, object: Site<'p, ObjectLit>) -> Option<&'p Expr> {
        let index = self.index(object.file);
        let range = TextRange::of(object.node);
        let id = index.innermost(range)?;
        let chain = std::iter::once(id).chain(index.ancestors(id).map(|(id, _)| id));
        chain.into_iter().find_map(|id| match index.entry(id).node {
            Node::Expr(expr @ Expr::Object(node)) if std::ptr::eq(node, object.node) => Some(expr),
            _ => None,
        })
    }
}

impl<'p> DocObject<'p> {
    /// Something is spread that can't be seen: it may hold any key, and what stands before it may be overwritten.
    fn hide(&mut self, why: String) {
        self.members.iter_mut().for_each(|member| member.sometimes = true);
        self.unseen = Some(why);
    }
}

impl<'p> Element<'p> {
    /// Whether it is no element by itself but a list of them that was not taken apart.
    fn stands_for_several(&self) -> bool {
        self.spread || matches!(self.of, ElementOf::Whole)
    }
}
