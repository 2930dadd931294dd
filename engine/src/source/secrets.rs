//! Literal secrets. Invariant: a range covers what is secret and neither the quotes around it nor the name before it; where
//! a text does not parse, what looks like a secret is taken for one.
//!
//! A literal is a secret by its place (`password: '...'`, `const token = '...'`, `{ name: 'DB_PASSWORD', value: '...' }`,
//! `pulumi.secret('...')`, a default beside `config.get('password')`, JSON and shell inside of a text) or by its form (keys
//! of clouds and forges, private keys, `user:password@host`). A reference is none, nor is the name of one.

use std::collections::BTreeSet;
use std::path::Path;

use aho_corasick::AhoCorasick;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, AssignExpr, AssignPat, AssignTarget, BinExpr, BinaryOp, CallExpr, Callee,
    ClassMethod, ClassProp, Expr, ExprOrSpread, FnDecl, Function, FunctionBody, GetterProp, JSXAttr, JSXAttrName,
    JSXAttrOrSpread, JSXAttrValue, JSXExpr, JSXExprContainer, JSXOpeningElement, Lit, MemberProp, MethodProp, Module,
    NewExpr, ObjectLit, Pat, PrivateProp, Prop, PropName, PropOrSpread, ReturnStmt, SimpleAssignTarget, Str, Tpl,
    TsEnumMember, TsEnumMemberId, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::file::{Comment, deeper_than, parse_module};
use super::secret_text::{by_form, by_pair, is_distinct, is_secret_name, joined, may_be_secret};
use super::{MAX_BYTES, MAX_DEPTH, TextRange};

/// What stands for a secret wherever one would be shown: its length tells nothing.
pub const MASK: &str = "********";

/// The literal secrets of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// By place, none within another.
    pub ranges: Vec<TextRange>,
    /// What they are, each once: as they are spelled, as their quotes read, and several that are put together as one.
    pub texts: Vec<String>,
}

impl Secrets {
    /// Those of a text that was parsed.
    pub(super) fn of_parsed(text: &str, module: &Module, comments: &[Comment]) -> Self {
        let mut places = Places { text, found: by_form(text, 0), values: Vec::new(), names: BTreeSet::new() };
        module.visit_with(&mut places);
        // A constant is what it is used for, and may be made of others.
        let mut known = 0;
        while known < places.names.len() {
            known = places.names.len();
            module.visit_with(&mut Constants(&mut places));
        }
        comments.iter().for_each(|it| places.found.append(&mut by_pair(text, it.range)));
        Self::new(text, places.found, places.values)
    }

    fn new(text: &str, found: Vec<TextRange>, mut texts: Vec<String>) -> Self {
        let mut ranges = joined(found);
        texts.extend(ranges.iter().filter_map(|it| text.get(it.as_usize())).map(String::from));
        texts.sort();
        texts.dedup();
        ranges.extend(again_in(&texts, text));
        Self { ranges: joined(ranges), texts }
    }
}

/// Where a text holds one of these secrets that nobody writes by chance: it is the same one, whatever stands before it.
pub fn again_in<'s>(secrets: impl IntoIterator<Item = &'s String>, text: &str) -> Vec<TextRange> {
    let distinct: Vec<&String> = secrets.into_iter().filter(|it| is_distinct(it)).collect();
    if distinct.is_empty() {
        return Vec::new();
    }
    let Ok(finder) = AhoCorasick::new(distinct) else { return Vec::new() };
    let found = finder.find_overlapping_iter(text);
    joined(found.map(|it| TextRange::new(it.start() as u32, it.end() as u32)).collect())
}

/// The literal secrets of a file's text. Its path tells how it is read.
pub fn secrets(path: &Path, text: &str) -> Secrets {
    let is_code = path
        .extension()
        .and_then(|it| it.to_str())
        .is_some_and(|it| matches!(it, "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs"));
    let readable = is_code && text.len() <= MAX_BYTES && deeper_than(text, MAX_DEPTH).is_none();
    match readable.then(|| parse_module(path, text)) {
        Some(Ok((module, comments))) => Secrets::of_parsed(text, &module, &comments),
        _ => {
            let found = [by_form(text, 0), by_pair(text, TextRange::new(0, text.len() as u32))].concat();
            Secrets::new(text, found, Vec::new())
        }
    }
}

