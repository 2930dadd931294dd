//! Exports in the form that the entry point has. Invariant: named exports never stand beside a default export, which
//! Pulumi would refuse, and no name is exported twice.

use iacfix_engine::codemod::Declined;
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Export, FileId, Model, Node, NodeId, Stack, StackKind, StackPlace, Value};
use iacfix_engine::rewrite::{Place, Rewrite, Spacing, object_of};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{
    self as ast, Expr, ModuleDecl, ModuleItem, ObjectLit, ObjectPat, ObjectPatProp, Pat, Prop, PropOrSpread, Stmt,
};

use super::exported::{exported_by, is_stack};
use super::outputs::Output;

/// Names that no variable may have.
const RESERVED: &[&str] = &[
    "default",
    "import",
    "export",
    "package",
    "function",
    "class",
    "new",
    "delete",
    "switch",
    "case",
    "public",
    "private",
    "protected",
    "static",
    "void",
    "var",
    "let",
    "const",
    "with",
    "enum",
    "interface",
    "this",
    "super",
];

/// Verbs that functions which make things start with.
const MAKING: &[&str] = &["create", "make", "build", "deploy", "provision", "setup", "define", "new", "get", "add"];

/// A stack with all that the entry point makes, itself included.
pub(super) struct Among<'s, 'p> {
    /// The stack.
    pub(super) stack: &'s Stack<'p>,
    /// All stacks of the entry point with their outputs, in the order in which they stand.
    pub(super) all: &'s [(Stack<'p>, Vec<Output>)],
}

