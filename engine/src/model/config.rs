//! What stands in for a setting that nobody configured. Invariant: a default is told by the key of the read that it stands
//! in for, as far as the source shows it; a key or namespace that is put together at run time is none.

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Expr, ObjectPatProp, Pat, Prop, PropOrSpread, Stmt, UnaryOp};

use super::calls::peel;
use super::index::{NodeId, property_key};
use super::modules::BindingId;
use super::tree::Node;
use super::value::{Entity, Site, Value};
use super::{FileId, Model};
use crate::source::TextRange;

/// How many constants a default is followed through.
const DEPTH: usize = 4;

/// A key of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConfigKey {
    /// `new pulumi.Config('network')`; `None` for the project's own.
    pub(crate) namespace: Option<String>,
    /// What is asked for.
    pub(crate) name: String,
    /// The members from there to what the default stands in for.
    pub(crate) path: Vec<String>,
}

/// What stands in for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigDefault {
    /// The key.
    pub(crate) key: ConfigKey,
    /// What is written for it.
    pub(crate) range: TextRange,
}

impl<'p> Model<'p> {
    /// The defaults of configuration reads that `range` of a file is in.
    pub(crate) fn config_defaults(&self, file: FileId, range: TextRange) -> Vec<ConfigDefault> {
        let mut out = Vec::new();
        self.defaults_around(file, range, &[], DEPTH, &mut |key, at| {
            let found = ConfigDefault { key, range: at };
            if !out.contains(&found) {
                out.push(found);
            }
        });
        out
    }

    /// Calls `add` with what `range` stands in for, and with what is written there: `members` of what stands at `range`.
    fn defaults_around(
        &self,
        file: FileId,
        range: TextRange,
        members: &[String],
        depth: usize,
        add: &mut dyn FnMut(ConfigKey, TextRange),
    ) {
        let index = self.index(file);
        let Some(start) = index.innermost(range) else { return };
        // From the expression around to the range, innermost last.
        let mut path = members.to_vec();
        let around = std::iter::once((start, index.entry(start))).chain(index.ancestors(start));
        for (id, entry) in around {
            let within = |expr: &Expr| TextRange::of(expr).contains(range);
            let mut stands_in = |reads: Vec<ConfigKey>, written: TextRange, path: &[String]| {
                for mut read in reads {
                    read.path.extend(path.iter().cloned());
                    add(read, written);
                }
            };
            match entry.node {
                Node::Expr(Expr::Bin(bin)) if is_else(bin.op) && within(&bin.right) => {
                    stands_in(self.config_reads(file, &bin.left, DEPTH), TextRange::of(&*bin.right), &path);
                }
                Node::Expr(Expr::Cond(cond)) => {
                    for (one, other) in [(&cond.cons, &cond.alt), (&cond.alt, &cond.cons)] {
                        if within(one) {
                            stands_in(self.config_reads(file, other, DEPTH), TextRange::of(&**one), &path);
                        }
                    }
                }
                Node::Expr(Expr::Assign(assign)) if within(&assign.right) => {
                    let is_else = matches!(assign.op, ast::AssignOp::NullishAssign | ast::AssignOp::OrAssign);
                    if (is_else || self.is_under_condition(file, id))
                        && let Some(target) = assign.left.as_ident()
                        && let Some(local) = index.target(&target.id)
                        && let Some(first) = self.declared_value(BindingId { file, local })
                    {
                        stands_in(self.config_reads(file, first, DEPTH), TextRange::of(&*assign.right), &path);
                    }
                }
                Node::Expr(Expr::Object(object)) => {
                    let own = object.props.iter().position(|prop| TextRange::of(prop).contains(range));
                    let later = own.map_or(&[][..], |at| &object.props[at + 1..]);
                    if let Some(prop) = own.and_then(|at| object.props.get(at))
                        && let Some(written) = value_of(prop)
                    {
                        for spread in later.iter().filter_map(PropOrSpread::as_spread) {
                            stands_in(self.config_reads(file, &spread.expr, DEPTH), written, &path);
                        }
                    }
                }
                Node::Prop(prop) => {
                    if let Some(key) = key_of(prop) {
                        path.insert(0, key);
                    }
                }
                Node::Declarator(_, declarator) => {
                    if let Some(init) =
                        declarator.init.as_deref().filter(|_| !TextRange::of(&declarator.name).contains(range))
                    {
                        self.defaults_through(file, id, init, &path, depth, add);
                    } else if let (Some(init), Pat::Object(pattern)) = (declarator.init.as_deref(), &declarator.name)
                        && let Some((keys, written)) = pattern_default(pattern, range)
                    {
                        stands_in(self.config_reads(file, init, DEPTH), written, &keys);
                    }
                }
                Node::Function(_) | Node::Class(_) => return,
                _ => {}
            }
        }
    }

