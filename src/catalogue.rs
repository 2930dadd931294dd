//! `codemods` and `explain`. Invariant: what they print is made of the metadata alone.

use std::fmt::Write as _;
use std::io::{self, Write};

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{Codemod, Meta, OptionKind, Preset, SUPPRESSION, Theme};
use serde_json::{Value, json};

use crate::args::ListFormat;
use crate::config::{as_json, default_of, expected};
use crate::error::UserError;
use crate::nearest::nearest;
use crate::palette::Palette;
use crate::report::diff::Diff;
use crate::wrap;

/// All that a person may name: the codemods, and what is said of the comments that silence them.
pub(crate) fn known(catalogue: &[&'static dyn Codemod]) -> impl Iterator<Item = &'static Meta> + Clone {
    catalogue.iter().map(|it| it.meta()).chain([&SUPPRESSION])
}

/// All codemods, by theme.
///
/// # Errors
/// An output that can't be written.
pub(crate) fn list(
    out: &mut impl Write,
    catalogue: &[&'static dyn Codemod],
    format: ListFormat,
    palette: &Palette,
) -> io::Result<()> {
    let metas: Vec<&Meta> = known(catalogue).collect();
    if format == ListFormat::Json {
        let rows: Vec<Value> = metas.iter().map(|it| object(it)).collect();
        return writeln!(out, "{:#}", Value::Array(rows));
    }
    let width = metas.iter().map(|it| it.id.len()).max().unwrap_or(0);
    for theme in Theme::ALL.iter().map(|it| Some(*it)).chain([None]) {
        let rows: Vec<_> = metas.iter().filter(|it| theme_of(it) == theme).collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "{}", palette.strong.apply_to(theme.map_or("comments", Theme::name)))?;
        for meta in rows {
            let levels = meta.levels.iter().map(|it| it.name()).collect::<Vec<_>>().join("|");
            let id = palette.name.apply_to(format!("{:width$}", meta.id));
            writeln!(out, "  {id}  {:<11}  {levels:<18}  {}", meta.preset.name(), meta.title)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "`iacfix explain ID` tells more")
}

/// What is said of comments belongs to no theme.
fn theme_of(meta: &Meta) -> Option<Theme> {
    (meta.id != SUPPRESSION.id).then_some(meta.theme)
}

fn object(meta: &Meta) -> Value {
    let alternative = |it: &iacfix_engine::codemod::Alternative| json!({ "name": it.name, "title": it.title });
    json!({
        "id": meta.id,
        "title": meta.title,
        "theme": theme_of(meta).map(Theme::name),
        "preset": meta.preset.name(),
        "levels": meta.levels.iter().map(|it| it.name()).collect::<Vec<_>>(),
        "report": meta.report,
        "alternatives": meta.alternatives.iter().map(alternative).collect::<Vec<_>>(),
        "options": meta.options.iter().map(option).collect::<Vec<_>>(),
    })
}

fn option(spec: &iacfix_engine::codemod::OptionSpec) -> Value {
    let default = as_json(&OptionValue::default_of(&spec.kind));
    let mut out = json!({ "name": spec.name, "kind": kind(&spec.kind), "default": default, "help": spec.help });
    match spec.kind {
        OptionKind::Integer { min, max, .. } => {
            out["min"] = json!(min);
            out["max"] = json!(max);
        }
        OptionKind::IntegerOf { values, .. } => out["values"] = json!(values),
        OptionKind::Choice { names, .. } | OptionKind::Choices { names, .. } => out["names"] = json!(names),
        OptionKind::Boolean { .. } | OptionKind::Strings { .. } | OptionKind::Ports { .. } => {}
    }
    out
}

fn kind(kind: &OptionKind) -> &'static str {
    match kind {
        OptionKind::Integer { .. } | OptionKind::IntegerOf { .. } => "integer",
        OptionKind::Boolean { .. } => "boolean",
        OptionKind::Choice { .. } => "choice",
        OptionKind::Choices { .. } => "choices",
        OptionKind::Strings { .. } => "strings",
        OptionKind::Ports { .. } => "ports",
    }
}

/// The manual page of one codemod.
///
/// # Errors
/// An id that nothing bears; an output that can't be written comes as the inner error.
pub(crate) fn explain(id: &str, catalogue: &[&'static dyn Codemod], palette: &Palette) -> Result<String, UserError> {
    let mut metas = known(catalogue);
    let Some(meta) = metas.clone().find(|it| it.id == id) else {
        return Err(UserError::UnknownName {
            place: "explain".into(),
            kind: "codemod",
            name: id.into(),
            nearest: nearest(id, metas.by_ref().map(|it| it.id)).map(String::from),
            list: "`iacfix codemods` lists them all".into(),
        });
    };
    Ok(page(meta, palette))
}

fn page(meta: &Meta, palette: &Palette) -> String {
    let mut out = String::new();
    let levels = meta.levels.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
    let preset = match meta.preset {
        Preset::ByName => "only when named".into(),
        preset => format!("preset {preset}"),
    };
    let _ = writeln!(out, "{}: {}", palette.strong.apply_to(meta.id), meta.title);
    let theme = theme_of(meta).map(|theme| format!("theme {theme}, ")).unwrap_or_default();
    let report = if meta.report.is_empty() { String::new() } else { format!(", report {}", meta.report) };
    let _ = writeln!(out, "{theme}{preset}, levels {levels}{report}\n");
    let manual = &meta.manual;
    for (title, text) in [("", manual.what), ("Why", manual.why)] {
        section(&mut out, title, text, palette);
    }
    if manual.before != manual.after {
        let _ = writeln!(out, "{}", palette.strong.apply_to("Before and after"));
        let diff = Diff::new(manual.before, manual.after);
        (0..diff.hunks()).for_each(|hunk| diff.shown(&mut out, hunk, palette));
        out.push('\n');
    }
    section(&mut out, "Notes", manual.notes, palette);
    if !meta.alternatives.is_empty() {
        let _ = writeln!(out, "{}", palette.strong.apply_to(format!("Alternatives (--choose {}=NAME)", meta.id)));
        for it in meta.alternatives {
            let _ = writeln!(out, "  {}: {}", palette.name.apply_to(it.name), it.title);
        }
        out.push('\n');
    }
    let shared = if meta.alternatives.is_empty() { "enabled and level" } else { "enabled, level and choose" };
    let title = format!("Options ([codemods.{}] in iacfix.toml, beside {shared})", meta.id);
    if !meta.options.is_empty() {
        let _ = writeln!(out, "{}", palette.strong.apply_to(title));
        for it in meta.options {
            let name = palette.name.apply_to(it.name);
            let _ = writeln!(out, "  {name} = {}: {} ({})", default_of(&it.kind), it.help, expected(&it.kind));
        }
        out.push('\n');
    }
    out
}

fn section(out: &mut String, title: &str, text: &str, palette: &Palette) {
    if text.trim().is_empty() {
        return;
    }
    if !title.is_empty() {
        let _ = writeln!(out, "{}", palette.strong.apply_to(title));
    }
    let _ = writeln!(out, "{}\n", wrapped(text.trim()));
}

/// Paragraphs with lines of a length that is read well, whatever the width of the terminal; indented lines stay.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 100;
    let line = |line: &str| if line.starts_with(' ') { line.to_string() } else { wrap::words(line, WIDTH, 0, 0) };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = format!("{}\n\nshort", "word ".repeat(30).trim_end());
        let lines: Vec<_> = wrapped(&text).lines().map(|it| it.len()).collect();
        assert_eq!(lines, [99, 49, 0, 5]);
    }
}
