//! What a new resource takes from the one that it serves. Invariant: nothing is taken that belongs to that resource
//! alone: of its options only `parent`, `provider`, `providers`, `version` and `pluginDownloadURL`, of its tags what
//! others share.

use swc_ecma_ast as ast;
use swc_ecma_ast::{Callee, Expr, ObjectLit, PropOrSpread};

use crate::model::{Bound, Lookup, Model, NodeId, PropertyValue, Resource, Value, peel};
use crate::source::TextRange;

/// The options that companions copy.
const COPIED_OPTIONS: &[&str] = &["parent", "provider", "providers", "version", "pluginDownloadURL"];

/// The patterns of one resource, for those that are made beside it.
pub struct Companion<'m, 'p> {
    model: &'m Model<'p>,
    resource: &'m Resource<'p>,
}

impl<'m, 'p> Companion<'m, 'p> {
    /// Companions of `resource`.
    pub fn of(model: &'m Model<'p>, resource: &'m Resource<'p>) -> Self {
        Self { model, resource }
    }

    /// The options argument of a companion, as code; `None` where the resource has none that it could copy.
    pub fn options(&self) -> Option<String> {
        let expr = self.resource.opts()?;
        match peel(expr) {
            Expr::Object(object) => self.copied_options(object),
            named @ (Expr::Ident(_) | Expr::Member(_)) => {
                let name = self.text(TextRange::of(named));
                match self.model.value(self.resource.file, expr) {
                    Value::Object(site) => match self.model.property_names(site) {
                        Some(names) if names.iter().all(|n| COPIED_OPTIONS.contains(&n.as_str())) => {
                            Some(name.to_string())
                        }
                        Some(names) => object_of(&members(name, ".", names.iter().map(String::as_str))),
                        None => object_of(&members(name, ".", ["parent", "provider"])),
                    },
                    Value::Undefined => None,
                    // A parameter that nobody fills may be `undefined`.
                    _ => object_of(&members(name, "?.", ["parent", "provider"])),
                }
            }
            Expr::Call(call) => self.merged_options(call),
            _ => None,
        }
    }

    /// `{ parent: this, provider, ...opts }`: the entries that companions copy; of a spread, its parent and provider.
    fn copied_options(&self, object: &'p ObjectLit) -> Option<String> {
        object_of(&self.copied_entries(object))
    }

    fn copied_entries(&self, object: &'p ObjectLit) -> Vec<String> {
        let mut out = Vec::new();
        for entry in &object.props {
            let text = self.text(TextRange::of(entry));
            match entry {
                PropOrSpread::Spread(spread) => out.extend(self.spread_options(peel(&spread.expr), text)),
                PropOrSpread::Prop(_) => {
                    if entry_name(entry).is_some_and(|name| COPIED_OPTIONS.contains(&name.as_str())) {
                        out.push(text.to_string());
                    }
                }
            }
        }
        out
    }

    /// The entries that companions copy of options that are spread by name: `spread` itself, where it holds no others.
    fn spread_options(&self, named: &'p Expr, spread: &str) -> Vec<String> {
        if !matches!(named, Expr::Ident(_) | Expr::Member(_)) {
            return Vec::new();
        }
        let name = self.text(TextRange::of(named));
        match self.model.value(self.resource.file, named) {
            Value::Object(site) => match self.model.property_names(site) {
                Some(names) if names.iter().all(|n| COPIED_OPTIONS.contains(&n.as_str())) => vec![spread.to_string()],
                Some(names) => members(name, ".", names.iter().map(String::as_str)),
                None => members(name, ".", ["parent", "provider"]),
            },
            Value::Undefined => Vec::new(),
            _ => members(name, "?.", ["parent", "provider"]),
        }
    }

    /// `pulumi.mergeOptions(a, { dependsOn })`: what of it can be copied.
    fn merged_options(&self, call: &'p ast::CallExpr) -> Option<String> {
        let Callee::Expr(callee) = &call.callee else { return None };
        let is_merge =
            matches!(self.model.value(self.resource.file, callee), Value::Symbol(s) if s.is("pulumi.mergeOptions"));
        if !is_merge {
            return None;
        }
        let mut out: Vec<String> = Vec::new();
        for argument in &call.args {
            match peel(&argument.expr) {
                Expr::Object(object) => out.extend(self.copied_entries(object)),
                named @ (Expr::Ident(_) | Expr::Member(_)) => {
                    let entry = format!("...{}", self.text(TextRange::of(named)));
                    out.extend(self.spread_options(named, &entry));
                }
                _ => {}
            }
        }
        match out.as_slice() {
            // Nothing but options that companions copy: as they are called.
            [only] if only.starts_with("...") => Some(only.trim_start_matches("...").to_string()),
            _ => object_of(&out),
        }
    }

