//! Where commands go in a script, and how they stand there. Invariant: what is inserted runs whenever the script does, and
//! before sshd reads its configuration again.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{LineStart, Listing, Side};

use super::code::Group;
use super::shell::{Command, Line, Shell, When};
use super::sshd::{is_about, restarts};

/// Where commands go.
pub(super) struct Place<'p> {
    start: LineStart<'p>,
    side: Side,
    /// The number of the line that comes after them.
    next: usize,
    /// Whether the script restarts sshd after them.
    pub(super) restarts: bool,
}

impl<'p> Place<'p> {
    /// The last place before sshd is restarted, where it has to be; else the end of the script.
    ///
    /// # Errors
    /// A script whose structure can't be read, or none of whose places is written as a line.
    pub(super) fn of(shell: &Shell, listing: &Listing<'p>, before_restart: bool) -> Result<Self, Declined> {
        if !shell.balanced {
            return Err(Declined::because("the script can't be read as shell to its end; add them by hand"));
        }
        let end = shell.commands.iter().find(|command| command.always() && ends(command)).or_else(|| last(shell));
        let runs = |command: &&Command| end.is_none_or(|end| command.line <= end.line);
        let restart = (0..shell.commands.len())
            .filter(|at| restarts(&shell.commands[*at]) && is_sure(&shell.commands[..=*at]))
            .map(|at| &shell.commands[at])
            .rfind(runs);
        let before = |line, restarts| {
            let (next, start) = above(shell, listing, line).ok_or_else(|| {
                Declined::because(
                    "no line before which they would go is written in the script itself; add them by hand",
                )
            })?;
            Ok(Self { start, side: Side::Before, next, restarts })
        };
        match (restart.filter(|_| before_restart), end) {
            (Some(restart), _) => before(restart.line, true),
            (None, Some(end)) => before(end.line, false),
            (None, None) => {
                let last = shell.lines.iter().rposition(|line| !line.is_blank()).unwrap_or_default();
                let (start, side) = listing.after(last).ok_or_else(|| {
                    Declined::because("the end of the script is put together from parts; add them by hand")
                })?;
                Ok(Self { start, side, next: last + 1, restarts: false })
            }
        }
    }

    /// The place in the text.
    pub(super) fn at(&self) -> (LineStart<'p>, Side) {
        (self.start, self.side)
    }

    /// The lines to insert: `groups`, and what restarts sshd after them, with the comments, blank lines and indentation of
    /// the script.
    pub(super) fn lines(
        &self,
        shell: &Shell,
        groups: Vec<(Group, Vec<String>)>,
        restart: Option<String>,
    ) -> Vec<String> {
        let own = |line: &&Line| line.starts && !line.text.trim_start().starts_with("#!");
        let commented = shell.lines.iter().filter(own).any(Line::is_comment);
        let spaced = commented || self.has_blank_lines(shell);
        let before = self.next.checked_sub(1).and_then(|at| shell.lines.get(at));
        let goes_on = before.is_some_and(|line| line.starts && !line.is_comment() && is_about(&line.text));
        let mut out: Vec<String> = Vec::new();
        let open = before.is_some_and(|line| !line.is_blank());
        let mut last = None;
        for (group, lines) in groups {
            if !(goes_on && group == Group::Sshd) {
                paragraph(&mut out, spaced, open, commented.then(|| group.comment()));
            }
            out.extend(lines);
            last = Some(group);
        }
        if let Some(command) = restart {
            if last != Some(Group::Sshd) {
                paragraph(&mut out, spaced, open, commented.then_some("# Apply the SSH settings"));
            }
            out.push(command);
        }
        let leads_on = |next: &Line| self.restarts && last == Some(Group::Sshd) && !next.is_comment();
        if let Some(next) = shell.lines.get(self.next)
            && spaced
            && !next.is_blank()
            && !leads_on(next)
        {
            out.push(String::new());
        }
        let indent = self.indent(shell);
        let indented = |line: String| if line.is_empty() { line } else { format!("{indent}{line}") };
        out.into_iter().map(indented).collect()
    }

