//! Rows of the theme "security-groups".

use std::collections::BTreeSet;

use iacfix_engine::codemod::PortRange;
use iacfix_engine::codemod::settings::OptionValue;
use serde_json::Value;

use super::{Row, Shown, items};
use crate::graph::{Graph, Node};

pub(super) const ROWS: &[Row] = &[Row::of("security-group-cycle", cycle), Row::of("security-group-egress", egress)];

/// A rule of a group, wherever it is written.
struct Rule {
    /// The id of the group.
    group: String,
    protocol: String,
    ports: (i64, i64),
    blocks: Vec<String>,
    /// The ids of groups, the group's own among them where the rule means itself.
    groups: Vec<String>,
}

impl Rule {
    fn is_open(&self) -> bool {
        self.protocol == "-1" && self.is_to_all()
    }

    fn is_to_all(&self) -> bool {
        self.blocks.iter().any(|block| block == "0.0.0.0/0" || block == "::/0")
    }

    /// Whether it lets through all that `other` does, as far as protocol and ports go.
    fn covers(&self, protocol: &str, (from, to): (i64, i64)) -> bool {
        self.protocol == "-1" || (self.protocol == protocol && self.ports.0 <= from && to <= self.ports.1)
    }
}

/// A group that was open to everything no longer is, and still reaches the ports of the option, those on which groups
/// admit it or its own members, and those of the targets of its load balancer.
fn egress(shown: &Shown<'_>) -> Result<usize, String> {
    let open = |graph: &Graph| -> BTreeSet<String> {
        rules(graph, "egress").into_iter().filter(Rule::is_open).map(|rule| rule.group).collect()
    };
    let (mut was, is) = (open(shown.before), open(shown.after));
    if !shown.before.errors.is_empty() {
        // An input that fails does not show what was open: every group that lets something out to all is looked at, for
        // what was open to all still lets out that.
        was.extend(rules(shown.after, "egress").into_iter().filter(Rule::is_to_all).map(|rule| rule.group));
    }
    if let Some(group) = is.iter().next().filter(|_| shown.whole) {
        return Err(format!("`{group}` is open to everything"));
    }
    let Some(OptionValue::Ports(ports)) = (shown.options)("ports") else { return Err("no ports are declared".into()) };
    let (out, into) = (rules(shown.after, "egress"), rules(shown.after, "ingress"));
    let narrowed: Vec<&String> = was.difference(&is).collect();
    for group in &narrowed {
        let own: Vec<&Rule> = out.iter().filter(|rule| rule.group == **group).collect();
        let reaches = |protocol: &str, ports| own.iter().any(|it| it.is_to_all() && it.covers(protocol, ports));
        let general = |it: &&PortRange| !reaches(it.protocol.name(), (it.from.into(), it.to.into()));
        if let Some(port) = ports.iter().find(general) {
            return Err(format!("`{group}` does not reach {port}"));
        }
        for rule in into.iter().filter(|rule| rule.groups.contains(group)) {
            let within = |it: &&Rule| it.groups.contains(group) && it.covers(&rule.protocol, rule.ports);
            let reached =
                if rule.group == **group { own.iter().any(within) } else { reaches(&rule.protocol, rule.ports) };
            if !reached {
                return Err(format!("`{group}` does not reach {} {:?} of `{}`", rule.protocol, rule.ports, rule.group));
            }
        }
        let balances = |it: &Node| it.texts("securityGroups").contains(&group.as_str());
        let targets = shown.after.of("aws.lb.LoadBalancer").any(balances).then(|| shown.after.of("aws.lb.TargetGroup"));
        let port = |it: &Node| it.input("port").and_then(Value::as_i64);
        if let Some(port) = targets.into_iter().flatten().filter_map(port).find(|port| !reaches("tcp", (*port, *port)))
        {
            return Err(format!("`{group}` does not reach its targets on {port}"));
        }
    }
    Ok(narrowed.len())
}

