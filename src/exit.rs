//! Exit codes. Invariant: this is the only place that turns what happened into a number.

/// What a run came to, as the shell sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Done,
    /// `--check` found something at or below the level that fails.
    Found,
    /// A usage or configuration error, or a file that could not be read, parsed or written.
    Trouble,
    /// A signal or Ctrl-C; nothing was half-written.
    Interrupted,
}

impl Exit {
    /// The number that the shell gets.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Trouble => 2,
            Exit::Interrupted => 130,
        }
    }
}

/// What happened during a run, gathered as it goes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Verdict {
    /// `--check` found something that fails it.
    pub(crate) found: bool,
    /// Something could not be read, parsed or written, or was asked for wrongly.
    pub(crate) trouble: bool,
    /// A person or a signal stopped it.
    pub(crate) interrupted: bool,
}

impl Verdict {
    /// An interruption outweighs trouble (what was done is not all), trouble outweighs findings (what was found is not all).
    pub(crate) fn exit(self) -> Exit {
        match self {
            Verdict { interrupted: true, .. } => Exit::Interrupted,
            Verdict { trouble: true, .. } => Exit::Trouble,
            Verdict { found: true, .. } => Exit::Found,
            _ => Exit::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_outweighs_findings_and_an_interruption_both() {
        let mut verdict = Verdict { found: true, ..Default::default() };
        assert_eq!(verdict.exit().code(), 1);
        verdict.trouble = true;
        assert_eq!(verdict.exit().code(), 2);
        verdict.interrupted = true;
        assert_eq!(verdict.exit().code(), 130);
        assert_eq!(Verdict::default().exit().code(), 0);
    }
}
