//! `iam-wildcard-resource` (002#8, 004#4): policies of roles name the buckets and repositories that they are for.

pub(crate) mod actions;
mod repair;
mod suggest;

use std::collections::{BTreeMap, BTreeSet};

use iacfix_engine::codemod::{Codemod, Context, Finding, Level, Manual, Meta, Preset, Theme};
use iacfix_engine::model::{
    Element, IdentityPolicy, Lookup, Model, Policy, Resource, ResourceId, Statement, TextPart, Value,
};
use iacfix_engine::source::TextRange;

use actions::Target;
use suggest::{Services, suggested};

const META: Meta = Meta {
    id: "iam-wildcard-resource",
    title: "limits what policies allow on S3 and ECR to the program's buckets and repositories",
    theme: Theme::Iam,
    report: "002#8, 004#4",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds statements in the policies of roles, users and groups that allow actions on every resource (`'*'`), and \
               gives those of S3 and ECR the buckets and repositories that the role works with.",
        why: "A function that may read every bucket of the account reads them all once it is taken over. What a role needs \
              is known from the program: the buckets and repositories that its functions and tasks name.",
        before: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const repository = new aws.ecr.Repository('app');
const role = new aws.iam.Role('execution', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'ecs-tasks.amazonaws.com',
  }),
});

new aws.iam.RolePolicy('pull', {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'],
        Resource: '*',
      },
    ],
  }),
});

export const url = repository.repositoryUrl;
",
        after: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const repository = new aws.ecr.Repository('app');
const role = new aws.iam.Role('execution', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
    Service: 'ecs-tasks.amazonaws.com',
  }),
});

new aws.iam.RolePolicy('pull', {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage'],
        Resource: repository.arn,
      },
      // Can't be limited to resources: ecr:GetAuthorizationToken
      {
        Effect: 'Allow',
        Action: 'ecr:GetAuthorizationToken',
        Resource: '*',
      },
    ],
  }),
});

export const url = repository.repositoryUrl;
",
        notes: "The buckets and repositories are those that the functions, tasks, builds and instances with the role name in \
                their arguments; where none does, the one that the program has. Actions of other services, wide patterns \
                (`s3:*`, `s3:Get*`, `*`) and full-access policies that the provider manages are named for a person to \
                narrow. Actions that take no resource keep `'*'`.",
    },
};

/// Finds statements that allow actions on every resource.
pub(crate) struct IamWildcardResource;

impl Codemod for IamWildcardResource {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let mut seen = BTreeSet::new();
        for identity in model.identity_policies() {
            let Lookup::Found(policy) = &identity.at.policy else { continue };
            for statement in &policy.statements {
                let place = statement.node.place;
                // Several policies may have a statement in common.
                if let Some(finding) = look(model, &identity, policy, statement)
                    && seen.insert((place.file(), place.range()))
                {
                    cx.report(finding);
                }
            }
        }
        for (property, given) in managed(model) {
            if let Some(name) = full_access(model, &given) {
                let holder = model.resource(property);
                let use_of_it = suggested(model, &roles_of(model, holder), &Services::of_managed(&name));
                let message = format!(
                    "`{name}` allows everything that a service has; attach a policy of what is needed{use_of_it}"
                );
                let finding = Finding::of(model, holder, message);
                cx.report(match holder.symbol.is("aws.iam.Role") {
                    true => finding.at(given.file, TextRange::of(given.expr)),
                    false => finding,
                });
            }
        }
    }
}

/// The managed policies that are attached, and what attaches them.
fn managed<'p>(model: &Model<'p>) -> Vec<(ResourceId, Element<'p>)> {
    const ATTACHMENTS: &[&str] = &[
        "aws.iam.RolePolicyAttachment",
        "aws.iam.PolicyAttachment",
        "aws.iam.UserPolicyAttachment",
        "aws.iam.GroupPolicyAttachment",
    ];
    let is_attachment = |r: &Resource<'p>| ATTACHMENTS.iter().any(|class| r.symbol.is(class));
    let given = |r: &Resource<'p>| {
        let argument = match r.symbol.is("aws.iam.Role") {
            true => "managedPolicyArns",
            false if is_attachment(r) => "policyArn",
            false => return Vec::new(),
        };
        let Lookup::Found(property) = model.resource_property(r, argument) else { return Vec::new() };
        model.property_elements(&property).into_iter().map(|element| (r.id, element)).collect()
    };
    model.resources().iter().flat_map(given).collect()
}

/// The roles that a managed policy is attached to.
fn roles_of<'p>(model: &Model<'p>, holder: &Resource<'p>) -> Vec<ResourceId> {
    if holder.symbol.is("aws.iam.Role") {
        return vec![holder.id];
    }
    let given = model.resource_value(holder, "role");
    given.output().map(|(id, _)| id).filter(|id| model.resource(*id).symbol.is("aws.iam.Role")).into_iter().collect()
}

/// A statement's actions, by what they can be limited to.
struct Spread {
    /// The places of the actions in the statement.
    targets: BTreeMap<Target, BTreeSet<usize>>,
    /// The buckets that the role works with.
    buckets: Known,
    /// The repositories.
    repositories: Known,
}

