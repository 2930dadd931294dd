//! Parameters and what callers pass for them. Invariant: a call that the program shows passes what the function takes.

use swc_ecma_ast::{ObjectPat, ObjectPatProp, Pat, TsParamPropParam, TsType, TsTypeAnn};

use super::Rewrite;
use super::draft::Rank;
use super::elements::ARGUMENTS;
use super::fields::{Field, Fields};
use super::properties::ListKind;
use crate::codemod::Declined;
use crate::model::{CallSite, FileId, Function, Imported, Origin, Parameter, ScopeId};
use crate::print::Snippet;
use crate::source::TextRange;

const PATTERN: ListKind = ListKind { separator: ",", spaced: true, rows: false, arguments: false };

/// A new parameter.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewParameter<'n> {
    /// Its name.
    pub name: &'n str,
    /// Its type.
    pub ty: &'n str,
    /// Its default, as code; empty for none.
    pub default: &'n str,
    /// Whether it can be left out.
    pub optional: bool,
    /// Its place; the last that it can have where none is said.
    pub at: Option<usize>,
}

impl NewParameter<'_> {
    fn code(&self, typed: bool) -> String {
        let ty = if typed && !self.ty.is_empty() { format!(": {}", self.ty) } else { String::new() };
        match (self.default, self.optional && typed) {
            ("", true) => format!("{}?{ty}", self.name),
            ("", false) => format!("{}{ty}", self.name),
            (default, _) => format!("{}{ty} = {default}", self.name),
        }
    }
}

