"use strict";
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

/** Fetches feeds every quarter of an hour and keeps what is new. */
class FeedStack extends pulumi.ComponentResource {
  /**
   * @param {string} name
   * @param {{ environmentSuffix: string, feeds: string[] }} args
   * @param {pulumi.ComponentResourceOptions} [opts]
   */
  constructor(name, args, opts) {
    super("feeds:index:FeedStack", name, args, opts);

    const suffix = args.environmentSuffix;

    const table = new aws.dynamodb.Table(
      `feed-items-${suffix}`,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "feed",
        rangeKey: "item",
        attributes: [
          { name: "feed", type: "S" },
          { name: "item", type: "S" },
        ],
      },
      { parent: this },
    );

    const queue = new aws.sqs.Queue(
      `feed-fetch-${suffix}`,
      { visibilityTimeoutSeconds: 60 },
      { parent: this },
    );

    const rule = new aws.cloudwatch.EventRule(
      `feed-clock-${suffix}`,
      { scheduleExpression: "rate(15 minutes)" },
      { parent: this },
    );

    args.feeds.forEach((feed) => {
      new aws.cloudwatch.EventTarget(
        `feed-${feed}-${suffix}`,
        { rule: rule.name, arn: queue.arn, input: JSON.stringify({ feed }) },
        { parent: this },
      );
    });

    this.suffix = suffix;
    this.tableName = table.name;
    this.queueUrl = queue.url;
    this.ruleArn = pulumi.interpolate`${rule.arn}`;

    this.registerOutputs({ tableName: this.tableName });
  }
}

module.exports = { FeedStack };
