//! Mount points and volumes. Invariant: what is mounted, and which volumes there are, stays; a volume serves one
//! container.

use std::collections::BTreeSet;

use iacfix_engine::codemod::Declined;
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{DocNode, Lookup, Model, Spot};
use iacfix_engine::rewrite::Rewrite;

use super::Group;
use super::tasks::{Container, Task};

/// A container, with the volume that it is to mount.
struct Mount<'g, 'p> {
    container: &'g Container<'p>,
    volume: String,
}

/// Gives each container of a group its mount point, and each task definition the volumes for its own.
pub(super) fn edits<'p>(model: &Model<'p>, group: &Group<'_, 'p>) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let mounts = mounts(model, group)?;
    for mount in &mounts {
        unshared(model, group, mount.container)?;
        add_mount(&mut rewrite, mount)?;
    }
    for task in &group.tasks {
        let own: Vec<&str> = mounts.iter().filter(|m| task.holds(m.container)).map(|m| m.volume.as_str()).collect();
        add_volumes(&mut rewrite, model, task, &own)?;
    }
    rewrite.finish()
}

/// Which volume each container is to mount: `tmp`, for further ones one that is named after them.
fn mounts<'g, 'p>(model: &Model<'p>, group: &'g Group<'_, 'p>) -> Result<Vec<Mount<'g, 'p>>, Declined> {
    let mut taken = BTreeSet::new();
    for task in &group.tasks {
        taken.extend(task.mounted().map(str::to_string));
        for (name, is_free) in volume_names(model, task)? {
            if !is_free {
                taken.insert(name);
            }
        }
    }
    let mut out: Vec<Mount<'g, 'p>> = Vec::new();
    for container in &group.containers {
        if out.iter().any(|mount| mount.container.place() == container.place()) {
            continue;
        }
        let fits = |name: &&String| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let named = container.name.iter().filter(fits).map(|name| format!("tmp-{name}"));
        let numbered = (2..).map(|n: usize| format!("tmp-{n}"));
        let volume = std::iter::once("tmp".to_string()).chain(named).chain(numbered).find(|name| !taken.contains(name));
        let volume = volume.expect("numbers do not end");
        taken.insert(volume.clone());
        out.push(Mount { container, volume });
    }
    Ok(out)
}

/// The names of a task definition's volumes, and whether each is a plain one, which nothing says a use of.
fn volume_names<'p>(model: &Model<'p>, task: &Task<'_, 'p>) -> Result<Vec<(String, bool)>, Declined> {
    let Some(volumes) = volumes(model, task)? else { return Ok(Vec::new()) };
    let list = volumes.list().filter(|list| list.unseen.is_none());
    let items = list.map(|list| &list.items).ok_or_else(unseen_volumes)?;
    let of = |volume: &DocNode<'p>| {
        let name = volume.get("name").found()?.as_str()?.to_string();
        Some((name, volume.object()?.members.len() == 1))
    };
    items.iter().map(|item| of(&item.value).ok_or_else(unseen_volumes)).collect()
}

fn volumes<'p>(model: &Model<'p>, task: &Task<'_, 'p>) -> Result<Option<DocNode<'p>>, Declined> {
    match task.property(model, "volumes") {
        Lookup::Found(property) => model.property_node(&property).map(Some).ok_or_else(unseen_volumes),
        Lookup::Absent => Ok(None),
        Lookup::Unknown(why) => Err(Declined::because(format!("can't see the task definition's volumes: {why}"))),
    }
}

fn unseen_volumes() -> Declined {
    Declined::because("can't see which volumes the task definition has; add `tmp` to them, and mount it at /tmp")
}

/// A container that is written for others too can only be changed with all of them.
fn unshared<'p>(model: &Model<'p>, group: &Group<'_, 'p>, container: &Container<'p>) -> Result<(), Declined> {
    let Some(id) = container.node.shared else { return Ok(()) };
    let uses = group.containers.iter().filter(|other| other.place() == container.place()).count();
    if uses == model.whole_uses(id) {
        return Ok(());
    }
    let name = &model.binding(id).name;
    Err(Declined::because(format!("`{name}` serves something else too; give the container a mount point there")))
}

fn add_mount<'p>(rewrite: &mut Rewrite<'_, 'p>, mount: &Mount<'_, 'p>) -> Result<(), Declined> {
    let code = format!("{{ sourceVolume: '{}', containerPath: '/tmp', readOnly: false }}", mount.volume);
    let Container { node, mounts, .. } = mount.container;
    match mounts {
        Some(list) if list.list().is_some_and(|list| !list.items.is_empty()) => {
            if list.shared != node.shared {
                return Err(Declined::because("its mount points serve something else too; give it its own"));
            }
            rewrite.add_items(list, &[&code])
        }
        _ => rewrite.set_member(node, "mountPoints", &format!("[{code}]")),
    }
}

fn add_volumes<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    model: &Model<'p>,
    task: &Task<'_, 'p>,
    names: &[&str],
) -> Result<(), Declined> {
    let there = volume_names(model, task)?;
    let new: Vec<String> = names
        .iter()
        .filter(|name| !there.iter().any(|(have, _)| have == *name))
        .map(|name| format!("{{ name: '{name}' }}"))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let codes: Vec<&str> = new.iter().map(String::as_str).collect();
    match (task.property(model, "volumes"), volumes(model, task)?) {
        (Lookup::Found(property), Some(node)) if node.list().is_some() => {
            if node.shared.is_none() && node.array_literal().is_some() {
                return rewrite.add_items(&node, &codes);
            }
            let text = model.text(property.file, property.value_range());
            rewrite.put(&Spot::of(&property), &format!("[...{text}, {}]", codes.join(", ")))
        }
        (Lookup::Found(_), _) => Err(unseen_volumes()),
        _ => match task.inner {
            Some(site) => rewrite.set(site.file, site.node, "volumes", &format!("[{}]", codes.join(", "))),
            None => rewrite.set_argument(task.resource, "volumes", &format!("[{}]", codes.join(", "))),
        },
    }
}
