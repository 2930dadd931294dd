//! The commands that harden a host. Invariant: none stops a script that ends at its first failure, unless its package is
//! part of the system that it is written for.

use super::platform::{Platform, System};
use super::shell::Shell;
use super::sshd;

/// What can be added to a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Sshd,
    Updates,
    Fail2ban,
}

/// All of them, by the names of the option, in the order of the report.
pub(super) const GROUPS: [(&str, Group); 3] =
    [("sshd", Group::Sshd), ("updates", Group::Updates), ("fail2ban", Group::Fail2ban)];

impl Group {
    /// Whether a script has it, or something that serves the same.
    pub(super) fn is_in(self, shell: &Shell) -> bool {
        let marks: &[&str] = match self {
            Group::Sshd => return sshd::lacking(shell).is_empty(),
            Group::Updates => &["yum-cron", "dnf-automatic", "dnf5-automatic", "unattended-upgrade"],
            Group::Fail2ban => &["fail2ban", "crowdsec", "denyhosts", "sshguard"],
        };
        let mut lines = shell.lines.iter().filter(|line| !line.is_comment());
        lines.any(|line| marks.iter().any(|mark| line.text.contains(mark)))
    }

    /// The comment above its commands.
    pub(super) fn comment(self) -> &'static str {
        match self {
            Group::Sshd => "# Harden SSH",
            Group::Updates => "# Configure automatic security updates",
            Group::Fail2ban => "# Set up fail2ban for SSH protection",
        }
    }
}

/// A setting is there, active or as a comment, in the file that every distribution ships; the first one counts.
pub(super) fn settings(lacking: &[(&str, &str)], sudo: bool) -> Vec<String> {
    let set = |(key, value): &(&str, &str)| format!("sed -i -E 's/^#?{key} .*/{key} {value}/' /etc/ssh/sshd_config");
    with_sudo(lacking.iter().map(set).collect(), sudo)
}

/// Restarts sshd; its unit is called `ssh` on Debian and Ubuntu.
pub(super) fn restart(platform: Option<&Platform>, system: System) -> String {
    let debian = platform.map_or(system == System::Debian, Platform::is_debian);
    let (sudo, known) = (platform.is_some_and(|it| it.sudo), platform.is_some() || system != System::Unknown);
    let command = match (debian, known) {
        (true, _) => "systemctl restart ssh",
        (false, true) => "systemctl restart sshd",
        (false, false) => "systemctl restart sshd || systemctl restart ssh",
    };
    with_sudo(vec![command.into()], sudo).remove(0)
}

/// Installs security updates every day. `fresh` says whether the script has looked for packages before.
pub(super) fn updates(platform: &Platform, fresh: bool) -> Vec<String> {
    let Platform { manager, system, sudo, .. } = *platform;
    if platform.is_debian() {
        let mut out = refreshed(platform, fresh);
        out.push(install(platform, "unattended-upgrades"));
        out.push(
            "printf '%s\\n' 'APT::Periodic::Update-Package-Lists \"1\";' 'APT::Periodic::Unattended-Upgrade \"1\";' > \
             /etc/apt/apt.conf.d/20auto-upgrades"
                .into(),
        );
        out.push("systemctl enable --now unattended-upgrades".into());
        return with_sudo(out, sudo);
    }
    let cron = manager == "yum" && matches!(system, System::AmazonLinux2 | System::Unknown);
    let (package, kind, file, unit) = match cron {
        true => ("yum-cron", "update_cmd", "/etc/yum/yum-cron.conf", "yum-cron"),
        false => ("dnf-automatic", "upgrade_type", "/etc/dnf/automatic.conf", "dnf-automatic.timer"),
    };
    let mut out = vec![format!(
        "sed -i -E 's/^{kind} = .*/{kind} = security/; s/^apply_updates = .*/apply_updates = yes/' {file}"
    )];
    if system == System::AmazonLinux2023 {
        out.push("echo latest > /etc/dnf/vars/releasever".into());
    }
    out.push(format!("systemctl enable --now {unit}"));
    let sure = manager == "dnf" || matches!(system, System::AmazonLinux2 | System::AmazonLinux2023);
    after(vec![install(platform, package)], with_sudo(out, sudo), sure, sudo)
}

/// Bans who fails to log in too often.
pub(super) fn fail2ban(platform: &Platform, fresh: bool) -> Vec<String> {
    let Platform { manager, system, sudo, .. } = *platform;
    let enable = "systemctl enable --now fail2ban".to_string();
    if platform.is_debian() {
        let mut out = refreshed(platform, fresh);
        out.extend([install(platform, "fail2ban"), enable]);
        return with_sudo(out, sudo);
    }
    // The package `fail2ban` brings firewalld along, which closes every other port at the next start.
    let package = install(platform, "fail2ban-server");
    let cron = manager == "yum" && matches!(system, System::AmazonLinux2 | System::Unknown);
    let (repository, jail) = match (cron, system) {
        (true, _) => (Some("amazon-linux-extras install -y epel".to_string()), "'[sshd]' 'enabled = true'"),
        (false, System::RedHat) => {
            (Some(install(platform, "epel-release")), "'[sshd]' 'enabled = true' 'backend = systemd'")
        }
        (false, _) => (None, "'[sshd]' 'enabled = true' 'backend = systemd'"),
    };
    let then = vec![format!("printf '%s\\n' {jail} > /etc/fail2ban/jail.d/sshd.local"), enable];
    let sure = system == System::AmazonLinux2;
    after(repository.into_iter().chain([package]).collect(), with_sudo(then, sudo), sure, sudo)
}

fn install(platform: &Platform, package: &str) -> String {
    let quiet = if platform.is_debian() && !platform.quiet { "DEBIAN_FRONTEND=noninteractive " } else { "" };
    format!("{quiet}{} install -y {package}", platform.manager)
}

fn refreshed(platform: &Platform, fresh: bool) -> Vec<String> {
    if fresh { Vec::new() } else { vec![format!("{} update", platform.manager)] }
}

/// `then` after `first`; where it is not `sure` that the packages are there, only if they are.
fn after(first: Vec<String>, then: Vec<String>, sure: bool, sudo: bool) -> Vec<String> {
    let mut out = with_sudo(first, sudo);
    if sure {
        out.extend(then);
        return out;
    }
    let mut guarded = vec![format!("if {}; then", out.join(" && "))];
    guarded.extend(then.iter().map(|line| format!("  {line}")));
    guarded.push("fi".into());
    guarded
}

/// Redirections are left to the shell, which is root's.
fn with_sudo(lines: Vec<String>, sudo: bool) -> Vec<String> {
    let takes = |line: &str| sudo && !line.contains(" > ");
    lines.into_iter().map(|line| if takes(&line) { format!("sudo {line}") } else { line }).collect()
}
