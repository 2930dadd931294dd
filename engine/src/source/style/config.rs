//! Configuration of formatters. Invariant: what can't be read says nothing; a configuration that is a program is not run.

use std::path::Path;

use ec4rs::{ConfigParser, Section};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde_json::Value;

use super::{Partial, QuoteProps, Quotes};
use crate::source::{Files, Newline};

/// What one folder configures.
#[derive(Default)]
pub(super) struct Folder {
    pub(super) prettier: Option<Prettier>,
    pub(super) biome: Option<Partial>,
    pub(super) editor: Option<Editor>,
    /// The major of Prettier that is installed or asked for here.
    pub(super) prettier_major: Option<u32>,
    /// The root of a repository: nothing above it speaks.
    pub(super) is_repository: bool,
}

/// A Prettier configuration; `None` for one that can't be read, which hides those above it all the same.
#[derive(Debug)]
pub(super) struct Prettier {
    options: Option<(Partial, Vec<Override>)>,
}

#[derive(Debug)]
struct Override {
    files: GlobSet,
    excluded: GlobSet,
    options: Partial,
}

/// An `.editorconfig`.
pub(super) struct Editor {
    pub(super) is_root: bool,
    sections: Vec<Section>,
}

const PRETTIER_FILES: [&str; 6] =
    [".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.json5", ".prettierrc.toml"];

const PRETTIER_PROGRAMS: [&str; 12] = [
    ".prettierrc.js",
    ".prettierrc.ts",
    ".prettierrc.mjs",
    ".prettierrc.mts",
    ".prettierrc.cjs",
    ".prettierrc.cts",
    "prettier.config.js",
    "prettier.config.ts",
    "prettier.config.mjs",
    "prettier.config.mts",
    "prettier.config.cjs",
    "prettier.config.cts",
];

impl Folder {
    pub(super) fn read(files: &dyn Files, folder: &Path) -> Self {
        let text = |name: &str| files.read(&folder.join(name)).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let package = text("package.json").and_then(|t| json(&t));
        let biome = ["biome.json", "biome.jsonc"].into_iter().find_map(text);
        Self {
            prettier: read_prettier(files, folder, package.as_ref()),
            biome: biome.and_then(|t| json(&t)).and_then(|config| read_biome(&config)),
            editor: text(".editorconfig").and_then(|t| Editor::parse(&t)),
            prettier_major: prettier_major(text("node_modules/prettier/package.json"), package.as_ref()),
            is_repository: files.is_file(&folder.join(".git/HEAD")) || files.is_file(&folder.join(".git")),
        }
    }
}

fn json(text: &str) -> Option<Value> {
    jsonc_parser::parse_to_serde_value(text.trim_start_matches('\u{feff}'), &jsonc_parser::ParseOptions::default()).ok()
}

fn yaml(text: &str) -> Option<Value> {
    serde_saphyr::from_str(text).ok()
}

fn read_prettier(files: &dyn Files, folder: &Path, package: Option<&Value>) -> Option<Prettier> {
    if let Some(key) = package.and_then(|p| p.get("prettier")) {
        return Some(Prettier::new(Some(key)));
    }
    for name in PRETTIER_FILES {
        let Ok(bytes) = files.read(&folder.join(name)) else { continue };
        let text = String::from_utf8(bytes).unwrap_or_default();
        let value = match name.rsplit('.').next() {
            Some("json" | "json5") => json(&text),
            Some("toml") => toml::from_str(&text).ok(),
            Some("yaml" | "yml") => yaml(&text),
            _ => json(&text).filter(Value::is_object).or_else(|| yaml(&text)),
        };
        // An empty file is a configuration that says nothing.
        let empty = Value::Object(serde_json::Map::new());
        return Some(Prettier::new(if text.trim().is_empty() { Some(&empty) } else { value.as_ref() }));
    }
    PRETTIER_PROGRAMS.iter().any(|name| files.is_file(&folder.join(name))).then_some(Prettier { options: None })
}

impl Prettier {
    fn new(value: Option<&Value>) -> Self {
        let Some(value) = value.filter(|v| v.is_object()) else { return Self { options: None } };
        let overrides = value.get("overrides").and_then(Value::as_array).map(Vec::as_slice).unwrap_or(&[]);
        let overrides = overrides.iter().filter_map(Override::new).collect();
        Self { options: Some((prettier_options(value), overrides)) }
    }

    /// What it says of one file; `None` when it can't be read.
    pub(super) fn for_file(&self, folder: &Path, path: &Path) -> Option<Partial> {
        let (base, overrides) = self.options.as_ref()?;
        let path = path.strip_prefix(folder).unwrap_or(path);
        let mut out = Partial::default();
        for over in overrides.iter().rev() {
            if over.files.is_match(path) && !over.excluded.is_match(path) {
                out = out.or(&over.options);
            }
        }
        Some(out.or(base))
    }
}

impl Override {
    fn new(value: &Value) -> Option<Self> {
        Some(Self {
            files: globs(value.get("files")?),
            excluded: value.get("excludeFiles").map(globs).unwrap_or_else(GlobSet::empty),
            options: prettier_options(value.get("options")?),
        })
    }
}

