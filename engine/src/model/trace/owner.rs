//! Whether what a reference leads to serves one purpose only. Invariant: it is said only where every reference to it was
//! seen.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, MemberProp};

use super::tracer::entry_of;
use super::{Hop, Referred, Uses};
use crate::model::tree::{NameUse, Node};
use crate::model::value::{Entity, Site, Value};
use crate::model::{BindingId, FileId, Model, Origin};
use crate::source::TextRange;

impl<'p> Model<'p> {
    /// Whether what `hop` leads to is reached by `uses` only, so that a change of it changes nothing else.
    pub fn serves_only(&self, hop: &Hop<'p>, uses: &Uses) -> bool {
        match hop.referred {
            Referred::Name(id) => self.name_serves_only(id, hop.path.first().map(String::as_str), uses),
            Referred::Field(class) => match &*hop.path {
                [name, rest @ ..] => self.field_serves_only(class, name, rest.first().map(String::as_str), uses),
                [] => false,
            },
        }
    }

    fn name_serves_only(&self, id: BindingId, key: Option<&str>, uses: &Uses) -> bool {
        if matches!(self.binding(id).origin, Origin::Enum(_)) {
            return false;
        }
        let mentions = self.references(id);
        mentions.iter().all(|r| {
            uses.0.contains(&(r.file, r.range))
                || self.is_mention(id, r.range, r.file)
                || self.takes_other_key(r.file, r.range, key)
        })
    }

    /// Whether a use only names the type of something, exports it, or assigns it.
    fn is_mention(&self, id: BindingId, range: TextRange, file: FileId) -> bool {
        let binding = |binding: BindingId| {
            let used = self.binding(binding).uses.iter().find(|u| u.range == range);
            used.is_some_and(|u| matches!(u.how, NameUse::Type | NameUse::Export | NameUse::Write))
        };
        file == id.file && binding(id)
    }

    /// Whether the use at `range` reads a key other than `key`, or hands the whole to a class of a package, as
    /// components do with their arguments.
    fn takes_other_key(&self, file: FileId, range: TextRange, key: Option<&str>) -> bool {
        let Some(key) = key else { return false };
        let index = self.index(file);
        let Some(node) = entry_of(self, file, range) else { return false };
        let around = index.ancestors(node).map(|(_, e)| e.node);
        let mut around = around.skip_while(|n| {
            matches!(n, Node::Expr(Expr::Paren(_) | Expr::TsNonNull(_) | Expr::TsAs(_) | Expr::OptChain(_)))
        });
        match around.next() {
            Some(Node::Expr(Expr::Member(m))) => match &m.prop {
                MemberProp::Ident(name) => *name.sym != *key && TextRange::of(&*m.obj).contains(range),
                _ => false,
            },
            Some(Node::Expr(Expr::Call(call))) => matches!(call.callee, Callee::Super(_)),
            Some(Node::Declarator(_, declarator)) => match &declarator.name {
                ast::Pat::Object(pattern) => !pattern.props.iter().any(|p| takes(p, key)),
                _ => false,
            },
            _ => false,
        }
    }

    fn field_serves_only(&self, class: Site<'p, ast::Class>, name: &str, key: Option<&str>, uses: &Uses) -> bool {
        self.file_ids().all(|file| {
            self.index(file).entries().all(|(node, entry)| match entry.node {
                Node::Expr(Expr::Member(m)) if m.prop.is_ident_with(name) => {
                    let on_class = match &*m.obj {
                        Expr::This(_) => self.class_around(file, node) == Some(class),
                        object => matches!(
                            self.value(file, object),
                            Value::Class(of) | Value::Entity(Entity::Instance(_, of, _), _) if of == class
                        ),
                    };
                    !on_class || uses.0.contains(&(file, entry.range)) || self.takes_other_key(file, entry.range, key)
                }
                _ => true,
            })
        })
    }
}

/// Whether an entry of a destructuring pattern takes `key`, or may.
fn takes(prop: &ast::ObjectPatProp, key: &str) -> bool {
    match prop {
        ast::ObjectPatProp::KeyValue(kv) => crate::model::property_name(&kv.key).is_none_or(|name| name == key),
        ast::ObjectPatProp::Assign(a) => a.key.sym == *key,
        ast::ObjectPatProp::Rest(_) => true,
    }
}
