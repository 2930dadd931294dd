//! A shell script, as far as it matters where more lines may go. Invariant: a line that is said to start a command has
//! nothing open before it: no quotes, no compound command, no here-document, no continued line.
//!
//! The parsers of the shell that there are want whole scripts and give trees without the places of comments and blank lines;
//! here scripts have gaps, which are a NUL each, and nothing but what is open at a line is asked.

/// A script that was read to its end.
pub(super) struct Shell {
    /// Its lines.
    pub(super) lines: Vec<Line>,
    /// Its simple commands, in order.
    pub(super) commands: Vec<Command>,
    /// Whether all that was opened was closed, in the order that it has to be.
    pub(super) balanced: bool,
}

/// A line of a script.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// What stands on it.
    pub(super) text: String,
    /// Whether others may be put before it.
    pub(super) starts: bool,
    /// Whether it is a line of a here-document.
    pub(super) document: bool,
}

impl Line {
    /// Whether there is nothing on it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it is a comment, of the script or of the file that it writes.
    pub(super) fn is_comment(&self) -> bool {
        self.text.trim_start().starts_with('#')
    }

    /// Whether nothing is known of the commands that stand on it.
    pub(super) fn is_unseen(&self) -> bool {
        !self.document && self.text.trim() == "\0"
    }
}

/// When a command runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum When {
    /// Whatever happens before it.
    #[default]
    Always,
    /// After the one before it succeeds.
    AfterSuccess,
    /// In some cases, or beside others: it is part of a compound command, of a word, of `||` or of a pipe.
    Otherwise,
}

/// A simple command.
#[derive(Debug, Default)]
pub(super) struct Command {
    /// The number of the line that it starts on.
    pub(super) line: usize,
    /// Its name and its arguments without their quotes; redirections too.
    pub(super) words: Vec<String>,
    /// When it runs.
    pub(super) when: When,
    /// Whether it runs through `sudo`.
    pub(super) sudo: bool,
    /// Whether the script goes on while it runs.
    pub(super) background: bool,
}

impl Command {
    /// Whether it runs whatever happens before it.
    pub(super) fn always(&self) -> bool {
        self.when == When::Always
    }

    /// Its name, without the folder.
    pub(super) fn name(&self) -> &str {
        self.words.first().map_or("", |word| word.rsplit('/').next().unwrap_or(word))
    }

    /// Its arguments, options and redirections left out.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        let plain = |word: &str| !word.is_empty() && !word.starts_with('-') && !word.contains(['<', '>']);
        let mut redirected = false;
        self.words.iter().skip(1).map(String::as_str).filter(move |word| {
            let is_target = std::mem::replace(&mut redirected, word.ends_with(['<', '>']));
            !is_target && plain(word)
        })
    }

    /// Whether it has this argument.
    pub(super) fn takes(&self, argument: &str) -> bool {
        self.words.iter().skip(1).any(|word| word == argument)
    }
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Single,
    Double,
    /// `(`
    Paren,
    /// `$(`, `<(`: a script within a word.
    Substitution,
    /// `${`
    Parameter,
    Backtick,
    /// `if`
    If,
    /// `for`, `while`, `until`, `select`
    Loop,
    Case,
    /// `{`
    Group,
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    commands: Vec<Command>,
    /// What is open, with the command around it and whether that is still to come.
    open: Vec<(Open, Option<usize>, bool)>,
    broken: bool,
    /// Whether the next word is the name of a command.
    at_command: bool,
    /// Whether the next command hangs on the one before it.
    chained: bool,
    /// Whether all that it hangs on is `&&`.
    on_success: bool,
    /// Whether nothing was read since an operator.
    dangling: bool,
    /// Whether the next word is the name of a function.
    names_function: bool,
    /// Whether `sudo` was read.
    sudo: bool,
    /// The command that is read.
    command: Option<usize>,
    word: Option<String>,
    /// Whether a quote is part of the word.
    quoted: bool,
    /// The ends of here-documents whose text follows.
    documents: Vec<String>,
    /// Whether the line goes on.
    continued: bool,
}

