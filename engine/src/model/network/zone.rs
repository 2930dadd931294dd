//! Which subnets share a zone. Invariant: two subnets are said to share one only where the source shows it; of subnets that
//! loops make, where a turn of the one gives the zone of a turn of the other.

use swc_ecma_ast::{Expr, Lit, MemberProp};

use crate::model::{Entity, Model, Resource, Site, Value, peel};

impl<'p> Model<'p> {
    /// Whether two subnets are visibly in one availability zone; of what loops make, whether some are.
    pub fn share_zone(&self, a: &Resource<'p>, b: &Resource<'p>) -> bool {
        ["availabilityZone", "availabilityZoneId"].iter().any(|name| {
            let written = |subnet: &Resource<'p>| {
                let property = self.resource_property(subnet, name).found()?;
                let written = self.written_property(&property)?;
                Some((Site { file: written.file, node: written.expr }, self.property_value(&property)))
            };
            match (written(a), written(b)) {
                (Some((x, x_value)), Some((y, y_value))) => self.give_one_zone((x, &x_value), (y, &y_value)),
                _ => false,
            }
        })
    }

    fn give_one_zone(
        &self,
        (x, x_value): (Site<'p, Expr>, &Value<'p>),
        (y, y_value): (Site<'p, Expr>, &Value<'p>),
    ) -> bool {
        let (xs, ys) = (x_value.choices(), y_value.choices());
        let is_known = |value: &Value<'p>| matches!(value, Value::Str(_));
        if xs.iter().all(is_known) && ys.iter().all(is_known) {
            return xs.iter().any(|x| ys.iter().any(|y| x.as_str() == y.as_str()));
        }
        match (peel(x.node), peel(y.node)) {
            // `zones.names[0]` and `zones.names[i]`
            (Expr::Member(of_x), Expr::Member(of_y)) if of_x.prop.is_computed() && of_y.prop.is_computed() => {
                let same_index = match (index_of(&of_x.prop), index_of(&of_y.prop)) {
                    (Some(at_x), Some(at_y)) => at_x == at_y,
                    _ => true,
                };
                let lists = [Site { file: x.file, node: &*of_x.obj }, Site { file: y.file, node: &*of_y.obj }];
                same_index && self.give_one_list(lists[0], lists[1])
            }
            _ => self.give_one_list(x, y),
        }
    }

    /// Whether two expressions give what one look-up gives.
    fn give_one_list(&self, x: Site<'p, Expr>, y: Site<'p, Expr>) -> bool {
        match (self.value(x.file, x.node), self.value(y.file, y.node)) {
            (Value::Entity(a @ Entity::Call(..), p), Value::Entity(b @ Entity::Call(..), q)) => a == b && p == q,
            _ => self.same_value(x, y),
        }
    }
}

/// `0` of `[0]`
fn index_of(prop: &MemberProp) -> Option<f64> {
    match prop {
        MemberProp::Computed(computed) => match peel(&computed.expr) {
            Expr::Lit(Lit::Num(number)) => Some(number.value),
            _ => None,
        },
        _ => None,
    }
}
