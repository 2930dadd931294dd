//! Moving all rules of a direction out of a group. Invariant: as resources they let through what they did inline, and they
//! are made after every group of the cycle.

use iacfix_engine::codemod::{Action, Declined, Effect};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Binding, BindingId, Model, Origin, Resource, ResourceId};
use iacfix_engine::rewrite::{Companion, Gone, NamePattern, Place, Rewrite};
use iacfix_engine::source::TextRange;

use super::list::{List, Part, Peer, Taken, There};
use crate::security_groups::rules::{Direction, Edge, INLINE, Rules, Traffic, name_of};

/// A list of rules: whose, and which.
pub(super) type Listed = (ResourceId, Direction);

/// How a rule is written as a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `aws.ec2.SecurityGroupRule`: several blocks of addresses, or one group.
    Rule,
    /// `aws.vpc.SecurityGroupIngressRule` and `aws.vpc.SecurityGroupEgressRule`: one peer.
    Single,
}

impl Form {
    /// That of the program; where it has none, the one that the provider recommends, unless one of `moves` can't be
    /// written so: a program gets one form, in whichever order its fixes are accepted.
    pub(super) fn of<'p>(model: &Model<'p>, rules: &Rules<'p>, moves: &[Move<'_, 'p>]) -> Self {
        let has = |name| model.resources_of(name).next().is_some();
        let has_single = has("aws.vpc.SecurityGroupIngressRule") || has("aws.vpc.SecurityGroupEgressRule");
        let needs_rule = |it: &Move<'_, 'p>| {
            let Ok(last) = it.last else { return false };
            let taken = it.lists.iter().map(|list| taken(model, rules, *list, last));
            taken.flatten().any(|rules| !rules.iter().all(is_single))
        };
        match has_single || !(has("aws.ec2.SecurityGroupRule") || moves.iter().any(needs_rule)) {
            true => Self::Single,
            false => Self::Rule,
        }
    }

    fn type_name(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Rule, _) => "aws.ec2.SecurityGroupRule",
            (Self::Single, Direction::Ingress) => "aws.vpc.SecurityGroupIngressRule",
            (Self::Single, Direction::Egress) => "aws.vpc.SecurityGroupEgressRule",
        }
    }

    /// What one peer is called.
    fn key(self, peer: Peer) -> &'static str {
        match (self, peer) {
            (Self::Rule, Peer::Blocks) => "cidrBlocks",
            (Self::Rule, Peer::Blocks6) => "ipv6CidrBlocks",
            (Self::Rule, Peer::PrefixLists) => "prefixListIds",
            (Self::Rule, Peer::Groups) => "sourceSecurityGroupId",
            (Self::Rule, Peer::Itself) => "self",
            (Self::Single, Peer::Blocks) => "cidrIpv4",
            (Self::Single, Peer::Blocks6) => "cidrIpv6",
            (Self::Single, Peer::PrefixLists) => "prefixListId",
            (Self::Single, Peer::Groups | Peer::Itself) => "referencedSecurityGroupId",
        }
    }
}

/// Through how many constants a reference is followed.
const DEPTH: usize = 8;

/// What comments to tools begin with, about the line that follows and nothing else.
const TO_TOOLS: &[&str] = &["@ts-", "eslint-", "prettier-ignore", "tslint:"];

/// What a move comes to.
pub(super) struct Moved {
    pub(super) edits: Result<FileEdits, Declined>,
    pub(super) effects: Vec<Effect>,
}

/// Which lists are moved out of their groups, and the last group of the cycle, after which they go.
pub(super) struct Move<'m, 'p> {
    pub(super) lists: Vec<Listed>,
    /// What is read before the group that it names is made.
    pub(super) early: Vec<Gone>,
    pub(super) last: Result<&'m Resource<'p>, Declined>,
}

