//! What a script says of sshd. Invariant: a setting that is mentioned in a way that can't be read is not said to be lacking.

use super::shell::{Command, Shell};

/// A setting and the value that hardens it, in the order of the report.
pub(super) const SETTINGS: [(&str, &str); 6] = [
    ("PermitRootLogin", "no"),
    ("PasswordAuthentication", "no"),
    ("PubkeyAuthentication", "yes"),
    ("MaxAuthTries", "3"),
    ("ClientAliveInterval", "300"),
    ("ClientAliveCountMax", "2"),
];

/// Values with which a setting lets in whom it is there to keep out.
const WEAK: [(&str, &str); 3] =
    [("PermitRootLogin", "yes"), ("PasswordAuthentication", "yes"), ("PubkeyAuthentication", "no")];

/// What a script says of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    /// It is set to this.
    Value(String),
    /// It is mentioned, in a way that does not show to what it is set.
    Something,
}

/// The settings that a script does not mention.
pub(super) fn lacking(shell: &Shell) -> Vec<(&'static str, &'static str)> {
    SETTINGS.into_iter().filter(|(key, _)| said(shell, key) == Said::Nothing).collect()
}

/// The settings that a script sets so that they harden nothing.
pub(super) fn weak(shell: &Shell) -> Vec<(&'static str, &'static str)> {
    WEAK.into_iter().filter(|(key, value)| said(shell, key) == Said::Value((*value).into())).collect()
}

/// Whether a line of a script is about the configuration of sshd.
pub(super) fn is_about(line: &str) -> bool {
    line.contains("sshd_config") || SETTINGS.iter().any(|(key, _)| on_line(line, key) != Said::Nothing)
}

/// What is said last counts.
fn said(shell: &Shell, key: &str) -> Said {
    let lines = shell.lines.iter().filter(|line| !line.is_comment());
    lines.map(|line| on_line(&line.text, key)).fold(Said::Nothing, |before, now| match now {
        Said::Nothing => before,
        Said::Something if before != Said::Nothing => before,
        now => now,
    })
}

/// The last mention on a line is what stands there afterwards: `s/#MaxAuthTries 6/MaxAuthTries 3/`.
fn on_line(line: &str, key: &str) -> Said {
    let lower = line.to_ascii_lowercase();
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let is_word = |at: &usize| !lower[..*at].ends_with(is_part) && !lower[at + key.len()..].starts_with(is_part);
    let wanted = key.to_ascii_lowercase();
    let mentions = lower.match_indices(&wanted).map(|(at, _)| at).filter(is_word);
    let Some(at) = mentions.last() else { return Said::Nothing };
    let rest = &line[at + key.len()..];
    let value = rest.trim_start_matches([' ', '\t', '=']);
    let value: String = value
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '\0' | '$' | '{' | '}' | '_'))
        .collect();
    let is_set = rest.starts_with([' ', '\t', '=']) && !value.is_empty() && !line[..at].ends_with('#');
    if is_set { Said::Value(value.to_ascii_lowercase()) } else { Said::Something }
}

/// Whether a command lets sshd read its configuration again.
pub(super) fn restarts(command: &Command) -> bool {
    const VERBS: &[&str] = &["restart", "reload", "try-restart", "reload-or-restart", "condrestart", "force-reload"];
    let verb = command.arguments().any(|argument| VERBS.contains(&argument));
    match command.name() {
        "systemctl" | "service" | "rc-service" | "invoke-rc.d" => verb && names_sshd(command),
        "sshd" | "ssh" => verb && command.words[0].contains("init.d"),
        "pkill" | "killall" => command.takes("-HUP") && names_sshd(command),
        _ => false,
    }
}

/// Whether a script leaves the host without sshd.
pub(super) fn is_off(shell: &Shell) -> bool {
    const VERBS: &[&str] = &["disable", "mask", "stop"];
    shell.commands.iter().any(|command| {
        let verb = command.arguments().any(|argument| VERBS.contains(&argument));
        command.always() && matches!(command.name(), "systemctl" | "service") && verb && names_sshd(command)
    })
}

fn names_sshd(command: &Command) -> bool {
    let unit = |argument: &str| matches!(argument.trim_end_matches(".service"), "sshd" | "ssh");
    command.arguments().any(unit)
}

#[cfg(test)]
mod tests {
    use super::super::shell::read;
    use super::{Said, is_off, lacking, on_line, restarts, weak};

    #[test]
    fn settings_are_found_however_they_are_written() {
        for line in [
            "sed -i 's/#MaxAuthTries 6/MaxAuthTries 3/' /etc/ssh/sshd_config",
            r"sed -i -e 's/^#\?\s*MaxAuthTries.*$/MaxAuthTries 3/g' /etc/ssh/sshd_config",
            "echo \"MaxAuthTries 3\" >> /etc/ssh/sshd_config",
            "grep -q '^MaxAuthTries' $F || echo 'maxauthtries=3' | tee -a $F",
            "MaxAuthTries\t3",
            "augtool set /files/etc/ssh/sshd_config/MaxAuthTries 3",
        ] {
            assert_eq!(on_line(line, "MaxAuthTries"), Said::Value("3".into()), "{line}");
        }
        for line in [
            "sed -i '/MaxAuthTries/d' /etc/ssh/sshd_config",
            "sed -i 's/^MaxAuthTries 3/#MaxAuthTries 3/' /etc/ssh/sshd_config",
            r"sed -i -E 's/^#?(MaxAuthTries) .*/\1 3/' /etc/ssh/sshd_config",
        ] {
            assert_eq!(on_line(line, "MaxAuthTries"), Said::Something, "{line}");
        }
        assert_eq!(on_line("MyMaxAuthTries 3 MaxAuthTriesNot 4", "MaxAuthTries"), Said::Nothing);
        assert_eq!(on_line("MaxAuthTries ${TRIES}", "MaxAuthTries"), Said::Value("${tries}".into()));
        let shell = read("# MaxAuthTries 3\nsed -i '/^PermitRootLogin/d' f\necho PermitRootLogin yes >> f".lines());
        let lacking: Vec<_> = lacking(&shell).iter().map(|(key, _)| *key).collect();
        assert_eq!(lacking[0], "PasswordAuthentication");
        assert!(lacking.contains(&"MaxAuthTries") && lacking.len() == 5, "{lacking:?}");
        assert_eq!(weak(&shell), [("PermitRootLogin", "yes")]);
    }

    #[test]
    fn commands_that_restart_or_stop_it() {
        let command = |text: &str| read([text].into_iter()).commands.remove(0);
        for text in [
            "systemctl restart sshd",
            "sudo systemctl reload ssh.service",
            "service sshd restart",
            "/etc/init.d/ssh reload",
            "pkill -HUP sshd",
        ] {
            assert!(restarts(&command(text)), "{text}");
        }
        for text in
            ["systemctl restart nginx", "systemctl enable sshd", "ssh host restart", "echo systemctl restart sshd"]
        {
            assert!(!restarts(&command(text)), "{text}");
        }
        assert!(is_off(&read(["systemctl disable --now sshd"].into_iter())));
        assert!(!is_off(&read(["systemctl disable --now nginx"].into_iter())));
    }
}