/// `text`, a fragment of a program or a sentence about it, holds one of these secrets or what looks like one.
pub fn holds_secret(text: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    known.into_iter().any(|it| !it.as_ref().trim().is_empty() && text.contains(it.as_ref()))
        || !by_form(text, 0).is_empty()
        || !by_pair(text, TextRange::new(0, text.len() as u32)).is_empty()
}

/// Looks for places that say so.
struct Places<'t> {
    text: &'t str,
    found: Vec<TextRange>,
    /// What literals stand for where it is not what is written between their quotes.
    values: Vec<String>,
    /// The names that stand in the place of a secret.
    names: BTreeSet<String>,
}

/// Takes what those names are declared to be.
struct Constants<'p, 't>(&'p mut Places<'t>);

impl Visit for Constants<'_, '_> {
    fn visit_var_declarator(&mut self, it: &VarDeclarator) {
        if let (Pat::Ident(name), Some(value)) = (&it.name, &it.init)
            && self.0.names.contains(&*name.id.sym)
        {
            self.0.take(value);
        }
        it.visit_children_with(self);
    }
}

/// Takes what a function gives back.
struct Returned<'p, 't>(&'p mut Places<'t>);

impl Visit for Returned<'_, '_> {
    fn visit_return_stmt(&mut self, it: &ReturnStmt) {
        it.arg.iter().for_each(|it| self.0.take(it));
    }

    fn visit_function(&mut self, _: &Function) {}

    fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
}

