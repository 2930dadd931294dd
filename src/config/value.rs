//! Values of options. Invariant: what is read is of the declared kind and in its range, and what is printed is read
//! again as the same value.

use iacfix_engine::codemod::settings::OptionValue;
use iacfix_engine::codemod::{OptionKind, PortRange};
use serde_json::{Value as Json, json};
use toml::de::DeValue;

/// The value of an option of this kind, if `found` is one.
pub(super) fn option(kind: &OptionKind, found: &DeValue<'_>) -> Option<OptionValue> {
    match *kind {
        OptionKind::Integer { min, max, .. } => {
            integer(found).filter(|n| (min..=max).contains(n)).map(OptionValue::Integer)
        }
        OptionKind::IntegerOf { values, .. } => integer(found).filter(|n| values.contains(n)).map(OptionValue::Integer),
        OptionKind::Boolean { .. } => found.as_bool().map(OptionValue::Boolean),
        OptionKind::Choice { names, .. } => {
            found.as_str().filter(|name| names.contains(name)).map(|name| OptionValue::Text(name.into()))
        }
        OptionKind::Choices { names, .. } => strings(found)
            .filter(|chosen| chosen.iter().all(|name| names.contains(&name.as_str())))
            .map(OptionValue::List),
        OptionKind::Strings { .. } => strings(found).map(OptionValue::List),
        OptionKind::Ports { .. } => ports(found).map(OptionValue::Ports),
    }
}

/// A whole number, in any of TOML's spellings.
pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn strings(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(String::from)).collect()
}

fn ports(value: &DeValue<'_>) -> Option<Vec<PortRange>> {
    strings(value)?.iter().map(|text| text.parse().ok()).collect()
}

/// What an option of this kind takes, in words.
pub(crate) fn expected(kind: &OptionKind) -> String {
    match kind {
        OptionKind::Integer { min, max: i64::MAX, .. } => format!("a whole number from {min}"),
        OptionKind::Integer { min, max, .. } => format!("a whole number from {min} to {max}"),
        OptionKind::IntegerOf { values, .. } => {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            format!("one of {}", values.join(", "))
        }
        OptionKind::Boolean { .. } => "true or false".into(),
        OptionKind::Choice { names, .. } => one_of(names.iter().copied()),
        OptionKind::Choices { names, .. } => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("a list of any of {}", names.join(", "))
        }
        OptionKind::Strings { .. } => "a list of strings".into(),
        OptionKind::Ports { .. } => "a list of ports, such as [\"443/tcp\", \"8000-8100/udp\"]".into(),
    }
}

/// Names in backquotes, the last after `or`.
pub(super) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The default of an option, as TOML.
pub(crate) fn default_of(kind: &OptionKind) -> String {
    as_toml(&OptionValue::default_of(kind))
}

/// A value as TOML.
pub(super) fn as_toml(value: &OptionValue) -> String {
    match value {
        OptionValue::Integer(it) => it.to_string(),
        OptionValue::Boolean(it) => it.to_string(),
        OptionValue::Text(it) => quoted(it),
        OptionValue::List(it) => list(it.iter()),
        OptionValue::Ports(it) => list(it.iter()),
    }
}

/// A list of strings as TOML.
pub(super) fn list(items: impl Iterator<Item = impl ToString>) -> String {
    let items: Vec<_> = items.map(|it| quoted(&it.to_string())).collect();
    format!("[{}]", items.join(", "))
}

/// A string as TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}

/// A key as TOML, in quotes only where it needs them.
pub(super) fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(plain) { key.into() } else { quoted(key) }
}

/// A value as JSON.
pub(crate) fn as_json(value: &OptionValue) -> Json {
    match value {
        OptionValue::Integer(it) => json!(it),
        OptionValue::Boolean(it) => json!(it),
        OptionValue::Text(it) => json!(it),
        OptionValue::List(it) => json!(it),
        OptionValue::Ports(it) => json!(it.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}
