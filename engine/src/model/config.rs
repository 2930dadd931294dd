//! What stands in for a setting that nobody configured. Invariant: a default is told by the key of the read that it stands
//! in for, as far as the source shows it; a key or namespace that is put together at run time is none.

use swc_ecma_ast as ast;
use swc_ecma_ast::{BinaryOp, Expr, ObjectPatProp, Pat, Prop, PropOrSpread, Stmt, UnaryOp};

use super::calls::peel;
use super::index::{NodeId, Origin, property_key};
use super::modules::BindingId;
use super::tree::{Function, Node};
use super::value::{Entity, Site, Value};
use super::{FileId, Model};
use crate::source::TextRange;

/// How many constants and calls a default is followed through.
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

/// Where to look for what something stands in for.
#[derive(Clone, Copy)]
struct Place<'a, 'p> {
    file: FileId,
    range: TextRange,
    /// The members of what stands at `range` that are asked for.
    members: &'a [String],
    /// The call through which it was handed to where it is, if any.
    through: Option<&'a Through<'p>>,
    depth: usize,
}

/// A call of a function of the program, by one who follows an argument of it.
#[derive(Clone, Copy)]
struct Through<'p> {
    function: (FileId, Function<'p>),
    call: Site<'p, ast::CallExpr>,
}

impl<'p> Model<'p> {
    /// The defaults of configuration reads that `range` of a file is in.
    pub(crate) fn config_defaults(&self, file: FileId, range: TextRange) -> Vec<ConfigDefault> {
        let mut out = Vec::new();
        let place = Place { file, range, members: &[], through: None, depth: DEPTH };
        self.defaults_around(place, &mut |key, at| {
            let found = ConfigDefault { key, range: at };
            if !out.contains(&found) {
                out.push(found);
            }
        });
        out
    }

    /// Calls `add` with what a place stands in for, and with what is written there.
    fn defaults_around(&self, place: Place<'_, 'p>, add: &mut dyn FnMut(ConfigKey, TextRange)) {
        let Place { file, range, .. } = place;
        let index = self.index(file);
        let Some(start) = index.innermost(range) else { return };
        // From the expression around to the range, innermost last.
        let mut path = place.members.to_vec();
        let around = std::iter::once((start, index.entry(start))).chain(index.ancestors(start));
        for (id, entry) in around {
            match entry.node {
                Node::Expr(Expr::Call(call)) => {
                    self.defaults_in_function(Place { members: &path, ..place }, call, add);
                }
                Node::Expr(expr) => {
                    for (read, written) in self.replaced_reads(place, id, expr) {
                        for mut key in self.config_reads(file, read, place.through, DEPTH) {
                            key.path.extend(path.iter().cloned());
                            add(key, written);
                        }
                    }
                }
                Node::Prop(prop) => {
                    if let Some(key) = key_of(prop) {
                        path.insert(0, key);
                    }
                }
                Node::Declarator(_, declarator) => {
                    let Some(init) = declarator.init.as_deref() else { continue };
                    if !TextRange::of(&declarator.name).contains(range) {
                        let declares = |binding: &super::Binding<'_>| binding.node == id;
                        let local = index.bindings().find(|(_, binding)| declares(binding));
                        if let Some((local, _)) = local {
                            let place = Place { members: &path, ..place };
                            self.defaults_through(place, BindingId { file, local }, TextRange::of(init), add);
                        }
                    } else if let Pat::Object(pattern) = &declarator.name
                        && let Some((keys, written)) = pattern_default(pattern, range)
                    {
                        for mut key in self.config_reads(file, init, place.through, DEPTH) {
                            key.path.extend(keys.iter().cloned());
                            add(key, written);
                        }
                    }
                }
                Node::Function(_) | Node::Class(_) => return,
                _ => {}
            }
        }
    }