/// Reads a script.
pub(super) fn read<'l>(lines: impl Iterator<Item = &'l str>) -> Shell {
    let mut reader = Reader { at_command: true, ..Reader::default() };
    for text in lines {
        reader.line(text);
    }
    let balanced = !reader.broken && reader.open.is_empty() && reader.documents.is_empty() && !reader.continued;
    Shell { lines: reader.lines, commands: reader.commands, balanced }
}

impl Reader {
    fn top(&self) -> Option<Open> {
        self.open.last().map(|(open, ..)| *open)
    }

    fn line(&mut self, text: &str) {
        let line = |starts, document| Line { text: text.to_string(), starts, document };
        if let Some(end) = self.documents.first() {
            if text.trim() == end {
                self.documents.remove(0);
            }
            return self.lines.push(line(false, true));
        }
        self.lines.push(line(self.open.is_empty() && !self.continued && !self.chained, false));
        self.continued = false;
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            at = self.step(&chars, at);
        }
        if self.continued {
            return;
        }
        match self.top() {
            Some(Open::Single | Open::Double) => self.letter('\n'),
            _ => self.end_of_command(),
        }
    }

    fn letter(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }

    fn open(&mut self, open: Open) {
        self.open.push((open, self.command, self.at_command));
    }

    fn close(&mut self, open: Open) {
        match self.open.pop() {
            Some((top, command, to_come)) if top == open => (self.command, self.at_command) = (command, to_come),
            _ => self.broken = true,
        }
    }

    /// Opens what has commands of its own.
    fn enter(&mut self, open: Open) {
        self.open(open);
        (self.command, self.at_command, self.chained) = (None, true, false);
    }

    /// Reads what stands at `at`; returns what comes next.
    fn step(&mut self, chars: &[char], at: usize) -> usize {
        let c = chars[at];
        let next = chars.get(at + 1).copied();
        match self.top() {
            Some(Open::Single) => {
                if c == '\'' {
                    self.close(Open::Single)
                } else {
                    self.letter(c)
                }
                return at + 1;
            }
            Some(Open::Double) if !matches!(c, '"' | '\\' | '$' | '`') => {
                self.letter(c);
                return at + 1;
            }
            _ => {}
        }
        match (c, next) {
            ('\\', None) => self.continued = true,
            ('\\', Some(escaped)) => {
                self.quoted = true;
                self.letter(escaped);
                return at + 2;
            }
            ('$', Some('(')) => return self.substitution(Open::Substitution, at + 2),
            ('$', Some('{')) => {
                self.letter('$');
                self.open(Open::Parameter);
                return at + 2;
            }
            ('`', _) if self.top() == Some(Open::Backtick) => self.leave(Open::Backtick),
            ('`', _) => return self.substitution(Open::Backtick, at + 1),
            ('"', _) if self.top() == Some(Open::Double) => self.close(Open::Double),
            ('"', _) => self.quote(Open::Double),
            _ if self.top() == Some(Open::Double) => self.letter(c),
            ('\'', _) => self.quote(Open::Single),
            ('}', _) if self.top() == Some(Open::Parameter) => self.close(Open::Parameter),
            _ if self.top() == Some(Open::Parameter) => self.letter(c),
            ('#', _) if self.word.is_none() => return chars.len(),
            (' ' | '\t', _) => self.end_of_word(),
            ('<', Some('<')) if chars.get(at + 2) != Some(&'<') => return self.document(chars, at + 2),
            ('<', Some('<')) => {
                self.letter('<');
                return at + 3;
            }
            ('&', Some('>')) | ('>', Some('&' | '|')) => {
                self.letter('>');
                return at + 2;
            }
            (';' | '&' | '|', _) => return self.operator(chars, at),
            ('(', _) if self.word.as_ref().is_some_and(|word| word.ends_with(['<', '>'])) => {
                return self.substitution(Open::Substitution, at + 1);
            }
            ('(', _) => {
                self.end_of_word();
                self.enter(Open::Paren);
            }
            (')', _) => self.parenthesis(),
            _ => self.letter(c),
        }
        at + 1
    }

    fn quote(&mut self, open: Open) {
        self.quoted = true;
        self.word.get_or_insert_default();
        self.open(open);
    }

    /// `$(`, a backtick: a script within a word.
    fn substitution(&mut self, open: Open, next: usize) -> usize {
        self.letter('$');
        let word = self.word.take();
        self.begin(word);
        self.enter(open);
        next
    }

    /// Ends a script within a word.
    fn leave(&mut self, open: Open) {
        self.end_of_word();
        self.close(open);
        self.chained = false;
        self.word = Some(String::new());
        self.quoted = true;
    }

    fn parenthesis(&mut self) {
        match self.top() {
            Some(Open::Substitution) => self.leave(Open::Substitution),
            // The end of a pattern.
            Some(Open::Case) => (self.word, self.command, self.at_command, self.chained) = (None, None, true, false),
            _ => {
                self.leave(Open::Paren);
                // `name() {`
                (self.word, self.at_command) = (None, true);
            }
        }
    }

    /// `;`, `&`, `|` and those that are doubled.
    fn operator(&mut self, chars: &[char], at: usize) -> usize {
        let double = chars.get(at + 1) == Some(&chars[at]);
        let background = chars[at] == '&' && !double;
        self.end_of_word();
        if let Some(command) = self.command.filter(|_| background) {
            self.commands[command].background = true;
        }
        (self.command, self.at_command, self.sudo) = (None, true, false);
        let after_success = chars[at] == '&' && double;
        self.chained = chars[at] == '|' || after_success;
        self.on_success = after_success;
        self.dangling = self.chained;
        at + if double { 2 } else { 1 }
    }

    fn end_of_command(&mut self) {
        self.end_of_word();
        (self.command, self.at_command, self.sudo) = (None, true, false);
        self.chained &= self.dangling;
    }

    /// `<<`, `<<-`: the word that ends the text.
    fn document(&mut self, chars: &[char], at: usize) -> usize {
        self.end_of_word();
        let mut at = at;
        while chars.get(at).is_some_and(|c| matches!(c, '-' | ' ' | '\t')) {
            at += 1;
        }
        let ends = |c: &char| c.is_whitespace() || matches!(c, ';' | '&' | '|' | '>' | '<' | ')');
        let word: String = chars[at..].iter().take_while(|c| !ends(c)).collect();
        let end: String = word.chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect();
        // `1 << 2` is no document.
        if end.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '!') {
            self.documents.push(end);
        }
        at + word.chars().count()
    }

    fn end_of_word(&mut self) {
        let word = self.word.take();
        self.begin(word);
        self.quoted = false;
    }

    fn begin(&mut self, word: Option<String>) {
        let Some(word) = word else { return };
        self.dangling = false;
        if std::mem::take(&mut self.names_function) || (self.at_command && word.is_empty()) {
            return;
        }
        if !self.at_command {
            if let Some(command) = self.command {
                self.commands[command].words.push(word);
            }
            return;
        }
        if !self.quoted && self.keyword(&word) {
            return;
        }
        let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match word.as_str() {
            "sudo" => self.sudo = true,
            "-E" | "-n" | "-H" if self.sudo => {}
            _ if word.split_once('=').is_some_and(|(name, _)| is_name(name)) => {}
            _ => {
                let when = match (self.open.is_empty(), self.chained) {
                    (true, false) => When::Always,
                    (true, true) if self.on_success => When::AfterSuccess,
                    _ => When::Otherwise,
                };
                let (line, sudo) = (self.lines.len() - 1, self.sudo);
                self.command = Some(self.commands.len());
                self.commands.push(Command { line, words: vec![word], when, sudo, background: false });
                (self.at_command, self.chained, self.sudo) = (false, false, false);
            }
        }
    }

    /// Takes a word of the language itself.
    fn keyword(&mut self, word: &str) -> bool {
        match word {
            "if" => self.enter(Open::If),
            "for" | "select" => {
                self.enter(Open::Loop);
                self.at_command = false;
            }
            "while" | "until" => self.enter(Open::Loop),
            "case" => {
                self.enter(Open::Case);
                self.at_command = false;
            }
            "{" => self.enter(Open::Group),
            "then" | "else" | "elif" | "do" | "!" | "time" => self.at_command = true,
            "fi" => self.end(Open::If),
            "done" => self.end(Open::Loop),
            "esac" => self.end(Open::Case),
            "}" => self.end(Open::Group),
            "function" => self.names_function = true,
            _ => return false,
        }
        true
    }

    fn end(&mut self, open: Open) {
        self.close(open);
        self.command = None;
        self.at_command = false;
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    /// The lines that start a command at the top, by number.
    #[track_caller]
    fn starts(script: &str, expected: &[usize]) {
        let shell = read(script.lines());
        assert!(shell.balanced, "{script}\n{:?}", shell.lines);
        let found: Vec<_> = (0..shell.lines.len()).filter(|at| shell.lines[*at].starts).collect();
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn a_line_starts_where_nothing_is_open() {
        starts("a\nb", &[0, 1]);
        starts("a \\\n  b\nc", &[0, 2]);
        starts("a &&\n  b ||\n c |\n # d\n e\nf", &[0, 5]);
        starts("if a; then\n  b\nelse\n  c\nfi\nd", &[0, 5]);
        starts("for x in a b; do\n  c\ndone\nwhile a\ndo b\ndone\nd", &[0, 3, 6]);
        starts("case $x in\n  a|b) c ;;\n  (d)\n    e\n    ;;\nesac\nf", &[0, 6]);
        starts("f() {\n  a\n}\nfunction g {\n  b\n}\n( c\n  d )\ne", &[0, 3, 6, 8]);
        starts("cat > x <<EOF\na\nif\nEOF\nb", &[0, 4]);
        starts("cat <<-'A' <<\"B\" | c\n1\nA\n2\nB\nb", &[0, 5]);
        starts("echo 'a\nb # \"' \"$(c \"d\ne\")\nf\"\ng", &[0, 4]);
        starts("x=$(a | b)\ny=${x:-'a b'}\nz=${#x}\necho `a; b` $((1 << 2)) # '\nc", &[0, 1, 2, 3, 4]);
        starts("a if\necho done; echo fi\nb <<< c\nexec > >(tee x | logger -t y) 2>&1\nd", &[0, 1, 2, 3, 4]);
        starts("a || { b; exit 1; }\n[[ $x =~ a ]] && b\nc", &[0, 1, 2]);
        starts("# it's a comment\n\na", &[0, 1, 2]);
    }

    #[test]
    fn what_is_not_closed_is_not_balanced() {
        for script in ["if a; then\n  b", "a 'b", "cat <<EOF\na", "fi", "a \\", "(a", "a; }"] {
            assert!(!read(script.lines()).balanced, "{script}");
        }
    }

    #[test]
    fn commands_are_found_with_what_they_depend_on() {
        let script = "sudo -E DEBIAN_FRONTEND=x /usr/bin/apt-get install -y 'a b' > /dev/null\n\
                      a && b; c\nif d; then e; fi\nx=$(f g) h &\ni | j 2>&1";
        let shell = read(script.lines());
        let shown = |c: &super::Command| (c.name().to_string(), c.line, c.always(), c.sudo, c.background);
        let found: Vec<_> = shell.commands.iter().map(shown).collect();
        let plain = |name: &str, line, always| (name.to_string(), line, always, false, false);
        assert_eq!(
            found,
            [
                ("apt-get".to_string(), 0, true, true, false),
                plain("a", 1, true),
                plain("b", 1, false),
                plain("c", 1, true),
                plain("d", 2, false),
                plain("e", 2, false),
                plain("f", 3, false),
                ("h".to_string(), 3, true, false, true),
                plain("i", 4, true),
                plain("j", 4, false),
            ]
        );
        assert_eq!(shell.commands[0].arguments().collect::<Vec<_>>(), ["install", "a b"]);
    }
}
