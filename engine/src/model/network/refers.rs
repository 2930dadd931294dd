//! What the reference of one resource to another leads to. Invariant: "each" is said only where every turn and every
//! call that makes the one makes the other, or goes through all of them.

use super::identified;
use crate::model::resource::{is_callback, is_loop, repeats};
use crate::model::{CallSite, Entity, Model, Node, Resource, ResourceId, Value};

/// What a reference leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refers {
    /// Each of these resources, by itself or by its `id`.
    pub each: Vec<ResourceId>,
    /// One of these, or some of what these stand for: a condition decides, or an element of what a loop makes is picked.
    pub perhaps: Vec<ResourceId>,
    /// Other properties of resources, `privateSubnetIds.[]` of an `awsx` VPC.
    pub parts: Vec<(ResourceId, String)>,
    /// Why a value can't be seen that may lead anywhere.
    pub unseen: Option<String>,
}

impl Refers {
    /// What the property `name` of `from` leads to.
    pub(super) fn of<'p>(model: &Model<'p>, from: &Resource<'p>, name: &str) -> Self {
        Self::of_value(model, from, &model.resource_value(from, name))
    }

    /// What a value that `from` is given leads to; the items of a list are all meant.
    pub(super) fn of_value<'p>(model: &Model<'p>, from: &Resource<'p>, value: &Value<'p>) -> Self {
        let mut out = Self::default();
        let is_listed = matches!(value, Value::List(_));
        let items = match value {
            Value::List(list) => list.items.to_vec(),
            one => vec![one.clone()],
        };
        for item in &items {
            let choices = item.choices();
            let sure = choices.len() == 1 || is_listed || made_often(model, from);
            choices.iter().for_each(|one| out.add(model, from, one, sure));
        }
        out
    }

    fn add<'p>(&mut self, model: &Model<'p>, from: &Resource<'p>, value: &Value<'p>, sure: bool) {
        if let Some(id) = identified(value) {
            let list = match sure && in_step(model, from, model.resource(id)) {
                true => &mut self.each,
                false => &mut self.perhaps,
            };
            if !list.contains(&id) {
                list.push(id);
            }
            return;
        }
        match value {
            Value::Undefined | Value::Null => {}
            Value::Entity(Entity::Resource(id), path) => self.parts.push((*id, path.join("."))),
            Value::Entity(..) | Value::Str(_) => {
                self.unseen.get_or_insert_with(|| "it comes from outside of the program".into());
            }
            Value::Unknown(why) => {
                self.unseen.get_or_insert_with(|| why.to_string());
            }
            _ => {
                self.unseen.get_or_insert_with(|| "it is decided at run time".into());
            }
        }
    }

    /// Whether it leads to nothing, surely.
    pub fn is_nothing(&self) -> bool {
        self.each.is_empty() && self.perhaps.is_empty() && self.parts.is_empty() && self.unseen.is_none()
    }

    /// All resources that it may lead to.
    pub fn all(&self) -> impl Iterator<Item = ResourceId> + '_ {
        self.each.iter().chain(&self.perhaps).copied().chain(self.parts.iter().map(|(id, _)| *id))
    }
}

/// Whether a resource is made more than once: in a loop, or by several calls.
pub(super) fn made_often<'p>(model: &Model<'p>, resource: &Resource<'p>) -> bool {
    resource.repeated.is_some() || calls(model, resource) > 1
}

/// How many calls make a resource's function run, two where one of them is in a loop; 1 at the top level.
fn calls<'p>(model: &Model<'p>, resource: &Resource<'p>) -> usize {
    let Some(function) = resource.function else { return 1 };
    let Node::Function(function) = model.index(resource.file).entry(function).node else { return 1 };
    let is_looped = |site: &CallSite<'_>| {
        let index = model.index(site.file);
        index.ancestors(site.node).any(|(at, e)| match e.node {
            Node::Stmt(stmt) => is_loop(stmt),
            Node::Function(_) => is_callback(index, at) && repeats(index, at),
            _ => false,
        })
    };
    let sites = model.calls_of(resource.file, function);
    sites.len() + sites.iter().filter(|site| is_looped(site)).count()
}

/// Whether each `to` has its `from`: they are made together, or `from` is made for every one.
pub(super) fn in_step<'p>(model: &Model<'p>, from: &Resource<'p>, to: &Resource<'p>) -> bool {
    let same_turns = to.repeated.is_none() || from.repeated.is_some();
    let same_calls =
        from.function == to.function && from.file == to.file || calls(model, to) <= 1 || made_often(model, from);
    same_turns && same_calls
}