/// Where new exports go.
enum Form<'p> {
    /// Into an object that is exported.
    Object(FileId, &'p ObjectLit),
    /// Into a new object that the program's function returns; a node of its body.
    Return(NodeId),
    /// `export const { a } = stack`
    Pattern(&'p ObjectPat, NodeId),
    /// `const { a } = new Stack()`, which is not exported.
    Private(&'p ObjectPat),
    /// `exports.a = ...` after this statement; what stands before the name.
    Fields(NodeId, Spacing, &'static str),
    /// `export const a = ...` after this statement.
    Named(NodeId, Spacing),
}

/// Exports `missing` of a stack.
pub(super) fn export<'p>(model: &Model<'p>, among: &Among<'_, 'p>, missing: &[&Output]) -> Result<FileEdits, Declined> {
    let stack = among.stack;
    let mut rewrite = Rewrite::new(model);
    awaited(stack, model)?;
    let form = form(model, among)?;
    if let Form::Private(pattern) = form {
        return export_private(rewrite, model, among, pattern, missing);
    }
    let node = whole(model, stack);
    let binding = match &form {
        Form::Pattern(_, declared) if contains(model, stack.file, *declared, stack.range()) => String::new(),
        _ => rewrite.bind(stack.file, node, &wish(model, among))?,
    };
    let taken = |name: &str| is_taken(model, stack.file, &form, name);
    let prefix = if binding.is_empty() { wish(model, among) } else { binding.clone() };
    let named: Vec<(String, &Output)> =
        missing.iter().map(|output| (name_for(among, &prefix, output, &taken), *output)).collect();
    let value = |output: &Output| {
        let id = if output.resource { ".id" } else { "" };
        format!("{binding}.{}{id}", output.field)
    };
    let file = stack.file;
    match form {
        Form::Object(at, object) => {
            for (name, output) in &named {
                rewrite.set(at, object, name, &value(output))?;
            }
        }
        Form::Return(body) => {
            let rows: String = named.iter().map(|(name, output)| format!("{name}: {},\n", value(output))).collect();
            rewrite.insert(file, Place::End(body), &format!("return {{\n{rows}}};"))?;
        }
        Form::Pattern(pattern, declared) => {
            let (ids, fields): (Vec<_>, Vec<_>) = named.iter().partition(|(_, output)| output.resource);
            if binding.is_empty() && !ids.is_empty() {
                return Err(Declined::because("a resource is exported by its id; bind the stack to a name first"));
            }
            for (name, output) in fields {
                rewrite.take_apart(file, pattern, &output.field, name)?;
            }
            let lines: Vec<String> =
                ids.iter().map(|(name, output)| format!("export const {name} = {};", value(output))).collect();
            if !lines.is_empty() {
                rewrite.insert_lines_after(file, declared, Spacing::Tight, &lines.join("\n"))?;
            }
        }
        Form::Fields(after, spacing, before) => {
            let lines: Vec<String> =
                named.iter().map(|(name, output)| format!("{before}.{name} = {};", value(output))).collect();
            rewrite.insert_lines_after(file, after, spacing, &lines.join("\n"))?;
        }
        Form::Named(after, spacing) => {
            let lines: Vec<String> =
                named.iter().map(|(name, output)| format!("export const {name} = {};", value(output))).collect();
            rewrite.insert_lines_after(file, after, spacing, &lines.join("\n"))?;
        }
        Form::Private(_) => {}
    }
    rewrite.finish()
}

/// `const { a } = new Stack()`: takes more out of it, and exports that.
fn export_private<'p>(
    mut rewrite: Rewrite<'_, 'p>,
    model: &Model<'p>,
    among: &Among<'_, 'p>,
    pattern: &'p ObjectPat,
    missing: &[&Output],
) -> Result<FileEdits, Declined> {
    let file = among.stack.file;
    if model.exports(file).names.contains_key("default") || missing.iter().any(|output| output.resource) {
        return Err(Declined::because("the stack is taken apart where it is made; bind it to a name first"));
    }
    let prefix = wish(model, among);
    for output in missing {
        let known = pattern.props.iter().find_map(|prop| match prop {
            ObjectPatProp::Assign(a) if a.key.id.sym == *output.field => Some(output.field.clone()),
            ObjectPatProp::KeyValue(kv) if kv.key.as_ident().is_some_and(|k| k.sym == *output.field) => {
                kv.value.as_ident().map(|local| local.id.sym.to_string())
            }
            _ => None,
        });
        let name = match known {
            Some(name) => name,
            None => {
                let taken = |name: &str| is_declared(model, file, name);
                let name = name_for(among, &prefix, output, &taken);
                rewrite.take_apart(file, pattern, &output.field, &name)?;
                name
            }
        };
        rewrite.export(file, &name)?;
    }
    rewrite.finish()
}

/// The result of an async function can't be read before it is there.
fn awaited(stack: &Stack<'_>, model: &Model<'_>) -> Result<(), Declined> {
    let is_async = matches!(&stack.kind, StackKind::Function(_, function) if function.is_async());
    let index = model.index(stack.file);
    let waits = index.ancestors(stack.node).next().is_some_and(|(_, e)| matches!(e.node, Node::Expr(Expr::Await(_))));
    if is_async && !waits {
        return Err(Declined::because(format!(
            "`{}` gives a promise; await it before its outputs are exported",
            stack.name
        )));
    }
    Ok(())
}

/// The stack with what only wraps it: `await create()`, `(new Stack())`.
fn whole(model: &Model<'_>, stack: &Stack<'_>) -> NodeId {
    let index = model.index(stack.file);
    let wraps = |n: &Node<'_>| matches!(n, Node::Expr(Expr::Await(_) | Expr::Paren(_)));
    index.ancestors(stack.node).take_while(|(_, e)| wraps(&e.node)).last().map_or(stack.node, |(id, _)| id)
}

fn contains(model: &Model<'_>, file: FileId, node: NodeId, range: TextRange) -> bool {
    model.index(file).entry(node).range.contains(range)
}

/// What the stack is called where it has no name yet: the same whichever stack of the entry point gets its name first.
fn wish(model: &Model<'_>, among: &Among<'_, '_>) -> String {
    let stack = among.stack;
    let class = matches!(stack.kind, StackKind::Class(_));
    let alone = among.all.iter().filter(|(s, _)| matches!(s.kind, StackKind::Class(_))).count() == 1;
    if class && alone && !is_declared(model, stack.file, "stack") {
        return "stack".to_string();
    }
    let name = if class { camel(&stack.name) } else { camel(without_verb(&stack.name)) };
    let name = if RESERVED.contains(&name.as_str()) { format!("{name}Stack") } else { name };
    let same: Vec<_> = among.all.iter().filter(|(s, _)| s.name == stack.name).collect();
    let rank = same.iter().position(|(s, _)| s.node == stack.node).unwrap_or(0);
    if rank == 0 { name } else { format!("{name}{}", rank + 1) }
}

fn without_verb(name: &str) -> &str {
    let rest = |verb: &&str| name.strip_prefix(*verb).filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    MAKING.iter().find_map(rest).unwrap_or(name)
}

/// `TapStack` as `tapStack`, `VPCStack` as `vpcStack`.
fn camel(name: &str) -> String {
    let capitals = name.chars().take_while(|c| c.is_ascii_uppercase()).count();
    let lower = if capitals > 1 && capitals < name.len() { capitals - 1 } else { capitals };
    name[..lower].to_ascii_lowercase() + &name[lower..]
}

/// What an output is exported as: its own name, or with that of its stack where something else has it.
fn name_for(among: &Among<'_, '_>, binding: &str, output: &Output, taken: &dyn Fn(&str) -> bool) -> String {
    let plain = output.name();
    let others = among.all.iter().filter(|(s, _)| s.node != among.stack.node);
    let shared = others.flat_map(|(_, outputs)| outputs).any(|other| other.name() == plain);
    if !shared && !taken(&plain) && !RESERVED.contains(&plain.as_str()) {
        return plain;
    }
    let mut letters = plain.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase()).into_iter();
    let longer: String = binding.chars().chain(first).chain(letters).collect();
    let numbered = (2..).map(|n| format!("{longer}{n}"));
    std::iter::once(longer.clone()).chain(numbered).find(|name| !taken(name)).expect("numbers do not end")
}

