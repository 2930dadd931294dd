//! Which lists of dependencies a program has. Invariant: every entry is in one list, the one that it is written in.

use std::collections::BTreeSet;

use iacfix_engine::model::{
    Element, ElementOf, Entity, FileId, Model, Nature, Node, Origin, Property, ResourceId, Site, Value, peel,
};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{BinaryOp, Callee, Class, ClassMember, Expr, ExprOrSpread, NewExpr, Pat};

/// What is made with the options.
#[derive(Clone)]
pub(super) enum Owner<'p> {
    Resource(ResourceId, (FileId, TextRange)),
    /// An instance of a component of the program, or what a package's function makes.
    Other {
        name: String,
        site: (FileId, TextRange),
        title: Option<&'p Expr>,
    },
}

impl Owner<'_> {
    pub(super) fn place(&self) -> (FileId, TextRange) {
        match self {
            Owner::Resource(_, site) | Owner::Other { site, .. } => *site,
        }
    }
}

/// One `dependsOn`, wherever resources take it from.
pub(super) struct List<'p> {
    pub(super) property: Property<'p>,
    pub(super) owners: Vec<Owner<'p>>,
    pub(super) entries: Vec<Entry<'p>>,
}

pub(super) struct Entry<'p> {
    pub(super) element: Element<'p>,
    pub(super) nature: Nature,
}

pub(super) fn place(property: &Property<'_>) -> (FileId, u32) {
    (property.file, property.range.start)
}

pub(super) fn start(element: &Element<'_>) -> (FileId, u32) {
    (element.file, TextRange::of(element.expr).start)
}

/// Every `dependsOn` of what is made. An element that several lead to belongs to the one that it is written in.
pub(super) fn lists<'p>(model: &Model<'p>) -> Vec<List<'p>> {
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
pub(super) fn handed_on<'p>(property: &Property<'p>) -> Option<&'p Expr> {
    match property.expr().map(peel)? {
        Expr::Member(member) if member.prop.is_ident_with("dependsOn") => Some(&member.obj),
        Expr::OptChain(chain) => match chain.base.as_member() {
            Some(member) if member.prop.is_ident_with("dependsOn") => Some(&member.obj),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn entry<'p>(model: &Model<'p>, element: Element<'p>) -> Entry<'p> {
    let nature = nature(model, element.file, element.expr);
    Entry { element, nature }
}

/// [`Nature::Plain`] where any part of `expr` that can be told apart is.
pub(super) fn nature<'p>(model: &Model<'p>, file: FileId, expr: &'p Expr) -> Nature {
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
pub(super) fn serves_other_ends<'p>(model: &Model<'p>, elements: &[Element<'p>], properties: &[Property<'p>]) -> bool {
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
pub(super) fn as_listed<'p>(property: &Property<'p>) -> Vec<Element<'p>> {
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
pub(super) fn made<'p>(model: &Model<'p>) -> Vec<(Owner<'p>, FileId, &'p Expr)> {
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

pub(super) fn other<'p>(name: &str, file: FileId, range: TextRange, title: Option<&'p Expr>) -> Owner<'p> {
    Owner::Other { name: name.to_string(), site: (file, range), title }
}

/// The options that a `new` gives, where what it makes is a resource.
pub(super) fn options_of_new<'p>(
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
pub(super) fn options_parameter<'p>(model: &Model<'p>, class: Site<'p, Class>) -> Option<usize> {
    let bases = std::iter::successors(Some(class), |at| model.base_class(*at)).take(32);
    let constructor = bases.into_iter().find_map(|class| {
        class.node.body.iter().find_map(|member| match member {
            ClassMember::Constructor(c) => Some((class.file, c)),
            _ => None,
        })
    });
    let Some((file, constructor)) = constructor else { return Some(3) };
    let is_options = |pat: &Pat| {
        let (name, annotation) = match pat {
            Pat::Ident(i) => (i.id.sym.to_string(), i.type_ann.as_deref()),
            Pat::Assign(a) => match &*a.left {
                Pat::Ident(i) => (i.id.sym.to_string(), i.type_ann.as_deref()),
                _ => return false,
            },
            _ => return false,
        };
        let typed = annotation.map(|t| model.text(file, TextRange::of(t)));
        typed.is_some_and(|t| t.contains("ResourceOptions")) || ["opts", "options"].contains(&name.as_str())
    };
    constructor.params.iter().position(|param| match param {
        swc_ecma_ast::ParamOrTsParamProp::Param(p) => is_options(&p.pat),
        swc_ecma_ast::ParamOrTsParamProp::TsParamProp(_) => false,
    })
}
