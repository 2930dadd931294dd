//! Cases by hand, laws by chance.

use std::path::Path;

use proptest::prelude::*;

use super::tree::Tree;
use super::{FileLayout, NewArguments, Place, Printer, Snippet, tidy};
use crate::edit::{Edit, EditSet, apply};
use crate::source::style::{Indent, QuoteProps, Quotes, TrailingComma};
use crate::source::{Newline, SourceFile, Style, TextRange};

/// The style of most formatted programs.
fn usual() -> Style {
    Style { quotes: Quotes::Single, arrow_parens: false, trailing_comma: TrailingComma::Es5, ..Style::default() }
}

fn parse(text: &str) -> SourceFile {
    SourceFile::parse(Path::new("a.ts"), text.as_bytes().to_vec()).expect(text)
}

fn reprint(text: &str, style: &Style) -> String {
    Printer::new(&parse(text), style, FileLayout::default()).print_file().expect("no comment is lost")
}

#[track_caller]
fn prints(code: &str, style: &Style, expected: &str) {
    assert_eq!(reprint(code, style), expected);
    assert_eq!(reprint(expected, style), expected, "printed twice");
}

#[test]
fn resource_with_options_takes_one_argument_a_line() {
    prints(
        "const a = new aws.ec2.RouteTable(\"x\", {vpcId: vpc.id, \n tags: {Name: `x-${s}`} }, {parent: this})",
        &usual(),
        "const a = new aws.ec2.RouteTable(\n  'x',\n  { vpcId: vpc.id, tags: { Name: `x-${s}` } },\n  { parent: this }\n);\n",
    );
    prints(
        "new aws.ec2.RouteTable(\"x\", {\nvpcId: vpc.id}, {parent: this})",
        &usual(),
        "new aws.ec2.RouteTable(\n  'x',\n  {\n    vpcId: vpc.id,\n  },\n  { parent: this }\n);\n",
    );
}

#[test]
fn resource_without_options_hugs_its_object() {
    prints(
        "const bucket = new aws.s3.Bucket('logs', { \nforceDestroy: true })",
        &usual(),
        "const bucket = new aws.s3.Bucket('logs', {\n  forceDestroy: true,\n});\n",
    );
}

#[test]
fn policy_of_several_outputs() {
    prints(
        "export const policy = pulumi.all([bucket.arn, key.arn]).apply(([bucketArn, keyArn]) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${bucketArn}/*` }, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn }] }));",
        &usual(),
        "export const policy = pulumi.all([bucket.arn, key.arn]).apply(
  ([bucketArn, keyArn]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: `${bucketArn}/*`,
        },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArn },
      ],
    })
);
"
        .replace(
            "pulumi.all([bucket.arn, key.arn]).apply(\n  ([bucketArn, keyArn]) =>",
            "pulumi\n  .all([bucket.arn, key.arn])\n  .apply(([bucketArn, keyArn]) =>",
        )
        .replace("\n    })\n);", "\n    })\n  );")
        .as_str(),
    );
}

#[test]
fn styles_differ() {
    let code = "const f = (x) => ({ 'a': x, b: \"it's\" });\n[1, 2].forEach((y) => { f(y) })\n";
    let bare = Style { semicolons: false, bracket_spacing: false, ..usual() };
    prints(code, &bare, "const f = x => ({a: x, b: \"it's\"})\n;[1, 2].forEach(y => {\n  f(y)\n})\n");
    let wide = Style { indent: Indent::Tab(4), quote_props: QuoteProps::Preserve, ..Style::default() };
    prints(
        code,
        &wide,
        "const f = (x) => ({ 'a': x, b: \"it's\" });\n[1, 2].forEach((y) => {\n\tf(y);\n});\n"
            .replace("'a'", "\"a\"")
            .as_str(),
    );
}

#[test]
fn quotes_that_one_property_needs() {
    let consistent = Style { quote_props: QuoteProps::Consistent, ..usual() };
    prints("x = { a: 1, 'b-c': 2 };\n", &consistent, "x = { 'a': 1, 'b-c': 2 };\n");
    prints("x = { 'a': 1, \"b-c\": 2 };\n", &usual(), "x = { a: 1, 'b-c': 2 };\n");
}