    /// The `region` argument of a companion, as an entry (`region: x`), where the resource has one.
    pub fn region(&self) -> Option<String> {
        match self.model.resource_property(self.resource, "region") {
            Lookup::Found(property) => Some(match property.value {
                PropertyValue::Shorthand(_) => "region".to_string(),
                _ => format!("region: {}", self.text(property.value_range())),
            }),
            _ => None,
        }
    }

    /// The `tags` argument of a companion called `name` (code), as an entry; `None` where the resource has no tags, or none
    /// that another could share.
    pub fn tags(&self, name: &str) -> Option<String> {
        let Lookup::Found(property) = self.model.resource_property(self.resource, "tags") else { return None };
        if property.file != self.resource.file {
            return None;
        }
        let PropertyValue::Expr(expr) = property.value else { return Some("tags".to_string()) };
        let code = self.renamed_tags(expr, name)?;
        let says_nothing = code.trim_start_matches('{').trim_end_matches('}').trim().is_empty();
        (!says_nothing).then(|| format!("tags: {code}"))
    }

    /// The text of a tags expression with its `Name` replaced, and without entries that only this resource has.
    fn renamed_tags(&self, expr: &'p Expr, name: &str) -> Option<String> {
        let whole = TextRange::of(expr);
        if let Some(given) = self.tags_of_helper(expr, name) {
            return Some(given);
        }
        let mut changes: Vec<(TextRange, String)> = Vec::new();
        let index = self.model.index(self.resource.file);
        let own = index.expr(expr)?;
        let objects: Vec<&'p ObjectLit> = std::iter::once(&index.entry(own).node)
            .chain(index.within(own).map(|(_, e)| &e.node))
            .filter_map(|node| match node {
                crate::model::Node::Expr(Expr::Object(object)) => Some(object),
                _ => None,
            })
            .collect();
        for object in &objects {
            for (at, entry) in object.props.iter().enumerate() {
                let PropOrSpread::Prop(prop) = entry else { continue };
                let ast::Prop::KeyValue(kv) = &**prop else { continue };
                match entry_name(entry).as_deref() {
                    Some("Name") => changes.push((TextRange::of(&*kv.value), name.to_string())),
                    _ if !self.is_shared(TextRange::of(entry)) => {
                        changes.push((entry_with_comma(object, at), String::new()));
                    }
                    _ => {}
                }
            }
        }
        changes.sort_by_key(|(range, _)| range.start);
        let mut out = String::new();
        let mut at = whole.start;
        for (range, text) in changes {
            if range.start < at {
                continue;
            }
            out.push_str(self.text(TextRange::new(at, range.start)));
            out.push_str(&text);
            at = range.end;
        }
        out.push_str(self.text(TextRange::new(at, whole.end)));
        Some(out)
    }

    /// `tagsOf('new')` for `tagsOf('vpc')`, where the resource's own name is `'vpc'`, or is `nameOf('vpc')` and the new one
    /// `nameOf('new')`.
    fn tags_of_helper(&self, tags: &'p Expr, name: &str) -> Option<String> {
        let Expr::Call(call) = peel(tags) else { return None };
        let called = self.text(TextRange::of(self.resource.name()?));
        let own_name = call.args.iter().map(|a| TextRange::of(&*a.expr)).find(|range| self.text(*range) == called);
        if let Some(argument) = own_name {
            return Some(self.replaced(TextRange::of(tags), argument, name));
        }
        let own = NamePattern::of(self.model, self.resource)?;
        let (before, after) = own.helper.as_ref()?;
        let new = name.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
        let literal = Self::literal_in(self.resource.name()?)?;
        let argument =
            call.args.iter().map(|a| &*a.expr).find(|a| matches!(Self::literal(a), Some(text) if text == literal))?;
        Some(self.replaced(TextRange::of(tags), TextRange::of(argument), new))
    }

    /// The text of `whole` with `new` in place of `part`.
    fn replaced(&self, whole: TextRange, part: TextRange, new: &str) -> String {
        let (head, tail) = (TextRange::new(whole.start, part.start), TextRange::new(part.end, whole.end));
        format!("{}{new}{}", self.text(head), self.text(tail))
    }

    fn literal(expr: &Expr) -> Option<String> {
        match peel(expr) {
            Expr::Lit(ast::Lit::Str(s)) => Some(s.value.to_string_lossy().into_owned()),
            _ => None,
        }
    }

    /// The string that a helper which makes a name is given.
    fn literal_in(name: &Expr) -> Option<String> {
        let Expr::Call(call) = peel(name) else { return None };
        call.args.iter().find_map(|argument| Self::literal(&argument.expr))
    }

