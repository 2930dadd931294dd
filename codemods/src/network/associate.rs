//! Associations of subnets with route tables. Invariant: each subnet gets one association, named after it, and what a
//! loop makes is associated turn by turn.

use iacfix_engine::codemod::Declined;
use iacfix_engine::model::{Model, Resource};
use iacfix_engine::rewrite::{Companion, NamePattern, Reached, Rewrite};

/// The statement that associates what `subnet` reaches, one or a list, with the table that the code `table` names. It
/// stands beside `beside`, and has its options; in `table`, `i` counts the elements of a list.
///
/// # Errors
/// Subnets without a name, or that a loop makes and no list holds.
pub(super) fn associate<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    beside: &Resource<'p>,
    subnet: &Reached,
    table: &str,
) -> Result<String, Declined> {
    let companion = Companion::of(model, beside);
    let class = rewrite.class_beside(beside, "aws.ec2.RouteTableAssociation")?;
    let association = |subnet: String, name: &NamePattern| {
        let subnet = if subnet == "subnetId" { subnet } else { format!("subnetId: {subnet}") };
        let mut entries = vec![subnet, format!("routeTableId: {table}.id")];
        entries.extend(companion.region());
        companion.code(&class, &name.code(), &entries)
    };
    let made = subnet.resources.first().map(|id| model.resource(*id));
    let name = made.and_then(|made| match name_of(model, made, beside) {
        // Of a list that comes from elsewhere: the table's own name, as its elements are told apart by `i`.
        None if subnet.many => Some(name_after_table(model, beside)?.free(model, "aws.ec2.RouteTableAssociation")),
        name => name,
    });
    let name = name.ok_or_else(|| Declined::because("a subnet has no name that an association here could follow"))?;
    if !subnet.many && made.is_some_and(|made| made.repeated.is_some() && !is_in_turn(model, made, beside, subnet)) {
        let reason = "a loop makes the subnets, and no list holds them all; associate each with a route table";
        return Err(Declined::because(reason));
    }
    Ok(match (subnet.many, subnet.ids) {
        (false, false) => format!("{};", association(format!("{}.id", subnet.code), &name)),
        (false, true) => format!("{};", association(subnet.code.clone(), &name)),
        (true, ids) => {
            let (item, code) = if ids { ("subnetId", "subnetId") } else { ("subnet", "subnet.id") };
            let counted = if name.holes().any(is_counter) { name } else { name.with_hole("i") };
            let body = association(code.into(), &counted);
            format!("{}.forEach(({item}, i) => {{\n{body};\n}});", subnet.code)
        }
    })
}

/// Whether the turns that make `beside` are those that make the subnet, or go through what was made.
fn is_in_turn<'p>(model: &Model<'p>, made: &Resource<'p>, beside: &Resource<'p>, subnet: &Reached) -> bool {
    let Some(turns) = beside.repeated else { return false };
    let index = model.index(beside.file);
    let declared = index.lookup(subnet.root(), index.entry(beside.node).scope).map(|local| index.binding(local).ident);
    made.repeated == Some(turns) || declared.is_some_and(|name| index.entry(turns).range.contains(name))
}

/// The name of a subnet's association, for use beside `beside`.
pub(super) fn name_of<'p>(model: &Model<'p>, subnet: &Resource<'p>, beside: &Resource<'p>) -> Option<NamePattern> {
    let pattern = NamePattern::of(model, subnet)?;
    let here = match subnet.repeated {
        Some(turns) if beside.repeated == Some(turns) => pattern,
        // What goes through subnets counts its turns as it likes.
        Some(_) if beside.repeated.is_some() => name_after_table(model, beside)?,
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
