//! `ec2-user-data-hardening` (003#2.4): what a shell script in user data leaves open is closed when the host starts.

mod code;
mod place;
mod platform;
mod shell;
mod sshd;

use std::collections::HashSet;

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset,
    Theme, listed,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::facts::image_argument;
use iacfix_engine::model::{Listing, Lookup, Property, Resource, Site, Uses};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

use super::hosts::Hosts;
use code::{GROUPS, Group};
use place::Place;
use platform::{Platform, System};
use shell::Shell;

const META: Meta = Meta {
    id: "ec2-user-data-hardening",
    title: "hardens sshd, updates automatically and runs fail2ban from shell user data",
    theme: Theme::Compute,
    report: "003#2.4",
    preset: Preset::All,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[OptionSpec {
        name: "groups",
        kind: OptionKind::Choices {
            default: &["sshd", "updates", "fail2ban"],
            names: &["sshd", "updates", "fail2ban"],
        },
        help: "what scripts should have: settings of sshd, automatic security updates, fail2ban",
    }],
    manual: Manual {
        what: "Finds shell scripts in the user data of instances, launch templates, launch configurations and spot requests \
               that lack settings of sshd (`PermitRootLogin no`, `PasswordAuthentication no`, `PubkeyAuthentication yes`, \
               `MaxAuthTries 3`, `ClientAliveInterval 300`, `ClientAliveCountMax 2`), automatic security updates or \
               fail2ban, and adds what is missing, for the package manager that the script uses. It goes before sshd is \
               restarted, else to the end of the script with a restart; never into what a command or a file is open in.",
        why: "Whatever reaches port 22 may guess passwords and log in as root as often as it likes, half-open sessions stay, \
              and a host that nobody updates collects known holes from its first day on.",
        before: BEFORE,
        after: AFTER,
        notes: "A setting that the script mentions stays as it is; one that it sets so that it protects nothing \
                (`PermitRootLogin yes`) is an advice. Amazon Linux 2 gets `yum-cron`, and fail2ban from EPEL; with `dnf` it is \
                `dnf-automatic`, on Amazon Linux 2023 with `releasever` set to `latest`, as its repositories are else \
                those of the image's release; Debian and Ubuntu get `unattended-upgrades`. The repositories of Amazon Linux \
                2023 have no fail2ban: what may not be there is installed in an `if`, so that the script goes on without \
                it. `fail2ban-server` is installed where `fail2ban` would bring firewalld along. A script that installs nothing \
                is judged by its image; where that does not tell either, or the package manager is another one, it is an \
                advice, as are scripts that are read from files, spelled in base64 or known in part only. Left alone: \
                cloud-config, PowerShell, MIME archives, nodes of ECS and EKS, scripts that switch sshd off (but for \
                updates). User data runs when an instance starts for the first time: one that runs stops and starts for the \
                change, and is hardened once it is replaced (`userDataReplaceOnChange: true`).",
    },
};

const BEFORE: &str = "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  userData: `#!/bin/bash
dnf update -y

# Basic security hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
systemctl restart sshd
`,
});

export const address = web.publicIp;
";

const AFTER: &str = "import * as aws from '@pulumi/aws';

const web = new aws.ec2.Instance('web', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  userData: `#!/bin/bash
dnf update -y

# Basic security hardening
sed -i 's/#PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config

# Configure automatic security updates
dnf install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
systemctl enable --now dnf-automatic.timer

# Set up fail2ban for SSH protection
if dnf install -y fail2ban-server; then
  printf '%s\\\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi

