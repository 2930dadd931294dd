//! Handing an id, or another output, from where its resource is made to where it is needed, through the classes and functions between.
//! Invariant: every call that the program shows passes what is now asked for, or nothing changes.

use swc_ecma_ast::{Class, Expr};

use super::reach::names_giving;
use super::{Field, Fields, Import, NewParameter, Reached, Rewrite, lower_first, names_at, variable_name};
use crate::codemod::Declined;
use crate::model::{
    BindingId, Bound, CallSite, Entity, FileId, Function, Node, NodeId, Resource, ResourceId, ScopeId, Site, Value,
};
use crate::source::TextRange;

/// How many calls an output is handed through before it is said to be too far away.
const MAX_CALLS: u32 = 3;

impl<'p> Rewrite<'_, 'p> {
    /// As [`Rewrite::reach`]; an id that nothing in scope leads to is handed over from where its resource is made: as
    /// a field of the component or of the object that a function returns, and through the arguments of the calls.
    ///
    /// # Errors
    /// A way that the program does not show, with the reason.
    pub fn reach_ids(&mut self, wanted: &[ResourceId], file: FileId, node: NodeId) -> Result<Vec<Reached>, Declined> {
        let known = names_at(self.model, file, node);
        let is_known = |id: &ResourceId| {
            known.iter().any(|k| k.resources.contains(id) && k.resources.iter().all(|r| wanted.contains(r)))
        };
        let (near, far): (Vec<_>, Vec<_>) =
            wanted.iter().partition(|id| is_known(id) || self.is_local(**id, file, node));
        let mut out = self.reach(&near, file, node)?;
        for id in far {
            let code = self.hand_over((id, "id"), file, node, MAX_CALLS)?;
            out.push(Reached { code, many: false, ids: true, resources: vec![id], after: None });
        }
        Ok(out)
    }

    /// The code beside `node` for an output of one resource, `vault.arn`: through a name in scope, a name given to what
    /// has none, or handed over as [`Rewrite::reach_ids`] does. What it gives stands for the output itself.
    ///
    /// # Errors
    /// A resource that no name in scope leads to, and that can't be handed over, with the reason.
    pub fn reach_output(
        &mut self,
        id: ResourceId,
        output: &str,
        file: FileId,
        node: NodeId,
    ) -> Result<Reached, Declined> {
        let known = names_giving(self.model, output, file, node);
        let fits = known.into_iter().filter(|name| !name.many && name.resources == [id]);
        let of_output = |name: Reached| match name.ids {
            true => name,
            false => Reached { code: format!("{}.{output}", name.code), ids: true, ..name },
        };
        if let Some(name) = fits.min_by_key(|name| (name.ids, name.code.contains('.'))) {
            return Ok(of_output(name));
        }
        if self.is_local(id, file, node) {
            let made = self.make_reachable(id, file, node)?;
            if made.many {
                return Err(Declined::because("a loop makes it, so no one name leads to it"));
            }
            return Ok(of_output(made));
        }
        let code = self.hand_over((id, output), file, node, MAX_CALLS)?;
        Ok(Reached { code, many: false, ids: true, resources: vec![id], after: None })
    }

    /// The code for an output of a resource at `node`.
    fn hand_over(
        &mut self,
        (id, output): (ResourceId, &str),
        file: FileId,
        node: NodeId,
        calls: u32,
    ) -> Result<String, Declined> {
        if let Some(code) = self.expose((id, output), file, node)? {
            return Ok(code);
        }
        let resource = self.model.resource(id).clone();
        let too_far = || {
            let name = resource.name().map_or("", |n| self.model.text(resource.file, TextRange::of(n)));
            Declined::because(format!(
                "nothing in scope leads to {} {name}; hand its {output} over to where it is needed",
                resource.symbol
            ))
        };
        if calls == 0 || resource.repeated.is_some() {
            return Err(too_far());
        }
        let function = self.outermost_function(file, node).ok_or_else(too_far)?;
        let sites = self.model.calls_of(file, function);
        if sites.is_empty() {
            return Err(too_far());
        }
        let field = output_name(&self.name_of(&resource), output);
        let ty = self.input_type(file, "Input")?;
        let (at, code) = self.take(file, function, &field, &ty)?;
        for site in sites {
            let known = names_giving(self.model, output, site.file, site.node);
            let direct = known.iter().find(|k| !k.many && k.resources == [id]);
            let value = match direct {
                Some(name) if name.ids => name.code.clone(),
                Some(name) => format!("{}.{output}", name.code),
                None => self.hand_over((id, output), site.file, site.node, calls - 1)?,
            };
            self.pass(&site, at, &field, &value)?;
        }
        Ok(code)
    }

    /// Makes `function` take an id: as a field of its arguments, else as a parameter. Hands back the place of a new
    /// field's parameter (or of the new parameter) and how the body reads it.
    fn take(
        &mut self,
        file: FileId,
        function: Function<'p>,
        name: &str,
        ty: &str,
    ) -> Result<(Taken, String), Declined> {
        for at in 0..function.parameters().count() {
            let has_fields = match function.parameter(at) {
                Some(crate::model::Parameter::Pattern(pat)) => annotation(pat)
                    .and_then(|ty| self.fields_of(file, ty))
                    .is_some_and(|(_, fields)| !matches!(fields, Fields::Class(_))),
                _ => false,
            };
            if has_fields {
                let field = Field { name, ty, ..Field::default() };
                let code = self.add_to_parameter(file, function, at, &field, "")?;
                return Ok((Taken::Field(at), code));
            }
        }
        let parameter = NewParameter { name, ty, ..NewParameter::default() };
        let at = self.add_parameter(file, function, &parameter)?;
        Ok((Taken::Parameter(at), name.to_string()))
    }

    fn pass(&mut self, site: &CallSite<'p>, at: Taken, name: &str, value: &str) -> Result<(), Declined> {
        match at {
            Taken::Field(at) => self.set_in_argument(site.file, site.node, at, name, value),
            Taken::Parameter(at) => self.insert_argument(site.file, site.node, at, value),
        }
    }

    /// Makes a component in scope at `node`, or the object that a function returned to it, give an output of the
    /// resource that it makes inside.
    fn expose(
        &mut self,
        (id, output): (ResourceId, &str),
        file: FileId,
        node: NodeId,
    ) -> Result<Option<String>, Declined> {
        let resource = self.model.resource(id).clone();
        let Some(inner) = self.held_by(&resource) else { return Ok(None) };
        let name = output_name(&self.name_of(&resource), output);
        for (code, value) in self.values_at(file, node) {
            match value {
                Value::Entity(Entity::Instance(_, class, _), path)
                    if path.is_empty() && self.makes(class, &resource) =>
                {
                    let ty = self.input_type(class.file, "Output")?;
                    let field = Field { name: &name, ty: &ty, modifiers: "public readonly", ..Field::default() };
                    self.add_assigned_field(class.file, class.node, &field, &format!("{inner}.{output}"))?;
                    return Ok(Some(format!("{code}.{name}")));
                }
                Value::Object(site) if self.is_returned_beside(site, &resource) => {
                    self.set(site.file, site.node, &name, &format!("{inner}.{output}"))?;
                    self.widen_return_type(site, &name)?;
                    return Ok(Some(format!("{code}.{name}")));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// How the function that makes a resource names it.
    fn held_by(&self, resource: &Resource<'p>) -> Option<String> {
        if resource.repeated.is_some() {
            return None;
        }
        match &resource.bound {
            Bound::Variable(id) => Some(self.model.binding(*id).name.clone()),
            Bound::Field(name) => Some(format!("this.{name}")),
            _ => None,
        }
    }

    fn name_of(&self, resource: &Resource<'p>) -> String {
        let own = match &resource.bound {
            Bound::Variable(id) => self.model.binding(*id).name.as_str(),
            Bound::Field(name) => name.trim_start_matches(['#', '_']),
            _ => return variable_name(self.model, resource),
        };
        // Its type alone says too little elsewhere.
        match resource.symbol.path().last() {
            Some(class) if own == lower_first(class) => variable_name(self.model, resource),
            _ => own.to_string(),
        }
    }

    /// The variables in scope at `node`, with what they stand for.
    fn values_at(&self, file: FileId, node: NodeId) -> Vec<(String, Value<'p>)> {
        let index = self.model.index(file);
        let scopes: Vec<ScopeId> =
            std::iter::successors(Some(index.entry(node).scope), |scope| index.scope(*scope).parent).collect();
        let place = index.entry(node).range.start;
        let in_scope = index.bindings().filter(|(_, b)| scopes.contains(&b.scope) && b.ident.start < place);
        in_scope.map(|(local, b)| (b.name.clone(), self.model.binding_value(BindingId { file, local }))).collect()
    }

    /// Whether the constructor of `class` makes `resource`.
    fn makes(&self, class: Site<'p, Class>, resource: &Resource<'p>) -> bool {
        let index = self.model.index(resource.file);
        class.file == resource.file
            && resource
                .class
                .is_some_and(|own| matches!(index.entry(own).node, Node::Class(c) if std::ptr::eq(c, class.node)))
            && resource
                .function
                .is_some_and(|f| matches!(index.entry(f).node, Node::Function(Function::Constructor(_))))
    }

    /// Whether an object literal is returned by the function that makes `resource`.
    fn is_returned_beside(&self, object: Site<'p, swc_ecma_ast::ObjectLit>, resource: &Resource<'p>) -> bool {
        if object.file != resource.file || resource.function.is_none() {
            return false;
        }
        let index = self.model.index(object.file);
        let at = index.innermost(TextRange::of(object.node));
        let returned = |id: NodeId| {
            index.ancestors(id).any(|(_, e)| {
                matches!(e.node, Node::Stmt(swc_ecma_ast::Stmt::Return(r))
                if r.arg.as_deref().is_some_and(|a| TextRange::of(crate::model::peel(a)) == TextRange::of(object.node)))
            })
        };
        at.is_some_and(|id| returned(id) && index.function_around(id) == resource.function)
    }

    /// Adds a field to the declared type of what the function around `object` returns.
    fn widen_return_type(&mut self, object: Site<'p, swc_ecma_ast::ObjectLit>, name: &str) -> Result<(), Declined> {
        let file = object.file;
        let index = self.model.index(file);
        let function = index.innermost(TextRange::of(object.node)).and_then(|id| index.function_around(id));
        let declared = match function.map(|id| index.entry(id).node) {
            Some(Node::Function(Function::Plain(f))) => f.return_type.as_deref(),
            Some(Node::Function(Function::Arrow(f))) => f.return_type.as_deref(),
            _ => None,
        };
        let Some(declared) = declared else { return Ok(()) };
        let Some((home, fields)) = self.fields_of(file, &declared.type_ann) else {
            return Err(Declined::because("the type of what the function returns is not declared in the program"));
        };
        let ty = self.input_type(home, "Output")?;
        self.add_field(home, fields, &Field { name, ty: &ty, ..Field::default() })
    }

    /// `pulumi.Output<string>` as `file` spells it.
    fn input_type(&mut self, file: FileId, kind: &str) -> Result<String, Declined> {
        let pulumi = self.import(file, "@pulumi/pulumi", Import::Namespace("pulumi"))?;
        Ok(format!("{pulumi}.{kind}<string>"))
    }

    /// The constructor, method or function in which `node` stands, callbacks looked through.
    fn outermost_function(&self, file: FileId, node: NodeId) -> Option<Function<'p>> {
        let index = self.model.index(file);
        let around = index.ancestors(node).filter_map(|(id, e)| match e.node {
            Node::Function(function) => Some((id, function)),
            _ => None,
        });
        let is_callback = |id: NodeId| {
            let mut up = index.ancestors(id).map(|(_, e)| e.node);
            matches!(up.next(), Some(Node::Expr(Expr::Arrow(_) | Expr::Fn(_))))
                && matches!(up.next(), Some(Node::Expr(Expr::Call(_))))
        };
        around.filter(|(id, _)| !is_callback(*id)).map(|(_, function)| function).next()
    }
}

/// Where a function takes what is handed to it.
#[derive(Clone, Copy)]
enum Taken {
    /// A field of this parameter.
    Field(usize),
    /// This parameter.
    Parameter(usize),
}

/// `vaultArn` for `arn` of `vault`.
fn output_name(name: &str, output: &str) -> String {
    let first = output.chars().take(1).flat_map(char::to_uppercase);
    name.chars().chain(first).chain(output.chars().skip(1)).collect()
}

fn annotation(pat: &swc_ecma_ast::Pat) -> Option<&swc_ecma_ast::TsType> {
    let annotated = match pat {
        swc_ecma_ast::Pat::Ident(i) => i.type_ann.as_deref(),
        swc_ecma_ast::Pat::Object(o) => o.type_ann.as_deref(),
        swc_ecma_ast::Pat::Assign(a) => return annotation(&a.left),
        _ => None,
    };
    annotated.map(|a| &*a.type_ann)
}
