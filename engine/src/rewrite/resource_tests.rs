//! Arguments of resources that are lists.

use super::Rewrite;
use super::testing::{check, declines};
use crate::codemod::Declined;

/// Adds a route to the only table.
fn push(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let model = rewrite.model();
    let table = model.resources_of("aws.ec2.RouteTable").next().expect("a table");
    rewrite.push_to_argument(table, "routes", "{ g: 1 }")
}

const HEAD: &str = "import * as aws from '@pulumi/aws';\n";

#[track_caller]
fn pushes(before: &str, after: &str) {
    check(&format!("{HEAD}{before}"), &format!("{HEAD}{after}"), push);
}

#[test]
fn an_element_joins_the_list_where_it_is_written() {
    pushes(
        "new aws.ec2.RouteTable('t', { routes: [{ n: 1 }] });\n",
        "new aws.ec2.RouteTable('t', { routes: [{ n: 1 }, { g: 1 }] });\n",
    );
    pushes(
        "const routes = [{ n: 1 }];\nnew aws.ec2.RouteTable('t', { routes: routes });\n",
        "const routes = [{ n: 1 }, { g: 1 }];\nnew aws.ec2.RouteTable('t', { routes: routes });\n",
    );
    pushes(
        "new aws.ec2.RouteTable('t', { vpcId: 'v' });\n",
        "new aws.ec2.RouteTable('t', { vpcId: 'v', routes: [{ g: 1 }] });\n",
    );
}

#[test]
fn a_list_that_is_built_elsewhere_is_left_alone() {
    let built =
        format!("{HEAD}declare const all: any[];\nnew aws.ec2.RouteTable('t', {{ routes: all.concat([]) }});\n");
    declines(&built, "`routes` is built elsewhere", push);
    let spread = format!("{HEAD}declare const rest: any;\nnew aws.ec2.RouteTable('t', {{ vpcId: 'v', ...rest }});\n");
    declines(&spread, "add to `routes` there", push);
}

/// Takes `tags` out of the first table.
fn take(rewrite: &mut Rewrite<'_, '_>) -> Result<(), Declined> {
    let model = rewrite.model();
    let table = model.resources_of("aws.ec2.RouteTable").next().expect("a table");
    rewrite.take_argument(table, "tags").map(|_| ())
}

#[test]
fn an_argument_goes_where_it_is_written_once() {
    let takes = |before: &str, after: &str| check(&format!("{HEAD}{before}"), &format!("{HEAD}{after}"), take);
    takes("new aws.ec2.RouteTable('t', { vpcId: 'v', tags });\n", "new aws.ec2.RouteTable('t', { vpcId: 'v' });\n");
    takes(
        "const args = { tags: {}, vpcId: 'v' };\nnew aws.ec2.RouteTable('t', args);\n",
        "const args = { vpcId: 'v' };\nnew aws.ec2.RouteTable('t', args);\n",
    );
}

#[test]
fn an_argument_that_others_see_stays() {
    let stays = |text: &str, reason: &str| declines(&format!("{HEAD}{text}"), reason, take);
    stays(
        "const args = { tags: {} };\nnew aws.ec2.RouteTable('t', args);\nnew aws.ec2.RouteTable('u', args);\n",
        "`args` serves something else too",
    );
    stays(
        "const base = { tags: {} };\nnew aws.ec2.RouteTable('t', { ...base, tags: {} });\n",
        "`tags` is not written once",
    );
    stays(
        "const args: any = {};\nargs.tags = {};\nnew aws.ec2.RouteTable('t', args);\n",
        "`args` serves something else too",
    );
    stays("declare const args: any;\nnew aws.ec2.RouteTable('t', args);\n", "are built elsewhere");
}
