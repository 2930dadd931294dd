//! `ami-al2023` (003#2.6): instances start from Amazon Linux 2023.

use iacfix_engine::codemod::{
    Action, Codemod, Context, Declined, Effect, Finding, Fix, Level, Manual, Meta, Preset, Theme,
};
use iacfix_engine::edit::FileEdits;
use iacfix_engine::model::facts::image_argument;
use iacfix_engine::model::{ImageLookup, Model, Node, NodeId, Resource, Site, Source, Trace, Uses, Value};
use iacfix_engine::rewrite::Rewrite;
use iacfix_engine::source::TextRange;
use swc_ecma_ast::{ArrayLit, CallExpr, Expr};

use super::amazon_linux::{Beside, beside, respelled};
use super::hosts::script_of;

const META: Meta = Meta {
    id: "ami-al2023",
    title: "starts instances from Amazon Linux 2023 in place of Amazon Linux 2",
    theme: Theme::Compute,
    report: "003#2.6",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[],
    manual: Manual {
        what: "Finds look-ups of Amazon Linux 2 images: `name` filters and `nameRegex` of `getAmi` and `getAmiIds`, \
               public parameters below `/aws/service/ami-amazon-linux-latest`, and `resolve:ssm:` ids. The name is \
               changed where it is written, to that of the Amazon Linux 2023 image of the same architecture.",
        why: "Amazon Linux 2 is at the end of its support. Amazon Linux 2023 gets security updates, has SELinux and \
              IMDSv2 on by default, and its packages come from versioned repositories.",
        before: "import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] }],
});

const web = new aws.ec2.Instance('web', {
  ami: ami.id,
  instanceType: 't3.micro',
});

export const address = web.publicIp;
",
        after: "import * as aws from '@pulumi/aws';

const ami = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
});

const web = new aws.ec2.Instance('web', {
  ami: ami.id,
  instanceType: 't3.micro',
});

export const address = web.publicIp;
",
        notes: "The report writes `al2023-ami-*-x86_64`, which takes minimal images and those of ECS as well; hence the \
                `2023.` in the pattern. Left alone: images of ECS and EKS, minimal images, images of other accounts. \
                Advice only: images pinned to a version, patterns that take several kinds of images, look-ups with \
                filters that may leave out Amazon Linux 2023. A new image replaces an instance; a launch template is \
                changed in place, and its hosts are replaced when its group is refreshed. Amazon Linux 2023 has no \
                `amazon-linux-extras`: a note says where user data calls it.",
    },
};

/// Finds look-ups of Amazon Linux 2.
pub(crate) struct AmiAl2023;

impl Codemod for AmiAl2023 {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        if !model.mentions("amzn2") {
            return;
        }
        let hosts = Host::all(model);
        let by_id = hosts.iter().flat_map(|host| &host.lookups).filter(|lookup| lookup.call.is_none()).cloned();
        let mut sights: Vec<Sight<'p>> = Vec::new();
        for sight in model.image_calls().into_iter().chain(by_id).filter_map(|lookup| Sight::of(model, lookup)) {
            match sights.iter_mut().find(|have| have.at == sight.at) {
                Some(have) => have.join(sight),
                None => sights.push(sight),
            }
        }
        let mut uses = Uses::default();
        for sight in &sights {
            sight.traces().for_each(|trace| uses.join(&trace.uses));
        }
        for sight in &sights {
            cx.report(sight.finding(model, &hosts, &uses));
        }
    }
}

/// A resource that starts from an image.
struct Host<'m, 'p> {
    resource: &'m Resource<'p>,
    argument: &'static str,
    lookups: Vec<ImageLookup<'p>>,
}

impl<'m, 'p> Host<'m, 'p> {
    fn all(model: &'m Model<'p>) -> Vec<Self> {
        let host = |resource: &'m Resource<'p>| {
            let argument = image_argument(resource.type_name())?;
            Some(Self { resource, argument, lookups: model.image_lookups(resource) })
        };
        model.resources().iter().filter_map(host).collect()
    }

