//! `ec2-key-pair` (003#2.2): people log in to instances through Systems Manager, not with a key that the program hands out.

mod repair;

use iacfix_engine::codemod::{Codemod, Context, Finding, Level, Manual, Meta, Preset, Theme};

use super::hosts::Hosts;
use super::profiles::{Bare, PROFILE, State, state};

const META: Meta = Meta {
    id: "ec2-key-pair",
    title: "removes SSH key pairs that the program creates, and gives their hosts access through Systems Manager",
    theme: Theme::Compute,
    report: "003#2.2",
    preset: Preset::Recommended,
    levels: &[Level::Review],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds `aws.ec2.KeyPair` that the program creates. It goes, and with it the `keyName` of its hosts, what hands \
               it or its name on (variables, fields, return values, parameters, types, what callers take apart, \
               exports, outputs) and what only it needed (configuration, a `tls.PrivateKey`). Hosts without an \
               instance profile get one that Systems Manager can reach them by, as `ec2-instance-profile` does.",
        why: "A key that a program hands out belongs to nobody: whoever has a copy of it keeps access to every host, nothing \
              tells who logged in, and a private key that is generated lies readable in the state. Session Manager asks \
              for nothing but permissions, and keeps a record.",
        before: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

const deployer = new aws.ec2.KeyPair('deployer', {
  publicKey: config.require('publicKey'),
});

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  keyName: deployer.keyName,
});

export const address = web.publicIp;
export const keyName = deployer.keyName;
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
        notes: "Taking the key off an instance replaces it. Declined, with the place: a key that is part of a text or of a \
                condition, that something needs which has no other way in (EKS node groups, Elastic Beanstalk), that is \
                given to one caller of several, that is protected or imported. Rules for port 22 stay; \
                close them once nobody needs them. Keys that the program only looks up, and those of Lightsail, are left \
                alone.",
    },
};

/// Finds key pairs that the program creates.
pub(crate) struct Ec2KeyPair;

impl Codemod for Ec2KeyPair {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut keys = model.resources_of("aws.ec2.KeyPair").peekable();
        if keys.peek().is_none() {
            return;
        }
        let hosts = Hosts::of(model);
        let bare = model.resources_with(PROFILE).filter(|r| matches!(state(model, &hosts, r), State::Bare));
        let bare = Bare::new(model, bare.collect());
        for key in keys {
            let message = "the program hands out an SSH key: whoever has a copy of it has access to its hosts";
            cx.report(Finding::of(model, key, message).fix(repair::fix(model, key, &hosts, &bare)));
        }
    }
}