/// Whether a name means something at the top level of the entry point.
fn is_declared(model: &Model<'_>, file: FileId, name: &str) -> bool {
    let index = model.index(file);
    let top = index.scope_at(TextRange::empty(0));
    let declared = index.bindings().any(|(_, b)| b.name == name && index.scope(b.scope).parent.is_none());
    declared
        || index.lookup(name, top).is_some()
        || model.exports(file).names.contains_key(name)
        || index.unbound_names().any(|free| free == name)
}

fn is_taken(model: &Model<'_>, file: FileId, form: &Form<'_>, name: &str) -> bool {
    match form {
        Form::Object(_, object) => object.props.iter().any(|prop| match prop {
            PropOrSpread::Prop(prop) => match &**prop {
                Prop::Shorthand(ident) => ident.sym == *name,
                Prop::KeyValue(kv) => match &kv.key {
                    ast::PropName::Ident(ident) => ident.sym == *name,
                    ast::PropName::Str(text) => text.value.to_string_lossy() == name,
                    _ => false,
                },
                _ => false,
            },
            PropOrSpread::Spread(_) => false,
        }),
        Form::Return(_) => false,
        Form::Fields(..) => model.exports(file).names.contains_key(name),
        _ => is_declared(model, file, name),
    }
}

fn form<'p>(model: &Model<'p>, among: &Among<'_, 'p>) -> Result<Form<'p>, Declined> {
    let stack = among.stack;
    if let StackPlace::Program(function) = stack.place {
        return returned_form(model, stack, function);
    }
    let file = stack.file;
    match model.exports(file).names.get("default") {
        Some(Export::Expr(expr)) => {
            let object = object_of(expr).map(|object| Form::Object(file, object));
            return object.or_else(|| object_behind(model, file, expr)).ok_or_else(one_thing);
        }
        Some(Export::Function(function)) => return object_of_function(model, file, *function).ok_or_else(one_thing),
        Some(_) => return Err(one_thing()),
        None => {}
    }
    if let Some(form) = pattern_form(model, stack) {
        return Ok(form);
    }
    if let Some(object) = exported_object(model, stack) {
        return Ok(Form::Object(file, object));
    }
    if let Some((lines, before)) = script_lines(model, stack) {
        let (after, spacing) = line_place(model, among, &lines)?;
        return Ok(Form::Fields(after, spacing, before));
    }
    let lines = exported_variables(model, file).into_iter();
    let lines: Vec<Line<'p>> =
        lines.filter(|(_, d)| d.name.is_ident()).filter_map(|(item, d)| Some((item, d.init.as_deref()?))).collect();
    let (after, spacing) = line_place(model, among, &lines)?;
    Ok(Form::Named(after, spacing))
}

