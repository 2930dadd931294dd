//! The text that an expression gives, as far as the source shows it. Invariant: a text that is said to be whole has
//! every literal part that can be in it; values that only a run knows leave a gap.

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Callee, Expr, Lit};

use super::object::Property;
use super::trace::{ANY, End, Trace};
use super::value::{Entity, Value};
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
            Expr::Array(_) => {
                for source in self.trace(file, expr, &[ANY]).sources {
                    match source.end {
                        End::Written(site) => self.literal_text(site.file, site.node, out, depth, true),
                        End::Absent => {}
                        End::Unknown(_) => out.gap(true),
                    }
                    out.parts.push('\n');
                }
            }
            Expr::Call(call) => self.call_text(file, expr, call, out, depth, hole),
            _ => out.gap(hole),
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
    fn call_text(
        &self,
        file: FileId,
        expr: &'p Expr,
        call: &'p ast::CallExpr,
        out: &mut Text,
        depth: usize,
        hole: bool,
    ) {
        const OF_TEXT: &[&str] =
            &["toString", "trim", "trimStart", "trimEnd", "replace", "replaceAll", "join", "concat", "filter"];
        const ENCODERS: &[&str] = &["from", "btoa", "dedent", "stripIndent", "base64", "encodeURIComponent"];
        let Callee::Expr(callee) = &call.callee else { return out.gap(hole) };
        let name = match &**callee {
            Expr::Ident(ident) => Some(&*ident.sym),
            Expr::Member(m) => m.prop.as_ident().map(|name| &*name.sym),
            _ => None,
        };
        let Some(name) = name else { return out.gap(hole) };
        let of_package = matches!(self.value(file, expr), Value::Entity(Entity::Call(ref symbol, _), _)
            if !symbol.package().starts_with("@pulumi/pulumi"));
        match &**callee {
            Expr::Member(m) if OF_TEXT.contains(&name) => {
                self.collect_text(file, &m.obj, out, depth, hole);
                for argument in call.args.iter().filter(|_| name == "concat" || name.starts_with("replace")) {
                    self.collect_text(file, &argument.expr, out, depth, true);
                }
            }
            _ if ENCODERS.contains(&name) || (!of_package && matches!(name, "interpolate" | "concat")) => {
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
