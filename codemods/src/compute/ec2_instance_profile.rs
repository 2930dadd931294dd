//! `ec2-instance-profile` (003#2.3): instances have a role, by which Systems Manager reaches them.

use iacfix_engine::codemod::{Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{Model, Resource};
use iacfix_engine::rewrite::Rewrite;

use super::hosts::Hosts;
use super::profiles::{Bare, PROFILE, Plan, State, kind, state};

const META: Meta = Meta {
    id: "ec2-instance-profile",
    title: "gives instances a role by which Systems Manager reaches them",
    theme: Theme::Compute,
    report: "003#2.3",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds instances, launch templates, launch configurations and spot requests without an instance profile. A \
               role that EC2 may assume, with the managed policy `AmazonSSMManagedInstanceCore`, and a profile of it are \
               created before them; those that are made in one place with the same options share them.",
        why: "Without a role an instance can't be managed through Systems Manager: people open port 22 and hand around \
              keys to get at it, and programs on it are given long-lived credentials.",
        before: "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
});

export const address = web.publicIp;
",
        after: "import * as aws from '@pulumi/aws';

const webInstanceRole = new aws.iam.Role('web-instance-role', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicyAttachment('web-instance-ssm', {
  role: webInstanceRole.name,
  policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
});

const webInstanceProfile = new aws.iam.InstanceProfile('web-instance-profile', {
  role: webInstanceRole.name,
});

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  iamInstanceProfile: webInstanceProfile.name,
});

export const address = web.publicIp;
",
        notes: "A profile in scope whose role has this managed policy and no other is used instead. Where only one host lacks \
                a profile, a role in scope that EC2 alone may assume, the only one of the program, and that nothing but its \
                policies names, is taken for what was meant for it: it gets the managed policy and a profile. Left alone: instances \
                whose launch template, which has findings of its own, says which profile they have; templates of EKS node \
                groups and Batch, which refuse one. The agent of Systems Manager comes with Amazon's images, and needs a \
                way to its endpoints.",
    },
};

/// Finds hosts without an instance profile.
pub(crate) struct Ec2InstanceProfile;

impl Codemod for Ec2InstanceProfile {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let hosts = Hosts::of(model);
        let mut bare: Vec<&Resource<'p>> = Vec::new();
        for resource in model.resources_with(PROFILE) {
            match state(model, &hosts, resource) {
                State::Fine => {}
                State::Bare => bare.push(resource),
                State::Ungiven => {
                    let message = format!(
                        "{} has no instance profile: `{PROFILE}` comes from a caller, and none gives it; hand one over",
                        kind(resource)
                    );
                    cx.report(Finding::of(model, resource, message));
                }
                State::Unseen(why) => {
                    let message = format!("can't see whether the {} has an instance profile: {why}", kind(resource));
                    cx.report(Finding::of(model, resource, message));
                }
            }
        }
        let hosts = bare.clone();
        let bare = Bare::new(model, bare);
        for resource in hosts {
            let message = format!("{} has no instance profile", kind(resource));
            cx.report(Finding::of(model, resource, message).fix(fix(model, &bare, resource)));
        }
    }
}

fn fix<'p>(model: &Model<'p>, bare: &Bare<'_, 'p>, resource: &Resource<'p>) -> Fix {
    let mut rewrite = Rewrite::new(model);
    let edits = bare.give(&mut rewrite, &[resource]).and_then(|()| rewrite.finish());
    let plan = bare.plan(resource);
    let title = match &plan {
        Plan::AtHand(profile) => format!("give it `{profile}`"),
        Plan::New(_, Some(own)) => format!("give it `{}`, and that what Systems Manager needs", own.code),
        Plan::New(_, None) => "give it a role for Systems Manager".to_string(),
    };
    let fix = plan.effects().into_iter().fold(Fix::new(Level::Review, title, edits), Fix::effect);
    let fix = fix.effect(Effect::of_change(model, resource, &[PROFILE]));
    let is_template = resource.symbol.is("aws.ec2.LaunchTemplate");
    let refreshed = is_template.then(|| "hosts of a launch template get it when their group is refreshed".to_string());
    match [plan.warning(), refreshed].into_iter().flatten().collect::<Vec<_>>() {
        notes if notes.is_empty() => fix,
        notes => fix.note(notes.join("; ")),
    }
}
