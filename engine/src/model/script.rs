//! The text that an expression gives, as far as the source shows it. Invariant: a text that is said to be whole has
//! every literal part that can be in it; values that only a run knows leave a gap.

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Callee, Expr, Lit};

use super::object::Property;
use super::trace::{ANY, End, Trace};
use super::value::Value;
use super::{FileId, Model};

/// Literal text, over all cases that the source shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The literal parts, one after the other, a NUL where only a run knows what stands there.
    pub parts: String,
    /// Whether all of it was seen, gaps of single values apart.
    pub seen: bool,
}

/// How deep texts within texts are followed.
const DEPTH: usize = 24;

impl<'p> Model<'p> {
    /// The text that `expr` gives: through constants, parameters, templates, concatenations, `join`, callbacks of
    /// `apply`, and encodings such as `Buffer.from(...).toString('base64')`, which are looked through.
    pub fn text_given(&self, file: FileId, expr: &'p Expr) -> Text {
        let mut text = Text { parts: String::new(), seen: true };
        self.collect_text(file, expr, &mut text, DEPTH, false);
        text
    }

    /// The text that a property gives.
    pub fn property_text(&self, property: &Property<'p>) -> Text {
        let mut text = Text { parts: String::new(), seen: true };
        self.traced_text(self.trace_below(property, &[]), &mut text, DEPTH, false);
        text
    }

    fn collect_text(&self, file: FileId, expr: &'p Expr, out: &mut Text, depth: usize, hole: bool) {
        match depth.checked_sub(1) {
            Some(depth) => self.traced_text(self.trace(file, expr, &[]), out, depth, hole),
            None => out.gap(hole),
        }
    }

    fn traced_text(&self, trace: Trace<'p>, out: &mut Text, depth: usize, hole: bool) {
        for source in trace.sources {
            match source.end {
                End::Written(site) => self.literal_text(site.file, site.node, out, depth, hole),
                End::Absent => {}
                End::Unknown(_) => out.gap(hole),
            }
        }
    }

    fn literal_text(&self, file: FileId, expr: &'p Expr, out: &mut Text, depth: usize, hole: bool) {
        match expr {
            Expr::Lit(Lit::Str(s)) => out.parts.push_str(&s.value.to_string_lossy()),
            Expr::Lit(Lit::Num(n)) => out.parts.push_str(&n.value.to_string()),
            Expr::Tpl(tpl) => self.template_text(file, tpl, out, depth),
            Expr::TaggedTpl(tagged) => self.template_text(file, &tagged.tpl, out, depth),
            Expr::Bin(bin) if bin.op == BinaryOp::Add => {
                self.collect_text(file, &bin.left, out, depth, true);
                self.collect_text(file, &bin.right, out, depth, true);
            }
            Expr::Array(_) => self.list_text(file, expr, out, depth),
            Expr::Call(call) => self.call_text(file, call, out, depth, hole),
            _ => out.gap(hole),
        }
    }

    /// The items of a list, those that are pushed into it later too, a line each.
    fn list_text(&self, file: FileId, list: &'p Expr, out: &mut Text, depth: usize) {
        for source in self.trace(file, list, &[ANY]).sources {
            match source.end {
                End::Written(site) => self.literal_text(site.file, site.node, out, depth, true),
                End::Absent => {}
                End::Unknown(_) => out.gap(true),
            }
            out.parts.push('\n');
        }
    }

    fn template_text(&self, file: FileId, tpl: &'p ast::Tpl, out: &mut Text, depth: usize) {
        for (at, quasi) in tpl.quasis.iter().enumerate() {
            match &quasi.cooked {
                Some(cooked) => out.parts.push_str(&cooked.to_string_lossy()),
                None => out.parts.push_str(&quasi.raw),
            }
            if let Some(hole) = tpl.exprs.get(at) {
                self.collect_text(file, hole, out, depth, true);
            }
        }
    }

