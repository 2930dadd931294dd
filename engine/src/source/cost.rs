//! What a text would cost the parser. Invariant: a text that passes is parsed within the stack of a run and in time that
//! grows with its length; looking costs one step for each byte.
//!
//! The parser recurses over prefix operators, assignments, arrows and types, and tells nobody how deep it is. Where it can't
//! tell an arrow function from a type assertion or a condition it reads on to try one, and reads the same text again for the
//! other: twice as often with each level. Strings, comments and expressions like `/x/` are passed over as far as they can
//! be told without parsing.

use super::file::MAX_DEPTH;

/// Most prefix operators and the like that may wait for their operand at once.
const MAX_WAITING: u64 = 1 << 16;

/// How often each byte may be read over again, on average, and how many bytes more.
const READS_A_BYTE: u64 = 64;
const READS: u64 = 4 << 20;

/// Most `else if` of a file: the parser walks a whole chain again for each.
const MAX_ELSE_IF: usize = 8192;

/// Doublings beyond which nothing fits any budget.
const MAX_DOUBLED: u32 = 40;

/// The bytes that words are made of.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let it = byte as u8;
        table[byte] = it.is_ascii_alphanumeric() || matches!(it, b'_' | b'$' | b'\\' | 0x80..);
        byte += 1;
    }
    table
};

/// Words that wait for an operand.
fn is_prefix(word: &[u8]) -> bool {
    matches!(
        word,
        b"typeof"
            | b"void"
            | b"delete"
            | b"await"
            | b"yield"
            | b"new"
            | b"keyof"
            | b"readonly"
            | b"unique"
            | b"infer"
            | b"async"
            | b"extends"
    )
}

/// Words that start a statement which another one, without braces, may be the end of.
fn is_head(word: &[u8]) -> bool {
    matches!(word, b"if" | b"else" | b"for" | b"while" | b"do" | b"with")
}

/// How many operators a statement without its end weighs: its parser is that much deeper.
const HEAD: u64 = 8;

/// Words that go on with an expression or a type on the next line.
fn is_infix(word: &[u8]) -> bool {
    matches!(word, b"as" | b"in" | b"instanceof" | b"satisfies" | b"extends" | b"is" | b"of" | b"from")
}

/// Where `text` first costs too much. `jsx` says that `<a>` starts an element.
pub(super) fn too_costly(text: &str, jsx: bool) -> Option<u32> {
    Scan::new(text.as_bytes(), jsx).run().map(|at| at as u32)
}

/// What is open between two brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Whether it is the text of a template.
    template: bool,
    /// Operators that may wait for an operand.
    waiting: u64,
    /// Angle brackets that are not closed.
    angles: u64,
    /// Angle brackets that start an expression, one right behind the other.
    casts: u64,
    /// How often what follows is read twice.
    doubled: u32,
    /// Conditions.
    conditions: u32,
    /// Whether `(...):` stands within a condition.
    returns: bool,
    /// Whether the next brackets are those of `if (...)`, behind which a statement is still to come.
    head: bool,
}

struct Scan<'t> {
    bytes: &'t [u8],
    jsx: bool,
    at: usize,
    /// The last byte that is no white space.
    last: u8,
    /// Whether a line ended behind it.
    new_line: bool,
    /// Whether the last colon stood behind `)`.
    returns: bool,
    /// Whether the last word was `else`, and nothing stands behind it.
    after_else: bool,
    else_ifs: usize,
    levels: Vec<Level>,
    /// What the outer levels sum up to.
    outer: Level,
    level: Level,
    reads: u64,
}

impl<'t> Scan<'t> {
    fn new(bytes: &'t [u8], jsx: bool) -> Self {
        let (outer, level) = (Level::default(), Level::default());
        Self {
            bytes,
            jsx,
            at: 0,
            last: b';',
            new_line: false,
            returns: false,
            after_else: false,
            else_ifs: 0,
            levels: Vec::new(),
            outer,
            level,
            reads: 0,
        }
    }

