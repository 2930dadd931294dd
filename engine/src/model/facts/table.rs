//! The generated tables, read as text. Invariant: nothing is looked at before something is asked; then it is seen once where
//! each resource and function starts, and a line is read when a property of it is asked for.
//!
//! `tests/node/facts/table.mjs` writes them; its header says how a line is spelled.

use std::sync::LazyLock;

use memchr::{memchr_iter, memmem};

use super::kind::{Kind, Names, capital};

const TYPES: &str = include_str!("types.txt");
const DEPRECATIONS: &str = include_str!("deprecations.txt");

/// The blocks of [`TYPES`], a head's line and those of its objects, by the head's name.
static BLOCKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let is_head = |at: &usize| !TYPES.as_bytes().get(*at).is_none_or(|first| matches!(first, b' ' | b'#'));
    let starts = std::iter::once(0).chain(memchr_iter(b'\n', TYPES.as_bytes()).map(|newline| newline + 1));
    let starts: Vec<usize> = starts.filter(is_head).collect();
    let ends = starts.iter().skip(1).copied().chain([TYPES.len()]);
    starts.iter().zip(ends).map(|(start, end)| &TYPES[*start..end]).collect()
});

/// The majors of the provider that the tables tell of.
pub(super) const MAJORS: &[u32] = &[6, 7];

/// What a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Resource,
    Function,
    Object,
}

/// A line: a resource, a function, or an object that arguments have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) sort: Sort,
    /// The resource or function; an object that is named after none is its own.
    head: &'static str,
    /// What follows the head in the name of an object.
    suffix: &'static str,
    marks: &'static str,
    words: &'static str,
    /// The lines of the objects that are named after it.
    below: &'static str,
}

/// A property in one major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) kind: Kind,
    pub(super) is_input: bool,
    pub(super) is_optional: bool,
    pub(super) takes_output: bool,
    /// Whether a change of it replaces the resource, where that is known.
    pub(super) replaces: Option<bool>,
    pub(super) is_deprecated: bool,
}

impl Line {
    /// The line of a resource or function, `ec2.Instance`.
    pub(super) fn head(name: &str) -> Option<Self> {
        let at = BLOCKS.binary_search_by(|block| key(block).cmp(name)).ok()?;
        Some(Self::of_block(BLOCKS[at]))
    }

    /// Every resource and function.
    pub(super) fn heads() -> impl Iterator<Item = Self> {
        BLOCKS.iter().map(|block| Self::of_block(block)).filter(|line| line.sort != Sort::Object)
    }

    fn of_block(block: &'static str) -> Self {
        let (line, below) = block.split_once('\n').unwrap_or((block, ""));
        Self { below, ..Self::read(line) }
    }

    /// The line of an object, `ec2.InstanceMetadataOptions`.
    pub(super) fn object(name: &str) -> Option<Self> {
        let last = name.rfind('.').map_or(0, |dot| dot + 1);
        // Words of a name start with a capital; the longest resource or function that it starts with has the object.
        let ends = name.rmatch_indices(|c: char| !c.is_ascii_lowercase()).map(|(end, _)| end).filter(|end| *end > last);
        let mut owners = ends.filter_map(|end| Some((Self::owner(&name[..end])?, &name[end..])));
        let Some((owner, suffix)) = owners.next() else { return Self::head(&format!(".{name}")) };
        let is_it = |line: &&str| line.strip_prefix(" .").and_then(|it| it.strip_prefix(suffix)).is_some_and(ends_name);
        owner.below.lines().find(is_it).map(|line| owner.object_in(line))
    }

    /// The lines of the objects that are named after it.
    #[cfg(test)]
    pub(super) fn objects(self) -> impl Iterator<Item = Self> {
        self.below.lines().map(move |line| self.object_in(line))
    }

    fn object_in(self, line: &'static str) -> Self {
        let object = Self::read(line.trim_start());
        Self { head: self.head, suffix: object.head, ..object }
    }

    /// The resource or function after which objects are named that start with `name`.
    fn owner(name: &str) -> Option<Self> {
        let (module, last) = name.split_at(name.rfind('.').map_or(0, |dot| dot + 1));
        Self::head(name).or_else(|| {
            let (first, rest) = last.split_at_checked(1)?;
            Self::head(&format!("{module}{}{rest}", first.to_ascii_lowercase()))
        })
    }