    /// Whether the very same entry stands elsewhere in the file, so that it says nothing of this resource alone.
    fn is_shared(&self, entry: TextRange) -> bool {
        let source = &self.model.file(self.resource.file).source;
        source.text().matches(self.text(entry)).count() > 1
    }

    /// `new class(name, { entries }, options)`, its arguments expanded, with the options that companions copy.
    pub fn code(&self, class: &str, name: &str, entries: &[String]) -> String {
        self.code_with(class, name, entries, self.options())
    }

    /// As [`Companion::code`], for a companion that is made after the resource that `other` names.
    pub fn code_after(&self, class: &str, name: &str, entries: &[String], other: &str) -> String {
        let depends = format!("dependsOn: [{other}]");
        let options = match self.options() {
            None => format!("{{ {depends} }}"),
            Some(options) => match options.strip_suffix('}') {
                Some(open) => format!("{}, {depends} }}", open.trim_end().trim_end_matches(',')),
                None => format!("{{ ...{options}, {depends} }}"),
            },
        };
        self.code_with(class, name, entries, Some(options))
    }

    fn code_with(&self, class: &str, name: &str, entries: &[String], options: Option<String>) -> String {
        let options = options.map_or(String::new(), |options| format!(", {options}"));
        let args = if entries.is_empty() { "{}".to_string() } else { format!("{{\n{},\n}}", entries.join(",\n")) };
        format!("new {class}({name}, {args}{options})")
    }

    /// The resource's name as a pattern.
    pub fn name(&self) -> Option<NamePattern> {
        NamePattern::of(self.model, self.resource)
    }

    fn text(&self, range: TextRange) -> &'p str {
        self.model.text(self.resource.file, range)
    }
}

fn entry_name(entry: &PropOrSpread) -> Option<String> {
    let PropOrSpread::Prop(prop) = entry else { return None };
    match &**prop {
        ast::Prop::Shorthand(ident) => Some(ident.sym.to_string()),
        ast::Prop::KeyValue(kv) => crate::model::property_name(&kv.key),
        _ => None,
    }
}

/// From the start of the entry at `at` to the start of the next, or from the end of the one before to its own end.
fn entry_with_comma(object: &ObjectLit, at: usize) -> TextRange {
    let own = TextRange::of(&object.props[at]);
    match (object.props.get(at + 1), at.checked_sub(1).and_then(|before| object.props.get(before))) {
        (Some(next), _) => TextRange::new(own.start, TextRange::of(next).start),
        (None, Some(before)) => TextRange::new(TextRange::of(before).end, own.end),
        (None, None) => own,
    }
}

fn members<'n>(base: &str, access: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let copied = names.into_iter().filter(|name| COPIED_OPTIONS.contains(name));
    copied.map(|name| format!("{name}: {base}{access}{name}")).collect()
}

/// An object of these entries; of two with one name the later wins, as it does at run time.
fn object_of(entries: &[String]) -> Option<String> {
    let name = |text: &str| text.split(':').next().unwrap_or("").trim().to_string();
    let mut kept: Vec<&String> = Vec::new();
    for text in entries {
        kept.retain(|have| have.starts_with("...") || name(have) != name(text));
        kept.push(text);
    }
    if kept.is_empty() {
        return None;
    }
    let entries: Vec<&str> = kept.into_iter().map(String::as_str).collect();
    Some(format!("{{ {} }}", entries.join(", ")))
}

/// The logical name of a resource as the words and holes that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern {
    tokens: Vec<Token>,
    /// A helper that the name is passed through: `createName(` ... `)`.
    helper: Option<(String, String)>,
    /// Whether it only says how a name ends.
    headless: bool,
}

/// What stands between two separators.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    /// The separator before it, empty for the first.
    separator: String,
    bits: Vec<Bit>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Bit {
    Text(String),
    /// The code of a hole.
    Hole(String),
}

impl Token {
    fn word(&self) -> Option<&str> {
        match self.bits.as_slice() {
            [Bit::Text(word)] => Some(word),
            _ => None,
        }
    }

    /// The code of the hole that it is.
    fn hole(&self) -> Option<&str> {
        match self.bits.as_slice() {
            [Bit::Hole(code)] => Some(code),
            _ => None,
        }
    }
}

impl NamePattern {
    /// The pattern of a resource's name; `None` where it is given none, one that is computed elsewhere, or one that reads
    /// what the resource itself is declared as.
    pub fn of(model: &Model<'_>, resource: &Resource<'_>) -> Option<Self> {
        let text = |range| model.text(resource.file, range);
        let name = resource.name()?;
        if let Bound::Variable(id) = resource.bound
            && model.binding(id).uses.iter().any(|used| TextRange::of(name).contains(used.range))
        {
            return None;
        }
        Self::of_expr(name, &text)
    }

