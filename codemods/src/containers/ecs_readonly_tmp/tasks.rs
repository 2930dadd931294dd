//! Task definitions and their containers. Invariant: a container counts as one that can write nowhere only where all
//! that could be writable was seen.

use iacfix_engine::codemod::{Action, Effect};
use iacfix_engine::model::{Content, DocNode, FileId, Lookup, Model, Property, Resource, Site, Value};
use iacfix_engine::source::TextRange;
use swc_ecma_ast::ObjectLit;

/// A task definition.
pub(super) struct Task<'m, 'p> {
    /// The resource that makes it.
    pub(super) resource: &'m Resource<'p>,
    /// The object in the arguments that holds it, where it is not the arguments themselves.
    pub(super) inner: Option<Site<'p, ObjectLit>>,
    /// Its containers, as far as they are seen, with the names that their keys give.
    containers: Vec<(DocNode<'p>, Option<String>)>,
}

/// A container whose root file system is read-only.
pub(super) struct Container<'p> {
    /// Its definition.
    pub(super) node: DocNode<'p>,
    /// What it is called.
    pub(super) name: Option<String>,
    /// Where it is made read-only.
    pub(super) at: (FileId, TextRange),
    /// What it mounts.
    pub(super) mounts: Option<DocNode<'p>>,
    /// As whom it runs, where that is not root.
    pub(super) user: Option<String>,
}

/// Whether a container can write.
pub(super) enum Verdict<'p> {
    /// It can, or its root file system can be written to.
    Writable,
    /// It can't.
    Locked(Container<'p>),
    /// It can't, and `/tmp` is mounted already.
    Closed(Container<'p>),
    /// Not to be told, for this reason.
    Unseen(Container<'p>, String),
}

impl<'p> Container<'p> {
    /// The file and the range of its definition.
    pub(super) fn place(&self) -> (FileId, TextRange) {
        (self.node.place.file(), self.node.place.range())
    }

    /// What messages call it.
    pub(super) fn called(&self) -> String {
        match &self.name {
            Some(name) => format!("container `{name}`"),
            None => "a container".to_string(),
        }
    }
}

impl<'m, 'p> Task<'m, 'p> {
    /// The task definition that a resource is or makes.
    pub(super) fn of(model: &Model<'p>, resource: &'m Resource<'p>) -> Option<Self> {
        let is = |name: &str| resource.symbol.is(name);
        let new = |inner| Self { resource, inner, containers: Vec::new() };
        if is("aws.ecs.TaskDefinition") {
            let document =
                model.document(&model.resource_property(resource, "containerDefinitions").found()?).found()?;
            let all = document.root.list()?.items.iter().flat_map(|item| choices(&item.value));
            return Some(Self { containers: all.map(|node| (node, None)).collect(), ..new(None) });
        }
        let mut task = if is("awsx.ecs.FargateTaskDefinition") || is("awsx.ecs.EC2TaskDefinition") {
            new(None)
        } else if is("awsx.ecs.FargateService") || is("awsx.ecs.EC2Service") {
            let Value::Object(inner) = model.resource_value(resource, "taskDefinitionArgs") else { return None };
            new(Some(inner))
        } else {
            return None;
        };
        if let Lookup::Found(one) = task.property(model, "container") {
            task.containers.extend(model.property_node(&one).map(|node| (node, None)));
        }
        if let Lookup::Found(several) = task.property(model, "containers")
            && let Some(node) = model.property_node(&several)
            && let Some(object) = node.object()
        {
            let named = object.members.iter().map(|member| (member.value.clone(), Some(member.key.clone())));
            task.containers.extend(named);
        }
        Some(task)
    }

    /// That it is replaced: the resource, or what a component makes of its arguments.
    pub(super) fn replaced(&self, model: &Model<'p>) -> Effect {
        match self.resource.symbol.is("aws.ecs.TaskDefinition") {
            true => Effect::on(Action::Replace, model, self.resource),
            false => Effect::new(Action::Replace, "aws.ecs.TaskDefinition"),
        }
    }

    /// A property of the task definition.
    pub(super) fn property(&self, model: &Model<'p>, name: &str) -> Lookup<Property<'p>> {
        match self.inner {
            Some(site) => model.object_property(site, name),
            None => model.resource_property(self.resource, name),
        }
    }

    /// What its containers come to.
    pub(super) fn verdicts(&self, model: &Model<'p>) -> Vec<Verdict<'p>> {
        let system = match self.property(model, "runtimePlatform") {
            Lookup::Found(platform) => model.member(&model.property_value(&platform), "operatingSystemFamily"),
            Lookup::Absent => Value::Undefined,
            Lookup::Unknown(why) => Value::unknown(why),
        };
        let windows = |value: &Value<'p>| value.as_str().is_some_and(|name| name.starts_with("WINDOWS"));
        let (some, all) = (system.choices().iter().any(windows), system.choices().iter().all(windows));
        if all {
            return Vec::new();
        }
        let is_seen = !some && system.choices().iter().all(|one| matches!(one, Value::Str(_) | Value::Undefined));
        let judge = |(node, name): &(DocNode<'p>, Option<String>)| match verdict(node, name.as_deref()) {
            Verdict::Locked(container) if !is_seen => {
                Verdict::Unseen(container, "its operating system is decided at run time".into())
            }
            verdict => verdict,
        };
        self.containers.iter().map(judge).collect()
    }

    /// Whether `container` is one of its own.
    pub(super) fn holds(&self, container: &Container<'p>) -> bool {
        self.containers.iter().any(|(node, _)| (node.place.file(), node.place.range()) == container.place())
    }

    /// What all of its containers mount by.
    pub(super) fn mounted(&self) -> impl Iterator<Item = &str> {
        let mounts = self.containers.iter().filter_map(|(node, _)| node.get("mountPoints").found()?.list());
        mounts.flat_map(|list| &list.items).filter_map(|item| item.value.get("sourceVolume").found()?.as_str())
    }
}

/// The definitions that one may be, by condition.
fn choices<'p>(node: &DocNode<'p>) -> Vec<DocNode<'p>> {
    match &node.content {
        Content::AnyOf(all) => all.iter().flat_map(choices).collect(),
        _ => vec![node.clone()],
    }
}

fn verdict<'p>(node: &DocNode<'p>, key: Option<&str>) -> Verdict<'p> {
    let text = |member: &str| node.get(member).found().and_then(|node| node.as_str()).map(str::to_string);
    let (at, is_readonly) = match node.get("readonlyRootFilesystem") {
        Lookup::Found(readonly) => match (readonly.as_bool(), &readonly.content) {
            (Some(false), _) | (_, Content::Null) => return Verdict::Writable,
            (it, _) => ((readonly.place.file(), readonly.place.range()), it == Some(true)),
        },
        _ => return Verdict::Writable,
    };
    let (mounts, can_write) = match node.get("mountPoints") {
        Lookup::Found(mounts) => (Some(mounts.clone()), writable(mounts, is_writable)),
        Lookup::Absent => (None, Answer::No),
        Lookup::Unknown(why) => (None, Answer::Unseen(why)),
    };
    let container = Container {
        node: node.clone(),
        name: text("name").or_else(|| key.map(str::to_string)),
        at,
        mounts,
        user: text("user").filter(|user| !is_root(user)),
    };
    let of_member = |node: Lookup<&DocNode<'p>>, is_open: fn(&DocNode<'p>) -> Answer| match node {
        Lookup::Found(list) => writable(list, is_open),
        Lookup::Absent => Answer::No,
        Lookup::Unknown(why) => Answer::Unseen(why),
    };
    let tmpfs = match node.get("linuxParameters") {
        Lookup::Found(parameters) => of_member(parameters.get("tmpfs"), is_open_tmpfs),
        other => of_member(other, is_open_tmpfs),
    };
    let others = of_member(node.get("volumesFrom"), is_writable);
    let answers = [can_write, tmpfs, others];
    if answers.iter().any(|answer| matches!(answer, Answer::Yes)) {
        return Verdict::Writable;
    }
    if let Some(why) = answers.into_iter().find_map(Answer::why) {
        return Verdict::Unseen(container, why);
    }
    if !is_readonly {
        return Verdict::Unseen(container, "whether its root file system is read-only is decided at run time".into());
    }
    if mounts_tmp(&container) {
        return Verdict::Closed(container);
    }
    Verdict::Locked(container)
}