    fn read(line: &'static str) -> Self {
        let name = key(line);
        let (marks, words) = line[name.len()..].split_once(' ').unwrap_or((&line[name.len()..], ""));
        let (head, is_object) = name.strip_prefix('.').map_or((name, false), |it| (it, true));
        let is_class = head.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()));
        let sort = match (is_object, is_class) {
            (true, _) => Sort::Object,
            (_, true) => Sort::Resource,
            _ => Sort::Function,
        };
        Self { sort, head, suffix: "", marks, words, below: "" }
    }

    /// The name of the resource or function that it is, or that it belongs to.
    pub(super) fn head_name(&self) -> &'static str {
        self.head
    }

    /// Its name as the program spells it, without the package.
    pub(super) fn name(&self) -> String {
        match self.suffix {
            "" => self.head.to_string(),
            suffix => format!("{}{suffix}", self.stem()),
        }
    }

    /// The beginning of the names of its objects.
    fn stem(&self) -> String {
        let (module, last) = self.head.split_at(self.head.rfind('.').map_or(0, |dot| dot + 1));
        format!("{module}{}", capital(last))
    }

    /// Whether the major has it.
    pub(super) fn is_in(&self, major: u32) -> bool {
        is_in(self.marks, major)
    }

    /// Whether the major calls it deprecated.
    pub(super) fn is_deprecated(&self, major: u32) -> bool {
        is_deprecated(self.marks, major)
    }

    /// Whether its properties are declared elsewhere.
    pub(super) fn is_opaque(&self) -> bool {
        self.marks.contains('#')
    }

    /// The names of its properties in these majors.
    pub(super) fn properties(&self, majors: &[u32]) -> impl Iterator<Item = &'static str> {
        let mut last = "";
        let in_any = move |word: &&str| majors.iter().any(|major| is_in(word, *major));
        self.words().filter(in_any).map(word_name).filter(move |name| std::mem::replace(&mut last, name) != *name)
    }

    /// Whether the name stands anywhere among its properties: what lacks it need not be read.
    pub(super) fn mentions(&self, name: &str) -> bool {
        memmem::find(self.words.as_bytes(), name.as_bytes()).is_some()
    }

    /// A property in a major.
    pub(super) fn property(&self, name: &str, major: u32) -> Option<Word> {
        let is_it = |word: &&str| word.strip_prefix(name).is_some_and(|rest| word_name(rest).is_empty());
        let mut words = self.words().filter(is_it);
        words.find(|word| is_in(word, major)).map(|word| self.word(word, major))
    }

    /// All properties in a major.
    #[cfg(test)]
    pub(super) fn all(&self, major: u32) -> impl Iterator<Item = (&'static str, Word)> {
        self.words().filter(move |word| is_in(word, major)).map(move |word| (word_name(word), self.word(word, major)))
    }

    fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.words.split(' ').filter(|word| !word.is_empty())
    }

    fn word(&self, word: &'static str, major: u32) -> Word {
        let property = word_name(word);
        let rest = &word[property.len()..];
        let (is_optional, rest) = rest.strip_prefix('?').map_or((false, rest), |rest| (true, rest));
        let (spelled, marks) = rest.split_at(rest.find(['^', '~', '$', '%', '@']).unwrap_or(rest.len()));
        let is_input = !spelled.starts_with('=');
        let spelled = spelled.trim_start_matches([':', '=']);
        let plain = spelled.strip_prefix('!');
        let names = Names { stem: &self.stem(), suffix: self.suffix, property, in_list: false };
        let kind = match Kind::read(plain.unwrap_or(spelled), &names) {
            Kind::String if marks.contains('$') => Kind::BooleanString,
            kind => kind,
        };
        let replaces = marks.starts_with('^').then_some(true).or(marks.starts_with('~').then_some(false));
        let is_deprecated = is_deprecated(marks, major);
        Word { kind, is_input, is_optional, takes_output: is_input && plain.is_none(), replaces, is_deprecated }
    }
}

/// Why a type or a property, `ec2.Eip.vpc`, is deprecated in a major.
pub(super) fn reason(name: &str, major: u32) -> Option<&'static str> {
    let last = name.rsplit('.').next()?;
    let keys = [format!("{name}/{major}"), name.to_string(), format!("*.{last}")];
    keys.iter().find_map(|key| {
        let line =
            DEPRECATIONS.lines().find(|line| line.strip_prefix(key.as_str()).is_some_and(|it| it.starts_with(' ')))?;
        Some(&line[key.len() + 1..])
    })
}

/// The name that a line starts with.
fn key(line: &str) -> &str {
    &line[..line.find(AFTER_NAME).unwrap_or(line.len())]
}

/// What may follow the name of a line.
const AFTER_NAME: [char; 5] = [' ', '%', '@', '#', '\n'];

fn ends_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(AFTER_NAME)
}

/// The name that a word starts with.
fn word_name(word: &str) -> &str {
    &word[..word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len())]
}

/// Whether a major has what these marks, or this word, are of: `@6` and `@7` are for that one alone.
fn is_in(marks: &str, major: u32) -> bool {
    !marks.contains('@') || names(marks, '@', major)
}

/// `%` is for every major, `%7` for that one.
fn is_deprecated(marks: &str, major: u32) -> bool {
    let is_for_all = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    marks.split('%').skip(1).any(is_for_all) || names(marks, '%', major)
}

/// Whether one of these marks names the major.
fn names(marks: &str, mark: char, major: u32) -> bool {
    marks.split(mark).skip(1).any(|rest| rest.split(|c: char| !c.is_ascii_digit()).next() == Some(&major.to_string()))
}