/// Groups are all made, none has rules of a direction both inside and beside it, each rule beside one says what its type
/// takes, and what a group lets in from another is let in by an id that is there. Counts the rules that name groups. That
/// they are those of the input, which never runs, is tested beside the codemod.
fn cycle(shown: &Shown<'_>) -> Result<usize, String> {
    let groups: BTreeSet<&str> = shown
        .after
        .of("aws.ec2.SecurityGroup")
        .chain(shown.after.of("aws.ec2.DefaultSecurityGroup"))
        .filter_map(|it| it.id.as_deref())
        .collect();
    let mut named = 0;
    for direction in ["ingress", "egress"] {
        let holds = |it: &&Node| !items(it.input(direction)).is_empty();
        let inside: BTreeSet<&str> =
            shown.after.of("aws.ec2.SecurityGroup").filter(holds).filter_map(|it| it.id.as_deref()).collect();
        for rule in own_rules(shown.after, direction) {
            let group = rule.text("securityGroupId").unwrap_or_default();
            if inside.contains(group) {
                return Err(format!("`{group}` has {direction} rules inside and beside it"));
            }
            takes(rule)?;
        }
        for rule in rules(shown.after, direction) {
            if let Some(stranger) = rule.groups.iter().find(|id| !groups.contains(id.as_str()) && id.contains('/')) {
                return Err(format!("`{}` names `{stranger}`, which is no group", rule.group));
            }
            named += usize::from(!rule.groups.is_empty());
        }
    }
    Ok(named)
}

/// The rules of a direction that are resources.
fn own_rules<'g>(graph: &'g Graph, direction: &'g str) -> impl Iterator<Item = &'g Node> {
    let symbol =
        if direction == "egress" { "aws.vpc.SecurityGroupEgressRule" } else { "aws.vpc.SecurityGroupIngressRule" };
    let of_both = graph.of("aws.ec2.SecurityGroupRule").filter(move |it| it.text("type") == Some(direction));
    of_both.chain(graph.of(symbol))
}

/// A rule resource names whom its type takes: one peer, or blocks of addresses together; and all protocols without ports.
fn takes(rule: &Node) -> Result<(), String> {
    let has = |key: &&&str| rule.input(key).is_some();
    let count = |keys: &[&str]| keys.iter().filter(has).count();
    let is_right = match rule.symbol().as_str() {
        "aws.ec2.SecurityGroupRule" => {
            let blocks = count(&["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"]).min(1);
            blocks + count(&["sourceSecurityGroupId", "self"]) == 1 && count(&["protocol", "fromPort", "toPort"]) == 3
        }
        _ => {
            let ports = if rule.text("ipProtocol") == Some("-1") { 0 } else { 2 };
            count(&["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]) == 1
                && count(&["ipProtocol"]) == 1
                && count(&["fromPort", "toPort"]) == ports
        }
    };
    if is_right { Ok(()) } else { Err(format!("{} does not say what its type takes", rule.place())) }
}

/// All rules of a direction, `ingress` or `egress`.
fn rules(graph: &Graph, direction: &str) -> Vec<Rule> {
    let mut out = Vec::new();
    for symbol in ["aws.ec2.SecurityGroup", "aws.ec2.DefaultSecurityGroup"] {
        for group in graph.of(symbol) {
            let id = group.id.clone().unwrap_or_default();
            out.extend(items(group.input(direction)).into_iter().map(|it| rule(&id, &|key| it.get(key), "protocol")));
        }
    }
    let own = graph.of("aws.ec2.SecurityGroupRule").filter(|it| it.text("type") == Some(direction));
    out.extend(own.map(|it| rule(it.text("securityGroupId").unwrap_or(""), &|key| it.input(key), "protocol")));
    let symbol =
        if direction == "egress" { "aws.vpc.SecurityGroupEgressRule" } else { "aws.vpc.SecurityGroupIngressRule" };
    let own = graph.of(symbol);
    out.extend(own.map(|it| rule(it.text("securityGroupId").unwrap_or(""), &|key| it.input(key), "ipProtocol")));
    out
}

fn rule<'g>(group: &str, part: &dyn Fn(&str) -> Option<&'g Value>, protocol: &str) -> Rule {
    let texts = |keys: &[&str]| -> Vec<String> {
        let all = keys.iter().flat_map(|key| items(part(key)));
        all.filter_map(Value::as_str).map(str::to_string).collect()
    };
    let port = |key: &str| part(key).and_then(Value::as_i64).unwrap_or(-1);
    let protocol = texts(&[protocol]).pop().unwrap_or_default();
    let mut groups = texts(&["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId"]);
    if part("self").and_then(Value::as_bool) == Some(true) {
        groups.push(group.to_string());
    }
    Rule {
        group: group.to_string(),
        protocol: if protocol == "all" { "-1".into() } else { protocol },
        ports: (port("fromPort"), port("toPort")),
        blocks: texts(&["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"]),
        groups,
    }
}
