//! Names of services, in programs that say their region in several ways.

use super::Rewrite;
use super::testing::{FILE, check, exact};
use crate::codemod::Declined;

/// Names the service `s3` of the first VPC at the first `here`.
fn s3_here(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let vpc = rewrite.model.resources_of("aws.ec2.Vpc").next().expect("a VPC");
    let here = exact(rewrite, "here");
    let node = rewrite.index(FILE).expr(here).expect("it is part of the file");
    let names = rewrite.service_names(&["s3"], vpc, (FILE, node))?;
    rewrite.replace(FILE, here, &names[0])
}

/// Fails unless `here` becomes `expected` in a program that says so much of its region.
#[track_caller]
fn named(says: &str, expected: &str) {
    let head =
        "import * as aws from '@pulumi/aws';\nimport * as pulumi from '@pulumi/pulumi';\ndeclare const here: any;\n";
    let text = |it: &str| format!("{head}{says}const vpc = new aws.ec2.Vpc('v', {{}});\nf({it});\n");
    check(&text("here"), &text(expected), s3_here);
}

#[test]
fn a_region_is_named_as_the_program_names_it() {
    named("const region = 'eu-west-1';\n", "`com.amazonaws.${region}.s3`");
    named("const current = aws.getRegionOutput();\n", "pulumi.interpolate`com.amazonaws.${current.id}.s3`");
    named("const own = aws.config.region;\n", "`com.amazonaws.${own}.s3`");
    named("f(aws.config.region);\n", "`com.amazonaws.${aws.config.region}.s3`");
    named(
        "new aws.ec2.VpcEndpoint('e', { vpcId: 'v', serviceName: 'com.amazonaws.us-east-2.sqs' });\n",
        "'com.amazonaws.us-east-2.s3'",
    );
    named(
        "const zone = aws.getRegionOutput().id;
for (const it of ['sqs', 'sns']) {
  new aws.ec2.VpcEndpoint(it, { vpcId: 'v', serviceName: pulumi.interpolate`com.amazonaws.${zone}.${it}` });
}
",
        "pulumi.interpolate`com.amazonaws.${zone}.s3`",
    );
}

#[test]
fn an_endpoint_of_another_provider_says_nothing() {
    let text = |more: &str, it: &str| {
        format!(
            "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
declare const here: any;
const west = new aws.Provider('west', {{ region: 'us-west-2' }});
const east = new aws.Provider('east', {{ region: 'us-east-1' }});
{more}new aws.ec2.VpcEndpoint('e', {{ vpcId: 'v', serviceName: 'com.amazonaws.us-west-2.sqs' }}, {{ provider: west }});
const vpc = new aws.ec2.Vpc('v', {{}}, {{ provider: east }});
f({it});
"
        )
    };
    let asked = text(
        "const eastRegion = aws.getRegionOutput({}, { provider: east });\n",
        "pulumi.interpolate`com.amazonaws.${eastRegion.id}.s3`",
    );
    check(&text("", "here"), &asked, s3_here);
}