/// Moves lists out of their groups.
pub(super) fn moved<'p>(model: &Model<'p>, rules: &Rules<'p>, it: &Move<'_, 'p>, form: Form) -> Moved {
    let Move { lists, early, last } = it;
    let mut effects: Vec<Effect> = Vec::new();
    for (group, direction) in lists {
        effects.push(Effect::of_change(model, model.resource(*group), &[direction.key()]));
    }
    let edits = last.clone().and_then(|last| {
        let mut rewrite = Rewrite::new(model);
        let mut gone = Vec::new();
        for (group, direction) in lists {
            let mut out = Out::of(model, rules, (*group, *direction), last, form)?;
            let made = out.made()?;
            effects
                .extend(made.iter().map(|it| Effect::new(Action::Add, out.form.type_name(*direction)).named(&it.name)));
            out.write(&mut rewrite, &made)?;
            gone.push(rewrite.take_argument(out.group, direction.key())?);
        }
        early.iter().try_for_each(|place| goes(model, *place, &gone, DEPTH))?;
        rewrite.drop_unused(&gone, &[])?;
        rewrite.finish()
    });
    Moved { edits, effects }
}

/// All rules of a list, as code after `last`.
fn taken<'r, 'p>(
    model: &Model<'p>,
    rules: &'r Rules<'p>,
    (group, direction): Listed,
    last: &Resource<'p>,
) -> Result<Vec<Taken<'r, 'p>>, Declined> {
    let group = model.resource(group);
    let there = There { model, file: group.file, node: last.node };
    let list = List::of(model, group, direction)?;
    list.elements.iter().map(|(element, object)| there.take(rules, group, *element, *object)).collect()
}

/// Whether a rule can be written with one peer a resource, and with its ports or without.
fn is_single(taken: &Taken<'_, '_>) -> bool {
    let one_by_one = |part: &Part| match part {
        Part::Peers { peer, each, .. } => *peer == Peer::Itself || each.is_ok(),
        Part::Entry { .. } => true,
    };
    !matches!(taken.rule.traffic, Traffic::Unseen(_)) && taken.parts.iter().all(one_by_one)
}

/// Whether what stands at `place` goes with `gone`: it is part of that, or of constants that only that uses.
///
/// # Errors
/// It stays, and still reads what is made later.
fn goes(model: &Model<'_>, (file, range): Gone, gone: &[Gone], depth: usize) -> Result<(), Declined> {
    if gone.iter().any(|(of, it)| *of == file && it.contains(range)) {
        return Ok(());
    }
    let stays = |name: &str| {
        Err(Declined::because(format!(
            "`{name}` names a later group and serves something else too; declare it after the groups"
        )))
    };
    let value = |binding: &Binding<'_>| match &binding.origin {
        Origin::Variable { declarator, .. } => declarator.init.as_deref().map(TextRange::of),
        _ => None,
    };
    let holders = model.index(file).bindings().filter(|(_, it)| value(it).is_some_and(|init| init.contains(range)));
    let Some((local, holder)) = holders.min_by_key(|(_, it)| value(it).map(TextRange::len)) else {
        return stays(&model.brief(file, range));
    };
    let id = BindingId { file, local };
    match depth.checked_sub(1).filter(|_| !model.is_exported(id)) {
        Some(depth) => model.references(id).iter().try_for_each(|it| goes(model, (it.file, it.range), gone, depth)),
        None => stays(&holder.name),
    }
    .or_else(|_| stays(&holder.name))
}

/// A rule as a resource.
struct Made {
    name: String,
    entries: Vec<String>,
    comments: Vec<String>,
}

/// One list on its way out.
struct Out<'m, 'r, 'p> {
    model: &'m Model<'p>,
    group: &'m Resource<'p>,
    last: &'m Resource<'p>,
    direction: Direction,
    form: Form,
    /// What refers to the group.
    code: String,
    pattern: NamePattern,
    rules: Vec<Taken<'r, 'p>>,
    /// The names that are given away.
    names: Vec<String>,
}

