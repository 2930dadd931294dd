import { LabelStack } from './lib/label-stack';
import { ReturnsStack } from './lib/returns-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'live';

const labels = new LabelStack(
  'labels',
  { environmentSuffix },
  { protect: true }
);
const returns = new ReturnsStack('returns');

export const labelQueueUrl = labels.queueUrl;
export const returnsTopicArn = returns.topicArn;
