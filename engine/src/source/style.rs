//! How a file is written. Invariant: every field has a value; where nothing speaks, Prettier's default stands.

use super::Newline;

/// One level of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indent {
    /// This many spaces.
    Spaces(u8),
    /// One tab, shown this many columns wide.
    Tab(u8),
}

/// Which quotes strings take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// `'...'`
    Single,
    /// `"..."`
    Double,
}

/// Where a comma follows the last item of a list that spans lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailingComma {
    /// Nowhere.
    None,
    /// In arrays and objects.
    Es5,
    /// In argument and parameter lists too.
    All,
}

/// Whether property names are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