    /// What goes before a place in `expr`, which is around it, and what is written there in place of it.
    fn replaced_reads(&self, place: Place<'_, 'p>, id: NodeId, expr: &'p Expr) -> Vec<(&'p Expr, TextRange)> {
        let Place { file, range, .. } = place;
        let within = |expr: &Expr| TextRange::of(expr).contains(range);
        match expr {
            Expr::Bin(bin) if is_else(bin.op) && within(&bin.right) => vec![(&bin.left, TextRange::of(&*bin.right))],
            Expr::Cond(cond) => [(&cond.cons, &cond.alt), (&cond.alt, &cond.cons)]
                .into_iter()
                .filter(|(one, _)| within(one))
                .map(|(one, other)| (&**other, TextRange::of(&**one)))
                .collect(),
            Expr::Assign(assign) if within(&assign.right) => {
                let is_else = matches!(assign.op, ast::AssignOp::NullishAssign | ast::AssignOp::OrAssign);
                let first = (is_else || self.is_under_condition(file, id))
                    .then(|| self.index(file).target(&assign.left.as_ident()?.id))
                    .flatten()
                    .and_then(|local| self.declared_value(BindingId { file, local }));
                first.map(|first| (first, TextRange::of(&*assign.right))).into_iter().collect()
            }
            Expr::Object(object) => {
                let own = object.props.iter().position(|prop| TextRange::of(prop).contains(range));
                let Some((own, written)) = own.and_then(|at| Some((at, value_of(&object.props[at])?))) else {
                    return Vec::new();
                };
                let later = object.props[own + 1..].iter().filter_map(PropOrSpread::as_spread);
                later.map(|spread| (&*spread.expr, written)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same where the place is handed to a function of the program.
    fn defaults_in_function(
        &self,
        place: Place<'_, 'p>,
        call: &'p ast::CallExpr,
        add: &mut dyn FnMut(ConfigKey, TextRange),
    ) {
        let is_at = |arg: &ast::ExprOrSpread| TextRange::of(&*arg.expr).contains(place.range);
        let Some(at) = call.args.iter().position(is_at) else { return };
        if call.args[..=at].iter().any(|arg| arg.spread.is_some()) {
            return;
        }
        let Some(callee) = call.callee.as_expr() else { return };
        let Value::Function(file, function) = self.value(place.file, callee) else { return };
        let takes = |origin: &Origin<'p>| match origin {
            Origin::Parameter { function: of, index, path } => {
                *index == at && path.is_empty() && of.range() == function.range()
            }
            _ => false,
        };
        let Some((local, _)) = self.index(file).bindings().find(|(_, binding)| takes(&binding.origin)) else { return };
        let through = Through { function: (file, function), call: Site { file: place.file, node: call } };
        let written = TextRange::of(&*call.args[at].expr);
        self.defaults_through(Place { through: Some(&through), ..place }, BindingId { file, local }, written, add);
    }

    /// The same where a name that holds the place, `members` of it, is used.
    fn defaults_through(
        &self,
        place: Place<'_, 'p>,
        name: BindingId,
        written: TextRange,
        add: &mut dyn FnMut(ConfigKey, TextRange),
    ) {
        let Some(depth) = place.depth.checked_sub(1) else { return };
        if self.binding(name).is_reassigned() {
            return;
        }
        for reference in self.references(name) {
            let index = self.index(reference.file);
            let mut rest = place.members;
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
                let place = Place { file: reference.file, range, members: rest, depth, ..place };
                self.defaults_around(place, &mut |key, _| add(key, written));
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
    fn config_reads(
        &self,
        file: FileId,
        expr: &'p Expr,
        through: Option<&Through<'p>>,
        depth: usize,
    ) -> Vec<ConfigKey> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let within = |expr: &'p Expr| self.config_reads(file, expr, through, depth);
        let expr = peel(expr);
        let value = self.value(file, expr);
        let mut out: Vec<ConfigKey> = value.choices().iter().flat_map(|one| self.config_read(one, through)).collect();
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
                out.extend(inner.flat_map(within));
            }
            Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => out.extend(within(&member.obj)),
                ast::OptChainBase::Call(_) => out.extend(called(expr).into_iter().flat_map(within)),
            },
            Expr::Member(member) => out.extend(within(&member.obj)),
            Expr::Unary(unary) if unary.op == UnaryOp::Plus => out.extend(within(&unary.arg)),
            Expr::Bin(bin) if is_else(bin.op) => out.extend(within(&bin.left)),
            _ => {}
        }
        out
    }

    /// The keys that a value is read by: one, unless a function reads what it is asked for.
    fn config_read(&self, value: &Value<'p>, through: Option<&Through<'p>>) -> Vec<ConfigKey> {
        let Value::Entity(Entity::Call(symbol, call), path) = value else { return Vec::new() };
        let [class, method] = symbol.path() else { return Vec::new() };
        let reads = symbol.package() == "@pulumi/pulumi" && class == "Config";
        if !reads || !(method.starts_with("get") || method.starts_with("require")) {
            return Vec::new();
        }
        let handed = through.and_then(|through| self.handed(*through, *call));
        let Some(name) = handed.or_else(|| self.call_argument(*call, 0)) else { return Vec::new() };
        let Some(namespace) = self.config_namespace(*call) else { return Vec::new() };
        let names = name.choices().iter().filter_map(Value::as_str);
        names
            .map(|name| ConfigKey { namespace: namespace.clone(), name: name.to_string(), path: path.to_vec() })
            .collect()
    }

    /// What a call hands to `read` as the key, where that is a parameter of the called function.
    fn handed(&self, through: Through<'p>, read: Site<'p, ast::CallExpr>) -> Option<Value<'p>> {
        let key = peel(&read.node.args.first()?.expr).as_ident()?;
        let local = self.index(read.file).target(key)?;
        let Origin::Parameter { function, index, path } = &self.binding(BindingId { file: read.file, local }).origin
        else {
            return None;
        };
        let (file, called) = through.function;
        let is_its = file == read.file && function.range() == called.range() && path.is_empty();
        if is_its { self.call_argument(through.call, *index) } else { None }
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
    fn what_a_function_reads() {
        let or = "function or(key: string, other: number) {\n  return c.getNumber(key) ?? other;\n}\n";
        in_one_file(&format!("{or}const n = or('size', 8);\nconst m = or('more', 4);"), &["size"]);
        in_one_file(&format!("{or}const m = or('more', 4);\nconst SIZE = 8;\nconst n = or('size', SIZE);"), &["size"]);
        let kept = "const or = (other: number) => c.getNumber('size') ?? other;\n";
        in_one_file(&format!("{kept}const n = or(8);"), &["size"]);
        let of = "const sized = (of: { size: number }) => ({ a: c.getNumber('a') ?? of.size, b: c.getNumber('b') ?? of.more });\n";
        in_one_file(&format!("{of}const n = sized({{ size: 8, more: 4 }});"), &["a"]);
        let both = "const size = (key: string) => c.getNumber(key) ?? 8;\n";
        in_one_file(&format!("{both}const n = [size('web'), size('db')];"), &["web", "db"]);
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
        in_one_file("const twice = (n: number) => n * 2;\nconst n = twice(8) + (c.getNumber('size') ?? 4);", &[]);
        let other = "const or = (key: string, n: number, other: number) => n + (c.getNumber(key) ?? other);\n";
        in_one_file(&format!("{other}const n = or('size', 8, 4);"), &[]);
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
