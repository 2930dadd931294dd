//! The policy of an endpoint. Invariant: it allows what its service does to those who are named, and what workloads need of
//! requests that others sign or nobody; nothing else.

use iacfix_engine::codemod::{Context, Declined};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    Args, DeploymentName, DeploymentPart, EndpointServices, FileId, Model, NodeId, PolicySpelling, Resource,
    ResourceId, Template,
};
use iacfix_engine::rewrite::{NewStatement, Rewrite};
use iacfix_engine::source::TextRange;

use super::users::one_role;
use super::{ACTIONS, PRINCIPALS};

/// What AWS signs requests to S3 for, or nobody does: the id of a statement, and names of buckets around the region.
const BUCKETS: &[(&str, &[(&str, &str)])] = &[
    ("EcrImageLayers", &[("prod-", "-starport-layer-bucket")]),
    ("AmazonLinuxRepositories", &[("amazonlinux-2-repos-", ""), ("al2023-repos-", "-de612dc2")]),
];

/// How somebody from elsewhere becomes a role; nobody has signed such a request yet.
const FEDERATION: &[&str] = &["'sts:AssumeRoleWithSAML'", "'sts:AssumeRoleWithWebIdentity'"];

/// In `principals`: the account that is deployed to.
const OWN_ACCOUNT: &str = "account";

/// Whom an endpoint serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Who {
    /// The principals of the account that is deployed to.
    #[default]
    Account,
    /// One role of the program.
    Role(ResourceId),
    /// Those that the configuration names.
    Named(Vec<String>),
}

/// What an endpoint allows, and to whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Access {
    /// The prefixes of the actions of its services.
    prefixes: Vec<&'static str>,
    /// Whether a service is called otherwise than its actions begin.
    differs: bool,
    /// What the configuration allows.
    actions: Vec<String>,
    who: Who,
}

impl Access {
    /// Takes in a service, whose actions begin with `prefix`.
    pub(super) fn add(&mut self, service: &str, prefix: &'static str) {
        self.differs |= service != prefix;
        if !self.prefixes.contains(&prefix) {
            self.prefixes.push(prefix);
        }
    }

    /// The same, for those whom configuration and program show.
    pub(super) fn given<'p>(mut self, cx: &Context<'_, 'p>, endpoint: &Resource<'p>) -> Self {
        self.actions = cx.strings(endpoint.file, ACTIONS.name);
        self.who = match (cx.strings(endpoint.file, PRINCIPALS.name), self.prefixes.as_slice()) {
            (named, _) if !named.is_empty() => Who::Named(named),
            // Roles of others' accounts are assumed through STS, and those of this one by who is no role yet.
            (_, [prefix]) if *prefix != "sts" => match one_role(cx.model, endpoint, prefix) {
                Some(role) if can_name(cx.model, role, endpoint) => Who::Role(role),
                _ => Who::Account,
            },
            _ => Who::Account,
        };
        self
    }

    /// The one role that it is for.
    pub(super) fn role(&self) -> Option<ResourceId> {
        match self.who {
            Who::Role(role) => Some(role),
            _ => None,
        }
    }

    /// What the fix does.
    pub(super) fn title(&self) -> String {
        let what = match self.prefixes.as_slice() {
            [prefix] if self.actions.is_empty() => format!("`{prefix}:*`"),
            _ => "the actions of its service".to_string(),
        };
        let whom = match self.who {
            Who::Account => "principals of the account",
            Who::Role(_) => "the one role that uses it",
            Who::Named(_) => "the principals that are configured",
        };
        format!("allow {what} to {whom}")
    }

    fn serves(&self, prefix: &str) -> bool {
        self.prefixes.contains(&prefix)
    }

    /// Code for its actions. An endpoint leads to one service only, so that `*` is as good as a list of several prefixes,
    /// and stays right when the loop gets one more.
    fn actions<'p>(
        &self,
        rewrite: &mut Rewrite<'_, 'p>,
        (file, spelled): (FileId, Option<&Template<'p>>),
    ) -> Result<Vec<String>, Declined> {
        let of_prefix = |prefix: &&'static str| -> Vec<Template<'p>> {
            let is_own = |action: &&String| action.split(':').next().is_some_and(|it| it.eq_ignore_ascii_case(prefix));
            let listed: Vec<Template<'p>> = self.actions.iter().filter(is_own).map(Template::text).collect();
            if listed.is_empty() { vec![Template::text(format!("{prefix}:*"))] } else { listed }
        };
        let actions = match (self.prefixes.as_slice(), spelled) {
            (several, _) if !self.actions.is_empty() => several.iter().flat_map(of_prefix).collect(),
            (_, Some(service)) if !self.differs => vec![Template::joined([service.clone(), Template::text(":*")])],
            ([prefix], _) => of_prefix(prefix),
            _ => vec![Template::text("*")],
        };
        actions.iter().map(|action| rewrite.template_code(file, action)).collect()
    }
}

