//! Colours. Invariant: a palette that is off writes no escape sequence.

use console::Style;

/// The styles of everything that is printed.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// Whether it colours at all.
    pub(crate) on: bool,
    /// Places, headings.
    pub(crate) strong: Style,
    /// What matters less.
    pub(crate) dim: Style,
    /// Ids of codemods, hunk headers.
    pub(crate) name: Style,
    /// Lines that go.
    pub(crate) removed: Style,
    /// Words that go, within such a line.
    pub(crate) removed_word: Style,
    /// Lines that come.
    pub(crate) added: Style,
    /// Words that come, within such a line.
    pub(crate) added_word: Style,
    /// Level safe.
    pub(crate) good: Style,
    /// Level review, warnings.
    pub(crate) warn: Style,
    /// Errors, replacements.
    pub(crate) bad: Style,
}

impl Palette {
    /// Colours, or none.
    pub(crate) fn new(on: bool) -> Self {
        let style = || Style::new().force_styling(on);
        Self {
            on,
            strong: style().bold(),
            dim: style().dim(),
            name: style().cyan(),
            removed: style().red(),
            removed_word: style().red().bold().reverse(),
            added: style().green(),
            added_word: style().green().bold().reverse(),
            good: style().green(),
            warn: style().yellow(),
            bad: style().red().bold(),
        }
    }

    /// The colour of a level.
    pub(crate) fn level(&self, level: iacfix_engine::codemod::Level) -> &Style {
        use iacfix_engine::codemod::Level;
        match level {
            Level::Safe => &self.good,
            Level::Review => &self.warn,
            Level::Advice => &self.name,
        }
    }
}

/// Whether the environment lets a terminal be coloured.
pub(crate) fn wanted_by_environment() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