    /// The same where a constant that holds the range, `path` of it, is used.
    fn defaults_through(
        &self,
        file: FileId,
        declarator: NodeId,
        init: &Expr,
        path: &[String],
        depth: usize,
        add: &mut dyn FnMut(ConfigKey, TextRange),
    ) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let index = self.index(file);
        let declares = |binding: &super::Binding<'_>| binding.node == declarator;
        let Some((local, binding)) = index.bindings().find(|(_, binding)| declares(binding)) else { return };
        if binding.is_reassigned() {
            return;
        }
        let written = TextRange::of(init);
        for reference in self.references(BindingId { file, local }) {
            let index = self.index(reference.file);
            let mut rest = path;
            let mut range = reference.range;
            for (_, entry) in index.ancestors(reference.node) {
                let Node::Expr(Expr::Member(member)) = entry.node else { continue };
                if TextRange::of(&*member.obj) != range {
                    continue;
                }
                let ast::MemberProp::Ident(name) = &member.prop else { break };
                match rest.split_first() {
                    Some((first, more)) if *first == *name.sym => (rest, range) = (more, entry.range),
                    // Another part of it.
                    Some(_) => (rest, range) = (&[], TextRange::new(0, 0)),
                    None => break,
                }
            }
            if !range.is_empty() {
                self.defaults_around(reference.file, range, rest, depth, &mut |key, _| add(key, written));
            }
        }
    }

    /// Whether a node is done in some cases only.
    fn is_under_condition(&self, file: FileId, id: NodeId) -> bool {
        self.index(file).ancestors(id).any(|(_, entry)| matches!(entry.node, Node::Stmt(Stmt::If(_))))
    }

    fn declared_value(&self, binding: BindingId) -> Option<&'p Expr> {
        match self.index(binding.file).entry(self.binding(binding).node).node {
            Node::Declarator(_, declarator) => declarator.init.as_deref(),
            _ => None,
        }
    }

    /// The keys that an expression gives the configured value of, read as a number or cut to pieces too.
    fn config_reads(&self, file: FileId, expr: &'p Expr, depth: usize) -> Vec<ConfigKey> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let expr = peel(expr);
        let value = self.value(file, expr);
        let mut out: Vec<ConfigKey> = value.choices().iter().filter_map(|one| self.config_read(one)).collect();
        // What a method makes of it is no member of it.
        if called(expr).is_some() {
            out.retain(|key| key.path.is_empty());
        }
        if !out.is_empty() {
            return out;
        }
        match expr {
            // `config.get('zones').split(',')`, `parseInt(config.get('size'), 10)`, `JSON.parse(config.get('x'))`
            Expr::Call(call) => {
                let inner = called(expr).into_iter().chain(call.args.first().map(|arg| &*arg.expr));
                out.extend(inner.flat_map(|it| self.config_reads(file, it, depth)));
            }
            Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => out.extend(self.config_reads(file, &member.obj, depth)),
                ast::OptChainBase::Call(_) => {
                    out.extend(called(expr).into_iter().flat_map(|it| self.config_reads(file, it, depth)))
                }
            },
            Expr::Member(member) => out.extend(self.config_reads(file, &member.obj, depth)),
            Expr::Unary(unary) if unary.op == UnaryOp::Plus => out.extend(self.config_reads(file, &unary.arg, depth)),
            Expr::Bin(bin) if is_else(bin.op) => out.extend(self.config_reads(file, &bin.left, depth)),
            _ => {}
        }
        out
    }

    /// The key that a value is read by.
    fn config_read(&self, value: &Value<'p>) -> Option<ConfigKey> {
        let Value::Entity(Entity::Call(symbol, call), path) = value else { return None };
        let [class, method] = symbol.path() else { return None };
        let reads = symbol.package() == "@pulumi/pulumi" && class == "Config";
        if !reads || !(method.starts_with("get") || method.starts_with("require")) {
            return None;
        }
        let name = self.call_argument(*call, 0)?.as_str()?.to_string();
        let namespace = self.config_namespace(*call)?;
        Some(ConfigKey { namespace, name, path: path.to_vec() })
    }

    /// The namespace that a configuration is read from, `Some(None)` for the project's.
    fn config_namespace(&self, call: Site<'p, ast::CallExpr>) -> Option<Option<String>> {
        let member = peel(call.node.callee.as_expr()?).as_member()?;
        let Value::Entity(Entity::Made(_, made), _) = self.value(call.file, &member.obj) else { return None };
        let Some(argument) = made.node.args.as_deref().and_then(<[_]>::first) else { return Some(None) };
        match self.value(made.file, &argument.expr) {
            Value::Str(namespace) => Some(Some(namespace)),
            Value::Undefined => Some(None),
            Value::Entity(Entity::Call(symbol, _), _) if symbol.is("pulumi.getProject") => Some(None),
            _ => None,
        }
    }
}

