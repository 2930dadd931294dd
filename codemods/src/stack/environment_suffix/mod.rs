//! `environment-suffix` (004#1, 003#2.13): the entry point hands the stack the suffix that keeps deployments apart.

mod config;
mod entry;
mod reads;
mod takes;

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    CallSite, FileId, Function, Lookup, Model, Node, NodeId, Site, Stack, StackKind, Value, peel,
};
use iacfix_engine::rewrite::{Field, NewParameter, Rewrite, object_of};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{self as ast, Expr};

use entry::{Missing, Supply};
use takes::{How, Taken, Today};

const META: Meta = Meta {
    id: "environment-suffix",
    title: "hands the stack the suffix that keeps deployments apart",
    theme: Theme::Stack,
    report: "004#1, 003#2.13",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds an entry point that makes a stack without the suffix that the stack takes, reads \
               `ENVIRONMENT_SUFFIX` there with the default that the stack uses today, and hands it over. A stack whose \
               suffix is written into its constructor gets the argument first, and everything that makes it follows. \
               A `config.require` of such a suffix gets a default.",
        why: "The suffix is what lets two deployments of one program stand side by side: pull requests, test runs, \
              regions. A stack that is not handed it gives every deployment the same names, and the second one fails \
              or, worse, takes over what the first one made.",
        before: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class OrderStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, args: { environmentSuffix?: string }) {
    super('shop:OrderStack', name, args);
    const environmentSuffix = args.environmentSuffix || 'dev';
    const queue = new aws.sqs.Queue(
      `orders-${environmentSuffix}`,
      {},
      { parent: this },
    );
    this.queueUrl = queue.url;
  }
}

const stack = new OrderStack('orders', {});

export const queueUrl = stack.queueUrl;
",
        after: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class OrderStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, args: { environmentSuffix?: string }) {
    super('shop:OrderStack', name, args);
    const environmentSuffix = args.environmentSuffix || 'dev';
    const queue = new aws.sqs.Queue(
      `orders-${environmentSuffix}`,
      {},
      { parent: this },
    );
    this.queueUrl = queue.url;
  }
}

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stack = new OrderStack('orders', { environmentSuffix });

export const queueUrl = stack.queueUrl;
",
        notes: "Names stay as they are wherever the variable is unset; setting it gives the resources new names, which \
                replaces them. A suffix that the entry point has already is handed over as it is; where its default \
                differs from the stack's, or today's default can't be seen, the fix is for review. Left alone: stacks \
                that read the variable themselves, programs that know no suffix, and values of `config.require` that \
                reach no name.",
    },
};

/// Finds stacks that are not handed their suffix.
pub(crate) struct EnvironmentSuffix;

impl Codemod for EnvironmentSuffix {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let stacks: Vec<(Stack<'p>, Taken<'p>)> = model
            .stacks()
            .into_iter()
            .filter_map(|stack| takes::taken(model, &stack).map(|taken| (stack, taken)))
            .collect();
        let missing: Vec<&(Stack<'p>, Taken<'p>)> =
            stacks.iter().filter(|(stack, taken)| handed(model, stack, taken).is_absent()).collect();
        let mut findings = Vec::new();
        for (stack, taken) in &stacks {
            match handed(model, stack, taken) {
                Lookup::Found(()) => {}
                Lookup::Absent => findings.push(absent(model, stack, taken, &missing)),
                Lookup::Unknown(why) => findings.push(unseen(stack, taken, &why)),
            }
        }
        findings.into_iter().for_each(|finding| cx.report(finding));
        config::check(cx, &stacks);
    }
}

