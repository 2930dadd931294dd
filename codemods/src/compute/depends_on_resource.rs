//! `depends-on-resource` (003#2.11): `dependsOn` holds resources.

use std::collections::BTreeSet;

use iacfix_engine::codemod::{
    Action, Alternative, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    BindingId, Element, ElementOf, Entity, FileId, Function, Model, Nature, Node, NodeId, Origin, Parameter, Property,
    Resource, ResourceId, Site, Step, Value, peel,
};
use iacfix_engine::rewrite::{Gone, Rewrite, names_at};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{
    BinaryOp, Callee, Class, ClassMember, Expr, ExprOrSpread, MemberExpr, MemberProp, NewExpr, Pat, TsParamPropParam,
};

const META: Meta = Meta {
    id: "depends-on-resource",
    title: "lets resources depend on resources, not on their ids",
    theme: Theme::Compute,
    report: "003#2.11",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review],
    always_fixes: false,
    alternatives: &[
        Alternative { name: "drop", title: "drop what is no resource and has none in scope" },
        Alternative {
            name: "instance-profile",
            title: "put the resource's instance profile in its place, as documented",
        },
    ],
    options: &[],
    manual: Manual {
        what: "Finds entries of `dependsOn` that are no resources (ids, arns, other Outputs, strings), puts the \
               resource in their place where it is in scope, and drops the others.",
        why: "Pulumi orders resources by resources: anything else does not compile, and fails at run time. An Output \
              that is used as an argument makes the order by itself, so that nothing is lost where the entry goes.",
        before: "import * as aws from '@pulumi/aws';

const group = new aws.ec2.SecurityGroup('web');

export const server = new aws.ec2.Instance(
  'web',
  {
    ami: 'ami-0abcdef1234567890',
    instanceType: 't3.micro',
    vpcSecurityGroupIds: [group.id],
  },
  { dependsOn: [group.id] }
);
",
        after: "import * as aws from '@pulumi/aws';

const group = new aws.ec2.SecurityGroup('web');

export const server = new aws.ec2.Instance(
  'web',
  {
    ami: 'ami-0abcdef1234567890',
    instanceType: 't3.micro',
    vpcSecurityGroupIds: [group.id],
  },
  { dependsOn: [group] }
);
",
        notes: "Left alone: Outputs and promises of resources, `undefined`, components, and values of which neither \
                the program nor a type annotation tells what they are. `dependsOn` of container definitions and of \
                classes that are no resources is another thing.",
    },
};

/// Finds dependencies on what is no resource.
pub(crate) struct DependsOnResource;

impl Codemod for DependsOnResource {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let lists = lists(model);
        for list in &lists {
            if list.entries.iter().any(|entry| entry.nature == Nature::Plain) {
                let finding = Repair { model, list }.finding();
                cx.report(finding);
            }
        }
    }
}

/// What is made with the options.
#[derive(Clone)]
enum Owner<'p> {
    Resource(ResourceId, (FileId, TextRange)),
    /// An instance of a component of the program, or what a package's function makes.
    Other {
        name: String,
        site: (FileId, TextRange),
        title: Option<&'p Expr>,
    },
}

impl Owner<'_> {
    fn place(&self) -> (FileId, TextRange) {
        match self {
            Owner::Resource(_, site) | Owner::Other { site, .. } => *site,
        }
    }
}

/// One `dependsOn`, wherever resources take it from.
struct List<'p> {
    property: Property<'p>,
    owners: Vec<Owner<'p>>,
    entries: Vec<Entry<'p>>,
}

struct Entry<'p> {
    element: Element<'p>,
    nature: Nature,
}

fn place(property: &Property<'_>) -> (FileId, u32) {
    (property.file, property.range.start)
}

fn start(element: &Element<'_>) -> (FileId, u32) {
    (element.file, TextRange::of(element.expr).start)
}

