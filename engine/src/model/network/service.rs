//! What VPC endpoints lead to. Invariant: a service is told only where the source shows it to the last character; an
//! endpoint that stands for several (a loop, several calls) is told with all of them, or not at all.

use crate::model::document::{Template, TemplatePiece};
use crate::model::index::Origin;
use crate::model::nature::Typed;
use crate::model::text::TextPart;
use crate::model::{BindingId, Entity, FileId, Lookup, Model, NodeId, Property, Resource, Site, Value, peel};
use swc_ecma_ast::{Expr, TsType};

/// Into how many names those of one endpoint are taken apart.
const MOST: usize = 64;

/// How many names are followed from one text to the next.
const DEPTH: usize = 8;

/// What stands for a part of a name that only a run knows.
const HOLE: char = '\0';

/// What an endpoint leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointService {
    /// A service of AWS, by its name without the region: `s3`, `ecr.api`.
    Amazon(String),
    /// A service that somebody offers through an endpoint service of theirs.
    Offered,
}

/// What an endpoint's `serviceName` leads to, and how it is spelled.
#[derive(Clone, Debug)]
pub struct EndpointServices<'p> {
    /// The service; several where a loop or calls make one endpoint for each.
    pub all: Vec<EndpointService>,
    /// The region, as the name spells it and as code at the endpoint can say it.
    pub region: Option<Template<'p>>,
    /// The service, where all of it is one name or property that differs by turn or by caller, and that code at the endpoint
    /// can say as plain text.
    pub spelled: Option<Template<'p>>,
}

impl<'p> Model<'p> {
    /// What a VPC endpoint leads to; absent where it names no service (one that leads to a resource does not).
    pub fn services_behind(&self, endpoint: &Resource<'p>) -> Lookup<EndpointServices<'p>> {
        let property = match self.resource_property(endpoint, "serviceName") {
            Lookup::Found(property) => property,
            Lookup::Absent => return Lookup::Absent,
            Lookup::Unknown(why) => return Lookup::Unknown(why),
        };
        let all = match self.services_of_name(&property) {
            Lookup::Found(all) => all,
            Lookup::Absent => return Lookup::Absent,
            Lookup::Unknown(why) => return Lookup::Unknown(why),
        };
        let (region, spelled) = self.spelled_name(&property, (endpoint.file, endpoint.node));
        Lookup::Found(EndpointServices { all, region, spelled })
    }

    /// The services that a property which holds the name of one leads to, one for each case.
    pub fn services_of_name(&self, property: &Property<'p>) -> Lookup<Vec<EndpointService>> {
        let mut all = Vec::new();
        for name in self.service_names(property) {
            match name.map(|name| service_of(&name)) {
                Ok(Some(service)) if !all.contains(&service) => all.push(service),
                Ok(Some(_)) => {}
                Ok(None) if is_put_together(property) => {
                    return Lookup::Unknown("a part of its name is decided at run time".into());
                }
                Ok(None) => return Lookup::Unknown(self.why_unseen(property)),
                Err(why) => return Lookup::Unknown(why),
            }
        }
        if all.is_empty() {
            return Lookup::Unknown(self.why_unseen(property));
        }
        Lookup::Found(all)
    }

    /// The names that a property gives, one for each case; [`HOLE`] for what only a run knows.
    fn service_names(&self, property: &Property<'p>) -> Vec<Result<String, String>> {
        match property.expr() {
            Some(expr) => self.names_in(property.file, expr, DEPTH),
            None => self.names_of(&self.property_value(property), DEPTH),
        }
    }

    fn names_in(&self, file: FileId, expr: &'p Expr, depth: usize) -> Vec<Result<String, String>> {
        let Some(depth) = depth.checked_sub(1) else {
            return vec![Err("it is put together over too many steps".into())];
        };
        let mut out = vec![Ok(String::new())];
        for part in self.text_parts(file, expr) {
            let ends = match part {
                TextPart::Known(text) => vec![Ok(text)],
                TextPart::Hole(value) => self.names_of(&value, depth),
            };
            if out.len() * ends.len() > MOST {
                return vec![Err("it stands for too many services".into())];
            }
            let join = |start: &Result<String, String>, end: &Result<String, String>| match (start, end) {
                (Ok(start), Ok(end)) => Ok(format!("{start}{end}")),
                (Err(why), _) | (_, Err(why)) => Err(why.clone()),
            };
            out = out.iter().flat_map(|start| ends.iter().map(move |end| join(start, end))).collect();
        }
        out
    }

    fn names_of(&self, value: &Value<'p>, depth: usize) -> Vec<Result<String, String>> {
        let one = |value: &Value<'p>| match value {
            Value::Str(text) => vec![Ok(text.clone())],
            Value::Text(site) => self.names_in(site.file, site.node, depth),
            Value::Entity(Entity::Call(symbol, call), path)
                if path.first().is_some_and(|name| name == "serviceName") =>
            {
                let looked_up = ["aws.ec2.getVpcEndpointService", "aws.ec2.getVpcEndpointServiceOutput"];
                match looked_up.iter().any(|name| symbol.is(name)) {
                    true => vec![self.looked_up(*call, depth)],
                    false => vec![Ok(HOLE.to_string())],
                }
            }
            Value::Entity(Entity::Resource(id), _) if self.resource(*id).symbol.is("aws.ec2.VpcEndpointService") => {
                vec![Ok(format!("com.amazonaws.vpce.{HOLE}"))]
            }
            _ => vec![Ok(HOLE.to_string())],
        };
        value.choices().iter().flat_map(one).collect()
    }

