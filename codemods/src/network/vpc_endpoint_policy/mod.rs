//! `vpc-endpoint-policy` (000#2): endpoints serve principals of this deployment, for actions of their service.

mod document;
mod services;
mod users;

use iacfix_engine::codemod::{
    Action, Codemod, Context, Effect, Finding, Fix, Level, Manual, Meta, OptionKind, OptionSpec, Preset, Theme,
};
use iacfix_engine::model::{
    Element, EndpointService, EndpointServices, Lookup, Model, Property, Resource, Value, is_awsx_vpc,
};
use iacfix_engine::source::TextRange;

use document::Access;
use services::{may_be_unsigned, prefix_of};

const ACTIONS: OptionSpec = OptionSpec {
    name: "actions",
    kind: OptionKind::Strings { default: &[] },
    help: "what endpoints allow, as `s3:GetObject`; an endpoint takes those of its service, all of them where none is listed",
};

const PRINCIPALS: OptionSpec = OptionSpec {
    name: "principals",
    kind: OptionKind::Strings { default: &[] },
    help: "who may use endpoints, in place of whom the program shows: numbers of accounts, `account` for the deployment's \
           own, arns of roles and users, ids of organizations",
};

const META: Meta = Meta {
    id: "vpc-endpoint-policy",
    title: "limits VPC endpoints to the deployment's own principals and to their service",
    theme: Theme::Network,
    report: "000#2",
    preset: Preset::Recommended,
    levels: &[Level::Review, Level::Advice],
    always_fixes: false,
    alternatives: &[],
    options: &[ACTIONS, PRINCIPALS],
    manual: Manual {
        what: "Finds `aws.ec2.VpcEndpoint` resources, gateway and interface, that have no policy, neither as an argument \
               nor as a `VpcEndpointPolicy`. They get one that allows the actions of their service (`ecr:*` for \
               `ecr.api`, `cloudwatch:*` for `monitoring`) to the one role of the program that uses it, else to the \
               principals of the account that is deployed to.",
        why: "Without a policy an endpoint takes anybody's requests for any action: whoever runs code in the VPC can copy \
              data to a bucket or a queue of another account with that account's keys, past every firewall.",
        before: "import * as aws from '@pulumi/aws';

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });

const routeTable = new aws.ec2.RouteTable('private', { vpcId: vpc.id });

export const endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: [routeTable.id],
});
",
        after: "import * as aws from '@pulumi/aws';

const identity = aws.getCallerIdentityOutput();

const vpc = new aws.ec2.Vpc('orders', { cidrBlock: '10.0.0.0/16' });

const routeTable = new aws.ec2.RouteTable('private', { vpcId: vpc.id });

export const endpoint = new aws.ec2.VpcEndpoint('s3', {
  vpcId: vpc.id,
  serviceName: 'com.amazonaws.eu-west-1.s3',
  routeTableIds: [routeTable.id],
  policy: identity.accountId.apply((accountId) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AccountPrincipals',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: {
            StringEquals: {
              'aws:PrincipalAccount': accountId,
            },
          },
        },
        {
          Sid: 'EcrImageLayers',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
        },
        {
          Sid: 'AmazonLinuxRepositories',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: [
            'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
            'arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*',
          ],
        },
      ],
    }),
  ),
});
",
        notes: "It is for everything in the VPC, so it is for review: requests with keys of other accounts, presigned by \
                them, or signed by nobody are denied afterwards. Those that workloads need though they are such stay \
                allowed: S3 serves image layers of ECR and the repositories of Amazon Linux, STS takes \
                `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` for roles of the account; what else there is (patch \
                baselines, buckets of installers) is yours to add. The one role is named where the endpoint's VPC is the \
                program's own, every policy and workload can be seen, no other role may do such actions, and the role is \
                declared before the endpoint. An endpoint leads to its own service only: where a loop makes several and \
                their names are not their prefixes, the policy allows `*`, and tells by the principal. Left alone: \
                endpoints to services that others offer, of Gateway Load Balancers, to resources. Advice: `execute-api`, \
                whose requests may be unsigned; services that are not known to take a policy (AWS refuses one where it is \
                not taken); endpoints that `awsx` makes of `vpcEndpointSpecs`; a service, a policy or arguments that \
                can't be seen.",
    },
};

/// Finds endpoints that serve anybody.
pub(crate) struct VpcEndpointPolicy;

impl Codemod for VpcEndpointPolicy {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check<'p>(&self, cx: &mut Context<'_, 'p>) {
        let model = cx.model;
        for endpoint in model.resources_of("aws.ec2.VpcEndpoint") {
            if let Some(finding) = look(cx, endpoint) {
                cx.report(finding);
            }
        }
        for vpc in model.resources().iter().filter(|resource| is_awsx_vpc(resource)) {
            for finding in specs(model, vpc) {
                cx.report(finding);
            }
        }
    }
}

