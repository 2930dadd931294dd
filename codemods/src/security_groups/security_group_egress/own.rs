//! Rules that are resources of their own. Invariant: each new one is written as the open one is, under its name with the
//! port in it, and what refers to the open one refers to the first of them.

use iacfix_engine::codemod::{Action, Context, Declined, Effect};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{Args, Bound, Lookup, Model};
use iacfix_engine::rewrite::{Companion, NamePattern, Place, Rewrite};
use iacfix_engine::source::TextRange;

use super::admitted::Opening;
use super::repair::{Parts, Repair, SAID_OF_ALL, needs};
use crate::security_groups::rules::{Names, Rule, Rules, VPC_RULE};

/// Words that a rule which opens everything has in its name.
const EVERYTHING: &[&str] = &["all", "any", "everything"];

/// Replaces a rule that is a resource of its own by one for each port.
pub(super) fn own<'p>(cx: &Context<'_, 'p>, rules: &Rules<'p>, rule: &Rule<'p>, names: Names) -> Repair<'p> {
    let model = cx.model;
    let resource = model.resource(rule.resource);
    let mut out = Repair { edits: Ok(FileEdits::new()), effects: vec![], perhaps: vec![], openings: vec![] };
    out.effects.push(Effect::on(Action::Remove, model, resource));
    let found = match &rule.group {
        Lookup::Found(group) => needs(model, rules, &[*group], rule.peers.world, &cx.ports(resource.file, "ports")),
        _ => Err(Declined::because("can't see which group it is a rule of, and so what that needs; list its ports")),
    };
    match found {
        Ok(needs) => (out.perhaps, out.openings) = (needs.perhaps, needs.openings),
        Err(declined) => {
            out.edits = Err(declined);
            return out;
        }
    }
    match Own::of(model, rule, names).and_then(|own| own.made(&out.openings).map(|made| (own, made))) {
        Ok((own, made)) => {
            let class = resource.type_name();
            out.effects.extend(made.iter().map(|it| Effect::new(Action::Add, class).named(it.name.code())));
            out.edits = own.edits(&made);
        }
        Err(declined) => out.edits = Err(declined),
    }
    out
}

/// A rule that is a resource of its own.
struct Own<'m, 'p> {
    model: &'m Model<'p>,
    rule: &'m Rule<'p>,
    names: Names,
    pattern: NamePattern,
    /// The names of its arguments.
    arguments: Vec<String>,
}

/// A rule for one port.
struct Made {
    name: NamePattern,
    entries: Vec<(String, String)>,
    within: bool,
}

impl Made {
    fn object(&self) -> String {
        let entries: Vec<&str> = self.entries.iter().map(|(_, code)| code.as_str()).collect();
        format!("{{\n{},\n}}", entries.join(",\n"))
    }
}

impl<'m, 'p> Own<'m, 'p> {
    fn of(model: &'m Model<'p>, rule: &'m Rule<'p>, names: Names) -> Result<Self, Declined> {
        let resource = model.resource(rule.resource);
        if rule.peers.others {
            return Err(Declined::because("the rule names groups or prefix lists besides; take it apart first"));
        }
        if !matches!(resource.bound, Bound::Variable(_) | Bound::Field(_) | Bound::Nothing) {
            return Err(Declined::because("the rule is part of a list or a result; put the ports where it is made"));
        }
        let pattern = NamePattern::of(model, resource)
            .ok_or_else(|| Declined::because("the rule has no name that others could follow; name it first"))?;
        let arguments = match model.args(resource) {
            Args::Literal(site) => model.property_names(site),
            _ => None,
        };
        let arguments = arguments
            .ok_or_else(|| Declined::because("the rule's arguments are built elsewhere; put the ports there"))?;
        Ok(Self { model, rule, names, pattern, arguments })
    }

