//! Mending the policy of a key. Invariant: what the policy allows besides stays allowed.

use iacfix_engine::codemod::{Action, Declined, Effect, Fix, Level};
use iacfix_engine::model::{
    DeploymentPart, Lookup, Model, Policy, PolicyAt, PolicySpelling, Resource, Statement, Template,
};
use iacfix_engine::rewrite::{NewStatement, Rewrite};

use super::judge::{self, CONTEXT, Group};

/// Whose policy it is, in reasons.
const KEY: &str = "the key";

/// Adds the actions that a statement lacks; one that names part of a group comes to name all of it.
pub(super) fn allow<'p>(model: &Model<'p>, at: &PolicyAt<'p>, statement: &Statement<'p>, missing: &[Group]) -> Fix {
    let write = || {
        let Lookup::Found(actions) = &statement.actions else {
            return Err(Declined::because("its actions are not written as a list"));
        };
        let mut rewrite = Rewrite::new(model);
        rewrite.alone(&actions.node, KEY)?;
        let mut more: Vec<String> = Vec::new();
        for group in missing {
            let code = format!("'{}'", group.pattern);
            let part = actions.items.iter().find(|item| item.as_str().is_some_and(|action| group.holds(action)));
            match part {
                Some(part) if actions.node.list().is_some() => {
                    rewrite.alone(part, KEY)?;
                    rewrite.set_node(part, &code)?;
                }
                _ => more.push(code),
            }
        }
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        if !more.is_empty() {
            rewrite.add_actions(statement, &more)?;
        }
        rewrite.finish()
    };
    Fix::new(Level::Safe, "allow what CloudWatch Logs needs", write()).effect(on_holder(model, at))
}

/// Ties a statement to the log groups of the account.
pub(super) fn condition<'p>(
    model: &Model<'p>,
    key: &Resource<'p>,
    at: &PolicyAt<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        rewrite.alone(&statement.node, KEY)?;
        rewrite.stands_in(&policy.document, &statement.node)?;
        let known = region_of(model, statement);
        let parts = match known {
            Some(_) => vec![DeploymentPart::Account],
            None => vec![DeploymentPart::Account, DeploymentPart::Region],
        };
        let mut told = rewrite.deployment_in(&policy.document, key, &parts)?;
        let (Some(region), Some(account)) = (known.or_else(|| told.pop()), told.pop()) else {
            return Err(Declined::because("account and region can't be seen"));
        };
        let arn = log_groups_arn(&rewrite.partition_in(&policy.document, key, &region), &region, &account);
        let code = rewrite.template_code(statement.node.place.file(), &arn)?;
        rewrite.add_condition(statement, ("ArnLike", CONTEXT, &code))?;
        rewrite.finish()
    };
    Fix::new(Level::Review, "allow it for the account's log groups only", write()).effect(on_holder(model, at))
}

/// Adds the statement that a policy lacks.
pub(super) fn statement<'p>(model: &Model<'p>, key: &Resource<'p>, at: &PolicyAt<'p>, policy: &Policy<'p>) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        add_statement(&mut rewrite, key, policy, None)?;
        rewrite.finish()
    };
    Fix::new(Level::Review, "add a statement for CloudWatch Logs", write()).effect(on_holder(model, at))
}

/// Takes the service out of a statement that admits others, and gives it one of its own.
pub(super) fn split<'p>(
    model: &Model<'p>,
    key: &Resource<'p>,
    at: &PolicyAt<'p>,
    policy: &Policy<'p>,
    statement: &Statement<'p>,
) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        rewrite.alone(&statement.node, KEY)?;
        for principal in statement.principals.items.iter().filter(|principal| principal.is_service("logs")) {
            let Some((list, place)) = &principal.of else {
                return Err(Declined::because("the service is not one of a list; give it a statement of its own"));
            };
            let all = statement.principals.items.iter().filter(|p| p.kind == principal.kind);
            if all.clone().all(|p| p.is_service("logs")) {
                return Err(Declined::because(
                    "the statement admits no other service; give each a statement of its own",
                ));
            }
            rewrite.remove_item(list, *place)?;
        }
        add_statement(&mut rewrite, key, policy, region_of(model, statement))?;
        rewrite.finish()
    };
    Fix::new(Level::Review, "give CloudWatch Logs a statement of its own", write()).effect(on_holder(model, at))
}

/// Adds a statement for the service of `region`, or of the region that the program is deployed to.
fn add_statement<'p>(
    rewrite: &mut Rewrite<'_, 'p>,
    key: &Resource<'p>,
    policy: &Policy<'p>,
    region: Option<Template<'p>>,
) -> Result<(), Declined> {
    let list = policy.list.as_ref().unwrap_or(&policy.document.root);
    rewrite.alone(list, KEY)?;
    rewrite.stands_in(&policy.document, list)?;
    let parts: &[DeploymentPart] = match region {
        Some(_) => &[DeploymentPart::Account],
        None => &[DeploymentPart::Account, DeploymentPart::Region],
    };
    let mut told = rewrite.deployment_in(&policy.document, key, parts)?;
    let (Some(region), Some(account)) = (region.or_else(|| told.pop()), told.pop()) else {
        return Err(Declined::because("account and region can't be seen"));
    };
    let partition = rewrite.partition_in(&policy.document, key, &region);
    let file = policy.document.root.place.file();
    let service = rewrite.template_code(file, &service_name(&region))?;
    let arn = rewrite.template_code(file, &log_groups_arn(&partition, &region, &account))?;
    with_logs_statement(&service, &arn, |statement| rewrite.add_statement(policy, statement))
}

