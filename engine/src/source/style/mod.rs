//! How a file is written. Invariant: every field has a value; where nothing speaks, Prettier's default stands.
//!
//! Each field is decided alone, by the first that speaks: the configuration nearest above the file (`config`), what most
//! of the file does, what most of its program does (`observed`), Prettier's default.

mod config;
mod observed;
mod styles;
#[cfg(test)]
mod tests;

pub use styles::Styles;

use super::Newline;

/// One level of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Indent {
    /// This many spaces.
    Spaces(u8),
    /// One tab, shown this many columns wide.
    Tab(u8),
}

/// Which quotes strings take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// `'...'`
    Single,
    /// `"..."`
    Double,
}

/// Where a comma follows the last item of a list that spans lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrailingComma {
    /// Nowhere.
    None,
    /// In arrays and objects.
    Es5,
    /// In argument and parameter lists too.
    All,
}

/// Whether property names are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteProps {
    /// Only where the name needs it.
    AsNeeded,
    /// All of an object's names when one needs it.
    Consistent,
    /// As written.
    Preserve,
}

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// One level of indentation.
    pub indent: Indent,
    /// Quotes of strings.
    pub quotes: Quotes,
    /// Whether statements end in `;`.
    pub semicolons: bool,
    /// Commas after last items.
    pub trailing_comma: TrailingComma,
    /// `{ a }` rather than `{a}`.
    pub bracket_spacing: bool,
    /// `(x) => x` rather than `x => x`.
    pub arrow_parens: bool,
    /// Columns that a line should fit in.
    pub width: u16,
    /// Quoting of property names.
    pub quote_props: QuoteProps,
    /// Line endings of new lines.
    pub newline: Newline,
}

/// What one source of evidence says; nothing where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Partial {
    tabs: Option<bool>,
    indent_width: Option<u8>,
    quotes: Option<Quotes>,
    semicolons: Option<bool>,
    list_commas: Option<bool>,
    call_commas: Option<bool>,
    bracket_spacing: Option<bool>,
    arrow_parens: Option<bool>,
    width: Option<u16>,
    quote_props: Option<QuoteProps>,
    newline: Option<Newline>,
}

impl Partial {
    /// Fills what is silent here with what `other` says.
    fn or(self, other: &Partial) -> Self {
        // The width of a level belongs to the spaces or tabs that it was said of.
        let same = self.tabs.is_none() || self.tabs == other.tabs || other.tabs.is_none();
        Self {
            tabs: self.tabs.or(other.tabs),
            indent_width: self.indent_width.or(other.indent_width.filter(|_| same)),
            quotes: self.quotes.or(other.quotes),
            semicolons: self.semicolons.or(other.semicolons),
            list_commas: self.list_commas.or(other.list_commas),
            call_commas: self.call_commas.or(other.call_commas),
            bracket_spacing: self.bracket_spacing.or(other.bracket_spacing),
            arrow_parens: self.arrow_parens.or(other.arrow_parens),
            width: self.width.or(other.width),
            quote_props: self.quote_props.or(other.quote_props),
            newline: self.newline.or(other.newline),
        }
    }

    fn finish(&self) -> Style {
        let default = Style::default();
        let width = self.indent_width.unwrap_or(2);
        Style {
            indent: if self.tabs.unwrap_or(false) { Indent::Tab(width) } else { Indent::Spaces(width) },
            quotes: self.quotes.unwrap_or(default.quotes),
            semicolons: self.semicolons.unwrap_or(default.semicolons),
            trailing_comma: match (self.list_commas.unwrap_or(true), self.call_commas.unwrap_or(true)) {
                (false, _) => TrailingComma::None,
                (true, false) => TrailingComma::Es5,
                (true, true) => TrailingComma::All,
            },
            bracket_spacing: self.bracket_spacing.unwrap_or(default.bracket_spacing),
            arrow_parens: self.arrow_parens.unwrap_or(default.arrow_parens),
            width: self.width.unwrap_or(default.width),
            quote_props: self.quote_props.unwrap_or(default.quote_props),
            newline: self.newline.unwrap_or(default.newline),
        }
    }
}

impl Default for Style {
    /// Prettier's defaults.
    fn default() -> Self {
        Self {
            indent: Indent::Spaces(2),
            quotes: Quotes::Double,
            semicolons: true,
            trailing_comma: TrailingComma::All,
            bracket_spacing: true,
            arrow_parens: true,
            width: 80,
            quote_props: QuoteProps::AsNeeded,
            newline: Newline::Lf,
        }
    }
}