/// Whether the entry point hands a stack its suffix.
fn handed<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>) -> Lookup<()> {
    let site = stack.site();
    match &taken.how {
        How::Literal { .. } => match site.argument(taken.at) {
            Err(why) => Lookup::Unknown(why.into()),
            Ok(_) => Lookup::Absent,
        },
        How::Parameter => match site.argument(taken.at) {
            Ok(Some(expr)) if matches!(model.value(stack.file, expr), Value::Undefined) => Lookup::Absent,
            Ok(Some(_)) => Lookup::Found(()),
            Ok(None) => Lookup::Absent,
            Err(why) => Lookup::Unknown(why.into()),
        },
        How::Field => match model.argument_property(&site, taken.at, &taken.field) {
            Lookup::Found(property) if matches!(model.property_value(&property), Value::Undefined) => Lookup::Absent,
            Lookup::Unknown(why) => Lookup::Unknown(match site.argument(taken.at) {
                Ok(Some(expr)) if object_of(expr).is_none() => {
                    format!("its arguments come from `{}`", one_line(model.text(stack.file, TextRange::of(expr))))
                }
                _ => why,
            }),
            answer => answer.map(|_| ()),
        },
    }
}

fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    if line.len() == text.len() { line.to_string() } else { format!("{line}...") }
}

fn subject(stack: &Stack<'_>) -> String {
    format!("stack {}", stack.name)
}

fn unseen(stack: &Stack<'_>, taken: &Taken<'_>, why: &str) -> Finding {
    let message = format!("can't see whether the entry point hands `{}` to `{}`: {why}", taken.field, stack.name);
    Finding::new(stack.file, stack.range(), subject(stack), message)
}

fn absent<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>, missing: &Missing<'_, 'p>) -> Finding {
    let message = format!("entry point does not hand `{}` to `{}`", taken.field, stack.name);
    let supply = entry::supply(model, stack, taken, missing);
    let keeps = keeps_names(taken, &supply);
    let level = if keeps { Level::Safe } else { Level::Review };
    let edits = edits(model, stack, taken, &supply, missing);
    let title = format!("hand `{}` to `{}`", taken.field, stack.name);
    let (action, note) = consequence(taken, &supply, keeps);
    let effect = Effect::new(action, stack.name.clone()).property(taken.field.clone());
    let effect = match stack.args.first().filter(|_| matches!(stack.kind, StackKind::Class(_))) {
        Some(name) => effect.named(model.text(stack.file, TextRange::of(&*name.expr))),
        None => effect,
    };
    let fix = Fix::new(level, title, edits).effect(effect).note(note);
    Finding::new(stack.file, stack.range(), subject(stack), message).fix(fix)
}

/// Whether names are what they are today as long as nothing sets the suffix.
fn keeps_names(taken: &Taken<'_>, supply: &Supply) -> bool {
    match (&taken.today, &supply.default) {
        (Today::Required, _) => true,
        (Today::Nothing | Today::Unseen, _) => false,
        (_, Today::Nothing) => true,
        (today, default) => today == default,
    }
}

fn consequence(taken: &Taken<'_>, supply: &Supply, keeps: bool) -> (Action, String) {
    let setting = format!(
        "setting {} gives every resource whose name ends in the suffix a new name, which replaces it",
        takes::VARIABLE
    );
    let was = |today: &Today| match today {
        Today::Text(text) => format!("end in `{text}`"),
        Today::StackName => "end in the name of the Pulumi stack".to_string(),
        Today::Nothing => "end in `undefined`".to_string(),
        Today::Required | Today::Unseen => "end in what the stack makes up".to_string(),
    };
    match (&taken.today, keeps) {
        (Today::Required, _) => (Action::None, format!("the stack can't be made without it; {setting}")),
        (_, true) => (Action::None, format!("names stay as they are while it is unset; {setting}")),
        (Today::Unseen, _) if supply.default == Today::Nothing => {
            (Action::None, format!("the stack's own default can't be seen and stays in force; {setting}"))
        }
        (today, _) => {
            let note =
                format!("names that {} today will {}: those resources are replaced", was(today), was(&supply.default));
            (Action::Replace, note)
        }
    }
}

