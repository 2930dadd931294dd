//! The lines of a text, and where each is written. Invariant: where a line is said to start, nothing else stands before it
//! on that line; what only a run knows is a NUL in it.

use std::rc::Rc;

use swc_ecma_ast as ast;
use swc_ecma_ast::{ArrayLit, BinaryOp, Callee, Expr, Lit};

use super::calls::peel;
use super::eval::method_call;
use super::resource::Resource;
use super::trace::{ANY, End, Hop, Source, Uses};
use super::value::{Site, Value};
use super::{FileId, Model};
use crate::source::TextRange;

/// How deep texts within texts are followed.
const DEPTH: usize = 24;

/// One text that an argument can have.
#[derive(Clone, Debug)]
pub struct Listing<'p> {
    /// The expression that spells it, encodings and the like taken off.
    pub site: Site<'p, Expr>,
    /// The references on the way there.
    pub hops: Vec<Hop<'p>>,
    /// Its lines.
    pub lines: Vec<ListedLine<'p>>,
    /// Whether its last line may end in another place than it starts in.
    spliced: bool,
}

impl<'p> Listing<'p> {
    /// Where lines after line `number` go; `None` where that is no place of its own.
    pub fn after(&self, number: usize) -> Option<(LineStart<'p>, Side)> {
        match self.lines.get(number + 1) {
            Some(next) => Some((next.start?, Side::Before)),
            None if self.spliced => None,
            None => Some((self.lines.get(number)?.start?, Side::After)),
        }
    }
}

/// On which side of a line others go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A line of a text.
#[derive(Clone, Debug)]
pub struct ListedLine<'p> {
    /// What stands on it, a NUL for each value that only a run knows.
    pub text: String,
    /// Where it starts; `None` for a line that comes out of an interpolation.
    pub start: Option<LineStart<'p>>,
}

/// Where a line starts.
#[derive(Clone, Copy, Debug)]
pub enum LineStart<'p> {
    /// It is the line of this number, counted from 0, of a literal.
    Literal(Site<'p, Expr>, usize),
    /// It is the element of this number of a list that line breaks join.
    Element(Site<'p, ArrayLit>, usize),
}

/// All texts that an argument can have.
#[derive(Clone, Debug)]
pub struct Listings<'p> {
    /// Each of them; the reason where one can't be seen, and others may be parts of it only.
    pub texts: Result<Vec<Listing<'p>>, Rc<str>>,
    /// The references that lead to them.
    pub uses: Uses,
}

impl<'p> Model<'p> {
    /// The texts that the program gives an argument of a resource, line by line: through constants, calls, callbacks of `apply`,
    /// encodings, sums, and lists that are joined.
    pub fn listings(&self, resource: &Resource<'p>, argument: &str) -> Listings<'p> {
        let trace = self.trace_argument(resource, &[argument]);
        let mut uses = trace.uses;
        let texts = trace.sources.into_iter().filter_map(|source| match source.end {
            End::Absent => None,
            // `args.userData ?? script`: what a caller gives has a text of its own.
            End::Unknown(_) if source.defaulted => None,
            End::Unknown(why) => Some(Err(why)),
            End::Written(site) => match self.listing(site, source.hops, &mut uses) {
                Err(_) if source.defaulted => None,
                text => Some(text),
            },
        });
        Listings { texts: texts.collect(), uses }
    }

    fn listing(&self, site: Site<'p, Expr>, hops: Vec<Hop<'p>>, uses: &mut Uses) -> Result<Listing<'p>, Rc<str>> {
        let lines = vec![ListedLine { text: String::new(), start: None }];
        let mut lister = Lister { model: self, uses, listing: Listing { site, hops, lines, spliced: false } };
        lister.spelled(site, true, DEPTH)?;
        Ok(lister.listing)
    }
}

struct Lister<'m, 'u, 'p> {
    model: &'m Model<'p>,
    uses: &'u mut Uses,
    listing: Listing<'p>,
}