/// Every `dependsOn` of what is made. An element that several lead to belongs to the one that it is written in.
fn lists<'p>(model: &Model<'p>) -> Vec<List<'p>> {
    let mut out: Vec<List<'p>> = Vec::new();
    let mut made = made(model);
    while let Some((owner, file, options)) = made.pop() {
        for property in model.written_options(file, options, "dependsOn") {
            let known = out.iter().any(|list| place(&list.property) == place(&property));
            if let (Some(options), false) = (handed_on(&property), known) {
                made.push((owner.clone(), property.file, options));
            }
            match out.iter_mut().find(|list| place(&list.property) == place(&property)) {
                Some(known) => known.owners.push(owner.clone()),
                None => out.push(List { property, owners: vec![owner.clone()], entries: Vec::new() }),
            }
        }
    }
    out.sort_by_key(|list| place(&list.property));
    out.iter_mut().for_each(|list| list.owners.sort_by_key(Owner::place));
    let properties: Vec<Property<'p>> = out.iter().map(|list| list.property).collect();
    let all: Vec<Vec<Element<'p>>> = properties.iter().map(|p| model.property_elements(p)).collect();
    let is_own = |property: &Property<'p>, element: &Element<'p>| {
        element.file == property.file && property.range.contains(TextRange::of(element.expr))
    };
    let own = properties
        .iter()
        .zip(&all)
        .flat_map(|(p, elements)| elements.iter().filter(|element| is_own(p, element)).map(start).collect::<Vec<_>>());
    let own: BTreeSet<(FileId, u32)> = own.collect();
    let mut taken: BTreeSet<(FileId, u32)> = BTreeSet::new();
    for (list, elements) in out.iter_mut().zip(all) {
        let property = list.property;
        let foreign = |element: &Element<'p>| own.contains(&start(element)) && !is_own(&property, element);
        let elements = match serves_other_ends(model, &elements, &properties) {
            // Options that are handed on are put right where they are written.
            _ if handed_on(&property).is_some() => Vec::new(),
            true if elements.iter().all(foreign) => Vec::new(),
            true => as_listed(&property),
            false => elements.into_iter().filter(|element| !foreign(element)).collect(),
        };
        let fresh = elements.into_iter().filter(|element| taken.insert(start(element)));
        list.entries = fresh.map(|element| entry(model, element)).collect();
        list.entries.sort_by_key(|entry| start(&entry.element));
    }
    out
}

/// `opts` of `dependsOn: opts.dependsOn`.
fn handed_on<'p>(property: &Property<'p>) -> Option<&'p Expr> {
    match property.expr().map(peel)? {
        Expr::Member(member) if member.prop.is_ident_with("dependsOn") => Some(&member.obj),
        Expr::OptChain(chain) => match chain.base.as_member() {
            Some(member) if member.prop.is_ident_with("dependsOn") => Some(&member.obj),
            _ => None,
        },
        _ => None,
    }
}

fn entry<'p>(model: &Model<'p>, element: Element<'p>) -> Entry<'p> {
    let nature = nature(model, element.file, element.expr);
    Entry { element, nature }
}

/// [`Nature::Plain`] where any part of `expr` that can be told apart is.
fn nature<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> Nature {
    let whole = model.nature(file, expr);
    let parts: Vec<(FileId, &'p Expr)> = match peel(expr) {
        Expr::Cond(cond) => vec![(file, &*cond.cons), (file, &*cond.alt)],
        Expr::Bin(bin) if bin.op == BinaryOp::LogicalAnd => vec![(file, &*bin.right)],
        Expr::Bin(bin) if matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
            vec![(file, &*bin.left), (file, &*bin.right)]
        }
        _ if whole == Nature::Unknown => model.mapped(file, expr).map(|(r, _)| (r.file, r.node)).into_iter().collect(),
        _ => Vec::new(),
    };
    match parts.into_iter().any(|(file, part)| nature(model, file, part) == Nature::Plain) {
        true => Nature::Plain,
        false => whole,
    }
}

/// Whether the names that lead to the elements are used for anything but lists of dependencies.
fn serves_other_ends<'p>(model: &Model<'p>, elements: &[Element<'p>], properties: &[Property<'p>]) -> bool {
    let mut via: Vec<_> = elements.iter().flat_map(|element| element.via.iter().copied()).collect();
    via.sort();
    via.dedup();
    let is_ours = |file: FileId, range: TextRange| {
        let index = model.index(file);
        let Some(node) = index.innermost(range) else { return false };
        let around = index.ancestors(node).next().map(|(_, entry)| entry.node);
        let taken_apart = matches!(around, Some(Node::Expr(Expr::Member(_) | Expr::OptChain(_))));
        let in_list = properties.iter().any(|p| p.file == file && p.range.contains(range));
        let in_chain =
            via.iter().any(|id| id.file == file && index.entry(model.binding(*id).node).range.contains(range));
        !model.adds_at(file, node).is_empty() || (!taken_apart && (in_list || in_chain))
    };
    via.iter().any(|id| {
        let is_parameter = matches!(model.binding(*id).origin, Origin::Parameter { .. });
        is_parameter || model.references(*id).iter().any(|r| !is_ours(r.file, r.range))
    })
}

