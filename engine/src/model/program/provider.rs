//! Which versions of the provider and the SDK a program uses. Invariant: an answer comes from what is installed, else from
//! a lock file, else from the range in `package.json`; where none of them tells, there is no answer.

use std::cell::LazyCell;
use std::path::Path;

use serde_json::Value;

use super::paths::{read_text, relative, upward};
use crate::source::Files;

const AWS: &str = "@pulumi/aws";
const SDK: &str = "@pulumi/pulumi";

/// A major and a minor.
pub(super) type Version = (u32, u32);

/// What tells a version besides a `package.json`.
const EVIDENCE: &[&str] =
    &["node_modules", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

/// The versions that a package uses.
pub(super) struct Versions {
    /// The major of the provider that is installed or locked, else the smallest that its range allows.
    pub(super) aws_major: Option<u32>,
    /// The version of the SDK that is installed or locked.
    pub(super) sdk_version: Option<Version>,
}

impl Versions {
    /// Those of the package in `folder`, whose `package.json` holds `manifest`.
    pub(super) fn read(files: &dyn Files, folder: &Path, manifest: Option<&Value>) -> Self {
        let folders: Vec<&Path> = upward(files, folder).filter(|at| files.may_hold(at, EVIDENCE)).collect();
        let lock = LazyCell::new(|| Lock::nearest(files, folder, &folders));
        let [aws, sdk] = [AWS, SDK].map(|name| {
            let range = manifest.and_then(|manifest| range_in(manifest, name));
            let version = installed(files, &folders, name).or_else(|| lock.as_ref()?.version(name, range));
            (version, range)
        });
        let aws_major = aws.0.map(|(major, _)| major).or_else(|| aws.1.and_then(smallest_major));
        Self { aws_major, sdk_version: sdk.0 }
    }
}

/// What the copy in the nearest of `folders` says of itself.
fn installed(files: &dyn Files, folders: &[&Path], package: &str) -> Option<Version> {
    let manifest = folders.iter().map(|at| at.join("node_modules").join(package).join("package.json"));
    let text = manifest.filter(|path| files.is_file(path)).find_map(|path| read_text(files, &path))?;
    let manifest: Value = serde_json::from_str(&text).ok()?;
    version_of(manifest.get("version")?.as_str()?)
}

/// A lock file.
struct Lock {
    manager: Manager,
    text: String,
    /// The folder of the package, seen from that of the lock file.
    member: String,
}

/// Who wrote it.
#[derive(Clone, Copy)]
enum Manager {
    Npm,
    Pnpm,
    Yarn,
    Bun,
}

impl Lock {
    const NAMES: &[(&str, Manager)] = &[
        ("package-lock.json", Manager::Npm),
        ("npm-shrinkwrap.json", Manager::Npm),
        ("pnpm-lock.yaml", Manager::Pnpm),
        ("yarn.lock", Manager::Yarn),
        ("bun.lock", Manager::Bun),
    ];

    /// The first in `folders`, for the package in `folder`.
    fn nearest(files: &dyn Files, folder: &Path, folders: &[&Path]) -> Option<Self> {
        folders.iter().find_map(|at| {
            let read = |(name, manager): &(&str, Manager)| Some((read_text(files, &at.join(name))?, *manager));
            let (text, manager) = Self::NAMES.iter().find_map(read)?;
            Some(Self { manager, text, member: relative(at, folder) })
        })
    }

    fn version(&self, package: &str, range: Option<&str>) -> Option<Version> {
        match self.manager {
            Manager::Npm => in_npm_lock(&self.text, package, &self.member),
            Manager::Pnpm => in_pnpm_lock(&self.text, package, &self.member),
            Manager::Yarn => in_yarn_lock(&self.text, package, range),
            Manager::Bun => after(&self.text, &format!("\"{package}@")).and_then(version_of),
        }
    }
}

/// The range that a `package.json` asks for of the package `name`.
pub(super) fn declared_range(package: &str, name: &str) -> Option<String> {
    // Edits to it are bytes of the file, so its text keeps the byte order mark, which JSON does not take.
    range_in(&serde_json::from_str(package.trim_start_matches('\u{feff}')).ok()?, name).map(str::to_string)
}

fn range_in<'m>(manifest: &'m Value, name: &str) -> Option<&'m str> {
    let lists = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
    lists.iter().find_map(|list| manifest.get(list)?.get(name)?.as_str())
}

