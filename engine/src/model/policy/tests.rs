//! Policies in the shapes that people write.

use super::{Policy, Statement, Strings};
use crate::model::{DocNode, Lookup, Model, TextPart};
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n\
                    const identity = aws.getCallerIdentityOutput({});\n";

/// Calls `look` with the policies of the first key.
fn with_policies(code: &str, look: impl FnOnce(&[Lookup<Policy<'_>>], Option<&str>)) {
    let text = format!("{HEAD}{code}");
    let program = program(&[("index.ts", &text)]);
    let model = Model::new(&program);
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    let attached = model.policies_of(key);
    let policies: Vec<_> = attached.policies.into_iter().map(|at| at.policy).collect();
    look(&policies, attached.unseen.as_deref());
}

fn text(node: &DocNode<'_>) -> String {
    let part = |part: &TextPart<'_>| match part {
        TextPart::Known(text) => text.clone(),
        TextPart::Hole(_) => "*".into(),
    };
    node.parts().unwrap_or_default().iter().map(part).collect()
}

fn strings(found: &Lookup<Strings<'_>>) -> String {
    match found {
        Lookup::Found(strings) => {
            let all = strings.items.iter().map(text).chain(strings.unseen.iter().map(|why| format!("? {why}")));
            all.collect::<Vec<_>>().join(" ")
        }
        Lookup::Absent => "-".into(),
        Lookup::Unknown(why) => format!("? {why}"),
    }
}

fn show(statement: &Statement<'_>) -> String {
    let effect = match &statement.allows {
        Lookup::Found(true) => "allow",
        Lookup::Found(false) => "deny",
        _ => "?",
    };
    let principals = &statement.principals;
    let who = principals.items.iter().map(|p| format!("{}={}", p.kind, text(&p.name)));
    let who: Vec<_> = who.chain(principals.unseen.iter().map(|why| format!("? {why}"))).collect();
    let when = statement.conditions.items.iter().map(|c| {
        format!("{} {} {}", c.test, c.variable, c.values.items.iter().map(text).collect::<Vec<_>>().join(" "))
    });
    let when: Vec<_> = when.chain(statement.conditions.unseen.iter().map(|why| format!("? {why}"))).collect();
    let sometimes = if statement.sometimes { "?" } else { "" };
    format!(
        "{effect}{sometimes} [{}] {} on {} if [{}]",
        who.join(", "),
        strings(&statement.actions),
        strings(&statement.resources),
        when.join(", ")
    )
}

/// Fails unless the key's one policy has the statements `expected`, one a line.
#[track_caller]
fn check(code: &str, expected: &[&str]) {
    with_policies(code, |policies, unseen| {
        assert_eq!(unseen, None);
        let [Lookup::Found(policy)] = policies else { panic!("{policies:?}") };
        let mut shown: Vec<String> = policy.statements.iter().map(show).collect();
        shown.extend(policy.unseen.iter().map(|why| format!("? {why}")));
        assert_eq!(shown, expected);
    });
}

const LOGS: &str = "allow [Service=logs.*.amazonaws.com] kms:Decrypt kms:Encrypt* on * if [ArnLike kms:EncryptionContext:aws:logs:arn arn:aws:logs:*:*]";

#[test]
fn one_statement_in_every_spelling() {
    let object = |account: &str| {
        format!(
            "{{ Version: '2012-10-17', Statement: [{{ Effect: 'Allow', Principal: {{ Service: `logs.${{region}}.amazonaws.com` }}, \
             Action: ['kms:Decrypt', 'kms:Encrypt*'], Resource: '*', \
             Condition: {{ ArnLike: {{ 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${{{account}}}:*` }} }} }}] }}"
        )
    };
    let head = "declare const region: string;\n";
    check(
        &format!(
            "{head}new aws.kms.Key('k', {{ policy: identity.accountId.apply(id => JSON.stringify({})) }});",
            object("id")
        ),
        &[LOGS],
    );
    check(
        &format!(
            "{head}const key = new aws.kms.Key('k');\nnew aws.kms.KeyPolicy('p', {{ keyId: key.id, policy: pulumi.jsonStringify({}) }});",
            object("identity.accountId")
        ),
        &[LOGS],
    );
    let data = "declare const region: string;\nnew aws.kms.Key('k', { policy: aws.iam.getPolicyDocumentOutput({ statements: [{ \
                principals: [{ type: 'Service', identifiers: [`logs.${region}.amazonaws.com`] }], actions: ['kms:Decrypt', 'kms:Encrypt*'], \
                resources: ['*'], conditions: [{ test: 'ArnLike', variable: 'kms:EncryptionContext:aws:logs:arn', \
                values: [pulumi.interpolate`arn:aws:logs:${identity.accountId}:*`] }] }] }).json });";
    check(data, &[LOGS]);
    let text = "declare const region: string;\nnew aws.kms.Key('k', { policy: pulumi.interpolate`{ \"Statement\": { \"Effect\": \"Allow\", \
                \"Principal\": { \"Service\": \"logs.${region}.amazonaws.com\" }, \"Action\": [\"kms:Decrypt\", \"kms:Encrypt*\"], \"Resource\": \"*\", \
                \"Condition\": { \"ArnLike\": { \"kms:EncryptionContext:aws:logs:arn\": \"arn:aws:logs:${identity.accountId}:*\" } } } }` });";
    check(text, &[LOGS]);
}

#[test]
fn what_is_not_seen_is_marked() {
    check(
        "declare const more: any;\ndeclare const who: string;\ndeclare const on: boolean;\n\
         new aws.kms.Key('k', { policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', NotAction: 'x', Resource: [...more] },\n\
         ...(on ? [{ Effect: 'Allow', Principal: { AWS: who } }] : []), more] }) });",
        &[
            "deny [*=*] - on ? what `more` holds can't be seen if []",
            "allow? [? `who` is declared without a value] - on - if []",
            "? `more` is declared without a value",
        ],
    );
    check(
        "new aws.kms.Key('k', { policy: aws.iam.getPolicyDocumentOutput({ sourcePolicyDocuments: ['x'], statements: [] }).json });",
        &["? `sourcePolicyDocuments` brings statements of other policies"],
    );
}

#[test]
fn a_key_that_a_loop_makes_may_have_a_policy_elsewhere() {
    with_policies(
        "declare const id: string;\nconst key = new aws.kms.Key('k');\nnew aws.kms.KeyPolicy('p', { keyId: id, policy: '{}' });",
        |policies, unseen| {
            assert!(policies.is_empty());
            assert_eq!(unseen, Some("a key policy may be its own: `id` is declared without a value"));
        },
    );
    with_policies(
        "const key = new aws.kms.Key('k');\nconst other = new aws.kms.Key('o');\n\
         new aws.kms.KeyPolicy('p', { keyId: other.keyId, policy: '{}' });",
        |policies, unseen| assert!(policies.is_empty() && unseen.is_none()),
    );
}

#[test]
fn actions_and_principals_are_compared_as_iam_does() {
    with_policies(
        "declare const region: string;\nnew aws.kms.Key('k', { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', \
         Principal: { Service: ['logs.eu-west-1.amazonaws.com', 'logs.amazonaws.com', 's3.amazonaws.com', `${region}.amazonaws.com`] }, \
         Action: ['KMS:encrypt*', 'kms:Decrypt'] }] }) });",
        |policies, _| {
            let [Lookup::Found(policy)] = policies else { panic!("{policies:?}") };
            let statement = &policy.statements[0];
            assert!(statement.allows_action("kms:Encrypt*").found().is_some());
            assert!(statement.allows_action("kms:Decrypt*").is_absent());
            let logs: Vec<bool> = statement.principals.items.iter().map(|p| p.is_service("logs")).collect();
            assert_eq!(logs, [true, true, false, false]);
            assert!(statement.principals.items[3].is_unseen());
        },
    );
}

#[test]
fn a_service_may_act_as_a_role_however_its_trust_is_written() {
    let admits = |trust: &str| {
        let text = format!("{HEAD}{trust}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let role = model.resources_of("aws.iam.Role").next().expect("there is a role");
        let trust = model.trust(role);
        match trust {
            Lookup::Found(trust) => match trust.admits("vpc-flow-logs") {
                Lookup::Found(()) => "yes".to_string(),
                Lookup::Absent => "no".to_string(),
                Lookup::Unknown(why) => why,
            },
            Lookup::Absent => "absent".to_string(),
            Lookup::Unknown(why) => why,
        }
    };
    let role = |trust: &str| admits(&format!("new aws.iam.Role('r', {{ assumeRolePolicy: {trust} }});"));
    let statement = |rest: &str| role(&format!("{{ Statement: [{{ Effect: 'Allow', {rest} }}] }}"));
    let principal = |code: &str| statement(&format!("Action: 'sts:AssumeRole', Principal: {code}"));
    assert_eq!(principal("{ Service: 'vpc-flow-logs.amazonaws.com' }"), "yes");
    assert_eq!(principal("{ Service: ['ec2.amazonaws.com', 'vpc-flow-logs.amazonaws.com'] }"), "yes");
    assert_eq!(principal("'*'"), "yes");
    assert_eq!(principal("{ Service: 'ec2.amazonaws.com' }"), "no");
    assert_eq!(principal("{ AWS: 'arn:aws:iam::123456789012:root' }"), "no");
    assert_eq!(principal("{ Service: process.env.SERVICE }"), "it is computed at run time");
    assert_eq!(statement("Action: 'sts:TagSession', Principal: { Service: 'vpc-flow-logs.amazonaws.com' }"), "no");
    assert_eq!(role("aws.iam.assumeRolePolicyForPrincipal({ Service: 'vpc-flow-logs.amazonaws.com' })"), "yes");
    assert_eq!(role("aws.iam.assumeRolePolicyForPrincipal({ Service: 'ec2.amazonaws.com' })"), "no");
    let helper = "const trust = (name: string) => JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', \
                  Principal: { Service: name } }] });\n";
    let of = |services: &[&str]| {
        let roles =
            services.iter().map(|it| format!("new aws.iam.Role('{it}', {{ assumeRolePolicy: trust('{it}') }});\n"));
        admits(&format!("{helper}{}", roles.collect::<String>()))
    };
    assert_eq!(of(&["vpc-flow-logs.amazonaws.com", "ec2.amazonaws.com"]), "yes");
    assert_eq!(of(&["ecs.amazonaws.com", "ec2.amazonaws.com"]), "a service is named at run time");
}