    /// The rules for `openings`, in the order of the arguments that stand there.
    fn made(&self, openings: &[Opening<'p>]) -> Result<Vec<Made>, Declined> {
        openings.iter().map(|opening| self.made_for(opening)).collect()
    }

    fn made_for(&self, opening: &Opening<'p>) -> Result<Made, Declined> {
        let model = self.model;
        let resource = model.resource(self.rule.resource);
        let parts = Parts::of(model, opening, resource.file, resource.node)?;
        let mut entries: Vec<(String, String)> = Vec::new();
        for name in &self.arguments {
            if opening.within && self.names.blocks.contains(&name.as_str()) {
                continue;
            }
            let code = match parts.get(name) {
                Some(code) => format!("{name}: {code}"),
                None => model.resource_text(resource, name).ok_or_else(|| {
                    Declined::because(format!("`{name}` of the rule is built elsewhere; put the ports there"))
                })?,
            };
            entries.push((name.clone(), code));
        }
        for name in ["fromPort", "toPort", "description"] {
            if !self.arguments.iter().any(|have| have == name) {
                entries.push((name.into(), format!("{name}: {}", parts.get(name).unwrap_or_default())));
            }
        }
        if opening.within {
            let itself = match self.names.protocol == VPC_RULE.protocol {
                true => model.resource_text(resource, "securityGroupId").map(|text| match text.split_once(": ") {
                    Some((_, code)) => format!("referencedSecurityGroupId: {code}"),
                    None => format!("referencedSecurityGroupId: {text}"),
                }),
                false => Some("self: true".to_string()),
            };
            entries.extend(itself.map(|code| ("self".to_string(), code)));
        }
        let port = if parts.from == parts.to { parts.from.clone() } else { format!("{}-{}", parts.from, parts.to) };
        let port: String = port.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let what = match opening.protocol.as_str() {
            "-1" => "self".to_string(),
            protocol => format!("{port}-{protocol}"),
        };
        let word = if opening.within && what != "self" { format!("self-{what}") } else { what };
        let name = self.pattern.with_role(EVERYTHING, &word).free(model, resource.type_name());
        Ok(Made { name, entries, within: opening.within })
    }

    /// What differs by port, in the arguments that stand there.
    fn set_parts(&self, rewrite: &mut Rewrite<'_, 'p>, made: &Made) -> Result<(), Declined> {
        let resource = self.model.resource(self.rule.resource);
        for (name, code) in &made.entries {
            let differs = ["protocol", "ipProtocol", "fromPort", "toPort", "description"].contains(&name.as_str());
            if let Some((_, value)) = code.split_once(": ").filter(|_| differs) {
                rewrite.set_argument(resource, name, value)?;
            }
        }
        Ok(())
    }

    /// The first takes the place of the open rule, the others follow it.
    fn edits(&self, made: &[Made]) -> Result<FileEdits, Declined> {
        let model = self.model;
        let resource = model.resource(self.rule.resource);
        let mut rewrite = Rewrite::new(model);
        let Some((first, rest)) = made.split_first() else {
            if resource.bound != Bound::Nothing {
                return Err(Declined::because("other rules let through all that is needed; take this one out"));
            }
            rewrite.delete_statement(resource.file, resource.node)?;
            return rewrite.finish();
        };
        if let Some(name) = resource.name() {
            rewrite.replace(resource.file, name, &first.name.code())?;
        }
        match resource.args().filter(|_| first.within) {
            // Its addresses go: the rule is about other peers now.
            Some(args) => rewrite.replace(resource.file, args, &first.object())?,
            None => self.set_parts(&mut rewrite, first)?,
        }
        let class = model.text(resource.file, TextRange::of(&*resource.new.callee));
        let companion = Companion::of(model, resource);
        let code: Vec<String> = rest
            .iter()
            .map(|it| {
                let entries: Vec<String> = it.entries.iter().map(|(_, code)| code.clone()).collect();
                format!("{};", companion.code(class, &it.name.code(), &entries))
            })
            .collect();
        if !code.is_empty() {
            rewrite.insert(resource.file, Place::After(resource.node), &code.join("\n\n"))?;
        }
        rewrite.reword(resource.file, resource.node, SAID_OF_ALL);
        rewrite.finish()
    }
}
