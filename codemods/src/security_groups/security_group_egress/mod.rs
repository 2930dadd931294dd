//! `security-group-egress` (003#1.7): groups let out what their members need, and not everything.

mod admitted;
mod own;
mod repair;

use std::collections::BTreeMap;

use iacfix_engine::codemod::{
    Codemod, Context, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, PortRange, Preset, Theme,
};
use iacfix_engine::model::{FileId, ResourceId, Source};
use iacfix_engine::source::TextRange;

use super::rules::{At, Direction, Rule, Rules, Traffic};
use repair::{Repair, Slot};

const META: Meta = Meta {
    id: "security-group-egress",
    title: "lets security groups reach the ports that they need, in place of everything",
    theme: Theme::SecurityGroups,
    report: "003#1.7",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[OptionSpec {
        name: "ports",
        kind: OptionKind::Ports {
            default: &[PortRange::tcp(443), PortRange::tcp(80), PortRange::udp(53), PortRange::udp(123)],
        },
        help: "what every group may reach",
    }],
    manual: Manual {
        what: "Finds egress that is open to all protocols, ports and addresses: in the `egress` of a group, as a \
               `SecurityGroupRule` and as a `vpc.SecurityGroupEgressRule`. In its place comes a described rule for each \
               port of the option, for each port on which another group of the program admits this one, and for those \
               of the targets behind its load balancer. The addresses stay as they are; so do rules beside the open one.",
        why: "A host that was broken into can send what it likes to where it likes: to any control server, on any port. \
              With a list of ports most of that stops, and what is left shows in one place.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const appGroup = new aws.ec2.SecurityGroup('app-sg', {
  vpcId: vpc.id,
  egress: [
    {
      description: 'All outbound traffic',
      protocol: '-1',
      fromPort: 0,
      toPort: 0,
      cidrBlocks: ['0.0.0.0/0'],
    },
  ],
});

export const databaseGroup = new aws.ec2.SecurityGroup('db-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [appGroup.id],
    },
  ],
});
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const appGroup = new aws.ec2.SecurityGroup('app-sg', {
  vpcId: vpc.id,
  egress: [
    {
      description: 'HTTPS for service endpoints and updates',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'HTTP for package repositories',
      protocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'DNS resolution',
      protocol: 'udp',
      fromPort: 53,
      toPort: 53,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'NTP for time synchronization',
      protocol: 'udp',
      fromPort: 123,
      toPort: 123,
      cidrBlocks: ['0.0.0.0/0'],
    },
    {
      description: 'To db-sg',
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      cidrBlocks: ['0.0.0.0/0'],
    },
  ],
});

export const databaseGroup = new aws.ec2.SecurityGroup('db-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [appGroup.id],
    },
  ],
});
",
        notes: "What the members call on other ports, mail or a database outside of the program, stops: look before \
                accepting, and add such ports to the option. A group that admits addresses of its VPC counts as admitting \
                every group of that VPC; of one whose addresses can't be seen, the fix says so. Declined where another group admits this one on every port, or on \
                one that can't be seen. Left alone: a group without `egress`, which has none under Pulumi, and egress to \
                named addresses or groups.",
    },
};

const OPEN: &str = "egress is open to all protocols, ports and addresses";
const UNSEEN: &str = "can't see whether egress is open to all protocols, ports and addresses";

/// Finds egress that is open to everything.
pub(crate) struct SecurityGroupEgress;

impl Codemod for SecurityGroupEgress {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let rules = Rules::of(cx.model);
        let mut lists: BTreeMap<(FileId, TextRange), List<'_, 'p>> = BTreeMap::new();
        for rule in rules.all.iter().filter(|rule| rule.direction == Direction::Egress) {
            match judge(rule) {
                Openness::Restricted => {}
                Openness::Unseen(why) => cx.report(found(cx, rule, format!("{UNSEEN}: {why}"))),
                Openness::Open => {
                    let repair = match &rule.at {
                        At::Own(names) => own::own(cx, &rules, rule, *names),
                        At::Added(_) => Repair::declined("the rule is put into the list later on; put the ports there"),
                        At::Inline(source) => match Slot::of(cx.model, &rules, source) {
                            Ok(slot) => {
                                lists.entry(slot.place()).or_default().add(slot, rule, source);
                                continue;
                            }
                            Err(declined) => Repair::declined(declined.0),
                        },
                    };
                    cx.report(found(cx, rule, OPEN).fix(fix(repair)));
                }
            }
        }
        for list in lists.values() {
            if let Some((_, rule, _)) = list.elements.first() {
                let repair = repair::inline(cx, &rules, &list.elements, &list.groups);
                cx.report(found(cx, rule, OPEN).fix(fix(repair)));
            }
        }
        for unseen in rules.unseen.iter().filter(|unseen| unseen.direction == Direction::Egress) {
            let group = cx.model.resource(unseen.group);
            let finding = Finding::of(cx.model, group, format!("{UNSEEN}: {}", unseen.why));
            cx.report(match unseen.place {
                Some((file, range)) => finding.at(file, range),
                None => finding,
            });
        }
    }
}

/// The open elements of one list of rules, and the groups whose list it is.
#[derive(Default)]
struct List<'r, 'p> {
    elements: Vec<(Slot<'p>, &'r Rule<'p>, &'r Source<'p>)>,
    groups: Vec<ResourceId>,
}

impl<'r, 'p> List<'r, 'p> {
    fn add(&mut self, slot: Slot<'p>, rule: &'r Rule<'p>, source: &'r Source<'p>) {
        if !self.elements.iter().any(|(have, ..)| *have == slot) {
            self.elements.push((slot, rule, source));
        }
        if !self.groups.contains(&rule.resource) {
            self.groups.push(rule.resource);
        }
    }
}

/// Whether a rule of egress is open to everything.
enum Openness {
    Open,
    Restricted,
    Unseen(String),
}

fn judge(rule: &Rule<'_>) -> Openness {
    match (&rule.traffic, rule.peers.unseen()) {
        (Traffic::All, _) if rule.peers.is_world() => Openness::Open,
        (Traffic::All, Some(why)) => Openness::Unseen(why.to_string()),
        (Traffic::Unseen(why), _) if rule.peers.is_world() => Openness::Unseen(why.clone()),
        _ => Openness::Restricted,
    }
}

/// A finding at a rule.
fn found<'p>(cx: &Context<'_, 'p>, rule: &Rule<'p>, message: impl Into<String>) -> Finding {
    let finding = Finding::of(cx.model, cx.model.resource(rule.resource), message);
    match rule.object() {
        Some(object) => finding.at(object.file, TextRange::of(object.node)),
        None => finding,
    }
}

fn fix(repair: Repair<'_>) -> Fix {
    let fix = Fix::new(Level::Review, "let out the ports that are needed, one by one", repair.edits);
    let fix = repair.effects.into_iter().fold(fix, Fix::effect);
    let others = "what the members call on other ports stops";
    match repair.perhaps.as_slice() {
        [] => fix.note(others),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            fix.note(format!("{others}; it can't be seen on which {} let them in", names.join(", ")))
        }
    }
}
