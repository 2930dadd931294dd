//! What is the same, where it is deployed, and what ARNs are made of.

use super::*;
use crate::testing::program;

const HEAD: &str = "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n";

/// What `look` says of the values of `a` and `b`, the last ones of these names, in one file.
fn of_both<T>(text: &str, look: impl for<'p> Fn(&Model<'p>, [Site<'p, swc_ecma_ast::Expr>; 2]) -> T) -> T {
    let program = program(&[("index.ts", &format!("{HEAD}{text}"))]);
    let model = Model::new(&program);
    let file = FileId(0);
    let value = |name: &str| {
        let values = model.index(file).bindings().filter_map(|(_, b)| match &b.origin {
            Origin::Variable { declarator, .. } if b.name == name => declarator.init.as_deref(),
            _ => None,
        });
        Site { file, node: values.last().unwrap_or_else(|| panic!("`{name}` is declared")) }
    };
    look(&model, [value("a"), value("b")])
}

fn pieces<'p>(model: &Model<'p>, site: Site<'p, swc_ecma_ast::Expr>) -> Vec<Piece<'p>> {
    model.text_pieces(site.file, site.node)
}

fn same(text: &str) -> &'static str {
    of_both(text, |model, [a, b]| match model.same_text(&pieces(model, a), &pieces(model, b)) {
        Same::Yes => "yes",
        Same::No => "no",
        Same::Unknown(why) => {
            assert!(!why.is_empty());
            "unknown"
        }
    })
}

#[test]
fn texts_that_lead_to_one_place_are_the_same() {
    let config = "const config = new pulumi.Config();\nconst x = config.require('x');\n";
    for (a, b) in [
        ("'orders'", "`orders`"),
        ("`v-${x}`", "'v-' + x"),
        ("`v-${x}-dr`", "pulumi.interpolate`v-${x}-dr`"),
        ("`v-${x}`", "pulumi.concat('v', '-', x)"),
        ("`v-${x}`", "pulumi.output(x).apply(y => `v-${y}`)"),
        ("`v-${x}-w`", "pulumi.all([x, 'w']).apply(([y, w]) => `v-${y}-${w}`)"),
        ("`v-${x}-w`", "pulumi.all({ y: x, w: 'w' }).apply(({ y, w }) => `v-${y}-${w}`)"),
        ("`v-${x}`", "`v-${config.require('x')}`"),
        ("`v-${x}`", "`v-${new pulumi.Config().require('x')}`"),
        ("`v-${pulumi.getStack()}`", "`v-${pulumi.getStack()}`"),
        ("`v-${process.env.S || 'dev'}`", "`v-${process.env.S || 'dev'}`"),
        ("`v-${x.toLowerCase()}`", "`v-${x.toLowerCase()}`"),
        ("(() => `v-${x}`)()", "`v-${x}`"),
        ("aws.getCallerIdentityOutput().accountId", "aws.getCallerIdentityOutput({}).accountId"),
    ] {
        assert_eq!(same(&format!("{config}const a = {a};\nconst b = {b};")), "yes", "{a} {b}");
    }
}

#[test]
fn helpers_and_fields_are_compared_by_what_they_are_given() {
    let helper = "const name = (kind: string) => `app-${kind}-${pulumi.getStack().toLowerCase()}`;\n";
    assert_eq!(same(&format!("{helper}const a = name('dr');\nconst b = name('dr');")), "yes");
    let random = "const name = (kind: string) => `app-${kind}-${Math.random()}`;\n";
    assert_eq!(same(&format!("{random}const a = name('dr');\nconst b = name('dr');")), "unknown");
    let pure = "const config = new pulumi.Config();\nconst stage = config.require('s');\nconst name = (kind: string) => `app-${kind}-${stage}`;\n";
    assert_eq!(same(&format!("{pure}const a = name('dr');\nconst b = name('dr');")), "yes");
    assert_eq!(same(&format!("{pure}const a = name('dr');\nconst b = name('main');")), "unknown");
    let fields = "class C {\n  private s: string;\n  constructor(private args: { x: string }) {\n    this.s = args.x;\n  }\n  f() {\n    const a = `v-${this.s}`;\n    const b = `v-${this.args.x}`;\n  }\n}\nnew C({ x: process.env.X! });\n";
    assert_eq!(same(fields), "yes");
}

