//! Which packages a script can install, and how. Invariant: a package is named only for the package manager that the script
//! uses, or that its image is known to have.

use iacfix_engine::codemod::{Codemod, Context};
use iacfix_engine::model::{Image, Resource};

use super::super::amazon_linux::is_or_becomes_2023;
use super::super::ami_al2023::AmiAl2023;
use super::shell::{Command, Line, Shell};

/// What a host starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    AmazonLinux2,
    AmazonLinux2023,
    /// Red Hat's and what is built from it.
    RedHat,
    /// Debian and Ubuntu.
    Debian,
    /// What has neither.
    Other,
    /// The image does not tell.
    Unknown,
}

/// How packages are installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Platform {
    /// The command, as the script writes it.
    pub(super) manager: &'static str,
    /// The system, as far as script and image show it.
    pub(super) system: System,
    /// Whether commands run through `sudo`.
    pub(super) sudo: bool,
    /// Whether the script lets no package ask anything.
    pub(super) quiet: bool,
}

impl Platform {
    /// Whether packages have the names of Debian.
    pub(super) fn is_debian(&self) -> bool {
        self.manager.starts_with("apt")
    }
}

/// Package managers for which there are packages to install, best first.
const MANAGERS: &[&str] = &["dnf", "yum", "apt-get", "apt"];
/// Others.
const OTHERS: &[&str] = &["zypper", "apk", "pacman", "emerge", "pkg"];

/// How a script installs packages.
///
/// # Errors
/// Why that can't be told.
pub(super) fn platform(shell: &Shell, system: System) -> Result<Platform, String> {
    let uses = |name: &str| shell.commands.iter().any(|command| is_manager(command, name));
    if let Some(other) = OTHERS.iter().find(|name| uses(name)) {
        return Err(format!("its package manager is `{other}`"));
    }
    let used: Vec<&'static str> = MANAGERS.iter().copied().filter(|name| uses(name)).collect();
    let (rpm, deb): (Vec<_>, Vec<_>) = used.iter().copied().partition(|name| !name.starts_with("apt"));
    let of_image = match system {
        System::AmazonLinux2 => Some("yum"),
        System::AmazonLinux2023 | System::RedHat => Some("dnf"),
        System::Debian => Some("apt-get"),
        System::Other => return Err("its image has a package manager that is not known".into()),
        System::Unknown => None,
    };
    let manager = match (rpm.as_slice(), deb.as_slice(), of_image) {
        ([], [], Some(name)) => name,
        ([], [], None) => return Err("it uses no package manager, and its image does not tell which there is".into()),
        ([one], [], _) | ([], [one, ..], _) => one,
        (several, others, Some(name)) if several.contains(&name) || others.contains(&name) => name,
        ([_, _], [], None) if shell.commands.iter().any(|it| it.always() && is_manager(it, "dnf")) => "dnf",
        _ => return Err(format!("it uses {}, and its image does not tell which there is", spoken(&used))),
    };
    let extras = shell.commands.iter().any(|command| command.name() == "amazon-linux-extras");
    let system = match system {
        System::Unknown if extras && manager == "yum" => System::AmazonLinux2,
        System::Debian if !manager.starts_with("apt") => System::Unknown,
        known => known,
    };
    let installs = || shell.commands.iter().filter(|command| is_manager(command, manager));
    let sudo = installs().count() > 0 && installs().all(|command| command.sudo);
    let exports = |line: &Line| line.starts && line.text.trim_start().starts_with("export DEBIAN_FRONTEND=");
    let quiet = !sudo && shell.lines.iter().any(exports);
    Ok(Platform { manager, system, sudo, quiet })
}

fn is_manager(command: &Command, name: &str) -> bool {
    command.name() == name
}

fn spoken(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// What these resources start from, where it is the same for all.
pub(super) fn system<'p>(cx: &Context<'_, 'p>, resources: &[&Resource<'p>]) -> System {
    let mut found = resources.iter().flat_map(|resource| systems(cx, resource));
    match found.next() {
        Some(first) if found.all(|other| other == first) => first,
        _ => System::Unknown,
    }
}

