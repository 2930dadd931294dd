//! What a codemod is. Invariant: a codemod only reads; it hands back findings whose fixes are edits, and never sees a
//! terminal, a disk or another codemod.

mod context;
mod finding;
mod meta;
mod ports;
pub mod run;
pub mod settings;
mod suppress;

pub use context::Context;
pub use finding::{Action, Declined, Effect, Finding, Fix, Origin, Related, listed};
pub use jiff::civil::Date;
pub use meta::{Alternative, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme};
pub use ports::{NoPorts, PortProtocol, PortRange};
pub use suppress::{SUPPRESSION, comment_for, day};

/// One row of the catalogue.
pub trait Codemod: Sync {
    /// What it says of itself.
    fn meta(&self) -> &'static Meta;

    /// Looks at one program and reports what it finds.
    fn check<'p>(&self, cx: &mut Context<'_, 'p>);
}