#[test]
fn texts_that_differ_where_they_are_known_are_others() {
    let head = "const config = new pulumi.Config();\nconst x = config.require('x');\nconst y = config.require('y');\n";
    let of = |a: &str, b: &str| same(&format!("{head}const a = {a};\nconst b = {b};"));
    assert_eq!(of("'orders'", "'payments'"), "no");
    assert_eq!(of("`v-${x}`", "`w-${x}`"), "no");
    assert_eq!(of("`v-${x}-dr`", "`v-${x}-main`"), "no");
    assert_eq!(of("`v-${x}`", "`v-${x}-dr`"), "no");
    assert_eq!(of("`v-${x}`", "`v-${y}`"), "unknown");
    assert_eq!(of("`v-${x}`", "'v-dev'"), "unknown");
    assert_eq!(of("`v-${Math.random()}`", "`v-${Math.random()}`"), "unknown");
    let assigned = "let x = 'a';\nconst a = `v-${x}`;\nx = pulumi.getStack();\nconst b = `v-${x}`;";
    assert_eq!(same(assigned), "unknown");
}

#[test]
fn alike_means_the_same_words() {
    let alike = |a: &str, b: &str| {
        let head = "const config = new pulumi.Config();\nconst x = config.get('x');\nconst y = config.get('y');\n";
        of_both(&format!("{head}const a = {a};\nconst b = {b};"), |model, [a, b]| {
            model.alike(&pieces(model, a), &pieces(model, b))
        })
    };
    assert!(alike("`vault-${x}`", "`vault-${y}`"));
    assert!(!alike("`vault-${x}`", "`${y}`"));
    assert!(!alike("`${x}-${y}`", "`${y}-${x}`"));
}

#[test]
fn an_arn_is_taken_apart_where_its_colons_are_known() {
    let parts = |spelled: &str| {
        let head = "const c = new pulumi.Config();\nconst r = c.require('r');\nconst n = c.require('n');\n";
        of_both(&format!("{head}const a = {spelled};\nconst b = '';"), |model, [a, _]| {
            let text = |pieces: &[Piece<'_>]| -> String {
                let text = |piece: &Piece<'_>| match piece {
                    Piece::Known(text) => text.clone(),
                    _ => "?".into(),
                };
                pieces.iter().map(text).collect()
            };
            let arn = Arn::of(&pieces(model, a))?;
            let name = arn.name_of("backup-vault").map_or("-".into(), |name| text(&name));
            Some([text(&arn.service), text(&arn.region), text(&arn.account), text(&arn.resource), name].join(" "))
        })
    };
    let found = |text: &str| Some(text.to_string());
    assert_eq!(parts("`arn:aws:backup:${r}:1:backup-vault:v-${n}`"), found("backup ? 1 backup-vault:v-? v-?"));
    assert_eq!(parts("`arn:${c.require('p')}:s3:::b`"), found("s3   b -"));
    assert_eq!(parts("`arn:aws:backup:${r}:${n}:plan:x`"), found("backup ? ? plan:x -"));
    assert_eq!(parts("`${r}:backup-vault:v`"), None);
    assert_eq!(parts("'vault'"), None);
}

/// Whether `a` is the region of the first queue, and `b` its account.
fn deployed(text: &str) -> (String, String) {
    of_both(text, |model, [a, b]| {
        let queue = model.resources_of("aws.sqs.Queue").next().expect("a queue");
        let word = |same: Same| match same {
            Same::Yes => "yes".to_string(),
            Same::No => "no".to_string(),
            Same::Unknown(why) => why,
        };
        (word(model.is_region_of(&pieces(model, a), queue)), word(model.is_account_of(&pieces(model, b), queue)))
    })
}

#[test]
fn regions_are_those_of_providers() {
    let of = |region: &str, spelled: &str| {
        let text = format!(
            "const config = new pulumi.Config();\nconst r = config.require('r');\n\
             const provider = new aws.Provider('p', {{ region: {region} }});\n\
             new aws.sqs.Queue('q', {{}}, {{ provider }});\nconst a = {spelled};\nconst b = '';"
        );
        deployed(&text).0
    };
    assert_eq!(of("'us-west-2'", "'us-west-2'"), "yes");
    assert_eq!(of("aws.Region.USGovWest1", "'us-gov-west-1'"), "yes");
    assert_eq!(of("'us-west-2'", "'us-east-1'"), "no");
    assert_eq!(of("r", "r"), "yes");
    assert_eq!(of("r as aws.Region", "config.require('r')"), "yes");
    assert_eq!(of("r", "aws.getRegionOutput({}, { provider }).name"), "yes");
    assert!(of("r", "aws.getRegionOutput().name").contains("decided at run time"));
    let default = |spelled: &str| deployed(&format!("new aws.sqs.Queue('q');\nconst a = {spelled};\nconst b = '';")).0;
    assert_eq!(default("aws.config.region"), "yes");
    assert_eq!(default("pulumi.output(aws.getRegion()).name"), "yes");
    assert_eq!(default("new pulumi.Config('aws').require('region')"), "yes");
    assert!(default("'us-east-1'").contains("default provider"));
    let own = "new aws.sqs.Queue('q', { region: 'eu-west-1' });\nconst a = 'eu-west-1';\nconst b = '';";
    assert_eq!(deployed(own).0, "yes");
}