/// A statement that exports a value, and that value.
type Line<'p> = (NodeId, &'p Expr);

fn one_thing() -> Declined {
    Declined::because("the entry point exports one thing as a whole; export an object with the outputs instead")
}

fn returned_form<'p>(model: &Model<'p>, stack: &Stack<'p>, node: NodeId) -> Result<Form<'p>, Declined> {
    let index = model.index(stack.file);
    let Node::Function(function) = index.entry(node).node else { return Err(one_thing()) };
    if let Some(form) = object_of_function(model, stack.file, function) {
        return Ok(form);
    }
    if model.returns(stack.file, function).is_empty() && function.statements().is_some() {
        return Ok(Form::Return(stack.node));
    }
    Err(Declined::because("what the program returns is built elsewhere; add the outputs there"))
}

fn object_of_function<'p>(
    model: &Model<'p>,
    file: FileId,
    function: iacfix_engine::model::Function<'p>,
) -> Option<Form<'p>> {
    match model.returned(&Value::Function(file, function)) {
        Value::Object(site) if site.file == file => Some(Form::Object(file, site.node)),
        _ => None,
    }
}

fn object_behind<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> Option<Form<'p>> {
    match model.value(file, expr) {
        Value::Object(site) if site.file == file => Some(Form::Object(file, site.node)),
        Value::Function(at, function) if at == file => object_of_function(model, file, function),
        _ => None,
    }
}

/// The declarations that the file exports, with their entries.
fn exported_variables<'p>(model: &Model<'p>, file: FileId) -> Vec<(NodeId, &'p ast::VarDeclarator)> {
    let index = model.index(file);
    let mut out = Vec::new();
    for (node, entry) in index.entries() {
        let Node::Declarator(_, declarator) = entry.node else { continue };
        let item = index.ancestors(node).next();
        if let Some((item, around)) = item
            && matches!(around.node, Node::Item(ModuleDecl::ExportDecl(_)))
        {
            out.push((item, declarator));
        }
    }
    out
}

fn pattern_form<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Option<Form<'p>> {
    let of_stack = |d: &&'p ast::VarDeclarator| d.init.as_deref().is_some_and(|init| is_stack(model, stack, init));
    for (item, declarator) in exported_variables(model, stack.file) {
        if let (Pat::Object(pattern), true) = (&declarator.name, of_stack(&declarator)) {
            return Some(Form::Pattern(pattern, item));
        }
    }
    let index = model.index(stack.file);
    let own = index.ancestors(whole(model, stack)).next()?;
    match own.1.node {
        Node::Declarator(_, declarator) => match &declarator.name {
            Pat::Object(pattern) => Some(Form::Private(pattern)),
            _ => None,
        },
        _ => None,
    }
}

/// `export const outputs = { a: stack.a }`, also where it is the only export and has nothing of this stack yet.
fn exported_object<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Option<&'p ObjectLit> {
    let all = exported_variables(model, stack.file);
    let objects = all.iter().filter_map(|(_, d)| Some((d, object_of(d.init.as_deref()?)?)));
    let mut objects: Vec<_> = objects.collect();
    let of_stack = |init: &'p Expr| !exported_by(model, stack, init).is_empty();
    if let Some((_, object)) = objects.iter().find(|(d, _)| d.init.as_deref().is_some_and(of_stack)) {
        return Some(object);
    }
    let only = model.exports(stack.file).names.len() == 1 && objects.len() == 1;
    let (declarator, object) = objects.pop().filter(|_| only)?;
    let named = declarator.name.as_ident().is_some_and(|name| name.id.sym.to_lowercase().contains("output"));
    let later = TextRange::of(object).start > stack.range().end;
    (named && later).then_some(object)
}