/// The elements of a property as they stand in it, whatever they lead to.
fn as_listed<'p>(property: &Property<'p>) -> Vec<Element<'p>> {
    let Some(expr) = property.expr() else { return Vec::new() };
    let file = property.file;
    let one = |expr: &'p Expr, spread, of| Element { file, expr, spread, of, via: Vec::new() };
    match peel(expr) {
        Expr::Array(array) => {
            let site = Site { file, node: array };
            let given = array.elems.iter().enumerate().filter_map(|(at, e)| e.as_ref().map(|e| (at, e)));
            given.map(|(at, e)| one(&e.expr, e.spread.is_some(), ElementOf::Array(site, at))).collect()
        }
        _ => vec![one(expr, false, ElementOf::Whole)],
    }
}

/// Everything that is made with options, and its options.
fn made<'p>(model: &Model<'p>) -> Vec<(Owner<'p>, FileId, &'p Expr)> {
    let mut out = Vec::new();
    for file in model.file_ids() {
        for (_, entry) in model.index(file).entries() {
            let found = match entry.node {
                Node::Expr(expr @ Expr::New(new)) => options_of_new(model, file, expr, new),
                Node::Expr(expr @ Expr::Call(call)) => match &call.callee {
                    Callee::Super(_) => call.args.get(3).map(|a| (other("this", file, entry.range, None), a)),
                    Callee::Expr(_) => match model.value(file, expr) {
                        Value::Entity(Entity::Call(symbol, site), path)
                            if path.is_empty()
                                && std::ptr::eq(site.node, call)
                                && symbol.package() != "@pulumi/pulumi"
                                && symbol.package().starts_with("@pulumi/") =>
                        {
                            let title = call.args.first().map(|a| &*a.expr);
                            let last = call.args.iter().skip(1).next_back();
                            last.map(|a| (other(&symbol.to_string(), file, entry.range, title), a))
                        }
                        _ => None,
                    },
                    Callee::Import(_) => None,
                },
                _ => None,
            };
            if let Some((owner, argument)) = found
                && argument.spread.is_none()
            {
                out.push((owner, file, &*argument.expr));
            }
        }
    }
    out
}

fn other<'p>(name: &str, file: FileId, range: TextRange, title: Option<&'p Expr>) -> Owner<'p> {
    Owner::Other { name: name.to_string(), site: (file, range), title }
}

/// The options that a `new` gives, where what it makes is a resource.
fn options_of_new<'p>(
    model: &Model<'p>,
    file: FileId,
    expr: &'p Expr,
    new: &'p NewExpr,
) -> Option<(Owner<'p>, &'p ExprOrSpread)> {
    let args = new.args.as_deref()?;
    if args.iter().any(|a| a.spread.is_some()) {
        return None;
    }
    let named = |name: String| other(&name, file, TextRange::of(new), args.first().map(|a| &*a.expr));
    match model.value(file, expr) {
        Value::Entity(Entity::Resource(id), path) if path.is_empty() => {
            Some((Owner::Resource(id, (file, TextRange::of(new))), args.get(2)?))
        }
        Value::Entity(Entity::Instance(_, class, _), path) if path.is_empty() && model.is_resource_class(class) => {
            let at = options_parameter(model, class)?;
            let name = model.text(file, TextRange::of(&*new.callee)).to_string();
            Some((named(name), args.get(at)?))
        }
        Value::Entity(Entity::Made(symbol, _), path) if path.is_empty() => match symbol.to_string().as_str() {
            "pulumi.StackReference" => Some((named(symbol.to_string()), args.get(2)?)),
            "pulumi.ComponentResource" | "pulumi.dynamic.Resource" => Some((named(symbol.to_string()), args.get(3)?)),
            _ => None,
        },
        _ => None,
    }
}

/// Which parameter of a component's constructor takes the options.
fn options_parameter<'p>(model: &Model<'p>, class: Site<'p, Class>) -> Option<usize> {
    let constructor = class.node.body.iter().find_map(|member| match member {
        ClassMember::Constructor(c) => Some(c),
        _ => None,
    });
    let Some(constructor) = constructor else {
        return match model.base_class(class) {
            Some(base) => options_parameter(model, base),
            None => Some(3),
        };
    };
    let is_options = |pat: &Pat| {
        let (name, annotation) = match pat {
            Pat::Ident(i) => (i.id.sym.to_string(), i.type_ann.as_deref()),
            Pat::Assign(a) => match &*a.left {
                Pat::Ident(i) => (i.id.sym.to_string(), i.type_ann.as_deref()),
                _ => return false,
            },
            _ => return false,
        };
        let typed = annotation.map(|t| model.text(class.file, TextRange::of(t)));
        typed.is_some_and(|t| t.contains("ResourceOptions")) || ["opts", "options"].contains(&name.as_str())
    };
    constructor.params.iter().position(|param| match param {
        swc_ecma_ast::ParamOrTsParamProp::Param(p) => is_options(&p.pat),
        swc_ecma_ast::ParamOrTsParamProp::TsParamProp(_) => false,
    })
}