/// Versions 2 and 3 list folders, version 1 lists names. A workspace's own copy comes before the shared one.
fn in_npm_lock(lock: &str, package: &str, member: &str) -> Option<Version> {
    let own = (!member.is_empty()).then(|| format!("\"{member}/node_modules/{package}\""));
    let keys = own.into_iter().chain([format!("\"node_modules/{package}\"")]);
    let entry = keys.into_iter().find_map(|key| after(lock, &key));
    let version = |entry: &str| Some(after(entry, "\"version\"")?.split('"').nth(1)?.to_string());
    let entry = entry.or_else(|| {
        // `"@pulumi/aws": "^6.0.0"` is a range somewhere; `"@pulumi/aws": {` is the entry.
        let key = format!("\"{package}\"");
        let mut rest = lock;
        while let Some(at) = after(rest, &key) {
            if at.trim_start().strip_prefix(':').is_some_and(|value| value.trim_start().starts_with('{')) {
                return Some(at);
            }
            rest = at;
        }
        None
    })?;
    version_of(&version(entry)?)
}

/// The importer's own line where there are importers, else the first package of that name.
fn in_pnpm_lock(lock: &str, package: &str, member: &str) -> Option<Version> {
    let importer = if member.is_empty() { "." } else { member };
    let unquoted = |line: &str| line.trim().trim_end_matches(':').trim_matches(['\'', '"']).to_string();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let inside: Vec<&str> = match lock.split_once("\nimporters:") {
        Some((_, rest)) => {
            let mut lines = rest.lines().skip(1).skip_while(|l| !(indent(l) == 2 && unquoted(l) == importer));
            lines.next();
            lines.take_while(|l| l.trim().is_empty() || indent(l) > 2).collect()
        }
        None => lock.lines().collect(),
    };
    let of_importer = inside.iter().position(|l| unquoted(l) == package).and_then(|at| {
        let below = inside[at + 1..].iter().take_while(|l| indent(l) > indent(inside[at]));
        below
            .filter_map(|l| l.trim().strip_prefix("version:"))
            .find_map(|v| version_of(v.trim().trim_matches(['\'', '"'])))
    });
    let of_package = || {
        let keys = [format!("/{package}@"), format!("/{package}/"), format!("'{package}@"), format!("\"{package}@")];
        keys.iter().find_map(|key| after(lock, key).and_then(version_of))
    };
    of_importer.or_else(of_package)
}

/// The entry whose heading holds the range that `package.json` asks for, else the first of that name.
fn in_yarn_lock(lock: &str, package: &str, range: Option<&str>) -> Option<Version> {
    let prefix = format!("{package}@");
    let headings = lock.lines().enumerate().filter(|(_, line)| {
        !line.starts_with([' ', '#']) && line.split(',').any(|name| name.trim().trim_matches('"').starts_with(&prefix))
    });
    let version = |at: usize| {
        let below = lock.lines().skip(at + 1).take_while(|line| line.starts_with(' '));
        let version = below.filter_map(|line| line.trim().strip_prefix("version")).next()?;
        version_of(version.trim_start_matches(':').trim().trim_matches('"'))
    };
    let asked = |heading: &str| {
        let names = heading.trim_end_matches(':').split(',').map(|name| name.trim().trim_matches(['"', ':']));
        range.is_some_and(|range| {
            names
                .filter_map(|name| name.strip_prefix(&prefix))
                .any(|r| r == range || r.strip_prefix("npm:") == Some(range))
        })
    };
    let all: Vec<(usize, &str)> = headings.collect();
    let best = all.iter().find(|(_, heading)| asked(heading)).or_else(|| all.first())?;
    version(best.0)
}

/// The smallest major that a range allows; `None` where it names none (`*`, `latest`, `workspace:*`, `<7`).
fn smallest_major(range: &str) -> Option<u32> {
    let range = range.rsplit_once("@").map_or(range, |(_, version)| version);
    let range = range.strip_prefix("workspace:").unwrap_or(range);
    let of_part = |part: &str| {
        let comparator = part.split_whitespace().find(|c| !c.starts_with('<'));
        // `>= 6.0.0` stands apart from its number.
        let text = match comparator? {
            ">=" | ">" | "=" | "^" | "~" => part.trim_start_matches(['>', '=', '^', '~', ' ']),
            joined => joined,
        };
        let number = text.trim_start_matches(['^', '~', '=', '>', 'v']);
        let (major, _) = version_of(number)?;
        let above = text.starts_with('>') && !text.starts_with(">=") && !number.contains('.');
        Some(if above { major + 1 } else { major })
    };
    range.split("||").filter_map(of_part).min()
}

/// The numbers before and after the first dot.
fn version_of(version: &str) -> Option<Version> {
    let digits = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text[..end].parse().ok()
    };
    let minor = version.split_once('.').and_then(|(_, rest)| digits(rest));
    Some((digits(version)?, minor.unwrap_or_default()))
}

