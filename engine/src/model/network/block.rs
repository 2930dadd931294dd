//! Which addresses a VPC has. Invariant: a block of addresses is said to be outside of a VPC only where all blocks of
//! both are seen.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

use super::{Holds, Network, VpcRef};
use crate::model::{Entity, Lookup, Model, ResourceId, Value};

/// Addresses that no network outside of one's own has: RFC 1918, and RFC 6598 for what stands behind a carrier.
const PRIVATE: [(Ipv4Addr, u8); 4] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
];

/// The block of a VPC of `awsx` that names none.
const AWSX: &str = "10.0.0.0/16";

/// Arguments that give a VPC addresses of IPv6.
const V6: &[&str] = &["assignGeneratedIpv6CidrBlock", "ipv6CidrBlock", "ipv6IpamPoolId"];

/// Types that give a VPC more blocks.
const MORE: &[&str] = &["aws.ec2.VpcIpv4CidrBlockAssociation", "aws.ec2.VpcIpv6CidrBlockAssociation"];

/// What is known of the blocks of a VPC.
#[derive(Debug, Default)]
struct Blocks {
    seen: Vec<IpNet>,
    unseen: Option<String>,
}

impl Network {
    /// Whether what is in a VPC may have an address of `block`: `10.0.0.0/16` as text, or the block of a VPC or a subnet.
    /// Of a condition's blocks, each is asked about by itself. A public block is taken to be outside of a VPC whose
    /// blocks can't be seen.
    pub fn addresses<'p>(&self, model: &Model<'p>, vpc: &VpcRef, block: &Value<'p>) -> Holds {
        match block {
            Value::Str(text) => match text.parse::<IpNet>() {
                Ok(net) => self.overlaps(model, vpc, net),
                Err(_) => Holds::No,
            },
            Value::Entity(Entity::Resource(id), path) if is_block(path) => self.vpc(*id).is(vpc),
            Value::Undefined | Value::Null => Holds::No,
            other => Holds::Unknown(other.why_unknown().unwrap_or("its addresses are decided at run time").to_string()),
        }
    }

    fn overlaps(&self, model: &Model<'_>, vpc: &VpcRef, net: IpNet) -> Holds {
        match vpc {
            VpcRef::Made(id) => {
                let blocks = self.blocks(model, *id);
                match (blocks.seen.iter().any(|own| meet(*own, net)), blocks.unseen) {
                    (true, _) => Holds::Yes,
                    (false, Some(why)) if may_be_own(net) => Holds::Unknown(why),
                    _ => Holds::No,
                }
            }
            VpcRef::Several { of, each } => {
                let answers: Vec<Holds> = of.iter().map(|vpc| self.overlaps(model, vpc, net)).collect();
                match answers.iter().find(|answer| **answer != Holds::No) {
                    _ if *each && answers.contains(&Holds::Yes) => Holds::Yes,
                    _ if answers.iter().all(|answer| *answer == Holds::Yes) => Holds::Yes,
                    Some(Holds::Yes) => Holds::Unknown("which VPC it is in depends on a condition".into()),
                    Some(unknown) => unknown.clone(),
                    None => Holds::No,
                }
            }
            VpcRef::Outside(_) | VpcRef::Given(_) if may_be_own(net) => {
                Holds::Unknown("the addresses of its VPC come from outside of the program".into())
            }
            VpcRef::Unseen(why) if may_be_own(net) => Holds::Unknown(why.clone()),
            VpcRef::Outside(_) | VpcRef::Given(_) | VpcRef::Unseen(_) => Holds::No,
        }
    }

    fn blocks(&self, model: &Model<'_>, vpc: ResourceId) -> Blocks {
        let mut out = Blocks::default();
        let made = model.resource(vpc);
        match model.resource_value(made, "cidrBlock") {
            Value::Undefined | Value::Null if made.symbol.is("awsx.ec2.Vpc") => out.add(&Value::Str(AWSX.into())),
            Value::Undefined | Value::Null => {
                out.unseen = Some("the addresses of its VPC are given by something else".into());
            }
            value => value.choices().iter().for_each(|one| out.add(one)),
        }
        let is_absent = |name: &&str| matches!(model.resource_property(made, name), Lookup::Absent);
        if !V6.iter().all(is_absent) {
            out.unseen.get_or_insert_with(|| "AWS gives its VPC addresses of IPv6".into());
        }
        for more in MORE.iter().flat_map(|class| model.resources_of(class)) {
            if super::vpc::vpc_of(model, more).is(&VpcRef::Made(vpc)) != Holds::No {
                model.resource_value(more, "cidrBlock").choices().iter().for_each(|one| out.add(one));
            }
        }
        out
    }
}