impl<'m, 'r, 'p> Out<'m, 'r, 'p> {
    fn of(
        model: &'m Model<'p>,
        rules: &'r Rules<'p>,
        (group, direction): Listed,
        last: &'m Resource<'p>,
        form: Form,
    ) -> Result<Self, Declined> {
        let group = model.resource(group);
        let name = name_of(model, group);
        if !group.symbol.is("aws.ec2.SecurityGroup") {
            let why = format!(
                "`{name}` is the default group, which holds all its rules itself; name the other group there in one direction only"
            );
            return Err(Declined::because(why));
        }
        let there = There { model, file: group.file, node: last.node };
        let code = there.held(group).ok_or_else(|| {
            Declined::because(format!("nothing that could be named holds `{name}`; give it a variable of its own"))
        })?;
        let mut own = group.name().into_iter().chain(group.opts());
        if !own.all(|expr| model.stands_after(group.file, TextRange::of(expr), last.node)) {
            let why = format!(
                "what `{name}` is called and made with can't be named where the last group is made; make the rules resources yourself"
            );
            return Err(Declined::because(why));
        }
        let pattern = NamePattern::of(model, group)
            .ok_or_else(|| Declined::because("the group has no name that rules could follow; name it first"))?;
        let rules = taken(model, rules, (group.id, direction), last)?;
        // What is no list of single peers, or may need no ports, is a rule of the other form.
        let form = if rules.iter().all(is_single) { form } else { Form::Rule };
        Ok(Self { model, group, last, direction, form, code, pattern, rules, names: Vec::new() })
    }

    /// The resources for all rules.
    fn made(&mut self) -> Result<Vec<Made>, Declined> {
        let mut out = Vec::new();
        for at in 0..self.rules.len() {
            let mut comments = self.comments(&self.rules[at]);
            for peers in self.peers(&self.rules[at])? {
                let entries = self.entries(&self.rules[at], &peers);
                let name = self.name(at);
                out.push(Made { name, entries, comments: std::mem::take(&mut comments) });
            }
        }
        let beside = self.comments_beside(&out);
        if let Some(first) = out.first_mut() {
            first.comments.splice(0..0, beside);
        }
        let is_to_tool = |comment: &String| {
            let text = comment.trim_start_matches(['/', '*', ' ']);
            TO_TOOLS.iter().any(|start| text.starts_with(start))
        };
        out.iter_mut().for_each(|it| it.comments.retain(|comment| !is_to_tool(comment)));
        Ok(out)
    }

    /// The comments of the list that belong to none of its rules.
    fn comments_beside(&self, of_rules: &[Made]) -> Vec<String> {
        let Some(property) = self.model.written_argument(self.group, self.direction.key()) else { return Vec::new() };
        let taken: Vec<TextRange> = self.rules.iter().flat_map(|rule| rule.taken.iter().copied()).collect();
        let mut all = Rewrite::new(self.model).comments_around(property.file, property.range, &taken);
        for comment in of_rules.iter().flat_map(|it| &it.comments) {
            if let Some(at) = all.iter().position(|it| it == comment) {
                all.remove(at);
            }
        }
        all
    }

    /// The comments of a rule that stands in the list itself.
    fn comments(&self, taken: &Taken<'_, 'p>) -> Vec<String> {
        let element = TextRange::of(taken.element.node);
        Rewrite::new(self.model).comments_around(taken.element.file, element, &taken.taken)
    }

    /// The peers of each resource that a rule becomes, as entries that stand where the first of them did.
    fn peers(&self, taken: &Taken<'_, 'p>) -> Result<Vec<Vec<String>>, Declined> {
        let mut together: Vec<String> = Vec::new();
        let mut alone: Vec<Vec<String>> = Vec::new();
        for part in &taken.parts {
            let Part::Peers { peer, whole, each } = part else { continue };
            let own = self.form.key(*peer);
            match (self.form, peer) {
                (Form::Rule, Peer::Itself) => alone.push(vec![format!("{own}: true")]),
                (Form::Single, Peer::Itself) => alone.push(vec![format!("{own}: {}.id", self.code)]),
                (Form::Single, _) | (_, Peer::Groups) => {
                    alone.extend(each.clone()?.iter().map(|code| vec![entry(own, code)]));
                }
                (Form::Rule, _) => together.push(entry(own, &whole.clone()?)),
            }
        }
        let together = (!together.is_empty()).then_some(together);
        Ok(together.into_iter().chain(alone).collect())
    }