/// What a method is called on, where an expression is such a call.
fn called(expr: &Expr) -> Option<&Expr> {
    let callee = match expr {
        Expr::Call(call) => call.callee.as_expr()?,
        Expr::OptChain(chain) => &chain.base.as_call()?.callee,
        _ => return None,
    };
    match peel(callee) {
        Expr::Member(member) => Some(&member.obj),
        Expr::OptChain(chain) => match &*chain.base {
            ast::OptChainBase::Member(member) => Some(&member.obj),
            ast::OptChainBase::Call(_) => None,
        },
        _ => None,
    }
}

fn is_else(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::NullishCoalescing | BinaryOp::LogicalOr)
}

fn key_of(prop: &PropOrSpread) -> Option<String> {
    match prop {
        PropOrSpread::Prop(prop) => match &**prop {
            Prop::KeyValue(kv) => property_key(&kv.key).map(|key| key.into_owned()),
            _ => None,
        },
        PropOrSpread::Spread(_) => None,
    }
}

fn value_of(prop: &PropOrSpread) -> Option<TextRange> {
    match prop {
        PropOrSpread::Prop(prop) => prop.as_key_value().map(|kv| TextRange::of(&*kv.value)),
        PropOrSpread::Spread(spread) => Some(TextRange::of(&*spread.expr)),
    }
}

