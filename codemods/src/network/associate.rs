//! Associations of subnets with route tables. Invariant: each subnet gets one association, named after it, and what a
//! loop makes is associated turn by turn.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{Model, NodeId, Resource, ResourceId};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite, variable_name};

/// Inserts the associations of `subnets` with `table`, after all that they name.
///
/// # Errors
/// Subnets that nothing at the table leads to, or that no association there can be named after.
pub(super) fn insert_associations<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    table: &Resource<'p>,
    subnets: &[ResourceId],
) -> Result<(), Declined> {
    let reached = reach_subnets(rewrite, model, table, subnets)?;
    let held = rewrite.bind(table.file, table.node, &variable_name(model, table))?;
    let code: Vec<String> = reached
        .iter()
        .map(|subnet| associate(rewrite, (table, table.repeated), subnet, &held))
        .collect::<Result<_, _>>()?;
    let last = last_of(rewrite, table, &reached);
    rewrite.insert(table.file, Place::After(last), &code.join("\n\n"))
}

/// How code beside a table names subnets.
fn reach_subnets<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    table: &Resource<'p>,
    subnets: &[ResourceId],
) -> Result<Vec<Reached>, Declined> {
    let made_together = |id: &ResourceId| {
        let subnet = model.resource(*id);
        subnet.file == table.file && subnet.repeated.is_some() && subnet.repeated == table.repeated
    };
    let (together, apart): (Vec<ResourceId>, Vec<ResourceId>) = subnets.iter().copied().partition(made_together);
    let mut out = rewrite.reach(&apart, table.file, table.node)?;
    if let Some(subnet) = out.iter().find(|reached| reached.many && table.repeated.is_some()) {
        let reason = format!("a loop makes the tables, and another one `{}`; associate each pair", subnet.code);
        return Err(Declined::because(reason));
    }
    for id in together {
        let subnet = model.resource(id);
        let code = rewrite.bind(subnet.file, subnet.node, &variable_name(model, subnet))?;
        out.push(Reached { code, many: false, ids: false, resources: vec![id], after: Some(subnet.statement) });
    }
    Ok(out)
}

/// What code beside `own` that names `reached` has to follow.
pub(super) fn last_of<'p>(rewrite: &Rewrite<'_, 'p>, own: &Resource<'p>, reached: &[Reached]) -> NodeId {
    let index = rewrite.model().index(own.file);
    let start = |node: NodeId| index.entry(node).range.start;
    let after = reached.iter().filter_map(|r| r.after);
    let siblings = after.filter_map(|node| rewrite.siblings(own.file, own.node, node));
    let beside = |node: NodeId| node == own.statement || Some(node) == own.repeated;
    let later = siblings.filter(|(node, other)| beside(*node) && start(*other) > start(*node)).map(|(_, other)| other);
    later.max_by_key(|node| start(*node)).unwrap_or(own.node)
}

/// A resource that new code follows, and the loop that both stand in.
pub(super) type Beside<'l, 'p> = (&'l Resource<'p>, Option<NodeId>);

/// The statement that associates what `subnet` reaches, one or a list, with the table that the code `table` names. It
/// stands beside `beside`, and has its options; in `table`, `i` counts the elements of a list.
///
/// # Errors
/// Subnets without a name, or that a loop makes and no list holds.
pub(super) fn associate<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    beside: Beside<'_, 'p>,
    subnet: &Reached,
    table: &str,
) -> Result<String, Declined> {
    let code = associate_element(rewrite, beside, subnet, table)?;
    Ok(if subnet.many { for_each(subnet, &code) } else { code })
}

/// `code` for each element of a list: `subnet`, or `subnetId` where it gives ids.
pub(super) fn for_each(list: &Reached, code: &str) -> String {
    let item = if list.ids { "subnetId" } else { "subnet" };
    format!("{}.forEach(({item}, i) => {{\n{code}\n}});", list.code)
}