    fn of_expr<'t>(expr: &Expr, text: &dyn Fn(TextRange) -> &'t str) -> Option<Self> {
        if let Expr::Call(call) = peel(expr)
            && let Some(spelled) = call.args.iter().find(|a| is_spelled(&a.expr)).or(call.args.first())
        {
            let inner = Self::of_expr(&spelled.expr, text)?;
            let (whole, own) = (TextRange::of(expr), TextRange::of(&*spelled.expr));
            let before = text(TextRange::new(whole.start, own.start)).to_string();
            let after = text(TextRange::new(own.end, whole.end)).to_string();
            return Some(Self { helper: Some((before, after)), ..inner });
        }
        let mut bits = Vec::new();
        collect_bits(peel(expr), text, &mut bits);
        Some(Self { tokens: tokens_of(bits), helper: None, headless: false })
    }

    /// The pattern with `role` in place of the word that says what the resource is (one of `instead_of`, singular or
    /// plural); before its closing holes where there is no such word.
    pub fn with_role(&self, instead_of: &[&str], role: &str) -> Self {
        let mut out = self.clone();
        let is_role = |token: &Token| {
            token.word().is_some_and(|word| {
                let word = word.to_ascii_lowercase();
                instead_of.iter().any(|old| word == *old || word.strip_suffix('s') == Some(old))
            })
        };
        if let Some(at) = out.tokens.iter().rposition(is_role) {
            out.tokens[at].bits = vec![Bit::Text(role.to_string())];
            return out;
        }
        out.insert_before_closing(Bit::Text(role.to_string()));
        out
    }

    /// The pattern with one more hole, before its closing ones.
    pub fn with_hole(&self, code: &str) -> Self {
        let mut out = self.clone();
        out.insert_before_closing(Bit::Hole(code.to_string()));
        out
    }

    /// The pattern with one more word, before its closing holes.
    pub fn with_word(&self, word: &str) -> Self {
        let mut out = self.clone();
        out.insert_before_closing(Bit::Text(word.to_string()));
        out
    }

    /// Puts a word before the holes that close the name; after the first word where there is nothing else.
    fn insert_before_closing(&mut self, bit: Bit) {
        let closing = self.tokens.iter().rev().take_while(|t| t.hole().is_some()).count();
        let all = closing == self.tokens.len() && !self.headless;
        let at = if all { closing.min(1) } else { self.tokens.len() - closing };
        self.tokens.insert(at, Token { separator: "-".into(), bits: vec![bit] });
        self.normalise();
    }

    /// The pattern without the words that are holes for which `drop` holds.
    pub fn without_holes(&self, drop: impl Fn(&str) -> bool) -> Self {
        let has = |token: &Token| token.bits.iter().any(|bit| matches!(bit, Bit::Hole(code) if drop(code)));
        let mut out = Self { tokens: self.tokens.iter().filter(|t| !has(t)).cloned().collect(), ..self.clone() };
        out.normalise();
        out
    }

    /// The pattern without the words that only have a meaning within `around`, which makes `resource` more than once.
    pub fn outside<'p>(&self, model: &Model<'p>, resource: &Resource<'p>, around: NodeId) -> Self {
        let index = model.index(resource.file);
        let range = index.entry(around).range;
        let is_inner = |name: &str| {
            let local = index.lookup(name, index.entry(resource.node).scope);
            local.is_some_and(|local| range.contains(index.entry(index.binding(local).node).range))
        };
        self.without_holes(|code| roots(code).any(is_inner))
    }

    /// The pattern with each hole's code replaced.
    pub fn map_holes(&self, map: impl Fn(&str) -> String) -> Self {
        let mut out = self.clone();
        for bit in out.tokens.iter_mut().flat_map(|t| &mut t.bits) {
            if let Bit::Hole(code) = bit {
                *code = map(code);
            }
        }
        out
    }

    /// The pattern of `from`'s name for use beside `to`: what counts the loop that makes `from` counts with `i`, and
    /// a closing hole that means nothing there becomes the one that closes the name of `to`.
    pub fn moved<'p>(&self, model: &Model<'p>, from: &Resource<'p>, to: &Resource<'p>) -> Self {
        let index = model.index(from.file);
        let looped = |name: &str| {
            let local = index.lookup(name, index.entry(from.node).scope)?;
            let declared = index.entry(index.binding(local).node).range;
            let around = index.entry(from.repeated?).range;
            // Where the loop makes both, its names mean the same to both.
            let makes_both = from.file == to.file && around.contains(index.entry(to.node).range);
            (around.contains(declared) && !makes_both).then_some(())
        };
        let there = model.index(to.file);
        let means = |code: &str| {
            roots(code).all(|name| name == "this" || there.lookup(name, there.entry(to.node).scope).is_some())
        };
        let beside = Self::of(model, to);
        let closing = beside.as_ref().and_then(|p| p.tokens.last().and_then(|t| t.hole().map(str::to_string)));
        // A helper that can't be called there gives way to the one that names `to`.
        let calls = |helper: &(String, String)| means(&helper.0) && means(&helper.1);
        let helper = self.helper.clone().filter(calls).or_else(|| beside.as_ref().and_then(|p| p.helper.clone()));
        let here = Self { helper: self.helper.as_ref().and(helper), ..self.clone() };
        here.map_holes(|code| {
            let mut counted = false;
            let renamed = replace_roots(code, |name| {
                looped(name).map(|()| {
                    counted = true;
                    "i".to_string()
                })
            });
            if counted {
                // `zone` and `zone.name` are as good a counter as `index + 1`.
                let is_sum = renamed.contains('+');
                return if is_sum { renamed } else { "i".to_string() };
            }
            if means(code) { code.to_string() } else { closing.clone().unwrap_or_else(|| code.to_string()) }
        })
    }

    /// The pattern, with a number where a resource of the program's `class` bears that very name.
    pub fn free<'p>(&self, model: &Model<'p>, class: &str) -> Self {
        // As spelled: a role that is put in may be several words.
        let taken: Vec<String> = model.resources_of(class).filter_map(|r| Some(Self::of(model, r)?.code())).collect();
        let is_free = |name: &Self| !taken.contains(&name.code());
        let numbered = (2..).map(|n: usize| self.with_word(&n.to_string()));
        std::iter::once(self.clone()).chain(numbered).find(is_free).expect("numbers do not end")
    }

    /// Whether all that its holes and its helper name is declared where code beside `place` stands.
    pub fn can_stand_beside<'p>(&self, model: &Model<'p>, place: &Resource<'p>) -> bool {
        let index = model.index(place.file);
        let scope = index.entry(place.node).scope;
        let helper = self.helper.iter().flat_map(|(before, after)| [before.as_str(), after.as_str()]);
        helper.chain(self.holes()).flat_map(roots).all(|name| match name {
            "this" => place.class.is_some(),
            name => index.lookup(name, scope).is_some(),
        })
    }

    /// The codes of its holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().flat_map(|t| &t.bits).filter_map(|bit| match bit {
            Bit::Hole(code) => Some(code.as_str()),
            Bit::Text(_) => None,
        })
    }

    /// Its plain words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(Token::word)
    }

    /// What all of `patterns` begin and end with; `None` for no patterns.
    pub fn common(patterns: &[NamePattern]) -> Option<Self> {
        let first = patterns.first()?;
        let shortest = patterns.iter().map(|p| p.tokens.len()).min()?;
        let same_start = |n: usize| patterns.iter().all(|p| p.tokens[n].bits == first.tokens[n].bits);
        let start = (0..shortest).take_while(|n| same_start(*n)).count();
        let from_end = |p: &NamePattern, n: usize| p.tokens[p.tokens.len() - 1 - n].bits.clone();
        let same_end = |n: usize| patterns.iter().all(|p| from_end(p, n) == from_end(first, n));
        let end = (0..shortest - start).take_while(|n| same_end(*n)).count();
        let tokens = &first.tokens;
        let kept = tokens[..start].iter().chain(&tokens[tokens.len() - end..]).cloned().collect();
        let mut out = Self { tokens: kept, helper: first.helper.clone(), headless: start == 0 };
        out.normalise();
        Some(out)
    }

    /// As code: a template where it has holes, else a string.
    pub fn code(&self) -> String {
        let mut out = String::new();
        for token in &self.tokens {
            out.push_str(&token.separator);
            for bit in &token.bits {
                match bit {
                    Bit::Text(text) => out.push_str(text),
                    Bit::Hole(code) => {
                        out.push_str("${");
                        out.push_str(code);
                        out.push('}');
                    }
                }
            }
        }
        let literal = match (self.holes().next(), self.tokens.as_slice()) {
            (Some(code), [only]) if only.hole().is_some() => code.to_string(),
            (Some(_), _) => format!("`{out}`"),
            (None, _) => format!("'{}'", out.replace('\\', "\\\\").replace('\'', "\\'")),
        };
        match &self.helper {
            Some((before, after)) => format!("{before}{literal}{after}"),
            None => literal,
        }
    }

    fn normalise(&mut self) {
        if let Some(first) = self.tokens.first_mut() {
            first.separator.clear();
        }
        for token in self.tokens.iter_mut().skip(1) {
            if token.separator.is_empty() {
                token.separator = "-".into();
            }
        }
    }
}

