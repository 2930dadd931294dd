"use strict";

const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { steps } = require("./workflow");

const config = new pulumi.Config();

/** What has to stand first is the caller's business. */
function createProject(name, role, needs) {
  return new aws.codebuild.Project(
    name,
    {
      serviceRole: role.arn,
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/standard:7.0",
        type: "LINUX_CONTAINER",
      },
      source: { type: "NO_SOURCE", buildspec: JSON.stringify({ steps }) },
    },
    { dependsOn: needs },
  );
}

const role = aws.iam.Role.get("builder", config.require("builderRole"));
const logs = new aws.cloudwatch.LogGroup("builds", { retentionInDays: 90 });
const project = createProject("build", role, [logs]);

const task = new aws.ecs.TaskDefinition("agent", {
  family: "agent",
  containerDefinitions: JSON.stringify([
    { name: "log-router", image: "fluent/fluent-bit:3.1" },
    {
      name: "agent",
      image: "internal/agent:7",
      dependsOn: [{ containerName: "log-router", condition: "START" }],
    },
  ]),
});

const workflow = { id: "nightly", dependsOn: [project.id, task.arn] };

module.exports = { project: project.arn, workflow };