fn after<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.find(key).map(|at| &text[at + key.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_hides_no_range() {
        let text = "\u{feff}{ \"dependencies\": { \"@pulumi/aws\": \"^6.0.0\" } }";
        assert_eq!(declared_range(text, AWS).as_deref(), Some("^6.0.0"));
    }

    #[test]
    fn the_smallest_major_of_a_range() {
        let cases = [
            ("^6.0.0", Some(6)),
            ("~7.1", Some(7)),
            ("6.66.3", Some(6)),
            ("6.x", Some(6)),
            ("v6", Some(6)),
            (">=6.0.0 <8.0.0", Some(6)),
            (">= 6.0.0", Some(6)),
            (">5", Some(6)),
            (">5.9", Some(5)),
            ("^7.0.0 || ^6.1.0", Some(6)),
            ("5 - 7", Some(5)),
            ("npm:@pulumi/aws@^6.2.0", Some(6)),
            ("workspace:^6.0.0", Some(6)),
            ("*", None),
            ("latest", None),
            ("<7.0.0", None),
            ("file:../aws", None),
            ("", None),
        ];
        for (range, major) in cases {
            assert_eq!(smallest_major(range), major, "{range}");
        }
    }

    #[test]
    fn npm_locks_of_every_version() {
        let three = r#"{ "lockfileVersion": 3, "packages": {
            "": { "dependencies": { "@pulumi/aws": "^5.0.0" } },
            "infra/node_modules/@pulumi/aws": { "version": "6.66.3" },
            "node_modules/@pulumi/aws": { "version": "7.1.0", "resolved": "x" } } }"#;
        assert_eq!(in_npm_lock(three, AWS, ""), Some((7, 1)));
        assert_eq!(in_npm_lock(three, AWS, "infra"), Some((6, 66)));
        assert_eq!(in_npm_lock(three, AWS, "other"), Some((7, 1)));
        let one = r#"{ "lockfileVersion": 1, "dependencies": {
            "@pulumi/awsx": { "version": "1.0.0", "requires": { "@pulumi/aws": "^4.0.0" } },
            "@pulumi/aws": { "version": "5.4.0" } } }"#;
        assert_eq!(in_npm_lock(one, AWS, ""), Some((5, 4)));
        assert_eq!(in_npm_lock("{}", AWS, ""), None);
        let sdk = r#"{ "packages": { "node_modules/@pulumi/pulumi": { "version": "3.49.12" } } }"#;
        assert_eq!(in_npm_lock(sdk, SDK, ""), Some((3, 49)));
        assert_eq!(in_npm_lock(sdk, AWS, ""), None);
    }

    #[test]
    fn pnpm_locks_of_every_version() {
        let nine = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      '@pulumi/aws':\n        specifier: ^7.0.0\n        \
             version: 7.1.0(typescript@5)\n\n  infra:\n    dependencies:\n      '@pulumi/aws':\n        specifier: ^6\n        version: 6.66.3\n\n\
             packages:\n\n  '@pulumi/aws@5.0.0':\n    resolution: {}\n";
        assert_eq!(in_pnpm_lock(nine, AWS, ""), Some((7, 1)));
        assert_eq!(in_pnpm_lock(nine, AWS, "infra"), Some((6, 66)));
        assert_eq!(in_pnpm_lock(nine, AWS, "elsewhere"), Some((5, 0)));
        let six =
            "lockfileVersion: '6.0'\n\ndependencies:\n  '@pulumi/aws':\n    specifier: ^6.0.0\n    version: 6.2.0\n";
        assert_eq!(in_pnpm_lock(six, AWS, ""), Some((6, 2)));
        let five = "lockfileVersion: 5.4\n\nspecifiers:\n  '@pulumi/aws': ^5.0.0\n\npackages:\n\n  /@pulumi/aws/5.1.0:\n    dev: false\n";
        assert_eq!(in_pnpm_lock(five, AWS, ""), Some((5, 1)));
    }

    #[test]
    fn yarn_locks_of_both_kinds() {
        let classic = "# yarn lockfile v1\n\n\n\"@pulumi/aws@^6.0.0\", \"@pulumi/aws@^6.1.0\":\n  version \"6.66.3\"\n  resolved \"x\"\n\n\
             \"@pulumi/aws@^7.0.0\":\n  version \"7.1.0\"\n";
        assert_eq!(in_yarn_lock(classic, AWS, Some("^7.0.0")), Some((7, 1)));
        assert_eq!(in_yarn_lock(classic, AWS, Some("^6.1.0")), Some((6, 66)));
        assert_eq!(in_yarn_lock(classic, AWS, None), Some((6, 66)));
        let berry = "__metadata:\n  version: 8\n\n\"@pulumi/aws@npm:^6.0.0\":\n  version: 6.66.3\n  resolution: \"x\"\n\n\
             \"@pulumi/aws@npm:^7.0.0\":\n  version: 7.0.0\n";
        assert_eq!(in_yarn_lock(berry, AWS, Some("^7.0.0")), Some((7, 0)));
        assert_eq!(in_yarn_lock("", AWS, Some("^7.0.0")), None);
    }
}
