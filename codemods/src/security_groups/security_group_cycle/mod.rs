//! `security-group-cycle` (004#9): no security group names one in its rules that can only be made after it.

mod dropped;
mod itself;
mod list;
mod moved;
mod reference;
#[cfg(test)]
mod tests;

use iacfix_engine::codemod::{
    Alternative, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Model, Node, NodeId, Resource, ResourceId, Site, peel};
use iacfix_engine::rewrite::Rewrite;
use swc_ecma_ast::{ArrayLit, Expr};

use super::rules::{Direction, Rules, name_of};
use moved::{Form, Listed, Move};
use reference::{Cycle, Reference, cycles};

const META: Meta = Meta {
    id: "security-group-cycle",
    title: "moves rules out of security groups that refer to each other, so that one can be made before the other",
    theme: Theme::SecurityGroups,
    report: "004#9",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review],
    always_fixes: false,
    alternatives: &[
        Alternative {
            name: "move",
            title: "move all rules of that direction into resources that are made after the groups",
            keeps: false,
        },
        Alternative {
            name: "drop",
            title: "drop the rule, where the groups talk to each other without it",
            keeps: false,
        },
    ],
    options: &[],
    manual: Manual {
        what: "Finds groups that name each other in their `ingress` and `egress`, two or more in a circle, and groups that \
               name their own id. The group that is made first keeps what names nobody later; all its rules of the \
               direction that does are moved, as they are, into resources after the last group: of the kind that the \
               program uses, else `aws.vpc.SecurityGroupIngressRule` and `aws.vpc.SecurityGroupEgressRule`. They move \
               together since a group that holds rules of a direction undoes those that are made beside it. The own id \
               becomes `self: true`.",
        why: "Neither group can be made before the other. As constants the second is used before its declaration, as \
              fields or variables it is still `undefined`, and behind an `apply` the deployment waits for itself. A rule \
              that is a resource of its own is made when both groups are there.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const albGroup = new aws.ec2.SecurityGroup('alb-sg', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
  ],
  egress: [
    {
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [appGroup.id],
    },
  ],
});

const appGroup = new aws.ec2.SecurityGroup('app-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [albGroup.id],
    },
  ],
});

export const groupIds = [albGroup.id, appGroup.id];
",
        after: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const albGroup = new aws.ec2.SecurityGroup('alb-sg', {
  vpcId: vpc.id,
  ingress: [
    { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] },
  ],
});

const appGroup = new aws.ec2.SecurityGroup('app-sg', {
  vpcId: vpc.id,
  ingress: [
    {
      protocol: 'tcp',
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [albGroup.id],
    },
  ],
});

new aws.vpc.SecurityGroupEgressRule('alb-sg-egress-8080-tcp', {
  securityGroupId: albGroup.id,
  ipProtocol: 'tcp',
  fromPort: 8080,
  toPort: 8080,
  referencedSecurityGroupId: appGroup.id,
});

export const groupIds = [albGroup.id, appGroup.id];
",
        notes: "A rule with several blocks of addresses or groups becomes several resources, as each takes one. For review \
                where the reference is read later than the group is made, and with `drop`, which is offered only where \
                the other group admits this one (answers need no rule) or another rule lets out the same. A program with \
                such a cycle can't be deployed, so nothing runs that was made by it. A group that ran before it came into \
                the cycle still has its inline rules of that direction, as leaving them out of the program leaves them \
                alone: import those as the new resources, or the deployment stops at the first that is there twice. \
                Left alone: groups that are made anew in each turn of a loop or each instance of a class and name that \
                of another. Declined: groups that are made in different files or blocks, or in functions of which it can't be told which \
                runs first; lists that are computed; groups that nothing holds by name; and the default group, which takes \
                no rule resources.",
    },
};

/// Finds security groups that wait for each other.
pub(crate) struct SecurityGroupCycle;

impl Codemod for SecurityGroupCycle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let rules = Rules::of(model);
        let references = Reference::all(model, &rules);
        let all = cycles(&references);
        let looks: Vec<Look<'_, '_, 'p>> = all.iter().map(|cycle| Look { model, rules: &rules, cycle }).collect();
        let moves: Vec<Move<'_, 'p>> = looks.iter().map(Look::plan).collect();
        let form = Form::of(model, &rules, &moves);
        looks.iter().zip(&moves).for_each(|(look, it)| cx.report(look.finding(it, form)));
        let moved: Vec<Listed> = moves.iter().flat_map(|it| it.lists.iter().copied()).collect();
        // What is moved out may name the group itself.
        let own = |it: &&Reference<'p>| it.owner == it.peer && !moved.contains(&it.list());
        let own: Vec<&Reference<'p>> = references.iter().filter(own).collect();
        for (at, first) in own.iter().enumerate() {
            if !own[..at].iter().any(|it| it.rule == first.rule && it.owner == first.owner) {
                let of_rule: Vec<_> =
                    own.iter().filter(|it| it.rule == first.rule && it.owner == first.owner).copied().collect();
                cx.report(itself(model, first, &of_rule));
            }
        }
    }
}