/// Whether code at the endpoint can name a role.
fn can_name<'p>(model: &Model<'p>, role: ResourceId, endpoint: &Resource<'p>) -> bool {
    Rewrite::new(model).output_before(role, "arn", place_of(model, endpoint)).is_ok()
}

/// Where the arguments of an endpoint are written.
fn place_of<'p>(model: &Model<'p>, endpoint: &Resource<'p>) -> (FileId, NodeId) {
    let own = (endpoint.file, endpoint.node);
    match model.args(endpoint) {
        Args::Variable(_, site) => {
            model.index(site.file).innermost(TextRange::of(site.node)).map_or(own, |node| (site.file, node))
        }
        _ => own,
    }
}

/// What a policy names, and what a callback calls it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Account,
    Role,
    Region,
    Partition,
}

/// Gives an endpoint its policy.
pub(super) fn edits<'p>(
    model: &Model<'p>,
    endpoint: &Resource<'p>,
    services: &EndpointServices<'p>,
    access: &Access,
) -> Result<FileEdits, Declined> {
    let mut rewrite = Rewrite::new(model);
    let place = place_of(model, endpoint);
    let names = names(&mut rewrite, endpoint, services, access)?;
    let over: Vec<(DeploymentName<'p>, &str)> = names.iter().map(|(_, name, wish)| (name.clone(), *wish)).collect();
    let code = rewrite.stringified_over(place, &over, |rewrite, told| {
        let of = |which: Named| {
            let at = names.iter().position(|(named, ..)| *named == which);
            at.and_then(|at| told.get(at)).cloned().unwrap_or_default()
        };
        let statements = statements(rewrite, place.0, services, access, of)?;
        Ok(format!("{{\nVersion: '2012-10-17',\nStatement: [\n{},\n],\n}}", statements.join(",\n")))
    })?;
    rewrite.set_argument(endpoint, "policy", &code)?;
    rewrite.finish()
}

/// What the policy has to name.
fn names<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    endpoint: &Resource<'p>,
    services: &EndpointServices<'p>,
    access: &Access,
) -> Result<Vec<(Named, DeploymentName<'p>, &'static str)>, Declined> {
    let place = place_of(rewrite.model(), endpoint);
    let mut out = Vec::new();
    let names_account = match &access.who {
        Who::Account => true,
        Who::Role(_) => false,
        Who::Named(all) => all.iter().any(|it| it == OWN_ACCOUNT),
    };
    if names_account || access.serves("sts") {
        let account = rewrite.deployment_code(DeploymentPart::Account, endpoint, place)?;
        out.push((Named::Account, account, "accountId"));
    }
    if let Who::Role(role) = access.who {
        let code = rewrite.output_before(role, "arn", place)?;
        out.push((Named::Role, DeploymentName::output(code), "roleArn"));
    }
    if access.serves("s3") {
        let region = match &services.region {
            Some(region) => DeploymentName::of(rewrite.template_code(place.0, region)?, region.is_output),
            None => rewrite.deployment_code(DeploymentPart::Region, endpoint, place)?,
        };
        let known = services.region.as_ref().and_then(Template::known);
        let partition = rewrite.partition_beside(endpoint, known);
        out.push((Named::Region, region, "regionName"));
        out.push((Named::Partition, partition, "partition"));
    }
    Ok(out)
}