/// A glob without a slash is one of names, in any folder.
fn globs(value: &Value) -> GlobSet {
    let list = match value {
        Value::String(one) => vec![one.as_str()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut set = GlobSetBuilder::new();
    for glob in list {
        let whole = if glob.contains('/') { glob.trim_start_matches("./").to_string() } else { format!("**/{glob}") };
        if let Ok(glob) = GlobBuilder::new(&whole).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

fn prettier_options(value: &Value) -> Partial {
    let flag = |key: &str| value.get(key).and_then(Value::as_bool);
    let number = |key: &str| value.get(key).and_then(Value::as_u64);
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    let commas = word("trailingComma");
    Partial {
        tabs: flag("useTabs"),
        indent_width: number("tabWidth").and_then(|n| u8::try_from(n).ok()).filter(|n| *n > 0),
        quotes: flag("singleQuote").map(quotes),
        semicolons: flag("semi"),
        list_commas: commas.map(|c| c != "none"),
        call_commas: commas.map(|c| c == "all"),
        bracket_spacing: flag("bracketSpacing"),
        arrow_parens: word("arrowParens").map(|a| a != "avoid"),
        width: number("printWidth").and_then(|n| u16::try_from(n).ok()),
        quote_props: word("quoteProps").and_then(quote_props),
        newline: word("endOfLine").and_then(newline),
    }
}

impl Partial {
    /// What Prettier does where its configuration is silent.
    pub(super) fn prettier_defaults(major: u32) -> Self {
        Self {
            tabs: Some(false),
            indent_width: Some(2),
            quotes: Some(Quotes::Double),
            semicolons: Some(true),
            list_commas: Some(major >= 2),
            call_commas: Some(major >= 3),
            bracket_spacing: Some(true),
            arrow_parens: Some(major >= 2),
            width: Some(80),
            quote_props: Some(QuoteProps::AsNeeded),
            newline: None,
        }
    }
}

fn quotes(single: bool) -> Quotes {
    if single { Quotes::Single } else { Quotes::Double }
}

fn quote_props(word: &str) -> Option<QuoteProps> {
    match word {
        "as-needed" | "asNeeded" => Some(QuoteProps::AsNeeded),
        "consistent" => Some(QuoteProps::Consistent),
        "preserve" => Some(QuoteProps::Preserve),
        _ => None,
    }
}

fn newline(word: &str) -> Option<Newline> {
    match word {
        "lf" => Some(Newline::Lf),
        "crlf" => Some(Newline::CrLf),
        _ => None,
    }
}

fn read_biome(config: &Value) -> Option<Partial> {
    let at = |path: &str| config.pointer(path);
    if at("/formatter/enabled") == Some(&Value::Bool(false)) {
        return None;
    }
    // What is said of JavaScript wins over what is said of everything.
    let either = |key: &str| at(&format!("/javascript/formatter/{key}")).or_else(|| at(&format!("/formatter/{key}")));
    let word = |key: &str| either(key).and_then(Value::as_str);
    let number = |key: &str| either(key).and_then(Value::as_u64);
    let commas = word("trailingCommas").or_else(|| word("trailingComma"));
    Some(Partial {
        tabs: word("indentStyle").map(|s| s == "tab"),
        indent_width: number("indentWidth").and_then(|n| u8::try_from(n).ok()).filter(|n| *n > 0),
        quotes: word("quoteStyle").map(|q| quotes(q == "single")),
        semicolons: word("semicolons").map(|s| s == "always"),
        list_commas: commas.map(|c| c != "none"),
        call_commas: commas.map(|c| c == "all"),
        bracket_spacing: either("bracketSpacing").and_then(Value::as_bool),
        arrow_parens: word("arrowParentheses").map(|a| a == "always"),
        width: number("lineWidth").and_then(|n| u16::try_from(n).ok()),
        quote_props: word("quoteProperties").and_then(quote_props),
        newline: word("lineEnding").and_then(newline),
    })
}

impl Editor {
    fn parse(text: &str) -> Option<Self> {
        let parser = ConfigParser::new_buffered(text.as_bytes()).ok()?;
        let is_root = parser.is_root;
        Some(Self { is_root, sections: parser.filter_map(Result::ok).collect() })
    }

    pub(super) fn for_file(&self, folder: &Path, path: &Path) -> Partial {
        let path = path.strip_prefix(folder).unwrap_or(path);
        let mut out = Partial::default();
        for section in self.sections.iter().rev().filter(|s| s.applies_to(path)) {
            let raw = |key: &str| section.props().get_raw_for_key(key).into_str().to_lowercase();
            let size = raw("indent_size");
            let width = if size.is_empty() || size == "tab" { raw("tab_width") } else { size };
            let here = Partial {
                tabs: match raw("indent_style").as_str() {
                    "tab" => Some(true),
                    "space" => Some(false),
                    _ => None,
                },
                indent_width: width.parse().ok().filter(|n| *n > 0),
                width: raw("max_line_length").parse().ok(),
                newline: newline(&raw("end_of_line")),
                ..Partial::default()
            };
            out = out.or(&here);
        }
        out
    }
}

/// From what is installed, else from what `package.json` asks for.
fn prettier_major(installed: Option<String>, package: Option<&Value>) -> Option<u32> {
    let installed = installed.and_then(|t| json(&t));
    let version = installed.as_ref().and_then(|p| p.get("version")).and_then(Value::as_str);
    let wanted =
        ["devDependencies", "dependencies"].iter().find_map(|key| package?.get(key)?.get("prettier")?.as_str());
    let digits: String =
        version.or(wanted)?.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