systemctl restart sshd
`,
});

export const address = web.publicIp;
";

/// What EC2 takes, in bytes.
const LIMIT: usize = 16 * 1024;

/// Finds user data that hardens a host in part or not at all.
pub(crate) struct Ec2UserDataHardening;

impl Codemod for Ec2UserDataHardening {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        if !cx.model.mentions("userData") {
            return;
        }
        let (scripts, unseen) = scripts(cx);
        for finding in unseen {
            cx.report(finding);
        }
        let mut uses = Uses::default();
        scripts.iter().for_each(|script| uses.join(&script.uses));
        for script in &scripts {
            for finding in script.findings(cx, &uses) {
                cx.report(finding);
            }
        }
    }
}

/// A shell script, and the hosts that run it.
struct Script<'m, 'p> {
    listing: Listing<'p>,
    shell: Shell,
    hosts: Vec<(&'m Resource<'p>, &'static str)>,
    uses: Uses,
}

/// The scripts of a program, a place in the source each, and what is to be said of those that can't be seen.
fn scripts<'m, 'p>(cx: &Context<'m, 'p>) -> (Vec<Script<'m, 'p>>, Vec<Finding>) {
    let model = cx.model;
    let mut scripts: Vec<Script<'m, 'p>> = Vec::new();
    let mut unseen = Vec::new();
    let mut nodes: Option<Hosts> = None;
    for resource in model.resources().iter().filter(|it| image_argument(it.type_name()).is_some()) {
        for argument in ["userData", "userDataBase64"] {
            let property = match model.resource_property(resource, argument) {
                Lookup::Absent => continue,
                Lookup::Found(property) => Some(property),
                Lookup::Unknown(_) => None,
            };
            let found = model.listings(resource, argument);
            let texts = match found.texts {
                Ok(texts) => texts,
                Err(why) => {
                    unseen.extend(property.map(|it| unseen_script(cx, resource, &it, &why)));
                    continue;
                }
            };
            for listing in texts {
                let text = listing.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
                if nodes.get_or_insert_with(|| Hosts::of(model)).is_node(model, resource, &text) {
                    continue;
                }
                match Kind::of(&text) {
                    Kind::Shell => {}
                    Kind::Other => continue,
                    Kind::Unknown(why) => {
                        unseen.extend(property.map(|it| unseen_script(cx, resource, &it, why)));
                        continue;
                    }
                }
                match scripts.iter_mut().find(|script| script.listing.site == listing.site) {
                    Some(script) => {
                        script.uses.join(&found.uses);
                        script.add(resource, argument);
                    }
                    None => scripts.push(Script {
                        shell: shell::read(text.lines()),
                        listing,
                        hosts: vec![(resource, argument)],
                        uses: found.uses.clone(),
                    }),
                }
            }
        }
    }
    (scripts, unseen)
}

fn unseen_script<'p>(cx: &Context<'_, 'p>, resource: &Resource<'p>, at: &Property<'p>, why: &str) -> Finding {
    Finding::of(cx.model, resource, format!("can't see whether user data hardens the host: {why}"))
        .at(at.file, at.range)
}

/// What user data is, by its first line.
enum Kind {
    Shell,
    /// Something else, or nothing.
    Other,
    /// Not to be told, for this reason.
    Unknown(&'static str),
}

impl Kind {
    fn of(text: &str) -> Self {
        const SHELLS: &[&str] = &["sh", "bash", "dash", "zsh", "ksh"];
        let Some(first) = text.lines().map(str::trim).find(|line| !line.is_empty()) else { return Kind::Other };
        if first.starts_with('\0') {
            return Kind::Unknown("its first line is known at run time only");
        }
        // `#!` in base64
        if first.starts_with("IyE") && !first.contains(' ') {
            return Kind::Unknown("it is spelled in base64");
        }
        let Some(command) = first.strip_prefix("#!") else { return Kind::Other };
        let mut words = command.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
        let name = words.find(|word| *word != "env" && !word.starts_with('-'));
        if name.is_some_and(|name| SHELLS.contains(&name)) { Kind::Shell } else { Kind::Other }
    }
}

/// What a script lacks.
struct Lack {
    groups: Vec<Group>,
    settings: Vec<(&'static str, &'static str)>,
}

