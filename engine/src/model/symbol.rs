//! Names of things in packages. Invariant: a symbol is spelled the same however it was imported.

use std::fmt;
use std::rc::Rc;

/// Something that a package exports, `@pulumi/aws` and `["ec2", "Instance"]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Symbol(Rc<Parts>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Parts {
    package: String,
    path: Vec<String>,
    /// As the documentation spells it: codemods compare it with many names.
    spelled: String,
}

impl Symbol {
    fn new(package: String, path: Vec<String>) -> Self {
        let short = package.strip_prefix("@pulumi/").unwrap_or(&package);
        let length = short.len() + path.iter().map(|part| part.len() + 1).sum::<usize>();
        let mut spelled = String::with_capacity(length);
        spelled.push_str(short);
        for part in &path {
            spelled.push('.');
            spelled.push_str(part);
        }
        Self(Rc::new(Parts { package, path, spelled }))
    }

    /// What the module specifier `source` stands for: `@pulumi/aws`, `@pulumi/aws/ec2`, `@pulumi/aws/ec2/instance.js`.
    pub fn of_module(source: &str) -> Self {
        let source = source.strip_suffix(".js").unwrap_or(source);
        let segments: Vec<&str> = source.split('/').collect();
        let in_package = if source.starts_with('@') { 2 } else { 1 };
        let package = segments[..in_package.min(segments.len())].join("/");
        let path = segments.iter().skip(in_package).filter(|s| **s != "index" && **s != "bin");
        Self::new(package, path.map(|s| s.to_string()).collect())
    }

    /// The member `name` of it. A class that is imported from its own file is the one of its module
    /// (`@pulumi/aws/ec2/instance` and `Instance` give `ec2.Instance`).
    pub fn member(&self, name: &str) -> Self {
        let mut path = self.0.path.clone();
        let is_class = name.starts_with(|c: char| c.is_ascii_uppercase());
        if is_class && path.len() > 1 && path.last().is_some_and(|last| last.eq_ignore_ascii_case(name)) {
            path.pop();
        }
        path.push(name.to_string());
        Self::new(self.0.package.clone(), path)
    }

    /// The package, `@pulumi/aws`.
    pub fn package(&self) -> &str {
        &self.0.package
    }

    /// The names below the package.
    pub fn path(&self) -> &[String] {
        &self.0.path
    }

    /// It as the documentation spells it: `aws.ec2.Instance` for `@pulumi/aws`, the whole package for others.
    pub fn spelled(&self) -> &str {
        &self.0.spelled
    }

    /// Whether it is `name`, spelled as the documentation does: `aws.ec2.Instance`, `pulumi.interpolate`.
    pub fn is(&self, name: &str) -> bool {
        self.spelled() == name
    }

    /// Whether it can be made with `new`: its last name starts with a capital letter.
    pub fn is_class(&self) -> bool {
        self.path().last().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spelled())
    }
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn every_way_to_import_a_class_gives_one_symbol() {
        let whole = Symbol::of_module("@pulumi/aws").member("ec2").member("Instance");
        let module = Symbol::of_module("@pulumi/aws/ec2").member("Instance");
        let file = Symbol::of_module("@pulumi/aws/ec2/instance").member("Instance");
        let js = Symbol::of_module("@pulumi/aws/ec2/index.js").member("Instance");
        for symbol in [&whole, &module, &file, &js] {
            assert_eq!(symbol.to_string(), "aws.ec2.Instance");
            assert!(symbol.is("aws.ec2.Instance"));
            assert!(!symbol.is("aws.ec2") && !symbol.is("aws.ec2.Instance.x") && !symbol.is("awsx.ec2.Instance"));
        }
    }

    #[test]
    fn other_packages_keep_their_name() {
        assert_eq!(Symbol::of_module("aws-sdk").member("EC2").to_string(), "aws-sdk.EC2");
        assert_eq!(Symbol::of_module("@acme/aws").member("Vpc").to_string(), "@acme/aws.Vpc");
    }
}
