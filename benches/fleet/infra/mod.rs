//! Programs of a provider as teams write them: an entry, a stack, a component for each area, helpers without the provider,
//! tests. Invariant: all that differs between two programs comes from the generator handed in.

mod blocks;

use crate::random::Random;
use crate::trees::File;

const TEAMS: &[&str] =
    &["payments", "orders", "ledger", "search", "media", "fraud", "claims", "fleet", "mail", "audit"];
const PLACES: &[&str] = &["core", "edge", "batch", "events", "archive", "reports", "gateway", "intake"];
const NOUNS: &[&str] = &["invoice", "receipt", "upload", "session", "profile", "shipment", "refund", "export", "quote"];

/// A component of a program.
struct Area {
    file: &'static str,
    class: &'static str,
    /// What its constructor may make, each some times over.
    blocks: &'static [&'static str],
    /// Whether it is given the network.
    networked: bool,
}

const AREAS: &[Area] = &[
    Area { file: "keys", class: "Keys", blocks: blocks::KEYS, networked: false },
    Area { file: "storage", class: "Storage", blocks: blocks::STORAGE, networked: false },
    Area { file: "compute", class: "Compute", blocks: blocks::COMPUTE, networked: true },
    Area { file: "messaging", class: "Messaging", blocks: blocks::MESSAGING, networked: false },
    Area { file: "database", class: "Database", blocks: blocks::DATABASE, networked: true },
    Area { file: "monitoring", class: "Monitoring", blocks: blocks::MONITORING, networked: false },
    Area { file: "functions", class: "Functions", blocks: blocks::FUNCTIONS, networked: true },
];

/// Program number `number` of a monorepo, below `infra/`.
pub(crate) fn program(random: &mut Random, number: usize) -> Vec<File> {
    let project = format!("{}-{}-{number}", random.pick(TEAMS), random.pick(PLACES));
    let areas: Vec<&Area> = AREAS.iter().filter(|_| random.chance(70)).collect();
    let style = Style { double: random.chance(30), wide: random.chance(15) };
    let mut files = vec![
        ("Pulumi.yaml".into(), fill(blocks::PULUMI_YAML, &[("project", &project)])),
        ("package.json".into(), fill(blocks::PACKAGE_JSON, &[("project", &project)])),
        ("tsconfig.json".into(), blocks::TSCONFIG_JSON.to_string()),
    ];
    let mut source = |path: String, text: String| files.push((path, style.of(text)));
    source("bin/tap.ts".into(), fill(blocks::ENTRY, &[("project", &project)]));
    source("lib/config.ts".into(), fill(blocks::CONFIG, &[("project", &project)]));
    source("lib/naming.ts".into(), blocks::NAMING.to_string());
    source("lib/network.ts".into(), network(random, &project));
    for area in &areas {
        source(format!("lib/{}.ts", area.file), component(random, area, &project));
    }
    source("lib/tap-stack.ts".into(), stack(&areas, &project));
    source("test/tap-stack.unit.test.ts".into(), fill(blocks::TEST, &[("project", &project)]));
    files.into_iter().map(|(path, text)| (format!("infra/{project}/{path}"), text)).collect()
}

fn network(random: &mut Random, project: &str) -> String {
    let second = random.between(0, 250).to_string();
    let endpoint = random.pick(blocks::ENDPOINTS);
    let ways = if random.chance(60) { blocks::ROUTE_TABLES } else { "" };
    let nat = if random.chance(50) { blocks::NAT } else { "" };
    fill(
        blocks::NETWORK,
        &[("endpoint", endpoint), ("ways", ways), ("nat", nat), ("second", &second), ("project", project)],
    )
}

fn component(random: &mut Random, area: &Area, project: &str) -> String {
    let mut body = String::new();
    for number in 0..random.between(2, 7) {
        let noun = random.pick(NOUNS);
        let values = [
            ("binding", format!("{noun}{number}")),
            ("noun", format!("{noun}-{number}")),
            ("size", random.pick(&["8", "20", "30", "100"]).to_string()),
            ("days", random.pick(&["7", "14", "30", "365"]).to_string()),
            ("flag", random.pick(&["true", "false"]).to_string()),
        ];
        let values: Vec<_> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        body.push_str(&fill(random.pick(area.blocks), &values));
    }
    let fields = if area.networked { blocks::NETWORK_FIELDS } else { "" };
    let values =
        [("class", area.class), ("file", area.file), ("fields", fields), ("body", &body), ("project", project)];
    fill(blocks::COMPONENT, &values)
}

fn stack(areas: &[&Area], project: &str) -> String {
    let (mut imports, mut parts) = (String::new(), String::new());
    for area in areas {
        let handed = if area.networked { blocks::HANDED_NETWORK } else { "" };
        let values = [("class", area.class), ("file", area.file), ("handed", handed)];
        imports.push_str(&fill("import { @class@ } from './@file@';\n", &values));
        parts.push_str(&fill(blocks::PART, &values));
    }
    fill(blocks::STACK, &[("imports", &imports), ("parts", &parts), ("project", project)])
}

/// How a program is written.
struct Style {
    double: bool,
    wide: bool,
}

impl Style {
    fn of(&self, text: String) -> String {
        let text = if self.double { text.replace('\'', "\"") } else { text };
        if !self.wide {
            return text;
        }
        let indented = |line: &str| format!("{}{line}\n", " ".repeat(line.len() - line.trim_start().len()));
        text.lines().map(indented).collect()
    }
}

/// `template` with each `@key@` replaced, the first key first.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_string(), |text, (key, value)| text.replace(&format!("@{key}@"), value))
}
