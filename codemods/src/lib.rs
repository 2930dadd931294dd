//! The catalogue of iacfix. Invariant: a codemod stands in one file, named by its id, in the folder of its theme; it
//! says what is wrong and what should stand there, and leaves the how to the engine's verbs.

mod compute;
mod containers;
mod data;
mod iam;
mod monitoring;
mod network;
mod security_groups;
mod stack;

use iacfix_engine::codemod::Codemod;

/// Every codemod, in the order in which fixes are applied: what a program is made of first, what is said of it last.
pub fn all() -> Vec<&'static dyn Codemod> {
    let themes = [
        stack::CODEMODS,
        network::CODEMODS,
        compute::CODEMODS,
        iam::CODEMODS,
        security_groups::CODEMODS,
        data::CODEMODS,
        containers::CODEMODS,
        monitoring::CODEMODS,
    ];
    themes.concat()
}