impl Places<'_> {
    /// Whatever text makes up the value of `expr`, which stands in the place of a secret.
    fn take(&mut self, expr: &Expr) {
        match expr {
            Expr::Lit(Lit::Str(text)) => self.take_text(text),
            Expr::Ident(name) => {
                self.names.insert(name.sym.to_string());
            }
            Expr::Arrow(it) => match &*it.body {
                ArrowFunctionBody::Expr(value) => self.take(value),
                ArrowFunctionBody::FunctionBody(body) => body.visit_with(&mut Returned(self)),
            },
            Expr::Fn(it) => self.take_returned(it.function.body.as_ref()),
            Expr::Tpl(template) => self.take_template(template),
            Expr::TaggedTpl(tagged) => self.take_template(&tagged.tpl),
            Expr::Paren(it) => self.take(&it.expr),
            Expr::TsAs(it) => self.take(&it.expr),
            Expr::TsConstAssertion(it) => self.take(&it.expr),
            Expr::TsNonNull(it) => self.take(&it.expr),
            Expr::TsSatisfies(it) => self.take(&it.expr),
            Expr::TsTypeAssertion(it) => self.take(&it.expr),
            Expr::Await(it) => self.take(&it.arg),
            Expr::Assign(it) => self.take(&it.right),
            Expr::Seq(it) => it.exprs.last().into_iter().for_each(|it| self.take(it)),
            Expr::Cond(it) => {
                self.take(&it.cons);
                self.take(&it.alt);
            }
            Expr::Bin(it) if matches!(it.op, BinaryOp::Add | BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
                self.take(&it.left);
                self.take(&it.right);
                self.values.extend(sum_of(expr).filter(|it| may_be_secret(it)));
            }
            Expr::Array(it) => it.elems.iter().flatten().for_each(|it| self.take(&it.expr)),
            Expr::Object(it) => self.take_object(it),
            Expr::Call(call) => self.take_call(call),
            Expr::Member(member) => self.take(&member.obj),
            _ => {}
        }
    }

    fn take_returned(&mut self, body: Option<&FunctionBody>) {
        if let Some(body) = body {
            body.visit_with(&mut Returned(self));
        }
    }

    fn take_object(&mut self, object: &ObjectLit) {
        for prop in &object.props {
            match prop {
                PropOrSpread::Prop(prop) => {
                    if let Prop::KeyValue(pair) = &**prop {
                        self.take(&pair.value);
                    }
                }
                PropOrSpread::Spread(spread) => self.take(&spread.expr),
            }
        }
    }

    /// A call hands on the text that it is given, or is given the name of something: `requireSecret('dbPassword')`.
    fn take_call(&mut self, call: &CallExpr) {
        let Callee::Expr(callee) = &call.callee else { return };
        let name = called(callee).unwrap_or_default();
        let hands_on =
            ["secret", "output", "concat", "stringify", "from", "btoa", "atob", "String", "join", "unsecret"];
        if hands_on.contains(&name.as_str()) {
            call.args.iter().for_each(|it| self.take(&it.expr));
        }
        match &**callee {
            Expr::Member(member) => self.take(&member.obj),
            // `(() => '...')()`
            Expr::Paren(it) => self.take(&it.expr),
            _ => {}
        }
    }

    /// `[['DB_PASSWORD', '...']]`
    fn take_entries(&mut self, entries: Option<&ExprOrSpread>) {
        let Some(Expr::Array(entries)) = entries.map(|it| &*it.expr) else { return };
        for entry in entries.elems.iter().flatten().filter_map(|it| it.expr.as_array()) {
            if let [Some(key), Some(value)] = &entry.elems[..] {
                self.take_if(text_of(&key.expr), &value.expr);
            }
        }
    }

    fn take_text(&mut self, text: &Str) {
        let range = TextRange::of(text);
        let inner = TextRange::new(range.start + 1, range.end.saturating_sub(1).max(range.start + 1));
        self.take_range(inner);
        let value = text.value.to_string_lossy();
        if self.text.get(inner.as_usize()) != Some(&*value) && may_be_secret(&value) {
            self.values.push(value.into_owned());
        }
    }

    fn take_template(&mut self, template: &Tpl) {
        template.quasis.iter().for_each(|it| self.take_range(TextRange::of(it)));
        template.exprs.iter().for_each(|it| self.take(it));
    }

    fn take_range(&mut self, range: TextRange) {
        if self.text.get(range.as_usize()).is_some_and(may_be_secret) {
            self.found.push(range);
        }
    }

    fn take_if(&mut self, name: Option<String>, value: &Expr) {
        if name.is_some_and(|it| is_secret_name(&it)) {
            self.take(value);
        }
    }
}

