//! The three answers. Invariant: "absent" is said only where the source shows that nothing is there.

/// The answer to a question about a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// It is there.
    Found(T),
    /// It is not there, and everything that could put it there was seen.
    Absent,
    /// The source does not tell, for this reason (lower-case, without a full stop).
    Unknown(String),
}

impl<T> Lookup<T> {
    /// What was found.
    pub fn found(self) -> Option<T> {
        match self {
            Lookup::Found(it) => Some(it),
            _ => None,
        }
    }

    /// Whether nothing is there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Lookup::Absent)
    }

    /// The reason why the source does not tell.
    pub fn unknown(&self) -> Option<&str> {
        match self {
            Lookup::Unknown(why) => Some(why),
            _ => None,
        }
    }

    /// The same answer about something made of it.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Lookup<U> {
        match self {
            Lookup::Found(it) => Lookup::Found(f(it)),
            Lookup::Absent => Lookup::Absent,
            Lookup::Unknown(why) => Lookup::Unknown(why),
        }
    }
}
