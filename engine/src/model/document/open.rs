//! From a property to the document that it holds. Invariant: every step is one that hands on the document whole: a name,
//! a call that wraps, a callback with one result.

use swc_ecma_ast::{CallExpr, Callee, Expr, MemberProp};

use super::{Applied, Content, DocNode, DocPlace, Document, Form};
use crate::model::calls::peel;
use crate::model::eval::method_call;
use crate::model::lookup::Lookup;
use crate::model::modules::BindingId;
use crate::model::object::Property;
use crate::model::tree::Function;
use crate::model::value::{Entity, Site, Value};
use crate::model::{FileId, Model};

/// How many wrappers, names and callbacks are looked through.
const DEPTH: usize = 24;

/// What was passed on the way.
#[derive(Default)]
struct Way<'p> {
    applied: Vec<Applied<'p>>,
    via: Vec<BindingId>,
}

/// What a call or an expression is on the way to a document.
enum Step<'p> {
    /// The document is there.
    There(Form<'p>, DocNode<'p>),
    /// It is what this expression holds.
    On(FileId, &'p Expr),
}

impl<'p> Model<'p> {
    /// The document that a property holds, in whichever shape: an object, `JSON.stringify`, `pulumi.jsonStringify`, JSON
    /// text in a string, a template or `pulumi.interpolate`, the callback of an `apply`, `getPolicyDocument`.
    pub fn document(&self, property: &Property<'p>) -> Lookup<Document<'p>> {
        let Some(written) = self.written_property(property) else {
            return match self.property_value(property) {
                Value::Undefined => Lookup::Absent,
                _ => Lookup::Unknown(self.why_unseen(property)),
            };
        };
        match self.document_of(written.file, written.expr) {
            Lookup::Found(mut document) => {
                if let Some(id) = self.shared_through(&written.via) {
                    document.root.share(id);
                }
                document.via.splice(0..0, written.via);
                Lookup::Found(document)
            }
            answer => answer,
        }
    }

    /// What a property holds as a part of a document, as it stands: without `JSON.stringify` and the like around it.
    /// `None` for a method.
    pub fn property_node(&self, property: &Property<'p>) -> Option<DocNode<'p>> {
        match property.expr() {
            Some(expr) => Some(self.doc_node(property.file, expr)),
            None => {
                let written = self.written_property(property)?;
                let mut node = self.doc_node(written.file, written.expr);
                if let Some(id) = self.shared_through(&written.via) {
                    node.share(id);
                }
                Some(node)
            }
        }
    }

    /// The document that an expression gives.
    pub fn document_of(&self, file: FileId, expr: &'p Expr) -> Lookup<Document<'p>> {
        let mut way = Way::default();
        let (mut at, mut expr) = (file, expr);
        for _ in 0..DEPTH {
            let written = self.written(at, expr);
            way.via.extend(written.via);
            match self.towards(written.file, written.expr, &mut way) {
                Ok(Step::On(file, next)) => (at, expr) = (file, next),
                Ok(Step::There(form, mut root)) => {
                    if let Some(id) = self.shared_through(&way.via) {
                        root.share(id);
                    }
                    return match root.content {
                        Content::Undefined => Lookup::Absent,
                        _ => Lookup::Found(Document { root, form, applied: way.applied, via: way.via }),
                    };
                }
                Err(why) => return Lookup::Unknown(why),
            }
        }
        Lookup::Unknown("it is handed on too often to be followed".into())
    }

    fn towards(&self, file: FileId, expr: &'p Expr, way: &mut Way<'p>) -> Result<Step<'p>, String> {
        let site = Site { file, node: expr };
        if let Some(step) = self.policy_data(site) {
            return step;
        }
        match expr {
            Expr::Object(_) | Expr::Array(_) => Ok(Step::There(Form::Plain, self.doc_node(file, expr))),
            Expr::Lit(_) | Expr::Tpl(_) => Ok(self.text_document(site, false)),
            Expr::TaggedTpl(tagged) => match self.value(file, &tagged.tag) {
                Value::Symbol(symbol) if symbol.is("pulumi.interpolate") => Ok(self.text_document(site, true)),
                _ => Err("its template has a tag that can't be followed".into()),
            },
            Expr::Call(call) => self.towards_call(Site { file, node: call }, way),
            Expr::Cond(_) => Err("it depends on a condition".into()),
            _ => match self.value(file, expr) {
                Value::Undefined => {
                    let place = DocPlace::Source(site);
                    Ok(Step::There(Form::Plain, DocNode { content: Content::Undefined, place, shared: None }))
                }
                Value::Object(object) => match self.expression_of(object) {
                    Some(node) => Ok(Step::There(Form::Plain, self.doc_node(object.file, node))),
                    None => Err("it is built in a way that can't be followed".into()),
                },
                Value::Unknown(why) => Err(why.to_string()),
                Value::AnyOf(_) => Err("it depends on a condition or on the caller".into()),
                _ => Err("it is built at run time".into()),
            },
        }
    }

    fn text_document(&self, literal: Site<'p, Expr>, interpolated: bool) -> Step<'p> {
        Step::There(Form::Text { literal, interpolated }, self.json_text(literal))
    }

    /// `getPolicyDocument({...}).json`, through promises, Outputs and awaits.
    fn policy_data(&self, site: Site<'p, Expr>) -> Option<Result<Step<'p>, String>> {
        let Value::Entity(Entity::Call(symbol, call), path) = self.value(site.file, site.node) else { return None };
        let is_output = symbol.is("aws.iam.getPolicyDocumentOutput");
        if !is_output && !symbol.is("aws.iam.getPolicyDocument") {
            return None;
        }
        if !matches!(&*path, [json] if json == "json" || json == "minifiedJson") {
            return Some(Err("the policy document's `json` is not what it is given".into()));
        }
        Some(match call.node.args.first() {
            Some(given) if given.spread.is_none() => {
                let root = self.doc_node(call.file, &given.expr);
                Ok(Step::There(Form::PolicyDocument { call, is_output }, root))
            }
            _ => Err("what the policy document is made of can't be seen".into()),
        })
    }

    fn towards_call(&self, call: Site<'p, CallExpr>, way: &mut Way<'p>) -> Result<Step<'p>, String> {
        let Callee::Expr(callee) = &call.node.callee else { return Err("it is imported at run time".into()) };
        let first = call.node.args.first().filter(|a| a.spread.is_none()).map(|a| &*a.expr);
        let given = || first.ok_or_else(|| "what it is made of can't be seen".to_string());
        if self.is_json_stringify(call.file, callee) {
            let root = self.doc_node(call.file, given()?);
            return Ok(Step::There(Form::Stringify(call), root));
        }
        match self.value(call.file, callee) {
            Value::Symbol(symbol) if symbol.is("pulumi.jsonStringify") => {
                let root = self.doc_node(call.file, given()?);
                return Ok(Step::There(Form::JsonStringify(call), root));
            }
            Value::Symbol(symbol) if ["pulumi.output", "pulumi.secret"].iter().any(|name| symbol.is(name)) => {
                return Ok(Step::On(call.file, given()?));
            }
            Value::Function(file, function) => {
                way.via.extend(self.binding_of_function(file, function));
                return self.result(file, function);
            }
            _ => {}
        }
        match method_call(callee) {
            Some((_, "apply" | "then")) => match self.value(call.file, given()?) {
                Value::Function(file, function) => {
                    way.applied.push(Applied { call, file, function });
                    self.result(file, function)
                }
                _ => Err("the callback that makes it can't be seen".into()),
            },
            _ => Err("it is the result of a call that can't be followed".into()),
        }
    }

    fn result(&self, file: FileId, function: Function<'p>) -> Result<Step<'p>, String> {
        match self.result_of(file, function) {
            Some(site) => Ok(Step::On(site.file, site.node)),
            None => Err("the function that makes it returns in several places".into()),
        }
    }

    /// Whether a callee is the global `JSON.stringify`.
    pub(super) fn is_json_stringify(&self, file: FileId, callee: &'p Expr) -> bool {
        let Expr::Member(member) = peel(callee) else { return false };
        let MemberProp::Ident(name) = &member.prop else { return false };
        name.sym == *"stringify"
            && matches!(peel(&member.obj), Expr::Ident(i) if i.sym == *"JSON" && self.index(file).target(i).is_none())
    }
}