/// The endpoints without a policy that `awsx` makes with a VPC.
fn specs<'p>(model: &Model<'p>, vpc: &Resource<'p>) -> Vec<Finding> {
    let Lookup::Found(property) = model.resource_property(vpc, "vpcEndpointSpecs") else { return Vec::new() };
    let lacks = |element: Element<'p>| {
        let spec = model.value(element.file, element.expr);
        if element.spread || !model.property(&spec, "policy").is_absent() {
            return None;
        }
        let services = model.services_of_name(&model.property(&spec, "serviceName").found()?).found()?;
        let [EndpointService::Amazon(name)] = services.as_slice() else { return None };
        prefix_of(name)?;
        let message = format!("no policy limits who uses the endpoint to `{name}`, and for what; give its spec one");
        Some(Finding::of(model, vpc, message).at(element.file, TextRange::of(element.expr)))
    };
    model.property_elements(&property).into_iter().filter_map(lacks).collect()
}

const NOTHING: &str = "no policy limits who uses this endpoint, and for what";

fn look<'p>(cx: &Context<'_, 'p>, endpoint: &Resource<'p>) -> Option<Finding> {
    let model = cx.model;
    let takes_none = ["GatewayLoadBalancer", "Resource", "ServiceNetwork"];
    let kind = model.resource_value(endpoint, "vpcEndpointType");
    let attached = model.policies_of(endpoint);
    if kind.as_str().is_some_and(|kind| takes_none.contains(&kind)) || !attached.policies.is_empty() {
        return None;
    }
    let of = |message: String| Finding::of(model, endpoint, message);
    let services = model.services_behind(endpoint);
    if services.is_absent() || matches!(&services, Lookup::Found(it) if it.all.iter().all(is_offered)) {
        return None;
    }
    if let Some(why) = attached.unseen {
        return Some(of(format!("can't see whether a policy limits who uses this endpoint: {why}")));
    }
    if let Some(empty) = empty_policy(model, endpoint) {
        let message = format!("{NOTHING}: its VpcEndpointPolicy has none; give it one there");
        return Some(of(message).related(empty.file, empty.range(), "this sets no policy"));
    }
    if let Lookup::Found(property) = model.resource_property(endpoint, "policy")
        && !is_written_undefined(model, &property)
    {
        let code = model.brief(property.file, property.value_range());
        return Some(
            of(format!("{NOTHING}: `{code}` gives no policy; give it one there")).at(property.file, property.range),
        );
    }
    let services = match services {
        Lookup::Found(services) => services,
        Lookup::Absent => return None,
        Lookup::Unknown(why) => {
            return Some(of(format!("{NOTHING}; give it one for its service, which can't be seen: {why}")));
        }
    };
    Some(match allowed(&services) {
        Ok(access) => {
            let access = access.given(cx, endpoint);
            let finding = of(NOTHING.to_string()).fix(fix(model, endpoint, &services, &access));
            match access.role().map(|role| model.resource(role)) {
                Some(role) => finding.related(role.file, role.range(), "this is the one role that uses it"),
                None => finding,
            }
        }
        Err(reason) => of(format!("{NOTHING}; {reason}")),
    })
}

/// Whether a service is somebody's who says himself whom it serves.
fn is_offered(service: &EndpointService) -> bool {
    *service == EndpointService::Offered
}

/// A separate policy of the endpoint that has none.
fn empty_policy<'m, 'p>(model: &'m Model<'p>, endpoint: &Resource<'p>) -> Option<&'m Resource<'p>> {
    let mut separate = model.resources_of("aws.ec2.VpcEndpointPolicy");
    separate.find(|it| model.names(&model.resource_value(it, "vpcEndpointId"), endpoint.id).found().is_some())
}

/// Whether a property is set to `undefined` where it stands, rather than by who calls.
fn is_written_undefined<'p>(model: &Model<'p>, property: &Property<'p>) -> bool {
    let is_own = property.expr().is_some() && model.written_property(property).is_some_and(|it| it.via.is_empty());
    is_own && matches!(model.property_value(property), Value::Undefined)
}

/// What an endpoint to these services allows; an error where that is for a person to say.
fn allowed(services: &EndpointServices<'_>) -> Result<Access, String> {
    let mut access = Access::default();
    for service in &services.all {
        let EndpointService::Amazon(name) = service else {
            return Err("it leads to services of AWS and of others by turns; give each its own".into());
        };
        if may_be_unsigned(name) {
            return Err(format!(
                "requests to `{name}` may be signed by nobody, so name the APIs that it may invoke as resources of a policy"
            ));
        }
        let Some(prefix) = prefix_of(name) else {
            return Err(format!(
                "whether `{name}` takes one, `aws ec2 describe-vpc-endpoint-services` tells (VpcEndpointPolicySupported)"
            ));
        };
        access.add(name, prefix);
    }
    Ok(access)
}

fn fix<'p>(model: &Model<'p>, endpoint: &Resource<'p>, services: &EndpointServices<'p>, access: &Access) -> Fix {
    let written = document::edits(model, endpoint, services, access);
    Fix::new(Level::Review, access.title(), written)
        .note("requests with keys of other accounts, or with none, are denied from everything in its VPC")
        .effect(Effect::on(Action::Update, model, endpoint).property("policy"))
}