impl<'p> Lister<'_, '_, 'p> {
    fn last(&mut self) -> &mut ListedLine<'p> {
        self.listing.lines.last_mut().expect("there is always a line")
    }

    fn start(&mut self, start: LineStart<'p>) {
        if self.last().text.is_empty() {
            self.last().start = Some(start);
        }
    }

    fn push(&mut self, text: &str) {
        self.last().text.push_str(text);
    }

    /// Adds `text`; `start` tells where the lines after its first one start.
    fn add(&mut self, text: &str, mut start: impl FnMut() -> Option<LineStart<'p>>) {
        let mut parts = text.split('\n');
        self.push(parts.next().unwrap_or_default());
        for part in parts {
            let start = start();
            self.listing.lines.push(ListedLine { text: part.to_string(), start });
        }
    }

    /// Adds the text of the literal at `site`, of which `line` counts the lines. It is `own` where new lines can be put
    /// into it.
    fn literal(&mut self, text: &str, site: Site<'p, Expr>, line: &mut usize, own: bool) {
        self.add(text, || {
            *line += 1;
            own.then_some(LineStart::Literal(site, *line))
        });
    }

    /// The text of an expression within another: its own where it is a literal that stands there.
    fn part(&mut self, file: FileId, expr: &'p Expr, own: bool, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return self.push("\0") };
        let direct = Site { file, node: peel(expr) };
        if matches!(direct.node, Expr::Lit(Lit::Str(_)) | Expr::Tpl(_) | Expr::Bin(_)) {
            return self.spelled_or_gap(direct, own, depth);
        }
        match self.model.trace(file, expr, &[]).sources.as_slice() {
            [Source { end: End::Written(site), .. }] => self.spelled_or_gap(*site, false, depth),
            _ => self.push("\0"),
        }
    }

    fn spelled_or_gap(&mut self, site: Site<'p, Expr>, own: bool, depth: usize) {
        if self.spelled(site, own, depth).is_err() {
            self.push("\0");
        }
    }

    /// The text that the expression at `site` spells; the reason, and nothing added, where it can't be read.
    fn spelled(&mut self, site: Site<'p, Expr>, own: bool, depth: usize) -> Result<(), Rc<str>> {
        let Some(depth) = depth.checked_sub(1) else { return Err("it is put together over too many steps".into()) };
        match peel(site.node) {
            Expr::Lit(Lit::Str(string)) => {
                self.begin(site, own);
                self.literal(&string.value.to_string_lossy(), site, &mut 0, own);
            }
            Expr::Lit(Lit::Num(number)) => self.push(&number.value.to_string()),
            Expr::Tpl(tpl) => return self.template(site, tpl, own, depth),
            Expr::TaggedTpl(tagged) if self.keeps_text(site.file, &tagged.tag) => {
                return self.template(site, &tagged.tpl, own, depth);
            }
            Expr::Bin(bin) if bin.op == BinaryOp::Add => {
                self.part(site.file, &bin.left, own, depth);
                self.part(site.file, &bin.right, own, depth);
                self.listing.spliced = true;
            }
            Expr::Call(call) => return self.call(site.file, call, own, depth),
            other => {
                let text = self.model.brief(site.file, TextRange::of(other));
                return Err(format!("`{text}` is decided at run time").into());
            }
        }
        Ok(())
    }

    fn begin(&mut self, site: Site<'p, Expr>, own: bool) {
        if own {
            self.start(LineStart::Literal(site, 0));
        }
    }

    fn template(&mut self, site: Site<'p, Expr>, tpl: &'p ast::Tpl, own: bool, depth: usize) -> Result<(), Rc<str>> {
        let cooked: Option<Vec<_>> = tpl.quasis.iter().map(|quasi| quasi.cooked.as_ref()).collect();
        let cooked = cooked.ok_or("it has an escape that can't be read")?;
        self.begin(site, own);
        let mut line = 0;
        for (at, text) in cooked.into_iter().enumerate() {
            self.literal(&text.to_string_lossy(), site, &mut line, own);
            if let Some(hole) = tpl.exprs.get(at) {
                self.part(site.file, hole, false, depth);
            }
        }
        Ok(())
    }

    /// Whether a tag changes the text at most in its indentation.
    fn keeps_text(&self, file: FileId, tag: &'p Expr) -> bool {
        const DEDENT: &[&str] = &["dedent", "outdent", "stripIndent", "stripIndents"];
        match (self.model.value(file, tag), peel(tag)) {
            (Value::Symbol(symbol), _) if symbol.is("pulumi.interpolate") => true,
            (_, Expr::Ident(ident)) => DEDENT.contains(&&*ident.sym),
            _ => false,
        }
    }

    /// Methods of texts and encoders hand on what they are given.
    fn call(&mut self, file: FileId, call: &'p ast::CallExpr, own: bool, depth: usize) -> Result<(), Rc<str>> {
        const OF_TEXT: &[&str] = &["toString", "trim", "trimStart", "trimEnd", "replace", "replaceAll"];
        const ENCODERS: &[&str] = &["from", "btoa", "dedent", "outdent", "stripIndent"];
        let Callee::Expr(callee) = &call.callee else { return Err("it is computed by a call".into()) };
        let first = call.args.first().filter(|argument| argument.spread.is_none()).map(|argument| &*argument.expr);
        if let Value::Symbol(symbol) = self.model.value(file, callee)
            && symbol.is("pulumi.concat")
        {
            call.args.iter().for_each(|argument| self.part(file, &argument.expr, own, depth));
            self.listing.spliced = true;
            return Ok(());
        }
        let name = match (method_call(callee), peel(callee)) {
            (Some((list, "join")), _) => return self.joined(file, list, first, own, depth),
            (Some((text, name)), _) if OF_TEXT.contains(&name) => return self.handed_on(file, text, own, depth),
            (Some((_, name)), _) => name,
            (None, Expr::Ident(ident)) => &*ident.sym,
            _ => "",
        };
        match first {
            Some(text) if ENCODERS.contains(&name) => self.handed_on(file, text, own, depth),
            _ if name == "readFileSync" => Err("it is read from a file, which is no part of the program".into()),
            _ => Err(format!("it is computed by `{}`", self.model.brief(file, TextRange::of(&**callee))).into()),
        }
    }

    /// A text that is the whole of another: lines can be added where it is written.
    fn handed_on(&mut self, file: FileId, expr: &'p Expr, own: bool, depth: usize) -> Result<(), Rc<str>> {
        let site = self.follow(file, expr, own)?;
        self.spelled(site, own, depth)
    }

    /// Where `expr` is written, in one place; the way there is that to the text where it is the text's `own`.
    fn follow(&mut self, file: FileId, expr: &'p Expr, own: bool) -> Result<Site<'p, Expr>, Rc<str>> {
        let mut trace = self.model.trace(file, expr, &[]);
        match (trace.sources.pop(), trace.sources.is_empty()) {
            (Some(Source { end: End::Written(site), hops, .. }), true) => {
                if own {
                    self.listing.site = site;
                    self.listing.hops.extend(hops);
                    self.uses.join(&trace.uses);
                }
                Ok(site)
            }
            (Some(Source { end: End::Unknown(why), .. }), true) => Err(why),
            _ => Err("it depends on the case".into()),
        }
    }

    fn joined(
        &mut self,
        file: FileId,
        list: &'p Expr,
        separator: Option<&'p Expr>,
        own: bool,
        depth: usize,
    ) -> Result<(), Rc<str>> {
        let separator = separator.map(|expr| self.model.value(file, expr));
        let Some(Value::Str(separator)) = separator else { return Err("what joins its lines can't be seen".into()) };
        let own = own && separator == "\n";
        let array = self.array(file, list, own)?;
        for (at, element) in array.node.elems.iter().flatten().enumerate() {
            if at > 0 {
                self.add(&separator, || None);
            }
            let start = own.then_some(LineStart::Element(array, at));
            let line = self.listing.lines.len() - 1;
            match element.spread.is_some() {
                false => self.part(array.file, &element.expr, own, depth),
                true => self.spread(array.file, &element.expr, &separator, depth),
            }
            self.listing.lines[line].start = start;
        }
        Ok(())
    }

    fn spread(&mut self, file: FileId, list: &'p Expr, separator: &str, depth: usize) {
        let Ok(array) = self.array(file, list, false) else { return self.push("\0") };
        for (at, element) in array.node.elems.iter().flatten().enumerate() {
            if at > 0 {
                self.add(separator, || None);
            }
            match element.spread.is_some() {
                false => self.part(array.file, &element.expr, false, depth),
                true => self.push("\0"),
            }
        }
    }

    /// The literal of a list that nothing is pushed into.
    fn array(&mut self, file: FileId, list: &'p Expr, own: bool) -> Result<Site<'p, ArrayLit>, Rc<str>> {
        let site = self.follow(file, list, own)?;
        let Expr::Array(node) = peel(site.node) else { return Err("its list of lines can't be seen".into()) };
        let plain = node.elems.iter().flatten().all(|element| element.spread.is_none());
        if plain && self.model.trace(file, list, &[ANY]).sources.len() > node.elems.len() {
            return Err("its list of lines is filled step by step".into());
        }
        match node.elems.iter().all(Option::is_some) {
            true => Ok(Site { file: site.file, node }),
            false => Err("its list of lines has holes".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    /// The texts of the first instance's user data: each line with where it starts, a letter and a number.
    fn texts(code: &str) -> Result<Vec<Vec<String>>, String> {
        let head = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n\
                    import * as fs from 'fs';\ndeclare const x: pulumi.Output<string>;\n";
        let text = format!("{head}{code}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let web = model.resources_of("aws.ec2.Instance").next().expect("an instance");
        let shown = |line: &ListedLine<'_>| {
            let place = match line.start {
                Some(LineStart::Literal(_, at)) => format!("l{at}"),
                Some(LineStart::Element(_, at)) => format!("e{at}"),
                None => "-".into(),
            };
            format!("{place} {}", line.text)
        };
        let found = model.listings(web, "userData").texts.map_err(|why| why.to_string())?;
        Ok(found.iter().map(|it| it.lines.iter().map(shown).collect()).collect())
    }

    #[track_caller]
    fn lists(user_data: &str, before: &str, expected: &[&str]) {
        let code = format!("{before}\nnew aws.ec2.Instance('web', {{ ami: 'ami-1', userData: {user_data} }});\n");
        let expected = expected.iter().map(|line| line.to_string()).collect();
        assert_eq!(texts(&code), Ok(vec![expected]), "{code}");
    }

    #[test]
    fn lines_know_where_they_start() {
        let plain: &[&str] = &["l0 a", "l1 b"];
        lists("'a\\nb'", "", plain);
        lists("`a\nb`", "", plain);
        lists("`a\\nb`", "", plain);
        lists("script", "const script = `a\nb`;", plain);
        lists("pulumi.interpolate`a\nb`", "", plain);
        lists("x.apply(v => `a\nb`)", "", plain);
        lists("make()", "function make() { return `a\nb`; }", plain);
        lists("Buffer.from(script).toString('base64')", "const script = `a\nb`;", plain);
        lists("text.apply(t => Buffer.from(t).toString('base64'))", "const text = pulumi.interpolate`a\nb`;", plain);
        lists("dedent(`a\nb`).trim()", "declare const dedent: (text: string) => string;", plain);
        lists("['a', 'b'].join('\\n')", "", &["e0 a", "e1 b"]);
        lists("lines.join('\\n')", "const lines = ['a', 'b\\nc'];", &["e0 a", "e1 b", "l1 c"]);
        lists("['a', ...more, 'd'].join('\\n')", "const more = ['b', 'c'];", &["e0 a", "e1 b", "- c", "e2 d"]);
        lists("'a\\n' + 'b\\n'", "", &["l0 a", "l0 b", "l1 "]);
    }

    #[test]
    fn what_is_put_in_has_no_place() {
        lists(
            "`a ${port} ${x}\n${more}\nd`",
            "const port = 80;\nconst more = `b\nc`;",
            &["l0 a 80 \0", "l1 b", "- c", "l2 d"],
        );
        lists("head + 'c'", "const head = 'a\\nb\\n';", &["- a", "- b", "l0 c"]);
        lists("['a', 'b'].join(' && ')", "", &["- a && b"]);
    }

    #[test]
    fn what_can_not_be_read_says_why() {
        for (user_data, before, why) in [
            ("fs.readFileSync('x.sh', 'utf8')", "", "read from a file"),
            ("lines.join('\\n')", "const lines = ['a'];\nlines.push('b');", "filled step by step"),
            ("String.raw`a`", "", "decided at run time"),
            ("text", "let text = 'a';\ntext += 'b';", "step by step"),
            ("render('a')", "declare const render: (text: string) => string;", "computed by `render`"),
        ] {
            let code = format!("{before}\nnew aws.ec2.Instance('web', {{ ami: 'ami-1', userData: {user_data} }});\n");
            let found = texts(&code);
            assert!(matches!(&found, Err(reason) if reason.contains(why)), "{code}\n{found:?}");
        }
        lists("args.text ?? `a`", "declare const args: { text?: string };", &["l0 a"]);
        let either =
            texts("declare const prod: boolean;\nnew aws.ec2.Instance('web', { userData: prod ? `a` : 'b' });\n");
        assert_eq!(either, Ok(vec![vec!["l0 a".to_string()], vec!["l0 b".to_string()]]));
    }
}
