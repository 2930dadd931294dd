//! Default routes. Invariant: a table whose routes stand inline gets no route resource, and the other way round.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix};
use iacfix_engine::model::{Model, Resource, ResourceId, RouteStyle};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Reached, Rewrite, variable_name};

use super::associate::last_of;

/// All IPv4 traffic that no other route takes.
const EVERYWHERE: &str = "'0.0.0.0/0'";

/// Where a default route leads: the argument of routes that says so, and what it names.
pub(super) struct Leads<'l> {
    pub(super) argument: &'static str,
    pub(super) to: &'l Reached,
}

impl Leads<'_> {
    fn entry(&self) -> String {
        let target = if self.to.ids { self.to.code.clone() } else { format!("{}.id", self.to.code) };
        format!("{}: {target}", self.argument)
    }

    /// The statement that adds the route to the table that `table` names, called as the table is.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub(super) fn statement<'p>(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        beside: &Resource<'p>,
        table: &str,
        name: &NamePattern,
    ) -> Result<String, Declined> {
        let class = rewrite.class_beside(beside, "aws.ec2.Route")?;
        let companion = Companion::of(rewrite.model(), beside);
        let mut entries =
            vec![format!("routeTableId: {table}.id"), format!("destinationCidrBlock: {EVERYWHERE}"), self.entry()];
        entries.extend(companion.region());
        let name = name_of(rewrite.model(), name);
        Ok(format!("{};", companion.code(&class, &name.code(), &entries)))
    }

    /// Adds the route to a table of the program, in the way in which that has its routes.
    ///
    /// # Errors
    /// A table without a name, or whose routes are built elsewhere; a target that is made after them.
    pub(super) fn add_to<'p>(&self, rewrite: &mut Rewrite<'_, 'p>, table: &Resource<'p>) -> Result<(), Declined> {
        let model = rewrite.model();
        let last = last_of(rewrite, table, std::slice::from_ref(self.to));
        if is_inline(model, table.id) {
            if last != table.node {
                let reason =
                    format!("`{}` is made after the table whose `routes` should name it; move it", self.to.code);
                return Err(Declined::because(reason));
            }
            return rewrite.push_to_argument(
                table,
                "routes",
                &format!("{{ cidrBlock: {EVERYWHERE}, {} }}", self.entry()),
            );
        }
        let name = NamePattern::of(model, table)
            .ok_or_else(|| Declined::because("the table has no name that its route could follow; add it yourself"))?;
        let held = rewrite.bind(table.file, table.node, &variable_name(model, table))?;
        let code = self.statement(rewrite, table, &held, &name)?;
        rewrite.insert(table.file, Place::After(last), &code)
    }
}

/// `fix`, which adds a default route to `table`.
pub(super) fn route_effect(fix: Fix, model: &Model<'_>, table: ResourceId) -> Fix {
    let table = model.resource(table);
    if is_inline(model, table.id) {
        return fix.effect(Effect::on(Action::Update, model, table).property("routes"));
    }
    fix.effect(new_route_effect(model, NamePattern::of(model, table).as_ref()))
}

/// A default route of the table of this name is added.
pub(super) fn new_route_effect(model: &Model<'_>, table: Option<&NamePattern>) -> Effect {
    let effect = Effect::new(Action::Add, "aws.ec2.Route");
    match table {
        Some(name) => effect.named(name_of(model, name).code()),
        None => effect,
    }
}

/// Whether a table has its routes inside, and takes none beside it.
pub(super) fn is_inline(model: &Model<'_>, table: ResourceId) -> bool {
    matches!(model.network().route_style(table), RouteStyle::Inline)
}

/// `public-route` of a table called `public-rt`.
fn name_of(model: &Model<'_>, table: &NamePattern) -> NamePattern {
    table.with_role(&["rt", "rtb", "table", "routetable"], "route").free(model, "aws.ec2.Route")
}
