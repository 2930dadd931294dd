//! The catalogue. Invariant: every row is here once, in the order in which its fixes are settled.

use iacfix_engine::codemod::Codemod;

/// All codemods, in canonical order.
pub fn all() -> Vec<&'static dyn Codemod> {
    Vec::new()
}