/// Whether a name is spelled out here, at least in part.
fn is_spelled(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Lit(ast::Lit::Str(_)) | Expr::Tpl(_) => true,
        Expr::Bin(bin) => bin.op == ast::BinaryOp::Add && (is_spelled(&bin.left) || is_spelled(&bin.right)),
        _ => false,
    }
}

/// The names in a piece of code that are not members of others.
fn roots(code: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    words_of(code).filter_map(move |(word, is_name)| {
        let is_root = is_name && before != '.';
        before = word.chars().last().unwrap_or(' ');
        is_root.then_some(word)
    })
}

/// `code` with those of its roots replaced for which `with` has an answer.
fn replace_roots(code: &str, mut with: impl FnMut(&str) -> Option<String>) -> String {
    let mut before = ' ';
    let mut out = String::new();
    for (word, is_name) in words_of(code) {
        match (is_name && before != '.').then(|| with(word)).flatten() {
            Some(new) => out.push_str(&new),
            None => out.push_str(word),
        }
        before = word.chars().last().unwrap_or(' ');
    }
    out
}

/// Names and what stands between them.
fn words_of(code: &str) -> impl Iterator<Item = (&str, bool)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut rest = code;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| is_part(c) != is_part(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some((word, is_part(first) && !first.is_ascii_digit()))
    })
}