/// What becomes of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Keep,
    /// This code takes the place of the element, dots of a spread left as they are.
    Replace(String),
    /// This code takes the place of what a callback gives.
    InCallback(String),
    /// These elements take its place.
    Expand(Vec<String>),
    Drop,
}

/// The repair of one list.
struct Repair<'r, 'p> {
    model: &'r Model<'p>,
    list: &'r List<'p>,
}

impl<'p> Repair<'_, 'p> {
    fn finding(&self) -> Finding {
        let model = self.model;
        let property = &self.list.property;
        let mut texts = Vec::new();
        for entry in self.list.entries.iter().filter(|entry| entry.nature == Nature::Plain) {
            let dots = if entry.element.spread { "..." } else { "" };
            let text = model.text(entry.element.file, TextRange::of(entry.element.expr));
            texts.push(format!("`{dots}{}`", text.lines().next().unwrap_or_default()));
        }
        let ending = if texts.len() == 1 { "which is no resource" } else { "which are no resources" };
        let message = format!("dependsOn holds {}, {ending}", texts.join(", "));
        let finding = match &self.list.owners[0] {
            Owner::Resource(id, _) => Finding::of(model, model.resource(*id), message),
            Owner::Other { name, site, title } => {
                let title = title.map_or("", |title| model.text(site.0, TextRange::of(title)));
                Finding::new(site.0, site.1, format!("{name} {title}"), message)
            }
        };
        let finding = finding.at(property.file, property.range);
        let changes = self.changes();
        if !changes.contains(&Change::Drop) {
            let title = "name the resource in place of its property";
            return finding.fix(self.effects(Fix::new(Level::Safe, title, self.edits(&changes))));
        }
        let title = if changes.iter().any(|c| !matches!(c, Change::Drop | Change::Keep)) {
            "name the resource where it is in scope, drop the rest"
        } else {
            "drop what is no resource"
        };
        let dropped = Fix::new(Level::Safe, title, self.edits(&changes));
        let profile = self.profile().filter(|profile| !self.kept(&changes).contains(profile));
        let Some(profile) = profile else { return finding.fix(self.effects(dropped)) };
        let mut with_profile = changes.clone();
        if let Some(change) = with_profile.iter_mut().find(|change| **change == Change::Drop) {
            *change = Change::Replace(profile);
        }
        let title = "wait for the instance profile instead";
        let edits = self.edits(&with_profile);
        let profile = Fix::new(Level::Review, title, edits).alternative("instance-profile");
        finding.fix(self.effects(dropped.alternative("drop"))).fix(self.effects(profile))
    }

    fn effects(&self, mut fix: Fix) -> Fix {
        for owner in &self.list.owners {
            let effect = match owner {
                Owner::Resource(id, _) => Effect::on(Action::None, self.model, self.model.resource(*id)),
                Owner::Other { name, site, title } => {
                    let effect = Effect::new(Action::None, name.clone());
                    match title {
                        Some(title) => effect.named(self.model.text(site.0, TextRange::of(*title))),
                        None => effect,
                    }
                }
            };
            let effect = effect.property("dependsOn");
            if !fix.effects.contains(&effect) {
                fix = fix.effect(effect);
            }
        }
        fix
    }

    /// What becomes of each entry, in order; what would stand twice is dropped.
    fn changes(&self) -> Vec<Change> {
        let text =
            |entry: &Entry<'p>| self.model.text(entry.element.file, TextRange::of(entry.element.expr)).to_string();
        let staying = || self.list.entries.iter().filter(|entry| entry.nature != Nature::Plain);
        let mut have: Vec<String> = staying().map(text).collect();
        let mut resources: Vec<ResourceId> = staying().filter_map(|entry| self.single(&entry.element)).collect();
        let mut change = |entry: &Entry<'p>| {
            if entry.nature != Nature::Plain {
                return Change::Keep;
            }
            let change = self.change(&entry.element);
            if let Change::Replace(code) = &change {
                let resource = self.single(&entry.element);
                if have.contains(code) || resource.is_some_and(|id| resources.contains(&id)) {
                    return Change::Drop;
                }
                have.push(code.clone());
                resources.extend(resource);
            }
            change
        };
        self.list.entries.iter().map(&mut change).collect()
    }

    /// The resource that an entry is or is a property of, where the program makes just one of it.
    fn single(&self, element: &Element<'p>) -> Option<ResourceId> {
        let model = self.model;
        let (id, _) = model.value(element.file, element.expr).output().map(|(id, path)| (id, path.len()))?;
        let resource = model.resource(id);
        let index = model.index(element.file);
        let here = index.innermost(TextRange::of(element.expr)).and_then(|node| index.function_around(node));
        let once = resource.function.is_none() || (resource.file == element.file && resource.function == here);
        (resource.repeated.is_none() && once).then_some(id)
    }

    /// The code of the entries that stay as they are or are replaced.
    fn kept(&self, changes: &[Change]) -> Vec<String> {
        let text =
            |entry: &Entry<'p>| self.model.text(entry.element.file, TextRange::of(entry.element.expr)).to_string();
        let of = |(entry, change): (&Entry<'p>, &Change)| match change {
            Change::Keep => vec![text(entry)],
            Change::Replace(code) => vec![code.clone()],
            Change::Expand(codes) => codes.clone(),
            Change::InCallback(_) | Change::Drop => Vec::new(),
        };
        self.list.entries.iter().zip(changes).flat_map(of).collect()
    }

    fn change(&self, element: &Element<'p>) -> Change {
        let model = self.model;
        let at = Spot { model, file: element.file, range: TextRange::of(element.expr) };
        if let Some((result, function)) = model.mapped(element.file, element.expr) {
            let written = model.written(element.file, element.expr);
            if let Expr::Call(call) = written.expr
                && let Some(Expr::Member(member)) = call.callee.as_expr().map(|callee| peel(callee))
            {
                let text = || model.text(written.file, TextRange::of(&*member.obj)).to_string();
                if takes_apart(model, result)
                    && model.nature(written.file, &member.obj) == Nature::Resource
                    && at.sees(written.file, &member.obj)
                {
                    return Change::Replace(text());
                }
                let own = Spot { model, file: result.file, range: TextRange::of(result.node) };
                if let Some(code) = own.resource(result.file, result.node) {
                    let first = function.parameter(0).and_then(|p| match p {
                        Parameter::Pattern(Pat::Ident(i)) => Some(i.id.sym.to_string()),
                        _ => None,
                    });
                    if first.is_some_and(|name| name == code) && at.sees(written.file, &member.obj) {
                        return Change::Replace(text());
                    }
                    if std::ptr::eq(written.expr, peel(element.expr)) {
                        return Change::InCallback(code);
                    }
                }
            }
        }
        if let Value::List(list) = model.value(element.file, element.expr) {
            let ids: Option<Vec<ResourceId>> = list.items.iter().map(|item| item.output().map(|(id, _)| id)).collect();
            if let Some(code) = ids.and_then(|ids| at.named_list(&ids)) {
                return Change::Replace(code);
            }
            let inner = model.elements(element.file, element.expr);
            let codes: Vec<String> = inner.iter().filter_map(|one| at.branch(one.file, one.expr)).collect();
            return if codes.is_empty() { Change::Drop } else { Change::Expand(codes) };
        }
        match at.resource(element.file, element.expr) {
            Some(code) => Change::Replace(code),
            None => Change::Drop,
        }
    }

    /// The instance profile of the resource that has the options, where it is in scope.
    fn profile(&self) -> Option<String> {
        let model = self.model;
        let [Owner::Resource(owner, _)] = self.list.owners.as_slice() else { return None };
        let owner: &Resource<'p> = model.resource(*owner);
        let given = model.resource_value(owner, "iamInstanceProfile");
        let value = match &given {
            Value::Object(_) => match model.member(&given, "name") {
                Value::Undefined => model.member(&given, "arn"),
                name => name,
            },
            _ => given,
        };
        let (id, _) = value.output()?;
        if !model.resource(id).symbol.is("aws.iam.InstanceProfile") {
            return None;
        }
        let property = &self.list.property;
        Spot { model, file: property.file, range: property.range }.named(id)
    }

    fn edits(&self, changes: &[Change]) -> Result<FileEdits, Declined> {
        let mut rewrite = Rewrite::new(self.model);
        let mut gone: Vec<Gone> = Vec::new();
        let kept = self.kept(changes);
        let in_callback = changes.iter().any(|change| matches!(change, Change::InCallback(_)));
        if kept.is_empty() && !in_callback {
            self.remove_property(&mut rewrite, &mut gone)?;
        } else {
            for (entry, change) in self.list.entries.iter().zip(changes) {
                let element = &entry.element;
                match change {
                    Change::Keep => continue,
                    Change::Replace(code) => rewrite.replace(element.file, element.expr, code)?,
                    Change::InCallback(code) => {
                        let (result, _) = self.model.mapped(element.file, element.expr).ok_or_else(lost)?;
                        rewrite.replace(result.file, result.node, code)?;
                        continue;
                    }
                    Change::Expand(codes) => match element.of {
                        ElementOf::Array(array, at) => {
                            for code in codes {
                                rewrite.insert_element(array.file, array.node, at, code)?;
                            }
                            rewrite.remove_element(array.file, array.node, at)?;
                        }
                        _ => rewrite.replace(element.file, element.expr, &format!("[{}]", codes.join(", ")))?,
                    },
                    Change::Drop => self.drop_element(&mut rewrite, element)?,
                }
                gone.push((element.file, TextRange::of(element.expr)));
            }
        }
        let names: Vec<String> = kept.iter().flat_map(|code| words(code)).collect();
        rewrite.drop_unused(&gone, &names)?;
        rewrite.finish()
    }

    fn drop_element(&self, rewrite: &mut Rewrite<'_, 'p>, element: &Element<'p>) -> Result<(), Declined> {
        match element.of {
            ElementOf::Array(array, at) => rewrite.remove_element(array.file, array.node, at),
            ElementOf::Push(call, at) => {
                let node = self.model.index(call.file).innermost(TextRange::of(call.node)).ok_or_else(lost)?;
                match call.node.args.len() {
                    1 => rewrite.delete_statement(call.file, node).map(|_| ()),
                    _ => rewrite.remove_argument(call.file, node, at),
                }
            }
            ElementOf::Whole => rewrite.replace(element.file, element.expr, "undefined"),
        }
    }

    /// Takes `dependsOn` out, and the options where that is all that they held.
    fn remove_property(&self, rewrite: &mut Rewrite<'_, 'p>, gone: &mut Vec<Gone>) -> Result<(), Declined> {
        let property = &self.list.property;
        let index = self.model.index(property.file);
        let Some(object) = property.object else {
            let node = index.innermost(property.range).ok_or_else(lost)?;
            gone.push((property.file, rewrite.delete_statement(property.file, node)?));
            return Ok(());
        };
        let range = TextRange::of(object.node);
        if object.node.props.len() == 1 && self.remove_options(rewrite, object.file, range, gone)? {
            return Ok(());
        }
        rewrite.remove(object.file, object.node, "dependsOn")?;
        gone.push((property.file, property.range));
        Ok(())
    }

    /// Takes out options that hold nothing else: an argument, one of `pulumi.mergeOptions`, a constant that is only
    /// handed over as such; false where they have to stay.
    fn remove_options(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        file: FileId,
        range: TextRange,
        gone: &mut Vec<Gone>,
    ) -> Result<bool, Declined> {
        let model = self.model;
        let index = model.index(file);
        let holder = index.innermost(range).and_then(|node| index.ancestors(node).next());
        let places = match holder.map(|(_, entry)| entry.node) {
            Some(Node::Declarator(..)) => {
                let names = index.bindings().filter(|(_, b)| {
                    matches!(&b.origin, Origin::Variable { declarator, path, .. }
                        if path.is_empty() && declarator.init.as_deref().is_some_and(|init| TextRange::of(peel(init)) == range))
                });
                let Some((local, _)) = names.into_iter().next() else { return Ok(false) };
                model.references(BindingId { file, local }).iter().map(|r| (r.file, r.range)).collect()
            }
            _ => vec![(file, range)],
        };
        let found: Option<Vec<_>> = places.iter().map(|(file, range)| self.argument(*file, *range)).collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else { return Ok(false) };
        for ((file, range), argument) in places.iter().zip(found) {
            match argument {
                Argument::Last(call, at) => rewrite.remove_argument(*file, call, at)?,
                Argument::Merged(call, rest) => rewrite.replace(*file, call, model.text(*file, TextRange::of(rest)))?,
            }
            gone.push((*file, *range));
            if let Argument::Merged(Expr::Call(call), _) = argument
                && let Some(callee) = call.callee.as_expr()
            {
                gone.push((*file, TextRange::of(&**callee)));
            }
        }
        Ok(true)
    }

    /// How what stands at `range` is handed over, where it can be left out.
    fn argument(&self, file: FileId, range: TextRange) -> Option<Argument<'p>> {
        let index = self.model.index(file);
        let (node, entry) = index.ancestors(index.innermost(range)?).next()?;
        let (args, merged) = match entry.node {
            Node::Expr(Expr::New(new)) => (new.args.as_deref()?, None),
            Node::Expr(expr @ Expr::Call(call)) => {
                let callee = call.callee.as_expr();
                let merges = |s: Value<'_>| matches!(s, Value::Symbol(s) if s.is("pulumi.mergeOptions"));
                let is_merge = callee.is_some_and(|callee| merges(self.model.value(file, callee)));
                (&*call.args, is_merge.then_some(expr))
            }
            _ => return None,
        };
        let at = args.iter().position(|argument| TextRange::of(&*argument.expr) == range)?;
        match (merged, args) {
            (Some(call), [one, two]) if one.spread.is_none() && two.spread.is_none() => {
                Some(Argument::Merged(call, if at == 0 { &two.expr } else { &one.expr }))
            }
            (Some(_), _) => None,
            (None, _) => {
                let Node::Expr(call) = entry.node else { return None };
                let last = at > 0 && at + 1 == args.len();
                (last && may_leave_out(self.model, file, call, at)).then_some(Argument::Last(node, at))
            }
        }
    }
}

