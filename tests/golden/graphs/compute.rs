//! Rows of the theme "compute".

use serde_json::Value;

use super::{Row, Shown, each, items};
use crate::graph::Node;

pub(super) const ROWS: &[Row] = &[
    Row::of("ami-al2023", ami_al2023),
    Row::of("depends-on-resource", depends_on_resource),
    Row::of("ec2-imdsv2", imdsv2),
    Row::of("ec2-instance-profile", instance_profile),
    Row::of("ec2-key-pair", key_pair),
    Row::of("ec2-root-volume-size", root_volume_size),
    Row::of("ec2-user-data-hardening", user_data_hardening),
];

/// The types that start instances.
const STARTING: &[&str] =
    &["aws.ec2.Instance", "aws.ec2.LaunchTemplate", "aws.ec2.LaunchConfiguration", "aws.ec2.SpotInstanceRequest"];

/// The program runs (Pulumi itself refuses what is no resource), and all that is depended on is in the graph.
fn depends_on_resource(shown: &Shown<'_>) -> Result<usize, String> {
    if let Some(error) = shown.after.errors.first() {
        return Err(error.clone());
    }
    let dependencies =
        shown.after.resources.iter().flat_map(|node| node.dependencies.iter().map(move |urn| (node, urn)));
    let mut seen = 0;
    for (node, urn) in dependencies {
        shown.after.at(urn).ok_or_else(|| format!("{} depends on {urn}, which is not there", node.place()))?;
        seen += 1;
    }
    Ok(seen)
}

/// Nothing starts from a standard image of Amazon Linux 2; an id under the mocks says by which name it was found.
fn ami_al2023(shown: &Shown<'_>) -> Result<usize, String> {
    let image = |node: &Node| node.text("ami").or(node.text("imageId")).map(str::to_string);
    each(shown.judged(STARTING).filter(|node| image(node).is_some()), |node| match image(node) {
        Some(id) if id.contains("amzn2-ami-hvm") || id.contains("amzn2-ami-kernel") => {
            Err(format!("its image is {id}"))
        }
        _ => Ok(()),
    })
}

/// Metadata is read with a token, or not at all; what a launch template decides is not the instance's.
fn imdsv2(shown: &Shown<'_>) -> Result<usize, String> {
    let decides = |node: &&Node| node.input("launchTemplate").is_none() || node.input("metadataOptions").is_some();
    each(shown.judged(STARTING).filter(decides), |node| {
        let option = |name: &str| node.text(&format!("metadataOptions.{name}"));
        match (option("httpEndpoint"), option("httpTokens")) {
            (Some("disabled"), _) | (_, Some("required")) => Ok(()),
            (_, tokens) => Err(format!("httpTokens is {tokens:?}")),
        }
    })
}

/// What changed has a profile of a role that EC2 may assume and that has the managed policy of Systems Manager, and no other
/// where the role is new.
fn instance_profile(shown: &Shown<'_>) -> Result<usize, String> {
    let same = |node: &Node| shown.before.at(&node.urn).is_some_and(|was| was.inputs == node.inputs);
    let bare = |node: &Node| node.input("iamInstanceProfile").is_none();
    let had_none = |node: &&Node| shown.before.at(&node.urn).is_none_or(bare) || bare(node);
    each(shown.judged(STARTING).filter(|node| !same(node)).filter(had_none), |node| {
        let given = ["iamInstanceProfile", "iamInstanceProfile.arn"].iter().find_map(|path| node.text(path));
        let given = given.ok_or("it has no profile")?;
        let names = |profile: &&Node| {
            [profile.arn.as_deref(), profile.id.as_deref(), Some(&profile.name)].contains(&Some(given))
        };
        let named = |profile: &&Node| names(profile) || given.starts_with(&format!("{}-", profile.name));
        let profile = shown.after.of("aws.iam.InstanceProfile").find(named).ok_or("its profile is not there")?;
        let role = profile.text("role").ok_or("its profile has no role")?;
        let policies = shown.after.of("aws.iam.RolePolicyAttachment").filter(|it| it.text("role") == Some(role));
        let policies: Vec<_> = policies.filter_map(|it| it.text("policyArn")).collect();
        match policies.as_slice() {
            [only] if only.ends_with(":iam::aws:policy/AmazonSSMManagedInstanceCore") => Ok(()),
            other => Err(format!("its role has {other:?}")),
        }
    })
}