/// One cycle.
struct Look<'l, 'm, 'p> {
    model: &'m Model<'p>,
    rules: &'l Rules<'p>,
    cycle: &'l Cycle<'p>,
}

impl<'m, 'p> Look<'_, 'm, 'p> {
    /// The references to groups that are made later, which are what makes it one; all of them where it can't be seen
    /// which group is made first.
    fn late(&self) -> Vec<&Reference<'p>> {
        let is_known = self.last().is_ok();
        let moment = |it: &Resource<'p>| Moment::of(self.model, it).map(|it| it.places);
        let is_late = |it: &&Reference<'p>| {
            let (owner, peer) = (self.model.resource(it.owner), self.model.resource(it.peer));
            !is_known || it.is_early || moment(owner) < moment(peer)
        };
        self.cycle.references.iter().filter(is_late).collect()
    }

    /// The lists of rules that those stand in.
    fn lists(&self) -> Vec<Listed> {
        let mut out: Vec<Listed> = Vec::new();
        for reference in self.late() {
            if !out.contains(&reference.list()) {
                out.push(reference.list());
            }
        }
        out
    }

    /// The group that is made last.
    ///
    /// # Errors
    /// Groups of which that can't be told, or after which nothing can stand that names them all.
    fn last(&self) -> Result<&'m Resource<'p>, Declined> {
        let model = self.model;
        let groups: Vec<&Resource<'p>> = self.cycle.groups.iter().map(|id| model.resource(*id)).collect();
        let apart = |what: &str| {
            let names = called_apart(model, &self.cycle.groups);
            Declined::because(format!(
                "{} are made {what}; make the rules resources of their own where both groups are known",
                names.join(" and ")
            ))
        };
        let moments: Option<Vec<Moment>> = groups.iter().map(|it| Moment::of(model, it)).collect();
        let mut all = moments.unwrap_or_default().into_iter().zip(&groups).collect::<Vec<_>>();
        all.sort_by(|(a, _), (b, _)| a.places.cmp(&b.places));
        let Some((moment, last)) = all.last() else { return Err(apart("in different functions")) };
        if groups.iter().any(|it| it.file != last.file) {
            return Err(apart("in different files"));
        }
        if all.iter().any(|(it, _)| it.within != moment.within) || groups.iter().any(|it| it.class != last.class) {
            return Err(apart("in different functions"));
        }
        let index = model.index(last.file);
        let rewrite = Rewrite::new(model);
        for group in &groups {
            let statement = index.entry(group.statement).range;
            let is_maybe = group.condition.is_some_and(|at| statement.contains(index.entry(at).range));
            if is_maybe || (group.function != last.function && group.condition.or(group.repeated).is_some()) {
                return Err(apart("under conditions of their own"));
            }
            let is_beside = group.statement == last.statement
                || group.function != last.function
                || rewrite.siblings(last.file, group.node, last.node) == Some((group.statement, last.statement));
            if !is_beside {
                return Err(apart("in different blocks"));
            }
        }
        Ok(last)
    }

    fn plan(&self) -> Move<'m, 'p> {
        let early = self.late().iter().filter(|it| it.is_early).map(|it| it.place()).collect();
        Move { lists: self.lists(), early, last: self.last() }
    }

    fn finding(&self, plan: &Move<'_, 'p>, form: Form) -> Finding {
        let model = self.model;
        let late = self.late();
        let names = called_apart(model, &self.cycle.groups);
        let message = match names.as_slice() {
            [one, other] => {
                format!("{one} and {other} name each other in their rules, so neither can be made before the other")
            }
            [others @ .., last] => {
                format!(
                    "{} and {last} name each other in a circle, so none can be made before the others",
                    others.join(", ")
                )
            }
            [] => String::new(),
        };
        let first = late.first().copied().or(self.cycle.references.first());
        let owner = first.map_or(self.cycle.groups[0], |it| it.owner);
        let mut finding = Finding::of(model, model.resource(owner), message);
        if let Some(first) = first {
            let (file, range) = first.place();
            finding = finding.at(file, range);
        }
        for other in self.cycle.references.iter().filter(|it| first.is_none_or(|first| first.place() != it.place())) {
            let (file, range) = other.place();
            let message = format!("{} names {} here", called(model, other.owner), called(model, other.peer));
            finding = finding.related(file, range, message);
        }
        let moved = moved::moved(model, self.rules, plan, form);
        let level = if late.iter().all(|it| it.is_early) { Level::Safe } else { Level::Review };
        let fix = Fix::new(level, "move the rules into resources that are made after the groups", moved.edits);
        let fix = moved.effects.into_iter().fold(fix.alternative("move"), Fix::effect);
        let finding = finding.fix(fix);
        match plan.last.as_ref().ok().and_then(|_| dropped::dropped(model, self.rules, &late)) {
            Some(edits) => finding.fix(self.drop_fix(&late, edits)),
            None => finding,
        }
    }

    fn drop_fix(&self, late: &[&Reference<'p>], edits: Result<FileEdits, Declined>) -> Fix {
        let model = self.model;
        let consequence = |it: &&Reference<'p>| {
            let (owner, peer) = (called(model, it.owner), called(model, it.peer));
            match it.direction {
                Direction::Ingress => format!("what {peer} starts towards {owner} stops; answers need no rule"),
                Direction::Egress => format!("another rule of {owner} lets out the same"),
            }
        };
        let mut consequences: Vec<String> = late.iter().map(consequence).collect();
        consequences.dedup();
        let fix = Fix::new(Level::Review, "drop the rules that name a later group", edits).alternative("drop");
        let effect = |(group, direction): Listed| Effect::of_change(model, model.resource(group), &[direction.key()]);
        let fix = self.lists().into_iter().map(effect).fold(fix, Fix::effect);
        fix.note(consequences.join("; "))
    }
}

