//! To come.

mod companion;

pub use companion::{Companion, NamePattern};