/// Key pairs are gone, and what had a key and has none is reached by a profile.
fn key_pair(shown: &Shown<'_>) -> Result<usize, String> {
    // An input that fails may not have come to its keys: then none may be left, and every host is looked at.
    let failed = !shown.before.errors.is_empty();
    let gone = shown.before.of("aws.ec2.KeyPair").filter(|key| shown.after.at(&key.urn).is_none()).count();
    if gone == 0 && (!failed || shown.after.of("aws.ec2.KeyPair").next().is_some()) {
        return Err("no key pair is gone".into());
    }
    let lost = |node: &&Node| {
        let had = shown.before.at(&node.urn).is_some_and(|was| was.input("keyName").is_some());
        (had || failed) && node.input("keyName").is_none()
    };
    let hosts = shown.after.resources.iter().filter(|node| STARTING.contains(&node.symbol().as_str()));
    let seen = each(hosts.filter(lost), |node| match node.input("iamInstanceProfile") {
        Some(_) => Ok(()),
        None => Err("nobody can reach it".into()),
    })?;
    Ok(gone + seen)
}

/// No root volume has a size below the least.
fn root_volume_size(shown: &Shown<'_>) -> Result<usize, String> {
    let least = shown.integer("minimum").ok_or("the codemod has no option `minimum`")?;
    let sized = |node: &&Node| !root_sizes(node).is_empty();
    each(shown.judged(STARTING).filter(sized), |node| {
        let small = root_sizes(node).into_iter().find(|size| size.as_i64().is_none_or(|size| size < least));
        small.map_or(Ok(()), |size| Err(format!("its root volume has {size} GiB")))
    })
}

/// Every shell script has what the option asks for, and restarts sshd after the last that is said of it.
fn user_data_hardening(shown: &Shown<'_>) -> Result<usize, String> {
    const SETTINGS: &[&str] = &[
        "PermitRootLogin no",
        "PasswordAuthentication no",
        "PubkeyAuthentication yes",
        "MaxAuthTries ",
        "ClientAliveInterval ",
        "ClientAliveCountMax ",
    ];
    let groups = shown.choices("groups").ok_or("the codemod has no option `groups`")?;
    let wants = |group: &str| groups.iter().any(|name| name == group);
    let scripts = shown.judged(STARTING).filter(|node| script(node).is_some());
    each(scripts, |node| {
        let script = script(node).unwrap_or_default();
        let has = |marks: &[&str]| marks.iter().any(|mark| script.contains(mark));
        if wants("updates") && !has(&["yum-cron", "dnf-automatic", "unattended-upgrades"]) {
            return Err("nothing updates it".into());
        }
        if wants("fail2ban") && !has(&["fail2ban"]) {
            return Err("it has no fail2ban".into());
        }
        if !wants("sshd") {
            return Ok(());
        }
        let lines: Vec<&str> = script.lines().collect();
        let last = |marks: &[&str]| lines.iter().rposition(|line| marks.iter().any(|mark| line.contains(mark)));
        let lacking = SETTINGS.iter().find(|setting| last(&[setting]).is_none());
        if let Some(setting) = lacking {
            return Err(format!("it has no `{setting}`"));
        }
        let restart = last(&["restart ssh", "reload ssh", "sshd restart", "ssh restart"]);
        if restart < last(SETTINGS) { Err("sshd is not restarted after it".into()) } else { Ok(()) }
    })
}

/// The shell script that a host runs when it starts.
fn script(node: &Node) -> Option<String> {
    use base64::Engine;
    let text = ["userData", "userDataBase64"].iter().find_map(|argument| node.text(argument))?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(text).ok();
    let text = decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_string());
    text.trim_start().starts_with("#!").then_some(text)
}

/// What is said of the size of an instance's root volume.
fn root_sizes(node: &Node) -> Vec<&Value> {
    let root = |mapping: &&Value| {
        let device = mapping.get("deviceName").and_then(Value::as_str);
        ["/dev/xvda", "/dev/sda1"].iter().any(|name| device == Some(name))
    };
    let mapped = items(node.input("blockDeviceMappings")).into_iter().filter(root);
    let mapped = mapped.filter_map(|mapping| mapping.get("ebs")?.get("volumeSize"));
    mapped.chain(node.input("rootBlockDevice.volumeSize")).collect()
}
