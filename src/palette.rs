//! Colours. Invariant: a palette that is off writes no escape sequence.

use console::Style;

/// The styles of everything that is printed.
#[derive(Clone, Debug)]
pub(crate) struct Palette {
    /// Whether it colours at all.
    pub(crate) on: bool,
    /// Text as it is.
    pub(crate) plain: Style,
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
            plain: Style::new().force_styling(false),
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

    /// No colour, and yet what matters stands out: for a terminal whose person wants none.
    pub(crate) fn monochrome() -> Self {
        let style = || Style::new().force_styling(true);
        let plain = || Style::new().force_styling(false);
        let (removed_word, added_word) = (style().underlined(), style().underlined());
        let (removed, added, good, warn) = (plain(), plain(), plain(), plain());
        Self {
            on: true,
            plain: plain(),
            strong: style().bold(),
            dim: plain(),
            name: plain(),
            removed,
            removed_word,
            added,
            added_word,
            good,
            warn,
            bad: style().bold(),
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