    /// Methods of texts and encoders hand on what they are given.
    fn call_text(&self, file: FileId, call: &'p ast::CallExpr, out: &mut Text, depth: usize, hole: bool) {
        const OF_TEXT: &[&str] =
            &["toString", "trim", "trimStart", "trimEnd", "replace", "replaceAll", "concat", "filter"];
        const ENCODERS: &[&str] = &["from", "btoa", "dedent", "stripIndent", "base64", "encodeURIComponent"];
        let Callee::Expr(callee) = &call.callee else { return out.gap(hole) };
        let name = match &**callee {
            Expr::Ident(ident) => Some(&*ident.sym),
            Expr::Member(m) => m.prop.as_ident().map(|name| &*name.sym),
            _ => None,
        };
        let Some(name) = name else { return out.gap(hole) };
        if let Value::Symbol(symbol) = self.value(file, callee) {
            return match symbol.is("pulumi.concat") {
                true => call.args.iter().for_each(|a| self.collect_text(file, &a.expr, out, depth, true)),
                false => out.gap(hole),
            };
        }
        match &**callee {
            Expr::Member(m) if name == "join" => match depth.checked_sub(1) {
                Some(depth) => self.list_text(file, &m.obj, out, depth),
                None => out.gap(hole),
            },
            Expr::Member(m) if OF_TEXT.contains(&name) => {
                self.collect_text(file, &m.obj, out, depth, hole);
                for argument in call.args.iter().filter(|_| name == "concat" || name.starts_with("replace")) {
                    self.collect_text(file, &argument.expr, out, depth, true);
                }
            }
            _ if ENCODERS.contains(&name) => {
                for argument in &call.args {
                    self.collect_text(file, &argument.expr, out, depth, hole);
                }
            }
            _ => out.gap(hole),
        }
    }
}

impl Text {
    /// Something that the source does not show; the whole text, where it is no `hole` of another.
    fn gap(&mut self, hole: bool) {
        self.parts.push('\0');
        self.seen &= hole;
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Model, Text};
    use crate::testing::program;

    /// The text that the constant `it` gives.
    fn text(code: &str) -> Text {
        let head = "import * as pulumi from '@pulumi/pulumi';\nimport * as fs from 'fs';\nimport '@pulumi/aws';\n";
        let text = format!("{head}{code}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let file = program.id_of(std::path::Path::new("/program/index.ts")).expect("the file is part of it");
        let found = model.index(file).bindings().find(|(_, b)| b.name == "it").expect("it is declared");
        let crate::model::Origin::Variable { declarator, .. } = &found.1.origin else { panic!("a constant") };
        model.text_given(file, declarator.init.as_deref().expect("it has a value"))
    }

    #[test]
    fn every_literal_part_is_there() {
        for code in [
            "const it = 'a b';",
            "const it = `a b`;",
            "const s = 'b';\nconst it = `a ${s}`;",
            "const s = 'b';\nconst it = 'a ' + s;",
            "const it = Buffer.from('a b').toString('base64');",
            "const it = pulumi.interpolate`a b`;",
            "const it = pulumi.concat('a ', 'b');",
            "const it = pulumi.output('x').apply(x => `a b`);",
            "const it = pulumi.output('x').apply(x => Buffer.from('a b').toString('base64'));",
            "function f() { return 'a b'; }\nconst it = f();",
            "const it = btoa('a b').trim();",
        ] {
            assert_eq!(text(code), Text { parts: "a b".into(), seen: true }, "{code}");
        }
        let lines = "const l = ['a'];\nl.push('b');\nconst it = l.join('\\n');";
        assert_eq!(text(lines), Text { parts: "a\nb\n".into(), seen: true });
    }

    #[test]
    fn gaps_are_holes_and_unseen_texts_are_said() {
        let hole = "const c = new pulumi.Config();\nconst it = `a ${c.require('x')} b`;";
        assert_eq!(text(hole), Text { parts: "a \0 b".into(), seen: true });
        for code in
            ["const it = fs.readFileSync('x', 'utf8');", "let s = 'a';\ns += 'b';\nconst it = s;", "const it = g('a');"]
        {
            assert!(!text(code).seen, "{code}");
        }
    }
}
