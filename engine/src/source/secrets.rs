//! Literal secrets. Invariant: a range covers what is secret and neither the quotes around it nor the name before it; where
//! a text does not parse, what looks like a secret is taken for one.
//!
//! A literal is a secret by its place (`password: '...'`, `const token = '...'`, `{ name: 'DB_PASSWORD', value: '...' }`,
//! `pulumi.secret('...')`, a default beside `config.get('password')`, JSON and shell inside of a text) or by its form (keys
//! of clouds and forges, private keys, `user:password@host`). A reference is none, nor is the name of one.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use swc_ecma_ast::{
    AssignExpr, AssignPat, AssignTarget, BinExpr, BinaryOp, CallExpr, Callee, ClassProp, Expr, ExprOrSpread, Lit,
    MemberProp, ObjectLit, Pat, PrivateProp, Prop, PropName, PropOrSpread, SimpleAssignTarget, Str, Tpl, VarDeclarator,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::file::{Comment, deeper_than, parse_module};
use super::{MAX_BYTES, MAX_DEPTH, TextRange};

/// What stands for a secret wherever one would be shown: its length tells nothing.
pub const MASK: &str = "********";

/// How a name ends that holds a secret, words joined in lower case.
const ENDS: [&str; 27] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "secretstring",
    "secretbinary",
    "secretvalue",
    "token",
    "apikey",
    "privatekey",
    "privatekeypem",
    "accesskey",
    "secretkey",
    "accesskeyid",
    "secretaccesskey",
    "signingkey",
    "encryptionkey",
    "accountkey",
    "connectionstring",
    "databaseurl",
    "credential",
    "passwords",
    "apikeys",
    "authtokens",
    "accesstokens",
    "dsn",
];

/// Forms that are secrets wherever they stand. The group is the secret where only a part is.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,})",
        r"\bxox[a-z]-[A-Za-z0-9-]{10,}",
        r"https://hooks\.slack\.com/services/([A-Za-z0-9/]+)",
        r"\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|pul-[0-9a-f]{40}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})",
        r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*",
        r#"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@'"`]*:([^\s/@'"`$\{\}]+)@"#,
    ])
});

/// The forty characters of a secret access key, with what stands before and behind.
static ACCESS_KEY: LazyLock<Vec<Regex>> =
    LazyLock::new(|| compiled(&[r#"(?:^|['"`=\s])([A-Za-z0-9/+]{40})(?:$|['"`\s;,\\])"#]));

/// A name and what it is set to, as JSON, code, shell or a connection string write it.
static PAIRS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compiled(&[
        r#"([A-Za-z_][\w.-]*)\\*["'`]?\]?\s*(?:=>|[:=])\s*\\*["'`]((?:[^"'`\\\r\n]|\\[^"'`\r\n])+)"#,
        r#"([A-Za-z_][\w.-]*)=([^\s"'`\\;,&\)\]\}$<>]+)"#,
        r#"(?m)^\s*-?\s*([A-Za-z_][\w.-]*):[ \t]+([^\s"'`\[\]\{\}$|>&*!#][^\r\n]*)"#,
        r#"--?([A-Za-z][\w-]*)[ \t]+\\*["'`]?([^\s"'`\\$-][^\s"'`\\]*)"#,
    ])
});

fn compiled(patterns: &[&str]) -> Vec<Regex> {
    // The patterns are constants, and a test reads every one of them.
    patterns.iter().filter_map(|it| Regex::new(it).ok()).collect()
}

/// The literal secrets of a file's text, by place, none within another. Its path tells how it is read.
pub fn secrets(path: &Path, text: &str) -> Vec<TextRange> {
    let mut found = by_form(text, 0);
    let is_code = path
        .extension()
        .and_then(|it| it.to_str())
        .is_some_and(|it| matches!(it, "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs"));
    let readable = is_code && text.len() <= MAX_BYTES && deeper_than(text, MAX_DEPTH).is_none();
    match readable.then(|| parse_module(path, text)) {
        Some(Ok((module, comments))) => {
            let mut places = Places { text, found: Vec::new() };
            module.visit_with(&mut places);
            found.append(&mut places.found);
            comments.iter().for_each(|it: &Comment| found.append(&mut by_pair(text, it.range)));
        }
        _ => found.append(&mut by_pair(text, TextRange::new(0, text.len() as u32))),
    }
    joined(found)
}

/// `text`, a fragment of a program or a sentence about it, holds one of these secrets or what looks like one.
pub fn holds_secret(text: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    known.into_iter().any(|it| !it.as_ref().trim().is_empty() && text.contains(it.as_ref()))
        || !by_form(text, 0).is_empty()
        || !by_pair(text, TextRange::new(0, text.len() as u32)).is_empty()
}

/// Sorted, overlapping ones put together.
fn joined(mut found: Vec<TextRange>) -> Vec<TextRange> {
    found.sort();
    let mut out: Vec<TextRange> = Vec::new();
    for range in found.into_iter().filter(|it| !it.is_empty()) {
        match out.last_mut() {
            Some(last) if range.start <= last.end => *last = last.cover(range),
            _ => out.push(range),
        }
    }
    out
}

fn by_form(text: &str, offset: u32) -> Vec<TextRange> {
    let mut out = Vec::new();
    for form in FORMS.iter() {
        for found in form.captures_iter(text) {
            let Some(it) = found.get(1).or(found.get(0)) else { continue };
            out.push(TextRange::new(offset + it.start() as u32, offset + it.end() as u32));
        }
    }
    for found in ACCESS_KEY.iter().flat_map(|it| it.captures_iter(text)) {
        let Some(it) = found.get(1) else { continue };
        let has = |kind: fn(&u8) -> bool| it.as_str().as_bytes().iter().any(kind);
        if has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit) {
            out.push(TextRange::new(offset + it.start() as u32, offset + it.end() as u32));
        }
    }
    out
}