/// As [`associate`]; of a list, what is done for each element by [`for_each`].
///
/// # Errors
/// As for [`associate`].
pub(super) fn associate_element<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    (beside, turns): Beside<'_, 'p>,
    subnet: &Reached,
    table: &str,
) -> Result<String, Declined> {
    let model = rewrite.model();
    let companion = Companion::of(model, beside);
    let class = rewrite.class_beside(beside, "aws.ec2.RouteTableAssociation")?;
    let made = subnet.resources.first().map(|id| model.resource(*id));
    let name = made.and_then(|made| match name_of(model, made, (beside, turns)) {
        // Of a list that comes from elsewhere: the table's own name, as its elements are told apart by `i`.
        None if subnet.many => Some(name_after_table(model, beside)?.free(model, "aws.ec2.RouteTableAssociation")),
        name => name,
    });
    let name = name.ok_or_else(|| Declined::because("a subnet has no name that an association here could follow"))?;
    if !subnet.many
        && made.is_some_and(|made| made.repeated.is_some() && !is_in_turn(model, made, (beside, turns), subnet))
    {
        let reason = "a loop makes the subnets, and no list holds them all; associate each with a route table";
        return Err(Declined::because(reason));
    }
    let name = if subnet.many && !name.holes().any(is_counter) { name.with_hole("i") } else { name };
    let subnet_id = match (subnet.many, subnet.ids) {
        (true, true) => "subnetId".to_string(),
        (true, false) => "subnetId: subnet.id".to_string(),
        (false, false) => format!("subnetId: {}.id", subnet.code),
        (false, true) if subnet.code == "subnetId" => subnet.code.clone(),
        (false, true) => format!("subnetId: {}", subnet.code),
    };
    let mut entries = vec![subnet_id, format!("routeTableId: {table}.id")];
    entries.extend(companion.region());
    Ok(format!("{};", companion.code(&class, &name.code(), &entries)))
}

/// Whether the turns that make `beside` are those that make the subnet, or go through what was made.
fn is_in_turn<'p>(model: &Model<'p>, made: &Resource<'p>, (beside, turns): Beside<'_, 'p>, subnet: &Reached) -> bool {
    let Some(turns) = turns else { return false };
    let index = model.index(beside.file);
    let declared = index.lookup(subnet.root(), index.entry(beside.node).scope).map(|local| index.binding(local).ident);
    made.repeated == Some(turns) || declared.is_some_and(|name| index.entry(turns).range.contains(name))
}

/// The name of a subnet's association, for use beside `beside`.
pub(super) fn name_of<'p>(
    model: &Model<'p>,
    subnet: &Resource<'p>,
    (beside, turns): Beside<'_, 'p>,
) -> Option<NamePattern> {
    let pattern = NamePattern::of(model, subnet)?;
    let index = model.index(beside.file);
    let is_around =
        |turns: NodeId| subnet.file == beside.file && index.entry(turns).range.contains(index.entry(subnet.node).range);
    let here = match (subnet.repeated, turns) {
        (Some(own), Some(turns)) if own == turns => pattern,
        // What goes through subnets counts its turns as it likes.
        (Some(_), Some(turns)) if !is_around(turns) => name_after_table(model, beside)?,
        _ => pattern.moved(model, subnet, beside),
    };
    // `i` counts what goes through the list, and is declared there.
    if !here.without_holes(is_counter).can_stand_beside(model, beside) {
        return None;
    }
    Some(here.with_role(&["subnet", "rta"], "rta").free(model, "aws.ec2.RouteTableAssociation"))
}

/// `public-rta` of a table called `public-rt`.
fn name_after_table<'p>(model: &Model<'p>, table: &Resource<'p>) -> Option<NamePattern> {
    Some(NamePattern::of(model, table)?.with_role(&["rt", "rtb", "table", "routetable"], "rta"))
}

/// Whether a hole counts the turns of the loop that associates the subnets.
pub(super) fn is_counter(code: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "i")
}
