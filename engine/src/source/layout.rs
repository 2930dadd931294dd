//! How a file is laid out beyond its style. Invariant: data only; printing judges it.

/// How `new X("name", {...}, opts)` is written where it takes several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NewArguments {
    /// As Prettier does.
    #[default]
    Prettier,
    /// `new X("name", {` ... `}, opts)`
    Hugged,
    /// One argument a line.
    OnePerLine,
}

/// How a file is laid out beyond its [`Style`](super::Style).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLayout {
    /// Most of what takes several lines is laid out as Prettier would.
    pub tidy: bool,
    /// Arguments of `new`.
    pub new_arguments: NewArguments,
}

impl Default for FileLayout {
    /// A tidy file.
    fn default() -> Self {
        Self { tidy: true, new_arguments: NewArguments::Prettier }
    }
}
