//! Rows of the theme "containers".

use serde_json::Value;

use super::{Row, Shown, items};
use crate::graph::Node;

pub(super) const ROWS: &[Row] = &[Row::of("ecs-readonly-tmp", ecs_readonly_tmp)];

/// What makes task definitions.
const TASKS: &[&str] = &[
    "aws.ecs.TaskDefinition",
    "awsx.ecs.FargateTaskDefinition",
    "awsx.ecs.EC2TaskDefinition",
    "awsx.ecs.FargateService",
    "awsx.ecs.EC2Service",
];

/// A container whose root file system is read-only has something to write to, and what it mounts is a volume of its task
/// definition; no volume is both.
fn ecs_readonly_tmp(shown: &Shown<'_>) -> Result<usize, String> {
    let mut judged = 0;
    for task in shown.judged(TASKS) {
        let place = |why: String| format!("{}: {why}", task.place());
        let args = task.input("taskDefinitionArgs").cloned().unwrap_or_else(|| Value::Object(task.inputs.clone()));
        let volumes: Vec<&str> =
            items(args.get("volumes")).into_iter().filter_map(|it| it.get("name")?.as_str()).collect();
        if volumes.iter().any(|name| volumes.iter().filter(|other| other == &name).count() > 1) {
            return Err(place(format!("volumes {volumes:?} bear one name")));
        }
        for container in containers(task, &args).map_err(place)? {
            if container.get("readonlyRootFilesystem") != Some(&Value::Bool(true)) || is_windows(&args) {
                continue;
            }
            judged += 1;
            let name = container.get("name").map_or("?".into(), Value::to_string);
            let open = |it: &&Value| it.get("readOnly") != Some(&Value::Bool(true));
            let mounts: Vec<&Value> = items(container.get("mountPoints")).into_iter().filter(open).collect();
            let others = items(container.get("volumesFrom")).into_iter().any(|it| open(&it));
            let tmpfs = items(container.get("linuxParameters").and_then(|it| it.get("tmpfs")));
            if mounts.is_empty() && !others && tmpfs.is_empty() {
                return Err(place(format!("container {name} can write nowhere")));
            }
            let mut sources = mounts.iter().filter_map(|it| it.get("sourceVolume")?.as_str());
            if let Some(lost) = sources.find(|source| !volumes.contains(source)) {
                return Err(place(format!("container {name} mounts `{lost}`, which is no volume")));
            }
        }
    }
    Ok(judged)
}

/// The containers of a task definition as the service gets them.
fn containers(task: &Node, args: &Value) -> Result<Vec<Value>, String> {
    match args.get("containerDefinitions") {
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Array(all)) => Ok(all),
            _ => Err(format!("containerDefinitions of {} is no list: {text}", task.name)),
        },
        Some(other) => Err(format!("containerDefinitions is {other}")),
        None => {
            let one = args.get("container").cloned();
            let several = args.get("containers").and_then(Value::as_object);
            Ok(one.into_iter().chain(several.into_iter().flat_map(|all| all.values().cloned())).collect())
        }
    }
}

fn is_windows(args: &Value) -> bool {
    let system = args.get("runtimePlatform").and_then(|it| it.get("operatingSystemFamily")).and_then(Value::as_str);
    system.is_some_and(|system| system.starts_with("WINDOWS"))
}