fn statements<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    file: FileId,
    services: &EndpointServices<'p>,
    access: &Access,
    of: impl Fn(Named) -> Template<'p>,
) -> Result<Vec<String>, Declined> {
    let account = rewrite.template_code(file, &of(Named::Account))?;
    let role = rewrite.template_code(file, &of(Named::Role))?;
    let actions = access.actions(rewrite, (file, services.spelled.as_ref()))?;
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let conditions = conditions(&access.who, &account, &role)?;
    let everybody = Some(("*", ""));
    let with_sid = conditions.len() > 1 || access.serves("s3") || access.serves("sts");
    let mut out = Vec::new();
    let mut add = |statement: NewStatement<'_>| out.push(statement.code(PolicySpelling::Json, with_sid));
    for (sid, (test, key, value)) in &conditions {
        add(NewStatement {
            sid,
            principal: everybody,
            actions: actions.clone(),
            resources: vec!["'*'"],
            conditions: vec![(test, key, value)],
        });
    }
    if access.serves("sts") {
        add(NewStatement {
            sid: "FederatedIdentities",
            principal: everybody,
            actions: FEDERATION.to_vec(),
            resources: vec!["'*'"],
            conditions: vec![("StringEquals", "aws:ResourceAccount", &account)],
        });
    }
    for (sid, buckets) in BUCKETS.iter().filter(|_| access.serves("s3")) {
        let arn = |(before, after): &(&str, &str)| {
            let bucket = [Template::text(*before), of(Named::Region), Template::text(format!("{after}/*"))];
            let start = [Template::text("arn:"), of(Named::Partition), Template::text(":s3:::")];
            rewrite.template_code(file, &Template::joined(start.into_iter().chain(bucket)))
        };
        let arns: Vec<String> = buckets.iter().map(arn).collect::<Result<_, _>>()?;
        add(NewStatement {
            sid,
            principal: everybody,
            actions: vec!["'s3:GetObject'"],
            resources: arns.iter().map(String::as_str).collect(),
            conditions: Vec::new(),
        });
    }
    Ok(out)
}

/// A condition: the operator, the key, the code of the value.
type Condition = (&'static str, &'static str, String);

/// The conditions that tell those who are served, each in a statement with this id: one of them has to hold.
fn conditions(who: &Who, account: &str, role: &str) -> Result<Vec<(&'static str, Condition)>, Declined> {
    let named = match who {
        Who::Account => {
            return Ok(vec![("AccountPrincipals", ("StringEquals", "aws:PrincipalAccount", account.into()))]);
        }
        Who::Role(_) => return Ok(vec![("RolePrincipal", ("ArnEquals", "aws:PrincipalArn", role.into()))]),
        Who::Named(named) => named,
    };
    let (mut accounts, mut arns, mut organizations) = (Vec::new(), Vec::new(), Vec::new());
    for name in named {
        let is_number = name.len() == 12 && name.bytes().all(|b| b.is_ascii_digit());
        // What needs no escape in a literal.
        let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || ":/-_+=,.@*?".contains(c));
        match name {
            _ if name == OWN_ACCOUNT => accounts.push(account.to_string()),
            _ if is_number => accounts.push(format!("'{name}'")),
            _ if is_plain && name.starts_with("arn:") => arns.push(format!("'{name}'")),
            _ if is_plain && name.starts_with("o-") => organizations.push(format!("'{name}'")),
            _ => {
                let reason =
                    "of `principals` is neither the number of an account, nor an arn, nor the id of an organization";
                return Err(Declined::because(format!("`{name}` {reason}")));
            }
        }
    }
    let one_or_list = |codes: Vec<String>| match codes.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!("[{}]", several.join(", "))),
    };
    let all = [
        ("AccountPrincipals", "StringEquals", "aws:PrincipalAccount", accounts),
        ("NamedPrincipals", "ArnLike", "aws:PrincipalArn", arns),
        ("OrganizationPrincipals", "StringEquals", "aws:PrincipalOrgID", organizations),
    ];
    let some = all.into_iter().filter_map(|(sid, test, key, codes)| Some((sid, (test, key, one_or_list(codes)?))));
    Ok(some.collect())
}
