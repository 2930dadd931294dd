//! Facts about a program's own resources. Invariant: "in place" is said only where the provider's facts and the
//! resource's own arguments leave nothing else.

use super::super::{Lookup, Model, Resource, Value};
use super::{Facts, Replacement};

impl<'p> Model<'p> {
    /// What is known of the provider that the program uses.
    pub fn facts(&self) -> Facts {
        Facts::of(self.program())
    }

    /// The resources of the types that have this argument in some major.
    pub fn resources_with<'m>(&'m self, argument: &str) -> impl Iterator<Item = &'m Resource<'p>> {
        let types = Facts::resources_with(argument);
        self.resources().iter().filter(move |resource| types.iter().any(|name| resource.symbol.is(name)))
    }

    /// What a change of the property at the end of a path, `["rootBlockDevice", "volumeSize"]`, does to a resource.
    pub fn replacement(&self, resource: &Resource<'p>, path: &[&str]) -> Replacement {
        let known = self.facts().replacement(&resource.type_name(), path);
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
