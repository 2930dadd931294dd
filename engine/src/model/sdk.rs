//! What the SDK of a program has. Invariant: what is said to be there is there in every version that the program may use.

use super::lookup::Lookup;
use super::tree::Node;
use super::value::Value;
use super::{Model, peel};
use swc_ecma_ast::{Expr, MemberExpr};

/// The first version that has it: it is declared in 3.50.0 and not in 3.49.0.
const WITH_JSON_STRINGIFY: (u32, u32) = (3, 50);

impl<'p> Model<'p> {
    /// Whether the program's SDK has `pulumi.jsonStringify`, which came with 3.50: the version that is installed or
    /// locked tells; else the program uses it, its provider asks for a later one, or the range in `package.json` does.
    pub fn has_json_stringify(&self) -> Lookup<()> {
        let package = self.program().package.as_ref();
        if let Some(version) = package.and_then(|package| package.sdk_version) {
            return if version >= WITH_JSON_STRINGIFY { Lookup::Found(()) } else { Lookup::Absent };
        }
        // Major 7 of the provider depends on 3.142 of the SDK.
        if package.and_then(|p| p.aws_major).is_some_and(|major| major >= 7) || self.uses_json_stringify() {
            return Lookup::Found(());
        }
        match package.and_then(|package| least(&package.range_of("@pulumi/pulumi")?)) {
            Some(least) if least >= WITH_JSON_STRINGIFY => Lookup::Found(()),
            Some((major, _)) if major < WITH_JSON_STRINGIFY.0 => Lookup::Absent,
            _ => Lookup::Unknown("the version of @pulumi/pulumi can't be seen".into()),
        }
    }

    fn uses_json_stringify(&self) -> bool {
        let named = |member: &MemberExpr| member.prop.is_ident_with("jsonStringify");
        self.file_ids().any(|file| {
            self.index(file).entries().any(|(_, entry)| match entry.node {
                Node::Expr(expr @ Expr::Member(member)) if named(member) => {
                    matches!(self.value(file, peel(expr)), Value::Symbol(symbol) if symbol.is("pulumi.jsonStringify"))
                }
                _ => false,
            })
        })
    }
}

/// The least major and minor that a range of the usual forms allows.
fn least(range: &str) -> Option<(u32, u32)> {
    let mut numbers = range.trim_start_matches(['^', '~', '=', '>', 'v', ' ']).split('.');
    if range.contains("||") || range.starts_with('<') {
        return None;
    }
    let major = numbers.next()?.parse().ok()?;
    Some((major, numbers.next().and_then(|minor| minor.parse().ok()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::least;
    use crate::model::{Lookup, Model};
    use crate::testing::program;

    #[test]
    fn the_least_version_of_a_range() {
        for (range, version) in [
            ("^3.140.0", Some((3, 140))),
            ("~3.49", Some((3, 49))),
            ("3", Some((3, 0))),
            (">=3.50.1 <4", Some((3, 50))),
            ("*", None),
            ("<3.60.0", None),
            ("^2.0.0 || ^3.60.0", None),
        ] {
            assert_eq!(least(range), version, "{range}");
        }
    }

    #[test]
    fn the_range_or_a_use_tells() {
        let has = |range: &str, code: &str| {
            let package =
                format!(r#"{{ "dependencies": {{ "@pulumi/pulumi": "{range}", "@pulumi/aws": "^6.0.0" }} }}"#);
            let text =
                format!("import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n{code}");
            let program = program(&[("index.ts", &text), ("package.json", &package)]);
            Model::new(&program).has_json_stringify()
        };
        assert_eq!(has("^3.140.0", ""), Lookup::Found(()));
        assert!(has("^3.0.0", "").unknown().is_some());
        assert_eq!(has("^3.0.0", "export const x = pulumi.jsonStringify({});"), Lookup::Found(()));
        assert!(has("^2.0.0", "").is_absent());
    }

    #[test]
    fn the_installed_or_locked_version_tells() {
        let has = |path: &str, text: &str| {
            let package = r#"{ "dependencies": { "@pulumi/pulumi": "^3.0.0", "@pulumi/aws": "^6.0.0" } }"#;
            let index = "import * as aws from '@pulumi/aws';\nnew aws.sns.Topic('t');\n";
            let program = program(&[("index.ts", index), ("package.json", package), (path, text)]);
            Model::new(&program).has_json_stringify()
        };
        let lock =
            |version: &str| format!(r#"{{"packages":{{"node_modules/@pulumi/pulumi":{{"version":"{version}"}}}}}}"#);
        assert_eq!(has("package-lock.json", &lock("3.50.0")), Lookup::Found(()));
        assert!(has("package-lock.json", &lock("3.49.0")).is_absent());
        assert_eq!(has("yarn.lock", "\"@pulumi/pulumi@^3.0.0\":\n  version \"3.142.0\"\n"), Lookup::Found(()));
        assert!(has("node_modules/@pulumi/pulumi/package.json", r#"{"version":"3.9.1"}"#).is_absent());
    }
}