    /// The arguments of one resource, in the order of the rule that it comes from.
    fn entries(&self, taken: &Taken<'_, 'p>, peers: &[String]) -> Vec<String> {
        let is_all = matches!(taken.rule.traffic, Traffic::All);
        let mut out = Vec::new();
        if self.form == Form::Rule {
            out.push(format!("type: '{}'", self.direction.key()));
        }
        out.push(format!("securityGroupId: {}.id", self.code));
        let mut placed = false;
        for part in &taken.parts {
            match part {
                Part::Peers { .. } if placed => {}
                Part::Peers { .. } => {
                    placed = true;
                    out.extend(peers.iter().cloned());
                }
                Part::Entry { key, code } if self.form == Form::Single && key == INLINE.protocol => {
                    out.push(if is_all { "ipProtocol: '-1'".to_string() } else { entry("ipProtocol", code) });
                }
                // Every port is said by leaving ports out.
                Part::Entry { key, .. } if self.form == Form::Single && is_all && is_port(key) => {}
                Part::Entry { key, code } => out.push(entry(key, code)),
            }
        }
        out.extend(Companion::of(self.model, self.group).region());
        out
    }

    /// A name after the group's: the direction, the ports and the protocol of a rule.
    fn name(&mut self, at: usize) -> String {
        let direction = self.direction.key();
        let role = match &self.rules[at].rule.traffic {
            Traffic::All => format!("{direction}-all"),
            Traffic::Unseen(_) => direction.to_string(),
            Traffic::Ports { protocol, from, to } => {
                let (from, to) = (self.port(from), self.port(to));
                let ports = if from == to { from } else { format!("{from}-{to}") };
                let words = [direction, &ports, protocol];
                words.into_iter().filter(|word| !word.trim_matches('-').is_empty()).collect::<Vec<_>>().join("-")
            }
        };
        let type_name = self.form.type_name(self.direction);
        let numbered = |n: usize| if n == 1 { role.clone() } else { format!("{role}-{n}") };
        let name = (1..)
            .map(|n| self.pattern.with_word(&numbered(n)))
            .find(|name| *name == name.free(self.model, type_name) && !self.names.contains(&name.code()))
            .map_or_else(String::new, |name| name.code());
        self.names.push(name.clone());
        name
    }

    /// A port as a word of a name; none for all types of ICMP.
    fn port(&self, edge: &Edge<'p>) -> String {
        match edge {
            Edge::Known(port) if *port < 0 => String::new(),
            Edge::Known(port) => port.to_string(),
            Edge::Given(property) => {
                let text = self.model.brief(property.file, property.value_range());
                let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
                words.collect::<Vec<_>>().join("-")
            }
            Edge::Unseen(_) => String::new(),
        }
    }

    /// Puts the resources after the last group.
    fn write(&self, rewrite: &mut Rewrite<'m, 'p>, made: &[Made]) -> Result<(), Declined> {
        let class = rewrite.class_beside(self.group, self.form.type_name(self.direction))?;
        let companion = Companion::of(self.model, self.group);
        let statement = |it: &Made| {
            let lines = it.comments.iter().cloned();
            let code = format!("{};", companion.code(&class, &it.name, &it.entries));
            lines.chain([code]).collect::<Vec<_>>().join("\n")
        };
        let code = made.iter().map(statement).collect::<Vec<_>>().join("\n\n");
        let place = Place::After(self.last.node);
        if made.first().is_some_and(|it| !it.comments.is_empty()) {
            return rewrite.insert(self.group.file, place, &code);
        }
        let comment = format!("{} of {}, after the groups that it names", sentence(self.direction), self.code);
        rewrite.insert_group(self.group.file, place, &comment, &code)
    }
}

fn sentence(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "Ingress",
        Direction::Egress => "Egress",
    }
}

fn is_port(key: &str) -> bool {
    key == "fromPort" || key == "toPort"
}

/// `key: code`, or the name alone where that says the same.
fn entry(key: &str, code: &str) -> String {
    if key == code { code.to_string() } else { format!("{key}: {code}") }
}
