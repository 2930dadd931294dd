import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Platform } from './platform';

const config = new pulumi.Config();
const stack = pulumi.getStack();

const platform = new Platform('platform');
const queue = new aws.sqs.Queue(`orders-${stack}`);
const topics = ['placed', 'paid', 'sent'].map(
  event => new aws.sns.Topic(`${event}-${stack}`)
);
const audit = config.getBoolean('audit')
  ? new aws.sqs.Queue(`audit-${stack}`)
  : undefined;

// One resource, without a list
const policy = new aws.sqs.QueuePolicy(
  `orders-${stack}`,
  { queueUrl: queue.url, policy: config.require('queuePolicy') },
  { dependsOn: queue }
);

// Lists, spreads, conditions
const subscriptions = topics.map(
  (topic, i) =>
    new aws.sns.TopicSubscription(
      `orders-${i}-${stack}`,
      { topic: topic.arn, protocol: 'sqs', endpoint: queue.arn },
      { dependsOn: [policy, ...topics, ...(audit ? [audit] : [])] }
    )
);

// Outputs and promises of resources
const handlerRole = pulumi.output(platform.role);
const table: Promise<aws.dynamodb.Table> = platform.tableReady();
export const archive = new aws.s3.Bucket(
  `archive-${stack}`,
  {},
  { dependsOn: [handlerRole, table, pulumi.output(subscriptions[0])] }
).bucket;

// A component, a provider, what somebody else hands over
const provider = new aws.Provider('logs', { region: 'eu-west-1' });
export const logs = new aws.cloudwatch.LogGroup(
  `orders-${stack}`,
  { retentionInDays: 365 },
  { provider, dependsOn: [platform, provider] }
).name;

export const parameter = new aws.ssm.Parameter(
  `orders-${stack}`,
  { type: 'String', value: queue.url },
  { dependsOn: audit ? [audit] : undefined }
).name;

// Properties called id and arn that are resources all the same
const owners = { id: topics[0], arn: queue };
export const alarm = new aws.cloudwatch.MetricAlarm(
  `orders-${stack}`,
  {
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
    metricName: 'ApproximateNumberOfMessagesVisible',
    namespace: 'AWS/SQS',
    period: 300,
    statistic: 'Maximum',
    threshold: 100,
    dimensions: { QueueName: queue.name },
  },
  { dependsOn: [owners.id, owners.arn, ...platform.everything()] }
).arn;