fn systems<'p>(cx: &Context<'_, 'p>, resource: &Resource<'p>) -> Vec<System> {
    if becomes_2023(cx, resource) {
        return vec![System::AmazonLinux2023];
    }
    cx.model.images(resource).iter().map(of_image).collect()
}

/// Whether `ami-al2023` starts the resource from another image than the program does now.
pub(super) fn is_moved<'p>(cx: &Context<'_, 'p>, resource: &Resource<'p>) -> bool {
    becomes_2023(cx, resource) && cx.model.images(resource).iter().any(|image| of_image(image) == System::AmazonLinux2)
}

fn becomes_2023<'p>(cx: &Context<'_, 'p>, resource: &Resource<'p>) -> bool {
    cx.runs_with(AmiAl2023.meta(), resource.file) && is_or_becomes_2023(cx.model, resource)
}

fn of_image(image: &Image) -> System {
    const MARKS: &[(&str, System)] = &[
        ("al2023", System::AmazonLinux2023),
        ("amazon-linux-2023", System::AmazonLinux2023),
        ("amzn2", System::AmazonLinux2),
        ("amazon-linux-2/", System::AmazonLinux2),
        ("ubuntu", System::Debian),
        ("debian", System::Debian),
        ("rhel", System::RedHat),
        ("centos", System::RedHat),
        ("rocky", System::RedHat),
        ("almalinux", System::RedHat),
        ("suse", System::Other),
        ("alpine", System::Other),
        ("flatcar", System::Other),
        ("bottlerocket", System::Other),
    ];
    let name = image.text().to_ascii_lowercase();
    MARKS.iter().find(|(mark, _)| name.contains(mark)).map_or(System::Unknown, |(_, system)| *system)
}

#[cfg(test)]
mod tests {
    use super::super::shell::read;
    use super::*;

    #[track_caller]
    fn installs(script: &str, image: System, expected: Result<(&'static str, System, bool), &str>) {
        let found = platform(&read(script.lines()), image);
        match expected {
            Ok((manager, system, sudo)) => {
                assert_eq!(found, Ok(Platform { manager, system, sudo, quiet: false }), "{script}")
            }
            Err(why) => assert!(matches!(&found, Err(reason) if reason.contains(why)), "{script}: {found:?}"),
        }
    }

    #[test]
    fn the_script_decides_and_the_image_helps() {
        use System::{AmazonLinux2, AmazonLinux2023, Debian, Other, Unknown};
        installs("yum update -y", Unknown, Ok(("yum", Unknown, false)));
        installs("yum update -y", AmazonLinux2023, Ok(("yum", AmazonLinux2023, false)));
        installs("sudo yum update -y\nsudo yum install -y git", AmazonLinux2, Ok(("yum", AmazonLinux2, true)));
        installs("yum update -y\namazon-linux-extras install nginx1", Unknown, Ok(("yum", AmazonLinux2, false)));
        installs("yum update -y\ndnf install -y git", Unknown, Ok(("dnf", Unknown, false)));
        installs("if a; then dnf update; else yum update; fi", Unknown, Err("`dnf` and `yum`"));
        installs("if a; then dnf update; else yum update; fi", AmazonLinux2, Ok(("yum", AmazonLinux2, false)));
        installs("if a; then apt-get update; else yum update; fi", Debian, Ok(("apt-get", Debian, false)));
        installs("if a; then apt-get update; else yum update; fi", Unknown, Err("`yum` and `apt-get`"));
        installs("apt update\napt-get install -y git", Unknown, Ok(("apt-get", Unknown, false)));
        installs("apt update", Unknown, Ok(("apt", Unknown, false)));
        installs("echo yum", AmazonLinux2023, Ok(("dnf", AmazonLinux2023, false)));
        installs("echo yum", Unknown, Err("no package manager"));
        installs("apk add git", Unknown, Err("`apk`"));
        installs("echo", Other, Err("not known"));
    }
}
