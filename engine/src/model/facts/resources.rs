//! Facts about a program's own resources. Invariant: "in place" is said only where the provider's facts and the
//! resource's own arguments leave nothing else.

use super::super::{Lookup, Model, Resource, Value};
use super::{Facts, Replacement, Takers};

impl<'p> Model<'p> {
    /// What is known of the provider that the program uses.
    pub fn facts(&self) -> Facts {
        Facts::of(self.program())
    }

    /// The resources of the types that have this argument in some major.
    pub fn resources_with<'m>(&'m self, argument: &str) -> impl Iterator<Item = &'m Resource<'p>> {
        let takers = Takers::of(argument);
        self.resources().iter().filter(move |resource| takers.has(resource.type_name()))
    }

    /// What a change of the property at the end of a path, `["rootBlockDevice", "volumeSize"]`, does to a resource.
    pub fn replacement(&self, resource: &Resource<'p>, path: &[&str]) -> Replacement {
        let known = self.facts().replacement(resource.type_name(), path);
        match path {
            ["userData" | "userDataBase64", ..] if known == Replacement::InPlace => self.of_user_data(resource),
            _ => known,
        }
    }

    /// User data stops and starts an instance, unless the program wants it replaced.
    fn of_user_data(&self, resource: &Resource<'p>) -> Replacement {
        match self.resource_property(resource, "userDataReplaceOnChange") {
            Lookup::Absent => Replacement::InPlace,
            Lookup::Unknown(_) => Replacement::Unknown,
            Lookup::Found(property) => match self.property_value(&property) {
                Value::Bool(true) => Replacement::Replaces,
                Value::Bool(false) | Value::Undefined => Replacement::InPlace,
                _ => Replacement::Unknown,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    fn of_user_data(arguments: &str) -> Replacement {
        let code = format!(
            "import * as aws from '@pulumi/aws';\ndeclare const wish: boolean;\n\
             new aws.ec2.Instance('web', {{ ami: 'ami-1', userData: 'x', {arguments} }});\n"
        );
        let program = program(&[("index.ts", &code)]);
        let model = Model::new(&program);
        let web = model.resources_with("userData").next().expect("the instance takes user data");
        model.replacement(web, &["userData"])
    }

    #[test]
    fn user_data_replaces_where_the_program_wants_it() {
        assert_eq!(of_user_data(""), Replacement::InPlace);
        assert_eq!(of_user_data("userDataReplaceOnChange: false"), Replacement::InPlace);
        assert_eq!(of_user_data("userDataReplaceOnChange: true"), Replacement::Replaces);
        assert_eq!(of_user_data("userDataReplaceOnChange: wish"), Replacement::Unknown);
    }

    #[test]
    fn resources_are_found_by_an_argument_of_their_type() {
        let code = "import * as aws from '@pulumi/aws';\nimport { ec2 } from '@pulumi/aws';\nnew aws.sns.Topic('t');\n\
                    new ec2.LaunchTemplate('a');\nnew aws.ec2.Instance('b', {});\n";
        let program = program(&[("index.ts", code)]);
        let model = Model::new(&program);
        let types: Vec<_> = model.resources_with("metadataOptions").map(|resource| resource.type_name()).collect();
        assert_eq!(types, ["aws.ec2.LaunchTemplate", "aws.ec2.Instance"]);
        assert_eq!(model.resources_with("arn").count(), 0, "it only comes back");
    }
}
