//! What things are called at a place. Invariant: a spelling that is handed out means that thing there, whatever other
//! scopes declare.

use super::index::Origin;
use super::modules::BindingId;
use super::value::Value;
use super::{FileId, Model, NodeId};

impl<'p> Model<'p> {
    /// How code beside `node` says `name` of `package` (`@pulumi/pulumi`, `interpolate`): by whichever import there is.
    /// `None` where no import in scope leads to it.
    pub fn spelling(&self, file: FileId, node: NodeId, package: &str, name: &str) -> Option<String> {
        let index = self.index(file);
        let scope = index.entry(node).scope;
        let wanted: Vec<&str> = name.split('.').collect();
        let spelled = index
            .bindings()
            .filter(|(_, b)| !b.origin.is_type() && !matches!(b.origin, Origin::Import { type_only: true, .. }))
            .filter_map(|(local, binding)| {
                let Value::Symbol(symbol) = self.binding_value(BindingId { file, local }) else { return None };
                let path: Vec<&str> = symbol.path().iter().map(String::as_str).collect();
                if symbol.package() != package
                    || !wanted.starts_with(&path)
                    || index.lookup(&binding.name, scope) != Some(local)
                {
                    return None;
                }
                let rest: String = wanted[path.len()..].iter().map(|part| format!(".{part}")).collect();
                Some(format!("{}{rest}", binding.name))
            });
        spelled.min_by_key(|code| code.matches('.').count())
    }
}