impl Visit for Places<'_> {
    fn visit_var_declarator(&mut self, it: &VarDeclarator) {
        match (&it.name, it.init.as_deref()) {
            (Pat::Ident(name), Some(value)) => self.take_if(Some(name.id.sym.to_string()), value),
            (Pat::Array(names), Some(Expr::Array(values))) => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    if let (Some(Pat::Ident(name)), Some(value)) = (name, value) {
                        self.take_if(Some(name.id.sym.to_string()), &value.expr);
                    }
                }
            }
            _ => {}
        }
        it.visit_children_with(self);
    }

    fn visit_fn_decl(&mut self, it: &FnDecl) {
        if is_secret_name(&it.ident.sym) {
            self.take_returned(it.function.body.as_ref());
        }
        it.visit_children_with(self);
    }

    fn visit_class_method(&mut self, it: &ClassMethod) {
        if key_name(&it.key).is_some_and(|name| is_secret_name(&name)) {
            self.take_returned(it.function.body.as_ref());
        }
        it.visit_children_with(self);
    }

    fn visit_getter_prop(&mut self, it: &GetterProp) {
        if key_name(&it.key).is_some_and(|name| is_secret_name(&name)) {
            self.take_returned(it.function.body.as_ref());
        }
        it.visit_children_with(self);
    }

    fn visit_method_prop(&mut self, it: &MethodProp) {
        if key_name(&it.key).is_some_and(|name| is_secret_name(&name)) {
            self.take_returned(it.function.body.as_ref());
        }
        it.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, it: &NewExpr) {
        if it.callee.is_ident_ref_to("Map") {
            self.take_entries(it.args.as_deref().and_then(<[_]>::first));
        }
        it.visit_children_with(self);
    }

    fn visit_assign_pat(&mut self, it: &AssignPat) {
        if let Pat::Ident(name) = &*it.left {
            self.take_if(Some(name.id.sym.to_string()), &it.right);
        }
        it.visit_children_with(self);
    }

    fn visit_assign_pat_prop(&mut self, it: &swc_ecma_ast::AssignPatProp) {
        if let Some(value) = &it.value {
            self.take_if(Some(it.key.id.sym.to_string()), value);
        }
        it.visit_children_with(self);
    }

    fn visit_assign_expr(&mut self, it: &AssignExpr) {
        let name = match &it.left {
            AssignTarget::Simple(SimpleAssignTarget::Ident(name)) => Some(name.id.sym.to_string()),
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => member_name(&member.prop),
            _ => None,
        };
        self.take_if(name, &it.right);
        it.visit_children_with(self);
    }

    fn visit_class_prop(&mut self, it: &ClassProp) {
        if let Some(value) = &it.value {
            self.take_if(key_name(&it.key), value);
        }
        it.visit_children_with(self);
    }

    fn visit_private_prop(&mut self, it: &PrivateProp) {
        if let Some(value) = &it.value {
            self.take_if(Some(it.key.name.to_string()), value);
        }
        it.visit_children_with(self);
    }

    fn visit_object_lit(&mut self, it: &ObjectLit) {
        let pairs = it.props.iter().filter_map(|it| it.as_prop()).filter_map(|it| it.as_key_value());
        let (mut named, mut is_secure) = (None, false);
        for pair in pairs.clone() {
            let key = key_name(&pair.key);
            // A parameter of Systems Manager.
            is_secure |= key.as_deref() == Some("type") && text_of(&pair.value).as_deref() == Some("SecureString");
            if matches!(key.as_deref(), Some("name" | "key" | "Name" | "Key")) {
                named = text_of(&pair.value).or(named);
            }
            self.take_if(key, &pair.value);
        }
        if is_secure || named.is_some_and(|it| is_secret_name(&it)) {
            let is_value =
                |key: &PropName| matches!(key_name(key).as_deref(), Some("value" | "Value" | "defaultValue"));
            pairs.filter(|it| is_value(&it.key)).for_each(|it| self.take(&it.value));
        }
        it.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, it: &BinExpr) {
        let falls_back = matches!(it.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing);
        let compares = matches!(it.op, BinaryOp::EqEq | BinaryOp::EqEqEq | BinaryOp::NotEq | BinaryOp::NotEqEq);
        if (falls_back || compares) && names_secret(&it.left) {
            self.take(&it.right);
        }
        if compares && names_secret(&it.right) {
            self.take(&it.left);
        }
        it.visit_children_with(self);
    }

    fn visit_cond_expr(&mut self, it: &swc_ecma_ast::CondExpr) {
        if names_secret(&it.test) || names_secret(&it.cons) || names_secret(&it.alt) {
            self.take(&it.cons);
            self.take(&it.alt);
        }
        it.visit_children_with(self);
    }

    fn visit_call_expr(&mut self, it: &CallExpr) {
        let name = it.callee.as_expr().and_then(|callee| called(callee));
        match (name.as_deref(), &it.args[..]) {
            (Some("secret"), [value, ..]) => self.take(&value.expr),
            (Some("fromEntries"), [entries, ..]) => self.take_entries(Some(entries)),
            (Some("set" | "put" | "setEnv" | "addEnvironment"), [key, value, ..]) => {
                self.take_if(text_of(&key.expr), &value.expr);
            }
            _ => {}
        }
        it.visit_children_with(self);
    }

    fn visit_jsx_opening_element(&mut self, it: &JSXOpeningElement) {
        let attrs = || {
            it.attrs.iter().filter_map(|it| match it {
                JSXAttrOrSpread::JSXAttr(attr) => Some(attr),
                JSXAttrOrSpread::SpreadElement(_) => None,
            })
        };
        let name = |it: &JSXAttr| match &it.name {
            JSXAttrName::Ident(name) => Some(name.sym.to_string()),
            JSXAttrName::JSXNamespacedName(_) => None,
        };
        let names = |it: &JSXAttr| {
            let is_named = matches!(name(it).as_deref(), Some("name" | "type" | "id"));
            matches!(&it.value, Some(JSXAttrValue::Str(text)) if is_named && is_secret_name(&text.value.to_string_lossy()))
        };
        let holds = attrs().any(names);
        for attr in attrs() {
            let Some(name) = name(attr) else { continue };
            let is_value = holds && matches!(name.as_str(), "value" | "defaultValue");
            if !is_value && !is_secret_name(&name) {
                continue;
            }
            match &attr.value {
                Some(JSXAttrValue::Str(text)) => self.take_text(text),
                Some(JSXAttrValue::JSXExprContainer(JSXExprContainer { expr: JSXExpr::Expr(it), .. })) => self.take(it),
                _ => {}
            }
        }
        it.visit_children_with(self);
    }

    fn visit_ts_enum_member(&mut self, it: &TsEnumMember) {
        let name = match &it.id {
            TsEnumMemberId::Ident(name) => name.sym.to_string(),
            TsEnumMemberId::Str(name) => name.value.to_string_lossy().into_owned(),
        };
        it.init.iter().for_each(|value| self.take_if(Some(name.clone()), value));
        it.visit_children_with(self);
    }

    fn visit_str(&mut self, it: &Str) {
        self.found.append(&mut by_pair(self.text, TextRange::of(it)));
    }

    fn visit_tpl(&mut self, it: &Tpl) {
        it.quasis.iter().for_each(|it| self.found.append(&mut by_pair(self.text, TextRange::of(it))));
        it.visit_children_with(self);
    }
}

