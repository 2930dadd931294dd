//! Documents in the shapes that people write.

use crate::model::{Content, DocNode, DocPlace, Form, Lookup, Model, TextPart, Value};
use crate::source::TextRange;
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n\
                    const identity = aws.getCallerIdentityOutput({});\nconst bucket = new aws.s3.Bucket('b');\n";

/// How the document that `policy` of the first key holds is written, and what is in it.
fn shown(code: &str) -> String {
    let text = format!("{HEAD}{code}");
    let program = program(&[("index.ts", &text)]);
    let model = Model::new(&program);
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    let property = model.resource_property(key, "policy").found().expect("it has a policy");
    match model.document(&property) {
        Lookup::Found(document) => {
            let form = match document.form {
                Form::Plain => "plain",
                Form::Stringify(_) => "stringify",
                Form::JsonStringify(_) => "jsonStringify",
                Form::PolicyDocument { is_output: true, .. } => "policy output",
                Form::PolicyDocument { .. } => "policy",
                Form::Text { interpolated: true, .. } => "interpolated",
                Form::Text { .. } => "text",
            };
            let applied = "apply ".repeat(document.applied.len());
            format!("{applied}{form} {}", show(&document.root))
        }
        Lookup::Absent => "absent".into(),
        Lookup::Unknown(why) => format!("? {why}"),
    }
}

fn show(node: &DocNode<'_>) -> String {
    match &node.content {
        Content::Undefined => "undefined".into(),
        Content::Null => "null".into(),
        Content::Bool(it) => it.to_string(),
        Content::Number(it) => it.to_string(),
        Content::Text(parts) => {
            let part = |part: &TextPart<'_>| match part {
                TextPart::Known(text) => text.clone(),
                TextPart::Hole(Value::Entity(_, path)) => format!("<{}>", path.join(".")),
                TextPart::Hole(value) => format!("<{}>", value.why_unknown().unwrap_or("?")),
            };
            format!("'{}'", parts.iter().map(part).collect::<String>())
        }
        Content::Object(object) => {
            let mark = |sometimes| if sometimes { "?" } else { "" };
            let member = |m: &super::Member<'_>| format!("{}{}: {}", m.key, mark(m.sometimes), show(&m.value));
            let members = object.members.iter().map(member).chain(object.unseen.iter().map(|why| format!("? {why}")));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Content::List(list) => {
            let item = |i: &super::Item<'_>| {
                let sometimes = if i.sometimes { "?" } else { "" };
                format!("{}{}{sometimes}", if i.several { "..." } else { "" }, show(&i.value))
            };
            let items = list.items.iter().map(item).chain(list.unseen.iter().map(|why| format!("? {why}")));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Content::AnyOf(choices) => choices.iter().map(show).collect::<Vec<_>>().join(" | "),
        Content::Unknown(why) => format!("? {why}"),
    }
}

#[track_caller]
fn check(code: &str, expected: &str) {
    assert_eq!(shown(code), expected, "{code}");
}

#[test]
fn objects_in_every_wrapper() {
    check(
        "new aws.kms.Key('k', { policy: { A: 'x', B: [1, true, null] } as any });",
        "plain {A: 'x', B: [1, true, null]}",
    );
    check("new aws.kms.Key('k', { policy: JSON.stringify({ A: 'x' }, null, 2) });", "stringify {A: 'x'}");
    check("new aws.kms.Key('k', { policy: pulumi.jsonStringify({ A: bucket.arn }) });", "jsonStringify {A: '<arn>'}");
    check(
        "new aws.kms.Key('k', { policy: identity.accountId.apply(id => JSON.stringify({ A: `x:${id}:root` })) });",
        "apply stringify {A: 'x:<accountId>:root'}",
    );
    check(
        "new aws.kms.Key('k', { policy: pulumi.all([identity, bucket.arn]).apply(([id, arn]) => {\n\
         const region = 'eu-west-1';\n  return JSON.stringify({ A: `${id.accountId}:${region}`, B: arn });\n}) });",
        "apply stringify {A: '<accountId>:eu-west-1', B: '<arn>'}",
    );
    check(
        "new aws.kms.Key('k', { policy: pulumi.all({ a: bucket.arn }).apply(async ({ a }) => JSON.stringify({ A: a })) });",
        "apply stringify {A: '<arn>'}",
    );
    check(
        "new aws.kms.Key('k', { policy: pulumi.output({ A: bucket.arn }).apply(p => JSON.stringify(p)) });",
        "apply stringify {A: '<arn>'}",
    );
}

#[test]
fn data_sources() {
    check(
        "new aws.kms.Key('k', { policy: aws.iam.getPolicyDocumentOutput({ statements: [{ sid: 'a' }] }).json });",
        "policy output {statements: [{sid: 'a'}]}",
    );
    check(
        "const doc = aws.iam.getPolicyDocument({ statements: [{ sid: 'a' }] });\n\
         new aws.kms.Key('k', { policy: doc.then(d => d.json) });",
        "policy {statements: [{sid: 'a'}]}",
    );
    check(
        "const doc = aws.iam.getPolicyDocumentOutput({ statements: [{ sid: 'a' }] });\n\
         new aws.kms.Key('k', { policy: doc.apply(d => d.json) });",
        "policy output {statements: [{sid: 'a'}]}",
    );
}