    /// The name of the service that `getVpcEndpointService` is asked for.
    fn looked_up(&self, call: Site<'p, swc_ecma_ast::CallExpr>, depth: usize) -> Result<String, String> {
        let unseen = || Err("the service that is looked up can't be seen".to_string());
        let Some(args) = self.call_argument(call, 0) else { return unseen() };
        let one = |name: &str| match self.property(&args, name) {
            Lookup::Found(property) => match self.names_of(&self.property_value(&property), depth).as_slice() {
                [Ok(only)] if only.chars().any(|c| c != HOLE) => Some(only.clone()),
                _ => None,
            },
            _ => None,
        };
        match (one("service"), one("serviceName")) {
            (Some(service), _) => Ok(format!("com.amazonaws.{HOLE}.{service}")),
            (None, Some(name)) => Ok(name),
            (None, None) => unseen(),
        }
    }

    /// Region and service as the name of a service spells them, for code beside `at`.
    fn spelled_name(
        &self,
        property: &Property<'p>,
        (file, node): (FileId, NodeId),
    ) -> (Option<Template<'p>>, Option<Template<'p>>) {
        let written = property.expr().map(|expr| self.written(property.file, expr));
        let Some(written) = written.filter(|written| written.file == file) else { return (None, None) };
        let whole = Site { file, node: written.expr };
        let Some(names) = self.template_at(whole, DEPTH).map(|template| template.split('.')) else {
            return (None, None);
        };
        let Some(at) = names.iter().position(|name| name.known() == Some("amazonaws")) else { return (None, None) };
        let here = |name: &Template<'p>| match name.pieces.as_slice() {
            [TemplatePiece::Text(text)] if !text.is_empty() => Some(Template::text(text.clone())),
            [TemplatePiece::Code(site)] => {
                let code = self.text_at(site.file, site.node, node)?;
                Some(Template::code(code, !self.is_text(*site)))
            }
            _ => None,
        };
        let region = names.get(at + 1).and_then(here);
        let differs = |name: &Template<'p>| match name.pieces.as_slice() {
            [TemplatePiece::Code(site)] => self.is_handed_in(*site) || self.value(file, site.node).choices().len() > 1,
            _ => false,
        };
        let service = match names.get(at + 2..) {
            Some([only]) if differs(only) => here(only).filter(|it| !it.is_output),
            _ => None,
        };
        (region, service)
    }

    /// Whether an expression is a parameter or a property of one.
    fn is_handed_in(&self, site: Site<'p, Expr>) -> bool {
        match peel(site.node) {
            Expr::Member(member) => self.is_handed_in(Site { file: site.file, node: &member.obj }),
            Expr::Ident(ident) => self.index(site.file).target(ident).is_some_and(|local| {
                matches!(self.binding(BindingId { file: site.file, local }).origin, Origin::Parameter { .. })
            }),
            _ => false,
        }
    }

    /// Whether an expression surely gives plain text and no Output.
    fn is_text(&self, site: Site<'p, Expr>) -> bool {
        let Site { file, node } = site;
        if self.is_plain_text(file, node) || self.takes_plain_text(file, node) || self.is_at_hand(file, node) {
            return true;
        }
        let is_open = |ty: &TsType| !matches!(ty, TsType::TsKeywordType(_) | TsType::TsLitType(_));
        if matches!(self.typed(site.file, site.node), Some(Typed::Written(ty)) if is_open(ty.node)) {
            return false;
        }
        let is_text = |value: &Value<'p>| match value {
            Value::Str(_) => true,
            Value::Symbol(symbol) => symbol.is("aws.config.region"),
            Value::Entity(Entity::Call(symbol, _), path) => {
                const TEXT: &[&str] = &["pulumi.Config.get", "pulumi.Config.require", "aws.config.requireRegion"];
                path.is_empty() && TEXT.iter().any(|name| symbol.is(name))
            }
            _ => false,
        };
        self.value(site.file, site.node).choices().iter().all(is_text)
    }
}

