//! Which ports a group needs outwards, as far as the program shows. Invariant: a port on which another group surely admits
//! this one is among them, or the answer says why it can't be.

use iacfix_engine::codemod::{PortProtocol, PortRange};
use iacfix_engine::model::{FileId, Holds, Lookup, Model, NodeId, ResourceId, Value, identified};

use crate::security_groups::rules::{Direction, Edge, Rule, Rules, Traffic, each, edge, may_meet, name_of};

/// Types of load balancers that have security groups, each with that of its targets.
const BALANCERS: &[(&str, &str)] =
    &[("aws.lb.LoadBalancer", "aws.lb.TargetGroup"), ("aws.alb.LoadBalancer", "aws.alb.TargetGroup")];

/// Traffic that has to leave a group.
#[derive(Clone, Debug)]
pub(super) struct Opening<'p> {
    pub(super) protocol: String,
    pub(super) from: Edge<'p>,
    pub(super) to: Edge<'p>,
    /// Whether it stays among the members of the group.
    pub(super) within: bool,
    pub(super) description: String,
}

/// What a group needs.
#[derive(Default)]
pub(super) struct Needs<'p> {
    pub(super) openings: Vec<Opening<'p>>,
    /// Groups that surely admit this one in a way that no port can be told from, with why.
    pub(super) untold: Vec<String>,
    /// Groups that may admit it.
    pub(super) perhaps: Vec<String>,
}

impl<'p> Needs<'p> {
    /// Those of `group`, after those of every group.
    pub(super) fn of(model: &Model<'p>, rules: &Rules<'p>, group: ResourceId, ports: &[PortRange]) -> Self {
        let mut out = Self::default();
        out.openings.extend(ports.iter().map(general));
        for rule in rules.all.iter().filter(|rule| rule.direction == Direction::Ingress) {
            let owner = match rule.group {
                Lookup::Found(owner) => owner,
                _ if rule.peers.groups.contains(&group) => rule.resource,
                _ => continue,
            };
            let is_own = owner == group;
            let is_named = rule.peers.groups.contains(&group);
            let within = is_own && (rule.peers.itself || is_named);
            let admits = match is_own || is_named {
                true => {
                    if within || !is_own {
                        Holds::Yes
                    } else {
                        Holds::No
                    }
                }
                false => admits(model, rule, owner, group),
            };
            let name = name_of(model, model.resource(owner));
            match admits {
                Holds::Yes => {
                    let description = if within { "Within the group".to_string() } else { format!("To {name}") };
                    out.add(&rule.traffic, within, description, &name);
                }
                Holds::No => {}
                Holds::Unknown(_) => out.maybe(&name),
            }
        }
        for unseen in rules.unseen.iter().filter(|unseen| unseen.direction == Direction::Ingress) {
            if unseen.group != group && may_meet(model, unseen.group, group) {
                out.maybe(&name_of(model, model.resource(unseen.group)));
            }
        }
        out.add_targets(model, group);
        out
    }

    fn add(&mut self, traffic: &Traffic<'p>, within: bool, description: String, name: &str) {
        let admits = format!("`{name}` admits it");
        match traffic {
            Traffic::All if within => {
                let (protocol, port) = ("-1".to_string(), Edge::Known(0));
                self.openings.push(Opening { protocol, from: port.clone(), to: port, within, description });
            }
            Traffic::All => self.untold.push(format!("{admits} on every port")),
            Traffic::Ports { from: Edge::Known(0 | 1), to: Edge::Known(65_535), protocol } if !within => {
                self.untold.push(format!("{admits} on every {protocol} port"));
            }
            Traffic::Ports { protocol, from, to } => {
                let unseen = [from, to].into_iter().find_map(|edge| match edge {
                    Edge::Unseen(why) => Some(why),
                    _ => None,
                });
                if let Some(why) = unseen {
                    self.untold.push(format!("{admits} on a port that can't be seen: {why}"));
                    return;
                }
                let (protocol, from, to) = (protocol.clone(), from.clone(), to.clone());
                self.openings.push(Opening { protocol, from, to, within, description });
            }
            Traffic::Unseen(why) => self.untold.push(format!("{admits} on a port that can't be seen: {why}")),
        }
    }