/// When a resource is made, as far as the text shows: calls of functions that are called once stand for what they do.
struct Moment {
    /// The function in which the places stand; none for the top of the file.
    within: Option<NodeId>,
    /// The call in that function, the call in the one that it calls, and so on, the resource last.
    places: Vec<u32>,
}

impl Moment {
    /// `None` where functions call each other without an end.
    fn of<'p>(model: &Model<'p>, resource: &Resource<'p>) -> Option<Self> {
        let index = model.index(resource.file);
        let mut places = vec![resource.range().start];
        let mut within = resource.function;
        while let Some(at) = within {
            let Node::Function(function) = index.entry(at).node else { break };
            let calls = if function.is_constructor() { Vec::new() } else { model.calls_of(resource.file, function) };
            let [only] = calls.as_slice() else { break };
            let is_sure = only.file == resource.file
                && model.condition_around(only.file, only.node).is_none()
                && model.repetition_around(only.file, only.node).is_none();
            if !is_sure {
                break;
            }
            places.push(index.entry(only.node).range.start);
            within = index.function_around(only.node);
            if places.len() > 16 {
                return None;
            }
        }
        places.reverse();
        Some(Self { within, places })
    }
}

/// A finding about a rule in which a group names itself.
fn itself<'p>(model: &Model<'p>, first: &Reference<'p>, references: &[&Reference<'p>]) -> Finding {
    let group = model.resource(first.owner);
    let (file, range) = first.place();
    let message = format!("{} names its own id in its rules, before it is made", called(model, group.id));
    let level = if references.iter().all(|it| it.is_early) { Level::Safe } else { Level::Review };
    let fix = Fix::new(level, "say `self: true`", itself::by_self(model, references));
    let fix = fix.effect(Effect::of_change(model, group, &[first.direction.key()]));
    Finding::of(model, group, message).at(file, range).fix(fix)
}

/// What a group is called in messages: by what holds it, else by its logical name.
fn called(model: &Model<'_>, group: ResourceId) -> String {
    let group = model.resource(group);
    format!("`{}`", model.reference_to(group).unwrap_or_else(|| name_of(model, group)))
}

/// What groups are called beside each other: with their files where two are called alike.
fn called_apart(model: &Model<'_>, groups: &[ResourceId]) -> Vec<String> {
    let names: Vec<String> = groups.iter().map(|id| called(model, *id)).collect();
    let is_alone = |name: &String| names.iter().filter(|it| *it == name).count() == 1;
    if names.iter().all(is_alone) {
        return names;
    }
    let file = |id: &ResourceId| model.program().shown(model.file(model.resource(*id).file).source.path());
    names.iter().zip(groups).map(|(name, id)| format!("{name} of {}", file(id))).collect()
}

/// The array literal that an expression is.
fn array_of<'p>(site: Site<'p, Expr>) -> Option<Site<'p, ArrayLit>> {
    peel(site.node).as_array().map(|node| Site { file: site.file, node })
}
