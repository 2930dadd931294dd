//! Names that are declared twice. Invariant: what TypeScript lets stand side by side is no fault.

use std::collections::BTreeMap;

use swc_ecma_ast::VarDeclKind;

use super::{Faults, Kind};
use crate::model::{Binding, FileIndex, Function, Origin, ScopeId};

/// How a declaration goes together with another of its name in its scope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Import,
    Lexical,
    Var,
    Parameter,
    Function,
    Signature,
    Class,
    Enum,
    Namespace,
    Interface,
    Alias,
}

fn role(binding: &Binding<'_>) -> Role {
    match &binding.origin {
        Origin::Import { .. } | Origin::ImportEquals(_) => Role::Import,
        Origin::Variable { kind: VarDeclKind::Var, .. } => Role::Var,
        Origin::Variable { .. } | Origin::LoopVariable { .. } => Role::Lexical,
        Origin::Parameter { .. } | Origin::Catch => Role::Parameter,
        Origin::Function(Function::Plain(f)) if f.body.is_none() => Role::Signature,
        Origin::Function(_) => Role::Function,
        Origin::Class(_) => Role::Class,
        Origin::Enum(_) => Role::Enum,
        Origin::Interface(_) => Role::Interface,
        Origin::TypeAlias(_) => Role::Alias,
        Origin::Namespace => Role::Namespace,
    }
}

/// Whether TypeScript lets both stand in one scope.
fn go_together(a: Role, b: Role) -> bool {
    use Role::{Alias, Class, Enum, Function, Import, Interface, Lexical, Namespace, Parameter, Signature, Var};
    let one_way = |a, b| match (a, b) {
        (Import, _) => false,
        (Interface, Interface | Class | Namespace) | (Namespace, Namespace | Class | Function | Signature | Enum) => {
            true
        }
        (Interface | Alias, Lexical | Var | Parameter | Function | Signature) | (Alias, Namespace) => true,
        (Var, Var | Parameter) | (Enum, Enum) | (Signature, Signature | Function) | (Parameter, Function) => true,
        _ => false,
    };
    one_way(a, b) || one_way(b, a)
}

/// Adds every declaration that can't stand beside an earlier one of its name.
pub(super) fn check(index: &FileIndex<'_>, out: &mut Faults) {
    let mut standing: BTreeMap<(ScopeId, &str), Vec<Role>> = BTreeMap::new();
    for (_, binding) in index.bindings() {
        let roles = standing.entry((binding.scope, &binding.name)).or_default();
        let new = role(binding);
        if roles.iter().any(|role| !go_together(*role, new)) {
            out.add(Kind::DeclaredTwice, &binding.name, binding.ident.start);
        }
        roles.push(new);
    }
}