/// The defaults of a pattern around `range`: the keys that lead there, and what is written.
fn pattern_default(pattern: &ast::ObjectPat, range: TextRange) -> Option<(Vec<String>, TextRange)> {
    pattern.props.iter().find_map(|prop| match prop {
        ObjectPatProp::Assign(own) => {
            let value = own.value.as_deref()?;
            let written = TextRange::of(value);
            written.contains(range).then(|| (vec![own.key.id.sym.to_string()], written))
        }
        ObjectPatProp::KeyValue(kv) => {
            let key = property_key(&kv.key)?.into_owned();
            match &*kv.value {
                Pat::Assign(assign) => {
                    let written = TextRange::of(&*assign.right);
                    written.contains(range).then(|| (vec![key], written))
                }
                Pat::Object(inner) => {
                    let (mut keys, written) = pattern_default(inner, range)?;
                    keys.insert(0, key);
                    Some((keys, written))
                }
                _ => None,
            }
        }
        ObjectPatProp::Rest(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::model::Model;
    use crate::source::TextRange;
    use crate::testing::program;

    /// The keys that the `8` of the first file stands in for.
    #[track_caller]
    fn stands_in(files: &[(&str, &str)], expected: &[&str]) {
        let program = program(files);
        let model = Model::new(&program);
        let file = program.id_of(&program.root.join(files[0].0)).expect("a file");
        let at = files[0].1.find('8').expect("an 8") as u32;
        let found = model.config_defaults(file, TextRange::new(at, at + 1));
        let spelled = |key: &super::ConfigKey| {
            let space = key.namespace.as_ref().map_or(String::new(), |space| format!("{space}:"));
            key.path.iter().fold(format!("{space}{}", key.name), |name, member| format!("{name}.{member}"))
        };
        assert_eq!(found.iter().map(|it| spelled(&it.key)).collect::<Vec<_>>(), expected, "{files:?}");
    }

    #[track_caller]
    fn in_one_file(code: &str, expected: &[&str]) {
        let head = "import * as pulumi from '@pulumi/pulumi';\nconst c = new pulumi.Config();\n";
        stands_in(&[("index.ts", &format!("{head}{code}\n"))], expected);
    }

    #[test]
    fn what_stands_in_for_a_key() {
        in_one_file("const n = c.getNumber('size') ?? 8;", &["size"]);
        in_one_file("const n = c.getNumber('size') || 8;", &["size"]);
        in_one_file("const n = new pulumi.Config('net').getNumber('size') ?? 8;", &["net:size"]);
        in_one_file("const n = new pulumi.Config(pulumi.getProject()).getNumber('size') ?? 8;", &["size"]);
        in_one_file("const n = parseInt(c.get('size') ?? '8', 10);", &["size"]);
        in_one_file("const n = parseInt(c.get('size')!, 10) || 8;", &["size"]);
        in_one_file("const n = +c.get('size')! || 8;", &["size"]);
        in_one_file("const set = c.getNumber('size');\nconst n = set !== undefined ? set : 8;", &["size"]);
        in_one_file("const n = c.get('size') ? Number(c.get('size')) : 8;", &["size"]);
        in_one_file("let n = c.getNumber('size');\nif (n === undefined) {\n  n = 8;\n}", &["size"]);
        in_one_file("let n = c.getNumber('size');\nn ??= 8;", &["size"]);
        in_one_file("const { size = 8 } = c.requireObject<any>('disk');", &["disk.size"]);
        in_one_file("const { root: { size: n = 8 } } = c.requireObject<any>('disk');", &["disk.root.size"]);
        in_one_file("const d = c.getObject<any>('disk') ?? { root: { size: 8 } };", &["disk.root.size"]);
        in_one_file("const d = { size: 8, ...c.getObject<any>('disk') };", &["disk.size"]);
        in_one_file("const n = c.getObject<any>('disk')?.size ?? 8;", &["disk.size"]);
        in_one_file("const ports = (c.get('ports')?.split(',') ?? ['8']).map(Number);", &["ports"]);
        in_one_file("const SIZE = 8;\nconst n = c.getNumber('size') ?? SIZE;", &["size"]);
        in_one_file("const D = { size: 8 };\nconst n = c.getNumber('size') ?? D.size;", &["size"]);
        in_one_file("const D = { size: 8 };\nconst d = c.getObject<any>('disk') ?? D;", &["disk.size"]);
        in_one_file("const D = { size: 8 };\nconst d = { ...D, ...c.getObject<any>('disk') };", &["disk.size"]);
    }

    #[test]
    fn what_stands_in_for_nothing_that_is_configured() {
        in_one_file("const n = 8;", &[]);
        in_one_file("const n = process.env.SIZE ?? 8;", &[]);
        in_one_file("const n = c.getNumber('size') ?? 4;\nconst m = 8;", &[]);
        in_one_file("const n = c.getBoolean('big') ? 8 : 4;", &[]);
        in_one_file("const d = { ...c.getObject<any>('disk'), size: 8 };", &[]);
        in_one_file("const D = { size: 8, type: 'gp3' };\nconst n = c.get('type') ?? D.type;", &[]);
        in_one_file("const n = c.getNumber(process.argv[2]) ?? 8;", &[]);
        in_one_file("const f = c.get('f') ?? (() => 8);", &[]);
    }

    #[test]
    fn over_files() {
        let host = "import { config } from './config';\nexport const size = config.getNumber('size') ?? 8;\n";
        let config = "import * as pulumi from '@pulumi/pulumi';\nexport const config = new pulumi.Config('net');\n";
        stands_in(&[("host.ts", host), ("config.ts", config)], &["net:size"]);
        let defaults = "export const SIZE = 8;\n";
        let used = "import * as pulumi from '@pulumi/pulumi';\nimport { SIZE } from './defaults';\nconst n = new pulumi.Config().getNumber('size') ?? SIZE;\n";
        stands_in(&[("defaults.ts", defaults), ("index.ts", used)], &["size"]);
        let part = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n\
                    export class Host extends pulumi.ComponentResource {\n  constructor(name: string, args: { size?: number }) {\n    \
                    super('x:y:Host', name);\n    new aws.ebs.Volume(name, { availabilityZone: 'a', size: args.size ?? 8 });\n  }\n}\n";
        let entry = "import * as pulumi from '@pulumi/pulumi';\nimport { Host } from './host';\n\
                     new Host('a', { size: new pulumi.Config().getNumber('size') });\n";
        stands_in(&[("host.ts", part), ("index.ts", entry)], &["size"]);
    }
}