/// Whether a property is a template, whose text does not stand well in a sentence.
fn is_put_together(property: &Property<'_>) -> bool {
    matches!(property.expr().map(peel), Some(Expr::Tpl(_) | Expr::TaggedTpl(_)))
}

/// `ecr.api` of `com.amazonaws.<region>.ecr.api`; `None` for what is no such name, or not known to its end.
fn service_of(name: &str) -> Option<EndpointService> {
    // `com.amazonaws.<region>.`, `cn.com.amazonaws.<region>.`, `aws.api.<region>.`
    let after = name.split_once("amazonaws.").or_else(|| name.split_once("aws.api.")).map(|(_, rest)| rest)?;
    let (region, service) = after.split_once('.')?;
    match (region, service) {
        ("vpce", _) => Some(EndpointService::Offered),
        (_, "") => None,
        (_, service) if service.contains(HOLE) => None,
        (_, service) => Some(EndpointService::Amazon(service.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    /// What the endpoint of a program leads to: services, region, spelled service.
    fn ask(text: &str) -> String {
        let text = format!("import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\n{text}");
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let endpoint = model.resources_of("aws.ec2.VpcEndpoint").next().expect("there is an endpoint");
        let found = match model.services_behind(endpoint) {
            Lookup::Found(found) => found,
            Lookup::Absent => return "absent".into(),
            Lookup::Unknown(why) => return format!("unknown: {why}"),
        };
        let name = |service: &EndpointService| match service {
            EndpointService::Amazon(name) => name.clone(),
            EndpointService::Offered => "offered".into(),
        };
        let spelled = |template: &Option<Template<'_>>| match template {
            Some(it) => {
                let code = it.pieces.iter().map(|piece| match piece {
                    TemplatePiece::Text(text) => format!("'{text}'"),
                    TemplatePiece::New(code) => code.clone(),
                    TemplatePiece::Code(_) => "?".into(),
                });
                format!("{}{}", code.collect::<String>(), if it.is_output { "!" } else { "" })
            }
            None => "-".into(),
        };
        let names: Vec<String> = found.all.iter().map(name).collect();
        format!("{} {} {}", names.join(" "), spelled(&found.region), spelled(&found.spelled))
    }

    fn of(service_name: &str) -> String {
        ask(&format!("new aws.ec2.VpcEndpoint('x', {{ vpcId: 'vpc-1', serviceName: {service_name} }});"))
    }

    #[test]
    fn names_of_services_of_aws() {
        assert_eq!(of("'com.amazonaws.eu-west-1.s3'"), "s3 'eu-west-1' -");
        assert_eq!(of("'cn.com.amazonaws.cn-north-1.ecr.dkr'"), "ecr.dkr 'cn-north-1' -");
        assert_eq!(of("pulumi.interpolate`com.amazonaws.${aws.config.region}.logs`"), "logs aws.config.region -");
        assert_eq!(of("`com.amazonaws.${aws.config.region!}.logs`"), "logs aws.config.region -");
        assert_eq!(of("aws.getRegionOutput().apply(r => `com.amazonaws.${r.name}.kms`)"), "kms - -");
        assert_eq!(of("'com.amazonaws.' + aws.config.region + '.kms'"), "kms aws.config.region -");
    }

    #[test]
    fn regions_that_are_outputs() {
        let text = |held: &str, code: &str| {
            ask(&format!(
                "{held}\nnew aws.ec2.VpcEndpoint('x', {{ serviceName: pulumi.interpolate`com.amazonaws.${{{code}}}.s3` }});"
            ))
        };
        assert_eq!(text("const region = aws.getRegionOutput({});", "region.name"), "s3 region.name! -");
        assert_eq!(text("const region = new pulumi.Config('aws').require('region');", "region"), "s3 region -");
        assert_eq!(text("declare const region: pulumi.Output<string>;", "region"), "s3 region! -");
        assert_eq!(text("declare const region: string;", "region"), "s3 region -");
    }

    #[test]
    fn services_that_are_looked_up_or_offered() {
        let look_up = "aws.ec2.getVpcEndpointServiceOutput({ service: 'secretsmanager' }).serviceName";
        assert_eq!(of(look_up), "secretsmanager - -");
        let promise =
            "aws.ec2.getVpcEndpointService({ service: 's3', serviceType: 'Gateway' }).then(s => s.serviceName)";
        assert_eq!(of(promise), "s3 - -");
        assert_eq!(of("'com.amazonaws.vpce.eu-west-1.vpce-svc-0e123'"), "offered 'vpce' -");
        let own = "const own = new aws.ec2.VpcEndpointService('own', { acceptanceRequired: true });
new aws.ec2.VpcEndpoint('x', { vpcId: 'vpc-1', serviceName: own.serviceName });";
        assert_eq!(ask(own), "offered - -");
        assert_eq!(ask("new aws.ec2.VpcEndpoint('x', { vpcId: 'vpc-1', vpcEndpointType: 'Resource' });"), "absent");
    }

    #[test]
    fn services_of_a_loop_and_of_calls() {
        let looped = "for (const service of ['ecr.api', 'ecr.dkr', 'logs']) {
  new aws.ec2.VpcEndpoint(service, { serviceName: `com.amazonaws.eu-west-1.${service}` });
}";
        assert_eq!(ask(looped), "ecr.api ecr.dkr logs 'eu-west-1' service");
        let called = "function endpoint(name: string, serviceName: string) {
  return new aws.ec2.VpcEndpoint(name, { serviceName });
}
const region = aws.config.region;
endpoint('a', `com.amazonaws.${region}.kms`);
endpoint('b', `com.amazonaws.${region}.sts`);";
        assert_eq!(ask(called), "kms sts - -");
    }

    #[test]
    fn a_service_that_one_caller_names_so_far() {
        let made = "const make = (service: string) =>
  new aws.ec2.VpcEndpoint(service, { serviceName: `com.amazonaws.eu-west-1.${service}` });
make('kms');";
        assert_eq!(ask(made), "kms 'eu-west-1' service");
        let constant = "const service = 'kms';
new aws.ec2.VpcEndpoint(service, { serviceName: `com.amazonaws.eu-west-1.${service}` });";
        assert_eq!(ask(constant), "kms 'eu-west-1' -");
    }

    #[test]
    fn a_region_that_was_waited_for() {
        let text = "async function main() {
  const region = (await aws.getRegion()).name;
  new aws.ec2.VpcEndpoint('x', { serviceName: `com.amazonaws.${region}.s3` });
}";
        assert_eq!(ask(text), "s3 region -");
    }

    #[test]
    fn what_a_run_decides_is_unknown() {
        assert!(of("new pulumi.Config().require('service')").starts_with("unknown"));
        assert!(of("`com.amazonaws.eu-west-1.${process.env.SERVICE}`").starts_with("unknown"));
        assert!(of("'s3'").starts_with("unknown"));
    }
}