#[test]
fn accounts_are_those_of_credentials() {
    let of = |arguments: &str, spelled: &str| {
        let text = format!(
            "const provider = new aws.Provider('p', {{ {arguments} }});\n\
             new aws.sqs.Queue('q', {{}}, {{ provider }});\nconst a = '';\nconst b = {spelled};"
        );
        deployed(&text).1
    };
    assert_eq!(of("region: 'eu-west-1'", "aws.getCallerIdentityOutput().accountId"), "yes");
    assert_eq!(of("region: 'eu-west-1'", "aws.getCallerIdentityOutput({}, { provider }).accountId"), "yes");
    assert!(of("profile: 'x'", "aws.getCallerIdentityOutput().accountId").contains("other credentials"));
    assert_eq!(of("profile: 'x'", "aws.getCallerIdentityOutput({}, { provider }).accountId"), "yes");
    let role = "assumeRoles: [{ roleArn: 'arn:aws:iam::111122223333:role/x' }]";
    assert_eq!(of(role, "'111122223333'"), "yes");
    assert_eq!(of(role, "'444455556666'"), "no");
    assert!(of("region: 'eu-west-1'", "'444455556666'").contains("whose account"));
}

#[test]
fn code_runs_once_unless_a_loop_or_several_calls_run_it() {
    let once = |text: &str| {
        let program = program(&[("index.ts", &format!("{HEAD}{text}"))]);
        let model = Model::new(&program);
        let of = |class: &str| {
            let found = model.resources().iter().find(|r| r.symbol.is(class)).expect("it is made");
            (found.file, found.node)
        };
        model.runs_once(of("aws.sqs.Queue"), of("aws.sns.Topic"))
    };
    assert!(once("new aws.sqs.Queue('q');\nnew aws.sns.Topic('t');"));
    assert!(once("function f() {\n  new aws.sqs.Queue('q');\n}\nf();\nnew aws.sns.Topic('t');"));
    assert!(once("function f() {\n  new aws.sqs.Queue('q');\n  new aws.sns.Topic('t');\n}\nf();\nf();"));
    assert!(once("for (const x of [1, 2]) {\n  new aws.sqs.Queue('q');\n  new aws.sns.Topic('t');\n}"));
    assert!(once(
        "class C {\n  constructor() {\n    new aws.sqs.Queue('q');\n    this.f();\n  }\n  f() {\n    new aws.sns.Topic('t');\n  }\n}"
    ));
    assert!(!once("for (const x of [1, 2]) {\n  new aws.sqs.Queue('q');\n}\nnew aws.sns.Topic('t');"));
    assert!(!once("function f() {\n  new aws.sqs.Queue('q');\n}\nf();\nf();\nnew aws.sns.Topic('t');"));
    assert!(!once("function f() {\n  new aws.sqs.Queue('q');\n}\n[1, 2].forEach(() => f());\nnew aws.sns.Topic('t');"));
    assert!(!once(
        "class C {\n  constructor() {\n    new aws.sqs.Queue('q');\n  }\n}\nnew C();\nnew C();\nnew aws.sns.Topic('t');"
    ));
}

#[test]
fn texts_that_double_at_each_step_end() {
    let chain = |name: &str| {
        let steps = (1..40).map(|n| format!("const {name}{n} = f({name}{0}, {name}{0});\n", n - 1));
        format!("const {name}0 = config.require('x');\n{}", steps.collect::<String>())
    };
    let head = "const config = new pulumi.Config();\nconst f = (l: string, r: string) => `${l}${r}`;\n";
    let text = format!("{head}{}{}const a = p39;\nconst b = q39;", chain("p"), chain("q"));
    assert_eq!(same(&text), "unknown");
    let sums = |name: &str| {
        let steps = (1..40).map(|n| format!("const {name}{n} = {name}{0} + {name}{0};\n", n - 1));
        format!("const {name}0 = config.require('x');\n{}", steps.collect::<String>())
    };
    assert_ne!(same(&format!("{head}{}{}const a = p39;\nconst b = q39;", sums("p"), sums("q"))), "no");
}
