//! Each field, from each source of evidence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Indent, QuoteProps, Quotes, Style, Styles, TrailingComma};
use crate::source::{Newline, SourceFile};

const PLAIN: &str = "export const a = f(b);\n";

/// The style of `/repo/infra/index.ts` with this text, among these files.
fn style_among(text: &str, files: &[(&str, &str)], neighbours: &[&str]) -> Style {
    let disk: BTreeMap<PathBuf, Vec<u8>> =
        files.iter().map(|(path, text)| (Path::new("/").join(path), text.as_bytes().to_vec())).collect();
    let parse = |path: &str, text: &str| SourceFile::parse(Path::new(path), text.into()).expect("parses");
    let file = parse("/repo/infra/index.ts", text);
    let others: Vec<SourceFile> =
        neighbours.iter().enumerate().map(|(at, text)| parse(&format!("/repo/infra/{at}.ts"), text)).collect();
    Styles::new(&disk).detect(&file, others.iter())
}

fn style(text: &str) -> Style {
    style_among(text, &[], &[])
}

fn configured(path: &str, config: &str) -> Style {
    style_among(PLAIN, &[(path, config)], &[])
}

#[test]
fn silence_is_prettiers_default() {
    assert_eq!(style(PLAIN), Style::default());
}

#[test]
fn prettier_configurations_in_every_form() {
    let wanted = Style { quotes: Quotes::Single, width: 100, ..Style::default() };
    let json = "{ \"singleQuote\": true, \"printWidth\": 100 }";
    let yaml = "singleQuote: true\nprintWidth: 100\n";
    for (name, text) in [
        (".prettierrc", json),
        (".prettierrc", yaml),
        (".prettierrc.json", json),
        (".prettierrc.json5", "{ singleQuote: true, /* wide */ printWidth: 100, }"),
        (".prettierrc.yaml", yaml),
        (".prettierrc.yml", yaml),
        (".prettierrc.toml", "singleQuote = true\nprintWidth = 100\n"),
    ] {
        assert_eq!(configured(&format!("repo/{name}"), text), wanted, "{name}");
    }
    let package = format!("{{ \"name\": \"x\", \"prettier\": {json} }}");
    assert_eq!(configured("repo/infra/package.json", &package), wanted);
}

#[test]
fn every_prettier_option() {
    let all = "{ useTabs: true, tabWidth: 4, semi: false, trailingComma: 'es5', bracketSpacing: false,
        arrowParens: 'avoid', quoteProps: 'consistent', endOfLine: 'crlf' }";
    let text = "export const a = f(b)";
    let style = style_among(text, &[("repo/.prettierrc.json5", all)], &[]);
    let wanted = Style {
        indent: Indent::Tab(4),
        quotes: Quotes::Double,
        semicolons: false,
        trailing_comma: TrailingComma::Es5,
        bracket_spacing: false,
        arrow_parens: false,
        width: 80,
        quote_props: QuoteProps::Consistent,
        newline: Newline::CrLf,
    };
    assert_eq!(style, wanted);
}

#[test]
fn a_configuration_wins_over_the_file_and_its_defaults_fill() {
    let text = "const a = f('x', 'y')\nconst b = x => x\n";
    let found = style_among(text, &[("repo/.prettierrc", "{}")], &[]);
    assert_eq!(found, Style::default());
    let empty = style_among(text, &[("repo/.prettierrc", "")], &[]);
    assert_eq!(empty, Style::default());
}

#[test]
fn the_nearest_configuration_speaks_and_none_above_the_repository() {
    let far = ("repo/.prettierrc", "{ \"printWidth\": 100 }");
    let near = ("repo/infra/.prettierrc", "{ \"printWidth\": 120 }");
    assert_eq!(style_among(PLAIN, &[far, near], &[]).width, 120);
    let outside = [(".prettierrc", "{ \"printWidth\": 100 }"), ("repo/.git/HEAD", "ref: refs/heads/main")];
    assert_eq!(style_among(PLAIN, &outside, &[]).width, 80);
}

#[test]
fn a_configuration_that_is_a_program_hides_those_above_and_says_nothing() {
    let files =
        [("repo/.prettierrc", "{ \"singleQuote\": true }"), ("repo/infra/prettier.config.mjs", "export default {}")];
    assert_eq!(style_among(PLAIN, &files, &[]).quotes, Quotes::Double);
    assert_eq!(style_among("f('a');\n", &files, &[]).quotes, Quotes::Single);
    let shared = [("repo/package.json", "{ \"prettier\": \"@company/prettier\" }")];
    assert_eq!(style_among("f('a');\n", &shared, &[]).quotes, Quotes::Single);
}