/// How options are handed over.
#[derive(Clone, Copy)]
enum Argument<'p> {
    /// As the last argument of a call.
    Last(NodeId, usize),
    /// To `pulumi.mergeOptions`, with one other.
    Merged(&'p Expr, &'p Expr),
}

/// `id` of `({ id }) => id`.
fn takes_apart<'p>(model: &Model<'p>, result: Site<'p, Expr>) -> bool {
    let Expr::Ident(ident) = result.node else { return false };
    let index = model.index(result.file);
    let Some(local) = index.target(ident) else { return false };
    matches!(&index.binding(local).origin, Origin::Parameter { index: 0, path, .. } if matches!(path.as_slice(), [Step::Key(_)]))
}

/// Whether a call may leave out its argument at `at`.
fn may_leave_out<'p>(model: &Model<'p>, file: FileId, call: &'p Expr, at: usize) -> bool {
    let optional = |pat: &Pat| match pat {
        Pat::Ident(i) => i.id.optional,
        Pat::Assign(_) => true,
        _ => false,
    };
    let of = |function: Function<'p>| match function.parameter(at) {
        Some(Parameter::Pattern(pat)) => optional(pat),
        Some(Parameter::Property(p)) => match &p.param {
            TsParamPropParam::Ident(i) => i.id.optional,
            TsParamPropParam::Assign(_) => true,
        },
        None => true,
    };
    let of_class = |class: Site<'p, Class>| {
        let classes = std::iter::successors(Some(class), |at| model.base_class(*at)).take(32);
        let mut constructors = classes.flat_map(|class| &class.node.body).filter_map(|member| match member {
            ClassMember::Constructor(c) => Some(Function::Constructor(c)),
            _ => None,
        });
        constructors.next().is_none_or(of)
    };
    match call {
        Expr::New(new) => match model.value(file, &new.callee) {
            Value::Class(class) => of_class(class),
            _ => true,
        },
        Expr::Call(call) => match &call.callee {
            Callee::Expr(callee) => match model.value(file, callee) {
                Value::Function(_, function) => of(function),
                Value::Symbol(_) => true,
                _ => false,
            },
            _ => {
                let around = model.index(file).innermost(TextRange::of(call));
                let class = around.and_then(|node| model.class_around(file, node));
                class.and_then(|class| model.base_class(class)).is_none_or(of_class)
            }
        },
        _ => false,
    }
}