/// The text that a sum of literals is.
fn sum_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(Lit::Str(text)) => Some(text.value.to_string_lossy().into_owned()),
        Expr::Tpl(it) if it.exprs.is_empty() => it.quasis.first().map(|it| it.raw.to_string()),
        Expr::Paren(it) => sum_of(&it.expr),
        Expr::Bin(it) if it.op == BinaryOp::Add => Some(sum_of(&it.left)? + &sum_of(&it.right)?),
        _ => None,
    }
}

/// The last name of what is called.
fn called(callee: &Expr) -> Option<String> {
    match callee {
        Expr::Ident(name) => Some(name.sym.to_string()),
        Expr::Member(member) => member_name(&member.prop),
        _ => None,
    }
}

/// Whether `expr` reads something whose name says that it is a secret: `config.get('password')`, `env.DB_PASSWORD`.
fn names_secret(expr: &Expr) -> bool {
    match expr {
        Expr::Ident(name) => is_secret_name(&name.sym),
        Expr::Member(member) => member_name(&member.prop).is_some_and(|it| is_secret_name(&it)),
        Expr::Call(call) => {
            let reads_secret = call.callee.as_expr().and_then(|it| called(it)).is_some_and(|it| {
                matches!(it.as_str(), "getSecret" | "requireSecret" | "getSecretObject" | "requireSecretObject")
            });
            let named = |it: &ExprOrSpread| text_of(&it.expr).is_some_and(|it| is_secret_name(&it));
            reads_secret || call.args.first().is_some_and(named)
        }
        Expr::Paren(it) => names_secret(&it.expr),
        Expr::TsAs(it) => names_secret(&it.expr),
        Expr::TsNonNull(it) => names_secret(&it.expr),
        Expr::Bin(it) if matches!(it.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
            names_secret(&it.left) || names_secret(&it.right)
        }
        _ => false,
    }
}

fn text_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(Lit::Str(text)) => Some(text.value.to_string_lossy().into_owned()),
        _ => None,
    }
}

