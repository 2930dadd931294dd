//! Packages of applications as teams write them: components, hooks, services, utilities, types and tests that import each
//! other. Invariant: nothing here mentions a provider; files have from one to some fifteen thousand bytes.

mod parts;

use crate::infra::fill;
use crate::random::Random;
use crate::trees::File;

const DOMAINS: &[&str] =
    &["cart", "profile", "catalog", "checkout", "inbox", "calendar", "billing", "ticket", "report"];
const NOUNS: &[&str] =
    &["Order", "Customer", "Address", "Discount", "Message", "Document", "Payment", "Review", "Label"];
const VERBS: &[&str] = &["load", "submit", "archive", "approve", "rename", "merge", "refresh", "assign", "validate"];

/// One thing that a package has a module of each kind for.
struct Feature {
    noun: &'static str,
    /// Tells features of one noun apart.
    class: String,
}

/// Package number `number` of a monorepo, below `apps/`.
pub(crate) fn package(random: &mut Random, number: usize) -> Vec<File> {
    let name = format!("{}-{number}", random.pick(DOMAINS));
    let manifest =
        format!("{{\n  \"name\": \"@fleet/{name}\",\n  \"version\": \"1.{number}.0\",\n  \"private\": true\n}}\n");
    let mut files = vec![("package.json".to_string(), manifest)];
    let features = random.between(3, 7);
    let mut index = String::new();
    for at in 0..features {
        let noun = random.pick(NOUNS);
        let feature = Feature { noun, class: format!("{noun}{}", at + 1) };
        let kebab = format!("{}-{}", noun.to_lowercase(), at + 1);
        let before = |random: &mut Random| format!("{}-{}", random.pick(DOMAINS), random.below(number + 1));
        let sibling = before(random);
        let mut source = |path: String, template: &str, part: &[&str], least: usize, most: usize| {
            let body = repeat(random, part, least, most, &feature);
            let values = [("body", body.as_str()), ("Class", &feature.class), ("Noun", noun), ("kebab", &kebab)];
            files.push((path, fill(&fill(template, &values), &[("sibling", &sibling), ("package", &name)])));
        };
        source(format!("src/types/{kebab}.ts"), parts::TYPES, parts::TYPE_PARTS, 1, 8);
        source(format!("src/utils/{kebab}.ts"), parts::UTILS, parts::UTIL_PARTS, 2, 14);
        source(format!("src/services/{kebab}.ts"), parts::SERVICE, parts::SERVICE_PARTS, 2, 14);
        source(format!("src/hooks/use-{kebab}.ts"), parts::HOOK, parts::HOOK_PARTS, 1, 6);
        source(format!("src/components/{}.tsx", feature.class), parts::COMPONENT, parts::COMPONENT_PARTS, 2, 12);
        source(format!("src/__tests__/{kebab}.test.ts"), parts::TEST, parts::TEST_PARTS, 3, 16);
        index.push_str(&fill(parts::INDEX_LINE, &[("Class", &feature.class), ("kebab", &kebab)]));
    }
    files.push(("src/index.ts".into(), index));
    files.into_iter().map(|(path, text)| (format!("apps/{name}/{path}"), text)).collect()
}

/// Some of `parts`, each filled in with names of its own.
fn repeat(random: &mut Random, parts: &[&str], least: usize, most: usize, feature: &Feature) -> String {
    let mut out = String::new();
    for number in 0..random.between(least, most) {
        let verb = random.pick(VERBS);
        let field = random.pick(NOUNS).to_lowercase();
        let amount = random.between(2, 900).to_string();
        let name = format!("{verb}{}{number}", feature.noun);
        let title = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let values =
            [("name", name.as_str()), ("Name", &title), ("verb", verb), ("field", &field), ("amount", &amount)];
        out.push_str(&fill(random.pick(parts), &values));
    }
    out
}
