//! Names of services, as endpoints take them. Invariant: the region in a name is the one that the endpoint's resource is
//! deployed to, said as the program says it.

use swc_ecma_ast::Expr;

use super::Rewrite;
use super::deployment::said;
use crate::codemod::Declined;
use crate::model::{DeploymentPart, FileId, Lookup, Node, NodeId, Resource, Same, Template, Value};
use crate::source::TextRange;

impl<'p> Rewrite<'_, 'p> {
    /// Code for the names of services in the region of `resource`, `com.amazonaws.<region>.s3`, for use beside `node`:
    /// with the region as other endpoints of the file name it, as a name in scope does, as the provider's configuration
    /// says it where the file reads that, else as the provider is asked for it.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn service_names(
        &mut self,
        services: &[&str],
        resource: &Resource<'p>,
        (file, node): (FileId, NodeId),
    ) -> Result<Vec<String>, Declined> {
        let told = self.region_of_endpoints(resource, (file, node));
        let region = match told.or_else(|| self.configured_region(resource, (file, node))) {
            Some(region) => region,
            None => {
                let named = self.deployment_code(DeploymentPart::Region, resource, (file, node))?;
                said(&named, &named.code, named.is_output)
            }
        };
        let tag = self.model.spelling(file, node, "@pulumi/pulumi", "interpolate");
        let name = |service: &&str| {
            let after = Template::text(format!(".{service}"));
            let name = Template::joined([Template::text("com.amazonaws."), region.clone(), after]);
            match &tag {
                Some(tag) if name.is_output => {
                    let text = self.template_code(file, &Template { is_output: false, ..name })?;
                    Ok(format!("{tag}{text}"))
                }
                _ => self.template_code(file, &name),
            }
        };
        services.iter().map(name).collect()
    }

    /// The region in the name of another endpoint's service, where that endpoint is deployed to the same one.
    fn region_of_endpoints(&self, resource: &Resource<'p>, (file, node): (FileId, NodeId)) -> Option<Template<'p>> {
        let model = self.model;
        let start = model.index(file).entry(node).range.start;
        model.resources_of("aws.ec2.VpcEndpoint").filter(|endpoint| endpoint.file == file).find_map(|endpoint| {
            if model.deployed_alike(endpoint, resource) != Same::Yes {
                return None;
            }
            let property = model.resource_property(endpoint, "serviceName").found()?;
            let name = model.template_of(&model.property_node(&property)?)?;
            let parts = name.split('.');
            let at = parts.iter().position(|part| part.known() == Some("amazonaws"))?;
            let region = parts.get(at + 1)?.clone();
            let is_seen = region.known().is_some() || region.pieces.len() == 1;
            let is_declared = self.holes_stand_before(&region, start);
            (is_seen && is_declared && model.can_read(&region, file, node)).then_some(region)
        })
    }

    /// Whether all that the holes of a text name is declared before `start`.
    fn holes_stand_before(&self, text: &Template<'p>, start: u32) -> bool {
        let declared = |piece: &crate::model::TemplatePiece<'p>| match piece {
            crate::model::TemplatePiece::Code(site) => {
                let index = self.model.index(site.file);
                let range = TextRange::of(site.node);
                index.entries().filter(|(_, entry)| range.contains(entry.range)).all(|(_, entry)| match entry.node {
                    Node::Expr(Expr::Ident(ident)) => {
                        let binding = index.target(ident).map(|local| index.binding(local));
                        binding.is_none_or(|binding| binding.ident.start < start)
                    }
                    _ => true,
                })
            }
            _ => true,
        };
        text.pieces.iter().all(declared)
    }

    /// `aws.config.region`, where the file reads it and the default provider makes `resource`.
    fn configured_region(&self, resource: &Resource<'p>, (file, node): (FileId, NodeId)) -> Option<Template<'p>> {
        let model = self.model;
        let is_default = model.resource_property(resource, "region").is_absent()
            && matches!(model.providers_of(resource), Lookup::Absent);
        if !is_default || model.deployment_name(DeploymentPart::Region, file, node).is_some() {
            return None;
        }
        let reads =
            |expr: &'p Expr| matches!(model.value(file, expr), Value::Symbol(symbol) if symbol.is("aws.config.region"));
        let is_read = model.index(file).entries().any(|(_, entry)| match entry.node {
            Node::Expr(expr @ Expr::Member(member)) => member.prop.is_ident_with("region") && reads(expr),
            _ => false,
        });
        let spelled = model.spelling(file, node, "@pulumi/aws", "config.region").filter(|_| is_read)?;
        Some(Template::code(spelled, false))
    }
}
