//! `stack-exports` (004#7, 003#1.5): the entry point exports what its stacks give.

mod exported;
mod outputs;
mod write;

use iacfix_engine::codemod::{
    Action, Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme, listed,
};
use iacfix_engine::model::{Model, Stack, StackKind, StackPlace, Symbol, Value};

use exported::Exported;
use outputs::Output;
use write::Among;

const META: Meta = Meta {
    id: "stack-exports",
    title: "exports the outputs of the stack from the entry point",
    theme: Theme::Stack,
    report: "004#7, 003#1.5",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds an entry point that exports none of its stack's public outputs, or not all of them, binds the \
               stack to a name where it has none, and exports each, in the form in which the file exports.",
        why: "What is not exported from the entry point is not there for `pulumi stack output`, for other stacks and \
              for tests: the outputs that the stack was written to give can't be read.",
        before: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class OrderStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;
  public readonly topicArn: pulumi.Output<string>;

  constructor(name: string) {
    super('shop:OrderStack', name);
    const queue = new aws.sqs.Queue('orders', {}, { parent: this });
    const topic = new aws.sns.Topic('orders', {}, { parent: this });
    this.queueUrl = queue.url;
    this.topicArn = topic.arn;
  }
}

new OrderStack('orders');
",
        after: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

class OrderStack extends pulumi.ComponentResource {
  public readonly queueUrl: pulumi.Output<string>;
  public readonly topicArn: pulumi.Output<string>;

  constructor(name: string) {
    super('shop:OrderStack', name);
    const queue = new aws.sqs.Queue('orders', {}, { parent: this });
    const topic = new aws.sns.Topic('orders', {}, { parent: this });
    this.queueUrl = queue.url;
    this.topicArn = topic.arn;
  }
}

const stack = new OrderStack('orders');

export const queueUrl = stack.queueUrl;
export const topicArn = stack.topicArn;
",
        notes: "Outputs are the public fields of the stack's class and of its base classes that hold outputs, lists of \
                them included; resources are exported by their id. Plain values, methods and fields that are private \
                or protected are none. An output that an export is computed from counts as exported. A function \
                counts as a stack where nothing uses the object that it returns. What is made inside another \
                function, in a loop or under a condition can't be exported from there, which is then said. Programs \
                that only offer components to others are left alone.",
    },
};

/// Finds stacks whose outputs are not exported.
pub(crate) struct StackExports;

impl Codemod for StackExports {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let made = model.stacks().into_iter().map(|stack| {
            let outputs = outputs::outputs(model, &stack);
            (stack, outputs)
        });
        let all: Vec<(Stack<'p>, Vec<Output>)> = made.collect();
        for (stack, outputs) in &all {
            let among = Among { stack, all: &all };
            if let Some(finding) = look(model, &among, outputs) {
                cx.report(finding);
            }
        }
    }
}

fn look<'p>(model: &Model<'p>, among: &Among<'_, 'p>, outputs: &[Output]) -> Option<Finding> {
    let stack = among.stack;
    let exported = exported::exported(model, stack);
    let missing: Vec<&Output> = outputs.iter().filter(|output| !exported.has(&output.field)).collect();
    match &stack.kind {
        StackKind::Foreign(symbol) => return foreign(model, stack, symbol, &exported),
        StackKind::Function(..) if !exported.is_empty() || write::is_used(model, stack) => return None,
        _ if missing.is_empty() => return None,
        _ => {}
    }
    let none = missing.len() == outputs.len();
    let said = |text: String| Finding::new(stack.file, stack.range(), format!("stack {}", stack.name), text);
    let nothing = format!("entry point exports none of the outputs of `{}`", stack.name);
    let reason = match &stack.place {
        StackPlace::Top | StackPlace::Program(_) => None,
        StackPlace::Function(Some(name)) => Some(format!("is made inside `{name}` can't be exported from there")),
        StackPlace::Function(None) => Some("is made inside a function can't be exported from there".to_string()),
        StackPlace::Repeated => Some("is made in a loop can't be exported by name".to_string()),
        StackPlace::Condition => {
            Some("is made under a condition or in a block can't be exported from there".to_string())
        }
    };
    if let Some(reason) = reason {
        return none.then(|| said(format!("{nothing}, and what {reason}")));
    }
    let fields: Vec<String> = missing.iter().map(|output| format!("`{}`", output.field)).collect();
    let fields = listed(&fields);
    let message = match none {
        true => nothing,
        false => format!("entry point does not export {fields} of `{}`", stack.name),
    };
    let edits = write::export(model, among, &missing);
    let fix =
        Fix::new(Level::Safe, format!("export {fields}"), edits).effect(Effect::new(Action::None, stack.name.clone()));
    Some(said(message).fix(fix))
}

/// A class of a package, which looks like a stack by its name or by what it is given.
fn foreign<'p>(model: &Model<'p>, stack: &Stack<'p>, symbol: &Symbol, exported: &Exported) -> Option<Finding> {
    let is_suffix = |name: &String| name.to_lowercase().contains("suffix");
    let given = |at: usize| match stack.site().argument(at) {
        Ok(Some(expr)) => match model.value(stack.file, expr) {
            Value::Object(object) => model.property_names(object).is_some_and(|names| names.iter().any(is_suffix)),
            _ => false,
        },
        _ => false,
    };
    let named = stack.name.ends_with("Stack");
    if !exported.is_empty() || !(named || given(1)) {
        return None;
    }
    let message = format!(
        "can't see which outputs of `{}` the entry point should export: it comes from `{}`",
        stack.name,
        symbol.package()
    );
    Some(Finding::new(stack.file, stack.range(), format!("stack {}", stack.name), message))
}