#[test]
fn comments_and_blank_lines_survive() {
    let text = "// first\nimport * as aws from '@pulumi/aws';\n\n/** Why. */\nexport class A {\n  // own line\n  private a = 1; // behind\n\n  constructor() {\n    super(); // call\n    // last\n  }\n}\n\nfoo({\n  // before\n  a: 1, // after\n\n  b: [\n    // inside\n    1,\n  ],\n  // dangling\n});\n";
    prints(text, &usual(), text);
}

#[test]
fn templates_keep_their_text() {
    let text = "const a = pulumi.interpolate`#!/bin/bash\necho   ${ name }   $(hostname)\n  done`;\n";
    prints(text, &usual(), &text.replace("${ name }", "${name}"));
}

#[test]
fn crlf_files_get_crlf() {
    let style = Style { newline: Newline::CrLf, ..usual() };
    let snippet = Snippet::statements("f({\na: 1 })").expect("parses");
    assert_eq!(snippet.print(&style, FileLayout::default(), Place::default()), "f({\r\n  a: 1,\r\n});");
}

#[test]
fn snippets_of_every_kind() {
    let style = usual();
    let at = Place::level(1, &style);
    let print = |s: Result<Snippet, _>| s.expect("parses").print(&style, FileLayout::default(), at);
    assert_eq!(print(Snippet::statements("return \"a\"")), "return 'a';");
    assert_eq!(print(Snippet::expression("{a:1}")), "{ a: 1 }");
    assert_eq!(print(Snippet::properties("a:1, ...b")), "a: 1,\n  ...b");
    assert_eq!(print(Snippet::arguments("a, [1,2]")), "a,\n  [1, 2]");
    assert_eq!(print(Snippet::parameters("private readonly a:string")), "private readonly a: string");
    assert_eq!(
        print(Snippet::class_members("readonly a:string; get b() {return 1}")),
        "readonly a: string;\n  get b() {\n    return 1;\n  }"
    );
    assert_eq!(print(Snippet::type_members("a?:string, b: number")), "a?: string;\n  b: number;");
    assert_eq!(print(Snippet::ty("pulumi.Input< string >")), "pulumi.Input<string>");
    let error = Snippet::expression("a b").expect_err("does not parse").to_string();
    assert!(error.starts_with("code to be written does not parse: "), "{error}");
}

#[test]
fn paths_of_names_stay_whole_where_nothing_fits() {
    let style = usual();
    let at = Place { column: 130, ..Place::default() };
    let print = |code| Snippet::expression(code).expect("parses").print(&style, FileLayout::default(), at);
    assert_eq!(print("this.role"), "this.role");
    assert_eq!(print("args.network.vpc"), "args.network.vpc");
}

#[test]
fn untidy_files_keep_their_way_with_resources() {
    let hugged = "const a = new A('n', {\n  x: 1,\n}, { parent: this });\nconst b = new B('m', {\n  y: 1,\n}, { parent: this });\n";
    let layout = FileLayout::detect(&parse(hugged), &usual());
    assert_eq!(layout, FileLayout { tidy: false, new_arguments: NewArguments::Hugged });
    let snippet = Snippet::statements("new C(\"c\", {\nz: 1 }, {parent: this})").expect("parses");
    assert_eq!(snippet.print(&usual(), layout, Place::default()), "new C('c', {\n  z: 1,\n}, { parent: this });");
}

/// The text after `insert` was put behind `anchor`, laid out.
#[track_caller]
fn tidied(text: &str, anchor: &str, insert: &str, expected: &str) {
    let file = parse(text);
    let at = text.find(anchor).expect("anchor") + anchor.len();
    let mut edits = EditSet::new();
    edits.insert(text, Edit::insert(at as u32, insert)).expect("inside");
    let layout = FileLayout::detect(&file, &usual());
    let laid = tidy(&file, &usual(), layout, &edits).expect("parses");
    assert_eq!(apply(text, &laid), expected);
}