    /// Whether its image is found by this look-up, or by a name that another look-up takes from the same place.
    fn starts_from(&self, sight: &Sight<'p>) -> bool {
        let places: Vec<_> = sight.changes.iter().flat_map(|change| &change.codes).map(|(site, _)| *site).collect();
        self.lookups.iter().any(|lookup| {
            let mut sources = lookup.names.iter().flat_map(|names| &names.trace.sources);
            lookup.call.is_some_and(|call| sight.calls.contains(&call))
                || sources.any(|source| source.expr().is_some_and(|site| places.contains(&site)))
        })
    }

    fn ignores_image(&self, model: &Model<'p>) -> bool {
        let ignored = model.option(self.resource, "ignoreChanges").found();
        let ignored = ignored.and_then(|property| model.property_value(&property).items()).unwrap_or_default();
        ignored.iter().any(|path| path.as_str() == Some(self.argument))
    }
}

/// Names that become others.
struct Change<'p> {
    trace: Trace<'p>,
    codes: Vec<(Site<'p, Expr>, String)>,
}

/// The look-ups of Amazon Linux 2 by the name that is written at one place.
struct Sight<'p> {
    calls: Vec<Site<'p, CallExpr>>,
    /// Where the first of its names is written.
    at: Site<'p, Expr>,
    changes: Vec<Change<'p>>,
    /// Why a person has to say what to look for, where that is so.
    undecided: Option<String>,
}

impl<'p> Sight<'p> {
    fn of(model: &Model<'p>, lookup: ImageLookup<'p>) -> Option<Self> {
        let (mut at, mut undecided, mut changes) = (None, None, Vec::new());
        for names in &lookup.names {
            let mut codes = Vec::new();
            for (source, image) in model.images_named(names) {
                let Some(site) = source.expr() else { continue };
                match respelled(model, names.form, site, &image) {
                    Ok(None) => continue,
                    Ok(Some(code)) => codes.push((site, code)),
                    Err(why) => undecided = undecided.or(Some(why)),
                }
                at = at.or(Some(site));
            }
            changes.push(Change { trace: names.trace.clone(), codes });
        }
        let at = at?;
        match beside(model, &lookup) {
            Beside::Foreign => return None,
            Beside::Doubtful(why) => undecided = undecided.or(Some(why)),
            Beside::Amazon(volume_types) => changes.extend(volume_types.into_iter().map(|t| gp3(model, t))),
        }
        Some(Self { calls: lookup.call.into_iter().collect(), at, changes, undecided })
    }

    /// Takes in another look-up by the same name.
    fn join(&mut self, other: Self) {
        self.calls.extend(other.calls);
        self.changes.extend(other.changes);
        self.undecided = self.undecided.take().or(other.undecided);
    }

    fn traces(&self) -> impl Iterator<Item = &Trace<'p>> {
        self.changes.iter().filter(|_| self.undecided.is_none()).map(|change| &change.trace)
    }

    fn finding(&self, model: &Model<'p>, hosts: &[Host<'_, 'p>], uses: &Uses) -> Finding {
        let range = TextRange::of(self.at.node);
        let subject = format!("image {}", model.text(self.at.file, range));
        let found = |message: String| Finding::new(self.at.file, range, subject, message);
        match &self.undecided {
            Some(why) => found(format!(
                "the image is Amazon Linux 2, and {why}; look for the Amazon Linux 2023 image that replaces it"
            )),
            None => found("the image is Amazon Linux 2; Amazon Linux 2023 is its successor".into())
                .fix(self.fix(model, hosts, uses)),
        }
    }

    fn fix(&self, model: &Model<'p>, hosts: &[Host<'_, 'p>], uses: &Uses) -> Fix {
        let mut notes = Vec::new();
        let mut fix = Fix::new(Level::Review, "look for Amazon Linux 2023", self.edits(model, uses, &mut notes));
        for host in hosts.iter().filter(|host| host.starts_from(self)) {
            fix = fix.effect(match host.ignores_image(model) {
                true => Effect::on(Action::None, model, host.resource),
                false => Effect::of_change(model, host.resource, &[host.argument]),
            });
            if host.resource.symbol.is("aws.ec2.LaunchTemplate") {
                notes.push("hosts of a launch template are replaced when their group is refreshed".into());
            }
            if script_of(model, host.resource).parts.contains("amazon-linux-extras") {
                notes.push(
                    "user data calls `amazon-linux-extras`, which Amazon Linux 2023 does not have; install with `dnf`"
                        .into(),
                );
            }
        }
        if fix.effects.is_empty() {
            fix = fix.effect(Effect::new(Action::None, "aws.ec2.Ami"));
            notes.push("what starts from the image can't be seen; a new image replaces instances".into());
        }
        notes.dedup();
        if notes.is_empty() { fix } else { fix.note(notes.join("; ")) }
    }

    fn edits(&self, model: &Model<'p>, uses: &Uses, notes: &mut Vec<String>) -> Result<FileEdits, Declined> {
        let mut rewrite = Rewrite::new(model);
        for change in &self.changes {
            let mut codes = Vec::new();
            for (site, code) in &change.codes {
                match doubled(model, change, *site, code) {
                    Some((array, at)) => rewrite.remove_element(site.file, array, at)?,
                    None => {
                        let sources = change.trace.sources.iter();
                        codes.extend(sources.filter(|s| s.expr() == Some(*site)).map(|s| (s, code.as_str())));
                    }
                }
            }
            for shared in rewrite.set_sources(&change.trace, &codes, uses)? {
                notes.push(format!("`{}` is used for other things too, which change with it", shared.0));
            }
        }
        self.reword(model, &mut rewrite);
        rewrite.finish()
    }
}

