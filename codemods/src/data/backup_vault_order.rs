//! `backup-vault-order` (004#8): backup plans refer to the vaults that their program creates.

use std::collections::BTreeSet;

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::{
    ANY, Arn, Lookup, Model, NodeId, Origin, Piece, Property, Referred, Resource, Same, Source, Spot,
};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;

const META: Meta = Meta {
    id: "backup-vault-order",
    title: "makes backup plans refer to the vaults that they copy to and write to, and declares those first",
    theme: Theme::Data,
    report: "004#8",
    preset: Preset::Faults,
    levels: &[Level::Safe, Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds `aws.backup.Plan` rules whose `copyActions` spell out the ARN of a vault that the program creates \
               under that very name, in that region, and rules whose `targetVaultName` is its name as text. The plan \
               refers to the vault's `arn` or `name` instead, and the vault, with what it needs, is declared before \
               the plan.",
        why: "A plan that names a vault by text does not depend on it: nothing makes the deployment wait, and it fails \
              where the vault happens to come second. Moving the declaration alone changes nothing, the reference \
              does.",
        before: "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const accountId = aws.getCallerIdentityOutput().accountId;

const west = new aws.Provider('west', { region: 'us-west-2' });

const vault = new aws.backup.Vault('vault', { name: 'orders' });

export const plan = new aws.backup.Plan('plan', {
  rules: [
    {
      ruleName: 'daily',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: pulumi.interpolate`arn:aws:backup:us-west-2:${accountId}:backup-vault:orders-dr`,
        },
      ],
    },
  ],
});

const drVault = new aws.backup.Vault(
  'dr-vault',
  { name: 'orders-dr' },
  { provider: west },
);

export const drVaultName = drVault.name;
",
        after: "import * as aws from '@pulumi/aws';

const west = new aws.Provider('west', { region: 'us-west-2' });

const vault = new aws.backup.Vault('vault', { name: 'orders' });

const drVault = new aws.backup.Vault(
  'dr-vault',
  { name: 'orders-dr' },
  { provider: west },
);

export const plan = new aws.backup.Plan('plan', {
  rules: [
    {
      ruleName: 'daily',
      targetVaultName: vault.name,
      copyActions: [
        {
          destinationVaultArn: drVault.arn,
        },
      ],
    },
  ],
});

export const drVaultName = drVault.name;
",
        notes: "Left alone: vaults without a `name` (theirs gets a suffix, so no text can match it), a vault of the same \
                name in another region or under another provider, plans that name the vault in their `dependsOn`. Where \
                the region can't be seen, the finding says so. A fix for an account that is not looked up by the \
                program is for review.",
    },
};

/// Finds backup plans that name vaults by text.
pub(crate) struct BackupVaultOrder;

impl Codemod for BackupVaultOrder {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        let vaults: Vec<Vault<'_, 'p>> =
            model.resources_of("aws.backup.Vault").filter_map(|vault| Vault::of(model, vault)).collect();
        if vaults.is_empty() {
            return;
        }
        // Plans may share their rules.
        let mut seen = BTreeSet::new();
        for plan in model.resources_of("aws.backup.Plan") {
            let look = Look { model, plan, vaults: &vaults };
            let mut named = Vec::new();
            for spelled in look.spelled().into_iter().filter(|spelled| seen.insert(spelled.spot(model).place())) {
                match look.judge(spelled) {
                    Judged::Named(one) => named.push(one),
                    Judged::Open(finding) => cx.report(finding),
                    Judged::Right => {}
                }
            }
            let (plain, taken): (Vec<_>, Vec<_>) = named.into_iter().partition(|one| one.account == Same::Yes);
            look.findings(&plain).into_iter().chain(look.findings(&taken)).for_each(|finding| cx.report(finding));
        }
    }
}

/// A vault whose name the program gives.
struct Vault<'m, 'p> {
    resource: &'m Resource<'p>,
    name: Vec<Piece<'p>>,
}

impl<'m, 'p> Vault<'m, 'p> {
    fn of(model: &'m Model<'p>, resource: &'m Resource<'p>) -> Option<Self> {
        let name = model.resource_property(resource, "name").found()?;
        Some(Self { resource, name: model.property_pieces(&name) })
    }
}