#[test]
fn an_object_that_became_too_wide_is_laid_out_anew() {
    tidied(
        "const a = new aws.s3.BucketPublicAccessBlock('block', { bucket: id }, opts);\n",
        "bucket: id",
        ", blockPublicAcls: true",
        "const a = new aws.s3.BucketPublicAccessBlock(\n  'block',\n  { bucket: id, blockPublicAcls: true },\n  opts\n);\n",
    );
}

#[test]
fn an_untidy_statement_is_not_reflowed() {
    tidied(
        "f( a,{ b : 1 } );\nfoo( {x: { y: 1 }, z: 2} );\n",
        "y: 1",
        ", w: 2",
        "f( a,{ b : 1 } );\nfoo( {x: { y: 1, w: 2 }, z: 2} );\n",
    );
}

#[test]
fn a_long_line_that_has_to_break_is_laid_out_anew() {
    let line =
        "new aws.ec2.Instance('web', { ami: args.ami, instanceType: 't3.micro', subnetId: args.subnetId, tags });\n";
    tidied(line, "args.ami", ", monitoring: true", &line.replace("args.ami", "args.ami, monitoring: true"));
    tidied(
        line,
        "args.ami",
        ", metadataOptions: {\n  httpTokens: 'required' }",
        "new aws.ec2.Instance('web', {\n  ami: args.ami,\n  metadataOptions: {\n    httpTokens: 'required',\n  },\n  instanceType: 't3.micro',\n  subnetId: args.subnetId,\n  tags,\n});\n",
    );
    let part = "const a  =  f({\n  rules: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'], description: 'all' }],\n});\n";
    tidied(
        part,
        "'all' }",
        ",\n{ protocol: 'tcp' }",
        "const a  =  f({\n  rules: [\n    {\n      protocol: '-1',\n      fromPort: 0,\n      toPort: 0,\n      cidrBlocks: ['0.0.0.0/0'],\n      description: 'all',\n    },\n    { protocol: 'tcp' },\n  ],\n});\n",
    );
}

#[test]
fn a_tidy_part_of_an_untidy_statement_that_became_too_wide() {
    tidied(
        "const a  =  new aws.ec2.Instance('web',  {\n  metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },\n});\n",
        "httpTokens: 'required'",
        ", httpEndpoint: 'enabled'",
        "const a  =  new aws.ec2.Instance('web',  {\n  metadataOptions: {\n    httpTokens: 'required',\n    httpEndpoint: 'enabled',\n    httpPutResponseHopLimit: 1,\n  },\n});\n",
    );
}

#[test]
fn the_head_of_a_method_moves_and_its_untidy_body_does_not() {
    tidied(
        "class A {\n  make(name: string, vpcId: pulumi.Input<string>) {\n    const   x = 1;\n  }\n}\n",
        "pulumi.Input<string>",
        ", subnetIds: pulumi.Input<string>[]",
        "class A {\n  make(\n    name: string,\n    vpcId: pulumi.Input<string>,\n    subnetIds: pulumi.Input<string>[]\n  ) {\n    const   x = 1;\n  }\n}\n",
    );
}

#[test]
fn new_items_beside_untidy_ones_stay_as_they_came() {
    tidied(
        "interface I {\n  a: string,\n}\n",
        "string,",
        "\n  b: number,",
        "interface I {\n  a: string,\n  b: number,\n}\n",
    );
    tidied(
        "interface I {\n  a: string;\n}\n",
        "string;",
        "\n  b: number,",
        "interface I {\n  a: string;\n  b: number;\n}\n",
    );
}