impl<'p> Sight<'p> {
    /// Comments at the look-ups, and where the name is written, tell the image that it is.
    fn reword(&self, model: &Model<'p>, rewrite: &mut Rewrite<'_, 'p>) {
        const WORDS: &[(&str, &str)] =
            &[("Amazon Linux 2", "Amazon Linux 2023"), ("AL2", "AL2023"), ("AmazonLinux2", "AmazonLinux2023")];
        let names = self.changes.iter().flat_map(|change| &change.codes);
        let named = names.filter_map(|(site, _)| Some((site.file, model.index(site.file).expr(site.node)?)));
        let calls = self
            .calls
            .iter()
            .filter_map(|call| Some((call.file, model.index(call.file).innermost(TextRange::of(call.node))?)));
        for (file, node) in named.chain(calls) {
            rewrite.reword(file, node, WORDS);
        }
    }
}

/// The root volume of Amazon Linux 2023 is gp3 where that of Amazon Linux 2 is gp2.
fn gp3<'p>(model: &Model<'p>, trace: Trace<'p>) -> Change<'p> {
    let is_gp2 = |site: &Site<'p, Expr>| model.value(site.file, site.node).as_str() == Some("gp2");
    let sites: Vec<_> = trace.sources.iter().filter_map(Source::expr).filter(is_gp2).collect();
    let codes = sites.into_iter().map(|site| (site, "'gp3'".to_string())).collect();
    Change { trace, codes }
}

/// The list in which the element at `site` would say what an earlier one says, or one that stays.
fn doubled<'p>(
    model: &Model<'p>,
    change: &Change<'p>,
    site: Site<'p, Expr>,
    code: &str,
) -> Option<(&'p ArrayLit, usize)> {
    let index = model.index(site.file);
    let own: NodeId = index.expr(site.node)?;
    let Node::Expr(Expr::Array(array)) = index.ancestors(own).next()?.1.node else { return None };
    let elements: Vec<_> = array.elems.iter().map(|element| element.as_ref().map(|e| &*e.expr)).collect();
    let at = elements.iter().position(|e| e.is_some_and(|e| TextRange::of(e) == TextRange::of(site.node)))?;
    let becomes = |expr: &'p Expr| {
        let changed = change.codes.iter().find(|(other, _)| other.file == site.file && std::ptr::eq(other.node, expr));
        changed.map(|(_, code)| code.trim_matches('\'').to_string())
    };
    let stays = |expr: &'p Expr| match (becomes(expr), model.value(site.file, expr)) {
        (None, Value::Str(text)) => Some(text),
        _ => None,
    };
    let said = code.trim_matches('\'');
    let says = |(other, element): (usize, &Option<&'p Expr>)| {
        let Some(expr) = element else { return false };
        stays(expr).as_deref() == Some(said) || (other < at && becomes(expr).as_deref() == Some(said))
    };
    elements.iter().enumerate().any(says).then_some((array, at))
}