fn collect_bits<'t>(expr: &Expr, text: &dyn Fn(TextRange) -> &'t str, out: &mut Vec<Bit>) {
    match expr {
        Expr::Lit(ast::Lit::Str(s)) => out.push(Bit::Text(s.value.to_string_lossy().into_owned())),
        Expr::Tpl(tpl) => {
            for (at, quasi) in tpl.quasis.iter().enumerate() {
                out.push(Bit::Text(quasi.raw.to_string()));
                if let Some(hole) = tpl.exprs.get(at) {
                    out.push(Bit::Hole(text(TextRange::of(&**hole)).to_string()));
                }
            }
        }
        Expr::Bin(bin) if bin.op == ast::BinaryOp::Add => {
            collect_bits(peel(&bin.left), text, out);
            collect_bits(peel(&bin.right), text, out);
        }
        other => out.push(Bit::Hole(text(TextRange::of(other)).to_string())),
    }
}

fn tokens_of(bits: Vec<Bit>) -> Vec<Token> {
    let mut tokens = vec![Token { separator: String::new(), bits: Vec::new() }];
    for bit in bits {
        match bit {
            Bit::Hole(_) => tokens.last_mut().expect("never empty").bits.push(bit),
            Bit::Text(text) => {
                let mut word = String::new();
                for c in text.chars() {
                    if matches!(c, '-' | '_' | '/' | '.' | ':' | ' ') {
                        push_text(&mut tokens, &mut word);
                        tokens.push(Token { separator: c.to_string(), bits: Vec::new() });
                    } else {
                        word.push(c);
                    }
                }
                push_text(&mut tokens, &mut word);
            }
        }
    }
    tokens.retain(|t| !t.bits.is_empty());
    tokens
}

