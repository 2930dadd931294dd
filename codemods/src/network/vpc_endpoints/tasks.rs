//! The tasks that services and schedules run. Invariant: a container is told once for each definition that it may be.

use iacfix_engine::model::{Content, DocNode, Lookup, Model, Property, Resource, Site, Value};
use swc_ecma_ast::ObjectLit;

/// A task definition.
pub(super) struct Task<'m, 'p> {
    /// The resource that makes it.
    resource: &'m Resource<'p>,
    /// The object in the arguments that holds it, where it is not the arguments themselves.
    inner: Option<Site<'p, ObjectLit>>,
}

/// The tasks that a workload runs, as far as the program makes them.
pub(super) fn tasks_of<'m, 'p>(model: &'m Model<'p>, workload: &'m Resource<'p>) -> Vec<Task<'m, 'p>> {
    let named = model.resource_value(workload, "taskDefinition");
    let scheduled = model.member(&model.resource_value(workload, "ecsTarget"), "taskDefinitionArn");
    let made = [named, scheduled];
    let made = made.iter().flat_map(|value| value.choices()).filter_map(|choice| choice.output());
    let mut out: Vec<Task<'m, 'p>> =
        made.map(|(id, _)| Task { resource: model.resource(id), inner: None }).filter(Task::is_task).collect();
    if let Value::Object(inner) = model.resource_value(workload, "taskDefinitionArgs") {
        out.push(Task { resource: workload, inner: Some(inner) });
    }
    out
}

impl<'p> Task<'_, 'p> {
    fn is_task(&self) -> bool {
        self.resource.symbol.is("aws.ecs.TaskDefinition") || self.is_crosswalk()
    }

    fn is_crosswalk(&self) -> bool {
        self.resource.symbol.package() == "@pulumi/awsx"
    }

    fn property(&self, model: &Model<'p>, name: &str) -> Lookup<Property<'p>> {
        match self.inner {
            Some(site) => model.object_property(site, name),
            None => model.resource_property(self.resource, name),
        }
    }

    fn value(&self, model: &Model<'p>, name: &str) -> Value<'p> {
        self.property(model, name).found().map_or(Value::Undefined, |property| model.property_value(&property))
    }

    /// Whether a container that says nothing of logs has its logs in a group of its own: as `awsx` makes it.
    pub(super) fn logs_by_default(&self, model: &Model<'p>) -> bool {
        let group = self.value(model, "logGroup");
        let is_skipped = matches!(model.member(&group, "skip"), Value::Bool(true));
        self.is_crosswalk() && !is_skipped
    }

    /// The definitions of its containers, as far as they are seen.
    pub(super) fn containers(&self, model: &Model<'p>) -> Vec<DocNode<'p>> {
        let mut out = Vec::new();
        if let Lookup::Found(definitions) = self.property(model, "containerDefinitions")
            && let Lookup::Found(document) = model.document(&definitions)
        {
            let items = document.root.list().map_or(Vec::new(), |list| list.items.iter().map(|i| &i.value).collect());
            items.into_iter().for_each(|item| add_choices(item, &mut out));
        }
        if let Lookup::Found(one) = self.property(model, "container")
            && let Some(node) = model.property_node(&one)
        {
            add_choices(&node, &mut out);
        }
        if let Lookup::Found(several) = self.property(model, "containers")
            && let Some(node) = model.property_node(&several)
        {
            let members = node.object().map_or(Vec::new(), |object| object.members.iter().map(|m| &m.value).collect());
            members.into_iter().for_each(|member| add_choices(member, &mut out));
        }
        out
    }

    /// As whom its containers act, and as whom their images are pulled and their logs are written.
    pub(super) fn roles(&self, model: &Model<'p>) -> Vec<Value<'p>> {
        let own = ["taskRoleArn", "executionRoleArn"].map(|name| self.value(model, name));
        let given = ["taskRole", "executionRole"].map(|name| model.member(&self.value(model, name), "roleArn"));
        own.into_iter().chain(given).collect()
    }
}

/// The definitions that one may be, by condition.
fn add_choices<'p>(node: &DocNode<'p>, out: &mut Vec<DocNode<'p>>) {
    match &node.content {
        Content::AnyOf(all) => all.iter().for_each(|one| add_choices(one, out)),
        _ => out.push(node.clone()),
    }
}