/// What a role works with.
struct Known {
    ids: Vec<ResourceId>,
    /// Whether nothing that acts with the role names it: it is the only one of the program.
    is_guess: bool,
}

fn look<'p>(
    model: &Model<'p>,
    identity: &IdentityPolicy<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
) -> Option<Finding> {
    let (Lookup::Found(true), Lookup::Found(resources), Lookup::Found(actions)) =
        (&statement.allows, &statement.resources, &statement.actions)
    else {
        return None;
    };
    if !resources.items.iter().any(|item| item.as_str() == Some("*")) || is_limited(statement) {
        return None;
    }
    let mut targets: BTreeMap<Target, BTreeSet<usize>> = BTreeMap::new();
    for (at, action) in actions.items.iter().enumerate() {
        targets.entry(Target::of(action.as_str()?)).or_default().insert(at);
    }
    let holder = model.resource(identity.at.holder);
    let place = resources.node.place;
    let names = |wanted: &[Target]| -> Vec<&str> {
        let places = wanted.iter().filter_map(|target| targets.get(target)).flatten();
        places.filter_map(|at| actions.items[*at].as_str()).collect()
    };
    let of = |message: String| Finding::of(model, holder, message).at(place.file(), place.range());
    let known = |wanted: &[Target], types: &[&str]| match wanted.iter().any(|target| targets.contains_key(target)) {
        true => worked_with(model, identity, types),
        false => Known { ids: Vec::new(), is_guess: true },
    };
    let spread = Spread {
        buckets: known(&[Target::Objects, Target::Bucket], &["aws.s3.Bucket", "aws.s3.BucketV2"]),
        repositories: known(&[Target::Repository], &["aws.ecr.Repository"]),
        targets: targets.clone(),
    };
    let narrow = spread.narrowed();
    if !narrow.is_empty() && actions.unseen.is_none() {
        let message = format!("{} allowed on every resource", listed(&names(&narrow)));
        return Some(of(message).fix(repair::narrow(model, identity, policy, statement, &spread)));
    }
    let open = names(&[Target::Objects, Target::Bucket, Target::Repository, Target::Wide, Target::Other]);
    if open.is_empty() {
        return None;
    }
    let wide = names(&[Target::Wide]);
    let use_of_it = match wide.is_empty() {
        true => String::new(),
        false => suggested(model, &identity.roles, &Services::of(wide.into_iter())),
    };
    Some(of(format!("{} allowed on every resource; name those that it is for{use_of_it}", listed(&open))))
}

impl Spread {
    /// The kinds of actions for which it is known what to limit them to.
    fn narrowed(&self) -> Vec<Target> {
        let is_known = |target: &&Target| match target {
            Target::Objects | Target::Bucket => !self.buckets.ids.is_empty(),
            Target::Repository => !self.repositories.ids.is_empty(),
            _ => false,
        };
        self.targets.keys().filter(is_known).copied().collect()
    }
}

/// Whether conditions limit the resources already.
pub(crate) fn is_limited(statement: &Statement<'_>) -> bool {
    const LIMITS: &[&str] = &["aws:resource", "s3:resourceaccount", "ec2:vpc", "kms:viaservice", "iam:passedtoservice"];
    let limits = |key: &str| LIMITS.iter().any(|limit| key.to_ascii_lowercase().starts_with(limit));
    statement.conditions.unseen.is_some() || statement.conditions.items.iter().any(|c| limits(&c.variable))
}

/// The resources of some types that who acts with the policy's roles names; where nobody does, the program's only one.
fn worked_with<'p>(model: &Model<'p>, identity: &IdentityPolicy<'p>, types: &[&str]) -> Known {
    let fits = |id: &ResourceId| types.iter().any(|name| model.resource(*id).symbol.is(name));
    let acting = identity.roles.iter().flat_map(|role| model.acting_with(*role));
    let mut used: Vec<ResourceId> = acting.flat_map(|r| model.mentioned_in(r)).filter(fits).collect();
    used.sort();
    used.dedup();
    if !used.is_empty() {
        return Known { ids: used, is_guess: false };
    }
    let mut all: Vec<ResourceId> = model.resources().iter().map(|r| r.id).filter(fits).collect();
    if all.len() > 1 {
        all.clear();
    }
    Known { ids: all, is_guess: true }
}

/// The name of a managed policy that allows all that a service has.
fn full_access<'p>(model: &Model<'p>, given: &Element<'p>) -> Option<String> {
    let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_string();
    let name = match model.value(given.file, given.expr) {
        Value::Symbol(symbol) => symbol.path().last().cloned().unwrap_or_default(),
        _ => match model.text_parts(given.file, given.expr).last()? {
            TextPart::Known(text) => last(text),
            TextPart::Hole(_) => return None,
        },
    };
    (name.ends_with("FullAccess") || name == "AdministratorAccess" || name == "PowerUserAccess").then_some(name)
}

/// `a`, `b` and `c` are; `a` is.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("{last} is"),
        Some((last, rest)) => format!("{} and {last} are", rest.join(", ")),
        None => "nothing is".to_string(),
    }
}