#[test]
fn overrides_by_files() {
    let config = "{ \"tabWidth\": 2, \"overrides\": [
        { \"files\": \"*.js\", \"options\": { \"tabWidth\": 8 } },
        { \"files\": [\"infra/**/*.ts\"], \"excludeFiles\": \"*.test.ts\", \"options\": { \"tabWidth\": 4 } } ] }";
    assert_eq!(configured("repo/.prettierrc", config).indent, Indent::Spaces(4));
    let by_name = "{ \"overrides\": [{ \"files\": \"index.ts\", \"options\": { \"semi\": false } }] }";
    assert!(!configured("repo/.prettierrc", by_name).semicolons);
}

#[test]
fn defaults_of_older_prettiers() {
    let asked =
        [("repo/.prettierrc", "{}"), ("repo/package.json", "{ \"devDependencies\": { \"prettier\": \"^2.8.0\" } }")];
    assert_eq!(style_among(PLAIN, &asked, &[]).trailing_comma, TrailingComma::Es5);
    let installed = [asked[0], asked[1], ("repo/node_modules/prettier/package.json", "{ \"version\": \"3.1.0\" }")];
    assert_eq!(style_among(PLAIN, &installed, &[]).trailing_comma, TrailingComma::All);
    let first = [asked[0], ("repo/package.json", "{ \"dependencies\": { \"prettier\": \"1.19\" } }")];
    let found = style_among(PLAIN, &first, &[]);
    assert_eq!((found.trailing_comma, found.arrow_parens), (TrailingComma::None, false));
}

#[test]
fn biome() {
    let config = "{
        // tabs
        \"formatter\": { \"indentStyle\": \"tab\", \"indentWidth\": 4, \"lineWidth\": 100 },
        \"javascript\": { \"formatter\": { \"quoteStyle\": \"single\", \"semicolons\": \"asNeeded\", \"trailingCommas\": \"es5\",
            \"arrowParentheses\": \"asNeeded\", \"bracketSpacing\": false, \"quoteProperties\": \"preserve\" } } }";
    let wanted = Style {
        indent: Indent::Tab(4),
        quotes: Quotes::Single,
        semicolons: false,
        trailing_comma: TrailingComma::Es5,
        bracket_spacing: false,
        arrow_parens: false,
        width: 100,
        quote_props: QuoteProps::Preserve,
        newline: Newline::Lf,
    };
    assert_eq!(configured("repo/biome.jsonc", config), wanted);
    let off = "{ \"formatter\": { \"enabled\": false, \"lineWidth\": 100 } }";
    assert_eq!(configured("repo/biome.json", off).width, 80);
}

#[test]
fn editorconfig_alone_and_under_prettier() {
    let editor = "root = true\n[*]\nindent_style = space\nindent_size = 2\n[*.{ts,js}]\nindent_size = 4\nmax_line_length = 100\n";
    let alone = configured("repo/.editorconfig", editor);
    assert_eq!((alone.indent, alone.width), (Indent::Spaces(4), 100));
    let both = [("repo/.editorconfig", editor), ("repo/.prettierrc", "{ \"printWidth\": 120 }")];
    let found = style_among(PLAIN, &both, &[]);
    assert_eq!((found.indent, found.width), (Indent::Spaces(4), 120));
    let tabs = "[*.ts]\nindent_style = tab\nindent_size = tab\ntab_width = 8\n";
    assert_eq!(configured("repo/infra/.editorconfig", tabs).indent, Indent::Tab(8));
}

#[test]
fn indentation_is_that_of_nesting() {
    let four = "class A {\n    a() {\n        f({\n            b: 1,\n        });\n    }\n}\n";
    assert_eq!(style(four).indent, Indent::Spaces(4));
    // Arguments and elements tell, also below chains.
    assert_eq!(style("new X(\n    'a',\n    { a: 1 },\n);\n").indent, Indent::Spaces(4));
    assert_eq!(style("const a = [\n    'a',\n];\n").indent, Indent::Spaces(4));
    assert_eq!(style("a\n  .b(c)\n  .d(\n    e\n  );\n").indent, Indent::Spaces(2));
    assert_eq!(style(&four.replace("    ", "\t")).indent, Indent::Tab(2));
    // Arguments that line up with a bracket are no level.
    let aligned = "function f() {\n  return g(a,\n           b);\n}\n";
    assert_eq!(style(aligned).indent, Indent::Spaces(2));
}

#[test]
fn quotes_are_those_of_strings_that_could_have_either() {
    assert_eq!(style("f('a', \"it's\", \"b's\", `c`);\n").quotes, Quotes::Single);
    assert_eq!(style("f(\"a\", 'say \"b\"');\n").quotes, Quotes::Double);
}

#[test]
fn semicolons_are_those_of_statements() {
    assert!(!style("import a from 'a'\nconst b = 1\nfor (let i = 0; i < 1; i++) {}\n").semicolons);
    assert!(style("import a from 'a';\nconst b = 1;\n").semicolons);
}

#[test]
fn trailing_commas_of_lists_and_of_calls() {
    let commas =
        |list: &str, call: &str| style(&format!("f(\n  a,\n  {{\n    b: 1{list}\n  }}{call}\n);\n")).trailing_comma;
    assert_eq!(commas(",", ","), TrailingComma::All);
    assert_eq!(commas(",", ""), TrailingComma::Es5);
    assert_eq!(commas("", ""), TrailingComma::None);
    // A hugged object says nothing of calls.
    assert_eq!(style("f({\n  a: 1\n});\n").trailing_comma, TrailingComma::None);
    assert_eq!(
        style("function f(\n  a: string,\n  b: number\n) {\n  return [\n    1,\n  ];\n}\n").trailing_comma,
        TrailingComma::Es5
    );
}

#[test]
fn brackets_and_arrows() {
    assert!(!style("import {a} from 'a';\nf({b: 1});\n").bracket_spacing);
    assert!(style("import { a } from 'a';\nf({ b: 1 });\n").bracket_spacing);
    assert!(!style("f(x => x, (a, b) => a, (c: string) => c);\n").arrow_parens);
    assert!(style("f((x) => x);\n").arrow_parens);
    assert!(!style("f(async x => x);\n").arrow_parens);
}

#[test]
fn width_is_shown_by_what_was_not_broken() {
    let line = |columns: usize| {
        let head = "export const value = call(first, second, ";
        format!("{head}{});\n", "x".repeat(columns - head.len() - 2))
    };
    assert_eq!(style(&line(79).repeat(60)).width, 80);
    assert_eq!(style(&format!("{}{}", line(95).repeat(4), line(60).repeat(60))).width, 100);
    assert_eq!(style(&format!("{}{}", line(115).repeat(4), line(60).repeat(60))).width, 120);
    let long_text = format!("f('{}', b);\n", "x".repeat(90));
    assert_eq!(style(&long_text.repeat(60)).width, 80);
}

#[test]
fn one_sure_line_shows_the_width_of_a_short_file() {
    let object = |entry: String| format!("f({{\n  short: 1,\n  {entry},\n}});\n");
    let text = |n: usize| "x".repeat(n);
    assert_eq!(style(&object(format!("resourceArn: '{}'", text(75)))).width, 100);
    assert_eq!(style(&object(format!("resourceArn: '{}'", text(95)))).width, 120);
    assert_eq!(style(&object(format!("values: ['{}']", text(75)))).width, 100);
    // Of these Prettier would have left one or the other at 80, or no width holds it.
    assert_eq!(style(&object(format!("ami: '{}'", text(80)))).width, 80);
    assert_eq!(style(&object(format!("resourceArn: '{}'", text(130)))).width, 80);
    assert_eq!(style(&object(format!("resourceArn: `{}`", text(75)))).width, 80);
    let long = object(format!("resourceArn: '{}'", text(75))) + &"a();\n".repeat(60);
    assert_eq!(style(&long).width, 80);
}

#[test]
fn names_quoted_without_need() {
    assert_eq!(style("f({ 'a': 1 });\n").quote_props, QuoteProps::Preserve);
    assert_eq!(style("f({ 'a': 1, 'b-c': 2 });\n").quote_props, QuoteProps::Consistent);
    assert_eq!(style("f({ a: 1, 'b-c': 2 });\n").quote_props, QuoteProps::AsNeeded);
}

#[test]
fn the_file_keeps_its_line_ends() {
    let crlf = "a();\r\nb();\r\n";
    assert_eq!(style(crlf).newline, Newline::CrLf);
    let told = [("repo/.prettierrc", "{ \"endOfLine\": \"lf\" }")];
    assert_eq!(style_among(crlf, &told, &[]).newline, Newline::CrLf);
}

#[test]
fn fields_that_a_file_leaves_open_come_from_its_program() {
    let neighbour = "import { a } from 'a'\n\nclass A {\n    b() {\n        return a(x => x)\n    }\n}\n";
    let found = style_among("f(\"a\", \"b\");\n", &[], &[neighbour, "g('c')\n"]);
    assert_eq!((found.indent, found.arrow_parens), (Indent::Spaces(4), false), "from the program");
    assert_eq!((found.quotes, found.semicolons), (Quotes::Double, true), "from the file");
}