#[test]
fn edits_are_the_fewest_bytes() {
    let text = "const a = f({ bucket: bucket.id, name: 'a-long-name-for-a-bucket', acl: 'private' });\n";
    let text = text.replace("f(", "g(").replace(", acl: 'private'", "");
    let file = parse(&text);
    let at = text.find(" })").expect("close") as u32;
    let mut edits = EditSet::new();
    edits.insert(&text, Edit::insert(at, ", versioned: true, acl: 'private'")).expect("inside");
    let laid = tidy(&file, &usual(), FileLayout::default(), &edits).expect("parses");
    let kept = ["bucket: bucket.id", "name: 'a-long-name-for-a-bucket'"];
    for word in kept {
        let start = text.find(word).expect("kept") as u32;
        let range = TextRange::new(start, start + word.len() as u32);
        assert!(laid.iter().all(|e| e.range.end <= range.start || e.range.start >= range.end), "{laid:?}");
    }
    assert!(tidy(&file, &usual(), FileLayout::default(), &EditSet::new()).expect("nothing").is_empty());
}

#[test]
fn an_edit_that_breaks_the_file_is_an_error() {
    let mut edits = EditSet::new();
    edits.insert("a();\n", Edit::insert(2, "(")).expect("inside");
    let error = tidy(&parse("a();\n"), &usual(), FileLayout::default(), &edits).expect_err("does not parse");
    assert!(error.to_string().starts_with("the edits would leave a file that does not parse"), "{error}");
}

fn expression() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "vpc", "bucketName", "environmentSuffix", "aws"]).prop_map(String::from);
    let leaf = prop_oneof![
        name,
        Just("'text'".into()),
        Just("\"it's\"".into()),
        Just("1.50".into()),
        Just("`t-${a}`".into()),
        Just("this".into()),
        Just("{}".into()),
        Just("null".into()),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|l| l.join(", "));
        let key = prop::sample::select(vec!["id", "tags", "'a-b'", "Statement"]);
        let pairs = prop::collection::vec((key, inner.clone()), 0..4)
            .prop_map(|l| l.into_iter().map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join(", "));
        prop_oneof![
            pairs.clone().prop_map(|p| format!("{{ {p} }}")),
            pairs.prop_map(|p| format!("{{\n{p} }}")),
            list.clone().prop_map(|l| format!("[{l}]")),
            list.clone().prop_map(|l| format!("new aws.ec2.Vpc({l})")),
            (inner.clone(), list).prop_map(|(e, l)| format!("({e}).apply({l})")),
            inner.clone().prop_map(|e| format!("x => ({e})")),
            inner.clone().prop_map(|e| format!("([x, y]) => {{ return {e}; }}")),
            (inner.clone(), inner.clone()).prop_map(|(l, r)| format!("({l}) + ({r})")),
            (inner.clone(), inner.clone()).prop_map(|(l, r)| format!("({l}) && ({r})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(t, y, n)| format!("({t}) ? ({y}) : ({n})")),
            inner.clone().prop_map(|e| format!("({e})!.name")),
            inner.clone().prop_map(|e| format!("({e}) as string")),
            inner.clone().prop_map(|e| format!("!({e})")),
            inner.prop_map(|e| format!("({e})?.[0]")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn printed_text_means_the_same(body in expression(), width in 20u16..100, single in any::<bool>(), semicolons in any::<bool>()) {
        let code = format!("const value = {body};\nfoo({body});\n");
        let Ok(file) = SourceFile::parse(Path::new("a.ts"), code.clone().into_bytes()) else { return Ok(()) };
        let quotes = if single { Quotes::Single } else { Quotes::Double };
        let style = Style { width, quotes, semicolons, ..Style::default() };
        let printed = Printer::new(&file, &style, FileLayout::default()).print_file().expect("no comments");
        let again = parse(&printed);
        prop_assert!(
            Tree::of(file.module(), file.text()).same(0, &Tree::of(again.module(), again.text()), 0),
            "{code}\n{printed}"
        );
    }

    #[test]
    fn printing_is_idempotent(body in expression()) {
        let code = format!("const value = {body};\n");
        let Ok(file) = SourceFile::parse(Path::new("a.ts"), code.into_bytes()) else { return Ok(()) };
        let once = Printer::new(&file, &usual(), FileLayout::default()).print_file().expect("no comments");
        prop_assert_eq!(reprint(&once, &usual()), once);
    }
}
