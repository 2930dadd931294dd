//! `depends-on-resource` (003#2.11): `dependsOn` holds resources.

mod lists;
mod repair;
mod spot;

use iacfix_engine::codemod::{Alternative, Codemod, Context, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::Nature;

use lists::lists;
use repair::Repair;

const META: Meta = Meta {
    id: "depends-on-resource",
    title: "lets resources depend on resources, not on their ids",
    theme: Theme::Compute,
    report: "003#2.11",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review],
    always_fixes: false,
    alternatives: &[
        Alternative { name: "drop", title: "drop what is no resource and has none in scope", keeps: false },
        Alternative {
            name: "instance-profile",
            title: "put the resource's instance profile in its place, as documented",
            keeps: false,
        },
    ],
    options: &[],
    manual: Manual {
        what: "Finds entries of `dependsOn` that are no resources (ids, arns, other Outputs, strings), puts the \
               resource in their place where it is in scope, and drops the others.",
        why: "Pulumi orders resources by resources: anything else does not compile, and fails at run time. An Output \
              that is used as an argument makes the order by itself, so that nothing is lost where the entry goes.",
        before: "import * as aws from '@pulumi/aws';

const group = new aws.ec2.SecurityGroup('web');

export const server = new aws.ec2.Instance(
  'web',
  {
    ami: 'ami-0abcdef1234567890',
    instanceType: 't3.micro',
    vpcSecurityGroupIds: [group.id],
  },
  { dependsOn: [group.id] }
);
",
        after: "import * as aws from '@pulumi/aws';

const group = new aws.ec2.SecurityGroup('web');

export const server = new aws.ec2.Instance(
  'web',
  {
    ami: 'ami-0abcdef1234567890',
    instanceType: 't3.micro',
    vpcSecurityGroupIds: [group.id],
  },
  { dependsOn: [group] }
);
",
        notes: "Left alone: Outputs and promises of resources, `undefined`, components, and values of which neither \
                the program nor a type annotation tells what they are. `dependsOn` of container definitions and of \
                classes that are no resources is another thing.",
    },
};

/// Finds dependencies on what is no resource.
pub(crate) struct DependsOnResource;

impl Codemod for DependsOnResource {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let lists = lists(model);
        for list in &lists {
            if list.entries.iter().any(|entry| entry.nature == Nature::Plain) {
                let finding = Repair { model, list }.finding();
                cx.report(finding);
            }
        }
    }
}
