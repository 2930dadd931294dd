//! Changing the arguments of a resource. Invariant: only this resource changes, unless its arguments are a variable
//! that others share, and a value is changed where it is written.

use swc_ecma_ast::{Expr, Lit, ObjectLit, Prop, PropOrSpread, UnaryOp, VarDeclKind};

use super::{Gone, Rewrite};
use crate::codemod::Declined;
use crate::model::{
    Args, BindingId, FileId, Lookup, NodeId, Origin, Property, PropertyValue, Resource, Site, peel, property_name,
};
use crate::source::TextRange;

/// Arguments that people write last; new ones go before them.
const LAST: &[&str] = &["tags", "tagSpecifications"];

impl<'p> Rewrite<'_, 'p> {
    /// Gives the argument `key` of a resource the value `code`: in place of the one it has, in its own arguments after
    /// a spread that sets it, else as a new one, before `tags` where those come last.
    ///
    /// # Errors
    /// Arguments that are built where they can't be changed, with the reason.
    pub fn set_argument(&mut self, resource: &Resource<'p>, key: &str, code: &str) -> Result<(), Declined> {
        let site = match self.model.args(resource) {
            Args::None => return self.give_arguments(resource, key, code),
            Args::Literal(site) => site,
            Args::Variable(_, site) => match self.model.resource_property(resource, key) {
                Lookup::Found(property) if property.object.is_none() => return self.set_property(&property, code),
                _ => site,
            },
            Args::Unknown(why) => return Err(Declined::because(format!("{why}; set `{key}` there"))),
        };
        match self.model.object_property(site, key) {
            Lookup::Found(property) if property.object == Some(site) => self.set_property(&property, code),
            _ => self.set_at(site.file, site.node, new_slot(site.node), key, code),
        }
    }

    /// What code has to stand before that is named in the argument `key` of a resource: `made`, which makes it, or what
    /// builds its arguments, where that comes first.
    pub fn before_argument(&self, resource: &Resource<'p>, key: &str, made: NodeId) -> NodeId {
        let Args::Variable(_, site) = self.model.args(resource) else { return made };
        let built = match self.model.resource_property(resource, key) {
            Lookup::Found(property) => (property.file, property.range),
            _ => (site.file, TextRange::of(site.node)),
        };
        let index = self.model.index(resource.file);
        let built = if built.0 == resource.file { index.innermost(built.1) } else { None };
        match built.and_then(|built| self.siblings(resource.file, made, built)) {
            Some((own, built)) if index.entry(built).range.start < index.entry(own).range.start => built,
            _ => made,
        }
    }

    /// As [`Rewrite::set_argument`]; a new argument goes after the last of `siblings` that the resource's literal has.
    ///
    /// # Errors
    /// As for [`Rewrite::set_argument`].
    pub fn set_argument_after(
        &mut self,
        resource: &Resource<'p>,
        siblings: &[&str],
        key: &str,
        code: &str,
    ) -> Result<(), Declined> {
        let Args::Literal(site) = self.model.args(resource) else { return self.set_argument(resource, key, code) };
        let mut names = site.node.props.iter().filter_map(|entry| match entry {
            PropOrSpread::Prop(prop) => match &**prop {
                Prop::Shorthand(ident) => Some(ident.sym.to_string()),
                Prop::KeyValue(pair) => property_name(&pair.key),
                _ => None,
            },
            PropOrSpread::Spread(_) => None,
        });
        match names.rfind(|name| siblings.contains(&name.as_str())) {
            Some(sibling) => self.set_after(site.file, site.node, &sibling, key, code),
            None => self.set_argument(resource, key, code),
        }
    }

    /// Completes the argument `key` of a resource, an object: `entries` that it lacks are added, those that differ are
    /// set, the others stay.
    ///
    /// # Errors
    /// Arguments or an object that is built where it can't be changed, with the reason.
    pub fn complete_argument(
        &mut self,
        resource: &Resource<'p>,
        key: &str,
        entries: &[(&str, &str)],
    ) -> Result<(), Declined> {
        let property = match self.model.resource_property(resource, key) {
            Lookup::Found(property) => property,
            Lookup::Absent => {
                let rows: Vec<String> = entries.iter().map(|(key, code)| format!("{key}: {code},\n")).collect();
                return self.set_argument(resource, key, &format!("{{\n{}}}", rows.concat()));
            }
            Lookup::Unknown(why) => return Err(Declined::because(format!("{why}; set `{key}` there"))),
        };
        match self.model.property_value(&property) {
            crate::model::Value::Object(site) => self.complete_object(site, entries),
            _ => Err(Declined::because(format!("`{key}` is built elsewhere; complete it there"))),
        }
    }

    /// Adds `code` as the last element of the list that the argument `key` of a resource is; makes the list where the
    /// resource has no such argument.
    ///
    /// # Errors
    /// Arguments or a list that is built where it can't be changed, with the reason.
    pub fn push_to_argument(&mut self, resource: &Resource<'p>, key: &str, code: &str) -> Result<(), Declined> {
        let property = match self.model.resource_property(resource, key) {
            Lookup::Found(property) => property,
            Lookup::Absent => return self.set_argument(resource, key, &format!("[{code}]")),
            Lookup::Unknown(why) => return Err(Declined::because(format!("{why}; add to `{key}` there"))),
        };
        let written = property.expr().map(|expr| self.model.written(property.file, expr));
        match written.map(|written| (written.file, peel(written.expr))) {
            Some((file, Expr::Array(array))) => self.push(file, array, code),
            _ => Err(Declined::because(format!("`{key}` is built elsewhere; add to it there"))),
        }
    }

    /// Sets `entries` in an object literal, in this order; those that it has already stay where they stand.
    ///
    /// # Errors
    /// As for [`Rewrite::set`].
    pub fn complete_object(&mut self, site: Site<'p, ObjectLit>, entries: &[(&str, &str)]) -> Result<(), Declined> {
        entries.iter().try_for_each(|(key, code)| self.set(site.file, site.node, key, code))
    }

    /// Gives a property that stands in the source the value `code`, where that value is written: see
    /// [`Rewrite::set_at_source`].
    ///
    /// # Errors
    /// A property that is a method.
    pub fn set_property(&mut self, property: &Property<'p>, code: &str) -> Result<(), Declined> {
        match (property.value, property.object) {
            (PropertyValue::Expr(expr), _) => self.set_at_source(property.file, expr, code),
            (PropertyValue::Shorthand(ident), Some(site)) => {
                let binding = self.model.index(property.file).target(ident);
                let source = binding.and_then(|local| self.lone_constant(BindingId { file: property.file, local }));
                match source {
                    Some((file, init)) => self.replace(file, init, code),
                    None => self.set(site.file, site.node, &ident.sym, code),
                }
            }
            _ => Err(Declined::because("it is computed by a function; change it there")),
        }
    }

    /// Puts `code` where the value of `expr` is written: in a constant that serves nothing else, else in place of
    /// `expr` itself.
    ///
    /// # Errors
    /// `code` that is no expression.
    pub fn set_at_source(&mut self, file: FileId, expr: &'p Expr, code: &str) -> Result<(), Declined> {
        if let Expr::Ident(ident) = peel(expr)
            && let Some(local) = self.model.index(file).target(ident)
            && let Some((file, init)) = self.lone_constant(BindingId { file, local })
        {
            return self.replace(file, init, code);
        }
        self.replace(file, expr, code)
    }

    /// The literal that a constant holds, where the constant, in whichever file it is declared, has one use.
    pub fn lone_constant(&self, id: BindingId) -> Option<(FileId, &'p Expr)> {
        let id = match &self.model.binding(id).origin {
            Origin::Import { source, imported, .. } => {
                self.model.exported_binding(self.model.resolve_module(id.file, source)?, imported)?
            }
            _ => id,
        };
        let binding = self.model.binding(id);
        let Origin::Variable { kind: VarDeclKind::Const, declarator, path } = &binding.origin else { return None };
        if !path.is_empty() || self.model.references(id).len() != 1 {
            return None;
        }
        let init = declarator.init.as_deref()?;
        if is_literal(peel(init)) { Some((id.file, init)) } else { None }
    }

    /// How code beside `resource` spells the class `type_name` (`aws.ec2.RouteTable`): through the same import, with an
    /// import added where the file imports single classes or modules.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn class_beside(&mut self, resource: &Resource<'p>, type_name: &str) -> Result<String, Declined> {
        let file = resource.file;
        let (package, path) = type_name.split_once('.').unwrap_or((type_name, ""));
        let package = format!("@pulumi/{package}");
        let wanted: Vec<&str> = path.split('.').collect();
        let Some((class, modules)) = wanted.split_last().filter(|(class, _)| !class.is_empty()) else {
            return Err(Declined::because(format!("`{type_name}` is no class of a provider")));
        };
        if resource.symbol.package() != package {
            let known = self.model.spelling(file, resource.node, &package, path);
            let alias = || package.rsplit('/').next().unwrap_or_default().to_string();
            return match known {
                Some(spelled) => Ok(spelled),
                None => Ok(format!("{}.{path}", self.import(file, &package, super::Import::Namespace(&alias()))?)),
            };
        }
        let mut at = peel(&resource.new.callee);
        let mut depth = resource.symbol.path().len();
        // From the whole callee inwards: the longest part of it that leads to the wanted class as well.
        while let Expr::Member(member) = at {
            at = peel(&member.obj);
            depth -= 1;
            let own: Vec<&str> = resource.symbol.path()[..depth].iter().map(String::as_str).collect();
            if wanted.starts_with(&own) {
                let rest = wanted[depth..].join(".");
                let spelled = self.model.text(file, crate::source::TextRange::of(at));
                return Ok(format!("{spelled}.{rest}"));
            }
        }
        if let Some(spelled) = self.model.spelling(file, resource.node, &package, path) {
            return Ok(spelled);
        }
        match modules {
            // `ec2.Vpc` of `import { ec2 } from '@pulumi/aws'`: `cloudwatch` comes the same way.
            [module] if depth == 1 && self.imports_modules(file, &package) => {
                Ok(format!("{}.{class}", self.import(file, &package, super::Import::Named(module))?))
            }
            _ => {
                let source =
                    [package.as_str()].into_iter().chain(modules.iter().copied()).collect::<Vec<_>>().join("/");
                self.import(file, &source, super::Import::Named(class))
            }
        }
    }

    /// Whether `file` imports something of `package` itself by name.
    fn imports_modules(&self, file: FileId, package: &str) -> bool {
        self.model.index(file).bindings().any(|(_, binding)| {
            matches!(&binding.origin, Origin::Import { source, imported: crate::model::Imported::Named(_), .. }
                if source == package)
        })
    }

    /// Takes the argument `key` out of a resource's arguments; what went, for [`Rewrite::drop_unused`].
    ///
    /// # Errors
    /// Arguments that others share, or in which the argument is not written once, with the reason.
    pub fn take_argument(&mut self, resource: &Resource<'p>, key: &str) -> Result<Gone, Declined> {
        let site = match self.model.args(resource) {
            Args::Literal(site) => site,
            Args::Variable(id, site) if self.model.whole_uses(id) == 1 => site,
            Args::Variable(id, _) => {
                let name = &self.model.binding(id).name;
                return Err(Declined::because(format!("`{name}` serves something else too; take `{key}` out there")));
            }
            _ => return Err(Declined::because(format!("the arguments are built elsewhere; take `{key}` out there"))),
        };
        match self.model.written_arguments(resource, key).as_slice() {
            [only] if only.object == Some(site) => {
                self.remove(site.file, site.node, key)?;
                Ok((site.file, only.range))
            }
            _ => Err(Declined::because(format!("`{key}` is not written once in the arguments; take it out there"))),
        }
    }

    fn give_arguments(&mut self, resource: &Resource<'p>, key: &str, code: &str) -> Result<(), Declined> {
        let object = format!("{{ {key}: {code} }}");
        match resource.args() {
            Some(nothing) => self.replace(resource.file, nothing, &object),
            None if resource.name().is_some() => self.insert_argument(resource.file, resource.node, 1, &object),
            None => Err(Declined::because("the resource has no name yet; give it one")),
        }
    }
}

/// Where a new argument goes: before `tags` and the like where those end the object, else last.
fn new_slot(object: &ObjectLit) -> usize {
    let ends = |entry: &PropOrSpread| match entry {
        PropOrSpread::Prop(prop) => match &**prop {
            swc_ecma_ast::Prop::Shorthand(ident) => LAST.contains(&&*ident.sym),
            swc_ecma_ast::Prop::KeyValue(kv) => property_name(&kv.key).is_some_and(|key| LAST.contains(&key.as_str())),
            _ => false,
        },
        PropOrSpread::Spread(_) => false,
    };
    object.props.len() - object.props.iter().rev().take_while(|entry| ends(entry)).count()
}

fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(Lit::Str(_) | Lit::Num(_) | Lit::Bool(_) | Lit::Null(_)) => true,
        Expr::Tpl(tpl) => tpl.exprs.is_empty(),
        Expr::Unary(unary) => unary.op == UnaryOp::Minus && is_literal(&unary.arg),
        _ => false,
    }
}
