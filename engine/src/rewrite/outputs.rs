//! Naming Outputs in documents. Invariant: what a document is given as text is text when it is put together: an Output
//! comes in through the callback's parameters, or the document becomes one that takes Outputs.

use swc_ecma_ast::{ArrayPat, CallExpr, Expr, MemberExpr, ObjectLit, ObjectPat, ObjectPatProp, Pat, Prop, TsType};

use super::draft::Rank;
use super::elements::ARRAY;
use super::{Import, Rewrite};
use crate::codemod::Declined;
use crate::model::{
    Applied, DocNode, DocPlace, Document, FileId, Form, Lookup, NodeId, Origin, Parameter, Site, Template,
    TemplatePiece, Value, peel, property_name,
};
use crate::source::TextRange;

/// Something that a document is to name.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// Code for it beside the document, outside of the callbacks around it: `key.arn`.
    pub code: &'w str,
    /// What a callback calls it, where it becomes a parameter of one: `keyArn`.
    pub name: &'w str,
}

/// What a document calls something by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The code, for use in the document.
    pub code: String,
    /// Whether it is an Output there.
    pub is_output: bool,
}

impl<'p> Rewrite<'_, 'p> {
    /// Makes Outputs ready for use in a document: as parameters of the callback that it is written in, both lists
    /// extended; where it is none, `JSON.stringify` becomes `pulumi.jsonStringify`, or a callback where the SDK does
    /// not have that; a template becomes `pulumi.interpolate`; a document that takes Outputs stays as it is.
    ///
    /// # Errors
    /// A callback that is written elsewhere, text that something declares to be plain, a plain data source.
    pub fn bring(&mut self, document: &Document<'p>, wanted: &[Wanted<'_>]) -> Result<Vec<Given>, Declined> {
        let as_is = || wanted.iter().map(|w| Given { code: w.code.to_string(), is_output: true }).collect();
        if let Some(applied) = document.applied.last() {
            return self.extend_callback(applied, document, wanted);
        }
        match document.form {
            Form::Plain | Form::JsonStringify(_) | Form::PolicyDocument { is_output: true, .. } => Ok(as_is()),
            Form::PolicyDocument { .. } => Err(Declined::because(
                "getPolicyDocument takes plain values only; call getPolicyDocumentOutput instead",
            )),
            Form::Text { interpolated: true, .. } => Ok(as_is()),
            Form::Text { literal, .. } => {
                self.may_become_output(document)?;
                if !matches!(peel(literal.node), Expr::Tpl(_)) {
                    return Err(Declined::because("the text is one plain string; write it with pulumi.interpolate"));
                }
                let tag = format!("{}.interpolate", self.pulumi(literal.file)?);
                self.draft(literal.file).insert(TextRange::of(literal.node).start, tag, Rank::Open);
                Ok(as_is())
            }
            Form::Stringify(call) => {
                self.may_become_output(document)?;
                if let Lookup::Found(()) = self.model.has_json_stringify() {
                    let stringify = format!("{}.jsonStringify", self.pulumi(call.file)?);
                    let callee = call.node.callee.as_expr().expect("a stringify is no import");
                    self.replace(call.file, callee, &stringify)?;
                    return Ok(as_is());
                }
                self.wrap_in_callback(call, document, wanted)
            }
        }
    }

    /// Code for a text of a document: a string, a template, with a tag where its holes are Outputs.
    ///
    /// # Errors
    /// None today; a result so that calls chain.
    pub fn template_code(&mut self, file: FileId, template: &Template<'p>) -> Result<String, Declined> {
        if let Some(text) = template.known() {
            return Ok(serde_json::Value::String(text.to_string()).to_string());
        }
        let code = |piece: &TemplatePiece<'p>| match piece {
            TemplatePiece::Text(text) => text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"),
            TemplatePiece::Code(site) => self.model.text(site.file, TextRange::of(site.node)).to_string(),
            TemplatePiece::New(code) => code.clone(),
        };
        if let [piece] = template.pieces.as_slice() {
            return Ok(code(piece));
        }
        let hole = |piece: &TemplatePiece<'p>| match piece {
            TemplatePiece::Text(_) => code(piece),
            _ => format!("${{{}}}", code(piece)),
        };
        let text: String = template.pieces.iter().map(hole).collect();
        let tag = if template.is_output { format!("{}.interpolate", self.pulumi(file)?) } else { String::new() };
        Ok(format!("{tag}`{text}`"))
    }

    /// The entry beside which a document's code stands: the scope that its texts are read in.
    pub fn scope_of(&self, document: &Document<'p>) -> Option<(FileId, NodeId)> {
        let (file, range) = match &document.root.place {
            DocPlace::Source(site) => (site.file, TextRange::of(site.node)),
            DocPlace::Json { literal, .. } => (literal.file, TextRange::of(literal.node)),
        };
        Some((file, self.index(file).innermost(range)?))
    }

    /// That a part of a document is written where the document is put together, so that what is brought into the
    /// document is in scope there.
    ///
    /// # Errors
    /// A part that a helper or a constant of another function holds.
    pub fn stands_in(&self, document: &Document<'p>, part: &DocNode<'p>) -> Result<(), Declined> {
        let (file, range) = (part.place.file(), part.place.range());
        let own = self.index(file).innermost(range).map(|id| self.index(file).function_around(id));
        let around = self.scope_of(document).map(|(at, id)| (at, self.index(at).function_around(id)));
        match own.map(|function| (file, function)) == around {
            true => Ok(()),
            false => Err(Declined::because("it is built apart from the policy, where what it needs is not known")),
        }
    }

    /// The entry outside of the innermost callback that a document is written in: what can be brought in is named there.
    pub fn outside(&self, document: &Document<'p>) -> Option<(FileId, NodeId)> {
        let Some(applied) = document.applied.last() else { return self.scope_of(document) };
        let file = applied.call.file;
        Some((file, self.index(file).innermost(TextRange::of(applied.call.node))?))
    }

    /// How a file calls the SDK.
    pub(super) fn pulumi(&mut self, file: FileId) -> Result<String, Declined> {
        self.import(file, "@pulumi/pulumi", Import::Namespace("pulumi"))
    }

    /// A document of plain text that names lead to can become an Output unless one of them says that it is text.
    fn may_become_output(&self, document: &Document<'p>) -> Result<(), Declined> {
        for id in &document.via {
            let binding = self.model.binding(*id);
            let is_typed = match &binding.origin {
                Origin::Variable { declarator, .. } => match &declarator.name {
                    Pat::Ident(name) => name.type_ann.is_some(),
                    _ => true,
                },
                Origin::Function(crate::model::Function::Plain(function)) => function.return_type.is_some(),
                Origin::Parameter { .. } => true,
                _ => false,
            };
            if is_typed {
                let name = &binding.name;
                return Err(Declined::because(format!("`{name}` is declared to be text; let it be an Output first")));
            }
        }
        Ok(())
    }

    /// `JSON.stringify(...)` in a callback that is given what is wanted.
    fn wrap_in_callback(
        &mut self,
        call: Site<'p, CallExpr>,
        document: &Document<'p>,
        wanted: &[Wanted<'_>],
    ) -> Result<Vec<Given>, Declined> {
        let expr = self.expression_at(call.file, TextRange::of(call.node));
        let (Some(expr), Some((file, node))) = (expr, self.scope_of(document)) else {
            return Err(Declined::because("the document can't be wrapped in a callback"));
        };
        let names: Vec<String> = wanted.iter().map(|w| self.free_name(file, node, w.name)).collect();
        let codes: Vec<&str> = wanted.iter().map(|w| w.code).collect();
        let template = match (codes.as_slice(), names.as_slice()) {
            ([code], [name]) => format!("{code}.apply({name} => $)"),
            _ => {
                let pulumi = self.pulumi(file)?;
                format!("{pulumi}.all([{}]).apply(([{}]) => $)", codes.join(", "), names.join(", "))
            }
        };
        self.wrap(call.file, expr, &template)?;
        Ok(names.into_iter().map(|code| Given { code, is_output: false }).collect())
    }

    /// The outermost expression that takes this range.
    fn expression_at(&self, file: FileId, range: TextRange) -> Option<&'p Expr> {
        let index = self.index(file);
        let at = index.innermost(range)?;
        let chain = std::iter::once(at).chain(index.ancestors(at).map(|(id, _)| id));
        let same = chain.map(|id| index.entry(id)).take_while(|entry| entry.range == range);
        let expressions = same.filter_map(|entry| match entry.node {
            crate::model::Node::Expr(expr) => Some(expr),
            _ => None,
        });
        expressions.last()
    }

    fn extend_callback(
        &mut self,
        applied: &Applied<'p>,
        document: &Document<'p>,
        wanted: &[Wanted<'_>],
    ) -> Result<Vec<Given>, Declined> {
        let elsewhere = || Declined::because("the callback that makes the document is written elsewhere");
        let file = applied.call.file;
        let is_inline = applied.file == file && TextRange::of(applied.call.node).contains(applied.function.range());
        let (Some(Expr::Member(member)), true) = (applied.call.node.callee.as_expr().map(|c| peel(c)), is_inline)
        else {
            return Err(elsewhere());
        };
        let (_, node) = self.scope_of(document).filter(|(at, _)| *at == file).ok_or_else(elsewhere)?;
        let Some(Parameter::Pattern(pattern)) = applied.function.parameter(0) else {
            return Err(Declined::because("the callback that makes the document takes no value"));
        };
        let lists = match peel(&member.obj) {
            Expr::Call(all) if self.is_all(file, all) => all.args.first().map(|given| peel(&given.expr)),
            _ => None,
        };
        match (lists, pattern) {
            (Some(Expr::Array(array)), Pat::Array(names)) => {
                wanted.iter().map(|w| self.extend_lists(file, node, (array, names), w)).collect()
            }
            (Some(Expr::Array(array)), Pat::Ident(values)) => {
                let index = |n: usize| Given { code: format!("{}[{n}]", values.id.sym), is_output: false };
                let mut out = Vec::new();
                for (n, w) in wanted.iter().enumerate() {
                    self.push(file, array, w.code)?;
                    out.push(index(array.elems.len() + n));
                }
                Ok(out)
            }
            (Some(Expr::Object(object)), Pat::Object(names)) => {
                wanted.iter().map(|w| self.extend_objects(file, node, (object, names), w)).collect()
            }
            _ => self.gather(file, node, (member, pattern), wanted),
        }
    }

    fn is_all(&self, file: FileId, call: &'p CallExpr) -> bool {
        let Some(callee) = call.callee.as_expr() else { return false };
        matches!(self.model.value(file, callee), Value::Symbol(symbol) if symbol.is("pulumi.all"))
    }

    /// One more in `pulumi.all([a]).apply(([a]) => ...)`, both lists; what is there already serves.
    fn extend_lists(
        &mut self,
        file: FileId,
        node: NodeId,
        (array, names): (&'p swc_ecma_ast::ArrayLit, &'p ArrayPat),
        wanted: &Wanted<'_>,
    ) -> Result<Given, Declined> {
        let text = |e: &Option<swc_ecma_ast::ExprOrSpread>| e.as_ref().map(|e| self.model.text(file, TextRange::of(e)));
        let standing = array.elems.iter().position(|element| text(element) == Some(wanted.code));
        if let Some(Some(Pat::Ident(name))) = standing.and_then(|at| names.elems.get(at)) {
            return Ok(Given { code: name.id.sym.to_string(), is_output: false });
        }
        if array.elems.len() != names.elems.len() || names.elems.iter().any(|e| matches!(e, None | Some(Pat::Rest(_))))
        {
            return Err(Declined::because("the callback does not name all that it is given; name it first"));
        }
        let name = self.free_name(file, node, wanted.name);
        self.push(file, array, wanted.code)?;
        let items: Vec<TextRange> = names.elems.iter().flatten().map(TextRange::of).collect();
        let slot = items.len();
        let range = TextRange::of(names);
        let end = names.type_ann.as_ref().map_or(range.end, |t| self.scan(file).back(TextRange::of(&**t).start));
        self.list_of(file, TextRange::new(range.start, end), items, ARRAY).add(slot, None, name.clone());
        if let Some(TsType::TsTupleType(tuple)) = names.type_ann.as_ref().map(|t| &*t.type_ann) {
            let items: Vec<TextRange> = tuple.elem_types.iter().map(TextRange::of).collect();
            let slot = items.len();
            self.list_of(file, TextRange::of(tuple), items, ARRAY).add(slot, None, "string".to_string());
        }
        Ok(Given { code: name, is_output: false })
    }

    /// One more in `pulumi.all({ a }).apply(({ a }) => ...)`.
    fn extend_objects(
        &mut self,
        file: FileId,
        node: NodeId,
        (object, names): (&'p ObjectLit, &'p ObjectPat),
        wanted: &Wanted<'_>,
    ) -> Result<Given, Declined> {
        if let Some(name) = self.name_taken_for(file, object, names, wanted.code) {
            return Ok(Given { code: name, is_output: false });
        }
        let name = self.free_name(file, node, wanted.name);
        self.set(file, object, &name, wanted.code)?;
        self.take_apart(file, names, &name, &name)?;
        Ok(Given { code: name, is_output: false })
    }

    /// What `({ a }) => ...` calls the value of `code` in `{ a: code }`.
    fn name_taken_for(&self, file: FileId, object: &'p ObjectLit, names: &'p ObjectPat, code: &str) -> Option<String> {
        let holds = |prop: &Prop| match prop {
            Prop::KeyValue(pair) if self.model.text(file, TextRange::of(&*pair.value)) == code => {
                property_name(&pair.key)
            }
            Prop::Shorthand(ident) if ident.sym == *code => Some(ident.sym.to_string()),
            _ => None,
        };
        let key = object.props.iter().filter_map(|entry| entry.as_prop()).find_map(|prop| holds(prop))?;
        names.props.iter().find_map(|name| match name {
            ObjectPatProp::Assign(own) if own.key.id.sym == *key && own.value.is_none() => Some(key.clone()),
            ObjectPatProp::KeyValue(own) if property_name(&own.key).as_ref() == Some(&key) => {
                own.value.as_ident().map(|name| name.id.sym.to_string())
            }
            _ => None,
        })
    }

    /// `x.apply(x => ...)` becomes `pulumi.all([x, y]).apply(([x, y]) => ...)`; a promise's `then` too.
    fn gather(
        &mut self,
        file: FileId,
        node: NodeId,
        (member, pattern): (&'p MemberExpr, &'p Pat),
        wanted: &[Wanted<'_>],
    ) -> Result<Vec<Given>, Declined> {
        // What is there already serves.
        let own = match pattern {
            Pat::Ident(name) => Some((self.model.text(file, TextRange::of(&*member.obj)), name.id.sym.as_str())),
            _ => None,
        };
        let standing = |w: &Wanted<'_>| own.filter(|(code, _)| *code == w.code).map(|(_, name)| name.to_string());
        let missing: Vec<&Wanted<'_>> = wanted.iter().filter(|w| standing(w).is_none()).collect();
        let mut names: Vec<String> = missing.iter().map(|w| self.free_name(file, node, w.name)).collect();
        if !missing.is_empty() {
            let codes: Vec<&str> = missing.iter().map(|w| w.code).collect();
            self.widen(file, (member, pattern), &codes, &names)?;
        }
        let mut given = |w| standing(w).unwrap_or_else(|| names.remove(0));
        Ok(wanted.iter().map(|w| Given { code: given(w), is_output: false }).collect())
    }

    /// Hands more values, called `names`, to a callback that takes one.
    fn widen(
        &mut self,
        file: FileId,
        (member, pattern): (&'p MemberExpr, &'p Pat),
        codes: &[&str],
        names: &[String],
    ) -> Result<(), Declined> {
        let pulumi = self.pulumi(file)?;
        self.wrap(file, &member.obj, &format!("{pulumi}.all([$, {}])", codes.join(", ")))?;
        if !member.prop.is_ident_with("apply") {
            self.draft(file).replace(TextRange::of(&member.prop), "apply");
        }
        let whole = TextRange::of(pattern);
        let bare = match pattern {
            Pat::Ident(name) => name
                .type_ann
                .as_ref()
                .map_or(whole, |_| TextRange::new(whole.start, whole.start + name.id.sym.len() as u32)),
            _ => whole,
        };
        let text = self.file(file).source.slice(bare).to_string();
        let scan = self.scan(file);
        let in_parens = scan.back(whole.start) > 0
            && scan.text(scan.back(whole.start) - 1, scan.back(whole.start)) == "("
            && scan.next(whole.end, b'=').is_none();
        let list = format!("[{text}, {}]", names.join(", "));
        self.draft(file).replace(whole, if in_parens { list } else { format!("({list})") });
        Ok(())
    }
}