/// What a rule names a vault by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Arn,
    Name,
}

impl By {
    /// What it is called in messages.
    fn word(self) -> &'static str {
        match self {
            By::Arn => "ARN",
            By::Name => "name",
        }
    }

    /// The vault's output that gives it.
    fn output(self) -> &'static str {
        match self {
            By::Arn => "arn",
            By::Name => "name",
        }
    }
}

/// A place that names a vault.
struct Spelled<'p> {
    by: By,
    property: Property<'p>,
    /// What the vault is named by comes from here.
    source: Source<'p>,
    /// Whether nothing else can give the property.
    alone: bool,
    /// Whether what is written at the source serves the plan's rules only.
    owned: bool,
}

impl<'p> Spelled<'p> {
    /// What names the vault: the value of the property, or, where that is one of several, the one.
    fn spot(&self, model: &Model<'p>) -> Spot<'p> {
        match self.source.expr() {
            Some(site) if !self.alone => Spot::Expr(model.lifted(site)),
            _ => Spot::of(&self.property),
        }
    }

    /// The text, as it is written there, and as it is written where it comes from.
    fn readings(&self, model: &Model<'p>) -> Vec<Vec<Piece<'p>>> {
        let here = match self.spot(model) {
            Spot::Expr(site) => model.text_pieces(site.file, site.node),
            _ => model.property_pieces(&self.property),
        };
        let there = self.source.expr().map(|site| model.text_pieces(site.file, site.node));
        std::iter::once(here).chain(there).collect()
    }

    /// What to replace: the spot itself, or what a caller gives for it.
    fn home(&self, model: &Model<'p>) -> Result<Spot<'p>, Declined> {
        let is_given = |referred: Referred<'p>| matches!(referred, Referred::Name(id) if matches!(model.binding(id).origin, Origin::Parameter { .. }));
        let given = self.source.hops.iter().any(|hop| is_given(hop.referred));
        let Some(site) = self.source.expr().filter(|_| given || !self.alone) else { return Ok(self.spot(model)) };
        if !self.owned {
            return Err(Declined::because("the text serves other things too; hand the vault over beside it"));
        }
        for hop in &self.source.hops {
            if let Spot::Expr(read) = hop.spot
                && model.takes_plain_text(read.file, read.node)
            {
                let name = model.text(read.file, TextRange::of(read.node));
                let reason = format!("`{name}` takes a plain string; make it a pulumi.Input<string>");
                return Err(Declined::because(reason));
            }
        }
        Ok(Spot::Expr(model.lifted(site)))
    }
}

/// What a place comes to.
enum Judged<'m, 'p> {
    /// It names this vault.
    Named(Named<'m, 'p>),
    /// It may name a vault: an advice.
    Open(Finding),
    /// It names no vault of the program, or refers to it.
    Right,
}

/// A place, and the vault that it names.
struct Named<'m, 'p> {
    spelled: Spelled<'p>,
    vault: &'m Resource<'p>,
    account: Same,
}

/// A vault that may be the one that is named.
struct Match<'v, 'm, 'p> {
    vault: &'v Vault<'m, 'p>,
    name: Same,
    place: Same,
    account: Same,
}

/// One plan beside the vaults of its program.
struct Look<'l, 'm, 'p> {
    model: &'m Model<'p>,
    plan: &'m Resource<'p>,
    vaults: &'l [Vault<'m, 'p>],
}

impl<'m, 'p> Look<'_, 'm, 'p> {
    /// The places of the plan that name vaults.
    fn spelled(&self) -> Vec<Spelled<'p>> {
        let paths: [(By, &[&str]); 2] = [
            (By::Arn, &["rules", ANY, "copyActions", ANY, "destinationVaultArn"]),
            (By::Name, &["rules", ANY, "targetVaultName"]),
        ];
        let mut out = Vec::new();
        for (by, path) in paths {
            let trace = self.model.trace_argument(self.plan, path);
            let place = |source: &Source<'p>| source.property.map(|p| (p.file, p.range));
            for source in &trace.sources {
                let Some(property) = source.property else { continue };
                let alone = trace.sources.iter().filter(|other| place(other) == place(source)).count() == 1;
                let owned = source.hops.iter().all(|hop| self.model.serves_only(hop, &trace.uses));
                if alone || source.expr().is_some() {
                    out.push(Spelled { by, property, source: source.clone(), alone, owned });
                }
            }
        }
        out
    }

    fn judge(&self, spelled: Spelled<'p>) -> Judged<'m, 'p> {
        let model = self.model;
        let readings = spelled.readings(model);
        if readings.iter().any(|pieces| self.refers(pieces)) {
            return Judged::Right;
        }
        let read = |pieces: &Vec<Piece<'p>>| match spelled.by {
            By::Arn => self.by_arn(pieces),
            By::Name => self.by_name(pieces),
        };
        let is_sure = |m: &Match<'_, 'm, 'p>| m.name == Same::Yes && m.place == Same::Yes;
        // The reading that tells more: a sure one, else one that may be.
        let matches = readings.iter().map(read).max_by_key(|all| (all.iter().any(is_sure), !all.is_empty()));
        let matches = matches.unwrap_or_default();
        let mut sure = matches.iter().filter(|m| is_sure(m));
        let what = spelled.by.word();
        match (sure.next(), sure.next(), matches.first()) {
            (Some(only), None, _) => {
                let (vault, account) = (only.vault.resource, only.account.clone());
                Judged::Named(Named { spelled, vault, account })
            }
            (Some(first), Some(_), _) => {
                let message = format!(
                    "backup plan spells out the {what} of one of several vaults that this program creates under that \
                     name; refer to the right one, so that the plan waits for it"
                );
                Judged::Open(self.finding(&spelled, first.vault.resource, message))
            }
            (None, _, Some(first)) => {
                let why = [&first.name, &first.place].into_iter().find_map(|same| match same {
                    Same::Unknown(why) => Some(why.as_str()),
                    _ => None,
                });
                let message = format!(
                    "can't see whether the {what} that the backup plan spells out is that of a vault of this program: \
                     {}; refer to the vault if it is",
                    why.unwrap_or_default()
                );
                Judged::Open(self.finding(&spelled, first.vault.resource, message))
            }
            (None, _, None) => Judged::Right,
        }
    }

    fn finding(&self, spelled: &Spelled<'p>, vault: &Resource<'p>, message: impl Into<String>) -> Finding {
        let (file, range) = (spelled.property.file, spelled.property.range);
        let finding = Finding::of(self.model, self.plan, message).at(file, range);
        finding.related(vault.file, vault.range(), "the vault is created here")
    }

    /// One finding for all that names vaults, as one fix moves them in their order; one each where that can't be done.
    fn findings(&self, named: &[Named<'m, 'p>]) -> Vec<Finding> {
        let Some((first, others)) = named.split_first() else { return Vec::new() };
        let edits = self.edits(named);
        if edits.is_err() && !others.is_empty() {
            return named.iter().flat_map(|one| self.findings(std::slice::from_ref(one))).collect();
        }
        let alike = |one: &Named<'m, 'p>| one.spelled.by == first.spelled.by && one.vault.id == first.vault.id;
        let message = match others.iter().all(alike) {
            true => format!(
                "backup plan spells out the {} of a vault that this program creates, so it does not wait for it",
                first.spelled.by.word()
            ),
            false => "backup plan spells out vaults that this program creates, so it does not wait for them".into(),
        };
        let mut finding = self.finding(&first.spelled, first.vault, message);
        for one in others {
            let (file, range) = (one.spelled.property.file, one.spelled.property.range);
            finding = finding.related(file, range, "another one is spelled out here");
        }
        vec![finding.fix(self.fix(first, edits))]
    }

    /// Whether the text is made of what a vault gives, and so depends on it.
    fn refers(&self, pieces: &[Piece<'p>]) -> bool {
        pieces.iter().any(|piece| match piece {
            Piece::Hole(site) => {
                let value = self.model.value(site.file, site.node);
                value.output().is_some_and(|(id, _)| self.model.resource(id).symbol.is("aws.backup.Vault"))
            }
            _ => false,
        })
    }

    /// The vaults that an ARN may be that of.
    fn by_arn<'l>(&'l self, pieces: &[Piece<'p>]) -> Vec<Match<'l, 'm, 'p>> {
        let Some(arn) = Arn::of(pieces).filter(|arn| arn.is_of("backup")) else { return Vec::new() };
        let Some(name) = arn.name_of("backup-vault") else { return Vec::new() };
        let model = self.model;
        let matches = self.named(&name).map(|(vault, name)| {
            let place = model.is_region_of(&arn.region, vault.resource);
            let account = model.is_account_of(&arn.account, vault.resource);
            Match { vault, name, place, account }
        });
        matches.filter(|m| m.place != Same::No && m.account != Same::No).collect()
    }

    /// The vaults that a name may be that of. A plan writes to a vault beside itself.
    fn by_name<'l>(&'l self, pieces: &[Piece<'p>]) -> Vec<Match<'l, 'm, 'p>> {
        let matches = self.named(pieces).map(|(vault, name)| {
            let place = self.model.deployed_alike(self.plan, vault.resource);
            Match { vault, name, place, account: Same::Yes }
        });
        matches.filter(|m| m.place != Same::No).collect()
    }

    /// The vaults that may bear a name and that the plan does not wait for.
    fn named<'l>(&'l self, name: &[Piece<'p>]) -> impl Iterator<Item = (&'l Vault<'m, 'p>, Same)> {
        let model = self.model;
        let beside = (self.plan.file, self.plan.node);
        self.vaults.iter().filter(|vault| !self.waits_for(vault.resource)).filter_map(move |vault| {
            let once = model.runs_once((vault.resource.file, vault.resource.node), beside);
            match model.same_text(name, &vault.name) {
                Same::No => None,
                Same::Yes if once => Some((vault, Same::Yes)),
                Same::Yes => Some((vault, Same::Unknown("the code that creates the vault runs several times".into()))),
                Same::Unknown(why) => model.alike(name, &vault.name).then_some((vault, Same::Unknown(why))),
            }
        })
    }

    /// Whether the plan's `dependsOn` names the vault.
    fn waits_for(&self, vault: &Resource<'p>) -> bool {
        let Lookup::Found(property) = self.model.option(self.plan, "dependsOn") else { return false };
        let value = self.model.property_value(&property);
        let items = value.items().unwrap_or_else(|| vec![value.clone()]);
        items.iter().any(|item| item.resource() == Some(vault.id))
    }

    fn fix(&self, first: &Named<'m, 'p>, edits: Result<FileEdits, Declined>) -> Fix {
        let fix = |level| Fix::new(level, "refer to the vault", edits);
        let effect = |action| Effect::on(action, self.model, self.plan).property("rules");
        match first.account {
            Same::Yes => fix(Level::Safe).effect(effect(Action::None)),
            _ => fix(Level::Review)
                .effect(effect(Action::Update))
                .note("the account that the ARN names is taken to be the one that the vault is created in"),
        }
    }

    fn edits(&self, named: &[Named<'m, 'p>]) -> Result<FileEdits, Declined> {
        let model = self.model;
        let mut rewrite = Rewrite::new(model);
        let (mut gone, mut kept, mut late) = (Vec::new(), Vec::new(), Vec::new());
        for one in named {
            let spot = one.spelled.home(model)?;
            let (file, range) = spot.place();
            let index = model.index(file);
            let node = index.innermost(range).ok_or_else(|| Declined::because("it stands in no expression"))?;
            if let Some(condition) = one.vault.condition
                && !(one.vault.file == file && index.ancestors(node).any(|(around, _)| around == condition))
            {
                return Err(Declined::because("the vault is created only under a condition, and the plan is not"));
            }
            let reached = rewrite.reach_output(one.vault.id, one.spelled.by.output(), file, node)?;
            rewrite.put(&spot, &reached.code)?;
            gone.push((file, range));
            kept.push(reached.root().to_string());
            let place = |node: NodeId| index.entry(node).range.start;
            let pair = reached.after.and_then(|after| rewrite.siblings(file, node, after));
            late.extend(pair.filter(|(own, other)| place(*other) > place(*own)).map(|(own, other)| (file, own, other)));
        }
        rewrite.drop_unused(&gone, &kept)?;
        // What the first user needs is there for the later ones.
        late.sort_unstable();
        late.dedup();
        late.iter().try_for_each(|(file, user, vault)| rewrite.move_before(*file, *vault, *user))?;
        rewrite.finish()
    }
}