/// Gives a key the policy that it has by default, with a statement for the service.
pub(super) fn policy<'p>(model: &Model<'p>, key: &Resource<'p>) -> Fix {
    let write = || {
        let mut rewrite = Rewrite::new(model);
        let place = (key.file, key.node);
        let account = rewrite.deployment_code(DeploymentPart::Account, key, place)?;
        let region = rewrite.deployment_code(DeploymentPart::Region, key, place)?;
        let mut named = vec![(DeploymentPart::Account, account), (DeploymentPart::Region, region)];
        if let Some(partition) = model.deployment_name(DeploymentPart::Partition, key.file, key.node) {
            named.push((DeploymentPart::Partition, partition));
        }
        let code = rewrite.stringified(place, &named, |rewrite, told| {
            let (account, region) = (&told[0], &told[1]);
            let partition = told.get(2).cloned().unwrap_or_else(|| Template::text("aws"));
            let root = Template::joined([
                Template::text("arn:"),
                partition.clone(),
                Template::text(":iam::"),
                account.clone(),
                Template::text(":root"),
            ]);
            let root = rewrite.template_code(key.file, &root)?;
            let service = rewrite.template_code(key.file, &service_name(region))?;
            let arn = rewrite.template_code(key.file, &log_groups_arn(&partition, region, account))?;
            let owner = NewStatement {
                sid: "Enable IAM User Permissions",
                principal: Some(("AWS", &root)),
                actions: vec!["'kms:*'"],
                resources: vec!["'*'"],
                conditions: Vec::new(),
            };
            let mut rows = vec![owner.code(PolicySpelling::Json, true)];
            with_logs_statement(&service, &arn, |statement| {
                rows.push(statement.code(PolicySpelling::Json, true));
                Ok(())
            })?;
            Ok(format!("{{\nVersion: '2012-10-17',\nStatement: [\n{},\n],\n}}", rows.join(",\n")))
        })?;
        rewrite.set_argument(key, "policy", &code)?;
        rewrite.finish()
    };
    Fix::new(Level::Review, "give the key a policy that admits CloudWatch Logs", write())
        .effect(Effect::on(Action::Update, model, key).property("policy"))
}

/// The statement that lets the service use a key for the log groups of an account. Values are code.
fn with_logs_statement(
    service: &str,
    arn: &str,
    write: impl FnOnce(&NewStatement<'_>) -> Result<(), Declined>,
) -> Result<(), Declined> {
    let actions: Vec<String> = judge::needed().map(|action| format!("'{action}'")).collect();
    write(&NewStatement {
        sid: "Allow CloudWatch Logs",
        principal: Some(("Service", service)),
        actions: actions.iter().map(String::as_str).collect(),
        resources: vec!["'*'"],
        conditions: vec![("ArnLike", CONTEXT, arn)],
    })
}

/// The region that a statement's one principal names.
fn region_of<'p>(model: &Model<'p>, statement: &Statement<'p>) -> Option<Template<'p>> {
    let of_logs = statement.principals.items.iter().filter(|principal| principal.is_service("logs"));
    let mut regions = of_logs.map(|principal| {
        let names = model.template_of(&principal.name)?.split('.');
        // `logs.amazonaws.com` names none.
        (names.len() >= 4).then(|| names[1].clone())
    });
    match (regions.next()?, regions.next()) {
        (region, None) => region,
        // Several regions: log groups of all of them.
        (_, Some(_)) => Some(Template::text("*")),
    }
}

fn service_name<'p>(region: &Template<'p>) -> Template<'p> {
    let china = region.known().is_some_and(|region| region.starts_with("cn-"));
    if region.known() == Some("*") {
        return Template::text("logs.amazonaws.com");
    }
    let domain = if china { ".amazonaws.com.cn" } else { ".amazonaws.com" };
    Template::joined([Template::text("logs."), region.clone(), Template::text(domain)])
}

fn log_groups_arn<'p>(partition: &Template<'p>, region: &Template<'p>, account: &Template<'p>) -> Template<'p> {
    let text = Template::text;
    Template::joined([
        text("arn:"),
        partition.clone(),
        text(":logs:"),
        region.clone(),
        text(":"),
        account.clone(),
        text(":*"),
    ])
}

fn on_holder<'p>(model: &Model<'p>, at: &PolicyAt<'p>) -> Effect {
    Effect::on(Action::Update, model, model.resource(at.holder)).property(at.argument)
}