fn edits<'p>(
    model: &Model<'p>,
    stack: &Stack<'p>,
    taken: &Taken<'p>,
    supply: &Supply,
    missing: &Missing<'_, 'p>,
) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    entry::declare(&mut rewrite, model, supply, missing)?;
    match &taken.how {
        How::Parameter => match stack.args.get(taken.at) {
            Some(nothing) => rewrite.replace(stack.file, &nothing.expr, &supply.code)?,
            None => rewrite.insert_argument(stack.file, stack.node, taken.at, &supply.code)?,
        },
        How::Field => hand_over(&mut rewrite, model, stack, taken, supply, missing)?,
        How::Literal { init, class, function, has_args: true, outside } => {
            let text = Written { class: *class, function: *function, init, outside: *outside };
            take_field(&mut rewrite, model, taken, &text)?;
            hand_over(&mut rewrite, model, stack, taken, supply, missing)?;
        }
        How::Literal { init, class, function, has_args: false, outside } => {
            let text = Written { class: *class, function: *function, init, outside: *outside };
            take_args(&mut rewrite, model, taken, &text)?;
            for call in callers(model, *class) {
                let own = call.range == stack.range() && call.file == stack.file;
                if own {
                    rewrite.insert_argument(call.file, call.node, taken.at, &object(taken, supply))?;
                } else if call.args.len() > taken.at {
                    rewrite.insert_argument(call.file, call.node, taken.at, "{}")?;
                }
            }
        }
    }
    let edits = rewrite.finish()?;
    if edits.is_empty() {
        let reason = format!("`{}` is handed over already and holds nothing there; give it a value", taken.field);
        return Err(Declined::because(reason));
    }
    Ok(edits)
}

fn object(taken: &Taken<'_>, supply: &Supply) -> String {
    match supply.code == taken.field {
        true => format!("{{ {} }}", taken.field),
        false => format!("{{ {}: {} }}", taken.field, supply.code),
    }
}

/// Adds the suffix to what the stack is given.
fn hand_over<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    stack: &Stack<'p>,
    taken: &Taken<'p>,
    supply: &Supply,
    missing: &Missing<'_, 'p>,
) -> Result<(), Declined> {
    let Some(argument) = stack.args.get(taken.at) else {
        let code = with_default(model, stack, taken, &object(taken, supply))?;
        return rewrite.insert_argument(stack.file, stack.node, taken.at, &code);
    };
    let expr = &*argument.expr;
    if let Some(literal) = object_of(expr) {
        let shared = shared_with(model, stack, literal, missing);
        let literal = shared.unwrap_or(literal);
        return rewrite.set_first(stack.file, literal, &taken.field, &supply.code);
    }
    match model.value(stack.file, expr) {
        Value::Undefined | Value::Null => rewrite.replace(stack.file, expr, &object(taken, supply)),
        _ => {
            if let Some(object) = named_object(model, stack, taken) {
                return rewrite.set_first(stack.file, object, &taken.field, &supply.code);
            }
            let text = object(taken, supply);
            let inner = text.trim_start_matches("{ ").trim_end_matches(" }");
            rewrite.wrap(stack.file, expr, &format!("{{ {inner}, ...$ }}"))
        }
    }
}

/// The object of the entry point that a stack is given by name, where the suffix can go.
fn named_object<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>) -> Option<&'p ast::ObjectLit> {
    let expr = peel(&stack.args.get(taken.at)?.expr);
    match (expr, model.value(stack.file, expr)) {
        (Expr::Ident(_), Value::Object(Site { file, node })) => {
            (file == stack.file && is_visible(model, stack, node)).then_some(node)
        }
        _ => None,
    }
}

/// The object that `literal` spreads and that another stack is given by name: it gets the suffix for both.
fn shared_with<'p>(
    model: &Model<'p>,
    stack: &Stack<'p>,
    literal: &'p ast::ObjectLit,
    missing: &Missing<'_, 'p>,
) -> Option<&'p ast::ObjectLit> {
    let others: Vec<&'p ast::ObjectLit> = missing
        .iter()
        .filter(|(other, taken)| other.file == stack.file && !matches!(taken.how, How::Parameter))
        .filter_map(|(other, taken)| named_object(model, other, taken))
        .collect();
    literal.props.iter().find_map(|entry| {
        let ast::PropOrSpread::Spread(spread) = entry else { return None };
        let Value::Object(Site { node, .. }) = model.value(stack.file, &spread.expr) else { return None };
        others.iter().copied().find(|other| std::ptr::eq(*other, node))
    })
}