impl<'m, 'p> Script<'m, 'p> {
    fn add(&mut self, resource: &'m Resource<'p>, argument: &'static str) {
        let is_same = |(have, of): &(&Resource<'p>, &str)| have.id == resource.id && *of == argument;
        if !self.hosts.iter().any(is_same) {
            self.hosts.push((resource, argument));
        }
    }

    fn resources(&self) -> Vec<&'m Resource<'p>> {
        self.hosts.iter().map(|(resource, _)| *resource).collect()
    }

    fn findings(&self, cx: &Context<'m, 'p>, uses: &Uses) -> Vec<Finding> {
        let wanted = cx.strings(self.listing.site.file, "groups");
        let wants = |group: Group| GROUPS.iter().any(|(name, it)| *it == group && wanted.iter().any(|w| w == name));
        let is_off = sshd::is_off(&self.shell);
        let needs = |group: &Group| wants(*group) && (*group == Group::Updates || !is_off);
        let lacks = |group: &Group| needs(group) && !group.is_in(&self.shell);
        let mut out = Vec::new();
        if needs(&Group::Sshd) {
            let weak = sshd::weak(&self.shell).into_iter();
            out.extend(weak.map(|(key, value)| self.finding(cx, weak_setting(key, value))));
        }
        let groups: Vec<Group> = GROUPS.iter().map(|(_, group)| *group).filter(lacks).collect();
        if groups.is_empty() {
            return out;
        }
        let settings = if groups.contains(&Group::Sshd) { sshd::lacking(&self.shell) } else { Vec::new() };
        let lack = Lack { groups, settings };
        if self.shell.lines.iter().any(shell::Line::is_unseen) {
            out.push(
                self.finding(
                    cx,
                    "can't see whether user data hardens the host: a part of it is known at run time only",
                ),
            );
            return out;
        }
        let system = platform::system(cx, &self.resources());
        let platform = match platform::platform(&self.shell, system) {
            Ok(platform) => Some(platform),
            Err(_) if lack.groups == [Group::Sshd] => None,
            Err(why) => {
                let message =
                    format!("user data leaves out {}, and what to install can't be told: {why}", lack.spoken());
                out.push(self.finding(cx, message));
                return out;
            }
        };
        let message = format!("user data leaves out {}", lack.spoken());
        out.push(self.finding(cx, message).fix(self.fix(cx, &lack, platform, system, uses)));
        out
    }

    fn finding(&self, cx: &Context<'m, 'p>, message: impl Into<String>) -> Finding {
        let Site { file, node } = self.listing.site;
        let (resource, _) = self.hosts[0];
        Finding::of(cx.model, resource, message).at(file, TextRange::of(node))
    }

    fn fix(&self, cx: &Context<'m, 'p>, lack: &Lack, platform: Option<Platform>, system: System, uses: &Uses) -> Fix {
        let mut notes = Vec::new();
        let edits = self.edits(cx, lack, platform, system);
        let mut fix = Fix::new(Level::Review, lack.title(), edits);
        for (resource, argument) in &self.hosts {
            fix = fix.effect(self.effect(cx, resource, argument, &mut notes));
        }
        if let Some(platform) = platform {
            notes.extend(self.notes_on(cx, lack, &platform));
        }
        let sets_passwords = |command: &shell::Command| matches!(command.name(), "chpasswd" | "passwd");
        if lack.settings.iter().any(|(key, _)| *key == "PasswordAuthentication")
            && self.shell.commands.iter().any(sets_passwords)
        {
            notes.push("the script sets passwords, with which nobody can log in over SSH any more".into());
        }
        for hop in self.listing.hops.iter().filter(|hop| !cx.model.serves_only(hop, uses)) {
            let name = cx.model.text(hop.file, hop.range);
            notes.push(format!("`{name}` is used for other things too, which change with it"));
        }
        let mut said = HashSet::new();
        notes.retain(|note| said.insert(note.clone()));
        if notes.is_empty() { fix } else { fix.note(notes.join("; ")) }
    }

    fn effect(
        &self,
        cx: &Context<'m, 'p>,
        resource: &Resource<'p>,
        argument: &'static str,
        notes: &mut Vec<String>,
    ) -> Effect {
        let model = cx.model;
        let ignored = model.option(resource, "ignoreChanges").found();
        let ignored = ignored.and_then(|property| model.property_value(&property).items()).unwrap_or_default();
        if ignored.iter().any(|path| path.as_str() == Some(argument)) {
            return Effect::on(Action::None, model, resource);
        }
        let effect = Effect::of_change(model, resource, &[argument]);
        if resource.symbol.is("aws.ec2.LaunchTemplate") {
            notes.push("hosts of a launch template get it when their group is refreshed".into());
        } else if effect.action == Action::Update {
            notes.push(
                "an instance that runs stops and starts for it, and gets it once it is replaced, as user data runs at \
                 the first start only"
                    .into(),
            );
        }
        effect
    }

    fn notes_on(&self, cx: &Context<'m, 'p>, lack: &Lack, platform: &Platform) -> Vec<String> {
        let mut notes = Vec::new();
        let (updates, bans) = (lack.groups.contains(&Group::Updates), lack.groups.contains(&Group::Fail2ban));
        if !updates && !bans || platform.is_debian() {
            return notes;
        }
        if self.resources().iter().any(|resource| platform::is_moved(cx, resource)) {
            notes.push("the packages are those of Amazon Linux 2023, from which `ami-al2023` starts the host".into());
        }
        match platform.system {
            System::Unknown if platform.manager == "yum" => notes.push(
                "the image can't be seen, and is taken for Amazon Linux 2; on another the script goes on without what \
                 that lacks"
                    .into(),
            ),
            System::Unknown | System::AmazonLinux2023 if bans => notes.push(
                "the repositories of Amazon Linux 2023 have no fail2ban; there the script goes on without it".into(),
            ),
            _ => {}
        }
        if updates && platform.system == System::AmazonLinux2023 {
            notes.push("packages come from the latest release of Amazon Linux 2023 in place of the image's".into());
        }
        notes
    }

    fn edits(
        &self,
        cx: &Context<'m, 'p>,
        lack: &Lack,
        platform: Option<Platform>,
        system: System,
    ) -> Result<FileEdits, Declined> {
        let hardens_sshd = lack.groups.contains(&Group::Sshd);
        let place = Place::of(&self.shell, &self.listing, hardens_sshd)?;
        let restart = (hardens_sshd && !place.restarts).then(|| code::restart(platform.as_ref(), system));
        let lines = place.lines(&self.shell, lack.code(platform.as_ref(), self.is_fresh()), restart);
        let size = |line: &str| line.len() + 1;
        let before: usize = self.listing.lines.iter().map(|line| size(&line.text)).sum();
        if before + lines.iter().map(|line| size(line)).sum::<usize>() > LIMIT {
            return Err(Declined::because(
                "user data would be larger than the 16 KB that EC2 takes; fetch it from elsewhere",
            ));
        }
        let mut rewrite = Rewrite::new(cx.model);
        let (start, side) = place.at();
        rewrite.insert_lines_at(start, side, lines)?;
        rewrite.finish()
    }

    /// Whether the script asks for the packages that there are.
    fn is_fresh(&self) -> bool {
        let mut commands = self.shell.commands.iter();
        commands.any(|command| command.name().starts_with("apt") && command.takes("update"))
    }
}

impl Lack {
    /// What is missing, for messages.
    fn spoken(&self) -> String {
        let part = |group: &Group| match group {
            Group::Sshd if self.settings.len() == sshd::SETTINGS.len() => "the hardening of sshd".to_string(),
            Group::Sshd => {
                let keys: Vec<_> = self.settings.iter().map(|(key, _)| format!("`{key}`")).collect();
                format!("{} of sshd", listed(&keys))
            }
            Group::Updates => "automatic security updates".to_string(),
            Group::Fail2ban => "fail2ban".to_string(),
        };
        listed(&self.groups.iter().map(part).collect::<Vec<_>>())
    }

    fn title(&self) -> String {
        let part = |group: &Group| match group {
            Group::Sshd => "harden sshd".to_string(),
            Group::Updates => "install security updates automatically".to_string(),
            Group::Fail2ban => "run fail2ban".to_string(),
        };
        listed(&self.groups.iter().map(part).collect::<Vec<_>>())
    }

    /// The commands, in the order of the report.
    fn code(&self, platform: Option<&Platform>, fresh: bool) -> Vec<(Group, Vec<String>)> {
        let mut fresh = fresh;
        let mut out = Vec::new();
        for group in &self.groups {
            let lines = match (group, platform) {
                (Group::Sshd, platform) => code::settings(&self.settings, platform.is_some_and(|it| it.sudo)),
                (Group::Updates, Some(platform)) => code::updates(platform, std::mem::replace(&mut fresh, true)),
                (Group::Fail2ban, Some(platform)) => code::fail2ban(platform, std::mem::replace(&mut fresh, true)),
                (_, None) => continue,
            };
            out.push((*group, lines));
        }
        out
    }
}

fn weak_setting(key: &str, value: &str) -> String {
    let hardened = sshd::SETTINGS.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value);
    format!("user data sets `{key} {value}` for sshd; set it to `{hardened}` unless it is meant")
}