    fn maybe(&mut self, name: &str) {
        if !self.perhaps.iter().any(|have| have == name) {
            self.perhaps.push(name.to_string());
        }
    }

    /// The ports of the targets behind a load balancer that has the group.
    fn add_targets(&mut self, model: &Model<'p>, group: ResourceId) {
        for (balancer, target) in BALANCERS {
            let mut balancers = model.resources_of(balancer);
            if !balancers.any(|balancer| has_group(&model.resource_value(balancer, "securityGroups"), group)) {
                continue;
            }
            for target in model.resources_of(target) {
                let name = name_of(model, target);
                self.add_target(model, model.resource_property(target, "port"), &name);
                let health = model.resource_property(target, "healthCheck").found();
                let port = health.map(|health| model.property(&model.property_value(&health), "port"));
                match port {
                    Some(Lookup::Found(port)) if model.property_value(&port).as_str() == Some("traffic-port") => {}
                    Some(port) => self.add_target(model, port, &name),
                    None => {}
                }
            }
        }
    }

    fn add_target(&mut self, model: &Model<'p>, port: Lookup<iacfix_engine::model::Property<'p>>, name: &str) {
        if port.is_absent() {
            return;
        }
        let port = edge(model, port);
        let description = format!("To {name}");
        self.openings.push(Opening {
            protocol: "tcp".into(),
            from: port.clone(),
            to: port,
            within: false,
            description,
        });
    }
}

/// Whether a rule of another group lets `group` in, by the addresses that the two have in their VPC.
fn admits<'p>(model: &Model<'p>, rule: &Rule<'p>, owner: ResourceId, group: ResourceId) -> Holds {
    if !may_meet(model, owner, group) {
        return Holds::No;
    }
    let network = model.network();
    let vpc = network.vpc(group);
    let answers: Vec<Holds> = rule.peers.blocks.iter().map(|block| network.addresses(model, &vpc, block)).collect();
    if answers.contains(&Holds::Yes) {
        return Holds::Yes;
    }
    if rule.peers.is_world() {
        return Holds::No;
    }
    match rule.peers.unseen_group.clone() {
        Some(why) => Holds::Unknown(why),
        None => answers.into_iter().find(|answer| *answer != Holds::No).unwrap_or(Holds::No),
    }
}

fn has_group(value: &Value<'_>, group: ResourceId) -> bool {
    let mut found = false;
    each(value, &mut |one| found |= identified(one) == Some(group));
    found
}

/// What every group may need.
fn general<'p>(ports: &PortRange) -> Opening<'p> {
    let description = match (ports.from, ports.to, ports.protocol) {
        (443, 443, PortProtocol::Tcp) => "HTTPS for service endpoints and updates".to_string(),
        (80, 80, PortProtocol::Tcp) => "HTTP for package repositories".to_string(),
        (53, 53, _) => "DNS resolution".to_string(),
        (123, 123, PortProtocol::Udp) => "NTP for time synchronization".to_string(),
        _ => format!("Outbound {ports}"),
    };
    let (from, to) = (Edge::Known(ports.from.into()), Edge::Known(ports.to.into()));
    Opening { protocol: ports.protocol.name().to_string(), from, to, within: false, description }
}

/// A port as code at a place.
///
/// # Errors
/// Why it can't be named there.
pub(super) fn code<'p>(model: &Model<'p>, edge: &Edge<'p>, file: FileId, node: NodeId) -> Result<String, String> {
    match edge {
        Edge::Known(port) => Ok(port.to_string()),
        Edge::Given(property) => {
            let text = model.text(property.file, property.value_range());
            let named = property.expr().filter(|_| property.file == file);
            let named = named.and_then(|expr| model.text_at(file, expr, node));
            named.map(str::to_string).ok_or_else(|| format!("the port `{}` can't be named there", one_line(text)))
        }
        Edge::Unseen(why) => Err(format!("a port can't be seen: {why}")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
