//! Where resources are deployed: provider, region, account. Invariant: the default provider's region and account are
//! never taken for those that a text spells, nor one provider's for another's.

use swc_ecma_ast as ast;
use swc_ecma_ast::Expr;

use super::lookup::Lookup;
use super::resource::{Resource, ResourceId};
use super::same::Same;
use super::text::Piece;
use super::trace::{ANY, End};
use super::value::{Entity, Site, Value};
use super::{Arn, FileId, Model};

/// Arguments of a provider that make it act for somebody else than the default one does.
const CREDENTIALS: &[&str] = &[
    "accessKey",
    "secretKey",
    "token",
    "profile",
    "assumeRole",
    "assumeRoles",
    "assumeRoleWithWebIdentity",
    "sharedCredentialsFiles",
    "sharedConfigFiles",
];

const DEPTH: usize = 8;

impl<'p> Model<'p> {
    /// Whether the region that a text gives is the one that `resource` is deployed to.
    pub fn is_region_of(&self, region: &[Piece<'p>], resource: &Resource<'p>) -> Same {
        if let Lookup::Found(property) = self.resource_property(resource, "region") {
            return self.same_region(region, &self.region_pieces(&property));
        }
        let providers = self.providers_of(resource);
        if let Some(looked_up) = self.region_look_up(region)
            && same_providers(&looked_up, &providers)
        {
            return Same::Yes;
        }
        match providers {
            Lookup::Found(ids) => match ids.as_slice() {
                [id] => match self.resource_property(self.resource(*id), "region") {
                    Lookup::Found(property) => self.same_region(region, &self.region_pieces(&property)),
                    Lookup::Absent => Same::Unknown("its provider names no region".into()),
                    Lookup::Unknown(why) => Same::Unknown(why),
                },
                _ => Same::Unknown("it is made with several providers".into()),
            },
            Lookup::Absent => Same::Unknown("the default provider's region is not in the program".into()),
            Lookup::Unknown(why) => Same::Unknown(why),
        }
    }

    /// Whether the account that a text gives is the one that `resource` is deployed to.
    pub fn is_account_of(&self, account: &[Piece<'p>], resource: &Resource<'p>) -> Same {
        let providers = self.providers_of(resource);
        if let Some(role) = self.assumed_account(&providers)
            && let answer @ (Same::Yes | Same::No) = self.same_text(account, &role)
        {
            return answer;
        }
        let Some(looked_up) = self.account_look_up(account) else {
            return Same::Unknown("whose account it names is not in the program".into());
        };
        let same = same_providers(&looked_up, &providers);
        if same || (self.has_default_credentials(&looked_up) && self.has_default_credentials(&providers)) {
            return Same::Yes;
        }
        Same::Unknown("the account is looked up with other credentials".into())
    }

    /// Whether two resources are deployed to one region and account.
    pub fn deployed_alike(&self, a: &Resource<'p>, b: &Resource<'p>) -> Same {
        let regions = match (self.resource_property(a, "region"), self.resource_property(b, "region")) {
            (Lookup::Absent, Lookup::Absent) => Same::Yes,
            (Lookup::Found(x), Lookup::Found(y)) => self.same_region(&self.region_pieces(&x), &self.region_pieces(&y)),
            _ => Same::Unknown("the region of one of them is not in the program".into()),
        };
        regions.and(|| self.provided_alike(a, b))
    }

    fn provided_alike(&self, a: &Resource<'p>, b: &Resource<'p>) -> Same {
        let (of_a, of_b) = (self.providers_of(a), self.providers_of(b));
        if same_providers(&of_a, &of_b) || self.same_options(a, b) {
            return Same::Yes;
        }
        if let (Lookup::Found(x), Lookup::Found(y)) = (&of_a, &of_b)
            && let ([x], [y]) = (x.as_slice(), y.as_slice())
            && let Lookup::Found(x) = self.resource_property(self.resource(*x), "region")
            && let Lookup::Found(y) = self.resource_property(self.resource(*y), "region")
            && self.same_region(&self.region_pieces(&x), &self.region_pieces(&y)) == Same::No
        {
            return Same::No;
        }
        Same::Unknown("whether both have the same provider is not in the program".into())
    }

    /// Whether two resources take their provider from the same place, whatever stands there.
    fn same_options(&self, a: &Resource<'p>, b: &Resource<'p>) -> bool {
        let (Some(x), Some(y)) = (a.opts(), b.opts()) else { return false };
        if self.same_value(Site { file: a.file, node: x }, Site { file: b.file, node: y }) {
            return true;
        }
        let same = |name: &str| match (self.option(a, name), self.option(b, name)) {
            (Lookup::Absent, Lookup::Absent) => Some(false),
            (Lookup::Found(x), Lookup::Found(y)) => {
                let site = |property: super::Property<'p>| match property.value {
                    super::PropertyValue::Expr(node) => Some(Site { file: property.file, node }),
                    _ => self.written_property(&property).map(|w| Site { file: w.file, node: w.expr }),
                };
                let by_name = matches!((x.value, y.value),
                    (super::PropertyValue::Shorthand(s), super::PropertyValue::Shorthand(t))
                        if x.file == y.file && self.index(x.file).target(s) == self.index(y.file).target(t));
                (by_name || site(x).zip(site(y)).is_some_and(|(x, y)| self.same_value(x, y))).then_some(true)
            }
            _ => None,
        };
        // A provider of their own settles it; without one, a common parent does.
        match (same("provider"), same("parent")) {
            (Some(true), _) => true,
            (Some(false), Some(parent)) => parent,
            _ => false,
        }
    }

    fn same_region(&self, a: &[Piece<'p>], b: &[Piece<'p>]) -> Same {
        match self.same_text(a, b) {
            Same::Unknown(_) => match (self.region_look_up(a), self.region_look_up(b)) {
                (Some(x), Some(y)) if same_providers(&x, &y) => Same::Yes,
                _ => self.same_text(a, b),
            },
            answer => answer,
        }
    }

    /// The text that a `region` gives, the provider's constants (`aws.Region.EUWest1`) included.
    fn region_pieces(&self, property: &super::Property<'p>) -> Vec<Piece<'p>> {
        match self.property_value(property) {
            Value::Symbol(symbol) => match symbol.path() {
                [of, name] if of == "Region" || of == "Regions" => vec![Piece::Known(region_of_constant(name))],
                _ => self.property_pieces(property),
            },
            _ => self.property_pieces(property),
        }
    }

    /// With which provider a text looks up the region that it is; `None` for anything else.
    fn region_look_up(&self, pieces: &[Piece<'p>]) -> Option<Lookup<Vec<ResourceId>>> {
        let [Piece::Hole(site)] = pieces else { return None };
        match self.value(site.file, site.node) {
            Value::Symbol(symbol) if symbol.is("aws.config.region") => Some(Lookup::Absent),
            Value::Entity(Entity::Call(symbol, call), path) => {
                let is_look_up = symbol.is("aws.getRegion") || symbol.is("aws.getRegionOutput");
                match &*path {
                    [name] if is_look_up && ["name", "id", "region"].contains(&name.as_str()) => {
                        Some(self.providers_of_call(call))
                    }
                    [] if symbol.path().first().is_some_and(|class| class == "Config") => self.configured_region(call),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `new pulumi.Config('aws').require('region')`: what the default provider reads.
    fn configured_region(&self, call: Site<'p, ast::CallExpr>) -> Option<Lookup<Vec<ResourceId>>> {
        let member = call.node.callee.as_expr()?.as_member()?;
        let Value::Entity(Entity::Made(_, config), _) = self.value(call.file, &member.obj) else { return None };
        let namespace = config.node.args.as_deref()?.first()?;
        let is_aws = self.value(config.file, &namespace.expr).as_str() == Some("aws");
        let asked = self.call_argument(call, 0)?;
        (is_aws && asked.as_str() == Some("region")).then_some(Lookup::Absent)
    }

    /// With which provider a text looks up the account that it is; `None` for anything else.
    fn account_look_up(&self, pieces: &[Piece<'p>]) -> Option<Lookup<Vec<ResourceId>>> {
        let [Piece::Hole(site)] = pieces else { return None };
        let Value::Entity(Entity::Call(symbol, call), path) = self.value(site.file, site.node) else { return None };
        let is_look_up = symbol.is("aws.getCallerIdentity") || symbol.is("aws.getCallerIdentityOutput");
        let is_account = matches!(&*path, [name] if name == "accountId" || name == "id");
        (is_look_up && is_account).then(|| self.providers_of_call(call))
    }

    fn providers_of_call(&self, call: Site<'p, ast::CallExpr>) -> Lookup<Vec<ResourceId>> {
        if call.node.args.iter().any(|a| a.spread.is_some()) {
            return Lookup::Unknown("its arguments are spread into the call".into());
        }
        match call.node.args.get(1) {
            Some(opts) => self.providers_in(call.file, &opts.expr, DEPTH),
            None => Lookup::Absent,
        }
    }

    /// The account of the one role that a provider assumes, as its ARN spells it.
    fn assumed_account(&self, providers: &Lookup<Vec<ResourceId>>) -> Option<Vec<Piece<'p>>> {
        let Lookup::Found(ids) = providers else { return None };
        let [id] = ids.as_slice() else { return None };
        let provider = self.resource(*id);
        let (one, many) = (["assumeRole", "roleArn"], ["assumeRoles", ANY, "roleArn"]);
        let roles = [&one[..], &many[..]].into_iter().flat_map(|path| self.trace_argument(provider, path).sources);
        let written: Vec<(FileId, &'p Expr)> = roles
            .filter_map(|role| match role.end {
                End::Written(site) => Some((site.file, site.node)),
                _ => None,
            })
            .collect();
        let [(file, role)] = written.as_slice() else { return None };
        Some(Arn::of(&self.text_pieces(*file, role))?.account)
    }

    /// Whether providers act for whom the default one acts for.
    fn has_default_credentials(&self, providers: &Lookup<Vec<ResourceId>>) -> bool {
        let plain = |id: &ResourceId| {
            let provider = self.resource(*id);
            provider.symbol.is("aws.Provider")
                && CREDENTIALS.iter().all(|name| self.resource_property(provider, name).is_absent())
        };
        match providers {
            Lookup::Found(ids) => ids.iter().all(plain),
            Lookup::Absent => true,
            Lookup::Unknown(_) => false,
        }
    }
}

/// Whether two look-ups surely lead to one provider.
fn same_providers(a: &Lookup<Vec<ResourceId>>, b: &Lookup<Vec<ResourceId>>) -> bool {
    match (a, b) {
        (Lookup::Absent, Lookup::Absent) => true,
        (Lookup::Found(a), Lookup::Found(b)) => a.len() == 1 && a == b,
        _ => false,
    }
}

/// `eu-west-1` for `EUWest1`, `us-gov-east-1` for `USGovEast1`.
fn region_of_constant(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.chars().enumerate() {
        let starts_word = at > 1 && (c.is_ascii_uppercase() || c.is_ascii_digit());
        if starts_word {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