fn push_text(tokens: &mut [Token], word: &mut String) {
    if !word.is_empty() {
        let last = tokens.last_mut().expect("never empty");
        last.bits.push(Bit::Text(std::mem::take(word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    /// The pattern of the first resource's name, changed and printed.
    fn name(spelled: &str, change: impl Fn(NamePattern) -> NamePattern) -> String {
        let text = format!("import * as aws from '@pulumi/aws';\nnew aws.ec2.Subnet({spelled}, {{ vpcId: 'v' }});\n");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        change(NamePattern::of(&model, &model.resources()[0]).expect("it has a name")).code()
    }

    #[test]
    fn a_role_takes_the_place_of_another() {
        let table = |p: NamePattern| p.with_role(&["subnet"], "rt").without_holes(|h| h == "i");
        assert_eq!(name("`private-subnet-${i}-${suffix}`", table), "`private-rt-${suffix}`");
        assert_eq!(name("`claims-private-subnet-${i}-${a.b}`", table), "`claims-private-rt-${a.b}`");
        assert_eq!(name("'private-subnet-a'", table), "'private-rt-a'");
        assert_eq!(name("`ledger-data-${stack}`", table), "`ledger-data-rt-${stack}`");
        assert_eq!(name("`${name}-data`", table), "`${name}-data-rt`");
        assert_eq!(name("name", table), "`${name}-rt`");
        assert_eq!(name("name + '-subnet'", table), "`${name}-rt`");
        assert_eq!(name("createName('app-subnet', stage)", table), "createName('app-rt', stage)");
        assert_eq!(name("`app_subnet_${env}`", table), "`app_rt_${env}`");
        assert_eq!(name("createName(stage, `app-subnet-${i}`)", table), "createName(stage, 'app-rt')");
        assert_eq!(name("createName(stage, which)", table), "createName(`${stage}-rt`, which)");
    }

    #[test]
    fn what_names_share_is_their_common_pattern() {
        let of = |spelled: &str| {
            let text =
                format!("import * as aws from '@pulumi/aws';\nnew aws.ec2.Subnet({spelled}, {{ vpcId: 'v' }});\n");
            let program = program(&[("index.ts", &text)]);
            let model = Model::new(&program);
            NamePattern::of(&model, &model.resources()[0]).expect("it has a name")
        };
        let both = [of("`ledger-data-a-${stack}`"), of("`ledger-data-b-${stack}`")];
        let common = NamePattern::common(&both).expect("two patterns");
        assert_eq!(common.with_role(&["subnet"], "rt").code(), "`ledger-data-rt-${stack}`");
        let ends_alike = [of("'a-' + suffix"), of("'b-' + suffix")];
        let common = NamePattern::common(&ends_alike).expect("two patterns");
        assert_eq!(common.with_role(&["subnet"], "rt").code(), "`rt-${suffix}`");
    }

    fn options(spelled: &str) -> Option<String> {
        let text = format!(
            "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
declare const provider: aws.Provider; declare const role: any; declare const given: any;
const defaultOpts = {{ provider }};
const mixed = {{ provider, protect: true }};
const all = {{ plain: {{ provider }} }};
function f(opts?: pulumi.CustomResourceOptions) {{
new aws.ec2.Subnet('s', {{ vpcId: 'v' }}{spelled});
}}
"
        );
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let resource = model.resources_of("aws.ec2.Subnet").next().expect("one subnet");
        Companion::of(&model, resource).options()
    }

    #[test]
    fn only_what_companions_share_is_copied() {
        let some = |s: &str| Some(s.to_string());
        assert_eq!(options(""), None);
        assert_eq!(options(", {}"), None);
        assert_eq!(options(", { dependsOn: [role] }"), None);
        assert_eq!(options(", { parent: this }"), some("{ parent: this }"));
        assert_eq!(options(", { parent: this, dependsOn: [role], provider }"), some("{ parent: this, provider }"));
        assert_eq!(options(", { ...defaultOpts, protect: true }"), some("{ ...defaultOpts }"));
        assert_eq!(options(", defaultOpts"), some("defaultOpts"));
        assert_eq!(options(", mixed"), some("{ provider: mixed.provider }"));
        assert_eq!(options(", all.plain"), some("all.plain"));
        assert_eq!(options(", { ...all.plain, dependsOn: [role] }"), some("{ ...all.plain }"));
        assert_eq!(options(", given.opts"), some("{ parent: given.opts?.parent, provider: given.opts?.provider }"));
        assert_eq!(options(", opts"), some("{ parent: opts?.parent, provider: opts?.provider }"));
        assert_eq!(options(", { ...opts, provider }"), some("{ parent: opts?.parent, provider }"));
        assert_eq!(
            options(", pulumi.mergeOptions(opts, { parent: this, dependsOn: [] })"),
            some("{ provider: opts?.provider, parent: this }")
        );
        assert_eq!(options(", pulumi.mergeOptions(defaultOpts, { ignoreChanges: ['tags'] })"), some("defaultOpts"));
        assert_eq!(
            options(", pulumi.mergeOptions(mixed, { dependsOn: [role] })"),
            some("{ provider: mixed.provider }")
        );
        assert_eq!(
            options(", pulumi.mergeOptions(defaultOpts, { parent: role })"),
            some("{ ...defaultOpts, parent: role }")
        );
    }

    #[test]
    fn what_is_made_after_something_keeps_the_shared_options() {
        let made = |opts: &str| {
            let text = format!(
                "import * as aws from '@pulumi/aws';\ndeclare const provider: aws.Provider;
const defaultOpts = {{ provider }};\nnew aws.ec2.Subnet('s', {{ vpcId: 'v' }}{opts});\n"
            );
            let program = program(&[("index.ts", &text)]);
            let model = Model::new(&program);
            let resource = model.resources_of("aws.ec2.Subnet").next().expect("one subnet");
            Companion::of(&model, resource).code_after("X", "'x'", &[], "igw")
        };
        assert_eq!(made(""), "new X('x', {}, { dependsOn: [igw] })");
        assert_eq!(made(", { parent: this }"), "new X('x', {}, { parent: this, dependsOn: [igw] })");
        assert_eq!(made(", { dependsOn: [role] }"), "new X('x', {}, { dependsOn: [igw] })");
        assert_eq!(made(", defaultOpts"), "new X('x', {}, { ...defaultOpts, dependsOn: [igw] })");
    }

    fn tags(spelled: &str) -> Option<String> {
        let text = format!(
            "import * as aws from '@pulumi/aws';
declare const tags: any; declare const pulumi: any;
const other = {{ Environment: 'dev', Project: 'p' }};
new aws.ec2.Subnet('s', {{ vpcId: 'v', {spelled} }});
"
        );
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let resource = model.resources_of("aws.ec2.Subnet").next().expect("one subnet");
        Companion::of(&model, resource).tags("'new'")
    }

    #[test]
    fn a_helper_for_tags_is_given_what_the_helper_for_names_is() {
        let given = |tags: &str, name: &str| {
            let text = format!(
                "import * as aws from '@pulumi/aws';
new aws.ec2.Vpc(this.nameOf('vpc'), {{ tags: {tags} }});
"
            );
            let program = program(&[("index.ts", &text)]);
            let model = Model::new(&program);
            Companion::of(&model, &model.resources()[0]).tags(name)
        };
        let some = |s: &str| Some(s.to_string());
        assert_eq!(given("this.tagsOf('vpc')", "this.nameOf('vpc-log')"), some("tags: this.tagsOf('vpc-log')"));
        assert_eq!(given("tagsOf(env, 'vpc', {})", "this.nameOf('log')"), some("tags: tagsOf(env, 'log', {})"));
        assert_eq!(given("this.tagsOf('network')", "this.nameOf('log')"), some("tags: this.tagsOf('network')"));
        assert_eq!(given("this.tagsOf('vpc')", "'log'"), some("tags: this.tagsOf('vpc')"));
        assert_eq!(
            given("tagsOf(this.nameOf('vpc'), env)", "this.nameOf('log')"),
            some("tags: tagsOf(this.nameOf('log'), env)")
        );
    }

    #[test]
    fn a_name_stands_where_its_holes_are_declared() {
        let text = "import * as aws from '@pulumi/aws';
const stack = 'x';
new aws.ec2.Vpc(`vpc-${stack}`, {});
class Net {
  constructor(name: string) {
    new aws.ec2.Subnet(`${name}-${this.i}-${stack}`, {});
    new aws.ec2.Subnet(nameOf('a'), {});
  }
}
";
        let program = program(&[("index.ts", text)]);
        let model = Model::new(&program);
        let [vpc, inner, helped] = model.resources() else { panic!("three resources") };
        let stands = |of: &Resource<'_>, beside| {
            NamePattern::of(&model, of).expect("it has a name").can_stand_beside(&model, beside)
        };
        assert!(stands(vpc, inner) && stands(inner, inner) && !stands(inner, vpc) && !stands(helped, vpc));
    }

    #[test]
    fn a_name_that_reads_its_own_resource_is_none() {
        let text = "import * as aws from '@pulumi/aws';\nexport const x = new aws.ec2.Vpc(x);\n";
        let program = program(&[("index.ts", text)]);
        let model = Model::new(&program);
        assert!(NamePattern::of(&model, &model.resources()[0]).is_none());
    }

    #[test]
    fn a_free_name_meets_none_that_is_spelled_alike() {
        let text = "import * as aws from '@pulumi/aws';
new aws.ec2.Vpc(`hub-vpc-${env}`, {});
new aws.iam.Role(`hub-vpc-flow-log-role-${env}`, {});
";
        let program = program(&[("index.ts", text)]);
        let model = Model::new(&program);
        let name = NamePattern::of(&model, &model.resources()[0]).expect("it has a name");
        let role = name.with_role(&["vpc"], "vpc-flow-log-role");
        assert_eq!(role.free(&model, "aws.iam.Role").code(), "`hub-vpc-flow-log-role-2-${env}`");
        assert_eq!(role.free(&model, "aws.iam.User").code(), "`hub-vpc-flow-log-role-${env}`");
    }

    #[test]
    fn tags_keep_what_is_shared_and_get_the_new_name() {
        let some = |s: &str| Some(s.to_string());
        assert_eq!(tags(""), None);
        assert_eq!(tags("tags"), some("tags"));
        assert_eq!(tags("tags: other"), some("tags: other"));
        assert_eq!(tags("tags: { ...tags, Name: 's' }"), some("tags: { ...tags, Name: 'new' }"));
        assert_eq!(
            tags("tags: { Name: 's', Environment: 'dev', Type: 'private' }"),
            some("tags: { Name: 'new', Environment: 'dev' }")
        );
        assert_eq!(
            tags("tags: pulumi.output(tags).apply(t => ({ ...t, Name: 's' }))"),
            some("tags: pulumi.output(tags).apply(t => ({ ...t, Name: 'new' }))")
        );
    }
}
