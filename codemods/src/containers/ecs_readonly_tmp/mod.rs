//! `ecs-readonly-tmp` (004#3): containers whose root file system is read-only have a place to write to.

mod repair;
mod tasks;

use iacfix_engine::codemod::{Codemod, Context, Finding, Fix, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::Model;

use tasks::{Container, Task, Verdict};

const META: Meta = Meta {
    id: "ecs-readonly-tmp",
    title: "gives containers with a read-only root file system a writable /tmp",
    theme: Theme::Containers,
    report: "004#3",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds containers of task definitions with `readonlyRootFilesystem: true` and nothing that they can write \
               to: no writable mount point, no `tmpfs`, no volumes of another container. They are given the mount point \
               `/tmp` and the task definition the volume `tmp` for it. Of several such containers, each gets a volume \
               of its own.",
        why: "Most programs write temporary files, and many fail to start where they can't.",
        before: "import * as aws from '@pulumi/aws';

export const task = new aws.ecs.TaskDefinition('web', {
  family: 'web',
  containerDefinitions: JSON.stringify([
    {
      name: 'nginx',
      image: 'nginx:1.27',
      memory: 256,
      readonlyRootFilesystem: true,
    },
  ]),
});
",
        after: "import * as aws from '@pulumi/aws';

export const task = new aws.ecs.TaskDefinition('web', {
  family: 'web',
  containerDefinitions: JSON.stringify([
    {
      name: 'nginx',
      image: 'nginx:1.27',
      memory: 256,
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false },
      ],
    },
  ]),
  volumes: [{ name: 'tmp' }],
});
",
        notes: "Mount points and volumes that are there are kept. Left alone: Windows tasks, which have no `/tmp`. Every \
                edit of a task definition makes a new revision, and services roll over to it. A fresh volume belongs to \
                root: the fix says so where a container runs as somebody else.",
    },
};

/// Finds read-only containers that can write nowhere.
pub(crate) struct EcsReadonlyTmp;

impl Codemod for EcsReadonlyTmp {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut groups: Vec<Group<'_, 'p>> = Vec::new();
        for task in model.resources().iter().filter_map(|resource| Task::of(model, resource)) {
            let mut locked = Vec::new();
            for verdict in task.verdicts(model) {
                match verdict {
                    Verdict::Locked(container) => locked.push(container),
                    Verdict::Closed(container) => {
                        let called = container.called();
                        let message =
                            format!("{called} can write nowhere and mounts `/tmp` read-only; mount a volume for it");
                        cx.report(advice(model, &task, &container, message));
                    }
                    Verdict::Unseen(container, why) => {
                        let called = container.called();
                        let message = format!("can't see whether {called} needs a writable volume: {why}");
                        cx.report(advice(model, &task, &container, message));
                    }
                    Verdict::Writable => {}
                }
            }
            if !locked.is_empty() {
                join(&mut groups, Group { tasks: vec![task], containers: locked });
            }
        }
        for group in &groups {
            if let Some(finding) = finding(model, group) {
                cx.report(finding);
            }
        }
    }
}

/// Task definitions that share containers, with those of them that can write nowhere; a container that several of them
/// use, or one several times, is there that often.
struct Group<'m, 'p> {
    tasks: Vec<Task<'m, 'p>>,
    containers: Vec<Container<'p>>,
}

/// Adds a group, together with those that it shares a container with.
fn join<'m, 'p>(groups: &mut Vec<Group<'m, 'p>>, mut new: Group<'m, 'p>) {
    let shares = |group: &mut Group<'m, 'p>| {
        group.containers.iter().any(|one| new.containers.iter().any(|other| one.place() == other.place()))
    };
    for mut old in groups.extract_if(.., shares).collect::<Vec<_>>().into_iter().rev() {
        old.tasks.append(&mut new.tasks);
        old.containers.append(&mut new.containers);
        new = old;
    }
    groups.push(new);
}

fn advice<'p>(model: &Model<'p>, task: &Task<'_, 'p>, container: &Container<'p>, message: String) -> Finding {
    let (file, range) = container.at;
    Finding::of(model, task.resource, message).at(file, range)
}

fn finding<'p>(model: &Model<'p>, group: &Group<'_, 'p>) -> Option<Finding> {
    let (first, task) = (group.containers.first()?, group.tasks.first()?);
    let message = format!("{} has a read-only root file system and can write nowhere", first.called());
    let (file, range) = first.at;
    let mut finding = Finding::of(model, task.resource, message).at(file, range);
    let mut seen = vec![first.place()];
    for container in &group.containers {
        if !seen.contains(&container.place()) {
            seen.push(container.place());
            let (file, range) = container.at;
            finding = finding.related(file, range, format!("{} can write nowhere either", container.called()));
        }
    }
    let mut fix = Fix::new(Level::Safe, "mount a writable volume at /tmp", repair::edits(model, group));
    for task in &group.tasks {
        for property in ["containerDefinitions", "volumes"] {
            fix = fix.effect(task.replaced(model).property(property));
        }
    }
    if let Some((container, user)) = group.containers.iter().find_map(|one| one.user.as_ref().map(|user| (one, user))) {
        fix = fix.note(format!(
            "the fresh volume belongs to root, and {} runs as `{user}`: see that it may write there",
            container.called()
        ));
    }
    Some(finding.fix(fix))
}
