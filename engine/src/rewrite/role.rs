//! IAM roles for services. Invariant: a new role is trusted by the one service that it is for, a policy allows what it is
//! told and nothing else, and a document that names an Output is made where that Output is known.
//!
//! There is one way to add a role: instance profiles, flow logs and the like take their statements from here.

use super::deployment::said;
use super::{Companion, NamePattern, Rewrite};
use crate::codemod::Declined;
use crate::model::{Resource, Template};

/// A statement that allows actions on one resource.
#[derive(Clone, Copy, Debug)]
pub struct Allow<'s> {
    /// `logs:PutLogEvents`
    pub actions: &'s [&'s str],
    /// Code that gives the arn or pattern; may use the names of [`PolicyCode::over`].
    pub resource: &'s str,
}

/// A policy to be written.
#[derive(Clone, Copy, Debug)]
pub struct PolicyCode<'s> {
    /// The Outputs that its statements name, as code, each with the name that its value gets there.
    pub over: &'s [(&'s str, &'s str)],
    /// What it allows.
    pub allow: &'s [Allow<'s>],
}

impl PolicyCode<'_> {
    /// The document as code that gives its JSON: through `apply` where it names Outputs.
    fn code(&self, pulumi: &str) -> String {
        let statements: Vec<String> = self
            .allow
            .iter()
            .map(|one| {
                let actions: Vec<String> = one.actions.iter().map(|action| format!("'{action}'")).collect();
                let action = match actions.as_slice() {
                    [only] => only.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                format!("{{\nEffect: 'Allow',\nAction: {action},\nResource: {},\n}}", one.resource)
            })
            .collect();
        let json = stringified(&statements);
        match self.over {
            [] => json,
            [(output, name)] => format!("{output}.apply({name} => {json})"),
            several => {
                let list = |of: fn(&(&str, &str)) -> String| several.iter().map(of).collect::<Vec<_>>().join(", ");
                let (outputs, names) = (list(|(output, _)| output.to_string()), list(|(_, name)| name.to_string()));
                format!("{pulumi}.all([{outputs}]).apply(([{names}]) => {json})")
            }
        }
    }
}

/// `JSON.stringify` of a document with these statements.
fn stringified(statements: &[String]) -> String {
    format!("JSON.stringify({{\nVersion: '2012-10-17',\nStatement: [{}],\n}})", statements.join(", "))
}

impl<'p> Rewrite<'_, 'p> {
    /// `new aws.iam.Role(...)` that `service` (`ec2.amazonaws.com`) may assume, with the options and tags of `beside`.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn new_role(&mut self, beside: &Resource<'p>, name: &NamePattern, service: &str) -> Result<String, Declined> {
        let class = self.class_beside(beside, "aws.iam.Role")?;
        let companion = Companion::of(self.model, beside);
        let trust = stringified(&[format!(
            "{{\nEffect: 'Allow',\nPrincipal: {{ Service: '{service}' }},\nAction: 'sts:AssumeRole',\n}}"
        )]);
        let entries = [Some(format!("assumeRolePolicy: {trust}")), companion.tags(&name.code())];
        Ok(companion.code(&class, &name.code(), &entries.into_iter().flatten().collect::<Vec<_>>()))
    }

    /// `new aws.iam.RolePolicy(...)` of the role that the code `role` names, with the options of `beside`.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn new_role_policy(
        &mut self,
        beside: &Resource<'p>,
        name: &NamePattern,
        role: &str,
        policy: &PolicyCode<'_>,
    ) -> Result<String, Declined> {
        let class = self.class_beside(beside, "aws.iam.RolePolicy")?;
        let pulumi = match policy.over.len() {
            0 | 1 => String::new(),
            _ => self.import(beside.file, "@pulumi/pulumi", super::Import::Namespace("pulumi"))?,
        };
        let entries = [format!("role: {role}.id"), format!("policy: {}", policy.code(&pulumi))];
        Ok(Companion::of(self.model, beside).code(&class, &name.code(), &entries))
    }

    /// `new aws.iam.RolePolicyAttachment(...)` of the managed policy whose arn the code `arn` gives to the role that
    /// `role` names, with the options of `beside`.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn new_role_attachment(
        &mut self,
        beside: &Resource<'p>,
        name: &NamePattern,
        role: &str,
        arn: &str,
    ) -> Result<String, Declined> {
        let class = self.class_beside(beside, "aws.iam.RolePolicyAttachment")?;
        let entries = [format!("role: {role}.name"), format!("policyArn: {arn}")];
        Ok(Companion::of(self.model, beside).code(&class, &name.code(), &entries))
    }

    /// Code for the arn of the managed policy `name`, in the partition that `beside` is deployed to: by a name in scope,
    /// by the region of its provider, or by the arns of the program.
    ///
    /// # Errors
    /// A file that can't be given an import.
    pub fn managed_policy(&mut self, beside: &Resource<'p>, name: &str) -> Result<String, Declined> {
        let partition = self.partition_beside(beside, None);
        let partition = said(&partition, &partition.code, partition.is_output);
        let arn = [Template::text("arn:"), partition, Template::text(format!(":iam::aws:policy/{name}"))];
        let arn = Template::joined(arn);
        match arn.known() {
            Some(known) => Ok(format!("'{known}'")),
            None => self.template_code(beside.file, &arn),
        }
    }
}