/// The lines in which a script exports, and what stands before their names.
fn script_lines<'p>(model: &Model<'p>, stack: &Stack<'p>) -> Option<(Vec<Line<'p>>, &'static str)> {
    let body = &model.file(stack.file).source.module().body;
    let modules = body.iter().any(|item| matches!(item, ModuleItem::ModuleDecl(_)));
    let extension = model.file(stack.file).source.path().extension().and_then(|e| e.to_str());
    if modules || !matches!(extension, Some("js" | "cjs" | "jsx")) {
        return None;
    }
    let line = |item: &'p ModuleItem| {
        let ModuleItem::Stmt(Stmt::Expr(stmt)) = item else { return None };
        let assign = stmt.expr.as_assign()?;
        let target = assign.left.as_simple()?.as_member()?;
        let before = model.text(stack.file, TextRange::of(&*target.obj));
        let before = ["module.exports", "exports"].into_iter().find(|b| *b == before)?;
        Some((statement_at(model, stack.file, TextRange::of(item))?, &*assign.right, before))
    };
    let lines: Vec<_> = body.iter().filter_map(line).collect();
    let before = lines.last().map_or("exports", |(.., before)| before);
    Some((lines.into_iter().map(|(node, value, _)| (node, value)).collect(), before))
}

/// After which statement new lines go: beside those of the same stack; else behind all stacks, in their order, so that
/// it does not matter which is exported first.
fn line_place<'p>(model: &Model<'p>, among: &Among<'_, 'p>, lines: &[Line<'p>]) -> Result<(NodeId, Spacing), Declined> {
    let stack = among.stack;
    let index = model.index(stack.file);
    let of = |stack: &Stack<'p>, (_, value): &Line<'p>| !exported_by(model, stack, value).is_empty();
    let after = |(node, value): &Line<'p>, spacing| {
        let long = model.text(stack.file, TextRange::of(*value)).contains('\n');
        (*node, if long { Spacing::Apart } else { spacing })
    };
    if let Some(own) = lines.iter().rev().find(|line| of(stack, line)) {
        return Ok(after(own, Spacing::Tight));
    }
    let at_top = among.all.iter().filter(|(s, o)| s.place == StackPlace::Top && !o.is_empty()).map(|(s, _)| s);
    let stacks: Vec<&Stack<'p>> = at_top.collect();
    let made = stacks.iter().filter_map(|s| own_statement(model, s)).max_by_key(|node| index.entry(*node).range.start);
    let last = made.ok_or_else(|| Declined::because("the stack stands in no statement"))?;
    let end = index.entry(last).range.end;
    let behind: Vec<&Line<'p>> = lines.iter().filter(|(node, _)| index.entry(*node).range.start >= end).collect();
    let others = |line: &&&Line<'p>| !stacks.iter().any(|s| of(s, line));
    let spacing = if behind.iter().any(|line| others(&line)) { Spacing::Tight } else { Spacing::Apart };
    let earlier = |line: &&&Line<'p>| {
        let mut before = stacks.iter().filter(|s| s.range().start < stack.range().start);
        before.any(|s| of(s, line))
    };
    let place = behind.iter().rev().find(earlier).or_else(|| behind.iter().rev().find(others));
    Ok(place.map_or((last, Spacing::Apart), |line| after(line, spacing)))
}

/// The top-level statement that makes the stack.
fn own_statement(model: &Model<'_>, stack: &Stack<'_>) -> Option<NodeId> {
    let index = model.index(stack.file);
    let outer = index.ancestors(stack.node).filter(|(_, e)| matches!(e.node, Node::Stmt(_) | Node::Item(_)));
    outer.last().map(|(id, _)| id)
}

fn statement_at(model: &Model<'_>, file: FileId, range: TextRange) -> Option<NodeId> {
    let fits =
        |e: &iacfix_engine::model::Entry<'_>| e.range == range && matches!(e.node, Node::Stmt(_) | Node::Item(_));
    model.index(file).entries().find(|(_, e)| fits(e)).map(|(id, _)| id)
}

/// Whether anything but the statement that makes it uses the result of a function.
pub(super) fn is_used(model: &Model<'_>, stack: &Stack<'_>) -> bool {
    let index = model.index(stack.file);
    let around = index.ancestors(whole(model, stack)).next();
    match around.map(|(_, e)| e.node) {
        Some(Node::Stmt(Stmt::Expr(_))) => false,
        Some(Node::Declarator(..)) => {
            model.bound_to(stack.file, stack.node).is_none_or(|id| !model.binding(id).uses.is_empty())
        }
        Some(Node::Expr(Expr::Unary(unary))) => unary.op != ast::UnaryOp::Void,
        _ => true,
    }
}