/// `object`, with what the stack takes today where it is given nothing.
fn with_default<'p>(model: &Model<'p>, stack: &Stack<'p>, taken: &Taken<'p>, object: &str) -> Result<String, Declined> {
    let (file, function) = match &stack.kind {
        StackKind::Class(class) => match model.constructor_of(*class) {
            Some((owner, constructor)) => (owner.file, constructor),
            None => return Ok(object.to_string()),
        },
        StackKind::Function(file, function) => (*file, *function),
        StackKind::Foreign(_) => return Ok(object.to_string()),
    };
    let Some(default) = function.parameter(taken.at).and_then(|p| p.parts().2).map(peel) else {
        return Ok(object.to_string());
    };
    let Expr::Object(literal) = default else {
        return Err(Declined::because("the stack makes up its arguments; hand them over with the suffix"));
    };
    let mut entries = object.trim_end_matches(" }").to_string();
    for prop in &literal.props {
        let kept = match prop {
            ast::PropOrSpread::Prop(prop) => match &**prop {
                ast::Prop::KeyValue(kv) => matches!(peel(&kv.value), Expr::Lit(_)).then_some(&kv.key),
                _ => None,
            },
            ast::PropOrSpread::Spread(_) => None,
        };
        let Some(key) = kept else {
            return Err(Declined::because("the stack makes up its arguments; hand them over with the suffix"));
        };
        if key.as_ident().is_none_or(|key| key.sym != *taken.field) {
            entries.push_str(&format!(", {}", model.text(file, TextRange::of(prop))));
        }
    }
    Ok(entries + " }")
}

/// Whether an object that is built elsewhere in the file stands where the suffix can be named: at the same level.
fn is_visible(model: &Model<'_>, stack: &Stack<'_>, object: &ast::ObjectLit) -> bool {
    let index = model.index(stack.file);
    let range = TextRange::of(object);
    let around = index.innermost(range).and_then(|node| index.function_around(node));
    range.end <= stack.range().start && around == index.function_around(stack.node)
}

/// Adds the field to the object that the constructor takes, and reads it where the text stood.
fn take_field<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    taken: &Taken<'p>,
    written: &Written<'p>,
) -> Result<(), Declined> {
    let Written { class, function, init, .. } = *written;
    let parameter = function.parameter(taken.at).ok_or_else(|| Declined::because("the constructor takes no object"))?;
    let text = model.text(class.file, TextRange::of(init)).to_string();
    let field = Field {
        name: &taken.field,
        ty: "string",
        optional: true,
        doc: "Suffix of resource names",
        first: true,
        ..Field::default()
    };
    if parameter.ident().is_none() {
        // The pattern declares the name with its default, so the constant goes.
        let constant = lone_statement(model, class.file, init).ok_or_else(|| {
            Declined::because("the constructor takes its arguments apart; add the suffix there, with its default")
        })?;
        if !rewrite.comments_of(class.file, constant).is_empty() {
            let reason = "the constant that holds the suffix has a comment; move both to the parameter";
            return Err(Declined::because(reason));
        }
        rewrite.add_to_parameter(class.file, function, taken.at, &field, &text)?;
        return rewrite.delete(class.file, constant);
    }
    let read = rewrite.add_to_parameter(class.file, function, taken.at, &field, "")?;
    let may_miss = parameter.is_optional() && parameter.parts().2.is_none();
    let read = if may_miss { read.replacen('.', "?.", 1) } else { read };
    read_instead(rewrite, model, taken, written, &read)
}