/// Whether something can be written to.
enum Answer {
    Yes,
    No,
    Unseen(String),
}

impl Answer {
    fn why(self) -> Option<String> {
        match self {
            Answer::Unseen(why) => Some(why),
            _ => None,
        }
    }
}

/// Whether an item of a list can be written to; `is_open` says it of one.
fn writable<'p>(node: &DocNode<'p>, is_open: fn(&DocNode<'p>) -> Answer) -> Answer {
    let Some(list) = node.list() else {
        return match &node.content {
            Content::Null | Content::Undefined => Answer::No,
            _ => Answer::Unseen(node.why_unknown().unwrap_or("what it mounts is decided at run time").to_string()),
        };
    };
    let mut unseen = list.unseen.clone();
    for item in &list.items {
        match is_open(&item.value) {
            Answer::Yes if !item.sometimes => return Answer::Yes,
            Answer::Yes => unseen = unseen.or(Some("it mounts a writable volume in some cases only".into())),
            Answer::Unseen(why) => unseen = unseen.or(Some(why)),
            Answer::No => {}
        }
    }
    unseen.map_or(Answer::No, Answer::Unseen)
}

fn is_writable(mount: &DocNode<'_>) -> Answer {
    match mount.get("readOnly") {
        Lookup::Absent => match mount.object() {
            Some(_) => Answer::Yes,
            None => Answer::Unseen("what it mounts is decided at run time".into()),
        },
        Lookup::Found(readonly) => match readonly.as_bool() {
            Some(true) => Answer::No,
            Some(false) => Answer::Yes,
            None => Answer::Unseen("whether a mount is read-only is decided at run time".into()),
        },
        Lookup::Unknown(why) => Answer::Unseen(why),
    }
}

fn is_open_tmpfs(tmpfs: &DocNode<'_>) -> Answer {
    let options = tmpfs.get("mountOptions").found().and_then(|options| options.list());
    let is_closed = options.is_some_and(|list| list.items.iter().any(|item| item.value.as_str() == Some("ro")));
    if is_closed { Answer::No } else { Answer::Yes }
}

fn mounts_tmp(container: &Container<'_>) -> bool {
    let items = container.mounts.iter().filter_map(|mounts| mounts.list()).flat_map(|list| &list.items);
    let mut paths = items.filter_map(|item| item.value.get("containerPath").found()?.as_str());
    paths.any(|path| path.trim_end_matches('/') == "/tmp")
}

fn is_root(user: &str) -> bool {
    matches!(user.split(':').next(), Some("root" | "0" | ""))
}
