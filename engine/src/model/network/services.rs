//! The services of endpoints that a loop makes. Invariant: a service is told only where every turn's is seen.

use super::endpoint::service_of;
use crate::model::{Entity, FileId, Lookup, Model, Property, Resource, TextPart, Value};

/// How many services one endpoint is taken to stand for.
const MOST: usize = 64;

/// How deep names of services are looked up in lists of them.
const DEPTH: usize = 8;

impl<'p> Model<'p> {
    /// The services that an endpoint is for, without the region (`s3`, `ecr.api`): several where a loop makes one of
    /// each, or a condition decides.
    pub fn endpoint_services(&self, endpoint: &Resource<'p>) -> Lookup<Vec<String>> {
        let property = match self.resource_property(endpoint, "serviceName") {
            Lookup::Found(property) => property,
            Lookup::Absent => return Lookup::Absent,
            Lookup::Unknown(why) => return Lookup::Unknown(why),
        };
        self.services_named(&property)
    }

    /// The services that a `serviceName` gives, without the region.
    pub fn services_named(&self, property: &Property<'p>) -> Lookup<Vec<String>> {
        match self.services_in(property) {
            Some(services) if !services.is_empty() => Lookup::Found(services),
            _ => Lookup::Unknown(self.why_unseen(property)),
        }
    }

    fn services_in(&self, property: &Property<'p>) -> Option<Vec<String>> {
        let texts = match property.expr() {
            Some(expr) => self.texts_of(property.file, expr, DEPTH)?,
            None => self.texts_in(&self.property_value(property), DEPTH)?,
        };
        texts.iter().map(|text| service_of(text)).collect()
    }

    /// The texts that an expression gives, a NUL for what only a run knows; `None` for too many of them.
    fn texts_of(&self, file: FileId, expr: &'p swc_ecma_ast::Expr, depth: usize) -> Option<Vec<String>> {
        let mut out = vec![String::new()];
        for part in self.text_parts(file, expr) {
            let choices = match part {
                TextPart::Known(text) => vec![text],
                TextPart::Hole(value) => self.texts_in(&value, depth)?,
            };
            let joined = out.iter().flat_map(|text| choices.iter().map(move |choice| format!("{text}{choice}")));
            out = joined.take(MOST + 1).collect();
            if out.len() > MOST {
                return None;
            }
        }
        Some(out)
    }

    fn texts_in(&self, value: &Value<'p>, depth: usize) -> Option<Vec<String>> {
        let depth = depth.checked_sub(1)?;
        let mut out = Vec::new();
        for choice in value.choices() {
            match choice {
                Value::Str(text) => out.push(text.clone()),
                Value::Text(site) => out.extend(self.texts_of(site.file, site.node, depth)?),
                // `aws.ec2.getVpcEndpointService({ service: 's3' }).serviceName`
                Value::Entity(Entity::Call(symbol, call), path)
                    if path.last().is_some_and(|name| name == "serviceName")
                        && symbol.path().last().is_some_and(|name| name.starts_with("getVpcEndpointService")) =>
                {
                    let service = self.call_argument(*call, 0).map(|args| self.member(&args, "service"))?;
                    out.push(format!("com.amazonaws.\0.{}", service.as_str()?));
                }
                _ => out.push("\0".into()),
            }
        }
        Some(out)
    }
}