    /// The place of the first byte that is too much.
    fn run(mut self) -> Option<usize> {
        let budget = READS + READS_A_BYTE * self.bytes.len() as u64;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let from = self.at;
            self.at += 1;
            if self.level.template {
                self.template(byte);
            } else {
                self.code(byte);
            }
            let doubled = (self.outer.doubled + self.level.doubled).min(MAX_DOUBLED);
            let again = 1 + self.outer.angles + self.level.angles + self.outer.casts + self.level.casts;
            let long = (self.at - from) as u64;
            self.reads = self.reads.saturating_add((again << doubled).saturating_mul(long));
            let waiting = self.outer.waiting + self.level.waiting;
            let deep = self.levels.len() > MAX_DEPTH || waiting > MAX_WAITING;
            if deep || self.else_ifs > MAX_ELSE_IF || self.reads > budget {
                return Some(from);
            }
        }
        None
    }

    fn template(&mut self, byte: u8) {
        // Up to the next sign that means something.
        let byte = match memchr::memchr3(b'\\', b'`', b'$', &self.bytes[self.at - 1..]) {
            Some(0) => byte,
            Some(more) => {
                self.at += more;
                self.bytes[self.at - 1]
            }
            None => {
                self.at = self.bytes.len();
                return;
            }
        };
        match byte {
            b'\\' => self.at += 1,
            b'`' => self.close(byte),
            b'$' if self.next() == b'{' => {
                self.at += 1;
                self.open(false, b'{');
            }
            _ => {}
        }
    }

    fn code(&mut self, byte: u8) {
        match byte {
            b'\n' => self.new_line = true,
            b' ' | b'\t' | b'\r' => {
                while matches!(self.next(), b' ' | b'\t' | b'\r') {
                    self.at += 1;
                }
            }
            b'(' | b'[' | b'{' => self.open(false, byte),
            b')' | b']' | b'}' => self.close(byte),
            b'`' => self.open(true, byte),
            b'\'' | b'"' => self.string(byte),
            b'/' => self.slash(),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' | b'\\' | 0x80.. => self.word(),
            _ => self.operator(byte),
        }
    }

    fn next(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(b'\n')
    }

    /// Whether what stands before is a whole operand.
    fn after_operand(&self) -> bool {
        matches!(self.last, b')' | b']' | b'}' | b'\'' | b'"' | b'`' | b'_' | b'$' | 0x80..)
            || self.last.is_ascii_alphanumeric()
    }

    fn saw(&mut self, byte: u8) {
        self.last = byte;
        self.new_line = false;
        self.after_else = false;
    }

    fn open(&mut self, template: bool, byte: u8) {
        // What is in brackets may be a type or none: behind `a<` and behind `(a):`.
        let maybe_type = self.level.returns || self.level.angles > 0 || (self.returns && self.last == b':');
        let doubled = u32::from(maybe_type);
        self.outer.waiting += self.level.waiting;
        self.outer.angles += self.level.angles;
        self.outer.casts += self.level.casts;
        self.outer.doubled += self.level.doubled;
        self.levels.push(self.level);
        self.level = Level { template, doubled, ..Level::default() };
        self.saw(byte);
    }

    fn close(&mut self, byte: u8) {
        let mut heads = false;
        if let Some(mut level) = self.levels.pop() {
            heads = byte == b')' && std::mem::take(&mut level.head);
            self.outer.waiting -= level.waiting;
            self.outer.angles -= level.angles;
            self.outer.casts -= level.casts;
            self.outer.doubled -= level.doubled;
            self.level = level;
        }
        self.saw(if heads { b'=' } else { byte });
    }

    /// Nothing waits any longer: a statement, an argument or a property ended.
    fn ended(&mut self, statement: bool) {
        let Level { template, angles, .. } = self.level;
        let angles = if statement { 0 } else { angles };
        self.level = Level { template, angles, ..Level::default() };
    }

    fn string(&mut self, quote: u8) {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.at += memchr::memchr3(quote, b'\\', b'\n', rest).unwrap_or(rest.len());
            if self.next() != b'\\' {
                break;
            }
            self.at += 2;
        }
        self.at += 1;
        self.saw(quote);
    }

    /// A comment, an expression like `/x/`, or a division.
    fn slash(&mut self) {
        let rest = &self.bytes[self.at..];
        match self.next() {
            b'/' => self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            b'*' => self.at += memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2),
            _ if self.after_operand() || self.last == b'<' => self.saw(b'/'),
            _ => {
                let mut class = false;
                while !matches!(self.next(), b'\n') && (class || self.next() != b'/') {
                    match self.next() {
                        b'[' => class = true,
                        b']' => class = false,
                        b'\\' => self.at += 1,
                        _ => {}
                    }
                    self.at += 1;
                }
                self.at += 1;
                self.saw(b')');
            }
        }
    }

    fn word(&mut self) {
        let from = self.at - 1;
        let more = self.bytes[self.at..].iter().position(|byte| !IN_WORD[usize::from(*byte)]);
        self.at = more.map_or(self.bytes.len(), |more| self.at + more);
        let word = &self.bytes[from..self.at];
        if self.new_line && self.after_operand() && !is_infix(word) {
            self.ended(true);
        }
        self.else_ifs += usize::from(self.after_else && word == b"if");
        let prefix = is_prefix(word);
        self.level.waiting += u64::from(prefix);
        if is_head(word) {
            self.level.waiting += HEAD;
            self.level.head = !matches!(word, b"else" | b"do");
        }
        // An operand is still to come behind a prefix, and behind `return` and its like.
        let waits =
            prefix || matches!(word, b"return" | b"case" | b"throw" | b"default" | b"else" | b"do" | b"in" | b"of");
        let is_else = word == b"else";
        self.saw(if waits { b'=' } else { b'a' });
        self.after_else = is_else;
    }

    fn operator(&mut self, byte: u8) {
        match byte {
            b';' => self.ended(true),
            b',' => self.ended(false),
            b'<' => self.angle(),
            b'>' if self.last == b'=' => {
                self.level.doubled += u32::from(self.level.conditions > 0);
                self.level.waiting += 1;
                return self.saw(b'=');
            }
            b'>' => {
                self.level.angles = self.level.angles.saturating_sub(1);
                // Behind a cast an operand is still to come; behind the arguments of a type none is.
                return self.saw(if self.level.casts > 0 { byte } else { b')' });
            }
            b':' => {
                self.returns = self.last == b')';
                self.level.returns = self.returns && self.level.conditions > 0;
                self.level.waiting += 1;
            }
            b'?' => {
                let condition = !matches!(self.next(), b'.' | b'?' | b':' | b')' | b',' | b'=');
                self.level.conditions += u32::from(condition);
                self.level.waiting += 1;
            }
            b'!' | b'-' | b'+' | b'~' | b'=' | b'*' | b'.' => self.level.waiting += 1,
            _ => {}
        }
        self.saw(byte);
    }

    fn angle(&mut self) {
        self.level.waiting += 1;
        if matches!(self.next(), b'=' | b'<') || self.last == b'<' {
            return;
        }
        self.level.angles += 1;
        if self.jsx || self.after_operand() {
            return;
        }
        self.level.casts += 1;
        if self.last != b'>' {
            self.level.doubled += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(text: &str) -> bool {
        too_costly(text, false).is_none()
    }

    #[test]
    fn what_people_write_passes() {
        let texts = [
            "const page = `<html>\n<body>\n".to_string() + &"<p>Name: <b>x</b> ({[</p>\n".repeat(2000) + "`;\n",
            "// ==========\n/* <a>(<a>( */\n".repeat(20_000),
            "const a = <any>b\nconst c = <T>(d: T) => ({ e: <any>d })\n".repeat(20_000),
            "const a = !b\n".repeat(100_000),
            "x = a ? (b) : c ? (d) : ".repeat(400) + "e;\n",
            "if (a < b) c(d);\nfor (let i = 0; i < n; i++) e();\n".repeat(10_000),
            "const a = b < c\n".repeat(10_000),
            "f({ a: [<any>b, x => y ? z => 1 : () => 2], r: /[`'\"<(]/g });\n".repeat(10_000),
            "class A {\n  b: pulumi.Input<Record<string, pulumi.Output<string>>>\n".to_string()
                + &"  c: pulumi.Input<string>\n".repeat(50_000)
                + "}\n",
            "const it = \"it's\"; // don't `stop\n".repeat(1000),
            "for (const a of b) if (a) c(a); else d();\n".repeat(50_000),
            "if (a) {\n  b();\n} else if (c) {\n  d();\n}\nwhile (e) {\n  f();\n}\n".repeat(5_000),
            "if (a) {\n  b();\n}".to_string() + &" else if (c) {\n  d();\n}".repeat(2000),
        ];
        for text in texts {
            let at = too_costly(&text, false);
            assert!(at.is_none(), "{at:?}: {}", &text[..60]);
        }
    }

    #[test]
    fn what_is_read_over_and_over_does_not_pass() {
        let texts = [
            "x = ".to_string() + &"<a>(".repeat(40),
            "x = ".to_string() + &"<T>(a = ".repeat(40),
            "x = ".to_string() + &"`${<T>a<".repeat(40),
            "x = ".to_string() + &"<T>a ? ".repeat(40),
            "x = ".to_string() + &"<T>a = ".repeat(40),
            "x = ".to_string() + &"a ? (a): b => ".repeat(40),
            "x = ".to_string() + &"a ? (b): ({ a = a as ".repeat(40),
            "x = ".to_string() + &"a=><a>(a:".repeat(40),
            "x = ".to_string() + &"({a=(a):{a:".repeat(40),
            "x = ".to_string() + &"a<({a=".repeat(40),
            "x = ".to_string() + &"a < ".repeat(10_000),
            "x = ".to_string() + &"<a>".repeat(10_000),
        ];
        for text in texts {
            assert!(!passes(&text), "{}", &text[..40]);
        }
    }

    #[test]
    fn what_waits_for_too_many_operands_does_not_pass() {
        assert!(!passes(&"else /* b */ if (a) b();\n".repeat(10_000)));
        for unit in ["for(;;)", "do ", "while(a)", "if(a)", "else ", "for (const a of b) "] {
            assert!(!passes(&unit.repeat(200_000)), "{unit}");
            assert!(!passes(&format!("{unit}\n").repeat(200_000)), "{unit} in lines");
        }
        let units = ["!", "- ", "typeof ", "a = ", "a => ", "a ** ", "++", "a.", "A<B, ", "a ? b : ", "keyof "];
        for unit in units {
            assert!(!passes(&unit.repeat(200_000)), "{unit}");
        }
        assert!(!passes(&"(!!!!!!!!".repeat(400).repeat(60)));
    }
}