#[test]
fn names_helpers_and_casts_are_followed() {
    check(
        "const policy = JSON.stringify({ A: 'x' } satisfies object);\nnew aws.kms.Key('k', { policy });",
        "stringify {A: 'x'}",
    );
    check(
        "const actions = ['a', 'b'] as const;\nconst text = (account: string) => JSON.stringify({ A: actions, B: account });\n\
         new aws.kms.Key('k', { policy: text('12') });",
        "stringify {A: ['a', 'b'], B: '12'}",
    );
    check(
        "function allow(name: string) { return { Sid: name, Effect: 'Allow' }; }\n\
         new aws.kms.Key('k', { policy: JSON.stringify({ S: [allow('a')] }) });",
        "stringify {S: [{Sid: 'a', Effect: 'Allow'}]}",
    );
}

#[test]
fn spreads_pushes_and_conditions() {
    check(
        "const base = [{ Sid: 'a' }];\nconst all = [...base, { Sid: 'b' }];\nall.push({ Sid: 'c' });\n\
         if (bucket) { all.push({ Sid: 'd' }); }\nnew aws.kms.Key('k', { policy: JSON.stringify({ S: all }) });",
        "stringify {S: [{Sid: 'a'}, {Sid: 'b'}, {Sid: 'c'}, {Sid: 'd'}?]}",
    );
    check(
        "declare const more: any[];\ndeclare const on: boolean;\n\
         new aws.kms.Key('k', { policy: JSON.stringify({ S: [...(on ? [{ Sid: 'a' }] : []), ...more] }) });",
        "stringify {S: [{Sid: 'a'}?, ? what `more` holds can't be seen]}",
    );
    check(
        "declare const on: boolean;\ndeclare const rest: any;\nconst base = { A: 'x', B: 'y' };\n\
         new aws.kms.Key('k', { policy: JSON.stringify({ ...base, B: 'z', ...(on && { C: 'c' }), E: on ? 'e' : 'f' }) });",
        "stringify {A: 'x', B: 'y', B: 'z', C?: 'c', E: 'e' | 'f'}",
    );
    check(
        "declare const rest: any;\nnew aws.kms.Key('k', { policy: JSON.stringify({ A: 'x', ...rest, B: 'y' }) });",
        "stringify {A?: 'x', B: 'y', ? what `...rest` holds can't be seen}",
    );
    check(
        "const services = ['a', 'b'];\n\
         new aws.kms.Key('k', { policy: JSON.stringify({ S: services.map(s => ({ P: s })), T: ['x'].concat(['y']) }) });",
        "stringify {S: [...{P: '<?>'}], T: ['x', 'y']}",
    );
}

#[test]
fn json_text() {
    check(r#"new aws.kms.Key('k', { policy: '{"A": ["x", 1, true]}' });"#, "text {A: ['x', 1, true]}");
    check(
        "new aws.kms.Key('k', { policy: pulumi.interpolate`{\n  \"A\": \"x:${identity.accountId}:root\",\n  \"B\": ${1}\n}` });",
        "interpolated {A: 'x:<accountId>:root', B: 1}",
    );
    check(
        "const arns = ['a'];\nnew aws.kms.Key('k', { policy: `{ \"A\": ${JSON.stringify(arns)}, \"B\": \"\\\\\"${'q'}\" }` });",
        "text {A: ['a'], B: '\"q'}",
    );
    check("new aws.kms.Key('k', { policy: `{ \"A\": ${'x'} }` });", "text {A: ? text is put in where a value stands}");
    check("new aws.kms.Key('k', { policy: `{ \"A\": 1${2} }` });", "text {A: ? it is put together of text}");
    check("new aws.kms.Key('k', { policy: '{ nothing' });", "text ? its text can't be read as JSON");
    check("new aws.kms.Key('k', { policy: 'policy.json' });", "text ? its text is no JSON object");
}

#[test]
fn what_is_not_seen_is_said() {
    check("declare const p: string;\nnew aws.kms.Key('k', { policy: p });", "? `p` is declared without a value");
    check(
        "declare const on: boolean;\nnew aws.kms.Key('k', { policy: on ? '{}' : JSON.stringify({}) });",
        "? it depends on a condition",
    );
    check(
        "const text = () => { if (bucket) { return '{}'; } return '[]'; };\nnew aws.kms.Key('k', { policy: text() });",
        "? the function that makes it returns in several places",
    );
    check("new aws.kms.Key('k', { policy: undefined });", "absent");
    check("new aws.kms.Key('k', { policy: bucket.arn });", "? it is built at run time");
}

#[test]
fn places_are_those_of_the_source() {
    let text = format!(
        "{HEAD}const key = new aws.kms.Key('k', {{ policy: pulumi.interpolate`{{\n  \"é\": \"${{bucket.arn}}/*\",\n  \"B\": [\"x\"]\n}}` }});\n"
    );
    let program = program(&[("index.ts", &text)]);
    let model = Model::new(&program);
    let key = model.resources_of("aws.kms.Key").next().expect("there is a key");
    let property = model.resource_property(key, "policy").found().expect("it has a policy");
    let document = model.document(&property).found().expect("it is seen");
    let at = |range: TextRange| model.text(key.file, range);
    let object = document.root.object().expect("an object");
    let places: Vec<&str> = object.members.iter().map(|m| at(m.range)).collect();
    assert_eq!(places, ["\"é\": \"${bucket.arn}/*\"", "\"B\": [\"x\"]"]);
    let list = object.get("B").found().expect("it is there");
    assert_eq!(at(list.list().expect("a list").items[0].value.place.range()), "\"x\"");
    assert!(matches!(list.place, DocPlace::Json { .. }));
    assert!(object.get("C").is_absent());
}