impl Blocks {
    fn add(&mut self, value: &Value<'_>) {
        match value.as_str().map(str::parse) {
            Some(Ok(net)) => self.seen.push(net),
            _ => {
                let why = value.why_unknown().unwrap_or("the addresses of its VPC are decided at run time");
                self.unseen.get_or_insert_with(|| why.to_string());
            }
        }
    }
}

/// Whether a property of a VPC or a subnet is a block of its addresses.
fn is_block(path: &[String]) -> bool {
    path.last().is_some_and(|name| name.to_ascii_lowercase().contains("cidr"))
}

fn meet(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// Whether a block may be that of a VPC, as far as it shows itself.
fn may_be_own(net: IpNet) -> bool {
    match net {
        IpNet::V4(net) => PRIVATE.iter().any(|(address, bits)| {
            Ipv4Net::new(*address, *bits).is_ok_and(|private| private.contains(&net) || net.contains(&private))
        }),
        // Those that AWS gives to VPCs are public.
        IpNet::V6(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::program;

    /// Whether the VPC of the subnet of a program has addresses of what `block` gives.
    fn ask(made: &str, block: &str) -> Holds {
        let text = format!(
            "import * as aws from '@pulumi/aws';\nimport * as awsx from '@pulumi/awsx';\n{made}\n\
             new aws.ec2.SecurityGroup('asked', {{ description: {block} }});"
        );
        let program = program(&[("index.ts", &text)]);
        let model = Model::new(&program);
        let subnet = model.resources_of("aws.ec2.Subnet").next().expect("the program makes one");
        let asked = model.resources_of("aws.ec2.SecurityGroup").next().expect("it is made above");
        let network = model.network();
        network.addresses(&model, &network.vpc(subnet.id), &model.resource_value(asked, "description"))
    }

    const MADE: &str = "const vpc = new aws.ec2.Vpc('v', { cidrBlock: '10.20.0.0/16' });
const subnet = new aws.ec2.Subnet('s', { vpcId: vpc.id, cidrBlock: '10.20.1.0/24' });
const other = new aws.ec2.Vpc('w', { cidrBlock: '10.30.0.0/16' });";

    #[test]
    fn blocks_that_meet_and_that_do_not() {
        for block in ["'10.20.0.0/16'", "'10.20.7.9/32'", "'10.0.0.0/8'", "vpc.cidrBlock", "subnet.cidrBlock"] {
            assert_eq!(ask(MADE, block), Holds::Yes, "{block}");
        }
        for block in ["'10.30.0.0/16'", "'192.168.0.0/16'", "'198.51.100.4/32'", "'fd00::/8'", "other.cidrBlock", "'x'"]
        {
            assert_eq!(ask(MADE, block), Holds::No, "{block}");
        }
        assert!(matches!(ask(MADE, "process.env.BLOCK"), Holds::Unknown(_)));
    }

    #[test]
    fn more_blocks_than_one() {
        let more = "new aws.ec2.VpcIpv4CidrBlockAssociation('m', { vpcId: vpc.id, cidrBlock: '100.64.0.0/16' });";
        assert_eq!(ask(&format!("{MADE}{more}"), "'100.64.3.0/24'"), Holds::Yes);
        let of_other = more.replace("vpc.id", "other.id");
        assert_eq!(ask(&format!("{MADE}{of_other}"), "'100.64.3.0/24'"), Holds::No);
        let unseen = more.replace("'100.64.0.0/16'", "process.env.PODS!");
        assert!(matches!(ask(&format!("{MADE}{unseen}"), "'100.64.3.0/24'"), Holds::Unknown(_)));
        let v6 = MADE.replace("16' }", "16', assignGeneratedIpv6CidrBlock: true }");
        assert!(matches!(ask(&v6, "'2001:db8::/32'"), Holds::Unknown(_)));
    }

    #[test]
    fn a_vpc_whose_blocks_are_not_written() {
        let looked_up = "const subnet = new aws.ec2.Subnet('s', { vpcId: 'vpc-1' });";
        assert!(matches!(ask(looked_up, "'10.0.0.0/8'"), Holds::Unknown(_)));
        assert_eq!(ask(looked_up, "'198.51.100.0/24'"), Holds::No);
        let of_awsx = "const vpc = new awsx.ec2.Vpc('v', {});\nnew aws.ec2.Subnet('s', { vpcId: vpc.vpcId });";
        assert_eq!(ask(of_awsx, "'10.0.4.0/24'"), Holds::Yes);
        assert_eq!(ask(of_awsx, "'10.1.0.0/24'"), Holds::No);
        let by_default = MADE.replace("'10.20.0.0/16'", "process.env.BLOCK ?? '10.20.0.0/16'");
        assert_eq!(ask(&by_default, "'10.20.4.0/24'"), Holds::Yes);
        assert!(matches!(ask(&by_default, "'10.40.4.0/24'"), Holds::Unknown(_)));
    }
}