fn lost() -> Declined {
    Declined::because("the entry can't be found where it is written")
}

/// The names in code.
fn words(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    code.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(String::from).collect()
}

/// A place that code is written for.
#[derive(Clone, Copy)]
struct Spot<'r, 'p> {
    model: &'r Model<'p>,
    file: FileId,
    range: TextRange,
}

impl<'p> Spot<'_, 'p> {
    /// Code of the resource that `expr`, a property of one, belongs to.
    fn resource(self, file: FileId, expr: &'p Expr) -> Option<String> {
        let model = self.model;
        let text = |expr: &Expr| model.text(file, TextRange::of(expr));
        match peel(expr) {
            Expr::Member(member) => {
                if let Some(code) = self.holder(file, member) {
                    return Some(code);
                }
            }
            Expr::OptChain(chain) => {
                if let Some(code) = chain.base.as_member().and_then(|member| self.holder(file, member)) {
                    return Some(code);
                }
            }
            Expr::Cond(cond) => {
                let (cons, alt) = (self.branch(file, &cond.cons)?, self.branch(file, &cond.alt)?);
                return Some(format!("{} ? {cons} : {alt}", text(&cond.test)));
            }
            Expr::Bin(bin) if bin.op == BinaryOp::LogicalAnd => {
                return Some(format!("{} && {}", text(&bin.left), self.branch(file, &bin.right)?));
            }
            Expr::Bin(bin) if matches!(bin.op, BinaryOp::LogicalOr | BinaryOp::NullishCoalescing) => {
                let op = if bin.op == BinaryOp::LogicalOr { "||" } else { "??" };
                return Some(format!("{} {op} {}", self.branch(file, &bin.left)?, self.branch(file, &bin.right)?));
            }
            Expr::Call(call) => {
                let callee = call.callee.as_expr()?;
                let wraps = matches!(model.value(file, callee), Value::Symbol(s) if s.is("pulumi.output"));
                if let (true, [only]) = (wraps, call.args.as_slice()) {
                    return self.resource(file, &only.expr);
                }
                if let Expr::Member(member) = peel(callee)
                    && member.prop.is_ident_with("apply")
                    && matches!(model.value(file, expr), Value::Entity(Entity::Resource(_), _))
                {
                    return self.resource(file, &member.obj);
                }
            }
            _ => {}
        }
        let written = model.written(file, expr);
        if !std::ptr::eq(written.expr, peel(expr))
            && let Some(code) = self.resource(written.file, written.expr)
        {
            return Some(code);
        }
        let (id, path) = match model.value(file, expr) {
            Value::Entity(Entity::Resource(id), path) => (id, path),
            _ => return None,
        };
        if path.is_empty() || model.resource(id).repeated.is_some() { None } else { self.named(id) }
    }

    /// One branch of a condition: as it is where it can be a resource, else its resource.
    fn branch(self, file: FileId, expr: &'p Expr) -> Option<String> {
        match nature(self.model, file, expr) {
            Nature::Plain => self.resource(file, expr),
            _ if self.sees(file, expr) => Some(self.model.text(file, TextRange::of(expr)).to_string()),
            _ => None,
        }
    }

    /// `x` of `x.id`, where `x` is a resource; `x.vpc` of `x.vpcId`, where `x` holds both.
    fn holder(self, file: FileId, member: &'p MemberExpr) -> Option<String> {
        let model = self.model;
        if !self.sees(file, &member.obj) {
            return None;
        }
        let text = model.text(file, TextRange::of(&*member.obj));
        let value = model.value(file, &member.obj);
        if model.nature(file, &member.obj) == Nature::Resource && !matches!(value, Value::List(_)) {
            return Some(text.to_string());
        }
        let MemberProp::Ident(name) = &member.prop else { return None };
        let of = |choice: &Value<'p>, key: &str| match model.member(choice, key) {
            Value::Entity(Entity::Resource(id), path) => Some((id, path.is_empty())),
            _ => None,
        };
        let names = match value.choices().first()? {
            Value::Object(site) => model.property_names(*site)?,
            Value::Module(module) => model.exports(*module).names.keys().cloned().collect(),
            _ => return None,
        };
        let holds = |choice: &Value<'p>, key: &str| {
            of(choice, &name.sym).is_some_and(|(id, itself)| !itself && of(choice, key) == Some((id, true)))
        };
        let mut siblings = names.into_iter().filter(|key| value.choices().iter().all(|choice| holds(choice, key)));
        siblings.next().map(|sibling| format!("{text}.{sibling}"))
    }

    /// The name of a resource at the place.
    fn named(self, id: ResourceId) -> Option<String> {
        let node = self.model.index(self.file).innermost(self.range)?;
        let fits = names_at(self.model, self.file, node).into_iter().filter(|name| {
            let declared =
                name.after.is_none_or(|after| self.model.index(self.file).entry(after).range.end <= self.range.start);
            !name.many && !name.ids && name.resources == [id] && declared
        });
        fits.map(|name| name.code).min_by_key(|code| (code.matches('.').count(), code.len()))
    }

    /// The name of a list of just these resources at the place.
    fn named_list(self, ids: &[ResourceId]) -> Option<String> {
        let node = self.model.index(self.file).innermost(self.range)?;
        let same = |have: &[ResourceId]| have.len() == ids.len() && ids.iter().all(|id| have.contains(id));
        let fits = names_at(self.model, self.file, node).into_iter().filter(|name| {
            let declared =
                name.after.is_none_or(|after| self.model.index(self.file).entry(after).range.end <= self.range.start);
            name.many && !name.ids && same(&name.resources) && declared
        });
        fits.map(|name| name.code).min_by_key(|code| (code.matches('.').count(), code.len()))
    }

    /// Whether every name in `expr`, which stands in `file`, means the same at the place.
    fn sees(self, file: FileId, expr: &Expr) -> bool {
        if file != self.file {
            return false;
        }
        let index = self.model.index(file);
        let range = TextRange::of(expr);
        if range == self.range || self.range.contains(range) {
            return true;
        }
        let Some(node) = index.innermost(self.range) else { return false };
        let scope = index.entry(node).scope;
        let used = index.bindings().filter(|(_, b)| b.uses.iter().any(|used| range.contains(used.range)));
        let inner = |ident: TextRange| range.contains(ident);
        let same = |(id, binding): (_, &iacfix_engine::model::Binding<'p>)| {
            inner(binding.ident) || index.lookup(&binding.name, scope) == Some(id)
        };
        let class = |range| index.innermost(range).and_then(|at| self.model.class_around(file, at));
        used.into_iter().all(same)
            && (!self.model.text(file, range).contains("this") || class(range) == class(self.range))
    }
}