/// A suffix that is written out for a constructor.
struct Written<'p> {
    class: Site<'p, ast::Class>,
    function: Function<'p>,
    init: &'p Expr,
    outside: bool,
}

/// Puts `read`, with the text as its default, where the text stood; into the constructor, where it stood outside.
fn read_instead<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    taken: &Taken<'p>,
    written: &Written<'p>,
    read: &str,
) -> Result<(), Declined> {
    let file = written.class.file;
    let value = format!("{read} || {}", model.text(file, TextRange::of(written.init)));
    if !written.outside {
        return rewrite.replace(file, written.init, &value);
    }
    let declined = || Declined::because("the constructor can't hold the suffix; declare it there");
    let constant = lone_statement(model, file, written.init).ok_or_else(declined)?;
    let statements = written.function.statements().unwrap_or_default();
    let is_super = |s: &ast::Stmt| matches!(s, ast::Stmt::Expr(e) if matches!(&*e.expr, Expr::Call(call) if call.callee.is_super_()));
    let head = statements.iter().position(is_super).map_or(0, |at| at + 1);
    let first = statements.get(head).map(TextRange::of).ok_or_else(declined)?;
    let fits = |e: &iacfix_engine::model::Entry<'_>| e.range == first && matches!(e.node, Node::Stmt(_));
    let inside = model.index(file).entries().find(|(_, e)| fits(e)).map(|(id, _)| id).ok_or_else(declined)?;
    let comments = rewrite.comments_of(file, constant);
    rewrite.insert_lines_before(file, inside, &format!("{comments}\nconst {} = {value};", taken.field))?;
    rewrite.delete(file, constant)
}

/// The statement that declares one constant, whose value is `init`, and nothing else.
fn lone_statement(model: &Model<'_>, file: FileId, init: &Expr) -> Option<NodeId> {
    let index = model.index(file);
    let mut around = index.ancestors(index.expr(init)?);
    let (_, declarator) = around.next()?;
    let (node, statement) = around.next()?;
    match (declarator.node, statement.node) {
        (Node::Declarator(var, _), Node::Stmt(_)) if var.decls.len() == 1 => Some(node),
        _ => None,
    }
}

/// Gives the constructor an object to take the suffix from.
fn take_args<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    taken: &Taken<'p>,
    written: &Written<'p>,
) -> Result<(), Declined> {
    let Written { class, function, .. } = *written;
    let file = class.file;
    let index = model.index(file);
    let own = index.class(class.node).ok_or_else(|| Declined::because("the class can't be seen"))?;
    let binding = model.binding_of_class(class);
    let name = binding.map_or("Stack".to_string(), |id| model.binding(id).name.clone());
    let typed = !model.file(file).source.path().extension().is_some_and(|e| e.to_string_lossy().ends_with("js"));
    let ty = index.free_name(&format!("{name}Args"), index.scope_at(TextRange::empty(0)));
    if typed {
        let export = if binding.is_some_and(|id| model.is_exported(id)) { "export " } else { "" };
        let code = format!("{export}interface {ty} {{\n  {}?: string;\n}}", taken.field);
        rewrite.insert_lines_before(file, own, &code)?;
    }
    let parameter = NewParameter { name: "args", ty: &ty, default: "{}", optional: false, at: Some(taken.at) };
    rewrite.add_parameter(file, function, &parameter)?;
    read_instead(rewrite, model, taken, written, &format!("args.{}", taken.field))
}

/// Every place that makes the class or one that has its constructor.
fn callers<'p>(model: &Model<'p>, class: Site<'p, ast::Class>) -> Vec<CallSite<'p>> {
    let mut out = model.constructions(class);
    for file in model.file_ids() {
        for (_, binding) in model.index(file).bindings() {
            let iacfix_engine::model::Origin::Class(node) = binding.origin else { continue };
            let site = Site { file, node };
            let inherits = site != class && model.constructor_of(site).is_some_and(|(owner, _)| owner == class);
            if inherits {
                out.extend(model.constructions(site));
            }
        }
    }
    out
}