    /// Whether blank lines set commands apart.
    fn has_blank_lines(&self, shell: &Shell) -> bool {
        let filled = |line: &Line| !line.is_blank();
        let (first, last) = (shell.lines.iter().position(filled), shell.lines.iter().rposition(filled));
        let (Some(first), Some(last)) = (first, last) else { return false };
        shell.lines[first..last].iter().skip(2).any(|line| line.starts && line.is_blank())
    }

    /// How far commands are indented that nothing is around.
    fn indent<'s>(&self, shell: &'s Shell) -> &'s str {
        let starts = |line: &&Line| line.starts && !line.is_blank();
        let here = shell.lines.get(self.next).filter(starts);
        let above = || shell.lines[..self.next.min(shell.lines.len())].iter().rfind(starts);
        let Some(line) = here.or_else(above) else { return "" };
        let text = &line.text;
        &text[..text.len() - text.trim_start().len()]
    }
}

/// Begins a paragraph with its comment.
fn paragraph(out: &mut Vec<String>, spaced: bool, open: bool, comment: Option<&str>) {
    let follows = out.last().map_or(open, |line| !line.is_empty());
    if spaced && follows {
        out.push(String::new());
    }
    out.extend(comment.map(str::to_string));
}

/// The nearest line from `line` upwards that others can be put before, with the comments above it; the script's first line is
/// none.
fn above<'p>(shell: &Shell, listing: &Listing<'p>, line: usize) -> Option<(usize, LineStart<'p>)> {
    let first = shell.lines.iter().position(|line| !line.is_blank())?;
    let fits = |at: &usize| {
        let reads_status = shell.lines[*at].text.contains("$?");
        (shell.lines[*at].starts && !reads_status).then_some(())?;
        Some((*at, listing.lines.get(*at)?.start?))
    };
    let mut found = (first + 1..=line).rev().find_map(|at| fits(&at))?;
    let is_comment = |at: usize| shell.lines[at].is_comment();
    while found.0 > first + 1
        && is_comment(found.0 - 1)
        && let Some(higher) = fits(&(found.0 - 1))
    {
        found = higher;
    }
    // Settings that go on after others stand right below them.
    let blank = (first + 1..found.0).rev().take_while(|at| shell.lines[*at].is_blank()).last();
    match blank {
        Some(at) if shell.lines[at - 1].starts && is_about(&shell.lines[at - 1].text) => fits(&at).or(Some(found)),
        _ => Some(found),
    }
}

/// Whether the last of these commands runs whenever the script does, as long as all goes well that is done to sshd before it:
/// `sshd -t && systemctl restart sshd`.
fn is_sure(commands: &[Command]) -> bool {
    let Some((last, before)) = commands.split_last() else { return false };
    let configures = |command: &Command| command.name() == "sshd" || command.words.iter().any(|word| is_about(word));
    match last.when {
        When::Always => true,
        When::Otherwise => false,
        When::AfterSuccess => {
            let chain = before.iter().rposition(Command::always).map(|head| &before[head..]);
            chain.is_some_and(|chain| chain.iter().all(|it| it.when != When::Otherwise && configures(it)))
        }
    }
}

/// Whether a script does not go on after a command.
fn ends(command: &Command) -> bool {
    match command.name() {
        "exit" | "reboot" | "poweroff" | "halt" | "shutdown" => true,
        "init" => command.takes("6") || command.takes("0"),
        "exec" => command.arguments().next().is_some(),
        _ => false,
    }
}

/// The last command, where it is one that serves for as long as the host runs.
fn last(shell: &Shell) -> Option<&Command> {
    let command = shell.commands.iter().rfind(|command| command.always())?;
    let argument = |at: usize| command.arguments().nth(at).unwrap_or_default();
    let serves = match command.name() {
        "npm" | "yarn" | "pnpm" => ["start", "dev", "serve"].iter().any(|script| command.takes(script)),
        "node" | "gunicorn" | "uvicorn" | "flask" => true,
        "python" | "python3" => command.takes("http.server") || argument(0).ends_with(".py"),
        "java" => command.takes("-jar"),
        "tail" => command.takes("-f") || command.takes("-F"),
        "sleep" => command.takes("infinity"),
        _ => false,
    };
    (serves && !command.background).then_some(command)
}