fn by_pair(text: &str, within: TextRange) -> Vec<TextRange> {
    let Some(part) = text.get(within.as_usize()) else { return Vec::new() };
    let mut out = Vec::new();
    for found in PAIRS.iter().flat_map(|it| it.captures_iter(part)) {
        let (Some(name), Some(value)) = (found.get(1), found.get(2)) else { continue };
        if is_secret_name(name.as_str()) && may_be_secret(value.as_str()) && !is_code(value.as_str()) {
            out.push(TextRange::new(within.start + value.start() as u32, within.start + value.end() as u32));
        }
    }
    out
}

/// Whether an unquoted value is a reference or a call and no text.
fn is_code(value: &str) -> bool {
    let value = value.trim_end_matches([',', ';', ' ']);
    ["args.", "config.", "props.", "this.", "process.", "pulumi.", "new ", "await "]
        .iter()
        .any(|it| value.starts_with(it))
        || value.contains('(')
        || matches!(value, "true" | "false" | "null" | "undefined" | "string" | "number")
}

/// Whether what a name holds is a secret: `dbPassword`, `PGPASSWORD`, `api-key`; not `secretName` or `passwordLength`.
fn is_secret_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let plain = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    // `secretStringWo` and its like are written once and never read back.
    let plain = plain.strip_suffix("wo").unwrap_or(plain);
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or(name);
    let is_pass = last.eq_ignore_ascii_case("pass") || last.ends_with("Pass");
    let other = plain.ends_with("nexttoken") || plain.ends_with("publicaccesskey");
    (is_pass || ENDS.iter().any(|end| plain.ends_with(end))) && !other
}

/// Whether a text in the place of a secret can be one: not empty, and not the name of where it is kept.
fn may_be_secret(text: &str) -> bool {
    let text = text.trim();
    let reference = ["arn:", "{{resolve:", "${", "process.env"].iter().any(|it| text.starts_with(it));
    !text.is_empty() && !reference && text != MASK
}

/// Looks for places that say so.
struct Places<'t> {
    text: &'t str,
    found: Vec<TextRange>,
}

impl Places<'_> {
    /// Whatever text makes up the value of `expr`, which stands in the place of a secret.
    fn take(&mut self, expr: &Expr) {
        match expr {
            Expr::Lit(Lit::Str(text)) => self.take_text(text),
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
            }
            Expr::Array(it) => it.elems.iter().flatten().for_each(|it| self.take(&it.expr)),
            Expr::Object(it) => self.take_object(it),
            Expr::Call(call) => self.take_call(call),
            Expr::Member(member) => self.take(&member.obj),
            _ => {}
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
        if let Expr::Member(member) = &**callee {
            self.take(&member.obj);
        }
    }

    fn take_text(&mut self, text: &Str) {
        let range = TextRange::of(text);
        let inner = TextRange::new(range.start + 1, range.end.saturating_sub(1).max(range.start + 1));
        self.take_range(inner);
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
        if let (Pat::Ident(name), Some(value)) = (&it.name, &it.init) {
            self.take_if(Some(name.id.sym.to_string()), value);
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
        let mut named = None;
        for pair in pairs.clone() {
            let key = key_name(&pair.key);
            if matches!(key.as_deref(), Some("name" | "key" | "Name" | "Key")) {
                named = text_of(&pair.value).or(named);
            }
            self.take_if(key, &pair.value);
        }
        if named.is_some_and(|it| is_secret_name(&it)) {
            let is_value =
                |key: &PropName| matches!(key_name(key).as_deref(), Some("value" | "Value" | "defaultValue"));
            pairs.filter(|it| is_value(&it.key)).for_each(|it| self.take(&it.value));
        }
        it.visit_children_with(self);
    }

    fn visit_bin_expr(&mut self, it: &BinExpr) {
        let falls_back = matches!(it.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing);
        if falls_back && names_secret(&it.left) {
            self.take(&it.right);
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
            (Some("set" | "put" | "setEnv" | "addEnvironment"), [key, value, ..]) => {
                self.take_if(text_of(&key.expr), &value.expr);
            }
            _ => {}
        }
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
        secrets(Path::new("/p/index.ts"), text).into_iter().map(|it| &text[it.as_usize()]).collect()
    }

    #[test]
    fn every_pattern_is_one() {
        assert_eq!((FORMS.len(), ACCESS_KEY.len(), PAIRS.len()), (8, 1, 4));
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
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
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
        let yaml = "config:\n  proj:password: hunter2\n  proj:size: 3\n";
        let ranges = secrets(Path::new("/p/Pulumi.dev.yaml"), yaml);
        assert!(ranges.iter().all(|it| &yaml[it.as_usize()] == "hunter2"));
        assert!(holds_secret("{ password: 'x1' }", [""; 0]) && holds_secret("a `b1` c", ["b1"]));
        assert!(!holds_secret("enableKeyRotation: true", ["b1"]));
    }
}