impl<'p> Rewrite<'_, 'p> {
    /// Adds `parameter` to `function`, and hands back its place: the last, but before optional ones where it must be
    /// given, and before a rest.
    ///
    /// # Errors
    /// A name that is taken in the function.
    pub fn add_parameter(
        &mut self,
        file: FileId,
        function: Function<'p>,
        parameter: &NewParameter<'_>,
    ) -> Result<usize, Declined> {
        let index = self.index(file);
        let scope = index
            .entries()
            .find(|(_, e)| matches!(e.node, crate::model::Node::Function(f) if f.range() == function.range()));
        if scope.is_some_and(|(_, e)| index.is_taken(parameter.name, e.scope)) {
            return Err(Declined::because(format!("`{}` means something in the function already", parameter.name)));
        }
        let given: Vec<Parameter<'p>> = function.parameters().collect();
        let may_miss = parameter.optional || !parameter.default.is_empty();
        let stays_before = |p: &Parameter<'_>| !is_rest(p) && (may_miss || !can_miss(p));
        let at = parameter.at.unwrap_or_else(|| given.iter().take_while(|p| stays_before(p)).count());
        let typed = !self.file(file).source.path().extension().is_some_and(|e| e.to_string_lossy().ends_with("js"));
        let code = parameter.code(typed);
        let outer = self.parameter_list(file, function, &given)?;
        let items = given.iter().map(parameter_range).collect();
        let laying = self.laying(file);
        let scan = self.scan(file);
        let list = self.list_of(file, outer, items, ARGUMENTS);
        let text = laying.one(Snippet::parameters, laying.place(&list.indent(scan), 0), &code)?;
        list.add(at, Some(parameter.name.to_string()), text);
        Ok(at)
    }

    /// Takes out the parameter of `function` that stands at `at`; what callers give for it stays.
    ///
    /// # Errors
    /// No such parameter, or parameters that can't be seen.
    pub fn remove_parameter(&mut self, file: FileId, function: Function<'p>, at: usize) -> Result<(), Declined> {
        let given: Vec<Parameter<'p>> = function.parameters().collect();
        if at >= given.len() {
            return Err(Declined::because(format!("the function has no parameter {at}")));
        }
        let items = given.iter().map(parameter_range).collect();
        let outer = self.parameter_list(file, function, &given)?;
        self.list_of(file, outer, items, ARGUMENTS).removed.insert(at);
        Ok(())
    }

    /// Adds `parameter` to `function` and passes what `value` says at each of its calls, in whichever file.
    ///
    /// # Errors
    /// As for [`Rewrite::add_parameter`] and [`Rewrite::insert_argument`]; whatever `value` declines.
    pub fn thread_parameter(
        &mut self,
        file: FileId,
        function: Function<'p>,
        parameter: &NewParameter<'_>,
        mut value: impl FnMut(&CallSite<'p>) -> Result<String, Declined>,
    ) -> Result<(), Declined> {
        let at = self.add_parameter(file, function, parameter)?;
        for call in self.model.calls_of(file, function) {
            let code = value(&call)?;
            self.insert_argument(call.file, call.node, at, &code)?;
        }
        Ok(())
    }

    /// Adds `field` to what `function` takes as its parameter `at`, an object, and hands back how the function's body
    /// reads it: `args.field`, or its name where the parameter is taken apart. `default` is code, empty for none.
    ///
    /// # Errors
    /// A parameter whose type the program does not show; one that is taken apart in another way.
    pub fn add_to_parameter(
        &mut self,
        file: FileId,
        function: Function<'p>,
        at: usize,
        field: &Field<'_>,
        default: &str,
    ) -> Result<String, Declined> {
        let declined = || Declined::because(format!("parameter {} of the function can't take another field", at + 1));
        let (pattern, annotation) = pattern_of(function.parameter(at).ok_or_else(declined)?).ok_or_else(declined)?;
        if let Some(annotation) = annotation {
            let (home, fields) = self.fields_of(file, &annotation.type_ann).ok_or_else(|| {
                Declined::because(format!("the type of parameter {} is not declared in the program", at + 1))
            })?;
            self.add_field(home, fields, field)?;
        }
        match pattern {
            Pat::Ident(name) if default.is_empty() => Ok(format!("{}.{}", name.id.sym, field.name)),
            Pat::Ident(name) => Ok(format!("({}.{} ?? {default})", name.id.sym, field.name)),
            Pat::Object(object) => self.add_to_pattern(file, object, field.name, default),
            _ => Err(declined()),
        }
    }

    fn add_to_pattern(
        &mut self,
        file: FileId,
        object: &ObjectPat,
        name: &str,
        default: &str,
    ) -> Result<String, Declined> {
        if let Some(known) = object.props.iter().find_map(|p| local_of(p, name)) {
            return Ok(known);
        }
        let items: Vec<TextRange> = object.props.iter().map(TextRange::of).collect();
        let rest = object.props.iter().position(|p| matches!(p, ObjectPatProp::Rest(_)));
        let annotation = object.type_ann.as_ref().map(|t| TextRange::of(&**t).start);
        let range = TextRange::of(object);
        let scan = self.scan(file);
        let end = annotation.map_or(range.end, |at| scan.back(at));
        let text = if default.is_empty() { name.to_string() } else { format!("{name} = {default}") };
        let slot = rest.unwrap_or(items.len());
        let list = self.list_of(file, TextRange::new(range.start, end), items, PATTERN);
        if !list.added.iter().any(|a| a.key.as_deref() == Some(name)) {
            list.add(slot, Some(name.to_string()), text);
        }
        Ok(name.to_string())
    }

    /// The fields of the type `ty`, where the program declares it.
    pub fn fields_of(&self, file: FileId, ty: &'p TsType) -> Option<(FileId, Fields<'p>)> {
        match ty {
            TsType::TsTypeLit(lit) => Some((file, Fields::Literal(lit))),
            TsType::TsParenthesizedType(t) => self.fields_of(file, &t.type_ann),
            TsType::TsTypeRef(reference) => {
                let ident = reference.type_name.as_ident()?;
                let index = self.index(file);
                let binding = index.binding(index.target(ident)?);
                match &binding.origin {
                    Origin::Import { source, imported, .. } => {
                        let module = self.model.resolve_module(file, source)?;
                        self.exported_fields(module, imported)
                    }
                    origin => self.declared_fields(file, origin),
                }
            }
            _ => None,
        }
    }

    fn exported_fields(&self, module: FileId, imported: &Imported) -> Option<(FileId, Fields<'p>)> {
        if let Some(id) = self.model.exported_binding(module, imported) {
            let origin = &self.model.binding(id).origin;
            return self.declared_fields(id.file, origin);
        }
        let Imported::Named(name) = imported else { return None };
        let bindings = self.index(module).bindings();
        let mut named = bindings.filter(|(_, b)| b.scope == ScopeId(0) && b.name == *name && b.origin.is_type());
        named.find_map(|(_, b)| self.declared_fields(module, &b.origin))
    }

    fn declared_fields(&self, file: FileId, origin: &Origin<'p>) -> Option<(FileId, Fields<'p>)> {
        match origin {
            Origin::Interface(i) => Some((file, Fields::Interface(&i.body))),
            Origin::TypeAlias(a) => self.fields_of(file, &a.type_ann),
            Origin::Class(c) => Some((file, Fields::Class(c))),
            _ => None,
        }
    }

    /// The parentheses around the parameters.
    fn parameter_list(
        &mut self,
        file: FileId,
        function: Function<'p>,
        given: &[Parameter<'p>],
    ) -> Result<TextRange, Declined> {
        let scan = self.scan(file);
        let declined = || Declined::because("the parameters of the function can't be seen");
        let first = given.first().map(parameter_range);
        let (open, close) = match (first, given.last().map(parameter_range)) {
            (Some(first), Some(last)) => {
                let open = scan.back(first.start).checked_sub(1).ok_or_else(declined)?;
                if scan.text(open, open + 1) != "(" {
                    // `x => ...`: the list gets its parentheses.
                    let list = TextRange::new(first.start.saturating_sub(1), last.end + 1);
                    let draft = self.draft(file);
                    if !draft.lists.contains_key(&list.start) {
                        draft.insert(first.start, "(", Rank::Open);
                        draft.insert(last.end, ")", Rank::Before);
                    }
                    return Ok(list);
                }
                let comma = scan.next(last.end, b',').map_or(last.end, |comma| comma + 1);
                (open, scan.next(comma, b')').ok_or_else(declined)?)
            }
            _ => {
                let result = match function {
                    Function::Plain(f) => f.return_type.as_ref(),
                    Function::Arrow(f) => f.return_type.as_ref(),
                    Function::Constructor(_) => None,
                };
                let body = function.body_range().ok_or_else(declined)?;
                let mut end = scan.back(result.map_or(body.start, |r| TextRange::of(&**r).start));
                if scan.text(end.saturating_sub(2), end) == "=>" {
                    end = scan.back(end - 2);
                }
                let close = end.checked_sub(1).ok_or_else(declined)?;
                (scan.back(close).checked_sub(1).ok_or_else(declined)?, close)
            }
        };
        let parens = scan.text(open, open + 1) == "(" && scan.text(close, close + 1) == ")";
        if parens { Ok(TextRange::new(open, close + 1)) } else { Err(declined()) }
    }
}

fn parameter_range(parameter: &Parameter<'_>) -> TextRange {
    match parameter {
        Parameter::Pattern(pat) => TextRange::of(*pat),
        Parameter::Property(property) => TextRange::of(*property),
    }
}

fn is_rest(parameter: &Parameter<'_>) -> bool {
    matches!(parameter, Parameter::Pattern(Pat::Rest(_)))
}

fn can_miss(parameter: &Parameter<'_>) -> bool {
    match parameter {
        Parameter::Pattern(Pat::Ident(i)) => i.id.optional,
        Parameter::Pattern(Pat::Object(o)) => o.optional,
        Parameter::Pattern(pat) => pat.is_assign(),
        Parameter::Property(p) => match &p.param {
            TsParamPropParam::Ident(i) => i.id.optional,
            TsParamPropParam::Assign(_) => true,
        },
    }
}

/// The pattern of a parameter, its default left out, and its type.
fn pattern_of(parameter: Parameter<'_>) -> Option<(&Pat, Option<&TsTypeAnn>)> {
    let Parameter::Pattern(pat) = parameter else { return None };
    let pat = match pat {
        Pat::Assign(a) => &*a.left,
        other => other,
    };
    let annotation = match pat {
        Pat::Ident(i) => i.type_ann.as_deref(),
        Pat::Object(o) => o.type_ann.as_deref(),
        _ => None,
    };
    Some((pat, annotation))
}

/// What a pattern calls the property `name`.
fn local_of(prop: &ObjectPatProp, name: &str) -> Option<String> {
    match prop {
        ObjectPatProp::Assign(a) => (a.key.id.sym == *name).then(|| name.to_string()),
        ObjectPatProp::KeyValue(kv) => match (crate::model::property_name(&kv.key), &*kv.value) {
            (Some(key), Pat::Ident(local)) if key == name => Some(local.id.sym.to_string()),
            _ => None,
        },
        ObjectPatProp::Rest(_) => None,
    }
}
