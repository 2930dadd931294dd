const pulumi = require("@pulumi/pulumi");
const { kms, sns, sqs } = require("@pulumi/aws");

const suffix = pulumi.getStack();

class Newsletter extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("newsletter:index:Newsletter", name, {}, opts);

    this.key = new kms.Key(
      `${name}-key`,
      {
        description: "Encrypts addresses",
        policy: args.policy,
        enableKeyRotation: true,
        tags: { Name: `${name}-key` },
      },
      { parent: this },
    );
    this.topic = new sns.Topic(
      `${name}-topic`,
      { kmsMasterKeyId: this.key.id },
      { parent: this },
    );
    if (args.deadLetters) {
      const deadLetterKey = new kms.Key(
        `${name}-dead-letter-key`,
        { isEnabled: true, enableKeyRotation: true },
        { parent: this },
      );
      this.deadLetters = new sqs.Queue(
        `${name}-dead-letters`,
        { kmsMasterKeyId: deadLetterKey.id },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

const daily = new Newsletter(`daily-${suffix}`, { deadLetters: true });
const weekly = new Newsletter(`weekly-${suffix}`, {});

exports.topics = [daily.topic.arn, weekly.topic.arn];