fn key_name(key: &PropName) -> Option<String> {
    match key {
        PropName::Ident(name) => Some(name.sym.to_string()),
        PropName::Str(name) => Some(name.value.to_string_lossy().into_owned()),
        PropName::Computed(it) => text_of(&it.expr),
        _ => None,
    }
}

fn member_name(prop: &MemberProp) -> Option<String> {
    match prop {
        MemberProp::Ident(name) => Some(name.sym.to_string()),
        MemberProp::PrivateName(name) => Some(name.name.to_string()),
        MemberProp::Computed(it) => text_of(&it.expr),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        secrets(Path::new("/p/index.ts"), text).ranges.into_iter().map(|it| &text[it.as_usize()]).collect()
    }

    #[test]
    fn what_is_handed_on_is_a_secret_where_it_is_written() {
        for text in [
            "const p = 'swordfish';\nnew aws.rds.Instance('db', { password: p });",
            "const base = 'swordfish', p = `${base}`;\nconst db = { password: p };",
            "new aws.ssm.Parameter('x', { type: 'SecureString', value: 'swordfish' });",
            "new Map([['USER', 'app'], ['DB_PASSWORD', 'swordfish']]);",
            "Object.fromEntries([['DB_PASSWORD', 'swordfish']]);",
            "const [user, password] = ['app', 'swordfish'];",
            "const password = (() => 'swordfish')();",
            "function dbPassword() {\n  const f = () => { return 'no' };\n  return 'swordfish';\n}",
            "class A {\n  get password() {\n    return 'swordfish';\n  }\n}",
            "const it = { password() { return 'swordfish' } };",
            "const it = { get password() { return 'swordfish' } };",
            "const s = `#!/bin/bash\nmysql -u app -pswordfish shop\n`;",
            "const s = `sshpass -p swordfish ssh a@b`;",
            "const s = 'curl -fsS -u admin:swordfish https://x';",
            "const s = '<password>swordfish</password>';",
        ] {
            assert_eq!(found(text), ["swordfish"], "{text}");
        }
        for text in [
            "const p = 'plain';\nconst db = { user: p };",
            "const it = { ignoreChanges: ['password', 'masterPassword'] };",
            "new aws.ssm.Parameter('x', { type: 'String', value: 'plain' });",
            "const s = 'mkdir -p /srv/app && docker run -p 80:80 nginx';",
            "const s = '<user>app</user>';",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_place_that_says_so_holds_a_secret() {
        for text in [
            "f({ password: 'hunter2' });",
            "f({ 'master-password': `hunter2` });",
            "const dbPassword = 'hunter2';",
            "class A { private token = 'hunter2'; #apiKey = 'x'; }",
            "function f(secretKey = 'hunter2') {}",
            "f({ env: { PGPASSWORD: 'hunter2' } });",
            "f([{ name: 'DB_PASS', value: 'hunter2' }]);",
            "const p = pulumi.secret('hunter2');",
            "const p = config.get('dbPassword') ?? 'hunter2';",
            "const p = process.env.DB_PASSWORD || 'hunter2';",
            "const p = config.requireSecret('x') || (cond ? a : 'hunter2');",
            "f({ secretString: JSON.stringify({ user: args.user, pass: 'hunter2' }) });",
            "f({ secretString: `{\"password\":\"hunter2\"}` });",
            "f({ body: '{\"password\": \"hunter2\"}' });",
            "f({ body: \"{\\\"password\\\": \\\"hunter2\\\"}\" });",
            "f({ userData: `#!/bin/sh\nexport DB_PASSWORD=hunter2\npsql` });",
            "f({ userData: `mysql --password hunter2 -h ${host}` });",
            "// password: 'hunter2'\n",
            "const url = `postgres://app:hunter2@${host}/db`;",
            "args.password = 'hunter2';",
            "f({ password: cond ? 'hunter2' : args.other });",
            "// password: hunter2\nf();",
            "/*\n * db.password: hunter2\n */",
            "f(); // the token: hunter2 was the old one",
            "enum A { DbPassword = 'hunter2', Other = 'x' }",
            "if (process.env.TOKEN === 'hunter2') f(args);",
            "f({ header: 'Authorization: Bearer hunter2abc' });",
            "const credentials = ['app', 'hunter2'];",
        ] {
            let found = found(text);
            assert!(found.iter().any(|it| it.contains("hunter2")), "{text}: {found:?}");
            assert!(found.iter().all(|it| !it.contains("args") && !it.contains("host")), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_reference_a_name_and_an_empty_text_are_none() {
        for text in [
            "f({ password: args.password, token: config.requireSecret('dbPassword') });",
            "const password = config.require('dbPassword');",
            "f({ secretName: 'db/password', passwordLength: 16, httpTokens: 'required', passwordResetRequired: true });",
            "f({ password: '', secret: 'arn:aws:secretsmanager:eu-west-1:1:secret:db' });",
            "interface A { password: 'a' | 'b'; token?: string }",
            "const url = `postgres://${user}:${password}@${host}/db`;",
            "f({ keyName: 'deploy', partitionKey: 'id', kmsKeyId: key.arn, publicKey: 'ssh-rsa AAAA' });",
            "f({ environment: [{ name: 'STAGE', value: 'prod' }] });",
            "// token: the one that is handed in\n/** @param password what to log in with */",
            "if (typeof token === 'string' && kind !== 'password') f();",
            "f({ why: 'a Bearer authentication' });",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_nobody_writes_by_chance_is_a_secret_wherever_it_stands_again() {
        assert_eq!(found("const token = 'hunter2'; f('db-hunter2', hunter2, `a ${x} hunter2`);").len(), 4);
        assert_eq!(found("const token = 'admin'; f('admin', 'db-admin');"), ["admin"]);
    }

    #[test]
    fn values_are_known_as_they_read_and_put_together() {
        let texts = |text: &str| secrets(Path::new("/p/index.ts"), text).texts;
        assert_eq!(texts("const token = 'hun' + ('ter' + `2x`);"), ["2x", "hun", "hunter2x", "ter", "ter2x"]);
        assert_eq!(texts("const token = 'hunter\\x32';"), ["hunter2", "hunter\\x32"]);
    }

    #[test]
    fn attributes_hold_secrets_as_properties_do() {
        let text =
            "f(<A password=\"x1\" to=\"y\"><input type=\"password\" value={'x2'} /><i name=\"a\" value=\"y\" /></A>);";
        let ranges = secrets(Path::new("/p/index.tsx"), text).ranges;
        assert_eq!(ranges.iter().map(|it| &text[it.as_usize()]).collect::<Vec<_>>(), ["x1", "x2"]);
    }

    #[test]
    fn a_form_is_a_secret_wherever_it_stands() {
        let access = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1";
        let pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nabc\n-----END RSA PRIVATE KEY-----";
        assert_eq!(found(&format!("f('AKIAIOSFODNN7EXAMPLE', '{access}');")), ["AKIAIOSFODNN7EXAMPLE", access]);
        assert_eq!(found(&format!("f(`{pem}`);")), [pem]);
        assert_eq!(found("f('ghp_abcdefghijklmnopqrstuvwxyz0123456789');").len(), 1);
        assert_eq!(found("f('xoxb-1234567890-abcdef');").len(), 1);
        assert_eq!(found("f('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln');").len(), 1);
        assert_eq!(found("f('da39a3ee5e6b4b0d3255bfef95601890afd80709');"), Vec::<&str>::new());
    }

    #[test]
    fn what_does_not_parse_is_searched_as_text() {
        assert_eq!(found("f({ password: 'hunter2' "), ["hunter2"]);
        let yaml = "config:\n  proj:password: hunter2\n  proj:token:\n    default: sesame\n  proj:size: 3\n";
        assert_eq!(secrets(Path::new("/p/Pulumi.dev.yaml"), yaml).texts, ["hunter2", "sesame"]);
        assert!(holds_secret("{ password: 'x1' }", [""; 0]) && holds_secret("a `b1` c", ["b1"]));
        assert!(!holds_secret("enableKeyRotation: true", ["b1"]));
    }
}
